"""Two pictures against each other, without an archive between them: what both show, what was changed, which came first.

The same tiers as a check, with the first picture (A) in the place of the archived one:

1. The same bytes.
2. Local features: B is looked at in the views of a check, and held against what the archive would keep of A. Where
   that says less than "copy" the other way round is tried: a small part is easier to find from the part's side.
3. Hashes of the whole, for pictures that are too plain to have features.

Then the alignment is put into words, the witnesses for an ancestor are asked, and the proof picture can be drawn.
"""

from __future__ import annotations

import io
import os
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from PIL import Image

from provenance import framing
from provenance.errors import BadOption
from provenance.findings import moments
from provenance.fingerprints import local
from provenance.fingerprints.borders import trim
from provenance.fingerprints.examine import THUMBNAIL_SIDE, examine_read, large_plane, read
from provenance.fingerprints.views import LARGE_SIDE, Views
from provenance.matching import alterations, parts, pixels, whole
from provenance.matching.ancestor import ARCHIVED, ASKED, likelier
from provenance.matching.overlap import Overlap, rectangle
from provenance.matching.score import of_one_moment
from provenance.media.image import open_image
from provenance.model import FingerprintKind, MediaKind, Region, Relation, Tier
from provenance.named import NamedTuple
from provenance.store import files
from provenance.text import clock

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from numpy.typing import NDArray

    from provenance.fingerprints.examine import Examined, FileBytes, QueryHash
    from provenance.fingerprints.local import LocalFeatures
    from provenance.matching.alterations import Described
    from provenance.matching.ancestor import Ancestor
    from provenance.matching.parts import Stored, Verified
    from provenance.media.image import Limits
    from provenance.model import Fact, Fingerprint, Match, MediaItem, Orientation, Thumbnail
    from provenance.store.sqlite import SqliteStore

NAMES = ("A", "B")
_NAME_A_FRAME = "{0}: is a video, and pictures are laid over each other. Name a frame of it: {0}@00:42"
COLOUR_SIDE = 1600  # pixels: a panel of the proof picture has 780, and parts of it are enlarged
NO_LINES = np.zeros((0, 4), np.float32)


class Side:
    """One of two pictures. What costs time is made when it is asked for."""

    name: str  # as the person gave it
    item: MediaItem | None = None  # that it is, where the archive knows it
    facts: tuple[Fact, ...] = ()
    dates: tuple[str, ...] = ()  # instants at which it certainly was there, UTC
    covered_by: str | None = None  # the item marked graphic that it is, or certainly shows
    is_thumbnail = False  # only the small grey picture was there to compare
    sha256: str | None = None
    size: tuple[int, int]  # pixels, upright, full size: width, height

    @cached_property
    def plane(self) -> NDArray[np.uint8]:
        """Grey, (height, width), at the size at which a check looks."""
        raise NotImplementedError

    @cached_property
    def image(self) -> Image.Image:
        """In colours, for people."""
        raise NotImplementedError

    @cached_property
    def small(self) -> NDArray[np.uint8]:
        """Grey, of a thumbnail's size."""
        return local.reduced(self.plane, THUMBNAIL_SIDE)

    @cached_property
    def features(self) -> LocalFeatures:
        """What an archive stores."""
        found = local.keypoints(self.plane, side=local.STORED_SIDE, most=local.STORED_FEATURES)
        return local.unpack(local.pack(local.encode(found)))

    @cached_property
    def hashes(self) -> tuple[Fingerprint, ...]:
        """Fingerprints, PDQ hashes among them."""
        return ()

    @cached_property
    def queries(self) -> tuple[QueryHash, ...]:
        """What it is looked up by among hashes."""
        return ()

    def large(self) -> NDArray[np.uint8]:
        """The plane in more pixels, where there are more."""
        return self.plane

    def as_stored(self) -> Stored:
        """What an archive would keep of it."""
        return parts.Stored(self.features, self.small, self.size)


