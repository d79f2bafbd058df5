"""What a reviewer's own word means on our scale. A table; a word that is not in it stays a word.

Words are compared folded (:func:`provenance.text.fold`), so case, accents, Arabic vowel signs and forms of alef
do not matter. Nothing is concluded from parts of sentences: "not false" and "no evidence" are in no table.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from provenance.judgement import MediaCategory
from provenance.model import Rating
from provenance.named import NamedTuple
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Mapping


class Meaning(NamedTuple):
    """What a house word says, as far as it says so."""

    rating: Rating | None
    media: tuple[MediaCategory, ...] = ()


NOT_KNOWN = Meaning(None)
# Words of MediaReview, old and new. "Missing context" is the label of DecontextualizedContent in fact-checkers' tools.
_CATEGORIES: Mapping[str, MediaCategory] = {
    **{category.value.lower(): category for category in MediaCategory},
    **{category.value.lower().removesuffix("content"): category for category in MediaCategory},
    "decontexualizedcontent": MediaCategory.DECONTEXTUALIZED,  # so spelt in data of 2020
    "decontexualized": MediaCategory.DECONTEXTUALIZED,
    "missingcontext": MediaCategory.DECONTEXTUALIZED,
    "outofcontext": MediaCategory.DECONTEXTUALIZED,
    "edited": MediaCategory.EDITED_OR_CROPPED,
    "cropped": MediaCategory.EDITED_OR_CROPPED,
    "satire": MediaCategory.SATIRE_OR_PARODY,
    "parody": MediaCategory.SATIRE_OR_PARODY,
    "authenticcontent": MediaCategory.ORIGINAL,
}
# What ends the word where a house goes on in a sentence: "FALSE: the video is of 2016". No comma: "True, but ...".
_GOES_ON = re.compile(r"\s*(?:[:.;!|–—(]|\s-\s)\s*")
_AROUND = re.compile(r"^[\W_]+|[\W_]+$")


def meaning_of(word: str | None) -> Meaning | None:
    """What a house word says; None where it is not known.

    A word that is followed by a sentence counts by itself only where it denies ("False. The video is old"): a
    "True" may be taken back in the sentence.
    """
    if not word or not (whole := _folded(word)):
        return None
    if found := _table().get(whole):
        return found
    first, *rest = (part for part in map(_folded, _GOES_ON.split(word.strip())) if part)
    known = _table().get(first)
    if not rest or known is None or known.rating in (Rating.TRUE, Rating.MOSTLY_TRUE):
        return None
    others = {_table()[part] for part in rest if part in _table()}
    return known if others <= {known} else None


def rating_on_scale(value: object, *, best: object, worst: object) -> Rating | None:
    """What a number on a house's scale says: the ends only, and only where the house names both."""
    number, top, bottom = map(_number, (value, best, worst))
    if number is None or top is None or bottom is None or top == bottom:
        return None
    return {top: Rating.TRUE, bottom: Rating.FALSE}.get(number)


def category_of(word: str) -> MediaCategory | None:
    """The media category that a MediaReview names, in any of its spellings; None for another word."""
    plain = re.sub(r"[\s_-]+", "", word.rpartition("/")[2]).lower()
    return _CATEGORIES.get(plain)


@cache
def _table() -> Mapping[str, Meaning]:
    """The table of the package: ``[rating, category]``, then words with bars between them."""
    table: dict[str, Meaning] = {}
    meaning = Meaning(None)
    for line in (files("provenance") / "data" / "house-ratings.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            meaning = _said(line.strip("[]").split(", "))
        elif not line.startswith("#"):
            table |= {folded: meaning for word in line.split("|") if (folded := _folded(word))}
    return table


def _said(values: list[str]) -> Meaning:
    rating = next((rating for rating in Rating if rating.value in values), None)
    return Meaning(rating, tuple(category for category in MediaCategory if category.value in values))


def _folded(word: str) -> str:
    return _AROUND.sub("", fold(word).replace("-", " "))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except (ValueError, OverflowError):
        return None
