"""Calendar arithmetic for dates in words: from what was said and when it was published to EDTF."""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.dates import EASTMOST, WESTMOST, DateRange, Precision
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

EARLY = (1, 12)  # days of a month that "early" may mean; generous, so that no compatible day is excluded
MIDDLE = (9, 22)
LATE = (19, 31)
EARLY_MONTHS = (1, 5)  # months of a year
MIDDLE_MONTHS = (4, 9)
LATE_MONTHS = (8, 12)
WEEKDAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")  # whatever the locale
SEASONS = {"spring": (3, 6), "summer": (6, 9), "autumn": (9, 12), "winter": (0, 15)}  # months, counted on from January
FEW = (2, 10)  # what "a few" and "several" may mean
NO_PUBLICATION = "counted from the date of publication, which is not known"
VAGUE_PUBLICATION = "counted from the date of publication, of which the day is not known"
YEAR_FROM_PUBLICATION = "the year is taken from the date of publication"


class Which(StrEnum):
    """Which of the days of that name a weekday means, as far as the words around it say."""

    LATEST = "latest"  # nothing is said: the latest
    LAST = "last"  # not that of publication
    LAST_IN_DOUBT = "last-in-doubt"  # "last Tuesday", which some say of the week before
    WEEK_BEFORE = "week-before"  # "Tuesday last week"
    COMING = "coming"  # "next Tuesday"
    PERHAPS_COMING = "perhaps-coming"  # the sentence speaks of what will be


class Reading(NamedTuple):
    """What a date in words comes to; ``edtf is None`` where the date of publication would be needed."""

    edtf: str | None
    relative: bool = False
    reason: str | None = None


class Published(NamedTuple):
    """The first and the last day that the date of publication can mean, in its own zone."""

    first: date
    last: date

    @property
    def day(self) -> date | None:
        """The day, where it is one."""
        return self.last if self.first == self.last else None


def publication(given: DateRange | None) -> Published | None:
    """The days of publication, without the hours by which a date without a zone is widened."""
    if given is None:
        return None
    if given.precision in (Precision.SECOND, Precision.MINUTE):
        try:
            day = date.fromisoformat(given.text[:10])
        except ValueError:
            day = given.earliest.date()
        return Published(day, day)
    if given.zone_known:
        return Published(given.earliest.date(), given.latest.date())
    return Published((given.earliest + EASTMOST).date(), (given.latest - WESTMOST).date())


def day_or_none(year: int, month: int, day: int) -> date | None:
    """That day, if there is one."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def month_text(year: int, month: int) -> str:
    """``2016-06``."""
    return f"{year:04}-{month:02}"


def interval(first: date | str, last: date | str) -> str:
    """``2016-06-28/2016-06-29``; one date where both are the same."""
    return str(first) if str(first) == str(last) else f"{first}/{last}"


def one_of(found: Iterable[date | str]) -> str:
    """``[2016-06-21,2016-06-28]``, earliest first; one date where all are the same."""
    distinct = sorted({str(each) for each in found})
    return distinct[0] if len(distinct) == 1 else f"[{','.join(distinct)}]"


def all_of(found: Iterable[date | str]) -> str:
    """``{2014,2016}``, earliest first; one date where all are the same."""
    distinct = sorted({str(each) for each in found})
    return distinct[0] if len(distinct) == 1 else f"{{{','.join(distinct)}}}"


def not_after(edtf: str) -> str:
    """Everything up to the end of a date: "before March 2016", which people also say of March itself."""
    return f"../{_members(edtf)[-1].split('/')[-1]}"


def not_before(edtf: str) -> str:
    """Everything from the beginning of a date on."""
    return f"{_members(edtf)[0].split('/')[0]}/.."


def _members(edtf: str) -> list[str]:
    return edtf.strip("[]{}").split(",")


def end_of_month(year: int, month: int) -> int:
    """28 to 31."""
    return calendar.monthrange(year, month)[1]


def part_of_month(year: int, month: int, part: tuple[int, int]) -> str:
    """The days that "early", "mid" and "late" may mean."""
    last = min(part[1], end_of_month(year, month))
    return interval(date(year, month, part[0]), date(year, month, last))


def part_of_year(year: int, part: tuple[int, int]) -> str:
    """The months that "early", "mid" and "late" may mean."""
    return interval(month_text(year, part[0]), month_text(year, part[1]))


def past_year_of_month(month: int, published: Published) -> int:
    """The year of the latest such month that had begun when it was published."""
    return published.last.year if month <= published.last.month else published.last.year - 1


def day_without_year(month: int, day: int, weekday: int | None, published: Published | None) -> Reading | None:
    """A month and a day: the latest such day before publication, or the one on which the weekday falls."""
    if published is None:
        return Reading(None, relative=True, reason=NO_PUBLICATION) if day_or_none(2000, month, day) else None
    around = [day_or_none(published.last.year + years, month, day) for years in (1, 0, -1, -2, -3, -4)]
    known = [each for each in around if each]
    past = next((each for each in known if each <= published.last), None)
    if past is None:
        return None
    if weekday is not None and past.weekday() != weekday:
        near = [each for each in known if abs((each - published.last).days) < 400 and each.weekday() == weekday]
        if near:
            return Reading(str(near[0]), relative=True, reason=YEAR_FROM_PUBLICATION)
        return Reading(f"{past}?", relative=True, reason=_wrong_weekday(past))
    return Reading(str(past), relative=True, reason=YEAR_FROM_PUBLICATION)


def full_day(year: int, month: int, day: int, weekday: int | None) -> Reading | None:
    """A day with its year; uncertain where the weekday beside it is another's."""
    found = day_or_none(year, month, day)
    if found is None:
        return None
    if weekday is not None and found.weekday() != weekday:
        return Reading(f"{found}?", reason=_wrong_weekday(found))
    return Reading(str(found))


