"""What people find is recorded, and what follows from it for an item and its family is read. Joins store and findings.

Loaded only where somebody judges, or where an answer has something to say of it.
"""

from __future__ import annotations

from collections import defaultdict
from functools import partial
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from provenance.covering import marks
from provenance.dates import dated, past_date
from provenance.errors import BadOption
from provenance.findings import timeline
from provenance.findings.families import (
    CONFIRMED,
    DISPUTED,
    DOUBTFUL,
    ITSELF,
    PART,
    PROBABLY,
    SAME,
    Member,
    is_film,
    is_mostly_whole,
    joins,
    reached_from,
    shares_a_moment,
)
from provenance.identity import record_id
from provenance.judgement import (
    RELIABILITIES,
    ClaimLink,
    Finding,
    Grade,
    InheritedVerdict,
    OutsideSearch,
    Pillar,
    Reviewed,
    SearchResult,
    SourceNote,
    SourceNoteKind,
)
from provenance.model import (
    ClaimRelation,
    DateRole,
    Match,
    Orientation,
    Origin,
    OriginKind,
    ReviewState,
    Seen,
    Source,
    Tier,
)
from provenance.named import NamedTuple
from provenance.platforms import read_url

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from provenance.findings.timeline import Timeline
    from provenance.judgement import Verdict
    from provenance.model import Appearance, RecordedClaim, Source
    from provenance.store.deposit import Deposit
    from provenance.store.sqlite import SqliteStore

LEAST_SOURCES = 2  # independent ones that a verdict should rest on (AFP's rule, and the Verification Handbook's)


class Pair(NamedTuple):
    """A match that waits for a person's look, with both items."""

    item: Seen
    other: Seen
    match: Match


# -- families ---------------------------------------------------------------------------------------


def family_of(store: SqliteStore, row: int) -> list[Member]:
    """The item itself, those that certain or confirmed matches join to it, and those that are probably the same."""
    direct = {(other if item == row else item): match for item, other, match in store.matches([row])}
    members = [Member(row, ITSELF, None)]
    for other in reached_from([row], store.joining_pairs):
        match = direct.get(other)
        confirmed = match is not None and match.review is ReviewState.CONFIRMED
        members.append(Member(other, CONFIRMED if confirmed else SAME, match))
    known = {member.row for member in members}
    for other, match in direct.items():
        if other not in known and match.is_reuse and not joins(match):
            members.append(Member(other, _doubted(match), match))
    return members


def _doubted(match: Match) -> str:
    """How a match that joins no families belongs to one all the same."""
    if match.review is ReviewState.DISPUTED:
        return DISPUTED
    return PART if shares_a_moment(match) else PROBABLY


def seen_of(store: SqliteStore, rows: Sequence[int]) -> dict[int, Seen]:
    """Items with what is recorded of them, by row."""
    items = store.items(rows)
    appearances, claims, origins = defaultdict(list), defaultdict(list), defaultdict(list)
    for appearance in store.appearances(rows):
        appearances[appearance.item_id].append(appearance)
    for claim in store.claims(rows):
        claims[claim.item_id].append(claim)
    for item_id, origin in store.origins(rows):
        origins[item_id].append(origin)
    covered = marks(store, rows)
    return {
        row: Seen(
            item=items[row],
            match=None,
            certain=True,
            appearances=tuple(appearances[items[row].id]),
            claims=tuple(claims[items[row].id]),
            origins=tuple(origins[items[row].id]),
            file_names=store.file_names(row),
            covered_by=covered.get(row),
        )
        for row in rows
        if row in items
    }


def timeline_of(store: SqliteStore, row: int, members: Sequence[Member]) -> Timeline:
    """Every dated statement about an item and its family."""
    seen = seen_of(store, [member.row for member in members])
    family = [(seen[member.row], member.joined) for member in members if member.row in seen]
    return timeline.timeline_of(seen[row].item, family)


# -- verdicts ---------------------------------------------------------------------------------------


