"""The gazetteer that this package ships: names to places. Opened at the first look-up, read-only; it takes no loading.

The file is a SQLite database made by tests/benchmarks/make_gazetteer.py; data/gazetteer.md says of what. Names lie in
blocks by their skeleton, so that one row holds every spelling that could be meant. Safe to use from several threads.
"""

from __future__ import annotations

import math
import sys
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.places.folding import folded_name, skeleton, sounds
from provenance.places.records import Place, PlacePrecision

if TYPE_CHECKING:
    import sqlite3

VERSION = 1
_PRECISIONS = (
    PlacePrecision.POINT,
    PlacePrecision.TOWN,
    PlacePrecision.DISTRICT,
    PlacePrecision.PROVINCE,
    PlacePrecision.COUNTRY,
    PlacePrecision.REGION,
)
# A spelling that the gazetteer does not have must share this many consonants, and be as like in its vowels too
# (rapidfuzz's ratio). Set by trying spellings of known towns and look-alikes that are none; no benchmark says more.
FEWEST_CONSONANTS = 3
SHORTEST_ALIKE = 4  # letters; a name of fewer consonants must sound the same: Douma, Duma
LIKE_SHORT = 86.0  # of names with that many
LIKE_LONG = 80.0  # of names with more
AROUND_DEGREES = 3.0  # how far from a point a town is looked for that says in which country it is
_KILOMETRES = 111.2  # of a degree of latitude


class Found(NamedTuple):
    """A place under one of its names."""

    place: Place
    main: bool  # its own name, not one of many alternates
    likeness: float = 100.0  # of the spelling, in per cent
    heard: bool = True  # what is spelt otherwise sounds the same, doubled letters aside: "Boukamall"


class Surroundings(NamedTuple):
    """What :class:`Place` does not say of a place of the gazetteer."""

    district: str | None  # key
    namesake: str | None  # key of the province that it lies in and that has the same name
    covers: frozenset[str]  # of a region: codes of the provinces or countries that it covers; "~" before one: in part
    towns: tuple[int, int] | None  # first and last row of the towns that a country or province has


def exact(name: str) -> tuple[Found, ...]:
    """The places that have this name, spelling and script aside; in no order that means anything."""
    folded = folded_name(name)
    return tuple(Found(_place(number), main) for number, main in _block(skeleton(folded)).get(folded, ()))


def close(name: str) -> tuple[Found, ...]:
    """The places with a name that may be another spelling of this one, most alike first; none where it is short."""
    folded = folded_name(name)
    consonants = skeleton(folded)
    if len(consonants) < FEWEST_CONSONANTS and len(folded) < SHORTEST_ALIKE:
        return ()
    block = _block(consonants)
    if not block:
        return ()
    from rapidfuzz.fuzz import ratio  # heavy: only where a name is not known as it is spelt

    spoken, enough = sounds(folded), LIKE_LONG
    if len(consonants) <= FEWEST_CONSONANTS:
        enough = LIKE_SHORT if len(consonants) == FEWEST_CONSONANTS else 100.0
    alike: dict[int, tuple[float, bool]] = {}
    heard: set[int] = set()
    for spelling, holders in block.items():
        score = ratio(spoken, sounds(spelling))
        if enough < 100 and spelling[0].isascii() and folded[0].isascii():  # one script: its own letters must agree too
            score = min(score, ratio(folded, spelling))
        if score >= enough:
            for number, main in holders:
                alike[number] = max(alike.get(number, (0.0, False)), (score, main))
            if spoken == sounds(spelling):
                heard.update(number for number, _ in holders)
    best = max((score for score, _ in alike.values()), default=0.0)
    return tuple(
        Found(_place(number), main, score, number in heard)
        for number, (score, main) in sorted(alike.items(), key=lambda item: (-item[1][0], item[0]))
        if score >= best - 8
    )


@lru_cache(maxsize=4096)
def by_key(key: str) -> Place | None:
    """A country by "SY", a province, district or region by its key."""
    if len(key) == 2:
        number = _first("precision = 4 AND country = ?", key)
    elif key.startswith("geonames:"):
        number = _first("key = ?", int(key[9:]))
    else:
        number = _first("precision > 1 AND key = ?", key) or _first("key = ?", key)
    return _place(number) if number else None


