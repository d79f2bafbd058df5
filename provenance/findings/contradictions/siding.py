"""Which of the two statements of a contradiction each of its records makes, where that can be known.

The first two records make one statement each; several claims may say the same as one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.contradictions.naming import folded
from provenance.model import RecordedClaim

if TYPE_CHECKING:
    from collections.abc import Mapping

    from provenance.model import Contradiction


def sides_of(one: Contradiction, records: Mapping[str, object]) -> dict[str, str]:
    """For each record "a" or "b", or "" where it may be either; ``records`` by their ids, as far as they are there."""
    if len(one.records) < 2:
        return dict.fromkeys(one.records, "")  # one record with two statements
    first, second, *further = one.records
    return {first: "a", second: "b"} | {name: _side(one, name, records) for name in further}


def _side(one: Contradiction, name: str, records: Mapping[str, object]) -> str:
    first, second, record = (records.get(each) for each in (*one.records[:2], name))
    if not isinstance(second, RecordedClaim):
        return ""
    if not isinstance(first, RecordedClaim):  # a publication, a file or a verdict against claims
        return "b" if isinstance(record, RecordedClaim) else "a" if record is not None else ""
    if not isinstance(record, RecordedClaim):
        return ""
    says = [_said(one.field, claim) for claim in (first, second, record)]
    is_like = [says[2] is not None and says[2] == other for other in says[:2]]
    return {(True, False): "a", (False, True): "b"}.get((is_like[0], is_like[1]), "")


def _said(field: str, claim: RecordedClaim) -> object:
    """What a claim says in a field, as far as two can be told to say the same."""
    if field == "date":
        return (claim.date.earliest, claim.date.latest) if claim.date else None
    if field == "actor":
        return claim.attributed_to.key if claim.attributed_to else None
    given = {"place": claim.claim.place, "event": claim.claim.event}.get(field)
    return folded(given) if given else None
