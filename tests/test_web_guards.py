"""What the web server refuses, tried from outside: each test is an attack on one rule."""

from __future__ import annotations

import asyncio
import errno
import hashlib
import http.client
import io
import os
import re
import shutil
import sqlite3
import tempfile
import threading
import time
from collections.abc import Iterator, MutableMapping
from contextlib import closing
from itertools import pairwise
from pathlib import Path
from typing import IO, Any

import pytest
from PIL import Image
from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive

from provenance.archive import Archive
from provenance.cli import main
from provenance.errors import ArchiveError, UnknownId
from provenance.exporters.report import isolated as in_report
from provenance.web import app as web_app
from provenance.web import uploads as uploads_module
from provenance.web.desks import Desks
from provenance.web.guards import CONTENT_POLICY, Guard
from provenance.web.jobs import Jobs
from provenance.web.rendering import linked
from provenance.web.serving import is_loopback
from provenance.web.uploads import TooMuchHeld, Uploads, shown_name
from tests.conftest import NOON, Make
from tests.pictures import scene
from tests.web import BASE, TOKEN, Running, app_over, settings_of, stranger, visitor

VENDOR = Path(web_app.STATIC) / "vendor"
RECORD_NOTHING = {"/check", "/api/check"}  # forms that a server that only reads takes
HOSTILE = "<script>alert(1)</script> \u202edaer <img src=x onerror=alert(1)>"
BEARER = {"authorization": f"Bearer {TOKEN}"}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    """An archive with one picture and hostile words about it."""
    folder = tmp_path_factory.mktemp("desk")
    scene(1, (640, 480)).save(folder / "a.jpg")
    with Archive(folder / "desk.db", clock=lambda: NOON) as made:
        made.add(folder / "a.jpg", url="https://example.org/1", caption=HOSTILE, posted_at="2026-01-01")
        yield made


@pytest.fixture(scope="module")
def app(desk: Archive) -> Iterator[Starlette]:
    made = app_over(desk.path)
    yield made
    made.state.server.close()


def item_of(archive: Archive) -> str:
    return [seen.item.id for seen in archive.items(limit=9)][-1]


# --- who is let in


def test_without_the_token_nothing_but_styles_is_shown(app: Starlette, desk: Archive) -> None:
    client = stranger(app)
    for path in ("/", "/jobs", f"/item/{item_of(desk)}", f"/item/{item_of(desk)}/picture", "/api/items", "/nowhere"):
        refused = client.get(path)
        assert refused.status_code == (401 if path.startswith("/api/") else 403), path
        assert "provenance serve printed" in refused.text
    assert client.get("/static/app.css").status_code == 200


def test_a_wrong_token_opens_nothing(app: Starlette) -> None:
    client = stranger(app)
    for token in ("", "x", TOKEN[:-1], TOKEN + "x", "é"):
        assert client.get("/", params={"token": token}).status_code == 403
        assert client.get("/", headers={b"authorization": f"Bearer {token}".encode()}).status_code == 403
    assert client.get(f"/?token={TOKEN}&token={TOKEN}").status_code == 403
    assert not client.cookies


def test_the_start_address_sets_a_cookie_and_leaves_the_token_behind(app: Starlette) -> None:
    begun = stranger(app).get("/jobs", params={"token": TOKEN})
    assert (begun.status_code, begun.headers["location"]) == (303, "/")
    cookie = begun.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert TOKEN not in begun.headers["set-cookie"]
    assert visitor(app).get("/").status_code == 200


def test_the_token_in_another_host_s_path_redirects_nowhere_else(app: Starlette) -> None:
    begun = stranger(app).get(f"{BASE}//evil.example/?token={TOKEN}")
    assert begun.headers["location"] == "/"


def test_a_session_of_another_server_opens_nothing(app: Starlette, desk: Archive) -> None:
    other = web_app.make_app(settings_of(desk.path))
    cookies = dict(visitor(other).cookies)
    client = stranger(app)
    for name in (*cookies, app.state.server.settings.cookie):
        client.cookies.set(name, "0" * 64)
    assert client.get("/").status_code == 403
    other.state.server.close()


