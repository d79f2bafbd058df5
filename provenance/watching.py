"""The tier of frames: which seconds of a video were seen before, and which picture is a frame of which video.

Reads, writes nothing. For a video:

1. Hashes of frames are looked up, as they are and mirrored; what is near is aligned in time
   (:mod:`provenance.matching.sequence`).
2. Key frames in what that left unexplained are looked up by their parts (:mod:`provenance.sighting`). Where they show
   frames of an archived video, the asked frames are laid over those (:mod:`provenance.matching.laid`) and aligned too.
3. Title cards and idents are told apart among all that was found (:mod:`provenance.matching.idents`).

For a picture the nearest frame decides (:mod:`provenance.matching.stills`); one that is only roughly near leads to a
look at the film (:mod:`provenance.matching.leads`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from provenance.findings import moments
from provenance.fingerprints.frames import FrameHashes
from provenance.fingerprints.frames import mirrored as mirrored_frames
from provenance.matching import excerpts, idents, lanes, screens, sequence, stills, whole
from provenance.matching.leads import Looked, by_frame, rough_bits
from provenance.model import Alteration, MediaKind, Region, Relation, Stretch
from provenance.named import NamedTuple
from provenance.stored_hashes import FRAME_BITS, MOST_FRAMES

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.examine import Examined
    from provenance.fingerprints.frames import Filmed
    from provenance.index.hamming import HammingIndex
    from provenance.index.local import LocalIndex
    from provenance.matching.excerpts import Look
    from provenance.matching.laid import Sighting
    from provenance.matching.leads import Lead
    from provenance.matching.sequence import Segment
    from provenance.model import Candidate, Match, MediaItem
    from provenance.sighting import Seen
    from provenance.store.sqlite import SqliteStore

BESIDE_MS = 500  # that the end of a segment may lie beside the truth
SHORTEST_MS = 2_000  # of a stretch that is said to be found nowhere
# Rows of the index that a minute of the asked video may be compared with: 0.4 s of work. A thousand hours have eight
# million, and then 25 frames a minute are looked up as they are, and half as many mirrored; up to 100 hours, all are.
ROWS_A_MINUTE = 300_000_000
FEWEST_LOOKED_UP = 12  # frames a minute, mirrored
MOST_PAIRED = 12  # videos of which all frames are compared where not all were looked up
MOST_ROUGH = 12  # frames that are roughly near to a picture and may lead to it, the nearest ones
MOST_LAID = 8  # videos over whose frames those of the asked one are laid, those with the surest key frames


class _Film(NamedTuple):
    """The frames of one archived video."""

    item: int
    duration_ms: int
    frames: FrameHashes


class _Shared(NamedTuple):
    """What the asked video shares with an archived one; segments name their variants by number."""

    film: _Film
    variants: tuple[lanes.Variant, ...]
    looks: tuple[Look | None, ...]  # of each variant
    segments: tuple[Segment, ...]

    @classmethod
    def of(
        cls, film: _Film, variants: tuple[lanes.Variant, ...], looks: tuple[Look | None, ...], asked_ms: int
    ) -> _Shared:
        """Aligned."""
        found = sequence.segments_of(variants, film.frames, query_ms=asked_ms, item_ms=film.duration_ms)
        return cls(film, variants, looks, found)


def matches_of(
    store: SqliteStore,
    index: HammingIndex,
    hashes: HammingIndex,
    asked: Examined,
    *,
    local: LocalIndex | None = None,
    before: int | None = None,
) -> dict[int, Match]:
    """Archived items that share frames with an asked file, by item row. An animation is both picture and video."""
    return looked(store, index, hashes, asked, local=local, before=before).matches


def looked(
    store: SqliteStore,
    index: HammingIndex,
    hashes: HammingIndex,
    asked: Examined,
    *,
    local: LocalIndex | None = None,
    before: int | None = None,
) -> Looked:
    """The same, and where an asked picture may be a frame from in between."""
    still = _looked_up(store, index, asked, before)
    if asked.filmed is None:
        return still
    return Looked(still.matches | matches_of_video(store, index, hashes, asked, local=local, before=before))


def matches_of_video(
    store: SqliteStore,
    index: HammingIndex,
    hashes: HammingIndex,
    asked: Examined,
    *,
    local: LocalIndex | None = None,
    before: int | None = None,
) -> dict[int, Match]:
    """Archived videos and photographs that an asked video shows, by item row.

    Args:
        store: the archive.
        index: of frames of videos.
        hashes: of pictures.
        asked: the video.
        local: the index of parts; None leaves key frames out.
        before: only items of lower rows.
    """
    filmed = asked.filmed
    if filmed is None:
        return {}
    shared = _by_hashes(store, index, filmed, before)
    photographs: dict[int, Match] = {}
    if local is not None:
        from provenance.sighting import seen_of

        explained = [
            (one.query_from_ms, one.query_to_ms)
            for those in shared.values()
            for one in those.segments
            if excerpts.is_explained(one)
        ]
        seen = seen_of(store, local, filmed, explained=explained, before=before)
        photographs = _photographs_in(store, filmed, seen)
        shared |= _by_key_frames(store, filmed, seen, shared)
    whole_ones = _shown_photographs(store, hashes, filmed, before)
    for row in photographs.keys() & whole_ones.keys():
        by_parts, whole_one = photographs[row], whole_ones[row]
        surer, other = (
            (by_parts, whole_one) if by_parts.is_certain and not whole_one.is_certain else (whole_one, by_parts)
        )
        both = [*(moments.spans_of(surer) or ()), *(moments.spans_of(other) or ())]
        whole_ones[row] = excerpts.shown_too(surer, both)
    return photographs | whole_ones | _told(store, filmed, shared)


def matches_by_hashes(store: SqliteStore, index: HammingIndex, filmed: Filmed) -> dict[int, Match]:
    """Archived videos that share seconds with an asked one, by the hashes of its frames alone; by item row."""
    return _told(store, filmed, _by_hashes(store, index, filmed, None))


def found_nowhere(filmed: Filmed, matches: Iterable[Match]) -> tuple[Stretch, ...]:
    """Stretches of an asked video that none of its matches shows. What is black or blank alone is none."""
    explained: list[tuple[int, int]] = []
    for match in matches:
        spans = moments.spans_of(match)
        if spans is None:  # all the time
            return ()
        explained += spans
    times = filmed.frames.times_ms[filmed.frames.comparable]
    found, reached = [], 0
    for begin, to in [*sorted(explained), (filmed.duration_ms, filmed.duration_ms)]:
        within = (times >= reached + BESIDE_MS) & (times <= begin - BESIDE_MS)
        if begin - reached >= SHORTEST_MS and within.any():
            found.append(Stretch(reached, begin))
        reached = max(reached, to)
    return tuple(found)


def _looked_up(store: SqliteStore, index: HammingIndex, asked: Examined, before: int | None) -> Looked:
    """Archived videos of which an asked picture is a frame, and where it may be one from in between."""
    if not asked.queries:
        return Looked({})
    rough = rough_bits(index.covered_rows())
    candidates = index.search([query.value for query in asked.queries], whole.PROBABLE_BITS, roughly=rough)
    near = [one for one in candidates if one.distance_bits <= whole.PROBABLE_BITS]
    rough_ones = sorted((one for one in candidates if one.distance_bits > whole.SAME_PICTURE_BITS), key=_bits)
    rough_ones = rough_ones[:MOST_ROUGH]
    films = _films(store, {one.fingerprint_id >> FRAME_BITS for one in (*near, *rough_ones)})
    photo = np.frombuffer(b"".join(query.value for query in asked.queries), np.uint8).reshape(len(asked.queries), -1)
    shown = [films[number] for number in {one.fingerprint_id >> FRAME_BITS: None for one in near} if number in films]
    return Looked(
        _stills_in(store, [film for film in shown if _is_before(film.item, before)], asked, photo),
        tuple(_leads(films, rough_ones)),
    )


def _bits(candidate: Candidate) -> int:
    return candidate.distance_bits


def _stills_in(
    store: SqliteStore, films: Sequence[_Film], asked: Examined, photo: NDArray[np.uint8]
) -> dict[int, Match]:
    items = store.items({film.item for film in films})
    found: dict[int, Match] = {}
    for film in films:
        shown = stills.frame_of(photo, film.frames, item_ms=film.duration_ms)
        if shown is None or shown.bits > whole.PROBABLE_BITS or film.item not in items:
            continue
        query = asked.queries[shown.variant]
        match = excerpts.still(items[film.item], shown, query.orientation, query.region)
        if film.item not in found or shown.bits < (found[film.item].distance_bits or 0):
            found[film.item] = match
    return dict(sorted(found.items(), key=lambda entry: entry[1].distance_bits or 0))


def _leads(films: Mapping[int, _Film], candidates: Iterable[Candidate]) -> Iterator[Lead]:
    for one in candidates:
        film, at = films.get(one.fingerprint_id >> FRAME_BITS), one.fingerprint_id & (MOST_FRAMES - 1)
        lead = by_frame(film.item, film.frames, at, one.distance_bits) if film else None
        if lead is not None:
            yield lead


def _by_hashes(store: SqliteStore, index: HammingIndex, filmed: Filmed, before: int | None) -> dict[int, _Shared]:
    variants = [(filmed.frames, False), (mirrored_frames(filmed.frames), True)]
    minutes = max(1.0, filmed.duration_ms / 60_000)
    a_minute = max(FEWEST_LOOKED_UP, ROWS_A_MINUTE // max(1, index.covered_rows()) // 3)
    most = (round(2 * minutes * a_minute), round(minutes * a_minute))
    all_looked_up = len(sequence.looked_up(filmed.frames)) <= min(most)
    none = np.empty((0, 3), np.int64)
    hits: dict[int, list[NDArray[np.int64] | None]] = {}
    for number, (frames, _) in enumerate(variants):
        promising = sequence.promising(_candidates(index, frames, most[number]), frames)
        for place, (one, pairs) in enumerate(promising):
            in_full = not all_looked_up and place < MOST_PAIRED
            hits.setdefault(one, [none, none])[number] = None if in_full else pairs
    found = {}
    for number, film in _films(store, hits).items():
        if not _is_before(film.item, before):
            continue
        asked = tuple(
            lanes.Variant(frames, hits[number][at], mirrored) for at, (frames, mirrored) in enumerate(variants)
        )
        shared = _Shared.of(film, asked, (None,) * len(asked), filmed.duration_ms)
        if shared.segments:
            found[film.item] = shared
    return found


def _unhit(frames: FrameHashes) -> tuple[lanes.Variant, ...]:
    """The frames as they are and mirrored, of which the index found nothing near."""
    none = np.empty((0, 3), np.int64)
    return lanes.Variant(frames, none), lanes.Variant(mirrored_frames(frames), none, mirrored=True)


def _candidates(index: HammingIndex, frames: FrameHashes, most: int) -> sequence.Found:
    places = sequence.looked_up(frames, most=most)
    found = index.search([frames.hashes[place].tobytes() for place in places], lanes.RADIUS)
    ids = np.array([one.fingerprint_id for one in found], np.int64)
    return sequence.Found(
        query=np.asarray(places, np.int64)[[one.query for one in found]] if found else np.empty(0, np.int64),
        item=ids >> FRAME_BITS,
        frame=ids & (MOST_FRAMES - 1),
        bits=np.array([one.distance_bits for one in found], np.int64),
    )


def _by_key_frames(
    store: SqliteStore, filmed: Filmed, seen: Mapping[int, list[Seen]], shared: Mapping[int, _Shared]
) -> dict[int, _Shared]:
    """What is shared with the videos whose frames key frames show; what hashes found of them is weighed again."""
    from provenance.partial import grey_of
    from provenance.sighting import closer

    planes = [grey_of(one) if one else None for one in filmed.small]
    if len(planes) != len(filmed.frames.times_ms):
        return {}
    of_films = {
        row: shows
        for row, those in seen.items()
        if (shows := [one for one in those if one.verified.frame_ms is not None])
    }
    surest = sorted(of_films, key=lambda row: -sum(_weight(one) for one in of_films[row]))[:MOST_LAID]
    found = {}
    for row in surest:
        film = _film_of(store, row)
        if film is None:
            continue
        shows = closer(of_films[row], filmed.frames.times_ms, planes)
        votes = [lanes.Seen(one.ms, one.verified.frame_ms or 0, one.is_same_moment) for one in shows]
        known = shared.get(row)
        variants = tuple(one._replace(seen=votes) for one in (known.variants if known else _unhit(filmed.frames)))
        laid_too = _laid_variants(store, filmed, film, planes, shows)
        looks = (*((None,) * len(variants)), *(look for _, look in laid_too))
        again = _Shared.of(film, (*variants, *(one for one, _ in laid_too)), looks, filmed.duration_ms)
        if again.segments:
            found[row] = again
    return found


def _laid_variants(
    store: SqliteStore, filmed: Filmed, film: _Film, planes: list[NDArray[np.uint8] | None], shows: list[Seen]
) -> list[tuple[lanes.Variant, Look]]:
    """The asked frames laid over those of the item, once for each way in which key frames lie in them."""
    from provenance.matching import laid
    from provenance.partial import grey_of

    bases = [laid.Base(one.frame_ms, grey_of(one.jpeg)) for one in store.key_frames_of(film.item) if one.jpeg]
    if not bases:
        return []
    made = []
    for layout in laid.layouts([_sighting(one) for one in shows], bases[0].plane.shape):
        frames, telling = laid.laid(filmed.frames.times_ms, planes, layout, bases)
        of_transform = {id(one.verified.overlap.transform): one for one in shows}
        lying = [of_transform[id(one.transform)] for one in layout]
        best = max(lying, key=_alike)
        votes = [lanes.Seen(one.ms, one.verified.frame_ms or 0, one.is_same_moment) for one in lying]
        mirrored = bool(np.linalg.det(best.verified.overlap.transform) < 0)
        made.append((lanes.Variant(frames, None, mirrored, votes, telling), _look(filmed, best)))
    return made


def _sighting(one: Seen) -> Sighting:
    from provenance.matching.laid import Sighting

    return Sighting(one.ms, one.verified.frame_ms or 0, one.verified.overlap.transform, _weight(one))


def _weight(one: Seen) -> float:
    return max(0.1, one.verified.judgement.score)


def _alike(one: Seen) -> tuple[bool, float, float]:
    """Of key frames that lie alike the one that was nearest to its moment: what is laid over all of them is there too,
    and what moved meanwhile is not."""
    verified = one.verified
    agreeing = verified.evidence.agreeing if verified.overlap.check is not None else 0.0
    return verified.judgement.relation is Relation.COPY, agreeing, _weight(one)


def _look(filmed: Filmed, one: Seen) -> Look:
    """What was done to the frames, told from the key frame of a layout that is most alike; sizes are the file's."""
    from provenance.matching.alterations import describe

    verified = one.verified
    assert verified.thumbnail is not None  # noqa: S101 - key frames are verified by their thumbnails
    said = describe(verified.overlap, asked=one.plane, thumbnail=verified.thumbnail, apart=True)
    asked = _screen_at(filmed, one.ms)
    sentences = tuple(sentence.replace(*asked.as_named) for sentence in said.sentences)
    return excerpts.Look(round(said.kept, 3), round(said.covers * asked.filled, 3), tuple(said.alterations), sentences)


