"""What captions and sentences of articles say of where, how surely, and of media that are not shown."""

from __future__ import annotations

import time

import pytest

from provenance.dates import parse_date
from provenance.importers.article.claims import Reading, claim_of
from provenance.importers.article.understanding import Setting
from provenance.model import Hedge

PUBLISHED = parse_date("2023-05-19")


def read(text: str, language: str) -> Reading:
    return claim_of(text, Setting(language, PUBLISHED), asserted_by="Quiet Post")


def test_the_hedge_of_a_sentence_goes_before_that_of_a_noun_in_it() -> None:
    text = "Des hommes présentés comme des bergers auraient été filmés près du pont."
    assert read(text, "fr").claim.hedge == Hedge.REPORTEDLY
    assert read("A clip described as showing a shepherd", "en").claim.hedge == Hedge.SAID_TO


@pytest.mark.parametrize(
    ("language", "caption", "place"),
    [
        ("en", "Smoke over the Karsava grain terminal near Odesa on Monday", "Karsava grain terminal near Odesa"),
        ("en", "Men work in the village of Tel Shamma, 12 km south of Hasakah", "Tel Shamma, 12 km south of Hasakah"),
        ("en", "Volunteers from Sweden unload boxes in Kherson", "Kherson"),
        ("en", "Refugees from Mariupol wait for a train", None),
        ("en", "Displaced families arrive from Khan Younis", None),
        ("en", "Ahmed Karim, a teacher, in his classroom", None),
        ("en", "A still from a video posted by the Kestrel Brigade", None),
        ("en", "Members of the Islamic Front near Maskanah", "near Maskanah"),
        ("en", "Anna Keller at her desk", None),
        ("en", "Footage from Wad Madani shows looted shops", "Wad Madani"),
        ("en", "Police at the Saltivka metro station, Kharkiv", "Saltivka metro station, Kharkiv"),
        ("en", "Outside Al-Amal bakery in Jabalia refugee camp", "Outside Al-Amal bakery in Jabalia refugee camp"),
        ("en", "Protesters in Martyrs' Square, Tripoli", "Martyrs' Square, Tripoli"),
        ("en", "What the ministry says is a missile launcher in Zuwara", "Zuwara"),
        ("en", "Portrait of General Hassan Rida", None),
        ("en", "Fighters in a photo released on Telegram", None),
        ("en", "In Arabic, the sign reads welcome", None),
        ("en", "A drone over the Red Sea", "Red Sea"),
        ("en", "A convoy heading to Gao", None),
        ("en", "Mr Osman in 2019", None),
        ("en", "Fishermen at Lake Turkana, Kenya", "Lake Turkana, Kenya"),
        ("de", "Zerstörte Häuser im Stadtteil Saltiwka in Charkiw", "Stadtteil Saltiwka in Charkiw"),
        ("de", "Flüchtlinge aus Mariupol in einem Zug", None),
        ("de", "Demonstranten auf dem Majdan-Platz in Kiew", "Majdan-Platz in Kiew"),
        ("de", "Bei Kämpfen zerstörter Panzer", None),
        ("de", "Menschen fliehen in Richtung Goma", None),
        ("de", "In Sicherheit: Kinder in einem Keller", None),
        ("de", "Soldaten der Brigade Asow bei einer Übung", None),
        ("de", "Blick auf Kabul vom Flughafen aus", "Kabul"),
        ("de", "Straße nach Debalzewe", "Debalzewe"),
        ("de", "Der Sprecher der Miliz bei Nacht", None),
        ("fr", "Un camion brûlé à l’entrée de Menaka, dans le nord du Mali", "Menaka, dans le nord du Mali"),
        ("fr", "La mosquée de Koro, près de Bankass", "mosquée de Koro, près de Bankass"),
        ("fr", "Des réfugiés venus de Tessalit à la frontière", None),
        ("fr", "Le général Abdou Sidi lors d’une conférence", None),
        ("fr", "Rue des Lilas à Kherson après la frappe", "Rue des Lilas à Kherson"),
        ("fr", "Vue aérienne du pont de Farabougou", "pont de Farabougou"),
        ("fr", "À Bamako, le 3 mars, des soldats défilent", "Bamako"),
        ("fr", "Images de Boko Haram diffusées en mai", None),
        ("fr", "Port-Soudan, le 12 juin", "Port-Soudan"),
        ("es", "Un edificio dañado en el barrio de Saltivka, en Járkov", "barrio de Saltivka, en Járkov"),
        ("es", "El presidente Pedro Ruiz en Madrid", "Madrid"),
        ("es", "El puente de Antónivka, cerca de Jersón", "puente de Antónivka, cerca de Jersón"),
        ("es", "Desplazados procedentes de El Fasher", None),
        ("es", "Coches quemados en la carretera entre Amatitlán y Palín", "Amatitlán y Palín"),
        ("es", "Un hombre en la calle", None),
        ("es", "Vista del volcán desde Los Llanos", None),
        ("es", "Imagen tomada por Ana Torres en mayo", None),
        ("es", "La refinería de Baiji, en Irak", "refinería de Baiji, en Irak"),
        ("sv", "Bränder utanför byn Sälen", "Sälen"),
        ("sv", "Flyktingar från Mariupol vid gränsen", None),
        ("sv", "Statsminister Ulf Ek i riksdagen", None),
        ("sv", "Rök över Norra hamnen i Malmö", "Norra hamnen i Malmö"),
        ("sv", "Bron vid Antonivka söder om Mykolajiv", "Antonivka söder om Mykolajiv"),
        ("sv", "Anna Berg med sin hund", None),
        ("ar", "دمار في شارع النيل بمدينة أم درمان", "شارع النيل بمدينة أم درمان"),
        ("ar", "نازحون من حلب في مخيم أطمة", "مخيم أطمة"),
        ("ar", "أطفال في مدرسة بقرية كفر نوران بريف حلب", "كفر نوران بريف حلب"),
        ("ar", "صورة من داخل سوق الحميدية في دمشق", "سوق الحميدية في دمشق"),
        ("ar", "جنود في موقع عسكري", None),
        ("ar", "لقطة من فيديو نشره التنظيم", None),
        ("ar", "سيارات محترقة على جسر الرستن يوم الثلاثاء", "جسر الرستن"),
        ("ar", "وصول شاحنات إلى معبر رفح", None),
        ("ar", "متظاهرون في ساحة التحرير وسط بغداد", "ساحة التحرير وسط بغداد"),
        ("ar", "الناطق باسم الحركة خلال مؤتمر صحفي", None),
        ("ar", "غارة على بلدة تل مرق جنوبي إدلب", "تل مرق جنوبي إدلب"),
        ("ar", "في منزل عائلة فقدت ابنها", None),
        ("ar", "رجل يحمل طفلا في الجنينة", "الجنينة"),
        ("ar", "سفينة قبالة سواحل الحديدة", "سواحل الحديدة"),
    ],
)  # fmt: skip
def test_a_caption_says_where_by_its_grammar(language: str, caption: str, place: str | None) -> None:
    assert read(caption, language).claim.place == place


@pytest.mark.parametrize(
    ("language", "caption", "place"),
    [
        ("de", "Kisten, die aus einem Schuppen in Gharyan stammen", None),
        ("de", "Ein Video, das aus Gharyan stammen soll", "Gharyan"),
        ("en", "A photo shows refugees from Mariupol", None),
        ("en", "Crates that came from a warehouse in Misrata", None),
        ("en", "Smoke rises from the port of Misrata", "port of Misrata"),
        ("ar", "كيس طحين وصل من حلب", None),
    ],
)
def test_where_something_comes_from_is_not_where_it_is(language: str, caption: str, place: str | None) -> None:
    assert read(caption, language).claim.place == place


def test_a_word_that_is_a_far_village_too_is_no_place_beside_another() -> None:
    assert read("رجال في قبو بمدينة دوما", "ar").claim.place == "دوما"


def test_a_caption_full_of_names_is_read_in_linear_time() -> None:
    def seconds(words: int) -> float:
        start = time.perf_counter()
        read("near the village of Kelbat, " * words, "en")
        return time.perf_counter() - start

    seconds(10)
    assert seconds(200) < 40 * max(seconds(20), 0.002)