@lru_cache(maxsize=4096)
def surroundings(place: Place) -> Surroundings:
    """What else is known of a place; nothing of coordinates."""
    number = _number(place)
    if number is None:
        return Surroundings(None, None, frozenset(), None)
    district, namesake, covers, first, last = (
        _database()
        .execute("SELECT district, namesake, covers, first_town, last_town FROM places WHERE id = ?", (number,))
        .fetchone()
    )
    return Surroundings(
        _place(district).key if district else None,
        _place(namesake).key if namesake else None,
        frozenset((covers or "").split()),
        (first, last) if first else None,
    )


@lru_cache(maxsize=4096)
def distance_to_towns(place: Place, latitude: float, longitude: float) -> float | None:
    """How far a point is from the nearest town of a country or province, in km; None where none is known.

    The towns stand for the border, which the gazetteer does not have.
    """
    towns = surroundings(place).towns
    if towns is None:
        return None
    rows = _database().execute(
        "SELECT latitude / 100.0, longitude / 100.0 FROM places WHERE id BETWEEN ? AND ? AND precision = 1", towns
    )
    return min((kilometres(latitude, longitude, *row) for row in rows), default=None)


@lru_cache(maxsize=4096)
def country_at(latitude: float, longitude: float) -> str | None:
    """The country of the town that is nearest to a point; None where none is known for some hundred kilometres."""
    rows = _database().execute(
        "SELECT latitude / 100.0, longitude / 100.0, country FROM places "
        "WHERE precision = 1 AND latitude BETWEEN ? AND ? AND longitude BETWEEN ? AND ?",
        tuple(100 * (middle + way) for middle in (latitude, longitude) for way in (-AROUND_DEGREES, AROUND_DEGREES)),
    )
    near = min(((kilometres(latitude, longitude, *row[:2]), row[2]) for row in rows), default=None)
    return near[1] if near else None


def kilometres(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Distance of two points on the ground; exact enough up to a few hundred km, and no less than that beyond."""
    east = (other_longitude - longitude + 180) % 360 - 180
    shrink = math.cos(math.radians((latitude + other_latitude) / 2))
    return _KILOMETRES * math.hypot(other_latitude - latitude, east * shrink)


@lru_cache(maxsize=1)
def _database() -> sqlite3.Connection:
    import sqlite3
    from importlib.resources import as_file, files

    with as_file(files("provenance") / "data" / f"gazetteer-{VERSION}.sqlite") as path:
        # Immutable: no locks and no look for a journal, also where the folder cannot be written to.
        return sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro&immutable=1", uri=True, check_same_thread=False)


@lru_cache(maxsize=4096)
def _block(consonants: str) -> dict[str, tuple[tuple[int, bool], ...]]:
    row = _database().execute("SELECT block FROM names WHERE skeleton = ?", (consonants,)).fetchone()
    if row is None:
        return {}
    lines = (line.split(" ") for line in row[0].split("\n"))
    return {name: tuple((int(mark.rstrip("*"), 16), mark[-1] == "*") for mark in marks) for name, *marks in lines}


@lru_cache(maxsize=8192)
def _place(number: int) -> Place:
    key, name, precision, country, province, latitude, longitude, radius, population = (
        _database()
        .execute(
            "SELECT key, name, precision, country, province, latitude, longitude, radius, population "
            "FROM places WHERE id = ?",
            (number,),
        )
        .fetchone()
    )
    return Place(
        f"geonames:{key}" if isinstance(key, int) else key,
        name,
        _PRECISIONS[precision],
        country,
        province,
        latitude / 100,
        longitude / 100,
        float(radius),
        population,
    )


def _number(place: Place) -> int | None:
    """The row of a place."""
    if place.key.startswith("point:"):
        return None
    if not place.key.startswith("geonames:"):
        return _first("precision > 1 AND key = ?", place.key) or _first("key = ?", place.key)
    if place.precision == PlacePrecision.COUNTRY:
        return _first("precision = 4 AND country = ?", place.country)
    # Towns have no index of their own: they lie together by province, and that is a short walk.
    province = by_key(f"admin1:{place.province}")
    first, last = (surroundings(province).towns if province else None) or (0, sys.maxsize)
    return _first("id BETWEEN ? AND ? AND key = ?", first, last, int(place.key[9:]))


def _first(condition: str, *values: object) -> int | None:
    row = _database().execute("SELECT id FROM places WHERE " + condition, values).fetchone()  # noqa: S608 - of this file
    return row[0] if row else None
