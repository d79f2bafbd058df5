"""Saved articles become records: what pages of many publishing systems show, mention and claim.

The articles are invented, in the markup of real systems; the expected results beside them were written by hand.
"""

from __future__ import annotations

import json
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from provenance import Archive
from provenance.errors import BadDate, BadUrl
from provenance.exporters import plain
from provenance.importers.article import is_article, read_article, records, tree
from provenance.importers.article.captions import credit_in, origin_of, read_caption, sides_of
from provenance.importers.article.claims import affiliation_in
from provenance.importers.article.mentions import mentions_in
from provenance.importers.article.naming import Names, name_of
from provenance.importers.article.plain import read_plain
from provenance.importers.article.records import NOT_SHOWN
from provenance.importers.article.sentences import sentences
from provenance.importers.article.statements import statements_in
from provenance.importers.manifest import read_manifest
from provenance.model import DateRole, Hedge, Intake, MediaKind, OriginKind, Problem
from tests.article_scores import Scores, score

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE = Path(__file__).parent / "articles"
TRUTHS = sorted(HERE.glob("*.json"))
PAGE_ENDINGS = (".html", ".txt", ".mhtml")
TEXT = "<p>Residents of the valley said on Friday that the shelling had stopped, and that the road was open again.</p>"


def article_of(truth: Path) -> Path:
    return next(path for ending in PAGE_ENDINGS if (path := truth.with_suffix(ending)).exists())


def intakes(path: Path, **options: str) -> list[Intake]:
    return [each for each in read_article(path, **options) if isinstance(each, Intake)]


def shown(path: Path, **options: str) -> list[Intake]:
    return [each for each in intakes(path, **options) if each.kind and not (each.note or "").startswith(NOT_SHOWN)]


def page(tmp_path: Path, body: str, *, head: str = "", name: str = "page.html") -> Path:
    path = tmp_path / name
    start = f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{head}</head><body><article><h1>Quiet</h1>'
    path.write_text(f"{start}{TEXT}{body}{TEXT}</article></body></html>", "utf-8")
    return path


@pytest.mark.parametrize("truth", TRUTHS, ids=lambda path: path.stem)
def test_an_article_shows_what_a_person_sees_in_it(truth: Path) -> None:
    scores, expected = Scores(), json.loads(truth.read_text("utf-8"))
    score(article_of(truth), expected, scores)
    exact = ("media", "caption", "credit", "platform", "account", "hedge", "place", "date")
    wrong = [each for each in scores.differences if ": mentioned:" not in each and ": statements:" not in each]
    assert all(scores.recall(name) == scores.precision(name) == 1 for name in exact), "\n".join(wrong)
    assert scores.recall("mentioned") >= 0.5
    first = intakes(article_of(truth))[0]
    assert first.publisher == expected.get("outlet", first.publisher)
    assert first.posted_at == expected["published"]


def test_over_all_articles_few_sentences_are_missed_and_all_are_by_whom_they_name() -> None:
    scores = Scores()
    for truth in TRUTHS:
        score(article_of(truth), json.loads(truth.read_text("utf-8")), scores)
    assert not [each for each in scores.differences if " is by " in each]
    assert scores.recall("mentioned") >= 0.9
    assert scores.precision("mentioned") >= 0.85
    assert scores.recall("statements") >= 0.9
    assert scores.precision("statements") >= 0.9


def test_the_set_has_pages_of_many_systems_and_six_languages() -> None:
    languages = {claim.language for truth in TRUTHS for each in intakes(article_of(truth)) for claim in each.claims}
    assert len(TRUTHS) >= 15
    assert languages >= {"en", "ar", "de", "fr", "es", "sv"}


# ---- what is kept


def test_every_record_says_where_it_stood(tmp_path: Path) -> None:
    path = page(tmp_path, '\n<figure><img src="/a/hill.jpg"><figcaption>The hill. (YouTube)</figcaption></figure>\n')
    [record] = shown(path)
    assert record.locator == "page.html line 2"
    assert record.claims[0].locator == "page.html line 2"
    assert record.raw is not None
    position: Any = record.raw["position"]
    assert path.read_text("utf-8")[position["char"] :].startswith("/a/hill.jpg")


def test_a_caption_in_plain_text_is_verbatim_at_its_position() -> None:
    path = HERE / "plain-en.txt"
    text = path.read_text("utf-8")
    for record in shown(path):
        begin, end = (record.locator or "").rpartition(" ")[2].split("-")
        stood = " ".join(text[int(begin) : int(end)].split())
        assert (record.caption or "https") in stood


def test_what_could_not_be_parsed_is_named_and_not_guessed(tmp_path: Path) -> None:
    [record] = shown(page(tmp_path, "<figure><img src=/a/b1.jpg><figcaption>Smoke on Tuesday.</figcaption></figure>"))
    assert record.claims[0].date is None
    assert record.raw is not None
    assert record.raw["unparsed"] == ["Tuesday"]


def test_a_weekday_in_an_article_of_that_weekday_keeps_both(tmp_path: Path) -> None:
    path = page(tmp_path, "<figure><img src=/a/b1.jpg><figcaption>Smoke on Tuesday.</figcaption></figure>")
    [record] = shown(path, published="2016-06-28")
    assert record.claims[0].date == "[2016-06-21,2016-06-28]"


def test_the_person_who_saved_an_article_knows_its_date_better_and_its_address_where_it_names_none(
    tmp_path: Path,
) -> None:
    head = '<link rel="canonical" href="https://a.example/1"><meta name="date" content="2015-01-01">'
    path = page(tmp_path, "<img src=/x/hill.jpg width=800 height=500>", head=head)
    assert (shown(path)[0].url, shown(path)[0].posted_at) == ("https://a.example/1", "2015-01-01")
    [record] = shown(path, url="https://b.example/2", published="2016-06")
    assert (record.url, record.posted_at) == ("https://a.example/1", "2016-06")  # one article is not two
    for named in ("", '<link rel="canonical" href="https://a.example/">'):
        path = page(tmp_path, "<img src=/x/hill.jpg width=800 height=500>", head=named)
        assert shown(path, url="https://b.example/2")[0].url == "https://b.example/2"
    with pytest.raises(BadDate):
        read_article(path, published="last week")
    with pytest.raises(BadUrl):
        read_article(path, url="b.example")


def test_an_affiliated_account_is_a_claim_about_the_source() -> None:
    sentence = "An image uploaded by a Desert Army-affiliated Facebook account purports to show forces near Rawa."
    found = affiliation_in(sentence)
    assert found is not None
    assert (found.account, found.with_whom) == ("Facebook account", "Desert Army")
    assert found.phrase == "a Desert Army-affiliated Facebook account"
    third = affiliation_in("An account affiliated with Ahrar al-Sham posted photos of the airbase.")
    assert third is not None
    assert third.with_whom == "Ahrar al-Sham"
    other = affiliation_in("It was posted by a Telegram channel linked to the Desert Army on Friday.")
    assert other is not None
    assert other.with_whom == "Desert Army"


def test_claims_of_a_post_are_the_posts_own_and_not_the_outlets() -> None:
    records = {each.caption: each for each in shown(HERE / "embeds.html")}
    post = records["Tanks in the main square of Port Sudan right now"].claims[0]
    assert post.asserted_by == "x:redseawatch"
    photo = records["The square in Port Sudan on Saturday. Image: Hala Idris/Getty Images"].claims[0]
    assert photo.asserted_by == "Ledger & Lens"


