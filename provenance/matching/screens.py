"""How a film fills its frame: what bars and another size make of the same pictures. Arithmetic on sizes.

A hash of whole frames says nothing of either: borders are left out before, and every size gives the same.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from provenance.model import Alteration
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from provenance.fingerprints.frames import Border

    Size = tuple[int, int]  # pixels: width, height

FILLED = 0.97  # share of a frame from which nothing is called a border
SAME_SIZE = 0.03  # share by which pictures must differ to be called resized
MOST_CROPPED = 0.75  # share of the sides that a crop leaves which hashes do not notice, as far as films zoom
UNTOLD = "resized, or slightly cropped"
MOST = 0.8  # share of the frames that must have borders
NEARLY_ALL = 0.9  # share of the key frames that bars must be seen in


class Screen(NamedTuple):
    """A video's frame, and the picture in it without bars."""

    size: Size
    picture: Size

    @property
    def filled(self) -> float:
        """The share of the frame that the picture fills."""
        return self.picture[0] * self.picture[1] / max(1, self.size[0] * self.size[1])

    @property
    def as_named(self) -> tuple[str, str]:
        """The size of the picture as sentences have it, and the size of the file for it."""
        return f"{_sides(self.picture)} pixels asked", f"{_sides(self.size)} pixels asked"


def screen_of(size: Size, borders: Iterable[Border], times_ms: Sequence[int]) -> Screen:
    """Of an asked video, as nearly all of its frames at these times are."""
    frames: dict[Size, int] = {}
    for one in borders:
        inner = inner_size(size, one)
        frames[inner] = frames.get(inner, 0) + sum(one.from_ms <= at <= one.to_ms for at in times_ms)
    if sum(frames.values()) < MOST * len(times_ms) or not frames:
        return Screen(size, size)
    return Screen(size, max(frames, key=lambda one: frames[one]))


def inner_size(size: Size, border: Border | None) -> Size:
    """Pixels of the picture between borders."""
    if border is None:
        return size
    return round(size[0] * (border.right - border.left)), round(size[1] * (border.bottom - border.top))


def screen_from(size: Size, picture: Size) -> Screen:
    """Of an archived video, of which a small picture of a frame is kept: bars lie above and below, or at both sides."""
    wider = (picture[0] / picture[1]) / (size[0] / size[1]) if min(*picture, *size) > 0 else 1.0
    if abs(wider - 1) <= SAME_SIZE:
        return Screen(size, size)
    return Screen(size, (size[0], round(size[1] / wider)) if wider > 1 else (round(size[0] * wider), size[1]))


def screen_shown(size: Size, pictures: Sequence[Size]) -> Screen:
    """The same of several key frames: a card with dark edges fills less than the film, and bars are what all have."""
    screens = sorted((screen_from(size, one) for one in pictures), key=lambda one: one.filled)
    return screens[math.ceil(NEARLY_ALL * (len(screens) - 1))] if screens else Screen(size, size)


def changes(asked: Screen, archived: Screen, *, is_whole: bool = True) -> Iterator[tuple[Alteration, str]]:
    """What was done to a film, each with its sentence; ``is_whole``: that its pixels were seen to be shown as a whole.

    A hash does not notice a slight crop, and what is a little smaller may have been one.
    """
    both = ((asked, "asked"), (archived, "archived"))
    for (one, name), (other, lacks) in (both, both[::-1]):
        if one.filled < FILLED <= other.filled:
            fills = f"its picture fills {one.filled * 100:.0f} % of the frame"
            yield Alteration.BORDERED, f"the {name} video has bars that the {lacks} one lacks: {fills}"
    scale = (asked.picture[0] * asked.picture[1] / max(1, archived.picture[0] * archived.picture[1])) ** 0.5
    if abs(scale - 1) > SAME_SIZE:
        sizes = f"{_sides(asked.size)} pixels asked, {_sides(archived.size)} archived"
        shown = is_whole or scale > 1 or scale < MOST_CROPPED
        yield (
            Alteration.RESIZED,
            f"shown at {scale * 100:.0f} % of its size ({sizes})" if shown else f"{UNTOLD} ({sizes})",
        )


def _sides(size: Size) -> str:
    return f"{size[0]} × {size[1]}"
