"""Both pictures in the archived frame, pixel by pixel: where they agree, and where they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.alterations.telling import BLURRED, at_most
from provenance.matching.overlap import area, laid_over, moved, rectangle
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.matching.alterations.telling import Grey, Mask
    from provenance.matching.overlap import Overlap
    from provenance.matching.pixels import PixelCheck

AGREES = 0.5  # correlation of a cell, in the sign of the median
LEAST_CELLS = 8
DIFFERS = 20.0  # grey values, brightness and contrast evened out
SOFTENED = 2.5  # pixels of the compared size


class Compared(NamedTuple):
    """Both pictures in the archived frame, blurred a little, at one small size."""

    ours: NDArray[np.float32]
    theirs: NDArray[np.float32]  # brightness as it is
    even: NDArray[np.float32]  # the same with the brightness and contrast of ``ours``
    inside: Mask
    good: Mask  # inside, and not in a cell that disagrees
    bad: Mask  # (rows, columns) of cells
    fine: bool  # the asked plane has at least the resolution of the archived one

    @classmethod
    def of(cls, overlap: Overlap, asked: Grey, thumbnail: Grey) -> Compared:
        import cv2

        side = overlap.check.side if overlap.check is not None else min(160, max(thumbnail.shape))
        ours = at_most(thumbnail, side)
        size = (ours.shape[1], ours.shape[0])
        theirs, inside = laid_over(asked, overlap.transform, size)
        if overlap.shown is not None:
            left, top, right, bottom = (round(edge * side) for edge in overlap.shown)
            inside = inside.copy()
            inside[:top], inside[bottom:], inside[:, :left], inside[:, right:] = False, False, False, False
        first = np.asarray(cv2.GaussianBlur(ours, (0, 0), 0.7), np.float32)
        second = np.asarray(cv2.GaussianBlur(theirs, (0, 0), 0.7), np.float32)
        bad = _disagreeing(overlap.check)
        good = np.asarray(cv2.erode(inside.astype(np.uint8), np.ones((5, 5), np.uint8))) > 0
        if overlap.check is not None:
            good &= ~pixels_of(bad, overlap.check, good.shape)
        if good.sum() < 64:
            good = inside
        units = np.sqrt(area(moved(overlap.transform, rectangle(size))) / area(rectangle(size)))
        fine = bool(units * max(asked.shape) >= 0.9 * side)
        found = cls(first, second, _evened(first, second, good), inside, good, bad, fine)
        # what lies over a plain ground is seen by its greys alone
        apart = cv2.dilate(differing(found).astype(np.uint8), np.ones((5, 5), np.uint8))
        alike = good & (np.asarray(apart) == 0)
        return found._replace(good=alike) if 2 * alike.sum() > good.sum() else found

    def softened(self) -> Compared:
        """Both without the fine detail that a blurred picture lacks."""
        import cv2

        ours, even = (np.asarray(cv2.GaussianBlur(one, (0, 0), SOFTENED), np.float32) for one in (self.ours, self.even))
        return self._replace(ours=ours, even=even)


def _disagreeing(check: PixelCheck | None) -> Mask:
    """Cells that disagree though most agree; without lone cells and thin rims, (rows, columns)."""
    if check is None or check.textured.size < LEAST_CELLS:
        return np.zeros(check.inside.shape if check is not None else (0, 0), bool)
    signed = check.correlation * (-1 if check.median < 0 else 1)
    with np.errstate(invalid="ignore"):
        bad = check.inside & ((signed < AGREES) | check.changed)
    # cells overlap, so that what is seen at all fills a square of two by two
    squares = bad[:-1, :-1] & bad[1:, :-1] & bad[:-1, 1:] & bad[1:, 1:]
    kept = np.zeros(bad.shape, bool)
    for down in (0, 1):
        for across in (0, 1):
            kept[down : down + squares.shape[0], across : across + squares.shape[1]] |= squares
    return kept


def pixels_of(cells: Mask, check: PixelCheck, shape: tuple[int, ...]) -> Mask:
    """The pixels that some cells of a check cover, at the size of the comparison."""
    covered = np.zeros(shape, bool)
    for row, column in np.argwhere(cells) * check.step:
        covered[row : row + check.cell, column : column + check.cell] = True
    return covered


def _evened(ours: NDArray[np.float32], theirs: NDArray[np.float32], good: Mask) -> NDArray[np.float32]:
    """``theirs`` with the brightness and contrast of ``ours``, after a negative with its sign too."""
    if good.sum() < 16:
        return theirs
    here, there = ours[good], theirs[good]
    spread = float(there.std())
    if spread < 1:
        return np.asarray(theirs - there.mean() + here.mean(), np.float32)
    sign = -1.0 if float(((here - here.mean()) * (there - there.mean())).mean()) < 0 else 1.0
    return np.asarray((theirs - there.mean()) * (sign * here.std() / spread) + here.mean(), np.float32)


def differing(compared: Compared) -> Mask:
    """Pixels whose grey lies beyond all greys beside them in the other picture, one way or the other."""
    import cv2

    beside = np.ones((3, 3), np.uint8)
    beyond = np.zeros(compared.ours.shape, bool)
    for one, other in ((compared.ours, compared.even), (compared.even, compared.ours)):
        most, least = np.asarray(cv2.dilate(other, beside)), np.asarray(cv2.erode(other, beside))
        beyond |= (one - most > DIFFERS) | (least - one > DIFFERS)
    return beyond & compared.inside


def is_blurred(compared: Compared) -> bool:
    import cv2

    def detail(values: NDArray[np.float32]) -> float:
        return float(np.abs(cv2.Laplacian(values, cv2.CV_32F))[compared.good].mean())

    ours = detail(compared.ours)
    return ours > 1.5 and detail(compared.even) < BLURRED * ours
