"""The check page: files come in, are looked for without being recorded, and recorded when somebody says so."""

from __future__ import annotations

import io
import re
import time
from collections.abc import Iterator
from html import unescape
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.testclient import TestClient

from provenance.archive import Archive
from provenance.cli import main as cli
from provenance.model import Claim, Intake
from provenance.saying.answers import answer_lines
from provenance.saying.words import Headline
from provenance.web.guards import CONTENT_POLICY
from provenance.web.pages import check
from tests.conftest import NOON
from tests.films import frames_of, write_film
from tests.pictures import mirrored, scene
from tests.test_web_guards import detail_of
from tests.web import TOKEN, app_over, visitor

SEEDS = {"bridge": 1, "grim": 5, "later": 17, "marked": 13, "unknown": 9}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Photographs: three that are recorded, a copy of each, and one that nobody has seen."""
    place = tmp_path_factory.mktemp("photos")
    for name, seed in SEEDS.items():
        scene(seed, (640, 480)).save(place / f"{name}.jpg", quality=90)
        mirrored(scene(seed, (640, 480))).resize((480, 360)).save(place / f"{name}-again.jpg", quality=80)
    return place


@pytest.fixture(scope="module")
def desk(folder: Path) -> Iterator[Archive]:
    with Archive(folder / "desk.db", clock=lambda: NOON) as made:
        made.add(
            folder / "bridge.jpg",
            url="https://www.facebook.com/old.bridge/posts/1",
            posted_at="2014-08-03",
            claims=[Claim("The old bridge at dusk", place="Odesa", date="2014-08-03")],
        )
        made.add(folder / "grim.jpg", graphic=True)
        made.add(folder / "marked.jpg")  # as graphic, by the test of that
        yield made


@pytest.fixture(scope="module")
def app(desk: Archive) -> Iterator[Starlette]:
    made = app_over(desk.path)
    yield made
    made.state.server.close()


@pytest.fixture(scope="module")
def client(app: Starlette) -> TestClient:
    return visitor(app)


def sent(client: TestClient, *places: Path, **said: str) -> str:
    """Drop files; the path of their answer."""
    files = [("file", (place.name, place.read_bytes(), "image/jpeg")) for place in places]
    answer = client.post("/check", files=files, data=said)
    assert answer.status_code == 200, answer.text
    return answer.url.path


def whole(client: TestClient, path: str, query: str = "") -> str:
    """The page once the whole answer is there."""
    end = time.monotonic() + 20
    while "hx-trigger" in (text := client.get(path + query).text):
        assert time.monotonic() < end, text
        time.sleep(0.05)
    return text


def words_of(page: str) -> str:
    """What a page shows, without its tags."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?bdi>", "", page))).split())


def test_a_dropped_copy_is_answered_in_the_words_of_check_and_nothing_is_recorded(
    client: TestClient, desk: Archive, folder: Path
) -> None:
    before, items = desk.log_head(), desk.counts()
    path = sent(client, folder / "bridge-again.jpg")
    shown = words_of(whole(client, path))
    answer = desk.check(folder / "bridge-again.jpg")
    answer = answer._replace(asked=answer.asked._replace(name="bridge-again.jpg"))
    for line in answer_lines(answer, desk.short_id, None):
        assert "provenance diff" not in shown  # a browser has no command line
        for text in (line.word, line.rest) if isinstance(line, Headline) else (line.label, line.text):
            assert " ".join(text.split()).replace("m-", "") in shown.replace("m-", ""), text
    assert "SEEN BEFORE" in shown
    assert (desk.log_head(), desk.counts()) == (before, items)


