"""The benchmark's edited copies: many, seeded, decodable, and true to what their names say."""

from __future__ import annotations

import io
import random
from collections.abc import Callable
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageChops, ImageOps, ImageStat

from tests.benchmarks import artwork
from tests.benchmarks.artwork import ARTWORK, flat_picture, in_artwork, text_page
from tests.benchmarks.attacks import ATTACKS, FEWEST_PICTURES, Attack, Made, attacked
from tests.pictures import scene

SIZE = (200, 150)
PICTURES = tuple(scene(seed, SIZE) for seed in range(1, 8))
BY_NAME = {attack.name: attack for attack in ATTACKS}
JPEG_ERROR = 12  # grey values on average: what a poor JPEG file may be away from what was saved

each_attack = pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
each_artwork = pytest.mark.parametrize("name", ARTWORK)


def opened(data: bytes) -> Image.Image:
    with Image.open(io.BytesIO(data)) as image:
        return image.convert("RGB")


def made(name: str, seed: int = 1) -> Image.Image:
    return opened(attacked(BY_NAME[name], PICTURES, seed=seed).data)


def difference(one: Image.Image, other: Image.Image) -> float:
    """Grey values a pixel, on average, once both have one size."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other.resize(one.size))).mean) / 3


def flat(grey: int) -> Image.Image:
    return Image.new("RGB", (720, 720), (grey, grey, grey))


def values(image: Image.Image) -> NDArray[np.float32]:
    return np.asarray(image, dtype=np.float32)


def unrest(image: Image.Image) -> float:
    """Grey values from a block of 4 by 4 pixels to the one beside it, on average: noise alone leaves little."""
    return float(abs(np.diff(values(image.reduce(4)), axis=1)).mean())


@cache
def on_flat(name: str, grey: int) -> NDArray[np.float32]:
    return values(ARTWORK[name](flat(grey), random.Random(1)))


def covered(name: str) -> float:
    """The share of a page in which nothing of the picture is seen: black and white leave the same pixels."""
    dark, light = on_flat(name, 0), on_flat(name, 255)
    return float((dark == light).all(axis=2).mean())


def touched(name: str) -> float:
    """The share of a page on which the artwork lies, translucent or not."""
    dark, light = on_flat(name, 0), on_flat(name, 255)
    return float(((dark != 0) | (light != 255)).any(axis=2).mean())


def test_there_are_at_least_sixty_attacks_and_no_name_is_given_twice() -> None:
    assert len(BY_NAME) == len(ATTACKS) >= 60
    assert len({attack.group for attack in ATTACKS}) == 11


@each_attack
def test_the_same_seed_makes_the_same_bytes_and_other_seeds_others(attack: Attack) -> None:
    before = [picture.tobytes() for picture in PICTURES]
    first = attacked(attack, PICTURES, seed=1)
    assert [picture.tobytes() for picture in PICTURES] == before  # or the second copy would be of another picture
    assert attacked(attack, PICTURES, seed=1) == first
    assert any(attacked(attack, PICTURES, seed=seed).data != first.data for seed in range(2, 9))


@each_attack
def test_a_copy_opens_at_an_ordinary_size_and_names_parts_that_exist(attack: Attack) -> None:
    copy = attacked(attack, PICTURES, seed=4)
    width, height = opened(copy.data).size
    assert SIZE[0] * SIZE[1] / 20 < width * height < SIZE[0] * SIZE[1] * 6
    assert 0 in copy.parts
    assert set(copy.parts) < set(range(len(PICTURES) - 1))


@each_attack
def test_the_attacked_picture_decides_what_comes_out(attack: Attack) -> None:
    """An attack that lost its picture would make one copy of all pictures."""
    others = (scene(20, SIZE), *PICTURES[1:])
    copies = [opened(attacked(attack, given, seed=3).data) for given in (PICTURES, others)]
    assert difference(*copies) > 1


@each_attack
def test_pictures_of_every_shape_can_be_attacked(attack: Attack) -> None:
    tall, wide = scene(8, (90, 240)), scene(9, (240, 90))
    for given in ((tall, wide, *PICTURES), (wide, *PICTURES, tall)):
        assert opened(attacked(attack, given, seed=5).data).width > 10


def test_copies_that_need_no_other_picture_say_that_they_show_the_first_alone() -> None:
    several = {attack.name for attack in ATTACKS if attacked(attack, PICTURES, seed=1).parts != (0,)}
    assert several == {"collage of 2", "collage of 3", "collage of 4"}


@pytest.mark.parametrize("count", [2, 3, 4])
def test_a_collage_shows_the_pictures_that_it_names_and_no_others(count: int) -> None:
    """Each picture has one colour here, so that it can be told by it. The last, a background, is in none."""
    colours = ((255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0), (0, 255, 255), (255, 0, 255))
    plain = [Image.new("RGB", SIZE, colour) for colour in colours]
    for seed in range(10):
        copy = attacked(BY_NAME[f"collage of {count}"], plain, seed=seed)
        seen = values(opened(copy.data))
        shares = [(abs(seen - colour).max(axis=2) < 30).mean() for colour in np.array(colours, dtype=np.float32)]
        assert len(copy.parts) == count
        assert len(plain) - 1 not in copy.parts
        assert tuple(at for at, share in enumerate(shares) if share > 0.05) == copy.parts


def test_too_few_pictures_are_refused() -> None:
    with pytest.raises(ValueError, match=r"5 pictures given.*need 6"):
        attacked(ATTACKS[0], PICTURES[: FEWEST_PICTURES - 1], seed=1)


def test_the_seed_of_an_attack_is_mixed_with_its_name() -> None:
    """Otherwise all overlays of one seed would carry the same words."""
    copy = Made(b"", (0,))
    drawn: list[float] = []

    def draw(_: object, chance: random.Random) -> Made:
        drawn.append(chance.random())
        return copy

    for name in ("one", "other"):
        assert attacked(Attack(name, "any", draw), PICTURES, seed=1) is copy
    assert drawn[0] != drawn[1]


def test_none_keeps_every_pixel() -> None:
    assert made("none").tobytes() == PICTURES[0].tobytes()


@pytest.mark.parametrize("cut", [10, 30, 50, 70, 80])
def test_a_crop_cuts_its_share_of_the_area_away(cut: int) -> None:
    for seed in range(5):
        width, height = made(f"crop {cut} %", seed).size
        assert width * height / (SIZE[0] * SIZE[1]) == pytest.approx(1 - cut / 100, abs=0.01)
        assert width <= SIZE[0]
        assert height <= SIZE[1]


def test_crops_of_other_seeds_are_of_other_places() -> None:
    assert difference(made("crop 50 %", 1), made("crop 50 %", 2)) > JPEG_ERROR


@pytest.mark.parametrize(
    ("name", "undo"),
    [
        ("mirror", ImageOps.mirror),
        ("flip", ImageOps.flip),
        ("rotate 90", lambda image: image.transpose(Image.Transpose.ROTATE_90)),
        ("rotate 180", lambda image: image.transpose(Image.Transpose.ROTATE_180)),
        ("rotate 270", lambda image: image.transpose(Image.Transpose.ROTATE_270)),
        ("negative", ImageChops.invert),
        ("jpeg 50", lambda image: image),
        ("scale 50 %", lambda image: image),
        ("aspect 1.8", lambda image: image),
    ],
)
def test_what_an_attack_did_can_be_undone(name: str, undo: Callable[[Image.Image], Image.Image]) -> None:
    changed = made(name)
    assert difference(PICTURES[0], undo(changed)) < JPEG_ERROR
    if name not in ("jpeg 50", "scale 50 %", "aspect 1.8"):
        assert difference(PICTURES[0], changed) > 2 * JPEG_ERROR


def test_a_turned_and_cropped_picture_has_no_empty_corners() -> None:
    white = (Image.new("RGB", SIZE, "white"), *PICTURES[1:])
    for seed in range(4):
        turned = values(opened(attacked(BY_NAME["rotate 5 and crop"], white, seed=seed).data))
        assert turned.min() > 200


@pytest.mark.parametrize("share", [10, 25])
def test_perspective_moves_corners_inwards_and_the_farthest_by_its_share(share: int) -> None:
    """The whole picture is green, so that its corners can be found on the page."""
    green = (Image.new("RGB", SIZE, (0, 250, 0)), *PICTURES[1:])
    for seed in range(6):
        seen = values(opened(attacked(BY_NAME[f"perspective {share} %"], green, seed=seed).data))
        hit = (seen[:, :, 1] > 200) & (seen[:, :, 0] < 60) & (seen[:, :, 2] < 60)
        across, down = SIZE[0] * share // 100, SIZE[1] * share // 100
        assert hit[down + 3 : -down - 3, across + 3 : -across - 3].all()
        assert share / 100 - 0.02 < max(corner_moves(hit)) < share / 100 + 0.02


def corner_moves(hit: NDArray[np.bool_]) -> list[float]:
    """How far each corner of a shape lies from the page's, as shares of width and height."""
    moves = []
    height, width = hit.shape
    for turned in (hit, hit[:, ::-1], hit[::-1], hit[::-1, ::-1]):
        down, across = np.nonzero(turned)
        nearest = np.argmin(across / width + down / height)
        moves += [float(across[nearest] / width), float(down[nearest] / height)]
    return moves


