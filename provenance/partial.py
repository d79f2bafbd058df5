"""The local tier of a check: which archived pictures share parts with the asked one. Reads, writes nothing.

The cheapest view first; the dearer ones only while there is more to be found: a picture whose area is explained
by copies needs no further look.
"""

from __future__ import annotations

import io
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from provenance.fingerprints import local, pdq
from provenance.fingerprints.examine import THUMBNAIL_SIDE, QueryHash, large_plane
from provenance.fingerprints.views import LARGE_SIDE, Views, small_view
from provenance.index.local import FeatureBatch, probe_of
from provenance.matching import coarse, parts, whole
from provenance.matching.alterations import describe
from provenance.matching.geometry import moved
from provenance.matching.leads import Looked, by_key_frame
from provenance.matching.lettered import written_across
from provenance.matching.masks import Mask
from provenance.matching.overlap import bounds, laid_over, rectangle, share_of, shared_area
from provenance.matching.painted import filled, painted_over
from provenance.matching.score import of_one_moment
from provenance.matching.screens import screen_from
from provenance.matching.templates import told_apart
from provenance.model import Alteration, Match, Orientation, Region, Relation, Tier
from provenance.named import NamedTuple
from provenance.text import clock

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence

    from numpy.typing import NDArray

    from provenance.colouring import Colours
    from provenance.fingerprints.examine import Examined, FileBytes
    from provenance.fingerprints.views import View
    from provenance.index.hamming import HammingIndex
    from provenance.index.local import LocalIndex
    from provenance.matching.alterations import Described
    from provenance.matching.leads import Lead
    from provenance.matching.overlap import Overlap
    from provenance.matching.painted import Painted
    from provenance.matching.parts import Stored, Verified
    from provenance.media.image import Limits
    from provenance.model import MediaItem
    from provenance.store.sqlite import KeyFrameOnRecord, SqliteStore

SHORTLIST = 25  # candidates of a view whose geometry is verified
FEW_NEGATIVE = 8  # negatives are rare, and either clear or not there
FEW = 5  # the same for a new item among many, where one extraction and little time must do
BATCH_MATES = 4  # candidates more, for a new item that is found itself, perhaps with others of its batch
# Bits of 256 by which a still may differ from the nearest frame, a quarter second away, beside a key frame that shows
# the same scene: where the camera moves 66 were seen, and 100 between other films of one table.
STILL_BITS = {Relation.SCENE: 70, Relation.TEMPLATE: whole.PROBABLE_BITS}
MOST_COLOURED = 4  # matches whose kept files are decoded for their colours
# Share of the asked picture's area from which nothing more is looked for; of a collage, that has smaller cells
EXPLAINED, ALL_EXPLAINED = 0.8, 0.93


class StoredFeatures(NamedTuple):
    """The local features of the archive, as the index's feed."""

    store: SqliteStore
    version: int

    def features_after(self, row: int, limit: int | None = None) -> FeatureBatch:
        """Features with ids above ``row``, oldest first, in one snapshot."""
        return FeatureBatch(*self.store.feature_rows(row, version=self.version, limit=limit))

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        """Packed features by id; ids that are not there are left out."""
        return {row: value for row, (_, value) in self.store.features(ids).items()}

    def recognises(self, mark: str) -> bool:
        """Whether the archive's history contains the mark."""
        return self.store.recognises(mark)


def matches_of(
    store: SqliteStore,
    index: LocalIndex,
    hashes: HammingIndex,
    file: FileBytes,
    asked: Examined,
    *,
    limits: Limits,
    colours: Colours | None = None,
    without: Collection[int] = (),
) -> Looked | None:
    """Verified matches of an asked picture's parts; what says nothing is left out, but may lead to frames of a video.

    None where the picture is too plain to have features. ``colours``: where they are to be had, if what was recoloured
    is to be said. ``without``: as if the archive had no items of these rows.
    """
    if asked.plane is None or not (asked.width and asked.height):
        return None
    size = (asked.width, asked.height)
    views = Views(asked.plane, lambda: large_plane(file, limits=limits, side=LARGE_SIDE))
    if views.features < local.FEWEST:
        return None
    led: list[Lead] = []
    found = find(store, index, views, asked_size=size, without=without, led=led)
    if not any(_is_copy(one) for one in found.values()):
        found |= by_rough_hash(store, hashes, asked, size, without={*without, *found})
    if not any(one.judgement.relation in parts.REUSE for one in found.values()):
        found |= beside_paint(store, hashes, asked, size, found, without=without)
    return Looked(_named(store, found, asked.plane, colours), tuple(led))


