"""One spelling of a text for matching, with the way back to the text as given.

Arabic vowel signs and tatweel go, alef and ya forms and digits of any script become one, typographic quotes
and dashes become plain, split accents are joined, white space is squeezed (patterns would take quadratic time
over pages of it). Case and Latin accents stay: they tell "mars" from "Mars".
"""

from __future__ import annotations

import re
import unicodedata
from typing import TYPE_CHECKING

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_DASHES = "\u2010\u2011\u2012\u2013\u2014\u2015\u2212"
_LETTERS = {
    **dict.fromkeys("أإآٱ", "ا"),
    **dict.fromkeys("ىی", "ي"),
    **dict.fromkeys("ة", "ه"),
    **dict.fromkeys("ک", "ك"),
    **dict.fromkeys("‘’‛′ʼ`´", "'"),
    **dict.fromkeys("“”„‟«»", '"'),
    **dict.fromkeys(_DASHES, "-"),
    **dict.fromkeys("،", ","),
    **dict.fromkeys("؛", ";"),
    **dict.fromkeys("؟", "?"),
}
_DROPPED = frozenset(
    "ـ\u00ad\u200b\u200c\u200d\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
)


_WIDE_GAP = re.compile(r"\s\s")


class Plain(NamedTuple):
    """A text in one spelling; ``origins[i]`` is where its character ``i`` stands in the text as given."""

    text: str
    begins: Sequence[int]  # where each character stands in the text as given
    ends: Sequence[int]  # and where it ends there, the marks on it included

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where the characters from ``start`` up to ``end`` (at least one) stand in the text as given."""
        return self.begins[start], self.ends[end - 1]


def plain(text: str) -> Plain:
    """The one spelling of ``text``. Characters are dropped or joined, never added."""
    if text.isascii() and not _WIDE_GAP.search(text):
        return Plain(text, range(len(text)), range(1, len(text) + 1))
    characters: list[str] = []
    begins: list[int] = []
    ends: list[int] = []
    for position, character in enumerate(text):
        if character > "\u02ff" and unicodedata.combining(character):
            if characters:
                characters[-1] = _joined(characters[-1], character)
                ends[-1] = position + 1
        elif character.isspace() and characters and characters[-1].isspace():
            if character == "\n":  # a line's end is worth more than a space
                characters[-1] = character
        elif character not in _DROPPED:
            characters.append(_one_spelling(character))
            begins.append(position)
            ends.append(position + 1)
    return Plain("".join(characters), begins, ends)


def _one_spelling(character: str) -> str:
    if character.isascii():
        return character
    if character in _LETTERS:
        return _LETTERS[character]
    if character.isspace():
        return "\n" if character == "\n" else " "
    digit = unicodedata.decimal(character, None)
    return character if digit is None else str(digit)


def _joined(letter: str, mark: str) -> str:
    """The letter with the accent where that is one character, else the letter."""
    joined = unicodedata.normalize("NFC", letter + mark)
    return _one_spelling(joined) if len(joined) == 1 else letter
