"""Everything that is recorded of one media item and its family, as the rules read it. Nothing here judges.

What does not count is left out here, once, for every rule: records that were withdrawn or superseded, claims that
their own source retracts, items that are not in the family, and second records of one claim or of one appearance.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING

from provenance.dates import dated, parse_date
from provenance.findings.contradictions.naming import folded
from provenance.findings.contradictions.spans import bounds
from provenance.findings.earliest import relied_on
from provenance.model import (
    Appearance,
    Claim,
    ClaimRelation,
    DateRecord,
    DateRole,
    Fact,
    MediaItem,
    Origin,
    OriginKind,
    RecordedClaim,
)
from provenance.named import NamedTuple
from provenance.text import fold

if TYPE_CHECKING:
    from provenance.findings.contradictions.placing import Places
    from provenance.judgement import ClaimLink, Verdict

ASKED = "asked"  # stands for the id of what is being claimed now, and of a picture that is not recorded
PUBLICATION = "publication"  # stands for the id of that picture's own appearance
# A claim with one of these relations to another does not contradict it.
KIN = frozenset({ClaimRelation.RESTATES, ClaimRelation.NARROWS, ClaimRelation.ATTRIBUTES})


class FamilyMember(NamedTuple):
    """An item that shows the pixels. Rejected matches are no members."""

    item: MediaItem
    certain: bool = True  # a copy, or confirmed by a person; False: a probable copy, or only one part of a collage


class Said(NamedTuple):
    """A claim that counts, and how sure it is that it was made of these pixels."""

    record: RecordedClaim
    item_id: str  # "" for a claim about an event without media
    certain: bool

    @property
    def is_asked(self) -> bool:
        """Whether it is what is being claimed now, and not recorded."""
        return self.record.id == ASKED

    @property
    def dated(self) -> DateRecord:
        """The claimed date of the event.

        Raises:
            ValueError: the claim has none, which no claim in :attr:`Case.event_dates` lacks.
        """
        if self.record.date is None:
            raise ValueError(f"claim {self.record.id} has no date")
        return self.record.date


class Group(NamedTuple):
    """Claims that say the same in one respect, the surest and earliest first."""

    value: str  # as the first of them gives it
    said: tuple[Said, ...]


class Published(NamedTuple):
    """One date of an appearance that counts."""

    appearance: Appearance
    date: DateRecord
    certain: bool


class Captured(NamedTuple):
    """One date by the clock of a camera."""

    item_id: str
    date: DateRecord
    certain: bool


class _Given(NamedTuple):
    item: MediaItem | None  # None: an event without media; then only claims and their relations are looked at
    family: tuple[FamilyMember, ...] = ()  # the item itself may be left out
    claims: tuple[RecordedClaim, ...] = ()  # of all members; with item_id=None those that a relation leads to
    appearances: tuple[Appearance, ...] = ()  # of all members
    facts: tuple[tuple[str, Fact], ...] = ()  # item id, and what its file says of itself
    origins: tuple[tuple[str, Origin], ...] = ()  # item id, origin
    verdicts: tuple[Verdict, ...] = ()
    links: tuple[ClaimLink, ...] = ()
    asked: RecordedClaim | None = None  # see asked_claim
    set_aside: frozenset[str] = frozenset()  # ids of records that were withdrawn or superseded
    aliases: tuple[tuple[str, str], ...] = ()  # keys of two sources that are one publisher
    places: Places | None = None  # None: places are not compared


class Case(_Given):
    """The records about one item and its family, and the views of them that several rules share."""

    @cached_property
    def members(self) -> dict[str, FamilyMember]:
        """Every item of the family by id, the item itself among them and certain."""
        own = (FamilyMember(self.item),) if self.item else ()
        return {member.item.id: member for member in chain(self.family, own)}

    @cached_property
    def certain(self) -> frozenset[str]:
        """Ids of the items that certainly show the pixels."""
        own = {self.item.id} if self.item else set()
        return frozenset(own.union(member.item.id for member in self.family if member.certain))

    @cached_property
    def counted(self) -> tuple[RecordedClaim, ...]:
        """Claims that were neither withdrawn nor superseded nor retracted, whether a medium shows them or not."""
        gone = self.set_aside
        return tuple(claim for claim in self.claims if claim.id not in gone and claim.retracted_by is None)

    @cached_property
    def said(self) -> tuple[Said, ...]:
        """What is said of these pixels, each claim once: what is asked first, then the surest and the earliest."""
        members, certain = self.members, self.certain
        found: dict[str, Said] = {}
        for claim in self.counted:
            item_id = claim.item_id
            if item_id not in members or item_id is None:
                continue
            sure = item_id in certain
            if claim.id not in found or (sure and not found[claim.id].certain):
                found[claim.id] = Said(claim, item_id, sure)
        ordered = sorted(found.values(), key=_precedence) if len(found) > 1 else list(found.values())
        if self.asked and self.item:
            ordered.insert(0, Said(self.asked, self.item.id, True))
        return tuple(ordered)

    @cached_property
    def event_dates(self) -> tuple[Group, ...]:
        """What is said of these pixels, by the dates that the event may have had."""
        return grouped(
            (bounds(said.record.date), said.record.date.text, said) for said in self.said if said.record.date
        )

    @cached_property
    def event_places(self) -> tuple[Group, ...]:
        """What is said of these pixels, by the places where the event is said to have been, spelling aside."""
        return grouped((folded(place), place, said) for said in self.said if (place := said.record.claim.place))

    @cached_property
    def published(self) -> tuple[Published, ...]:
        """The dates of the appearances, one for each role of one publication; sorted by the latest possible bound."""
        members, certain = self.members, self.certain
        found: dict[Hashable, Published] = {}
        for appearance in self.appearances:
            if appearance.item_id not in members or appearance.id in self.set_aside:
                continue
            for date in relied_on(appearance):
                key = (_publication(appearance), date.role, date.earliest, date.latest)
                entry = Published(appearance, date, appearance.item_id in certain)
                if key not in found or _by_date(entry) < _by_date(found[key]):
                    found[key] = entry
        return tuple(sorted(found.values(), key=_by_date)) if len(found) > 1 else tuple(found.values())

    @cached_property
    def captured(self) -> tuple[Captured, ...]:
        """Every date by a camera's clock, sorted by the latest possible bound."""
        found = [
            Captured(member.item.id, date, member.item.id in self.certain)
            for member in self.members.values()
            for date in member.item.dates
            if date.role is DateRole.CAPTURED
        ]
        return tuple(sorted(found, key=lambda entry: (entry.date.latest, entry.item_id, entry.date)))

    def origins_of(self, kind: OriginKind) -> Iterator[tuple[str, Origin]]:
        """The origins of one kind, of items that are in the family."""
        for item_id, origin in self.origins:
            if origin.kind is kind and item_id in self.members and origin.appearance_id not in self.set_aside:
                yield item_id, origin

    def are_kin(self, one_id: str, other_id: str) -> bool:
        """Whether one of two claims restates, narrows or attributes the other, by however many steps."""
        if one_id == other_id:
            return True
        return bool(self._above) and (other_id in self._all_above(one_id) or one_id in self._all_above(other_id))

    @cached_property
    def _above(self) -> dict[str, set[str]]:
        """For each claim those that it restates, narrows or attributes; restating goes both ways."""
        above: dict[str, set[str]] = {}
        for link in self.links:
            if link.relation in KIN:
                above.setdefault(link.claim_id, set()).add(link.other_id)
            if link.relation is ClaimRelation.RESTATES:
                above.setdefault(link.other_id, set()).add(link.claim_id)
        return above

    def _all_above(self, claim_id: str) -> set[str]:
        reached: set[str] = set()
        waiting = [claim_id]
        while waiting:
            new = self._above.get(waiting.pop(), set()) - reached
            reached |= new
            waiting.extend(new)
        return reached


