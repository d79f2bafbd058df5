"""Which of the places of one name is meant: by what lies in what, by the words around it, by size. Ties stay ties."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.places import gazetteer
from provenance.places.records import Place, PlacePrecision

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from provenance.places.gazetteer import Found

DECISIVE = 10.0  # times larger than any namesake: then the large one is meant, unless something else is said
FAR_LARGER = 1000.0  # times: then not even the word for the kind of place helps a namesake
UNCOUNTED = 15_000  # inhabitants of a place whose population GeoNames does not have
UNCOUNTED_AMONG_NAMESAKES = 3_500
ALTERNATE = 0.12  # of its size counts where the name is only one of its alternates
MOST_CANDIDATES = 8
COUNTRY_WEIGHT = 3.0
SMALLEST_COUNTRY = 5_000_000  # countries are spoken of as if they had at least so many inhabitants
_ORDER = tuple(PlacePrecision)


def contains(outer: Place, inner: Place) -> bool:
    """Whether a country, province, district or region holds another place wholly, as far as is known."""
    if outer.key == inner.key:
        return False
    if PlacePrecision.REGION in (outer.precision, inner.precision):
        return _region_contains(outer, inner)
    if _ORDER.index(outer.precision) <= _ORDER.index(inner.precision):
        return False
    if outer.precision == PlacePrecision.COUNTRY:
        return outer.country is not None and outer.country == inner.country
    if outer.precision == PlacePrecision.PROVINCE:
        return outer.province is not None and outer.province == inner.province
    return outer.precision == PlacePrecision.DISTRICT and gazetteer.surroundings(inner).district == outer.key


def _region_contains(outer: Place, inner: Place) -> bool:
    """The same where one of the two is a region, which may be larger than a country or smaller than a province."""
    if outer.precision != PlacePrecision.REGION:
        if outer.precision == PlacePrecision.COUNTRY:
            return inner.country is not None and inner.country == outer.country
        own = {code.lstrip("~") for code in gazetteer.surroundings(inner).covers}
        return outer.precision == PlacePrecision.PROVINCE and own == {outer.province}
    covers = gazetteer.surroundings(outer).covers
    if inner.precision == PlacePrecision.REGION:
        parts = gazetteer.surroundings(inner).covers
        return bool(parts) and (parts <= covers or {code.lstrip("~")[:2] for code in parts} <= covers)
    if inner.country in covers or inner.province in covers:
        return True
    return f"~{inner.province}" in covers and distance(outer, inner) + inner.radius_km <= outer.radius_km


def distance(a: Place, b: Place) -> float:
    """Kilometres between the middles of two places; 0 where one has none."""
    if a.latitude is None or a.longitude is None or b.latitude is None or b.longitude is None:
        return 0.0
    return gazetteer.kilometres(a.latitude, a.longitude, b.latitude, b.longitude)


def inhabitants(place: Place) -> int:
    """Its population; a guess where nobody counted."""
    return place.population or UNCOUNTED


def weight(found: Found) -> float:
    """How likely a name means this place, all else being equal: its size, less for a name that it seldom has."""
    place = found.place
    size = float(place.population or UNCOUNTED_AMONG_NAMESAKES)
    if place.precision == PlacePrecision.COUNTRY:
        size = COUNTRY_WEIGHT * max(size, SMALLEST_COUNTRY)
    return size * (1.0 if found.main else ALTERNATE)


def choose(
    found: Iterable[Found], *, kind: str = "", inside: Sequence[Place] = (), countries: Collection[str] = ()
) -> tuple[Place, ...]:
    """The places that may be meant, best first.

    ``kind`` is what the text calls it ("town", "province"), ``inside`` what it is said to lie in, ``countries`` those
    that the text is about. Each narrows the choice where anything is left of it.
    """
    left = sorted(found, key=lambda item: (-weight(item), item.place.key))
    if inside:
        left = [item for item in left if any(contains(outer, item.place) for outer in inside)] or left
    if kind:
        fitting = [item for item in left if _fits(item.place, kind)]
        if fitting and weight(fitting[0]) * FAR_LARGER >= weight(left[0]):  # "Burma Camp" is no camp near Burma, Jordan
            left = fitting
    home = [item for item in left if item.place.country in countries]
    if home and weight(home[0]) * DECISIVE * DECISIVE >= weight(left[0]):
        left = home
    return _largest(_without_namesakes(left, kind))


def _fits(place: Place, kind: str) -> bool:
    if kind == "town":
        return place.precision == PlacePrecision.TOWN
    if kind == "district":
        return place.precision == PlacePrecision.DISTRICT or (
            place.precision == PlacePrecision.PROVINCE and place.country in ("KE", "GB", "LR", "SE", "HR", "EE", "IR")
        )
    if kind == "province":
        return place.precision in (PlacePrecision.PROVINCE, PlacePrecision.REGION)
    if kind == "country":
        return place.precision == PlacePrecision.COUNTRY
    return place.precision in (PlacePrecision.REGION, PlacePrecision.PROVINCE)


def _without_namesakes(left: list[Found], kind: str) -> list[Found]:
    """Of a town and the province named after it, the town; of a country and what in it has its name, the country."""
    kept = []
    for item in left:
        held = any(
            contains(other.place, item.place) and (other.place.precision == PlacePrecision.COUNTRY or bool(kind))
            for other in left
        )
        holds = not kind and any(
            item.place.precision in (PlacePrecision.PROVINCE, PlacePrecision.DISTRICT)
            and other.place.precision == PlacePrecision.TOWN
            and (other.main or not item.main or gazetteer.surroundings(other.place).namesake == item.place.key)
            and other.place.population * DECISIVE >= item.place.population
            and (contains(item.place, other.place) or _same_ground(item.place, other.place))
            for other in left
        )
        if not held and not holds:
            kept.append(item)
    return kept or left


def _same_ground(around: Place, town: Place) -> bool:
    """A town's own district, or the province around a town that is a province itself: Minsk, Kyiv."""
    at_home = around.province == town.province or around.precision == PlacePrecision.PROVINCE
    near = distance(around, town) <= around.radius_km + town.radius_km
    return at_home and around.country == town.country and near


def _largest(left: list[Found]) -> tuple[Place, ...]:
    if not left:
        return ()
    least = weight(left[0]) / DECISIVE
    kept = [item.place for item in left if weight(item) > least]
    return tuple(dict.fromkeys(kept))[:MOST_CANDIDATES]
