"""What the XMP packet says: programs, edit history, document ids, credit lines, declared source type.

Read with namespaces, since ``photoshop:History`` (a text) and ``xmpMM:History`` (a list) are two things.
Entities and document types are refused before anything is expanded.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.errors import MediaDamaged
from provenance.media.gps import decimal_degrees, position_fact
from provenance.media.marks import instructions_hint, program_hint, reference_hint
from provenance.media.stamps import camera_iso, stamped
from provenance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from xml.etree.ElementTree import Element

    from provenance.media.stamps import Statement

    Hint = Callable[[str], str | None]

# Parsing takes about 1 microsecond a tag or attribute. Photoshop's lists of ancestors grow to megabytes.
BYTES_ALLOWED = 2 << 20
TAGS_ALLOWED = 100_000
ATTRIBUTES_ALLOWED = 100_000
HISTORY_SHOWN = 20
ANCESTORS_SHOWN = 3

RDF = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}"
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
X = "{adobe:ns:meta/}"
XMP = "{http://ns.adobe.com/xap/1.0/}"
MM = "{http://ns.adobe.com/xap/1.0/mm/}"
EVENT = "{http://ns.adobe.com/xap/1.0/sType/ResourceEvent#}"
REFERENCE = "{http://ns.adobe.com/xap/1.0/sType/ResourceRef#}"
RIGHTS = "{http://ns.adobe.com/xap/1.0/rights/}"
PHOTOSHOP = "{http://ns.adobe.com/photoshop/1.0/}"
EXIF = "{http://ns.adobe.com/exif/1.0/}"
EXIF_EX = "{http://cipa.jp/exif/1.0/}"
AUX = "{http://ns.adobe.com/exif/1.0/aux/}"
TIFF = "{http://ns.adobe.com/tiff/1.0/}"
DC = "{http://purl.org/dc/elements/1.1/}"
DC_TERMS = "{http://purl.org/dc/terms/}"
IPTC_CORE = "{http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/}"
IPTC_EXT = "{http://iptc.org/std/Iptc4xmpExt/2008-02-29/}"
# Microsoft's programs write the same namespace with and without the last stroke.
MICROSOFT = ("{http://ns.microsoft.com/photo/1.0/}", "{http://ns.microsoft.com/photo/1.0}")

_STAMPS = (
    ("captured.original", EXIF + "DateTimeOriginal", "xmp (DateTimeOriginal)"),
    ("captured.created", PHOTOSHOP + "DateCreated", "xmp (date created)"),
    ("captured.digitised", EXIF + "DateTimeDigitized", None),
    ("file.created", XMP + "CreateDate", None),
    ("file.modified", XMP + "ModifyDate", None),
    ("metadata.modified", XMP + "MetadataDate", None),
    ("file.acquired", MICROSOFT[0] + "DateAcquired", None),
    ("file.acquired", MICROSOFT[1] + "DateAcquired", None),
)
_TEXTS: tuple[tuple[str, str, Hint | None], ...] = (
    ("software", XMP + "CreatorTool", program_hint),
    ("software", TIFF + "Software", program_hint),
    ("camera.make", TIFF + "Make", None),
    ("camera.model", TIFF + "Model", None),
    ("camera.serial", AUX + "SerialNumber", None),
    ("camera.serial", EXIF_EX + "BodySerialNumber", None),
    ("camera.serial", MICROSOFT[0] + "CameraSerialNumber", None),
    ("camera.serial", MICROSOFT[1] + "CameraSerialNumber", None),
    ("camera.lens", AUX + "Lens", None),
    ("camera.lens", EXIF_EX + "LensModel", None),
    ("camera.lens_serial", AUX + "LensSerialNumber", None),
    ("camera.owner", AUX + "OwnerName", None),
    ("camera.owner", EXIF_EX + "CameraOwnerName", None),
    ("camera.image_id", EXIF + "ImageUniqueID", None),
    ("author", DC + "creator", None),
    ("author", TIFF + "Artist", None),
    ("author.title", PHOTOSHOP + "AuthorsPosition", None),
    ("credit", PHOTOSHOP + "Credit", program_hint),
    ("credit.source", PHOTOSHOP + "Source", None),
    ("copyright", DC + "rights", None),
    ("copyright.page", RIGHTS + "WebStatement", None),
    ("headline", PHOTOSHOP + "Headline", None),
    ("title", DC + "title", None),
    ("description", DC + "description", None),
    ("description.writer", PHOTOSHOP + "CaptionWriter", None),
    ("comment", EXIF + "UserComment", program_hint),
    ("keywords", DC + "subject", None),
    ("place.sublocation", IPTC_CORE + "Location", None),
    ("place.city", PHOTOSHOP + "City", None),
    ("place.state", PHOTOSHOP + "State", None),
    ("place.country", PHOTOSHOP + "Country", None),
    ("instructions", PHOTOSHOP + "Instructions", instructions_hint),
    ("transmission_reference", PHOTOSHOP + "TransmissionReference", reference_hint),
    ("generator.system", IPTC_EXT + "AISystemUsed", lambda _: "declares that a generative model was used"),
    (
        "generator.prompt",
        IPTC_EXT + "AIPromptInformation",
        lambda _: "declares the prompt of a generative model",
    ),
    ("xmp.document_id", MM + "DocumentID", None),
    ("xmp.original_document_id", MM + "OriginalDocumentID", None),
    ("xmp.instance_id", MM + "InstanceID", None),
)
# IPTC NewsCodes, digital source type; the words of the vocabulary in short.
_SOURCE_TYPES = {
    "trainedAlgorithmicMedia": "declares itself made by a generative model",
    "compositeWithTrainedAlgorithmicMedia": "declares itself changed or completed with a generative model",
    "algorithmicMedia": "declares itself made by an algorithm",
    "dataDrivenMedia": "declares itself drawn from data",
    "compositeSynthetic": "declares itself a composite with synthetic parts",
    "composite": "declares itself a composite",
    "compositeCapture": "declares itself a composite of camera pictures",
    "algorithmicallyEnhanced": "declares itself enhanced by an algorithm",
    "humanEdits": "declares itself edited by people",
    "minorHumanEdits": "declares itself edited by people, in little things",
    "digitalCreation": "declares itself drawn with software",
    "digitalArt": "declares itself drawn with software",
    "softwareImage": "declares itself drawn with software",
    "virtualRecording": "declares itself recorded from a virtual scene",
    "screenCapture": "declares itself a screen capture",
    "digitalCapture": "declares itself taken by a digital camera",
    "computationalCapture": "declares itself taken by a camera that joins several exposures",
    "negativeFilm": "declares itself a scan of a negative",
    "positiveFilm": "declares itself a scan of a slide",
    "print": "declares itself a scan of a print",
}
_COORDINATE = re.compile(r"(\d{1,3}),(\d{1,2}(?:\.\d+)?)(?:,(\d{1,2}(?:\.\d+)?))?([NSEW])")


def read_xmp(packet: bytes) -> dict[str, Element | str]:
    """The properties of an XMP packet, by ``{namespace}name``; the first of a name counts.

    Raises:
        MediaDamaged: if it is no XML, holds entities or a document type, or is over the limits.
    """
    from xml.etree.ElementTree import ParseError  # only for files that have a packet

    from defusedxml.common import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    _refuse_large(packet)
    try:
        root = fromstring(packet.rstrip(b"\0 "), forbid_dtd=True)
    except DefusedXmlException as error:
        raise MediaDamaged("The XMP packet declares a document type or entities and was not read") from error
    except (ParseError, ValueError, LookupError) as error:
        raise MediaDamaged(f"The XMP packet is malformed and was not read: {error}") from error
    found: dict[str, Element | str] = {}
    if toolkit := root.get(X + "xmptk"):
        found[X + "xmptk"] = toolkit
    for description in (node for rdf in root.iter(RDF + "RDF") for node in rdf):
        for name, value in (*description.attrib.items(), *((child.tag, child) for child in description)):
            found.setdefault(name, value)
    return found


def xmp_facts(packet: bytes) -> Iterator[Statement]:
    """The facts that matter to verification.

    Raises:
        MediaDamaged: as :func:`read_xmp`.
    """
    properties = read_xmp(packet)
    for name, key, basis in _STAMPS:
        if text := _text(properties.get(key)):
            iso = camera_iso(text) or text  # some programs write EXIF's colons here too
            yield from stamped(name, text, iso, source="xmp", basis=basis)
    for name, key, hint in _TEXTS:
        if text := _text(properties.get(key)):
            yield Fact(name, text, "xmp", hint(text) if hint else None)
    yield from _position(properties)
    yield from _source_type(properties)
    yield from _history(properties)
    yield from _origins(properties)


def _refuse_large(packet: bytes) -> None:
    if len(packet) > BYTES_ALLOWED:
        raise MediaDamaged(f"The XMP packet has {len(packet):,} bytes, over {BYTES_ALLOWED:,}, and was not read")
    if packet.count(b"<") > TAGS_ALLOWED or packet.count(b"=") > ATTRIBUTES_ALLOWED:
        raise MediaDamaged(f"The XMP packet has more than {TAGS_ALLOWED:,} parts and was not read")


def _source_type(properties: dict[str, Element | str]) -> Iterator[Fact]:
    if text := _text(properties.get(IPTC_EXT + "DigitalSourceType")):
        yield Fact("digital_source_type", text, "xmp", _SOURCE_TYPES.get(re.split(r"[/:#]", text)[-1]))


def _position(properties: dict[str, Element | str]) -> Iterator[Fact]:
    latitude = _COORDINATE.fullmatch(_text(properties.get(EXIF + "GPSLatitude")))
    longitude = _COORDINATE.fullmatch(_text(properties.get(EXIF + "GPSLongitude")))
    if latitude and longitude:
        yield position_fact(_degrees(latitude), _degrees(longitude), source="xmp")


def _degrees(found: re.Match[str]) -> float:
    degrees, minutes, seconds, side = found.groups()
    return decimal_degrees((float(degrees), float(minutes), float(seconds or 0)), side)


def _history(properties: dict[str, Element | str]) -> Iterator[Fact]:
    events = _items(properties.get(MM + "History"))
    for event in events[:HISTORY_SHOWN]:
        yield Fact("xmp.history", _step(_fields(event)), "xmp")
    if len(events) > HISTORY_SHOWN:
        yield Fact("xmp.history", f"and {len(events) - HISTORY_SHOWN} more steps", "xmp")


def _step(event: dict[str, str]) -> str:
    """``saved by Adobe Photoshop CS6 (Windows), 2016-06-29T10:04:11+03:00``."""
    text = event.get(EVENT + "action") or "changed"
    for key, joint in (("parameters", " "), ("softwareAgent", " by "), ("when", ", ")):
        if value := event.get(EVENT + key):
            text += joint + value
    return text


def _origins(properties: dict[str, Element | str]) -> Iterator[Fact]:
    derived = properties.get(MM + "DerivedFrom")
    fields = _fields(derived) if derived is not None and not isinstance(derived, str) else {}
    for part in ("originalDocumentID", "documentID", "instanceID"):
        if value := fields.get(REFERENCE + part):
            hint = "as the file says, made from that document; another file may carry the same id"
            yield Fact("xmp.derived_from", value, "xmp", hint)
            break
    ancestors = _items(properties.get(PHOTOSHOP + "DocumentAncestors"))
    if ancestors:
        some = ", ".join(map(_own_text, ancestors[:ANCESTORS_SHOWN]))
        some += ", ..." if len(ancestors) > ANCESTORS_SHOWN else ""
        hint = "parts of these documents may have been pasted into it"
        yield Fact("xmp.ancestors", f"{len(ancestors)}: {some}", "xmp", hint)
    if credentials := _text(properties.get(DC_TERMS + "provenance")):
        hint = "points to signed content credentials (C2PA); they were neither fetched nor examined"
        yield Fact("xmp.credentials", credentials, "xmp", hint)
    if toolkit := _text(properties.get(X + "xmptk")):
        yield Fact("xmp.toolkit", toolkit, "xmp")


def _items(node: Element | str | None) -> list[Element]:
    """The members of a list, a set or alternatives; none for anything else."""
    if node is None or isinstance(node, str):
        return []
    return [item for kind in ("Seq", "Bag", "Alt") for item in node.findall(f"{RDF}{kind}/{RDF}li")]


def _fields(node: Element) -> dict[str, str]:
    """The fields of a structure, whichever of RDF's three notations the writer chose."""
    holders = [node, *node.findall(RDF + "Description")]
    fields: dict[str, str] = {}
    for holder in holders:
        fields.update(holder.attrib)
        fields.update({child.tag: _text(child) for child in holder})
    return fields


def _text(node: Element | str | None) -> str:
    """A property as text: several members joined, of alternatives the default language."""
    if node is None:
        return ""
    if isinstance(node, str):
        return node.strip()
    alternatives = node.findall(f"{RDF}Alt/{RDF}li")
    if alternatives:
        default = [item for item in alternatives if item.get(XML_LANGUAGE) == "x-default"]
        return (default or alternatives)[0].text or ""
    members = _items(node)  # not by calling itself: lists in lists would reach Python's limit
    return "; ".join(text for text in map(_own_text, members or [node]) if text)


def _own_text(node: Element) -> str:
    return (node.text or node.get(RDF + "resource") or node.get(RDF + "value") or "").strip()
