"""The Hamming index finds what brute force finds, with and without a copy of the hashes."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.index.columns import BLOCK, split
from provenance.index.hamming import HammingIndex
from provenance.index.scan import plan
from tests.hashes import (
    HORIZONTAL,
    TURNS,
    VERTICAL,
    Listed,
    answer,
    brute_force,
    clustered,
    flipped,
    orientations,
    random_table,
    to_bytes,
    uniform,
)

if TYPE_CHECKING:
    from numpy.typing import NDArray

PLANTED = (0, 1, 30, 31, 32, 39, 40, 41, 256)


def test_the_split_moves_every_bit_and_loses_none() -> None:
    single = np.packbits(np.eye(256, dtype=np.uint8), axis=1)
    columns = split(single)
    assert np.bitwise_count(columns).sum(axis=0).tolist() == [1] * 256
    assert len({tuple(column) for column in columns.T.tolist()}) == 256


def test_each_column_is_one_parity_class() -> None:
    classes = [(0, 1), (1, 0), (0, 0), (1, 1)]
    for number, (row, column) in enumerate(classes):
        table = np.equal(VERTICAL % 2, row) & np.equal(HORIZONTAL % 2, column)
        expected = [2**64 - 1 if number == other else 0 for other in range(4)]
        assert split(np.frombuffer(to_bytes(table), np.uint8).reshape(1, 32))[:, 0].tolist() == expected


def test_the_split_is_the_same_in_blocks() -> None:
    values = uniform(2 * BLOCK + 5)
    whole = split(values)
    for start in (0, BLOCK - 1, 2 * BLOCK + 4):
        assert (split(values[start : start + 1]) == whole[:, start : start + 1]).all()


def test_turning_a_picture_inverts_whole_columns_but_for_a_few_bits() -> None:
    rng = np.random.default_rng(3)
    frequency, place = np.arange(1, 17)[:, None], np.arange(64)[None]
    cosines = np.cos(np.pi * frequency * (2 * place + 1) / 128)
    picture = rng.normal(size=(64, 64)).cumsum(axis=0).cumsum(axis=1)

    def hashed(pixels: NDArray[np.float64]) -> bytes:
        coefficients = cosines @ pixels @ cosines.T
        return to_bytes((coefficients > np.median(coefficients)).astype(np.uint8))

    turned = [hashed(pixels) for pixels in (picture, picture[:, ::-1], picture[::-1], picture[::-1, ::-1])]
    columns = split(np.frombuffer(b"".join(turned), np.uint8).reshape(-1, 32))
    apart = np.bitwise_count(columns ^ columns[:, :1]).T.astype(int)
    expected = np.array([[0, 0, 0, 0], [0, 64, 64, 0], [64, 0, 64, 0], [64, 64, 0, 0]])
    assert abs(apart - expected).max() <= 8


def test_eight_orientations_of_a_photo_need_two_passes(corpus: Path) -> None:
    pdqhash = pytest.importorskip("pdqhash")
    from PIL import Image

    photos = sorted((corpus / "photos" / "BIDS_BSDS500").rglob("*.jpg"))[:12]
    assert photos
    for photo in photos:
        hashes, _ = pdqhash.compute_dihedral(np.asarray(Image.open(photo).convert("RGB")))
        queries = split(np.packbits(np.array(hashes, np.uint8), axis=1))
        assert len(plan(queries, 31).groups) == 2


@pytest.fixture(scope="module", params=[uniform, clustered])
def planted(request: pytest.FixtureRequest) -> tuple[Listed, list[bytes], HammingIndex]:
    """Rows over two blocks, with neighbours of eleven queries at exact distances, also at block edges."""
    rng = np.random.default_rng(4)
    values = request.param(BLOCK + 4_000)
    queries = orientations(random_table(rng), rng, moved=6) + [rng.bytes(32) for _ in range(3)]
    free = iter([0, BLOCK - 1, BLOCK, len(values) - 1, *range(100, 4_000, 31)])
    for query in queries:
        for distance in PLANTED:
            near = flipped(query, rng.choice(256, distance, replace=False))
            values[next(free)] = np.frombuffer(near, np.uint8)
    feed = Listed(values, first=5, step=3)
    return feed, queries, HammingIndex(Path("never made"), feed, version=1)


@pytest.mark.parametrize("radius", [0, 31, 40, 47, 70])
@pytest.mark.parametrize("chosen", [slice(0, 1), slice(0, 8), slice(8, 11), slice(0, 11)])
def test_search_finds_exactly_what_brute_force_finds(
    planted: tuple[Listed, list[bytes], HammingIndex], radius: int, chosen: slice, tmp_path: Path
) -> None:
    feed, queries, uncached = planted
    expected = brute_force(feed.values, feed.ids, queries[chosen], radius)
    assert len(expected) >= len(queries[chosen])
    assert answer(uncached, queries[chosen], radius) == expected
    cached = HammingIndex(tmp_path / "index", feed, version=1)
    assert cached.catch_up() == len(feed.ids)
    assert answer(cached, queries[chosen], radius) == expected


@pytest.mark.parametrize("chosen", [slice(0, 8), slice(0, 11)])
def test_rows_that_are_roughly_near_are_those_of_which_half_of_the_bits_are_near(
    planted: tuple[Listed, list[bytes], HammingIndex], chosen: slice
) -> None:
    feed, queries, index = planted
    rng = np.random.default_rng(5)
    half = ((VERTICAL + HORIZONTAL) % 2).ravel().astype(bool)
    values = feed.values.copy()
    for number, query in enumerate(queries * 6):
        values[200 + number] = np.frombuffer(flipped(query, rng.choice(256, 60 + number % 15, replace=False)), np.uint8)
    index = HammingIndex(Path("never made"), Listed(values, first=5, step=3), version=1)
    expected = []
    for number, bits, row in brute_force(values, feed.ids, queries[chosen], 70):
        value = values[np.flatnonzero(feed.ids == row)[0]]
        apart = np.unpackbits(value ^ np.frombuffer(queries[chosen][number], np.uint8))
        if bits <= 36 or apart[half].sum() <= 36:
            expected.append((number, bits, row))
    hits = index.search(queries[chosen], 36, roughly=70)
    found = [(hit.query, hit.distance_bits, hit.fingerprint_id) for hit in hits]
    assert found == expected
    assert 20 < sum(bits > 36 for _, bits, _ in found) < len(brute_force(values, feed.ids, queries[chosen], 70))


def test_a_radius_of_256_finds_every_row_for_every_query() -> None:
    values = uniform(2 * BLOCK + 100)
    feed, queries = Listed(values), [bytes(32), bytes([255]) * 32]
    expected = brute_force(values, feed.ids, queries, 256)
    assert len(expected) == 2 * len(values)
    assert answer(HammingIndex(Path("never made"), feed, version=1), queries, 256) == expected


def test_rows_at_the_radius_of_one_orientation_are_found_though_they_are_farther_from_the_others() -> None:
    """Every differing bit lies in the columns of the first pass: only the slack lets the row through."""
    rng = np.random.default_rng(8)
    rows, queries = [], []
    prefix = np.flatnonzero(((VERTICAL + HORIZONTAL) % 2).ravel())
    for radius in (31, 40):
        table = random_table(rng)
        for turn in TURNS:
            places = rng.permutation(prefix)
            moved, apart = places[:3], places[3 : 3 + radius]
            turned = table ^ turn.astype(np.uint8)
            turned.flat[moved] ^= 1
            queries.append(to_bytes(turned))
            turned.flat[apart] ^= 1
            rows.append(to_bytes(turned))
    values = np.frombuffer(b"".join(rows), np.uint8).reshape(-1, 32)
    index = HammingIndex(Path("never made"), Listed(values), version=1)
    for radius, chosen in ((31, slice(0, 4)), (40, slice(4, 8))):
        asked = np.frombuffer(b"".join(queries[chosen]), np.uint8).reshape(-1, 32)
        assert len(plan(split(asked), radius).groups) == 1
        expected = brute_force(values, np.arange(1, 9), queries[chosen], radius)
        assert len(expected) == 4
        assert answer(index, queries[chosen], radius) == expected


def test_queries_inverted_in_any_of_the_columns_share_a_pass_and_find_their_rows() -> None:
    rng = np.random.default_rng(11)
    table = random_table(rng)
    queries, rows = [], []
    for inverted in range(16):
        turned = table ^ ((inverted >> (2 * (VERTICAL % 2) + HORIZONTAL % 2)) & 1).astype(np.uint8)
        queries.append(to_bytes(turned))
        rows.append(flipped(queries[-1], rng.choice(256, 31, replace=False)))
    values = np.frombuffer(b"".join(rows), np.uint8).reshape(-1, 32)
    index = HammingIndex(Path("never made"), Listed(values), version=1)
    for chosen in (queries, queries[:2], queries[:9:8]):
        assert len(plan(split(np.frombuffer(b"".join(chosen), np.uint8).reshape(-1, 32)), 31).groups) == 1
        assert answer(index, chosen, 31) == brute_force(values, np.arange(1, 17), chosen, 31)
        assert len(answer(index, chosen, 31)) == len(chosen)


def test_two_pictures_in_eight_orientations_need_four_passes_and_unrelated_queries_one_each() -> None:
    rng = np.random.default_rng(9)
    related = [hash_ for _ in range(2) for hash_ in orientations(random_table(rng), rng, moved=6)]
    assert len(plan(split(np.frombuffer(b"".join(related), np.uint8).reshape(-1, 32)), 31).groups) == 4
    assert len(plan(split(uniform(40)), 31).groups) == 40


def test_a_group_is_led_by_the_query_in_its_middle() -> None:
    rng = np.random.default_rng(10)
    middle = to_bytes(random_table(rng))
    places = rng.permutation(np.flatnonzero(((VERTICAL + HORIZONTAL) % 2).ravel()[::-1]))
    sides = [flipped(middle, places[4 * n : 4 * n + 4]) for n in range(3)]
    asked = np.frombuffer(b"".join([*sides, middle]), np.uint8).reshape(-1, 32)
    (group,) = plan(split(asked), 31).groups
    assert (group.slack[0], group.members, group.inverted) == (4, (0, 1, 2, 3), False)


def test_hundreds_of_queries_at_once_are_each_answered() -> None:
    values = np.concatenate([uniform(3_000), clustered(3_000)])
    queries = [bytes(row) for row in values[::20]]
    feed = Listed(values)
    expected = brute_force(values, feed.ids, queries, 31)
    assert len(expected) > len(queries) == 300
    assert answer(HammingIndex(Path("never made"), feed, version=1), queries, 31) == expected


def test_no_query_finds_nothing_and_a_query_of_another_length_is_refused() -> None:
    index = HammingIndex(Path("never made"), Listed(uniform(3)), version=1)
    assert index.search([], 256) == []
    with pytest.raises(ValueError, match="32 bytes"):
        index.search([bytes(31)], 0)


@st.composite
def small_sets(draw: st.DrawFn) -> tuple[list[bytes], list[bytes], int, int]:
    """Rows and queries from few hashes, by inverting columns and single bits; a radius; rows to cover."""
    base = [to_bytes(random_table(np.random.default_rng(seed))) for seed in range(2)]

    def related() -> st.SearchStrategy[bytes]:
        masks = [int.from_bytes(to_bytes(turn)) for turn in TURNS]
        strays = st.lists(st.integers(0, 255), max_size=45)
        return st.builds(
            lambda value, mask, bits: (int.from_bytes(value) ^ mask ^ sum(1 << bit for bit in set(bits))).to_bytes(32),
            st.sampled_from(base) | st.binary(min_size=32, max_size=32),
            st.sampled_from(masks),
            strays,
        )

    rows = draw(st.lists(related(), max_size=12))
    queries = draw(st.lists(related(), min_size=1, max_size=8))
    return rows, queries, draw(st.integers(0, 256)), draw(st.integers(0, len(rows)))


@settings(max_examples=150, deadline=None)
@given(small_sets())
def test_any_small_set_is_searched_as_by_brute_force(
    tmp_path_factory: pytest.TempPathFactory, drawn: tuple[list[bytes], list[bytes], int, int]
) -> None:
    rows, queries, radius, covered = drawn
    values = np.frombuffer(b"".join(rows), np.uint8).reshape(-1, 32)
    folder = tmp_path_factory.mktemp("index")
    assert HammingIndex(folder, Listed(values[:covered]), version=1).catch_up() == covered
    feed = Listed(values)
    expected = brute_force(values, feed.ids, queries, radius)
    assert answer(HammingIndex(folder, feed, version=1), queries, radius) == expected
