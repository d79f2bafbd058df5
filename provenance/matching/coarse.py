"""Whole pictures whose hashes are only roughly alike: painted over, pixelated, faded, written across.

Such edits leave few features, and move a hash of the whole by more than unrelated pictures may differ. But they
leave the picture in its frame, so that its pixels can be compared without looking for a transform:

1. Candidates: archived hashes within ``LOOSE_BITS`` of the asked picture's, in any of its eight orientations.
   One unrelated hash in some ten thousand is so near.
2. The orientation is the transform. The asked picture is laid over the thumbnail, and cells are compared as for
   parts (:mod:`provenance.matching.pixels`). Unrelated pictures agree in a twentieth of the cells.
3. Where large parts of the asked picture are of one colour, or large letters lie over it, the cells under these are
   left out (:mod:`provenance.matching.painted`, :mod:`provenance.matching.lettered`), and what is left must agree the
   more.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.fingerprints.borders import trim
from provenance.matching import pixels
from provenance.matching.overlap import Overlap, rectangle
from provenance.matching.painted import covered, filled, lies_over, uncovered
from provenance.matching.parts import Verified
from provenance.matching.score import Evidence, Judgement, another_moment
from provenance.model import Region, Relation

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.matching.painted import Painted
    from provenance.matching.pixels import PixelCheck
    from provenance.model import Orientation

LOOSE_BITS = 76  # of 256
FILLED_BITS = 96  # the same for pictures that were painted over and filled: nine of ten copies lie nearer
MOST = 6  # candidates compared
COPY_AGREES, COPY_COVERS = 0.75, 0.9
PROBABLE_AGREES, PROBABLE_COVERS = 0.42, 0.7
PAGE = 0.55  # share of one grey value from which a picture may be a page of text: at this size all of them agree
FEWEST_CELLS = 150
# Of what is not painted over: copies 0.77 to 1, the nearest unrelated photographs up to 0.42
SHOWN_COPY_AGREES, SHOWN_COPY_COVERS, SHOWN_COPY_CELLS = 0.85, 0.9, 150
SHOWN_AGREES, SHOWN_COVERS, SHOWN_CELLS = 0.65, 0.75, 40
SCORE_SLOPE = 8.0  # logits for each tenth of agreement are about one: the same scale as for parts


def verify(
    asked: NDArray[np.uint8],
    thumbnail: NDArray[np.uint8],
    *,
    orientation: Orientation,
    region: Region,
    asked_size: tuple[int, int],
    stored_size: tuple[int, int],
    painted: Painted | None = None,
) -> Verified | None:
    """Compare an asked plane with an archived thumbnail in an orientation that is known; None if they do not agree.

    ``painted``: where the asked picture is painted over; what is said is then of the rest of it alone.
    """
    transform = placed(asked, orientation=orientation, region=region, stored_size=stored_size)
    plane = filled(asked, painted) if painted else asked  # the edges of paint would pull at the transform
    check = None if transform is None else pixels.compare(plane, thumbnail, transform, size=stored_size)
    if check is None or pixels.page_likeness(thumbnail) >= PAGE:
        return None
    left = _shown(check, painted) if painted else None
    judgement = _judged(check) if left is None or painted is None else _judged_of_shown(left, painted)
    if judgement is None:
        return None
    told = left or check
    evidence = Evidence(
        inliers=0,
        possible=0,
        error=0.0,
        spread=0.0,
        hull=0.0,
        cells=len(told.textured),
        agreeing=told.share(pixels.SAME),
        correlation=told.median,
        coverage=told.coverage,
        rest=told.rest,
        agreement=told.agreement,
        moved_parts=told.beside[0],
        moved=told.beside[1],
    )
    lines = np.zeros((0, 4), np.float32)
    shown = check if left is None else covered(check, left)
    overlap = Overlap(check.transform, asked_size, stored_size, lines, shown, told.median < 0)
    moment = another_moment(evidence, whole=False)
    return Verified(evidence, judgement._replace(another_moment=moment), overlap, thumbnail)


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


def _shown(check: PixelCheck, painted: Painted) -> PixelCheck | None:
    """What is left to compare; None where no paint lies over the archived picture."""
    left = uncovered(check, painted)
    return left if left.inside.any() and lies_over(check, painted) else None


def _judged(check: PixelCheck) -> Judgement | None:
    agreement, coverage = check.agreement, check.coverage
    if len(check.textured) < FEWEST_CELLS:
        return None
    if agreement >= COPY_AGREES and coverage >= COPY_COVERS:
        return _judgement(Relation.COPY, check, "the cells with texture")
    if agreement >= PROBABLE_AGREES and coverage >= PROBABLE_COVERS:
        return _judgement(Relation.PROBABLE, check, "the cells with texture")
    return None


def _judged_of_shown(left: PixelCheck, painted: Painted) -> Judgement | None:
    agreement, coverage, cells = left.agreement, left.coverage, len(left.textured)
    share = f"{100 * painted.share:.0f} % of the asked picture"
    over = "the letters that lie over it ({})" if painted.letters else "what is painted over ({}, in one colour)"
    of = f"the cells with texture beside {over.format(share)}"
    if agreement >= SHOWN_COPY_AGREES and coverage >= SHOWN_COPY_COVERS and cells >= SHOWN_COPY_CELLS:
        return _judgement(Relation.COPY, left, of)
    if agreement >= SHOWN_AGREES and coverage >= SHOWN_COVERS and cells >= SHOWN_CELLS:
        return _judgement(Relation.PROBABLE, left, of)
    return None


def _judgement(relation: Relation, check: PixelCheck, of: str) -> Judgement:
    agreement, coverage = check.agreement, check.coverage
    return Judgement(
        relation,
        score=SCORE_SLOPE * (agreement - PROBABLE_AGREES) + 0.5,
        parts={"pixels: agreement": round(agreement, 3), "pixels: coverage": round(coverage, 3)},
        sentence=(
            f"laid over each other as they are, the pixels agree in {100 * agreement:.0f} % of {of}, "
            f"in {100 * coverage:.0f} % of the parts of the picture"
        ),
    )
