"""The exact scan: every row of four columns within a radius of some query. Knows no files and no ids.

How it goes, and what each step rejects:

1. Queries that resemble each other, up to the inversion of a whole column, share a leader (:func:`plan`).
   So the eight orientations of one picture, which are such inversions apart from a few bits where the
   median moved, need two leaders; unrelated queries lead themselves.
2. For each leader the distances over the first two columns alone, half of the bytes, tell how near a row can
   come to any of the group: distance over fewer bits is never more than over all. Unrelated pictures are
   64 +- 6 bits apart here, so nearly every row falls out. An inverted column turns distance d into 64 - d,
   hence one pass serves every inversion. Members differ from their leader by at most ``slack`` bits, and the
   bound is widened by that.
3. The same over all four columns of the rows that are left: again hardly one in a hundred stays, where the radius
   is narrow enough for this to matter.
4. What is left now is compared with each member of the group over all four columns.

Nothing is approximate: steps 2 and 3 only drop rows that step 4 would drop.

Rows that are only *roughly* near may be asked for in the same pass: those of which the first two columns lie within the
radius, and all four within a wider one. They come nearly for nothing, since step 2 is as it was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.index.columns import BLOCK, COLUMN_BITS
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Columns = Sequence[NDArray[np.uint64]] | NDArray[np.uint64]  # four, equally long

HALF_BITS = 2 * COLUMN_BITS
# Radius and slack together, up to which sharing a leader pays: at 50 of 128 bits 1 row in 30 survives step 2
# for an inverted group, 1 in 120 for a plain one. Measured with the sixteen orientations of 60 photos and of
# the same photos cropped, radius 31 and 40, on 1,000,000 rows: 46 is 10 % slower, 52 no faster.
SHARED_BITS = 50
LEADERS_TRIED = 16  # members that are tried as leader: enough for the orientations of a picture


class Group(NamedTuple):
    """Queries that one pass over the first two columns serves."""

    leader: tuple[np.uint64, ...]  # complement of the leader's four columns
    members: tuple[int, ...]  # positions in the plan
    slack: tuple[int, int]  # most bits by which a member differs from the leader, up to inversion, by halves
    inverted: bool  # whether some member is nearer to the inversion of the leader in some column


class Plan(NamedTuple):
    """Queries prepared for a radius; may be scanned against any number of columns."""

    queries: NDArray[np.uint64]  # (4, number of queries)
    groups: tuple[Group, ...]
    radius: int  # of the whole hash, or at least of its first half
    roughly: int  # of the whole hash, where that is wider


class Hits(NamedTuple):
    """Rows within the radius; the three arrays belong together and are in no order."""

    rows: NDArray[np.int64]
    queries: NDArray[np.int64]
    distances: NDArray[np.int64]


def plan(queries: NDArray[np.uint64], radius: int, *, roughly: int = 0) -> Plan:
    """Find out which of ``queries`` (4, n) can share a pass."""
    limit = max(0, SHARED_BITS - radius)
    left = np.arange(queries.shape[1])
    groups = []
    while left.size:
        near = _folded(_apart(queries[:2, left], queries[:2, left[:1]])) <= limit
        groups.append(_group(queries, left[near]))
        left = left[~near]
    return Plan(queries, tuple(groups), radius, max(radius, roughly))


def scan(columns: Columns, wanted: Plan) -> Hits:
    """Every pair of a row of ``columns`` and a query at most ``radius`` bits apart, or ``roughly`` near."""
    count = len(columns[0])
    sieve = _Sieve(min(BLOCK, count), wanted)
    verifier = _Verifier(columns, wanted, sieve)
    for start in range(0, count, BLOCK):
        half = [column[start : start + BLOCK] for column in columns[:2]]
        for number, group in enumerate(wanted.groups):
            rows = sieve.by_half(half, group)
            if rows.size:
                verifier.take(number, rows + start)
    return verifier.hits()


def join(parts: Sequence[Hits]) -> Hits:
    """Several answers as one."""
    empty = np.empty(0, np.int64)
    return Hits(
        np.concatenate([empty, *(part.rows for part in parts)]),
        np.concatenate([empty, *(part.queries for part in parts)]),
        np.concatenate([empty, *(part.distances for part in parts)]),
    )


def _group(queries: NDArray[np.uint64], members: NDArray[np.int64]) -> Group:
    """Lead by the member that is nearest to the farthest of the others."""
    apart = _apart(queries[:, None, members], queries[:, members[:LEADERS_TRIED], None])
    best = int(_folded(apart[:2]).max(axis=1).argmin())
    apart = apart[:, best]
    return Group(
        leader=tuple(~queries[:, members[best]]),
        members=tuple(members.tolist()),
        slack=(int(_folded(apart[:2]).max()), int(_folded(apart[2:]).max())),
        inverted=bool((apart > COLUMN_BITS // 2).any()),
    )


def _apart(some: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Bits that differ, column by column; the shapes are broadcast."""
    apart: NDArray[np.int64] = np.bitwise_count(some ^ others).astype(np.int64)
    return apart


