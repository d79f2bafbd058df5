"""Which matches stand beside each other in the asked file, and which in one place. Pure arithmetic on boxes and times.

Several matches in one place show the same pixels: copies of one another, and crops of them. Matches in several
places are the parts of a collage, those at several times the parts of a compilation. Nothing here says that somebody
made one: a page shows several pictures too.
"""

from __future__ import annotations

from itertools import pairwise, product
from typing import TYPE_CHECKING

from provenance.findings.moments import spans_of
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import Match, Seen

WHOLE = (0.0, 0.0, 1.0, 1.0)  # left, top, right, bottom
ONE_PLACE = 0.5  # share of the smaller of two boxes that lies in the other; parts of a collage hardly overlap
SOME_OF_IT = 0.15  # the same, of a match that is only probable beside a sure one
EDGE_MS = 500  # by which a segment may be measured too long: frames are half a second apart


def parts_of(seen: Iterable[Seen]) -> list[list[Seen]]:
    """Items that match the asked picture itself, one list for each place in it, strongest first.

    One that is only probable is no part of its own where a sure one explains some of its place.
    """
    places: list[tuple[Sequence[float], list[Seen]]] = []
    for one in seen:
        if one.match is None:
            continue
        box = place_of(one.match)
        for other, members in places:
            if _overlap(box, other) >= (ONE_PLACE if one.certain or not members[0].certain else SOME_OF_IT):
                members.append(one)
                break
        else:
            places.append((box, [one]))
    return [members for _, members in places]


class Footprint(NamedTuple):
    """Where and when a file shows what a match speaks of."""

    box: Sequence[float]  # left, top, right, bottom, as shares of the sides
    spans: list[tuple[int, int]] | None  # milliseconds; None: all the time


def footprint(match: Match, *, archived: bool = False) -> Footprint:
    """Of a match in the asked file; ``archived``: in the archived one."""
    box = (match.detail or {}).get("shows" if archived else "place") or WHOLE
    return Footprint(box, spans_of(match, archived=archived))


def shown_together(seen: Iterable[Seen]) -> list[list[Seen]]:
    """Items that match the asked file itself, one list for each moment and place in which they are shown at once.

    What is said of two items that are never shown together is not said of the same pixels.
    """
    matched = [(one, footprint(one.match)) for one in seen if one.match]
    return [[matched[number][0] for number in group] for group in overlapping([left for _, left in matched])]


def overlapping(footprints: Sequence[Footprint]) -> list[list[int]]:
    """Numbers of the footprints in one file that share a moment and a place: each largest set of them."""
    sure = [_surely(one.spans) for one in footprints]
    edges = sorted({edge for spans in sure for span in spans or () for edge in span})
    instants = [float(begin) for spans in sure for begin, end in spans or () if begin == end]
    moments = [*((begin + end) / 2 for begin, end in pairwise(edges)), *instants] or [0.0]
    points = dict.fromkeys(((box[0] + box[2]) / 2, (box[1] + box[3]) / 2) for box, _ in footprints)
    groups = {
        frozenset(
            number
            for number, (one, spans) in enumerate(zip(footprints, sure, strict=True))
            if _holds(one.box, point) and (spans is None or any(begin <= ms <= end for begin, end in spans))
        )
        for ms, point in product(moments, points)
    }
    largest = [group for group in groups if group and not any(group < other for other in groups)]
    return sorted(sorted(group) for group in largest)


def _surely(spans: Sequence[tuple[int, int]] | None) -> list[tuple[int, int]] | None:
    """Spans without their edges, of those that are long enough to have any."""
    if spans is None:
        return None
    return [(begin + EDGE_MS, end - EDGE_MS) if end - begin > 3 * EDGE_MS else (begin, end) for begin, end in spans]


def _holds(box: Sequence[float], point: tuple[float, float]) -> bool:
    return box[0] <= point[0] <= box[2] and box[1] <= point[1] <= box[3]


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
