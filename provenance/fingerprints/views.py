"""What an asked picture is looked up by: its features as they are, mirrored, negative; cheap views before dear ones.

A *view* is the asked picture, or a part of it, at some size, with its features. Most pictures are found by the
first. The others are for those that are not: a negative, a picture beneath a caption bar, a small one on another.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import local
from provenance.fingerprints.borders import trim
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

    from provenance.fingerprints.local import Keypoints, LocalFeatures

NEAREST = 4  # words of each feature; how many are looked up is the index's choice
LARGE_SIDE = 1024  # of the view in which small parts are looked for
LARGE_FEATURES = 1500
NEGATIVE_FEATURES = 400  # a negative is rare, and either clear or not there: half of the look-up is spared
WORTH = 1.2  # times the usual side: a picture that is hardly larger shows nothing new


class Variant(NamedTuple):
    """Features of the view as it is, or of its mirror image or negative."""

    features: LocalFeatures
    mirrored: bool
    negative: bool


class View(NamedTuple):
    """A picture, or a part of one, with its features."""

    plane: NDArray[np.uint8]  # (height, width), unmirrored
    width: float  # in units of the longer side
    height: float
    to_asked: NDArray[np.float64]  # (3, 3): places of this view to places of the whole asked picture
    variants: tuple[Variant, ...]


class Views:
    """The views of one picture, each made when it is asked for."""

    def __init__(self, plane: NDArray[np.uint8], more: Callable[[], NDArray[np.uint8]] | None = None) -> None:
        """``more`` decodes the picture in more pixels, where it has more."""
        self._plane = plane
        self._more = more
        self._usual: Keypoints | None = None

    @property
    def features(self) -> int:
        """How many features the whole picture has."""
        return len(self._keypoints().places)

    def usual(self) -> View:
        """The whole picture, as it is and mirrored."""
        return _view(self._plane, self._keypoints(), np.eye(3), ((False, False), (True, False)))

    def negative(self) -> View:
        """The whole picture with light and dark exchanged, as it is and mirrored. No second extraction."""
        some = _thinned(self._keypoints(), NEGATIVE_FEATURES)
        return _view(self._plane, some, np.eye(3), ((False, True), (True, True)))

    def trimmed(self) -> View | None:
        """Without its uniform borders and caption bars: letters crowd the features of the picture out."""
        box = trim(self._plane)
        if box is None:
            return None
        part = np.ascontiguousarray(box.of(self._plane))
        whole, longer = max(self._plane.shape), max(part.shape)
        share = longer / whole
        to_asked = np.array([[share, 0, box.left / whole], [0, share, box.top / whole], [0, 0, 1]])
        points = local.keypoints(part, side=local.ASKED_SIDE, most=local.ASKED_FEATURES)
        return _view(part, points, to_asked, ((False, False), (True, False)))

    def large(self) -> View | None:
        """In more pixels, for parts that are small; None where there are no more."""
        plane = self._plane
        if max(plane.shape) < LARGE_SIDE and self._more:
            plane = self._more()
        if max(plane.shape) < WORTH * local.ASKED_SIDE:
            return None
        plane = local.reduced(plane, LARGE_SIDE)
        points = local.keypoints(plane, side=LARGE_SIDE, most=LARGE_FEATURES)
        return _view(plane, points, np.eye(3), ((False, False), (True, False)))

    def _keypoints(self) -> Keypoints:
        if self._usual is None:
            self._usual = local.keypoints(self._plane, side=local.ASKED_SIDE, most=local.ASKED_FEATURES)
        return self._usual


def _thinned(points: Keypoints, most: int) -> Keypoints:
    """About so many of the keypoints, spread over all of them."""
    every = max(1, round(len(points.places) / most))
    return points._replace(
        places=points.places[::every],
        sizes=points.sizes[::every],
        angles=points.angles[::every],
        descriptors=points.descriptors[::every],
    )


def small_view(plane: NDArray[np.uint8], points: Keypoints) -> View:
    """A view of features that are there already: those that are stored. Finds less, and costs no extraction."""
    return _view(plane, points, np.eye(3), ((False, False), (True, False)))


def _view(
    plane: NDArray[np.uint8],
    points: Keypoints,
    to_asked: NDArray[np.float64],
    variants: tuple[tuple[bool, bool], ...],
) -> View:
    made = tuple(
        Variant(local.encode(points, nearest=NEAREST, mirrored=mirrored, negative=negative), mirrored, negative)
        for mirrored, negative in variants
    )
    return View(plane, points.width, points.height, to_asked, made)
