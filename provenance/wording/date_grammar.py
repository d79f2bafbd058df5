"""Where dates stand in a text, and what each says by itself: patterns made from a lexicon, and their readers.

Each rule is a pattern with named groups and a reader (:mod:`provenance.wording.date_readers`) that says what a
hit means.
"""

from __future__ import annotations

import re
from bisect import bisect
from datetime import date, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.wording import almanac, feasts
from provenance.wording import calendar_words as words
from provenance.wording import date_readers as readers
from provenance.wording.lexicon import Lexicon, lexicon

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.wording.almanac import Reading
    from provenance.wording.date_readers import Context, Reader

# An Arabic word may have a one-letter word joined before it: and, in, for, so.
# Every date begins with a letter or a digit, which spares a run of signs all that could stand there.
BORDER = r"(?=\w)(?:\b(?<!\d[./-])|(?<=(?<!\w)[وبلف]))"
END = r"(?![\w%‰€$£])(?![.:/-]\d)(?!,\d{3}(?!\d))"
DAY = r"(?:0?[1-9]|[12]\d|3[01])"
ORDINAL = r"(?:st|nd|rd|th|er|[ºª°]|:[ae]|\.)?"
YEAR = r"(?:1[5-9]\d\d|20\d\d)"
AFTER_YEAR = r"(?:\s(?:году|года?|г\.|року|р\.)|'[dt][ea]n?)?"
OF = r"(?:\s*[.,/-]\s*|\s+(?:of|de|del|do|di|من|شهر|من شهر)\s+(?:the\s+month\s+of\s+)?|\s+d'|\s*)"
TO_YEAR = r"(?:\s*[,./-]\s*|,?\s+(?:de|del|of|do|din|عام|سنه|من عام|من)\s+|\s*\(\d{0}|\s+|\s*'?(?=20))"
ARTICLE = r"(?:(?:the|le|el|den|der|dem|am|du|il|em|on|of)\s+)?"
DASH = r"\s*-\s*"
_THE = r"(?:the\s+|le\s+|el\s+|den\s+|il\s+)?"
UNTIL = "to|until|till|through|bis|au|al|till|по|الي|حتي|a|à|до"
TO = rf"(?P<to>{DASH}|\s+(?:{UNTIL}|{readers.AND}|{readers.OR})\s+{_THE}|\s+و)"
BETWEEN = (
    r"(?:(?P<between>between|from|entre|fra|tra|du|del|dal|zwischen|vom|mellan|från|с|от|من|بين|de|da|desde|між|з)\s+"
    r"(?:the\s+|le\s+|el\s+|dem\s+|den\s+|il\s+)?)?"
)


class Rule(NamedTuple):
    """A pattern, and what its hits mean."""

    pattern: re.Pattern[str]
    read: Reader


class Hit(NamedTuple):
    """A date in a text in one spelling."""

    start: int
    end: int
    reading: Reading


def hits(text: str, context: Context) -> Iterator[Hit]:
    """Every hit of every rule, overlapping ones included."""
    for rule in rules(context.words.codes):
        for found in rule.pattern.finditer(text):
            reading = rule.read(found, context)
            if reading is not None:
                yield Hit(found.start("date"), _closed(text, found.start("date"), found.end("date")), reading)


def _closed(text: str, start: int, end: int) -> int:
    """The end of a hit, with the bracket that closes one inside it: "Tuesday (28 June)"."""
    open_inside = text.count("(", start, end) > text.count(")", start, end)
    return end + 1 if open_inside and text[end : end + 1] == ")" else end


def apart(found: Iterable[Hit]) -> list[Hit]:
    """The hits that do not overlap: of those that do, the longest, then the first."""
    kept: list[Hit] = []  # in the order of the text, so that only its neighbours can overlap a hit
    for hit in sorted(found, key=lambda hit: (hit.start - hit.end, hit.start)):
        place = bisect(kept, hit.start, key=lambda other: other.start)
        is_free_before = not place or kept[place - 1].end <= hit.start
        if is_free_before and (place == len(kept) or hit.end <= kept[place].start):
            kept.insert(place, hit)
    return kept


