"""Which seconds of videos are found again, how exactly, at what cost, and what is taken for them that is not.

How: a gallery is recorded, by ``Archive.add``: real clips, films assembled of photographs (see film_set) and some of
those photographs. Then copies are made and asked, by ``Archive.check``: every attack (see film_attacks), chains of
two, stills of the films under attacks on photographs, and minutes of films that the gallery does not hold, each as it
is or under the artwork that copies carry too. What is found, right and beside it: see film_answers.

- *segment recall*: stretches of truth that were found; *precision*: segments that are right, of those that are no
  shared template.
- *edges*: how far all four ends, in both videos, lie beside the truth.
- *bag*: stretches whose film the bag of frames finds, at 80 per cent of the frames / by any one frame; it has no
  seconds to be right or wrong.
- *photograph in film*: archived photographs that the copy shows for 1.5 s at least, and that the answer names.
- *still of a film*: the answer names the film; its time is right within the shot.
- *false segments an hour*: of unrelated minutes. BENCHMARK_HOURS says how many hours; 1 of them takes some minutes.

Photographs are published twice and by several people, cropped and in grey, so what unrelated minutes are taken for is
named, and a person must look: a real copy among them is no mistake; list it in near_duplicates.csv beside the photos.

BENCHMARK_FILMS=tuning asks the other set, on which numbers were tuned; what is reported is the held-out one.
"""

from __future__ import annotations

import os
import random
import resource
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
from PIL import Image

from provenance import Archive
from tests.benchmarks import artwork, asking, attacks, film_costs
from tests.benchmarks.film_answers import BAG_SHARE, Judged, Plain, bag, in_bag, judged, quantile
from tests.benchmarks.film_attacks import (
    CHAIN,
    Attack,
    Encoding,
    Piece,
    attack_named,
    attacked,
    chains,
    single_attacks,
    truths_of,
)
from tests.benchmarks.film_set import film_set, shown_photos, unrelated_film
from tests.benchmarks.rows import Row, at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from provenance.model import Answer
    from tests.benchmarks.film_set import FilmSet
    from tests.benchmarks.films import Film
    from tests.benchmarks.rows import Goal
    from tests.benchmarks.settings import Settings

NAME = "videos"
HOURS = "BENCHMARK_HOURS"
EACH, EACH_QUICK = 4, 1  # copies of every attack
CHAINS, CHAINS_QUICK = 28, 4
STILLS, STILLS_QUICK = 4, 1
QUICK_ATTACKS = ("excerpt", "mirrored", "crop 20 %", "picture in picture", "compilation of five", "speed 1.25")
COMPILED = 5
SHOWN_MS = 1_500
STILL_ATTACKS = (
    "none",
    "jpeg 15",
    "scale 50 %",
    "crop 10 %",
    "crop 30 %",
    "mirror",
    "grey",
    "text",
    "meme caption bar",
    "letterbox",
    "TV logo and lower third",
    "social post screenshot",
    "photo of a screen",
)
UNRELATED_LOOKS = (None, None, artwork.tv_graphics, artwork.phone_app, artwork.meme_bar, artwork.emblem)
UNRELATED = Encoding(fps=6)
NEAR_STILL_MS = 1_000
LOT = 2
MOST_NAMED = 20

T = TypeVar("T")

RECALL, CHAIN_RECALL, STILL_RECALL = at_least(95), at_least(85), at_least(95)
FALSE_AN_HOUR = at_most(0.1)
MEDIAN_EDGE, P90_EDGE = at_most(0.3), at_most(1.0)


class Question(NamedTuple):
    """One copy, before it is made."""

    attack: str
    films: tuple[int, ...]  # numbers in the set, the first is the one that is copied
    seed: str


class Asked(NamedTuple):
    """What became of one copy."""

    question: Question
    path: Path
    judged: Judged
    bags: tuple[float, ...]  # of each truth, the share that the bag of frames has of its film
    photos: tuple[int, int]  # named, to be named
    cpu_s: float
    lasts_s: float


class AskedStill(NamedTuple):
    """What became of one still."""

    attack: str
    film: int
    ms: int
    named: bool
    beside_s: float | None
    bag: bool


