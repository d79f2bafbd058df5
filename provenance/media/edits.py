"""Edits that people make of a picture before they publish it again: a dozen, seeded, in grey. For calibration only.

The benchmark has its own, more and harder ones (tests/benchmarks/attacks.py); these travel with the program, so
that it can try itself on anybody's archive. Colours are left out, since only grey values are compared.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFont, ImageOps

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

SIDE = 1_024  # pixels: larger pictures are reduced to it before they are edited, as sites do
QUALITIES = (60, 86)  # of the JPEG files that sites make
POOR_QUALITY = 30
WORDS = (
    "breaking", "this", "happened", "here", "last", "night", "share", "before", "nobody", "tells", "you", "the",
    "truth", "about", "what", "we", "saw", "city", "bridge", "market", "school", "today", "exclusive", "look", "old",
)  # fmt: skip


class Edit(NamedTuple):
    """One thing that people do to a picture."""

    name: str
    make: Callable[[Image.Image, Image.Image, np.random.Generator], Image.Image]  # the picture, another one, chance
    shows_other: bool = False  # the other picture is in it too, so that both are right answers
    quality: int | None = None  # of the JPEG file; None: what sites use


def edited(edit: Edit, picture: Image.Image, other: Image.Image, *, seed: Sequence[int]) -> bytes:
    """The JPEG file that the edit makes of a grey picture. The same seed gives the same file."""
    chance = np.random.default_rng(seed)
    out = io.BytesIO()
    quality = edit.quality or int(chance.integers(*QUALITIES))
    edit.make(_published(picture), _published(other), chance).save(out, "JPEG", quality=quality)
    return out.getvalue()


def _published(picture: Image.Image) -> Image.Image:
    reduced = picture.copy()
    reduced.thumbnail((SIDE, SIDE), reducing_gap=2.0)
    return reduced


def _as_it_is(picture: Image.Image, _other: Image.Image, _chance: np.random.Generator) -> Image.Image:
    return picture


def _smaller(picture: Image.Image, _other: Image.Image, _chance: np.random.Generator) -> Image.Image:
    return picture.resize((max(1, picture.width * 2 // 5), max(1, picture.height * 2 // 5)))


def _mirrored(picture: Image.Image, _other: Image.Image, _chance: np.random.Generator) -> Image.Image:
    return ImageOps.mirror(picture)


def _quarter_turn(picture: Image.Image, _other: Image.Image, _chance: np.random.Generator) -> Image.Image:
    return picture.transpose(Image.Transpose.ROTATE_270)


def _cropped(kept: float) -> Callable[[Image.Image, Image.Image, np.random.Generator], Image.Image]:
    """``kept``: share of the area."""

    def crop(picture: Image.Image, _other: Image.Image, chance: np.random.Generator) -> Image.Image:
        width, height = (max(1, round(side * kept**0.5)) for side in picture.size)
        left = int(chance.integers(0, picture.width - width + 1))
        top = int(chance.integers(0, picture.height - height + 1))
        return picture.crop((left, top, left + width, top + height))

    return crop


def _mirrored_crop(picture: Image.Image, other: Image.Image, chance: np.random.Generator) -> Image.Image:
    return ImageOps.mirror(_cropped(0.7)(picture, other, chance))


def _darker(picture: Image.Image, _other: Image.Image, chance: np.random.Generator) -> Image.Image:
    return ImageEnhance.Brightness(ImageEnhance.Contrast(picture).enhance(0.7)).enhance(chance.uniform(0.5, 0.7))


def _caption_bar(picture: Image.Image, _other: Image.Image, chance: np.random.Generator) -> Image.Image:
    """A white bar with a line or two above it."""
    bar = max(1, round(picture.height * chance.uniform(0.15, 0.3)))
    framed = ImageOps.expand(picture, (0, bar, 0, 0), "white")
    _write(framed, (0, 0, picture.width, bar), chance, fill="black", lines=2)
    return framed


def _letters(picture: Image.Image, _other: Image.Image, chance: np.random.Generator) -> Image.Image:
    """Large letters over its upper and lower part."""
    lettered = picture.copy()
    width, height = picture.size
    for top in (0, round(height * 0.75)):
        _write(lettered, (0, top, width, top + height // 4), chance, fill="white", lines=1, outline="black")
    return lettered


def _post(picture: Image.Image, _other: Image.Image, chance: np.random.Generator) -> Image.Image:
    """As on the page of an application: name and text above, buttons below."""
    width, height = picture.size
    head, foot = round(width * 0.22), round(width * 0.12)
    page = Image.new("L", (round(width * 1.06), height + head + foot), "white")
    page.paste(picture, ((page.width - width) // 2, head))
    draw = ImageDraw.Draw(page)
    dot = max(2, head // 3)
    draw.ellipse((dot // 2, dot // 3, dot * 3 // 2, dot * 4 // 3), fill=int(chance.integers(40, 220)))
    _write(page, (dot * 2, 0, page.width, dot * 3 // 2), chance, fill="black", lines=1)
    _write(page, (dot // 2, dot * 3 // 2, page.width, head), chance, fill="black", lines=1)
    for at in range(3):
        left = round(page.width * (at / 3 + 0.1))
        draw.rounded_rectangle(
            (left, height + head + foot // 4, left + foot, height + head + foot * 3 // 4), foot // 8, "silver"
        )
    return page


def _on_another(picture: Image.Image, other: Image.Image, chance: np.random.Generator) -> Image.Image:
    """As wide or high as half of another picture, somewhere on it."""
    behind = other.copy()
    share = min(behind.width / picture.width, behind.height / picture.height) * 0.55
    small = picture.resize(tuple(max(1, round(side * share)) for side in picture.size))  # type: ignore[arg-type]
    place = (
        int(chance.integers(0, behind.width - small.width + 1)),
        int(chance.integers(0, behind.height - small.height + 1)),
    )
    behind.paste(small, place)
    return behind


def _write(
    page: Image.Image,
    box: tuple[int, int, int, int],
    chance: np.random.Generator,
    *,
    fill: str,
    lines: int,
    outline: str | None = None,
) -> None:
    """Seeded words, as large as the box allows: no two pictures get the same caption."""
    left, top, right, bottom = box
    size = max(6, round((bottom - top) / lines * 0.6))
    draw = ImageDraw.Draw(page)
    font = ImageFont.load_default(size)
    for line in range(lines):
        words = " ".join(chance.choice(WORDS, 12))
        fitting = max(1, int((right - left) / (size * 0.55)))
        place = (left + size // 2, top + (bottom - top) * line // lines)
        thick = max(1, size // 14) if outline else 0
        draw.text(place, words[:fitting], fill=fill, font=font, stroke_width=thick, stroke_fill=outline)


EDITS = (
    Edit("saved again in poor quality", _as_it_is, quality=POOR_QUALITY),
    Edit("made smaller", _smaller),
    Edit("mirrored", _mirrored),
    Edit("turned by 90°", _quarter_turn),
    Edit("cropped to 70 %", _cropped(0.7)),
    Edit("cropped to 40 %", _cropped(0.4)),
    Edit("mirrored and cropped to 70 %", _mirrored_crop),
    Edit("darker and paler", _darker),
    Edit("caption bar", _caption_bar),
    Edit("letters over it", _letters),
    Edit("screenshot of a post", _post),
    Edit("on another picture", _on_another, shows_other=True),
)
