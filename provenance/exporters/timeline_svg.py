"""A timeline as one SVG file: a bar for each date, as wide as what it can mean, on a common axis.

Plain text and lines, no script and no reference to anything outside, so that it can stand in an article or a report.
"""

from __future__ import annotations

from datetime import MAXYEAR, UTC, datetime, timedelta
from itertools import islice, takewhile
from typing import TYPE_CHECKING
from xml.sax.saxutils import escape

from provenance.findings.families import CONFIRMED, DOUBTFUL
from provenance.findings.timeline import WRITTEN, is_of_file
from provenance.model import DateRole
from provenance.saying.words import key_words, number
from provenance.text import one_line, whole_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from provenance.findings.timeline import Entry, Timeline

WIDTH, MARGIN, LABELS = 1000, 16, 380  # pixels; LABELS: the column left of the axis, as wide as its bold line
ROW, TOP, BOTTOM = 44, 58, 52
NARROWEST = 5  # pixels of a bar
CHARACTERS = 92  # of a line of text beside or below a bar
COLOURS = {
    DateRole.EVENT: "#b3261e",
    DateRole.CAPTURED: "#6d5d9c",
    DateRole.POSTED: "#0b5cad",
    DateRole.PUBLISHED: "#0b5cad",
    DateRole.ARCHIVED: "#4d7a3a",
    DateRole.CRAWLED: "#4d7a3a",
}
OPEN_MARK = 10  # pixels: an arrow at an open end
OPEN_ROOM = 0.12  # share of the axis beyond the dates where one of them has no end
OPEN_ENDED = ("0001", "9999")  # years in which an interval with an open end begins or ends
MOST_TICKS = 7  # labels of so many fit side by side
LABEL_ROOM = 34  # pixels: half a label
# Distances of lines on the axis, finest first: the first that needs no more lines than fit is taken.
STEPS = (
    *(("hour", count) for count in (1, 3, 6, 12)),
    *(("day", count) for count in (1, 2, 7, 14)),
    *(("month", count) for count in (1, 3, 6)),
    *(("year", count * 10**power) for power in range(4) for count in (1, 2, 5)),
)
LABEL_FORMS = {"hour": "%m-%d %H:%M", "day": "%Y-%m-%d", "month": "%Y-%m", "year": "%Y"}


def drawn(timeline: Timeline, *, short: Callable[[str], str], window: slice = slice(None)) -> str:
    """The timeline as SVG text; ``short`` shortens an item's id, ``window`` says which entries are drawn."""
    rows = timeline.entries[window]
    height = TOP + ROW * max(1, len(rows)) + BOTTOM
    scale = _Scale([entry for entry in rows if entry.date])
    counts = f"{number(len(timeline.entries), 'entry', 'entries')} from {number(timeline.members, 'item')}"
    if len(rows) < len(timeline.entries):
        first = (window.start or 0) + 1
        counts += f", drawn {first:,}–{first + len(rows) - 1:,}"
    title = f"Timeline of {short(timeline.item_id)}: {counts}"
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {height}" width="{WIDTH}" height="{height}" '
        'font-family="sans-serif" font-size="13" role="img" aria-labelledby="title">',
        f'<title id="title">{escape(title)}</title>',
        f'<rect width="{WIDTH}" height="{height}" fill="#ffffff"/>',
        _text(MARGIN, 24, title, weight="bold", size=15),
        *scale.axis(TOP - 12, height - BOTTOM + 6),
    ]
    for position, entry in enumerate(rows):
        parts += _row(entry, TOP + ROW * position, scale, short)
    arrows = " An arrow: no end is known." if any(_is_open(end) for entry in rows for end in _ends(entry)) else ""
    note = f"A bar covers every moment that the date can mean.{arrows} Earliest known says nothing of who made it."
    parts += [_text(MARGIN, height - 14, note, size=11, colour="#555555"), "</svg>"]
    return "\n".join(parts) + "\n"


class _Scale:
    """Moments to pixels."""

    def __init__(self, dated: list[Entry]) -> None:
        moments = [_moment(text) for entry in dated for text in _ends(entry) if not _is_open(text)]
        first = min(moments, default=datetime(2000, 1, 1, tzinfo=UTC))
        last = max(moments, default=first)
        margin = max((last - first) * 0.03, timedelta(hours=12))
        open_room = max((last - first) * OPEN_ROOM, timedelta(days=2))
        ends = [_ends(entry) for entry in dated]
        before = open_room if any(_is_open(earliest) for earliest, _ in ends) else margin
        after = open_room if any(_is_open(latest) for _, latest in ends) else margin
        self._first, self._span = first - before, (last - first) + before + after

    def x(self, text: str) -> float:
        """The place of a UTC text; open ends lie at the edge."""
        if text[:4] == OPEN_ENDED[0]:
            return LABELS
        if text[:4] == OPEN_ENDED[1]:
            return WIDTH - MARGIN
        share = (_moment(text) - self._first) / self._span
        return LABELS + min(max(share, 0.0), 1.0) * (WIDTH - MARGIN - LABELS)

    def axis(self, top: float, bottom: float) -> Iterator[str]:
        """Lines at whole hours, days, months or years, with their dates."""
        for moment, label in ticks_between(self._first, self._first + self._span):
            x = LABELS + (moment - self._first) / self._span * (WIDTH - MARGIN - LABELS)
            anchor = "end" if x > WIDTH - LABEL_ROOM else "middle"
            yield f'<line x1="{x:.0f}" y1="{top}" x2="{x:.0f}" y2="{bottom}" stroke="#dddddd"/>'
            yield _text(x, bottom + 14, label, size=11, colour="#555555", anchor=anchor)


