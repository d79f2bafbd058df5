"""Files become upright grey planes: by content, by one rule for every mode, within limits."""

from __future__ import annotations

import hashlib
import io
import os
import subprocess
import sys
import threading
import warnings
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageOps

from provenance.errors import MediaDamaged, MediaMissing, MediaTooLarge, MediaUnknown, MissingExtra
from provenance.fingerprints.examine import examine, examine_bytes, read
from provenance.media import formats, luma
from provenance.media.formats import HEAD_BYTES, sniff
from provenance.media.image import DRAFT_DECODER, FULL_DECODER, Limits, open_image
from provenance.model import MediaKind
from tests.pictures import scene

ROOT = Path(__file__).resolve().parent.parent
ORIENTATION = 0x0112


def encoded(image: Image.Image, kind: str, **options: object) -> bytes:
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def plane_of(image: Image.Image, kind: str = "PNG", **options: object) -> NDArray[np.uint8]:
    return open_image(encoded(image, kind, **options), name="test").luma().plane


def grey(value: int, size: tuple[int, int] = (8, 8)) -> NDArray[np.uint8]:
    return np.full((size[1], size[0]), value, np.uint8)


# What a file is


@pytest.mark.parametrize(
    ("kind", "name", "media_type"),
    [
        ("JPEG", "JPEG", "image/jpeg"),
        ("PNG", "PNG", "image/png"),
        ("GIF", "GIF", "image/gif"),
        ("WEBP", "WebP", "image/webp"),
        ("TIFF", "TIFF", "image/tiff"),
        ("BMP", "BMP", "image/bmp"),
        ("AVIF", "AVIF", "image/avif"),
    ],
)
def test_each_picture_format_is_told_from_its_content(kind: str, name: str, media_type: str) -> None:
    data = encoded(scene(1, (64, 48)), kind)
    found = sniff(data[:HEAD_BYTES])
    assert found == formats.Format(name, media_type, MediaKind.IMAGE)
    opened = open_image(data, name="test")
    assert (opened.media_type, opened.width, opened.height, opened.frames) == (media_type, 64, 48, 1)


@pytest.mark.parametrize(
    ("head", "media_type"),
    [
        (b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41", "video/mp4"),
        (b"\x00\x00\x00\x18ftypM4V \x00\x00\x02\x00isommp42", "video/mp4"),
        (b"\x00\x00\x00\x14ftypqt  \x00\x00\x02\x00qt  ", "video/quicktime"),
        (b"\x00\x00\x00\x08wide\x00\x00\x10\x00mdat", "video/quicktime"),
        (b"\x00\x00\x00\x14ftyp3gp5\x00\x00\x02\x003gp5", "video/3gpp"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x84webm", "video/webm"),
        (b"\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\x82\x88matroska", "video/matroska"),
        (b"RIFF\x00\x10\x00\x00AVI LIST", "video/vnd.avi"),
        ((b"\x47" + bytes(187)) * 5, "video/mp2t"),
        (bytes(4) + (b"\x47" + bytes(191)) * 5, "video/mp2t"),
        (b"\x00\x00\x01\xba\x44\x00", "video/mpeg"),
        (b"FLV\x01\x05", "video/x-flv"),
        (bytes.fromhex("3026b2758e66cf11a6d900aa0062ce6c"), "video/x-ms-asf"),
        (b"OggS\x00\x02" + bytes(20) + b"\x01\x2a\x80theora", "video/ogg"),
    ],
)
def test_each_video_container_is_told_from_its_content(head: bytes, media_type: str) -> None:
    found = sniff(head)
    assert found
    assert (found.media_type, found.kind) == (media_type, MediaKind.VIDEO)


@pytest.mark.parametrize(
    "head",
    [
        b"",
        b"just some text, whatever the name says",
        b"%PDF-1.7\n",
        b"%!PS-Adobe-3.0 EPSF-3.0\n",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"BM, said the text",
        b"OggS\x00\x02" + bytes(20) + b"\x01vorbis",
        b"\x00\x00\x00\x14ftypM4A \x00\x00\x02\x00M4A ",
        b"\x47" + bytes(600),
        b"RIFF\x00\x10\x00\x00WAVEfmt ",
    ],
)
def test_what_is_no_picture_and_no_video_has_no_format(head: bytes) -> None:
    assert sniff(head) is None


def test_every_file_of_the_corpus_that_pillow_can_identify_gets_the_same_format(corpus: Path) -> None:
    same = {"JPEG": {"JPEG", "MPO"}, "WebP": {"WEBP"}, "JPEG 2000": {"JPEG2000"}}
    compared = 0
    for path in sorted([*corpus.glob("exif/**/*.*"), *corpus.glob("pdq/**/*.*")]):
        found = sniff(path.read_bytes()[:HEAD_BYTES])
        try:
            with warnings.catch_warnings(action="ignore"), Image.open(path) as image:
                expected = image.format
        except (OSError, RuntimeError, SyntaxError, ValueError):
            continue
        if found is None:
            assert expected in {"PSD", "PCX", "PPM", "ICO", "FITS", "QOI", "SGI", "TGA", "MCIDAS", "DDS", "EPS"}, path
        else:
            assert expected in same.get(found.name, {found.name}), path
            compared += 1
    assert compared > 300


def test_a_picture_is_known_by_its_content_whatever_it_is_called(tmp_path: Path) -> None:
    path = tmp_path / "really-a-png.jpg"
    path.write_bytes(encoded(scene(1, (64, 64)), "PNG"))
    assert examine(str(path)).media_type == "image/png"


# How colours become grey


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "CMYK", "I;16", "I", "F", "YCbCr", "LAB"])
def test_every_mode_becomes_a_plane_of_bytes_that_varies_as_the_picture_does(mode: str) -> None:
    original = scene(3, (96, 80))
    if mode in ("I;16", "I"):
        scale = {"I;16": (np.uint16, 257), "I": (np.int32, 65_536)}[mode]
        image = Image.fromarray(np.asarray(original.convert("L")).astype(scale[0]) * scale[1])
    elif mode == "LAB":
        image = Image.merge("LAB", original.convert("YCbCr").split())
    else:
        image = original.convert(mode)
    plane = plane_of(image, "TIFF" if mode in ("CMYK", "I", "F", "YCbCr", "LAB") else "PNG")
    assert plane.dtype == np.uint8
    assert plane.shape == (80, 96)
    assert plane.flags.c_contiguous
    expected = ImageOps.autocontrast(original.convert("L")) if mode in ("I", "F") else original
    assert_alike(plane, expected, 40 if mode in ("1", "P") else 6)


