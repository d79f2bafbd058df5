"""Runs the application on one address until it is told to end."""

from __future__ import annotations

import ipaddress
import logging
import secrets
import signal
import socket
import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING
from urllib.parse import quote

import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from provenance.errors import BadOption
from provenance.web.app import make_app

if TYPE_CHECKING:
    import asyncio
    from collections.abc import Callable, Iterator

    from uvicorn.protocols.http.h11_impl import RequestResponseCycle

    from provenance.web.settings import Settings

LOOPBACK_HOST = "127.0.0.1"
MOST_CONNECTIONS = 128
SHORTEST_TOKEN = 16  # characters, where a person chooses it
CROWDED_CONNECTIONS = 96  # from here on the one whose request is the latest makes room
LEAST_RATE = 10_000  # bytes a second: what a request takes longer than so much would is its lateness
HEAD_SECONDS = 10.0  # for a request to come as far as its body
TOKEN_BYTES = 24
END_SECONDS = 5  # for requests that are under way when the server ends


def new_token() -> str:
    """A token that nobody guesses."""
    return secrets.token_urlsafe(TOKEN_BYTES)


def is_loopback(host: str) -> bool:
    """Whether only this machine reaches an address."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def opened(host: str, port: int) -> socket.socket:
    """A socket that listens; port 0 takes any that is free.

    Raises:
        BadOption: it cannot listen there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    # The protocol is named: asyncio sends small pieces at once only then. Otherwise an answer over a connection that
    # stays open waits 40 ms for the client's acknowledgement of its headers.
    listening = socket.socket(family, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listening.bind((host, port))
    except (OSError, OverflowError) as error:
        listening.close()
        why = getattr(error, "strerror", None) or str(error)
        raise BadOption(f"{host}, port {port}: cannot be listened at ({why}). Choose another: --port 0") from error
    listening.listen(MOST_CONNECTIONS)
    return listening


def address(host: str, listening: socket.socket, token: str) -> str:
    """The start address."""
    name = f"[{host}]" if ":" in host else host
    return f"http://{name}:{listening.getsockname()[1]}/?token={quote(token, safe='')}"


def run(settings: Settings, listening: socket.socket, *, ready: Callable[[uvicorn.Server], None]) -> None:
    """Serve until Ctrl-C. ``ready`` is told once it answers."""
    config = uvicorn.Config(
        make_app(settings),
        http=_Connection,
        log_level="error",  # warnings tell what strangers sent, as often as they send it
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=END_SECONDS,
        lifespan="on",
    )
    logging.getLogger("python_multipart").setLevel(logging.CRITICAL)  # likewise: the answer says what is wrong
    server = _Server(config, ready)
    server.run(sockets=[listening])


class _Connection(H11Protocol):
    """Ends where no request comes: uvicorn waits for ever for the first one, and for one that was begun.

    Otherwise whoever reaches the port, without the token, could take every connection that there is; and whoever has
    it, by sending bodies drop by drop.
    """

    _began = 0.0  # of the loop's clock: when the request was begun, or the waiting for one
    _received = 0  # bytes since then
    _request: RequestResponseCycle | None = None  # that they are of
    _timer: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait; where many do, or send slowly, the latest of them makes room."""
        super().connection_made(transport)
        self._begin()
        self._wait()
        ours = [one for one in self.connections if isinstance(one, _Connection) and not one.transport.is_closing()]
        if len(ours) > CROWDED_CONNECTIONS:
            max((one for one in ours if one.is_coming), key=lambda one: one.lateness).transport.close()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._wait_no_longer()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Wait for a whole request, and no longer once it is there."""
        super().data_received(data)
        if self.cycle is not self._request:
            self._request = self.cycle
            self._begin()
        self._received += len(data)
        if not self.waits:
            self._wait_no_longer()
        elif self._timer is None:
            self._wait()

    def on_response_complete(self) -> None:
        """Begin to wait for the next request."""
        self._begin()
        super().on_response_complete()

    @property
    def waits(self) -> bool:
        """Whether nothing is being answered."""
        return self.cycle is None or self.cycle.response_complete

    @property
    def is_coming(self) -> bool:
        """Whether a request is waited for, or the rest of one, and it is the client that keeps us waiting."""
        return self.waits or (self.cycle.more_body and not self.flow.read_paused)

    @property
    def lateness(self) -> float:
        """Seconds that the request takes longer than one would that comes steadily; below 0 where it comes faster."""
        return self.loop.time() - self._began - self._received / LEAST_RATE

    def _begin(self) -> None:
        self._began, self._received = self.loop.time(), 0

    def _wait(self) -> None:
        self._timer = self.loop.call_later(HEAD_SECONDS, self._give_up)

    def _wait_no_longer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _give_up(self) -> None:
        self._timer = None
        if self.waits:
            self.transport.close()


class _Server(uvicorn.Server):
    """Says when it answers, and ends as after Ctrl-C when its terminal is closed."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[uvicorn.Server], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready(self)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        with super().capture_signals():
            hung_up = getattr(signal, "SIGHUP", None)  # not on Windows
            if hung_up is None or threading.current_thread() is not threading.main_thread():
                yield
                return
            before = signal.getsignal(hung_up)
            if before is not signal.SIG_IGN:  # nohup
                signal.signal(hung_up, self.handle_exit)
            try:
                yield
            finally:
                signal.signal(hung_up, before)
