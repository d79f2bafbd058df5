"""Which further films show a moment, as stored matches of films say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from provenance.carrying import reached
from provenance.model import Match, Orientation, Relation, ReviewState, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.store.sqlite import SqliteStore


class Stored:
    """A store of matches and of nothing else."""

    def __init__(self, *matches: tuple[int, int, Match]) -> None:
        self._matches = matches

    def matches(self, items: Iterable[int]) -> list[tuple[int, int, Match]]:
        wanted = set(items)
        return [one for one in self._matches if wanted & {one[0], one[1]}]


def shared(query: tuple[int, int], item: tuple[int, int], **more: Any) -> Match:
    """A match of two films by one segment, in seconds."""
    review = more.pop("review", ReviewState.SUGGESTED)
    segment = {
        "query_from_ms": 1000 * query[0],
        "query_to_ms": 1000 * query[1],
        "item_from_ms": 1000 * item[0],
        "item_to_ms": 1000 * item[1],
        "template": False,
        "evidence": 90.0,
        "bits": 8.0,
    }
    return Match("m-1", Tier.FRAMES, (), Orientation(), review=review, detail={"segments": [segment | more]})


def still(ms: int, relation: Relation = Relation.COPY, **more: Any) -> Match:
    return Match("m-1", Tier.FRAMES, (), Orientation(), relation=relation, detail={"frame_ms": ms} | more)


def shown(found: dict[int, Match], *matches: tuple[int, int, Match]) -> dict[int, tuple[int, list[tuple[int, int]]]]:
    """By which item each further one is joined, and from when to when it shows it."""
    return {
        row: (one.by, [(round(piece.begin), round(piece.end)) for piece in one.pieces])
        for row, one in reached(cast("SqliteStore", Stored(*matches)), found).items()
    }


def test_a_moment_is_carried_both_ways_at_the_speed_of_the_match_and_to_a_copy_of_the_copy() -> None:
    slowed = shared((10, 20), (0, 5))
    assert shown({1: still(14_000)}, (1, 2, slowed)) == {2: (1, [(2_000, 2_000)])}
    assert shown({2: still(2_000)}, (1, 2, slowed)) == {1: (2, [(14_000, 14_000)])}
    further = shown({1: still(14_000)}, (1, 2, slowed), (2, 3, shared((0, 5), (60, 65))))
    assert further[3] == (2, [(62_000, 62_000)])


def test_only_what_a_match_covers_is_carried() -> None:
    some = (1, 2, shared((10, 20), (0, 10)))
    assert shown({1: still(9_000)}, some) == {}
    assert shown({1: shared((0, 4), (8, 12))}, some) == {2: (1, [(0, 2_000)])}
    assert shown({1: shared((0, 20), (0, 11))}, some) == {}


def test_what_is_not_certain_carries_nothing() -> None:
    sure = shared((10, 20), (0, 10))
    assert shown({1: still(14_000, Relation.PROBABLE)}, (1, 2, sure)) == {}
    for doubtful in (
        sure._replace(relation=Relation.PROBABLE),
        shared((10, 20), (0, 10), evidence=17.0),
        shared((10, 20), (0, 10), template=True),
        shared((10, 20), (0, 10), review=ReviewState.DISPUTED),
    ):
        assert shown({1: still(14_000)}, (1, 2, doubtful)) == {}


def test_what_is_only_probably_found_is_certain_where_a_stored_match_says_so() -> None:
    found = {1: still(14_000), 2: still(3_500, Relation.PROBABLE)}
    assert shown(found, (1, 2, shared((10, 20), (0, 10)))) == {2: (1, [(4_000, 4_000)])}


def test_a_film_in_a_corner_is_not_in_the_copies_of_what_it_was_put_on() -> None:
    in_a_corner = (2, 1, shared((0, 10), (10, 20), frame_covers=0.12))
    other_film = (2, 3, shared((0, 10), (0, 10), bits=40.0))
    copy = (2, 4, shared((0, 10), (0, 10), bits=3.0))
    assert set(shown({1: still(14_000)}, in_a_corner, other_film, copy)) == {2, 4}
    assert shown({2: still(4_000, of_frame=0.1)}, in_a_corner) == {}  # which part of the frame, that is not said
