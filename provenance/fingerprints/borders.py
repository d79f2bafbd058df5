"""Uniform borders around a picture: letterbox, pillarbox, frame, caption bar. Finds them; hashes nothing.

A border is what somebody added, so it must look made, in this order:

1. Lines from the edge inwards have one grey value, except for a few pixels (JPEG noise).
2. They end at a straight, sharp edge: most of the line changes within a few pixels. A smooth sky ends
   nowhere, and a black night ends at ragged roofs.
3. Letters may stand in the border, if plain lines of it lie between them and the picture.
4. Enough is left: a white page with a stamp on it is a picture of a page.

Found on every k-th pixel, about 256 a side, then placed on the lines of the full plane between two samples.
Repeated inside, so that a white frame around black bars goes too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from numpy.typing import NDArray

SAMPLES = 256  # lines looked at on the longer side
MOST_NESTED = 3
MIN_KEPT_AREA = 0.12  # of the picture; a wide film still in an upright story frame keeps 0.24
MIN_KEPT_SIDE = 48  # pixels of the plane; less says little
MIN_CUT = 0.01  # of the side; a thinner border moves PDQ by less than a re-encoding does

NOISE = (5, 14)  # grey values that may lie between a border and its median: twice the noise, within these
STRAY = 0.06  # share of a plain border line that may differ more
LETTERS = 0.5  # share of a line with letters in it that may differ
SHARP = 0.35  # share of the line that must change at the edge
FULL = 0.6  # share that differs in a line of a picture, but not in one of letters
LASTING = 12  # sampled lines behind the edge: paper among them means that the edge was one of letters
RINGING = 8  # pixels around an edge that the blocks of a JPEG may blur


class Box(NamedTuple):
    """A rectangle of pixels; right and bottom lie behind the last one."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    def of(self, plane: NDArray[np.uint8]) -> NDArray[np.uint8]:
        """This part of a plane, without copying it."""
        return plane[self.top : self.bottom, self.left : self.right]


def trim(plane: NDArray[np.uint8]) -> Box | None:
    """What is left of a grey plane, (height, width), without its borders; None if there are none to speak of."""
    height, width = plane.shape
    whole = box = Box(0, 0, width, height)
    for _ in range(MOST_NESTED):
        inner = _without_border(plane, box)
        if inner == box:
            break
        box = inner
    cut = max((width - box.width) / width, (height - box.height) / height)
    enough = box.width * box.height >= MIN_KEPT_AREA * width * height
    return box if box != whole and cut >= MIN_CUT and enough else None


def _without_border(plane: NDArray[np.uint8], box: Box) -> Box:
    """One border less: above and below first, then left and right of what remains."""
    part = box.of(plane)
    top, bottom = _depth(part), _depth(part[::-1])
    if box.height - top - bottom < MIN_KEPT_SIDE:
        return box
    part = part[top : box.height - bottom]
    left, right = _depth(part.T), _depth(part.T[::-1])
    if box.width - left - right < MIN_KEPT_SIDE:
        return box
    return Box(box.left + left, box.top + top, box.right - right, box.bottom - bottom)


def _depth(lines: NDArray[np.uint8]) -> int:
    """How many of the first lines are border."""
    every = max(1, max(lines.shape) // SAMPLES)
    across = lines[:, ::every]
    colour, apart, tolerance = _paint(across[0])
    if np.count_nonzero(apart > tolerance) > STRAY * len(apart):
        return 0
    sampled = across[::every].astype(np.int16)
    differing = _differing(sampled, colour, tolerance)
    edge = _last_edge(sampled, differing, tolerance, blurred=-(-RINGING // every))
    if edge == 0:
        return 0
    return _placed(across, edge * every, every, colour)


def _paint(line: NDArray[np.uint8]) -> tuple[int, NDArray[np.int16], int]:
    """The grey value of a line, how far each pixel is from it, and how far still counts as the same."""
    middle = len(line) // 2
    colour = int(np.partition(line, middle)[middle])
    apart = np.abs(line.astype(np.int16) - colour)
    noise = 2 * int(apart.sum()) / len(line)
    least, most = NOISE
    return colour, apart, int(min(max(noise, least), most))


def _differing(lines: NDArray[np.int16], colour: int, tolerance: int) -> NDArray[np.float64]:
    """The share of each line that has another colour."""
    share: NDArray[np.float64] = (np.abs(lines - colour) > tolerance).mean(axis=-1)
    return share


def _last_edge(sampled: NDArray[np.int16], differing: NDArray[np.float64], tolerance: int, *, blurred: int) -> int:
    """The sampled line with the innermost edge of the border; 0 if there is none."""
    busy = np.flatnonzero(differing > LETTERS)
    if not busy.size:  # a flat picture
        return 0
    near = sampled[: busy[0] + 2]
    changed = (np.abs(near[2:] - near[:-2]) > tolerance).mean(axis=1)
    for edge in (int(at) + 1 for at in np.flatnonzero(changed >= SHARP)[::-1]):
        plain = differing[max(0, edge - 1 - blurred) : edge].min() <= STRAY
        behind = differing[edge + 1 : edge + 1 + LASTING]
        if plain and (behind.max(initial=0.0) > FULL or behind.min(initial=1.0) > STRAY):
            return edge
    return 0


def _placed(lines: NDArray[np.uint8], near: int, every: int, colour: int) -> int:
    """The first line of the picture, where ``near`` is at most a few samples away from it."""
    start = max(0, near - 2 * every - RINGING)
    part = lines[start : near + 2 * every + RINGING + 1].astype(np.int16)
    return start + 1 + int(np.argmax(np.diff(np.abs(part - colour).mean(axis=1))))
