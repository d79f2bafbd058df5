"""The pages on which people browse, review and judge, beside what the archive itself answers."""

from __future__ import annotations

import csv
import io
import random
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from html import unescape
from importlib.resources import files
from pathlib import Path

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from provenance.archive import Archive
from provenance.browsing import PAGE, Conditions
from provenance.cli import main as cli
from provenance.dates import bound
from provenance.errors import StorageFull
from provenance.judgement import Finding, MediaCategory, SourceNoteKind
from provenance.model import Claim, Contradiction, Intake, MediaKind, Rating, ReviewState, Seen, Strength
from provenance.saying.judged import reason_words
from provenance.saying.words import one_line
from provenance.store import catalogue
from provenance.surveying import Month
from provenance.web.pages.overview import chart
from provenance.web.workings import WAIT_SECONDS
from tests.conftest import NOON
from tests.pictures import mirrored, scene
from tests.web import app_over, visitor

CITIES = ("Aleppo", "Mosul", "Kyiv", "Odesa")
WORDS = ("bridge", "convoy", "flag", "market", "smoke")
ACCOUNTS = ("cityfan", "harsad_today", "velmora.diary", "nobody")
PLATFORMS = ("facebook", "telegram", "youtube")
COUNT = 130
FORMS = ("verdict", "claim", "appearance", "search")  # of an item
ITEM_LINK = re.compile(r'<li class="card"><a href="/item/(m-[0-9a-f]+)"')


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """Items of all sorts, drawn at random, most of them by reference; two copies of one picture, with verdicts."""
    folder = tmp_path_factory.mktemp("desk")
    chance = random.Random(20)
    scene(1, (320, 240)).save(folder / "a.jpg")
    mirrored(scene(1, (320, 240))).save(folder / "b.jpg", quality=60)
    scene(2, (320, 240)).save(folder / "c.jpg")
    with Archive(folder / "desk.db", clock=lambda: NOON) as made:
        made.ingest([_drawn(chance, number) for number in range(COUNT)])
        dusk = Claim("The bridge at dusk", place="Aleppo", date="2014-08-03")
        first = made.add(
            folder / "a.jpg",
            url="https://t.me/cityfan/1",
            posted_at="2014-08-03",
            caption="The old bridge",
            claims=[dusk],
        )
        later = Claim("The bridge was hit today", place="Odesa", date="2016-03-02")
        made.add(folder / "b.jpg", url="https://t.me/harsad_today/7", posted_at="2016-03-02", claims=[later])
        made.add(folder / "c.jpg", caption="رفع العلم في البوكمال", url="https://t.me/amaq/3", posted_at="2016-06-28")
        for seen in list(made.items(limit=40))[5::9]:
            made.judge(Finding("A. Karim", Rating.FALSE, reason="looked", claim=None), item=seen.item.id)
        made.judge(Finding("A. Karim", Rating.MISPLACED, reason="looked", claim=None), item=first.id)
        made.judge(Finding("A. Karim", Rating.TRUE, reason="looked again", claim=None), item=first.id)
        yield made


def _drawn(chance: random.Random, number: int) -> Intake:
    day = f"{chance.randint(2014, 2017)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}"
    place = chance.choice(CITIES)
    claims = [Claim(f"{chance.choice(WORDS)} in {place}, {number}", place=place, date=day)] * (number % 3 == 0)
    return Intake(
        kind=MediaKind.VIDEO if number % 7 == 0 else MediaKind.IMAGE,
        label=f"item {number}",
        platform=chance.choice(PLATFORMS),
        account=chance.choice(ACCOUNTS),
        caption=f"{chance.choice(WORDS)} {chance.choice(WORDS)} number {number}" if number % 5 else None,
        posted_at=day if number % 4 else None,
        claims=tuple(claims),
    )


@pytest.fixture(scope="module")
def app(desk: Archive) -> Iterator[Starlette]:
    made = app_over(desk.path)
    with TestClient(made):
        yield made


@pytest.fixture
def client(app: Starlette) -> TestClient:
    return visitor(app)


def everything(archive: Archive) -> list[Seen]:
    return list(archive.items(limit=10_000))


def shown_on(client: TestClient, **asked: str) -> list[str]:
    """The items of every page that the grid has for what is asked, in order."""
    found: list[str] = []
    for number in range(1, 20):
        answer = client.get("/items", params=asked | {"page": str(number)})
        assert answer.status_code == 200
        found += ITEM_LINK.findall(answer.text)
        if 'rel="next"' not in answer.text:
            return found
    raise AssertionError("the pages do not end")


def ratings_on(archive: Archive, seen: Seen) -> set[Rating | None]:
    """Of the verdicts on the item itself that stand."""
    return {one.verdict.rating for one in archive.verdicts(seen.item.id) if one.inherited_from is None}


def texts_of(seen: Seen) -> str:
    return " ".join([*(one.caption or "" for one in seen.appearances), *(one.claim.text for one in seen.claims)])


def lies_in(seen: Seen, since: str, until: str) -> bool:
    first, last = bound(since, first=True), bound(until, first=False)
    dates = [date for one in seen.appearances for date in one.dates]
    dates += [claim.date for claim in seen.claims if claim.date]
    return any(date.earliest <= last and date.latest >= first for date in dates)


# --- the grid


def test_the_grid_shows_every_item_once_newest_first(client: TestClient, desk: Archive) -> None:
    assert shown_on(client) == [seen.item.id for seen in everything(desk)]


def test_items_known_by_reference_only_are_shown_alone_and_in_the_order_that_is_asked(
    client: TestClient, desk: Archive
) -> None:
    items = everything(desk)
    assert shown_on(client, order="oldest") == [seen.item.id for seen in reversed(items)]
    known = [seen.item.id for seen in items if seen.item.sha256 is None]
    assert shown_on(client, reference="yes") == known
    assert shown_on(client, reference="yes", order="oldest") == known[::-1]
    first = {
        seen.item.id: min((date.latest for one in seen.appearances for date in one.dates), default="~")
        for seen in items
    }
    dates = [first[item] for item in shown_on(client, order="published")]
    assert dates == sorted(first.values())
    assert client.get("/items", params={"order": "random"}).status_code == 400


def test_a_list_is_saved_as_a_table_and_as_json_with_all_that_fits(client: TestClient, desk: Archive) -> None:
    page = client.get("/items", params={"kind": "video", "order": "oldest"})
    links = {
        name: unescape(link) for link, name in re.findall(r'href="(/items/saved[^"]+)" download>(\w+)<', page.text)
    }
    wanted = shown_on(client, kind="video", order="oldest")
    assert len(wanted) > 2
    table = client.get(links["CSV"])
    assert "attachment" in table.headers["content-disposition"]
    rows = list(csv.DictReader(io.StringIO(table.text)))
    assert [row["full id"] for row in rows] == wanted
    assert [one["item"]["id"] for one in client.get(links["JSON"]).json()] == wanted
    assert len(client.get("/items/saved.json").json()) == len(everything(desk))
    assert client.get("/items/saved.html").status_code == 404
    assert client.get("/items/saved.csv", params={"since": "soon"}).status_code == 400


def test_what_a_table_program_would_take_for_a_formula_is_saved_as_text(archive: Archive) -> None:
    archive.ingest([Intake(label="=1+1", kind=MediaKind.IMAGE)])
    assert ",'=1+1," in visitor(app_over(archive.path)).get("/items/saved.csv").text


