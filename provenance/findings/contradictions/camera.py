"""Rules: what the camera wrote into the file does not go with what is claimed. Clocks and positions can be wrong.

None is decisive, since anyone can write metadata and many clocks were never set.
"""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING

from provenance.findings.contradictions.saying import (
    also,
    claim_words,
    contradiction,
    date_words,
    file_words,
    hedges,
    marked,
    probable,
    published_words,
    quoted,
)
from provenance.findings.contradictions.spans import bounds, gap, shifted
from provenance.findings.timeline import is_of_file
from provenance.model import Strength

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.findings.contradictions.case import Captured, Case, Group, Said
    from provenance.model import Contradiction, Fact

BEFORE = "captured-before-event"
AFTER = "captured-after-event"
AFTER_APPEARANCE = "captured-after-appearance"
PLACE = "camera-place-apart"
# A clock set to the wrong day, beyond the zones that an interval covers already.
CLOCK_ERROR = timedelta(days=1)
# What an event left behind is still photographed days later, and captions then name the day of the event.
AFTERMATH = timedelta(days=7)
# The first minute of a year, which clocks without a battery show.
_NEVER_SET = r"\d{4}\D?01\D?01\D00\D?00(?:\D?\d\d)?\b.*"
WRITTEN_LATER = "a copy that was made later has a later date"
GPS = "gps.position"
DOUBTFUL_POSITION = "the file's position is doubtful"
_POSITION = r"(-?\d+\.\d+), (-?\d+\.\d+)"


def captured_before_event(case: Case) -> Iterator[Contradiction]:
    """The camera's clock says that the picture was taken certainly before the claimed event."""
    clocks = _clocks(case)
    for group in case.event_dates if clocks else ():
        event = group.said[0].dated
        begins = bounds(event)[0]
        before = [one for one in clocks if shifted(one.date.latest, CLOCK_ERROR) < begins]
        if before:
            clock, said, doubts = _surest(before, group)
            after = f"{gap(clock.date, event)} before the claimed event of {date_words(event)} ({claim_words(said)})"
            because = f"{_says(clock)} {date_words(clock.date)}, {after}: it shows the event only if that is wrong"
            yield _told(BEFORE, clock, said, group, because=because, doubts=doubts)


def captured_after_event(case: Case) -> Iterator[Contradiction]:
    """Every camera's clock says that the picture was taken long after the claimed event, and nothing is older."""
    clocks = _clocks(case)
    for group in case.event_dates if clocks else ():
        event = group.said[0].dated
        ends = shifted(bounds(event)[1], AFTERMATH)
        first = min(clocks, key=lambda one: (one.date.earliest, not one.certain, one.item_id))
        if first.date.earliest <= ends or _was_seen_before(case, first):
            continue
        clock, said, doubts = _surest([first], group)
        after = f"{gap(event, clock.date)} after the claimed event of {date_words(event)} ({claim_words(said)})"
        because = f"{_says(clock)} {date_words(clock.date)}, {after}: if that is right it cannot show the event"
        later = [WRITTEN_LATER] if is_of_file(clock.date) else []
        yield _told(AFTER, clock, said, group, because=because, doubts=[*doubts, *later])


def captured_after_appearance(case: Case) -> Iterator[Contradiction]:
    """A file whose camera's clock is later than its own publication."""
    for clock in _clocks(case) if case.published else ():
        for published in case.published:
            if published.appearance.item_id != clock.item_id:
                continue
            if shifted(bounds(published.date)[1], CLOCK_ERROR) < clock.date.earliest:
                words = f"{published_words(published)}, {gap(published.date, clock.date)} before"
                own = f"{_says(clock, 'it was taken')} ({date_words(clock.date)})"
                yield contradiction(
                    AFTER_APPEARANCE,
                    Strength.WEAK,
                    item_id=clock.item_id,
                    field="date",
                    a=published_words(published),
                    b=f"captured {date_words(clock.date)}",
                    because=f"{words} {own}: one of the two is wrong",
                    doubts=marked(published.date),
                    records=(published.appearance.id, clock.item_id),
                    recorded_at=(published.appearance.recorded_at, case.members[clock.item_id].item.added_at),
                )
                break  # the earliest is enough


