"""Words for a full-text index under which every spelling of a place is found. Meant for recall: nothing is decided."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.places import gazetteer, words
from provenance.places.choosing import choose
from provenance.places.finding import is_ordinary, names_in
from provenance.places.folding import folded_name
from provenance.places.scanning import tokens_of
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.places.records import Place

MOST_CHARACTERS = 20_000  # of a text; a longer one is found by its words
SHORTEST = 3  # letters
FEW_WORDS = 6  # in a query, or a place as given, unknown spellings are looked up too
_COMMON = words.KINDS.keys() | words.FACILITIES | words.GROUPS | words.LOCATIVES | words.BETWEEN | words.TITLES
_OTHER = re.compile(r"[^a-z0-9]+")


def search_terms(text: str) -> tuple[str, ...]:
    """One word of letters and digits for each place that the words may name ("gn170063"), each once, in order.

    The same for the text that is stored and for what is asked. What contains a place is not added.
    """
    return tuple(dict.fromkeys(_term(place) for place in _places(text[:MOST_CHARACTERS])))


def terms_as_heard(text: str) -> tuple[str, ...]:
    """The same for the places whose name sounds like the whole of a few words: "maarat al-numan", with one r."""
    if not 1 < len(tokens_of(text)) <= FEW_WORDS:
        return ()
    heard = choose(found for found in gazetteer.close(text) if found.heard)
    return tuple(dict.fromkeys(_term(place) for place in heard))


def _places(text: str) -> Iterator[Place]:
    tokens = tokens_of(text)
    lower = not any(character.isupper() for character in text)
    taken: set[int] = set()
    for item in names_in(text, tokens, any_case=lower):
        taken.update(range(item.span.first, item.span.last + 1))
        name = item.span.name
        if len(folded_name(name)) >= SHORTEST and (item.locative or item.kind or not is_ordinary(name)):
            yield from choose(item.span.found)
    left = [token for index, token in enumerate(tokens) if index not in taken]
    if len(tokens) <= FEW_WORDS and left:
        left = [token for token in left if token.folded not in _COMMON and not is_ordinary(token.text)]
        together = gazetteer.close(text) if len(left) == len(tokens) else ()
        yield from choose(together)
        if not together:
            for token in left:
                yield from choose(gazetteer.close(token.text))


def _term(place: Place) -> str:
    if place.key.startswith("geonames:"):
        return "gn" + place.key[9:]
    return "pl" + _OTHER.sub("", fold(place.key))