def test_each_condition_shows_just_the_items_that_fit(client: TestClient, desk: Archive) -> None:
    standing = {one.item.id: ratings_on(desk, one) for one in everything(desk)}
    waiting = {one.item.id for pair in desk.to_review(limit=999) for one in (pair.item, pair.other)}
    assert len(waiting) == 2

    def by(seen: Seen, *, platform: str = "", account: str = "") -> bool:
        sources = [one.source for one in seen.appearances if one.source]
        return any(platform in ("", one.platform) and account in ("", one.account) for one in sources)

    cases: tuple[tuple[dict[str, str], Callable[[Seen], bool]], ...] = (
        ({"kind": "video"}, lambda seen: seen.item.kind is MediaKind.VIDEO),
        ({"platform": "Telegram"}, lambda seen: by(seen, platform="telegram")),
        ({"source": "telegram:cityfan"}, lambda seen: by(seen, platform="telegram", account="cityfan")),
        ({"source": "cityfan"}, lambda seen: by(seen, account="cityfan")),
        ({"place": "Aleppo"}, lambda seen: "Aleppo" in {one.claim.place for one in seen.claims}),
        ({"place": "حلب"}, lambda seen: "Aleppo" in {one.claim.place for one in seen.claims}),
        ({"since": "2015-03", "until": "2015-06"}, lambda seen: lies_in(seen, "2015-03", "2015-06")),
        ({"since": "2016"}, lambda seen: lies_in(seen, "2016", "2999")),
        ({"rating": "false"}, lambda seen: Rating.FALSE in standing[seen.item.id]),
        ({"rating": "true"}, lambda seen: Rating.TRUE in standing[seen.item.id]),
        ({"rating": "misplaced"}, lambda seen: Rating.MISPLACED in standing[seen.item.id]),
        ({"rating": "none"}, lambda seen: not standing[seen.item.id]),
        ({"waiting": "yes"}, lambda seen: seen.item.id in waiting),
        ({"q": "convoy"}, lambda seen: "convoy" in texts_of(seen)),
        ({"q": "flag", "kind": "video"}, lambda seen: "flag" in texts_of(seen) and seen.item.kind is MediaKind.VIDEO),
    )  # fmt: skip
    for asked, fits in cases:
        wanted = [seen.item.id for seen in everything(desk) if fits(seen)]
        assert shown_on(client, **asked) == wanted, asked
        assert wanted or asked == {"rating": "misplaced"}, f"{asked} tests nothing"


