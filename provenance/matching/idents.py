"""Title cards, idents and intros: seconds that videos share because one channel made them. Compares fingerprints only.

A segment is a shared template, and no reuse, if it is short and

1. another item has the same seconds of the query but goes on in another way, and the seconds stand still or lie at
   an end of both items (footage that two compilations share lies in the middle, and it moves); or
2. it stands still and lies at an end of both videos, which both go on; or
3. it is the very beginning of both, or the very end, ends there with a cut in both, and both go on differently, with
   nothing else in common: an opening. Where the footage of the one goes on beyond that cut, the other one took it.

What is the very beginning of the one and the very end of the other, cut off in both, may be an ident, or a last shot
that the other film begins with: nothing of the one is left to be compared. It is reuse, and a person should look.

A segment that is most of the query is what the query is about: then only the first rule counts, and only for
seconds that stand still.

Seconds that move and lie in the midst of some item are footage, in whatever other item they are: one that was cut from
it begins or ends near them, goes on in another way, and has no card in common with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from provenance.matching.lanes import AGREEING_BITS, RADIUS, SAME_SCENE_BITS
from provenance.matching.sequence import (
    LEAST_EVIDENCE,
    SAME_SPEED,
    UNLIKE_BITS,
    Segment,
    duration_of,
    segments,
)
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import FrameHashes
    from provenance.matching.stills import Still

Key = TypeVar("Key")

LONGEST_MS = 20_000  # of an intro
LONGEST_CARD_MS = 8_000  # of one that no other item gives away
LONGEST_OPENING_MS = 4_000  # of one that moves: longer ones are shots that somebody took
VERY_MS = 1_000  # from the very beginning or the very end
CUT_MS = 1_000  # beyond the last frame that agrees: a frame in a fade may be between it and the next scene
CUT_CONTRAST = 20  # bits by which a cut must be more than the usual step of what moves
STILL_SCENES = 2  # a card with something moving on it
OUTER_MS = 3_000  # from the begin or the end of a video
MOST = 0.5  # share of the seconds of a query, or of another segment
BEYOND_MS = np.arange(1_500, 10_000, 500)  # where it is seen how two items go on; nearer may still be a fade
FEWEST_BEYOND = 3  # comparable frames that this needs
COPIES = 0.3  # share of those that agree between copies that drift


class Shared(NamedTuple):
    """An item that shares seconds with the query."""

    frames: FrameHashes
    segments: Sequence[Segment]


def told_apart(found: Mapping[Key, Shared], query: FrameHashes) -> dict[Key, tuple[Segment, ...]]:
    """The same segments of each item, those called so that only share a template."""
    return {
        key: tuple(_told_apart(segment, shared, query, _others(found, key)) for segment in shared.segments)
        for key, shared in found.items()
    }


def _told_apart(
    segment: Segment, shared: Shared, query: FrameHashes, others: Sequence[tuple[Segment, FrameHashes]]
) -> Segment:
    alone = len(shared.segments) == 1
    if _is_template(segment, shared.frames, query, others) or (alone and _is_opening(segment, shared.frames, query)):
        return segment._replace(template=True)
    if alone and _is_end_of_one(segment, shared.frames, query):
        return segment._replace(at_opposite_ends=True, evidence=min(segment.evidence, LEAST_EVIDENCE))
    return segment


def only_share(one: FrameHashes, shown: Still, other: FrameHashes, there: Still, *, is_card: bool) -> bool:
    """Whether two films that show a picture share no more than a card, or a moving ident that both begin or end with.

    ``shown``, ``there``: how long each shows it; ``is_card``: that it is one, so that it may stand in their midst.
    """
    if is_card:
        longest = max(shown.to_ms - shown.from_ms, there.to_ms - there.from_ms)
        sides = [
            _share_alike(one, at + sign * BEYOND_MS, other, then + sign * BEYOND_MS)
            for sign, at, then in ((1, shown.to_ms, there.to_ms), (-1, shown.from_ms, there.from_ms))
        ]
        known = [share for share in sides if share is not None]
        return longest <= LONGEST_CARD_MS and bool(known) and max(known) < COPIES
    return any(
        segment.query_from_ms <= shown.ms <= segment.query_to_ms and _is_opening(segment, other, one)
        for segment in _segments_around(one, shown.ms, other, there.ms)
    )


def _segments_around(one: FrameHashes, at: int, other: FrameHashes, there: int) -> Sequence[Segment]:
    """What two films share around a moment of each."""
    ours, theirs = (
        np.flatnonzero(np.abs(film.times_ms.astype(np.int64) - ms) <= LONGEST_OPENING_MS)
        for film, ms in ((one, at), (other, there))
    )
    bits = np.bitwise_count(one.hashes[ours][:, None] ^ other.hashes[theirs]).sum(axis=2, dtype=np.int64)
    near = np.argwhere(bits <= RADIUS)
    hits = np.stack([ours[near[:, 0]], theirs[near[:, 1]], bits[near[:, 0], near[:, 1]]], axis=1)
    return segments(one, other, hits.astype(np.int64))


def _others(found: Mapping[Key, Shared], key: Key) -> list[tuple[Segment, FrameHashes]]:
    return [(one, shared.frames) for other, shared in found.items() if other != key for one in shared.segments]


def _is_template(
    segment: Segment, item: FrameHashes, query: FrameHashes, others: Sequence[tuple[Segment, FrameHashes]]
) -> bool:
    lasts = segment.query_to_ms - segment.query_from_ms
    still, outer = segment.scenes <= STILL_SCENES, _is_outer(segment, item)
    if lasts > LONGEST_MS:
        return False
    if lasts >= MOST * duration_of(query) or any(_is_midst(other, segment, frames) for other, frames in others):
        outer = False
    for other, frames in others:
        shared = _has_most_of(other, segment) and (still or (outer and _is_outer(other, frames)))
        if shared and _go_on_differently(segment, item, other, frames):
            return True
    starts_or_ends = min(segment.query_from_ms, duration_of(query) - segment.query_to_ms) <= OUTER_MS
    goes_on = lasts < MOST * duration_of(item)
    return still and outer and starts_or_ends and goes_on and lasts <= LONGEST_CARD_MS


def _is_opening(segment: Segment, item: FrameHashes, query: FrameHashes) -> bool:
    """Whether both begin, or end, with these seconds, cut to something else there, and go on differently."""
    if not _is_short(segment, item, query):
        return False
    agrees = _agreeing_times(segment, item, query)
    if not agrees.size:
        return False
    left = max(duration_of(query) - segment.query_to_ms, duration_of(item) - segment.item_to_ms)
    begins, ends = max(segment.query_from_ms, segment.item_from_ms) <= VERY_MS, left <= VERY_MS
    for holds, beyond, last, sign in (
        (begins, segment.query_to_ms + BEYOND_MS, agrees[-1:], 1),
        (ends, segment.query_from_ms - BEYOND_MS, agrees[:1], -1),
    ):
        if holds and _differ(item, _time_of(segment, beyond), query, beyond.astype(np.float64)):
            there = float(_time_of(segment, last)[0])
            return _cuts_beyond(query, float(last[0]), sign) and _cuts_beyond(item, there, sign)
    return False


def _is_short(segment: Segment, item: FrameHashes, query: FrameHashes) -> bool:
    """Whether it lasts no longer than an opening, as fast in both, and each has more than as much besides."""
    shorter = min(duration_of(query), duration_of(item))
    lasts = segment.query_to_ms - segment.query_from_ms
    return lasts <= LONGEST_OPENING_MS and lasts < MOST * shorter and abs(segment.speed - 1) <= SAME_SPEED


def _is_end_of_one(segment: Segment, item: FrameHashes, query: FrameHashes) -> bool:
    """Whether one begins and the other ends with these seconds, and a cut parts them from the rest of both."""
    agrees = _agreeing_times(segment, item, query)
    if not _is_short(segment, item, query) or not agrees.size:
        return False
    first, last = float(agrees[0]), float(agrees[-1])
    there = _time_of(segment, agrees[[0, -1]])
    for starts, goes_on, ends, goes_before in (
        (segment.query_from_ms, (query, last), duration_of(item) - segment.item_to_ms, (item, float(there[0]))),
        (segment.item_from_ms, (item, float(there[1])), duration_of(query) - segment.query_to_ms, (query, first)),
    ):
        if max(starts, ends) <= VERY_MS and _cuts_beyond(*goes_on, 1) and _cuts_beyond(*goes_before, -1):
            return True
    return False


def _agreeing_times(segment: Segment, item: FrameHashes, query: FrameHashes) -> NDArray[np.int64]:
    """Times of the query's frames in the segment that agree: logos that stay make it last beyond the cut."""
    inside = (query.times_ms >= segment.query_from_ms) & (query.times_ms < segment.query_to_ms) & query.comparable
    times, hashes = query.times_ms[inside].astype(np.int64), query.hashes[inside]
    before = _shown_at(item, _time_of(segment, times))
    after = np.minimum(before + 1, len(item.times_ms) - 1)
    near = [np.bitwise_count(item.hashes[one] ^ hashes).sum(axis=1, dtype=np.int64) for one in (before, after)]
    return np.asarray(times[np.minimum(*near) <= AGREEING_BITS])


