"""What is said of a change is checked against changes that are made here, with numbers that are known."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageFont, ImageOps

from provenance.matching.alterations import Box, Described, describe
from provenance.matching.alterations.settling import settled
from provenance.matching.ancestor import Ancestor, divisor, likelier
from provenance.matching.overlap import (
    Overlap,
    area,
    laid_over,
    moved,
    placement,
    rectangle,
    share_of,
    shared_area,
)
from provenance.matching.painted import painted_over
from provenance.matching.pixels import compare
from provenance.model import Alteration, Fact
from tests.pictures import mirrored, scene, turned

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray

WIDTH, HEIGHT = 640, 480
FULL = np.eye(3)
NO_LINES = np.zeros((0, 4), np.float32)


@pytest.fixture(scope="module")
def photo() -> Image.Image:
    """The archived picture of most tests."""
    return scene(11, (WIDTH, HEIGHT))


@pytest.fixture(scope="module")
def other() -> Image.Image:
    """Another picture."""
    return scene(12, (WIDTH, HEIGHT))


# Pixel maps, (3, 3): pixels of the archived picture to pixels of the asked one, from the upper left corner.


def at(x: float, y: float, scale: float = 1.0) -> NDArray[np.float64]:
    """Reduced or enlarged, then put so many pixels to the right and down."""
    return np.array([[scale, 0, x], [0, scale, y], [0, 0, 1]], np.float64)


def turn(degrees: float, *, scale: float = 1.0) -> NDArray[np.float64]:
    """Turned clockwise around the middle of the picture."""
    angle = np.radians(degrees)
    cosine, sine = scale * np.cos(angle), scale * np.sin(angle)
    around = np.array([[cosine, -sine, 0], [sine, cosine, 0], [0, 0, 1]])
    return np.asarray(at(WIDTH / 2, HEIGHT / 2) @ around @ at(-WIDTH / 2, -HEIGHT / 2), np.float64)


def seen_in(corners: list[tuple[float, float]]) -> NDArray[np.float64]:
    """The map that takes the picture's corners, clockwise from the upper left, to these pixels."""
    import cv2

    start = np.array([(0, 0), (WIDTH, 0), (WIDTH, HEIGHT), (0, HEIGHT)], np.float32)
    return np.asarray(cv2.getPerspectiveTransform(start, np.array(corners, np.float32)), np.float64)


def warped(image: Image.Image, pixels: NDArray[np.float64], ground: Image.Image) -> Image.Image:
    """The picture after a pixel map, on another one."""
    import cv2

    half = at(0.5, 0.5)
    centred = np.linalg.inv(half) @ pixels @ half
    laid = np.asarray(cv2.warpPerspective(np.asarray(image), centred, ground.size))
    here = np.asarray(cv2.warpPerspective(np.full((image.height, image.width), 255, np.uint8), centred, ground.size))
    return Image.fromarray(np.where(here[..., None] > 127, laid, np.asarray(ground)))


def in_units(pixels: NDArray[np.float64], stored: Image.Image, asked: Image.Image) -> NDArray[np.float64]:
    """A pixel map as a transform of places in units of the longer sides."""
    ours, theirs = max(stored.size), max(asked.size)
    return np.asarray(np.diag([1 / theirs, 1 / theirs, 1]) @ pixels @ np.diag([ours, ours, 1]), np.float64)


def grey(image: Image.Image, side: int | None = None) -> NDArray[np.uint8]:
    """The luma plane, reduced to a longer side."""
    plane = image.convert("L")
    if side:
        plane.thumbnail((side, side))
    return np.asarray(plane, np.uint8)


def overlapping(
    stored: Image.Image, asked: Image.Image, pixels: NDArray[np.float64], *, negative: bool = False
) -> Overlap:
    """The record that verification would make, from a map that is known."""
    transform = in_units(pixels, stored, asked)
    check = compare(grey(asked), grey(stored, 160), transform)
    return Overlap(transform, asked.size, stored.size, NO_LINES, check, negative)


def told(stored: Image.Image, asked: Image.Image, pixels: NDArray[np.float64], *, negative: bool = False) -> Described:
    """What is said of the asked picture."""
    overlap = overlapping(stored, asked, pixels, negative=negative)
    return describe(overlap, asked=grey(asked), thumbnail=grey(stored, 160), asked_colour=asked, stored_colour=stored)


def said(described: Described) -> str:
    """All sentences in one text."""
    return "; ".join(described.sentences)


def saved(image: Image.Image, quality: int = 80) -> Image.Image:
    """As a JPEG brings it back."""
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=quality)
    return Image.open(buffer).convert("RGB")


def with_letters(image: Image.Image, left: int, top: int, size: int, *lines: str) -> Image.Image:
    """Lines of black letters, drawn onto the picture."""
    draw, font = ImageDraw.Draw(image), ImageFont.load_default(size)
    for number, line in enumerate(lines):
        draw.text((left, top + round(1.4 * size) * number), line, fill="black", font=font)
    return image


