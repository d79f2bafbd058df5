"""Which part of an item a stored match shows in another one: a box of the picture and, of a film, some seconds.

A part that is not known is taken for the whole: whoever asks wants to know what can be ruled out.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    Spans = tuple[tuple[float, float], ...]
    Box = tuple[float, float, float, float]  # left, top, right, bottom, as shares of the width and the height

LEAST = 0.05  # share of the smaller one that two areas have in common: edges are measured to a few hundredths
ALONG = 0.85  # of an edge, along which a region that differs is what stands beside the picture
BESIDE_EDGE = 0.05  # of the box, that such a region may lie from its edge
EDGE_MS = 500  # that seconds may lie beside each other and still be the same: what lies between two kept frames
FARTHEST = 1e-6  # of the weight of a place seen at an angle: beyond is the horizon


class Part(NamedTuple):
    """A box, its sides as shares of the width and the height, and of a film from when to when, in milliseconds."""

    box: tuple[float, float, float, float] = (0.0, 0.0, 1.0, 1.0)  # left, top, right, bottom
    spans: Spans | None = None  # None: all of it, or a picture


WHOLE = Part()


class Shared(NamedTuple):
    """Where both sides of a stored match show the same. The transform leads from the archived to the asked one."""

    upright: bool = True
    transform: Sequence[Sequence[float]] | None = None
    asked_size: tuple[int, int] = (1, 1)
    stored_size: tuple[int, int] = (1, 1)
    segments: tuple[tuple[float, float, float, float], ...] | None = None  # asked from, to; archived from, to
    asked_spans: Spans | None = None  # when an asked film shows an archived picture
    stored_spans: Spans | None = None  # when an archived film shows an asked picture
    clear: Box = (0.0, 0.0, 1.0, 1.0)  # of the asked picture: what both show, without what differs along an edge of it


def shared_of(detail: str | None, *, upright: bool) -> Shared:
    """What the detail of a match, as it is stored, says of that."""
    said = json.loads(detail) if detail else {}
    if "segments" in said:
        names = ("query_from_ms", "query_to_ms", "item_from_ms", "item_to_ms")
        real = [one for one in said["segments"] if not one.get("template")]
        asked_from, asked_to, item_from, item_to = ([one[name] for one in real] for name in names)
        return Shared(segments=tuple(zip(asked_from, asked_to, item_from, item_to, strict=True)))
    asked, stored = (
        ((said.get("from_ms", said[name]), said.get("to_ms", said[name])),) if name in said else None
        for name in ("asked_ms", "frame_ms")
    )
    if asked or stored:
        return Shared(asked_spans=asked, stored_spans=stored)
    if "transform" not in said:
        return Shared(upright=upright)
    place, overlays = said.get("place") or WHOLE.box, said.get("overlays") or ()
    return Shared(
        transform=said["transform"],
        asked_size=tuple(said["asked_size"]),
        stored_size=tuple(said["stored_size"]),
        clear=_without_edges(tuple(place), overlays),
    )


def _without_edges(place: Box, differing: Sequence[Sequence[float]]) -> Box:
    """A box without regions that differ all along one of its edges: there its outline runs into the next picture."""
    left, top, right, bottom = place
    for x0, y0, x1, y1 in differing:
        wide, high = x1 - x0 >= ALONG * (right - left), y1 - y0 >= ALONG * (bottom - top)
        edge_x, edge_y = BESIDE_EDGE * (right - left), BESIDE_EDGE * (bottom - top)
        if wide and not high:
            top, bottom = (y1 if y0 <= top + edge_y else top), (y0 if y1 >= bottom - edge_y else bottom)
        elif high and not wide:
            left, right = (x1 if x0 <= left + edge_x else left), (x0 if x1 >= right - edge_x else right)
    return left, top, right, bottom


def _common(box: Box, other: Box) -> Box | None:
    """What two boxes have in common; None where that is hardly any of the smaller one."""
    left, top, right, bottom = (
        *(max(box[axis], other[axis]) for axis in (0, 1)),
        *(min(box[axis], other[axis]) for axis in (2, 3)),
    )
    smaller = min((one[2] - one[0]) * (one[3] - one[1]) for one in (box, other))
    is_some = right > left and bottom > top and (right - left) * (bottom - top) >= LEAST * smaller
    return (left, top, right, bottom) if is_some else None


def carried(part: Part, shared: Shared, *, to_asked: bool) -> Part | None:
    """What of a part the other side of a match shows; None: nothing. ``to_asked``: it is the asked one."""
    if shared.segments is not None:
        return _through_segments(part, shared.segments, to_asked=to_asked)
    here, there = (shared.stored_spans, shared.asked_spans) if to_asked else (shared.asked_spans, shared.stored_spans)
    if here or there:
        if here and part.spans is not None and not _meets(here, part.spans):
            return None
        return Part(spans=there)
    if shared.transform is None:
        return Part(part.box if shared.upright else WHOLE.box, part.spans)
    sizes = (shared.stored_size, shared.asked_size) if to_asked else (shared.asked_size, shared.stored_size)
    matrix = shared.transform if to_asked else _inverse(shared.transform)
    begins = part.box if to_asked else _common(part.box, shared.clear)
    box = (_moved(begins, matrix, *sizes) if matrix else WHOLE.box) if begins else None
    box = _common(box, shared.clear) if box and to_asked else box
    return Part(box) if box else None


def _meets(some: Spans, others: Spans) -> bool:
    return any(begin <= to + EDGE_MS and start <= end + EDGE_MS for begin, end in some for start, to in others)


def _through_segments(
    part: Part, segments: Sequence[tuple[float, float, float, float]], *, to_asked: bool
) -> Part | None:
    """Seconds of the one film as those of the other; what is cut off of the frames is not looked at."""
    found = []
    for asked_from, asked_to, item_from, item_to in segments:
        here, there = ((item_from, item_to), (asked_from, asked_to))
        if not to_asked:
            here, there = there, here
        speed = (there[1] - there[0]) / max(1, here[1] - here[0])
        for begin, end in part.spans or (here,):
            first, last = max(begin, here[0]), min(end, here[1])
            if first <= last + EDGE_MS:
                edges = sorted(min(there[1], max(there[0], there[0] + (ms - here[0]) * speed)) for ms in (first, last))
                found.append((edges[0], edges[1]))
    return Part(spans=tuple(found)) if found else None


def _inverse(matrix: Sequence[Sequence[float]]) -> list[list[float]] | None:
    """Up to a factor, which places do not tell."""
    (a, b, c), (d, e, f), (g, h, i) = matrix
    if not a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g):
        return None
    return [
        [e * i - f * h, c * h - b * i, b * f - c * e],
        [f * g - d * i, a * i - c * g, c * d - a * f],
        [d * h - e * g, b * g - a * h, a * e - b * d],
    ]


def _moved(
    box: tuple[float, float, float, float],
    matrix: Sequence[Sequence[float]],
    size: tuple[int, int],
    other: tuple[int, int],
) -> tuple[float, float, float, float] | None:
    """Where a box of one picture lies in another; None: outside. The matrix counts in longer sides."""
    left, top, right, bottom = box
    places = []
    for share, depth in ((left, top), (right, top), (right, bottom), (left, bottom)):
        x, y = share * size[0] / max(size), depth * size[1] / max(size)
        across, down, weight = (row[0] * x + row[1] * y + row[2] for row in matrix)
        if abs(weight) < FARTHEST:
            return WHOLE.box
        places.append((across / weight * max(other) / other[0], down / weight * max(other) / other[1]))
    left, top = (min(place[axis] for place in places) for axis in (0, 1))
    right, bottom = (max(place[axis] for place in places) for axis in (0, 1))
    within = max(0.0, left), max(0.0, top), min(1.0, right), min(1.0, bottom)
    width, height = within[2] - within[0], within[3] - within[1]
    smaller = min(1.0, (right - left) * (bottom - top))
    if width <= 0 or height <= 0 or width * height < LEAST * smaller:
        return None
    return within