def _cuts_beyond(frames: FrameHashes, at: float, sign: int) -> bool:
    """Whether a film cuts to another scene just after a time (``sign`` 1), or just before it (-1)."""
    steps = np.bitwise_count(frames.hashes[1:] ^ frames.hashes[:-1]).sum(axis=1, dtype=np.int64)
    off = sign * (frames.times_ms[(slice(1, None) if sign > 0 else slice(None, -1))] - at)
    inside, beyond = steps[(off <= 0) & (off > -LONGEST_OPENING_MS)], steps[(off > 0) & (off <= CUT_MS)]
    usual = float(np.median(inside)) if inside.size else 0.0
    clear = min(usual + CUT_CONTRAST, UNLIKE_BITS)  # where all frames are unlike their neighbours, a cut is no more
    return bool(beyond.size and beyond.max() >= max(SAME_SCENE_BITS, clear))


def _is_outer(segment: Segment, item: FrameHashes) -> bool:
    return min(segment.item_from_ms, duration_of(item) - segment.item_to_ms) <= OUTER_MS


def _is_midst(other: Segment, segment: Segment, frames: FrameHashes) -> bool:
    """Whether another item shows these seconds of the query far from its begin and end, and they move there."""
    if not _has_most_of(other, segment) or other.scenes <= STILL_SCENES:
        return False
    times = _time_of(
        other, np.clip([segment.query_from_ms, segment.query_to_ms], other.query_from_ms, other.query_to_ms)
    )
    return float(times[0]) > OUTER_MS and duration_of(frames) - float(times[1]) > OUTER_MS


