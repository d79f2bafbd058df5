"""What people enter of claims, verdicts and matches, as fields of text, is checked and recorded.

The command line and the API ask alike, with the same mistakes told in the same words: ``called`` gives the name by
which whoever entered it knows a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import BadOption
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from provenance.archive import Archive
    from provenance.judgement import Reviewed, Verdict
    from provenance.model import Claim, RecordedClaim

    Called = Callable[[str], str]


class Entered(NamedTuple):
    """A claim as it was recorded."""

    claim: RecordedClaim
    items: tuple[str, ...]  # full ids of those that were named
    new: bool  # it, or that one of these items shows it, was not recorded before


# -- what is asked ------------------------------------------------------------------------------------


def asked_claim(text: str | None, *, place: str | None, date: str | None, now: Callable[[], str]) -> Claim | None:
    """What is being claimed now of what is asked about, where anything is; ``now`` gives the moment as UTC text.

    Raises:
        BadDate: the date cannot be read, or lies in the future.
    """
    if not (text or place or date):
        return None
    from provenance.dates import past_date
    from provenance.model import Claim

    if date:
        past_date(date, now=now())
    return Claim(text or ", ".join(word for word in (place, date) if word), place=place, date=date)


def asked_date(text: str | None, *, now: Callable[[], str]) -> str | None:
    """When what is asked about was published, as given; ``now`` gives the moment as UTC text.

    Raises:
        BadDate: the date cannot be read, or lies in the future.
    """
    if not text:
        return None
    from provenance.dates import past_date

    past_date(text, now=now())
    return text


def platform_called(word: str | None) -> str | None:
    """A platform's one name, whatever it is called; a word that is none as given."""
    if word is None:
        return None
    from provenance.platforms import canonical_platform

    return canonical_platform(word) or word


# -- what is recorded ---------------------------------------------------------------------------------


def enter_claim(
    archive: Archive, text: str, *, items: Sequence[str], by: str | None, said: Mapping[str, str | None], called: Called
) -> Entered:
    """Record a claim of one or several items, or of an event that no medium shows.

    Raises:
        UnknownId, AmbiguousId, BadOption, BadDate: nothing was recorded.
    """
    from provenance.model import Intake
    from provenance.stating import claim_mistakes, claim_of, first_of

    if not items and not said.get("event"):
        raise BadOption(f"name the {called('item')} that the claim is about, or the {called('event')}")
    first_of(claim_mistakes(text, said, called=called, now=archive.today()))
    claim = claim_of(text, said)
    ids = tuple(dict.fromkeys(archive.item(item).id for item in items))  # all are known before anything is recorded
    intake = Intake(kind=None, claims=(claim,), entered_by=by)
    found, new = archive.claim_about(ids[0] if ids else None, intake)
    known = set(archive.items_of_claim(found.id))
    if not known.issuperset(ids):
        archive.link_claim(found.id, ids[1:])
    return Entered(found, ids, new or not known.issuperset(ids))


def enter_verdict(
    archive: Archive,
    *,
    item: str | None,
    claim: str | None,
    rating: str | None,
    media: Sequence[str],
    by: str | None,
    reason: str,
    called: Called,
    house_rating: str | None = None,
    links: Sequence[str] = (),
    evidence: Sequence[str] = (),
    date: str | None = None,
) -> tuple[Verdict, bool]:
    """Record what a named person found; says whether it is new.

    Raises:
        UnknownId, AmbiguousId, BadOption, BadDate, BadUrl: nothing was recorded.
    """
    from provenance.stating import Found, finding_of, first_of, verdict_mistakes

    found = Found(
        by or "", rating or "", tuple(media), house_rating or "", reason, tuple(links), tuple(evidence), date or ""
    )
    first_of(verdict_mistakes(found, called=called, now=archive.today()))
    return archive.judge(finding_of(found), item=item, claim=claim)


def enter_review(
    archive: Archive, item: str, other: str, state: str, *, by: str | None, reason: str | None, called: Called
) -> Reviewed:
    """Record a named person's decision on the match of two items.

    Raises:
        UnknownId, AmbiguousId, BadOption: nothing was recorded.
    """
    from provenance.model import ReviewState

    if not by:
        raise BadOption(f"a decision needs a name: {called('by')}")
    return archive.review(item, other, ReviewState(state), reviewer=by, reason=reason)
