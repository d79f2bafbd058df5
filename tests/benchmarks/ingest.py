"""What it costs to record files: hashing beside decoding, whole imports beside an imagehash script, two workers.

How:

- *hashing / decoding*: in this process, per file in turns, the median of its repeats, summed over the files.
  Hashing is ``examine`` without facts: read, SHA-256, scaled decode, pixels' digest, borders, PDQ, pHash.
  Decoding is Pillow alone on the same file: ``draft("L", (512, 512))`` and ``load()``.
- *an imagehash script / import*: two whole processes over the same folder. One is peers/phash_folder.py, which
  opens each file with Pillow and prints ``imagehash.phash``. The other is ``provenance import --fast --workers 1``
  into a new archive (hashes only, as the script; what local features cost is measured by "scale"): everything
  above, metadata, thumbnail, rows, the look-up of earlier copies, and, where it says so, the kept files. Start-up
  of both is within.
- *each further file*: the same for two folders, one with a quarter of the files; the difference is divided by
  the difference in files, so that start-up falls out.
- *two workers*: wall time of the same import with one worker and with two, on all cores that are allowed. It
  says something only when two cores are free: the load of the last minute stands beside it. Starting takes half a
  second with one worker as with two, so files are repeated, each with a number behind its end, until there are
  some seconds of work, as in a folder of a thousand photographs.

Camera files are those of the corpus that a telephone wrote and nobody made smaller, repeated with a number
behind their end. Photos of 2 and 12 megapixels are made from small ones, with noise (see photos); those below
are the files as they are. The targets are meant for what cameras write, 12 megapixels: the study that set them had
1.5 times at 2 megapixels. The smaller a picture, the more the fixed part counts (0.6 ms: three hashes, borders,
pixels' digest) beside 0.8 ms of decoding. And of made photos, whose noise takes long to decode, the script needs no
more than 3.4 times what decoding alone takes.
"""

from __future__ import annotations

import shutil
import time
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from provenance.fingerprints.examine import examine
from provenance.workers import keep_freed_memory
from tests.benchmarks import machine, photos, processes
from tests.benchmarks.rows import Row, absent, at_least, at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from tests.benchmarks.settings import Settings

NAME = "ingest"
ROUNDS = 3  # of each whole import: it is an average over many files already
PART = 4  # every so many files make the smaller folder
FEW_QUICK = 4  # files of a quick run: so few that an import starts no worker
SIDE = (512, 512)  # pixels, as in the rule that stands in the fingerprints' decoder
BESIDE_DECODING, BESIDE_IMAGEHASH, TWO_WORKERS = at_most(1.35), at_least(3), at_least(1.6)


class _Pile(NamedTuple):
    """Photos of one size."""

    name: str
    files: tuple[Path, ...]
    hashing: bool = False  # the target beside decoding is meant for this size
    judged: bool = False  # and that beside an imagehash script for these files
    repeats: int = 1  # for two workers: so that there are four seconds of work at least
    distinct: bool = True  # False: the same few again and again, of which each finds all the others


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    piles = _piles(settings)
    rows = [_beside_decoding(pile, settings) for pile in piles]
    for pile in piles:
        rows += _beside_imagehash(pile, settings)
    return rows + [_two_workers(pile, settings) for pile in piles[:-1]]


def _piles(settings: Settings) -> list[_Pile]:
    large, middle, small = (settings.photos[: settings.of(full, FEW_QUICK)] for full in (96, 240, 400))
    phone, web = settings.of(12, 1), 2
    piles = [_Pile(f"{phone} MP", tuple(photos.enlarged(large, phone, settings.cache)), hashing=True)]
    shots, different = photos.from_cameras(settings.of(96, FEW_QUICK), settings.cache)
    if shots:
        piles.insert(0, _Pile(f"{different} camera files", tuple(shots), hashing=True, judged=True, distinct=False))
    if not settings.quick:
        piles.append(_Pile(f"{web} MP", tuple(photos.enlarged(middle, web, settings.cache)), repeats=2))
    return [*piles, _Pile("the photos themselves", small)]


def _beside_decoding(pile: _Pile, settings: Settings) -> Row:
    keep_freed_memory()  # as workers do
    repeats = settings.of(7, 1)
    hashing = decoding = 0.0
    files = pile.files[: settings.of(40, 4)]
    for path in files:
        taken: tuple[list[float], list[float]] = ([], [])
        for _ in range(repeats):
            taken[0].append(_cpu(lambda path=path: examine(str(path), with_facts=False)))  # type: ignore[misc]
            taken[1].append(_cpu(lambda path=path: _decode(path)))  # type: ignore[misc]
        hashing += median(taken[0])
        decoding += median(taken[1])
    note = f"{hashing / len(files) * 1000:.1f} / {decoding / len(files) * 1000:.1f} ms a file; {_sizes(files)}"
    goal = BESIDE_DECODING if pile.hashing else None
    return Row(NAME, f"{pile.name}: hashing / scaled decode alone", hashing / decoding, "x", goal, note)


