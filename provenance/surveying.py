"""A whole archive at a glance: how much there is, when pictures were published again, where, and what waits for people.

Reads everything once; for a page of a large archive it is worked out beforehand.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from typing import TYPE_CHECKING

from provenance.findings.families import MOSTLY, grouped
from provenance.named import NamedTuple
from provenance.places import read_place
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provenance.store.sqlite import SqliteStore

MONTH = re.compile(r"\d{4}-\d{2}(?![\d/])")  # at the beginning of a date that is known to the month at least
MOST_PLACES = 40


class Month(NamedTuple):
    """What was published in a month, as far as appearances are dated."""

    month: str  # 2016-06
    first: int  # appearances of what is not known to have been published before
    again: int  # appearances of what was


class PlaceCount(NamedTuple):
    """A place, under all the names that claims give it."""

    name: str  # the commonest
    others: tuple[str, ...]  # other spellings, commonest first; then what is in or near it
    claims: int
    items: int


class Survey(NamedTuple):
    """The archive as it stands."""

    counts: Mapping[str, int]  # as SqliteStore.counts
    kinds: Mapping[str, int]  # items by kind
    ratings: Mapping[str, int]  # verdicts that stand, by rating
    reviews: Mapping[str, int]  # matches by their state
    months: tuple[Month, ...]  # those in which something was published, oldest first
    undated: int  # appearances of which no month is known
    places: tuple[PlaceCount, ...]  # most claims first
    unplaced: int  # claims that name no place
    unjudged: int  # items with a claim and without a verdict of their own
    not_comparable: int  # items with too little detail to be compared


def survey(store: SqliteStore) -> Survey:
    """All of it."""
    months, undated = _months(store)
    places, unplaced = _places(store)
    return Survey(
        counts=store.counts(),
        kinds=store.catalogue.kinds(),
        ratings=store.catalogue.ratings(),
        reviews=store.judgements.review_counts(),
        months=months,
        undated=undated,
        places=places,
        unplaced=unplaced,
        unjudged=store.catalogue.unjudged(),
        not_comparable=store.catalogue.not_comparable(),
    )


def _months(store: SqliteStore) -> tuple[tuple[Month, ...], int]:
    """Appearances by month; of each family the one with the lowest latest possible date is the first.

    None is, where the family certainly shows a part of what was published before: a part of a collage, seconds of a
    film.
    """
    pairs = store.all_joining_pairs()
    leaders = grouped((item, other) for item, other, share in pairs if share >= MOSTLY)
    dated = store.catalogue.dated_appearances()
    first: dict[int, tuple[str, int, str]] = {}
    for item, appearance, text, latest in dated:
        if latest:
            leader, one = leaders.get(item, item), (latest, appearance, text)
            if leader not in first or one < first[leader]:
                first[leader] = one
    earliest = dict(first)
    for item, other, share in pairs:
        if share < MOSTLY:
            for own, beside in ((item, other), (other, item)):
                leader, before = leaders.get(own, own), earliest.get(leaders.get(beside, beside))
                if before and leader in first and before[0] < first[leader][0]:
                    del first[leader]
    month_of = cache(_month)  # many appeared on one day
    counted = Counter(month_of(text) for _, _, text, _ in dated)
    firsts = Counter(month_of(text) for _, _, text in first.values())
    undated = counted.pop("", 0)
    return tuple(Month(one, firsts[one], number - firsts[one]) for one, number in sorted(counted.items())), undated


def _month(text: str) -> str:
    """``2016-06``; "" where no month is known."""
    found = MONTH.match(text)
    return found.group() if found else ""


def _places(store: SqliteStore) -> tuple[tuple[PlaceCount, ...], int]:
    names: dict[str, Counter[str]] = {}
    claims: dict[str, set[int]] = {}
    items: dict[str, set[int]] = {}
    keys: dict[str, str] = {}
    unplaced = 0
    for claim, item, place in store.catalogue.claimed_places():
        text = " ".join((place or "").split())
        if not text:
            unplaced += 1
            continue
        if text not in keys:
            keys[text] = _key(text)
        key = keys[text]
        names.setdefault(key, Counter())[text] += claim not in claims.setdefault(key, set())
        claims[key].add(claim)
        items.setdefault(key, set()).update([] if item is None else [item])
    order = sorted(claims, key=lambda key: (-len(claims[key]), key))[:MOST_PLACES]
    return tuple(_counted(names[key], len(claims[key]), len(items[key])) for key in order), unplaced


def _counted(names: Counter[str], claims: int, items: int) -> PlaceCount:
    """A place under the commonest name that means no less than it, if there is one."""
    name, *others = sorted(names, key=lambda name: (bool(read_place(name).words), -names[name]))
    return PlaceCount(name, tuple(others), claims, items)


def _key(text: str) -> str:
    """The place that a text means, or in or near which it is; else the text itself, folded."""
    reading = read_place(text)
    return reading.places[0].key if reading.places else fold(text)


def filled(months: Iterable[Month]) -> Iterator[Month]:
    """The same with the months between in which nothing was published."""
    before: str | None = None
    for one in months:
        while before is not None and (before := _after(before)) < one.month:
            yield Month(before, 0, 0)
        yield one
        before = one.month


def _after(month: str) -> str:
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12:04}-{number % 12 + 1:02}"
