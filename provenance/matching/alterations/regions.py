"""Regions within the shared area whose pixels disagree though those around them agree.

They are found as groups of cells of the pixel check and then narrowed to the pixels that differ.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.alterations.around import NEAR, has_seam
from provenance.matching.alterations.compared import Compared, differing, is_blurred, pixels_of
from provenance.matching.alterations.telling import Box, Story, listed, percent, place_words
from provenance.matching.overlap import bounds, moved
from provenance.model import Alteration
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.matching.alterations.detail import Detail
    from provenance.matching.alterations.telling import Mask, Pixels
    from provenance.matching.overlap import Overlap
    from provenance.matching.pixels import PixelCheck

ASTRAY, AGREES_BESIDE = 3, 0.8  # pixels beside its place, at which a region that agrees so well is the same
GROUP = 4  # cells
SURE_GROUP = 12  # cells that count though the greys hardly differ, as where something was blurred
FEW_PIXELS = 6  # that differ
SAME_AROUND = 0.75  # share of what lies around a plain region that has its grey, where it goes on
PLAIN_REGION = 6.0  # grey values, standard deviation, after a little blur
PAINTED = 0.7  # share of a region's cells
MOSTLY = 0.5  # share of one region that lies in another
MOST_PLACES = 5  # that are named
GAP = 4  # pixels of the compared size: regions as near as this are one


class Region(NamedTuple):
    """An area within the shared one where the pixels disagree."""

    box: Box  # in the asked picture
    only_in: str | None  # "asked" or "archived": where something was drawn; None: cannot be told


def regions_between(overlap: Overlap, compared: Compared) -> list[Region]:
    """Groups of cells that disagree, narrowed to the pixels that differ."""
    import cv2

    if overlap.check is None or not compared.bad.any():
        return []
    count, labels, stats, _ = cv2.connectedComponentsWithStats(compared.bad.astype(np.uint8), connectivity=8)
    blurred = compared.fine and is_blurred(compared)
    if blurred:
        compared = compared.softened()
    differs = differing(compared)
    inner = np.asarray(cv2.erode(overlap.check.inside.astype(np.uint8), np.ones((3, 3), np.uint8))) > 0
    boxes: list[Pixels] = []
    for label in range(1, count):
        cells = labels == label
        within = pixels_of(cells, overlap.check, differs.shape)
        if _agrees_beside(compared, within):
            continue
        rows, columns = np.nonzero(within & differs)
        if rows.size < FEW_PIXELS:
            if blurred or stats[label, cv2.CC_STAT_AREA] < SURE_GROUP or not inner[cells].all():
                continue
            rows, columns = np.nonzero(within)
        if stats[label, cv2.CC_STAT_AREA] >= GROUP:
            box = _narrowed(_box_of(within), _box_of_places(rows, columns), overlap.check.cell)
            painted = _is_painted(overlap.check, box)  # what is beside paint is the picture
            boxes.append(box if painted else _gone_on(box, differs & compared.inside, overlap.check.cell))
    longer = max(differs.shape)
    found = [
        Region(
            _in_asked(overlap, np.array(pixels, np.float64) / longer),
            "asked" if _is_painted(overlap.check, pixels) else _only_in(compared, pixels),
        )
        for pixels in _merged(boxes)
    ]
    return sorted(found, key=lambda region: -_box_area(region.box))


def _box_of(mask: Mask) -> Pixels:
    return _box_of_places(*np.nonzero(mask))


def _box_of_places(rows: NDArray[np.intp], columns: NDArray[np.intp]) -> Pixels:
    return int(columns.min()), int(rows.min()), int(columns.max()) + 1, int(rows.max()) + 1


def _narrowed(cells: Pixels, pixels: Pixels, cell: int) -> Pixels:
    """The box of pixels that differ, within that of the cells: a cell that disagrees is not all beside the region."""
    return (
        min(pixels[0], cells[0] + cell),
        min(pixels[1], cells[1] + cell),
        max(pixels[2], cells[2] - cell),
        max(pixels[3], cells[3] - cell),
    )


def _gone_on(box: Pixels, differs: Mask, cell: int) -> Pixels:
    """The box with what goes on beside it: letters of which the cells hold too little are a part of their word."""
    import cv2

    near = np.asarray(cv2.morphologyEx(differs.astype(np.uint8), cv2.MORPH_CLOSE, np.ones((cell, cell), np.uint8)))
    _, labels = cv2.connectedComponents(near, connectivity=8)
    left, top, right, bottom = box
    held = np.unique(labels[top:bottom, left:right][differs[top:bottom, left:right]])
    rows, columns = np.nonzero(np.isin(labels, held[held > 0]) & differs)
    if rows.size == 0:
        return box
    whole = _box_of_places(rows, columns)
    return min(left, whole[0]), min(top, whole[1]), max(right, whole[2]), max(bottom, whole[3])


def _agrees_beside(compared: Compared, within: Mask) -> bool:
    """Whether a group of cells agrees after all, a few pixels beside the place that the transform gives."""
    import cv2

    rows, columns = np.nonzero(within)
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    ours = compared.ours[top:bottom, left:right]
    beside = np.pad(compared.even, ASTRAY, mode="edge")[top : bottom + 2 * ASTRAY, left : right + 2 * ASTRAY]
    if float(ours.std()) < PLAIN_REGION:
        return False
    return float(np.max(cv2.matchTemplate(beside, ours, cv2.TM_CCOEFF_NORMED))) >= AGREES_BESIDE


def _in_asked(overlap: Overlap, box: NDArray[np.float64]) -> Box:
    left, top, right, bottom = box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    return Box(*bounds(moved(overlap.transform, corners), overlap.asked_size))


def _is_painted(check: PixelCheck, pixels: Pixels) -> bool:
    """Whether a box is mostly an area of one colour that lies over the archived picture."""
    if check.painted is None:
        return False
    left, top, right, bottom = (round(edge / check.step) for edge in pixels)
    cells = check.painted[top : max(bottom - 1, top + 1), left : max(right - 1, left + 1)]
    return bool(cells.size) and float(cells.mean()) >= PAINTED


def _only_in(compared: Compared, pixels: Pixels) -> str | None:
    """Which picture has something drawn there: "asked", "archived", or None where that cannot be told.

    Where one picture is plain and goes on so around the region, the other one has it. Where the plain one differs
    from its own surroundings, that was painted over. Else the one that has edges all around the region has it.
    """
    left, top, right, bottom = pixels
    around = np.zeros(compared.ours.shape, bool)
    around[max(top - GAP, 0) : bottom + GAP, max(left - GAP, 0) : right + GAP] = True
    around[top:bottom, left:right] = False
    around &= compared.inside
    ours, theirs = (_plainness(values, pixels, around) for values in (compared.ours, compared.theirs))
    if ours.even != theirs.even:
        plain, other = ("archived", "asked") if ours.even else ("asked", "archived")
        return other if (ours if ours.even else theirs).goes_on else plain
    edges = [_edges_around(values, pixels) for values in (compared.ours, compared.theirs)]
    if abs(edges[0] - edges[1]) < 2:
        return None
    return "asked" if edges[1] > edges[0] else "archived"


class _Plainness(NamedTuple):
    even: bool  # one colour
    goes_on: bool  # and the same around


def _plainness(values: NDArray[np.float32], pixels: Pixels, around: Mask) -> _Plainness:
    left, top, right, bottom = pixels
    here, beside = values[top:bottom, left:right], values[around]
    even = float(here.std()) < PLAIN_REGION
    if not even or beside.size == 0:
        return _Plainness(even, goes_on=False)
    # what has hardly more than its own few greys around it goes on there; a block of a usual grey does not
    same = float((np.abs(beside - np.median(here)) < 2 * NEAR).mean()) >= SAME_AROUND
    return _Plainness(even, same)


def _edges_around(values: NDArray[np.float32], pixels: Pixels) -> int:
    """How many sides of a box are edges of the picture's content."""
    left, top, right, bottom = pixels
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    plane = values.clip(0, 255).astype(np.uint8)
    return sum(
        has_seam(plane, np.stack([corners[at - 1], corners[at]]))
        for at in range(4)
        if np.hypot(*(corners[at] - corners[at - 1])) >= 6
    )


