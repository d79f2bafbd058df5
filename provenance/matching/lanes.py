"""Frames of two videos, ready to be compared: which are cuts, which stand still, and how near they are along a line.

Near a key frame that local features matched (:class:`Seen`) frames count as near from farther apart. A query whose
frames were laid over frames of the item (:mod:`provenance.matching.laid`) says which bits tell anything of it; the
others are not counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import pdq
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import FrameHashes

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Hits = Sequence["Hit"] | NDArray[np.int64]  # as an array: (n, 3), columns as the fields of Hit

RADIUS = 48  # bits of 256 within which the index is asked
STATIC_BITS = 12  # frames so near to the first of a run show the same still scene
STILL_COUNTS = 2.0  # frames that a still scene counts for: a photograph that is shown for two seconds is enough
AGREEING_BITS = 80  # up to here a frame shows what the other one shows, given that its neighbours do
FEWEST_BITS = 24  # that say something: of a frame that is mostly the archived one, little can be said
WINDOW_MS = 5_000  # half of the stretch whose hits vote together
REACH_MS = 1_050  # a frame of the item this far from the time that the line says may still stand for it
SEEN_MS = 4_000  # key frames of one shot may lie so far apart
SAME_SCENE_BITS = 70  # between neighbouring frames; more is a cut
SOONER = 0.95  # of the usual step: a frame that follows so soon was taken because a scene begins with it


class Hit(NamedTuple):
    """A near pair of frames, by their numbers."""

    query: int
    item: int
    bits: int


class Seen(NamedTuple):
    """Key frames that local features found to show the same, be it cropped or in a corner."""

    query_ms: int
    item_ms: int  # somewhere in the same shot
    sure: bool = False  # whether their pixels are the same, and not only their scene; and nothing has moved


class Variant(NamedTuple):
    """The query as it is, or mirrored; the times of its frames are the same."""

    frames: FrameHashes
    hits: Hits | None = None  # None: all pairs within RADIUS, found by comparing all
    mirrored: bool = False
    seen: Sequence[Seen] = ()
    telling: NDArray[np.uint8] | None = None  # (n, 32): the bits that say something; None: all of them


class Line(NamedTuple):
    """Time of the item = speed x time of the query + offset, in milliseconds."""

    speed: float
    offset: float

    def at(self, query_ms: Floats | float) -> Floats:
        """Times of the item."""
        return np.asarray(self.speed * np.asarray(query_ms, np.float64) + self.offset)


class Side(NamedTuple):
    """Frames of one video, ready to be compared."""

    times: Floats
    words: NDArray[np.uint64]  # (n, 4): the hashes
    comparable: NDArray[np.bool_]
    cuts: NDArray[np.bool_]  # whether a frame shows another scene than the one before
    begins: NDArray[np.bool_]  # whether it does since just then, and not since some time after the one before


class Lane(NamedTuple):
    """One variant of the query beside the item."""

    query: Side
    item: Side
    weights: Floats  # of each frame of the query; those of a still run add up to one
    hits: NDArray[np.int64]  # (n, 3)
    telling: NDArray[np.uint64]  # (n, 4): the bits of the query's hashes that are compared
    scale: Floats  # (n,): by which those that differ are multiplied, so that what is unlike has half of 256
    number: int  # of the variant
    is_laid: bool  # over frames of the item
    mirrored: bool
    sure_ms: tuple[int, ...] = ()  # times of key frames of the query that surely show the item

    def bits(self, places: Places | slice, there: Places) -> NDArray[np.int64]:
        """Between frames of the query and frames of the item; ``there`` may have a second axis."""
        words, telling, scale = self.query.words[places], self.telling[places], self.scale[places]
        if there.ndim > 1:
            words, telling, scale = words[:, None], telling[:, None], scale[:, None]
        differing = np.bitwise_count((words ^ self.item.words[there]) & telling).sum(axis=-1, dtype=np.int64)
        return np.asarray(np.rint(differing * scale), np.int64)


class Ray(NamedTuple):
    """A line between one variant of the query and the item."""

    lane: Lane
    line: Line


class Run(NamedTuple):
    """A stretch of the query, by numbers of frames; the last one belongs to it."""

    first: int
    last: int


def along(ray: Ray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Distance of each frame of the query to the item where the line says, and whether that says anything.

    It is more than 256 where the item has no frame near that time.
    """
    lane, item = ray.lane, ray.lane.item
    expected = ray.line.at(lane.query.times)
    after = np.searchsorted(item.times, expected)
    nearest = np.full(expected.shape, 2 * pdq.BITS, np.int64)
    seen = np.zeros(expected.shape, bool)
    for place in (after - 1, after):
        place = np.clip(place, 0, len(item.times) - 1)
        near = np.abs(item.times[place] - expected) <= REACH_MS
        bits = lane.bits(slice(None), place)
        nearest = np.where(near & item.comparable[place], np.minimum(nearest, bits), nearest)
        seen |= near
    plain = seen & (nearest > pdq.BITS)  # only frames that show nothing
    return nearest, ~plain & lane.query.comparable