def grained(image: Image.Image) -> Image.Image:
    """With the fine detail of a photograph at its full size."""
    grain = np.random.default_rng(5).normal(scale=10, size=(image.height, image.width, 3))
    return Image.fromarray((np.asarray(image) * 0.6 + 50 + grain).clip(0, 255).astype(np.uint8))


# How one lies in the other.


@pytest.mark.parametrize("flipped", [False, True])
@pytest.mark.parametrize("degrees", [-170.0, -90.0, -7.0, 0.0, 33.0, 90.0, 180.0])
def test_turn_mirror_scale_and_stretch_are_read_from_the_transform(degrees: float, flipped: bool) -> None:
    angle = np.radians(degrees)
    rotation = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    linear = np.diag([-1.0 if flipped else 1.0, 1.0]) @ rotation @ np.diag([0.6, 0.5])
    transform = np.eye(3)
    transform[:2, :2] = linear
    transform[:2, 2] = (0.5, 0.5) - linear @ (0.5, 0.375)
    found = placement(Overlap(transform, (1200, 1200), (640, 480), NO_LINES))
    assert found.mirrored is flipped
    assert abs((found.rotation - degrees + 180) % 360 - 180) < 1e-6
    assert found.stretch == pytest.approx(1.2)
    assert found.scale == pytest.approx(np.sqrt(0.6 * 0.5) * 1200 / 640)
    assert found.bend < 1e-9


@pytest.mark.parametrize("horizon", [0.0, -1.4])
@pytest.mark.parametrize("seed", range(4))
def test_shared_areas_agree_with_counting_points(seed: int, horizon: float) -> None:
    random = np.random.default_rng(seed)
    transform = np.eye(3) + random.normal(scale=0.25, size=(3, 3)) * [[1, 1, 1], [1, 1, 1], [0.6, 0.6, 0]]
    transform[2, 0] += horizon  # -1.4: a line across the picture that goes to infinity
    overlap = Overlap(transform, (400, 500), (640, 480), NO_LINES)
    shared = shared_area(overlap)
    there = moved(transform, points := random.random((60_000, 2)) * rectangle((640, 480))[2])
    facing = points @ transform[2, :2] + transform[2, 2] > 0
    inside = ((there >= 0) & (there <= rectangle((400, 500))[2])).all(axis=1) & facing
    assert share_of(shared.stored, (640, 480)) == pytest.approx(inside.mean(), abs=0.01)
    back = np.asarray(np.linalg.inv(transform), np.float64)
    there = moved(back, points := random.random((60_000, 2)) * rectangle((400, 500))[2])
    weights = np.column_stack([there, np.ones(len(there))]) @ transform[2]
    inside = ((there >= 0) & (there <= rectangle((640, 480))[2])).all(axis=1) & (weights > 0)
    assert share_of(shared.asked, (400, 500)) == pytest.approx(inside.mean(), abs=0.01)


def test_the_corners_of_the_shared_area_are_the_same_in_both() -> None:
    overlap = Overlap(turn(20) / [[640, 640, 640], [640, 640, 640], [1, 1, 1]] @ np.diag([640, 640, 1]),
                      (640, 480), (640, 480), NO_LINES)  # fmt: skip
    shared = shared_area(overlap)
    assert np.allclose(moved(overlap.transform, shared.stored), shared.asked)
    assert area(shared.stored) == pytest.approx(area(shared.asked))


def test_pictures_that_share_no_area_are_described_as_such(photo: Image.Image) -> None:
    overlap = Overlap(at(5, 5), photo.size, photo.size, NO_LINES)
    assert not shared_area(overlap).exists
    described = describe(overlap, asked=grey(photo), thumbnail=grey(photo, 160))
    assert (described.kept, described.covers, described.sentences) == (0.0, 0.0, ())


def test_the_asked_picture_is_laid_over_the_archived_one_pixel_by_pixel(photo: Image.Image) -> None:
    cut = photo.crop((100, 60, 420, 300))
    laid, inside = laid_over(np.asarray(cut), in_units(at(-100, -60), photo, cut), photo.size)
    assert inside[62:298, 102:418].all()
    assert not inside[:58].any()
    assert not inside[:, 422:].any()
    difference = np.abs(laid[62:298, 102:418].astype(int) - np.asarray(photo)[62:298, 102:418])
    assert difference.max() <= 1


# What is shown.


def test_the_same_picture_saved_anew_is_not_called_altered(photo: Image.Image) -> None:
    described = told(photo, saved(photo, 50), FULL)
    assert described.alterations == (Alteration.RE_ENCODED,)
    assert described.actions == ("c2pa.transcoded",)
    assert said(described) == "within the area that both show no region differs; small marks would not be seen"