def with_next_day(hit: Hit, text: str) -> Hit:
    """Of "the day after the strike of 25 September" the day that is meant."""
    edtf = hit.reading.edtf or ""
    ahead = text[max(0, hit.start - words.REACH_OF_NEXT_DAY) : hit.start]
    found = words.NEXT_DAY.search(ahead) if re.fullmatch(r"\d{4}-\d\d-\d\d", edtf) else None
    if not found:
        return hit
    day = date.fromisoformat(edtf) + timedelta(days=-1 if found["before"] else 1)
    return Hit(hit.start - len(found[0]), hit.end, hit.reading._replace(edtf=str(day)))


def with_bound(hit: Hit, text: str, known: Lexicon) -> Hit:
    """The hit with "before", "since" and the like in front of it, where they stand there."""
    reading = hit.reading
    if reading.edtf is None or "/" in reading.edtf or text[hit.end : hit.end + 2] == "'s":
        return hit
    for table, bound in ((words.BEFORE, almanac.not_after), (words.AFTER, almanac.not_before)):
        ahead = re.search(
            rf"(?<!\w)(?:{known.any_of(table)})\s+(?:(?:{words.YEAR_WORDS})\s+)?$",
            text[max(0, hit.start - 30) : hit.start],
            re.IGNORECASE,
        )
        if ahead:
            start = hit.start - len(ahead.group())
            return Hit(start, hit.end, reading._replace(edtf=bound(reading.edtf)))
    return hit


@lru_cache(maxsize=16)
def rules(codes: tuple[str, ...]) -> tuple[Rule, ...]:
    """The grammar for these languages. Making it takes some ten milliseconds, once."""
    known = lexicon(codes)
    return tuple(
        Rule(re.compile(rf"{BORDER}(?P<date>{pattern}){END}", re.IGNORECASE), read)
        for pattern, read in (
            *_numeric(),
            *_day_and_month(known),
            *_ranges(known),
            *_months(known),
            *_weekdays(known),
            *_nights(known),
            (_WEEKEND, readers.weekend),
            (rf"(?:{feasts.names()})(?:,?\s+(?:(?:of|de|del|in)\s+)?(?P<y>{YEAR}))?", readers.feast),
            *_relative(known),
            *_years(known),
        )
    )


Patterns = tuple[tuple[str, "Reader"], ...]


def _numeric() -> Patterns:
    clock = r"(?P<time>\d{2}:\d{2}(?::\d{2}(?:[.,]\d+)?)?)\s?(?P<zone>Z|[+-]\d{2}:?\d{2})?"
    return (
        (rf"(?P<y>{YEAR})(?P<sep>[-/.])(?P<m>0?[1-9]|1[0-2])(?P=sep)(?P<d>{DAY})(?:[T ]{clock})?", readers.year_first),
        (rf"(?P<y>{YEAR})-(?P<m>0[1-9]|1[0-2])(?!-)", readers.machine_month),
        (
            rf"(?P<a>{DAY})\s?(?P<sep>[/.-])\s?(?P<b>{DAY})"
            rf"(?:\s?(?P=sep)\s?(?P<y>{YEAR}|\d\d){AFTER_YEAR}|\s(?P<y2>{YEAR}))",
            readers.numbers,
        ),
    )


def _around(known: Lexicon, core: str) -> str:
    """``core`` with a weekday and a part of the day around it, as far as they are written."""
    part = rf"(?:{known.any_of(words.DAY_PARTS_BEFORE)}\s+{ARTICLE})?"
    named = rf"(?:(?P<w>{known.weekday})\.?(?:[\s-]*{known.any_of(words.DAY_PARTS_AFTER)})?\s*[,.(]?\s*{ARTICLE})?"
    return rf"{part}{named}{core}"


