"""Pictures as JPEG files of this program's own making: pixels, and nothing that the file they came from said."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

QUALITY = 82


def bare_jpeg(image: Image.Image, *, quality: int = QUALITY) -> bytes:
    """The pixels as a JPEG file. Pillow copies a comment and more from the opened file unless that is cleared."""
    pixels = image.convert("RGB").copy()
    pixels.info.clear()
    out = io.BytesIO()
    pixels.save(out, "JPEG", quality=quality, optimize=True)
    return out.getvalue()
