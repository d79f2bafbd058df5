"""A server in the test's own process, and what a browser sends to it."""

from __future__ import annotations

import http.client
import threading
from contextlib import closing
from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from provenance.web import serving
from provenance.web.app import make_app
from provenance.web.settings import Settings
from tests.conftest import NOON

if TYPE_CHECKING:
    from pathlib import Path
    from types import TracebackType

    import uvicorn
    from starlette.applications import Starlette

TOKEN = "a-token-that-nobody-guesses"  # noqa: S105 - of tests
BASE = "http://127.0.0.1:8000"


def settings_of(archive: Path, **changed: Any) -> Settings:
    """Those of a server over one archive, whose clock stands at noon."""
    return Settings(archive=str(archive), token=TOKEN, clock=lambda: NOON, **changed)


def app_over(archive: Path, **changed: Any) -> Starlette:
    """The application."""
    return make_app(settings_of(archive, **changed))


def stranger(app: Starlette) -> TestClient:
    """A browser that was not let in."""
    return TestClient(app, base_url=BASE, headers={"origin": BASE}, follow_redirects=False)


def visitor(app: Starlette) -> TestClient:
    """A browser that opened the start address."""
    client = stranger(app)
    assert client.get("/", params={"token": TOKEN}).status_code == 303
    client.follow_redirects = True
    return client


class Running:
    """A server that listens on the loopback address, in a thread, for what a test client cannot show."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._socket = serving.opened(serving.LOOPBACK_HOST, 0)
        self.port: int = self._socket.getsockname()[1]
        self.address = serving.address(serving.LOOPBACK_HOST, self._socket, settings.token)
        self._ready = threading.Event()
        self._server: uvicorn.Server | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> Running:
        self._thread.start()
        assert self._ready.wait(20)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._server
        self._server.should_exit = True
        self._thread.join(20)
        self._socket.close()

    def get(self, path: str) -> http.client.HTTPResponse:
        """What it answers to a program that bears the token."""
        with closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            connection.request("GET", path, headers={"authorization": f"Bearer {self.settings.token}"})
            answer = connection.getresponse()
            answer.read()
            return answer

    def _run(self) -> None:
        serving.run(self.settings, self._socket, ready=self._is_ready)

    def _is_ready(self, server: uvicorn.Server) -> None:
        self._server = server
        self._ready.set()
