"""What captions and sentences of articles say of where, how surely, and of media that are not shown."""

from __future__ import annotations

import time

import pytest

from provenance.dates import parse_date
from provenance.importers.article.claims import Reading, claim_of, on_other_days
from provenance.importers.article.mentions import mentions_in
from provenance.importers.article.understanding import Setting
from provenance.model import Hedge
from provenance.places import finding
from provenance.wording.spoken import find_dates

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
        ("en", "River Guard Soldiers crossing the bridge in Kelbat Saray now", "bridge in Kelbat Saray"),
        ("en", "A drone over the Red Sea", "Red Sea"),
        ("en", "A convoy heading to Gao", None),
        ("en", "Mr Osman in 2019", None),
        ("en", "Fishermen at Lake Turkana, Kenya", "Lake Turkana, Kenya"),
        ("en", "The runway of Karsava in eastern Chad", "Karsava in eastern Chad"),
        ("en", "Smoke over the Nile between Karsava and Omdurman", "Nile between Karsava and Omdurman"),
        ("fr", "Un toit dans la zone industrielle de Belrive, à Douala", "zone industrielle de Belrive, à Douala"),
        ("ar", "الجدار المتبقي من مدرسة النور في غزة", "مدرسة النور في غزة"),
        ("ar", "نازحون من كركوك على الطريق إلى السليمانية", None),
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
        ("en", "The FCI depot at Dhubri on the morning of 16 July", "FCI depot at Dhubri"),
        ("sv", "Bränder utanför byn Sälen", "Sälen"),
        ("sv", "Flyktingar från Mariupol vid gränsen", None),
        ("sv", "Statsminister Ulf Ek i riksdagen", None),
        ("sv", "Rök över Norra hamnen i Malmö", "Norra hamnen i Malmö"),
        ("sv", "Bron vid Antonivka söder om Mykolajiv", "Bron vid Antonivka söder om Mykolajiv"),
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
        start = time.process_time()
        read("near the village of Kelbat, " * words, "en")
        return time.process_time() - start

    seconds(10)
    assert seconds(200) < 40 * max(seconds(20), 0.002)


LONG = (
    "A", "A-", "a", "-", "_", "1", "pro-A", "A ", "Ab ", "1 May ", "1-2 May 2016 ", "on 2 May and ", "May ", "Mosul ",
    "near Mosul, ", "Mosul's ", "residents of Mosul ", "in ", "posted on 1 May ", "video ", "It shows. ", "in fact ",
    "@", "/", ". ", "’s ", "صورة ", "في حلب ", "ا",
)  # fmt: skip