class FileSide(Side):
    """A picture in a file."""

    def __init__(
        self,
        file: FileBytes,
        *,
        limits: Limits,
        name: str | None = None,
        item: MediaItem | None = None,
        dates: tuple[str, ...] = (),
    ) -> None:
        """Look at a file that was read.

        Raises:
            MediaError: it cannot be used.
            BadOption: it is a video.
        """
        self.name = name or file.name
        if file.data is None:
            raise BadOption(_NAME_A_FRAME.format(self.name))
        self._file, self._limits = file, limits
        self.item, self.dates = item, dates
        self.sha256 = file.sha256
        self._looked: Examined = examine_read(file, limits=limits, with_facts=False, with_local=True)
        assert self._looked.width and self._looked.height and self._looked.plane is not None  # noqa: S101, PT018
        self.size = (self._looked.width, self._looked.height)
        self.plane = self._looked.plane
        self.hashes, self.queries = self._looked.fingerprints, self._looked.queries

    @cached_property
    def image(self) -> Image.Image:
        """In colours, for people."""
        return open_image(self._file.data or b"", name=self.name, limits=self._limits).colours(COLOUR_SIDE)

    @cached_property
    def facts(self) -> tuple[Fact, ...]:  # type: ignore[override]  # read only where an ancestor is asked for
        """What the file says about itself."""
        from provenance.media.metadata import read_facts

        data = self._file.data or b""
        picture = open_image(data, name=self.name, limits=self._limits)
        return read_facts(data, picture.pil, media_type=picture.media_type).facts

    def large(self) -> NDArray[np.uint8]:
        """The plane in more pixels, where there are more."""
        return large_plane(self._file, limits=self._limits, side=LARGE_SIDE)


class ThumbnailSide(Side):
    """An item whose file is not kept: its small grey picture, and the fingerprints that were made of the file."""

    is_thumbnail = True

    def __init__(
        self,
        thumbnail: Thumbnail,
        item: MediaItem,
        *,
        name: str,
        fingerprints: tuple[Fingerprint, ...] = (),
        facts: tuple[Fact, ...] = (),
        dates: tuple[str, ...] = (),
    ) -> None:
        """Of what the archive keeps."""
        self.name, self.item, self.sha256 = name, item, item.sha256
        self.facts, self.dates, self.hashes = facts, dates, fingerprints
        self.size = (item.width or thumbnail.width, item.height or thumbnail.height)
        with Image.open(io.BytesIO(thumbnail.jpeg)) as opened:
            self.image = opened.convert("RGB")
        self.plane = np.asarray(self.image.convert("L"))

    @cached_property
    def features(self) -> LocalFeatures:
        """What the archive stores; of the thumbnail where it has none."""
        stored = [one for one in self.hashes if one.kind is FingerprintKind.LOCAL and one.version == local.VERSION]
        return local.unpack(stored[0].value) if stored else super().features


class Comparison(NamedTuple):
    """What two pictures have in common."""

    a: Side
    b: Side
    relation: Relation | None  # None: no area was found that both show
    tier: Tier | None  # what found it
    score: float | None  # of the local tier, see matching/score.py
    score_parts: Mapping[str, float]
    evidence: tuple[str, ...]
    overlap: Overlap | None  # how A lies in B
    described: Described | None
    ancestor: Ancestor | None
    moments: str | None = None  # what names the moments of films; None: whoever asked did, or there are none

    @property
    def shares_area(self) -> bool:
        """Whether both show the same pixels somewhere, for certain or probably. A template is not enough."""
        return self.relation in (Relation.COPY, Relation.PROBABLE)

    @property
    def is_graphic(self) -> bool:
        """Whether one of them is marked so, or certainly shows the same as an item that is."""
        return any(side.covered_by for side in (self.a, self.b))

    @property
    def likelier_ancestor(self) -> str | None:
        """ "A", "B" or neither."""
        names = {ARCHIVED: NAMES[0], ASKED: NAMES[1]}
        return names.get(self.ancestor.likelier or "") if self.ancestor else None


class Proof(NamedTuple):
    """A proof picture, and what it is made of."""

    image: Image.Image
    of_thumbnail: bool  # the archived picture's file is not kept: its thumbnail is shown


