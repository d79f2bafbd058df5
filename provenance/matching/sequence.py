"""Which seconds of one video are which seconds of another. Reads no files, asks no index, and names no alteration.

Given are the fingerprints of frames (PDQ) of both, one or two a second, and the pairs of frames that an index found
near. The steps, and what each rejects:

1. **Items** (:func:`promising`): those that too few and too common frames speak for are not looked at. A frame of
   the query that hits many items says little, and frames that stand still count once.
2. **Votes** (``_voted``): every near pair of frames votes for the lines "time of the item = speed x time of the
   query + offset" that it lies on. Pairs that lie on no line with others fall out: scenes that look alike.
3. **Evidence along a line** (``_evidence``): for each frame of the query the frames of the item before and after the
   time that the line says. Distances far below those of unrelated frames speak for it, also where a crop or an
   overlay takes them beyond the radius of the index; the others speak against. Plain frames say nothing. The line
   is monotone, so the same shots in another order do not add up.
4. **The run** (``_best_run``): the stretch of the query with the most evidence. Everything outside falls off.
5. **The exact line** (``_fitted``): time and speed between the frames, from how the distance falls and rises around
   the nearest frame of the item, and from cuts that both have. Then 3 and 4 again on this line.
6. **Splitting** (``_split``): where comparable frames in between disagree for a while, there are two segments, and
   the weaker piece has to stand on its own.
7. **Enough?** Too little evidence, or a single frame, is no segment.

What was found is taken out of the query and the rest is asked again, so a compilation gives one segment for each
excerpt, and no second of the query is explained twice by one item.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import FrameHashes

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Hits = Sequence["Hit"] | NDArray[np.int64]  # as an array: (n, 3), columns as the fields of Hit

RADIUS = 48  # bits of 256 within which the index is asked
STATIC_BITS = 12  # frames so near to the first of a run show the same still scene
UNLIKE_BITS = 100  # from here on a frame does not show what the other one shows
AGREEING_BITS = 80  # up to here it does, given that its neighbours do
# Natural logarithm of how much likelier a distance is between frames of one scene, at times up to half a step
# apart and attacked, than between unrelated ones (the nearer of two).
_BITS = (0, 70, 80, 90, 100, 108, 116, 126, 256)
_SAYS = (6.0, 6.0, 5.0, 3.0, 1.0, 0.0, -1.2, -2.4, -2.4)
LEAST_EVIDENCE = 12.0  # of a segment
LEAST_FRAMES = 2

SLOWEST, FASTEST = 0.5, 2.0
SPEEDS = np.concatenate([[1.0], np.geomspace(SLOWEST, FASTEST, 48)])  # 3 % apart: half a second after 30 seconds
PLAIN_SPEED = 1.15  # how much more a vote for no change of speed counts
VOTE_MS = 1_000  # width of the bins for offsets
LINES_TRIED = 48
REACH_MS = 1_050  # a frame of the item this far from the time that the line says may still stand for it
FITS = 4  # times that a line is fitted again after its run grew

SAME_SCENE_BITS = 70  # between neighbouring frames; more is a cut
LEAST_CONTRAST = 6  # bits by which the nearest frame must stand out to say anything about time
CUT_CONTRAST = 40.0  # what a cut in both counts beside such frames
LOOSE_MS = 150.0  # residual of the fit at which a point counts half
SPEED_SLACK = 0.25  # share by which a fitted speed must lessen the residuals to be believed rather than 1

SPLIT_MS = 1_200
SPLIT_FRAMES = 3
MOST_SEGMENTS = 100
MOST_ITEMS = 50
LEAST_WEIGHT = 0.02  # of an item: one frame that hits 50 items is no reason to look


class Hit(NamedTuple):
    """A near pair of frames, by their numbers."""

    query: int
    item: int
    bits: int


class Variant(NamedTuple):
    """The query as it is, or mirrored; the times of its frames are the same."""

    frames: FrameHashes
    hits: Hits | None = None  # None: all pairs within RADIUS, found by comparing all
    mirrored: bool = False


class Segment(NamedTuple):
    """Seconds of a query that show what seconds of an item show."""

    query_from_ms: int
    query_to_ms: int
    item_from_ms: int
    item_to_ms: int
    speed: float  # milliseconds of the item in one of the query
    agreeing: float  # share of the comparable frames of the query in it that agree
    frames: int  # those that agree
    bits: float  # median distance of those
    template: bool = False
    mirrored: bool = False
    evidence: float = 0.0  # natural logarithm of odds; LEAST_EVIDENCE at least
    scenes: int = 0  # frames that agree, what stands still counted once


class Found(NamedTuple):
    """All that an index found near the frames of a query; the arrays belong together."""

    query: NDArray[np.int64]  # number of the query's frame
    item: NDArray[np.int64]  # whatever names the item
    frame: NDArray[np.int64]  # number of the item's frame
    bits: NDArray[np.int64]


class Line(NamedTuple):
    """Time of the item = speed x time of the query + offset, in milliseconds."""

    speed: float
    offset: float

    def at(self, query_ms: Floats | float) -> Floats:
        """Times of the item."""
        return np.asarray(self.speed * np.asarray(query_ms, np.float64) + self.offset)


class _Side(NamedTuple):
    """Frames of one video, ready to be compared."""

    times: Floats
    words: NDArray[np.uint64]  # (n, 4): the hashes
    comparable: NDArray[np.bool_]
    cuts: NDArray[np.bool_]  # whether a frame shows another scene than the one before


class _Lane(NamedTuple):
    """One variant of the query beside the item."""

    query: _Side
    item: _Side
    weights: Floats  # of each frame of the query; those of a still run add up to one
    hits: NDArray[np.int64]  # (n, 3)
    mirrored: bool


class _Run(NamedTuple):
    """A stretch of the query that a line explains."""

    lane: _Lane
    line: Line
    first: int
    last: int
    evidence: float


def segments(
    query: FrameHashes,
    item: FrameHashes,
    hits: Hits | None = None,
    *,
    query_ms: int | None = None,
    item_ms: int | None = None,
) -> tuple[Segment, ...]:
    """The seconds that two videos share, in the order of the query.

    Args:
        query: frames of the one.
        item: frames of the other.
        hits: near pairs of them; None to compare all with all.
        query_ms, item_ms: how long both last, where that is known; else a step beyond the last frame.
    """
    return segments_of([Variant(query, hits)], item, query_ms=query_ms, item_ms=item_ms)


def segments_of(
    variants: Sequence[Variant], item: FrameHashes, *, query_ms: int | None = None, item_ms: int | None = None
) -> tuple[Segment, ...]:
    """The same for a query that was looked up in more than one way; each second belongs to the best of them."""
    if not variants or not len(item.times_ms) or not len(variants[0].frames.times_ms):
        return ()
    other = _side(item)
    lanes = [_lane(variant, other) for variant in variants]
    lasts = (query_ms or _end(lanes[0].query.times), item_ms or _end(other.times))
    found = sorted(_runs(lanes), key=lambda run: run.first)
    return tuple(_segment(run, lasts) for run in found)


def looked_up(query: FrameHashes) -> Places:
    """Numbers of the frames worth asking an index for: comparable ones, the first of each still run."""
    words, comparable = _words(query.hashes), query.comparable
    starts = np.flatnonzero(np.diff(_still_runs(words, comparable), prepend=-1))
    return np.asarray(starts[comparable[starts]])


def promising(found: Found, query: FrameHashes, *, most: int = MOST_ITEMS) -> tuple[tuple[int, NDArray[np.int64]], ...]:
    """Items worth aligning, the best first, each with its hits as an (n, 3) array.

    Args:
        found: what the index gave.
        query: the frames that it was asked for; hits name them by number.
        most: no more items than that.
    """
    runs = _still_runs(_words(query.hashes), query.comparable)[found.query]
    items, item_of = np.unique(found.item, return_inverse=True)
    pairs = np.unique(np.stack([runs, item_of], axis=1), axis=0)  # each run once an item
    rarity = 1.0 / np.bincount(pairs[:, 0], minlength=int(runs.max(initial=0)) + 1)
    weights = np.bincount(pairs[:, 1], rarity[pairs[:, 0]], len(items))
    best = np.argsort(-weights, kind="stable")[:most]
    hits = np.stack([found.query, found.frame, found.bits], axis=1)
    return tuple((int(items[one]), hits[item_of == one]) for one in best if weights[one] >= LEAST_WEIGHT)


def _runs(lanes: Sequence[_Lane]) -> Iterator[_Run]:
    """Segment after segment, the strongest first."""
    left = lanes[0].query.comparable.copy()
    for _ in range(MOST_SEGMENTS):
        found = [run for lane in lanes if (run := _best_of(lane, left)) is not None]
        if not found:
            return
        best = max(found, key=lambda run: run.evidence)
        left[best.first : best.last + 1] = False
        yield best


def _best_of(lane: _Lane, left: NDArray[np.bool_]) -> _Run | None:
    """The strongest segment among the frames that are left; None if no run is strong enough."""
    lines = _voted(lane, left)
    if not lines:
        return None
    evidence = _evidence(lane, np.array(lines), left)
    totals = [_best_run(row) for row in evidence]
    best = max(range(len(lines)), key=lambda at: totals[at][2])
    run = _Run(lane, lines[best], *totals[best])
    for _ in range(FITS):
        better = _on_line(lane, _fitted(run, left), left)
        if better.evidence < run.evidence:
            break
        grown, run = (better.first, better.last) != (run.first, run.last), better
        if not grown:
            break
    run = _split(run, left)
    return run if _is_enough(run, left) else None


def _on_line(lane: _Lane, line: Line, left: NDArray[np.bool_]) -> _Run:
    return _Run(lane, line, *_best_run(_evidence(lane, np.array([line]), left)[0]))


def _voted(lane: _Lane, left: NDArray[np.bool_]) -> list[Line]:
    """Step 2: the lines with most votes."""
    hits = lane.hits[left[lane.hits[:, 0]]]
    if not len(hits):
        return []
    many = np.bincount(hits[:, 0], minlength=len(left))
    weights = (lane.weights / np.maximum(many, 1))[hits[:, 0]]
    offsets = lane.item.times[hits[:, 1]] - SPEEDS[:, None] * lane.query.times[hits[:, 0]]
    bins = np.floor(offsets / VOTE_MS).astype(np.int64)
    lowest = int(bins.min())
    span = int(bins.max()) - lowest + 2
    keys = (bins - lowest + span * np.arange(len(SPEEDS))[:, None]).ravel()
    worth = np.concatenate([weights * PLAIN_SPEED, np.tile(weights, len(SPEEDS) - 1)])
    voted, place = np.unique(np.concatenate([keys, keys + 1]), return_inverse=True)  # bins overlap by half
    votes = np.bincount(place, np.tile(worth, 2))
    best = voted[np.argsort(-votes, kind="stable")[:LINES_TRIED]]
    return [Line(float(SPEEDS[key // span]), float((key % span + lowest) * VOTE_MS)) for key in best]


def _evidence(lane: _Lane, lines: Floats, left: NDArray[np.bool_]) -> Floats:
    """Step 3: (lines, frames): what each frame of the query says for each line, (n, 2) of speed and offset."""
    bits, there = _along(lane, lines[:, :1] * lane.query.times + lines[:, 1:])
    says = np.where(there, np.interp(bits, _BITS, _SAYS), 0.0)
    return np.asarray(np.where(left, says * lane.weights, 0.0))


def _along(lane: _Lane, expected: Floats) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Distance of each frame of the query to the item at the ``expected`` times, and whether that says anything.

    It is more than 256 where the item has no frame near that time.
    """
    item = lane.item
    after = np.searchsorted(item.times, expected)
    nearest = np.full(expected.shape, 2 * _BITS[-1], np.int64)
    seen = np.zeros(expected.shape, bool)
    for place in (after - 1, after):
        place = np.clip(place, 0, len(item.times) - 1)
        near = np.abs(item.times[place] - expected) <= REACH_MS
        bits = _apart(lane.query.words, item.words[place])
        nearest = np.where(near & item.comparable[place], np.minimum(nearest, bits), nearest)
        seen |= near
    plain = seen & (nearest > _BITS[-1])  # only frames that show nothing
    return nearest, ~plain & lane.query.comparable