def _screen_at(filmed: Filmed, ms: int) -> screens.Screen:
    """The frame of an asked video at a time."""
    from provenance.sighting import border_at

    size = (filmed.width, filmed.height)
    return screens.Screen(size, screens.inner_size(size, border_at(filmed, ms)))


def _told(store: SqliteStore, filmed: Filmed, shared: Mapping[int, _Shared]) -> dict[int, Match]:
    told = idents.told_apart(
        {row: idents.Shared(one.film.frames, one.segments) for row, one in shared.items()}, filmed.frames
    )
    items = store.items(shared)
    return {
        row: excerpts.excerpt(
            items[row],
            [excerpts.Shown(segment, one.looks[segment.variant]) for segment in told[row]],
            filmed.duration_ms,
            one.film.duration_ms,
            changed=_changed(store, filmed, items[row], row, told[row]),
        )
        for row, one in shared.items()
        if row in items
    }


def _changed(
    store: SqliteStore, filmed: Filmed, item: MediaItem, row: int, segments: Sequence[Segment]
) -> Iterator[tuple[Alteration, str]]:
    """What was done to frames that are shown as a whole; nothing where no picture of one is kept."""
    from provenance import same_moments
    from provenance.partial import grey_of

    size = (item.width or 0, item.height or 0)
    kept = [one for one in store.key_frames_of(row) if one.jpeg]
    real = [one for one in segments if not one.template]
    if not min(size) or not min(filmed.width, filmed.height) or not kept or not real:
        return
    times = filmed.frames.times_ms
    shared = np.any([(times >= one.query_from_ms) & (times <= one.query_to_ms) for one in real], axis=0)
    inside = [one for one in kept if any(those.item_from_ms <= one.frame_ms <= those.item_to_ms for those in real)]
    pictures = [grey_of(one.jpeg or b"").shape for one in inside or kept]
    asked = screens.screen_of((filmed.width, filmed.height), filmed.borders, times[shared].tolist())
    archived = screens.screen_shown(size, [(width, height) for height, width in pictures])
    same = same_moments.compared(filmed, kept, segments, asked=asked.picture, archived=archived.picture)
    cropped = same_moments.cropped(same)
    for change in screens.changes(asked, archived, is_whole=bool(same)):
        if not (cropped and change[0] is Alteration.RESIZED):  # the frames of a crop are smaller, and it is not
            yield change
    yield from cropped
    yield from same_moments.told(same_moments.marks(same))


