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

LEAST = 0.05  # share of the smaller one that two areas have in common: edges are measured to a few hundredths
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
    return Shared(
        transform=said["transform"], asked_size=tuple(said["asked_size"]), stored_size=tuple(said["stored_size"])
    )


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
    box = _moved(part.box, matrix, *sizes) if matrix else WHOLE.box
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