def verdicts_of(
    store: SqliteStore, row: int | None, family: Iterable[Member], *, superseded: bool = False
) -> tuple[InheritedVerdict, ...]:
    """Verdicts on an item, then those on the copies that are certain or confirmed: these are inherited.

    ``row`` is None for a picture that is not in the archive: then all are inherited.
    """
    members = {member.row: member for member in family if member.joined not in DOUBTFUL}
    ids = {item.id: number for number, item in store.items(members).items()}
    found = store.judgements.verdicts(list(members), superseded=superseded)
    claims = store.claims_by_id({verdict.claim_id for verdict in found if verdict.claim_id})
    said = []
    for verdict in found:
        owner = ids[verdict.item_id or ""]
        warned = verdict._replace(warnings=warnings_of(store, verdict, claims.get(verdict.claim_id or "")))
        own = owner == row
        confirmed = own or members[owner].joined in (CONFIRMED, ITSELF)
        partly = not own and _shows_moments(members[owner].match)
        said.append(InheritedVerdict(warned, None if own else verdict.item_id, confirmed, partly))
    return tuple(sorted(said, key=lambda one: one.inherited_from is not None))


def _shows_moments(match: Match | None) -> bool:
    """Whether two items share moments of a film, and not most of it."""
    return match is not None and is_film(match) and not is_mostly_whole(match)


def warnings_of(store: SqliteStore, verdict: Verdict, claim: RecordedClaim | None) -> tuple[str, ...]:
    """What makes a verdict weaker than it looks, as sentences."""
    said = []
    sources = independent_sources(store, verdict)
    published_elsewhere = bool(verdict.house_rating and verdict.links)  # a house's own article says what it rests on
    if sources < LEAST_SOURCES and not published_elsewhere:
        has = "no source is named" if not sources else "one source is named"
        said.append(f"{has} that it rests on: two independent ones are the usual minimum")
    if claim and claim.entered_by and _same_person(claim.entered_by, verdict.reviewer):
        said.append(f"the reviewer, {verdict.reviewer}, also entered the claim: a second reader is the usual rule")
    return tuple(said)


def independent_sources(store: SqliteStore, verdict: Verdict) -> int:
    """How many publishers and other entries a verdict rests on; the reviewer's own article counts as one.

    Records of one page, and of one account, are one source, and so are they and a link to the same host.
    """
    hosts = {_site(link) for link in (*verdict.links, *filter(_is_web, verdict.evidence))}
    entries = [entry for entry in verdict.evidence if not _is_web(entry)]
    published = _publishers(store, entries) if entries else {}
    return len(hosts | {published.get(entry, entry) for entry in entries})


def _publishers(store: SqliteStore, records: Sequence[str]) -> dict[str, str]:
    """Where each record was published, by its id; one that was published in several places stands for itself."""
    rows = store.rows_of(records)
    items = {item.id: store.appearances([rows[item.id]]) for item in store.items(rows.values()).values()}
    claims = {claim.id: claim for claim in store.claims_by_row(store.claim_rows(records).values())}
    made_in = store.appearances_by_id([claim.appearance_id for claim in claims.values() if claim.appearance_id])
    found = {one: {_publisher(appearance)} for one, appearance in store.appearances_by_id(records).items()}
    found |= {one: {_publisher(appearance) for appearance in appearances} for one, appearances in items.items()}
    found |= {one: {_asserter(claim, made_in.get(claim.appearance_id or ""))} for one, claim in claims.items()}
    return {record: next(iter(where)) for record, where in found.items() if len(where) == 1 and "" not in where}


def _publisher(appearance: Appearance) -> str:
    """The host, or the account, or the document that an appearance was read in; empty where none is known."""
    if appearance.url:
        return _site(appearance.url)
    return _account(appearance.source) or (appearance.locator or "").partition(" char ")[0]


def _asserter(claim: RecordedClaim, appearance: Appearance | None) -> str:
    """Who says it; a claim that a document gives without saying who is the document's."""
    return (
        _account(claim.asserted_by)
        or (_publisher(appearance) if appearance else "")
        or ((claim.claim.locator or "").partition(" char ")[0])
    )


def _account(source: Source | None) -> str:
    name = (source.account or source.name) if source else None
    return f"{source.platform or ''}:{name}" if source and name else ""


def _is_web(text: str) -> bool:
    return text.lower().startswith(("http://", "https://"))


def _site(link: str) -> str:
    """The host of a link; of one that was recorded without being one, the whole."""
    try:
        return urlsplit(link).netloc.lower().removeprefix("www.") or link
    except ValueError:
        return link


