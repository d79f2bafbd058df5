"""Places: spellings that meet, words that are none, and relations that geography agrees with."""

from __future__ import annotations

import math
import re
import sqlite3
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import provenance
from provenance.places import (
    PlacePrecision,
    PlaceReading,
    PlaceRelation,
    find_places,
    gazetteer,
    read_place,
    relation,
    search_terms,
)
from provenance.places.coordinates import read_coordinates
from provenance.places.folding import skeleton

DATA = Path(provenance.__file__).parent / "data"
SPELLINGS = (
    (
        "Al-Boukamal",
        "Albu Kamal",
        "Abu Kamal",
        "Bukamal",
        "Al-Bū Kamāl",
        "albukamal",
        "البوكمال",
        "أبو كمال",
        "Абу-Камаль",
    ),
    ("Deir Ezzor", "Deir al-Zour", "Deir ez-Zor", "Dayr az-Zawr", "دير الزور"),
    ("Raqqa", "Ar-Raqqah", "Rakka", "الرقة"),
    ("Mosul", "Mossul", "Mossoul", "الموصل", "Мосул"),
    ("Kharkiv", "Kharkov", "Charkiw", "Харків", "Харьков"),
    ("Aleppo", "Alep", "Alepo", "Halab", "حلب"),
    ("Kyiv", "Kiev", "Kiew", "Київ", "كييف"),
    ("Syria", "Syrie", "Syrien", "Siria", "سوريا", "سورية", "Сирия"),
    ("Gaza Strip", "Gazastreifen", "Bande de Gaza", "Franja de Gaza", "Gazaremsan", "قطاع غزة"),
)


def keys(reading: PlaceReading) -> list[str]:
    """Keys of what a reading may mean."""
    return [place.key for place in reading.places]


def names(text: str) -> list[tuple[str, str | None, str]]:
    """What running text names: the words, the country of the likeliest place, its precision."""
    return [
        (mention.reading.text, mention.reading.places[0].country, mention.reading.places[0].precision.value)
        for mention in find_places(text)
    ]


def related(a: str, b: str) -> PlaceRelation:
    """How two place strings relate."""
    return relation(read_place(a), read_place(b))


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda names: names[0])
def test_every_spelling_and_script_of_a_place_is_read_as_the_same_one(spellings: tuple[str, ...]) -> None:
    assert {keys(read_place(name))[0] for name in spellings} == {keys(read_place(spellings[0]))[0]}
    assert all(relation(read_place(spellings[0]), read_place(name)) == PlaceRelation.SAME for name in spellings)


@pytest.mark.parametrize("spellings", SPELLINGS, ids=lambda names: names[0])
def test_every_spelling_of_a_place_shares_a_search_term(spellings: tuple[str, ...]) -> None:
    shared = set(search_terms(spellings[0]))
    for name in spellings:
        shared &= set(search_terms(name))
    assert shared
    assert all(re.fullmatch("[a-z0-9]+", term) for term in shared)


@pytest.mark.parametrize(
    ("name", "key"),
    [("Boukamall", "geonames:174448"), ("Albou Kammal", "geonames:174448"), ("Kharkyv", "geonames:706483")],
)
def test_a_spelling_that_no_list_has_is_read_by_its_consonants(name: str, key: str) -> None:
    assert not any(found.place.key == key and found.likeness == 100 for found in gazetteer.exact(name))
    assert keys(read_place(name)) == [key]


@pytest.mark.parametrize("name", ["Bunagana", "near Bunagana", "Gendewha", "Himalayan"])
def test_a_spelling_that_is_only_similar_reads_no_small_town(name: str) -> None:
    assert not read_place(name).places
    assert read_place("Gendewha, Ethiopia").places


def test_hands_that_leave_out_vowels_do_not_make_another_town() -> None:
    for name in ("Balakot", "Viceroys", "Bandra, Mumbai", "Qwrtzp", "Blorptown"):
        assert not any(
            place.precision == PlacePrecision.TOWN and place.population < 100_000 for place in read_place(name).places
        )


