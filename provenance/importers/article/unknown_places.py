"""Names that only their words show to be places: "near X", "the mosque of X", "X airbase". No gazetteer is asked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.before_names import MOST_ADJECTIVES, NEXT_TO, WINDOW, Before, before_name, is_noun
from provenance.importers.article.place_words import NEAR_IT, NO_NAMES, PLACE_WORDS, SORTS, PlaceWords
from provenance.places.words import ADJECTIVES, BETWEEN, BUILT_BEHIND, DAYS_AND_MONTHS, DIRECTIONS, GROUPS
from provenance.platforms import canonical_platform
from provenance.platforms.credit_words import agency
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CAPITAL = r"(?:(?:al|el|ad|an|ar|as|at|az|ash|ed|er|es|ez)-)?[A-ZÀ-ÞŠŽĀĪŪ][\w’'ʿ-]*"
NAME = re.compile(
    rf"(?<![\w’'-]){_CAPITAL}(?:[ -](?:(?:al|el|as|ar|ad|an|de|del|la|sur|upon|under)[ -])?{_CAPITAL}){{0,3}}"
)
_HEADS = DIRECTIONS | {"old", "new", "norra", "sodra", "ostra", "vastra", "main", "central"}


def by_words(text: str, code: str, known: Iterable[int], wide: Iterable[int]) -> Iterator[tuple[int, int, bool, bool]]:
    """Start and end, whether a word says that it is where, and whether something only comes from there.

    ``known``, ``wide``: where the names of known places begin, and of those that contain others.
    """
    words = PLACE_WORDS[code]
    starts, wide = set(known), set(wide)
    after_between = {hit.start(1) for hit in _BETWEEN_TWO.finditer(text)}
    reversed_found: list[tuple[int, int, bool, bool]] = []
    for hit in reversed(list(NAME.finditer(text))):
        start, end = _start_of_name(text, hit, words), _end_of_name(hit)
        if not _may_be_name(text, start, end, code):
            continue
        before = before_name(text, start, words)
        behind = _behind(text, end, words, code)
        name = text[start:end]
        tail = _is_tail(name, words, code)
        stands = _stands(text, start, name, before, behind, tail, code) or start in after_between
        if not stands and not before.moved:
            stands = _is_explained(text, end, before, starts, wide)
        if stands or (before.moved and (behind or before.noun)):
            begin = start if before.built is None else before.built
            reversed_found.append((begin, end + len(behind), stands, before.moved and not stands))
            starts.add(start)
    yield from reversed(reversed_found)


_BETWEEN_TWO = re.compile(
    rf"(?<=\s)(?i:between|zwischen|entre|mellan)\s{NAME.pattern}\s(?:and|und|et|y|och)\s({NAME.pattern})"
)


def _start_of_name(text: str, hit: re.Match[str], words: PlaceWords) -> int:
    """Without the article or noun that stands before it with a capital: "The X dam", "Dorf X", "Vecinos de X"."""
    noun = re.match(r"[^ ]+ del? ", hit[0])
    if noun and begins(text, hit.start()):
        return hit.start() + noun.end()
    start = hit.start()
    for word in list(re.finditer(r"[^ ]+ ", hit[0]))[:MOST_ADJECTIVES]:
        folded = fold(word[0]).strip()
        article = folded in words.articles and begins(text, start)
        nouns = words is PLACE_WORDS["de"] or (words is not PLACE_WORDS["en"] and begins(text, start))
        kind = nouns and (is_noun(folded, NEXT_TO, words) or folded in words.to_from)
        if not (article or kind or folded in words.ways):
            break
        start = hit.start() + word.end()
    return start


def begins(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    before = text[max(0, start - WINDOW) : start].rstrip()
    return not before or before[-1] in ".!?:"


def _end_of_name(hit: re.Match[str]) -> int:
    """Without a possessive, and without the day that may stand behind it."""
    name = hit[0]
    for word in reversed(list(re.finditer(r"[^ ]+", name))[1:]):
        if fold(word[0]) not in DAYS_AND_MONTHS:
            break
        name = name[: word.start()].rstrip()
    return hit.start() + len(re.sub(r"[’']s?$", "", name))


def _may_be_name(text: str, start: int, end: int, code: str) -> bool:
    name = text[start:end]
    first, *rest = fold(name).replace("-", " ").split() or [""]
    if len(name) < 2 or (first in NO_NAMES and not (rest and first in _HEADS)):
        return first in _HEADS and bool(_behind(text, end, PLACE_WORDS[code], code))
    if canonical_platform(name.split()[0]) or canonical_platform(name) or agency(name):
        return False
    if _OF_A_COUNTRY.fullmatch(name) or fold(name) in ADJECTIVES or is_of_a_body(text, start, end):
        return False
    return not _is_a_group(name)


_DOING = re.compile(r" (?:crossing|pass) (?:the|an?|their|his|her|its)\b")  # a verb


def _behind(text: str, end: int, words: PlaceWords, code: str) -> str:
    """The words right behind a name that say what is built there: " airbase", " hamnen"."""
    if code == "en" and _DOING.match(text, end):
        return ""
    if code == "en":
        return _built_behind(text[end : end + WINDOW]) or _one_behind(text, end, words.built)
    found = re.match(r"[ -]([^\W\d]+)", text[end : end + WINDOW]) if code == "sv" else None
    return found[0] if found and fold(found[1]).endswith(words.built_endings) and found[1].islower() else ""


def _one_behind(text: str, end: int, nouns: frozenset[str]) -> str:
    found = re.match(r" ([a-z]+)\b(?: ([a-z]+)\b)?", text[end : end + WINDOW])
    if found and found[1] in SORTS and found[2] in nouns:
        return found[0]
    if not found or found[1] not in nouns:
        return ""
    return found[0] if found[2] in nouns else text[end : end + found.end(1)]


def _is_tail(name: str, words: PlaceWords, code: str) -> bool:
    """Whether the last word of a name says that it is built: "Zaytoun Bridge", "Majdan-Platz"."""
    last = fold(name.replace("-", " ").split()[-1])
    if code == "de":
        return "-" in name and last.endswith(words.built_endings)
    return " " in name and last in words.built and code == "en"


def _stands(text: str, start: int, name: str, before: Before, behind: str, tail: bool, code: str) -> bool:
    """Whether the words around a name are those around a place."""
    if before.moved:
        return False
    if before.where:
        return not _is_german_noun(text, start, name, before, code)
    there = tail or behind or before.built is not None
    if (there and (before.on or before.article)) or (before.on and before.noun):
        return True
    if before.noun and (before.linked or before.built is not None or not before.bare):
        return code != "de" or not _GERMAN_NOUN.fullmatch(name)
    if code == "en" and (behind or _SETTLED_BEHIND.match(text, start + len(name))):
        return not begins(text, start) or " " in name or not (name.endswith("s") or fold(name) in BETWEEN)
    return False


_SETTLED_BEHIND = re.compile(r" (?:province|governorate|oblast|region|county|village|municipality|township)\b")


def _is_german_noun(text: str, start: int, name: str, before: Before, code: str) -> bool:
    """German writes nouns as it writes names: what stands behind its articles, or ends as they do, is rather one."""
    if code != "de":
        return False
    if _GERMAN_NOUN.fullmatch(name) or (before.article and not before.noun and "-" not in name):
        return True
    after = text[start + len(name) : start + len(name) + WINDOW]
    if re.match(r" (?:der|des|von|eines|einer|mit|für|auf)\b", after) and not before.noun:
        return True
    inside = re.search(r"(?i)(?:^|\s)in\s+$", text[max(0, start - 5) : start]) is not None
    return inside and not before.noun and not re.match(r"[,.(:]|\s(?:am|im|vom|an|nach|seit|in|bei|\()|\s*$", after)


def _is_explained(text: str, end: int, before: Before, starts: set[int], wide: set[int]) -> bool:
    """ "the wells of X, south of Mosul", "X, Syria": what follows says where the name lies, so it is a place."""
    if not before.linked and not before.on:
        return False
    near = _NEAR_ONLY.match(text, end, end + WINDOW)
    if near and near.end() in starts:
        return True
    comma = _COMMA.match(text, end)
    return comma is not None and comma.end() in wide


_COMMA = re.compile(r", (?:in )?(?:the )?")
_NEAR_ONLY = re.compile(NEAR_IT, re.IGNORECASE)


# "An agency close to X", "a monitor based in Britain": whom it is near, and where it sits, not where things happened.
_OF_A_BODY = re.compile(
    r"(?i)(?:\b(?:agenc(?:y|ies)|outlets?|accounts?|channels?|sources?|pages?|media|groups?|websites?|people|officials?)"
    r"\s(?:(?:that|which|who) (?:is|are) )?close to|\b(?:based|headquartered|registered|exiled) in)\s+(?:the\s+)?$"
)


def is_of_a_body(text: str, start: int, end: int) -> bool:
    """Whether a name is an agency's, or says of a body whose it is or where it sits."""
    name = text[start:end]
    return bool(_OF_A_BODY.search(text[max(0, start - WINDOW) : start])) or (
        name.isupper() and agency(name) is not None
    )


