"""What pages show, whatever system wrote them: rules that rest on structure and not on one system's names."""

from __future__ import annotations

import time
from pathlib import Path
from typing import NamedTuple

import pytest

from provenance.importers.article import read_article
from provenance.importers.article.captions import read_caption
from provenance.importers.article.records import NOT_SHOWN
from provenance.model import Intake, MediaKind

TEXT = "<p>Residents of the valley said on Friday that the shelling had stopped, and that the road was open again.</p>"
BLANK = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP"


class Seen(NamedTuple):
    kind: MediaKind | None
    caption: str | None
    credit: str | None
    address: str


def seen(path: Path) -> list[Seen]:
    found = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    media = [each for each in found if not (each.note or "").startswith(NOT_SHOWN)]
    return [Seen(each.kind, each.caption, each.credit, str(dict(each.raw or {}).get("address", ""))) for each in media]


def of_page(tmp_path: Path, body: str, *, around: str = "", head: str = "", address: str = "") -> list[Seen]:
    path = tmp_path / "page.html"
    link = f'<link rel="canonical" href="{address}">' if address else ""
    start = (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8">{link}{head}</head><body><article><h1>Quiet</h1>'
    )
    path.write_text(f"{start}{TEXT}{body}{TEXT}</article>{around}</body></html>", "utf-8")
    return seen(path)


def test_a_label_for_screen_readers_is_no_part_of_a_caption(tmp_path: Path) -> None:
    heard = (
        '<figure><img src="/quarry.jpg"><figcaption><span class="{}">{}</span>A quarry at dawn</figcaption></figure>'
    )
    for name, label in (
        ("visually-hidden", "Kuvateksti, "),
        ("sr-only", "Ce que l'on voit : "),
        ("q7", "Video caption,"),
    ):
        assert [each.caption for each in of_page(tmp_path, heard.format(name, label))] == ["A quarry at dawn"]


def test_a_label_for_screen_readers_that_names_a_credit_still_does(tmp_path: Path) -> None:
    words = '<figcaption>A quarry at dawn.<p><span class="sr-only">Image source, </span>Reuters</p></figcaption>'
    (found,) = of_page(tmp_path, f'<figure><img src="/quarry.jpg">{words}</figure>')
    assert (found.credit or "").endswith("Reuters")


def test_what_is_pressed_is_no_caption(tmp_path: Path) -> None:
    tools = '<div class="tools"><a href="#">Order a print</a><span role="button">Larger</span></div>'
    box = f'<div class="photo-box"><img src="/quarry.jpg">{tools}</div><div class="caption">A quarry at dawn.</div>'
    assert [each.caption for each in of_page(tmp_path, f"<div>{box}</div>")] == ["A quarry at dawn."]


def test_a_caption_that_holds_a_credit_alone_says_nothing_else(tmp_path: Path) -> None:
    box = (
        '<div class="item"><img src="/quarry.jpg"><div class="caption"><div class="credit">Vale Press</div></div></div>'
    )
    (found,) = of_page(tmp_path, box)
    assert (found.caption, found.credit) == (None, "Vale Press")


def test_a_class_of_captions_is_one_on_any_element_of_the_page(tmp_path: Path) -> None:
    first = '<figure><img src="/quarry.jpg"><figcaption class="zq1 zq2">A quarry at dawn.</figcaption></figure>'
    second = '<div class="zq7"><div><img src="/bridge.jpg"></div><div class="zq1 zq2">A bridge at dusk</div></div>'
    assert [each.caption for each in of_page(tmp_path, first + TEXT + second)] == [
        "A quarry at dawn.",
        "A bridge at dusk",
    ]


def test_the_last_elements_of_captions_are_credits_where_most_of_their_class_are(tmp_path: Path) -> None:
    words = '<figcaption class="k1"><span>{}</span><span class="k2">{}</span></figcaption>'
    figure = f'<figure><img src="/{{}}.jpg">{words}</figure>'
    said = (
        ("quarry", "A quarry at dawn.", "A. Vale/AFP"),
        ("bridge", "A bridge at dusk", "Ines Ørn"),
        ("mill", "A mill.", "EPA"),
    )
    found = of_page(tmp_path, TEXT.join(figure.format(*each) for each in said))
    assert [each.credit for each in found] == ["A. Vale/AFP", "Ines Ørn", "EPA"]


@pytest.mark.parametrize(
    "box",
    [
        '<div class="VideoPlayer__root_a"><img src="/quarry.jpg"></div>',
        '<div data-brightcove-id="77"><img src="/quarry.jpg"></div>',
        '<div><img src="/quarry.jpg"><button type="button" aria-label="Spela upp"></button></div>',
        '<div><div class="x1"><img src="/quarry.jpg"><div class="x2">1:07</div></div></div>',
    ],
)
def test_the_picture_of_a_player_is_its_video(tmp_path: Path, box: str) -> None:
    (found,) = of_page(tmp_path, f"<figure>{box}<figcaption>A quarry at dawn.</figcaption></figure>")
    assert (found.kind, found.caption) == (MediaKind.VIDEO, "A quarry at dawn.")


def test_a_picture_with_the_time_of_its_publication_is_no_video(tmp_path: Path) -> None:
    clock = '<figure><img src="/quarry.jpg"><time datetime="2024-03-05T08:41">08:41</time></figure>'
    assert [each.kind for each in of_page(tmp_path, clock)] == [MediaKind.IMAGE]


