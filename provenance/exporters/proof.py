"""The proof picture: two pictures aligned, what both show outlined, where they differ marked. For print as well.

Above, both pictures as they are, the shared area within a solid outline. Below, in the frame of the archived one:
what both show of each, and their difference after brightness and contrast were evened out. Shape tells what colour
tells too: the shared area has a solid outline, differences a dashed one and hatching.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from provenance.matching.overlap import Overlap, Shared, bounds, laid_over, rectangle, share_of, shared_area
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.matching.alterations import Box

    Point = tuple[float, float]
    Rgb = tuple[int, int, int]

LABELS = ("archived", "asked")
WHITE, INK, QUIET = (255, 255, 255), (20, 20, 20), (90, 90, 90)
SHARED = (0, 110, 200)  # blue: dark grey in print
DIFFERENT = (200, 30, 20)  # red: dark grey in print, hence the dashes
LINE = (230, 120, 0)
NARROWEST, WIDEST = 480, 6000  # pixels
TALLEST = 1.25  # of a panel's width
ENLARGED = 6.0  # times, at most: a thumbnail may fill its panel
MOST_LINES = 48
COMPARED_SIDE = 480  # pixels of the shared area at which differences are looked for
DIFFERS = 22.0  # grey values beyond all that lies near
LEAST_SPOT = 0.0015  # of the shared area
NAME_SHOWN = 60  # characters of a label in the legend
HIDDEN_SIDE = 14  # pixels to which a graphic picture is reduced before it is blurred


class _Panel(NamedTuple):
    """A picture on the page, and where."""

    image: Image.Image
    left: int
    top: int

    def at(self, places: NDArray[np.floating]) -> list[Point]:
        """Points of the page, from places in units of the longer side."""
        longer = max(self.image.size)
        return [(self.left + float(x) * longer, self.top + float(y) * longer) for x, y in places]


def proof(
    archived: Image.Image,
    asked: Image.Image,
    overlap: Overlap,
    *,
    overlays: Sequence[Box] = (),
    lines: bool = False,
    labels: tuple[str, str] = LABELS,
    hide: bool = False,
    width: int = 1600,
    asked_first: bool = False,
) -> Image.Image:
    """The proof picture, in RGB.

    Args:
        archived: the archived picture, upright, at any size.
        asked: the asked picture, upright, at any size.
        overlap: how the one lies in the other.
        overlays: regions of the asked picture that differ, as shares of its width and height.
        lines: join the places of both pictures that agree.
        labels: what the panels are called.
        hide: show both greyed and blurred past recognition, for graphic pictures.
        width: pixels of the page; its height follows.
        asked_first: the asked picture stands left, as on pages.
    """
    page = _Page(min(max(width, NARROWEST), WIDEST))
    shared = shared_area(overlap)
    archived, asked = archived.convert("RGB"), asked.convert("RGB")
    shown = [hidden(image) if hide else image for image in (archived, asked)]
    step = -1 if asked_first else 1
    titles = [f"{label} picture" if labels == LABELS else label for label in labels]
    tops = page.row(shown[::step], titles[::step])[::step]
    if lines:
        page.join(tops, overlap.lines)
    if shared.exists:
        page.outline(tops[0].at(shared.stored))
        page.outline(tops[1].at(shared.asked))
    for box in overlays:
        page.dashed(_corners(tops[1], box))
    if shared.exists:
        differ = _comparison(page, archived, asked, overlap, shared.stored, labels=labels, hide=hide, step=step)
        page.text(_legend(overlap, shared, labels, differ=differ, regions=bool(overlays)))
    else:
        page.text("The two share no area.")
    return page.finished()


def _legend(overlap: Overlap, shared: Shared, labels: tuple[str, str], *, differ: bool, regions: bool) -> str:
    """What the marks mean, for a reader who sees nothing but the picture."""
    shares = (share_of(shared.stored, overlap.stored_size), share_of(shared.asked, overlap.asked_size))
    names = [f"the {label} picture" if labels == LABELS else _named(label) for label in labels]
    kept, covers = (f"{share * 100:.0f} % of {name}" for share, name in zip(shares, names, strict=True))
    aligned = f"Aligned by {len(overlap.lines)} places that agree. " if len(overlap.lines) else ""
    marks = "No difference was found"
    if regions:
        marks = "Dashed and hatched: where they differ"
    elif differ:
        marks = "Hatched: places that differ and make up no region of their own, such as edges of what both show,"
    return (
        f"Solid outline: what both show, {kept} and {covers}. "
        f"{aligned}{marks} once brightness and contrast are evened out; colours and small details are not compared."
    )


def _named(label: str) -> str:
    return label if len(label) <= NAME_SHOWN else f"{label[: NAME_SHOWN - 3]}..."


def _comparison(
    page: _Page,
    archived: Image.Image,
    asked: Image.Image,
    overlap: Overlap,
    polygon: NDArray[np.float64],
    *,
    labels: tuple[str, str],
    hide: bool,
    step: int,
) -> bool:
    """The lower row: both in the archived frame, cut to what they share, and where they differ. Whether they do.

    ``step``: 1 or -1, the order in which both stand.
    """
    ours, theirs, inside = aligned(archived, asked, overlap, polygon, side=page.width / 3)
    spots = differing(ours, theirs, inside)
    faint = _faint(ours, inside, hide=hide)
    pictures = Aligned(ours, theirs, inside).pictures()
    if hide:
        pictures = [hidden(image) for image in pictures]
    titles = [f"{labels[0]}: what both show", f"{labels[1]}, laid on it"]
    panels = page.row([*pictures[::step], faint], [*titles[::step], "where they differ"])
    page.mark(panels[2], spots)
    if not spots.any():
        page.note(panels[2], "no difference found")
    return bool(spots.any())


class Aligned(NamedTuple):
    """What two pictures both show, in the frame of the archived one."""

    archived: NDArray[np.uint8]  # (height, width, 3)
    asked: NDArray[np.uint8]  # the same shape
    inside: NDArray[np.bool_]  # (height, width): where the asked picture has pixels

    def pictures(self) -> list[Image.Image]:
        """Both, white where the asked picture has no pixels."""
        return [Image.fromarray(_outside_white(values, self.inside)) for values in (self.archived, self.asked)]


def aligned(
    archived: Image.Image, asked: Image.Image, overlap: Overlap, polygon: NDArray[np.float64], *, side: float
) -> Aligned:
    """Both cut to what they share, RGB, the longer side ``side`` pixels; ``polygon``: the area in the archived one."""
    left, top, right, bottom = bounds(polygon, overlap.stored_size) * np.tile(rectangle(overlap.stored_size)[2], 2)
    longer = max(right - left, bottom - top)  # in units of the archived picture's longer side
    pixels = side / longer
    size = (max(2, round((right - left) * pixels)), max(2, round((bottom - top) * pixels)))
    within = np.array([[longer, 0, left], [0, longer, top], [0, 0, 1]])  # places of the cut to archived places
    theirs, inside = laid_over(np.asarray(asked, np.uint8), overlap.transform @ within, size)
    box = np.array([left, top, right, bottom]) * max(archived.size)
    ours = np.asarray(archived.resize(size, Image.Resampling.LANCZOS, box=_inside(box, archived.size)), np.uint8)
    return Aligned(ours, theirs, inside)


def outlined(image: Image.Image, polygon: NDArray[np.float64], *, side: int) -> Image.Image:
    """A picture, ``side`` pixels at most, with an area outlined that is given in units of its longer side."""
    share = min(1.0, side / max(image.size))
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    drawn = image.convert("RGB").resize(size, Image.Resampling.LANCZOS)
    corners = _Panel(drawn, 0, 0).at(polygon)
    closed, stroke = [*corners, corners[0], corners[1]], max(2, max(size) // 300)
    pen = ImageDraw.Draw(drawn)
    for colour, width in ((WHITE, 3 * stroke), (SHARED, stroke + 1)):
        pen.line(closed, fill=colour, width=width, joint="curve")
    return drawn


def _inside(box: NDArray[np.float64], size: tuple[int, int]) -> tuple[float, float, float, float]:
    """A box in pixels that has an area and lies within a picture."""
    left, top = (min(max(float(low), 0), length - 1) for low, length in zip(box[:2], size, strict=True))
    right, bottom = (min(float(high), length) for high, length in zip(box[2:], size, strict=True))
    return left, top, max(right, left + 1e-3), max(bottom, top + 1e-3)


def differing(ours: NDArray[np.uint8], theirs: NDArray[np.uint8], inside: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Where two aligned pictures, (height, width, 3), differ, once brightness and contrast are evened out.

    A pixel differs if its grey lies beyond all greys near it in the other picture, both ways: an alignment that is
    off by a pixel or two, and another encoding, are no difference. Spots too small to be printed are dropped.
    """
    import cv2

    shape = inside.shape
    share = min(1.0, COMPARED_SIDE / max(shape))
    size = (max(2, round(shape[1] * share)), max(2, round(shape[0] * share)))
    first, second = (_grey(values, size) for values in (ours, theirs))
    within = np.asarray(cv2.resize(inside.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST)) > 0
    reach = max(3, round(max(size) * 0.012) | 1)
    near = np.ones((reach, reach), np.uint8)
    rim = np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)  # where a bar beside the shared area may reach in
    within = np.asarray(cv2.erode(within.astype(np.uint8), rim, borderType=cv2.BORDER_CONSTANT, borderValue=0)) > 0
    if within.sum() < 16:
        return np.zeros(shape, bool)
    second = _evened(first, second, within)
    beyond = np.zeros(within.shape, np.float32)
    for one, other in ((first, second), (second, first)):
        most, least = cv2.dilate(other, near), cv2.erode(other, near)
        beyond = np.maximum(beyond, np.maximum(one - np.asarray(most), np.asarray(least) - one))
    spots = ((beyond > DIFFERS) & within).astype(np.uint8)
    spots = np.asarray(cv2.morphologyEx(spots, cv2.MORPH_CLOSE, np.ones((2 * reach + 1, 2 * reach + 1), np.uint8)))
    spots = _without_small(np.asarray(cv2.dilate(spots, near), np.uint8), LEAST_SPOT * within.sum() + reach * reach)
    return np.asarray(cv2.resize(spots, (shape[1], shape[0]), interpolation=cv2.INTER_NEAREST)) > 0


