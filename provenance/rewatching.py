"""A kept film is looked at again, where something leads to it and nothing is certain.

Hashes are kept of two frames a second, features of one frame in some seconds. In a shot that moves, a still lies in
between. So (:mod:`provenance.matching.leads`) says where it may be, and here that is decided:

1. Of the likeliest films whose file is kept, a few seconds are decoded again. Bounded, and what is left out is said.
2. Each frame is hashed, and compared with the picture in all its orientations. A near one is the still.
3. Where none is near, as in a crop, frames are held against the picture by their features and pixels, as archived
   pictures would be: those with the nearest hashes, then spread ones, and at last those around the best.
4. A still is described against its own frame, whether a key frame near it led there or a hash: what moved meanwhile is
   no edit, and a hash says nothing of bars and logos.
5. Where a film is found so, stored matches say which seconds of other films these are, and there it is looked too.

That one film is certain ends nothing: a film that published it again does not hide the one that it was taken from.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import numpy as np

from provenance.carrying import reached
from provenance.errors import MediaError
from provenance.fingerprints import local
from provenance.fingerprints.examine import THUMBNAIL_SIDE, large_plane
from provenance.fingerprints.filming import glimpses
from provenance.fingerprints.frames import FrameHashes
from provenance.fingerprints.views import LARGE_SIDE, Views
from provenance.matching import excerpts, leads, parts, stills, whole
from provenance.matching.overlap import placement
from provenance.matching.pixels import SAME
from provenance.model import Alteration, Relation, Tier
from provenance.named import NamedTuple
from provenance.partial import match_of
from provenance.store import files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.examine import Examined, FileBytes
    from provenance.fingerprints.filming import Glimpse
    from provenance.fingerprints.views import View
    from provenance.matching.leads import Lead, Rewatched
    from provenance.matching.parts import Stored, Verified
    from provenance.media.limits import Limits
    from provenance.model import Match, MediaItem
    from provenance.store.sqlite import SqliteStore

EVERY_MS = 60  # of the frames that are hashed: to the nearest one even a bird's wing moves little
FINEST_MS = 20  # of those among which the very frame is sought
COARSE_MS = 300  # of those that are compared by features first: hand-held, a tenth of the frame at most
FINE_MS = 150  # and then, where they show the same scene
LOT = 5  # compared at a time; when one is a copy, the others are spared
STEPS = (3, 1)  # frames, from the best to its neighbours
MOST_FILMS = 2  # that are looked at again; each takes a second
MOST_LEADS = 3  # of each
BESIDE_MS = 500  # of a moment that a key frame found: there its own frame is sought
FEW_FRAMES = 32  # that are all compared: between two of them something may jump
ALIKE_STEPS = 20  # in which the share of cells that agree is told: less is noise
FAR_MS = 5_000  # from that moment: before a ground that stands still, one key frame may stand for all of a shot
MOST_DESCRIBED = 2  # films
MOST_CARRIED = 3  # films that stored matches join to one that was found: a second of each is looked at
FIRST = tuple(Relation)
_UNREAD = "some frames of {} that it may be one of: they cannot be decoded, or take too long"


class _Asked(NamedTuple):
    """The asked picture, as it is compared."""

    examined: Examined
    plane: NDArray[np.uint8]
    size: tuple[int, int]
    views: Views


def closer(
    store: SqliteStore,
    found: dict[int, Match],
    led: Sequence[Lead],
    file: FileBytes,
    asked: Examined,
    *,
    folder: str,
    limits: Limits,
) -> Rewatched:
    """The matches, those of films replaced for which a frame says more, and those of films that are found so.

    Args:
        store: of the archive.
        found: matches of an asked picture, by item row; a film that is certain among them is not looked at again.
        led: where it may be a frame of a film.
        file: the asked picture.
        asked: what was made of it.
        folder: where files are kept.
        limits: what decoding may cost.
    """
    if asked.plane is None or not (asked.width and asked.height):
        return leads.Rewatched(_marked(found, {}))
    led = [lead for lead in led if not _is_decided(found, lead.item)]
    if not led and not any(_is_decided(found, row) for row in found):
        return leads.Rewatched(_marked(found, {}))
    views = Views(asked.plane, lambda: large_plane(file, limits=limits, side=LARGE_SIDE))
    again = _Again(store, _Asked(asked, asked.plane, (asked.width, asked.height), views), folder, limits, dict(found))
    left_out = again.look(led, most=MOST_FILMS)
    again.look(again.carried(), most=MOST_CARRIED)
    again.describe()
    again.describe_hashed()
    return leads.Rewatched(_marked(again.found, again.looked_at), (*again.unread, *left_out))


def _is_decided(found: Mapping[int, Match], row: int) -> bool:
    """Whether an item is certainly found as a moment of a film."""
    return row in found and found[row].is_certain and "frame_ms" in (found[row].detail or {})


class _Again:
    """Films that are looked at again for one picture, each once."""

    def __init__(
        self, store: SqliteStore, picture: _Asked, folder: str, limits: Limits, found: dict[int, Match]
    ) -> None:
        self._store, self._picture, self._folder, self._limits = store, picture, folder, limits
        self.found = found
        self.unread: list[str] = []
        self.looked_at: dict[int, list[tuple[int, int]]] = {}  # stretches, by item row

    def look(self, led: Sequence[Lead], *, most: int) -> tuple[str, ...]:
        """Look at so many films where that leads; for people, which were left out."""
        films = _Films.of(self._store, led, self._folder)
        for row, those in films.likeliest(most).items():
            item, spans = films.items[row], leads.spans(those)
            try:
                frames, is_all = glimpses(films.places[row], spans, every_ms=EVERY_MS, limits=self._limits)
            except MediaError:  # it is reported where the file itself is asked for
                frames, is_all = [], False
            if is_all:
                self.looked_at.setdefault(row, []).extend(spans)
            else:
                self.unread.append(_UNREAD.format(item.id))
            match = _best(self._picture, item, frames) if frames else None
            before = self.found.get(row)
            if match and (before is None or FIRST.index(match.relation) < FIRST.index(before.relation)):
                self.found[row] = match
        return films.not_checked(most)

    def describe(self) -> None:
        """What was changed of a still that a key frame beside it found, against its own frame."""
        found = {
            row: match.detail["frame_ms"]
            for row, match in self.found.items()
            if match.is_certain and match.tier is Tier.LOCAL and "of_frame" in (match.detail or {}) and match.detail
        }
        led = [leads.beside(row, ms) for row, ms in found.items() if row not in self.looked_at]
        films = _Films.of(self._store, led, self._folder)
        for row in list(found)[:MOST_DESCRIBED]:
            verified = self._moment(films, row, found[row]) if row in films.places else None
            if verified and verified.judgement.relation is Relation.COPY:
                picture = self._picture.plane
                self.found[row] = match_of(
                    verified, films.items[row], asked=picture, thumbnail=verified.thumbnail, exact=True
                )

    def describe_hashed(self) -> None:
        """What was changed of a still that a hash found, which says nothing of bars, captions and logos."""
        found = {
            row: match.detail["frame_ms"]
            for row, match in self.found.items()
            if match.is_certain and match.tier is Tier.FRAMES and match.detail and "frame_ms" in match.detail
        }
        led = [leads.beside(row, ms) for row, ms in found.items()]
        films = _Films.of(self._store, led, self._folder)
        for row in [row for row in found if row in films.places][:MOST_DESCRIBED]:
            match, ms = self.found[row], found[row]
            verified = self._most_alike(films, row, (ms - FINEST_MS, ms + FINEST_MS), FINEST_MS)
            if verified and verified.judgement.relation is Relation.COPY:
                said = match_of(
                    verified, films.items[row], asked=self._picture.plane, thumbnail=verified.thumbnail, exact=True
                )
                edits = (one for one in said.alterations if one is not Alteration.RE_ENCODED)  # as every still is
                changed = dict.fromkeys((*match.alterations, *edits))
                detail = {**(said.detail or {}), **(match.detail or {}), "changes": (said.detail or {})["changes"]}
                evidence = (match.evidence[0], *said.evidence[1:])
                self.found[row] = match._replace(alterations=tuple(changed), evidence=evidence, detail=detail)

    def _moment(self, films: _Films, row: int, ms: int) -> Verified | None:
        """The frame that says most near a moment; where none there is the very one, in all the shot around it."""
        near = self._most_alike(films, row, (ms - BESIDE_MS, ms + BESIDE_MS), FINEST_MS)
        if near is None or not _unlike(near):
            return near
        best = max(near, self._most_alike(films, row, self._shot(row, ms), COARSE_MS) or near, key=_weight)
        at = best.frame_ms or 0
        if _unlike(best) and abs(at - ms) > BESIDE_MS - COARSE_MS:
            best = max(
                best, self._most_alike(films, row, (at - COARSE_MS, at + COARSE_MS), FINEST_MS) or best, key=_weight
            )
        return best

    def _shot(self, row: int, ms: int) -> tuple[int, int]:
        """From when to when the shot goes on that a film shows at a time, as far as it is looked through."""
        held = self._store.frames_of(row)
        if held is None:
            return ms, ms
        frames = FrameHashes.unpack(held[1])
        at = max(0, int(np.searchsorted(frames.times_ms, ms, side="right")) - 1)
        first, last = stills.shot_of(frames, at)
        begin, end = int(frames.times_ms[first]), stills.end_of(frames, last, item_ms=held[0])
        return max(begin, ms - FAR_MS), min(end, ms + FAR_MS)

    def _most_alike(self, films: _Films, row: int, span: tuple[int, int], every_ms: int) -> Verified | None:
        begin, end = max(0, span[0]), span[1]
        try:
            frames, _ = glimpses(films.places[row], [(begin, end)], every_ms=every_ms, limits=self._limits)
        except MediaError:  # it is reported where the file itself is asked for
            return None
        return _by_parts(self._picture, films.items[row], frames, thoroughly=True) if frames else None

    def carried(self) -> list[Lead]:
        """Where stored matches say that other films show the moments of those that were found."""
        further = reached(self._store, {row: one for row, one in self.found.items() if _is_decided(self.found, row)})
        return [
            leads.beside(row, round(piece.begin))
            for row, one in further.items()
            for piece in one.pieces
            if not _holds(self.looked_at.get(row, ()), piece.begin)
        ]


def _marked(found: dict[int, Match], looked_at: Mapping[int, Sequence[tuple[int, int]]]) -> dict[int, Match]:
    """The matches; of moments of films that are no reuse, whether the frames around were compared."""
    return {
        row: match._replace(
            detail={**match.detail, "frames_compared": _holds(looked_at.get(row, ()), match.detail["frame_ms"])}
        )
        if match.detail and "frame_ms" in match.detail and not match.is_reuse
        else match
        for row, match in found.items()
    }


def _holds(spans: Iterable[tuple[int, int]], ms: float) -> bool:
    return any(begin <= ms <= end for begin, end in spans)


class _Films(NamedTuple):
    """Films that something leads to."""

    led: list[Lead]  # to those that can be looked at
    items: dict[int, MediaItem]
    places: dict[int, str]  # of their files

    @classmethod
    def of(cls, store: SqliteStore, led: Sequence[Lead], folder: str) -> _Films:
        """Those of a store, as far as their files are there."""
        items = store.items({lead.item for lead in led})
        kept = {row: item for row, item in items.items() if item.file_kept and item.sha256}
        places = {row: files.place_of(folder, item.sha256 or "", item.media_type) for row, item in kept.items()}
        there = {row: place for row, place in places.items() if os.path.isfile(place)}  # noqa: PTH113 - as everywhere
        return cls([lead for lead in led if lead.item in there], items, there)

    def likeliest(self, most: int) -> dict[int, list[Lead]]:
        """Those that are looked at, by item row."""
        return leads.likeliest(self.led, films=most, each=MOST_LEADS)

    def not_checked(self, most: int) -> tuple[str, ...]:
        """For people: which films were left out."""
        beyond, gone = len(self.places) - most, len(self.items) - len(self.places)
        lines = []
        if beyond > 0:
            lines.append(f"{_videos(beyond)} more that it may be a frame of: the {most} likeliest were looked at")
        if gone:
            lines.append(f"what lies between the recorded frames of {_videos(gone)}, of which no file is kept")
        return tuple(lines)


def _videos(count: int) -> str:
    return "1 video" if count == 1 else f"{count:,} videos"


def _best(picture: _Asked, item: MediaItem, frames: Sequence[Glimpse]) -> Match | None:
    """What the frames around the leads say at best."""
    hashed = _by_hash(picture, item, frames)
    if hashed is not None and hashed.relation is Relation.COPY:
        return hashed
    verified = _by_parts(picture, item, frames)
    if verified is None:
        return hashed
    match = match_of(verified, item, asked=picture.plane, thumbnail=verified.thumbnail, exact=True)
    return hashed if hashed and FIRST.index(hashed.relation) <= FIRST.index(match.relation) else match


def _photo(picture: _Asked) -> NDArray[np.uint8]:
    values = [query.value for query in picture.examined.queries]
    return np.frombuffer(b"".join(values), np.uint8).reshape(len(values), -1)


def _by_hash(picture: _Asked, item: MediaItem, frames: Sequence[Glimpse]) -> Match | None:
    hashes = FrameHashes.of([one.ms for one in frames], [one.hash for one in frames], [one.quality for one in frames])
    shown = stills.frame_of(_photo(picture), hashes)
    if shown is None or shown.bits > whole.PROBABLE_BITS:
        return None
    query = picture.examined.queries[shown.variant]
    return excerpts.still(item, shown, query.orientation, query.region)


def _by_parts(
    picture: _Asked, item: MediaItem, frames: Sequence[Glimpse], *, thoroughly: bool = False
) -> Verified | None:
    """The frame that says most, by the cheapest view that finds it.

    ``thoroughly``: that one of them is a copy is known, and the very frame is sought.
    """
    if picture.views.features < local.FEWEST:
        return None
    kept: dict[int, Stored | None] = {}
    for make in (picture.views.usual, picture.views.trimmed, picture.views.large):
        view = make()
        if view is None:
            continue
        look = _Look(view, picture.size, frames, (item.width or 0, item.height or 0), kept)
        look.through(_lots(picture, frames))
        if look.best:
            look.climb()
        if thoroughly and look.best and _unlike(look.best):
            for lot in [range(len(frames))] if len(frames) <= FEW_FRAMES else _spread(frames, FINE_MS):
                look.at(lot)
            look.climb()
        elif look.best and not look.is_copy:  # the scene, at another moment
            look.through(_spread(frames, FINE_MS))
            look.climb()
        if look.best:
            return look.best
    return None


def _lots(picture: _Asked, frames: Sequence[Glimpse]) -> Iterator[list[int]]:
    """Places of frames in the order in which they are compared: those with the nearest hashes, then spread ones."""
    photo = _photo(picture)
    if len(photo):
        hashes = np.frombuffer(b"".join(one.hash for one in frames), np.uint8).reshape(len(frames), -1)
        bits = np.bitwise_count(photo[:, None] ^ hashes).sum(axis=2).min(axis=0)
        yield np.argsort(bits, kind="stable")[:LOT].tolist()
    yield from _spread(frames, COARSE_MS)


def _spread(frames: Sequence[Glimpse], every_ms: int) -> Iterator[list[int]]:
    """Places of frames so far apart, those of each lot spread over all."""
    some = [at for at, one in enumerate(frames) if not at or one.ms // every_ms != frames[at - 1].ms // every_ms]
    lots = -(-len(some) // LOT)
    yield from (some[lot::lots] for lot in range(lots))


class _Look:
    """Frames held against one view of the asked picture, each once."""

    def __init__(
        self,
        view: View,
        asked_size: tuple[int, int],
        frames: Sequence[Glimpse],
        size: tuple[int, int],
        kept: dict[int, Stored | None],
    ) -> None:
        """``kept``: features of frames by their places, from one view to the next."""
        self._view, self._asked_size = view, asked_size
        self._frames, self._size, self._kept = frames, size, kept
        self._said: dict[int, Verified | None] = {}

    @property
    def best(self) -> Verified | None:
        """What says most so far."""
        return max((one for one in self._said.values() if one), key=_weight, default=None)

    @property
    def is_copy(self) -> bool:
        """Whether one of them is the picture."""
        return self.best is not None and self.best.judgement.relation is Relation.COPY

    def through(self, lots: Iterable[Sequence[int]]) -> None:
        """Compare one lot after another, until there is a copy."""
        for lot in lots:
            if self.is_copy:
                return
            self.at(lot)

    def at(self, places: Iterable[int]) -> None:
        """Compare the frames at these places."""
        new = [at for at in dict.fromkeys(places) if at not in self._said and 0 <= at < len(self._frames)]
        self._said |= dict.fromkeys(new)
        for at in new:
            if at not in self._kept:
                self._kept[at] = _stored(self._frames[at], self._size)
        variants = range(len(self._view.variants))
        candidates = [(at, variant, one) for at in new if (one := self._kept[at]) for variant in variants]
        pairs = [(variant, one) for _, variant, one in candidates]
        for (at, _, one), found in zip(
            candidates, parts.verify(self._view, pairs, asked_size=self._asked_size), strict=True
        ):
            before = self._said[at]
            if found and found.judgement.relation and (before is None or _weight(found) > _weight(before)):
                self._said[at] = found._replace(frame_ms=one.frame_ms)

    def climb(self) -> None:
        """Compare the frames around the best, step by step, while that is better: the very moment is there."""
        said = {at: one for at, one in self._said.items() if one}
        top = max(said, key=lambda at: _weight(said[at]))
        for step in STEPS:
            for _ in range(len(self._frames)):
                self.at((top - step, top + step))
                around = {at: one for at in (top - step, top, top + step) if (one := self._said.get(at))}
                higher = max(around, key=lambda at: _weight(around[at]))
                if higher == top:
                    break
                top = higher


def _weight(one: Verified) -> tuple[float, ...]:
    """Of copies the one whose pixels are most alike comes first: they are as sure half a second beside the moment.

    Before a ground that stands still most pixels always are, and what moves tells. Where a camera turns they are as
    much alike too, and the frame that need not be turned is the moment.
    """
    relation = one.judgement.relation
    if relation is Relation.COPY and one.overlap.check is not None:
        rotation = placement(one.overlap).rotation
        alike = -_unlike(one), round(one.overlap.check.median, 2)
        turned = abs(rotation - 90 * round(rotation / 90))
        return 0, *alike, -round(turned, 1), one.overlap.check.share(SAME)
    return -FIRST.index(relation) if relation else -len(FIRST), one.judgement.score


def _unlike(one: Verified) -> int:
    """How many in ALIKE_STEPS of the cells do not agree: 0 for the very frame, unless something lies over it."""
    return round((1 - one.overlap.check.share(SAME)) * ALIKE_STEPS) if one.overlap.check else ALIKE_STEPS


def _stored(frame: Glimpse, size: tuple[int, int]) -> Stored | None:
    """What an archive would keep of a frame, were it a picture; None if it is too plain."""
    points = local.keypoints(frame.plane, side=local.STORED_SIDE, most=local.STORED_FEATURES)
    if len(points.places) < local.FEWEST:
        return None
    features = local.unpack(local.pack(local.encode(points)))
    return parts.Stored(features, local.reduced(frame.plane, THUMBNAIL_SIDE), size, frame_ms=frame.ms)
