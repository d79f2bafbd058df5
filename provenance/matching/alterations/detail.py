"""Fine detail that the asked picture lacks: in a region, where a face was blurred or pixelated, or everywhere.

Cells of the pixel check are coarse, and agree in a picture whose faces are unknowable. So what is finer than a cell is
looked at alone (both less themselves, blurred):

1. ``gain``: how much of the archived detail comes back in the asked one, by least squares around each pixel, against
   what is usual in this pair. Of copies that were not touched, also small, bent and poorly encoded ones, hardly a
   hundredth of the area has less than half of what is usual in one piece.
2. ``strength``: how much detail of any kind there is. Blurred areas have less; where something was moved by a bit or
   replaced there is as much, and another.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.alterations.compared import Compared, pixels_of
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.matching.alterations.telling import Grey, Mask, Pixels
    from provenance.matching.pixels import PixelCheck

FINE = 1.5  # pixels of the compared size: what a blur of this leaves over is fine detail
AROUND = 9  # pixels
DETAILED = 1.5  # squared grey values: below it there is no detail that could be missing
DARKEST, BRIGHTEST = 12, 236  # grey values beyond which lights and shadows of the asked picture may be clipped
CLIPPED = 0.1  # share of what lies around a pixel
FAINT = 0.3  # the same, for what is divided by
USUAL = 70  # per cent: what is usual in this pair, though more than half of it be blurred
LEAST_USUAL = 0.4  # of the archived detail: with less of it nothing is told
ENOUGH = 200  # pixels
PIECE = 7  # pixels of the sides of a square that fits into a region
DOUBTED, DOUBTED_AREA = 0.5, 0.013  # of the usual gain; and share of the shared area in one piece
LOST, LOST_AREA = 0.45, 0.03
WEAKER = 0.8  # of the usual strength: of detail that was lost, and did not only change
STILL_AGREES = 0.6  # share of a region that lies in cells that agree
# Pixelated throughout: nearly all jumps lie in few columns and few rows, as far from each other
PEAK = 1.5  # times the median jump
FEW_LINES, MOST_JUMPS = 0.3, 0.42
JPEG_BLOCK, MOST_OF_JPEG = 8, 0.62  # pixels of a block of poor JPEG files, which has more within it
LEAST_BLOCK, LEAST_BLOCKS = 4, 8  # pixels, and their number along a side
REGULAR = 0.55  # share of the distances that are the usual one, but for a pixel
ALL_BACK = 0.97  # gain from which the archived picture has no more detail


class Detail(NamedTuple):
    """What became of the fine detail that the archived picture has."""

    usual: float = 1.0  # gain that is usual in this pair
    lost: tuple[Pixels, ...] = ()  # boxes at the compared size
    doubted: tuple[Pixels, ...] = ()  # where it does not come back, and it cannot be said why


def detail_of(compared: Compared, check: PixelCheck | None) -> Detail:
    """Where detail was lost, though what is coarser agrees."""
    import cv2

    if check is None:
        return Detail()
    ours, theirs = (np.asarray(values - cv2.GaussianBlur(values, (0, 0), FINE)) for values in compared[:3:2])
    both, here, there = (_around(one * other) for one, other in ((ours, theirs), (ours, ours), (theirs, theirs)))
    inside = np.asarray(cv2.erode(compared.inside.astype(np.uint8), np.ones((5, 5), np.uint8))) > 0
    agreeing = ~pixels_of(compared.bad, check, inside.shape)
    clipped = (compared.theirs < DARKEST) | (compared.theirs > BRIGHTEST)
    told = inside & (here > DETAILED) & (np.asarray(cv2.blur(clipped.astype(np.float32), (AROUND, AROUND))) < CLIPPED)
    if (told & agreeing).sum() < ENOUGH:
        return Detail()
    gain = both / np.maximum(here, FAINT)
    strength = np.sqrt(there / np.maximum(here, FAINT))
    usual, strong = (float(np.percentile(values[told & agreeing], USUAL)) for values in (gain, strength))
    if usual < LEAST_USUAL:
        return Detail(usual)
    area = int(inside.sum())
    lost = [
        _box(piece)
        for piece in _pieces(told & (gain < LOST * usual))
        if piece.sum() >= LOST_AREA * area
        and strength[piece].mean() <= WEAKER * strong
        and agreeing[piece].mean() >= STILL_AGREES
    ]
    doubted = [_box(piece) for piece in _pieces(told & (gain < DOUBTED * usual)) if piece.sum() >= DOUBTED_AREA * area]
    return Detail(usual, tuple(lost), tuple(doubted))


def _around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.maximum(np.asarray(cv2.blur(values, (AROUND, AROUND)), np.float32), 0)


def _pieces(mask: Mask) -> list[Mask]:
    """What hangs together, without what is thin."""
    import cv2

    thick = cv2.morphologyEx(mask.astype(np.uint8), cv2.MORPH_OPEN, np.ones((PIECE, PIECE), np.uint8))
    count, labels = cv2.connectedComponents(thick, connectivity=8)
    return [np.asarray(labels == label) for label in range(1, count)]


def _box(mask: Mask) -> Pixels:
    rows, columns = np.nonzero(mask)
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def block_of(plane: Grey) -> int | None:
    """The side in pixels of the blocks that a whole picture is made of; None where it is not made of blocks."""
    across, down = (
        _spacing(np.abs(np.diff(plane.astype(np.float32), axis=axis)).mean(axis=1 - axis)) for axis in (1, 0)
    )
    if across is None or down is None or abs(across - down) > 1:
        return None
    return round((across + down) / 2)


def _spacing(jumps: NDArray[np.float32]) -> float | None:
    """How far the lines lie apart between which hardly anything changes."""
    if not jumps.any():
        return None
    inner = jumps[1:-1]
    peaks = 1 + np.flatnonzero((inner >= jumps[:-2]) & (inner > jumps[2:]) & (inner > PEAK * np.median(jumps)))
    if len(peaks) < LEAST_BLOCKS or len(peaks) > FEW_LINES * len(jumps):
        return None
    gaps = np.array([later - earlier for earlier, later in pairwise(peaks)])
    usual = float(np.median(gaps))
    if jumps[peaks].sum() < (MOST_OF_JPEG if abs(usual - JPEG_BLOCK) <= 1 else MOST_JUMPS) * jumps.sum():
        return None
    return usual if usual >= LEAST_BLOCK and (np.abs(gaps - usual) <= 1).mean() >= REGULAR else None
