"""Candidates for 256-bit hashes: every row within a radius, exactly. Decides nothing, and stores no truth.

The archive is the truth and is reached through :class:`HashFeed`. What is kept here is a copy of its hashes
as memory-mapped columns (:mod:`provenance.index.cache`) that may lag behind or vanish: a search scans what
the copy covers and asks the archive for every later row, so it finds the same with any copy or none.
"""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING, Protocol

import numpy as np

from provenance.errors import ArchiveError, StorageFull
from provenance.index import cache
from provenance.index.columns import HASH_BYTES, split
from provenance.index.scan import Hits, join, plan, scan
from provenance.model import Candidate
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from os import PathLike

    from numpy.typing import NDArray

# Rows asked of the archive at once: 10 MB of hashes, and few enough round trips.
CHUNK = 262_144
# Rows compared with the archive's when the copy is mapped: a copy of which a quarter is damaged passes once in
# ten times, one that is damaged all over never. Takes 0.3 ms of 1,000,000 rows, whose checksum takes 10.
SAMPLE = 8

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
# A folder that may not be written, that was deleted meanwhile, whose place is taken, or that knows no locks.
_NO_CACHE_HERE = frozenset(
    {
        *(errno.EACCES, errno.EPERM, errno.EROFS),
        *(errno.ENOENT, errno.ENOTDIR, errno.EEXIST),
        *(errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK),
    }
)


class HashBatch(NamedTuple):
    """Hashes of the archive, oldest first, as one snapshot saw them."""

    ids: NDArray[np.int64]  # fingerprint row ids, ascending
    values: NDArray[np.uint8]  # (n, 32)
    mark: str  # names the archive's history up to the snapshot; opaque here, at most a few hundred bytes


class HashFeed(Protocol):
    """What the index asks of the archive: committed rows only. Ids only grow, and a row never changes its hash."""

    def hashes_after(self, row: int, limit: int | None = None) -> HashBatch:
        """The rows with greater ids, in one snapshot; with ``limit`` the oldest so many of them."""

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Hashes by id; ids that the archive has no such row for are left out."""

    def recognises(self, mark: str) -> bool:
        """False when this archive's history lacks ``mark``: a backup was restored, or it is another."""


class IndexStats(NamedTuple):
    """How far the copy has come."""

    cached: int  # rows
    delta: int  # rows that are read from the archive at each search
    bytes: int  # of the folder


