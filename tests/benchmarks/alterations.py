"""What is done to a picture before somebody publishes it again. Seeded; says nothing about what finds it.

Shares are of the side: a crop of 5 % takes 5 % of the width and 5 % of the height away, at a seeded place.
Everything is saved as JPEG of quality 85, but for the re-encoding, which has 20.
"""

from __future__ import annotations

import io
import random
from typing import TYPE_CHECKING

from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

if TYPE_CHECKING:
    from collections.abc import Callable

    Alter = Callable[[Image.Image, random.Random], Image.Image]

QUALITY = 85
POOR_QUALITY = 20
BARS = 0.2  # of the side, on each of the two ends
CAPTION = "They do not want you to see this"


def altered(name: str, picture: Image.Image, *, seed: int) -> bytes:
    """The JPEG file that ``ALTERATIONS[name]`` makes of an RGB picture."""
    out = io.BytesIO()
    changed = ALTERATIONS[name](picture, random.Random(seed))
    changed.save(out, "JPEG", quality=POOR_QUALITY if name == RE_ENCODED else QUALITY)
    return out.getvalue()


def _same(picture: Image.Image, _: random.Random) -> Image.Image:
    return picture


def _quarter(picture: Image.Image, _: random.Random) -> Image.Image:
    return picture.resize((picture.width // 4, picture.height // 4), Image.Resampling.LANCZOS)


def _mirrored(picture: Image.Image, _: random.Random) -> Image.Image:
    return ImageOps.mirror(picture)


def _turned(how: Image.Transpose) -> Alter:
    return lambda picture, _: picture.transpose(how)


def _letterboxed(picture: Image.Image, _: random.Random) -> Image.Image:
    return ImageOps.expand(picture, (0, round(picture.height * BARS)), fill=0)


def _pillarboxed(picture: Image.Image, _: random.Random) -> Image.Image:
    return ImageOps.expand(picture, (round(picture.width * BARS), 0), fill=0)


def _mirrored_and_letterboxed(picture: Image.Image, chance: random.Random) -> Image.Image:
    return _letterboxed(_mirrored(picture, chance), chance)


def _grey(picture: Image.Image, _: random.Random) -> Image.Image:
    return ImageOps.grayscale(picture)


def _brightened(factor: float) -> Alter:
    return lambda picture, _: ImageEnhance.Brightness(picture).enhance(factor)


def _cropped(share: float) -> Alter:
    def crop(picture: Image.Image, chance: random.Random) -> Image.Image:
        width, height = round(picture.width * (1 - share)), round(picture.height * (1 - share))
        left = chance.randint(0, picture.width - width)
        top = chance.randint(0, picture.height - height)
        return picture.crop((left, top, left + width, top + height))

    return crop


def _captioned(share: float) -> Alter:
    """A white bar above the picture, with a line of black letters across it."""

    def caption(picture: Image.Image, _: random.Random) -> Image.Image:
        bar = round(picture.height * share)
        page = Image.new("RGB", (picture.width, picture.height + bar), "white")
        page.paste(picture, (0, bar))
        size = min(bar * 0.6, 1.7 * picture.width / len(CAPTION))
        place = (picture.width / 2, bar / 2)
        ImageDraw.Draw(page).text(place, CAPTION, fill="black", anchor="mm", font=ImageFont.load_default(size))
        return page

    return caption


RE_ENCODED = "re-encoded, quality 20"
ALTERATIONS: dict[str, Alter] = {
    RE_ENCODED: _same,
    "resized to 25 %": _quarter,
    "mirrored": _mirrored,
    "rotated by 90°": _turned(Image.Transpose.ROTATE_270),
    "rotated by 180°": _turned(Image.Transpose.ROTATE_180),
    "rotated by 270°": _turned(Image.Transpose.ROTATE_90),
    "letterboxed": _letterboxed,
    "pillarboxed": _pillarboxed,
    "mirrored and letterboxed": _mirrored_and_letterboxed,
    "grey": _grey,
    "brightened by 50 %": _brightened(1.5),
    "darkened by 40 %": _brightened(0.6),
    "cropped by 2 %": _cropped(0.02),
    "cropped by 5 %": _cropped(0.05),
    "cropped by 10 %": _cropped(0.1),
    "caption bar of 15 %": _captioned(0.15),
}
