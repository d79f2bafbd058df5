"""What was changed from an archived picture to an asked one, in words. Nothing here decides that they match.

Given is the verified transform. ``settling`` has all that both show compared, and no more. Then follow, in this order:

1. ``lying``: what is shown of the archived picture, and where it lies in the asked one: areas, turn, mirror, size;
2. ``around``: what lies around the shared area, in the asked picture and in the archived one: plain colour, letters,
   another picture, or more of the same scene (no edge along the border of the shared area);
3. ``regions``: those within the shared area whose pixels disagree though those around them agree;
4. ``detail``: where fine detail was lost, as where a face was blurred, though what is coarser agrees;
5. ``tones``: brightness, contrast, colours and fine detail of what both show.

``compared`` lays both over each other for the last two, ``telling`` collects what is said.

All of it is measured, and the words for a cause ("screenshot?", "sepia?") are guesses and carry a question mark.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.matching.alterations.around import (
    WHOLE,
    goes_on,
    more_of_it,
    surroundings,
    tell_other_surroundings,
    tell_surroundings,
)
from provenance.matching.alterations.compared import AGREES, LEAST_CELLS, Compared
from provenance.matching.alterations.detail import ALL_BACK, block_of, detail_of
from provenance.matching.alterations.lying import BENT, TURNED, is_enlarged, tell_extent, tell_orientation, tell_size
from provenance.matching.alterations.regions import regions_between, tell_doubted, tell_lost, tell_regions, told_apart
from provenance.matching.alterations.settling import settled
from provenance.matching.alterations.telling import COLOUR, NAMES, Box, Story
from provenance.matching.alterations.tones import tell_colours, tell_tones
from provenance.matching.overlap import placement, share_of, shared_area
from provenance.model import Alteration
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from PIL import Image

    from provenance.matching.alterations.telling import Grey
    from provenance.matching.overlap import Overlap

# What a hand-held camera moves in half a second, between a frame and the key frame that it is held against.
MOVED = 0.88  # of a picture's area
MOVED_DEGREES = 5.0

__all__ = ["NAMES", "Box", "Described", "describe"]


class Described(NamedTuple):
    """How the asked picture differs from the archived one."""

    alterations: tuple[Alteration, ...]
    sentences: tuple[str, ...]  # for people, most telling first
    actions: tuple[str, ...]  # done to the archived picture to get the asked one, by C2PA's names
    kept: float  # share of the archived picture's area that is shown
    covers: float  # share of the asked picture's area that shows it
    overlays: tuple[Box, ...]  # in the asked picture: regions that disagree
    mirrored: bool  # left and right exchanged, after the turn
    rotation: float  # degrees clockwise, above -180 and up to 180
    scale: float  # asked pixels for each archived pixel, at full size
    stretch: float  # width against height, beside their ratio in the archived picture
    perspective: bool  # seen at an angle
    negative: bool
    shows_more: bool  # the asked picture shows more of the scene
    lacks: bool  # the archived picture shows more of the scene
    enlarged: bool  # the asked picture has more pixels, but no finer detail
    only_asked: tuple[Alteration, ...]  # what was put on or around the asked picture, and not the archived one
    only_stored: tuple[Alteration, ...]
    overlap: Overlap  # with all that was compared of what both show


def describe(
    overlap: Overlap,
    *,
    asked: Grey,
    thumbnail: Grey,
    asked_colour: Image.Image | None = None,
    stored_colour: Image.Image | None = None,
    names: tuple[str, str] = NAMES,
    apart: bool = False,
) -> Described:
    """How the asked picture differs from the archived one.

    Args:
        overlap: the verified transform, with the pixel check if there is one.
        asked: grey plane, (height, width), at any size; whether it was enlarged is told at full size only.
        thumbnail: grey plane of the archived picture, about 160 pixels at its longer side.
        asked_colour: the asked picture in RGB; without both, nothing is said of colours.
        stored_colour: the archived picture in RGB.
        names: what the sentences call the archived and the asked picture.
        apart: both are frames of a film, perhaps a moment apart: what a camera moves meanwhile is no turn and no crop.
    """
    story = Story()
    overlap = settled(overlap, asked, thumbnail)
    shared, place = shared_area(overlap), placement(overlap)
    kept = share_of(shared.stored, overlap.stored_size)
    covers = share_of(shared.asked, overlap.asked_size)
    perspective = place.bend > BENT
    around = surroundings(asked, shared.asked, covers=covers) if shared.exists else ()
    around_stored = surroundings(thumbnail, shared.stored, covers=kept) if shared.exists else ()
    if overlap.shown is not None:  # what lies beside what is shown is more of the same picture
        around_stored = more_of_it(around_stored)
    whole = MOVED if apart and min(kept, covers) >= MOVED else WHOLE
    shows_more = shared.exists and covers < whole and goes_on(around)
    lacks = shared.exists and kept < whole and goes_on(around_stored)
    negative = overlap.negative or (overlap.check is not None and overlap.check.median < -AGREES)
    compared = Compared.of(overlap, asked, thumbnail)
    regions = regions_between(overlap, compared)
    detail = detail_of(compared, overlap.check)
    regions, lost, doubted = told_apart(overlap, compared, regions, detail)
    if apart:  # what moves is blurred
        lost, doubted = [], []
    blocks = block_of(asked) if detail.usual < ALL_BACK else None

    tell_extent(story, overlap, shared, shows_more=shows_more, lacks=lacks, names=names)
    seen_at_angle = perspective and not shows_more
    only_asked = tell_surroundings(story, around, shared, overlap.asked_size, flat=not seen_at_angle, names=names)
    only_stored = tell_other_surroundings(story, around_stored, names)
    if perspective:
        story.tell("seen at an angle: photographed from a screen or from paper?")
    only_asked += tell_regions(story, regions, names, apart=apart)
    tell_lost(story, lost, names)
    only_asked += (Alteration.OVERLAID,) if lost else ()
    only_stored += tuple(Alteration.OVERLAID for region in regions if region.only_in == "archived")[:1]
    if negative:
        story.tell("light and dark are exchanged: a negative", alteration=Alteration.RECOLOURED, action=COLOUR)
    tell_orientation(story, place, least=MOVED_DEGREES if apart else TURNED)
    tell_tones(story, compared, negative=negative, names=names)
    if asked_colour is not None and stored_colour is not None and not negative:
        tell_colours(story, overlap, compared, stored_colour, asked_colour, names)
    enlarged = place.scale > 1.25 and is_enlarged(asked, overlap.asked_size, place.scale)
    tell_size(story, overlap, place, whole=kept >= whole and covers >= whole, enlarged=enlarged, names=names)
    if blocks:
        story.tell(f"less fine detail: pixelated, in blocks of {blocks} pixels?", action="c2pa.filtered")
    tell_doubted(story, doubted)
    compared_enough = overlap.check is not None and overlap.check.textured.size >= LEAST_CELLS
    if compared_enough and not (regions or lost or detail.doubted or blocks):
        story.tell("within the area that both show no region differs; small marks would not be seen")
    return Described(
        alterations=tuple(dict.fromkeys(story.alterations)),
        sentences=tuple(story.sentences),
        actions=(*dict.fromkeys(story.actions), "c2pa.transcoded"),
        kept=kept,
        covers=covers,
        overlays=(*(region.box for region in regions), *lost),
        mirrored=place.mirrored,
        rotation=place.rotation,
        scale=place.scale,
        stretch=place.stretch,
        perspective=perspective,
        negative=negative,
        shows_more=shows_more,
        lacks=lacks,
        enlarged=enlarged,
        only_asked=only_asked,
        only_stored=only_stored,
        overlap=overlap,
    )