def by_rough_hash(
    store: SqliteStore, hashes: HammingIndex, asked: Examined, size: tuple[int, int], *, without: Collection[int]
) -> dict[int, Verified]:
    """Items whose hash is roughly the asked picture's and whose pixels agree, by row; see matching/coarse.py."""
    near = _roughly_near(store, hashes, asked.queries, coarse.LOOSE_BITS, without=without)
    return _laid_over(store, asked, size, near)


def beside_paint(
    store: SqliteStore,
    hashes: HammingIndex,
    asked: Examined,
    size: tuple[int, int],
    found: dict[int, Verified],
    *,
    without: Collection[int],
) -> dict[int, Verified]:
    """Items that agree with the asked picture beside what is painted over with one colour; see matching/painted.py.

    ``found``: what only seemed related may be what lies under the paint.
    """
    if asked.plane is None:
        return {}
    upright = Orientation(0, mirrored=False)
    seeming = {item: (upright, Region.WHOLE) for item, one in found.items() if one.frame_ms is None}
    for seek in (painted_over, written_across):
        painted = seek(asked.plane)
        if painted is None:
            continue
        queries = [
            QueryHash(value, orientation, Region.WHOLE)
            for orientation, value in pdq.dihedral(filled(asked.plane, painted))[1]
        ]
        near = _roughly_near(store, hashes, queries, coarse.FILLED_BITS, without=without)
        if beside := _laid_over(store, asked, size, seeming | near, painted):
            return beside
    return {}


def _roughly_near(
    store: SqliteStore,
    hashes: HammingIndex,
    queries: Sequence[QueryHash],
    bits: int,
    *,
    without: Collection[int],
) -> dict[int, tuple[Orientation, Region]]:
    """Pictures whose hash lies within so many bits of a query, by row, nearest first, and which query it is."""
    if not queries:
        return {}
    near = hashes.search([query.value for query in queries], bits)
    owners = store.owners({candidate.fingerprint_id for candidate in near})
    hits = [
        hit
        for hit in whole.best_hits(near, queries, owners)
        if hit.item not in without and hit.fingerprint.region is Region.WHOLE
    ]
    return {hit.item: (hit.query.orientation, hit.query.region) for hit in hits[: coarse.MOST]}


def _laid_over(
    store: SqliteStore,
    asked: Examined,
    size: tuple[int, int],
    items: dict[int, tuple[Orientation, Region]],
    painted: Painted | None = None,
) -> dict[int, Verified]:
    """Those of the items whose pixels agree, when the asked picture is laid over them so."""
    if asked.plane is None:
        return {}
    sizes, thumbnails = store.sizes(items), store.thumbnails(items)
    found = {}
    for item, (orientation, region) in items.items():
        if item not in sizes or item not in thumbnails:
            continue
        verified = coarse.verify(
            asked.plane,
            grey_of(thumbnails[item]),
            orientation=orientation,
            region=region,
            asked_size=size,
            stored_size=sizes[item],
            painted=painted,
        )
        if verified:
            found[item] = verified
    return found


def matches_of_new(
    store: SqliteStore, index: LocalIndex, new: Examined, *, row: int, led: list[Lead] | None = None
) -> dict[int, Match]:
    """The same for a picture that was just recorded as the item of this row, among those that were there before it.

    Made of its stored features: finds a little less than a check, and is quick. ``led`` takes up where films may show
    it; None where there are none.
    """
    if new.plane is None or new.points is None or not (new.width and new.height):
        return {}
    view = small_view(new.plane, new.points)
    most = FEW if led is None else 2 * FEW  # key frames take no picture's place
    found = verified_by(store, index, view, asked_size=(new.width, new.height), most=most, before=row, led=led)
    return _named(store, told_apart(telling(found)), new.plane)


