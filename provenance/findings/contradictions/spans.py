"""Which of two recorded dates was certainly first, and by how much at the least. Compares texts in UTC; parses few.

A date that its author marks as uncertain (?) or approximate (~) is given an allowance either way.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.dates import BEGINNING, EASTMOST, END, WESTMOST, utc_text
from provenance.model import DateRole

if TYPE_CHECKING:
    from provenance.model import DateRecord

MARKS = frozenset("?~%")
# EDTF gives no width to "uncertain" and "approximate". One unit of what was given, and a week for a day, since
# reports of "about the 29th" are rarely further out; an interval may be out by its own length.
WEEK = timedelta(days=7)
LONGEST = timedelta(days=366)  # allowed for an interval
ALLOWANCE = {
    "second": WEEK,
    "minute": WEEK,
    "day": WEEK,
    "month": timedelta(days=31),
    "year": timedelta(days=366),
    "decade": timedelta(days=3_653),
    "century": timedelta(days=36_525),
}
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
NOTHING = timedelta(0)
FIRST_OF_A_DAY, LAST_OF_A_DAY = "T10:00:00Z", "T11:59:59Z"  # a day in an unknown zone begins and ends so
# Fewer calendar days than this can be an hour, where one is taken at one end of the world and one at the other.
FEWEST_DAYS = 3
CACHED = 16_384  # an archive has few distinct dates that are marked


def is_marked(record: DateRecord) -> bool:
    """Whether the date as given is marked as uncertain or approximate. What a camera writes is no EDTF."""
    return record.role is not DateRole.CAPTURED and not MARKS.isdisjoint(record.text)


def bounds(record: DateRecord) -> tuple[str, str]:
    """Earliest and latest instant, UTC, with the allowance for a date that is marked."""
    return _allowed(record) if is_marked(record) else (record.earliest, record.latest)


def is_before(one: DateRecord, other: DateRecord) -> bool:
    """Whether every instant of ``one``, allowances included, lies before every instant of ``other``."""
    return bounds(one)[1] < bounds(other)[0]


def allowance(record: DateRecord) -> timedelta:
    """What is allowed either way for a date that is marked."""
    if record.precision in ALLOWANCE:
        return ALLOWANCE[record.precision]
    return min(max(instant(record.latest) - instant(record.earliest), WEEK), LONGEST)


@lru_cache(maxsize=CACHED)
def shifted(moment: str, by: timedelta) -> str:
    """The instant ``by`` later, UTC; at most the first and the last that a date can have."""
    then = instant(moment)
    if by < NOTHING:
        return utc_text(then + by if then - BEGINNING > -by else BEGINNING)
    return utc_text(then + by if END - then > by else END)


def instant(text: str) -> datetime:
    """The instant that ``2016-06-29T00:00:00Z`` says."""
    return datetime.fromisoformat(text)


def gap(first: DateRecord, then: DateRecord) -> str:
    """How long before ``then`` the date ``first`` lies, in words and at the least that both can mean: ``696 days``.

    Where a zone is unknown calendar days are counted, from the last day that the first can mean to the first day
    that the other can; the time between where that is little, and where both zones are known.
    """
    days = (_first_day(then, first) - _last_day(first, then)).days
    if days >= FEWEST_DAYS and not (first.zone_known and then.zone_known):
        exact = all(one.precision == "day" and not one.zone_known and not is_marked(one) for one in (first, then))
        return f"{'' if exact else 'at least '}{_number(days, 'day')}"
    left = instant(bounds(then)[0]) - instant(bounds(first)[1])
    if left >= DAY:
        return f"at least {_number(left.days, 'day')}"
    return f"at least {_number(left // HOUR, 'hour')}" if left >= HOUR else "less than an hour"


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun}{'' if count == 1 else 's'}"


def _last_day(record: DateRecord, other: DateRecord) -> date:
    """The last day that it can have been there; anywhere, if its own zone is the only one known."""
    latest = bounds(record)[1]
    if record.zone_known:
        return _day(latest, NOTHING if other.zone_known else EASTMOST)
    return _day(latest, -WESTMOST if _is_widened(record, latest, LAST_OF_A_DAY) else NOTHING)


def _first_day(record: DateRecord, other: DateRecord) -> date:
    earliest = bounds(record)[0]
    if record.zone_known:
        return _day(earliest, NOTHING if other.zone_known else -WESTMOST)
    return _day(earliest, EASTMOST if _is_widened(record, earliest, FIRST_OF_A_DAY) else NOTHING)


def _is_widened(record: DateRecord, bound: str, end_of_a_day: str) -> bool:
    """Whether the bound covers every zone: of an interval, one end may have a zone and the other none."""
    return record.precision != "interval" or bound.endswith(end_of_a_day)


def _day(moment: str, by: timedelta) -> date:
    return instant(shifted(moment, by)).date()


@lru_cache(maxsize=CACHED)
def _allowed(record: DateRecord) -> tuple[str, str]:
    by = allowance(record)
    return shifted(record.earliest, -by), shifted(record.latest, by)
