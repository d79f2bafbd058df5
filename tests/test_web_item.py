"""The item page: everything that is recorded of it, and two items side by side."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from provenance.archive import Archive
from provenance.findings.families import grown_from, reached_from
from provenance.judgement import Finding, SearchResult
from provenance.model import Claim, Intake, MediaKind, Rating, ReviewState
from provenance.saying.sides import named_sides
from provenance.web.pages import item as item_page
from tests.conftest import NOON, Make
from tests.films import frames_of, write_film
from tests.pictures import mirrored, scene
from tests.test_web_check import words_of
from tests.test_web_guards import detail_of
from tests.web import app_over, visitor

BIDI = "صورة \u202etxt <b>bold</b>"


class Told:
    """An archive with two stories about one picture, and the ids of its items."""

    def __init__(self, archive: Archive, early: str, late: str, reference: str) -> None:
        self.archive, self.early, self.late, self.reference = archive, early, late, reference


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Told]:
    folder = tmp_path_factory.mktemp("item")
    scene(1, (640, 480)).save(folder / "early.jpg", quality=90)
    mirrored(scene(1, (640, 480))).save(folder / "late.jpg", quality=80)
    with Archive(folder / "desk.db", clock=lambda: NOON) as archive:
        early = archive.add(
            folder / "early.jpg",
            url="https://www.facebook.com/old.bridge/posts/1",
            posted_at="2014-08-03",
            credit="(Facebook/old.bridge)",
            claims=[Claim("The old bridge at dusk", place="Odesa", date="2014-08-03")],
        )
        late = archive.add(
            folder / "late.jpg",
            url="https://t.me/harsad_today/2291",
            posted_at="2016-06-29",
            caption=BIDI,
            claims=[Claim("The bridge of Harsad was taken", place="Harsad", date="2016-06-29")],
        )
        wrong = Finding("A. Karim", rating=Rating.FALSE, reason="too early to say")
        archive.judge(wrong, item=late.id)
        archive.judge(wrong._replace(rating=Rating.MISPLACED, reason="the bridge is in Odesa"), item=late.id)
        archive.review(early.id, late.id, ReviewState.CONFIRMED, reviewer="A. Karim", reason="same lamps")
        archive.searched(late.id, engine="TinEye", result=SearchResult.NONE, when="2026-03-01")
        archive.ingest([Intake(label="convoy outside the town", kind=MediaKind.VIDEO, credit="(YouTube)")])
        reference = next(seen.item.id for seen in archive.items(limit=9) if seen.item.sha256 is None)
        yield Told(archive, early.id, late.id, reference)


@pytest.fixture(scope="module")
def app(told: Told) -> Iterator[Starlette]:
    made = app_over(told.archive.path)
    yield made
    made.state.server.close()


@pytest.fixture(scope="module")
def client(app: Starlette) -> TestClient:
    return visitor(app)


def test_the_page_shows_everything_that_is_recorded(client: TestClient, told: Told) -> None:
    page = client.get(f"/item/{told.late}").text
    shown = words_of(page)
    for words in (
        "MISPLACED according to A. Karim",  # the newest verdict on top
        "superseded: false",  # and the earlier one in the history
        "appeared-before-event",
        "The bridge of Harsad was taken",
        "The old bridge at dusk",  # claimed of the copy
        "Telegram, account harsad_today",
        "observed: Telegram",
        "confirmed: same lamps",
        "TinEye 2026-03-01: none",
        "mirrored",
        "earliest known",
        "small edits (a face, a sign, a word)",
        "What the file says about itself",
    ):
        assert words in shown, words
    assert re.search(r"<svg .*?role=\"img\"", page)
    assert f'href="/compare/{told.late}/{told.early}"' in page
    assert "\u202e" not in page
    assert "&lt;b&gt;bold" in page


def test_each_contradiction_stands_with_both_records(client: TestClient, told: Told) -> None:
    page = client.get(f"/item/{told.late}").text
    blocks = re.findall(r'<article class="contradiction.*?</article>', page, re.DOTALL)
    found = told.archive.contradictions(told.late)
    assert len(blocks) == len(found) > 1
    for block, one in zip(blocks, found, strict=True):
        words = words_of(block)
        assert f"one says {one.a}" in words
        assert f"the other says {one.b}" in words
        assert told.archive.short_record_id(one.records[-1]) in words


def test_any_unique_beginning_of_an_id_is_enough_and_an_unknown_one_is_said(client: TestClient, told: Told) -> None:
    short = told.archive.short_id(told.late)
    assert client.get(f"/item/{short}").status_code == 200
    unknown = client.get("/item/m-0123456789")
    assert unknown.status_code == 404
    assert "m-0123456789" in unknown.text


def test_an_item_without_a_file_says_so(client: TestClient, told: Told) -> None:
    page = client.get(f"/item/{told.reference}").text
    assert "known by reference only" in page
    assert "convoy outside the town" in page
    assert "/picture" not in page
    assert "KNOWN BY REFERENCE ONLY" in page
    assert "NO OTHER COPY" not in page


def test_two_items_are_laid_side_by_side(client: TestClient, told: Told) -> None:
    path = f"/compare/{told.early}/{told.late}"
    page = unescape(client.get(path).text)
    assert "confirmed: same lamps" in words_of(page)
    names = told.archive.short_id(told.late), told.archive.short_id(told.early)
    for place in (path, f"/review/{told.early}/{told.late}", f"/item/{told.early}", f"/item/{told.late}"):
        words = words_of(unescape(client.get(place).text))
        assert not re.search(r"\b(asked|archived)\b (picture|one|video)|pixels asked|\d archived", words), place
    assert f"features of {names[1]} lie where" in words
    sizes = {}
    for name in ("asked", "archived", "asked-part", "archived-part", "proof"):
        assert f"/view/{name}" in page
        answer = client.get(f"{path}/view/{name}")
        assert answer.headers["content-type"] == "image/jpeg"
        sizes[name] = Image.open(io.BytesIO(answer.content)).size
    assert sizes["asked-part"] == sizes["archived-part"]
    assert client.get(f"{path}/view/passwd").status_code == 404
    assert client.get(f"/compare/{told.early}/{told.reference}").status_code == 200
    assert client.get(f"/compare/{told.early}/{told.reference}/view/asked").status_code == 404


@pytest.mark.parametrize(
    ("said", "named"),
    [
        ("shown at 50 % of its size (640 × 480 pixels asked, 1,280 × 960 archived)",
         "shown at 50 % of its size (640 × 480 pixels of m-a, 1,280 × 960 of m-b)"),
        ("62 % of the archived picture is shown: its left 3 %", "62 % of m-b is shown: its left 3 %"),
        ("the asked video has bars that the archived one lacks", "m-a has bars that m-b lacks"),
        ("in 40 % of the asked frame", "in 40 % of the frame of m-a"),
        ("cropped; 40 % of it shown", "cropped; 40 % of m-b shown"),
    ],
)  # fmt: skip
def test_of_two_archived_items_neither_is_called_the_asked_one(said: str, named: str) -> None:
    assert named_sides(said, "m-a", "m-b") == named


def test_what_cannot_be_taken_back_is_asked_once_and_an_item_without_a_claim_has_the_name_of_its_file(
    archive: Archive, picture: Make
) -> None:
    item = archive.add(picture("p05.jpg"))
    with TestClient(app_over(archive.path)) as plain:
        page = visitor(plain.app).get(f"/item/{item.id}").text  # type: ignore[arg-type]
    assert re.search(r'<p class="over">[^\n]*<bdi>p05.jpg</bdi>', page)
    [form] = re.findall(r'<form method="post" action="[^"]+/graphic">.*?</form>', page, re.DOTALL)
    assert form.index("<summary>Mark it graphic") < form.index("cannot be taken back") < form.index("<button")


def test_a_report_is_saved_and_not_opened(client: TestClient, told: Told) -> None:
    saved = client.get(f"/item/{told.late}/report")
    assert saved.headers["content-disposition"].startswith("attachment")
    assert saved.headers["content-security-policy"].startswith("sandbox")
    assert "MISPLACED" in saved.text
    assert "and what it was called, are kept" in saved.text
    page = client.get(f"/item/{told.late}").text
    [address] = re.findall(r'<a href="([^"]+)" download[^>]*>Save a redacted report<', page)
    redacted = client.get(unescape(address))
    assert "-redacted.html" in redacted.headers["content-disposition"]
    assert "What the file says about itself, and what it was called, was left out." in redacted.text


def test_a_graphic_video_is_neither_shown_nor_played_until_it_is_revealed(
    client: TestClient, told: Told, tmp_path_factory: pytest.TempPathFactory
) -> None:
    place = tmp_path_factory.mktemp("film") / "grim.mp4"
    write_film(place, frames_of([41], seconds=2.0))
    item = told.archive.add(place, graphic=True)
    page = client.get(f"/item/{item.id}").text
    assert "<video" not in page
    assert client.get(f"/item/{item.id}/video").status_code == 403
    covered = client.get(f"/item/{item.id}/picture?size=large")
    revealed = client.post(f"/item/{item.id}/reveal")
    assert '<video controls muted preload="metadata"' in revealed.text
    key = revealed.url.query.decode()
    assert client.get(f"/item/{item.id}/video?{key}").status_code == 200
    clear = client.get(f"/item/{item.id}/picture?size=large&{key}")
    assert detail_of(covered.content) < detail_of(clear.content) / 2


def test_of_a_large_family_the_page_shows_the_first_and_leads_to_the_others(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(item_page, "SHOWN", 4)
    intakes = []
    for number in range(7):
        scene(6, (320, 240)).save(tmp_path / f"{number}.jpg", quality=60 + 5 * number)
        intakes.append(Intake(path=str(tmp_path / f"{number}.jpg"), platform="x", posted_at=f"2016-06-0{number + 1}"))
    with Archive(tmp_path / "desk.db") as archive:
        archive.ingest(intakes, fast=True, workers=1)
        [one, *others] = [seen.item.id for seen in archive.items(limit=9)]
        archive.review(one, others[0], ReviewState.REJECTED, reviewer="A. Karim")
        archive.review(one, others[1], ReviewState.DISPUTED, reviewer="A. Karim")
        archive.review(others[2], others[3], ReviewState.CONFIRMED, reviewer="A. Karim")
        store = archive._store
        for row in range(1, 8):
            slowly = grown_from([row], store.matches)
            assert reached_from([row], store.joining_pairs) == slowly, "by reading every pair of the family"
            assert store.certain_pairs([row, *slowly], beyond=[row, *slowly]) == []
        app = app_over(archive.path)
        with TestClient(app):
            client = visitor(app)
            first, others_shown = (
                client.get(f"/item/{one}", params={"matches": n, "timeline": n}).text for n in (1, 2)
            )
            archive.review(one, others[4], ReviewState.REJECTED, reviewer="A. Karim")
            after = client.get(f"/item/{one}").text
    dated = first, others_shown
    first, others_shown, after = (page.partition('<h3 id="rejected">')[0] for page in (first, others_shown, after))
    assert first.count('href="/compare/') == 4
    assert "1–4 of 5" in first
    assert "1–4 of 7" in dated[0]
    assert [part.count("<tr data-earliest") for part in dated] == [4, 3]
    assert "5–5 of 5" in others_shown
    assert others_shown.count('href="/compare/') == 1
    assert "of 5" not in after, "what was decided since counts"
    assert after.count('href="/compare/') == 4


def test_pages_are_small(client: TestClient, told: Told) -> None:
    for path in (f"/item/{told.late}", f"/compare/{told.early}/{told.late}", "/check"):
        page = client.get(path)
        parts = set(re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text))
        assert len(page.content) + sum(len(client.get(part).content) for part in parts) < 150_000, path


def test_a_page_with_hundreds_of_records_stays_small_and_leads_to_each_of_them(archive: Archive, picture: Make) -> None:
    days = [f"20{10 + number // 144}-{number // 12 % 12 + 1:02}-{number % 12 * 2 + 1:02}" for number in range(100)]
    claims = [Claim(f"It was day {day}, {'a witness says ' * 8}", date=day, place="Harsad") for day in days]
    item_id = archive.add(picture("much.jpg"), claims=claims).id
    for number in range(45):
        said = Intake(url=f"https://t.me/bridge{number}/1", posted_at=days[number], caption="Look at this " * 9)
        archive.tell(item_id, said)
    app = app_over(archive.path)
    client, item, met = visitor(app), f"/item/{item_id}", set[str]()
    for path in (item, f"{item}/verdict", f"/contradictions?item={item_id}"):
        assert len(client.get(path).content) < 100_000, path
    at = item
    while at:
        page = client.get(at).text
        met |= set(re.findall(r"It was day ([\d-]+)", page[page.index('id="claims"') : page.index('id="appearances"')]))
        onward = re.search(r'rel="next" href="(\?claims=\d+)#claims"', page)
        at = item + onward[1] if onward else ""
    assert met == set(days)
    assert "1–40 of 45" in page  # appearances
    assert "1–40 of 145" in page  # dates
    assert client.get(f"{item}?claims=99&timeline=-1&steps=x&matches=9999999999").status_code == 200
    app.state.server.close()
