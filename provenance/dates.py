"""Partial dates, intervals and zones. Reads EDTF (ISO 8601-2) and ISO 8601; never guesses a zone.

A date is kept as it was given, with the interval of instants that it can mean, in UTC. Where no zone is
known the interval is widened to every zone in use (UTC-12 to UTC+14), so that "earlier than" is only
said when it holds everywhere.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum

from provenance.errors import BadDate
from provenance.model import DateRecord, DateRole
from provenance.named import NamedTuple

EASTMOST = timedelta(hours=14)  # UTC+14, Line Islands: where a day begins first
WESTMOST = timedelta(hours=12)  # UTC-12: where it ends last
ONE_SECOND = timedelta(seconds=1)
ONE_DAY = timedelta(days=1)
BEGINNING = datetime(1, 1, 2, tzinfo=UTC)  # open interval ends; a day inside, so that widening stays possible
END = datetime(9999, 12, 30, tzinfo=UTC)
EXAMPLES = "2016, 2016-06, 2016-06-28, 2016-06-28/2016-06-29, 2016-06-29?, 2016-06-29T18:04+03:00"

# Compiled when first used: most commands that load this parse no date.
_CALENDAR = r"(\d{4}|\d{3}X|\d{2}XX)(?:-(\d{2}|XX))?(?:-(\d{2}|XX))?"
_MOMENT = r"(\d{4})-(\d{2})-(\d{2})[T ](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?\s*(Z|[+-]\d{2}(?::?\d{2})?)?"


class Precision(StrEnum):
    """How much of the date was given."""

    SECOND = "second"
    MINUTE = "minute"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    DECADE = "decade"
    CENTURY = "century"
    INTERVAL = "interval"


class DateRange(NamedTuple):
    """Every instant that a date, as given, can mean."""

    text: str  # as given
    earliest: datetime  # UTC, inclusive
    latest: datetime  # UTC, inclusive, to the second
    precision: Precision
    zone_known: bool
    uncertain: bool = False  # EDTF "?"
    approximate: bool = False  # EDTF "~"

    def __str__(self) -> str:
        return self.text


def could_coincide(a: DateRange, b: DateRange) -> bool:
    """Whether two dates, each perhaps only a month or a year, can be one instant."""
    return a.earliest <= b.latest and b.earliest <= a.latest


def certainly_before(a: DateRange, b: DateRange) -> bool:
    """Whether every instant of ``a`` lies before every instant of ``b``."""
    return a.latest < b.earliest


def utc_text(moment: datetime) -> str:
    """``2026-03-02T16:04:00Z``: 20 characters, sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").rjust(20, "0")


def bound(text: str, *, first: bool) -> str:
    """The first or the last moment that a date can mean, as UTC text.

    Raises:
        BadDate: it cannot be read.
    """
    date = parse_date(text)
    return utc_text(date.earliest if first else date.latest)


def dated(date: DateRange, role: DateRole, *, basis: str) -> DateRecord:
    """The date as the store keeps it, with what it is the date of and who or what says so."""
    return DateRecord(
        role=role,
        text=date.text,
        earliest=utc_text(date.earliest),
        latest=utc_text(date.latest),
        precision=date.precision.value,
        zone_known=date.zone_known,
        basis=basis,
    )


def parse_date(text: str) -> DateRange:
    """The instants that ``text`` can mean.

    Understands years, months, days, moments with or without a zone, ``X`` for unknown digits, intervals
    with ``/`` (open ends as ``..``), one of a set ``[2016-06-21,2016-06-28]`` and all of a set ``{2014,2016}``
    (both mean the span from the first to the last), and the qualifiers ``?`` (uncertain), ``~`` (approximate),
    ``%`` (both).

    Raises:
        BadDate: if it is none of these or no possible day. Orders such as 04/03/2016 are refused, since
            they mean two different days.
    """
    given = text.strip()
    if given[:1] + given[-1:] in ("[]", "{}"):
        return _set(given)
    if given.count("/") == 1:
        return _interval(given)
    return _single(given)


def past_date(text: str, *, now: str) -> DateRange:
    """The same for what happened, or appeared, by ``now``, UTC text; an end that is left open may still come.

    A day is allowed for zones and clocks.

    Raises:
        BadDate: it cannot be read, or it begins or ends in the future.
    """
    date = parse_date(text)
    limit = datetime.fromisoformat(now) + ONE_DAY
    ends = [_single(end) for end in date.text.split("/") if end not in ("", "..")] if "/" in date.text else [date]
    if any(_unwidened_start(end) > limit for end in ends):
        raise BadDate(f"{text!r} lies in the future: it is {now[:10]} here. Correct the date, or this machine's clock")
    return date


def from_timestamp(seconds: float, *, text: str | None = None) -> DateRange:
    """A moment that a machine recorded as seconds since 1970, UTC.

    Raises:
        BadDate: for a moment outside the years 1 to 9999.
    """
    try:
        moment = datetime.fromtimestamp(int(seconds), tz=UTC)
    except (OverflowError, OSError, ValueError) as error:
        raise BadDate(f"{seconds}: not a time stamp in seconds since 1970") from error
    return DateRange(text or utc_text(moment), moment, moment, Precision.SECOND, zone_known=True)


