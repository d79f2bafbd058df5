"""What was changed from an archived picture to an asked one, in words. Nothing here decides that they match.

Given is the verified transform. From it follow, in this order:

1. what is shown of the archived picture, and where it lies in the asked one: areas, turn, mirror, scale, bend;
2. what lies around the shared area, in the asked picture and in the archived one: plain colour, letters, another
   picture, or more of the same scene (no edge along the border of the shared area);
3. regions within the shared area whose pixels disagree though those around them agree;
4. brightness, contrast, colours and fine detail of what both show.

All of it is measured, and the words for a cause ("screenshot?", "sepia?") are guesses and carry a question mark.
Regions are found as groups of cells of the pixel check and then narrowed to the pixels that differ.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.matching.overlap import (
    Placement,
    Shared,
    area,
    bounds,
    laid_over,
    moved,
    placement,
    rectangle,
    share_of,
    shared_area,
)
from provenance.model import Alteration, Orientation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray
    from PIL import Image

    from provenance.matching.overlap import Overlap
    from provenance.matching.pixels import PixelCheck

    Grey = NDArray[np.uint8]
    Mask = NDArray[np.bool_]
    Pixels = tuple[int, int, int, int]  # left, top, right, bottom

# What a transform leaves uncertain: features are placed to about a hundredth of a picture's side.
WHOLE = 0.96  # of a picture's area: from here on nothing is called cut off or added
CUT = 0.015  # of a side
RESIZED = 0.03  # of the scale, where the pixel sizes do not say it
TURNED = 1.0  # degrees
QUARTER = 2.0  # degrees beside a quarter turn, or
QUARTER_BENT = 8.0  # where it is seen at an angle
STRETCHED = 0.04  # of width against height
BENT = 0.03  # see overlap.Placement

WORK_SIDE = 800  # pixels of the longer side at which the surroundings are looked at
STRIP = 0.02  # of the side: a strip that can be judged
MARGIN = 0.01  # of the longer side: left out beside the shared area, whose border is uncertain
NEAR = 10  # grey values from the background: the same colour
MARKED = 40  # grey values from the background: drawn on it
PLAIN = 0.985  # of a strip near its background
LETTERED = 0.45
LETTERS = 4  # marks of a letter's size
SMALL_LETTERS = 0.024  # of the longer side: programs write so; captions are larger
EVEN = 2.0  # grey values, standard deviation: one colour, saved as JPEG
SEAM = 8.0  # grey values across a border, and
SEAM_RATIO = 2.5  # times what is still usual beside it
SOFT = 0.25  # of the fine detail of the shared area: blurred

AGREES = 0.5  # correlation of a cell, in the sign of the median
ASTRAY, AGREES_BESIDE = 3, 0.8  # pixels beside its place, at which a region that agrees so well is the same
LEAST_CELLS = 8
GROUP = 4  # cells
SURE_GROUP = 12  # cells that count though the greys hardly differ, as where something was blurred
FEW_PIXELS = 6  # that differ
PLAIN_REGION = 6.0  # grey values, standard deviation, after a little blur
DIFFERS = 20.0  # grey values, brightness and contrast evened out
GAP = 4  # pixels of the compared size: regions as near as this are one

BRIGHTER = 12.0  # grey values
MORE_CONTRAST = 1.25
GREY_CHROMA = 4.0  # CIELAB: what JPEG leaves in a grey picture
TINT = 2.5  # CIELAB, root mean square of what lightness does not explain
COLOURED = 5.0
CAST = 6.0
MORE_SATURATED, LESS_SATURATED = 1.3, 0.75
SOFTENED = 2.5  # pixels of the compared size
BLURRED = 0.45  # of the fine detail of the archived thumbnail
ENLARGED = 0.4  # of the detail of the next coarser scale; photographs have 0.5 and more

NAMES = ("the archived picture", "the asked picture")


class Box(NamedTuple):
    """A region, as shares of a picture's width and height from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


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


class Around(StrEnum):
    """What lies beside the shared area."""

    PLAIN = "plain"
    LETTERS = "letters"
    BLURRED = "blurred"
    PICTURE = "picture"
    MORE = "more of the scene"


class Strip(NamedTuple):
    """What lies on one side of the shared area."""

    where: str  # "above", "below", "left", "right", "corners"
    around: Around
    letter: float = 0.0  # height of a letter, as a share of the picture's longer side
    soft: bool = False  # much less fine detail than in the shared area


class Region(NamedTuple):
    """An area within the shared one where the pixels disagree."""

    box: Box  # in the asked picture
    only_in: str | None  # "asked" or "archived": where something was drawn; None: cannot be told


class _Story:
    """Collects what is said."""

    def __init__(self) -> None:
        self.alterations: list[Alteration] = [Alteration.RE_ENCODED]
        self.sentences: list[str] = []
        self.actions: list[str] = []

    def tell(self, sentence: str, *, alteration: Alteration | None = None, action: str | None = None) -> None:
        if alteration and alteration not in self.alterations:
            self.alterations.append(alteration)
        if action and action not in self.actions:
            self.actions.append(action)
        self.sentences.append(sentence)


