"""The inverted lists on disk: which of the archive's features they cover, appended to in parts.

The archive is the truth and is reached through :class:`FeatureFeed`; the folder can be deleted at any moment.

    header.json       which parts there are and how far they reach; replaced as a whole
    <name>.lists      a part: the lists of consecutive rows, sorted by word; written once, never changed
    lock              held by the one process that writes

A part is written under a name that nobody else has, flushed to the disk, and only then named in the header, so
a process that is killed leaves nothing behind but a file that the next writer deletes. Appending writes a new
part; parts of like size are merged, so that there are few (O'Neil et al., "The log-structured merge-tree",
1996). What the parts do not cover is read from the archive at each search.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import re
import zlib
from contextlib import suppress
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np

from provenance.errors import ArchiveError, StorageFull
from provenance.fingerprints.local import RECORD, steps_of
from provenance.identity import canonical_json
from provenance.index import inverted
from provenance.index.cache import HEADER, HEADER_BYTES, MOST, RACES, file_only, write_lock
from provenance.index.inverted import WORDS, Lists, Probe
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from io import BufferedReader
    from os import PathLike

    from numpy.typing import NDArray

    from provenance.fingerprints.local import LocalFeatures

FORMAT = 1
MAGIC = "provenance inverted lists"
PART_ROWS = 8_192  # pictures of the archive that are sorted at once: 25 MB of features
MOST_HELD = 6  # lists of rows that no part covers; more become one
MERGED = 4  # parts of like size become one
SAMPLE = 8  # entries compared with the archive's when the parts are mapped
# Entries that a search may read, those of the shorter lists. At 100,000 pictures all lists of four words to the feature
# have 9 million; these one million bring up the right picture as often, in a sixth of the time that 4 million took.
# Up to 10,000 pictures nearly all is read (tests/benchmarks).
MOST_READ = 1_000_000

_COLUMNS = (("signatures", "<u8"), ("pictures", "<u4"), ("sizes", "u1"), ("angles", "u1"))
_ENTRY_BYTES = sum(np.dtype(kind).itemsize for _, kind in _COLUMNS)
_BEGINS_BYTES = 8 * (WORDS + 1)
_NAME = r"[0-9a-f]{16}"
_MERGE_ENTRIES = 1_000_000  # entries sorted at once while parts are merged
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})


class FeatureBatch(NamedTuple):
    """Packed features of the archive's pictures, oldest first, as one snapshot saw them."""

    ids: list[int]  # feature row ids, ascending
    values: list[bytes]  # records of provenance.fingerprints.local
    mark: str  # names the archive's history up to the snapshot


class FeatureFeed(Protocol):
    """What the index asks of the archive: committed rows only, whose ids only grow."""

    def features_after(self, row: int, limit: int | None = None) -> FeatureBatch:
        """The rows with greater ids, in one snapshot; with ``limit`` the oldest so many of them."""

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Packed features by id; ids that the archive has no such row for are left out."""

    def recognises(self, mark: str) -> bool:
        """False when this archive's history lacks ``mark``."""


class Part(NamedTuple):
    """A file of lists."""

    name: str
    entries: int
    pictures: int
    crc32: int


class Header(NamedTuple):
    """What the parts cover."""

    version: int  # of the features
    last_row: int
    mark: str
    parts: tuple[Part, ...]

    def to_bytes(self) -> bytes:
        """One line of JSON that holds a checksum of itself."""
        said = {"magic": MAGIC, "format": FORMAT, **self._asdict(), "parts": [list(part) for part in self.parts]}
        return canonical_json({**said, "header_crc32": zlib.crc32(canonical_json(said).encode())}).encode() + b"\n"

    @classmethod
    def from_bytes(cls, data: bytes) -> Header | None:
        """The header, or None when the bytes are not what :meth:`to_bytes` writes."""
        try:
            said = json.loads(data)
            parts = tuple(Part(*part) for part in said["parts"])
            header = cls(said["version"], said["last_row"], said["mark"], parts)
            whole = header.to_bytes() == data and all(re.fullmatch(_NAME, part.name) for part in parts)
        except (ValueError, TypeError, KeyError, RecursionError):
            return None
        return header if whole and header._counts() else None

    def _counts(self) -> bool:
        """Whether every number is one that a writer could have written."""
        numbers = [self.last_row, *(number for part in self.parts for number in part[1:])]
        return isinstance(self.mark, str) and all(type(number) is int and 0 <= number < MOST for number in numbers)