class Unrelated(NamedTuple):
    """What was named of the gallery in a minute that shows nothing of it."""

    path: Path
    wrong: list[tuple[int, Plain]]  # film, or -1 for a photograph


class _Gallery:
    """The recorded films, opened in one process."""

    def __init__(self, folder: Path, films: FilmSet, numbers: dict[str, int], photos: dict[str, Path]) -> None:
        self.archive = Archive(folder / "desk.db", create=False)
        self.folder, self.films, self.numbers, self.photos = folder, films, numbers, photos
        self.bags = [bag(path) for path in films.paths]


_gallery: _Gallery


def measure(settings: Settings) -> list[Row]:
    """All rows."""
    films = film_set(settings)
    folder = settings.folder("videos")
    added = _recorded(folder, films)
    workers = min(asking.WORKERS, asking.cores())
    copies = settings.cache / f"copies of {films.paths[0].parent.name}"  # other photos make other films
    copies.mkdir(parents=True, exist_ok=True)
    questions = _questions(films, settings)
    with ProcessPoolExecutor(workers, get_context("spawn"), _open, (folder, films, *added)) as pool:
        asked = _told(pool.map(_ask, questions, [copies] * len(questions), chunksize=LOT), len(questions), "copies")
        plans = _stills(films, settings)
        stills = _told(pool.map(_ask_still, *zip(*plans, strict=True), chunksize=LOT), len(plans), "stills")
        minutes = _minutes(settings)
        wrong = _told(pool.map(_ask_unrelated, range(minutes), [copies] * minutes, chunksize=LOT), minutes, "minutes")
    rows = [*_overall(asked), *_of_stills(stills), *_of_unrelated(wrong), *_by_attack(asked)]
    return [*rows, *film_costs.measure(settings, folder / "desk.db", films.paths), *_to_be_looked_at(asked, wrong)]


def _told(results: Iterable[T], count: int, what: str) -> list[T]:
    found: list[T] = []
    for one in results:
        found.append(one)
        if len(found) % 25 == 0:
            sys.stderr.write(f"  {len(found)} of {count} {what}\n")
    return found


def _recorded(folder: Path, films: FilmSet) -> tuple[dict[str, int], dict[str, Path]]:
    with Archive(folder / "desk.db") as archive:
        numbers = {archive.add(path).id: number for number, path in enumerate(films.paths)}
        photos = {archive.add(path).id: path for path in films.photos}
    return numbers, photos


def _open(folder: Path, films: FilmSet, numbers: dict[str, int], photos: dict[str, Path]) -> None:
    global _gallery
    _gallery = _Gallery(folder, films, numbers, photos)


def _questions(films: FilmSet, settings: Settings) -> list[Question]:
    singles = [one for one in single_attacks() if not settings.quick or one.name in QUICK_ATTACKS]
    wanted = [(attack, number) for number in range(settings.of(EACH, EACH_QUICK)) for attack in singles]
    wanted += [(attack, 0) for attack in chains(settings.of(CHAINS, CHAINS_QUICK), seed=films.name)]
    questions = []
    for at, (attack, number) in enumerate(wanted):
        chance = random.Random(f"{films.name} {attack.name} {number}")
        others = chance.sample(range(len(films.films)), min(COMPILED, len(films.films)))
        first = at % len(films.films)  # every film in turn
        order = (first, *(one for one in others if one != first))[:COMPILED]
        questions.append(Question(attack.name, order, f"{films.name} {number}"))
    return questions


def _ask(question: Question, folder: Path) -> Asked:
    gallery = _gallery
    films = [gallery.films.films[number] for number in question.films]
    attack = attack_named(question.attack)
    path = attacked(attack, films, folder, seed=question.seed)
    truths = [truth._replace(film=question.films[truth.film]) for truth in truths_of(attack, films, seed=question.seed)]
    before = _cpu()
    answer = gallery.archive.check(path)
    taken = _cpu() - before
    hashes = bag(path)
    to_name = {
        photo
        for truth in truths
        for photo in shown_photos(
            gallery.films.films[truth.film], truth.item_from_ms, truth.item_to_ms, least_ms=SHOWN_MS
        )
    } & set(gallery.photos.values())
    named = {gallery.photos[seen.item.id] for seen in answer.seen if seen.item.id in gallery.photos}
    return Asked(
        question,
        path,
        judged(truths, _segments(answer)),
        tuple(in_bag(hashes, gallery.bags[truth.film]) for truth in truths),
        (len(named & to_name), len(to_name)),
        taken,
        max((truth.query_to_ms for truth in truths), default=0) / 1000,
    )