def test_a_player_and_the_picture_before_it_are_one(tmp_path: Path) -> None:
    frame = '<iframe src="https://media.vale.example/embed/player/77"></iframe>'
    box = f'<figure><div><img src="/quarry.jpg">{frame}</div><figcaption>A quarry at dawn.</figcaption></figure>'
    (found,) = of_page(tmp_path, box)
    assert (found.kind, found.caption) == (MediaKind.VIDEO, "A quarry at dawn.")


def test_a_small_picture_that_opens_itself_is_shown(tmp_path: Path) -> None:
    small = '<a href="/files/IMG_12.jpg"><img width="120" height="120" src="/files/IMG_12-120x120.jpg"></a>'
    other = '<a href="/story-2"><img width="120" height="120" src="/files/other-120x120.jpg"></a>'
    assert [
        each.address
        for each in of_page(tmp_path, f"<div>{small}</div>{TEXT}<div>{other}</div>", address="https://vale.example/1")
    ] == ["https://vale.example/files/IMG_12-120x120.jpg"]


def test_what_a_lightbox_writes_under_a_picture_is_its_caption(tmp_path: Path) -> None:
    link = '<a href="/files/mill.jpg" title="A mill in Vale. Reuters" rel="group"><img src="/thumb/mill.jpg"></a>'
    (found,) = of_page(tmp_path, f"<div>{link}</div>")
    assert (found.caption, found.credit) == ("A mill in Vale. Reuters", "Reuters")


def test_a_heading_that_names_a_file_is_no_other_article(tmp_path: Path) -> None:
    box = '<div><h2 class="element-invisible"><a href="/file/12">mill.jpg</a></h2><img src="/files/mill.jpg"></div>'
    assert len(of_page(tmp_path, box, address="https://vale.example/1")) == 1


def test_a_box_that_asks_for_an_address_is_furniture_and_one_that_only_opens_is_not(tmp_path: Path) -> None:
    picture = '<div><figure><img src="/{}.jpg"></figure><figcaption><input type="{}">A mill in Vale.</figcaption></div>'
    assert len(of_page(tmp_path, picture.format("mill", "checkbox"))) == 1
    assert of_page(tmp_path, '<div class="k"><img src="/letter.jpg"><p>Our letter</p><input type="email"></div>') == []


@pytest.mark.parametrize(
    "box",
    [
        '<figure data-block-type="NewsletterSignup"><img src="/a1b2.png"><p>Each Friday</p></figure>',
        '<figure><div><img src="/a1b2.png"><p>Sign up to Vale Weekly</p></div></figure>',
        '<div data-area="newsletter"><img src="/a1b2.png"><p>The evening</p></div>',
        '<div><img src="/static/newsletter/a1b2.png"></div>',
        '<div class="message-user-photo"><img src="/a1b2.jpg" width="300" height="300"></div>',
    ],
)
def test_boxes_of_the_site_are_no_media(tmp_path: Path, box: str) -> None:
    assert of_page(tmp_path, box) == []


def test_a_quotation_signed_like_a_post_is_that_post(tmp_path: Path) -> None:
    link = '<a href="https://twitter.com/valewatch/status/1504511223344556677">March 17</a>'
    signed = f"&mdash; Vale Watch (@valewatch) {link}"
    (found,) = of_page(tmp_path, f'<blockquote class="q9"><p>A drone over the mill.</p>{signed}</blockquote>')
    assert (found.caption, found.address) == (
        "A drone over the mill.",
        "https://twitter.com/valewatch/status/1504511223344556677",
    )
    assert of_page(tmp_path, "<blockquote><p>Nothing was found, Vale Watch said.</p></blockquote>") == []


def test_each_picture_of_a_feed_has_the_words_of_its_own_post(tmp_path: Path) -> None:
    post = """<div class="chat_message"><div class="chat_message_owner_name">Vale Watch</div>
        {}<div class="message_text">{}</div><div class="message_footer"><span class="views">9.1K</span>
        <time datetime="2024-12-03">08:41</time></div></div>"""
    photo = """<a class="photo_wrap" href="https://t.me/vale/{0}" style="background-image:url('/f/p{0}-x.jpg')"></a>"""
    feed = post.format(photo.format(11), "A mill in Vale. Photo: Ines Ørn") + post.format(
        photo.format(12) + photo.format(13), "Lorries on the road to Vale"
    )
    found = of_page(tmp_path, feed)
    assert [(each.caption, each.credit) for each in found] == [
        ("A mill in Vale. Photo: Ines Ørn", "Photo: Ines Ørn"),
        ("Lorries on the road to Vale", None),
        ("Lorries on the road to Vale", None),
    ]


def test_the_author_of_a_page_is_no_credit_of_its_pictures(tmp_path: Path) -> None:
    by = '<div class="foot"><span itemscope itemtype="http://schema.org/Person" itemprop="author">Ines Ørn</span></div>'
    assert [each.credit for each in of_page(tmp_path, f'<div><img src="/mill-vale.jpg"></div>{by}')] == [None]


def test_the_still_of_a_platform_stands_for_its_video(tmp_path: Path) -> None:
    facade = '<div class="k"><img src="https://i.ytimg.com/vi/hT6mYbQ1-cE/hqdefault.jpg"></div>'
    assert [(each.kind, each.address) for each in of_page(tmp_path, facade)] == [
        (MediaKind.VIDEO, "https://www.youtube.com/watch?v=hT6mYbQ1-cE")
    ]


