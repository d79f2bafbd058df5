"""Files that came in and are not recorded: in a private folder, under random names, for an hour.

What a request calls a file is text to be shown; it never becomes part of a path.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import stat
import tempfile
import threading
import time
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from filelock import FileLock, Timeout

from provenance.errors import InputError, StorageFull, UnknownId
from provenance.named import NamedTuple
from provenance.text import readable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.web.settings import Settings

ID = re.compile(r"[0-9a-f]{32}")
PREFIX = "provenance-uploads-"
MARK = "server"
YOUNG_SECONDS = 2.0  # of a folder whose server may not hold its mark yet
LONGEST_NAME = 120  # characters that are shown
PIECE = 1 << 20  # bytes copied at a time


class Upload(NamedTuple):
    """A file that came in."""

    id: str
    name: str  # what the request calls it, for people
    path: str  # where it lies: of this server's choice
    size: int  # bytes
    at: float  # when it came, of the steady clock


@contextmanager
def room_for_files() -> Iterator[None]:
    """Around whatever writes to the temporary folder.

    Raises:
        StorageFull: instead of the system's error that there is no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        raise StorageFull(
            f"{tempfile.gettempdir()}: the disk is full, and nothing was kept. Make room there, or name another "
            "folder in the environment variable TMPDIR and start the server again."
        ) from error


class TooMuchHeld(InputError):
    """The temporary folder is as full as it may be."""


class _Place(NamedTuple):
    """A server's own in the temporary folder."""

    whole: Path  # made by this server for itself alone: it is removed at the end with all that is in it
    files: Path  # what came in, within
    mark: FileLock  # held for as long as the server lives


class Uploads:
    """The uploads of one server. Thread safe."""

    def __init__(self, settings: Settings, *, steady: Callable[[], float]) -> None:
        """Make the folder, which only this user can read, and remove those of servers that were killed."""
        self._settings, self._steady = settings, steady
        self._place = _new_place()
        _remove_left_behind()
        self._held: dict[str, Upload] = {}
        self._lock = threading.Lock()

    @property
    def folder(self) -> Path:
        """Where they lie."""
        return self._place.files

    def take(self, stream: IO[bytes], name: str) -> Upload:
        """Keep what a stream holds.

        Raises:
            TooMuchHeld: there is no room for it.
        """
        self.sweep()
        self._find_place()
        upload_id = secrets.token_hex(16)
        place = self.folder / upload_id
        room = self._settings.held_bytes - sum(upload.size for upload in self._all())
        try:
            with os.fdopen(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                size = _copied(stream, file, room)
        except BaseException:
            place.unlink(missing_ok=True)
            raise
        upload = Upload(upload_id, shown_name(name), str(place), size, self._steady())
        with self._lock:
            self._held[upload_id] = upload
        return upload

    def get(self, upload_id: str) -> Upload:
        """An upload that is still there.

        Raises:
            UnknownId: it is not.
        """
        self.sweep()
        with self._lock:
            found = self._held.get(upload_id) if ID.fullmatch(upload_id) else None
        if found is None:
            raise UnknownId("This upload is no longer here: uploads stay for an hour. Choose the file again")
        return found

    def renew(self, upload_id: str) -> None:
        """Let an upload stay for its full time from now on: it is being worked with."""
        with self._lock:
            if upload_id in self._held:
                self._held[upload_id] = self._held[upload_id]._replace(at=self._steady())

    def drop(self, upload_id: str) -> None:
        """Remove an upload that nobody asks for again."""
        with self._lock:
            gone = self._held.pop(upload_id, None)
        if gone:
            Path(gone.path).unlink(missing_ok=True)

    def sweep(self) -> None:
        """Remove those that are too old."""
        oldest = self._steady() - self._settings.kept_seconds
        with self._lock:
            gone = [upload for upload in self._held.values() if upload.at < oldest]
            for upload in gone:
                del self._held[upload.id]
        for upload in gone:
            Path(upload.path).unlink(missing_ok=True)

    def close(self) -> None:
        """Remove them all."""
        with self._lock:
            self._held.clear()
        self._place.mark.release()
        shutil.rmtree(self._place.whole, ignore_errors=True)

    def _find_place(self) -> None:
        """Systems empty their temporary folder now and then, however long a server still runs."""
        with self._lock:
            if not self.folder.is_dir():
                self._place.mark.release()
                self._place = _new_place()

    def _all(self) -> list[Upload]:
        with self._lock:
            return list(self._held.values())


def _new_place() -> _Place:
    whole = Path(tempfile.mkdtemp(prefix=PREFIX))
    mark = FileLock(whole / MARK, thread_local=False)
    mark.acquire()
    files = whole / "files"
    files.mkdir(mode=0o700)
    return _Place(whole, files, mark)


def _remove_left_behind() -> None:
    """Servers that were killed leave what was sent to them: whichever starts next removes it."""
    for whole in Path(tempfile.gettempdir()).glob(PREFIX + "*"):
        with suppress(OSError, Timeout):
            if _is_own(whole) and time.time() - whole.stat().st_mtime > YOUNG_SECONDS and _is_dead(whole / MARK):
                shutil.rmtree(whole)


def _is_own(folder: Path) -> bool:
    """Whether it is a folder of this user, and no link to one: others may write to the temporary folder too."""
    found = folder.lstat()
    return stat.S_ISDIR(found.st_mode) and found.st_uid == getattr(os, "getuid", lambda: 0)()


def _is_dead(mark: Path) -> bool:
    """Whether a server made this mark, and none holds it.

    Raises:
        Timeout: one does.
    """
    if mark.is_symlink() or not mark.is_file():
        return False
    with FileLock(mark, blocking=False):
        return True


def shown_name(name: str) -> str:
    """What a request calls a file, made fit to be shown: the last part, on one line, not too long."""
    last = re.split(r"[\\/]", readable(name))[-1]
    words = " ".join("".join(sign if sign.isprintable() else " " for sign in last).split())
    return words[:LONGEST_NAME] or "unnamed"


def _copied(stream: IO[bytes], file: IO[bytes], room: int) -> int:
    size = 0
    while piece := stream.read(PIECE):
        size += len(piece)
        if size > room:
            raise TooMuchHeld("Too much was uploaded within the last hour. Try again later, or record what is there")
        file.write(piece)
    return size
