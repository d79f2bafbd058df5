"""Labels for screen readers, cards of posts, advertisements, and credits that say whose a medium is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.importers.article import read_article
from provenance.importers.article.captions import origin_of, read_caption
from provenance.importers.article.media import key_of
from provenance.importers.article.plain import read_plain
from provenance.importers.article.records import NOT_SHOWN
from provenance.model import Hedge, Intake
from provenance.platforms import read_credit
from provenance.platforms.credits import said_within
from provenance.wording.hedges import find_hedges

if TYPE_CHECKING:
    from pathlib import Path

TEXT = "<p>Residents of the valley said on Friday that the shelling had stopped, and that the road was open again.</p>"
CAPTION = "The mill at Brenwick after the flood."
POST = "https://x.com/brenwick_mill/status/1861137781356680839"


def shown(tmp_path: Path, body: str, *, before: str = "") -> list[Intake]:
    """The media that a page shows."""
    path = tmp_path / "page.html"
    head = '<head><meta charset="utf-8"><link rel="canonical" href="https://vale.example/news/quiet"></head>'
    article = f"{before}<article><h1>Quiet</h1>{TEXT}{body}{TEXT}</article>"
    path.write_text(f'<!DOCTYPE html><html lang="en">{head}<body>{article}</body></html>', "utf-8")
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    return [each for each in found if not (each.note or "").startswith(NOT_SHOWN)]


def copied(lines: str) -> list[tuple[str, str | None]]:
    """The captions of a copied text, with the credits that have a line of their own."""
    start = "Flood in the valley\n\nThe river rose on Friday night, and by the morning the lower road was closed.\n\n"
    end = "\n\nBy noon the water had gone down again, and the first shops along the quay were open.\n"
    return [(line.text, line.credit) for line in read_plain(f"{start}{lines}{end}", language="en").captions]


# ---- labels for screen readers


@pytest.mark.parametrize(
    "label",
    [
        "Image caption",
        "Image caption,",
        "Bildunterschrift",
        "Bildtext:",
        "Légende de l'image",
        "Pie de foto",
        "Leyenda de la imagen",
        "تعليق على الصورة",
        "التعليق على الصورة،",
    ],
)
def test_a_label_on_a_line_of_its_own_is_no_part_of_the_caption_below_it(label: str) -> None:
    assert copied(f"{label}\n{CAPTION}") == [(CAPTION, None)]
    assert copied(f"{label}\n\n{CAPTION}") == [(CAPTION, None)]


@pytest.mark.parametrize("label", ["Image caption", "Légende de la photo", "Pie de foto", "Media caption"])
def test_a_label_without_a_sign_is_none_where_a_sentence_begins_behind_it(label: str) -> None:
    assert copied(f"{label} {CAPTION}") == [(CAPTION, None)]


@pytest.mark.parametrize("label", ["Image source", "Source de l'image", "Fuente de la imagen", "مصدر الصورة"])
def test_a_label_for_the_source_parts_the_credit_from_the_caption(label: str) -> None:
    assert copied(f"Image caption\n{CAPTION}\n{label}\nVale Press") == [(CAPTION, "Vale Press")]
    assert copied(f"{label}\nVale Press\nImage caption\n{CAPTION}") == [(CAPTION, "Vale Press")]


def test_a_paragraph_on_captions_is_none() -> None:
    assert copied("Bildtext och rubrik valdes av redaktionen, som bad om ursäkt för felet på måndagen.") == []


def test_a_label_in_a_pages_caption_is_no_part_of_it(tmp_path: Path) -> None:
    figure = f'<figure><img src="/mill.jpg"><figcaption>Leyenda de la foto: {CAPTION}</figcaption></figure>'
    assert [each.caption for each in shown(tmp_path, figure)] == [CAPTION]


def test_the_day_below_the_heading_of_a_release_is_no_credit() -> None:
    text = (
        "مرصد الوادي\nبيان صحفي\nالخميس 18 نيسان/أبريل 2024\n\nقال المرصد إن السوق فتحت أبوابها صباح اليوم بعد أيام.\n"
    )
    assert read_plain(text, language="ar").captions == ()


# ---- what is no medium, and what is one


def test_a_name_that_says_what_a_part_is_not_makes_no_furniture(tmp_path: Path) -> None:
    figure = f'<figure><img src="/mill.jpg"><figcaption>{CAPTION}</figcaption></figure>'
    inside = f'<div class="site-elements site-not-footer"><div class="col">{figure}</div></div>'
    assert [each.caption for each in shown(tmp_path, inside)] == [CAPTION]


def test_a_button_that_leads_to_the_front_page_is_no_medium(tmp_path: Path) -> None:
    button = '<div><a href="https://vale.example/"><img src="/img/up_11.png"></a><a rel="author">Ann Lee</a></div>'
    assert shown(tmp_path, button) == []


@pytest.mark.parametrize(
    "box",
    [
        '<p><a href="#"><img src="/2024/02/olive-oil.jpg" width="336" height="280"></a></p>',
        '<div class="stream-item stream-item-in-post"><img src="/olive-oil.jpg" width="700" height="400"></div>',
        '<p><img src="/img/icones/mill.png"></p>',
    ],
)
def test_an_advertisement_or_an_icon_in_the_text_is_no_medium(tmp_path: Path, box: str) -> None:
    assert shown(tmp_path, box) == []


def test_a_captioned_picture_of_an_advertisements_size_is_one(tmp_path: Path) -> None:
    figure = f'<figure><img src="/mill.jpg" width="300" height="250"><figcaption>{CAPTION}</figcaption></figure>'
    assert len(shown(tmp_path, figure)) == 1


def test_a_long_number_tells_a_picture_in_any_folder_and_a_short_one_or_a_day_does_not() -> None:
    assert key_of("/photo/large/89914411-63801.jpg") == key_of("/photo/default/89914411-63801.jpg?v=2")
    assert key_of("/a/12.jpg") != key_of("/b/12.jpg")
    assert key_of("/a/20240512.jpg") != key_of("/b/20240512.jpg")


# ---- posts and players


def card(picture: str) -> str:
    return (
        f'<aside class="onebox" data-onebox-src="{POST}"><a href="{POST}">x.com</a><img class="avatar" src="/f.jpg">'
        f'<div class="tweet">The wheel stands still. {picture}</div></aside>'
    )


def test_the_card_of_a_post_with_its_picture_is_the_post(tmp_path: Path) -> None:
    (post,) = shown(tmp_path, card('<img src="https://pbs.twimg.com/media/wheel.jpg">'))
    assert post.caption == "The wheel stands still."
    assert (post.raw or {})["address"] == POST.replace("x.com", "twitter.com")


def test_the_card_of_a_post_of_words_alone_shows_nothing(tmp_path: Path) -> None:
    assert shown(tmp_path, card("")) == []


def test_what_stands_in_for_a_post_is_its_text(tmp_path: Path) -> None:
    post = "https://www.facebook.com/brenwickmill/posts/912400567712345"
    quoted = "<blockquote fallback><p>A photo of the wheel, standing still.</p>Brenwick Mill</blockquote>"
    (found,) = shown(tmp_path, f'<amp-facebook data-href="{post}">{quoted}</amp-facebook>')
    assert found.caption == "A photo of the wheel, standing still."


def test_the_title_of_a_platforms_video_is_no_caption(tmp_path: Path) -> None:
    box = '<div class="lazy-youtube" data-video-id="pX7hLq2dTeA" data-video-title="A walk along the quay"></div>'
    (video,) = shown(tmp_path, box)
    assert video.caption is None


def test_a_notice_of_what_is_sent_to_a_platform_speaks_of_no_video(tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    notice = "<p>Beim Laden des Videos werden Daten an YouTube übertragen, wie in jedem Netz.</p>"
    path.write_text(f'<html lang="de"><body><article>{TEXT}{notice}{TEXT}</article></body></html>', "utf-8")
    assert not [each for each in read_article(path) if isinstance(each, Intake)]


# ---- credits


@pytest.mark.parametrize(
    "thing", ["Capture", "Capture d'écran", "Screenshot", "Captura", "Skärmdump", "Photo", "Vidéo"]
)
def test_a_name_behind_a_thing_and_its_platform_is_the_account(thing: str) -> None:
    says = read_credit(f"{thing} Facebook Brenwick Mill")
    assert (says.platform, says.account) == ("facebook", "Brenwick Mill")


@pytest.mark.parametrize(
    "caption",
    [
        "Screenshot of the post by @brenwick_mill on X, which claims to show the wheel",
        "Captura de la publicación de @brenwick_mill en X, que dice mostrar la rueda",
        "Screenshot des Beitrags von @brenwick_mill auf X, der angeblich das Rad zeigt",
        "Capture d'écran du tweet de @brenwick_mill sur X",
    ],
)
def test_a_caption_of_a_post_says_whose_it_is(caption: str) -> None:
    says = said_within(caption)
    assert says is not None
    assert (says.platform, says.account) == ("x", "brenwick_mill")


@pytest.mark.parametrize(
    ("caption", "words", "credit"),
    [
        ("Unverified photo of a digger, Facebook/Vale Eye", "Unverified photo of a digger", "Facebook/Vale Eye"),
        ("The mill on 19 May. Photo sent to us via WhatsApp", "The mill on 19 May.", "Photo sent to us via WhatsApp"),
        ("صورة قيل إنها للسد، نشرتها قناة «عين الوادي» على تلغرام", None, "نشرتها قناة «عين الوادي» على تلغرام"),
    ],
)
def test_a_source_behind_a_comma_or_how_a_medium_came_is_its_credit(
    caption: str, words: str | None, credit: str
) -> None:
    read = read_caption(caption)
    assert read.credit == credit
    assert words is None or read.words == words


def test_two_sources_behind_a_bar_stay_together() -> None:
    credit = "Instagram/@brenwick, Facebook/Vale Eye"
    assert read_caption(f"The mill on Friday | {credit}").credit == credit


def test_whoever_sent_a_picture_is_no_account_of_the_messenger() -> None:
    says = origin_of("Foto enviada a la redacción por WhatsApp")
    assert (says.platform, says.account) == ("whatsapp", None)


def test_a_german_verb_may_stand_far_behind_the_word_that_hedges_it() -> None:
    caption = "Das Standbild soll den Brand der Mühle in Brenwick in der Nacht zum Montag im Mai zeigen."
    assert [each.hedge for each in find_hedges(caption, language="de")] == [Hedge.SAID_TO]


# ---- live coverage, agencies' copy, placeholders


@pytest.mark.parametrize(
    "lines",
    [
        "17:55 | The river answers",
        "Share this story\nFacebook X WhatsApp",
        "By ANN LEE\nValley Press Agency",
        "Have you a clip that you doubt? Send it to us by WhatsApp.",
        "(With Photos)",
    ],
)
def test_what_stands_around_the_text_of_live_coverage_and_of_agencies_is_no_caption(lines: str) -> None:
    assert copied(lines) == []


def test_below_the_time_of_an_entry_its_text_and_its_caption_are_told_apart() -> None:
    entry = "15:05 | The school\nNeighbours found holes in the walls. Nobody was there."
    entry += "\nThe school at noon. Photo: Telegram/Vale"
    assert [text for text, _ in copied(entry)] == ["The school at noon. Photo: Telegram/Vale"]


def test_a_byline_above_its_date_is_no_caption_in_arabic() -> None:
    text = "نداء الوادي | أخبار | سوريا\nالرئيسية سوريا العراق تحقق\n\nفيضان يغمر الوادي\n\n"
    text += "خلود الراوي\nنُشر في 6 أيلول/سبتمبر 2026\n\nغمرت المياه الطريق صباح اليوم.\n"
    read = read_plain(text, language="ar")
    assert read.captions == ()
    assert (read.outlet, read.title) == ("نداء الوادي", "فيضان يغمر الوادي")


def test_a_note_of_an_agency_to_its_customers_is_no_part_of_the_credit() -> None:
    read = read_caption(
        "Das Tal nach der Flut. Foto: Wasseramt/Telegram/nbd - ACHTUNG: Nur zur redaktionellen Verwendung"
    )
    assert read.credit == "Foto: Wasseramt/Telegram/nbd"
    says = origin_of(read.credit)
    assert (says.platform, says.account) == ("telegram", "Wasseramt")


def test_a_bodys_name_may_hold_any_word_before_the_platform_that_it_came_through() -> None:
    says = origin_of("Photo: Brenwick Valley Fire & Rescue via Facebook")
    assert (says.name, says.via) == ("Brenwick Valley Fire & Rescue", "facebook")


def test_a_picture_with_its_caption_in_a_box_of_facts_or_related_contents_is_shown(tmp_path: Path) -> None:
    picture = '<img src="/mill.jpg"><div class="caption"><span>The mill after the flood.</span></div>'
    for box in (f'<div class="widget relatedContents">{picture}</div>', f'<div class="infobox">{picture}</div>'):
        assert len(shown(tmp_path, box)) == 1, box
    teaser = '<div class="mod_newslist"><h2>More</h2><img src="/fair.jpg"><h3>No fair this year</h3></div>'
    assert shown(tmp_path, teaser) == []


def test_a_picture_is_no_counter_because_a_pixel_stands_in_for_it_until_it_is_loaded(tmp_path: Path) -> None:
    lazy = '<figure><img src="/7.23!pixel.gif" data-original="/mill.jpg"><figcaption>The mill.</figcaption></figure>'
    assert len(shown(tmp_path, lazy)) == 1
    assert shown(tmp_path, '<img src="/7.23!pixel.gif">') == []


@pytest.mark.parametrize("source", ["Source: AFP", "(AFP, Reuters)", "المصدر: وكالات"])
def test_the_agencies_below_an_article_are_no_credit_of_its_last_paragraph(source: str) -> None:
    text = f"Flood in the valley\n\nThe river rose on Friday night.\n\nBy noon the water had gone down.\n\n{source}\n"
    assert read_plain(text, language="en").captions == ()


@pytest.mark.parametrize(
    "line",
    [
        "Additional reporting by Bo Ek/Reuters",
        "Watch: How the flood began | Vale TV",
        "Updated 3 May 2024 | 14:05 | Ann Lee",
        "Video: How the flood came",
        "بقلم: سارة علي | رويترز",
    ],
)
def test_who_worked_on_an_article_and_what_else_to_see_is_no_caption(line: str) -> None:
    assert copied(line) == []