def judge(
    store: SqliteStore, finding: Finding, *, item: int | None, claim: str | None, knows: int | None = None, now: str
) -> tuple[Verdict, bool]:
    """Record a verdict; one of the same reviewer on the same item and claim is superseded. Says whether it is new.

    Raises:
        BadOption, BadDate, BadUrl, UnknownId, AmbiguousId: nothing was recorded.
        Overtaken: the superseded one is none of the first ``knows`` on the item, those that the person knows of.
    """
    from provenance.recording import verdict_of  # loads what a check does without

    ledger = store.judgements
    for link in (*finding.links, *filter(_is_web, finding.evidence)):
        read_url(link)
    claim_row, claim_id = ledger.find("c", claim, called="claim") if claim else (None, None)
    if item is not None and claim_row is not None and item not in ledger.items_of_claim(claim_row):
        raise BadOption(
            f"{claim}: is not a claim about that item. See the claims of it with provenance show, or link it: "
            "provenance claim link CLAIM ITEM"
        )
    item_id = store.items([item])[item].id if item is not None else None
    evidence = tuple(_evidence(store, entry) for entry in finding.evidence)
    verdict = verdict_of(finding._replace(evidence=evidence), item_id=item_id, claim_id=claim_id, now=now)
    written, new = ledger.write_verdict(
        verdict,
        item=item,
        claim=claim_row,
        earlier=lambda: _superseded_by(store, verdict, item, claim_row),
        knows=knows,
        now=now,
    )
    recorded = store.claims_by_id([claim_id]).get(claim_id) if claim_id else None
    return written._replace(warnings=warnings_of(store, written, recorded)), new


def _superseded_by(store: SqliteStore, verdict: Verdict, item: int | None, claim: int | None) -> Verdict | None:
    """The verdict of the same reviewer that this one replaces: of a claim alone, none of the claim as of an item."""
    ledger = store.judgements
    there = ledger.verdicts([item]) if item is not None else ledger.any_of_claims([claim] if claim else [])
    same = [
        one
        for one in there
        if (one.item_id, one.claim_id) == (verdict.item_id, verdict.claim_id)
        and one.id != verdict.id
        and not one.superseded_by
        and _same_person(one.reviewer, verdict.reviewer)
    ]
    return same[-1] if same else None


def _same_person(one: str, other: str) -> bool:
    from provenance.text import fold

    return fold(one) == fold(other)


def _evidence(store: SqliteStore, entry: str) -> str:
    """A record's full id where the entry is the beginning of one; anything else as given."""
    letter, hyphen, digits = entry.strip().partition("-")
    if not hyphen or letter not in ("m", "a", "c", "v", "o") or not set(digits) <= set("0123456789abcdef"):
        return entry.strip()
    if letter == "m":
        row = store.find_item(entry)
        return store.items([row])[row].id
    called = {"a": "appearance", "c": "claim", "v": "verdict", "o": "search"}[letter]
    return store.judgements.find(letter, entry, called=called)[1]


# -- reviews ----------------------------------------------------------------------------------------


def review(
    store: SqliteStore,
    one: int,
    other: int,
    state: ReviewState,
    *,
    reviewer: str | None,
    reason: str | None,
    knows: int | None = None,
    now: str,
) -> Reviewed:
    """Record what a person says of the match of two items; the same again adds nothing.

    Raises:
        BadOption: there is no match between them.
        Overtaken: there are more than the ``knows`` decisions on it that the person knows of.
    """
    if one == other:
        raise BadOption("these two are one item")
    items = store.items([one, other])
    if not store.has_match(one, other):
        if state is not ReviewState.CONFIRMED:
            raise BadOption("there is no stored match between these two items, so nothing to reject or dispute")
        store.write_matches([(max(one, other), min(one, other), _by_person(items[min(one, other)].id))], now=now)
    said = Reviewed(items[one].id, items[other].id, state, reviewer, reason, now)
    return store.judgements.review(one, other, said, knows=knows, now=now)


def at_odds(store: SqliteStore, one: int, other: int, state: ReviewState) -> list[tuple[str, str]]:
    """Pairs of items whose decisions cannot all stand beside this one: it and theirs say that two are and are not one.

    Beside a rejection the confirmed matches by which the two are the same after all; beside a confirmation the
    rejected ones among what is now the same.
    """
    came_from = _confirmed_from(store, one, without=other if state is ReviewState.REJECTED else None)
    pairs: list[tuple[int, int]] = []
    if state is ReviewState.REJECTED and other in came_from:
        step = other
        while step != one:
            pairs.append((came_from[step], step))
            step = came_from[step]
        pairs.reverse()
    elif state is ReviewState.CONFIRMED:
        same = came_from.keys()
        pairs = [(item, away) for item in sorted(same) for away in sorted(store.rejected(item) & same) if item < away]
    items = store.items({row for pair in pairs for row in pair})
    return [(items[first].id, items[second].id) for first, second in pairs]


