"""What the EXIF block says: camera, times, texts, orientation, embedded thumbnail. GPS is in :mod:`.gps`.

Maker notes are not read: they cost up to 78 ms a file and hold little that helps verification.
"""

from __future__ import annotations

import io
import re
import struct
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, cast

from provenance.errors import MediaDamaged
from provenance.media.marks import program_hint
from provenance.media.stamps import camera_iso, stamped, usable_offset
from provenance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from provenance.media.stamps import Statement

# exifread takes one value at a time: 194 to 1,400 reads for each of 268 files of the corpus, 40,090 for a
# directory that points at itself. The limits end such a walk after some 20 ms.
READS_ALLOWED = 20_000
BYTES_ALLOWED = 8 << 20  # many tags may point at one large area
ENTRIES_ALLOWED = 500  # of one directory, when a single tag is looked up
WINDOWS_TEXTS = frozenset({"XPTitle", "XPComment", "XPAuthor"})  # bytes of UTF-16, though typed as numbers
USER_COMMENT = 0x9286  # exifread leaves it out together with the maker notes
WHAT_EXIFREAD_RAISES = (
    # IndexError and TypeError come from fuzzed files, the others from reading its code: a tag of another
    # type than expected, a thumbnail without strips, a directory inside itself, the limits above.
    ArithmeticError,
    AttributeError,
    LookupError,
    OSError,
    RecursionError,
    TypeError,
    ValueError,
    struct.error,
)

_TEXTS = (
    ("camera.make", "Make"),
    ("camera.model", "Model"),
    ("camera.serial", "BodySerialNumber"),
    ("camera.serial", "SerialNumber"),
    ("camera.lens", "LensModel"),
    ("camera.lens_serial", "LensSerialNumber"),
    ("camera.owner", "CameraOwnerName"),
    ("camera.owner", "OwnerName"),
    ("camera.host", "HostComputer"),
    ("camera.image_id", "ImageUniqueID"),
    ("software", "Software"),
    ("software", "Tag 0x000B"),  # ProcessingSoftware
    ("software", "Tag 0xA43B"),  # ImageEditingSoftware, EXIF 3.0
    ("author", "Artist"),
    ("author", "Tag 0xA437"),  # Photographer, EXIF 3.0
    ("author", "XPAuthor"),
    ("copyright", "Copyright"),
    ("title", "XPTitle"),
    ("description", "ImageDescription"),
    ("comment", "XPComment"),
)
_STAMPS = (
    ("captured.original", "DateTimeOriginal", "OffsetTimeOriginal", "SubSecTimeOriginal"),
    ("captured.digitised", "DateTimeDigitized", "OffsetTimeDigitized", "SubSecTimeDigitized"),
    ("file.modified", "DateTime", "OffsetTime", "SubSecTime"),
)
_BASES = {"captured.original": "exif (camera clock)", "captured.digitised": "exif (digitised, camera clock)"}
_UPRIGHT = {
    1: "upright",
    2: "mirrored left to right",
    3: "turn 180 degrees to view",
    4: "mirrored top to bottom",
    5: "mirrored, and turn 90 degrees anticlockwise to view",
    6: "turn 90 degrees clockwise to view",
    7: "mirrored, and turn 90 degrees clockwise to view",
    8: "turn 90 degrees anticlockwise to view",
}


@dataclass(frozen=True, slots=True)
class Exif:
    """The block as plain values; keys are tag names as exifread prints them, e.g. ``GPS GPSLatitude``."""

    texts: Mapping[str, str]
    numbers: Mapping[str, tuple[float, ...]]
    thumbnail: bytes | None  # a JPEG
    user_comment: str | None

    def text(self, name: str) -> str | None:
        """A text from the EXIF directory or, where a program put it there, from the main one."""
        return self.texts.get("EXIF " + name) or self.texts.get("Image " + name)


class _Rationed(io.BytesIO):
    """A stream that runs dry, so that a block which points in circles ends the reader's walk."""

    def __init__(self, block: bytes) -> None:
        super().__init__(block)
        self.reads_left = READS_ALLOWED
        self.bytes_left = BYTES_ALLOWED

    def read(self, size: int | None = -1, /) -> bytes:
        chunk = super().read(size)
        self.reads_left -= 1
        self.bytes_left -= len(chunk)
        if self.reads_left < 0 or self.bytes_left < 0:
            raise OSError("its directories point in circles, or at the same bytes again and again")
        return chunk


def read_exif(block: bytes) -> Exif:
    """The values of an EXIF block, which is a small TIFF file, or of a TIFF file.

    Raises:
        MediaDamaged: if exifread cannot walk it, or the walk would not end.
    """
    if block[:4] not in (b"II*\0", b"MM\0*"):
        raise MediaDamaged("The EXIF block does not begin like one and was not read")
    try:
        tags = _reader()(_Rationed(block), details=False)
        return _plain(tags, block)
    except WHAT_EXIFREAD_RAISES as error:
        reason = str(error) if isinstance(error, OSError) else "exiftool may still read parts of it"
        raise MediaDamaged(f"The EXIF block is malformed and was not read: {reason}") from error


