"""What is covered: items marked graphic, and whatever certainly shows the same as one of them. Reads only.

A mark follows copies: it holds for the whole family of the marked item, and for what shows a part or a moment of that
family. From there it goes on, from match to match, as far as the very part that is asked about is shown: a crop of a
crop of a marked photograph is covered though the two share too little to match, and its neighbour in a collage is not.
Only certain matches carry it, and those that a person confirmed: neither probable ones nor shared templates or scenes,
so that no chain of guesses covers anything. What was rejected does not count; what people still dispute does, for
caution. The walk is bounded, by steps and by families looked at.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from provenance.findings.carried import WHOLE, Shared, carried, shared_of
from provenance.findings.families import FAMILY_LIMIT, MOSTLY, grouped

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from provenance.store.sqlite import SqliteStore, Step

STEPS = 6  # from part to part of a part
MOST_READ = 400  # matches and families that one call looks at for that: about 20 ms, however dense the matches are


def marks(store: SqliteStore, rows: Collection[int]) -> dict[int, str]:
    """Of some items those that are covered: by row, the id of the item whose mark covers it, its own if it has one."""
    if not store.has_graphic():
        return {}
    pairs: set[tuple[int, int]] = set()  # of one family
    shown: set[tuple[int, int]] = set()  # what shows only a part or a moment of the other
    family = _family(store, rows, pairs, shown)
    touched = {row for pair in shown for row in pair} - family
    marked = store.marked_graphic(family | _family(store, touched, pairs, set()))
    found = _near(rows, marked, pairs, shown)
    leaders = grouped(pairs)
    parts = {leaders.get(row, row) for pair in shown for row in pair}
    walk = _Walk(store)
    for row in rows:
        if row not in found and leaders.get(row, row) in parts and (mark := walk.mark_of(row)):
            found[row] = mark
    return found


def _near(
    rows: Iterable[int], marked: dict[int, str], pairs: set[tuple[int, int]], shown: set[tuple[int, int]]
) -> dict[int, str]:
    """What is marked, of the family of what is, or shows a part of that."""
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


class _Walk:
    """From part to part. What was read of a family is kept for the further rows of one call."""

    def __init__(self, store: SqliteStore) -> None:
        self._store = store
        self._families: dict[int, _Family] = {}
        self._left = MOST_READ

    def mark_of(self, start: int) -> str | None:
        """The marked item that shows some of what an item does, by way of others."""
        first = self._family(start)
        seen = set(first.members) if first else set()
        coming = deque([(first, WHOLE, 0)] if first else ())
        while coming:
            family, part, steps = coming.popleft()
            if family.mark:
                return family.mark
            for step in family.steps if steps < STEPS else ():
                if step.far in seen or (there := carried(part, _shared(step), to_asked=step.to_asked)) is None:
                    continue
                if step.marked:
                    return step.marked
                if further := self._family(step.far):
                    seen |= further.members
                    coming.append((further, there, steps + 1))
        return None

    def _family(self, row: int) -> _Family | None:
        """That of an item; None where enough was read."""
        found = self._families.get(row)
        if found is None and self._left > 0:
            found = _Family(self._store, row, most=self._left)
            self._left -= 1 + found.read
            self._families.update(dict.fromkeys(found.members, found))
        return found


class _Family:
    """Items that mostly show the same, taken for one picture, and the steps to what shows a part of one of them."""

    def __init__(self, store: SqliteStore, row: int, *, most: int) -> None:
        self.members = frontier = {row}
        self.steps: list[Step] = []
        self.mark: str | None = None
        self.read = 0
        while frontier and self.mark is None and self.read < most:
            found = store.certain_steps(frontier, beyond=self.members, most=most - self.read)
            self.read += len(found)
            self.steps += [step for step in found if step.share < MOSTLY]
            joined = {step.far: step.marked for step in found if step.share >= MOSTLY}
            self.mark = next((marked for _, marked in sorted(joined.items()) if marked), None)
            frontier = joined.keys() - self.members
            self.members = self.members | frontier


def _shared(step: Step) -> Shared:
    return shared_of(step.detail, upright=step.upright)
