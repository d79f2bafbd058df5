"""Pictures that are painted over with one colour: where, what is left to compare, and what that finds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray
from PIL import Image, ImageDraw, ImageFilter, ImageFont, ImageOps

from provenance import Archive
from provenance.fingerprints.pdq import pdq
from provenance.matching import coarse
from provenance.matching.lettered import written_across
from provenance.matching.painted import filled, painted_over
from provenance.model import Alteration, Answer, Intake, Orientation, Outcome, Region
from tests.pictures import scene

SIZE = (480, 360)
BLOCKS = ((30, 20, 190, 110), (250, 60, 420, 170), (60, 180, 200, 330), (300, 220, 460, 340))
SMOOTH = 3.0  # pixels of blur: leaves few features, as sky, cloth and snow have


def plane(picture: Image.Image) -> NDArray[np.uint8]:
    """Grey values."""
    return np.asarray(picture.convert("L"))


def smooth(seed: int) -> Image.Image:
    """A picture with hardly any features."""
    return scene(seed, SIZE).filter(ImageFilter.GaussianBlur(SMOOTH))


def painted(picture: Image.Image, colour: str = "white", blocks: tuple[tuple[int, ...], ...] = BLOCKS) -> Image.Image:
    """The picture with blocks of one colour on it."""
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    for block in blocks:
        draw.rectangle(block, fill=colour)
    return made


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive of smooth pictures."""
    folder = tmp_path_factory.mktemp("painted")
    for seed in range(8):
        smooth(seed).save(folder / f"{seed}.jpg", quality=90)
    opened = Archive(folder / "desk.db")
    opened.ingest([Intake(path=str(folder / f"{seed}.jpg")) for seed in range(8)], keep=False, workers=1)
    return opened


def asked(archive: Archive, folder: Path, picture: Image.Image) -> Answer:
    """What a check says of a picture."""
    path = folder / "asked.jpg"
    picture.save(path, quality=80)
    return archive.check(path)


@pytest.mark.parametrize("colour", ["white", "black", "#7f7f7f"])
def test_what_is_painted_is_seen_to_its_edges(colour: str, tmp_path: Path) -> None:
    path = tmp_path / "painted.jpg"
    painted(smooth(1), colour).save(path, quality=80)
    found = painted_over(plane(Image.open(path)))
    truth = plane(painted(Image.new("RGB", SIZE, "white"), "black")) == 0
    assert found is not None
    assert (found.mask & truth).sum() / truth.sum() > 0.93
    assert (found.mask & ~truth).sum() / truth.sum() < 0.05
    assert found.share == pytest.approx(truth.mean(), abs=0.03)


def test_a_photograph_has_no_paint_on_it_nor_has_a_page_or_one_small_patch() -> None:
    assert painted_over(plane(scene(2, SIZE))) is None
    assert painted_over(plane(painted(scene(2, SIZE), blocks=BLOCKS[:1]))) is None  # 8 % of it
    page = ImageOps.expand(scene(2, (120, 90)), (180, 130), fill="white")
    assert painted_over(plane(page)) is None  # most of it is the ground


def test_the_hash_of_the_filled_picture_comes_nearer_to_the_archived_one() -> None:
    def apart(one: NDArray[np.uint8], other: NDArray[np.uint8]) -> int:
        return (int.from_bytes(pdq(one).value) ^ int.from_bytes(pdq(other).value)).bit_count()

    nearer = []
    for seed in range(12):
        before, after = plane(scene(seed, SIZE)), plane(painted(scene(seed, SIZE)))
        paint = painted_over(after)
        assert paint is not None
        nearer.append(apart(before, after) - apart(before, filled(after, paint)))
    assert np.median(nearer) >= 10


def test_filling_changes_nothing_beside_the_paint() -> None:
    before = plane(painted(scene(4, SIZE)))
    paint = painted_over(before)
    assert paint is not None
    after = filled(before, paint)
    assert (after == before)[~paint.mask].all()
    assert np.abs(after[paint.mask].astype(int) - 255).mean() > 60