def _best_run(evidence: Floats) -> tuple[int, int, float]:
    """Step 4: first and last frame of the stretch with the largest sum, and the sum."""
    total = np.concatenate([[0.0], np.cumsum(evidence)])
    lowest = np.minimum.accumulate(total[:-1])
    last = int(np.argmax(total[1:] - lowest))
    first = last - int(np.argmin(total[last::-1]))
    return first, last, float(total[last + 1] - total[first])


def _fitted(run: _Run, left: NDArray[np.bool_]) -> Line:
    """Step 5: the line through what the frames of the run say about time."""
    times, meant, weights = _points(run, left)
    if len(times) < 2:
        return run.line
    free = _robust_line(times, meant, weights, run.line, with_speed=True)
    plain = _robust_line(times, meant, weights, Line(1.0, float(np.median(meant - times))), with_speed=False)
    lasts = times[-1] - times[0]
    if lasts < 2 * REACH_MS or not SLOWEST * 0.9 <= free.speed <= FASTEST * 1.1:
        return plain if abs(run.line.speed - 1) < 0.1 else run.line
    loose = [_residual(line, times, meant, weights) for line in (free, plain)]
    return free if loose[0] < (1 - SPEED_SLACK) * loose[1] else plain


def _points(run: _Run, left: NDArray[np.bool_]) -> tuple[Floats, Floats, Floats]:
    """Times of the query, of the item, and how much each pair says."""
    query, item = run.lane.query, run.lane.item
    chosen = np.arange(run.first, run.last + 1)
    chosen = chosen[(query.comparable & left)[chosen]]
    expected = run.line.at(query.times[chosen])
    middle = np.clip(np.searchsorted(item.times, expected), 0, len(item.times) - 1)
    around = np.clip(middle[:, None] + np.arange(-3, 3), 0, len(item.times) - 1)
    near = (np.abs(item.times[around] - expected[:, None]) <= 1.5 * REACH_MS) & item.comparable[around]
    bits = np.where(near, _apart(query.words[chosen][:, None], item.words[around]), 256)
    at = bits.argmin(axis=1)
    best = around[np.arange(len(chosen)), at]
    meant, contrast = _between(query.words[chosen], item, best)
    both_cut = query.cuts[chosen] & item.cuts[best]
    meant = np.where(both_cut, item.times[best], meant)
    weights = np.where(both_cut, CUT_CONTRAST, contrast)
    agrees = bits.min(axis=1, initial=256) <= AGREEING_BITS
    useful = agrees & (weights >= LEAST_CONTRAST)
    return query.times[chosen][useful], meant[useful], weights[useful]


