"""Moving pictures for the video benchmark: real clips held in memory, and long films assembled of photographs.

A film gives its picture at any time, so that hours of it can be fingerprinted without being encoded. Seeded; knows
nothing about attacks (:mod:`tests.benchmarks.film_attacks`).
"""

from __future__ import annotations

import random
from bisect import bisect_right
from functools import lru_cache
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np
from PIL import Image, ImageOps

from provenance.fingerprints import pdq
from provenance.fingerprints.frames import FrameHashes
from provenance.media.luma import grey

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

WIDEST = 400  # pixels of the longer side: all that hashing needs, and quick to encode
HELD_FPS = 15.0  # of a clip in memory
SHORTEST_CLIP_MS = 4_000  # a shorter one leaves nothing to cut
SHOT_MS = (2_000, 6_000)
CLOSEST = 0.55  # share of the photo's side that the narrowest view of a shot shows
FILM_SIZE = (384, 216)
ENDINGS = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi", ".3gp", ".gif"})


class Film(Protocol):
    """What can be shown at any time."""

    @property
    def name(self) -> str: ...
    @property
    def duration_ms(self) -> int: ...
    @property
    def family(self) -> str:
        """Films of one family show the same, so finding one for another is no mistake."""

    def at(self, ms: float) -> Image.Image:
        """The picture, RGB."""


class Clip(NamedTuple):
    """A real video, decoded and made small."""

    name: str
    family: str
    times_ms: Sequence[float]
    pictures: Sequence[Image.Image]

    @property
    def duration_ms(self) -> int:
        return round(self.times_ms[-1])

    def at(self, ms: float) -> Image.Image:
        return self.pictures[max(0, bisect_right(self.times_ms, ms) - 1)]


class Shot(NamedTuple):
    """A pan and zoom over a photograph: the view moves from one box (left, top, right, bottom) to another."""

    photo: Path
    ends_ms: int
    first: tuple[float, float, float, float]  # shares of the photo's sides
    last: tuple[float, float, float, float]


class Slides(NamedTuple):
    """Pans and zooms over photographs, with a cut every few seconds."""

    name: str
    family: str
    shots: Sequence[Shot]

    @property
    def duration_ms(self) -> int:
        return self.shots[-1].ends_ms

    def at(self, ms: float) -> Image.Image:
        number = min(bisect_right([shot.ends_ms for shot in self.shots], ms), len(self.shots) - 1)
        shot = self.shots[number]
        start = self.shots[number - 1].ends_ms if number else 0
        done = (ms - start) / (shot.ends_ms - start)
        photo = _photo(shot.photo)
        box = [(a + (b - a) * done) for a, b in zip(shot.first, shot.last, strict=True)]
        scaled = (box[0] * photo.width, box[1] * photo.height, box[2] * photo.width, box[3] * photo.height)
        return photo.resize(FILM_SIZE, Image.Resampling.BILINEAR, box=scaled, reducing_gap=2.0)

    @property
    def cuts_ms(self) -> tuple[int, ...]:
        """When a new shot begins."""
        return tuple(shot.ends_ms for shot in self.shots[:-1])


def slides(photos: Sequence[Path], *, name: str, duration_ms: int, seed: str) -> Slides:
    """A film of so many milliseconds, of photographs in seeded order, none twice before all were shown."""
    chance = random.Random(f"slides {seed}")
    order = list(photos)
    chance.shuffle(order)
    lengths: list[int] = []
    while sum(lengths) < duration_ms:
        lengths.append(chance.randint(*SHOT_MS))
    lengths[-1] -= sum(lengths) - duration_ms
    if lengths[-1] < SHOT_MS[0] // 2 and len(lengths) > 1:
        last = lengths.pop()
        lengths[-1] += last
    shots = [
        Shot(order[number % len(order)], ends, _view(chance), _view(chance))
        for number, ends in enumerate(accumulate(lengths))
    ]
    return Slides(name, name, shots)


def hashed(film: Slides, *, every_ms: int, phase_ms: int = 0) -> FrameHashes:
    """Fingerprints as of an encoded film: at a regular pace, and the first frame of each shot."""
    times = sorted({*range(phase_ms, film.duration_ms, every_ms), *film.cuts_ms})
    made = [pdq.pdq(np.asarray(grey(film.at(ms)))) for ms in times]
    return FrameHashes.of(times, [one.value for one in made], [one.quality for one in made])


def clips(folders: Sequence[Path]) -> Iterator[Clip]:
    """Every video below the folders that is long enough and can be read, in the order of their names."""
    for path in sorted(path for folder in folders for path in folder.rglob("*") if path.suffix.lower() in ENDINGS):
        clip = read_clip(path)
        if clip is not None and clip.duration_ms >= SHORTEST_CLIP_MS:
            yield clip


def read_clip(path: Path) -> Clip | None:
    """A video as it is shown, thinned and made small; None if nothing of it can be decoded."""
    import av

    times: list[float] = []
    pictures: list[Image.Image] = []
    try:
        with av.open(str(path)) as film:
            for frame in film.decode(video=0):
                at = 1000 * (frame.time or 0.0)
                if times and at - times[-1] < 1000 / HELD_FPS - 1:
                    continue
                times.append(at)
                pictures.append(_small(frame.to_image()))
    except (av.FFmpegError, IndexError):
        pass
    return Clip(path.name, _family(path), times, pictures) if times else None


def _family(path: Path) -> str:
    """Names that begin alike are versions of one video: ``chair-22-sd`` and ``chair-19-sd``, ``frog.mp4``, ``frog.webm``."""
    return path.stem.replace("_", "-").split("-")[0].rstrip("0123456789")


def _small(picture: Image.Image) -> Image.Image:
    return ImageOps.contain(picture, (WIDEST, WIDEST)) if max(picture.size) > WIDEST else picture


@lru_cache(maxsize=4)
def _photo(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        opened.draft("RGB", (800, 800))
        return ImageOps.fit(opened.convert("RGB"), (800, 450))


def _view(chance: random.Random) -> tuple[float, float, float, float]:
    side = chance.uniform(CLOSEST, 1.0)
    left, top = chance.uniform(0, 1 - side), chance.uniform(0, 1 - side)
    return left, top, left + side, top + side