@pytest.mark.parametrize("cookie", ['{"theme": "dark"}', "a=[1]", "=", ";;", "a,b=c/d", "é=é", "a=" + "b" * 4000])
def test_what_another_program_of_this_machine_keeps_in_cookies_locks_nobody_out(app: Starlette, cookie: str) -> None:
    settings = app.state.server.settings
    ours = f"{settings.cookie}={settings.derived('session')}"
    for both in (f"{cookie}; {ours}", f"{ours}; {cookie}"):
        assert stranger(app).get("/jobs", headers={b"cookie": both.encode()}).status_code == 200
    assert stranger(app).get("/jobs", headers={b"cookie": cookie.encode()}).status_code == 403


@pytest.mark.parametrize(
    "host",
    ["evil.example", "127.0.0.1.evil.example:8000", "", "127.0.0.2", "[::2]:8000", "localhost.evil.example", "[::1",
     "[::1]evil.example", "127.0.0.1:evil.example", "127.0.0.1:8000:8000", "127.0.0.1@evil.example"],
)  # fmt: skip
def test_a_foreign_name_that_leads_here_reaches_nothing(app: Starlette, host: str) -> None:
    client = visitor(app)
    assert client.get("/", headers={"host": host}).status_code == 421
    assert client.get("/static/app.css", headers={"host": host}).status_code == 421
    assert client.get("/", headers={"host": host} | BEARER).status_code == 421


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost:1", "LOCALHOST", "[::1]:9"])
def test_this_machine_s_own_names_are_answered(app: Starlette, host: str) -> None:
    assert stranger(app).get("/jobs", headers={"host": host} | BEARER).status_code == 200


def test_a_form_of_another_site_is_refused(app: Starlette, desk: Archive) -> None:
    client, path = visitor(app), f"/item/{item_of(desk)}/reveal"
    for origin in ("https://evil.example", "null", "http://127.0.0.1:9999", "https://127.0.0.1:8000", ""):
        assert client.post(path, headers={"origin": origin}).status_code == 403, origin
        assert client.post(path, headers={"origin": origin} | BEARER).status_code == 403, origin
    del client.headers["origin"]
    assert client.post(path).status_code == 403
    assert client.post(path, headers=BEARER).status_code == 400  # let in; the item is not graphic


