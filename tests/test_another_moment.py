"""Photographs of one camera a moment apart are no copies for sure, though nearly everything in them agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import av
import cv2
import numpy as np
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


def detailed() -> Image.Image:
    """As full of texture as a photograph."""
    picture = Image.new("RGB", (640, 480))
    for number in range(9):
        picture.paste(scene(60 + number, (214, 160)), (number % 3 * 213, number // 3 * 160))
    return picture


def taken(shift: int, ground: Image.Image | None = None) -> Image.Image:
    """A thing before a ground, by a camera that was moved a little: what is nearer moves more."""
    picture = (ground or scene(51)).copy()
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


def through_a_lens(picture: Image.Image, bend: float) -> Image.Image:
    """What a lens correction makes of it, a bend of the corners' distance by that share, without the borders."""
    width, height = picture.size
    y, x = np.indices((height, width)).astype(np.float32)
    across, down = (x - width / 2) / (width / 2), (y - height / 2) / (width / 2)
    by = 1 + bend * (across * across + down * down)
    places = (across * by * width / 2 + width / 2, down * by * width / 2 + height / 2)
    bent = cv2.remap(np.asarray(picture), *places, cv2.INTER_LINEAR)
    edge = round(0.03 * width)
    return Image.fromarray(bent).crop((edge, edge, width - edge, height - edge))


@pytest.mark.parametrize("bend", [-0.04, -0.02, 0.02])
def test_a_picture_whose_lens_was_corrected_is_a_copy_for_sure(tmp_path: Path, bend: float) -> None:
    match = best(tmp_path, detailed(), through_a_lens(detailed(), bend))
    assert match.relation is Relation.COPY
    assert not any(SAID in sentence for sentence in match.evidence)


@pytest.mark.parametrize("rise", [4, 6, 12])
def test_a_picture_whose_falling_lines_were_straightened_is_a_copy_for_sure(tmp_path: Path, rise: int) -> None:
    corners = np.array([[0, 0], [640, 0], [640, 480], [0, 480]], np.float32)
    straight = corners + np.array([[-rise, -rise], [2 * rise, -rise / 2], [rise / 2, 2 * rise], [-rise, rise]])
    mapping = cv2.getPerspectiveTransform(corners, straight.astype(np.float32))
    asked = Image.fromarray(cv2.warpPerspective(np.asarray(detailed()), mapping, (640, 480)))
    match = best(tmp_path, detailed(), asked)
    assert match.relation is Relation.COPY
    assert not any(SAID in sentence for sentence in match.evidence)


@pytest.mark.parametrize("bend", [-0.02, 0.02])
def test_a_lens_does_not_hide_that_what_is_nearer_moved_more(tmp_path: Path, bend: float) -> None:
    match = best(tmp_path, taken(0, detailed()), through_a_lens(taken(6, detailed()), bend))
    assert match.relation is Relation.PROBABLE
    assert SAID in match.evidence[0]


def test_of_a_figure_that_was_made_slimmer_it_is_said_that_parts_may_have_been_moved(tmp_path: Path) -> None:
    whole = detailed()
    y, x = np.indices((480, 640)).astype(np.float32)
    far = np.hypot(x - 320, y - 220) / 140
    by = np.where(far < 1, (1 - far) ** 2 * 0.3, 0).astype(np.float32)
    slim = cv2.remap(np.asarray(whole), x + (x - 320) * by, y, cv2.INTER_LINEAR)
    match = best(tmp_path, whole, Image.fromarray(slim))
    assert match.relation is Relation.PROBABLE
    assert match.evidence[0].startswith(
        "perhaps another photograph, taken a moment apart, or parts of it were moved: in "
    )


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
