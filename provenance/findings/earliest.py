"""The earliest known appearance. It says nothing about authorship, and is never overstated.

Appearances are ordered by the *latest* instant that their date can mean: a post of "2014" counts as 31
December 2014. One that is dated vaguely and might still be earlier is named beside it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import DateRole, EarliestKnown

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Appearance

# A camera's clock, a claimed event and the day of recording here are not publications.
ROLES = frozenset({DateRole.POSTED, DateRole.PUBLISHED, DateRole.ARCHIVED, DateRole.CRAWLED})


def earliest_known(appearances: Iterable[Appearance]) -> EarliestKnown | None:
    """The earliest of these appearances; None when none of them has a date of publication."""
    dated = [
        (date.latest, date.earliest, position, appearance, date)
        for position, appearance in enumerate(appearances)
        for date in appearance.dates
        if date.role in ROLES
    ]
    if not dated:
        return None
    latest, _, _, first, date = min(dated, key=lambda entry: entry[:3])
    rivals = {
        other.id: other
        for _, other_earliest, _, other, _ in sorted(dated, key=lambda entry: entry[:3])
        if other.id != first.id and other_earliest < min(latest, date.earliest)
    }
    return EarliestKnown(first, date, tuple(rivals.values()))