def _day_and_month(known: Lexicon) -> Patterns:
    month, ending = rf"(?P<m>{known.month})\.?", rf"(?:{TO_YEAR}(?P<y>{YEAR}){AFTER_YEAR})?"
    both = rf"(?:\s?[/(]\s?(?P<again>{known.month})\)?)?"  # "28 حزيران/يونيو 2016"
    return (
        (_around(known, rf"(?P<d>{DAY}){ORDINAL}{OF}{month}{both}{ending}"), readers.day_month),
        (
            _around(
                known,
                (
                    rf"(?P<m>{known.month})\.?(?:\s+(?:the\s+)?|-)(?P<d>{DAY})(?:st|nd|rd|"
                    rf"th)?(?!\d)(?:\s*,?\s+(?:of\s+)?(?P<y>{YEAR})|-(?P<y2>{YEAR}))?"
                ),
            ),
            readers.month_day,
        ),
    )


def _ranges(known: Lexicon) -> Patterns:
    night = rf"(?:{known.any_of(words.DAY_PARTS_BEFORE)}\s+(?:the\s+)?)?"
    first, last = rf"(?P<m1>{known.month})\.?", rf"(?P<m2>{known.month})\.?"
    ending = rf"(?:{TO_YEAR}(?P<y>{YEAR}){AFTER_YEAR})?"
    middle = rf"(?:{TO_YEAR}(?P<y1>{YEAR}))?"
    suffix = r"(?:st|nd|rd|th)?"
    return (
        (rf"{BETWEEN}{night}(?P<d1>{DAY}){ORDINAL}{TO}(?P<d2>{DAY}){ORDINAL}{OF}{last}{ending}", readers.days_range),
        (
            rf"{BETWEEN}{night}{first}\s+(?P<d1>{DAY}){suffix}{TO}(?P<d2>{DAY}){suffix}(?:,?\s+(?P<y>{YEAR}))?",
            readers.days_range,
        ),
        (
            rf"{BETWEEN}{night}(?P<d1>{DAY}){ORDINAL}{OF}{first}{middle}{TO}(?P<d2>{DAY}){ORDINAL}{OF}{last}{ending}",
            readers.days_range,
        ),
        (
            rf"{BETWEEN}{night}{first}\s+(?P<d1>{DAY}){suffix}(?:,?\s+(?P<y1>{YEAR}))?{TO}"
            rf"{last}\s+(?P<d2>{DAY}){suffix}(?:,?\s+(?P<y>{YEAR}))?",
            readers.days_range,
        ),
        (rf"{BETWEEN}{first}{middle}{TO}{last}{TO_YEAR}(?P<y>{YEAR})", readers.months_range),
        (rf"{BETWEEN}(?P<y1>{YEAR}){TO}(?P<y2>{YEAR})", readers.years_range),
        (rf"(?P<y1>{YEAR})[-/](?P<y2>\d\d)", readers.short_years_range),
    )


def _parts(known: Lexicon) -> str:
    return (
        rf"(?P<early>{known.any_of(words.EARLY)})|(?P<middle>{known.any_of(words.MIDDLE)})"
        rf"|(?P<late>{known.any_of(words.LATE)})"
    )


def _months(known: Lexicon) -> Patterns:
    month = rf"(?P<m>{known.month})\.?"
    return (
        (
            rf"(?:(?:{_parts(known)}))?{month}(?:\s?[/(]\s?(?P<again>{known.month})\)?)?"
            rf"{TO_YEAR}(?P<y>{YEAR}){AFTER_YEAR}",
            readers.month_year,
        ),
        (rf"(?:{_parts(known)}){month}", readers.month_year),
        (rf"(?:{_parts(known)})(?P<y>{YEAR})", readers.part_of_year),
        (rf"(?:{_seasons()})(?:\s+(?:of|de|del|عام|سنه)|,|\s+in)?\s+(?P<y>{YEAR}){AFTER_YEAR}", readers.season),
    )


def _seasons() -> str:
    return "|".join(rf"(?P<{name}>{names})" for name, names in words.SEASONS.items())


