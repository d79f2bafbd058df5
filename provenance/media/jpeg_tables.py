"""How a JPEG was last saved: quantisation tables by name, subsampling, segments, embedded pictures.

The tables say which settings the last program used, never what happened before. No model, no estimate:
a table is named when it is equal to a published one, and has a short hash otherwise.
"""

from __future__ import annotations

import hashlib
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, cast

from PIL.JpegImagePlugin import JpegImageFile
from PIL.JpegPresets import presets

from provenance.media.exif import main_directory, raw_tag
from provenance.media.marks import program_hint
from provenance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from PIL import Image

Table = tuple[int, ...]  # 64 divisors, row by row

# ITU-T T.81, annex K, tables K.1 and K.2: what libjpeg scales.
# fmt: off
LUMINANCE: Table = (
    16, 11, 10, 16, 24, 40, 51, 61,
    12, 12, 14, 19, 26, 58, 60, 55,
    14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62,
    18, 22, 37, 56, 68, 109, 103, 77,
    24, 35, 55, 64, 81, 104, 113, 92,
    49, 64, 78, 87, 103, 121, 120, 101,
    72, 92, 95, 98, 112, 100, 103, 99,
)
CHROMINANCE: Table = (
    17, 18, 24, 47, 99, 99, 99, 99,
    18, 21, 26, 66, 99, 99, 99, 99,
    24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99,
    *(99,) * 32,
)
# fmt: on

MPF_NUMBER = 0xB001
HASH_DIGITS = 16  # of a SHA-256: enough to look two files up by, short enough to read
SEGMENTS_READ = 1_000
SEGMENTS_SHOWN = 24

# Samples of luminance for one of each chrominance, across and down.
_SAMPLINGS = {(1, 1): "4:4:4", (2, 1): "4:2:2", (2, 2): "4:2:0", (1, 2): "4:4:0", (4, 1): "4:1:1"}
_SEGMENTS = (
    ("APP0", b"JFIF", "JFIF"),
    ("APP0", b"JFXX", "JFXX"),
    ("APP1", b"Exif\0", "Exif"),
    ("APP1", b"http://ns.adobe.com/xap/", "XMP"),
    ("APP1", b"http://ns.adobe.com/xmp/extension/", "XMP extension"),
    ("APP2", b"ICC_PROFILE\0", "ICC"),
    ("APP2", b"MPF\0", "MPF"),
    ("APP2", b"FPXR\0", "FlashPix"),
    ("APP11", b"JP", "JUMBF"),
    ("APP12", b"Ducky", "Ducky"),
    ("APP13", b"Photoshop 3.0\0", "Photoshop"),
    ("APP14", b"Adobe", "Adobe"),
    ("COM", b"", "comment"),
)
_PHOTOSHOP_THUMBNAILS = (0x040C, 0x0409)  # image resources with a preview, new and old
_CREDENTIALS = "may carry signed content credentials (C2PA); they are not examined here"
_UNKNOWN = "equal unusual tables in several files may mean the same camera or program"
_ADOBE = "suggests that Adobe software saved it last"


def jpeg_facts(image: Image.Image) -> Iterator[Fact]:
    """What the headers of a JPEG say about how it was saved; nothing for other formats. Decodes nothing."""
    if not isinstance(image, JpegImageFile):
        return
    if image.quantization:
        yield tables_fact([tuple(image.quantization[key]) for key in sorted(image.quantization)])
    yield Fact("jpeg.coding", "progressive" if image.info.get("progressive") else "baseline", "jpeg")
    if len(image.layer) == 3:
        yield Fact("jpeg.subsampling", sampling_text(image.layer), "jpeg")
    segments = image.applist[:SEGMENTS_READ]
    names = [segment_name(marker, content) for marker, content in segments]
    if names:
        credentials = _CREDENTIALS if "JUMBF" in names else None
        yield Fact("jpeg.segments", segments_text(names), "jpeg", credentials)
    if (pictures := pictures_in(image.info.get("mp", b""))) > 1:
        yield Fact("jpeg.frames", f"{pictures} pictures in one file", "jpeg")
    if any(code in image.info.get("photoshop", {}) for code in _PHOTOSHOP_THUMBNAILS):
        yield Fact("thumbnail.photoshop", "one more embedded picture, written by Photoshop", "jpeg")
    for marker, content in segments:
        if marker == "COM" and (text := content.decode("utf-8", "replace").strip(" \0\r\n")):
            yield Fact("comment", text, "jpeg", program_hint(text))


