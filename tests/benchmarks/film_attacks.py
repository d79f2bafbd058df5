"""What people do to a video before they publish it again, with the seconds that it then shows. Seeded.

An attack is a cut (which seconds of which films, how fast) and a look (what is done to every picture), written as
one codec writes it. Says nothing about what finds them. Words, colours, places and the quality come from the seed.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image, ImageDraw, ImageEnhance, ImageFilter, ImageOps

from tests.benchmarks import artwork
from tests.benchmarks.artwork import BLACK, WHITE

if TYPE_CHECKING:
    from pathlib import Path

    from tests.benchmarks.films import Film

Look = Callable[[Image.Image, random.Random], Image.Image]

EXCERPT_MS = (3_000, 20_000)
SPEEDS = {"speed 0.5": 0.5, "speed 0.8": 0.8, "speed 0.9": 0.9, "speed 1.1": 1.1, "speed 1.25": 1.25, "speed 2": 2.0}
TITLE_MS = 4_000
TITLE_SEED = 7  # of the card that all titled videos share
USUAL_FPS = 25


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


class Attack(NamedTuple):
    """One way to publish a video again."""

    name: str
    group: str
    cut: Callable[[Sequence[Film], random.Random], Sequence[Piece]]
    looks: tuple[Look, ...] = ()
    encoding: Encoding = Encoding()
    titled: bool = False  # a card that several copies share comes first
    mirrored: bool = False


def excerpt(films: Sequence[Film], chance: random.Random, *, film: int = 0, speed: float = 1.0) -> Piece:
    """Some seconds at a random place; of a short film nearly all."""
    whole = films[film].duration_ms
    lasts = min(chance.randint(*EXCERPT_MS), round(0.8 * whole))
    start = chance.randint(0, whole - lasts)
    return Piece(film, start, start + lasts, speed)


def one_excerpt(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """The cut of most attacks."""
    return (excerpt(films, chance),)


def compilation(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """Excerpts of all films, one after another."""
    return tuple(excerpt(films, chance, film=number) for number in range(len(films)))


def recut(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """The seconds in the middle of an excerpt are left out."""
    piece = excerpt(films, chance)
    third = (piece.to_ms - piece.from_ms) // 3
    return Piece(0, piece.from_ms, piece.from_ms + third), Piece(0, piece.to_ms - third, piece.to_ms)


def repeated(films: Sequence[Film], chance: random.Random) -> Sequence[Piece]:
    """The same seconds, something else, and the same seconds again."""
    piece = excerpt(films, chance)
    return piece, excerpt(films, chance, film=1), piece


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


def _inset(picture: Image.Image, chance: random.Random) -> Image.Image:
    """Small, in a corner of something else that stands still."""
    page = Image.new("RGB", picture.size, chance.choice(artwork.ACCENTS))
    page = artwork.tv_graphics(page, chance)
    small = picture.resize((picture.width * 3 // 5, picture.height * 3 // 5))
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
    "caption bar": ("bars", artwork.meme_bar),
    "crop 10 %": ("crop", _crop(0.10)),
    "crop 20 %": ("crop", _crop(0.20)),
    "logo": ("overlay", _logo),
    "subtitles, banner": ("overlay", artwork.tv_graphics),
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
    "60 frames a second": Encoding(fps=60),
}
CUTS = {
    "re-cut": recut,
    "compilation": compilation,
    "repeated shot": repeated,
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
    pairs = [pair for pair in combinations(singles, 2) if pair[0].group != pair[1].group]
    return tuple(_chained(*pair) for pair in random.Random(f"chains {seed}").sample(pairs, count))


def _chained(first: Attack, second: Attack) -> Attack:
    cut = first.cut if first.cut is not one_excerpt else second.cut
    plain = first.encoding == Encoding()
    return Attack(
        f"{first.name} + {second.name}",
        "chain",
        cut,
        first.looks + second.looks,
        second.encoding if plain else first.encoding,
        first.titled or second.titled,
        first.mirrored != second.mirrored,
    )


def attacked(attack: Attack, films: Sequence[Film], path: Path, *, seed: str) -> tuple[Path, tuple[Truth, ...]]:
    """Write the copy that the attack makes of ``films[0]``, others beside it; the ending is added to ``path``."""
    pieces = attack.cut(films, random.Random(f"cut {attack.name} {seed}"))
    start = TITLE_MS if attack.titled else 0
    written = path.with_suffix(f".{attack.encoding.ending}")
    _write(written, _pictures(attack, films, pieces, seed), attack.encoding)
    return written, tuple(_truths(pieces, start, mirrored=attack.mirrored))


def _truths(pieces: Sequence[Piece], start: float, *, mirrored: bool) -> Iterator[Truth]:
    for piece in pieces:
        yield Truth(piece.film, start, start + piece.lasts_ms, piece.from_ms, piece.to_ms, mirrored)
        start += piece.lasts_ms


def title_card(size: tuple[int, int]) -> Image.Image:
    """The same for every titled copy: what a channel puts in front."""
    chance = random.Random(TITLE_SEED)
    page = Image.new("RGB", size, chance.choice(artwork.ACCENTS))
    return artwork.meme_capitals(artwork.emblem(artwork.tv_graphics(page, chance), chance), chance)


def _pictures(
    attack: Attack, films: Sequence[Film], pieces: Sequence[Piece], seed: str
) -> Iterator[Image.Image]:
    """Every picture of the copy at its pace, all of one size."""
    size = None
    for picture in _plain(attack, films, pieces):
        for look in attack.looks:
            picture = look(picture, random.Random(f"look {attack.name} {seed}"))
        size = size or _even(picture.size, attack.encoding.scale)
        yield picture.resize(size)


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

    with av.open(str(path), "w") as film:
        stream = None
        for picture in pictures:
            if stream is None:
                stream = film.add_stream(encoding.codec, rate=Fraction(encoding.fps), options=dict(encoding.options))
                stream.width, stream.height, stream.pix_fmt = *picture.size, encoding.colours
            film.mux(stream.encode(av.VideoFrame.from_image(picture)))
        if stream is not None:
            film.mux(stream.encode())