def test_what_another_site_s_page_loads_is_refused_and_a_followed_link_is_not(app: Starlette) -> None:
    client = visitor(app)
    for site in ("cross-site", "same-site"):
        assert client.get("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "no-cors"}).status_code == 403
        assert client.get("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status_code == 200
        assert client.post("/", headers={"sec-fetch-site": site, "sec-fetch-mode": "navigate"}).status_code == 403


def test_every_answer_carries_the_headers_that_browsers_obey(app: Starlette) -> None:
    client = visitor(app)
    for path in ("/", "/nowhere", "/static/app.css", "/item/m-000000", "/item/%3Cscript%3E"):
        headers = client.get(path).headers
        assert headers["content-security-policy"] == CONTENT_POLICY
        assert "frame-ancestors 'none'" in CONTENT_POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["x-frame-options"] == "DENY"
        assert headers["referrer-policy"] == "same-origin"
    assert client.get("/").headers["cache-control"] == "no-store"


def test_a_route_that_sends_and_does_not_ask_whether_it_may_is_a_mistake() -> None:
    async def forgotten(_: object) -> Response:
        return Response()

    with pytest.raises(TypeError, match="/oops"):
        web_app.refuse_unguarded(Route("/oops", forgotten, methods=["POST"]))


# --- read only


def test_a_server_that_only_reads_refuses_every_form_that_records(desk: Archive) -> None:
    before = desk.log_head()
    app = app_over(desk.path, read_only=True)
    client = visitor(app)
    sending = [route for route in app.routes if isinstance(route, Route) and "POST" in (route.methods or ())]
    assert sending
    for route in sending:
        if route.path in RECORD_NOTHING:
            continue
        answer = client.post(re.sub(r"{\w+}", item_of(desk), route.path))
        assert answer.status_code == 403, route.path
        assert "only reads" in answer.text
    assert {route.path for route in sending if not getattr(route.endpoint, "records", None)} == RECORD_NOTHING
    assert desk.log_head() == before
    app.state.server.close()


# --- while another process writes


def test_look_ups_are_answered_while_all_who_record_wait_for_another_process(
    twice: tuple[Path, Path],
) -> None:
    archive, _ = twice
    told: list[tuple[int, bytes]] = []
    with Running(settings_of(archive, busy_seconds=2.0)) as server, closing(sqlite3.connect(archive)) as other:
        assert server.get("/items").status == 200
        other.isolation_level = None
        other.execute("BEGIN IMMEDIATE")

        def mark() -> None:
            with closing(http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)) as connection:
                connection.request("POST", f"/item/{item}/graphic", headers=BEARER)
                answer = connection.getresponse()
                told.append((answer.status, answer.read()))

        with Archive(archive, create=False) as reading:
            item = item_of(reading)
        threads = [threading.Thread(target=mark) for _ in range(6)]
        for thread in threads:
            thread.start()
        time.sleep(0.5)
        assert server.get("/items").status == 200
        assert not told
        for thread in threads:
            thread.join(30)
    assert [status for status, _ in told] == [503] * 6
    assert all(b"another process is writing" in words for _, words in told)


# --- what is sent


def test_a_body_over_the_limit_is_refused_whether_it_says_its_length_or_not(desk: Archive) -> None:
    app = app_over(desk.path, upload_bytes=200_000)
    client, path = visitor(app), f"/item/{item_of(desk)}/reveal"
    sent = {"content-type": "multipart/form-data; boundary=x"}
    assert client.post(path, content=b"a" * 200_001, headers=sent).status_code == 413

    def pieces() -> Iterator[bytes]:
        yield b'--x\r\ncontent-disposition: form-data; name="f"; filename="f"\r\n\r\n'
        for _ in range(30):
            yield b"a" * 10_000

    assert client.post(path, content=pieces(), headers=sent).status_code in (400, 413)
    assert client.post(path, content=b"a" * 10, headers={"content-length": "abc"}).status_code == 400
    assert not list(app.state.server.uploads.folder.iterdir())
    app.state.server.close()


def test_a_form_without_files_is_limited_far_below(desk: Archive) -> None:
    app = app_over(desk.path)
    path = f"/item/{item_of(desk)}/reveal"
    sent = {"content-type": "application/x-www-form-urlencoded"}
    assert visitor(app).post(path, content=b"a=" + b"b" * 1_000_001, headers=sent).status_code == 413
    app.state.server.close()


@pytest.mark.parametrize("length", ["9" * 18, "9" * 5000, "0" * 5000])
def test_a_length_that_no_file_has_is_refused(app: Starlette, length: str) -> None:
    assert visitor(app).post("/check", content=b"", headers={"content-length": length}).status_code == 413


@pytest.mark.parametrize("charset", ["undefined", "punycode", "unicode_escape", "utf-7", "idna", "\x00", '"a\x00b"'])
def test_a_form_in_other_letters_is_refused(app: Starlette, desk: Archive, charset: str) -> None:
    before = desk.log_head()
    body = b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\n\\ud800\xff\r\n--x--\r\n'
    sent = {"content-type": f"multipart/form-data; boundary=x; charset={charset}"}
    for path in ("/check", "/review", f"/item/{item_of(desk)}/claim", "/api/check", "/api/claims"):
        refused = visitor(app).post(path, content=body, headers=sent)
        assert (refused.status_code, "UTF-8" in refused.text) == (415, True), path
    assert desk.log_head() == before


@pytest.mark.parametrize("text", ["x\0y", "red \x1b[31m", "a" * 20_001])
def test_a_form_takes_no_text_that_programs_may_not_send(app: Starlette, desk: Archive, text: str) -> None:
    before = desk.log_head()
    refused = visitor(app).post(f"/item/{item_of(desk)}/claim", data={"text": text, "by": "R. Yusuf"})
    assert (refused.status_code, 'class="wrong" id="w-text"' in refused.text) == (422, True)
    decided = visitor(app).post("/review", data={"item": text, "by": "R. Yusuf"})
    assert (decided.status_code, "“item”" in decided.text) == (400, True)
    assert desk.log_head() == before


def test_of_a_form_with_too_many_files_none_is_kept(desk: Archive) -> None:
    app = app_over(desk.path, held_bytes=25)
    files = [("file", (f"{number}.jpg", b"0123456789")) for number in range(3)]
    refused = visitor(app).post("/check", files=files)
    assert (refused.status_code, "Too much was uploaded" in refused.text) == (507, True)
    assert not list(app.state.server.uploads.folder.iterdir())
    app.state.server.close()


def test_a_full_temporary_folder_is_one_line_and_nothing_is_kept(
    app: Starlette, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: object, file: IO[bytes], __: int) -> int:
        file.write(b"half")
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads_module, "_copied", full)
    client = visitor(app)
    for answer in (
        client.post("/check", files={"file": ("a.jpg", b"bytes")}),
        client.post("/api/check", content=b"bytes", headers={"content-type": "image/jpeg"}),
        client.post("/api/check", files={"file": ("a.jpg", b"bytes")}),
    ):
        assert answer.status_code == 507
        assert "the disk is full, and nothing was kept. Make room there" in answer.text
    assert not list(app.state.server.uploads.folder.iterdir())


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A temporary folder of the test's own: nothing outside of it may be removed, whatever the program does."""
    place = tmp_path / "temporary"
    place.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(place))
    return place


