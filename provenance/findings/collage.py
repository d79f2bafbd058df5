"""Which matches stand beside each other in the asked picture, and which in one place. Pure arithmetic on boxes.

Several matches in one place show the same pixels: copies of one another, and crops of them. Matches in several
places are the parts of a collage. Nothing here says that somebody made one: a page shows several pictures too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import Match, Seen

WHOLE = (0.0, 0.0, 1.0, 1.0)  # left, top, right, bottom
ONE_PLACE = 0.5  # share of the smaller of two boxes that lies in the other; parts of a collage hardly overlap


def parts_of(seen: Iterable[Seen]) -> list[list[Seen]]:
    """Items that match the asked picture itself, one list for each place in it, strongest first."""
    places: list[tuple[Sequence[float], list[Seen]]] = []
    for one in seen:
        if one.match is None:
            continue
        box = place_of(one.match)
        for other, members in places:
            if _overlap(box, other) >= ONE_PLACE:
                members.append(one)
                break
        else:
            places.append((box, [one]))
    return [members for _, members in places]


def place_of(match: Match) -> Sequence[float]:
    """Where in the asked picture a match lies; all of it, for matches of whole pictures."""
    return (match.detail or {}).get("place") or WHOLE


def _overlap(one: Sequence[float], other: Sequence[float]) -> float:
    """The share of the smaller box that lies in the other one."""
    width = min(one[2], other[2]) - max(one[0], other[0])
    height = min(one[3], other[3]) - max(one[1], other[1])
    least = min(_area(one), _area(other))
    return max(width, 0.0) * max(height, 0.0) / least if least > 0 else 1.0


def _area(box: Sequence[float]) -> float:
    return (box[2] - box[0]) * (box[3] - box[1])