def _between(words: NDArray[np.uint64], item: _Side, best: Places) -> tuple[Floats, Floats]:
    """When the item showed each frame, from its nearest frame and both neighbours; and bits of contrast."""
    last = len(item.times) - 1
    before, after = np.maximum(best - 1, 0), np.minimum(best + 1, last)
    here = _apart(words, item.words[best]).astype(np.float64)
    left, right = _apart(words, item.words[before]), _apart(words, item.words[after])
    steeper = np.maximum(left, right)
    contrast = np.where((before == best) | (after == best) | (steeper > SAME_SCENE_BITS + here), 0.0, steeper - here)
    share = np.where(contrast > 0, (left - right) / np.maximum(2 * contrast, 1), 0.0)  # of a step, -1/2..1/2
    step = np.where(share > 0, item.times[after] - item.times[best], item.times[best] - item.times[before])
    return item.times[best] + share * step, contrast


def _robust_line(times: Floats, meant: Floats, weights: Floats, start: Line, *, with_speed: bool) -> Line:
    """Weighted least squares, points far off counting less and less."""
    line = start
    for _ in range(8):
        off = (meant - line.at(times)) / LOOSE_MS
        counted = weights / (1 + off * off)
        centre, target = np.average(times, weights=counted), np.average(meant, weights=counted)
        speed = 1.0
        if with_speed:
            spread = float((counted * (times - centre) ** 2).sum())
            speed = float((counted * (times - centre) * (meant - target)).sum()) / spread if spread else line.speed
        line = Line(speed, float(target - speed * centre))
    return line


