"""Files examined one by one or in worker processes, in the order in which they came.

Decoders are the likeliest part to crash or to hang, so a batch runs them in processes of their own: one
that dies or takes too long costs a ``Problem`` for its file, and the batch goes on.
"""

from __future__ import annotations

import faulthandler
import os
import signal
import threading
from collections import deque
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import chain, islice
from multiprocessing import get_context, parent_process
from typing import TYPE_CHECKING, Any, TypeAlias

from provenance.errors import BadOption, MediaDamaged, MediaError
from provenance.fingerprints.examine import Examined, examine_read, read
from provenance.model import Intake, Problem
from provenance.store import files
from provenance.text import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future
    from types import TracebackType

    from provenance.media.image import Limits

FEW = 8  # up to so many files, starting a process (~0.5 s) costs more than it saves
AHEAD = 8  # files a worker that are under way or waiting: workers stay busy, memory stays flat
HANG_SECONDS = 60.0  # the slowest of 424 hostile files takes a second, a 200-megapixel photograph five


@dataclass(frozen=True, slots=True)
class Task:
    """What is to be done with each file; picklable."""

    limits: Limits
    keep_in: str | None  # folder for kept files; None keeps none
    is_known: Callable[[str], bool]  # by SHA-256: known files are not decoded again
    hang_seconds: float = HANG_SECONDS


@dataclass(frozen=True, slots=True)
class KnownFile:
    """A file that the archive has already, by its SHA-256."""

    sha256: str
    byte_size: int


# None: there is no file to look at
Result: TypeAlias = "Examined | KnownFile | Problem | None"


def look_at(path: str, task: Task) -> Result:
    """Read, fingerprint and keep one file. What cannot be used becomes a ``Problem``.

    Raises:
        StorageFull, ArchiveError: the file could not be kept; the batch must stop.
    """
    try:
        file = read(path, limits=task.limits)
        if task.is_known(file.sha256):
            return KnownFile(file.sha256, file.byte_size)
        examined = examine_read(file, limits=task.limits)
    except MediaError as error:
        return Problem(readable(path), readable(str(error)), type(error).__name__)
    if task.keep_in:
        files.keep(task.keep_in, file.data or path, sha256=file.sha256, media_type=examined.media_type)
    return examined


class Examiner:
    """Looks at the files of intakes, few of them here, many in worker processes. A context manager."""

    def __init__(self, task: Task, *, workers: int) -> None:
        self._task = task
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Examiner:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._pool:
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
        if isinstance(intake, Problem) or intake.path is None:
            return None
        return look_at(intake.path, self._task)

    def _pooled(self, intakes: Iterator[Intake | Problem]) -> Iterator[tuple[Intake | Problem, Result]]:
        waiting: deque[tuple[Intake | Problem, Future[Result] | None]] = deque()
        for intake in intakes:
            waiting.append((intake, self._submit(intake)))
            if len(waiting) >= AHEAD * self._workers:
                yield self._next(waiting)
        while waiting:
            yield self._next(waiting)

    def _next(self, waiting: deque[tuple[Intake | Problem, Future[Result] | None]]) -> tuple[Intake | Problem, Result]:
        intake, future = waiting.popleft()
        if future is None:
            return intake, None
        try:
            return intake, future.result()
        except BrokenProcessPool:
            result = self._alone(intake)
            again = [(other, self._submit(other)) for other, _ in waiting]
            waiting.clear()
            waiting.extend(again)
            return intake, result

    def _alone(self, intake: Intake | Problem) -> Result:
        """A worker died: look at this file in a process where nothing else runs, to learn whether it was this one."""
        self._renew()
        future = self._submit(intake)
        try:
            return future.result() if future else None
        except BrokenProcessPool:
            self._renew()
            path = intake.path if isinstance(intake, Intake) and intake.path else ""
            took = f"crashed or took longer than {self._task.hang_seconds:.0f} s"
            reason = f"{path}: the decoder {took}. Nothing of it was recorded."
            return Problem(readable(path), readable(reason), MediaDamaged.__name__)

    def _submit(self, intake: Intake | Problem) -> Future[Result] | None:
        if isinstance(intake, Problem) or intake.path is None:
            return None
        if self._pool is None:
            self._pool = self._started()
        try:
            with _deaf_to_interrupts():  # a further worker may be started here
                return self._pool.submit(_watched, intake.path, self._task)
        except BrokenProcessPool:
            self._renew()
            return self._submit(intake)

    def _started(self) -> ProcessPoolExecutor:
        # spawn: the same on every operating system, and nothing of this process is shared by accident
        pool = ProcessPoolExecutor(self._workers, mp_context=get_context("spawn"), initializer=_prepare_worker)
        try:
            with _deaf_to_interrupts():
                first = pool.submit(_ready)
            first.result()
        except BrokenProcessPool as error:
            pool.shutdown(wait=False)
            raise BadOption(
                "worker processes cannot be started. A script that calls Archive.ingest needs the guard "
                "if __name__ == '__main__': around its own code; see: provenance help python"
            ) from error
        return pool

    def _renew(self) -> None:
        if self._pool:
            self._pool.shutdown(wait=False, cancel_futures=True)
        self._pool = None


def _prepare_worker() -> None:
    """Ctrl-C is for the parent, which ends its workers in order; where it is killed, they end by themselves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    parent = parent_process()
    if parent:
        threading.Thread(target=_end_with, args=(parent,), daemon=True).start()


def _end_with(parent: Any) -> None:
    parent.join()
    os._exit(1)


def _ready() -> None:
    """What a new worker is asked first."""


@contextmanager
def _deaf_to_interrupts() -> Iterator[None]:
    """A process that is started here ignores Ctrl-C from its first instruction."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def _watched(path: str, task: Task) -> Result:
    """``look_at`` in a worker that ends itself when it hangs, even inside a C library."""
    with open(os.devnull, "w") as nowhere:  # noqa: PTH123 - a device, not a path of ours
        faulthandler.dump_traceback_later(task.hang_seconds, exit=True, file=nowhere)
        try:
            return look_at(path, task)
        finally:
            faulthandler.cancel_dump_traceback_later()
