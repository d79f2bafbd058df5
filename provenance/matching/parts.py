"""One archived picture against one asked picture, by their local features. Each candidate on its own.

Steps, and what each rejects:

1. Geometry (:mod:`provenance.matching.geometry`): a transform that enough features agree on. Rejects pictures
   that share words by chance.
2. Pixels (:mod:`provenance.matching.pixels`): the asked picture is laid over the archived thumbnail, the transform
   is improved, the cells are compared. Rejects shared logos, frames and captions, and other photographs of a place.
3. The features are counted again under the improved transform.
4. Score (:mod:`provenance.matching.score`): what all of it says together.

Since every candidate is verified on its own, a collage names all its parts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.matching import geometry, pixels, score
from provenance.matching.masks import discounted, unmasked
from provenance.matching.overlap import Overlap, share_of, shared_area
from provenance.model import Relation
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.local import LocalFeatures
    from provenance.fingerprints.views import View
    from provenance.matching.geometry import Alignment
    from provenance.matching.masks import Mask
    from provenance.matching.pixels import PixelCheck

REUSE = (Relation.COPY, Relation.PROBABLE)
_UNSURE = (Relation.PROBABLE, Relation.TEMPLATE)  # of which a rectangle that agrees may make a copy
MOST_COMPARED = 10  # candidates of a view whose pixels are compared, those with most inliers first
SURE_CUT = 0.45  # of the archived picture: a rectangle so large may be called a copy; app frames have a third
SURE_AGREES = 0.95  # of the rectangle's cells with texture
SAME_BEYOND = 0.3  # agreement beyond the rectangle: there is no other picture of a collage
MOST_OF_ONE = 0.5  # share of the area of one of the two pictures that both show
RECOUNTED = 0.25  # share of agreeing cells from which the improved transform is worth a second count


class Stored(NamedTuple):
    """What the archive keeps of a picture for this."""

    features: LocalFeatures
    thumbnail: NDArray[np.uint8] | None  # grey plane; None where none was kept
    size: tuple[int, int]  # pixels, upright, full size: width, height
    mask: Mask | None = None  # what its source puts on everything; says nothing
    frame_ms: int | None = None  # of a frame of a video
    only_leads: bool = False  # its features lead to moments of a film, and are no evidence


def stored(
    features: LocalFeatures, thumbnail: NDArray[np.uint8] | None, size: tuple[int, int], masks: Sequence[Mask] = ()
) -> Stored:
    """An archived picture, less the features within the mask of its shape."""
    mask = next((one for one in masks if one.fits(*size)), None)
    return Stored(unmasked(features, mask) if mask else features, thumbnail, size, mask)


class Verified(NamedTuple):
    """What was found of one candidate."""

    evidence: score.Evidence
    judgement: score.Judgement
    overlap: Overlap
    thumbnail: NDArray[np.uint8] | None  # of the archived picture
    cut: score.Judgement | None = None  # within the rectangle that agrees
    frame_ms: int | None = None  # of a frame of a video
    stored: Stored | None = None  # what it was verified by


def verify(
    view: View, candidates: Sequence[tuple[int, Stored]], *, asked_size: tuple[int, int]
) -> list[Verified | None]:
    """Verify each candidate, given as the view's variant and the archived picture; in the same order."""
    aligned = [_aligned(view, variant, stored) for variant, stored in candidates]
    ranked = sorted((one.cells for one in aligned if one), reverse=True)
    least = ranked[min(MOST_COMPARED, len(ranked)) - 1] if ranked else 0
    return [
        _best(view, variant, stored, alignment, asked_size) if alignment and alignment.cells >= least else None
        for (variant, stored), alignment in zip(candidates, aligned, strict=True)
    ]


def _best(view: View, variant: int, stored: Stored, alignment: Alignment, asked_size: tuple[int, int]) -> Verified:
    """What the transform says, or a second one: where a shared frame won, the picture in it may have been moved."""
    first = _verified(view, variant, stored, alignment, asked_size)
    if first.cut is not None and first.cut.relation is Relation.COPY and first.judgement.relation in _UNSURE:
        return first._replace(judgement=first.cut)
    if first.cut is not None and first.cut.relation is first.judgement.relation is Relation.COPY:
        moment = first.cut.another_moment  # of a part of a collage: beyond its cell all is another picture
        return first._replace(judgement=first.judgement._replace(another_moment=moment))
    if first.judgement.relation is not Relation.TEMPLATE:
        return first
    if first.cut is not None and first.cut.relation in REUSE:
        return first._replace(judgement=first.cut)
    features = view.variants[variant].features
    others = geometry.align(
        features.only(_all_but(len(features), alignment.asked)),
        stored.features.only(_all_but(len(stored.features), alignment.stored)),
        width=view.width,
        height=view.height,
    )
    second = others and geometry.supported(
        features, stored.features, others.transform, width=view.width, height=view.height
    )
    if not second:
        return first
    again = _verified(view, variant, stored, second, asked_size)
    return again if again.judgement.relation in REUSE else first


def _all_but(count: int, some: NDArray[np.intp]) -> NDArray[np.bool_]:
    kept = np.ones(count, bool)
    kept[some] = False
    return kept


def _aligned(view: View, variant: int, stored: Stored) -> Alignment | None:
    features = view.variants[variant].features
    return geometry.align(features, stored.features, width=view.width, height=view.height)