@pytest.mark.parametrize(
    ("text", "country", "precision", "name"),
    [
        ("Rawa, Anbar, Iraq", "IQ", "town", "Rāwah"),
        ("Anbar", "IQ", "province", "Anbar"),
        ("in Iraq's Anbar", "IQ", "province", "Anbar"),
        ("Deir Ezzor province", "SY", "province", "Deir ez-Zor"),
        ("محافظة دير الزور", "SY", "province", "Deir ez-Zor"),
        ("Tripoli, Lebanon", "LB", "town", "Tripoli"),
        ("Lebanon, Tripoli", "LB", "town", "Tripoli"),
        ("Hyderabad (Pakistan)", "PK", "town", "Hyderabad"),
        ("Patna District, Bihar", "IN", "district", "Patna"),
        ("Eastern Ghouta", "SY", "region", "Eastern Ghouta"),
        ("Kashmir, India", None, "region", "Kashmir"),
        ("new delhi", "IN", "town", "Delhi"),
        ("Nice", "FR", "town", "Nice"),
        ("Batman, Turkey", "TR", "town", "Batman"),
        ("Kuwait", "KW", "country", "Kuwait"),
    ],
)
def test_a_place_string_is_read_at_its_precision(text: str, country: str | None, precision: str, name: str) -> None:
    first = read_place(text).places[0]
    assert (first.country, first.precision.value, first.name) == (country, precision, name)


@pytest.mark.parametrize(
    "text", ["", "unknown", "n/a", "Facebook", "Moon", "film set", "Xyzzy", "34", "a tv studio", "?"]
)
def test_what_is_no_place_is_not_understood(text: str) -> None:
    assert read_place(text) == PlaceReading(text)


def test_namesakes_of_like_size_all_stay_until_something_decides() -> None:
    assert {place.country for place in read_place("Tripoli").places} == {"LY", "LB"}
    assert {place.country for place in read_place("Georgia").places} == {"GE", "US"}
    assert {place.country for place in read_place("Tripoli", countries={"LB"}).places} == {"LB"}
    assert {place.country for place in read_place("London").places} == {"GB"}


def test_former_names_of_great_cities_stay_in_a_list_and_odd_names_of_others_do_not() -> None:
    assert [place.country for place in read_place("Berlin, Bombay and Peking").places] == ["DE", "IN", "CN"]
    assert {place.country for place in read_place("Mombasa Terminus, Kenya").places} == {"KE"}
    assert {place.country for place in read_place("Sabha, Malaysia").places} == {"MY"}


def test_a_list_has_all_its_places_and_what_contains_them_has_none_of_its_own() -> None:
    reading = read_place("Agartala, India; Berlin and Minsk; Aleppo, Syria")
    assert [place.country for place in reading.places] == ["IN", "DE", "BY", "SY"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("outside Al-Boukamal", ("outside",)),
        ("near the town of Al-Boukamal", ("near",)),
        ("قرب البوكمال", ("near",)),
        ("80 km north of Aleppo", ("80 km from",)),
        ("five miles from Aleppo", ("8 km from",)),
        ("northern Syria", ("within",)),
        ("State House, Nairobi", ("within",)),
        ("Aleppo", ()),
    ],
)
def test_words_that_loosen_a_place_are_kept(text: str, words: tuple[str, ...]) -> None:
    assert read_place(text).words == words


@pytest.mark.parametrize(
    ("text", "latitude", "longitude"),
    [
        ("34.45, 40.92", 34.45, 40.92),
        ("geo:34.45,40.92", 34.45, 40.92),
        ("-1.29 36.82", -1.29, 36.82),
        ("34.45N 40.92E", 34.45, 40.92),
        ("1.29° S, 36.82° E", -1.29, 36.82),
        ("34°27'08\"N 40°55'07\"E", 34.4522, 40.9186),
        ("33° 52′ S 151° 12′ E", -33.8667, 151.2),
    ],
)
def test_coordinates_are_read_in_the_usual_forms(text: str, latitude: float, longitude: float) -> None:
    (place,) = read_place(text).places
    assert place.precision == PlacePrecision.POINT
    assert place.latitude == pytest.approx(latitude, abs=1e-3)
    assert place.longitude == pytest.approx(longitude, abs=1e-3)


@pytest.mark.parametrize("text", ["34, 40", "2016-06-28", "95.1, 10.2", "10.2, 200.5", "12.5", "1.2.3, 4"])
def test_two_numbers_that_are_no_coordinates_are_not_read_as_such(text: str) -> None:
    assert read_coordinates(text) is None


