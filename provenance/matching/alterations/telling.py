"""What is said of a comparison is collected here, and the words for places and shares in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.model import Alteration
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Grey = NDArray[np.uint8]
    Mask = NDArray[np.bool_]
    Pixels = tuple[int, int, int, int]  # left, top, right, bottom

WORK_SIDE = 800  # pixels of the longer side at which the surroundings are looked at
BLURRED = 0.45  # of the fine detail of the archived thumbnail
NAMES = ("the archived picture", "the asked picture")


class Box(NamedTuple):
    """A region, as shares of a picture's width and height from its upper left corner."""

    left: float
    top: float
    right: float
    bottom: float


class Story:
    """Collects what is said."""

    def __init__(self) -> None:
        self.alterations: list[Alteration] = [Alteration.RE_ENCODED]
        self.sentences: list[str] = []
        self.actions: list[str] = []

    def tell(self, sentence: str, *, alteration: Alteration | None = None, action: str | None = None) -> None:
        if alteration and alteration not in self.alterations:
            self.alterations.append(alteration)
        if action and action not in self.actions:
            self.actions.append(action)
        self.sentences.append(sentence)


COLOUR = "c2pa.color_adjustments"
BESIDE = {
    "above": "above",
    "below": "below",
    "left": "on the left",
    "right": "on the right",
    "corners": "in the corners",
}


def position(box: Box) -> str:
    """Where a box lies in a picture, in words: ``in the left half``, ``in the middle, 30 % of its width``."""
    width, height = box.right - box.left, box.bottom - box.top
    across = _half(box.left, box.right, "left", "right")
    down = _half(box.top, box.bottom, "upper", "lower")
    if across and height > 0.85:
        return f"in the {across} half"
    if down and width > 0.85:
        return f"in the {down} half"
    if across and down:
        return f"in the {down} {across} quarter"
    size = f"{percent(width)} of its width" if width <= 0.85 else f"{percent(height)} of its height"
    return f"{place_words(box)}, {size}"


def _half(low: float, high: float, first: str, second: str) -> str | None:
    if not 0.38 <= high - low <= 0.54:
        return None
    return first if high <= 0.54 else second if low >= 0.46 else None


def place_words(box: Box) -> str:
    """The field of three by three in which the middle of a box lies."""
    x, y = (box.left + box.right) / 2, (box.top + box.bottom) / 2
    across = "left" if x < 0.36 else "right" if x > 0.64 else ""
    down = "upper" if y < 0.36 else "lower" if y > 0.64 else ""
    if across and down:
        return f"in the {down} {across}"
    if across:
        return f"on the {across}"
    return {"upper": "at the top", "lower": "at the bottom"}.get(down, "in the middle")


def at_most(plane: Grey, side: int) -> Grey:
    """The plane with no side longer than ``side`` pixels."""
    import cv2

    share = side / max(plane.shape)
    if share >= 1:
        return np.ascontiguousarray(plane)
    size = (max(1, round(plane.shape[1] * share)), max(1, round(plane.shape[0] * share)))
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def percent(share: float) -> str:
    """A share in words."""
    return f"{share * 100:.0f} %" if share >= 0.01 else "less than 1 %"


def listed(parts: Sequence[str]) -> str:
    """``a, b and c``."""
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1] if parts else ""
