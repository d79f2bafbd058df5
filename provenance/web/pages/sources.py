"""Who publishes: the list of sources, and the record of one."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from provenance.browsing import Conditions
from provenance.judgement import SourceNoteKind
from provenance.named import NamedTuple
from provenance.naming import searched
from provenance.saying.answers import claim_words
from provenance.saying.judged import NOTES, verdict_words
from provenance.saying.sources import held_lines, pooled_lines, source_headline
from provenance.saying.words import Line, one_line, source_words
from provenance.text import one_line as shortened
from provenance.web.pages.browse import address, cards
from provenance.web.pages.conflict import of_source
from provenance.web.rendering import Entry
from provenance.web.visits import page
from provenance.web.workings import NotYet

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from starlette.responses import Response

    from provenance.archive import Archive
    from provenance.model import RecordedClaim, Source
    from provenance.web.pages.conflict import Conflict
    from provenance.web.visits import Visit

NAVIGATION = Entry("/sources", "Sources", 50)
PAGE = 100  # sources
MOST_ITEMS = 12  # of one source; the grid has them all
MOST_CLAIMS = 20
MOST_CONTRADICTIONS = 10
MOST_REUSED = 40
MOST_VERDICTS = 10
MOST_KEY = 200  # columns of a source's name in the list


class Row(NamedTuple):
    """A source in the list."""

    id: str
    key: str
    words: str
    items: int
    claims: int
    grade: str  # the letter that counts; "" while nobody graded it
    warning: str  # whom it passes itself off as


def listed(visit: Visit) -> Response:
    """The sources, busiest first, whose name holds what is sought."""
    sought = visit.query("q")
    found = visit.archive.sources(searched(sought) if sought else None)
    pages = max(1, -(-len(found) // PAGE))
    text = visit.query("page", "1")
    at = min(max(int(text) if text.isascii() and text.isdigit() and len(text) <= 8 else 1, 1), pages)
    rows = [_row(visit.archive, *one) for one in found[(at - 1) * PAGE : at * PAGE]]

    def turn(to: int) -> str:
        said = {name: value for name, value in (("q", sought), ("page", str(to) if to > 1 else "")) if value}
        return ("/sources?" + urlencode(said) if said else "/sources") if 1 <= to <= pages else ""

    return visit.render(
        "sources.html",
        sought=sought,
        rows=rows,
        total=len(found),
        page=at,
        pages=pages,
        before=turn(at - 1),
        after=turn(at + 1),
    )


def _row(archive: Archive, source_id: str, source: Source, items: int, claims: int) -> Row:
    grades = archive.grades(source_id)
    warnings = [
        f"{NOTES[note.kind][0]} {source_words(other)}"
        for note, other in archive.source_notes(source_id)
        if note.kind is SourceNoteKind.IMPERSONATES and note.source_id == source_id
    ]
    words = one_line(source_words(source))
    letter = grades[-1].reliability if grades else ""
    return Row(
        source_id, shortened(source.key, MOST_KEY), words, items, claims, letter, "; ".join(map(one_line, warnings))
    )


def one(visit: Visit) -> Response:
    """What is held of one source."""
    archive = visit.archive
    source_id, source = archive.source_by_id(visit.path("source"))
    shown = archive.browse(Conditions(source=source_id))
    conflicts, contradicted, job = ([], 0, "") if source.is_pooled else _contradicted(visit, source_id)
    reviewed = archive.verdicts_by(source.name or source.key)
    held = list(held_lines(source_id, archive.grades(source_id), archive.source_notes(source_id)))
    items, claims = archive.source_counts(source_id)
    return visit.render(
        "source.html",
        source=source_id,
        headline=source_headline(source, items, claims),
        lines=[*pooled_lines(), *held] if source.is_pooled else held,
        is_pooled=source.is_pooled,
        cards=cards(archive, shown)[:MOST_ITEMS],
        total=shown.total,
        all_items=address({"source": source_id}),
        reused=[] if source.is_pooled else list(_reused(archive, source_id)),
        claims=[Line("claim", claim_words(claim, archive.short_id)) for claim in _claims(archive, source_id)],
        claim_count=claims,
        most_claims=MOST_CLAIMS,
        conflicts=conflicts,
        contradicted=contradicted,
        all_conflicts="/contradictions?" + urlencode({"source": source.key}),
        job=job,
        reviewed=[
            Line("verdict", verdict_words(verdict, archive.texts_of_claims({verdict.claim_id or ""})))
            for verdict in reviewed[:MOST_VERDICTS]
        ],
        review_count=len(reviewed),
    )


def _contradicted(visit: Visit, source_id: str) -> tuple[Iterable[Conflict], int, str]:
    """The worst contradictions, how many there are, and the job that still looks for them."""
    try:
        return (*of_source(visit, source_id, most=MOST_CONTRADICTIONS), "")
    except NotYet as error:
        return [], 0, error.job.id


def _reused(archive: Archive, source_id: str) -> Iterator[Line]:
    """Each item of the source with the others that show the same."""
    others: dict[str, list[str]] = {}
    for item, other in archive.reuse_of_source(source_id, limit=MOST_REUSED):
        others.setdefault(archive.short_id(item), []).append(archive.short_id(other))
    for item, found in others.items():
        yield Line(item, f"the same picture as {', '.join(found)}")


def _claims(archive: Archive, source_id: str) -> list[RecordedClaim]:
    return archive.claims_of_source(source_id, limit=MOST_CLAIMS)


routes = (page("/sources", listed, name="sources"), page("/source/{source}", one, name="source"))
