"""Which seconds of a video were known when: the earliest known appearance of each stretch that was found.

A compilation has many: what was published first of one stretch says nothing of the others.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median_low
from typing import TYPE_CHECKING

from provenance.findings.earliest import earliest_known
from provenance.model import DatedStretch

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.model import Appearance, EarliestKnown

    Span = tuple[int, int]

BESIDE_MS = 1_000  # by which edges of what several items show may be measured apart


def dated_stretches(
    shown: Sequence[tuple[Sequence[Span] | None, Sequence[Appearance]]], asked_ms: int
) -> tuple[DatedStretch, ...]:
    """Each stretch that was found, in the order of time; none where one appearance is the earliest of them all.

    Args:
        shown: of each item that certainly shows some of the video: when, in milliseconds, None for all of it; and its
            appearances.
        asked_ms: how long the video is.
    """
    found: list[DatedStretch] = []
    for begin, end in pairwise(_edges(shown, asked_ms)):
        middle = (begin + end) / 2
        there = [those for spans, those in shown if spans is None or any(a <= middle <= b for a, b in spans)]
        if not there:
            continue
        known = earliest_known(appearance for those in there for appearance in those)
        if found and found[-1].to_ms == begin and _which(found[-1].earliest_known) == _which(known):
            found[-1] = found[-1]._replace(to_ms=end)
        else:
            found.append(DatedStretch(begin, end, known))
    return tuple(found) if len({_which(one.earliest_known) for one in found}) > 1 else ()


def _which(known: EarliestKnown | None) -> str:
    return known.appearance.id if known else ""


def _edges(shown: Iterable[tuple[Sequence[Span] | None, object]], asked_ms: int) -> list[int]:
    """Where something begins or ends to be shown; what lies beside each other is one edge, where most of it lies."""
    all_spans = [span for spans, _ in shown for span in spans or ()]
    brief = {edge for begin, end in all_spans if 0 < end - begin <= BESIDE_MS for edge in (begin, end)}
    kept = sorted({0, *(edge for edge in brief if 0 < edge < asked_ms), asked_ms})  # what is brief is not lost
    groups: list[list[int]] = []
    for edge in sorted(edge for span in all_spans for edge in span):
        if any(abs(edge - one) < BESIDE_MS for one in kept):
            continue
        if not groups or edge - groups[-1][0] >= BESIDE_MS:
            groups.append([])
        groups[-1].append(edge)
    return sorted({*kept, *map(median_low, groups)})