def test_what_a_killed_server_left_goes_when_the_next_one_starts_and_a_living_one_s_stays(
    desk: Archive, temporary: Path
) -> None:
    living = Uploads(settings_of(desk.path), steady=lambda: 0.0)
    kept = living.take(io.BytesIO(b"bytes"), "a")
    [private] = temporary.iterdir()
    dead, unmarked, linked_to = (temporary / name for name in (f"{private.name}1", f"{private.name}2", "elsewhere"))
    for folder in (dead, unmarked, linked_to):
        (folder / "files").mkdir(parents=True)
        (folder / "files" / "evidence").write_bytes(b"bytes")
    for folder in (dead, linked_to):
        (folder / uploads_module.MARK).touch()
    link = temporary / f"{private.name}3"
    link.symlink_to(linked_to)
    for folder in (dead, unmarked, linked_to, private):
        os.utime(folder, (0, 0))
    Uploads(settings_of(desk.path), steady=lambda: 0.0).close()
    assert not dead.exists()
    assert (linked_to / "files" / "evidence").exists()  # a link is not followed
    assert (unmarked / "files" / "evidence").exists()  # nothing says that a server made it
    assert Path(kept.path).exists()
    living.close()
    assert {place.name for place in temporary.iterdir()} == {unmarked.name, linked_to.name, link.name}


def test_a_temporary_folder_that_the_system_emptied_is_made_anew(desk: Archive, temporary: Path) -> None:
    uploads = Uploads(settings_of(desk.path), steady=lambda: 0.0)
    for place in temporary.iterdir():
        shutil.rmtree(place)
    taken = uploads.take(io.BytesIO(b"bytes"), "a")
    assert Path(taken.path).read_bytes() == b"bytes"
    assert all(place.stat().st_mode & 0o077 == 0 for place in temporary.iterdir())
    uploads.close()
    assert not list(temporary.iterdir())


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd", "/etc/passwd", "..\\..\\windows", "a\x00b.jpg", "CON", "\u202egpj.exe", "x" * 5000, "", "é/ü"],
)
def test_what_a_request_calls_a_file_never_becomes_a_path(name: str, desk: Archive) -> None:
    uploads = Uploads(settings_of(desk.path), steady=lambda: 0.0)
    upload = uploads.take(io.BytesIO(b"bytes"), name)
    inside = list(uploads.folder.iterdir())
    assert [place.name for place in inside] == [upload.id]
    assert re.fullmatch("[0-9a-f]{32}", upload.id)
    assert inside[0].read_bytes() == b"bytes"
    assert inside[0].stat().st_mode & 0o077 == 0
    assert uploads.folder.stat().st_mode & 0o077 == 0
    assert upload.name.isprintable()
    assert not set(upload.name) & set("/\\\u202e\x00")
    assert 0 < len(upload.name) <= 120
    uploads.close()
    assert not uploads.folder.exists()


@pytest.mark.parametrize("asked", ["..", "../../etc/passwd", "", "*", "g" * 32, "0" * 31, "0" * 32])
def test_an_upload_is_found_by_its_random_id_only(asked: str, desk: Archive) -> None:
    uploads = Uploads(settings_of(desk.path), steady=lambda: 0.0)
    uploads.take(io.BytesIO(b"bytes"), "a.jpg")
    with pytest.raises(UnknownId):
        uploads.get(asked)
    uploads.close()


