"""How one picture lies in another: the verified transform, the area that both show, and how it was turned.

Places are in units of each picture's own longer side, (x, y) from the upper left corner. Nothing here looks at
what the pixels show; :mod:`provenance.matching.alterations` puts it into words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.matching.pixels import PixelCheck

FARTHEST = 1e-6  # weight of a place that a transform would send to infinity
LEAST_AREA = 1e-6  # in squares of the longer side; below it there is no area to speak of


class Overlap(NamedTuple):
    """How an archived picture lies in an asked one."""

    transform: NDArray[np.float64]  # (3, 3): archived places to asked places; it mirrors if its determinant is negative
    asked_size: tuple[int, int]  # pixels, upright, full size: width, height
    stored_size: tuple[int, int]
    lines: NDArray[np.float32]  # (n, 4): inliers: archived x, y, asked x, y
    check: PixelCheck | None = None  # its cells lie in the archived frame
    negative: bool = False  # light and dark are exchanged
    # Left, top, right and bottom of what is shown of the archived picture, in its units, where another picture begins
    # beyond it; None: all that lies in the asked one.
    shown: tuple[float, float, float, float] | None = None


class Shared(NamedTuple):
    """The area that both pictures show, as convex polygons, (n, 2), the corners in the same order."""

    stored: NDArray[np.float64]
    asked: NDArray[np.float64]

    @property
    def exists(self) -> bool:
        """Whether the two share an area at all."""
        return area(self.stored) > LEAST_AREA and area(self.asked) > LEAST_AREA


class Placement(NamedTuple):
    """The transform as what somebody did: turn, then perhaps mirror, stretch and resize; and what that leaves over."""

    mirrored: bool  # left and right exchanged, after the turn
    rotation: float  # degrees clockwise, above -180 and up to 180
    scale: float  # asked pixels for each archived pixel, at full size
    stretch: float  # width against height, beside their ratio in the archived picture
    bend: float  # how far corners lie beside: share of the shared area's longer side


def rectangle(size: tuple[int, int]) -> NDArray[np.float64]:
    """The corners of a picture in units of its longer side, (4, 2), clockwise from the upper left."""
    width, height = size[0] / max(size), size[1] / max(size)
    return np.array([[0, 0], [width, 0], [width, height], [0, height]], np.float64)


def moved(transform: NDArray[np.float64], places: NDArray[np.floating]) -> NDArray[np.float64]:
    """Places, (n, 2), after the transform."""
    there = np.column_stack([places, np.ones(len(places))]) @ transform.T
    weights = np.where(np.abs(there[:, 2:]) < FARTHEST, FARTHEST, there[:, 2:])
    result: NDArray[np.float64] = there[:, :2] / weights
    return result


def area(polygon: NDArray[np.float64]) -> float:
    """The area of a polygon, (n, 2); 0 with fewer than three corners."""
    if len(polygon) < 3:
        return 0.0
    x, y = (polygon - polygon[0]).T
    return float(abs(x @ np.roll(y, -1) - y @ np.roll(x, -1)) / 2)


def shared_area(overlap: Overlap) -> Shared:
    """What both pictures show: the archived rectangle, clipped by the sides of the asked one."""
    transform = _facing(overlap.transform, overlap.stored_size)
    width, height = rectangle(overlap.asked_size)[2]
    sides = np.array([[1, 0, 0], [0, 1, 0], [-1, 0, width], [0, -1, height]], np.float64)
    polygon = rectangle(overlap.stored_size)
    if overlap.shown is not None:
        low, high = np.reshape(overlap.shown, (2, 2))
        polygon = polygon.clip(low, high)
    for side in sides:  # opposite sides together also leave out what lies beyond the horizon
        polygon = _clipped(polygon, side @ transform)
    return Shared(polygon, moved(transform, polygon))


def share_of(polygon: NDArray[np.float64], size: tuple[int, int]) -> float:
    """The share of a picture's area that a polygon within it takes."""
    return min(1.0, area(polygon) / area(rectangle(size)))


def bounds(polygon: NDArray[np.float64], size: tuple[int, int]) -> tuple[float, float, float, float]:
    """Left, top, right and bottom of a polygon, as shares of the picture's width and height."""
    low, high = polygon.min(axis=0), polygon.max(axis=0)
    left, top, right, bottom = (float(value) for value in np.concatenate([low, high]) / np.tile(rectangle(size)[2], 2))
    return max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)