@pytest.mark.parametrize("piece", LONG)
def test_a_long_caption_is_read_in_linear_time_whatever_it_repeats(piece: str) -> None:
    def seconds(length: int) -> float:
        text = "Activists released a video purporting to show " + piece * (length // len(piece))
        start = time.process_time()
        list(on_other_days(read(text, "en")))
        return time.process_time() - start

    seconds(100)
    few = min(seconds(1_200), seconds(1_200))
    assert min(seconds(4_800), seconds(4_800)) < 9 * max(few, 0.01)  # of linear time it takes 4, of quadratic 16


def test_a_name_is_compared_with_those_around_it_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = []
    beside = finding._holds_beside

    def counted(text: str, other: finding.Named, item: finding.Named) -> bool:
        asked.append(item)
        return beside(text, other, item)

    monkeypatch.setattr(finding, "_holds_beside", counted)
    finding.find_places("Mosul " * 200)
    few = len(asked)
    finding.find_places("Mosul " * 400)
    assert 0 < few < len(asked) <= 3.2 * few


@pytest.mark.parametrize(
    ("sentence", "spoken_of"),
    [
        ("A dashboard camera on a parked lorry recorded the second blast.", True),
        ("We were allowed to watch the footage once but not to keep it.", True),
        ("A shopkeeper showed our reporter a clip on his phone; he asked us not to copy it.", True),
        ("A grainy photograph of the boat hangs in the office of the harbour master.", True),
        ("The only video of the landing was deleted within the hour.", True),
        ("She received a picture of the broken window from her neighbour.", True),
        ("CCTV from the petrol station captured the van at 03:14.", True),
        ("A recording of the phone call was played in court.", False),
        ("The radio recording lasts two minutes.", False),
        ("She took pictures of her children.", False),
        ("The film won three prizes in Cannes.", False),
        ("The minister painted a grim picture of the economy.", False),
        ("He looked at the camera and smiled.", False),
        ("Photography is forbidden at the border.", False),
        ("Nobody had a camera.", False),
        ("Eine Überwachungskamera hat den Einschlag aufgezeichnet.", True),
        ("Die Redaktion konnte das Video einsehen, veröffentlicht es aber nicht.", True),
        ("Ein zweites Handyvideo liegt der Redaktion vor.", True),
        ("Auf einem Foto, das ein Anwohner aufbewahrt, ist der Krater noch frisch.", True),
        ("Ein Tonmitschnitt der Sitzung kursiert im Netz.", False),
        ("Die Aufnahme des Gesprächs ist auf einem Tonband zu hören.", False),
        ("Man muss sich ein Bild von der Lage machen.", False),
        ("Une caméra de surveillance a enregistré le passage du convoi.", True),
        ("La rédaction a pu visionner un film de trois minutes, qu’elle ne publie pas.", True),
        ("Sur une photo prise la veille, le pont est encore debout.", True),
        ("Un enregistrement audio de l’appel circule depuis mardi.", False),
        ("Le message vocal a été diffusé lundi.", False),
        ("Una cámara de tráfico grabó el momento del derrumbe.", True),
        ("Este periódico ha visto un vídeo de dos minutos que no publica por su crudeza.", True),
        ("En una foto que conserva la familia se distingue la camioneta.", True),
        ("Una grabación de audio de la llamada fue difundida el lunes.", False),
        ("La imagen del país en el exterior se ha visto dañada.", False),
        ("En övervakningskamera har filmat förloppet.", True),
        ("Redaktionen har tagit del av en film som inte publiceras.", True),
        ("På en bild som familjen sparat syns bilen utanför huset.", True),
        ("En ljudinspelning av samtalet har spridits.", False),
        ("Han vill ge en bild av läget i landet.", False),
        ("ورصدت كاميرا مراقبة لحظة وصول السيارة.", True),
        ("شاهدنا مقطعا مصورا احتفظ به أحد السكان ولم نحصل على نسخة منه.", True),
        ("وأرسل لنا أحد الشهود صورة للحفرة طلب عدم نشرها.", True),
        ("تداول ناشطون تسجيلا صوتيا للمكالمة.", False),
        ("عقد الوزيران اجتماعا عبر الفيديو.", False),
        ("The images are seared into her memory.", False),
        ("Die Bilder gingen ihr nicht aus dem Kopf.", False),
        ("“We saw it,” said a man who still works in the harbour.", False),
        ("The video lasts eleven seconds.", False),
        ("They look like something from a film.", False),
        ("In another clip, a man counts the trucks aloud.", True),
        ("Another photo, taken from a balcony, has the same tower in it.", True),
        ("I could see the picture more clearly now that the ministry had answered.", False),
        ("Er sah das Bild, das sich ihm bot, mit Entsetzen.", False),
        ("The company makes video games and has published two this year.", False),
        ("Filmmakers said the festival was shown respect.", False),
        ("He owns a film company and two hotels.", False),
        ("Vote for our picture of the week, seen by thousands.", False),
        ("A nurse filmed the corridor with her phone.", True),
        ("Sie hat uns das ungekürzte Originalvideo geschickt.", True),
        ("Ihr Bruder besitzt ein Handyvideo von jenem Morgen.", True),
        ("Un pompier a filmé l’intervention avec une caméra fixée sur son casque.", True),
        ("Le film a été montré aux familles.", True),
        ("Radio Bellaire a rediffusé l’enregistrement des tirs.", False),
        ("Un vecino grabó la escena con el móvil.", True),
        ("Hon skickar en film från sin mobil.", True),
        ("Gruppen har på Telegram visat fotografier av lagret.", True),
        ("وحصلت الصحيفة على تسجيل مصور من كاميرا مراقبة.", True),
        ("وصور أحد الجيران الحريق بهاتفه من الشرفة.", True),
        ("أعلنت الوزارة تسجيل خمس إصابات جديدة.", False),
    ],
)
def test_media_that_somebody_saw_has_or_deleted_are_spoken_of_and_sounds_are_not(
    sentence: str, spoken_of: bool
) -> None:
    assert bool(mentions_in(sentence)) is spoken_of


@pytest.mark.parametrize(
    ("text", "spoken_of"),
    [
        ("She kept a video of the raid. She handed it to the court, and it was never published.", 2),
        ("Er besitzt ein Handyvideo. Es zeigt den Hof. Er hat es der Polizei übergeben.", 2),
        ("La vidéo dure une minute, selon deux témoins qui l’ont vue. Elle n’a jamais été publiée.", 2),
        ("Tiene un vídeo que conserva en casa. Nunca se publicó.", 2),
        ("She kept a video of the raid. The report was never published.", 1),
        ("She wrote a report. It was never published.", 0),
        ("He kept photos of the raid. They were taken to hospital.", 1),
    ],
)
def test_what_became_of_a_medium_is_said_in_the_next_sentence(text: str, spoken_of: int) -> None:
    assert len(mentions_in(text)) == spoken_of


def test_a_list_of_two_dates_is_two_claims() -> None:
    def days(text: str, language: str) -> list[str]:
        reading = read(text, language)
        return sorted(str(claim.date) for claim in (reading.claim, *on_other_days(reading)))

    assert days("The track in November 2021 and on 18 June 2022", "en") == ["2021-11", "2022-06-18"]
    assert days("La piste, en novembre 2021 et le 18 juin 2022.", "fr") == ["2021-11", "2022-06-18"]
    assert days("Das Lager, links am 2. Mai 2022 und rechts am 9. Mai 2022", "de") == ["2022-05-02", "2022-05-09"]
    assert days("صورتان للسوق: إلى اليمين في 2 مايو 2022 وإلى اليسار في 9 مايو 2022", "ar") == [
        "2022-05-02",
        "2022-05-09",
    ]
    assert days("Taken on 2 May 2022 and posted on 9 May 2022", "en") == ["2022-05-02"]
    assert days("A street shelled on 2 May 2022, seen after the flood of 9 May 2021", "en") == ["2022-05-02"]


def test_as_a_clip_shows_is_no_hedge() -> None:
    assert read("دفتر وجد تحت الركام، كما يظهر في مقطع نشره جار", "ar").claim.hedge is None
    assert read("انفجار في المرفأ كما يبدو", "ar").claim.hedge == Hedge.PURPORTS


@pytest.mark.parametrize(
    ("language", "text"),
    [("es", "Una calle, este viernes"), ("fr", "Une rue, ce vendredi"), ("de", "Eine Straße, diesen Freitag")],
)
def test_this_friday_is_the_friday_of_publication(language: str, text: str) -> None:
    assert read(text, language).claim.date == "2023-05-19"


@pytest.mark.parametrize(
    ("sentence", "spoken_of"),
    [
        ("She had a video of the raid but the soldiers deleted it.", True),
        ("A resident took photos of the damaged roof and sent them to a lawyer.", True),
        ("Officials refused to release the body-camera footage.", True),
        ("The photographer's pictures of the morgue were seized at the border.", True),
        ("A longer version of the clip exists, according to two people who have seen it.", True),
        ("We have seen a photo of the document but are not able to publish it.", True),
        ("The drone's footage has never been made public.", True),
        ("The army screened a video for reporters in which a tunnel can be seen.", True),
        ("He keeps a picture of the house in his wallet.", True),
        ("A blurred photograph of the suspect hangs in every police station.", True),
        ("Security footage from a nearby bank is in the hands of the police.", True),
        ("Her brother livestreamed the funeral; the stream has since been taken down.", True),
        ("A neighbour photographed the licence plate.", True),
        ("A neighbor recorded the music on her phone, without picture.", False),
        ("The picture is more complicated, analysts say.", False),
        ("The recording of the call lasts two minutes.", False),
        ("The ministry said on television that the image of the country had suffered.", False),
        ("Ministers met by video link on Thursday.", False),
        ("The film festival opens in May.", False),
        ("Ein Nachbar machte Fotos von dem Krater, die der Redaktion vorliegen.", True),
        ("Die Aufnahmen der Überwachungskamera hält die Staatsanwaltschaft unter Verschluss.", True),
        ("Ein längeres Video existiert, wurde aber nie veröffentlicht.", True),
        ("Das Handy mit den Fotos wurde ihm an der Grenze abgenommen.", True),
        ("Er filmte den Einschlag mit seinem Handy.", True),
        ("Ein Bild des Ausweises liegt unserer Redaktion vor.", True),
        ("Das Video liegt bei einem Anwalt.", True),
        ("Die Lage ergibt ein düsteres Bild.", False),
        ("Ein Mitschnitt des Telefonats dauert zwei Minuten.", False),
        ("Am Donnerstag schalteten sich die Minister per Video zu.", False),
        ("Un habitant a pris des photos du cratère, que nous avons pu voir.", True),
        ("Les images de la caméra de surveillance sont entre les mains du procureur.", True),
        ("Une vidéo plus longue existe, mais elle n'a jamais été publiée.", True),
        ("Il garde sur son téléphone une photo de la maison.", True),
        ("La famille refuse de montrer la vidéo.", True),
        ("Un voisin a filmé la scène depuis son balcon.", True),
        ("La situation donne une image contrastée.", False),
        ("L'enregistrement de l'appel dure deux minutes.", False),
        ("Un vecino tomó fotos del cráter y se las entregó a un abogado.", True),
        ("Las imágenes de la cámara de seguridad están en manos de la fiscalía.", True),
        ("Existe un vídeo más largo, pero nunca se ha publicado.", True),
        ("Guarda en su teléfono una foto de la casa.", True),
        ("La familia se niega a mostrar el vídeo.", True),
        ("Un vecino grabó la escena desde su balcón.", True),
        ("La situación ofrece una imagen distinta.", False),
        ("La grabación de la llamada dura dos minutos.", False),
        ("En granne tog bilder på kratern och gav dem till en advokat.", True),
        ("Bilderna från övervakningskameran finns hos åklagaren.", True),
        ("En längre film finns men har aldrig publicerats.", True),
        ("Hon har ett foto på huset i telefonen.", True),
        ("En granne filmade händelsen från sin balkong.", True),
        ("Läget ger en annan bild.", False),
        ("Inspelningen av samtalet är två minuter lång.", False),
        ("The clip of the falling tower that everybody forwards is not from Rawa.", True),
        ("An image of a crocodile in a supermarket was generated, the police said.", True),
        ("Drone vision released by the service shows only the top of the stand.", True),
        ("Sie verfügt über ein Luftbild vom 2. Juni, das sie nicht freigeben will.", True),
        ("Das Video ging am Vormittag durch mehrere Gruppen des Bezirks.", True),
        ("Die Behörde will Luftbilder am Mittwoch auswerten.", True),
        ("Die Polizei bittet darum, Videos vom Feuer hochzuladen.", True),
        ("Dem Schreiben ist das Foto eines Kanisters beigefügt.", True),
        ("Das Bild der Stadt hat sich gewandelt.", False),
        ("El gobierno dispone de imágenes de radar del vertido.", True),
        ("La foto del tren volteado que están pasando es de 2017.", True),
        ("La imagen del país ha mejorado.", False),
        ("La gendarmerie dispose d'images de la scène.", True),
        ("Les bandes de vidéosurveillance, demandées par le parquet, ont été effacées.", True),
        ("På Facebook spreds tidigt en bild av en brinnande färja.", True),
        ("Polisen har tillgång till bilder från en kamera.", True),
        ("التقط أحد الجيران صوراً للحفرة وسلمها إلى محامٍ.", True),
        ("ولا تزال تسجيلات كاميرات المراقبة بحوزة النيابة.", True),
        ("ورفضت العائلة نشر الفيديو الذي صوّره ابنها.", True),
        ("وأظهر مقطع مصوّر بثته القناة ثم حذفته جثثا في الشارع.", True),
        ("وصوّر جار المشهد من شرفته.", True),
        ("وبدت صورة الوضع قاتمة.", False),
        ("ويمتد تسجيل المكالمة دقيقتين.", False),
        ("وعقد الوزراء اجتماعا عبر الفيديو.", False),
    ],
)
def test_media_that_somebody_made_keeps_or_withholds_are_spoken_of(sentence: str, spoken_of: bool) -> None:
    assert bool(mentions_in(sentence)) is spoken_of


def test_one_of_the_media_of_the_sentence_before_is_one_more() -> None:
    text = "We have reviewed three videos of the raid. In one of them, which we do not publish, a man asks for keys."
    assert [mention.sentence[:14] for mention in mentions_in(text)] == ["We have review", "In one of them"]
    assert mentions_in("There were three rooms. In one of them a man slept.") == []


@pytest.mark.parametrize(
    ("language", "caption"),
    [
        ("en", "Lima, 3 April 2024. Fighters in an image of 2021"),
        ("es", "Ayacucho, 3 de abril de 2024. Integrantes del grupo, en una imagen de 2021"),
        ("sv", "Bilden spreds i måndags. Den visar i själva verket en övning i Karlskrona 2021."),
        ("de", "Angeblich der Tornado: Das Foto wurde 2021 in Oklahoma aufgenommen."),
    ],
)
def test_the_year_of_which_an_image_is_goes_before_other_days(language: str, caption: str) -> None:
    assert read(caption, language).claim.date == "2021"


@pytest.mark.parametrize(
    ("language", "caption"),
    [("de", "Mehr als 2013 in Kassel"), ("sv", "Det kom fler än 2013 i går"), ("de", "Die 2500")],
)
def test_a_number_that_counts_is_no_year(language: str, caption: str) -> None:
    assert read(caption, language).claim.date not in {"2013", "2500"}


def test_we_have_not_verified_it_is_a_hedge_in_arabic() -> None:
    assert read("مسلحون على الطريق الساحلي. المقطع من قناة محلية، لم نتحقق منه", "ar").claim.hedge == Hedge.UNVERIFIED


# ---- days that are told by another, and places by the words around them


@pytest.mark.parametrize(
    ("language", "text", "day"),
    [
        ("en", "The school on the day after the strike of 25 September 2024.", "2024-09-26"),
        ("en", "The square the day before the vote on 25 September 2024.", "2024-09-24"),
        ("de", "Die Schule am Tag nach dem Angriff vom 25. September 2024.", "2024-09-26"),
        ("fr", "L'école au lendemain de l'attaque du 25 septembre 2024.", "2024-09-26"),
        ("es", "La escuela al día siguiente del ataque del 25 de septiembre de 2024.", "2024-09-26"),
        ("sv", "Skolan dagen efter attacken den 25 september 2024.", "2024-09-26"),
        ("ar", "المدرسة غداة هجوم 25 أيلول 2024", "2024-09-26"),
        ("en", "A day after the fire. 4 May 2024", "2024-05-04"),
    ],
)
def test_the_day_after_another_is_the_day_that_is_meant(language: str, text: str, day: str) -> None:
    assert [each.edtf for each in find_dates(text, language=language)] == [day]


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("es", "Vecinos en el barrio 15 de Marzo, la tarde del martes.", ["2024-11-19"]),
        ("de", "Menschen auf der Straße des 17. Juni am Dienstag.", ["2024-11-19"]),
        ("fr", "Le marché de la place du 8 mai 1945, mardi.", ["2024-11-19"]),
        ("ar", "محتجون على جسر 14 تموز يوم الثلاثاء", ["2024-11-19"]),
        ("en", "Cars on the July 14 Bridge on Tuesday.", ["2024-11-19"]),
        ("es", "Heridos en el hospital, 15 de marzo de 2024", ["2024-03-15"]),
        ("de", "Menschen auf der Straße am 17. Juni.", ["2024-06-17"]),
    ],
)
def test_a_street_that_is_called_by_a_day_is_no_date(language: str, text: str, days: list[str]) -> None:
    found = find_dates(text, language=language, published=parse_date("2024-11-20"))
    assert [each.edtf for each in found if each.edtf] == days