def _interval(given: str) -> DateRange:
    first_text, last_text = given.split("/")
    if first_text in ("", "..") and last_text in ("", ".."):
        raise _bad(given)
    first = None if first_text in ("", "..") else _single(first_text)
    last = None if last_text in ("", "..") else _single(last_text)
    earliest = first.earliest if first else BEGINNING
    latest = last.latest if last else END
    if first and last and _unwidened_end(last) < _unwidened_start(first):
        raise BadDate(f"{given!r}: the interval ends before it begins. Exchange the two dates.")
    known = [end for end in (first, last) if end]
    return DateRange(
        given,
        earliest,
        latest,
        Precision.INTERVAL,
        zone_known=all(end.zone_known for end in known),
        uncertain=any(end.uncertain for end in known),
        approximate=any(end.approximate for end in known),
    )


def _set(given: str) -> DateRange:
    """EDTF's sets: several dates, of which one is meant or all are. What lies between them is not excluded."""
    members = [parse_date(member) for member in given[1:-1].split(",") if member.strip()[:1] not in ("[", "{")]
    if len(members) != given.count(",") + 1:
        raise _bad(given)
    return DateRange(
        given,
        min(member.earliest for member in members),
        max(member.latest for member in members),
        Precision.INTERVAL,
        zone_known=all(member.zone_known for member in members),
        uncertain=any(member.uncertain for member in members),
        approximate=any(member.approximate for member in members),
    )


def _unwidened_start(date: DateRange) -> datetime:
    return date.earliest if date.zone_known else date.earliest + EASTMOST


def _unwidened_end(date: DateRange) -> datetime:
    return date.latest if date.zone_known else date.latest - WESTMOST


def _single(given: str) -> DateRange:
    bare = given.rstrip("?~%")
    marks = given[len(bare) :]
    uncertain, approximate = ("?" in marks or "%" in marks), ("~" in marks or "%" in marks)
    if moment := re.fullmatch(_MOMENT, bare):
        return _moment(given, moment, uncertain=uncertain, approximate=approximate)
    calendar = re.fullmatch(_CALENDAR, bare)
    if not calendar:
        raise _bad(given)
    start, stop, precision = _calendar(given, *calendar.groups())
    return DateRange(
        given,
        start - EASTMOST,
        stop + WESTMOST - ONE_SECOND,
        precision,
        zone_known=False,
        uncertain=uncertain,
        approximate=approximate,
    )


def _calendar(given: str, year: str, month: str | None, day: str | None) -> tuple[datetime, datetime, Precision]:
    """First instant, first instant after, and precision, as if the zone were UTC."""
    if "X" in year:
        span = 10 if year.count("X") == 1 else 100
        first_year = int(year.replace("X", "0"))
        if month not in (None, "XX") or day not in (None, "XX"):
            raise _bad(given)
        precision = Precision.DECADE if span == 10 else Precision.CENTURY
        return _day(given, first_year, 1, 1), _day(given, first_year + span, 1, 1), precision
    if month in (None, "XX"):
        if day not in (None, "XX"):
            raise _bad(given)
        return _day(given, int(year), 1, 1), _day(given, int(year) + 1, 1, 1), Precision.YEAR
    start = _day(given, int(year), int(month), 1 if day in (None, "XX") else int(day))
    if day in (None, "XX"):
        following = _day(given, int(year) + int(month) // 12, int(month) % 12 + 1, 1)
        return start, following, Precision.MONTH
    return start, start + timedelta(days=1), Precision.DAY


def _moment(given: str, found: re.Match[str], *, uncertain: bool, approximate: bool) -> DateRange:
    year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
    second_text, zone_text = found.group(6), found.group(7)
    second = min(int(second_text), 59) if second_text else 0  # a leap second counts as the one before
    try:
        local = datetime(year, month, day, hour, minute, second, tzinfo=_zone(zone_text))
        start = local.astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise _bad(given) from error
    _within_years(given, start)
    stop = start if second_text else start + timedelta(seconds=59)
    return DateRange(
        given,
        start if zone_text else start - EASTMOST,
        stop if zone_text else stop + WESTMOST,
        Precision.SECOND if second_text else Precision.MINUTE,
        zone_known=bool(zone_text),
        uncertain=uncertain,
        approximate=approximate,
    )


def _zone(text: str | None) -> timezone:
    if text in (None, "Z"):
        return UTC
    digits = text[1:].replace(":", "").ljust(4, "0")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    if offset > EASTMOST or int(digits[2:]) > 59:
        raise ValueError(text)
    return timezone(-offset if text[0] == "-" else offset)


def _day(given: str, year: int, month: int, day: int) -> datetime:
    try:
        moment = datetime(year, month, day, tzinfo=UTC)
    except ValueError as error:
        raise _bad(given) from error
    _within_years(given, moment)
    return moment


def _within_years(given: str, moment: datetime) -> None:
    if not BEGINNING <= moment <= END:
        raise BadDate(f"{given!r}: outside the years 1 to 9999")


def _bad(given: str) -> BadDate:
    return BadDate(f"{given!r} is not a date that can be read without guessing. Write it like {EXAMPLES}")
