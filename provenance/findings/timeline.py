"""Every dated statement about the pixels of a family, in an order that never overstates how early something was.

Entries are sorted by the *latest* instant that their date can mean; undated appearances come last.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.earliest import ROLES, earliest_known
from provenance.findings.families import DOUBTFUL
from provenance.model import DateRole
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import Appearance, DateRecord, EarliestKnown, MediaItem, RecordedClaim, Seen, Source


CONTAINER = "container"  # the basis of dates in the files of films, see media/video_facts.py


class Entry(NamedTuple):
    """One date, or the lack of one, with what it is the date of."""

    item_id: str
    role: DateRole | None  # None: an appearance without any date
    date: DateRecord | None
    source: Source | None
    caption: str | None  # of an appearance; of a claimed event the claim's text
    url: str | None
    record_id: str  # of the appearance, the claim or the item that the date stands in
    joined_by: str  # how the item belongs to the family: a word of families, as "confirmed" or "disputed"
    credit: str | None = None  # the credit line of an appearance
    source_text: str | None = None  # the words of a claim's record for its source
    is_earliest: bool = False  # the earliest known appearance
    is_earlier_perhaps: bool = False  # vaguely dated: might be earlier than that


class Timeline(NamedTuple):
    """The entries of a family in order."""

    item_id: str
    members: int
    entries: tuple[Entry, ...]
    earliest: EarliestKnown | None


WRITTEN = "file written"  # what such a date is called


def is_of_file(date: DateRecord) -> bool:
    """Whether a captured date is that at which a film's file was written, in UTC; a camera's own has its zone."""
    return date.role is DateRole.CAPTURED and date.basis == CONTAINER and date.text.endswith("Z")


def timeline_of(asked: MediaItem, family: Sequence[tuple[Seen, str]]) -> Timeline:
    """The timeline of an item's family: each member with how it is joined (a word of families).

    Members that are only probably the same, or that are disputed, are listed, and do not count for the earliest
    known appearance.
    """
    certain = [seen for seen, joined in family if joined not in DOUBTFUL]
    earliest = earliest_known(appearance for seen in certain for appearance in seen.appearances)
    entries = [entry for seen, joined in family for entry in _entries(seen, joined, earliest)]
    entries.sort(key=_order)
    return Timeline(asked.id, len(family), tuple(entries), earliest)


def _order(entry: Entry) -> tuple[str, str, str]:
    if entry.date is None:
        return "~", "~", entry.record_id  # after every digit
    return entry.date.latest, entry.date.earliest, entry.record_id


def _entries(seen: Seen, joined: str, earliest: EarliestKnown | None) -> Iterable[Entry]:
    for date in seen.item.dates:
        if date.role is DateRole.CAPTURED:
            yield Entry(seen.item.id, date.role, date, None, None, None, seen.item.id, joined)
    for appearance in seen.appearances:
        yield from _of_appearance(appearance, joined, earliest)
    for claim in _each_once(seen.claims):
        if claim.date:
            yield _of_event(seen.item.id, claim, joined)


def _of_event(item_id: str, recorded: RecordedClaim, joined: str) -> Entry:
    """When a claim says that it happened, with who says so, or else whom it is attributed to."""
    claim = recorded.claim
    by = (recorded.asserted_by, claim.asserted_by) if recorded.asserted_by else None
    source, text = by or (recorded.attributed_to, claim.attributed_to)
    return Entry(
        item_id, DateRole.EVENT, recorded.date, source, claim.text, None, recorded.id, joined, source_text=text
    )


def _of_appearance(appearance: Appearance, joined: str, earliest: EarliestKnown | None) -> Iterable[Entry]:
    perhaps = earliest is not None and appearance in earliest.perhaps_earlier
    for date in appearance.dates or (None,):
        yield Entry(
            item_id=appearance.item_id,
            role=date.role if date else None,
            date=date,
            source=appearance.source,
            caption=appearance.caption,
            credit=appearance.credit,
            url=appearance.url,
            record_id=appearance.id,
            joined_by=joined,
            is_earliest=earliest is not None and appearance.id == earliest.appearance.id and date == earliest.date,
            is_earlier_perhaps=perhaps and date is not None and date.role in ROLES,
        )


def _each_once(claims: Iterable[RecordedClaim]) -> Iterable[RecordedClaim]:
    return {claim.id: claim for claim in claims}.values()