def pictures_in(index: bytes) -> int:
    """How many pictures a Multi-Picture index (CIPA DC-007) counts: views, previews, gain maps."""
    number = raw_tag(index, main_directory(index), MPF_NUMBER)
    return int.from_bytes(number or b"", "little" if index.startswith(b"II") else "big")


def tables_fact(tables: Sequence[Table]) -> Fact:
    """The quantisation tables by name, or by a short hash that can be looked up in other files."""
    if name := libjpeg_name(tables):
        return Fact("jpeg.tables", name, "jpeg")
    if preset := photoshop_name(tables):
        return Fact("jpeg.tables", f"Photoshop preset {preset}", "jpeg", _ADOBE)
    return Fact("jpeg.tables", f"unknown tables {tables_hash(tables)}", "jpeg", _UNKNOWN)


def libjpeg_name(tables: Sequence[Table]) -> str | None:
    """``libjpeg quality 75`` if the tables are the standard ones at some quality from 1 to 100."""
    luminance, chrominance = scaled_tables()
    first = luminance.get(tables[0])
    if first is None:
        return None
    rest = {chrominance.get(table) for table in tables[1:]}
    if not rest:
        return f"libjpeg quality {first} (luminance only)"
    if rest == {first}:
        return f"libjpeg quality {first}"
    second = rest.pop()
    return f"libjpeg quality {first}, chrominance {second}" if second and not rest else None


def photoshop_name(tables: Sequence[Table]) -> str | None:
    """Photoshop's name for the tables, e.g. ``web high`` or ``maximum``."""
    for name, preset in presets.items():
        published = [tuple(table) for table in cast("list[list[int]]", preset["quantization"])]
        if list(tables) == published or (len(tables) == 1 and tables[0] == published[0]):
            return name.replace("_", " ")
    return None


def tables_hash(tables: Sequence[Table]) -> str:
    """A short SHA-256 of the tables, each value as two bytes, row by row."""
    content = b"".join(value.to_bytes(2, "big") for table in tables for value in table)
    return hashlib.sha256(content).hexdigest()[:HASH_DIGITS]


@lru_cache(maxsize=1)
def scaled_tables() -> tuple[dict[Table, int], dict[Table, int]]:
    """Quality by table, for luminance and chrominance, as libjpeg's ``jpeg_set_quality`` scales them.

    Below quality 25 there are two forms: limited to 8 bits (baseline), and not.
    """
    luminance: dict[Table, int] = {}
    chrominance: dict[Table, int] = {}
    for quality in range(1, 101):
        for limit in (255, 32767):
            luminance.setdefault(_scaled(LUMINANCE, quality, limit), quality)
            chrominance.setdefault(_scaled(CHROMINANCE, quality, limit), quality)
    return luminance, chrominance


def sampling_text(layers: Sequence[tuple[int, int, int, int]]) -> str:
    """``4:2:0`` and the like; for factors that have no such name, the factors of each layer."""
    factors = [(across, down) for _, across, down, _ in layers]
    if factors[1:] == [(1, 1), (1, 1)] and factors[0] in _SAMPLINGS:
        return _SAMPLINGS[factors[0]]
    return "factors " + ", ".join(f"{across}x{down}" for across, down in factors)


def segment_name(marker: str, content: bytes) -> str:
    """The usual name of an application segment, or its marker."""
    for known, beginning, name in _SEGMENTS:
        if marker == known and content.startswith(beginning):
            return name
    return marker


def segments_text(names: Sequence[str]) -> str:
    """The order of the segments, repeated ones counted: ``JFIF, Exif, ICC x3``."""
    runs = [(name, len(list(run))) for name, run in groupby(names)]
    shown = [name if count == 1 else f"{name} x{count}" for name, count in runs[:SEGMENTS_SHOWN]]
    return ", ".join(shown) + (", ..." if len(runs) > SEGMENTS_SHOWN else "")


def _scaled(table: Table, quality: int, limit: int) -> Table:
    factor = 5000 // quality if quality < 50 else 200 - 2 * quality
    return tuple(min(max((value * factor + 50) // 100, 1), limit) for value in table)
