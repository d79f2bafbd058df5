"""Transforms against those that made the features: seeded places, most of them wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from provenance.fingerprints.local import LocalFeatures
from provenance.matching import geometry
from provenance.matching.geometry import (
    Alignment,
    align,
    correspondences,
    hull,
    is_sound,
    local_map,
    moved,
    spread,
    supported,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

HEIGHT = 0.75  # of the pictures here, in units of their longer side
CORNERS = np.array([[0, 0], [1, 0], [1, HEIGHT], [0, HEIGHT]])
MIDDLE = np.array([0.5, HEIGHT / 2])
WRONG = 0.7  # share of correspondences that lie anywhere


def picture(seed: int, count: int = 200) -> LocalFeatures:
    """Features at random."""
    rng = np.random.default_rng(seed)
    return LocalFeatures(
        rng.integers(0, 65_536, (count, 1)).astype(np.uint16),
        rng.integers(0, 2**64, count, dtype=np.uint64),
        (rng.random((count, 2)) * (1, HEIGHT)).astype(np.float32),
        (0.005 * 16 ** rng.random(count)).astype(np.float32),
        (rng.random(count) * 360).astype(np.float32),
    )


def flipped(signatures: NDArray[np.uint64], share: float, rng: np.random.Generator) -> NDArray[np.uint64]:
    bits = rng.random((len(signatures), 64)) < share
    return signatures ^ np.packbits(bits, axis=1).view(np.uint64).ravel()


def chosen(several: list[LocalFeatures], some: slice) -> LocalFeatures:
    """Some features of pictures together."""
    return LocalFeatures(
        np.concatenate([one.words for one in several])[some],
        np.concatenate([one.signatures for one in several])[some],
        np.concatenate([one.places for one in several])[some],
        np.concatenate([one.sizes for one in several])[some],
        np.concatenate([one.angles for one in several])[some],
    )


def derivative(transform: Matrix, place: NDArray[np.floating]) -> Matrix:
    """The linear map near a place, from places a little beside it."""
    step = 1e-6

    def there(at: NDArray[np.floating]) -> Matrix:
        x, y, weight = transform @ (*at, 1)
        return np.array([x / weight, y / weight], np.float64)

    across = there(place + np.array([step, 0])) - there(place - np.array([step, 0]))
    down = there(place + np.array([0, step])) - there(place - np.array([0, step]))
    return np.asarray(np.stack([across, down], axis=1) / (2 * step), np.float64)


def copied(stored: LocalFeatures, transform: Matrix, *, seed: int, wrong: float = WRONG) -> LocalFeatures:
    """What an asked picture has of these features after a transform: all of them, in another order.

    A share lies anywhere, with any size and angle. The others lie off by a thousandth, and a few bits differ.
    """
    rng = np.random.default_rng(seed)
    count = len(stored)
    linear = [derivative(transform, place) for place in stored.places]
    turns = np.degrees([np.arctan2(one[1, 0] - one[0, 1], one[0, 0] + one[1, 1]) for one in linear])
    scales = np.sqrt([abs(np.linalg.det(one)) for one in linear])
    places = np.array([transform @ (*place, 1) for place in stored.places])
    places = places[:, :2] / places[:, 2:] + rng.normal(scale=0.001, size=(count, 2))
    angles = (stored.angles + turns + rng.normal(scale=4, size=count)) % 360
    sizes = stored.sizes * scales * 2 ** rng.normal(scale=0.1, size=count)
    anywhere = picture(seed + 1_000, count)
    lost = rng.permutation(count) < wrong * count
    signatures = flipped(stored.signatures, 0.06, rng)
    order = rng.permutation(count)
    return LocalFeatures(
        stored.words[order],
        signatures[order],
        np.where(lost[:, None], anywhere.places, places)[order].astype(np.float32),
        np.where(lost, anywhere.sizes, sizes)[order].astype(np.float32),
        np.where(lost, anywhere.angles, angles)[order].astype(np.float32),
    )


def similarity(*, turn: float = 0.0, scale: float = 1.0, x: float = 0.0, y: float = 0.0) -> Matrix:
    """Turned clockwise around the middle, in degrees, and enlarged, then moved."""
    angle = np.radians(turn)
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return affine(linear, x=x, y=y)


def affine(linear: Matrix, *, x: float = 0.0, y: float = 0.0) -> Matrix:
    transform = np.eye(3)
    transform[:2, :2] = linear
    transform[:2, 2] = MIDDLE - linear @ MIDDLE + (x, y)
    return transform


def perspective(*corners: tuple[float, float]) -> Matrix:
    """The map that takes the corners of the picture to these places."""
    rows, goals = [], []
    for (x, y), (u, v) in zip(CORNERS, corners, strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        goals += [u, v]
    return np.asarray(np.append(np.linalg.solve(rows, goals), 1).reshape(3, 3), np.float64)


def corners_apart(found: Matrix, true: Matrix) -> float:
    """How far the corners of the archived picture lie from where they should, in units of the asked one."""
    return float(np.hypot(*(moved(found, CORNERS) - moved(true, CORNERS)).T).max())


SIMILARITIES = {
    "nothing": similarity(),
    "half the size": similarity(scale=0.5, x=0.1),
    "a quarter turn": similarity(turn=90, scale=0.7),
    "upside down": similarity(turn=180),
    "turned a little": similarity(turn=-7, scale=0.9, x=0.02, y=-0.03),
    "cropped": similarity(scale=1.5, x=0.1, y=0.05),
}
AFFINES = {
    "wider": affine(np.array([[0.95, 0], [0, 0.7]])),
    "slanted": affine(np.array([[0.8, 0.15], [0, 0.85]])),
    "slanted and turned": affine(np.array([[0.7, -0.4], [0.45, 0.75]])),
}
PERSPECTIVES = {
    "photo of a screen": perspective((0.12, 0.1), (0.93, 0.02), (0.98, 0.72), (0.05, 0.62)),
    "from below": perspective((0.2, 0.05), (0.8, 0.05), (0.98, 0.7), (0.02, 0.7)),
}
EVERY = SIMILARITIES | AFFINES | PERSPECTIVES


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("name", EVERY)
def test_a_transform_is_found_among_features_most_of_which_lie_elsewhere(name: str, seed: int) -> None:
    stored = picture(seed)
    asked = copied(stored, EVERY[name], seed=50 + seed)
    found = align(asked, stored, width=1, height=HEIGHT)
    assert found is not None
    assert corners_apart(found.transform, EVERY[name]) < 0.004, "less than a pixel of a thumbnail"
    there = moved(EVERY[name], stored.places)
    inside = ((there > 0) & (there < (1, HEIGHT))).all(axis=1)
    beside = np.hypot(*(there[found.stored] - asked.places[found.asked]).T)
    assert np.percentile(beside, 90) < 0.005, "the witnesses are those that were not put elsewhere"
    assert found.error == pytest.approx(np.median(beside), abs=0.001)
    assert found.possible == pytest.approx(inside.sum(), abs=3)
    assert 0.2 * inside.sum() <= found.cells <= len(found.asked) <= 0.4 * inside.sum()


def test_the_same_pictures_give_the_same_transform() -> None:
    stored = picture(1)
    asked = copied(stored, PERSPECTIVES["from below"], seed=2)
    first, second = (align(asked, stored, width=1, height=HEIGHT) for _ in range(2))
    assert first is not None
    assert second is not None
    assert np.array_equal(first.transform, second.transform)
    assert np.array_equal(first.asked, second.asked)


def test_a_part_of_a_larger_picture_is_found_in_it() -> None:
    """A quarter of the side, among four times as many features of something else."""
    stored = picture(1)
    transform = similarity(scale=0.25, x=0.2, y=-0.1)
    part, rest = copied(stored, transform, seed=3, wrong=0.5), picture(77, 800)
    asked = chosen([rest, part], slice(None))
    found = align(asked, stored, width=1, height=HEIGHT)
    assert found is not None
    assert corners_apart(found.transform, transform) < 0.004
    assert found.asked.min() >= 800
    assert found.possible == 200


@pytest.mark.parametrize("seed", range(10))
def test_unrelated_features_have_no_transform(seed: int) -> None:
    assert align(picture(1_000 + seed, 800), picture(seed), width=1, height=HEIGHT) is None


@pytest.mark.parametrize("seed", range(10))
def test_the_same_patches_in_other_places_have_next_to_no_transform(seed: int) -> None:
    stored = picture(seed)
    found = align(copied(stored, np.eye(3), seed=seed, wrong=1.0), stored, width=1, height=HEIGHT)
    assert found is None or found.cells <= 6


@pytest.mark.parametrize("seed", range(10))
def test_a_mirrored_picture_does_not_align_unmirrored(seed: int) -> None:
    """Even if every signature were the same, which mirroring changes."""
    stored = picture(seed)
    noisy = copied(stored, np.eye(3), seed=seed, wrong=0.0)
    again = align(noisy, stored, width=1, height=HEIGHT)
    assert again is not None
    assert again.cells > 150
    mirrored = noisy._asdict() | {
        "places": np.array([1, 0], np.float32) + np.array([-1, 1], np.float32) * noisy.places,
        "angles": (180 - noisy.angles) % 360,
    }
    found = align(LocalFeatures(**mirrored), stored, width=1, height=HEIGHT)
    assert found is None or found.cells <= 12


@pytest.mark.parametrize("count", [0, 1, 3])
def test_a_few_features_are_no_evidence(count: int) -> None:
    stored = picture(1)
    assert align(chosen([stored], slice(count)), stored, width=1, height=HEIGHT) is None


def test_features_on_one_line_are_aligned_without_guessing_the_other_direction() -> None:
    base = picture(1, 60)
    line = np.column_stack([base.places[:, 0], np.full(60, 0.3)]).astype(np.float32)
    stored = LocalFeatures(base.words, base.signatures, line, base.sizes, base.angles)
    transform = similarity(turn=20, scale=0.6)
    found = align(copied(stored, transform, seed=1, wrong=0.2), stored, width=1, height=HEIGHT)
    assert found is not None
    assert corners_apart(found.transform, transform) < 0.02


# Correspondences


def bits(count: int, *, of: int = 0) -> int:
    """A signature that differs from zero in so many bits."""
    return (1 << count) - 1 << of


def at_places(signatures: list[int], places: list[tuple[float, float]] | None = None) -> LocalFeatures:
    count = len(signatures)
    spread_out = [(0.1 + 0.05 * number, 0.1) for number in range(count)]
    return LocalFeatures(
        np.zeros((count, 1), np.uint16),
        np.array(signatures, np.uint64),
        np.array(places or spread_out, np.float32).reshape(-1, 2),
        np.full(count, 0.02, np.float32),
        np.zeros(count, np.float32),
    )


def pairs(asked: LocalFeatures, stored: LocalFeatures) -> list[tuple[int, int, int]]:
    return [(int(a), int(b), int(c)) for a, b, c in zip(*correspondences(asked, stored), strict=True)]


def test_a_correspondence_has_a_near_signature_and_the_nearest_comes_first() -> None:
    stored = at_places([bits(0), 2**64 - 1])
    asked = at_places([bits(20), bits(21), bits(5), bits(44), bits(43)])
    assert pairs(asked, stored) == [(2, 0, 5), (0, 0, 20), (3, 1, 20)]


@pytest.mark.parametrize(("first", "second", "kept"), [(8, 8, True), (9, 10, True), (10, 12, False), (10, 13, True)])
def test_a_patch_that_looks_like_others_elsewhere_says_nothing(first: int, second: int, kept: bool) -> None:
    stored = at_places([bits(first), bits(second, of=30)])
    assert pairs(at_places([0]), stored) == ([(0, 0, first)] if kept else [])


def test_the_same_corner_under_another_angle_is_no_rival() -> None:
    beside = 1.1 * geometry.CELL
    for place, kept in (((0.501, 0.501), True), ((0.5 + beside, 0.5), False), ((0.5, 0.5 + beside), False)):
        stored = at_places([bits(12), bits(13, of=30)], [(0.5, 0.5), place])
        assert pairs(at_places([0]), stored) == ([(0, 0, 12)] if kept else [])


# Which maps are possible

ODD = {
    "a mirror image": affine(np.diag([-1.0, 1.0])),
    "one line": affine(np.array([[1.0, 1.0], [1.0, 1.0]])),
    "one place": affine(np.zeros((2, 2))),
    "nothing at all": np.zeros((3, 3)),
    "no number": np.full((3, 3), np.nan),
    "no number in one place": np.array([[1, 0, np.inf], [0, 1, 0], [0, 0, 1]]),
    "too small": similarity(scale=1 / 21),
    "too large": similarity(scale=21),
    "too wide": affine(np.diag([1.0, 0.32])),
    "slanted without end": affine(np.array([[1.0, 2.0], [0.0, 1.0]])),
    "folded at a horizon within it": np.array([[1, 0, 0], [0, 1, 0], [-1.5, 0, 1]]),
    "a horizon near its edge": np.array([[1, 0, 0], [0, 1, 0], [-1.2, 0, 1]]),
}
POSSIBLE = EVERY | {
    "small": similarity(scale=1 / 19, turn=33),
    "large": similarity(scale=19, turn=120),
    "wide": affine(np.diag([1.0, 0.35])),
    "far away": similarity(x=50, y=-50),
}


@pytest.mark.parametrize("name", ODD)
def test_collapsed_folded_and_enormous_maps_are_rejected(name: str) -> None:
    assert not is_sound(ODD[name])
    assert not is_sound(-7 * ODD[name])


@pytest.mark.parametrize("name", POSSIBLE)
def test_what_somebody_can_do_to_a_picture_is_possible(name: str) -> None:
    assert is_sound(POSSIBLE[name])
    assert is_sound(-7 * POSSIBLE[name]), "a map times a number is the same map"


@pytest.mark.parametrize("name", EVERY)
def test_the_map_near_a_place_is_that_of_places_beside_it(name: str) -> None:
    for place in (np.array([0.0, 0.0]), np.array([0.3, 0.6]), np.array([1.0, 0.75])):
        assert np.allclose(local_map(EVERY[name], place), derivative(EVERY[name], place), atol=1e-6)


@pytest.mark.parametrize("name", PERSPECTIVES)
def test_corners_go_where_the_transform_takes_them(name: str) -> None:
    corners = {
        "photo of a screen": [(0.12, 0.1), (0.93, 0.02), (0.98, 0.72), (0.05, 0.62)],
        "from below": [(0.2, 0.05), (0.8, 0.05), (0.98, 0.7), (0.02, 0.7)],
    }
    assert np.allclose(moved(PERSPECTIVES[name], CORNERS), corners[name])


def test_a_place_on_the_horizon_goes_far_away_and_is_no_error() -> None:
    horizon = np.array([[1, 0, 0], [0, 1, 0], [-1, 0, 1]], np.float64)
    assert np.isfinite(moved(horizon, np.array([[1.0, 0.5]]))).all()


# Witnesses


def laid(places: list[tuple[float, float]], seed: int = 1) -> LocalFeatures:
    base = picture(seed, len(places))
    return LocalFeatures(base.words, base.signatures, np.array(places, np.float32), base.sizes, base.angles)


def grid(columns: int, rows: int) -> list[tuple[float, float]]:
    return [((x + 0.5) / columns, (y + 0.5) / rows * HEIGHT) for y in range(rows) for x in range(columns)]


def test_a_cluster_on_one_corner_is_one_witness() -> None:
    cell = geometry.CELL
    corner = [(20.5 * cell + 0.0001 * number, 10.5 * cell) for number in range(40)]
    apart = [(30.5 * cell, 10.5 * cell), (20.5 * cell, 30.5 * cell), (50.5 * cell, 5.5 * cell)]
    features = laid(corner + apart)
    found = supported(features, features, np.eye(3), width=1, height=HEIGHT)
    assert found is not None
    assert len(found.asked) == 43
    assert found.cells == 4


def test_witnesses_are_counted_in_the_picture_in_which_they_are_fewer() -> None:
    stored = laid(grid(10, 8))
    transform = similarity(scale=0.1)
    asked = copied(stored, transform, seed=1, wrong=0.0)
    found = supported(asked, stored, transform, width=1, height=HEIGHT)
    assert found is not None
    cells = {tuple(cell) for cell in np.floor(asked.places[found.asked] / geometry.CELL).astype(int).tolist()}
    assert len(found.stored) > 60
    assert found.cells == len(cells) < len(found.stored)


def test_under_a_known_transform_the_place_the_turn_and_the_size_must_fit() -> None:
    stored = laid(grid(10, 8))
    base = supported(stored, stored, np.eye(3), width=1, height=HEIGHT)
    assert base is not None
    assert np.array_equal(base.asked, np.arange(80))
    assert np.array_equal(base.stored, np.arange(80))
    assert base.error == 0

    def agreeing(*, x: float = 0.0, turn: float = 0.0, octaves: float = 0.0, flips: int = 0) -> int:
        places = stored.places.copy()
        angles, sizes, signatures = stored.angles.copy(), stored.sizes.copy(), stored.signatures.copy()
        places[:40, 0] += x
        angles[:40] += turn
        sizes[:40] *= 2**octaves
        signatures[:40] ^= np.uint64(bits(flips))
        asked = LocalFeatures(stored.words, signatures, places, sizes, angles)
        found = supported(asked, stored, np.eye(3), width=1, height=HEIGHT)
        assert found is not None
        return len(found.asked)

    assert agreeing(x=0.9 * geometry.FINE) == agreeing(turn=24) == agreeing(turn=-24 + 360) == 80
    assert agreeing(octaves=0.55) == agreeing(octaves=-0.55) == agreeing(flips=24) == 80
    assert agreeing(x=1.1 * geometry.FINE) == agreeing(turn=26) == agreeing(turn=180) == 40
    assert agreeing(octaves=0.65) == agreeing(flips=25) == 40


def test_features_that_lie_outside_the_asked_picture_could_not_be_seen() -> None:
    stored = laid(grid(10, 8))
    transform = similarity(x=0.5)
    found = supported(copied(stored, transform, seed=1, wrong=0.0), stored, transform, width=1, height=HEIGHT)
    assert found is not None
    assert found.possible == 40
    assert supported(stored, stored, similarity(x=5), width=1, height=HEIGHT) is None


# How witnesses lie


def alignment(stored: list[int]) -> Alignment:
    indices = np.array(stored, np.intp)
    return Alignment(np.eye(3), indices, indices, len(stored), len(stored), 0.0)


BLOCKS = [[25 * (5 * y + b) + 5 * x + a for b in range(5) for a in range(5)] for y in range(5) for x in range(5)]


@pytest.mark.parametrize(
    ("blocks", "share"),
    [([0], 1 / 25), ([0, 4, 20, 24], 4 / 25), (range(5), 1 / 5), (range(25), 1.0), ([], 0.0)],
    ids=["one corner", "a frame's corners", "one side", "everywhere", "nowhere"],
)
def test_the_spread_is_the_share_of_the_parts_that_have_witnesses(blocks: list[int], share: float) -> None:
    places = np.array(grid(25, 25), np.float32)
    some = [at for block in blocks for at in BLOCKS[block][::3]]
    assert spread(places, alignment(some), width=1, height=HEIGHT) == pytest.approx(share)


def test_a_single_witness_among_many_features_does_not_carry_a_part() -> None:
    places = np.array(grid(25, 25), np.float32)
    alone = [block[0] for block in BLOCKS]
    assert spread(places, alignment(alone), width=1, height=HEIGHT) == 0
    three = [at for block in BLOCKS[:5] for at in block[:3]]
    assert spread(places, alignment(alone + three[1:]), width=1, height=HEIGHT) == pytest.approx(5 / 25)


def test_parts_with_next_to_no_features_do_not_count_against_it() -> None:
    corner = [(0.9, 0.74), (0.0, 0.0)]
    places = np.array(corner + [(0.01 + 0.0001 * number, 0.01) for number in range(50)], np.float32)
    assert spread(places, alignment(list(range(2, 52))), width=1, height=HEIGHT) == 1


def test_only_the_shared_area_is_divided_into_parts() -> None:
    places = np.array(grid(50, 25), np.float32)
    left = np.flatnonzero(places[:, 0] < 0.5)
    half = alignment(left.tolist())._replace(transform=similarity(x=0.5))
    assert spread(places, half, width=1, height=HEIGHT) == 1
    assert spread(places, half._replace(transform=similarity(x=5)), width=1, height=HEIGHT) == 0


def test_the_hull_of_a_rectangle_is_its_area_and_of_a_line_nothing() -> None:
    inside = np.random.default_rng(1).random((100, 2)) * (0.4, 0.2) + (0.1, 0.3)
    corners = np.array([(0.1, 0.3), (0.5, 0.3), (0.5, 0.5), (0.1, 0.5)])
    assert hull(np.vstack([inside, corners]).astype(np.float32)) == pytest.approx(0.08)
    for few in (corners[:1], corners[:2], np.array([(0.1, 0.1), (0.2, 0.2), (0.3, 0.3)])):
        assert hull(few.astype(np.float32)) == pytest.approx(0, abs=1e-6)
