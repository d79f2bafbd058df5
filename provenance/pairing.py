"""Which moments of two films, or of a film and a picture, are laid over each other where none was named.

Those of their match: the stored one, or one that a check of a file finds now. Compares nothing itself.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from provenance import framing
from provenance.errors import BadOption
from provenance.findings import moments
from provenance.fingerprints.examine import read
from provenance.model import MediaKind
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from provenance.archive import Archive
    from provenance.model import Match

STORED, FOUND = "the stored match of both", "a match that was found just now"


class Paired(NamedTuple):
    """Two names, with their moments, and what names these; None: whoever asks did."""

    a: str
    b: str
    why: str | None


class _Side(NamedTuple):
    name: str
    item: str | None  # full id of the item that it is
    is_path: bool
    is_film: bool


def with_moments(archive: Archive, a: str, b: str) -> Paired:
    """Both names as they are given; where one is a film without a moment, with those of their match.

    Raises:
        MediaError, UnknownId, AmbiguousId: one of them cannot be used.
        BadOption: no match names a moment.
    """
    as_given = Paired(a, b, None)
    if any(framing.named(name)[1] is not None for name in (a, b)):
        return as_given
    sides = _side(archive, a), _side(archive, b)
    if not any(side.is_film for side in sides):
        return as_given
    if sides[0].item and sides[0].item == sides[1].item:
        return as_given
    found = _stored(archive, *sides) or _found(archive, *sides) or _found(archive, *reversed(sides))
    if found is None:
        film = next(side for side in sides if side.is_film)
        other = b if film is sides[0] else a
        raise BadOption(
            f"{film.name}: is a video, and no moment that both show is known of it and {other}. "
            f"Name a frame of it: {film.name}@00:42"
        )
    at, why = found
    named = [_named(side, at[side.name]) for side in sides]
    return Paired(named[0], named[1], why)


def _named(side: _Side, ms: int | None) -> str:
    return side.name if ms is None or not side.is_film else moments.at(side.name, ms)


def _side(archive: Archive, name: str) -> _Side:
    from provenance.comparing import is_id

    if is_id(name):
        item = archive.item(name)
        return _Side(name, item.id, is_path=False, is_film=item.kind is MediaKind.VIDEO)
    file = read(name, limits=archive.limits)
    known = archive.recorded_as(file.sha256)
    return _Side(name, known, is_path=True, is_film=file.data is None)


def _stored(archive: Archive, a: _Side, b: _Side) -> tuple[dict[str, int | None], str] | None:
    """The moments of the stored match of two items; it was asked of the later one."""
    if not (a.item and b.item):
        return None
    match = next((match for other, match in archive.matches_of(a.item) if other == b.item), None)
    if match is None or not _names_moments(match):
        return None
    shown, later = moments.of_match(match), archive.in_order(a.item, b.item)[1]
    by_item = {a.item: shown.archived_ms, b.item: shown.archived_ms} | {later: shown.asked_ms}
    return {side.name: by_item[side.item or ""] for side in (a, b)}, STORED


def _found(archive: Archive, asked: _Side, archived: _Side) -> tuple[dict[str, int | None], str] | None:
    """The moments of the match that a check of a file finds with an item."""
    if not (asked.is_path and archived.item):
        return None
    matches = archive.check(os.fspath(asked.name)).matches
    match = next((match for match in matches if match.item_id == archived.item), None)
    if match is None or not _names_moments(match):
        return None
    shown = moments.of_match(match)
    return {asked.name: shown.asked_ms, archived.name: shown.archived_ms}, FOUND


def _names_moments(match: Match) -> bool:
    return moments.of_match(match) != (None, None)