def test_the_page_shows_both_pictures_the_shared_part_and_the_proof(client: TestClient, folder: Path) -> None:
    path = sent(client, folder / "bridge-again.jpg")
    page = whole(client, path)
    shown = dict.fromkeys(re.findall(r'src="(/check/[^"]+)"', unescape(page)))
    pictures = {address.split("/view/")[1].partition("?")[0]: client.get(address) for address in shown}
    assert set(pictures) == {"asked", "archived", "asked-part", "archived-part", "proof"}
    opened = {name: Image.open(io.BytesIO(answer.content)) for name, answer in pictures.items()}
    assert {answer.headers["content-type"] for answer in pictures.values()} == {"image/jpeg"}
    assert opened["asked"].size == (480, 360)
    assert opened["asked-part"].size == opened["archived-part"].size
    ours, theirs = (opened[name].convert("L").resize((64, 48)) for name in ("archived-part", "asked-part"))
    apart = [abs(a - b) for a, b in zip(ours.tobytes(), theirs.tobytes(), strict=True)]
    assert sum(apart) / len(apart) < 8  # laid on each other; unaligned, the mirror image is 30 or more away
    assert client.get(f"{path}/view/../../picture").status_code == 404


def test_a_picture_that_was_not_seen_is_not_called_new(client: TestClient, folder: Path) -> None:
    shown = words_of(whole(client, sent(client, folder / "unknown.jpg")))
    assert "NOT SEEN in this archive of" in shown
    assert "anything outside this archive: the web was not asked" in shown


def test_what_is_being_claimed_now_is_held_against_the_archive(client: TestClient, folder: Path) -> None:
    path = sent(client, folder / "bridge-again.jpg", claim="Bridge hit today", place="Odesa", date="2026-03-01")
    assert "appeared-before-event" in whole(client, path)


def test_a_file_that_was_published_before_what_is_claimed_of_it_contradicts_it_everywhere(
    client: TestClient, desk: Archive, folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place, words = folder / "bridge-again.jpg", "published 2014-05-02 (as asked), 93 days before the claimed event"
    path = sent(client, place, published="2014-05-02")
    page = whole(client, path)
    assert words in words_of(page)
    assert re.search(r'<input id="f-posted"[^>]* value="2014-05-02"', page), "offered for recording"
    assert cli(["check", str(place), "--published", "2014-05-02", "-a", str(desk.path)]) == 0
    assert words in " ".join(capsys.readouterr().out.split())
    headers = {"authorization": f"Bearer {TOKEN}"}
    asked = client.post("/api/check", params={"published": "2014-05-02"}, content=place.read_bytes(), headers=headers)
    [found] = asked.json()["contradictions"]
    assert (found["rule"], found["records"][0]) == ("appeared-before-event", "publication")
    assert not desk.check(place, published="2014-08").contradictions, "perhaps it was the day before"
    unseen = desk.check(folder / "unknown.jpg", claim=Claim("Today", date="2026-03-01"), published="2014")
    assert [one.rule for one in unseen.contradictions] == ["appeared-before-event"]
    refused = client.post("/check", files=[("file", ("a.jpg", place.read_bytes()))], data={"published": "soon"})
    assert refused.status_code == 422
    assert re.search(r'id="now-published-problem"[^>]*>[^<]*soon', refused.text)
    assert cli(["check", str(place), "--published", "soon", "-a", str(desk.path)]) == 2


def test_a_date_that_cannot_be_read_is_said_beside_its_field_and_the_file_stays(
    client: TestClient, folder: Path
) -> None:
    files = [("file", ("bridge.jpg", (folder / "bridge.jpg").read_bytes(), "image/jpeg"))]
    refused = client.post("/check", files=files, data={"date": "yesterday-ish", "place": "Odesa"})
    assert refused.status_code == 422
    field = re.search(r'id="now-date".*?</div>', refused.text, re.DOTALL)
    assert field
    assert 'aria-invalid="true"' in field[0]
    assert "yesterday-ish" in field[0]
    upload = re.search(r'name="upload" value="([0-9a-f]{32})"', refused.text)
    assert upload
    again = client.post("/check", data={"upload": upload[1], "date": "2026-03-01"})
    assert again.url.path.endswith("/1")


def test_files_that_are_chosen_again_after_a_mistake_are_not_asked_twice(client: TestClient, folder: Path) -> None:
    def files(*names: str) -> list[tuple[str, tuple[str, bytes, str]]]:
        return [("file", (name, (folder / name).read_bytes(), "image/jpeg")) for name in names]

    refused = client.post("/check", files=files("bridge.jpg", "unknown.jpg"), data={"date": "yesterday-ish"})
    kept = re.findall(r'name="upload" value="([0-9a-f]{32})"', refused.text)
    assert len(kept) == 2
    again = client.post("/check", files=files("bridge.jpg"), data={"upload": kept, "date": "2026-03-01"})
    assert "<h1>2 files</h1>" in again.text
    assert [again.text.count(f">{name}</a>") for name in ("bridge.jpg", "unknown.jpg")] == [1, 1]


@pytest.mark.parametrize("number", ["0", "2", "0000011", "000001999999", "0" * 5000 + "1", "\u0661", "-1", "%00"])
def test_an_answer_that_there_is_none_of_is_not_found(client: TestClient, folder: Path, number: str) -> None:
    place = sent(client, folder / "unknown.jpg").removesuffix("/1")
    for path in (number, f"{number}/picture", f"{number}/view/proof"):
        assert client.get(f"{place}/{path}").status_code == 404


def test_without_a_file_it_says_what_is_missing(client: TestClient) -> None:
    refused = client.post("/check", data={"place": "Odesa"})
    assert refused.status_code == 422
    assert "No file came with it" in refused.text


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("a.txt", b"hello", "no picture or video"),
        ("a.jpg", b"\xff\xd8\xff\xe0" + b"\0" * 99, "a.jpg"),
        ("a.svg", b"<svg xmlns='http://www.w3.org/2000/svg'><script>alert(1)</script></svg>", "a.svg"),
        ("empty.jpg", b"", "empty.jpg"),
    ],
)
def test_what_is_no_picture_gets_one_line_that_names_it_and_no_path(
    client: TestClient, app: Starlette, name: str, data: bytes, words: str
) -> None:
    answer = client.post("/check", files=[("file", (name, data, "image/jpeg"))])
    shown = whole(client, answer.url.path)
    assert words in unescape(shown)
    assert str(app.state.server.uploads.folder) not in shown
    assert "Record it" not in shown
    assert ("The content counts" in shown) == (name in ("a.txt", "a.svg")), "of what is empty nothing counts"
    picture = client.get(f"{answer.url.path}/picture")
    assert picture.status_code in (413, 422)
    assert picture.headers["content-type"].startswith("text/html")
    assert picture.headers["content-security-policy"] == CONTENT_POLICY