def test_last_thursday_is_in_arabic_the_thursday_before() -> None:
    [found] = find_dates("مسيرة في المدينة، الخميس الماضي.", language="ar", published=parse_date("2025-08-16"))
    assert found.edtf == "2025-08-14"


@pytest.mark.parametrize(
    ("language", "caption", "place"),
    [
        ("en", "The gauge at Lock 14 at Heidelberg, at daybreak.", "Lock 14 at Heidelberg"),
        ("en", "The funnel near Highway 7 in Greenwood", "Highway 7 in Greenwood"),
        ("en", "In this photo posted on Facebook by the Vale Bakery, workers stand in Gaza City", "Gaza City"),
        ("en", "Drone video of Mucupia, filmed on 1 June", "Mucupia"),
        ("de", "Das überflutete Tal bei Kiefersfelden am Abend.", "Kiefersfelden"),
        ("de", "Überlebende an Bord der „Aurora“ vor Lampedusa am Sonntag.", "Lampedusa"),
        ("de", "Das Bild zeigt die Brücke eines Frachters.", None),
        ("de", "Das Bild kursiert in einer Facebook-Gruppe.", None),
        ("fr", "Le bidonville de Kawéni, à Mamoudzou", "Kawéni, à Mamoudzou"),
        ("es", "Vecinos en la playa de A Lanzada", "A Lanzada"),
        ("es", "El desborde a la altura de Carapongo", "Carapongo"),
        ("sv", "Kustbevakningens flygplan över Visby i måndags.", "Visby"),
        ("ar", "الصورة الأصلية من غات، جنوب غربي ليبيا", "غات"),
        ("ar", "انتشال سيارة من وادي المردوم", "وادي المردوم"),
        ("ar", "طائرة إطفاء تركية فوق الطريق", None),
        ("ar", "مسلحون على طريق ترابي", None),
        ("ar", "آثار رصاص على مدرسة يقال إنها قديمة", None),
    ],
)
def test_a_place_is_told_from_what_only_stands_like_one(language: str, caption: str, place: str | None) -> None:
    found = read(caption, language).claim.place
    assert (found is None) if place is None else (found is not None and place in found)


