"""What an import of very many pictures takes in memory: the command itself, watched from outside. Needs ``/proc``.

How: small distinct JPEG files (128 x 96, seeded, with enough detail to be comparable) lie in a folder.
``provenance import --no-keep --fast --quiet --workers 2 FOLDER`` runs as a user would run it. This process, which is
none of the measured ones, looks at it and all its children every quarter of a second:

- *a process's peak*: ``VmHWM``, the most that the kernel ever saw it use, pages that it shares with others
  included. So it is no less than what the process alone takes.
- *all together*: the sum of ``VmRSS`` over the processes at one moment, the largest of such sums. Pages that
  several share, libraries above all, count several times: this too is on the safe side.
- *growth*: the main process when the first tenth is recorded and at the end; what grows with the archive shows.

Items a second is wall time, for information, on all cores that are allowed.
"""

from __future__ import annotations

import shutil
import sqlite3
import subprocess
import time
from contextlib import closing, suppress
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from PIL import Image

from tests.benchmarks import machine, processes
from tests.benchmarks.rows import Row, at_most

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.benchmarks.settings import Settings

NAME = "memory"
LIMIT = at_most(300, timed=False)  # MB
PROC = Path("/proc")
EVERY_S = 0.25
WORKERS = 2
SIZE = (128, 96)  # pixels
DETAIL = (12, 16)  # random grey values that a picture is enlarged from
FILES_A_FOLDER = 1_000
KILOBYTE = 1024
MEGABYTE = 1e6


class _Sample(NamedTuple):
    """One process at one moment."""

    peak: int  # bytes
    now: int
    command: str


class _Watched(NamedTuple):
    """What was seen of a run."""

    main_peak: int  # bytes
    worker_peaks: tuple[int, ...]
    together: int
    first_tenth: int  # of the main process, when a tenth of the items was recorded
    seconds: float


def measure(settings: Settings) -> list[Row]:
    """All rows of this measurement."""
    return watched(settings, settings.of(100_000, 2_000))


def watched(settings: Settings, items: int) -> list[Row]:
    """All rows, for so many pictures."""
    what = f"import of {items:,} pictures"
    if not PROC.is_dir():
        return [Row(NAME, what, None, "MB", LIMIT, "needs /proc")]
    folder = settings.folder("tiny")
    _make(folder, items)
    archive = settings.folder("memory") / "archive.db"
    with machine.every_core() as cores:
        seen = _watch(folder, archive, items)
    recorded = _count(archive)
    shutil.rmtree(folder)
    return _rows(what, seen, items, recorded, cores)


def _make(folder: Path, items: int) -> None:
    """Small distinct pictures, a thousand to a folder."""
    random = np.random.default_rng(items)
    for at in range(items):
        place = folder / f"{at // FILES_A_FOLDER:04}"
        if at % FILES_A_FOLDER == 0:
            place.mkdir()
        coarse = Image.fromarray(random.integers(0, 256, DETAIL, np.uint8))
        coarse.resize(SIZE, Image.Resampling.BICUBIC).save(place / f"{at:06}.jpg", quality=80)


def _watch(folder: Path, archive: Path, items: int) -> _Watched:
    options = ("--no-keep", "--fast", "--quiet", "--workers", str(WORKERS), "--archive", str(archive))
    command = (*processes.PROVENANCE, "import", str(folder), *options)
    peaks: dict[int, int] = {}
    together = first_tenth = 0
    begun = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, env=processes.environment(), cwd=processes.ROOT) as main:
        while main.poll() is None:
            seen = dict(_samples(main.pid))
            together = max(together, sum(one.now for one in seen.values()))
            peaks |= {process: one.peak for process, one in seen.items() if process == main.pid or _works(one)}
            if not first_tenth and _count(archive) >= items // 10 and main.pid in seen:
                first_tenth = seen[main.pid].now
            time.sleep(EVERY_S)
    if main.returncode:
        raise processes.CommandFailed(f"{' '.join(command)}: exit code {main.returncode}")
    main_peak = peaks.pop(main.pid)
    return _Watched(main_peak, tuple(peaks.values()), together, first_tenth, time.perf_counter() - begun)


def _samples(process: int) -> Iterator[tuple[int, _Sample]]:
    """A process and all below it, as far as they still run."""
    with suppress(OSError, KeyError, ValueError):  # it ended meanwhile
        status = dict(
            line.split(":", 1) for line in (PROC / f"{process}/status").read_text("utf-8").splitlines() if ":" in line
        )
        command = (PROC / f"{process}/cmdline").read_bytes().decode(errors="replace")
        peak, now = (int(status[name].split()[0]) * KILOBYTE for name in ("VmHWM", "VmRSS"))
        yield process, _Sample(peak, now, command)
    for thread in _listed(PROC / f"{process}/task"):
        for child in _children(process, thread):
            yield from _samples(child)


def _listed(folder: Path) -> list[str]:
    try:
        return [path.name for path in folder.iterdir()]
    except OSError:
        return []


def _children(process: int, thread: str) -> list[int]:
    try:
        return [int(child) for child in (PROC / f"{process}/task/{thread}/children").read_text("ascii").split()]
    except OSError:
        return []


def _works(sample: _Sample) -> bool:
    """Whether it is a worker, and not the helper that multiprocessing starts beside them."""
    return "spawn_main" in sample.command


def _count(archive: Path) -> int:
    """Items recorded so far; 0 while there is no archive."""
    try:
        with closing(sqlite3.connect(f"{archive.as_uri()}?mode=ro", uri=True)) as connection:
            found = connection.execute("SELECT count FROM _counts WHERE \"table\" = 'media_items'").fetchone()
    except sqlite3.Error:
        return 0
    return int(found[0]) if found else 0


def _rows(what: str, seen: _Watched, items: int, recorded: int, cores: int) -> list[Row]:
    workers = ", ".join(f"{peak / MEGABYTE:.0f}" for peak in seen.worker_peaks)
    whole = f"{recorded:,} recorded"
    growth = (seen.main_peak - seen.first_tenth) / MEGABYTE
    rate = f"{items / seen.seconds:.0f} items a second, {cores} cores, {machine.load_note()}"
    return [
        Row(NAME, f"{what}: all processes together, peak", seen.together / MEGABYTE, "MB", LIMIT, whole),
        Row(NAME, f"{what}: main process, peak", seen.main_peak / MEGABYTE, "MB", LIMIT),
        Row(NAME, f"{what}: the larger worker, peak", max(seen.worker_peaks) / MEGABYTE, "MB", LIMIT, workers),
        Row(NAME, f"{what}: growth of the main process after the first tenth", growth, "MB"),
        Row(NAME, f"{what}: wall time", seen.seconds, "s", note=rate),
    ]