def test_two_sides_of_one_sentence_stay_two_claims() -> None:
    text = "The army said 12 fighters were killed, while the Rawa Council reported three dead civilians."
    found = [(each.attributed_to, each.text) for each in statements_in(text)]
    assert [who for who, _ in found] == ["The army", "Rawa Council"]
    assert all(said in text for _, said in found)


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("The opposition, however, says that 12 people were killed in Rawa.", "The opposition"),
        ("Police, for their part, said that four people died.", "Police"),
        ("By Friday, however, reports emerged of clashes, with the SOHR saying that 12 people were killed.", "SOHR"),
        ("The SOHR, for its part, said that 12 fighters were killed.", "SOHR"),
        ("The Rawa Council, meanwhile, counted 15 dead.", "Rawa Council"),
        ("L'opposition, elle, affirme que cinq manifestants ont été tués par balle.", "L'opposition"),
        ("Le gouvernement, de son côté, a affirmé que deux policiers ont été blessés.", "Le gouvernement"),
        ("La oposición, por su parte, afirma que doce personas murieron.", "La oposición"),
        ("Die Opposition dagegen sprach von zwölf Toten.", "Opposition"),
        ("Oppositionen, å sin sida, uppger att tolv personer dödades.", "Oppositionen"),
        ("وقالت المعارضة من جهتها إن 12 شخصا قتلوا.", "المعارضة"),
    ],
)
def test_words_between_a_side_and_its_verb_drop_no_figure(sentence: str, who: str) -> None:
    assert [(each.attributed_to, each.text) for each in statements_in(sentence)] == [(who, sentence)]


def test_a_text_of_fact_checks_as_data_is_no_article_and_a_story_that_quotes_some_is(tmp_path: Path) -> None:
    review = (
        '<script type="application/ld+json">\n{\n "@context": "https://schema.org",\n "@type": "ClaimReview",\n'
        ' "claimReviewed": "A photo shows that 12 people were killed in Rawa.",\n'
        ' "author": {"@type": "Organization", "name": "Rawa Checks"}\n}\n</script>\n'
    )
    (tmp_path / "samples.txt").write_text(f"TYPES: ClaimReview\n\nJSON:\n\n{review}\nJSON:\n\n{review}")
    [refused] = read_article(tmp_path / "samples.txt")
    assert isinstance(refused, Problem)
    assert ".json" in refused.reason
    assert "\n" not in refused.reason
    said = "The army said that 12 people were killed in Rawa.\n\n" + "The council wrote to us and asked for it. " * 20
    (tmp_path / "story.txt").write_text(f"Data in Rawa\n\n{said}\n\n{review}")
    assert [each for each in intakes(tmp_path / "story.txt") if each.kind is None]


def test_a_platform_that_only_words_name_is_a_claimed_origin_with_its_account_unknown(
    tmp_path: Path, archive: Archive
) -> None:
    body = (
        "<p>A video circulating on WhatsApp purports to show the market of Rawa.</p>"
        "<p>An image uploaded by a Desert Army-affiliated Facebook account purports to show forces near Rawa.</p>"
    )
    path = page(tmp_path, body)
    archive.ingest(read_article(path))
    for platform in ("whatsapp", "facebook"):
        [seen] = archive.items(platform=platform, limit=9)
        [origin] = [each for each in seen.origins if each.source.platform]
        assert (origin.kind, origin.source.key, origin.text) == (OriginKind.CLAIMED, f"{platform}:?", None)
    lines = [plain.readable_line(plain.intake(each)) for each in intakes(path)]
    (tmp_path / "again.jsonl").write_text("\n".join(lines), "utf-8")
    said = [each.origin_source for each in read_manifest(tmp_path / "again.jsonl") if isinstance(each, Intake)]
    assert said == ["whatsapp:?", "facebook:?"]


def test_a_hedge_of_the_claim_wins_over_one_of_the_circumstance_that_opens_the_sentence(tmp_path: Path) -> None:
    body = "<p>Amid reports of a withdrawal from Rawa, the group issued a statement claiming it killed 20 men.</p>"
    [claim] = [claim for each in intakes(page(tmp_path, body)) for claim in each.claims]
    assert (claim.hedge, claim.hedge_text) == (Hedge.CLAIMED, "claiming")
    alone = "<p>Amid reports of a withdrawal from Rawa, the army said it had killed 20 men.</p>"
    [claim] = [claim for each in intakes(page(tmp_path, alone)) for claim in each.claims]
    assert claim.hedge is Hedge.REPORTEDLY


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        (
            "Three coalition helicopters landed Desert Army troops west of Rawa on Tuesday, according to the SOHR.",
            "SOHR",
        ),
        ("The Desert Army also claimed its forces were airdropped near Rawa.", "Desert Army"),
        ("The Desert Army said that its men took the Al-Hamdan airport.", "Desert Army"),
        (
            "The US-backed force further claimed that “sleeper cells facilitated the advance of our troops.”",
            "US-backed force",
        ),
        ("The Desert Army was reportedly airdropped behind enemy lines outside Rawa.", None),
        ("The town was reportedly retaken in Rawa.", None),
    ],
)
def test_what_a_side_tells_of_landings_and_advances_is_a_claim(sentence: str, who: str | None, tmp_path: Path) -> None:
    [claim] = [claim for each in intakes(page(tmp_path, f"<p>{sentence}</p>")) for claim in each.claims]
    assert claim.text == sentence
    assert claim.attributed_to == who


def test_an_outlets_own_account_of_a_gain_is_no_claim_of_a_side() -> None:
    for sentence in (
        "The Desert Army was airdropped behind enemy lines outside Rawa.",
        "The minister said that he took the decision to leave.",
        "The driver took the wounded children to the camp, the ministry said.",
        "The plane landed in Rawa, the ministry said.",
    ):
        assert not list(statements_in(sentence)), sentence


# ---- files beside the page


def test_a_picture_beside_a_saved_page_is_attached_and_nothing_outside_its_folder() -> None:
    street, missing, outside = shown(HERE / "saved-page.html")
    assert street.path == str(HERE / "saved-page_files" / "street.jpg")
    assert missing.path is None
    assert outside.path is None
    assert "there is no such file" in json.dumps(missing.raw)
    assert "leads out of" in json.dumps(outside.raw)


def test_pictures_inside_the_page_are_known_by_reference(tmp_path: Path) -> None:
    [record] = shown(HERE / "archived.mhtml")
    assert record.path is None
    assert record.raw is not None
    assert record.raw["embedded"] == 57  # bytes that are left of a JPEG cut off
    data = "data:image/jpeg;base64," + "A" * 4_000
    head = "<!--\n Page saved with SingleFile \n url: https://f.example/x \n saved date: Fri Jun 03 2022 \n-->"
    path = page(tmp_path, f'<figure><img src="{data}"><figcaption>The hill. (AFP)</figcaption></figure>')
    path.write_text(head + path.read_text("utf-8"), "utf-8")
    [record] = shown(path)
    assert record.url == "https://f.example/x"
    assert record.raw is not None
    assert 2_900 < int(str(record.raw["embedded"])) < 3_100


def test_one_picture_in_several_sizes_is_one_record(tmp_path: Path) -> None:
    body = '<img src="/u/hill-300x200.jpg" width=300 height=200><img src="/u/hill-1024x683.jpg" width=1024 height=683>'
    assert len(shown(page(tmp_path, body))) == 1


def test_one_picture_under_two_captions_is_two_records(tmp_path: Path) -> None:
    body = "".join(
        f"<figure><img src=/u/hill.jpg><figcaption>{words}</figcaption></figure>"
        for words in ("The hill in Rawa. (AFP)", "A hill near Mosul. (YouTube)")
    )
    assert len(shown(page(tmp_path, body))) == 2