class _Found(NamedTuple):
    """The best that a tier says of the two."""

    relation: Relation
    tier: Tier
    evidence: tuple[str, ...]
    overlap: Overlap
    score: float | None = None
    score_parts: Mapping[str, float] = {}
    another_moment: bool = False  # perhaps: see matching/score.py


def is_id(name: str) -> bool:
    """Whether a name is the beginning of an item's id. A file of that name comes first."""
    digits = name.lower().removeprefix("m-")
    return bool(digits) and set(digits) <= set("0123456789abcdef") and not os.path.exists(name)  # noqa: PTH110


def side_of_file(name: str, *, limits: Limits, store: SqliteStore | None = None, at_ms: int | None = None) -> Side:
    """A file to be compared; with a store, what the archive knows of it counts.

    Args:
        name: the file; ``clip.mp4@03:12`` is a frame of a video.
        limits: what decoding may cost.
        store: of the archive.
        at_ms: the moment, where the name holds none.

    Raises:
        MediaError, BadOption: it cannot be used.
    """
    path, moment = (name, at_ms) if at_ms is not None else framing.named(name)
    file = read(path, limits=limits)
    row = store.item_by_digest(file.sha256) if store else None
    item = store.items([row])[row] if store and row is not None else None
    dates = _dates_of(store, row) if store and row is not None else ()
    if moment is not None:
        frame = framing.frame_of_file(path, moment, limits=limits)
        return FileSide(framing.as_file(frame, moments.at(path, moment)), limits=limits, item=item, dates=dates)
    return FileSide(file, limits=limits, item=item, dates=dates)


def side_of_item(
    store: SqliteStore, row: int, folder: str, *, name: str, limits: Limits, at_ms: int | None = None
) -> Side:
    """An archived item, or with ``at_ms`` a frame of it: of its kept file, else its thumbnail.

    Raises:
        MediaError: the kept file cannot be used.
        BadOption: it is a video and no moment is named, or nothing of it is kept.
    """
    item = store.items([row])[row]
    if at_ms is not None:
        return _side_of_frame(store, row, item, folder, name=name, limits=limits, ms=at_ms)
    if item.kind is not MediaKind.IMAGE:
        raise BadOption(_NAME_A_FRAME.format(name))
    dates = _dates_of(store, row)
    if item.sha256 and item.file_kept:
        place = files.place_of(folder, item.sha256, item.media_type)
        if os.path.isfile(place):  # noqa: PTH113 - as everywhere on the way of a check
            return FileSide(read(place, limits=limits), limits=limits, name=name, item=item, dates=dates)
    thumbnail = store.thumbnail(row)
    if thumbnail is None:
        raise BadOption(f"{name}: neither its file nor a thumbnail is kept, so there is nothing to lay over a picture")
    return ThumbnailSide(
        thumbnail, item, name=name, fingerprints=store.fingerprints(row), facts=store.facts(row), dates=dates
    )


def _side_of_frame(
    store: SqliteStore, row: int, item: MediaItem, folder: str, *, name: str, limits: Limits, ms: int
) -> Side:
    frame = framing.frame_of_item(store, row, ms, folder=folder, name=name, limits=limits)
    called, dates = moments.at(name, ms), _dates_of(store, row)
    if not frame.is_thumbnail:
        return FileSide(framing.as_file(frame, called), limits=limits, item=item, dates=dates)
    return ThumbnailSide(framing.as_thumbnail(frame), item, name=called, dates=dates)


def _dates_of(store: SqliteStore, row: int) -> tuple[str, ...]:
    """By when each of an item's appearances was there at the latest."""
    return tuple(date.latest for appearance in store.appearances([row]) for date in appearance.dates)


