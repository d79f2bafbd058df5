"""Finding words, names and places in claims: at most 50 ms.

How: claims of 14 words, half of the vocabulary in Arabic letters, drawn so that the n-th word is n times rarer
than the first; each names one of some towns in one of its spellings, and every hundredth an agency. Half of them are
credited to Telegram. Rows go straight into the store's own tables, with the words that the store would index; its
triggers fill the full-text index. ``Archive.search`` is then asked in this process: median processor time, the
records included; what a town is called in the question is not what it is called in most of the claims.
"""

from __future__ import annotations

import time
from functools import cache
from statistics import median
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from provenance import Archive
from provenance.spelling import indexed
from provenance.store.connection import Connection
from provenance.text import searchable
from tests.benchmarks.rows import Row, at_most

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
INSERT = "INSERT INTO claims (id, text, place, searchable, recorded_at, asserted_by) VALUES (?, ?, ?, ?, ?, ?)"
DATED = (
    "INSERT INTO dates (claim, role, text, earliest, latest, precision, zone_known, basis) "
    "SELECT row, 'event', '2016-06-29', '2016-06-28T10:00:00Z', '2016-06-30T11:59:59Z', 'day', 0, 'given' "
    "FROM claims WHERE row % 1000 = 0"
)
SOURCES = (
    "INSERT INTO sources (row, id, platform, account) VALUES (1, 's-1', 'telegram', 'desk'), (2, 's-2', 'x', 'desk')"
)
TOWNS = (
    ("Al-Boukamal", "البوكمال", "Abu Kamal"),
    ("Aleppo", "حلب", "Halab"),
    ("Deir ez-Zor", "دير الزور", "Deir al-Zour"),
    ("Kharkiv", "Харьков", "Kharkov"),
    ("Mosul", "الموصل", "Mossoul"),
    ("Raqqa", "الرقة", "Ar-Raqqah"),
    ("Sana'a", "صنعاء", "Sanaa"),
    ("Tripoli", "طرابلس", "Tarabulus"),
)
AGENCIES = ("Amaq", "A3maq", "أعماق")
MOST_MILLISECONDS = 50.0


class _Query(NamedTuple):
    words: str
    text: str
    place: str | None = None
    narrowed: tuple[tuple[str, str], ...] = ()
    is_ordinary: bool = True  # the target holds for it


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
        _Query("a town in a third spelling", "Abu Kamal"),
        _Query("a town in another script", "Харьков"),
        _Query("an agency in another spelling", "a3maq"),
        _Query("a common word, with a place", vocabulary[4], place="Halab"),
        _Query("a common word, of one platform", vocabulary[4], narrowed=(("platform", "telegram"),)),
        _Query("a common word, of one day", vocabulary[4], narrowed=(("since", "2016-06-29"),), is_ordinary=False),
    ]


def _fill(path: Path, claims: int, vocabulary: list[str]) -> None:
    Archive(path).close()
    connection = Connection(str(path))
    with connection.transaction() as database:
        database.conn.execute(SOURCES)
        texts = _texts(claims, vocabulary)
        for start in range(0, claims, CHUNK):
            chunk = [next(texts) for _ in range(min(CHUNK, claims - start))]
            database.conn.executemany(INSERT, (_row(start + at, text) for at, text in enumerate(chunk)))
        database.conn.execute(DATED)
    connection.close()


def _row(number: int, text: str) -> tuple[object, ...]:
    town = TOWNS[number % len(TOWNS)][number // len(TOWNS) % 2]  # the third spelling is only asked for
    named = f" {AGENCIES[number % len(AGENCIES)]}" if number % 100 == 0 else ""
    words = f"{text} {_words(town + named)}"
    return f"c-{number:032x}", text, town, words, MADE_AT, 1 + number % 2


@cache
def _words(names: str) -> str:
    return indexed(names)


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
    taken, goal = [], at_most(MOST_MILLISECONDS) if query.is_ordinary else None
    for _ in range(repeats):
        begun = time.process_time()
        found, _ = archive.search(query.text, place=query.place, **dict[str, Any](query.narrowed))
        taken.append(time.process_time() - begun)
    return Row(NAME, f"{claims:,} claims: {query.words}", median(taken) * 1000, "ms", goal, f"{len(found)} shown")
