"""Which seconds of one video are which seconds of another. Reads no files, asks no index, and names no alteration.

Given are the fingerprints of frames (PDQ) of both, two a second, and the pairs of frames that an index found near.
The steps, and what each rejects:

1. **Items** (:func:`promising`): those that too few and too common frames speak for are not looked at. A frame of
   the query that hits many items says little, and frames that stand still count once.
2. **Votes** (``_voted``): every near pair of frames votes for the lines "time of the item = speed x time of the
   query + offset" that it lies on, within windows of the query. Pairs that lie on no line with others fall out:
   scenes that only look alike.
3. **Evidence along a line** (``_evidence``): each frame of the query is held against the frames of the item before
   and after the time that the line says. Distances far below those of unrelated frames speak for it, also beyond the
   radius of the index, where a crop or an overlay takes them; the others speak against. Plain frames say nothing.
   A line goes forward in both, so the same shots in another order do not add up.
4. **The path** (``_path``): in each frame one line or none, so that all of the evidence is largest, where taking a
   line up costs. Lines that explain little fall out, and so does one that runs askew through two excerpts. So a
   compilation gives a segment for each excerpt, and no second of the query is explained twice by one item.
5. **The exact line** (``better``): time and speed between the frames, from how the distance falls and rises around
   the nearest frame of the item, and from cuts that both have. Then 3 and 4 again with these lines.
6. **Splitting** (``_pieces``): where comparable frames in between disagree for a while, there are two segments, and
   each has to stand on its own.
7. **Enough?** (``_is_enough``): too little evidence, or a single frame, is no segment. Nor is another speed that few
   frames speak for: through two of them a line can always be laid. Where frames lie clearly nearer along a line that
   runs backwards (``_runs_backwards``), no speed is said, and what is left is no more than just enough. Nor is one
   shot more whose frames are only roughly near (``_is_one_rough_scene``): another picture of the same place may be,
   so features of a key frame must bear it out.
8. **Nothing twice for less** (``_standing``): what lies over two films, a logo and a band below, makes plain shots of
   the one roughly like a plain shot of the other, again and again. Where another segment shows these seconds of the
   item much more nearly, the rough one falls out.

The frames are made ready, and compared along a line, in :mod:`provenance.matching.lanes`; the exact line is that of
:mod:`provenance.matching.timing`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import pdq
from provenance.matching.lanes import (
    AGREEING_BITS,
    RADIUS,
    REACH_MS,
    SEEN_MS,
    WINDOW_MS,
    Line,
    Ray,
    Run,
    Variant,
    along,
    lane_of,
    side_of,
    still_runs,
    words_of,
)
from provenance.matching.timing import FASTEST, SLOWEST, better
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import FrameHashes
    from provenance.matching.lanes import Floats, Hits, Lane, Places, Side

UNLIKE_BITS = 100  # from here on a frame does not show what the other one shows
# Natural logarithm of how much likelier a distance is between frames of one scene, at times up to half a step
# apart and attacked, than between unrelated ones (the nearer of two).
_BITS = (0, 30, 70, 80, 90, 100, 108, 116, 126, 256)
_SAYS = (12.0, 8.0, 5.5, 4.5, 3.0, 1.0, 0.0, -1.2, -2.4, -2.4)
TAKING_UP = 8.0  # evidence that a line must bring to be taken up
OTHER_SPEED = 4.0  # and more, if it changes the speed
LEAST_LAID = 24.0  # the same where frames were laid over others, since that was tried in several ways; and frames
LEAST_LAID_FRAMES = 3
LEAST_EVIDENCE = 16.0  # of a segment
LEAST_FRAMES = 2
LEAST_FRAMES_AT_SPEED = 3  # the same where the speed is another,
LEAST_AGREEING_AT_SPEED = 0.5  # and the share of the comparable ones that must be exceeded;
LEAST_LAID_AT_SPEED = 0.75  # of frames that were laid over others: two films shot on one table have 0.44
BACKWARDS_BITS = 8.0  # in the mean, by which frames must lie nearer along a line that runs backwards
MOST_BACKWARDS = 12  # such lines that are tried
ONE_SCENE_BITS = 60  # from here on frames of a single shot may be another picture of the same place, in a slow zoom
ONE_SCENE_LAID_BITS = 50  # the same for frames that were laid over each other: copies are at 6 to 35
ROUGHER_BITS = 24  # by which frames of a segment lie farther off than those of one on the same seconds of the item;
FULL_EVIDENCE, FULLY_AGREEING = 32.0, 0.75  # a round of a loop, frames of which lie between those kept, has both

SPEEDS = np.unique(np.append(np.geomspace(SLOWEST, FASTEST, 17), 1.0))  # 9 % apart: 0.4 s at the ends of a window
PLAIN_SPEED = 1.15  # how much more a vote for no change of speed counts
VOTE_MS = 1_000  # width of the bins for offsets, half of which overlap
HITS_A_FRAME = 16
LINES_A_WINDOW = 20
MOST_LINES = 256
FITS = 3  # times that lines are fitted and take up other frames

SAME_SPEED = 0.03  # share up to which a speed is no other one

SPLIT_MS = 1_200
SPLIT_FRAMES = 3
MOST_ITEMS = 50
LEAST_WEIGHT = 0.02  # of an item: one frame that hits 50 items is no reason to look


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
    variant: int = 0  # number of the one that it was found by
    scenes: int = 0  # frames that agree, what stands still counted once
    at_opposite_ends: bool = False  # the one begins and the other ends with it, as with an ident


class Found(NamedTuple):
    """All that an index found near the frames of a query; the arrays belong together."""

    query: NDArray[np.int64]  # number of the query's frame
    item: NDArray[np.int64]  # whatever names the item
    frame: NDArray[np.int64]  # number of the item's frame
    bits: NDArray[np.int64]


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
    other = side_of(item)
    lanes = [lane_of(variant, other, number) for number, variant in enumerate(variants)]
    lasts = (query_ms or duration_of(variants[0].frames), item_ms or duration_of(item))
    rays = [Ray(lane, line) for lane in lanes for line in _voted(lane)]
    for _ in range(FITS):
        rays = [ray._replace(line=line) for ray, run in _path(rays) for line in better(ray, run)]
    pieces = [(ray, piece) for ray, run in _path(rays) for piece in _pieces(ray, run)]
    return _standing([_segment(ray, piece, lasts) for ray, piece in pieces if _is_enough(ray, piece)])


def duration_of(frames: FrameHashes) -> int:
    """Milliseconds until a step beyond the last frame, since that was shown for some time."""
    times = frames.times_ms
    return int(times[-1] + (np.median(np.diff(times)) if len(times) > 1 else 0)) if len(times) else 0


def looked_up(query: FrameHashes, *, most: int | None = None) -> Places:
    """Numbers of the frames worth asking an index for: comparable ones, the first of each still run.

    With ``most`` no more than that, evenly spread.
    """
    words, comparable = words_of(query.hashes), query.comparable
    starts = np.flatnonzero(np.diff(still_runs(words, comparable), prepend=-1))
    places = starts[comparable[starts]]
    if most is not None and len(places) > most:
        places = places[np.linspace(0, len(places) - 1, most).round().astype(np.intp)]
    return np.asarray(places)


def promising(found: Found, query: FrameHashes, *, most: int = MOST_ITEMS) -> tuple[tuple[int, NDArray[np.int64]], ...]:
    """Items worth aligning, the best first, each with its hits as an (n, 3) array.

    Args:
        found: what the index gave.
        query: the frames that it was asked for; hits name them by number.
        most: no more items than that.
    """
    runs = still_runs(words_of(query.hashes), query.comparable)[found.query]
    items, item_of = np.unique(found.item, return_inverse=True)
    pairs = np.unique(np.stack([runs, item_of], axis=1), axis=0)  # each run once an item
    rarity = 1.0 / np.maximum(1, np.bincount(pairs[:, 0], minlength=int(runs.max(initial=0)) + 1))
    weights = np.bincount(pairs[:, 1], rarity[pairs[:, 0]], len(items))
    best = np.argsort(-weights, kind="stable")[:most]
    hits = np.stack([found.query, found.frame, found.bits], axis=1)
    return tuple((int(items[one]), hits[item_of == one]) for one in best if weights[one] >= LEAST_WEIGHT)


def _voted(lane: Lane) -> list[Line]:
    """Step 2: of each window of the query the lines with most votes."""
    hits = _nearest(lane.hits)
    if not len(hits):
        return []
    times = lane.query.times[hits[:, 0]]
    many = np.bincount(hits[:, 0], minlength=len(lane.query.times))
    worth = (lane.weights / np.maximum(many, 1))[hits[:, 0]] * np.where(SPEEDS == 1, PLAIN_SPEED, 1.0)[:, None]
    bins = np.floor((lane.item.times[hits[:, 1]] - SPEEDS[:, None] * times) / VOTE_MS).astype(np.int64)
    lowest = int(bins.min())
    width = int(bins.max()) - lowest + 2
    lines = bins - lowest + width * np.arange(len(SPEEDS))[:, None]
    windows = np.floor(times / WINDOW_MS).astype(np.int64) * (width * len(SPEEDS))
    here = np.concatenate([(lines + windows).ravel(), (lines + 1 + windows).ravel()])  # bins overlap by half,
    keys = np.concatenate([here, here + width * len(SPEEDS)])  # and so do windows
    voted, place = np.unique(keys, return_inverse=True)
    votes = np.bincount(place, np.tile(worth.ravel(), 4))
    window, line = np.divmod(voted, width * len(SPEEDS))
    order = np.lexsort((-votes, window))
    order = order[_rank(window[order]) < LINES_A_WINDOW]
    order = order[np.argsort(-votes[order], kind="stable")]
    best = list(dict.fromkeys(line[order].tolist()))[:MOST_LINES]
    return [Line(float(SPEEDS[key // width]), float((key % width + lowest) * VOTE_MS)) for key in best]


def _nearest(hits: NDArray[np.int64]) -> NDArray[np.int64]:
    """The nearest few hits of each frame: a scene that stands still hits itself all over."""
    ordered = hits[np.lexsort((hits[:, 2], hits[:, 0]))]
    return ordered[_rank(ordered[:, 0]) < HITS_A_FRAME]


def _rank(groups: NDArray[np.int64]) -> Places:
    """(n,): the place of each in its group, where groups follow one another."""
    starts = np.flatnonzero(np.diff(groups, prepend=groups[:1] - 1))
    return np.arange(len(groups)) - np.repeat(starts, np.diff(starts, append=len(groups)))


def _path(rays: Sequence[Ray]) -> list[tuple[Ray, Run]]:
    """Step 4: which line explains which stretch of the query, so that the evidence of all is largest.

    Viterbi's way: in each frame one line or none; taking a line up costs.
    """
    if not rays:
        return []
    evidence = np.concatenate([[np.zeros(len(rays[0].lane.weights))], [_evidence(ray) for ray in rays]])
    costs = np.array([0.0, *(_price(ray.line) for ray in rays)])
    total = -costs
    came = np.empty(evidence.shape[::-1], np.intp)
    own = np.arange(len(costs))
    for at, said in enumerate(evidence.T):
        best = int(total.argmax())
        taken_up = total[best] - costs > total
        came[at] = np.where(taken_up, best, own)
        total = np.where(taken_up, total[best] - costs, total) + said
    return _read_back(rays, evidence, came, int(total.argmax()))


def _read_back(rays: Sequence[Ray], evidence: Floats, came: NDArray[np.intp], state: int) -> list[tuple[Ray, Run]]:
    states = np.empty(len(came), np.intp)
    for at in range(len(came) - 1, -1, -1):
        states[at] = state
        state = int(came[at, state])
    starts = np.flatnonzero(np.diff(states, prepend=-1))
    ends = np.append(starts[1:], len(states)) - 1
    found = []
    for first, last in zip(starts.tolist(), ends.tolist(), strict=True):
        if number := int(states[first]):
            said = evidence[number, first : last + 1]
            speaking = first + np.flatnonzero(said > 0)
            if speaking.size:
                found.append((rays[number - 1], Run(int(speaking[0]), int(speaking[-1]))))
    return found


def _price(line: Line) -> float:
    return TAKING_UP + (OTHER_SPEED if line.speed != 1 else 0.0)


def _evidence(ray: Ray) -> Floats:
    """Step 3: what each frame of the query says for a line."""
    bits, there = along(ray)
    return np.asarray(np.where(there, np.interp(bits, _BITS, _SAYS), 0.0) * ray.lane.weights)


def _pieces(ray: Ray, run: Run) -> list[Run]:
    """Step 6: what lies between stretches that disagree."""
    bits, there = along(ray)
    said = run.first + np.flatnonzero(there[run.first : run.last + 1])
    against = np.diff((bits >= UNLIKE_BITS)[said].astype(np.int8), prepend=0, append=0)
    pieces, start = [], run.first
    for begin, end in np.flatnonzero(against).reshape(-1, 2).tolist():
        first, last = int(said[begin]), int(said[end - 1])
        if end - begin >= SPLIT_FRAMES and ray.lane.query.times[last] - ray.lane.query.times[first] >= SPLIT_MS:
            pieces.append(Run(start, first - 1))
            start = last + 1
    return [*pieces, Run(start, run.last)]


def _is_enough(ray: Ray, run: Run) -> bool:
    """Step 7."""
    evidence = _evidence(ray)[run.first : run.last + 1].sum()
    agreeing = _agreeing(ray)[run.first : run.last + 1].sum()
    if abs(ray.line.speed - 1) > SAME_SPEED:
        _, there = along(ray)
        share = agreeing / max(1, there[run.first : run.last + 1].sum())
        least = LEAST_LAID_AT_SPEED if ray.lane.is_laid else LEAST_AGREEING_AT_SPEED
        if agreeing < LEAST_FRAMES_AT_SPEED or share <= least or _runs_backwards(ray, run):
            return False
        if _is_one_rough_scene(ray, run):
            return False
    if ray.lane.is_laid:
        return bool(evidence >= LEAST_LAID and agreeing >= LEAST_LAID_FRAMES)
    return bool(evidence >= LEAST_EVIDENCE and agreeing >= LEAST_FRAMES)


def _is_one_rough_scene(ray: Ray, run: Run) -> bool:
    """Whether all that speaks for it is one shot whose frames are only roughly near, and no key frame bears it out."""
    lane = ray.lane
    if lane.query.cuts[run.first + 1 : run.last + 1].any():
        return False
    times = lane.query.times
    if any(times[run.first] - SEEN_MS <= ms <= times[run.last] + SEEN_MS for ms in lane.sure_ms):
        return False
    bits, _ = along(ray)
    agrees = _agreeing(ray)[run.first : run.last + 1]
    rough = ONE_SCENE_LAID_BITS if lane.is_laid else ONE_SCENE_BITS
    return bool(agrees.any() and np.median(bits[run.first : run.last + 1][agrees]) >= rough)


def _runs_backwards(ray: Ray, run: Run) -> bool:
    """Whether the frames fit clearly better where the item's time runs the other way."""
    lane, item = ray.lane, ray.lane.item
    forward, there = along(ray)
    frames = run.first + np.flatnonzero(there[run.first : run.last + 1])
    if len(frames) < LEAST_FRAMES:
        return False
    some = frames[np.linspace(0, len(frames) - 1, min(MOST_BACKWARDS, len(frames))).astype(np.intp)]
    middle = np.searchsorted(item.times, ray.line.at(lane.query.times[some]))
    around = np.clip(middle[:, None] + np.arange(-6, 6), 0, len(item.times) - 1)
    best = around[np.arange(len(some)), lane.bits(some, around).argmin(axis=1)]
    nearest = float(np.minimum(forward[frames], pdq.BITS / 2).mean())
    for offset in set((item.times[best] + lane.query.times[some]).tolist()):
        backward, _ = along(ray._replace(line=Line(-1.0, offset)))
        if nearest - float(np.minimum(backward[frames], pdq.BITS / 2).mean()) >= BACKWARDS_BITS:
            return True
    return False


