"""PDQ, the 256-bit fingerprint for whole pictures: two small matrix products on a grey plane, and a quality.

Nothing here reads files, and nothing here compares.

The method is Meta's (PDQ & TMK + PDQF, 2019; reference code in facebook/ThreatExchange, pdq/cpp):

1. A Jarosz filter, that is two box filters of 1/128 of the side, makes a tent of 1/64 of the side.
2. The filtered picture is read at 64 x 64 points.
3. A discrete cosine transform keeps the frequencies 1 to 16 in both directions.
4. Each of the 256 coefficients gives one bit: is it above the (lower) median?

Steps 1 and 2 are linear and separable, so both together are one 64 x n matrix for each direction. Its rows
are tents, zero nearly everywhere, so it is applied in strips of 4 rows to the lines that they touch: a third
of the time of one dense product, and no copy of the whole plane as floats.

On the same pixels the bits are those of the reference (tests/test_fingerprints.py; beside its C++: 0 bits).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from provenance.model import Orientation
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

VERSION = 1  # of these bits; counted up if the same pixels should ever give others
MIN_QUALITY = 50  # below it a picture is too plain: flat ones then match each other (reference tools use 50 too)
MIN_SIDE = 5  # pixels; the reference gives smaller pictures no hash

BITS = 256
_SIDE = 64  # points in each direction
_FREQUENCIES = 16
_STRIP = 4  # rows of the 64 in one product: read from both ends, faster than 8 by a fifth from 0.2 to 12 megapixels
_LENGTHS_KEPT = 16  # a batch has few different sides; 16 matrices of a 1,000-pixel side take 1 MB

_DCT = (
    np.float64(np.float32(np.sqrt(2 / _SIDE)))
    * np.cos(np.pi / 2 / _SIDE * np.arange(1, _FREQUENCIES + 1)[:, None] * (2 * np.arange(_SIDE) + 1)[None, :])
).astype(np.float32)
_ORIENTATIONS = tuple(Orientation(turn, mirror) for turn in (0, 90, 180, 270) for mirror in (False, True))


class Pdq(NamedTuple):
    """A PDQ fingerprint, and the coefficients that its bits come from."""

    coefficients: NDArray[np.float32]  # (16, 16): frequency down, across
    value: bytes  # 32; ``hex()`` is the text that the reference writes
    quality: int  # 0..100, from the gradients of the 64 x 64 points


def pdq(plane: NDArray[np.uint8]) -> Pdq:
    """The fingerprint of a grey plane, (height, width), of any size.

    A plane with a side of less than 5 pixels gets zeros and quality 0, as in the reference.
    """
    if min(plane.shape) < MIN_SIDE:
        return Pdq(np.zeros((_FREQUENCIES, _FREQUENCIES), np.float32), bytes(BITS // 8), 0)
    return _fingerprint(_shrunk(_shrunk(plane).T).T)


def dihedral(plane: NDArray[np.uint8]) -> tuple[Pdq, tuple[tuple[Orientation, bytes], ...]]:
    """The fingerprint of a plane, and those that it would have if it were turned and mirrored.

    Eight, the upright one first. The orientation says what would be done to the picture: a clockwise turn,
    then left and right exchanged.

    The reference derives them from the coefficients of the upright picture by changing signs. Its points lie
    half a pixel off the centre, so that costs bits: mirrored copies of 269 photos, saved as JPEG, were 10 bits
    away in the median and 24 at most. Here the plane is read from both ends as well, which costs a quarter
    of a millisecond on 2 megapixels: 2 bits in the median, 6 at most.
    """
    if min(plane.shape) < MIN_SIDE:
        nothing = pdq(plane)
        return nothing, tuple((orientation, nothing.value) for orientation in _ORIENTATIONS)
    ends = _shrunk_from_both_ends(_shrunk_from_both_ends(plane).T).T
    down, up = ends[:_SIDE], ends[_SIDE:]
    upright = _fingerprint(down[:, :_SIDE])
    across = upright.coefficients, _coefficients(down[:, _SIDE:])
    from_below = _coefficients(up[:, :_SIDE]), _coefficients(up[:, _SIDE:])
    turned = (
        *across,  # 0 degrees; mirrored
        from_below[0].T,  # 90 degrees: what was the left end of the lowest line comes first
        across[0].T,
        from_below[1],  # 180
        from_below[0],
        across[1].T,  # 270
        from_below[1].T,
    )
    return upright, tuple(zip(_ORIENTATIONS, _values(np.stack(turned)), strict=True))


def _fingerprint(points: NDArray[np.float32]) -> Pdq:
    coefficients = _coefficients(points)
    return Pdq(coefficients, _values(coefficients[None])[0], _quality(points))


def _coefficients(points: NDArray[np.float32]) -> NDArray[np.float32]:
    coefficients: NDArray[np.float32] = _DCT @ points @ _DCT.T
    return coefficients


def _values(stack: NDArray[np.float32]) -> list[bytes]:
    """The bits of (n, 16, 16) coefficients; the last coefficient becomes the first bit."""
    flat = stack.reshape(len(stack), BITS)
    median = np.partition(flat, BITS // 2 - 1, axis=1)[:, BITS // 2 - 1, None]
    packed = np.packbits((flat > median)[:, ::-1], axis=1)
    return [row.tobytes() for row in packed]


def _quality(points: NDArray[np.float32]) -> int:
    """How much there is to recognise: steps between neighbours in whole per cents of the grey scale, summed."""
    steps = (points[:-1] - points[1:], points[:, :-1] - points[:, 1:])
    whole = (np.abs((step * np.float32(100) / np.float32(255)).astype(np.int32)).sum() for step in steps)
    return min(100, int(sum(whole)) // 90)


def _shrunk(lines: NDArray[np.uint8] | NDArray[np.float32]) -> NDArray[np.float32]:
    """Filter along the first axis and read at 64 places: (n, m) becomes (64, m)."""
    out = np.empty((_SIDE, lines.shape[1]), np.float32)
    for at, (start, weights) in zip(range(0, _SIDE, _STRIP), _strips(lines.shape[0]), strict=True):
        touched = lines[start : start + weights.shape[1]].astype(np.float32, copy=False)
        np.matmul(weights, touched, out=out[at : at + _STRIP])
    return out


def _shrunk_from_both_ends(lines: NDArray[np.uint8] | NDArray[np.float32]) -> NDArray[np.float32]:
    """:func:`_shrunk` of the lines, and below it that of the lines in reverse: (n, m) becomes (128, m)."""
    out = np.empty((2, _SIDE, lines.shape[1]), np.float32)
    for at, (start, weights) in zip(range(0, _SIDE, _STRIP), _double_strips(lines.shape[0]), strict=True):
        touched = lines[start : start + weights.shape[1]].astype(np.float32, copy=False)
        strips = weights @ touched
        out[0, at : at + _STRIP] = strips[:_STRIP]
        out[1, _SIDE - _STRIP - at : _SIDE - at] = strips[_STRIP:]
    return out.reshape(2 * _SIDE, -1)


@lru_cache(maxsize=_LENGTHS_KEPT)
def _double_strips(length: int) -> tuple[tuple[int, NDArray[np.float32]], ...]:
    """Each strip of :func:`_strips` above the one that reads the same lines from the other end: 16 rows."""
    strips = _strips(length)
    return tuple(_joined(length, ahead, back) for ahead, back in zip(strips, reversed(strips), strict=True))


def _joined(
    length: int, ahead: tuple[int, NDArray[np.float32]], back: tuple[int, NDArray[np.float32]]
) -> tuple[int, NDArray[np.float32]]:
    (start, down), (end, up) = ahead, back
    begun = length - end - up.shape[1]  # the first line that the reversed strip touches
    first, last = min(start, begun), max(start + down.shape[1], length - end)
    weights = np.zeros((2 * _STRIP, last - first), np.float32)
    weights[:_STRIP, start - first : start - first + down.shape[1]] = down
    weights[_STRIP:, begun - first : begun - first + up.shape[1]] = up[:, ::-1]
    return first, weights


@lru_cache(maxsize=_LENGTHS_KEPT)
def _strips(length: int) -> tuple[tuple[int, NDArray[np.float32]], ...]:
    """The 64 x length matrix in strips of 8 rows: the first line that each touches, and its weights."""
    window = -(-length // (2 * _SIDE))
    centres = ((np.arange(_SIDE) + 0.5) * length / _SIDE).astype(np.int64)
    low, high = _box(centres, window, length)  # the second filter averages these lines of the first one's result
    middle = low[:, None] + np.arange(window)
    begin, end = _box(middle, window, length)  # and the first one averaged these
    share = np.where(middle <= high[:, None], 1 / ((high - low + 1)[:, None] * (end - begin + 1)), 0)
    first = begin[::_STRIP, 0]
    span = end.max(axis=1)[_STRIP - 1 :: _STRIP] + 1 - first
    cells = int(span.max()) + 1  # each share starts at ``begin`` and stops behind ``end``: a running sum is the tent
    row = (np.arange(_SIDE) * cells - np.repeat(first, _STRIP))[:, None]
    starts = np.bincount((row + begin).ravel(), share.ravel(), _SIDE * cells)
    stops = np.bincount((row + end + 1).ravel(), share.ravel(), _SIDE * cells)
    weights = np.cumsum((starts - stops).reshape(-1, _STRIP, cells), axis=2).astype(np.float32)
    return tuple((int(at), strip[:, :lines]) for at, strip, lines in zip(first, weights, span.tolist(), strict=True))


def _box(at: NDArray[np.int64], window: int, length: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """First and last line under the reference's box at each place: cut off at the ends of the picture.

    An even window reaches one line further forward than back.
    """
    ahead = (window + 2) // 2 - 1
    return np.maximum(at + ahead - window + 1, 0), np.minimum(at + ahead, length - 1)
