"""An item in a few words, for lists and grids."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from provenance.model import Seen, Source


class Brief(NamedTuple):
    """What a line has room for. Not made safe: text as it was recorded."""

    what: str  # image, video, reference
    day: str
    who: str
    says: str  # what was said of it first, or what it is called; may be empty


def in_brief(seen: Seen) -> Brief:
    """An item with what is recorded of it."""
    item = seen.item
    source = next((one.source for one in seen.appearances if one.source), None)
    credited = next((origin.source for origin in seen.origins), None)
    date = next((date.text for one in seen.appearances for date in one.dates), "undated")
    says = next(
        (one.caption for one in seen.appearances if one.caption),
        next((claim.claim.text for claim in seen.claims), item.label or ", ".join(seen.file_names)),
    )
    by = source or credited
    return Brief(
        what="reference" if item.sha256 is None else item.kind.value,
        day=_day(date),
        who=_short_key(by) if by else "source unknown",
        says=says or "",
    )


def _short_key(source: Source) -> str:
    """``facebook:The.NSAy.Official``; what is unknown is said to be."""
    return f"{source.platform}, account unknown" if source.platform and not source.account else source.key


def _day(date: str) -> str:
    """The day of a moment; of an interval its beginning stays."""
    return date if "/" in date else date.partition("T")[0]
