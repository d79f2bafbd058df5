"""How publishing systems deliver pictures, sign them and copy themselves into a text: what of that is the article's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.importers.article import read_article
from provenance.importers.article.captions import credit_in
from provenance.importers.article.heads import is_dateline
from provenance.importers.article.line_kinds import is_around
from provenance.importers.article.media import key_of
from provenance.importers.article.plain import read_plain
from provenance.importers.article.records import NOT_SHOWN
from provenance.model import Intake
from provenance.platforms import read_credit
from provenance.platforms.credits import said_within

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "<p>Residents of the valley said on Friday that the shelling had stopped, and that the road was open again.</p>"


def shown(tmp_path: Path, body: str) -> list[tuple[str | None, str | None]]:
    """The caption and the credit of each medium that a page shows."""
    path = tmp_path / "page.html"
    start = '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"></head><body><article><h1>Quiet</h1>'
    path.write_text(f"{start}{TEXT}{body}{TEXT}</article></body></html>", "utf-8")
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    return [(each.caption, each.credit) for each in found if not (each.note or "").startswith(NOT_SHOWN)]


# ---- pages


@pytest.mark.parametrize(
    "address",
    [
        "https://img.example/?uuid=3f8e1d20-{}&amp;width=1080",
        "/image.php?imageid={}4711&amp;width=480",
        "/_next/image?url=%2Fuploads%2F{}-quay.jpg&amp;w=1200&amp;q=75",
    ],
)
def test_pictures_that_one_program_delivers_are_told_apart_by_what_they_ask_it_for(
    tmp_path: Path, address: str
) -> None:
    figures = "".join(
        f'<figure><img src="{address.format(name)}"><figcaption>{words}</figcaption></figure>'
        for name, words in (("a", "The quay at dawn on Monday."), ("b", ""), ("c", ""))
    )
    assert len(shown(tmp_path, figures)) == 3


def test_two_sizes_that_one_program_delivers_are_one_picture() -> None:
    assert key_of("https://img.example/?uuid=3f8e&width=480") == key_of("https://img.example/?width=1080&uuid=3f8e")
    assert key_of("/_next/image?url=%2Fu%2Fquay.jpg&w=640") == key_of("/_next/image?url=%2Fu%2Fquay.jpg&w=1200")


def test_an_element_named_for_the_credit_may_hold_the_caption_before_it(tmp_path: Path) -> None:
    body = (
        '<div class="embed"><iframe src="https://www.youtube.com/embed/hB4xN_tOrod"></iframe>'
        '<p class="oembed-credits">The ferry leaves the quay. Video YouTube / Radio Vale</p></div>'
    )
    assert shown(tmp_path, body) == [("The ferry leaves the quay.", "Video YouTube / Radio Vale")]
    alone = body.replace("The ferry leaves the quay. ", "")
    assert shown(tmp_path, alone) == [(None, "Video YouTube / Radio Vale")]


def test_words_in_a_small_size_below_a_picture_are_its_caption(tmp_path: Path) -> None:
    picture = '<div class="separator"><a href="/s1600/street.jpg"><img src="/w640/street.jpg"></a></div>'
    words = '<div><span style="{}">Our street under the ash</span></div>'
    small = shown(tmp_path, picture + words.format("font-size: x-small;"))
    assert small == [("Our street under the ash", None)]
    assert shown(tmp_path, picture + words.format("font-weight: bold"))[0][0] is None


def test_who_contributed_to_an_article_is_no_caption_of_the_film_above(tmp_path: Path) -> None:
    body = (
        '<div><iframe src="https://www.youtube.com/embed/Zr7w_KdEp0t"></iframe></div>'
        "<p><i>Jane Harbour in Berlin contributed to this report.</i></p>"
    )
    assert shown(tmp_path, body) == [(None, None)]


def test_a_post_that_a_letter_keeps_as_data_is_known_by_any_name_of_its_box(tmp_path: Path) -> None:
    kept = '{"url": "https://x.com/vale/status/18464570", "full_text": "Souk on fire"}'
    data = kept.replace('"', "&quot;")
    body = f'<div class="tweet" data-attrs="{data}"><img class="tweet-photo" src="/GZ_souk_fire.jpg"></div>'
    assert shown(tmp_path, body)[0][0] == "Souk on fire"


def test_a_heading_on_the_sites_logo_is_no_headline_beside_which_the_outlet_stands(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        "<title>Tillabéri : trois villages vidés - Vigie Sahel</title></head><body>"
        '<a href="https://vigie.example/"><h1 class="logo"><span>Vigie Sahel</span></h1></a>'
        f"<article><h1>Tillabéri : trois villages vidés</h1>{TEXT}"
        '<figure><img src="/quay.jpg"><figcaption>The quay at dawn.</figcaption></figure></article></body></html>',
        "utf-8",
    )
    found = [each for each in read_article(path) if isinstance(each, Intake)]
    assert {each.publisher for each in found} == {"Vigie Sahel"}


# ---- credits


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("The launch of a drone at night. Dawn-Nachrichtenagentur", "Dawn-Nachrichtenagentur"),
        ("The launch of a drone at night. Red Dawn News Agency", "Red Dawn News Agency"),
        ("Des pompiers bâchent une école. Photo SDIS 26", "Photo SDIS 26"),
        ("شارعنا صباح الاثنين (عدستي)", "عدستي"),
        ("Our street at dawn on Monday. (author's photo)", "author's photo"),
        (
            "Four plumes above the town. Screengrab from a stream of the Telegram channel Vale Live (@valelive)",
            "Screengrab from a stream of the Telegram channel Vale Live (@valelive)",
        ),
        ("18:33 In pictures: The road to the vale", None),
        ("En images : la route du val", None),
        ("Archive. Agencia Vale", None),
    ],
)
def test_a_caption_ends_in_the_name_of_an_agency_or_of_whoever_took_it(caption: str, credit: str | None) -> None:
    found = credit_in(caption)
    assert (found[1] if found else None) == credit


@pytest.mark.parametrize(
    ("credit", "account"),
    [
        ("Facebook/Feuerwehr Vale (Übersetzung)", "Feuerwehr Vale"),
        ("Facebook/Vale Fire Brigade (translated)", "Vale Fire Brigade"),
        ("YouTube/Canal Vale (recorte)", "Canal Vale"),
        ("Facebook/Vale Bakery via MPP", "Vale Bakery"),
        ("Facebook/Vale Bakery via AFP", "Vale Bakery"),
        ("Facebook/Bakery via Appia", "Bakery via Appia"),
    ],
)
def test_what_was_done_with_a_picture_and_who_passed_it_on_are_no_part_of_the_account(
    credit: str, account: str
) -> None:
    assert read_credit(credit).account == account


@pytest.mark.parametrize(
    ("caption", "account"),
    [
        ("Das Video wird seit Montag auf Facebook geteilt, hier von der Seite „Vale aktuell“.", "Vale aktuell"),
        ("The clip has been shared on TikTok since Monday, here by the account “Vale Now”.", "Vale Now"),
        ("The clip is on Facebook. It was read out by the page “Vale Now”.", None),
    ],
)
def test_a_caption_names_the_page_that_shared_behind_the_platform(caption: str, account: str | None) -> None:
    says = said_within(caption, credit="Screenshot: The Examiner")
    assert (says.account if says else None) == account


# ---- copies as text


def test_the_day_of_a_copy_is_found_below_its_menu_and_beside_its_reporter() -> None:
    menu = "Skip to content\nVale News\nHome\nWorld\nClimate\nLive\nSign in\n\nVillages told to leave\n\n"
    text = "\n\nThe fire crossed the road at noon on Tuesday, and nobody was hurt.\n"
    for head in (
        "Live Reporting\nEdited by Jane Harbour\nLast updated 24 June 2025, 21:14 BST",
        "24 June 2025 | 19:05\nBy A. Lee",
    ):
        found = read_plain(menu + head + text, language="en").published
        assert found is not None
        assert found.text == "2025-06-24"


def test_agency_copy_says_when_it_was_transmitted_and_that_is_no_outlet() -> None:
    text = (
        "ADVISORY: PACKAGE\nVale Pictures\n\nTransmitted Thursday, May 29, 2025\n\nThe crowd emptied it on Wednesday.\n"
    )
    found = read_plain(text, language="en")
    assert found.published is not None
    assert (found.published.text, found.outlet) == ("2025-05-29", None)


def test_the_address_of_a_copy_is_found_below_its_menu() -> None:
    menu = "Skip to content\nHome\nWorld\nEurope\nNews\nSign in\n\nVale News\n\nVillages told to leave\n\n"
    text = f"{menu}https://vale.example/live/fire\n\nThe fire crossed the road at noon.\n"
    assert read_plain(text, language="en").url == "https://vale.example/live/fire"


def test_towns_and_a_day_above_a_release_are_no_caption() -> None:
    assert is_dateline("Hamburg/Lampedusa, 10. November 2025")
    assert not is_dateline("Jane Harbour, 10. November 2025")
    text = "Pressemitteilung\nHamburg/Lampedusa, 10. November 2025\n\nEin Boot wurde gerammt.\n\nNiemand half.\n"
    assert read_plain(text, language="de").captions == ()
    mail = f"Von: Presse Vale <presse@vale.example>\nBetreff: Boot gerammt\n\n{text}"
    assert read_plain(mail, language="de").captions == ()


@pytest.mark.parametrize(
    ("line", "around"),
    [
        ("شارك الخبر: فيسبوك | إكس | تلغرام | واتساب", True),
        ("Share this story: Facebook | X", True),
        ("Facebook · X · WhatsApp", True),
        ("Facebook/Telegram", False),
        ("Screenshot: Facebook, X", False),
    ],
)
def test_a_row_of_platforms_to_press_is_the_pages(line: str, around: bool) -> None:
    assert is_around(line) is around


def test_a_release_for_immediate_use_is_not_of_an_outlet_of_that_name() -> None:
    text = "PRESS RELEASE\nFor immediate release\n\nA camp was attacked: 28 dead\n\nMen attacked it at night.\n"
    assert read_plain(text, language="en").outlet is None


# ---- a lead picture, and what stands around it


def test_the_words_behind_a_title_and_who_wrote_them_are_no_caption_of_the_picture_behind_it(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        '<html lang="en"><body><article><section><div><div class="back"><picture><img src="/quay.jpg"></picture></div>'
        '<div class="head"><h1>Quiet</h1><p class="lead">Five nights on the quay in a year without rain</p>'
        '<p class="byline">4 May 2024, Harbour Team</p></div></div>'
        '<div class="caption"><p>The quay of Vale at dawn. © Private</p></div></section>'
        f"{TEXT}{TEXT}</article></body></html>",
        "utf-8",
    )
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert [(each.caption, each.credit) for each in found] == [("The quay of Vale at dawn. © Private", "© Private")]


@pytest.mark.parametrize(("caption", "is_shown"), [("The quay of Vale. Photo: A. Harbour", True), ("The quay", False)])
def test_a_picture_above_the_article_is_its_own_where_its_caption_is_signed(
    caption: str, is_shown: bool, tmp_path: Path
) -> None:
    path = tmp_path / "page.html"
    path.write_text(
        f'<html lang="en"><body><main><div class="stage"><picture><img src="/quay.jpg"></picture>'
        f'<span class="stage-caption">{caption}</span></div><article><h1>Quiet</h1>{TEXT}{TEXT}</article></main>',
        "utf-8",
    )
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert bool(found) is is_shown


ENTRY = (
    '<div class="live-card"><div class="hour">{hour}</div><h3>{title}</h3><div class="story-card">{text}'
    '<figure><img src="/{name}.jpg"></figure><div class="caption">The {name}. (Gao Now/Facebook)</div></div></div>'
)


@pytest.mark.parametrize(
    ("hours", "title", "is_shown"),
    [
        (("7:40 pm", "5:03 pm", "9:58 am"), "Army post hit", True),
        (("19.40 Uhr", "17.03 Uhr", "9.58 Uhr"), "Posten getroffen", True),
        (("7:40 pm", "5:03 pm", "9:58 am"), '<a href="/other">Army post hit</a>', False),
        (("3 May", "2 May", "1 May"), "Army post hit", False),
    ],
)
def test_parts_with_an_hour_and_text_of_their_own_are_a_live_report_whatever_holds_them(
    hours: tuple[str, ...], title: str, is_shown: bool, tmp_path: Path
) -> None:
    names = ("road", "tower", "quay")
    entries = (
        ENTRY.format(hour=hour, title=title, text=TEXT, name=name) for hour, name in zip(hours, names, strict=True)
    )
    found = shown(tmp_path, f'<div class="cards">{"".join(entries)}</div>')
    assert len(found) == (len(names) if is_shown else 0)


def test_the_day_below_an_article_is_its_own_and_that_below_the_page_is_not(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    below = '<footer class="note-footer"><time datetime="2024-06-11">11 June 2024</time></footer>'
    for page, day in (
        (f"<article><h1>Quiet</h1>{TEXT}{TEXT}{QUAY}{below}</article>", "2024-06-11"),
        (f"<article><h1>Quiet</h1>{TEXT}{TEXT}{QUAY}</article>{below}", None),
    ):
        path.write_text(f'<html lang="en"><body>{page}</body></html>', "utf-8")
        assert next(each for each in read_article(path) if isinstance(each, Intake)).posted_at == day


QUAY = '<figure><img src="/quay.jpg"><figcaption>The quay. Photo: A. Harbour</figcaption></figure>'


# ---- credits, and what stands behind an account


@pytest.mark.parametrize(
    ("credit", "platform", "account"),
    [
        ("Facebook/Vale am Morgen | Screenshot: Talbote", "facebook", "Vale am Morgen"),
        ("Telegram/@vale_live | Archivbild", "telegram", "vale_live"),
        ("Gao Now/Facebook – Montage: The Examiner", "facebook", "Gao Now"),
        ("TikTok/@vale.log / Capture d’écran : Le Vallon", "tiktok", "vale.log"),
        ("صفحة وادينا/فيسبوك | أرشيفية", "facebook", "وادينا"),
        ("Météo Vallon / YouTube, CC BY 3.0", "youtube", "Météo Vallon"),
        ("still from a video that a survivor published on Instagram (@vale.log)", "instagram", "vale.log"),
        ("Facebook/Archive of Vale", "facebook", "Archive of Vale"),
        ("Facebook/Talauge, Screenshot vom 3. Mai 2024", "facebook", "Talauge"),
        ("Telegram/@vale_live · Archive", "telegram", "vale_live"),
        ("Video: Kanal Talauge (YouTube)", "youtube", "Talauge"),
    ],
)
def test_what_stands_behind_an_account_is_none_of_it(credit: str, platform: str, account: str) -> None:
    says = read_credit(credit, is_marked=True)
    assert (says.platform, says.account) == (platform, account)


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Botes en el río, el martes. Video: canal Valle Vivo (YouTube)", "Video: canal Valle Vivo (YouTube)"),
        ("Boats on the river. Video: channel Vale Live (YouTube)", "Video: channel Vale Live (YouTube)"),
        ("Le pont. Capture d’écran : chaîne Œil du val (YouTube)", "Capture d’écran : chaîne Œil du val (YouTube)"),
        ("محتجون يغلقون الطريق، بحسب ناشر الصورة، الخميس (إكس/@vale_log)", "إكس/@vale_log"),
    ],
)
def test_a_caption_ends_in_a_channel_and_its_platform(caption: str, credit: str) -> None:
    found = credit_in(caption)
    assert found is not None
    assert found[1] == credit


def test_a_caption_names_the_page_of_the_post_that_it_shows_in_arabic() -> None:
    says = said_within("صورة شاشة لمنشور على صفحة «أخبار الوادي» في فيسبوك عن السد", credit=None)
    assert says is not None
    assert (says.platform, says.account) == ("facebook", "أخبار الوادي")


# ---- lines of a copy that are no captions


def test_how_to_reach_the_desk_is_no_caption() -> None:
    text = "Quiet\n\nThe road is open again, said the mayor.\n\n- Photo: Newsdesk, + 49 30 000000, <a@vale.example>\n"
    assert read_plain(text, language="en").captions == ()


@pytest.mark.parametrize(
    ("line", "around"),
    [
        ("شارك: فيسبوك تويتر واتساب", True),
        ("Share: Facebook X WhatsApp", True),
        ("Teilen: Facebook X WhatsApp E-Mail", True),
        ("124 comments", True),
        ("124 comments were read out in court.", False),
        ("Síguenos en X: @valle", True),
        ("Home | World | Video | Contact us", True),
        ("الرئيسية | أخبار ليبيا | فيديو | تواصل معنا", True),
        ("Photo | A. Harbour | Telegram", False),
        ("Dam | Bridge | Quay | Road", False),
    ],
)
def test_a_row_of_sections_or_buttons_is_the_pages(line: str, around: bool) -> None:
    assert is_around(line) is around


def test_a_number_below_what_stands_for_a_picture_is_no_part_of_its_caption() -> None:
    text = "Quiet\n\n[Image]\nFigure 3: A boat on the river at dawn. Source: Telegram/vale_log\n\nThe road is open.\n"
    assert [line.text for line in read_plain(text, language="en").captions] == [
        "A boat on the river at dawn. Source: Telegram/vale_log"
    ]


@pytest.mark.parametrize("line", ["Text: Jan Hafen, Foto: Ada Lind", "Inicio / Mundo / Oriente Medio"])
def test_who_wrote_and_the_path_to_an_article_are_no_captions(line: str) -> None:
    text = f"Quiet\n\nThe road is open again, said the mayor.\n\n{line}\n\nNobody was hurt in the night.\n"
    assert read_plain(text, language="en").captions == ()


def test_an_agencys_copy_ends_in_the_day_on_which_it_was_sent() -> None:
    text = "Ruhe im Tal\n\nTal (xyz) - Die Straße ist wieder frei, heißt es.\n\nxyz ab n1\n011558 Dez 24\n"
    found = read_plain(text, language="de").published
    assert found is not None
    assert found.text == "2024-12-01"
