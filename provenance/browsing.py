"""Items that fit some conditions, a page at a time, newest first; with words, those that are spelt as typed first."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance import spelling
from provenance.dates import bound
from provenance.errors import BadOption, RecordError
from provenance.judging import seen_of
from provenance.named import NamedTuple
from provenance.naming import sources_called
from provenance.searching import LONGEST
from provenance.store.catalogue import EVERYTHING, MOST, MOST_TEXTS, Text, Wanted
from provenance.text import readable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.judgement import Verdict
    from provenance.model import Appearance, MediaKind, RecordedClaim, Seen
    from provenance.store.sqlite import SqliteStore

PAGE = 48  # items: divides into rows of 2, 3, 4, 6 and 8
MOST_CLAIMS = 20  # of no item, shown beside the items
OLDEST, PUBLISHED = "oldest", "published"  # recorded first; published first, what is undated last
ITEM_ID = re.compile(r"m-[0-9a-fA-F]{1,40}")
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
    claimed: tuple[str, ...] | None = None  # a place as claims name it: all its names, taken as they are
    rating: str = ""  # a word of Rating, or catalogue.NO_VERDICT, catalogue.UNJUDGED
    waiting: bool = False  # for a decision on a match
    without_file: bool = False  # known by reference only
    order: str = ""  # OLDEST or PUBLISHED; "": newest first, with words those that are spelt as typed before
    among: tuple[str, ...] | None = None  # ids of items: only these


class Said(NamedTuple):
    """The caption or the claim that holds what was sought, with the publication, or who claims it."""

    text: str
    appearance: Appearance | None
    claim: RecordedClaim | None


class Shown(NamedTuple):
    """One page of items."""

    seen: tuple[Seen, ...]
    said: dict[str, Said]  # with the words that were sought, by the item's id
    claims: tuple[RecordedClaim, ...]  # of no item, that fit too; newest first
    are_more_claims: bool
    verdicts: dict[str, list[Verdict]]  # those that stand, by the item's id
    total: int  # items that fit
    is_more: bool  # there are more than that; a condition more would tell them apart
    page: int  # the one that is shown, from 1
    pages: int


def browse(store: SqliteStore, asked: Conditions, *, page: int) -> Shown:
    """One page of the items that fit; a page beyond the last one is the last one.

    Raises:
        BadOption: the words hold nothing to search for, or the place is neither known nor named by a claim.
        BadDate: a date cannot be read.
    """
    wanted, expressions = _wanted(store, asked)
    if not expressions and wanted._replace(kind=None) == EVERYTHING and asked.order != PUBLISHED:
        total, is_more = store.catalogue.count(wanted.kind) if wanted.kind else store.item_count(), False
        at, pages = _place(page, total)
        rows = store.catalogue.page(wanted.kind, offset=(at - 1) * PAGE, limit=PAGE, oldest=bool(asked.order))
    else:
        named = _named(store, asked.words)
        found = _in_order(store, _rows(store, wanted, expressions, named, oldest=asked.order == OLDEST), asked.order)
        total, is_more = min(len(found), MOST), len(found) > MOST
        at, pages = _place(page, total)
        rows = found[(at - 1) * PAGE : min(at * PAGE, MOST)]
    seen = seen_of(store, rows)
    claims, are_more_claims = _claims_without_media(store, wanted, expressions)
    verdicts: dict[str, list[Verdict]] = {}
    for verdict in store.judgements.verdicts(rows):
        verdicts.setdefault(verdict.item_id or "", []).append(verdict)
    return Shown(
        seen=tuple(seen[row] for row in rows if row in seen),
        said=_said(store, rows, expressions, {row: one.item.id for row, one in seen.items()}),
        claims=tuple(claims),
        are_more_claims=are_more_claims,
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
    expression, claimed = _places(store, asked)
    wanted = Wanted(
        kind=asked.kind,
        platform=asked.platform or None,
        sources=sources,
        since=bound(asked.since, first=True) if asked.since else None,
        until=bound(asked.until, first=False) if asked.until else None,
        rating=asked.rating or None,
        waiting=asked.waiting,
        without_file=asked.without_file,
        place=expression,
        claimed=claimed,
        among=asked.among,
    )
    return wanted, expressions


def _places(store: SqliteStore, asked: Conditions) -> tuple[str, tuple[str, ...] | None]:
    """An FTS5 expression for a place that is known, and the places as claims give them that are asked for."""
    claimed = store.catalogue.place_texts(asked.claimed) if asked.claimed is not None else None
    if not asked.place.strip():
        return "", claimed
    if is_known(asked.place):
        return place_expression(asked.place), claimed
    written = places_written(store, asked.place)
    return "", written if claimed is None else tuple(place for place in claimed if place in written)


def is_known(place: str) -> bool:
    """Whether the gazetteer has a place; one that it has not is looked for as claims write it."""
    return bool(spelling.place_keys(place))


def places_written(store: SqliteStore, place: str) -> tuple[str, ...]:
    """Places as claims give them that name a place which the gazetteer has not.

    Raises:
        BadOption: no claim names it either.
    """
    found = store.catalogue.places_written(place)
    if not found:
        raise BadOption(f"{place!r}: no place that is known, and no claim names it. Search for it as a word instead")
    return found


def _sources(store: SqliteStore, name: str) -> tuple[str, ...]:
    if store.source_row(name) is not None:
        return (name,)
    return tuple(source_id for source_id, _, _, _ in sources_called(store, name))


def place_expression(place: str) -> str:
    """An FTS5 expression for what names a place that is known, under any of its names."""
    return " OR ".join(f'"{key}"' for key in spelling.place_keys(place))


def _named(store: SqliteStore, words: str) -> tuple[str, ...]:
    """Ids of the items that the words name: by the beginning of an id, or by the name of a file that was handed in."""
    name = words.strip()
    by_id: tuple[str, ...] = ()
    if ITEM_ID.fullmatch(name):
        try:
            by_id = tuple(one.id for one in store.items([store.find_item(name)]).values())
        except RecordError:  # none, or several: then it is a word like others
            by_id = ()
    return by_id or (store.catalogue.items_called(name) if name else ())


def _claims_without_media(
    store: SqliteStore, wanted: Wanted, expressions: Sequence[str]
) -> tuple[list[RecordedClaim], bool]:
    """Claims of no item, if only words and places are asked: items alone can be the rest. And if there are more."""
    only = Wanted(words=wanted.words, place=wanted.place, claimed=wanted.claimed)
    if wanted != only or not (expressions or wanted.place or wanted.claimed is not None):
        return [], False
    rows: dict[int, None] = {}
    for expression in expressions or [""]:
        both = " AND ".join(f"({one})" for one in (expression, wanted.place) if one)
        rows |= dict.fromkeys(store.catalogue.claims_without_media(both, wanted.claimed, limit=MOST_CLAIMS + 1))
    shown = list(rows)[:MOST_CLAIMS]
    claims, ids = {claim.id: claim for claim in store.claims_by_row(shown)}, store.claim_ids(shown)
    return [claims[ids[row]] for row in shown], len(rows) > MOST_CLAIMS


def _in_order(store: SqliteStore, rows: list[int], order: str) -> list[int]:
    """As it is asked; what goes beyond the most that are shown stays at the end."""
    shown, beyond = rows[:MOST], rows[MOST:]
    if order == OLDEST:
        shown = sorted(shown)
    elif order == PUBLISHED:
        dates = store.catalogue.published(shown)
        shown = sorted(shown, key=lambda row: (row not in dates, dates.get(row, ""), row))
    return [*shown, *beyond]


def _rows(
    store: SqliteStore,
    wanted: Wanted,
    expressions: Sequence[str],
    named: tuple[str, ...],
    *,
    oldest: bool = False,
) -> list[int]:
    """Rows for one expression after the other, each once; other spellings only where few texts hold the first.

    ``named``: ids of items that come first.
    """
    rows: dict[int, None] = {}
    if named:
        both = named if wanted.among is None else tuple(set(named) & set(wanted.among))
        rows |= dict.fromkeys(store.catalogue.rows(wanted._replace(among=both), oldest=oldest))
    texts = 0
    for expression in expressions or [""]:
        rows |= dict.fromkeys(store.catalogue.rows(wanted._replace(words=expression), oldest=oldest))
        texts += store.catalogue.texts(expression, most=ENOUGH) if expression else 0
        if texts >= ENOUGH:
            break
    return list(rows)


def _said(store: SqliteStore, rows: Sequence[int], expressions: Sequence[str], ids: dict[int, str]) -> dict[str, Said]:
    found: dict[int, Text] = {}
    for expression in expressions:
        left = [row for row in rows if row not in found]
        found |= store.catalogue.said(left, expression) if left else {}
    told: dict[str, Said] = {}
    for row, one in found.items():
        if row in ids:
            [appearance] = store.appearances_by_row([one.appearance]) if one.appearance else [None]
            [claim] = store.claims_by_row([one.claim]) if one.claim else [None]
            told[ids[row]] = Said(one.text, appearance, claim)
    return told


def _place(page: int, total: int) -> tuple[int, int]:
    """The page that is shown, and how many there are; both at least 1."""
    pages = max(1, -(-total // PAGE))
    return min(max(page, 1), pages), pages


__all__ = [
    "MOST",
    "MOST_TEXTS",
    "OLDEST",
    "PAGE",
    "PUBLISHED",
    "Conditions",
    "Shown",
    "browse",
    "is_known",
    "place_expression",
    "places_written",
]
