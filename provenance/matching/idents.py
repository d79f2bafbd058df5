"""Title cards, idents and intros: seconds that videos share because one channel made them. Compares fingerprints only.

A segment is a shared template, and no reuse, if it is short and

1. another item has the same seconds of the query but goes on in another way, and the seconds stand still or lie at
   an end of both items (footage that two compilations share lies in the middle, and it moves); or
2. it stands still and lies at an end of both videos, which both go on.

A segment that is most of the query is what the query is about: then only the first rule counts, and only for
seconds that stand still.

Seconds that move and lie in the midst of some item are footage, in whatever other item they are: one that was cut from
it begins or ends near them, goes on in another way, and has no card in common with it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

import numpy as np

from provenance.matching.sequence import AGREEING_BITS, Segment, duration_of
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import FrameHashes

Key = TypeVar("Key")

LONGEST_MS = 20_000  # of an intro
LONGEST_CARD_MS = 8_000  # of one that no other item gives away
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
        key: tuple(
            segment._replace(template=_is_template(segment, shared.frames, query, _others(found, key)))
            for segment in shared.segments
        )
        for key, shared in found.items()
    }


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
    inside = (at >= 0) & (at < duration_of(item)) & (there >= 0) & (there < duration_of(other))
    mine, others = _shown_at(item, at[inside]), _shown_at(other, there[inside])
    comparable = item.comparable[mine] & other.comparable[others]
    if comparable.sum() < FEWEST_BEYOND:
        return False
    bits = np.bitwise_count(item.hashes[mine] ^ other.hashes[others]).sum(axis=1, dtype=np.int64)
    return bool((bits[comparable] <= AGREEING_BITS).mean() < COPIES)


def _shown_at(frames: FrameHashes, times: NDArray[np.float64]) -> NDArray[np.intp]:
    return np.asarray(np.maximum(np.searchsorted(frames.times_ms, times, side="right") - 1, 0))
