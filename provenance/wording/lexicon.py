"""The calendar words of some languages as one vocabulary: what a word means, and a pattern that finds it."""

from __future__ import annotations

import re
from functools import lru_cache, partial

from provenance.named import NamedTuple
from provenance.wording import calendar_words as words

MOST_KEPT = 512  # spellings of words whose meaning is kept: comparing one with all of them takes its time


class Word(NamedTuple):
    """One calendar word."""

    pattern: str
    number: int  # month 1 to 12, weekday 0 (Monday) to 6
    language: str
    abbreviated: bool


class Meaning(NamedTuple):
    """What a word as found can mean."""

    number: int
    languages: frozenset[str]
    abbreviated: bool


class Lexicon:
    """Calendar words of ``codes``; a word that several languages share means the same in each."""

    def __init__(self, codes: tuple[str, ...]) -> None:
        self.codes = codes
        self.months = _words(words.MONTHS, codes, first=1)
        self.weekdays = _words(words.WEEKDAYS, codes, first=0)
        self._month_of = lru_cache(maxsize=MOST_KEPT)(partial(_meaning, self.months))
        self._weekday_of = lru_cache(maxsize=MOST_KEPT)(partial(_meaning, self.weekdays))
        self.month = alternatives(self.months)
        self.weekday = alternatives(self.weekdays)

    def month_of(self, text: str) -> Meaning | None:
        """What the month name ``text`` means."""
        return self._month_of(text)

    def weekday_of(self, text: str) -> Meaning | None:
        """What the weekday ``text`` means."""
        return self._weekday_of(text)

    def any_of(self, table: dict[str, str]) -> str:
        """A pattern for what ``table`` has for these languages; one that matches nothing where it has nothing."""
        found = [table[code] for code in self.codes if table.get(code)]
        return f"(?:{'|'.join(found)})" if found else "(?!)"


@lru_cache(maxsize=16)
def lexicon(codes: tuple[str, ...]) -> Lexicon:
    """The vocabulary of these languages, made once."""
    return Lexicon(codes)


def alternatives(found: tuple[Word, ...]) -> str:
    """A pattern that matches any of the words, longer ones first."""
    distinct = sorted({word.pattern for word in found}, key=len, reverse=True)
    return f"(?:{'|'.join(distinct)})"


def _words(table: dict[str, tuple[str, ...]], codes: tuple[str, ...], *, first: int) -> tuple[Word, ...]:
    return tuple(
        Word(name.removesuffix(".").replace("_", " "), number, code, name.endswith("."))
        for code in codes
        for number, names in enumerate(table.get(code, ()), first)
        for name in names.split()
    )


def _meaning(known: tuple[Word, ...], text: str) -> Meaning | None:
    bare = text.rstrip(".")
    hits = [word for word in known if re.fullmatch(word.pattern, bare, re.IGNORECASE)]
    if not hits:
        return None
    return Meaning(hits[0].number, frozenset(hit.language for hit in hits), all(hit.abbreviated for hit in hits))
