"""Which seconds of one video are which of another: on hashes whose truth is known."""

from __future__ import annotations

import tracemalloc
from dataclasses import dataclass

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ImageOps

from provenance.fingerprints import pdq
from provenance.fingerprints.frames import FrameHashes, mirrored
from provenance.matching import excerpts, idents, lanes, sequence, stills
from provenance.matching.lanes import Seen, Variant
from provenance.matching.sequence import Found, Segment
from tests.pictures import scene

STEP = 500
BITS = 256


@dataclass(frozen=True)
class Source:
    """A made-up video: every shot drifts away from its first hash, a few bits a second, and shots are unrelated."""

    seed: int
    shots_ms: int = 4_000
    drift: int = 12  # bits a second

    def at(self, ms: float) -> NDArray[np.uint8]:
        """The bits of the picture at a time."""
        shot = int(ms // self.shots_ms)
        rng = np.random.default_rng([self.seed, shot])
        bits = rng.integers(0, 2, BITS).astype(np.uint8)
        turning = rng.permutation(BITS)[: int((ms - shot * self.shots_ms) / 1000 * self.drift)]
        bits[turning] ^= 1
        return bits


def frames(times: NDArray[np.float64], shown: list[NDArray[np.uint8]], *, noise: int = 0, seed: int = 0) -> FrameHashes:
    """Hashes of frames, some bits of each flipped."""
    rng = np.random.default_rng([99, seed])
    hashes = []
    for bits in shown:
        kept = bits.copy()
        kept[rng.choice(BITS, noise, replace=False)] ^= 1
        hashes.append(np.packbits(kept).tobytes())
    return FrameHashes.of(times.astype(int).tolist(), hashes, [100] * len(hashes))


def film(source: Source, start: float, end: float, *, speed: float = 1.0, noise: int = 0) -> FrameHashes:
    """Seconds of a source as a video of their own, at another speed."""
    times = np.arange(0, (end - start) / speed, STEP)
    return frames(times, [source.at(start + speed * ms) for ms in times], noise=noise, seed=source.seed)


def joined(*parts: FrameHashes) -> FrameHashes:
    """One video after another."""
    times, offset = [], 0
    for part in parts:
        times.append(part.times_ms + offset)
        offset += int(part.times_ms[-1]) + STEP
    hashes = np.concatenate([part.hashes for part in parts])
    quality = np.concatenate([part.quality for part in parts])
    return FrameHashes(np.concatenate(times).astype(np.int32), hashes, quality)


def only(found: tuple[Segment, ...]) -> Segment:
    (one,) = found
    return one


ITEM = film(Source(1), 0, 60_000)


def test_an_excerpt_is_found_with_its_seconds() -> None:
    one = only(sequence.segments(film(Source(1), 21_300, 33_300, noise=10), ITEM, query_ms=12_000))
    assert (one.query_from_ms, one.query_to_ms) == (0, 12_000)
    assert abs(one.item_from_ms - 21_300) < 200
    assert abs(one.item_to_ms - 33_300) < 200
    assert one.speed == 1.0
    assert one.agreeing == 1.0
    assert not one.mirrored
    assert not one.template


@pytest.mark.parametrize("speed", [0.5, 0.8, 0.93, 1.1, 1.25, 2.0])
def test_another_speed_is_measured(speed: float) -> None:
    one = only(sequence.segments(film(Source(1), 10_000, 34_000, speed=speed, noise=10), ITEM))
    assert one.speed == pytest.approx(speed, abs=0.015)
    assert abs(one.item_from_ms - 10_000) < 400
    assert abs(one.item_to_ms - 34_000) < 700


def test_a_video_that_shares_nothing_has_no_segment() -> None:
    assert sequence.segments(film(Source(2), 0, 60_000), ITEM) == ()


def test_a_single_frame_is_no_segment() -> None:
    query = joined(film(Source(2), 0, 6_000), film(Source(1), 20_000, 20_400), film(Source(3), 0, 6_000))
    assert sequence.segments(query, ITEM) == ()


def test_shots_in_another_order_are_no_segment_across_them() -> None:
    query = joined(*(film(Source(1), start, start + 4_000) for start in (40_000, 8_000, 24_000)))
    found = sequence.segments(query, ITEM)
    assert [round(one.item_from_ms, -3) for one in found] == [40_000, 8_000, 24_000]
    assert all(one.query_to_ms - one.query_from_ms <= 4_300 for one in found)


def test_each_excerpt_of_a_compilation_is_found_in_its_own_video() -> None:
    items = [film(Source(seed), 0, 40_000) for seed in (1, 2, 3)]
    query = joined(*(film(Source(seed), 10_000, 17_000, noise=10) for seed in (1, 2, 3)))
    for number, item in enumerate(items):
        one = only(sequence.segments(query, item))
        assert abs(one.query_from_ms - 7_000 * number) <= STEP / 2
        assert abs(one.query_to_ms - 7_000 * (number + 1)) <= STEP / 2
        assert abs(one.item_from_ms - 10_000) < 400


def test_seconds_left_out_in_the_middle_make_two_segments() -> None:
    query = joined(film(Source(1), 4_000, 10_000, noise=5), film(Source(1), 30_000, 36_000, noise=5))
    first, second = sequence.segments(query, ITEM)
    assert abs(first.item_to_ms - 10_000) < 400
    assert abs(second.item_from_ms - 30_000) < 400


def test_footage_put_in_between_splits_a_segment() -> None:
    query = joined(film(Source(1), 4_000, 10_000), film(Source(5), 0, 3_000), film(Source(1), 13_000, 19_000))
    first, second = sequence.segments(query, ITEM)
    assert first.query_to_ms == pytest.approx(6_000, abs=STEP / 2)
    assert second.query_from_ms == pytest.approx(9_000, abs=STEP / 2)
    assert first.item_to_ms - first.query_to_ms == pytest.approx(second.item_from_ms - second.query_from_ms, abs=300)


def test_a_loop_is_found_each_time_it_comes_round() -> None:
    once = film(Source(1), 8_000, 12_000)
    found = sequence.segments(joined(once, once, once), ITEM)
    assert [round(one.query_from_ms, -3) for one in found] == [0, 4_000, 8_000]
    assert all(abs(one.item_from_ms - 8_000) < 400 for one in found)


def test_a_shot_that_the_item_repeats_is_told_once_for_each_second_of_the_query() -> None:
    item = joined(ITEM, film(Source(1), 8_000, 12_000), ITEM)
    one = only(sequence.segments(film(Source(1), 8_000, 12_000, noise=8), item))
    assert one.query_to_ms - one.query_from_ms == 4_000


def test_a_scene_that_stands_still_counts_once() -> None:
    still = Source(7, shots_ms=60_000, drift=0)
    query, item = joined(film(still, 0, 10_000), film(Source(1), 0, 4_000)), joined(film(still, 0, 30_000), ITEM)
    found = sequence.segments(query, item)
    assert sum(one.frames for one in found) >= 20
    assert sum(one.scenes for one in found) <= 10


def test_plain_frames_count_neither_for_nor_against() -> None:
    query = film(Source(1), 10_000, 20_000, noise=5)
    plain = np.isin(np.arange(20), range(6, 10))
    hashes = np.where(plain[:, None], np.uint8(0), query.hashes)
    query = FrameHashes(query.times_ms, hashes, np.where(plain, pdq.MIN_QUALITY - 1, 100).astype(np.uint8))
    one = only(sequence.segments(query, ITEM))
    assert (one.query_from_ms, one.query_to_ms) == (0, 10_000)
    assert one.agreeing == 1.0
    assert one.frames == 16
    blank = query._replace(quality=np.zeros_like(query.quality))
    assert sequence.segments(blank, blank) == ()


def test_frames_beyond_the_radius_still_agree_along_a_line() -> None:
    query = film(Source(1), 10_000, 22_000, noise=62)
    near = np.array([(3, 23, 40), (9, 29, 44)])  # all that an index with a narrow radius would give
    one = only(sequence.segments(query, ITEM, near))
    assert one.query_to_ms - one.query_from_ms == 12_000
    assert one.bits > lanes.RADIUS


def test_a_mirrored_excerpt_is_told_beside_an_upright_one() -> None:
    query = joined(film(Source(1), 10_000, 18_000), mirrored(film(Source(1), 40_000, 48_000)))
    found = sequence.segments_of([Variant(query), Variant(mirrored(query), mirrored=True)], ITEM)
    assert [one.mirrored for one in found] == [False, True]
    assert abs(found[1].item_from_ms - 40_000) < 400


def test_mirrored_hashes_are_near_those_of_the_mirrored_picture() -> None:
    picture = scene(4).convert("L")
    one = pdq.pdq(np.asarray(picture))
    other = pdq.pdq(np.asarray(ImageOps.mirror(picture)))
    turned = mirrored(FrameHashes.of([0], [one.value], [one.quality])).hashes[0]
    assert np.bitwise_count(turned ^ np.frombuffer(other.value, np.uint8)).sum() <= 28


def test_what_key_frames_saw_votes_and_is_believed_where_the_frames_agree_too() -> None:
    query = film(Source(1), 20_000, 32_000, noise=70)  # beyond the radius: nothing votes
    none = np.empty((0, 3), np.int64)
    assert sequence.segments(query, ITEM, none) == ()
    one = only(sequence.segments_of([Variant(query, none, seen=[Seen(5_000, 25_400)])], ITEM))
    assert one.query_to_ms - one.query_from_ms == 12_000
    assert abs(one.item_from_ms - 20_000) < 400
    unrelated = film(Source(8), 0, 12_000)
    assert sequence.segments_of([Variant(unrelated, none, seen=[Seen(5_000, 25_400)])], ITEM) == ()


def edited(frames: FrameHashes, bits: int) -> FrameHashes:
    """The same bits of every frame flipped, as what lies over a video flips them."""
    mask = np.zeros(BITS, np.uint8)
    mask[np.random.default_rng(77).choice(BITS, bits, replace=False)] = 1
    return frames._replace(hashes=frames.hashes ^ np.packbits(mask))


def test_one_shot_that_is_only_roughly_alike_is_certain_no_sooner_than_a_key_frame_bears_it_out() -> None:
    place = Source(21, shots_ms=60_000, drift=6)
    item = joined(film(place, 0, 12_000), film(Source(23), 0, 20_000))
    before, shot = film(Source(22), 0, 8_000), film(place, 2_000, 9_000)
    query = joined(before, edited(shot, 66))  # another photograph of it, in a slow zoom
    seen = [Seen(10_000, 4_000)]
    one = only(sequence.segments_of([Variant(query, seen=seen)], item))
    assert one.bits >= sequence.ONE_SCENE_BITS
    assert not excerpts.is_sure(one)
    borne_out = [each._replace(sure=True) for each in seen]
    assert excerpts.is_sure(only(sequence.segments_of([Variant(query, seen=borne_out)], item)))
    elsewhere = [*seen, Seen(1_000, 500, sure=True)]  # a key frame of other seconds says nothing of these
    assert not excerpts.is_sure(only(sequence.segments_of([Variant(query, seen=elsewhere)], item)))
    assert excerpts.is_sure(only(sequence.segments(joined(before, edited(shot, 40)), item)))
    shots = joined(before, edited(film(Source(1), 2_000, 11_000), 66))  # that follow each other in the item too
    assert excerpts.is_sure(only(sequence.segments_of([Variant(shots, seen=seen)], ITEM)))


def test_one_shot_that_is_only_roughly_alike_is_not_said_to_be_slower() -> None:
    place = Source(21, shots_ms=60_000, drift=14)
    item = joined(film(place, 0, 12_000), film(Source(23), 0, 20_000))
    slowed = film(place, 2_000, 9_000, speed=0.6)
    assert only(sequence.segments(slowed, item)).speed == pytest.approx(0.6, abs=0.03)
    rough = Variant(edited(slowed, 64), seen=[Seen(3_000, 4_000)])
    assert all(one.speed == 1 and not excerpts.is_sure(one) for one in sequence.segments_of([rough], item))


def test_bits_that_do_not_depend_on_the_query_say_nothing() -> None:
    own = np.random.default_rng(3).random((24, BITS)) < 0.35  # two thirds of these frames are the archived ones
    bits = np.unpackbits(film(Source(1), 10_000, 22_000).hashes, axis=1)
    query = film(Source(8), 0, 12_000)
    mixed = query._replace(hashes=np.packbits(np.where(own, np.unpackbits(query.hashes, axis=1), bits), axis=1))
    assert [round(one.item_from_ms, -3) for one in sequence.segments(mixed, ITEM)] == [10_000]  # what it is not
    telling = np.packbits(own, axis=1)
    assert sequence.segments_of([Variant(mixed, telling=telling)], ITEM) == ()
    right = film(Source(1), 10_000, 22_000)
    assert len(sequence.segments_of([Variant(right, telling=telling)], ITEM)) == 1


def test_hits_of_an_index_give_the_same_as_comparing_all() -> None:
    query = film(Source(1), 21_000, 33_000, noise=12)
    apart = np.bitwise_count(query.hashes[:, None] ^ ITEM.hashes).sum(axis=2)
    rows, columns = np.nonzero(apart <= lanes.RADIUS)
    hits = [lanes.Hit(int(a), int(b), int(apart[a, b])) for a, b in zip(rows, columns, strict=True)]
    assert sequence.segments(query, ITEM, hits) == sequence.segments(query, ITEM)


def test_a_video_without_frames_shares_nothing() -> None:
    nothing = FrameHashes.of([], [], [])
    assert sequence.segments(nothing, ITEM) == ()
    assert sequence.segments(ITEM, nothing) == ()


def test_items_that_a_rare_frame_speaks_for_come_first_and_a_common_one_alone_is_no_reason() -> None:
    query = film(Source(1), 0, 10_000)
    common = [(0, item, 0) for item in range(100)]
    rare = [(12, 7, 30), (18, 7, 42)]
    rows = np.array([(q, item, frame, 5) for q, item, frame in common + rare], np.int64)
    found = sequence.promising(Found(*rows.T), query)
    assert [item for item, _ in found] == [7]
    assert found[0][1].tolist() == [[0, 0, 5], [12, 30, 5], [18, 42, 5]]


def test_no_hits_make_no_item_promising() -> None:
    assert sequence.promising(Found(*np.empty((4, 0), np.int64)), ITEM) == ()


def test_only_frames_that_show_something_new_are_looked_up() -> None:
    still = film(Source(7, drift=0), 0, 8_000)
    assert sequence.looked_up(still).tolist() == [0, 8]
    half_plain = still._replace(quality=np.where(np.arange(16) < 8, 0, 100).astype(np.uint8))
    assert sequence.looked_up(half_plain).tolist() == [8]


def test_an_intro_that_unrelated_videos_share_is_a_template() -> None:
    intro = film(Source(20), 0, 5_000)
    items = {number: joined(intro, film(Source(number), 0, 40_000)) for number in (2, 3)}
    query = joined(intro, film(Source(2), 10_000, 25_000, noise=8))
    found = {number: idents.Shared(item, sequence.segments(query, item)) for number, item in items.items()}
    told = idents.told_apart(found, query)
    assert [one.template for one in told[2]] == [True, False]
    assert [one.template for one in told[3]] == [True]


def test_footage_that_two_compilations_share_is_no_template() -> None:
    clip = film(Source(20), 0, 9_000)
    items = {
        number: joined(film(Source(number), 0, 20_000), clip, film(Source(number), 30_000, 50_000)) for number in (2, 3)
    }
    found = {number: idents.Shared(item, sequence.segments(clip, item)) for number, item in items.items()}
    assert [one.template for those in idents.told_apart(found, clip).values() for one in those] == [False, False]


def test_copies_of_one_video_are_no_template_of_each_other() -> None:
    items = {1: ITEM, 2: film(Source(1), 0, 60_000, noise=12)}
    query = joined(film(Source(1), 0, 5_000), film(Source(9), 0, 20_000))
    found = {number: idents.Shared(item, sequence.segments(query, item)) for number, item in items.items()}
    assert [one.template for those in idents.told_apart(found, query).values() for one in those] == [False, False]


def test_footage_that_excerpts_end_with_is_no_template_where_a_film_has_it_in_its_midst() -> None:
    shown = Source(20)
    query = joined(film(Source(4), 0, 10_000), film(shown, 10_000, 17_000))
    items = {
        1: film(shown, 0, 25_000),
        2: query,
        3: joined(film(Source(5), 0, 26_000), film(shown, 5_000, 18_000)),
        4: joined(film(Source(6), 0, 26_000), film(shown, 10_000, 17_000)),
    }
    found = {number: idents.Shared(item, sequence.segments(query, item)) for number, item in items.items()}
    assert not any(one.template for those in idents.told_apart(found, query).values() for one in those)
    without = idents.told_apart({number: one for number, one in found.items() if number != 1}, query)
    assert [one.template for one in without[4]] == [True]  # where nothing shows more of it than these seconds


@pytest.mark.parametrize("drift", [30, 200])
@pytest.mark.parametrize("at_the_end", [False, True])
def test_a_moving_ident_at_one_end_of_two_videos_is_a_template_without_a_third(drift: int, *, at_the_end: bool) -> None:
    ident = film(Source(20, shots_ms=9_000, drift=drift), 0, 3_000)
    query, item = (
        joined(*((rest, ident) if at_the_end else (ident, rest)))
        for rest in (film(Source(2), 0, 20_000), film(Source(3), 0, 26_000))
    )
    found = {1: idents.Shared(item, sequence.segments(query, item))}
    assert [one.template for one in found[1].segments] == [False]
    assert [one.template for one in idents.told_apart(found, query)[1]] == [True]


def test_what_one_video_begins_and_the_other_ends_with_is_reuse_that_a_person_should_look_at() -> None:
    shared = Source(20, shots_ms=9_000, drift=30)
    for lasts_ms, is_sure in ((3_000, False), (6_000, True)):  # an ident lasts no longer
        shot = film(shared, 0, lasts_ms)
        begins, ends = joined(shot, film(Source(2), 0, 20_000)), joined(film(Source(3), 0, 26_000), shot)
        for query, item in ((begins, ends), (ends, begins)):
            one = only(idents.told_apart({1: idents.Shared(item, sequence.segments(query, item))}, query)[1])
            assert (one.template, one.at_opposite_ends, excerpts.is_sure(one)) == (False, not is_sure, is_sure)
    within = joined(film(Source(3), 0, 26_000), film(shared, 0, 6_000))  # the shot goes on before: it was cut
    query = joined(film(shared, 3_000, 6_000), film(Source(2), 0, 20_000))
    one = only(idents.told_apart({1: idents.Shared(within, sequence.segments(query, within))}, query)[1])
    assert excerpts.is_sure(one)


@pytest.mark.parametrize("lasts_ms", [2_500, 5_500])
def test_the_first_seconds_of_a_film_whose_shot_goes_on_are_no_opening(lasts_ms: int) -> None:
    shown = Source(1, drift=40)
    whole, query = film(shown, 0, 60_000), joined(film(shown, 0, lasts_ms), film(Source(9), 0, 20_000))
    for asked, item in ((query, whole), (whole, query)):
        found = {1: idents.Shared(item, sequence.segments(asked, item))}
        assert [one.template for one in idents.told_apart(found, asked)[1]] == [False]


def test_a_longer_beginning_that_two_films_share_is_footage_that_one_of_them_took() -> None:
    shot = film(Source(20, shots_ms=9_000, drift=30), 0, 5_500)
    query, item = joined(shot, film(Source(2), 0, 20_000)), joined(shot, film(Source(3), 0, 26_000))
    found = {1: idents.Shared(item, sequence.segments(query, item))}
    assert [one.template for one in idents.told_apart(found, query)[1]] == [False]


def test_an_opening_is_footage_where_both_videos_share_more_than_that() -> None:
    query = joined(film(Source(1), 0, 4_000), film(Source(1), 24_000, 36_000))
    found = {1: idents.Shared(ITEM, sequence.segments(query, ITEM))}
    assert [one.template for one in idents.told_apart(found, query)[1]] == [False, False]


def test_seconds_that_are_only_roughly_like_those_that_another_segment_shows_are_none() -> None:
    ident = Source(20, shots_ms=9_000, drift=30)
    query = joined(film(ident, 0, 3_000), film(Source(2), 0, 6_000), film(ident, 0, 2_000, noise=74))
    item = joined(film(ident, 0, 3_000), film(Source(3), 0, 20_000))
    seen = [Seen(9_000, 0)]
    (rough,) = sequence.segments_of([Variant(film(ident, 0, 2_000, noise=74), seen=[Seen(0, 0)])], item)
    assert rough.bits > lanes.RADIUS  # where nothing else shows them it stands
    one = only(sequence.segments_of([Variant(query, seen=seen)], item))
    assert (one.query_from_ms, one.query_to_ms) == (0, 2_750)
    again = joined(film(ident, 0, 3_000), film(Source(2), 0, 6_000), film(ident, 0, 3_000, noise=30))
    assert len(sequence.segments(again, item)) == 2  # a loop, or a replay


@pytest.mark.parametrize("drift", [15, 40, 80])  # where little moves, a slow forward line lies near a backward one
def test_footage_that_runs_backwards_is_not_said_to_be_slower_or_faster_or_certain(drift: int) -> None:
    for seed in range(30, 38):
        item = film(Source(seed, shots_ms=3_500, drift=drift), 0, 30_000)
        forward = film(Source(seed, shots_ms=3_500, drift=drift), 3_100, 14_600)
        backwards = forward._replace(hashes=forward.hashes[::-1].copy())
        found = sequence.segments(backwards, item)
        assert all(one.speed == pytest.approx(1, abs=0.03) for one in found)
        assert not any(excerpts.is_sure(one) for one in found)
        assert all(excerpts.is_sure(one) for one in sequence.segments(forward, item))


def test_a_card_that_stands_still_at_the_ends_of_two_videos_is_a_template() -> None:
    card = film(Source(7, drift=0), 0, 4_000)
    query, item = joined(card, film(Source(2), 0, 20_000)), joined(card, film(Source(3), 0, 20_000))
    found = {1: idents.Shared(item, sequence.segments(query, item))}
    assert [one.template for one in found[1].segments] == [False]
    assert [one.template for one in idents.told_apart(found, query)[1]] == [True]


def test_a_photo_is_placed_at_the_second_that_shows_it_best() -> None:
    photo = np.packbits(Source(1).at(22_500))
    others = np.random.default_rng(5).integers(0, 256, (3, 32), dtype=np.uint8)
    still = stills.frame_of(np.stack([others[0], photo, others[1]]), ITEM)
    assert still is not None
    assert (still.ms, still.bits, still.variant) == (22_500, 0, 1)
    assert 20_000 <= still.from_ms <= 22_500 < still.to_ms <= 24_000
    assert stills.frame_of(others, ITEM) is None


def test_every_showing_of_a_photo_is_told_in_order() -> None:
    slide = film(Source(7, drift=0), 0, 3_000)
    item = joined(slide, film(Source(1), 0, 5_000), slide)
    found = stills.stills_of(slide.hashes[:1], item, item_ms=11_000)
    assert [(one.from_ms, one.to_ms) for one in found] == [(0, 3_000), (8_000, 11_000)]


def test_a_plain_frame_shows_no_photo() -> None:
    black = FrameHashes.of([0, 500], [bytes(32)] * 2, [0, 0])
    assert stills.stills_of(np.zeros((1, 32), np.uint8), black) == ()


def test_the_scene_around_a_key_frame_ends_with_its_shot() -> None:
    around = stills.scene_at(ITEM, 17_200)
    assert (around.ms, around.from_ms, around.to_ms) == (17_000, 16_000, 20_000)
    with pytest.raises(ValueError, match="without frames"):
        stills.scene_at(FrameHashes.of([], [], []), 0)


def staying(hour_ms: int) -> FrameHashes:
    """Twenty pictures that stay for an hour each, as they are sampled: the first seconds, and the last moment."""
    shown = np.random.default_rng(3).integers(0, 256, (20, 32), np.uint8)
    moments = [*range(0, 5_000, 500), hour_ms - 500]
    times = [at * hour_ms + moment for at in range(20) for moment in moments]
    return FrameHashes.of(times, [one.tobytes() for one in shown for _ in moments], [100] * len(times))


def test_pictures_that_stay_for_hours_are_aligned_at_another_speed_by_no_more_lines_than_there_are_frames() -> None:
    hour = 3_600_000
    tracemalloc.start()
    [found] = sequence.segments(staying(hour), staying(hour // 2))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert found.speed == 0.5
    assert peak < 60_000_000
