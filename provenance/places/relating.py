"""How the places of two readings lie to each other. APART only where nothing that may be meant can be one place."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.places import gazetteer
from provenance.places.choosing import contains, distance
from provenance.places.records import Place, PlacePrecision, PlaceReading, PlaceRelation

if TYPE_CHECKING:
    from collections.abc import Iterator

OUTSIDE_KM = 30.0  # how far "outside", "near", "the countryside of" may reach
FUZZ_KM = 5.0  # between towns: a quarter, a checkpoint, a village that nobody counts apart
BORDER_KM = 25.0  # from a place to the nearest known town of a province, so that it may lie in it after all
# Countries of which one name is also said, by history or by custom, for the ground of the other.
OVERLAPPING = tuple(
    frozenset(pair)
    for pair in (
        *(
            ("IL", "PS"),
            ("SD", "SS"),
            ("MA", "EH"),
            ("RS", "XK"),
            ("CN", "TW"),
            ("CN", "HK"),
            ("CN", "MO"),
            ("US", "PR"),
        ),
        *(("FR", "GP"), ("FR", "MQ"), ("FR", "RE"), ("FR", "GF"), ("FR", "YT"), ("US", "GU")),
    )
)
# Provinces that another country claims or holds: neither name contradicts the other there.
DISPUTED = {
    **dict.fromkeys(("UA.05", "UA.08", "UA.11", "UA.14", "UA.20", "UA.26"), ("RU",)),
    **dict.fromkeys(("IN.12", "IN.41"), ("PK", "CN")),
    **dict.fromkeys(("PK.06", "PK.07"), ("IN",)),
    **{"IN.30": ("CN",), "SY.03": ("IL",), "GE.02": ("RU",)},
}
# Countries of which the gazetteer has the villages too (data/gazetteer.md).
_ITS_VILLAGES = "SY IQ LB JO TR LY YE PS IL EG UA SD SS AF IR ET"
_WITH_VILLAGES = frozenset(_ITS_VILLAGES.split())
_SPREAD = (PlacePrecision.PROVINCE, PlacePrecision.COUNTRY)
_STEP = re.compile(r"([\d.e+]+) km from")
_CLOSENESS = (
    PlaceRelation.SAME,
    PlaceRelation.WITHIN,
    PlaceRelation.CONTAINS,
    PlaceRelation.NEAR,
    PlaceRelation.APART,
)


def relation(a: PlaceReading, b: PlaceReading) -> PlaceRelation:
    """What ``a`` is to ``b``, in the closest way that any of their places allows; UNKNOWN where one has none."""
    if not a.places or not b.places:
        return PlaceRelation.UNKNOWN
    reach = reach_km(a) + reach_km(b)
    found = {_of_two(one, other, reach) for one in a.places for other in b.places}
    closest = min(found, key=_CLOSENESS.index)
    if closest == PlaceRelation.APART and _loosely_near(a, b, reach):
        return PlaceRelation.NEAR
    if closest == PlaceRelation.SAME:
        return _same(a, b)
    return closest


def doubtful(reading: PlaceReading, other: PlaceReading) -> Place | None:
    """The small town that a bare name was taken for, where ``other`` lies in countries that may have one of that name.

    None where the reading is sure, or the gazetteer would have the other place of that name.
    """
    if not reading.bare or not other.places:
        return None
    own = {place.country for place in reading.places}
    there = {country for place in other.places for country in _countries(place)}
    if there & own or (there and there | own <= _WITH_VILLAGES):
        return None
    return reading.places[0]


def _countries(place: Place) -> set[str | None]:
    if place.precision == PlacePrecision.POINT and place.latitude is not None and place.longitude is not None:
        return {gazetteer.country_at(place.latitude, place.longitude)}
    if place.country is None:
        return {code.lstrip("~")[:2] for code in gazetteer.surroundings(place).covers}
    return {place.country}


def reach_km(reading: PlaceReading) -> float:
    """How far from its place a reading may mean, by its words."""
    steps = (_STEP.fullmatch(word) for word in reading.words)
    given = [1.25 * float(step[1]) + FUZZ_KM for step in steps if step]  # roads are longer, and people round
    loose = OUTSIDE_KM if {"outside", "near"} & set(reading.words) else 0.0
    return max([loose, *given])


def _same(a: PlaceReading, b: PlaceReading) -> PlaceRelation:
    if reach_km(a) or reach_km(b):
        return PlaceRelation.NEAR
    partly, other = "within" in a.words, "within" in b.words
    if partly and other:
        return PlaceRelation.NEAR
    if partly or other:
        return PlaceRelation.WITHIN if partly else PlaceRelation.CONTAINS
    return PlaceRelation.SAME


def _of_two(a: Place, b: Place, reach: float) -> PlaceRelation:
    if a.key == b.key:
        return PlaceRelation.SAME
    if contains(a, b):
        return PlaceRelation.NEAR if reach else PlaceRelation.CONTAINS
    if contains(b, a):
        return PlaceRelation.NEAR if reach else PlaceRelation.WITHIN
    if _may_overlap(a, b) or _apart_km(a, b) <= reach:
        return PlaceRelation.NEAR
    return PlaceRelation.APART


def _may_overlap(a: Place, b: Place) -> bool:
    """Whether one of the two is a country to which the ground of the other is also said to belong."""
    for country, place in ((a, b), (b, a)):
        if country.precision == PlacePrecision.COUNTRY and country.country and place.country:
            if {country.country, place.country} in OVERLAPPING:
                return True
            if country.country in DISPUTED.get(place.province or "", ()):
                return True
    return False


def _apart_km(a: Place, b: Place) -> float:
    """How many kilometres lie between two places at least, once their sizes and what is unsure are taken off."""
    if PlacePrecision.REGION in (a.precision, b.precision):
        return _from_region(a, b) if a.precision == PlacePrecision.REGION else _from_region(b, a)
    if a.precision in _SPREAD and b.precision in _SPREAD:
        return max(distance(a, b) - a.radius_km - b.radius_km, 1.0)  # two with a border between them share no ground
    if a.precision in _SPREAD:
        return _from_border(a, b)
    if b.precision in _SPREAD:
        return _from_border(b, a)
    return distance(a, b) - a.radius_km - b.radius_km - FUZZ_KM


def _from_region(region: Place, other: Place) -> float:
    """Regions have no border: their rough circle stands for it, and what they cover in part."""
    covers = {code.lstrip("~") for code in gazetteer.surroundings(region).covers}
    if other.precision in _SPREAD and {other.country, other.province} & (covers | {code[:2] for code in covers}):
        shared = other.precision == PlacePrecision.COUNTRY or other.province in covers or other.country in covers
        if shared:
            return 0.0
    if covers and region.country and other.country and other.country != region.country:
        return max(
            distance(region, other) - region.radius_km - other.radius_km, 1.0 if other.precision in _SPREAD else 0.0
        )
    return distance(region, other) - region.radius_km - other.radius_km - FUZZ_KM


def _from_border(spread: Place, other: Place) -> float:
    """From a province or country to a place outside of it: to its nearest known town."""
    if other.latitude is None or other.longitude is None:
        return 0.0
    nearest = gazetteer.distance_to_towns(spread, other.latitude, other.longitude)
    if nearest is None:
        return distance(spread, other) - spread.radius_km - other.radius_km - BORDER_KM
    return nearest - other.radius_km - BORDER_KM


def _loosely_near(a: PlaceReading, b: PlaceReading, reach: float) -> bool:
    """A town's name is also said for the province that is called after it: "Kharkiv" of a village in its oblast."""
    return any(
        _of_two(one, other, reach) != PlaceRelation.APART
        for one, other in [
            *((province, place) for province in _namesakes(a) for place in b.places),
            *((place, province) for place in a.places for province in _namesakes(b)),
        ]
        if contains(one, other) or contains(other, one)
    )


def _namesakes(reading: PlaceReading) -> Iterator[Place]:
    for place in reading.places:
        key = gazetteer.surroundings(place).namesake if place.precision == PlacePrecision.TOWN else None
        province = gazetteer.by_key(key) if key else None
        if province:
            yield province
