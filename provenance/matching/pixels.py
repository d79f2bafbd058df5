"""Do the pixels agree where a transform lays one picture over the other?

The asked picture is warped into the frame of the archived thumbnail. In cells of a few pixels the normalised
cross-correlation of the grey values is taken, at the best of some shifts: it does not see brightness and
contrast, and is -1 for a negative. Cells without texture say nothing and are left out.

1. Cells of 16 x 16 pixels, shifts of up to 3: where cells agree, their shifts improve the transform. Twice.
2. All pixels that agree improve it to a fraction of a pixel (:mod:`provenance.matching.fitting`).
3. Cells of 8 x 8 pixels, shifts of 1: between the letters of a caption there is room for such a cell.

Shared logos, frames and captions bring many true correspondences of features; only the pixels between them tell
that the rest is another picture. So it counts in how many parts of the shared area cells agree, and not only how
many cells: a frame agrees at the edges alone, a logo in one place. And a copy that is written or painted over agrees
in all its parts wherever both have about as much texture, in brightness too; of two photographs under one artwork
neither is so.
"""

from __future__ import annotations

from functools import cache, lru_cache
from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.fitting import Fit, Plane, beside, blurred, fitted, plane, warped
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

CELL, STEP = 16, 8  # pixels of the compared size: while the transform is improved
FINE_CELL, FINE_STEP = 8, 4  # for the final comparison
SIDE = 160  # pixels of the longer side: the thumbnail's
LEAST_SIDE = 48  # below this nothing can be compared
TEXTURE = 3.0  # grey values, standard deviation: of a cell that says something
DISAGREES = 2.0  # what a cell that disagrees costs a rectangle, in cells that agree
LEAST_CUT = 0.3  # of the archived picture; the largest artwork in one piece fills a fifth
CUT_AGREES = 0.8  # share of the rectangle's cells
MUCH_BEYOND, LITTLE_AGREES = 0.2, 0.1  # of the cells with texture: another picture of a collage begins there
AGREES, SAME = 0.6, 0.8
SEARCHED = (3, 2)  # pixels of shift that are tried, round by round, while the transform is improved
BLOCKS = 5  # along each side of the shared area, for coverage
FEW_CELLS = 6  # textured cells that a block needs to be counted
BLOCK_AGREES = 0.2  # of the textured cells of a block
MIN_CELLS = 8
COMPARABLE = 2.0  # times the texture of a cell that agrees: more is written over, less is washed out
FEW_COMPARABLE = 4  # cells that a part needs to be counted
UNEVEN = 25  # per cent of the parts that may agree less than is said
FEW_LEVELS = 10  # agreeing cells
FLAT_LEVELS = 1.0  # grey values, standard deviation of the brightness of cells
FEW_PLAIN = 30  # cells without texture
ROUNDS = 5  # of the line through brightnesses
NO_TONE = 0.8  # said where brightness cannot tell: between copies, 0.99, and shared artwork, 0.7
MOST_CORRECTED = 0.12
STROKE = 5  # pixels of a thumbnail: wider than the strokes of writing, and as high as most lines
WRITING, NO_WRITING = 0.2, 0.4  # share of what is not ground that is wider: up to here a page, from here on none


