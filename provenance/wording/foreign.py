"""Dates with a month's name in a language that :mod:`provenance.wording.calendar_words` lacks, read by dateparser.

Only a day, one word and a year are ever handed over, never a text: what dateparser makes of sentences is a
guess ("may" is a month to it). Its answer counts only where it has the same day and year.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from provenance.wording import calendar_words as words
from provenance.wording.almanac import Reading, month_text
from provenance.wording.date_grammar import Hit
from provenance.wording.language import language_of

if TYPE_CHECKING:
    from collections.abc import Iterator

_DATE = re.compile(r"(?<![\w./-])(?:(\d{1,2})\.?\s+)?([^\W\d_]{3,}\.?)\s+((?:1[5-9]|20)\d\d)(?![\w/-])")


def foreign_hits(text: str, *, language: str | None, taken: list[Hit]) -> Iterator[Hit]:
    """The dates that no hit of ``taken`` covers; ``language=None`` asks the text, once there is one.

    Loads dateparser (about half a second, once a process) when such a date stands in a text whose language it
    knows and this project's own tables do not.
    """
    candidates = [found for found in _DATE.finditer(text) if not any(_overlaps(found, hit) for hit in taken)]
    if not candidates:
        return
    if language is None and (guess := language_of(text)):
        language = guess.code
    code = (language or "").split("-")[0].lower()
    if not code or code in words.MONTHS or (parser := _parser(code)) is None:
        return
    for found in candidates:
        if reading := _reading(parser, *found.groups()):
            yield Hit(found.start(), found.end(), reading)


def _overlaps(found: re.Match[str], hit: Hit) -> bool:
    return found.start() < hit.end and hit.start < found.end()


def _reading(parser: Any, day: str | None, month: str, year: str) -> Reading | None:
    given = parser.get_date_data(f"{day or 1} {month} {year}")["date_obj"]
    if given is None or given.year != int(year) or given.day != int(day or 1):
        return None
    return Reading(given.date().isoformat() if day else month_text(given.year, given.month))


@lru_cache(maxsize=8)
def _parser(code: str) -> Any:
    """dateparser for one language; ``None`` where it does not know it."""
    from dateparser.date import DateDataParser

    try:
        return DateDataParser(languages=[code], settings={"STRICT_PARSING": True, "DATE_ORDER": "DMY"})
    except ValueError:
        return None
