"""An archive of nothing but local features in SQLite, a slow search in it, and the processes that tests start on it."""

from __future__ import annotations

import os
import shutil
import sqlite3
import sys
import time
from collections import defaultdict
from itertools import count, islice, product
from math import exp, floor, sqrt
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from provenance.errors import StorageFull
from provenance.fingerprints.local import RECORD
from provenance.index.cache import write_lock
from provenance.index.inverted import Probe
from provenance.index.local import FeatureBatch, LocalIndex

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from numpy.typing import NDArray

    from provenance.index.local import FeatureFeed

NOBODY = 65_534
CRASHED = 9
VERSION = 1
PATCHES = 48  # kinds of patch that the pictures are made of: few, so that chance hits abound
FLIPPED = 0.14  # share of bits: two patches of one kind differ in about 15 bits, on both sides of what is near
FEATURES = 30  # of a picture


class Kinds:
    """Kinds of patch, each with a signature and the words that it may fall into."""

    def __init__(self) -> None:
        rng = np.random.default_rng(1)
        self.bits = rng.integers(0, 2, (PATCHES, 64), dtype=np.uint8)
        self.words = rng.choice(65_536, (PATCHES, 4), replace=False).astype(np.uint16)

    def signatures(self, kinds: NDArray[np.int64], rng: np.random.Generator, flipped: float) -> NDArray[np.uint64]:
        bits = self.bits[kinds] ^ (rng.random((len(kinds), 64)) < flipped)
        return np.packbits(bits, axis=1).view(np.uint64).ravel()


KINDS = Kinds()


def record(seed: int, features: int = FEATURES) -> bytes:
    """Packed features of a picture at random, each of another kind: which of two alike votes is tested by itself."""
    rng = np.random.default_rng(seed)
    kinds = rng.permutation(PATCHES)[:features]
    rows = np.zeros(features, RECORD)
    rows["signature"] = KINDS.signatures(kinds, rng, FLIPPED)
    rows["word"] = KINDS.words[kinds, rng.integers(0, 2, features)]
    rows["x"], rows["y"] = rng.integers(0, 65_536, (2, features))
    rows["size"], rows["angle"] = rng.integers(30, 220, features), rng.integers(0, 256, features)
    return rows.tobytes()


def records(seed: int, pictures: int) -> list[bytes]:
    return [record(1_000_000 * seed + number) for number in range(pictures)]


def asked(value: bytes, *, turn: int, size: int, seed: int, strange: int = FEATURES) -> Probe:
    """A picture turned and enlarged: most of its features with a few bits flipped, and some of other pictures.

    Args:
        value: packed features of the picture.
        turn: in 256 to the circle.
        size: sixteenths of an octave.
        seed: of what is changed by chance.
        strange: features at random in addition.
    """
    rng = np.random.default_rng(seed)
    rows = np.concatenate([np.frombuffer(value, RECORD)[::2], np.frombuffer(record(seed, strange), RECORD)])
    flips = np.packbits(rng.random((len(rows), 64)) < 0.05, axis=1).view(np.uint64).ravel()
    others = rng.choice(65_536, (len(rows), 3)).astype(np.uint16)
    alike = {int(word): kind[kind != word] for kind in KINDS.words for word in kind}
    others[:, 0] = [alike[int(word)][0] for word in rows["word"]]
    words = np.column_stack([rows["word"], others])
    turns = (rows["angle"].astype(int) + turn + rng.integers(-3, 4, len(rows))) % 256
    sizes = (rows["size"].astype(int) + size + rng.integers(-2, 3, len(rows))).clip(0, 255)
    return Probe(words, rows["signature"] ^ flips, sizes.astype(np.uint8), turns.astype(np.uint8))


PROBES = (
    asked(record(1_000_003), turn=40, size=-9, seed=1),
    asked(record(77), turn=0, size=0, seed=2),  # of a picture that is in no archive
    asked(record(1_000_011), turn=200, size=25, seed=3),
)


class Found(NamedTuple):
    """What a search should find."""

    picture: int
    variant: int
    votes: float


class Feature(NamedTuple):
    """One feature of the archive."""

    row: int
    signature: int
    size: int
    angle: int