class PixelCheck(NamedTuple):
    """Correlation of each cell; NaN outside the shared area and where there is no texture."""

    correlation: NDArray[np.float32]  # (rows, columns), signed
    shift: NDArray[np.float32]  # (rows, columns, 2): pixels, x and y, by which the best agreement lies beside
    inside: NDArray[np.bool_]  # (rows, columns): cells within the shared area
    only_stored: NDArray[np.bool_]  # (rows, columns): texture in the archived picture only
    only_asked: NDArray[np.bool_]  # (rows, columns): texture in the asked picture only
    side: int  # pixels of the longer side at which the two were compared
    cell: int  # pixels of a side of a cell
    step: int  # pixels between cells
    transform: NDArray[np.float64]  # (3, 3): the improved map from archived to asked places
    levels: NDArray[np.float32]  # (rows, columns, 4): grey values: both means, then both standard deviations
    fit: Fit | None = None  # how it was improved, and how well it fits
    beside: tuple[int, float] = (0, 0.0)  # parts that agree, but not quite there; and which share of all parts they are
    left_out: NDArray[np.bool_] | None = None  # (rows, columns): cells that are not to be compared
    painted: NDArray[np.bool_] | None = None  # (rows, columns): cells over which the asked picture was painted

    @property
    def changed(self) -> NDArray[np.bool_]:
        """(rows, columns): cells with texture in one picture only."""
        return self.only_stored | self.only_asked

    @property
    def told(self) -> NDArray[np.bool_]:
        """(rows, columns): cells with texture in either picture."""
        return np.isfinite(self.correlation) | self.changed

    @property
    def agreement(self) -> float:
        """The share of cells with texture in either picture that agree."""
        told = np.isfinite(self.correlation) | self.changed
        return float(self.agreeing.sum() / max(1, told.sum()))

    @property
    def exchanged(self) -> float:
        """How far texture is gone in some cells and has come in others: the lesser of both shares.

        Overlays bring texture and erasures take it; another picture behind a frame does both.
        """
        inside = max(1, int(self.inside.sum()))
        return float(min(self.only_stored.sum(), self.only_asked.sum()) / inside)

    def cut(self) -> PixelCheck | None:
        """The comparison within the rectangle in which nearly all cells agree; None if there is no large one.

        A part of a collage is cut to its cell: the transform goes on where another picture begins, and all cells
        beyond one straight line disagree. Frames, logos and captions fill no rectangle so large.
        """
        weights = np.where(self.agreeing, 1.0, np.where(np.isfinite(self.correlation) | self.changed, -DISAGREES, 0.0))
        top, bottom, left, right = _densest(weights)
        within = np.zeros(weights.shape, bool)
        within[top:bottom, left:right] = True
        told = within & (self.agreeing | (weights < 0))
        size = within.sum() / weights.size
        if size < LEAST_CUT or not told.any() or self.agreeing[told].mean() < CUT_AGREES:
            return None
        return self.within(within)

    def within(self, cells: NDArray[np.bool_]) -> PixelCheck:
        """The comparison of these cells alone."""
        return self._replace(
            correlation=np.where(cells, self.correlation, np.nan).astype(np.float32),
            inside=self.inside & cells,
            only_stored=self.only_stored & cells,
            only_asked=self.only_asked & cells,
        )

    def disagreeing_in(self, cells: NDArray[np.bool_]) -> PixelCheck:
        """The same, in which these cells show what only the archived picture has."""
        return self._replace(
            correlation=np.where(cells, np.nan, self.correlation).astype(np.float32),
            only_stored=self.only_stored | cells,
            only_asked=self.only_asked & ~cells,
        )

    def beyond(self, within: PixelCheck) -> float:
        """The share of cells with texture outside a rectangle that agree; 0 where there are hardly any."""
        told = (np.isfinite(self.correlation) | self.changed) & ~within.inside
        return float(self.agreeing[told].mean()) if told.sum() >= MIN_CELLS else 0.0

    def cell_of_collage(self) -> tuple[float, float, float, float] | None:
        """Left, top, right and bottom of the rectangle beyond which another picture begins; None if there is none.

        In units of the archived picture's longer side. What lies over a copy fills less.
        """
        within = self.cut()
        if within is None:
            return None
        told = np.isfinite(self.correlation) | self.changed
        if (told & ~within.inside).sum() < MUCH_BEYOND * told.sum() or self.beyond(within) > LITTLE_AGREES:
            return None
        rows, columns = np.nonzero(within.inside)
        first, last = np.array([columns.min(), rows.min()]), np.array([columns.max(), rows.max()])
        (left, top), (right, bottom) = first * self.step / self.side, (last * self.step + self.cell) / self.side
        return float(left), float(top), float(right), float(bottom)

    @property
    def textured(self) -> NDArray[np.float32]:
        """Correlations of the cells that say something."""
        values: NDArray[np.float32] = self.correlation[np.isfinite(self.correlation)]
        return values

    @property
    def median(self) -> float:
        """The median correlation, signed; 0 without texture."""
        values = self.textured
        return float(np.median(values)) if values.size else 0.0

    @property
    def drift(self) -> float:
        """Mean distance in pixels between where agreeing cells lie and where the transform says."""
        apart = np.hypot(self.shift[..., 0], self.shift[..., 1])[self.agreeing]
        return float(apart.mean()) if apart.size else 0.0

    @property
    def agreeing(self) -> NDArray[np.bool_]:
        """(rows, columns): cells that correlate well, in the sign of the median."""
        agreeing: NDArray[np.bool_] = np.nan_to_num(self.correlation) * (-1 if self.median < 0 else 1) >= SAME
        return agreeing

    @property
    def coverage(self) -> float:
        """The share of the parts of the shared area, 5 x 5, in which a fifth of the cells with texture agree."""
        rows, columns = np.nonzero(np.isfinite(self.correlation) | self.changed)
        if not rows.size:
            return 0.0
        block = self._blocks(rows, columns)
        cells = np.bincount(block, minlength=BLOCKS**2)
        agreeing = np.bincount(block, self.agreeing[rows, columns], minlength=BLOCKS**2)
        counted = cells >= min(FEW_CELLS, cells.max())
        return float((agreeing[counted] >= BLOCK_AGREES * cells[counted]).mean())

    @property
    def tone(self) -> float:
        """How well the brightness of agreeing cells correlates, without sign: textures may agree where tones do not."""
        ours, theirs = self.levels[self.agreeing][:, :2].T
        if len(ours) < FEW_LEVELS or min(ours.std(), theirs.std()) < FLAT_LEVELS:
            return NO_TONE
        return float(abs(np.corrcoef(ours, theirs)[0, 1]))

    @property
    def ground(self) -> float:
        """How far plain cells are beside the brightness that the others let expect: grey values, their median.

        The light on a plain ground is of its photograph alone. Copies have 0.4 (where the encoding is poor or another
        picture shines through, more), other photographs of a thing that lies on the same table 1.5 and more.
        """
        told = np.isfinite(self.correlation) | self.changed
        plain = self.inside & ~told & (self.levels[..., 2:].max(axis=2) < TEXTURE)
        if plain.sum() < FEW_PLAIN:
            return 0.0
        ours, theirs = np.asarray(self.levels[plain | self.agreeing][:, :2].T, np.float64)
        line, weight = np.stack([ours, np.ones_like(ours)], axis=1), np.ones_like(ours)
        for _ in range(ROUNDS):
            found, *_ = np.linalg.lstsq(line * weight[:, None], theirs * weight, rcond=None)
            beside = np.abs(theirs - line @ found)
            weight = 1 / np.sqrt(1 + (beside / (1 + 3 * np.median(beside))) ** 2)
        if found[0] * self.median <= 0:  # the light comes from the other side
            beside = np.abs(theirs - ours - np.median(theirs - ours))
        return float(np.median(beside[plain[plain | self.agreeing]]))

    @property
    def evenness(self) -> float:
        """The share of comparable cells that agree, in all but the worst quarter of the parts of the shared area.

        Comparable are cells that have about as much texture in both pictures: not those under letters.
        """
        agreeing = self.agreeing
        if not agreeing.any():
            return 0.0
        ours, theirs = np.maximum(np.moveaxis(self.levels[..., 2:], 2, 0), 1)
        ratio = theirs / ours
        ratio = ratio / np.median(ratio[agreeing])
        told = np.isfinite(self.correlation) | self.changed
        rows, columns = np.nonzero(told & (ratio >= 1 / COMPARABLE) & (ratio <= COMPARABLE))
        block = self._blocks(rows, columns)
        cells = np.bincount(block, minlength=BLOCKS**2)
        counted = cells >= min(FEW_COMPARABLE, cells.max())
        shares = np.bincount(block, agreeing[rows, columns], minlength=BLOCKS**2)[counted] / cells[counted]
        return float(np.percentile(shares, UNEVEN))

    def _blocks(self, rows: NDArray[np.intp], columns: NDArray[np.intp]) -> NDArray[np.intp]:
        """In which of the parts of the shared area, 5 x 5, these cells lie."""
        inside_rows, inside_columns = np.nonzero(self.inside)
        top, left = inside_rows.min(), inside_columns.min()
        height, width = np.ptp(inside_rows) + 1, np.ptp(inside_columns) + 1
        blocks: NDArray[np.intp] = (rows - top) * BLOCKS // height * BLOCKS + (columns - left) * BLOCKS // width
        return blocks

    @property
    def rest(self) -> float:
        """The mean correlation of the cells that do not agree: near 0 where two pictures have nothing in common."""
        values = self.textured * (-1 if self.median < 0 else 1)
        others = values[values < SAME]
        return float(others.mean()) if others.size else 1.0

    def share(self, least: float) -> float:
        """The share of textured cells that correlate at least so well, in the sign of the median."""
        values = self.textured * (-1 if self.median < 0 else 1)
        return float((values >= least).mean()) if values.size else 0.0


