"""Pages that are made to keep the parser busy for hours are refused before it sees them; real ones are not."""

from __future__ import annotations

import json
import random
import time
import tracemalloc
from email import message_from_bytes
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest

from provenance.errors import BadManifest
from provenance.exporters import plain
from provenance.importers.article import read_article
from provenance.importers.article.leaves import leaves_in
from provenance.importers.article.page import open_page
from provenance.importers.article.tree import parsed
from provenance.model import Intake, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable
    from email.message import Message
    from pathlib import Path

BEGINNING = "<!doctype html><html><body><article><h1>Quiet</h1><p>The army said on Friday that the bridge was hit.</p>"
MANY = 40_000
DEEP = "<div>" * 2_000
CLOSED = "</div>" * 2_000


def again(piece: str) -> str:
    return piece * 30


HIDDEN = {  # elements that nest by the ten thousand, or attributes, from one who does not read as the parser does
    "an empty comment": "<!-->" + "<div>" * MANY,
    "a comment with a sign": "<!--x--!>" + "<div>" * MANY,
    "an end tag in capitals": "<STYLE></STYLE>" + "<div>" * MANY,
    "a style in a drawing": "<svg><style>" + "<g>" * MANY,
    "the end of another script": again(f"{DEEP}<script></scriptx>{CLOSED}</script>"),
    "a script in a script's comment": again(f"{DEEP}<script><!--<script></script>{CLOSED}--></script>"),
    "end tags in an attribute": again(f'{DEEP}<div a="{CLOSED}">'),
    "end tags in a table": again(f"{DEEP}<table>{CLOSED}<tr><td>"),
    "end tags in a declaration": again(DEEP + "<!x </div>" * 2_000),
    "end tags of letters of a drawing": again(f"{DEEP}<svg><![CDATA[> {CLOSED}]]></svg>"),
    "an end tag across boxes": again(f"<x>{DEEP}</x>"),
    "the body's end": "<body>" + again(f"{DEEP}</body>"),
    "a title in a list of choices": "<select><title></select>" + "<div>" * MANY,
    "brackets of ruby": "<rp>" * MANY,
    "letters of other kinds": "".join(f"<p><font a{n}></i>" for n in range(2_900)) + "<p>x" * MANY,
    "attributes behind a sign": '<img a=">" ' + " ".join(f"a{n}=b" for n in range(MANY)) + ">",
    "attributes without spaces": "<img " + "".join(f'a{n}="b"' for n in range(MANY)) + ">",
    "attributes between slashes": "<img" + "".join(f"/a{n}" for n in range(MANY)) + ">",
    "attributes of an end tag": "</p " + " ".join(f"a{n}=b" for n in range(MANY)) + ">",
}


@pytest.mark.parametrize("what", HIDDEN)
def test_a_page_is_refused_that_hides_its_elements_from_whoever_counts_them(what: str) -> None:
    began = time.process_time()
    with pytest.raises(BadManifest, match=r"Save the article as text"):
        parsed(BEGINNING + HIDDEN[what])
    assert time.process_time() - began < 2


SOUND = {
    "drawings": '<svg><title>x</title><style>a{}</style><path d="a"/></svg>',
    "drawings that are empty": '<svg class="a"/>',
    "scripts": "<Script>'<div>' + \"<!-- <script src=x><\\/script>\"; // --></sCript>",
    "ruby": "<ruby>a<rp>(<rt>b<rp>)</ruby>",
    "letters across boxes": "<div><b><a href='/x'><div>text</b></a></div></div>",
    "boxes in paragraphs": "<p><span><div>text</div></span></p>",
    "a quotation mark too many": '<p class="a"" id=b">x</p>',
    "a smaller sign": "<p>1 < 2 and 3 <4</p>",
}


@pytest.mark.parametrize("what", SOUND)
def test_a_long_page_is_read_however_carelessly_it_was_written(what: str) -> None:
    page = f"{BEGINNING}{'<section>' + SOUND[what] * 20 + '</section>'}" + SOUND[what] * 2_000 + "<h2>End</h2>"
    assert [element.own_text() for element in parsed(page).elements() if element.tag == "h2"] == ["End"]