def test_a_condition_that_many_fit_is_asked_of_each_item_and_finds_the_same(
    desk: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = (
        Conditions(platform="telegram"), Conditions(source="cityfan"), Conditions(since="2015", until="2016-02"),
        Conditions(rating="none"), Conditions(waiting=True), Conditions(words="flag", platform="youtube", since="2015"),
    )  # fmt: skip
    for one in asked:
        by_index = desk.browse(one)
        monkeypatch.setattr(catalogue, "FEW", -1)
        by_item = desk.browse(one)
        monkeypatch.undo()
        assert by_index.total
        assert by_index == by_item


def test_a_place_that_no_gazetteer_has_is_found_as_claims_write_it(archive: Archive) -> None:
    places = ("Wahm Xyzzyn", "market of WAHM XYZZYN, north", "Wahm Xyzzyni", "Aleppo", "Wahm Xÿzzyn")
    for number, place in enumerate(places):
        archive.ingest([Intake(label=f"item {number}", claims=(Claim(f"A flood, {number}", place=place),))])
    archive.claim_about(None, Intake(kind=None, claims=(Claim("Of no item", place="Wahm Xyzzyn", event="flood"),)))
    labels = {seen.item.id: seen.item.label for seen in archive.items(limit=9)}
    with TestClient(app_over(archive.path)) as plain:
        client = visitor(plain.app)  # type: ignore[arg-type]
        for asked in ("Wahm Xyzzyn", "wahm  XYZzyn"):
            found = shown_on(client, place=asked)
            assert [labels[item] for item in found] == ["item 4", "item 1", "item 0"], asked
        page = client.get("/items", params={"place": "Wahm Xyzzyn"}).text
        assert "place, as claims write it: Wahm Xyzzyn" in page
        assert "Of no item" in page
        both = shown_on(client, place="Wahm Xyzzyn", claimed="Wahm Xyzzyn")
        assert [labels[item] for item in both] == ["item 4", "item 0"]
        assert "place: Aleppo" in client.get("/items", params={"place": "Aleppo"}).text


def test_words_find_what_the_search_finds_in_any_script(client: TestClient, desk: Archive) -> None:
    for words in ("البوكمال", "Al-Boukamal", "Abu Kamal", "raising flag number*", '"old bridge"', "odessa"):
        claims, appearances = desk.search(words, limit=999)
        ids = {claim.item_id for claim in claims} | {one.item_id for one in appearances}
        assert set(shown_on(client, q=words)) == ids, words
    assert "رفع العلم" in client.get("/items", params={"q": "Al-Boukamal"}).text


def test_a_card_says_the_text_that_holds_the_words(client: TestClient) -> None:
    found = client.get("/items", params={"q": "hit today"}).text
    assert "The bridge was hit today" in found
    assert len(ITEM_LINK.findall(found)) == 1


def test_a_card_names_whoever_said_what_was_found(archive: Archive) -> None:
    said = Claim("Seen from space", asserted_by="NASA", date="2016-05-01")
    archive.ingest([Intake(label="one", caption="Smoke", platform="x", account="harsad", claims=(said,))])
    archive.ingest([Intake(label="one", caption="Fire over town", platform="x", account="other", posted_at="2015")])
    client = visitor(app_over(archive.path))
    for words, by in (
        ("space", "claimed by NASA · event 2016-05-01"),
        ("smoke", "x:harsad · undated"),
        ("fire", "x:other · 2015"),
    ):
        page = client.get("/items", params={"q": words}).text
        [shown] = re.findall(r'class="by">(.*?) · <span class="whole">m-', page)
        assert re.sub(r"<[^>]+>", "", shown) == by


def test_an_agency_is_named_with_the_words_of_the_record_that_name_it(
    archive: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    claim = Claim("رفع العلم", place="البوكمال", date="2016-06-28", asserted_by="أعماق", attributed_to="A3maq news")
    late = Claim("A flag is raised", place="Rawa", date="2016-07-03", attributed_to="Reuters")
    archive.ingest([Intake(label="a flag", caption="The flag", credit="A3maq", claims=(claim, late))])
    [seen] = archive.items(limit=2)
    app = app_over(archive.path)
    with TestClient(app):
        client = visitor(app)
        page = re.sub(r"</?bdi>", "", unescape(client.get(f"/item/{seen.item.id}").text))
        assert "Amaq (“A3maq”)" in re.sub(r"</?bdi>", "", unescape(client.get("/items").text))
    assert cli(["show", seen.item.id, "-a", str(archive.path)]) == 0
    told = " ".join(capsys.readouterr().out.split())
    for words in (page, told):
        assert "claimed: Amaq (“A3maq”)" in words
        assert "asserted by Amaq (“أعماق”)" in words
        assert "attributed to Amaq (“A3maq news”)" in words
        assert 'Amaq ("أعماق")' in words, "in a contradiction"
        assert "Reuters (" not in words, "what says the same is not said twice"
    assert "<td>Amaq (“أعماق”)</td>" in page, "in the table of the timeline"


def test_claims_of_no_item_are_shown_where_the_search_finds_them(archive: Archive) -> None:
    archive.ingest([Intake(label="one", caption="Ten were killed", platform="x")])
    archive.state(Intake(kind=None, claims=(Claim("Twelve were killed", event="Raid", place="Xyzzy"),)))
    client = visitor(app_over(archive.path))
    found = client.get("/items", params={"q": "killed"}).text
    assert "Twelve were killed" in found
    assert len(ITEM_LINK.findall(found)) == 1
    alone = client.get("/items", params={"q": "twelve"}).text
    assert "Twelve were killed" in alone
    assert not ITEM_LINK.findall(alone)
    assert "Twelve" not in client.get("/items", params={"q": "killed", "kind": "video"}).text


def test_an_item_is_found_by_its_id_and_by_the_name_of_its_file(client: TestClient, desk: Archive) -> None:
    for name in ("a.jpg", "B.JPG"):
        [item] = [seen.item.id for seen in everything(desk) if name.lower() in seen.file_names]
        assert shown_on(client, q=name) == [item]
        assert item in shown_on(client, q=name[0]), "without its end"
        assert shown_on(client, q=desk.short_id(item)) == [item]
    assert not shown_on(client, q="a.jpg", kind="video")
    assert "No item fits" in client.get("/items", params={"q": "m-000000000"}).text


def test_the_grid_counts_what_fits(client: TestClient, desk: Archive) -> None:
    total = len(everything(desk))
    assert total == COUNT + 3
    assert f"1–{PAGE} of {total} items, newest first" in client.get("/items").text
    last = client.get("/items", params={"page": "3"}).text
    assert f"{2 * PAGE + 1}–{total} of {total} items" in last
    assert client.get("/items", params={"page": "99"}).text.count('class="card"') == last.count('class="card"')
    videos = len(shown_on(client, kind="video"))
    assert f"{videos} items, of {total} in this archive" in client.get("/items", params={"kind": "video"}).text


def test_more_items_than_are_counted_are_said_to_be_more(desk: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(catalogue, "MOST", 60)
    monkeypatch.setattr("provenance.browsing.MOST", 60)
    shown = desk.browse(Conditions(rating="none"), page=2)
    assert (shown.total, shown.is_more, shown.pages, len(shown.seen)) == (60, True, 2, 60 - PAGE)


def test_an_address_holds_only_what_is_asked_and_gives_the_same_again(client: TestClient) -> None:
    fields = {"q": "flag", "kind": "", "platform": "telegram", "source": " ", "since": "", "place": ""}
    answer = client.get("/items", params=fields)
    assert answer.url.query == b"q=flag&platform=telegram"
    assert "“flag”" in answer.text
    without = unescape(re.findall(r'<a href="([^"]+)"><bdi>Telegram', answer.text)[0])
    assert without == "/items?q=flag"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("since", "20161", "not a date that can be read"),
        ("until", "yesterday", "not a date"),
        ("place", "Xyzzyplugh", "no place that is known, and no claim names it"),
        ("q", "?!", "nothing to search for"),
        ("kind", "sound", "one of: image, video"),
        ("rating", "fake", "one of:"),
        ("q", "word " * 500, "2,000 characters at most"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field(
    client: TestClient, field: str, value: str, words: str
) -> None:
    answer = client.get("/items", params={field: value})
    assert answer.status_code == 400
    [mistake] = re.findall(r'class="wrong" id="w-([^"]+)" dir="auto">([^<]*)<', answer.text)
    assert mistake[0] == field
    assert words in unescape(mistake[1])
    assert f'aria-describedby="w-{field}"' in answer.text
    assert not ITEM_LINK.findall(answer.text)


def test_where_nothing_fits_the_page_says_what_to_do(
    client: TestClient, tmp_path_factory: pytest.TempPathFactory
) -> None:
    nothing = client.get("/items", params={"q": "zeppelin"}).text
    assert "No item fits all of this" in nothing
    assert "Try fewer words" in nothing
    empty = tmp_path_factory.mktemp("empty") / "desk.db"
    Archive(empty).close()
    app = app_over(empty)
    with TestClient(app):
        assert "provenance add FILE" in visitor(app).get("/items").text


# --- the review queue


def test_no_decision_is_the_one_that_enter_in_a_field_makes(reviewer: TestClient) -> None:
    [form] = re.findall(r'<form method="post" action="/review".*?</form>', reviewer.get("/review").text, re.S)
    first = re.findall(r"<button[^>]*>", form)[0]
    assert " disabled" in first  # browsers send nothing then


@pytest.fixture
def rows_of_copies(tmp_path: Path, archive: Archive) -> Archive:
    """Four copies of one picture, each a suggested match of those before."""
    intakes = []
    for number in range(4):
        place = tmp_path / f"{number}.jpg"
        scene(3, (320, 240)).save(place, quality=90 - 10 * number)
        intakes.append(Intake(path=str(place), url=f"https://t.me/cityfan/{number}", caption=f"Copy {number}"))
    archive.ingest(intakes, fast=True, workers=1)
    return archive


@pytest.fixture
def reviewer(rows_of_copies: Archive) -> Iterator[TestClient]:
    app = app_over(rows_of_copies.path)
    with TestClient(app):
        yield visitor(app)


def test_what_a_person_is_to_decide_is_called_suggested_and_raises_no_alarm(reviewer: TestClient) -> None:
    page = reviewer.get("/review").text
    assert re.search(r'<h1 class="headline look"><strong>Suggested: the same picture</strong>', page)
    assert "alarm" not in page


def pair_on(page: str) -> tuple[str, str]:
    """The two items that a page asks to decide on."""
    [one], [other] = (
        re.findall(rf'<input type="hidden" name="{name}" value="([^"]+)"', page) for name in ("item", "other")
    )
    return one, other


def decided(client: TestClient, page: str, state: str, **said: str) -> str:
    one, other = pair_on(page)
    answer = client.post("/review", data={"item": one, "other": other, "state": state, "skip": "0", **said})
    assert answer.status_code == 200
    return answer.text


def test_the_queue_has_the_suggested_matches_in_the_archive_s_order(
    reviewer: TestClient, rows_of_copies: Archive
) -> None:
    waiting = rows_of_copies.to_review(limit=99)
    assert len(waiting) == 6
    for skip, pair in enumerate(waiting):
        page = reviewer.get("/review", params={"skip": str(skip)}).text
        assert pair_on(page) == (pair.item.item.id, pair.other.item.id)
        assert pair.match.evidence[0] in unescape(page)
        assert "Copy" in page
        for view in ("asked", "archived", "proof"):
            assert f"/compare/{pair.item.item.id}/{pair.other.item.id}/view/{view}" in page
    past = reviewer.get("/review", params={"skip": "6"}).text
    assert "That was the last one" in past
    assert 'href="/review"' in past


def test_a_decision_is_recorded_with_name_and_reason_and_the_next_match_comes(
    reviewer: TestClient, rows_of_copies: Archive
) -> None:
    first = reviewer.get("/review").text
    one, other = pair_on(first)
    following = decided(reviewer, first, "confirmed", by="A. Karim", reason="the same boat")
    [said] = [review for review in rows_of_copies.reviews(one) if other in (review.item_id, review.other_id)]
    assert (said.state, said.reviewer, said.reason) == (ReviewState.CONFIRMED, "A. Karim", "the same boat")
    assert "CONFIRMED" in following
    assert pair_on(following) != (one, other)
    assert 'name="by" value="A. Karim"' in following
    assert 'name="reason" value=""' in following
    assert '<option value="the same boat">' in following, "offered, and not said of the next"
    assert "Matches: 5 suggested, 1 confirmed." in following
    again = reviewer.get(f"/review/{one}/{other}").text
    assert "<bdi>A. Karim</bdi>: confirmed: <bdi>the same boat</bdi>" in again
    decided(reviewer, again, "disputed", by="B. Sayegh", reason="")
    assert [review.state.value for review in rows_of_copies.reviews(one)] == ["confirmed", "disputed"]


def test_a_decision_that_is_sent_several_times_at_once_is_recorded_once(
    reviewer: TestClient, rows_of_copies: Archive
) -> None:
    one, other = pair_on(reviewer.get("/review").text)
    said = {"item": one, "other": other, "state": "confirmed", "by": "A. Karim", "reason": "the same boat"}
    with ThreadPoolExecutor(4) as pool:
        sent = list(pool.map(lambda _: reviewer.post("/api/reviews", json=said).status_code, range(4)))
    assert sorted(sent)[-1] == 201
    assert reviewer.post("/api/reviews", json=said).status_code == 200
    reviewer.post("/review", data=said)
    assert len(rows_of_copies.reviews(one)) == 1
    for further in ({"reason": "the mast"}, {"by": "B. Sayegh"}, {"state": "rejected"}, {}):
        assert reviewer.post("/api/reviews", json=said | further).status_code == 201
    assert len(rows_of_copies.reviews(one)) == 5


def test_decisions_that_cannot_all_stand_are_warned_of_as_the_command_does(
    reviewer: TestClient, rows_of_copies: Archive, capsys: pytest.CaptureFixture[str]
) -> None:
    a, b, c, _ = (seen.item.id for seen in rows_of_copies.items(limit=9))
    for one, other in ((a, b), (b, c)):
        decided(reviewer, reviewer.get(f"/review/{one}/{other}").text, "confirmed", by="A. Karim")
    warned = decided(reviewer, reviewer.get(f"/review/{a}/{c}").text, "rejected", by="A. Karim")
    words = re.sub(r"<[^>]+>", "", warned)
    assert cli(["review", a, c, "--reject", "--by", "A. Karim", "-a", str(rows_of_copies.path)]) == 0
    printed = " ".join(capsys.readouterr().out.split()).partition("WARNING ")[2]
    assert printed
    assert printed in " ".join(words.split())


def test_a_decision_without_a_name_is_asked_again_and_nothing_is_recorded(
    reviewer: TestClient, rows_of_copies: Archive
) -> None:
    one, other = pair_on(reviewer.get("/review").text)
    before = rows_of_copies.log_head()
    data = {"item": one, "other": other, "state": "confirmed", "reason": "the same boat", "skip": "2"}
    answer = reviewer.post("/review", data=data)
    assert answer.status_code == 422
    assert "A decision needs a name" in answer.text
    assert 'name="reason" value="the same boat"' in answer.text
    assert 'name="skip" value="2"' in answer.text
    assert reviewer.post("/review", data=data | {"state": "maybe", "by": "A"}).status_code == 400
    assert reviewer.post("/review", data=data | {"item": "m-000000", "by": "A"}).status_code == 404
    assert rows_of_copies.log_head() == before


def test_what_was_decided_of_a_match_stands_on_the_page_of_its_item_and_is_decided_anew_there(
    reviewer: TestClient, rows_of_copies: Archive
) -> None:
    one, *others = (seen.item.id for seen in rows_of_copies.items(limit=9))
    for other, state in zip(others, ("rejected", "disputed", "confirmed"), strict=True):
        decided(reviewer, reviewer.get(f"/review/{one}/{other}").text, state, by="A. Karim", reason=f"seen: {state}")
    page = reviewer.get(f"/item/{one}").text
    day = rows_of_copies.reviews(one)[0].recorded_at[:10]
    forms = re.findall(r'<form method="post" action="/review" data-keep>.*?</form>', page, re.DOTALL)
    assert len(forms) == 3
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    for state in ("rejected", "disputed", "confirmed"):
        assert f"{state} by A. Karim, {day}: seen: {state}" in words
    assert words.index("rejected by A. Karim") > words.index("a person said that these do not show the same")
    assert "only probably" not in words
    sent = dict(re.findall(r'name="(\w+)" value="([^"]*)"', next(form for form in forms if others[0] in form)))
    after = reviewer.post("/review", data=sent | {"state": "confirmed", "reason": "the same mast"})
    assert after.url.path == f"/item/{one}"
    assert "CONFIRMED" in after.text
    assert "confirmed by A. Karim" in after.text
    assert "do not show the same" not in after.text
    assert [said.state.value for said in rows_of_copies.reviews(one)][-2:] == ["confirmed", "confirmed"]


def test_an_item_whose_only_match_was_rejected_says_so_on_top(archive: Archive, tmp_path: Path) -> None:
    scene(3, (320, 240)).save(tmp_path / "a.jpg")
    scene(3, (320, 240)).save(tmp_path / "b.jpg", quality=50)
    one, other = (archive.add(tmp_path / name, url=f"https://t.me/a/{name}") for name in ("a.jpg", "b.jpg"))
    archive.review(one.id, other.id, ReviewState.REJECTED, reviewer="A. Karim", reason="other boats")
    with TestClient(app_over(archive.path)) as plain:
        page = visitor(plain.app).get(f"/item/{one.id}").text  # type: ignore[arg-type]
        assert "in this archive of 2 items, less 1 match that a person rejected: that says nothing" in page
        assert "No other item of this archive, but for what a person rejected." in page
        assert f'<input type="hidden" name="other" value="{other.id}">' in page
        assert "No match of the two stands." in visitor(plain.app).get(f"/compare/{one.id}/{other.id}").text  # type: ignore[arg-type]


def form_on(page: str, action: str, having: str = "") -> dict[str, str]:
    """What the first form of a page that sends there, and holds these words, carries unseen."""
    forms = re.findall(rf'<form method="post" action="{action}".*?</form>', page, re.DOTALL)
    hidden = next(form for form in forms if having in form)
    return dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)"', hidden))


@pytest.mark.parametrize("from_item", [False, True], ids=["queue", "item"])
def test_a_decision_from_a_page_older_than_another_one_is_not_recorded_and_offered_again(
    reviewer: TestClient, rows_of_copies: Archive, from_item: bool
) -> None:
    one, other = pair_on(reviewer.get("/review").text)
    page = reviewer.get(f"/item/{one}" if from_item else "/review").text
    mine = form_on(page, "/review", other) | {"by": "B. Sayegh"}
    theirs = reviewer.post("/review", data=mine | {"by": "A. Karim", "state": "rejected", "reason": "other masts"})
    assert "REJECTED" in theirs.text
    before = rows_of_copies.log_head()
    late = reviewer.post("/review", data=mine | {"state": "confirmed", "reason": "the same boat"})
    assert late.status_code == 409
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", late.text)).split())
    [last] = [said for said in rows_of_copies.reviews(one) if other in (said.item_id, said.other_id)]
    assert f"Not recorded: Confirm. A. Karim rejected this match at {last.recorded_at}: other masts." in words
    assert 'name="reason" value="the same boat"' in late.text
    assert rows_of_copies.log_head() == before
    again = reviewer.post("/review", data=form_on(late.text, "/review") | {"by": "B. Sayegh", "state": "confirmed"})
    assert again.status_code == 200
    assert again.url.path == (f"/item/{one}" if from_item else "/review")
    states = [said.state.value for said in rows_of_copies.reviews(one) if other in (said.item_id, said.other_id)]
    assert states == ["rejected", "confirmed"]


def test_a_verdict_from_a_page_older_than_the_one_it_would_supersede_is_not_recorded(
    judged: tuple[TestClient, Archive, str, str],
) -> None:
    client, archive, item, claim = judged
    place = f"/item/{item}/verdict"
    said = form_on(client.get(place).text, place) | {"claim": claim, "rating": "false", "reason": "read", "by": "Desk"}
    client.post(place, data=said)
    assert client.post(place, data=said).status_code == 200, "sent twice, it is the same"
    late = client.post(place, data=said | {"rating": "true"})
    assert late.status_code == 409
    assert "Desk recorded a verdict (false) at" in mistakes_on(late.text)["claim"]
    assert client.post(place, data=said | {"rating": "true", "by": "B. Sayegh"}).status_code == 200, "of another person"
    assert (
        client.post(place, data=form_on(late.text, place) | said | {"rating": "true", "knows": "1"}).status_code == 200
    )
    standing = [one.verdict for one in archive.verdicts(item)]
    assert [(one.reviewer, one.rating) for one in standing] == [("B. Sayegh", Rating.TRUE), ("Desk", Rating.TRUE)]


def test_when_all_is_decided_the_queue_says_so(reviewer: TestClient) -> None:
    page = reviewer.get("/review").text
    for _ in range(6):
        page = decided(reviewer, page, "rejected", by="A. Karim", reason="other boats")
    assert "No match waits for a decision" in page
    assert "Matches: 6 rejected." in page


# --- contradictions and sources


def reasons_on(page: str) -> list[str]:
    found = re.findall(r'<p class="reason" dir="ltr"><strong[^>]*>\w+</strong> (.*?)</p>', page)
    return [unescape(re.sub(r"<[^>]+>", "", words)) for words in found]


def worst_first(found: Iterable[Contradiction]) -> list[str]:
    return [one_line(one.reason) for strength in Strength for one in found if one.strength is strength]


def test_contradictions_are_those_that_the_archive_finds_with_both_records(client: TestClient, desk: Archive) -> None:
    found = desk.contradictions()
    assert len(found) > 2
    page = client.get("/contradictions").text
    assert reasons_on(page) == worst_first(found)
    assert re.findall(r'class="tag strength">(\w+)<', page) == sorted(one.strength for one in found)
    words = unescape(re.sub(r"<[^>]+>", "", page))
    for one in found:
        assert one_line(one.a) in words
        assert one_line(one.b) in words
        for name in one.records:
            assert (desk.short_id(name) if name[0] == "m" else desk.short_record_id(name)) in words
    assert "CONTRADICTIONS" in words
    assert "asserted by Telegram, account harsad_today" in words
    assert "The old bridge" in words


def test_each_record_stands_below_what_it_says(archive: Archive) -> None:
    """Of four claims about one item two say each date, recorded in turn."""
    days = ("2016-05-01", "2016-06-28", "2016-05-01", "2016-06-28")
    claims = tuple(
        Claim(f"Strike {number}", date=day, asserted_by=f"Agency {number}") for number, day in enumerate(days)
    )
    archive.ingest([Intake(label="one", caption="Smoke", platform="x", posted_at="2016-04-28", claims=claims)])
    page = visitor(app_over(archive.path)).get("/contradictions").text
    found = archive.contradictions()
    assert {"dates-apart", "appeared-before-event"} <= {one.rule for one in found}
    assert max(len(one.records) for one in found) == 4
    for pair in re.findall(r'<div class="pair">\s*<div>(.*?)</div>\s*<div>(.*?)</div>', page, re.DOTALL):
        for half in map(unescape, pair):
            said = re.findall(r"<b>(.*?)</b>", half)
            dates = re.findall(r"event: (\S+)", half) or re.findall(r"posted (\S+) \(given\)", half)
            assert dates
            assert all(date in said[0] for date in dates), half
    assert page.count('class="record-words"') == sum(len(one.records) for one in found)


def test_a_reason_names_an_item_by_the_beginning_of_its_id(desk: Archive) -> None:
    found = desk.contradictions()[0]._replace(reason=f"rated false of item m-2c5143{'a' * 26}, which shows the same")
    assert reason_words(found) == "rated false of item m-2c5143, which shows the same"


def test_contradictions_narrow_down_as_the_command_does(client: TestClient, desk: Archive) -> None:
    item = next(one.item_id for one in desk.contradictions() if one.rule == "appeared-before-event")
    source, _ = desk.source_called("telegram:harsad_today")
    cases: tuple[tuple[dict[str, str], list[Contradiction]], ...] = (
        ({"item": item[:9]}, desk.contradictions(item)),
        ({"source": "telegram:harsad_today"}, desk.contradictions(source=source)),
        ({"since": "2016-03", "until": "2016-03"}, desk.contradictions(since="2016-03-01", until="2016-03-31")),
        ({"recorded": "2027"}, []),
        ({"strength": "decisive"}, [one for one in desk.contradictions() if one.strength == "decisive"]),
    )
    for asked, wanted in cases:
        assert reasons_on(client.get("/contradictions", params=asked).text) == worst_first(wanted)
        assert wanted or "recorded" in asked
    assert "NO CONTRADICTION FOUND" in client.get("/contradictions", params={"recorded": "2027"}).text


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("item", "m-000000", "no item has an id"),
        ("source", "nobody at all", "no source is called so"),
        ("source", "cityfan", "several sources are called so"),
        ("since", "soon", "not a date"),
        ("strength", "fatal", "one of: decisive, strong, weak"),
    ],
)
def test_a_condition_on_contradictions_that_cannot_be_understood_is_marked(
    client: TestClient, field: str, value: str, words: str
) -> None:
    answer = client.get("/contradictions", params={field: value})
    assert answer.status_code == 400
    [mistake] = re.findall(r'class="wrong" id="w-([^"]+)" dir="auto">([^<]*)<', answer.text)
    assert (mistake[0], words in unescape(mistake[1])) == (field, True)
    assert not reasons_on(answer.text)


def test_the_grid_shows_what_has_a_contradiction(client: TestClient, desk: Archive) -> None:
    involved = {name for one in desk.contradictions() for name in (one.item_id, *one.records)}
    wanted = [
        seen.item.id
        for seen in everything(desk)
        if involved & {seen.item.id, *(one.id for one in seen.appearances), *(one.id for one in seen.claims)}
    ]
    assert wanted
    assert shown_on(client, conflict="yes") == wanted


def test_what_takes_long_has_a_page_that_says_how_far_it_is_and_leads_back(
    desk: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def slowly(archive: Archive) -> list[Contradiction]:
        go.wait(20)
        return contradictions_of(archive)

    contradictions_of = Archive.contradictions
    monkeypatch.setattr(Archive, "contradictions", slowly)
    monkeypatch.setattr("provenance.web.workings.WAIT_SECONDS", 0.01)
    app = app_over(desk.path)
    with TestClient(app):
        client = visitor(app)
        waiting = client.get("/contradictions", params={"strength": "decisive"})
        assert waiting.url.path.startswith("/job/")
        assert "Looking for contradictions" in waiting.text
        assert client.get("/items", params={"conflict": "yes"}).url.path == waiting.url.path
        go.set()
        app.state.server.jobs.get(waiting.url.path.removeprefix("/job/")).wait(20)
        assert ITEM_LINK.findall(client.get(waiting.url.path).text)


def test_sources_are_listed_with_what_is_held_of_them(client: TestClient, desk: Archive) -> None:
    rows = re.findall(
        r'<a href="/source/(s-[0-9a-f]+)"><bdi>([^<]+)</bdi>.*?"n">([\d,]+)<.*?"n">([\d,]+)<',
        client.get("/sources").text,
    )
    assert rows == [
        (one, unescape(source.key), f"{items:,}", f"{claims:,}") for one, source, items, claims in desk.sources()
    ]
    found = client.get("/sources", params={"q": "telegram:cityfan"}).text
    assert len(re.findall('href="/source/', found)) == 1
    assert "No source is called so" in client.get("/sources", params={"q": "nobody at all"}).text


def test_the_page_of_a_source_holds_its_record(client: TestClient, desk: Archive) -> None:
    source, record = desk.source_called("telegram:harsad_today")
    desk.grade_source(source, "D", reason="mixed", by="A. Karim")
    desk.grade_source(source, "E", reason="staged twice", by="A. Karim")
    desk.note_source(source, SourceNoteKind.IMPERSONATES, "says the agency", other="Amaq", by="B. Sayegh")
    page = client.get(f"/source/{source[:9]}").text
    words = " ".join(unescape(re.sub(r"<[^>]+>", " ", page)).split())
    assert "E, unreliable (A. Karim, 2026-03-02): staged twice; before: D" in words
    assert "passes itself off as Amaq: says the agency (B. Sayegh" in words
    items, claims = desk.source(source)
    newest = [item.id for item in sorted(items, key=lambda item: -order_of(desk)[item.id])]
    assert ITEM_LINK.findall(page) == newest[:12]
    assert reasons_on(page) == [one_line(one.reason) for one in desk.contradictions(source=source)][:10]
    assert all(one_line(claim.claim.text) in words for claim in claims[-20:])
    reused = [item.id for item in items if any(match.is_reuse for _, match in desk.matches_of(item.id))]
    assert [f"{desk.short_id(item)} the same picture as" in words for item in reused] == [True]
    assert shown_on(client, source=source) == newest
    listed = unescape(client.get("/sources", params={"q": "harsad_today"}).text)
    assert "passes itself off as Amaq" in listed
    assert record.key in listed


def test_uploads_of_unknown_accounts_are_not_blamed_on_one_of_them(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for name, quality, place, day in (("a.jpg", 90, "Aleppo", "2014-08-03"), ("b.jpg", 50, "Odesa", "2016-03-02")):
        scene(1, (320, 240)).save(tmp_path / name, quality=quality)
        for platform, account in (("youtube", None), ("telegram", "cityfan")):
            claim = Claim(f"The bridge of {place}", place=place, date=day)
            archive.add(tmp_path / name, platform=platform, account=account, posted_at=day, claims=[claim])
    shown = {}
    app = app_over(archive.path)
    with TestClient(app):
        for key in ("youtube:?", "telegram:cityfan"):
            source, _ = archive.source_called(key)
            assert archive.contradictions(source=source)
            assert cli(["source", "show", key, "-a", str(archive.path)]) == 0
            page = re.sub(r"<[^>]+>", " ", visitor(app).get(f"/source/{source}").text)
            shown[key] = [" ".join(unescape(text).split()) for text in (page, capsys.readouterr().out)]
    for words in shown["youtube:?"]:
        assert (
            "every upload on YouTube of which the account is unknown, so no single account: 2 items, 2 claims" in words
        )
        assert "they would blame one account for what others published" in words
        assert "the same picture as" not in words
        assert "appeared-before-event" not in words
        assert "The bridge of Odesa" in words
    for words in shown["telegram:cityfan"]:
        assert "no single account" not in words
        assert "the same picture as" in words
        assert "appeared-before-event" in words


def order_of(archive: Archive) -> dict[str, int]:
    """A number for each item, larger for newer ones."""
    return {seen.item.id: -place for place, seen in enumerate(everything(archive))}


def test_a_source_that_is_not_there_is_said_not_to_be(client: TestClient) -> None:
    assert client.get("/source/s-000000").status_code == 404
    assert client.get("/source/<script>").status_code == 404


# --- the overview


def test_the_overview_counts_what_the_archive_holds(client: TestClient, desk: Archive) -> None:
    page = client.get("/overview").text
    words = " ".join(unescape(re.sub(r"<[^>]+>", "", page)).split())
    items, counts = everything(desk), desk.counts()
    videos = sum(seen.item.kind is MediaKind.VIDEO for seen in items)
    assert f"{counts['items']} items" in words
    assert f"{counts['items'] - videos} pictures, {videos} videos; {COUNT} by reference only" in words
    assert f"{counts['claims']} claims" in words
    assert "1 suggested match to decide on" in words
    unjudged = sum(bool(seen.claims) and not ratings_on(desk, seen) for seen in items)
    assert f"{unjudged} items with a claim and no verdict" in words
    assert len(shown_on(client, rating="unjudged")) == unjudged
    assert 'href="/items?rating=unjudged"' in page
    assert f"{len(desk.contradictions())} contradictions" in words
    rated = [rating for seen in items for rating in ratings_on(desk, seen)]
    for rating in (Rating.FALSE, Rating.TRUE):
        assert f"{rating.value} {rated.count(rating)}" in words


def test_the_overview_names_each_place_once_under_all_its_names(archive: Archive) -> None:
    near = ("near Aleppo", "near Aleppo", "market in Aleppo")
    for number, place in enumerate(("Aleppo", "Aleppo", "حلب", "Halab", "Kyiv", "Kiev", *near, "Xyzzy")):
        claim = Claim(f"Seen here, {number}", place=place)
        archive.ingest([Intake(label=f"item {number}", platform="telegram", claims=(claim,))])
    archive.state(Intake(kind=None, claims=(Claim("No place", event="Something"),)))
    found = archive.survey()
    assert found.places[0] == ("Aleppo", ("حلب", "Halab", "near Aleppo", "market in Aleppo"), 7, 7)
    assert sorted(found.places[1:]) == [("Kyiv", ("Kiev",), 2, 2), ("Xyzzy", (), 1, 1)]
    assert found.unplaced == 1
    client = visitor(app_over(archive.path))
    page = client.get("/overview").text
    for address, name in re.findall(r'<a href="(/items[?]claimed=[^"]+)"><bdi>([^<]+)</bdi>', page):
        [count] = [place.items for place in found.places if place.name == name]
        assert len(ITEM_LINK.findall(client.get(unescape(address)).text)) == count, name
    assert page.count("/items?claimed=") == len(found.places)


def test_the_overview_tells_what_was_published_again(archive: Archive, tmp_path: Path) -> None:
    for name, quality in (("a.jpg", 90), ("b.jpg", 60)):
        scene(4, (320, 240)).save(tmp_path / name, quality=quality)
    archive.ingest(
        [
            Intake(path=str(tmp_path / "a.jpg"), platform="x", account="one", posted_at="2016-03-02"),
            Intake(path=str(tmp_path / "b.jpg"), platform="x", account="two", posted_at="2015-12-30"),
            Intake(path=str(tmp_path / "b.jpg"), platform="x", account="three", posted_at="2016-03-28"),
            Intake(label="another", platform="x", account="one", posted_at="2016-03-02"),
            Intake(label="vague", platform="x", account="one", posted_at="2016"),
            Intake(label="undated", platform="x", account="one"),
        ],
        fast=True,
        workers=1,
    )
    found = archive.survey()
    assert found.months == (("2015-12", 1, 0), ("2016-03", 1, 2))
    assert found.undated == 2
    columns, lines = chart(found.months)
    assert [column.title for column in columns] == ["2015-12", "2016-01", "2016-02", "2016-03"]
    assert [(column.first, column.again) for column in columns] == [(1, 0), (0, 0), (0, 0), (1, 2)]
    last = columns[-1]
    assert last.again_height == pytest.approx(2 * last.first_height, abs=0.2)
    assert last.again_y == pytest.approx(last.first_y - last.again_height, abs=0.2)
    assert [line.label for line in lines] == ["0", "2", "5"]


def test_the_overview_waits_for_no_contradictions(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on = threading.Event()

    def slowly(*_: object, **__: object) -> list[Contradiction]:
        go_on.wait(20)
        return []

    monkeypatch.setattr(Archive, "contradictions", slowly)
    app = app_over(archive.path)
    with TestClient(app):
        client = visitor(app)
        begun = time.monotonic()
        assert "Contradictions, which are still being looked for" in client.get("/overview").text
        assert time.monotonic() - begun < WAIT_SECONDS
        go_on.set()


def test_a_chart_of_many_months_shows_years() -> None:
    columns, _ = chart([Month("2011-12", 3, 0), Month("2019-01", 1, 1), Month("2019-05", 2, 0)])
    assert [column.title for column in columns] == [str(year) for year in range(2011, 2020)]
    assert (columns[-1].first, columns[-1].again) == (3, 1)


def test_the_overview_of_an_empty_archive_says_what_to_do(tmp_path: Path) -> None:
    Archive(tmp_path / "empty.db").close()
    app = app_over(tmp_path / "empty.db")
    with TestClient(app):
        page = visitor(app).get("/overview")
        assert page.status_code == 200
        assert "No claim names a place yet" in page.text
        assert "No appearance has a date yet" in page.text
        assert "NO CONTRADICTION FOUND" in visitor(app).get("/contradictions").text
        assert "No source is known yet" in visitor(app).get("/sources").text
        assert "No match waits for a decision" in visitor(app).get("/review").text


# --- the timeline


def test_the_table_of_a_timeline_holds_what_its_plot_is_drawn_from(client: TestClient, desk: Archive) -> None:
    item = next(one.item_id for one in desk.contradictions() if one.rule == "appeared-before-event")
    dated = [entry for entry in desk.timeline(item).entries if entry.date and entry.role]
    page = client.get(f"/item/{item}").text
    rows = re.findall(r'<tr data-earliest="([^"]+)" data-latest="([^"]+)" data-role="([^"]+)">', page)
    assert rows == [(entry.date.earliest, entry.date.latest, entry.role.value) for entry in dated]  # type: ignore[union-attr]  # they are dated
    assert len(rows) > 3
    assert re.search(r'<script src="/static/timeline.js\?v=\w+" defer></script>', page)
    assert not re.search(r'<script src="/static/vendor/(d3|plot)', page)
    for name in ("d3", "plot"):
        [address] = re.findall(rf'data-{name}="([^"]+)"', page)
        assert client.get(address).status_code == 200


# --- forms


@pytest.fixture
def judged(archive: Archive) -> Iterator[tuple[TestClient, Archive, str, str]]:
    """A browser, an archive, and the ids of its one item and of a claim about it."""
    claim = Claim("The bridge was hit today", place="Odesa", date="2016-03-02")
    archive.ingest([Intake(label="the bridge", platform="telegram", claims=(claim,))])
    [seen] = archive.items(limit=2)
    app = app_over(archive.path)
    with TestClient(app):
        yield visitor(app), archive, seen.item.id, seen.claims[0].id


def twin(archive: Archive, place: Path) -> None:
    """A copy of an archive that is open."""
    with closing(sqlite3.connect(archive.path)) as held, closing(sqlite3.connect(place)) as copy:
        held.backup(copy)


def mistakes_on(page: str) -> dict[str, str]:
    return {name: unescape(words) for name, words in re.findall(r'class="wrong" id="w-([^"]+)"[^>]*>([^<]*)<', page)}


def test_a_verdict_from_the_form_is_the_one_that_the_command_records(
    judged: tuple[TestClient, Archive, str, str], tmp_path: Path
) -> None:
    client, archive, item, claim = judged
    twin(archive, tmp_path / "other.db")
    form = client.get(f"/item/{item[:9]}/verdict").text
    assert f'<option value="{claim}">' in form
    said = {"claim": claim, "rating": "misplaced", "media": "DecontextualizedContent", "reason": "It is Velmora's"}
    said |= {"links": "https://example.org/a\r\nhttps://example.org/b", "evidence": claim[:9], "by": "A. Karim"}
    answer = client.post(f"/item/{item}/verdict", data=said | {"date": "2016-07-01", "house_rating": "Wrong place"})
    assert answer.url.path == f"/item/{item}"
    assert "MISPLACED" in answer.text
    options = ["--claim", claim, "--rating", "misplaced", "--media", "DecontextualizedContent", "--by", "A. Karim"]
    options += ["--reason", said["reason"], "--link", "https://example.org/a", "--link", "https://example.org/b"]
    options += ["--evidence", claim[:9], "--date", "2016-07-01", "--house-rating", "Wrong place"]
    assert cli(["verdict", item, *options, "-a", str(tmp_path / "other.db")]) == 0
    with Archive(tmp_path / "other.db") as other:
        [[ours], [theirs]] = ([one.verdict for one in held.verdicts(item)] for held in (archive, other))
    assert ours._replace(recorded_at="") == theirs._replace(recorded_at="")
    assert ours.evidence == (claim,)
    assert 'name="by" type="text" value="A. Karim"' in client.get(f"/item/{item}/verdict").text


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"by": ""}, "by", "needs the name of who found it: fill in your name"),
        ({"reason": " "}, "reason", "needs its reason"),
        ({"rating": ""}, "rating", "says what was found"),
        ({"rating": "fake"}, "rating", "use one of true, mostly-true"),
        ({"media": ["OriginalMediaContent", "TransformedContent"]}, "media", "exclude each other"),
        ({"links": "not an address"}, "links", "not an address"),
        ({"evidence": "https://"}, "evidence", "https://"),
        ({"evidence": "c-000000"}, "evidence", "no claim has an id"),
        ({"date": "last week"}, "date", "not a date"),
        ({"claim": "c-00000000000000000000000000000000"}, "claim", "no claim about this item"),
    ],
)
def test_a_verdict_that_cannot_be_recorded_says_why_beside_the_field(
    judged: tuple[TestClient, Archive, str, str], changed: dict[str, str | list[str]], field: str, words: str
) -> None:
    client, archive, item, claim = judged
    before = archive.log_head()
    said = {"claim": claim, "rating": "false", "reason": "كتب في صحيفة", "by": "A. Karim"} | changed
    answer = client.post(f"/item/{item}/verdict", data=said)
    assert answer.status_code == 422
    found = mistakes_on(answer.text)
    assert list(found) == [field]
    assert words in found[field]
    assert "reason" in changed or "كتب في صحيفة" in answer.text
    assert archive.log_head() == before


