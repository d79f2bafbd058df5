"""The samples keep the promises that the demonstration and other tests rely on.

Judged by imagehash, by PDQ's published quality formula and by pixels, never by this project's fingerprints.
"""

from __future__ import annotations

import itertools
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import av
import imagehash
import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import ExifTags, Image, ImageOps

from provenance.dates import certainly_before, parse_date
from provenance.importers.folder import read_folder
from provenance.importers.manifest import read_manifest
from provenance.model import Intake

SAMPLES = Path(__file__).resolve().parent.parent / "samples"
EARLY = "bridge-2014.jpg"
MANIFESTS = ("manifest.jsonl", "incoming.jsonl")
REPOSTS = ("repost-reencoded.jpg", "repost-mirrored.jpg", "repost-letterboxed.jpg", "repost-cropped.jpg")
UNRELATED = ("look-alike.jpg", "airfield.jpg", "village.jpg", "square.jpg")
LEFT_OUT = {"look-alike.jpg", "village.jpg", "square.jpg"}  # of what is made again
NEAR, FAR = 8, 16  # bits of imagehash's 64; unrelated photographs are 20 to 44 apart
PDQ_NEAR, PDQ_FAR = 31, 60  # bits of 256; the usual threshold, and twice that
PDQ_QUALITY = 50  # below it PDQ's authors advise against comparing

Change = Callable[[Image.Image], Image.Image]


def picture(name: str) -> Image.Image:
    with Image.open(SAMPLES / name) as image:
        return image.convert("RGB")


def apart(a: Image.Image, b: Image.Image) -> int:
    return int(imagehash.phash(a) - imagehash.phash(b))


def without_bars(image: Image.Image) -> Image.Image:
    rows = np.nonzero(np.asarray(image.convert("L")).mean(axis=1) > 12)[0]
    return image.crop((0, int(rows[0]), image.width, int(rows[-1]) + 1))


def intakes() -> list[Intake]:
    found = [each for name in MANIFESTS for each in read_manifest(SAMPLES / name)]
    assert all(isinstance(each, Intake) for each in found), found
    return [each for each in found if isinstance(each, Intake)]


def named(name: str) -> Intake:
    (intake,) = [each for each in intakes() if Path(each.path or "").name == name]
    return intake