def test_uploads_go_after_an_hour_unless_they_are_worked_with(desk: Archive) -> None:
    now = [0.0]
    uploads = Uploads(settings_of(desk.path), steady=lambda: now[0])
    first, second = (uploads.take(io.BytesIO(b"bytes"), name) for name in ("a", "b"))
    now[0] = 3000.0
    uploads.renew(second.id)
    now[0] = 3700.0
    with pytest.raises(UnknownId, match="an hour"):
        uploads.get(first.id)
    assert uploads.get(second.id).name == "b"
    assert [place.name for place in uploads.folder.iterdir()] == [second.id]
    uploads.close()


def test_all_uploads_together_are_limited(desk: Archive) -> None:
    uploads = Uploads(settings_of(desk.path, held_bytes=10), steady=lambda: 0.0)
    uploads.take(io.BytesIO(b"12345678"), "a")
    with pytest.raises(TooMuchHeld):
        uploads.take(io.BytesIO(b"123"), "b")
    assert len(list(uploads.folder.iterdir())) == 1
    uploads.close()


def test_the_name_of_a_file_is_its_last_part() -> None:
    assert shown_name("C:\\Users\\me\\photo of 2016.jpg") == "photo of 2016.jpg"
    assert shown_name("../صورة.jpg") == "صورة.jpg"


# --- what is shown


def test_words_of_strangers_stay_text(app: Starlette, desk: Archive) -> None:
    text = visitor(app).get(f"/item/{item_of(desk)}").text
    assert "&lt;script&gt;alert(1)" in text
    assert "<script>alert" not in text
    assert "onerror=alert(1)&gt;" in text
    assert "\u202e" not in text


@pytest.mark.parametrize(
    "path",
    ["/item/..%2f..%2fetc%2fpasswd", "/item/%00", "/item/%27%20OR%201=1--", "/static/../../app.py",
     "/static/%2e%2e/app.py", "/item/m-000000/picture", "/upload/..%2f..%2fetc%2fpasswd/picture"],
)  # fmt: skip
def test_a_path_of_a_request_reaches_no_file(app: Starlette, path: str) -> None:
    answer = visitor(app).get(path)
    assert answer.status_code == 404
    assert "root:" not in answer.text
    assert "Traceback" not in answer.text


def test_pictures_are_made_anew_without_what_the_file_says(app: Starlette, desk: Archive, tmp_path: Path) -> None:
    place = tmp_path / "exif.jpg"
    image = Image.open(desk.file_of(item_of(desk)) or "")
    exif = Image.Exif()
    exif[0x010E] = "SECRET words in the file"
    image.save(place, exif=exif, comment=b"SECRET too")
    item = desk.add(place)
    for size in ("small", "large"):
        shown = visitor(app).get(f"/item/{item.id}/picture", params={"size": size})
        assert shown.headers["content-type"] == "image/jpeg"
        assert b"SECRET" not in shown.content
        assert max(Image.open(io.BytesIO(shown.content)).size) == {"small": 320, "large": 640}[size]
    assert visitor(app).get(f"/item/{item.id}/picture", params={"size": "99999"}).status_code == 400


def test_a_link_among_the_kept_files_leads_nowhere(app: Starlette, desk: Archive, tmp_path: Path) -> None:
    """An archive with its folder may come from anybody."""
    item = item_of(desk)
    place = desk.file_of(item)
    assert place is not None
    secret = tmp_path / "secret.txt"
    secret.write_text("a password")
    kept = place.rename(place.with_suffix(".moved"))
    place.symlink_to(secret)
    answer = visitor(app).get(f"/item/{item}/file")
    kept.replace(place)
    assert (answer.status_code, "password" in answer.text) == (404, False)


def test_a_kept_file_goes_out_to_be_saved_only(app: Starlette, desk: Archive) -> None:
    item = item_of(desk)
    kept = visitor(app).get(f"/item/{item}/file")
    assert hashlib.sha256(kept.content).hexdigest() == desk.item(item).sha256
    assert kept.headers["content-type"] == "application/octet-stream"
    assert kept.headers["content-disposition"].startswith("attachment")
    assert kept.headers["content-security-policy"].startswith("sandbox")
    assert kept.headers["x-content-type-options"] == "nosniff"
    assert visitor(app).get(f"/item/{item}/video").status_code == 404