def test_what_a_medium_is_stands_in_words_with_the_token_of_the_exchange_format_in_small_print(
    judged: tuple[TestClient, Archive, str, str],
) -> None:
    client, _, item, _ = judged
    page = unescape(client.get(f"/item/{item}/verdict").text)
    found = re.findall(r'value="(\w+)"><label for="m-(\w+)">(.+?) <small class="quiet">(\w+)</small></label>', page)
    assert [one[0] for one in found] == [category.value for category in MediaCategory]
    for value, aimed_at, words, small in found:
        assert value == aimed_at == small
        assert value not in words
        assert " " in words
        assert "original" not in words


def test_a_claim_from_the_form_is_the_one_that_the_command_records(
    judged: tuple[TestClient, Archive, str, str], tmp_path: Path
) -> None:
    client, archive, item, _ = judged
    twin(archive, tmp_path / "other.db")
    said = {"place": "البوكمال", "date": "2016-06-28/2016-06-29", "hedge": "purports", "hedge_text": "تزعم"}
    said |= {"event": "Battle", "subject": "a flag", "asserted_by": "telegram:amaq_news", "attributed_to": "Amaq"}
    said |= {"language": "ar", "motivation": "recruiting", "note": "read twice"}
    answer = client.post(f"/item/{item}/claim", data=said | {"text": "رفع العلم", "by": "A. Karim"})
    assert answer.url.path == f"/item/{item}"
    assert "رفع العلم" in answer.text
    options = [word for name, value in said.items() for word in (f"--{name.replace('_', '-')}", value)]
    assert cli(["claim", "add", item, "رفع العلم", *options, "--by", "A. Karim", "-a", str(tmp_path / "other.db")]) == 0
    with Archive(tmp_path / "other.db") as other:
        ours, theirs = (
            [one._replace(recorded_at="") for one in held.claims_of(item) if one.claim.text == "رفع العلم"]
            for held in (archive, other)
        )
    assert ours == theirs
    assert len(ours) == 1


