"""What a picture file says about itself: files made here, real files against other readers, hostile files."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

import exifread
import imagehash
import pytest
from exifread.utils import get_gps_coords
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import ExifTags, Image, ImageOps
from PIL.PngImagePlugin import PngInfo

from provenance.errors import MediaError
from provenance.media.exif import raw_tag
from provenance.media.image import open_image
from provenance.media.metadata import FACTS_ALLOWED, IDENTIFYING, VALUE_ALLOWED, read_facts, thumbnail_fact
from provenance.model import Fact

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.media.metadata import FileFacts

Tags = dict[Any, Any]
BASE, GPS = ExifTags.Base, ExifTags.GPS


def exif_block(main: Tags | None = None, exif: Tags | None = None, gps: Tags | None = None) -> bytes:
    block = Image.Exif()
    for tag, value in (main or {}).items():
        block[tag] = value
    block.get_ifd(ExifTags.IFD.Exif).update(exif or {})
    block.get_ifd(ExifTags.IFD.GPSInfo).update(gps or {})
    return block.tobytes()


def file_with(kind: str = "JPEG", **options: Any) -> bytes:
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "olive").save(target, kind, **options)
    return target.getvalue()


def facts_of(data: bytes) -> FileFacts:
    opened = open_image(data, name="test")
    return read_facts(data, opened.pil, media_type=opened.media_type)


def named(found: FileFacts, source: str | None = None) -> dict[str, Fact]:
    return {fact.name: fact for fact in found.facts if source in (None, fact.source)}


def png_with(*chunks: tuple[bytes, bytes]) -> bytes:
    """A PNG with further chunks behind its pixels, where exiftool and others put them."""
    data = file_with("PNG")
    end = data.index(b"IEND") - 4
    added = [
        struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))
        for kind, content in chunks
    ]
    return data[:end] + b"".join(added) + data[end:]


PHONE = exif_block(
    {
        BASE.Make: "Example",
        BASE.Model: "Phone 7",
        BASE.Software: "Adobe Photoshop CC 2019 (Macintosh)",
        BASE.Orientation: 6,
        BASE.Artist: "A. Witness",
        BASE.DateTime: "2016:07:01 12:00:00",
    },
    {
        BASE.DateTimeOriginal: "2016:06:29 01:30:00",
        BASE.OffsetTimeOriginal: "+03:00",
        BASE.SubsecTimeOriginal: "250",
        BASE.BodySerialNumber: "SN-1234",
        BASE.LensModel: "Back camera",
        BASE.UserComment: b"UNICODE\0" + "شاشة".encode("utf-16-be"),
    },
    {
        GPS.GPSLatitudeRef: "N",
        GPS.GPSLatitude: (34.0, 27.0, 3.6),
        GPS.GPSLongitudeRef: "E",
        GPS.GPSLongitude: (40.0, 55.0, 4.8),
        GPS.GPSAltitudeRef: b"\0",
        GPS.GPSAltitude: 172.5,
        GPS.GPSImgDirectionRef: "T",
        GPS.GPSImgDirection: 91.0,
        GPS.GPSDateStamp: "2016:06:28",
        GPS.GPSTimeStamp: (22.0, 29.0, 58.0),
    },
)
EXPECTED = {
    "camera.make": "Example",
    "camera.model": "Phone 7",
    "camera.serial": "SN-1234",
    "camera.lens": "Back camera",
    "author": "A. Witness",
    "comment": "شاشة",
    "software": "Adobe Photoshop CC 2019 (Macintosh)",
    "captured.original": "2016:06:29 01:30:00",
    "captured.original.offset": "+03:00",
    "captured.original.subseconds": "250",
    "captured.zone": "UTC+03:00",
    "file.modified": "2016:07:01 12:00:00",
    "gps.position": "34.451000, 40.918000",
    "gps.altitude": "172.5 m",
    "gps.direction": "91 degrees from true north",
    "gps.time": "2016:06:28 22:29:58 UTC",
    "image.orientation": "6: turn 90 degrees clockwise to view",
}


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "AVIF", "MPO"])
def test_every_format_tells_the_same_from_the_same_block(kind: str) -> None:
    if kind == "AVIF" and not _writes("AVIF"):
        pytest.skip("this Pillow has no AVIF")
    facts = named(facts_of(file_with(kind, exif=PHONE)), "exif")
    expected = EXPECTED
    if kind == "AVIF":  # libavif keeps the turn outside the block
        expected = {**EXPECTED, "image.orientation": facts["image.orientation"].value}
    assert {name: fact.value for name, fact in facts.items()} == expected


def test_a_tiff_tells_it_too() -> None:
    facts = named(facts_of(file_with("TIFF", exif=PHONE)), "exif")
    assert {name: facts[name].value for name in EXPECTED} == EXPECTED


def test_a_post_shortly_after_midnight_keeps_its_instant() -> None:
    camera, gps = facts_of(file_with(exif=PHONE)).captured
    assert (camera.text, camera.earliest, camera.latest) == (
        "2016:06:29 01:30:00 +03:00",
        "2016-06-28T22:30:00Z",
        "2016-06-28T22:30:00Z",
    )
    assert (camera.zone_known, camera.basis, camera.role) == (True, "exif (camera clock)", "captured")
    assert (gps.earliest, gps.basis) == ("2016-06-28T22:29:58Z", "exif (GPS clock)")


def test_a_camera_without_a_zone_gives_a_wide_interval() -> None:
    block = exif_block(exif={BASE.DateTimeOriginal: "2016:06:29 01:30:00"})
    (date,) = facts_of(file_with(exif=block)).captured
    assert (date.zone_known, date.earliest, date.latest) == (False, "2016-06-28T11:30:00Z", "2016-06-29T13:30:00Z")


def test_the_time_of_digitising_counts_only_where_no_other_is_given() -> None:
    digitised = {BASE.DateTimeDigitized: "2016:06:29 01:30:00"}
    (date,) = facts_of(file_with(exif=exif_block(exif=digitised))).captured
    assert date.basis == "exif (digitised, camera clock)"
    both = {**digitised, BASE.DateTimeOriginal: "2016:06:29 01:30:00"}
    (date,) = facts_of(file_with(exif=exif_block(exif=both))).captured
    assert date.basis == "exif (camera clock)"


@pytest.mark.parametrize("written", ["0000:00:00 00:00:00", "2016:02:31 10:00:00", "    :  :     :  :  "])
def test_an_impossible_time_is_a_fact_and_no_date(written: str) -> None:
    found = facts_of(file_with(exif=exif_block(exif={BASE.DateTimeOriginal: written})))
    assert found.captured == ()
    assert "no possible date" in (named(found)["captured.original"].hint or "")


def test_identifying_facts_are_known_by_name() -> None:
    names = {fact.name for fact in facts_of(file_with(exif=PHONE)).facts} & IDENTIFYING
    assert names == {
        "author",
        "camera.serial",
        "comment",
        "gps.altitude",
        "gps.direction",
        "gps.position",
        "gps.time",
    }


def test_no_value_of_a_private_block_survives_without_identifying_facts() -> None:
    found = facts_of(file_with(exif=PHONE))
    public = json.dumps([fact for fact in found.facts if fact.name not in IDENTIFYING])
    for secret in ("SN-1234", "A. Witness", "34.45", "40.91"):
        assert secret not in public


def test_windows_texts_keep_their_script() -> None:
    block = exif_block({0x9C9B: "جسر".encode("utf-16-le") + b"\0\0", 0x9C9D: "أحمد".encode("utf-16-le")})
    facts = named(facts_of(file_with(exif=block)), "exif")
    assert facts["title"].value == "جسر"
    assert facts["author"].value == "أحمد"


def test_both_byte_orders_of_a_unicode_comment_are_read() -> None:
    for encoding in ("utf-16-le", "utf-16-be"):
        for text in ("Screenshot", "مقاتل يرفع العلم", "on the bridge, 28 June"):
            block = exif_block(exif={BASE.UserComment: b"UNICODE\0" + text.encode(encoding)})
            assert named(facts_of(file_with(exif=block)))["comment"].value == text


def test_settings_of_an_image_generator_are_recognised_in_a_jpeg_and_in_a_png() -> None:
    settings = "a bridge\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 1"
    block = exif_block(exif={BASE.UserComment: b"UNICODE\0" + settings.encode("utf-16-be")})
    fact = named(facts_of(file_with(exif=block)))["comment"]
    assert "image generator" in (fact.hint or "")
    fact = named(facts_of(png_with((b"tEXt", b"parameters\0" + settings.encode()))))["generator.settings"]
    assert fact.value.startswith("parameters: a bridge Steps")
    assert "may be" in (fact.hint or "")


XMP = (
    b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
    b'<rdf:Description xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreatorTool="GIMP 2.10"/></rdf:RDF></x:xmpmeta>'
)


@pytest.mark.parametrize("kind", ["JPEG", "WEBP", "AVIF", "TIFF"])
def test_xmp_is_found_in_every_format(kind: str) -> None:
    if kind == "AVIF" and not _writes("AVIF"):
        pytest.skip("this Pillow has no AVIF")
    options = {"tiffinfo": {700: XMP}} if kind == "TIFF" else {"xmp": XMP}
    assert named(facts_of(file_with(kind, **options)), "xmp")["software"].value == "GIMP 2.10"


def test_a_png_keeps_blocks_before_and_behind_its_pixels() -> None:
    before = PngInfo()
    before.add_itxt("XML:com.adobe.xmp", XMP.decode(), zip=True)
    packed = b"XML:com.adobe.xmp\0\1\0\0\0" + zlib.compress(XMP)
    for data in (file_with("PNG", pnginfo=before), png_with((b"iTXt", packed))):
        assert named(facts_of(data), "xmp")["software"].value == "GIMP 2.10"
    behind = png_with((b"eXIf", PHONE.removeprefix(b"Exif\0\0")))
    assert named(facts_of(behind))["camera.model"].value == "Phone 7"
    profile = f"\nexif\n{len(PHONE):8}\n{PHONE.hex()}\n".encode()
    raw = png_with((b"zTXt", b"Raw profile type exif\0\0" + zlib.compress(profile)))
    assert named(facts_of(raw))["camera.model"].value == "Phone 7"


def test_texts_of_a_png_are_facts_and_identify() -> None:
    data = png_with(
        (b"tEXt", b"Software\0gnome-screenshot"),
        (b"tEXt", b"exif:BodySerialNumber\x00062062059949"),
        (b"iTXt", b"Author\0\0\0\0\0" + "أحمد".encode()),
        (b"zTXt", b"Comment\0\0not packed at all"),
    )
    facts = named(facts_of(data), "container")
    assert (facts["software"].value, facts["software"].hint) == ("gnome-screenshot", "may be a screenshot")
    assert facts["text"].value == "exif:BodySerialNumber: 062062059949"
    assert facts["author"].value == "أحمد"
    assert "comment" not in facts
    assert {"text", "author"} <= IDENTIFYING


def test_the_comment_of_a_gif_is_a_fact() -> None:
    fact = named(facts_of(file_with("GIF", comment=b"saved from a channel")))["comment"]
    assert (fact.value, fact.source) == ("saved from a channel", "container")


def test_the_iptc_block_of_a_jpeg_and_of_a_tiff_is_found() -> None:
    block = b"\x1c\x02\x6e\0\x0eAgency/Channel"
    resource = b"Photoshop 3.0\x008BIM\x04\x04\0\0" + struct.pack(">I", len(block)) + block + b"\0" * (len(block) % 2)
    plain = file_with()
    jpeg = plain[:2] + b"\xff\xed" + struct.pack(">H", len(resource) + 2) + resource + plain[2:]
    for data in (jpeg, file_with("TIFF", tiffinfo={33723: block})):
        assert named(facts_of(data), "iptc")["credit"].value == "Agency/Channel"


def with_thumbnail(picture: Image.Image, thumbnail: Image.Image) -> bytes:
    small, target = io.BytesIO(), io.BytesIO()
    thumbnail.save(small, "JPEG")
    jpeg = small.getvalue()
    # Two directories: an empty one, then the one that points at the thumbnail behind both.
    head = b"II*\0" + struct.pack("<IHI", 8, 0, 14)
    tags = [(0x0103, 3, 1, 6), (0x0201, 4, 1, 56), (0x0202, 4, 1, len(jpeg))]
    second = struct.pack("<H", len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)
    picture.save(target, "JPEG", exif=b"Exif\0\0" + head + second + jpeg)
    return target.getvalue()


def test_the_embedded_thumbnail_comes_back_byte_for_byte() -> None:
    thumbnail = Image.linear_gradient("L").resize((32, 24))
    expected = io.BytesIO()
    thumbnail.save(expected, "JPEG")
    found = facts_of(with_thumbnail(Image.linear_gradient("L"), thumbnail))
    assert found.thumbnail == expected.getvalue()
    assert named(found)["thumbnail.embedded"].value == f"JPEG of {len(expected.getvalue()):,} bytes"
    assert facts_of(file_with(exif=PHONE)).thumbnail is None


def test_decoding_first_changes_no_fact() -> None:
    data = png_with((b"tEXt", b"Comment\0late"), (b"eXIf", PHONE.removeprefix(b"Exif\0\0")))
    for content, media_type in ((data, "image/png"), (file_with(exif=PHONE), "image/jpeg")):
        lazy, decoded = Image.open(io.BytesIO(content)), Image.open(io.BytesIO(content))
        decoded.load()
        assert read_facts(content, lazy, media_type=media_type) == read_facts(content, decoded, media_type=media_type)


def test_damage_in_one_block_leaves_the_others_readable() -> None:
    found = named(facts_of(file_with(exif=b"Exif\0\0nonsense", xmp=XMP, comment=b"a note", quality=50)))
    assert "not read" in found["problem.exif"].value
    assert found["software"].value == "GIMP 2.10"
    assert found["jpeg.tables"].value == "libjpeg quality 50"
    found = named(facts_of(file_with(exif=PHONE, xmp=b"<not><closed>")))
    assert "malformed" in found["problem.xmp"].value
    assert found["camera.model"].value == "Phone 7"


def test_values_are_one_printable_line_of_limited_length() -> None:
    data = file_with(comment=b"a\x1b[31m\r\nb\0c\x7f" + "é".encode() * 2_000)
    value = named(facts_of(data))["comment"].value
    assert len(value) == VALUE_ALLOWED
    assert value.startswith("a [31m b c é")
    assert value.endswith("...")
    assert value.isprintable()


def test_the_number_of_facts_is_limited_and_said() -> None:
    plain = file_with()
    comments = b"".join(b"\xff\xfe\0\x06" + b"%04d" % number for number in range(300))
    found = facts_of(plain[:2] + comments + plain[2:])
    assert len(found.facts) == FACTS_ALLOWED
    assert found.facts[-1].name == "problem.metadata"
    assert len({fact.value for fact in found.facts if fact.name == "comment"}) > 150
    repeated = facts_of(plain[:2] + b"\xff\xfe\0\x06same" * 300 + plain[2:])
    assert len(repeated.facts) < 10


def entries(*tags: tuple[int, int, int, int]) -> bytes:
    return b"II*\0" + struct.pack("<IH", 8, len(tags)) + b"".join(struct.pack("<HHII", *tag) for tag in tags) + bytes(4)


HOSTILE_BLOCKS = {
    "directory in itself": entries((0x8825, 4, 1, 8), (0x8769, 4, 1, 8), (0xA005, 4, 1, 8)),
    "pointer without value": entries((0x8769, 4, 0, 8)),
    "chain of directories": b"II*\0\x08\0\0\0" + b"\xff\xff\x01\0\0\0" * 9_000,
    "large area again and again": entries(*[(0x010E, 2, 2_000_000, 1)] * 60_000) + bytes(2_000_000),
    "many values": entries(*[(0x9999, 3, 999, 8)] * 5_000) + bytes(4_000),
    "position without denominators": entries((0x8825, 4, 1, 26)) + b"\1\0\2\0\5\0\3\0\0\0\0\0\0\0",
    "huge count": entries((0x927C, 7, 2**32 - 1, 8), (0x9286, 7, 2**32 - 1, 8)),
    "thumbnail nowhere": b"II*\0" + struct.pack("<IHI", 8, 0, 14) + entries((0x0201, 4, 0, 0), (0x0202, 4, 1, 9))[8:],
}


@pytest.mark.parametrize("name", HOSTILE_BLOCKS)
def test_a_hostile_block_costs_little_time_and_nothing_else(name: str) -> None:
    data = file_with("WEBP", exif=b"Exif\0\0" + HOSTILE_BLOCKS[name], xmp=XMP)
    opened = open_image(data, name="test")
    started = time.process_time()
    found = read_facts(data, opened.pil, media_type=opened.media_type)
    assert time.process_time() - started < 0.5
    assert named(found)["software"].value == "GIMP 2.10"


def test_a_png_that_unpacks_to_gigabytes_costs_little_time() -> None:
    bomb = zlib.compress(bytes(30_000_000))
    chunks = [(b"iTXt", b"XML:com.adobe.xmp\0\1\0\0\0" + bomb)] * 40 + [(b"zTXt", b"note\0\0" + bomb)] * 200
    data = png_with(*chunks)
    image = Image.open(io.BytesIO(data))
    started = time.process_time()
    read_facts(data, image, media_type="image/png")
    assert time.process_time() - started < 1
    many = png_with(*[(b"tEXt", b"note\0%d" % number) for number in range(150)])
    assert 50 < len(facts_of(many).facts) < 100


@settings(deadline=None)
@given(block=st.binary(max_size=300).map(lambda tail: b"II*\0\x08\0\0\0" + tail))
def test_no_block_breaks_the_reader(block: bytes) -> None:
    data = b"RIFF\0\0\0\0WEBP"
    image = Image.new("RGB", (1, 1))
    image.info["exif"] = b"Exif\0\0" + block
    read_facts(data, image, media_type="image/webp")


def test_a_tag_is_read_in_place_or_where_it_points() -> None:
    block = entries((0xB001, 4, 1, 3), (0x9286, 7, 6, 38)) + b"abcdef"
    assert raw_tag(block, 8, 0xB001) == b"\3\0\0\0"
    assert raw_tag(block, 8, 0x9286) == b"abcdef"
    assert raw_tag(block, 8, 0x1234) is None
    assert raw_tag(block, 10_000, 0x9286) is None


@pytest.mark.parametrize(
    ("distance", "aspect_differs", "name"),
    [
        (0, False, "thumbnail.agrees"),
        (8, True, "thumbnail.agrees"),
        (10, False, "thumbnail.differs"),
        (10, True, None),
        (24, True, None),
        (26, True, "thumbnail.differs"),
    ],
)
def test_what_a_distance_of_the_thumbnail_may_mean(distance: int, aspect_differs: bool, name: str | None) -> None:
    fact = thumbnail_fact(distance, aspect_differs)
    assert (fact and fact.name) == name
    if fact and fact.name == "thumbnail.differs":
        assert "may" in (fact.hint or "")
    elif fact:
        assert fact.hint is None


def test_real_thumbnails_agree_with_their_pictures_and_not_with_others(corpus: Path) -> None:
    hashes = []
    for path in sorted((corpus / "photos" / "photoprism_photoprism").glob("**/*.[jJ][pP][gG]"))[:40]:
        data = path.read_bytes()
        picture = open_image(data, name=path.name).pil
        if thumbnail := read_facts(data, picture, media_type="image/jpeg").thumbnail:
            small = Image.open(io.BytesIO(thumbnail))
            same_shape = abs(small.width / small.height - picture.width / picture.height) < 0.05
            picture.draft("L", (256, 256))
            if same_shape:
                hashes.append(
                    (imagehash.phash(small), imagehash.phash(picture), imagehash.phash(ImageOps.mirror(small)))
                )
    assert len(hashes) > 5
    for small_hash, picture_hash, mirrored_hash in hashes:
        own = thumbnail_fact(int(small_hash - picture_hash), aspect_differs=False)
        assert own is not None
        assert own.name == "thumbnail.agrees"
        changed = thumbnail_fact(int(mirrored_hash - picture_hash), aspect_differs=False)
        assert changed is not None
        assert changed.name == "thumbnail.differs"


def real_files(corpus: Path, *folders: str) -> Iterator[tuple[Path, bytes, Any, str]]:
    for path in sorted(path for folder in folders for path in (corpus / folder).glob("**/*")):
        if path.is_file() and path.suffix.lower() not in (".csv", ".md", ".xmp", ".heic", ".heif"):
            data = path.read_bytes()
            try:
                opened = open_image(data, name=path.name)
            except MediaError:
                continue
            yield path, data, opened.pil, opened.media_type


def test_no_real_or_hostile_file_breaks_it_or_takes_long(corpus: Path) -> None:
    read, problems = 0, []
    for path, data, image, media_type in real_files(corpus, "exif", "hostile"):
        started = time.process_time()
        found = read_facts(data, image, media_type=media_type)
        assert time.process_time() - started < 1, path
        assert all(len(fact.value) <= VALUE_ALLOWED for fact in found.facts), path
        problems += [path.name for fact in found.facts if fact.name.startswith("problem.")]
        read += 1
    assert read > 400
    assert len(problems) < 10, problems


def test_real_cameras_and_positions_are_what_other_readers_say(corpus: Path) -> None:
    models = positions = 0
    for path, data, image, media_type in real_files(corpus, "exif"):
        facts = named(read_facts(data, image, media_type=media_type), "exif")
        expected = image.getexif().get(BASE.Model) if media_type == "image/jpeg" else None  # Pillow's own reader
        if expected:
            assert facts["camera.model"].value == " ".join(expected.split("\0")[0].split()), path
            models += 1
        if "gps.position" in facts:
            tags = exifread.process_file(io.BytesIO(data), details=False)
            if path.name == "geodegrees_as_string.jpg":
                assert facts["gps.position"].value == "52,00000,50,00000,34,01180 N; 11,00000,10,00000,58,28360 E"
            elif coordinates := get_gps_coords(tags):
                assert [float(part) for part in facts["gps.position"].value.split(", ")] == pytest.approx(
                    coordinates, abs=1e-6
                ), path
                positions += 1
    assert models > 90
    assert positions > 15


DUMPS = (("ianare_exif-samples/dump", "exif-samples-master"), ("ianare_exif-py/dump.txt", "tests/resources"))
COMPARED = {
    "EXIF DateTimeOriginal": "captured.original",
    "Image DateTime": "file.modified",
    "Image Make": "camera.make",
    "Image Model": "camera.model",
    "Image Software": "software",
    "EXIF BodySerialNumber": "camera.serial",
}


def dumped(corpus: Path) -> Iterator[tuple[Path, dict[str, str]]]:
    for name, root in DUMPS:
        folder = (corpus / "exif" / name).parent
        for section in (corpus / "exif" / name).read_text("utf-8").split("Opening: ")[1:]:
            first, *lines = section.splitlines()
            tags = [line.partition(": ") for line in lines]
            yield (
                folder / first.strip().removeprefix(root + "/"),
                {key.rpartition(" (")[0]: value.strip() for key, _, value in tags},
            )


def test_real_files_say_what_the_published_dumps_say(corpus: Path) -> None:
    compared = 0
    for path, tags in dumped(corpus):
        if not path.is_file():
            continue
        try:
            facts = named(facts_of(path.read_bytes()), "exif")
        except MediaError:
            continue
        for tag, name in COMPARED.items():
            if expected := " ".join(tags.get(tag, "").split()):
                assert name in facts, (path, tag)
                assert facts[name].value == expected, path
                compared += 1
    assert compared > 120


def test_no_parser_is_loaded_for_a_file_without_metadata() -> None:
    code = (
        "import io, sys; from PIL import Image; from provenance.media.metadata import read_facts\n"
        "t = io.BytesIO(); Image.new('L', (8, 8)).save(t, 'JPEG')\n"
        "read_facts(t.getvalue(), Image.open(t), media_type='image/jpeg')\n"
        "print({'exifread', 'defusedxml', 'xml.etree'} & set(sys.modules))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "set()"


def _writes(kind: str) -> bool:
    Image.init()
    return kind in Image.SAVE
