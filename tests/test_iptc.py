"""The IPTC-IIM block, against Pillow's reader and against marks that platforms are known to leave."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import IptcImagePlugin

from provenance.errors import MediaDamaged
from provenance.media.containers import find_blocks
from provenance.media.image import open_image
from provenance.media.iptc import iptc_facts, read_iptc
from provenance.media.marks import FACEBOOK, FACEBOOK_PERHAPS, FLICKR
from provenance.model import DateRecord, Fact


def dataset(number: int, value: bytes, record: int = 2) -> bytes:
    return struct.pack(">BBBH", 0x1C, record, number, len(value)) + value


def facts_of(block: bytes) -> dict[str, Fact]:
    return {item.name: item for item in iptc_facts(block) if isinstance(item, Fact)}


def test_credit_lines_and_captions_are_read() -> None:
    block = b"".join(
        [
            dataset(80, b"A. Stringer"),
            dataset(110, b"Agency/Channel"),
            dataset(116, "© Agency".encode()),
            dataset(120, "مقاتل يرفع العلم".encode()),
            dataset(25, b"flag"),
            dataset(25, b"border"),
            dataset(101, b"Syria"),
        ]
    )
    facts = facts_of(block)
    assert facts["author"].value == "A. Stringer"
    assert facts["credit"].value == "Agency/Channel"
    assert facts["copyright"].value == "© Agency"
    assert facts["description"].value == "مقاتل يرفع العلم"
    assert facts["keywords"].value == "flag; border"
    assert facts["place.country"].value == "Syria"
    assert {fact.source for fact in facts.values()} == {"iptc"}


def test_texts_that_are_no_utf_8_are_read_as_western() -> None:
    assert facts_of(dataset(80, "Zoë".encode("cp1252")))["author"].value == "Zoë"
    declared = dataset(90, b"\x1b%G", record=1) + dataset(80, b"Zo\xeb")
    assert facts_of(declared)["author"].value == "Zo\ufffd"


def test_facebooks_mark_says_that_the_copy_went_through_facebook() -> None:
    # The form of both values is that of files which Facebook served.
    block = dataset(103, b"2MOP5-hLbeUMhN0o0Lqh") + dataset(40, b"FBMD01000ab6030000390e00004d260000")
    facts = facts_of(block)
    assert facts["instructions"].hint == FACEBOOK
    assert facts["transmission_reference"].hint == FACEBOOK_PERHAPS


@pytest.mark.parametrize(
    "reference", [b"XMM101", b"Photo17Ab", b"53616c7465645f5f0f79ebad28071734", b"Job Id 2016-06-28 ab"]
)
def test_an_agencys_job_number_is_not_taken_for_facebooks(reference: bytes) -> None:
    assert facts_of(dataset(103, reference))["transmission_reference"].hint is None
    assert facts_of(dataset(40, b"No FBMD here"))["instructions"].hint is None


def test_flickrs_mark_says_that_the_copy_came_from_flickr() -> None:
    assert facts_of(dataset(230, b"https://flickr.com/e/KhbwAKFiLld8e%3D"))["document_notes"].hint == FLICKR


def test_the_date_created_is_a_date_of_capture_with_its_zone() -> None:
    block = dataset(55, b"20160629") + dataset(60, b"013000+0300")
    dates = [item for item in iptc_facts(block) if isinstance(item, DateRecord)]
    assert [(date.text, date.earliest, date.zone_known, date.basis) for date in dates] == [
        ("20160629 013000+0300", "2016-06-28T22:30:00Z", True, "iptc (date created)")
    ]


def test_what_stands_before_damage_is_kept() -> None:
    assert read_iptc(dataset(80, b"A") + b"junk" * 9) == {(2, 80): [b"A"]}
    with pytest.raises(MediaDamaged, match="IPTC"):
        read_iptc(b"junk" * 9)


def test_a_long_value_uses_the_extended_size() -> None:
    value = b"x" * 40_000
    block = struct.pack(">BBBHI", 0x1C, 2, 120, 0x8004, len(value)) + value + dataset(80, b"A")
    assert read_iptc(block) == {(2, 120): [value], (2, 80): [b"A"]}


@settings(deadline=None)
@given(block=st.one_of(st.binary(), st.lists(st.binary(max_size=9)).map(lambda parts: b"\x1c\x02P".join(parts))))
def test_no_bytes_break_the_reader(block: bytes) -> None:
    try:
        read_iptc(block)
        list(iptc_facts(block))
    except MediaDamaged:
        assert block


def test_real_blocks_hold_what_pillow_reads(corpus: Path) -> None:
    compared = 0
    for path in sorted(path for folder in ("exif", "photos", "pdq") for path in (corpus / folder).glob("**/*.jpg")):
        data = path.read_bytes()
        if b"Photoshop 3.0" not in data:
            continue
        image = open_image(data, name=path.name).pil
        expected = IptcImagePlugin.getiptcinfo(image)
        block = find_blocks(data, image, media_type="image/jpeg").iptc
        if expected:
            assert block is not None
            lists = {key: value if isinstance(value, list) else [value] for key, value in expected.items()}
            assert read_iptc(block) == {key: [part or b"" for part in parts] for key, parts in lists.items()}
            compared += 1
    assert compared > 50
