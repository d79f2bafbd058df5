"""Words for the full-text column by which other spellings of a name, and other names of a place, are found.

A name in Arabic, Cyrillic or Hebrew letters, or one that begins with a capital, is stored with its consonants
(:func:`provenance.places.folding.skeleton`), so that "Amaq", "A3maq" and "أعماق" meet; a place is stored under its
number in the gazetteer, so that any of its names finds it. Neither is ever shown.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.places import find_places, search_terms, terms_as_heard
from provenance.places.folding import folded_name, skeleton, sounds
from provenance.text import fold, fts_query, searchable

if TYPE_CHECKING:
    from collections.abc import Iterator

MARK = "zq"  # begins the words that stand for consonants: no word of a language that is written here begins so
FEWEST = 3  # consonants; a name with fewer is stored with its vowels too
SHORTEST = 4  # letters of such a short name: "Amaq" and "أعماق" are both "amak"
MOST_TYPED = 8  # words of a question in which a place is sought that nothing marks as a name
MOST = 200  # such words of one text
_WORD = re.compile(r"[\w'’ʿʼ`-]+")
_DIGIT_LETTERS = str.maketrans({"3": "", "7": "h", "5": "kh", "9": "s"})  # of Arabic written with digits


def indexed(text: str) -> str:
    """What goes into the full-text column: the words as :func:`provenance.text.searchable` folds them, then these."""
    further = dict.fromkeys((*search_terms(text), *_names(text)))
    return " ".join((searchable(text), *list(further)[:MOST])) if further else searchable(text)


def expressions(text: str) -> list[str]:
    """FTS5 expressions for what a person typed, the most literal first: as spelt, by consonants, by place."""
    literal = fts_query(text)
    if not literal:
        return []
    if '"' in text or "*" in text:
        return [literal]
    return list(dict.fromkeys(one for one in (literal, _spelled(text), _heard(text), _placed(text)) if one))


def _spelled(text: str) -> str:
    """Each word as spelt or by its consonants."""
    terms = []
    for word in text.split():
        consonants = _consonants(word)
        literal = fts_query(word)
        if literal:
            terms.append(f'({literal} OR "{MARK}{consonants}")' if consonants else literal)
    whole = _consonants(text.replace(" ", "")) if " " in text.strip() else ""
    by_words = " AND ".join(terms)
    return f'({by_words}) OR "{MARK}{whole}"' if whole else by_words


def place_keys(place: str) -> tuple[str, ...]:
    """The numbers of the places that a place as somebody types it may be."""
    return tuple(dict.fromkeys((*search_terms(place), *terms_as_heard(place))))


def _heard(text: str) -> str:
    """The places whose name sounds like all that was typed, by their number."""
    return " OR ".join(f'"{key}"' for key in terms_as_heard(text))


def _placed(text: str) -> str:
    """Places by their number, whatever their name; the other words as spelt."""
    terms, rest = [], text
    for mention in sorted(find_places(text), key=lambda one: -one.start):
        keys = search_terms(text[mention.start : mention.end])
        if keys:
            terms.append("(" + " OR ".join(f'"{key}"' for key in keys) + ")")
            rest = rest[: mention.start] + " " + rest[mention.end :]
    if not terms:
        typed, rest = _typed_place(text.split())
        terms = ["(" + " OR ".join(f'"{key}"' for key in typed) + ")"] if typed else []
    remaining = fts_query(rest)
    return " AND ".join((*terms, remaining) if remaining else terms) if terms else ""


def _typed_place(words: list[str]) -> tuple[tuple[str, ...], str]:
    """The place that the fewest words name that are needed for it, however it is typed, and the words beside them."""
    alone = [search_terms(word) for word in words]
    of_words = {key for keys in alone for key in keys}
    runs = [(start, start + count) for count in range(2, len(words) + 1) for start in range(len(words) - count + 1)]
    for start, end in runs if len(words) <= MOST_TYPED else ():
        keys = tuple(key for key in search_terms(" ".join(words[start:end])) if key not in of_words)
        if keys:
            return keys, " ".join((*words[:start], *words[end:]))
    at = next((at for at, keys in enumerate(alone) if keys), None)
    return (alone[at], " ".join((*words[:at], *words[at + 1 :]))) if at is not None else ((), " ".join(words))


def _names(text: str) -> Iterator[str]:
    for found in _WORD.finditer(text):
        word = found.group()
        if (word[0].isupper() or not fold(word)[:1].isascii()) and (consonants := _consonants(word)):
            yield MARK + consonants


def _consonants(word: str) -> str:
    """The consonants of a word, with the vowels where there are few of them; "" for what is too short to tell apart."""
    latin = word.translate(_DIGIT_LETTERS) if any(map(str.isalpha, word)) else ""
    folded = folded_name(latin) if latin else ""
    found = skeleton(folded)
    if 0 < len(found) < FEWEST:
        found = "v" + sounds(folded) if len(sounds(folded)) >= SHORTEST and len(found) > 1 else ""
    return found if len(found) >= FEWEST and found.isalnum() and found.isascii() else ""
