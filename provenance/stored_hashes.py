"""What the Hamming index reads of the store. Neither knows the other; this stands between them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.index.hamming import HashBatch

if TYPE_CHECKING:
    from collections.abc import Sequence

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
