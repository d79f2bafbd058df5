"""The benchmark command runs, writes what it promises, and what does not depend on the clock comes out right."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

pytest.importorskip("resource", reason="processor time of child processes is read with os.wait4")

from provenance import Archive
from provenance.fingerprints import local
from provenance.media.image import open_image
from tests.benchmarks import crowds, machine, memory, photos, questions
from tests.benchmarks.attacks import ATTACKS
from tests.benchmarks.film_answers import in_bag, judged
from tests.benchmarks.film_attacks import Truth
from tests.benchmarks.found import upper_bound
from tests.benchmarks.questions import Kind
from tests.benchmarks.ranking import NOTHING, Ranking
from tests.benchmarks.rows import Row, absent, at_least, at_most, plain, table
from tests.benchmarks.settings import Settings

if TYPE_CHECKING:
    from numpy.typing import NDArray

ROOT = Path(__file__).resolve().parent.parent
QUICK = ("check", "ingest", "index", "found", "claims", "browsing")  # memory is run below, on fewer items
ROW_KEYS = {"measurement", "what", "measured", "unit", "target", "reached", "note"}
MACHINE_KEYS = {"cpu", "cpus", "python", "libraries", "load_before", "load_after", "photos", "quick", "core"}


class Run:
    """What one run of the command printed and wrote."""

    def __init__(self, folder: Path, names: tuple[str, ...] = QUICK, *, pictures: int = photos.FEWEST) -> None:
        photos.seeded(folder / "photos", pictures)
        said = folder / "said.json"
        options = ("--quick", "--json", str(said), "--photos", str(folder / "photos"))
        command = [sys.executable, "-m", "tests.benchmarks", *names, *options]
        self.done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
        assert self.done.returncode == 0, self.done.stderr
        self.json: dict[str, Any] = json.loads(said.read_text("utf-8"))

    def measured(self, beginning: str) -> float:
        """The number of the one row that begins so."""
        [row] = [row for row in self.json["rows"] if row["what"].startswith(beginning)]
        measured: float = row["measured"]
        return measured


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    return Run(tmp_path_factory.mktemp("benchmarks"))


def test_a_quick_run_prints_every_row_and_writes_the_promised_keys(run: Run) -> None:
    assert run.json["machine"].keys() >= MACHINE_KEYS
    assert all(row.keys() == ROW_KEYS for row in run.json["rows"])
    assert {row["measurement"] for row in run.json["rows"]} == set(QUICK)
    assert all(row["what"] in run.done.stdout for row in run.json["rows"])


def test_the_photos_that_were_used_are_named(run: Run) -> None:
    assert f"Photos: {photos.FEWEST} JPEG files below " in run.done.stdout


def test_the_index_finds_all_that_brute_force_finds_in_no_more_than_48_bytes(run: Run) -> None:
    assert run.measured("20,000 hashes, radius 31") == 1
    assert run.measured("20,000 hashes, radius 40") == 1
    assert run.measured("20,000 hashes: index on the disk") <= 48


def test_copies_that_a_whole_picture_hash_can_see_are_found_and_strong_crops_are_not(run: Run) -> None:
    for alteration in ("mirrored", "rotated by 90°", "letterboxed", "mirrored and letterboxed", "grey"):
        assert run.measured(f"{alteration}: found within 31 bits") == 100, alteration
    assert run.measured("cropped by 10 %: found within 31 bits") < 50
    assert run.measured("unrelated pairs that match within 40 bits") == 0


def test_an_archive_answers_with_the_distances_that_the_benchmark_counts(run: Run) -> None:
    assert run.measured("checks of an archive that give these distances") == 1


def test_edited_copies_are_asked_beside_what_is_no_copy(tmp_path: Path) -> None:
    run = Run(tmp_path, ("edited",), pictures=questions.FEWEST_PHOTOS)
    for attack in ("none", "mirror", "blur"):
        assert run.measured(f"{attack}: found") == 100, attack
    for kind in Kind:
        if kind is not Kind.SAME_SCENE:
            assert run.measured(f"{kind.value}: wrong copy") == 0, kind
    assert 0 < run.measured("all attacks: micro-AP") <= 1
    [beside] = [row["note"] for row in run.json["rows"] if row["what"] == "mirror: found"]
    assert "phash64 0 / 0, dhash64 0 / 0, PDQ 0 / 0" in beside


def test_among_many_pictures_every_copy_is_among_the_candidates(tmp_path: Path) -> None:
    run = Run(tmp_path, ("scale",))
    assert run.measured("retrieval, 12 pictures") == 100
    assert run.measured("retrieval: points lost from 12 to 60 pictures") == 0
    assert 1_000 < run.measured("features and thumbnail of a photo") < 6_500
    assert run.measured("recording a photo beyond decoding it, with --fast") < run.measured(
        "check, cold, 60 pictures, half"
    )


def test_distractors_have_the_words_of_real_photos_and_signatures_with_some_bits_flipped(tmp_path: Path) -> None:
    paths = photos.seeded(tmp_path / "photos", 6)
    settings = Settings(tuple(paths), tmp_path, tmp_path / "scratch", quick=True)
    archive = crowds.filled(settings, paths[:1], paths[1:], 12)
    with closing(sqlite3.connect(archive)) as connection:
        values = [value for (value,) in connection.execute("SELECT value FROM features ORDER BY id")]
    with Archive(archive, create=False) as opened:
        assert opened.counts()["items"] == len(values) == 12
        assert opened.verify(with_files=False).sound is False  # rows that no log entry names
    real = np.concatenate([_features(path) for path in paths[1:]])
    for value in values[1:]:
        rows = np.frombuffer(value, local.RECORD)
        same_word = rows["word"][:, None] == real["word"]
        apart = np.bitwise_count(rows["signature"][:, None] ^ real["signature"])
        nearest = np.where(same_word, apart, 64).min(axis=1)
        assert 0.04 < nearest.mean() / 64 < 0.08


def _features(path: Path) -> NDArray[np.void]:
    """Stored features of a file, made here."""
    plane = local.reduced(open_image(path.read_bytes(), name=str(path)).luma().plane, local.STORED_SIDE)
    points = local.keypoints(plane, side=local.STORED_SIDE, most=local.STORED_FEATURES)
    return np.frombuffer(local.pack(local.encode(points)), local.RECORD)


def test_no_question_shows_a_photo_of_the_gallery_that_it_does_not_name(tmp_path: Path) -> None:
    seeded = photos.seeded(tmp_path, questions.FEWEST_PHOTOS)
    lots = questions.parted([*seeded, seeded[0]], [])
    assert lots is not None
    assert lots.copies == ((seeded[0], seeded[0]),)
    held = {*lots.members, *lots.distractors}
    asked = questions.questions(lots, [], questions.QUICK, ATTACKS)
    assert sorted(held | {*lots.outside}) == seeded
    assert len({(question.kind, question.seed) for question in asked}) == len(asked)
    for question in asked:
        named = [lots.members[place] for place in question.members]
        assert named == list(question.photos[:-1] if question.kind is Kind.EDITED else ())
        assert held.isdisjoint(question.photos[len(named) :])


def test_recall_counts_what_scores_higher_than_what_is_unrelated() -> None:
    scores = np.array([[9.0, 1.0], [NOTHING, 5.0], [3.0, 3.0], [NOTHING, 4.0], [5.0, NOTHING], [1.0, 0.0]])
    right = np.array([[1, 0], [0, 1], [1, 0], [1, 0], [0, 0], [0, 0]], bool)
    ranking = Ranking(scores, right, [4, 5])
    assert ranking.recall([0, 1, 2, 3], 0) == 1 / 4  # a score that equals a false one is none
    assert ranking.recall([0, 1, 2, 3], 0.5) == 3 / 4
    assert ranking.recall([0, 1, 2, 3], 1) == 3 / 4  # what was not answered is never found


def test_micro_ap_is_that_of_its_definition() -> None:
    chance = np.random.default_rng(1)
    scores, right = chance.integers(0, 20, (40, 9)).astype(float), chance.random((40, 9)) < 0.3
    thresholds = sorted({*scores.ravel()}, reverse=True)
    curve = [(right[scores >= least].sum() / right.sum(), right[scores >= least].mean()) for least in thresholds]
    steps = zip([(0.0, 0.0), *curve], curve, strict=False)
    expected = sum((recall - before) * precision for (before, _), (recall, precision) in steps)
    ranking = Ranking(scores, right, [])
    assert ranking.average_precision(range(40)) == pytest.approx(expected)
    assert ranking.recall_at_precision(range(40), 0.3) == max(recall for recall, some in curve if some >= 0.3)


def test_timed_targets_are_not_judged_in_a_quick_run(run: Run) -> None:
    judged = {row["what"] for row in run.json["rows"] if row["reached"] is not None}
    assert judged == {
        "20,000 hashes: index on the disk",
        "20,000 hashes, radius 31: found / found by brute force",
        "20,000 hashes, radius 40: found / found by brute force",
        "checks of an archive that give these distances / checks",
    }


def test_an_import_is_watched_from_outside(tmp_path: Path) -> None:
    settings = Settings((), tmp_path, tmp_path / "scratch", quick=True)
    rows = {row.what.partition(": ")[2]: row for row in memory.watched(settings, 120)}
    if not Path("/proc").is_dir():
        pytest.skip("memory of other processes is read from /proc")
    main, together = rows["main process, peak"], rows["all processes together, peak"]
    assert together.note == "120 recorded"
    assert main.measured is not None
    assert together.measured is not None
    assert 20 < main.measured < together.measured < 300


def test_an_unknown_measurement_is_refused_by_name() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.benchmarks", "speed"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode != 0
    assert "no measurement speed; there are check, ingest" in done.stderr


def test_a_target_is_judged_from_its_side() -> None:
    assert Row("m", "w", 12.9, goal=at_most(13)).reached(quick=False) is True
    assert Row("m", "w", 13.1, goal=at_most(13)).reached(quick=False) is False
    assert Row("m", "w", 0.69, goal=at_least(0.7)).reached(quick=False) is False
    assert Row("m", "w", 13.1, goal=at_most(13)).reached(quick=True) is None
    assert Row("m", "w", 13.1).reached(quick=False) is None


def test_a_peer_that_is_absent_leaves_a_row_that_says_so() -> None:
    missing = machine.missing("pytest", "surely-no-distribution-has-this-name")
    assert missing == "surely-no-distribution-has-this-name"
    row = absent("check", "a script / check", missing, at_least(1))
    assert plain(row, quick=False)["measured"] is None
    assert "not judged  surely-no-distribution-has-this-name: not installed" in table([row])


def test_columns_of_the_table_are_aligned() -> None:
    lines = table([Row("a", "short", 1.5), Row("b", "a longer text", 1234.5, "ms", at_most(2), "so")]).splitlines()
    assert len({line.index("-" if "short" in line else "<=" if "longer" in line else "target") for line in lines}) == 1
    assert "1,234 ms  <= 2 ms  NO" in lines[2]


@pytest.mark.parametrize(
    ("found", "tried", "bound"),
    [(0, 100, 0.029513), (0, 124_750, 2.40137e-5), (3, 10, 0.606624), (10, 10, 1.0)],
)
def test_the_bound_on_false_matches_is_the_exact_binomial_one(found: int, tried: int, bound: float) -> None:
    """Values of the beta distribution's 95 % quantile, by SciPy."""
    assert upper_bound(found, tried) == pytest.approx(bound, rel=1e-4)