@pytest.mark.parametrize(
    ("language", "caption", "place"),
    [
        ("en", "Residents of Mosul wait for bread in Erbil", "Erbil"),
        ("de", "Bewohner von Kiew warten in Lwiw", "Lwiw"),
        ("es", "Vecinos de Quito esperan en Guayaquil", "Guayaquil"),
        ("ar", "أهالي الموصل ينتظرون في أربيل", "أربيل"),
        ("en", "Residents of Mosul wait for bread", "Mosul"),
    ],
)
def test_people_of_a_town_are_there_unless_a_word_says_where_else(language: str, caption: str, place: str) -> None:
    assert read(caption, language).claim.place == place


@pytest.mark.parametrize(
    ("language", "caption", "place"),
    [
        ("en", "A van races down Peach Hill Road on Friday", "Peach Hill Road"),
        ("en", "Letter boxes on Sunrise Crescent, on Friday", "Sunrise Crescent"),
        ("de", "Soldaten der Marine vor Mangalia im März 2023.", "Mangalia"),
        ("de", "Minister vor Mangalia im März 2023.", None),
        ("sv", "Ett hus driver förbi Hedenäset i fredags.", "Hedenäset"),
        ("sv", "Samma plats i går.", None),
        ("ar", "محتجون في رأس الهضبة، الخميس", "رأس الهضبة"),
        ("ar", "مرشح في رأس القائمة", None),
        ("ar", "منزل متضرر في الحي نفسه، الخميس", None),
        ("ar", "مقطع صُوّر في قوشتبة ليل الثلاثاء", "قوشتبة"),
    ],
)
def test_words_of_ways_of_the_sea_and_of_filming_say_where(language: str, caption: str, place: str | None) -> None:
    assert read(caption, language).claim.place == place


@pytest.mark.parametrize(
    ("language", "caption", "hedge"),
    [
        ("de", "Ein Fels, der nördlich von Lesbos liegen soll.", Hedge.SAID_TO),
        ("es", "Imagen del grupo, que afirma haberla grabado en El Tarra.", Hedge.CLAIMED),
        ("fr", "Une vidéo de la page. Nous n’avons pas pu la vérifier.", Hedge.UNVERIFIED),
        ("fr", "Image d’un canal qui affirme avoir filmé la scène.", Hedge.CLAIMED),
    ],
)
def test_verbs_at_the_end_and_before_another_hold_back(language: str, caption: str, hedge: Hedge) -> None:
    assert read(caption, language).claim.hedge == hedge
