"""What is shown of the archived picture, and how it lies in the asked one: extent, turn, mirror, size."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.alterations.telling import NAMES, Story, listed, percent
from provenance.matching.overlap import Placement, Shared, bounds, share_of
from provenance.model import Alteration, Orientation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.matching.alterations.telling import Grey
    from provenance.matching.overlap import Overlap

CUT = 0.015  # of a side
RESIZED = 0.03  # of the scale, where the pixel sizes do not say it
TURNED = 1.0  # degrees
QUARTER = 2.0  # degrees beside a quarter turn, or
QUARTER_BENT = 8.0  # where it is seen at an angle
STRETCHED = 0.04  # of width against height
BENT = 0.023  # see overlap.Placement; copies that were not photographed have up to 0.018
ENLARGED = 0.4  # of the detail of the next coarser scale; photographs have 0.5 and more


def tell_extent(
    story: Story, overlap: Overlap, shared: Shared, *, shows_more: bool, lacks: bool, names: tuple[str, str]
) -> None:
    stored, asked = names
    kept = share_of(shared.stored, overlap.stored_size)
    if lacks:
        cut = _sides_cut(bounds(shared.stored, overlap.stored_size))
        sentence = f"{percent(kept)} of {stored} is shown: {cut} cut off"
        story.tell(sentence, alteration=Alteration.CROPPED, action="c2pa.cropped")
    if shows_more:
        share = percent(share_of(shared.asked, overlap.asked_size))
        inverse = "what both show is" if lacks else f"{stored} is"
        story.tell(f"{asked} shows more: {inverse} {share} of it", alteration=Alteration.CROPPED)


def _sides_cut(shown: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = shown
    cut = {"left": left, "top": top, "right": 1 - right, "bottom": 1 - bottom}
    parts = [f"{side} {percent(share)}" for side, share in cut.items() if share >= CUT]
    if not parts:
        return "its corners or edges are"
    return f"its {listed(parts)} {'is' if len(parts) == 1 else 'are'}"


def tell_orientation(story: Story, place: Placement, *, least: float = TURNED) -> None:
    """``least``: degrees from which a picture is called turned."""
    quarter = round(place.rotation / 90) * 90
    exact = abs(place.rotation - quarter) <= max(least, QUARTER if place.bend <= BENT else QUARTER_BENT)
    if exact:
        orientation = Orientation(quarter % 360, mirrored=place.mirrored)
        if orientation.is_upright:
            if abs(place.rotation) > least and place.bend <= BENT:
                story.tell(_turn_in_words(place.rotation), alteration=Alteration.ROTATED, action=_ORIENTATION)
            return
        if orientation.mirrored:
            story.alterations.append(Alteration.MIRRORED)
        # a picture mirrored top to bottom is one that is turned by half and mirrored: nobody would call it turned
        if orientation.rotated_clockwise and orientation != Orientation(180, mirrored=True):
            story.alterations.append(Alteration.ROTATED)
        story.tell(_orientation_in_words(orientation), action=_ORIENTATION)
        return
    words = _turn_in_words(place.rotation)
    if place.mirrored:
        words += " and then mirrored left to right"
        story.alterations.append(Alteration.MIRRORED)
    story.tell(words, alteration=Alteration.ROTATED, action=_ORIENTATION)


_ORIENTATION = "c2pa.orientation"


def _turn_in_words(degrees: float) -> str:
    amount = f"{abs(degrees):.0f}" if abs(degrees) >= 3 else f"{abs(degrees):.1f}"
    return f"turned by about {amount}° {'clockwise' if degrees > 0 else 'counter-clockwise'}"


def _orientation_in_words(orientation: Orientation) -> str:
    if orientation == Orientation(180, mirrored=True):
        return "mirrored top to bottom"
    turned = f"turned {orientation.rotated_clockwise}° clockwise" if orientation.rotated_clockwise else ""
    mirrored = "mirrored left to right" if orientation.mirrored else ""
    return " and then ".join(part for part in (turned, mirrored) if part)


def tell_size(
    story: Story, overlap: Overlap, place: Placement, *, whole: bool, enlarged: bool, names: tuple[str, str]
) -> None:
    stored, asked = names
    width, height = overlap.asked_size
    if round(place.rotation / 90) % 2:
        width, height = height, width
    same = whole and (width, height) == overlap.stored_size
    stretched = abs(np.log(place.stretch)) > STRETCHED and place.bend <= BENT
    if stretched and not same:
        wider = place.stretch if place.stretch > 1 else 1 / place.stretch
        # the sides are those of the archived picture; after a quarter turn its width is the asked one's height
        direction = "wider" if (place.stretch > 1) != bool(round(place.rotation / 90) % 2) else "taller"
        story.tell(f"stretched: {percent(wider - 1)} {direction} than before", alteration=Alteration.RESIZED)
    if not same and (abs(place.scale - 1) > RESIZED or stretched or (whole and not same)):
        sizes = (
            f"{overlap.asked_size[0]} × {overlap.asked_size[1]} pixels asked, "
            f"{overlap.stored_size[0]} × {overlap.stored_size[1]} archived"
        )
        if names != NAMES:
            sizes = (
                f"{asked} has {overlap.asked_size[0]} × {overlap.asked_size[1]} pixels, "
                f"{stored} {overlap.stored_size[0]} × {overlap.stored_size[1]}"
            )
        scale = float(np.sqrt(width * height / (overlap.stored_size[0] * overlap.stored_size[1])))
        scale = scale if whole else place.scale
        shown = f"shown at {percent(scale)} of its size" if abs(scale - 1) > RESIZED else "resized"
        story.tell(f"{shown} ({sizes})", alteration=Alteration.RESIZED, action="c2pa.resized")
    if enlarged:
        story.tell(f"{asked} has more pixels, but no finer detail: enlarged?")


def is_enlarged(plane: Grey, size: tuple[int, int], scale: float) -> bool:
    """Whether a picture at its full size lacks what a picture with so many pixels shows.

    What is lost by reducing it to the archived picture's size and back is compared with what is lost by reducing
    that once more: in photographs both are alike, in an enlarged picture the first is next to nothing.
    """
    if max(plane.shape) < 0.9 * max(size):
        return False
    factor = min(scale, 4.0)
    first = _scaled(plane.astype(np.float32), 1 / factor)
    lost = float(np.abs(plane - _resized_to(first, plane.shape)).mean())
    second = _scaled(first, 1 / factor)
    lost_next = float(np.abs(first - _resized_to(second, first.shape)).mean())
    return lost_next > 0.5 and lost < ENLARGED * lost_next


def _scaled(values: NDArray[np.float32], factor: float) -> NDArray[np.float32]:
    import cv2

    size = (max(1, round(values.shape[1] * factor)), max(1, round(values.shape[0] * factor)))
    return np.asarray(cv2.resize(values, size, interpolation=cv2.INTER_AREA), np.float32)


def _resized_to(values: NDArray[np.float32], shape: tuple[int, ...]) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.resize(values, (shape[1], shape[0]), interpolation=cv2.INTER_CUBIC), np.float32)
