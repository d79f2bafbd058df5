"""The tier of frames: which seconds of a video were seen before, and which picture is a frame of which video.

Reads, writes nothing. Candidates come from the index of frames; what they say is decided by
:mod:`provenance.matching.sequence` for videos and by the distance alone for single pictures.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from provenance.fingerprints.frames import FrameHashes
from provenance.fingerprints.frames import mirrored as mirrored_frames
from provenance.matching import sequence, whole
from provenance.model import Alteration, Match, MediaKind, Orientation, Region, Relation, Tier
from provenance.stored_hashes import FRAME_BITS, MOST_FRAMES
from provenance.text import clock

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence

    from numpy.typing import NDArray

    from provenance.fingerprints.examine import Examined
    from provenance.fingerprints.frames import Filmed
    from provenance.index.hamming import HammingIndex
    from provenance.matching.sequence import Segment
    from provenance.model import MediaItem
    from provenance.store.sqlite import SqliteStore

SURE_EVIDENCE = 20.0  # of a segment: logarithm of odds from which it is called a copy; sequence asks for 12
WHOLE = 0.96  # share of a video from which nothing is called an excerpt; as for pictures
CHANGED_SPEED = 0.03  # share by which a segment must be slower or faster to be called so


class _Set(NamedTuple):
    """The frames of one archived video."""

    item: int
    duration_ms: int
    frames: FrameHashes


def matches_of(
    store: SqliteStore, index: HammingIndex, hashes: HammingIndex, asked: Examined, *, before: int | None = None
) -> dict[int, Match]:
    """Archived items that share frames with an asked file, by item row. An animation is both picture and video."""
    still = matches_of_picture(store, index, asked, before=before)
    return still | matches_of_video(store, index, hashes, asked, before=before)


def matches_of_video(
    store: SqliteStore, index: HammingIndex, hashes: HammingIndex, asked: Examined, *, before: int | None = None
) -> dict[int, Match]:
    """Archived videos and photographs that an asked video shows, by item row; with ``before`` only of lower rows."""
    if asked.filmed is None:
        return {}
    found = _shown_photographs(store, hashes, asked.filmed.frames, before)
    found |= _shared_seconds(store, index, asked.filmed, before)
    return found


def matches_of_picture(
    store: SqliteStore, index: HammingIndex, asked: Examined, *, before: int | None = None
) -> dict[int, Match]:
    """Archived videos of which an asked picture is a frame, by item row."""
    if not asked.queries:
        return {}
    candidates = index.search([query.value for query in asked.queries], whole.PROBABLE_BITS)
    best: dict[int, tuple[int, int, int]] = {}  # set: bits, frame, query
    for one in candidates:
        number, frame = one.fingerprint_id >> FRAME_BITS, one.fingerprint_id & (MOST_FRAMES - 1)
        key = (one.distance_bits, frame, one.query)
        if number not in best or key < best[number]:
            best[number] = key
    sets = _sets(store, best)
    items = store.items({one.item for one in sets.values()})
    found: dict[int, Match] = {}
    for number, (bits, frame, query) in sorted(best.items(), key=lambda entry: entry[1]):
        shown = sets.get(number)
        if shown is None or shown.item in found or shown.item not in items or not _is_before(shown.item, before):
            continue
        looked = asked.queries[query]
        found[shown.item] = _still(items[shown.item], shown, frame, bits, looked.orientation, looked.region)
    return found


def _shared_seconds(store: SqliteStore, index: HammingIndex, filmed: Filmed, before: int | None) -> dict[int, Match]:
    variants = [(filmed.frames, False), (mirrored_frames(filmed.frames), True)]
    none = np.empty((0, 3), np.int64)
    hits: dict[int, list[NDArray[np.int64]]] = {}
    for number, (frames, _) in enumerate(variants):
        for one, pairs in sequence.promising(_candidates(index, frames), frames):
            hits.setdefault(one, [none] * len(variants))[number] = pairs
    sets = _sets(store, hits)
    segments: dict[int, tuple[_Set, tuple[Segment, ...]]] = {}
    for one, by_variant in hits.items():
        other = sets.get(one)
        if other is None or not _is_before(other.item, before):
            continue
        asked = [
            sequence.Variant(frames, by_variant[number], mirrored) for number, (frames, mirrored) in enumerate(variants)
        ]
        shared = sequence.segments_of(asked, other.frames, query_ms=filmed.duration_ms, item_ms=other.duration_ms)
        if shared:
            segments[other.item] = (other, shared)
    items = store.items(segments)
    return {
        row: _excerpt(items[row], shared, filmed.duration_ms, other.duration_ms)
        for row, (other, shared) in segments.items()
        if row in items
    }


def _candidates(index: HammingIndex, frames: FrameHashes) -> sequence.Found:
    places = sequence.looked_up(frames)
    found = index.search([frames.hashes[place].tobytes() for place in places], sequence.RADIUS)
    ids = np.array([one.fingerprint_id for one in found], np.int64)
    return sequence.Found(
        query=np.asarray(places, np.int64)[[one.query for one in found]] if found else np.empty(0, np.int64),
        item=ids >> FRAME_BITS,
        frame=ids & (MOST_FRAMES - 1),
        bits=np.array([one.distance_bits for one in found], np.int64),
    )


def _shown_photographs(
    store: SqliteStore, hashes: HammingIndex, frames: FrameHashes, before: int | None
) -> dict[int, Match]:
    """Archived photographs that frames of the video show as a whole."""
    places = sequence.looked_up(frames)
    candidates = hashes.search([frames.hashes[place].tobytes() for place in places], whole.PROBABLE_BITS)
    owners = store.owners({one.fingerprint_id for one in candidates})
    best: dict[int, tuple[int, int, Region]] = {}  # item: bits, frame, region of the item
    for one in candidates:
        if one.fingerprint_id not in owners:
            continue
        row, fingerprint = owners[one.fingerprint_id]
        key = (one.distance_bits, int(places[one.query]))
        if _is_before(row, before) and (row not in best or key < best[row][:2]):
            best[row] = (*key, fingerprint.region)
    items = store.items(best)
    return {
        row: _photograph(items[row], frames, frame, bits, region)
        for row, (bits, frame, region) in best.items()
        if row in items and items[row].kind is MediaKind.IMAGE
    }


def _still(item: MediaItem, shown: _Set, frame: int, bits: int, orientation: Orientation, region: Region) -> Match:
    """The asked picture is a frame of an archived video."""
    begins, ends = _run(shown.frames, frame)
    at = int(shown.frames.times_ms[frame])
    when = clock(at) if ends - begins < 1000 else f"{clock(begins)} to {clock(ends)}"
    changed = () if orientation.is_upright else (_turned(orientation),)
    return Match(
        item_id=item.id,
        tier=Tier.FRAMES,
        alterations=(Alteration.STILL, *changed),
        orientation=orientation,
        distance_bits=bits,
        query_region=region,
        evidence=(f"the frame at {clock(at)} of it differs in {bits} of 256 bits; it shows the same at {when}",),
        relation=_by_distance(bits),
        detail={"frame_ms": at, "from_ms": begins, "to_ms": ends, "kept": 0.0, "covers": 1.0, "changes": []},
    )


def _photograph(item: MediaItem, frames: FrameHashes, frame: int, bits: int, region: Region) -> Match:
    """An archived photograph is a frame of the asked video."""
    begins, ends = _run(frames, frame)
    at = int(frames.times_ms[frame])
    return Match(
        item_id=item.id,
        tier=Tier.FRAMES,
        alterations=(Alteration.STILL,),
        orientation=Orientation(),
        distance_bits=bits,
        item_region=region,
        evidence=(
            f"the asked video shows it at {clock(at)}, from {clock(begins)} to {clock(ends)}: "
            f"{bits} of 256 bits differ",
        ),
        relation=_by_distance(bits),
        detail={"asked_ms": at, "from_ms": begins, "to_ms": ends, "kept": 1.0, "covers": 0.0, "changes": []},
    )


def _excerpt(item: MediaItem, shared: Sequence[Segment], asked_ms: int, item_ms: int) -> Match:
    """The asked video and an archived one share seconds."""
    real = [one for one in shared if not one.template] or list(shared)
    kept = _share((one.item_from_ms, one.item_to_ms) for one in real) / max(1, item_ms)
    covers = _share((one.query_from_ms, one.query_to_ms) for one in real) / max(1, asked_ms)
    mirrored = sum(one.frames for one in real if one.mirrored) * 2 > sum(one.frames for one in real)
    alterations = [Alteration.RE_ENCODED]
    if min(kept, covers) < WHOLE:
        alterations.append(Alteration.EXCERPT)
    if mirrored:
        alterations.append(Alteration.MIRRORED)
    return Match(
        item_id=item.id,
        tier=Tier.FRAMES,
        alterations=tuple(alterations),
        orientation=Orientation(0, mirrored),
        evidence=tuple(segment_words(one) for one in shared),
        relation=_relation(shared),
        score=round(max(one.evidence for one in real), 2),
        detail={
            "segments": [_plain(one) for one in shared],
            "kept": round(min(1.0, kept), 4),
            "covers": round(min(1.0, covers), 4),
            "changes": [],
        },
    )


def segment_words(one: Segment) -> str:
    """``its 00:42–00:51 is 03:10–03:19, mirrored: 9 of 9 comparable frames agree``."""
    words = f"its {clock(one.query_from_ms)}–{clock(one.query_to_ms)} is "
    words += f"{clock(one.item_from_ms)}–{clock(one.item_to_ms)}"
    if one.mirrored:
        words += ", mirrored"
    if abs(one.speed - 1) > CHANGED_SPEED:
        words += f", at {1 / one.speed:.2f} times the speed"
    if one.template:
        words += ", a shared template"
    return (
        f"{words}: {one.agreeing * 100:.0f} % of {_frames(one)} agree, {one.bits:.0f} of 256 bits apart in the middle"
    )


def _frames(one: Segment) -> str:
    comparable = round(one.frames / one.agreeing) if one.agreeing else one.frames
    return f"{comparable} comparable frames"


def _by_distance(bits: int) -> Relation:
    return Relation.COPY if bits <= whole.SAME_PICTURE_BITS else Relation.PROBABLE


def _relation(shared: Sequence[Segment]) -> Relation:
    if all(one.template for one in shared):
        return Relation.TEMPLATE
    sure = any(one.evidence >= SURE_EVIDENCE and not one.template for one in shared)
    return Relation.COPY if sure else Relation.PROBABLE


def _turned(orientation: Orientation) -> Alteration:
    return Alteration.MIRRORED if orientation.mirrored else Alteration.ROTATED


def _plain(one: Segment) -> dict[str, Any]:
    said = one._asdict()
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in said.items()}


def _share(spans: Iterable[tuple[int, int]]) -> int:
    """Milliseconds that spans cover together."""
    total, reached = 0, -1
    for begin, end in sorted(spans):
        start = max(begin, reached)
        total += max(0, end - start)
        reached = max(reached, end)
    return total


def _run(frames: FrameHashes, frame: int) -> tuple[int, int]:
    """From when to when neighbouring frames show what this one shows, in ms."""
    bits = np.bitwise_count(frames.hashes ^ frames.hashes[frame]).sum(axis=1)
    same = (bits <= whole.SAME_PICTURE_BITS) & frames.comparable
    first = last = frame
    while first > 0 and same[first - 1]:
        first -= 1
    while last + 1 < len(same) and same[last + 1]:
        last += 1
    return int(frames.times_ms[first]), int(frames.times_ms[last])


def _is_before(row: int, before: int | None) -> bool:
    return before is None or row < before


def _sets(store: SqliteStore, ids: Collection[int]) -> dict[int, _Set]:
    return {
        number: _Set(item, duration, FrameHashes.unpack(packed))
        for number, (item, duration, packed) in store.frame_sets(ids).items()
    }
