"""What is refused before any page is reached, and the headers that every answer carries.

1. The name in ``Host`` is one of the settings': a foreign name that resolves to this machine reaches nothing.
2. A request that another site's page makes is refused, but for following a link. Ports share cookies, so that
   another program's page on this machine counts as another site.
3. The token: in the start address, once, which becomes a cookie; else that cookie, or ``Authorization: Bearer``.
4. What changes something comes from a page of this very server (``Origin``), or bears the token.
5. A body has an end: its size is limited, and so is the time in which nothing comes.
"""

from __future__ import annotations

import asyncio
import re
import secrets
from typing import TYPE_CHECKING
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.requests import cookie_parser
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

from provenance.named import NamedTuple
from provenance.web.settings import FORM_BYTES

if TYPE_CHECKING:
    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from provenance.web.settings import Settings

ASKING = frozenset({"GET", "HEAD"})
CONTENT_POLICY = "default-src 'self'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    # "no-referrer" would make browsers send "Origin: null" with forms; to other sites this says as little
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cache-control": "no-store",  # evidence does not stay in the browser's cache, unless an answer says so
}
HOST = re.compile(r"(?:\[(?P<v6>[0-9A-Fa-f:.]+)\]|(?P<name>[^:\[\]]+))(?::[0-9]{1,5})?")
LENGTH_DIGITS = 18  # Python refuses to read a number of some thousands
API = "/api"
TAKES_FILES = "/api/check"  # as the whole body
OPEN = "/static/"  # this project's own styles and scripts: nothing of an archive


class Refusal(NamedTuple):
    """Why a request is not let in."""

    status: int
    reason: str


NO_TOKEN = Refusal(
    403, "Open the address that provenance serve printed: it holds the token. Programs send it as a bearer's."
)

ENDS = Refusal(503, "The server ends. Start it again, then send this again.")


class Guard:
    """Wraps the whole application."""

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app, self._settings = app, settings
        self._session = settings.derived("session")

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return
        sent = _Sent(send)
        headers = Headers(scope=scope)
        answer = self._answer(scope, headers)
        if answer is not None:
            await answer(scope, receive, sent)
            return
        most = FORM_BYTES
        if headers.get("content-type", "").startswith("multipart/form-data") or scope["path"] == TAKES_FILES:
            most = self._settings.upload_bytes
        try:
            await self._app(scope, _limited(receive, most, self._settings.idle_seconds), sent)
        except asyncio.CancelledError:  # the server ends, and has waited long enough for the client
            if not sent.begun:
                await _said(ENDS, for_programs=is_for_programs(scope["path"]))(scope, receive, sent)

    def _answer(self, scope: Scope, headers: Headers) -> Response | None:
        """What is said without asking the application, if anything."""
        refusal = self._not_here(headers) or self._from_elsewhere(scope, headers)
        if refusal is None and not scope["path"].startswith(OPEN):
            if self._has_start_token(scope):
                return self._started()
            refusal = self._unknown(headers) or self._forged(scope, headers)
        refusal = refusal or self._too_large(headers)
        return _said(refusal, for_programs=is_for_programs(scope["path"])) if refusal else None

    def _not_here(self, headers: Headers) -> Refusal | None:
        hosts = headers.getlist("host")
        if len(hosts) == 1 and _name_of(hosts[0]) in self._settings.hosts:
            return None
        return Refusal(421, "This server is not called so. Open the address that provenance serve printed.")

    def _from_elsewhere(self, scope: Scope, headers: Headers) -> Refusal | None:
        """Browsers say in Sec-Fetch-Site whose page asks; what is no browser says nothing."""
        if headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
            return None
        if scope["method"] in ASKING and headers.get("sec-fetch-mode") == "navigate":
            return None
        return Refusal(403, "Another site's page asked for this.")

    def _has_start_token(self, scope: Scope) -> bool:
        if scope["method"] != "GET":
            return False
        given = parse_qs(scope["query_string"].decode("latin-1")).get("token", [])
        return len(given) == 1 and _same(given[0], self._settings.token)

    def _started(self) -> Response:
        """Into the pages, without the token in the address: histories and screenshots hold addresses."""
        answer = RedirectResponse("/", 303)
        answer.set_cookie(self._settings.cookie, self._session, httponly=True, samesite="strict")
        return answer

    def _unknown(self, headers: Headers) -> Refusal | None:
        if self._bears_token(headers) or _same(_cookie(headers, self._settings.cookie), self._session):
            return None
        return NO_TOKEN

    def _bears_token(self, headers: Headers) -> bool:
        kind, _, token = headers.get("authorization", "").partition(" ")
        return kind.lower() == "bearer" and _same(token.strip(), self._settings.token)

    def _forged(self, scope: Scope, headers: Headers) -> Refusal | None:
        if scope["method"] in ASKING:
            return None
        origin = headers.get("origin")
        if origin is None and self._bears_token(headers):
            return None
        if origin == f"{scope['scheme']}://{headers['host']}":
            return None
        return Refusal(403, "Only a page of this server, or a program that bears the token, may send this.")

    def _too_large(self, headers: Headers) -> Refusal | None:
        length = headers.get("content-length", "0")
        if not (length.isascii() and length.isdigit()):
            return Refusal(400, "The length of the request is no number.")
        if len(length) > LENGTH_DIGITS or int(length) > self._settings.upload_bytes:
            return Refusal(413, _over(self._settings.upload_bytes))
        return None


def is_for_programs(path: str) -> bool:
    """Whether an address answers in JSON."""
    return path.startswith(API + "/")


def _said(refusal: Refusal, *, for_programs: bool) -> Response:
    if not for_programs:
        return PlainTextResponse(refusal.reason + "\n", refusal.status)
    answer = JSONResponse({"error": refusal.reason, "kind": "Refused"}, refusal.status)
    if refusal is NO_TOKEN:
        answer.status_code = 401
        answer.headers["www-authenticate"] = "Bearer"
    return answer


def _name_of(host: str) -> str:
    """``127.0.0.1`` of ``127.0.0.1:8000``, ``::1`` of ``[::1]:8000``; "" of what is written in no such way."""
    found = HOST.fullmatch(host)
    return (found["v6"] or found["name"]).lower() if found else ""


def _same(given: str, wanted: str) -> bool:
    return secrets.compare_digest(given.encode(), wanted.encode())


def _cookie(headers: Headers, name: str) -> str:
    """Ports share cookies: what another program of this machine set, however it is written, stands beside ours."""
    return cookie_parser(headers.get("cookie", "")).get(name, "")


def _over(most: int) -> str:
    return f"More than {most / 1e6:,.0f} MB at once. Send less, or start the server with a larger --max-upload."


class _Sent:
    """What goes to the client, with the headers."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.begun = False

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.begun = True
            headers = MutableHeaders(scope=message)
            for name, value in HEADERS.items():
                headers.setdefault(name, value)
        await self._send(message)


def _limited(receive: Receive, most: int, idle_seconds: float) -> Receive:
    """Bodies of unknown length are counted; a client that stays silent is not waited for."""
    taken = 0

    async def received() -> Message:
        nonlocal taken
        if taken < 0:
            return await receive()
        try:
            message = await asyncio.wait_for(receive(), idle_seconds)
        except TimeoutError:
            raise HTTPException(408, "The request did not come to its end.") from None
        if message["type"] == "http.request":
            taken += len(message.get("body", b""))
            if taken > most:
                raise HTTPException(413, _over(most))
            if not message.get("more_body", False):
                taken = -1  # whoever waits now waits for the client to go, which may take as long as it likes
        return message

    return received
