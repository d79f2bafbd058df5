"""The proof picture: marks are where the differences are, and a hidden picture stays hidden."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageEnhance, ImageFilter, ImageOps

from provenance.exporters.proof import DIFFERENT, SHARED, differing, proof
from provenance.matching.alterations import Box
from provenance.matching.overlap import Overlap
from tests.pictures import scene

NO_LINES = np.zeros((0, 4), np.float32)
SIZE = (640, 480)


def same_place(image: Image.Image, **parts: object) -> Overlap:
    """The overlap of a picture with one of its size, nothing moved."""
    return Overlap(np.eye(3), image.size, image.size, NO_LINES)._replace(**parts)  # type: ignore[arg-type]


def count(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels have exactly this colour."""
    return int((np.asarray(image) == colour).all(axis=2).sum())


def marked(ours: Image.Image, theirs: Image.Image) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where two pictures in one place are said to differ."""
    return differing(np.asarray(ours), np.asarray(theirs), np.ones((ours.height, ours.width), bool))


def test_a_patch_is_marked_and_nothing_else() -> None:
    photo = scene(21)
    asked = photo.copy()
    asked.paste((250, 250, 250), (320, 120, 480, 240))
    spots = marked(photo, asked)
    truth = np.zeros(spots.shape, bool)
    truth[120:240, 320:480] = True
    wider = np.zeros(spots.shape, bool)
    wider[105:255, 305:495] = True
    assert spots[truth].mean() > 0.85
    assert not spots[~wider].any()


@pytest.mark.parametrize(
    "change",
    [
        ImageOps.invert,
        lambda image: ImageEnhance.Brightness(image).enhance(0.7),
        lambda image: ImageEnhance.Contrast(image).enhance(0.6),
        lambda image: image.convert("L").convert("RGB"),
        lambda image: image.filter(ImageFilter.GaussianBlur(1)),
        lambda image: ImageOps.expand(image, 2).resize(image.size, box=(3.5, 3.5, 643.5, 483.5)),
    ],
)
def test_tones_and_a_pixel_of_shift_are_no_difference(change: object) -> None:
    assert callable(change)
    photo = scene(22)
    inner = (10, 10, 630, 470)
    assert not marked(photo.crop(inner), change(photo).crop(inner)).any()


def test_the_shared_area_is_outlined_in_both_and_differences_are_marked() -> None:
    photo = scene(23)
    asked = photo.copy()
    asked.paste((250, 20, 250), (320, 120, 480, 240))
    plain = proof(photo, photo, same_place(photo))
    page = proof(photo, asked, same_place(photo), overlays=[Box(0.5, 0.25, 0.75, 0.5)])
    assert page.width == 1600
    halves = np.asarray(page)[: page.height // 2]
    for half in (halves[:, :800], halves[:, 800:]):
        assert (half == SHARED).all(axis=2).sum() > 1000
    assert count(page, DIFFERENT) > 500
    assert count(plain, DIFFERENT) == 0


def test_the_outline_in_print_is_told_from_the_marks_by_its_shape() -> None:
    photo = scene(23)
    page = proof(photo, photo, same_place(photo), overlays=[Box(0.2, 0.2, 0.8, 0.8)])
    values = np.asarray(page)
    rows = (values == SHARED).all(axis=2).sum(axis=1)
    assert rows.max() > 0.85 * 1600, "the outline is drawn through"
    dashed = (values == DIFFERENT).all(axis=2).sum(axis=1).max()
    assert 0.3 < dashed / (0.6 * 770) < 0.75, "the mark has gaps"


def test_lines_are_drawn_on_demand() -> None:
    photo = scene(24)
    places = np.random.default_rng(1).random((80, 2)) * (1, 0.75)
    overlap = same_place(photo, lines=np.hstack([places, places]).astype(np.float32))
    without, drawn = proof(photo, photo, overlap), proof(photo, photo, overlap, lines=True)
    assert without.size == drawn.size
    assert (np.asarray(without) != np.asarray(drawn)).any(axis=2).sum() > 2000


def test_a_hidden_picture_has_no_colour_and_no_detail() -> None:
    photo = scene(25)
    page = np.asarray(proof(photo, photo, same_place(photo), hide=True)).astype(int)
    coloured = (page.max(axis=2) != page.min(axis=2)) & (page != SHARED).any(axis=2)
    assert not coloured[page.shape[0] // 2 :].any(), "neither above nor below"
    picture = page[100:500, 60:760]
    assert not coloured[100:500, 60:760].any()
    assert np.abs(np.diff(picture[..., 0], axis=1)).max() <= 4
    shown = np.asarray(proof(photo, photo, same_place(photo))).astype(int)[100:500, 60:760]
    assert np.abs(np.diff(shown[..., 0], axis=1)).max() > 20


def test_differences_of_hidden_pictures_are_marked_on_a_blank_ground() -> None:
    photo = scene(26)
    asked = photo.copy()
    asked.paste((250, 250, 250), (320, 120, 480, 240))
    page = np.asarray(proof(photo, asked, same_place(photo), hide=True))
    blank = (page == 236).all(axis=2)
    rows, columns = np.flatnonzero(blank.sum(axis=1) > 100), np.flatnonzero(blank.sum(axis=0) > 100)
    panel = page[rows[0] + 2 : rows[-1] - 1, columns[0] + 2 : columns[-1] - 1]
    assert panel.shape[1] > 450
    colours = {tuple(int(value) for value in colour) for colour in np.unique(panel.reshape(-1, 3), axis=0)}
    assert colours == {(236, 236, 236), DIFFERENT}


@pytest.mark.parametrize("size", [(20, 4000), (4000, 20), (1, 1), (3, 3), (30, 30)])
@pytest.mark.parametrize("hide", [False, True])
def test_extreme_sizes_make_a_page_of_bearable_size(size: tuple[int, int], hide: bool) -> None:
    photo = scene(27, (64, 48)).resize(size)
    page = proof(photo, photo, same_place(photo), lines=True, hide=hide, width=900)
    assert page.width == 900
    assert page.height < 2000


def test_pictures_without_a_shared_area_are_shown_side_by_side() -> None:
    photo = scene(28)
    away = np.array([[1, 0, 5], [0, 1, 5], [0, 0, 1]], np.float64)
    page = proof(photo, photo, same_place(photo, transform=away))
    assert count(page, SHARED) == 0


def test_long_labels_stay_on_the_page() -> None:
    photo = scene(29)
    page = proof(photo, photo, same_place(photo), labels=("long-" * 80 + ".jpg", "b.jpg"))
    assert (np.asarray(page)[:, -8:] == 255).all()


def test_the_asked_picture_stands_left_where_a_page_wants_it_so() -> None:
    archived, asked = Image.new("RGB", SIZE, (200, 30, 30)), Image.new("RGB", SIZE, (30, 30, 200))
    for asked_first, left, right in ((False, 0, 2), (True, 2, 0)):
        page = np.asarray(proof(archived, asked, same_place(archived), asked_first=asked_first)).astype(int)
        top = page[100 : page.shape[0] // 3]
        assert top[:, 100:700].mean(axis=(0, 1)).argmax() == left
        assert top[:, 900:1500].mean(axis=(0, 1)).argmax() == right
        below = page[-page.shape[0] // 4 : -page.shape[0] // 6]
        assert below[:, 60:480].mean(axis=(0, 1)).argmax() == left
        assert below[:, 580:1000].mean(axis=(0, 1)).argmax() == right
