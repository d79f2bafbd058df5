"""What a sentence says of when, where, how surely, in which language: one place that asks the parsers for it."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.places import find_places, read_place
from provenance.wording.hedges import HedgeFound, find_hedges
from provenance.wording.language import language_of
from provenance.wording.spoken import SpokenDate, find_dates, read_date

if TYPE_CHECKING:
    from provenance.dates import DateRange
    from provenance.places import PlaceMention


class Setting(NamedTuple):
    """What an article says for all its sentences."""

    language: str | None
    published: DateRange | None
    places: frozenset[str] = frozenset()  # names, folded, that the article itself says to be places


class Understood(NamedTuple):
    """One text, understood as far as it is."""

    hedges: tuple[HedgeFound, ...]
    dates: tuple[SpokenDate, ...]
    places: tuple[PlaceMention, ...]
    language: str | None
    own: frozenset[str] = frozenset()  # names that the article says to be places


def understood(text: str, setting: Setting) -> Understood:
    """Hedges, dates and places in a text, each with its position."""
    language = language_in(text, setting)
    dates = find_dates(text, published=setting.published, language=language)
    if not dates and re.search(r"\d{4}", text):  # a short caption in another language than the article
        dates = find_dates(text, published=setting.published)
    return Understood(
        hedges=tuple(find_hedges(text, language=language)),
        dates=tuple(dates),
        places=tuple(find_places(text)),
        language=language,
        own=setting.places,
    )


def language_in(text: str, setting: Setting) -> str | None:
    """The language of a text; the article's where the text is too short to say."""
    guess = language_of(text) if len(text) >= 40 else None
    return guess.code if guess and guess.score >= 0.9 else setting.language


def a_date(text: str, *, language: str | None) -> SpokenDate | None:
    """The date that a whole text is."""
    return read_date(text, language=language)


@lru_cache(maxsize=512)
def is_place(text: str) -> bool:
    """Whether a few words are a place and nothing else."""
    return bool(read_place(text).places)
