"""Two pictures against each other: what is said of them, the proof picture, and what must not be written over."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from provenance.archive import Archive
from provenance.cli import main
from provenance.comparing import Comparison, Side, compare, draw, side_of_file
from provenance.errors import BadOption
from provenance.exporters.proof import DIFFERENT, SHARED
from provenance.matching.overlap import bounds, shared_area
from provenance.media.image import DEFAULT_LIMITS
from provenance.model import Match, Orientation, Relation, Tier
from tests.conftest import ROOT, Make
from tests.pictures import letterboxed, mirrored, scene, turned

WIDE = (900, 600)
BOX = (200, 100, 750, 500)  # of the wide picture: left, top, right, bottom


def cropped(image: Image.Image) -> Image.Image:
    """A part of the wide picture, mirrored."""
    return ImageOps.mirror(image.crop(BOX))


def beside_another(image: Image.Image) -> Image.Image:
    """On the left of a page, with another picture on the right."""
    page = Image.new("RGB", (1200, 400))
    page.paste(image.resize((600, 400)), (0, 0))
    page.paste(scene(77, (600, 400)), (600, 0))
    return page


def side(path: Path) -> Side:
    """A file to be compared, without an archive."""
    return side_of_file(str(path), limits=DEFAULT_LIMITS)


def compared(a: Path, b: Path) -> Comparison:
    """Both files, without an archive."""
    return compare(side(a), side(b))


def count(image: Image.Image, colour: tuple[int, int, int]) -> int:
    """How many pixels have exactly this colour."""
    return int((np.asarray(image) == colour).all(axis=2).sum())


@pytest.fixture
def whole(picture: Make) -> Path:
    """A wide picture."""
    return picture("whole.jpg", size=WIDE)


@pytest.fixture
def part(picture: Make) -> Path:
    """A mirrored crop of it, in poorer quality."""
    return picture("part.jpg", size=WIDE, change=cropped, quality=65)


def test_a_crop_lies_where_it_was_cut(whole: Path, part: Path) -> None:
    found = compared(whole, part)
    assert found.relation is Relation.COPY
    assert found.overlap
    shown = bounds(shared_area(found.overlap).stored, WIDE)
    truth = (BOX[0] / 900, BOX[1] / 600, BOX[2] / 900, BOX[3] / 600)
    assert shown == pytest.approx(truth, abs=0.01)
    assert found.described
    assert found.described.mirrored


def test_either_may_be_the_part(whole: Path, part: Path) -> None:
    there, back = compared(whole, part), compared(part, whole)
    assert back.relation is Relation.COPY
    assert there.overlap
    assert back.overlap
    both = there.overlap.transform @ back.overlap.transform
    assert both / both[2, 2] == pytest.approx(np.eye(3), abs=0.02)
    assert (there.likelier_ancestor, back.likelier_ancestor) == ("A", "B")


@pytest.mark.parametrize("order", [1, -1], ids=["page second", "page first"])
def test_a_part_of_a_page_is_found_from_both_sides(picture: Make, whole: Path, order: int) -> None:
    page = picture("page.jpg", size=WIDE, change=beside_another)
    found = compared(*(whole, page)[::order])
    assert found.shares_area
    assert found.overlap
    areas = shared_area(found.overlap)
    on_page = bounds(areas.asked if order == 1 else areas.stored, (1200, 400))
    assert on_page == pytest.approx((0, 0, 0.5, 1), abs=0.02)


def test_two_different_pictures_share_nothing_and_cannot_be_drawn(whole: Path, picture: Make) -> None:
    found = compared(whole, picture("other.jpg", seed=9))
    assert found.relation is None
    assert not found.shares_area
    with pytest.raises(BadOption, match="no area"):
        draw(found)


def test_the_same_bytes_are_the_same_file(whole: Path) -> None:
    found = compared(whole, whole)
    assert (found.tier, found.described, found.ancestor) == (Tier.EXACT, None, None)
    assert count(draw(found), DIFFERENT) == 0


@pytest.mark.parametrize(
    "change",
    [mirrored, turned, letterboxed, lambda image: turned(mirrored(letterboxed(image))), ImageOps.flip],
    ids=["mirrored", "turned", "letterboxed", "all three", "upside down"],
)
def test_the_proof_of_a_match_by_hash_lays_both_on_each_other(
    archive: Archive, picture: Make, change: Callable[[Image.Image], Image.Image]
) -> None:
    archive.add(picture("a.jpg", size=WIDE))
    asked = picture("b.jpg", size=WIDE, change=change)
    [match] = archive.check(asked, fast=True).matches
    assert match.tier is Tier.HASH
    page = archive.proof(asked, match).image
    assert count(page, SHARED) > 1000
    assert count(page, DIFFERENT) == 0
    astray = match._replace(orientation=wrong(match))
    assert count(archive.proof(asked, astray).image, DIFFERENT) > 0


def wrong(match: Match) -> Orientation:
    """Another orientation than the match's."""
    return match.orientation._replace(mirrored=not match.orientation.mirrored)


