"""Finding words in claims: for information, no target.

How: claims of 14 words, half of the vocabulary in Arabic letters, drawn so that the n-th word is n times rarer
than the first. Rows go straight into the store's own table; its triggers fill the full-text index.
``Archive.search`` is then asked in this process: median processor time, the records included.
"""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance import Archive
from provenance.store.connection import Connection
from provenance.text import searchable
from tests.benchmarks.rows import Row

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.benchmarks.settings import Settings

NAME = "claims"
WORDS = 20_000
WORDS_A_CLAIM = 14
CHUNK = 10_000
SEED = 3
MADE_AT = "2026-03-02T12:00:00Z"
LATIN, ARABIC = "bcdfgklmnprstvz", "بتثجحخدرزسشصضطعفقكلمنه"
VOWELS = {LATIN: "aeiou", ARABIC: "اوي"}
INSERT = "INSERT INTO claims (id, text, searchable, recorded_at) VALUES (?, ?, ?, ?)"


class _Query(NamedTuple):
    words: str
    text: str


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    vocabulary = _vocabulary()
    rows = []
    for claims in settings.of((100_000, 1_000_000), (1_000,)):
        path = settings.folder(f"claims-{claims}") / "archive.db"
        _fill(path, claims, vocabulary)
        with Archive(path) as archive:
            rows += [_asked(archive, claims, query, settings.of(11, 1)) for query in _queries(vocabulary)]
    return rows


def _vocabulary() -> list[str]:
    """Made-up words in the form that the full-text column holds, every second one in Arabic letters."""
    random = np.random.default_rng(SEED)
    words: dict[str, None] = {}
    while len(words) < WORDS:
        letters = (LATIN, ARABIC)[len(words) % 2]
        syllables = random.integers(2, 5)
        pairs = zip(random.choice([*letters], syllables), random.choice([*VOWELS[letters]], syllables), strict=True)
        words["".join(first + second for first, second in pairs)] = None
    return list(words)


def _queries(vocabulary: list[str]) -> list[_Query]:
    return [
        _Query("the commonest word", vocabulary[0]),
        _Query("the commonest Arabic word", vocabulary[1]),
        _Query("two common words", f"{vocabulary[4]} {vocabulary[5]}"),
        _Query("a phrase of two common words", f'"{vocabulary[2]} {vocabulary[3]}"'),
        _Query("a word of middling frequency", vocabulary[1_000]),
        _Query("the beginning of a word", f"{vocabulary[7][:3]}*"),
        _Query("a word that is in no claim", "qqqq"),
    ]


def _fill(path: Path, claims: int, vocabulary: list[str]) -> None:
    Archive(path).close()
    connection = Connection(str(path))
    with connection.transaction() as database:
        texts = _texts(claims, vocabulary)
        for start in range(0, claims, CHUNK):
            chunk = [next(texts) for _ in range(min(CHUNK, claims - start))]
            rows = ((f"c-{start + at:032x}", text, text, MADE_AT) for at, text in enumerate(chunk))
            database.conn.executemany(INSERT, rows)
    connection.close()


def _texts(claims: int, vocabulary: list[str]) -> Iterator[str]:
    """Texts that folding leaves as they are, which is made sure of for some."""
    random = np.random.default_rng(SEED + 1)
    weights = 1 / np.arange(1, len(vocabulary) + 1)
    steps = np.cumsum(weights / weights.sum())
    for at in range(claims):
        drawn = np.searchsorted(steps, random.random(WORDS_A_CLAIM)).clip(max=len(vocabulary) - 1)
        text = " ".join(vocabulary[word] for word in drawn)
        if at < 100 and not searchable(text).startswith(text):
            raise ValueError(f"{text!r} is not in the form of the full-text column")
        yield text


def _asked(archive: Archive, claims: int, query: _Query, repeats: int) -> Row:
    taken = []
    for _ in range(repeats):
        begun = time.process_time()
        found, _ = archive.search(query.text)
        taken.append(time.process_time() - begun)
    return Row(NAME, f"{claims:,} claims: {query.words}", median(taken) * 1000, "ms", note=f"{len(found)} shown")
