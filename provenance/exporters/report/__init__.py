"""A report that stands on its own: one HTML file with its pictures inside, without script, that prints well.

The first page is for an editor: question, answer, pictures, claims, what contradicts them, what was not checked.
The second is for a specialist: digests, fingerprints, facts, scores. Text from strangers is escaped, and each piece
keeps its own direction of writing.
"""

from __future__ import annotations

import base64
import re
from functools import cache
from typing import TYPE_CHECKING, Any

from provenance.exporters.timeline_svg import OPEN_ENDED
from provenance.named import NamedTuple
from provenance.saying.isolating import parts

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

    from provenance.saying.words import Headline, Line

FOLDER = "provenance.exporters.report"
ADDRESS = re.compile(r"https?://[^\s<>\"]+")


class Picture(NamedTuple):
    """A picture inside the report."""

    jpeg: bytes
    width: int  # pixels
    height: int
    caption: str  # also what is read out instead of it

    @property
    def address(self) -> str:
        """It as a ``data:`` address."""
        return f"data:image/jpeg;base64,{base64.b64encode(self.jpeg).decode('ascii')}"


class Step(NamedTuple):
    """Something that was done with an item, and when."""

    at: str  # UTC
    what: str


class Row(NamedTuple):
    """A line of a timeline."""

    when: str
    what: str
    who: str
    item: str
    said: str  # caption or claim
    marks: str
    earliest: str = ""  # UTC: what the date can mean, for a plot; "" where there is none
    latest: str = ""
    role: str = ""  # a word of DateRole
    is_probable: bool = False  # the item is only probably the same, or that is disputed
    is_of_file: bool = False  # when a film's file was written, and no camera's clock

    @property
    def is_open(self) -> bool:
        """Whether no beginning or no end of the date is known."""
        return any(end[:4] in OPEN_ENDED for end in (self.earliest, self.latest))


class ItemReport(NamedTuple):
    """What is reported of one item."""

    id: str
    short: str
    kind: str  # "picture" or "video"
    headline: Headline
    picture: Picture | None
    proof: Picture | None
    lines: tuple[Line, ...]  # the answer's evidence
    claims: tuple[Line, ...]
    published: tuple[Line, ...]  # each appearance with its address, for the second page
    contradictions: tuple[Line, ...]
    timeline: str  # SVG
    rows: tuple[Row, ...]
    steps: tuple[Step, ...]
    not_checked: tuple[str, ...]
    details: tuple[Line, ...]  # for the second page


class Report(NamedTuple):
    """Everything that the page needs."""

    items: tuple[ItemReport, ...]
    made_at: str  # UTC
    version: str
    archive_items: int
    log_head: tuple[int, str] | None
    calibration: str | None
    left_out: str  # what was left out for the sake of witnesses; "" for nothing


def rendered(report: Report) -> str:
    """The report as HTML."""
    return _environment().get_template("report.html").render(report=report)


@cache
def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined
    from markupsafe import Markup

    made = Environment(
        loader=PackageLoader(FOLDER, "."),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters["drawing"] = _drawing(Markup)
    made.filters["isolated"] = isolated
    return made


def isolated(text: str) -> Markup:
    """A line as HTML: what is quoted, and names, keep their own direction of writing; an address alone is a link.

    An address that stands among words may be a stranger's, and stays text.
    """
    from markupsafe import Markup

    plain, apart = Markup("{}"), Markup("<bdi>{}</bdi>")
    told = ((apart if part.is_apart else plain).format(text[part.start : part.end]) for part in parts(text))
    line = Markup("").join(told)
    return (
        Markup('<a href="{}" rel="noreferrer" dir="ltr">{}</a>').format(text, line) if ADDRESS.fullmatch(text) else line
    )


def _drawing(markup: Any) -> Any:
    """SVG of this project's own, which escapes what it holds."""
    return lambda svg: markup(svg.partition("?>\n")[2] if svg.startswith("<?xml") else svg)