def test_a_frame_that_was_saved_with_the_page_is_known_by_the_address_inside(tmp_path: Path) -> None:
    inner = "<head><link rel='canonical' href='https://www.youtube.com/watch?v=hT6mYbQ1-cE'></head>"
    frame = f'<iframe srcdoc="{inner}"></iframe>'
    assert [each.address for each in of_page(tmp_path, frame)] == ["https://www.youtube.com/watch?v=hT6mYbQ1-cE"]


def test_a_frame_of_a_web_archive_is_known_by_the_address_of_its_part(tmp_path: Path) -> None:
    frame = '<div><iframe src="cid:f-1@x"></iframe></div>'
    html = f"<html><body><article><h1>Quiet</h1>{TEXT}{frame}{TEXT}</article></body></html>"
    parts = (
        ("text/html", "Content-Location: https://vale.example/1", html),
        ("text/html", "Content-ID: <f-1@x>\r\nContent-Location: https://player.vimeo.com/video/366781245", "<p>x</p>"),
    )
    kind = 'multipart/related; type="text/html"; boundary="==b"'
    head = f"From: <Saved>\r\nMIME-Version: 1.0\r\nContent-Type: {kind}\r\n\r\n"
    body = "".join(
        f"--==b\r\nContent-Type: {media_type}\r\n{said}\r\n\r\n{text}\r\n" for media_type, said, text in parts
    )
    path = tmp_path / "page.mhtml"
    path.write_bytes(f"{head}{body}--==b--\r\n".encode())
    assert [(each.kind, each.address) for each in seen(path)] == [(MediaKind.VIDEO, "https://vimeo.com/366781245")]


def test_a_caption_beside_a_credit_that_is_marked_as_figcaption_is_found(tmp_path: Path) -> None:
    words = (
        '<div class="photo__caption">People at a mill.</div><figcaption class="photo__credit">Ines Ørn/AFP</figcaption>'
    )
    box = f'<div class="photo"><img src="/mill-vale.jpg"><div>{words}</div></div>'
    assert [(each.caption, each.credit) for each in of_page(tmp_path, box)] == [("People at a mill.", "Ines Ørn/AFP")]


def test_the_label_of_a_credit_that_stands_apart_is_no_end_of_the_caption(tmp_path: Path) -> None:
    words = '<figcaption>A mill in Vale. Foto: <span class="credit">Ines Ørn</span></figcaption>'
    box = f'<figure><img src="/mill.jpg">{words}</figure>'
    assert [(each.caption, each.credit) for each in of_page(tmp_path, box)] == [("A mill in Vale.", "Ines Ørn")]


@pytest.mark.parametrize("tag", ["figcaption", "div"])
def test_names_alone_in_the_last_element_of_a_caption_are_its_credit(tmp_path: Path, tag: str) -> None:
    words = f"<{tag}><span>A mill in the valley</span><span>Ines Ørn</span></{tag}>"
    box = f'<figure><img src="/mill.jpg">{words}</figure>'
    assert [(each.caption, each.credit) for each in of_page(tmp_path, box)] == [("A mill in the valley", "Ines Ørn")]


def test_a_place_in_the_last_element_of_a_caption_is_no_credit(tmp_path: Path) -> None:
    words = "<figcaption><span>A mill in the valley</span><span>New York</span></figcaption>"
    (found,) = of_page(tmp_path, f'<figure><img src="/mill.jpg">{words}</figure>')
    assert (found.caption, found.credit) == ("A mill in the valley New York", None)


def test_what_a_picture_names_as_its_description_is_its_caption(tmp_path: Path) -> None:
    box = '<div><img src="/mill.jpg" aria-describedby="d9"><div class="zz" id="d9">A mill in Vale</div></div>'
    assert [each.caption for each in of_page(tmp_path, box)] == ["A mill in Vale"]


def test_words_in_a_box_with_one_picture_are_its_caption_and_a_linked_headline_is_none(tmp_path: Path) -> None:
    box = '<div class="c1"><div><img src="/mill.jpg"></div><div class="c2">A mill in the valley on Friday</div></div>'
    assert [each.caption for each in of_page(tmp_path, box)] == ["A mill in the valley on Friday"]
    link = '<a href="/news/2">A year in the valley, seen from above</a>'
    other = f'<div class="c1"><img src="/other.jpg"><div>{link}</div></div>'
    assert of_page(tmp_path, other, address="https://vale.example/news/1") == []


@pytest.mark.parametrize(
    "player",
    [
        """<div class="ts-player" data-v='{"mc":{"url":"https:\\/\\/media.vale.example\\/a\\/mill.m3u8?x"}}'></div>""",
        '<div class="video-player" data-src="https://media.vale.example/a/mill.m3u8"></div>',
    ],
)
def test_a_player_that_a_script_is_to_draw_is_a_video(tmp_path: Path, player: str) -> None:
    assert [(each.kind, each.address) for each in of_page(tmp_path, player)] == [
        (MediaKind.VIDEO, "https://media.vale.example/a/mill.m3u8")
    ]


def test_a_player_of_which_only_an_id_is_known_gets_no_address(tmp_path: Path) -> None:
    path_of = '<div class="VideoPlayer" data-video-id="jXYZ12a"><button>Play</button></div>'
    assert [(each.kind, each.address) for each in of_page(tmp_path, path_of)] == [(MediaKind.VIDEO, "")]


