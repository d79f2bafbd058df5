"""The exact line between two videos: when the item showed what each frame of a query shows, and how fast it runs.

Frames are kept at half a second's distance. How the distance falls and rises around the nearest frame of the item says
when between two of them a frame was shown, and a cut that both have says it best. Through these points a line is laid,
those far off counting less and less; it changes the speed only where that lessens what is left clearly.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints import pdq
from provenance.matching.lanes import AGREEING_BITS, REACH_MS, SAME_SCENE_BITS, Line

if TYPE_CHECKING:
    from provenance.matching.lanes import Floats, Lane, Places, Ray, Run

SLOWEST, FASTEST = 0.5, 2.0
LEAST_CONTRAST = 6  # bits by which the nearest frame must stand out to say anything about time
CROSSED_MS = 2_000  # how far apart plain lines are tried along one that changes the speed
MOST_CROSSED = 400  # of them, so that 13 minutes have all; in hours they lie farther apart
CUT_CONTRAST = 40.0  # what a cut in both counts beside such frames
LATE_CUT_CONTRAST = 20.0  # and one that was noticed only at the next step
LOOSE_MS = 150.0  # residual of the fit at which a point counts half
SPEED_NEEDS_MS = 2_000  # of frames between which a speed can be measured
SPEED_SLACK = 0.25  # share by which a fitted speed must lessen the residuals to be believed rather than 1
LEAST_POINTS = 2


def better(ray: Ray, run: Run) -> list[Line]:
    """The fitted line; where that changes the speed, also lines that do not: it may run askew through several."""
    line = _fitted(ray, run)
    if line.speed == 1:
        return [line]
    times = ray.lane.query.times[run.first : run.last + 1]
    lasts = times[-1] - times[0]
    many = min(2 + int(lasts / CROSSED_MS), MOST_CROSSED, len(times))  # times of files can lie days apart
    crossed = times[np.linspace(0, len(times) - 1, many).astype(np.intp)]
    return [line, *(Line(1.0, float(line.at(at) - at)) for at in crossed)]


def _fitted(ray: Ray, run: Run) -> Line:
    """The line through what the frames of the run say about time."""
    times, meant, weights = _points(ray, run)
    if len(times) < LEAST_POINTS:
        return ray.line
    plain = _robust_line(times, meant, weights, Line(1.0, float(np.median(meant - times))), with_speed=False)
    free = _robust_line(times, meant, weights, ray.line, with_speed=True)
    if times[-1] - times[0] < SPEED_NEEDS_MS or not SLOWEST * 0.9 <= free.speed <= FASTEST * 1.1:
        return plain if abs(ray.line.speed - 1) < 0.1 else ray.line
    loose = [_residual(line, times, meant, weights) for line in (free, plain)]
    return free if loose[0] < (1 - SPEED_SLACK) * loose[1] else plain


def _points(ray: Ray, run: Run) -> tuple[Floats, Floats, Floats]:
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


def _between(lane: Lane, chosen: Places, best: Places) -> tuple[Floats, Floats]:
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
