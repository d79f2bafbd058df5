"""What an archive of the benchmark holds, and what it is asked: planned from a seed. Asks nothing.

Photos are parted into three lots. *Members* are in the gallery and are the ones that edited copies are made of.
*Distractors* are in the gallery too, as they are and within shared artwork, and nothing that is asked shows them.
Photos *outside* are in no gallery: they are the unrelated questions, and what stands behind an edited copy.
"""

from __future__ import annotations

import io
import os
import random
from enum import StrEnum
from functools import lru_cache
from itertools import cycle, islice
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image, ImageOps

from provenance.fingerprints import pdq
from provenance.matching.whole import PROBABLE_BITS
from tests.benchmarks.artwork import ARTWORK, QUALITIES, flat_picture, in_artwork, text_page
from tests.benchmarks.attacks import ATTACKS, FEWEST_PICTURES, Attack, attacked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray

SEED = 20_160_628
SIDE = 1_024  # pixels: larger photos are scaled down before they are edited, as sites do
FEWEST_PHOTOS = 16  # that all differ: then each lot can fill a collage
MEMBERS, OUTSIDE = 0.4, 0.4  # shares of the photos; the rest are distractors
MOST_PHOTOS, MOST_QUICK_PHOTOS = 1_600, 40
MOST_SAME_SCENE = 200
SCENES = "BENCHMARK_SAME_SCENE"  # environment: a folder whose subfolders each show one scene in several photos
PICTURES = frozenset({".jpg", ".jpeg", ".png", ".webp"})
AS_IT_IS = "as it is"
WITH_OTHERS = ("collage", "on another photo", "opacity")  # the attacks that show more than the first photo begin so
ASKED_SEEDS = 100_000  # text pages and flat pictures that are asked begin here: the gallery has others
BY_NAME = {attack.name: attack for attack in ATTACKS}


class Kind(StrEnum):
    """What a question shows, beside the gallery."""

    EDITED = "edited copies"
    UNRELATED = "unrelated photos, as they are"
    UNRELATED_EDITED = "unrelated photos, edited"
    ARTWORK = "shared artwork, other photo"
    TEXT = "text alone, other words"
    FLAT = "flat pictures"
    SAME_SCENE = "same scene, other photo"


class Sizes(NamedTuple):
    """How many of what: the first three are in the gallery."""

    each_artwork: int
    texts: int
    flats: int
    copies: int  # of each attack
    unrelated: int
    artwork: int
    other_texts: int
    other_flats: int


FULL = Sizes(8, 30, 10, 20, 1_000, 200, 50, 30)  # 2,640 questions: nine minutes on two cores at 0.4 s a check
QUICK = Sizes(1, 1, 1, 1, 12, len(ARTWORK), 1, 2)


class Lots(NamedTuple):
    """The photos, each in one lot, and those that were left out: (left out, the one that it is a copy of)."""

    members: tuple[Path, ...]
    distractors: tuple[Path, ...]
    outside: tuple[Path, ...]
    copies: tuple[tuple[Path, Path], ...]


class Question(NamedTuple):
    """One file to be checked, before it is made."""

    kind: Kind
    name: str  # of the attack or the artwork
    photos: tuple[Path, ...]  # it is made of these: the first is what it shows, the last stands behind it
    seed: int
    members: tuple[int, ...] = ()  # places in the gallery of all photos but the last; none if nothing is to be found

    @property
    def shown(self) -> str:
        """The file that it shows, or what it is instead of a photo."""
        return str(self.photos[0]) if self.photos else f"{self.kind.value} {self.seed}"

    def __str__(self) -> str:
        others = ", ".join(path.name for path in self.photos[1:]) if self.name.startswith(WITH_OTHERS) else ""
        return f"{self.shown} ({self.name}, seed {self.seed}{others and f', with some of {others}'})"


class Scene(NamedTuple):
    """One photo that the gallery holds, and others of the same place or thing."""

    held: Path
    others: tuple[Path, ...]


def scenes() -> list[Scene]:
    """The groups of same-scene photos, if a folder of them is named; a group of one is none."""
    folder = os.environ.get(SCENES)
    if not folder:
        return []
    groups = []
    for group in sorted(path for path in Path(folder).resolve().iterdir() if path.is_dir()):
        files = sorted(path for path in group.rglob("*") if path.suffix.lower() in PICTURES)
        if len(files) > 1:
            groups.append(Scene(files[0], tuple(files[1:])))
    return groups


def parted(photos: Sequence[Path], others: Sequence[Path]) -> Lots | None:
    """The photos in lots, without those that are copies of earlier ones or of the others; None for too few."""
    kept, copies = _without_copies(photos, others)
    if len(kept) < FEWEST_PHOTOS:
        return None
    members, outside = int(len(kept) * MEMBERS), int(len(kept) * OUTSIDE)
    return Lots(tuple(kept[:members]), tuple(kept[members:-outside]), tuple(kept[-outside:]), tuple(copies))


def gallery(lots: Lots, groups: Sequence[Scene], sizes: Sizes, folder: Path) -> list[Path]:
    """The files that the archive holds, members first; what is no photo of the lots is made in the folder."""
    photos = cycle(lots.distractors)
    made = [
        (f"{name} {seed}", in_artwork(name, opened(next(photos)), seed=seed))
        for name in ARTWORK
        for seed in range(sizes.each_artwork)
    ]
    made += [(f"text {seed}", _published(text_page(seed), seed)) for seed in range(sizes.texts)]
    made += [(f"flat {seed}", _published(flat_picture(seed), seed)) for seed in range(sizes.flats)]
    paths = [*lots.members, *lots.distractors, *(group.held for group in groups)]
    for title, data in made:
        path = folder / f"{title}.jpg"
        path.write_bytes(data)
        paths.append(path)
    return paths


