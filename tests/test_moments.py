"""Moments of videos as pictures: written to a file, laid over others, drawn as proof."""

from __future__ import annotations

import io
import json
import sys
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageOps

from provenance import Archive, framing
from provenance.cli import bar as bars
from provenance.cli import main
from provenance.errors import BadOption
from provenance.findings import moments
from provenance.fingerprints.examine import examine_read, read
from provenance.fingerprints.filming import glimpses
from provenance.matching.leads import by_key_frame
from provenance.media.image import DEFAULT_LIMITS
from provenance.model import Alteration, Intake, Match, Orientation, Outcome, Recorded, Relation, Tier
from provenance.rewatching import closer
from provenance.saying.answers import answer_lines
from provenance.saying.words import Line
from tests.conftest import NOON
from tests.films import RATE, frames_of, write_film
from tests.pictures import letterboxed, scene
from tests.test_cli import Ran, Run, run  # noqa: F401 - a fixture

SHOWN = list(frames_of((1, 2, 3)))
MIDDLE = 4 * RATE  # of the second scene


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A film of nine seconds."""
    return write_film(tmp_path_factory.mktemp("films") / "film.mp4", SHOWN, quality=12)


def unlike(a: Image.Image, b: Image.Image) -> float:
    """Mean difference of grey values."""
    grey = [np.asarray(image.convert("L").resize((160, 120)), np.float64) for image in (a, b)]
    return float(np.abs(grey[0] - grey[1]).mean())


@pytest.mark.parametrize(
    ("words", "ms"),
    [
        ("03:12", 192_000),
        ("3:12", 192_000),
        ("1:02:03", 3_723_000),
        ("00:00", 0),
        ("03:12.5", 192_500),
        ("03:12,048", 192_048),
        ("192s", 192_000),
        ("1.25s", 1_250),
        ("15", 15_000),
        ("7.35", 7_350),
        ("192", 192_000),
        ("99:00", 5_940_000),
    ],
)
def test_a_place_in_a_video_is_read_as_players_show_it(words: str, ms: int) -> None:
    assert framing.milliseconds(words) == ms


@pytest.mark.parametrize("words", ["", "12.", "2:99", "00:60", "a:12", "-1:00", "1:2:3:4", "03:12.4815", "٠٣:١٢x"])
def test_what_is_no_place_in_a_video_is_refused_with_an_example(words: str) -> None:
    with pytest.raises(BadOption, match="Write it like 03:12"):
        framing.milliseconds(words)


def test_a_file_that_is_called_like_a_moment_comes_first(tmp_path: Path) -> None:
    odd = tmp_path / "clip.mp4@00:12"
    odd.touch()
    assert framing.named(str(odd)) == (str(odd), None)
    assert framing.named(str(tmp_path / "other.mp4@00:12")) == (str(tmp_path / "other.mp4"), 12_000)
    assert framing.named(f"{odd}@7.35") == (str(odd), 7_350)
    assert framing.named("m-3f9a2c@15") == ("m-3f9a2c", 15_000)
    assert framing.named("name@2") == ("name@2", None)
    assert framing.named("name@example.org.jpg") == ("name@example.org.jpg", None)


def test_a_frame_is_written_as_it_is_on_the_screen(run: Run, film: Path, tmp_path: Path) -> None:  # noqa: F811
    item = json.loads(run("add", film, "--json").out.splitlines()[0])["item_id"][:8]
    done = run("show", item, "--frame", "00:04", tmp_path / "out.png")
    assert done.code == 0
    assert f"the frame of {item} that begins at 00:04.000, 320 × 240 pixels" in done.out
    with Image.open(tmp_path / "out.png") as written:
        assert unlike(written, SHOWN[MIDDLE]) < 4 < unlike(written, SHOWN[MIDDLE + 6])
    again = run("show", item, "--frame", "00:05", tmp_path / "out.png")
    assert (again.code, "is there already" in again.err) == (2, True)
    said = json.loads(run("show", item, "--frame", "00:05", tmp_path / "out.png", "--force", "--json").out)
    assert (said["frame_ms"], said["is_thumbnail"]) == (5_000, False)
    for at, remedy in (("00:40", "it ends at 00:09"), ("soon", "Write it like 03:12")):
        wrong = run("show", item, "--frame", at, tmp_path / "new.png")
        assert (wrong.code, remedy in wrong.err) == (2, True)
    assert not (tmp_path / "new.png").exists()


def test_a_graphic_frame_is_blurred_until_it_is_revealed_which_is_logged(
    run: Run,  # noqa: F811
    film: Path,
    tmp_path: Path,
) -> None:
    item = json.loads(run("add", film, "--graphic", "--json").out.splitlines()[0])["item_id"]
    assert "blurred" in run("show", item, "--frame", "00:04", tmp_path / "a.png").out
    run("show", item, "--frame", "00:04", tmp_path / "b.png", "--reveal")
    with Image.open(tmp_path / "a.png") as hidden, Image.open(tmp_path / "b.png") as revealed:
        assert unlike(hidden, SHOWN[MIDDLE]) > 10
        assert unlike(revealed, SHOWN[MIDDLE]) < 4
    with Archive(tmp_path / "desk.db") as archive:
        head = archive.log_head()
    assert head is not None
    assert head[0] > 1


def test_of_a_film_that_is_not_kept_the_small_picture_of_a_key_frame_is_given(
    run: Run,  # noqa: F811
    film: Path,
    tmp_path: Path,
) -> None:
    item = json.loads(run("add", film, "--no-keep", "--json").out.splitlines()[0])["item_id"]
    given = [run("show", item, "--frame", f"00:0{at}", tmp_path / f"{at}.jpg") for at in range(9)]
    assert any("small grey picture of the nearest key frame" in one.out for one in given)
    assert all(one.code == 0 or "no small picture of a frame near" in one.err for one in given)
    at = next(at for at, one in enumerate(given) if one.code == 0)
    with Image.open(tmp_path / f"{at}.jpg") as small:
        wanted = SHOWN[max(0, at - 1) * RATE : (at + 1) * RATE + 1]
        assert min(unlike(small, one) for one in wanted) < 4


def test_moments_are_laid_over_pictures_and_over_each_other(film: Path, tmp_path: Path) -> None:
    width, height = SHOWN[MIDDLE].size
    part = ImageOps.mirror(SHOWN[MIDDLE].resize((2 * width, 2 * height)).crop((60, 40, 560, 460)))
    part.save(tmp_path / "part.jpg", quality=85)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        item = archive.add(film)
        found = archive.diff(f"{item.id[:8]}@00:04", tmp_path / "part.jpg")
        assert found.shares_area
        assert found.described is not None
        assert found.described.kept == pytest.approx(500 * 420 / (4 * width * height), abs=0.05)
        same = archive.diff(f"{film}@00:04", f"{item.id[:8]}@00:04")
        assert same.shares_area
        assert not archive.diff(f"{film}@00:01", f"{film}@00:07").shares_area
        with pytest.raises(BadOption, match=r"Name a frame of it: .*@00:42"):
            archive.diff(write_film(tmp_path / "other.mp4", frames_of((7,))), tmp_path / "part.jpg")


def test_without_a_moment_films_are_laid_over_each_other_at_the_one_that_their_match_names(
    film: Path, tmp_path: Path
) -> None:
    excerpt = write_film(tmp_path / "excerpt.mp4", SHOWN[2 * RATE : 8 * RATE], change=ImageOps.mirror)
    other = write_film(tmp_path / "other.mp4", frames_of((7, 8)))
    SHOWN[MIDDLE].save(tmp_path / "still.png")
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        whole = archive.add(film)
        found = archive.diff(whole.id, excerpt)
        assert found.shares_area
        assert found.moments == "a match that was found just now"
        assert archive.diff(tmp_path / "still.png", whole.id).shares_area
        later = archive.add(excerpt)
        for pair in ((whole.id, later.id), (later.id, whole.id), (excerpt, film)):
            stored = archive.diff(*pair)
            assert stored.shares_area
            assert stored.moments == "the stored match of both"
            begins = {whole.id: 0, later.id: 2_000}
            moments = [framing.named(side.name)[1] for side in (stored.a, stored.b)]
            assert None not in moments
            at = [
                ms + begins[side.item.id]
                for ms, side in zip(moments, (stored.a, stored.b), strict=True)
                if ms and side.item
            ]
            assert at[0] == pytest.approx(at[1], abs=600)
        with pytest.raises(BadOption, match=r"no moment that both show .*@00:42"):
            archive.diff(whole.id, other)


def test_the_proof_of_an_excerpt_shows_the_same_moment_of_both(film: Path, tmp_path: Path) -> None:
    excerpt = write_film(tmp_path / "excerpt.mp4", SHOWN[2 * RATE : 8 * RATE], change=letterboxed)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(film)
        answer = archive.check(excerpt)
        shown = moments.of_match(answer.matches[0])
        assert shown.asked_ms is not None
        assert shown.archived_ms is not None
        assert abs(shown.archived_ms - shown.asked_ms - 2_000) <= 500
        proof = archive.proof(excerpt, answer.matches[0])
        assert not proof.of_thumbnail
        assert proof.image.width == 1600


def test_the_proof_of_a_still_shows_its_frame_and_the_answer_says_how_to_compare(
    run: Run,  # noqa: F811
    film: Path,
    tmp_path: Path,
) -> None:
    run("add", film)
    SHOWN[MIDDLE].save(tmp_path / "still.jpg", quality=80)
    done = run("check", tmp_path / "still.jpg", "--proof", tmp_path / "proofs")
    assert done.code == 0
    command = next(line for line in done.out.splitlines() if "compare with" in line)
    assert "@00:04" in command
    [proof] = (tmp_path / "proofs").iterdir()
    with Image.open(proof) as drawn:
        assert drawn.width == 1600


# Progress


def told_while(archive: Archive, intakes: list[Intake], **how: Any) -> list[tuple[str, int, int]]:
    """What is told while these are recorded."""
    told: list[tuple[str, int, int]] = []
    watched: list[Recorded] = []
    archive.ingest(intakes, watch=watched.append, reading=lambda *one: told.append(one), **how)
    assert [one.problem for one in watched] == [None] * len(intakes)
    return told


@pytest.mark.parametrize("others", [0, 12])
def test_how_far_a_video_is_read_is_told_here_and_from_workers(
    tmp_path: Path, others: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provenance.workers.TELL_SECONDS", 0.01)  # a quick machine reads the film between two looks
    long = write_film(tmp_path / "long.mp4", frames_of(range(8)))
    for seed in range(others):
        scene(seed, (320, 240)).save(tmp_path / f"{seed}.jpg")
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        told = told_while(archive, [Intake(path=str(path)) for path in sorted(tmp_path.glob("*.[jm]p*"))], workers=2)
    assert told
    assert {path for path, _, _ in told} == {str(long)}
    done = [ms for _, ms, _ in told]
    assert done == sorted(done)
    assert {of for _, _, of in told} == {24_000}


class Terminal(io.StringIO):
    """Something that takes bars."""

    def isatty(self) -> bool:
        """It does."""
        return True


def test_a_bar_names_the_video_that_takes_long_and_goes_when_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setattr(bars, "PATIENCE", 0.0)
    monkeypatch.setenv("TERM", "xterm")
    with bars.Bar() as bar:
        bar.reading("/in/clip [1].mp4", 30_000, 192_000)
        bar.reading("/in/clip [1].mp4", 96_000, 192_000)
    assert "reading clip [1].mp4" in terminal.getvalue()
    assert "01:36 of 03:12" in terminal.getvalue()


def test_the_bar_counts_what_is_recorded_before_it_is_compared_and_is_gone_before_the_last_line(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    terminal, order = Terminal(), list[str]()
    monkeypatch.setattr(sys, "stderr", terminal)
    monkeypatch.setenv("TERM", "xterm")
    for seed in range(21):
        scene(seed, (64, 48)).save(tmp_path / f"{seed}.png")

    def step(_: bars.Bar, count: int = 1) -> None:
        order.append(f"recorded {count}")

    def stopped(*_: object) -> None:
        order.append("compared")
        raise KeyboardInterrupt

    monkeypatch.setattr(bars.Bar, "step", step)
    monkeypatch.setattr("provenance.ingesting._match", stopped)
    assert main(["-a", str(tmp_path / "desk.db"), "import", "--workers", "1", str(tmp_path)]) == 130
    assert order[0] == "recorded 21"
    assert order[1] == "compared"
    assert "Interrupted. What was recorded so far is kept (21 items" in " ".join(terminal.getvalue().split())
    after = terminal.getvalue().partition("Interrupted")[2]
    assert "recording" not in after


def test_nothing_is_drawn_for_a_short_video_or_without_a_terminal(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    terminal = Terminal()
    monkeypatch.setattr(sys, "stderr", terminal)
    with bars.Bar() as bar:
        bar.reading("clip.mp4", 30_000, 192_000)
    assert terminal.getvalue() == ""
    monkeypatch.undo()
    monkeypatch.setattr(bars, "PATIENCE", 0.0)
    with bars.Bar(40) as bar:
        bar.reading("clip.mp4", 30_000, 192_000)
        bar.step()
    assert capsys.readouterr().err == ""


def test_an_animation_and_its_frames(tmp_path: Path) -> None:
    first, *others = [scene(seed, (320, 240)) for seed in (1, 2, 3)]
    first.save(tmp_path / "a.gif", save_all=True, append_images=others, duration=1_000, loop=0)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        item = archive.add(tmp_path / "a.gif")
        assert unlike(archive.frame(item.id, "00:01").image, others[0]) < 8
        with pytest.raises(BadOption, match="it ends at 00:03"):
            archive.frame(item.id, "00:07")
        others[1].save(tmp_path / "third.jpg", quality=85)
        answer = archive.check(tmp_path / "third.jpg")
    assert answer.outcome is Outcome.SEEN
    assert answer.matches[0].detail is not None
    assert abs(answer.matches[0].detail["frame_ms"] - 2_000) < 1_000


def test_an_animation_made_of_a_film_is_seconds_of_it(film: Path, tmp_path: Path) -> None:
    first, *others = SHOWN[2 * RATE : 8 * RATE]
    first.save(tmp_path / "clip.webp", save_all=True, append_images=others, duration=1000 // RATE, method=0)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(film)
        [match] = archive.check(tmp_path / "clip.webp").matches
        assert match.detail is not None
        [segment] = match.detail["segments"]
        assert abs(segment["item_from_ms"] - 2_000) <= 500
        assert abs(segment["item_to_ms"] - 8_000) <= 500


def test_an_animation_that_is_cut_off_is_its_first_frames_and_says_so(tmp_path: Path) -> None:
    first, *others = [scene(seed, (320, 240)) for seed in (1, 2, 3)]
    whole = io.BytesIO()
    first.save(whole, "GIF", save_all=True, append_images=others, duration=1_000)
    (tmp_path / "a.gif").write_bytes(whole.getvalue()[: len(whole.getvalue()) * 3 // 4])
    first.save(tmp_path / "first.jpg", quality=85)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(tmp_path / "a.gif")
        answer = archive.check(tmp_path / "a.gif")
        assert any("damaged" in note or "could be read" in note for note in answer.asked.notes)
        assert archive.check(tmp_path / "first.jpg").outcome is Outcome.SEEN


def test_a_still_between_key_frames_is_found_by_looking_at_the_kept_film_again(film: Path, tmp_path: Path) -> None:
    """Told only that some frame within three seconds shows the same scene."""
    moment = 5 * RATE + 3
    SHOWN[moment].resize((640, 480)).crop((90, 60, 600, 450)).save(tmp_path / "part.jpg", quality=85)
    file = read(str(tmp_path / "part.jpg"))
    asked = examine_read(file, with_facts=False, with_local=True)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        item = archive.add(film)
        told = Match(
            item.id, Tier.LOCAL, (), Orientation(), relation=Relation.SCENE, score=-2.0, detail={"frame_ms": 3_500}
        )
        [lead] = by_key_frame(1, 3_500, inliers=20)
        look = partial(closer, archive._store, {1: told}, [lead], file, asked, limits=DEFAULT_LIMITS)
        [found] = look(folder=str(archive.path) + ".files").matches.values()
        assert found.relation is Relation.COPY
        assert found.detail is not None
        assert 3_000 <= found.detail["frame_ms"] < 6_000  # the scene; in a pan over it every frame shows the part
        unseen = look(folder=str(tmp_path / "elsewhere"))
        assert unseen.matches[1].relation is Relation.SCENE
        assert unseen.matches[1].detail == {"frame_ms": 3_500, "frames_compared": False}
        assert unseen.not_checked == ("what lies between the recorded frames of 1 video, of which no file is kept",)
        sure = told._replace(relation=Relation.COPY)
        assert closer(archive._store, {1: sure}, [lead], file, asked, folder="", limits=DEFAULT_LIMITS) == (
            {1: sure},
            (),
        )


def test_frames_between_two_moments_are_those_that_decoding_from_the_beginning_gives(film: Path) -> None:
    found, is_all = glimpses(str(film), [(900, 1_600), (3_900, 5_100)], every_ms=400, limits=DEFAULT_LIMITS)
    assert is_all
    assert [one.ms for one in found] == [1_000, 1_500, 4_000, 4_500, 5_000]
    for one in found:
        assert unlike(Image.fromarray(one.plane), SHOWN[one.ms * RATE // 1000]) < 4


@pytest.mark.parametrize(("ms", "said"), [(0, "00:00"), (11_000, "00:11"), (11_067, "00:11.067"), (11_100, "00:11.1")])
def test_a_moment_that_a_command_is_given_is_the_very_one_that_was_found(tmp_path: Path, ms: int, said: str) -> None:
    place = tmp_path / "clip.mp4"
    place.write_bytes(b"film")
    assert moments.at(str(place), ms) == f"{place}@{said}"
    assert framing.named(moments.at(str(place), ms)) == (str(place), ms)
    match = Match("m-1", Tier.FRAMES, (), Orientation(), detail={"frame_ms": ms})
    assert moments.sides_of(match, ("still.jpg", "m-1")) == ["still.jpg", f"m-1@{said}"]


QUICK = list(frames_of((1, 2, 3, 4, 5, 6, 7, 8), seconds=0.75))


def published_again(folder: Path, archive: Archive, *, keep: bool) -> tuple[str, str]:
    """A film of 2015 and one of 2020 that shows it between others, of which other frames are recorded; their ids."""
    write_film(folder / "first.mp4", QUICK, quality=12)
    write_film(folder / "again.mp4", [*frames_of((11,)), *QUICK[2:], *frames_of((12,))], quality=12)
    first = archive.add(folder / "first.mp4", posted_at="2015-03-02", keep=keep)
    return first.id, archive.add(folder / "again.mp4", posted_at="2020-02-20").id


def test_a_film_that_published_another_one_again_does_not_hide_it_from_its_own_stills(tmp_path: Path) -> None:
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        films = published_again(tmp_path, archive, keep=True)
        for number in range(6, len(QUICK) - 4, 8):
            QUICK[number].save(tmp_path / "still.png")
            answer = archive.check(tmp_path / "still.png")
            assert {match.item_id: match.relation for match in answer.matches} == dict.fromkeys(films, Relation.COPY)
            assert answer.earliest is not None
            assert answer.earliest.date.text == "2015-03-02"
            assert not answer.related


def test_a_stored_match_of_films_carries_a_moment_over_where_no_file_is_kept(tmp_path: Path) -> None:
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        first, again = published_again(tmp_path, archive, keep=False)
        said = []
        for number in range(6, len(QUICK) - 4, 8):
            QUICK[number].save(tmp_path / "still.png")
            answer = archive.check(tmp_path / "still.png")
            assert answer.earliest is not None
            assert answer.earliest.date.text == "2015-03-02"
            for seen in answer.seen:
                if seen.joined:
                    assert (seen.item.id, seen.joined.item_id, seen.certain) == (first, again, True)
                    assert abs(seen.joined.shows[0].from_ms - 1000 * number // RATE) <= 500
                    said += [
                        line.text for line in answer_lines(answer, archive.short_id, None) if isinstance(line, Line)
                    ]
        name = archive.short_id(again)
        assert any(f"joined by a stored match with {name}, at 00:0" in line for line in said)
        [*frames_of((12,))][RATE].save(tmp_path / "still.png")
        [seen] = archive.check(tmp_path / "still.png").seen  # of what the first one never showed
        assert seen.item.id == again


@pytest.mark.parametrize("keep", [True, False])
def test_a_still_is_described_against_its_own_frame_and_what_the_camera_moved_is_no_edit(
    tmp_path: Path, keep: bool
) -> None:
    wide = scene(41, (640, 640))
    turning = [wide.rotate(number * 1.3, Image.Resampling.BICUBIC).crop((160, 200, 480, 440)) for number in range(40)]
    write_film(tmp_path / "film.mp4", [*frames_of((1,)), *turning], quality=12)
    turning[26].save(tmp_path / "still.png")
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(tmp_path / "film.mp4", keep=keep)
        [match, *_] = archive.check(tmp_path / "still.png").matches
        assert match.is_certain
        assert not {Alteration.ROTATED, Alteration.CROPPED} & set(match.alterations), match.detail


def moving(before: Image.Image, thing: Image.Image, count: int) -> list[Image.Image]:
    """Frames of a thing that moves through a scene that stands still."""
    shown = []
    for number in range(count):
        frame = before.copy()
        frame.paste(thing, (round((frame.width - thing.width) * number / count), frame.height // 4))
        shown.append(frame)
    return shown


def test_a_crop_of_a_still_is_described_against_its_own_frame_and_what_moved_is_not_laid_over_it(
    tmp_path: Path,
) -> None:
    shown = moving(scene(44, (320, 240)), scene(45, (100, 100)), 40)
    write_film(tmp_path / "film.mp4", [*frames_of((1,)), *shown, *frames_of((2,))], quality=12)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(tmp_path / "film.mp4")
        for number in (8, 19, 31):
            shown[number].crop((30, 25, 270, 215)).save(tmp_path / "still.png")
            [match, *_] = archive.check(tmp_path / "still.png").matches
            assert match.is_certain
            assert match.detail is not None
            assert abs(match.detail["frame_ms"] - 1000 * (3 * RATE + number) / RATE) <= 1000 / RATE
            assert Alteration.CROPPED in match.alterations
            assert Alteration.OVERLAID not in match.alterations, match.detail


def test_a_caption_bar_on_a_still_that_a_hash_finds_is_named(tmp_path: Path) -> None:
    film = [*frames_of((1, 2))]
    write_film(tmp_path / "film.mp4", film, quality=12)
    captioned = Image.new("RGB", (320, 290), "white")
    captioned.paste(film[2 * RATE], (0, 0))
    ImageDraw.Draw(captioned).text((12, 248), "SEEN NEAR THE DAM", fill="black", font_size=26)
    captioned.save(tmp_path / "still.png")
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(tmp_path / "film.mp4")
        [match] = archive.check(tmp_path / "still.png").matches
    assert (match.tier, match.distance_bits is not None) == (Tier.FRAMES, True)
    assert {Alteration.STILL, Alteration.CAPTIONED} <= set(match.alterations)
    assert any("bar with letters below" in sentence for sentence in match.evidence)
