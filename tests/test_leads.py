"""A still from between the kept frames of a film is led to, and found by looking at the film again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from provenance import Archive, rewatching
from provenance.fingerprints import filming
from provenance.fingerprints.frames import Filmed, FrameHashes
from provenance.matching.leads import Lead, by_frame, by_key_frame, likeliest, rough_bits, spans
from provenance.media.image import DEFAULT_LIMITS
from provenance.model import Alteration, Intake, Outcome, Recorded, Relation
from provenance.standing import moment_of
from tests.conftest import NOON
from tests.films import RATE, write_film
from tests.pictures import scene

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SECONDS = 4
SECOND = 1000  # milliseconds
ROWS, COLUMNS = 80, 106  # of a field
WAYS = ((1, 0), (0, 1), (-1, 0), (0, -1), (1, 1), (-1, 1), (1, -1), (-1, -1), (2, 0))


def crowd(speed: int, first: int) -> Iterator[Image.Image]:
    """Nine fields that move in nine ways, by so many pixels a frame: no transform makes one moment of another."""
    scenes = [np.asarray(scene(seed, (160, 120)).resize((320, 240))) for seed in range(first, first + 9)]
    for number in range(SECONDS * RATE):
        page = np.zeros((3 * ROWS, 3 * COLUMNS, 3), np.uint8)
        for at, (right, down) in enumerate(WAYS):
            moved = np.roll(scenes[at], (down * speed * number, right * speed * number), (0, 1))
            top, left = at // 3 * ROWS, at % 3 * COLUMNS
            page[top : top + ROWS, left : left + COLUMNS] = moved[80 : 80 + ROWS, 100 : 100 + COLUMNS]
        yield Image.fromarray(page)


QUICK, SLOW = list(crowd(6, 0)), list(crowd(3, 20))
NEAR_A_KEY_FRAME, FAR_FROM_ONE = 14, 26  # frames halfway between two of which hashes are kept, every fourth


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_film(tmp_path_factory.mktemp("film") / "quick.mp4", QUICK)


@pytest.fixture(scope="module")
def desk(film: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Archive]:
    with Archive(tmp_path_factory.mktemp("desk") / "desk.db", clock=lambda: NOON) as archive:
        archive.add(film)
        archive.add(write_film(film.with_name("slow.mp4"), SLOW))
        yield archive


def captioned(picture: Image.Image) -> Image.Image:
    """With a bar of text below."""
    page = Image.new("RGB", (picture.width, picture.height + 60), "white")
    page.paste(picture, (0, 0))
    ImageDraw.Draw(page).text((20, picture.height + 15), "Said to be this very morning", "black", font_size=22)
    return page


def frames_apart(steps: list[int]) -> FrameHashes:
    """Frames half a second apart of which each differs from the one before in so many bits."""
    value, hashes = 0, []
    for step in steps:
        value ^= (1 << step) - 1
        hashes.append(value.to_bytes(32, "little"))
    return FrameHashes.of([500 * at for at in range(len(steps))], hashes, [100] * len(steps))


def filmed(frames: FrameHashes) -> Filmed:
    """A video of these frames."""
    return Filmed(2_000, 320, 240, 2.0, frames, (), (), (), ())


@pytest.mark.parametrize(
    ("frames", "number", "change"),
    [
        (SLOW, FAR_FROM_ONE, lambda one: one),  # led to by hashes alone
        (QUICK, NEAR_A_KEY_FRAME, lambda one: one),  # and by features alone
        (QUICK, NEAR_A_KEY_FRAME, captioned),
        (QUICK, NEAR_A_KEY_FRAME, lambda one: one.crop((30, 20, 290, 220))),
        (QUICK, NEAR_A_KEY_FRAME, ImageOps.mirror),
    ],
    ids=["roughly near", "as it is", "captioned", "cropped", "mirrored"],
)
def test_a_still_from_between_two_kept_frames_of_a_moving_shot_is_found_with_its_moment(
    desk: Archive,
    tmp_path: Path,
    frames: list[Image.Image],
    number: int,
    change: Callable[[Image.Image], Image.Image],
) -> None:
    change(frames[number]).save(tmp_path / "still.jpg", quality=85)
    [match] = [one for one in desk.check(tmp_path / "still.jpg").matches if one.relation is Relation.COPY]
    assert match.detail is not None
    assert match.detail["frame_ms"] == number * SECOND // RATE


def test_a_still_that_is_recorded_is_stored_with_its_moment_and_no_edits_that_are_none(
    film: Path, tmp_path: Path
) -> None:
    QUICK[NEAR_A_KEY_FRAME].save(tmp_path / "still.jpg", quality=85)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        known = archive.add(film)
        said: list[Recorded] = []
        archive.ingest([Intake(path=str(tmp_path / "still.jpg"))], watch=said.append)
        [match] = said[0].matches
        assert (match.item_id, match.relation, match.alterations) == (known.id, Relation.COPY, (Alteration.STILL,))
        assert match.detail is not None
        assert match.detail["frame_ms"] == NEAR_A_KEY_FRAME * SECOND // RATE


def test_a_video_of_one_frame_is_the_still_that_it_shows(desk: Archive, tmp_path: Path) -> None:
    film = write_film(tmp_path / "one.mp4", [QUICK[NEAR_A_KEY_FRAME]])
    [match] = desk.check(film).matches
    assert match.relation is Relation.COPY
    assert match.detail is not None
    assert match.detail["frame_ms"] == NEAR_A_KEY_FRAME * SECOND // RATE
    assert match.detail["asked_ms"] == 0
    other = write_film(tmp_path / "other.mp4", [scene(41, (320, 240))])
    assert desk.check(other).outcome is Outcome.NOT_SEEN


def test_a_video_that_shows_more_than_one_picture_is_none() -> None:
    assert moment_of(filmed(frames_apart([0, 4, 4]))) == 0
    assert moment_of(filmed(frames_apart([0, 4, 60]))) is None
    assert moment_of(filmed(frames_apart([]))) is None


def test_without_the_kept_film_such_a_still_is_not_seen_and_it_is_said_what_was_not_checked(
    film: Path, tmp_path: Path
) -> None:
    QUICK[NEAR_A_KEY_FRAME].save(tmp_path / "still.jpg", quality=85)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(film, keep=False)
        answer = archive.check(tmp_path / "still.jpg")
    assert answer.outcome is Outcome.NOT_SEEN
    assert "what lies between the recorded frames of 1 video, of which no file is kept" in answer.not_checked


def test_no_film_is_looked_at_again_for_an_unrelated_picture(
    desk: Archive, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def never(*_: object, **__: object) -> None:
        raise AssertionError

    monkeypatch.setattr(rewatching, "glimpses", never)
    for seed in (41, 42, 43):
        scene(seed, (320, 240)).save(tmp_path / "other.jpg", quality=85)
        assert desk.check(tmp_path / "other.jpg").outcome is Outcome.NOT_SEEN


def test_no_more_is_decoded_than_is_allowed_and_that_is_told(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def read() -> tuple[int, bool]:
        found, is_all = filming.glimpses_here(str(film), [(1_000, 2_000)], every_ms=100, limits=DEFAULT_LIMITS)
        return len(found), is_all

    assert read() == (9, True)
    monkeypatch.setattr(filming, "MOST_GLIMPSED", 14 * QUICK[0].width * QUICK[0].height)
    found, is_all = read()
    assert (found < 9, is_all) == (True, False)


def test_a_film_that_stands_still_leads_nowhere_and_one_that_moves_to_both_sides_of_a_frame() -> None:
    still = frames_apart([0, 10, 10, 10])
    assert by_frame(1, still, 1, 60) is None
    moving = frames_apart([0, 70, 70, 70])
    assert by_frame(7, moving, 2, 60) == Lead(7, 500, 1_500, 3.0)
    nearer = by_frame(7, moving, 2, 50)
    assert nearer is not None
    assert nearer.weight > 3.0


def test_few_features_lead_nowhere_and_many_to_the_seconds_around_a_key_frame() -> None:
    assert by_key_frame(1, 2_000, 5) == ()
    assert by_key_frame(1, 2_000, 20) == (Lead(1, 0, 5_000, 2.0),)


def test_the_more_frames_there_are_the_nearer_one_must_be() -> None:
    assert [rough_bits(rows) for rows in (0, 100_000, 1_000_000, 10**9)] == [72, 72, 65, 56]


def test_the_surest_leads_of_the_surest_films_are_followed_each_second_once() -> None:
    first, second, third = Lead(1, 0, 100, 1.0), Lead(1, 90, 300, 2.0), Lead(1, 700, 900, 4.0)
    chosen = likeliest([first, Lead(2, 50, 80, 3.0), second, Lead(3, 0, 1, 0.5), third], films=2, each=2)
    assert list(chosen) == [1, 2]
    assert spans(chosen[1]) == [(90, 300), (700, 900)]
    assert spans([second, first]) == [(0, 300)]
