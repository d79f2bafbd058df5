"""The objects that ``--json`` prints and the API answers with, as plain values. Their keys stay."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.exporters import plain

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.archive import Archive
    from provenance.judgement import Reviewed
    from provenance.judging import Pair
    from provenance.looking_up import HashAsked
    from provenance.model import Answer, Appearance, RecordedClaim


def item(archive: Archive, prefix: str, *, history: bool = False) -> dict[str, Any]:
    """Everything that is recorded of an item; with ``history`` also what no longer counts.

    Raises:
        UnknownId, AmbiguousId.
    """
    seen = archive.show(prefix)
    item_id = seen.item.id
    whole = plain.seen_item(seen) | {
        "facts": plain.plain(archive.facts(item_id)),
        "fingerprints": plain.plain(archive.fingerprints(item_id)),
        "matches": [{"item": other, "match": plain.plain(match)} for other, match in archive.matches_of(item_id)],
        "contradictions": plain.plain(archive.contradictions(item_id)),
        "verdicts": plain.plain(archive.verdicts(item_id, superseded=history)),
        "searches": plain.plain(archive.searches(item_id)),
        "sources": plain.plain(archive.standings(item_id)),
    }
    return whole | {"history": _history(archive, item_id)} if history else whole


def _history(archive: Archive, item_id: str) -> dict[str, object]:
    """What no longer counts, and who decided what."""
    claims = archive.claims_of(item_id, corrected=True)
    return {
        "claims": plain.plain(claims),
        "corrections": archive.corrections([claim.id for claim in claims]),
        "reviews": plain.plain(archive.reviews(item_id)),
    }


def hash_answer(asked: HashAsked, answer: Answer) -> dict[str, Any]:
    """What a look-up of a hash found: as of a check, but for what was asked."""
    return plain.answer(answer) | {"asked": plain.plain(asked)}


def claim(archive: Archive, prefix: str) -> dict[str, Any]:
    """A claim with its items, relations and corrections, whether it counts, and what is not known of it.

    Raises:
        UnknownId, AmbiguousId.
    """
    from provenance.judging import missing_pillars

    found = archive.claim(prefix)
    return {
        "claim": plain.plain(found),
        "items": archive.items_of_claim(found.id),
        "relations": plain.plain(archive.claim_links([found.id])),
        "counts": archive.counts_still(found.id),
        "corrections": archive.corrections([found.id]),
        "unknown": [pillar.value for pillar in missing_pillars(found)],
    }


def found_claims(archive: Archive, claims: list[RecordedClaim]) -> list[dict[str, Any]]:
    """Claims that a search found, each with the verdicts that stand on it."""
    verdicts = archive.verdicts_of_claims([one.id for one in claims])
    return [{"claim": plain.plain(one), "verdicts": plain.plain(verdicts.get(one.id, []))} for one in claims]


def found_appearances(appearances: Iterable[Appearance]) -> list[dict[str, Any]]:
    """Appearances that a search found."""
    return [{"appearance": plain.plain(one)} for one in appearances]


def reviewed(archive: Archive, said: Reviewed) -> dict[str, Any]:
    """A decision as it was recorded, and earlier ones that do not go with it."""
    odd = archive.at_odds(said.item_id, said.other_id, said.state)
    return {"review": plain.plain(said), "at_odds": plain.plain(odd)}


def pair(given: Pair) -> dict[str, Any]:
    """A match that waits for a person's look."""
    return {"item": given.item.item.id, "other": given.other.item.id, "match": plain.plain(given.match)}
