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
5. **The exact line** (``_better``): time and speed between the frames, from how the distance falls and rises around
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

Near a key frame that local features matched (:class:`Seen`) frames vote from farther apart. A query whose frames were
laid over frames of the item (:mod:`provenance.matching.laid`) says which bits tell anything of it; the others are not
counted.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import pdq
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.frames import FrameHashes

    Floats = NDArray[np.float64]
    Places = NDArray[np.intp]
    Hits = Sequence["Hit"] | NDArray[np.int64]  # as an array: (n, 3), columns as the fields of Hit

RADIUS = 48  # bits of 256 within which the index is asked
STATIC_BITS = 12  # frames so near to the first of a run show the same still scene
STILL_COUNTS = 2.0  # frames that a still scene counts for: a photograph that is shown for two seconds is enough
UNLIKE_BITS = 100  # from here on a frame does not show what the other one shows
AGREEING_BITS = 80  # up to here it does, given that its neighbours do
# Natural logarithm of how much likelier a distance is between frames of one scene, at times up to half a step
# apart and attacked, than between unrelated ones (the nearer of two).
_BITS = (0, 30, 70, 80, 90, 100, 108, 116, 126, 256)
_SAYS = (12.0, 8.0, 5.5, 4.5, 3.0, 1.0, 0.0, -1.2, -2.4, -2.4)
TAKING_UP = 8.0  # evidence that a line must bring to be taken up
OTHER_SPEED = 4.0  # and more, if it changes the speed
LEAST_LAID = 24.0  # the same where frames were laid over others, since that was tried in several ways; and frames
LEAST_LAID_FRAMES = 3
FEWEST_BITS = 24  # that say something: of a frame that is mostly the archived one, little can be said
LEAST_EVIDENCE = 16.0  # of a segment
LEAST_FRAMES = 2
LEAST_FRAMES_AT_SPEED = 3  # the same where the speed is another,
LEAST_AGREEING_AT_SPEED = 0.5  # and the share of the comparable ones that must be exceeded
BACKWARDS_BITS = 8.0  # in the mean, by which frames must lie nearer along a line that runs backwards
MOST_BACKWARDS = 12  # such lines that are tried
ONE_SCENE_BITS = 60  # from here on frames of a single shot may be another picture of the same place, in a slow zoom
ROUGHER_BITS = 24  # by which frames of a segment lie farther off than those of one on the same seconds of the item;
FULL_EVIDENCE, FULLY_AGREEING = 32.0, 0.75  # a round of a loop, frames of which lie between those kept, has both

SLOWEST, FASTEST = 0.5, 2.0
SPEEDS = np.unique(np.append(np.geomspace(SLOWEST, FASTEST, 17), 1.0))  # 9 % apart: 0.4 s at the ends of a window
PLAIN_SPEED = 1.15  # how much more a vote for no change of speed counts
VOTE_MS = 1_000  # width of the bins for offsets, half of which overlap
WINDOW_MS = 5_000  # half of the stretch whose hits vote together
HITS_A_FRAME = 16
LINES_A_WINDOW = 20
MOST_LINES = 256
REACH_MS = 1_050  # a frame of the item this far from the time that the line says may still stand for it
FITS = 3  # times that lines are fitted and take up other frames

SAME_SPEED = 0.03  # share up to which a speed is no other one
SAME_SCENE_BITS = 70  # between neighbouring frames; more is a cut
SOONER = 0.95  # of the usual step: a frame that follows so soon was taken because a scene begins with it
LEAST_CONTRAST = 6  # bits by which the nearest frame must stand out to say anything about time
CROSSED_MS = 2_000  # how far apart plain lines are tried along one that changes the speed
MOST_CROSSED = 400  # of them, so that 13 minutes have all; in hours they lie farther apart
CUT_CONTRAST = 40.0  # what a cut in both counts beside such frames
LATE_CUT_CONTRAST = 20.0  # and one that was noticed only at the next step
LOOSE_MS = 150.0  # residual of the fit at which a point counts half
SPEED_NEEDS_MS = 2_000  # of frames between which a speed can be measured
SPEED_SLACK = 0.25  # share by which a fitted speed must lessen the residuals to be believed rather than 1

