"""An archive of nothing but hashes in SQLite, and the processes that tests of the index start on it."""

from __future__ import annotations

import os
import random
import shutil
import sqlite3
import sys
import time
from itertools import count
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from provenance.errors import StorageFull
from provenance.index import cache
from provenance.index.hamming import HammingIndex, HashBatch

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NOBODY = 65_534
CRASHED = 9


class SqliteFeed:
    """Hashes in a table, and a history that gains an entry with every batch."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS hashes (id INTEGER PRIMARY KEY AUTOINCREMENT, value BLOB NOT NULL)"
        )
        self._connection.execute("CREATE TABLE IF NOT EXISTS history (mark TEXT NOT NULL UNIQUE)")

    def add(self, values: bytes) -> None:
        """Insert the 32-byte hashes that ``values`` strings together."""
        rows = [(values[at : at + 32],) for at in range(0, len(values), 32)]
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO hashes (value) VALUES (?)", rows)
        self._connection.execute("INSERT INTO history VALUES (?)", (os.urandom(16).hex(),))
        self._connection.execute("COMMIT")

    def remove(self, row: int) -> None:
        """Delete a row, as no archive would."""
        self._connection.execute("DELETE FROM hashes WHERE id = ?", (row,))

    def hashes_after(self, row: int, limit: int | None = None) -> HashBatch:
        self._connection.execute("BEGIN")
        rows = self._connection.execute(
            "SELECT id, value FROM hashes WHERE id > ? ORDER BY id LIMIT ?",
            (row, -1 if limit is None else limit),
        ).fetchall()
        newest = self._connection.execute("SELECT mark FROM history ORDER BY rowid DESC LIMIT 1").fetchone()
        self._connection.execute("COMMIT")
        values = np.frombuffer(b"".join(value for _, value in rows), np.uint8).reshape(-1, 32)
        return HashBatch(np.array([row for row, _ in rows], np.int64), values, newest[0] if newest else "")

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        found = [
            self._connection.execute("SELECT id, value FROM hashes WHERE id = ?", (row,)).fetchone() for row in ids
        ]
        return dict(filter(None, found))

    def recognises(self, mark: str) -> bool:
        return bool(self._connection.execute("SELECT 1 FROM history WHERE mark = ?", (mark,)).fetchone())

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def shortcoming(feed: SqliteFeed, index: HammingIndex) -> str | None:
    """What a search over everything gets wrong, by comparison with SQLite's rows one by one."""
    batch = feed.hashes_after(0)
    queries = [bytes(32), bytes(range(32))]
    expected = [
        (row, number, (int.from_bytes(value) ^ int.from_bytes(query)).bit_count())
        for row, value in zip(batch.ids.tolist(), map(bytes, batch.values), strict=True)
        for number, query in enumerate(queries)
    ]
    found = [(hit.fingerprint_id, hit.query, hit.distance_bits) for hit in index.search(queries, 256)]
    if sorted(found) == sorted(expected):
        return None
    lost, invented = set(expected) - set(found), set(found) - set(expected)
    return f"{len(lost)} lost, {len(invented)} wrong, {len(found) - len(set(found))} twice"


def write(archive: Path, folder: Path, seed: int, rounds: int) -> None:
    """Insert and copy, now and then rebuild; for ever where ``rounds`` is 0."""
    feed, rng = SqliteFeed(archive), random.Random(seed)
    index = HammingIndex(folder, feed, version=1)
    for number in count():
        if number == rounds > 0:
            return
        feed.add(rng.randbytes(32 * rng.randint(1, 40)))
        index.rebuild() if rng.random() < 0.2 else index.catch_up()
        if number == 0:
            say("ready")


def crash_at_each_step(archive: Path, folder: Path) -> None:
    """Die before each file operation of an append, then of a rebuild, and look after each death."""
    feed = SqliteFeed(archive)
    feed.add(random.Random(1).randbytes(32 * 50))
    index = HammingIndex(folder, feed, version=1)
    crashes = 0
    for anew in (False, True):
        for step in count(1):
            feed.add(os.urandom(32 * 3))
            cached = index.stats().cached
            if not _dies_at(step, archive, folder, anew=anew):
                break
            crashes += 1
            if wrong := shortcoming(feed, index):
                sys.exit(f"step {step}, rebuild {anew}: {wrong}")
            if index.stats().cached < cached:
                sys.exit(f"step {step}, rebuild {anew}: the copy that was there is gone")
            if step % 4 == 0:  # appends begin from a copy and from none
                shutil.rmtree(folder, ignore_errors=True)
            elif step % 4 == 2:
                index.catch_up()
    say(crashes)


def _dies_at(step: int, archive: Path, folder: Path, *, anew: bool) -> bool:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == CRASHED
    index = HammingIndex(folder, SqliteFeed(archive), version=1)
    steps = iter(range(1, step))

    def hook(event: str, _arguments: object) -> None:
        if event in {"open", "os.mkdir", "os.rename", "os.remove"} and next(steps, None) is None:
            os._exit(CRASHED)

    sys.addaudithook(hook)
    index.rebuild() if anew else index.catch_up()
    os._exit(0)


def hold(folder: Path) -> None:
    """Take the lock and keep it until killed."""
    with cache.write_lock(folder) as held:
        say("ready" if held else "refused")
        time.sleep(60)


def as_nobody(archive: Path, folder: Path) -> None:
    """:func:`report` without the rights of root, whom no folder refuses."""
    feed = SqliteFeed(archive)
    with cache.write_lock(archive.with_suffix(".other")):
        pass  # loads what nobody may not load
    os.chdir(folder.parent)  # nobody may not come this way
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    report(feed, Path(folder.name))


def with_short_files(archive: Path, folder: Path, limit: int) -> None:
    """:func:`report` where no file may grow beyond ``limit`` bytes, which is a kind of full disk."""
    import resource

    feed = SqliteFeed(archive)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    report(feed, folder)


def report(feed: SqliteFeed, folder: Path) -> None:
    """Try to copy everything; say how that ended, how much is covered, and what a search then lacks."""
    index = HammingIndex(folder, feed, version=1)
    try:
        ended = str(index.catch_up())
    except StorageFull as error:
        ended = f"{type(error).__name__}: {error}"
    say(f"{ended}; {index.stats().cached} covered; {shortcoming(feed, index)}")


def say(text: object) -> None:
    """Tell the process that waits for it."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def main(role: str, *arguments: str) -> None:
    """One role a process; the arguments are paths, then numbers."""
    given = [int(word) if word.isdigit() else Path(word) for word in arguments]
    known: tuple[Callable[..., None], ...] = (write, crash_at_each_step, hold, as_nobody, with_short_files)
    {known_role.__name__: known_role for known_role in known}[role](*given)


if __name__ == "__main__":
    main(*sys.argv[1:])
