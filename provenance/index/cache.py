"""Column files and their header, in a folder that can be deleted at any moment. Compares no hashes.

    header.json                 what is covered; replaced as a whole
    <generation>.ids.i64        row ids, little-endian like every column
    <generation>.<0..3>.u64     the columns of provenance.index.columns
    lock                        held by the one process that writes

40 bytes a row. Why no crash shows:

- Rows are written past those that the header counts, flushed to the disk, and only then counted. A torn tail
  lies outside every count, and the next writer overwrites it. No file is ever cut, so no reader that has
  mapped it can fault.
- A new generation gets files under a name that nobody else has, and the header is switched last. The old
  files go after that; a reader that comes too late for them reads the header again.
- What does not fit together counts as absent: a reader has the archive itself to fall back on.

Against damage: the header is checked whole at each reading, the columns by their length, and a few of their rows
by whoever maps them (:meth:`Covered.sample`). All of their bytes are checked only where that is asked for.
"""

from __future__ import annotations

import errno
import json
import mmap
import os
import re
import stat
import zlib
from contextlib import contextmanager, suppress
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from provenance.identity import canonical_json
from provenance.index.columns import COLUMNS
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from io import BufferedRandom, BufferedWriter
    from os import PathLike

    from numpy.typing import NDArray

MAGIC = "provenance hash columns"
FORMAT = 1
HEADER = "header.json"
HEADER_BYTES = 4096  # at most
CELL_BYTES = 8
MOST = 1 << 60  # rows or ids: their bytes can still be counted in 64 bits
SUFFIXES = ("ids.i64", *(f"{number}.u64" for number in range(COLUMNS)))

_GENERATION = r"[0-9a-f]{16}"
_OURS = r"([0-9a-f]{16})\.(?:ids\.i64|\d\.u64|header)"
RACES = 4  # times that the header is read again because its generation has just been replaced


class Header(NamedTuple):
    """What the column files cover."""

    kind: str
    version: int  # of the fingerprint, not of the format
    generation: str
    rows: int
    last_row: int  # id of the last of them; later rows of the archive are not covered
    mark: str  # the archive's name for its history up to there
    crc32: tuple[int, ...]  # of the ids and of each column, over the rows covered

    def to_bytes(self) -> bytes:
        """One line of JSON that holds a checksum of itself."""
        said = {"magic": MAGIC, "format": FORMAT, **self._asdict()}
        checked = {**said, "header_crc32": zlib.crc32(canonical_json(said).encode())}
        return canonical_json(checked).encode() + b"\n"

    @classmethod
    def from_bytes(cls, data: bytes) -> Header | None:
        """The header, or None when the bytes are not what :meth:`to_bytes` writes."""
        try:
            said = json.loads(data)
            header = cls(
                kind=said["kind"],
                version=said["version"],
                generation=said["generation"],
                rows=said["rows"],
                last_row=said["last_row"],
                mark=said["mark"],
                crc32=tuple(said["crc32"]),
            )
            whole = header.to_bytes() == data and re.fullmatch(_GENERATION, header.generation)
        except (ValueError, TypeError, KeyError):  # no JSON, no object, a member missing or of another type
            return None
        except RecursionError:  # nested a thousand deep
            return None
        return header if whole and header._counts() else None

    def _counts(self) -> bool:
        """Whether every number is one that :func:`extend` could have written."""
        numbers = (self.rows, self.last_row, *self.crc32)
        typed = isinstance(self.mark, str) and all(type(number) is int for number in numbers)
        return typed and len(self.crc32) == len(SUFFIXES) and all(0 <= number < MOST for number in numbers)


