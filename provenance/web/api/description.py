"""The table of operations as OpenAPI 3.1."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance import __version__
from provenance.web.api import shapes
from provenance.web.api.fields import Place
from provenance.web.api.operations import Does
from provenance.web.api.shapes import Schemas

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.web.api.fields import Field
    from provenance.web.api.operations import Operation

JSON = "application/json"
INTRODUCTION = (
    "Was a picture or video seen before, and what was it said to show? Answers are the JSON that the commands print "
    "with --json. Errors are one line, with the kind of error. Keys that a program does not know should be passed "
    "over: later versions may add some. Nothing is recorded but by the operations that say so."
)
ERRORS = {
    400: "The request says something that cannot be understood; the line names it.",
    401: "The token is missing or wrong.",
    403: "This server only reads, or another site's page asked.",
    404: "There is no such record.",
    405: "The address takes another method.",
    408: "The request did not come to its end.",
    413: "The request, or the picture in it, is too large.",
    415: "The body is of a kind that is not taken.",
    421: "The server is not called so.",
    422: "The file cannot be used.",
    500: "Something unexpected happened; the server's log says more.",
    503: "The server, or the archive, is busy.",
    507: "There is no room for it.",
}
ALWAYS = (400, 401, 403, 421, 500, 503)


def described(operations: Iterable[Operation]) -> dict[str, Any]:
    """The whole description, as plain values."""
    schemas = Schemas()
    paths: dict[str, dict[str, Any]] = {}
    for one in operations:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, schemas)
    error = {JSON: {"schema": schemas.of(shapes.ERROR)}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "provenance", "version": __version__, "description": INTRODUCTION},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "schemas": schemas.named,
            "responses": {_named(status): {"description": says, "content": error} for status, says in ERRORS.items()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The token that provenance serve prints in its start address.",
                }
            },
        },
    }


def statuses(one: Operation) -> tuple[int, ...]:
    """Those of the errors that an operation can end in."""
    more = [404] if one.fields_in(Place.PATH) or one.does is Does.RECORDS or one.fields else []
    more += [408, 413] if one.posts else []
    more += [415] if one.posts and not one.takes_file else []
    more += [422] if one.takes_file else []
    more += [507] if one.takes_file or one.does is Does.RECORDS else []
    return tuple(sorted({*ALWAYS, *more}))


def _operation(one: Operation, schemas: Schemas) -> dict[str, Any]:
    answer = {"description": one.says, "content": {JSON: {"schema": schemas.of(one.answers)}}}
    answers = {"200": answer}
    if one.does is Does.RECORDS:
        answers = {"200": answer | {"description": "It was recorded before."}, "201": answer}
    answers |= {str(status): {"$ref": f"#/components/responses/{_named(status)}"} for status in statuses(one)}
    made: dict[str, Any] = {"operationId": one.name, "summary": one.title, "description": one.says}
    parameters = [_parameter(field) for field in one.fields if field.place is not Place.BODY]
    made |= {"parameters": parameters} if parameters else {}
    made |= {"requestBody": _file(one)} if one.takes_file else {"requestBody": _body(one)} if one.posts else {}
    return made | {"responses": answers}


def _named(status: int) -> str:
    return f"Error{status}"


def _parameter(field: Field) -> dict[str, Any]:
    where = {"name": field.name, "in": field.place.value, "description": field.says}
    return where | {"required": field.required or field.place is Place.PATH, "schema": field.schema}


def _body(one: Operation) -> dict[str, Any]:
    schema = _object(one.fields_in(Place.BODY))
    kinds = (JSON, "application/x-www-form-urlencoded", "multipart/form-data")
    return {"required": True, "content": {kind: {"schema": schema} for kind in kinds}}


def _file(one: Operation) -> dict[str, Any]:
    """The file as the whole body, or in a form together with the fields that otherwise stand in the address."""
    form = _object(one.fields_in(Place.QUERY))
    form["properties"] = {"file": {"type": "string", "format": "binary"}} | form["properties"]
    form["required"] = ["file", *form.get("required", ())]
    content = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
    content |= {kind: {"schema": {"type": "string", "format": "binary"}} for kind in ("image/*", "video/*")}
    return {"required": True, "content": content | {"multipart/form-data": {"schema": form}}}


def _object(fields: Iterable[Field]) -> dict[str, Any]:
    held = tuple(fields)
    made: dict[str, Any] = {
        "type": "object",
        "properties": {field.name: field.schema | {"description": field.says} for field in held},
        "additionalProperties": False,
    }
    required = [field.name for field in held if field.required]
    return made | ({"required": required} if required else {})
