"""What a place is, what words may mean, and how two places lie. Only records; nothing is looked up here."""

from __future__ import annotations

from enum import StrEnum

from provenance.named import NamedTuple


class PlacePrecision(StrEnum):
    """How much ground a place covers, smallest first."""

    POINT = "point"  # coordinates
    TOWN = "town"  # towns, villages, cities and their quarters
    DISTRICT = "district"
    PROVINCE = "province"  # first level below the country
    COUNTRY = "country"
    REGION = "region"  # without a border that all agree on: Donbas, Sahel, Eastern Ghouta


class PlaceRelation(StrEnum):
    """What the ground of one reading is to that of another."""

    SAME = "same"
    WITHIN = "within"
    CONTAINS = "contains"
    NEAR = "near"  # so close, or so loosely said, that both may be meant
    APART = "apart"
    UNKNOWN = "unknown"  # one of them was not understood


class Place(NamedTuple):
    """One place of the gazetteer, or coordinates."""

    key: str  # "geonames:170063", "admin1:SY.08", "admin2:IN.34.patna", "seed:eastern-ghouta", "point:34.45,40.92"
    name: str
    precision: PlacePrecision
    country: str | None  # ISO 3166-1 alpha-2; None where it lies in several or in none
    province: str | None  # GeoNames' code, such as "SY.08"
    latitude: float | None  # of the middle, in degrees
    longitude: float | None
    radius_km: float  # rough size
    population: int  # 0: unknown


class PlaceReading(NamedTuple):
    """What words about a place may mean."""

    text: str
    places: tuple[Place, ...] = ()  # best first; none: not understood; several: all may be meant
    words: tuple[
        str, ...
    ] = ()  # what loosens it, folded: "outside", "5 km west of"; "within": only a part of it is meant
    bare: bool = False  # nothing but small towns, named without what contains them: others may bear the name


class PlaceMention(NamedTuple):
    """A place that running text names; ``text[start:end]`` is the name as written."""

    start: int
    end: int
    reading: PlaceReading