@pytest.mark.parametrize(("name", "sigma"), [("noise 20", 20), ("noise 50", 50)])
def test_noise_is_as_strong_as_its_name_says_before_the_file_is_made(name: str, sigma: int) -> None:
    grey = (Image.new("RGB", SIZE, (128, 128, 128)), *PICTURES[1:])
    brightness = values(opened(attacked(BY_NAME[name], grey, seed=1).data).convert("L"))
    of_three_bands = sigma * np.sqrt(0.299**2 + 0.587**2 + 0.114**2)
    assert brightness.std() == pytest.approx(of_three_bands, rel=0.2)


@pytest.mark.parametrize("share", [30, 55, 70])
def test_a_picture_on_another_photo_has_its_share_of_the_side(share: int) -> None:
    pictures = (Image.new("RGB", SIZE, (0, 220, 0)), *PICTURES[1:-1], Image.new("RGB", SIZE, (220, 0, 220)))
    seen = values(opened(attacked(BY_NAME[f"on another photo, {share} %"], pictures, seed=2).data))
    assert (seen[:, :, 1] > 110).mean() == pytest.approx((share / 100) ** 2, abs=0.03)


@pytest.mark.parametrize(("name", "weight"), [("opacity 30 %", 0.3), ("opacity 50 %", 0.5)])
def test_opacity_is_the_weight_of_the_last_picture(name: str, weight: float) -> None:
    pictures = (Image.new("RGB", SIZE, "black"), *PICTURES[1:-1], Image.new("RGB", SIZE, "white"))
    assert values(opened(attacked(BY_NAME[name], pictures, seed=1).data)).mean() / 255 == pytest.approx(
        weight, abs=0.02
    )


