"""Which seconds of a film are which of another one, or which frame a picture is: in words, and as shares for a bar."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.findings import moments
from provenance.named import NamedTuple
from provenance.text import clock, said_speed, spans_in_words

if TYPE_CHECKING:
    from provenance.model import Match

MOST_STRETCHES = 40  # of one match; a page stays small
LEAST_SHARE = 0.4  # per cent of a bar: less is not seen


class Stretch(NamedTuple):
    """Seconds of the asked film that are seconds of the archived one."""

    asked: str  # 00:05–00:08
    archived: str
    asked_ms: int  # where they begin
    archived_ms: int
    how: str  # mirrored, at another speed; "" where nothing is to be said
    is_template: bool
    asked_bar: tuple[float, float]  # from where, and how much of the film, in per cent
    archived_bar: tuple[float, float]


class Seconds(NamedTuple):
    """What a match says of the times of its two sides."""

    asked_at: str  # the moment at which both are shown: 00:07; "" of a picture
    archived_at: str
    asked_at_ms: int
    archived_at_ms: int
    stretches: tuple[Stretch, ...]
    further: int  # stretches that are not named
    asked_length: str  # "" where it is not known
    archived_length: str

    @property
    def both(self) -> str:
        """``00:07 ↔ 00:05``; of a still the one moment that there is."""
        return " ↔ ".join(filter(None, (self.asked_at, self.archived_at)))


def seconds_of(match: Match, *, asked_ms: int = 0, archived_ms: int = 0) -> Seconds | None:
    """The times of a match; None where neither side is a film. ``asked_ms``, ``archived_ms``: how long both are."""
    shown = moments.of_match(match)
    if shown == (None, None):
        return None
    found = (match.detail or {}).get("segments", ())
    segments = sorted(found, key=lambda one: (one["template"], one["query_from_ms"]))
    lengths = (
        max([asked_ms, *(one["query_to_ms"] for one in segments)]),
        max([archived_ms, *(one["item_to_ms"] for one in segments)]),
    )
    return Seconds(
        asked_at="" if shown.asked_ms is None else clock(shown.asked_ms),
        archived_at="" if shown.archived_ms is None else clock(shown.archived_ms),
        asked_at_ms=shown.asked_ms or 0,
        archived_at_ms=shown.archived_ms or 0,
        stretches=tuple(_stretch(one, lengths) for one in segments[:MOST_STRETCHES]),
        further=max(0, len(segments) - MOST_STRETCHES),
        asked_length=clock(asked_ms) if asked_ms else "",
        archived_length=clock(archived_ms) if archived_ms else "",
    )


def first_seconds(seconds: Seconds) -> str:
    """``00:05–00:08 ↔ 00:02–00:05 and 2 more``; of a still ``00:07``."""
    if not seconds.stretches:
        return seconds.both
    more = len(seconds.stretches) + seconds.further - 1
    return f"{seconds.stretches[0].asked} ↔ {seconds.stretches[0].archived}" + (f" and {more} more" if more else "")


def named_seconds(seconds: Seconds, asked: str, archived: str) -> str:
    """``00:05–00:08 of m-13a977 is 00:02–00:05 of m-5fde35``: the first stretch, or the moment of a still."""
    if not seconds.stretches:
        times = ((asked, seconds.asked_at), (archived, seconds.archived_at))
        return " is ".join(f"{at} of {name}" if at else name for name, at in times)
    first = seconds.stretches[0]
    more = len(seconds.stretches) + seconds.further - 1
    words = f"{first.asked} of {asked} is {first.archived} of {archived}" + (f", {first.how}" if first.how else "")
    return words + (f", and {more} more" if more else "")


def _stretch(one: dict[str, Any], lengths: tuple[int, int]) -> Stretch:
    asked, archived = (one["query_from_ms"], one["query_to_ms"]), (one["item_from_ms"], one["item_to_ms"])
    told = said_speed(one["speed"], asked, archived)
    speed = f"at {told:.2f} times its speed" if told else ""
    kind = "shared template, no reuse" if one["template"] else ""
    how = ", ".join(filter(None, ("mirrored" if one["mirrored"] else "", speed, kind)))
    bars = [_share(*span, length) for span, length in zip((asked, archived), lengths, strict=True)]
    spans = spans_in_words(asked, archived)
    return Stretch(spans[0], spans[1], asked[0], archived[0], how, bool(one["template"]), bars[0], bars[1])


def _share(begin: int, end: int, length: int) -> tuple[float, float]:
    whole = max(length, 1)
    return round(100 * begin / whole, 2), round(max(100 * (end - begin) / whole, LEAST_SHARE), 2)
