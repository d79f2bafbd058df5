"""Which frames of a video are kept: two a second, and the first of every shot. Hashes nothing.

The clock of two a second starts anew at each cut. So a copy that begins somewhere else, or was cut into another
video, is read at the same places of the picture's own time, and its hashes are those of the other copy.

What is kept at a time is the frame that is on the screen then, also where it stays for long: a slide show has
one frame for ten seconds in one copy and 250 in another. Files can say that a frame stays for hours, and each of them
would cost as much as hours of film: so after some seconds repeats are paid for from a purse that is filled once. What
follows then is the last moment of the frame, so that it is known how long it stays.

A frame begins a shot if it differs from the frame before (1) at a grid of points by much, and by several times
what the last frames did, so that fast movement is none, and (2) in the mean of small fields too, so that fine
texture that moves is none. Cuts are paid for from a small purse, which bounds the frames kept in a minute.
"""

from __future__ import annotations

from collections import deque
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from numpy.typing import NDArray

    from provenance.media.shown import Shown

# Two a second halve the error of an edge beside one a second and cost 3 % more time; 4.9 kB a minute at most.
EVERY_MS = 500
PURSE = 6.0  # further frames that cuts may cost at once
PURSE_A_MINUTE = 14.0
# Grey values of 255 between two frames, in the mean. Five real cuts, two of them between like pictures: points 24
# to 56, fields 17 to 51. Within shots of the same films, hand-held and animated: 7 and 1; a bird's wings, 17 and 12.
CUT = 15.0  # of points
CUT_FIELDS = 14.0
CUT_BESIDE_OTHERS = 3.0  # times the median of the last frames
RECENT = 12  # frames
SHORTEST_SHOT_MS = 250  # flashes and wipes are no row of shots
FIELDS = (16, 9)  # across, down: of the second look
STILL_MS = 5_000  # for so long each frame is repeated
STILL_PURSE_MS = 600_000  # and all of them together for so long beyond that


class Sample(NamedTuple):
    """A frame to be kept."""

    ms: int  # when it is on the screen; no earlier than its own time
    shown: Shown
    begins: bool  # a shot


class Sampler:
    """Takes every frame of one video in turn, and says which are to be kept."""

    def __init__(self, *, keys_only: bool = False) -> None:
        """``keys_only``: what is taken are key frames; between two of them something else was on the screen."""
        import cv2

        self._norm = partial(cv2.norm, normType=cv2.NORM_L1)  # of all points: seven times as fast as NumPy's
        self._keys_only = keys_only
        self._before: Shown | None = None
        self._glance: NDArray[np.uint8] | None = None
        self._steps: deque[float] = deque(maxlen=RECENT)
        self._due = 0  # when the next is to be kept
        self._purse = PURSE
        self._still_purse_ms = STILL_PURSE_MS
        self.shortened = 0  # frames that stay for longer than they were repeated
        self._kept_ms = -1
        self._cut_ms = -SHORTEST_SHOT_MS
        self._begins = False

    def take(self, shown: Shown) -> Iterator[Sample]:
        """The samples that are certain now that this frame follows the one before."""
        cut = self._is_cut(shown)
        if self._before is None:
            self._due, cut = shown.ms, True
        else:
            self._purse = min(PURSE, self._purse + (shown.ms - self._before.ms) * PURSE_A_MINUTE / 60_000)
            yield from self._until(shown.ms, self._before)
        self._before = shown
        if cut:
            self._begins = True
            self._cut_ms = shown.ms
            price = max(0, self._due - shown.ms) / EVERY_MS
            if price <= self._purse and shown.ms > self._kept_ms:
                self._purse -= price
                self._due = shown.ms
        if self._keys_only and self._due <= shown.ms:
            yield self._kept(shown.ms, shown)
            self._due = shown.ms + EVERY_MS

    def end(self, ends_ms: int) -> Iterator[Sample]:
        """The last samples, of a video that ends then."""
        if self._before is not None and not self._keys_only:
            yield from self._until(max(ends_ms, self._before.ms + 1), self._before)

    def _until(self, ms: int, on_screen: Shown) -> Iterator[Sample]:
        if self._keys_only:
            return
        while self._due < ms:
            if self._due >= on_screen.ms + STILL_MS:
                if self._still_purse_ms <= 0 and self._due < ms - EVERY_MS:
                    self.shortened += 1
                    self._due = ms - EVERY_MS
                self._still_purse_ms -= EVERY_MS
            yield self._kept(max(self._due, on_screen.ms), on_screen)
            self._due += EVERY_MS

    def _kept(self, ms: int, shown: Shown) -> Sample:
        begins, self._begins = self._begins, False
        self._kept_ms = ms
        return Sample(ms, shown, begins)

    def _is_cut(self, shown: Shown) -> bool:
        glance, before = shown.glance(), self._glance
        self._glance = glance
        if before is None or self._before is None:
            return False
        if glance.shape != before.shape:
            return True
        step = self._norm(glance, before) / glance.size
        usual = float(np.median(self._steps)) if step >= CUT and self._steps else 0.0
        if (
            shown.ms - self._before.ms >= SHORTEST_SHOT_MS
        ):  # a slide show: that two slides differ says nothing of a third
            usual = 0.0
        if step < CUT or step < CUT_BESIDE_OTHERS * usual or _apart(self._before, shown) < CUT_FIELDS:
            self._steps.append(step)
            return False
        return shown.ms - self._cut_ms >= SHORTEST_SHOT_MS


def _apart(a: Shown, b: Shown) -> float:
    """Mean difference of the means of fields."""
    return float(np.abs(_fields(a) - _fields(b)).mean())


def _fields(shown: Shown) -> NDArray[np.float32]:
    import cv2

    small = cv2.resize(shown.luma, FIELDS, interpolation=cv2.INTER_AREA)
    return np.asarray(small, np.float32) / np.float32(1 << shown.deeper)