class Covered(NamedTuple):
    """The mapped files of one header. The mapping lasts as long as the arrays."""

    header: Header
    ids: NDArray[np.int64]
    columns: tuple[NDArray[np.uint64], ...]

    def sample(self, count: int) -> list[int]:
        """Places of at most ``count`` rows in order: the first, the last, and one at random in each part between."""
        last, parts = self.header.rows - 1, count - 2
        edges = [last * part // parts for part in range(count - 1)]
        between = {low + int.from_bytes(os.urandom(8)) % max(high - low, 1) for low, high in pairwise(edges)}
        return sorted({0, last} | between)

    def is_whole(self) -> bool:
        """Whether every covered byte is what was written. Reads all of them."""
        return tuple(zlib.crc32(cells.data) for cells in (self.ids, *self.columns)) == self.header.crc32


def read_header(folder: str | PathLike[str], *, kind: str, version: int) -> Header | None:
    """The header, if there is one that is whole and of this kind and version."""
    try:
        with open(os.path.join(folder, HEADER), "rb", opener=file_only) as file:
            header = Header.from_bytes(file.read(HEADER_BYTES + 1))
    except OSError:  # absent, unreadable or no file: there is no cache
        return None
    if header is None or (header.kind, header.version) != (kind, version):
        return None
    return header


def open_covered(
    folder: str | PathLike[str], *, kind: str, version: int, held: Covered | None = None
) -> Covered | None:
    """Map what the folder covers, or give back ``held`` where that is still so; None without a cache."""
    for _ in range(RACES):
        header = read_header(folder, kind=kind, version=version)
        if header is None:
            return None
        if held is not None and held.header == header:
            return held
        try:
            ids, *columns = (_map_cells(path, header.rows) for path in _paths(folder, header))
        except (OSError, ValueError, OverflowError):  # absent, unreadable, no file, shorter than the header says
            continue
        return Covered(header, ids.view("<i8"), tuple(columns))
    return None


@contextmanager
def write_lock(folder: str | PathLike[str]) -> Iterator[bool]:
    """Make the folder and hold its lock, or give False at once when another process holds it.

    A process that dies lets go of the lock; the file that stays behind means nothing.
    """
    from pathlib import Path

    from filelock import FileLock, Timeout  # slow to import, and no reader needs it

    Path(folder).mkdir(exist_ok=True)
    lock = FileLock(os.path.join(folder, "lock"))
    try:
        lock.acquire(blocking=False)
    except (Timeout, NotImplementedError):  # held by another; a file system without locks
        yield False
        return
    try:
        yield True
    finally:
        lock.release()


def create(folder: str | PathLike[str], *, kind: str, version: int) -> Header:
    """Empty files of a new generation, which no reader knows of until :func:`publish`."""
    header = Header(kind, version, os.urandom(8).hex(), 0, 0, "", (0,) * len(SUFFIXES))
    for path in _paths(folder, header):
        open(path, "xb").close()
    return header


def extend(
    folder: str | PathLike[str], header: Header, ids: NDArray[np.int64], columns: NDArray[np.uint64], *, mark: str
) -> Header:
    """Write rows after those that ``header`` counts, down to the disk; returns one that counts them."""
    crcs = []
    for path, cells, crc in zip(_paths(folder, header), (ids, *columns), header.crc32, strict=True):
        data = cells.astype("<i8" if cells is ids else "<u8", copy=False).tobytes()
        with open(path, "r+b") as file:
            file.seek(header.rows * CELL_BYTES)
            file.write(data)
            _to_disk(file)
        crcs.append(zlib.crc32(data, crc))
    last_row = int(ids[-1]) if len(ids) else header.last_row
    return header._replace(rows=header.rows + len(ids), last_row=last_row, mark=mark, crc32=tuple(crcs))


def publish(folder: str | PathLike[str], header: Header) -> None:
    """Switch every later reader to ``header``, then delete what it no longer needs."""
    new = os.path.join(folder, f"{header.generation}.header")
    with open(new, "wb") as file:
        file.write(header.to_bytes())
        _to_disk(file)
    os.replace(new, os.path.join(folder, HEADER))
    for name in os.listdir(folder):
        ours = re.fullmatch(_OURS, name)
        if ours and ours[1] != header.generation:
            _delete(os.path.join(folder, name))


def discard(folder: str | PathLike[str], header: Header) -> None:
    """Delete the files of a generation that was not published."""
    for path in (*_paths(folder, header), os.path.join(folder, f"{header.generation}.header")):
        _delete(path)


def size(folder: str | PathLike[str]) -> int:
    """Bytes of everything in the folder; 0 without one."""
    try:
        with os.scandir(folder) as entries:
            return sum(entry.stat().st_size for entry in entries)
    except OSError:  # absent, or deleted meanwhile
        return 0


def _paths(folder: str | PathLike[str], header: Header) -> list[str]:
    return [os.path.join(folder, f"{header.generation}.{suffix}") for suffix in SUFFIXES]


def file_only(path: str, flags: int) -> int:
    """An opener that waits for nobody at a pipe. Raises OSError for whatever is no file."""
    opened = os.open(path, flags | getattr(os, "O_NONBLOCK", 0))  # Windows has no such flag and no such pipes
    if not stat.S_ISREG(os.fstat(opened).st_mode):
        os.close(opened)
        raise OSError(errno.EINVAL, "is no file", path)
    return opened


def _map_cells(path: str, count: int) -> NDArray[np.uint64]:
    """Raises ValueError where the file is shorter than ``count`` cells."""
    if count == 0:  # an empty file cannot be mapped
        return np.empty(0, "<u8")
    with open(path, "rb", opener=file_only) as file:
        mapped = mmap.mmap(file.fileno(), count * CELL_BYTES, access=mmap.ACCESS_READ)
    return np.frombuffer(mapped, "<u8")


def _to_disk(file: BufferedRandom | BufferedWriter) -> None:
    file.flush()
    os.fsync(file.fileno())


def _delete(path: str) -> None:
    """As far as the system lets us: some keep files that another process has mapped."""
    with suppress(OSError):
        os.unlink(path)