def test_a_crop_is_told_with_its_share_and_its_sides(photo: Image.Image) -> None:
    described = told(photo, saved(photo.crop((128, 86, 640, 480))), at(-128, -86))
    assert described.kept == pytest.approx(0.8 * (394 / 480), abs=0.005)
    assert described.sentences[0] == "66 % of the archived picture is shown: its left 20 % and top 18 % are cut off"
    assert "c2pa.cropped" in described.actions
    assert described.lacks
    assert not described.shows_more


def test_of_a_larger_scene_it_is_told_that_the_archived_picture_is_a_part(photo: Image.Image) -> None:
    described = told(photo.crop((128, 86, 640, 480)), saved(photo), at(128, 86))
    assert described.sentences[0] == "the asked picture shows more: the archived picture is 66 % of it"
    assert described.shows_more
    assert Alteration.CROPPED in described.alterations
    assert "c2pa.cropped" not in described.actions, "the asked picture was not cropped"


def test_two_crops_of_one_scene_each_show_what_the_other_lacks(photo: Image.Image) -> None:
    described = told(photo.crop((0, 0, 480, 480)), photo.crop((160, 0, 640, 480)), at(-160, 0))
    assert described.shows_more
    assert described.lacks
    assert "67 % of the archived picture is shown: its left 33 % is cut off" in described.sentences
    assert "the asked picture shows more: what both show is 67 % of it" in described.sentences


def test_names_can_stand_for_archived_and_asked(photo: Image.Image) -> None:
    asked = photo.crop((160, 0, 640, 480))
    overlap = overlapping(photo, asked, at(-160, 0))
    described = describe(overlap, asked=grey(asked), thumbnail=grey(photo, 160), names=("A", "B"))
    assert described.sentences[0] == "75 % of A is shown: its left 25 % is cut off"


# How it lies.


@pytest.mark.parametrize(
    ("changed", "pixels", "words"),
    [
        (mirrored, np.array([[-1, 0, WIDTH], [0, 1, 0], [0, 0, 1]]), "mirrored left to right"),
        (ImageOps.flip, np.array([[1, 0, 0], [0, -1, HEIGHT], [0, 0, 1]]), "mirrored top to bottom"),
        (turned, np.array([[0, -1, HEIGHT], [1, 0, 0], [0, 0, 1]]), "turned 90° clockwise"),
        (
            lambda image: mirrored(turned(image)),
            np.array([[0, 1, 0], [1, 0, 0], [0, 0, 1]]),
            "turned 90° clockwise and then mirrored left to right",
        ),
    ],
)  # fmt: skip
def test_mirrors_and_quarter_turns_have_their_words(
    photo: Image.Image, changed: object, pixels: NDArray[np.float64], words: str
) -> None:
    assert callable(changed)
    described = told(photo, changed(photo), pixels)
    assert words in described.sentences
    assert described.mirrored is ("mirrored" in words)
    assert (Alteration.MIRRORED in described.alterations) is ("mirrored" in words)
    assert (Alteration.ROTATED in described.alterations) is ("turned" in words)
    assert "c2pa.orientation" in described.actions
    assert not described.overlays


def test_a_slight_turn_is_told_in_degrees(photo: Image.Image) -> None:
    asked = warped(photo, turn(-7, scale=1.3), photo)
    described = told(photo, asked, turn(-7, scale=1.3))
    assert described.rotation == pytest.approx(-7, abs=0.1)
    assert "turned by about 7° counter-clockwise" in described.sentences
    assert Alteration.BORDERED not in described.alterations


def test_the_corners_that_a_turn_leaves_blank_are_told(photo: Image.Image) -> None:
    asked = warped(photo, turn(7), Image.new("RGB", photo.size, "black"))
    described = told(photo, asked, turn(7))
    assert "the asked picture has plain corners that the archived picture lacks" in described.sentences


def test_a_reduced_picture_is_told_in_percent_and_pixels(photo: Image.Image) -> None:
    described = told(photo, photo.resize((320, 240)), at(0, 0, 0.5))
    assert described.scale == pytest.approx(0.5)
    assert "shown at 50 % of its size (320 × 240 pixels asked, 640 × 480 archived)" in described.sentences
    assert described.actions == ("c2pa.resized", "c2pa.transcoded")


def test_an_enlarged_picture_is_told_from_one_with_finer_detail() -> None:
    large = grained(scene(3))
    small = large.resize((320, 240))
    finer = told(small, large, at(0, 0, 2))
    enlarged = told(small, small.resize((640, 480), Image.Resampling.BICUBIC), at(0, 0, 2))
    assert enlarged.enlarged
    assert "the asked picture has more pixels, but no finer detail: enlarged?" in enlarged.sentences
    assert not finer.enlarged