def _merged(boxes: list[Pixels]) -> list[Pixels]:
    """Boxes that overlap, or nearly, as one."""
    merged: list[Pixels] = []
    for box in boxes:
        union = box
        while near := [other for other in merged if _touch(other, union)]:
            for other in near:
                merged.remove(other)
                union = (
                    min(union[0], other[0]),
                    min(union[1], other[1]),
                    max(union[2], other[2]),
                    max(union[3], other[3]),
                )
        merged.append(union)
    return merged


def _touch(a: Pixels, b: Pixels) -> bool:
    return a[0] <= b[2] + GAP and b[0] <= a[2] + GAP and a[1] <= b[3] + GAP and b[1] <= a[3] + GAP


def _box_area(box: Box) -> float:
    return max(box.right - box.left, 0.0) * max(box.bottom - box.top, 0.0)


def told_apart(
    overlap: Overlap, compared: Compared, regions: list[Region], detail: Detail
) -> tuple[list[Region], list[Box], list[Box]]:
    """Regions that differ, those whose fine detail was lost, and those where it does not agree: each area but once."""
    longer = max(compared.ours.shape)
    lost, doubted = (
        [_in_asked(overlap, np.array(pixels, np.float64) / longer) for pixels in boxes]
        for boxes in (_merged(list(detail.lost)), _merged(list(detail.doubted)))
    )
    lost = [box for box in lost if _held(box, [region.box for region in regions]) < MOSTLY]
    regions = [region for region in regions if _held(region.box, lost) < MOSTLY]
    known = [*(region.box for region in regions), *lost]
    return regions, lost, [box for box in doubted if _held(box, known) < MOSTLY]


