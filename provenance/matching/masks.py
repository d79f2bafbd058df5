"""What a source puts on everything that it publishes: its logo, its frame, its lower third. Learned from its items.

Steps:

1. The thumbnails of a source's items of one shape are brought to one size; items that are copies of one another
   count once.
2. In each cell of a grid the pictures are correlated with each other, as they lie. Different photographs agree
   nowhere; what a source adds lies in the same place on all of them.
3. Cells in which most pairs agree, grown by one cell, are the mask.

Features and cells within the mask say nothing about two pictures of that source, and are left out of verification.
"""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

import numpy as np
from PIL import Image

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.local import LocalFeatures
    from provenance.matching.pixels import PixelCheck

SIDE = 160  # pixels of the longer side
CELL, STEP = 8, 4
FEWEST = 4  # different pictures of one shape
MOST = 24  # pictures compared: 276 pairs
SAME_SHAPE = 0.02  # by which ratios of width to height may differ
TEXTURE = 4.0  # grey values, standard deviation
AGREE = 0.8  # correlation of a cell in two pictures
MOST_PAIRS = 0.7  # share of the pairs in which a cell must agree
ALIKE = 0.5  # share of cells by which two pictures count as copies of one another


class Mask(NamedTuple):
    """The part of pictures of one shape that a source always fills alike."""

    aspect: float  # width divided by height
    rows: tuple[str, ...]  # one text a row of cells, "#" where masked
    pictures: int  # that it was learned from

    @property
    def cells(self) -> NDArray[np.bool_]:
        """(rows, columns): True where masked."""
        return np.array([[letter == "#" for letter in row] for row in self.rows], bool)

    @property
    def share(self) -> float:
        """The share of the picture that is masked."""
        return float(self.cells.mean()) if self.rows else 0.0

    def fits(self, width: float, height: float) -> bool:
        """Whether a picture of these sides has the mask's shape."""
        return abs(width / height / self.aspect - 1) <= SAME_SHAPE

    def covers(self, places: NDArray[np.floating]) -> NDArray[np.bool_]:
        """Which places, (n, 2) in units of the picture's longer side, are masked."""
        cells = self.cells
        size = np.array([1, 1 / self.aspect] if self.aspect >= 1 else [self.aspect, 1])
        at = np.floor(places / size * cells.shape[::-1]).astype(np.intp)
        at = at.clip(0, np.array(cells.shape[::-1]) - 1)
        covered: NDArray[np.bool_] = cells[at[:, 1], at[:, 0]]
        return covered


def learn(thumbnails: Sequence[NDArray[np.uint8]]) -> tuple[Mask, ...]:
    """A mask for each shape of which there are enough different pictures, and which has something in common."""
    masks = []
    for group in _by_shape(thumbnails):
        height, width = group[0].shape
        size = (SIDE, round(SIDE * height / width)) if width >= height else (round(SIDE * width / height), SIDE)
        planes = [np.asarray(Image.fromarray(one).resize(size, Image.Resampling.BILINEAR)) for one in group]
        mask = _common(planes[:MOST])
        if mask is not None:
            masks.append(mask)
    return tuple(masks)


def unmasked(features: LocalFeatures, mask: Mask) -> LocalFeatures:
    """The features that lie outside the mask."""
    kept = ~mask.covers(features.places)
    return features.only(kept)


def discounted(check: PixelCheck, mask: Mask) -> PixelCheck:
    """The comparison without the cells within the mask."""
    rows, columns = np.indices(check.inside.shape)
    middles = (np.stack([columns.ravel(), rows.ravel()], axis=1) * check.step + check.cell / 2) / check.side
    masked = mask.covers(middles).reshape(check.inside.shape)
    return check._replace(
        correlation=np.where(masked, np.nan, check.correlation).astype(np.float32),
        inside=check.inside & ~masked,
        only_stored=check.only_stored & ~masked,
        only_asked=check.only_asked & ~masked,
        left_out=masked,
    )


def _by_shape(thumbnails: Sequence[NDArray[np.uint8]]) -> list[list[NDArray[np.uint8]]]:
    groups: list[list[NDArray[np.uint8]]] = []
    for one in thumbnails:
        aspect = one.shape[1] / one.shape[0]
        for group in groups:
            if abs(aspect / (group[0].shape[1] / group[0].shape[0]) - 1) <= SAME_SHAPE:
                group.append(one)
                break
        else:
            groups.append([one])
    return [group for group in groups if len(group) >= FEWEST]


def _common(planes: Sequence[NDArray[np.uint8]]) -> Mask | None:
    patches = [_patches(plane.astype(np.float32)) for plane in planes]
    different: list[int] = []
    for at, patch in enumerate(patches):
        if all(_agreeing(patch, patches[other]).mean() < ALIKE for other in different):
            different.append(at)
    if len(different) < FEWEST:
        return None
    pairs = [_agreeing(patches[one], patches[other]) for one, other in combinations(different, 2)]
    common = np.mean(pairs, axis=0) >= MOST_PAIRS
    if not common.any():
        return None
    grown = np.pad(common, 1)
    height, width = common.shape
    near = [grown[y : y + height, x : x + width] for y in range(3) for x in range(3)]
    masked = np.logical_or.reduce(near)
    aspect = planes[0].shape[1] / planes[0].shape[0]
    return Mask(aspect, tuple("".join("#" if cell else "." for cell in row) for row in masked), len(different))


def _patches(plane: NDArray[np.float32]) -> NDArray[np.float32]:
    """(rows, columns, 64): the cells, each less its mean and divided by its norm; zero without texture."""
    windows = np.lib.stride_tricks.sliding_window_view(plane, (CELL, CELL))[::STEP, ::STEP]
    values = windows.reshape(*windows.shape[:2], -1)
    values = values - values.mean(axis=-1, keepdims=True)
    norm = np.sqrt((values**2).sum(axis=-1, keepdims=True))
    return np.where(norm >= TEXTURE * CELL, values / np.maximum(norm, 1e-6), 0).astype(np.float32)


def _agreeing(one: NDArray[np.float32], other: NDArray[np.float32]) -> NDArray[np.bool_]:
    agreeing: NDArray[np.bool_] = (one * other).sum(axis=-1) >= AGREE
    return agreeing
