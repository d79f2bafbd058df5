"""Pictures that are written across in large letters: where the letters are, so that the rest can be compared.

Letters crowd the features of a picture out, and move a hash of the whole as far as paint does. They too are of one
value, but narrow, and many; and whoever lays them over a photograph sets them off from it, all around, by an outline,
a shadow or a colour that is far from what lies beneath. What is found so is filled and left out of the comparison as
paint is (:mod:`provenance.matching.painted`).

1. Pixels of one of the commonest values of flat ones, in areas as letters are: none of much of the picture, none of
   dust.
2. The area is kept if nearly all of what lies right around it is much darker or lighter.
3. Many areas are letters; some are a thing in the picture.

Of 260 photographs 49 have as many such areas, leaves or windows: what is left must agree all the same. Of 100 that were
written across 98 were found, 89 without this (crowded by letters of a tenth of the picture's height); of 120 others
with the same words none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.painted import Painted

if TYPE_CHECKING:
    from numpy.typing import NDArray

SIDE = 512  # pixels of the longer side, at which all below is measured
NEAR = 3  # pixels: a flat one has no other value so near
SAME_VALUE = 12  # grey values: narrow strokes hold more of what JPEG leaves of an edge
SMALLEST, TALLEST, WIDEST = 12, 0.25, 0.5  # pixels of an area; shares of the picture's height and width
AROUND = 7  # pixels: an outline, and what blurs into it
FAR, FAR_SHARE = 60, 0.8  # grey values from the letters; share of what lies around them
AS_BRIGHT = 24  # grey values
VALUES = 6  # that are tried
FEWEST = 8  # areas
LEAST, MOST = 0.04, 0.6  # share of the picture, with what lies around them


def written_across(plane: NDArray[np.uint8]) -> Painted | None:
    """The letters over a plane, (height, width), with what sets them off; None where there are none to speak of."""
    import cv2

    from provenance.fingerprints.local import reduced

    small = reduced(plane, SIDE)
    near = np.ones((NEAR, NEAR), np.uint8)
    flat = cv2.subtract(cv2.dilate(small, near), cv2.erode(small, near)) <= SAME_VALUE
    masks = {value: _letters(small, value) for value in _commonest(small[flat])}
    value = max(masks, key=lambda one: int(masks[one].sum()), default=None)
    if value is None or not LEAST <= masks[value].mean() <= MOST:
        return None
    mask = cv2.resize(masks[value].astype(np.uint8), plane.shape[::-1], interpolation=cv2.INTER_NEAREST) > 0
    return Painted(np.asarray(mask), value, float(masks[value].mean()), letters=True)


def _commonest(values: NDArray[np.uint8]) -> list[int]:
    """The values that most flat pixels have, those far from one another."""
    counts = np.convolve(np.bincount(values, minlength=256), np.ones(9), "same")
    found: list[int] = []
    for _ in range(VALUES):
        value = int(counts.argmax())
        if not counts[value]:
            break
        found.append(value)
        counts[max(0, value - 2 * SAME_VALUE) : value + 2 * SAME_VALUE + 1] = 0
    return found


def _letters(plane: NDArray[np.uint8], value: int) -> NDArray[np.bool_]:
    """Where areas of about a value are like letters, with what lies around them; nowhere if they are few."""
    import cv2

    like = cv2.absdiff(plane, np.full_like(plane, value)) <= AS_BRIGHT
    height, width = plane.shape
    count, labels, stats, _ = cv2.connectedComponentsWithStats(like.astype(np.uint8), connectivity=8)
    around = np.ones((AROUND, AROUND), np.uint8)
    mask = np.zeros(plane.shape, np.uint8)
    letters = 0
    for number in range(1, count):
        left, top, across, down, area = stats[number].tolist()
        if area < SMALLEST or down > TALLEST * height or across > WIDEST * width:
            continue
        box = (
            slice(max(0, top - AROUND), top + down + AROUND),
            slice(max(0, left - AROUND), left + across + AROUND),
        )
        letter = (labels[box] == number).astype(np.uint8)
        edge = np.ones((3, 3), np.uint8)  # neither the letter nor what sets it off
        ring = (cv2.dilate(letter, around) > 0) & ~(cv2.dilate(letter, edge) > 0)
        far = np.abs(plane[box].astype(np.int16) - value)[ring] >= FAR
        if far.size and far.mean() >= FAR_SHARE:
            letters += 1
            mask[box] |= np.asarray(cv2.dilate(letter, around), np.uint8)
    return (mask > 0) & (letters >= FEWEST)