def test_a_record_in_an_archive_from_elsewhere_names_no_file_of_this_machine(twice: tuple[Path, Path]) -> None:
    place, _ = twice
    secret = place.parent / "secret.txt"
    secret.write_text("the secret")
    with closing(sqlite3.connect(place, isolation_level=None)) as made_up:
        [newest] = made_up.execute("SELECT MAX(row) FROM media_items").fetchone()
        change = "UPDATE media_items SET sha256 = ?, media_type = NULL WHERE row = ?"
        made_up.execute(change, (f"xx{secret}", newest))
    app = app_over(place)
    client = visitor(app)
    item = client.get("/api/items").json()["items"][0]["item"]["id"]
    for part in ("file", "video", "picture", "report"):
        assert "the secret" not in client.get(f"/item/{item}/{part}").text
    refused = client.get(f"/item/{item}/file")
    assert (refused.status_code, "which is no SHA-256" in refused.text) == (503, True)
    app.state.server.close()


def test_what_is_marked_graphic_stays_covered_until_it_is_revealed_which_is_logged(
    app: Starlette, desk: Archive, picture: Make
) -> None:
    item = desk.add(picture("grim.jpg", seed=5), graphic=True)
    client = visitor(app)
    covered = client.get(f"/item/{item.id}/picture", params={"size": "large"})
    assert covered.headers["cache-control"] == "no-store"
    for path in (f"/item/{item.id}/file", f"/item/{item.id}/file?key=", f"/item/{item.id}/file?key={'0' * 32}"):
        assert client.get(path).status_code == 403
    before = desk.log_head()
    revealed = client.post(f"/item/{item.id}/reveal")
    assert revealed.status_code == 200
    head = desk.log_head()
    assert before
    assert head
    assert head[0] == before[0] + 1
    key = revealed.url.query.decode()
    clear = client.get(f"/item/{item.id}/picture?size=large&{key}")
    assert detail_of(covered.content) < detail_of(clear.content) / 4
    other = desk.add(picture("worse.jpg", seed=6), graphic=True)
    with_the_wrong_key = client.get(f"/item/{other.id}/picture?size=large&{key}")
    assert with_the_wrong_key.content == client.get(f"/item/{other.id}/picture?size=large").content


def test_what_was_revealed_is_covered_again_when_the_server_starts_anew_with_its_token(
    desk: Archive, picture: Make
) -> None:
    item = desk.add(picture("gruesome.jpg", seed=7), graphic=True)
    first, second = app_over(desk.path), app_over(desk.path)  # of one token
    try:
        key = visitor(first).post(f"/item/{item.id}/reveal").url.query.decode()
        assert visitor(first).get(f"/item/{item.id}/file?{key}").status_code == 200
        assert visitor(second).get(f"/item/{item.id}/file?{key}").status_code == 403
    finally:
        first.state.server.close()
        second.state.server.close()


