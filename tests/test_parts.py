"""What the local tier finds and what it must not, on whole archives of seeded pictures."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageOps

from provenance import Archive
from provenance.fingerprints.views import View, Views
from provenance.matching import masks, score
from provenance.matching.score import Evidence, judge
from provenance.model import Answer, Intake, Outcome, Relation, Tier
from tests.benchmarks import artwork
from tests.pictures import scene

SIZE = (480, 360)
MEMBERS = 14


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Archive:
    """An archive of pictures with nothing in common."""
    folder = tmp_path_factory.mktemp("parts")
    opened = Archive(folder / "desk.db")
    intakes = []
    for seed in range(MEMBERS):
        path = folder / f"{seed}.jpg"
        scene(seed, SIZE).save(path, quality=88)
        intakes.append(Intake(path=str(path)))
    opened.ingest(intakes, keep=False, workers=1)
    return opened


def asked(archive: Archive, folder: Path, picture: Image.Image, *, quality: int = 75) -> Answer:
    """What a check says of a picture."""
    path = folder / f"asked-{random.random()}.jpg"
    picture.convert("RGB").save(path, quality=quality)
    return archive.check(path)


def names(archive: Archive, answer: Answer, *, least: Relation = Relation.PROBABLE) -> set[str]:
    """File names of the items that an answer calls reuse."""
    wanted = tuple(Relation)[: tuple(Relation).index(least) + 1]
    return {
        name for match in answer.matches if match.relation in wanted for name in archive.show(match.item_id).file_names
    }


def cropped(picture: Image.Image, left: float, top: float, right: float, bottom: float) -> Image.Image:
    """The part between these shares of the width and height."""
    width, height = picture.size
    return picture.crop((round(left * width), round(top * height), round(right * width), round(bottom * height)))


def on(page: Image.Image, *pasted: tuple[Image.Image, tuple[int, int]]) -> Image.Image:
    """A page with pictures on it."""
    for picture, place in pasted:
        page.paste(picture, place)
    return page


def test_half_of_a_picture_mirrored_is_found_and_named(archive: Archive, tmp_path: Path) -> None:
    part = ImageOps.mirror(cropped(scene(3, SIZE), 0.1, 0.2, 0.8, 0.9))
    answer = asked(archive, tmp_path, part)
    assert names(archive, answer, least=Relation.COPY) == {"3.jpg"}
    match = answer.matches[0]
    assert match.tier is Tier.LOCAL
    assert {"cropped", "mirrored"} <= {word.value for word in match.alterations}
    assert match.detail is not None
    assert match.detail["kept"] == pytest.approx(0.7 * 0.7, abs=0.02)
    assert answer.tiers == (Tier.EXACT, Tier.HASH, Tier.LOCAL)


def test_hashes_alone_do_not_find_it(archive: Archive, tmp_path: Path) -> None:
    path = tmp_path / "part.jpg"
    cropped(scene(3, SIZE), 0.1, 0.2, 0.8, 0.9).save(path)
    answer = archive.check(path, fast=True)
    assert answer.outcome is Outcome.NOT_SEEN
    assert Tier.LOCAL not in answer.tiers
    assert any("crops" in line for line in answer.not_checked)


def test_a_negative_of_a_part_is_found(archive: Archive, tmp_path: Path) -> None:
    answer = asked(archive, tmp_path, ImageOps.invert(cropped(scene(5, SIZE), 0.15, 0.1, 0.9, 0.85)))
    assert names(archive, answer) == {"5.jpg"}
    assert answer.matches[0].detail is not None
    assert answer.matches[0].detail["negative"]


def test_a_collage_names_all_its_parts_and_nothing_else(archive: Archive, tmp_path: Path) -> None:
    page = Image.new("RGB", (960, 720), "white")
    parts = [(scene(seed, SIZE), (480 * (seed % 2), 360 * (seed // 2))) for seed in range(4)]
    answer = asked(archive, tmp_path, on(page, *parts))
    assert names(archive, answer) == {"0.jpg", "1.jpg", "2.jpg", "3.jpg"}


def test_a_small_picture_on_another_one_is_found(archive: Archive, tmp_path: Path) -> None:
    background = scene(900, (1200, 900))
    small = scene(7, SIZE).resize((360, 270))
    answer = asked(archive, tmp_path, on(background, (small, (700, 500))))
    assert names(archive, answer) == {"7.jpg"}


def test_the_dear_look_in_more_pixels_needs_a_trace_of_something_archived(
    archive: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[View | None] = []
    large = Views.large

    def counted(views: Views) -> View | None:
        made.append(large(views))
        return made[-1]

    monkeypatch.setattr(Views, "large", counted)
    page, small = scene(901, (1200, 900)), scene(7, SIZE).resize((360, 270))
    assert asked(archive, tmp_path, page).outcome is Outcome.NOT_SEEN
    assert made == []
    assert names(archive, asked(archive, tmp_path, on(page, (small, (700, 500))))) == {"7.jpg"}
    assert [view.plane.shape for view in made if view] == [(768, 1024)]


def test_unrelated_pictures_are_not_seen(archive: Archive, tmp_path: Path) -> None:
    for seed in range(500, 512):
        answer = asked(archive, tmp_path, scene(seed, SIZE))
        assert (answer.outcome, answer.related) == (Outcome.NOT_SEEN, ()), seed


@pytest.mark.parametrize("name", sorted(artwork.ARTWORK))
def test_pictures_that_share_artwork_alone_are_no_copies(name: str, tmp_path: Path) -> None:
    folder = tmp_path / "archive"
    folder.mkdir()
    with Archive(folder / "desk.db") as opened:
        framed = [folder / f"{seed}.jpg" for seed in range(3)]
        for seed, path in enumerate(framed):
            path.write_bytes(artwork.in_artwork(name, scene(seed, SIZE), seed=seed))
        opened.ingest([Intake(path=str(path)) for path in framed], keep=False, workers=1)
        other = tmp_path / "other.jpg"
        other.write_bytes(artwork.in_artwork(name, scene(77, SIZE), seed=77))
        answer = opened.check(other)
        assert not [match for match in answer.matches if match.relation is Relation.COPY]
        again = tmp_path / "again.jpg"
        again.write_bytes(artwork.in_artwork(name, scene(1, SIZE), seed=78))
        assert "1.jpg" in names(opened, opened.check(again))


def test_pages_of_text_of_one_layout_are_no_copies(tmp_path: Path) -> None:
    with Archive(tmp_path / "desk.db") as opened:
        pages = [tmp_path / f"{seed}.jpg" for seed in range(4)]
        for seed, path in enumerate(pages):
            artwork.text_page(seed).save(path)
        opened.ingest([Intake(path=str(path)) for path in pages], keep=False, workers=1)
        for seed in range(50, 54):
            other = tmp_path / "other.jpg"
            artwork.text_page(seed).save(other)
            assert not [match for match in opened.check(other).matches if match.relation is Relation.COPY], seed


def test_what_a_source_puts_on_everything_is_learned_and_discounted(tmp_path: Path) -> None:
    logo = "TV logo and lower third"
    with Archive(tmp_path / "desk.db") as opened:
        intakes = []
        for seed in range(6):
            path = tmp_path / f"{seed}.jpg"
            path.write_bytes(artwork.in_artwork(logo, scene(seed, SIZE), seed=seed))
            intakes.append(Intake(path=str(path), platform="youtube", account="@Channel"))
        opened.ingest(intakes, keep=False, workers=1)
        [(source, _, _, _)] = opened.sources()
        [mask] = opened.learn_mask(source)
        assert mask.pictures == 6
        assert 0.1 < mask.share < 0.5
        other = tmp_path / "other.jpg"
        other.write_bytes(artwork.in_artwork(logo, scene(66, SIZE), seed=66))
        answer = opened.check(other)
        assert (answer.matches, answer.related) == ((), ())
        part = tmp_path / "part.jpg"
        with Image.open(tmp_path / "4.jpg") as framed:
            ImageOps.mirror(cropped(framed, 0.1, 0.1, 0.9, 0.75)).save(part)
        assert names(opened, opened.check(part)) == {"4.jpg"}


def test_a_mask_covers_the_region_that_pictures_share_and_no_more() -> None:
    planes = []
    for seed in range(5):
        framed = scene(seed, (160, 120)).convert("L")
        framed.paste(scene(99, (160, 30)).convert("L"), (0, 90))
        out = io.BytesIO()
        framed.save(out, "JPEG", quality=60)
        planes.append(Image.open(out))
    import numpy as np

    [mask] = masks.learn([np.asarray(plane) for plane in planes])
    height = mask.cells.shape[0]
    assert mask.cells[-2].mean() > 0.8
    assert mask.cells[: round(height * 0.65)].mean() < 0.05


def test_pictures_that_share_nothing_give_no_mask() -> None:
    import numpy as np

    assert masks.learn([np.asarray(scene(seed, (160, 120)).convert("L")) for seed in range(6)]) == ()


def test_without_a_thumbnail_nothing_is_more_than_probable() -> None:
    strong = Evidence(inliers=90, possible=150, error=0.0005, spread=1.0, hull=0.6)
    assert judge(strong).relation is Relation.PROBABLE
    assert judge(strong._replace(inliers=6, spread=0.2)).relation is None


def test_the_parts_of_a_score_add_up_to_its_answers() -> None:
    evidence = Evidence(
        inliers=60, possible=150, error=0.0006, spread=0.9, hull=0.5, cells=900, agreeing=0.97, correlation=0.98,
        coverage=1.0, rest=0.6, agreement=0.96,
    )  # fmt: skip
    judged = judge(evidence)
    assert judged.relation is Relation.COPY
    sums = {
        answer: sum(value for name, value in judged.parts.items() if name.startswith(answer))
        for answer in ("geometry", "pixels", "scene")
    }
    least = min(
        sums["geometry"] - score.RELATED,
        sums["pixels"] - score.PROBABLE,
        2 * (sums["scene"] - score.ANOTHER_PHOTO),
    )
    assert judged.score == pytest.approx(least, abs=0.05)


COVERED = Evidence(
    inliers=60, possible=150, error=0.0005, spread=0.7, hull=0.5, cells=900, agreeing=0.5, correlation=0.8,
    coverage=0.75, rest=0.3, agreement=0.45, tone=0.98, evenness=0.5,
)  # fmt: skip


def test_a_covered_copy_is_one_where_all_that_is_not_covered_agrees() -> None:
    assert judge(COVERED).relation is Relation.COPY
    for less in ({"tone": 0.7}, {"evenness": 0.05}, {"coverage": 0.5}, {"spread": 0.15}):
        assert judge(COVERED._replace(**less)).relation is not Relation.COPY, less  # type: ignore[arg-type]


LONE = Evidence(
    inliers=22, possible=66, error=0.0005, spread=0.91, hull=0.038, cells=126, agreeing=1.0, correlation=0.99,
    coverage=1.0, rest=1.0, agreement=1.0,
)  # fmt: skip


def test_one_thing_before_a_plain_ground_is_enough_where_nothing_else_is_to_be_seen() -> None:
    assert judge(LONE).relation is Relation.PROBABLE
    assert judge(LONE, whole=False).relation is None, "a rectangle that was chosen because it agrees"
    assert judge(LONE._replace(agreement=0.45, coverage=0.4)).relation is Relation.PROBABLE, "written over"
    elsewhere = LONE._replace(agreement=0.45, coverage=0.4, exchanged=0.2, evenness=0.1, tone=0.7)
    assert judge(elsewhere).relation in (Relation.TEMPLATE, None), "a logo on two photographs"


def test_another_photograph_from_the_same_place_is_told_by_the_light_on_the_ground() -> None:
    """Scissors on a table, taken up and put down again under one camera: all cells with texture agree."""
    again = COVERED._replace(error=0.002, agreement=1.0, agreeing=1.0, coverage=1.0, evenness=1.0, rest=1.0)
    assert judge(again._replace(bend=0.15, ground=1.5)).relation is Relation.PROBABLE
    assert judge(again._replace(bend=0.15, ground=0.4)).relation is Relation.COPY, "the picture seen at an angle"
    assert judge(again._replace(bend=0.01, ground=4.0)).relation is Relation.COPY, "poorly encoded"


def in_the_sky(thing: Image.Image, ground: tuple[int, int, int] = (70, 130, 180)) -> Image.Image:
    """A small thing before a plain ground, a little darker below."""
    picture = Image.new("RGB", (640, 480), ground)
    shade = Image.linear_gradient("L").resize((640, 480)).point(lambda value: value // 6)
    picture = Image.composite(Image.new("RGB", (640, 480), "black"), picture, shade)
    outline = Image.new("L", thing.size)
    ImageDraw.Draw(outline).ellipse((0, 0, thing.width - 1, thing.height - 1), fill=255)
    picture.paste(thing, (230, 150), outline)
    return picture


def test_an_aircraft_before_a_plain_sky_is_found_though_its_hash_says_nothing(tmp_path: Path) -> None:
    archived = in_the_sky(scene(31, (170, 110)))
    path = tmp_path / "archived.png"
    archived.save(path)
    with Archive(tmp_path / "desk.db") as opened:
        opened.add(path)
        for made in (archived, ImageOps.mirror(archived), cropped(archived, 0.15, 0.1, 0.9, 0.9)):
            assert names(opened, asked(opened, tmp_path, made)) == {"archived.png"}
        other = asked(opened, tmp_path, in_the_sky(scene(32, (170, 110))))
    assert other.outcome is Outcome.NOT_SEEN
    assert "the picture as a whole: it is too plain for a hash" in other.not_checked[0]


def test_a_camera_that_moved_makes_no_copy_where_an_edit_does() -> None:
    """All agrees, nearly: under an affine map it is a copy, under a homography another photograph of a flat thing."""
    flat = COVERED._replace(error=0.0015, agreement=0.85, agreeing=0.85, coverage=1.0, evenness=0.8)
    assert judge(flat._replace(bend=0.02)).relation is Relation.COPY
    assert judge(flat._replace(bend=1.2)).relation is not Relation.COPY
    assert judge(flat._replace(bend=1.2, agreement=0.7)).relation is Relation.SCENE
    precise = flat._replace(error=0.0004, rest=0.7, agreement=0.95)
    assert judge(precise._replace(bend=1.2)).relation is Relation.COPY, "a photograph of the picture itself"