SEEN_MS = 4_000  # key frames of one shot may lie so far apart
SPLIT_MS = 1_200
SPLIT_FRAMES = 3
MOST_ITEMS = 50
LEAST_WEIGHT = 0.02  # of an item: one frame that hits 50 items is no reason to look


class Hit(NamedTuple):
    """A near pair of frames, by their numbers."""

    query: int
    item: int
    bits: int


class Seen(NamedTuple):
    """Key frames that local features found to show the same, be it cropped or in a corner."""

    query_ms: int
    item_ms: int  # somewhere in the same shot
    sure: bool = False  # whether their pixels are the same, and not only their scene


class Variant(NamedTuple):
    """The query as it is, or mirrored; the times of its frames are the same."""

    frames: FrameHashes
    hits: Hits | None = None  # None: all pairs within RADIUS, found by comparing all
    mirrored: bool = False
    seen: Sequence[Seen] = ()
    telling: NDArray[np.uint8] | None = None  # (n, 32): the bits that say something; None: all of them


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
    begins: NDArray[np.bool_]  # whether it does since just then, and not since some time after the one before


class _Lane(NamedTuple):
    """One variant of the query beside the item."""

    query: _Side
    item: _Side
    weights: Floats  # of each frame of the query; those of a still run add up to one
    hits: NDArray[np.int64]  # (n, 3)
    telling: NDArray[np.uint64]  # (n, 4): the bits of the query's hashes that are compared
    scale: Floats  # (n,): by which those that differ are multiplied, so that what is unlike has half of 256
    number: int  # of the variant
    is_laid: bool  # over frames of the item
    mirrored: bool
    sure_ms: tuple[int, ...] = ()  # times of key frames of the query that surely show the item

    def bits(self, places: Places | slice, there: Places) -> NDArray[np.int64]:
        """Between frames of the query and frames of the item; ``there`` may have a second axis."""
        words, telling, scale = self.query.words[places], self.telling[places], self.scale[places]
        if there.ndim > 1:
            words, telling, scale = words[:, None], telling[:, None], scale[:, None]
        differing = np.bitwise_count((words ^ self.item.words[there]) & telling).sum(axis=-1, dtype=np.int64)
        return np.asarray(np.rint(differing * scale), np.int64)


class _Ray(NamedTuple):
    """A line between one variant of the query and the item."""

    lane: _Lane
    line: Line


class _Run(NamedTuple):
    """A stretch of the query, by numbers of frames; the last one belongs to it."""

    first: int
    last: int


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
    lanes = [_lane(variant, other, number) for number, variant in enumerate(variants)]
    lasts = (query_ms or duration_of(variants[0].frames), item_ms or duration_of(item))
    rays = [_Ray(lane, line) for lane in lanes for line in _voted(lane)]
    for _ in range(FITS):
        rays = [ray._replace(line=line) for ray, run in _path(rays) for line in _better(ray, run)]
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
    words, comparable = _words(query.hashes), query.comparable
    starts = np.flatnonzero(np.diff(_still_runs(words, comparable), prepend=-1))
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
    runs = _still_runs(_words(query.hashes), query.comparable)[found.query]
    items, item_of = np.unique(found.item, return_inverse=True)
    pairs = np.unique(np.stack([runs, item_of], axis=1), axis=0)  # each run once an item
    rarity = 1.0 / np.maximum(1, np.bincount(pairs[:, 0], minlength=int(runs.max(initial=0)) + 1))
    weights = np.bincount(pairs[:, 1], rarity[pairs[:, 0]], len(items))
    best = np.argsort(-weights, kind="stable")[:most]
    hits = np.stack([found.query, found.frame, found.bits], axis=1)
    return tuple((int(items[one]), hits[item_of == one]) for one in best if weights[one] >= LEAST_WEIGHT)


def _voted(lane: _Lane) -> list[Line]:
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


def _path(rays: Sequence[_Ray]) -> list[tuple[_Ray, _Run]]:
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


def _read_back(rays: Sequence[_Ray], evidence: Floats, came: NDArray[np.intp], state: int) -> list[tuple[_Ray, _Run]]:
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
                found.append((rays[number - 1], _Run(int(speaking[0]), int(speaking[-1]))))
    return found


