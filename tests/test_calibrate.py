"""An archive is tried on its own pictures: what is counted, what is not, and what a check says of it."""

from __future__ import annotations

import io
import json
import shutil
import sqlite3
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from provenance import calibrating
from provenance.archive import Archive
from provenance.cli import main
from provenance.errors import ArchiveError
from provenance.findings.calibrated import Calibration, percent, quoted, upper_bound
from provenance.media.edits import EDITS, edited
from provenance.model import Intake, Relation, Tier
from tests.pictures import scene

SIZE = (300, 240)
PICTURES = 5
FEW = tuple(edit for edit in EDITS if edit.name == "mirrored")
VERSIONS = {"pdq": 1, "local": 1}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an archive of five pictures, one of which is a crop of another, too narrow for a hash."""
    folder = tmp_path_factory.mktemp("calibrate")
    paths = [folder / f"{seed}.jpg" for seed in range(PICTURES)]
    for seed, path in enumerate(paths[:-1]):
        scene(seed, SIZE).save(path, quality=90)
    scene(0, SIZE).crop((75, 40, 275, 225)).save(paths[-1], quality=90)
    with Archive(folder / "desk.db") as archive:
        archive.ingest([Intake(path=str(path)) for path in paths], workers=1)
    return folder


@pytest.fixture
def desk(made: Path, tmp_path: Path) -> Path:
    """A copy of that archive."""
    for name in ("desk.db", "desk.db.files"):
        source = made / name
        if source.is_dir():
            shutil.copytree(source, tmp_path / name)
        else:
            shutil.copy(source, tmp_path / name)
    return tmp_path / "desk.db"


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    """One edit and few pictures: what is counted does not depend on their number."""
    monkeypatch.setattr(calibrating, "EDITS", FEW)
    monkeypatch.setattr(calibrating, "FEWEST", PICTURES - 1)


def of_matches(desk: Path, sql: str) -> None:
    """Change what is stored of the one match, as a person's review would."""
    with sqlite3.connect(desk) as connection:
        assert connection.execute(sql).rowcount == 1
    connection.close()


def test_there_are_a_dozen_edits_and_each_makes_another_picture_file() -> None:
    pictures = [scene(seed, SIZE).convert("L") for seed in range(2)]
    files = {edit.name: edited(edit, pictures[0], pictures[1], seed=(1, 2)) for edit in EDITS}
    assert len(files) >= 12
    assert len(set(files.values())) == len(files)
    for edit in EDITS:
        assert edited(edit, pictures[0], pictures[1], seed=(1, 2)) == files[edit.name]
        with Image.open(io.BytesIO(files[edit.name])) as opened:
            assert min(opened.size) > 90, edit.name


def test_a_crop_keeps_the_share_of_the_area_that_its_name_says() -> None:
    picture = scene(1, SIZE).convert("L")
    for edit in EDITS:
        if edit.name.startswith("cropped to"):
            with Image.open(io.BytesIO(edited(edit, picture, picture, seed=(3,)))) as opened:
                share = opened.width * opened.height / (SIZE[0] * SIZE[1])
            assert share == pytest.approx(int(edit.name.split()[2]) / 100, abs=0.01)


def test_captions_differ_from_picture_to_picture() -> None:
    """Otherwise edited copies would share more than the picture."""
    [bar] = [edit for edit in EDITS if edit.name == "caption bar"]
    picture = Image.new("L", SIZE, 128)
    bars = [np.asarray(Image.open(io.BytesIO(edited(bar, picture, picture, seed=(seed,)))))[:30] for seed in (1, 2)]
    assert (abs(bars[0].astype(int) - bars[1]) > 60).mean() > 0.03


@pytest.mark.parametrize(
    ("found", "tried", "bound"),
    [(0, 100, 0.029513), (0, 400, 0.0074613), (3, 10, 0.606624), (1, 12, 0.3386812), (10, 10, 1.0), (0, 0, 1.0)],
)
def test_the_bound_is_the_exact_binomial_one(found: int, tried: int, bound: float) -> None:
    """Values of the beta distribution's 95 % quantile, by SciPy."""
    assert upper_bound(found, tried) == pytest.approx(bound, rel=1e-4)


@pytest.mark.parametrize(
    ("share", "words"), [(0.0295, "3 %"), (0.00746, "0.75 %"), (0.2209, "23 %"), (1.0, "100 %"), (0.03, "3 %")]
)
def test_a_bound_is_rounded_up(share: float, words: str) -> None:
    assert percent(share) == words


@pytest.mark.usefixtures("small")
@pytest.mark.parametrize(
    ("change", "wrong", "undecided", "named"),
    [
        ("UPDATE matches SET score = score", 0, 2, True),  # suggested, by parts alone
        ("UPDATE matches SET review = 'confirmed'", 0, 0, False),
        ("UPDATE matches SET review = 'rejected'", 2, 0, True),
        ("DELETE FROM matches", 2, 0, True),
    ],
)
def test_what_nothing_else_joins_counts_as_wrong_and_what_nobody_reviewed_is_counted_apart(
    desk: Path, change: str, wrong: int, undecided: int, named: bool
) -> None:
    of_matches(desk, change)
    with Archive(desk) as archive:
        ids = {seen.file_names[0]: seen.item.id for seen in archive.items(limit=50)}
        done = archive.calibrate()
    assert done.pictures == PICTURES
    assert (done.copies.found, done.copies.tried, done.undecided) == (wrong, PICTURES - undecided, undecided)
    assert done.copies_at_most == pytest.approx(upper_bound(wrong + undecided, PICTURES))
    assert (done.probable.found, done.thumbnails, done.unreadable) == (0, 0, 0)
    pairs = [{suspect.asked, suspect.answered} for suspect in done.suspects]
    assert pairs == ([{ids["0.jpg"], ids["4.jpg"]}] if named else [])
    assert all(suspect.relation is Relation.COPY for suspect in done.suspects)
    assert [(rate.edit, rate.tried, rate.copies) for rate in done.edits] == [("mirrored", PICTURES, PICTURES)]


