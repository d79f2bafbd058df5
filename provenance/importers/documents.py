"""JSON files that nobody vouches for, record by record: a list, an object that holds one, or objects one after another.

Knows nothing of what the records mean. Only one record is held decoded at a time; a record that cannot be used
becomes a ``Problem``, and the next one is read where it can be found.
"""

from __future__ import annotations

import codecs
import json
import math
import re
from typing import TYPE_CHECKING, Any

from provenance.errors import BadManifest
from provenance.identity import canonical_json
from provenance.importers.folder import shown
from provenance.importers.lines import lines_of
from provenance.model import Problem
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Generator, Iterator
    from pathlib import Path

LARGEST_FILE = 150_000_000  # bytes; the largest public feed of fact-checks had 120 MB, and the text is held whole
LARGEST_RECORD = 10_000_000  # characters; a record of empty lists takes forty times as many bytes of memory
MOST_FAULTS = 1_000  # records of one file that are no JSON; each costs a search for where the next one begins
MOST_OTHERS = 100_000  # values of one file that are no objects, such as numbers
_NEAR_END = 12  # characters at the end of what is decoded in which a literal or an escape can be cut off
_MARKS = (  # as in provenance.importers.lines, whose reader takes lines and not documents
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_LOOKED_AT = 4096  # first bytes by which a document is told from lines
_DOCUMENT = re.compile(r"""\s*(?:\[|\{[ \t]*\r?\n|\{\s*"[^"]*"\s*:\s*\{)""")
_SPACE = re.compile(r"[ \t\r\n]*")
_NEXT_RECORD = re.compile(r"\n[ \t]*\{")


class Value(NamedTuple):
    """One record as it stands in the file."""

    line: int  # where it begins, from 1
    data: object  # what JSON says: dict, list, str, int, float, bool or None


def is_document(path: Path) -> bool:
    """Whether a file is JSON that is not to be read line by line: a list, or an object of objects or over lines."""
    try:
        if not path.is_file():
            return False
        with path.open("rb") as file:
            head = file.read(_LOOKED_AT)
            return bool(_DOCUMENT.match(head.decode(_encoding(head), "ignore")))
    except (OSError, ValueError):  # whoever reads it says why; ValueError: a NUL character in the name
        return False


def text_of_file(path: Path) -> str:
    """All of a text file: UTF-8, or UTF-16 or UTF-32 where a byte order mark says so.

    Raises:
        BadManifest: it is no file, cannot be read, is too large or no text; names it.
    """
    with lines_of(path):  # refuses folders, pipes and devices
        pass
    try:
        size = path.stat().st_size
        if size > LARGEST_FILE:
            raise BadManifest(f"{shown(str(path))}: is larger than {LARGEST_FILE // 10**6} MB. Split it into several")
        content = path.read_bytes()
    except OSError as error:
        raise BadManifest(f"{shown(str(path))}: cannot be read ({error.strerror})") from error
    try:
        return content.decode(_encoding(content))
    except UnicodeError as error:
        raise BadManifest(f"{shown(str(path))}: is not in UTF-8. Save the file as UTF-8 text") from error


def _encoding(content: bytes) -> str:
    return next((name for mark, name in _MARKS if content.startswith(mark)), "utf-8-sig")


def values_of(text: str, name: str, *, lists: Collection[str] = ()) -> Iterator[Value | Problem]:
    """The records of a JSON text: elements of lists, and other values as they are.

    ``lists``: keys of an outermost object under which its records stand in a list; they are given instead of it.
    ``name`` stands in what problems say of their place.
    """
    reading = _Reading(text, name, frozenset(lists))
    yield from reading.values()


class _Fault(Exception):
    """One record cannot be used; the reading goes on behind it where ``end`` says where that is."""

    def __init__(self, reason: str, end: int | None = None) -> None:
        super().__init__(reason)
        self.end = end


class _Reading:
    """Where the reading of one text stands."""

    def __init__(self, text: str, name: str, lists: frozenset[str]) -> None:
        self._text = text
        self._name = name
        self._lists = lists
        self._window = (0, text[:LARGEST_RECORD])  # a position, and what is decoded from there on
        self._counted = (0, 1)  # a position, and its line
        self._others = 0
        self._fault: str | None = None  # found in the value under way
        self._decoder = json.JSONDecoder(
            object_pairs_hook=self._object, parse_constant=self._constant, parse_float=self._float, strict=False
        )

    def values(self) -> Iterator[Value | Problem]:
        """Every record of the text, up to where it is plainly no file of records."""
        at = self._skip(0)
        faults = 0
        while at < len(self._text):
            start = at
            try:
                if self._text[at] == "[":
                    at = yield from self._elements(at + 1)
                elif self._text[at] == "{" and self._lists:
                    at = yield from self._members(at)
                else:
                    at = yield from self._one(at)
            except _Fault as fault:
                yield self._problem(start, str(fault))
                # The records that follow may stand on lines of their own; within a list nothing says where one begins.
                following = None if self._text[start] == "[" else _NEXT_RECORD.search(self._text, start + 1)
                at = following.end() - 1 if following else len(self._text)
                faults += 1
            if self._others > MOST_OTHERS or (faults > MOST_FAULTS and at < len(self._text)):
                yield self._problem(at, "the file holds too much else than records, and was not read from here on")
                return
            at = self._skip(at)

    def _elements(self, at: int) -> Generator[Value | Problem, None, int]:
        """The values of a list whose bracket stands before ``at``; returns the position behind it."""
        at = self._skip(at)
        if self._text[at : at + 1] == "]":
            return at + 1
        while True:
            at = self._skip((yield from self._one(at)))
            if self._others > MOST_OTHERS:
                return at
            sign = self._text[at : at + 1]
            if sign == "]":
                return at + 1
            if sign != ",":
                raise _Fault(self._lost(at, "is no JSON: a comma or the end of the list is missing"))
            at = self._skip(at + 1)

    def _members(self, start: int) -> Generator[Value | Problem, None, int]:
        """An outermost object, or the elements of the lists in it that hold the records."""
        kept: dict[str, object] = {}
        held_records = False
        at = self._skip(start + 1)
        while self._text[at : at + 1] != "}":
            key, at = self._decoded(at)
            at = self._skip(at)
            if not isinstance(key, str) or self._text[at : at + 1] != ":":
                raise _Fault(self._lost(at, "is no JSON: a key and a colon are missing"))
            at = self._skip(at + 1)
            if key in self._lists and self._text[at : at + 1] == "[":
                held_records = True
                at = yield from self._elements(at + 1)
            else:
                value, at = self._decoded(at)
                self._fault = "a key stands twice in one object" if key in kept else self._fault
                kept[key] = value
            at = self._skip(at)
            if self._text[at : at + 1] == ",":
                at = self._skip(at + 1)
            elif self._text[at : at + 1] != "}":
                raise _Fault(self._lost(at, "is no JSON: a comma or the end of the object is missing"))
        if not held_records:
            yield self._value(start, kept)
        self._fault = None
        return at + 1

    def _one(self, at: int) -> Generator[Value | Problem, None, int]:
        value, end = self._decoded(at)
        yield self._value(at, value)
        return end

    def _value(self, at: int, value: object) -> Value | Problem:
        fault, self._fault = self._fault, None
        self._others += not isinstance(value, dict)
        try:
            canonical_json(value).encode()  # halves of surrogate pairs are text for json, and for nothing else
        except UnicodeEncodeError:
            fault = "contains half a surrogate pair, which is no character"
        except (RecursionError, ValueError):
            fault = fault or "is nested too deeply"
        return self._problem(at, fault) if fault else Value(self._line(at), value)

    def _decoded(self, at: int) -> tuple[object, int]:
        """A value and the position behind it.

        Raises:
            _Fault: there is none.
        """
        if at >= len(self._text):
            raise _Fault(self._lost(at, "is no JSON: it ends too early"))
        begin, window = self._window
        if not begin <= at < begin + len(window):
            return self._slid(at)
        try:
            value, end = self._decoder.raw_decode(window, at - begin)
        except json.JSONDecodeError as error:
            if self._is_cut(error.pos, error.msg):
                return self._slid(at)
            raise _Fault(self._lost(begin + error.pos, f"is no JSON: {error.msg}")) from error
        except RecursionError as error:
            raise _Fault("is nested too deeply") from error
        except (ValueError, StopIteration) as error:  # a number of more digits than Python reads
            raise _Fault(f"is no JSON that is understood: {error}") from error
        return self._slid(at) if at > begin and self._is_cut(end) else (value, begin + end)

    def _slid(self, at: int) -> tuple[object, int]:
        """The same as :meth:`_decoded`, from a window that begins with the value."""
        if self._window[0] == at:
            most = f"{LARGEST_RECORD // 10**6} million"
            raise _Fault(f"is larger than {most} characters, which no record is, or a quotation mark is missing")
        self._window = (at, self._text[at : at + LARGEST_RECORD])
        return self._decoded(at)

    def _is_cut(self, position: int, reason: str = "") -> bool:
        """Whether the decoding came to the end of the window, and not of the text."""
        begin, window = self._window
        at_end = position >= len(window) - _NEAR_END or reason.startswith("Unterminated string")
        return at_end and begin + len(window) < len(self._text)

    def _lost(self, at: int, reason: str) -> str:
        position, line = self._counted
        line += self._text.count("\n", position, at)
        return f"{reason} at line {line}, character {at - self._text.rfind(chr(10), 0, at)}"

    def _problem(self, at: int, reason: str) -> Problem:
        return Problem(f"{self._name} line {self._line(at)}", reason, BadManifest.__name__)

    def _line(self, at: int) -> int:
        position, line = self._counted
        if at < position:
            return self._text.count("\n", 0, at) + 1
        line += self._text.count("\n", position, at)
        self._counted = (at, line)
        return line

    def _skip(self, at: int) -> int:
        found = _SPACE.match(self._text, at)
        return found.end() if found else at

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        record = dict(pairs)
        if len(record) < len(pairs):
            self._fault = "a key stands twice in one object"
        return record

    def _constant(self, word: str) -> None:
        self._fault = f"{word} is no number"

    def _float(self, text: str) -> float:
        number = float(text)
        if math.isinf(number):
            self._fault = f"{text[:20]} is too large"
            return 0.0
        return number
