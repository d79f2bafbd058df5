"""From the store to the cases that the rules of :mod:`provenance.findings.contradictions` read, one or all of them.

An item is judged with its family; of the whole archive each family is judged once, under its first item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from provenance.findings.collage import footprint, overlapping, shown_together
from provenance.findings.contradictions import brought_by_asked, contradictions_of, each_once
from provenance.findings.contradictions.case import ASKED, Case, FamilyMember, asked_appearance, asked_claim
from provenance.findings.contradictions.placing import known_places
from provenance.findings.families import CONFIRMED, ITSELF, PART, SAME, grouped, joins, reached_from, shares_a_moment
from provenance.model import MediaItem
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from provenance.findings.collage import Footprint
    from provenance.findings.families import Member
    from provenance.judgement import ClaimLink
    from provenance.model import Asked, Claim, Contradiction, DateRecord, Match, RecordedClaim, Seen, Strength
    from provenance.store.sqlite import SqliteStore

Record = TypeVar("Record")
FAMILIES_AT_ONCE = 2000  # cases whose records are held in memory together


def of_item(store: SqliteStore, row: int, family: Sequence[Member]) -> list[Contradiction]:
    """What cannot all be true of an item and its family: what rests on a record of its own first, then worst first."""
    core = {member.row: True for member in family if member.joined in (ITSELF, SAME, CONFIRMED)}
    [own] = store.items([row]).values()
    bound = [
        _Bound(member.row, member.joined == PART, footprint(member.match, archived=member.match.item_id == own.id))
        for member in family
        if member.match and member.row not in core
    ]
    cases = _cases(store, [(row, members) for members in _at_once(core, bound)])
    found = each_once(one for case in cases for one in contradictions_of(case))
    concerned = items_concerned(store, found)
    return sorted(found, key=lambda one: own.id not in concerned[one])


def items_concerned(store: SqliteStore, found: Iterable[Contradiction]) -> dict[Contradiction, tuple[str, ...]]:
    """The items that the records of each contradiction are, or are of, in the order of the records."""
    each = list(found)
    held = store.catalogue.items_by_record(sorted({record for one in each for record in one.records}))
    return {one: tuple(dict.fromkeys(item for name in one.records for item in held.get(name, ()))) for one in each}


def of_answer(
    store: SqliteStore,
    asked: Asked,
    seen: Sequence[Seen],
    *,
    claim: Claim | None = None,
    published: str | None = None,
    captured: tuple[DateRecord, ...] = (),
) -> list[Contradiction]:
    """What cannot all be true of the pixels that were asked for, and of what is being claimed of them now.

    Raises:
        BadDate: the date of the claim, or of the asked file's own publication, cannot be read.
    """
    if not (claim or published or any(entry.claims for entry in seen)):
        return []
    given = Case(
        item=_unrecorded(asked, captured),
        appearances=(asked_appearance(published),) if published else (),
        asked=asked_claim(claim, item_id=ASKED) if claim else None,
        places=known_places(),
    )
    found = each_once(one for part in _parts(store, seen) for one in _of_part(store, part, given))
    brought = {id(one) for one in brought_by_asked(found)}
    return sorted(found, key=lambda one: id(one) not in brought)  # what is claimed now first


def _parts(store: SqliteStore, seen: Sequence[Seen]) -> Iterator[Sequence[Seen]]:
    """What is shown at once: two parts of a collage or of a compilation are not the same pixels."""
    together = shown_together(seen)
    if len(together) < 2:
        yield seen
        return
    rows = store.rows_of(entry.item.id for entry in seen)
    for matched in together:
        certain = [rows[entry.item.id] for entry in matched if entry.certain]
        joined = set(reached_from(certain, store.joining_pairs))
        ids = {entry.item.id for entry in matched}
        further = []
        for entry in seen:  # those that moments join come after the item that joins them
            by_moment = entry.joined is not None and entry.joined.item_id in ids
            if entry.match is None and (by_moment or (entry.joined is None and rows[entry.item.id] in joined)):
                further.append(entry)
                ids.add(entry.item.id)
        yield [*matched, *further]


def _of_part(store: SqliteStore, seen: Sequence[Seen], given: Case) -> list[Contradiction]:
    """The same of items that all show the same pixels; ``given`` is the case without them."""
    claims = tuple({(one.id, one.item_id): one for entry in seen for one in entry.claims}.values())
    items = {entry.item.id: entry for entry in seen}
    rows = store.rows_of(items)
    case = given._replace(
        family=tuple(FamilyMember(entry.item, entry.certain) for entry in seen),
        claims=claims,
        appearances=(*given.appearances, *(appearance for entry in seen for appearance in entry.appearances)),
        facts=tuple((item_id, fact) for item_id, row in rows.items() for fact in store.facts(row)),
        origins=tuple((entry.item.id, origin) for entry in seen for origin in entry.origins),
    )
    if store.has_judgements():
        case = case._replace(
            verdicts=tuple(store.judgements.verdicts(list(rows.values()))),
            links=_standing(store, claims),
            set_aside=store.judgements.set_aside(),
            aliases=_aliases(store),
        )
    return contradictions_of(case)


def in_period(
    store: SqliteStore, found: Sequence[Contradiction], *, since: str | None, until: str | None
) -> list[Contradiction]:
    """Those of which a record is said to have happened, or appeared, in a period; ``since``, ``until`` are UTC text.

    A date that is only known roughly lies in the period if it can. Where no record has a date, none lies in it.
    """
    if since is None and until is None:
        return list(found)
    ids = {record for one in found for record in one.records}
    claims = store.claims_by_id({each for each in ids if each.startswith("c-")})
    made_in = {claim.appearance_id for claim in claims.values() if claim.appearance_id}
    appearances = store.appearances_by_id({each for each in ids if each.startswith("a-")} | made_in)

    def dates(record: str) -> Iterator[DateRecord]:
        claim = claims.get(record)
        if claim and claim.date:
            yield claim.date
        appearance = appearances.get(claim.appearance_id or "" if claim else record)
        yield from appearance.dates if appearance else ()

    return [
        one
        for one in found
        if any(
            (until is None or date.earliest <= until) and (since is None or date.latest >= since)
            for record in one.records
            for date in dates(record)
        )
    ]


def at_least(found: Iterable[Contradiction], strength: Strength) -> list[Contradiction]:
    """Those of this strength, and those that are stronger."""
    order = list(type(strength))
    return [one for one in found if order.index(one.strength) <= order.index(strength)]


def of_archive(store: SqliteStore, *, source_id: str | None = None) -> list[Contradiction]:
    """Everything in the archive that cannot all be true, newest record first.

    ``source_id``: only where one of the records is an appearance, a credit or a claim of this source.
    """
    wanted = set(store.items_of_source(source_id)) if source_id else None
    found: list[Contradiction] = []
    for family in _in_lots(_families(store, wanted)):
        for case in _cases(store, family):
            found += contradictions_of(case)
    for case in _of_events(store) if wanted is None else ():
        found += contradictions_of(case)
    if source_id:
        own = store.records_of_source(source_id)
        found = [one for one in found if own & set(one.records)]
    return sorted(each_once(found), key=lambda one: one.newest_at, reverse=True)


def of_event(store: SqliteStore, claim_id: str) -> list[Contradiction]:
    """What a claim about an event without media contradicts, worst first."""
    cases = (case for case in _of_events(store) if any(claim.id == claim_id for claim in case.claims))
    return [one for case in cases for one in contradictions_of(case)]


class _Bound(NamedTuple):
    """An item that a match binds to a family without making it a member: a part of a collage, a moment of a film."""

    row: int
    certain: bool
    where: Footprint  # in the file of the family's member


def _at_once(core: dict[int, bool], bound: Sequence[_Bound]) -> Iterator[dict[int, bool]]:
    """A family with what is bound to it, once for all that is shown at once: two parts are not the same pixels."""
    groups = overlapping([one.where for one in bound])
    for group in groups or [[]]:
        members = dict(core)
        for one in (bound[number] for number in group):
            members[one.row] = members.get(one.row, False) or one.certain
        yield members


def _families(store: SqliteStore, wanted: set[int] | None) -> Iterator[tuple[int, dict[int, bool]]]:
    """The first item of each family that something was said of, and its members with whether they are certain.

    A family comes once for each part of its pictures that is bound to others.
    """
    matches = list(store.all_matches())
    leaders = grouped((item, other) for item, other, match in matches if joins(match))
    families: dict[int, dict[int, bool]] = {}
    for row in store.rows_with_claims_or_verdicts():
        families.setdefault(leaders.get(row, row), {})[row] = True
    for row, leader in leaders.items():
        if leader in families:
            families[leader][row] = True
    bound = _bound(matches, families, leaders)
    for leader in sorted(families):
        for members in _at_once(families[leader], bound.get(leader, ())):
            if wanted is None or wanted & members.keys():
                yield leader, members


def _bound(
    matches: Iterable[tuple[int, int, Match]], families: Collection[int], leaders: dict[int, int]
) -> dict[int, list[_Bound]]:
    """What is bound to each family, by its leader; of two families the first one sees the item of the other."""
    found: dict[int, list[_Bound]] = {}
    for item, other, match in matches:
        if match.is_reuse and not joins(match):
            ends = (leaders.get(item, item), other, False), (leaders.get(other, other), item, True)
            for leader, far, archived in sorted(ends):
                if leader in families:
                    where = footprint(match, archived=archived)
                    found.setdefault(leader, []).append(_Bound(far, shares_a_moment(match), where))
                    break
    return found


def _in_lots(families: Iterator[tuple[int, dict[int, bool]]]) -> Iterator[list[tuple[int, dict[int, bool]]]]:
    lot = []
    for family in families:
        lot.append(family)
        if len(lot) == FAMILIES_AT_ONCE:
            yield lot
            lot = []
    yield lot


def _cases(store: SqliteStore, families: Sequence[tuple[int, dict[int, bool]]]) -> Iterator[Case]:
    """The cases of some families; their records are read together."""
    rows = sorted({row for leader, members in families for row in (leader, *members)})
    items = store.items(rows)
    by_id = {item.id: row for row, item in items.items()}
    claims = _by_item((by_id.get(one.item_id or ""), one) for one in store.claims(rows))
    appearances = _by_item((by_id.get(one.item_id), one) for one in store.appearances(rows))
    origins = _by_item((by_id.get(item_id), (item_id, origin)) for item_id, origin in store.origins(rows))
    verdicts = _by_item((by_id.get(one.item_id or ""), one) for one in store.judgements.verdicts(rows))
    facts = _by_item((row, (items[row].id, fact)) for row, held in store.placed_facts(rows).items() for fact in held)
    links, others = _links(store, [claim for held in claims.values() for claim in held])
    aliases, places, set_aside = _aliases(store), known_places(), store.judgements.set_aside()
    for leader, members in families:
        said = [claim for row in members for claim in claims.get(row, ())]
        about = [link for claim in said for link in links.get(claim.id, ())]
        named = {name for link in about for name in (link.claim_id, link.other_id)} - {claim.id for claim in said}
        yield Case(
            item=items[leader],
            family=tuple(FamilyMember(items[row], certain) for row, certain in members.items()),
            claims=(*said, *(others[name] for name in sorted(named) if name in others)),
            appearances=tuple(one for row in members for one in appearances.get(row, ())),
            facts=tuple(one for row in members for one in facts.get(row, ())),
            origins=tuple(one for row in members for one in origins.get(row, ())),
            verdicts=tuple(one for row in members for one in verdicts.get(row, ())),
            links=tuple(link for link in dict.fromkeys(about) if not set_aside & {link.claim_id, link.other_id}),
            set_aside=set_aside,
            aliases=aliases,
            places=places,
        )


def _by_item(entries: Iterable[tuple[int | None, Record]]) -> dict[int, list[Record]]:
    found: dict[int, list[Record]] = {}
    for row, record in entries:
        if row is not None:
            found.setdefault(row, []).append(record)
    return found


def _links(
    store: SqliteStore, claims: Sequence[RecordedClaim]
) -> tuple[dict[str, list[ClaimLink]], dict[str, RecordedClaim]]:
    """Relations by the claims that they join, and the claims at their other ends."""
    by_claim: dict[str, list[ClaimLink]] = {}
    known = {claim.id for claim in claims}
    relations = [link for link in store.judgements.all_links() if {link.claim_id, link.other_id} & known]
    for link in relations:
        for name in {link.claim_id, link.other_id}:
            by_claim.setdefault(name, []).append(link)
    far = {name for link in relations for name in (link.claim_id, link.other_id)} - known
    return by_claim, store.claims_by_id(far) if far else {}


def _standing(store: SqliteStore, claims: Sequence[RecordedClaim]) -> tuple[ClaimLink, ...]:
    """Relations of these claims of which no end was corrected or withdrawn."""
    gone = store.judgements.set_aside()
    links = store.judgements.links([claim.id for claim in claims])
    return tuple(link for link in links if not gone & {link.claim_id, link.other_id})


def _of_events(store: SqliteStore) -> Iterator[Case]:
    """Claims that no medium shows, by the event that they are about."""
    by_event: dict[str, list[RecordedClaim]] = {}
    for claim in store.claims_without_items():
        if claim.claim.event:
            by_event.setdefault(claim.claim.event.casefold(), []).append(claim)
    aliases, places = _aliases(store), known_places()
    for claims in by_event.values():
        if len(claims) > 1:
            links = _standing(store, claims)
            yield Case(item=None, claims=tuple(claims), links=links, aliases=aliases, places=places)


def _aliases(store: SqliteStore) -> tuple[tuple[str, str], ...]:
    return tuple(store.judgements.alias_keys())


def _unrecorded(asked: Asked, captured: tuple[DateRecord, ...]) -> MediaItem:
    """The asked file in the form of an item, under an id that no item has."""
    return MediaItem(
        id=ASKED,
        kind=asked.kind,
        label=None,
        sha256=asked.sha256,
        byte_size=asked.byte_size,
        media_type=asked.media_type,
        width=asked.width,
        height=asked.height,
        frames=None,
        comparable=None,
        file_kept=False,
        graphic=False,
        added_at="",
        dates=captured,
    )