def compare(
    asked: NDArray[np.uint8],
    thumbnail: NDArray[np.uint8],
    transform: NDArray[np.float64],
    *,
    size: tuple[int, int] | None = None,
) -> PixelCheck | None:
    """Compare an asked plane with an archived thumbnail, given the map from archived to asked places.

    ``size``: pixels, width and height, of the archived picture that the thumbnail was made of, where they are known.
    None where the shared area is too small to compare.
    """
    scale = _scale(transform, thumbnail.shape)
    if scale is None:
        return None
    longer = max(thumbnail.shape)
    side = int(min(longer, scale * max(asked.shape)))
    if side < LEAST_SIDE:
        return None
    ours = plane(thumbnail if side == longer else _resized(thumbnail, side), size or thumbnail.shape[::-1])
    theirs = plane(_resized(asked, min(max(asked.shape), round(side / scale))), asked.shape[::-1])
    rough = _shifted(ours, theirs, transform)
    fit = fitted(ours, theirs, rough)
    check = _compared(ours, theirs, fit.transform if fit else rough, 1, cell=FINE_CELL, step=FINE_STEP)
    return check._replace(fit=fit, beside=beside(ours, theirs, check.transform)) if check else None


def compared_at(
    asked: NDArray[np.uint8],
    thumbnail: NDArray[np.uint8],
    transform: NDArray[np.float64],
    *,
    side: int,
    size: tuple[int, int],
) -> PixelCheck | None:
    """Compare both at so many pixels of the longer side of the archived picture, by this transform and no other."""
    scale = _scale(transform, thumbnail.shape)
    if scale is None:
        return None
    ours = plane(_resized(thumbnail, side), size)
    theirs = plane(_resized(asked, round(side / scale)), asked.shape[::-1])
    return _compared(ours, theirs, transform, 1, cell=FINE_CELL, step=FINE_STEP)


