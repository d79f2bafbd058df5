"""The moments of two videos that a match speaks of, and how a moment is named: ``m-3f9a2c@03:12``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.text import clock

if TYPE_CHECKING:
    from provenance.model import Match

MARK = "@"


class Shown(NamedTuple):
    """The moments of two videos that a match speaks of; None: that side is a picture."""

    asked_ms: int | None
    archived_ms: int | None


def of_match(match: Match) -> Shown:
    """The moments at which both sides of a match show the same best."""
    detail = match.detail or {}
    if segments := [one for one in detail.get("segments", ()) if not one["template"]] or detail.get("segments"):
        best = max(segments, key=lambda one: one["evidence"])
        middle = (best["query_from_ms"] + best["query_to_ms"]) // 2
        archived = best["item_from_ms"] + best["speed"] * (middle - best["query_from_ms"])
        return Shown(middle, max(0, round(archived)))
    return Shown(detail.get("asked_ms"), detail.get("frame_ms"))


def spans_of(match: Match, *, archived: bool = False, with_templates: bool = False) -> list[tuple[int, int]] | None:
    """When the asked file shows what a match speaks of, from and to in milliseconds; None: all the time.

    ``archived``: when the archived one shows it. ``with_templates``: also seconds of shared templates.
    """
    detail = match.detail or {}
    side, moment = ("item", "frame_ms") if archived else ("query", "asked_ms")
    if "segments" in detail:
        real = [one for one in detail["segments"] if with_templates or not one["template"]]
        return [(one[f"{side}_from_ms"], one[f"{side}_to_ms"]) for one in real]
    if moment not in detail:
        return None
    if "spans" in detail and not archived:
        return [(begin, end) for begin, end in detail["spans"]]
    return [(detail.get("from_ms", detail[moment]), detail.get("to_ms", detail[moment]))]


def at(name: str, ms: int) -> str:
    """How a moment is named, to the millisecond where it is between two seconds."""
    return f"{name}{MARK}{clock(ms, exact=True).rstrip('0').rstrip('.') if ms % 1000 else clock(ms)}"


def sides_of(match: Match, names: tuple[str, str]) -> list[str]:
    """Both sides of a match, the asked and the archived one, each with its moment where it is a video."""
    shown = of_match(match)
    return [name if ms is None else at(name, ms) for name, ms in zip(names, shown, strict=True)]
