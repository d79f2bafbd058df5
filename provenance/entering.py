"""What people enter of claims, verdicts and matches, as fields of text, is checked and recorded.

The command line and the API ask alike, with the same mistakes told in the same words: ``called`` gives the name by
which whoever entered it knows a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from provenance.errors import AmbiguousId, BadOption, UnknownId

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from provenance.archive import Archive
    from provenance.judgement import MediaCategory, Reviewed, Verdict
    from provenance.model import Claim, Contradiction, RecordedClaim, Source

    Called = Callable[[str], str]


class Entered(NamedTuple):
    """A claim as it was recorded."""

    claim: RecordedClaim
    items: tuple[str, ...]  # full ids of those that were named
    new: bool  # it, or that one of these items shows it, was not recorded before


# -- what is asked ------------------------------------------------------------------------------------


def asked_claim(text: str | None, *, place: str | None, date: str | None) -> Claim | None:
    """What is being claimed now of what is asked about, where anything is.

    Raises:
        BadDate: the date cannot be read.
    """
    if not (text or place or date):
        return None
    from provenance.dates import parse_date
    from provenance.model import Claim

    if date:
        parse_date(date)
    return Claim(text or ", ".join(word for word in (place, date) if word), place=place, date=date)


def bound(text: str | None, *, first: bool) -> str | None:
    """The first or the last moment that a date can mean, as UTC text.

    Raises:
        BadDate: it cannot be read.
    """
    from provenance.dates import parse_date, utc_text

    if text is None:
        return None
    date = parse_date(text)
    return utc_text(date.earliest if first else date.latest)


def platform_called(word: str | None) -> str | None:
    """A platform's one name, whatever it is called; a word that is none as given."""
    if word is None:
        return None
    from provenance.platforms import canonical_platform

    return canonical_platform(word) or word


def at_least(found: Iterable[Contradiction], strength: str | None) -> list[Contradiction]:
    """Those that are as strong, or stronger."""
    from provenance.model import Strength

    if strength is None:
        return list(found)
    order = list(Strength)
    return [one for one in found if order.index(one.strength) <= order.index(Strength(strength))]


def source_searched(name: str) -> str:
    """The name as sources are searched by; a platform or an agency may be called by any of its names."""
    from provenance.platforms import canonical_platform
    from provenance.platforms.credit_words import agency

    if known_agency := agency(name):
        return known_agency

    platform, colon, account = name.partition(":")
    known = canonical_platform(platform)
    if known:
        return f"{known} {account}".strip()
    return name.replace(":", " ") if colon else name


def source_called(archive: Archive, name: str) -> tuple[str, Source]:
    """Id and record of the one source that is called so.

    Raises:
        UnknownId, AmbiguousId: with those that come near.
    """
    found = archive.sources(source_searched(name))
    exact = [one for one in found if one[1].key.casefold() == name.casefold()]
    if len(exact or found) == 1:
        source_id, source, _, _ = (exact or found)[0]
        return source_id, source
    if not found:
        raise UnknownId(f"{name}: no source is called so. See: provenance source")
    some = ", ".join(source.key for _, source, _, _ in (exact or found)[:5])
    raise AmbiguousId(f"{name}: several sources are called so ({some}). Name one of them in full.")


# -- what is recorded ---------------------------------------------------------------------------------


def claim_from(text: str, said: Mapping[str, str | None]) -> Claim:
    """A claim from its text and the further fields of :class:`provenance.model.Claim`, as text.

    Raises:
        BadDate: the date cannot be read.
    """
    from provenance.dates import parse_date
    from provenance.model import Claim, Hedge

    date, hedge = said.get("date"), said.get("hedge")
    if date:
        parse_date(date)
    rest: dict[str, Any] = {name: value for name, value in said.items() if name != "hedge"}
    return Claim(text, hedge=Hedge(hedge) if hedge else None, **rest)


def enter_claim(
    archive: Archive, text: str, *, items: Sequence[str], by: str | None, said: Mapping[str, str | None], called: Called
) -> Entered:
    """Record a claim of one or several items, or of an event that no medium shows.

    Raises:
        UnknownId, AmbiguousId, BadOption, BadDate: nothing was recorded.
    """
    from provenance.model import Intake

    if not items and not said.get("event"):
        raise BadOption(f"name the {called('item')} that the claim is about, or the {called('event')}")
    claim = claim_from(text, said)
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
    from provenance.judgement import Finding
    from provenance.model import Rating

    if not by:
        raise BadOption(f"a verdict needs the name of who found it: {called('by')}")
    if not reason.strip():
        raise BadOption(f"a verdict needs its reason: {called('reason')}")
    finding = Finding(
        reviewer=by,
        rating=Rating(rating) if rating else None,
        house_rating=house_rating,
        media=_categories(media),
        reason=reason,
        links=tuple(links),
        evidence=tuple(evidence),
        date=date,
        claim=None,
    )
    return archive.judge(finding, item=item, claim=claim)


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


def _categories(names: Iterable[str]) -> tuple[MediaCategory, ...]:
    from provenance.judgement import MediaCategory

    chosen = tuple(dict.fromkeys(MediaCategory(name) for name in names))
    for one, other in (
        (MediaCategory.ORIGINAL, MediaCategory.TRANSFORMED),
        (MediaCategory.EDITED_OR_CROPPED, MediaCategory.STAGED),
    ):
        if one in chosen and other in chosen:
            raise BadOption(f"{one.value} and {other.value} exclude each other in one verdict")
    return chosen
