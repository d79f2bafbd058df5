"""A picture file becomes one grey plane of pixels, safely. Not its metadata, and nothing about matching.

What stands between a hostile file and this process, in order:

1. The format is told from the content, and only that format's decoder is loaded and called; Pillow's own
   ``Image.open`` would load five of them and try each, and some of Pillow's start other programs.
2. The bytes, and the memory that decoding would take, are estimated from the header and limited.
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
from typing import TYPE_CHECKING, NamedTuple, cast

import numpy as np
from PIL import Image, JpegImagePlugin

from provenance.errors import MediaDamaged, MediaError, MediaTooLarge, MediaUnknown, MissingExtra
from provenance.media import formats
from provenance.media.luma import grey
from provenance.model import MediaKind

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray
    from PIL.ImageFile import ImageFile as PillowFile

    from provenance.media.formats import Format

DRAFT_SIDE = 512  # moves PDQ by 6 bits in the median, 10 at most; 256 would save little and move it by up to 34
DRAFT_DECODER = "pillow-draft-luma-512"
FULL_DECODER = "pillow-luma"

MOST_PIXELS = 1_000_000_000  # where nobody says otherwise; a JPEG of that many decodes in seconds
MOST_SCANS = 100  # of a progressive JPEG; real ones have about ten, each costs a pass over the whole picture
ORIENTATION_TAG = 0x0112
SHORT = 3  # EXIF's type of a 16-bit number
MPF_NUMBER, MPF_ENTRIES = 0xB001, 0xB002  # tags of the Multi-Picture Format, CIPA DC-007
MPF_VIEW = 0x020000  # in an entry's attribute: one of several views
MOST_VIEWS = 1000
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

# Peak bytes for each pixel from opening to the grey plane: the growth of the process on a picture of 24
# megapixels, rounded up.
_MEMORY_BY_MODE = {"1": 4.5, "L": 4.0, "P": 4.5, "I;16": 7.0, "I;16B": 7.0, "RGB": 7.5, "RGBA": 8.0}
_MEMORY_OF_ANY_MODE = 16.0
_MEMORY_BY_FORMAT = {formats.WEBP: 20.0, formats.AVIF: 20.0, formats.HEIC: 20.0}  # they hold frames of their own
_MEMORY_OF_TRANSPARENCY = 5.0  # where it is a colour of the palette and no channel

_ONE_AT_A_TIME = threading.Lock()


class Limits(NamedTuple):
    """What one file may cost. The defaults keep the process below 1 GB."""

    max_bytes: int = 512_000_000  # of the file, which is read whole
    max_memory: int = 700_000_000  # bytes, estimated from the header
    max_pixels: int | None = None  # set by a person: up to this many, whatever the memory

    def with_pixels(self, count: int) -> Limits:
        """The same, but pictures of up to so many pixels are decoded, whatever memory that takes."""
        return self._replace(max_pixels=count)


DEFAULT_LIMITS = Limits()


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

    def luma(self) -> Luma:
        """Decode.

        Raises:
            MediaDamaged: if the file is cut off or malformed.
            MediaTooLarge: if memory runs out after all.
        """
        with _translated(self.name, self.format):
            if self.format == formats.JPEG:
                self.pil.draft("L", (DRAFT_SIDE, DRAFT_SIDE))
            picture = grey(self.pil)
            if self.orientation in _TURNS:
                picture = picture.transpose(_TURNS[self.orientation])
            plane = np.frombuffer(picture.tobytes(), np.uint8).reshape(picture.height, picture.width)
        return Luma(plane, DRAFT_DECODER if self.format == formats.JPEG else FULL_DECODER)


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
        MediaTooLarge: if the memory for the file and its pixels is over the limits.
        MediaDamaged: if the header is cut off or malformed.
    """
    found = _picture_format(data, name)
    if found == formats.WEBP:  # its decoder takes the memory for the canvas while it opens
        _check_cost(name, *_webp_canvas(data), _MEMORY_BY_FORMAT[found], len(data), limits)
    with _translated(name, found):
        pil = _reader(found, name)(io.BytesIO(data))
    with _translated(name, found):
        _check_cost(name, *pil.size, _bytes_per_pixel(found, pil, data), len(data), limits)
        frames = _frames(pil)
        orientation = 1 if found in _UPRIGHT_ALREADY else exif_orientation(pil.info.get("exif"))
    width, height = reversed(pil.size) if orientation in _SIDEWAYS else pil.size
    return ImageFile(name, found, width, height, frames, orientation, pil)


def exif_orientation(block: object) -> int:
    """The orientation, 1 to 8, that an EXIF block asks for; 1 if it is absent, odd or damaged.

    Read here in a few lines, because Pillow's reader loads the whole of TIFF and warns.
    """
    if not isinstance(block, bytes):
        return 1
    kind, value = _tag(block.removeprefix(b"Exif\x00\x00"), ORIENTATION_TAG)
    return value if kind == SHORT and 1 <= value <= 8 else 1


