"""The form in which a claimed origin is given: its fields, and what was filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.describing import Said, mistakes
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from provenance.describing import Mistake
    from provenance.web.visits import Form, Visit


class Field(NamedTuple):
    """An input of the form."""

    name: str  # of :class:`provenance.describing.Said`
    label: str
    hint: str = ""
    long: bool = False  # several lines
    kind: str = "text"


WHERE = (
    Field("url", "Address", "where you found it", kind="url"),
    Field("account", "Account", "that published it"),
    Field("platform", "Platform", "facebook, telegram, x …; taken from the address where possible"),
    Field("publisher", "Outlet or agency", "where it is no account"),
    Field("posted", "Published", "2016-06-29, 2016-06, 2016-06-29T18:04+03:00"),
    Field("caption", "Caption", "the text that stood beside it, word for word", long=True),
    Field("credit", "Credit line", "word for word: (Facebook/The.NSAy.Official)"),
)
WHAT = (
    Field("claim", "Claim", "what it is said to show, word for word", long=True),
    Field("place", "Place", "where the claim says that it is"),
    Field("date", "Date", "when the claim says that it happened: 2016-06-28, 2016-06-28/2016-06-29"),
    Field("asserted_by", "Asserted by", "who makes the claim, if not the publisher"),
    Field("attributed_to", "Attributed to", "whom they name for it"),
)
FIELDS = (*WHERE, *WHAT)
LABELS = {field.name: f"“{field.label}”" for field in FIELDS}
EMPTY: Mapping[str, str] = dict.fromkeys([*(field.name for field in FIELDS), "by", "graphic"], "")


def problems_of(said: Said, *, now: str) -> dict[str, str]:
    """What of it cannot be recorded, by the field of the form."""
    found = by_field(mistakes(said, called=lambda name: LABELS.get(name, name), now=now))
    return {"claim" if name == "claims" else name: words for name, words in found.items()}


def about_item(visit: Visit) -> dict[str, Any]:
    """What the template of a form about an item shows of it."""
    item = visit.archive.item(visit.path("item"))
    return {"item": item.id, "short": visit.archive.short_id(item.id), "has_picture": item.sha256 is not None}


def by_field(found: Iterable[Mistake]) -> dict[str, str]:
    """The first mistake of each field."""
    first: dict[str, str] = {}
    for mistake in found:
        first.setdefault(mistake.field, str(mistake.error))
    return first


def said_in(form: Form) -> Said:
    """What a form says; empty fields say nothing."""
    texts = {name: value or None for name, value in form.texts(*EMPTY).items()}
    claim, graphic = texts.pop("claim"), texts.pop("graphic")
    return Said(**texts, claims=(claim,) if claim else (), graphic=bool(graphic))
