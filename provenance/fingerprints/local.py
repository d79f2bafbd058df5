"""Local features: what is found again after a crop, in a collage, in a screenshot, beneath a caption.

SIFT (Lowe, "Distinctive image features from scale-invariant keypoints", IJCV 2004) by OpenCV on the grey picture
at a bounded size. Of its hundreds of keypoints those are kept that say most: half of them the strongest, half
the strongest of each field of a grid, so that one busy corner does not take all. Each becomes a word and a
signature (:mod:`provenance.fingerprints.codebook`) with place, size and angle; a descriptor is not kept.

Mirrored and negative pictures cost no second extraction. The descriptor of a mirrored patch is an exact
permutation of the 128 numbers (4 x 4 cells of 8 directions: columns change places, directions change sign), and
so is that of a negative one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from provenance.fingerprints.codebook import VERSION as CODEBOOK_VERSION
from provenance.fingerprints.codebook import codebook
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

VERSION = CODEBOOK_VERSION
DECODER = "+sift-400"  # what it adds to the name of the decoder
STORED_SIDE = 400  # pixels of the longer side; see Judged on the benchmark
STORED_FEATURES = 200
ASKED_SIDE = 512
ASKED_FEATURES = 800
FEWEST = 8  # features without which a picture is too plain to be looked for by its parts
CONTRAST = 0.02  # of SIFT: half of OpenCV's default, for hazy and dark pictures
# Fog and night: of 24 edited copies of two such photographs (spreads 28 and 39) 9 were found as they are, 23 stretched.
LOW_CONTRAST = 80.0  # grey values between the darkest and the lightest half per cent, below which they are stretched
NO_CONTRAST = 8.0  # below it there is nothing but noise
MOST_GAIN = 5.0
CUT = 0.005  # of the pixels, at either end
EDGE = 12.0
GRID = 6  # fields along each side
BEGINS = 0.25  # pixels from the picture's corner to OpenCV's 0: it doubles the picture and then halves the places

RECORD = np.dtype([("signature", "<u8"), ("word", "<u2"), ("x", "<u2"), ("y", "<u2"), ("size", "u1"), ("angle", "u1")])
UNIT = 65_535  # x and y are counted in this share of the longer side
SIZE_STEPS = 16  # to the octave
SMALLEST = 1 / 1024  # of the longer side: size 0


Grey = TypeVar("Grey", np.uint8, np.float32)


class LocalFeatures(NamedTuple):
    """Features of one picture. Places and sizes are in units of its longer side."""

    words: NDArray[np.uint16]  # (n, nearest)
    signatures: NDArray[np.uint64]  # (n,)
    places: NDArray[np.float32]  # (n, 2): x, y from the upper left corner
    sizes: NDArray[np.float32]  # (n,): diameter
    angles: NDArray[np.float32]  # (n,): degrees, 0..360, clockwise from the right

    def __len__(self) -> int:
        return len(self.signatures)

    def only(self, kept: NDArray[np.bool_]) -> LocalFeatures:
        """Those of the features, (n,), that are to be kept."""
        return LocalFeatures(
            self.words[kept], self.signatures[kept], self.places[kept], self.sizes[kept], self.angles[kept]
        )


class Keypoints(NamedTuple):
    """SIFT's keypoints with descriptors, in units of the longer side; what all variants of a query are made of."""

    places: NDArray[np.float32]
    sizes: NDArray[np.float32]
    angles: NDArray[np.float32]
    descriptors: NDArray[np.uint8]  # (n, 128)
    width: float  # of the picture, in units of its longer side
    height: float


def keypoints(plane: NDArray[np.uint8], *, side: int, most: int) -> Keypoints:
    """The ``most`` telling keypoints of a grey plane, (height, width), reduced to ``side`` pixels at most."""
    small = _with_contrast(plane, reduced(plane, side))
    cv2 = _opencv()
    sift = cv2.SIFT_create(nfeatures=0, contrastThreshold=CONTRAST, edgeThreshold=EDGE)
    found = sift.detect(small, None)
    kept = [found[at] for at in _telling(found, small.shape, most)]
    kept, descriptors = sift.compute(small, kept) if kept else ([], None)
    longer = max(plane.shape)
    height, width = (length / longer for length in plane.shape)
    if descriptors is None:
        descriptors = np.zeros((0, 128), np.uint8)
    places = np.array([one.pt for one in kept], np.float32).reshape(-1, 2) + np.float32(BEGINS)
    # what was made smaller has sides of whole pixels: its own ratio of width to height would put places 0.1 % beside
    places *= np.array([width / small.shape[1], height / small.shape[0]], np.float32)
    sizes = np.array([one.size for one in kept], np.float32) / max(small.shape)
    angles = np.array([one.angle for one in kept], np.float32)
    return Keypoints(places, sizes, angles, np.asarray(descriptors, np.uint8), width, height)


def _opencv() -> Any:
    """OpenCV on one thread: several processes share the cores, and answers do not depend on their number."""
    import cv2

    cv2.setNumThreads(1)
    return cv2