def _confirmed_from(store: SqliteStore, start: int, *, without: int | None) -> dict[int, int]:
    """What confirmed matches join to an item, each with the item before it; ``without``: not directly to this one."""
    came_from, waiting = {start: start}, [start]
    while waiting:
        row = waiting.pop(0)
        for item, other, match in store.matches([row]):
            far = other if item == row else item
            direct = row == start and far == without
            if match.review is ReviewState.CONFIRMED and far not in came_from and not direct:
                came_from[far] = row
                waiting.append(far)
    return came_from


def _by_person(item_id: str) -> Match:
    """A match that nothing but a person's look says."""
    said = "a person says that both show the same"
    return Match(item_id, Tier.PERSON, (), Orientation(), evidence=(said,))


def pairs_to_review(store: SqliteStore, *, limit: int, items: Sequence[int] = (), offset: int = 0) -> list[Pair]:
    """Suggested matches, surest first, each with both items; ``offset`` of them are passed over."""
    rows = store.judgements.to_review(limit=limit, items=items, offset=offset)
    seen = seen_of(store, sorted({row for pair in rows for row in pair}))
    found = {(item, other): match for item, other, match in store.matches(sorted({item for item, _ in rows}))}
    return [
        Pair(seen[item], seen[other], found[item, other])
        for item, other in rows
        if (item, other) in found and item in seen and other in seen
    ]


# -- claims -----------------------------------------------------------------------------------------


def missing_pillars(claim: RecordedClaim, appearances: Collection[str] = ()) -> tuple[Pillar, ...]:
    """What is not known of a claim, in the order in which verification guides ask for it.

    ``appearances``: captions and URLs of its publication; a claim without any has no source but the one named.
    """
    known = {
        Pillar.SOURCE: bool(claim.asserted_by or claim.attributed_to or appearances),
        Pillar.DATE: claim.date is not None,
        Pillar.PLACE: bool(claim.claim.place),
        Pillar.MOTIVATION: bool(claim.claim.motivation),
        Pillar.SUBJECT: bool(claim.claim.subject),
    }
    return tuple(pillar for pillar, is_known in known.items() if not is_known)


def relate(
    store: SqliteStore,
    one: str,
    relation: ClaimRelation,
    other: str,
    *,
    reason: str | None,
    entered_by: str | None,
    now: str,
) -> tuple[ClaimLink, bool]:
    """Record what a claim is to another; says whether that is new.

    Raises:
        UnknownId, AmbiguousId, BadOption: nothing was recorded.
    """
    ledger = store.judgements
    row, claim_id = ledger.find("c", one, called="claim")
    other_row, other_id = ledger.find("c", other, called="claim")
    if row == other_row:
        raise BadOption(f"{one}: a claim cannot be set in relation to itself")
    link = ClaimLink(claim_id, relation, other_id, reason, entered_by, now)
    return link, ledger.relate(row, other_row, link, now=now)


# -- searches elsewhere, sources, origins -----------------------------------------------------------


def searched(
    store: SqliteStore,
    item: int,
    *,
    engine: str,
    result: SearchResult,
    when: str,
    url: str | None,
    operator: str | None,
    note: str | None,
    now: str,
) -> tuple[OutsideSearch, bool]:
    """Record a search outside this archive; says whether it is new.

    Raises:
        BadDate, BadOption, BadUrl: the date or the address cannot be read, or no engine is named.
    """
    if url:
        read_url(url)
    if not engine.strip():
        raise BadOption("name the engine or the place that was searched, for instance --engine tineye")
    date = dated(past_date(when, now=now), DateRole.CRAWLED, basis="given")
    item_id = store.items([item])[item].id
    said = {"item": item_id, "engine": engine, "result": result.value, "date": when, "url": url}
    said |= {"operator": operator, "note": note}
    search = OutsideSearch(record_id("o", said), item_id, engine.strip(), result, date, url, operator, note, now)
    return search, store.judgements.write_outside_search(search, item=item, now=now)


