"""Which two of several claims stand for a disagreement of many: the pair that leaves the fewest doubts.

Of a few values every two are compared. Thousands would make millions of sentences that nobody reads: there each value
is named once, beside the first that it cannot stand with.
"""

from __future__ import annotations

from itertools import combinations, islice, product, starmap
from typing import TYPE_CHECKING, TypeVar

from provenance.findings.contradictions.saying import (
    ONE_PUBLICATION,
    also,
    claim_words,
    contradiction,
    hedges,
    probable,
)
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from provenance.findings.contradictions.case import Case, Group, Said
    from provenance.model import Contradiction, Strength

MOST_VALUES = 40  # of which every two are compared: 780 sentences
Entry = TypeVar("Entry")
Met = TypeVar("Met")


class Pair(NamedTuple):
    """Two claims that disagree, and what is in doubt about it. What is asked, or recorded first, is first."""

    one: Said
    other: Said
    doubts: tuple[str, ...]
    further: tuple[Said, ...] = ()  # claims that say the same as the one or the other


def disagreeing(case: Case, groups: Sequence[Group], apart: Callable[[Said, Said], bool]) -> Iterator[Pair]:
    """For each two groups whose values are apart, the pair that stands for them.

    ``apart`` is asked about one claim of each group, and answers for all of them.
    """

    def meet(first: Group, second: Group) -> Pair | None:
        return _standing_for(case, first, second) if apart(first.said[0], second.said[0]) else None

    asked = groups[:1] if groups and groups[0].said[0].is_asked else ()  # is compared with all, however many there are
    for one in asked:
        yield from filter(None, (meet(one, other) for other in groups[1:]))
    yield from each_two(groups[len(asked) :], meet)


def each_two(entries: Sequence[Entry], meet: Callable[[Entry, Entry], Met | None]) -> Iterator[Met]:
    """What comes of each two entries, if anything; of many entries once for each, with one of the first."""
    if len(entries) <= MOST_VALUES:
        yield from filter(None, starmap(meet, combinations(entries, 2)))
        return
    for number, second in enumerate(entries):
        met = filter(None, (meet(first, second) for first in entries[: min(number, MOST_VALUES)]))
        yield from islice(met, 1)


def _standing_for(case: Case, first: Group, second: Group) -> Pair | None:
    # Each against the surest of the other group is enough; relations, which people enter, ask for all pairs.
    every = list(product(first.said, second.said) if case.links else _with_first(first, second))
    pairs = [_ordered(one, other) for one, other in every if not case.are_kin(one.record.id, other.record.id)]
    if not pairs:
        return None
    best = min(pairs, key=_preference)
    claims = {said.record.id: said for pair in pairs for said in pair[:2]}
    further = [said for said in claims.values() if said not in best[:2]]
    return best._replace(further=tuple(sorted(further, key=lambda said: (said.record.recorded_at, said.record.id))))


def _with_first(first: Group, second: Group) -> Iterator[tuple[Said, Said]]:
    yield from ((one, second.said[0]) for one in first.said)
    yield from ((first.said[0], other) for other in second.said[1:])


def between(
    rule: str,
    strength: Strength,
    pair: Pair,
    *,
    field: str,
    values: tuple[str, str],
    because: str,
    doubts: Iterable[str] = (),
    remarks: Iterable[str] = (),
) -> Contradiction:
    """The contradiction of two claims. ``values``: what each says in that field."""
    records = [said.record for said in (pair.one, pair.other, *pair.further)]
    return contradiction(
        rule,
        strength,
        item_id=pair.one.item_id or pair.other.item_id,
        field=field,
        a=values[0],
        b=values[1],
        because=because,
        doubts=(*pair.doubts, *doubts),
        remarks=(*hedges(pair.one, pair.other), *remarks, *also(len(pair.further), field)),
        records=[record.id for record in records],
        recorded_at=[record.recorded_at for record in records],
    )


def says(said: Said, value: str) -> str:
    """``"Qusayr" (youtube:xyz: "Shelling today")``."""
    return f"{value} ({claim_words(said)})"


def _ordered(one: Said, other: Said) -> Pair:
    if (not other.is_asked, other.record.recorded_at, other.record.id) < (
        not one.is_asked,
        one.record.recorded_at,
        one.record.id,
    ):
        one, other = other, one
    doubts = probable((one.item_id, one.certain), (other.item_id, other.certain))
    if _in_one_publication(one, other):
        doubts.append(ONE_PUBLICATION)
    return Pair(one, other, tuple(doubts))


def _in_one_publication(one: Said, other: Said) -> bool:
    """Whether one author said both at once: then they need not be about the same."""
    a, b = one.record, other.record
    return a.appearance_id is not None and a.appearance_id == b.appearance_id and a.asserted_by == b.asserted_by


def _preference(pair: Pair) -> tuple[int, bool, str, str, str]:
    recorded = (pair.one.record.recorded_at, pair.one.record.id, pair.other.record.id)
    return (len(pair.doubts), not pair.one.is_asked, *recorded)