def _shown_photographs(
    store: SqliteStore, hashes: HammingIndex, filmed: Filmed, before: int | None
) -> dict[int, Match]:
    """Archived photographs that frames of the video show as a whole."""
    frames = filmed.frames
    places = sequence.looked_up(frames)
    queries = [one.hashes[place].tobytes() for one in (frames, mirrored_frames(frames)) for place in places]
    candidates = hashes.search(queries, whole.PROBABLE_BITS)
    owners = store.owners({one.fingerprint_id for one in candidates})
    best: dict[int, tuple[int, bool, int, Region]] = {}  # item: bits, whether mirrored, frame, region of the item
    for one in candidates:
        if one.fingerprint_id not in owners:
            continue
        row, fingerprint = owners[one.fingerprint_id]
        mirrored, place = divmod(one.query, len(places))
        key = (one.distance_bits, bool(mirrored), int(places[place]))
        if _is_before(row, before) and (row not in best or key < best[row][:3]):
            best[row] = (*key, fingerprint.region)
    items = store.items(best)
    found = {}
    for row, (bits, mirrored, frame, region) in best.items():
        if row in items and items[row].kind is MediaKind.IMAGE:
            shown = stills.run_of(frames, frame, item_ms=filmed.duration_ms)._replace(bits=bits)
            found[row] = excerpts.photograph(items[row], shown, region, mirrored=mirrored)
    return found


