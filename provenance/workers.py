"""Files examined one by one or in worker processes, in the order in which they came.

Decoders are the likeliest part to crash or to hang, so a batch runs them in processes of their own: one
that dies or takes too long costs a ``Problem`` for its file, and the batch goes on.
"""

from __future__ import annotations

import faulthandler
import os
from collections import deque
from concurrent.futures import ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from functools import partial
from itertools import chain, islice
from multiprocessing import get_context
from typing import TYPE_CHECKING, TextIO, TypeAlias

import numpy as np

from provenance.errors import BadOption, MediaDamaged, MediaError
from provenance.fingerprints.examine import Examined, examine_read, read
from provenance.guarding import deaf_to_interrupts, leave_interrupts_to_parent
from provenance.model import Intake, MediaKind, Problem
from provenance.named import NamedTuple
from provenance.reading import Slots
from provenance.store import files
from provenance.text import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from types import TracebackType

    from provenance.media.image import Limits
    from provenance.reading import Reading

FEW = 8  # up to so many files, starting a process (~0.5 s) costs more than it saves
AHEAD = 4  # lots a worker that are under way or waiting: workers stay busy, memory stays flat
LOT = 8  # files handed over at once at most: handing over costs 1.4 ms, as much as examining a small picture
LOT_BYTES = 1_000_000  # of files: a large one goes alone, so that no worker waits for another
TELL_SECONDS = 0.25  # between two looks at how far the workers are
KEPT_BYTES = 31 << 20  # just below the most that the GNU allocator learns from on 64 bits
HANG_SECONDS = 60.0  # the slowest of 424 hostile files takes a second, a 200-megapixel photograph five


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with each file; picklable."""

    limits: Limits
    keep_in: str | None  # folder for kept files; None keeps none
    is_known: Callable[[str], bool]  # by SHA-256: known files are not decoded again
    with_local: bool = True  # local features too, which is most of the time
    hang_seconds: float = HANG_SECONDS


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that the archive has already, by its SHA-256."""

    sha256: str
    byte_size: int


# None: there is no file to look at
Result: TypeAlias = "Examined | KnownFile | Problem | None"


def look_at(path: str, task: Task, watch: Callable[[int, int], None] | None = None) -> Result:
    """Read, fingerprint and keep one file. What cannot be used becomes a ``Problem``.

    ``watch`` is told, of a video, how many milliseconds are done, and of how many.

    Raises:
        StorageFull, ArchiveError: the file could not be kept; the batch must stop.
    """
    try:
        file = read(path, limits=task.limits)
        if task.is_known(file.sha256):
            return KnownFile(file.sha256, file.byte_size)
        examined = examine_read(file, limits=task.limits, with_local=task.with_local, watch=watch)
        if task.keep_in:
            files.keep(task.keep_in, file.data or path, sha256=file.sha256, media_type=examined.media_type)
    except MediaError as error:  # also where it is gone, or another one, by the time it is kept
        return Problem(readable(path), readable(str(error)), type(error).__name__)
    return examined


class _Lot(NamedTuple):
    """Intakes whose files are handed to a worker together."""

    intakes: list[Intake | Problem]
    paths: list[str]  # of those that have a file
    future: Future[list[Result]] | None  # None: none of them has one