@given(
    st.floats(-90, 90, allow_nan=False, allow_infinity=False),
    st.floats(-180, 180, allow_nan=False, allow_infinity=False),
)
@settings(max_examples=100)
def test_any_point_on_earth_is_read_back(latitude: float, longitude: float) -> None:
    (place,) = read_place(f"{latitude:.5f}, {longitude:.5f}").places
    assert place.latitude == pytest.approx(latitude, abs=1e-4)
    assert place.longitude == pytest.approx(longitude, abs=1e-4)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("forces in Iraq's Anbar", [("Iraq", "IQ", "country"), ("Anbar", "IQ", "province")]),
        ("Tents in Rawa, Anbar", [("Rawa", "IQ", "town"), ("Anbar", "IQ", "province")]),
        ("the Iraqi border town of Al-Qaim", [("Al-Qaim", "IQ", "town")]),
        ("Fighting in Aleppo and Idlib", [("Aleppo", "SY", "town"), ("Idlib", "SY", "town")]),
        ("a convoy in Deir Ezzor province", [("Deir Ezzor", "SY", "province")]),
        ("معارك بالرقة، وحلب", [("الرقة", "SY", "town"), ("حلب", "SY", "town")]),
        ("رتل عسكري قرب البوكمال", [("البوكمال", "SY", "town")]),
        ("Rauch bei Charkiw und in Syrien", [("Charkiw", "UA", "town"), ("Syrien", "SY", "country")]),
        ("Une frappe à Alep, en Syrie", [("Alep", "SY", "town"), ("Syrie", "SY", "country")]),
        ("Un ataque en Alepo", [("Alepo", "SY", "town")]),
        ("Strider utanför Charkiv", [("Charkiv", "UA", "town")]),
        ("Взрыв в Харькове", [("Харькове", "UA", "town")]),
        ("BEIRUT – A ship burns", [("BEIRUT", "LB", "town")]),
        ("People walk along the Syria-Iraq border", [("Syria", "SY", "country"), ("Iraq", "IQ", "country")]),
        ("A market in Batman, Turkey", [("Batman", "TR", "town"), ("Turkey", "TR", "country")]),
        ("A fire in Goma's port", [("Goma", "CD", "town")]),
        ("Smoke over Aleppo's old city", [("Aleppo", "SY", "town")]),
        ("A street near Saraqib's market", [("Saraqib", "SY", "town")]),
        ("Boats in Nice", [("Nice", "FR", "town")]),
    ],
)  # fmt: skip
def test_places_of_running_text_are_found(text: str, expected: list[tuple[str, str, str]]) -> None:
    assert names(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "New Syrian Army fighters raise a flag",
        "The Syrian Observatory for Human Rights said",
        "Paris Hilton waves to the crowd",
        "Jordan Peterson speaks",
        "Deir Ezzor 24 reported late at night",
        "The Washington Post wrote",
        "Most people think it is Nice to Split the Same Orange",
        "Reading the news, Man sees Mobile Of Batman",
        "In March they went home; in May, too",
        "US-backed rebels and Turkey-led troops",
        "Photo: A. Hassan/Reuters",
        "said in English and in Arabic",
        "صورة من الجيش السوري اليوم",
        "Obama's house",
        "A fire in Obama's house",
        "Houston's widow wept",
        "Obama’s claim is false",
        "@paris wrote on facebook.com/berlin",
    ],
)
def test_names_of_people_and_groups_and_ordinary_words_are_no_places(text: str) -> None:
    assert names(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "near the Hamdan airbase",
        "Hamdan",
        "Hamdan air base",
        "the military airport of Hamdan",
        "the Hamdan border crossing",
        "Hamdan oil field",
        "Militärflughafen Hamdan",
        "Hamdan-Krankenhaus",
        "base aérienne de Hamdan",
        "base aérea de Hamdan",
        "flygbasen Hamdan",
        "مطار الحمدان العسكري",
        "Victoria Hospital",
        "Paris Square",
    ],
)
def test_what_is_built_and_called_by_a_name_is_not_the_far_town_of_that_name(text: str) -> None:
    assert keys(read_place(text)) == []
    assert names(f"Smoke rises over {text}.") == []


@pytest.mark.parametrize(
    ("text", "name", "country"),
    [
        ("Aleppo airport", "Aleppo", "SY"),
        ("the Tabqa dam", "Al-Tabqa", "SY"),
        ("Deir ez-Zor military airport", "Deir Ezzor", "SY"),
        ("Kramatorsk railway station", "Kramatorsk", "UA"),
        ("Tanf border crossing, Syria", "Al-Tanf", "SY"),
    ],
)
def test_what_is_built_and_called_after_its_town_is_near_it(text: str, name: str, country: str) -> None:
    reading = read_place(text)
    assert [(place.name, place.country) for place in reading.places] == [(name, country)]
    assert reading.words == ("near",)


