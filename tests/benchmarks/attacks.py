"""Edited copies as people publish them, for the benchmark. Seeded; says nothing about what finds them.

Shares of a crop are of the area: "crop 30 %" cuts 30 % of the picture's area away, at a seeded place and with
a slightly other shape. All other shares are of the side: "scale 25 %" leaves a quarter of the width and of the
height. Quarter turns are clockwise.

A seed decides words, colours, places, sizes and the JPEG quality. Give every copy a seed of its own: two copies with
the same attack and seed carry the same words. The same seed, pictures and version of Pillow give the same bytes.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from tests.benchmarks import artwork
from tests.benchmarks.artwork import ACCENTS, BLACK, WHITE, Colour

FEWEST_PICTURES = 6
BACKGROUND = -1  # the one of the pictures that is put behind or blended over; no collage shows it, no part names it
SUBSAMPLINGS = (0, 2, 2)  # of the JPEG file's colours: 4:4:4, and twice 4:2:0, which is what most software writes

Change = Callable[[Image.Image, random.Random], Image.Image]
Corners = Sequence[tuple[float, float]]
Cell = tuple[float, float, float, float]


class Made(NamedTuple):
    """A published copy."""

    data: bytes  # the encoded file
    parts: tuple[int, ...]  # which of the pictures it is a copy of; (0,), but for collages


class Attack(NamedTuple):
    """One thing that people do to a picture before they publish it again."""

    name: str
    group: str
    make: Callable[[Sequence[Image.Image], random.Random], Made]


def attacked(attack: Attack, pictures: Sequence[Image.Image], *, seed: int) -> Made:
    """The copy that the attack makes of ``pictures[0]``.

    All pictures are RGB. The second to the last but one stand beside it in collages, and are then named in ``parts``;
    the last is the photo behind it or blended over it, and is never named: finding it is neither right nor wrong.
    Raises ValueError for fewer than ``FEWEST_PICTURES``.
    """
    if len(pictures) < FEWEST_PICTURES:
        raise ValueError(f"{len(pictures)} pictures given; backgrounds and collages need {FEWEST_PICTURES}")
    return attack.make(pictures, random.Random(f"{attack.name}: {seed}"))  # a text seeds by its SHA-512, not its hash()


def _jpeg(picture: Image.Image, chance: random.Random, quality: int | None = None) -> bytes:
    """The file that a site makes: of a quality that sites use, unless one is given."""
    out = io.BytesIO()
    chosen = chance.randint(*artwork.QUALITIES) if quality is None else quality
    progressive, colours = chance.random() < 0.3, chance.choice(SUBSAMPLINGS)
    colour = picture.convert("RGB")
    try:
        colour.save(out, "JPEG", quality=chosen, progressive=progressive, subsampling=colours)
    except OSError:  # a progressive file of strong noise can outgrow the buffer that Pillow gives its encoder
        out = io.BytesIO()
        colour.save(out, "JPEG", quality=chosen, subsampling=colours)
    return out.getvalue()


def _lossless(pictures: Sequence[Image.Image], chance: random.Random) -> Made:
    """The same pixels in another file."""
    out = io.BytesIO()
    pictures[0].save(out, "PNG", compress_level=chance.randint(1, 6))
    return Made(out.getvalue(), (0,))


def _alone(group: str, changes: dict[str, Change]) -> tuple[Attack, ...]:
    """Attacks that need no other picture."""

    def attack(name: str, change: Change) -> Attack:
        return Attack(name, group, lambda pictures, chance: Made(_jpeg(change(pictures[0], chance), chance), (0,)))

    return tuple(attack(name, change) for name, change in changes.items())


def _poor(quality: int) -> Attack:
    name = f"jpeg {quality}"
    return Attack(name, RE_ENCODING, lambda pictures, chance: Made(_jpeg(pictures[0], chance, quality), (0,)))


def _noise(chance: random.Random, size: tuple[int, int], sigma: float) -> NDArray[np.float32]:
    """Gaussian noise of three bands in grey values."""
    seeded = np.random.default_rng(chance.getrandbits(64))
    return sigma * seeded.standard_normal((size[1], size[0], 3), dtype=np.float32)


def _values(picture: Image.Image) -> NDArray[np.float32]:
    return np.asarray(picture.convert("RGB"), dtype=np.float32)


def _picture(values: NDArray[np.float32]) -> Image.Image:
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def _sign(chance: random.Random) -> int:
    return chance.choice((-1, 1))


def _plain(chance: random.Random) -> Colour:
    """What editors fill empty places with."""
    return chance.choice((BLACK, WHITE, (40, 40, 40), (235, 235, 235), chance.choice(ACCENTS)))


# Size and encoding


def _scaled(share: float) -> Change:
    how = (Image.Resampling.LANCZOS, Image.Resampling.BICUBIC, Image.Resampling.BOX)
    return lambda picture, chance: _by(picture, share, share, chance.choice(how))


def _by(picture: Image.Image, across: float, down: float, how: Image.Resampling) -> Image.Image:
    return picture.resize((max(round(picture.width * across), 1), max(round(picture.height * down), 1)), how)


def _stretched(ratio: float) -> Change:
    """Wider or taller by the ratio, of the same area."""

    def stretch(picture: Image.Image, chance: random.Random) -> Image.Image:
        across = ratio ** (0.5 * _sign(chance))
        return _by(picture, across, 1 / across, Image.Resampling.BICUBIC)

    return stretch


def _cropped(cut: float) -> Change:
    """So much of the area cut away; what is left may be up to a fifth wider or narrower for its height."""

    def crop(picture: Image.Image, chance: random.Random) -> Image.Image:
        left_over = 1 - cut
        across = min(max(math.sqrt(left_over) * chance.uniform(0.9, 1.1), left_over), 1.0)
        width, height = round(picture.width * across), round(picture.height * left_over / across)
        left, top = chance.randint(0, picture.width - width), chance.randint(0, picture.height - height)
        return picture.crop((left, top, left + width, top + height))

    return crop


# Turns and perspective


def _transposed(how: Image.Transpose) -> Change:
    return lambda picture, _: picture.transpose(how)


def _turned_and_cropped(degrees: float) -> Change:
    """Turned either way, and cut to the largest upright rectangle of the same shape without empty corners."""

    def turn(picture: Image.Image, chance: random.Random) -> Image.Image:
        width, height = picture.size
        sine, cosine = math.sin(math.radians(degrees)), math.cos(math.radians(degrees))
        left_over = min(width / (width * cosine + height * sine), height / (width * sine + height * cosine))
        whole = picture.rotate(degrees * _sign(chance), Image.Resampling.BICUBIC)
        across, down = width * (1 - left_over) / 2 + 1, height * (1 - left_over) / 2 + 1
        return whole.crop((math.ceil(across), math.ceil(down), int(width - across), int(height - down)))

    return turn


def _turned(least: float, most: float) -> Change:
    """Turned either way by a seeded angle, whole, with filled corners."""

    def turn(picture: Image.Image, chance: random.Random) -> Image.Image:
        degrees = chance.uniform(least, most) * _sign(chance)
        return picture.rotate(degrees, Image.Resampling.BICUBIC, expand=True, fillcolor=_plain(chance))

    return turn


def _projected(picture: Image.Image, corners: Corners, size: tuple[int, int], fill: Colour) -> Image.Image:
    """The picture on a page, its corners (from the upper left, clockwise) at the given places."""
    width, height = picture.size
    rows, sources = [], []
    for (x, y), (u, v) in zip(corners, ((0, 0), (width, 0), (width, height), (0, height)), strict=True):
        rows += [[x, y, 1, 0, 0, 0, -u * x, -u * y], [0, 0, 0, x, y, 1, -v * x, -v * y]]
        sources += [u, v]
    way_back = np.linalg.solve(np.array(rows, dtype=np.float64), np.array(sources, dtype=np.float64))
    coefficients = tuple(float(number) for number in way_back)
    return picture.transform(size, Image.Transform.PERSPECTIVE, coefficients, Image.Resampling.BICUBIC, fillcolor=fill)


def _seen_aslant(size: tuple[int, int], share: float, chance: random.Random) -> list[tuple[float, float]]:
    """Corners moved inwards, the farthest by exactly that share of the side."""
    moved = [[chance.random(), chance.random()] for _ in range(4)]
    moved[chance.randrange(4)][chance.randrange(2)] = 1.0
    corners = []
    for (x, y), (across, down) in zip(((0, 0), (1, 0), (1, 1), (0, 1)), moved, strict=True):
        inwards = (across if x == 0 else -across, down if y == 0 else -down)
        corners.append((size[0] * (x + share * inwards[0]), size[1] * (y + share * inwards[1])))
    return corners


def _perspective(share: float) -> Change:
    def look(picture: Image.Image, chance: random.Random) -> Image.Image:
        corners = _seen_aslant(picture.size, share, chance)
        return _projected(picture, corners, picture.size, _plain(chance))

    return look


def _light(size: tuple[int, int], chance: random.Random, least: float) -> NDArray[np.float32]:
    """Light that falls off across a page, from 1 to the least."""
    width, height = size
    angle = chance.uniform(0, 2 * math.pi)
    across = np.linspace(-0.5, 0.5, width, dtype=np.float32)[None, :] * math.cos(angle)
    down = np.linspace(-0.5, 0.5, height, dtype=np.float32)[:, None] * math.sin(angle)
    fall = (across + down) / (abs(math.cos(angle)) + abs(math.sin(angle))) + 0.5
    return np.asarray(1 - (1 - least) * fall, dtype=np.float32)[:, :, None]


def _printed_and_scanned(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Faded ink on paper with a border, laid askew, under uneven light, a little out of focus."""
    border = round(min(picture.size) * chance.uniform(0.05, 0.14))
    ink = _values(picture) * chance.uniform(0.75, 0.85) + chance.uniform(25, 40)
    paper = ImageOps.expand(_picture(ink), border, fill=(250, 249, 245))
    desk = chance.choice(((90, 70, 55), (200, 200, 200), (60, 62, 66), (225, 225, 225)))
    askew = _projected(paper, _seen_aslant(paper.size, 0.035, chance), paper.size, desk)
    soft = askew.filter(ImageFilter.GaussianBlur(max(paper.size) * chance.uniform(0.0012, 0.002)))
    cast = np.array([chance.uniform(0.92, 1.04), chance.uniform(0.92, 1.0), chance.uniform(0.8, 1.0)], dtype=np.float32)
    lit = _values(soft) * cast * _light(paper.size, chance, 0.85)
    return _picture(lit + _noise(chance, paper.size, chance.uniform(5, 9)))


