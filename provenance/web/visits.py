"""One request as the function that answers it sees it, and what turns such a function into a route.

A page is a plain function ``(visit) -> Response`` and runs in a thread. What it answers to is said once, where its
route is made: :func:`page` for asking, :func:`action` for sending.
"""

from __future__ import annotations

import asyncio
import logging
import time
from contextlib import ExitStack
from functools import cached_property
from typing import TYPE_CHECKING, Any

from python_multipart.multipart import parse_options_header
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.responses import HTMLResponse, RedirectResponse
from starlette.routing import Route

from provenance.errors import ArchiveLocked, BadOption, ProvenanceError
from provenance.named import NamedTuple
from provenance.web.settings import FORM_BYTES
from provenance.web.texts import LONGEST, refused_texts
from provenance.web.uploads import room_for_files

if TYPE_CHECKING:
    import threading
    from collections.abc import Callable, Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

    from provenance.archive import Archive
    from provenance.web.desks import Desks
    from provenance.web.inquiries import Inquiries
    from provenance.web.jobs import Jobs
    from provenance.web.rendering import Looks
    from provenance.web.settings import Settings
    from provenance.web.shelf import Shelf
    from provenance.web.uploads import Upload, Uploads
    from provenance.web.workings import Workings

    Answering = Callable[["Visit"], Response]

MOST_FILES = 50  # in one request
MOST_FIELDS = 200
FIELD_BYTES = 4 * LONGEST  # of a field beside files; other forms are small as a whole
NAME_COOKIE = "provenance-name"  # who works here: what decisions are signed with
NAME_SECONDS = 365 * 24 * 3600
LONGEST_NAME = 200  # characters
LONGEST_NUMBER = 9  # digits
UNSEEN = frozenset({"item", "other", "skip", "of", "back", "upload", "knows"})  # fields that the program fills in
NEXT_SECONDS = 0.02  # until it asks again whether it is its turn
TURN_SECONDS = 10.0  # that a request that records waits for others that do
LOG = logging.getLogger(__name__)


class Unexpected(ProvenanceError):
    """A mistake of the program, as a line for people; the trace is in the log."""


class Server(NamedTuple):
    """What all requests share."""

    settings: Settings
    desks: Desks
    uploads: Uploads
    jobs: Jobs
    inquiries: Inquiries
    shelf: Shelf
    looks: Looks
    workings: Workings

    def close(self) -> None:
        """End jobs, close archives, remove uploads."""
        self.jobs.close()
        self.desks.close()
        self.uploads.close()


class Form(NamedTuple):
    """What a request sent."""

    fields: Mapping[str, tuple[str, ...]] = {}
    files: tuple[Upload, ...] = ()
    refused: Mapping[str, str] = {}  # what is wrong with a text that cannot be taken, by its field

    def text(self, name: str) -> str:
        """The first value of a field, trimmed; "" where there is none."""
        return next((value.strip() for value in self.fields.get(name, ())), "")

    def number(self, name: str) -> int | None:
        """A number that the program filled in; None where there is none."""
        text = self.text(name)
        return int(text) if text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER else None

    def texts(self, *names: str) -> dict[str, str]:
        """The first values of some fields."""
        return {name: self.text(name) for name in names}

    @property
    def typed(self) -> list[tuple[str, str]]:
        """What somebody filled in or chose, field by field."""
        return [(name, one) for name, values in self.fields.items() if name not in UNSEEN for one in values if one]

    @property
    def unseen(self) -> list[tuple[str, str]]:
        """What the program filled in for them."""
        return [(name, one) for name, values in self.fields.items() if name in UNSEEN for one in values]


class Visit:
    """One request. ``archive`` is borrowed when it is first asked for, and given back after the answer."""

    def __init__(self, request: Request, server: Server, form: Form) -> None:
        self.request, self.server, self.form = request, server, form
        self._borrowed = ExitStack()

    @cached_property
    def archive(self) -> Archive:
        """An archive for this request alone."""
        return self._borrowed.enter_context(self.server.desks.lent())

    @property
    def settings(self) -> Settings:
        """What the server was told."""
        return self.server.settings

    @property
    def is_fragment(self) -> bool:
        """Whether htmx asks for a part of a page."""
        return self.request.headers.get("hx-request") == "true"

    @property
    def name(self) -> str:
        """Who works here, as given with an earlier form."""
        from urllib.parse import unquote

        return unquote(self.request.cookies.get(NAME_COOKIE, ""))[:LONGEST_NAME]

    def path(self, name: str) -> str:
        """A part of the path."""
        return str(self.request.path_params[name])

    def query(self, name: str, default: str = "") -> str:
        """A value behind the question mark, trimmed."""
        return self.request.query_params.get(name, default).strip()

    def render(self, template: str, *, status: int = 200, **data: Any) -> Response:
        """A page, or a part of one, from a template."""
        return HTMLResponse(self.server.looks.rendered(template, self, data), status)

    def to(self, place: str) -> Response:
        """Go to another page of this server; ``place`` is made by the program, never by a request."""
        return RedirectResponse(place, 303)

    def signed(self, answer: Response, name: str) -> Response:
        """The answer, with the name to be offered in the next form."""
        from urllib.parse import quote

        if name:
            answer.set_cookie(
                NAME_COOKIE, quote(name[:LONGEST_NAME]), max_age=NAME_SECONDS, httponly=True, samesite="strict"
            )
        return answer

    def answered(self, function: Answering) -> Response:
        """Run the function, and give back what it borrowed.

        Raises:
            ProvenanceError, HTTPException: as the function does; Unexpected instead of anything else.
        """
        try:
            with self._borrowed:
                return function(self)
        except (ProvenanceError, HTTPException):
            raise
        except Exception as error:
            LOG.exception("%s %r", self.request.method, self.request.url.path)
            raise Unexpected(f"unexpected {type(error).__name__}: {error}") from error