def test_data_that_never_end_cost_no_more_than_their_length(tmp_path: Path) -> None:
    data = "//" * 9_000 + ".mp" * 500
    begun = time.process_time()
    of_page(
        tmp_path, f"<div class='video-player' data-config='{{{data}'></div>" * 200 + "<div><img src='/mill.jpg'></div>"
    )
    assert time.process_time() - begun < 5


POST = "https://twitter.com/valewatch/status/1504511223344556677"
VIDEO = "https://www.youtube.com/watch?v=hT6mYbQ1-cE"


@pytest.mark.parametrize(
    ("box", "address"),
    [
        (
            '<div class="q1" data-embed-src="https://www.youtube.com/embed/hT6mYbQ1-cE"><p>Accept cookies</p></div>',
            VIDEO,
        ),
        ('<div data-x="&lt;iframe src=&quot;https://www.youtube.com/embed/hT6mYbQ1-cE&quot;&gt;">Load</div>', VIDEO),
        (f'<div class="external-content"><p>Content of X.</p><a href="{POST}">Open on X</a></div>', POST),
        (f"<p>{VIDEO}</p>", VIDEO),
    ],
)
def test_what_waits_for_a_script_or_for_consent_is_an_embed(tmp_path: Path, box: str, address: str) -> None:
    assert [each.address for each in of_page(tmp_path, box)] == [address]


def test_a_link_to_a_post_in_running_text_is_no_embed(tmp_path: Path) -> None:
    assert of_page(tmp_path, f'<p>Residents said so <a href="{POST}">in a post</a>, which spread on Friday.</p>') == []


def test_a_box_with_a_button_that_asks_for_support_is_furniture(tmp_path: Path) -> None:
    box = '<div><img src="/boat-vale.jpg"><div>Help us to report from here</div><a href="/give">Support us</a></div>'
    assert of_page(tmp_path, box) == []


def test_the_face_of_the_author_is_furniture_by_its_description(tmp_path: Path) -> None:
    head = '<meta name="author" content="Ines Ørn">'
    assert of_page(tmp_path, '<div class="q"><img src="/a1b2.jpg" alt="Portrait of Ines Ørn"></div>', head=head) == []
    kept = '<figure><img src="/a1b2.jpg" alt="Ines Ørn"><figcaption>Ines Ørn at a mill.</figcaption></figure>'
    assert len(of_page(tmp_path, kept, head=head)) == 1


def test_data_of_scripts_give_credits_to_pictures_that_are_shown_and_show_none(tmp_path: Path) -> None:
    mill = '{"url": "https://cdn.vale.example/m/mill-vale.jpg", "caption": "A mill in Vale.", "credit": "Ines Ørn"}'
    other = '{"url": "https://cdn.vale.example/m/other-vale.jpg", "caption": "A trader.", "credit": "PA"}'
    state = f'<script id="__NEXT_DATA__" type="application/json">{{"hero": {mill}, "related": [{other}]}}</script>'
    box = '<figure><img src="/_next/image?url=https%3A%2F%2Fcdn.vale.example%2Fm%2Fmill-vale.jpg&amp;w=640"></figure>'
    assert [(each.caption, each.credit) for each in of_page(tmp_path, box, around=state)] == [
        ("A mill in Vale.", "Ines Ørn")
    ]


def test_a_post_is_of_the_account_that_its_box_links_to(tmp_path: Path) -> None:
    box = """<div><h2><a href="https://www.facebook.com/valewatch">Vale Watch</a></h2>
        <div data-ad-preview="message">A mill burns in the valley</div>
        <a href="https://www.facebook.com/photo/?fbid=777"><img src="/mill-vale.jpg"></a></div>"""
    path = tmp_path / "post.html"
    path.write_text(f"<html lang=en><body><main><h1>Quiet</h1>{TEXT}{box}{TEXT}</main></body></html>", "utf-8")
    (found,) = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    origin = (found.raw or {})["origin"]
    assert isinstance(origin, dict)
    assert (found.caption, origin["platform"], origin["account"]) == (
        "A mill burns in the valley",
        "facebook",
        "valewatch",
    )


@pytest.mark.parametrize(
    "picture",
    [
        f'<img src="{BLANK}" data-photo-src="/mill-vale.jpg">',
        '<picture><source data-srcset="/mill-vale.jpg 640w"></picture>',
        '<div class="zq" data-large-file="/mill-vale.jpg"></div>',
    ],
)
def test_a_picture_is_found_in_whatever_attribute_a_script_was_to_take_it_from(tmp_path: Path, picture: str) -> None:
    box = f"<figure>{picture}<figcaption>A mill in Vale.</figcaption></figure>"
    (found,) = of_page(tmp_path, box, address="https://vale.example/1")
    assert (found.caption, found.address) == ("A mill in Vale.", "https://vale.example/mill-vale.jpg")


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("طاحونة ثانية في الوادي (مواقع التواصل الاجتماعي)", "مواقع التواصل الاجتماعي"),
        ("Un molino arde en el valle (redes sociales)", "redes sociales"),
        ("Un moulin brûle dans la vallée © DR", "© DR"),
        ("مقاتلون من الحوثيين في صنعاء (أرشيف)", None),
    ],
)
def test_those_whom_captions_name_where_nobody_is_named_are_credits(
    tmp_path: Path, caption: str, credit: str | None
) -> None:
    (found,) = of_page(tmp_path, f'<figure><img src="/mill.jpg"><figcaption>{caption}</figcaption></figure>')
    assert found.credit == credit