def test_the_proof_of_a_match_by_parts_outlines_the_part(archive: Archive, whole: Path, part: Path) -> None:
    archive.add(whole)
    [match] = archive.check(part).matches
    proof = archive.proof(part, match)
    assert not proof.of_thumbnail
    assert proof.image.width == 1600
    left = np.asarray(proof.image)[:600, :800]
    rows, columns = np.nonzero((left == SHARED).all(axis=2))
    share = np.ptp(columns) / np.ptp(rows)
    assert share == pytest.approx((BOX[2] - BOX[0]) / (BOX[3] - BOX[1]), rel=0.05)
    assert count(proof.image, DIFFERENT) == 0


@pytest.mark.parametrize("mode", ["RGBA", "LA", "P", "I;16", "L", "1", "CMYK"])
def test_a_picture_of_any_mode_is_shown_upright_in_colours(tmp_path: Path, mode: str) -> None:
    stripes = np.zeros((300, 400), np.uint8)
    stripes[:, 200:] = 255
    grey = Image.fromarray(stripes)
    image = Image.fromarray(stripes.astype(np.uint16) << 8) if mode == "I;16" else grey.convert(mode)
    if mode in ("RGBA", "LA"):
        image.putalpha(Image.fromarray(np.where(np.arange(300)[:, None] < 150, 255, 0).repeat(400, 1).astype(np.uint8)))
    path = tmp_path / f"picture.{'tif' if mode == 'CMYK' else 'png'}"
    image.save(path)
    shown = np.asarray(side(path).image)
    assert shown.shape == (300, 400, 3)
    assert shown[20, 20].max() < 10
    assert shown[20, 380].min() > 245
    assert shown[280, 20].max() < 10 if mode not in ("RGBA", "LA") else shown[280, 20].min() > 245