def test_a_claim_that_cannot_be_recorded_says_why_beside_the_field(
    judged: tuple[TestClient, Archive, str, str],
) -> None:
    client, archive, item, _ = judged
    before = archive.log_head()
    for changed, field, words in (
        ({"text": ""}, "text", "needs its words"),
        ({"date": "soon"}, "date", "not a date"),
        ({"hedge": "maybe"}, "hedge", "use one of purports"),
    ):
        answer = client.post(f"/item/{item}/claim", data={"text": "A flag", "place": "Rawa"} | changed)
        assert answer.status_code == 422
        found = mistakes_on(answer.text)
        assert list(found) == [field]
        assert words in found[field]
        assert 'value="Rawa"' in answer.text
    assert archive.log_head() == before
    assert client.get("/item/m-000000/claim").status_code == 404


def same_in_both(archive: Archive, other: Path, command: list[str], of: Callable[[Archive], object]) -> None:
    """What a form recorded is what the command records in a copy of the archive; ``of`` reads what is compared."""
    assert cli([*command, "-a", str(other)]) == 0
    with Archive(other, clock=lambda: NOON) as held:
        assert of(held) == of(archive)


def test_an_appearance_from_the_form_is_the_one_that_the_command_records(
    judged: tuple[TestClient, Archive, str, str], tmp_path: Path
) -> None:
    client, archive, item, _ = judged
    twin(archive, tmp_path / "other.db")
    said = {"url": "https://t.me/amaq/3", "posted": "2016-06-28", "caption": "رفع العلم", "credit": "A3maq"}
    said |= {"claim": "A flag is raised", "place": "Rawa", "date": "2016-06-27", "asserted_by": "أعماق"}
    answer = client.post(f"/item/{item[:9]}/appearance", data=said | {"by": "A. Karim"})
    assert answer.url.path == f"/item/{item}"
    assert "رفع العلم" in answer.text
    options = [word for name, value in said.items() for word in (f"--{name.replace('_', '-')}", value)]
    same_in_both(
        archive,
        tmp_path / "other.db",
        ["add", "--item", item, *options, "--by", "A. Karim"],
        lambda held: (
            [one._replace(recorded_at="") for one in held.show(item).appearances],
            [one._replace(recorded_at="") for one in held.show(item).claims],
            held.show(item).origins,
        ),
    )
    before = archive.log_head()
    client.post(f"/item/{item}/appearance", data=said | {"by": "A. Karim"})
    assert archive.log_head() == before, "the same is recorded once"