def _residual(line: Line, times: Floats, meant: Floats, weights: Floats) -> float:
    off = np.minimum(np.abs(meant - line.at(times)), 4 * LOOSE_MS)
    return float(np.average(off, weights=weights)) + 10.0


def _split(run: _Run, left: NDArray[np.bool_]) -> _Run:
    """Step 6: the best of the pieces between stretches that disagree."""
    lane = run.lane
    evidence = _evidence(lane, np.array([run.line]), left)[0]
    bits, there = _along(lane, run.line.at(lane.query.times))
    inside = np.arange(run.first, run.last + 1)
    said = inside[(there & left)[inside]]
    against = bits[said] >= UNLIKE_BITS
    bounds = np.flatnonzero(np.diff(against.astype(np.int8), prepend=0, append=0)).reshape(-1, 2)
    pieces, start = [], run.first
    for begin, end in bounds:
        long = lane.query.times[said[end - 1]] - lane.query.times[said[begin]] >= SPLIT_MS
        if long and end - begin >= SPLIT_FRAMES:
            pieces.append((start, int(said[begin]) - 1))
            start = int(said[end - 1]) + 1
    pieces.append((start, run.last))
    if len(pieces) == 1:
        return run
    runs = []
    for first, last in pieces:
        if last >= first:
            a, b, total = _best_run(evidence[first : last + 1])
            runs.append(run._replace(first=first + a, last=first + b, evidence=total))
    return max(runs, key=lambda one: one.evidence)