def test_a_stretched_picture_is_no_picture_seen_at_an_angle(photo: Image.Image) -> None:
    described = told(photo, photo.resize((640, 400)), np.diag([1, 400 / 480, 1]))
    assert described.stretch == pytest.approx(1.2, abs=0.01)
    assert "stretched: 20 % wider than before" in described.sentences
    assert not described.perspective


def test_a_photographed_screen_is_seen_at_an_angle(photo: Image.Image, other: Image.Image) -> None:
    pixels = seen_in([(90, 60), (560, 110), (550, 380), (60, 430)])
    described = told(photo, saved(warped(photo, pixels, other)), pixels)
    assert described.perspective
    assert "seen at an angle: photographed from a screen or from paper?" in described.sentences
    assert "the archived picture is seen in the middle, 78 % of its width" in described.sentences
    assert not described.overlays


# What lies around it.


def test_letterbox_bars_are_a_border(photo: Image.Image) -> None:
    described = told(photo, saved(ImageOps.expand(photo, border=(0, 80))), at(0, 80))
    assert "the asked picture has plain bars above and below that the archived picture lacks" in described.sentences
    assert described.only_asked == (Alteration.BORDERED,)
    assert described.covers == pytest.approx(480 / 640, abs=0.005)
    assert not described.shows_more


def test_a_border_goes_around_all_sides(photo: Image.Image) -> None:
    described = told(photo, saved(ImageOps.expand(photo, border=40, fill="white")), at(40, 40))
    sentence = "the asked picture has a plain border on all sides that the archived picture lacks"
    assert sentence in described.sentences


def test_a_border_that_was_cut_off_is_no_crop_of_the_scene(photo: Image.Image) -> None:
    framed = ImageOps.expand(photo, border=60, fill="white")
    described = told(framed, photo, at(-60, -60))
    sentence = "the archived picture has a plain border on all sides that the asked picture lacks"
    assert described.sentences[0] == sentence
    assert described.only_stored == (Alteration.BORDERED,)
    assert not described.lacks


def test_a_bar_with_letters_is_a_caption(photo: Image.Image) -> None:
    asked = ImageOps.expand(photo, border=(0, 0, 0, 110), fill="white")
    asked = saved(with_letters(asked, 20, 510, 40, "MEANWHILE TODAY"))
    described = told(photo, asked, FULL)
    sentence = "the asked picture has a bar with letters below that the archived picture lacks"
    assert sentence in described.sentences
    assert described.only_asked == (Alteration.CAPTIONED,)


def test_small_letters_above_and_below_are_a_screenshot(photo: Image.Image) -> None:
    asked = Image.new("RGB", (640, 1100), "white")
    asked.paste(photo, (0, 250))
    with_letters(asked, 20, 30, 20, "A page of somebody", "3 hours ago", "Shocking, share before it is gone")
    with_letters(asked, 20, 780, 18, "First comment", "Another comment of somebody", "And one more")
    described = told(photo, saved(asked), at(0, 250))
    assert Alteration.SCREENSHOT in described.alterations
    assert "small letters around it, in the middle, 44 % of its height: a screenshot of a post or a page?" in said(
        described
    )


@pytest.mark.parametrize(
    ("size", "left", "top", "scale", "where"),
    [
        ((1280, 480), 640, 0, 1.0, "in the right half"),
        ((1280, 960), 0, 480, 1.0, "in the lower left quarter"),
        ((1280, 960), 460, 320, 0.6, "in the middle, 30 % of its width"),
        ((1280, 960), 830, 40, 0.6, "in the upper right, 30 % of its width"),
    ],
)
def test_a_place_in_a_collage_has_words(
    photo: Image.Image, size: tuple[int, int], left: int, top: int, scale: float, where: str
) -> None:
    asked = scene(31, size)
    small = photo.resize((round(WIDTH * scale), round(HEIGHT * scale)))
    asked.paste(small, (left, top))
    described = told(photo, saved(asked), at(left, top, scale))
    assert f"placed beside or on another picture, {where}: a collage?" in described.sentences
    assert "c2pa.placed" in described.actions
    assert not described.shows_more


def test_blurred_sides_are_a_filled_format() -> None:
    photo = grained(scene(11))
    asked = photo.resize((1280, 960)).crop((100, 200, 1180, 680)).filter(ImageFilter.GaussianBlur(30))
    asked.paste(photo, (220, 0))
    described = told(photo, saved(asked), at(220, 0))
    assert "bars with a blurred picture on the left and on the right" in said(described)


# What was laid over.


def within(box: Box, truth: Box, tolerance: float) -> bool:
    """Whether two boxes are alike."""
    return bool(np.abs(np.subtract(box, truth)).max() <= tolerance)


