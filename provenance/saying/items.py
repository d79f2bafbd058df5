"""An item in a few words, for lists and grids."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import OriginKind
from provenance.named import NamedTuple
from provenance.saying.words import key_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.model import Appearance, Origin, RecordedClaim, Seen


class Brief(NamedTuple):
    """What a line has room for. Not made safe: text as it was recorded."""

    what: str  # image, video, reference
    day: str
    who: str
    says: str  # what was said of it first, or what it is called; may be empty


def covered_words(item_id: str, covered_by: str, short: Callable[[str], str]) -> str:
    """Why an item is covered: its own mark, or that of another one; ``short`` shortens an id."""
    return "marked graphic" if covered_by == item_id else f"{short(covered_by)} shows the same and is marked graphic"


def in_brief(seen: Seen) -> Brief:
    """An item with what is recorded of it."""
    item = seen.item
    source = next((one.source for one in seen.appearances if one.source), None)
    credited = next(iter(seen.origins), None)
    date = next((date.text for one in seen.appearances for date in one.dates), "undated")
    says = next(
        (one.caption for one in seen.appearances if one.caption),
        next((claim.claim.text for claim in seen.claims), item.label or ", ".join(seen.file_names)),
    )
    who = key_words(source, None) if source else key_words(credited.source, _credit(credited)) if credited else ""
    return Brief(
        what="reference" if item.sha256 is None else item.kind.value,
        day=_day(date),
        who=who or "source unknown",
        says=says or "",
    )


def published_in_brief(told: Brief, appearance: Appearance) -> Brief:
    """The same with what one publication says, and of whom and when that is."""
    return told._replace(
        says=appearance.caption or told.says,
        who=key_words(appearance.source, None) if appearance.source else "source unknown",
        day=_day(appearance.dates[0].text) if appearance.dates else "undated",
    )


def claimed_in_brief(told: Brief, recorded: RecordedClaim) -> Brief:
    """The same with a claim, who makes it, and when it says that it happened."""
    claim = recorded.claim
    texts = (recorded.asserted_by, claim.asserted_by), (recorded.attributed_to, claim.attributed_to)
    who = next((key_words(source, text) for source, text in texts if source), "an unknown source")
    return told._replace(
        says=recorded.claim.text,
        who=f"claimed by {who}",
        day=f"event {_day(recorded.date.text)}" if recorded.date else "undated",
    )


def _credit(origin: Origin) -> str | None:
    """The credit line that an origin rests on."""
    return origin.text if origin.kind is OriginKind.CLAIMED and "://" not in (origin.text or "") else None


def _day(date: str) -> str:
    """The day of a moment; of an interval its beginning stays."""
    return date if "/" in date else date.partition("T")[0]