def grade(store: SqliteStore, source_id: str, reliability: str, *, reason: str, by: str | None, now: str) -> Grade:
    """Record how reliable a source is held to be.

    Raises:
        BadOption: no letter of the Admiralty code, or no reason.
    """
    letter = reliability.strip().upper()
    if len(letter) != 1 or letter not in RELIABILITIES:
        raise BadOption(
            f"{reliability!r} is no reliability. Use A (completely) to E (unreliable), or F (cannot be judged)"
        )
    if not reason.strip():
        raise BadOption("a grade needs its reason: --reason TEXT")
    given = Grade(source_id, letter, reason, by, now)
    return store.judgements.write_grade(given, now=now)


def note_source(
    store: SqliteStore, source_id: str, kind: SourceNoteKind, text: str, *, other: str | None, by: str | None, now: str
) -> SourceNote:
    """Record a name, a warning or an affiliation of a source; ``other`` names the other source as credit lines do.

    Raises:
        BadOption: no other source is named where one is needed, or it is the same one.
    """
    from provenance.recording import source_named  # loads what a check does without

    if kind is not SourceNoteKind.NOTE and not other:
        raise BadOption(f"{kind.value}: name the other source")
    named = source_named(other) if other else None
    if named and record_id("s", named._asdict()) == source_id:
        raise BadOption(f"{kind.value}: {named.key} is the source itself. Name another one")
    note = SourceNote(source_id, kind, text, None, by, now)
    return store.judgements.write_source_note(note, named, now=now)


def establish(
    store: SqliteStore,
    item: int,
    source: Source,
    *,
    reason: str,
    evidence: str | None,
    by: str,
    date: str | None,
    now: str,
) -> Origin:
    """Record what a person found out about where an item comes from. Credit lines and logos are no finding.

    Raises:
        BadOption, BadDate: no reason or no name is given, or the date cannot be read.
    """
    if not reason.strip():
        raise BadOption("what was found out needs its reason: --reason TEXT")
    if not by.strip():
        raise BadOption("what was found out needs the name of who found it: --by NAME, or PROVENANCE_BY")
    text = past_date(date, now=now).text if date else None
    origin = Origin(OriginKind.ESTABLISHED, source, reason, None, evidence, by, text, now)
    store.judgements.write_established(item, store.items([item])[item].id, origin, now=now)
    return origin


def link_claim(store: SqliteStore, claim: str, items: Iterable[int], *, now: str) -> str:
    """Say that a claim is made of further items; returns the claim's id."""
    row, claim_id = store.judgements.find("c", claim, called="claim")
    _refuse_corrected(store, claim, claim_id)
    store.judgements.link_items(row, claim_id, items, now=now)
    return claim_id


def correct_claim(
    store: SqliteStore, claim: str, by: str | Deposit | None, *, reason: str, entered_by: str, now: str
) -> tuple[str, str | None]:
    """Let another claim count instead of one, or withdraw it: both stay readable. Returns both ids.

    ``by`` names a claim that is recorded, or is a new one, which is recorded with the correction or not at all.

    Raises:
        BadOption: no reason or name, or a claim is to replace itself.
    """
    if not reason.strip() or not entered_by.strip():
        raise BadOption("a correction needs its reason and a name: --reason TEXT --by NAME (or PROVENANCE_BY)")
    ledger = store.judgements
    row, claim_id = ledger.find("c", claim, called="claim")
    refuse = partial(_refuse_corrected, store, claim, claim_id)
    refuse()
    by = ledger.find("c", by, called="claim")[1] if isinstance(by, str) else by
    if by and claim_id in ([by] if isinstance(by, str) else ledger.same_words(by.claims[0].id)):
        raise BadOption(f"{claim}: says the same already")
    new_id = ledger.correct(
        row,
        by,
        claim_id=claim_id,
        reason=reason,
        entered_by=entered_by,
        refuse=refuse,
        now=now,
    )
    return claim_id, new_id


def _refuse_corrected(store: SqliteStore, claim: str, claim_id: str) -> None:
    """Refuse to correct, or to say of further items, what no longer counts.

    Raises:
        BadOption: naming the claim that counts instead.
    """
    ledger = store.judgements
    if claim_id in ledger.set_aside():
        by = ledger.became(claim_id)
        became = f"was corrected already: correct {ledger.short_id(by)}, which counts now" if by else "was withdrawn"
        raise BadOption(f"{claim}: {became}")
