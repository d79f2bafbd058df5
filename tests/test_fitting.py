"""Transforms that are improved to a fraction of a pixel, against those that the pictures were made with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from provenance.matching.fitting import Fit, beside, fitted, plane
from tests.pictures import scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Matrix = NDArray[np.float64]

WIDTH, HEIGHT = 640, 480
SMALL = (160, 120)
SAME = np.eye(3)


def photo(seed: int) -> Image.Image:
    """A picture with blots all over it."""
    blots = np.random.default_rng(seed).normal(128, 60, (HEIGHT // 20, WIDTH // 20)).clip(0, 255).astype(np.uint8)
    fine = Image.fromarray(blots).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC)
    return Image.blend(scene(seed, (WIDTH, HEIGHT)).convert("L"), fine, 0.5)


def seen(image: Image.Image, true: Matrix) -> Image.Image:
    """The picture as a transform lays it, in a frame of the same size; grey around it."""
    back = np.linalg.inv(np.diag([WIDTH, WIDTH, 1]) @ true @ np.diag([1 / WIDTH, 1 / WIDTH, 1]))
    back /= back[2, 2]
    data = back.ravel()[:8].tolist()
    return image.transform((WIDTH, HEIGHT), Image.Transform.PERSPECTIVE, data, Image.Resampling.BICUBIC, fillcolor=128)


def small(image: Image.Image, size: tuple[int, int] = SMALL) -> NDArray[np.uint8]:
    return np.asarray(image.resize(size, Image.Resampling.BOX))


def fit_of(asked: Image.Image, stored: Image.Image, begin: Matrix) -> Fit:
    found = fitted(plane(small(stored)), plane(small(asked)), begin)
    assert found is not None
    return found


def off(found: Matrix, true: Matrix) -> float:
    """The farthest that a corner lies beside, in pixels of the compared size."""
    places = np.array([[0, 0, 1], [1, 0, 1], [1, 0.75, 1], [0, 0.75, 1]])
    back = places @ (np.linalg.inv(true) @ found).T
    return float(np.hypot(*(back[:, :2] / back[:, 2:] - places[:, :2]).T).max() * SMALL[0])


def turned(degrees: float, *, size: float = 1.0, x: float = 0.0, y: float = 0.0) -> Matrix:
    """Around the middle, enlarged, moved by pixels of the compared size."""
    angle = np.radians(degrees)
    made = np.eye(3)
    made[:2, :2] = size * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    made[:2, 2] = (0.5, 0.375) - made[:2, :2] @ (0.5, 0.375) + np.array([x, y]) / SMALL[0]
    return made


SIMILAR = {"moved": turned(0, x=3.3, y=-2.6), "turned": turned(4), "larger": turned(0, size=1.2)}
STRETCHED = np.array([[1.0, 0.02, 0.0], [0.0, 0.8, 0.07], [0, 0, 1]])
BENT = np.array([[0.95, 0.02, 0.02], [0.01, 0.95, 0.02], [0.06, -0.05, 1]])
WRONG = turned(0.3, size=1.004, x=0.6, y=-0.7)


@pytest.mark.parametrize("name", SIMILAR)
@pytest.mark.parametrize("seed", [1, 2])
def test_an_edit_is_found_to_a_twentieth_of_a_pixel_and_is_a_similarity(seed: int, name: str) -> None:
    true = SIMILAR[name]
    assert off(true @ WRONG, true) > 0.9
    found = fit_of(seen(photo(seed), true), photo(seed), true @ WRONG)
    assert off(found.transform, true) < 0.05
    assert found.from_similar < 0.05
    (a, b), (c, d) = found.transform[:2, :2]
    assert (a, b) == (pytest.approx(d, abs=1e-9), pytest.approx(-c, abs=1e-9))
    assert found.transform[2] == pytest.approx([0, 0, 1], abs=1e-9)


def test_a_stretch_is_affine_and_no_similarity() -> None:
    found = fit_of(seen(photo(1), STRETCHED), photo(1), STRETCHED @ WRONG)
    assert off(found.transform, STRETCHED) < 0.1
    assert found.from_affine < 0.05
    assert found.from_similar > 1
    assert found.transform[2] == pytest.approx([0, 0, 1], abs=1e-9)


@pytest.mark.parametrize("seed", [1, 2])
def test_what_is_seen_from_aside_is_not_affine(seed: int) -> None:
    found = fit_of(seen(photo(seed), BENT), photo(seed), BENT @ WRONG)
    assert off(found.transform, BENT) < 0.1
    assert found.from_affine > 0.3


def test_what_lies_over_the_picture_does_not_pull_at_it() -> None:
    covered = photo(1).copy()
    draw = ImageDraw.Draw(covered)
    for y in range(30, HEIGHT, 150):
        draw.rectangle((40, y, 560, y + 60), fill=255)
        draw.line((40, y + 30, 560, y + 34), fill=0, width=12)
    found = fit_of(covered, photo(1), WRONG)
    assert off(found.transform, SAME) < 0.1


def test_a_negative_and_a_mirror_image_are_found_as_well() -> None:
    mirror = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1]], np.float64)
    asked = ImageOps.invert(ImageOps.mirror(photo(2)))
    found = fit_of(asked, photo(2), mirror @ WRONG)
    assert off(found.transform, mirror) < 0.05
    assert np.linalg.det(found.transform) < 0


def test_a_picture_made_smaller_keeps_the_ratio_of_its_sides() -> None:
    """640 by 480 pixels made 160 by 117 are squeezed by a fortieth, which is no part of the transform."""
    squeezed = plane(small(photo(1), (160, 117)), (WIDTH, HEIGHT))
    assert squeezed.pitch == pytest.approx((1 / 160, 0.75 / 117))
    found = fitted(squeezed, plane(small(photo(1))), WRONG)
    assert found is not None
    assert off(found.transform, SAME) < 0.05
    assert found.from_similar < 0.05


def test_where_too_little_agrees_nothing_is_said() -> None:
    assert fitted(plane(small(photo(1))), plane(small(photo(2))), turned(0, x=400)) is None
    flat = Image.new("L", (WIDTH, HEIGHT), 90)
    assert fitted(plane(small(flat)), plane(small(flat)), SAME) is None


def bent(image: Image.Image, by: float) -> Image.Image:
    """The picture through a lens whose middle is not its own: where a corner was, what is so much farther out."""
    y, x = np.indices((HEIGHT, WIDTH)).astype(np.float32)
    across, down = (x - 0.45 * WIDTH) / (WIDTH / 2), (y - 0.55 * HEIGHT) / (WIDTH / 2)
    out = by * (across**2 + down**2) * WIDTH / 2
    return Image.fromarray(cv2.remap(np.asarray(image), x + across * out, y + down * out, cv2.INTER_LINEAR))


def moved(image: Image.Image, by: int) -> Image.Image:
    """The same, a disc of it laid so many pixels to the right."""
    disc = Image.new("L", image.size)
    ImageDraw.Draw(disc).ellipse((200, 100, 460, 360), fill=255)
    after = image.copy()
    after.paste(image, (by, 0), disc)
    return after


def left_beside(first: Image.Image, second: Image.Image) -> tuple[int, float]:
    return beside(plane(small(first), (WIDTH, HEIGHT)), plane(small(second), (WIDTH, HEIGHT)), SAME)


@pytest.mark.parametrize("by", [-0.02, -0.01, 0.01, 0.02])
def test_what_one_lens_puts_elsewhere_is_not_beside(by: float) -> None:
    assert left_beside(photo(1), bent(photo(1), by))[1] <= 0.02


@pytest.mark.parametrize("corner", [0.005, 0.01])
def test_what_another_perspective_puts_elsewhere_is_not_beside(corner: float) -> None:
    keystone = np.array([[1, corner, 0], [0, 1, corner], [corner, corner, 1]])
    assert left_beside(photo(1), seen(photo(1), keystone))[1] <= 0.02


@pytest.mark.parametrize("by", [-0.02, 0.0, 0.02])
def test_what_moved_is_beside_through_a_lens_too(by: float) -> None:
    count, share = left_beside(photo(1), bent(moved(photo(1), 4), by))
    assert count >= 10
    assert share >= 0.1


def test_of_a_few_parts_nothing_says_that_it_was_a_lens() -> None:
    few = Image.new("L", (WIDTH, HEIGHT), 120)
    for left, top in ((20, 20), (470, 20), (20, 350), (470, 350)):
        few.paste(photo(2).resize((150, 110)), (left, top))
    count, share = left_beside(few, bent(few, 0.02))
    assert count >= 4
    assert share >= 0.2
