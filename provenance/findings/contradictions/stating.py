"""Rules: two claims about the same pixels that cannot both be true, by date, place, actor or event."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.contradictions.case import grouped
from provenance.findings.contradictions.comparing import Pair, between, disagreeing, says
from provenance.findings.contradictions.naming import are_different_events, folded, names_apart
from provenance.findings.contradictions.saying import attributed_words, date_words, marked, quoted
from provenance.findings.contradictions.spans import gap, is_before
from provenance.model import OriginKind, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.findings.contradictions.case import Case, Said
    from provenance.findings.contradictions.placing import Places
    from provenance.model import Contradiction

DATES = "dates-apart"
PLACES = "places-apart"
ACTORS = "actors-differ"
EVENTS = "events-differ"


def dates_apart(case: Case) -> Iterator[Contradiction]:
    """Two claimed dates of the event that cannot be one."""
    if len(case.event_dates) < 2:
        return
    for pair in disagreeing(case, case.event_dates, _have_dates_apart):
        one, other = pair.one.dated, pair.other.dated
        apart = gap(one, other) if is_before(one, other) else gap(other, one)
        yield between(
            DATES,
            Strength.STRONG,
            pair,
            field="date",
            values=(date_words(one), date_words(other)),
            because=f"the event is dated {says(pair.one, date_words(one))} and {says(pair.other, date_words(other))}, "
            f"{apart} apart: the pixels can show one of them at most",
            doubts=marked(one, other),
        )


def places_apart(case: Case) -> Iterator[Contradiction]:
    """Two claimed places of which neither is, holds or is near the other."""
    if not case.places or len(case.event_places) < 2:
        return
    for pair in disagreeing(case, case.event_places, lambda one, other: _have_places_apart(case, one, other)):
        first, second = _place(pair.one), _place(pair.other)
        yield between(
            PLACES,
            Strength.STRONG,
            pair,
            field="place",
            values=(first, second),
            because=f"the place is {says(pair.one, quoted(first))} and {says(pair.other, quoted(second))}, which are "
            "apart at the precision of each: the pixels can show one of them at most",
            doubts=case.places.doubts(first, second),
        )


def actors_differ(case: Case) -> Iterator[Contradiction]:
    """Two claims attribute what is shown to different groups. Credit lines are left to ``credits-differ``."""
    credited = {origin.source.key for _, origin in case.origins_of(OriginKind.CLAIMED)}
    attributed = grouped(
        (source.key, source.key, said)
        for said in case.said
        if (source := said.record.attributed_to) and source.key not in credited
    )
    for pair in disagreeing(case, attributed, lambda one, other: _have_actors_apart(case, one, other)):
        first, second = attributed_words(pair.one.record), attributed_words(pair.other.record)
        if not pair.doubts:
            yield between(
                ACTORS,
                Strength.WEAK,
                pair,
                field="actor",
                values=(first, second),
                because=f"attributed to {says(pair.one, first)} and to {says(pair.other, second)}, which are not known "
                "to be the same",
            )


def events_differ(case: Case) -> Iterator[Contradiction]:
    """Two claims name different events; strong if their dates or places are apart as well."""
    named = grouped((folded(event), event, said) for said in case.said if (event := said.record.claim.event))
    for pair in disagreeing(case, named, _have_different_events):
        first, second = pair.one.record.claim.event or "", pair.other.record.claim.event or ""
        further = _apart_as_well(case, pair)
        if not pair.doubts:
            yield between(
                EVENTS,
                Strength.STRONG if further else Strength.WEAK,
                pair,
                field="event",
                values=(first, second),
                because=f"the event is called {says(pair.one, quoted(first))} and {says(pair.other, quoted(second))}, "
                + (f"and its {further} too" if further else "which may be two names of one event"),
            )


def _apart_as_well(case: Case, pair: Pair) -> str:
    found = []
    if pair.one.record.date and pair.other.record.date and _have_dates_apart(pair.one, pair.other):
        found.append("dates")
    if case.places and _are_surely_apart(case.places, _place(pair.one), _place(pair.other)):
        found.append("places")
    return f"{' and '.join(found)} are apart" if found else ""


def _have_dates_apart(one: Said, other: Said) -> bool:
    first, second = one.dated, other.dated
    return is_before(first, second) or is_before(second, first)


def _have_places_apart(case: Case, one: Said, other: Said) -> bool:
    return case.places is not None and case.places.are_apart(_place(one), _place(other))


def _are_surely_apart(places: Places, one: str, other: str) -> bool:
    return bool(one and other) and places.are_apart(one, other) and not places.doubts(one, other)


def _have_actors_apart(case: Case, one: Said, other: Said) -> bool:
    first, second = one.record.attributed_to, other.record.attributed_to
    return first is not None and second is not None and names_apart(first, second, case.aliases)


def _have_different_events(one: Said, other: Said) -> bool:
    return are_different_events(one.record.claim.event or "", other.record.claim.event or "")


def _place(said: Said) -> str:
    return said.record.claim.place or ""
