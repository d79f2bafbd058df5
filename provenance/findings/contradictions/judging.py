"""Rules: what people found does not go with what is claimed, or with what other people found."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from provenance.findings.contradictions.naming import folded
from provenance.findings.contradictions.saying import (
    attributed_words,
    claim_words,
    contradiction,
    hedges,
    one_line_of,
    probable,
    quoted,
    source_words,
)
from provenance.findings.contradictions.spans import is_before
from provenance.model import ClaimRelation, Rating, Strength
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.findings.contradictions.case import Case, Said
    from provenance.judgement import ClaimLink, Verdict
    from provenance.model import Contradiction, RecordedClaim

VERDICT = "verdict-false-or-misplaced"
VERDICTS = "verdicts-differ"
RECORDED = "claimed-as-contradicting"
AGAINST = frozenset({Rating.FALSE, Rating.MISPLACED, Rating.MOSTLY_FALSE})
IN_FAVOUR = frozenset({Rating.TRUE, Rating.MOSTLY_TRUE})


def verdict_false_or_misplaced(case: Case) -> Iterator[Contradiction]:
    """A claim that a reviewer found false or misplaced, or one that cannot be told from it on the same pixels."""
    for verdict in _standing(case):
        if verdict.rating not in AGAINST:
            continue
        rated = next((claim for claim in case.claims if claim.id == verdict.claim_id), None)
        bearing = [said for said in case.said if _bears_on(case, verdict, rated, said)]
        if bearing and bearing[0].is_asked:
            yield _judged(case, verdict, bearing[:1])
            bearing = bearing[1:]
        if bearing:
            yield _judged(case, verdict, sorted(bearing, key=lambda said: said.record.id != verdict.claim_id))


def verdicts_differ(case: Case) -> Iterator[Contradiction]:
    """Two verdicts that stand, one for and one against the same claim."""
    standing = _standing(case) if len(case.verdicts) > 1 else []
    for one, other in combinations(standing, 2):
        if one.claim_id != other.claim_id or (one.claim_id is None and one.item_id != other.item_id):
            continue
        if {one.rating in AGAINST, other.rating in AGAINST} == {True, False} and (
            one.rating in IN_FAVOUR or other.rating in IN_FAVOUR
        ):
            ids = [verdict.item_id or "" for verdict in (one, other)]
            yield contradiction(
                VERDICTS,
                Strength.STRONG,
                item_id=ids[0] or ids[1],
                field="verdict",
                a=_verdict_words(one),
                b=_verdict_words(other),
                because=f"{_verdict_words(one)}, and {_verdict_words(other)}: one of the two findings is wrong",
                doubts=probable(*((item_id, item_id in case.certain) for item_id in ids if item_id)),
                records=(one.id, other.id),
                recorded_at=(one.recorded_at, other.recorded_at),
            )


def claimed_as_contradicting(case: Case) -> Iterator[Contradiction]:
    """Two claims that a person recorded as contradicting each other."""
    if not case.links:
        return
    claims = {claim.id: claim for claim in case.counted}
    for link in case.links:
        if link.relation is ClaimRelation.CONTRADICTS and link.claim_id in claims and link.other_id in claims:
            yield _recorded(case, link, claims[link.claim_id], claims[link.other_id])


def _recorded(case: Case, link: ClaimLink, one: RecordedClaim, other: RecordedClaim) -> Contradiction:
    by = f"{one_line_of(link.entered_by)} recorded" if link.entered_by else "it is recorded"
    why = f" ({one_line_of(link.reason)})" if link.reason else ""
    first, second = _claim_words(one), _claim_words(other)
    return contradiction(
        RECORDED,
        _strength_said(link.reason),
        item_id=one.item_id or other.item_id or (case.item.id if case.item else ""),
        field="claim",
        a=first,
        b=second,
        because=f"{by} that {first} contradicts {second}{why}",
        records=(one.id, other.id),
        recorded_at=(one.recorded_at, other.recorded_at, link.recorded_at),
    )


def _strength_said(reason: str | None) -> Strength:
    """The strength with which a reason begins ("weak: the two may mean different days"); strong where it has none."""
    word = (reason or "").partition(":")[0].strip().lower()
    return Strength(word) if word in set(Strength) else Strength.STRONG


def _standing(case: Case) -> list[Verdict]:
    if not case.verdicts:
        return []
    replaced = case.set_aside.union(verdict.supersedes for verdict in case.verdicts if verdict.supersedes)
    claims = {claim.id for claim in case.claims}
    return [
        verdict
        for verdict in case.verdicts
        if verdict.superseded_by is None
        and verdict.id not in replaced
        and (verdict.item_id in case.members or (verdict.item_id is None and verdict.claim_id in claims))
    ]


def _bears_on(case: Case, verdict: Verdict, rated: RecordedClaim | None, said: Said) -> bool:
    """Whether a verdict on one claim is one on another: what is asked in doubt is, what is recorded in doubt is not."""
    if verdict.claim_id in (None, said.record.id):
        return True
    if rated is None:
        return said.is_asked
    if _are_apart(case, rated, said.record):
        return False
    return said.is_asked or _repeats(rated, said.record) or case.are_kin(rated.id, said.record.id)


def _repeats(rated: RecordedClaim, record: RecordedClaim) -> bool:
    if fold(rated.claim.text) == fold(record.claim.text):
        return True
    given = rated.date and record.date and rated.claim.place and record.claim.place
    return bool(given) and folded(rated.claim.place or "") == folded(record.claim.place or "")


def _are_apart(case: Case, one: RecordedClaim, other: RecordedClaim) -> bool:
    if one.date and other.date and (is_before(one.date, other.date) or is_before(other.date, one.date)):
        return True
    places = one.claim.place, other.claim.place
    return bool(case.places and places[0] and places[1] and case.places.are_apart(places[0], places[1]))


def _judged(case: Case, verdict: Verdict, bearing: list[Said]) -> Contradiction:
    said = bearing[0]
    item_id = verdict.item_id or said.item_id
    of = "" if item_id == said.item_id else f" of item {item_id}, which shows the same pixels"
    because = f"{_verdict_words(verdict)}{of}"
    if said.record.id == verdict.claim_id:
        because += f": {claim_words(said)}"
    else:
        because += f"; nothing tells the claim that it is about from {claim_words(said)}"
    times = [one.record.recorded_at for one in bearing]
    return contradiction(
        VERDICT,
        Strength.STRONG,
        item_id=said.item_id,
        field="verdict",
        a=_verdict_words(verdict),
        b=claim_words(said),
        because=because,
        doubts=probable((item_id, item_id in case.certain), (said.item_id, said.certain)),
        remarks=(*hedges(said), *_also(len(bearing) - 1)),
        records=[verdict.id, *(one.record.id for one in bearing)],
        recorded_at=[verdict.recorded_at, *times],
    )


def _also(count: int) -> list[str]:
    return [f"the same goes for {count:,} further {'claim' if count == 1 else 'claims'}"] if count > 0 else []


def _verdict_words(verdict: Verdict) -> str:
    rating = verdict.rating.value if verdict.rating else "without a rating"
    house = f" ({quoted(verdict.house_rating)})" if verdict.house_rating else ""
    when = one_line_of(verdict.date.text) if verdict.date else f"{verdict.recorded_at[:10]} (recorded)"
    return f"rated {rating}{house} by {one_line_of(verdict.reviewer)} on {when}"


def _claim_words(record: RecordedClaim) -> str:
    by = source_words(record.asserted_by, record.claim.asserted_by) if record.asserted_by else attributed_words(record)
    return f"{quoted(record.claim.text)} ({by})"