def _held(box: Box, others: Sequence[Box]) -> float:
    """The share of a box that the one of the others holds that holds most of it."""
    shared = [
        _box_area(
            Box(
                max(box.left, other.left),
                max(box.top, other.top),
                min(box.right, other.right),
                min(box.bottom, other.bottom),
            )
        )
        for other in others
    ]
    return max(shared, default=0.0) / max(_box_area(box), 1e-9)


def tell_lost(story: Story, lost: Sequence[Box], names: tuple[str, str]) -> None:
    """Where fine detail was lost: it was covered as surely as by paint."""
    if not lost:
        return
    count = "one region" if len(lost) == 1 else f"{len(lost)} regions"
    sentence = f"fine detail is missing in {count} of {names[1]}, {_places(lost)}: blurred or pixelated?"
    story.tell(sentence, alteration=Alteration.OVERLAID, action="c2pa.filtered")


def tell_doubted(story: Story, doubted: Sequence[Box]) -> None:
    """Where it cannot be told what differs, if anything does."""
    if doubted:
        story.tell(
            f"fine detail does not agree {_places(doubted)}: an edit, or only noise or a slight bend? look at both"
        )


def _places(boxes: Sequence[Box]) -> str:
    places = [f"{place_words(box)} ({percent(_box_area(box))} of its area)" for box in boxes[:MOST_PLACES]]
    if len(boxes) > MOST_PLACES:
        places.append(f"{len(boxes) - MOST_PLACES} more")
    return listed(places)


def tell_regions(
    story: Story, regions: list[Region], names: tuple[str, str], *, apart: bool = False
) -> tuple[Alteration, ...]:
    """What differs, where, and the likely cause. ``apart``: a moment may lie between the two, in which things move."""
    if not regions:
        return ()
    count = "one region" if len(regions) == 1 else f"{len(regions)} regions"
    verb = "differs" if len(regions) == 1 else "differ"
    drawn = [region for region in regions if region.only_in == "asked"]
    cause = "something was laid over, removed or replaced" + (", or moved meanwhile" if apart else "")
    if len(drawn) == len(regions):
        cause = "something was laid over?"
    elif all(region.only_in == "archived" for region in regions):
        cause = f"something that was laid over {names[0]} is missing?"
    sentence = f"{count} of {names[1]} {verb}, {_places([region.box for region in regions])}: {cause}"
    if apart and not any(region.only_in for region in regions):
        story.tell(sentence)
        return ()
    story.tell(sentence, alteration=Alteration.OVERLAID)
    story.actions.append("c2pa.drawing" if drawn else "c2pa.edited")
    return (Alteration.OVERLAID,) if drawn else ()