def slow_search(rows: dict[int, bytes], probes: Sequence[Probe]) -> list[Found]:
    """Every picture with a vote, the best first: feature by feature, from what provenance.index.inverted says."""
    by_word: dict[int, list[Feature]] = defaultdict(list)
    for row, value in rows.items():
        for one in np.frombuffer(value, RECORD).tolist():
            signature, word, _, _, size, angle = one
            by_word[word].append(Feature(row, signature, size, angle))
    found = []
    for variant, probe in enumerate(probes):
        votes = _votes(by_word, probe)
        found += [Found(picture, variant, vote) for picture, vote in votes.items()]
    return sorted(found, key=lambda one: (-one.votes, one.picture))


def _votes(by_word: dict[int, list[Feature]], probe: Probe) -> dict[int, float]:
    columns = (probe.words, probe.signatures, probe.sizes, probe.angles)
    bins: dict[tuple[int, int, int], float] = defaultdict(float)
    for wanted, signature, size, angle in zip(*(column.tolist() for column in columns), strict=True):
        nearest: dict[int, tuple[int, Feature]] = {}
        for one in (one for word in wanted for one in by_word[word]):
            bits = (one.signature ^ signature).bit_count()
            if bits <= 16 and bits < nearest.get(one.row, (64, one))[0]:
                nearest[one.row] = bits, one
        for row, (bits, one) in nearest.items():
            weight = exp(-((bits / 11) ** 2)) / sqrt(len(nearest))
            turns, sizes = _two_bins((angle - one.angle) % 256 / 16), _two_bins((size - one.size) / 8)
            for (turn, turn_share), (grown, size_share) in product(turns, sizes):
                bins[row, turn % 16, grown] += weight * turn_share * size_share
    best: dict[int, float] = defaultdict(float)
    for (row, _, _), total in bins.items():
        best[row] = max(best[row], total)
    return dict(best)


def _two_bins(place: float) -> list[tuple[int, float]]:
    """The two bins whose middles, at one half, are nearest, and the share of each."""
    lower = floor(place - 0.5)
    rest = place - 0.5 - lower
    return [(lower, sqrt(1 - rest)), (lower + 1, sqrt(rest))]


def shortcoming(feed: FeatureFeed, index: LocalIndex) -> str | None:
    """What a search for everything gets wrong, by comparison with the archive's rows one by one."""
    batch = feed.features_after(0)
    expected = slow_search(dict(zip(batch.ids, batch.values, strict=True)), PROBES)
    found = [Found(one.feature_id, one.variant, one.votes) for one in index.search(PROBES, 10**9)]
    wanted = {(one.picture, one.variant): one.votes for one in expected}
    given = {(one.picture, one.variant): one.votes for one in found}
    lost, invented = set(wanted) - set(given), set(given) - set(wanted)
    differing = [key for key in set(wanted) & set(given) if abs(wanted[key] - given[key]) > 1e-9]
    twice = len(found) - len(given)
    if lost or invented or differing or twice:
        return f"{len(lost)} lost, {len(invented)} invented, {len(differing)} with other votes, {twice} twice"
    ordered = sorted(found, key=lambda one: (-one.votes, one.picture))
    return None if found == ordered else "in another order"


class SqliteFeatures:
    """Packed features in a table, and a history that gains an entry with every batch."""

    def __init__(self, path: Path) -> None:
        self._connection = sqlite3.connect(path, timeout=30, isolation_level=None, check_same_thread=False)
        self._connection.execute("PRAGMA journal_mode=WAL")
        self._connection.execute("PRAGMA synchronous=NORMAL")
        self._connection.execute(
            "CREATE TABLE IF NOT EXISTS features (id INTEGER PRIMARY KEY AUTOINCREMENT, value BLOB NOT NULL)"
        )
        self._connection.execute("CREATE TABLE IF NOT EXISTS history (mark TEXT NOT NULL UNIQUE)")

    def add(self, values: Sequence[bytes]) -> None:
        """Insert the features of pictures."""
        self._connection.execute("BEGIN IMMEDIATE")
        self._connection.executemany("INSERT INTO features (value) VALUES (?)", [(value,) for value in values])
        self._connection.execute("INSERT INTO history VALUES (?)", (os.urandom(16).hex(),))
        self._connection.execute("COMMIT")

    def remove(self, row: int) -> None:
        """Delete a row, as no archive would."""
        self._connection.execute("DELETE FROM features WHERE id = ?", (row,))

    def features_after(self, row: int, limit: int | None = None) -> FeatureBatch:
        self._connection.execute("BEGIN")
        rows = self._connection.execute(
            "SELECT id, value FROM features WHERE id > ? ORDER BY id LIMIT ?", (row, -1 if limit is None else limit)
        ).fetchall()
        newest = self._connection.execute("SELECT mark FROM history ORDER BY rowid DESC LIMIT 1").fetchone()
        self._connection.execute("COMMIT")
        return FeatureBatch([row for row, _ in rows], [value for _, value in rows], newest[0] if newest else "")

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        found = [
            self._connection.execute("SELECT id, value FROM features WHERE id = ?", (row,)).fetchone() for row in ids
        ]
        return dict(filter(None, found))

    def recognises(self, mark: str) -> bool:
        return bool(self._connection.execute("SELECT 1 FROM history WHERE mark = ?", (mark,)).fetchone())

    def backup(self, path: Path) -> None:
        """Copy the archive as it is now."""
        self._connection.execute("VACUUM INTO ?", (str(path),))

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()


