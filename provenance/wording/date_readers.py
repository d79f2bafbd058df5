"""What a date in words says by itself: each reader turns a hit of the grammar into a :class:`Reading`.

Or into ``None`` where it is no date after all ("may", "March 20 people"). The groups of a hit: y year, m month,
d day, w weekday; 1 and 2 for the ends of a range.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.wording import almanac, feasts
from provenance.wording import calendar_words as words
from provenance.wording.almanac import Published, Reading, Which

if TYPE_CHECKING:
    from provenance.wording.lexicon import Lexicon

AND = "and|und|et|y|e|och|и|та|و|ve"
OR = "or|oder|ou|o|eller|или|або|او|veya"
NEEDS_CAPITAL = frozenset({"en"})  # the language in which "may" and "march" are other words
EVENT_NAMED_BY_ITS_DAY = "an event is named by its day; the year is not said"
REACH_OF_NAME = 24  # characters before a day in which it is said whose name it is
REACH_OF_WILL = 80  # characters of the same sentence before a weekday
STREET_NAMED_BY_A_DAY = "a street or a building is named by a day"
FAR_FROM_ITS_DAY = 60  # days after which "the October 7 attacks" is a name rather than a date of this year

_COMING = re.compile(
    r"(?<!\w)(?:will|shall|(?:is|are|was|were) (?:due|scheduled|planned|set|expected) (?:to|"
    r"for)|to be held|upcoming|kommer att|سوف|من المقرر)(?!\w)[^.!?\n]*$",
    re.IGNORECASE,
)


_NIGHT_OF = re.compile(r"\bnight of\b", re.IGNORECASE)  # it ends on the day after
_NIGHT_TO = re.compile(r"nacht (?:auf|zum|zu)|natten (?:till|mot)|ночь на", re.IGNORECASE)
_FEAST = re.compile(
    r"(?<!\w)(?:Black|Good|Easter|Palm|Remembrance|Bloody|Super|Cyber|Ash|Holy|Maundy|Shrove|Fat|Giving)\s+$",
    re.IGNORECASE,
)
_NEWSPAPER = re.compile(
    r"\s+(?:Standard|Times|Telegraph|Post|Mirror|Express|Mail|Review|Herald|Guardian|World|Night Live|Agreement)(?!\w)",
    re.IGNORECASE,
)
_TODAY = re.compile("اليوم")
_THIS = re.compile(
    r"(?<!\w)(?:diese[nmrs]?|ce|cet|este|this|denna|den här|neste|nesta|questo|questa|هذا)\s+$", re.IGNORECASE
)
_COUNTED = re.compile(
    r"[\s-]+(?:years?|people|[ap]\.?m|persons?|killed|dead|soldiers|fighters|civilians|"
    r"per ?cent|million|thousand|hundred|km"
    r"|miles|times|children|days|weeks|months|others|men|women)(?!\w)",
    re.IGNORECASE,
)
_EVENT = re.compile(
    r"\s+(?:terror(?:ist)? |coup |suicide )?(?:attacks?|attempt|massacre|riots?|coup|war|revolution|movement|uprising"
    r"|bombings?|insurrection|protests?|agreement|accords?)(?!\w)",
    re.IGNORECASE,
)


class Context(NamedTuple):
    """What is known beside the text."""

    words: Lexicon
    published: Published | None
    day_first: bool | None
    field: bool = False  # the text is a date field: years and months need no preposition


Reader = Callable[[re.Match[str], Context], Reading | None]


def year_first(found: re.Match[str], _context: Context) -> Reading | None:
    """2016-06-28, with the time where a machine wrote one; its midnight stands for the day."""
    year, month, day = int(found["y"]), int(found["m"]), int(found["d"])
    reading = almanac.full_day(year, month, day, None)
    if reading is None or not found["time"] or (found["time"].startswith("00:00") and not found["time"].strip("0:.,")):
        return reading
    moment = f"{year:04}-{month:02}-{day:02}T{found['time']}{found['zone'] or ''}"
    return Reading(moment)


def machine_month(found: re.Match[str], context: Context) -> Reading | None:
    """2016-06, in a field only: in running text 2010-11 is a season as often as a month."""
    return Reading(almanac.month_text(int(found["y"]), int(found["m"]))) if context.field else None


def numbers(found: re.Match[str], context: Context) -> Reading | None:
    """04/03/2016: one day where only one is possible or the order is known, else either."""
    first, second = int(found["a"]), int(found["b"])
    year_text = found["y"] or found["y2"]
    year = _century(year_text, context)
    if len(year_text) == 2 and not (len(found["a"]) == len(found["b"]) == 2):
        return None
    by_day = almanac.day_or_none(year, second, first)
    by_month = almanac.day_or_none(year, first, second)
    if by_day is None or by_month is None:
        only = by_day or by_month
        return Reading(str(only)) if only else None
    if context.day_first is not None:
        return Reading(str(by_day if context.day_first else by_month))
    both = almanac.one_of((by_day, by_month))
    return Reading(both, reason="day and month may be in either order" if both.startswith("[") else None)


def _century(text: str, context: Context) -> int:
    """The year that two digits mean: the latest that was not still to come."""
    if len(text) == 4:
        return int(text)
    latest = context.published.last.year % 100 if context.published else 49
    return (2000 if int(text) <= latest else 1900) + int(text)


def _names_a_street(found: re.Match[str]) -> bool:
    """Whether a day is the name of a street, a bridge or a school: "barrio 15 de Marzo", "the 14 July Bridge"."""
    ahead = found.string[max(0, found.start("date") - REACH_OF_NAME) : found.start("date")]
    if found["w"] or (found["y"] and not ahead.endswith(("du ", "des ", "del "))):
        return False  # "the hospital, 4 May 2024", but "place du 8 mai 1945"
    return bool(words.NAMED_BY_A_DAY.search(ahead) or words.NAMED_BEHIND_A_DAY.match(found.string, found.end("date")))


def day_month(found: re.Match[str], context: Context) -> Reading | None:
    """28 June 2016, and 28 حزيران/يونيو 2016."""
    if _names_a_street(found):
        return Reading(None, relative=True, reason=STREET_NAMED_BY_A_DAY)
    month = _month(found, "m", context, beside=True)
    if month is None or (found["again"] and _number(context, found["again"]) != month):
        return None
    if not found["y"] and _is_a_name(found, context, month):
        return Reading(None, relative=True, reason=EVENT_NAMED_BY_ITS_DAY)
    return _day(found, month, found["y"], context)


def month_day(found: re.Match[str], context: Context) -> Reading | None:
    """June 28, 2016."""
    if _names_a_street(found):
        return Reading(None, relative=True, reason=STREET_NAMED_BY_A_DAY)
    meaning = context.words.month_of(found["m"])
    month = _month(found, "m", context, beside=True)
    if month is None or meaning is None or not meaning.languages & {"en", "es", "pt"}:
        return None
    year = found["y"] or found["y2"]
    if not year and _COUNTED.match(found.string, found.end("date")):
        return None
    if not year and _is_a_name(found, context, month):
        return Reading(None, relative=True, reason=EVENT_NAMED_BY_ITS_DAY)
    return _day(found, month, year, context)


def _is_a_name(found: re.Match[str], context: Context, month: int) -> bool:
    """Whether "the October 7 attacks" names an event by a day that is long past, in whatever year."""
    if found["w"] or context.published is None or not _EVENT.match(found.string, found.end("date")):
        return False
    nearest = almanac.day_without_year(month, int(found["d"]), None, context.published)
    if nearest is None or nearest.edtf is None:
        return False
    return (context.published.last - date.fromisoformat(nearest.edtf)).days > FAR_FROM_ITS_DAY


def _day(found: re.Match[str], month: int, year: str | None, context: Context) -> Reading | None:
    meaning = context.words.weekday_of(found["w"]) if found["w"] else None
    weekday = meaning.number if meaning else None
    if year:
        reading = almanac.full_day(int(year), month, int(found["d"]), weekday)
    else:
        reading = almanac.day_without_year(month, int(found["d"]), weekday, context.published)
    return almanac.night_after(reading) if reading and _NIGHT_OF.search(found["date"]) else reading


def days_range(found: re.Match[str], context: Context) -> Reading | None:
    """28-29 June 2016, June 28 to July 2; two full dates joined by "and" are two dates."""
    groups = found.groupdict()
    last_month = _month(found, "m2" if groups.get("m2") else "m1", context, beside=True)
    first_month = _month(found, "m1", context, beside=True) if groups.get("m1") else last_month
    if last_month is None or first_month is None:
        return None
    if groups.get("m1") and groups.get("m2") and _names_both(found):
        return None  # two dates, each found by itself
    year = groups.get("y")
    last = _end(last_month, int(found["d2"]), year, context)
    if last is None or last.edtf is None:
        return last
    last_year = int(last.edtf[:4])
    first_year = int(groups["y1"]) if groups.get("y1") else last_year - (first_month > last_month)
    first = almanac.full_day(first_year, first_month, int(found["d1"]), None)
    if first is None or first.edtf is None or first.edtf > last.edtf:
        return None
    return Reading(_joined(found, first.edtf, last.edtf), last.relative, last.reason)


def _end(month: int, day: int, year: str | None, context: Context) -> Reading | None:
    if year:
        return almanac.full_day(int(year), month, day, None)
    return almanac.day_without_year(month, day, None, context.published)


def months_range(found: re.Match[str], context: Context) -> Reading | None:
    """March to May 2016."""
    first, last = _month(found, "m1", context, beside=True), _month(found, "m2", context, beside=True)
    if first is None or last is None:
        return None
    last_year = int(found["y"])
    first_year = int(found["y1"]) if found["y1"] else last_year - (first > last)
    begins, ends = almanac.month_text(first_year, first), almanac.month_text(last_year, last)
    return Reading(_joined(found, begins, ends)) if begins <= ends else None


def years_range(found: re.Match[str], _context: Context) -> Reading | None:
    """2014-2016."""
    first, last = int(found["y1"]), int(found["y2"])
    return Reading(_joined(found, f"{first:04}", f"{last:04}")) if first < last else None


def short_years_range(found: re.Match[str], _context: Context) -> Reading | None:
    """2012-13 and 2012/13: a season or two years."""
    first, last = int(found["y1"]), int(found["y2"])
    return Reading(almanac.interval(f"{first:04}", f"{first + 1:04}")) if (first + 1) % 100 == last else None


def decade(found: re.Match[str], _context: Context) -> Reading | None:
    """The 1990s."""
    return Reading(f"{found['y']}X")


def _names_both(found: re.Match[str]) -> bool:
    """Whether two ends are joined by "and" without a "between"."""
    by = found["to"].strip()
    return bool(by) and bool(re.match(rf"(?:{AND})(?!\w)|و", by, re.IGNORECASE)) and not found["between"]


def _joined(found: re.Match[str], first: str, last: str) -> str:
    """ "From … to …", "between … and …" are a span, "… and …" is both, "… or …" one of them."""
    if re.match(rf"\s*(?:{OR})(?!\w)", found["to"], re.IGNORECASE):
        return almanac.one_of((first, last))
    if _names_both(found):
        return almanac.all_of((first, last))
    return almanac.interval(first, last)


def month_year(found: re.Match[str], context: Context) -> Reading | None:
    """June 2016, early June."""
    part = _part(found, almanac.EARLY, almanac.MIDDLE, almanac.LATE)
    given = found.groupdict().get("y")
    month = _month(found, "m", context, beside=bool(given) or part is not None)
    if month is None:
        return None
    if given:
        year, relative, reason = int(given), False, None
    elif context.published:
        year, relative, reason = (
            almanac.past_year_of_month(month, context.published),
            True,
            almanac.YEAR_FROM_PUBLICATION,
        )
    else:
        return Reading(None, relative=True, reason=almanac.NO_PUBLICATION)
    text = almanac.part_of_month(year, month, part) if part else almanac.month_text(year, month)
    return Reading(text, relative, reason)


def part_of_year(found: re.Match[str], _context: Context) -> Reading | None:
    """Late 2015."""
    part = _part(found, almanac.EARLY_MONTHS, almanac.MIDDLE_MONTHS, almanac.LATE_MONTHS)
    return Reading(almanac.part_of_year(int(found["y"]), part)) if part else None


def _part(
    found: re.Match[str], early: tuple[int, int], middle: tuple[int, int], late: tuple[int, int]
) -> tuple[int, int] | None:
    groups = found.groupdict()
    return next(
        (span for name, span in (("early", early), ("middle", middle), ("late", late)) if groups.get(name)), None
    )


def season(found: re.Match[str], _context: Context) -> Reading | None:
    """Summer of 2014."""
    year = int(found["y"])
    name = next(name for name in almanac.SEASONS if found[name])
    first, last = almanac.SEASONS[name]
    begins = almanac.month_text(year, first) if first > 0 else almanac.month_text(year - 1, first + 12)
    ends = almanac.month_text(year, last) if last <= 12 else almanac.month_text(year + 1, last - 12)
    return Reading(almanac.interval(begins, ends), reason="seasons are those of the northern half of the earth")


def weekday(found: re.Match[str], context: Context) -> Reading | None:
    """A weekday without a date."""
    meaning = context.words.weekday_of(found["w"])
    if meaning is None or meaning.abbreviated or not _weekday_is_meant(found, meaning.languages):
        return None
    if _FEAST.search(found.string[: found.start("w")][-20:]) or _NEWSPAPER.match(found.string, found.end("w")):
        return None
    reading = almanac.weekday_near(meaning.number, context.published, which=_which(found, meaning.languages))
    part = found["part"] or ""
    if _TODAY.search(part) and reading.edtf:  # "اليوم الأربعاء" is no longer in doubt
        return reading._replace(edtf=reading.edtf.strip("[]").split(",")[-1], reason=None)
    day = context.published.day if context.published else None
    if (
        day
        and day.weekday() == meaning.number
        and _THIS.search(found.string[max(0, found.start("w") - 12) : found.start("w")])
    ):
        return Reading(str(day), relative=True)  # "este lunes", published on a Monday
    return almanac.night_before(reading) if _NIGHT_TO.search(part) else reading


def night_between(found: re.Match[str], context: Context) -> Reading | None:
    """The night between two weekdays that follow each other: both days."""
    first, last = context.words.weekday_of(found["w1"]), context.words.weekday_of(found["w"])
    if first is None or last is None or (first.number + 1) % 7 != last.number:
        return None
    return almanac.night_before(almanac.weekday_near(last.number, context.published, which=Which.LATEST))


_TREATY = re.compile(r"\s+(?:agreement|accords?|abkommen|pact|service|mass|parade|special)\b", re.IGNORECASE)


def weekend(_found: re.Match[str], context: Context) -> Reading | None:
    """Over the weekend: the latest Saturday and Sunday of which at least the Sunday had begun."""
    if context.published is None or context.published.day is None:
        return Reading(None, relative=True, reason=almanac.NO_PUBLICATION)
    day = context.published.day
    sunday = day - timedelta(days=(day.weekday() + 1) % 7)
    return almanac.night_before(Reading(str(sunday), relative=True))


def feast(found: re.Match[str], context: Context) -> Reading | None:
    """Easter Monday, New Year's Eve: the latest before publication, or that of the year beside it."""
    if _TREATY.match(found.string, found.end()):
        return None
    group = next(name for name in (*feasts.MOVABLE, *feasts.FIXED) if found[name])
    if found["y"]:
        return Reading(str(feasts.day_of(group, int(found["y"]))))
    if context.published is None:
        return Reading(None, relative=True, reason=almanac.NO_PUBLICATION)
    last = context.published.last
    day = feasts.day_of(group, last.year)
    return Reading(str(day if day <= last else feasts.day_of(group, last.year - 1)), relative=True)


