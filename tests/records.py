"""Records made up for tests of what follows from records, and a gazetteer of a few places. Test support only."""

from __future__ import annotations

from typing import Any, NamedTuple

from provenance.dates import dated, parse_date
from provenance.findings.contradictions import Case, FamilyMember, Places
from provenance.model import (
    Appearance,
    Claim,
    DateRecord,
    DateRole,
    Hedge,
    MediaItem,
    MediaKind,
    Origin,
    OriginKind,
    RecordedClaim,
    Source,
)

ADDED_AT = "2026-03-02T12:00:00Z"
ITEM, COPY, PROBABLE = "m-item", "m-copy", "m-probable"
OUTLET = Source(name="NOW Lebanon")
CHANNEL = Source("youtube", "xyz")


def item(name: str = ITEM, *, captured: tuple[str, ...] = (), acquired: str = ADDED_AT) -> MediaItem:
    """A picture with a file."""
    dates = tuple(date(text, DateRole.CAPTURED, basis="exif") for text in captured)
    return MediaItem(
        id=name,
        kind=MediaKind.IMAGE,
        label=None,
        sha256="0" * 64,
        byte_size=1,
        media_type="image/jpeg",
        width=640,
        height=480,
        frames=None,
        comparable=True,
        file_kept=False,
        graphic=False,
        added_at=acquired,
        dates=(*dates, date(acquired, DateRole.ACQUIRED, basis="clock of this machine")),
    )


def date(text: str, role: DateRole, *, basis: str = "given") -> DateRecord:
    """A date as the store keeps it."""
    return dated(parse_date(text), role, basis=basis)


def claim(
    name: str = "c-1",
    text: str = "Fighters raise the flag",
    *,
    of: str | None = ITEM,
    when: str | None = None,
    place: str | None = None,
    event: str | None = None,
    by: Source | None = OUTLET,
    attributed_to: Source | None = None,
    hedge: Hedge | None = None,
    hedge_text: str | None = None,
    made_in: str | None = None,
    recorded_at: str = ADDED_AT,
) -> RecordedClaim:
    """A claim as the archive holds it."""
    said = Claim(text, hedge=hedge, hedge_text=hedge_text, event=event, place=place, date=when)
    event_date = date(when, DateRole.EVENT) if when else None
    return RecordedClaim(name, said, event_date, by, attributed_to, of, made_in, recorded_at)


def appearance(
    name: str = "a-1",
    *,
    of: str = ITEM,
    posted: str | None = None,
    archived: str | None = None,
    post_id_says: str | None = None,
    source: Source | None = CHANNEL,
    url: str | None = None,
    caption: str | None = None,
) -> Appearance:
    """A publication as the archive holds it."""
    dates = [date(posted, DateRole.POSTED)] if posted else []
    dates += [date(archived, DateRole.ARCHIVED)] if archived else []
    dates += [date(post_id_says, DateRole.POSTED, basis="post id")] if post_id_says else []
    return Appearance(name, of, source, url, None, caption, None, ADDED_AT, tuple(dates))


def credit(text: str, *, name: str | None = None, account: str | None = None, platform: str | None = None) -> Origin:
    """What a credit line says."""
    return Origin(OriginKind.CLAIMED, Source(platform, account, name), text, None)


def case(*claims: RecordedClaim, copies: bool = True, **given: Any) -> Case:
    """A case of an item with a certain copy and a probable one; ``given`` replaces fields of the case."""
    family = (FamilyMember(item(COPY)), FamilyMember(item(PROBABLE), certain=False)) if copies else ()
    return Case(item=item(), family=family, claims=claims, places=SMALL_WORLD)._replace(**given)


class Reading(NamedTuple):
    """A place as a path from the country down; empty where it is not understood."""

    path: tuple[str, ...]
    is_around: bool


PATHS = {
    "Syria": ("Syria",),
    "Homs": ("Syria", "Homs"),
    "Qusayr": ("Syria", "Homs", "Qusayr"),
    "Talbiseh": ("Syria", "Homs", "Talbiseh"),
    "Deir ez-Zor": ("Syria", "Deir ez-Zor"),
    "Al-Boukamal": ("Syria", "Deir ez-Zor", "Al-Boukamal"),
    "البوكمال": ("Syria", "Deir ez-Zor", "Al-Boukamal"),
    "Al-Mayadeen": ("Syria", "Deir ez-Zor", "Al-Mayadeen"),
    "34.450000, 40.920000": ("Syria", "Deir ez-Zor", "Al-Boukamal"),
    "34.510000, 36.580000": ("Syria", "Homs", "Qusayr"),
    "Iraq": ("Iraq",),
    "Anbar": ("Iraq", "Anbar"),
    "Rawa": ("Iraq", "Anbar", "Rawa"),
    "Al-Qaim": ("Iraq", "Anbar", "Al-Qaim"),
}
NEIGHBOURS = frozenset({frozenset({"Al-Boukamal", "Al-Qaim"})})


def read_path(text: str) -> Reading:
    """Reads a name of PATHS, with or without "outside"."""
    bare = text.removeprefix("outside ")
    return Reading(PATHS.get(bare, ()), bare != text)


def relation_of(one: Reading, other: Reading) -> str:
    """How two paths lie to each other, in the words of PlaceRelation."""
    if not one.path or not other.path:
        return "unknown"
    if one.path == other.path:
        return "same"
    if one.path == other.path[: len(one.path)]:
        return "contains"
    if other.path == one.path[: len(other.path)]:
        return "within"
    return "near" if {one.path[-1], other.path[-1]} in NEIGHBOURS else "apart"


SMALL_WORLD = Places(read_path, relation_of)