def test_a_patch_is_found_where_it_was_put(photo: Image.Image, other: Image.Image) -> None:
    asked = photo.copy()
    asked.paste(other.resize((160, 120)), (64, 48))
    described = told(photo, saved(asked), FULL)
    assert len(described.overlays) == 1
    assert within(described.overlays[0], Box(0.1, 0.1, 0.35, 0.35), 0.03)
    assert described.sentences[0].startswith("one region of the asked picture differs, in the upper left (")
    assert Alteration.OVERLAID in described.alterations


def test_a_patch_is_found_in_a_mirrored_crop_too(photo: Image.Image, other: Image.Image) -> None:
    asked = photo.copy()
    asked.paste(other.resize((160, 120)), (320, 240))
    asked = saved(mirrored(asked.crop((160, 0, 640, 480))))
    pixels = np.array([[-1, 0, 480], [0, 1, 0], [0, 0, 1]]) @ at(-160, 0)
    described = told(photo, asked, pixels)
    assert len(described.overlays) == 1
    assert within(described.overlays[0], Box(160 / 480, 0.5, 320 / 480, 0.75), 0.04)


def test_what_was_drawn_on_a_plain_ground_belongs_to_the_picture_that_has_it(photo: Image.Image) -> None:
    plain = photo.copy()
    plain.paste((120, 140, 160), (320, 240, 640, 480))
    marked = with_letters(plain.copy(), 400, 310, 60, "LIVE")
    added, missing = told(plain, marked, FULL), told(marked, plain, FULL)
    assert added.only_asked == (Alteration.OVERLAID,)
    assert "c2pa.drawing" in added.actions
    assert missing.only_stored == (Alteration.OVERLAID,)
    assert not missing.only_asked


def test_an_alignment_that_is_off_by_a_pixel_is_no_overlay(photo: Image.Image) -> None:
    overlap = overlapping(photo, saved(photo, 60), FULL)
    error = np.array([[0.002, 0, 0.003], [0, -0.002, -0.003], [0.002, 0, 0]])
    astray = overlap.transform + error
    check = compare(grey(photo), grey(photo, 160), astray)
    described = describe(overlap._replace(transform=astray, check=check), asked=grey(photo), thumbnail=grey(photo, 160))
    assert described.overlays == ()


def test_cells_that_disagree_over_pixels_that_agree_are_no_overlay(photo: Image.Image) -> None:
    overlap = overlapping(photo, saved(photo), FULL)
    assert overlap.check is not None
    correlation = overlap.check.correlation.copy()
    correlation[4:10, 4:10] = -0.9
    check = overlap.check._replace(correlation=correlation)
    described = describe(overlap._replace(check=check), asked=grey(photo), thumbnail=grey(photo, 160))
    assert described.overlays == ()


# Brightness and colours.


def test_a_negative_is_told(photo: Image.Image) -> None:
    described = told(photo, ImageOps.invert(photo), FULL, negative=True)
    assert described.negative
    assert "light and dark are exchanged: a negative" in described.sentences
    assert described.overlays == ()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda image: ImageEnhance.Brightness(image).enhance(1.3), "brighter"),
        (lambda image: ImageEnhance.Brightness(image).enhance(0.7), "darker"),
        (lambda image: ImageEnhance.Contrast(image).enhance(1.5), "richer in contrast"),
        (lambda image: ImageEnhance.Contrast(image).enhance(0.6), "poorer in contrast"),
        (lambda image: ImageOps.grayscale(image).convert("RGB"), "the asked picture has no colours: made greyscale"),
        (lambda image: ImageOps.colorize(image.convert("L"), (40, 20, 0), (255, 240, 200)), "sepia?"),
        (lambda image: ImageEnhance.Color(image).enhance(1.8), "the colours are more saturated"),
        (lambda image: ImageEnhance.Color(image).enhance(0.5), "the colours are less saturated"),
        (lambda image: image.filter(ImageFilter.GaussianBlur(12)), "less fine detail"),
    ],
)
def test_a_change_of_tones_has_its_word(photo: Image.Image, change: object, words: str) -> None:
    assert callable(change)
    described = told(photo, change(photo), FULL)
    assert words in said(described)
    assert described.overlays == ()


def test_below_what_is_visible_nothing_is_said_of_tones(photo: Image.Image) -> None:
    described = told(photo, saved(ImageEnhance.Brightness(photo).enhance(1.04)), FULL)
    assert Alteration.RECOLOURED not in described.alterations


def test_no_word_says_more_than_is_known(photo: Image.Image, other: Image.Image) -> None:
    asked = other.resize((1280, 960))
    asked.paste(photo.resize((320, 240)), (100, 100))
    text = said(told(photo, asked, at(100, 100, 0.5))).casefold()
    assert not [word for word in ("fake", "original", "manipulated", "forged") if word in text]


# Which is the likelier ancestor.


