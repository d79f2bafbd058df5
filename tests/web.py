"""A server in the test's own process, and what a browser sends to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from starlette.testclient import TestClient

from provenance.web.app import make_app
from provenance.web.settings import Settings
from tests.conftest import NOON

if TYPE_CHECKING:
    from pathlib import Path

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