def _standing(found: Sequence[Segment]) -> tuple[Segment, ...]:
    """Step 8."""
    return tuple(one for one in found if not _is_rough(one) or not any(_is_rougher(one, other) for other in found))


def _is_rough(one: Segment) -> bool:
    return one.bits > RADIUS and (one.evidence < FULL_EVIDENCE or one.agreeing < FULLY_AGREEING)


def _is_rougher(one: Segment, other: Segment) -> bool:
    """Whether the other one shows most of the same seconds of the item, and much more nearly."""
    both = min(one.item_to_ms, other.item_to_ms) - max(one.item_from_ms, other.item_from_ms)
    return one.bits - other.bits >= ROUGHER_BITS and 2 * both >= one.item_to_ms - one.item_from_ms


def _agreeing(ray: Ray) -> NDArray[np.bool_]:
    """(n,): whether each frame of the query is comparable and agrees."""
    bits, there = along(ray)
    return np.asarray(there & (bits <= AGREEING_BITS))


def _segment(ray: Ray, run: Run, lasts: tuple[float, float]) -> Segment:
    bits, there = along(ray)
    inside = slice(run.first, run.last + 1)
    agrees = _agreeing(ray)[inside]
    start, end = _edges(ray, run, lasts)
    is_doubtful = _runs_backwards(ray, run) or _is_one_rough_scene(ray, run)
    return Segment(
        query_from_ms=round(start),
        query_to_ms=round(end),
        item_from_ms=max(0, round(float(ray.line.at(start)))),
        item_to_ms=round(float(ray.line.at(end))),
        speed=ray.line.speed,
        agreeing=float(agrees.sum() / max(1, there[inside].sum())),
        frames=int(agrees.sum()),
        bits=float(np.median(bits[inside][agrees])),
        mirrored=ray.lane.mirrored,
        variant=ray.lane.number,
        evidence=LEAST_EVIDENCE if is_doubtful else float(_evidence(ray)[inside].sum()),
        scenes=max(1, round(float(ray.lane.weights[inside][agrees].sum()))),
    )


def _edges(ray: Ray, run: Run, lasts: tuple[float, float]) -> tuple[float, float]:
    """Where the segment begins and ends in the query: between the last frame that agrees and the next one."""
    side, line = ray.lane.query, ray.line
    start = _edge(side, run.first) if run.first else min(side.times[0], _first_frame(side))
    end = _edge(side, run.last + 1) if run.last + 1 < len(side.times) else lasts[0]
    earliest, latest = -line.offset / line.speed, (lasts[1] - line.offset) / line.speed
    return max(start, min(earliest, side.times[run.first])), min(end, max(latest, side.times[run.last]))


def _first_frame(side: Side) -> float:
    return 0.0 if side.times[0] < REACH_MS else float(side.times[0])


def _edge(side: Side, at: int) -> float:
    """When what a frame shows began: with it, if it was taken because a scene begins; else since the one before."""
    if side.begins[at]:
        return float(side.times[at])
    return float(side.times[at] + side.times[at - 1]) / 2