def _moire(size: tuple[int, int], chance: random.Random) -> NDArray[np.float32]:
    """Coarse curved waves and fine scan lines, around 1, as a camera sees on a screen."""
    width, height = size
    x = np.linspace(0, 1, width, dtype=np.float32)[None, :, None]
    y = np.linspace(0, 1, height, dtype=np.float32)[:, None, None]
    bend = chance.uniform(2, 8)
    waves = np.sin(chance.uniform(50, 130) * x + chance.uniform(-60, 60) * y + bend * (x - 0.5) ** 2 + bend * y * y)
    lines = np.sin(np.arange(height, dtype=np.float32)[:, None, None] * (2 * math.pi / chance.uniform(2.5, 4.5)))
    colours = np.array([1, chance.uniform(0.5, 1), chance.uniform(-1, 1)], dtype=np.float32)
    return np.asarray(1 + chance.uniform(0.03, 0.07) * waves * colours + chance.uniform(0.03, 0.07) * lines)


def _glare(size: tuple[int, int], chance: random.Random) -> Image.Image:
    """The reflexion of a lamp or a window, white on black."""
    page = Image.new("L", size, 0)
    x, y = size[0] * chance.uniform(0.1, 0.9), size[1] * chance.uniform(0.1, 0.9)
    wide, tall = size[0] * chance.uniform(0.05, 0.14), size[1] * chance.uniform(0.05, 0.14)
    ImageDraw.Draw(page).ellipse((x - wide, y - tall, x + wide, y + tall), fill=chance.randint(140, 210))
    return page.filter(ImageFilter.GaussianBlur(min(size) * chance.uniform(0.04, 0.09))).convert("RGB")