def _photographs_in(store: SqliteStore, filmed: Filmed, seen: Mapping[int, list[Seen]]) -> dict[int, Match]:
    """Archived photographs that key frames show, cropped or among other things."""
    from provenance.matching.parts import REUSE
    from provenance.partial import match_of
    from provenance.sighting import Planes, shown_from_to

    shows = {
        row: showing
        for row, those in seen.items()
        if (showing := [one for one in those if one.verified.frame_ms is None and one.verified.judgement.relation])
    }
    items = store.items(shows)
    planes = Planes(filmed)
    found = {}
    for row, showing in shows.items():
        one = max(showing, key=_weight)
        match = match_of(one.verified, items[row], asked=one.plane, thumbnail=one.verified.thumbnail)
        if match.is_reuse:
            named = _screen_at(filmed, one.ms).as_named
            changes = [sentence.replace(*named) for sentence in (match.detail or {}).get("changes", ())]
            evidence = tuple(sentence.replace(*named) for sentence in match.evidence)
            match = match._replace(evidence=evidence, detail={**(match.detail or {}), "changes": changes})
            sure = [each for each in showing if each.verified.judgement.relation in REUSE]
            spans = shown_from_to(sure, filmed.frames, planes, asked_ms=filmed.duration_ms)
            found[row] = excerpts.in_frame(match, one.ms, spans)
    return found


def _is_before(row: int, before: int | None) -> bool:
    return before is None or row < before


def _films(store: SqliteStore, ids: Collection[int] | Iterable[int]) -> dict[int, _Film]:
    return {
        number: _Film(item, duration, FrameHashes.unpack(packed))
        for number, (item, duration, packed) in store.frame_sets(ids).items()
    }


def _film_of(store: SqliteStore, row: int) -> _Film | None:
    held = store.frames_of(row)
    return _Film(row, held[0], FrameHashes.unpack(held[1])) if held else None
