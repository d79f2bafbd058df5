"""Rule: two sides give different numbers of the same people killed, wounded or captured in one event.

English wordings only, and only where number, people and fate are certain: in doubt a number is not read.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import combinations, takewhile
from math import inf
from typing import TYPE_CHECKING

from provenance.findings.contradictions.naming import names_apart
from provenance.findings.contradictions.saying import attributed_words, contradiction, one_line_of, quoted, source_words
from provenance.findings.contradictions.spans import is_before
from provenance.model import Strength
from provenance.named import NamedTuple
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.findings.contradictions.case import Case
    from provenance.model import Contradiction, RecordedClaim, Source

FIGURES = "figures-differ"
ABOUT = 0.2  # "about 40" is taken for 32 to 48; rounding to the next ten or hundred stays within it
MOST_WORDS = 3  # of the people: "New Syrian Army fighters" is read by its last three
KEPT = 16_384
_FATES = {
    "killed": "killed kills kill killing dead died",
    "wounded": "wounded wounds wounding injured injures injuring",
    "captured": "captured captures capturing arrested arrests arresting",
}
_STEMS = ("kill", "dead", "died", "wound", "injur", "captur", "arrest")  # of every word above
_FATE_OF = {word: fate for fate, words in _FATES.items() for word in words.split()}
_SMALL = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_AT_LEAST, _AT_MOST, _ROUGHLY = (
    {"at least", "more than", "over"},
    {"up to", "at most"},
    {"about", "around", "some", "nearly"},
)
_BOUND = rf"(?:(?P<bound>{'|'.join(sorted(_AT_LEAST | _AT_MOST | _ROUGHLY))}) )?"
_NUMBER = rf"(?P<number>\d{{1,3}}(?:,\d{{3}})+|\d+|{'|'.join(_SMALL)})"
_WHO = rf"(?P<who>(?:[a-z][a-z'-]* ){{0,{MOST_WORDS - 1}}}[a-z][a-z'-]*)"
_ACTIVE = "kill(?:ed|s|ing)?|wound(?:ed|s|ing)|injur(?:ed|es|ing)|captur(?:ed|es|ing)|arrest(?:ed|s|ing)"
_PASSIVE = "killed|wounded|injured|captured|arrested"
_ENDS = r"(?= ?(?:[.,;:)!?]|$| (?:in|on|at|and|by|when|while|as|during|after|before|near|from|with|of)\b))"
# Words at which the people end, and such as leave open who they are.
_STOPS = (
    "in on at and or by when while as during after before near from with of for to the a an were was have had are who "
    "that"
)
_OPEN = "others other more them days years months hours percent"
# Both sides have these: without a word on whose they are, two numbers may be of two sides.
_EITHER_SIDE = "fighter soldier man militant troop member terrorist gunman combatant insurgent enemy mercenary"
_SINGULAR = {"men": "man", "women": "woman", "children": "child", "persons": "people"}


class Figure(NamedTuple):
    """How many of whom met what fate, as far as a sentence says: ``least`` to ``most``."""

    fate: str
    who: str
    least: float
    most: float
    words: str  # verbatim, folded


def figures_differ(case: Case) -> Iterator[Contradiction]:
    """Numbers that cannot both be right, by different sides, for what both call the same event."""
    if len(case.counted) < 2:
        return
    counted = sorted(_with_figures(case), key=lambda entry: (entry[0].recorded_at, entry[0].id))
    for (one, figures), (other, others) in combinations(counted, 2):
        if _may_be_compared(case, one, other):
            for first in figures:
                for second in others:
                    if _cannot_both_be(first, second):
                        yield _told(case, one, other, first, second)


@lru_cache(maxsize=KEPT)
def figures_in(text: str) -> tuple[Figure, ...]:
    """The figures that an English sentence gives, in order."""
    lowered = text.lower()
    if not any(stem in lowered for stem in _STEMS):
        return ()
    folded = fold(text)
    found = [figure for match in _sentences().finditer(folded) if (figure := _figure(match))]
    return tuple(dict.fromkeys(found))


def _with_figures(case: Case) -> Iterator[tuple[RecordedClaim, tuple[Figure, ...]]]:
    seen = set()
    for claim in case.counted:
        if claim.claim.event and claim.id not in seen and (found := figures_in(claim.claim.text)):
            seen.add(claim.id)
            yield claim, found


def _may_be_compared(case: Case, one: RecordedClaim, other: RecordedClaim) -> bool:
    if fold(one.claim.event or "") != fold(other.claim.event or "") or case.are_kin(one.id, other.id):
        return False
    first, second = _side(one), _side(other)
    if first is None or second is None or not names_apart(first, second, case.aliases):
        return False
    if one.date and other.date and (is_before(one.date, other.date) or is_before(other.date, one.date)):
        return False  # numbers rise from day to day
    places = one.claim.place, other.claim.place
    return not (case.places and places[0] and places[1] and case.places.are_apart(places[0], places[1]))


def _side(claim: RecordedClaim) -> Source | None:
    return claim.attributed_to or claim.asserted_by


def _side_words(claim: RecordedClaim) -> str:
    return attributed_words(claim) if claim.attributed_to else source_words(claim.asserted_by, claim.claim.asserted_by)


def _cannot_both_be(one: Figure, other: Figure) -> bool:
    return (one.fate, one.who) == (other.fate, other.who) and (one.most < other.least or other.most < one.least)


def _told(case: Case, one: RecordedClaim, other: RecordedClaim, first: Figure, second: Figure) -> Contradiction:
    sides = _side_words(one), _side_words(other)
    return contradiction(
        FIGURES,
        Strength.WEAK,
        item_id=one.item_id or other.item_id or (case.item.id if case.item else ""),
        field="figure",
        a=first.words,
        b=second.words,
        because=f"{quoted(first.words)} by {sides[0]} and {quoted(second.words)} by {sides[1]}, both of "
        f"{quoted(one_line_of(one.claim.event or ''))}: the numbers of {first.who} {first.fate} cannot both be right",
        records=(one.id, other.id),
        recorded_at=(one.recorded_at, other.recorded_at),
    )


def _figure(match: re.Match[str]) -> Figure | None:
    form = "active" if match["active"] else "passive"
    named = list(takewhile(lambda word: word not in _words(_STOPS), (match[f"who_{form}"] or "").split()))
    who = _people(named)
    if not who:
        return None
    least, most = _range(match[f"bound_{form}"], _count(match[f"number_{form}"]))
    words = match.group()
    if form == "active":
        words = words[: match.start("who_active") - match.start()] + " ".join(named)
    return Figure(_FATE_OF[match[form]], who, least, most, words.strip())


def _people(named: list[str]) -> str:
    """The people with their noun in the singular, "" where it is open who is meant."""
    if not named or any(word in _words(_OPEN) for word in named):
        return ""
    *rest, noun = named
    who = " ".join((*rest, _SINGULAR.get(noun, noun.removesuffix("s"))))
    return "" if who in _words(_EITHER_SIDE) else who


def _count(number: str) -> int:
    return _SMALL.index(number) + 1 if number in _SMALL else int(number.replace(",", ""))


def _range(bound: str | None, count: int) -> tuple[float, float]:
    if bound in _AT_LEAST:
        return (count + (bound != "at least"), inf)
    if bound in _AT_MOST:
        return (0, count)
    return (count * (1 - ABOUT), count * (1 + ABOUT)) if bound in _ROUGHLY else (count, count)


@cache
def _words(listed: str) -> frozenset[str]:
    return frozenset(listed.split())


@cache
def _sentences() -> re.Pattern[str]:
    active = rf"\b(?P<active>{_ACTIVE}) {_BOUND}{_NUMBER} {_WHO}"
    # "20 fighters killed" says who died only where nothing follows that they killed.
    fate = rf"(?P<passive>(?:died|dead)\b|(?:{_PASSIVE})(?(helped)\b|{_ENDS}))"
    passive = rf"\b{_BOUND}{_NUMBER} {_WHO}? ?(?:(?P<helped>were|was|are|have been|had been) )?{fate}"
    return re.compile(f"{_named(active, 'active')}|{_named(passive, 'passive')}")


def _named(pattern: str, form: str) -> str:
    """A name can be given once in an expression: each form has its own."""
    return re.sub(r"\(\?P<(bound|number|who)>", rf"(?P<\1_{form}>", pattern)
