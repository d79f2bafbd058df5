"""Which parts of an English line have a direction of writing of their own: what is quoted, and names in such scripts.

A row is English and runs from left to right, whatever its first letter is; a page isolates the parts that are given
here. Terminals get the line as it is.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

LEFTWARD = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
APART = re.compile(
    "“(?P<quoted>[^“”]*(?:“[^“”]*”[^“”]*)*)”"  # quotation marks stay outside
    '|"(?P<plain>[^"]*)"'
    rf'|(?P<name>[{LEFTWARD}](?:[^A-Za-z·;:“”"]*[{LEFTWARD}])?)'  # up to what separates the parts of a line
)


class Part(NamedTuple):
    """A stretch of a line."""

    start: int
    end: int
    is_apart: bool  # has a direction of its own


def parts(text: str) -> Iterator[Part]:
    """The whole line, in order."""
    at = 0
    for found in APART.finditer(text):
        start, end = found.span(found.lastgroup or 0)
        yield Part(at, start, is_apart=False)
        yield Part(start, end, is_apart=True)
        at = end
    yield Part(at, len(text), is_apart=False)
