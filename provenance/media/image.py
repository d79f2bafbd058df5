"""A picture file becomes one grey plane of pixels, safely. Not its metadata, and nothing about matching.

What stands between a hostile file and this process, in order:

1. The format is told from the content, and only that format's decoder is loaded and called; Pillow's own
   ``Image.open`` would load five of them and try each, and some of Pillow's start other programs.
2. The memory that decoding would take is estimated from the header and limited (media/limits.py).
3. Whatever a decoder raises becomes one line that names the file.

How a file becomes grey values (the ``decoder`` of every fingerprint):

``pillow-draft-luma-512``
    JPEG. Luma only, scaled by 1/2, 1/4 or 1/8 inside the decoder while both sides stay at least 512 pixels.
``pillow-luma``
    Everything else, in full size; the rule for colours, transparency and deep pixels is in media/luma.py.

Both are turned upright as EXIF says. Of an animation, or of several pages, the first is used.
"""

from __future__ import annotations

import io
import os
import struct
import threading
import warnings
from contextlib import contextmanager, nullcontext
from importlib import import_module
from typing import TYPE_CHECKING, cast

import numpy as np
from PIL import Image, JpegImagePlugin

from provenance.errors import MediaDamaged, MediaError, MediaTooLarge, MediaUnknown, MissingExtra
from provenance.media import formats
from provenance.media.limits import DEFAULT_LIMITS, DRAFT_SIDE, Limits, bytes_per_pixel, check_cost, webp_canvas
from provenance.media.luma import colours, grey
from provenance.media.tags import exif_of_png, orientation_of, views_of
from provenance.model import MediaKind
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from PIL.ImageFile import ImageFile as PillowFile

    from provenance.media.formats import Format

__all__ = ["DEFAULT_LIMITS", "DRAFT_DECODER", "FULL_DECODER", "ImageFile", "Limits", "Luma", "open_image"]

# At 512, scaling moves PDQ by 6 bits in the median and 10 at most; 256 would save little, and move it by up to 34.
DRAFT_DECODER = f"pillow-draft-luma-{DRAFT_SIDE}"
FULL_DECODER = "pillow-luma"

STDERR = 2  # file descriptor

_PLUGINS = {
    formats.PNG: ("PIL.PngImagePlugin", "PngImageFile"),
    formats.GIF: ("PIL.GifImagePlugin", "GifImageFile"),
    formats.WEBP: ("PIL.WebPImagePlugin", "WebPImageFile"),
    formats.TIFF: ("PIL.TiffImagePlugin", "TiffImageFile"),
    formats.BMP: ("PIL.BmpImagePlugin", "BmpImageFile"),
    formats.AVIF: ("PIL.AvifImagePlugin", "AvifImageFile"),
    formats.HEIC: ("pillow_heif", "HeifImageFile"),
}
_UPRIGHT_ALREADY = frozenset({formats.TIFF, formats.HEIC})  # these decoders turn the picture themselves
_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_SIDEWAYS = frozenset({5, 6, 7, 8})

_ONE_AT_A_TIME = threading.Lock()


class Luma(NamedTuple):
    """A picture as grey values."""

    plane: NDArray[np.uint8]  # (height, width), upright, C-contiguous
    decoder: str  # the rule by which the file became this plane


class ImageFile(NamedTuple):
    """An opened picture: its header is read, its pixels are not yet."""

    name: str
    format: Format
    width: int  # pixels, upright, full size
    height: int
    frames: int  # of an animation, or pages
    orientation: int  # 1 to 8, as EXIF counts; 1 where the decoder turns the picture itself
    pil: PillowFile  # lazy; ``luma`` loads it, so metadata is read before

    @property
    def media_type(self) -> str:
        """The IANA type of the content."""
        return self.format.media_type

    def luma(self, side: int = DRAFT_SIDE) -> Luma:
        """Decode; a JPEG only as far as both sides have ``side`` pixels. Fingerprints are made at the usual side.

        Raises:
            MediaDamaged: if the file is cut off or malformed.
            MediaTooLarge: if memory runs out after all.
        """
        with _translated(self.name, self.format):
            if self.format == formats.JPEG:
                self.pil.draft("L", (side, side))
            picture = self._upright(grey(self.pil))
            plane = np.frombuffer(picture.tobytes(), np.uint8).reshape(picture.height, picture.width)
        return Luma(plane, DRAFT_DECODER if self.format == formats.JPEG else FULL_DECODER)

    def seek(self, number: int) -> None:
        """Go to a frame of an animation, counted from 0; :meth:`luma` gives it then.

        Raises:
            MediaDamaged, MediaTooLarge: as :meth:`luma`.
        """
        with _translated(self.name, self.format):
            self.pil.seek(number)

    def colours(self, side: int) -> Image.Image:
        """Decode in RGB, upright, for people to look at; with about ``side`` pixels a side, where it has so many.

        Raises:
            MediaDamaged, MediaTooLarge: as :meth:`luma`.
        """
        with _translated(self.name, self.format):
            if self.format == formats.JPEG:
                self.pil.draft("RGB", (side, side))
            return self._upright(colours(self.pil, side))

    def _upright(self, picture: Image.Image) -> Image.Image:
        return picture.transpose(_TURNS[self.orientation]) if self.orientation in _TURNS else picture


