"""What takes long to work out of a whole archive: done by a job, once for each state of the archive's log."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING, Any

from provenance.errors import ProvenanceError

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.archive import Archive
    from provenance.web.jobs import Job, Jobs

    Work = Callable[[Archive], Any]

WAIT_SECONDS = 1.5  # for a result; what takes longer has a page of its own that says how far it is


class NotYet(ProvenanceError):
    """It is still being worked out; ``job`` says how far that is."""

    def __init__(self, job: Job) -> None:
        super().__init__(f"{job.title}: not done yet")
        self.job = job


class Workings:
    """Results by name. Thread safe; whoever asks while one is being worked out waits for the same one."""

    def __init__(self, jobs: Jobs) -> None:
        self._jobs = jobs
        self._lock = threading.Lock()
        self._last: dict[str, tuple[object, Job]] = {}  # by name: the state of the log, and the job

    def result(self, name: str, title: str, work: Work, *, state: object, wait: float = WAIT_SECONDS) -> Any:
        """What ``work`` finds in the archive as its log stands.

        Args:
            name: of the result.
            title: of the job, for people.
            work: works it out; runs in a thread of the jobs.
            state: of the log; another one makes it be worked out anew.
            wait: seconds for it.

        Raises:
            NotYet: it takes longer.
            ProvenanceError: it cannot be worked out.
        """
        with self._lock:
            before, job = self._last.get(name, (None, None))
            if job is None or before != state or job.problem:
                job = self._jobs.start(title, lambda archive, _: work(archive))
                self._last[name] = (state, job)
        if not job.wait(wait):
            raise NotYet(job)
        if job.problem:
            raise ProvenanceError(job.problem)
        return job.result