def ancestor(overlap: Overlap, stored: Image.Image, asked: Image.Image, **facts: object) -> Ancestor:
    """The votes on two pictures."""
    described = describe(overlap, asked=grey(asked), thumbnail=grey(stored, 160))
    return likelier(overlap, described, **facts)  # type: ignore[arg-type]


def tables(text: str) -> tuple[Fact, ...]:
    """The fact of a JPEG's quantisation tables."""
    return (Fact("jpeg.tables", text, "jpeg"),)


def test_a_smaller_crop_comes_from_the_archived_picture(photo: Image.Image) -> None:
    asked = photo.crop((128, 86, 640, 480)).resize((256, 197))
    found = ancestor(overlapping(photo, asked, np.diag([0.5, 0.5, 1]) @ at(-128, -86)), photo, asked)
    assert found.likelier == "archived"
    assert [(vote.about, vote.favours) for vote in found.votes] == [("extent", "archived"), ("resolution", "archived")]
    assert found.sentence == "likely the archived picture: 2 votes of 2 (extent, resolution)"


def test_an_archived_crop_comes_from_the_asked_picture(photo: Image.Image) -> None:
    stored = photo.crop((128, 86, 640, 480)).resize((256, 197))
    pixels = at(128, 86) @ np.diag([2, 2, 1])
    found = ancestor(
        overlapping(stored, photo, pixels),
        stored,
        photo,
        asked_facts=tables("libjpeg quality 95"),
        stored_facts=tables("libjpeg quality 60"),
        asked_dates=(None, "2026-03-02T16:04:00Z"),
        stored_dates=("2020-01-01T00:00:00Z",),
    )
    assert found.likelier == "asked"
    assert [vote.about for vote in found.votes if vote.favours == "archived"] == ["date"]
    assert found.sentence == "likely the asked picture: 3 votes of 4 (extent, resolution, compression; date against)"


def test_a_crop_is_never_called_the_ancestor_of_what_shows_more(photo: Image.Image) -> None:
    asked = photo.crop((128, 86, 640, 480))
    found = ancestor(
        overlapping(photo, asked, at(-128, -86)),
        photo,
        asked,
        asked_facts=tables("libjpeg quality 95"),
        stored_facts=tables("libjpeg quality 50"),
        asked_dates=("2015-01-01T00:00:00Z",),
        stored_dates=("2020-01-01T00:00:00Z",),
    )
    assert found.likelier is None
    assert "contradict" in found.sentence


def test_one_vote_is_too_few(photo: Image.Image) -> None:
    found = ancestor(overlapping(photo, photo, FULL), photo, photo, asked_dates=("2015-01-01T00:00:00Z",),
                     stored_dates=("2020-01-01T00:00:00Z",))  # fmt: skip
    assert found.likelier is None
    assert [vote.about for vote in found.votes] == ["date"]


def test_the_earliest_certain_date_of_each_counts(photo: Image.Image) -> None:
    found = ancestor(
        overlapping(photo, photo, FULL),
        photo,
        photo,
        asked_dates=("2015-01-01T00:00:00Z", "2022-01-01T00:00:00Z"),
        stored_dates=("2020-01-01T00:00:00Z", None, "2019-05-05T00:00:00Z"),
    )
    assert found.votes[0].favours == "asked"
    assert found.votes[0].sentence == (
        "the asked picture is known from 2015-01-01T00:00:00Z on at the latest, the other one from 2019-05-05T00:00:00Z"
    )


def test_without_any_vote_nothing_is_said(photo: Image.Image) -> None:
    found = ancestor(overlapping(photo, photo, FULL), photo, photo)
    assert found.votes == ()
    assert found.likelier is None


def test_a_border_is_put_on_later(photo: Image.Image) -> None:
    asked = saved(ImageOps.expand(photo, border=40, fill="white"))
    found = ancestor(overlapping(photo, asked, at(40, 40)), photo, asked)
    assert [(vote.about, vote.favours) for vote in found.votes] == [("overlay", "archived")]


def test_compression_is_read_from_the_names_of_tables() -> None:
    strengths = [divisor(f"libjpeg quality {quality}") for quality in (10, 50, 75, 90, 100)]
    assert strengths[:4] == [500, 100, 50, 20]
    assert strengths == sorted(strengths, key=lambda one: -(one or 0))
    assert divisor("libjpeg quality 75, chrominance 80") == 50
    low, high = divisor("Photoshop preset web low"), divisor("Photoshop preset maximum")
    assert low is not None
    assert high is not None
    assert low > high
    assert divisor("unknown tables 0123456789abcdef") is None