def _is_enough(run: _Run, left: NDArray[np.bool_]) -> bool:
    """Step 7."""
    return run.evidence >= LEAST_EVIDENCE and int(_agreeing(run).sum()) >= LEAST_FRAMES and bool(left[run.first])


def _agreeing(run: _Run) -> NDArray[np.bool_]:
    """Of the frames of the run, whether each is comparable and agrees."""
    bits, there = _along(run.lane, run.line.at(run.lane.query.times))
    return np.asarray((there & (bits <= AGREEING_BITS))[run.first : run.last + 1])


def _segment(run: _Run, lasts: tuple[float, float]) -> Segment:
    lane, line = run.lane, run.line
    bits, there = _along(lane, line.at(lane.query.times))
    inside = slice(run.first, run.last + 1)
    agrees = _agreeing(run)
    start, end = _edges(run, lasts)
    return Segment(
        query_from_ms=round(start),
        query_to_ms=round(end),
        item_from_ms=round(float(line.at(start))),
        item_to_ms=round(float(line.at(end))),
        speed=line.speed,
        agreeing=float(agrees.sum() / max(1, there[inside].sum())),
        frames=int(agrees.sum()),
        bits=float(np.median(bits[inside][agrees])),
        mirrored=lane.mirrored,
        evidence=run.evidence,
        scenes=round(float(lane.weights[inside][agrees].sum())),
    )


