"""Items that fit some conditions, a page at a time, newest first; with words, those that are spelt as typed first."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from provenance import spelling
from provenance.dates import bound
from provenance.errors import BadOption
from provenance.judging import seen_of
from provenance.naming import sources_called
from provenance.places import search_terms
from provenance.searching import LONGEST
from provenance.store.catalogue import EVERYTHING, MOST, MOST_TEXTS, Wanted
from provenance.text import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.judgement import Verdict
    from provenance.model import MediaKind, Seen
    from provenance.store.sqlite import SqliteStore

PAGE = 48  # items: divides into rows of 2, 3, 4, 6 and 8
ENOUGH = PAGE  # captions and claims spelt as typed: with fewer, other spellings are looked for too


class Conditions(NamedTuple):
    """What items have to be like, in people's words; what is empty is not asked."""

    words: str = ""
    kind: MediaKind | None = None
    platform: str = ""  # its one name
    source: str = ""  # an account in full, or a part of a name; or the full id of a source
    place: str = ""
    since: str = ""  # EDTF
    until: str = ""
    rating: str = ""  # a word of Rating, or catalogue.NO_VERDICT
    waiting: bool = False  # for a decision on a match
    among: tuple[str, ...] | None = None  # ids of items: only these


class Shown(NamedTuple):
    """One page of items."""

    seen: tuple[Seen, ...]
    said: dict[str, str]  # the caption or claim with the words that were sought, by the item's id
    verdicts: dict[str, list[Verdict]]  # those that stand, by the item's id
    total: int  # items that fit
    is_more: bool  # there are more than that; a condition more would tell them apart
    page: int  # the one that is shown, from 1
    pages: int


def browse(store: SqliteStore, asked: Conditions, *, page: int) -> Shown:
    """One page of the items that fit; a page beyond the last one is the last one.

    Raises:
        BadOption: the words hold nothing to search for, or the place is not known.
        BadDate: a date cannot be read.
    """
    wanted, expressions = _wanted(store, asked)
    if not expressions and wanted._replace(kind=None) == EVERYTHING:
        total, is_more = store.catalogue.count(wanted.kind) if wanted.kind else store.item_count(), False
        at, pages = _place(page, total)
        rows = store.catalogue.page(wanted.kind, offset=(at - 1) * PAGE, limit=PAGE)
    else:
        found = _rows(store, wanted, expressions)
        total, is_more = min(len(found), MOST), len(found) > MOST
        at, pages = _place(page, total)
        rows = found[(at - 1) * PAGE : min(at * PAGE, MOST)]
    seen = seen_of(store, rows)
    verdicts: dict[str, list[Verdict]] = {}
    for verdict in store.judgements.verdicts(rows):
        verdicts.setdefault(verdict.item_id or "", []).append(verdict)
    return Shown(
        seen=tuple(seen[row] for row in rows if row in seen),
        said=_said(store, rows, expressions, {row: one.item.id for row, one in seen.items()}),
        verdicts=verdicts,
        total=total,
        is_more=is_more,
        page=at,
        pages=pages,
    )


def _wanted(store: SqliteStore, asked: Conditions) -> tuple[Wanted, list[str]]:
    """The conditions as the store knows them, and FTS5 expressions for the words, the most literal first."""
    if max(len(asked.words), len(asked.place), len(asked.source)) > LONGEST:
        raise BadOption(f"a search takes {LONGEST:,} characters at most. Leave words out")
    words = readable(asked.words)
    expressions = spelling.expressions(words)
    if words.strip() and not expressions:
        raise BadOption(f"{words!r}: nothing to search for in it. Type at least one word")
    sources = None
    if asked.source.strip():
        sources = _sources(store, asked.source.strip())
    wanted = Wanted(
        kind=asked.kind,
        platform=asked.platform or None,
        sources=sources,
        since=bound(asked.since, first=True) if asked.since else None,
        until=bound(asked.until, first=False) if asked.until else None,
        rating=asked.rating or None,
        waiting=asked.waiting,
        place=place_expression(asked.place) if asked.place.strip() else "",
        among=asked.among,
    )
    return wanted, expressions


def _sources(store: SqliteStore, name: str) -> tuple[str, ...]:
    if store.source_row(name) is not None:
        return (name,)
    return tuple(source_id for source_id, _, _, _ in sources_called(store, name))


def place_expression(place: str) -> str:
    """An FTS5 expression for what names a place, under any of its names.

    Raises:
        BadOption: the place is not known.
    """
    keys = search_terms(place)
    if not keys:
        raise BadOption(f"{place!r}: no place that is known. Search for it as a word instead")
    return " OR ".join(f'"{key}"' for key in keys)


def _rows(store: SqliteStore, wanted: Wanted, expressions: Sequence[str]) -> list[int]:
    """Rows for one expression after the other, each once; other spellings only where few texts hold the first."""
    rows: dict[int, None] = {}
    texts = 0
    for expression in expressions or [""]:
        rows |= dict.fromkeys(store.catalogue.rows(wanted._replace(words=expression)))
        texts += store.catalogue.texts(expression, most=ENOUGH) if expression else 0
        if texts >= ENOUGH:
            break
    return list(rows)


def _said(store: SqliteStore, rows: Sequence[int], expressions: Sequence[str], ids: dict[int, str]) -> dict[str, str]:
    found: dict[int, str] = {}
    for expression in expressions:
        left = [row for row in rows if row not in found]
        found |= store.catalogue.said(left, expression) if left else {}
    return {ids[row]: text for row, text in found.items() if row in ids}


def _place(page: int, total: int) -> tuple[int, int]:
    """The page that is shown, and how many there are; both at least 1."""
    pages = max(1, -(-total // PAGE))
    return min(max(page, 1), pages), pages


__all__ = ["MOST", "MOST_TEXTS", "PAGE", "Conditions", "Shown", "browse", "place_expression"]