# ---- furniture

FURNITURE = {
    "a logo": '<img src="/static/site-logo.png" width="300" height="80">',
    "an author's face": '<div class="author-bio"><img src="/people/x.jpg" width="200" height="200"></div>',
    "an icon": '<img src="/i/clock.png" width="24" height="24">',
    "a counter": '<img src="https://www.facebook.com/tr?id=1&ev=PageView" style="display:none">',
    "a pixel": '<img src="https://stats.example/x.gif" width="1" height="1">',
    "an emoji": '<img class="emoji" src="https://s.w.org/images/core/emoji/72x72/1f525.png">',
    "a teaser": '<div class="c"><a href="/2020/b.html"><img src="/t/b.jpg" width="300"></a><h3><a href="/2020/b.html">'
    "Another story about the valley</a></h3></div>",
    "a related article": '<aside class="related-posts"><figure><img src="/t/c.jpg"><figcaption>Read this</figcaption>'
    "</figure></aside>",
    "a list of what is read most": '<ol class="most-read"><li><img src="/t/d.jpg" width="200" height="150"></li></ol>',
    "an advert": '<div class="ad-slot"><a href="https://shop.example"><img src="/b.jpg" width="300"></a></div>',
    "share buttons": '<div class="social-share"><img src="/s/fb.png" width="64" height="64"></div>',
    "a newsletter box": '<section class="newsletter-signup"><img src="/n.jpg" width="400" height="300"></section>',
    "a newsletter box of one word": '<div class="newslettersignup"><img src="/n.png"><h3>Newsletter</h3></div>',
    "a box that leads elsewhere": '<div class="k7"><b>Lire aussi</b> <a href="/x">Le bazar</a><img src="/t.jpg"></div>',
    "a box with a form": '<div class="k8"><img src="/n.jpg" width="400"><form><input name="m"></form></div>',
    "a figure that is a link": '<figure><a href="/b.html"><img src="/t/b.jpg"></a><figcaption><a href="/b.html">'
    "Another story about the valley</a></figcaption></figure>",
    "a commenter": '<div id="comments"><div class="comment"><img src="/u/1.jpg" width="200" height="200"></div></div>',
    "a map frame": '<iframe src="https://www.google.com/maps/embed?pb=1"></iframe>',
    "a podcast": '<iframe src="https://open.spotify.com/embed/episode/1"></iframe>',
    "a chart": '<iframe src="https://datawrapper.dwcdn.net/abc/1/"></iframe>',
    "a tag manager": '<iframe src="https://www.googletagmanager.com/ns.html?id=GTM" width="0" height="0"></iframe>',
}


@pytest.mark.parametrize("what", FURNITURE)
def test_furniture_of_the_site_is_no_medium_of_the_article(what: str, tmp_path: Path) -> None:
    own = '<img src="/media/hill-of-rawa.jpg" width="900" height="600">'
    found = shown(page(tmp_path, FURNITURE[what] + own))
    assert ["hill-of-rawa" in str(each.raw) for each in found] == [True]


# ---- captions and credits

CREDITS = {
    "Smoke over Rawa. (Facebook/Desert.Lions)": "Facebook/Desert.Lions",
    "Smoke over Rawa (YouTube)": "YouTube",
    "Smoke over Rawa. Source: Amaq via Telegram": "Source: Amaq via Telegram",
    "Smoke over Rawa. Photo: A. Name/Agency": "Photo: A. Name/Agency",
    "Smoke over Rawa. Photo credit: Ana Name": "Photo credit: Ana Name",
    "Smoke over Rawa. © Ana Name, AFP": "© Ana Name, AFP",
    "Smoke over Rawa — AFP": "AFP",
    "Smoke over Rawa on June 5. REUTERS/Ana Name": "REUTERS/Ana Name",
    "Smoke over Rawa [Ana Name/Al Jazeera]": "Ana Name/Al Jazeera",
    "Smoke over Rawa, June 5, 2016. (AP Photo/Ana Name, File)": "AP Photo/Ana Name, File",
    "Smoke over Rawa. (Photo by Ana NAME / AFP)": "Photo by Ana NAME / AFP",
    "Rauch über Rawa | Bild: REUTERS": "Bild: REUTERS",
    "Rauch über Rawa. (Foto: Ana Name/dpa)": "Foto: Ana Name/dpa",
    "Rauch über Rawa. Quelle: Telegram/Kanal Rawa": "Quelle: Telegram/Kanal Rawa",
    "Fumée sur Rawa, le 5 juin. ANA NAME / AFP": "ANA NAME / AFP",
    "Fumée sur Rawa. Crédit photo : Ana Name": "Crédit photo : Ana Name",
    "Humo sobre Rawa. ANA NAME (EFE)": "ANA NAME (EFE)",
    "Rök över Rawa. Foto: Ana Name/TT": "Foto: Ana Name/TT",
    "دخان فوق راوة. المصدر: رويترز": "المصدر: رويترز",
    "دخان فوق راوة - 5 حزيران 2016 (عنب بلدي)": "عنب بلدي",
    "Une maison du quartier Haut (photo transmise par un voisin)": "photo transmise par un voisin",
    "Shelling leaves the clinic without a roof (QP video)": "QP video",
    "Eine Straße in Rawa, der alten Hauptstadt (Archivbild vom Juni 2021)": None,
    "A street in the old town of Rawa (file photo, 2019)": None,
    "capture de la vidéo prétendument tournée à Rawa.": None,
    "Smoke over Rawa.": None,
    "Fighters of the Islamic State of Iraq and Syria (ISIS)": None,
    "The commander (left) and his deputy (right)": None,
    "A village near the border (Anbar province)": None,
    "The dam, which opened in 1968 (and closed in 2012).": None,
}


@pytest.mark.parametrize("caption", CREDITS)
def test_the_credit_of_a_caption_is_found_where_there_is_one(caption: str) -> None:
    found = credit_in(caption)
    assert (found[1] if found else None) == CREDITS[caption]


def test_a_caption_without_its_credit_is_what_is_claimed() -> None:
    read = read_caption("2/5 A flag outside Rawa. (Facebook/Desert.Lions)")
    assert (read.words, read.credit, read.number) == ("A flag outside Rawa.", "Facebook/Desert.Lions", "2/5")
    says = origin_of("Foto: Telegram/@rawa_now")
    assert (says.platform, says.account) == ("telegram", "rawa_now")


def test_whoever_passes_something_on_by_a_platform_has_an_account_there_and_an_agency_has_none(tmp_path: Path) -> None:
    for credit, account in {
        "Coast Documentation Group, via Facebook": "Coast Documentation Group",
        "Ana Name, via Facebook": "Ana Name",
        "Privat, via Facebook": None,
        "AFP via Facebook": None,
    }.items():
        words = f'<img src="/u/hill.jpg"><figcaption>The hill in Rawa. ({credit})</figcaption>'
        [record] = shown(page(tmp_path, f"<figure>{words}</figure>"))
        origin = dict((record.raw or {})["origin"])  # type: ignore[call-overload]
        assert (origin["platform"], origin.get("account")) == ("facebook", account)


