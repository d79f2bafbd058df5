"""Which part of an item a stored match shows in another one."""

from __future__ import annotations

import json

import pytest

from provenance.findings.carried import WHOLE, Part, Shared, carried, shared_of

QUARTER = json.dumps({  # the middle of the archived picture, at twice its size
    "transform": [[2, 0, -0.5], [0, 2, -1 / 3], [0, 0, 1]], "asked_size": [720, 480], "stored_size": [720, 480]
})  # fmt: skip
LEFT_HALF = json.dumps({  # the archived picture, on the left of a page of two
    "transform": [[0.5, 0, 0], [0, 0.5, 0], [0, 0, 1]], "asked_size": [1280, 480], "stored_size": [640, 480]
})  # fmt: skip
FILM = json.dumps({
    "segments": [
        {"query_from_ms": 10_000, "query_to_ms": 20_000, "item_from_ms": 50_000, "item_to_ms": 70_000, "template": 0}
    ]
})  # fmt: skip


def test_a_part_is_carried_to_the_other_picture_and_back() -> None:
    shared = shared_of(QUARTER, upright=True)
    to_crop = carried(Part((0.25, 0.25, 0.5, 0.5)), shared, to_asked=True)
    assert to_crop
    assert to_crop.box == pytest.approx((0, 0, 0.5, 0.5))
    back = carried(to_crop, shared, to_asked=False)
    assert back
    assert back.box == pytest.approx((0.25, 0.25, 0.5, 0.5))
    assert carried(WHOLE, shared, to_asked=True) == WHOLE
    assert carried(Part((0, 0, 0.2, 1)), shared, to_asked=True) is None


def test_the_neighbour_on_a_page_shows_nothing_of_what_stands_beside_it() -> None:
    shared = shared_of(LEFT_HALF, upright=True)
    on_page = carried(WHOLE, shared, to_asked=True)
    assert on_page
    assert on_page.box == pytest.approx((0, 0, 0.5, 1))
    assert carried(Part((0.49, 0, 1, 1)), shared, to_asked=False) is None  # edges are measured to a few hundredths
    assert carried(Part((0.4, 0, 1, 1)), shared, to_asked=False)


def test_where_the_outline_of_a_part_runs_into_its_neighbour_the_neighbour_shows_nothing_of_it() -> None:
    said = json.loads(LEFT_HALF) | {"place": [0, 0, 0.6, 1], "overlays": [[0.49, 0, 0.6, 0.98], [0.1, 0.1, 0.2, 0.2]]}
    shared = shared_of(json.dumps(said), upright=True)
    assert carried(Part((0.5, 0, 1, 1)), shared, to_asked=False) is None
    on_page = carried(WHOLE, shared, to_asked=True)
    assert on_page
    assert on_page.box == pytest.approx((0, 0, 0.49, 1))


def test_seconds_of_a_film_are_carried_to_those_of_another() -> None:
    shared = shared_of(FILM, upright=True)
    assert carried(WHOLE, shared, to_asked=False) == Part(spans=((50_000, 70_000),))
    assert carried(Part(spans=((15_000, 16_000),)), shared, to_asked=False) == Part(spans=((60_000, 62_000),))
    assert carried(Part(spans=((30_000, 40_000),)), shared, to_asked=False) is None
    still = shared_of(json.dumps({"frame_ms": 60_000}), upright=True)  # of an archived film
    assert carried(WHOLE, still, to_asked=False) == Part(spans=((60_000, 60_000),))
    assert carried(Part(spans=((50_000, 70_000),)), still, to_asked=True) == WHOLE
    assert carried(Part(spans=((0, 40_000),)), still, to_asked=True) is None


def test_where_a_match_does_not_say_where_all_may_be_shown() -> None:
    corner = Part((0, 0, 0.3, 0.3))
    assert carried(corner, shared_of(None, upright=True), to_asked=True) == corner
    assert carried(corner, shared_of(None, upright=False), to_asked=True) == WHOLE
    assert carried(corner, Shared(transform=((0, 0, 0), (0, 0, 0), (0, 0, 0))), to_asked=False) == WHOLE
