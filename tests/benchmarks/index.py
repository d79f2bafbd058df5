"""The Hamming index when it is open: its speed beside faiss on one thread, its size, its making, and its recall.

How: the hashes are uniform and random, from a seed. The index under test is ``HammingIndex`` over its own memory-mapped
files, fed from memory, searched as ``Archive`` does, whole answers included. Everything is in this process.

- *one query*: processor time of ``search([query], 31)``, beside ``IndexBinaryFlat.range_search`` of faiss on one
  thread; both in turns, medians. faiss counts less than its radius, so it gets 32; both answers are compared.
- *a check's 16 queries*: the eight orientations of a letterboxed photo, with and without its bars, as ``examine``
  makes them, in one call of each.
- *bytes a hash*: everything in the index folder, divided by the hashes.
- *rebuild*: processor time of ``HammingIndex.rebuild`` from an archive in SQLite that holds three fingerprints
  an item (see archives), beside what SQLite alone takes to hand out the same rows.
- *recall*: queries 0 to 42 bits from a row, and random ones, against brute force over bytes: the share of the
  pairs (query, row) that the index finds with the right distance. Pairs that it alone finds are counted too.
"""

from __future__ import annotations

import time
from functools import partial
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from provenance.fingerprints import pdq
from provenance.fingerprints.examine import examine
from provenance.index.hamming import HammingIndex, HashBatch
from provenance.model import FingerprintKind
from provenance.store.sqlite import SqliteStore
from provenance.stored_hashes import StoredHashes
from tests.benchmarks import archives, machine
from tests.benchmarks.rows import NOT_INSTALLED, Row, at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.benchmarks.settings import Settings

NAME = "index"
RADIUS, WIDE_RADIUS = 31, 40  # the same picture; probably the same
BESIDE_FAISS, BYTES, REBUILD_S, RECALL = at_least(0.7), at_most(48, timed=False), at_most(2), at_least(1, timed=False)
MARK = "benchmark"
SEED = 7
MOST_FLIPPED = 42  # bits: some planted queries lie outside both radii
MOST_FOR_BRUTE_FORCE = 1_000_000  # hashes; ten times as many take minutes and say nothing new
ROWS_AT_ONCE = 50_000  # of the brute force


