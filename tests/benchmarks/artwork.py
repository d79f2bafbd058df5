"""What people draw on and around pictures, and pictures that look alike without being one another.

Two things live here. The drawings (a post's frame, a channel's graphics, a watermark) take their words, colours
and sizes from a ``random.Random``, the look: ``attacks`` gives each copy a look of its own. ``ARTWORK`` is the same
drawings with one look for ever, on pictures cut to one size: two unrelated pictures in it share pixels, and are not
reuse. Neither are pages of text and flat pictures. Nothing here says what a search should make of any of it.

Pillow's built-in font is the only one that is everywhere. It has the unaccented Latin letters, digits and marks and
nothing else, so the words are of several languages and of one script.
"""

from __future__ import annotations

import io
import math
import random
from collections.abc import Callable
from functools import cache
from typing import Literal

import numpy as np
from PIL import Image, ImageChops, ImageDraw, ImageFont, ImageOps

Colour = tuple[int, int, int]
Box = tuple[float, float, float, float]
Drawing = Callable[[Image.Image, random.Random], Image.Image]
Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Align = Literal["left", "center"]

QUALITIES = (60, 90)  # of JPEG files that sites and messengers make
WHITE: Colour = (255, 255, 255)
BLACK: Colour = (0, 0, 0)
GREY: Colour = (128, 136, 142)
OUTLINE = 0.06  # of the size of letters
BOLD = 0.02  # stroke as a share of the size: the font has one weight
ACCENTS: tuple[Colour, ...] = (
    (29, 155, 240),
    (24, 119, 242),
    (225, 48, 108),
    (0, 150, 136),
    (198, 40, 40),
    (245, 166, 35),
    (103, 58, 183),
    (37, 160, 80),
)
THEMES: tuple[tuple[Colour, Colour], ...] = (  # background and ink of an app
    (WHITE, (15, 20, 25)),
    (WHITE, (5, 5, 5)),
    (BLACK, (231, 233, 234)),
    ((21, 32, 43), (247, 249, 249)),
    ((24, 25, 26), (228, 230, 235)),
    ((240, 242, 245), (28, 30, 33)),
)
VOCABULARY = (
    "the of and in on at near after before during while from with without against under over only never "
    "army police mayor minister soldiers witnesses neighbours farmers doctors students protesters rescuers "
    "bridge river market harbour station square hospital school village border tunnel tower factory street "
    "flood fire storm explosion election strike march accident rescue attack drought parade wedding funeral "
    "burning hidden banned leaked exclusive official secret deleted real fake shocking historic empty broken "
    "shows claims denies reports confirms warns reveals explains remembers reaches leaves closes opens finds "
    "today yesterday tonight morning Monday Friday March October winter summer hours minutes thousands dozens "
    "nobody everybody they we you why how look share watch truth media camera photo video proof "
    "ciudad calle fuego noche gente verdad ahora nunca siempre mundo guerra agua puente mercado tormenta "
    "berita kota banjir jembatan malam warga pasar hujan kapal jalan rumah laut polisi korban "
    "habari mji mvua daraja usiku watu soko bahari moto barabara ukweli leo kesho nyumba safari "
    "haber sokak gece deniz yangin yol sehir yeni eski dun bugun gercek "
    "strada notte ponte pioggia mare porto villaggio verita sempre oggi domani "
    "Stadt Nacht Strasse Wasser Feuer heute morgen niemals Wahrheit Zug Hafen Dorf"
)
WORDS = tuple(VOCABULARY.split())
SOUNDS = "ba da ka la ma na ra sa ta ve mi lo ni ro tu zo be di ga ha jo ku li mo ne pa ri se ti vo"
SYLLABLES = tuple(SOUNDS.split())
TLDS = ("net", "info", "example", "news", "tv", "live")


@cache
def font(size: int) -> Font:
    """Pillow's built-in font, loaded once a size."""
    return ImageFont.load_default(max(size, 1))


def words(look: random.Random, count: int) -> str:
    """So many words, the first with a capital; mostly sense is missing, but captions do not need it."""
    said = " ".join(look.choice(WORDS) for _ in range(count))
    return said[0].upper() + said[1:]


def figure(look: random.Random) -> str:
    """A count as apps print it."""
    return look.choice(
        (f"{look.randint(2, 999)}", f"{look.randint(1, 99)}.{look.randint(0, 9)}K", f"{look.randint(1, 9)}M")
    )