def _price(line: Line) -> float:
    return TAKING_UP + (OTHER_SPEED if line.speed != 1 else 0.0)


def _evidence(ray: _Ray) -> Floats:
    """Step 3: what each frame of the query says for a line."""
    bits, there = _along(ray)
    return np.asarray(np.where(there, np.interp(bits, _BITS, _SAYS), 0.0) * ray.lane.weights)


def _along(ray: _Ray) -> tuple[NDArray[np.int64], NDArray[np.bool_]]:
    """Distance of each frame of the query to the item where the line says, and whether that says anything.

    It is more than 256 where the item has no frame near that time.
    """
    lane, item = ray.lane, ray.lane.item
    expected = ray.line.at(lane.query.times)
    after = np.searchsorted(item.times, expected)
    nearest = np.full(expected.shape, 2 * pdq.BITS, np.int64)
    seen = np.zeros(expected.shape, bool)
    for place in (after - 1, after):
        place = np.clip(place, 0, len(item.times) - 1)
        near = np.abs(item.times[place] - expected) <= REACH_MS
        bits = lane.bits(slice(None), place)
        nearest = np.where(near & item.comparable[place], np.minimum(nearest, bits), nearest)
        seen |= near
    plain = seen & (nearest > pdq.BITS)  # only frames that show nothing
    return nearest, ~plain & lane.query.comparable


def _better(ray: _Ray, run: _Run) -> list[Line]:
    """The fitted line; where that changes the speed, also lines that do not: it may run askew through several."""
    line = _fitted(ray, run)
    if line.speed == 1:
        return [line]
    times = ray.lane.query.times[run.first : run.last + 1]
    lasts = times[-1] - times[0]
    many = min(2 + int(lasts / CROSSED_MS), MOST_CROSSED, len(times))  # times of files can lie days apart
    crossed = times[np.linspace(0, len(times) - 1, many).astype(np.intp)]
    return [line, *(Line(1.0, float(line.at(at) - at)) for at in crossed)]


def _fitted(ray: _Ray, run: _Run) -> Line:
    """Step 5: the line through what the frames of the run say about time."""
    times, meant, weights = _points(ray, run)
    if len(times) < LEAST_FRAMES:
        return ray.line
    plain = _robust_line(times, meant, weights, Line(1.0, float(np.median(meant - times))), with_speed=False)
    free = _robust_line(times, meant, weights, ray.line, with_speed=True)
    if times[-1] - times[0] < SPEED_NEEDS_MS or not SLOWEST * 0.9 <= free.speed <= FASTEST * 1.1:
        return plain if abs(ray.line.speed - 1) < 0.1 else ray.line
    loose = [_residual(line, times, meant, weights) for line in (free, plain)]
    return free if loose[0] < (1 - SPEED_SLACK) * loose[1] else plain


def _points(ray: _Ray, run: _Run) -> tuple[Floats, Floats, Floats]:
    """Times of the query, of the item, and how much each pair says."""
    query, item = ray.lane.query, ray.lane.item
    chosen = np.arange(run.first, run.last + 1)
    chosen = chosen[query.comparable[chosen]]
    expected = ray.line.at(query.times[chosen])
    middle = np.searchsorted(item.times, expected)
    around = np.clip(middle[:, None] + np.arange(-3, 3), 0, len(item.times) - 1)
    near = (np.abs(item.times[around] - expected[:, None]) <= 1.5 * REACH_MS) & item.comparable[around]
    bits = np.where(near, ray.lane.bits(chosen, around), 2 * pdq.BITS)
    best = around[np.arange(len(chosen)), bits.argmin(axis=1)]
    meant, contrast = _between(ray.lane, chosen, best)
    both_cut = query.cuts[chosen] & item.cuts[best]
    both_begin = query.begins[chosen] & item.begins[best]
    meant = np.where(both_cut, item.times[best], meant)
    weights = np.where(both_begin, CUT_CONTRAST, np.where(both_cut, LATE_CUT_CONTRAST, contrast))
    useful = (bits.min(axis=1, initial=2 * pdq.BITS) <= AGREEING_BITS) & (weights >= LEAST_CONTRAST)
    return query.times[chosen][useful], meant[useful], weights[useful]


