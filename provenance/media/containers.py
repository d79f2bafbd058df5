"""Where each kind of file keeps its metadata blocks. Finds bytes; says nothing of what they mean.

Pillow knows the blocks of most formats once a file is open. Not those of a PNG behind its pixels, which it
reads only while decoding: that walk is here, so that the facts do not depend on what was decoded.
"""

from __future__ import annotations

import zlib
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from provenance.media.exif import main_directory, raw_tag
from provenance.media.iptc import PHOTOSHOP_RESOURCE, TIFF_TAG

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PIL import Image

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
CHUNKS_ALLOWED = 200_000  # of a PNG; a 100 MB file in chunks of 8 kB has 13,000
TEXTS_ALLOWED = 64
TEXT_BYTES_ALLOWED = 64 << 10  # unpacked: one kilobyte can unpack to a megabyte
BLOCK_BYTES_ALLOWED = 4 << 20  # of XMP or EXIF in a text
EXIF_HEADER = b"Exif\0\0"

_XMP_KEYWORD = "XML:com.adobe.xmp"
_RAW_EXIF = ("Raw profile type exif", "Raw profile type APP1")  # ImageMagick's hexadecimal form


@dataclass(slots=True)
class Blocks:
    """The bytes of each block that a file has."""

    exif: bytes | None = None
    xmp: bytes | None = None
    iptc: bytes | None = None
    texts: list[tuple[str, str]] = field(default_factory=list)  # PNG keywords and texts, comments of a GIF


def find_blocks(data: bytes, image: Image.Image, *, media_type: str) -> Blocks:
    """The metadata blocks of ``data``, which Pillow has opened as ``image``; decodes no pixels."""
    if media_type == "image/png":
        return _of_png(data)
    if media_type == "image/tiff":
        iptc = raw_tag(data, main_directory(data), TIFF_TAG)
        return Blocks(exif=data, xmp=_bytes(image.info.get("xmp")), iptc=iptc)
    photoshop = image.info.get("photoshop")
    blocks = Blocks(
        exif=_bare_exif(_bytes(image.info.get("exif"))),
        xmp=_bytes(image.info.get("xmp")),
        iptc=_bytes(photoshop.get(PHOTOSHOP_RESOURCE)) if isinstance(photoshop, dict) else None,
    )
    comment = _bytes(image.info.get("comment"))
    if comment and media_type == "image/gif":
        blocks.texts.append(("comment", comment[:TEXT_BYTES_ALLOWED].decode("utf-8", "replace")))
    return blocks


def _of_png(data: bytes) -> Blocks:
    blocks = Blocks()
    for kind, content in islice(_chunks(data), TEXTS_ALLOWED):
        if kind == b"eXIf":
            blocks.exif = blocks.exif or _bare_exif(content)
            continue
        keyword, text = _png_text(kind, content)
        if keyword == _XMP_KEYWORD:
            blocks.xmp = blocks.xmp or text
        elif keyword in _RAW_EXIF:
            blocks.exif = blocks.exif or _bare_exif(_raw_profile(text))
        elif not keyword.startswith("Raw profile type"):
            blocks.texts.append((keyword, _repaired(text)))
    return blocks


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Kind and content of each metadata chunk; stops where the file is cut off."""
    at = len(PNG_SIGNATURE)
    for _ in range(CHUNKS_ALLOWED):
        size, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        if len(kind) < 4 or kind == b"IEND":
            return
        if kind in (b"eXIf", b"tEXt", b"zTXt", b"iTXt"):
            yield kind, data[at + 8 : at + 8 + size]
        at += 12 + size


def _png_text(kind: bytes, content: bytes) -> tuple[str, bytes]:
    """Keyword and text; a packed text that cannot be unpacked is empty."""
    name, _, rest = content.partition(b"\0")
    packed = kind == b"zTXt"
    if kind == b"zTXt":
        rest = rest[1:]
    elif kind == b"iTXt":
        packed = rest[:1] == b"\1"
        _, _, rest = rest[2:].partition(b"\0")  # language
        _, _, rest = rest.partition(b"\0")  # translated keyword
    keyword = name.decode("latin-1")
    limit = BLOCK_BYTES_ALLOWED if keyword in (_XMP_KEYWORD, *_RAW_EXIF) else TEXT_BYTES_ALLOWED
    return keyword, _unpacked(rest, limit) if packed else rest[:limit]


def _unpacked(packed: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(packed, limit)
    except zlib.error:
        return b""


def _raw_profile(text: bytes) -> bytes:
    """The block inside ImageMagick's text: an empty line, name, length, then hexadecimal digits."""
    lines = text.split(b"\n", 3)
    try:
        return bytes.fromhex(b"".join(lines[3:]).decode("ascii"))
    except ValueError:
        return b""


def _repaired(text: bytes) -> str:
    """Many writers put UTF-8 where the standard asks for Latin-1."""
    try:
        return text.decode("utf-8")
    except UnicodeDecodeError:
        return text.decode("latin-1")


def _bare_exif(block: bytes | None) -> bytes | None:
    """The block without the header that JPEG puts before it; some writers put it twice."""
    if not block:
        return None
    return block.removeprefix(EXIF_HEADER).removeprefix(EXIF_HEADER) or None


def _bytes(value: object) -> bytes | None:
    """What Pillow keeps, where it is of the kind that is expected: a TIFF tag can hold anything."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace")
    return bytes(value) if isinstance(value, (bytes, bytearray)) else None
