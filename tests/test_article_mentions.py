"""Sentences on media that an article does not show: which speak of one, or again of it, and which only sound so."""

from __future__ import annotations

import time

import pytest

from provenance.importers.article.mentions import mentions_in
from provenance.model import MediaKind


@pytest.mark.parametrize(
    "text",
    [
        "The prosecutor has secured recordings from nine cameras along the pier.",
        "A page with few followers put up a video of a lorry in a ditch.",
        "Her brother keeps three photographs of the orchard in a tin.",
        "Dem Anwalt liege ein Handyvideo vom Steg vor, hieß es.",
        "In der Küche hängt ein Hochzeitsfoto aus dem Jahr 1961.",
        "Die Polizei hat mehrere Videos sichergestellt.",
        "Un berger a remis aux enquêteurs les images de sa caméra de chasse.",
        "Il lui reste une photo du pont, prise avant la crue.",
        "La vecina guarda dos fotografías del molino.",
        "El fiscal retiró un vídeo de la red interna.",
        "En åtelkamera vid tjärnen har tagit bilder som länsstyrelsen har fått.",
        "I hallen hänger ett flygfoto av bruket.",
        "Samma kanal la ut en film på en brinnande bil.",
        "Zwei der Betroffenen übergaben uns Videos aus ihren Telefonen.",
        "وأظهر بث مباشر على فيسبوك شباناً يعبرون الجسر.",
        "ردت حسابات أخرى بفيديو لرجال يحملون أكياساً.",
        "يستند التقرير إلى سبعة عشر مقطع فيديو.",
        "التقط راع مشهداً مدته عشر ثوان من فوق التل.",
    ],
)
def test_a_sentence_that_means_one_medium_or_several_is_a_mention(text: str) -> None:
    assert [each.sentence for each in mentions_in(text)] == [text]


@pytest.mark.parametrize(
    "text",
    [
        "The minister gave a clear picture of the harvest.",
        "She runs a photo studio above the bakery.",
        "He joined by video link from the island.",
        "The video assistant referee was not consulted.",
        "A photo editor and two drivers were held for an hour.",
        "Das Vorbild des Vereins ist ein Klub aus Malmö.",
        "Mit dem Laden des Videos akzeptieren Sie die Datenschutzerklärung.",
        "Send us your photos and videos.",
        "El festival de cine abrió el lunes.",
        "Bilden av landet har förändrats.",
    ],
)
def test_a_sentence_that_only_sounds_so_is_none(text: str) -> None:
    assert mentions_in(text) == []


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("The army released a video of a raid near the pier.", "The clip is three years old."),
        ("The army released a video of a raid near the pier.", "Neither man in that grainy footage wears a cap."),
        ("Eine Gruppe veröffentlichte am Montag ein Video.", "Auf der Aufnahme fehlt der Ton."),
        ("Eine Gruppe veröffentlichte am Montag ein Foto.", "Laut dem Bürgermeister ist das Bild vier Jahre alt."),
        ("Un collectif a publié une vidéo du pont.", "Le maire qualifie ces images de mise en scène."),
        ("Un colectivo difundió un vídeo del puente.", "El alcalde dice que las imágenes son de otro pueblo."),
        ("En grupp publicerade ett klipp från bron.", "Enligt kommunen är filmen två år gammal."),
        ("نشرت مجموعة مقطعاً من الجسر.", "ونفت البلدية الأمر وقالت إن الفيديو من بلد آخر."),
    ],
)
def test_what_points_back_to_a_medium_speaks_of_it_again(first: str, second: str) -> None:
    together = mentions_in(f"{first} {second}")
    assert [each.sentence for each in together] == [first, second]
    assert together[1].again
    assert together[1].kind is together[0].kind
    (before,) = mentions_in(first)
    assert [each.sentence for each in mentions_in(second, before=before)] == [second]


@pytest.mark.parametrize(
    "text",
    ["The picture is grim for growers.", "Das Bild ist düster.", "The footage budget was cut.", "Bilden är dyster."],
)
def test_nothing_points_back_where_no_medium_was_spoken_of(text: str) -> None:
    assert mentions_in(text) == []


def test_a_recording_of_sound_is_not_the_video_before_it() -> None:
    (video,) = mentions_in("The army released a video of a raid near the pier.")
    assert mentions_in("The paper could not place the recording.", before=video) == []


def test_the_kind_of_what_points_back_is_that_of_the_medium_before() -> None:
    first, again = mentions_in("Un collectif a diffusé une vidéo du pont. Ces images datent de 2016.")
    assert first.kind is again.kind is MediaKind.VIDEO


def test_mentions_are_sought_in_linear_time() -> None:
    for piece in ("the video ", "a photo ", "das Bild ", "صورة ", "one two three ", "took pictures "):
        started = time.process_time()
        mentions_in(". ".join([piece * 100] * 40))
        few = time.process_time() - started
        started = time.process_time()
        mentions_in(". ".join([piece * 100] * 160))
        assert time.process_time() - started < max(8 * few, 1.0)