@pytest.mark.parametrize("mode", ["HSV", "RGBX", "RGBa", "La", "PA"])
def test_modes_that_no_file_has_become_grey_too(mode: str) -> None:
    original = scene(3, (96, 80))
    image = original.convert("RGBA" if mode == "RGBa" else "LA" if mode == "La" else "RGB").convert(mode)
    assert_alike(np.asarray(luma.grey(image)), original, 40 if mode == "PA" else 6)


def assert_alike(plane: NDArray[np.uint8], image: Image.Image, tolerance: int) -> None:
    """Equal grey values on average over small boxes, since palettes and dithering move single pixels."""
    found = np.asarray(Image.fromarray(plane).reduce(8), np.int16)
    assert np.abs(found - np.asarray(image.convert("L").reduce(8))).max() <= tolerance


def test_transparency_lies_on_white() -> None:
    image = Image.new("RGBA", (8, 8), (0, 0, 0, 255))
    image.paste((0, 0, 0, 0), (0, 0, 8, 4))
    image.paste((0, 0, 0, 128), (0, 4, 8, 6))
    plane = plane_of(image)
    assert (plane[:4] == 255).all()
    assert (np.abs(plane[4:6].astype(int) - 127) <= 1).all()
    assert (plane[6:] == 0).all()


def test_transparency_is_the_same_in_every_way_to_write_it() -> None:
    black = Image.new("RGB", (8, 8))
    palette = Image.new("P", (8, 8), 1)
    palette.putpalette([9, 9, 9, 0, 0, 0])
    ways = [
        encoded(Image.new("LA", (8, 8), (0, 0)), "PNG"),
        encoded(black, "PNG", transparency=(0, 0, 0)),
        encoded(Image.new("L", (8, 8)), "PNG", transparency=0),
        encoded(palette, "PNG", transparency=1),
        encoded(palette, "PNG", transparency=b"\xff\x00"),
        encoded(palette, "GIF", transparency=1),
        encoded(Image.new("RGBA", (8, 8)), "WEBP", lossless=True),
    ]
    for way, data in enumerate(ways):
        assert (open_image(data, name="test").luma().plane == 255).all(), way


def test_of_sixteen_bits_the_high_byte_counts() -> None:
    values = np.array([[0x0000, 0x00FF, 0x0100], [0x7FFF, 0x8000, 0xFFFF]], np.uint16)
    assert plane_of(Image.fromarray(values)).tolist() == [[0, 0, 1], [127, 128, 255]]


