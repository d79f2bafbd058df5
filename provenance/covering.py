"""What is covered: items marked graphic, and whatever certainly shows the same as one of them. Reads only.

A mark follows copies: it holds for the whole family of the marked item, and one step further for what shows a part or
a moment of that family. What was rejected does not count; what people still dispute does, for caution.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.families import FAMILY_LIMIT, MOSTLY, grouped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from provenance.store.sqlite import SqliteStore


def marks(store: SqliteStore, rows: Collection[int]) -> dict[int, str]:
    """Of some items those that are covered: by row, the id of the item whose mark covers it, its own if it has one."""
    if not store.has_graphic():
        return {}
    pairs: set[tuple[int, int]] = set()  # of one family
    shown: set[tuple[int, int]] = set()  # what shows only a part or a moment of the other
    family = _family(store, rows, pairs, shown)
    touched = {row for pair in shown for row in pair} - family
    marked = store.marked_graphic(family | _family(store, touched, pairs, set()))
    if not marked:
        return {}
    leaders = grouped(pairs)
    by_family: dict[int, str] = {}
    for row, item_id in sorted(marked.items()):
        by_family.setdefault(leaders.get(row, row), item_id)
    beside = _beside({(leaders.get(item, item), leaders.get(other, other)) for item, other in shown})
    found = {}
    for row in rows:
        own = leaders.get(row, row)
        near = (by_family[one] for one in (own, *beside.get(own, ())) if one in by_family)
        mark = marked.get(row) or next(near, None)
        if mark:
            found[row] = mark
    return found


def _family(
    store: SqliteStore, start: Iterable[int], pairs: set[tuple[int, int]], shown: set[tuple[int, int]]
) -> set[int]:
    """These items and all that are of their families; what joins them goes into ``pairs``, all else into ``shown``."""
    found: set[int] = set()
    for row in start:
        if row not in found:
            found |= _grown(store, row, pairs, shown)
    return found


def _grown(store: SqliteStore, row: int, pairs: set[tuple[int, int]], shown: set[tuple[int, int]]) -> set[int]:
    """The family of one item. Of the pairs that join its members to each other those are passed over that are not
    needed to reach them: of five hundred copies there are 125,000.
    """
    members = frontier = {row}
    while frontier and len(members) <= FAMILY_LIMIT:
        found = store.certain_pairs(frontier, beyond=members)
        joined = {(item, other) for item, other, share in found if share >= MOSTLY}
        shown |= {(item, other) for item, other, share in found if share < MOSTLY}
        pairs |= joined
        frontier = {row for pair in joined for row in pair} - members
        members = members | frontier
    return members


def _beside(shown: Iterable[tuple[int, int]]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for one, other in sorted(shown):
        found.setdefault(one, []).append(other)
        found.setdefault(other, []).append(one)
    return found
