"""What an operation answers with, as JSON Schema. Records are described by their own types, so that nothing drifts.

The rest, objects that are put together for an answer, stand here as :class:`Shape`; a test holds every answer against
them. Programs should pass over keys that they do not know: later versions may add some.
"""

from __future__ import annotations

import types
import typing
from collections import abc
from dataclasses import fields as fields_of
from dataclasses import is_dataclass
from enum import Enum
from typing import TYPE_CHECKING, Any, Union

from provenance import judgement, model
from provenance.findings.timeline import Timeline
from provenance.judgement import ClaimLink, InheritedVerdict, OutsideSearch, Pillar, Reviewed, Standing, Verdict
from provenance.looking_up import HashAsked
from provenance.model import (
    Answer,
    Appearance,
    Asked,
    Contradiction,
    EarliestKnown,
    Fact,
    Fingerprint,
    Joined,
    Match,
    MediaItem,
    Origin,
    RecordedClaim,
)
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

REFERENCE = "#/components/schemas/"
# Names that are imported for type checking only, where the records are defined.
NAMES = {**vars(judgement), **vars(model), "Mapping": abc.Mapping}
NAMES = {name: value for name, value in NAMES.items() if not name.startswith("_")}


class Shape(NamedTuple):
    """An object of an answer."""

    name: str
    says: str
    fields: Mapping[str, Any]  # types, of Python and of records, or shapes
    optional: tuple[str, ...] = ()  # fields that are there only when they are asked for


def hints(record: Any) -> dict[str, Any]:
    """The fields of a record with their types."""
    found = typing.get_type_hints(record, localns=NAMES)
    if is_dataclass(record):
        return {field.name: found[field.name] for field in fields_of(record)}
    return {name: found[name] for name in record._fields}


class Schemas:
    """Collects what answers are made of, each kind of record once, under its name."""

    def __init__(self) -> None:
        self.named: dict[str, dict[str, Any]] = {}

    def of(self, kind: Any) -> dict[str, Any]:
        """The schema of a type.

        Raises:
            TypeError: it is none that an answer can have.
        """
        if isinstance(kind, Maybe):
            return _or_null(self.of(kind.kind))
        if isinstance(kind, Many):
            return {"type": "array", "items": self.of(kind.kind)}
        if isinstance(kind, Shape):
            return self._object(kind.name, kind.says, lambda: kind.fields, kind.optional)
        if isinstance(kind, type) and (hasattr(kind, "_fields") or is_dataclass(kind)):
            said = " ".join((kind.__doc__ or "").split("\n\n", maxsplit=1)[0].split())
            return self._object(kind.__name__, said, lambda: hints(kind))
        return self._plain(kind)

    def _plain(self, kind: Any) -> dict[str, Any]:
        if kind in _SIMPLE:
            return dict(_SIMPLE[kind])
        if isinstance(kind, type) and issubclass(kind, Enum):
            return {"type": "string", "enum": [one.value for one in kind]}
        outer, inner = typing.get_origin(kind), typing.get_args(kind)
        if outer in (Union, types.UnionType):
            [kept] = [one for one in inner if one is not type(None)]
            return _or_null(self.of(kept))
        if outer in (tuple, list) and (outer is list or inner[1:] == (...,)):
            return {"type": "array", "items": self.of(inner[0])}
        if outer is tuple:
            return {"type": "array", "prefixItems": [self.of(one) for one in inner], "items": False}
        if outer is abc.Mapping or outer is dict:
            return {"type": "object", "additionalProperties": self.of(inner[1])}
        raise TypeError(f"no schema is known for {kind}")

    def _object(
        self, name: str, says: str, read: Callable[[], Mapping[str, Any]], optional: tuple[str, ...] = ()
    ) -> dict[str, Any]:
        if name not in self.named:
            self.named[name] = {}  # so that what holds itself comes to an end
            properties = {key: self.of(kind) for key, kind in read().items()}
            required = [key for key in properties if key not in optional]
            made = {"type": "object", "description": says, "properties": properties, "required": required}
            self.named[name] = made
        return {"$ref": REFERENCE + name}


_SIMPLE: dict[Any, dict[str, Any]] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    bytes: {"type": "string", "pattern": "^([0-9a-f]{2})*$"},
    object: {},
    Any: {},
}


class Maybe(NamedTuple):
    """A shape or null."""

    kind: Any


class Many(NamedTuple):
    """A list of a shape."""

    kind: Any


