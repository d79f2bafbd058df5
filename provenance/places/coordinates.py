"""Coordinates as people write them: decimal degrees, degrees with minutes and seconds, geo: URIs."""

from __future__ import annotations

import re

from provenance.places.records import Place, PlacePrecision

_DECIMAL = re.compile(
    r"(?:geo:)?\s*([NS]?)\s*([+-−]?\d{1,2}(?:[.]\d+)?)\s*°?\s*([NS]?)\s*[,;\s]\s*([EW]?)\s*([+-−]?\d{1,3}(?:[.]\d+)?)\s*°?\s*([EW]?)",
    re.IGNORECASE,
)
_DEGREES = r"(\d{1,3})\s*°\s*(?:(\d{1,2})\s*['′’]\s*(?:(\d{1,2}(?:[.]\d+)?)\s*(?:[\"″”]|''|’’)\s*)?)?"
_SEXAGESIMAL = re.compile(rf"{_DEGREES}([NS])\s*[,;]?\s*{_DEGREES}([EW])", re.IGNORECASE)
SHARPEST_KM = 0.1  # nobody stands where a photo shows, more exactly than that


def read_coordinates(text: str) -> Place | None:
    """The point that ``text`` is, latitude first; None where it is none, or not on Earth.

    Whole degrees need a letter or sign of their own ("34 N 40 E"), since two small numbers can be anything.
    """
    match = _SEXAGESIMAL.fullmatch(text.strip())
    if match:
        return _sexagesimal(match)
    match = _DECIMAL.fullmatch(text.strip())
    if not match:
        return None
    before, latitude, after, east_before, longitude, east_after = match.groups()
    signed = bool(before or after) and bool(east_before or east_after)
    if not signed and not ("." in latitude and "." in longitude):
        return None
    digits = min(_decimals(latitude), _decimals(longitude))
    return _point(
        _signed(latitude, before or after), _signed(longitude, east_before or east_after), 111.2 / 2 * 10.0**-digits
    )


def _sexagesimal(match: re.Match[str]) -> Place | None:
    degrees, minutes, seconds, north, east_degrees, east_minutes, east_seconds, east = match.groups()
    radius = 1.0 if seconds or minutes else 55.0
    return _point(
        _whole(degrees, minutes, seconds) * (-1 if north in "sS" else 1),
        _whole(east_degrees, east_minutes, east_seconds) * (-1 if east in "wW" else 1),
        radius if not seconds else SHARPEST_KM,
    )


def _whole(degrees: str, minutes: str | None, seconds: str | None) -> float:
    return float(degrees) + float(minutes or 0) / 60 + float(seconds or 0) / 3600


def _decimals(number: str) -> int:
    return len(number.partition(".")[2])


def _signed(number: str, letter: str) -> float:
    value = float(number.replace("−", "-"))
    return -abs(value) if letter in "sSwW" and letter else value


def _point(latitude: float, longitude: float, radius_km: float) -> Place | None:
    if not (abs(latitude) <= 90 and abs(longitude) <= 180):
        return None
    name = f"{latitude:.6g},{longitude:.7g}"
    radius = max(SHARPEST_KM, round(radius_km, 3))
    return Place(f"point:{name}", name, PlacePrecision.POINT, None, None, latitude, longitude, radius, 0)
