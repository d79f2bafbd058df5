"""What of the two is compared, before anything is said of it: all that both show, and no more.

The verified comparison may be of less, where bars were left out before features were looked for, or of more, where the
transform goes on into another picture. So, in this order:

1. ``_with_the_rest``: cells of the archived picture that lie where the asked one was left out are compared too. What
   looks like a bar beside the picture may be paint over it.
2. ``_without_other_picture``: where along a whole side of the archived picture nothing agrees, and the asked one goes
   on beyond it, another picture begins there: a part of a collage was cut to its cell.
3. ``_under_paint``: cells under areas of one colour in the asked picture disagree, if the archived one shows something
   else there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching.overlap import moved, rectangle, shared_area
from provenance.matching.painted import painted_over, touching
from provenance.matching.pixels import MIN_CELLS, compared_at

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from provenance.matching.alterations.telling import Grey, Mask
    from provenance.matching.overlap import Overlap
    from provenance.matching.painted import Painted
    from provenance.matching.pixels import PixelCheck

GOES_ON = 0.02  # of the longer side: so far a picture goes on beyond the side of the other one
LEAST_CUT = 2  # rows of cells
BY_CHANCE = 0.2  # share of cells that agree where another picture lies: horizons and trunks have one direction
LINE_AGREES = 0.5  # share of the last row's cells from which it belongs to the picture
INNER_AGREES = 0.6  # of the cells that are left
LEAST_PAINTED = 0.02  # of the compared cells, wholly under paint: less is a border that lies a little askew
PLAIN = 3.0  # grey values, standard deviation: of a cell that is as plain as paint
AS_EXPECTED = 40.0  # grey values beside what the brightness of the cells that agree lets expect
MOSTLY_PLAIN = 0.5  # share of the cells under paint that may be as plain in the archived picture
CLIPPED = 8  # grey values from black or white: lights and shadows that were clipped are as flat as paint
RARE = 0.05  # share of the other cells that are as bright as those that were clipped


def settled(overlap: Overlap, asked: Grey, thumbnail: Grey) -> Overlap:
    """The same, with the comparison of all that both show, and what is shown of the archived picture."""
    if overlap.check is None:
        return overlap
    overlap = overlap._replace(check=_with_the_rest(overlap, overlap.check, asked, thumbnail))
    overlap = _without_other_picture(overlap)
    painted = painted_over(asked) if not overlap.negative else None
    if painted is None or overlap.check is None:
        return overlap
    under = _under_paint(overlap.check, painted)
    if under is None:
        return overlap
    return overlap._replace(check=overlap.check.disagreeing_in(under)._replace(painted=under))


def _with_the_rest(overlap: Overlap, check: PixelCheck, asked: Grey, thumbnail: Grey) -> PixelCheck:
    """The comparison, and that of the cells that lie beyond the part of the asked picture in which it was made."""
    missing = ~check.inside if check.left_out is None else ~check.inside & ~check.left_out
    if (missing & _shown_in_asked(overlap, check)).sum() < MIN_CELLS:
        return check
    whole = compared_at(asked, thumbnail, overlap.transform, side=check.side, size=overlap.stored_size)
    if whole is None or whole.inside.shape != check.inside.shape:
        return check
    beyond = whole.inside & missing
    return whole._replace(
        correlation=np.where(beyond, whole.correlation, check.correlation),
        shift=np.where(beyond[..., None], whole.shift, check.shift),
        inside=check.inside | beyond,
        only_stored=np.where(beyond, whole.only_stored, check.only_stored),
        only_asked=np.where(beyond, whole.only_asked, check.only_asked),
        levels=np.where(beyond[..., None], whole.levels, check.levels),
        fit=check.fit,
        beside=check.beside,
        left_out=check.left_out,
    )


def _shown_in_asked(overlap: Overlap, check: PixelCheck) -> Mask:
    """Cells that lie in the asked picture, with a pixel around them."""
    width, height = rectangle(overlap.asked_size)[2]
    rows, columns = np.indices(check.inside.shape).reshape(2, -1)
    within = np.ones(rows.size, bool)
    for x, y in ((-1, -1), (check.cell + 1, -1), (check.cell + 1, check.cell + 1), (-1, check.cell + 1)):
        corner = np.stack([columns * check.step + x, rows * check.step + y], axis=1) / check.side
        across, down = moved(overlap.transform, corner).T
        within &= (across >= 0) & (across <= width) & (down >= 0) & (down <= height)
    return within.reshape(check.inside.shape)


def _without_other_picture(overlap: Overlap) -> Overlap:
    check = overlap.check
    if check is None or not check.agreeing.any():
        return overlap
    rows, columns = check.inside.shape
    limits = {"left": 0, "top": 0, "right": columns, "bottom": rows}
    for side in limits:
        if not _goes_on(overlap, side):
            continue
        agreeing, told = _seen_from(check.agreeing, side), _seen_from(check.told, side)
        depth = _depth_of_other(agreeing, told)
        limits[side] = depth if side in ("left", "top") else limits[side] - depth
    left, top, right, bottom = limits.values()
    within = np.zeros((rows, columns), bool)
    within[top:bottom, left:right] = True
    kept = check.told & within
    if within.all() or not kept.any() or check.agreeing[kept].mean() < INNER_AGREES:
        return overlap
    across, down = rectangle(overlap.stored_size)[2]
    half = check.cell - check.step  # a cell agrees only where it lies in the picture, nearly all of it
    shown = (
        (left * check.step) / check.side if left else 0.0,
        (top * check.step) / check.side if top else 0.0,
        ((right - 1) * check.step + check.step + half) / check.side if right < columns else float(across),
        ((bottom - 1) * check.step + check.step + half) / check.side if bottom < rows else float(down),
    )
    return overlap._replace(check=check.within(within), shown=shown)


def _seen_from(cells: Mask, side: str) -> Mask:
    """The cells, turned so that the first row lies along a side."""
    turned = cells.T if side in ("left", "right") else cells
    return turned[::-1] if side in ("right", "bottom") else turned


def _depth_of_other(agreeing: Mask, told: Mask) -> int:
    """How many rows from the first belong to another picture; 0 where it is this one."""
    here, same = told.sum(axis=1), (agreeing & told).sum(axis=1)
    seen, agreed = here.cumsum(), same.cumsum()
    ends = (here > 0) & (same < LINE_AGREES * here) & (seen >= MIN_CELLS) & (agreed <= BY_CHANCE * seen)
    depth = int(np.nonzero(ends)[0].max(initial=-1)) + 1
    return depth if LEAST_CUT <= depth < len(told) else 0


def _goes_on(overlap: Overlap, side: str) -> bool:
    """Whether the asked picture goes on beyond this side of the archived one."""
    shown = shared_area(overlap).stored
    if not len(shown):
        return False
    at, last = int(side in ("top", "bottom")), side in ("right", "bottom")
    edge = rectangle(overlap.stored_size)[2][at] if last else 0.0
    beyond = shown.mean(axis=0)
    beyond[at] = edge + (GOES_ON if last else -GOES_ON)
    place = moved(overlap.transform, beyond[None])[0]
    return bool((place > 0).all() and (place < rectangle(overlap.asked_size)[2]).all())


def _under_paint(check: PixelCheck, painted: Painted) -> Mask | None:
    """Cells under paint; None where the archived picture is as plain there, or its lights or shadows were clipped."""
    import cv2

    wholly = check.inside & touching(check, painted.mask, wholly=True)
    touched = check.inside & touching(check, painted.mask, wholly=False)
    if wholly.sum() < max(LEAST_PAINTED * check.inside.sum(), MIN_CELLS):
        return None
    light = check.levels[..., 0]
    plain = (check.levels[..., 2] <= PLAIN) & (np.abs(_expected(check) - painted.value) <= AS_EXPECTED)
    if plain[wholly].mean() > MOSTLY_PLAIN:
        return None
    rest = light[check.inside & ~touched]
    if painted.value >= 255 - CLIPPED and (rest >= np.percentile(light[wholly], 2)).mean() <= RARE:
        return None
    if painted.value <= CLIPPED and (rest <= np.percentile(light[wholly], 98)).mean() <= RARE:
        return None
    near = np.asarray(cv2.dilate(wholly.astype(np.uint8), np.ones((5, 5), np.uint8))) > 0
    under: Mask = touched & near
    return under


def _expected(check: PixelCheck) -> NDArray[np.float64]:
    """How bright each cell of the asked picture would be, by the cells that agree."""
    ours, theirs = np.asarray(check.levels[check.agreeing][:, :2].T, np.float64)
    light = np.asarray(check.levels[..., 0], np.float64)
    if len(ours) < MIN_CELLS or ours.std() < 1:
        return light
    slope, height = np.polyfit(ours, theirs, 1)
    return np.asarray(slope * light + height, np.float64)