def test_what_differs_between_two_moments_may_have_moved_and_is_not_called_laid_over(
    photo: Image.Image, other: Image.Image
) -> None:
    asked = photo.copy()
    asked.paste(other.crop((100, 100, 300, 300)).filter(ImageFilter.GaussianBlur(2)), (200, 150))
    overlap = overlapping(photo, asked, FULL)
    for apart in (True, False):
        said = describe(overlap, asked=grey(asked), thumbnail=grey(photo, 160), apart=apart)
        [sentence] = [one for one in said.sentences if "differs, " in one]
        assert (Alteration.OVERLAID in said.alterations) is not apart
        assert sentence.endswith("or moved meanwhile") is apart


# What lies over all of it up to an edge, and where another picture begins.


@pytest.mark.parametrize(
    ("colour", "box", "place"),
    [
        ((128, 128, 128), (0, 0, 256, HEIGHT), "on the left"),
        ((0, 0, 0), (0, 288, WIDTH, HEIGHT), "at the bottom"),
        ((90, 20, 20), (480, 0, WIDTH, HEIGHT), "on the right"),
    ],
)
def test_paint_that_reaches_an_edge_is_laid_over_the_picture_though_bars_were_left_out(
    photo: Image.Image, colour: tuple[int, int, int], box: tuple[int, int, int, int], place: str
) -> None:
    asked = photo.copy()
    ImageDraw.Draw(asked).rectangle(box, fill=colour)
    asked = saved(asked)
    overlap = beside_bar(photo, asked, box)

    described = describe(
        overlap, asked=grey(asked), thumbnail=grey(photo, 160), asked_colour=asked, stored_colour=photo
    )

    assert Alteration.OVERLAID in described.alterations
    assert Alteration.RECOLOURED not in described.alterations, "paint is no tone of the picture"
    assert f"one region of the asked picture differs, {place}" in said(described)
    assert "something was laid over?" in said(described)
    assert "no region differs" not in said(described)
    [found] = described.overlays
    share = (box[2] - box[0]) * (box[3] - box[1]) / (WIDTH * HEIGHT)
    assert (found.right - found.left) * (found.bottom - found.top) == pytest.approx(share, abs=0.06)


def beside_bar(stored: Image.Image, asked: Image.Image, bar: tuple[int, int, int, int]) -> Overlap:
    """The record of a view from which a bar along an edge was trimmed: only the rest of it was compared."""
    left = bar[2] if bar[2] < asked.width else 0
    right = bar[0] if bar[0] > 0 else asked.width
    bottom = bar[1] if bar[1] > 0 else asked.height
    part = asked.crop((left, 0, right, bottom))
    check = compare(grey(part), grey(stored, 160), in_units(at(-left, 0), stored, part))
    return Overlap(in_units(at(0, 0), stored, asked), asked.size, stored.size, NO_LINES, check)


def test_a_grey_block_of_the_scene_s_own_brightness_is_on_the_picture_that_has_it(photo: Image.Image) -> None:
    asked = photo.copy()
    usual = int(np.median(grey(photo)))
    ImageDraw.Draw(asked).rectangle((128, 96, 512, 384), fill=(usual, usual, usual))

    assert "something was laid over?" in said(told(photo, saved(asked), FULL))
    assert "laid over the archived picture is missing?" in said(told(saved(asked), photo, FULL))


@pytest.mark.parametrize("night", [False, True])
def test_clipped_lights_and_shadows_are_no_paint(photo: Image.Image, night: bool) -> None:
    values = np.asarray(photo, np.float64) * 0.6
    clouds = np.random.default_rng(8).normal(scale=8, size=(15, 40, 1)).repeat(12, 0).repeat(16, 1)
    values[:180] = 215 + clouds
    if night:
        values = 255 - values
    archived = Image.fromarray(values.clip(0, 255).astype(np.uint8))
    clipped = Image.fromarray((values - 75 if night else values + 75).clip(0, 255).astype(np.uint8))

    assert painted_over(grey(clipped)) is not None, "as flat as paint"
    assert is_painted(archived, with_block(archived))
    assert not is_painted(archived, clipped)


def is_painted(stored: Image.Image, asked: Image.Image) -> bool:
    """Whether areas of one colour are taken for paint."""
    check = settled(overlapping(stored, asked, FULL), grey(asked), grey(stored, 160)).check
    return check is not None and check.painted is not None


def with_block(image: Image.Image) -> Image.Image:
    """The picture with a black block on it."""
    copy = image.copy()
    ImageDraw.Draw(copy).rectangle((200, 100, 440, 400), fill="black")
    return copy


def test_a_darker_copy_of_a_plain_ground_is_not_painted_over(photo: Image.Image) -> None:
    product = Image.new("RGB", photo.size, "white")
    product.paste(photo.crop((200, 100, 500, 400)), (170, 90))
    darker = saved(ImageEnhance.Brightness(product).enhance(0.7))

    assert not told(product, darker, FULL).overlays


