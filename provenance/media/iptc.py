"""What the IPTC-IIM block says: by-line, credit, caption, dates, marks that Facebook and Flickr leave.

Layout: IPTC-NAA Information Interchange Model, version 4.2, section 1.6. News agencies still write it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import MediaDamaged
from provenance.media.marks import instructions_hint, notes_hint, program_hint, reference_hint
from provenance.media.stamps import iptc_iso, stamped
from provenance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.media.stamps import Statement

MARKER = 0x1C
DATASETS_ALLOWED = 2_000  # a reference file with every field filled has 93
UTF_8 = b"\x1b%G"  # in 1:90

PHOTOSHOP_RESOURCE = 0x0404  # where Photoshop's image resources keep the block
TIFF_TAG = 33723

_APPLICATION = 2
_TEXTS = (
    (80, "author"),
    (85, "author.title"),
    (110, "credit"),
    (115, "credit.source"),
    (116, "copyright"),
    (118, "author.contact"),
    (122, "description.writer"),
    (105, "headline"),
    (5, "title"),
    (120, "description"),
    (25, "keywords"),
    (92, "place.sublocation"),
    (90, "place.city"),
    (95, "place.state"),
    (101, "place.country"),
    (65, "software"),
    (40, "instructions"),
    (103, "transmission_reference"),
    (230, "document_notes"),
)
_STAMPS = (
    (55, 60, "captured.created", "iptc (date created)"),
    (62, 63, "captured.digitised", None),
    (30, 35, "published.released", None),
)
_HINTS = {
    "software": program_hint,
    "instructions": instructions_hint,
    "transmission_reference": reference_hint,
    "document_notes": notes_hint,
}


def read_iptc(block: bytes) -> dict[tuple[int, int], list[bytes]]:
    """The values of each (record, data set), up to the first byte that belongs to none.

    Raises:
        MediaDamaged: if the block does not begin with a data set.
    """
    found: dict[tuple[int, int], list[bytes]] = {}
    at = 0
    for _ in range(DATASETS_ALLOWED):
        header = block[at : at + 5]
        if len(header) < 5 or header[0] != MARKER:
            break
        size, at = int.from_bytes(header[3:5], "big"), at + 5
        if size & 0x8000:  # the size stands in that many bytes after the header
            count = size & 0x7FFF
            size, at = int.from_bytes(block[at : at + min(count, 8)], "big"), at + count
        found.setdefault((header[1], header[2]), []).append(block[at : at + size])
        at += size
    if not found and block.strip(b"\0"):
        raise MediaDamaged("The IPTC block does not begin like one and was not read")
    return found


def iptc_facts(block: bytes) -> Iterator[Statement]:
    """The facts that matter to verification.

    Raises:
        MediaDamaged: if the block does not begin with a data set.
    """
    values = read_iptc(block)
    utf_8 = UTF_8 in values.get((1, 90), ())
    for day_set, time_set, name, basis in _STAMPS:
        day = _text(values, day_set, utf_8=utf_8)
        if not day:
            continue
        time = _text(values, time_set, utf_8=utf_8)
        text = f"{day} {time}".strip()
        yield from stamped(name, text, iptc_iso(day, time), source="iptc", basis=basis)
    for number, name in _TEXTS:
        if text := _text(values, number, utf_8=utf_8):
            yield Fact(name, text, "iptc", _HINTS[name](text) if name in _HINTS else None)


def _text(values: Mapping[tuple[int, int], list[bytes]], number: int, *, utf_8: bool) -> str:
    parts = (_decoded(raw, utf_8=utf_8) for raw in values.get((_APPLICATION, number), ()))
    return "; ".join(part for part in parts if part)


def _decoded(raw: bytes, *, utf_8: bool) -> str:
    """Most writers use UTF-8 without saying so; what is no UTF-8 is read as the Western code page."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        text = raw.decode("utf-8" if utf_8 else "cp1252", "replace")
    return text.strip(" \0\r\n\t")
