"""Families: items joined by matches that are certain or that a person confirmed, less the rejected ones.

By way of a collage its parts are not joined to each other: both pictures must mostly show the same.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import ReviewState
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from provenance.model import Match

MOSTLY = 0.6  # share of both pictures: of two parts of a collage one has less
FAMILY_LIMIT = 500  # items; a picture reposted more often than that is answered from these

# How an item belongs to the family of another.
ITSELF, SAME, CONFIRMED, PROBABLY = "itself", "the same picture", "confirmed", "probably the same"
DISPUTED = "disputed"  # people disagree whether it shows the same
DOUBTFUL = (PROBABLY, DISPUTED)  # listed, and nothing of them counts for the item
PART = "the same moment of a film"  # a still and its video, an excerpt and the whole: joined by one step, no further


class Member(NamedTuple):
    """An item of a family, and how it belongs to it."""

    row: int
    joined: str  # ITSELF, SAME, CONFIRMED, PROBABLY, DISPUTED or PART
    match: Match | None


def joins(match: Match) -> bool:
    """Whether a stored match makes two items one family: certain or confirmed, and of mostly the same."""
    return is_sure(match) and is_mostly_whole(match)


def is_sure(match: Match) -> bool:
    """Whether two items certainly show the same, all or in part: certain or confirmed, and not disputed."""
    if match.review in (ReviewState.REJECTED, ReviewState.DISPUTED):
        return False
    return match.is_certain or match.review is ReviewState.CONFIRMED


def is_film(match: Match) -> bool:
    """Whether it joins moments of a video: what is true of a moment need not be true of all of it."""
    detail = match.detail or {}
    return "segments" in detail or "frame_ms" in detail or "asked_ms" in detail


def shares_a_moment(match: Match) -> bool:
    """Whether two items certainly show the same moment of a film: what is said of the one counts for the other."""
    if match.review is ReviewState.DISPUTED:
        return False
    return is_film(match) and (match.is_certain or match.review is ReviewState.CONFIRMED)


def grown_from(
    start: Iterable[int],
    matches_of: Callable[[set[int]], Iterable[tuple[int, int, Match]]],
    *,
    counts: Callable[[Match], bool] = joins,
    limit: int = FAMILY_LIMIT,
) -> list[int]:
    """The further members of the family that these items belong to, nearest first.

    ``matches_of`` gives the stored matches of some items as (item, other, match), items as row numbers;
    ``counts`` says which of them join two items.
    """
    members = set(start)
    frontier, further = set(members), list[int]()
    while frontier and len(members) < limit:
        joined = {row for item, other, match in matches_of(frontier) if counts(match) for row in (item, other)}
        frontier = joined - members
        members |= frontier
        further += sorted(frontier)
    return further


def reached_from(
    start: Iterable[int],
    pairs_of: Callable[[set[int], set[int]], Iterable[tuple[int, int, float]]],
    *,
    limit: int = FAMILY_LIMIT,
) -> list[int]:
    """The same as :func:`grown_from` with :func:`joins`, where a family is large: its pairs are not read one by one.

    ``pairs_of`` gives what certainly shows the same as some items, (item, other, least share of either), without the
    pairs that lead to one of the others that it is told.
    """
    members = set(start)
    frontier, further = set(members), list[int]()
    while frontier and len(members) < limit:
        joined = {row for one, other, share in pairs_of(frontier, members) if share >= MOSTLY for row in (one, other)}
        frontier = joined - members
        members |= frontier
        further += sorted(frontier)
    return further


def grouped(pairs: Iterable[tuple[int, int]]) -> dict[int, int]:
    """Items that such pairs join, as item: the least item of its family. Items in no pair are left out."""
    leaders: dict[int, int] = {}

    def leader(item: int) -> int:
        while leaders.get(item, item) != item:
            leaders[item] = leaders.get(leaders[item], leaders[item])
            item = leaders[item]
        return item

    for one, other in pairs:
        first, second = sorted((leader(one), leader(other)))
        leaders[first] = first
        leaders[second] = first
    return {item: leader(item) for item in leaders}


def is_mostly_whole(match: Match) -> bool:
    """Whether both sides of a match mostly show the same."""
    detail = match.detail or {}
    return bool(min(detail.get("kept", 1.0), detail.get("covers", 1.0)) >= MOSTLY)
