"""What people do to a video before they publish it again, with the seconds that it then shows. Seeded.

An attack is a cut (which seconds of which films, how fast) and a look (what is done to every picture), written as
one codec writes it. Says nothing about what finds them. Words, colours, places and the quality come from the seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from provenance.identity import digest
from tests.benchmarks import artwork
from tests.benchmarks.artwork import BLACK, WHITE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.films import Film

Look = Callable[[Image.Image, random.Random], Image.Image]

EXCERPT_MS = (3_000, 20_000)
COMPILED_MS = (3_000, 8_000)
RECUT_MS = (9_000, 20_000)
SPEEDS = {"speed 0.8": 0.8, "speed 0.9": 0.9, "speed 1.1": 1.1, "speed 1.25": 1.25}
TITLE_MS = 4_000
TITLE_SEED = 7  # of the card that all titled videos share
USUAL_FPS = 15
CHAIN = " + "  # between the names of two
SAID_MS = 2_500  # how long a subtitle stays


class Piece(NamedTuple):
    """Seconds of a film in another one."""

    film: int  # its number among those given
    from_ms: int
    to_ms: int
    speed: float = 1.0  # time of the film per time of the copy

    @property
    def lasts_ms(self) -> float:
        """How long it is in the copy."""
        return (self.to_ms - self.from_ms) / self.speed


class Truth(NamedTuple):
    """Which seconds of the copy show which of a film."""

    film: int
    query_from_ms: float
    query_to_ms: float
    item_from_ms: float
    item_to_ms: float
    mirrored: bool


class Encoding(NamedTuple):
    """How the copy is written."""

    codec: str = "libx264"
    options: tuple[tuple[str, str], ...] = (("crf", "28"), ("preset", "ultrafast"))
    fps: int = USUAL_FPS
    scale: float = 1.0
    ending: str = "mp4"
    colours: str = "yuv420p"


GOOD = Encoding(options=(("crf", "22"), ("preset", "ultrafast")))


class Attack(NamedTuple):
    """One way to publish a video again."""

    name: str
    group: str
    cut: Callable[[Sequence[Film], random.Random], Sequence[Piece]]
    looks: tuple[Look, ...] = ()
    encoding: Encoding = Encoding()
    titled: bool = False  # a card that several copies share comes first
    mirrored: bool = False


def excerpt(
    films: Sequence[Film],
    chance: random.Random,
    *,
    film: int = 0,
    speed: float = 1.0,
    lasts_ms: tuple[int, int] = EXCERPT_MS,
) -> Piece:
    """Some seconds at a random place; of a short film nearly all."""
    whole = films[film].duration_ms
    lasts = min(chance.randint(*lasts_ms), round(0.8 * whole))
    start = chance.randint(0, whole - lasts)
    return Piece(film, start, start + lasts, speed)


def one_excerpt(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """The cut of most attacks."""
    return (excerpt(films, chance),)


def compilation(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """Excerpts of all films, one after another."""
    return tuple(excerpt(films, chance, film=number, lasts_ms=COMPILED_MS) for number in range(len(films)))


def recut(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """The seconds in the middle of an excerpt are left out."""
    piece = excerpt(films, chance, lasts_ms=RECUT_MS)
    lasts = round(0.4 * (piece.to_ms - piece.from_ms))
    return Piece(0, piece.from_ms, piece.from_ms + lasts), Piece(0, piece.to_ms - lasts, piece.to_ms)


def repeated(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """The same seconds, something else, and the same seconds again."""
    piece = excerpt(films, chance)
    return piece, excerpt(films, chance, film=1, lasts_ms=COMPILED_MS), piece


def looped(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """Three seconds, four times."""
    start = chance.randint(0, films[0].duration_ms - 3_000)
    return (Piece(0, start, start + 3_000),) * 4


def at_speed(speed: float) -> Callable[[Sequence[Film], random.Random], Sequence[Piece]]:
    """An excerpt, slowed or hurried."""
    return lambda films, chance: (excerpt(films, chance, speed=speed),)


def _mirror(picture: Image.Image, chance: random.Random) -> Image.Image:  # noqa: ARG001 - a look has a chance
    return ImageOps.mirror(picture)


def _letterbox(picture: Image.Image, chance: random.Random) -> Image.Image:
    return ImageOps.expand(picture, (0, round(picture.height * chance.uniform(0.1, 0.25))), fill=BLACK)


def _upright(picture: Image.Image, chance: random.Random) -> Image.Image:
    """On a blurred copy of itself that fills an upright screen, as phones' editors do it."""
    height = round(picture.width * chance.choice((1.0, 1.25, 1.6)))
    if height <= picture.height:
        return picture
    page = ImageOps.fit(picture.reduce(4), (picture.width, height)).filter(ImageFilter.GaussianBlur(8))
    page.paste(picture, (0, (height - picture.height) // 2))
    return page


def _upright_crop(picture: Image.Image, chance: random.Random) -> Image.Image:
    """The middle, or nearly, as an upright screen shows it: of a wide film no more than a third or a half is left."""
    width = min(picture.width, round(picture.height * chance.choice((9 / 16, 4 / 5))))
    left = round((picture.width - width) * chance.uniform(0.3, 0.7))
    return picture.crop((left, 0, left + width, picture.height))


def _crop(share: float) -> Look:
    """So much of the area goes."""

    def look(picture: Image.Image, chance: random.Random) -> Image.Image:
        side = (1 - share) ** 0.5
        width, height = round(picture.width * side), round(picture.height * side)
        left, top = chance.randint(0, picture.width - width), chance.randint(0, picture.height - height)
        return picture.crop((left, top, left + width, top + height))

    return look


def _logo(picture: Image.Image, chance: random.Random) -> Image.Image:
    """A coloured mark with letters in a corner."""
    width, height = round(picture.width * chance.uniform(0.12, 0.22)), round(picture.height * chance.uniform(0.1, 0.18))
    mark = Image.new("RGB", (width, height), chance.choice(artwork.ACCENTS))
    letters = artwork.font(max(8, height // 2))
    ImageDraw.Draw(mark).text((width // 8, height // 5), artwork.invented(chance)[:6], fill=WHITE, font=letters)
    margin = round(0.03 * picture.width)
    out = picture.copy()
    left = chance.choice((margin, picture.width - width - margin))
    out.paste(mark, (left, chance.choice((margin, picture.height - height - margin))))
    return out


def _subtitles(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Two lines at the foot, white on a dark strip or with an outline."""
    page = picture.copy()
    draw = ImageDraw.Draw(page)
    width, height = picture.size
    box = (width * 0.08, height * 0.78, width * 0.92, height * 0.96)
    if chance.random() < 0.5:
        draw.rectangle(box, fill=BLACK)
    artwork.write(draw, box, artwork.words(chance, chance.randint(4, 9)), fill=WHITE, outline=BLACK, align="center")
    return page


def _inset(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Small, in a corner of something else that stands still."""
    page = Image.new("RGB", picture.size, chance.choice(artwork.ACCENTS))
    page = artwork.tv_graphics(page, chance)
    share = chance.uniform(0.35, 0.65)
    small = picture.resize((round(picture.width * share), round(picture.height * share)))
    page.paste(small, (chance.randint(0, page.width - small.width), chance.randint(0, page.height - small.height)))
    return page


def _brighter(picture: Image.Image, chance: random.Random) -> Image.Image:
    light = chance.choice((chance.uniform(0.55, 0.8), chance.uniform(1.25, 1.6)))
    return ImageEnhance.Contrast(ImageEnhance.Brightness(picture).enhance(light)).enhance(chance.uniform(0.8, 1.3))


def _greyscale(picture: Image.Image, chance: random.Random) -> Image.Image:  # noqa: ARG001
    return picture.convert("L").convert("RGB")


LOOKS: dict[str, tuple[str, Look]] = {
    "mirrored": ("turned", _mirror),
    "letterbox": ("bars", _letterbox),
    "upright, blurred bars": ("bars", _upright),
    "upright, cropped": ("crop", _upright_crop),
    "caption bar": ("bars", artwork.meme_bar),
    "crop 10 %": ("crop", _crop(0.10)),
    "crop 20 %": ("crop", _crop(0.20)),
    "logo": ("overlay", _logo),
    "subtitles": ("overlay", _subtitles),
    "logo and lower third": ("overlay", artwork.tv_graphics),
    "brightness": ("colour", _brighter),
    "greyscale": ("colour", _greyscale),
    "picture in picture": ("screen", _inset),
    "screen recording": ("screen", artwork.phone_app),
}
ENCODINGS = {
    "low bit rate": Encoding(options=(("crf", "40"), ("preset", "ultrafast"))),
    "VP8": Encoding("libvpx", (("b", "150k"), ("deadline", "realtime"), ("cpu-used", "8")), ending="webm"),
    "MPEG-4": Encoding("mpeg4", (("b", "300k"),), ending="avi"),
    "half size": Encoding(scale=0.5),
    "10 frames a second": Encoding(fps=10),
    "30 frames a second": Encoding(fps=30),
}
CUTS = {
    "re-cut": recut,
    "compilation of five": compilation,
    "repeated shot": repeated,
    "loop": looped,
}


def single_attacks() -> tuple[Attack, ...]:
    """One change each, on an excerpt."""
    return (
        Attack("excerpt", "cut", one_excerpt),
        *(Attack(name, "cut", cut) for name, cut in CUTS.items()),
        Attack("looping GIF", "cut", looped, encoding=Encoding("gif", (), 10, 0.8, "gif", "rgb8")),
        Attack("shared title card", "cut", one_excerpt, titled=True),
        *(Attack(name, "speed", at_speed(speed)) for name, speed in SPEEDS.items()),
        *(Attack(name, "re-encoded", one_excerpt, encoding=encoding) for name, encoding in ENCODINGS.items()),
        *(Attack(name, group, one_excerpt, (look,), mirrored=look is _mirror) for name, (group, look) in LOOKS.items()),
    )


def chains(count: int, *, seed: str) -> tuple[Attack, ...]:
    """Pairs of single attacks of two groups, one after the other."""
    singles = [attack for attack in single_attacks() if attack.name not in ("excerpt", "looping GIF")]
    pairs = [
        (one, other)
        for one, other in combinations(singles, 2)
        if one.group != other.group and not _cut_twice(one, other)
    ]
    return tuple(_chained(*pair) for pair in random.Random(f"chains {seed}").sample(pairs, count))


def _cut_twice(one: Attack, other: Attack) -> bool:
    return one.cut is not one_excerpt and other.cut is not one_excerpt


def attack_named(name: str) -> Attack:
    """The single attack, or the chain of two."""
    singles = {attack.name: attack for attack in single_attacks()}
    first, _, second = name.partition(CHAIN)
    return _chained(singles[first], singles[second]) if second else singles[name]


def _chained(first: Attack, second: Attack) -> Attack:
    cut = first.cut if first.cut is not one_excerpt else second.cut
    plain = first.encoding == Encoding()
    return Attack(
        first.name + CHAIN + second.name,
        "chain",
        cut,
        first.looks + second.looks,
        second.encoding if plain else first.encoding,
        first.titled or second.titled,
        first.mirrored != second.mirrored,
    )


def truths_of(attack: Attack, films: Sequence[Film], *, seed: str) -> tuple[Truth, ...]:
    """Which seconds of the copy show which of the films."""
    pieces = attack.cut(films, random.Random(f"cut {attack.name} {seed}"))
    return tuple(_truths(pieces, TITLE_MS if attack.titled else 0, mirrored=attack.mirrored))


def attacked(attack: Attack, films: Sequence[Film], folder: Path, *, seed: str) -> Path:
    """The copy that the attack makes of ``films[0]``, others beside it; it is written where it is not there."""
    key = digest([attack.name, [film.name for film in films], seed])[:16]
    path = folder / f"{key}.{attack.encoding.ending}"
    if not path.exists():
        pieces = attack.cut(films, random.Random(f"cut {attack.name} {seed}"))
        _write(path, _pictures(attack, films, pieces, seed), attack.encoding)
    return path


def written(film: Film, path: Path) -> Path:
    """A film as it is, of good quality; written where it is not there."""
    if not path.exists():
        attack = Attack("whole", "", lambda films, _: (Piece(0, 0, films[0].duration_ms),))
        _write(path, _plain(attack, [film], attack.cut([film], random.Random(0))), GOOD)
    return path


def _truths(pieces: Sequence[Piece], start: float, *, mirrored: bool) -> Iterator[Truth]:
    for piece in pieces:
        yield Truth(piece.film, start, start + piece.lasts_ms, piece.from_ms, piece.to_ms, mirrored)
        start += piece.lasts_ms


def title_card(size: tuple[int, int]) -> Image.Image:
    """The same for every titled copy: what a channel puts in front."""
    chance = random.Random(TITLE_SEED)
    page = Image.new("RGB", size, chance.choice(artwork.ACCENTS))
    return artwork.meme_capitals(artwork.emblem(artwork.tv_graphics(page, chance), chance), chance)


def _pictures(attack: Attack, films: Sequence[Film], pieces: Sequence[Piece], seed: str) -> Iterator[Image.Image]:
    """Every picture of the copy at its pace, all of one size."""
    size, shown_ms = None, 0.0
    for picture in _plain(attack, films, pieces):
        for look in attack.looks:
            said = f" {shown_ms // SAID_MS}" if look is _subtitles else ""
            picture = look(picture, random.Random(f"look {attack.name} {seed}{said}"))
        size = size or _even(picture.size, attack.encoding.scale)
        yield picture.resize(size)
        shown_ms += 1000 / attack.encoding.fps


def _plain(attack: Attack, films: Sequence[Film], pieces: Sequence[Piece]) -> Iterator[Image.Image]:
    step = 1000 / attack.encoding.fps
    size = films[pieces[0].film].at(0).size
    now = 0.0
    start = float(TITLE_MS if attack.titled else 0)
    card = title_card(size) if attack.titled else None
    while card and now < start:
        yield card
        now += step
    for piece in pieces:
        end = start + piece.lasts_ms
        while now < end - 1:
            picture = films[piece.film].at(piece.from_ms + (now - start) * piece.speed)
            yield picture if picture.size == size else ImageOps.pad(picture, size)
            now += step
        start = end


def _even(size: tuple[int, int], scale: float) -> tuple[int, int]:
    return max(2, round(size[0] * scale) // 2 * 2), max(2, round(size[1] * scale) // 2 * 2)


def _write(path: Path, pictures: Iterator[Image.Image], encoding: Encoding) -> None:
    import av

    unfinished = path.with_suffix(".part")
    kind = {"avi": "avi", "gif": "gif", "webm": "webm"}.get(encoding.ending, "mp4")
    with av.open(str(unfinished), "w", format=kind) as film:
        stream: Any = None
        for picture in pictures:
            if stream is None:
                stream = film.add_stream(encoding.codec, rate=Fraction(encoding.fps), options=dict(encoding.options))
                stream.width, stream.height, stream.pix_fmt = *picture.size, encoding.colours
            film.mux(stream.encode(av.VideoFrame.from_ndarray(np.asarray(picture), format="rgb24")))
        if stream is not None:
            film.mux(stream.encode())
    unfinished.replace(path)