def _edges(run: _Run, lasts: tuple[float, float]) -> tuple[float, float]:
    """Where the segment begins and ends in the query: between the last frame that agrees and the next one."""
    times, cuts = run.lane.query.times, run.lane.query.cuts
    start = end = 0.0
    if run.first == 0:
        start = 0.0 if times[0] < REACH_MS else times[0]
    else:
        start = times[run.first] if cuts[run.first] and _is_extra(times, run.first) else _middle(times, run.first)
    if run.last == len(times) - 1:
        end = lasts[0]
    else:
        after = run.last + 1
        end = times[after] if cuts[after] and _is_extra(times, after) else _middle(times, after)
    line = run.line
    first, last = -line.offset / line.speed, (lasts[1] - line.offset) / line.speed
    return max(start, min(first, times[run.first])), min(end, max(last, times[run.last]))


def _is_extra(times: Floats, at: int) -> bool:
    """Whether a frame was taken because a scene begins with it: it follows sooner than the usual pace."""
    return bool(times[at] - times[at - 1] < 0.95 * np.median(np.diff(times)))


def _middle(times: Floats, at: int) -> float:
    return float(times[at] + times[at - 1]) / 2


def _lane(variant: Variant, item: _Side) -> _Lane:
    query = _side(variant.frames)
    runs = _still_runs(query.words, query.comparable)
    weights = np.where(query.comparable, 1.0 / np.bincount(runs)[runs], 0.0)
    if variant.hits is None:
        hits = _all_hits(query, item)
    else:
        hits = np.asarray(variant.hits, np.int64).reshape(-1, 3)
        hits = hits[query.comparable[hits[:, 0]] & item.comparable[hits[:, 1]]]
    return _Lane(query, item, weights, hits, variant.mirrored)


def _side(frames: FrameHashes) -> _Side:
    words, comparable = _words(frames.hashes), frames.comparable
    cuts = np.zeros(len(words), bool)
    cuts[1:] = _apart(words[1:], words[:-1]) > SAME_SCENE_BITS
    return _Side(frames.times_ms.astype(np.float64), words, comparable, cuts)


def _all_hits(query: _Side, item: _Side) -> NDArray[np.int64]:
    """(n, 3): every pair within RADIUS."""
    found = []
    for number in np.flatnonzero(query.comparable):
        bits = _apart(query.words[number], item.words)
        near = np.flatnonzero((bits <= RADIUS) & item.comparable)
        found.append(np.stack([np.full(len(near), number), near, bits[near]], axis=1))
    return np.concatenate([np.empty((0, 3), np.int64), *found])


def _still_runs(words: NDArray[np.uint64], comparable: NDArray[np.bool_]) -> Places:
    """(n,): number of the run of each frame, in which all are near to the first."""
    runs = np.zeros(len(words), np.intp)
    first = 0
    for at in range(1, len(words)):
        still = comparable[at] == comparable[first] and _apart(words[at], words[first]) <= STATIC_BITS
        first = first if still else at
        runs[at] = runs[at - 1] + (not still)
    return runs


def _words(hashes: NDArray[np.uint8]) -> NDArray[np.uint64]:
    return np.ascontiguousarray(hashes).view(np.uint64).reshape(len(hashes), 4)


def _apart(some: NDArray[np.uint64], others: NDArray[np.uint64]) -> NDArray[np.int64]:
    """Bits that differ; the last axis holds the four words of a hash."""
    return np.asarray(np.bitwise_count(some ^ others).sum(axis=-1, dtype=np.int64))


def _end(times: Floats) -> float:
    """A step beyond the last frame, since it was shown for some time."""
    return float(times[-1] + (np.median(np.diff(times)) if len(times) > 1 else 0.0))
