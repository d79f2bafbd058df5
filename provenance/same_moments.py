"""What was done to all frames of a film that hashes of whole frames found: a logo, a bar with words, a slight crop.

Reads, writes nothing. A hash of whole frames stays near under such marks. So where it found a film, some of its key
frames are held against the asked frames of the very same moments, pixels against pixels. What moves differs from one
moment to the next; what differs in one place at most of the moments was laid over the film, or taken away. A hash
stays near under a slight crop too, and pixels tell it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching import coarse
from provenance.matching.alterations import describe
from provenance.matching.alterations.lying import tell_extent, tell_size
from provenance.matching.alterations.telling import NAMES, Box, Story, percent, position
from provenance.matching.excerpts import WHOLE_FRAME, spans_of
from provenance.matching.overlap import placement, shared_area
from provenance.model import Alteration, Orientation, Region, Relation
from provenance.named import NamedTuple
from provenance.partial import grey_of
from provenance.text import is_timed

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import Filmed
    from provenance.matching.overlap import Overlap
    from provenance.matching.sequence import Segment
    from provenance.store.sqlite import KeyFrameOnRecord

MOST = 5  # moments that are compared
FEWEST = 2
SAME_MOMENT_MS = 60  # between a key frame and the asked frame that is held against it: else all that moves differs
GRID = 40  # fields along each side of the frame
OFTEN = 0.6  # share of the moments at which a field must differ
LEAST_AREA = 0.003  # of the frame: less is noise of encoding
STEADY = 0.04  # by which the shares that a crop leaves of frames may differ: in a film that zooms they do
MOST_AREA = 0.5  # more is another version of the film, and no mark


class Compared(NamedTuple):
    """Two frames of one moment."""

    differing: NDArray[np.bool_]  # (GRID, GRID): fields of the asked frame that differ
    kept: float  # share of the archived frame that is shown
    overlap: Overlap


def compared(
    filmed: Filmed,
    kept: Sequence[KeyFrameOnRecord],
    segments: Sequence[Segment],
    *,
    asked: tuple[int, int],
    archived: tuple[int, int],
) -> list[Compared]:
    """Frames of the very same moments that are the same; none where these are too few to tell what lasts.

    Args:
        filmed: the asked film.
        kept: key frames of the archived one.
        segments: the seconds that both share, as hashes of whole frames found them.
        asked: pixels of its frames without borders, width and height.
        archived: the same of the archived one.
    """
    pairs = _spread(list(_pairs(filmed, kept, segments)))
    found = [_compared(filmed, *pair, (asked, archived)) for pair in pairs]
    same = [one for one in found if one is not None]
    return same if len(same) >= FEWEST else []


def marks(same: Sequence[Compared]) -> tuple[Box, ...]:
    """Where frames differ all the time, in shares of the asked frame without borders."""
    if not same:
        return ()
    often = np.mean([one.differing for one in same], axis=0) >= OFTEN
    return tuple(_boxes(often)) if often.mean() <= MOST_AREA else ()


def cropped(same: Sequence[Compared]) -> tuple[tuple[Alteration, str], ...]:
    """How much of the archived frames is shown, and how large, in words; nothing where that is all, or not the same."""
    shares = [one.kept for one in same]
    if not shares or max(shares) > WHOLE_FRAME or max(shares) - min(shares) > STEADY:
        return ()
    overlap = sorted(same, key=lambda one: one.kept)[len(same) // 2].overlap
    story, shared, place = Story(), shared_area(overlap), placement(overlap)
    tell_extent(story, overlap, shared, shows_more=False, lacks=True, names=NAMES)
    [extent] = story.sentences
    tell_size(story, overlap, place, whole=False, enlarged=False, names=NAMES)
    return (Alteration.CROPPED, extent), *((Alteration.RESIZED, one) for one in story.sentences[1:])


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
            if (
                one.template
                or not is_timed(*spans_of(one))
                or not frame.jpeg
                or not one.item_from_ms <= frame.frame_ms <= one.item_to_ms
            ):
                continue
            at = one.query_from_ms + (frame.frame_ms - one.item_from_ms) / one.speed
            number = int(np.abs(times - at).argmin())
            if abs(times[number] - at) <= SAME_MOMENT_MS and number < len(filmed.small) and filmed.small[number]:
                yield number, frame, one.mirrored


def _spread(pairs: list[tuple[int, KeyFrameOnRecord, bool]]) -> list[tuple[int, KeyFrameOnRecord, bool]]:
    places = np.linspace(0, len(pairs) - 1, min(MOST, len(pairs))).round().astype(int)
    return [pairs[place] for place in places]


def _compared(
    filmed: Filmed,
    number: int,
    frame: KeyFrameOnRecord,
    mirrored: bool,
    sizes: tuple[tuple[int, int], tuple[int, int]],
) -> Compared | None:
    """None where the frames are not the same at all. ``sizes``: of the asked and the archived frame."""
    plane, thumbnail = grey_of(filmed.small[number]), grey_of(frame.jpeg or b"")
    verified = coarse.verify(
        plane,
        thumbnail,
        orientation=Orientation(0, mirrored),
        region=Region.WHOLE,
        asked_size=sizes[0],
        stored_size=sizes[1],
    )
    if verified is None or verified.judgement.relation is not Relation.COPY:
        return None
    said = describe(verified.overlap, asked=plane, thumbnail=thumbnail)
    fields = np.zeros((GRID, GRID), bool)
    for box in said.overlays:
        left, top, right, bottom = (round(side * GRID) for side in box)
        fields[max(0, top) : max(bottom, top + 1), max(0, left) : max(right, left + 1)] = True
    return Compared(fields, said.kept if said.lacks else 1.0, verified.overlap)


def _boxes(often: NDArray[np.bool_]) -> Iterator[Box]:
    """Around what hangs together, largest first."""
    import cv2

    _, _, stats, _ = cv2.connectedComponentsWithStats(often.astype(np.uint8), connectivity=8)
    for left, top, width, height, _ in sorted(stats[1:].tolist(), key=lambda one: -one[2] * one[3]):
        if width * height >= LEAST_AREA * GRID * GRID:
            yield Box(left / GRID, top / GRID, (left + width) / GRID, (top + height) / GRID)