def asked_claim(claim: Claim, *, item_id: str | None = None) -> RecordedClaim:
    """What is being claimed now, in the form in which it can be compared with what is recorded.

    Raises:
        BadDate: if its date cannot be read.
    """
    date = dated(parse_date(claim.date), DateRole.EVENT, basis="asked") if claim.date else None
    return RecordedClaim(ASKED, claim, date, None, None, item_id, None, "")


def asked_appearance(published: str) -> Appearance:
    """The publication of the picture that is asked about, in the form of what is recorded.

    Raises:
        BadDate: if its date cannot be read.
    """
    date = dated(parse_date(published), DateRole.PUBLISHED, basis="asked")
    return Appearance(PUBLICATION, ASKED, None, None, None, None, None, "", dates=(date,))


def _precedence(said: Said) -> tuple[bool, str, str]:
    return not said.certain, said.record.recorded_at, said.record.id


def _by_date(entry: Published) -> tuple[str, bool, str, str]:
    return entry.date.latest, not entry.certain, entry.appearance.recorded_at, entry.appearance.id


def _publication(appearance: Appearance) -> Hashable:
    """What two records of one publication have in common; the id where that cannot be told."""
    source = appearance.source.key if appearance.source else None
    if appearance.post_id and source:
        return source, appearance.post_id  # with the account, since many platforms count the posts of each anew
    if appearance.url:
        return appearance.url.rstrip("/")
    return (source, fold(appearance.caption)) if source and appearance.caption else appearance.id


def grouped(entries: Iterable[tuple[Hashable, str, Said]]) -> tuple[Group, ...]:
    """Claims by key, each with the value that it gives, in the order in which they come."""
    groups: dict[Hashable, tuple[str, list[Said]]] = {}
    for key, value, said in entries:
        groups.setdefault(key, (value, []))[1].append(said)
    return tuple(Group(value, tuple(members)) for value, members in groups.values())
