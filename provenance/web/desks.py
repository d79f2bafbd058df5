"""Archives to work at: an archive serves one thread at a time, so that each request borrows one.

As many are open as were ever needed at once, at most the given number; whoever comes then waits. An open file lives
on when it is deleted or another is put in its place, a backup for one, and what is written to it then is lost: so it
is asked before and after each piece of work whether the archive is still the file of that name.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.archive import Archive
from provenance.errors import ArchiveError, ArchiveLocked, ProvenanceError
from provenance.named import NamedTuple
from provenance.store.connection import BUSY_SECONDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.web.settings import Settings

WAIT_SECONDS = 30.0  # for a desk


class Desks:
    """A pool of archives."""

    def __init__(self, settings: Settings, most: int, *, busy_seconds: float = BUSY_SECONDS) -> None:
        self._settings, self._busy_seconds = settings, busy_seconds
        self._room = threading.Semaphore(most)
        self._free: list[_Desk] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[Archive]:
        """An archive for this thread alone.

        Raises:
            ArchiveLocked: all were in use for too long.
            ArchiveError: another file has come in its place meanwhile: what was recorded is not in it.
        """
        if not self._room.acquire(timeout=WAIT_SECONDS):
            raise ArchiveLocked("The server is busy. Try again in a moment.")
        try:
            desk = self._one()
            try:
                yield desk.archive
            except ProvenanceError:
                self._put_back(desk)
                raise
            except BaseException:  # who knows in which state it is
                desk.archive.close()
                raise
            self._put_back(desk)
            if desk.file != self._file():
                raise ArchiveError(
                    f"{self._settings.archive}: was deleted or replaced while this was under way. "
                    "See what is recorded there now, then do it again."
                )
        finally:
            self._room.release()

    def close(self) -> None:
        """Close those that are not in use; the others are closed when they come back."""
        with self._lock:
            self._closed = True
            free, self._free = self._free, []
        for desk in free:
            desk.archive.close()

    def _one(self) -> _Desk:
        file = self._file()
        while desk := self._free_one():
            if desk.file == file:
                return desk
            desk.archive.close()
        told = self._settings
        busy = self._busy_seconds
        return _Desk(Archive(told.archive, create=False, clock=told.clock, limits=told.limits, busy_seconds=busy), file)

    def _free_one(self) -> _Desk | None:
        with self._lock:
            return self._free.pop() if self._free else None

    def _put_back(self, desk: _Desk) -> None:
        with self._lock:
            if not self._closed:
                self._free.append(desk)
                return
        desk.archive.close()

    def _file(self) -> tuple[int, int] | None:
        """What tells the file of that name from any other; None where there is none."""
        try:
            found = Path(self._settings.archive).stat()
        except OSError:
            return None
        return found.st_dev, found.st_ino


class _Desk(NamedTuple):
    """An open archive, and which file it is."""

    archive: Archive
    file: tuple[int, int] | None