@pytest.mark.parametrize("seed", range(4))
def test_a_smooth_picture_of_which_a_third_is_painted_over_is_found(
    seed: int, archive: Archive, tmp_path: Path
) -> None:
    answer = asked(archive, tmp_path, painted(smooth(seed)))
    assert answer.outcome is Outcome.SEEN
    (match,) = answer.matches
    assert archive.show(match.item_id).file_names == (f"{seed}.jpg",)
    assert "painted over" in " ".join(match.evidence)
    assert Alteration.OVERLAID in match.alterations
    assert Alteration.RECOLOURED not in match.alterations


def test_another_picture_under_the_same_blocks_is_not_seen(archive: Archive, tmp_path: Path) -> None:
    assert asked(archive, tmp_path, painted(smooth(99))).outcome is Outcome.NOT_SEEN


def test_what_two_plain_grounds_have_on_them_is_no_paint() -> None:
    """The archived picture is as plain there: the blocks belong to a page that both are."""

    def page(seed: int) -> NDArray[np.uint8]:
        made = painted(smooth(5))
        made.paste(scene(seed, (300, 36)), (90, 10))
        return plane(made)

    def verified(archived: NDArray[np.uint8]) -> object:
        thumbnail = np.asarray(Image.fromarray(archived).resize((160, 120), Image.Resampling.BOX))
        return coarse.verify(
            page(1),
            thumbnail,
            orientation=Orientation(0, mirrored=False),
            region=Region.WHOLE,
            asked_size=SIZE,
            stored_size=SIZE,
            painted=paint,
        )

    paint = painted_over(page(1))
    assert paint is not None
    told = verified(page(2)), verified(plane(smooth(5)))
    assert ["painted over" in str(one) for one in told] == [False, True]


LINES = ("SHOCKING NEWS", "NOBODY SHOWS", "THE HARBOUR", "ON FIRE TODAY")


def written(picture: Image.Image, lines: tuple[str, ...] = LINES, *, fill: str = "white") -> Image.Image:
    """The picture with large words across it, set off by an outline."""
    made = picture.copy()
    draw = ImageDraw.Draw(made)
    font = ImageFont.load_default(size=56)
    edge = "black" if fill == "white" else "white"
    for number, line in enumerate(lines):
        draw.text((20, 40 + 72 * number), line, font=font, fill=fill, stroke_width=3, stroke_fill=edge)
    return made


@pytest.mark.parametrize("fill", ["white", "red", "black"])
def test_letters_across_a_picture_are_seen_and_what_sets_them_off_too(fill: str) -> None:
    picture = smooth(3)
    before, after = plane(picture), plane(written(picture, fill=fill))
    found = written_across(after)
    assert found is not None
    assert found.letters
    differs = np.abs(after.astype(int) - before) > 40
    assert differs[found.mask].sum() >= 0.95 * differs.sum()
    assert found.share <= 2.5 * differs.mean()


def test_a_photograph_and_a_single_word_are_not_written_across() -> None:
    assert all(written_across(plane(smooth(seed))) is None for seed in range(8))
    assert written_across(plane(written(smooth(3), ("NEWS",)))) is None


@pytest.mark.parametrize("fill", ["white", "red"])
def test_a_smooth_picture_that_is_written_across_is_found_beside_the_letters(
    archive: Archive, tmp_path: Path, fill: str
) -> None:
    answer = asked(archive, tmp_path, written(smooth(5), fill=fill))
    [seen] = answer.seen
    assert seen.file_names == ("5.jpg",)
    assert seen.match is not None
    assert "beside the letters that lie over it" in seen.match.evidence[0]
    assert Alteration.OVERLAID in seen.match.alterations


def test_another_picture_under_the_same_words_is_never_certain_nor_found_beside_them(tmp_path: Path) -> None:
    for seed in range(4):
        written(scene(seed, SIZE)).save(tmp_path / f"{seed}.jpg", quality=90)
    with Archive(tmp_path / "words.db") as archive:
        archive.ingest([Intake(path=str(tmp_path / f"{seed}.jpg")) for seed in range(4)], keep=False, workers=1)
        matches = asked(archive, tmp_path, written(scene(9, SIZE))).matches
        assert not any(match.is_certain or "beside the letters" in match.evidence[0] for match in matches)
