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

from PIL import Image, ImageOps

from tests.benchmarks.photos import BESIDE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

VIDEOS = BESIDE.parent / "video"
WIDEST = 384  # pixels of the longer side: all that hashing needs, and quick to encode
HELD_FPS = 15.0  # of a clip in memory
SHORTEST_CLIP_MS = 4_000  # a shorter one leaves nothing to cut
SHOT_MS = (2_000, 6_000)
CLOSEST = 0.55  # share of the photo's side that the narrowest view of a shot shows
FILM_SIZE = (384, 216)
HELD_SIZE = (800, 450)  # of a photo while it is panned over
ENDINGS = frozenset({".mp4", ".mov", ".mkv", ".webm", ".avi", ".3gp", ".gif"})


class Film(Protocol):
    """What can be shown at any time."""

    @property
    def name(self) -> str:
        """Of the file, or of the assembled film."""

    @property
    def duration_ms(self) -> int:
        """How long it lasts."""

    def at(self, ms: float) -> Image.Image:
        """The picture, RGB."""


class Clip(NamedTuple):
    """A real video, decoded and made small."""

    name: str
    path: Path
    times_ms: Sequence[float]
    pictures: Sequence[Image.Image]

    @property
    def duration_ms(self) -> int:
        """Until the last picture."""
        return round(self.times_ms[-1])

    def at(self, ms: float) -> Image.Image:
        """The picture on the screen then."""
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
    shots: Sequence[Shot]

    @property
    def duration_ms(self) -> int:
        """Until the end of the last shot."""
        return self.shots[-1].ends_ms

    def at(self, ms: float) -> Image.Image:
        """The view at a time."""
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


def slides(photos: Sequence[Path], *, name: str, duration_ms: int) -> Slides:
    """A film of so many milliseconds, of photographs in seeded order, none twice before all were shown."""
    chance = random.Random(f"slides {name}")
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
    return Slides(name, shots)


def joined(name: str, films: Sequence[Film]) -> Joined:
    """Films one after another."""
    return Joined(name, films, tuple(accumulate(film.duration_ms for film in films)))


class Still(NamedTuple):
    """One picture that stands still."""

    name: str
    picture: Image.Image
    duration_ms: int

    def at(self, ms: float) -> Image.Image:  # noqa: ARG002 - the same all the time
        """The picture."""
        return self.picture


class Joined(NamedTuple):
    """Several films as one, all of the size of the first."""

    name: str
    films: Sequence[Film]
    ends_ms: Sequence[int]

    @property
    def duration_ms(self) -> int:
        """Of all together."""
        return self.ends_ms[-1]

    def at(self, ms: float) -> Image.Image:
        """The picture of the film whose turn it is."""
        number = min(bisect_right(self.ends_ms, ms), len(self.films) - 1)
        picture = self.films[number].at(ms - (self.ends_ms[number - 1] if number else 0))
        size = self.films[0].at(0).size
        return picture if picture.size == size else ImageOps.pad(picture, size)


def clip_files(folder: Path) -> list[Path]:
    """One file of every video below the folder: names that begin alike are versions of one."""
    files: dict[str, Path] = {}
    for path in sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS):
        files.setdefault(_family(path), path)
    return list(files.values())


def read_clip(path: Path) -> Clip | None:
    """A video as it is shown, thinned and made small; None if too little of it can be decoded."""
    import av

    times: list[float] = []
    pictures: list[Image.Image] = []
    begins: float | None = None
    try:
        with av.open(str(path)) as film:
            for frame in film.decode(video=0):
                begins = 1000 * (frame.time or 0.0) if begins is None else begins
                at = 1000 * (frame.time or 0.0) - begins
                if times and at - times[-1] < 1000 / HELD_FPS - 1:
                    continue
                times.append(at)
                pictures.append(_small(Image.fromarray(frame.to_ndarray(format="rgb24"))))
    except (av.FFmpegError, IndexError):
        pass
    return Clip(path.name, path, times, pictures) if times and times[-1] >= SHORTEST_CLIP_MS else None


def _family(path: Path) -> str:
    """``chair-22-sd`` and ``chair-19-sd`` are one video, and so are ``frog.mp4`` and ``frog.webm``."""
    return path.stem.replace("_", "-").split("-")[0].rstrip("0123456789")


def _small(picture: Image.Image) -> Image.Image:
    return ImageOps.contain(picture, (WIDEST, WIDEST)) if max(picture.size) > WIDEST else picture


@lru_cache(maxsize=4)
def _photo(path: Path) -> Image.Image:
    with Image.open(path) as opened:
        opened.draft("RGB", HELD_SIZE)
        return ImageOps.fit(opened.convert("RGB"), HELD_SIZE)


def _view(chance: random.Random) -> tuple[float, float, float, float]:
    side = chance.uniform(CLOSEST, 1.0)
    left, top = chance.uniform(0, 1 - side), chance.uniform(0, 1 - side)
    return left, top, left + side, top + side