def _named(
    store: SqliteStore, found: dict[int, Verified], plane: NDArray[np.uint8], colours: Colours | None = None
) -> dict[int, Match]:
    items = store.items(found)
    asked_colour = colours.asked() if colours and found else None
    coloured = _to_be_coloured(found) if asked_colour else ()
    return {
        row: match_of(
            _at_its_moment(store, row, one._replace(judgement=of_one_moment(one.judgement)), plane),
            items[row],
            asked=plane,
            thumbnail=one.thumbnail,
            asked_colour=asked_colour,
            stored_colour=colours.of(items[row]) if colours and row in coloured else None,
        )
        for row, one in found.items()
    }


def _to_be_coloured(found: dict[int, Verified]) -> list[int]:
    """The best of those that are reuse of a picture."""
    reuse = [row for row, one in found.items() if one.judgement.relation in parts.REUSE and one.frame_ms is None]
    return sorted(reuse, key=lambda row: -found[row].judgement.score)[:MOST_COLOURED]


def _at_its_moment(store: SqliteStore, row: int, verified: Verified, plane: NDArray[np.uint8]) -> Verified:
    """The same; of a video not with the time of the key frame, but with that of the frame most like the still.

    Key frames lie seconds apart. One that only shows the same scene leads to the frame that is the still.
    """
    held = store.frames_of(row) if verified.frame_ms is not None and verified.thumbnail is not None else None
    if held is None or verified.frame_ms is None or verified.thumbnail is None:
        return verified
    from provenance.fingerprints.frames import FrameHashes
    from provenance.matching.laid import Sighting, moment

    judgement = verified.judgement
    sighting = Sighting(0, verified.frame_ms, verified.overlap.transform, judgement.score)
    found = moment(plane, sighting, verified.thumbnail, FrameHashes.unpack(held[1]))
    if found is None:
        return verified
    if judgement.relation in STILL_BITS and found.bits <= STILL_BITS[judgement.relation]:
        sentence = f"{found.bits} of 256 bits differ there, and a key frame near it has features of the picture"
        judgement = judgement._replace(relation=Relation.PROBABLE, score=max(0.0, judgement.score), sentence=sentence)
    return verified._replace(frame_ms=found.ms, judgement=judgement)


def find(
    store: SqliteStore,
    index: LocalIndex,
    views: Views,
    *,
    asked_size: tuple[int, int],
    without: Collection[int] = (),
    led: list[Lead] | None = None,
) -> dict[int, Verified]:
    """For each archived item, by row, the best that any view found of it; what says nothing is left out.

    ``led`` takes up where films may show it.
    """
    found: dict[int, Verified] = {}
    for view in _views(views, found, asked_size):
        most = SHORTLIST if not view.variants[0].negative else FEW_NEGATIVE
        by_view = verified_by(store, index, view, asked_size=asked_size, most=most, without=without, led=led)
        for item, verified in by_view.items():
            if item not in found or _says_more(verified, found[item]):
                found[item] = verified
    return told_apart(telling(found))


def verified_by(
    store: SqliteStore,
    index: LocalIndex,
    view: View,
    *,
    asked_size: tuple[int, int],
    most: int,
    before: int | None = None,
    without: Collection[int] = (),
    only_pictures: bool = False,
    led: list[Lead] | None = None,
) -> dict[int, Verified]:
    """Items with which the view shares a geometry, by row; with ``before`` only those of lower rows.

    Not all of them say something: see :func:`telling`. ``led`` takes up each key frame that shares one, also those that
    only lead; where it is None these are not looked at.
    """
    found_too = (BATCH_MATES if before is not None else 0) + len(without) + (most if led is None else 0)
    candidates = index.search([probe_of(variant.features) for variant in view.variants], most + found_too)
    stored = _stored(store, [candidate.feature_id for candidate in candidates], before=before, without=without)
    if only_pictures:
        stored = {feature: (item, kept) for feature, (item, kept) in stored.items() if kept.frame_ms is None}
    if led is None:
        stored = {feature: (item, kept) for feature, (item, kept) in stored.items() if not kept.only_leads}
    chosen = [(one.variant, stored[one.feature_id]) for one in candidates if one.feature_id in stored][:most]
    checked = parts.verify(view, [(variant, kept) for variant, (_, kept) in chosen], asked_size=asked_size)
    found: dict[int, Verified] = {}
    for (_, (item, kept)), verified in zip(chosen, checked, strict=True):
        if verified is None:
            continue
        if led is not None and kept.frame_ms is not None:
            led += by_key_frame(item, kept.frame_ms, verified.evidence.inliers)
        if not kept.only_leads and (item not in found or _says_more(verified, found[item])):
            found[item] = verified._replace(frame_ms=kept.frame_ms, stored=kept)
    return found


