"""Archives to work at: an archive serves one thread at a time, so that each request borrows one.

As many are open as were ever needed at once, at most the given number; whoever comes then waits.
"""

from __future__ import annotations

import threading
from contextlib import contextmanager
from typing import TYPE_CHECKING

from provenance.archive import Archive
from provenance.errors import ArchiveLocked, ProvenanceError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.web.settings import Settings

WAIT_SECONDS = 30.0  # for a desk


class Desks:
    """A pool of archives."""

    def __init__(self, settings: Settings, most: int) -> None:
        self._settings = settings
        self._room = threading.Semaphore(most)
        self._free: list[Archive] = []
        self._lock = threading.Lock()
        self._closed = False

    @contextmanager
    def lent(self) -> Iterator[Archive]:
        """An archive for this thread alone.

        Raises:
            ArchiveLocked: all were in use for too long.
        """
        if not self._room.acquire(timeout=WAIT_SECONDS):
            raise ArchiveLocked("The server is busy. Try again in a moment.")
        try:
            archive = self._one()
            try:
                yield archive
            except ProvenanceError:
                self._put_back(archive)
                raise
            except BaseException:  # who knows in which state it is
                archive.close()
                raise
            else:
                self._put_back(archive)
        finally:
            self._room.release()

    def close(self) -> None:
        """Close those that are not in use; the others are closed when they come back."""
        with self._lock:
            self._closed = True
            free, self._free = self._free, []
        for archive in free:
            archive.close()

    def _one(self) -> Archive:
        with self._lock:
            if self._free:
                return self._free.pop()
        settings = self._settings
        return Archive(settings.archive, create=False, clock=settings.clock, limits=settings.limits)

    def _put_back(self, archive: Archive) -> None:
        with self._lock:
            if not self._closed:
                self._free.append(archive)
                return
        archive.close()