def describe(
    overlap: Overlap,
    *,
    asked: Grey,
    thumbnail: Grey,
    asked_colour: Image.Image | None = None,
    stored_colour: Image.Image | None = None,
    names: tuple[str, str] = NAMES,
) -> Described:
    """How the asked picture differs from the archived one.

    Args:
        overlap: the verified transform, with the pixel check if there is one.
        asked: grey plane, (height, width), at any size; whether it was enlarged is told at full size only.
        thumbnail: grey plane of the archived picture, about 160 pixels at its longer side.
        asked_colour: the asked picture in RGB; without both, nothing is said of colours.
        stored_colour: the archived picture in RGB.
        names: what the sentences call the archived and the asked picture.
    """
    story = _Story()
    shared, place = shared_area(overlap), placement(overlap)
    kept = share_of(shared.stored, overlap.stored_size)
    covers = share_of(shared.asked, overlap.asked_size)
    perspective = place.bend > BENT
    around = surroundings(asked, shared.asked, covers=covers) if shared.exists else ()
    around_stored = surroundings(thumbnail, shared.stored, covers=kept) if shared.exists else ()
    shows_more = shared.exists and covers < WHOLE and _goes_on(around)
    lacks = shared.exists and kept < WHOLE and _goes_on(around_stored)
    negative = overlap.negative or (overlap.check is not None and overlap.check.median < -AGREES)
    compared = _Compared.of(overlap, asked, thumbnail)
    regions = _regions(overlap, compared)

    _tell_extent(story, overlap, shared, shows_more=shows_more, lacks=lacks, names=names)
    seen_at_angle = perspective and not shows_more
    only_asked = _tell_surroundings(story, around, shared, overlap.asked_size, flat=not seen_at_angle, names=names)
    only_stored = _tell_other_surroundings(story, around_stored, names)
    if perspective:
        story.tell("seen at an angle: photographed from a screen or from paper?")
    only_asked += _tell_regions(story, regions, names)
    only_stored += tuple(Alteration.OVERLAID for region in regions if region.only_in == "archived")[:1]
    if negative:
        story.tell("light and dark are exchanged: a negative", alteration=Alteration.RECOLOURED, action=_COLOUR)
    _tell_orientation(story, place)
    _tell_tones(story, compared, negative=negative, names=names)
    if asked_colour is not None and stored_colour is not None and not negative:
        _tell_colours(story, overlap, compared, stored_colour, asked_colour, names)
    enlarged = place.scale > 1.25 and _is_enlarged(asked, overlap.asked_size, place.scale)
    _tell_size(story, overlap, place, whole=kept >= WHOLE and covers >= WHOLE, enlarged=enlarged, names=names)
    if overlap.check is not None and not regions and overlap.check.textured.size >= LEAST_CELLS:
        story.tell("within the area that both show no region differs; small marks would not be seen")
    return Described(
        alterations=tuple(dict.fromkeys(story.alterations)),
        sentences=tuple(story.sentences),
        actions=(*dict.fromkeys(story.actions), "c2pa.transcoded"),
        kept=kept,
        covers=covers,
        overlays=tuple(region.box for region in regions),
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
    )


# --- what is shown, and how it lies


_COLOUR = "c2pa.color_adjustments"


def _tell_extent(
    story: _Story, overlap: Overlap, shared: Shared, *, shows_more: bool, lacks: bool, names: tuple[str, str]
) -> None:
    stored, asked = names
    kept = share_of(shared.stored, overlap.stored_size)
    if lacks:
        cut = _sides_cut(bounds(shared.stored, overlap.stored_size))
        sentence = f"{_percent(kept)} of {stored} is shown: {cut} cut off"
        story.tell(sentence, alteration=Alteration.CROPPED, action="c2pa.cropped")
    if shows_more:
        share = _percent(share_of(shared.asked, overlap.asked_size))
        inverse = "what both show is" if lacks else f"{stored} is"
        story.tell(f"{asked} shows more: {inverse} {share} of it", alteration=Alteration.CROPPED)


def _sides_cut(shown: tuple[float, float, float, float]) -> str:
    left, top, right, bottom = shown
    cut = {"left": left, "top": top, "right": 1 - right, "bottom": 1 - bottom}
    parts = [f"{side} {_percent(share)}" for side, share in cut.items() if share >= CUT]
    if not parts:
        return "its corners or edges are"
    return f"its {_listed(parts)} {'is' if len(parts) == 1 else 'are'}"


def _tell_orientation(story: _Story, place: Placement) -> None:
    quarter = round(place.rotation / 90) * 90
    exact = abs(place.rotation - quarter) <= (QUARTER if place.bend <= BENT else QUARTER_BENT)
    if exact:
        orientation = Orientation(quarter % 360, mirrored=place.mirrored)
        if orientation.is_upright:
            if abs(place.rotation) > TURNED and place.bend <= BENT:
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