def _shifted(ours: Plane, theirs: Plane, transform: NDArray[np.float64]) -> NDArray[np.float64]:
    """The transform, improved by the shifts of whole cells: right to within a pixel."""
    best: tuple[float, float, NDArray[np.float64]] = (-1.0, 0.0, transform)
    for reach in SEARCHED:
        found = _compared(ours, theirs, transform, reach, cell=CELL, step=STEP)
        if found is None:
            break
        agreed = found.share(SAME) + found.share(AGREES)
        best = max(best, (agreed, -found.drift, found.transform), key=lambda one: one[:2])
        corrected = _corrected(found, ours.pitch)
        if corrected is None:
            break
        transform = transform @ corrected
    else:
        return transform
    return best[2]


def _densest(weights: NDArray[np.float64]) -> tuple[int, int, int, int]:
    """Top, bottom, left and right of the rectangle with the greatest sum (Kadane's algorithm on sums of rows)."""
    best, found = 0.0, (0, 0, 0, 0)
    above = np.vstack([np.zeros(weights.shape[1]), weights.cumsum(axis=0)])
    for top in range(weights.shape[0]):
        for bottom in range(top + 1, weights.shape[0] + 1):
            sums = np.concatenate([[0.0], (above[bottom] - above[top]).cumsum()])
            lowest = np.minimum.accumulate(sums)
            right = int((sums - lowest).argmax())
            total = float(sums[right] - lowest[right])
            if total > best:
                best, found = total, (top, bottom, int(sums[: right + 1].argmin()), right)
    return found


