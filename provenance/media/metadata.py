"""What a picture file says about itself, as facts with hints. Metadata can be written by anyone: no verdicts.

Each block (EXIF with GPS, XMP, IPTC, JPEG headers, texts) is read by its own module. A block that cannot be
read becomes a fact ``problem.<block>``, and the others are read all the same.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from provenance.errors import MediaDamaged
from provenance.media.containers import find_blocks
from provenance.media.exif import exif_facts, read_exif
from provenance.media.gps import gps_facts
from provenance.media.iptc import iptc_facts
from provenance.media.jpeg_tables import jpeg_facts
from provenance.media.marks import program_hint
from provenance.media.xmp import xmp_facts
from provenance.model import DateRecord, Fact

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from PIL import Image

    from provenance.media.stamps import Statement

VALUE_ALLOWED = 500  # characters
FACTS_ALLOWED = 200
DATES_ALLOWED = 20

# Facts that can identify a witness, or lead to one. Exports leave them out unless they are asked for.
IDENTIFYING = frozenset(
    {
        "author",
        "author.contact",
        "author.title",
        "camera.host",
        "camera.image_id",
        "camera.lens_serial",
        "camera.owner",
        "camera.serial",
        "comment",
        "copyright",
        "copyright.page",
        "description.writer",
        "document_notes",
        "generator.prompt",
        "generator.settings",
        "gps.accuracy",
        "gps.altitude",
        "gps.date",
        "gps.direction",
        "gps.position",
        "gps.time",
        "instructions",
        "place.city",
        "place.state",
        "place.sublocation",
        "text",  # of any keyword: ImageMagick copies serial numbers there
        "transmission_reference",
        "xmp.ancestors",
        "xmp.credentials",
        "xmp.derived_from",
        "xmp.document_id",
        "xmp.instance_id",
        "xmp.original_document_id",
    }
)

THUMBNAIL_AGREES_BITS = 8  # of 64, pHash; measured: see thumbnail_fact
THUMBNAIL_BARS_BITS = 24

_NOT_PRINTABLE = dict.fromkeys((*range(32), *range(127, 160), 0x2028, 0x2029), " ")
# Keywords under which image generators store their settings in a PNG.
_GENERATOR_KEYWORDS = frozenset(
    {"parameters", "prompt", "workflow", "dream", "sd-metadata", "invokeai_metadata", "generation_data"}
)
_GENERATOR = "image generators store their settings under this keyword: it may be made by one"
_TEXT_NAMES = {
    "author": "author",
    "comment": "comment",
    "copyright": "copyright",
    "creation time": "file.created",
    "description": "description",
    "software": "software",
    "source": "camera.model",  # PNG: "device used to create the image"
    "title": "title",
}


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Everything that was read, in the order of the blocks."""

    facts: tuple[Fact, ...]
    captured: tuple[DateRecord, ...]  # when the picture is said to be taken, each with its basis
    thumbnail: bytes | None  # the JPEG that the EXIF block carries


@dataclass(slots=True)
class _Collector:
    """Takes statements, keeps each once, and never more than the limits."""

    facts: dict[Fact, None] = field(default_factory=dict)
    dates: dict[DateRecord, None] = field(default_factory=dict)
    left_out: int = 0

    def take(self, block: str, statements: Iterable[Statement]) -> None:
        try:
            for statement in statements:
                if isinstance(statement, Fact):
                    self._keep(statement)
                elif len(self.dates) < DATES_ALLOWED:
                    self.dates[statement._replace(text=one_line(statement.text))] = None
        except MediaDamaged as error:
            self._keep(Fact(f"problem.{block}", str(error), block))

    def _keep(self, fact: Fact) -> None:
        kept = fact._replace(value=one_line(fact.value))
        if kept.value and len(self.facts) < FACTS_ALLOWED - 1:
            self.facts[kept] = None
        elif kept.value:
            self.left_out += 1

    def result(self, thumbnail: bytes | None) -> FileFacts:
        facts = list(self.facts)
        if self.left_out:
            facts.append(Fact("problem.metadata", f"{self.left_out:,} more facts were left out", "container"))
        return FileFacts(tuple(facts), tuple(self.dates), thumbnail)