def _grey(values: NDArray[np.uint8], size: tuple[int, int]) -> NDArray[np.float32]:
    import cv2

    small = cv2.resize(cv2.cvtColor(values, cv2.COLOR_RGB2GRAY), size, interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.GaussianBlur(small, (0, 0), 1.0), np.float32)


def _evened(first: NDArray[np.float32], second: NDArray[np.float32], within: NDArray[np.bool_]) -> NDArray[np.float32]:
    """``second`` with the greys of ``first``: a line through most pixels, found anew without those far from it."""
    kept = within
    evened = second
    for _ in range(4):
        here, there = first[kept], second[kept]
        if here.size < 16 or there.std() < 1 or here.std() < 1:
            break
        sign = -1.0 if np.mean((here - here.mean()) * (there - there.mean())) < 0 else 1.0
        evened = (second - there.mean()) * np.float32(sign * here.std() / there.std()) + here.mean()
        off = np.abs(evened - first)
        kept = within & (off <= max(10.0, float(np.percentile(off[within], 70))))
    return np.asarray(evened, np.float32)


def _without_small(spots: NDArray[np.uint8], least: float) -> NDArray[np.uint8]:
    import cv2

    count, labels, stats, _ = cv2.connectedComponentsWithStats(spots, connectivity=8)
    large = np.flatnonzero(stats[:, cv2.CC_STAT_AREA] >= least)
    return np.isin(labels, large[large > 0]).astype(np.uint8) if count > 1 else spots