def index_of(folder: Path, feed: FeatureFeed) -> LocalIndex:
    return LocalIndex(folder, feed, version=VERSION)


def write(archive: Path, folder: Path, seed: int, rounds: int) -> None:
    """Insert and append, now and then rebuild; for ever where ``rounds`` is 0."""
    feed, rng = SqliteFeatures(archive), np.random.default_rng(seed)
    index = index_of(folder, feed)
    for number in islice(count(), rounds or None):
        feed.add([record(int(one), 12) for one in rng.integers(0, 2**40, rng.integers(1, 5))])
        index.rebuild() if rng.random() < 0.2 else index.catch_up()
        if number == 0:
            say("ready")


def crash_at_each_step(archive: Path, folder: Path) -> None:
    """Die before each file operation of an append, then of a merging one, then of a rebuild, and look after each."""
    feed = SqliteFeatures(archive)
    feed.add(records(1, 20))
    index = index_of(folder, feed)
    crashes = 0
    for anew in (False, True):
        for step in count(1):
            for _ in range(3 if step % 3 == 0 and not anew else 0):  # the next append merges
                feed.add(records(step, 1))
                index.catch_up()
            feed.add(records(1000 + step, 1))
            cached = index.stats().cached
            if not _dies_at(step, archive, folder, anew=anew):
                break
            crashes += 1
            if wrong := shortcoming(feed, index):
                sys.exit(f"step {step}, rebuild {anew}: {wrong}")
            if index.stats().cached < cached:
                sys.exit(f"step {step}, rebuild {anew}: the parts that were there are gone")
            if step % 5 == 0:  # appends begin from parts and from none
                shutil.rmtree(folder, ignore_errors=True)
    say(crashes)


def _dies_at(step: int, archive: Path, folder: Path, *, anew: bool) -> bool:
    child = os.fork()
    if child:
        return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == CRASHED
    index = index_of(folder, SqliteFeatures(archive))
    steps = iter(range(1, step))

    def hook(event: str, _arguments: object) -> None:
        if event in {"open", "os.mkdir", "os.rename", "os.remove"} and next(steps, None) is None:
            os._exit(CRASHED)

    sys.addaudithook(hook)
    index.rebuild() if anew else index.catch_up()
    os._exit(0)


def hold(folder: Path) -> None:
    """Take the lock and keep it until killed."""
    with write_lock(folder) as held:
        say("ready" if held else "refused")
        time.sleep(60)


def as_nobody(archive: Path, folder: Path) -> None:
    """:func:`report` without the rights of root, whom no folder refuses."""
    feed = SqliteFeatures(archive)
    with write_lock(archive.with_suffix(".other")):
        pass  # loads what nobody may not load
    os.chdir(folder.parent)  # nobody may not come this way
    if os.geteuid() == 0:
        os.setuid(NOBODY)
    report(feed, Path(folder.name))


def with_short_files(archive: Path, folder: Path, limit: int) -> None:
    """:func:`report` where no file may grow beyond ``limit`` bytes, which is a kind of full disk."""
    import resource

    feed = SqliteFeatures(archive)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))
    report(feed, folder)


def report(feed: SqliteFeatures, folder: Path) -> None:
    """Try to cover everything; say how that ended, how much is covered, and what a search then lacks."""
    index = index_of(folder, feed)
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
