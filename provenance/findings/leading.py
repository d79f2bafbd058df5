"""Which of several films that show the same seconds is named first: the one that was changed least, then the earliest.

A film lies in an archive as it was published, slowed, mirrored and cropped, and an asked copy matches all of these
about equally well. How sure a match is says little of which of them is nearest.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from provenance.findings.earliest import relied_on
from provenance.model import Alteration, Tier

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Mapping

    from provenance.model import Appearance, Match

ABOUT_EQUALLY = 0.1  # share of the asked video by which two films may differ in what they explain of it
SPEED_STEPS = 5  # to an octave: 15 per cent; a speed is measured to a few
BITS_STEP = 8  # of 256: what encoding moves a hash by
NOT_DATED = "9999"
UNCHANGED = frozenset({Alteration.RE_ENCODED, Alteration.EXCERPT, Alteration.STILL, Alteration.RESIZED})


def nearest_first(
    found: Mapping[int, Match], dated: Callable[[Collection[int]], Mapping[int, str]]
) -> dict[int, Match]:
    """The matches, those of moments of films that say as much in a new order, all others where they were.

    Args:
        found: by item row, strongest first.
        dated: gives of some rows when each was published at the latest; those without a date may be left out.
    """
    films = {row: match for row, match in found.items() if _kind(match)}
    if len(films) < 2:
        return dict(found)
    dates = dated(films)
    kinds: dict[tuple[object, ...], list[int]] = {}
    for row, match in films.items():
        kinds.setdefault(_kind(match), []).append(row)
    for rows in kinds.values():
        most = max(_covers(films[row]) for row in rows)
        rows.sort(key=lambda row: (*_changes(films[row], most), dates.get(row, NOT_DATED)))
    waiting = {kind: iter(rows) for kind, rows in kinds.items()}
    order = [next(waiting[_kind(match)]) if row in films else row for row, match in found.items()]
    return {row: found[row] for row in order}


def published(appearances: Iterable[Appearance]) -> dict[str, str]:
    """When each item was published at the latest, as far as that is dated, by its id."""
    found: dict[str, str] = {}
    for one in appearances:
        for date in relied_on(one):
            found[one.item_id] = min(found.get(one.item_id, NOT_DATED), date.latest)
    return found


def _kind(match: Match) -> tuple[object, ...]:
    """What is compared with each other; nothing for matches that are of no film."""
    detail = match.detail or {}
    if match.tier is not Tier.FRAMES or not ("segments" in detail or "frame_ms" in detail):
        return ()
    return ("segments" in detail, match.relation)


def _covers(match: Match) -> float:
    return float((match.detail or {}).get("covers", 1.0))


def _changes(match: Match, most: float) -> tuple[int, ...]:
    """How much less of the asked file it explains than another one, and how much was changed, in coarse steps."""
    detail = match.detail or {}
    unlike = len(set(match.alterations) - UNCHANGED)
    if "segments" not in detail:
        return 0, 0, unlike, (match.distance_bits or 0) // BITS_STEP
    longest = max(detail["segments"], key=lambda one: (not one["template"], one["query_to_ms"] - one["query_from_ms"]))
    return (
        int((most - _covers(match)) / ABOUT_EQUALLY),
        round(abs(math.log2(longest["speed"])) * SPEED_STEPS),
        unlike,
        int(longest["bits"] // BITS_STEP),
    )
