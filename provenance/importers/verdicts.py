"""The verdicts of one record, as ``import --dry-run`` prints them, become findings, checked."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.dates import parse_date
from provenance.errors import BadDate, BadManifest, BadUrl
from provenance.importers.fields import is_private, kind_of_json, nearest, text_of
from provenance.judgement import Finding, MediaCategory
from provenance.model import Rating
from provenance.platforms import read_url

if TYPE_CHECKING:
    from collections.abc import Mapping

MOST_VERDICTS = 100  # on one record; a claim that travelled round the world has been checked by fifty houses


def findings_of(value: object, *, claims: int) -> tuple[Finding, ...]:
    """What reviewers found, from a list of objects. ``claims`` is the number of claims that they can be about.

    Raises:
        BadManifest, BadDate, BadUrl: a value is not what its field takes; says of which verdict.
    """
    if value is None:
        return ()
    if not isinstance(value, list):
        raise BadManifest(f"verdicts must be a list, not {kind_of_json(value)}")
    if len(value) > MOST_VERDICTS:
        raise BadManifest(f"has {len(value)} verdicts; {MOST_VERDICTS} can be recorded at once")
    findings = []
    for number, each in enumerate(value, 1):
        if not isinstance(each, dict):
            raise BadManifest(f"verdict {number} must be an object, not {kind_of_json(each)}")
        try:
            findings.append(_finding(each, claims=claims))
        except (BadManifest, BadDate, BadUrl) as error:
            raise type(error)(f"verdict {number}: {error}") from error
    return tuple(findings)


def _finding(said: Mapping[str, object], *, claims: int) -> Finding:
    for key in said:
        if key not in Finding._fields and not is_private(key):
            raise BadManifest(f"{key!r} is no field{nearest(key, Finding._fields)}")
    reviewer = text_of("reviewer", said.get("reviewer"))
    if not reviewer:
        raise BadManifest("does not say who found it. Add reviewer")
    links, evidence = (_texts(name, said.get(name)) for name in ("links", "evidence"))
    for link in links:
        read_url(link)
    return Finding(
        reviewer=reviewer,
        rating=_rating(text_of("rating", said.get("rating"))),
        house_rating=text_of("house_rating", said.get("house_rating")),
        media=tuple(map(_category, _texts("media", said.get("media")))),
        reason=text_of("reason", said.get("reason")) or "",
        links=links,
        evidence=evidence,
        date=_date(text_of("date", said.get("date"))),
        claim=_claim(said.get("claim", 0), claims=claims),
    )


def _rating(word: str | None) -> Rating | None:
    if word is None:
        return None
    try:
        return Rating("-".join(re.split(r"[\s_-]+", word.casefold())))
    except ValueError as error:
        raise BadManifest(
            f"{word!r} is no rating. Use one of: {', '.join(Rating)}; a house's own word goes to house_rating"
        ) from error


def _category(word: str) -> MediaCategory:
    try:
        return MediaCategory(word)
    except ValueError as error:
        raise BadManifest(f"{word!r} is no media category. Use one of: {', '.join(MediaCategory)}") from error


def _claim(number: object, *, claims: int) -> int | None:
    """Which claim of the record it is about, from 0; None for the item itself."""
    if number is None or (number == 0 and claims == 0):
        return None
    if isinstance(number, bool) or not isinstance(number, int) or not 0 <= number < claims:
        raise BadManifest(f"claim must be a number from 0 to {max(0, claims - 1)}, or null for the item itself")
    return number


def _date(text: str | None) -> str | None:
    return parse_date(text).text if text else None


def _texts(name: str, value: object) -> tuple[str, ...]:
    """A list of texts; a single text is a list of one."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    return tuple(text for each in values if (text := text_of(name, each)))
