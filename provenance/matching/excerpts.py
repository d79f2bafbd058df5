"""What videos and pictures share, as matches and in words: segments, stills, photographs that a film shows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.matching import whole
from provenance.matching.lanes import RADIUS
from provenance.matching.sequence import FULLY_AGREEING, SAME_SPEED
from provenance.model import Alteration, Match, Orientation, Region, Relation, Tier
from provenance.named import NamedTuple
from provenance.text import CHANGED_SPEED, clock, said_speed, spans_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from provenance.matching.sequence import Segment
    from provenance.matching.stills import Still
    from provenance.model import MediaItem

SURE_EVIDENCE = 20.0  # of a segment: logarithm of odds from which it is called a copy; sequence asks for 16
WHOLE = 0.96  # share of a video from which nothing is called an excerpt; as for pictures
WHOLE_FRAME = 0.94  # share of a frame from which nothing is called cropped, or put on something else
SLIGHT_CROP = 0.8  # share of a frame: crops that leave more may be seen by hashes of whole frames


class Look(NamedTuple):
    """How frames of the item lie in those of the query, as key frames show it."""

    kept: float  # share of the item's frame that is shown
    covers: float  # share of the query's frame that it fills
    alterations: tuple[Alteration, ...]
    changes: tuple[str, ...]  # sentences


class Shown(NamedTuple):
    """A segment, and how it looks where that is not as a whole."""

    segment: Segment
    look: Look | None = None


def excerpt(
    item: MediaItem,
    shared: Sequence[Shown],
    asked_ms: int,
    item_ms: int,
    *,
    changed: Iterable[tuple[Alteration, str]] = (),
) -> Match:
    """The asked video and an archived one share seconds.

    ``changed``: what was done to frames that are shown as a whole, each with its sentence.
    """
    real = [one for one in shared if not one.segment.template] or list(shared)
    segments = [one.segment for one in real]
    kept = _share((one.item_from_ms, one.item_to_ms) for one in segments) / max(1, item_ms)
    covers = _share((one.query_from_ms, one.query_to_ms) for one in segments) / max(1, asked_ms)
    mirrored = sum(one.frames for one in segments if one.mirrored) * 2 > sum(one.frames for one in segments)
    alterations = [Alteration.RE_ENCODED]
    if min(kept, covers) < WHOLE:
        alterations.append(Alteration.EXCERPT)
    if mirrored:
        alterations.append(Alteration.MIRRORED)
    longest = max(segments, key=lambda one: one.query_to_ms - one.query_from_ms)
    told: list[str] = []
    if speed := said_speed(longest.speed, *spans_of(longest)):
        alterations.append(Alteration.SLOWED if speed < 1 else Alteration.SPED_UP)
        told.append(f"played {_speed_words(speed)}")
    looks = {one.look: None for one in real if one.look}
    if not looks or all(_is_slight(look) for look in looks):
        changed = tuple(changed)
        if Alteration.CROPPED in (alteration for alteration, _ in changed):  # as frames of the same moments show it
            looks = {}
    for alteration, sentence in () if looks else changed:
        alterations.append(alteration)
        told.append(sentence)
    told += dict.fromkeys(said for look in looks for said in look.changes)
    alterations += [change for look in looks for change in look.alterations if change is not Alteration.MIRRORED]
    return Match(
        item_id=item.id,
        tier=Tier.FRAMES,
        alterations=tuple(dict.fromkeys(alterations)),
        orientation=Orientation(0, mirrored),
        evidence=(
            *(segment_words(one, is_crop=Alteration.CROPPED in alterations) for one in shared),
            *told,
        ),
        relation=_relation(shared),
        score=round(max(one.evidence for one in segments), 2),
        detail={
            "segments": [_plain(one) for one in shared],
            "kept": round(min(1.0, kept), 4),
            "covers": round(min(1.0, covers), 4),
            "changes": told,
        },
    )


def _is_slight(look: Look) -> bool:
    """Whether it is no more than a crop that may be none: key frames of two moments lie so far apart as well."""
    return look.kept >= SLIGHT_CROP and look.covers >= WHOLE_FRAME


def spans_of(segment: Segment) -> tuple[tuple[int, int], tuple[int, int]]:
    """From when to when, of the query and of the item."""
    return (segment.query_from_ms, segment.query_to_ms), (segment.item_from_ms, segment.item_to_ms)


def _speed_words(speed: float) -> str:
    """``at half its speed``."""
    for exact, words in ((0.5, "half"), (2.0, "twice")):
        if abs(speed / exact - 1) <= CHANGED_SPEED:
            return f"at {words} its speed"
    return f"at {speed:.2f} times its speed"


def still(item: MediaItem, shown: Still, orientation: Orientation, region: Region) -> Match:
    """The asked picture is a frame of an archived video."""
    when = (
        clock(shown.ms)
        if shown.to_ms - shown.from_ms < 1000
        else f"{_nearest(shown.from_ms)} to {_nearest(shown.to_ms)}"
    )
    changed = () if orientation.is_upright else (_turned(orientation),)
    return Match(
        item_id=item.id,
        tier=Tier.FRAMES,
        alterations=(Alteration.STILL, *changed),
        orientation=orientation,
        distance_bits=shown.bits,
        query_region=region,
        evidence=(
            f"the frame at {clock(shown.ms)} of it differs in {shown.bits} of 256 bits; it shows the same at {when}",
        ),
        relation=_by_distance(shown.bits),
        detail=_times(shown, "frame_ms") | {"kept": 0.0, "covers": 1.0, "changes": []},
    )


def photograph(item: MediaItem, shown: Still, region: Region, *, mirrored: bool = False) -> Match:
    """An archived photograph is a frame of the asked video."""
    return Match(
        item_id=item.id,
        tier=Tier.FRAMES,
        alterations=(Alteration.STILL, Alteration.MIRRORED) if mirrored else (Alteration.STILL,),
        orientation=Orientation(0, mirrored),
        distance_bits=shown.bits,
        item_region=region,
        evidence=(
            f"the asked video shows it at {clock(shown.ms)}, "
            f"from {_nearest(shown.from_ms)} to {_nearest(shown.to_ms)}: {shown.bits} of 256 bits differ",
        ),
        relation=_by_distance(shown.bits),
        detail=_times(shown, "asked_ms") | {"kept": 1.0, "covers": 0.0, "changes": []},
    )


def in_frame(match: Match, ms: int, spans: Sequence[tuple[int, int]]) -> Match:
    """An archived photograph that a key frame of the asked video shows a part of, or among other things.

    ``spans``: from when to when it is shown, in the order of time; one of them holds ``ms``.
    """
    detail: Mapping[str, Any] = match.detail or {}
    return match._replace(
        tier=Tier.FRAMES,
        alterations=tuple(dict.fromkeys((Alteration.STILL, *match.alterations))),
        evidence=(f"the asked video shows it at {clock(ms)}: {match.evidence[0]}", *match.evidence[1:]),
        detail={**detail, "asked_ms": ms, **_from_to(ms, spans), "covers": 0.0},
    )


def shown_too(match: Match, spans: Iterable[tuple[int, int]]) -> Match:
    """An archived photograph that the asked video shows at further times too."""
    detail: Mapping[str, Any] = match.detail or {}
    met: list[tuple[int, int]] = []
    for begin, end in sorted({(detail["from_ms"], detail["to_ms"]), *spans}):
        if met and begin <= met[-1][1]:
            met[-1] = (met[-1][0], max(met[-1][1], end))
        else:
            met.append((begin, end))
    return match._replace(detail={**detail, **_from_to(detail["asked_ms"], met)})


def _from_to(ms: int, spans: Sequence[tuple[int, int]]) -> dict[str, Any]:
    """From when to when a photograph is shown at a time, and where it is shown several times, when."""
    begin, end = next(span for span in spans if span[0] <= ms <= span[1])
    return {"from_ms": begin, "to_ms": end} | ({"spans": [list(one) for one in spans]} if len(spans) > 1 else {})


def segment_words(shown: Shown, *, is_crop: bool = True) -> str:
    """``its 00:42–00:51 is 03:10–03:19, mirrored: all 18 frames compared agree, half within 12 of 256 bits``.

    ``is_crop``: that its frames are cropped is sure: key frames of two moments of a zoom lie as a slight crop does.
    """
    one, look = shown
    asked, archived = spans_in_words(*spans_of(one))
    words = f"its {asked} is {archived}"
    if one.mirrored:
        words += ", mirrored"
    if look and look.kept < WHOLE_FRAME and is_crop:
        words += f", cropped to {look.kept * 100:.0f} % of the frame"
    if look and look.covers < WHOLE_FRAME:
        words += f", in {look.covers * 100:.0f} % of the asked frame"
    if speed := said_speed(one.speed, *spans_of(one)):
        words += f", at {speed:.2f} times its speed"
    elif said_speed(one.speed):
        words += ", too short to tell its speed"
    if one.template:
        words += ", a shared template"
    if one.at_opposite_ends:
        words += ", with which one begins and the other ends, as with an ident"
    comparable = round(one.frames / one.agreeing) if one.agreeing else one.frames
    return (
        f"{words}: {'all' if one.frames == comparable else f'{one.frames} of'} {comparable} frames compared agree, "
        f"half of them within {one.bits:.0f} of 256 bits (frames of other films differ in 100 and more)"
    )


def is_sure(segment: Segment) -> bool:
    """Whether a segment may be called a copy without a person's look."""
    return segment.evidence >= SURE_EVIDENCE and not segment.template