def _which(found: re.Match[str], languages: frozenset[str]) -> Which:
    if found["week"]:
        return Which.WEEK_BEFORE
    if found["next"] or found["next2"]:
        return Which.COMING
    if found["last"] or found["last2"]:
        return Which.LAST if languages.isdisjoint(words.DOUBTFUL_LAST) else Which.LAST_IN_DOUBT
    ahead = found.string[max(0, found.start() - REACH_OF_WILL) : found.start()]
    if _COMING.search(ahead) or re.search(r"(?<!\w)this\s+$", ahead, re.IGNORECASE):
        return Which.PERHAPS_COMING
    return Which.LATEST


_SET_OFF = re.compile(r"[،,(–—]\s*$")  # "…, Friday." is the day, whatever else the word means
_ENDS = re.compile(r"\s*(?:$|[.،,)!؛;\n])")


def _weekday_is_meant(found: re.Match[str], languages: frozenset[str]) -> bool:
    """Whether a weekday's name is one here, where it is an everyday word or a name as well."""
    word = found["w"].lower()
    doubtful = [code for code in languages if word in {each.lower() for each in words.OTHER_MEANINGS.get(code, ())}]
    if len(doubtful) < len(languages) or found["part"] or found["last"] or found["last2"] or found["next2"]:
        return True
    if found.end("date") > found.end("w"):
        return True
    before = found.string[max(0, found.start("date") - 20) : found.start("date")]
    if _SET_OFF.search(before) and _ENDS.match(found.string, found.end("date")):
        return True
    return any(
        re.search(rf"(?<!\w)(?:{words.BEFORE_WEEKDAY[code]})\s+$", before, re.IGNORECASE)
        for code in doubtful
        if words.BEFORE_WEEKDAY.get(code)
    )