def test_a_street_or_an_airbase_called_after_something_elsewhere_leaves_the_place_that_is_named_beside_it() -> None:
    def at(text: str) -> list[str]:
        return [place.name for place in read_place(text).places]

    assert at("Hamdan airbase, Al-Boukamal") == ["Al-Boukamal"]
    assert at("Baghdad Street, Damascus") == ["Damascus"]
    assert [name for name, _, _ in names("Fighters near the Hamdan airbase outside Al-Boukamal, Syria")] == [
        "Al-Boukamal",
        "Syria",
    ]


def test_a_mention_is_the_name_as_written_and_where_it_stands() -> None:
    text = "رتل بالرقة، then Al-Boukamal’s gate, outside  Tal Afar."
    for mention in find_places(text):
        assert text[mention.start : mention.end] == mention.reading.text
    assert [mention.reading.text for mention in find_places("قصف على لبنان وبالرقة")] == ["لبنان", "الرقة"]


def test_the_countries_of_an_article_decide_between_namesakes() -> None:
    caption = "A street in Tripoli"
    assert {place.country for place in find_places(caption)[0].reading.places} == {"LY", "LB"}
    (mention,) = find_places(caption, countries={"LB"})
    assert {place.country for place in mention.reading.places} == {"LB"}
    (_, named) = find_places("Lebanese soldiers of the army of Lebanon in Tripoli")
    assert {place.country for place in named.reading.places} == {"LB"}


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("Rawa, Anbar", "in Iraq's Anbar", PlaceRelation.WITHIN),
        ("Aleppo", "Al-Boukamal", PlaceRelation.APART),
        ("Al-Boukamal", "Syria", PlaceRelation.WITHIN),
        ("Syria", "Iraq", PlaceRelation.APART),
        ("outside Al-Boukamal", "Al-Boukamal", PlaceRelation.NEAR),
        ("outside Al-Boukamal", "Al-Qaim", PlaceRelation.NEAR),
        ("outside Al-Boukamal", "Iraq", PlaceRelation.NEAR),
        ("Aleppo", "Iraq", PlaceRelation.APART),
        ("34.45, 40.92", "Al-Boukamal", PlaceRelation.NEAR),
        ("34.45, 40.92", "Aleppo", PlaceRelation.APART),
        ("Saraqib", "Idlib province", PlaceRelation.WITHIN),
        ("Raqqa", "Idlib province", PlaceRelation.APART),
        ("Anbar", "Nineveh", PlaceRelation.APART),
        ("Donetsk", "Donbas", PlaceRelation.WITHIN),
        ("Kyiv", "Donbas", PlaceRelation.APART),
        ("Damascus", "Eastern Ghouta", PlaceRelation.NEAR),
        ("Crimea", "Russia", PlaceRelation.NEAR),
        ("Srinagar", "Pakistan", PlaceRelation.NEAR),
        ("Mumbai", "Pakistan", PlaceRelation.APART),
        ("Tripoli", "Beirut", PlaceRelation.APART),
        ("Tripoli", "Lebanon", PlaceRelation.WITHIN),
        ("Xyzzy", "Aleppo", PlaceRelation.UNKNOWN),
        ("State House, Nairobi", "Nairobi", PlaceRelation.WITHIN),
        ("80 km from Al-Boukamal", "Al-Mayadin", PlaceRelation.NEAR),
        ("Izium", "Kharkiv", PlaceRelation.NEAR),
    ],
)  # fmt: skip
def test_two_places_relate_as_the_map_says(a: str, b: str, expected: PlaceRelation) -> None:
    turned = {PlaceRelation.WITHIN: PlaceRelation.CONTAINS}
    assert related(a, b) == expected
    assert related(b, a) == turned.get(expected, expected)


def test_a_name_of_several_places_is_apart_only_if_all_of_them_are() -> None:
    assert len(read_place("Tripoli").places) == 2
    assert related("Tripoli", "Libya") == related("Tripoli", "Lebanon") == PlaceRelation.WITHIN
    assert related("Tripoli", "Kenya") == PlaceRelation.APART