COPIED = """Bridge in Vale closed after the shelling

6 May 2023

{}

The bridge over the river was closed on Friday after the shelling of the night before, officials said in the morning.

{}

The mill had burned for two nights, and nobody came to put the fire out, said a farmer who lives beside it, on Friday.
"""


def of_text(tmp_path: Path, first: str, second: str) -> list[Seen]:
    path = tmp_path / "copied.txt"
    path.write_text(COPIED.format(first, second), "utf-8")
    return seen(path)


def test_labels_of_the_page_tell_captions_and_sources_of_a_copied_text(tmp_path: Path) -> None:
    found = of_text(
        tmp_path,
        "Image source, Reuters\nImage caption, A bridge in Vale on Friday, after the shelling",
        "التعليق على الفيديو، شاحنات على الطريق",
    )
    assert [(each.kind, each.caption, each.credit) for each in found] == [
        (MediaKind.IMAGE, "A bridge in Vale on Friday, after the shelling", "Reuters"),
        (MediaKind.VIDEO, "شاحنات على الطريق", None),
    ]


def test_a_source_without_a_caption_makes_no_caption_of_the_paragraph_before(tmp_path: Path) -> None:
    assert of_text(tmp_path, "", "Image source, Getty Images") == []


def test_what_is_pressed_to_see_a_picture_larger_announces_its_caption(tmp_path: Path) -> None:
    found = of_text(tmp_path, "View image in fullscreen\nA bridge in Vale on Friday", "Bild vergrößern\nMühle bei Vale")
    assert [each.caption for each in found] == ["A bridge in Vale on Friday", "Mühle bei Vale"]


def test_a_line_that_announces_a_credit_takes_the_next_one(tmp_path: Path) -> None:
    (found,) = of_text(tmp_path, "", "A mill burns near the road to Vale\nFoto:\nInes Ørn / DER BOTE")
    assert found.credit == "Foto: Ines Ørn / DER BOTE"


def test_lines_under_a_heading_that_leads_elsewhere_are_no_captions(tmp_path: Path) -> None:
    for heading in ("You may also like:", "Auch interessant", "À lire aussi", "قد يهمك أيضا"):
        assert of_text(tmp_path, "", f"{heading}\nA year in the valley\nPictures: The mills of Vale") == []


def test_a_label_and_a_credit_are_no_caption(tmp_path: Path) -> None:
    assert of_text(tmp_path, "", "Rubriklistenbild: © Ines Ørn/AFP") == []


def test_a_caption_that_is_copied_twice_is_one(tmp_path: Path) -> None:
    line = "A resident of Vale on Thursday. Photograph: Tom Vale/EPA"
    assert [each.caption for each in of_text(tmp_path, f"{line}\nView image in fullscreen\n{line}", "")] == [line]


def test_what_plays_a_video_announces_its_caption(tmp_path: Path) -> None:
    found = of_text(tmp_path, "", "Play Video\n0:41\nCCTV shows the strike in Vale")
    assert [(each.kind, each.caption) for each in found] == [(MediaKind.VIDEO, "CCTV shows the strike in Vale")]


def test_a_name_that_runs_into_the_caption_and_a_handle_before_brackets_are_of_the_credit(tmp_path: Path) -> None:
    found = of_text(
        tmp_path, "Un molino arde en el valle.INES VALE (EFE)", "Una calle de la ciudad. @vale.news (Instagram)"
    )
    assert [each.credit for each in found] == ["INES VALE (EFE)", "@vale.news (Instagram)"]


def test_a_feed_and_a_gallery_of_hundreds_of_pictures_are_read_in_time(tmp_path: Path) -> None:
    post = """<div class="message"><a href="https://t.me/vale">Vale</a><a href="https://t.me/vale/{0}"><img
        src="/f/pic-{0}-x.jpg"></a><div class="message_text">Street {0} in the valley</div></div>"""
    small = '<div class="g"><a href="/f/small-{0}-x.jpg"><img src="/f/small-{0}-x.jpg"></a></div>'
    begun = time.process_time()
    feed = of_page(tmp_path, "".join(map(post.format, range(150))))
    plain = of_page(tmp_path, f"<div><div><div>{''.join(map(small.format, range(220)))}</div></div></div>")
    assert ([each.caption for each in feed][149], len(plain)) == ("Street 149 in the valley", 220)
    assert time.process_time() - begun < 10


def test_an_area_named_for_other_articles_is_the_articles_own_where_it_holds_its_text(tmp_path: Path) -> None:
    text = "<p>The fence was trodden down in three places, and sheep were grazing between the posts.</p>"
    figure = '<figure><img src="/fence.jpg"><figcaption>The fence in spring</figcaption></figure>'
    for name in ("news-related-wrap", "widget-text-editor"):
        assert [each.caption for each in of_page(tmp_path, f'<div class="{name}">{figure}{text}</div>')] == [
            "The fence in spring"
        ]
    for foreign in ("<h4>Another story about the fence</h4>", '<a href="/2020/fence.html">More</a>'):
        assert of_page(tmp_path, f'<div class="news-related-wrap">{figure}{text}{foreign}</div>') == []


