"""Names of things that are built, "the Hamdan airbase", and when one of them says where a settlement lies.

An airbase, a dam or a street has a name of its own. It may be called after the town where it stands ("Aleppo
airport"), after another one ("Baghdad Street" in Damascus) or after a person. Only the first says where it is.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.places import words
from provenance.places.choosing import choose
from provenance.places.records import PlacePrecision
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from provenance.places.gazetteer import Found
    from provenance.places.records import Place
    from provenance.places.scanning import Span, Token

KNOWN = 100_000  # inhabitants from which a town's airport or dam needs nothing else to say where it is
KNOWN_ALONE = 15_000  # the same, where no other place has the name
KNOWN_ELSEWHERE = 1_000_000  # the same, where the text is about other countries
_OF = frozenset(("of", "de", "du", "des", "d", "la", "le", "les", "l", "el", "las", "los", "von", "der"))
_SORTS = frozenset(map(fold, ("military", "civilian", "international", "militaire", "militar", "الدولي", "العسكري")))


def kind_of(text: str, tokens: Sequence[Token], span: Span) -> str:
    """What is built and called so, by the word right behind or before the name: "site" or "street"; "" for nothing."""
    return _behind(text, tokens, span.last) or _before(text, tokens, span)


def _behind(text: str, tokens: Sequence[Token], last: int) -> str:
    """ "Hamdan airbase", "Hamdan air base", "Hamdan-Krankenhaus"; with a word between for what kind of airport."""
    for index in range(last + 1, min(last + 3, len(tokens))):
        if text[tokens[index - 1].end : tokens[index].start] not in (" ", "-", "\u00a0", "‑"):
            return ""
        word = tokens[index].folded
        pair = f"{word} {tokens[index + 1].folded}" if index + 1 < len(tokens) else ""
        for kind, nouns in words.BUILT_BEHIND.items():
            if word in nouns or pair in nouns:
                return kind
        if word not in _SORTS:
            return ""
    return ""


def _before(text: str, tokens: Sequence[Token], span: Span) -> str:
    """ "airbase of Hamdan", "Flughafen Hamdan", "مطار الحمدان", "base aérienne de Hamdan"."""
    index = span.first - 1
    while index >= 0 and tokens[index].folded in _OF | _SORTS:
        index -= 1
    if index < 0 or text[tokens[index].end : tokens[index + 1].start].strip(" \u00a0'’-"):
        return ""
    joined = index < span.first - 1
    word = tokens[index].folded
    pair = f"{tokens[index - 1].folded} {word}" if index else ""
    for kind, nouns in words.BUILT_BEFORE.items():
        if word in nouns or pair in nouns:
            return kind
        if joined and word in words.BUILT_BEHIND[kind]:  # "the airbase of Hamdan": in English only with the "of"
            return kind
    return ""


def settlements(kind: str, found: Sequence[Found], home: Collection[str]) -> tuple[Found, ...]:
    """Of what a name can mean, the settlements where the thing so called may stand; often none.

    ``kind``: of :func:`kind_of`; ``home``: the countries that the rest of the text is about.
    """
    here = tuple(item for item in found if item.place.country in home)
    if kind != "site":
        return tuple(item for item in here if item.main and item.place.population >= KNOWN)
    if here:
        return here
    meant = choose(found)
    return tuple(item for item in found if len(meant) == 1 and _is_known(item, meant[0], len(found), home))


def _is_known(found: Found, meant: Place, namesakes: int, home: Collection[str]) -> bool:
    place = found.place
    if place != meant or place.precision != PlacePrecision.TOWN:
        return False
    spelt_anyhow = place.country in words.WITH_ARTICLE | {"UA", "RU"}  # every newsroom transcribes in its own way
    enough = KNOWN_ELSEWHERE if home else KNOWN_ALONE if namesakes == 1 else KNOWN
    return (found.main or spelt_anyhow) and place.population >= enough