def _screen_photographed(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A screen with its bezel, aslant in a dark room: moire, glare, a cold cast, noise."""
    width, height = picture.size
    bezel = round(min(picture.size) * chance.uniform(0.03, 0.06))
    screen = ImageOps.expand(_picture(_values(picture) * _moire(picture.size, chance)), bezel, fill=(14, 14, 16))
    size = (round(width * chance.uniform(1.15, 1.35)), round(height * chance.uniform(1.15, 1.35)))
    left, top = (size[0] - screen.width) / 2, (size[1] - screen.height) / 2
    corners = [(left + x, top + y) for x, y in _seen_aslant(screen.size, chance.uniform(0.06, 0.12), chance)]
    dark = chance.randint(18, 60)
    seen = _projected(screen, corners, size, (dark, round(dark * 0.9), round(dark * 0.8)))
    seen = ImageChops.screen(seen.filter(ImageFilter.GaussianBlur(max(size) * 0.0013)), _glare(size, chance))
    cast = np.array([chance.uniform(0.85, 0.97), 0.97, chance.uniform(1.0, 1.12)], dtype=np.float32)
    return _picture(_values(seen) * cast * _light(size, chance, 0.75) + _noise(chance, size, chance.uniform(4, 8)))


# Colours


def _colour_shifted(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Other hues, another saturation and each band brighter or darker, as filters of phones do."""
    hue, saturation, value = picture.convert("HSV").split()
    shift = _sign(chance) * chance.randint(8, 26)  # of 256
    hue = hue.point([(level + shift) % 256 for level in range(256)])
    shifted = Image.merge("HSV", (hue, saturation, value)).convert("RGB")
    gains = np.array([chance.uniform(0.75, 1.25) for _ in range(3)], dtype=np.float32)
    return ImageEnhance.Color(_picture(_values(shifted) * gains)).enhance(chance.uniform(0.6, 1.7))


def _darkened(picture: Image.Image, chance: random.Random) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(chance.uniform(0.35, 0.5))


def _brightened(picture: Image.Image, _: random.Random) -> Image.Image:
    return ImageEnhance.Brightness(picture).enhance(1.7)


def _grey(picture: Image.Image, _: random.Random) -> Image.Image:
    return ImageOps.grayscale(picture).convert("RGB")


def _sepia(picture: Image.Image, chance: random.Random) -> Image.Image:
    paper = (255, chance.randint(225, 240), chance.randint(185, 205))
    return ImageOps.colorize(ImageOps.grayscale(picture), (chance.randint(20, 50), 22, 8), paper)


def _posterised(picture: Image.Image, chance: random.Random) -> Image.Image:
    return ImageOps.posterize(picture, chance.choice((2, 3)))


def _negative(picture: Image.Image, _: random.Random) -> Image.Image:
    return ImageChops.invert(picture)


# Blur, noise, pixels, paint


def _blurred(picture: Image.Image, chance: random.Random) -> Image.Image:
    return picture.filter(ImageFilter.GaussianBlur(max(picture.size) * chance.uniform(0.004, 0.006)))


def _sharpened(picture: Image.Image, chance: random.Random) -> Image.Image:
    return picture.filter(ImageFilter.UnsharpMask(radius=2, percent=chance.randint(200, 350), threshold=0))


def _noisy(sigma: float) -> Change:
    return lambda picture, chance: _picture(_values(picture) + _noise(chance, picture.size, sigma))


def _pixelated(share: float) -> Change:
    """Scaled down to that share of the side, and back up in squares."""

    def pixelate(picture: Image.Image, _: random.Random) -> Image.Image:
        small = _by(picture, share, share, Image.Resampling.BOX)
        return small.resize(picture.size, Image.Resampling.NEAREST)

    return pixelate


PAINTS = 9  # levels of brightness that dabs are mixed from


def _painted(picture: Image.Image, chance: random.Random) -> Image.Image:
    """What "oil paint" filters make: each pixel gets the mean colour of the commonest brightness around it."""
    radius = max(round(max(picture.size) * chance.uniform(0.006, 0.009)), 2)
    levels = np.asarray(ImageOps.grayscale(picture), dtype=np.int32) * PAINTS // 256
    commonest = np.zeros((picture.height, picture.width, 1), dtype=np.float32)
    painted = np.zeros((picture.height, picture.width, 3), dtype=np.float32)
    for level in range(PAINTS):
        mask = Image.fromarray(np.where(levels == level, 255, 0).astype(np.uint8))
        of_level = Image.composite(picture, Image.new("RGB", picture.size), mask)
        count = _values(mask.filter(ImageFilter.BoxBlur(radius)))[:, :, :1] / 255
        total = _values(of_level.filter(ImageFilter.BoxBlur(radius)))
        more = count > commonest
        painted = np.where(more, total / np.maximum(count, 1 / 255), painted)
        commonest = np.maximum(count, commonest)
    return ImageEnhance.Color(_picture(painted)).enhance(chance.uniform(1.1, 1.5))


# Drawn over the picture


def _line_of_text(picture: Image.Image, chance: random.Random) -> Image.Image:
    """One line somewhere, with a band behind it or an outline."""
    page = picture.copy()
    draw = ImageDraw.Draw(page)
    width, height = picture.size
    tall = height * chance.uniform(0.06, 0.1)
    left, top = width * chance.uniform(0, 0.25), chance.uniform(0.02, 0.88) * height
    box = (left + width * 0.02, top, left + width * chance.uniform(0.55, 0.73), top + tall)
    ink, behind = chance.choice(((WHITE, BLACK), (BLACK, WHITE), ((255, 235, 59), BLACK), (WHITE, (200, 20, 20))))
    banded = chance.random() < 0.5
    if banded:
        draw.rectangle((left, top, box[2] + width * 0.02, top + tall), fill=behind)
    said = artwork.words(chance, chance.randint(3, 7))
    artwork.write(draw, box, said, fill=ink, largest=tall * 0.75, outline=None if banded else behind)
    return page


def _big_text(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Several lines over most of the picture."""
    page = picture.copy()
    width, height = picture.size
    box = (width * 0.05, height * chance.uniform(0.05, 0.15), width * 0.95, height * chance.uniform(0.85, 0.95))
    ink, line = chance.choice(((WHITE, BLACK), ((255, 235, 59), BLACK), (BLACK, WHITE), ((230, 30, 30), WHITE)))
    said = artwork.words(chance, chance.randint(9, 16))
    said = said.upper() if chance.random() < 0.5 else said
    artwork.write(ImageDraw.Draw(page), box, said, fill=ink, align="center", weight=artwork.BOLD, outline=line)
    return page


def _emoji(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Several large stickers, at any place and a little aslant."""
    page = picture.convert("RGBA")
    for _ in range(chance.randint(3, 6)):
        side = round(min(picture.size) * chance.uniform(0.2, 0.36))
        sticker = chance.choice(STICKERS)(chance)
        sticker = sticker.rotate(chance.uniform(-25, 25), Image.Resampling.BICUBIC).resize((side, side))
        place = (chance.randint(0, picture.width - side), chance.randint(0, picture.height - side))
        page.alpha_composite(sticker, place)
    return page.convert("RGB")


STICKER = 400  # pixels; drawn large and made smaller, because Pillow draws with hard edges


def _sticker() -> tuple[Image.Image, ImageDraw.ImageDraw]:
    page = Image.new("RGBA", (STICKER, STICKER), (0, 0, 0, 0))
    return page, ImageDraw.Draw(page)


def _face(chance: random.Random) -> Image.Image:
    """Laughing, sad or astonished, some with tears, red cheeks or hearts for eyes."""
    page, draw = _sticker()
    dark = (92, 60, 20)
    draw.ellipse(
        (15, 15, 385, 385), fill=chance.choice(((255, 204, 50), (255, 215, 80), (240, 90, 70), (150, 200, 70)))
    )
    for x in (135, 265):
        if chance.random() < 0.25:
            draw.polygon(artwork.star(x, 150, 55, 5, 0), fill=(220, 40, 60))
        else:
            draw.ellipse((x - 28, 110, x + 28, 110 + chance.randint(20, 90)), fill=dark)
    mouth = chance.randrange(4)
    if mouth == 0:
        draw.chord((95, 170, 305, 340), 0, 180, fill=dark)
    elif mouth == 1:
        draw.arc((120, 250, 280, 350), 180, 360, fill=dark, width=20)
    elif mouth == 2:
        draw.ellipse((160, 230, 240, 330), fill=dark)
    else:
        draw.arc((95, 150, 305, 310), 20, 160, fill=dark, width=20)
    if chance.random() < 0.4:
        for x in (70, 330):
            draw.ellipse((x - 40, 190, x + 40, 270), fill=(80, 170, 240))
    return page


def _heart(chance: random.Random) -> Image.Image:
    page, draw = _sticker()
    ink = chance.choice(((225, 30, 60), (250, 120, 170), (120, 60, 200), (30, 30, 30)))
    draw.ellipse((20, 40, 215, 230), fill=ink)
    draw.ellipse((185, 40, 380, 230), fill=ink)
    draw.polygon(((34, 185), (366, 185), (200, 375)), fill=ink)
    return page


def _star(chance: random.Random) -> Image.Image:
    page, draw = _sticker()
    draw.polygon(artwork.star(200, 200, 190, chance.randint(5, 9), 0), fill=chance.choice(ACCENTS))
    return page


def _cross(chance: random.Random) -> Image.Image:
    """A red cross or a green tick."""
    page, draw = _sticker()
    if chance.random() < 0.5:
        draw.line(((60, 60), (340, 340)), fill=(215, 25, 25), width=70)
        draw.line(((340, 60), (60, 340)), fill=(215, 25, 25), width=70)
    else:
        draw.line(((40, 220), (150, 330), (360, 70)), fill=(30, 160, 60), width=70, joint="curve")
    return page


STICKERS = (_face, _face, _face, _face, _heart, _star, _cross)  # faces are most of what people put on pictures


def _erased(share: float) -> Change:
    """So much of the area painted over, in blocks or in strips, with one colour."""

    def erase(picture: Image.Image, chance: random.Random) -> Image.Image:
        mask = Image.new("L", picture.size, 0)
        (_strips if chance.random() < 0.4 else _blocks)(mask, share, chance)
        return Image.composite(Image.new("RGB", picture.size, _plain(chance)), picture, mask)

    return erase


def _blocks(mask: Image.Image, share: float, chance: random.Random) -> None:
    width, height = mask.size
    draw = ImageDraw.Draw(mask)
    while mask.histogram()[255] < share * width * height:
        wide, tall = chance.randint(width // 12, width // 5), chance.randint(height // 12, height // 5)
        left, top = chance.randint(0, width - wide), chance.randint(0, height - tall)
        draw.rectangle((left, top, left + wide - 1, top + tall - 1), fill=255)


def _strips(mask: Image.Image, share: float, chance: random.Random) -> None:
    """Strips of one width, upright or lying, with seeded gaps."""
    upright, count = chance.random() < 0.5, chance.randint(2, 6)
    side, other = mask.size if upright else mask.size[::-1]
    gaps = sorted(chance.uniform(0, side * (1 - share)) for _ in range(count))
    draw = ImageDraw.Draw(mask)
    for at, gap in enumerate(gaps):
        first = round(gap + at * side * share / count)
        last = first + round(side * share / count) - 1
        draw.rectangle((first, 0, last, other) if upright else (0, first, other, last), fill=255)


# Put into a frame


def _padded(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A border of one colour on all four sides, each of its own width."""
    sides = [round(min(picture.size) * chance.uniform(0.05, 0.25)) for _ in range(4)]
    return ImageOps.expand(picture, (sides[0], sides[1], sides[2], sides[3]), fill=_plain(chance))


def _letterboxed(picture: Image.Image, chance: random.Random) -> Image.Image:
    return ImageOps.expand(picture, (0, round(picture.height * chance.uniform(0.08, 0.25))), fill=0)


def _pillarboxed(picture: Image.Image, chance: random.Random) -> Image.Image:
    return ImageOps.expand(picture, (round(picture.width * chance.uniform(0.08, 0.35)), 0), fill=0)


def _story(picture: Image.Image, chance: random.Random) -> Image.Image:
    """On an upright 9:16 page that its own blurred, darkened enlargement fills; some with the app's marks."""
    width = max(picture.width, round(picture.height * 9 / 16 * 1.15))
    size = (width, round(width * 16 / 9))
    page = ImageOps.fit(picture, size).filter(ImageFilter.GaussianBlur(width * chance.uniform(0.03, 0.06)))
    page = ImageEnhance.Brightness(page).enhance(chance.uniform(0.5, 1.0))
    shown = ImageOps.contain(picture, (round(width * chance.choice((1.0, 1.0, chance.uniform(0.82, 0.96)))), size[1]))
    page.paste(shown, ((width - shown.width) // 2, round((size[1] - shown.height) * chance.uniform(0.4, 0.55))))
    if chance.random() < 0.6:
        _story_marks(page, chance)
    return page


def _story_marks(page: Image.Image, chance: random.Random) -> None:
    """Bars of progress, avatar and name at the top; words to answer at the bottom."""
    width, height = page.size
    draw = ImageDraw.Draw(page)
    bars, unit = chance.randint(1, 6), width / 100
    for at in range(bars):
        left = 2 * unit + at * 96 * unit / bars
        draw.rectangle((left, 2 * unit, left + 96 * unit / bars - unit, 2.8 * unit), fill=WHITE)
    draw.ellipse((3 * unit, 5 * unit, 12 * unit, 14 * unit), fill=chance.choice(ACCENTS))
    name = f"{artwork.invented(chance).lower()}_{artwork.invented(chance).lower()}  {chance.randint(1, 23)} h"
    artwork.write(
        draw, (14 * unit, 5 * unit, 80 * unit, 14 * unit), name, fill=WHITE, largest=4 * unit, weight=artwork.BOLD
    )
    field = (4 * unit, height - 14 * unit, 78 * unit, height - 4 * unit)
    draw.rounded_rectangle(field, 5 * unit, outline=WHITE)
    text = (field[0] + 5 * unit, field[1], field[2], field[3])
    artwork.write(draw, text, artwork.words(chance, 2), fill=WHITE, largest=3.6 * unit)


# With other pictures


def _blended(weight: float) -> Attack:
    """The last picture over the whole one, with that weight."""

    def make(pictures: Sequence[Image.Image], chance: random.Random) -> Made:
        veil = ImageOps.fit(pictures[BACKGROUND], pictures[0].size, centering=(chance.random(), chance.random()))
        return Made(_jpeg(Image.blend(pictures[0], veil, weight), chance), (0,))

    return Attack(f"opacity {weight * 100:.0f} %", OVERLAY, make)


def _on_another(share: float) -> Attack:
    """Whole, at a seeded place on the last picture, which is cut to the same size; some with a thin border."""

    def make(pictures: Sequence[Image.Image], chance: random.Random) -> Made:
        picture = pictures[0]
        page = ImageOps.fit(pictures[BACKGROUND], picture.size, centering=(chance.random(), chance.random()))
        small = _by(picture, share, share, Image.Resampling.LANCZOS)
        if chance.random() < 0.3:
            small = ImageOps.expand(small, max(min(small.size) // 60, 1), fill=WHITE)
        place = (chance.randint(0, page.width - small.width), chance.randint(0, page.height - small.height))
        page.paste(small, place)
        return Made(_jpeg(page, chance), (0,))

    return Attack(f"on another photo, {share * 100:.0f} %", PART_OF, make)


HALF, THIRD = 1 / 2, 1 / 3
LAYOUTS: dict[int, tuple[tuple[float, tuple[Cell, ...]], ...]] = {  # width by height of the page, and its cells
    2: (
        (1.8, ((0, 0, HALF, 1), (HALF, 0, 1, 1))),
        (0.75, ((0, 0, 1, HALF), (0, HALF, 1, 1))),
    ),
    3: (
        (1.5, ((0, 0, 2 * THIRD, 1), (2 * THIRD, 0, 1, HALF), (2 * THIRD, HALF, 1, 1))),
        (1.0, ((0, 0, 1, HALF), (0, HALF, HALF, 1), (HALF, HALF, 1, 1))),
        (2.6, ((0, 0, THIRD, 1), (THIRD, 0, 2 * THIRD, 1), (2 * THIRD, 0, 1, 1))),
    ),
    4: (
        (1.2, ((0, 0, HALF, HALF), (HALF, 0, 1, HALF), (0, HALF, HALF, 1), (HALF, HALF, 1, 1))),
        (1.0, ((0, 0, 1, 0.6), (0, 0.6, THIRD, 1), (THIRD, 0.6, 2 * THIRD, 1), (2 * THIRD, 0.6, 1, 1))),
    ),
}
COLLAGE_AREA = 1.6  # of the attacked picture's area: people shrink what they put together


def _collage(count: int) -> Attack:
    """Each picture cut to fit its cell, with or without gaps."""

    def make(pictures: Sequence[Image.Image], chance: random.Random) -> Made:
        others = range(1, len(pictures) + BACKGROUND)
        shown = [0, *chance.sample(others, count - 1)]
        chance.shuffle(shown)
        aspect, cells = chance.choice(LAYOUTS[count])
        area = COLLAGE_AREA * pictures[0].width * pictures[0].height
        page = Image.new("RGB", (round(math.sqrt(area * aspect)), round(math.sqrt(area / aspect))), _plain(chance))
        gap = round(page.width * chance.choice((0.0, 0.004, 0.01)))
        for at, (left, top, right, bottom) in zip(shown, cells, strict=True):
            x, y = round(left * page.width), round(top * page.height)
            size = (round(right * page.width) - x - gap, round(bottom * page.height) - y - gap)
            page.paste(
                ImageOps.fit(pictures[at], size, centering=(chance.uniform(0.3, 0.7), 0.5)),
                (x + gap // 2, y + gap // 2),
            )
        return Made(_jpeg(page, chance), tuple(sorted(shown)))

    return Attack(f"collage of {count}", PART_OF, make)


# One after another


def _after(*changes: Change) -> Change:
    """The changes in order, each published before the next one takes it up."""

    def change(picture: Image.Image, chance: random.Random) -> Image.Image:
        for at, one in enumerate(changes):
            picture = one(_published(picture, chance) if at else picture, chance)
        return picture

    return change


def _published(picture: Image.Image, chance: random.Random) -> Image.Image:
    with Image.open(io.BytesIO(_jpeg(picture, chance))) as opened:
        return opened.convert("RGB")


def _chain(length: int) -> Change:
    """Random gentle changes, no two of one kind."""

    def change(picture: Image.Image, chance: random.Random) -> Image.Image:
        kinds = chance.sample(GENTLE, length)
        return _after(*(chance.choice(kind) for kind in kinds))(picture, chance)

    return change


# What leaves most of the picture to be seen, by kind: two crops or two frames in a row could leave nothing.
GENTLE: tuple[tuple[Change, ...], ...] = (
    (_scaled(0.5), _scaled(0.7), _stretched(1.25)),
    (_cropped(0.1), _cropped(0.2), _cropped(0.3)),
    (_transposed(Image.Transpose.FLIP_LEFT_RIGHT), _turned_and_cropped(5), _perspective(0.1)),
    (_colour_shifted, _grey, _sepia, _darkened),
    (_blurred, _sharpened, _noisy(20)),
    (_line_of_text, _emoji, artwork.tv_graphics, artwork.tiled_watermark, artwork.meme_capitals),
    (_padded, _letterboxed, artwork.meme_bar, artwork.social_post, _story),
)

RE_ENCODING, OVERLAY, PART_OF = "re-encoding", "overlay", "part of"

ATTACKS: tuple[Attack, ...] = (
    Attack("none", RE_ENCODING, _lossless),
    *map(_poor, (50, 15, 5, 3)),
    *_alone(
        RE_ENCODING,
        {
            "scale 50 %": _scaled(0.5),
            "scale 25 %": _scaled(0.25),
            "aspect 1.25": _stretched(1.25),
            "aspect 1.8": _stretched(1.8),
        },
    ),
    *_alone("crop", {f"crop {cut} %": _cropped(cut / 100) for cut in (10, 30, 50, 70, 80)}),
    *_alone(
        "turn",
        {
            "mirror": _transposed(Image.Transpose.FLIP_LEFT_RIGHT),
            "flip": _transposed(Image.Transpose.FLIP_TOP_BOTTOM),
            "rotate 90": _transposed(Image.Transpose.ROTATE_270),
            "rotate 180": _transposed(Image.Transpose.ROTATE_180),
            "rotate 270": _transposed(Image.Transpose.ROTATE_90),
            "rotate 5 and crop": _turned_and_cropped(5),
            "rotate 15": _turned(15, 15),
            "rotate 1-90": _turned(1, 90),
        },
    ),
    *_alone(
        "perspective",
        {
            "perspective 10 %": _perspective(0.1),
            "perspective 25 %": _perspective(0.25),
            "print and scan": _printed_and_scanned,
            "photo of a screen": _screen_photographed,
        },
    ),
    *_alone(
        "colour",
        {
            "colour shift": _colour_shifted,
            "dark": _darkened,
            "bright 1.7": _brightened,
            "grey": _grey,
            "sepia": _sepia,
            "posterise": _posterised,
            "negative": _negative,
        },
    ),
    *_alone(
        "blur and noise",
        {
            "blur": _blurred,
            "sharpen": _sharpened,
            "noise 20": _noisy(20),
            "noise 50": _noisy(50),
            "pixelate 30 %": _pixelated(0.3),
            "pixelate 12 %": _pixelated(0.12),
            "paint": _painted,
        },
    ),
    *_alone(
        OVERLAY,
        {
            "text": _line_of_text,
            "big text": _big_text,
            "emoji": _emoji,
            "TV logo and lower third": artwork.tv_graphics,
            "tiled watermark": artwork.tiled_watermark,
            "meme capitals": artwork.meme_capitals,
        },
    ),
    *map(_blended, (0.3, 0.5)),
    *_alone(
        "frame",
        {
            "meme caption bar": artwork.meme_bar,
            "pad": _padded,
            "letterbox": _letterboxed,
            "pillarbox": _pillarboxed,
            "story frame": _story,
            "social post screenshot": artwork.social_post,
        },
    ),
    *map(_on_another, (0.7, 0.55, 0.4, 0.3)),
    *map(_collage, (2, 3, 4)),
    *_alone("erased", {"40 % erased": _erased(0.4)}),
    *_alone(
        "chain",
        {
            "mirror + crop 30 %": _after(_transposed(Image.Transpose.FLIP_LEFT_RIGHT), _cropped(0.3)),
            "negative + crop 30 %": _after(_negative, _cropped(0.3)),
            "crop 30 % + caption bar": _after(_cropped(0.3), artwork.meme_bar),
            "mirror + screenshot": _after(_transposed(Image.Transpose.FLIP_LEFT_RIGHT), artwork.phone_app),
            "chain of 2": _chain(2),
            "chain of 3": _chain(3),
        },
    ),
)