def test_a_video_is_found_in_whatever_data_a_script_was_to_draw_it_from(tmp_path: Path) -> None:
    settings = r"""<div class="q" data-settings='{"a":"https:\/\/www.youtube.com\/watch?v=aB3dE5gH7jK","b":1}'></div>"""
    asked = (
        '<figure><div data-ask-iframe="https://www.youtube-nocookie.com/embed/aB3dE5gH7jK?x=1"><img src="/s.jpg">'
        "<p>A click sends data abroad.</p></div><figcaption>A memorial in the valley</figcaption></figure>"
    )
    for body, caption in ((settings, None), (asked, "A memorial in the valley")):
        (found,) = of_page(tmp_path, body)
        assert (found.kind, found.caption) == (MediaKind.VIDEO, caption)
        assert found.address == "https://www.youtube.com/watch?v=aB3dE5gH7jK"
    shared = '<div data-share-url="https://www.youtube.com/watch?v=aB3dE5gH7jK"></div>'
    assert of_page(tmp_path, shared) == []


def test_the_caption_that_a_gallery_keeps_in_an_attribute_is_read_whatever_its_prefix(tmp_path: Path) -> None:
    words = "A plate dug up beside the well (Valley Volunteers, via Facebook)"
    link = f'<a href="/plate.jpg" data-zoombox-title="plate" data-zoombox-description="{words}"><img src="/p.jpg"></a>'
    (found,) = of_page(tmp_path, f'<div class="gallery">{link}</div>')
    assert (found.caption, found.credit) == (words, "Valley Volunteers, via Facebook")


def test_a_picture_behind_a_player_is_its_poster(tmp_path: Path) -> None:
    shot = '<div class="shot" style="background-image:url(&quot;https://d.example/t_drone.jpg&quot;)"></div>'
    (found,) = of_page(tmp_path, f'<div class="c-video"><div>{shot}</div><div class="cap">The port at dawn</div></div>')
    assert (found.kind, found.caption) == (MediaKind.VIDEO, "The port at dawn")
    assert of_page(tmp_path, f'<div class="c-box"><div>{shot}</div></div>') == []


def test_the_cover_of_a_sound_and_the_sign_of_a_reaction_are_no_media(tmp_path: Path) -> None:
    sound = '<div><img src="/tower.jpg"><div><audio src="/tower.mp3"></audio><div>Tower, 12 July</div></div></div>'
    assert of_page(tmp_path, sound) == []
    assert of_page(tmp_path, '<span><img src="/files/care.png" height="18"></span>') == []


def test_a_credit_in_a_caption_of_its_own_leaves_no_caption(tmp_path: Path) -> None:
    words = "<span></span><span>Foto: Ada Holm/AP</span>"
    (found,) = of_page(tmp_path, f'<figure><img src="/q.jpg"><figcaption>{words}</figcaption></figure>')
    assert (found.caption, found.credit) == (None, "Foto: Ada Holm/AP")


def test_an_account_at_the_end_of_a_sentence_stays_in_it(tmp_path: Path) -> None:
    words = "A fuel truck at the airstrip, in a screenshot of a deleted clip by <a href='#'>@dune_driver</a>."
    (found,) = of_page(tmp_path, f'<figure><img src="/q.jpg"><figcaption>{words}</figcaption></figure>')
    assert found.caption == "A fuel truck at the airstrip, in a screenshot of a deleted clip by @dune_driver."


def test_media_in_one_box_share_the_caption_that_follows_them(tmp_path: Path) -> None:
    words = "The mill in May and June. Photos: Ann Lee"
    figures = '<figure><img src="/mill-may.jpg"></figure><figure><img src="/mill-june.jpg"></figure>'
    pictures = '<img src="/mill-may.jpg"><img src="/mill-june.jpg">'
    for body in (
        f'<div>{figures}<p class="x9">{words}</p></div>',
        f"<p>{pictures}<br><em>{words}</em></p>",
        f'<div><div>{pictures}</div></div><p class="caption">{words}</p>',
    ):
        assert [each.caption for each in of_page(tmp_path, body)] == [words, words]
    apart = f'<p><img src="/mill-may.jpg"></p>{TEXT}<p><img src="/mill-june.jpg"></p><p><em>{words}</em></p>'
    assert [each.caption for each in of_page(tmp_path, apart)] == [None, words]


def test_a_video_that_waits_for_consent_is_known_by_its_platform_and_id(tmp_path: Path) -> None:
    waiting = (
        '<div data-service="youtube" data-id="aB3dE5gH7jK"><div><img src="/t.jpg"><p>We need consent</p></div></div>'
    )
    (found,) = of_page(tmp_path, waiting)
    assert (found.kind, found.address) == (MediaKind.VIDEO, "https://www.youtube.com/watch?v=aB3dE5gH7jK")


def test_what_opens_a_caption_is_no_part_of_it(tmp_path: Path) -> None:
    words = "<details><summary>Caption</summary>The mill at seven, Monday</details>"
    (found,) = of_page(tmp_path, f'<figure><img src="/mill.jpg">{words}</figure>')
    assert found.caption == "The mill at seven, Monday"


TWEET = (
    '<blockquote class="twitter-tweet"><p lang="en">{}</p>&mdash; Nour (@nour_orontes) '
    '<a href="https://twitter.com/nour_orontes/status/1656600000000000001">May 11, 2023</a></blockquote>'
)


def test_a_post_of_words_alone_is_no_medium_and_one_with_a_picture_is(tmp_path: Path) -> None:
    assert of_page(tmp_path, TWEET.format("We categorically reject these claims.")) == []
    pictured = TWEET.format('The queue. <a href="https://t.co/aaa">pic.twitter.com/aaa</a>')
    assert [each.caption for each in of_page(tmp_path, pictured)] == ["The queue."]


