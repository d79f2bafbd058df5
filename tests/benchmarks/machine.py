"""The machine that measures: what it is, how busy it is, and on which of its cores. Knows no measurement."""

from __future__ import annotations

import os
import platform
import sys
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

LIBRARIES = ("numpy", "pillow", "click", "sqlite-utils", "imagehash", "scipy", "faiss-cpu", "pdqhash")
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS")  # one each: processor time is to be compared
CPU_NAMES = Path("/proc/cpuinfo")
AFFINITY = hasattr(os, "sched_setaffinity")

_all_cores = frozenset(os.sched_getaffinity(0)) if AFFINITY else frozenset[int]()


def single_threaded() -> None:
    """Ask for one thread in every library, here and in child processes. Call before NumPy is loaded."""
    for name in THREADS:
        os.environ[name] = "1"


def pin(core: int) -> bool:
    """Stay on one core, child processes too; False where the system cannot."""
    if AFFINITY:
        os.sched_setaffinity(0, {core})
    return AFFINITY


@contextmanager
def every_core() -> Iterator[int]:
    """Within, all cores that were allowed at the start; gives their number."""
    if not AFFINITY:
        yield os.cpu_count() or 1
        return
    pinned = os.sched_getaffinity(0)
    os.sched_setaffinity(0, _all_cores)
    try:
        yield len(_all_cores)
    finally:
        os.sched_setaffinity(0, pinned)


def load() -> float | None:
    """Processes that wanted to run, mean of the last minute."""
    return round(os.getloadavg()[0], 2) if hasattr(os, "getloadavg") else None


def load_note() -> str:
    """The load for a row's note."""
    busy = load()
    return "load unknown" if busy is None else f"load {busy}"


def described() -> dict[str, Any]:
    """What another machine's numbers must be compared with."""
    import sqlite3

    return {
        "system": platform.platform(),
        "cpu": _cpu(),
        "cpus": os.cpu_count(),
        "cores_allowed": sorted(os.sched_getaffinity(0)) if AFFINITY else None,
        "python": platform.python_version(),
        "implementation": sys.implementation.name,
        "sqlite": sqlite3.sqlite_version,
        "libraries": {name: installed(name) for name in LIBRARIES},
    }


def installed(name: str) -> str | None:
    """The version of a distribution, or None."""
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def missing(*names: str) -> str | None:
    """The first of these distributions that is not installed."""
    return next((name for name in names if installed(name) is None), None)


def _cpu() -> str:
    if CPU_NAMES.is_file():
        for line in CPU_NAMES.read_text("utf-8").splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
