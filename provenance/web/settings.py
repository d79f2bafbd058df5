"""What one server is told when it starts. Nothing of it changes while it runs."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.media.limits import DEFAULT_LIMITS

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from provenance.media.limits import Limits

LOOPBACK = ("127.0.0.1", "localhost", "::1")
UPLOAD_BYTES = 1_000_000_000  # of one request: a video of an hour, as platforms encode it
HELD_BYTES = 4_000_000_000  # of all uploads that lie in the temporary folder
FORM_BYTES = 1_000_000  # of a request without files
KEPT_SECONDS = 3600.0  # that an upload and its answer stay
IDLE_SECONDS = 30.0  # that a client may be silent in the middle of a request
BUSY_SECONDS = 5.0  # that what a page records waits for another process that writes
DESKS = 4  # archives open for pages; more requests wait
READING_DESKS = 2  # of these are kept for requests that record nothing
SECRET_BYTES = 32
KEY_CHARACTERS = 32  # of what addresses hold
WORKERS = 2  # long jobs at the same time, each with an archive of its own


def _new_secret() -> bytes:
    return secrets.token_bytes(SECRET_BYTES)


def _utc_now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(tz=UTC)


@dataclass(frozen=True, slots=True)
class Settings:
    """One server's: whose archive, who may ask, and how much."""

    archive: str
    token: str = field(repr=False)  # random, in the start address; opens the pages and, as a bearer's, the API
    hosts: tuple[str, ...] = LOOPBACK  # names by which it may be called, without a port
    read_only: bool = False
    upload_bytes: int = UPLOAD_BYTES
    held_bytes: int = HELD_BYTES
    kept_seconds: float = KEPT_SECONDS
    idle_seconds: float = IDLE_SECONDS
    busy_seconds: float = BUSY_SECONDS
    desks: int = DESKS
    workers: int = WORKERS
    limits: Limits = DEFAULT_LIMITS
    clock: Callable[[], datetime] = _utc_now
    secret: bytes = field(default_factory=_new_secret, repr=False)  # of this start: a token may be kept for the next

    def derived(self, purpose: str) -> str:
        """A secret for one purpose that follows from the token, and does not tell it."""
        return hmac.new(self.token.encode(), purpose.encode(), hashlib.sha256).hexdigest()

    def key(self, purpose: str) -> str:
        """What opens one thing until the server ends; no other start of it, with the same token, knows it."""
        return hmac.new(self.secret, self.derived(purpose).encode(), hashlib.sha256).hexdigest()[:KEY_CHARACTERS]

    @property
    def writers(self) -> int:
        """How many requests may record at the same time: the others must not wait when all of these do."""
        return max(1, self.desks - READING_DESKS)

    @property
    def cookie(self) -> str:
        """The name of the session's cookie; ports share cookies, so that two servers need two names."""
        return f"provenance-{self.derived('cookie')[:8]}"
