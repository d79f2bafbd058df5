"""What people make of the records: verdicts, reviews, grades, searches elsewhere.

Apart from :mod:`provenance.model`, since defining these would cost a cold ``check`` a fiftieth of its time and
most pictures have none of them.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.model import ClaimRelation, DateRecord, Rating, ReviewState, Source
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable


class Pillar(StrEnum):
    """What has to be known before a claim can be judged; see ``provenance help claims``."""

    SOURCE = "source"
    DATE = "date"
    PLACE = "place"
    MOTIVATION = "motivation"
    SUBJECT = "subject"


class MediaCategory(StrEnum):
    """What a medium is as it was published in a context; the members of schema.org's MediaManipulationRating."""

    DECONTEXTUALIZED = "DecontextualizedContent"
    EDITED_OR_CROPPED = "EditedOrCroppedContent"
    ORIGINAL = "OriginalMediaContent"
    SATIRE_OR_PARODY = "SatireOrParodyContent"
    STAGED = "StagedContent"
    TRANSFORMED = "TransformedContent"


RELIABILITIES = "ABCDEF"  # of sources, by the Admiralty code; F: cannot be judged


class SearchResult(StrEnum):
    """What a search outside this archive ended in."""

    NONE = "none"
    FOUND = "found"
    UNCLEAR = "unclear"


class SourceNoteKind(StrEnum):
    """What is noted of a source."""

    ALIAS = "alias"  # another name of the same publisher
    IMPERSONATES = "impersonates"  # it passes itself off as somebody else
    AFFILIATION = "affiliation"  # somebody says that it belongs to somebody: a claim about the source
    NOTE = "note"


class ClaimLink(NamedTuple):
    """One claim in relation to another, as somebody entered it."""

    claim_id: str
    relation: ClaimRelation
    other_id: str
    reason: str | None
    entered_by: str | None
    recorded_at: str


def retracted_by(retractions: Iterable[ClaimLink]) -> dict[str, str]:
    """Ids of the claims that others take back, each with the newest one that does.

    Of those that take each other back in a ring one is left: the oldest retraction of it, which would close the ring,
    does not count.
    """
    taken_back: dict[str, set[str]] = {}
    found: dict[str, str] = {}
    for link in sorted(retractions, key=lambda one: (one.recorded_at, one.claim_id, one.other_id), reverse=True):
        reached, waiting = set[str](), [link.other_id]
        while waiting:
            claim = waiting.pop()
            reached.add(claim)
            waiting += taken_back.get(claim, set()) - reached
        if link.claim_id not in reached:
            taken_back.setdefault(link.claim_id, set()).add(link.other_id)
            found.setdefault(link.other_id, link.claim_id)
    return found


class Verdict(NamedTuple):
    """A person's finding on one item under one claim. A later one supersedes it; none is ever changed."""

    id: str
    item_id: str | None  # None: on a claim that no medium here is said to show
    claim_id: str | None  # None: on the item whatever is claimed of it, for instance that it was edited
    rating: Rating | None
    media: tuple[MediaCategory, ...]
    reviewer: str
    house_rating: str | None  # the reviewer's own word, verbatim
    reason: str
    links: tuple[str, ...]  # URLs
    evidence: tuple[str, ...]  # ids of records here, or what else it rests on
    date: DateRecord | None  # of the finding, where it was published
    recorded_at: str
    supersedes: str | None = None
    superseded_by: str | None = None
    warnings: tuple[str, ...] = ()  # what makes it weaker: fewer than two sources, reviewer is the claim's author


class Finding(NamedTuple):
    """A verdict as an importer found it, still beside its intake; becomes a :class:`Verdict` when it is recorded."""

    reviewer: str
    rating: Rating | None = None
    house_rating: str | None = None  # the reviewer's own word, verbatim
    media: tuple[MediaCategory, ...] = ()
    reason: str = ""
    links: tuple[str, ...] = ()  # the article first
    evidence: tuple[str, ...] = ()
    date: str | None = None  # EDTF: when the finding was published
    claim: int | None = 0  # which of the intake's claims it is about; None: the item itself


class InheritedVerdict(NamedTuple):
    """A verdict as an item has it: its own, or one on another item that shows the same pixels, and then it says so."""

    verdict: Verdict
    inherited_from: str | None  # the other item; None: it is on this one
    confirmed: bool = True  # a person confirmed the match, or it is the same file; else only as sure as the match
    partly: bool = (
        False  # the other item shows moments of the same film, or this one of its: what it says may be of others
    )


class OutsideSearch(NamedTuple):
    """A search for an item outside this archive, made by a person. "none" is no proof of origin."""

    id: str
    item_id: str
    engine: str
    result: SearchResult
    date: DateRecord  # when it was searched
    url: str | None
    operator: str | None
    note: str | None
    recorded_at: str


class Grade(NamedTuple):
    """How reliable a source is held to be; Admiralty code. A later one supersedes it."""

    source_id: str
    reliability: str  # A..F
    reason: str
    graded_by: str | None
    recorded_at: str


class SourceNote(NamedTuple):
    """A name, a warning or an affiliation of a source, with whoever says so."""

    source_id: str
    kind: SourceNoteKind
    text: str
    other_id: str | None  # the source that it is an alias of, impersonates or is said to belong to
    entered_by: str | None
    recorded_at: str


class Standing(NamedTuple):
    """What people hold of a source: its newest grade, and what they noted of it."""

    source_id: str
    source: Source
    grade: Grade | None
    notes: tuple[tuple[SourceNote, Source | None], ...] = ()  # each with the other source, oldest first


class Reviewed(NamedTuple):
    """One decision of a person on a match. A later one supersedes it."""

    item_id: str
    other_id: str
    state: ReviewState
    reviewer: str | None
    reason: str | None
    recorded_at: str

    def other_than(self, item_id: str) -> str:
        """The item of the two that is not this one."""
        return self.other_id if self.item_id == item_id else self.item_id


def standing_reviews(reviews: Iterable[Reviewed], item_id: str) -> dict[str, Reviewed]:
    """Of every decision on the matches of an item, oldest first, the one on each that stands, by the other item."""
    return {one.other_than(item_id): one for one in reviews}