def invented(look: random.Random) -> str:
    """A name that belongs to nobody."""
    return "".join(look.choice(SYLLABLES) for _ in range(look.randint(2, 3))).capitalize()


def broken(text: str, width: float, of: Font) -> list[str]:
    """The text in lines that are no wider than that, unless one word is."""
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and of.getlength(longer) <= width:
            lines[-1] = longer
        else:
            lines.append(word)
    return lines


def fitted(text: str, width: float, height: float, *, largest: float) -> tuple[int, list[str]]:
    """The largest size in pixels at which the text fits, and its lines at that size."""
    size = round(max(min(largest, height), 1))
    while True:
        lines = broken(text, width, font(size))
        fits = len(lines) * size * 1.2 <= height and max(map(font(size).getlength, lines)) <= width
        if fits or size <= 4:
            return size, lines
        size = min(size - 1, int(size * 0.93))


def write(
    draw: ImageDraw.ImageDraw,
    box: Box,
    text: str,
    *,
    fill: Colour | tuple[int, int, int, int],
    align: Align = "left",
    largest: float = math.inf,
    weight: float = 0.0,
    outline: Colour | None = None,
) -> None:
    """The text as large as it fits into the box, in the middle of its height. Weight: a stroke, share of the size."""
    left, top, right, bottom = box
    size, lines = fitted(text, right - left, bottom - top, largest=largest)
    across, anchor = (left, "lm") if align == "left" else ((left + right) / 2, "mm")
    down = (top + bottom) / 2 - (len(lines) - 1) * size * 0.6
    for at, line in enumerate(lines):
        place = (across, down + at * size * 1.2)
        if outline is not None:
            edge = size * (weight + OUTLINE)
            draw.text(place, line, fill=outline, font=font(size), anchor=anchor, stroke_width=edge)
        draw.text(place, line, fill=fill, font=font(size), anchor=anchor, stroke_width=size * weight)