def _decode(path: Path) -> None:
    with Image.open(path) as picture:
        picture.draft("L", SIDE)
        picture.load()


def _cpu(call: Callable[[], object]) -> float:
    begun = time.process_time()
    call()
    return time.process_time() - begun


def _beside_imagehash(pile: _Pile, settings: Settings) -> list[Row]:
    goal = BESIDE_IMAGEHASH if pile.judged else None
    if missing := machine.missing("imagehash", "scipy"):
        return [absent(NAME, f"{pile.name}: an imagehash script / import", missing, goal)]
    count = len(pile.files)
    whole = _in_turns(_copied(pile, settings, 1), settings)
    rows = [
        _ratio(f"{pile.name}, {count} files: an imagehash script / import --no-keep", whole, "lean", count, goal),
        _ratio(f"{pile.name}, {count} files: an imagehash script / import", whole, "keeping", count, goal),
    ]
    if settings.quick:  # too few files for a difference
        return rows
    part = _in_turns(_copied(pile, settings, PART), settings)
    each = {name: (whole[name] - part[name]) / (count - -(-count // PART)) for name in whole}
    return [*rows, _ratio(f"{pile.name}, each further file: the same, --no-keep", each, "lean", 1)]


def _copied(pile: _Pile, settings: Settings, every: int) -> Path:
    """A folder with every n-th file of a pile."""
    folder = settings.folder(f"ingest/{pile.name}-{every}")
    for at, path in enumerate(pile.files[::every]):
        shutil.copyfile(path, folder / f"{at:04}.jpg")
    return folder


def _in_turns(folder: Path, settings: Settings) -> dict[str, float]:
    """Median processor seconds of the script and of an import with and without keeping files."""
    taken: dict[str, list[float]] = {"script": [], "lean": [], "keeping": []}
    for turn in range(settings.of(ROUNDS, 1)):
        taken["script"].append(processes.cost(processes.peer("phash_folder", folder)).cpu_s)
        for name, options in (("lean", ("--no-keep",)), ("keeping", ())):
            taken[name].append(_import(folder, settings, f"{folder.name}-{name}-{turn}", 1, *options).cpu_s)
    return {name: median(values) for name, values in taken.items()}


def _import(folder: Path, settings: Settings, name: str, workers: int, *options: str) -> processes.Cost:
    archive = settings.folder(f"archives/{name}") / "archive.db"
    command = (
        "import",
        str(folder),
        "--quiet",
        "--fast",
        "--workers",
        str(workers),
        "--archive",
        str(archive),
        *options,
    )
    return processes.cost((*processes.PROVENANCE, *command))


def _ratio(what: str, taken: dict[str, float], ours: str, files: int, goal: object = None) -> Row:
    over, under = taken["script"] / files * 1000, taken[ours] / files * 1000
    return Row(NAME, what, over / under, "x", goal, f"{over:.1f} / {under:.1f} ms a file")  # type: ignore[arg-type]


def _two_workers(pile: _Pile, settings: Settings) -> Row:
    folder = _repeated(pile, settings)
    what = f"{pile.name}, {len(pile.files) * pile.repeats} files: wall time with one worker / with two"
    goal = TWO_WORKERS if pile.distinct else None
    with machine.every_core() as cores:
        if cores < 2:
            return Row(NAME, what, None, goal=goal, note="needs two cores")
        taken: tuple[list[float], list[float]] = ([], [])
        for turn in range(settings.of(ROUNDS, 1)):
            for workers, walls in enumerate(taken, start=1):
                name = f"{pile.name}-{workers}-workers-{turn}"
                walls.append(_import(folder, settings, name, workers, "--no-keep").wall_s)
    one, two = (median(walls) for walls in taken)
    best = min(taken[0]) / min(taken[1])
    note = f"{one:.1f} / {two:.1f} s; of the fastest {best:.2f}x; {cores} cores, {machine.load_note()}"
    return Row(NAME, what, one / two, "x", goal, note)


def _repeated(pile: _Pile, settings: Settings) -> Path:
    """A folder with the files of a pile again and again, no two of them the same."""
    folder = settings.folder(f"ingest/{pile.name}-repeated")
    for at, path in enumerate(pile.files * pile.repeats):
        (folder / f"{at:04}.jpg").write_bytes(path.read_bytes() + f"copy {at}".encode())
    return folder


def _sizes(files: Sequence[Path]) -> str:
    kilobytes = sum(path.stat().st_size for path in files) / len(files) / 1000
    return f"{len(files)} files of {kilobytes:,.0f} kB"