def test_a_search_elsewhere_from_the_form_is_the_one_that_the_command_records(
    judged: tuple[TestClient, Archive, str, str], tmp_path: Path
) -> None:
    client, archive, item, _ = judged
    twin(archive, tmp_path / "other.db")
    said = {"engine": "TinEye", "result": "found", "when": "2026-02-27", "url": "https://example.org/a", "note": "crop"}
    answer = client.post(f"/item/{item}/search", data=said | {"by": "A. Karim"})
    assert answer.url.path == f"/item/{item}"
    assert "TinEye" in answer.text
    options = [word for name, value in said.items() for word in (f"--{name}", value)]
    same_in_both(
        archive,
        tmp_path / "other.db",
        ["searched", item, *options, "--by", "A. Karim"],
        lambda held: [one._replace(recorded_at="") for one in held.searches(item)],
    )
    client.post(f"/item/{item}/search", data={"engine": "Yandex", "result": "none"})
    assert [one.date.text for one in archive.searches(item)][-1].startswith("20"), "otherwise it was now"


def test_a_grade_from_the_form_is_the_one_that_the_command_records(
    judged: tuple[TestClient, Archive, str, str], tmp_path: Path
) -> None:
    client, archive, *_ = judged
    [(source, *_)] = archive.sources()
    twin(archive, tmp_path / "other.db")
    assert f'href="/source/{source}/grade"' in client.get(f"/source/{source}").text
    answer = client.post(f"/source/{source}/grade", data={"reliability": "E", "reason": "a party", "by": "A. Karim"})
    assert answer.url.path == f"/source/{source}"
    assert "E, unreliable (A. Karim" in answer.text
    same_in_both(
        archive,
        tmp_path / "other.db",
        ["source", "grade", "telegram:?", "E", "--reason", "a party", "--by", "A. Karim"],
        lambda held: [one._replace(recorded_at="") for one in held.grades(source)],
    )


