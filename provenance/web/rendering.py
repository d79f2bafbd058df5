"""Templates, and the few things that they know besides their data. Text from records is escaped everywhere."""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup, escape

from provenance import __version__
from provenance.named import NamedTuple
from provenance.saying.isolating import parts
from provenance.saying.judged import LABELS
from provenance.saying.words import Headline, Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.saying.isolating import Part
    from provenance.web.visits import Visit

ITEM_ID = re.compile(r"(?<![\w-])m-[0-9a-f]{6,40}(?![\w-])")
STRENGTHS = {label: strength.value for strength, label in LABELS.items()}
MOST_TEXT = 6_000  # characters of one line: a long caption whole; some hold a million
ADDRESS = re.compile(r"https?://[^\s<>\"“”]+[^\s<>\"“”.,;:!?)\]]")


class Entry(NamedTuple):
    """A page in the navigation."""

    path: str
    title: str
    rank: int  # order, smallest first


class Group(NamedTuple):
    """A label with its paragraphs."""

    label: str
    texts: tuple[str, ...]
    strength: str = ""  # of a contradiction: a word of Strength


class Looks:
    """Renders templates for one server."""

    def __init__(self, navigation: Sequence[Entry]) -> None:
        self._navigation = tuple(sorted(navigation, key=lambda entry: entry.rank))
        self._made = Environment(
            loader=PackageLoader("provenance.web", "templates"),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._made.filters |= {"linked": linked, "grouped": grouped, "drawing": drawing}
        self._made.globals |= {"asset": asset, "version": __version__}

    def rendered(self, template: str, visit: Visit, data: dict[str, Any]) -> str:
        """A page as HTML. Besides ``data`` a template sees ``nav``, ``here`` and what else is ``common``."""
        from pathlib import PurePath

        settings = visit.settings
        common = {
            "nav": self._navigation,
            "here": visit.request.url.path,
            "archive_name": PurePath(settings.archive).name,
            "read_only": settings.read_only,
            "visitor": visit.name,
            "most_sent": settings.upload_bytes,
        }
        return self._made.get_template(template).render(**common, **data)


@cache
def asset(name: str) -> str:
    """The address of a file of ``static``, which changes with its content."""
    data = (files("provenance.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(data).hexdigest()[:12]}"


def linked(text: str) -> Markup:
    """A line as HTML: what is quoted, and names, isolated; ids of items as links.

    Addresses of records stay text: opening one would ask the network.
    """
    text = _cut(text)
    addresses = [found.span() for found in ADDRESS.finditer(text)]
    ids = [
        found.span()
        for found in ITEM_ID.finditer(text)
        if not any(start <= found.start() < end for start, end in addresses)
    ]
    told = []
    for part in parts(text):
        inside = Markup("").join(_with_links(text, part, ids))
        told.append(Markup("<bdi>{}</bdi>").format(inside) if part.is_apart else inside)
    return Markup("").join(told)


def _cut(text: str) -> str:
    """A text that is no longer than a page bears, with its quotation closed."""
    if len(text) <= MOST_TEXT:
        return text
    kept = text[:MOST_TEXT]
    closing = "”" * (kept.count("“") - kept.count("”"))
    return f"{kept}…{closing} ({len(text):,} characters in all)"


def _with_links(text: str, part: Part, ids: Sequence[tuple[int, int]]) -> Iterator[Markup]:
    at = part.start
    for start, end in ids:
        if part.start <= start and end <= part.end:
            yield escape(text[at:start])
            yield Markup('<a href="/item/{0}">{0}</a>').format(text[start:end])
            at = end
    yield escape(text[at : part.end])


def grouped(lines: Iterable[Line | Headline]) -> list[Group]:
    """Lines below their labels; one without a label belongs to the one before. Headlines are left out."""
    groups: list[Group] = []
    for line in lines:
        if isinstance(line, Headline):
            continue
        if line.label or not groups:
            groups.append(Group(line.label, (line.text,), STRENGTHS.get(line.label, "")))
        else:
            groups[-1] = groups[-1]._replace(texts=(*groups[-1].texts, line.text))
    return groups


def drawing(svg: str) -> Markup:
    """SVG of this project's own, which escapes what it holds."""
    return Markup(svg.partition("?>\n")[2] if svg.startswith("<?xml") else svg)  # noqa: S704 - see above