def compare(a: Side, b: Side) -> Comparison:
    """Compare two pictures; what B changes against A, and which of the two is the likelier ancestor."""
    found = _same_file(a, b) or _best(a, b)
    if found is None:
        return Comparison(a, b, None, None, None, {}, (), None, None, None)
    described = ancestor = None
    if found.relation in (Relation.COPY, Relation.PROBABLE) and found.tier is not Tier.EXACT:
        described = _described(found.overlap, a, b)
        found = found._replace(overlap=described.overlap)
        ancestor = likelier(
            found.overlap,
            described,
            asked_facts=b.facts,
            stored_facts=a.facts,
            asked_dates=b.dates,
            stored_dates=a.dates,
            names=NAMES,
        )
    return Comparison(
        a, b, found.relation, found.tier, found.score, found.score_parts, found.evidence, found.overlap,
        described, ancestor,
    )  # fmt: skip


def draw(comparison: Comparison, *, lines: bool = False, hide: bool = False, width: int = 1600) -> Image.Image:
    """The proof picture; see :func:`provenance.exporters.proof.proof`.

    Raises:
        BadOption: no area was found that both show.
    """
    from provenance.exporters.proof import proof

    if comparison.overlap is None:
        raise BadOption("no proof picture: no area was found that both show")
    overlays = comparison.described.overlays if comparison.described else ()
    return proof(
        comparison.a.image,
        comparison.b.image,
        comparison.overlap,
        overlays=overlays,
        lines=lines,
        labels=(f"A: {_file_name(comparison.a)}", f"B: {_file_name(comparison.b)}"),
        hide=hide,
        width=width,
    )


def _file_name(side: Side) -> str:
    """The page may be printed: no folder of this machine on it."""
    return os.path.basename(side.name)  # noqa: PTH119 - bytes that are no UTF-8 survive


class Laid(NamedTuple):
    """How the archived picture of a match lies in the asked one, and what is to be said on the page."""

    overlap: Overlap
    overlays: tuple[alterations.Box, ...]  # regions of the asked picture that differ
    labels: tuple[str, str]  # of the archived picture and the asked one


def laid_match(match: Match, archived: Side, asked: Side) -> Laid:
    """A match that a check found, by the transform that it found."""
    from provenance.exporters.proof import LABELS

    detail = match.detail or {}
    if detail.get("transform"):
        overlap = Overlap(
            np.array(detail["transform"], np.float64),
            asked.size,
            archived.size,
            NO_LINES,
            negative=bool(detail.get("negative")),
            shown=_shown(detail, archived.size),
        )
    else:
        overlap = _laid(match, archived, asked)
    shown = moments.of_match(match)
    labels = LABELS
    if shown.archived_ms is not None or shown.asked_ms is not None:
        labels = (_label(LABELS[0], shown.archived_ms), _label(LABELS[1], shown.asked_ms))
    return Laid(overlap, tuple(alterations.Box(*box) for box in detail.get("overlays", ())), labels)


def _shown(detail: Mapping[str, Any], size: tuple[int, int]) -> tuple[float, float, float, float] | None:
    """What a match says is shown of the archived picture, in units of its longer side."""
    box = detail.get("shows")
    if not box:
        return None
    width, height = (side / max(size) for side in size)
    left, top, right, bottom = box
    return left * width, top * height, right * width, bottom * height


def draw_match(match: Match, archived: Side, asked: Side, *, hide: bool = False) -> Image.Image:
    """The proof picture of a match that a check found."""
    from provenance.exporters.proof import proof

    laid = laid_match(match, archived, asked)
    return proof(archived.image, asked.image, laid.overlap, overlays=laid.overlays, labels=laid.labels, hide=hide)


def _laid(match: Match, archived: Side, asked: Side) -> Overlap:
    """How the archived picture lies in the asked one. Of two frames a match says only that they are alike."""
    if "segments" in (match.detail or {}):
        found = _best(archived, asked)
        if found and found.relation in (Relation.COPY, Relation.PROBABLE):
            return found.overlap
    return _laid_whole(archived, asked, match.orientation, match.item_region, match.query_region)


def _label(which: str, ms: int | None) -> str:
    return f"{which} picture" if ms is None else f"{which} video at {clock(ms)}"