def _has_most_of(other: Segment, segment: Segment) -> bool:
    """Whether the other one covers these seconds of the query."""
    shared = min(other.query_to_ms, segment.query_to_ms) - max(other.query_from_ms, segment.query_from_ms)
    return shared >= MOST * (segment.query_to_ms - segment.query_from_ms)


def _go_on_differently(segment: Segment, item: FrameHashes, other: Segment, frames: FrameHashes) -> bool:
    """Whether two items show other things before or after what they share with the query."""
    for times in (segment.query_to_ms + BEYOND_MS, segment.query_from_ms - BEYOND_MS):
        if _differ(item, _time_of(segment, times), frames, _time_of(other, times)):
            return True
    return False


def _time_of(segment: Segment, query_ms: NDArray[np.int64]) -> NDArray[np.float64]:
    """Times of the item on the segment's line."""
    return np.asarray(segment.item_from_ms + segment.speed * (query_ms - segment.query_from_ms))


def _differ(item: FrameHashes, at: NDArray[np.float64], other: FrameHashes, there: NDArray[np.float64]) -> bool:
    share = _share_alike(item, at, other, there)
    return share is not None and share < COPIES


def _share_alike(
    item: FrameHashes,
    at: NDArray[np.float64] | NDArray[np.int64],
    other: FrameHashes,
    there: NDArray[np.float64] | NDArray[np.int64],
) -> float | None:
    """Share of frames at these times that agree; None where too few can be compared."""
    inside = (at >= 0) & (at < duration_of(item)) & (there >= 0) & (there < duration_of(other))
    mine, others = _shown_at(item, at[inside]), _shown_at(other, there[inside])
    comparable = item.comparable[mine] & other.comparable[others]
    if comparable.sum() < FEWEST_BEYOND:
        return None
    bits = np.bitwise_count(item.hashes[mine] ^ other.hashes[others]).sum(axis=1, dtype=np.int64)
    return float((bits[comparable] <= AGREEING_BITS).mean())


def _shown_at(frames: FrameHashes, times: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.intp]:
    return np.asarray(np.maximum(np.searchsorted(frames.times_ms, times, side="right") - 1, 0))