class Candidate(NamedTuple):
    """A picture that shares features with the asked one."""

    feature_id: int  # of the archive's row
    variant: int  # which of the probes
    votes: float


class LocalStats(NamedTuple):
    """How far the parts have come."""

    cached: int  # pictures
    delta: int  # pictures whose features are read from the archive at each search
    bytes: int


class _Delta(NamedTuple):
    """Rows that no part covers, read from the archive."""

    begin: int  # they come after this row
    last_row: int
    mark: str
    lists: tuple[Lists, ...]


class LocalIndex:
    """Pictures that share features with an asked one. Making one opens and creates nothing."""

    def __init__(self, folder: str | PathLike[str], feed: FeatureFeed, *, version: int) -> None:
        self._folder = Path(folder)
        self._feed = feed
        self._version = version
        self._held: tuple[Header, list[Lists]] | None = None
        self._delta: _Delta | None = None

    def search(self, probes: Sequence[Probe], most: int) -> list[Candidate]:
        """The ``most`` pictures with the most agreeing votes over all probes, best first."""
        header, parts = self._covered()
        lists = [*parts, *self._later(header.last_row if header else 0)]
        found = []
        for variant, probe in enumerate(probes):
            wanted = inverted.lists_worth_reading(lists, probe, MOST_READ // len(probes))
            hits = inverted.joined([inverted.hits_of(part, probe, wanted) for part in lists])
            pictures, votes = inverted.votes(hits, most)
            found += [
                Candidate(int(picture), variant, float(vote))
                for picture, vote in zip(pictures[:most], votes[:most], strict=True)
            ]
        return sorted(found, key=lambda one: (-one.votes, one.feature_id))[:most]

    def catch_up(self, *, at_least: int = 1) -> int:
        """Write a part for the rows that are not covered, if there are ``at_least`` so many; returns how many were.

        Raises:
            StorageFull: the disk or a quota is full. The parts stay as they were.
        """
        header, _ = self._covered()
        wanted = max(at_least, 1)
        if len(self._feed.features_after(header.last_row if header else 0, wanted).ids) < wanted:
            return 0
        return self._write(anew=False)

    def rebuild(self) -> int:
        """Make all parts anew; returns the pictures covered."""
        return self._write(anew=True)

    def stats(self) -> LocalStats:
        """Counts what later searches will read."""
        header, _ = self._covered()
        cached = sum(part.pictures for part in header.parts) if header else 0
        delta = len(self._feed.features_after(header.last_row if header else 0).ids)
        size = sum(_BEGINS_BYTES + part.entries * _ENTRY_BYTES for part in header.parts) if header else 0
        return LocalStats(cached, delta, size)

    def is_whole(self) -> bool:
        """Whether the parts are what was written, byte for byte; true where there are none. Reads all of them."""
        header = self._header()
        if header is None:
            return True
        return all(_checksum(self._path(part)) == part.crc32 for part in header.parts)

    def _covered(self) -> tuple[Header | None, list[Lists]]:
        for _ in range(RACES):
            header = self._header()
            if header is None or not self._feed.recognises(header.mark):
                return None, []
            if self._held and self._held[0] == header:
                return self._held
            try:
                lists = [_mapped(self._path(part), part.entries) for part in header.parts]
            except (OSError, ValueError):  # absent, unreadable, no file, shorter than the header says
                continue
            if not all(self._agrees(part) for part in lists):
                return None, []
            self._held = (header, lists)
            return self._held
        return None, []

    def _agrees(self, lists: Lists) -> bool:
        """Whether some entries, spread over a part, are in the archive as they are here."""
        if not len(lists):
            return True
        places = np.array(sorted(set(np.linspace(0, len(lists) - 1, SAMPLE).astype(np.int64).tolist())))
        pictures = lists.pictures[places]
        values = self._feed.values_of([int(picture) for picture in pictures])
        words = np.searchsorted(lists.begins, places, side="right") - 1
        for place, picture, word in zip(places, pictures, words, strict=True):
            rows = np.frombuffer(values.get(int(picture), b""), RECORD)
            if not ((rows["signature"] == lists.signatures[place]) & (rows["word"] == word)).any():
                return False
        return True

    def _later(self, row: int) -> tuple[Lists, ...]:
        """Lists of the archive's rows after ``row``. What was read before is kept, since rows only come in addition."""
        held = self._delta
        if held is None or held.begin != row or not self._feed.recognises(held.mark):
            held = _Delta(row, row, "", ())
        while True:
            batch = self._feed.features_after(held.last_row, PART_ROWS)
            if batch.ids:
                lists = (*held.lists, _lists_of(batch))
                lists = (_as_one(lists),) if len(lists) > MOST_HELD else lists
                held = _Delta(row, batch.ids[-1], batch.mark, lists)
            if len(batch.ids) < PART_ROWS:
                self._delta = held if held.mark else None
                return held.lists

    def _write(self, *, anew: bool) -> int:
        try:
            self._folder.parent.mkdir(parents=True, exist_ok=True)
            with write_lock(self._folder) as held:
                return self._write_locked(anew=anew) if held else 0
        except OSError as error:
            if error.errno in _FULL:
                raise StorageFull(
                    f"{self._folder}: no space left to write the index. Free some, or delete the folder."
                ) from error
            if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS, errno.ENOENT, errno.ENOTDIR, errno.EEXIST):
                return 0
            raise ArchiveError(
                f"{self._folder}: the index cannot be written ({error.strerror}). The folder may be deleted."
            ) from error

    def _write_locked(self, *, anew: bool) -> int:
        before = self._header()
        header = None if anew else self._covered()[0]
        parts, row, written = list(header.parts if header else ()), header.last_row if header else 0, 0
        marks = [header.mark] if header else []
        while True:
            batch = self._feed.features_after(row, PART_ROWS)
            marks.append(batch.mark)
            if batch.ids:
                parts.append(self._new_part(_lists_of(batch), len(batch.ids)))
                row = batch.ids[-1]
                written += len(batch.ids)
                parts = self._merged(parts)
            if len(batch.ids) < PART_ROWS:
                break
        if not all(map(self._feed.recognises, marks)) or self._header() != before:
            return 0  # the archive or the folder was exchanged meanwhile; the next writer deletes what was written
        self._publish(Header(self._version, row, marks[-1], tuple(parts)))
        return written

    def _merged(self, parts: list[Part]) -> list[Part]:
        """Parts of like size at the end become one, until they are of unlike sizes."""
        while len(parts) >= MERGED and parts[-MERGED].entries < MERGED * parts[-1].entries:
            some = parts[-MERGED:]
            lists = [_mapped(self._path(part), part.entries) for part in some]
            pictures = sum(part.pictures for part in some)
            parts = [*parts[:-MERGED], self._new_part(lists, pictures)]
        return parts

    def _new_part(self, lists: Lists | list[Lists], pictures: int) -> Part:
        several = [lists] if isinstance(lists, Lists) else lists
        name = os.urandom(8).hex()
        entries = sum(len(one) for one in several)
        path = self._folder / f"{name}.lists"
        try:
            _write_lists(path, several)
            return Part(name, entries, pictures, _checksum(path))
        except BaseException:
            with suppress(OSError):
                path.unlink()
            raise

    def _publish(self, header: Header) -> None:
        new = self._folder / "header.new"
        with new.open("wb") as file:
            file.write(header.to_bytes())
            file.flush()
            os.fsync(file.fileno())
        new.replace(self._folder / HEADER)
        kept = {f"{part.name}.lists" for part in header.parts}
        for path in self._folder.iterdir():
            if re.fullmatch(_NAME + r"\.lists", path.name) and path.name not in kept:
                with suppress(OSError):  # some systems keep files that another process has mapped
                    path.unlink()

    def _header(self) -> Header | None:
        try:
            with _opened(self._folder / HEADER) as file:
                header = Header.from_bytes(file.read(16 * HEADER_BYTES))
        except OSError:
            return None
        return header if header and header.version == self._version else None

    def _path(self, part: Part) -> Path:
        return self._folder / f"{part.name}.lists"


