"""Which second of a video a photo is a still of. Compares fingerprints only.

1. A frame shows the photo if some orientation of the photo is near it. Plain frames show nothing.
2. Frames that follow one another and show it are one run; the nearest of them is the second.
3. The run is cut to the frames that show it about as well: a scene that drifts away is left out.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.lanes import RADIUS, SAME_SCENE_BITS
from provenance.matching.sequence import duration_of
from provenance.matching.whole import SAME_PICTURE_BITS
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.fingerprints.frames import FrameHashes

ABOUT_AS_WELL = 12  # bits by which frames of a scene that stands still differ at most


class Still(NamedTuple):
    """A stretch of a video in which a photo is to be seen."""

    ms: int  # of the nearest frame
    from_ms: int  # of the first frame that shows it
    to_ms: int  # when the next frame shows something else, or the video ends
    bits: int  # of 256 between the photo and the nearest frame
    variant: int  # which of the photo's hashes: its orientation


def frame_of(photo: NDArray[np.uint8], item: FrameHashes, *, item_ms: int | None = None) -> Still | None:
    """The best of :func:`stills_of`; None if the video does not show the photo."""
    return min(stills_of(photo, item, item_ms=item_ms), key=lambda still: still.bits, default=None)


def stills_of(photo: NDArray[np.uint8], item: FrameHashes, *, item_ms: int | None = None) -> tuple[Still, ...]:
    """Every stretch of a video that shows a photo, in the order of time.

    Args:
        photo: (variants, 32), PDQ of the photo, in all orientations that are to be tried.
        item: frames of the video.
        item_ms: how long the video lasts, where that is known; else a step beyond the last frame.
    """
    if not len(photo) or not len(item.times_ms):
        return ()
    bits = np.bitwise_count(photo[:, None] ^ item.hashes).sum(axis=2, dtype=np.int64)
    nearest = np.where(item.comparable, bits.min(axis=0), RADIUS + 1)
    edges = np.flatnonzero(np.diff((nearest <= RADIUS).astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    found = []
    for start, end in edges.tolist():
        best = start + int(nearest[start:end].argmin())
        first, last = _around(nearest <= nearest[best] + ABOUT_AS_WELL, best)
        found.append(_still(item, best, (first, last), int(nearest[best]), int(bits[:, best].argmin()), item_ms))
    return tuple(found)


def run_of(frames: FrameHashes, at: int, *, item_ms: int | None = None) -> Still:
    """The frames next to one another around a frame that show the same picture, until the next one that does not."""
    bits = np.bitwise_count(frames.hashes ^ frames.hashes[at]).sum(axis=1)
    same = (bits <= SAME_PICTURE_BITS) & frames.comparable
    same[at] = True
    return _still(frames, at, _around(same, at), 0, 0, item_ms)


def run_at(frames: FrameHashes, ms: int, *, item_ms: int | None = None) -> Still:
    """The same around the comparable frame that is nearest to a time; there must be one frame at least."""
    apart = np.abs(frames.times_ms.astype(np.int64) - ms) + np.where(frames.comparable, 0, 2**40)
    return run_of(frames, int(apart.argmin()), item_ms=item_ms)


def scene_at(item: FrameHashes, ms: int, *, item_ms: int | None = None) -> Still:
    """The stretch around a time in which the same scene is to be seen, for a frame found by local features.

    Raises:
        ValueError: if there are no frames.
    """
    if not len(item.times_ms):
        raise ValueError("a video without frames has no scene")
    best = max(0, int(np.searchsorted(item.times_ms, ms, side="right")) - 1)
    bits = np.bitwise_count(item.hashes ^ item.hashes[best]).sum(axis=1, dtype=np.int64)
    return _still(item, best, _around(bits <= SAME_SCENE_BITS, best), 0, 0, item_ms)


def shot_of(item: FrameHashes, at: int) -> tuple[int, int]:
    """The first and last of the frames around one between which nothing is cut: each is the scene of the one before."""
    bits = np.bitwise_count(item.hashes[1:] ^ item.hashes[:-1]).sum(axis=1, dtype=np.int64)
    cuts = np.flatnonzero(bits > SAME_SCENE_BITS) + 1
    number = int(np.searchsorted(cuts, at, side="right"))
    edges = [0, *cuts.tolist(), len(item.times_ms)]
    return edges[number], edges[number + 1] - 1


def end_of(item: FrameHashes, at: int, *, item_ms: int | None = None) -> int:
    """Until when a frame is to be seen: when the next one is, or the video ends; in milliseconds."""
    return int(item.times_ms[at + 1]) if at + 1 < len(item.times_ms) else item_ms or duration_of(item)


def _around(shows: NDArray[np.bool_], at: int) -> tuple[int, int]:
    """First and last of the places next to one another around ``at`` that show it."""
    before, after = np.flatnonzero(~shows[:at]), np.flatnonzero(~shows[at:])
    return int(before[-1]) + 1 if before.size else 0, at + int(after[0]) - 1 if after.size else len(shows) - 1


def _still(item: FrameHashes, best: int, run: tuple[int, int], bits: int, variant: int, item_ms: int | None) -> Still:
    first, last = run
    ends = end_of(item, last, item_ms=item_ms)
    return Still(int(item.times_ms[best]), int(item.times_ms[first]), ends, bits, variant)
