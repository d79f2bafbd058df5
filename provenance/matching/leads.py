"""Where an archived film may show an asked picture, too vaguely to say so. Decides nothing.

Half a second passes between two frames of which hashes are kept, and some seconds between two key frames. Where much
moves, a picture from in between is near to none of them. It is *roughly* near to the frames before and after it, and
some of its features lie where one transform puts them in the key frame. Unrelated pictures are neither: so this says
where a kept film is worth being looked at again (:mod:`provenance.rewatching`), which decides.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.whole import SAME_PICTURE_BITS
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.fingerprints.frames import FrameHashes
    from provenance.model import Match

# Bits of 256. Of 887,775 pairs of unrelated photographs, each in eight orientations, none comes as near as 72, two as
# near as 80, fourteen as near as 84: a step of seven bits is ten times as many.
ROUGH_BITS = 72
ROUGH_ROWS = 100_000  # frames among which that is asked: half a day of film
BITS_A_DECADE = 7
NEVER_BITS = 56  # among ten million and more
STANDS_STILL = SAME_PICTURE_BITS  # bits between neighbours: between them is nothing that they do not show
FEWEST_FEATURES = 6  # that agree: of 300 unrelated photographs 4 lead to a film so, in an archive of eight films
FEATURES = 10.0  # that agree weigh as much as
BITS = 10.0  # that a hash is nearer than UNRELATED_BITS
UNRELATED_BITS = 90
MATCHED = 10.0  # a frame that is probably the picture: more than what only leads there
KEY_FRAME_MS = 3_000  # key frames of a long shot lie so far apart
JOINED_MS = 600  # that the time which a match of two films gives for a moment may lie beside it
BEFORE_A_CUT_MS = 500  # two frames a second are kept; where one is the last of its shot, so much may follow it


class Lead(NamedTuple):
    """A stretch of an archived film that is worth a look."""

    item: int  # row
    from_ms: int
    to_ms: int
    weight: float


class Looked(NamedTuple):
    """What a tier found, and what it did not find but may be there."""

    matches: dict[int, Match]  # by item row
    leads: tuple[Lead, ...] = ()


class Rewatched(NamedTuple):
    """What is known when the likeliest films were looked at again."""

    matches: dict[int, Match]  # by item row
    not_checked: tuple[str, ...] = ()  # for people


def rough_bits(rows: int) -> int:
    """How near a frame must be to be worth a look, among so many; one in ten unrelated pictures has such a one."""
    more = math.log10(max(1.0, rows / ROUGH_ROWS))
    return max(NEVER_BITS, round(ROUGH_BITS - BITS_A_DECADE * more))


def by_frame(item: int, frames: FrameHashes, at: int, bits: int) -> Lead | None:
    """Around a frame that is roughly near; None where the film stands still, so that nothing is in between."""
    first, last = max(0, at - 1), min(len(frames.times_ms) - 1, at + 1)
    apart = np.bitwise_count(frames.hashes[[first, last]] ^ frames.hashes[at]).sum(axis=1)
    is_end = at in (first, last)
    if int(apart.max()) <= STANDS_STILL and not is_end:
        return None
    here = int(frames.times_ms[at])
    before, after = int(frames.times_ms[first]), int(frames.times_ms[last])
    return Lead(
        item,
        max(before, here - BEFORE_A_CUT_MS),
        min(after, here + BEFORE_A_CUT_MS) if last > at else here + BEFORE_A_CUT_MS,
        (UNRELATED_BITS - bits) / BITS,
    )


def by_key_frame(item: int, ms: int, inliers: int) -> tuple[Lead, ...]:
    """Around a key frame of which so many features agree; none if they are too few."""
    if inliers < FEWEST_FEATURES:
        return ()
    return (around(item, ms, weight=inliers / FEATURES),)


def around(item: int, ms: int, *, weight: float = MATCHED) -> Lead:
    """Around a key frame that may show an asked picture."""
    return Lead(item, max(0, ms - KEY_FRAME_MS), ms + KEY_FRAME_MS, weight)


def beside(item: int, ms: int) -> Lead:
    """Where a stored match says that a film shows what was found in another one."""
    return Lead(item, max(0, ms - JOINED_MS), ms + JOINED_MS, MATCHED)


def likeliest(leads: Iterable[Lead], *, films: int, each: int) -> dict[int, list[Lead]]:
    """The surest so many leads of each of so many films, by item row, the surest film first."""
    of_films: dict[int, list[Lead]] = {}
    for lead in sorted(leads, key=lambda one: -one.weight):
        of_films.setdefault(lead.item, []).append(lead)
    return {item: those[:each] for item, those in list(of_films.items())[:films]}


def spans(leads: Iterable[Lead]) -> list[tuple[int, int]]:
    """Their stretches in the order of time, each second once: from and to, in ms."""
    found: list[tuple[int, int]] = []
    for begin, end in sorted((one.from_ms, one.to_ms) for one in leads):
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((begin, end))
    return found