def days_away(first: int, last: int) -> Reader:
    """Yesterday and the like, so many days before publication."""
    return lambda _found, context: almanac.days_before(first, last, context.published)


def ago(code: str, unit: str) -> Reader:
    """Three weeks ago, in the number words of one language."""

    def read(found: re.Match[str], context: Context) -> Reading | None:
        if found["few"]:
            return almanac.few_units_ago(unit, context.published)
        given = found["n"].lower()
        if given.isdigit():
            return almanac.units_ago(int(given), unit, context.published)
        spoken = words.NUMBERS[code].split()
        number = next(at for at, each in enumerate(spoken, 1) if re.fullmatch(each, given, re.IGNORECASE))
        return almanac.units_ago(number, unit, context.published)

    return read


def unit(kind: str, reader: Callable[[str, Published | None], Reading | None]) -> Reader:
    """Last week, this month."""
    return lambda _found, context: reader(kind, context.published)


# A year without a preposition, as German and Swedish have it: "wurde 2013 in Kassel aufgenommen", "i Karlskrona 2018.".
_BARE_BEHIND = re.compile(
    r"\s*(?:[.,;:)]|$)|\s+(?:in|im|bei|beim|auf|vor|am|an|aus|während|nach|entstand\w*|aufgenommen|gefilmt|gedreht|"
    r"fotografiert|veröffentlicht|i|på|vid|under|av|när|efter)(?!\w)"
)
_BARE_AHEAD = re.compile(r"[^\W\d_]{3,}\s$")
_A_COUNT = re.compile(
    r"(?i)(?:über|etwa|rund|knapp|fast|mehr als|weniger als|bis zu|mindestens|gut|insgesamt|nummer|nr|seite|kapitel|"
    r"modell|över|drygt|nästan|runt|ungefär|minst|fler än|mer än|upp till|totalt|sidan|modell)\.?\s$"
)


