"""The XMP packet, against Pillow's reader, in each notation that RDF allows, and against hostile packets."""

from __future__ import annotations

import time
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.errors import MediaDamaged, MediaError
from provenance.media.image import open_image
from provenance.media.marks import FACEBOOK
from provenance.media.xmp import read_xmp, xmp_facts
from provenance.model import DateRecord, Fact

NAMES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
        "xmp": "http://ns.adobe.com/xap/1.0/",
        "xmpMM": "http://ns.adobe.com/xap/1.0/mm/",
        "stEvt": "http://ns.adobe.com/xap/1.0/sType/ResourceEvent#",
        "stRef": "http://ns.adobe.com/xap/1.0/sType/ResourceRef#",
        "photoshop": "http://ns.adobe.com/photoshop/1.0/",
        "exif": "http://ns.adobe.com/exif/1.0/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "Iptc4xmpExt": "http://iptc.org/std/Iptc4xmpExt/2008-02-29/",
        "MicrosoftPhoto": "http://ns.microsoft.com/photo/1.0/",
    }.items()
)


def packet(body: str = "", attributes: str = "") -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>'
        f'<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Test 1"><rdf:RDF {NAMES}>'
        f'<rdf:Description rdf:about="" {attributes}>{body}</rdf:Description>'
        '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
    ).encode()


def facts_of(content: bytes) -> list[tuple[str, str]]:
    return [(item.name, item.value) for item in xmp_facts(content) if isinstance(item, Fact)]


def one(content: bytes, name: str) -> Fact:
    (fact,) = (item for item in xmp_facts(content) if isinstance(item, Fact) and item.name == name)
    return fact


def test_a_property_is_the_same_as_attribute_and_as_element() -> None:
    expected = ("software", "Adobe Photoshop CS6 (Windows)")
    assert expected in facts_of(packet(attributes=f'xmp:CreatorTool="{expected[1]}"'))
    assert expected in facts_of(packet(f"<xmp:CreatorTool>{expected[1]}</xmp:CreatorTool>"))


def test_the_edit_history_is_told_in_each_notation() -> None:
    fields = 'stEvt:action="saved" stEvt:softwareAgent="Adobe Photoshop CS6" stEvt:when="2016-06-29T10:04:11+03:00"'
    elements = (
        "<stEvt:action>saved</stEvt:action><stEvt:softwareAgent>Adobe Photoshop CS6</stEvt:softwareAgent>"
        "<stEvt:when>2016-06-29T10:04:11+03:00</stEvt:when>"
    )
    for item in (
        f"<rdf:li {fields}/>",
        f'<rdf:li rdf:parseType="Resource">{elements}</rdf:li>',
        f"<rdf:li><rdf:Description {fields}/></rdf:li>",
        f"<rdf:li><rdf:Description>{elements}</rdf:Description></rdf:li>",
    ):
        history = f"<xmpMM:History><rdf:Seq>{item}</rdf:Seq></xmpMM:History>"
        assert ("xmp.history", "saved by Adobe Photoshop CS6, 2016-06-29T10:04:11+03:00") in facts_of(packet(history))


def test_one_step_and_several_steps_are_both_told() -> None:
    for count in (1, 2, 20, 25):
        steps = "".join(f'<rdf:li stEvt:action="saved" stEvt:when="{n}"/>' for n in range(count))
        history = f"<xmpMM:History><rdf:Seq>{steps}</rdf:Seq></xmpMM:History>"
        told = [value for name, value in facts_of(packet(history)) if name == "xmp.history"]
        assert told[0] == "saved, 0"
        assert len(told) == (count if count <= 20 else 21)
    assert told[-1] == "and 5 more steps"


def test_photoshops_own_history_text_is_not_mixed_up_with_the_list_of_steps() -> None:
    assert facts_of(packet(attributes='photoshop:History="opened a.jpg"')) == [("xmp.toolkit", "Test 1")]


def test_ids_and_ancestors_are_leads_to_other_files() -> None:
    content = packet(
        '<xmpMM:DerivedFrom stRef:documentID="xmp.did:1" stRef:originalDocumentID="xmp.did:0"/>'
        "<photoshop:DocumentAncestors><rdf:Bag>"
        + "".join(f"<rdf:li>d{n}</rdf:li>" for n in range(5))
        + "</rdf:Bag></photoshop:DocumentAncestors>",
        'xmpMM:DocumentID="xmp.did:2" xmpMM:InstanceID="xmp.iid:3" xmpMM:OriginalDocumentID="xmp.did:0"',
    )
    assert facts_of(content) == [
        ("xmp.document_id", "xmp.did:2"),
        ("xmp.original_document_id", "xmp.did:0"),
        ("xmp.instance_id", "xmp.iid:3"),
        ("xmp.derived_from", "xmp.did:0"),
        ("xmp.ancestors", "5: d0, d1, d2, ..."),
        ("xmp.toolkit", "Test 1"),
    ]


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("trainedAlgorithmicMedia", "made by a generative model"),
        ("compositeWithTrainedAlgorithmicMedia", "with a generative model"),
        ("screenCapture", "screen capture"),
    ],
)
def test_a_declared_source_type_is_called_a_declaration(kind: str, words: str) -> None:
    address = f"http://cv.iptc.org/newscodes/digitalsourcetype/{kind}"
    for content in (
        packet(attributes=f'Iptc4xmpExt:DigitalSourceType="{address}"'),
        packet(f'<Iptc4xmpExt:DigitalSourceType rdf:resource="{address}"/>'),
    ):
        fact = one(content, "digital_source_type")
        assert fact.value == address
        assert (fact.hint or "").startswith("declares itself")
        assert words in (fact.hint or "")