def _weekdays(known: Lexicon) -> Patterns:
    last = rf"(?:(?P<last>{known.any_of(words.LAST_BEFORE)})\s+|(?P<next>{known.any_of(words.NEXT_BEFORE)})\s+)?"
    after = (
        rf"(?:\s+(?P<week>{known.any_of(words.WEEK_BEFORE)})|\s+(?P<last2>{known.any_of(words.LAST_AFTER)})"
        rf"|\s+(?P<next2>{known.any_of(words.NEXT_AFTER)}))?"
    )
    part = rf"(?P<part>{known.any_of(words.DAY_PARTS_BEFORE)}\s+)?"
    part_after = rf"(?:[\s-]*{known.any_of(words.DAY_PARTS_AFTER)})?"
    return ((rf"{part}{last}(?P<w>{known.weekday}){part_after}{after}", readers.weekday),)


_WEEKEND = (
    r"(?:(?:over|at|on|during)\s+the\s+(?:past\s+|last\s+)?|last\s+|this\s+(?:past\s+)?)weekend"
    r"|(?:am|vergangene[ns]|letzte[ns]|diese[sm])\s+(?:vergangenen\s+|letzten\s+)?wochenende"
    r"|(?:ce|le)\s+week-?end(?:\s+dernier)?|(?:este|el|el\s+pasado)\s+fin\s+de\s+semana(?:\s+pasado)?"
    r"|(?:i|förra)\s+helgen"
)
_NIGHT = (
    r"(?:(?:dans\s+)?la\s+nuit|(?:en\s+)?la\s+(?:noche|madrugada)|(?:in\s+der\s+)?nacht|natten|(?:during\s+)?the\s+night|night|"
    r"overnight|ليله?)"
)


def _nights(known: Lexicon) -> Patterns:
    """The night between two weekdays that are named: "dans la nuit de dimanche à lundi"."""
    between = r"(?:de|du|del|entre\s+el|von|zwischen|mellan|from|between|of)?"
    to = r"(?:\s+(?:to|into|and|auf|zu|und|à|au|et|al|a|y|och|till|الي|علي)(?:\s+(?:le|el|den|the))?\s+|\s*[-/]\s*|\s+)"
    return (
        (
            rf"{_NIGHT}\s+{between}\s*(?P<w1>{known.weekday}){to}(?P<w>{known.weekday})",
            readers.night_between,
        ),
    )


def _relative(known: Lexicon) -> Patterns:
    return (
        *(
            (pattern, readers.days_away(first, last))
            for code in known.codes
            for pattern, (first, last) in words.DAYS_AWAY.get(code, {}).items()
        ),
        *(
            (template.format(n=_number(code), u=unit), readers.ago(code, kind))
            for code in known.codes
            if (template := words.AGO.get(code))
            for kind, unit in words.UNITS[code].items()
        ),
        *(
            (template.format(u=unit), readers.unit(kind, reader))
            for code in known.codes
            for table, reader in ((words.LAST_UNIT, almanac.unit_before), (words.THIS_UNIT, almanac.unit_of))
            if (template := table.get(code))
            for kind, unit in words.UNITS[code].items()
            if kind in ("week", "month", "year")
        ),
    )


def _number(code: str) -> str:
    spoken = "|".join(each for each in words.NUMBERS[code].split() if each != "-")
    return rf"(?:(?P<n>\d{{1,3}}|{spoken})|(?P<few>{words.FEW[code]}))"


def _years(known: Lexicon) -> Patterns:
    before = "|".join(
        sorted(
            {each for code in known.codes for each in words.BEFORE_YEAR[code].split("|") if each}, key=len, reverse=True
        )
    )
    return (
        (rf"(?P<y>{YEAR}){AFTER_YEAR}", readers.year_after(before, is_bare=known.codes[:1] in (("de",), ("sv",)))),
        (r"(?P<y>1[5-9]\d|20\d)0'?s", readers.decade),
        (rf"(?P<m>{known.month})", readers.month_alone),
    )