def _verified(view: View, variant: int, stored: Stored, alignment: Alignment, asked_size: tuple[int, int]) -> Verified:
    chosen = view.variants[variant]
    flip = _mirror(view.width) if chosen.mirrored else np.eye(3)
    check = None
    if stored.thumbnail is not None and _worth_comparing(view, variant, stored, alignment):
        check = pixels.compare(view.plane, stored.thumbnail, flip @ alignment.transform, size=stored.size)
    if check is not None and stored.mask:
        check = discounted(check, stored.mask)
    if check is not None:
        alignment = _recounted(view, variant, stored, alignment, check, flip)
    inliers = chosen.features.places[alignment.asked]
    transform = check.transform if check is not None else flip @ alignment.transform
    to_asked = view.to_asked @ flip
    overlap = Overlap(
        transform=view.to_asked @ transform,
        asked_size=asked_size,
        stored_size=stored.size,
        lines=np.hstack(
            [stored.features.places[alignment.stored], geometry.moved(to_asked, inliers)], dtype=np.float32
        ),
        check=check,
        negative=check is not None and check.median < 0,
    )
    page = _page_likeness(stored.thumbnail, overlap) if stored.thumbnail is not None else 0.0
    evidence = _evidence(stored, inliers, alignment, check, view)._replace(plainness=page)
    within = check.cut() if check is not None else None
    cut = _evidence(stored, inliers, alignment, within, view)._replace(plainness=page) if within is not None else None
    judged, judged_cut = score.judge(evidence), _of_cut(cut, within)
    if check is not None and within is not None and judged_cut and check.beyond(within) >= SAME_BEYOND:
        judged_cut = judged_cut._replace(another_moment=judged.another_moment)
    return Verified(evidence, judged, overlap, stored.thumbnail, judged_cut)


def _page_likeness(thumbnail: NDArray[np.uint8], overlap: Overlap) -> float:
    """How far what is shared may be writing, or artwork, on a plain ground, and no picture.

    Where it is most of one of the two, the ground has something on it that tells. A small part of both may be a
    watermark on two plain grounds.
    """
    shared = shared_area(overlap)
    fills = max(share_of(shared.stored, overlap.stored_size), share_of(shared.asked, overlap.asked_size))
    return pixels.page_likeness(thumbnail) if fills >= MOST_OF_ONE else pixels.plainness(thumbnail)


def _worth_comparing(view: View, variant: int, stored: Stored, alignment: Alignment) -> bool:
    asked = view.variants[variant].features.places[alignment.asked]
    return score.may_be_related(_evidence(stored, asked, alignment, None, view))


def _of_cut(cut: score.Evidence | None, within: PixelCheck | None) -> score.Judgement | None:
    """What a rectangle of the shared area says. Since it was chosen because it agrees, only a large one is sure."""
    if cut is None or within is None:
        return None
    judged = score.judge(cut, whole=False)
    size = within.inside.mean()
    sure = size >= SURE_CUT and cut.agreement >= SURE_AGREES and cut.plainness < score.PLAIN
    return judged if sure or judged.relation is not Relation.COPY else judged._replace(relation=Relation.PROBABLE)


def _mirror(width: float) -> NDArray[np.float64]:
    """Left and right exchanged within a picture so wide. Its own inverse."""
    return np.array([[-1, 0, width], [0, 1, 0], [0, 0, 1]], np.float64)


def _cells_of(check: PixelCheck | None, places: NDArray[np.float32]) -> NDArray[np.bool_] | None:
    """Which archived places lie in cells that were compared."""
    if check is None:
        return None
    cells = np.floor((places * check.side - check.cell / 2) / check.step + 0.5).astype(np.intp)
    limit = np.array(check.inside.shape[::-1]) - 1
    cells = cells.clip(0, limit)
    within: NDArray[np.bool_] = check.inside[cells[:, 1], cells[:, 0]]
    return within


def _recounted(
    view: View, variant: int, stored: Stored, alignment: Alignment, check: PixelCheck, flip: NDArray[np.float64]
) -> Alignment:
    transform = flip @ check.transform
    if check.share(pixels.SAME) < RECOUNTED or not geometry.is_sound(transform):
        return alignment
    features = view.variants[variant].features
    again = geometry.supported(features, stored.features, transform, width=view.width, height=view.height)
    return again if again is not None and again.cells >= 0.9 * alignment.cells else alignment


def _evidence(
    stored: Stored, asked: NDArray[np.float32], alignment: Alignment, check: PixelCheck | None, view: View
) -> score.Evidence:
    places = stored.features.places
    spread = geometry.spread(places, alignment, width=view.width, height=view.height, within=_cells_of(check, places))
    geometric = score.Evidence(
        inliers=alignment.cells,
        possible=alignment.possible,
        error=alignment.error,
        spread=spread,
        hull=max(geometry.hull(asked), geometry.hull(stored.features.places[alignment.stored])),
    )
    if check is None or stored.thumbnail is None:
        return geometric
    return geometric._replace(
        cells=len(check.textured),
        agreeing=check.share(pixels.SAME),
        correlation=check.median,
        coverage=check.coverage,
        rest=check.rest,
        changed=float(check.changed.sum() / max(1, check.inside.sum())),
        agreement=check.agreement,
        exchanged=check.exchanged,
        drift=check.drift,
        tone=check.tone,
        evenness=check.evenness,
        ground=check.ground,
        bend=check.fit.from_affine if check.fit else score.UNKNOWN_BEND,
        moved_parts=check.beside[0],
        moved=check.beside[1],
        frame=stored.frame_ms is not None,
    )
