"""A video that moves quickly is read again between its frames, where nothing explains it. Reads, writes nothing.

Of an archived video hashes of two frames a second are kept, and of an asked one as many are made. Where the camera
moves quickly, a frame a quarter of a second beside is another picture: an excerpt that begins between two kept frames
shares none of them. So those seconds of the asked video are decoded once more, finer, and each of some series of two
frames a second, one a bit later than the other, is aligned as the first one was. One of them lies near enough to the
kept frames.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance import watching
from provenance.errors import MediaError
from provenance.findings import moments
from provenance.fingerprints.filming import glimpses
from provenance.fingerprints.frames import FrameHashes
from provenance.matching.whole import SAME_PICTURE_BITS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.filming import Glimpse
    from provenance.fingerprints.frames import Filmed
    from provenance.index.hamming import HammingIndex
    from provenance.media.limits import Limits
    from provenance.model import Match
    from provenance.store.sqlite import SqliteStore

    Span = tuple[int, int]

EVERY_MS = 500  # between the frames of a series, as they are kept
STEP_MS = 100  # between two series: no kept frame is farther from one than half of this
QUICK_BITS = SAME_PICTURE_BITS  # from a frame to both of its neighbours: what lies between them is near to none
SHORTEST_MS = 1_500  # of a stretch that is read again
LONGEST_MS = 60_000  # of all of them: some seconds of decoding and hashing
BETTER = 1.2  # times as long as what was found before


def matches_of(
    store: SqliteStore,
    index: HammingIndex,
    filmed: Filmed,
    found: dict[int, Match],
    *,
    path: str,
    limits: Limits,
) -> dict[int, Match]:
    """The matches, with those of videos that are found, or found for longer, between the asked frames.

    Args:
        store: the archive.
        index: of frames of videos.
        filmed: what was made of the asked video.
        found: its matches, by item row.
        path: the video.
        limits: what decoding may cost.
    """
    explained = (moments.spans_of(match, with_templates=True) or () for match in found.values())
    spans = _unexplained(filmed.frames, [span for those in explained for span in those])
    if not spans:
        return found
    try:
        frames, _ = glimpses(path, spans, every_ms=STEP_MS // 2, limits=limits)
    except MediaError:  # it was read a moment ago; what was found then stands
        return found
    best = dict(found)
    for series in _series(filmed.frames, spans, frames):
        again = watching.matches_by_hashes(store, index, filmed._replace(frames=series, small=()))
        for row, match in again.items():
            if row not in best or _length(match, beside=best[row]) > BETTER * _length(best[row]):
                best[row] = match
    return best


def _length(match: Match, *, beside: Match | None = None) -> int:
    """Milliseconds that are shared. What a match that was found before calls a shared template is none."""
    templates = set(moments.spans_of(beside, with_templates=True) or ()) if beside else set()
    templates -= set(moments.spans_of(beside) or ()) if beside else set()
    return sum(
        to - begin
        for begin, to in moments.spans_of(match) or ()
        if not any(2 * (min(to, end) - max(begin, start)) >= to - begin for start, end in templates)
    )


def _unexplained(frames: FrameHashes, explained: Sequence[Span]) -> list[Span]:
    """Stretches in which each frame is unlike both of its neighbours, and that nothing explains."""
    hashes, times = frames.hashes, frames.times_ms.astype(np.int64)
    if len(times) < 3:
        return []
    apart = np.bitwise_count(hashes[1:] ^ hashes[:-1]).sum(axis=1)
    nearest = np.minimum(np.r_[apart[0], apart], np.r_[apart, apart[-1]])
    quick = (nearest > QUICK_BITS) & frames.comparable
    for begin, to in explained:
        quick &= ~((times >= begin) & (times <= to))
    return list(_within(_runs(quick, times), LONGEST_MS))


def _runs(quick: NDArray[np.bool_], times: NDArray[np.int64]) -> Iterable[Span]:
    edges = np.flatnonzero(np.diff(np.r_[0, quick.astype(np.int8), 0]))
    for first, beyond in edges.reshape(-1, 2).tolist():
        begin, to = int(times[first]) - EVERY_MS, int(times[beyond - 1]) + EVERY_MS
        if to - begin >= SHORTEST_MS:
            yield max(0, begin), to


def _within(spans: Iterable[Span], most_ms: int) -> Iterable[Span]:
    """The first of them, up to so much, those that touch as one."""
    joined: list[Span] = []
    for begin, to in spans:
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], to)
        else:
            joined.append((begin, to))
    left = most_ms
    for begin, to in joined:
        if left < SHORTEST_MS:
            return
        yield begin, min(to, begin + left)
        left -= to - begin


def _series(frames: FrameHashes, spans: Sequence[Span], fine: Sequence[Glimpse]) -> Iterable[FrameHashes]:
    """The frames, in the stretches replaced by those of each series."""
    times = frames.times_ms.astype(np.int64)
    kept = np.ones(len(times), bool)
    for begin, to in spans:
        kept &= ~((times >= begin) & (times <= to))
    outside = [(int(times[at]), frames.hashes[at].tobytes(), int(frames.quality[at])) for at in np.flatnonzero(kept)]
    for late in range(0, EVERY_MS, STEP_MS):
        inside = {}
        for begin, to in spans:
            of_span = [one for one in fine if begin <= one.ms <= to]
            wanted = range(begin + late, to, EVERY_MS)
            for at in wanted if of_span else ():
                one = min(of_span, key=lambda each: abs(each.ms - at))
                inside[one.ms] = (one.ms, one.hash, one.quality)
        together = sorted({one[0]: one for one in (*outside, *inside.values())}.values())
        if inside:
            yield FrameHashes.of(*map(list, zip(*together, strict=True)))