def test_floats_are_stretched_and_what_is_not_finite_is_black() -> None:
    values = np.array([[-2.0, 0.0, 2.0], [np.nan, np.inf, 1.0]], np.float32)
    assert plane_of(Image.fromarray(values), "TIFF").tolist() == [[0, 128, 255], [0, 0, 191]]
    assert plane_of(Image.fromarray(np.full((3, 2), np.nan, np.float32)), "TIFF").tolist() == [[0, 0]] * 3
    assert plane_of(Image.fromarray(np.full((3, 2), 7, np.int32)), "TIFF").tolist() == [[0, 0]] * 3


def test_a_large_jpeg_is_scaled_inside_the_decoder_and_says_so() -> None:
    data = encoded(scene(1, (2200, 1100)), "JPEG")
    opened = open_image(data, name="test")
    decoded = opened.luma()
    assert (opened.width, opened.height) == (2200, 1100)
    assert decoded.plane.shape == (550, 1100)
    assert decoded.decoder == DRAFT_DECODER
    assert open_image(encoded(scene(1, (64, 48)), "PNG"), name="test").luma().decoder == FULL_DECODER


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_jpegs_of_other_colours_are_scaled_too(mode: str) -> None:
    original = scene(1, (1024, 1024))
    plane = plane_of(original.convert(mode), "JPEG", quality=95)
    assert plane.shape == (512, 512)
    reference = np.asarray(original.convert("L").resize((512, 512), Image.Resampling.BOX), np.float64)
    assert np.abs(plane - reference).mean() < 4


# Upright


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_every_orientation_is_turned_upright(kind: str, orientation: int) -> None:
    original = scene(5, (96, 64))
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    options = {"lossless": True} if kind == "WEBP" else {}
    data = encoded(original, kind, exif=exif, **options)
    opened = open_image(data, name="test")
    plane = opened.luma().plane
    with Image.open(io.BytesIO(data)) as image:
        expected = np.asarray(ImageOps.exif_transpose(image).convert("L"), np.int16)
    assert (opened.height, opened.width) == plane.shape == expected.shape
    assert np.abs(plane - expected).max() <= 2  # JPEG: luma of the decoder, not computed back from colours


def test_orientation_behind_the_pixels_of_a_png_counts() -> None:
    plain = encoded(scene(5, (96, 64)), "PNG")
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    with_exif = encoded(Image.new("L", (1, 1)), "PNG", exif=exif)
    at = with_exif.index(b"eXIf") - 4
    block = with_exif[at : at + 12 + int.from_bytes(with_exif[at : at + 4])]
    late = plain[:-12] + block + plain[-12:]
    opened = open_image(late, name="test")
    assert (opened.width, opened.height) == (64, 96)
    assert opened.luma().plane.shape == (96, 64)


def exif_block(orientation: bytes, *, kind: int = 3, count: int = 1) -> bytes:
    """A JPEG with an EXIF block whose orientation is written like this."""
    entry = b"\x12\x01" + kind.to_bytes(2, "little") + count.to_bytes(4, "little") + orientation.ljust(4, b"\0")
    block = b"Exif\0\0II*\0\x08\0\0\0\x01\0" + entry + bytes(4)
    jpeg = encoded(scene(5, (96, 64)), "JPEG")
    return jpeg[:2] + b"\xff\xe1" + (len(block) + 2).to_bytes(2) + block + jpeg[2:]


def test_the_block_of_the_tests_below_is_read() -> None:
    assert open_image(exif_block(b"\x06\0"), name="test").width == 64


@pytest.mark.parametrize(
    "block",
    [
        exif_block(b"\x00\0"),
        exif_block(b"\x09\0"),
        exif_block(b"\xff\xff"),
        exif_block(b"6\0", kind=2, count=2),
        exif_block(b"\x06\0\0\0", kind=12),
    ],
)
def test_an_orientation_that_makes_no_sense_is_ignored(block: bytes) -> None:
    opened = open_image(block, name="test")
    assert (opened.width, opened.height, opened.orientation) == (96, 64, 1)
    assert opened.luma().plane.shape == (64, 96)


def test_real_cameras_are_turned_as_pillow_turns_them(corpus: Path) -> None:
    paths = sorted((corpus / "exif/recurser_exif-orientation-examples").glob("Landscape_*.jpg"))
    upright = open_image(paths[0].read_bytes(), name="0").luma().plane.astype(np.int16)
    assert len(paths) == 9
    for path in paths:
        plane = open_image(path.read_bytes(), name=path.name).luma().plane
        assert plane.shape == upright.shape, path
        # every variant carries its number in the middle, and was compressed on its own
        assert np.median(np.abs(plane - upright)) <= 4, path


# Frames


