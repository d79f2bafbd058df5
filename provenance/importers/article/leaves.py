"""The parts of a page saved as MHTML, found on its bytes. What they hold is for :mod:`.page`.

The email package reads their heads alone: it makes an object of every line, which takes forty times the memory of a
part of short lines. Parts are found as it finds them:

1. A head ends at an empty line, or before the first line that is none of a head.
2. A part ends at a line that is its container's boundary; the line's end before that belongs to the boundary.
3. What stands before the first boundary and after the closing one is no part.
"""

from __future__ import annotations

import re
from email import message_from_bytes
from typing import TYPE_CHECKING

from provenance.errors import BadManifest
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import Message

MOST_PARTS = 10_000  # a page with 300 pictures has 400
MOST_OF_HEADS = 5_000_000  # bytes of the heads of all parts; a page with 300 pictures has 100,000
MOST_CONTAINERS = 50  # parts that contain others, in each other or not; browsers write one, mail programs three
_REMEDY = "Save it as HTML"
_HEAD_LINE = re.compile(rb"(?:[\x21-\x39\x3b-\x7e]*+:|[\t ])[^\r\n]*+(?:\r\n|\r|\n|\Z)")
_LINE_END = re.compile(rb"\r\n|\r|\n")
_ENCODED = frozenset(("quoted-printable", "base64", "x-uuencode", "uuencode", "uue", "x-uue"))


class Leaf(NamedTuple):
    """A part that contains no others."""

    head: Message
    data: bytes  # of the whole file
    start: int  # of its content, as written
    end: int

    def payload(self) -> bytes:
        """Its content, decoded."""
        raw = self.data[self.start : self.end]
        encoding = str(self.head.get("content-transfer-encoding", "")).strip().lower()
        if encoding not in _ENCODED:
            return raw
        if encoding == "base64":
            raw = raw.translate(None, b"\r\n")  # else each line becomes an object
        self.head.set_payload(raw.decode("ascii", "surrogateescape"))
        decoded = self.head.get_payload(decode=True)
        self.head.set_payload("")
        return decoded if isinstance(decoded, bytes) else b""


def leaves_in(data: bytes) -> tuple[Message, list[Leaf]]:
    """The head of the whole, and its parts in the order in which they stand.

    Raises:
        BadManifest: it has more parts, heads or parts of parts than any page; gives the remedy.
    """
    walk = _Walk(data)
    head, start = walk.head(0, len(data))
    leaves: list[Leaf] = []
    for leaf in walk.leaves(head, start, len(data)):
        leaves.append(leaf)
        if len(leaves) > MOST_PARTS:
            raise BadManifest(f"has more than {MOST_PARTS:,} parts, which no page has. {_REMEDY}")
    return head, leaves


class _Walk:
    """One file, and how much of it were heads so far."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._of_heads = self._containers = 0

    def head(self, start: int, end: int) -> tuple[Message, int]:
        """The head that begins at ``start``, and where what follows it begins."""
        place = start
        while place < end and (line := _HEAD_LINE.match(self._data, place, end)):
            place = line.end()
            if self._of_heads + place - start > MOST_OF_HEADS:
                most = MOST_OF_HEADS // 1_000_000
                raise BadManifest(f"has more than {most} MB of headers, which no page has. {_REMEDY}")
        self._of_heads += place - start
        blank = _LINE_END.match(self._data, place, end)
        return message_from_bytes(self._data[start:place]), blank.end() if blank else place

    def leaves(self, head: Message, start: int, end: int) -> Iterator[Leaf]:
        """The parts within one whose content stands from ``start`` up to ``end``; itself where there are none."""
        is_empty = True
        for begin, stop in self._within(head, start, end):
            is_empty = False
            inner, content = self.head(begin, stop)
            yield from self.leaves(inner, content, stop)
        if is_empty:
            yield Leaf(head, self._data, start, end)

    def _within(self, head: Message, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where each part of one stands, its head included; nothing for one that is no container."""
        kind = head.get_content_maintype()
        if kind not in ("multipart", "message"):
            return
        self._containers += 1
        if self._containers > MOST_CONTAINERS:
            raise BadManifest(f"has more than {MOST_CONTAINERS} parts of parts, which no page has. {_REMEDY}")
        if kind == "message":
            yield start, end
        elif (boundary := head.get_boundary()) is not None:
            yield from self._between(boundary, start, end)

    def _between(self, boundary: str, start: int, end: int) -> Iterator[tuple[int, int]]:
        """Where the parts between boundaries stand."""
        sign = re.escape(b"--" + boundary.encode("utf-8", "surrogateescape"))
        begin = None
        # The sign stands first, since such expressions are sought fastest; that a line begins there is asked then.
        line = re.compile(sign + rb"(?<![^\r\n]" + sign + rb")(--)?+[\t ]*+(?:\r\n|\r|\n|\Z)")
        for found in line.finditer(self._data, start, end):
            if begin is not None and begin < found.start():
                yield begin, found.start() - self._line_end_before(found.start(), begin)
            begin = found.end()
            if found[1] is not None:
                return
        if begin is not None and begin < end:  # cut off
            yield begin, end - self._line_end_before(end, begin)

    def _line_end_before(self, place: int, begin: int) -> int:
        """How many bytes end the line before ``place``."""
        before = self._data[max(begin, place - 2) : place]
        return 2 if before == b"\r\n" else int(before[-1:] in (b"\r", b"\n"))
