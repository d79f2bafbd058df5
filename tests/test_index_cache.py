"""The copy of the hashes against every way in which a folder goes wrong, and against processes that die."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from provenance.index import cache, hamming
from provenance.index.hamming import HammingIndex, HashBatch, IndexStats
from tests._index_process import SqliteFeed, shortcoming
from tests.hashes import Listed, answer, brute_force, uniform

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from numpy.typing import NDArray


ROOT = Path(__file__).resolve().parent.parent
posix_only = pytest.mark.skipif(os.name != "posix", reason="needs fork, user ids or file limits of POSIX")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk.db.index"


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[SqliteFeed]:
    feed = SqliteFeed(tmp_path / "desk.db")
    feed.add(random.Random(7).randbytes(32 * 300))
    yield feed
    feed.close()


def test_nothing_is_made_until_there_are_rows_enough(feed: SqliteFeed, folder: Path) -> None:
    index = HammingIndex(folder, feed, version=1)
    assert shortcoming(feed, index) is None
    assert index.catch_up(at_least=301) == 0
    assert index.stats() == IndexStats(cached=0, delta=300, bytes=0)
    assert index.is_whole()
    assert not folder.exists()
    assert index.catch_up(at_least=300) == 300
    assert index.catch_up() == 0
    feed.add(bytes(64))
    assert (index.stats().cached, index.stats().delta) == (300, 2)
    assert index.catch_up() == 2
    assert shortcoming(feed, index) is None


def test_a_hash_takes_at_most_48_bytes_and_the_header_one_page(folder: Path) -> None:
    index = HammingIndex(folder, Listed(uniform(1_000)), version=1)
    index.catch_up()
    header = folder.joinpath("header.json").stat().st_size
    assert header <= 4096
    assert index.stats().bytes - header <= 48 * 1_000


def test_the_files_are_little_endian_on_any_machine(folder: Path) -> None:
    feed = Listed(np.frombuffer(bytes(31) + b"\x03" + bytes(32), np.uint8).reshape(2, 32), first=258)
    HammingIndex(folder, feed, version=1).catch_up()
    written = {path.name.partition(".")[2]: path.read_bytes() for path in folder.iterdir()}
    assert written["ids.i64"] == bytes([2, 1, 0, 0, 0, 0, 0, 0, 3, 1, 0, 0, 0, 0, 0, 0])
    assert written["0.u64"] == written["2.u64"] == bytes([0, 0, 2]) + bytes(13)
    assert written["1.u64"] == written["3.u64"] == bytes(16)


def test_a_copy_made_in_several_chunks_is_complete(
    feed: SqliteFeed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(hamming, "CHUNK", 100)  # 300 rows: the last chunk is empty
    index = HammingIndex(folder, feed, version=1)
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 300
    feed.add(random.Random(1).randbytes(32 * 250))
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 250
    assert index.is_whole()
    assert shortcoming(feed, index) is None


def test_row_ids_may_have_gaps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hamming, "CHUNK", 100)
    feed = Listed(uniform(250), first=5, step=3)
    expected = brute_force(feed.values, feed.ids, [bytes(32)], 256)
    index = HammingIndex(folder, feed, version=1)
    assert answer(index, [bytes(32)], 256) == expected
    assert index.catch_up() == 250
    assert answer(index, [bytes(32)], 256) == expected


def test_rows_are_on_the_disk_before_they_are_counted(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a power cut may leave behind is decided by the order of flushing and counting."""
    flushed: dict[int, int] = {}
    flush = os.fsync

    def watched(number: int) -> None:
        flush(number)
        header = cache.read_header(folder, kind="pdq", version=1)
        flushed[os.fstat(number).st_ino] = header.rows if header else 0

    monkeypatch.setattr(os, "fsync", watched)
    for count, before in ((40, 0), (50, 40)):
        flushed.clear()
        HammingIndex(folder, Listed(uniform(count)), version=1).catch_up()
        files = [path for path in folder.iterdir() if path.name != "lock"]
        assert {path.name: flushed.get(path.stat().st_ino) for path in files} == {path.name: before for path in files}