REFUSED = (
    ("appearance", {"url": "not an address"}, "url", "not an address"),
    ("appearance", {"url": "https://example.org/a", "posted": "soon"}, "posted", "not a date"),
    ("appearance", {"account": "a", "platform": "teletext"}, "platform", "no platform that is known"),
    ("appearance", {"account": "a", "place": "Rawa"}, "place", "belongs to a claim"),
    ("appearance", {"posted": "2016-06-28"}, "url", "Say where it was published"),
    ("search", {"engine": " ", "result": "none"}, "engine", "needs where it was made"),
    ("search", {"engine": "TinEye"}, "result", "choose one of the list"),
    ("search", {"engine": "TinEye", "result": "maybe"}, "result", "use one of none, found"),
    ("search", {"engine": "TinEye", "result": "none", "when": "soon"}, "when", "not a date"),
    ("search", {"engine": "TinEye", "result": "none", "url": "not an address"}, "url", "not an address"),
    ("search", {"engine": "TinEye", "result": "none", "when": "2999-05-01"}, "when", "lies in the future"),
    ("appearance", {"account": "a", "platform": "x", "posted": "2999-05-01"}, "posted", "lies in the future"),
    ("appearance", {"caption": "a", "date": "2016/2999"}, "date", "lies in the future"),
    ("claim", {"text": "a", "date": "2999-05-01"}, "date", "lies in the future"),
    ("verdict", {"rating": "false", "reason": "a", "by": "b", "date": "2999"}, "date", "lies in the future"),
    ("grade", {"reliability": "", "reason": "a party"}, "reliability", "choose one of the list"),
    ("grade", {"reliability": "G", "reason": "a party"}, "reliability", "use one of A, B"),
    ("grade", {"reliability": "E", "reason": " "}, "reason", "needs its reason"),
)