def _between(lane: _Lane, chosen: Places, best: Places) -> tuple[Floats, Floats]:
    """When the item showed each frame, from its nearest frame and both neighbours; and bits of contrast."""
    item = lane.item
    last = len(item.times) - 1
    before, after = np.maximum(best - 1, 0), np.minimum(best + 1, last)
    here = lane.bits(chosen, best).astype(np.float64)
    left, right = lane.bits(chosen, before), lane.bits(chosen, after)
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


def _pieces(ray: _Ray, run: _Run) -> list[_Run]:
    """Step 6: what lies between stretches that disagree."""
    bits, there = _along(ray)
    said = run.first + np.flatnonzero(there[run.first : run.last + 1])
    against = np.diff((bits >= UNLIKE_BITS)[said].astype(np.int8), prepend=0, append=0)
    pieces, start = [], run.first
    for begin, end in np.flatnonzero(against).reshape(-1, 2).tolist():
        first, last = int(said[begin]), int(said[end - 1])
        if end - begin >= SPLIT_FRAMES and ray.lane.query.times[last] - ray.lane.query.times[first] >= SPLIT_MS:
            pieces.append(_Run(start, first - 1))
            start = last + 1
    return [*pieces, _Run(start, run.last)]


def _is_enough(ray: _Ray, run: _Run) -> bool:
    """Step 7."""
    evidence = _evidence(ray)[run.first : run.last + 1].sum()
    agreeing = _agreeing(ray)[run.first : run.last + 1].sum()
    if ray.lane.is_laid:
        return bool(evidence >= LEAST_LAID and agreeing >= LEAST_LAID_FRAMES)
    if abs(ray.line.speed - 1) > SAME_SPEED:
        _, there = _along(ray)
        share = agreeing / max(1, there[run.first : run.last + 1].sum())
        if agreeing < LEAST_FRAMES_AT_SPEED or share <= LEAST_AGREEING_AT_SPEED or _runs_backwards(ray, run):
            return False
        if _is_one_rough_scene(ray, run):
            return False
    return bool(evidence >= LEAST_EVIDENCE and agreeing >= LEAST_FRAMES)


def _is_one_rough_scene(ray: _Ray, run: _Run) -> bool:
    """Whether all that speaks for it is one shot whose frames are only roughly near, and no key frame bears it out."""
    lane = ray.lane
    if lane.is_laid or lane.query.cuts[run.first + 1 : run.last + 1].any():
        return False
    times = lane.query.times
    if any(times[run.first] - SEEN_MS <= ms <= times[run.last] + SEEN_MS for ms in lane.sure_ms):
        return False
    bits, _ = _along(ray)
    agrees = _agreeing(ray)[run.first : run.last + 1]
    return bool(agrees.any() and np.median(bits[run.first : run.last + 1][agrees]) >= ONE_SCENE_BITS)


def _runs_backwards(ray: _Ray, run: _Run) -> bool:
    """Whether the frames fit clearly better where the item's time runs the other way."""
    lane, item = ray.lane, ray.lane.item
    forward, there = _along(ray)
    frames = run.first + np.flatnonzero(there[run.first : run.last + 1])
    if len(frames) < LEAST_FRAMES:
        return False
    some = frames[np.linspace(0, len(frames) - 1, min(MOST_BACKWARDS, len(frames))).astype(np.intp)]
    middle = np.searchsorted(item.times, ray.line.at(lane.query.times[some]))
    around = np.clip(middle[:, None] + np.arange(-6, 6), 0, len(item.times) - 1)
    best = around[np.arange(len(some)), lane.bits(some, around).argmin(axis=1)]
    nearest = float(np.minimum(forward[frames], pdq.BITS / 2).mean())
    for offset in set((item.times[best] + lane.query.times[some]).tolist()):
        backward, _ = _along(ray._replace(line=Line(-1.0, offset)))
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


def _agreeing(ray: _Ray) -> NDArray[np.bool_]:
    """(n,): whether each frame of the query is comparable and agrees."""
    bits, there = _along(ray)
    return np.asarray(there & (bits <= AGREEING_BITS))