def camera_place_apart(case: Case) -> Iterator[Contradiction]:
    """The file's position is certainly not where the event is claimed to have been."""
    if not case.places or not case.facts:
        return
    positions = {(item_id, fact.value): fact for item_id, fact in case.facts if _is_position(item_id, fact, case)}
    for (item_id, _), fact in sorted(positions.items()):
        for group in case.event_places:
            if case.places.are_apart(fact.value, group.value):
                yield _displaced(case, item_id, fact, group, case.places.doubts(fact.value, group.value))


def _displaced(case: Case, item_id: str, fact: Fact, group: Group, doubts: Sequence[str]) -> Contradiction:
    certain = item_id in case.certain
    said = next((said for said in group.said if said.item_id == item_id), group.said[0])
    records = [item_id, said.record.id, *(one.record.id for one in group.said)]
    times = [one.record.recorded_at for one in group.said]
    return contradiction(
        PLACE,
        Strength.STRONG,
        item_id=said.item_id,
        field="place",
        a=f"position {fact.value} ({fact.source})",
        b=said.record.claim.place or group.value,
        because=f"{file_words(item_id)} gives the position {fact.value}, which is not {quoted(group.value)} "
        f"({claim_words(said)}) and not near it: the camera was elsewhere, or the position was written by hand",
        doubts=[
            *probable((item_id, certain), (said.item_id, said.certain)),
            *([f"{DOUBTFUL_POSITION}: {fact.hint}"] if fact.hint else []),
            *doubts,
        ],
        remarks=(*hedges(said), *also(len(group.said) - 1, "place")),
        records=records,
        recorded_at=[*times, case.members[item_id].item.added_at],
    )


def _told(rule: str, clock: Captured, said: Said, group: Group, *, because: str, doubts: list[str]) -> Contradiction:
    records = [clock.item_id, said.record.id, *(one.record.id for one in group.said)]
    return contradiction(
        rule,
        Strength.STRONG,
        item_id=said.item_id,
        field="date",
        a=f"captured {date_words(clock.date)} ({clock.date.basis})",
        b=f"event of {date_words(said.dated)}",
        because=because,
        doubts=doubts,
        remarks=(*hedges(said), *also(len(group.said) - 1, "date")),
        records=records,
        recorded_at=[one.record.recorded_at for one in group.said],
    )


def _surest(clocks: list[Captured], group: Group) -> tuple[Captured, Said, list[str]]:
    choices = [
        (clock, said, [*probable((clock.item_id, clock.certain), (said.item_id, said.certain)), *marked(said.dated)])
        for clock in clocks
        for said in (group.said[0], *(said for said in group.said if said.item_id == clock.item_id))
    ]
    return min(choices, key=lambda choice: len(choice[2]))


def _clocks(case: Case) -> list[Captured]:
    """Dates by clocks that somebody set."""
    return [one for one in case.captured if not re.fullmatch(_NEVER_SET, one.date.text)] if case.captured else []


def _says(clock: Captured, that: str = "") -> str:
    """``the camera's clock in the file of m-3f9a2c says``; of a film's file only when it was written may be known."""
    if is_of_file(clock.date):
        return f"{file_words(clock.item_id)} says that it was written"
    return f"the camera's clock in {file_words(clock.item_id)} says{f' that {that}' if that else ''}"


def _was_seen_before(case: Case, clock: Captured) -> bool:
    """Whether the pixels were published before: then this is the clock of a later copy, or a wrong one."""
    return any(bounds(published.date)[1] < clock.date.earliest for published in case.published)


def _is_position(item_id: str, fact: Fact, case: Case) -> bool:
    found = re.fullmatch(_POSITION, fact.value) if fact.name == GPS and item_id in case.members else None
    if not found:
        return False
    latitude, longitude = float(found[1]), float(found[2])
    return abs(latitude) <= 90 and abs(longitude) <= 180 and not latitude == longitude == 0