def plain_values(comparison: Comparison) -> dict[str, Any]:
    """A comparison for ``--json``."""
    described, ancestor, overlap = comparison.described, comparison.ancestor, comparison.overlap
    return {
        "a": _plain_side(comparison.a),
        "b": _plain_side(comparison.b),
        "shares_area": comparison.shares_area,
        "relation": comparison.relation,
        "tier": comparison.tier,
        "score": None if comparison.score is None else round(comparison.score, 3),
        "score_parts": dict(comparison.score_parts),
        "evidence": list(comparison.evidence),
        "alterations": list(described.alterations) if described else [],
        "changes": list(described.sentences) if described else [],
        "actions": list(described.actions) if described else [],
        "kept": round(described.kept, 4) if described else None,
        "covers": round(described.covers, 4) if described else None,
        "overlays": [[round(side, 4) for side in box] for box in described.overlays] if described else [],
        "transform": [[round(float(one), 6) for one in row] for row in overlap.transform] if overlap else None,
        "likelier_ancestor": comparison.likelier_ancestor,
        "ancestor": ancestor.sentence if ancestor else None,
        "moments": comparison.moments,
        "votes": [_plain_vote(vote.about, vote.favours, vote.sentence) for vote in ancestor.votes] if ancestor else [],
    }


def _plain_side(side: Side) -> dict[str, Any]:
    return {
        "name": side.name,
        "item_id": side.item.id if side.item else None,
        "width": side.size[0],
        "height": side.size[1],
        "is_thumbnail": side.is_thumbnail,
    }


def _plain_vote(about: str, favours: str, sentence: str) -> dict[str, str]:
    return {"about": about, "favours": NAMES[0] if favours == ARCHIVED else NAMES[1], "sentence": sentence}


# --- what is found


def _same_file(a: Side, b: Side) -> _Found | None:
    if a.sha256 is None or a.sha256 != b.sha256:
        return None
    overlap = Overlap(np.eye(3), b.size, a.size, NO_LINES)
    return _Found(Relation.COPY, Tier.EXACT, ("the same file, byte for byte (SHA-256)",), overlap)


def _best(a: Side, b: Side) -> _Found | None:
    """By parts, and where that says less than "copy" by hashes too: the stronger of both."""
    closer = _by_parts(a, b)
    if closer and closer.relation is Relation.COPY:
        return closer
    hashed = _by_hash(a, b)
    if not (closer and hashed) or closer.another_moment:
        return closer or hashed
    order = tuple(Relation)
    return hashed if order.index(hashed.relation) < order.index(closer.relation) else closer


def _by_parts(a: Side, b: Side) -> _Found | None:
    straight = None if b.is_thumbnail and not a.is_thumbnail else _verified(stored=a, asked=b)
    if straight and straight.judgement.relation is Relation.COPY:
        return _as_found(straight, NAMES[0])
    swapped = _verified(stored=b, asked=a)
    if swapped and (straight is None or swapped.judgement.score > straight.judgement.score):
        found = _as_found(swapped, NAMES[1])
        return found._replace(overlap=_turned_round(found.overlap, a, b))
    return _as_found(straight, NAMES[0]) if straight else None


def _as_found(verified: Verified, stored: str) -> _Found:
    judgement = of_one_moment(verified.judgement)
    assert judgement.relation is not None  # noqa: S101 - what says nothing was left out before
    sentence = judgement.sentence.replace(alterations.NAMES[0], stored)
    moment = judgement.another_moment
    said = (moment, sentence) if moment else (sentence,)
    found = _Found(judgement.relation, Tier.LOCAL, said, verified.overlap, judgement.score, judgement.parts)
    return found._replace(another_moment=moment is not None)


def _verified(*, stored: Side, asked: Side) -> Verified | None:
    """The best that any view of the one finds of the other; dearer views only while none is a copy."""
    kept = stored.as_stored()
    views = Views(asked.plane, asked.large)
    best: Verified | None = None
    for make in (views.usual, views.trimmed, views.large, views.negative):
        view = make()
        if view is None:
            continue
        candidates = [(variant, kept) for variant in range(len(view.variants))]
        for one in parts.verify(view, candidates, asked_size=asked.size):
            if one and one.judgement.relation and (best is None or one.judgement.score > best.judgement.score):
                best = one
        if best and best.judgement.relation is Relation.COPY:
            break
    return best


