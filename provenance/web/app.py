"""The application: what requests share, the routes, and what an error becomes."""

from __future__ import annotations

import asyncio
import threading
import time
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from provenance.errors import (
    AmbiguousId,
    ArchiveError,
    ArchiveLocked,
    InputError,
    MediaError,
    MediaTooLarge,
    ProvenanceError,
    StorageFull,
    UnknownId,
)
from provenance.saying.words import one_line
from provenance.web import api, media, pages
from provenance.web.desks import Desks
from provenance.web.guards import Guard, is_for_programs
from provenance.web.inquiries import Inquiries
from provenance.web.jobs import Jobs
from provenance.web.rendering import Looks
from provenance.web.shelf import Shelf
from provenance.web.uploads import TooMuchHeld, Uploads
from provenance.web.visits import Form, Server, Visit
from provenance.web.workings import Workings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence

    from starlette.requests import Request
    from starlette.routing import BaseRoute

    from provenance.web.settings import Settings

STATIC = Path(__file__).resolve().parent / "static"
SWEEP_SECONDS = 60.0
PAGE_WORDS = {404: "There is no such page.", 405: "That cannot be done with this page."}
PROGRAM_WORDS = {404: "There is no such address. See /api", 405: "This address takes another method. See /api"}
STATUS: tuple[tuple[type[ProvenanceError], int], ...] = (  # the first that fits
    (UnknownId, 404),
    (AmbiguousId, 404),
    (TooMuchHeld, 507),
    (MediaTooLarge, 413),
    (MediaError, 422),
    (InputError, 400),
    (ArchiveLocked, 503),
    (StorageFull, 507),
    (ArchiveError, 503),
)


def make_app(settings: Settings, *, steady: Callable[[], float] = time.monotonic) -> Starlette:
    """The pages over one archive; ``steady`` is a clock that only goes forward, in seconds."""
    server = _server(settings, steady)
    app = Starlette(
        routes=_routes(),
        middleware=[Middleware(Guard, settings=settings)],
        exception_handlers={
            ProvenanceError: _said,
            HTTPException: _refused,
            ClientDisconnect: _gone,
        },
        lifespan=_lifespan,
    )
    app.state.server = server
    app.state.writers = threading.Semaphore(settings.writers)  # requests that record; reading does not wait for them
    app.state.few = asyncio.Semaphore(settings.workers)  # programs' long questions; short ones do not wait
    return app


def _server(settings: Settings, steady: Callable[[], float]) -> Server:
    uploads = Uploads(settings, steady=steady)
    jobs = Jobs(settings, Desks(settings, settings.workers), steady=steady)
    looks = Looks([entry for module in pages.MODULES if (entry := getattr(module, "NAVIGATION", None))])
    inquiries = Inquiries(settings, uploads, jobs)
    desks = Desks(settings, settings.desks, busy_seconds=settings.busy_seconds)
    return Server(settings, desks, uploads, jobs, inquiries, Shelf(), looks, Workings(jobs))


def _routes() -> Sequence[BaseRoute]:
    routes: list[BaseRoute] = [Mount("/static", StaticFiles(directory=STATIC), name="static")]
    for module in (media, api, *pages.MODULES):
        routes += module.routes
    for route in routes:
        refuse_unguarded(route)
    return routes


def refuse_unguarded(route: BaseRoute) -> None:
    """A route that changes something without asking whether it may is a mistake of the program."""
    if isinstance(route, Route):
        sends = (route.methods or set()) - {"GET", "HEAD"}
        if sends and not hasattr(route.endpoint, "records"):
            raise TypeError(f"{route.path}: make the route with provenance.web.visits.action")


@asynccontextmanager
async def _lifespan(app: Starlette) -> AsyncIterator[None]:
    server: Server = app.state.server
    sweeping = asyncio.create_task(_sweeping(server.uploads))
    try:
        yield
    finally:
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        await asyncio.to_thread(server.close)


async def _sweeping(uploads: Uploads) -> None:
    while True:
        await asyncio.sleep(SWEEP_SECONDS)
        await asyncio.to_thread(uploads.sweep)


# --- errors


async def _said(request: Request, error: Exception) -> Response:
    status = next((status for kind, status in STATUS if isinstance(error, kind)), 500)
    return _error(request, status, one_line(str(error)), type(error).__name__)


async def _refused(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)  # noqa: S101 - that is what the handler is for
    known = PROGRAM_WORDS if is_for_programs(request.url.path) else PAGE_WORDS
    words = known.get(error.status_code) or one_line(error.detail)
    answer = _error(request, error.status_code, words, "Refused")
    answer.headers.update(error.headers or {})
    return answer


async def _gone(request: Request, error: Exception) -> Response:
    """The client went in the middle of what it sent: nobody is there to be answered."""
    del request, error
    return Response(status_code=400)


def _error(request: Request, status: int, words: str, kind: str) -> Response:
    """One line: as JSON below ``/api``, as a page elsewhere."""
    if is_for_programs(request.url.path):
        return JSONResponse({"error": words, "kind": kind}, status)
    try:
        form = getattr(request.state, "form", Form())
        visit = Visit(request, request.app.state.server, form)
        return visit.render("error.html", status=status, words=words, form=form)
    except Exception:  # noqa: BLE001 - whatever is wrong with the templates, the line is said
        return PlainTextResponse(words, status)
