"""Frames of a query laid over frames of an archived video, so that their hashes can be compared. Decides nothing.

A crop, a picture in a picture and a recorded screen leave no hash near to that of the whole frame. Once key frames
gave the transform (:mod:`provenance.matching.parts`), each frame of the query is put where it belongs:

1. It is warped into the archived frame. What it shows beside that, a page or another film, falls away.
2. What it does not show is filled with the archived key frame that is nearest in time, and brought to its brightness.
3. The hash is taken. Since a part of the picture is now the archived one itself, it is near whatever the query shows;
   how near is measured with the query's part turned upside down (``unlike``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.fingerprints import pdq
from provenance.fingerprints.frames import FrameHashes
from provenance.matching.overlap import laid_over, moved, rectangle

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]

WHOLE = 0.97  # share of the archived frame from which nothing need be filled in
LEAST = 0.12  # share of it that must be shown
ALIKE = 0.05  # of the archived frame's longer side in the query: transforms that lie no farther apart are one
MOST_LAYOUTS = 4
REACH_MS = 15_000  # from a key frame that was seen: no farther is laid


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
    unlike: NDArray[np.float64]  # (n,): bits of frames that show nothing of the item


def layouts(seen: Sequence[Sighting], shape: tuple[int, int]) -> list[list[Sighting]]:
    """Sightings whose transforms are one, the best supported first. ``shape``: height, width of the archived frame."""
    corners = rectangle((shape[1], shape[0]))
    groups: list[list[Sighting]] = []
    for one in sorted(seen, key=lambda one: -one.score):
        there = moved(one.transform, corners)
        size = np.ptp(there, axis=0).max()
        for group in groups:
            if np.abs(moved(group[0].transform, corners) - there).max() <= ALIKE * size:
                group.append(one)
                break
        else:
            groups.append([one])
    groups.sort(key=lambda group: -sum(one.score for one in group))
    return groups[:MOST_LAYOUTS]


def laid(times_ms: NDArray[np.int32], planes: Sequence[Plane], seen: Sequence[Sighting], bases: Sequence[Base]) -> Laid:
    """Lay each frame of the query by the transform of the key frame nearest to it in time.

    Args:
        times_ms: (n,), of the query's frames.
        planes: those frames, grey and small.
        seen: sightings of one layout, at least one.
        bases: key frames of the item, at least one.
    """
    hashes, quality, unlike = [], [], np.full(len(times_ms), pdq.BITS / 2)
    at = np.array([one.query_ms for one in seen])
    there = np.array([one.ms for one in bases])
    for number, (ms, plane) in enumerate(zip(times_ms.tolist(), planes, strict=True)):
        nearest = seen[int(np.abs(at - ms).argmin())]
        made = None
        if abs(nearest.query_ms - ms) <= REACH_MS:
            base = bases[int(np.abs(there - (nearest.item_ms + ms - nearest.query_ms)).argmin())]
            made = _one(plane, nearest.transform, base.plane)
        hashes.append(made[0].value if made else bytes(pdq.BITS // 8))
        quality.append(made[0].quality if made else 0)
        unlike[number] = made[1] if made else pdq.BITS / 2
    return Laid(FrameHashes.of(times_ms.tolist(), hashes, quality), unlike)


def _one(plane: Plane, transform: NDArray[np.float64], base: Plane) -> tuple[pdq.Pdq, float] | None:
    """The hash of a frame in its place, and how far from the base one would be that shows something else."""
    warped, inside = laid_over(plane, transform, (base.shape[1], base.shape[0]))
    share = float(inside.mean())
    if share < LEAST:
        return None
    if share >= WHOLE:
        return pdq.pdq(warped), pdq.BITS / 2
    warped = _as_bright(warped, base, inside)
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    box = (slice(rows[0], rows[-1] + 1), slice(columns[0], columns[-1] + 1))
    other = base.copy()
    other[box] = np.where(inside[box], warped[box][::-1, ::-1], base[box])
    apart = int.from_bytes(pdq.pdq(other).value) ^ int.from_bytes(pdq.pdq(base).value)
    return pdq.pdq(np.where(inside, warped, base)), float(apart.bit_count())


def _as_bright(warped: Plane, base: Plane, inside: NDArray[np.bool_]) -> Plane:
    """The query's part with the mean and the contrast that the archived frame has there."""
    ours, theirs = warped[inside].astype(np.float32), base[inside].astype(np.float32)
    gain = np.clip(theirs.std() / max(1.0, ours.std()), 0.5, 2.0)
    evened = (warped.astype(np.float32) - ours.mean()) * gain + theirs.mean()
    return np.asarray(np.clip(np.rint(evened), 0, 255), np.uint8)