def test_what_a_form_cannot_record_is_said_beside_its_field_and_nothing_is_recorded(
    judged: tuple[TestClient, Archive, str, str],
) -> None:
    client, archive, item, _ = judged
    [(source, *_)] = archive.sources()
    before = archive.log_head()
    for form, said, field, words in REFUSED:
        place = f"/source/{source}/grade" if form == "grade" else f"/item/{item}/{form}"
        answer = client.post(place, data=said)
        assert answer.status_code == 422
        found = re.findall(r'<p class="wrong" id="(?:w-(\w+)|f-(\w+)-problem)"[^>]*>([^<]*)<', answer.text)
        assert [one or other for one, other, _ in found] == [field]
        assert words in unescape(found[0][2])
        assert client.post(place, data=said, headers={"origin": "http://elsewhere.example"}).status_code == 403
    assert archive.log_head() == before


@pytest.mark.parametrize("letter", ["x", "ص", "\x07"])
def test_a_text_that_cannot_be_taken_is_said_beside_its_field_and_nothing_that_was_typed_is_lost(
    judged: tuple[TestClient, Archive, str, str], letter: str
) -> None:
    client, archive, item, _ = judged
    [(source, *_)] = archive.sources()
    before = archive.log_head()
    text = f"long {letter * (20_001 if letter != chr(7) else 1)}"
    fault = "control characters" if letter == "\x07" else "20,006 characters, and 20,000 are the most"
    forms = {"appearance": "caption", "search": "note", "claim": "text", "verdict": "reason", "grade": "reason"}
    for form, field in forms.items():
        place = f"/source/{source}/grade" if form == "grade" else f"/item/{item}/{form}"
        answer = client.post(place, data={field: text, "by": "A. Karim"})
        assert answer.status_code == 422, form
        found = re.findall(r'<p class="wrong" id="(?:w-(\w+)|f-(\w+)-problem)"[^>]*>([^<]*)<', answer.text)
        assert [one or other for one, other, _ in found] == [field]
        assert fault in unescape(found[0][2])
        assert text in answer.text
        assert 'value="A. Karim"' in answer.text
    assert archive.log_head() == before


def test_what_was_filled_in_comes_back_with_an_error_and_can_be_sent_again(
    judged: tuple[TestClient, Archive, str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, archive, item, _ = judged
    said = {
        "rating": "false",
        "reason": "السوق “of” 2014\nnot of <today>",
        "media": ["StagedContent"],
        "by": "A. Karim",
    }

    def full(*_: object, **__: object) -> None:
        raise StorageFull("no room is left on the disk. Make room, then try again")

    with monkeypatch.context() as broken:
        broken.setattr(Archive, "judge", full)
        answer = client.post(f"/item/{item}/verdict", data=said)
    assert answer.status_code == 507
    assert "no room is left" in answer.text
    assert "<today>" not in answer.text
    kept = re.findall(r'<textarea [^>]*name="(\w+)"[^>]*>(.*?)</textarea>', answer.text, re.DOTALL)
    sent = {name: unescape(value) for name, value in kept}
    assert sent == said | {"media": "StagedContent"}
    assert f'<form method="post" action="/item/{item}/verdict" data-keep>' in answer.text
    assert client.post(f"/item/{item}/verdict", data=sent).status_code == 200
    [one] = archive.verdicts(item)
    assert one.verdict.reason.split() == said["reason"].split()  # type: ignore[attr-defined]
    lost = client.post("/review", data={"item": "m-00", "other": item, "state": "confirmed", "reason": "the mast"})
    assert re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', lost.text) == [("item", "m-00"), ("other", item)]
    assert client.post(f"/item/{item}/reveal").text.count("<textarea") == 0


def test_a_server_that_only_reads_offers_no_form(judged: tuple[TestClient, Archive, str, str]) -> None:
    _, archive, item, _ = judged
    app = app_over(archive.path, read_only=True)
    with TestClient(app):
        client = visitor(app)
        [(source, *_)] = archive.sources()
        forms = [f"/item/{item}/{form}" for form in FORMS]
        shown = client.get(f"/item/{item}").text + client.get(f"/source/{source}").text
        for path in (*forms, f"/source/{source}/grade"):
            assert client.get(path).status_code == 403
            assert client.post(path, data={"engine": "TinEye", "reason": "why"}).status_code == 403
            assert path not in shown
        assert client.get("/items").status_code == 200
        sends = re.findall(r'<form method="post" action="([^"]+)"', client.get("/review").text)
        assert sends == ["/check"], "a dropped file is checked, and nothing is recorded"


def test_whatever_scrolls_on_a_page_is_reached_with_the_keyboard() -> None:
    for place in (files("provenance.web") / "templates").iterdir():
        boxes = re.findall(r'<\w+ class="(?:scroll|strip)[^>]*>', place.read_text("utf-8"))
        assert [box for box in boxes if 'tabindex="0"' not in box or "aria-label=" not in box] == [], place.name


def test_every_page_stays_below_150_kilobytes_with_its_scripts_and_styles(client: TestClient, desk: Archive) -> None:
    item = everything(desk)[1].item.id
    source, _ = desk.source_called("telegram:harsad_today")
    for path in ("/items", "/review", "/contradictions", "/sources", f"/source/{source}", "/overview", f"/item/{item}",
                 f"/source/{source}/grade", *(f"/item/{item}/{form}" for form in FORMS)):  # fmt: skip
        page = client.get(path)
        assert page.status_code == 200
        parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', page.text)
        total = len(page.content) + sum(len(client.get(part).content) for part in parts)
        assert total < 150_000, f"{path}: {total}"