def placement(overlap: Overlap) -> Placement:
    """Turn, mirror, stretch and scale that come nearest to the transform within the shared area.

    The affine map of least squares is taken apart into a turn and a factor along each side of the archived picture.
    Neither can turn a rectangle into a trapezoid or a slanted shape: how far the corners then lie beside is ``bend``.
    """
    shared = shared_area(overlap)
    here = shared.stored if shared.exists else rectangle(overlap.stored_size)
    here = np.vstack([here, (here + np.roll(here, 1, axis=0)) / 2, here.mean(axis=0)])
    there = moved(overlap.transform, here)
    here, there = here - here.mean(axis=0), there - there.mean(axis=0)
    linear = np.linalg.lstsq(here, there, rcond=None)[0].T
    mirrored = bool(np.linalg.det(linear) < 0)
    flip = np.diag([-1.0 if mirrored else 1.0, 1.0])
    across, down = (flip @ linear).T  # where the archived picture's sides point to, before the mirror
    turn = float(np.angle(complex(*across) / _length(across) + complex(down[1], -down[0]) / _length(down)))
    rotation = np.array([[np.cos(turn), -np.sin(turn)], [np.sin(turn), np.cos(turn)]])
    model = flip @ rotation @ np.diag([_length(across), _length(down)])
    beside = np.hypot(*(here @ model.T - there).T).max()
    units = float(np.sqrt(_length(across) * _length(down)))
    return Placement(
        mirrored=mirrored,
        rotation=180.0 if turn <= -np.pi else float(np.degrees(turn)),
        scale=units * max(overlap.asked_size) / max(overlap.stored_size),
        stretch=_length(across) / _length(down),
        bend=float(beside / max(np.ptp(there, axis=0).max(), FARTHEST)),
    )


def laid_over(
    asked: NDArray[np.uint8], transform: NDArray[np.float64], size: tuple[int, int]
) -> tuple[NDArray[np.uint8], NDArray[np.bool_]]:
    """The asked picture, grey or in colours, in the frame of the archived one, and where it has pixels.

    Args:
        asked: (height, width) or (height, width, 3), at any size.
        transform: (3, 3), archived places to asked places.
        size: pixels, width and height, at which the archived picture is taken.
    """
    import cv2

    asked = _reduced(asked, transform, size)
    ours, theirs = max(size), max(asked.shape[:2])
    to_units = np.array([[1 / ours, 0, 0.5 / ours], [0, 1 / ours, 0.5 / ours], [0, 0, 1]])
    to_pixels = np.array([[theirs, 0, -0.5], [0, theirs, -0.5], [0, 0, 1]])
    mapping = to_pixels @ transform @ to_units
    flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
    laid = cv2.warpPerspective(asked, mapping, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    here = cv2.warpPerspective(np.full(asked.shape[:2], 255, np.uint8), mapping, size, flags=flags)
    return np.asarray(laid, np.uint8), np.asarray(here) >= 250


def _reduced(asked: NDArray[np.uint8], transform: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.uint8]:
    """The asked picture made smaller, where it would otherwise be sampled with gaps."""
    import cv2

    corners = rectangle(size)
    grown = np.sqrt(area(moved(transform, corners)) / area(corners)) * max(asked.shape[:2]) / max(size)
    if not np.isfinite(grown) or grown <= 1:
        return np.ascontiguousarray(asked)
    height, width = asked.shape[:2]
    smaller = (max(1, round(width / grown)), max(1, round(height / grown)))
    return np.asarray(cv2.resize(asked, smaller, interpolation=cv2.INTER_AREA), np.uint8)


def _facing(transform: NDArray[np.float64], size: tuple[int, int]) -> NDArray[np.float64]:
    """The same transform with the sign that gives the middle of the picture a positive weight."""
    weight = transform[2] @ np.append(rectangle(size).mean(axis=0), 1.0)
    return transform if weight >= 0 else -transform


def _clipped(polygon: NDArray[np.float64], line: NDArray[np.float64]) -> NDArray[np.float64]:
    """The part of a convex polygon where ``line`` . (x, y, 1) is not negative (Sutherland and Hodgman, 1974)."""
    kept: list[NDArray[np.float64]] = []
    values = polygon @ line[:2] + line[2]
    for at in range(len(polygon)):
        before, value = values[at - 1], values[at]
        if (before < 0) != (value < 0):
            kept.append(polygon[at - 1] + (polygon[at] - polygon[at - 1]) * (before / (before - value)))
        if value >= 0:
            kept.append(polygon[at])
    return np.array(kept, np.float64).reshape(-1, 2)


def _length(vector: NDArray[np.float64]) -> float:
    return max(float(np.hypot(*vector)), FARTHEST)