def raw_tag(block: bytes, directory: int, tag: int) -> bytes | None:
    """The bytes of one tag of the directory at that offset, or None; for tags that exifread leaves out."""
    order = "<" if block[:2] == b"II" else ">"
    sizes = {1: 1, 2: 1, 3: 2, 4: 4, 7: 1}
    try:
        (entries,) = struct.unpack_from(order + "H", block, directory)
        for index in range(min(entries, ENTRIES_ALLOWED)):
            entry = directory + 2 + 12 * index
            found, kind, count, start = struct.unpack_from(order + "HHII", block, entry)
            if found == tag:
                size = count * sizes.get(kind, 0)
                start = entry + 8 if size <= 4 else start
                return block[start : start + size]
    except struct.error:
        pass  # the directory reaches over the end of the block: there is no such tag
    return None


def main_directory(block: bytes) -> int:
    """Where the first directory of a TIFF file begins."""
    order = "<" if block[:2] == b"II" else ">"
    return int(struct.unpack_from(order + "I", block.ljust(8, b"\0"), 4)[0])


def exif_facts(exif: Exif) -> Iterator[Statement]:
    """The facts that matter to verification, in the order in which a person would ask for them."""
    yield from _times(exif)
    for name, tag in _TEXTS:
        if text := exif.text(tag):
            yield Fact(name, text, "exif", program_hint(text) if name == "software" else None)
    if exif.user_comment:
        yield Fact("comment", exif.user_comment, "exif", program_hint(exif.user_comment))
    if turned := exif.numbers.get("Image Orientation"):
        value = int(turned[0]) if turned[0] in _UPRIGHT else 0
        yield Fact("image.orientation", f"{turned[0]:g}: {_UPRIGHT.get(value, 'no such value')}", "exif")


def local_time(exif: Exif) -> str | None:
    """The camera's clock when the picture was taken, ISO 8601 without a zone, if it gives day and time."""
    iso = camera_iso(exif.text("DateTimeOriginal") or "")
    return iso[:19] if iso and "T" in iso else None


def stated_offset(exif: Exif) -> str | None:
    """The zone that the file states for the camera's clock, e.g. ``+03:00``."""
    return usable_offset(exif.text("OffsetTimeOriginal"))


@lru_cache(maxsize=1)
def _reader() -> Callable[..., dict[str, Any]]:
    """exifread's entry point, kept from writing its complaints to the terminal; 30 ms to import."""
    import logging

    from exifread import process_file

    logging.getLogger("exifread").addHandler(logging.NullHandler())
    return cast("Callable[..., dict[str, Any]]", process_file)


def _times(exif: Exif) -> Iterator[Statement]:
    taken = False
    for name, stamp, offset_tag, fraction_tag in _STAMPS:
        text = exif.text(stamp)
        if not text or not text.strip():
            continue
        offset = usable_offset(exif.text(offset_tag))
        basis = None if taken else _BASES.get(name)  # the digitising only counts where nothing else is said
        taken = taken or name == "captured.original"
        given = f"{text} {offset}" if offset else text
        for statement in stamped(name, given, camera_iso(text, offset), source="exif", basis=basis):
            yield Fact(name, text, "exif", statement.hint) if isinstance(statement, Fact) else statement
        if offset:
            yield Fact(name + ".offset", offset, "exif")
        if fraction := exif.text(fraction_tag):
            yield Fact(name + ".subseconds", fraction, "exif")


def _plain(tags: Mapping[str, Any], block: bytes) -> Exif:
    texts: dict[str, str] = {}
    numbers: dict[str, tuple[float, ...]] = {}
    for key, tag in tags.items():
        values = getattr(tag, "values", None)  # the thumbnails are bare bytes
        if not isinstance(key, str) or values is None:
            continue
        if isinstance(values, list) and key.split(" ", 1)[-1] not in WINDOWS_TEXTS:
            numbers[key] = _numbers(values)
        else:
            texts[key] = _text(values)
    thumbnail = tags.get("JPEGThumbnail")
    return Exif(
        texts={key: text for key, text in texts.items() if text},
        numbers={key: found for key, found in numbers.items() if found},
        thumbnail=thumbnail if isinstance(thumbnail, bytes) and thumbnail.startswith(b"\xff\xd8\xff") else None,
        user_comment=_user_comment(block, numbers.get("Image ExifOffset")),
    )


def _numbers(values: list[Any]) -> tuple[float, ...]:
    """All of them, or none: a position with a missing part is no position."""
    try:
        return tuple(float(value) for value in values[:16])
    except (ArithmeticError, TypeError, ValueError):
        return ()


def _text(values: Any) -> str:
    """Text from what exifread gives: text, bytes that are no UTF-8, or the bytes of Windows' texts."""
    if isinstance(values, str):
        return values
    if isinstance(values, bytes):
        return values.decode("cp1252", "replace")
    return bytes(value & 255 for value in values).decode("utf-16-le", "ignore").split("\0", 1)[0]


def _user_comment(block: bytes, directory: tuple[float, ...] | None) -> str | None:
    """The comment behind its eight letters of encoding; image generators write their settings here."""
    raw = raw_tag(block, int(directory[0]), USER_COMMENT) if directory else None
    if not raw:
        return None
    code, body = raw[:8], raw[8:]
    if code.startswith(b"UNICODE"):
        # Writers ignore the block's byte order. In any script the high bytes vary less than the low ones.
        low_first = len(set(body[0::2])) > len(set(body[1::2]))
        text = body.decode("utf-16-le" if low_first else "utf-16-be", "ignore")
    else:
        text = body.decode("utf-8", "replace")
    return re.sub(r"\0+", " ", text).strip() or None
