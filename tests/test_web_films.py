"""Films on the pages: their seconds, their frames, and what a match of two of them is called."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat
from starlette.applications import Starlette
from starlette.testclient import TestClient

from provenance.archive import Archive
from provenance.cli import main as cli
from provenance.model import Intake
from tests.conftest import NOON
from tests.films import frames_of, write_film
from tests.pictures import mirrored
from tests.test_video import film_of, without_encoder, written
from tests.test_web_check import sent, whole, words_of
from tests.web import app_over, visitor

PLAIN = 1, 2, 3  # scenes of three seconds each


class Films:
    """A film, a compilation with three mirrored seconds of it, and a photograph that is a frame of it."""

    def __init__(self, archive: Archive, whole: str, later: str, still: str, folder: Path) -> None:
        self.archive, self.whole, self.later, self.still, self.folder = archive, whole, later, still, folder


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Films]:
    folder = tmp_path_factory.mktemp("films")
    write_film(folder / "whole.mp4", frames_of(PLAIN))
    write_film(folder / "later.mp4", frames_of((3, 7, 8)), change=mirrored)
    list(frames_of(PLAIN))[36].save(folder / "still.png")
    with Archive(folder / "desk.db", clock=lambda: NOON) as archive:
        whole = archive.add(
            folder / "whole.mp4", url="https://t.me/cityfan/1", posted_at="2015-08-03", caption="Harbour"
        )
        later = archive.add(folder / "later.mp4", url="https://t.me/other/2", posted_at="2020-02-20")
        still = archive.add(folder / "still.png")
        yield Films(archive, whole.id, later.id, still.id, folder)


@pytest.fixture(scope="module")
def app(films: Films) -> Iterator[Starlette]:
    made = app_over(films.archive.path)
    yield made
    made.state.server.close()


@pytest.fixture(scope="module")
def client(app: Starlette) -> TestClient:
    return visitor(app)


def test_a_match_of_films_is_called_so_in_the_queue_and_on_the_command_line(
    client: TestClient, films: Films, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "Suggested: the same film" in words_of(client.get(f"/review/{films.whole}/{films.later}").text)
    assert "Suggested: a picture of the film" in words_of(client.get(f"/review/{films.whole}/{films.still}").text)
    assert cli(["-a", str(films.archive.path), "review", "--list"]) == 0
    listed = capsys.readouterr().out
    assert "the same film" in listed
    assert "a picture of the film" in listed
    assert "the same picture" not in listed


def test_a_compilation_of_what_was_published_before_is_no_earliest_known_appearance(films: Films) -> None:
    months = {one.month: (one.first, one.again) for one in films.archive.survey().months}
    assert months == {"2015-08": (1, 0), "2020-02": (0, 1)}


def test_beside_each_other_films_have_their_seconds_links_to_them_and_a_bar(client: TestClient, films: Films) -> None:
    page = client.get(f"/compare/{films.whole}/{films.later}").text
    [(asked, archived)] = re.findall(r'data-seek="([0-9.]+) ([0-9.]+)"', page)
    assert float(asked) == pytest.approx(0, abs=0.6)
    assert float(archived) == pytest.approx(6, abs=0.6)
    assert re.search(r"00:00–00:0[23] ↔ 00:0[67]–00:09</a>, mirrored", page), re.findall(r"data-seek.*", page)
    assert re.search(r"<figcaption[^>]*>.*?<b>00:0[0-3]</b></figcaption>", page)
    assert f'src="/item/{films.later}/video#t=' in page
    assert f'src="/item/{films.whole}/video#t=' in page
    assert page.count('<svg class="chart spans"') == 1
    assert "00:04" in words_of(client.get(f"/compare/{films.whole}/{films.still}").text)


def test_an_item_of_which_nothing_is_said_is_reviewed_under_the_name_of_its_file(
    client: TestClient, films: Films
) -> None:
    words = words_of(client.get(f"/review/{films.whole}/{films.still}").text)
    assert "called still.png said of it nothing is recorded" in words


def test_a_file_that_is_recorded_is_shown_beside_its_next_copy_to_be_switched_to(
    client: TestClient, films: Films
) -> None:
    place = sent(client, films.folder / "still.png")
    page = whole(client, place)
    assert f"is the file of {films.archive.short_id(films.still)}" in words_of(page)
    assert f"archived: {films.archive.short_id(films.whole)}" in words_of(page)
    assert 'id="switch-other"' in page


def test_the_page_of_a_film_has_its_key_frames_with_their_seconds_and_saves_any_frame(
    client: TestClient, films: Films
) -> None:
    page = client.get(f"/item/{films.whole}").text
    shown = re.findall(r'src="(/item/[^"]+/still[?]at=\d+[^"]*)" alt="Frame at (00:0\d)"', page)
    assert len(shown) >= 3
    for address, _ in shown:
        assert client.get(unescape(address)).headers["content-type"] == "image/jpeg"
    assert client.get(f"/item/{films.whole}/still", params={"at": "1"}).status_code == 404
    saved = client.get(f"/item/{films.whole}/frame", params={"at": "00:04.5"})
    assert "attachment" in saved.headers["content-disposition"]
    with Image.open(io.BytesIO(saved.content)) as image, Image.open(films.folder / "still.png") as still:
        assert image.size == still.size
        assert ImageStat.Stat(ImageChops.difference(image.convert("L"), still.convert("L"))).mean[0] < 8
    assert client.get(f"/item/{films.whole}/frame", params={"at": "soon"}).status_code == 400
    assert client.get(f"/item/{films.whole}/frame", params={"at": "00:42"}).status_code == 400
    assert len(page) < 150_000


def test_no_frame_of_a_graphic_film_is_shown_or_saved_before_it_is_revealed(tmp_path: Path) -> None:
    film = write_film(tmp_path / "film.mp4", frames_of((4, 5)))
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        item = archive.add(film, graphic=True).id
    client = visitor(app_over(tmp_path / "desk.db"))
    page = client.get(f"/item/{item}").text
    assert "/still?" not in page
    assert "/frame" not in page
    assert client.get(f"/item/{item}/frame", params={"at": "00:01"}).status_code == 403
    shown = client.post(f"/item/{item}/reveal").text
    [address, *_] = re.findall(r'href="(/item/[^"]+/frame[?]at=[^"]+)"', shown)
    assert client.get(unescape(address)).status_code == 200
    [still, *_] = re.findall(r'src="(/item/[^"]+/still[?]at=\d+)', shown)
    revealed, covered = client.get(unescape(address)), client.get(still)
    assert revealed.content != covered.content


def test_a_film_that_is_marked_after_another_was_revealed_is_played_nowhere_before_its_own_reveal(
    tmp_path: Path,
) -> None:
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        grim, later = (archive.add(write_film(tmp_path / f"{one}.mp4", frames_of((one, one + 1)))).id for one in (4, 6))
        archive.tell(grim, Intake(graphic=True))
        client = visitor(app_over(tmp_path / "desk.db"))
        place = sent(client, write_film(tmp_path / "asked.mp4", frames_of((4, 6))))
        whole(client, place)
        key = client.post(f"{place}/reveal").url.query.decode()
        assert f'src="/item/{later}/video#t=' in client.get(f"{place}?with={later}&{key}").text
        archive.tell(later, Intake(graphic=True))
        page = client.get(f"{place}?with={later}&{key}").text
        assert "/video" not in page
        assert "key=" not in page
        assert client.get(f"{place}/video?{key}").status_code == 403
        again = client.post(f"{place}/reveal").url.query.decode()
        assert f'src="/item/{later}/video?key=' in client.get(f"{place}?with={later}&{again}").text


def test_the_list_of_matches_has_names_and_seconds(client: TestClient, films: Films) -> None:
    words = words_of(client.get(f"/item/{films.later}").text)
    short = films.archive.short_id
    assert re.search(rf"{short(films.whole)} Harbour · .* 00:00–00:0[23] of {short(films.later)} is 00:0", words), words
    assert "still.png" in words_of(client.get(f"/item/{films.whole}").text)


def test_a_film_that_is_checked_is_played_beside_the_archived_one(client: TestClient, films: Films) -> None:
    asked = write_film(films.folder / "asked.mp4", frames_of((9, 2)))
    place = sent(client, asked)
    whole(client, place)
    page = client.get(place, params={"with": films.whole}).text
    assert f'src="{place}/video#t=' in page
    assert f'src="/item/{films.whole}/video#t=' in page, words_of(page)
    assert client.get(f"{place}/video").content == asked.read_bytes()
    assert "sandbox" in client.get(f"{place}/video").headers["content-security-policy"]
    assert len(page) < 150_000


def test_when_the_file_of_a_film_was_written_is_called_so_in_table_legend_and_drawing(tmp_path: Path) -> None:
    place = without_encoder(written(tmp_path / "a.mp4", film_of(1), tags={"creation_time": "2016-06-28T20:04:10Z"}))
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        film = archive.add(place, url="https://t.me/cityfan/1", posted_at="2016-07-01")
        app = app_over(archive.path)
        with TestClient(app):
            page = visitor(app).get(f"/item/{film.id}").text
    assert "<td>file written (container)" in page
    [legend] = re.findall(r'<ul class="legend".*?</ul>', page, re.DOTALL)
    assert "file written" in legend
    assert "clock" not in legend
    [drawing] = re.findall(r"<svg.*?</svg>", page, re.DOTALL)
    assert "28T20:04:10Z file written" in drawing
    assert "captured" not in drawing
