"""Where captions say that something is: sentences in six languages, and what is no place."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from provenance.importers.article.claims import claim_of
from provenance.importers.article.everyday import EVERYDAY
from provenance.importers.article.familiar_places import own_places
from provenance.importers.article.understanding import Setting
from provenance.places import read_place
from tests.benchmarks.article_likeness import same_place

TABLE = Path(__file__).with_name("caption_places.txt")
LANGUAGES = ("ar", "de", "en", "es", "fr", "sv")
FRAMES = {
    "de": ("Menschen am {} am Montag", "{} nach dem Beschuss", "Das Video zeigt {} in der Nacht", "Leute im {} warten"),
    "en": ("{} after the attack on Monday", "The video shows {} at night"),
    "es": ("{} tras el ataque, el lunes", "El vídeo muestra {} en llamas"),
    "fr": ("{} après la frappe, lundi", "Une vidéo montre {} en feu"),
    "sv": ("{} efter attacken i måndags", "Filmen visar {} i lågor"),
}


def place_in(caption: str, language: str, *, own: frozenset[str] = frozenset()) -> str | None:
    return claim_of(caption, Setting(language, None, own), asserted_by=None).claim.place


def captions(language: str) -> list[tuple[str, str]]:
    lines = TABLE.read_text("utf-8").splitlines()
    rows = (line.split("|") for line in lines if not line.startswith("#"))
    return [(caption, place) for code, caption, place in rows if code == language]


@pytest.mark.parametrize("language", LANGUAGES)
def test_captions_say_where_by_their_grammar(language: str) -> None:
    rows = captions(language)
    assert len(rows) > 40
    wrong = []
    for caption, place in rows:
        read = place_in(caption, language)
        if (read is None) != (place == "") or (read is not None and not same_place(place, read)):
            wrong.append((caption, place, read))
    assert wrong == []


@pytest.mark.parametrize("language", sorted(FRAMES))
def test_everyday_words_with_a_capital_are_no_places(language: str) -> None:
    words = [word for word in sorted(EVERYDAY[language]) if word.isalpha()][::4]
    sentences = [frame.format(word.title()) for word in words for frame in FRAMES[language]]
    assert {sentence: place for sentence in sentences if (place := place_in(sentence, language))} == {}


@pytest.mark.parametrize(
    ("language", "text", "caption", "place"),
    [
        ("en", "Fighting went on in Velograd until noon.", "Velograd this morning: smoke over the silos", "Velograd"),
        ("en", "The mosque of Velograd was hit.", "A column leaving Velograd at dusk", "Velograd"),
        ("fr", "Le port de Minograd a changé de mains.", "Minograd ce mardi : la foule traverse", "Minograd"),
        ("es", "La calma volvió a la localidad de Minograd.", "Minograd, al amanecer", "Minograd"),
        ("sv", "Striderna i Velograd fortsatte.", "Filmen påstås visa Velograd", "Velograd"),
        ("ar", "قتل تسعة في بلدة كرساوا.", "أطفال في كرساوا", "كرساوا"),
    ],
)
def test_a_name_that_the_article_says_to_be_a_place_is_one_in_its_captions(
    language: str, text: str, caption: str, place: str
) -> None:
    assert place_in(caption, language) is None
    assert place_in(caption, language, own=own_places([text], language)) == place


def test_a_name_of_the_article_is_no_place_within_a_longer_name() -> None:
    own = own_places(["Fighting went on in Velograd until noon."], "en")
    assert place_in("Anna Velograd smiles", "en", own=own) is None
    assert place_in("A band called The Velograd Brothers", "en", own=own) is None


@pytest.mark.parametrize(
    ("language", "caption", "place"),
    [
        ("sv", "Ukrainas president talar", None),
        ("sv", "Ukrainas huvudstad Kiev i går", "Kiev"),
        ("de", "Syriens Präsident spricht", None),
        ("de", "Zerstörte Häuser in der Charkiwer Innenstadt", "Charkiw"),
        ("de", "Der Berliner Hauptbahnhof am Montag", "Berliner Hauptbahnhof"),
        ("en", "Fans at the 2023 World Cup final", None),
        ("en", "A drawing released by the British Museum", None),
        ("en", "Photo shows Fano, an armed group, at a funeral", None),
        ("en", "Photo showing the Karnal doctor at home", None),
        ("fr", "La vidéo de France 3 est plus claire.", None),
        ("fr", "Cela, personne ne l’a partagé.", None),
        ("en", "A still that purports to show the school of Karsava, posted on Telegram", "school of Karsava"),
        ("ar", "قوات سوريا الديمقراطية خلال تدريب", None),
        ("ar", "مسعفون ينقلون جريحا إلى مستشفى السلام", "مستشفى السلام"),
        ("ar", "شاحنات متجهة إلى معبر السلام", None),
    ],
)
def test_people_events_and_those_who_put_a_picture_out_are_no_places(
    language: str, caption: str, place: str | None
) -> None:
    assert place_in(caption, language) == place


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("petrol station in Novopskov", "Novopskov"),
        ("ayuntamiento de Jersón", "Kherson"),
        ("Sjukhuset i Nikopol", "Nikopol"),
        ("Iranian consulate in Damascus", "Damascus"),
    ],
)
def test_a_building_in_a_town_is_read_as_somewhere_in_the_town(text: str, name: str) -> None:
    read = read_place(text)
    assert read.places == read_place(name).places != ()
    assert read.words == ("within",)


def test_the_names_of_an_article_are_gathered_in_linear_time() -> None:
    def seconds(times: int) -> float:
        begun = time.process_time()
        own_places(["They met near Kelbat and in the old town of Velograd Kelbat Sur " * times], "en")
        return time.process_time() - begun

    seconds(5)
    assert seconds(300) < 30 * max(seconds(30), 0.002)
