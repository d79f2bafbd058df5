"""Single numbers out of EXIF and multi-picture blocks, where loading a whole reader would cost more.

Pillow's reader of EXIF imports all of TIFF and warns about every flaw. What people want to know of a file's
metadata is read elsewhere (media/metadata.py).
"""

from __future__ import annotations

import struct

ORIENTATION = 0x0112
MPF_NUMBER, MPF_ENTRIES = 0xB001, 0xB002  # of the Multi-Picture Format, CIPA DC-007
MPF_KIND, MPF_VIEW = 0xFF0000, 0x020000  # in an entry's attribute: one of several views
MOST_VIEWS = 1000
MOST_CHUNKS = 100_000  # of a PNG; they usually hold 8 kB or more
SHORT = 3  # the type of a 16-bit number


def orientation_of(exif: object) -> int:
    """The orientation, 1 to 8, that an EXIF block asks for; 1 if it is absent, odd or damaged."""
    if not isinstance(exif, bytes):
        return 1
    kind, value = _tag(exif.removeprefix(b"Exif\x00\x00"), ORIENTATION)
    return value if kind == SHORT and 1 <= value <= 8 else 1


def exif_of_png(data: bytes) -> bytes | None:
    """The EXIF block of a PNG, which may stand behind the pixels, where Pillow looks only after decoding."""
    at = len(b"\x89PNG\r\n\x1a\n")
    for _ in range(MOST_CHUNKS):
        length, kind = int.from_bytes(data[at : at + 4]), data[at + 4 : at + 8]
        if kind == b"eXIf":
            return data[at + 8 : at + 8 + length]
        at += length + 12  # length, kind and checksum
        if at >= len(data):
            break
    return None


def views_of(index: object) -> int:
    """How many views (3D, panorama) a multi-picture index lists, 1 at least; previews and gain maps do not count."""
    if not isinstance(index, bytes):
        return 1
    order = "<" if index.startswith(b"II") else ">"
    _, number = _tag(index, MPF_NUMBER)
    _, at = _tag(index, MPF_ENTRIES)
    table = index[at : at + 16 * min(number, MOST_VIEWS)]
    attributes = [int(entry[0]) for entry in struct.iter_unpack(order + "I12x", table[: len(table) // 16 * 16])]
    return max(1, [attribute & MPF_KIND for attribute in attributes].count(MPF_VIEW))


def _tag(tiff: bytes, wanted: int) -> tuple[int, int]:
    """Type and value (or offset of the value) of a tag in the first directory; zeros if there is none."""
    order = {b"II": "<", b"MM": ">"}.get(tiff[:2])
    if order is None:
        return 0, 0
    try:
        (start,) = struct.unpack_from(order + "I", tiff, 4)
        (entries,) = struct.unpack_from(order + "H", tiff, start)
        for at in range(start + 2, start + 2 + 12 * entries, 12):
            tag, kind = struct.unpack_from(order + "HH", tiff, at)
            if tag == wanted:
                (value,) = struct.unpack_from(order + ("H" if kind == SHORT else "I"), tiff, at + 8)
                return int(kind), int(value)
    except struct.error:  # the block ends before its own directory does
        pass
    return 0, 0