def rows(query: str, *values: object) -> list[tuple[object, ...]]:
    """Rows of the shipped file, past the code that is tested."""
    database = sqlite3.connect(DATA / f"gazetteer-{gazetteer.VERSION}.sqlite")
    try:
        return database.execute(query, values).fetchall()
    finally:
        database.close()


@given(st.integers(0, 2**32), st.integers(0, 2**32))
@settings(max_examples=150, deadline=None)
def test_no_two_towns_are_apart_that_haversine_puts_together_and_none_near_that_it_parts(
    first: int, second: int
) -> None:
    towns = rows("SELECT id FROM places WHERE precision = 1 AND country IN ('SY', 'IQ') AND typeof(key) = 'integer'")
    a, b = (gazetteer._place(int(str(towns[number % len(towns)][0]))) for number in (first, second))
    found = relation(PlaceReading("a", (a,)), PlaceReading("b", (b,)))
    metres = haversine(a.latitude or 0, a.longitude or 0, b.latitude or 0, b.longitude or 0)
    if metres < a.radius_km + b.radius_km:
        assert found in (PlaceRelation.SAME, PlaceRelation.NEAR)
    if found in (PlaceRelation.SAME, PlaceRelation.NEAR):
        loose = any(gazetteer.surroundings(place).namesake for place in (a, b)) and a.province == b.province
        assert metres < a.radius_km + b.radius_km + 6 or loose


def haversine(latitude: float, longitude: float, other_latitude: float, other_longitude: float) -> float:
    """Kilometres on the sphere."""
    a, b = math.radians(latitude), math.radians(other_latitude)
    turn = math.radians(other_longitude - longitude)
    return (
        2
        * 6371
        * math.asin(math.sqrt(math.sin((b - a) / 2) ** 2 + math.cos(a) * math.cos(b) * math.sin(turn / 2) ** 2))
    )


@given(st.text(max_size=60))
@settings(max_examples=150, deadline=None)
def test_no_text_breaks_a_reader_and_mentions_never_overlap(text: str) -> None:
    read_place(text)
    search_terms(text)
    end = 0
    for mention in find_places(text):
        assert end <= mention.start < mention.end <= len(text)
        end = mention.end


def test_the_blocks_of_the_shipped_names_are_those_that_this_code_computes() -> None:
    # A change of the folding without a new extract would lose names silently.
    for consonants, block in rows("SELECT skeleton, block FROM names ORDER BY skeleton LIMIT 4000 OFFSET 9000"):
        for line in str(block).split("\n"):
            assert skeleton(line.split(" ")[0]) == consonants
    for name in rows(
        "SELECT name FROM places WHERE country IN ('SY', 'UA', 'IN') AND typeof(key) = 'integer' LIMIT 3000"
    ):
        assert gazetteer.exact(str(name[0])), name


def test_every_place_lies_on_earth_and_every_number_in_a_block_is_a_place() -> None:
    ((highest, lowest, east, west, count),) = rows(
        "SELECT max(latitude), min(latitude), max(longitude), min(longitude), count(*) FROM places"
    )
    assert -9000 <= float(str(lowest)) <= float(str(highest)) <= 9000
    assert -18000 <= float(str(west)) <= float(str(east)) <= 18000
    named = {
        int(mark.rstrip("*"), 16)
        for (block,) in rows("SELECT block FROM names")
        for line in str(block).split("\n")
        for mark in line.split(" ")[1:]
    }
    assert max(named) <= int(str(count))
    assert len(named) > 0.95 * int(str(count))


def test_the_extract_fits_the_wheel_and_its_page_names_the_licence() -> None:
    assert (DATA / f"gazetteer-{gazetteer.VERSION}.sqlite").stat().st_size < 7_000_000  # 3 MB once zipped
    page = (DATA / "gazetteer.md").read_text("utf-8")
    assert "GeoNames" in page
    assert "CC BY 4.0" in page


def test_importing_the_module_opens_nothing_and_loads_no_library() -> None:
    code = "import sys, provenance.places; print('\\n'.join(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not {"sqlite3", "rapidfuzz", "numpy"} & set(done.stdout.split())


def test_several_threads_read_at_once() -> None:
    found: list[list[str]] = []
    cities = [f"{name}, {country}" for name, country in (("Homs", "Syria"), ("Basra", "Iraq"), ("Aden", "Yemen"))] * 20

    def look() -> None:
        found.append([read_place(city).places[0].country or "" for city in cities])

    threads = [threading.Thread(target=look) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == [["SY", "IQ", "YE"] * 20] * 4