def test_a_photograph_that_was_turned_by_its_camera_is_shown_upright(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # to be turned clockwise
    scene(1, (400, 300)).save(tmp_path / "turned.jpg", exif=exif)
    looked = side(tmp_path / "turned.jpg")
    assert looked.image.size == looked.size == (300, 400)


# -- on the command line ----------------------------------------------------------------------------


class Ran:
    """How a command ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ran]:
    """Runs ``provenance diff``; the archive is that of the fixture ``archive``, where the test makes it."""
    monkeypatch.setenv("PROVENANCE_ARCHIVE", str(tmp_path / "desk.db"))
    monkeypatch.chdir(tmp_path)

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main(["diff", *(str(argument) for argument in arguments)])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


def refused(ran: Ran, *words: str) -> None:
    """Exit 2 and one line that holds the words."""
    assert ran.code == 2
    assert ran.out == ""
    [line] = ran.err.strip().splitlines()
    for word in words:
        assert word in line


def test_an_archive_that_the_environment_names_says_which_items_two_files_are(
    run: Callable[..., Ran], whole: Path, part: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROVENANCE_ARCHIVE", str(tmp_path / "named.db"))
    before = run(whole, part)  # there is none yet
    assert before.code == 0
    assert "(m-" not in before.out
    with Archive(tmp_path / "named.db") as archive:
        archive.add(whole)
    assert "(m-" in run(whole, part).out


def test_two_files_need_no_archive(run: Callable[..., Ran], whole: Path, part: Path, tmp_path: Path) -> None:
    ran = run(whole, part, "-o", "proof.png", "--lines")
    assert ran.code == 0
    assert ran.out.startswith("THE SAME PICTURE  B shows a part of A")
    for words in ("mirrored left to right", "41 % of A", "likely A", "proof.png", "not checked"):
        assert words in ran.out
    with Image.open(tmp_path / "proof.png") as page:
        assert page.format == "PNG"
        assert page.width == 1600
        assert 600 < page.height < 2400
    assert not (tmp_path / "desk.db").exists()


def test_nothing_in_common_exits_with_1_and_draws_nothing(
    run: Callable[..., Ran], whole: Path, picture: Make, tmp_path: Path
) -> None:
    ran = run(whole, picture("other.jpg", seed=9), "-o", "proof.png")
    assert ran.code == 1
    assert ran.out.startswith("NO SHARED AREA FOUND")
    assert not (tmp_path / "proof.png").exists()


def test_json_names_the_ancestor_with_its_votes(run: Callable[..., Ran], whole: Path, part: Path) -> None:
    found = json.loads(run("--json", part, whole, "-o", "proof.png").out)
    assert (found["shares_area"], found["relation"], found["tier"]) == (True, "copy", "local")
    assert found["likelier_ancestor"] == "B"
    assert {vote["about"] for vote in found["votes"]} >= {"extent", "compression"}
    assert (found["kept"], found["covers"]) == (pytest.approx(1, abs=0.02), pytest.approx(0.407, abs=0.02))
    assert found["proof"]["path"] == "proof.png"


def test_no_file_is_written_over_unasked(run: Callable[..., Ran], whole: Path, part: Path, tmp_path: Path) -> None:
    mine = tmp_path / "mine.png"
    mine.write_text("mine")
    before = whole.read_bytes()
    refused(run(whole, part, "-o", mine), "mine.png", "--force")
    refused(run(whole, part, "-o", whole, "--force"), "one of the two")
    refused(run(whole, part, "-o", "proof.tiff"), ".png")
    refused(run(whole, part, "-o", "nowhere/proof.png"), "nowhere")
    assert (mine.read_text(), whole.read_bytes()) == ("mine", before)
    assert run(whole, part, "-o", mine, "--force").code == 0
    assert mine.read_bytes().startswith(b"\x89PNG")


def test_what_cannot_be_compared_is_named(run: Callable[..., Ran], whole: Path) -> None:
    refused(run(whole, "nowhere.jpg"), "nowhere.jpg")
    refused(run(whole, "m-3f9a2c"), "desk.db")
    refused(run(whole, ROOT / "samples" / "clip.mp4"), "clip.mp4", "video")


def test_an_item_is_its_kept_file_else_its_thumbnail(
    run: Callable[..., Ran], archive: Archive, whole: Path, part: Path, picture: Make
) -> None:
    kept = archive.add(whole)
    small = archive.add(picture("small.jpg", seed=5, size=WIDE), keep=False)
    none = archive.add(picture("none.jpg", seed=6, size=WIDE), keep=False, thumbnails=False)
    found = run(kept.id[:10], part)
    assert found.code == 0
    assert "grey picture" not in found.out
    other = picture("other.jpg", seed=5, size=WIDE, change=cropped)
    for arguments in ((small.id, other), (other, small.id)):
        found = run(*arguments, "-o", "proof.png", "--force")
        assert found.code == 0
        assert "only the small grey picture is kept" in " ".join(found.out.split())
        assert "mirrored" in found.out
    refused(run(none.id, other), "neither its file nor a thumbnail")


def test_a_date_of_publication_is_a_vote(archive: Archive, whole: Path, part: Path) -> None:
    archive.add(part, account="x", platform="facebook", posted_at="2014-08-03")
    archive.add(whole, account="y", platform="facebook", posted_at="2019")
    found = archive.diff(part, whole)
    assert found.ancestor
    assert [vote.favours for vote in found.ancestor.votes if vote.about == "date"] == ["archived"]


def test_graphic_pictures_are_blurred_unless_revealed_which_is_logged(
    run: Callable[..., Ran], archive: Archive, whole: Path, part: Path, tmp_path: Path
) -> None:
    item = archive.add(whole, graphic=True)
    before = archive.log_head()
    hidden = run(item.id, part, "-o", "hidden.png")
    assert "--reveal" in hidden.out
    assert archive.log_head() == before
    assert run(item.id, part, "-o", "shown.png", "--reveal").code == 0
    head = archive.log_head()
    assert before
    assert head
    assert head[0] == before[0] + 1
    assert archive.verify().sound
    colours = [
        np.ptp(np.asarray(Image.open(tmp_path / name))[60:500, 40:760], axis=2) for name in ("hidden.png", "shown.png")
    ]
    assert np.median(colours[0]) == 0
    assert np.median(colours[1]) > 20


def test_a_graphic_picture_is_not_written_where_its_reveal_cannot_be_logged(
    run: Callable[..., Ran], archive: Archive, whole: Path, part: Path, tmp_path: Path
) -> None:
    item = archive.add(whole, graphic=True)
    with closing(sqlite3.connect(archive.path)) as full:
        full.execute("CREATE TRIGGER full BEFORE INSERT ON log BEGIN SELECT RAISE(ABORT, 'no room'); END")
    assert run(item.id, part, "-o", "shown.png", "--reveal").code == 2
    assert not (tmp_path / "shown.png").exists()


@pytest.mark.parametrize(("seed", "size"), [(1, 44), (1, 52), (5, 36), (6, 36), (6, 44), (6, 52)])
def test_a_word_that_was_laid_over_is_one_region_from_its_first_letter_to_its_last(
    tmp_path: Path, seed: int, size: int
) -> None:
    plain = scene(seed, (640, 480)).convert("RGB")
    plain.save(tmp_path / "plain.png")
    drawing, font = ImageDraw.Draw(plain), ImageFont.load_default(size)
    drawing.text((20, 20), "SHOCKING", font=font, fill="white")
    plain.save(tmp_path / "word.jpg", quality=85)
    files = (side_of_file(str(tmp_path / name), limits=DEFAULT_LIMITS) for name in ("plain.png", "word.jpg"))
    described = compare(*files).described
    assert described is not None
    [found] = described.overlays
    left, top, right, bottom = drawing.textbbox((20, 20), "SHOCKING", font=font)
    sides = (left / 640, top / 480, right / 640, bottom / 480)
    assert tuple(found) == pytest.approx(sides, abs=0.02)
