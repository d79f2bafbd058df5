"""What an answer says beyond its matches: what people found of these pixels, and what cannot all be true of them.

Apart from :mod:`provenance.judging`, which records: most archives hold claims, and a check of them should load no more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance import contradicting
from provenance.findings.families import ITSELF, PROBABLY, SAME, Member
from provenance.model import Tier
from provenance.text import one_line

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.judgement import Standing
    from provenance.model import Answer, Claim, DateRecord, Seen, Source
    from provenance.store.sqlite import SqliteStore

MOST_OF_A_PLACE = 60  # columns of it that are repeated


def judged(
    store: SqliteStore,
    answer: Answer,
    *,
    claim: Claim | None = None,
    published: str | None = None,
    captured: tuple[DateRecord, ...] = (),
) -> Answer:
    """The answer with what people found of these pixels, and with what cannot all be true of them.

    ``claim`` is what is being claimed now, ``published`` when the asked file was published, ``captured`` what its
    camera says.
    """
    found = contradicting.of_answer(
        store, answer.asked, answer.seen, claim=claim, published=published, captured=captured
    )
    not_compared = _not_understood(claim, answer.seen) if claim and claim.place else ()
    in_words = _only_in_words(claim) if claim and answer.seen and not (claim.place and claim.date) else ()
    answer = answer._replace(contradictions=tuple(found), not_checked=(*in_words, *not_compared, *answer.not_checked))
    if not store.has_judgements():
        return answer
    from provenance.judging import verdicts_of

    rows = store.rows_of(seen.item.id for seen in answer.seen)
    exact = next((seen for seen in answer.seen if seen.match and seen.match.tier is Tier.EXACT), None)
    members = [Member(rows[seen.item.id], _how(seen), seen.match) for seen in answer.seen]
    sure = [member.row for member in members if member.joined != PROBABLY]
    return answer._replace(
        verdicts=verdicts_of(store, rows[exact.item.id] if exact else None, members),
        searches=tuple(store.judgements.outside_searches(sure)),
        sources=tuple(standings_of(store, answer.seen)),
    )


def _not_understood(claim: Claim, seen: Iterable[Seen]) -> tuple[str, ...]:
    """That a place was not held against others, where it is none that the gazetteer knows."""
    place = claim.place or ""
    if not any(one.claim.place and one.claim.place != place for each in seen for one in each.claims):
        return ()
    from provenance.places import read_place  # loads the gazetteer

    if read_place(place).places:
        return ()
    return (f"the place “{one_line(place, MOST_OF_A_PLACE)}”: it is not understood, so it was held against no other",)


def _only_in_words(claim: Claim) -> tuple[str, ...]:
    """That a place or a date stands in the words of what is claimed now, and was not given as such."""
    from provenance.importers.article.understanding import Setting, understood  # loads the gazetteer

    read = understood(claim.text, Setting(claim.language, None))
    left = (
        ("place", bool(read.places) and not claim.place),
        ("date", any(date.edtf for date in read.dates) and not claim.date),
    )
    names = [name for name, is_left in left if is_left]
    if not names:
        return ()
    options = " and ".join(f"--{name}" for name in names)
    return (f"the {' and '.join(names)} in the words of the claim: give {options}",)


def standings_of(store: SqliteStore, seen: Iterable[Seen]) -> list[Standing]:
    """What people hold of those who published these items, are credited with them, or make the claims."""
    sources: dict[Source, None] = {}
    for one in seen:
        of_claims = [source for claim in one.claims for source in (claim.asserted_by, claim.attributed_to)]
        said = [*(appearance.source for appearance in one.appearances), *of_claims]
        sources |= dict.fromkeys(source for source in said if source)
        sources |= dict.fromkeys(origin.source for origin in one.origins)
    return store.judgements.standings(sources)


def _how(seen: Seen) -> str:
    if seen.match and seen.match.tier is Tier.EXACT:
        return ITSELF
    return SAME if seen.certain else PROBABLY
