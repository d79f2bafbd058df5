"""A search over captions and claims: as spelt first, then by the consonants of names, then by the place meant."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance import spelling
from provenance.errors import BadOption
from provenance.store.sqlite import EVERYTHING, Sought

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import Appearance, RecordedClaim
    from provenance.store.sqlite import SqliteStore


LONGEST = 2_000  # characters of what is sought; each name in it is looked up in the gazetteer in every spelling


def search(
    store: SqliteStore, text: str, *, place: str | None, limit: int, narrowed: Mapping[str, Any]
) -> tuple[list[RecordedClaim], list[Appearance]]:
    """Claims and appearances, best first; see :meth:`provenance.archive.Archive.search`."""
    sought = Sought(**narrowed)
    if len(text) > LONGEST or len(place or "") > LONGEST:
        raise BadOption(f"a search takes {LONGEST:,} characters at most. Leave words out")
    asked = spelling.expressions(text)
    if not asked and text.strip():
        raise BadOption(f"{text!r}: nothing to search for in it. Type at least one word")
    if not asked and sought == EVERYTHING and not place:
        raise BadOption("nothing to search for: type at least one word, or narrow it down")
    if place:
        asked = _within(asked, place)
    found = {table: _rows(store, table, asked or [""], sought, limit) for table in ("claims", "appearances")}
    claims = {claim.id: claim for claim in store.claims_by_row(found["claims"])}
    rows = {row: claim_id for row, claim_id in store.claim_ids(found["claims"]).items() if claim_id in claims}
    return (
        [claims[rows[row]] for row in found["claims"] if row in rows],
        store.appearances_by_row(found["appearances"]),
    )


def _within(asked: list[str], place: str) -> list[str]:
    """Expressions narrowed to a place under all of its names; one that the gazetteer has not, to its words."""
    keys = spelling.place_keys(place)
    spelt = [" OR ".join(f'"{key}"' for key in keys)] if keys else spelling.expressions(place)
    if not spelt:
        raise BadOption(f"{place!r}: no place. Type its name")
    return [f"({one}) AND ({there})" for there in spelt for one in asked] or [f"({there})" for there in spelt]


def _rows(store: SqliteStore, table: str, asked: list[str], sought: Sought, limit: int) -> list[int]:
    """Rows for one expression after the other until there are enough, each once."""
    rows: dict[int, None] = {}
    for expression in asked:
        if len(rows) < limit:
            rows |= dict.fromkeys(store.search(table, expression, limit=limit, sought=sought))
    return list(rows)[:limit]
