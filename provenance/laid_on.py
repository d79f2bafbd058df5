"""What lies over all frames of an asked film and not over those of an archived one: a logo, a bar with words.

Reads, writes nothing. A hash of whole frames stays near under such marks. So where it found a film, some of its key
frames are held against the asked frames of the very same moments, pixels against pixels. What moves differs from one
moment to the next; what differs in one place at most of the moments was laid over the film, or taken away.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching import coarse
from provenance.matching.alterations import describe
from provenance.matching.alterations.telling import Box, percent, position
from provenance.model import Alteration, Orientation, Region, Relation
from provenance.partial import grey_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import Filmed
    from provenance.matching.sequence import Segment
    from provenance.store.sqlite import KeyFrameOnRecord

MOST = 5  # moments that are compared
FEWEST = 2
SAME_MOMENT_MS = 60  # between a key frame and the asked frame that is held against it: else all that moves differs
GRID = 40  # fields along each side of the frame
OFTEN = 0.6  # share of the moments at which a field must differ
LEAST_AREA = 0.003  # of the frame: less is noise of encoding
MOST_AREA = 0.5  # more is another version of the film, and no mark


def marks(filmed: Filmed, kept: Sequence[KeyFrameOnRecord], segments: Sequence[Segment]) -> tuple[Box, ...]:
    """Where the frames differ all the time, in shares of the asked frame without borders.

    Args:
        filmed: the asked film.
        kept: key frames of the archived one.
        segments: the seconds that both share, as hashes of whole frames found them.
    """
    found = [_differing(filmed, *pair) for pair in _spread(list(_pairs(filmed, kept, segments)))]
    compared = [one for one in found if one is not None]
    if len(compared) < FEWEST:
        return ()
    often = np.mean(compared, axis=0) >= OFTEN
    return tuple(_boxes(often)) if often.mean() <= MOST_AREA else ()


def told(boxes: Sequence[Box]) -> Iterator[tuple[Alteration, str]]:
    """The same in words."""
    for box in boxes:
        area = percent((box.right - box.left) * (box.bottom - box.top))
        where = f"{position(box)} ({area} of its area)"
        yield Alteration.OVERLAID, f"the frames differ all the time in one place, {where}: a logo, a caption?"


def _pairs(
    filmed: Filmed, kept: Sequence[KeyFrameOnRecord], segments: Sequence[Segment]
) -> Iterator[tuple[int, KeyFrameOnRecord, bool]]:
    """Numbers of asked frames, the key frame of the same moment, and whether one of them is mirrored."""
    times = filmed.frames.times_ms
    for one in segments:
        for frame in kept:
            if one.template or not frame.jpeg or not one.item_from_ms <= frame.frame_ms <= one.item_to_ms:
                continue
            at = one.query_from_ms + (frame.frame_ms - one.item_from_ms) / one.speed
            number = int(np.abs(times - at).argmin())
            if abs(times[number] - at) <= SAME_MOMENT_MS and number < len(filmed.small) and filmed.small[number]:
                yield number, frame, one.mirrored


def _spread(pairs: list[tuple[int, KeyFrameOnRecord, bool]]) -> list[tuple[int, KeyFrameOnRecord, bool]]:
    places = np.linspace(0, len(pairs) - 1, min(MOST, len(pairs))).round().astype(int)
    return [pairs[place] for place in places]


def _differing(filmed: Filmed, number: int, frame: KeyFrameOnRecord, mirrored: bool) -> NDArray[np.bool_] | None:
    """(GRID, GRID): fields of the asked frame that differ; None where the frames are not the same at all."""
    plane, thumbnail = grey_of(filmed.small[number]), grey_of(frame.jpeg or b"")
    height, width = thumbnail.shape
    verified = coarse.verify(
        plane,
        thumbnail,
        orientation=Orientation(0, mirrored),
        region=Region.WHOLE,
        asked_size=(plane.shape[1], plane.shape[0]),
        stored_size=(width, height),
    )
    if verified is None or verified.judgement.relation is not Relation.COPY:
        return None
    fields = np.zeros((GRID, GRID), bool)
    for box in describe(verified.overlap, asked=plane, thumbnail=thumbnail).overlays:
        left, top, right, bottom = (round(side * GRID) for side in box)
        fields[max(0, top) : max(bottom, top + 1), max(0, left) : max(right, left + 1)] = True
    return fields


def _boxes(often: NDArray[np.bool_]) -> Iterator[Box]:
    """Around what hangs together, largest first."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(often.astype(np.uint8), connectivity=8)
    for left, top, width, height, _ in sorted(stats[1:].tolist(), key=lambda one: -one[2] * one[3]):
        if width * height >= LEAST_AREA * GRID * GRID:
            yield Box(left / GRID, top / GRID, (left + width) / GRID, (top + height) / GRID)
