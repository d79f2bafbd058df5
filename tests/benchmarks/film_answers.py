"""What an answer about a video is worth, beside what the video really shows; and the bag of frames beside it.

A stretch of truth is found if segments of the right item, with the right times (to ``NEAR_MS`` in the middle) and
mirrored as it is, cover half of it. A segment is right if there is such a truth; a shared template claims nothing.

The bag of frames is the rule of vPDQ (ThreatExchange): PDQ of one whole frame a second, of quality 50 at least; two
frames match within 31 bits; what counts is the share of frames of the one that have a match in the other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from provenance.fingerprints import pdq

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    from numpy.typing import NDArray

    from tests.benchmarks.film_attacks import Truth

NEAR_MS = 1_500
COVERED = 0.5
BAG_EVERY_MS = 1_000
BAG_BITS = 31
BAG_SHARE = 0.8  # of frames, as its authors set it

Plain = dict[str, Any]  # a segment, as the answer gives it


class Judged(NamedTuple):
    """What became of the truths and segments of one question."""

    found: tuple[bool, ...]  # of each truth
    edges_s: tuple[float, ...]  # seconds beside, of all four ends of what was found
    right: int  # segments
    wrong: tuple[tuple[int, Plain], ...]  # film, segment
    templates: int


def judged(truths: Sequence[Truth], segments: Mapping[int, Sequence[Plain]]) -> Judged:
    """Segments by the number of the film that they name."""
    found, edges = [], list[float]()
    for truth in truths:
        good = [one for one in segments.get(truth.film, ()) if _shows(one, truth)]
        covered = sum(_overlap(one, truth) for one in good)
        found.append(covered >= COVERED * (truth.query_to_ms - truth.query_from_ms))
        if found[-1]:
            edges += _edges(good, truth)
    right, wrong, templates = 0, [], 0
    for film, those in segments.items():
        for one in those:
            templates += bool(one["template"])
            if one["template"]:
                continue
            if any(truth.film == film and _shows(one, truth) for truth in truths):
                right += 1
            else:
                wrong.append((film, one))
    return Judged(tuple(found), tuple(edges), right, tuple(wrong), templates)


def _shows(segment: Plain, truth: Truth) -> bool:
    if segment["template"] or segment["mirrored"] != truth.mirrored or _overlap(segment, truth) <= 0:
        return False
    middle = (segment["query_from_ms"] + segment["query_to_ms"]) / 2
    speed = (truth.item_to_ms - truth.item_from_ms) / (truth.query_to_ms - truth.query_from_ms)
    expected = truth.item_from_ms + (middle - truth.query_from_ms) * speed
    return bool(abs((segment["item_from_ms"] + segment["item_to_ms"]) / 2 - expected) <= NEAR_MS)


def _overlap(segment: Plain, truth: Truth) -> float:
    begin, end = segment["query_from_ms"], segment["query_to_ms"]
    return float(min(end, truth.query_to_ms) - max(begin, truth.query_from_ms))


def _edges(good: Sequence[Plain], truth: Truth) -> list[float]:
    """The outermost ends of the segments beside those of the truth."""
    ends = (
        (min(one["query_from_ms"] for one in good), truth.query_from_ms),
        (max(one["query_to_ms"] for one in good), truth.query_to_ms),
        (min(one["item_from_ms"] for one in good), truth.item_from_ms),
        (max(one["item_to_ms"] for one in good), truth.item_to_ms),
    )
    return [abs(said - true) / 1000 for said, true in ends]


def bag(path: Path) -> NDArray[np.uint64]:
    """(n, 4): hashes of the whole frames of a video, one a second, without the plain ones."""
    import av

    hashes, due = [], 0.0
    with av.open(str(path)) as film:
        for frame in film.decode(video=0):
            at = 1000 * (frame.time or 0.0)
            if at < due:
                continue
            due = max(due + BAG_EVERY_MS, at)
            made = pdq.pdq(np.ascontiguousarray(frame.to_ndarray(format="gray")))
            if made.quality >= pdq.MIN_QUALITY:
                hashes.append(made.value)
    return np.frombuffer(b"".join(hashes), np.uint64).reshape(-1, 4)


def in_bag(asked: NDArray[np.uint64], held: NDArray[np.uint64]) -> float:
    """The share of frames of either that match one of the other, whichever is more."""
    if not len(asked) or not len(held):
        return 0.0
    near = np.bitwise_count(asked[:, None] ^ held).sum(axis=2) <= BAG_BITS
    return float(max(near.any(axis=1).mean(), near.any(axis=0).mean()))


def quantile(values: Iterable[float], share: float) -> float | None:
    """None without values."""
    some = list(values)
    return float(np.quantile(some, share)) if some else None