def test_several_files_are_listed_each_with_its_answer(client: TestClient, folder: Path) -> None:
    path = sent(client, folder / "bridge-again.jpg", folder / "unknown.jpg")
    shown = words_of(whole(client, path))
    assert re.search(r"bridge-again.jpg SEEN BEFORE .*unknown.jpg NOT SEEN", shown)
    assert "NOT SEEN" in whole(client, f"{path}/2")
    for number in ("0", "3", "x", "99999999999999999999"):
        assert client.get(f"{path}/{number}").status_code == 404


def test_in_a_list_of_files_each_has_its_picture_its_conflicts_and_a_word_for_what_failed(
    client: TestClient, folder: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.jpg"
    broken.write_bytes((folder / "bridge.jpg").read_bytes()[:40])
    path = sent(client, folder / "bridge-again.jpg", broken, claim="Taken today", place="Harsad", date="2010-01-01")
    page = whole(client, path)
    good, bad = re.findall(r"<li>\n<div.*?</li>", page, re.DOTALL)
    assert "CONFLICT" in words_of(good).upper()
    [address] = re.findall(r'<img src="([^"]+)"', good)
    assert client.get(address).headers["content-type"] == "image/jpeg"
    assert "NOT CHECKED" in words_of(bad)
    assert "<img" not in bad


def test_an_answer_survives_a_reload_and_is_found_by_nobody_without_its_address(
    client: TestClient, folder: Path
) -> None:
    path = sent(client, folder / "bridge-again.jpg")
    assert whole(client, path) == client.get(path).text
    assert client.get("/check/" + "0" * 32).status_code == 404
    assert client.get("/check/" + "0" * 32 + "/1/view/proof").status_code == 404


def test_an_answer_from_before_a_mark_covers_what_was_marked_since(
    client: TestClient, desk: Archive, folder: Path
) -> None:
    path = sent(client, folder / "marked-again.jpg")
    assert "are covered" not in whole(client, path)
    plain = client.get(f"{path}/picture")
    assert plain.headers["cache-control"] == "no-store"
    [seen] = [one for one in desk.check(folder / "marked-again.jpg").seen if one.match][:1]
    desk.tell(seen.item.id, Intake(graphic=True))
    assert "are covered" in client.get(path).text
    assert client.get(f"{path}/picture").content != plain.content


def test_a_page_that_is_made_while_the_whole_answer_comes_in_still_asks_for_it(
    client: TestClient, app: Starlette, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = sent(client, folder / "bridge-again.jpg")
    whole(client, path)
    job = app.state.server.inquiries.get(path.split("/")[2]).questions[0].job
    monkeypatch.setattr("provenance.web.pages.check.WHOLE_SECONDS", 0)
    beside = check._beside

    def and_then_it_ends(*given: Any) -> Any:
        job.state = job.state.DONE
        return beside(*given)

    job.state = job.state.RUNNING
    monkeypatch.setattr(check, "_beside", and_then_it_ends)
    assert "hx-trigger" in client.get(path).text
    assert "hx-trigger" not in client.get(path).text


def test_while_parts_are_compared_the_first_answer_is_shown_and_not_called_the_last(
    client: TestClient, app: Starlette, folder: Path
) -> None:
    path = sent(client, folder / "unknown.jpg")
    whole(client, path)
    inquiry = app.state.server.inquiries.get(path.split("/")[2])
    job = inquiry.questions[0].job
    done, job.result, job.state = job.result, None, job.state.RUNNING
    page = client.get(path).text
    assert "LOOKING" in page
    assert "NOT SEEN" not in page
    assert f'hx-get="{path}?' in page
    assert '<noscript><meta http-equiv="refresh"' in page
    fragment = client.get(path, params={"shown": "yes"}, headers={"hx-request": "true"})
    assert fragment.status_code == 204
    job.result, job.state = done, job.state.DONE
    fragment = client.get(path, params={"shown": "yes"}, headers={"hx-request": "true"})
    assert "NOT SEEN" in fragment.text
    assert "<html" not in fragment.text


def test_where_the_whole_answer_fails_that_is_said_and_the_first_one_is_not_taken_for_it(
    client: TestClient, app: Starlette, folder: Path
) -> None:
    for name, stays in (("unknown.jpg", False), ("bridge-again.jpg", True)):
        path = sent(client, folder / name)
        whole(client, path)
        job = app.state.server.inquiries.get(path.split("/")[2]).questions[0].job
        job.result, job.problem = None, "The disk is full."
        page = client.get(path).text
        assert "The disk is full." in page
        assert "LOOKING" not in page
        assert ("SEEN BEFORE" in page) == stays


def test_a_graphic_match_is_covered_in_every_picture_until_it_is_revealed_which_is_logged(
    client: TestClient, app: Starlette, desk: Archive, folder: Path
) -> None:
    path = sent(client, folder / "grim-again.jpg")
    page = whole(client, path)
    assert "is marked graphic: the pictures are covered" in page
    names = ("asked", "archived", "asked-part", "archived-part")
    covered = {name: client.get(f"{path}/view/{name}") for name in names}
    asked = client.get(f"{path}/picture")
    before = desk.log_head()
    revealed = client.post(f"{path}/reveal")
    after = desk.log_head()
    assert before
    assert after
    assert after[0] == before[0] + 1
    key = revealed.url.query.decode()
    for name in names:
        clear = client.get(f"{path}/view/{name}?{key}")
        assert detail_of(covered[name].content) < detail_of(clear.content) / 2, name
    assert detail_of(asked.content) < detail_of(client.get(f"{path}/picture?{key}").content) / 2
    other = sent(client, folder / "grim-again.jpg")
    whole(client, other)
    job = app.state.server.inquiries.get(other.split("/")[2]).questions[0].job
    first, done, job.first, job.result, job.state = job.first, job.result, None, None, job.state.RUNNING
    assert client.get(f"{other}/picture").content == asked.content  # not known to be graphic yet, and covered
    job.first, job.result, job.state = first, done, job.state.DONE
    assert client.get(f"{other}/picture?{key}").content == client.get(f"{other}/picture").content
    assert client.post(f"{sent(client, folder / 'unknown.jpg')}/reveal").status_code == 400


def test_nothing_is_laid_beside_it_in_clear_before_everything_was_compared(
    client: TestClient, app: Starlette, folder: Path
) -> None:
    """The first answer knows hashes only: a part of something graphic may yet be found."""
    path = sent(client, folder / "bridge-again.jpg")
    whole(client, path)
    clear = client.get(f"{path}/view/asked").content
    job = app.state.server.inquiries.get(path.split("/")[2]).questions[0].job
    done, job.first, job.result, job.state = job.result, job.result, None, job.state.RUNNING
    early = client.get(f"{path}/view/asked").content
    job.first, job.result, job.state = None, done, job.state.DONE
    assert detail_of(early) < detail_of(clear) / 2


def test_a_reveal_uncovers_its_own_file_and_nothing_that_is_found_or_marked_later(
    client: TestClient, app: Starlette, desk: Archive, folder: Path
) -> None:
    sheet = Image.new("RGB", (1280, 480))
    for place, name in enumerate(("grim", "later")):
        sheet.paste(Image.open(folder / f"{name}.jpg"), (640 * place, 0))
    sheet.save(folder / "sheet.jpg", quality=92)
    later = desk.add(folder / "later.jpg").id
    path = sent(client, folder / "sheet.jpg", folder / "grim-again.jpg")
    for number in (1, 2):
        whole(client, f"{path}/{number}")
    covered = [client.get(f"{path}/{number}/picture").content for number in (1, 2)]
    key = client.post(f"{path}/1/reveal").url.query.decode()
    clear = client.get(f"{path}/1/picture?{key}").content
    assert detail_of(covered[0]) < detail_of(clear) / 2
    assert client.get(f"{path}/2/picture?{key}").content == covered[1]
    job = app.state.server.inquiries.get(path.split("/")[2]).questions[0].job
    job.state = job.state.RUNNING  # more may be found
    assert client.get(f"{path}/1/picture?{key}").content == covered[0]
    job.state = job.state.DONE
    desk.tell(later, Intake(graphic=True))
    assert client.get(f"{path}/1/picture?{key}").content == covered[0]
    assert f"/view/archived?with={later}&amp;key" not in client.get(f"{path}/1?with={later}&{key}").text
    before = desk.log_head()
    again = client.post(f"{path}/1/reveal").url.query.decode()
    after = desk.log_head()
    assert before
    assert after
    assert after[0] == before[0] + 2
    assert client.get(f"{path}/1/picture?{again}").content == clear


# --- recording


def test_what_was_claimed_when_it_was_asked_stands_in_the_form_for_recording_it(
    client: TestClient, folder: Path
) -> None:
    said = {"claim": "Taken <today>", "place": "Harsad", "date": "2016-06"}
    page = whole(client, sent(client, folder / "unknown.jpg", **said))
    assert re.search(r'<textarea id="f-claim"[^>]*>Taken &lt;today&gt;</textarea>', page)
    assert re.search(r'<input id="f-place"[^>]* value="Harsad"', page)
    assert re.search(r'<input id="f-date"[^>]* value="2016-06"', page)
    nobody_said = whole(client, sent(client, folder / "unknown.jpg", place="Harsad"))
    assert re.search(r'<textarea id="f-claim"[^>]*></textarea>', nobody_said)


def test_of_a_file_that_is_recorded_the_form_says_what_is_and_that_it_adds_to_it(
    client: TestClient, desk: Archive, folder: Path
) -> None:
    for name, held in (("grim.jpg", "no appearance, no claim"), ("bridge.jpg", "1 appearance, 1 claim")):
        words = words_of(whole(client, sent(client, folder / name)))
        [item] = [seen.item.id for seen in desk.items(limit=9) if name in seen.file_names]
        assert f"This very file is recorded as {desk.short_id(item)} , with {held}." in words
        assert "So far nothing" not in words
    for name in ("bridge-again.jpg", "unknown.jpg"):
        words = words_of(whole(client, sent(client, folder / name)))
        assert "So far nothing of this file is recorded." in words
        assert "This very file" not in words


def test_record_writes_what_the_form_says_under_the_name_of_the_file(
    client: TestClient, desk: Archive, tmp_path: Path
) -> None:
    place = tmp_path / "صورة <1>.jpg"
    scene(21, (640, 480)).save(place)
    path = sent(client, place)
    said = {
        "url": "https://t.me/harsad_today/2291",
        "posted": "2016-06-29T21:15+03:00",
        "caption": "الجسر لنا",
        "claim": "The bridge of Harsad was taken",
        "place": "Harsad",
        "date": "2016-06-29",
        "by": "A. Karim",
    }
    recorded = client.post(f"{path}/record", data=said)
    assert recorded.url.path.startswith("/item/m-")
    assert f"Recorded as {desk.short_id(recorded.url.path.removeprefix('/item/'))}" in words_of(recorded.text)
    seen = desk.show(recorded.url.path.removeprefix("/item/"))
    assert seen.file_names == (place.name,)
    assert seen.item.file_kept
    appearance, claim = seen.appearances[0], seen.claims[0]
    assert (appearance.url, appearance.caption) == (said["url"], said["caption"])
    assert appearance.source
    assert appearance.source.key == "telegram:harsad_today"
    assert (claim.claim.text, claim.claim.place, claim.entered_by) == (said["claim"], "Harsad", "A. Karim")
    assert {origin.kind.value for origin in seen.origins} == {"observed"}
    again = whole(client, sent(client, place))
    assert 'value="A. Karim"' in again  # the name is offered the next time
    assert "is the file of" in words_of(again)


def test_a_claim_that_is_too_long_is_said_beside_its_field(client: TestClient, desk: Archive, folder: Path) -> None:
    path = sent(client, folder / "unknown.jpg")
    whole(client, path)
    before, long = desk.log_head(), "ص" * 30_000
    answer = client.post(f"{path}/record", data={"claim": long, "place": "Harsad"})
    assert answer.status_code == 422
    assert re.search(r'id="f-claim-problem"[^>]*>30,000 characters, and 20,000 are the most<', answer.text)
    assert f">{long}</textarea>" in answer.text
    assert 'value="Harsad"' in answer.text
    assert desk.log_head() == before
    asked = client.post(
        "/check", data={"claim": "x" * 20_001}, files={"file": ("a.jpg", (folder / "unknown.jpg").read_bytes())}
    )
    assert asked.status_code == 422
    assert re.search(r'id="now-claim-problem"[^>]*>20,001 characters', asked.text)
    assert 'name="upload"' in asked.text, "the file stays"


def test_several_files_are_recorded_from_their_list_each_filled_in_as_the_one_before(tmp_path: Path) -> None:
    places = [tmp_path / f"{number}.jpg" for number in range(3)]
    for number, place in enumerate(places):
        scene(30 + number, (320, 240)).save(place)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        app = app_over(archive.path)
        with TestClient(app):
            client = visitor(app)
            path = sent(client, *places)
            whole(client, path)
            assert client.get(path).text.count("Record it<") == 3
            said = {"caption": "صورة <b>", "url": "https://t.me/amaq/3", "by": "A. Karim"}
            answer = client.post(f"{path}/1/record", data=said)
            assert answer.url.path == path, "back at the list"
            assert answer.text.count("Record it<") == 2
            assert re.search(r'Recorded as <a href="/item/m-[0-9a-f]{32}">m-[0-9a-f]{6}</a>', answer.text)
            page = whole(client, f"{path}/2")
            assert "Filled in as for the file" in page
            assert re.search(r'<textarea id="f-caption"[^>]*>صورة &lt;b&gt;</textarea>', page)
            assert archive.counts()["items"] == 1, "what is filled in is not recorded"
            client.post(f"{path}/2/record", data=said | {"caption": "another"})
            assert [seen.appearances[0].caption for seen in archive.items(limit=9)] == ["another", "صورة <b>"]
            path = sent(client, *places[:2], claim="Protest in Hama")
            client.post(f"{path}/1/record", data=said | {"claim": "A flood"})
            assert ">Protest in Hama</textarea>" in whole(client, f"{path}/2"), "what was asked stays"
            another = whole(client, sent(client, places[2]))
            assert "Filled in" not in another, "of another inquiry nothing is known"


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("url", "not an address", "not an address"),
        ("posted", "the day before", "the day before"),
        ("date", "2016-02-31", "2016-02-31"),
        ("platform", "no such thing", "no platform that is known"),
        ("place", "Harsad", "“Claim”"),
    ],
)
def test_what_cannot_be_understood_is_said_beside_its_field_and_nothing_is_recorded(
    client: TestClient, desk: Archive, folder: Path, field: str, value: str, words: str
) -> None:
    path = sent(client, folder / "unknown.jpg")
    whole(client, path)
    before = desk.log_head()
    refused = client.post(f"{path}/record", data={field: value, "account": "typed <already>"})
    assert refused.status_code == 422
    block = re.search(rf'id="f-{field}".*?</div>', refused.text, re.DOTALL)
    assert block
    assert 'aria-invalid="true"' in block[0]
    assert words in unescape(block[0])
    assert 'value="typed &lt;already&gt;"' in refused.text
    [summary] = re.findall(r'<div class="problem"[^>]* autofocus.*?</div>', refused.text, re.DOTALL)
    assert refused.text.index(summary) < refused.text.index('class="answer"')
    assert f'href="#f-{field}"' in summary
    assert words in unescape(summary)
    assert desk.log_head() == before