def social_post(picture: Image.Image, look: random.Random) -> Image.Image:
    """A post with avatar, name, words, the picture at the page's width, buttons and counts; some with a status bar."""
    back, ink = look.choice(THEMES)
    margin = look.choice((0.0, 0.0, 0.03, 0.045))
    width = round(picture.width / (1 - 2 * margin))
    unit = width / 100
    above = _tall(_status_bar, width, unit * 6, back, ink, look) if look.random() < 0.5 else None
    parts = [
        *((above,) if above else ()),
        _tall(_author, width, unit * look.uniform(13, 16), back, ink, look),
        _tall(_said, width, unit * look.uniform(8, 24), back, ink, look),
        ImageOps.expand(picture, ((width - picture.width) // 2, 0), fill=back),
        _tall(_buttons, width, unit * look.uniform(9, 12), back, ink, look),
        _tall(_said, width, unit * look.uniform(6, 12), back, ink, look),
    ]
    return _stacked(parts, back)


def phone_app(picture: Image.Image, look: random.Random) -> Image.Image:
    """A phone's screen that shows the picture: status bar, title, buttons below, the app's own bar at the bottom."""
    back, ink = look.choice(THEMES)
    width, unit = picture.width, picture.width / 100
    air = unit * look.uniform(0, 8)
    parts = [
        _tall(_status_bar, width, unit * 6, back, ink, look),
        _tall(_title, width, unit * look.uniform(11, 14), back, ink, look),
        Image.new("RGB", (width, round(air) + 1), back),
        picture,
        Image.new("RGB", (width, round(air * look.uniform(0.5, 1.5)) + 1), back),
        _tall(_buttons, width, unit * look.uniform(10, 13), back, ink, look),
        _tall(_app_bar, width, unit * look.uniform(14, 18), back, ink, look),
    ]
    return _stacked(parts, back)


def tv_graphics(picture: Image.Image, look: random.Random) -> Image.Image:
    """A channel's logo in a corner, and a lower third: tag, headline, second line, ticker."""
    page = picture.copy()
    draw = ImageDraw.Draw(page)
    main, other = look.sample(ACCENTS, 2)
    _channel_logo(draw, picture.size, main, look)
    width, height = picture.size
    left, right = width * look.choice((0.0, 0.05)), width * look.choice((1.0, 0.95))
    top, tag = height * look.uniform(0.76, 0.79), width * look.uniform(0.14, 0.2)
    middle, low, end = top + height * 0.095, top + height * 0.145, top + height * 0.19
    back, ink = look.choice(((WHITE, BLACK), (main, WHITE), ((18, 24, 48), WHITE)))
    draw.rectangle((left, top, right, middle), fill=back)
    draw.rectangle((left, top, left + tag, middle), fill=other)
    draw.rectangle((left, middle, right, low), fill=(30, 30, 30))
    draw.rectangle((left, low, right, end), fill=main)
    pad = width * 0.012
    called = look.choice(("LIVE", "BREAKING", "NEWS", "DIRECT", "EXCLUSIVE", "URGENT", "EN VIVO", "SON DAKIKA"))
    write(draw, (left + pad, top, left + tag - pad, middle), called, fill=WHITE, align="center", weight=BOLD)
    headline = words(look, look.randint(4, 6)).upper()
    write(draw, (left + tag + pad, top, right - pad, middle), headline, fill=ink, weight=BOLD)
    write(draw, (left + pad, middle, right - pad, low), words(look, look.randint(6, 9)), fill=WHITE)
    ticker = f"{look.randint(0, 23):02}:{look.randint(0, 59):02}  {words(look, 9)} | {words(look, 6)}"
    write(draw, (left + pad, low, right - pad, end), ticker, fill=WHITE)
    return page


def tiled_watermark(picture: Image.Image, look: random.Random) -> Image.Image:
    """A name repeated aslant over the whole picture, translucent, as stock agencies do."""
    text = look.choice((invented(look), f"{invented(look)} {invented(look)}", f"{invented(look)}.{look.choice(TLDS)}"))
    side = math.ceil(math.hypot(*picture.size))
    layer = Image.new("RGBA", (side, side), (255, 255, 255, 0))
    draw = ImageDraw.Draw(layer)
    of = font(round(picture.width * look.uniform(0.04, 0.065)))
    ink = (*look.choice((WHITE, WHITE, BLACK)), look.randint(80, 130))
    across = of.getlength(text) * look.uniform(1.25, 1.6)
    down = of.getbbox("Ag")[3] * look.uniform(2.0, 3.2)
    for row in range(math.ceil(side / down)):
        for column in range(-1, math.ceil(side / across)):
            draw.text(((column + row % 2 / 2) * across, row * down), text, fill=ink, font=of)
    return _over(picture, layer.rotate(look.uniform(12, 45) * look.choice((-1, 1)), Image.Resampling.BICUBIC))


def meme_bar(picture: Image.Image, look: random.Random) -> Image.Image:
    """A white bar above with black words, 15 to 30 % of the picture's height."""
    bar = round(picture.height * look.uniform(0.15, 0.3))
    page = Image.new("RGB", (picture.width, picture.height + bar), WHITE)
    page.paste(picture, (0, bar))
    edge = picture.width * 0.03
    box = (edge, bar * 0.08, picture.width - edge, bar * 0.92)
    align: Align = "left" if look.random() < 0.5 else "center"
    text = words(look, look.randint(5, 16))
    write(ImageDraw.Draw(page), box, text, fill=BLACK, align=align, weight=BOLD)
    return page


def meme_capitals(picture: Image.Image, look: random.Random) -> Image.Image:
    """White capitals with a black outline, at the top and at the bottom."""
    page = picture.copy()
    draw = ImageDraw.Draw(page)
    width, height = picture.size
    tall = height * look.uniform(0.15, 0.22)
    for top in (height * 0.02, height * 0.98 - tall):
        box = (width * 0.03, top, width * 0.97, top + tall)
        text = words(look, look.randint(3, 6)).upper()
        write(draw, box, text, fill=WHITE, align="center", weight=0.03, outline=BLACK)
    return page


def emblem(picture: Image.Image, look: random.Random) -> Image.Image:
    """An agency's large translucent emblem in the middle: a ring, a mark in it and its name on a band."""
    layer = Image.new("RGBA", picture.size, (255, 255, 255, 0))
    draw = ImageDraw.Draw(layer)
    ink = (255, 255, 255, look.randint(90, 130))
    x, y = picture.width / 2, picture.height / 2
    radius = min(picture.size) * look.uniform(0.34, 0.4)
    draw.ellipse((x - radius, y - radius, x + radius, y + radius), outline=ink, width=round(radius * 0.12))
    spikes, turn = look.randint(3, 7), look.uniform(0, math.pi)
    draw.polygon(star(x, y, radius * 0.75, spikes, turn), fill=ink)
    band = radius * 0.2
    draw.rectangle((0.12 * picture.width, y - band, 0.88 * picture.width, y + band), fill=(40, 40, 40, 150))
    name = f"{invented(look)} {look.choice(('images', 'press', 'photo', 'pictures', 'stock'))}"
    write(draw, (0, y - band, picture.width, y + band), name, fill=(255, 255, 255, 220), align="center")
    return _over(picture, layer)


def star(x: float, y: float, radius: float, points: int, turn: float) -> list[tuple[float, float]]:
    """The corners of a star around a place."""
    corners = []
    for at in range(2 * points):
        far = radius if at % 2 == 0 else radius * 0.5
        angle = turn + at * math.pi / points
        corners.append((x + far * math.sin(angle), y - far * math.cos(angle)))
    return corners


def _over(picture: Image.Image, layer: Image.Image) -> Image.Image:
    """The middle of a translucent layer on the picture."""
    left, top = (layer.width - picture.width) // 2, (layer.height - picture.height) // 2
    shown = layer.crop((left, top, left + picture.width, top + picture.height))
    return Image.alpha_composite(picture.convert("RGBA"), shown).convert("RGB")


Strip = Callable[[ImageDraw.ImageDraw, tuple[int, int], Colour, random.Random], None]


def _tall(strip: Strip, width: int, height: float, back: Colour, ink: Colour, look: random.Random) -> Image.Image:
    """One strip of a page, as wide as the page."""
    page = Image.new("RGB", (width, round(height)), back)
    strip(ImageDraw.Draw(page), page.size, ink, look)
    return page


def _stacked(parts: list[Image.Image], back: Colour) -> Image.Image:
    page = Image.new("RGB", (max(part.width for part in parts), sum(part.height for part in parts)), back)
    top = 0
    for part in parts:
        page.paste(part, (0, top))
        top += part.height
    return page


def _status_bar(draw: ImageDraw.ImageDraw, size: tuple[int, int], ink: Colour, look: random.Random) -> None:
    width, height = size
    clock = f"{look.randint(0, 23)}:{look.randint(0, 59):02}"
    write(draw, (width * 0.05, 0, width * 0.3, height), clock, fill=ink, largest=height * 0.6, weight=BOLD)
    right, charge = width * 0.95, look.uniform(0.1, 1.0)
    wide, top, low = height * 0.75, height * 0.32, height * 0.68
    draw.rectangle((right - wide, top, right, low), outline=ink)
    draw.rectangle((right - wide, top, right - wide * (1 - charge), low), fill=ink)
    for bar in range(look.randint(2, 4)):
        left = right - wide * 2.4 + bar * height * 0.2
        draw.rectangle((left, low - (bar + 1) * height * 0.09, left + height * 0.11, low), fill=ink)


def _author(draw: ImageDraw.ImageDraw, size: tuple[int, int], ink: Colour, look: random.Random) -> None:
    width, height = size
    radius, x = height * 0.34, width * 0.035 + height * 0.34
    name = f"{invented(look)} {invented(look)}"
    draw.ellipse((x - radius, height / 2 - radius, x + radius, height / 2 + radius), fill=look.choice(ACCENTS))
    letter = (x - radius, height / 2 - radius, x + radius, height / 2 + radius)
    write(draw, letter, name[0], fill=WHITE, align="center", largest=radius * 1.1)
    left = x + radius * 1.5
    write(draw, (left, height * 0.15, width * 0.8, height * 0.52), name, fill=ink, largest=height * 0.27, weight=BOLD)
    handle = f"@{invented(look).lower()}{look.randint(1, 999)} · {look.randint(1, 23)} {look.choice(('h', 'd', 'min'))}"
    write(draw, (left, height * 0.5, width * 0.8, height * 0.82), handle, fill=GREY, largest=height * 0.22)
    for dot in range(3):
        at = width * 0.95 - dot * height * 0.11
        draw.ellipse((at, height * 0.47, at + height * 0.05, height * 0.52), fill=GREY)


def _said(draw: ImageDraw.ImageDraw, size: tuple[int, int], ink: Colour, look: random.Random) -> None:
    width, height = size
    letters = width * look.uniform(0.036, 0.044)
    fit = max(int(height / (letters * 1.2)), 1) * 8
    text = words(look, look.randint(max(fit // 2, 3), fit))
    write(draw, (width * 0.035, 0, width * 0.965, height * 0.96), text, fill=ink, largest=letters)


def _buttons(draw: ImageDraw.ImageDraw, size: tuple[int, int], ink: Colour, look: random.Random) -> None:
    """Icons with counts, in a seeded order."""
    width, height = size
    icons = look.sample((_heart, _bubble, _arrow, _flag, _plus), look.randint(3, 5))
    liked = look.choice(ACCENTS)
    for at, icon in enumerate(icons):
        x, radius = width * (0.06 + 0.88 * at / len(icons)), height * 0.2
        icon(draw, x, height / 2, radius, liked if at == 0 else ink)
        count = (x + radius * 1.6, height * 0.2, x + radius * 5, height * 0.8)
        write(draw, count, figure(look), fill=GREY, largest=height * 0.3)


def _title(draw: ImageDraw.ImageDraw, size: tuple[int, int], ink: Colour, look: random.Random) -> None:
    width, height = size
    back = ((width * 0.07, height * 0.3), (width * 0.045, height * 0.5), (width * 0.07, height * 0.7))
    draw.line(back, fill=ink, width=max(round(height * 0.05), 1))
    box = (width * 0.12, height * 0.1, width * 0.85, height * 0.9)
    write(draw, box, words(look, look.randint(2, 4)), fill=ink, largest=height * 0.4, weight=BOLD)
    for dot in range(3):
        top = height * (0.33 + 0.14 * dot)
        draw.ellipse((width * 0.93, top, width * 0.93 + height * 0.07, top + height * 0.07), fill=ink)


def _app_bar(draw: ImageDraw.ImageDraw, size: tuple[int, int], ink: Colour, look: random.Random) -> None:
    width, height = size
    draw.line((0, 1, width, 1), fill=GREY)
    count, lit = look.randint(3, 5), look.randint(0, 2)
    for at in range(count):
        x, radius = width * (at + 0.5) / count, height * 0.14
        icon = look.choice((_heart, _bubble, _arrow, _flag, _plus))
        icon(draw, x, height * 0.32, radius, look.choice(ACCENTS) if at == lit else ink)
        label = (x - width * 0.08, height * 0.5, x + width * 0.08, height * 0.72)
        write(draw, label, invented(look), fill=GREY, align="center", largest=height * 0.16)
    draw.rounded_rectangle((width * 0.35, height * 0.87, width * 0.65, height * 0.91), height * 0.02, fill=ink)


def _heart(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Colour) -> None:
    draw.ellipse((x - r, y - r * 0.8, x, y + r * 0.2), fill=ink)
    draw.ellipse((x, y - r * 0.8, x + r, y + r * 0.2), fill=ink)
    draw.polygon(((x - r * 0.93, y - r * 0.05), (x + r * 0.93, y - r * 0.05), (x, y + r)), fill=ink)


def _bubble(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Colour) -> None:
    thick = max(round(r * 0.2), 1)
    draw.ellipse((x - r, y - r * 0.9, x + r, y + r * 0.7), outline=ink, width=thick)
    draw.polygon(((x - r * 0.7, y + r * 0.3), (x - r, y + r), (x - r * 0.1, y + r * 0.6)), fill=ink)


def _arrow(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Colour) -> None:
    thick = max(round(r * 0.2), 1)
    draw.line(((x - r, y + r * 0.7), (x - r * 0.2, y - r * 0.3), (x + r * 0.6, y - r * 0.3)), fill=ink, width=thick)
    draw.polygon(((x + r * 0.4, y - r * 0.9), (x + r, y - r * 0.3), (x + r * 0.4, y + r * 0.3)), fill=ink)


def _flag(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Colour) -> None:
    corners = ((x - r * 0.6, y - r), (x + r * 0.6, y - r), (x + r * 0.6, y + r), (x, y + r * 0.3), (x - r * 0.6, y + r))
    draw.polygon(corners, outline=ink, width=max(round(r * 0.2), 1))


def _plus(draw: ImageDraw.ImageDraw, x: float, y: float, r: float, ink: Colour) -> None:
    thick = max(round(r * 0.2), 1)
    draw.rounded_rectangle((x - r, y - r, x + r, y + r), r * 0.4, outline=ink, width=thick)
    draw.line((x - r * 0.5, y, x + r * 0.5, y), fill=ink, width=thick)
    draw.line((x, y - r * 0.5, x, y + r * 0.5), fill=ink, width=thick)


def _channel_logo(draw: ImageDraw.ImageDraw, size: tuple[int, int], main: Colour, look: random.Random) -> None:
    width, height = size
    wide, tall = width * look.uniform(0.13, 0.18), height * look.uniform(0.08, 0.1)
    left = look.choice((width * 0.04, width * 0.96 - wide))
    top = height * 0.05
    draw.rounded_rectangle((left, top, left + wide, top + tall), look.choice((0.0, tall * 0.3)), fill=main)
    name = "".join(look.choice("ABCDEKLMNQRTVXZ") for _ in range(look.randint(2, 3)))
    split = left + wide * 0.65
    write(draw, (left, top, split, top + tall), name, fill=WHITE, align="center", largest=tall * 0.7, weight=BOLD)
    draw.rectangle((split, top, left + wide, top + tall), fill=WHITE)
    number = str(look.randint(1, 99))
    write(draw, (split, top, left + wide, top + tall), number, fill=main, align="center", largest=tall * 0.6)


WINDOW = (720, 540)  # of the picture in every artwork, so that the artwork is the same to the pixel
TALL_WINDOW = (720, 720)  # in a phone's screen
BROADCAST = (960, 540)


def _the_same(drawing: Drawing, name: str, window: tuple[int, int]) -> Drawing:
    """The drawing with the one look that its name gives, on a picture cut to the window at a place left to chance."""

    def put(picture: Image.Image, chance: random.Random) -> Image.Image:
        shown = ImageOps.fit(picture, window, centering=(chance.random(), chance.random()))
        return drawing(shown, random.Random(f"artwork: {name}"))

    return put


ARTWORK: dict[str, Drawing] = {
    name: _the_same(drawing, name, window)
    for name, drawing, window in (
        ("social frame", social_post, WINDOW),
        ("TV logo and lower third", tv_graphics, BROADCAST),
        ("tiled watermark", tiled_watermark, WINDOW),
        ("meme bar", meme_bar, WINDOW),
        ("meme capitals", meme_capitals, WINDOW),
        ("app frame", phone_app, TALL_WINDOW),
        ("agency watermark", emblem, WINDOW),
    )
}


def in_artwork(name: str, picture: Image.Image, *, seed: int) -> bytes:
    """A JPEG file of an RGB picture in ``ARTWORK[name]``; the seed chooses the part shown and the quality."""
    chance = random.Random(f"in artwork: {name} {seed}")
    out = io.BytesIO()
    ARTWORK[name](picture, chance).save(out, "JPEG", quality=chance.randint(*QUALITIES))
    return out.getvalue()


TEXT_SIZE = (720, 960)
MARGIN = 56


def text_page(seed: int) -> Image.Image:
    """A screenshot of words alone: a statement, a post or a document. Each layout is one; the words are the seed's."""
    chance = random.Random(f"text page: {seed}")
    return chance.choice((_statement, _post_of_words, _document))(chance)


def _statement(chance: random.Random) -> Image.Image:
    page = Image.new("RGB", TEXT_SIZE, WHITE)
    draw = ImageDraw.Draw(page)
    draw.rectangle((0, 0, TEXT_SIZE[0], 18), fill=(18, 60, 120))
    write(draw, (MARGIN, 40, 664, 110), "STATEMENT", fill=(18, 60, 120), align="center", largest=44, weight=BOLD)
    write(draw, (MARGIN, 110, 664, 150), f"{chance.randint(1, 28)} March 2026", fill=GREY, align="center", largest=22)
    for top in (180, 420, 660):
        _paragraph(draw, words(chance, 30), top=top, size=27, lines=6, ink=(20, 20, 20))
    write(draw, (MARGIN, 900, 664, 940), f"{invented(chance)} {invented(chance)}", fill=BLACK, largest=24, weight=BOLD)
    return page


def _post_of_words(chance: random.Random) -> Image.Image:
    page = Image.new("RGB", TEXT_SIZE, WHITE)
    draw = ImageDraw.Draw(page)
    draw.ellipse((MARGIN, 60, MARGIN + 84, 144), fill=(160, 170, 180))
    write(draw, (160, 60, 664, 104), f"{invented(chance)} {invented(chance)}", fill=BLACK, largest=30, weight=BOLD)
    write(draw, (160, 104, 664, 144), f"@{invented(chance).lower()}", fill=GREY, largest=25)
    _paragraph(draw, words(chance, 40), top=180, size=37, lines=12, ink=(15, 20, 25))
    clock = f"{chance.randint(0, 23):02}:{chance.randint(0, 59):02}"
    when = f"{clock} · {chance.randint(1, 28)} Mar 26 · {figure(chance)} Views"
    write(draw, (MARGIN, 790, 664, 830), when, fill=GREY, largest=25)
    draw.line((MARGIN, 845, 664, 845), fill=(207, 217, 222))
    for at, icon in enumerate((_bubble, _arrow, _heart, _flag)):
        icon(draw, MARGIN + 30 + at * 180, 895, 18, GREY)
    return page


def _document(chance: random.Random) -> Image.Image:
    page = Image.new("RGB", TEXT_SIZE, (252, 251, 247))
    draw = ImageDraw.Draw(page)
    draw.ellipse((MARGIN, 40, MARGIN + 60, 100), outline=(90, 20, 20), width=5)
    write(draw, (MARGIN + 80, 40, 664, 100), "OFFICE OF THE REGISTRAR", fill=(90, 20, 20), largest=26, weight=BOLD)
    draw.line((MARGIN, 115, 664, 115), fill=(90, 20, 20), width=2)
    write(draw, (MARGIN, 130, 664, 170), f"No. {chance.randint(100, 9999)} / 2026", fill=BLACK, largest=19)
    for top in range(190, 850, 110):
        _paragraph(draw, words(chance, 34), top=top, size=17, lines=4, ink=(35, 35, 35))
    write(draw, (MARGIN, 900, 664, 940), f"Page {chance.randint(1, 40)}", fill=GREY, align="center", largest=17)
    return page


def _paragraph(draw: ImageDraw.ImageDraw, text: str, *, top: int, size: int, lines: int, ink: Colour) -> None:
    """At most so many lines, all of one size, as text in a page is."""
    of = font(size)
    for at, line in enumerate(broken(text, TEXT_SIZE[0] - 2 * MARGIN, of)[:lines]):
        draw.text((MARGIN, top + at * size * 1.35), line, fill=ink, font=of)


FLAT_SIZE = (640, 480)


def flat_picture(seed: int) -> Image.Image:
    """A picture with next to nothing in it: plain, a gradient, a sky, or plain with a little noise."""
    chance = random.Random(f"flat picture: {seed}")
    return chance.choice((_plain, _gradient, _sky, _nearly_plain))(chance)


def _any_colour(chance: random.Random) -> Colour:
    return chance.randint(0, 255), chance.randint(0, 255), chance.randint(0, 255)


def _plain(chance: random.Random) -> Image.Image:
    return Image.new("RGB", FLAT_SIZE, _any_colour(chance))


def _gradient(chance: random.Random) -> Image.Image:
    mask = Image.linear_gradient("L") if chance.random() < 0.7 else Image.radial_gradient("L")
    mask = mask.rotate(chance.choice((0, 90, 180, 270))).resize(FLAT_SIZE, Image.Resampling.BICUBIC)
    return Image.composite(_plain(chance), _plain(chance), mask)


def _sky(chance: random.Random) -> Image.Image:
    """Lighter towards the horizon, with one or two soft clouds."""
    high, low = (chance.randint(40, 110), chance.randint(110, 160), 215), (205, 220, chance.randint(225, 245))
    down = Image.linear_gradient("L").resize(FLAT_SIZE, Image.Resampling.BICUBIC)
    page = Image.composite(Image.new("RGB", FLAT_SIZE, low), Image.new("RGB", FLAT_SIZE, high), down)
    random_values = np.random.default_rng(chance.getrandbits(64))
    coarse = random_values.normal(loc=-60, scale=90, size=(4, 6)).clip(0, 200).astype(np.uint8)
    clouds = Image.fromarray(coarse).resize(FLAT_SIZE, Image.Resampling.BICUBIC)
    return Image.composite(Image.new("RGB", FLAT_SIZE, (240, 242, 246)), page, clouds)


def _nearly_plain(chance: random.Random) -> Image.Image:
    random_values = np.random.default_rng(chance.getrandbits(64))
    noise = random_values.normal(loc=20, scale=chance.uniform(0.7, 3), size=(FLAT_SIZE[1], FLAT_SIZE[0], 3))
    return ImageChops.subtract(_plain(chance), Image.fromarray(noise.clip(0, 255).astype(np.uint8)), offset=20)
