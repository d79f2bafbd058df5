"""Rules: the pixels were published, archived or recorded before the event that they are claimed to show.

The strongest there are. They need no look at the other caption: what was there before cannot show what came after.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.contradictions.saying import (
    also,
    also_earlier,
    claim_words,
    contradiction,
    date_words,
    hedges,
    marked,
    probable,
    published_words,
)
from provenance.findings.contradictions.spans import bounds, gap, is_before
from provenance.model import DateRole, Strength
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.findings.contradictions.case import Case, Group, Published, Said
    from provenance.model import Contradiction, DateRecord

APPEARED = "appeared-before-event"
ARCHIVED = "archived-before-event"
ACQUIRED = "acquired-before-event"
APPEARANCES = frozenset({DateRole.POSTED, DateRole.PUBLISHED})
OTHERS = {  # one of them, several
    APPEARED: ("publication", "publications"),
    ARCHIVED: ("archived copy", "archived copies"),
    ACQUIRED: ("file recorded here", "files recorded here"),
}
COPIES = frozenset({DateRole.ARCHIVED, DateRole.CRAWLED})


class _Earlier(NamedTuple):
    """A record that is older than the claimed event."""

    id: str
    item_id: str
    certain: bool
    date: DateRecord
    words: str
    recorded_at: str


def appeared_before_event(case: Case) -> Iterator[Contradiction]:
    """An appearance that lies certainly before the claimed event."""
    return _published_before(case, APPEARED, APPEARANCES)


def archived_before_event(case: Case) -> Iterator[Contradiction]:
    """A copy in a web archive, or found by a crawler, certainly before the claimed event."""
    return _published_before(case, ARCHIVED, COPIES)


def acquired_before_event(case: Case) -> Iterator[Contradiction]:
    """The file was in this archive certainly before the claimed event."""
    for group in case.event_dates:
        event = group.said[0].dated
        found = [
            _Earlier(
                member.item.id,
                member.item.id,
                member.certain,
                date,
                f"recorded here {date_words(date)}",
                member.item.added_at,
            )
            for member in case.members.values()
            if member.item.sha256  # without a file there were no pixels
            for date in member.item.dates
            if date.role is DateRole.ACQUIRED and is_before(date, event)
        ]
        if found:
            found.sort(key=lambda one: (one.date.latest, one.id))
            yield _told(ACQUIRED, group, found)


def _published_before(case: Case, rule: str, roles: frozenset[DateRole]) -> Iterator[Contradiction]:
    if not case.published:
        return
    for group in case.event_dates:
        event = group.said[0].dated
        if case.published[0].date.latest >= bounds(event)[0]:
            continue  # not even the earliest
        found = [_earlier(one) for one in case.published if one.date.role in roles and is_before(one.date, event)]
        if found:
            yield _told(rule, group, found)


def _told(rule: str, group: Group, found: list[_Earlier]) -> Contradiction:
    """One contradiction for all claims of one date: the pair with the fewest doubts is named, the earliest of these."""
    choices = [
        (earlier, said, _doubts(earlier, said))
        for earlier in found
        for said in (group.said[0], *(said for said in group.said if said.item_id == earlier.item_id))
    ]
    earlier, said, doubts = min(choices, key=lambda choice: len(choice[2]))
    event = said.dated
    found = _as_sure(found, earlier, said)
    others = {one.id: one for one in reversed(found) if one.id != earlier.id}  # of several dates the earliest
    others = dict(sorted(others.items(), key=lambda one: (one[1].date.latest, one[0])))
    ids = {earlier.id: earlier.recorded_at, said.record.id: said.record.recorded_at}
    ids |= {one.id: one.recorded_at for one in found} | {one.record.id: one.record.recorded_at for one in group.said}
    return contradiction(
        rule,
        Strength.DECISIVE,
        item_id=said.item_id,
        field="date",
        a=earlier.words,
        b=f"event of {date_words(event)}",
        because=f"{earlier.words}, {gap(earlier.date, event)} before the claimed event of {date_words(event)} "
        f"({claim_words(said)}): the pixels existed before it",
        doubts=doubts,
        remarks=(
            *hedges(said),
            *also_earlier(OTHERS[rule], [one.date for one in others.values()]),
            *also(sum(one.record.id != said.record.id for one in group.said), "date"),
        ),
        records=ids,
        recorded_at=ids.values(),
    )


def _as_sure(found: list[_Earlier], earlier: _Earlier, said: Said) -> list[_Earlier]:
    """Those of the pixels that the named pair is about: what is only probably the same supports nothing certain."""
    if _doubtful(earlier, said):
        return found
    return [one for one in found if not _doubtful(one, said)]


def _doubtful(earlier: _Earlier, said: Said) -> list[str]:
    return probable((earlier.item_id, earlier.certain), (said.item_id, said.certain))


def _doubts(earlier: _Earlier, said: Said) -> list[str]:
    return [*_doubtful(earlier, said), *marked(earlier.date, said.dated)]


def _earlier(published: Published) -> _Earlier:
    appearance = published.appearance
    return _Earlier(
        appearance.id,
        appearance.item_id,
        published.certain,
        published.date,
        published_words(published),
        appearance.recorded_at,
    )
