"""The films of the video benchmark in two sets that share none: one to tune on, one that is reported.

Each set has real clips, films assembled of photographs, two of which begin with the title card of one channel, and a
film of a clip between photographs. The gallery holds all of them, and one in three of the photographs besides.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, NamedTuple

from tests.benchmarks import films
from tests.benchmarks.film_attacks import TITLE_MS, title_card, written
from tests.benchmarks.films import FILM_SIZE, Clip, Joined, Slides, Still, joined, slides

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from tests.benchmarks.films import Film
    from tests.benchmarks.settings import Settings

SET = "BENCHMARK_FILMS"  # names the set in the environment: "tuning", or the held-out one, which is reported
SECONDS = 60_000  # milliseconds of an assembled film
ASSEMBLED = 4
PHOTOS = 26  # of each


class FilmSet(NamedTuple):
    """Films with their files, and photographs that some of them show."""

    name: str
    films: tuple[Film, ...]
    paths: tuple[Path, ...]  # files of the films, in the same order
    photos: tuple[Path, ...]  # archived besides
    unrelated: tuple[Path, ...]  # photographs that none of them shows


def film_set(settings: Settings) -> FilmSet:
    """The set that the environment names, its files written where they are not there."""
    name = os.environ.get(SET, "held out")
    other = name == "tuning"
    pictures = settings.photos[1::2] if other else settings.photos[::2]
    files = films.clip_files(films.VIDEOS) if films.VIDEOS.is_dir() else []
    clips = [clip for path in files if (clip := films.read_clip(path))][int(other) :: 2]
    clips = clips[: settings.of(len(clips), 2)]
    count, seconds = settings.of(ASSEMBLED, 2), settings.of(SECONDS, SECONDS // 3)
    each = max(1, min(PHOTOS, len(pictures) // (count + 2)))
    made: list[Film] = []
    for number in range(count):
        some = slides(pictures[number * each :][:each], name=f"{name} {number}", duration_ms=seconds)
        made.append(_titled(some) if number < 2 else some)
    used = each * count
    if len(clips) > 1:
        around = slides(pictures[used:][:each], name=f"{name} around", duration_ms=seconds // 3)
        made.append(joined(f"{name} joined", (around, clips.pop())))
        used += each
    every: tuple[Film, ...] = (*clips, *made)
    folder = settings.cache / f"films {name}{' quick' if settings.quick else ''} {len(pictures)}"
    folder.mkdir(parents=True, exist_ok=True)
    paths = tuple(
        film.path if isinstance(film, Clip) else written(film, folder / f"{number}.mp4")
        for number, film in enumerate(every)
    )
    return FilmSet(name, every, paths, tuple(pictures[:used][::3]), tuple(pictures[used:]))


def _titled(film: Slides) -> Joined:
    return joined(film.name, (Still("card", title_card(FILM_SIZE), TITLE_MS), film))


def shown_photos(film: Film, from_ms: float, to_ms: float, *, least_ms: int) -> set[Path]:
    """Photographs that a film shows for so long between two times."""
    if isinstance(film, Joined):
        found: set[Path] = set()
        start = 0
        for part, end in zip(film.films, film.ends_ms, strict=True):
            found |= shown_photos(part, from_ms - start, to_ms - start, least_ms=least_ms)
            start = end
        return found
    if not isinstance(film, Slides):
        return set()
    starts = (0, *film.cuts_ms)
    return {
        shot.photo
        for shot, start in zip(film.shots, starts, strict=True)
        if min(shot.ends_ms, to_ms) - max(start, from_ms) >= least_ms
    }


def unrelated_film(pictures: Sequence[Path], minute: int) -> Slides:
    """A minute of photographs that the gallery does not hold; other views of them in every minute."""
    start = minute * PHOTOS % max(1, len(pictures))
    some = (*pictures[start:], *pictures[:start])[:PHOTOS]
    return slides(some, name=f"unrelated {minute}", duration_ms=SECONDS)