def _segment(ray: _Ray, run: _Run, lasts: tuple[float, float]) -> Segment:
    bits, there = _along(ray)
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


def _edges(ray: _Ray, run: _Run, lasts: tuple[float, float]) -> tuple[float, float]:
    """Where the segment begins and ends in the query: between the last frame that agrees and the next one."""
    side, line = ray.lane.query, ray.line
    start = _edge(side, run.first) if run.first else min(side.times[0], _first_frame(side))
    end = _edge(side, run.last + 1) if run.last + 1 < len(side.times) else lasts[0]
    earliest, latest = -line.offset / line.speed, (lasts[1] - line.offset) / line.speed
    return max(start, min(earliest, side.times[run.first])), min(end, max(latest, side.times[run.last]))


def _first_frame(side: _Side) -> float:
    return 0.0 if side.times[0] < REACH_MS else float(side.times[0])


def _edge(side: _Side, at: int) -> float:
    """When what a frame shows began: with it, if it was taken because a scene begins; else since the one before."""
    if side.begins[at]:
        return float(side.times[at])
    return float(side.times[at] + side.times[at - 1]) / 2


def _lane(variant: Variant, item: _Side, number: int) -> _Lane:
    query = _side(variant.frames)
    telling = np.full(query.words.shape, ~np.uint64(0))
    if variant.telling is not None:
        telling = _words(variant.telling)
        counted = np.bitwise_count(telling).sum(axis=1)
        query = query._replace(comparable=query.comparable & (counted >= FEWEST_BITS))
    scale = pdq.BITS / np.maximum(1.0, np.bitwise_count(telling).sum(axis=1))
    runs = _still_runs(query.words, query.comparable)
    lasts = np.bincount(runs)[runs]
    weights = np.where(query.comparable, np.clip(lasts / 2, 1.0, STILL_COUNTS) / lasts, 0.0)
    lane = _Lane(
        query,
        item,
        weights,
        np.empty((0, 3), np.int64),
        telling,
        scale,
        number,
        variant.telling is not None,
        variant.mirrored,
        tuple(one.query_ms for one in variant.seen if one.sure),
    )
    hits = _all_hits(lane) if variant.hits is None else np.asarray(variant.hits, np.int64).reshape(-1, 3)
    hits = hits[query.comparable[hits[:, 0]] & item.comparable[hits[:, 1]]]
    return lane._replace(hits=np.concatenate([hits, *(_hits_near(lane, one) for one in variant.seen)]))


def _side(frames: FrameHashes) -> _Side:
    words, comparable = _words(frames.hashes), frames.comparable
    cuts = np.zeros(len(words), bool)
    cuts[1:] = _apart(words[1:], words[:-1]) > SAME_SCENE_BITS
    times = frames.times_ms.astype(np.float64)
    steps = np.diff(times, prepend=-np.inf)
    sooner = steps < SOONER * np.percentile(steps[1:], 90) if len(times) > 1 else np.zeros(len(times), bool)
    return _Side(times, words, comparable, cuts, cuts & sooner)


def _hits_near(lane: _Lane, seen: Seen) -> NDArray[np.int64]:
    """(n, 3): pairs that agree at about the time that a key frame says, where the index would not find them."""
    times = lane.query.times
    around = np.flatnonzero(lane.query.comparable & (np.abs(times - seen.query_ms) <= WINDOW_MS))
    found = []
    for number in around.tolist():
        expected = seen.item_ms + times[number] - seen.query_ms
        there = np.flatnonzero(lane.item.comparable & (np.abs(lane.item.times - expected) <= SEEN_MS))
        bits = lane.bits(np.full(1, number), there[None])[0]
        near = bits <= AGREEING_BITS
        found.append(np.stack([np.full(int(near.sum()), number), there[near], bits[near]], axis=1))
    return np.concatenate([np.empty((0, 3), np.int64), *found])


def _all_hits(lane: _Lane) -> NDArray[np.int64]:
    """(n, 3): every pair within RADIUS."""
    found = []
    every = np.arange(len(lane.item.times))
    for number in np.flatnonzero(lane.query.comparable):
        bits = lane.bits(np.full(1, number), every[None])[0]
        near = np.flatnonzero((bits <= RADIUS) & lane.item.comparable)
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