def test_erasing_takes_two_fifths_of_the_area_in_blocks_and_in_strips() -> None:
    green = (Image.new("RGB", SIZE, (10, 250, 10)), *PICTURES[1:])
    left_over = []
    for seed in range(12):
        seen = values(opened(attacked(BY_NAME["40 % erased"], green, seed=seed).data))
        left_over.append(float((abs(seen - (10, 250, 10)).max(axis=2) < 60).mean()))
    assert min(left_over) > 0.53
    assert max(left_over) < 0.64


def test_a_caption_bar_is_above_the_picture_and_from_15_to_30_percent_of_its_height() -> None:
    heights = [made("meme caption bar", seed).height / SIZE[1] - 1 for seed in range(8)]
    assert 0.14 < min(heights) < max(heights) < 0.31
    with_bar = made("meme caption bar")
    bar = with_bar.height - SIZE[1]
    assert with_bar.getpixel((2, 2)) == (255, 255, 255)
    assert difference(PICTURES[0], with_bar.crop((0, bar, SIZE[0], with_bar.height))) < JPEG_ERROR


def test_a_story_is_upright_nine_by_sixteen_and_shows_the_picture_whole() -> None:
    width, height = made("story frame").size
    assert width / height == pytest.approx(9 / 16, abs=0.01)
    assert width >= SIZE[0]


def test_two_captions_of_two_seeds_are_not_the_same_words() -> None:
    said = {artwork.words(random.Random(seed), 5) for seed in range(200)}
    assert len(said) == 200


