"""What is recorded of an item, in words: its file, its appearances, where it is said to come from, what was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.saying.answers import claim_words, publisher_words
from provenance.saying.words import Line, date_words, number, one_line, source_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provenance.judgement import Reviewed
    from provenance.model import Appearance, MediaItem, RecordedClaim, Seen

    Shortened = Callable[[str], str]


def what_words(item: MediaItem) -> str:
    """``image/jpeg, 720 × 480 pixels, 61,716 bytes``."""
    if item.sha256 is None:
        return f"{item.kind.value}, by reference"
    size = f", {item.width} × {item.height} pixels" if item.width else ""
    plain = "" if item.comparable else ", not comparable"
    return f"{item.media_type}{size}, {item.byte_size:,} bytes{plain}"


def held_words(seen: Seen) -> str:
    """``1 appearance, no claim``: how much is recorded of an item."""
    counts = ((len(seen.appearances), "appearance"), (len({claim.id for claim in seen.claims}), "claim"))
    return ", ".join(number(count, noun) if count else f"no {noun}" for count, noun in counts)


def appearance_lines(appearance: Appearance) -> Iterator[Line]:
    """One publication: who and when, what stood beside it, where."""
    dates = "; ".join(date_words(date) for date in appearance.dates) or "undated"
    yield Line("appearance", f"{publisher_words(appearance)} · {dates}")
    for label, text in (("caption", appearance.caption), ("credit line", appearance.credit)):
        if text:
            yield Line("", f"{label}: “{one_line(text)}”")
    for text in (appearance.url, appearance.note):
        if text:
            yield Line("", one_line(text))


def origin_lines(seen: Seen) -> Iterator[Line]:
    """Each statement about where an item comes from, of three kinds that are never merged."""
    for origin in seen.origins:
        said = f" (“{one_line(origin.text)}”)" if origin.text else ""
        by = ", ".join(one_line(word) for word in (origin.entered_by, origin.date) if word)
        rests = f"; rests on {one_line(origin.evidence)}" if origin.evidence else ""
        words = f"{origin.kind.value}: {source_words(origin.source)}{said}{f' · {by}' if by else ''}{rests}"
        yield Line("origin", words)
    if not seen.origins:
        yield Line("origin", "unknown: no credit line, URL or account was recorded")


def history_lines(
    item_id: str,
    claims: Sequence[RecordedClaim],
    corrections: Sequence[Mapping[str, str | None]],
    reviews: Sequence[Reviewed],
    short: Shortened,
    short_record: Shortened,
) -> Iterator[Line]:
    """What no longer counts, and who decided what. ``claims``: corrected and withdrawn ones as well."""
    by_id = {claim.id: claim for claim in claims}
    gone = set[str]()
    for one in corrections:
        old, new = one["claim"] or "", one["by"] or ""
        reason = f"{one['recorded_at']} {one['entered_by'] or 'nobody named'}: {one_line(one['reason'] or '')}"
        if old == new:
            if old in by_id:
                yield Line("claimed again", f"{claim_words(by_id[old])} · {reason}")
            gone -= {old}
            continue
        if old in by_id:
            became = f"superseded by {short_record(new)}" if new else "withdrawn"
            yield Line("was claimed", f"{claim_words(by_id[old])} · {became}, {reason}")
        if new in gone and new in by_id:
            yield Line("claimed again", f"{claim_words(by_id[new])} · instead of {short_record(old)}, {reason}")
        gone = (gone | {old}) - {new}
    for review in reviews:
        other = review.other_id if review.item_id == item_id else review.item_id
        who = one_line(review.reviewer or "nobody named")
        reason = f": {one_line(review.reason)}" if review.reason else ""
        yield Line("decided", f"{review.recorded_at} {who}: {short(other)} {review.state.value}{reason}")