def _outside_white(values: NDArray[np.uint8], inside: NDArray[np.bool_]) -> NDArray[np.uint8]:
    return np.where(inside[..., None], values, 255).astype(np.uint8)


def _faint(values: NDArray[np.uint8], inside: NDArray[np.bool_], *, hide: bool) -> Image.Image:
    """The archived picture as a pale grey ground for marks; blank where it is to be hidden."""
    if hide:
        return Image.fromarray(np.where(inside[..., None], 236, 255).repeat(3, axis=2).astype(np.uint8))
    grey = np.asarray(Image.fromarray(values).convert("L"), np.float32)
    pale = np.where(inside, 150 + grey * (105 / 255), 255).astype(np.uint8)
    return Image.fromarray(pale).convert("RGB")


def hidden(image: Image.Image) -> Image.Image:
    """Grey and blurred past recognition."""
    share = HIDDEN_SIDE / max(image.size)
    small = image.convert("L").resize((max(1, round(image.width * share)), max(1, round(image.height * share))))
    pale = small.point([128 + round((value - 128) * 0.5) for value in range(256)])
    large = ImageOps.contain(pale, (800, 800), Image.Resampling.BICUBIC)
    size = (max(1, min(image.width, 800)), max(1, min(image.height, 800)))
    size = size if max(image.size) <= 800 else large.size
    return large.resize(size).filter(ImageFilter.GaussianBlur(max(size) / 60)).convert("RGB")