def test_deleting_the_folder_at_any_time_loses_nothing(feed: SqliteFeed, folder: Path) -> None:
    index = HammingIndex(folder, feed, version=1)
    index.catch_up()
    assert shortcoming(feed, index) is None  # maps the columns
    shutil.rmtree(folder)
    assert shortcoming(feed, index) is None
    assert index.stats().cached == 0
    assert index.catch_up() == 300
    assert shortcoming(feed, index) is None


@pytest.mark.parametrize("suffix", cache.SUFFIXES)
@pytest.mark.parametrize("harm", ["deleted", "cut", "emptied"])
def test_a_missing_or_short_column_makes_the_copy_absent(
    feed: SqliteFeed, folder: Path, suffix: str, harm: str
) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    (column,) = folder.glob(f"*.{suffix}")
    if harm == "deleted":
        column.unlink()
    else:
        os.truncate(column, 0 if harm == "emptied" else 300 * 8 - 1)
    index = HammingIndex(folder, feed, version=1)
    assert shortcoming(feed, index) is None
    assert index.stats().cached == 0
    assert index.catch_up() == 300
    assert index.stats().cached == 300
    assert shortcoming(feed, index) is None
    assert len(list(folder.glob("*.u64"))) == 4


def test_a_header_with_any_byte_changed_is_not_believed(feed: SqliteFeed, folder: Path) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    header = folder / "header.json"
    whole = header.read_bytes()
    index = HammingIndex(folder, feed, version=1)
    assert index.stats().cached == 300
    rng = random.Random(5)
    for place in range(len(whole)):
        other = rng.choice([byte for byte in b'0123456789abcdef"{}:,\xff' if byte != whole[place]])
        header.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
        assert index.stats().cached == 0, place
    for data in (b"", whole[:-1], whole + b"\n", whole + bytes(5_000), b"null", b"[]", b"{}", b"\xff\xfe"):
        header.write_bytes(data)
        assert index.stats().cached == 0, data
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 300
    assert shortcoming(feed, index) is None


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "other"},
        {"version": 2},
        {"rows": 301},
        {"mark": "other"},
    ],
    ids=str,
)
def test_a_whole_header_that_speaks_of_something_else_is_not_believed(
    feed: SqliteFeed, folder: Path, changed: dict[str, str | int]
) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    header = cache.read_header(folder, kind="pdq", version=1)
    assert header
    changes: dict[str, object] = {**changed}
    folder.joinpath("header.json").write_bytes(header._replace(**changes).to_bytes())  # type: ignore[arg-type]
    index = HammingIndex(folder, feed, version=1)
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 300
    assert index.stats().cached == 300


def test_a_header_cannot_name_files_elsewhere(feed: SqliteFeed, folder: Path) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    header = cache.read_header(folder, kind="pdq", version=1)
    assert header
    shutil.copytree(folder, folder.with_name("aside"))
    for generation in (f"../aside/{header.generation}", str(folder.with_name("aside") / header.generation)):
        folder.joinpath("header.json").write_bytes(header._replace(generation=generation).to_bytes())
        assert HammingIndex(folder, feed, version=1).stats().cached == 0