def telling(found: dict[int, Verified]) -> dict[int, Verified]:
    """Those that are more than a chance."""
    return {item: one for item, one in found.items() if one.judgement.relation is not None}


def _says_more(one: Verified, other: Verified) -> bool:
    def weight(verified: Verified) -> tuple[bool, float]:
        return verified.judgement.relation is not None, verified.judgement.score

    return weight(one) > weight(other)


def _views(views: Views, found: dict[int, Verified], asked_size: tuple[int, int]) -> Iterator[View]:
    """Views in the order of their cost, while what was found leaves something to be explained.

    The large view costs more than all others together. It makes sure of what another one saw a trace of, so it is
    left out where no archived picture shares a geometry with the asked one: so it is for 9 of 10 unseen pictures,
    and for no copy that only the large view can tell, down to parts of a fifth of the asked picture's width.
    """
    further: tuple[Callable[[], View | None], ...] = (views.usual, views.negative, views.trimmed, views.large)
    for make in further:
        if make == views.negative and any(_is_copy(one) for one in found.values()):
            continue
        if make == views.large and not found:
            continue
        several = sum(_is_copy(one) for one in found.values()) > 1
        if _explained(found, asked_size) >= (ALL_EXPLAINED if several else EXPLAINED):
            return
        view = make()
        if view is not None:
            yield view


def _is_copy(verified: Verified) -> bool:
    return verified.judgement.relation is Relation.COPY


def _explained(found: dict[int, Verified], asked_size: tuple[int, int]) -> float:
    """The share of the asked picture that copies show; what two of them show counts once."""
    areas = [_area_shown(one.overlap) for one in found.values() if _is_copy(one)]
    if not areas:
        return 0.0
    grid = np.zeros((48, 48), np.uint8)
    import cv2

    longer = max(asked_size)
    scale = np.array([48 * longer / asked_size[0], 48 * longer / asked_size[1]])
    for area in areas:
        if len(area) >= 3:
            cv2.fillConvexPoly(grid, np.rint(area * scale).astype(np.int32), 1)
    return float(max(grid.mean(), *(share_of(area, asked_size) for area in areas)))


def _area_shown(overlap: Overlap) -> NDArray[np.float64]:
    """The part of the asked picture that shows the archived one: of a part of a collage only its own cell."""
    cell = overlap.check.cell_of_collage() if overlap.check is not None else None
    if cell is None:
        return shared_area(overlap).asked
    left, top, right, bottom = cell
    return moved(overlap.transform, np.array([[left, top], [right, top], [right, bottom], [left, bottom]]))


def _stored(
    store: SqliteStore, feature_ids: Sequence[int], *, before: int | None, without: Collection[int]
) -> dict[int, tuple[int, Stored]]:
    """What is kept of the pictures of these features: item row, and features with thumbnail and size."""
    rows = {
        feature: (item, value)
        for feature, (item, value) in store.features(feature_ids).items()
        if (before is None or item < before) and item not in without
    }
    owners = {item for item, _ in rows.values()}
    sizes = store.sizes(owners)
    thumbnails = store.thumbnails(owners)
    masks = masks_of(store, owners)
    frames = store.key_frames(rows) if store.has_frames() else {}
    found = {}
    for feature, (item, value) in rows.items():
        if item not in sizes:
            continue
        frame = frames.get(feature)
        jpeg = frame.jpeg if frame else thumbnails.get(item)
        thumbnail = grey_of(jpeg) if jpeg else None
        size = _size_in_bars(frame, thumbnail) if frame else sizes[item]
        kept = parts.stored(local.unpack(value), thumbnail, size, masks.get(item, ()))
        if frame:
            kept = kept._replace(frame_ms=frame.frame_ms, only_leads=frame.only_leads)
        found[feature] = (item, kept)
    return found


def _size_in_bars(frame: KeyFrameOnRecord, thumbnail: NDArray[np.uint8] | None) -> tuple[int, int]:
    """Of the picture in a video's frame, of which features and thumbnail were made: bars are left out before."""
    size = (frame.width, frame.height)
    return screen_from(size, (thumbnail.shape[1], thumbnail.shape[0])).picture if thumbnail is not None else size


