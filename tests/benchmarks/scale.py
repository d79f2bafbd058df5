"""What the local tier costs and finds among 10,000 and 100,000 pictures: look-up, recording, bytes.

How: archives of photos and distractors (see crowds). One photo of the archive is asked as a crop to half of its area,
and one photo that is not in it, of two megapixels (before the crop), both JPEG files.

- *check, cold*: the whole command in a process of its own, all tiers, median of some, files in the page cache.
- *check, warm*: ``Archive.check`` in a process that has checked before; median. Processor time is judged, wall time
  is in the note. One thread; run with ``--core`` to stay on one core. Also the mean over further photos that are not
  in the archive, since what one of them costs depends on whether anything in the archive looks like a part of it.
- *SIFT*: the extraction of the same picture's features, median: what no such tool can do without. The ratio to it
  says more on another machine than milliseconds do.
- *retrieval*: copies made by every attack of the generator (see attacks). Found: a right picture is among the
  candidates whose geometry is verified, of the picture as a whole, its negative and its trimmed part. The large view
  (:mod:`provenance.fingerprints.views`) is not counted: a check looks at it only after one of these.
  The archives hold the same photos and are asked with the same files, so only the number of distractors differs.
- *bytes*: of the real photos' rows; of the archive file and of the index folder at the largest size.
- *recording*: ``provenance import --no-keep --workers 1`` of two folders in processes of their own, one with a quarter
  of the photos; the difference is divided by the difference in photos, so that start-up falls out. Beside it Pillow
  alone decoding the same photos as recording does.
"""

from __future__ import annotations

import io
import random
import shutil
import sqlite3
import time
from contextlib import closing
from itertools import cycle, islice
from statistics import median
from typing import TYPE_CHECKING, NamedTuple

from PIL import Image

from provenance import Archive
from provenance.fingerprints import local
from provenance.fingerprints.examine import read_bytes
from provenance.fingerprints.views import Views
from provenance.index.local import LocalIndex, probe_of
from provenance.media.image import open_image
from provenance.partial import SHORTLIST, StoredFeatures
from provenance.store.sqlite import SqliteStore
from tests.benchmarks import crowds, machine, photos, processes
from tests.benchmarks.attacks import ATTACKS, FEWEST_PICTURES, attacked
from tests.benchmarks.questions import opened
from tests.benchmarks.rows import Goal, Row, at_most

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from provenance.index.inverted import Probe
    from tests.benchmarks.settings import Settings

NAME = "scale"
SEED = 20_160_628
WARM_MS = 350
COLD, WARM = (at_most(1_000), at_most(2_000)), (None, at_most(WARM_MS))  # ms, at the two sizes
LOST = at_most(1)  # points of retrieval recall between the smallest and the largest archive
STORED = at_most(6_500, timed=False)  # bytes
BEYOND_DECODING = at_most(70)  # ms
MEGAPIXELS = (2.0, 0.3)  # of the photos that are asked; in a quick run
KEPT = 0.5  # share of the area of the photo that is asked and was seen
OUTSIDE = 40  # photos, or a quarter: neither in the archives nor in what distractors are made of
PART = 4  # every so many photos make the smaller folder
SIDE = (512, 512)  # as recording decodes


class _Sizes(NamedTuple):
    """How many of what."""

    members: int  # photos recorded by the real path
    pool: int  # further photos, whose features the distractors are made of
    few: int  # pictures, for retrieval
    some: int
    many: int
    cold: int  # rounds
    warm: int
    questions: int
    recorded: int  # photos


FULL = _Sizes(300, 700, 2_000, 10_000, 100_000, 5, 15, 200, 160)
QUICK = _Sizes(8, 8, 12, 24, 60, 1, 1, 4, 4)