@pytest.mark.parametrize("change", [(b'"format":1', b'"format":2'), (b"provenance hash", b"something else")])
def test_another_format_is_not_believed_even_with_the_right_checksum(
    feed: SqliteFeed, folder: Path, change: tuple[bytes, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    index = HammingIndex(folder, feed, version=1)
    monkeypatch.setattr(cache, "FORMAT", 2) if b"format" in change[0] else monkeypatch.setattr(cache, "MAGIC", "x")
    index.catch_up()
    monkeypatch.undo()
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None


def test_a_torn_tail_is_ignored_and_overwritten(feed: SqliteFeed, folder: Path) -> None:
    index = HammingIndex(folder, feed, version=1)
    index.catch_up()
    for number, column in enumerate(sorted(folder.glob("*64"))):
        with column.open("ab") as file:
            file.write(bytes([255]) * (5 + 8 * number))
    assert shortcoming(feed, index) is None
    assert index.stats().cached == 300
    feed.add(random.Random(2).randbytes(32 * 2))
    assert index.catch_up() == 2
    assert shortcoming(feed, index) is None
    assert index.is_whole()


def test_a_changed_byte_in_a_column_is_noticed_when_asked(feed: SqliteFeed, folder: Path) -> None:
    index = HammingIndex(folder, feed, version=1)
    index.catch_up()
    for column in folder.glob("*64"):
        whole = column.read_bytes()
        column.write_bytes(whole[:999] + bytes([whole[999] ^ 4]) + whole[1000:])
        assert not HammingIndex(folder, feed, version=1).is_whole(), column.name
        column.write_bytes(whole)
    assert HammingIndex(folder, feed, version=1).is_whole()
    feed.add(bytes(32))
    index.catch_up()
    assert index.is_whole()


@pytest.mark.parametrize("suffixes", [cache.SUFFIXES, *((suffix,) for suffix in cache.SUFFIXES)], ids=", ".join)
@pytest.mark.parametrize("count", [1, 2, 7, 300])
def test_a_copy_overwritten_with_random_bytes_is_passed_over(
    folder: Path, suffixes: tuple[str, ...], count: int
) -> None:
    feed = Listed(uniform(count), first=5, step=3)
    HammingIndex(folder, feed, version=1).catch_up()
    for suffix in suffixes:
        (column,) = folder.glob(f"*.{suffix}")
        column.write_bytes(random.Random(suffix).randbytes(column.stat().st_size))
    index = HammingIndex(folder, feed, version=1)
    assert answer(index, [bytes(32)], 256) == brute_force(feed.values, feed.ids, [bytes(32)], 256)
    assert index.stats().cached == 0
    assert not index.is_whole()
    assert index.catch_up() == count
    assert index.stats().cached == count
    assert index.is_whole()
    assert answer(index, [bytes(32)], 256) == brute_force(feed.values, feed.ids, [bytes(32)], 256)


def test_a_copy_of_which_half_is_overwritten_is_passed_over(folder: Path) -> None:
    feed = Listed(uniform(3_000))
    HammingIndex(folder, feed, version=1).catch_up()
    for column in folder.glob("*.u64"):
        with column.open("r+b") as file:
            file.seek(8 * 1_000)
            file.write(bytes(8 * 1_500))
    for _ in range(5):  # the rows that are compared differ each time, and the damage is never missed
        assert HammingIndex(folder, feed, version=1).stats().cached == 0


def test_rows_are_compared_at_places_all_over_the_copy(folder: Path) -> None:
    HammingIndex(folder, Listed(uniform(5_000)), version=1).catch_up()
    covered = cache.open_covered(folder, kind="pdq", version=1)
    assert covered
    tried = [covered.sample(8) for _ in range(200)]
    assert all(places[0] == 0 and places[-1] == 4_999 and len(places) <= 8 for places in tried)
    assert max(high - low for places in tried for low, high in pairwise(places)) < 2 * 5_000 / 6 + 2
    assert len({place for places in tried for place in places}) > 800


def test_a_copy_with_a_row_that_the_archive_lacks_is_passed_over(feed: SqliteFeed, folder: Path) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    feed.remove(300)
    index = HammingIndex(folder, feed, version=1)
    assert index.stats() == IndexStats(cached=0, delta=299, bytes=index.stats().bytes)
    assert shortcoming(feed, index) is None


def test_what_is_mapped_already_is_not_compared_again(folder: Path) -> None:
    feed = Listed(uniform(50))
    index = HammingIndex(folder, feed, version=1)
    index.catch_up()
    assert index.stats().cached == 50
    feed.values_of = None  # type: ignore[method-assign, assignment]  # asking would raise
    assert index.stats().cached == 50


def test_a_header_that_is_nested_without_end_is_not_believed(feed: SqliteFeed, folder: Path) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    for data in (b"[" * 100_000, b'{"kind":' * 500, b'{"rows":' + b"[" * 900 + b"]" * 900 + b"}"):
        folder.joinpath("header.json").write_bytes(data)
        index = HammingIndex(folder, feed, version=1)
        assert index.stats().cached == 0
        assert shortcoming(feed, index) is None
    assert index.catch_up() == 300
    assert index.stats().cached == 300


@pytest.mark.parametrize(
    "changed",
    [
        *({"rows": rows} for rows in (-300, 1 << 62, 1 << 70, "300", 300.0, None, True, [300])),
        *({"last_row": row} for row in (-1, 1 << 70, "300", None)),
        *({"mark": mark} for mark in (5, None, ["begun"])),
        *({"crc32": crcs} for crcs in ([], [1] * 6, ["1"] * 5)),
    ],
    ids=str,
)
def test_a_header_whose_members_are_of_another_kind_is_not_believed(
    feed: SqliteFeed, folder: Path, changed: dict[str, object]
) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    header = cache.read_header(folder, kind="pdq", version=1)
    assert header
    folder.joinpath("header.json").write_bytes(header._replace(**changed).to_bytes())  # type: ignore[arg-type]
    index = HammingIndex(folder, feed, version=1)
    assert index.stats().cached == 0
    assert index.is_whole()
    assert index.catch_up() == 300
    assert index.stats().cached == 300


@posix_only
@pytest.mark.parametrize("name", ["header.json", *(f"*.{suffix}" for suffix in cache.SUFFIXES)])
@pytest.mark.parametrize("place", ["pipe", "device", "folder"])
def test_what_is_no_file_is_neither_waited_for_nor_read(feed: SqliteFeed, folder: Path, name: str, place: str) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    (path,) = folder.glob(name)
    path.unlink()
    if place == "pipe":
        os.mkfifo(path)
    elif place == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    index = HammingIndex(folder, feed, version=1)
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None


def test_a_reader_goes_on_while_another_rebuilds_and_appends(feed: SqliteFeed, folder: Path) -> None:
    reader, writer = HammingIndex(folder, feed, version=1), HammingIndex(folder, feed, version=1)
    writer.catch_up()
    assert shortcoming(feed, reader) is None
    before = set(folder.iterdir())
    assert writer.rebuild() == 300
    assert len(before & set(folder.iterdir())) == 2, "only the header and the lock keep their names"
    assert shortcoming(feed, reader) is None
    feed.add(random.Random(3).randbytes(32 * 5))
    assert shortcoming(feed, reader) is None
    writer.catch_up()
    assert shortcoming(feed, reader) is None
    assert reader.stats().cached == 305


def test_a_reader_that_comes_too_late_for_a_generation_reads_the_next(
    feed: SqliteFeed, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    reader = HammingIndex(folder, feed, version=1)
    read = cache.read_header

    def slow_read(folder: Path, *, kind: str, version: int) -> cache.Header | None:
        header = read(folder, kind=kind, version=version)
        monkeypatch.undo()
        HammingIndex(folder, feed, version=1).rebuild()
        return header

    monkeypatch.setattr(cache, "read_header", slow_read)
    assert reader.stats().cached == 300
    assert shortcoming(feed, reader) is None


def test_a_rebuild_forgets_rows_that_are_gone(feed: SqliteFeed, folder: Path) -> None:
    index = HammingIndex(folder, feed, version=1)
    index.catch_up()
    feed.remove(17)
    assert index.rebuild() == 299
    assert shortcoming(feed, index) is None


def test_a_restored_backup_is_searched_as_it_is(feed: SqliteFeed, folder: Path, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    subprocess.run(
        [
            sys.executable,
            "-c",
            "import sqlite3, sys\nsqlite3.connect(sys.argv[1]).execute('VACUUM INTO ?', sys.argv[2:])",
            tmp_path / "desk.db",
            backup,
        ],
        check=True,
    )
    feed.add(random.Random(4).randbytes(32 * 10))
    HammingIndex(folder, feed, version=1).catch_up()
    feed.close()
    restored = SqliteFeed(backup)
    index = HammingIndex(folder, restored, version=1)
    assert shortcoming(restored, index) is None
    restored.add(random.Random(5).randbytes(32 * 20))  # the same row ids, other hashes
    assert shortcoming(restored, index) is None
    assert index.stats() == IndexStats(cached=0, delta=320, bytes=index.stats().bytes)
    assert index.catch_up() == 320
    assert index.stats().cached == 320
    assert shortcoming(restored, index) is None
    restored.close()


class Interrupted(Listed):
    """A feed during whose n-th reading, or first comparison of marks, something happens."""

    def __init__(self, values: NDArray[np.uint8], happening: Callable[[], None], *, reading: int | None = None) -> None:
        super().__init__(values)
        self._happening = happening
        self._until = reading

    def hashes_after(self, row: int, limit: int | None = None) -> HashBatch:
        batch = super().hashes_after(row, limit)
        if self._until is not None:
            self._until -= 1
            if self._until == 0:
                self._happening()
        return batch

    def recognises(self, mark: str) -> bool:
        if self._until is None:
            self._until = 0
            self._happening()
        return super().recognises(mark)


def test_a_copy_is_not_published_over_another_that_was_made_meanwhile(folder: Path) -> None:
    values = uniform(50)

    def begin_anew() -> None:
        shutil.rmtree(folder)
        assert HammingIndex(folder, Listed(values), version=1).catch_up() == 50

    late = HammingIndex(folder, Interrupted(values[:40], begin_anew), version=1)
    assert late.catch_up() == 0
    assert HammingIndex(folder, Listed(values), version=1).stats().cached == 50
    assert len(list(folder.glob("*64"))) == 5


def test_a_copy_is_not_published_when_the_archive_was_exchanged_meanwhile(folder: Path) -> None:
    def exchange() -> None:
        exchanged.marks[:] = ["another history"]

    exchanged = Interrupted(uniform(50), exchange, reading=2)
    index = HammingIndex(folder, exchanged, version=1)
    assert index.catch_up() == 0
    assert index.stats().cached == 0
    assert index.catch_up() == 50


def test_a_folder_that_vanishes_while_it_is_written_is_no_error(folder: Path) -> None:
    feed = Interrupted(uniform(50), lambda: shutil.rmtree(folder), reading=2)
    index = HammingIndex(folder, feed, version=1)
    assert index.catch_up() == 0
    assert index.catch_up() == 50


def test_a_place_that_can_hold_no_folder_is_no_error(feed: SqliteFeed, tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "index", tmp_path / "absent" / "index"):
        index = HammingIndex(place, feed, version=1)
        assert index.catch_up() == 0
        assert shortcoming(feed, index) is None


def test_threads_may_share_an_index(folder: Path) -> None:
    index = HammingIndex(folder, Listed(uniform(500)), version=1)
    expected = answer(index, [bytes(32)], 256)
    wrong: list[int] = []

    def work(number: int) -> None:
        for _ in range(15):
            index.rebuild() if number == 0 else index.catch_up()
            if answer(index, [bytes(32)], 256) != expected:
                wrong.append(number)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def start(role: str, *arguments: object) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-m", "tests._index_process", role, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
    )


def told(role: str, *arguments: object) -> str:
    with start(role, *arguments) as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return said.strip()


def test_the_lock_of_another_process_is_respected_and_ends_with_it(feed: SqliteFeed, folder: Path) -> None:
    index = HammingIndex(folder, feed, version=1)
    with start("hold", folder) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "ready\n"
        assert index.catch_up() == 0
        assert index.rebuild() == 0
        assert shortcoming(feed, index) is None
        holder.kill()
    assert folder.joinpath("lock").exists()
    assert index.catch_up() == 300


def test_a_killed_writer_loses_no_row_and_doubles_none(feed: SqliteFeed, folder: Path, tmp_path: Path) -> None:
    rng = random.Random(6)
    index = HammingIndex(folder, feed, version=1)
    for attempt in range(20):
        with start("write", tmp_path / "desk.db", folder, attempt, 0) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
            time.sleep(rng.random() * 0.04)
            writer.kill()
        assert writer.returncode != 0
        assert shortcoming(feed, index) is None, attempt
    index.catch_up()
    assert index.stats().delta == 0
    assert index.is_whole()
    assert shortcoming(feed, index) is None
    assert len(list(folder.glob("*64"))) == 5, "what the dead left behind is gone"


@posix_only
def test_dying_before_any_file_operation_loses_no_row(tmp_path: Path) -> None:
    crashes = int(told("crash_at_each_step", tmp_path / "desk.db", tmp_path / "index"))
    assert crashes > 30


def test_two_writers_and_a_reader_at_once(feed: SqliteFeed, folder: Path, tmp_path: Path) -> None:
    index = HammingIndex(folder, feed, version=1)
    writers = [start("write", tmp_path / "desk.db", folder, seed, 60) for seed in (1, 2)]
    looks = 0
    while any(writer.poll() is None for writer in writers):
        known = feed.hashes_after(0)
        found = [hit.fingerprint_id for hit in index.search([bytes(32)], 256)]
        assert len(found) == len(set(found))
        assert set(known.ids.tolist()) <= set(found)
        looks += 1
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    assert looks > 5
    assert shortcoming(feed, index) is None
    index.catch_up()
    assert index.is_whole()
    assert index.stats().delta == 0
    assert shortcoming(feed, index) is None


@posix_only
def test_a_folder_that_may_only_be_read_is_read(feed: SqliteFeed, folder: Path, tmp_path: Path) -> None:
    HammingIndex(folder, feed, version=1).catch_up()
    feed.add(random.Random(8).randbytes(32 * 10))
    tmp_path.chmod(0o755)
    folder.chmod(0o555)
    for path in folder.iterdir():
        path.chmod(0o444)
    assert told("as_nobody", tmp_path / "desk.db", folder) == "0; 300 covered; None"
    folder.chmod(0o755)
    shutil.rmtree(folder)
    tmp_path.chmod(0o555)
    assert told("as_nobody", tmp_path / "desk.db", folder) == "0; 0 covered; None"
    tmp_path.chmod(0o755)


@posix_only
def test_a_full_disk_is_said_and_leaves_the_copy_as_it_was(feed: SqliteFeed, folder: Path, tmp_path: Path) -> None:
    feed.close()
    feed = SqliteFeed(tmp_path / "other.db")
    feed.add(random.Random(8).randbytes(32 * 300))
    full = told("with_short_files", tmp_path / "other.db", folder, 2_000)
    assert full.startswith("StorageFull: ")
    assert full.endswith("; 0 covered; None")
    assert sorted(path.name for path in folder.iterdir()) == ["lock"], "what could not be used is gone"
    index = HammingIndex(folder, feed, version=1)
    index.catch_up()
    feed.add(random.Random(9).randbytes(32 * 100))
    full = told("with_short_files", tmp_path / "other.db", folder, 2_500)
    assert full.startswith("StorageFull: ")
    assert full.endswith("; 300 covered; None")
    assert index.stats().cached == 300
    assert index.catch_up() == 100
    assert shortcoming(feed, index) is None
    feed.close()