def test_a_stretch_of_a_film_is_found_by_segments_of_the_right_seconds_alone() -> None:
    truth = Truth(3, 0, 10_000, 20_000, 30_000, mirrored=False)
    whole = {"query_from_ms": 200, "query_to_ms": 9_700, "item_from_ms": 20_100, "item_to_ms": 29_900}
    whole |= {"mirrored": False, "template": False}
    good = judged([truth], {3: [whole]})
    assert good.found == (True,)
    assert good.edges_s == pytest.approx((0.2, 0.3, 0.1, 0.1))
    for other in (
        whole | {"item_from_ms": 10_000, "item_to_ms": 19_800},
        whole | {"mirrored": True},
        whole | {"query_to_ms": 4_000, "item_to_ms": 24_000},
    ):
        assert judged([truth], {3: [other]}).found == (False,)
    assert len(judged([truth], {4: [whole]}).wrong) == 1
    card = judged([truth], {4: [whole | {"template": True}]})
    assert (card.wrong, card.templates) == ((), 1)


def test_the_bag_of_frames_counts_the_frames_that_have_a_match() -> None:
    held = np.frombuffer(np.random.default_rng(1).bytes(5 * 32), np.uint64).reshape(-1, 4)
    asked = np.concatenate([held[:2], ~held[:2]])
    assert in_bag(asked, held) == pytest.approx(0.5)
    assert in_bag(asked[2:], held) == 0.0
