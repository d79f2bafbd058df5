"""The words before a name that say where it is, or that something only comes from or goes there.

A walk from the name to the left, word by word; which word does what is in
:mod:`provenance.importers.article.place_words`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.place_words import PLACE_WORDS, PlaceWords
from provenance.named import NamedTuple
from provenance.places.words import ADJECTIVES, BETWEEN
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Sequence

WINDOW = 100  # characters before a name that may say where
MOST_WORDS = 9  # of them that are read
MOST_TO_DEED = 3  # words before "by" of which one says what was done: "posted on X by"
MOST_ADJECTIVES = 2  # unknown words between an article and a noun: "in the small besieged town of"


class Before(NamedTuple):
    """What the words before a name say of it."""

    where: bool = False  # "near", "in the north of"
    on: bool = False  # "on": says so only of what is built
    moved: bool = False
    noun: bool = False  # a kind of place: "village of", "calle"
    bare: bool = True  # neither noun nor article stands between
    linked: bool = False  # "of" stands right before
    article: bool = False
    built: int | None = None  # where the words for what is built begin: "the |mosque of"


NEXT_TO = Before(linked=True)
TOKEN = re.compile(r"[dl][’']|\w[\w-]*(?:[’']s)?", re.IGNORECASE)
# English says "Mill Street" and "the mosque of X"; only these stand before a name without "of".
_DIRECT = frozenset(("mount", "lake", "camp", "fort", "port", "hill", "highway", "mt", "river"))
_NUMBER = re.compile(r"(?!(?:19|20)\d\d)\d{1,4}")  # of a house: "14 Mill Street"; a year is none
_DONE = re.compile(r"(?i)(?:\w{3,}ed|shot|taken|made|sent|seen|shown|given|run|built|put out)$")


def before_name(text: str, start: int, words: PlaceWords) -> Before:
    """Reads the words before a name from right to left, until one says where or is of no use."""
    begin = max(0, start - WINDOW)
    tokens = list(TOKEN.finditer(text[begin:start]))[-MOST_WORDS:]
    if tokens and begin and tokens[0].start() == 0:
        tokens = tokens[1:]  # cut off
    said, at, unread, was_unread = Before(), start - begin, 0, False
    for index, token in reversed(list(enumerate(tokens))):
        if text[begin + token.end() : begin + at].strip(" \u00a0"):
            break
        word, at = fold(token[0]).strip("’'"), token.start()
        if word in words.links and word not in words.where:
            said = said._replace(linked=said.linked or said.bare)
        elif word in words.articles or _NUMBER.fullmatch(word):
            said = said._replace(article=True, bare=False)
        elif is_noun(word, said, words):
            said = _with_noun(said, word, begin + at, words)
        elif word == "to" and was_unread:
            return said  # "to show the school of X"
        elif word in words.to_from:
            return said._replace(moved=not _is_shown_there(text[begin : begin + at], tokens[:index], word, words))
        elif word == "by" and any(_DONE.search(each[0]) for each in tokens[max(0, index - MOST_TO_DEED) : index]):
            return said._replace(moved=True)  # "released by the X museum"
        elif word in words.where or word in words.on:
            return said._replace(where=word in words.where, on=word in words.on)
        elif token[0].islower() and (
            word in BETWEEN
            or word in ADJECTIVES
            or (said.noun and unread < MOST_ADJECTIVES)
            or (
                said.linked and not unread and words in (PLACE_WORDS["fr"], PLACE_WORDS["es"])
            )  # "zone industrielle de"
        ):
            unread += 1
            was_unread = True
            continue
        else:
            break
        was_unread = False
    return said


def is_noun(word: str, said: Before, words: PlaceWords) -> bool:
    """Whether a word is one for a kind of place, or for a part of one, that the name belongs to."""
    if word in words.parts or word in words.settled:
        return said.linked or not said.bare or word in words.settled
    if words is PLACE_WORDS["en"]:
        return word in words.built and (said.linked or said.noun or word in _DIRECT)
    if words is PLACE_WORDS["de"] and word.endswith("s") and {word[:-1], word[:-2]} & words.built:
        return True  # a genitive: "des Flughafens"
    return word in words.built or word.endswith(words.endings + words.built_endings or ("\0",))


def _with_noun(said: Before, word: str, at: int, words: PlaceWords) -> Before:
    is_built = word in words.built or word.endswith(words.built_endings or ("\0",))
    starts = at if is_built and not said.noun and word not in words.settled | words.parts else said.built
    return said._replace(noun=True, bare=False, built=starts)


# What comes from there shows the place: a picture, smoke, a report.
_SHOWN_FROM = re.compile(
    r"(?i)\b(?:videos?|footage|clips?|films?|photos?|photographs?|images?|pictures?|stills?|(?:live)?streams?|scenes?|"
    r"views?|reports?|live|smoke|ris(?:es?|ing)|rose|billow\w*|said to be|reportedly|allegedly|aufnahmen?|bild\w*|"
    r"fotos?|vid[ée]os?|szenen?|rauch|séquences?|fumée|imágenes|imagen|fotograf[íi]as?|humo|vídeos?|filmen|klippet|rök(?:en)?|stiger|steigt|aufsteig\w*|s[’']élèv\w*|s[’']échapp\w*|sube|asciende|sale)\b"
    r"(?:,? (?!show|zeig|montr|muestr|visa)\w+){0,3},?\s*$"
)


def _is_shown_there(left: str, tokens: Sequence[re.Match[str]], word: str, words: PlaceWords) -> bool:
    """Whether "from X" is said of a picture, or "to X" of a road or an entrance, so that it is a place after all."""
    if tokens and fold(tokens[-1][0]) in words.ways:
        return True
    goes = word in ("to", "toward", "towards", "nach", "richtung", "vers", "hacia", "rumbo", "till", "mot", "at")
    return not goes and word not in ("for", "pour", "para") and bool(_SHOWN_FROM.search(left))
