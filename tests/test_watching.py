"""Videos through the archive: which seconds were seen before, and which picture is a frame of which video."""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from itertools import islice
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFilter, ImageOps

from provenance import Archive, Claim, cards, framing, resampling
from provenance.checking import with_frames
from provenance.cli.written import write_whole
from provenance.errors import BadOption, MediaMissing
from provenance.exporters import plain
from provenance.fingerprints import filming
from provenance.fingerprints.filming import Glimpse
from provenance.fingerprints.frames import FrameHashes
from provenance.judgement import Finding
from provenance.matching import screens
from provenance.media.image import DEFAULT_LIMITS
from provenance.media.video import sniff_file
from provenance.model import (
    Alteration,
    Answer,
    Intake,
    Match,
    MediaKind,
    Orientation,
    Outcome,
    Rating,
    Recorded,
    Relation,
    Strength,
    Tier,
)
from provenance.saying.answers import answer_lines
from provenance.saying.judged import verdict_lines
from provenance.saying.reports import summed_up
from provenance.saying.words import Line
from provenance.text import spans_in_words
from tests.conftest import NOON
from tests.films import RATE, SIZE, frames_of, write_film
from tests.pictures import scene
from tests.test_cli import Ran, Run, run  # noqa: F401 - a fixture

FILM = (1, 2, 3, 4)  # scenes of three seconds each
SECOND = 1000