def _tag(tiff: bytes, wanted: int) -> tuple[int, int]:
    """Type and value (or offset of the value) of a tag in the first directory; (0, 0) if there is none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0, 0
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (entries,) = struct.unpack_from(order + "H", tiff, start)
        for at in range(start + 2, start + 2 + 12 * entries, 12):
            tag, kind, _, value = struct.unpack_from(order + "HHII", tiff, at)
            if tag == wanted:
                (short,) = struct.unpack_from(order + "H", tiff, at + 8)
                return kind, short if kind == SHORT else value
    except struct.error:  # the block ends before its own directory does
        pass
    return 0, 0


def _picture_format(data: bytes, name: str) -> Format:
    found = formats.sniff(data[: formats.HEAD_BYTES])
    if found is None:
        what = "the file is empty" if not data else "no picture or video that is understood"
        raise MediaUnknown(f"{name}: {what}. The content counts, not the name.")
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
        raise MediaTooLarge(f"{name}: more pixels than can be decoded ({_reason(error)})") from error
    except Exception as error:
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


def _check_cost(name: str, width: int, height: int, bytes_per_pixel: float, file_bytes: int, limits: Limits) -> None:
    pixels, most = width * height, limits.max_pixels or MOST_PIXELS
    if pixels > most:
        raise MediaTooLarge(
            f"{name}: {width:,} x {height:,} pixels are over the limit of {most:,}; raise it with --max-pixels"
        )
    needed = int(pixels * bytes_per_pixel) + file_bytes
    if limits.max_pixels is None and needed > limits.max_memory:
        raise MediaTooLarge(
            f"{name}: {width:,} x {height:,} pixels would need {_size(needed)} to decode;"
            f" the limit is {_size(limits.max_memory)}; raise it with --max-pixels"
        )


def _size(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"


def _bytes_per_pixel(found: Format, pil: PillowFile, data: bytes) -> float:
    if found in _MEMORY_BY_FORMAT:
        return _MEMORY_BY_FORMAT[found]
    if isinstance(pil, _Jpeg):
        return _jpeg_bytes_per_pixel(pil, data)
    each = _MEMORY_BY_MODE.get(pil.mode, _MEMORY_OF_ANY_MODE)
    return each + (_MEMORY_OF_TRANSPARENCY if "transparency" in pil.info else 0)


def _jpeg_bytes_per_pixel(pil: _Jpeg, data: bytes) -> float:
    """What libjpeg holds: the scaled plane, and all coefficients if the picture comes in several scans."""
    shrink = min(8, max(1, min(pil.size) // DRAFT_SIDE))
    each = _MEMORY_OF_ANY_MODE if pil.mode == "CMYK" else _MEMORY_BY_MODE["L"]
    scaled = each / (1 << (shrink.bit_length() - 1)) ** 2
    if not _in_several_scans(pil, data):
        return scaled
    if data.count(b"\xff\xda") > MOST_SCANS:
        raise OSError(f"more than {MOST_SCANS} scans, which no camera or program writes")
    across, down = max(layer[1] for layer in pil.layer), max(layer[2] for layer in pil.layer)
    return scaled + sum(2 * h * v for _, h, v, _ in pil.layer) / (across * down)


def _in_several_scans(pil: _Jpeg, data: bytes) -> bool:
    """Whether libjpeg must keep the whole picture: progressive, or one channel after another."""
    if "progressive" in pil.info or pil.fp is None:
        return True
    end, channels = pil.fp.tell(), pil.layers  # Pillow stops reading right behind the first scan's header
    header = data[max(0, end - 8 - 2 * channels) : end]
    return header[:2] != b"\xff\xda" or header[4] != channels


def _webp_canvas(data: bytes) -> tuple[int, int]:
    """Width and height that a WebP header declares; (0, 0) if it is none, which the decoder will say."""
    kind, bits = data[12:16], int.from_bytes(data[21:25], "little")
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF


def _frames(pil: PillowFile) -> int:
    """How many frames, pages or pictures the file holds, as far as they can be counted."""
    if isinstance(pil, _Jpeg):
        return _views(pil.info.get("mp", b""))
    try:
        return int(getattr(pil, "n_frames", 1))
    except (EOFError, OSError, SyntaxError, ValueError, TypeError):  # damaged behind the first one, which counts
        pil.seek(0)
        return 1


def _views(index: bytes) -> int:
    """How many views of a multi-picture JPEG (3D, panorama) there are; previews and gain maps do not count."""
    order = "<" if index.startswith(b"II") else ">"
    _, number = _tag(index, MPF_NUMBER)
    _, at = _tag(index, MPF_ENTRIES)
    table = index[at : at + 16 * min(number, MOST_VIEWS)]
    attributes = [entry[0] for entry in struct.iter_unpack(order + "I12x", table[: len(table) // 16 * 16])]
    return max(1, sum(attribute & 0xFF0000 == MPF_VIEW for attribute in attributes))
