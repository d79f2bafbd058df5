"""The lines of a text file that nobody vouches for: numbered, of bounded length, whatever the Unicode encoding.

Knows nothing of what stands in a line. A line that cannot be used raises, and the next one can be asked for.
"""

from __future__ import annotations

import codecs
import io
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING

from provenance.errors import BadManifest
from provenance.importers.folder import KINDS_OF_FILE, shown

if TYPE_CHECKING:
    from pathlib import Path

    from provenance.importers.quoting import Quoting

LONGEST_RECORD = 1_000_000  # characters; the longest post that a platform allows has 65,000
_CHUNK = 1 << 16  # characters of an overlong line that are held while it is passed over
# UTF-32 first: its little-endian mark begins with that of UTF-16.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_BREAKS = ("\n", "\r")
_REMEDY = "Save the file as UTF-8 text"


@contextmanager
def lines_of(path: Path) -> Iterator[Lines]:
    """The lines of a file.

    Raises:
        BadManifest: it is no file or cannot be read; names it.
    """
    try:
        mode = path.stat().st_mode  # before it is opened, since a pipe is waited for and a device may never end
        if stat.S_ISDIR(mode):
            raise BadManifest(f"{shown(str(path))}: is a folder. Name a file in it, or import the folder as such")
        if not stat.S_ISREG(mode):
            what = KINDS_OF_FILE.get(stat.S_IFMT(mode), "something else")
            raise BadManifest(f"{shown(str(path))}: is {what}, not a file. Save it to one first")
        stream = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a NUL character in the name
        said = error.strerror if isinstance(error, OSError) else error
        raise BadManifest(f"{shown(str(path))}: cannot be read ({said})") from error
    with stream:
        try:
            lines = Lines(stream)
        except OSError as error:
            raise BadManifest(f"{shown(str(path))}: cannot be read ({error.strerror})") from error
        yield lines


class Lines(Iterator[str]):
    """Lines with their ends, from UTF-8, or from UTF-16 or UTF-32 where a byte order mark says so."""

    def __init__(self, stream: io.BufferedReader) -> None:
        head = stream.peek(4)
        # Bytes that are no UTF-8 spoil their own line only; in the wider encodings all that follows is lost.
        encoding, errors = next(
            ((name, "strict") for mark, name in _MARKS if head.startswith(mark)), ("utf-8-sig", "surrogateescape")
        )
        self._text = io.TextIOWrapper(stream, encoding, errors, newline="")
        self._again: list[str] = []
        self._held = 0
        self._over = False
        self._quoting: Quoting | None = None
        self.number = 0  # of the line that was given last, from 1
        self.whole = True  # whether that line ended in a line break

    def begin(self) -> None:
        """Say that a record begins with the next line; its length is bounded, over however many lines."""
        self._held = 0
        if self._quoting:
            self._quoting.begin()

    def back(self, line: str) -> None:
        """Give ``line``, the last one, once more."""
        self._again.append(line)
        self.number -= 1

    def follow(self, quoting: Quoting) -> None:
        """Have ``quoting`` follow every line from the next one on, whether it can be used or not."""
        self._quoting = quoting

    def leave_quotes(self) -> None:
        """Pass over the lines in which a quoted field goes on that the last line left open, and the one that ends it.

        Raises:
            BadManifest: what follows is damaged, or cannot be read.
        """
        while self._quoting and self._quoting.is_open() and (line := self._read(_CHUNK)):
            self.number += 1
            self._pass_over(line)

    def __next__(self) -> str:
        """The next line.

        Raises:
            BadManifest: it is too long or no text; the one after it can be asked for.
        """
        line = self._again.pop() if self._again else self._read(LONGEST_RECORD + 1)
        if not line:
            raise StopIteration
        self.number += 1
        self._held += len(line)
        if self._held > LONGEST_RECORD:
            self._pass_over(line)
            raise BadManifest(f"is longer than {LONGEST_RECORD:,} characters, which no record is")
        if self._quoting:
            self._quoting.follow(line)
        self.whole = line.endswith(_BREAKS)
        if "\0" in line:
            raise BadManifest(f"contains NUL characters: no text, or not in UTF-8. {_REMEDY}")
        if not line.isascii() and _has_stray_bytes(line):
            raise BadManifest(f"is not in UTF-8. {_REMEDY}")
        return line

    def _pass_over(self, line: str) -> None:
        """Read what is left of the line that begins with ``line``, and forget it."""
        while line:
            if self._quoting:
                self._quoting.follow(line)
                self._quoting.is_open()  # so that it holds no more than a piece of an endless line
            line = "" if line.endswith(_BREAKS) else self._read(_CHUNK)

    def _read(self, most: int) -> str:
        if self._over:
            return ""
        try:
            return self._text.readline(most)
        except UnicodeError as error:
            self._over = True
            raise BadManifest(f"is damaged text, and so may be all that follows. {_REMEDY}") from error
        except OSError as error:
            self._over = True
            raise BadManifest(f"cannot be read ({error.strerror}), nor can what follows") from error


def _has_stray_bytes(line: str) -> bool:
    try:
        line.encode()
    except UnicodeEncodeError:
        return True
    return False