@pytest.mark.parametrize("kind", ["GIF", "PNG", "WEBP", "AVIF"])
def test_the_first_frame_of_an_animation_is_used_and_that_is_said(kind: str) -> None:
    first, second, third = (Image.new("RGB", (64, 64), (value,) * 3) for value in (40, 120, 240))
    first.paste((250, 250, 250), (0, 0, 20, 20))
    data = encoded(first, kind, save_all=True, append_images=[second, third], duration=100)
    looked = examine_bytes(data, name="test")
    assert looked.frames == 3
    assert "animated: the first of 3 frames was used" in looked.notes
    assert abs(int(open_image(data, name="test").luma().plane[40, 40]) - 40) <= 3


def test_the_first_page_of_a_tiff_is_used_and_that_is_said() -> None:
    pages = [Image.new("L", (64, 64), value) for value in (40, 120)]
    looked = examine_bytes(encoded(pages[0], "TIFF", save_all=True, append_images=pages[1:]), name="test")
    assert looked.frames == 2
    assert "2 pages: the first was used" in looked.notes


def test_an_animation_that_breaks_off_still_shows_its_first_frame() -> None:
    frames = [scene(seed, (64, 64)).quantize(32) for seed in (1, 2, 3)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    whole = open_image(data, name="whole").luma().plane
    cut = open_image(data[: len(data) * 2 // 3], name="cut")
    assert cut.frames < 3
    assert (cut.luma().plane == whole).all()


def test_an_animation_whose_second_frame_is_malformed_still_shows_its_first() -> None:
    frames = [scene(seed, (64, 64)).quantize(32) for seed in (1, 2)]
    data = encoded(frames[0], "GIF", save_all=True, append_images=frames[1:])
    cut = open_image(data[: data.rindex(b",\x00\x00\x00\x00") + 4], name="cut")
    assert cut.frames == 1
    assert (cut.luma().plane == open_image(data, name="whole").luma().plane).all()


def test_the_views_of_a_3d_photo_are_counted_but_previews_are_not(corpus: Path) -> None:
    [stereo] = corpus.glob("hostile/**/sugarshack_ifd_offset.mpo")
    looked = examine(str(stereo))
    assert looked.media_type == "image/jpeg"
    assert looked.frames == 2
    assert any("2 views" in note for note in looked.notes)
    small, preview = Image.new("L", (64, 64)), Image.new("L", (16, 16))
    assert open_image(encoded(small, "MPO", save_all=True, append_images=[preview]), name="test").frames == 1


# Limits


def test_a_picture_that_would_need_too_much_memory_is_refused_with_the_option_that_allows_it() -> None:
    data = encoded(Image.new("RGB", (200, 100)), "PNG")
    with pytest.raises(MediaTooLarge) as caught:
        open_image(data, name="photo.png", limits=Limits(max_memory=100_000))
    assert str(caught.value).startswith("photo.png: 200 x 100 pixels would need")
    assert "--max-pixels" in str(caught.value)
    allowed = Limits(max_memory=100_000).with_pixels(20_000)
    assert open_image(data, name="photo.png", limits=allowed).luma().plane.shape == (100, 200)
    with pytest.raises(MediaTooLarge, match="over the limit of 19,999"):
        open_image(data, name="photo.png", limits=Limits().with_pixels(19_999))


def test_a_progressive_jpeg_costs_more_than_a_baseline_one() -> None:
    image = scene(1, (1600, 1200))
    limits = Limits(max_memory=4_000_000)
    assert open_image(encoded(image, "JPEG"), name="baseline", limits=limits).luma().plane.size
    with pytest.raises(MediaTooLarge):
        open_image(encoded(image, "JPEG", progressive=True), name="progressive", limits=limits)


def test_a_picture_file_with_too_many_bytes_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "long.jpg"
    path.write_bytes(encoded(scene(1, (64, 64)), "JPEG"))
    size = path.stat().st_size
    assert examine(str(path), limits=Limits(max_bytes=size)).width == 64
    with pytest.raises(MediaTooLarge, match=f"long.jpg: more than {size - 1:,} bytes"):
        examine(str(path), limits=Limits(max_bytes=size - 1))


def test_a_video_may_be_longer_than_a_picture(tmp_path: Path) -> None:
    path = tmp_path / "clip.mp4"
    data = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41" + bytes(3_000_000)
    path.write_bytes(data)
    looked = read(str(path), limits=Limits(max_bytes=100))
    assert (looked.sha256, looked.byte_size) == (hashlib.sha256(data).hexdigest(), len(data))


# What cannot be opened


def test_a_missing_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pillow_heif", None)
    heic = b"\x00\x00\x00\x18ftypheic\x00\x00\x00\x00mif1heic" + bytes(100)
    with pytest.raises(MissingExtra) as caught:
        open_image(heic, name="photo.heic")
    expected = "photo.heic: cannot decode HEIC. Install the extra: pip install 'media-provenance[heic]'"
    assert str(caught.value) == expected


def test_a_format_that_is_known_but_not_read_is_named() -> None:
    with pytest.raises(MediaUnknown, match="JPEG 2000 is not read"):
        open_image(encoded(Image.new("L", (64, 64)), "JPEG2000"), name="scan.jp2")


def test_what_is_no_readable_file_is_refused_with_a_remedy(tmp_path: Path) -> None:
    fifo = tmp_path / "pipe.jpg"
    os.mkfifo(fifo)
    cases = {
        str(tmp_path / "absent.jpg"): "no such file",
        str(tmp_path): "is a folder",
        str(fifo): "is no file",
        "/dev/zero": "is no file",
        str(tmp_path / "zero\0byte.jpg"): "cannot be read",
        str(tmp_path / ("long" * 200)): "cannot be read",
    }
    for path, reason in cases.items():
        with pytest.raises(MediaMissing, match=reason) as caught:
            examine(path)
        assert "\n" not in str(caught.value)


def test_a_video_is_known_by_its_bytes_and_says_what_is_not_compared() -> None:
    data = b"\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41" + bytes(1000)
    looked = examine_bytes(data, name="clip.mp4")
    assert (looked.kind, looked.media_type, looked.byte_size) == (MediaKind.VIDEO, "video/mp4", 1024)
    assert looked.sha256 == "01991b87c2ebba26b22f30583b926059c488f76e0e99ae1b9c16887223f3d7b7"
    assert not looked.comparable
    assert not looked.fingerprints
    assert any("only the bytes" in note for note in looked.notes)


# Cost and company


def modules_after(statement: str) -> set[str]:
    """Names of the modules that are loaded after ``statement`` ran in a process of its own."""
    code = f"import sys; {statement}; print(*sorted(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_looking_at_a_jpeg_without_facts_loads_one_decoder_and_no_library_but_numpy(tmp_path: Path) -> None:
    path = tmp_path / "photo.jpg"
    exif = Image.Exif()
    exif[ORIENTATION] = 6
    scene(1).save(path, exif=exif)
    loaded = modules_after(
        "from provenance.fingerprints.examine import examine;"
        f"assert examine({str(path)!r}, with_facts=False).comparable"
    )
    plugins = {name for name in loaded if name.startswith("PIL.") and name.endswith("Plugin")}
    assert plugins == {"PIL.JpegImagePlugin"}
    heavy = {"scipy", "imagehash", "exifread", "sqlite_utils", "click", "rich", "defusedxml", "pathlib", "dataclasses"}
    assert not heavy & loaded


def test_telling_a_format_loads_no_decoder() -> None:
    assert not {"PIL", "numpy"} & modules_after("from provenance.media.formats import sniff; sniff(b'GIF89a')")


def test_warnings_of_decoders_do_not_come_through_and_filters_stay() -> None:
    animated = encoded(scene(1, (32, 32)), "PNG", save_all=True, append_images=[scene(2, (32, 32))])
    broken = animated.replace(b"acTL" + (2).to_bytes(4), b"acTL" + (0).to_bytes(4))
    before = list(warnings.filters)
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        with pytest.raises(MediaDamaged):  # the checksum of the chunk is wrong now, too
            open_image(broken, name="test").luma()
    assert not caught
    assert warnings.filters == before


def test_the_error_stream_stays_silent_when_libtiff_complains(capfd: pytest.CaptureFixture[str]) -> None:
    data = bytearray(encoded(scene(1, (64, 64)), "TIFF", compression="tiff_lzw"))
    data[200:1200] = bytes(1000)
    with pytest.raises(MediaDamaged):
        open_image(bytes(data), name="test").luma()
    os.write(2, b"still here")
    assert capfd.readouterr().err == "still here"


def test_threads_may_open_pictures_side_by_side() -> None:
    data = [encoded(scene(seed, (200, 150)), kind) for seed, kind in enumerate(["PNG", "TIFF", "JPEG", "WEBP"] * 6)]
    expected = [open_image(one, name="test").luma().plane.tobytes() for one in data]
    found: list[bytes | None] = [None] * len(data)

    def decode(position: int) -> None:
        found[position] = open_image(data[position], name="test").luma().plane.tobytes()

    threads = [threading.Thread(target=decode, args=(position,)) for position in range(len(data))]
    before = list(warnings.filters)
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == expected
    assert warnings.filters == before
