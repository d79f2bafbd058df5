"""Many files checked, few of them here, many in worker processes; answers come in the order of the files.

Each worker opens the archive for itself and keeps it open: what loading costs is paid once. A decoder that crashes
costs the answer about its file, and no other.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from provenance.archive import Archive
from provenance.errors import MediaDamaged, MediaError
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from concurrent.futures import Future, ProcessPoolExecutor

    from provenance.media.image import Limits
    from provenance.model import Answer, Claim, Fact
    from provenance.reading import Reading

# From so many files on two processes are used: they take 0.45 s to start, and a check takes 0.2 s in a small archive
# and 0.35 s at 100,000 pictures, one by hashes only 0.02 s.
MANY = 4
MANY_FAST = 64
PROCESSES = 2
AHEAD = 4  # files a worker that are under way or waiting


class Question(NamedTuple):
    """What is asked of each file; picklable."""

    fast: bool = False
    facts: bool = False  # also what the file says about itself
    claim: Claim | None = None  # what is being claimed of it now
    published: str | None = None  # when it was published, where it was found


class Answered(NamedTuple):
    """An answer with what was asked for beside it."""

    answer: Answer
    facts: tuple[Fact, ...] = ()


Found: TypeAlias = "Answered | MediaError"


def answers(
    archive: Archive,
    question: Question,
    paths: Sequence[str],
    *,
    workers: int | None = None,
    reading: Reading | None = None,
) -> Iterator[tuple[str, Found]]:
    """Each file with its answer, or with the error that says why there is none.

    ``archive`` is asked here, where there are few files; ``workers`` says how many processes there may be. ``reading``
    is told how far videos have come, where they are read here.
    """
    if workers is None:
        workers = PROCESSES if len(paths) >= (MANY_FAST if question.fast else MANY) else 1
    workers = min(workers, len(paths))
    if workers > 1:
        yield from _Pooled(_Asker(str(archive.path), archive.limits, question), workers).answers(paths)
        return
    for path in paths:
        yield path, answer(archive, question, path, watch=partial(reading, path) if reading else None)


def answer(
    archive: Archive, question: Question, path: str, *, watch: Callable[[int, int], None] | None = None
) -> Found:
    """One file's answer."""
    try:
        found = archive.check(path, fast=question.fast, claim=question.claim, published=question.published, watch=watch)
        return Answered(found, archive.facts_of_file(path) if question.facts else ())
    except MediaError as error:
        return error


class _Asker(NamedTuple):
    """What a worker needs to know; picklable."""

    archive: str
    limits: Limits
    question: Question


class _Pooled:
    """The processes of one run. What they need is loaded here, since one file is checked without."""

    def __init__(self, asker: _Asker, workers: int) -> None:
        self._asker = asker
        self._workers = workers
        self._pool: ProcessPoolExecutor | None = None

    def answers(self, paths: Sequence[str]) -> Iterator[tuple[str, Found]]:
        """In the order of the files, not too far ahead of whoever reads them."""
        waiting: deque[tuple[str, Future[Found]]] = deque()
        try:
            for path in paths:
                waiting.append((path, self._submit(path)))
                if len(waiting) >= AHEAD * self._workers:
                    yield self._next(waiting)
            while waiting:
                yield self._next(waiting)
        finally:
            self._end(wait=True)

    def _next(self, waiting: deque[tuple[str, Future[Found]]]) -> tuple[str, Found]:
        from concurrent.futures.process import BrokenProcessPool

        path, future = waiting.popleft()
        try:
            return path, future.result()
        except BrokenProcessPool:
            found = self._alone(path)
            again = [(other, self._submit(other)) for other, _ in waiting]
            waiting.clear()
            waiting.extend(again)
            return path, found

    def _alone(self, path: str) -> Found:
        """A worker died: ask about this file where nothing else runs, to learn whether it was this one."""
        from concurrent.futures.process import BrokenProcessPool

        self._end(wait=False)
        try:
            return self._submit(path).result()
        except BrokenProcessPool:
            self._end(wait=False)
            return MediaDamaged(f"{path}: the decoder crashed. Nothing is said of it.")

    def _submit(self, path: str) -> Future[Found]:
        from concurrent.futures.process import BrokenProcessPool

        from provenance.guarding import deaf_to_interrupts
        from provenance.workers import start_pool

        if self._pool is None:
            self._pool = start_pool(self._workers)
        try:
            with deaf_to_interrupts():  # a further worker may be started here
                return self._pool.submit(_in_worker, self._asker, path)
        except BrokenProcessPool:
            self._end(wait=False)
            return self._submit(path)

    def _end(self, *, wait: bool) -> None:
        if self._pool:
            self._pool.shutdown(wait=wait, cancel_futures=True)
        self._pool = None


_opened: dict[str, Archive] = {}  # in a worker: the archive that it asks


def _in_worker(asker: _Asker, path: str) -> Found:
    if asker.archive not in _opened:
        _opened[asker.archive] = Archive(asker.archive, create=False, limits=asker.limits)
    return answer(_opened[asker.archive], asker.question, path)
