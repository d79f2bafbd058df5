"""Archived photographs that an asked video shows: mirrored too, from when to when, and what is earliest of which."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from PIL import Image, ImageOps

from provenance import Archive
from provenance.findings.collage import parts_of
from provenance.findings.stretches import dated_stretches
from provenance.fingerprints.pdq import pdq
from provenance.matching.whole import PROBABLE_BITS, SAME_PICTURE_BITS
from provenance.model import Alteration, Match, Orientation, Seen, Tier
from provenance.saying.answers import answer_lines
from provenance.saying.words import Line
from provenance.text import said_speed
from tests.conftest import NOON
from tests.films import RATE, SIZE, frames_of, write_film
from tests.pictures import scene
from tests.records import appearance, item

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILM = (1, 2, 3)  # scenes of three seconds each; of the second and the third the photographs are archived


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Archive]:
    """An archive that holds a film and the photographs over which it pans, in some of its seconds."""
    write_film(tmp_path / "film.mp4", frames_of(FILM))
    width, height = SIZE
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(tmp_path / "film.mp4", posted_at="2020-02-01")
        for seed, posted in ((2, "2016-08-08"), (3, "2015-06-01")):
            scene(seed, (width * 5 // 4, height * 5 // 4)).save(tmp_path / f"{seed}.jpg", quality=90)
            archive.add(tmp_path / f"{seed}.jpg", posted_at=posted)
        yield archive


def photographs(archive: Archive, path: Path) -> list[Match]:
    """Those that a film shows, in the order of time."""
    found = [match for match in archive.check(path).matches if "asked_ms" in (match.detail or {})]
    return sorted(found, key=lambda match: (match.detail or {})["asked_ms"])


def test_a_mirrored_film_shows_the_photographs_that_the_archived_film_shows(desk: Archive, tmp_path: Path) -> None:
    asked = write_film(tmp_path / "mirrored.mp4", frames_of(FILM), change=ImageOps.mirror)
    answer = desk.check(asked)
    assert answer.earliest is not None
    assert answer.earliest.date.text == "2015-06-01"
    found = photographs(desk, asked)
    assert len(found) == 2
    assert all(Alteration.MIRRORED in match.alterations for match in found)


def test_a_photograph_that_a_frame_shows_mirrored_as_a_whole_is_found_by_hash(desk: Archive, tmp_path: Path) -> None:
    tones = scene(91, SIZE).resize((32, 24), Image.Resampling.BOX)
    soft = tones.resize(SIZE, Image.Resampling.BICUBIC)  # hardly anything that parts could be told by
    soft.save(tmp_path / "soft.png")
    photo = desk.add(tmp_path / "soft.png")
    asked = [*frames_of((51,)), *[ImageOps.mirror(soft)] * (3 * RATE)]
    [match] = desk.check(write_film(tmp_path / "asked.mp4", asked)).matches
    assert match.item_id == photo.id
    assert match.orientation.mirrored
    assert match.alterations == (Alteration.STILL, Alteration.MIRRORED)


def test_a_photograph_that_parts_show_surely_is_no_less_sure_where_the_hash_of_a_frame_is_only_near(
    tmp_path: Path,
) -> None:
    photo = scene(93, (800, 600))
    whole = pdq(np.asarray(photo.convert("L"))).value

    def bits(frame: Image.Image) -> int:
        return (int.from_bytes(whole) ^ int.from_bytes(pdq(np.asarray(frame.convert("L"))).value)).bit_count()

    crops = (photo.crop((inset, inset, 800 - inset, 600 - inset)).resize(SIZE) for inset in range(2, 100, 2))
    near = next(crop for crop in crops if bits(crop) > SAME_PICTURE_BITS + 3)
    assert bits(near) <= PROBABLE_BITS
    photo.save(tmp_path / "photo.png")
    asked = write_film(tmp_path / "asked.mp4", [*frames_of((51,)), *[ImageOps.mirror(near)] * (3 * RATE)], quality=12)
    with Archive(tmp_path / "desk.db", clock=lambda: NOON) as archive:
        archive.add(tmp_path / "photo.png", posted_at="2014-05-05")
        answer = archive.check(asked)
    [match] = answer.matches
    assert match.is_certain
    assert {Alteration.STILL, Alteration.MIRRORED, Alteration.CROPPED} <= set(match.alterations)
    assert answer.earliest is not None


def test_each_photograph_is_shown_as_long_as_the_film_pans_over_it_and_has_its_own_earliest(
    desk: Archive, tmp_path: Path
) -> None:
    answer = desk.check(write_film(tmp_path / "asked.mp4", frames_of(FILM), quality=30))
    told = [(round(one.from_ms, -3), round(one.to_ms, -3)) for one in answer.stretches]
    assert told == [(0, 3_000), (3_000, 6_000), (6_000, 9_000)]
    dates = [one.earliest_known.date.text for one in answer.stretches if one.earliest_known]
    assert dates == ["2020-02-01", "2016-08-08", "2015-06-01"]
    lines = [line.text for line in answer_lines(answer, desk.short_id, None) if isinstance(line, Line)]
    assert any("shown in the asked video's 00:03–00:06" in line for line in lines)
    assert any(line.startswith("of its 00:06–00:09: published 2015-06-01") for line in lines)


def test_a_photograph_that_a_film_shows_twice_is_shown_twice(desk: Archive, tmp_path: Path) -> None:
    asked = [*frames_of((2,)), *frames_of((61,)), *frames_of((2,))]
    [match] = photographs(desk, write_film(tmp_path / "asked.mp4", asked))
    assert match.detail is not None
    assert [[round(ms, -3) for ms in span] for span in match.detail["spans"]] == [[0, 3_000], [6_000, 9_000]]


def test_what_is_shown_for_less_than_a_second_has_a_stretch_too() -> None:
    film, photo = (
        appearance(name, of=f"m-{name}", posted=text)
        for name, text in (("film", "2020-02-01"), ("photo", "2015-06-01"))
    )
    shown = [([(0, 9_000)], [film]), ([(4_200, 4_900)], [photo])]
    told = [(one.from_ms, one.to_ms) for one in dated_stretches(shown, 9_000)]
    assert told == [(0, 4_200), (4_200, 4_900), (4_900, 9_000)]


def test_what_is_only_probable_is_no_part_of_a_collage_where_a_sure_match_explains_its_place() -> None:
    def seen(name: str, place: tuple[float, ...], *, sure: bool) -> Seen:
        match = Match(name, Tier.LOCAL, (), Orientation(), detail={"place": place})
        return Seen(item(name), match, sure, (), (), (), ())

    sure = seen("m-1", (0.1, 0.3, 0.9, 0.6), sure=True)
    across = seen("m-2", (0.3, 0.48, 0.7, 0.95), sure=False)
    beside = seen("m-3", (0.3, 0.65, 0.7, 0.95), sure=False)
    assert [[one.item.id for one in part] for part in parts_of((sure, across, beside))] == [["m-1", "m-2"], ["m-3"]]


def test_the_speed_that_is_said_is_what_was_measured_or_the_one_that_people_choose() -> None:
    spans = (0, 15_000), (24_000, 37_500)
    assert said_speed(0.905, *spans) == pytest.approx(0.9)
    assert said_speed(1.249, *spans) == pytest.approx(1.25)
    assert said_speed(0.5, *spans) == 0.5
    assert said_speed(0.73, *spans) == 0.73
    assert said_speed(1.02, *spans) is None
    assert said_speed(0.5, (0, 2_000), (24_000, 25_000)) is None  # a loop, or a zoom