def test_a_caption_of_two_sides_has_an_origin_for_each() -> None:
    sides = sides_of("Left: The hill in 2015. (AFP) Right: The hill in Rawa. (YouTube)")
    assert [(each.side, read_caption(each.text).credit) for each in sides] == [("Left", "AFP"), ("Right", "YouTube")]
    assert sides_of("The mayor, left: a quiet man") == ()
    sides = sides_of("Left, the hill, before it burned. Right, the hill on Monday.")
    assert [each.text for each in sides] == ["the hill, before it burned.", "the hill on Monday."]
    assert sides_of("The mayor, his wife, left, and a guest, right, on Monday") == ()


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("The group released a video purporting to show its troops on the move outside Rawa.", ["video"]),
        ("Photos and videos shared on social media show smoke over the town.", ["video", "image"]),
        ("Auf Telegram kursieren Aufnahmen, die den Angriff zeigen sollen.", ["video"]),
        ("Une vidéo diffusée sur Facebook montrerait des soldats.", ["video"]),
        ("Imágenes difundidas en redes sociales muestran el humo.", ["image"]),
        ("En film som spridits på Telegram uppges visa attacken.", ["video"]),
        ("ونشر التنظيم صورا قال إنها تظهر أسلحة.", ["image"]),
        ("The two leaders spoke by video conference and released a statement.", []),
        ("The report paints a bleak picture of life in the camp, published on Monday.", []),
        ("Nobody was hurt.", []),
    ],
)
def test_media_that_a_sentence_speaks_of_are_found(text: str, kinds: list[str]) -> None:
    assert [each.kind.value for each in mentions_in(text)] == kinds


def test_a_sentence_does_not_end_at_an_ordinal_of_german_or_swedish() -> None:
    german = "Das Video soll vom 6. Juni stammen. Die 82. Brigade schweigt. Es waren 12. Niemand sprach."
    assert [each.text for each in sentences(german)] == [
        "Das Video soll vom 6. Juni stammen.",
        "Die 82. Brigade schweigt.",
        "Es waren 12.",
        "Niemand sprach.",
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Rebels fled. al-Nusra said 20 were killed.", ["Rebels fled.", "al-Nusra said 20 were killed."]),
        ("They seized the town.The army said 20 died.", ["They seized the town.", "The army said 20 died."]),
        ("It killed 20.[3] The army denied it.", ["It killed 20.[3]", "The army denied it."]),
        ("Building no. 12 was hit. 20 died.", ["Building no. 12 was hit.", "20 died."]),
        ("Er sprach von 12 Toten, z. B. in Rawa.", ["Er sprach von 12 Toten, z. B. in Rawa."]),
        ("See www.example.org. The end.", ["See www.example.org.", "The end."]),
    ],
)
def test_a_sentence_is_neither_halved_nor_glued_to_the_next(text: str, expected: list[str]) -> None:
    assert [each.text for each in sentences(text)] == expected


@pytest.mark.parametrize(
    ("sentence", "whom", "place"),
    [
        (
            "An agency close to the Desert Army said that 10 soldiers were killed in Rawa.",
            "An agency close to the Desert Army",
            "Rawa",
        ),
        ("According to an agency close to Hezbollah, 17 soldiers died.", "an agency close to Hezbollah", None),
        ("Amaq, an agency close to the Islamic State group, said 15 soldiers had been killed.", "Amaq", None),
        ("Al Jazeera, citing a source close to the army, said 19 were killed.", "Al Jazeera", None),
        ("State news agency SANA said 21 people were killed in Aleppo.", "SANA", "Aleppo"),
        ("The Valley Observatory, a monitor based in Britain, put the toll at 12 dead.", "Valley Observatory", None),
    ],
)
def test_whom_an_agency_is_close_to_is_neither_who_says_it_nor_where_it_happened(
    sentence: str, whom: str, place: str | None, tmp_path: Path
) -> None:
    [claim] = [claim for each in intakes(page(tmp_path, f"<p>{sentence}</p>")) for claim in each.claims]
    assert (claim.attributed_to, claim.place) == (whom, place)


def test_a_video_of_which_a_text_speaks_twice_is_one_item_with_both_claims(tmp_path: Path) -> None:
    body = (
        "<p>The group released a video showing an attack near Rawa. The video, three minutes long, shows 2 tanks.</p>"
        "<p>The same footage shows a man with a rocket.</p>"
        "<p>The army published a video that shows the town calm.</p>"
        "<p>The video released by the rebels purports to show otherwise.</p>"
    )
    spoken_of = [each for each in intakes(page(tmp_path, body)) if each.kind]
    assert [len(each.claims) for each in spoken_of] == [3, 1, 1]
    assert [claim.text[:18] for claim in spoken_of[0].claims] == [
        "The group released",
        "The video, three m",
        "The same footage s",
    ]


def test_in_a_channel_each_post_counts_its_days_from_its_own_time(tmp_path: Path) -> None:
    def post(number: int, moment: str, words: str) -> str:
        address = f"https://t.me/quiet_river/{number}"
        return (
            f'<div class="tgme_widget_message" data-post="quiet_river/{number}">'
            f'<a class="tgme_widget_message_photo_wrap" href="{address}" style="background-image:'
            f"url('https://cdn.example/file/{number}a.jpg')\"></a>"
            f'<div class="tgme_widget_message_text js-message_text" dir="auto">{words}</div>'
            f'<a class="tgme_widget_message_date" href="{address}"><time datetime="{moment}" class="time">1</time></a>'
            "</div>"
        )

    path = tmp_path / "channel.html"
    first = post(7, "2024-12-03T08:41:17+00:00", "A burnt-out bus outside Karsava yesterday")
    second = post(8, "2024-12-05T10:02:55+00:00", "A flooded street in Karsava yesterday")
    path.write_text(
        '<html><head><link rel="canonical" href="https://t.me/s/quiet_river"></head>'
        f'<body class="tgme_webpreview"><main>{first}{second}</main></body></html>',
        "utf-8",
    )
    dates = [claim.date for each in intakes(path) for claim in each.claims]
    assert dates == ["2024-12-02", "2024-12-04"]


def test_a_saved_post_is_dated_by_its_link_to_itself(tmp_path: Path) -> None:
    link = '<a aria-label="{}" href="https://www.facebook.com/quiet.river/posts/pfbid02wQe7mT1kZsXyA9nLrUvB3c">1</a>'
    text = "<p>A video shows the flooded street in front of the old mill, where nobody was seen all day long.</p>"
    for label, dates in (("27 February 2022", {"2022-02-27"}), ("Leave a comment", {None})):
        path = tmp_path / "post.html"
        path.write_text(f'<html lang="en"><body><h1>Quiet River</h1>{link.format(label)}{text}</body></html>', "utf-8")
        assert {each.posted_at for each in intakes(path)} == dates


def test_the_name_of_an_airbase_keeps_the_word_for_it(tmp_path: Path) -> None:
    body = "<p>A video purports to show smoke over the Hamdan airbase.</p>"
    body += "<p>A photo shows men near the Omari military base.</p>"
    assert [claim.place for each in intakes(page(tmp_path, body)) for claim in each.claims] == [
        "Hamdan airbase",
        "Omari military base",
    ]


def test_a_sentence_without_names_has_no_place_of_a_like_sound(tmp_path: Path) -> None:
    body = "<p>One video purports to show a rocket hitting the base.</p>"
    [record] = [each for each in intakes(page(tmp_path, body)) if each.kind]
    assert record.claims[0].place is None


def test_a_sentence_ends_neither_at_an_initial_nor_at_an_abbreviation() -> None:
    text = "Gen. A. Name said so on Jan. 5. “It was quiet.” Nobody answered."
    assert [each.text for each in sentences(text)] == [
        "Gen. A. Name said so on Jan. 5.",
        "“It was quiet.”",
        "Nobody answered.",
    ]
    assert all(text[each.start :].startswith(each.text) for each in sentences(text))


