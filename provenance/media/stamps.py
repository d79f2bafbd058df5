"""Times as cameras and programs write them, turned into facts and dates. Guesses no zone, judges no time."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, TypeAlias

from provenance.dates import dated, parse_date
from provenance.errors import BadDate
from provenance.model import DateRole, Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.dates import DateRange
    from provenance.model import DateRecord

Statement: TypeAlias = "Fact | DateRecord"

IMPOSSIBLE = "no possible date: as the file says it, this field gives no usable time"
NEVER_SET = "the first second of a year: a clock that was never set shows this, so it may not be the time"

# EXIF asks for "2016:06:28 23:04:10"; phones and converters also write dashes, slashes, one digit, a zone.
_CAMERA = re.compile(
    r"(\d{4})[:./-] ?(\d\d?)[:./-] ?(\d\d?)"
    r"(?:[ T]+(\d\d?): ?(\d\d?)(?:: ?(\d\d?))?(?:[.,]\d*)?\s*(Z|[+-]\d?\d:\d\d)?)?"
)
_OFFSET = re.compile(r"Z|[+-](0\d|1[0-4]):[0-5]\d")


def camera_iso(text: str, offset: str | None = None) -> str | None:
    """EXIF's ``2016:06:28 23:04:10`` in ISO 8601, with the zone where one is stated; None if it is none."""
    found = _CAMERA.fullmatch(text.strip())
    if not found:
        return None
    year, month, day, hour, minute, second, zone = found.groups()
    iso = f"{year}-{int(month):02}-{int(day):02}"
    if hour is None:
        return iso
    iso += f"T{int(hour):02}:{int(minute):02}" + (f":{int(second):02}" if second else "")
    if zone and len(zone) == len("+1:00"):
        zone = f"{zone[0]}0{zone[1:]}"
    return iso + (usable_offset(offset) or zone or "")


def usable_offset(text: str | None) -> str | None:
    """An offset such as ``+03:00`` if it is one: cameras leave blanks and question marks there."""
    offset = (text or "").strip()
    return offset if _OFFSET.fullmatch(offset) else None


def iptc_iso(day: str, time: str) -> str | None:
    """IPTC's ``20160628`` and ``230410+0300`` in ISO 8601; unknown parts are written as zeros."""
    if not re.fullmatch(r"\d{8}", day):
        return None
    year, month, date = day[:4], day[4:6], day[6:]
    if month == "00":
        return year
    if date == "00":
        return f"{year}-{month}"
    clock = re.fullmatch(r"(\d\d)(\d\d)(\d\d)([+-]\d{4})?", time)
    whole = f"{year}-{month}-{date}"
    return whole if not clock else f"{whole}T{clock[1]}:{clock[2]}:{clock[3]}{clock[4] or ''}"


def stamped(name: str, text: str, iso: str | None, *, source: str, basis: str | None = None) -> Iterator[Statement]:
    """The fact that ``text`` stands there and, with a ``basis``, the date on which it says that it was taken.

    An impossible date stays a fact, with a hint, and gives no date.
    """
    when = _readable(iso)
    if when is None:
        yield Fact(name, text, source, IMPOSSIBLE)
        return
    yield Fact(name, text, source, NEVER_SET if "-01-01T00:00:00" in (iso or "") else None)
    if basis is not None:
        yield dated(when, DateRole.CAPTURED, basis=basis)._replace(text=text)


def _readable(iso: str | None) -> DateRange | None:
    try:
        return parse_date(iso) if iso else None
    except BadDate:
        return None