def weekday_near(weekday: int, published: Published | None, *, which: Which) -> Reading:
    """The day that a weekday alone names: the latest before publication, unless words say or suggest another."""
    if published is None or published.day is None:
        return Reading(None, relative=True, reason=VAGUE_PUBLICATION if published else NO_PUBLICATION)
    day = published.day
    back = (day.weekday() - weekday) % 7
    nearest, following = day - timedelta(days=back), day + timedelta(days=7 - back)
    before = nearest - timedelta(days=7)
    if which is Which.COMING:
        return Reading(str(following), relative=True)
    if which is Which.WEEK_BEFORE:
        return Reading(str(day - timedelta(days=day.weekday() + 7 - weekday)), relative=True)
    if which is Which.PERHAPS_COMING:
        return Reading(one_of((nearest, following)), relative=True, reason="may be the one that was still to come")
    if back == 0:
        if which is not Which.LATEST:
            return Reading(str(before), relative=True)
        return Reading(one_of((before, nearest)), relative=True, reason="it was published on that weekday")
    if which is Which.LAST_IN_DOUBT and nearest.isocalendar()[:2] == day.isocalendar()[:2]:
        return Reading(one_of((before, nearest)), relative=True, reason="'last' may mean the week before")
    return Reading(str(nearest), relative=True)


def night_before(reading: Reading) -> Reading:
    """The night to a day: that day and the one before."""
    try:
        day = date.fromisoformat(reading.edtf or "")
    except ValueError:
        return reading
    return reading._replace(edtf=interval(day - timedelta(days=1), day))


def night_after(reading: Reading) -> Reading:
    """The night of a day: that day and the one after."""
    try:
        day = date.fromisoformat(reading.edtf or "")
    except ValueError:
        return reading
    return reading._replace(edtf=interval(day, day + timedelta(days=1)))


def few_units_ago(unit: str, published: Published | None) -> Reading:
    """ "A few weeks ago"."""
    if published is None:
        return Reading(None, relative=True, reason=NO_PUBLICATION)
    days = {"hour": 1 / 24, "day": 1, "week": 7, "month": 31, "year": 366}[unit]
    return days_before(round(FEW[1] * days) + 1, int(FEW[0] * days * 0.9), published)


def days_before(first: int, last: int, published: Published | None) -> Reading:
    """So many days before publication, the earlier end first."""
    if published is None:
        return Reading(None, relative=True, reason=NO_PUBLICATION)
    return Reading(
        interval(published.first - timedelta(days=first), published.last - timedelta(days=last)), relative=True
    )


def units_ago(number: int, unit: str, published: Published | None) -> Reading | None:
    """ "Three weeks ago": a day for days, else as coarse as the unit."""
    if published is None:
        return Reading(None, relative=True, reason=NO_PUBLICATION)
    if number > 200:
        return None
    if unit == "hour":
        return days_before(number // 24 + 1, number // 24, published)
    if unit == "day":
        return days_before(number, number, published)
    if unit == "week":
        return days_before(7 * number + 3, 7 * number - 3, published)
    if unit == "month":
        months = published.last.year * 12 + published.last.month - 1 - number
        return Reading(month_text(months // 12, months % 12 + 1), relative=True)
    return Reading(f"{published.last.year - number:04}", relative=True)


def unit_before(unit: str, published: Published | None) -> Reading | None:
    """ "Last week", "last month", "last year"."""
    if published is None:
        return Reading(None, relative=True, reason=NO_PUBLICATION)
    if unit == "week":
        monday = published.first - timedelta(days=published.first.weekday() + 7)
        return Reading(interval(monday, published.last - timedelta(days=published.last.weekday() + 1)), relative=True)
    if unit in ("month", "year"):
        return units_ago(1, unit, published)
    return None


def unit_of(unit: str, published: Published | None) -> Reading | None:
    """ "This week", "this month", "this year"."""
    if published is None:
        return Reading(None, relative=True, reason=NO_PUBLICATION)
    if unit == "week":
        monday = published.first - timedelta(days=published.first.weekday())
        return Reading(interval(monday, published.last + timedelta(days=6 - published.last.weekday())), relative=True)
    if unit in ("month", "year"):
        return units_ago(0, unit, published)
    return None


def _wrong_weekday(day: date) -> str:
    return f"{day} was a {WEEKDAY_NAMES[day.weekday()]}, which is not the weekday named"
