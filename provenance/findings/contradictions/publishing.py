"""Rules: the dates of one appearance do not go together, whatever is claimed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.contradictions.saying import contradiction, date_words, marked, published_words
from provenance.findings.contradictions.spans import gap, is_before
from provenance.findings.earliest import disputing
from provenance.model import DateRole, Strength

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.findings.contradictions.case import Case, Published
    from provenance.model import Contradiction, DateRecord

DATES = "publication-dates-apart"
ARCHIVED = "archived-before-published"
PUBLICATIONS = frozenset({DateRole.POSTED, DateRole.PUBLISHED})
COPIES = frozenset({DateRole.ARCHIVED, DateRole.CRAWLED})


def publication_dates_apart(case: Case) -> Iterator[Contradiction]:
    """Two dates of the same role for one publication, for instance as recorded and as its post id says."""
    for published in case.published:
        if published.date.role in PUBLICATIONS and len(published.appearance.dates) > 1:
            for other in disputing(published.appearance, published.date):
                if is_before(other, published.date) or is_before(published.date, other):
                    yield _told(
                        DATES,
                        published,
                        other,
                        because=f"{published_words(published)} ({published.date.basis}), but {date_words(other)} in "
                        f"another record of the same post ({other.basis}): one of the dates is wrong",
                    )


def archived_before_published(case: Case) -> Iterator[Contradiction]:
    """A copy in a web archive that is older than the publication that it is a copy of."""
    for published in case.published:
        if published.date.role in PUBLICATIONS and len(published.appearance.dates) > 1:
            for copy in published.appearance.dates:
                if copy.role in COPIES and is_before(copy, published.date):
                    yield _told(
                        ARCHIVED,
                        published,
                        copy,
                        because=f"{published_words(published)}, but {copy.role.value} {date_words(copy)} already, "
                        f"{gap(copy, published.date)} before: one of the dates is wrong",
                    )


def _told(rule: str, published: Published, other: DateRecord, *, because: str) -> Contradiction:
    appearance = published.appearance
    return contradiction(
        rule,
        Strength.STRONG,
        item_id=appearance.item_id,
        field="date",
        a=published_words(published),
        b=f"{other.role.value} {date_words(other)} ({other.basis})",
        because=because,
        doubts=marked(published.date, other),
        records=(appearance.id,),
        recorded_at=(appearance.recorded_at,),
    )
