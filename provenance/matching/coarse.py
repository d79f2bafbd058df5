"""Whole pictures whose hashes are only roughly alike: painted over, pixelated, faded, written across.

Such edits leave few features, and move a hash of the whole by more than unrelated pictures may differ. But they
leave the picture in its frame, so that its pixels can be compared without looking for a transform:

1. Candidates: archived hashes within ``LOOSE_BITS`` of the asked picture's, in any of its eight orientations.
   One unrelated hash in some ten thousand is so near.
2. The orientation is the transform. The asked picture is laid over the thumbnail, and cells are compared as for
   parts (:mod:`provenance.matching.pixels`). Unrelated pictures agree in a twentieth of the cells.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints.borders import trim
from provenance.matching import pixels
from provenance.matching.overlap import Overlap, rectangle
from provenance.matching.parts import Verified
from provenance.matching.score import Evidence, Judgement
from provenance.model import Region, Relation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.model import Orientation

LOOSE_BITS = 76  # of 256
MOST = 6  # candidates compared
COPY_AGREES, COPY_COVERS = 0.75, 0.9
PROBABLE_AGREES, PROBABLE_COVERS = 0.42, 0.7
PAGE = 0.55  # share of one grey value from which a picture may be a page of text: at this size all of them agree
FEWEST_CELLS = 150
SCORE_SLOPE = 8.0  # logits for each tenth of agreement are about one: the same scale as for parts


def verify(
    asked: NDArray[np.uint8],
    thumbnail: NDArray[np.uint8],
    *,
    orientation: Orientation,
    region: Region,
    asked_size: tuple[int, int],
    stored_size: tuple[int, int],
) -> Verified | None:
    """Compare an asked plane with an archived thumbnail in an orientation that is known; None if they do not agree."""
    transform = placed(asked, orientation=orientation, region=region, stored_size=stored_size)
    check = None if transform is None else pixels.compare(asked, thumbnail, transform, size=stored_size)
    if check is None or len(check.textured) < FEWEST_CELLS:
        return None
    relation = _relation(check.agreement, check.coverage)
    if relation is None or pixels.plainness(thumbnail) >= PAGE:
        return None
    evidence = Evidence(
        inliers=0,
        possible=0,
        error=0.0,
        spread=0.0,
        hull=0.0,
        cells=len(check.textured),
        agreeing=check.share(pixels.SAME),
        correlation=check.median,
        coverage=check.coverage,
        rest=check.rest,
        agreement=check.agreement,
    )
    score = SCORE_SLOPE * (check.agreement - PROBABLE_AGREES) + 0.5
    sentence = (
        f"laid over each other as they are, the pixels agree in {check.agreement:.0%} of the cells with texture, "
        f"in {check.coverage:.0%} of the parts of the picture"
    )
    parts = {"pixels: agreement": round(check.agreement, 3), "pixels: coverage": round(check.coverage, 3)}
    overlap = Overlap(check.transform, asked_size, stored_size, np.zeros((0, 4), np.float32), check, check.median < 0)
    return Verified(evidence, Judgement(relation, score, parts, sentence), overlap, thumbnail)


def placed(
    asked: NDArray[np.uint8], *, orientation: Orientation, region: Region, stored_size: tuple[int, int]
) -> NDArray[np.float64] | None:
    """The map from archived to asked places, (3, 3), where the asked picture fits when it is oriented so.

    ``region``: of the asked picture. None where it has no border to leave out.
    """
    height, width = asked.shape
    box = trim(asked) if region is Region.TRIMMED else None
    if region is Region.TRIMMED and box is None:
        return None
    left, top, right, bottom = box or (0, 0, width, height)
    longer = max(width, height)
    to_asked = np.array(
        [[(right - left) / longer, 0, left / longer], [0, (bottom - top) / longer, top / longer], [0, 0, 1]]
    )
    across, down = rectangle(stored_size)[2]
    from_stored = np.diag([1 / across, 1 / down, 1])
    return np.asarray(to_asked @ _unturned(orientation) @ from_stored, np.float64)


def _unturned(orientation: Orientation) -> NDArray[np.float64]:
    """Places of the oriented picture to places of the asked one, both as shares of width and height."""
    mirror = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1]]) if orientation.mirrored else np.eye(3)
    back = {
        0: [[1, 0, 0], [0, 1, 0], [0, 0, 1]],
        90: [[0, 1, 0], [-1, 0, 1], [0, 0, 1]],
        180: [[-1, 0, 1], [0, -1, 1], [0, 0, 1]],
        270: [[0, -1, 1], [1, 0, 0], [0, 0, 1]],
    }[orientation.rotated_clockwise]
    return np.array(back, np.float64) @ mirror


def _relation(agreement: float, coverage: float) -> Relation | None:
    if agreement >= COPY_AGREES and coverage >= COPY_COVERS:
        return Relation.COPY
    if agreement >= PROBABLE_AGREES and coverage >= PROBABLE_COVERS:
        return Relation.PROBABLE
    return None
