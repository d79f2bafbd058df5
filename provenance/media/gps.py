"""What the GPS part of the EXIF block says: position, direction, time in UTC, and the zone that follows.

As the file says: a position can be written by hand, and a fix can be older than the picture.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from provenance.dates import parse_date
from provenance.errors import BadDate
from provenance.media.exif import Exif, local_time, stated_offset
from provenance.media.stamps import stamped
from provenance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.media.stamps import Statement

QUARTER_HOUR = timedelta(minutes=15)
DRIFT_ALLOWED = timedelta(minutes=5)  # a clock set by hand, or a fix some minutes old; zones are 15 apart
# Minutes of every offset in civil use since 1995 that is no whole hour (IANA time zone database; a test).
ODD_OFFSETS = frozenset({-570, -510, -270, -210, -150, 210, 270, 330, 345, 390, 510, 525, 570, 585, 630, 690, 765, 825})
WESTMOST_HOUR, EASTMOST_HOUR = -12, 14

_REFERENCES = {"T": "true north", "M": "magnetic north"}
_NO_FIX = "0, 0 is what some programs write when they know no position"
_OUTSIDE = "no possible position on the globe"
_AS_TEXT = "written as text, against the standard, and not converted"
_NO_SIDE = "the file does not say which hemisphere; north and east are assumed"


def gps_facts(exif: Exif) -> Iterator[Statement]:
    """Position, altitude, direction, accuracy and time; then what time and camera clock say together."""
    yield from _position(exif)
    if altitude := exif.numbers.get("GPS GPSAltitude"):
        below = exif.numbers.get("GPS GPSAltitudeRef", (0.0,))[0] == 1
        yield Fact("gps.altitude", f"{-altitude[0] if below else altitude[0]:.1f} m", "exif")
    if direction := exif.numbers.get("GPS GPSImgDirection"):
        reference = _REFERENCES.get(exif.texts.get("GPS GPSImgDirectionRef", "").strip(), "unknown north")
        yield Fact("gps.direction", f"{direction[0]:.0f} degrees from {reference}", "exif")
    if accuracy := exif.numbers.get("GPS Tag 0x001F"):
        yield Fact("gps.accuracy", f"{accuracy[0]:.0f} m", "exif")
    yield from _time(exif)


def decimal_degrees(parts: tuple[float, ...], side: str) -> float:
    """Degrees, minutes and seconds as one number; south and west are negative."""
    degrees = sum(part / 60.0**power for power, part in enumerate(parts[:3]))
    return -degrees if side.strip().upper().startswith(("S", "W")) else degrees


def position_fact(latitude: float, longitude: float, *, source: str, sides_known: bool = True) -> Fact:
    """The fact of a position, with a hint where it is a doubtful one."""
    hint = None if sides_known else _NO_SIDE
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        hint = _OUTSIDE
    elif latitude == longitude == 0:
        hint = _NO_FIX
    return Fact("gps.position", f"{latitude:.6f}, {longitude:.6f}", source, hint)


def zone_offset(difference: timedelta) -> timedelta | None:
    """The zone in civil use that is meant by a camera clock which is ahead of UTC by ``difference``.

    None if the difference is further than DRIFT_ALLOWED from every zone.
    """
    quarters = round(difference / QUARTER_HOUR)
    minutes = quarters * 15
    whole = minutes % 60 == 0 and WESTMOST_HOUR * 60 <= minutes <= EASTMOST_HOUR * 60
    if not (whole or minutes in ODD_OFFSETS) or abs(difference - quarters * QUARTER_HOUR) > DRIFT_ALLOWED:
        return None
    return timedelta(minutes=minutes)


def zone_facts(local: datetime, utc: datetime, *, stated: str | None) -> Iterator[Fact]:
    """What follows when the camera's clock said ``local``, marked as UTC, and GPS said ``utc``."""
    difference = local - utc
    offset = zone_offset(difference)
    if offset is None:
        yield Fact(
            "captured.clock",
            f"{_span(abs(difference))} {'ahead of' if difference > timedelta(0) else 'behind'} GPS time",
            "exif",
            "no zone explains it: the camera's clock or the GPS time may be wrong, old or edited",
        )
        return
    inferred = _offset_text(offset)
    hint = f"inferred: the camera's clock less GPS time is {_span(difference)}"
    if stated:
        agrees = stated.replace("Z", "+00:00") == inferred
        hint += f"; the file states {stated}, which {'agrees' if agrees else 'does not agree'}"
    yield Fact("captured.zone", f"UTC{inferred}", "exif", hint)


def _position(exif: Exif) -> Iterator[Fact]:
    latitude = exif.numbers.get("GPS GPSLatitude")
    longitude = exif.numbers.get("GPS GPSLongitude")
    north = exif.texts.get("GPS GPSLatitudeRef", "")
    east = exif.texts.get("GPS GPSLongitudeRef", "")
    if not latitude or not longitude:
        written = [exif.texts.get("GPS GPS" + name, "") for name in ("Latitude", "Longitude")]
        if all(written):
            yield Fact("gps.position", f"{written[0]} {north}; {written[1]} {east}", "exif", _AS_TEXT)
        return
    yield position_fact(
        decimal_degrees(latitude, north),
        decimal_degrees(longitude, east),
        source="exif",
        sides_known=bool(north.strip() and east.strip()),
    )


def _time(exif: Exif) -> Iterator[Statement]:
    day = exif.texts.get("GPS GPSDate", "").strip()
    clock = exif.numbers.get("GPS GPSTimeStamp", ())
    if not day or len(clock) != 3 or not all(0 <= part < 100 for part in clock):
        if day:
            yield Fact("gps.date", day, "exif")
        return
    written = "{:02}:{:02}:{:02}".format(*map(int, clock))
    iso = f"{day[:10].replace(':', '-').replace('/', '-')}T{written}Z"
    yield from stamped("gps.time", f"{day} {written} UTC", iso, source="exif", basis="exif (GPS clock)")
    local = local_time(exif)
    try:
        camera = parse_date(local + "Z").earliest if local else None
        satellite = parse_date(iso).earliest
    except BadDate:
        return
    if camera:
        yield from zone_facts(camera, satellite, stated=stated_offset(exif))


def _offset_text(offset: timedelta) -> str:
    minutes = int(offset.total_seconds()) // 60
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02}:{abs(minutes) % 60:02}"


def _span(difference: timedelta) -> str:
    seconds = abs(int(difference.total_seconds()))
    sign = "-" if difference < timedelta(0) else ""
    if seconds >= 2 * 86_400:
        return f"{seconds // 86_400:,} days"
    return f"{sign}{seconds // 3600} h {seconds // 60 % 60:02} min"