def detail_of(jpeg: bytes) -> float:
    """How much neighbouring pixels of the middle differ, in grey values; a blurred picture has hardly any."""
    grey = Image.open(io.BytesIO(jpeg)).convert("L")
    width, height = grey.size
    pixels = grey.crop((width // 4, height // 4, width * 3 // 4, height * 3 // 4)).tobytes()
    steps = [abs(a - b) for a, b in pairwise(pixels)]
    return sum(steps) / len(steps)


def test_ids_of_items_become_links_but_not_within_addresses() -> None:
    assert linked("see m-3f9a2c.") == 'see <a href="/item/m-3f9a2c">m-3f9a2c</a>.'
    assert "<a" not in linked("https://example.org/m-3f9a2c and <m-zz>")
    assert linked("<b>m-3f9a2c") == '&lt;b&gt;<a href="/item/m-3f9a2c">m-3f9a2c</a>'


def test_a_text_of_a_million_characters_is_cut_on_pages_and_says_so() -> None:
    assert len(linked("x" * 6_000)) == 6_000
    assert linked("“" + "ק" * 1_000_000 + "” · Amaq").endswith("ק…</bdi>” (1,000,009 characters in all)")


@pytest.mark.parametrize(
    ("line", "isolated"),
    [
        ("“قصف <b>” · Amaq", "“<bdi>قصف &lt;b&gt;</bdi>” · Amaq"),
        ("“of “two” parts” · m-3f9a2c", '“<bdi>of “two” parts</bdi>” · <a href="/item/m-3f9a2c">m-3f9a2c</a>'),
        (
            "Amaq · place: البوكمال · event: دير الزور, 2016",
            "Amaq · place: <bdi>البوكمال</bdi> · event: <bdi>دير الزور</bdi>, 2016",
        ),
        ('amaq: "قصف" is later', "amaq: &#34;<bdi>قصف</bdi>&#34; is later"),
        ("“not closed, ר", "“not closed, <bdi>ר</bdi>"),
        ("https://example.org/قصف/m-3f9a2c", "https://example.org/<bdi>قصف</bdi>/m-3f9a2c"),
    ],
)
def test_a_row_stays_english_and_only_what_it_quotes_runs_the_other_way(line: str, isolated: str) -> None:
    assert linked(line) == isolated
    plain = re.sub(r"</?a[^>]*>", "", isolated)
    is_address = line.startswith("https:")
    assert in_report(line) == (f'<a href="{line}" rel="noreferrer" dir="ltr">{plain}</a>' if is_address else plain)


# --- many at once


def test_no_more_archives_are_open_than_allowed_and_others_wait(desk: Archive) -> None:
    desks = Desks(settings_of(desk.path), 2)
    inside, most, lock = [0], [0], threading.Lock()

    def work() -> None:
        with desks.lent() as archive:
            with lock:
                inside[0] += 1
                most[0] = max(most[0], inside[0])
            assert archive.counts()["items"]
            time.sleep(0.02)
            with lock:
                inside[0] -= 1

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most[0] == 2
    desks.close()


@pytest.fixture
def twice(tmp_path: Path) -> tuple[Path, Path]:
    """An archive with two items, and a backup from when it had one."""
    place, backup = tmp_path / "desk.db", tmp_path / "backup.db"
    for seed, name in ((2, "a.jpg"), (3, "b.jpg")):
        scene(seed, (320, 240)).save(tmp_path / name)
        if place.exists():
            shutil.copy(place, backup)
        with Archive(place, clock=lambda: NOON) as made:
            made.add(tmp_path / name)
    return place, backup


def test_what_is_recorded_after_a_backup_was_put_back_is_in_the_archive(twice: tuple[Path, Path]) -> None:
    place, backup = twice
    app = app_over(place)
    client = visitor(app)
    assert len(client.get("/api/items").json()["items"]) == 2
    backup.replace(place)
    [item] = (seen["item"]["id"] for seen in client.get("/api/items").json()["items"])
    assert client.post(f"/item/{item}/claim", data={"text": "A bridge burns", "by": "A. Karim"}).status_code == 200
    app.state.server.close()
    with Archive(place, create=False) as archive:
        assert [claim.claim.text for claim in archive.claims_of(item)] == ["A bridge burns"]
        assert archive.counts()["items"] == 1
    with closing(sqlite3.connect(place)) as looked_at:
        assert looked_at.execute("PRAGMA integrity_check").fetchall() == [("ok",)]


def test_an_archive_that_is_deleted_or_something_else_is_said_to_be_and_work_goes_on_with_the_next(
    twice: tuple[Path, Path],
) -> None:
    place, backup = twice
    app = app_over(place)
    client = visitor(app)
    assert client.get("/items").status_code == 200
    place.unlink()
    assert (client.get("/items").status_code, client.get("/api/items").json()["kind"]) == (503, "ArchiveMissing")
    place.write_bytes(b"garbage" * 1000)
    assert (client.get("/items").status_code, client.get("/api/items").json()["kind"]) == (503, "NotAnArchive")
    backup.replace(place)
    assert client.get("/api/items").status_code == 200
    app.state.server.close()


def test_work_during_which_the_archive_was_replaced_is_not_called_done(twice: tuple[Path, Path]) -> None:
    place, backup = twice
    desks = Desks(settings_of(place), 1)
    with pytest.raises(ArchiveError, match="was deleted or replaced"), desks.lent():
        backup.replace(place)
    with desks.lent() as archive:
        assert archive.counts()["items"] == 1
    desks.close()


def test_a_job_that_cannot_even_begin_leaves_its_thread_to_the_next(
    desk: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings = settings_of(desk.path, workers=1)
    desks = Desks(settings, 1)
    jobs = Jobs(settings, desks, steady=lambda: 0.0)

    def broken() -> None:
        raise OSError("no more files can be opened")

    monkeypatch.setattr(desks, "_one", broken)
    first = jobs.start("first", lambda archive, _: archive.counts())
    assert first.wait(5)
    assert first.problem == "unexpected OSError: no more files can be opened"
    monkeypatch.undo()
    second = jobs.start("second", lambda archive, _: archive.counts()["items"])
    assert second.wait(5)
    assert second.result == desk.counts()["items"]
    jobs.close()


def test_a_request_that_the_end_of_the_server_cuts_off_is_answered(desk: Archive) -> None:
    said: list[MutableMapping[str, Any]] = []

    async def never() -> MutableMapping[str, Any]:
        await asyncio.sleep(60)
        return {}

    async def send(message: MutableMapping[str, Any]) -> None:
        said.append(message)

    async def reading(_: object, receive: Receive, __: object) -> None:
        await receive()

    async def cut_off() -> None:
        headers = [(b"host", b"127.0.0.1"), (b"authorization", b"Bearer " + TOKEN.encode())]
        scope = {"type": "http", "scheme": "http", "method": "POST", "path": "/api/check", "query_string": b""}
        task = asyncio.create_task(Guard(reading, settings_of(desk.path))(scope | {"headers": headers}, never, send))
        await asyncio.sleep(0.01)
        task.cancel()
        await task

    asyncio.run(cut_off())
    assert said[0]["status"] == 503
    assert b"Start it again" in said[1]["body"]


# --- the start


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--host", "0.0.0.0"], "--token"),  # noqa: S104 - refused
        (["--token", "short"], "too easy to guess"),
        (["--token", "sixteen letters and spaces"], "without spaces"),
        (["--token", "sixteen-letters-é"], "without spaces"),
        (["--name", "desk.example"], "--host"),
        (["--host", "no.such.host.invalid", "--token", TOKEN], "cannot be listened at"),
    ],
)
def test_a_server_that_others_could_reach_is_not_started_by_mistake(
    arguments: list[str], words: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["serve", "-a", str(tmp_path / "desk.db"), "--no-browser", *arguments]) == 2
    assert words in capsys.readouterr().err
    assert not (tmp_path / "desk.db").exists()


def test_only_the_loopback_address_is_this_machine_s_own() -> None:
    assert all(map(is_loopback, ("127.0.0.1", "127.9.9.9", "::1", "localhost")))
    assert not any(map(is_loopback, ("0.0.0.0", "::", "192.168.1.2", "desk.example")))  # noqa: S104


# --- what is shipped


def test_vendored_files_are_what_their_list_says() -> None:
    listed = re.findall(r"^\| `([^`]+)` \|.*`([0-9a-f]{64})` \|$", (VENDOR / "VENDORED.md").read_text(), re.MULTILINE)
    scripts = {place.name for place in VENDOR.iterdir() if place.suffix in (".js", ".css")}
    assert {name for name, _ in listed} == scripts
    for name, digest in listed:
        assert hashlib.sha256((VENDOR / name).read_bytes()).hexdigest() == digest


def test_no_page_asks_for_anything_from_elsewhere_or_carries_script_or_style() -> None:
    for place in (Path(web_app.STATIC).parent / "templates").iterdir():
        text = place.read_text()
        assert not re.search(r"(src|href|action)=[\"']?(https?:)?//", text), place.name
        assert not re.search(r"\son[a-z]+=|\sstyle=|<style|<script(?! src=)|hx-on|javascript:", text), place.name
        assert "|safe" not in text, place.name
    for place in (Path(web_app.STATIC) / "app.css", Path(web_app.STATIC) / "app.js"):
        assert "//" not in re.sub(r"^\s*//.*$", "", place.read_text(), flags=re.MULTILINE), place.name