def _turned_round(overlap: Overlap, a: Side, b: Side) -> Overlap:
    """How A lies in B, from how B lies in A."""
    transform = np.asarray(np.linalg.inv(overlap.transform), np.float64)
    check = pixels.compare(b.plane, a.small, transform)
    return Overlap(
        transform=check.transform if check is not None else transform,
        asked_size=b.size,
        stored_size=a.size,
        lines=overlap.lines[:, [2, 3, 0, 1]],
        check=check,
        negative=overlap.negative,
    )


def _by_hash(a: Side, b: Side) -> _Found | None:
    if not b.queries and a.queries:  # of a thumbnail there are hashes, but not those of its turned copies
        found = _by_hash(b, a)
        return found and found._replace(overlap=_turned_round(found.overlap, a, b))
    nearest = min(_distances(a, b), key=lambda one: one[0], default=None)
    if nearest is None or nearest[0] > whole.PROBABLE_BITS:
        return None
    bits, query, fingerprint = nearest
    relation = Relation.COPY if bits <= whole.SAME_PICTURE_BITS else Relation.PROBABLE
    overlap = _laid_whole(a, b, query.orientation, fingerprint.region, query.region)
    return _Found(relation, Tier.HASH, (whole.nearness_in_words(bits),), overlap)


def _distances(a: Side, b: Side) -> Iterator[tuple[int, QueryHash, Fingerprint]]:
    """Bits between each comparable hash of A and each orientation of B, the simplest relation first."""
    for query in b.queries:
        for fingerprint in a.hashes:
            if fingerprint.kind is FingerprintKind.PDQ:
                bits = (int.from_bytes(query.value) ^ int.from_bytes(fingerprint.value)).bit_count()
                yield bits, query, fingerprint


def _laid_whole(a: Side, b: Side, orientation: Orientation, region_a: Region, region_b: Region) -> Overlap:
    """How A lies in B where B, turned so, fits A: as a whole, or without borders. Improved by the pixels."""
    inverse = np.linalg.inv(_frame(a, region_a) @ _turning(orientation))
    transform = np.asarray(_frame(b, region_b) @ inverse, np.float64)
    check = pixels.compare(b.plane, a.small, transform)
    return Overlap(
        transform=check.transform if check is not None else transform,
        asked_size=b.size,
        stored_size=a.size,
        lines=NO_LINES,
        check=check,
        negative=False,
    )


def _frame(side: Side, region: Region) -> NDArray[np.float64]:
    """From shares of a region to places in its picture, (3, 3)."""
    box = trim(side.plane) if region is Region.TRIMMED else None
    if box is None:
        width, height = rectangle(side.size)[2]
        return np.array([[width, 0, 0], [0, height, 0], [0, 0, 1]], np.float64)
    longer = max(side.plane.shape)
    frame = np.array([[box.width, 0, box.left], [0, box.height, box.top], [0, 0, longer]], np.float64)
    return np.asarray(frame / longer, np.float64)


def _turning(orientation: Orientation) -> NDArray[np.float64]:
    """A quarter turn clockwise as often as it takes, then the mirror, within the unit square, (3, 3)."""
    clockwise = np.array([[0, -1, 1], [1, 0, 0], [0, 0, 1]], np.float64)
    turned = np.linalg.matrix_power(clockwise, orientation.rotated_clockwise // 90)
    mirror = np.array([[-1, 0, 1], [0, 1, 0], [0, 0, 1]], np.float64)
    return np.asarray(mirror @ turned if orientation.mirrored else turned, np.float64)


def _described(overlap: Overlap, a: Side, b: Side) -> Described:
    colours = not (a.is_thumbnail or b.is_thumbnail)
    return alterations.describe(
        overlap,
        asked=b.plane if b.is_thumbnail else np.asarray(b.image.convert("L")),
        thumbnail=a.small,
        asked_colour=b.image if colours else None,
        stored_colour=a.image if colours else None,
        names=NAMES,
    )
