"""Work that takes longer than a page may: done by threads of the server, and looked up by a random id.

A reload of the page, or another browser, finds the job where it is. What it came to stays for an hour.
"""

from __future__ import annotations

import queue
import secrets
import threading
from contextlib import suppress
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from provenance.errors import ProvenanceError, UnknownId
from provenance.named import NamedTuple
from provenance.saying.words import one_line

if TYPE_CHECKING:
    from collections.abc import Callable
    from contextlib import AbstractContextManager

    from provenance.archive import Archive
    from provenance.web.desks import Desks
    from provenance.web.settings import Settings

    Work = Callable[[Archive, "Job"], Any]

END_SECONDS = 10.0  # for a job to come to its end when the server ends


class State(StrEnum):
    """How far a job is."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class ServerEnds(ProvenanceError):
    """The server ends, and the job with it."""


class Progress(NamedTuple):
    """How a job stands at one moment."""

    state: State
    is_over: bool
    percent: int | None
    problem: str | None


class Job:
    """One piece of work. Its thread writes, pages read."""

    def __init__(self, job_id: str, title: str, work: Work, at: float) -> None:
        self.id, self.title, self.at = job_id, title, at
        self.state = State.WAITING
        self.done = 0  # of what it counts
        self.of = 0  # 0: unknown
        self.first: Any = None  # a first result, before the last
        self.result: Any = None
        self.problem: str | None = None  # one line
        self.place: str | None = None  # the page that shows what it came to, once it is done
        self.ends = False  # it is to end before it is done
        self._work = work
        self._changed = threading.Condition()

    def step(self, done: int, of: int) -> None:
        """Say how far it is.

        Raises:
            ServerEnds: it is to end.
        """
        self.done, self.of = done, of
        if self.ends:
            raise ServerEnds("The server ended before this was done.")

    def tell(self, first: Any) -> None:
        """Give a first result."""
        with self._changed:
            self.first = first
            self._changed.notify_all()

    def run(self, archive: Archive) -> None:
        """Do the work. Never raises."""
        self.state = State.RUNNING
        try:
            self.result = self._work(archive, self)
            state = State.DONE
        except ProvenanceError as error:
            self.problem, state = one_line(str(error)), State.FAILED
        except Exception as error:  # noqa: BLE001 - the batch boundary: the page says it in one line
            self.problem, state = f"unexpected {type(error).__name__}: {one_line(str(error))}", State.FAILED
        self._finish(state)

    def fail(self, problem: str) -> None:
        """It cannot be done."""
        self.problem = problem
        self._finish(State.FAILED)

    @property
    def now(self) -> Progress:
        """How it stands. To be asked for before its results, which may be newer then, and never older."""
        with self._changed:
            return Progress(self.state, self.is_over, self.percent, self.problem)

    @property
    def is_over(self) -> bool:
        """Whether nothing more comes."""
        return self.state in (State.DONE, State.FAILED)

    @property
    def percent(self) -> int | None:
        """How much of it is done; None where that is unknown."""
        return min(100, 100 * self.done // self.of) if self.of else None

    def wait(self, seconds: float) -> bool:
        """Wait until it is over; whether it is."""
        with self._changed:
            return self._changed.wait_for(lambda: self.is_over, seconds)

    def wait_for_first(self, seconds: float) -> bool:
        """Wait until it is over or has a first result; whether it has either."""
        with self._changed:
            return self._changed.wait_for(lambda: self.is_over or self.first is not None, seconds)

    def _finish(self, state: State) -> None:
        with self._changed:
            self.state = state
            self._changed.notify_all()


class Jobs:
    """The jobs of one server. Thread safe."""

    def __init__(self, settings: Settings, desks: Desks, *, steady: Callable[[], float]) -> None:
        self._settings, self._desks, self._steady = settings, desks, steady
        self._queue: queue.SimpleQueue[Job | None] = queue.SimpleQueue()
        self._jobs: dict[str, Job] = {}
        self._lock = threading.Lock()
        self._threads: list[threading.Thread] = []

    def start(self, title: str, work: Work) -> Job:
        """Let a thread do some work as soon as one is free; ``work`` gets an archive and its job."""
        self._sweep()
        job = Job(secrets.token_hex(16), title, work, self._steady())
        with self._lock:
            self._jobs[job.id] = job
            if len(self._threads) < self._settings.workers:
                thread = threading.Thread(target=self._serve, name="provenance-job", daemon=True)
                self._threads.append(thread)
                thread.start()
        self._queue.put(job)
        return job

    def get(self, job_id: str) -> Job:
        """A job that was started within the last hour.

        Raises:
            UnknownId: there is none.
        """
        with self._lock:
            found = self._jobs.get(job_id)
        if found is None:
            raise UnknownId("This is no longer here: what was asked stays for an hour. Ask again")
        return found

    def all(self) -> list[Job]:
        """Every job that is remembered, newest first."""
        with self._lock:
            return list(reversed(self._jobs.values()))

    def close(self) -> None:
        """Let running ones end early where they can, wait for them a little, and close their archives."""
        with self._lock:
            jobs, threads = list(self._jobs.values()), list(self._threads)
        for job in jobs:
            job.ends = True
        with suppress(queue.Empty):
            while True:
                waiting = self._queue.get_nowait()
                if waiting:
                    waiting.fail("The server ended before this was begun.")
        for _ in threads:
            self._queue.put(None)
        for thread in threads:
            thread.join(END_SECONDS)
        self._desks.close()

    def lent(self) -> AbstractContextManager[Archive]:
        """An archive of those that long work has, for what is long and no job."""
        return self._desks.lent()

    def _serve(self) -> None:
        while (job := self._queue.get()) is not None:
            try:
                with self._desks.lent() as archive:
                    job.run(archive)
            except ProvenanceError as error:  # the archive cannot be opened, or is another one by now
                job.fail(one_line(str(error)))
            except Exception as error:  # noqa: BLE001 - a thread that ended would let all later jobs wait for ever
                job.fail(f"unexpected {type(error).__name__}: {one_line(str(error))}")

    def _sweep(self) -> None:
        oldest = self._steady() - self._settings.kept_seconds
        with self._lock:
            for job in [job for job in self._jobs.values() if job.is_over and job.at < oldest]:
                del self._jobs[job.id]