@pytest.mark.parametrize(
    "around",
    [
        '<div data-oembed-url="https://twitter.com/nour_orontes/status/1656600000000000001">{}</div>',
        '<div><div class="consent" data-tweet-id="1656600000000000001"><p>Accept to see this.</p></div>'
        "<noscript>{}</noscript></div>",
    ],
)
def test_a_post_has_its_words_from_whichever_element_has_them(tmp_path: Path, around: str) -> None:
    pictured = TWEET.format('The queue. <a href="https://t.co/aaa">pic.twitter.com/aaa</a>')
    assert [each.caption for each in of_page(tmp_path, around.format(pictured))] == ["The queue."]


def test_a_post_in_a_template_is_one_where_the_page_waits_for_consent(tmp_path: Path) -> None:
    frame = '<template><iframe src="https://www.youtube-nocookie.com/embed/Lz0raff2019"></iframe></template>'
    waiting = f'<div class="consent-placeholder"><p>Externer Inhalt von YouTube</p>{frame}</div>'
    (found,) = of_page(tmp_path, waiting)
    assert (found.kind, found.caption, found.credit) == (MediaKind.VIDEO, None, None)
    assert found.address == "https://www.youtube.com/watch?v=Lz0raff2019"
    assert of_page(tmp_path, f'<div class="comments-list">{frame}</div>') == []


def test_a_lead_picture_may_stand_in_a_box_named_as_a_teaser(tmp_path: Path) -> None:
    own = '<div class="teaser-top"><img src="/silo.jpg"><p class="picture-caption">The silo on Monday</p></div>'
    assert [each.caption for each in of_page(tmp_path, own)] == ["The silo on Monday"]
    other = (
        '<div class="teaser-top"><a href="/other"><img src="/silo.jpg"><p class="picture-caption">A silo</p></a></div>'
    )
    assert of_page(tmp_path, other) == []


def test_pictures_of_fact_boxes_bylines_and_advertisements_are_none_of_the_article(tmp_path: Path) -> None:
    facts = '<div class="factbox"><h2>Facts: the silo</h2><img src="/crest.jpg"><p>Built in 1912.</p></div>'
    byline = '<div class="line"><img src="/faces/reimers.jpg"><em>Von Hanno Reimers, Faktenfinder</em></div>'
    advert = '<div class="reklam"><img src="https://cdn.shop.example/sale.gif"></div>'
    assert of_page(tmp_path, facts + byline + advert) == []


def test_a_picture_does_not_take_the_caption_of_the_player_after_it(tmp_path: Path) -> None:
    player = (
        '<div class="jwplayer-video"><div class="jw-video-box" data-video-id="Gx71LabZ"></div>'
        "<figcaption>People run out of the hall on Friday.</figcaption></div>"
    )
    found = of_page(tmp_path, f'<div class="pic"><img src="/map-of-hall.jpg" width="600" height="400"></div>{player}')
    assert [(each.kind, each.caption) for each in found] == [
        (MediaKind.IMAGE, None),
        (MediaKind.VIDEO, "People run out of the hall on Friday."),
    ]


def test_what_advertises_a_channel_is_no_caption(tmp_path: Path) -> None:
    follow = '<p>تابعوا آخر الأخبار عبر تلغرام: <a href="https://t.me/ahlia_news">https://t.me/ahlia_news</a></p>'
    (found,) = of_page(tmp_path, f'<p><img src="/bridge.jpg" width="720" height="480"></p>{follow}')
    assert (found.caption, found.credit) == (None, None)


def test_a_long_caption_is_kept_and_one_of_a_book_is_noted(tmp_path: Path) -> None:
    sentence = "The bridge stood until noon. "
    long = (sentence * 60).strip()
    (found,) = of_page(tmp_path, f'<figure><img src="/bridge.jpg"><figcaption>{long}</figcaption></figure>')
    assert found.caption == long
    path = tmp_path / "book.html"
    book = f"<figure><img src='/bridge.jpg'><figcaption>{sentence * 300}</figcaption></figure>"
    path.write_text(f"<html><body><article><h1>Quiet</h1>{TEXT}{book}{TEXT}</article></body></html>", "utf-8")
    (intake,) = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert intake.caption is None
    assert intake.note == "its caption has 8,699 characters and was left out"


def test_a_saved_post_has_its_address_from_the_time_in_its_box(tmp_path: Path) -> None:
    post = (
        '<div data-testid="tweet"><a href="https://x.com/saltroad_osint">Salt Road</a>'
        '<div data-testid="tweetText"><span>The breach at the dike, 12 June 2023.</span></div>'
        '<div data-testid="tweetPhoto"><img alt="Image" src="https://pbs.twimg.com/media/FyDike01.jpg"></div>'
        '<a href="https://x.com/saltroad_osint/status/1668512233001122334"><time datetime="2023-06-13">13 June</time>'
        "</a></div>"
    )
    path = tmp_path / "post.html"
    path.write_text(f"<html><body><main><article>{post}</article></main></body></html>", "utf-8")
    (intake,) = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert intake.origin_url == "https://x.com/saltroad_osint/status/1668512233001122334"
    assert "'account': 'saltroad_osint'" in str(dict(intake.raw or {})["origin"])


def test_the_language_of_a_short_page_is_the_one_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "short.html"
    figure = '<figure><img src="/a1.jpg"><figcaption>Hamnen</figcaption></figure>'
    path.write_text(f'<html lang="sv"><body><article>{figure}</article></body></html>', "utf-8")
    (intake,) = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert [claim.language for claim in intake.claims] == ["sv"]


