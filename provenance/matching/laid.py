"""Frames of a query laid over frames of an archived video, so that their hashes can be compared. Decides nothing.

A crop, a picture in a picture and a recorded screen leave no hash near to that of the whole frame. Once key frames
gave the transform (:mod:`provenance.matching.parts`), each frame of the query is put where it belongs:

1. It is warped into the archived frame. What it shows beside that, a page or another film, falls away.
2. What it does not show is filled with the archived key frame that is nearest in time, and brought to its brightness.
3. The hash is taken. Since a part of the picture is now the archived one itself, it is near whatever the query shows.
   So only the bits count that are others when the query's part is turned upside down (``telling``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import pdq
from provenance.fingerprints.borders import trim
from provenance.fingerprints.frames import FrameHashes
from provenance.matching.overlap import laid_over, moved, rectangle
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]

WHOLE = 0.97  # share of the archived frame from which nothing need be filled in
LEAST = 0.12  # share of it that must be shown
ALIKE = 0.05  # of the archived frame's longer side in the query: transforms that lie no farther apart are one
MOST_LAYOUTS = 4
STILL_MS = 6_000  # around a key frame: where the moment of a still is sought
CLEARLY = 8  # bits of 256 by which another moment must be nearer
TELLING_MS = 1_000  # between key frames that fit together
SPEED_SLACK, SLACK_MS = 0.27, 350
REACH_MS = 15_000  # from a key frame that was seen: no farther is anything filled in


_ALL = b"\xff" * (pdq.BITS // 8)
_NOTHING = (bytes(pdq.BITS // 8), 0, _ALL)


class Sighting(NamedTuple):
    """A key frame of the query that shows an archived one."""

    query_ms: int
    item_ms: int
    transform: NDArray[np.float64]  # (3, 3): archived places to places of the query, in units of longer sides
    score: float


class Base(NamedTuple):
    """An archived key frame."""

    ms: int
    plane: Plane  # grey thumbnail


class Laid(NamedTuple):
    """Frames of a query in the place of archived ones. Those that were not laid are not comparable."""

    frames: FrameHashes
    telling: NDArray[np.uint8]  # (n, 32): the bits that depend on what the query shows


def layouts(seen: Sequence[Sighting], shape: tuple[int, int]) -> list[list[Sighting]]:
    """Sightings that have one transform, the best supported first. ``shape``: height, width of the archived frame.

    Where a camera moves, a key frame that shows another moment of the shot gives another transform. Right are those
    that are the same in several shots, at times that fit together.
    """
    corners = rectangle((shape[1], shape[0]))
    there = [moved(one.transform, corners) for one in seen]
    alike = np.array([[_beside(a, b) <= ALIKE for b in there] for a in there], bool).reshape(len(seen), len(seen))
    fits = np.array([[_fit_in_time(a, b) for b in seen] for a in seen], bool).reshape(len(seen), len(seen))
    scores = np.array([one.score for one in seen])
    support = scores + (alike & fits) @ scores
    groups: list[list[Sighting]] = []
    taken = np.zeros(len(seen), bool)
    for leader in np.argsort(-support, kind="stable").tolist():
        if not taken[leader]:
            members = alike[leader] & ~taken & (fits[leader] | (np.arange(len(seen)) == leader))
            groups.append([seen[leader], *(seen[at] for at in np.flatnonzero(members).tolist() if at != leader)])
            taken |= members
    return groups[:MOST_LAYOUTS]


def _beside(one: NDArray[np.float64], other: NDArray[np.float64]) -> float:
    """How far corners lie apart, as a share of the frame."""
    return float(np.abs(one - other).max() / max(np.ptp(one, axis=0).max(), 1e-6))


def _fit_in_time(one: Sighting, other: Sighting) -> bool:
    """Whether two moments lie on a line of a usual speed, and far enough apart to tell."""
    here, there = abs(other.query_ms - one.query_ms), abs(other.item_ms - one.item_ms)
    forward = (other.query_ms - one.query_ms) * (other.item_ms - one.item_ms) > 0
    return bool(forward and here >= TELLING_MS and abs(there - here) <= SPEED_SLACK * here + SLACK_MS)


def laid(
    times_ms: NDArray[np.int32], planes: Sequence[Plane | None], seen: Sequence[Sighting], bases: Sequence[Base]
) -> Laid:
    """Lay each frame of the query by the transform of the key frame nearest to it in time.

    Args:
        times_ms: (n,), of the query's frames.
        planes: those frames, grey and small; None for one that is not at hand.
        seen: sightings of one layout, at least one.
        bases: key frames of the item, at least one.
    """
    at = np.array([one.query_ms for one in seen])
    there = np.array([one.ms for one in bases])
    made = []
    for ms, plane in zip(times_ms.tolist(), planes, strict=True):
        nearest = seen[int(np.abs(at - ms).argmin())]
        base = bases[int(np.abs(there - (nearest.item_ms + ms - nearest.query_ms)).argmin())]
        filled = abs(nearest.query_ms - ms) <= REACH_MS
        made.append(_NOTHING if plane is None else over(plane, nearest.transform, base.plane, filled=filled))
    hashes, quality, telling = zip(*made, strict=True) if made else ((), (), ())
    bits = np.frombuffer(b"".join(telling), np.uint8).reshape(-1, pdq.BITS // 8)
    return Laid(FrameHashes.of(times_ms.tolist(), hashes, quality), bits)


class Moment(NamedTuple):
    """When an archived video shows what a still shows."""

    ms: int
    bits: int  # of 256, between the still and that frame


def moment(plane: Plane, sighting: Sighting, base: Plane, item: FrameHashes) -> Moment | None:
    """The frame that comes nearest to a still, around a key frame; None where there is none to compare.

    Where the camera moved since, the transform of the key frame is not that of the right moment: so the still is
    also compared as a whole, with and without its borders. The key frame's own moment stays unless another is clear.
    """
    around = (np.abs(item.times_ms - sighting.item_ms) <= STILL_MS) & item.comparable
    box = trim(plane)
    wholes = [pdq.pdq(one) for one in (plane, *((box.of(plane),) if box else ()))]
    hashes = [over(plane, sighting.transform, base), *((one.value, one.quality, _ALL) for one in wholes)]
    bits = [_scaled(item.hashes[around], value, mask) for value, quality, mask in hashes if quality >= pdq.MIN_QUALITY]
    if not bits or not around.any():
        return None
    nearest, times = np.min(bits, axis=0), item.times_ms[around]
    own = int(np.abs(times - sighting.item_ms).argmin())
    best = int(nearest.argmin()) if nearest[own] - nearest.min() >= CLEARLY else own
    return Moment(int(times[best]), round(float(nearest[best])))


def _scaled(hashes: NDArray[np.uint8], value: bytes, telling: bytes) -> NDArray[np.float64]:
    """(n,): bits of 256 by which hashes differ from one, in those that tell."""
    mask = np.frombuffer(telling, np.uint8)
    bits = np.bitwise_count((hashes ^ np.frombuffer(value, np.uint8)) & mask).sum(axis=1)
    return np.asarray(bits * (pdq.BITS / max(1, int(np.bitwise_count(mask).sum()))))


def over(plane: Plane, transform: NDArray[np.float64], base: Plane, *, filled: bool = True) -> tuple[bytes, int, bytes]:
    """The hash of a frame in its place, its quality, and which bits of it depend on what the query shows.

    Nothing is comparable where too little is shown, or something is missing and is not to be ``filled``.
    """
    warped, inside = laid_over(plane, transform, (base.shape[1], base.shape[0]))
    share = float(inside.mean())
    if share < LEAST:
        return _NOTHING
    if share >= WHOLE:
        made = pdq.pdq(warped)
        return made.value, made.quality, _ALL
    if not filled:
        return _NOTHING
    warped = _as_bright(warped, base, inside)
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    box = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    other = base.copy()
    other[box] = np.where(inside[box], warped[box][::-1, ::-1], base[box])
    made = pdq.pdq(np.where(inside, warped, base))
    turned = np.frombuffer(pdq.pdq(other).value, np.uint8) ^ np.frombuffer(made.value, np.uint8)
    return made.value, made.quality, turned.tobytes()


def _as_bright(warped: Plane, base: Plane, inside: NDArray[np.bool_]) -> Plane:
    """The query's part with the mean and the contrast that the archived frame has there."""
    ours, theirs = warped[inside].astype(np.float32), base[inside].astype(np.float32)
    gain = np.clip(theirs.std() / max(1.0, ours.std()), 0.5, 2.0)
    evened = (warped.astype(np.float32) - ours.mean()) * gain + theirs.mean()
    return np.asarray(np.clip(np.rint(evened), 0, 255), np.uint8)