def questions(lots: Lots, groups: Sequence[Scene], sizes: Sizes, attacks: Sequence[Attack]) -> list[Question]:
    """All questions, each with a seed of its own."""
    chance = random.Random(SEED)
    seeds = iter(range(1, 1_000_000))
    asked = [*_edited(lots, attacks, sizes.copies, seeds, chance), *_unrelated(lots, attacks, sizes, seeds, chance)]
    photos = cycle(lots.outside)
    names = islice(cycle(ARTWORK), sizes.artwork)
    asked += [Question(Kind.ARTWORK, name, (next(photos),), next(seeds)) for name in names]
    for kind, count in ((Kind.TEXT, sizes.other_texts), (Kind.FLAT, sizes.other_flats)):
        asked += [Question(kind, AS_IT_IS, (), ASKED_SEEDS + at) for at in range(count)]
    others = [other for group in groups for other in group.others]
    others = chance.sample(others, min(len(others), MOST_SAME_SCENE))
    return asked + [Question(Kind.SAME_SCENE, AS_IT_IS, (other,), next(seeds)) for other in others]


def quick_attacks() -> list[Attack]:
    """One of each group, and a collage."""
    first = {attack.group: attack.name for attack in reversed(ATTACKS)}
    return [attack for attack in ATTACKS if attack.name in {*first.values(), "collage of 2"}]


def made(question: Question) -> tuple[bytes, frozenset[int]]:
    """The file that is asked, and the places in the gallery of what it is a copy of."""
    if question.kind is Kind.TEXT:
        return _published(text_page(question.seed), question.seed), frozenset()
    if question.kind is Kind.FLAT:
        return _published(flat_picture(question.seed), question.seed), frozenset()
    if question.kind is Kind.ARTWORK:
        return in_artwork(question.name, opened(question.photos[0]), seed=question.seed), frozenset()
    if question.kind in (Kind.UNRELATED, Kind.SAME_SCENE):
        return question.photos[0].read_bytes(), frozenset()
    copy = attacked(BY_NAME[question.name], [opened(path) for path in question.photos], seed=question.seed)
    return copy.data, frozenset(question.members[part] for part in copy.parts if question.members)


@lru_cache(maxsize=64)  # photos are small; those of one collage are soon behind another
def opened(path: Path) -> Image.Image:
    """The picture upright, in colours, of a size that is published."""
    with Image.open(path) as picture:
        picture.draft("RGB", (SIDE, SIDE))
        upright = ImageOps.exif_transpose(picture).convert("RGB")
    upright.thumbnail((SIDE, SIDE), Image.Resampling.LANCZOS)
    return upright


def _edited(
    lots: Lots, attacks: Sequence[Attack], copies: int, seeds: Iterator[int], chance: random.Random
) -> Iterator[Question]:
    """Every attack on as many members; all members take their turns."""
    places = range(len(lots.members))
    turns = cycle(chance.sample(places, len(places)))
    for attack in attacks:
        for first in islice(turns, copies):
            beside = chance.sample([place for place in places if place != first], FEWEST_PICTURES - 2)
            shown = (first, *beside)
            photos = (*(lots.members[place] for place in shown), chance.choice(lots.outside))
            yield Question(Kind.EDITED, attack.name, photos, next(seeds), shown)


def _unrelated(
    lots: Lots, attacks: Sequence[Attack], sizes: Sizes, seeds: Iterator[int], chance: random.Random
) -> Iterator[Question]:
    """At most one half as they are, each once; the others edited, so that no part of them is in the gallery."""
    plain = lots.outside[: sizes.unrelated // 2]
    for photo in plain:
        yield Question(Kind.UNRELATED, AS_IT_IS, (photo,), next(seeds))
    photos = cycle(chance.sample(lots.outside, len(lots.outside)))
    for attack in islice(cycle(attacks), sizes.unrelated - len(plain)):
        first = next(photos)
        others = chance.sample([photo for photo in lots.outside if photo != first], FEWEST_PICTURES - 1)
        yield Question(Kind.UNRELATED_EDITED, attack.name, (first, *others), next(seeds))


def _published(page: Image.Image, seed: int) -> bytes:
    out = io.BytesIO()
    page.convert("RGB").save(out, "JPEG", quality=random.Random(seed).randint(*QUALITIES))
    return out.getvalue()


def _without_copies(photos: Iterable[Path], others: Sequence[Path]) -> tuple[list[Path], list[tuple[Path, Path]]]:
    """Photos of which no earlier one, nor one of the others, is within the hash tier's reach in any orientation."""
    seen = list(others)
    stored = [_eight_hashes(path)[0] for path in others]
    copies = []
    for path in photos:
        eight = _eight_hashes(path)
        if stored:
            apart = np.bitwise_count(eight[:, None] ^ np.array(stored)[None]).sum(axis=2).min(axis=0)
            if apart.min() <= PROBABLE_BITS:
                copies.append((path, seen[int(apart.argmin())]))
                continue
        seen.append(path)
        stored.append(eight[0])
    return seen[len(others) :], copies


def _eight_hashes(path: Path) -> NDArray[np.uint64]:
    """PDQ of the picture as it is and in seven other orientations, (8, 4)."""
    _, turned = pdq.dihedral(np.asarray(opened(path).convert("L")))
    return np.frombuffer(b"".join(value for _, value in turned), np.uint64).reshape(-1, 4)