@pytest.mark.usefixtures("small")
def test_a_check_quotes_the_newest_calibration_and_a_fast_one_does_not(made: Path, desk: Path) -> None:
    asked = made / "3.jpg"
    four = PICTURES - 1
    with Archive(desk) as archive:
        assert archive.check(asked).calibration is None
        assert archive.calibration() is None
        done = archive.calibrate(sample=four, seed=5)
        assert archive.calibration() == done
        said = archive.check(asked).calibration
        assert said == done.sentence()
        assert f"calibrated {done.at[:10]}" in said
        assert "then of 5 items" in said
        assert archive.check(asked, fast=True).calibration is None
        assert archive.verify().sound
        assert archive.calibrate(sample=four, seed=5)._replace(at="") == done._replace(at="")
    with sqlite3.connect(desk) as connection:
        [[events]] = connection.execute("SELECT COUNT(*) FROM log WHERE event = 'val'")
    connection.close()
    assert events == 2


@pytest.mark.usefixtures("small")
def test_thumbnails_stand_in_for_files_that_are_not_kept_and_changed_files_are_passed_over(
    made: Path, tmp_path: Path
) -> None:
    with Archive(tmp_path / "lean.db") as archive:
        paths = [Intake(path=str(made / f"{seed}.jpg")) for seed in range(PICTURES)]
        archive.ingest(paths[:3], keep=False, workers=1)
        archive.ingest(paths[3:], workers=1)
        kept = next(Path(f"{tmp_path}/lean.db.files").glob("??/*"))
        kept.chmod(0o644)
        kept.write_bytes(b"something else")
        done = archive.calibrate()
    assert (done.pictures, done.thumbnails, done.unreadable) == (4, 3, 1)


def test_an_archive_with_too_few_pictures_is_told_so_in_one_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    scene(1).save(tmp_path / "a.jpg")
    with Archive(tmp_path / "small.db") as archive:
        archive.add(tmp_path / "a.jpg")
        with pytest.raises(ArchiveError, match="has 1 comparable picture with"):
            archive.calibrate()
    assert main(["calibrate", "-a", str(tmp_path / "small.db")]) == 2
    [line] = capsys.readouterr().err.splitlines()
    assert "at least 10 are needed" in line


@pytest.mark.usefixtures("small")
def test_the_command_says_the_rates_the_edits_and_what_is_to_be_looked_at(
    desk: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "110")
    of_matches(desk, "DELETE FROM matches")
    assert main(["calibrate", "-a", str(desk)]) == 0
    said = " ".join(capsys.readouterr().out.split())
    for words in ("2 of 5 pictures were called a copy", "95 %", "5 of 5", "to be looked at", "may be true reuse"):
        assert words in said


@pytest.mark.usefixtures("small")
def test_json_has_every_count_with_its_bound(desk: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["calibrate", "--json", "-a", str(desk)]) == 0
    told = json.loads(capsys.readouterr().out)
    assert told.keys() == set(Calibration._fields)
    assert told["copies"] == {"found": 0, "tried": 3, "at_most": pytest.approx(1 - 0.05 ** (1 / 3), rel=1e-4)}
    assert [rate["tried"] for rate in told["edits"]] == [PICTURES]


def test_a_calibration_by_other_fingerprints_or_one_that_cannot_be_read_says_so() -> None:
    calibration = Calibration.from_body(
        json.dumps(
            {
                "at": "2026-11-22T12:00:00Z", "program": "0.1.0", "versions": VERSIONS, "thresholds": {}, "seed": 0,
                "archive_items": 4212, "pictures": 400, "thumbnails": 0, "unreadable": 0,
                "copies": {"found": 0, "tried": 400, "at_most": 0.0074613},
                "probable": {"found": 1, "tried": 400, "at_most": 0.0118}, "undecided": 0, "copies_at_most": 0.0074613,
                "edits": [{"edit": "mirrored", "tried": 400, "copies": 399, "probable": 1}],
                "suspects": [
                    {
                        "asked": "m-1", "edit": "as it is", "answered": "m-2", "relation": "probable-copy",
                        "score": 0.5, "distance_bits": None, "suggested": False,
                    },
                ],
            }
        )
    )  # fmt: skip
    assert calibration == Calibration.from_body(calibration.to_body())
    sentence = (
        "in this archive, then of 4,212 items, 0 of 400 pictures were called a copy of an unrelated one "
        "(at most 0.75 %, 95 %; calibrated 2026-11-22)"
    )
    assert quoted(calibration.to_body(), VERSIONS) == sentence
    assert quoted(calibration.to_body(), VERSIONS | {"local": 2}).endswith("so calibrate anew")
    assert "cannot be read" in quoted("[]", VERSIONS)
    assert "cannot be read" in quoted('{"at": 1}', VERSIONS)


def test_the_story_of_the_match_that_the_other_tests_change(made: Path) -> None:
    """The crop is found by its parts alone: were it found by hash, it would be evidence."""
    with sqlite3.connect(made / "desk.db") as connection:
        found = connection.execute("SELECT tier, relation, review FROM matches").fetchall()
    connection.close()
    assert found == [(Tier.LOCAL.value, Relation.COPY.value, "suggested")]