def _is_bare(found: re.Match[str]) -> bool:
    """Whether a number of four digits that no word announces is a year."""
    ahead = found.string[max(0, found.start("date") - 30) : found.start("date")]
    is_likely = re.fullmatch(r"(?:19[4-9]|20[0-4])\d", found["y"]) and not found["y"].endswith("00")
    is_between = _BARE_AHEAD.search(ahead) and _BARE_BEHIND.match(found.string, found.end("date"))
    return bool(is_likely and is_between and not _A_COUNT.search(ahead))


def year_after(before: str, *, is_bare: bool = False) -> Reader:
    """A year alone: after one of the words ``before``, or in brackets; ``is_bare``: also with nothing before it."""
    alone = re.compile(rf"(?:(?<!\w)(?:{before})\s+(?:the year\s+)?|[(\[,/;|]\s*|^\s*)$", re.IGNORECASE)
    closing = re.compile(r"\s*(?:[).,;\]/|]|$)")

    def read(found: re.Match[str], context: Context) -> Reading | None:
        if _COUNTED.match(found.string, found.end("date")):
            return None
        if context.field:
            return Reading(found["y"])
        ahead = found.string[max(0, found.start("date") - 30) : found.start("date")]
        stands = alone.search(ahead)
        if is_bare and not stands and _is_bare(found):
            return Reading(found["y"])
        if "'" in found["date"]:  # "2011'de": the suffix says what prepositions say elsewhere
            return Reading(found["y"])
        if not stands or (
            not stands.group().strip(" ([,/;|").strip() and not closing.match(found.string, found.end("date"))
        ):
            return None
        return Reading(found["y"])

    return read