def test_a_part_of_a_collage_ends_where_its_neighbour_begins(photo: Image.Image, other: Image.Image) -> None:
    collage = Image.new("RGB", (990, 500), "white")
    collage.paste(photo.crop((80, 0, 560, 480)), (10, 10))  # three quarters of its width
    collage.paste(other.crop((80, 0, 560, 480)), (500, 10))

    left, right = told(photo, collage, at(-70, 10)), told(other, collage, at(420, 10))

    for described, half in ((left, "left"), (right, "right")):
        assert described.kept == pytest.approx(0.75, abs=0.05)
        assert described.covers == pytest.approx(480 * 480 / (990 * 500), abs=0.04)
        assert f"placed beside or on another picture, in the {half} half: a collage?" in said(described)
        assert "shows other pictures beside it" not in said(described)
        assert not described.overlays, "the gutter and the neighbour are not a part of it"


def test_a_noisy_ground_around_a_picture_seen_at_an_angle_is_no_other_picture(photo: Image.Image) -> None:
    ground = Image.new("RGB", (800, 600), (25, 24, 30))
    corners = [(96.0, 58.0), (717.0, 62.0), (736.0, 538.0), (51.0, 533.0)]
    asked = np.asarray(warped(photo, seen_in(corners), ground), np.float64)
    noise = np.random.default_rng(3).normal(scale=14, size=asked.shape)
    asked_noisy = Image.fromarray((asked + noise).clip(0, 255).astype(np.uint8))

    described = told(photo, asked_noisy, seen_in(corners))

    assert described.perspective
    assert Alteration.COLLAGE not in described.alterations
    assert "the archived picture is seen in the middle" in said(described)
    assert "shows more" not in said(described)


# Fine detail that was lost, though what is coarser agrees.

FACE = (192, 96, 432, 312)


def leafy(image: Image.Image) -> Image.Image:
    """With detail everywhere that a thumbnail still shows."""
    leaves = np.random.default_rng(5).normal(scale=26, size=(image.height // 5, image.width // 5))
    shown = Image.fromarray(leaves.astype(np.float32)).resize(image.size, Image.Resampling.BICUBIC)
    values = np.asarray(image, np.float32) * 0.6 + 50 + np.asarray(shown)[..., None]
    return Image.fromarray(values.clip(0, 255).astype(np.uint8))


def pixelated(image: Image.Image, block: int) -> Image.Image:
    """Made of squares so large."""
    few = image.resize((max(1, image.width // block), max(1, image.height // block)), Image.Resampling.BOX)
    return few.resize(image.size, Image.Resampling.NEAREST)


def blurred(image: Image.Image, radius: int) -> Image.Image:
    return image.filter(ImageFilter.GaussianBlur(radius))


@pytest.mark.parametrize(("censored", "amount"), [(blurred, 7), (pixelated, 14)])
def test_a_censored_region_is_found_though_its_coarse_cells_agree(
    photo: Image.Image, censored: Callable[[Image.Image, int], Image.Image], amount: int
) -> None:
    archived = leafy(photo)
    asked = archived.copy()
    asked.paste(censored(archived.crop(FACE), amount), FACE[:2])

    described = told(archived, saved(asked), FULL)

    assert "fine detail is missing in one region of the asked picture" in said(described)
    assert "blurred or pixelated?" in said(described)
    assert "no region differs" not in said(described)
    assert Alteration.OVERLAID in described.alterations
    [found] = described.overlays
    expected = Box(FACE[0] / WIDTH, FACE[1] / HEIGHT, FACE[2] / WIDTH, FACE[3] / HEIGHT)
    assert found == pytest.approx(expected, abs=0.05)


def test_a_picture_that_is_pixelated_throughout_is_told_with_the_size_of_its_blocks(photo: Image.Image) -> None:
    archived = leafy(photo)

    described = told(archived, saved(pixelated(archived, 6)), FULL)

    assert "less fine detail: pixelated, in blocks of 6 pixels?" in described.sentences
    assert "no region differs" not in said(described)


def test_where_a_part_was_moved_by_a_little_it_is_not_said_that_no_region_differs(photo: Image.Image) -> None:
    archived = leafy(photo)
    asked = archived.copy()
    asked.paste(archived.crop(FACE), (FACE[0] + 5, FACE[1]))

    described = told(archived, saved(asked), FULL)

    assert "no region differs" not in said(described)
    assert "blurred or pixelated?" not in said(described), "as much detail is there as before"


@pytest.mark.parametrize("quality", [5, 10, 30])
def test_a_poorly_saved_or_brighter_copy_has_lost_detail_nowhere_in_particular(
    photo: Image.Image, quality: int
) -> None:
    archived = leafy(photo)
    for asked in (archived, ImageEnhance.Brightness(archived).enhance(1.5), archived.resize((320, 240))):
        described = told(archived, saved(asked, quality), at(0, 0, asked.width / WIDTH))

        assert "fine detail is missing in" not in said(described)
        assert "pixelated" not in said(described)
        assert not described.overlays