def _tell_size(
    story: _Story, overlap: Overlap, place: Placement, *, whole: bool, enlarged: bool, names: tuple[str, str]
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
        story.tell(f"stretched: {_percent(wider - 1)} {direction} than before", alteration=Alteration.RESIZED)
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
        shown = f"shown at {_percent(scale)} of its size" if abs(scale - 1) > RESIZED else "resized"
        story.tell(f"{shown} ({sizes})", alteration=Alteration.RESIZED, action="c2pa.resized")
    if enlarged:
        story.tell(f"{asked} has more pixels, but no finer detail: enlarged?")


# --- what lies around the shared area


def surroundings(plane: Grey, polygon: NDArray[np.float64], *, covers: float) -> tuple[Strip, ...]:
    """What lies beside a polygon, in units of the longer side, in a grey plane; nothing if it fills the picture."""
    if covers >= WHOLE:
        return ()
    small = _at_most(plane, WORK_SIDE)
    longer = max(small.shape)
    corners = polygon * longer
    margin = max(2, round(MARGIN * longer))
    inner = _inner_detail(small, corners)
    found = [
        _judged(where, strip, _edges(corners, where), small, inner)
        for where, strip in _strips(small, corners, margin).items()
    ]
    if not found:
        found += _corner_strip(small, corners, margin)
    return _agreed(found)


def _agreed(strips: list[Strip]) -> tuple[Strip, ...]:
    """The same for all sides that show a scene: is it this one or another? A seam can be faint, or look like one.

    Where one side of two is filled with something blurred, so is a blurred other one. Else the majority decides.
    """
    if any(strip.around is Around.BLURRED for strip in strips) and _is_filling(strips):
        return tuple(
            strip._replace(around=Around.BLURRED) if strip.around is Around.MORE and strip.soft else strip
            for strip in strips
        )
    scenes = [strip for strip in strips if strip.around in (Around.MORE, Around.PICTURE, Around.BLURRED)]
    more = sum(strip.around is Around.MORE for strip in scenes)
    if not more or more == len(scenes):
        return tuple(strips)
    around = Around.MORE if 2 * more >= len(scenes) else Around.PICTURE
    return tuple(strip._replace(around=around) if strip in scenes else strip for strip in strips)


def _goes_on(around: Sequence[Strip]) -> bool:
    """Whether the scene goes on beside the shared area; so it does where the strips are too thin to be judged."""
    return not around or any(strip.around is Around.MORE for strip in around)


def _strips(plane: Grey, corners: NDArray[np.float64], margin: int) -> dict[str, Grey]:
    height, width = plane.shape
    (left, top), (right, bottom) = corners.min(axis=0).round().astype(int), corners.max(axis=0).round().astype(int)
    top, left = max(top, 0), max(left, 0)
    every = {
        "above": plane[: max(top - margin, 0)],
        "below": plane[bottom + margin :],
        "left": plane[top:bottom, : max(left - margin, 0)],
        "right": plane[top:bottom, right + margin :],
    }
    thickness = {
        "above": (top, height),
        "below": (height - bottom, height),
        "left": (left, width),
        "right": (width - right, width),
    }
    return {
        where: strip
        for where, strip in every.items()
        if min(strip.shape) >= 3 and thickness[where][0] >= STRIP * thickness[where][1]
    }


def _judged(where: str, strip: Grey, edges: Sequence[NDArray[np.float64]], plane: Grey, inner: float) -> Strip:
    """What a strip shows; ``edges``, (2, 2) each, are the sides of the shared area that face it."""
    background = np.median(strip, axis=1, keepdims=True)  # row by row: bars of several colours lie above each other
    off = np.abs(strip.astype(np.float32) - background)
    near = float((off <= NEAR).mean())
    seam = any(_has_seam(plane, edge) for edge in edges) if edges else float(np.std(strip)) < EVEN
    if near >= PLAIN:
        # black beside a night sky has no seam, and is a bar nevertheless; a smooth wall is not
        bar = float(np.std(strip)) < EVEN and not NEAR < float(background.mean()) < 255 - NEAR
        return Strip(where, Around.PLAIN if seam or bar else Around.MORE)
    drawn = near >= LETTERED and _is_flat(off, background, grain=2 * EVEN if seam else EVEN / 2)
    letter = _letter_height(off > MARKED, max(plane.shape)) if drawn else 0.0
    if letter:
        return Strip(where, Around.LETTERS, letter)
    soft = _detail(strip) < SOFT * inner
    if not seam:
        return Strip(where, Around.MORE, soft=soft)
    return Strip(where, Around.BLURRED if soft else Around.PICTURE, soft=soft)


def _is_flat(off: NDArray[np.float32], background: NDArray[np.floating], *, grain: float) -> bool:
    """Whether what letters stand on is drawn: in few colours, row by row, and without the grain of photographs."""
    same = (off <= grain)[off <= NEAR].mean()
    counts = np.bincount(background.ravel().round().astype(int), minlength=256)
    near = np.convolve(counts, (1, 1, 1), mode="same")[np.argsort(-counts, kind="stable")[:3]]
    return bool(same > 0.8 and near.sum() >= 0.75 * counts.sum())


def _corner_strip(plane: Grey, corners: NDArray[np.float64], margin: int) -> list[Strip]:
    """What lies beside the slanted sides of the shared area."""
    import cv2

    covered = np.zeros(plane.shape, np.uint8)
    cv2.fillConvexPoly(covered, corners.round().astype(np.int32), 255)
    covered = np.asarray(cv2.dilate(covered, np.ones((2 * margin + 1, 2 * margin + 1), np.uint8)), np.uint8)
    values = plane[covered == 0]
    if values.size < STRIP * plane.size:
        return []
    background = np.median(values)
    if (np.abs(values.astype(np.float32) - background) <= NEAR).mean() >= 1 - 2 * (1 - PLAIN):
        return [Strip("corners", Around.PLAIN)]
    edges = [np.stack([corners[at - 1], corners[at]]) for at in range(len(corners))]
    long = [edge for edge in edges if np.hypot(*(edge[1] - edge[0])) > 0.2 * max(plane.shape)]
    seams = sum(_has_seam(plane, edge) for edge in long)
    return [Strip("corners", Around.PICTURE if 2 * seams > len(long) else Around.MORE)]


def _letter_height(marks: Mask, longer: int) -> float:
    """The usual height of marks of a letter's size, as a share of ``longer``; 0 if there are no letters."""
    import cv2

    count, _, stats, _ = cv2.connectedComponentsWithStats(marks.astype(np.uint8), connectivity=8)
    if count <= 1:
        return 0.0
    width, height, size = (stats[1:, at] for at in (cv2.CC_STAT_WIDTH, cv2.CC_STAT_HEIGHT, cv2.CC_STAT_AREA))
    like = (height >= 2) & (height <= 0.14 * longer) & (width <= 14 * height) & (size >= 3)
    like &= height < 0.95 * marks.shape[0]
    if like.sum() < LETTERS or size[like].sum() < 0.4 * size.sum():
        return 0.0
    usual = float(np.median(height[like]))
    return usual / longer if usual >= min(4, 0.015 * longer) else 0.0


def _edges(corners: NDArray[np.float64], where: str) -> list[NDArray[np.float64]]:
    """The sides of the polygon that face one side of the picture, each (2, 2)."""
    outward = {"above": (0, -1), "below": (0, 1), "left": (-1, 0), "right": (1, 0)}[where]
    middle = corners.mean(axis=0)
    found = []
    for at in range(len(corners)):
        edge = np.stack([corners[at - 1], corners[at]])
        along = edge[1] - edge[0]
        length = np.hypot(*along)
        if length < 8:
            continue
        normal = np.array([along[1], -along[0]]) / length
        if normal @ (edge.mean(axis=0) - middle) < 0:
            normal = -normal
        if normal @ outward > 0.7:
            found.append(edge)
    return found


def _has_seam(plane: Grey, edge: NDArray[np.float64]) -> bool:
    """Whether grey values jump along a line, as they do where one picture ends; in half of its pieces at least.

    At each step across the line the median jump along it is taken: contours of the scene cross a line or follow
    it for a bit, only the end of a picture follows it all the way.
    """
    import cv2

    longer = max(plane.shape)
    along = edge[1] - edge[0]
    length = float(np.hypot(*along))
    normal = np.array([along[1], -along[0]]) / length
    near, far = max(3, round(1.5 * MARGIN * longer)), max(10, round(5 * MARGIN * longer))
    steps = np.arange(-far, far + 1)
    pieces = int(min(8, max(1, length // 12)))
    shares = np.linspace(0.03, 0.97, max(int(length), pieces * 4))
    places = edge[0] + shares[:, None, None] * along + steps[None, :, None] * normal - 0.5
    x, y = np.ascontiguousarray(places[..., 0], np.float32), np.ascontiguousarray(places[..., 1], np.float32)
    values = np.asarray(cv2.remap(plane, x, y, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE), np.float32)
    within = (x >= 0) & (y >= 0) & (x <= plane.shape[1] - 1) & (y <= plane.shape[0] - 1)
    jumps = np.abs(values[:, 2:] - values[:, :-2])
    jumps[~(within[:, 2:] & within[:, :-2])] = np.nan
    seams = 0
    for piece in np.array_split(jumps, pieces):
        usable = np.isfinite(piece).mean(axis=0) > 0.5
        profile = np.zeros(piece.shape[1])
        profile[usable] = np.nanmedian(piece[:, usable], axis=0)
        middle = profile.size // 2
        peak = profile[middle - near : middle + near + 1].max()
        usual = float(np.percentile(profile[usable], 75)) if usable.any() else np.inf
        seams += peak >= max(SEAM, SEAM_RATIO * usual)
    return 2 * seams >= pieces


def _inner_detail(plane: Grey, corners: NDArray[np.float64]) -> float:
    (left, top), (right, bottom) = corners.min(axis=0).astype(int).clip(0), corners.max(axis=0).astype(int)
    return _detail(plane[top : bottom + 1, left : right + 1])


def _detail(plane: Grey) -> float:
    """Fine detail: the mean of the second differences, in grey values."""
    import cv2

    if min(plane.shape) < 3:
        return 0.0
    return float(np.abs(cv2.Laplacian(plane.astype(np.float32), cv2.CV_32F)).mean())


def _tell_surroundings(
    story: _Story,
    around: tuple[Strip, ...],
    shared: Shared,
    size: tuple[int, int],
    *,
    flat: bool,
    names: tuple[str, str],
) -> tuple[Alteration, ...]:
    """Say what was put around the shared area in the asked picture. ``flat``: it is not seen at an angle."""
    strips = [strip for strip in around if strip.around is not Around.MORE]
    if not strips:
        return ()
    kind = _kind_of(strips, share_of(shared.asked, size))
    where = _position(Box(*bounds(shared.asked, size)))
    if kind in (Alteration.COLLAGE, Alteration.BORDERED) and not flat:
        story.tell(f"{names[0]} is seen {where}", action="c2pa.placed")
        return (Alteration.COLLAGE,)
    if kind is Alteration.COLLAGE:
        story.tell(f"placed beside or on another picture, {where}: a collage?", alteration=kind, action="c2pa.placed")
    elif kind is Alteration.SCREENSHOT:
        story.tell(f"small letters around it, {where}: a screenshot of a post or a page?", alteration=kind)
        story.actions.append("c2pa.placed")
    else:
        story.tell(f"{names[1]} has {_frame(strips)} that {names[0]} lacks", alteration=kind, action="c2pa.edited")
    return (kind,)


def _tell_other_surroundings(
    story: _Story, around: tuple[Strip, ...], names: tuple[str, str]
) -> tuple[Alteration, ...]:
    """Say what lies around the shared area in the archived picture and is missing in the asked one."""
    strips = [strip for strip in around if strip.around is not Around.MORE]
    if not strips:
        return ()
    kind = _kind_of(strips, 1.0)
    if kind is Alteration.COLLAGE:
        story.tell(f"{names[0]} shows other pictures beside it: a collage, of which {names[1]} is a part?")
    elif kind is Alteration.SCREENSHOT:
        story.tell(f"{names[0]} has small letters around it: a screenshot, of which {names[1]} is a part?")
    else:
        story.tell(f"{names[0]} has {_frame(strips)} that {names[1]} lacks")
    story.alterations.append(kind)
    if "c2pa.cropped" not in story.actions:
        story.actions.append("c2pa.cropped")
    return (kind,)


def _kind_of(strips: Sequence[Strip], covers: float) -> Alteration:
    """What surroundings make of a picture."""
    kinds = {strip.around for strip in strips}
    lettered = [strip for strip in strips if strip.around is Around.LETTERS]
    small = [strip for strip in lettered if strip.letter <= SMALL_LETTERS]
    if small and (len(small) > 1 or covers < 0.5):
        return Alteration.SCREENSHOT
    if Around.PICTURE in kinds or (Around.BLURRED in kinds and not _is_filling(strips)):
        return Alteration.COLLAGE
    return Alteration.CAPTIONED if lettered else Alteration.BORDERED


def _is_filling(strips: Sequence[Strip]) -> bool:
    """Whether a blurred picture fills a format, as programs do it: on two opposite sides."""
    sides = {strip.where for strip in strips}
    blurred = {strip.where for strip in strips if strip.around is Around.BLURRED}
    return bool(blurred) and sides in ({"left", "right"}, {"above", "below"})


def _frame(strips: Sequence[Strip]) -> str:
    """In words, what a frame is made of: ``a bar with letters below``."""
    phrases = []
    for around, one, many in (
        (Around.LETTERS, "a bar with letters", "bars with letters"),
        (Around.PLAIN, "a plain bar", "plain bars"),
        (Around.BLURRED, "a bar with a blurred picture", "bars with a blurred picture"),
    ):
        sides = [strip.where for strip in strips if strip.around is around]
        if len(sides) == 4:
            phrases.append({Around.PLAIN: "a plain border"}.get(around, many) + " on all sides")
        elif sides == ["corners"]:
            phrases.append("plain corners")
        elif sides:
            phrases.append(f"{one if len(sides) == 1 else many} {_listed([_BESIDE[side] for side in sides])}")
    return _listed(phrases)


_BESIDE = {
    "above": "above",
    "below": "below",
    "left": "on the left",
    "right": "on the right",
    "corners": "in the corners",
}


def _position(box: Box) -> str:
    """Where a box lies in a picture, in words: ``in the left half``, ``in the middle, 30 % of its width``."""
    width, height = box.right - box.left, box.bottom - box.top
    across = _half(box.left, box.right, "left", "right")
    down = _half(box.top, box.bottom, "upper", "lower")
    if across and height > 0.85:
        return f"in the {across} half"
    if down and width > 0.85:
        return f"in the {down} half"
    if across and down:
        return f"in the {down} {across} quarter"
    size = f"{_percent(width)} of its width" if width <= 0.85 else f"{_percent(height)} of its height"
    return f"{_where(box)}, {size}"


def _half(low: float, high: float, first: str, second: str) -> str | None:
    if not 0.38 <= high - low <= 0.54:
        return None
    return first if high <= 0.54 else second if low >= 0.46 else None


def _where(box: Box) -> str:
    """The field of three by three in which the middle of a box lies."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    across = "left" if x < 0.36 else "right" if x > 0.64 else ""
    down = "upper" if y < 0.36 else "lower" if y > 0.64 else ""
    if across and down:
        return f"in the {down} {across}"
    if across:
        return f"on the {across}"
    return {"upper": "at the top", "lower": "at the bottom"}.get(down, "in the middle")


# --- regions within the shared area that differ


class _Compared(NamedTuple):
    """Both pictures in the archived frame, blurred a little, at one small size."""

    ours: NDArray[np.float32]
    theirs: NDArray[np.float32]  # brightness as it is
    even: NDArray[np.float32]  # the same with the brightness and contrast of ``ours``
    inside: Mask
    good: Mask  # inside, and not in a cell that disagrees
    bad: Mask  # (rows, columns) of cells
    fine: bool  # the asked plane has at least the resolution of the archived one

    @classmethod
    def of(cls, overlap: Overlap, asked: Grey, thumbnail: Grey) -> _Compared:
        import cv2

        side = overlap.check.side if overlap.check is not None else min(160, max(thumbnail.shape))
        ours = _at_most(thumbnail, side)
        size = (ours.shape[1], ours.shape[0])
        theirs, inside = laid_over(asked, overlap.transform, size)
        first = np.asarray(cv2.GaussianBlur(ours, (0, 0), 0.7), np.float32)
        second = np.asarray(cv2.GaussianBlur(theirs, (0, 0), 0.7), np.float32)
        bad = _disagreeing(overlap.check)
        good = np.asarray(cv2.erode(inside.astype(np.uint8), np.ones((5, 5), np.uint8))) > 0
        if overlap.check is not None:
            good &= ~_pixels_of(bad, overlap.check, good.shape)
        if good.sum() < 64:
            good = inside
        units = np.sqrt(area(moved(overlap.transform, rectangle(size))) / area(rectangle(size)))
        fine = bool(units * max(asked.shape) >= 0.9 * side)
        found = cls(first, second, _evened(first, second, good), inside, good, bad, fine)
        # what lies over a plain ground is seen by its greys alone
        apart = cv2.dilate(_differing(found).astype(np.uint8), np.ones((5, 5), np.uint8))
        alike = good & (np.asarray(apart) == 0)
        return found._replace(good=alike) if 2 * alike.sum() > good.sum() else found

    def softened(self) -> _Compared:
        """Both without the fine detail that a blurred picture lacks."""
        import cv2

        ours, even = (np.asarray(cv2.GaussianBlur(one, (0, 0), SOFTENED), np.float32) for one in (self.ours, self.even))
        return self._replace(ours=ours, even=even)


def _disagreeing(check: PixelCheck | None) -> Mask:
    """Cells that disagree though most agree; without lone cells and thin rims, (rows, columns)."""
    if check is None or check.textured.size < LEAST_CELLS:
        return np.zeros(check.inside.shape if check is not None else (0, 0), bool)
    signed = check.correlation * (-1 if check.median < 0 else 1)
    with np.errstate(invalid="ignore"):
        bad = check.inside & ((signed < AGREES) | check.changed)
    # cells overlap, so that what is seen at all fills a square of two by two
    squares = bad[:-1, :-1] & bad[1:, :-1] & bad[:-1, 1:] & bad[1:, 1:]
    kept = np.zeros(bad.shape, bool)
    for down in (0, 1):
        for across in (0, 1):
            kept[down : down + squares.shape[0], across : across + squares.shape[1]] |= squares
    return kept


def _pixels_of(cells: Mask, check: PixelCheck, shape: tuple[int, ...]) -> Mask:
    """The pixels that some cells of a check cover, at the size of the comparison."""
    covered = np.zeros(shape, bool)
    for row, column in np.argwhere(cells) * check.step:
        covered[row : row + check.cell, column : column + check.cell] = True
    return covered


def _evened(ours: NDArray[np.float32], theirs: NDArray[np.float32], good: Mask) -> NDArray[np.float32]:
    """``theirs`` with the brightness and contrast of ``ours``, after a negative with its sign too."""
    if good.sum() < 16:
        return theirs
    here, there = ours[good], theirs[good]
    spread = float(there.std())
    if spread < 1:
        return np.asarray(theirs - there.mean() + here.mean(), np.float32)
    sign = -1.0 if float(((here - here.mean()) * (there - there.mean())).mean()) < 0 else 1.0
    return np.asarray((theirs - there.mean()) * (sign * here.std() / spread) + here.mean(), np.float32)


def _regions(overlap: Overlap, compared: _Compared) -> list[Region]:
    """Groups of cells that disagree, narrowed to the pixels that differ."""
    import cv2

    if overlap.check is None or not compared.bad.any():
        return []
    count, labels, stats, _ = cv2.connectedComponentsWithStats(compared.bad.astype(np.uint8), connectivity=8)
    blurred = compared.fine and _is_blurred(compared)
    if blurred:
        compared = compared.softened()
    differs = _differing(compared)
    inner = np.asarray(cv2.erode(overlap.check.inside.astype(np.uint8), np.ones((3, 3), np.uint8))) > 0
    boxes: list[Pixels] = []
    for label in range(1, count):
        cells = labels == label
        within = _pixels_of(cells, overlap.check, differs.shape)
        if _agrees_beside(compared, within):
            continue
        rows, columns = np.nonzero(within & differs)
        if rows.size < FEW_PIXELS:
            if blurred or stats[label, cv2.CC_STAT_AREA] < SURE_GROUP or not inner[cells].all():
                continue
            rows, columns = np.nonzero(within)
        if stats[label, cv2.CC_STAT_AREA] >= GROUP:
            boxes.append(_narrowed(_box_of(within), _box_of_places(rows, columns), overlap.check.cell))
    longer = max(differs.shape)
    found = [
        Region(_in_asked(overlap, np.array(pixels, np.float64) / longer), _only_in(compared, pixels))
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


def _agrees_beside(compared: _Compared, within: Mask) -> bool:
    """Whether a group of cells agrees after all, a few pixels beside the place that the transform gives."""
    import cv2

    rows, columns = np.nonzero(within)
    top, bottom, left, right = rows.min(), rows.max() + 1, columns.min(), columns.max() + 1
    ours = compared.ours[top:bottom, left:right]
    beside = np.pad(compared.even, ASTRAY, mode="edge")[top : bottom + 2 * ASTRAY, left : right + 2 * ASTRAY]
    if float(ours.std()) < PLAIN_REGION:
        return False
    return float(np.max(cv2.matchTemplate(beside, ours, cv2.TM_CCOEFF_NORMED))) >= AGREES_BESIDE


def _differing(compared: _Compared) -> Mask:
    """Pixels whose grey lies beyond all greys beside them in the other picture, one way or the other."""
    import cv2

    beside = np.ones((3, 3), np.uint8)
    beyond = np.zeros(compared.ours.shape, bool)
    for one, other in ((compared.ours, compared.even), (compared.even, compared.ours)):
        most, least = np.asarray(cv2.dilate(other, beside)), np.asarray(cv2.erode(other, beside))
        beyond |= (one - most > DIFFERS) | (least - one > DIFFERS)
    return beyond & compared.inside


def _in_asked(overlap: Overlap, box: NDArray[np.float64]) -> Box:
    left, top, right, bottom = box
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]])
    return Box(*bounds(moved(overlap.transform, corners), overlap.asked_size))


def _only_in(compared: _Compared, pixels: Pixels) -> str | None:
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
    same = beside.size > 0 and abs(float(np.median(beside)) - float(np.median(here))) < 2 * NEAR
    return _Plainness(even, even and same)


def _edges_around(values: NDArray[np.float32], pixels: Pixels) -> int:
    """How many sides of a box are edges of the picture's content."""
    left, top, right, bottom = pixels
    corners = np.array([[left, top], [right, top], [right, bottom], [left, bottom]], np.float64)
    plane = values.clip(0, 255).astype(np.uint8)
    return sum(
        _has_seam(plane, np.stack([corners[at - 1], corners[at]]))
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
    return (box.right - box.left) * (box.bottom - box.top)


def _tell_regions(story: _Story, regions: list[Region], names: tuple[str, str]) -> tuple[Alteration, ...]:
    if not regions:
        return ()
    places = [f"{_where(region.box)} ({_percent(_box_area(region.box))} of its area)" for region in regions[:5]]
    if len(regions) > 5:
        places.append(f"{len(regions) - 5} more")
    count = "one region" if len(regions) == 1 else f"{len(regions)} regions"
    verb = "differs" if len(regions) == 1 else "differ"
    drawn = [region for region in regions if region.only_in == "asked"]
    cause = "something was laid over, removed or replaced"
    if len(drawn) == len(regions):
        cause = "something was laid over?"
    elif all(region.only_in == "archived" for region in regions):
        cause = f"something that was laid over {names[0]} is missing?"
    story.tell(f"{count} of {names[1]} {verb}, {_listed(places)}: {cause}", alteration=Alteration.OVERLAID)
    story.actions.append("c2pa.drawing" if drawn else "c2pa.edited")
    return (Alteration.OVERLAID,) if drawn else ()


# --- brightness, colours, detail


def _tell_tones(story: _Story, compared: _Compared, *, negative: bool, names: tuple[str, str]) -> None:
    if compared.good.sum() < 64:
        return
    ours, theirs = compared.ours[compared.good], compared.theirs[compared.good]
    words = []
    lighter = float(np.median(theirs) - np.median(ours))
    if abs(lighter) >= BRIGHTER and not negative:
        words.append("brighter" if lighter > 0 else "darker")
    contrast = float(theirs.std() / max(ours.std(), 1.0))
    if contrast >= MORE_CONTRAST:
        words.append("richer in contrast")
    elif contrast <= 1 / MORE_CONTRAST:
        words.append("poorer in contrast")
    if words:
        story.tell(f"{names[1]} is {_listed(words)}", alteration=Alteration.RECOLOURED, action=_COLOUR)
    if compared.fine and _is_blurred(compared):
        story.tell("less fine detail: blurred, or once much smaller?", action="c2pa.filtered")


def _is_blurred(compared: _Compared) -> bool:
    import cv2

    def detail(values: NDArray[np.float32]) -> float:
        return float(np.abs(cv2.Laplacian(values, cv2.CV_32F))[compared.good].mean())

    ours = detail(compared.ours)
    return ours > 1.5 and detail(compared.even) < BLURRED * ours


def _tell_colours(
    story: _Story,
    overlap: Overlap,
    compared: _Compared,
    stored: Image.Image,
    asked: Image.Image,
    names: tuple[str, str],
) -> None:
    import cv2

    size = (compared.ours.shape[1], compared.ours.shape[0])
    here = _lab(_small(stored, size, cv2.INTER_AREA))[compared.good]
    laid, _ = laid_over(_reduced_colours(asked), overlap.transform, size)
    there = _lab(laid)[compared.good]
    if len(here) < 64:
        return
    words = _colour_words(here, there, names)
    if words:
        story.tell(words, alteration=Alteration.RECOLOURED, action=_COLOUR)


def _colour_words(here: NDArray[np.float32], there: NDArray[np.float32], names: tuple[str, str]) -> str | None:
    """How colours changed, from CIELAB values of the same places, (n, 3) each."""
    stored, asked = names
    if _is_grey(there):
        return None if _is_grey(here) else f"{asked} has no colours: made greyscale"
    if _is_grey(here):
        return f"{asked} has colours, {stored} has none: coloured, or {stored} was made greyscale?"
    ours, theirs = _beside_lightness(here), _beside_lightness(there)
    if theirs < TINT and ours > COLOURED:
        hue = _hue(there[:, 1:].mean(axis=0))
        return f"{asked} has one tint, {hue}: {'sepia?' if hue in ('orange', 'yellow') else 'toned?'}"
    words = []
    ratio = _chroma_spread(there) / max(_chroma_spread(here), 1.0)
    # brighter and richer colours lie farther from grey in the same directions
    shift = there[:, 1:].mean(axis=0) - min(max(ratio, 0.5), 2.0) * here[:, 1:].mean(axis=0)
    if ratio >= MORE_SATURATED:
        words.append("more saturated")
    elif ratio <= LESS_SATURATED:
        words.append("less saturated")
    if np.hypot(*shift) >= CAST and not words:
        words.append(f"shifted towards {_hue(shift)}")
    return f"the colours are {_listed(words)}" if words else None


def _is_grey(lab: NDArray[np.float32]) -> bool:
    return float(np.percentile(np.hypot(lab[:, 1], lab[:, 2]), 90)) < GREY_CHROMA


def _beside_lightness(lab: NDArray[np.float32]) -> float:
    """What of the colours the lightness does not explain: next to nothing in a toned picture."""
    lightness = lab[:, 0].astype(np.float64) / 100
    terms = np.stack([np.ones_like(lightness), lightness, lightness**2, lightness**3], axis=1)
    colours = lab[:, 1:].astype(np.float64)
    solution, *_ = np.linalg.lstsq(terms, colours, rcond=None)
    return float(np.sqrt(((colours - terms @ solution) ** 2).sum(axis=1).mean()))


def _chroma_spread(lab: NDArray[np.float32]) -> float:
    return float(np.sqrt(lab[:, 1:].var(axis=0).sum()))


def _hue(direction: NDArray[np.float32]) -> str:
    """A colour's name from its direction in CIELAB's plane of a and b."""
    degrees = float(np.degrees(np.arctan2(direction[1], direction[0]))) % 360
    return next(
        name
        for limit, name in ((35, "red"), (75, "orange"), (110, "yellow"), (195, "green"), (245, "cyan"),
                            (305, "blue"), (345, "purple"), (361, "red"))
        if degrees < limit
    )  # fmt: skip


def _lab(rgb: Grey) -> NDArray[np.float32]:
    import cv2

    return np.asarray(cv2.cvtColor(rgb.astype(np.float32) / 255, cv2.COLOR_RGB2LAB), np.float32)


def _reduced_colours(image: Image.Image) -> Grey:
    factor = max(image.size) // WORK_SIDE
    return np.asarray((image.reduce(factor) if factor > 1 else image).convert("RGB"), np.uint8)


def _small(image: Image.Image, size: tuple[int, int], interpolation: int) -> Grey:
    import cv2

    return np.asarray(cv2.resize(_reduced_colours(image), size, interpolation=interpolation), np.uint8)


def _is_enlarged(plane: Grey, size: tuple[int, int], scale: float) -> bool:
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


def _at_most(plane: Grey, side: int) -> Grey:
    import cv2

    share = side / max(plane.shape)
    if share >= 1:
        return np.ascontiguousarray(plane)
    size = (max(1, round(plane.shape[1] * share)), max(1, round(plane.shape[0] * share)))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def _percent(share: float) -> str:
    return f"{share * 100:.0f} %" if share >= 0.01 else "less than 1 %"


def _listed(parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""