class _Asked(NamedTuple):
    """One file that the archives are asked."""

    words: str
    path: Path
    sift_s: float


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    sizes = settings.of(FULL, QUICK)
    files = settings.photos
    outside = files[-min(OUTSIDE, len(files) // 4) :]
    members = files[: min(sizes.members, len(files) // 2)]
    others = files[len(members) : -len(outside)][: sizes.pool]
    built = {count: crowds.filled(settings, members, others, count) for count in (sizes.few, sizes.some, sizes.many)}
    asked = _asked(settings, members[0], outside[0])
    rows = _cold(built, sizes, asked)
    for count in (sizes.some, sizes.many):
        rows += _warm(built[count], count, sizes, asked, WARM[count == sizes.many])
    rows.append(
        _strangers(built[sizes.many], sizes, photos.enlarged(outside, settings.of(*MEGAPIXELS), settings.cache))
    )
    rows += _retrieval(built, sizes, members, outside)
    rows += _bytes(built[sizes.many], sizes, len(members))
    return rows + _recording(settings, files[: sizes.recorded])


def _asked(settings: Settings, seen: Path, unseen: Path) -> tuple[_Asked, _Asked]:
    """As large as what is shared on the web: a check looks at large pictures once more, in more pixels."""
    folder = settings.folder(NAME)
    shown, shown_not = photos.enlarged([seen, unseen], settings.of(*MEGAPIXELS), settings.cache)
    with Image.open(shown) as picture:
        width, height = (round(side * KEPT**0.5) for side in picture.size)
        picture.crop((picture.width - width, 0, picture.width, height)).save(folder / "seen.jpg", quality=80)
    shutil.copyfile(shown_not, folder / "unseen.jpg")
    return (
        _Asked("half of a photo that it holds", folder / "seen.jpg", _sift(folder / "seen.jpg", settings)),
        _Asked("a photo that it does not hold", folder / "unseen.jpg", _sift(folder / "unseen.jpg", settings)),
    )


def _sift(path: Path, settings: Settings) -> float:
    """Processor seconds that the features of the usual view take to extract."""
    plane = open_image(path.read_bytes(), name=str(path)).luma().plane
    taken = []
    for _ in range(settings.of(9, 1) + 1):
        begun = time.process_time()
        local.keypoints(plane, side=local.ASKED_SIDE, most=local.ASKED_FEATURES)
        taken.append(time.process_time() - begun)
    return median(taken[1:])  # the first loads OpenCV


def _cold(built: dict[int, Path], sizes: _Sizes, asked: Sequence[_Asked]) -> list[Row]:
    commands = {
        f"{count}, {one.words}": (*processes.INSTALLED, "check", "--archive", str(built[count]), str(one.path))
        for count in (sizes.some, sizes.many)
        for one in asked
    }
    costs = processes.in_turns(commands, sizes.cold)
    return [
        _row(
            f"check, cold, {count:,} pictures, {one.words}",
            processes.cpu_ms(costs[f"{count}, {one.words}"]),
            goal,
            one,
            f"wall {processes.wall_ms(costs[f'{count}, {one.words}']):.0f} ms",
        )
        for count, goal in zip((sizes.some, sizes.many), COLD, strict=True)
        for one in asked
    ]


def _warm(archive: Path, count: int, sizes: _Sizes, asked: Sequence[_Asked], goal: Goal | None) -> list[Row]:
    rows = []
    with Archive(archive, create=False) as held:
        for one in asked:
            held.check(one.path)
            cpu, wall = [], []
            for _ in range(sizes.warm):
                begun, begun_cpu = time.perf_counter(), time.process_time()
                held.check(one.path)
                cpu.append(1000 * (time.process_time() - begun_cpu))
                wall.append(1000 * (time.perf_counter() - begun))
            what = f"check, warm, {count:,} pictures, {one.words}"
            rows.append(_row(what, median(cpu), goal, one, f"wall {median(wall):.0f} ms"))
    return rows


def _strangers(archive: Path, sizes: _Sizes, paths: Sequence[Path]) -> Row:
    """Once each: some share a trace of geometry with an archived picture, and are looked at once more for that."""
    cpu = []
    with Archive(archive, create=False) as held:
        held.check(paths[0])
        for path in paths:
            begun = time.process_time()
            held.check(path)
            cpu.append(1000 * (time.process_time() - begun))
    dear = sum(one > WARM_MS for one in cpu)
    note = f"median {median(cpu):.0f} ms, slowest {max(cpu):.0f} ms, {dear} above {WARM_MS}; {machine.load_note()}"
    what = f"check, warm, {sizes.many:,} pictures, {len(paths)} photos that it does not hold: mean"
    return Row(NAME, what, sum(cpu) / len(cpu), "ms", note=note)


def _row(what: str, cpu_ms: float, goal: Goal | None, one: _Asked, more: str) -> Row:
    sift = 1000 * one.sift_s
    note = f"{cpu_ms / sift:.1f} x the SIFT extraction of the picture ({sift:.0f} ms); {more}; {machine.load_note()}"
    return Row(NAME, what, cpu_ms, "ms", goal, note)


def _retrieval(built: dict[int, Path], sizes: _Sizes, members: Sequence[Path], outside: Sequence[Path]) -> list[Row]:
    """Candidates of the same copies in the smallest and in the largest archive."""
    counts = (sizes.few, sizes.many)
    found, taken = dict.fromkeys(counts, 0), dict.fromkeys(counts, 0.0)
    looked = 0
    stores = {count: SqliteStore(str(built[count])) for count in counts}
    indexes = {
        count: LocalIndex(f"{built[count]}.index/local", StoredFeatures(store, local.VERSION), version=local.VERSION)
        for count, store in stores.items()
    }
    rows_of = _rows_of(stores[sizes.few], members)
    missed: dict[int, list[str]] = {count: [] for count in counts}
    for name, data, parts in _copies(sizes.questions, members, outside):
        right = {rows_of[part] for part in parts if part in rows_of}
        probes = list(_probes(data, name))
        looked += len(probes)
        for count in counts:
            begun = time.process_time()
            candidates = {one.feature_id for view in probes for one in indexes[count].search(view, SHORTLIST)}
            taken[count] += time.process_time() - begun
            there = {item for item, _ in stores[count].features(candidates).values()}
            found[count] += bool(right & there)
            missed[count] += [] if right & there else [name]
    for store in stores.values():
        store.close()
    shares = {count: 100 * found[count] / sizes.questions for count in counts}
    rows = []
    for count in counts:
        note = f"{found[count]} of {sizes.questions}; missed: {', '.join(sorted(missed[count])) or 'none'}"
        rows.append(
            Row(NAME, f"retrieval, {count:,} pictures: among the first {SHORTLIST}", shares[count], "%", note=note)
        )
    what = f"retrieval: points lost from {counts[0]:,} to {counts[1]:,} pictures"
    rows.append(Row(NAME, what, shares[counts[0]] - shares[counts[1]], "", LOST))
    for count in counts:
        note = f"{looked / sizes.questions:.1f} views a copy"
        rows.append(
            Row(NAME, f"look-up of one view, {count:,} pictures", 1000 * taken[count] / looked, "ms", note=note)
        )
    return rows


def _rows_of(store: SqliteStore, members: Sequence[Path]) -> dict[Path, int]:
    """The item of each photo."""
    found = ((path, store.item_by_digest(read_bytes(path.read_bytes(), name=str(path)).sha256)) for path in members)
    return {path: row for path, row in found if row is not None}


def _copies(count: int, members: Sequence[Path], outside: Sequence[Path]) -> Iterator[tuple[str, bytes, list[Path]]]:
    """Attacked copies, every attack in its turn: the attack, the file, the photos that it shows."""
    chance = random.Random(SEED)
    for seed, attack in enumerate(islice(cycle(ATTACKS), count)):
        shown = chance.choices(members, k=FEWEST_PICTURES - 1)
        copy = attacked(attack, [opened(path) for path in (*shown, chance.choice(outside))], seed=seed)
        yield attack.name, copy.data, [shown[part] for part in copy.parts]


def _probes(data: bytes, name: str) -> Iterator[list[Probe]]:
    """What each view of a file is looked up by."""
    views = Views(open_image(data, name=name).luma().plane)
    for view in (views.usual(), views.negative(), views.trimmed()):
        if view is not None:
            yield [probe_of(variant.features) for variant in view.variants]


def _bytes(archive: Path, sizes: _Sizes, members: int) -> list[Row]:
    with closing(sqlite3.connect(archive)) as connection:
        features, thumbnails = (
            connection.execute(f"SELECT SUM(LENGTH({column})) FROM {table} WHERE item <= ?", [members]).fetchone()[0]  # noqa: S608
            for table, column in (("features", "value"), ("thumbnails", "jpeg"))
        )
    note = f"features {features / members:,.0f}, thumbnail {thumbnails / members:,.0f}; mean of {members} photos"
    index = sum(path.stat().st_size for path in (archive.parent / f"{archive.name}.index" / "local").iterdir())
    count = f"{sizes.many:,} pictures"
    file = archive.stat().st_size / sizes.many
    return [
        Row(NAME, "features and thumbnail of a photo", (features + thumbnails) / members, "bytes", STORED, note),
        Row(NAME, f"archive file / {count}", file, "bytes", note="hashes, rows and SQLite's own share within"),
        Row(NAME, f"index of local features / {count}", index / sizes.many, "bytes", note="derived, may be deleted"),
    ]


def _recording(settings: Settings, files: Sequence[Path]) -> list[Row]:
    whole, part = (_copied(settings, files[::every], every) for every in (1, PART))
    further = len(files) - len(files[::PART])
    cost = {
        name: _difference(settings, whole, part, name, options) / further
        for name, options in (("all", ()), ("fast", ("--fast",)))
    }
    decoding, extracting = (_each(files, call) for call in (_decode, _extract))
    sift = extracting - decoding
    note = (
        f"import {1000 * cost['all']:.0f} ms, with --fast {1000 * cost['fast']:.0f}, decoding {1000 * decoding:.0f}, "
    )
    note += f"SIFT alone {1000 * sift:.0f}; {further} photos, {machine.load_note()}"
    what = "recording a photo beyond decoding it"
    return [
        Row(NAME, what, 1000 * (cost["all"] - decoding), "ms", BEYOND_DECODING, note),
        Row(NAME, f"{what}, with --fast", 1000 * (cost["fast"] - decoding), "ms"),
    ]


def _copied(settings: Settings, files: Sequence[Path], every: int) -> Path:
    folder = settings.folder(f"{NAME}-photos-{every}")
    for at, path in enumerate(files):
        shutil.copyfile(path, folder / f"{at:04}.jpg")
    return folder


def _difference(settings: Settings, whole: Path, part: Path, name: str, options: Sequence[str]) -> float:
    """Processor seconds that the whole folder takes more than the part; median."""
    taken = []
    for turn in range(settings.of(3, 1)):
        costs = []
        for folder in (whole, part):
            archive = settings.folder(f"{NAME}-{name}-{folder.name}-{turn}") / "archive.db"
            command = ("import", str(folder), "--quiet", "--no-keep", "--workers", "1", "--archive", str(archive))
            costs.append(processes.cost((*processes.PROVENANCE, *command, *options)).cpu_s)
        taken.append(costs[0] - costs[1])
    return median(taken)


def _decode(path: Path) -> None:
    with Image.open(io.BytesIO(path.read_bytes())) as picture:
        picture.draft("L", SIDE)
        picture.convert("L")


def _extract(path: Path) -> None:
    plane = open_image(path.read_bytes(), name=str(path)).luma().plane
    local.keypoints(plane, side=local.STORED_SIDE, most=local.STORED_FEATURES)


def _each(files: Sequence[Path], call: Callable[[Path], None]) -> float:
    """Processor seconds a photo."""
    begun = time.process_time()
    for path in files:
        call(path)
    return (time.process_time() - begun) / len(files)
