"""What lies around the shared area: plain colour, letters, another picture, or more of the same scene."""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.alterations.telling import BESIDE, WORK_SIDE, Box, Story, at_most, listed, position
from provenance.matching.overlap import Shared, bounds, share_of
from provenance.model import Alteration
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.matching.alterations.telling import Grey, Mask

# What a transform leaves uncertain: features are placed to about a hundredth of a picture's side.
WHOLE = 0.96  # of a picture's area: from here on nothing is called cut off or added
STRIP = 0.02  # of the side: a strip that can be judged
MARGIN = 0.01  # of the longer side: left out beside the shared area, whose border is uncertain
NEAR = 10  # grey values from the background: the same colour
MARKED = 40  # grey values from the background: drawn on it
PLAIN = 0.985  # of a strip near its background
LETTERED = 0.45
LETTERS = 4  # marks of a letter's size
SMALL_LETTERS = 0.024  # of the longer side: programs write so; captions are larger
EVEN = 2.0  # grey values, standard deviation: one colour, saved as JPEG
GRAIN = 3.0  # pixels over which noise is evened out
SEAM = 8.0  # grey values across a border, and
SEAM_RATIO = 2.5  # times what is still usual beside it
SOFT = 0.25  # of the fine detail of the shared area: blurred


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
    level: float | None = None  # grey value of a strip of one colour


def surroundings(plane: Grey, polygon: NDArray[np.float64], *, covers: float) -> tuple[Strip, ...]:
    """What lies beside a polygon, in units of the longer side, in a grey plane; nothing if it fills the picture."""
    if covers >= WHOLE:
        return ()
    small = at_most(plane, WORK_SIDE)
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

    Where one side of two is filled with something blurred, so is a blurred other one. What is of one colour is a bar
    where another bar has that colour. Else the majority decides.
    """
    bars = [strip.level for strip in strips if strip.around is Around.PLAIN and strip.level is not None]
    strips = [
        strip._replace(around=Around.PLAIN)
        if strip.level is not None and any(abs(strip.level - bar) <= NEAR for bar in bars)
        else strip
        for strip in strips
    ]
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


def goes_on(around: Sequence[Strip]) -> bool:
    """Whether the scene goes on beside the shared area; so it does where the strips are too thin to be judged."""
    return not around or any(strip.around is Around.MORE for strip in around)


def more_of_it(strips: Sequence[Strip]) -> tuple[Strip, ...]:
    """The same, where it is known that what looks like other pictures beside the shared area is this one."""
    others = (Around.PICTURE, Around.BLURRED)
    return tuple(strip._replace(around=Around.MORE) if strip.around in others else strip for strip in strips)


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
    seam = any(has_seam(plane, edge) for edge in edges) if edges else float(np.std(strip)) < EVEN
    if near >= PLAIN or _is_noise(off, strip):
        # black beside a night sky has no seam, and is a bar nevertheless; a smooth wall is not
        bar = float(np.std(strip)) < EVEN and not NEAR < float(background.mean()) < 255 - NEAR
        return Strip(where, Around.PLAIN if seam or bar else Around.MORE, level=float(background.mean()))
    drawn = near >= LETTERED and _is_flat(off, background, grain=2 * EVEN if seam else EVEN / 2)
    letter = _letter_height(off > MARKED, max(plane.shape)) if drawn else 0.0
    if letter:
        return Strip(where, Around.LETTERS, letter)
    soft = _detail(strip) < SOFT * inner
    if not seam:
        return Strip(where, Around.MORE, soft=soft)
    return Strip(where, Around.BLURRED if soft else Around.PICTURE, soft=soft)


def _is_noise(off: NDArray[np.float32], strip: Grey) -> bool:
    """Whether a strip is of one colour but for the noise of a camera or of a scan, which no letter is."""
    import cv2

    if (off > MARKED).mean() > 1 - PLAIN:
        return False
    soft = np.asarray(cv2.GaussianBlur(strip, (0, 0), GRAIN), np.float32)
    rows = np.median(soft, axis=1, keepdims=True)
    return float(np.abs(soft - rows).max()) <= NEAR / 2


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
    seams = sum(has_seam(plane, edge) for edge in long)
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


def has_seam(plane: Grey, edge: NDArray[np.float64]) -> bool:
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


def tell_surroundings(
    story: Story,
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
    where = position(Box(*bounds(shared.asked, size)))
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


def tell_other_surroundings(story: Story, around: tuple[Strip, ...], names: tuple[str, str]) -> tuple[Alteration, ...]:
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
            phrases.append(f"{one if len(sides) == 1 else many} {listed([BESIDE[side] for side in sides])}")
    return listed(phrases)