# ---- who says it

ATTRIBUTED = {
    ("the group", "According to the group, its men seized a base."): None,
    ("a statement issued Wednesday morning by the group", "..."): None,
    ("Local officials", "Local officials put the number of dead at seven."): None,
    ("The army", "The army said it had killed 35 militants."): None,
    ("Verteidigungsministerium", "Das Verteidigungsministerium sprach von 15 Toten."): None,
    ("autorités de Bamako", "Les autorités de Bamako ont pris le contrôle."): None,
    ("the Northern Monitor for Rights", "..."): "Northern Monitor for Rights",
    ("a statement by the Northern Monitor", "..."): "Northern Monitor",
    ("the opposition's Coastal Media Office", "..."): "Coastal Media Office",
    ("Röda halvmånen", "Enligt Röda halvmånen dödades tre."): "Röda halvmånen",
    ("Iraqi forces", "Iraqi forces said they took the town."): "Iraqi forces",
    ("Observatory", "Reports emerged, with the Observatory adding that five died."): None,
    ("وزارة الدفاع التركية", "..."): "وزارة الدفاع التركية",
    ("تنظيم", "..."): None,
}


@pytest.mark.parametrize("words", ATTRIBUTED, ids=lambda words: words[0])
def test_only_a_name_is_whom_a_claim_is_attributed_to(words: tuple[str, str]) -> None:
    assert name_of(*words) == ATTRIBUTED[words]


def test_a_short_form_is_the_one_full_name_that_the_article_gives() -> None:
    text = "The Northern Observatory for Rights said so. Later the Observatory was silent."
    assert (
        name_of("Observatory", "Later, the Observatory said.", names=Names([text])) == "Northern Observatory for Rights"
    )
    two = Names([text, "The Coastal Observatory of the Sea disagreed."])
    assert name_of("Observatory", "Later, the Observatory said.", names=two) is None


def test_words_that_name_nobody_are_whom_a_claim_is_attributed_to(tmp_path: Path) -> None:
    said = "<p>Local officials put the number of dead at seven after the shelling of the valley.</p>"
    record = next(
        each for each in intakes(page(tmp_path, said)) if each.kind is None and "seven" in each.claims[0].text
    )
    assert record.claims[0].attributed_to == "Local officials"
    for sentence, whom in (
        ("The opposition leader claimed that 15 protesters were shot dead.", "opposition leader"),
        ("Selon le gouvernement, 12 personnes ont été tuées.", "gouvernement"),
        ("According to doctors, 16 people were killed.", "doctors"),
    ):
        [claim] = [claim for each in intakes(page(tmp_path, f"<p>{sentence}</p>")) for claim in each.claims]
        assert claim.attributed_to == whom


def test_an_embedded_post_without_a_credit_says_where_it_is_from(tmp_path: Path) -> None:
    post = (
        '<blockquote class="twitter-tweet"><p>Smoke over Rawa {}</p>&mdash; Ana (@ana_rawa) '
        '<a href="https://twitter.com/i/web/status/1657300000000000000">May 13</a></blockquote>'
    )
    [record] = shown(page(tmp_path, post.format("pic.twitter.com/abc https://t.co/xyz")))
    assert (record.caption, record.origin_url) == (
        "Smoke over Rawa",
        "https://twitter.com/ana_rawa/status/1657300000000000000",
    )
    assert record.raw is not None
    origin: Any = record.raw["origin"]
    assert (origin["platform"], origin["account"], origin["post_id"]) == ("x", "ana_rawa", "1657300000000000000")
    player = '<iframe src="https://player.example/embed/video/1"></iframe>'
    [own] = shown(page(tmp_path, player))
    assert own.origin_url is None


def test_an_embedded_post_is_an_appearance_of_its_own_with_its_day(tmp_path: Path, archive: Archive) -> None:
    post = "https://twitter.com/harsad_today/status/747812345678901248"
    (tmp_path / "page.html").write_text(
        '<meta property="article:published_time" content="2016-07-02T10:00:00Z"><p>A video was posted.</p>'
        '<blockquote class="twitter-tweet"><p>The bridge after the strike <a href="https://t.co/x">pic.twitter.com/abc'
        f'</a></p>&mdash; Harsad Today (@harsad_today) <a href="{post}">June 28, 2016</a></blockquote>'
    )
    for _ in range(2):  # the second time adds nothing
        archive.ingest(read_article(tmp_path / "page.html"))
    [seen] = [seen for seen in archive.items(limit=9) if len(seen.appearances) > 1]
    [article, embedded] = sorted(seen.appearances, key=lambda one: one.url or "")
    assert embedded.url == post
    assert embedded.source is not None
    assert embedded.source.account == "harsad_today"
    assert [(date.role, date.text, date.basis) for date in embedded.dates] == [
        (DateRole.POSTED, "2016-06-28", "given"),
        (DateRole.POSTED, "2016-06-28T15:22:11Z", "post id (snowflake)"),
    ]
    assert [date.text for date in article.dates] == ["2016-07-02T10:00:00Z"]
    assert not archive.verify().findings


def test_a_credit_that_stands_apart_is_not_glued_to_its_caption(tmp_path: Path) -> None:
    body = "<figure><img src=/a/hill.jpg><figcaption><span>The hill in Rawa</span>"
    body += "<span>Ana Name/AFP</span></figcaption></figure>"
    [record] = shown(page(tmp_path, body))
    assert (record.claims[0].text, record.credit) == ("The hill in Rawa", "Ana Name/AFP")


# ---- dates and places of captions


def test_the_day_on_which_a_picture_was_posted_is_not_the_day_of_the_event(tmp_path: Path) -> None:
    words = "Trucks taken in Rawa on 2 March 2024, in a picture posted on 3 March 2024. (AFP)"
    body = f"<figure><img src=/a/b1.jpg><figcaption>{words}</figcaption></figure>"
    [record] = shown(page(tmp_path, body))
    assert record.claims[0].date == "2024-03-02"
    [record] = shown(page(tmp_path, body.replace("taken in Rawa on 2 March 2024", "in Rawa")))
    assert record.claims[0].date is None


@pytest.mark.parametrize(
    ("sentence", "published", "event"),
    [
        ("A video uploaded to YouTube on 30 June 2016 purports to show fighters in Rawa.", "2016-06-30", None),
        ("On 29 June 2016, activists posted a video that shows a strike on Aleppo.", "2016-06-29", None),
        ("On 29 June 2016, the US-backed group released footage of its troops in Rawa.", "2016-06-29", None),
        ("A video that emerged on 26 June 2016 shows shelling in Homs.", "2016-06-26", None),
        ("Smoke over Aleppo in a video that was put online on 25 June 2016.", "2016-06-25", None),
        ("A photo posted on 28 June 2016 shows the attack of 27 June 2016 on Aleppo.", "2016-06-28", "2016-06-27"),
        ("Am 29. Juni 2016 veröffentlichten Aktivisten ein Video, das Rauch über Aleppo zeigt.", "2016-06-29", None),
        ("Am 29. Juni 2016 hat die Gruppe mehrere Videos veröffentlicht, die Mossul zeigen.", "2016-06-29", None),
        ("Le 29 juin 2016, des militants ont publié une vidéo montrant une frappe sur Alep.", "2016-06-29", None),
        ("Una imagen que apareció el 29 de junio de 2016 muestra un ataque en Alepo.", "2016-06-29", None),
        ("Den 29 juni 2016 publicerade aktivister en film som visar en attack i Aleppo.", "2016-06-29", None),
        ("On 28 June 2016, rebels captured Rawa and later posted a video of it.", None, "2016-06-28"),
        ("A protest movement emerged on 26 June 2016 in Baghdad, a video shows.", None, "2016-06-26"),
        ("Am 28. Juni 2016 griffen Rebellen Rawa an, wie ein Video zeigt.", None, "2016-06-28"),
    ],
)
def test_the_day_on_which_a_text_says_that_a_video_was_published_is_recorded_as_that(
    sentence: str, published: str | None, event: str | None, tmp_path: Path
) -> None:
    head = '<meta property="article:published_time" content="2016-07-02">'
    [record] = [each for each in intakes(page(tmp_path, f"<p>{sentence}</p>", head=head)) if each.kind]
    assert record.claims[0].date == event
    assert record.posted_at == "2016-07-02"
    assert record.note == NOT_SHOWN + (f"; said to have been published before: {published}" if published else "")