class Examiner:
    """Looks at the files of intakes, few of them here, many in worker processes. A context manager."""

    def __init__(self, task: Task, *, workers: int, reading: Reading | None = None) -> None:
        """``reading`` is told how far long files have come."""
        self._task = task
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None
        self._reading = reading
        self._slots: Slots | None = None
        self._sent: list[str] = []  # every path that was handed over; its number is its place from 1 on

    def __enter__(self) -> Examiner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._pool:
            if error is not None and not isinstance(error, Exception):  # Ctrl-C: a video would take minutes yet
                end_workers(self._pool)
            self._pool.shutdown(wait=True, cancel_futures=True)

    def results(self, intakes: Iterable[Intake | Problem]) -> Iterator[tuple[Intake | Problem, Result]]:
        """Each intake with what its file is, in the order given; None for an intake without a file."""
        incoming = iter(intakes)
        first = list(islice(incoming, FEW))
        for intake in first if len(first) < FEW else ():
            yield intake, self._here(intake)
        if len(first) == FEW:
            yield from self._pooled(chain(first, incoming))

    def _here(self, intake: Intake | Problem) -> Result:
        path = _path(intake)
        watch = partial(self._reading, path) if self._reading and path else None
        return look_at(path, self._task, watch) if path else None

    def _pooled(self, intakes: Iterator[Intake | Problem]) -> Iterator[tuple[Intake | Problem, Result]]:
        waiting: deque[_Lot] = deque()
        for lot in _lots(intakes):
            waiting.append(self._submit(lot))
            if len(waiting) >= AHEAD * self._workers:
                yield from self._next(waiting)
        while waiting:
            yield from self._next(waiting)

    def _next(self, waiting: deque[_Lot]) -> Iterator[tuple[Intake | Problem, Result]]:
        lot = waiting.popleft()
        try:
            found = iter(self._watched_result(lot.future) if lot.future else ())
        except BrokenProcessPool:
            found = iter([self._alone(path) for path in lot.paths])
            self._renew()
            again = [self._submit(other.intakes) for other in waiting]
            waiting.clear()
            waiting.extend(again)
        for intake in lot.intakes:
            yield intake, next(found) if _path(intake) else None

    def _alone(self, path: str) -> Result:
        """A worker died: look at this file in a process where nothing else runs, to learn whether it was this one."""
        self._renew()
        try:
            return self._watched_result(self._send([path], workers=1))[0]
        except BrokenProcessPool:
            self._renew()
            took = f"crashed or took longer than {self._task.hang_seconds:.0f} s"
            reason = f"{path}: the decoder {took}. Nothing of it was recorded."
            return Problem(readable(path), readable(reason), MediaDamaged.__name__)

    def _submit(self, intakes: list[Intake | Problem]) -> _Lot:
        paths = [path for path in map(_path, intakes) if path]
        return _Lot(intakes, paths, self._send(paths) if paths else None)

    def _watched_result(self, future: Future[list[Result]]) -> list[Result]:
        """What comes of it; meanwhile it is told how far the workers have come."""
        while self._reading and self._slots and not wait([future], timeout=TELL_SECONDS).done:
            for number, done_ms, all_ms in self._slots.read():
                self._reading(self._sent[number - 1], done_ms, all_ms)
        return future.result()

    def _send(self, paths: list[str], *, workers: int | None = None) -> Future[list[Result]]:
        """Hand over files, to so many workers where none are there yet."""
        if self._pool is None:
            workers = workers or self._workers
            self._slots = Slots.of(get_context("spawn"), workers) if self._reading else None
            self._pool = start_pool(workers, self._slots)
        first = len(self._sent) + 1
        if self._reading:
            self._sent += paths
        try:
            with deaf_to_interrupts():  # a further worker may be started here
                return self._pool.submit(_watched, paths, self._task, first)
        except BrokenProcessPool:
            self._renew()
            return self._send(paths, workers=workers)

    def _renew(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None


def _lots(intakes: Iterable[Intake | Problem]) -> Iterator[list[Intake | Problem]]:
    """Intakes in the order given, small files together."""
    lot: list[Intake | Problem] = []
    size = 0
    for intake in intakes:
        lot.append(intake)
        size += _size(_path(intake))
        if len(lot) == LOT or size >= LOT_BYTES:
            yield lot
            lot, size = [], 0
    if lot:
        yield lot


def _path(intake: Intake | Problem) -> str | None:
    return None if isinstance(intake, Problem) else intake.path or None


def _size(path: str | None) -> int:
    try:
        return os.path.getsize(path) if path else 0  # noqa: PTH202 - bytes that are no UTF-8 survive
    except (OSError, ValueError):  # the worker will say so
        return 0


def start_pool(workers: int, slots: Slots | None = None) -> ProcessPoolExecutor:
    """Processes that leave Ctrl-C to their parent, and end with it. Submit under :func:`deaf_to_interrupts`.

    In ``slots`` they say how far they have come within a long file.

    Raises:
        BadOption: they cannot be started.
    """
    # spawn: the same on every operating system, and nothing of this process is shared by accident
    pool = ProcessPoolExecutor(workers, mp_context=get_context("spawn"), initializer=_begin, initargs=(slots,))
    try:
        with deaf_to_interrupts():
            started = [pool.submit(_ready) for _ in range(workers)]  # all at once, not one after another
        started[0].result()
    except BrokenProcessPool as error:
        pool.shutdown(wait=False)
        raise BadOption(
            "worker processes cannot be started. A script that calls Archive.ingest needs the guard "
            "if __name__ == '__main__': around its own code; see: provenance help python"
        ) from error
    except BaseException:  # Ctrl-C while they start: one that is left alone finds its parent gone, and complains
        end_workers(pool)
        pool.shutdown(wait=True, cancel_futures=True)
        raise
    return pool


def end_workers(pool: ProcessPoolExecutor) -> None:
    """End the processes of a pool at once. What they start ends with them; what they write is whole or not there."""
    for process in list((getattr(pool, "_processes", None) or {}).values()):  # public from Python 3.14 on
        process.terminate()
    # One that was about to send its result leaves half of it in the pipe. Whoever reads there waits for the rest for as
    # long as anybody could write it, and this process could.
    writer = getattr(getattr(pool, "_result_queue", None), "_writer", None)
    if writer is not None:
        writer.close()


def _ready() -> None:
    """What a new worker is asked first."""


_telling: list[tuple[Slots, int]] = []  # in a worker: where it says how far it is, and in which line


def keep_freed_memory() -> None:
    """Let the next picture have the memory that the one before gave back, instead of asking the system again.

    The GNU allocator keeps more of what is freed once a large block was (mallopt(3), M_MMAP_THRESHOLD); it need not
    have been written to. Hashing JPEGs of 2 megapixels takes 4 % less with it. Other allocators take no notice.
    """
    np.empty(KEPT_BYTES, np.uint8)


def _begin(slots: Slots | None) -> None:
    """What a worker does first."""
    leave_interrupts_to_parent()
    keep_freed_memory()
    if slots:
        _telling.append((slots, slots.take()))


def _watched(paths: list[str], task: Task, first: int) -> list[Result]:
    """``look_at`` for each file, in a worker that ends itself when one hangs, even inside a C library.

    ``first`` is the number of the first of these files.
    """
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path of ours
        return [_watched_one(path, task, nowhere, number) for number, path in enumerate(paths, first)]


def _watched_one(path: str, task: Task, nowhere: TextIO, number: int) -> Result:
    if _is_video(path):  # may take minutes; its decoder runs in a process of its own, which is watched there
        return _told(path, task, number)
    faulthandler.dump_traceback_later(task.hang_seconds, exit=True, file=nowhere)
    try:
        return look_at(path, task)
    finally:
        faulthandler.cancel_dump_traceback_later()


def _told(path: str, task: Task, number: int) -> Result:
    """``look_at``, telling how far it is."""
    if not _telling:
        return look_at(path, task)
    [(slots, slot)] = _telling
    try:
        return look_at(path, task, partial(slots.write, slot, number))
    finally:
        slots.write(slot, 0, 0, 0)


def _is_video(path: str) -> bool:
    from provenance.media.video import sniff_file

    try:
        found = sniff_file(path)
    except MediaError:  # examining it will say so
        return False
    return found is not None and found.kind is MediaKind.VIDEO