def reduced(plane: NDArray[Grey], side: int) -> NDArray[Grey]:
    """A plane made smaller until its longer side has ``side`` pixels; as it is where it is no larger."""
    cv2 = _opencv()
    height, width = plane.shape
    share = side / max(height, width)
    if share >= 1:
        return np.ascontiguousarray(plane)
    size = (max(1, round(width * share)), max(1, round(height * share)))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), plane.dtype)


def _with_contrast(plane: NDArray[np.uint8], small: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """A reduced plane of hardly any contrast stretched, from the finer values of the whole; any other as it is."""
    below = np.cumsum(np.bincount(small.ravel(), minlength=256)) / small.size
    low, high = np.searchsorted(below, (CUT, 1 - CUT))
    if not NO_CONTRAST < high - low < LOW_CONTRAST:
        return small
    gain = min(MOST_GAIN, 255 / (high - low))
    fine = reduced(plane.astype(np.float32), max(small.shape))
    return np.asarray(((fine - low) * gain).clip(0, 255), np.uint8)


def _telling(found: Sequence[object], shape: tuple[int, ...], most: int) -> NDArray[np.intp]:
    """Which keypoints to keep: the strongest half of ``most``, then the strongest of each field in turns."""
    if len(found) <= most:
        return np.arange(len(found))
    rows = np.array([(*one.pt, one.response) for one in found])  # type: ignore[attr-defined]
    order = np.argsort(-rows[:, 2], kind="stable")
    first, rest = order[: most // 2], order[most // 2 :]
    height, width = shape
    field = (rows[:, 0] * GRID / width).astype(int).clip(0, GRID - 1) * GRID
    field += (rows[:, 1] * GRID / height).astype(int).clip(0, GRID - 1)
    taken = np.bincount(field[first], minlength=GRID * GRID)
    # the turn in which each would be taken: how many stronger ones its field has
    by_field = rest[np.argsort(field[rest], kind="stable")]
    fields = field[by_field]
    begins = np.searchsorted(fields, np.arange(GRID * GRID))
    turn = np.arange(len(by_field)) - begins[fields] + taken[fields]
    spread = by_field[np.argsort(turn, kind="stable")][: most - len(first)]
    return np.sort(np.concatenate([first, spread]))


def encode(points: Keypoints, *, nearest: int = 1, mirrored: bool = False, negative: bool = False) -> LocalFeatures:
    """Words and signatures, of the picture as it is or of its mirror image or negative."""
    descriptors = points.descriptors
    places, angles = points.places, points.angles
    if mirrored:
        descriptors = descriptors[:, _MIRRORED]
        places = np.stack([np.float32(points.width) - places[:, 0], places[:, 1]], axis=1)
        angles = (180 - angles) % 360
    if negative:
        descriptors = descriptors[:, _NEGATIVE]
        angles = (angles + 180) % 360
    book = codebook()
    components = book.project(descriptors.astype(np.float32, copy=False))
    words = book.words(components, nearest=nearest)
    return LocalFeatures(words, book.signatures(components), places, points.sizes, angles)


def steps_of(features: LocalFeatures) -> tuple[NDArray[np.uint8], NDArray[np.uint8]]:
    """Sizes and angles in the steps that are stored."""
    sizes = np.rint(np.log2(np.maximum(features.sizes, 1e-9) / SMALLEST) * SIZE_STEPS).clip(0, 255)
    angles = np.rint(features.angles * (256 / 360)).astype(int) % 256
    return sizes.astype(np.uint8), angles.astype(np.uint8)


def pack(features: LocalFeatures) -> bytes:
    """The bytes that are stored: 16 a feature."""
    rows = np.empty(len(features), RECORD)
    rows["signature"] = features.signatures
    rows["word"] = features.words[:, 0]
    rows["x"] = np.rint(features.places[:, 0].clip(0, 1) * UNIT)
    rows["y"] = np.rint(features.places[:, 1].clip(0, 1) * UNIT)
    rows["size"], rows["angle"] = steps_of(features)
    return rows.tobytes()


def unpack(value: bytes) -> LocalFeatures:
    """What :func:`pack` wrote."""
    rows = np.frombuffer(value, RECORD)
    places = (np.stack([rows["x"], rows["y"]], axis=1) / UNIT).astype(np.float32)
    sizes = (SMALLEST * np.exp2(rows["size"].astype(np.float32) / SIZE_STEPS)).astype(np.float32)
    angles = (rows["angle"] * (360 / 256)).astype(np.float32)
    return LocalFeatures(rows["word"][:, None], rows["signature"].copy(), places, sizes, angles)


def _permutation(*, columns: bool, rows: bool, directions: int) -> NDArray[np.intp]:
    """Where each number of a changed descriptor stands in the unchanged one: [row][column][direction]."""
    numbers = np.arange(128).reshape(4, 4, 8)
    if rows:
        numbers = numbers[::-1]
    if columns:
        numbers = numbers[:, ::-1]
    if directions:
        numbers = numbers[:, :, (directions * np.arange(8)) % 8]
    return numbers.ravel()


# In the frame of the keypoint's own angle a mirrored patch has its rows exchanged and every direction negated;
# a negative one is turned by half: rows and columns are exchanged, the directions, told from the angle, stay.
_MIRRORED = _permutation(columns=False, rows=True, directions=-1)
_NEGATIVE = _permutation(columns=True, rows=True, directions=0)