def probe_of(features: LocalFeatures) -> Probe:
    """Features as the lists are asked for them."""
    return Probe(features.words, features.signatures, *steps_of(features))


def _lists_of(batch: FeatureBatch) -> Lists:
    values = [value[: len(value) // RECORD.itemsize * RECORD.itemsize] for value in batch.values]  # damaged or not
    rows = np.frombuffer(b"".join(values), RECORD)
    pictures = np.repeat(np.array(batch.ids, np.uint32), [len(value) // RECORD.itemsize for value in values])
    return inverted.sorted_lists(rows["word"], rows["signature"], pictures, rows["size"], rows["angle"])


def _write_lists(path: Path, several: Sequence[Lists]) -> None:
    """One file: where each word's list begins, then a column after the other. Memory stays flat."""
    begins = _joined_begins(several)
    total = int(begins[-1])
    offsets = _offsets(total)
    with path.open("xb") as file:
        file.write(begins.astype("<u8").tobytes())
        for first, last in _word_ranges(begins):
            columns = _joined_range(several, first, last)
            for (_, kind), offset, values in zip(_COLUMNS, offsets, columns, strict=True):
                file.seek(offset + int(begins[first]) * np.dtype(kind).itemsize)
                file.write(values.astype(kind).tobytes())
        file.truncate(_BEGINS_BYTES + total * _ENTRY_BYTES)
        file.flush()
        os.fsync(file.fileno())


def _word_ranges(begins: NDArray[np.uint64]) -> list[tuple[int, int]]:
    """Ranges of words that together have about so many entries."""
    step = np.arange(0, int(begins[-1]) + _MERGE_ENTRIES, _MERGE_ENTRIES)
    edges = sorted({0, WORDS, *np.searchsorted(begins, step).clip(0, WORDS).tolist()})
    return list(pairwise(edges))


def _joined_range(several: Sequence[Lists], first: int, last: int) -> list[NDArray[Any]]:
    """The columns of a range of words, of several parts, sorted by word; the earlier part first."""
    words, parts = [], []
    for one in several:
        begins = one.begins[first : last + 1].astype(np.int64)
        words.append(np.repeat(np.arange(first, last), np.diff(begins)))
        parts.append([column[begins[0] : begins[-1]] for column in one[1:]])
    order = np.argsort(np.concatenate(words), kind="stable")
    return [np.concatenate(column)[order] for column in zip(*parts, strict=True)]


def _as_one(several: Sequence[Lists]) -> Lists:
    begins = _joined_begins(several)
    signatures, pictures, sizes, angles = _joined_range(several, 0, WORDS)
    return Lists(begins, signatures, pictures, sizes, angles)


def _joined_begins(several: Sequence[Lists]) -> NDArray[np.uint64]:
    begins = np.zeros(WORDS + 1, np.uint64)
    for one in several:
        begins += one.begins
    return begins


def _offsets(entries: int) -> list[int]:
    """Where in the file each column begins."""
    offsets, at = [], _BEGINS_BYTES
    for _, kind in _COLUMNS:
        offsets.append(at)
        at += entries * np.dtype(kind).itemsize
    return offsets


def _opened(path: Path) -> BufferedReader:
    """For reading; raises OSError for whatever is no file, and waits for nobody at a pipe."""
    return open(path, "rb", opener=file_only)


def _mapped(path: Path, entries: int) -> Lists:
    """Raises ValueError where the file is not as long as ``entries`` say."""
    size = _BEGINS_BYTES + entries * _ENTRY_BYTES
    with _opened(path) as file:
        if os.fstat(file.fileno()).st_size != size:
            raise ValueError(f"{path}: is not as long as its header says")
        data = mmap.mmap(file.fileno(), size, access=mmap.ACCESS_READ)
    begins = np.frombuffer(data, "<u8", WORDS + 1)
    if int(begins[-1]) != entries or (np.diff(begins.view(np.int64)) < 0).any():
        raise ValueError(f"{path}: is damaged")
    columns = [
        np.frombuffer(data, kind, entries, offset)
        for (_, kind), offset in zip(_COLUMNS, _offsets(entries), strict=True)
    ]
    return Lists(begins, *columns)


def _checksum(path: Path) -> int:
    crc = 0
    try:
        with _opened(path) as file:
            while block := file.read(1 << 22):
                crc = zlib.crc32(block, crc)
    except OSError:
        return -1
    return crc