def test_a_server_that_only_reads_checks_and_offers_no_recording(desk: Archive, folder: Path) -> None:
    app = app_over(desk.path, read_only=True)
    client = visitor(app)
    path = sent(client, folder / "bridge-again.jpg")
    page = whole(client, path)
    assert "SEEN BEFORE" in page
    assert "Record it" not in page
    assert client.post(f"{path}/record", data={"url": "https://example.org/"}).status_code == 403
    app.state.server.close()


# --- videos and long work


def test_a_video_is_looked_for_with_progress_and_recorded_as_a_job(
    client: TestClient, desk: Archive, tmp_path: Path
) -> None:
    place = tmp_path / "clip.mp4"
    write_film(place, frames_of([31], seconds=2.0))
    path = sent(client, place)
    assert "NOT SEEN" in whole(client, path)
    first = client.get(f"{path}/picture")
    assert first.headers["content-type"] == "image/jpeg"
    recorded = client.post(f"{path}/record", data={"url": "https://www.youtube.com/watch?v=abcdefghijk"})
    end = time.monotonic() + 30
    while not recorded.url.path.startswith("/item/"):
        assert recorded.url.path.startswith("/job/")
        assert time.monotonic() < end
        time.sleep(0.1)
        recorded = client.get(recorded.url.path)
    item = desk.item(recorded.url.path.removeprefix("/item/"))
    assert item.kind.value == "video"
    again = whole(client, sent(client, place))
    assert "is the file of" in words_of(again)
    shown = set(re.findall(r'src="(/check/[^"]+)"', unescape(again)))
    assert shown
    assert {client.get(address).status_code for address in shown} == {200}
    part = client.get(f"/item/{item.id}/video", headers={"range": "bytes=10-19"})
    assert part.status_code == 206
    assert part.content == place.read_bytes()[10:20]
    assert part.headers["content-type"] == "video/mp4"


def test_when_the_server_ends_waiting_work_is_not_begun_and_uploads_are_gone(desk: Archive, folder: Path) -> None:
    app = app_over(desk.path, workers=1)
    with TestClient(app, base_url="http://127.0.0.1:8000") as client:
        client.get("/", params={"token": app.state.server.settings.token})
        client.headers["origin"] = "http://127.0.0.1:8000"
        path = sent(client, *[folder / "unknown.jpg"] * 6)
        place = app.state.server.uploads.folder
        inquiry = app.state.server.inquiries.get(path.split("/")[2])
        assert len(list(place.iterdir())) == 6
    assert not place.exists()
    assert all(one.job.is_over for one in inquiry.questions)
