"""The earliest known appearance. It says nothing about authorship, and is never overstated.

Appearances are ordered by the *latest* instant that their date can mean: a post of "2014" counts as 31
December 2014. One that is dated vaguely and might still be earlier is named beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import DateRole, EarliestKnown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Appearance, DateRecord

# A camera's clock, a claimed event and the day of recording here are not publications.
ROLES = frozenset({DateRole.POSTED, DateRole.PUBLISHED, DateRole.ARCHIVED, DateRole.CRAWLED})


def earliest_known(appearances: Iterable[Appearance]) -> EarliestKnown | None:
    """The earliest of these appearances; None when none of them has a date of publication."""
    dated = [
        (date.latest, date.earliest, position, appearance, date)
        for position, appearance in enumerate(appearances)
        for date in relied_on(appearance)
    ]
    if not dated:
        return None
    dated.sort(key=lambda entry: entry[:3])
    latest, _, _, first, date = dated[0]
    rivals = {
        other.id: other
        for _, other_earliest, _, other, _ in dated
        if other.id != first.id and other_earliest < min(latest, date.earliest)
    }
    return EarliestKnown(first, date, tuple(rivals.values()), disputing(first, date))


def relied_on(appearance: Appearance) -> list[DateRecord]:
    """One date for each role of publication: the most exact of those that agree, the latest where they do not."""
    by_role: dict[DateRole, list[DateRecord]] = {}
    for date in appearance.dates:
        if date.role in ROLES:
            by_role.setdefault(date.role, []).append(date)
    chosen = []
    for dates in by_role.values():
        agree = max(date.earliest for date in dates) <= min(date.latest for date in dates)
        pick = min if agree else max
        chosen.append(pick(dates, key=lambda date: date.latest))
    return chosen


def disputing(appearance: Appearance, date: DateRecord) -> tuple[DateRecord, ...]:
    """Dates of the same appearance and role that cannot be the same moment."""
    return tuple(
        other
        for other in appearance.dates
        if other.role is date.role and (other.latest < date.earliest or date.latest < other.earliest)
    )
