"""Which records cannot all be true: one small pure function a rule. No pixels, no SQL, no verdict.

A rule fires only where the intervals, places or names that the records give cannot be reconciled; whatever is not
given, or not understood, contradicts nothing. Each doubt that remains lowers the strength by one step and is named in
the reason. A hedge is named and lowers nothing.

    case         the records of an item and its family, less those that do not count
    spans        dates: which was first, and by how much at the least
    placing      places: asks the gazetteer, each question once
    naming       names of sources and of events
    comparing    claims against claims: which two stand for many
    saying       the sentence for people
    appearing    published, archived or recorded before the claimed event
    camera       the camera's clock and position
    stating      claims that differ in date, place, actor or event
    judging      verdicts, and what a person recorded as contradicting
    originating  established origins, credit lines
    publishing   dates of one appearance
    figures      numbers of casualties
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from provenance.findings.contradictions import (
    appearing,
    camera,
    figures,
    judging,
    originating,
    publishing,
    stating,
)
from provenance.findings.contradictions.case import (
    ASKED,
    PUBLICATION,
    Case,
    FamilyMember,
    asked_claim,
)
from provenance.findings.contradictions.placing import Places, known_places
from provenance.model import Contradiction, Strength
from provenance.named import NamedTuple

__all__ = [
    "ASKED",
    "RULES",
    "Case",
    "FamilyMember",
    "Places",
    "Rule",
    "asked_claim",
    "brought_by_asked",
    "contradictions_of",
    "each_once",
    "known_places",
]


class Rule(NamedTuple):
    """One way in which records contradict each other."""

    name: str
    strength: Strength  # without any doubt
    find: Callable[[Case], Iterator[Contradiction]]


RULES = (
    Rule(appearing.APPEARED, Strength.DECISIVE, appearing.appeared_before_event),
    Rule(appearing.ARCHIVED, Strength.DECISIVE, appearing.archived_before_event),
    Rule(appearing.ACQUIRED, Strength.DECISIVE, appearing.acquired_before_event),
    Rule(judging.VERDICT, Strength.STRONG, judging.verdict_false_or_misplaced),
    Rule(stating.DATES, Strength.STRONG, stating.dates_apart),
    Rule(stating.PLACES, Strength.STRONG, stating.places_apart),
    Rule(camera.BEFORE, Strength.STRONG, camera.captured_before_event),
    Rule(camera.AFTER, Strength.STRONG, camera.captured_after_event),
    Rule(camera.PLACE, Strength.STRONG, camera.camera_place_apart),
    Rule(originating.ESTABLISHED, Strength.STRONG, originating.origins_established_apart),
    Rule(judging.VERDICTS, Strength.STRONG, judging.verdicts_differ),
    Rule(judging.RECORDED, Strength.STRONG, judging.claimed_as_contradicting),
    Rule(publishing.DATES, Strength.STRONG, publishing.publication_dates_apart),
    Rule(publishing.ARCHIVED, Strength.STRONG, publishing.archived_before_published),
    Rule(stating.EVENTS, Strength.STRONG, stating.events_differ),
    Rule(stating.ACTORS, Strength.WEAK, stating.actors_differ),
    Rule(originating.CREDITS, Strength.WEAK, originating.credits_differ),
    Rule(camera.AFTER_APPEARANCE, Strength.WEAK, camera.captured_after_appearance),
    Rule(figures.FIGURES, Strength.WEAK, figures.figures_differ),
)
_RANKS = {strength: rank for rank, strength in enumerate(Strength)}
_ORDER = {rule.name: number for number, rule in enumerate(RULES)}


def contradictions_of(case: Case) -> list[Contradiction]:
    """Every contradiction in the records, each once, strongest first, then in the order of RULES."""
    return each_once(one for rule in RULES for one in rule.find(case))


def each_once(found: Iterable[Contradiction]) -> list[Contradiction]:
    """Those of one or several cases, each once, strongest first, then in the order of RULES."""
    once = {_identity(one): one for one in found}
    return sorted(once.values(), key=lambda one: (_RANKS[one.strength], _ORDER[one.rule]))


def brought_by_asked(found: list[Contradiction]) -> list[Contradiction]:
    """Those that what is being claimed now would bring, or when it was published."""
    return [one for one in found if {ASKED, PUBLICATION} & set(one.records)]


def _identity(one: Contradiction) -> tuple[str, frozenset[str], frozenset[str]]:
    return one.rule, frozenset(one.records), frozenset((one.a, one.b))