def test_a_caption_that_corrects_what_it_reports_makes_two_claims(tmp_path: Path) -> None:
    words = "Said to be Mosul on 12 June 2024; in fact Aleppo, 2019. (WhatsApp)"
    [record] = shown(page(tmp_path, f"<figure><img src=/a/b1.jpg><figcaption>{words}</figcaption></figure>"))
    found = [(claim.place, claim.date) for claim in record.claims]
    assert found == [("Mosul", "2024-06-12"), ("Aleppo", "2019")]


def test_two_places_of_one_picture_are_both_kept(tmp_path: Path) -> None:
    body = (
        "<figure><img src=/a/b1.jpg><figcaption>Snow on the road between Aleppo and Idlib. (AFP)</figcaption></figure>"
    )
    [record] = shown(page(tmp_path, body))
    assert record.claims[0].place == "Aleppo and Idlib"


# ---- heads of plain text

HEADS = {
    "THE EXAMINER | 6 May 2023\n\nDivers find wreck\n": ("THE EXAMINER", "2023-05-06", "Divers find wreck"),
    "Council votes\nWick Herald, Saturday 25 May 2024\n": ("Wick Herald", "2024-05-25", "Council votes"),
    "Le Journal du Levant\nMercredi 20 décembre 2023\n\nLa mer monte\n": (
        "Le Journal du Levant", "2023-12-20", "La mer monte",
    ),
    "أخبار النهر\nالأربعاء 20 كانون الأول 2023\n\nقصف على دوما\n": ("أخبار النهر", "2023-12-20", "قصف على دوما"),
    "Divers find wreck\nPublished: 6 May 2023, 14:05 GMT\nBy Ann Lee\n": (None, "2023-05-06", "Divers find wreck"),
    "Divers find wreck\n\nBy A. Lee, May 6, 2023\n": (None, "2023-05-06", "Divers find wreck"),
}  # fmt: skip


@pytest.mark.parametrize("head", HEADS)
def test_the_head_of_a_text_says_who_published_it_and_when(head: str) -> None:
    text = f"{head}\nResidents of the valley said that the shelling had stopped, and that the road was open again.\n"
    found = read_plain(text, language=None)
    assert (found.outlet, found.published.text if found.published else None, found.title) == HEADS[head]


def test_the_date_in_a_caption_is_not_that_of_the_text() -> None:
    text = "Fight for Rawa\n\nThe town is in ruins, its people say.\n\nA flag over Rawa on 4 May 2016. (AFP)\n"
    found = read_plain(text, language=None)
    assert found.published is None
    assert [line.text for line in found.captions] == ["A flag over Rawa on 4 May 2016. (AFP)"]


def test_lines_of_the_page_around_a_text_are_no_captions() -> None:
    lines = [
        "Share on Facebook",
        "© 2023 Coastal Examiner. All rights reserved.",
        "Partager sur X",
        "Read more: X (AFP)",
    ]
    text = "Divers find wreck\n\nResidents said that it had stopped.\n\n" + "\n\n".join(lines)
    assert read_plain(text, language="en").captions == ()


# ---- hostile and foreign files

