"""A Pillow picture of any mode becomes one of grey values, by one rule that every fingerprint names; or of colours.

Colour becomes ITU-R 601 luma (Y of YCbCr, L* of LAB). What is transparent lies on white. Of 16-bit grey
the high byte counts, as Pillow does with 16-bit colour. Deeper integers and floats are stretched from
their own minimum to their own maximum; what is not finite is black. Colour profiles are not applied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

if TYPE_CHECKING:
    from numpy.typing import NDArray

WHITE = 255
ROWS_AT_A_TIME = 64  # of deep pixels, so that their copies as 64-bit floats stay small
_FIRST_CHANNEL_IS_LUMA = frozenset({"YCbCr", "LAB"})


def grey(image: Image.Image) -> Image.Image:
    """``image`` in mode ``L``: the same size, 8 bits. It is decoded if it was not yet."""
    image.load()
    if image.mode == "L" and not image.has_transparency_data:
        return image
    if image.mode in ("I", "F"):
        return Image.fromarray(_stretched(np.asarray(image)))
    if image.mode.startswith("I;16"):
        return Image.fromarray((np.asarray(image) >> 8).astype(np.uint8))
    if image.mode in _FIRST_CHANNEL_IS_LUMA:
        return image.getchannel(0)
    if image.has_transparency_data:
        return _on_white(image)
    return image.convert("L")


def colours(image: Image.Image, side: int) -> Image.Image:
    """``image`` in mode ``RGB``, what is transparent on white, with at most about twice ``side`` pixels a side.

    For people to look at, so deep pixels become grey ones. It is decoded if it was not yet.
    """
    image.load()
    factor = max(image.size) // side
    if factor > 1 and image.mode in ("L", "RGB", "RGBA", "CMYK", "LA"):  # before a copy of all of it is made
        image = image.reduce(factor)
    if image.mode in ("I", "F", "LAB", "La") or image.mode.startswith("I;16"):
        return grey(image).convert("RGB")
    if image.has_transparency_data:
        colour = image.convert("RGBA")
        page = Image.new("RGB", image.size, (WHITE, WHITE, WHITE))
        page.paste(colour, mask=colour.getchannel("A"))
        return page
    return image.convert("RGB")


def _on_white(image: Image.Image) -> Image.Image:
    if image.mode == "La":  # Pillow takes no other way from premultiplied grey
        image = image.convert("LA")
    colour = image if image.mode in ("RGBA", "LA") else image.convert("RGBA")
    page = Image.new("L", image.size, WHITE)
    page.paste(colour.convert("L"), mask=colour.getchannel("A"))
    return page


def _stretched(values: NDArray[np.int32] | NDArray[np.float32]) -> NDArray[np.uint8]:
    low, high = _extent(values)
    scale = WHITE / ((high - low) or 1.0)
    plane = np.empty(values.shape, np.uint8)
    for rows in _row_blocks(values):
        block = values[rows].astype(np.float64)
        block[~np.isfinite(block)] = low
        plane[rows] = np.rint((block - low) * scale)
    return plane


def _extent(values: NDArray[np.int32] | NDArray[np.float32]) -> tuple[float, float]:
    """The smallest and the largest finite value; zeros if there is none."""
    finite = (values[rows][np.isfinite(values[rows])] for rows in _row_blocks(values))
    ends = [(float(block.min()), float(block.max())) for block in finite if block.size]
    return min((low for low, _ in ends), default=0.0), max((high for _, high in ends), default=0.0)


def _row_blocks(values: NDArray[np.int32] | NDArray[np.float32]) -> list[slice]:
    return [slice(at, at + ROWS_AT_A_TIME) for at in range(0, len(values), ROWS_AT_A_TIME)]