def _folded(apart: NDArray[np.int64]) -> NDArray[np.int64]:
    """Bits that differ over all columns, when each may be inverted."""
    folded: NDArray[np.int64] = np.minimum(apart, COLUMN_BITS - apart).sum(axis=0)
    return folded


class _Sieve:
    """Steps 2 and 3. Holds the buffers for a block of rows, so that no pass allocates."""

    def __init__(self, rows: int, wanted: Plan) -> None:
        self._radius, self._roughly = wanted.radius, wanted.roughly
        self._bits = np.empty(rows, np.uint64)
        self._alike = (np.empty(rows, np.uint8), np.empty(rows, np.uint8))
        self._unlike = np.empty(rows, np.uint8)
        self._near = np.empty(rows, np.bool_)

    def by_half(self, columns: Sequence[NDArray[np.uint64]], group: Group) -> NDArray[np.int64]:
        """Positions of the rows that may be near a member, by their first two columns."""
        alike = self._alike_in(columns, group.leader[:2], inverted=group.inverted)
        enough = HALF_BITS - self._radius - group.slack[0]
        if int(alike.max()) < enough:  # four times as fast as looking for the places, and usual
            return np.empty(0, np.int64)
        near = np.greater_equal(alike, enough, out=self._near[: len(alike)])
        return np.flatnonzero(near)

    def by_whole(self, columns: Sequence[NDArray[np.uint64]], group: Group) -> NDArray[np.int64]:
        """The same by all four columns."""
        agreeing = self._alike_in(columns[:2], group.leader[:2], inverted=group.inverted).astype(np.int16)
        agreeing += self._alike_in(columns[2:], group.leader[2:], inverted=group.inverted)
        return np.flatnonzero(agreeing >= 2 * HALF_BITS - self._roughly - sum(group.slack))

    def _alike_in(
        self, columns: Sequence[NDArray[np.uint64]], leader: Sequence[np.uint64], *, inverted: bool
    ) -> NDArray[np.uint8]:
        """Bits in which each row agrees with the leader, in two columns."""
        alike, other = (buffer[: len(columns[0])] for buffer in self._alike)
        self._agreement(columns[0], leader[0], alike, inverted=inverted)
        self._agreement(columns[1], leader[1], other, inverted=inverted)
        np.add(alike, other, out=alike)
        return alike

    def _agreement(
        self, column: NDArray[np.uint64], complement: np.uint64, out: NDArray[np.uint8], *, inverted: bool
    ) -> None:
        """Bits in which the column and the leader agree; those in which they differ, if more and counted as well."""
        bits = self._bits[: len(column)]
        np.bitwise_xor(column, complement, out=bits)
        np.bitwise_count(bits, out=out)
        if inverted:
            unlike = self._unlike[: len(column)]
            np.subtract(COLUMN_BITS, out, out=unlike)
            np.maximum(out, unlike, out=out)


class _Verifier:
    """Steps 3 and 4. Gathers the survivors of many blocks, since few at a time would cost more."""

    def __init__(self, columns: Columns, wanted: Plan, sieve: _Sieve) -> None:
        self._columns = columns
        self._plan = wanted
        self._sieve = sieve
        self._waiting: list[list[NDArray[np.int64]]] = [[] for _ in wanted.groups]
        self._held = [0] * len(wanted.groups)  # rows waiting, at most a block
        self._found: list[Hits] = []

    def take(self, group: int, rows: NDArray[np.int64]) -> None:
        """Accept survivors of one group and one block."""
        if self._held[group] + len(rows) > BLOCK:
            self._verify(group)
        self._waiting[group].append(rows)
        self._held[group] += len(rows)

    def hits(self) -> Hits:
        """All that is near enough."""
        for number, held in enumerate(self._held):
            if held:
                self._verify(number)
        return join(self._found)

    def _verify(self, number: int) -> None:
        rows = np.concatenate(self._waiting[number])
        self._waiting[number].clear()
        self._held[number] = 0
        group = self._plan.groups[number]
        taken = [column[rows] for column in self._columns]
        left = self._sieve.by_whole(taken, group)
        rows, taken = rows[left], [column[left] for column in taken]
        for query in group.members:
            self._found.append(self._compare(rows, taken, query))

    def _compare(self, rows: NDArray[np.int64], taken: list[NDArray[np.uint64]], query: int) -> Hits:
        apart = [
            np.bitwise_count(column ^ bits).astype(np.int64)
            for column, bits in zip(taken, self._plan.queries[:, query], strict=True)
        ]
        half, distances = apart[0] + apart[1], sum(apart, np.zeros(len(rows), np.int64))
        near = (half <= self._plan.radius) & (distances <= self._plan.roughly)
        return Hits(rows[near], np.full(int(near.sum()), query, np.int64), distances[near])