def test_what_stands_in_a_pictures_attributes_makes_no_record_of_many_megabytes(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    long = "a" * 200_000
    page.write_text(
        f'{BEGINNING}<figure><img src="{long}" srcset="{"(" * 200_000} 2x" alt="{long}" title="{long}">'
        "<figcaption>The bridge.</figcaption></figure>"
    )
    found = [each for each in read_article(page) if isinstance(each, Intake)]
    assert [each.caption for each in found if each.kind] == ["The bridge."]
    assert all(len(json.dumps(plain.intake(each) | plain.found(each))) < 20_000 for each in found)


def test_an_mhtml_whose_page_has_a_type_of_megabytes_is_refused_at_once(tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_text(
        "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\n"
        f"Content-Type: text/html;\n {';' * 1_000_000}\n\n{BEGINNING}\n--B--\n"
    )
    began = time.process_time()
    [problem] = read_article(path)
    assert isinstance(problem, Problem)
    assert "Content-Type of more than 10,000 characters. Save it as HTML" in problem.reason
    assert time.process_time() - began < 2


PART = (
    b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=B\n\n--B\nContent-Type: text/html\n\n<p>x</p>\n--B\n"
)
SHORT_LINES = {
    "a picture": b"Content-Type: image/jpeg\n\n" + b"\n" * 3_000_000,
    "a picture in base64": b"Content-Location: https://a.example.org/a.jpg\nContent-Transfer-Encoding: base64\n\n"
    + b"A\n" * 1_500_000,
    "what is nearly a boundary": b"\n" + b"--B x\n" * 500_000,
    "boundaries": b"--B\n" * 750_000,
}


@pytest.mark.parametrize("what", SHORT_LINES)
def test_an_mhtml_of_short_lines_takes_a_few_times_its_own_size(what: str, tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(PART + SHORT_LINES[what] + b"\n--B--\n")
    leaves_in(PART)
    tracemalloc.start()
    try:
        assert open_page(path).text == "<p>x</p>"
        assert tracemalloc.get_traced_memory()[1] < 8 * path.stat().st_size
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize(
    ("parts", "reason"),
    [
        (b"\nx\n--B\n" * 10_001, "more than 10,000 parts"),
        (b"X:\n" + b" y\n" * 1_700_000, "more than 5 MB of headers"),
        (b"Content-Type: message/rfc822\n\n" * 60, "more than 50 parts of parts"),
    ],
)
def test_an_mhtml_of_more_than_any_page_has_is_refused(parts: bytes, reason: str, tmp_path: Path) -> None:
    path = tmp_path / "page.mhtml"
    path.write_bytes(PART + parts)
    with pytest.raises(BadManifest, match=f"{reason}.*Save it as HTML"):
        open_page(path)


LINES = (
    b"", b"", b"--B", b"--B  ", b"--B--", b"--C", b"--C--", b"--Bx", b" --B", b"Content-Type: text/html",
    b"Content-Type: multipart/mixed; boundary=C", b"Content-Type: message/rfc822", b"Content-ID: <a>\xe9", b" folded",
    b"Content-Transfer-Encoding: base64", b"Content-Transfer-Encoding: quoted-printable", b"QUJD", b"Q=", b"a=3D=",
)  # fmt: skip


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_parts_are_those_that_the_email_package_finds(end: bytes) -> None:
    chosen = random.Random(end)
    for _ in range(400):
        lines = [*PART.split(b"\n")[:3], *chosen.choices(LINES, k=chosen.randrange(3, 20)), b"--C--", b"--B--", b""]
        if any(one.startswith(b"--") and other.endswith(b"--") for one, other in pairwise(lines[:-2])):
            continue  # of a boundary and an end right behind it the email package takes no notice
        data = end.join(lines)
        whole = [part for part in message_from_bytes(data).walk() if not part.is_multipart()]
        expected = _filled((part, part.get_payload(decode=True)) for part in whole)
        assert _filled((leaf.head, leaf.payload()) for leaf in leaves_in(data)[1]) == expected, data


def _filled(parts: Iterable[tuple[Message, object]]) -> list[tuple[list[str], object]]:
    """Parts that hold anything; a container without any part has what stands in it by another rule."""
    simple = [(head, held) for head, held in parts if head.get_content_maintype() != "multipart"]
    return [([str(value) for value in head.values()], held) for head, held in simple if head.keys() or held]


def test_a_picture_whose_name_contains_a_nul_leaves_the_others_of_its_page(tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    named = "".join(
        f'<figure><img src="{name}"><figcaption>The {name[0]} bridge.</figcaption></figure>'
        for name in ("a%00.jpg", "..%2f..%00/b.jpg", "c.jpg")
    )
    page.write_text(BEGINNING + named)
    found = [each for each in read_article(page) if isinstance(each, Intake) and each.kind]
    assert [each.caption for each in found] == ["The a bridge.", "The. bridge.", "The c bridge."]
    assert "contains a NUL character" in json.dumps(plain.found(found[0]))


@pytest.mark.parametrize("said", ["1437-09-24 AH", "1437-09-24T10:00", "14370924", "1437/9/24"])
def test_a_page_dated_in_the_islamic_calendar_is_not_taken_to_be_of_the_middle_ages(said: str, tmp_path: Path) -> None:
    page = tmp_path / "page.html"
    meta = f'<meta property="article:published_time" content="{said}">'
    page.write_text(BEGINNING.replace("<body>", f"<head>{meta}</head><body>") + '<figure><img src="a.jpg"></figure>')
    found = [each for each in read_article(page) if isinstance(each, Intake)]
    assert found
    assert {each.posted_at for each in found} == {None}
    page.write_text(page.read_text().replace(said, "2016-06-29"))
    assert {each.posted_at for each in read_article(page) if isinstance(each, Intake)} == {"2016-06-29"}


def test_of_captions_as_long_as_a_book_the_first_are_read_and_the_rest_is_said(tmp_path: Path) -> None:
    figures = "".join(
        f'<figure><img src="/p{n}.jpg"><figcaption>{"A" * 4_900} {n}.</figcaption></figure>' for n in range(60)
    )
    path = tmp_path / "book.html"
    path.write_text(f"{BEGINNING}{figures}</article></body></html>", "utf-8")
    found = list(read_article(path))
    assert sum(bool(isinstance(each, Intake) and each.caption) for each in found) == 200_000 // 4_904
    [problem] = [each for each in found if isinstance(each, Problem)]
    assert "200,000 characters of captions" in problem.reason
    assert "Split the file" in problem.reason
