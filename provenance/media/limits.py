"""What decoding one picture may cost, estimated from its header before any pixel is made.

The estimates keep a process below 1 GB. They hold for Pillow's way of decoding, which they were measured on,
and for the conversion to grey values that follows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.errors import MediaTooLarge
from provenance.media import formats
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from PIL.ImageFile import ImageFile as PillowFile

    from provenance.media.formats import Format

DRAFT_SIDE = 512  # pixels; a JPEG is scaled down while decoding as long as both sides stay this long
MOST_PIXELS = 1_000_000_000  # where nobody says otherwise; a JPEG of that many decodes in seconds
MOST_SIDE = 65_535  # pixels, the most that a JPEG can have
MOST_SCANS = 100  # of a progressive JPEG; real ones have about ten, each costs a pass over the whole picture

# Peak bytes for each pixel from opening to the grey plane: the growth of the process on a picture of 24
# megapixels, rounded up.
MEMORY_BY_MODE = {"1": 4.5, "L": 4.0, "P": 4.5, "I;16": 7.0, "I;16B": 7.0, "RGB": 7.5, "RGBA": 8.0}
MEMORY_OF_ANY_MODE = 16.0
MEMORY_BY_FORMAT = {formats.WEBP: 20.0, formats.AVIF: 20.0, formats.HEIC: 20.0}  # they hold frames of their own
MEMORY_OF_TRANSPARENCY = 5.0  # where it is a colour of the palette and no channel


class Limits(NamedTuple):
    """What one file may cost. The defaults keep the process below 1 GB."""

    max_bytes: int = 512_000_000  # of a picture, which is read whole; a video is not
    max_memory: int = 700_000_000  # bytes, estimated from the header
    max_pixels: int | None = None  # set by a person: up to this many, whatever the memory

    def with_pixels(self, count: int) -> Limits:
        """The same, but pictures of up to so many pixels are decoded, whatever memory that takes."""
        return self._replace(max_pixels=count)


DEFAULT_LIMITS = Limits()


def check_cost(name: str, size: tuple[int, int], each: float, file_bytes: int, limits: Limits) -> None:
    """Refuse a picture that would cost too much.

    Args:
        name: what the message calls it.
        size: width and height in pixels.
        each: bytes of memory for a pixel.
        file_bytes: size of the file, which is in memory too.
        limits: what is allowed.

    Raises:
        MediaTooLarge: naming the limit, and the option that raises it.
    """
    width, height = size
    if max(size) > MOST_SIDE:
        raise MediaTooLarge(
            f"{name}: {width:,} x {height:,} pixels; no side may be longer than {MOST_SIDE:,}. Cut it up."
        )
    pixels, most = width * height, limits.max_pixels or MOST_PIXELS
    if pixels > most:
        raise MediaTooLarge(
            f"{name}: {width:,} x {height:,} pixels are over the limit of {most:,}; raise it with --max-pixels"
        )
    needed = int(pixels * each) + file_bytes
    if limits.max_pixels is None and needed > limits.max_memory:
        raise MediaTooLarge(
            f"{name}: {width:,} x {height:,} pixels would need {_in_words(needed)} to decode;"
            f" the limit is {_in_words(limits.max_memory)}; raise it with --max-pixels"
        )


def bytes_per_pixel(found: Format, pil: PillowFile | None = None, data: bytes = b"") -> float:
    """Peak memory for a pixel of this picture; some formats tell without being opened.

    Raises:
        OSError: if a JPEG has so many scans that it was made to waste time.
    """
    if pil is None or found in MEMORY_BY_FORMAT:
        return MEMORY_BY_FORMAT[found]
    if found == formats.JPEG:
        return _of_jpeg(pil, data)
    each = MEMORY_BY_MODE.get(pil.mode, MEMORY_OF_ANY_MODE)
    return each + (MEMORY_OF_TRANSPARENCY if "transparency" in pil.info else 0)


def webp_canvas(data: bytes) -> tuple[int, int]:
    """Width and height that a WebP header declares; zeros if it is none, which the decoder will say."""
    kind, bits = data[12:16], int.from_bytes(data[21:25], "little")
    if kind == b"VP8X":
        return int.from_bytes(data[24:27], "little") + 1, int.from_bytes(data[27:30], "little") + 1
    if kind == b"VP8L":
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    return int.from_bytes(data[26:28], "little") & 0x3FFF, int.from_bytes(data[28:30], "little") & 0x3FFF


def _of_jpeg(pil: Any, data: bytes) -> float:
    """What libjpeg holds: the scaled plane, and all coefficients if the picture comes in several scans."""
    shrink = min(8, max(1, min(pil.size) // DRAFT_SIDE))
    each = MEMORY_OF_ANY_MODE if pil.mode == "CMYK" else MEMORY_BY_MODE["L"]
    scaled = each / float(1 << (shrink.bit_length() - 1)) ** 2
    if not _in_several_scans(pil, data):
        return scaled
    if data.count(b"\xff\xda") > MOST_SCANS:
        raise OSError(f"more than {MOST_SCANS} scans, which no camera or program writes")
    sampling = [(int(layer[1]), int(layer[2])) for layer in pil.layer]
    most = max(h for h, _ in sampling) * max(v for _, v in sampling)
    return scaled + sum(2 * h * v for h, v in sampling) / most


def _in_several_scans(pil: Any, data: bytes) -> bool:
    """Whether libjpeg must keep the whole picture: progressive, or one channel after another."""
    if "progressive" in pil.info:
        return True
    end, channels = pil.fp.tell(), pil.layers  # Pillow stops reading right behind the first scan's header
    header = data[max(0, end - 8 - 2 * channels) : end]
    return header[:2] != b"\xff\xda" or header[4] != channels


def _in_words(count: int) -> str:
    return f"{count / 1e9:,.1f} GB" if count >= 1e9 else f"{count / 1e6:,.0f} MB"