def lane_of(variant: Variant, item: Side, number: int) -> Lane:
    query = side_of(variant.frames)
    telling = np.full(query.words.shape, ~np.uint64(0))
    if variant.telling is not None:
        telling = words_of(variant.telling)
        counted = np.bitwise_count(telling).sum(axis=1)
        query = query._replace(comparable=query.comparable & (counted >= FEWEST_BITS))
    scale = pdq.BITS / np.maximum(1.0, np.bitwise_count(telling).sum(axis=1))
    runs = still_runs(query.words, query.comparable)
    lasts = np.bincount(runs)[runs]
    weights = np.where(query.comparable, np.clip(lasts / 2, 1.0, STILL_COUNTS) / lasts, 0.0)
    lane = Lane(
        query,
        item,
        weights,
        np.empty((0, 3), np.int64),
        telling,
        scale,
        number,
        variant.telling is not None,
        variant.mirrored,
        tuple(one.query_ms for one in variant.seen if one.sure),
    )
    hits = _all_hits(lane) if variant.hits is None else np.asarray(variant.hits, np.int64).reshape(-1, 3)
    hits = hits[query.comparable[hits[:, 0]] & item.comparable[hits[:, 1]]]
    return lane._replace(hits=np.concatenate([hits, *(_hits_near(lane, one) for one in variant.seen)]))


def side_of(frames: FrameHashes) -> Side:
    words, comparable = words_of(frames.hashes), frames.comparable
    cuts = np.zeros(len(words), bool)
    cuts[1:] = _apart(words[1:], words[:-1]) > SAME_SCENE_BITS
    times = frames.times_ms.astype(np.float64)
    steps = np.diff(times, prepend=-np.inf)
    sooner = steps < SOONER * np.percentile(steps[1:], 90) if len(times) > 1 else np.zeros(len(times), bool)
    return Side(times, words, comparable, cuts, cuts & sooner)


def _hits_near(lane: Lane, seen: Seen) -> NDArray[np.int64]:
    """(n, 3): pairs that agree at about the time that a key frame says, where the index would not find them."""
    times = lane.query.times
    around = np.flatnonzero(lane.query.comparable & (np.abs(times - seen.query_ms) <= WINDOW_MS))
    found = []
    for number in around.tolist():
        expected = seen.item_ms + times[number] - seen.query_ms
        there = np.flatnonzero(lane.item.comparable & (np.abs(lane.item.times - expected) <= SEEN_MS))
        bits = lane.bits(np.full(1, number), there[None])[0]
        near = bits <= AGREEING_BITS
        found.append(np.stack([np.full(int(near.sum()), number), there[near], bits[near]], axis=1))
    return np.concatenate([np.empty((0, 3), np.int64), *found])


def _all_hits(lane: Lane) -> NDArray[np.int64]:
    """(n, 3): every pair within RADIUS."""
    found = []
    every = np.arange(len(lane.item.times))
    for number in np.flatnonzero(lane.query.comparable):
        bits = lane.bits(np.full(1, number), every[None])[0]
        near = np.flatnonzero((bits <= RADIUS) & lane.item.comparable)
        found.append(np.stack([np.full(len(near), number), near, bits[near]], axis=1))
    return np.concatenate([np.empty((0, 3), np.int64), *found])


def still_runs(words: NDArray[np.uint64], comparable: NDArray[np.bool_]) -> Places:
    """(n,): number of the run of each frame, in which all are near to the first."""
    runs = np.zeros(len(words), np.intp)
    first = 0
    for at in range(1, len(words)):
        still = comparable[at] == comparable[first] and _apart(words[at], words[first]) <= STATIC_BITS
        first = first if still else at
        runs[at] = runs[at - 1] + (not still)
    return runs


def words_of(hashes: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ascontiguousarray(hashes).view(np.uint64).reshape(len(hashes), 4)


def _apart(some: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Bits that differ; the last axis holds the four words of a hash."""
    return np.asarray(np.bitwise_count(some ^ others).sum(axis=-1, dtype=np.int64))
