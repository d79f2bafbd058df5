"""Pictures of which large parts are painted over with one colour: what lies there, and a comparison without it.

Blocks and strips of one colour move a hash of the whole as far as another picture would, and all cells under them
disagree. But they are easily seen, since a photograph has no large area of one exact value but in its clipped lights
and shadows:

1. ``painted_over``: pixels that have the commonest of the flat values, with all around them, in areas of some size.
2. ``filled``: the hash of the picture in which these areas are made as bright as what surrounds them lies 70 bits
   of 256 from that of the archived picture in the median, and 83 if they stay (150 photographs, of each 40 % painted
   over). So it leads to archived pictures; unrelated ones lie 128 bits away.
3. ``uncovered``: the pixel check without the cells that lie under paint. There copies agree in 77 to 100 % of the
   cells that are left, and the nearest unrelated photographs in 42 % at most.
4. ``lies_over``: the archived picture must not have the same plain areas itself: what the two have in common on a
   plain ground may be a page, a logo or a product shown twice.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.matching.pixels import PixelCheck

    Mask = NDArray[np.bool_]

AROUND = 5  # pixels: a flat one has no other value so near
SAME_VALUE = 2  # grey values: what a JPEG file leaves of one colour
SMALLEST = 9  # pixels of a side: what is smaller is no area
LEAST, MOST = 0.1, 0.6  # share of the picture
POINTS = 64  # of a side, at which areas are filled
SHOWN = 0.3  # share of a point that must not be painted over
PLAIN_TOO = 0.5  # share of the painted areas that may be as plain, and as bright, in the archived picture
AS_BRIGHT = 12  # grey values


class Painted(NamedTuple):
    """Where a plane is painted over, and what with."""

    mask: Mask  # (height, width)
    value: int  # grey
    share: float  # of the plane
    letters: bool = False  # and not blocks or strips: see matching/lettered.py


def painted_over(plane: NDArray[np.uint8]) -> Painted | None:
    """The areas of one colour, if they are a tenth of the plane and not most of it."""
    import cv2

    near = np.ones((AROUND, AROUND), np.uint8)
    flat = cv2.subtract(cv2.dilate(plane, near), cv2.erode(plane, near)) <= SAME_VALUE
    counts = np.convolve(np.bincount(plane[flat], minlength=256), [1, 1, 1], "same")
    value = int(counts.argmax())
    like = flat & (cv2.absdiff(plane, np.full_like(plane, value)) <= SAME_VALUE)
    areas = cv2.morphologyEx(like.astype(np.uint8), cv2.MORPH_OPEN, np.ones((SMALLEST, SMALLEST), np.uint8))
    mask = np.asarray(cv2.dilate(areas, near)) > 0  # the flat pixels end short of the edge
    share = float(mask.mean())
    return Painted(mask, value, share) if LEAST <= share <= MOST else None


def filled(plane: NDArray[np.uint8], painted: Painted) -> NDArray[np.uint8]:
    """The plane with the painted areas as bright as what surrounds them (pull and push: Gortler et al. 1996)."""
    import cv2

    shown = (~painted.mask).astype(np.float32)
    size = (POINTS, POINTS)
    values = cv2.resize(plane * shown, size, interpolation=cv2.INTER_AREA)
    weights = cv2.resize(shown, size, interpolation=cv2.INTER_AREA)
    levels = [(values, weights)]
    while len(levels[-1][0]) > 1:
        half = (len(levels[-1][0]) // 2,) * 2
        coarser = [cv2.resize(one, half, interpolation=cv2.INTER_AREA) for one in levels[-1]]
        levels.append((coarser[0], coarser[1]))
    found = np.zeros((1, 1), np.float32)
    for values, weights in reversed(levels):
        wider = cv2.resize(found, values.shape, interpolation=cv2.INTER_LINEAR)
        found = np.where(weights > SHOWN, values / np.maximum(weights, SHOWN), wider).astype(np.float32)
    smooth = cv2.resize(found, plane.shape[::-1], interpolation=cv2.INTER_CUBIC).clip(0, 255)
    return np.where(painted.mask, smooth, plane).astype(np.uint8)


def uncovered(check: PixelCheck, painted: Painted) -> PixelCheck:
    """The comparison without the cells that lie under paint in the asked picture, be it with an edge."""
    return check.within(~touching(check, painted.mask, wholly=False))


def covered(check: PixelCheck, left: PixelCheck) -> PixelCheck:
    """All of the comparison, in which what is not left disagrees: the edge of paint correlates with anything."""
    under = check.inside & ~left.inside
    return check.disagreeing_in(under)


def lies_over(check: PixelCheck, painted: Painted) -> bool:
    """Whether the archived picture shows something else where the asked one is painted."""
    under = check.inside & touching(check, painted.mask, wholly=True)
    if not under.any():  # narrow strips
        under = check.inside & touching(check, painted.mask, wholly=False)
    brightness, texture = check.levels[under][:, 0], check.levels[under][:, 2]
    plain = (np.abs(brightness - painted.value) <= AS_BRIGHT) & (texture <= SAME_VALUE)
    return bool(plain.size) and float(plain.mean()) <= PLAIN_TOO


def touching(check: PixelCheck, mask: Mask, *, wholly: bool) -> Mask:
    """Which cells lie within a mask of the asked plane, or touch it, (rows, columns)."""
    import cv2

    height, width = mask.shape
    longer = max(height, width)
    cell = np.ones((2 * round(check.cell / 2 / check.side * longer) + 1,) * 2, np.uint8)
    change = cv2.erode if wholly else cv2.dilate
    middles_in = np.asarray(change(mask.astype(np.uint8), cell)) > 0
    rows, columns = np.indices(check.inside.shape)
    middles = (np.stack([columns, rows], axis=-1) * check.step + check.cell / 2) / check.side
    x, y, depth = np.moveaxis(np.dstack([middles, np.ones(rows.shape)]) @ check.transform.T, 2, 0)
    x = np.rint(x / depth * longer).clip(0, width - 1).astype(np.intp)
    y = np.rint(y / depth * longer).clip(0, height - 1).astype(np.intp)
    found: Mask = middles_in[y, x]
    return found
