"""Reports: one file that needs nothing else, says what is recorded, and leaves out what could identify a witness."""

from __future__ import annotations

import base64
import io
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path

import pytest
from PIL import Image

from provenance import Archive, Claim
from provenance.errors import BadOption
from provenance.exporters.report import isolated, rendered
from provenance.judgement import Finding
from provenance.model import Fact, Intake, MediaKind, Rating, ReviewState
from provenance.redacting import Privacy
from provenance.reporting import MOST_ITEMS, report_on
from provenance.saying.words import Line, Tone
from tests.conftest import NOON, Make
from tests.films import frames_of, write_film
from tests.pictures import mirrored, scene
from tests.test_cli import Ran, Run, run  # noqa: F401 - a fixture

HOSTILE = "<script>alert(1)</script> \u202edaer \"quoted\" & 'so' <img src=x onerror=alert(1)>"


class Page(HTMLParser):
    """What a browser would load or run, and what it would show."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.links: list[str] = []
        self.handlers: list[str] = []
        self.words = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        for name, value in attrs:
            if name in ("src", "href", "srcset", "data", "action", "poster"):
                (self.links if tag == "a" else self.addresses).append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)

    def handle_data(self, data: str) -> None:
        self.words += data + " "


@pytest.fixture
def desk(tmp_path: Path) -> Archive:
    return Archive(tmp_path / "desk.db", clock=lambda: NOON)


def bridge(desk: Archive, picture: Make) -> tuple[str, str]:
    """An early publication and a later one that claims another place and time."""
    early = desk.add(
        picture("early.jpg"),
        url="https://www.facebook.com/velmora.diary/posts/1",
        posted_at="2014-08-03",
        claims=[Claim("The bridge of Velmora", place="Velmora", date="2014-08-03")],
    )
    late = desk.add(
        picture("late.jpg", change=mirrored),
        url="https://t.me/harsad_today/7",
        posted_at="2016-06-29",
        caption=HOSTILE,
        claims=[Claim(HOSTILE, place="Harsad", date="2016-06-29")],
    )
    return early.id, late.id


def test_a_report_needs_nothing_but_itself(desk: Archive, picture: Make) -> None:
    text = rendered(report_on(desk, bridge(desk, picture)))
    page = Page(text)
    assert not {"script", "iframe", "object", "embed", "link", "base", "form"} & set(page.tags)
    assert page.handlers == []
    assert all(address.startswith("data:image/jpeg;base64,") for address in page.addresses)
    assert len(page.addresses) == 4  # two items, each beside the other
    for address in page.addresses:
        with Image.open(io.BytesIO(base64.b64decode(address.partition(",")[2]))) as image:
            assert image.format == "JPEG"
    assert "default-src 'none'" in text
    assert "url(" not in text


def test_every_address_can_be_copied_and_followed_the_earliest_known_on_the_page_for_the_editor(
    desk: Archive, picture: Make
) -> None:
    early, late = bridge(desk, picture)
    shown = desk.tell(late, Intake(url="https://x.example.org/p?a=1&b=2", caption="see https://bad.example.org/trap"))
    assert shown
    first, second = "https://www.facebook.com/velmora.diary/posts/1", "https://t.me/harsad_today/7"
    third = "https://x.example.org/p?a=1&b=2"
    for privacy in Privacy:
        text = rendered(report_on(desk, [late], privacy=privacy))
        for_editor, for_specialist = text.split("For specialists: ")
        assert Page(for_editor).links == [first], privacy
        assert Page(for_specialist).links == [second, third, first], privacy
        assert {first, second, third} <= set(Page(text).words.split())
    assert "default-src 'none'" in text
    assert early[:8] in for_specialist


def test_an_address_that_is_none_is_no_link(desk: Archive, picture: Make) -> None:
    for text in ("javascript:alert(1)", "https://a.example.org/ https://b.example.org/", HOSTILE):
        assert "<a " not in isolated(text)
    item = desk.add(picture("a.jpg"), credit="(Facebook/velmora.diary)")
    report = report_on(desk, [item.id])
    assert Page(rendered(report)).links == []
    assert report.items[0].published == (Line("appearance", "publisher unknown · no address is recorded"),)


def test_it_says_what_was_found_and_what_was_not_checked(desk: Archive, picture: Make) -> None:
    early, late = bridge(desk, picture)
    report = report_on(desk, [late])
    words = " ".join(Page(rendered(report)).words.split())
    assert report.items[0].headline.word == "CANNOT ALL BE TRUE"
    assert [line.label for line in report.items[0].claims] == ["claim", f"of {desk.short_id(early)}"]
    assert report.items[0].steps[0].what == "recorded with its file"
    for said in (
        "posted 2014-08-03 (given) · Facebook, account velmora.diary",
        "appeared-before-event, decisive",
        "The bridge of Velmora",
        f"found to match {desk.short_id(early)}",
        "no person has decided on them",
        "anything outside this archive",
        'is not "new"',
    ):
        assert said in words, said
    head = desk.log_head()
    assert head is not None
    assert head[1] in words
    [first, *_] = re.split("For specialists", words)
    assert "appeared-before-event" not in first
    assert "unknown: " not in first
    assert ": motivation" in words or ", motivation" in words


def test_what_cannot_be_true_of_a_copy_alone_is_said_to_be_of_it_and_raises_no_alarm(
    desk: Archive,
    picture: Make,
    run: Run,  # noqa: F811
) -> None:
    own = desk.add(picture("own.jpg"), url="https://t.me/old/1", posted_at="2014-08-03")
    post = "https://x.com/compil/status/1234567890123456789"  # the number says 2020-03-02
    copy = desk.add(picture("copy.jpg", change=mirrored), url=post, posted_at="2020-02-20")
    desk.review(own.id, copy.id, ReviewState.CONFIRMED, reviewer="A. K.")
    short = desk.short_id(copy.id)
    [told], [of_copy] = (report_on(desk, [one.id]).items for one in (own, copy))
    assert told.headline == (
        "CANNOT ALL BE TRUE",
        f"1 contradiction among what is said of a copy of it, {short}",
        Tone.LOOK,
    )
    assert of_copy.headline == ("CANNOT ALL BE TRUE", "1 contradiction among what is said of it", Tone.ALARM)
    assert told.contradictions[0].text.startswith(f"{short}: posted 2020")
    assert of_copy.contradictions[0].text.startswith("posted 2020")
    assert f"{short}: posted 2020" in " ".join(run("show", own.id).out.split())
    desk.tell(own.id, Intake(claims=(Claim("A bridge", date="2016-06-29"),)))
    [told] = report_on(desk, [own.id]).items
    assert f"{short}: posted 2020" in " ".join(run("check", str(picture("own.jpg"))).out.split())
    assert [line.text.startswith(short) for line in told.contradictions] == [False, True]
    assert (
        told.headline.rest
        == f"1 contradiction among what is said of it, and 1 among what is said of a copy of it, {short}"
    )


def test_what_strangers_wrote_is_shown_and_not_obeyed(desk: Archive, picture: Make) -> None:
    _, late = bridge(desk, picture)
    page = Page(rendered(report_on(desk, [late])))
    assert "<script>alert(1)</script>" in page.words
    assert "\\x202e" in page.words
    assert "\u202e" not in page.words


def test_a_verdict_comes_first_and_names_who_gave_it(desk: Archive, picture: Make) -> None:
    _, late = bridge(desk, picture)
    desk.judge(Finding(reviewer="A. Karim", rating=Rating.MISPLACED, reason="It is Velmora", claim=None), item=late)
    headline = report_on(desk, [late]).items[0].headline
    assert (headline.word, headline.rest, headline.tone) == ("MISPLACED", "according to A. Karim", Tone.ALARM)


def test_on_a_copy_the_line_on_top_says_which_claim_was_judged(desk: Archive, picture: Make) -> None:
    """What is said of the copy itself may well be so."""
    early, late = bridge(desk, picture)
    [claim] = desk.claims_of(late)
    desk.judge(Finding(reviewer="A. Karim", rating=Rating.MISPLACED, reason="It is Velmora"), item=late, claim=claim.id)
    headline = report_on(desk, [early]).items[0].headline
    assert headline.rest.startswith(f"is the claim “{claim.claim.text[:20]}")
    assert headline.rest.endswith(f"” made of {desk.short_id(late)}, according to A. Karim")
    assert " made of " not in report_on(desk, [late]).items[0].headline.rest


def test_only_what_another_item_precedes_was_seen_before_and_an_item_does_not_count_itself(
    desk: Archive, picture: Make, tmp_path: Path
) -> None:
    early = desk.add(picture("a.jpg"), url="https://t.me/a/1", posted_at="2014")
    places = [tmp_path / f"{quality}.jpg" for quality in (60, 70)]
    for place, quality in zip(places, (60, 70), strict=True):
        Image.open(picture("a.jpg")).convert("RGB").save(place, quality=quality)
    late = desk.add(places[0], url="https://t.me/b/2", posted_at="2016")
    first, second = (report_on(desk, [one.id]).items[0].headline for one in (early, late))
    assert (first.word, first.tone) == ("ALSO SEEN", Tone.LOOK)
    assert first.rest == "1 other item of this archive shows it; none is known to be earlier"
    assert (second.word, second.tone) == ("SEEN BEFORE", Tone.ALARM)
    earliest = f"the earliest known appearance is of {desk.short_id(early.id)}"
    assert second.rest == f"1 other item of this archive shows it; {earliest}"
    perhaps = desk.add(places[1], url="https://t.me/c/3", posted_at="2013/2015")
    assert "2 other items of this archive show it" in report_on(desk, [perhaps.id]).items[0].headline.rest
    assert report_on(desk, [perhaps.id]).items[0].headline.word == "ALSO SEEN"


def test_a_small_part_of_it_is_as_certain_as_the_whole_on_both_sides(
    desk: Archive, picture: Make, tmp_path: Path
) -> None:
    whole = picture("a.jpg", size=(900, 600))
    first = desk.add(whole, url="https://t.me/a/1", posted_at="2014")
    Image.open(whole).convert("RGB").crop((250, 150, 700, 450)).save(tmp_path / "part.jpg", quality=90)
    second = desk.add(tmp_path / "part.jpg", url="https://t.me/b/2", posted_at="2016")
    said = "1 other item of this archive shows it, or a part of it"
    for item, word in ((first, "ALSO SEEN"), (second, "SEEN BEFORE")):
        headline = report_on(desk, [item.id]).items[0].headline
        assert (headline.word, headline.rest.partition(";")[0]) == (word, said)
    desk.review(first.id, second.id, ReviewState.DISPUTED, reviewer="T", reason="another evening")
    headline = report_on(desk, [first.id]).items[0].headline
    assert "no match is certain, or it is disputed" in headline.rest


def test_an_item_alone_is_not_called_new(desk: Archive, picture: Make) -> None:
    item = desk.add(picture("a.jpg"), url="https://t.me/a/1", posted_at="2016")
    headline = report_on(desk, [item.id]).items[0].headline
    assert headline.word == "NO OTHER COPY"
    assert "in this archive of 1 item: that says nothing of what was published elsewhere" in headline.rest
    bare = desk.add(picture("b.jpg", seed=2))
    assert report_on(desk, [bare.id]).items[0].headline.word == "NO APPEARANCE"


@pytest.mark.parametrize(
    ("privacy", "shown", "hidden"),
    [
        (Privacy.IDENTIFYING, {"camera.model"}, {"gps.position", "camera.serial", "author"}),
        (Privacy.EVERYTHING, set(), {"camera.model", "gps.position", "camera.serial", "author"}),
        (Privacy.NOTHING, {"camera.model", "gps.position", "camera.serial", "author"}, set()),
    ],
)
def test_what_could_identify_a_witness_is_left_out_unless_it_is_asked_for(
    desk: Archive, picture: Make, monkeypatch: pytest.MonkeyPatch, privacy: Privacy, shown: set[str], hidden: set[str]
) -> None:
    names = ("camera.model", "gps.position", "camera.serial", "author")
    facts = tuple(Fact(name, f"value of {name}", "exif") for name in names)
    item = desk.add(picture("of_witness.jpg"))
    monkeypatch.setattr(desk, "facts", lambda _: facts)
    text = rendered(report_on(desk, [item.id], privacy=privacy))
    assert {name for name in names if f"value of {name}" in text} == shown
    assert (privacy is Privacy.NOTHING) == ("could identify somebody" not in text)
    assert (privacy is Privacy.EVERYTHING) == ("of_witness" not in text)
    assert hidden.isdisjoint(shown)


SECRETS = {  # what the file says, and how a page would show it
    "position": "33.51",
    "name": "Jane Witness",
    "comment": "call 555-0100",
    "serial number": "SN-778899",
}


def of_a_witness(path: Path) -> Path:
    """A photograph whose file tells a position, a name, a comment, a serial number and the time, in EXIF."""
    exif = Image.Exif()
    exif[0x013B] = exif[0x8298] = SECRETS["name"]
    camera = exif.get_ifd(0x8769)
    camera[0xA431], camera[0x9003] = SECRETS["serial number"], "2014:08:03 19:58:21"
    camera[0x9286] = b"ASCII\0\0\0" + SECRETS["comment"].encode()
    position = exif.get_ifd(0x8825)
    position[1], position[2], position[3], position[4] = "N", (33.0, 30.0, 36.72), "E", (36.0, 17.0, 28.68)
    scene(77).save(path, exif=exif)
    return path


@pytest.mark.parametrize("privacy", [Privacy.IDENTIFYING, Privacy.EVERYTHING])
def test_nothing_that_a_real_file_tells_of_a_witness_is_anywhere_in_a_report(
    desk: Archive, tmp_path: Path, privacy: Privacy
) -> None:
    """Not among the facts, nor in what contradicts a claim, nor in the timeline."""
    elsewhere = Claim("A square in Paris", place="48.8566, 2.3522", date="2016-06-29")
    item = desk.add(of_a_witness(tmp_path / "a.jpg"), claims=[elsewhere])
    assert {one.rule for one in desk.contradictions(item.id)} == {"camera-place-apart", "captured-before-event"}
    told = rendered(report_on(desk, [item.id], privacy=Privacy.NOTHING))
    assert all(secret in told for secret in SECRETS.values())
    text = rendered(report_on(desk, [item.id], privacy=privacy))
    assert [what for what, secret in SECRETS.items() if secret in text] == []
    assert "the position that the file gives (left out of this report) is not near the claimed place" in text
    assert ("19:58" in text) == (privacy is Privacy.IDENTIFYING)


def test_the_footer_says_what_is_kept_though_it_may_name_somebody(desk: Archive, tmp_path: Path) -> None:
    place, exif = tmp_path / "layla_house.jpg", Image.Exif()
    exif[0x010E] = "Layla's house"
    scene(77).save(place, exif=exif)
    item = desk.add(place)
    for privacy, kept in ((Privacy.IDENTIFYING, True), (Privacy.EVERYTHING, False)):
        text = unescape(rendered(report_on(desk, [item.id], privacy=privacy)))
        assert ("Layla's house" in text) == ("layla_house.jpg" in text) == kept
        said = "descriptions, keywords and credit lines that it carries, and what it was called, are kept" in text
        assert said == kept


def test_a_graphic_picture_is_blurred_until_it_is_revealed_which_is_logged(desk: Archive, picture: Make) -> None:
    item = desk.add(picture("a.jpg"), graphic=True)
    blurred, before = report_on(desk, [item.id]).items[0].picture, desk.log_head()
    plain = report_on(desk, [item.id], reveal=True).items[0].picture
    assert blurred is not None
    assert plain is not None
    assert "blurred" in blurred.caption
    assert len(blurred.jpeg) < len(plain.jpeg) / 4
    assert desk.log_head() != before


def test_a_video_and_an_item_without_a_file_are_reported_too(desk: Archive, tmp_path: Path) -> None:
    film = desk.add(write_film(tmp_path / "film.mp4", frames_of((1, 2))))
    desk.ingest([Intake(kind=MediaKind.VIDEO, label="convoy", credit="(YouTube)")])
    reference = next(seen.item.id for seen in desk.items(limit=9) if seen.item.sha256 is None)
    of_film, of_reference = report_on(desk, [film.id, reference]).items
    assert of_film.kind == "video"
    assert of_film.picture is not None
    assert "the frame at 00:0" in of_film.picture.caption
    assert of_reference.picture is None
    assert any("no file is recorded" in line for line in of_reference.not_checked)


def test_a_disputed_match_is_called_so_with_who_when_and_why(desk: Archive, picture: Make) -> None:
    early, late = (
        desk.add(picture(name, change=change), url=f"https://t.me/a/{day[-1]}", posted_at=day).id
        for name, change, day in (("early.jpg", None, "2014-08-03"), ("late.jpg", mirrored, "2016-06-29"))
    )
    desk.review(early, late, ReviewState.DISPUTED, reviewer="B. Sahin", reason="the shadows differ")
    said = "disputed by B. Sahin, 2026-03-02: the shadows differ"
    report = report_on(desk, [late])
    [one] = report.items
    assert (one.headline.word, one.headline.tone) == ("PERHAPS SEEN BEFORE", Tone.LOOK)
    assert one.proof is not None
    assert one.proof.caption.endswith(said)
    assert next(line.text for line in one.details if line.label == "match").endswith(f"[hash, {said}]")
    assert {row.item: row.marks for row in one.rows}[desk.short_id(early)] == "disputed"
    assert f"of {desk.short_id(early)}, disputed" in {line.label for line in one.published}
    assert f"{desk.short_id(early)} (disputed)" in one.timeline
    assert "probably the same" not in one.timeline
    desk.review(early, late, ReviewState.CONFIRMED, reviewer="B. Sahin", reason="the shadows agree")
    assert report_on(desk, [late]).items[0].headline.word == "SEEN BEFORE"


def test_too_many_items_are_refused(desk: Archive, picture: Make) -> None:
    ids = [desk.add(picture(f"{seed}.png", seed=seed, size=(32, 32))).id for seed in range(MOST_ITEMS + 1)]
    with pytest.raises(BadOption, match="Make several"):
        report_on(desk, ids)


def test_the_command_writes_a_new_file_and_never_over_one(run: Run, picture: Make, tmp_path: Path) -> None:  # noqa: F811
    run("add", picture("a.jpg"), "--posted", "2016", "--credit", "(YouTube)")
    place = tmp_path / "out.html"
    [item] = re.findall(r"m-[0-9a-f]{6}", run("list").out)[:1]
    done = run("report", item, "-o", place)
    assert done.code == 0
    assert "NO OTHER COPY" in done.out
    assert place.read_text("utf-8").startswith("<!DOCTYPE html>")
    again = run("report", item, "-o", place)
    assert (again.code, "is there already" in again.err) == (2, True)
    assert run("report", item, "-o", place, "--force").code == 0
    for wrong, remedy in (
        (("-o", tmp_path / "out.pdf"), "name it .html"),
        (("-o", tmp_path / "none" / "out.html"), "there is no folder"),
        (("--redact", "--all-metadata"), "cannot both be meant"),
    ):
        refused = run("report", item, *wrong)
        assert (refused.code, remedy in refused.err) == (2, True)
    assert sorted(path.name for path in tmp_path.glob("*.html")) == ["out.html"]


def test_a_comment_inside_the_file_does_not_come_along_with_its_picture(desk: Archive, picture: Make) -> None:
    place = picture("said.jpg")
    with Image.open(place) as image:
        image.save(place, comment=b"taken by Jane Roe")
    item = desk.add(place)
    shown = report_on(desk, [item.id]).items[0].picture
    assert shown is not None
    assert b"Jane" in place.read_bytes()
    assert b"Jane" not in shown.jpeg
