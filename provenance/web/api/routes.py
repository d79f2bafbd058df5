"""Operations become routes: a request is read, answered in a thread, and written as JSON."""

from __future__ import annotations

import json
import tempfile
from functools import cache
from typing import TYPE_CHECKING, Any

from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.routing import Route

from provenance.errors import BadOption
from provenance.exporters import plain
from provenance.web.api.description import described
from provenance.web.api.fields import Place, from_object, from_texts
from provenance.web.api.operations import OPERATIONS, Asks, Does
from provenance.web.uploads import room_for_files, shown_name
from provenance.web.visits import Form, Visit, form_of, page, recording, refuse_if_read_only

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from typing import IO

    from starlette.requests import Request

    from provenance.web.api.fields import Values
    from provenance.web.api.operations import Operation, Reply
    from provenance.web.uploads import Upload
    from provenance.web.visits import Server

FORMS = ("multipart/form-data", "application/x-www-form-urlencoded")
JSON = "application/json"
IN_MEMORY = 1_000_000  # bytes of a file that is sent as the body
UNNAMED = "the file that was sent"


class _Answer(Response):
    """JSON, as :func:`provenance.exporters.plain.line` writes it."""

    media_type = JSON

    def render(self, content: Any) -> bytes:
        return plain.line(content).encode("ascii")


def _endpoint(operations: Mapping[str, Operation]) -> Callable[[Request], Awaitable[Response]]:
    """What answers at a path, by the method."""

    async def endpoint(request: Request) -> Response:
        server: Server = request.app.state.server
        operation = operations.get(request.method) or operations["GET"]  # HEAD
        if operation.does is Does.RECORDS:
            refuse_if_read_only(server.settings)
        values, upload = await _read(operation, request, server)
        visit = Visit(request, server, Form())
        if operation.does is Does.COMPARES:  # few at once: look-ups do not wait for them
            async with request.app.state.few:
                return await run_in_threadpool(_compared, operation, visit, values, upload)

        def answer(visit: Visit) -> Response:
            return _answered(operation, Asks(visit.archive, values))

        if operation.does is Does.RECORDS:
            return await recording(request, visit, answer)
        return await run_in_threadpool(visit.answered, answer)

    endpoint.records = any(one.does is Does.RECORDS for one in operations.values())  # type: ignore[attr-defined]  # see app.refuse_unguarded
    return endpoint


def _compared(operation: Operation, visit: Visit, values: Values, upload: Upload | None) -> Response:
    """With an archive of those that long work has; the file is gone afterwards."""

    def answer(visit: Visit) -> Response:
        with visit.server.jobs.lent() as archive:
            return _answered(operation, Asks(archive, values, upload))

    try:
        return visit.answered(answer)
    finally:
        if upload:
            visit.server.uploads.drop(upload.id)


def _answered(operation: Operation, asks: Asks) -> Response:
    reply: Reply = operation.function(asks)
    return _Answer(reply.body, 201 if reply.new else 200)


# -- reading ------------------------------------------------------------------------------------------


async def _read(operation: Operation, request: Request, server: Server) -> tuple[Values, Upload | None]:
    """What the path, the query and the body say, and the file that came."""
    path = {name: [str(value)] for name, value in request.path_params.items()}
    values = from_texts(operation.fields_in(Place.PATH), path)
    in_address: dict[str, list[str]] = {}
    for name, value in request.query_params.multi_items():
        in_address.setdefault(name, []).append(value)
    if operation.takes_file:
        return await _with_file(operation, request, server, in_address)
    values |= from_texts(operation.fields_in(Place.QUERY), in_address)
    if operation.posts:
        values |= await _body(operation, request, server)
    return values, None


async def _with_file(
    operation: Operation, request: Request, server: Server, said: dict[str, list[str]]
) -> tuple[Values, Upload]:
    """The fields of the address and of the form, if there is one; the file of the form, or the body itself."""
    fields = operation.fields_in(Place.QUERY)
    if _kind(request) != FORMS[0]:
        values = from_texts(fields, said)
        return values, await _raw(request, server, values["name"] or UNNAMED)
    form = await form_of(request, server, files=True)
    try:
        for name, given in form.fields.items():
            said[name] = [*said.get(name, ()), *given]
        values = from_texts(fields, said)
        if len(form.files) != 1:
            raise BadOption(f"{len(form.files)} files were sent: send one, in a field of any name")
    except BadOption:
        for file in form.files:
            server.uploads.drop(file.id)
        raise
    [upload] = form.files
    return values, upload._replace(name=shown_name(values["name"]) if values["name"] else upload.name)


async def _raw(request: Request, server: Server, name: str) -> Upload:
    with room_for_files(), tempfile.SpooledTemporaryFile(IN_MEMORY) as held:
        size = 0
        async for piece in request.stream():
            size += len(piece)
            await run_in_threadpool(held.write, piece)  # to the disk, where it is large
        if not size:
            raise BadOption("no file was sent. Send it as the body, or in a form (multipart/form-data)")
        return await run_in_threadpool(_kept, server, held, name)


def _kept(server: Server, held: IO[bytes], name: str) -> Upload:
    held.seek(0)
    return server.uploads.take(held, name)


async def _body(operation: Operation, request: Request, server: Server) -> Values:
    fields, kind = operation.fields_in(Place.BODY), _kind(request)
    if kind in FORMS:
        form = await form_of(request, server, files=False)
        return from_texts(fields, {name: [value for value in given if value] for name, given in form.fields.items()})
    if kind != JSON:
        raise HTTPException(415, f"Send the fields as {JSON}, or as a form.")
    try:
        said = json.loads(await request.body())
    except (ValueError, RecursionError):
        raise BadOption("the body cannot be read as JSON in UTF-8") from None
    if not isinstance(said, dict):
        raise BadOption("the body is no JSON object: send the fields by their names")
    return from_object(fields, said)


def _kind(request: Request) -> str:
    return request.headers.get("content-type", "").partition(";")[0].strip().lower()


# -- what is said of the API itself -------------------------------------------------------------------


@cache
def _description() -> bytes:
    return json.dumps(described(OPERATIONS)).encode()


def description(visit: Visit) -> Response:
    """The API as OpenAPI 3.1."""
    del visit
    return Response(_description(), media_type=JSON)


def contents(visit: Visit) -> Response:
    """The API for people."""
    return visit.render("api.html", operations=OPERATIONS)


def _routes() -> list[Route]:
    """One a path, so that what another method is answered names all that the path takes."""
    paths: dict[str, dict[str, Operation]] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method] = one
    made = [Route(path, _endpoint(held), methods=[*held], name=f"api {path}") for path, held in paths.items()]
    return [page("/api", contents, name="api"), page("/api/openapi.json", description, name="openapi"), *made]


routes = tuple(_routes())