class _Listed(NamedTuple):
    """Hashes in memory, numbered from 1, as a feed."""

    values: NDArray[np.uint8]

    def hashes_after(self, row: int, limit: int | None = None) -> HashBatch:
        values = self.values[row : None if limit is None else row + limit]
        return HashBatch(np.arange(row + 1, row + 1 + len(values), dtype=np.int64), values, MARK)

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        return {row: self.values[row - 1].tobytes() for row in ids}

    def recognises(self, mark: str) -> bool:
        return mark == MARK


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    queries = _queries_of_a_check(settings)
    rows = []
    for count in settings.of((1_000_000, 10_000_000), (20_000,)):
        values = np.random.default_rng(SEED).integers(0, 256, (count, pdq.BITS // 8), np.uint8)
        index = HammingIndex(settings.folder(f"index-{count}"), _Listed(values), version=1)
        index.rebuild()
        rows += _speeds(settings, index, values, queries)
        rows.append(_bytes(index, count))
        if count <= MOST_FOR_BRUTE_FORCE:
            rows += _recalls(settings, index, values)
    return [*rows, *_rebuilds(settings)]


def _queries_of_a_check(settings: Settings) -> list[bytes]:
    """Sixteen hashes of a photo between bars."""
    path = settings.folder("letterboxed") / "photo.png"
    for photo in settings.photos:
        with Image.open(photo) as opened:
            framed = ImageOps.expand(opened.convert("RGB"), (0, opened.height // 5), fill=0)
        framed.save(path)
        queries = [query.value for query in examine(str(path), with_facts=False).queries]
        if len(queries) == 16:
            return queries
    raise SystemExit("none of the photos has enough detail to be looked up")


def _speeds(settings: Settings, index: HammingIndex, values: NDArray[np.uint8], queries: list[bytes]) -> list[Row]:
    count = len(values)
    repeats = settings.of(31 if count <= 1_000_000 else 11, 3)
    one, all_of = [values[count // 3].tobytes()], queries
    whats = ((f"{count:,} hashes, one query", one), (f"{count:,} hashes, a check's {len(all_of)} queries", all_of))
    if machine.missing("faiss-cpu"):
        times = [_in_turns([partial(index.search, asked, RADIUS)], repeats)[0] for _, asked in whats]
        return [
            Row(NAME, f"{what}: faiss / ours", None, "x", BESIDE_FAISS, f"ours {took:.2f} ms; faiss: {NOT_INSTALLED}")
            for (what, _), took in zip(whats, times, strict=True)
        ]
    return [_beside_faiss(what, index, values, asked, repeats) for what, asked in whats]


def _beside_faiss(
    what: str, index: HammingIndex, values: NDArray[np.uint8], queries: Sequence[bytes], repeats: int
) -> Row:
    import faiss

    faiss.omp_set_num_threads(1)
    flat = faiss.IndexBinaryFlat(values.shape[1] * 8)
    flat.add(values)
    packed = np.frombuffer(b"".join(queries), np.uint8).reshape(len(queries), -1)
    ours, theirs = _in_turns(
        [lambda: index.search(queries, RADIUS), lambda: flat.range_search(packed, RADIUS + 1)], repeats
    )
    limits, _, rows = flat.range_search(packed, RADIUS + 1)
    expected = {(at, int(row) + 1) for at in range(len(queries)) for row in rows[int(limits[at]) : int(limits[at + 1])]}
    found = {(hit.query, hit.fingerprint_id) for hit in index.search(queries, RADIUS)}
    same = "same answers" if found == expected else "DIFFERENT ANSWERS"
    return Row(NAME, f"{what}: faiss / ours", theirs / ours, "x", BESIDE_FAISS, f"{theirs:.2f} / {ours:.2f} ms; {same}")


def _in_turns(calls: Sequence[Callable[[], object]], repeats: int) -> list[float]:
    """Median processor milliseconds of each, after one turn that does not count."""
    taken: list[list[float]] = [[] for _ in calls]
    for turn in range(repeats + 1):
        for call, times in zip(calls, taken, strict=True):
            begun = time.process_time()
            call()
            if turn:
                times.append(time.process_time() - begun)
    return [median(times) * 1000 for times in taken]


def _bytes(index: HammingIndex, count: int) -> Row:
    stats = index.stats()
    note = f"{stats.bytes / 1e6:,.1f} MB for {stats.cached:,} hashes"
    return Row(NAME, f"{count:,} hashes: index on the disk", stats.bytes / count, "bytes a hash", BYTES, note)


def _recalls(settings: Settings, index: HammingIndex, values: NDArray[np.uint8]) -> list[Row]:
    queries = _planted(values, settings.of(150, 40)) + _random(settings.of(50, 10))
    rows = []
    for radius in (RADIUS, WIDE_RADIUS):
        expected = _brute_force(values, queries, radius)
        found = {(hit.query, hit.fingerprint_id, hit.distance_bits) for hit in index.search(queries, radius)}
        recall = len(found & expected) / len(expected)
        note = f"{len(expected)} pairs of {len(queries)} queries; {len(found - expected)} that are none"
        what = f"{len(values):,} hashes, radius {radius}: found / found by brute force"
        rows.append(Row(NAME, what, recall, "", RECALL, note))
    return rows


def _planted(values: NDArray[np.uint8], count: int) -> list[bytes]:
    """Rows with 0 to 42 bits inverted."""
    random = np.random.default_rng(SEED + 1)
    queries = []
    for row in random.choice(len(values), count, replace=False):
        bits = np.unpackbits(values[row])
        bits[random.choice(len(bits), random.integers(0, MOST_FLIPPED + 1), replace=False)] ^= 1
        queries.append(np.packbits(bits).tobytes())
    return queries


def _random(count: int) -> list[bytes]:
    return [row.tobytes() for row in np.random.default_rng(SEED + 2).integers(0, 256, (count, 32), np.uint8)]


def _brute_force(values: NDArray[np.uint8], queries: Sequence[bytes], radius: int) -> set[tuple[int, int, int]]:
    """(query, row, distance) of every pair within the radius, by looking at each hash."""
    words = np.ascontiguousarray(values).view(np.uint64)
    found = set()
    for at, query in enumerate(queries):
        wanted = np.frombuffer(query, np.uint64)
        for start in range(0, len(words), ROWS_AT_ONCE):
            apart = np.bitwise_count(words[start : start + ROWS_AT_ONCE] ^ wanted).sum(axis=1, dtype=np.int64)
            found |= {(at, start + int(row) + 1, int(apart[row])) for row in np.flatnonzero(apart <= radius)}
    return found


def _rebuilds(settings: Settings) -> list[Row]:
    hashes = settings.of(1_000_000, 5_000)
    archive = archives.filled(settings, hashes)
    store = SqliteStore(str(archive))
    feed = StoredHashes(store, FingerprintKind.PDQ, pdq.VERSION, pdq.MIN_QUALITY)
    index = HammingIndex(settings.folder("rebuilt"), feed, version=pdq.VERSION)
    rebuild, reading = _in_turns([index.rebuild, lambda: _read(archive)], settings.of(5, 1))
    store.close()
    note = f"SQLite alone takes {reading / 1000:.2f} s to hand out the rows"
    return [Row(NAME, f"rebuild of {hashes:,} hashes from SQLite", rebuild / 1000, "s", REBUILD_S, note)]


def _read(archive: Path) -> int:
    return len(archives.hashes_in(archive))
