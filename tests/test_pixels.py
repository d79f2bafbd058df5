"""The pixel check on pictures of which is known what was done to them, cell by cell, and against a slow correlation."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageChops, ImageDraw, ImageFilter, ImageFont, ImageOps

from provenance.matching import pixels
from provenance.matching.pixels import PixelCheck, compare, page_likeness, plainness
from tests.pictures import scene

if TYPE_CHECKING:
    from numpy.typing import NDArray

    Plane = NDArray[np.uint8]
    Matrix = NDArray[np.float64]

WIDTH, HEIGHT = 640, 480
LONGER = 160  # pixels of a thumbnail
SEEDS = (11, 12, 13)
SAME = np.eye(3)


@cache
def photo(seed: int) -> Image.Image:
    """A picture with blots all over it, so that every cell says something, and where it lies."""
    blots = np.random.default_rng(seed).normal(128, 60, (HEIGHT // 20, WIDTH // 20)).clip(0, 255).astype(np.uint8)
    fine = Image.fromarray(blots).resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC).convert("RGB")
    return Image.blend(scene(seed, (WIDTH, HEIGHT)), fine, 0.5)


def grey(image: Image.Image) -> Plane:
    return np.asarray(image.convert("L"))


def thumbnail(image: Image.Image) -> Plane:
    """As the archive keeps it: small, and a JPEG of low quality."""
    small = image.convert("L")
    small.thumbnail((LONGER, LONGER))
    out = io.BytesIO()
    small.save(out, "JPEG", quality=50)
    return grey(Image.open(out))


def checked(asked: Image.Image, stored: Image.Image, transform: Matrix = SAME) -> PixelCheck:
    check = compare(grey(asked), thumbnail(stored), transform)
    assert check is not None
    return check


def boxes(check: PixelCheck) -> NDArray[np.float64]:
    """Left, top, right and bottom of each cell, (rows, columns, 4), in units of the archived longer side."""
    rows, columns = np.indices(check.inside.shape) * check.step
    return np.stack([columns, rows, columns + check.cell, rows + check.cell], axis=2) / check.side


def apart_from(check: PixelCheck, box: tuple[float, float, float, float], *, margin: float) -> NDArray[np.bool_]:
    """Cells that lie ``margin`` pixels or more beside a box in units of the archived longer side."""
    left, top, right, bottom = np.moveaxis(boxes(check) * check.side, 2, 0)
    x0, y0, x1, y1 = (side * check.side for side in box)
    across, down = (right + margin <= x0) | (left - margin >= x1), (bottom + margin <= y0) | (top - margin >= y1)
    return np.asarray(across | down, np.bool_)


def within(check: PixelCheck, box: tuple[float, float, float, float]) -> NDArray[np.bool_]:
    left, top, right, bottom = np.moveaxis(boxes(check), 2, 0)
    inside: NDArray[np.bool_] = (left >= box[0]) & (top >= box[1]) & (right <= box[2]) & (bottom <= box[3])
    return inside


def off(found: Matrix, true: Matrix) -> float:
    """The farthest that a corner or the middle lies beside, in pixels of the thumbnail."""
    places = np.array([[0, 0, 1], [1, 0, 1], [1, 0.75, 1], [0, 0.75, 1], [0.5, 0.375, 1]])
    back = places @ (np.linalg.inv(true) @ found).T
    return float(np.hypot(*(back[:, :2] / back[:, 2:] - places[:, :2]).T).max() * LONGER)


# The same picture


@pytest.mark.parametrize("seed", SEEDS)
def test_the_same_picture_agrees_everywhere(seed: int) -> None:
    check = checked(photo(seed), photo(seed))
    assert np.nanmin(check.correlation) > 0.85
    assert len(check.textured) > 800
    assert check.inside.all()
    assert check.agreement == check.coverage == check.rest == check.share(pixels.SAME) == 1
    assert check.median > 0.98
    assert check.exchanged == 0
    assert check.drift < 0.01
    assert not check.changed.any()
    assert off(check.transform, SAME) < 0.1


@pytest.mark.parametrize("seed", SEEDS)
def test_another_picture_does_not(seed: int) -> None:
    check = checked(photo(seed + 20), photo(seed))
    assert check.agreement < 0.3
    assert check.coverage <= 0.2
    assert abs(check.median) < 0.4
    assert abs(check.rest) < 0.2


@pytest.mark.parametrize("seed", SEEDS)
def test_a_negative_correlates_negatively_and_agrees(seed: int) -> None:
    check = checked(ImageOps.invert(photo(seed)), photo(seed))
    assert check.median < -0.98
    assert np.nanmax(check.correlation) < -0.85
    assert check.agreement == check.coverage == check.share(pixels.SAME) == 1


@pytest.mark.parametrize(
    "change",
    [
        lambda image: image.point(lambda value: int(0.6 * value + 70)),
        lambda image: image.point(lambda value: min(255, int(1.3 * value))),
        lambda image: image.convert("L"),
        lambda image: image.filter(ImageFilter.GaussianBlur(2)),
        lambda image: image.resize((200, 150)),
        lambda image: image.resize((1600, 1200), Image.Resampling.BICUBIC),
    ],
    ids=["paler", "brighter", "grey", "blurred", "smaller", "larger"],
)
def test_what_leaves_the_picture_leaves_the_agreement(change: object) -> None:
    assert callable(change)
    check = checked(change(photo(11)), photo(11))
    assert check.agreement > 0.95
    assert check.coverage == 1
    assert off(check.transform, SAME) < 0.3


# Transforms


def moved(*, x: float = 0.0, y: float = 0.0, turn: float = 0.0, scale: float = 1.0, bend: float = 0.0) -> Matrix:
    """Turned around the middle in degrees, enlarged, moved by pixels of the thumbnail, seen from aside."""
    angle = np.radians(turn)
    linear = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    made = np.eye(3)
    made[:2, :2] = linear
    made[:2, 2] = (0.5, 0.375) - linear @ (0.5, 0.375) + np.array([x, y]) / LONGER
    made[2, :2] = (bend, -bend)
    return made


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(
    ("x", "y"), [(1, 0), (0, -1), (2, -1), (-1.5, 2), (2, 2), (-2.4, 0)], ids=lambda value: f"{value:+}"
)
def test_a_transform_that_is_pixels_off_is_improved(seed: int, x: float, y: float) -> None:
    check = checked(photo(seed), photo(seed), moved(x=x, y=y))
    assert off(check.transform, SAME) < 0.6
    assert check.drift < 0.5
    assert check.agreement > 0.99


@pytest.mark.parametrize(
    "wrong",
    [moved(turn=1), moved(scale=1.015), moved(scale=0.985, x=1), moved(bend=0.015), moved(turn=-0.7, y=1, bend=-0.01)],
    ids=["turned", "larger", "smaller and aside", "seen from aside", "all at once"],
)
@pytest.mark.parametrize("seed", SEEDS)
def test_a_transform_that_is_turned_or_stretched_is_improved(seed: int, wrong: Matrix) -> None:
    assert off(wrong, SAME) > 1
    check = checked(photo(seed), photo(seed), wrong)
    assert off(check.transform, SAME) < 0.85 * off(wrong, SAME)
    assert check.agreement > 0.97


def test_a_transform_that_is_right_stays_right() -> None:
    for seed in SEEDS:
        assert off(checked(photo(seed), photo(seed), moved(x=0.2, y=-0.2)).transform, SAME) < 0.4


def to_asked(image: Image.Image, true: Matrix, size: tuple[int, int]) -> Image.Image:
    """The asked picture in which the archived one lies as a transform says; black around it."""
    ours, theirs = max(image.size), max(size)
    back = np.linalg.inv(np.diag([theirs, theirs, 1]) @ true @ np.diag([1 / ours, 1 / ours, 1]))
    back /= back[2, 2]
    return image.transform(size, Image.Transform.PERSPECTIVE, back.ravel()[:8].tolist(), Image.Resampling.BICUBIC)


CHANGES = {
    "a crop": (np.array([[1.6, 0, -0.4], [0, 1.6, -0.3], [0, 0, 1]]), (WIDTH, HEIGHT)),
    "upright, turned": (np.array([[0, -1, 0.75], [1, 0, 0], [0, 0, 1]]), (HEIGHT, WIDTH)),
    "mirrored": (np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1]]), (WIDTH, HEIGHT)),
    "small in a corner": (np.array([[0.4, 0, 0.05], [0, 0.4, 0.3], [0, 0, 1]]), (WIDTH, HEIGHT)),
    "photo of a screen": (np.array([[0.8, 0.05, 0.1], [-0.06, 0.8, 0.1], [-0.05, 0.05, 1]]), (WIDTH, HEIGHT)),
}


@pytest.mark.parametrize("name", CHANGES)
def test_the_shared_area_agrees_wherever_it_lies(name: str) -> None:
    true, size = CHANGES[name]
    asked = to_asked(photo(12), true, size)
    check = checked(asked, photo(12), true)
    assert check.agreement > 0.97
    assert check.coverage == 1
    assert off(check.transform, true) < 0.6
    middles = boxes(check).reshape(-1, 2, 2).mean(axis=1)
    there = np.column_stack([middles, np.ones(len(middles))]) @ true.T
    there = there[:, :2] / there[:, 2:] * max(size)
    clear = 0.12 * max(size)
    deep = ((there > clear) & (there < np.array(size) - clear)).all(axis=1).reshape(check.inside.shape)
    outside = ((there < 0) | (there > np.array(size))).any(axis=1).reshape(check.inside.shape)
    assert check.inside[deep].all()
    assert not check.inside[outside].any()
    assert np.isnan(check.correlation[outside]).all()
    assert not check.changed[outside].any()


@pytest.mark.parametrize("name", CHANGES)
def test_a_transform_is_improved_in_the_frame_of_the_archived_picture(name: str) -> None:
    true, size = CHANGES[name]
    check = checked(to_asked(photo(12), true, size), photo(12), true @ moved(x=2, y=-1))
    assert off(check.transform, true) < 0.8
    assert check.agreement > 0.97


@pytest.mark.parametrize(
    "transform",
    [
        np.diag([0.07, 0.07, 1.0]),
        np.diag([30.0, 30.0, 1.0]),
        moved(x=10_000),
        np.array([[1, 0, 0], [0, 1, 0], [-2, 0, 1.0]]),
        np.zeros((3, 3)),
    ],
    ids=["too small", "too large", "outside", "a horizon", "nothing"],
)
def test_where_nothing_can_be_compared_nothing_is_said(transform: Matrix) -> None:
    assert compare(grey(photo(11)), thumbnail(photo(11)), transform) is None


# Differences


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("fill", ["flat", "another picture"])
def test_an_overlay_changes_the_cells_under_it_and_no_others(seed: int, fill: str) -> None:
    left, top, right, bottom = 200, 120, 420, 300
    overlaid = photo(seed).copy()
    cover = Image.new("RGB", (WIDTH, HEIGHT), "white") if fill == "flat" else photo(seed + 20)
    overlaid.paste(cover.crop((left, top, right, bottom)), (left, top))
    plain, check = checked(photo(seed), photo(seed)), checked(overlaid, photo(seed))
    box = (left / WIDTH, top / WIDTH, right / WIDTH, bottom / WIDTH)
    under, beside = within(check, box), apart_from(check, box, margin=3)
    assert under.sum() > 50
    assert np.allclose(check.correlation[beside], plain.correlation[beside], atol=0.02, equal_nan=True)
    assert not check.changed[beside].any()
    assert check.agreeing[beside & np.isfinite(check.correlation)].all()
    assert check.agreeing[under].mean() < 0.15
    if fill == "flat":
        strong = np.isfinite(plain.correlation) & under
        assert not np.isfinite(check.correlation[strong]).any() | check.agreeing[strong].any()
        assert check.only_stored[under].mean() > 0.5
        assert not check.only_asked[under].any()


def half_plain(seed: int, side: int) -> Image.Image:
    """A picture one half of which is sky."""
    image = photo(seed).copy()
    image.paste((120, 120, 120), (side * WIDTH // 2, 0, (side + 1) * WIDTH // 2, HEIGHT))
    return image


def framed(image: Image.Image) -> Image.Image:
    frame = photo(99).copy()
    frame.paste(image.crop((70, 60, WIDTH - 70, HEIGHT - 60)), (70, 60))
    return frame


@pytest.mark.parametrize("seed", SEEDS)
def test_other_pictures_in_one_frame_agree_at_the_edges_alone(seed: int) -> None:
    check = checked(framed(photo(seed + 20)), framed(photo(seed)))
    edge = ~within(check, (60 / WIDTH, 50 / WIDTH, 1 - 60 / WIDTH, (HEIGHT - 50) / WIDTH))
    assert check.agreeing[edge].mean() > 0.6
    assert check.agreement < 0.58
    assert check.coverage < 0.8
    same = checked(framed(photo(seed)), framed(photo(seed)))
    assert same.agreement == same.coverage == 1


@pytest.mark.parametrize("seed", SEEDS)
def test_another_picture_exchanges_texture_while_letters_only_bring_it(seed: int) -> None:
    exchanged = checked(framed(half_plain(seed + 20, 0)), framed(half_plain(seed, 1)))
    assert exchanged.exchanged > 0.15
    assert exchanged.only_stored.any()
    assert exchanged.only_asked.any()
    lettered = half_plain(seed, 1)
    draw, font = ImageDraw.Draw(lettered), ImageFont.load_default(size=56)
    for y in (40, 300, 370):
        draw.text((40, y), "BREAKING: what they hide", "white", font, stroke_width=3, stroke_fill="black")
    written = checked(lettered, half_plain(seed, 1))
    assert written.only_asked.any()
    assert written.exchanged < 0.02
    assert checked(half_plain(seed, 1), lettered).exchanged < 0.02, "nor does removing them"


def written(image: Image.Image) -> Image.Image:
    """Written over from edge to edge."""
    page = image.copy()
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(size=64)
    for y in range(20, 460, 110):
        draw.text((20, y), "BREAKING: all of it", "white", font, stroke_width=4, stroke_fill="black")
    return page


@pytest.mark.parametrize("seed", SEEDS)
def test_between_letters_a_copy_agrees_everywhere_and_in_brightness_too(seed: int) -> None:
    copy = checked(written(photo(seed)), photo(seed))
    assert copy.agreement < 0.55, "half of it is under letters"
    assert copy.evenness > 0.35
    assert copy.tone > 0.95
    letters = checked(written(photo(seed + 20)), written(photo(seed)))
    assert letters.coverage > 0.7, "the letters alone are everywhere"
    assert letters.tone < 0.75
    assert checked(framed(photo(seed + 20)), framed(photo(seed))).evenness < 0.2


def test_where_brightness_is_the_same_everywhere_it_tells_nothing() -> None:
    check = cells(np.full((10, 10), 0.9))
    assert check.tone == pixels.NO_TONE
    assert check.evenness == 1
    assert cells(np.zeros((10, 10))).evenness == 0


def test_parts_that_agree_make_no_rest_that_does_not_agree() -> None:
    """Three fifths of the parts agree: the worst quarter does not. Cells with other texture are not counted."""
    correlation = np.zeros((10, 10))
    correlation[:6] = 1
    assert cells(correlation).evenness == 0
    levels = np.full((10, 10, 4), 50, np.float32)
    levels[6:, :, 3] = 101  # more than twice the texture in the asked picture: written over
    assert cells(correlation, levels=levels).evenness == 1
    levels[6:, :, 3] = 99
    assert cells(correlation, levels=levels).evenness == 0


def test_what_has_texture_in_one_picture_only_counts_against_it() -> None:
    check = checked(half_plain(11, 0), photo(11))
    assert check.coverage < 0.7
    assert check.agreement < 0.75
    assert check.share(pixels.SAME) > 0.9, "though what can be compared agrees"


def test_a_flat_picture_says_nothing() -> None:
    flat = Image.new("RGB", (WIDTH, HEIGHT), "grey")
    check = checked(flat, flat)
    assert not check.textured.size
    for number in (check.median, check.drift, check.agreement, check.coverage, check.exchanged, check.share(0.5)):
        assert number == 0
    assert check.rest == 1


# Cells


def slow_correlation(
    first: NDArray[np.float32], second: NDArray[np.float32], at: tuple[int, int], shift: tuple[int, int], cell: int
) -> float | None:
    """Of one cell by its upper left corner, step by step; None where the shifted cell leaves the picture."""
    (row, column), (x, y) = at, shift
    height, width = first.shape
    if not (0 <= row + y <= height - cell and 0 <= column + x <= width - cell):
        return None
    ours = first[row : row + cell, column : column + cell].astype(np.float64)
    theirs = second[row + y : row + y + cell, column + x : column + x + cell].astype(np.float64)
    spread = max(ours.std(), 1) * max(theirs.std(), 1)
    return float(((ours - ours.mean()) * (theirs - theirs.mean())).mean() / spread)


@pytest.mark.parametrize(("cell", "step", "reach"), [(8, 4, 1), (16, 8, 3)])
@pytest.mark.parametrize("shape", [(48, 64), (51, 67)])
def test_each_cell_has_the_best_correlation_of_the_shifts_within_the_picture(
    shape: tuple[int, int], cell: int, step: int, reach: int
) -> None:
    rng = np.random.default_rng(1)
    first = rng.normal(128, 30, shape).astype(np.float32)
    second = np.roll(first, (1, -2), axis=(0, 1)) + rng.normal(0, 25, shape).astype(np.float32)
    second[:10] = -second[:10]
    grid = pixels._Grid(shape, cell, step)
    check = pixels._correlated(first, second, np.ones(shape, bool), SAME, reach, grid)
    rows = range(0, shape[0] - cell + 1, step)
    columns = range(0, shape[1] - cell + 1, step)
    assert check.correlation.shape == (len(rows), len(columns))
    steps = [(x, y) for x in range(-reach, reach + 1) for y in range(-reach, reach + 1)]
    for i, row in enumerate(rows):
        for j, column in enumerate(columns):
            values = {s: slow_correlation(first, second, (row, column), s, cell) for s in steps}
            best = max(abs(value) for value in values.values() if value is not None)
            x, y = (int(side) for side in check.shift[i, j])
            chosen = values[x, y]
            assert chosen is not None, "a shift that leaves the picture"
            assert check.correlation[i, j] == pytest.approx(chosen, abs=1e-3)
            assert abs(chosen) > best - 0.011, "the nearest of what is as good"


@pytest.mark.parametrize("axis", [0, 1])
def test_a_cell_at_the_border_gets_nothing_from_the_other_side(axis: int) -> None:
    """Rolled by two pixels, the border cells would agree entirely if the picture went on there."""
    plane = grey(photo(11).resize((LONGER, 120)))
    first = plane.astype(np.float32)
    rolled = np.roll(first, 2, axis=axis)
    grid = pixels._Grid(first.shape, 16, 8)
    check = pixels._correlated(first, rolled, np.ones(first.shape, bool), SAME, 3, grid)
    last = np.moveaxis(check.shift, axis, 0)[-1, :, 1 - axis]
    others = np.moveaxis(check.shift, axis, 0)[:-1, :, 1 - axis]
    assert (last <= 0).all()
    assert (others == 2).mean() > 0.95
    assert np.moveaxis(check.correlation, axis, 0)[:-1].min() > 0.95


def test_cells_outside_the_shared_area_are_left_out() -> None:
    first = np.random.default_rng(2).normal(128, 30, (64, 64)).astype(np.float32)
    inside = np.zeros((64, 64), bool)
    inside[:, :32] = True
    check = pixels._correlated(first, first, inside, SAME, 1, pixels._Grid(first.shape, 8, 4))
    assert np.array_equal(check.inside, np.isfinite(check.correlation))
    assert check.inside[:, :7].all()
    assert not check.inside[:, 7:].any()


# What is read from the cells


def cells(correlation: NDArray[np.float64], **changes: NDArray[np.generic]) -> PixelCheck:
    shape = correlation.shape
    nothing = np.zeros(shape, bool)
    made = PixelCheck(
        correlation=correlation.astype(np.float32),
        shift=np.zeros((*shape, 2), np.float32),
        inside=~nothing,
        only_stored=nothing,
        only_asked=nothing,
        side=160,
        cell=8,
        step=4,
        transform=SAME,
        levels=np.full((*shape, 4), 50, np.float32),
    )
    return made._replace(**changes)  # type: ignore[arg-type]


def test_the_numbers_are_what_they_say() -> None:
    correlation = np.full((10, 10), 0.5)
    correlation[:4] = 0.9  # 40 agree
    correlation[9] = np.nan
    stored, asked = np.zeros((2, 10, 10), bool)
    stored[9, :6] = True
    asked[9, 6:8] = True
    shift = np.zeros((10, 10, 2), np.float32)
    shift[:2] = (3, 4)
    shift[5:] = (9, 9)  # of cells that do not agree
    check = cells(correlation, only_stored=stored, only_asked=asked, shift=shift)
    assert len(check.textured) == 90
    assert check.median == 0.5
    assert check.share(0.8) == pytest.approx(40 / 90)
    assert check.agreement == pytest.approx(40 / 98)
    assert check.exchanged == pytest.approx(2 / 100)
    assert check.rest == pytest.approx(0.5)
    assert check.drift == pytest.approx(2.5)
    assert check.changed.sum() == 8


def test_coverage_counts_parts_and_not_cells() -> None:
    correlation = np.zeros((10, 10))
    correlation[:4, :4] = 1  # four of 25 parts, each of four cells
    correlation[9, 9] = 1  # a quarter of its part
    assert cells(correlation).coverage == pytest.approx(5 / 25)
    half = np.zeros((10, 10), bool)
    half[:, :5] = True
    assert cells(np.where(half, 1.0, np.nan), inside=half).coverage == 1, "of the shared area"
    few = np.full((50, 50), np.nan)
    few[:10, :10] = 1
    few[49, 49] = 0
    assert cells(few).coverage == 1, "one cell with texture is no part"


def test_in_a_negative_everything_is_read_with_the_other_sign() -> None:
    correlation = np.full((10, 10), -0.9)
    correlation[:3] = 0.9
    check = cells(correlation)
    assert check.median == pytest.approx(-0.9)
    assert check.share(0.8) == check.agreement == pytest.approx(0.7)
    assert check.rest == pytest.approx(-0.9)


# Pages


def written_page() -> Image.Image:
    page = Image.new("L", (WIDTH, HEIGHT), 250)
    draw, font = ImageDraw.Draw(page), ImageFont.load_default(size=18)
    for y in range(20, HEIGHT - 20, 30):
        draw.text((30, y), "Lorem ipsum dolor sit amet, consectetur adipiscing", 10, font)
    return page


def test_a_page_of_text_is_plain_and_a_photograph_is_not() -> None:
    page = written_page()
    assert plainness(thumbnail(page)) > 0.6
    assert all(plainness(thumbnail(photo(seed))) < 0.5 for seed in SEEDS)
    assert plainness(np.full((9, 9), 255, np.uint8)) == plainness(np.zeros((9, 9), np.uint8)) == 1
    ramp = np.arange(256, dtype=np.uint8).repeat(4).reshape(32, 32)
    assert plainness(ramp) == pytest.approx(3 / 32)
    assert plainness(grey(ImageChops.invert(page))) == pytest.approx(plainness(grey(page)), abs=0.05)


def test_a_page_of_writing_is_told_from_a_thing_before_a_plain_ground() -> None:
    thing = np.full((120, 160), 240, np.uint8)
    thing[30:100, 50:110] = thumbnail(photo(SEEDS[0]))[:70, :60]
    assert plainness(thing) > 0.6
    assert page_likeness(thing) == 0
    assert page_likeness(thumbnail(written_page())) == plainness(thumbnail(written_page()))
    assert page_likeness(np.full((9, 9), 255, np.uint8)) == 1
    assert all(page_likeness(thumbnail(photo(seed))) == 0 for seed in SEEDS)


def on_a_table(light: Image.Image) -> Image.Image:
    """Some things on a plain table, in this light."""
    table = Image.merge("RGB", [light.resize((WIDTH, HEIGHT)).point(lambda value: 120 + value // 4)] * 3)
    table.paste(photo(11).crop((0, 0, 220, 160)), (200, 150))
    return table


def test_the_light_on_a_plain_ground_tells_copies_from_another_photograph() -> None:
    light = Image.linear_gradient("L")
    archived = on_a_table(light)
    same, other = (
        checked(archived.point(lambda value: value * 3 // 4), archived),
        checked(on_a_table(ImageOps.flip(light)), archived),
    )
    assert same.agreement > 0.95
    assert other.agreement > 0.85, "the things themselves do not tell"
    assert same.ground < 0.6
    assert other.ground > 3
    assert checked(photo(11), photo(11)).ground == 0, "no plain cells"


def test_a_part_of_a_collage_ends_where_another_picture_begins() -> None:
    collage = photo(12).copy()
    collage.paste(photo(11).crop((0, 0, 380, HEIGHT)), (0, 0))
    cell = checked(collage, photo(11)).cell_of_collage()
    assert cell == pytest.approx((0, 0, 380 / WIDTH, HEIGHT / WIDTH), abs=0.05)


def test_what_is_written_over_a_copy_is_no_other_picture() -> None:
    asked = photo(11).copy()
    ImageDraw.Draw(asked).text((40, 180), "SEEN TODAY", fill="white", font=ImageFont.load_default(90))
    assert checked(asked, photo(11)).cell_of_collage() is None
    assert checked(photo(11), photo(11)).cell_of_collage() is None
