"""Runs the application on one address until it is told to end."""

from __future__ import annotations

import ipaddress
import secrets
import socket
from typing import TYPE_CHECKING

import uvicorn

from provenance.errors import BadOption
from provenance.web.app import make_app

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.web.settings import Settings

LOOPBACK_HOST = "127.0.0.1"
MOST_CONNECTIONS = 128
SHORTEST_TOKEN = 16  # characters, where a person chooses it
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
    return f"http://{name}:{listening.getsockname()[1]}/?token={token}"


def run(settings: Settings, listening: socket.socket, *, ready: Callable[[uvicorn.Server], None]) -> None:
    """Serve until Ctrl-C. ``ready`` is told once it answers."""
    config = uvicorn.Config(
        make_app(settings),
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        ws="none",
        limit_concurrency=MOST_CONNECTIONS,
        timeout_graceful_shutdown=END_SECONDS,
        lifespan="on",
    )
    server = _Server(config, ready)
    server.run(sockets=[listening])


class _Server(uvicorn.Server):
    """Says when it answers."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[uvicorn.Server], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        if self.started:
            self._ready(self)