def ticks_between(first: datetime, last: datetime) -> list[tuple[datetime, str]]:
    """Whole moments between two, at most :data:`MOST_TICKS`, each with its label."""
    found: list[datetime] = []
    for unit, count in STEPS:
        found = list(islice(_whole(first, last, unit, count), MOST_TICKS + 1))
        if len(found) <= MOST_TICKS:
            return [(moment, moment.strftime(LABEL_FORMS[unit])) for moment in found]
    return []


def _whole(first: datetime, last: datetime, unit: str, count: int) -> Iterator[datetime]:
    """The moments of a step between two; weeks begin on Monday."""
    if unit in ("hour", "day"):
        step = timedelta(**{f"{unit}s": count})
        monday = datetime(1, 1, 1, tzinfo=UTC)
        moment = monday + ((first - monday) // step) * step
        moments: Iterator[datetime] = (moment + step * number for number in range((last - moment) // step + 1))
    else:
        months = count * (12 if unit == "year" else 1)
        begin = max((first.year * 12 + first.month - 1) // months * months, 12)
        numbers = range(begin, 12 * (MAXYEAR + 1), months)
        moments = (datetime(at // 12, at % 12 + 1, 1, tzinfo=UTC) for at in numbers)
    yield from (moment for moment in takewhile(lambda moment: moment <= last, moments) if moment >= first)


def _row(entry: Entry, y: float, scale: _Scale, short: Callable[[str], str]) -> Iterator[str]:
    date = whole_seconds(entry.date.text) if entry.date else "undated"
    of_file = entry.date is not None and is_of_file(entry.date)
    role = WRITTEN if of_file else entry.role.value if entry.role else "appearance"
    mark = " – earliest known" if entry.is_earliest else " – might be earlier" if entry.is_earlier_perhaps else ""
    yield _text(MARGIN, y + 12, one_line(f"{date} {role}{mark}", 46), weight="bold" if entry.is_earliest else "normal")
    who = entry.credit or "publisher unknown"
    if entry.source:
        who = key_words(entry.source, entry.source_text)
    elif entry.role in (DateRole.CAPTURED, DateRole.EVENT):
        who = "claimed" if entry.role is DateRole.EVENT else "its container" if of_file else "camera's clock"
    joined = f" ({entry.joined_by})" if entry.joined_by in (CONFIRMED, *DOUBTFUL) else ""
    yield _text(MARGIN, y + 28, one_line(f"{short(entry.item_id)}{joined} · {who}", 50), size=11, colour="#555555")
    if entry.date:
        left, right = scale.x(entry.date.earliest), scale.x(entry.date.latest)
        width = max(right - left, NARROWEST)
        colour = COLOURS.get(entry.role, "#555555") if entry.role else "#555555"
        dash = ' fill-opacity="0.45"' if entry.joined_by in DOUBTFUL else ""
        yield f'<rect x="{left:.1f}" y="{y + 3}" width="{width:.1f}" height="10" rx="2" fill="{colour}"{dash}/>'
        if _is_open(entry.date.earliest):
            yield f'<path d="M{left:.1f} {y + 1} l-{OPEN_MARK} 7 l{OPEN_MARK} 7 z" fill="{colour}"/>'
        if _is_open(entry.date.latest):
            yield f'<path d="M{left + width:.1f} {y + 1} l{OPEN_MARK} 7 l-{OPEN_MARK} 7 z" fill="{colour}"/>'
    if says := entry.caption or entry.credit:
        yield _text(LABELS, y + 28, one_line(says, CHARACTERS), size=11, colour="#333333")


def _ends(entry: Entry) -> tuple[str, str]:
    return (entry.date.earliest, entry.date.latest) if entry.date else ("", "")


def _is_open(text: str) -> bool:
    """Whether an interval has no such end."""
    return text[:4] in OPEN_ENDED


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _text(
    x: float,
    y: float,
    words: str,
    *,
    size: int = 13,
    weight: str = "normal",
    colour: str = "#111111",
    anchor: str = "start",
) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" fill="{colour}" '
        f'text-anchor="{anchor}" unicode-bidi="plaintext">{escape(words)}</text>'
    )