def _or_null(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


ERROR = Shape("Error", "Why there is no answer.", {"error": str, "kind": str})
MATCH = Shape("ExplainedMatch", "A match, with its evidence in one line.", hints(Match) | {"explanation": str})
SEEN = Shape(
    "Seen",
    "An item with its match, if it was asked about, and what is recorded of it.",
    {
        "item": MediaItem,
        "match": Maybe(MATCH),
        "certain": bool,
        "appearances": Many(Appearance),
        "claims": Many(RecordedClaim),
        "origins": Many(Origin),
        "file_names": Many(str),
        "covered_by": Maybe(str),
        "joined": Maybe(Joined),
    },
)
_ANSWER = {
    "outcome": model.Outcome,
    "certain": bool,
    "earliest_known": Maybe(EarliestKnown),
    "seen": Many(SEEN),
    "related": Many(SEEN),
    "claims": Many(RecordedClaim),
    **{
        name: hints(Answer)[name]
        for name in (
            "archive_items",
            "tiers",
            "not_checked",
            "calibration",
            "contradictions",
            "verdicts",
            "searches",
            "rejected",
            "found_nowhere",
            "stretches",
            "sources",
        )
    },
}
CHECKED = Shape(
    "Answer",
    "Whether a file was seen before, and what it was said to show.",
    {"asked": Asked} | _ANSWER | {"facts": Many(Fact)},
    ("facts",),
)
LOOKED_UP = Shape("HashAnswer", "What is recorded under a hash, or one near to it.", {"asked": HashAsked} | _ANSWER)
CORRECTION = Shape(
    "Correction",
    'That a claim was corrected, or withdrawn: then "by" is null. What stands in "by" counts from then on, or again; '
    "where it stands in both, it was withdrawn and said again.",
    {"claim": str, "by": str | None, "reason": str | None, "entered_by": str | None, "recorded_at": str},
)
PAIR = Shape("Pair", "A match that waits for a person's look.", {"item": str, "other": str, "match": Match})
STORED_MATCH = Shape("StoredMatch", "A stored match of an item.", {"item": str, "match": Match})
HISTORY = Shape(
    "History",
    "What no longer counts, and who decided what.",
    {"claims": Many(RecordedClaim), "corrections": Many(CORRECTION), "reviews": Many(Reviewed)},
)
ITEM = Shape(
    "Item",
    "Everything that is recorded of an item.",
    dict(SEEN.fields)
    | {
        "facts": Many(Fact),
        "fingerprints": Many(Fingerprint),
        "matches": Many(STORED_MATCH),
        "contradictions": Many(Contradiction),
        "verdicts": Many(InheritedVerdict),
        "searches": Many(OutsideSearch),
        "sources": Many(Standing),
        "history": HISTORY,
    },
    ("history",),
)
ITEMS = Shape(
    "Items", "Some items, newest first, and where the next ones begin.", {"items": Many(SEEN), "next": str | None}
)
CLAIM = Shape(
    "WholeClaim",
    "A claim with its items, relations and corrections, whether it counts, and what is not known of it.",
    {
        "claim": RecordedClaim,
        "items": Many(str),
        "relations": Many(ClaimLink),
        "counts": bool,
        "corrections": Many(CORRECTION),
        "unknown": Many(Pillar),
    },
)
CLAIMS = Shape("Claims", "Claims that were made of an item.", {"claims": Many(RecordedClaim)})
NEW_CLAIM = Shape("NewClaim", "A claim as it was recorded.", {"claim": RecordedClaim, "items": Many(str)})
VERDICTS = Shape("Verdicts", "Verdicts on an item, its own first.", {"verdicts": Many(InheritedVerdict)})
NEW_VERDICT = Shape("NewVerdict", "A verdict as it was recorded.", {"verdict": Verdict, "new": bool})
FOUND_CLAIM = Shape(
    "FoundClaim", "A claim with the verdicts that stand on it.", {"claim": RecordedClaim, "verdicts": Many(Verdict)}
)
FOUND_APPEARANCE = Shape("FoundAppearance", "An appearance that holds the words.", {"appearance": Appearance})
FOUND = Shape(
    "Found",
    "What a search found, best first.",
    {"claims": Many(FOUND_CLAIM), "appearances": Many(FOUND_APPEARANCE)},
)
CONTRADICTIONS = Shape(
    "Contradictions",
    "Records that cannot all be true, and how many there are in all.",
    {"contradictions": Many(Contradiction), "total": int},
)
WAITING = Shape("Waiting", "Suggested matches that nobody decided on, surest first.", {"waiting": Many(PAIR)})
REVIEW = Shape(
    "Review",
    "A decision as it was recorded, and earlier ones that do not go with it: pairs of items.",
    {"review": Reviewed, "at_odds": list[tuple[str, str]]},
)
TIMELINE = Timeline
