"""What an operation takes: each field with its meaning, its JSON Schema, and how it is read. All else is refused."""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from provenance.errors import BadOption
from provenance.named import NamedTuple
from provenance.web.texts import LONGEST, TEXT, refuse_text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

MOST = 100  # values of a field that takes several
WHOLE = re.compile(r"-?[0-9]{1,9}", re.ASCII)
FILLED = r"\S"


class Place(StrEnum):
    """Where a field stands in a request."""

    PATH = "path"
    QUERY = "query"
    BODY = "body"


class Sort(StrEnum):
    """What values a field has."""

    TEXT = "string"
    WHOLE = "integer"
    FLAG = "boolean"


class Field(NamedTuple):
    """One thing that can be said in a request."""

    name: str
    says: str  # what it means, a sentence for people
    place: Place = Place.QUERY
    sort: Sort = Sort.TEXT
    choices: tuple[str, ...] = ()
    many: bool = False
    required: bool = False
    default: int | bool | None = None
    least: int | None = None
    most: int | None = None
    pattern: str | None = None

    @property
    def schema(self) -> dict[str, Any]:
        """Its JSON Schema."""
        one = self._one()
        return {"type": "array", "items": one, "maxItems": MOST} if self.many else one

    def _one(self) -> dict[str, Any]:
        made: dict[str, Any] = {"type": self.sort.value}
        if self.choices:
            made["enum"] = list(self.choices)
        elif self.sort is Sort.TEXT:
            patterns = [TEXT, *([FILLED] if self.is_filled else []), *([self.pattern] if self.pattern else [])]
            made |= {"maxLength": LONGEST, "allOf": [{"pattern": one} for one in patterns]}
        limits = {"minimum": self.least, "maximum": self.most, "default": self.default}
        return made | {word: value for word, value in limits.items() if value is not None}

    @property
    def is_filled(self) -> bool:
        """Whether a text must have a sign that can be seen."""
        return self.required or self.many


Values = dict[str, Any]


def from_texts(fields: Iterable[Field], given: Mapping[str, Sequence[str]]) -> Values:
    """What a path, a query or a form says.

    Raises:
        BadOption: naming the field and what is wrong with it.
    """
    known = {field.name: field for field in fields}
    _refuse_unknown(known, given)
    read: dict[str, list[Any]] = {}
    for name, texts in given.items():
        if not known[name].many and len(texts) > 1:
            raise BadOption(f"{name}: is given {len(texts)} times, and counts once")
        read[name] = [_typed(known[name], text) for text in texts]
    return _whole(known, {name: values if known[name].many else values[0] for name, values in read.items() if values})


def from_object(fields: Iterable[Field], given: Mapping[str, Any]) -> Values:
    """What a JSON object says; null is the same as nothing.

    Raises:
        BadOption: as :func:`from_texts`.
    """
    known = {field.name: field for field in fields}
    _refuse_unknown(known, given)
    said = {name: value for name, value in given.items() if value is not None}
    for name, value in said.items():
        if known[name].many != isinstance(value, list):
            raise BadOption(f"{name}: {'takes a list of values' if known[name].many else 'takes one value, no list'}")
        for one in value if isinstance(value, list) else [value]:
            if type(one) is not {Sort.TEXT: str, Sort.WHOLE: int, Sort.FLAG: bool}[known[name].sort]:
                raise BadOption(f"{name}: takes {_SORTS[known[name].sort]}")
    return _whole(known, said)


_SORTS = {Sort.TEXT: "text", Sort.WHOLE: "a whole number", Sort.FLAG: "true or false"}


def _refuse_unknown(known: Mapping[str, Field], given: Iterable[str]) -> None:
    for name in given:
        if name not in known:
            there = ", ".join(known) or "none"
            shown = name if len(name) <= 40 and name.isprintable() else "a field of the request"
            raise BadOption(f"{shown}: is not known here. The fields are: {there}. See /api")


def _typed(field: Field, text: str) -> Any:
    """The value that a text stands for."""
    if field.sort is Sort.TEXT:
        return text
    if field.sort is Sort.WHOLE and WHOLE.fullmatch(text):
        return int(text)
    if field.sort is Sort.FLAG and text in ("true", "false"):
        return text == "true"
    raise BadOption(f"{field.name}: takes {_SORTS[field.sort]}")


def _whole(known: Mapping[str, Field], said: Values) -> Values:
    """All fields, each with its value, its default or None, once every value has passed."""
    for name, value in said.items():
        held = value if known[name].many else [value]
        if len(held) > MOST:
            raise BadOption(f"{name}: {len(held):,} values, and {MOST} are the most")
        for one in held:
            _refuse(known[name], one)
    missing = next((field for field in known.values() if field.required and field.name not in said), None)
    if missing:
        raise BadOption(f"{missing.name}: is missing. {missing.says}")
    filled = {name: value for name, value in said.items() if value != ""}  # a text that was left empty says nothing
    return {name: filled.get(name, [] if field.many else field.default) for name, field in known.items()}


def _refuse(field: Field, value: Any) -> None:
    if field.choices:
        if value not in field.choices:
            raise BadOption(f"{field.name}: is one of {', '.join(field.choices)}")
    elif isinstance(value, str):
        _refuse_text(field, value)
    elif (field.least is not None and value < field.least) or (field.most is not None and value > field.most):
        raise BadOption(f"{field.name}: is a number from {field.least} to {field.most}")


def _refuse_text(field: Field, value: str) -> None:
    refuse_text(field.name, value)
    if field.is_filled and not value.strip():
        raise BadOption(f"{field.name}: is empty. {field.says}")
    if field.pattern and not re.search(field.pattern, value):
        raise BadOption(f"{field.name}: is not written so. {field.says}")
