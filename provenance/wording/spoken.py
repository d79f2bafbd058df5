"""Dates as people write them, in running text and in fields: "late Tuesday", "4 آذار 2016", "28-29 June 2016".

What is found is turned into EDTF, which :func:`provenance.dates.parse_date` reads. What can mean two days
stays two ("[2016-06-21,2016-06-28]"); what depends on a date of publication that is not known is found and
left unread; times of day stay in the text. Nothing is guessed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.wording import almanac
from provenance.wording import calendar_words as words
from provenance.wording.date_fields import read_field
from provenance.wording.date_grammar import apart, hits, with_bound, with_next_day
from provenance.wording.date_readers import Context
from provenance.wording.foreign import foreign_hits
from provenance.wording.language import scripts_of
from provenance.wording.lexicon import lexicon
from provenance.wording.plain import plain

if TYPE_CHECKING:
    from provenance.dates import DateRange

_OF_SCRIPT = {
    "ARABIC": ("ar",),
    "CYRILLIC": ("ru", "uk"),
    "LATIN": ("en", "de", "fr", "es", "sv", "pt", "it", "tr"),
}


class SpokenDate(NamedTuple):
    """A date as written, and what it comes to."""

    text: str  # verbatim
    start: int
    end: int
    edtf: str | None  # None: counted from a date of publication that is not known
    relative: bool  # the date of publication went into it
    reason: str | None  # why it is uncertain or unread


def find_dates(
    text: str, *, published: DateRange | None = None, language: str | None = None, day_first: bool | None = None
) -> list[SpokenDate]:
    """The dates that running text names, in the order in which they stand, none inside another.

    ``published`` is the date that "yesterday" and "on Tuesday" are counted from, and that gives "March 4" its
    year. ``language`` (BCP 47) says which words to look for and in which order numbers stand; without it, all
    languages of the text's scripts are looked for and 04/03/2016 keeps both meanings, unless ``day_first`` says
    which. The first call makes the grammar of these languages, which takes a tenth of a second for one language
    and a third for all; a date in yet another language loads dateparser (half a second, once).
    """
    spelt = plain(text)
    context = _context(text, published, language, day_first)
    found = []
    own = apart(hits(spelt.text, context))
    foreign = foreign_hits(spelt.text, language=language, taken=own)
    for hit in sorted((*own, *foreign), key=lambda hit: hit.start):
        bounded = with_next_day(with_bound(hit, spelt.text, context.words), spelt.text)
        start, end = spelt.span(bounded.start, bounded.end)
        found.append(SpokenDate(text[start:end], start, end, *bounded.reading))
    return found


def read_date(
    text: str, *, published: DateRange | None = None, language: str | None = None, day_first: bool | None = None
) -> SpokenDate | None:
    """The date that a date field holds, in any of the usual spellings; ``None`` where it is not understood.

    Understood are EDTF and ISO 8601, one date or several ("June 2016 ; 4 July 2017"), and dates with words
    around them that bound them ("at least since 2011", "before May 2020", "posted on 4 March 2016": by then
    the picture existed). Arguments and cost as in :func:`find_dates`.
    """
    spelt = plain(text)
    context = _context(text, published, language, day_first)._replace(field=True)
    reading = read_field(spelt.text, context)
    return SpokenDate(text, 0, len(text), *reading) if reading else None


def _context(text: str, published: DateRange | None, language: str | None, day_first: bool | None) -> Context:
    code = (language or "").split("-")[0].lower()
    codes = _codes(text, code)
    if day_first is None and (code in words.DAY_FIRST or words.DAY_FIRST.issuperset(codes)):
        day_first = True
    return Context(lexicon(codes), almanac.publication(published), day_first)


def _codes(text: str, code: str) -> tuple[str, ...]:
    if code in words.MONTHS:
        return tuple(dict.fromkeys((code, "en")))
    scripts = scripts_of(text)
    known = tuple(each for script, codes in _OF_SCRIPT.items() if scripts[script] for each in codes)
    return known or ("en",)
