"""Parts of pages that paywalls, live reports, players and galleries make: what is the article's own, whose it is."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

import pytest

from provenance.importers.article import read_article
from provenance.importers.article.captions import origin_of, read_caption, without_counts
from provenance.importers.article.plain import read_plain
from provenance.importers.article.records import NOT_SHOWN
from provenance.model import Intake, MediaKind
from provenance.platforms import read_credit
from provenance.platforms.credits import account_alone

if TYPE_CHECKING:
    from pathlib import Path

LEAD = "<p>Residents of the valley said on Friday that the shelling had stopped, and that the road was open again.</p>"
MORE = "".join(
    f"<p>The {number} house along the road had lost its roof, and its owner slept in a tent beside the well.</p>"
    for number in ("first", "second", "third", "fourth")
)
QUARRY = (
    '<figure><img src="/quarry.jpg"><figcaption>A quarry at dawn. <span class="credit">Vale Press</span></figcaption>'
    "</figure>"
)
PLAIN = '<div class="pic"><img src="/bridge.jpg" width="900" height="600"></div>'


class Seen(NamedTuple):
    kind: MediaKind | None
    caption: str | None
    credit: str | None
    raw: str


def of_page(tmp_path: Path, body: str) -> tuple[list[Seen], list[str]]:
    """The media that a page shows, and the sentences on media that it does not."""
    path = tmp_path / "page.html"
    start = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body><article><h1>Quiet</h1>'
    path.write_text(f"{start}{LEAD}{body}</article></body></html>", "utf-8")
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    shown = [each for each in found if not (each.note or "").startswith(NOT_SHOWN)]
    spoken = [claim.text for each in found if each not in shown for claim in each.claims]
    return [Seen(each.kind, each.caption, each.credit, str(each.raw)) for each in shown], spoken


def captions(tmp_path: Path, body: str) -> list[str | None]:
    return [each.caption for each in of_page(tmp_path, body)[0]]


# ---- what a paywall or a live report calls its parts


@pytest.mark.parametrize(
    "name",
    ["paywall", "subscriber-hide", "subscriber-only encrypted", "abo-inhalt", "ticker", "js-tracking", "lazy-loader"],
)
def test_a_part_that_holds_the_text_is_the_article_whatever_its_name(tmp_path: Path, name: str) -> None:
    said = "<p>An army spokesman released a video that shows the bridge falling into the river on Friday.</p>"
    shown, spoken = of_page(tmp_path, f'<div class="{name}">{MORE}{said}{QUARRY}{PLAIN}</div>')
    assert [each.caption for each in shown] == ["A quarry at dawn.", None]
    assert spoken == ["An army spokesman released a video that shows the bridge falling into the river on Friday."]


@pytest.mark.parametrize("name", ["inline-image subscriber-hide", "photo premium subscriber-only", "analytics-block"])
def test_a_picture_with_its_credit_is_the_articles_whatever_counts_or_hides_it(tmp_path: Path, name: str) -> None:
    assert captions(tmp_path, f'{MORE}<div class="{name}">{QUARRY}</div>{MORE}') == ["A quarry at dawn."]


def test_a_part_that_waits_for_a_subscriber_is_read_though_it_is_not_displayed(tmp_path: Path) -> None:
    hidden = f'<div class="premium" style="display:none">{MORE}{QUARRY}</div>'
    assert captions(tmp_path, hidden) == ["A quarry at dawn."]


@pytest.mark.parametrize(
    "box",
    [
        '<div class="paywall"><p>Subscribe now to read on, for a euro a week.</p><img src="/paper.jpg"></div>',
        f'<div class="subscribe-box"><form><input type="email"></form>{MORE}<img src="/paper.jpg"></div>',
        '<div class="ticker"><a href="/one"><img src="/one.jpg"></a><a href="/one">A headline elsewhere</a></div>',
        '<div class="tracking-wrap"><img src="/paper.jpg"></div>',
        '<div style="display:none"><img src="/paper.jpg"></div>',
        f'<div class="comments">{MORE}<img src="/paper.jpg"></div>',
    ],
)
def test_a_box_that_sells_or_leads_elsewhere_stays_furniture(tmp_path: Path, box: str) -> None:
    assert captions(tmp_path, f"{MORE}{QUARRY}{box}{MORE}") == ["A quarry at dawn."]


def test_entries_of_a_ticker_are_the_articles_and_its_advertisements_are_not(tmp_path: Path) -> None:
    entries = f'<div class="ticker-entry"><time>17:45</time>{MORE}</div><div class="ticker-entry">{QUARRY}</div>'
    advert = '<div class="ticker-ad"><a href="https://shop.example/"><img src="/bicycle.jpg" width="600"></a></div>'
    assert captions(tmp_path, f'<div class="ticker">{entries}{advert}</div>') == ["A quarry at dawn."]


def test_the_picture_of_a_sound_or_of_the_author_is_none_of_the_article(tmp_path: Path) -> None:
    sound = (
        '<div class="audio-box"><img src="/ear.jpg"><span>Listen: the shepherd remembers that night (2:41)</span></div>'
    )
    author = (
        '<div class="firma"><img class="foto-autor" src="/rosa.jpg"><span>Rosa Lind, 4 May 2022, 16:20</span></div>'
    )
    assert captions(tmp_path, f"{author}{sound}{MORE}{QUARRY}") == ["A quarry at dawn."]


# ---- players


def test_the_headline_in_a_players_box_is_its_caption(tmp_path: Path) -> None:
    box = (
        '<div class="video-box"><img src="/still.jpg"><button>Play</button>'
        '<div class="video-box__headline">Camera appears to show a lorry leaving the quarry</div></div>'
    )
    (found,), spoken = of_page(tmp_path, MORE + box)
    assert (found.kind, found.caption) == (MediaKind.VIDEO, "Camera appears to show a lorry leaving the quarry")
    assert not spoken


def test_a_player_that_a_script_draws_is_known_by_the_id_of_its_entry(tmp_path: Path) -> None:
    box = '<div class="kaltura-box" data-entry="1_q7w8e9"></div><div class="caption">A lorry leaves the quarry.</div>'
    (found,), _ = of_page(tmp_path, f"{MORE}<div>{box}</div>")
    assert (found.kind, found.caption) == (MediaKind.VIDEO, "A lorry leaves the quarry.")
    assert "1_q7w8e9" in found.raw


def test_a_credit_after_the_caption_after_the_medium_is_its_credit(tmp_path: Path) -> None:
    row = (
        '<div data-src="https://www.youtube-nocookie.com/embed/aB3dE5gH7jK"></div>'
        '<div class="bildtext">A lorry leaves the quarry.</div><div class="bildquelle">YouTube/Vale Watch</div>'
    )
    (found,), _ = of_page(tmp_path, f"{MORE}<div>{row}</div>")
    assert (found.caption, found.credit) == ("A lorry leaves the quarry.", "YouTube/Vale Watch")


def test_a_blank_that_waits_for_its_picture_is_no_address_of_it(tmp_path: Path) -> None:
    box = '<figure><img src="/static/px.gif" data-src="/quarry.jpg"><figcaption>A quarry.</figcaption></figure>'
    (found,), _ = of_page(tmp_path, MORE + box)
    assert "quarry.jpg" in found.raw


# ---- counters


@pytest.mark.parametrize(
    ("written", "credit"),
    [
        ("1 of 4", ""),
        ("1 of 4 | Ana Lind/Vale Press", "Ana Lind/Vale Press"),
        ("(2/12) Ana Lind/Vale Press", "Ana Lind/Vale Press"),
        ("Bild 3 von 9 – Ana Lind/Vale Press", "Ana Lind/Vale Press"),
        ("Ana Lind/Vale Press 2 / 12", "Ana Lind/Vale Press"),
        ("Ana Lind/Vale Press | 4 sur 7", "Ana Lind/Vale Press"),
        ("الصورة 3 من 5 - رويترز", "رويترز"),
        ("01:12 - Source: Vale Press", "Source: Vale Press"),
        ("Ana Lind/Vale Press, 2019", "Ana Lind/Vale Press, 2019"),
    ],
)
def test_a_credit_is_read_without_the_counter_of_its_gallery(written: str, credit: str) -> None:
    assert without_counts(written) == credit


def test_a_counter_is_no_part_of_a_caption_or_of_the_credit_at_its_end() -> None:
    read = read_caption("Photo 2 of 7: A quarry at dawn. (Reuters) 2/7")
    assert (read.words, read.credit, read.number) == ("A quarry at dawn.", "Reuters", "2 of 7")


def test_what_is_pressed_and_what_counts_in_a_captions_box_is_no_part_of_it(tmp_path: Path) -> None:
    words = '<span class="caption-text">Boats on the lake.</span> <span class="credit">Ana Lind</span>'
    for beside in ('<ul><li class="tnt-buy">Buy Now</li></ul>', '<span class="asset__count">1 av 3</span>'):
        box = f'<figure><img src="/quarry.jpg"><figcaption class="caption">{words}{beside}</figcaption></figure>'
        (found,), _ = of_page(tmp_path, MORE + box)
        assert (found.caption, found.credit) == ("Boats on the lake.", "Ana Lind")


def test_a_caption_and_a_credit_in_attributes_beside_a_picture_are_its_own(tmp_path: Path) -> None:
    says = '<div data-c-caption="A quarry at dawn." data-c-credit="Ana Lind, Courier"></div>'
    (found,), _ = of_page(tmp_path, f'{MORE}<div class="em"><div><img src="/quarry.jpg"></div>{says}</div>')
    assert (found.caption, found.credit) == ("A quarry at dawn.", "Ana Lind, Courier")
    lone = '<figure><img src="/quarry.jpg" data-credit="EFE"><figcaption>A quarry at dawn.</figcaption></figure>'
    assert of_page(tmp_path, MORE + lone)[0][0].credit == "EFE"


def test_the_counter_of_a_carousel_is_no_part_of_its_captions(tmp_path: Path) -> None:
    slide = (
        '<div class="slide"><img src="/{0}.jpg"><div class="slide-info"><div class="slide-counter">{1} of 2 |</div>'
        '<div class="slide-description">A {0} at dawn. (Reuters)</div></div></div>'
    )
    row = f'<div class="carousel">{slide.format("quarry", 1)}{slide.format("bridge", 2)}</div>'
    assert captions(tmp_path, MORE + row) == ["A quarry at dawn. (Reuters)", "A bridge at dawn. (Reuters)"]


@pytest.mark.parametrize(
    ("text", "credit"),
    [
        ("رجال أمام السوق في الموصل أمس (د.ب.أ)", "د.ب.أ"),
        ("À Kabrousse, vers 1987 (collection de la famille Ndiaye)", "collection de la famille Ndiaye"),
        ("Die alte Brücke im Winter (Sammlung Erika Holt)", "Sammlung Erika Holt"),
        (
            "Karte und Luftbild des Hafens (Quellen: Telegram; Montage: Vale Press)",
            "Quellen: Telegram; Montage: Vale Press",
        ),
    ],
)
def test_initials_collections_and_named_sources_in_brackets_are_credits(text: str, credit: str) -> None:
    assert read_caption(text).credit == credit


@pytest.mark.parametrize(
    "text", ["A meeting in Geneva (Switzerland)", "سوق الخضار (قديم)", "The road (two lanes) at dawn"]
)
def test_a_gloss_in_brackets_is_no_credit(text: str) -> None:
    assert read_caption(text).credit is None


def test_paragraphs_that_a_system_names_for_their_links_are_text(tmp_path: Path) -> None:
    text = MORE.replace("<p>", '<p class="article_link">')
    told = "A photograph of the quarry that a neighbour had published was removed from Facebook on Friday."
    page = f'<div class="head">{LEAD}</div><article>{text}{QUARRY}<p class="article_link">{told}</p></article>'
    media, mentions = of_page(tmp_path, page)
    assert ([one.caption for one in media], mentions) == (["A quarry at dawn."], [told])
    teaser = '<p class="article-link"><a href="/2">A bridge at dusk, and what became of the people there</a></p>'
    picture = f'<div class="article-links">{teaser}<img src="/bridge.jpg"></div>'
    assert len(of_page(tmp_path, MORE + QUARRY + picture)[0]) == 1


def test_a_fraction_or_a_date_in_a_caption_is_no_counter() -> None:
    for text in ("Soldiers killed on 1/5/2016 were buried.", "Two of 4 bridges still stand", "A march on 11/9"):
        assert read_caption(text).number is None
        assert read_caption(text).words == text


def test_whoever_worked_on_a_picture_is_no_account() -> None:
    says = read_credit("Facebook; Screenshot und Markierung: Talprobe")
    assert (says.platform, says.account) == ("facebook", None)
    assert read_credit("WhatsApp/DR").account is None


def test_counters_are_sought_in_linear_time() -> None:
    for piece in ("1 of ", "1/2 ", "photo ", " |-", "12:"):
        started = time.process_time()
        without_counts(piece * 20_000)
        read_caption(piece * 20_000)
        assert time.process_time() - started < 1.0


# ---- what publishing systems serve that no set of articles had before


def test_entries_that_are_articles_of_their_own_are_one_live_report(tmp_path: Path) -> None:
    entry = (
        '<article class="post"><time datetime="2024-01-08T15:48Z">15.48</time><h3>Harbour</h3><div class="post-body">'
        '<figure><img src="/{0}.jpg"><figcaption>The {0} on Sunday.</figcaption></figure>'
        "<p>At least two cranes can be made out on the {0}, which burned through the night.</p></div></article>"
    )
    report = "".join(entry.format(name) for name in ("quay", "pier", "dock"))
    page = f"<h1>Quiet</h1><section>{report}</section>"
    path = tmp_path / "page.html"
    path.write_text(
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body><main>{page}</main></body>'
    )
    found = [each.caption for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert [caption for caption in found if caption and "Sunday" in caption] == [
        "The quay on Sunday.", "The pier on Sunday.", "The dock on Sunday."
    ]  # fmt: skip


def test_a_box_that_is_a_player_has_the_caption_within_it(tmp_path: Path) -> None:
    player = (
        '<div class="video-embed" data-video-id="jw-8x"><div class="jw-player" data-mediaid="8xKQ3vTa"></div>'
        '<div class="caption"><span class="caption-text">Video: Fire crews at work above Vale</span> '
        '<span class="copyright">Source: Vale Drones</span></div></div>'
    )
    [seen] = of_page(tmp_path, player + MORE)[0]
    assert (seen.kind, seen.caption) == (MediaKind.VIDEO, "Video: Fire crews at work above Vale")
    assert "Vale Drones" in (seen.credit or "")


@pytest.mark.parametrize(
    "box",
    [
        '<a class="modal" href="/quarry_XL.jpg"><img src="/quarry_L.jpg"></a><span class="caption">Quarry.</span>',
        '<a href="/quarry.jpg" title=""><img src="/plugins/transparent.gif"></a><span class="caption">Quarry.</span>',
        '<a href="#" class="lightbox"><img src="/quarry.jpg"><script type="application/json">'
        '{"items":[{"url":"/q.jpg","caption":"Quarry.","type":"image"}]}</script></a>',
        '<figure><img src="/q.jpg"><figcaption><span class="item-title">Mines</span>'
        '<span class="item-caption">Quarry.</span></figcaption></figure>',
        '<article class="media"><div class="field-media-image"><div class="field__label">Image</div><img src="/q.jpg">'
        '</div><div class="field-media-caption"><p>Quarry.</p></div></article>',
    ],
)  # fmt: skip
def test_a_caption_is_found_without_the_labels_and_titles_around_it(tmp_path: Path, box: str) -> None:
    assert captions(tmp_path, f"<div>{box}</div>{MORE}") == ["Quarry."]


def test_the_credit_beside_a_gallery_is_that_of_each_picture_without_one(tmp_path: Path) -> None:
    item = '<li><figure><img src="/{0}.jpg"><figcaption>A {0} at dawn.</figcaption></figure></li>'
    gallery = f'<div class="gallery"><ul>{item.format("well")}{item.format("mill")}</ul>{{}}</div>{MORE}'
    said = of_page(tmp_path, gallery.format('<p class="gallery-credit">Pictures: A. Vale</p>'))[0]
    assert [each.credit for each in said] == ["Pictures: A. Vale", "Pictures: A. Vale"]
    assert [each.credit for each in of_page(tmp_path, gallery.format(""))[0]] == [None, None]


def test_a_text_that_a_margin_has_broken_has_whole_captions(tmp_path: Path) -> None:
    path = tmp_path / "paper.txt"
    path.write_text(
        "Vale Observatory\n31 March 2022\n\nThe night of the quarry\n\n"
        "In the early hours of 3 March 2022 five passengers of a minibus were held\n"
        "at a barrier on the road to the quarry. The authorities said that they had\n"
        "been stopped for speeding. This paper looks at two videos and a number of\n"
        "photographs, and finds that nothing of this can be upheld any longer now.\n\n"
        "Figure 1: The minibus as shown by the channel. Two of the three doors have\n"
        "no handle. Source: Telegram/Vale Mail\n\n"
        "At 09:15 the same channel posted a second photograph, taken from almost\n"
        "the same spot, in which there are four doors. It was deleted a bit later.\n\n"
        "Figure 2b: The same barrier in satellite imagery of 11 February 2022. Image\n"
        "© 2022 Maxar Technologies\n",
        "utf-8",
    )
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    said = {each.caption: each.credit for each in found if each.credit}
    assert [caption for caption in said if caption and caption.startswith("The minibus")] == [
        "The minibus as shown by the channel. Two of the three doors have no handle. Source: Telegram/Vale Mail"
    ]
    assert any("Maxar" in (credit or "") for credit in said.values())


def test_the_day_of_a_copied_message_is_known_where_its_order_is_plain() -> None:
    days = {}
    for head in ("[27/05/2024 21:48]", "[05/27/2024 21:48]", "[27.05.2024, 21:48:10]", "[05/06/2024 21:48]"):
        read = read_plain(f"{head} Vale Mail:\n\nSmoke over the quarry (Telegram/Vale Mail)\n\n{LEAD}", language="en")
        assert read.outlet == "Vale Mail"
        days[head] = read.published and str(read.published)
    assert list(days.values()) == ["2024-05-27", "2024-05-27", "2024-05-27", None]


def test_an_account_without_a_platform_is_known_by_its_sign_or_the_word_before_it() -> None:
    for credit, account in {
        "via @rawa_now": "rawa_now",
        "Port Watch (@port_watch)": "port_watch",
        "page Bukavu Buzz": "Bukavu Buzz",
        "Page One": None,
        "صفحة «راوة الآن»": "راوة الآن",
        "A. Name <name@example.org>": None,
    }.items():
        assert account_alone(credit) == account


def test_a_credit_of_two_halves_says_the_first_that_a_platform_has() -> None:
    says = origin_of("Left: @rawa_eye / X. Right: Google Earth / Maxar.")
    assert (says.platform, says.account) == ("x", "rawa_eye")
    says = origin_of("Links: Google Earth. Rechts: Telegram/@rawa")
    assert (says.platform, says.account) == ("telegram", "rawa")


@pytest.mark.parametrize(
    ("credit", "platform", "account"),
    [
        ("X / @valemail (archived)", "x", "valemail"),
        ("Facebook / groupe « Entraide Vale »", "facebook", "Entraide Vale"),
        ("Fire Service of Vale/Telegram/Reuters", "telegram", "Fire Service of Vale"),
        ("© 2024 @valemail / X", "x", "valemail"),
        ("TikTok / valemail - Google Street View", "tiktok", "valemail"),
        ("Vale Mail (Telegram)", "telegram", "Vale Mail"),
        ("Extrait d'une vidéo publiée sur Facebook", "facebook", None),
        ("valemail via Instagram", "instagram", "valemail"),
        ("AFPTV via Dailymotion", None, None),
        ("TikTok/vale_mail/Screenshot Bote", "tiktok", "vale_mail"),
        ("FACEBOOK-GRUPPEN ”Vi i Vale”", "facebook", "Vi i Vale"),
        ("Obtained by NWN from Telegram/vale_mail", "telegram", "vale_mail"),
        ("readers’ Telegram chat @valemail", "telegram", "valemail"),
        ("Screenshot DER BOTE/TikTok: @vale.mail", "tiktok", "vale.mail"),
        ("Vale Bureau/Facebook/Handout via MERIDIAN", "facebook", "Vale Bureau"),
        ("لقطة من فيديو نشرته قناة «عدسة الوادي» على يوتيوب", "youtube", "عدسة الوادي"),
        ("der angeblich in Nanterre gefilmte Löwe auf Facebook", None, None),
    ],
)
def test_a_credit_says_an_account_and_nothing_beside_it(credit: str, platform: str | None, account: str | None) -> None:
    says = read_credit(credit)
    assert (says.platform, says.account) == (platform, account)


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("A boat at dawn. Foto: Europa Press | Vídeo: EPV", "Foto: Europa Press | Vídeo: EPV"),
        ("Derselbe Stein im Jahr 2015 | Google Street View", "Google Street View"),
        ("Posts that we looked at. Collage: Parallax Desk", "Collage: Parallax Desk"),
        ("Smoke over Vale. A. Name via REUTERS THIS IMAGE HAS BEEN SUPPLIED BY A THIRD PARTY.", "A. Name via REUTERS"),
        ("سوق الإثنين قبل الحرب، من صفحة «الوادي» على فيسبوك", "من صفحة «الوادي» على فيسبوك"),
        ("La publication, le 12 octobre. — TikTok (@vale_mail)", "TikTok (@vale_mail)"),
        ("Freighter sunk off the island (Foto - Archiv)", None),
    ],
)
def test_a_caption_ends_in_its_credit(caption: str, credit: str | None) -> None:
    assert read_caption(caption).credit == credit


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Men on the third truck. PHOTO | RIVER FOUNDATION | TELEGRAM", "PHOTO | RIVER FOUNDATION | TELEGRAM"),
        ("The bridge on Monday. Submitted photo | River Forum", "Submitted photo | River Forum"),
        ("The clip that shows a column. Screenshot/TikTok: saxan.fm", "Screenshot/TikTok: saxan.fm"),
        ("Der Bach im August. Foto: wild.bach (Insta)", "Foto: wild.bach (Insta)"),
        ("Imagen de la cámara. Captura de video: X @Rawa24", "Captura de video: X @Rawa24"),
        ("Capture de la publication, le 24 février (page Bukavu Buzz)", "page Bukavu Buzz"),
        ("The bridge on Monday. Image via @rawa_now on X", "Image via @rawa_now on X"),
        ("The bridge on Monday. Picture: X (@rawa_now)", "Picture: X (@rawa_now)"),
        ("The bridge on Monday. Video still: TikTok/@rawa.now", "Video still: TikTok/@rawa.now"),
        ("The bridge on Monday. (Supplied: Ana Name)", "Supplied: Ana Name"),
        ("The bridge on Monday. Submitted photo", "Submitted photo"),
        ("The bridge on Monday. Special to The Courier", "Special to The Courier"),
        ("Le pont lundi. PHOTO ANA NAME, LE COURRIER", "PHOTO ANA NAME, LE COURRIER"),
        ("Le pont lundi. Photo DR", "Photo DR"),
        ("El puente el lunes. / ANA NAME", "ANA NAME"),
        ("El puente el lunes. FOTO CORTESÍA", "FOTO CORTESÍA"),
        ("Die Brücke am Montag. Leserfoto: Ana Name", "Leserfoto: Ana Name"),
        ("Screenshot des Facebook-Posts mit der falschen Behauptung", None),
        ("Dieses Video kursiert auf TikTok und Instagram", None),
        ("لقطة شاشة من المنشور المضلل على فيسبوك", None),
        ("المصفاة صباح الاثنين 4 تشرين الثاني 2024 / قناة «راوة الآن» على تلغرام", "قناة «راوة الآن» على تلغرام"),
        ("لقطة شاشة من منشور صفحة «راوة» على فيسبوك (رابط مؤرشف)", None),
        ("A screenshot of the post (archived link)", None),
        ("Wir sammeln Bilder. Kontakt: @rawa_bot", None),
        ("صورة لحطام عُثر عليه في راوة | الإعلام الحربي لسرايا الوادي", "الإعلام الحربي لسرايا الوادي"),
        ("دخان فوق راوة | مساء يوم الاثنين الماضي", None),
        ("نجمع الصور. للتواصل: @rawa_bot", None),
        (
            "Two uploads of one second. Left: OK.ru / user Davron. Right: A. Name",
            "Left: OK.ru / user Davron. Right: A. Name",
        ),
        ("The same street twice. (Left: Telegram/@rawa; right: Reuters)", "Left: Telegram/@rawa; right: Reuters"),
        (
            "The street (Left) and the yard. (Left) Telegram/X; (right) Facebook/Y",
            "(Left) Telegram/X; (right) Facebook/Y",
        ),
        ("إلى اليمين: الفيديو المتداول. إلى اليسار: نسخة 2019 (فيسبوك، يوتيوب)", "فيسبوك، يوتيوب"),
    ],
)
def test_editors_write_credits_at_the_end_in_many_forms(caption: str, credit: str | None) -> None:
    assert read_caption(caption).credit == credit


def test_of_one_credit_for_two_halves_each_file_has_its_own(tmp_path: Path) -> None:
    caption = "The tower from the ground and from above. (Left: @rawa_eye / X. Right: Google Earth / Maxar)"
    two = f'<figure><img src="/u/a.jpg"><img src="/u/b.jpg"><figcaption>{caption}</figcaption></figure>'
    assert [record.credit for record in of_page(tmp_path, two)[0]] == ["@rawa_eye / X.", "Google Earth / Maxar"]
    one = f'<figure><img src="/u/a.jpg"><figcaption>{caption}</figcaption></figure>'
    [record] = of_page(tmp_path, one)[0]
    assert record.credit == "Left: @rawa_eye / X. Right: Google Earth / Maxar"


def test_a_link_within_a_credit_does_not_part_it(tmp_path: Path) -> None:
    words = 'Still of the impact. Source: Telegram channel <a href="https://t.me/rawa_now/8">@rawa_now</a>.'
    [record] = of_page(tmp_path, f'<figure><img src="/u/a.jpg"><figcaption><p>{words}</p></figcaption></figure>')[0]
    assert record.credit == "Source: Telegram channel @rawa_now"


def test_the_link_of_a_credit_says_the_account_where_its_words_do_not(tmp_path: Path) -> None:
    for words in (
        'The bridge of Rawa. Source: <a href="https://t.me/rawa_now/12">Telegram</a>',
        'The bridge of Rawa. (<a href="https://t.me/rawa_now/12">@rawa_now</a>)',
    ):
        [record] = of_page(tmp_path, f'<figure><img src="/u/a.jpg"><figcaption>{words}</figcaption></figure>')[0]
        assert "'platform': 'telegram', 'account': 'rawa_now'" in record.raw.replace("'name': '@rawa_now', ", "")
        assert "()" not in (record.caption or "")
    elsewhere = 'The bridge, as in <a href="https://t.me/other/12">this post</a>. Source: Ana Name'
    [record] = of_page(tmp_path, f'<figure><img src="/u/a.jpg"><figcaption>{elsewhere}</figcaption></figure>')[0]
    assert "telegram" not in record.raw


def test_a_post_that_a_newsletter_keeps_as_data_has_its_words_and_account(tmp_path: Path) -> None:
    data = '{"url": "https://twitter.com/rawa_now/status/1886881020304050607", "full_text": "The bridge in Rawa. "}'
    [record] = of_page(tmp_path, f"<div class='twitter-embed' data-attrs='{data}'></div>")[0]
    assert record.caption == "The bridge in Rawa."
    assert "'platform': 'x', 'account': 'rawa_now'" in record.raw
    broken = of_page(tmp_path, f"<div class='twitter-embed' data-attrs='{data[:-1]}'></div>{QUARRY}")[0]
    assert broken[-1].caption == "A quarry at dawn."


def test_who_put_a_picture_into_the_system_is_no_part_of_its_credit(tmp_path: Path) -> None:
    parts = '<li class="image-meta__caption">The bridge.</li><li class="image-meta__foto">Foto: FF Rawa/Facebook</li>'
    parts += '<li class="image-meta__user">hochgeladen von <a href="/p/a">Ana Name</a></li>'
    box = f'<figure><img src="/u/a.jpg"><figcaption><ul class="image-meta">{parts}</ul></figcaption></figure>'
    [record] = of_page(tmp_path, box)[0]
    assert record.credit == "Foto: FF Rawa/Facebook"
    assert "'account': 'FF Rawa'" in record.raw


CAPTION = '<figcaption>The hill in Rawa. <span class="credit">Ana Name</span></figcaption>'
CAPTIONED = f'<figure><img src="/u/hill.jpg">{CAPTION}</figure>'
IN_LINK = f'<figure><a href="/picture-gallery/rawa/12/"><img src="/u/hill.jpg">{CAPTION}</a></figure>'


@pytest.mark.parametrize(
    ("box", "count"),
    [
        (f'<div class="asset-masthead hidden-print">{CAPTIONED}</div>', 1),
        (f"<header>{CAPTIONED.replace('<figure', '<figure class=Head_teaser__Q')}</header>", 1),
        (IN_LINK, 1),
        ('<div class="stream-item"><img src="/u/x.jpg" alt="إعلان"></div>', 0),
        ('<div class="box"><img src="/u/x.jpg" alt="Advertisement"></div>', 0),
        ('<div><img src="/img/labels/fake.png" alt="False"> <span>False</span></div>', 0),
        ('<div class="w"><img src="/design/rating-false.png" alt="Rating: False"><div>False</div></div>', 0),
    ],
)
def test_pictures_of_the_articles_head_are_its_own_and_signs_of_ratings_and_adverts_are_not(
    tmp_path: Path, box: str, count: int
) -> None:
    assert len(of_page(tmp_path, box)[0]) == count


def test_buttons_that_share_and_the_date_of_the_article_are_neither_caption_nor_credit(tmp_path: Path) -> None:
    buttons = '<div class="btns"><span>Facebook</span> <span>WhatsApp</span></div>'
    [record] = of_page(tmp_path, f'<div><div class="lead-image"><img src="/u/a.jpg"></div>{buttons}</div>')[0]
    assert (record.caption, record.credit) == (None, None)
    [record] = of_page(tmp_path, '<figure><img src="/u/a.jpg"><div class="byline">20 November 2024</div></figure>')[0]
    assert record.credit is None


def test_only_a_marked_credit_counts_beside_one_that_the_page_keeps_apart() -> None:
    said = read_caption("Still of a video that was published on Facebook.", apart="© Vale Mail")
    assert (said.words, said.credit) == ("Still of a video that was published on Facebook.", "© Vale Mail")


def test_a_page_that_stands_in_a_form_from_head_to_foot_is_read(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    form = f'<form id="form1"><input type="hidden" name="__VIEWSTATE"><h1>Quiet</h1>{LEAD}{QUARRY}{MORE}</form>'
    path.write_text(f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body>{form}</body>', "utf-8")
    assert [each.caption for each in read_article(path) if isinstance(each, Intake) and each.kind] == [
        "A quarry at dawn."
    ]


def test_a_line_that_a_messenger_has_copied_is_a_caption_without_its_head(tmp_path: Path) -> None:
    path = tmp_path / "message.txt"
    head = "[28/8/24, 08:12:30] Vale Net:"
    first = f"{head} Residents said that the road was open."
    path.write_text(f"{first}\n\n{head} <image attached> Cars in the stream of Vale. (Facebook/Vale Mail)\n", "utf-8")
    [seen] = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert (seen.caption or "").startswith("Cars in the stream")


@pytest.mark.parametrize("name", ["notion-root has-footer", "page no-sidebar", "story with-comments", "hide-related"])
def test_what_a_page_has_or_hides_does_not_make_the_article_that_part(tmp_path: Path, name: str) -> None:
    path = tmp_path / "page.html"
    path.write_text(f'<html lang="en"><body><div class="{name}">{LEAD}{MORE}{QUARRY}</div></body></html>', "utf-8")
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert [each.credit for each in found] == ["Vale Press"]


def test_regional_dailies_sign_with_the_word_photo_and_a_name_behind_the_sentence() -> None:
    found = read_caption("The prefect came to Lower Vale on Monday. Photo Jane Harbour")
    assert (found.words, found.credit) == ("The prefect came to Lower Vale on Monday.", "Photo Jane Harbour")
    assert read_caption("The prefect came. Photo taken on Monday").credit is None


def test_a_video_of_a_hit_is_no_counter(tmp_path: Path) -> None:
    found, _ = of_page(tmp_path, '<figure><video src="/films/quarry-hit.mp4"></video></figure>' + MORE)
    assert [each.kind for each in found] == [MediaKind.VIDEO]


def test_a_box_that_links_to_another_article_is_none_of_this_one(tmp_path: Path) -> None:
    box = '<div class="bucket internallink"><a href="/x"><img src="/other.jpg"></a><div>What we learned</div></div>'
    assert captions(tmp_path, LEAD + box + QUARRY + MORE) == ["A quarry at dawn."]


def test_a_caption_whose_sentence_names_the_account_has_its_origin(tmp_path: Path) -> None:
    figure = (
        '<figure><img src="/a.jpg"><figcaption>A truck in a video posted by the Facebook page Vale Vision.</figcaption>'
    )
    found, _ = of_page(tmp_path, f"{figure}</figure>{MORE}")
    assert "'platform': 'facebook'" in found[0].raw
    assert "'account': 'Vale Vision'" in found[0].raw


# ---- mails without pictures, copies of channels, agency copy


def test_what_a_mail_names_in_brackets_is_a_picture_with_the_caption_under_it() -> None:
    text = (
        "From: Vale Letter <letter@vale.example>\nSubject: Two bridges\nDate: Wed, 17 Jul 2024\n\nView in browser\n\n"
        "Good morning,\n\n[Image]\nThe bridge after the strike on Monday.\nPhoto: Facebook/Vale Now\n\nNo more.\n\n"
        "[Video]\nWatch: farmers pick tobacco (Instagram: @vale.farm)\n\nUnsubscribe here\nVale Letter © 2024\n"
    )
    article = read_plain(text, language="en")
    assert article.title == "Two bridges"
    assert [(line.kind, line.text) for line in article.captions] == [
        (MediaKind.IMAGE, "The bridge after the strike on Monday. Photo: Facebook/Vale Now"),
        (MediaKind.VIDEO, "Watch: farmers pick tobacco (Instagram: @vale.farm)"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "3.2K vistas 15:48\nDescarga Telegram para ver más",
        "10:31\nVIEW IN TELEGRAM",
        "لإلغاء الاشتراك اضغط هنا\nبين السطور © 2024",
        "Photos VLN101-VLN104 moved. Video moved.",
        "Jane Harbour is the correspondent. Connect via X or email.",
        '"He sent me a picture of the sea," his brother said.\n\nWith AFP',
        "The ministry asked for silence.\n\n(Fotos)",
    ],
)
def test_what_stands_around_posts_letters_and_agency_copy_is_no_caption(line: str) -> None:
    assert read_plain(f"Quiet in the vale\n\nThe river fell on Friday.\n\n{line}\n", language="en").captions == ()


def test_a_numbered_picture_of_a_list_keeps_its_caption_and_is_no_film() -> None:
    text = (
        "Press release\n\nNine people were sent back on Monday, and nobody said why.\n\n"
        "Bild 1: Standbild aus einem Video am Zaun. Quelle: TikTok-Konto @vale_road\n"
        "Bild 2: Jane Harbour, Vorsitzende. Foto: privat\n"
    )
    found = read_plain(text, language="de").captions
    assert [(line.kind, line.text.split(" ", 1)[0]) for line in found] == [
        (MediaKind.IMAGE, "Standbild"),
        (MediaKind.IMAGE, "Jane"),
    ]


def test_a_line_with_the_sign_of_copyright_is_the_credit_of_the_numbered_picture_above() -> None:
    text = "Vale note\n\nThe river fell.\n\nPhoto 1 : Families arrive on Monday.\n© Instagram, compte vale_now\n"
    assert read_plain(text, language="fr").captions[0].text.endswith("© Instagram, compte vale_now")


def test_an_agency_names_its_source_and_itself_in_small_and_capital_letters() -> None:
    found = read_caption("VLN103: Fighters pose with rifles at an undisclosed place. (al-Vale via VLN)")
    assert found.credit == "al-Vale via VLN"


def test_the_menu_above_a_copied_article_hides_neither_its_day_nor_its_outlet() -> None:
    text = (
        "Skip to navigation\nSkip to content\nThe Vale Chronicle\nSubscribe\nWorld\nMiddle East\n\nShare\n\n"
        "Convoy hit near the vale as truce frays\n\nBy Jane Harbour\nSeptember 5, 2025 — 4.12pm\n\nSave\n\n"
        "Three drivers were killed on Thursday when rockets struck the road.\n"
    )
    article = read_plain(text, language="en")
    assert article.title == "Convoy hit near the vale as truce frays"
    assert article.outlet == "The Vale Chronicle"
    assert article.published is not None
    assert article.published.text == "2025-09-05"


# ---- tables, and posts that systems rewrite


def test_in_a_table_the_words_under_each_picture_are_its_caption(tmp_path: Path) -> None:
    row = '<tr><td><img src="/a.jpg"></td><td><img src="/b.jpg"></td></tr>'
    words = "<tr><td>The colonel (Anadolu - archive)</td><td>The ward on Tuesday (Photo: A. Name)</td></tr>"
    found = captions(tmp_path, f"{LEAD}<table><tbody>{row}{words}</tbody></table>{MORE}")
    assert found == ["The colonel (Anadolu - archive)", "The ward on Tuesday (Photo: A. Name)"]


def test_a_post_keeps_its_words_where_a_system_puts_them_into_another_element(tmp_path: Path) -> None:
    post = (
        '<blockquote class="twitter-tweet"><div>Three tanks gone. pic.twitter.com/6dWm0aPzKc</div> — A. Name (@vale) '
        '<a href="https://twitter.com/vale/status/1889960412288147615">February 13, 2025</a></blockquote>'
    )
    assert captions(tmp_path, LEAD + post + MORE) == ["Three tanks gone."]


@pytest.mark.parametrize(
    ("head", "outlet"),
    [
        ("From: Vale Letter <letter@vale.example>\nSubject: Two bridges", "Vale Letter"),
        ("من: نشرة «بين السطور» <nashra@vale.example>\nالموضوع: جسران", "بين السطور"),
        ("Pressemitteilung\nBeobachtungsstelle Vale e. V.\nGörlitz, 19. Februar 2025", "Beobachtungsstelle Vale e. V."),
    ],
)
def test_a_letter_is_of_its_sender_and_a_release_of_whoever_stands_under_its_name(head: str, outlet: str) -> None:
    assert read_plain(f"{head}\n\nThe river fell on Friday, and nobody was hurt.\n", language=None).outlet == outlet


def test_words_that_ask_for_consent_before_a_film_are_no_caption(tmp_path: Path) -> None:
    film = (
        '<div class="film"><div class="film__box"><iframe src="https://www.youtube.com/embed/Qr5tT8mYl2E"></iframe>'
        '<div class="cookieconsent-optout-marketing">You have to accept cookies to see the film.</div></div>'
        '<p class="film__caption">One film with two tracks.</p></div>'
    )
    assert captions(tmp_path, LEAD + film + MORE) == ["One film with two tracks."]


def test_a_face_beside_a_name_and_a_day_is_that_of_who_wrote(tmp_path: Path) -> None:
    face = (
        '<div class="flex"><img src="/a/b/jane.png" alt="Jane Harbour"><span>Jane Harbour</span> <span>{}</span></div>'
    )
    for day in ("June 20, 2025", "20. Juni 2025"):
        assert captions(tmp_path, face.format(day) + LEAD + QUARRY + MORE) == ["A quarry at dawn."]


def test_in_arabic_a_picture_of_a_page_is_signed_behind_a_comma() -> None:
    found = read_caption("آثار رصاص على مدرسة في الحرشة، صورة من صفحة «الحرشة مباشر»")
    assert found.credit == "صورة من صفحة «الحرشة مباشر»"
    assert account_alone(found.credit) == "الحرشة مباشر"