def page(path: str, function: Answering, *, name: str | None = None) -> Route:
    """A route that asks. It must change nothing."""

    async def endpoint(request: Request) -> Response:
        visit = Visit(request, request.app.state.server, Form())
        return await run_in_threadpool(visit.answered, function)

    return Route(path, endpoint, methods=["GET"], name=name or function.__name__)


def action(
    path: str,
    function: Answering,
    *,
    records: bool = True,
    files: bool = False,
    beside: bool = False,
    name: str | None = None,
) -> Route:
    """A route that sends a form. One that ``records`` is refused by a server that only reads.

    Args:
        path: of the route.
        function: that answers.
        records: whether it may change the archive, its log included.
        files: whether files may be sent.
        beside: whether the function says itself, beside its field, what of ``form.refused`` cannot be taken.
        name: of the route; otherwise the function's.
    """

    async def endpoint(request: Request) -> Response:
        server: Server = request.app.state.server
        if records:
            refuse_if_read_only(server.settings)
        form = request.state.form = await form_of(request, server, files=files)  # an error gives back what it says
        for field, fault in form.refused.items():
            if not beside or field in UNSEEN:
                raise BadOption(f"“{field}”: {fault}")
        visit = Visit(request, server, form)
        if records:
            return await recording(request, visit, function)
        return await run_in_threadpool(visit.answered, function)

    endpoint.records = records  # type: ignore[attr-defined]  # make_app refuses routes that send and lack it
    return Route(path, endpoint, methods=["POST"], name=name or function.__name__)


async def recording(request: Request, visit: Visit, function: Answering) -> Response:
    """Answer a request that records, once fewer do at the same time than there are archives: while another process
    writes all of them wait, and look-ups go on.

    Raises:
        ArchiveLocked: the others took too long.
    """
    writers: threading.Semaphore = request.app.state.writers
    end = time.monotonic() + TURN_SECONDS
    while not writers.acquire(blocking=False):  # in no thread: whoever waits must not take those that look-ups need
        if time.monotonic() > end:
            raise ArchiveLocked("Others are recording, and it takes long. Try again in a moment.")
        await asyncio.sleep(NEXT_SECONDS)
    try:
        return await run_in_threadpool(visit.answered, function)
    finally:
        writers.release()


def refuse_if_read_only(settings: Settings) -> None:
    """Whatever may change the archive asks this first.

    Raises:
        HTTPException: the server only reads.
    """
    if settings.read_only:
        raise HTTPException(403, "This server only reads: it was started with --read-only.")


async def form_of(request: Request, server: Server, *, files: bool) -> Form:
    """Read what was sent; files go to the temporary folder."""
    _refuse_other_letters(request)
    most, size = (MOST_FILES, FIELD_BYTES) if files else (0, FORM_BYTES)
    with room_for_files():
        async with request.form(max_files=most, max_fields=MOST_FIELDS, max_part_size=size) as sent:
            entries = sent.multi_items()
            kept = await run_in_threadpool(_kept, entries, server.uploads)
    fields: dict[str, list[str]] = {}
    for key, value in entries:
        if isinstance(value, str):
            fields.setdefault(key, []).append(value)
    refused = refused_texts((name, value) for name, values in fields.items() for value in values)
    return Form({key: tuple(values) for key, values in fields.items()}, kept, refused)


def _refuse_other_letters(request: Request) -> None:
    """Python would take the name of any codec of its own there; some make halves of letters, some fail.

    Raises:
        HTTPException: the form says that it is not in UTF-8.
    """
    _, said = parse_options_header(request.headers.get("content-type", ""))
    if said.get(b"charset", b"utf-8").lower() not in (b"utf-8", b"utf8"):
        raise HTTPException(415, "Send the form in UTF-8.")


def _kept(entries: Iterable[tuple[str, UploadFile | str]], uploads: Uploads) -> tuple[Upload, ...]:
    """An input of files that nobody chose any for comes as one without a name."""
    chosen = [value for _, value in entries if isinstance(value, UploadFile) and value.filename]
    kept: list[Upload] = []
    try:
        kept.extend(uploads.take(one.file, one.filename or "") for one in chosen)
    except BaseException:  # nobody will ask for those that came before
        for upload in kept:
            uploads.drop(upload.id)
        raise
    return tuple(kept)
