"""What the Hamming index reads of the store. Neither knows the other; this stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.index.hamming import HashBatch
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.model import FingerprintKind
    from provenance.store.sqlite import SqliteStore

HASH_BYTES = 32


class StoredHashes(NamedTuple):
    """The comparable hashes of one kind and version, as the index's feed."""

    store: SqliteStore
    kind: FingerprintKind
    version: int
    min_quality: int

    def hashes_after(self, row: int, limit: int | None = None) -> HashBatch:
        """Hashes with ids above ``row``, oldest first, in one snapshot."""
        ids, values, mark = self.store.hash_rows(
            row, kind=self.kind.value, version=self.version, min_quality=self.min_quality, limit=limit
        )
        packed = np.frombuffer(b"".join(values), dtype=np.uint8).reshape(len(values), HASH_BYTES)
        return HashBatch(np.array(ids, dtype=np.int64), packed, mark)

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Hashes by id; ids that are not there are left out."""
        return self.store.fingerprint_values(ids)

    def recognises(self, mark: str) -> bool:
        """Whether the archive's history contains the mark."""
        return self.store.recognises(mark)


FOURFOLD = 4  # a pHash is written so many times over: then it has the index's 256 bits, and 4 times the distance


class StoredPHashes(NamedTuple):
    """The pHashes of a version, as the index's feed, each four times over."""

    store: SqliteStore
    kind: FingerprintKind
    version: int

    def hashes_after(self, row: int, limit: int | None = None) -> HashBatch:
        """Hashes with ids above ``row``, oldest first, in one snapshot."""
        ids, values, mark = self.store.hash_rows(row, kind=self.kind.value, version=self.version, limit=limit)
        once = np.frombuffer(b"".join(values), dtype=np.uint8).reshape(len(values), HASH_BYTES // FOURFOLD)
        return HashBatch(np.array(ids, dtype=np.int64), np.tile(once, FOURFOLD), mark)

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Hashes by id; ids that are not there are left out."""
        return {row: value * FOURFOLD for row, value in self.store.fingerprint_values(ids).items()}

    def recognises(self, mark: str) -> bool:
        """Whether the archive's history contains the mark."""
        return self.store.recognises(mark)


FRAME_BITS = 20  # of an id: the number of the frame; at two a second that is six days of film
MOST_FRAMES = 1 << FRAME_BITS
SETS_AT_ONCE = 64  # videos read from the archive at a time


class StoredFrames(NamedTuple):
    """The comparable frames of all videos, as the index's feed.

    An id is that of the video's set of frames, followed by the number of the frame in it.
    """

    store: SqliteStore
    version: int
    min_quality: int

    def hashes_after(self, row: int, limit: int | None = None) -> HashBatch:
        """Frames with ids above ``row``, oldest first."""
        ids: list[NDArray[np.int64]] = []
        values: list[NDArray[np.uint8]] = []
        held, mark, last = 0, "", max(0, row >> FRAME_BITS)
        while limit is None or held < limit:
            sets, mark = self.store.frame_sets_from(last, version=self.version, limit=SETS_AT_ONCE)
            for number, packed in sets:
                these, hashes = self._comparable(number, packed)
                later = these > row
                ids.append(these[later])
                values.append(hashes[later])
                held += int(later.sum())
            if len(sets) < SETS_AT_ONCE:
                break
            last = sets[-1][0] + 1
        joined = np.concatenate(ids) if ids else np.empty(0, np.int64)
        hashes = np.concatenate(values) if values else np.empty((0, HASH_BYTES), np.uint8)
        return HashBatch(joined[:limit], np.ascontiguousarray(hashes[:limit]), mark)

    def _comparable(self, number: int, packed: bytes) -> tuple[NDArray[np.int64], NDArray[np.uint8]]:
        from provenance.fingerprints.frames import FrameHashes

        frames = FrameHashes.unpack(packed)
        enough = np.flatnonzero(frames.quality >= self.min_quality)
        return (np.int64(number) << FRAME_BITS) + enough.astype(np.int64), frames.hashes[enough]

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Hashes by id; ids that are not there are left out."""
        from provenance.fingerprints.frames import FrameHashes

        held = self.store.frame_sets({one >> FRAME_BITS for one in ids})
        sets = {number: FrameHashes.unpack(packed) for number, (_, _, packed) in held.items()}
        found = {}
        for one in ids:
            frames, number = sets.get(one >> FRAME_BITS), one & (MOST_FRAMES - 1)
            if frames is not None and number < len(frames.hashes):
                found[one] = frames.hashes[number].tobytes()
        return found

    def recognises(self, mark: str) -> bool:
        """Whether the archive's history contains the mark."""
        return self.store.recognises(mark)
