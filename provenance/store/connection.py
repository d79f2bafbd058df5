"""One SQLite connection: opened with the right settings, its errors translated, its writes all or nothing.

Reading needs only the standard library's ``sqlite3``. The migration library is loaded when an archive
is made, when an older one is opened, and when something is written.
"""

from __future__ import annotations

import errno
import os
import sqlite3
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING, Any

from provenance.errors import (
    ArchiveDamaged,
    ArchiveError,
    ArchiveLocked,
    ArchiveMissing,
    ArchiveTooNew,
    NotAnArchive,
    StorageFull,
)

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

APPLICATION_ID = 0x50524F56  # "PROV": tells an archive from any other SQLite file
SCHEMA_VERSION = 8  # the number of migrations in store/schema.py; a test keeps the two equal
# Of a new archive; an older one keeps its own. A row of features, 3.2 kB, wastes a quarter of SQLite's usual 4,096
# bytes: with these a picture takes 6.9 kB of the file instead of 8.6, and is read as quickly.
PAGE_BYTES = 16_384
BUSY_SECONDS = 10.0  # a batch holds the archive for tenths of a second; sqlite3's own 5 s is too near to that


class Connection:
    """A connection to an archive file."""

    def __init__(self, path: str, *, create: bool = False, busy_seconds: float = BUSY_SECONDS) -> None:
        """Open the archive at ``path``, bringing an older one up to date.

        Raises:
            ArchiveMissing: there is no file, and ``create`` is false.
            NotAnArchive, ArchiveTooNew, ArchiveLocked, StorageFull, ArchiveError: as their names say.
        """
        self.path = path
        self._refuse_what_is_no_file(create=create)
        self._sqlite = self._connect(busy_seconds)
        try:
            self._prepare(create=create)
        except BaseException:
            self._sqlite.close()
            raise

    def close(self) -> None:
        """Close the file. Idempotent."""
        self._sqlite.close()

    def rows(self, sql: str, parameters: Sequence[object] = ()) -> list[sqlite3.Row]:
        """All rows that a query gives."""
        with self.translated():
            return self._sqlite.execute(sql, parameters).fetchall()

    def row(self, sql: str, parameters: Sequence[object] = ()) -> sqlite3.Row | None:
        """The first row that a query gives, if any."""
        with self.translated():
            found: sqlite3.Row | None = self._sqlite.execute(sql, parameters).fetchone()
            return found

    def value(self, sql: str, parameters: Sequence[object] = ()) -> Any:
        """The first column of the first row, or None."""
        found = self.row(sql, parameters)
        return found[0] if found else None

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Several reads that see one and the same state."""
        if self._sqlite.in_transaction:
            yield
            return
        with self.translated():
            self._sqlite.execute("BEGIN")
        try:
            yield
        finally:
            self._sqlite.rollback()

    @contextmanager
    def transaction(self) -> Iterator[Database]:
        """Writes that are kept together or not at all. Waits for another writer up to the busy time."""
        from sqlite_utils import Database  # ~290 ms with what it loads: never on the way of a check

        database = Database(self._sqlite, strict=True, recursive_triggers=False, execute_plugins=False)
        with self.translated():
            self._sqlite.execute("BEGIN IMMEDIATE")
            try:
                yield database
                self._sqlite.execute("COMMIT")
            except BaseException:
                self._sqlite.rollback()
                raise

    @contextmanager
    def translated(self) -> Iterator[None]:
        """SQLite's errors as this project's, with the archive's name and the remedy."""
        try:
            yield
        except sqlite3.Error as error:
            raise self._translation(error) from error

    @property
    def _folder(self) -> str:
        return os.path.dirname(self.path) or "."

    def _refuse_what_is_no_file(self, *, create: bool) -> None:
        if os.path.isdir(self.path):
            raise NotAnArchive(f"{self.path}: is a folder. Name a file with --archive.")
        if not os.path.exists(self.path):
            if not create:
                raise ArchiveMissing(
                    f"{self.path}: there is no archive yet. Record something first: provenance add FILE"
                )
            try:
                os.makedirs(self._folder, exist_ok=True)
            except OSError as error:
                raise ArchiveError(
                    f"{self._folder}: the folder cannot be made ({error.strerror}). Name another place with --archive."
                ) from error

    def _refuse_unfinished(self) -> None:
        """Read as immutable, what stands in the write-ahead log would be hidden."""
        log = self.path + "-wal"
        if os.path.exists(log) and os.path.getsize(log):
            raise ArchiveError(
                f"{self.path}: was not closed before it came to a place that cannot be written. Copy it and "
                f"{os.path.basename(log)} to a folder that can be written, and use it there."
            )

    def _connect(self, busy_seconds: float) -> sqlite3.Connection:
        with self.translated():
            return self._opened(os.path.abspath(self.path), busy_seconds)

    def _opened(self, target: str, busy_seconds: float, *, uri: bool = False) -> sqlite3.Connection:
        """``target`` is absolute, so that no name of a file is taken for a URI or for ``:memory:``."""
        # check_same_thread: one writer thread and the thread that made the store use it in turn, never at once.
        connection = sqlite3.connect(
            target,
            timeout=busy_seconds,
            isolation_level=None,
            check_same_thread=False,
            uri=uri,
        )
        connection.row_factory = sqlite3.Row
        return connection

    def _prepare(self, *, create: bool) -> None:
        version = self._version()
        if version is None:  # on a medium that cannot be written, WAL needs to be told that nobody writes
            from urllib.parse import quote

            self._sqlite.close()
            self._refuse_unfinished()
            self._sqlite = self._opened(f"file:{quote(os.path.abspath(self.path))}?immutable=1", 0, uri=True)
            version = self._version()
        if version == 0 and not create:
            raise NotAnArchive(f"{self.path}: is empty, not an archive. Name another file with --archive.")
        if version is not None and version > SCHEMA_VERSION:
            raise ArchiveTooNew(
                f"{self.path}: made by a later version (schema {version}, this one knows {SCHEMA_VERSION}). "
                "Upgrade: pip install -U media-provenance"
            )
        with self.translated():
            self._sqlite.execute("PRAGMA foreign_keys = ON")
            self._sqlite.execute("PRAGMA synchronous = NORMAL")  # WAL: survives a crash of the process
            # Otherwise a full temporary folder, of another disk perhaps, keeps everything from being recorded.
            self._sqlite.execute("PRAGMA temp_store = MEMORY")
        if version != SCHEMA_VERSION:
            self._migrate()

    def _version(self) -> int | None:
        """The schema version; 0 for an empty file; None where it can only be read as immutable."""
        try:
            application = self._sqlite.execute("PRAGMA application_id").fetchone()[0]
            version = int(self._sqlite.execute("PRAGMA user_version").fetchone()[0])
            # a file without any table is one whose making was cut off
            tables = application == APPLICATION_ID or self._sqlite.execute("SELECT 1 FROM sqlite_master").fetchone()
            if application != APPLICATION_ID and tables:
                raise NotAnArchive(
                    f"{self.path}: is an SQLite file of something else, not an archive. "
                    "Name another file with --archive."
                )
            return version
        except sqlite3.OperationalError as error:
            read_only = error.sqlite_errorcode & 0xFF in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY)
            if read_only and os.path.isfile(self.path) and not os.access(self._folder, os.W_OK):
                return None
            raise self._translation(error) from error
        except sqlite3.Error as error:
            raise self._translation(error) from error

    def _migrate(self) -> None:
        """Make the tables, or bring older ones up to date, in one transaction."""
        from provenance.store.schema import migrations

        with self.translated():
            self._sqlite.execute(f"PRAGMA page_size = {PAGE_BYTES}")  # before anything is written, or it is ignored
            self._sqlite.execute("PRAGMA journal_mode = WAL")
        with self.transaction() as database:
            migrations.apply(database)
            self._sqlite.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            self._sqlite.execute(f"PRAGMA user_version = {SCHEMA_VERSION}")

    def _translation(self, error: sqlite3.Error) -> Exception:
        code = getattr(error, "sqlite_errorcode", 0) & 0xFF
        name = self.path
        if code == sqlite3.SQLITE_NOTADB:
            return NotAnArchive(f"{name}: is not an archive. Name another file with --archive.")
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return ArchiveLocked(
                f"{name}: another process is writing to it. Wait for it to end, then do the same again."
            )
        if code == sqlite3.SQLITE_FULL or (code == sqlite3.SQLITE_IOERR and self._disk_is_full()):
            return StorageFull(
                f"{name}: the disk is full. Nothing of the last batch was kept; what came before is safe. "
                "Make room, then do the same again."
            )
        if code == sqlite3.SQLITE_CORRUPT:
            return ArchiveDamaged(
                f"{name}: the file is damaged ({error}). Restore a copy, or recover it with: sqlite3 FILE .recover"
            )
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return ArchiveError(f"{name}: cannot be written. Check its permissions and those of its folder.")
        if code == sqlite3.SQLITE_CANTOPEN:
            return ArchiveError(f"{name}: cannot be opened. Check that the folder exists and that it can be written.")
        if code == sqlite3.SQLITE_IOERR:
            return ArchiveError(
                f"{name}: cannot be read or written ({error}). Check the disk, and how large a file may be, "
                "then do the same again."
            )
        return ArchiveError(f"{name}: {error}")

    def _disk_is_full(self) -> bool:
        """Whether not even a page can be written beside the archive."""
        probe = self.path + ".probe"
        try:
            with open(probe, "xb") as file:
                file.write(b"\0" * 65536)
        except FileExistsError:  # somebody's own: not touched, and nothing learnt
            return False
        except OSError as error:
            _delete(probe)
            return error.errno in (errno.ENOSPC, errno.EDQUOT)
        _delete(probe)
        return False


def _delete(path: str) -> None:
    with suppress(OSError):
        os.unlink(path)
