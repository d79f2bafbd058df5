"""From shared features to one transform: do the places of the features fit together?

Places are in units of each picture's longer side, (x, y) from the upper left corner. A transform is a matrix,
3 x 3, that takes places of the archived picture to places of the asked one.

Steps, and what each rejects:

1. *Correspondences*: for each asked feature the archived one with the nearest signature, if it is near, and
   clearly nearer than the next. Rejects patches that look like many others.
2. *Voting*: a correspondence has two places, two sizes and two angles, which is a similarity transform. That which
   most others agree with, in place, turn and size, is kept. Rejects chance, nine times of ten.
3. *Refinement*: an affine map by least squares; a homography by MAGSAC++ (Barath et al., CVPR 2020) where it
   explains clearly more. Collapsed, folded and enormous maps are rejected.
4. *Guided matching*: features that lie where the transform says count with a less near signature.
5. Inliers count once a cell in both pictures, so that a cluster of keypoints on one corner is one witness.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.fingerprints.local import LocalFeatures

NEAR_BITS = 20
SURE_BITS = 9
CLEARLY = 0.8  # of the next nearest signature's bits
GUIDED_BITS = 24
HYPOTHESES = 120
COARSE = 0.035  # of the asked picture's longer side, times the scale where that is above 1
FINE = 0.012
ROUNDS = (0.06, 0.045, 0.03, 0.02, FINE)  # tolerances while an affine map grows from its first witnesses
TURN = 25.0  # degrees by which a correspondence may differ from the transform
SIZE = 0.6  # octaves
CELL = 0.015  # of the longer side
MIN_INLIERS = 4
PIXELS = 1000.0  # of the longer side: in units of one, OpenCV MAGSAC misses by 20 times (tests/test_geometry.py)
MORE = 1.1  # a homography must explain so many times the inliers of the affine map
BLOCKS = 5  # along each side of the shared area, for spread
FEW_FEATURES = 3  # that a block needs to be counted
BLOCK_SHARE = 0.1  # of its features
LEAST_SCALE, MOST_SCALE = 1 / 20, 20.0
MOST_STRETCH = 3.0  # of one direction against the other


class Alignment(NamedTuple):
    """A transform that explains how an archived picture lies in an asked one."""

    transform: NDArray[np.float64]  # (3, 3): archived places to asked places
    asked: NDArray[np.intp]  # indices of inlier features
    stored: NDArray[np.intp]
    cells: int  # inliers, counted once a cell in both pictures
    possible: int  # archived features that lie within the asked picture
    error: float  # median distance of an inlier from where it should lie, in units of the asked longer side


def correspondences(
    asked: LocalFeatures, stored: LocalFeatures
) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.uint8]]:
    """Asked features, archived features, bits by which their signatures differ; the nearest first."""
    apart = np.bitwise_count(asked.signatures[:, None] ^ stored.signatures[None])
    best = apart.argmin(axis=1)
    rows = np.arange(len(best))
    bits = apart[rows, best]
    near = np.flatnonzero(bits <= NEAR_BITS)
    if not near.size:
        return near, near, bits[near]
    others = apart[near].copy()
    others[_same_place(stored.places)[best[near]]] = 64  # the same corner under another angle is no rival
    clear = (bits[near] <= SURE_BITS) | (bits[near] < CLEARLY * others.min(axis=1))
    near = near[clear]
    order = near[np.argsort(bits[near], kind="stable")]
    return order, best[order], bits[order]


def _same_place(places: NDArray[np.float32]) -> NDArray[np.bool_]:
    """Which features, (n, n), lie in one place."""
    x, y = places.T
    near: NDArray[np.bool_] = (np.abs(x[:, None] - x) < CELL) & (np.abs(y[:, None] - y) < CELL)
    return near


def align(asked: LocalFeatures, stored: LocalFeatures, *, width: float, height: float) -> Alignment | None:
    """The transform that most features agree on; None if there is none to speak of.

    ``width`` and ``height`` are those of the asked picture, in units of its longer side.
    """
    if not len(asked) or not len(stored):
        return None
    first, second, _ = correspondences(asked, stored)
    if len(first) < MIN_INLIERS:
        return None
    transform, inliers = _voted(asked, stored, first, second)
    if transform is None:
        return None
    transform, inliers = _refined(asked, stored, first, second, transform, inliers)
    if not is_sound(transform):
        return None
    return supported(asked, stored, transform, width=width, height=height)


def is_sound(transform: NDArray[np.float64]) -> bool:
    """Whether a map could be what somebody did to a picture: not collapsed, folded or enormous."""
    if not np.isfinite(transform).all() or abs(transform[2, 2]) < 1e-9:
        return False
    corners = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0.5, 0.5]]) * 0.75
    weights = corners @ transform[2, :2] + transform[2, 2]
    if (weights * np.sign(transform[2, 2]) < 0.2 * abs(transform[2, 2])).any():
        return False
    for corner in corners:
        stretch = np.linalg.svd(local_map(transform, corner), compute_uv=False)
        if stretch[0] > MOST_SCALE or stretch[1] < LEAST_SCALE or stretch[0] / stretch[1] > MOST_STRETCH:
            return False
        if np.linalg.det(local_map(transform, corner)) <= 0:
            return False
    return True


def local_map(transform: NDArray[np.float64], place: NDArray[np.float64]) -> NDArray[np.float64]:
    """The linear map, (2, 2), that a transform is near one place."""
    weight = transform[2, :2] @ place + transform[2, 2]
    there = (transform[:2, :2] @ place + transform[:2, 2]) / weight
    jacobian: NDArray[np.float64] = (transform[:2, :2] - np.outer(there, transform[2, :2])) / weight
    return jacobian


def moved(transform: NDArray[np.float64], places: NDArray[np.floating]) -> NDArray[np.float64]:
    """Places, (n, 2), after the transform."""
    out = places @ transform[:2, :2].T + transform[:2, 2]
    weights = places @ transform[2, :2] + transform[2, 2]
    result: NDArray[np.float64] = out / np.where(np.abs(weights) < 1e-9, 1e-9, weights)[:, None]
    return result


def _voted(
    asked: LocalFeatures, stored: LocalFeatures, first: NDArray[np.intp], second: NDArray[np.intp]
) -> tuple[NDArray[np.float64] | None, NDArray[np.intp]]:
    """The similarity that one correspondence proposes and most others agree with."""
    few = slice(0, HYPOTHESES)
    scale = asked.sizes[first] / stored.sizes[second]
    turn = np.radians(asked.angles[first] - stored.angles[second])
    a, b = scale * np.cos(turn), scale * np.sin(turn)
    here, there = stored.places[second].astype(np.float64), asked.places[first].astype(np.float64)
    shift_x = there[:, 0] - (a * here[:, 0] - b * here[:, 1])
    shift_y = there[:, 1] - (b * here[:, 0] + a * here[:, 1])
    x = a[few, None] * here[:, 0] - b[few, None] * here[:, 1] + shift_x[few, None]
    y = b[few, None] * here[:, 0] + a[few, None] * here[:, 1] + shift_y[few, None]
    apart = np.hypot(x - there[:, 0], y - there[:, 1])
    turned = np.abs((np.degrees(turn)[few, None] - np.degrees(turn) + 180) % 360 - 180)
    sized = np.abs(np.log2(scale)[few, None] - np.log2(scale))
    # how far a place is off grows with its distance from the proposing feature, as do errors of size and angle
    reach = np.hypot(here[few, None, 0] - here[:, 0], here[few, None, 1] - here[:, 1]) * scale[few, None]
    agree = (apart <= FINE + 0.12 * reach) & (turned <= TURN) & (sized <= SIZE) & (apart <= 2.5 * COARSE)
    counts = agree.sum(axis=1)
    tops = np.argsort(-counts, kind="stable")[:5]
    best, best_cells = None, MIN_INLIERS - 1
    inliers = np.zeros(0, np.intp)
    for top in tops:
        some = np.flatnonzero(agree[top])
        cells = _cells(asked.places[first[some]], stored.places[second[some]])
        if cells > best_cells:
            best, best_cells, inliers = top, cells, some
    if best is None:
        return None, inliers
    similarity = np.array(
        [[a[best], -b[best], shift_x[best]], [b[best], a[best], shift_y[best]], [0, 0, 1]], np.float64
    )
    return similarity, inliers


def _refined(
    asked: LocalFeatures,
    stored: LocalFeatures,
    first: NDArray[np.intp],
    second: NDArray[np.intp],
    transform: NDArray[np.float64],
    inliers: NDArray[np.intp],
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    here, there = stored.places[second].astype(np.float64), asked.places[first].astype(np.float64)
    for tolerance in ROUNDS:
        if len(inliers) < MIN_INLIERS:
            break
        candidate = _least_squares(here[inliers], there[inliers])
        if candidate is None or not is_sound(candidate):
            break
        near = np.flatnonzero(_off(candidate, here, there) <= tolerance)
        if len(near) < max(MIN_INLIERS, 0.5 * len(inliers)):
            break
        transform, inliers = candidate, near
    return _perspective(here, there, transform, inliers)


def _least_squares(here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64] | None:
    """Affine from six places on, a similarity from fewer or from places along one line."""
    spread = np.linalg.svd(here - here.mean(axis=0), compute_uv=False)
    if len(here) >= 6 and spread[-1] > 0.15 * spread[0]:
        rows = np.column_stack([here, np.ones(len(here))])
        solution, *_ = np.linalg.lstsq(rows, there, rcond=None)
        return np.vstack([solution.T, [0, 0, 1]])
    from_z, to_z = here @ (1, 1j), there @ (1, 1j)
    middle, goal = from_z.mean(), to_z.mean()
    power = (np.abs(from_z - middle) ** 2).sum()
    if power < 1e-9:
        return None
    factor = (np.conj(from_z - middle) * (to_z - goal)).sum() / power
    shift = goal - factor * middle
    return np.array(
        [[factor.real, -factor.imag, shift.real], [factor.imag, factor.real, shift.imag], [0, 0, 1]], np.float64
    )


def _perspective(
    here: NDArray[np.float64], there: NDArray[np.float64], transform: NDArray[np.float64], inliers: NDArray[np.intp]
) -> tuple[NDArray[np.float64], NDArray[np.intp]]:
    near = np.flatnonzero(_off(transform, here, there) <= 3 * COARSE)
    if len(near) < 8:
        return transform, inliers
    import cv2

    # drawn from places near the affine map; seeded within OpenCV, so that the same pictures give the same answer
    ours, theirs, tolerance = PIXELS * here[near], PIXELS * there[near], PIXELS * FINE / 2
    sought = cv2.findHomography(ours, theirs, cv2.USAC_MAGSAC, tolerance, maxIters=500, confidence=0.99)
    made: Any = sought[0]  # None where none was found, which OpenCV's types do not say
    if made is None:
        return transform, inliers
    units = np.array([PIXELS, PIXELS, 1])
    found = np.asarray(made, np.float64) * units / units[:, None]
    if not is_sound(found):
        return transform, inliers
    better = np.flatnonzero(_off(found, here, there) <= FINE)
    if len(better) <= max(MORE * len(inliers), 7):
        return transform, inliers
    return found / found[2, 2], better


def _off(transform: NDArray[np.float64], here: NDArray[np.float64], there: NDArray[np.float64]) -> NDArray[np.float64]:
    off: NDArray[np.float64] = np.hypot(*(moved(transform, here) - there).T)
    return off


def supported(
    asked: LocalFeatures, stored: LocalFeatures, transform: NDArray[np.float64], *, width: float, height: float
) -> Alignment | None:
    """Inliers under a transform that is known: the place narrows the choice, so signatures may differ more."""
    there = moved(transform, stored.places)
    inside = np.flatnonzero(((there > 0) & (there < (width, height))).all(axis=1))
    if not inside.size:
        return None
    linear = local_map(transform, stored.places[inside].mean(axis=0))
    scale = np.sqrt(abs(np.linalg.det(linear)))
    turn = np.degrees(np.arctan2(linear[1, 0] - linear[0, 1], linear[0, 0] + linear[1, 1]))
    row, column = _near(there[inside], asked.places)
    stands = inside[row]
    turned = np.abs((asked.angles[column] - stored.angles[stands] - turn + 180) % 360 - 180)
    sized = np.abs(np.log2(asked.sizes[column] / (stored.sizes[stands] * scale)))
    apart = np.bitwise_count(stored.signatures[stands] ^ asked.signatures[column]).astype(np.int16)
    apart[(turned > TURN) | (sized > SIZE)] = 64
    bits = np.full((len(inside), len(asked)), 64, np.int16)
    bits[row, column] = apart
    best = bits.argmin(axis=1)
    good = np.flatnonzero(bits[np.arange(len(inside)), best] <= GUIDED_BITS)
    if len(good) < MIN_INLIERS:
        return None
    first, second = best[good], inside[good]
    cells = _cells(asked.places[first], stored.places[second])
    error = float(np.median(np.hypot(*(there[second] - asked.places[first]).T)))
    return Alignment(transform, first, second, cells, len(inside), error)


def _near(here: NDArray[np.float64], there: NDArray[np.float32]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which of the ones, (n, 2), lie close to which of the others, (m, 2): few of all pairs."""
    off = (here[:, None, 0] - there[None, :, 0]) ** 2 + (here[:, None, 1] - there[None, :, 1]) ** 2
    row, column = np.nonzero(off <= (1.01 * FINE) ** 2)  # a rough look at all
    close = np.hypot(*(here[row] - there[column]).T) <= FINE
    return row[close], column[close]


