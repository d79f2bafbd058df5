"""The pictures that are measured with: a folder of photographs, seeded stand-ins for one, and larger versions.

Photographs of many megapixels are made by enlarging small ones and adding mild noise, because an enlarged
picture alone is smooth: it would decode faster than anything that a camera wrote. The noise is chosen so that
the files have as many bytes a pixel as those of phones (0.26 at 13 megapixels, quality 90).
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from PIL import ExifTags, Image

from provenance.identity import digest
from tests.pictures import scene

if TYPE_CHECKING:
    from collections.abc import Sequence

BESIDE = Path(__file__).resolve().parents[3] / "shared" / "corpus" / "photos"
CAMERAS = BESIDE.parent / "exif"
SHOT_BYTES, SHOT_PIXELS = 300_000, 6_000_000  # of a file that nobody made smaller, at least
FEWEST = 8
SEEDED = 240
SEEDED_SIZE = (480, 320)
QUALITY = 90
NOISE = 4.0  # grey values, standard deviation
LARGEST = 4_000_000  # pixels of a photo to start from
ENDINGS = frozenset({".jpg", ".jpeg"})
SEED = 20_160_628


def chosen(folder: Path | None, cache: Path, *, quick: bool) -> tuple[tuple[Path, ...], str]:
    """The photos to use, in a seeded order, and the words that say which they are."""
    if folder is None and BESIDE.is_dir():
        folder = BESIDE
    if folder is None:
        folder = cache / "seeded-pictures"
        made = seeded(folder, 24 if quick else SEEDED)
        return shuffled(made), f"{len(made)} seeded pictures, made here"
    found = photos_below(folder)
    return shuffled(found), f"{len(found)} JPEG files below {folder}"


def photos_below(folder: Path) -> list[Path]:
    """Every JPEG file that can be opened and is of ordinary size, near-duplicates that are listed left out."""
    listed = _near_duplicates(folder)
    paths = sorted(path for path in folder.rglob("*") if path.suffix.lower() in ENDINGS)
    return [path for path in paths if str(path.relative_to(folder)) not in listed and _is_ordinary(path)]


def shuffled(paths: Sequence[Path]) -> tuple[Path, ...]:
    """The same order every time, and no folder first."""
    order = list(paths)
    random.Random(SEED).shuffle(order)
    return tuple(order)


def seeded(folder: Path, count: int) -> list[Path]:
    """Pictures made from seeds, in place of photographs."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / f"{seed:04}.jpg" for seed in range(count)]
    for seed, path in enumerate(paths):
        if not path.exists():
            scene(seed, SEEDED_SIZE).save(path, quality=QUALITY)
    return paths


def enlarged(photos: Sequence[Path], megapixels: float, cache: Path) -> list[Path]:
    """A version of each photo with so many megapixels, from the cache where it is there."""
    key = digest([[str(path) for path in photos], megapixels, QUALITY, NOISE])[:12]
    folder = cache / f"photos-{megapixels:g}-megapixels-{key}"
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for at, photo in enumerate(photos):
        path = folder / f"{at:04}.jpg"
        if not path.exists():
            _enlarge(photo, path, megapixels, seed=at)
        made.append(path)
    return made


def from_cameras(count: int, cache: Path) -> tuple[list[Path], int]:
    """Files as telephones wrote them, of at least 6 megapixels, and how many different ones there are.

    They are repeated up to ``count``, each with a number behind its end, so that no two files are the same.
    """
    shots = [path for path in sorted(CAMERAS.rglob("*")) if path.suffix.lower() in ENDINGS and _is_a_shot(path)]
    if not shots:
        return [], 0
    folder = cache / f"camera-{digest([str(path) for path in shots])[:12]}"
    folder.mkdir(parents=True, exist_ok=True)
    made = []
    for at in range(count):
        path = folder / f"{at:04}.jpg"
        path.write_bytes(shots[at % len(shots)].read_bytes() + f"copy {at}".encode())
        made.append(path)
    return made, len(shots)


def _is_a_shot(path: Path) -> bool:
    """Whether a camera's name and a camera's size speak for a file that no program has made smaller."""
    if path.stat().st_size < SHOT_BYTES:
        return False
    try:
        with Image.open(path) as opened:
            return bool(opened.getexif().get(ExifTags.Base.Make)) and opened.width * opened.height >= SHOT_PIXELS
    except (OSError, SyntaxError, ValueError):
        return False


def _enlarge(photo: Path, path: Path, megapixels: float, *, seed: int) -> None:
    with Image.open(photo) as opened:
        small = opened.convert("RGB")
    scale = (megapixels * 1e6 / (small.width * small.height)) ** 0.5
    large = small.resize((round(small.width * scale), round(small.height * scale)), Image.Resampling.BICUBIC)
    noise = np.random.default_rng(seed).normal(0, NOISE, (large.height, large.width, 1)).astype(np.float32)
    noisy = np.clip(np.asarray(large) + noise, 0, 255).astype(np.uint8)
    unfinished = path.with_suffix(".part")
    Image.fromarray(noisy).save(unfinished, "JPEG", quality=QUALITY)
    unfinished.replace(path)


def _near_duplicates(folder: Path) -> set[str]:
    """Files that a list beside the photos names as the same picture as another one; none without the list."""
    path = folder / "near_duplicates.csv"
    if not path.is_file():
        return set()
    pairs = [line.split(",")[:2] for line in path.read_text("utf-8").splitlines()[1:]]
    return {name.removeprefix(f"{folder.name}/") for pair in pairs for name in pair}


def _is_ordinary(path: Path) -> bool:
    try:
        with Image.open(path) as opened:
            return 20_000 <= opened.width * opened.height <= LARGEST
    except OSError:
        return False
