"""How a JPEG was last saved, against what Pillow was asked to save."""

from __future__ import annotations

import io
import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile, get_sampling
from PIL.JpegPresets import presets

from provenance.errors import MediaError
from provenance.media.image import open_image
from provenance.media.jpeg_tables import jpeg_facts, pictures_in, scaled_tables, segments_text
from provenance.model import Fact


def picture(mode: str = "RGB") -> Image.Image:
    values = np.random.default_rng(7).integers(0, 256, (48, 64, 3), dtype=np.uint8)
    return Image.fromarray(values, "RGB").convert(mode) if mode != "RGB" else Image.fromarray(values)


def saved(mode: str = "RGB", **options: Any) -> bytes:
    target = io.BytesIO()
    picture(mode).save(target, "JPEG", **options)
    return target.getvalue()


def facts_of(data: bytes) -> dict[str, Fact]:
    return {fact.name: fact for fact in jpeg_facts(Image.open(io.BytesIO(data)))}


@pytest.mark.parametrize("quality", [1, 10, 24, 30, 50, 75, 90, 95, 99, 100])
def test_a_libjpeg_quality_is_named(quality: int) -> None:
    assert facts_of(saved(quality=quality))["jpeg.tables"].value == f"libjpeg quality {quality}"


def test_the_quality_of_a_grey_picture_is_named_from_its_only_table() -> None:
    assert facts_of(saved("L", quality=83))["jpeg.tables"].value == "libjpeg quality 83 (luminance only)"


def test_two_qualities_in_one_file_are_both_named() -> None:
    luminance, chrominance = scaled_tables()
    tables = [
        next(list(table) for table, quality in luminance.items() if quality == 90),
        next(list(table) for table, quality in chrominance.items() if quality == 70),
    ]
    assert facts_of(saved(qtables=tables))["jpeg.tables"].value == "libjpeg quality 90, chrominance 70"


def test_no_two_qualities_share_a_table() -> None:
    for by_table in scaled_tables():
        assert set(by_table.values()) == set(range(1, 101))


@pytest.mark.parametrize("preset", sorted(presets))
def test_a_photoshop_preset_is_named(preset: str) -> None:
    fact = facts_of(saved(qtables=preset))["jpeg.tables"]
    assert fact.value == f"Photoshop preset {preset.replace('_', ' ')}"
    assert fact.hint == "suggests that Adobe software saved it last"


def test_unknown_tables_have_a_hash_that_changes_with_any_value() -> None:
    tables = [list(range(1, 65)), list(range(2, 66))]
    first = facts_of(saved(qtables=tables))["jpeg.tables"]
    assert first.value.startswith("unknown tables ")
    assert facts_of(saved(qtables=tables))["jpeg.tables"] == first
    tables[1][63] += 1
    assert facts_of(saved(qtables=tables))["jpeg.tables"] != first


@pytest.mark.parametrize("sampling", ["4:4:4", "4:2:2", "4:2:0"])
def test_subsampling_and_progression_are_said(sampling: str) -> None:
    facts = facts_of(saved(subsampling=sampling, progressive=True))
    assert facts["jpeg.subsampling"].value == sampling
    assert facts["jpeg.coding"].value == "progressive"
    assert facts_of(saved())["jpeg.coding"].value == "baseline"


def test_decoding_the_picture_first_changes_no_fact() -> None:
    data = saved(quality=60, comment=b"a note")
    lazy, decoded = Image.open(io.BytesIO(data)), Image.open(io.BytesIO(data))
    decoded.draft("L", (32, 32))
    decoded.load()
    assert list(jpeg_facts(lazy)) == list(jpeg_facts(decoded))


def test_the_order_of_the_segments_is_kept_and_repeated_ones_are_counted() -> None:
    data = saved(
        exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0", comment=b"a note", xmp=b"<x/>", icc_profile=b"p" * 140_000
    )
    text = facts_of(data)["jpeg.segments"].value
    assert sorted(text.split(", ")) == ["Exif", "ICC x3", "JFIF", "XMP", "comment"]
    assert text.startswith("JFIF")
    assert segments_text(["APP4"] * 3 + ["JFIF"] * 2) == "APP4 x3, JFIF x2"
    assert segments_text([str(number) for number in range(100)]).endswith("22, 23, ...")


def test_a_comment_of_a_video_program_has_a_hint() -> None:
    fact = facts_of(saved(comment=b"Lavc58.35.100\0"))["comment"]
    assert fact.value == "Lavc58.35.100"
    assert fact.hint is not None
    assert "still" in fact.hint


def test_content_credentials_are_pointed_out_without_being_examined() -> None:
    data = saved()
    segment = b"JP\0\0" + b"c2pa" * 4
    with_box = data[:2] + b"\xff\xeb" + struct.pack(">H", len(segment) + 2) + segment + data[2:]
    fact = facts_of(with_box)["jpeg.segments"]
    assert fact.value == "JUMBF, JFIF"
    assert "not examined" in (fact.hint or "")


def test_a_frame_header_that_lists_fewer_layers_than_it_counts_is_no_error() -> None:
    data = saved()
    at = data.index(b"\xff\xc0")
    short = data[: at + 2] + struct.pack(">H", 8) + data[at + 4 : at + 10] + data[at + 19 :]
    image = Image.open(io.BytesIO(short))
    assert isinstance(image, JpegImageFile)
    with pytest.raises(IndexError):
        get_sampling(image)  # so the trap is there
    assert "jpeg.subsampling" not in facts_of(short)


def test_the_pictures_behind_the_first_are_counted() -> None:
    target = io.BytesIO()
    picture().save(target, "MPO", save_all=True, append_images=[picture(), picture()])
    assert facts_of(target.getvalue())["jpeg.frames"].value == "3 pictures in one file"
    assert "jpeg.frames" not in facts_of(saved())
    assert pictures_in(b"") == pictures_in(b"II*\0\xff\xff\xff\xff") == 0


def test_other_formats_have_no_such_facts() -> None:
    target = io.BytesIO()
    picture().save(target, "PNG")
    assert list(jpeg_facts(Image.open(io.BytesIO(target.getvalue())))) == []


def test_subsampling_of_real_files_is_what_pillow_says(corpus: Path) -> None:
    names = {0: "4:4:4", 1: "4:2:2", 2: "4:2:0"}
    compared = 0
    for path in sorted((corpus / "exif").glob("**/*.jpg")):
        try:
            image = open_image(path.read_bytes(), name=path.name).pil
        except MediaError:
            continue  # some are no JPEG, on purpose
        if (expected := names.get(get_sampling(image))) is not None:
            (fact,) = (fact for fact in jpeg_facts(image) if fact.name == "jpeg.subsampling")
            assert fact.value == expected, path
            compared += 1
    assert compared > 100