def spread(
    places: NDArray[np.float32],
    alignment: Alignment,
    *,
    width: float,
    height: float,
    within: NDArray[np.bool_] | None = None,
) -> float:
    """The share of the parts of the shared area, 5 x 5, that have features and have inliers among them.

    What shares a frame or a logo with the asked picture has inliers there alone. ``within``: (n,), the places that
    are counted; all where it is left out.
    """
    there = moved(alignment.transform, places)
    inside = ((there > 0) & (there < (width, height))).all(axis=1)
    if within is not None:
        inside &= within
    if not inside.any():
        return 0.0
    low, high = places[inside].min(axis=0), places[inside].max(axis=0) + 1e-6
    block = np.floor((places - low) / (high - low) * BLOCKS).clip(0, BLOCKS - 1).astype(np.intp)
    numbers = block[:, 0] * BLOCKS + block[:, 1]
    features = np.bincount(numbers[inside], minlength=BLOCKS**2)
    witnesses = np.zeros(len(places), bool)
    witnesses[alignment.stored] = True
    inliers = np.bincount(numbers[witnesses & inside], minlength=BLOCKS**2)
    counted = features >= min(FEW_FEATURES, features.max())
    return float((inliers[counted] >= np.maximum(1, BLOCK_SHARE * features[counted])).mean())


def hull(places: NDArray[np.float32]) -> float:
    """The area of the convex hull of places, in squares of the longer side."""
    import cv2

    return float(cv2.contourArea(cv2.convexHull(np.ascontiguousarray(places, np.float32))))


def _cells(first: NDArray[np.float32], second: NDArray[np.float32]) -> int:
    """How many different cells of both pictures the places of inliers lie in, whichever are fewer."""
    counts = []
    for places in (first, second):
        cell = np.floor(places / CELL).astype(np.int64)
        counts.append(len(set((cell[:, 0] * 4096 + cell[:, 1]).tolist())))
    return min(counts)