def _corners(panel: _Panel, box: Box) -> list[Point]:
    width, height = panel.image.size
    left, right = panel.left + box.left * width, panel.left + box.right * width
    top, bottom = panel.top + box.top * height, panel.top + box.bottom * height
    return [(left, top), (right, top), (right, bottom), (left, bottom)]


class _Page:
    """A white page that grows downwards."""

    def __init__(self, width: int) -> None:
        self.width = width
        self.margin = max(10, width // 60)
        self.stroke = max(2, width // 500)
        self.font = ImageFont.load_default(max(12, width // 75))
        self.bottom = self.margin
        self.canvas = Image.new("RGB", (width, self.margin), WHITE)
        self.draw = ImageDraw.Draw(self.canvas)

    def row(self, images: Sequence[Image.Image], titles: Sequence[str]) -> list[_Panel]:
        """Pictures side by side, each below its title, in fields of equal width."""
        field = (self.width - self.margin * (len(images) + 1)) // len(images)
        fitted = [_fitted(image, field) for image in images]
        title_height = self._line_height()
        height = max(image.height for image in fitted)
        top = self.bottom + title_height
        self._grow(top + height + self.margin)
        panels = []
        for at, (image, title) in enumerate(zip(fitted, titles, strict=True)):
            start = self.margin + at * (field + self.margin)
            left = start + (field - image.width) // 2
            words = self._shortened(title, field)
            room = start + field - self.draw.textlength(words, font=self.font)
            self.draw.text((min(left, room), self.bottom), words, fill=INK, font=self.font)
            self.canvas.paste(image, (left, top))
            self.draw.rectangle((left - 1, top - 1, left + image.width, top + image.height), outline=QUIET)
            panels.append(_Panel(image, left, top))
        self.bottom = top + height + self.margin
        return panels

    def outline(self, corners: list[Point]) -> None:
        """A closed solid line, white along both sides, so that it is seen on every ground."""
        closed = [*corners, corners[0], corners[1]]
        self.draw.line(closed, fill=WHITE, width=3 * self.stroke, joint="curve")
        self.draw.line(closed, fill=SHARED, width=self.stroke + 1, joint="curve")

    def dashed(self, corners: list[Point]) -> None:
        """A closed dashed line on white."""
        for start, end in zip(corners, corners[1:] + corners[:1], strict=True):
            self.draw.line([start, end], fill=WHITE, width=2 * self.stroke + 1)
            for piece in _dashes(start, end, 5.0 * self.stroke):
                self.draw.line(piece, fill=DIFFERENT, width=self.stroke)

    def join(self, panels: list[_Panel], lines: NDArray[np.float32]) -> None:
        """Thin lines between places that agree, some of them where there are many."""
        chosen = lines[np.linspace(0, len(lines) - 1, min(len(lines), MOST_LINES)).round().astype(int)]
        starts, ends = panels[0].at(chosen[:, :2]), panels[1].at(chosen[:, 2:])
        radius = 1.5 * self.stroke
        for start, end in zip(starts, ends, strict=True):
            self.draw.line([start, end], fill=LINE, width=max(1, self.stroke // 2))
            for x, y in (start, end):
                self.draw.ellipse((x - radius, y - radius, x + radius, y + radius), fill=LINE, outline=WHITE)

    def mark(self, panel: _Panel, spots: NDArray[np.bool_]) -> None:
        """Hatch and outline the spots, given in the panel's picture at any size."""
        import cv2

        size = panel.image.size
        mask = np.asarray(cv2.resize(spots.astype(np.uint8), size, interpolation=cv2.INTER_NEAREST))
        rows, columns = np.nonzero(mask)
        pitch = 5 * self.stroke
        hatched = (rows + columns) % pitch < self.stroke
        values = np.array(panel.image)
        values[rows[hatched], columns[hatched]] = DIFFERENT
        self.canvas.paste(Image.fromarray(values), (panel.left, panel.top))
        contours, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
        for contour in contours:
            points = np.asarray(contour, np.float64).reshape(-1, 2)
            self._dotted([(panel.left + float(x), panel.top + float(y)) for x, y in points])

    def note(self, panel: _Panel, text: str) -> None:
        """A few words at the foot of a panel, on white."""
        left, top, right, bottom = self.draw.textbbox((0, 0), text, font=self.font)
        x = panel.left + (panel.image.width - (right - left)) / 2
        x = min(max(x, self.margin), self.width - self.margin - (right - left))
        pad = 3 * self.stroke
        y = panel.top + panel.image.height - bottom - 2 * pad
        self.draw.rectangle((x - pad, y + top - pad, x + right + pad, y + bottom + pad), fill=WHITE)
        self.draw.text((x, y), text, fill=INK, font=self.font)

    def text(self, words: str) -> None:
        """A line or more below everything."""
        for line in self._wrapped(words):
            self._grow(self.bottom + self._line_height())
            self.draw.text((self.margin, self.bottom), line, fill=QUIET, font=self.font)
            self.bottom += self._line_height()

    def finished(self) -> Image.Image:
        """The page, with a margin below."""
        self._grow(self.bottom + self.margin)
        return self.canvas.crop((0, 0, self.width, self.bottom + self.margin))

    def _grow(self, height: int) -> None:
        if height <= self.canvas.height:
            return
        larger = Image.new("RGB", (self.width, height), WHITE)
        larger.paste(self.canvas, (0, 0))
        self.canvas, self.draw = larger, ImageDraw.Draw(larger)

    def _line_height(self) -> int:
        _, top, _, bottom = self.draw.textbbox((0, 0), "Ág", font=self.font)
        return round((bottom - top) * 1.6) + 2

    def _shortened(self, words: str, room: int) -> str:
        words = " ".join(words.split())
        if self.draw.textlength(words, font=self.font) <= room:
            return words
        while words and self.draw.textlength(words + "...", font=self.font) > room:
            words = words[:-1]
        return words + "..."

    def _wrapped(self, words: str) -> Iterable[str]:
        line = ""
        for word in words.split():
            longer = f"{line} {word}".strip()
            if line and self.draw.textlength(longer, font=self.font) > self.width - 2 * self.margin:
                yield line
                longer = word
            line = longer
        yield line

    def _dotted(self, points: list[Point]) -> None:
        """Dashes along a contour of many points."""
        dash = 4 * self.stroke
        for at in range(0, len(points), 2 * dash):
            piece = points[at : at + dash]
            if len(piece) > 1:
                self.draw.line(piece, fill=DIFFERENT, width=self.stroke)


def _fitted(image: Image.Image, field: int) -> Image.Image:
    share = min(field / image.width, field * TALLEST / image.height, ENLARGED)
    size = (max(1, round(image.width * share)), max(1, round(image.height * share)))
    return image.resize(size, Image.Resampling.LANCZOS)


def _dashes(start: Point, end: Point, length: float) -> Iterable[list[Point]]:
    whole = float(np.hypot(end[0] - start[0], end[1] - start[1]))
    count = max(1, int(whole / length)) | 1
    steps = [(start[0] + (end[0] - start[0]) * at / count, start[1] + (end[1] - start[1]) * at / count)
             for at in range(count + 1)]  # fmt: skip
    return [[steps[at], steps[at + 1]] for at in range(0, count, 2)]
