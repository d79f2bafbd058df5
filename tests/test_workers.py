"""Worker processes: one that dies or hangs costs its file, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from provenance.fingerprints.examine import Examined
from provenance.media.image import DEFAULT_LIMITS
from provenance.model import Intake, Problem
from provenance.store.files import place_of
from provenance.workers import Examiner, KnownFile, Result, Task
from tests.conftest import Make
from tests.traps import Trap, everything_known, nothing_known


@pytest.fixture
def photos(picture: Make) -> list[Path]:
    return [picture(f"{seed}.jpg", seed=seed, size=(120, 90)) for seed in range(14)]


def looked_at(photos: list[Path], task: Task) -> list[Result]:
    intakes = [Intake(path=str(photo)) for photo in photos]
    with Examiner(task, workers=2) as examiner:
        pairs = list(examiner.results(intakes))
    assert [intake for intake, _ in pairs] == intakes
    return [result for _, result in pairs]


def first_byte(photo: Path) -> int:
    from provenance.identity import digest_of_bytes

    return int(digest_of_bytes(photo.read_bytes())[:2], 16)


@pytest.mark.parametrize("what", ["dies", "hangs"])
def test_a_worker_that_dies_or_hangs_costs_its_file_only(photos: list[Path], what: str) -> None:
    bytes_ = [first_byte(photo) for photo in photos]
    struck = next(position for position, byte in enumerate(bytes_) if bytes_.count(byte) == 1 and position >= 3)
    trap = Trap(bytes_[struck], "dies" if what == "dies" else "hangs")
    results = looked_at(photos, Task(DEFAULT_LIMITS, None, trap, with_local=False, hang_seconds=3))
    for position, result in enumerate(results):
        if position == struck:
            assert isinstance(result, Problem)
            assert photos[struck].name in result.reason
        else:
            assert isinstance(result, Examined), result


def without_arrays(result: Result) -> Examined:
    """What can be compared with ``==``."""
    assert isinstance(result, Examined)
    return result._replace(plane=None, points=None)


def test_many_files_come_back_in_the_order_given(photos: list[Path]) -> None:
    results = looked_at(photos, Task(DEFAULT_LIMITS, None, nothing_known))
    alone = [looked_at([photo], Task(DEFAULT_LIMITS, None, nothing_known))[0] for photo in photos]
    assert [without_arrays(one) for one in results] == [without_arrays(one) for one in alone]


def test_known_files_are_not_decoded(photos: list[Path], tmp_path: Path) -> None:
    results = looked_at(photos, Task(DEFAULT_LIMITS, str(tmp_path / "kept"), everything_known))
    assert all(isinstance(result, KnownFile) for result in results)
    assert not (tmp_path / "kept").exists()


def test_files_are_kept_by_their_digest(photos: list[Path], tmp_path: Path) -> None:
    for photo, result in zip(
        photos, looked_at(photos, Task(DEFAULT_LIMITS, str(tmp_path / "kept"), nothing_known)), strict=True
    ):
        assert isinstance(result, Examined)
        kept = Path(place_of(tmp_path / "kept", result.sha256, result.media_type))
        assert kept.read_bytes() == photo.read_bytes()
    assert not list((tmp_path / "kept").rglob(".*"))


def test_intakes_without_a_file_and_problems_pass_through() -> None:
    given: list[Intake | Problem] = [Intake(label="x"), Problem("a", "b", "MediaMissing")] * 6
    with Examiner(Task(DEFAULT_LIMITS, None, nothing_known), workers=2) as examiner:
        assert list(examiner.results(given)) == [(one, None) for one in given]
