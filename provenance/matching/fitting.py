"""A transform to a fraction of a pixel, from the grey values themselves; and the simplest one that does as well.

Shifts of whole cells leave a transform some tenths of a pixel beside. Here it is improved by all pixels that agree
at once (Gauss-Newton steps, as Lucas and Kanade, 1981; Baker and Matthews, 2004):

1. Both planes are brought to mean 0 and deviation 1 around each pixel, which brightness and contrast do not change.
2. Where they correlate, the difference and the gradient say how the transform must move. Pixels that differ much
   weigh little, so that what lies over the picture does not pull at it.
3. If a similarity, or an affine map, takes all textured places to within a tenth of a pixel of where the homography
   takes them, it is that: edits turn, resize and stretch, and noise bends.

What edits leave is nearly always such a map. A camera held in the hand never is one: a second photograph of a flat
thing fits under a homography only. So how far the places lie beside the simpler maps tells copies from other
photographs of the same thing.

Nor does a second photograph lie under one map in all its parts: what is nearer moves more, people and vehicles move by
themselves. So each small part that agrees is asked whether a shift of its own explains most of what differs there
(:func:`beside`). In a copy none does: what encodings, blur and noise leave is in no direction. But the shifts may all
be those of one lens (Brown, 1966): an editor straightens what a lens bent, or a falling house, and that is one smooth
field, while depth and movement jump from part to part. Where nothing is beside under a lens, nothing moved.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

BOX = 16  # pixels: of the surroundings that a pixel is held against
BLUR = 0.7  # pixels: evens out what encodings and resizing leave
ROUNDS = 4
STEADY = 0.02  # pixels: a step that is smaller is the last
ASTRAY = 2.5  # pixels: a step that is larger is none
TEXTURE = 3.0  # grey values, standard deviation
FLAT = 1.5  # the same: below it, noise is not made larger
AGREES = 0.6  # of normalised planes, around a pixel
ROBUST = 0.5  # difference, in deviations, from which a pixel weighs a quarter
LEAST_PIXELS = 400
EDGE = 2  # pixels: a gradient needs neighbours
SIMPLE = 0.1  # pixels; copies lie 0.02 beside a similarity in the median, other photographs of one thing 2.8
STEP = 8  # pixels between parts that are asked for a shift of their own
EXPLAINS = 0.3  # share of what differs in a part that its shift must explain
BESIDE = 0.15  # pixels that it must shift
EVEN = 0.05  # of the median texture: keeps a shift along an edge small
FEWEST_PARTS = 12
LENS = 11  # numbers that say how one bends, and how it was held
LENS_PARTS, LENS_MANY_PARTS = 33, 66  # that must be told: three for each number, which would explain any few of them
# What may be left under the lens: pixels that parts still shift in the median, where few and where many are told;
# share of what differs that this explains; share of the parts beside. Of 451 copies through one 406 have less of each,
# of 75 frames of a film that were told from others a moment apart, none.
LENS_SHIFTS, LENS_MANY_SHIFTS, LENS_LEAVES, LENS_BESIDE = 0.055, 0.07, 0.05, 0.02
LENS_KEEPS = 0.9  # share of the parts that must still agree
LENS_ROUNDS = 3
LENS_HELD = 1e-6  # share of what is known of the lens that is taken to be known of each of its numbers
NARROW = 1e-4  # share of what is known of places that is taken to be known of perspective: keeps it from running away


class Plane(NamedTuple):
    """Grey values, and how large a pixel is: a picture made smaller has sides of whole pixels, and is a bit askew."""

    values: NDArray[np.uint8]
    pitch: tuple[float, float]  # of a pixel across and down, in units of the picture's longer side


class Fit(NamedTuple):
    """An improved transform, and how well it fits. Pixels are those of the compared planes."""

    transform: NDArray[np.float64]  # (3, 3): archived places to asked places
    from_similar: float  # pixels by which textured places lie beside the nearest similarity, root of mean squares
    from_affine: float  # the same for the nearest affine map


class _Laid(NamedTuple):
    """Two normalised planes, the asked one in the frame of the other, where they agree."""

    gradient: tuple[NDArray[np.float32], NDArray[np.float32]]  # across and down, for each pixel
    difference: NDArray[np.float32]
    agreeing: NDArray[np.bool_]
    sign: float  # -1 for negatives


class _Parts(NamedTuple):
    """What the small parts of two planes say, each of a shift of its own. All (rows, columns) but the places."""

    x: NDArray[np.float64]  # (columns,) of the parts' middles, from that of the picture, in halves of its longer side
    y: NDArray[np.float64]  # (rows,)
    told: NDArray[np.bool_]  # which agree
    slopes: tuple[NDArray[np.float64], NDArray[np.float64], NDArray[np.float64]]  # sums: across twice, both, down twice
    moves: tuple[NDArray[np.float64], NDArray[np.float64]]  # sums: difference by slope across, and down
    differs: NDArray[np.float64]

    def left(self, x: NDArray[np.float64], y: NDArray[np.float64]) -> NDArray[np.float64]:
        """What of the difference a shift of each part leaves."""
        xx, xy, yy = self.slopes
        by_x, by_y = self.moves
        left: NDArray[np.float64] = self.differs - 2 * (x * by_x + y * by_y) + x**2 * xx + 2 * x * y * xy + y**2 * yy
        return left

    @property
    def shifts(self) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
        """Pixels across and down that explain most of what differs in each part."""
        xx, xy, yy = self.slopes
        x, y = self.moves
        held = EVEN * float(np.median((xx + yy)[self.told]))
        area = (xx + held) * (yy + held) - xy * xy
        return ((yy + held) * x - xy * y) / area, ((xx + held) * y - xy * x) / area

    @property
    def beside(self) -> NDArray[np.bool_]:
        """Which of the parts that agree lie beside their place: a shift explains what differs."""
        x, y = self.shifts
        explained = self.differs - self.left(x, y)
        shifted = (explained >= EXPLAINS * np.maximum(self.differs, 1e-4)) & (np.hypot(x, y) >= BESIDE)
        beside: NDArray[np.bool_] = self.told & shifted
        return beside

    @property
    def is_still(self) -> bool:
        """Whether what differs is in no direction, nearly anywhere."""
        x, y = self.shifts
        explained, differs = (float(one[self.told].sum()) for one in (self.differs - self.left(x, y), self.differs))
        most = LENS_MANY_SHIFTS if self.told.sum() >= LENS_MANY_PARTS else LENS_SHIFTS
        steady = float(np.median(np.hypot(x, y)[self.told])) <= most and explained <= LENS_LEAVES * differs
        return steady and float(self.beside.sum()) <= LENS_BESIDE * float(self.told.sum())


class _System(NamedTuple):
    """What all pixels together say about a small change of the transform."""

    middle: tuple[float, float]  # x, y of the agreeing pixels, in units of the longer side
    matrix: NDArray[np.float64]  # (8, 8)
    right: NDArray[np.float64]  # (8,)
    gradient: float  # sum of its squares: turns a squared difference into a squared distance


def plane(values: NDArray[np.uint8], size: tuple[int, int] | None = None) -> Plane:
    """A plane whose whole picture has, or had before it was made smaller, this width and height in pixels."""
    height, width = values.shape
    across, down = size or (width, height)
    longer = max(across, down)
    return Plane(values, (across / longer / width, down / longer / height))


def fitted(stored: Plane, asked: Plane, transform: NDArray[np.float64]) -> Fit | None:
    """Improve a transform that is right to within a pixel or two; None where too little agrees.

    Args:
        stored: the archived picture.
        asked: the asked picture, of about the same size in pixels.
        transform: (3, 3), archived places to asked places, in units of each longer side.
    """
    ours, longer = _normalised(blurred(stored.values)), max(stored.values.shape)
    sign: float = 0.0
    last: _System | None = None
    for _ in range(ROUNDS):
        laid = _laid(stored, ours, asked, transform, sign)
        if laid is None:
            break
        system = _system(laid, stored.pitch)
        change = np.linalg.solve(system.matrix + _held(system), system.right)
        step = float(np.sqrt(change @ system.matrix @ change / system.gradient)) * longer
        if not step <= ASTRAY:
            break
        centred = _centred(system)
        transform = transform @ np.linalg.inv(centred) @ _matrix(change) @ centred
        transform, sign, last = transform / transform[2, 2], laid.sign, system
        if step < STEADY:
            break
    if last is None:
        return None
    similar, affine = (_nearest(transform, last, free) for free in (SIMILAR, AFFINE))
    simplest = next((one for one, off in (similar, affine) if off * longer <= SIMPLE), transform)
    return Fit(simplest, similar[1] * longer, affine[1] * longer)


def warped(
    asked: Plane, stored: Plane, transform: NDArray[np.float64], lens: NDArray[np.float64] | None = None
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The asked plane in the frame of the archived one, and where it has pixels.

    ``lens``: numbers of :func:`_bends`, by which the archived places are shifted before.
    """
    import cv2

    mapping = np.linalg.inv(_to_units(asked.pitch)) @ transform @ _to_units(stored.pitch)
    there = np.full(asked.values.shape, 255, np.uint8)
    if lens is not None:
        maps = _bent(stored.values.shape, mapping, lens)
        laid = cv2.remap(asked.values, *maps, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)
        return np.asarray(laid, np.uint8), np.asarray(cv2.remap(there, *maps, cv2.INTER_LINEAR)) >= 250
    size = stored.values.shape[::-1]
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(asked.values, mapping, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    here = cv2.warpPerspective(there, mapping, size, flags=flags)
    return np.asarray(laid, np.uint8), np.asarray(here) >= 250


def beside(stored: Plane, asked: Plane, transform: NDArray[np.float64]) -> tuple[int, float]:
    """How many of the parts that agree lie beside where the transform puts them, and the share of all that they are.

    Copies have none in the median, 6 of 100 parts at most; frames of one camera a moment apart, where anything moved,
    7 to 60 of 100. Where one lens, or a homography, puts nearly all of them in their places, and leaves them
    there without any shift, only the others count.
    """
    ours = _normalised(blurred(stored.values))
    found = _parts(stored, ours, asked, transform)
    if found is None:
        return 0, 0.0
    counted, told, lens = _counted(found), int(found.told.sum()), np.zeros(LENS)
    for _ in range(LENS_ROUNDS if counted[1] > LENS_BESIDE and told >= LENS_PARTS else 0):
        lens = lens + _lens(found)
        found = _parts(stored, ours, asked, transform, lens)
        if found is None or found.told.sum() < LENS_KEEPS * told:
            break
        if found.is_still:
            return _counted(found)
    return counted


def _counted(parts: _Parts) -> tuple[int, float]:
    count = int(parts.beside.sum())
    return count, float(count / parts.told.sum())


def _parts(
    stored: Plane,
    ours: tuple[NDArray[np.float32], NDArray[np.float32]],
    asked: Plane,
    transform: NDArray[np.float64],
    lens: NDArray[np.float64] | None = None,
) -> _Parts | None:
    """None where too few agree."""
    laid = _laid(stored, ours, asked, transform, 0.0, lens)
    if laid is None:
        return None
    height, width = laid.agreeing.shape
    first = BOX // 2 + EDGE
    rows, columns = np.arange(first, height - first, STEP), np.arange(first, width - first, STEP)
    told = laid.agreeing[np.ix_(rows, columns)]
    if told.sum() < FEWEST_PARTS:
        return None

    def summed(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.float64]:
        return np.asarray(_around(one * other)[np.ix_(rows, columns)], np.float64)

    across, down = laid.gradient
    x, y = _from_middle(laid.agreeing.shape, columns, rows)
    return _Parts(
        x,
        y,
        told,
        (summed(across, across), summed(across, down), summed(down, down)),
        (summed(across, laid.difference), summed(down, laid.difference)),
        summed(laid.difference, laid.difference),
    )


def _lens(parts: _Parts) -> NDArray[np.float64]:
    """The lens that explains most of what differs in the parts that agree; those that it cannot explain weigh less."""
    x, y = (places[parts.told] for places in np.meshgrid(parts.x, parts.y))
    across, down = _bends(x, y)
    xx, xy, yy = (one[parts.told] for one in parts.slopes)
    by_x, by_y = (one[parts.told] for one in parts.moves)
    weight = np.ones(len(x))
    lens = np.zeros(LENS)
    for _ in range(2 * ROUNDS):
        both = (across * (xy * weight)) @ down.T
        matrix = (across * (xx * weight)) @ across.T + both + both.T + (down * (yy * weight)) @ down.T
        held = np.eye(LENS) * LENS_HELD * np.trace(matrix)
        lens = np.linalg.solve(matrix + held, across @ (by_x * weight) + down @ (by_y * weight))
        shift = np.zeros((2, *parts.told.shape))
        shift[:, parts.told] = lens @ across, lens @ down
        left = np.maximum(parts.left(*shift)[parts.told], 0)
        weight = 1 / (1 + left / (2 * np.median(left) + 1e-9))
    return lens


def _bends(x: NDArray[np.float64], y: NDArray[np.float64]) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """By what each number of a lens shifts places across and down, (11, places): those of Brown and of a homography.

    Two of its bends are also what moves its middle.
    """
    none, one, square = np.zeros_like(x), np.ones_like(x), x * x + y * y
    across = [one, x, y, none, none, none, x * x, x * y, x * square, square + 2 * x * x, 2 * x * y]
    down = [none, none, none, one, x, y, x * y, y * y, y * square, 2 * x * y, square + 2 * y * y]
    return np.stack(across), np.stack(down)


def _bent(
    shape: tuple[int, ...], mapping: NDArray[np.float64], lens: NDArray[np.float64]
) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """Which column and row of the asked plane each pixel of the archived one shows, through a lens."""
    rows, columns = np.indices(shape[:2]).reshape(2, -1).astype(np.float64)
    across, down = _bends(*_from_middle(shape, columns, rows))
    x, y, weight = mapping @ np.stack([columns + lens @ across, rows + lens @ down, np.ones_like(rows)])
    return (x / weight).reshape(shape).astype(np.float32), (y / weight).reshape(shape).astype(np.float32)


def _from_middle(
    shape: tuple[int, ...], columns: NDArray[Any], rows: NDArray[Any]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """Pixels from the middle of the picture, in halves of its longer side."""
    height, width = shape[:2]
    half = max(height, width) / 2
    return (columns + 0.5 - width / 2) / half, (rows + 0.5 - height / 2) / half


def blurred(plane: NDArray[np.uint8]) -> NDArray[np.float32]:
    """A plane as it is compared."""
    import cv2

    return np.asarray(cv2.GaussianBlur(plane, (0, 0), BLUR), np.float32)


def _to_units(pitch: tuple[float, float]) -> NDArray[np.float64]:
    """From a pixel's column and row to its middle in units of the longer side."""
    return np.array([[pitch[0], 0, pitch[0] / 2], [0, pitch[1], pitch[1] / 2], [0, 0, 1]])


def _normalised(plane: NDArray[np.float32]) -> tuple[NDArray[np.float32], NDArray[np.float32]]:
    """The plane with mean 0 and deviation 1 around each pixel; and the deviation, in grey values."""
    mean = _around(plane)
    deviation = np.asarray(np.sqrt(np.maximum(_around(plane * plane) - mean * mean, 0)), np.float32)
    return np.asarray((plane - mean) / np.maximum(deviation, FLAT), np.float32), deviation


def _around(values: NDArray[np.float32]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.boxFilter(values, cv2.CV_32F, (BOX, BOX)), np.float32)


def _laid(
    stored: Plane,
    ours: tuple[NDArray[np.float32], NDArray[np.float32]],
    asked: Plane,
    transform: NDArray[np.float64],
    sign: float,
    lens: NDArray[np.float64] | None = None,
) -> _Laid | None:
    over, inside = warped(asked, stored, transform, lens)
    theirs, their_deviation = _normalised(blurred(over))
    correlation = _around(ours[0] * theirs)
    textured = (ours[1] >= TEXTURE) & (their_deviation >= TEXTURE / 2) & (_around(inside.astype(np.float32)) > 0.95)
    if not textured.any():
        return None
    sign = sign or (-1.0 if np.median(correlation[textured]) < 0 else 1.0)
    agreeing = textured & (sign * correlation >= AGREES)
    agreeing[:EDGE] = agreeing[-EDGE:] = agreeing[:, :EDGE] = agreeing[:, -EDGE:] = False
    if agreeing.sum() < LEAST_PIXELS:
        return None
    theirs *= sign
    down, across = (np.asarray(slope, np.float32) for slope in np.gradient((ours[0] + theirs) / 2))
    return _Laid((across, down), ours[0] - theirs, agreeing, sign)


def _system(laid: _Laid, pitch: tuple[float, float]) -> _System:
    """The normal equations of a change (x, x by x, x by y, y, y by x, y by y, perspective by x, by y)."""
    rows, columns = np.nonzero(laid.agreeing)
    x, y = (columns + 0.5) * pitch[0], (rows + 0.5) * pitch[1]
    middle = (float(x.mean()), float(y.mean()))
    x, y = x - middle[0], y - middle[1]
    across, down = (part[rows, columns] / by for part, by in zip(laid.gradient, pitch, strict=True))
    away = across * x + down * y
    slopes = np.stack([across, across * x, across * y, down, down * x, down * y, -x * away, -y * away], axis=1)
    difference = laid.difference[rows, columns].astype(np.float64)
    weighted = slopes * ((1 + (difference / ROBUST) ** 2) ** -2)[:, None]
    matrix = weighted.T @ slopes
    return _System(middle, matrix, weighted.T @ difference, float(matrix[0, 0] + matrix[3, 3]))


def _held(system: _System) -> NDArray[np.float64]:
    """What keeps a change small in directions of which the pixels say nothing."""
    return np.diag([NARROW / 100] * 6 + [NARROW] * 2) * system.gradient


def _centred(system: _System) -> NDArray[np.float64]:
    return np.array([[1, 0, -system.middle[0]], [0, 1, -system.middle[1]], [0, 0, 1]], np.float64)


def _matrix(change: NDArray[np.floating]) -> NDArray[np.float64]:
    x, a, b, y, c, d, p, q = change
    return np.array([[1 + a, b, x], [c, 1 + d, y], [p, q, 1]], np.float64)


def _change(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """The inverse of :func:`_matrix`."""
    (a, b, x), (c, d, y), (p, q, weight) = matrix
    change: NDArray[np.float64] = np.array([x, a, b, y, c, d, p, q]) / weight - [0, 1, 0, 0, 0, 1, 0, 0]
    return change


AFFINE = np.eye(8)[:, :6]  # the changes that leave an affine map affine
SIMILAR = np.array(  # and a similarity one: two shifts, size, turn
    [[1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 1, 0, 0, 0, 0], [0, 1, 0, 0, 0, 1, 0, 0], [0, 0, -1, 0, 1, 0, 0, 0]],
    np.float64,
).T


def _nearest(
    transform: NDArray[np.float64], system: _System, free: NDArray[np.float64]
) -> tuple[NDArray[np.float64], float]:
    """The simpler map nearest the transform where there is texture; and how far beside it lies, in longer sides."""
    there = transform @ np.linalg.inv(_centred(system))
    there = there / there[2, 2]
    linear = there[:2, :2] - np.outer(there[:2, 2], there[2, :2])  # the affine map at the middle
    if free is SIMILAR:
        linear = _similar(linear)
    simple = np.eye(3)
    simple[:2, :2], simple[:2, 2] = linear, there[:2, 2]
    back = np.linalg.inv(there)
    towards = -free @ np.linalg.solve(free.T @ system.matrix @ free, free.T @ system.matrix)
    for _ in range(2):
        simple = simple @ _matrix(towards @ _change(back @ simple))
    apart = _change(back @ simple)
    off = float(np.sqrt(max(0.0, float(apart @ system.matrix @ apart)) / system.gradient))
    simple = simple @ _centred(system)
    return simple / simple[2, 2], off


def _similar(linear: NDArray[np.float64]) -> NDArray[np.float64]:
    """The nearest turn and size, mirrored or not, (2, 2)."""
    flip = np.diag([1.0, -1.0]) if np.linalg.det(linear) < 0 else np.eye(2)
    (a, b), (c, d) = linear @ flip
    size, turn = (a + d) / 2, (c - b) / 2
    similar: NDArray[np.float64] = np.array([[size, -turn], [turn, size]]) @ flip
    return similar