def plainness(plane: NDArray[np.uint8]) -> float:
    """The share of a picture's pixels that have about its commonest grey value: high for pages of text."""
    counts = np.bincount(plane.ravel() >> 3, minlength=32) / plane.size
    return float(max(counts[at : at + 3].sum() for at in range(30)))


def page_likeness(plane: NDArray[np.uint8]) -> float:
    """How far a picture looks like a page of writing, 0 to 1: its plainness, unless the rest is more than strokes.

    At the size of a thumbnail a line of text is a few pixels high, so little of it survives an opening with a square
    (Serra 1982, mathematical morphology): 0 to 6 % of 30 pages. Of 70 photographs before a plain ground, which have
    as much of one grey value, it is 24 to 100 %.
    """
    import cv2

    counts = np.bincount(plane.ravel() >> 3, minlength=32) / plane.size
    commonest = max(range(30), key=lambda at: counts[at : at + 3].sum())
    ground = (plane >> 3 >= commonest) & (plane >> 3 < commonest + 3)
    rest = (~ground).astype(np.uint8)
    if not rest.any():
        return 1.0
    solid = cv2.morphologyEx(rest, cv2.MORPH_OPEN, np.ones((STROKE, STROKE), np.uint8)).sum() / rest.sum()
    writing = min(1.0, max(0.0, (NO_WRITING - solid) / (NO_WRITING - WRITING)))
    return float(counts[commonest : commonest + 3].sum() * writing)


def _compared(
    ours: Plane, theirs: Plane, transform: NDArray[np.float64], reach: int, *, cell: int, step: int
) -> PixelCheck | None:
    """Compare under one transform."""
    laid, inside = warped(theirs, ours, transform)
    if not inside.any():
        return None
    grid = _Grid(ours.values.shape, cell, step)
    return _correlated(blurred(ours.values), blurred(laid), inside, transform, reach, grid)


def _corrected(found: PixelCheck, pitch: tuple[float, float]) -> NDArray[np.float64] | None:
    """What the shifts of agreeing cells say about the transform: a homography of the archived picture's places."""
    import cv2

    value = found.correlation * (-1 if found.median < 0 else 1)
    rows, columns = np.nonzero(value >= AGREES)
    if len(rows) < MIN_CELLS:
        return None
    middles = (np.stack([columns, rows], axis=1) * found.step + found.cell / 2) * pitch
    shifted = middles + found.shift[rows, columns] * pitch
    method = cv2.RANSAC
    tolerance = 0.75 * max(pitch)
    if len(rows) >= 3 * MIN_CELLS:
        correction, _ = cv2.findHomography(middles, shifted, method, tolerance)
    else:
        affine, _ = cv2.estimateAffine2D(middles, shifted, method=method, ransacReprojThreshold=tolerance)
        correction = None if affine is None else np.vstack([affine, [0, 0, 1]])
    if correction is None or np.abs(correction / correction[2, 2] - np.eye(3)).max() > MOST_CORRECTED:
        return None
    return np.asarray(correction / correction[2, 2], np.float64)


def _scale(transform: NDArray[np.float64], shape: tuple[int, ...]) -> float | None:
    """The enlargement of the archived picture within the asked one, in the middle of what is shown."""
    height, width = shape[0] / max(shape), shape[1] / max(shape)
    corners = np.array([[0, 0, 1], [width, 0, 1], [width, height, 1], [0, height, 1]]) @ transform.T
    if (corners[:, 2] <= 1e-6).any():
        return None
    x, y = (corners[:, :2] / corners[:, 2:]).T
    area = 0.5 * abs(np.dot(x, np.roll(y, 1)) - np.dot(y, np.roll(x, 1)))
    scale = float(np.sqrt(area / (width * height)))
    return scale if 1 / 25 < scale < 25 else None


