"""Shared templates that give themselves away: the same area of the asked picture is in archived pictures that differ.

A frame, a logo or a caption agrees with every picture that carries it, and those pictures have nothing else in
common. So where an answer is not clear, it is held against the other candidates:

1. Do both agree with the asked picture in the same area?
2. Are the two archived pictures copies of one another? Their thumbnails are laid over each other by way of the
   asked picture. If they are, they are one family, and nothing follows.
3. If they are not, what they share with the asked picture is a template.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching import pixels
from provenance.matching.overlap import moved, rectangle
from provenance.model import Relation

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

    from provenance.matching.parts import Verified

GRID = 32  # fields along each side of the asked picture
CLEAR = 0.8  # agreement from which nothing else need be asked
SAME_AREA = 0.35  # share of the agreeing area that the other one has too
ONE_FAMILY = 0.5  # share of cells that agree between two archived pictures that are copies of one another


def told_apart(found: Mapping[int, Verified]) -> dict[int, Verified]:
    """The same candidates, those that only share a template called so."""
    areas = {row: _agreeing_area(one) for row, one in found.items() if one.evidence.agreement < CLEAR}
    return {
        row: _as_template(one) if row in areas and _is_template(row, found, areas) else one
        for row, one in found.items()
    }


def _as_template(verified: Verified) -> Verified:
    judgement = verified.judgement
    lowered = judgement._replace(relation=Relation.TEMPLATE, score=min(judgement.score, 0.0))
    return verified._replace(judgement=lowered)


def _is_template(row: int, found: Mapping[int, Verified], areas: Mapping[int, NDArray[np.bool_]]) -> bool:
    mine = areas[row]
    for other, area in areas.items():
        if other == row or not mine.any() or (mine & area).sum() < SAME_AREA * mine.sum():
            continue
        if not _are_copies(found[row], found[other]):
            return True
    return False


def _agreeing_area(verified: Verified) -> NDArray[np.bool_]:
    """(GRID, GRID): the fields of the asked picture in which cells agree."""
    area = np.zeros((GRID, GRID), bool)
    check = verified.overlap.check
    if check is None:
        return area
    rows, columns = np.nonzero(check.agreeing)
    middles = (np.stack([columns, rows], axis=1) * check.step + check.cell / 2) / check.side
    size = rectangle(verified.overlap.asked_size)[2]
    places = np.floor(moved(verified.overlap.transform, middles) / size * GRID).astype(np.intp)
    inside = ((places >= 0) & (places < GRID)).all(axis=1)
    area[places[inside, 1], places[inside, 0]] = True
    return area


def _are_copies(one: Verified, other: Verified) -> bool:
    """Whether the two archived pictures show the same where both lie in the asked one."""
    if one.thumbnail is None or other.thumbnail is None:
        return False
    between = np.linalg.inv(other.overlap.transform) @ one.overlap.transform
    check = pixels.compare(other.thumbnail, one.thumbnail, between)
    return check is not None and check.agreement >= ONE_FAMILY
