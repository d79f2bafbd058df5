"""Which further films show a moment that was found: stored matches of films carry it from one to the next.

Reads, writes nothing. A stored match of two films says which seconds of the one are which of the other. So a moment
that an asked file shares with the one film is a moment of the other, if it lies in these seconds; else it is not, and
what was said of the other film is not said of it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.families import MOSTLY, shares_a_moment
from provenance.matching.excerpts import SURE_EVIDENCE
from provenance.model import Joined, MediaKind, Stretch, Tier
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.model import Match
    from provenance.store.sqlite import SqliteStore

STEPS = 2  # from a film that was found: a copy of a copy
MOST_FILMS = 60  # whose stored matches are read
EDGE_MS = 250  # that an edge of a segment may lie beside the truth: half of what lies between two kept frames
SAME_FRAMES_BITS = 16  # of a stored match up to which frames differ in no part that one would look at
LEAST_MS = 1_500  # of an asked stretch that the seconds of a stored match must cover; half of one that is shorter


class Piece(NamedTuple):
    """Some seconds of the asked file that are some of an item; of a picture its moment, at 0 to 0."""

    asked_from: float
    asked_to: float
    begin: float
    end: float


class Reached(NamedTuple):
    """An item that shows what was found, and the item whose stored match says so."""

    by: int  # row
    pieces: tuple[Piece, ...]


def reached(store: SqliteStore, found: Mapping[int, Match]) -> dict[int, Reached]:
    """Items that show what these matches found, by row, without those that certainly do anyway; nearest first.

    ``found``: what an asked file matches, by item row; only certain ones carry.
    """
    known = {row: pieces for row, match in found.items() if match.is_certain and (pieces := _pieces(store, row, match))}
    parts = {row for row in known if _is_part(found[row])}
    further: dict[int, Reached] = {}
    frontier = list(known)
    for _ in range(STEPS):
        new: dict[int, Reached] = {}
        for item, other, match in store.matches(frontier[:MOST_FILMS]) if frontier else ():
            if not (shares_a_moment(match) and match.detail and "segments" in match.detail):
                continue
            for row, beyond, turned in ((item, other, False), (other, item, True)):
                if row not in frontier or beyond in known or beyond in further:
                    continue
                segments = [one for one in match.detail["segments"] if _carries(one, is_part=row in parts)]
                pieces = tuple(_carried(known[row], segments, turned=turned))
                if not pieces or (beyond in new and _length(pieces) <= _length(new[beyond].pieces)):
                    continue
                new[beyond] = Reached(row, pieces)
                area = "frame_covers" if turned else "frame_kept"
                if row in parts or any(one.get(area, 1.0) < MOSTLY for one in segments):
                    parts.add(beyond)
        further |= new
        known |= {row: one.pieces for row, one in new.items()}
        frontier = list(new)
    return further


def joined(store: SqliteStore, found: Mapping[int, Match]) -> dict[int, Joined]:
    """The same as it is told."""
    further = reached(store, found)
    ids = {row: item.id for row, item in store.items({one.by for one in further.values()}).items()}
    return {
        row: Joined(
            ids[one.by],
            tuple(Stretch(round(piece.asked_from), round(piece.asked_to)) for piece in one.pieces),
            tuple(Stretch(round(piece.begin), round(piece.end)) for piece in one.pieces),
        )
        for row, one in further.items()
    }


def _pieces(store: SqliteStore, row: int, match: Match) -> tuple[Piece, ...]:
    """What of a film a match speaks of; nothing if it is of none."""
    detail = match.detail or {}
    if match.tier is Tier.EXACT:
        held = store.frames_of(row) if store.has_frames() else None
        return (Piece(0, held[0], 0, held[0]),) if held and _is_video(store, row) else ()
    if "segments" in detail:
        return tuple(
            Piece(one["query_from_ms"], one["query_to_ms"], one["item_from_ms"], one["item_to_ms"])
            for one in detail["segments"]
            if _is_sure(one)
        )
    if "frame_ms" in detail:
        begin, to = (detail["from_ms"], detail["to_ms"]) if "asked_ms" in detail else (0, 0)
        return (Piece(begin, to, detail["frame_ms"], detail["frame_ms"]),)
    return ()


def _is_video(store: SqliteStore, row: int) -> bool:
    return store.items([row])[row].kind is MediaKind.VIDEO


def _is_part(match: Match) -> bool:
    """Whether the asked file shows only a part of each frame of the film, beside which other things are to be seen."""
    detail = match.detail or {}
    if "segments" in detail:
        return any(one.get("frame_kept", 1.0) < MOSTLY for one in detail["segments"])
    return bool(detail.get("of_frame", 1.0) < MOSTLY)


def _carries(segment: Mapping[str, float], *, is_part: bool) -> bool:
    """Whether a segment of a stored match carries a moment; one of which only a part is asked, if all of it is alike.

    A film in a corner of another one is not in the copies of the other one, which may lack it.
    """
    if not is_part:
        return _is_sure(segment)
    area = min(segment.get("frame_kept", 1.0), segment.get("frame_covers", 1.0))
    return _is_sure(segment) and area >= MOSTLY and segment["bits"] <= SAME_FRAMES_BITS


def _is_sure(segment: Mapping[str, float]) -> bool:
    return not segment["template"] and segment["evidence"] >= SURE_EVIDENCE


def _carried(known: Sequence[Piece], segments: Sequence[Mapping[str, float]], *, turned: bool) -> Iterator[Piece]:
    """Where the other side of a stored match shows these pieces; ``turned``: its archived side is the known one."""
    here, there = ("item", "query") if turned else ("query", "item")
    for one in segments:
        begin, end = one[f"{here}_from_ms"], one[f"{here}_to_ms"]
        speed = (one[f"{there}_to_ms"] - one[f"{there}_from_ms"]) / max(1, end - begin)
        for piece in known:
            first, last = max(piece.begin, begin), min(piece.end, end)
            if not _covers(piece, first, last, begin, end):
                continue
            start = one[f"{there}_from_ms"] + speed * (first - begin)
            rate = (piece.asked_to - piece.asked_from) / max(1, piece.end - piece.begin)
            if piece.end == piece.begin:
                yield Piece(piece.asked_from, piece.asked_to, start, start)
                continue
            asked = piece.asked_from + rate * (first - piece.begin)
            yield Piece(asked, asked + rate * (last - first), start, start + speed * (last - first))


def _covers(piece: Piece, first: float, last: float, begin: float, end: float) -> bool:
    if piece.end == piece.begin:
        return (begin + EDGE_MS if begin > EDGE_MS else 0) <= piece.begin <= end - EDGE_MS
    return last - first >= min(LEAST_MS, (piece.end - piece.begin) / 2)


def _length(pieces: Sequence[Piece]) -> float:
    return sum(one.end - one.begin for one in pieces)