def masks_of(store: SqliteStore, items: Iterable[int]) -> dict[int, tuple[Mask, ...]]:
    """What the sources of these items put on all that they publish, as far as it was learned, by item row."""
    return {
        item: tuple(Mask(mask["aspect"], tuple(mask["rows"]), mask["pictures"]) for mask in masks)
        for item, masks in store.masks_of_items(items).items()
    }


def match_of(
    verified: Verified,
    item: MediaItem,
    *,
    asked: NDArray[np.uint8],
    thumbnail: NDArray[np.uint8] | None,
    asked_colour: Image.Image | None = None,
    stored_colour: Image.Image | None = None,
    exact: bool = False,
) -> Match:
    """The match that a verified candidate is, with what was changed.

    Args:
        verified: with a relation.
        item: the archived item.
        asked: grey plane of the asked picture.
        thumbnail: grey plane of the archived one; None where none is kept, and only the transform is described.
        asked_colour: the asked picture in RGB, small; without both nothing is said of colours.
        stored_colour: the archived one.
        exact: of a video the very frame was compared, and no key frame beside it.
    """
    overlap, judgement = verified.overlap, verified.judgement
    assert judgement.relation is not None  # noqa: S101 - what says nothing was left out before
    if thumbnail is None:
        thumbnail = _unchanged(overlap, asked)
    described = describe(
        overlap,
        asked=asked,
        thumbnail=thumbnail,
        asked_colour=asked_colour,
        stored_colour=stored_colour,
        apart=verified.frame_ms is not None and not exact,
    )
    turns = round(described.rotation / 90) % 4 * 90
    detail, still = _detail(verified._replace(overlap=described.overlap), described), tuple[Alteration, ...]()
    sentence = judgement.sentence
    if verified.frame_ms is not None:
        detail |= {"frame_ms": verified.frame_ms, "of_frame": detail["kept"], "kept": 0.0}  # a moment of the whole
        still = (Alteration.STILL,)
        sentence = f"the frame at {clock(verified.frame_ms)} of it: {sentence}"
    moment = judgement.another_moment if judgement.relation is not Relation.COPY else None  # of films nobody asks
    return Match(
        item_id=item.id,
        tier=Tier.LOCAL,
        alterations=tuple(dict.fromkeys((*still, Alteration.RE_ENCODED, *described.alterations))),
        orientation=Orientation(turns, described.mirrored),
        evidence=(*((moment,) if moment else ()), sentence, *described.sentences),
        relation=judgement.relation,
        score=round(judgement.score, 3),
        detail=detail | ({"another_moment": moment} if moment else {}),
    )


def _unchanged(overlap: Overlap, asked: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """The archived picture as it would look if nothing but the transform had been done to it."""
    width, height = rectangle(overlap.stored_size)[2] * THUMBNAIL_SIDE
    plane, _ = laid_over(asked, overlap.transform, (max(2, round(width)), max(2, round(height))))
    return plane


def _detail(verified: Verified, described: Described) -> dict[str, Any]:
    """Plain values: enough to draw the proof again, and to see what the score is made of."""
    overlap = verified.overlap
    shared = shared_area(overlap)
    return {
        "changes": list(described.sentences),
        "transform": [[round(float(value), 6) for value in row] for row in overlap.transform],
        "asked_size": list(overlap.asked_size),
        "stored_size": list(overlap.stored_size),
        "kept": round(described.kept, 4),
        "covers": round(described.covers, 4),
        "shows": _box(shared.stored, overlap.stored_size),
        "place": _box(shared.asked, overlap.asked_size),
        "overlays": [[round(float(side), 4) for side in box] for box in described.overlays],
        "rotation": round(described.rotation, 2),
        "scale": round(described.scale, 4),
        "perspective": described.perspective,
        "negative": described.negative,
        "actions": list(described.actions),
        "score_parts": verified.judgement.parts,
    }


def _box(polygon: NDArray[np.float64], size: tuple[int, int]) -> list[float]:
    """Left, top, right and bottom as shares of a picture's width and height; empty without an area."""
    return [round(side, 4) for side in bounds(polygon, size)] if len(polygon) >= 3 else []


def grey_of(jpeg: bytes) -> NDArray[np.uint8]:
    """The plane of a stored thumbnail."""
    with Image.open(io.BytesIO(jpeg)) as picture:
        return np.asarray(picture.convert("L"))