def test_words_use_only_letters_that_the_font_has() -> None:
    of = artwork.font(30)
    missing = bytes(of.getmask("\ue123"))
    letters = {letter for word in artwork.WORDS for letter in word} | set("@·:.|%/")
    assert {letter for letter in letters if bytes(of.getmask(letter)) == missing} == set()


def test_text_is_fitted_into_its_box() -> None:
    for text in ("Short", artwork.words(random.Random(1), 30), "Unbreakablyverylongword"):
        size, lines = artwork.fitted(text, 150, 60, largest=40)
        assert " ".join(lines) == text
        assert len(lines) * size <= 60
        assert all(artwork.font(size).getlength(line) <= 150 for line in lines)
        assert 4 < size <= 40


@each_artwork
def test_artwork_is_the_same_on_every_picture(name: str) -> None:
    """What it does to a pixel depends on the pixel alone: black and white foretell grey, and every other seed."""
    dark, light, grey = on_flat(name, 0), on_flat(name, 255), on_flat(name, 100)
    assert abs(dark + (light - dark) * 100 / 255 - grey).max() <= 2
    again = values(ARTWORK[name](flat(100), random.Random(2)))
    assert (again == grey).all()


@each_artwork
def test_artwork_that_hides_the_picture_has_the_same_pixels_on_two_scenes(name: str) -> None:
    dark, light = on_flat(name, 0), on_flat(name, 255)
    one, other = (values(ARTWORK[name](scene(seed, (400, 300)), random.Random(seed))) for seed in (31, 32))
    hidden = (dark == light).all(axis=2)
    assert (one[hidden] == other[hidden]).all()
    assert abs(one - other)[~hidden].mean() > 10


@pytest.mark.parametrize(
    ("name", "least", "most"),
    [
        ("social frame", 0.3, 0.6),
        ("app frame", 0.3, 0.6),
        ("TV logo and lower third", 0.15, 0.2),
        ("meme bar", 0.12, 0.24),
        ("meme capitals", 0.05, 0.3),
    ],
)
def test_artwork_covers_what_it_covers_in_life(name: str, least: float, most: float) -> None:
    assert least < covered(name) < most


@pytest.mark.parametrize(("name", "least", "most"), [("tiled watermark", 0.04, 0.3), ("agency watermark", 0.2, 0.5)])
def test_watermarks_hide_little_and_touch_much(name: str, least: float, most: float) -> None:
    assert covered(name) < 0.02
    assert least < touched(name) < most


@pytest.mark.parametrize(
    "drawing",
    [
        artwork.social_post,
        artwork.phone_app,
        artwork.tv_graphics,
        artwork.tiled_watermark,
        artwork.meme_bar,
        artwork.meme_capitals,
        artwork.emblem,
    ],
)
def test_a_drawing_has_another_look_for_every_seed(drawing: artwork.Drawing) -> None:
    picture = flat(90).resize(SIZE)
    assert len({drawing(picture, random.Random(seed)).tobytes() for seed in range(6)}) == 6


@each_artwork
def test_a_picture_in_artwork_is_a_seeded_file(name: str) -> None:
    one = in_artwork(name, PICTURES[0], seed=1)
    assert opened(one).size == ARTWORK[name](PICTURES[1], random.Random(2)).size
    assert in_artwork(name, PICTURES[0], seed=1) == one
    assert any(in_artwork(name, PICTURES[0], seed=seed) != one for seed in (2, 3, 4))


def test_pages_of_text_differ_by_their_words_and_share_few_layouts() -> None:
    pages = [text_page(seed) for seed in range(8)]
    assert text_page(3).tobytes() == pages[3].tobytes()
    assert len({page.tobytes() for page in pages}) == len(pages)
    assert len({page.crop((0, 0, 40, 40)).tobytes() for page in pages}) <= 3


def test_flat_pictures_are_seeded_and_have_next_to_nothing_in_them() -> None:
    pages = [flat_picture(seed) for seed in range(12)]
    assert flat_picture(5).tobytes() == pages[5].tobytes()
    assert len({page.tobytes() for page in pages}) == len(pages)
    assert max(map(unrest, pages)) < 2.5 < min(map(unrest, PICTURES))