class _Jpeg(JpegImagePlugin.JpegImageFile):
    """Pillow's JPEG reader without its look at EXIF for a print resolution.

    That look loads the TIFF reader and warns about damaged EXIF, for a number that nobody needs here.
    """

    def _read_dpi_from_exif(self) -> None:
        pass


def open_image(data: bytes, *, name: str, limits: Limits = DEFAULT_LIMITS) -> ImageFile:
    """Read the header of a picture and check that decoding it is affordable.

    Raises:
        MediaUnknown: if the content is no picture that is understood.
        MissingExtra: if it is one, but needs an optional package.
        MediaTooLarge: if the file, or the memory for it and its pixels, is over the limits.
        MediaDamaged: if the header is cut off or malformed.
    """
    found = _picture_format(data, name)
    if len(data) > limits.max_bytes:
        raise MediaTooLarge(f"{name}: more than {limits.max_bytes:,} bytes. Save it as a JPEG first.")
    if found == formats.WEBP:  # its decoder takes the memory for the canvas while it opens
        check_cost(name, webp_canvas(data), bytes_per_pixel(found), len(data), limits)
    with _translated(name, found):
        pil = _reader(found, name)(io.BytesIO(data))
        check_cost(name, pil.size, bytes_per_pixel(found, pil, data), len(data), limits)
        frames = _frames(found, pil)
        exif = exif_of_png(data) if found == formats.PNG else pil.info.get("exif")
        orientation = 1 if found in _UPRIGHT_ALREADY else orientation_of(exif)
    width, height = reversed(pil.size) if orientation in _SIDEWAYS else pil.size
    return ImageFile(name, found, width, height, frames, orientation, pil)


def _picture_format(data: bytes, name: str) -> Format:
    found = formats.sniff(data[: formats.HEAD_BYTES])
    if found is None:
        what = (
            "no picture or video that is understood. The content counts, not the name." if data else "the file is empty"
        )
        raise MediaUnknown(f"{name}: {what}")
    if found.kind is not MediaKind.IMAGE:
        raise MediaUnknown(f"{name}: {found.name} is a video, and only pictures are decoded")
    if found != formats.JPEG and found not in _PLUGINS:
        raise MediaUnknown(f"{name}: {found.name} is not read. Convert it to PNG first.")
    return found


def _reader(found: Format, name: str) -> Callable[[io.BytesIO], PillowFile]:
    """The one decoder for this format."""
    if found == formats.JPEG:
        return _Jpeg
    module, reader = _PLUGINS[found]
    try:
        return cast("Callable[[io.BytesIO], PillowFile]", getattr(import_module(module), reader))
    except ImportError as error:
        raise MissingExtra(
            f"{name}: cannot decode {found.name}. Install the extra: pip install 'media-provenance[heic]'"
        ) from error


@contextmanager
def _translated(name: str, found: Format) -> Iterator[None]:
    """Turn whatever Pillow raises into one line about this file, and keep its warnings in.

    A warning has no reader here, and would be an exception where a program asks for that. The filters of
    ``warnings`` belong to the whole process, hence the lock; reading a JPEG warns of nothing and goes without.
    """
    try:
        if found == formats.JPEG:
            yield
        else:
            with _ONE_AT_A_TIME, warnings.catch_warnings(), _mute() if found == formats.TIFF else nullcontext():
                warnings.simplefilter("ignore")
                yield
    except MediaError:
        raise
    except (MemoryError, Image.DecompressionBombError) as error:
        why = f"more pixels than can be decoded ({_reason(error)})"
        raise MediaTooLarge(f"{name}: {why}. Save a smaller copy first.") from error
    except Exception as error:  # 20,000 damaged files raised eight kinds, IndexError and struct.error among them
        raise MediaDamaged(
            f"{name}: cannot be decoded as {found.name} ({_reason(error)}). Get the file again, or convert it."
        ) from error


@contextmanager
def _mute() -> Iterator[None]:
    """Keep libtiff's remarks off the error stream: it writes them there itself, and Pillow cannot stop it."""
    try:
        kept = os.dup(STDERR)
    except OSError:  # there is none
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, STDERR)
        yield
    finally:
        os.dup2(kept, STDERR)
        os.close(kept)
        os.close(nowhere)


def _reason(error: Exception) -> str:
    return str(error) or type(error).__name__


def _frames(found: Format, pil: PillowFile) -> int:
    """How many frames, pages or views the file holds, as far as they can be counted."""
    if found == formats.JPEG:
        return views_of(pil.info.get("mp"))
    try:
        return int(getattr(pil, "n_frames", 1))
    except (EOFError, LookupError, OSError, SyntaxError, TypeError, ValueError, struct.error):
        pil.seek(0)  # damaged behind the first one, which is all that is used
        return 1