HOSTILE = {
    "deep": b"<html>" + b"<div>" * 200_000,
    "formatting": b"<html>" + b"".join(b"<b id=%d>" % n for n in range(3_000)) + b"<p>" * 3_000,
    "attributes": b"<html><img " + b" ".join(b"a%d=1" % n for n in range(50_000)) + b">",
    "no text": b"<html>\0\0\0\1\2\3",
    "empty": b"  \n ",
    "pictures": b"<html><body><p>x</p>" + b"<img src=/a/hill.jpg>" * 5_000,
}


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_page_ends_in_one_problem(what: str, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_bytes(HOSTILE[what])
    [problem] = read_article(path)
    assert isinstance(problem, Problem)
    assert problem.locator == "page.html"
    assert "\n" not in problem.reason


ENDLESS = {
    "initials": "A. " * 10_000,
    "full stops": "." * 90_000 + "a",
    "underscores": "Photo: " + "_" * 90_000 + "a",
    "copyright": "©" * 90_000,
}


@pytest.mark.parametrize("what", ENDLESS)
def test_text_without_end_takes_no_time_without_end(what: str, tmp_path: Path) -> None:
    """Before there were bounds, each of these took minutes."""
    (tmp_path / "text.txt").write_text(f"A headline of it\n\n{ENDLESS[what]}\n")
    (tmp_path / "text.html").write_text(f"<html><body><h1>A headline</h1><p>{ENDLESS[what]}</p></body></html>")
    begin = time.process_time()
    assert [*read_article(tmp_path / "text.txt"), *read_article(tmp_path / "text.html")]
    assert time.process_time() - begin < 8


def nested(inner: str, times: int, end: str) -> bytes:
    return f"<html><body><article><h1>T</h1><p>{'Some text of it. ' * 5}</p>{inner * times}{end}".encode()


SLOW = {
    "footers": nested('<div class="footer">', 2_900, "x " * 50_000),
    "captions": nested('<figure><img src="/a.jpg"><div class="caption">', 1_400, "x " * 50_000),
    "dates": nested('<div class="meta published">', 2_900, "<time>a</time>" * 2_000),
    "links": nested('<a href="/x/y"><div>', 1_400, "<img src=/a.jpg>" * 300),
}


@pytest.mark.parametrize("what", SLOW)
def test_a_page_that_makes_every_question_cost_all_of_it_is_refused(
    what: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tree, "MOST_STEPS", 300_000)
    path = tmp_path / "page.html"
    path.write_bytes(SLOW[what])
    [problem] = read_article(path)
    assert isinstance(problem, Problem)
    assert "would take too long" in problem.reason


def test_what_of_a_text_was_not_looked_into_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    said = "The army said that {} soldiers were killed.\n\n"
    path = tmp_path / "long.txt"
    path.write_text("A headline\n\n" + "".join(said.format(number) for number in range(40, 80)))
    assert len(list(read_article(path))) == 40
    monkeypatch.setattr(records, "MOST_TEXT", 1_000)
    *found, problem = read_article(path)
    assert 10 < len(found) < 30
    assert isinstance(problem, Problem)
    assert problem.reason.startswith("only the first 1,000 characters")
    monkeypatch.setattr(records, "MOST_TEXT", 100_000)
    monkeypatch.setattr(records, "MOST_FROM_TEXT", 10)
    *found, problem = read_article(path)
    assert len(found) == 10
    assert isinstance(problem, Problem)
    assert "more than 10 media and claims" in problem.reason


def test_a_sentence_without_end_is_named_and_the_others_are_read(tmp_path: Path) -> None:
    path = tmp_path / "long.txt"
    claim = "The army said that 20 soldiers were killed."
    path.write_text(f"A headline\n\n{claim} {'and so on ' * 200}.\n\n{claim}\n")
    claims = [each for each in read_article(path) if isinstance(each, Intake)]
    assert [claim.text for each in claims for claim in each.claims] == [claim]
    path.write_text(f"A headline\n\n{'And so on ' * 200}.\n\n{claim}\n")
    record, problem = read_article(path)
    assert isinstance(record, Intake)
    assert isinstance(problem, Problem)
    assert problem.reason.startswith("1 of its sentences have more than 1,500 characters")


def test_a_page_in_another_encoding_is_read(tmp_path: Path) -> None:
    body = "<figure><img src=/a/hill.jpg><figcaption>دخان فوق المدينة. (رويترز)</figcaption></figure>"
    path = page(tmp_path, body)
    text = path.read_text("utf-8").replace('charset="utf-8"', 'charset="windows-1256"')
    path.write_bytes(text.encode("cp1256"))
    assert shown(path)[0].caption == "دخان فوق المدينة. (رويترز)"
    path.write_bytes(path.read_bytes().decode("cp1256").encode("utf-16"))
    assert shown(path)[0].caption == "دخان فوق المدينة. (رويترز)"


MHTML = (
    "From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=B\r\n\r\n--B\r\n"
    "Content-Type: text/html; charset={charset}\r\nContent-Transfer-Encoding: 8bit\r\n\r\n{page}\r\n--B--\r\n"
)


@pytest.mark.parametrize(
    "charset", ["base64", "zlib", "rot13", "undefined", "punycode", "unicode_escape", "idna", "\0", '"', "x-unknown"]
)
def test_an_encoding_that_is_none_of_text_is_not_used(charset: str, tmp_path: Path) -> None:
    html = page(tmp_path, "<figure><img src=/a/hill.jpg><figcaption>Fumée \\u0041 d’été. (AFP)</figcaption></figure>")
    path = tmp_path / "page.mhtml"
    path.write_bytes(MHTML.format(charset=charset, page=html.read_text("utf-8")).encode())
    assert shown(path)[0].caption == "Fumée \\u0041 d’été. (AFP)"
    said = f'charset="{charset.strip(chr(0))}"'
    html.write_text(html.read_text("utf-8").replace('charset="utf-8"', said), "utf-8")
    assert shown(html)[0].caption == "Fumée \\u0041 d’été. (AFP)"


def test_an_mhtml_of_more_parts_than_any_page_has_is_refused_at_once(tmp_path: Path) -> None:
    part = "\r\n--B\r\nContent-Type: image/jpeg\r\nContent-Location: https://a.example.org/a.jpg\r\n\r\nx"
    path = tmp_path / "page.mhtml"
    path.write_text(MHTML.format(charset="utf-8", page="<p>x" + part * 60_000))
    [problem] = read_article(path)
    assert isinstance(problem, Problem)
    assert "more than 100,000 headers" in problem.reason


def test_a_dry_run_steers_no_terminal_and_loses_nothing() -> None:
    said = "Smoke \u202eover\u2069 the \x9b31m town\u200f\u2028here. دخان"
    line = plain.readable_line({"caption": said})
    assert line.isprintable()
    assert "دخان" in line
    assert json.loads(line) == {"caption": said}
    assert plain.readable_line("\ud800").encode() == b'"\\ud800"'


def test_a_text_that_was_cut_off_within_a_letter_stays_utf_8(tmp_path: Path) -> None:
    path = tmp_path / "page.txt"
    path.write_bytes("عنوان المقال هنا\n\nدخان فوق المدينة في المساء. (رويترز)\n\nسكان".encode()[:-1])
    assert shown(path)[0].caption == "دخان فوق المدينة في المساء. (رويترز)"
    path.write_bytes("Un été\n\nFumée sur la ville à la tombée du jour. (Reuters)\n".encode("cp1252"))
    assert shown(path)[0].caption == "Fumée sur la ville à la tombée du jour. (Reuters)"


def test_half_a_character_in_a_data_block_costs_nothing(tmp_path: Path) -> None:
    data = '{"@type": "NewsArticle", "publisher": {"name": "The \\ud800 Day \\ud83d\\ude00"}, "datePublished": "2016"}'
    head = f'<script type="application/ld+json">{data}</script>'
    [record] = shown(page(tmp_path, "<img src=/a/hill.jpg width=800 height=500>", head=head))
    assert record.publisher == "The \ufffd Day 😀"
    assert record.posted_at == "2016"


def test_a_data_block_that_is_damaged_does_not_matter(tmp_path: Path) -> None:
    head = (
        '<script type="application/ld+json">{"@type": "NewsArticle", </script>'
        + '<meta name="date" content="2016-06-28">'
    )
    [record] = shown(page(tmp_path, "<img src=/a/hill.jpg width=800 height=500>", head=head))
    assert record.posted_at == "2016-06-28"


def files() -> Iterator[tuple[str, str, bool]]:
    yield "a.html", "<p>x", True
    yield "a.mht", "x", True
    yield "a.txt", "A headline, and a comma\n\nText.", True
    yield "posts.txt", "path,caption\na.jpg,Smoke\n", False
    yield "posts.csv", "path,caption\n", False
    yield "saved.php", "<!DOCTYPE html><html>", True
    yield "notes.jsonl", "{}", False


def test_an_article_is_told_from_a_manifest(tmp_path: Path) -> None:
    for name, text, expected in files():
        (tmp_path / name).write_text(text, "utf-8")
        assert is_article(tmp_path / name) is expected, name


# ---- from the dry run back


@pytest.mark.parametrize("name", ["plain-en.txt", "pair.html", "arabic-wordpress.html", "saved-page.html"])
def test_a_dry_run_can_be_imported_unchanged(name: str, tmp_path: Path) -> None:
    found = intakes(HERE / name)
    lines = [plain.readable_line(plain.intake(each) | plain.found(each)) + "\n" for each in found]
    (tmp_path / "found.jsonl").write_text("".join(lines), "utf-8")
    again = list(read_manifest(tmp_path / "found.jsonl", root=HERE.parent.parent))
    assert all(isinstance(each, Intake) for each in again), again
    same = [each._replace(locator=None, raw=None) for each in again if isinstance(each, Intake)]
    for back, given in zip(same, found, strict=True):
        wanted = given._replace(locator=None, raw=None)
        assert back._replace(path=None) == wanted._replace(path=None)
        assert (back.path is None) == (given.path is None)


def test_media_and_claims_without_media_are_told_apart() -> None:
    records = intakes(HERE / "wordpress-classic.html")
    kinds = [(each.kind, each.note) for each in records]
    assert kinds.count((None, None)) == 2
    assert (MediaKind.VIDEO, "mentioned, not shown") in kinds
    mention = next(each for each in records if each.note)
    assert mention.claims[0].hedge is Hedge.PURPORTS
    assert mention.claims[0].hedge_text == "purporting to show"


@pytest.mark.parametrize(
    ("credit", "platform", "account"),
    [
        ("via le compte Telegram @kivu_front", "telegram", "kivu_front"),
        ("Screenshot of Facebook video by Myawaddy Voice", "facebook", "Myawaddy Voice"),
        ("Screenshot from the Telegram channel Donbas Aktuell", "telegram", "Donbas Aktuell"),
        ("Screenshot: Telegram-Kanal „Donbas Aktuell“", "telegram", "Donbas Aktuell"),
        ("Screenshot Telegram-Kanal Donbas Aktuell", "telegram", "Donbas Aktuell"),
        ("Video posted by @hamid_kbl on X", "x", "hamid_kbl"),
        ("Posted by The.NSAy.Official on Facebook", "facebook", "The.NSAy.Official"),
        ("Instagram account @motaz.jabalia", "instagram", "motaz.jabalia"),
        ("via TikTok user stepovyk_ua", "tiktok", "stepovyk_ua"),
        ("TikTok/@delmas_an_direk", "tiktok", "delmas_an_direk"),
        ('YouTube channel "TeleKreyòl"', "youtube", "TeleKreyòl"),
        ("Capture d'écran de la chaîne Telegram Kivu Front", "telegram", "Kivu Front"),
        ("Capture d'écran Telegram de la chaîne Kivu Front", "telegram", "Kivu Front"),
        ("Captura del canal de Telegram Rybar", "telegram", "Rybar"),
        ("Captura de pantalla de la cuenta de X @moei_river", "x", "moei_river"),
        ("Vídeo difundido en la página de Facebook Radyo Kalbas", "facebook", "Radyo Kalbas"),
        ("Skärmdump från Telegramkanalen Kivu Veille", "telegram", "Kivu Veille"),
        ("Skärmdump från Facebooksidan Sanning Nu", "facebook", "Sanning Nu"),
        ("Foto: Facebook-sidan Sanning Nu", "facebook", "Sanning Nu"),
        ("Skärmbild: Instagramkontot @adre.radio", "instagram", "adre.radio"),
        ("لقطة شاشة من قناة بنش الآن على تلغرام", "telegram", "بنش الآن"),
        ("صفحة تنسيقية بنش على فيسبوك", "facebook", "تنسيقية بنش"),
        ("المصدر: حساب @beirut_mubasher على إكس", "x", "beirut_mubasher"),
        ('قناة "الحديدة اليوم" على يوتيوب', "youtube", "الحديدة اليوم"),
        ("من حساب الناشط كريم على انستغرام", "instagram", "الناشط كريم"),
        ('Telegram channel "Rybar"', "telegram", "Rybar"),
        ("Photo: @nour_orontes/Twitter", "x", "nour_orontes"),
        ("Still from video uploaded to YouTube by Orontes Media", "youtube", "Orontes Media"),
        ("Image from Telegram (t.me/jisr_now)", "telegram", "jisr_now"),
        ("X user @tegaru_lens", "x", "tegaru_lens"),
        ("@tegaru_lens on Twitter", "x", "tegaru_lens"),
        ("Twitter user Salt Road OSINT", "x", "Salt Road OSINT"),
        ("Bild: Facebook-Seite „Sanning Nu“", "facebook", "Sanning Nu"),
        ("Quelle: X-Nutzer @saltroad", "x", "saltroad"),
        ("Screenshot aus einem Video auf dem YouTube-Kanal Nordlicht", "youtube", "Nordlicht"),
        ("Photo publiée sur la page Facebook de la mairie de Beni", "facebook", "mairie de Beni"),
        ("Image grab from a video released on the Telegram channel of the Azov brigade", "telegram", "Azov brigade"),
        ("Courtesy of Facebook/Free Gaza Now", "facebook", "Free Gaza Now"),
        ("Handout via Telegram @ButusovPlus", "telegram", "ButusovPlus"),
        ("Via X: @moei_river", "x", "moei_river"),
        ("Foto: Instagram @playa_libre", "instagram", "playa_libre"),
        ("Vía Twitter, @usuario_1", "x", "usuario_1"),
        ("Captura de un vídeo de TikTok de @usuario_1", "tiktok", "usuario_1"),
        ("Capture d'écran d'une vidéo TikTok de @delmas", "tiktok", "delmas"),
        ("Screenshot of a post by @hamid_kbl on Instagram", "instagram", "hamid_kbl"),
        ("Social media / Telegram", "telegram", None),
        ("Telegram", "telegram", None),
        ("Facebook Screenshot", "facebook", None),
        ("Screenshot from Facebook video", "facebook", None),
        ("Reuters via Telegram", "telegram", None),
    ],
)
def test_a_credit_in_brackets_names_platform_and_account_however_it_tells_where_the_thing_is_from(
    credit: str, platform: str, account: str | None
) -> None:
    caption = read_caption(f"A street in the old town after the rain ({credit})")
    assert caption.words == "A street in the old town after the rain"
    says = origin_of(caption.credit or "")
    assert (says.platform or says.via, says.account) == (platform, account)


@pytest.mark.parametrize(
    "line", ["A Facebook user in Homs", "A boy on his phone in a Telegram shop", "Facebook staff at work in Dublin"]
)
def test_words_around_a_platform_that_name_no_account_stay_a_name(line: str) -> None:
    assert origin_of(line).account is None


def test_copied_texts_have_their_outlet_beside_a_section_or_a_path(tmp_path: Path) -> None:
    english = "Nine people were killed in the town on Tuesday morning, residents said, and the road is closed."
    french = "Neuf personnes ont été tuées mardi matin dans la ville, selon des habitants, et la route est fermée."
    heads = {
        "Harbour News | World\n\nWhat the pictures show\nBy Lina Adwan\n19 May 2023": ("Harbour News", english),
        "Nordbote\nStartseite > Ausland\n\nWas die Bilder zeigen\nStand: 19.05.2023, 11:42 Uhr": ("Nordbote", english),
        "الرئيسية / تحقيقات\nصحيفة المرفأ\n\nماذا تظهر الصور؟\n19 مايو 2023": ("صحيفة المرفأ", english),
        "Le Phare › Monde\n\nCe que montrent les images\nPar Lina Adwan — le 19 mai 2023 à 10h00": ("Le Phare", french),
    }
    for head, (outlet, body) in heads.items():
        path = tmp_path / "copied.txt"
        path.write_text(f"{head}\n\nKarsava. LINA ADWAN / AFP\n\n{body}\n", "utf-8")
        first = next(each for each in read_article(path) if isinstance(each, Intake))
        assert (first.publisher, first.posted_at) == (outlet, "2023-05-19")


@pytest.mark.parametrize(
    ("text", "words", "credit"),
    [
        (
            "The market, on Tuesday. Lina Adwan for Harbour News",
            "The market, on Tuesday.",
            "Lina Adwan for Harbour News",
        ),
        ("El mercado, el martes. | LINA ADWAN (EFE)", "El mercado, el martes.", "LINA ADWAN (EFE)"),
    ],
)
def test_credits_for_an_outlet_and_behind_a_bar_are_whole(text: str, words: str, credit: str) -> None:
    caption = read_caption(text)
    assert (caption.words, caption.credit) == (words, credit)


def test_a_caption_in_brackets_with_its_label_is_no_credit(tmp_path: Path) -> None:
    path = tmp_path / "copied.txt"
    path.write_text(
        "What the pictures show\n\nNine people were killed on Tuesday, residents said.\n\n"
        "[Photo: A drone view of the bridge at Velka, north of Karsava, in April 2021 / AFP]\n\nThe road is closed.\n",
        "utf-8",
    )
    (found,) = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert (found.caption, found.credit) == (
        "A drone view of the bridge at Velka, north of Karsava, in April 2021 / AFP",
        "AFP",
    )


def test_an_account_behind_via_at_the_end_is_a_credit() -> None:
    caption = read_caption("Smoke over the silo, via @karsava_now")
    assert (caption.words, caption.credit) == ("Smoke over the silo", "via @karsava_now")
    assert read_caption("Smoke over the silo, on the road via Velka").credit is None