def _resized(plane: NDArray[np.uint8], side: int) -> NDArray[np.uint8]:
    import cv2

    height, width = plane.shape
    share = side / max(height, width)
    if share >= 1:
        return np.ascontiguousarray(plane)
    size = (max(2, round(width * share)), max(2, round(height * share)))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


class _Grid(NamedTuple):
    """The cells that lie wholly within a picture."""

    shape: tuple[int, ...]
    cell: int
    step: int

    def mean(self, values: NDArray[np.float32]) -> NDArray[np.float32]:
        """The mean over the cell around each pixel."""
        import cv2

        return np.asarray(cv2.boxFilter(values, cv2.CV_32F, (self.cell, self.cell)), np.float32)

    def of(self, values: NDArray[np.float32], x: int = 0, y: int = 0) -> NDArray[np.float32]:
        """One value for each cell, of the picture shifted by so many pixels."""
        height, width = self.shape[:2]
        rows, _ = _middles(height, self.cell, self.step, y)
        columns, _ = _middles(width, self.cell, self.step, x)
        cells: NDArray[np.float32] = values[rows[:, None], columns]
        return cells

    def holds(self, x: int, y: int) -> NDArray[np.bool_]:
        """Which cells still lie wholly within the picture when they are shifted so."""
        height, width = self.shape[:2]
        _, rows = _middles(height, self.cell, self.step, y)
        _, columns = _middles(width, self.cell, self.step, x)
        return rows[:, None] & columns


@lru_cache(maxsize=1024)
def _middles(length: int, cell: int, step: int, by: int) -> tuple[NDArray[np.intp], NDArray[np.bool_]]:
    """Where the middles of cells lie along a side that is shifted so far, and which cells are still within it."""
    half = cell // 2
    middles = np.arange(half, length - half + 1, step) + by
    return middles.clip(0, length - 1), (middles >= half) & (middles <= length - half)


def _correlated(
    first: NDArray[np.float32],
    second: NDArray[np.float32],
    inside: NDArray[np.bool_],
    transform: NDArray[np.float64],
    reach: int,
    grid: _Grid,
) -> PixelCheck:
    mean = grid.of(grid.mean(first))
    deviation = np.sqrt(np.maximum(grid.of(grid.mean(first * first)) - mean**2, 0))
    within = grid.of(grid.mean(inside.astype(np.float32))) > 0.95
    their_mean = grid.mean(second)
    their_deviation = np.sqrt(np.maximum(grid.mean(second * second) - their_mean**2, 0))
    best = np.zeros_like(deviation)
    shift = np.zeros((*deviation.shape, 2), np.float32)
    height, width = second.shape
    around = np.pad(second, reach, mode="wrap")
    for x, y in _steps(reach):
        shifted = around[reach + y : reach + y + height, reach + x : reach + x + width]
        covariance = grid.of(grid.mean(first * shifted))
        covariance -= mean * grid.of(their_mean, x, y)
        spread = np.maximum(deviation, 1) * np.maximum(grid.of(their_deviation, x, y), 1)
        value = (covariance / spread).clip(-1, 1)
        better = grid.holds(x, y) & (np.abs(value) > np.abs(best) + (0.01 if x or y else 0))
        best[better] = value[better]
        shift[better] = (x, y)
    theirs = grid.of(their_deviation)
    textured = within & (deviation >= TEXTURE) & (theirs >= TEXTURE / 2)
    apart = within & (np.abs(best) < AGREES)
    only_stored = apart & (deviation >= 2 * TEXTURE) & (theirs < TEXTURE)
    only_asked = apart & (theirs >= 2 * TEXTURE) & (deviation < TEXTURE)
    correlation = np.where(textured, best, np.nan)
    side = max(first.shape)
    levels = np.stack([mean, grid.of(their_mean), deviation, theirs], axis=-1)
    return PixelCheck(
        correlation, shift, within, only_stored, only_asked, side, grid.cell, grid.step, transform, levels
    )


@cache
def _steps(reach: int) -> tuple[tuple[int, int], ...]:
    """Shifts up to so many pixels, the nearest first."""
    span = range(-reach, reach + 1)
    return tuple(sorted(((x, y) for x in span for y in span), key=lambda step: step[0] ** 2 + step[1] ** 2))
