"""Frames of a query laid over archived ones: their hashes come near, and only what the query shows counts."""

from __future__ import annotations

import numpy as np
import pytest
from numpy.typing import NDArray

from provenance.fingerprints import pdq
from provenance.fingerprints.frames import FrameHashes
from provenance.matching.laid import Base, Sighting, laid, layouts, moment, over
from tests.pictures import scene

ARCHIVED = np.asarray(scene(1, (160, 120)).convert("L"))
OTHER = np.asarray(scene(2, (160, 120)).convert("L"))
# The middle three quarters of the archived frame fill the query's: archived places to places of the query.
CROP = np.array([[4 / 3, 0, -1 / 6], [0, 4 / 3, -1 / 8], [0, 0, 1]])
IN_A_CORNER = np.array([[0.5, 0, 0.4], [0, 0.5, 0.1], [0, 0, 1]])


def cropped(plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
    return np.ascontiguousarray(plane[15:105, 20:140])


def apart(value: bytes, telling: bytes, plane: NDArray[np.uint8]) -> float:
    """The share of the telling bits that differ from the hash of a plane."""
    one, other, mask = (np.frombuffer(some, np.uint8) for some in (value, pdq.pdq(plane).value, telling))
    return float(np.bitwise_count((one ^ other) & mask).sum() / np.bitwise_count(mask).sum())


def test_a_crop_laid_over_its_frame_agrees_and_another_picture_does_not() -> None:
    value, quality, telling = over(cropped(ARCHIVED), CROP, ARCHIVED)
    assert quality >= pdq.MIN_QUALITY
    assert 24 < np.bitwise_count(np.frombuffer(telling, np.uint8)).sum() < 256
    assert apart(value, telling, ARCHIVED) < 0.1
    value, _, telling = over(cropped(OTHER), CROP, ARCHIVED)
    assert apart(value, telling, ARCHIVED) > 0.35
    assert pdq.pdq(cropped(ARCHIVED)).value != pdq.pdq(ARCHIVED).value


def test_a_film_in_a_corner_is_cut_out_whole() -> None:
    page = OTHER.copy()
    page[16:76, 64:144] = np.asarray(scene(1, (160, 120)).convert("L").resize((80, 60)))
    value, _, telling = over(page, IN_A_CORNER, OTHER)
    assert telling == b"\xff" * 32
    assert apart(value, telling, ARCHIVED) < 0.15


def test_too_little_of_a_frame_is_not_comparable() -> None:
    far = np.array([[8.0, 0, -3], [0, 8.0, -3], [0, 0, 1]])
    assert over(ARCHIVED, far, ARCHIVED)[1] == 0
    assert over(cropped(ARCHIVED), CROP, ARCHIVED, filled=False)[1] == 0


def test_frames_far_from_any_key_frame_are_not_filled_in() -> None:
    seen = [Sighting(1_000, 31_000, CROP, 5.0)]
    times = np.array([0, 1_000, 40_000], np.int32)
    made = laid(times, [cropped(ARCHIVED)] * 3, seen, [Base(31_000, ARCHIVED)])
    assert made.frames.comparable.tolist() == [True, True, False]
    assert not laid(times, [None] * 3, seen, [Base(31_000, ARCHIVED)]).frames.comparable.any()
    whole = [Sighting(1_000, 31_000, np.eye(3), 5.0)]
    assert laid(times, [ARCHIVED] * 3, whole, [Base(31_000, ARCHIVED)]).frames.comparable.all()


def test_the_layout_that_several_shots_have_at_fitting_times_comes_first() -> None:
    moved = CROP + np.array([[0, 0, 0.2], [0, 0, 0], [0, 0, 0]])
    seen = [Sighting(0, 20_500, moved, 9.0), Sighting(4_000, 24_000, CROP, 5.0), Sighting(8_000, 28_100, CROP, 5.0)]
    first, second = layouts(seen, (120, 160))
    assert [one.query_ms for one in first] == [4_000, 8_000]
    assert second == [seen[0]]
    assert layouts([], (120, 160)) == []


@pytest.mark.parametrize(("shown", "expected"), [(ARCHIVED, 12_000), (OTHER, 10_500)])
def test_a_still_is_placed_at_the_frame_that_is_most_like_it(shown: NDArray[np.uint8], expected: int) -> None:
    planes = [np.asarray(scene(seed, (160, 120)).convert("L")) for seed in (7, 2, 5, 6, 1)]
    made = [pdq.pdq(plane) for plane in planes]
    item = FrameHashes.of(
        [10_000, 10_500, 11_000, 11_500, 12_000], [one.value for one in made], [one.quality for one in made]
    )
    sighting = Sighting(0, 10_000, np.eye(3), 5.0)
    found = moment(shown, sighting, planes[0], item)
    assert found is not None
    assert (found.ms, found.bits) == (expected, 0)
    plain = np.full_like(shown, 90)
    assert moment(plain, sighting, plain, item) is None