def test_a_bluesky_post_has_the_account_that_it_is_signed_with(tmp_path: Path) -> None:
    home = "https://bsky.app/profile/did:plc:abc/post/3k44"
    quote = (
        f'<blockquote class="bluesky-embed"><p>The market now. <a href="{home}">[image or embed]</a></p>&mdash; Now '
        f'(<a href="https://bsky.app/profile/now.bsky.social">@now.bsky.social</a>) <a href="{home}">May 16</a>'
        "</blockquote>"
    )
    path = tmp_path / "page.html"
    path.write_text(f"<html><body><article><h1>Quiet</h1>{TEXT}{quote}{TEXT}</article></body></html>", "utf-8")
    (intake,) = [each for each in read_article(path) if isinstance(each, Intake) and each.kind]
    assert intake.claims[0].asserted_by == "bluesky:now.bsky.social"


def test_entries_of_a_live_report_may_consist_of_articles_and_show_their_authors(tmp_path: Path) -> None:
    def entry(number: int, items: str) -> str:
        return (
            f'<article class="lb-post show-author"><div><span data-js-timestamp="2024-04-03T1{number}:00:00Z">'
            f"1{number}:00</span></div><div>{items}</div></article>"
        )

    words = '<article class="lb-item"><p>The river has come over the dyke at Vatomandry.</p></article>'
    picture = (
        '<article class="lb-item"><figure><img src="https://media.example/{0}.jpg" width="640" height="400">'
        "<figcaption>The mill of Vatomandry at {0}:00</figcaption></figure></article>"
    )
    posts = "".join(entry(number, words + picture.format(10 + number)) for number in range(4))
    (tmp_path / "live.html").write_text(f"<h1>LIVE: the storm</h1><div class='posts'>{posts}</div>")
    captions = [each.caption for each in read_article(tmp_path / "live.html") if isinstance(each, Intake)]
    assert captions == [f"The mill of Vatomandry at {10 + number}:00" for number in range(4)]


def test_an_account_that_only_has_a_direction_of_its_own_stays_in_its_credit(tmp_path: Path) -> None:
    (tmp_path / "page.html").write_text(
        "<article><h1>سيل في درنة</h1><p>وصل السيل إلى وسط المدينة صباح الثلاثاء وغمر الشوارع.</p><figure>"
        '<img src="https://media.example/a.jpg" width="640" height="400"><figcaption>لقطة شاشة لأحد المنشورات '
        '(إكس/<span dir="ltr">@derna_sos23</span>)</figcaption></figure></article>'
    )
    [shown] = [each for each in read_article(tmp_path / "page.html") if isinstance(each, Intake) and each.caption]
    assert shown.credit == "إكس/@derna_sos23"


@pytest.mark.parametrize(
    "note",
    [
        " /SOLO USO EDITORIAL",
        "/SOLO USO EDITORIAL/SOLO DISPONIBLE PARA ILUSTRAR LA NOTICIA (CRÉDITO OBLIGATORIO)",
        " / EDITORIAL USE ONLY/NO SALES",
        " = RESTRICTED TO EDITORIAL USE",
    ],
)
def test_what_agencies_write_for_printers_is_no_part_of_a_credit(note: str) -> None:
    found = read_caption(f"A lorry burns on the road to Pichari. EFE/ Telegram channel Selva Noticias{note}")
    assert found.credit == "EFE/ Telegram channel Selva Noticias"


@pytest.mark.parametrize(
    ("caption", "credit"),
    [
        ("Hail that is said to have fallen in Cervo. Foto cedida por un lector", "Foto cedida por un lector"),
        ("Workers clear the quay on Monday morning. XOÁN PARDEIRO", "XOÁN PARDEIRO"),
        ("Das Haus am Morgen nach dem Sturm. Leserfoto", "Leserfoto"),
        ("قائد القوة المشتركة في المدينة / الأناضول - أرشيف", "الأناضول - أرشيف"),
        ("A post says that the bridge is open again. ES FALSO.", None),
        ("The quay on Monday morning, as it was seen. READ MORE", None),
        ("The bridge closed on Monday at 10:30", None),
    ],
)
def test_readers_signatures_in_capitals_and_agencies_with_an_archive_are_credits(
    caption: str, credit: str | None
) -> None:
    found = read_caption(caption)
    assert found.credit == credit
    assert found.text == caption


@pytest.mark.parametrize(
    ("line", "day"),
    [
        ("Bunia, le 12 septembre 2023 – Des hommes armés ont attaqué le site de Lodda dans la nuit.", "2023-09-12"),
        ("Ayacucho (Perú), 3 abr 2024 (Agencia Austral).- Seis policías murieron en una emboscada.", "2024-04-03"),
        ("Madrid, 5 de mayo de 2021 (EFE).- El puente fue cerrado por la mañana, dijo la policía.", "2021-05-05"),
    ],
)
def test_an_agency_s_dateline_dates_a_text(tmp_path: Path, line: str, day: str) -> None:
    caption = "Un hombre cruza el puente de noche. (Facebook/puente.diario)"
    (tmp_path / "text.txt").write_text(f"El puente cerrado\n\n{line}\n\n{caption}\n", "utf-8")
    [found] = [each for each in read_article(tmp_path / "text.txt") if isinstance(each, Intake) and each.credit]
    assert found.posted_at == day