def month_alone(found: re.Match[str], context: Context) -> Reading | None:
    """ "In June": a month without day and year, where a word before it, in its own language, makes it a date."""
    meaning = context.words.month_of(found["m"])
    month = _month(found, "m", context, beside=False)
    if meaning is None or month is None:
        return None
    if not (context.field or _is_introduced(found, meaning.languages) or _is_of_an_event(found)):
        return None
    if context.published is None:
        return Reading(None, relative=True, reason=almanac.NO_PUBLICATION)
    year = almanac.past_year_of_month(month, context.published)
    return Reading(almanac.month_text(year, month), relative=True, reason=almanac.YEAR_FROM_PUBLICATION)


def _is_of_an_event(found: re.Match[str]) -> bool:
    """ "An August attack"."""
    ahead = found.string[max(0, found.start("date") - 5) : found.start("date")]
    article = re.search(r"(?<!\w)(?:an?|the)\s+$", ahead, re.IGNORECASE)
    return bool(article) and bool(_EVENT.match(found.string, found.end("date")))


def _is_introduced(found: re.Match[str], languages: frozenset[str]) -> bool:
    ahead = found.string[max(0, found.start("date") - 30) : found.start("date")]
    before = "|".join(words.BEFORE_MONTH[code] for code in languages if words.BEFORE_MONTH.get(code))
    return bool(before) and bool(re.search(rf"(?<!\w)(?:{before})\s+$", ahead, re.IGNORECASE))


def _number(context: Context, word: str) -> int | None:
    meaning = context.words.month_of(word)
    return meaning.number if meaning else None


def _month(found: re.Match[str], group: str, context: Context, *, beside: bool) -> int | None:
    """The month, unless the word is rather another one: "may", "march", "Sept" alone.

    ``beside``: a day or a year stands beside it.
    """
    meaning = context.words.month_of(found[group])
    if meaning is None or (meaning.abbreviated and not beside):
        return None
    if found[group][0].islower() and meaning.languages <= NEEDS_CAPITAL:
        groups = found.groupdict()
        if not (beside and (groups.get("y") or groups.get("y2"))):
            return None
    return meaning.number