class HammingIndex:
    """Exact search over one kind and version of hash. Making one opens and creates nothing.

    Safe to use beside other processes and threads that search or append.
    """

    def __init__(
        self, folder: str | PathLike[str], feed: HashFeed, *, kind: str = "pdq", version: int, within: bool = False
    ) -> None:
        """``within``: the folder lies in that of another index, which is made too where it is not there yet."""
        self._folder = folder
        self._within = within
        self._feed = feed
        self._kind = kind
        self._version = version
        self._held: cache.Covered | None = None

    def search(self, queries: Sequence[bytes], radius: int, *, roughly: int = 0) -> list[Candidate]:
        """Every row at most ``radius`` bits from a query, in order of query, distance and row.

        Queries that resemble each other up to mirroring and turning cost little more than one. With ``roughly`` also
        rows at most so many bits away of which the first half, columns 0 and 1, lies within ``radius``: nine in ten
        of all that are so near while that is 1.8 times the radius, and in the same time.

        Raises:
            ValueError: for a query that is not 32 bytes.
        """
        if any(len(query) != HASH_BYTES for query in queries):
            raise ValueError(f"a query is {HASH_BYTES} bytes")
        if not queries:
            return []
        wanted = plan(
            split(np.frombuffer(b"".join(queries), np.uint8).reshape(-1, HASH_BYTES)), radius, roughly=roughly
        )
        covered = self._covered()
        found = [_with_ids(scan(covered.columns, wanted), covered.ids)] if covered else []
        last_row = covered.header.last_row if covered else 0
        found += [_with_ids(scan(split(b.values), wanted), b.ids) for b in self._later(last_row)]
        return _candidates(join(found))

    def catch_up(self, *, at_least: int = 1) -> int:
        """Copy the rows that are not yet covered if there are ``at_least`` so many; returns how many were.

        0 also while another process writes, and where the folder cannot be written.

        Raises:
            StorageFull: the disk or a quota is full. The copy stays as it was.
        """
        covered = self._covered()
        wanted = max(at_least, 1)
        if len(self._feed.hashes_after(covered.header.last_row if covered else 0, wanted).ids) < wanted:
            return 0
        return self._write(anew=False)

    def rebuild(self) -> int:
        """Copy everything anew; returns the rows copied, 0 where :meth:`catch_up` would return 0.

        Raises:
            StorageFull: the disk or a quota is full. The copy stays as it was.
        """
        return self._write(anew=True)

    def stats(self) -> IndexStats:
        """Counts what later searches will read."""
        covered = self._covered()
        last_row, cached = (covered.header.last_row, covered.header.rows) if covered else (0, 0)
        delta = sum(len(batch.ids) for batch in self._later(last_row))
        return IndexStats(cached, delta, cache.size(self._folder))

    def covered_rows(self) -> int:
        """How many rows the copy has; those that the archive has beyond it are not counted."""
        covered = self._covered()
        return covered.header.rows if covered else 0

    def is_whole(self) -> bool:
        """Whether the copy is what was written, byte for byte; true where there is none. Reads all of it."""
        covered = self._mapped(None)
        return covered is None or covered.is_whole()

    def _covered(self) -> cache.Covered | None:
        """The copy as it is now, unless it is damaged. What was mapped before was compared then."""
        held = self._held
        covered = self._mapped(held)
        if covered is not None and covered is not held and not self._agrees(covered):
            covered = None
        self._held = covered
        return covered

    def _mapped(self, held: cache.Covered | None) -> cache.Covered | None:
        """The copy as it is now, unless it belongs to another history than the archive's."""
        covered = cache.open_covered(self._folder, kind=self._kind, version=self._version, held=held)
        if covered is None or not self._feed.recognises(covered.header.mark):
            return None
        return covered

    def _agrees(self, covered: cache.Covered) -> bool:
        """Whether some rows, spread over the copy, are in the archive as they are here."""
        if covered.header.rows == 0:
            return True
        places = covered.sample(SAMPLE)
        ids = covered.ids[places].tolist()
        values = self._feed.values_of(ids)
        if not all(len(values.get(row, b"")) == HASH_BYTES for row in ids):
            return False
        stored = np.frombuffer(b"".join(values[row] for row in ids), np.uint8).reshape(-1, HASH_BYTES)
        return np.array_equal(split(stored), [column[places] for column in covered.columns])

    def _later(self, row: int) -> Iterator[HashBatch]:
        """The archive's rows after ``row``, some at a time; the last batch may be empty."""
        while True:
            batch = self._feed.hashes_after(row, CHUNK)
            yield batch
            if len(batch.ids) < CHUNK:
                return
            row = int(batch.ids[-1])

    def _write(self, *, anew: bool) -> int:
        try:
            if self._within:
                from pathlib import Path

                Path(self._folder).parent.mkdir(exist_ok=True)
            with cache.write_lock(self._folder) as held:
                return self._write_locked(anew=anew) if held else 0
        except OSError as error:
            if error.errno in _FULL:
                raise StorageFull(
                    f"{self._folder}: no space left to write the index. Free some, or delete the folder."
                ) from error
            if error.errno in _NO_CACHE_HERE:
                return 0
            raise ArchiveError(
                f"{self._folder}: the index cannot be written ({error.strerror}). The folder may be deleted."
            ) from error

    def _write_locked(self, *, anew: bool) -> int:
        before = self._header()
        covered = None if anew else self._covered()
        if covered is not None:
            return self._copy(covered.header, instead_of=before) or 0
        fresh = cache.create(self._folder, kind=self._kind, version=self._version)
        copied = None
        try:
            copied = self._copy(fresh, instead_of=before)
        finally:
            if copied is None:
                cache.discard(self._folder, fresh)
        return copied or 0

    def _copy(self, start: cache.Header, *, instead_of: cache.Header | None) -> int | None:
        """Write the archive's rows after ``start`` and publish; returns how many.

        Publishes nothing, and returns None, if the archive or the folder was exchanged for another meanwhile.
        """
        header, marks = start, [start.mark] if start.rows else []
        for batch in self._later(start.last_row):
            header = cache.extend(self._folder, header, batch.ids, split(batch.values), mark=batch.mark)
            marks.append(batch.mark)
        if not all(map(self._feed.recognises, marks)) or self._header() != instead_of:
            return None
        cache.publish(self._folder, header)
        return header.rows - start.rows

    def _header(self) -> cache.Header | None:
        return cache.read_header(self._folder, kind=self._kind, version=self._version)


def _with_ids(hits: Hits, ids: NDArray[np.int64]) -> Hits:
    return hits._replace(rows=ids[hits.rows])


def _candidates(hits: Hits) -> list[Candidate]:
    order = np.lexsort((hits.rows, hits.distances, hits.queries))
    columns = (hits.rows[order].tolist(), hits.queries[order].tolist(), hits.distances[order].tolist())
    return [Candidate(row, query, distance) for row, query, distance in zip(*columns, strict=True)]