# German writes every noun with a capital: these endings are rather those of nouns than of names.
_GERMAN_NOUN = re.compile(
    r"\w+(?:en|ung|heit|keit|schaft|tion|chen|er|ern|nis|mus|tät)|Angriff|Beginn|Ende|Kampf|Wochenende|Nacht|Tag"
)


_OF_A_COUNTRY = re.compile(r"\w+(?:ian|ish|ese|ench|raqi|emeni|raeli|stani|bani|urkish|erman|rab|urd)(?:s|ern)?")


def _built_behind(text: str) -> str:
    """The words with which a text goes on, where they say that the name before is that of something built."""
    found = re.match(r"[ -](?P<first>[^\W\d]+)(?: (?P<second>[^\W\d]+))?", text)
    if not found:
        return ""
    nouns = frozenset().union(*BUILT_BEHIND.values())
    first, second = fold(found["first"]), fold(found["second"] or "")
    if f"{first} {second}" in nouns or (first in ("military", "international") and second in nouns):
        return found[0]
    return text[: found.end("first")] if first in nouns else ""


def _is_a_group(name: str) -> bool:
    """ "New Syrian Army", "Islamic State": no gazetteer knows them, and their last word says what they are."""
    words = fold(name).split()
    return len(words) > 1 and (words[-1] in GROUPS or words == ["islamic", "state"])
