"""The server as people start and end it, and what slow or large requests do to it."""

from __future__ import annotations

import http.client
import logging
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, closing, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from provenance.archive import Archive
from provenance.web import serving
from tests.pictures import scene
from tests.web import TOKEN, Running, settings_of


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    folder = tmp_path_factory.mktemp("serve")
    scene(1, (320, 240)).save(folder / "a.jpg")
    with Archive(folder / "desk.db") as archive:
        archive.add(folder / "a.jpg")
    with Running(settings_of(folder / "desk.db", idle_seconds=1.0)) as server:
        yield server


def test_it_prints_one_address_answers_there_and_ends_cleanly_with_ctrl_c(tmp_path: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "provenance", "-a", str(tmp_path / "desk.db"), "serve", "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert started.stdout
    address = urlsplit(started.stdout.readline().strip())
    try:
        assert address.hostname == "127.0.0.1"
        for path, status in (("/", 403), (f"/?{address.query}", 303)):
            with closing(http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=10)) as connection:
                connection.request("GET", path)
                assert connection.getresponse().status == status
        with closing(http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=10)) as connection:
            kind = {"Content-Type": "multipart/form-data; boundary=x"}
            connection.request("POST", "/check", b"no form", {"Authorization": f"Bearer {address.query[6:]}"} | kind)
            assert connection.getresponse().status == 400
        assert list(tmp_path.glob("provenance-uploads-*"))
    finally:
        started.send_signal(signal.SIGINT)
        out, err = started.communicate(timeout=20)
    assert started.returncode == 0, err
    assert out == ""
    assert err.count("\n") == 1, "what strangers send is not printed as often as they send it"
    assert not list(tmp_path.glob("provenance-uploads-*"))
    assert not (tmp_path / "desk.db").exists()  # nothing was recorded


def test_a_closed_terminal_leaves_nothing_behind_and_any_token_opens_the_address(tmp_path: Path) -> None:
    where, token = str(tmp_path / "desk.db"), "a+token/of=sixteen&more#signs"
    started = subprocess.Popen(
        [sys.executable, "-m", "provenance", "-a", where, "serve", "--no-browser", "--token", token],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "TMPDIR": str(tmp_path)},
    )
    assert started.stdout
    address = urlsplit(started.stdout.readline().strip())
    try:
        with closing(http.client.HTTPConnection("127.0.0.1", address.port or 0, timeout=10)) as connection:
            connection.request("GET", f"/?{address.query}")
            assert connection.getresponse().status == 303
        assert list(tmp_path.glob("provenance-uploads-*"))
    finally:
        started.send_signal(signal.SIGHUP)
        out, err = started.communicate(timeout=20)
    assert started.returncode == -signal.SIGHUP
    assert (out, "Traceback" in err) == ("", False), err
    assert not list(tmp_path.glob("provenance-uploads-*"))


def test_a_client_that_falls_silent_holds_nobody_up_and_is_let_go(running: Running) -> None:
    slow = [socket.create_connection(("127.0.0.1", running.port), timeout=10) for _ in range(12)]
    head = (
        f"POST /check HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\nAuthorization: Bearer {TOKEN}\r\n"
        "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000000\r\n\r\n--x\r\n"
    )
    for one in slow:
        one.sendall(head.encode())
    begun = time.monotonic()
    assert running.get("/check").status == 200
    assert time.monotonic() - begun < 1.0
    assert slow[0].recv(100).startswith(b"HTTP/1.1 408")
    assert 0.5 < time.monotonic() - begun < 5.0
    for one in slow:
        one.close()
    assert running.get("/check").status == 200