def test_of_several_languages_the_default_is_taken_and_several_creators_are_joined() -> None:
    content = packet(
        '<dc:description><rdf:Alt><rdf:li xml:lang="ar">عربي</rdf:li>'
        '<rdf:li xml:lang="x-default">a bridge</rdf:li></rdf:Alt></dc:description>'
        "<dc:creator><rdf:Seq><rdf:li>A</rdf:li><rdf:li>B</rdf:li></rdf:Seq></dc:creator>"
    )
    assert ("description", "a bridge") in facts_of(content)
    assert ("author", "A; B") in facts_of(content)


def test_dates_of_capture_are_told_apart_from_dates_of_the_file() -> None:
    content = packet(
        attributes='photoshop:DateCreated="2016-06-29T01:30:00+03:00" xmp:ModifyDate="2016-07-01T10:00:00Z" '
        'exif:DateTimeOriginal="2016:06:29 01:30:00" MicrosoftPhoto:DateAcquired="2016-07-02"'
    )
    dates = [item for item in xmp_facts(content) if isinstance(item, DateRecord)]
    assert [(date.basis, date.earliest, date.zone_known) for date in dates] == [
        ("xmp (DateTimeOriginal)", "2016-06-28T11:30:00Z", False),
        ("xmp (date created)", "2016-06-28T22:30:00Z", True),
    ]
    assert ("file.modified", "2016-07-01T10:00:00Z") in facts_of(content)
    assert ("file.acquired", "2016-07-02") in facts_of(content)


def test_positions_in_minutes_or_seconds_are_read() -> None:
    minutes = packet(attributes='exif:GPSLatitude="34,27.0N" exif:GPSLongitude="40,55.08W"')
    assert ("gps.position", "34.450000, -40.918000") in facts_of(minutes)
    seconds = packet(attributes='exif:GPSLatitude="34,27,0S" exif:GPSLongitude="40,55,5E"')
    assert ("gps.position", "-34.450000, 40.918056") in facts_of(seconds)


def test_facebooks_mark_is_found_when_a_program_copied_it_here() -> None:
    assert one(packet(attributes='photoshop:Instructions="FBMD01000a"'), "instructions").hint == FACEBOOK


def test_made_with_google_ai_is_recognised() -> None:
    hint = one(packet(attributes='photoshop:Credit="Made with Google AI"'), "credit").hint
    assert hint is not None
    assert "image generator" in hint


BOMB = (
    '<!DOCTYPE a [<!ENTITY a "aaaaaaaaaa">'
    + "".join(f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True))
    + ']><x:xmpmeta xmlns:x="adobe:ns:meta/">&i;</x:xmpmeta>'
).encode()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0" * 100,
        b"<",
        b"not xml",
        b"<a><b></a>",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        BOMB,
        b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/hostname">]><a>&e;</a>',
        b'<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>',
        packet("<a/>" * 100_001),
        packet("x" * 3_000_000),
    ],
    ids=["empty", "zeros", "open", "text", "crossed", "encoding", "bomb", "file", "dtd", "tags", "bytes"],
)
def test_a_hostile_packet_is_refused_in_one_line(content: bytes) -> None:
    started = time.process_time()
    with pytest.raises(MediaDamaged, match="XMP"):
        read_xmp(content)
    assert time.process_time() - started < 1


@pytest.mark.parametrize(
    "body",
    [
        "<dc:title>" * 30_000 + "</dc:title>" * 30_000,
        "<dc:title>" + "<rdf:Bag><rdf:li>" * 20_000 + "</rdf:li></rdf:Bag>" * 20_000 + "</dc:title>",
        "<dc:subject><rdf:Bag>" + "<rdf:li>a</rdf:li>" * 40_000 + "</rdf:Bag></dc:subject>",
    ],
    ids=["deep", "lists in lists", "long list"],
)
def test_a_deep_or_long_packet_ends_soon(body: str) -> None:
    started = time.process_time()
    list(xmp_facts(packet(body)))
    assert time.process_time() - started < 1


@settings(deadline=None)
@given(body=st.text(max_size=200), attributes=st.text(max_size=50))
def test_no_text_breaks_the_reader(body: str, attributes: str) -> None:
    content = packet(body.encode(errors="ignore").decode(), attributes.encode(errors="ignore").decode())
    with suppress(MediaDamaged):
        list(xmp_facts(content))


def _deep(tree: Any, name: str) -> list[str]:
    """Every text under that name in Pillow's tree of dictionaries and lists."""
    if isinstance(tree, list):
        return [text for part in tree for text in _deep(part, name)]
    if not isinstance(tree, dict):
        return []
    own = tree.get(name)
    return ([own] if isinstance(own, str) else []) + [t for key in tree for t in _deep(tree[key], name)]


def test_real_packets_say_what_pillow_reads(corpus: Path) -> None:
    compared = 0
    for path in sorted((corpus / "exif").glob("**/*")):
        if path.suffix.lower() not in (".jpg", ".png", ".webp", ".tif", ".tiff"):
            continue
        try:
            image = open_image(path.read_bytes(), name=path.name).pil
        except MediaError:
            continue
        content, tree = image.info.get("xmp"), image.getxmp()
        if isinstance(content, bytes):
            facts = facts_of(content)
            for name, key in (("software", "CreatorTool"), ("xmp.document_id", "DocumentID"), ("credit", "Credit")):
                for expected in filter(None, map(str.strip, _deep(tree, key))):
                    assert (name, expected) in facts, path
                    compared += 1
    assert compared > 30