def in_a_corner(frame: Image.Image) -> Image.Image:
    """Half as wide and high, on another picture that stands still."""
    page = scene(71, frame.size)
    page.paste(frame.resize((frame.width // 2, frame.height // 2)), (140, 20))
    return page


@pytest.fixture(scope="module")
def films(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a film of twelve seconds, another one, and copies of the first, made once."""
    folder = tmp_path_factory.mktemp("films")
    first = list(frames_of(FILM))
    write_film(folder / "film.mp4", first)
    write_film(folder / "other.mp4", frames_of((11, 12, 13)))
    write_film(folder / "copy.webm", first, codec="libvpx", change=lambda frame: frame.resize((256, 192)))
    write_film(folder / "excerpt.mp4", first[4 * RATE : 10 * RATE], quality=30)
    write_film(folder / "mirrored.mp4", first[4 * RATE : 10 * RATE], change=ImageOps.mirror)
    compiled = [*frames_of((23,)), *first[3 * RATE : 6 * RATE], *frames_of((22,)), *frames_of((12,))]
    write_film(folder / "compilation.mp4", compiled)
    write_film(folder / "cropped.mp4", first[4 * RATE : 10 * RATE], change=lambda frame: frame.crop((26, 20, 312, 234)))
    write_film(folder / "corner.mp4", first[4 * RATE : 10 * RATE], change=in_a_corner)
    write_film(folder / "loop.mp4", first[4 * RATE : 6 * RATE] * 3)
    first[7 * RATE].save(folder / "still.jpg", quality=80)
    width, height = first[0].size
    first[7 * RATE].resize((2 * width, 2 * height)).crop((60, 40, 560, 460)).save(folder / "crop.jpg", quality=85)
    return folder


@pytest.fixture(scope="module")
def held(films: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An archive that holds both films."""
    path = tmp_path_factory.mktemp("held") / "desk.db"
    with Archive(path, clock=lambda: NOON) as archive:
        archive.add(films / "film.mp4", url="https://www.youtube.com/watch?v=abcdefghijk", posted_at="2014-08-03")
        archive.add(films / "other.mp4")
    return path


@pytest.fixture
def desk(held: Path, tmp_path: Path) -> Iterator[Archive]:
    """A copy of that archive."""
    shutil.copy(held, tmp_path / "desk.db")
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        yield archive


def segments(answer: Answer) -> list[dict[str, float]]:
    """The segments of the best match."""
    detail = answer.matches[0].detail
    assert detail is not None
    return list(detail["segments"])


def test_a_copy_in_another_format_and_size_is_seen_from_beginning_to_end(desk: Archive, films: Path) -> None:
    answer = desk.check(films / "copy.webm")
    assert answer.outcome is Outcome.SEEN
    [match] = answer.matches
    assert (match.tier, match.relation) == (Tier.FRAMES, Relation.COPY)
    assert Alteration.EXCERPT not in match.alterations
    [segment] = segments(answer)
    assert segment["item_from_ms"] <= SECOND
    assert segment["item_to_ms"] >= 11 * SECOND
    assert answer.earliest is not None
    assert answer.earliest.date.text == "2014-08-03"


@pytest.mark.parametrize(("name", "mirrored"), [("excerpt.mp4", False), ("mirrored.mp4", True)])
def test_an_excerpt_is_placed_to_the_second(desk: Archive, films: Path, name: str, mirrored: bool) -> None:
    answer = desk.check(films / name)
    [segment] = segments(answer)
    assert abs(segment["item_from_ms"] - 4 * SECOND) <= SECOND
    assert abs(segment["item_to_ms"] - 10 * SECOND) <= SECOND
    assert segment["query_from_ms"] <= SECOND
    match = answer.matches[0]
    assert Alteration.EXCERPT in match.alterations
    assert (Alteration.MIRRORED in match.alterations) is mirrored
    assert match.evidence[0].startswith("its 00:00–00:0")


def test_a_compilation_names_each_film_that_it_shows_seconds_of(desk: Archive, films: Path) -> None:
    answer = desk.check(films / "compilation.mp4")
    by_name = {seen.file_names[0]: seen.match for seen in answer.seen}
    assert set(by_name) == {"film.mp4", "other.mp4"}
    for name, begins in (("film.mp4", 3), ("other.mp4", 3)):
        match = by_name[name]
        assert match is not None
        assert match.detail is not None
        assert abs(match.detail["segments"][0]["item_from_ms"] - begins * SECOND) <= 1.5 * SECOND


def test_seconds_of_a_compilation_that_nothing_explains_are_named(desk: Archive, films: Path) -> None:
    answer = desk.check(films / "compilation.mp4")
    said = [round(moment / SECOND) for stretch in answer.found_nowhere for moment in stretch]
    assert said == [0, 3, 6, 9]
    lines = [line for line in answer_lines(answer, str, None) if isinstance(line, Line)]
    [words] = [line.text for line in lines if line.label == "not found"]
    assert re.fullmatch("its 00:00–00:0[23], 00:0[56]–00:0[89]: nothing here shows these seconds", words)
    assert desk.check(films / "copy.webm").found_nowhere == ()


@pytest.mark.parametrize(("name", "said"), [("cropped.mp4", "cropped to"), ("corner.mp4", "of the asked frame")])
def test_a_part_of_the_frames_and_a_film_in_a_corner_are_placed_to_the_second(
    desk: Archive, films: Path, name: str, said: str
) -> None:
    answer = desk.check(films / name)
    assert answer.seen[0].file_names == ("film.mp4",)
    [segment] = segments(answer)
    assert abs(segment["item_from_ms"] - 4 * SECOND) <= SECOND / 2
    assert abs(segment["item_to_ms"] - 10 * SECOND) <= SECOND / 2
    assert segment["query_to_ms"] - segment["query_from_ms"] >= 5.5 * SECOND
    assert said in answer.matches[0].evidence[0]
    assert 0.5 < segment["frame_kept"] * segment["frame_covers"] < 1 or name == "corner.mp4"


def test_a_loop_is_told_each_time_it_comes_round(desk: Archive, films: Path) -> None:
    found = segments(desk.check(films / "loop.mp4"))
    assert [round(one["query_from_ms"], -3) for one in found] == [0, 2 * SECOND, 4 * SECOND]
    assert all(abs(one["item_from_ms"] - 4 * SECOND) <= SECOND / 2 for one in found)


def test_a_title_card_that_films_share_is_a_template_and_no_reuse(desk: Archive, tmp_path: Path) -> None:
    card = [scene(61, SIZE)] * (4 * RATE)
    for seed in (41, 44):
        desk.add(write_film(tmp_path / f"{seed}.mp4", [*card, *frames_of((seed, seed + 1))]))
    answer = desk.check(write_film(tmp_path / "asked.mp4", [*card, *frames_of((51, 52))]))
    assert answer.outcome is Outcome.NOT_SEEN
    assert [seen.match.relation for seen in answer.related if seen.match] == [Relation.TEMPLATE] * 2
    own = desk.check(write_film(tmp_path / "own.mp4", [*card, *frames_of((41, 42))], quality=28))
    assert [seen.file_names for seen in own.seen] == [("41.mp4",)]


def test_a_still_of_a_title_card_of_two_films_is_a_template_and_one_of_a_photograph_in_both_is_not(
    desk: Archive, tmp_path: Path
) -> None:
    card = Image.new("RGB", SIZE, (16, 48, 96))
    drawn = ImageDraw.Draw(card)
    drawn.rectangle((0, 190, 320, 220), fill=(208, 160, 32))
    drawn.text((20, 60), "CHANNEL NINE", font_size=42, fill="white")
    drawn.text((60, 130), "the evening report", font_size=24, fill="white")
    photograph = scene(61, SIZE)
    for before, after in (((41,), (42, 43)), ((44, 45, 46, 47), (48,))):
        shown = [*[card] * (3 * RATE), *frames_of(before), *[photograph] * (3 * RATE), *frames_of(after)]
        desk.add(write_film(tmp_path / f"{after[0]}.mp4", shown))
    card.save(tmp_path / "card.jpg")
    photograph.save(tmp_path / "photograph.jpg")
    answer = desk.check(tmp_path / "card.jpg")
    assert answer.outcome is Outcome.NOT_SEEN
    assert [one.match.relation for one in answer.related if one.match] == [Relation.TEMPLATE] * 2
    assert len(desk.check(tmp_path / "photograph.jpg").seen) == 2
    page = Image.new("L", (640, 960), 255)  # of a few tones, around a photograph
    page.paste(photograph.convert("L"), (160, 480))
    at = next(one.match for one in desk.check(tmp_path / "photograph.jpg").seen if one.match)
    place = (160 / 640, 480 / 960, (160 + SIZE[0]) / 640, (480 + SIZE[1]) / 960)
    assert cards.is_card(np.asarray(page))
    assert not cards.is_card(cards.shared_by(np.asarray(page), at._replace(detail={"place": place})))
    recorded: list[Recorded] = []
    desk.ingest([Intake(path=str(tmp_path / "card.jpg"))], watch=recorded.append)
    assert [one.matches for one in recorded] == [()]


def test_a_still_of_an_ident_that_two_films_begin_with_is_a_template(desk: Archive, tmp_path: Path) -> None:
    ident = list(frames_of((91,), seconds=2.5))
    for seed in (41, 44):
        desk.add(write_film(tmp_path / f"{seed}.mp4", [*ident, *frames_of((seed, seed + 1))]))
    ident[RATE].save(tmp_path / "ident.jpg")
    assert desk.check(tmp_path / "ident.jpg").outcome is Outcome.NOT_SEEN
    desk.add(write_film(tmp_path / "copy.mp4", [*ident, *frames_of((41, 42))], quality=30))
    next(iter(frames_of((41,)))).save(tmp_path / "footage.jpg")
    assert desk.check(tmp_path / "footage.jpg").certain


def test_a_moving_ident_that_two_films_begin_with_is_a_template_and_the_begin_of_a_shot_is_not(
    desk: Archive, tmp_path: Path
) -> None:
    ident = list(frames_of((91,), seconds=2.5))
    desk.add(write_film(tmp_path / "archived.mp4", [*ident, *frames_of((92, 93, 94))]))
    answer = desk.check(write_film(tmp_path / "asked.mp4", [*ident, *frames_of((95, 96, 97))]))
    assert answer.outcome is Outcome.NOT_SEEN
    assert [one.match.relation for one in answer.related if one.match] == [Relation.TEMPLATE]
    taken = list(frames_of((92,)))[: 2 * RATE]
    desk.add(write_film(tmp_path / "footage.mp4", frames_of((92, 93, 98))))
    answer = desk.check(write_film(tmp_path / "compiled.mp4", [*taken, *frames_of((95, 96))]))
    assert answer.certain


def test_a_picture_that_stands_still_in_both_films_is_found(desk: Archive, tmp_path: Path) -> None:
    shown = [scene(81, SIZE)] * (5 * RATE)
    desk.add(write_film(tmp_path / "held.mp4", [*frames_of((82,)), *shown, *frames_of((83,))]))
    answer = desk.check(write_film(tmp_path / "asked.mp4", shown[: 4 * RATE], quality=32))
    assert [seen.file_names for seen in answer.seen] == [("held.mp4",)]
    [segment] = segments(answer)
    assert 2.5 * SECOND <= segment["item_from_ms"] < segment["item_to_ms"] <= 8.5 * SECOND


def test_a_film_that_shows_nothing_of_the_archive_is_not_seen(desk: Archive, tmp_path: Path) -> None:
    unknown = write_film(tmp_path / "unknown.mp4", frames_of((31, 32, 33)))
    answer = desk.check(unknown)
    assert answer.outcome is Outcome.NOT_SEEN
    assert Tier.FRAMES in answer.tiers


def test_a_photograph_is_found_as_a_frame_with_its_second(desk: Archive, films: Path) -> None:
    answer = desk.check(films / "still.jpg")
    [match] = answer.matches
    assert Alteration.STILL in match.alterations
    assert match.detail is not None
    assert abs(match.detail["frame_ms"] - 7 * SECOND) <= SECOND


def test_what_quick_moments_may_hide_is_said_of_a_picture_that_is_not_certainly_seen(
    desk: Archive, films: Path, tmp_path: Path
) -> None:
    scene(404).save(tmp_path / "unknown.jpg")
    beside = [line for line in desk.check(tmp_path / "unknown.jpg").not_checked if "quick moments" in line]
    assert beside == [
        "quick moments of 2 archived videos: two frames a second are recorded, and a still may lie between them"
    ]
    assert not any("quick moments" in line for line in desk.check(films / "still.jpg").not_checked)


def zoom_into(seed: int, seconds: float) -> Iterator[Image.Image]:
    """A film that goes nearer to a scene, by 3 % a second on every side."""
    width, height = SIZE
    wide = scene(seed, (2 * width, 2 * height))
    for number in range(round(seconds * RATE)):
        part = 0.03 * number / RATE
        box = (part * wide.width, part * wide.height, (1 - part) * wide.width, (1 - part) * wide.height)
        yield wide.resize(SIZE, Image.Resampling.BICUBIC, box=box)


def test_a_crop_of_shots_that_zoom_is_no_later_moments_of_them(desk: Archive, tmp_path: Path) -> None:
    zooming = [frame for seed in (86, 87, 88) for frame in zoom_into(seed, 4)]
    desk.add(write_film(tmp_path / "film.mp4", [*frames_of((21,)), *zooming, *frames_of((22,))]))
    cropped = write_film(
        tmp_path / "cropped.mp4", zooming[RATE : 9 * RATE], change=lambda frame: frame.crop((32, 24, 288, 216))
    )
    answer = desk.check(cropped)
    [match] = answer.matches
    [segment] = segments(answer)  # and not each shot's nearer moments, a second or two later
    assert answer.certain
    assert abs(segment["item_from_ms"] - 4 * SECOND) <= SECOND / 2
    assert abs(segment["item_to_ms"] - 12 * SECOND) <= SECOND / 2
    assert segment["frame_kept"] == pytest.approx(0.8 * 0.8, abs=0.05)
    assert Alteration.CROPPED in match.alterations
    assert not {Alteration.SLOWED, Alteration.SPED_UP} & set(match.alterations)


def test_a_crop_of_a_frame_is_found_by_the_parts_of_key_frames(desk: Archive, films: Path) -> None:
    answer = desk.check(films / "crop.jpg")
    assert answer.seen[0].file_names == ("film.mp4",)
    match = answer.matches[0]
    assert match.tier is Tier.LOCAL
    assert Alteration.STILL in match.alterations
    assert match.detail is not None
    assert 6 * SECOND <= match.detail["frame_ms"] <= 9 * SECOND  # the scene in which it is


def test_a_film_names_the_archived_photographs_that_it_shows(desk: Archive, films: Path) -> None:
    photo = desk.add(films / "still.jpg")
    answer = desk.check(films / "excerpt.mp4")
    [match] = [one for one in answer.matches if one.item_id == photo.id]
    assert match.detail is not None
    assert abs(match.detail["asked_ms"] - 3 * SECOND) <= SECOND


def test_recording_a_copy_stores_the_match_and_joins_photograph_and_film_in_one_timeline(
    desk: Archive, films: Path
) -> None:
    [film] = [seen.item.id for seen in desk.items(limit=9) if seen.file_names == ("film.mp4",)]
    photo = desk.add(films / "still.jpg", url="https://t.me/somewhere/5", posted_at="2016-06-29")
    [(other, match)] = desk.matches_of(photo.id)
    assert other == film
    assert Alteration.STILL in match.alterations
    timeline = desk.timeline(photo.id)
    assert timeline.earliest is not None
    assert timeline.earliest.appearance.item_id == film


def test_what_is_recorded_of_frames_stays_sound_and_the_index_is_only_a_copy(desk: Archive, films: Path) -> None:
    asked = films / "excerpt.mp4"
    before = plain.plain(desk.check(asked).matches)
    desk.reindex()
    assert plain.plain(desk.check(asked).matches) == before
    shutil.rmtree(str(desk.path) + ".index")
    assert plain.plain(desk.check(asked).matches) == before
    assert desk.verify(with_files=False).sound


def test_frames_are_copied_to_an_index_where_no_other_index_is_yet(desk: Archive, films: Path) -> None:
    asked = films / "excerpt.mp4"
    before = plain.plain(desk.check(asked).matches)
    shutil.rmtree(str(desk.path) + ".index", ignore_errors=True)
    assert desk._frames.catch_up() > 40
    assert desk._frames.covered_rows() == desk._frames.stats().cached > 40
    assert plain.plain(desk.check(asked).matches) == before


def test_recording_the_same_film_again_adds_nothing(desk: Archive, films: Path) -> None:
    before = desk.counts()
    desk.ingest([Intake(path=str(films / "film.mp4"), kind=MediaKind.VIDEO)])
    assert desk.counts()["items"] == before["items"]
    assert desk.counts()["matches"] == before["matches"]


def test_a_broken_film_is_a_problem_and_the_batch_goes_on(desk: Archive, films: Path, tmp_path: Path) -> None:
    broken = tmp_path / "broken.mp4"
    broken.write_bytes((films / "film.mp4").read_bytes()[:900])
    recorded: list[Recorded] = []
    paths = (broken, films / "still.jpg")
    desk.ingest([Intake(path=str(path)) for path in paths], watch=recorded.append)
    assert recorded[0].problem is not None
    assert "broken.mp4" in recorded[0].locator
    assert recorded[1].is_new


def test_the_command_line_says_which_seconds_and_which_second(run: Run, films: Path) -> None:  # noqa: F811
    assert run("add", films / "film.mp4", "-q").code == 0
    excerpt = run("check", films / "excerpt.mp4")
    assert excerpt.code == 0
    said = " ".join(excerpt.out.split())
    assert "shows seconds of the video m-" in said
    assert "is 00:0" in said
    same = run("check", films / "film.mp4", "--proof", films.parent / "proofs")
    assert "none: it is the same file, byte for byte" in " ".join(same.out.split())
    still = run("check", films / "still.jpg")
    assert "a still, at 00:0" in " ".join(still.out.split())
    blank = films.parent / "blank.mp4"
    write_film(blank, [Image.new("RGB", (320, 240), "black")] * 20)
    assert run("check", blank).code == 3


def test_frames_are_few_bytes_a_minute(desk: Archive) -> None:
    import sqlite3

    with sqlite3.connect(desk.path) as connection:
        rows = connection.execute("SELECT duration_ms, length(value) FROM frame_sets").fetchall()
    for duration, size in rows:
        assert size * 60_000 / duration <= 5_600  # short films with a cut every three seconds: more than the usual
    assert list(islice(rows, 1))


def test_verify_reads_films_again_and_finds_frames_that_were_changed(films: Path, tmp_path: Path) -> None:
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(films / "film.mp4")
        done = archive.verify()
        assert done.sound
        assert done.fingerprints >= 24  # two a second
    with sqlite3.connect(tmp_path / "desk.db") as database:
        [(row, packed)] = database.execute("SELECT id, value FROM frame_sets").fetchall()
        frames = FrameHashes.unpack(packed)
        changed = frames._replace(hashes=frames.hashes ^ np.uint8(0x11)).pack()
        database.execute("UPDATE frame_sets SET value = ? WHERE id = ?", [changed, row])
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        said = [finding.reason for finding in archive.verify().findings]
    assert any("the hashes of its frames changed since they were logged" in one for one in said)
    assert any("its frames differ when recomputed" in one for one in said)


def test_what_is_said_of_two_films_in_one_compilation_does_not_contradict_each_other(
    desk: Archive, films: Path
) -> None:
    for name, place, when in (("film.mp4", "Velmora", "2014-08-03"), ("other.mp4", "Harsad", "2016-06-29")):
        desk.add(films / name, claims=[Claim(f"Shown in {place}", place=place, date=when)], posted_at=when)
    assert desk.check(films / "compilation.mp4").contradictions == ()
    desk.add(films / "excerpt.mp4", claims=[Claim("Shown elsewhere", date="2020-01-01")], posted_at="2020-01-01")
    found = desk.check(films / "compilation.mp4").contradictions
    assert {one.rule for one in found} == {"appeared-before-event", "dates-apart"}
    assert all("Harsad" not in one.reason for one in found)


@pytest.mark.parametrize("first", ["the films", "the compilation"])
def test_a_recorded_compilation_does_not_make_the_films_in_it_contradict_each_other(
    desk: Archive, films: Path, first: str
) -> None:
    told = {"film.mp4": ("Velmora", "2014-08-03"), "other.mp4": ("Harsad", "2016-06-29")}
    names = [*told, "compilation.mp4"] if first == "the films" else ["compilation.mp4", *told]
    ids = {}
    for name in names:
        place, when = told.get(name, (None, None))
        ids[name] = desk.add(films / name, claims=[Claim(f"{name}", place=place, date=when)], posted_at=when).id
    assert [desk.contradictions(item) for item in (None, *ids.values())] == [[], [], [], []]
    said = Claim("Shown elsewhere", date="2020-01-01")
    ids["excerpt.mp4"] = desk.add(films / "excerpt.mp4", claims=[said], posted_at="2020-01-01").id
    for item in (None, ids["excerpt.mp4"], ids["film.mp4"]):
        found = [(one.rule, one.strength) for one in desk.contradictions(item)]
        assert found == [("appeared-before-event", Strength.DECISIVE), ("dates-apart", Strength.STRONG)]
    assert desk.contradictions(ids["other.mp4"]) == []


def test_a_frame_a_little_beside_those_that_are_kept_is_probably_a_still_and_no_template() -> None:
    shown = Match("m-1", Tier.FRAMES, (Alteration.STILL,), Orientation(), relation=Relation.PROBABLE, distance_bits=35)
    parts = Match("m-1", Tier.LOCAL, (), Orientation(), relation=Relation.TEMPLATE)
    assert with_frames({1: parts}, {1: shown}) == {1: shown}
    assert with_frames({1: parts._replace(relation=Relation.PROBABLE)}, {1: shown})[1].tier is Tier.LOCAL


def test_a_slowed_copy_is_said_to_be_slower(desk: Archive, tmp_path: Path) -> None:
    slowed = write_film(tmp_path / "slowed.mp4", list(frames_of(FILM))[2 * RATE : 11 * RATE], rate=RATE * 3 // 4)
    words = desk.check(slowed).matches[0].evidence[0]
    assert words.startswith("its 00:00–00:12 is 00:02–00:11, at 0.7"), words
    assert " times its speed: " in words


def test_a_verdict_on_a_compilation_is_listed_for_the_films_in_it_and_does_not_name_them(
    desk: Archive, films: Path
) -> None:
    made = desk.add(films / "compilation.mp4", claims=[Claim("An attack in Harsad", date="2021-12-11")])
    [claim] = desk.claims_of(made.id)
    finding = Finding(reviewer="A. Karim", rating=Rating.MISPLACED, reason="old films", evidence=("a letter", "a map"))
    desk.judge(finding, item=made.id, claim=claim.id)
    film = next(one.item.id for one in desk.check(films / "film.mp4").seen if "film.mp4" in one.file_names)
    assert [one.partly for one in desk.verdicts(made.id)] == [False]
    verdicts = desk.verdicts(film)
    assert [one.partly for one in verdicts] == [True]
    timeline = desk.timeline(film)
    assert summed_up(verdicts, (), timeline, archive_items=3, claims={}).word == "ALSO SEEN"
    assert summed_up(desk.verdicts(made.id), (), timeline, archive_items=3, claims={}).word == "MISPLACED"
    [line] = [one for one in verdict_lines(verdicts, str, {}) if one.label == "verdicts"]
    assert line.text.endswith("which shares moments of the film, and may be about others")


def test_frames_that_could_be_decoded_in_part_only_are_counted(films: Path, tmp_path: Path) -> None:
    data = bytearray((films / "film.mp4").read_bytes())
    for at in range(2_000, len(data) // 2, 900):
        data[at] ^= 0x10
    (tmp_path / "bad.mp4").write_bytes(data)
    made = filming.film(str(tmp_path / "bad.mp4"), limits=DEFAULT_LIMITS)
    [note] = made.notes
    assert note.startswith("damaged: ")
    assert "could be decoded in part only; what they show may not be found" in note
    assert filming.film(str(films / "film.mp4"), limits=DEFAULT_LIMITS).notes == ()


@pytest.mark.parametrize("words", ["99999999999999s", "999:59:59", "2147484s"])
def test_a_moment_that_no_video_has_is_said_to_be_none(words: str) -> None:
    with pytest.raises(BadOption, match="no video is that long"):
        framing.milliseconds(words)


def test_behind_the_name_of_a_file_or_an_item_stands_a_moment(films: Path) -> None:
    for base in (str(films / "film.mp4"), "m-3f9a2c"):
        assert framing.named(f"{base}@00:07") == (base, 7 * SECOND)
        with pytest.raises(BadOption, match=r"^99:99: is no place in a video"):
            framing.named(f"{base}@99:99")
    assert framing.named("nowhere@99:99") == ("nowhere@99:99", None)


def test_what_cannot_be_written_leaves_what_was_there(tmp_path: Path) -> None:
    folder = tmp_path / "still.png"
    folder.mkdir()
    with pytest.raises(BadOption, match=r"still\.png: is a folder"):
        write_whole(folder, b"new")
    with pytest.raises(BadOption, match="No such file or directory"):
        write_whole(tmp_path / "none" / "still.png", b"new")
    assert list(tmp_path.rglob("*")) == [folder]
    write_whole(tmp_path / "a.png", b"old")
    write_whole(tmp_path / "a.png", b"new")
    assert (tmp_path / "a.png").read_bytes() == b"new"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="the system has no named pipes")
def test_a_named_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "clip.mp4")
    with pytest.raises(MediaMissing, match="is no file"):
        sniff_file(str(tmp_path / "clip.mp4"))


def test_a_film_is_read_where_the_caller_closed_its_output(held: Path, films: Path) -> None:
    told = [sys.executable, "-m", "provenance", "-a", str(held), "check", str(films / "excerpt.mp4")]
    done = subprocess.run(["/bin/sh", "-c", 'exec "$0" "$@" >&-', *told], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_kept_film_that_is_gone_is_said_to_be_missing(run: Run, films: Path, tmp_path: Path) -> None:  # noqa: F811
    added = run("add", "--json", films / "excerpt.mp4").objects[0]
    item = str(added["item_id"])
    assert "missing" not in run("show", item).out
    [kept] = tmp_path.rglob("*.files/*/*.mp4")
    kept.unlink()
    assert "(missing: put it back there)" in " ".join(run("show", item).out.split())
    small = run("show", item, "--frame", "00:03", tmp_path / "small.png")
    assert "not kept, or gone" in small.out


def test_wherever_an_excerpt_begins_some_series_of_its_frames_lies_beside_those_that_are_kept() -> None:
    random = np.random.default_rng(20_161_123)
    times = list(range(0, 10_000, 500))
    hashes = [random.bytes(32) for _ in times]
    hashes[8:14] = [hashes[8]] * 6  # the camera rests
    frames = FrameHashes.of(times, hashes, [80] * len(times))
    spans = resampling._unexplained(frames, [(0, 1_200)])
    assert spans == [(1_000, 4_000), (6_500, 10_000)]
    fine = [Glimpse(ms, np.zeros((8, 8), np.uint8), random.bytes(32), 80) for ms in range(0, 10_000, 40)]
    series = [one.times_ms for one in resampling._series(frames, spans, fine)]
    assert all((np.diff(one) > 0).all() for one in series)
    for late in range(0, 500, 20):
        kept = np.arange(1_500 + late, 3_500, 500)
        beside = [max(int(np.abs(one - each).min()) for each in kept) for one in series]
        assert min(beside) <= resampling.STEP_MS // 2 + 20


def test_of_films_that_show_the_same_the_one_that_was_changed_least_leads_and_then_the_earliest(
    desk: Archive, tmp_path: Path
) -> None:
    first = list(frames_of(FILM))
    desk.add(write_film(tmp_path / "slowed.mp4", first, rate=RATE * 2 // 3), posted_at="2010-01-01")
    desk.add(write_film(tmp_path / "mirrored.mp4", first, change=ImageOps.mirror), posted_at="2011-01-01")
    desk.add(write_film(tmp_path / "earlier.mp4", first, quality=30), posted_at="2012-01-01")
    asked = write_film(tmp_path / "asked.mp4", first[3 * RATE : 11 * RATE], quality=20)
    names = [seen.file_names[0] for seen in desk.check(asked).seen]
    assert names[:2] == ["earlier.mp4", "film.mp4"]
    assert set(names[2:]) == {"slowed.mp4", "mirrored.mp4"}
    assert names[-1] == "slowed.mp4"


def test_a_recorded_film_says_from_either_side_which_seconds_it_shares(run: Run, films: Path) -> None:  # noqa: F811
    run("add", films / "film.mp4")
    run("add", films / "corner.mp4")
    first, corner = (json.loads(line) for line in run("list", "--json").out.splitlines()[::-1])
    one, other = first["item"]["id"][:8], corner["item"]["id"][:8]
    told = " ".join(run("show", one).out.split())
    assert re.search(rf"match {other}: its 00:0[34]–00:(09|10) is 00:00–00:0[56]; re-encoded", told)
    told = " ".join(run("show", other).out.split())
    assert re.search(rf"match {one}: its 00:00–00:0[56] is 00:0[34]–00:(09|10); re-encoded.*shown", told)
    checked = " ".join(run("check", films / "corner.mp4").out.split())
    assert "is the file of" in checked
    assert re.search(
        rf"{one}: joined by a stored match with {other}: the asked video's 00:00–00:0[56] is 00:0", checked
    )
    assert "; 1 item is joined by stored matches" in checked


def test_each_stretch_of_a_compilation_has_an_earliest_known_appearance_of_its_own(
    run: Run,  # noqa: F811
    films: Path,
    tmp_path: Path,
) -> None:
    scenes = list(frames_of((1, 2)))
    compiled = [*frames_of((11, 12)), *scenes, *frames_of((31, 32))]
    write_film(tmp_path / "compiled.mp4", compiled)
    run("add", films / "film.mp4", "--posted", "2014-08-03")
    run("add", films / "other.mp4", "--posted", "2016-01-02")
    told = " ".join(run("check", tmp_path / "compiled.mp4").out.split())
    assert re.search(r"earliest known of its 00:0[56]–00:1[12]: published 2014-08-03 \(given\)", told), told
    assert re.search(r" of its 00:00–00:0[56]: published 2016-01-02 \(given\)", told), told
    answer = json.loads(run("check", tmp_path / "compiled.mp4", "--json").out)
    dates = [one["earliest_known"]["date"]["text"] for one in answer["stretches"]]
    assert dates == ["2016-01-02", "2014-08-03"]
    assert answer["found_nowhere"] != []
    excerpt = json.loads(run("check", films / "excerpt.mp4", "--json").out)
    assert excerpt["stretches"] == []  # one appearance is the earliest of all that it shows
    assert "earliest known published 2014-08-03" in " ".join(run("check", films / "excerpt.mp4").out.split())


def test_what_was_done_to_a_film_is_said_its_speed_its_bars_and_its_size(desk: Archive, tmp_path: Path) -> None:
    first = list(frames_of(FILM))

    def small(frame: Image.Image) -> Image.Image:
        return frame.resize((160, 120))

    def on_a_phone(frame: Image.Image) -> Image.Image:
        page = Image.new("RGB", (240, 428))
        page.paste(frame.resize((240, 180)), (0, 124))
        return page

    def told(name: str, rate: int, change: Callable[[Image.Image], Image.Image] | None) -> tuple[set[Alteration], str]:
        asked = write_film(tmp_path / name, first, rate=rate, change=change, quality=20)
        match = desk.check(asked).matches[0]
        assert match.detail is not None
        return set(match.alterations) - {Alteration.RE_ENCODED}, "; ".join(match.detail["changes"])

    assert told("as_it_is.mp4", RATE, None) == (set(), "")
    assert told("small.mp4", RATE, small) == (
        {Alteration.RESIZED},
        "shown at 50 % of its size (160 × 120 pixels asked, 320 × 240 archived)",
    )
    slow, words = told("slow.mp4", RATE // 2, None)
    assert slow == {Alteration.SLOWED}
    assert words == "played at half its speed"
    upright, words = told("upright.mp4", RATE, on_a_phone)
    assert upright == {Alteration.BORDERED, Alteration.RESIZED}
    assert "the asked video has bars that the archived one lacks: its picture fills 42 % of the frame" in words
    assert "shown at 75 % of its size (240 × 428 pixels asked, 320 × 240 archived)" in words


def test_a_slight_crop_that_a_hash_does_not_notice_is_said_and_is_no_other_size(desk: Archive, tmp_path: Path) -> None:
    def slightly_cropped(frame: Image.Image) -> Image.Image:
        return frame.crop((0, 10, 320, 228))

    asked = write_film(tmp_path / "cropped.mp4", frames_of(FILM), change=slightly_cropped, quality=20)
    match = desk.check(asked).matches[0]
    assert set(match.alterations) == {Alteration.RE_ENCODED, Alteration.CROPPED}
    assert match.detail is not None
    [said] = match.detail["changes"]
    assert re.fullmatch(r"9[01] % of the archived picture is shown: its top 4 % and bottom 5 % are cut off", said)


def test_a_dark_card_in_a_film_makes_no_bars_of_it_and_hides_none(desk: Archive, tmp_path: Path) -> None:
    card = Image.new("RGB", SIZE)
    card.paste(scene(61, (280, 60)), (20, 90))
    footage = list(frames_of((92, 93, 94)))

    def on_bars(frame: Image.Image) -> Image.Image:
        page = Image.new("RGB", SIZE)
        page.paste(frame.resize((320, 180)), (0, 30))
        return page

    def told(name: str, frames: list[Image.Image], change: Callable[[Image.Image], Image.Image] | None = None) -> str:
        match = desk.check(write_film(tmp_path / name, frames, change=change, quality=20)).matches[0]
        assert match.detail is not None
        return "; ".join(match.detail["changes"])

    desk.add(write_film(tmp_path / "archived.mp4", [*[card] * (3 * RATE), *footage], quality=20))
    assert told("excerpt.mp4", footage[: 7 * RATE]) == ""
    assert told("with_a_card.mp4", [*footage, *[card] * (2 * RATE)]) == ""
    barred = told("barred.mp4", footage[: 7 * RATE], on_bars)
    assert "the asked video has bars that the archived one lacks: its picture fills 75 % of the frame" in barred


def test_an_upright_film_with_bars_on_its_own_blurred_sides_keeps_its_size_and_has_borders(
    desk: Archive, tmp_path: Path
) -> None:
    def upright(frame: Image.Image) -> Image.Image:
        page = Image.new("RGB", (240, 360))
        page.paste(frame.crop((56, 0, 264, 240)).resize((208, 360)), (16, 0))
        return page

    def on_blurred_sides(frame: Image.Image) -> Image.Image:
        tall = upright(frame)
        wide = tall.resize((640, 960)).crop((0, 300, 640, 660)).filter(ImageFilter.GaussianBlur(20))
        wide.paste(tall, (200, 0))
        return wide

    shown = list(frames_of((92, 93, 94)))
    desk.add(write_film(tmp_path / "upright.mp4", shown, change=upright, quality=20))
    asked = write_film(tmp_path / "sides.mp4", shown[: 7 * RATE], change=on_blurred_sides, quality=20)
    match = desk.check(asked).matches[0]
    assert match.detail is not None
    [segment] = match.detail["segments"]
    assert segment["agreeing"] > 0.9
    assert segment["frame_covers"] == pytest.approx(208 / 640, abs=0.03)
    assert Alteration.RESIZED not in match.alterations


def test_shares_and_sizes_of_a_film_on_a_page_with_bars_are_those_of_the_file(desk: Archive, tmp_path: Path) -> None:
    def on_a_page_with_bars(frame: Image.Image) -> Image.Image:
        page = Image.new("RGB", (320, 480))
        page.paste(in_a_corner(frame), (0, 120))
        return page

    asked = write_film(tmp_path / "page.mp4", frames_of(FILM), change=on_a_page_with_bars)
    match = desk.check(asked).matches[0]
    assert match.detail is not None
    [segment] = match.detail["segments"]
    assert segment["frame_covers"] == pytest.approx(0.5 * 0.5 * 0.5, abs=0.02)
    assert any("(320 × 480 pixels asked, 320 × 240 archived)" in said for said in match.detail["changes"])
    assert any(re.match("shown at (49|50|51) % of its size", said) for said in match.detail["changes"])


def test_a_photograph_is_shown_until_the_next_frame_and_what_is_found_nowhere_meets_what_is(
    desk: Archive, tmp_path: Path
) -> None:
    photograph = scene(91, SIZE)
    photograph.save(tmp_path / "photograph.png")
    desk.add(tmp_path / "photograph.png")
    asked = [*frames_of((51,), seconds=4.75), *[photograph] * (4 * RATE), *frames_of((52,), seconds=4.25)]
    answer = desk.check(write_film(tmp_path / "asked.mp4", asked))
    [match] = answer.matches
    assert match.detail is not None
    assert (match.detail["from_ms"], match.detail["to_ms"]) == pytest.approx((4_750, 8_750), abs=150)
    assert "from 00:05 to 00:09" in match.evidence[0]
    told = [line for line in answer_lines(answer, desk.short_id, None) if isinstance(line, Line)]
    [nowhere] = [line.text for line in told if line.label == "not found"]
    assert nowhere.startswith("its 00:00–00:05, 00:09–00:13: ")


def test_a_logo_over_all_frames_is_said_and_what_moves_is_none(desk: Archive, tmp_path: Path) -> None:
    def with_a_logo(frame: Image.Image) -> Image.Image:
        shown = frame.copy()
        shown.paste(scene(72, (72, 40)), (236, 12))
        return shown

    asked = write_film(tmp_path / "logo.mp4", frames_of(FILM), change=with_a_logo, quality=20)
    match = desk.check(asked).matches[0]
    assert Alteration.OVERLAID in match.alterations
    assert match.detail is not None
    [said] = match.detail["changes"]
    assert said.startswith("the frames differ all the time in one place, in the upper right")
    plain = write_film(tmp_path / "plain.mp4", list(frames_of(FILM))[3:], quality=20)  # at other moments of the pans
    assert Alteration.OVERLAID not in desk.check(plain).matches[0].alterations


# Files that go, or change, while they are read


@pytest.mark.parametrize(("what", "said"), [("removed", "MediaMissing"), ("changed", "MediaDamaged")])
def test_a_film_that_is_gone_or_another_before_it_is_kept_costs_itself_alone(
    films: Path, tmp_path: Path, what: str, said: str
) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    for name, of in (("a.mp4", "film.mp4"), ("b.mp4", "other.mp4"), ("c.webm", "copy.webm")):
        shutil.copy(films / of, inbox / name)

    def meddle(path: str, _done_ms: int, _of_ms: int) -> None:
        if Path(path).name == "b.mp4" and Path(path).exists():
            Path(path).unlink()
            if what == "changed":
                Path(path).write_bytes((films / "corner.mp4").read_bytes())

    told: list[Recorded] = []
    with Archive(tmp_path / "one.db", clock=lambda: NOON) as archive:
        intakes = [Intake(path=str(path)) for path in sorted(inbox.iterdir())]
        report = archive.ingest(intakes, reading=meddle, watch=told.append)
        assert (report.new, report.failed, report.problems[said]) == (2, 1, 1)
        assert len(list(archive.items(limit=10))) == 2
    [problem] = [one.problem for one in told if one.problem]
    assert problem.reason == f"{inbox / 'b.mp4'}: was {what} while it was being recorded. Record it again."
    kept = [path.name for path in (tmp_path / "one.db.files").rglob("*") if path.is_file()]
    assert len(kept) == 2
    assert not [name for name in kept if name.startswith(".")]


def test_seconds_that_are_few_are_told_in_tenths() -> None:
    assert spans_in_words((42_400, 51_000), (190_100, 198_900)) == ["00:42–00:51", "03:10–03:19"]
    assert spans_in_words((2_100, 2_640)) == ["00:02.1–00:02.6"]
    assert spans_in_words((0, 3_640), (59_960, 60_820)) == ["00:00.0–00:03.6", "01:00.0–01:00.8"]


def test_a_loop_of_a_short_animation_is_neither_slowed_nor_has_it_a_logo(desk: Archive, tmp_path: Path) -> None:
    wide = scene(48, (400, 300))
    swing = [*range(0, 60, 4), *range(60, 0, -4)]  # frames of a second, to and fro
    frames = [wide.crop((left, left // 2, left + 320, left // 2 + 240)) for left in swing]
    frames[0].save(tmp_path / "loop.gif", save_all=True, append_images=frames[1:], duration=40, loop=0)
    desk.add(tmp_path / "loop.gif")
    looped = write_film(tmp_path / "looped.mp4", frames * 6, rate=25, quality=20)
    match = next(one for one in desk.check(looped).matches if one.is_certain)
    assert not {Alteration.SLOWED, Alteration.SPED_UP, Alteration.OVERLAID} & set(match.alterations)
    assert not any("times its speed" in sentence for sentence in match.evidence)


def test_a_moment_behind_the_end_of_a_film_is_answered_with_its_end(films: Path) -> None:
    path = str(films / "film.mp4")
    with pytest.raises(BadOption, match=r"has no 1:39:00, it ends at 00:\d\d$"):
        framing.frame_of_file(path, framing.milliseconds("99:00"), limits=DEFAULT_LIMITS)


def test_frames_that_were_not_compared_are_not_said_to_be_shown_as_a_whole() -> None:
    asked, archived = screens.Screen((288, 216), (288, 216)), screens.Screen(SIZE, SIZE)
    [(_, compared)] = screens.changes(asked, archived)
    [(_, untold)] = screens.changes(asked, archived, is_whole=False)
    assert compared == "shown at 90 % of its size (288 × 216 pixels asked, 320 × 240 archived)"
    assert untold == "resized, or slightly cropped (288 × 216 pixels asked, 320 × 240 archived)"