def read_facts(data: bytes, image: Image.Image, *, media_type: str) -> FileFacts:
    """What the file says about itself.

    Args:
        data: the whole file.
        image: the same file as Pillow opened it; decoded or not makes no difference, and it is not decoded.
        media_type: IANA, e.g. ``image/jpeg``.

    Hostile metadata costs the block that it is in, never an exception.
    """
    blocks = find_blocks(data, image, media_type=media_type)
    found = _Collector()
    thumbnail = None
    if blocks.exif:
        try:
            exif = read_exif(blocks.exif)
        except MediaDamaged as error:
            found.take("exif", [Fact("problem.exif", str(error), "exif")])
        else:
            found.take("exif", exif_facts(exif))
            found.take("exif", gps_facts(exif))
            thumbnail = exif.thumbnail
            found.take("thumbnail", _thumbnail_size(thumbnail))
    if blocks.xmp:
        found.take("xmp", xmp_facts(blocks.xmp))
    if blocks.iptc:
        found.take("iptc", iptc_facts(blocks.iptc))
    found.take("container", _text_facts(blocks.texts))
    found.take("jpeg", jpeg_facts(image))
    return found.result(thumbnail)


def thumbnail_fact(distance_bits: int, aspect_differs: bool) -> Fact | None:
    """What it means that the embedded thumbnail is that far from the picture, by pHash of both.

    Cameras put the thumbnail in when the picture is taken; some programs change the picture and keep it.

    Measured with imagehash 4.3 (64 bits). The 167 JPEGs of the corpus with a thumbnail that decodes: 153 at
    0 to 8 (86 at 0, 53 at 2, 12 at 4, one each at 6 and 8); of the other 14, ten are pictures put into the
    metadata of another or shrunk to some pixels (31), one is cropped (24), one turned (38), and two, at 10
    and 18, have bars around the thumbnail, since it has another shape. 300 photographs with thumbnails
    made here: the same picture at most 4; the thumbnail with bars: median 12, at most 34; cropped to 90 % of
    the area: median 8, 80 %: 14, 70 %: 22, 50 %: 28; another picture pasted over 10 %: 12, 20 %: 16;
    mirrored: 32, at least 24; unrelated pictures: 32, at least 16.

    So above 8 bits a thumbnail of the same shape speaks of a change, and 8 bits or fewer exclude neither a
    small crop nor a small insertion. One of another shape says nothing up to 24, and little above.

    Args:
        distance_bits: of 64, between the pHashes of both, turned upright alike.
        aspect_differs: whether the two have different shapes.
    """
    value = f"{distance_bits} of 64 bits differ from the picture"
    if distance_bits <= THUMBNAIL_AGREES_BITS:
        return Fact("thumbnail.agrees", value, "thumbnail")
    if not aspect_differs:
        hint = "the picture may have been changed by a program that kept the old thumbnail"
        return Fact("thumbnail.differs", value, "thumbnail", hint)
    if distance_bits <= THUMBNAIL_BARS_BITS:
        return None
    hint = "the thumbnail may have bars, or the picture was cropped by a program that kept the old thumbnail"
    return Fact("thumbnail.differs", value, "thumbnail", hint)


def _thumbnail_size(thumbnail: bytes | None) -> Iterator[Fact]:
    if thumbnail:
        yield Fact("thumbnail.embedded", f"JPEG of {len(thumbnail):,} bytes", "thumbnail")


def _text_facts(texts: Iterable[tuple[str, str]]) -> Iterator[Fact]:
    """Texts that a PNG or GIF carries beside its pixels."""
    for keyword, text in texts:
        key = keyword.casefold()
        if key in _GENERATOR_KEYWORDS:
            yield Fact("generator.settings", f"{keyword}: {text}", "container", _GENERATOR)
        elif name := _TEXT_NAMES.get(key):
            yield Fact(name, text, "container", program_hint(text))
        else:
            yield Fact("text", f"{keyword}: {text}", "container", program_hint(text))


def one_line(text: str) -> str:
    """Printable, on one line, cut to the limit: terminals and pages show these values."""
    line = " ".join(text[: 4 * VALUE_ALLOWED].translate(_NOT_PRINTABLE).split())
    line = line.encode("utf-8", "replace").decode("utf-8")  # lone surrogates have no place in JSON or SQLite
    return line if len(line) <= VALUE_ALLOWED else line[: VALUE_ALLOWED - 3] + "..."