def _segments(answer: Answer) -> dict[int, list[Plain]]:
    matches = [seen.match for seen in (*answer.seen, *answer.related) if seen.match]
    return {
        _gallery.numbers[match.item_id]: list((match.detail or {}).get("segments", ()))
        for match in matches
        if match.item_id in _gallery.numbers
    }


def _cpu() -> float:
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _stills(films: FilmSet, settings: Settings) -> list[tuple[str, int, int]]:
    names = STILL_ATTACKS[:: settings.of(1, 3)]
    found = []
    for number, name in enumerate(names * settings.of(STILLS, STILLS_QUICK)):
        chance = random.Random(f"still {number}")
        film = number % len(films.films)
        lasts = films.films[film].duration_ms
        found.append((name, film, chance.randint(min(5_000, lasts // 2), lasts - 500)))
    return found


def _ask_still(name: str, film: int, ms: int) -> AskedStill:
    gallery = _gallery
    picture = gallery.films.films[film].at(ms)
    attack = next(one for one in attacks.ATTACKS if one.name == name)
    made = attacks.attacked(attack, [picture] * attacks.FEWEST_PICTURES, seed=ms)
    path = gallery.folder / f"still-{os.getpid()}"
    path.write_bytes(made.data)
    answer = gallery.archive.check(path)
    matches = [seen.match for seen in answer.seen if seen.match and gallery.numbers.get(seen.match.item_id) == film]
    beside = None
    for match in matches[:1]:
        said = match.detail or {}
        if "frame_ms" in said:
            beside = abs(said["frame_ms"] - ms) / 1000
    with Image.open(path) as opened:
        value = asking.hashes_of(opened.convert("RGB")).pdq or b""
    near = in_bag(np.frombuffer(value, np.uint64).reshape(-1, 4), gallery.bags[film]) > 0
    return AskedStill(name, film, ms, bool(matches), beside, near)


def _minutes(settings: Settings) -> int:
    hours = float(os.environ.get(HOURS, settings.of(0.5, 1 / 30)))
    return max(1, round(60 * hours))


def _ask_unrelated(minute: int, folder: Path) -> Unrelated:
    """What was wrongly named in one minute: by segment, or as a still."""
    gallery = _gallery
    film = unrelated_film(gallery.films.unrelated, minute)
    look = UNRELATED_LOOKS[minute % len(UNRELATED_LOOKS)]
    attack = Attack(f"unrelated {minute}", "", _all_of_it, (look,) if look else (), UNRELATED, titled=minute % 5 == 0)
    path = attacked(attack, [film], folder, seed=gallery.films.name)
    answer = gallery.archive.check(path)
    wrong: list[tuple[int, Plain]] = []
    for film_number, segments in _segments(answer).items():
        wrong += [(film_number, one) for one in segments if not one["template"]]
    for seen in answer.seen:
        if seen.match and seen.item.id in gallery.photos:
            wrong.append((-1, {"photo": str(gallery.photos[seen.item.id]), "evidence": seen.match.evidence[:1]}))
    return Unrelated(path, wrong)


def _all_of_it(films: Sequence[Film], _: random.Random) -> Sequence[Piece]:
    return (Piece(0, 0, films[0].duration_ms),)


def _overall(asked: Sequence[Asked]) -> list[Row]:
    singles = [one for one in asked if CHAIN not in one.question.attack]
    chained = [one for one in asked if CHAIN in one.question.attack]
    photos = [sum(counts) for counts in zip(*(one.photos for one in asked), strict=True)]
    minutes = sum(one.lasts_s for one in asked) / 60
    return [
        _found("single attacks: segment recall", singles, RECALL),
        _found("chains of two: segment recall", chained, CHAIN_RECALL),
        _precision(asked),
        *_edges(asked),
        Row(NAME, "photograph in film: named", _share(*photos), "%", STILL_RECALL, f"{photos[0]} of {photos[1]}"),
        Row(NAME, "check: processor time a minute of copy", sum(one.cpu_s for one in asked) / minutes, "s"),
    ]


def _share(some: float, of: float) -> float | None:
    return 100 * some / of if of else None


def _found(what: str, asked: Sequence[Asked], goal: Goal | None = None) -> Row:
    found = [was for one in asked for was in one.judged.found]
    bags = [share for one in asked for share in one.bags]
    edges = [edge for one in asked for edge in one.judged.edges_s]
    beside = f"; edges median {np.median(edges):.2f} s, 90 % {np.quantile(edges, 0.9):.2f} s" if edges else ""
    bag_says = f"bag {_percent(share >= BAG_SHARE for share in bags)} / {_percent(share > 0 for share in bags)}"
    missed = [f"{one.path.name}" for one in asked if not all(one.judged.found)] if goal is None else []
    note = f"{sum(found)} of {len(found)}; {bag_says}{beside}{'; not all in ' if missed else ''}{', '.join(missed)}"
    return Row(NAME, what, _share(sum(found), len(found)), "%", goal, note)


def _percent(some: Iterable[bool]) -> str:
    values = list(some)
    return f"{100 * sum(values) / max(1, len(values)):.0f}"


def _precision(asked: Sequence[Asked]) -> Row:
    right, wrong = sum(one.judged.right for one in asked), sum(len(one.judged.wrong) for one in asked)
    templates = sum(one.judged.templates for one in asked)
    note = f"{wrong} wrong of {right + wrong}; besides {templates} shared templates"
    return Row(NAME, "copies: precision of segments", _share(right, right + wrong), "%", note=note)


def _edges(asked: Sequence[Asked]) -> list[Row]:
    edges = [edge for one in asked for edge in one.judged.edges_s]
    return [
        Row(NAME, "edges: median beside the truth", quantile(edges, 0.5), "s", MEDIAN_EDGE, f"{len(edges)} ends"),
        Row(NAME, "edges: 90 % within", quantile(edges, 0.9), "s", P90_EDGE),
    ]


def _of_stills(stills: Sequence[AskedStill]) -> list[Row]:
    beside = [one.beside_s for one in stills if one.beside_s is not None]
    near = sum(value <= NEAR_STILL_MS / 1000 for value in beside)
    missed = ", ".join(f"{one.attack} of {one.film} at {one.ms}" for one in stills if not one.named)
    bags = f"bag {_percent(one.bag for one in stills)}"
    note = f"{len(stills)} stills; {bags}{'; missed: ' if missed else ''}{missed}"
    return [
        Row(
            NAME,
            "still of a film: named",
            _share(sum(one.named for one in stills), len(stills)),
            "%",
            STILL_RECALL,
            note,
        ),
        Row(NAME, "still of a film: within a second", _share(near, len(beside)), "%", note=f"{len(beside)} timed"),
        Row(NAME, "still of a film: median beside", quantile(beside, 0.5), "s"),
    ]


def _of_unrelated(wrong: Sequence[Unrelated]) -> list[Row]:
    hours, count = len(wrong) / 60, sum(len(one.wrong) for one in wrong)
    note = f"{count} in {hours:.2g} hours"
    return [Row(NAME, "unrelated: false segments an hour", count / hours, "", FALSE_AN_HOUR, note)]


def _by_attack(asked: Sequence[Asked]) -> list[Row]:
    by_name: dict[str, list[Asked]] = {}
    for one in asked:
        by_name.setdefault(one.question.attack, []).append(one)
    return [_found(name, those) for name, those in by_name.items()]


def _to_be_looked_at(asked: Sequence[Asked], unrelated: Sequence[Unrelated]) -> list[Row]:
    """What was named and should not have been: a person must look, since films hold copies that nobody listed."""
    wrong = [(one.path, film, said) for one in asked for film, said in one.judged.wrong]
    wrong += [(one.path, film, said) for one in unrelated for film, said in one.wrong]
    return [
        Row(NAME, f"to be looked at {number}: film", float(film), "", note=f"{said}; asked: {path}")
        for number, (path, film, said) in enumerate(wrong[:MOST_NAMED], start=1)
    ]
