"""Hashes for tests of the index, a feed of them in memory, and the brute force that answers are compared with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.index.hamming import HammingIndex, HashBatch

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

# A hash as a 16 x 16 table of 0 and 1: vertical, horizontal frequency.
VERTICAL, HORIZONTAL = np.indices((16, 16))
# A cosine of frequency f changes its sign under mirroring when f is odd; row and column 0 have frequency 1.
MIRRORED = (HORIZONTAL + 1) % 2
UPSIDE_DOWN = (VERTICAL + 1) % 2
TURNS = (0 * MIRRORED, MIRRORED, UPSIDE_DOWN, MIRRORED ^ UPSIDE_DOWN)


class Listed:
    """A feed of rows in memory, numbered from ``first`` in steps of ``step``."""

    def __init__(self, values: NDArray[np.uint8], *, first: int = 1, step: int = 1) -> None:
        self.values = values
        self.ids = np.arange(first, first + step * len(values), step, dtype=np.int64)
        self.marks = ["begun"]

    def hashes_after(self, row: int, limit: int | None = None) -> HashBatch:
        start = int(np.searchsorted(self.ids, row, side="right"))
        stop = None if limit is None else start + limit
        return HashBatch(self.ids[start:stop], self.values[start:stop], self.marks[-1])

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        there = dict(zip(self.ids.tolist(), self.values, strict=True))
        return {row: there[row].tobytes() for row in ids if row in there}

    def recognises(self, mark: str) -> bool:
        return mark in self.marks


def to_bytes(table: NDArray[np.integer | np.bool_]) -> bytes:
    """As PDQ writes it: row 15 first, and of each row column 15 first."""
    return np.packbits(table.astype(np.uint8).ravel()[::-1]).tobytes()


def random_table(rng: np.random.Generator) -> NDArray[np.uint8]:
    return rng.integers(0, 2, (16, 16)).astype(np.uint8)


def orientations(table: NDArray[np.uint8], rng: np.random.Generator, *, moved: int) -> list[bytes]:
    """The eight orientations of a picture, each with a few bits moved as the median moves them."""
    found = []
    for upright in (table, table.T):
        for turn in TURNS:
            turned = upright ^ turn.astype(np.uint8)
            turned.flat[rng.choice(256, moved, replace=False)] ^= 1
            found.append(to_bytes(turned))
    return found


def flipped(value: bytes, positions: NDArray[np.int64]) -> bytes:
    """The hash with the bits at these positions inverted."""
    bits = np.unpackbits(np.frombuffer(value, np.uint8))
    bits[positions] ^= 1
    return np.packbits(bits).tobytes()


def uniform(count: int, seed: int = 1) -> NDArray[np.uint8]:
    return np.random.default_rng(seed).integers(0, 256, (count, 32), dtype=np.uint8)


def clustered(count: int) -> NDArray[np.uint8]:
    """Bits that lean to one side, tight clusters of very unequal size, and blank cards."""
    rng = np.random.default_rng(2)
    leaning = np.packbits(rng.random((count, 256)) < rng.uniform(0.3, 0.7, 256), axis=1)
    centres = leaning[np.minimum(rng.zipf(1.3, count // 4), count) - 1]
    noise = np.packbits(rng.random((len(centres), 256)) < 0.06, axis=1)
    leaning[: len(centres)] = centres ^ noise
    leaning[-count // 50 :] = 0
    return leaning[rng.permutation(count)]


def brute_force(
    values: NDArray[np.uint8], ids: NDArray[np.int64], queries: list[bytes], radius: int
) -> list[tuple[int, int, int]]:
    """(query, distance, row) of all that is near enough, found by looking at each byte."""
    found = []
    for number, query in enumerate(queries):
        apart = np.bitwise_count(values ^ np.frombuffer(query, np.uint8)).sum(axis=1, dtype=int)
        near = apart <= radius
        found += [(number, int(d), int(row)) for d, row in zip(apart[near], ids[near], strict=True)]
    return sorted(found)


def answer(index: HammingIndex, queries: list[bytes], radius: int) -> list[tuple[int, int, int]]:
    return [(hit.query, hit.distance_bits, hit.fingerprint_id) for hit in index.search(queries, radius)]
