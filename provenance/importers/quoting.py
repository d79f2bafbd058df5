"""Where quotation marks are open in the text of a CSV file. Knows no columns, and gives no values.

After an error the csv module takes the next line for a new record, also where that line stands inside a quoted
field: then the words of a caption would be read as records of their own. So this follows the text beside it.
Malformed text is understood as the csv module does where it is not strict, and as spreadsheets do: a quotation
mark opens a field only at its beginning, a doubled one is a character, and what follows a closing one is plain.
"""

from __future__ import annotations

import re
from enum import Enum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping


class _At(Enum):
    BEGINNING = 1  # of a field
    PLAIN = 2
    QUOTED = 3
    CLOSING = 4  # after a quotation mark in a quoted field: its end, or half of a doubled one


_NEXT: Mapping[str | None, Mapping[_At, _At]] = {
    "mark": {
        _At.BEGINNING: _At.QUOTED,
        _At.PLAIN: _At.PLAIN,
        _At.QUOTED: _At.CLOSING,
        _At.CLOSING: _At.QUOTED,
    },
    "end": {
        _At.BEGINNING: _At.BEGINNING,
        _At.PLAIN: _At.BEGINNING,
        _At.QUOTED: _At.QUOTED,
        _At.CLOSING: _At.BEGINNING,
    },
    "other": {
        _At.BEGINNING: _At.PLAIN,
        _At.PLAIN: _At.PLAIN,
        _At.QUOTED: _At.QUOTED,
        _At.CLOSING: _At.PLAIN,
    },
}


class Quoting:
    """Follows a text, which may come in pieces. Works only when asked, since nearly every record is sound."""

    def __init__(self, delimiter: str) -> None:
        end = f"{re.escape(delimiter)}\\r\\n"
        self._tokens = re.compile(f'(?P<mark>")|(?P<end>[{end}])|(?P<other>[^"{end}]+)')
        self._at = _At.BEGINNING
        self._waiting: list[str] = []

    def begin(self) -> None:
        """Say that a record begins here."""
        self._at = _At.BEGINNING
        self._waiting.clear()

    def follow(self, text: str) -> None:
        """Go on with ``text``, which is held until :meth:`is_open` or :meth:`begin`."""
        self._waiting.append(text)

    def is_open(self) -> bool:
        """Whether what comes next stands inside quotation marks."""
        for text in self._waiting:
            self._read(text)
        self._waiting.clear()
        return self._at is _At.QUOTED

    def _read(self, text: str) -> None:
        if '"' not in text and self._at is _At.QUOTED:  # the usual line inside a caption
            return
        if '"' not in text and text.endswith(("\n", "\r")):  # the usual line elsewhere
            self._at = _At.BEGINNING
            return
        for token in self._tokens.finditer(text):
            self._at = _NEXT[token.lastgroup][self._at]