def is_explained(segment: Segment) -> bool:
    """Whether hashes of whole frames say all there is to say, so that key frames need not be looked up.

    A crop of a shot that zooms is like a later moment of it, and so like a slower or faster film.
    """
    is_near = segment.bits <= RADIUS and segment.agreeing >= FULLY_AGREEING
    return is_sure(segment) and is_near and abs(segment.speed - 1) <= SAME_SPEED


def _times(shown: Still, name: str) -> dict[str, Any]:
    return {name: shown.ms, "from_ms": shown.from_ms, "to_ms": shown.to_ms}


def _by_distance(bits: int) -> Relation:
    return Relation.COPY if bits <= whole.SAME_PICTURE_BITS else Relation.PROBABLE


def _relation(shared: Sequence[Shown]) -> Relation:
    if all(one.segment.template for one in shared):
        return Relation.TEMPLATE
    return Relation.COPY if any(is_sure(one.segment) for one in shared) else Relation.PROBABLE


def _turned(orientation: Orientation) -> Alteration:
    return Alteration.MIRRORED if orientation.mirrored else Alteration.ROTATED


def _plain(shown: Shown) -> dict[str, Any]:
    said = shown.segment._asdict()
    del said["variant"]
    said |= {
        "frame_kept": shown.look.kept if shown.look else 1.0,
        "frame_covers": shown.look.covers if shown.look else 1.0,
    }
    return {name: round(value, 3) if isinstance(value, float) else value for name, value in said.items()}


def _share(spans: Iterable[tuple[int, int]]) -> int:
    """Milliseconds that spans cover together."""
    total, reached = 0, -1
    for begin, end in sorted(spans):
        start = max(begin, reached)
        total += max(0, end - start)
        reached = max(reached, end)
    return total


def _nearest(ms: int) -> str:
    """The nearest second: an edge that is measured a frame early is not the second before."""
    return clock(round(ms / 1000) * 1000)
