"""Photographs of one camera a moment apart are no copies for sure, though nearly everything in them agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from provenance import Archive
from provenance.model import Relation, Tier
from tests.conftest import NOON
from tests.pictures import scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from provenance.model import Match

SAID = "taken a moment apart"
FRONT, FRONT_SIZE = (180, 120), (300, 280)


def taken(shift: int) -> Image.Image:
    """A thing before a ground, by a camera that was moved a little: what is nearer moves more."""
    picture = scene(51).copy()
    near = scene(52, FRONT_SIZE)
    whole = Image.new("L", FRONT_SIZE)
    ImageDraw.Draw(whole).ellipse((0, 0, *FRONT_SIZE), fill=255)
    picture.paste(near, (FRONT[0] + shift, FRONT[1]), whole)
    return picture


def best(folder: Path, archived: Image.Image, asked: Image.Image, *, fast: bool = False, quality: int = 85) -> Match:
    """The one match of the second picture in an archive of the first."""
    archived.save(folder / "archived.jpg", quality=90)
    asked.save(folder / "asked.jpg", quality=quality)
    with Archive(folder / "desk.db", clock=lambda: NOON) as archive:
        archive.add(folder / "archived.jpg", keep=False)
        [seen] = archive.check(folder / "asked.jpg", fast=fast).seen
    assert seen.match is not None
    return seen.match


@pytest.mark.parametrize("shift", [4, 6])
def test_what_is_nearer_moved_more_and_so_it_is_only_probably_a_copy_whatever_hashes_say(
    tmp_path: Path, shift: int
) -> None:
    match = best(tmp_path, taken(0), taken(shift))
    assert match.distance_bits is not None
    assert match.distance_bits <= 31
    assert (match.tier, match.relation) == (Tier.HASH, Relation.PROBABLE)
    assert SAID in match.evidence[0]
    assert match.detail is not None
    assert match.detail["another_moment"] == match.evidence[0]


def test_a_fast_check_knows_hashes_only_and_says_what_it_left_out(tmp_path: Path) -> None:
    assert best(tmp_path, taken(0), taken(6), fast=True).relation is Relation.COPY
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        assert archive.check(tmp_path / "asked.jpg", fast=True).not_checked


EDITS: dict[str, Callable[[Image.Image], Image.Image]] = {
    "smaller": lambda image: image.resize((301, 226)),
    "cropped": lambda image: image.crop((60, 40, 600, 460)),
    "mirrored": ImageOps.mirror,
    "blurred": lambda image: image.filter(ImageFilter.GaussianBlur(2)),
    "turned": lambda image: image.rotate(7, Image.Resampling.BICUBIC).crop((80, 70, 560, 410)),
    "stretched": lambda image: image.resize((800, 480)),
}


@pytest.mark.parametrize("quality", [90, 20])
@pytest.mark.parametrize("edit", EDITS)
def test_what_an_edit_leaves_is_no_other_moment(tmp_path: Path, edit: str, quality: int) -> None:
    match = best(tmp_path, taken(0), EDITS[edit](taken(0)), quality=quality)
    assert match.relation is Relation.COPY
    assert not any(SAID in sentence for sentence in match.evidence)


def test_where_a_thing_is_gone_and_stands_elsewhere_something_moved(tmp_path: Path) -> None:
    ground = Image.linear_gradient("L").resize((640, 480)).point(lambda value: 90 + value // 4).convert("RGB")
    thing = scene(54, (110, 110))
    pictures = []
    for place in ((60, 300), (430, 60)):
        picture = ground.copy()
        for seed, corner in ((55, (240, 20)), (56, (60, 60)), (57, (250, 320)), (58, (460, 300))):
            picture.paste(scene(seed, (150, 120)), corner)
        picture.paste(thing, place)
        pictures.append(picture)
    match = best(tmp_path, *pictures)
    assert match.relation is Relation.PROBABLE
    assert SAID in match.evidence[0]


def test_a_comparison_of_two_files_says_the_same(tmp_path: Path) -> None:
    taken(0).save(tmp_path / "a.jpg")
    taken(6).save(tmp_path / "b.jpg")
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        found = archive.diff(tmp_path / "a.jpg", tmp_path / "b.jpg")
    assert found.relation is Relation.PROBABLE
    assert SAID in found.evidence[0]


def frames(path: Path) -> Iterator[tuple[float, Image.Image]]:
    """Of a film, with seconds."""
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            yield float(frame.time or 0), Image.fromarray(frame.to_ndarray(format="rgb24"))


def test_real_frames_of_a_film_are_told_apart_where_the_camera_moved(corpus: Path, tmp_path: Path) -> None:
    film = corpus / "video" / "facebook_ThreatExchange" / "sample-videos" / "doorknob-hd-no-bar.mp4"
    shown = [image for seconds, image in frames(film) if seconds < 1]
    match = best(tmp_path, shown[0].resize((960, 540)), shown[5].resize((960, 540)))
    assert match.relation is Relation.PROBABLE
    assert SAID in match.evidence[0]
