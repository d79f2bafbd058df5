"""What is kept of a video: PDQ fingerprints of frames with their times, and some frames with local features.

Records and their packed form only. Nothing here decodes (:mod:`provenance.fingerprints.filming`), and nothing
here compares (:mod:`provenance.matching.sequence`).

Packed frames, all numbers little-endian: the letters ``pf``, one byte of version, the number of frames in 4
bytes; then for each frame the milliseconds since the one before, 7 bits a byte, the highest bit saying that more
follow; then all qualities, a byte each; then all hashes, 32 bytes each. About 35 bytes a frame.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import pdq
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.model import DateRecord, Fact, Fingerprint, Thumbnail

VERSION = 1  # of the choice of frames, of their planes, and of the packed form
HASH_BYTES = pdq.BITS // 8

_MARK = b"pf"
_HEAD = len(_MARK) + 1 + 4
_LOW_BITS = 0x7F
_MORE = 0x80


class FrameHashes(NamedTuple):
    """The frames of one video, or of a part of one, in the order of their times.

    ``len(frames.times_ms)`` is how many there are; ``len()`` of a named tuple counts its fields.
    """

    times_ms: NDArray[np.int32]  # (n,), presentation times from the video's start, ascending, each once
    hashes: NDArray[np.uint8]  # (n, 32): PDQ
    quality: NDArray[np.uint8]  # (n,): PDQ's, 0..100; below pdq.MIN_QUALITY a frame is not comparable

    @classmethod
    def of(cls, times_ms: Sequence[int], hashes: Sequence[bytes], quality: Sequence[int]) -> FrameHashes:
        """From plain numbers and bytes, one of each for every frame."""
        bits = np.frombuffer(b"".join(hashes), np.uint8).reshape(-1, HASH_BYTES)
        return cls(np.array(times_ms, np.int32), bits, np.array(quality, np.uint8))

    @property
    def comparable(self) -> NDArray[np.bool_]:
        """(n,): which frames show enough for a statement; black, blank and title frames do not."""
        return np.asarray(self.quality >= pdq.MIN_QUALITY)

    def pack(self) -> bytes:
        """The bytes that are stored; :meth:`unpack` gives back exactly the same numbers."""
        steps = np.diff(self.times_ms.astype(np.int64), prepend=0)
        head = _MARK + bytes([VERSION]) + len(self.times_ms).to_bytes(4, "little")
        return b"".join((head, *map(_written, steps.tolist()), self.quality.tobytes(), self.hashes.tobytes()))

    @classmethod
    def unpack(cls, packed: bytes) -> FrameHashes:
        """What :meth:`pack` wrote.

        Raises:
            ValueError: if it was written by another version, or is cut off.
        """
        if packed[: len(_MARK) + 1] != _MARK + bytes([VERSION]) or len(packed) < _HEAD:
            raise ValueError(f"no packed frames of version {VERSION}")
        count = int.from_bytes(packed[len(_MARK) + 1 : _HEAD], "little")
        rest = len(packed) - count * (HASH_BYTES + 1)
        if rest < _HEAD:
            raise ValueError("packed frames are cut off")
        numbers = np.frombuffer(packed[_HEAD:rest], np.uint8)
        steps = _read(numbers)
        if len(steps) != count or (count and numbers[-1] >= _MORE):
            raise ValueError("packed frames are cut off")
        quality = np.frombuffer(packed, np.uint8, count, rest)
        hashes = np.frombuffer(packed, np.uint8, count * HASH_BYTES, rest + count).reshape(count, HASH_BYTES)
        return cls(np.cumsum(steps).astype(np.int32), hashes, quality)


def mirrored(frames: FrameHashes) -> FrameHashes:
    """Frames as if left and right were exchanged, from their hashes alone.

    Mirroring turns the sign of every second frequency across, and so, but for the median, every second bit: 12 of
    256 bits are wrong in the mean, 28 at most on 150 photographs. Enough for a video, whose frames support each other.
    """
    return frames._replace(hashes=frames.hashes ^ np.uint8(0x55))


class Border(NamedTuple):
    """A stretch of a video whose frames have uniform borders, which were left out before hashing.

    The sides are shares of the upright frame's width and height: where the picture begins and ends.
    """

    from_ms: int  # of the first frame
    to_ms: int  # of the last one
    left: float
    top: float
    right: float
    bottom: float


class KeyFrame(NamedTuple):
    """One of the few frames of which more is kept than a hash. Both parts show the frame without its borders."""

    ms: int
    features: Fingerprint  # local features; ``frame_ms`` is the same time
    thumbnail: Thumbnail
    picture: bytes = b""  # grey JPEG, larger: to look it up by; not stored
    mirrored: bytes = b""  # features of its mirror image, packed as the others; not stored

    @property
    def only_leads(self) -> bool:
        """Whether it has features alone, which lead to moments of the video and are no evidence of their own."""
        return not self.thumbnail.jpeg


class Filmed(NamedTuple):
    """What one video is, and what it can be found by."""

    duration_ms: int
    width: int  # pixels, upright, as shown
    height: int
    fps: float | None  # frames a second in the mean; None where the file does not tell
    frames: FrameHashes
    key_frames: tuple[KeyFrame, ...]
    facts: tuple[Fact, ...]
    captured: tuple[DateRecord, ...]
    notes: tuple[str, ...]  # for people: what was left out, and why
    borders: tuple[Border, ...] = ()
    small: tuple[bytes, ...] = ()  # of each frame a small grey JPEG without borders, or nothing; not stored


def _written(step: int) -> bytes:
    """A number in 7 bits a byte, lowest first."""
    if step < 0:
        raise ValueError("times of frames must ascend")
    out = bytearray()
    while step > _LOW_BITS:
        out.append(step & _LOW_BITS | _MORE)
        step >>= 7
    out.append(step)
    return bytes(out)


def _read(numbers: NDArray[np.uint8]) -> NDArray[np.int64]:
    """All numbers that :func:`_written` wrote, one after another."""
    if not numbers.size:
        return np.zeros(0, np.int64)
    begins = np.concatenate([[True], numbers[:-1] < _MORE])
    starts = np.flatnonzero(begins)
    places = np.arange(len(numbers)) - starts[np.cumsum(begins) - 1]
    parts = (numbers & _LOW_BITS).astype(np.int64) << (7 * places)
    return np.asarray(np.add.reduceat(parts, starts), np.int64)