def test_who_only_holds_connections_open_keeps_nobody_out(running: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(serving, "HEAD_SECONDS", 0.8)
    refused = f"POST / HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\nContent-Length: 1000\r\n\r\n".encode()
    begins = (b"", b"GET / HTTP/1.1\r\nHost: 127", refused)
    held = [socket.create_connection(("127.0.0.1", running.port), timeout=10) for _ in range(150)]
    for number, one in enumerate(held):
        with suppress(OSError):  # it made room already
            one.sendall(begins[number % len(begins)])
    assert running.get("/check").status == 200
    end = time.monotonic() + 5
    for one in held[-3:]:  # the newest ones
        with suppress(ConnectionError):
            while one.recv(65536):
                one.sendall(b"x")
                assert time.monotonic() < end
    for one in held:
        one.close()


def test_who_sends_bodies_drop_by_drop_keeps_nobody_out_and_breaks_no_upload_that_comes(tmp_path: Path) -> None:
    with Archive(tmp_path / "desk.db"), Running(settings_of(tmp_path / "desk.db")) as server, ExitStack() as held:
        head = (
            f"POST /api/check HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\nAuthorization: Bearer {TOKEN}\r\n"
            "Content-Type: image/jpeg\r\nContent-Length: 900000\r\n\r\n"
        ).encode()

        def connected() -> socket.socket:
            return held.enter_context(socket.create_connection(("127.0.0.1", server.port), timeout=10))

        good = connected()
        good.sendall(head + b"x" * 600_000)
        time.sleep(1)  # until the server has read them
        for _ in range(110):
            with suppress(OSError):  # where those before it keep others out
                connected().sendall(head + b"x")
        time.sleep(0.5)
        for _ in range(5):
            assert server.get("/jobs").status == 200
        good.sendall(b"x" * 300_000)
        assert good.recv(100).startswith(b"HTTP/1.1 422 ")  # it came whole, and is no picture


def test_a_client_that_goes_in_the_middle_is_no_event(running: Running) -> None:
    logged: list[logging.LogRecord] = []
    listener = logging.Handler(logging.INFO)
    listener.emit = logged.append  # type: ignore[method-assign, assignment]
    logging.getLogger("uvicorn.error").addHandler(listener)
    for path in ("/check", "/api/check", "/review"):
        with socket.create_connection(("127.0.0.1", running.port), timeout=10) as one:
            one.sendall(
                f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{running.port}\r\nAuthorization: Bearer {TOKEN}\r\n"
                "Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 1000\r\n\r\n--x\r\n".encode()
            )
            time.sleep(0.05)
    assert running.get("/check").status == 200
    logging.getLogger("uvicorn.error").removeHandler(listener)
    assert [record.getMessage() for record in logged] == []


def test_more_than_the_limit_is_refused_before_it_comes(running: Running) -> None:
    with closing(http.client.HTTPConnection("127.0.0.1", running.port, timeout=10)) as connection:
        connection.putrequest("POST", "/check")
        connection.putheader("Authorization", f"Bearer {TOKEN}")
        connection.putheader("Content-Type", "multipart/form-data; boundary=x")
        connection.putheader("Content-Length", str(running.settings.upload_bytes + 1))
        connection.endheaders()
        assert connection.getresponse().status == 413


@pytest.mark.parametrize(
    "request_line",
    ["GET /../../etc/passwd HTTP/1.1", "GET /static/../../../../etc/passwd HTTP/1.1", "GET //evil.example/ HTTP/1.1",
     "GET /static/..%2f..%2fapp.py HTTP/1.1", "CONNECT 127.0.0.1:22 HTTP/1.1", "TRACE / HTTP/1.1"],
)  # fmt: skip
def test_a_request_that_no_browser_sends_reaches_no_file(running: Running, request_line: str) -> None:
    with socket.create_connection(("127.0.0.1", running.port), timeout=10) as raw:
        raw.sendall(
            f"{request_line}\r\nHost: 127.0.0.1:{running.port}\r\nAuthorization: Bearer {TOKEN}\r\n"
            "Connection: close\r\n\r\n".encode()
        )
        answer = b""
        while piece := raw.recv(65536):
            answer += piece
    assert answer.split()[1] in (b"400", b"403", b"404", b"405")
    assert b"root:" not in answer
    assert b"make_app" not in answer