@pytest.fixture(scope="module")
def remade(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The samples, made again, but for three that nothing else is made from: each takes seconds."""
    folder = tmp_path_factory.mktemp("samples")
    command = [sys.executable, str(SAMPLES / "make.py"), "--out", str(folder), "--some"]
    subprocess.run(command, check=True, capture_output=True, env=os.environ | {"PYTHONDONTWRITEBYTECODE": "1"})
    return folder


def test_make_makes_the_committed_files_and_no_other(remade: Path) -> None:
    committed = {path.name for path in SAMPLES.iterdir() if path.is_file() and path.suffix != ".py"}
    assert {path.name for path in remade.iterdir()} == committed - LEFT_OUT
    for name in MANIFESTS:
        assert (remade / name).read_bytes() == (SAMPLES / name).read_bytes()


@pytest.mark.parametrize("name", sorted({EARLY, *REPOSTS, *UNRELATED, "blank.png"} - LEFT_OUT))
def test_make_makes_the_committed_pictures(remade: Path, name: str) -> None:
    with Image.open(remade / name) as made:
        again, committed = np.asarray(made.convert("RGB"), int), np.asarray(picture(name), int)
    assert again.shape == committed.shape
    assert np.abs(again - committed).mean() < 1  # of 255: a decoder's rounding, not another picture


def test_make_makes_the_committed_video(remade: Path) -> None:
    again, committed = frames(remade / "clip.mp4"), frames(SAMPLES / "clip.mp4")
    assert len(again) == len(committed)
    for number in (0, len(committed) // 2, -1):
        assert np.abs(again[number].astype(int) - committed[number]).mean() < 4  # encoders differ by version


def frames(path: Path) -> list[NDArray[np.uint8]]:
    with av.open(str(path)) as film:
        return [np.asarray(frame.to_ndarray(format="rgb24"), np.uint8) for frame in film.decode(video=0)]


def test_all_samples_together_are_small() -> None:
    assert sum(path.stat().st_size for path in SAMPLES.rglob("*") if "__pycache__" not in path.parts) < 1_500_000


# what PDQ and pHash can do with them


def pdq_quality(image: Image.Image) -> int:
    """PDQ's own measure: the sum of steps between neighbours of the 64 x 64 picture, in hundredths, by 90."""
    small = np.asarray(image.convert("L").resize((64, 64), Image.Resampling.BOX), np.float64)
    steps = [np.abs(np.trunc(np.diff(small, axis=axis) * 100 / 255)).sum() for axis in (0, 1)]
    return min(100, int(sum(steps) / 90))


@pytest.mark.parametrize("name", [EARLY, *REPOSTS, *UNRELATED])
def test_every_picture_has_detail_enough_to_be_compared(name: str) -> None:
    assert pdq_quality(picture(name)) >= PDQ_QUALITY + 30


def test_the_blank_has_none() -> None:
    assert pdq_quality(picture("blank.png")) == 0


def test_the_reencoded_repost_is_near_as_it_is() -> None:
    assert apart(picture(EARLY), picture("repost-reencoded.jpg")) <= NEAR


@pytest.mark.parametrize(
    ("name", "undo"), [("repost-mirrored.jpg", ImageOps.mirror), ("repost-letterboxed.jpg", without_bars)]
)
def test_mirrored_and_letterboxed_reposts_are_near_only_when_that_is_undone(name: str, undo: Change) -> None:
    repost = picture(name)
    assert apart(picture(EARLY), repost) >= FAR
    assert apart(picture(EARLY), undo(repost)) <= NEAR


def test_the_cropped_repost_is_a_part_that_whole_picture_hashes_miss() -> None:
    early, part = picture(EARLY), picture("repost-cropped.jpg")
    assert part.width * part.height == pytest.approx(0.7 * early.width * early.height, rel=0.02)
    assert apart(early, part) >= FAR
    assert apart(early, without_bars(part)) >= FAR
    at_right = [
        np.abs(
            np.asarray(early.crop((early.width - part.width, top, early.width, top + part.height)), int)
            - np.asarray(part, int)
        ).mean()
        for top in range(early.height - part.height + 1)
    ]
    assert min(at_right) < 6  # of 255, in one place only: there it was cut out
    assert sorted(at_right)[4] > 1.5 * min(at_right)


def test_the_look_alike_and_all_unrelated_pictures_are_far_however_they_are_turned() -> None:
    turned = {name: orientations(picture(name)) for name in (EARLY, *UNRELATED)}
    for name, other in itertools.permutations(turned, 2):
        assert min(apart(turned[name][0], view) for view in turned[other]) >= FAR, (name, other)


def orientations(image: Image.Image) -> list[Image.Image]:
    turned = [image.rotate(angle, expand=True) for angle in (0, 90, 180, 270)]
    return turned + [ImageOps.mirror(each) for each in turned]


def test_the_look_alike_looks_alike() -> None:
    early, other = picture(EARLY), picture("look-alike.jpg")
    assert early.size == other.size
    colours = [np.asarray(image.resize((1, 4), Image.Resampling.BOX), int) for image in (early, other)]
    assert np.abs(colours[0] - colours[1]).mean() < 40  # sky, town, water: alike in place and colour


def test_pdq_agrees() -> None:
    pdqhash = pytest.importorskip("pdqhash", reason="the reference PDQ is not installed")

    def bits(image: Image.Image) -> NDArray[np.uint8]:
        return np.asarray(pdqhash.compute(np.ascontiguousarray(np.asarray(image)))[0])

    early = bits(picture(EARLY))
    far = [picture(name) for name in (*REPOSTS[1:], *UNRELATED)]
    assert all(int((early != bits(image)).sum()) > PDQ_FAR for image in far)
    for name, undo in (
        ("repost-reencoded.jpg", Image.Image.copy),
        ("repost-mirrored.jpg", ImageOps.mirror),
        ("repost-letterboxed.jpg", without_bars),
    ):
        assert int((early != bits(undo(picture(name)))).sum()) <= PDQ_NEAR, name


# what they say


def test_only_the_early_appearance_has_a_cameras_record() -> None:
    with Image.open(SAMPLES / EARLY) as image:
        exif = image.getexif()
    details = exif.get_ifd(ExifTags.IFD.Exif)
    assert exif[ExifTags.Base.Make] == "Example Optics"
    assert str(details[ExifTags.Base.DateTimeOriginal]).startswith("2014:08:03")
    assert details[ExifTags.Base.OffsetTimeOriginal] == "+03:00"
    for name in (*REPOSTS, *UNRELATED):
        with Image.open(SAMPLES / name) as image:
            assert not image.getexif(), name


def test_the_clip_lasts_six_seconds_and_ends_in_the_still() -> None:
    with av.open(str(SAMPLES / "clip.mp4")) as film:
        stream = film.streams.video[0]
        assert stream.codec_context.name == "h264"
        assert (stream.width, stream.height) == (320, 180)
        assert stream.duration is not None
        assert stream.time_base is not None
        assert float(stream.duration * stream.time_base) == pytest.approx(6, abs=0.1)
    first, last = frames(SAMPLES / "clip.mp4")[:: 6 * 15 - 1]
    assert apart(picture("airfield.jpg"), Image.fromarray(last)) <= NEAR
    assert apart(picture("airfield.jpg"), Image.fromarray(first)) >= FAR


def test_every_sample_is_in_one_of_the_two_manifests_once() -> None:
    listed = sorted(Path(each.path or "").name for each in intakes())
    assert listed == sorted(str(each.locator) for each in read_folder(SAMPLES))


def test_nobody_that_exists_is_named() -> None:
    hosts = {urlsplit(each.url or "").hostname or "" for each in intakes()}
    assert {host.split(".", 1)[1] for host in hosts} <= {"example.org", "example.com", "example.net"}


def test_the_early_appearance_contradicts_what_the_repost_claims() -> None:
    early, repost = named(EARLY), named("repost-reencoded.jpg")
    assert certainly_before(parse_date(early.posted_at or ""), parse_date(repost.claims[0].date or ""))
    assert early.claims[0].place != repost.claims[0].place
    assert {each.claims[0].place for each in map(named, REPOSTS[:3])} == {repost.claims[0].place}
