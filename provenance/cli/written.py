"""Files that a command writes for people: all of one or nothing, and what was there before stays until then."""

from __future__ import annotations

import io
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image


def write_whole(place: Path, data: bytes) -> None:
    """Write a file in the place of what may be there.

    Raises:
        BadOption: it cannot be written there; nothing was changed.
    """
    from provenance.errors import BadOption
    from provenance.saying.words import safe

    beside = place.with_name(f".{place.name[:200]}.new")
    try:
        beside.write_bytes(data)
        beside.replace(place)
    except OSError as error:
        _take_back(beside)
        why = "is a folder" if place.is_dir() else f"cannot be written ({error.strerror})"
        raise BadOption(f"{safe(str(place))}: {why}. Name another place") from error


def write_picture(place: Path, image: Image.Image, form: str, *, quality: int = 75) -> None:
    """The same of a picture, in a format that Pillow knows.

    Raises:
        BadOption: it cannot be written there; nothing was changed.
    """
    out = io.BytesIO()
    image.save(out, form, quality=quality)
    write_whole(place, out.getvalue())


def _take_back(beside: Path) -> None:
    try:
        beside.unlink(missing_ok=True)
    except OSError:  # where nothing can be written nothing can be removed
        return
