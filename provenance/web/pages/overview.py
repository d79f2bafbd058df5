"""The archive at a glance: counts, reuse over time, places, and what waits for people."""

from __future__ import annotations

import time
from itertools import groupby
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from provenance.model import Rating, ReviewState
from provenance.named import NamedTuple
from provenance.surveying import Month, filled
from provenance.web.pages.browse import survey_of
from provenance.web.pages.conflict import contradictions
from provenance.web.rendering import Entry
from provenance.web.visits import page
from provenance.web.workings import NotYet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from starlette.responses import Response

    from provenance.surveying import PlaceCount
    from provenance.web.visits import Visit

NAVIGATION = Entry("/overview", "Overview", 60)
MOST_COLUMNS = 48  # months; of more the chart shows years
WIDTH, HEIGHT = 960, 220  # of the chart, in its own units
LEFT, RIGHT, TOP, BOTTOM = 46, 6, 10, 26
GAP = 0.2  # share of a column's room that stays free
MOST_LABELS = 12
SHORT_WAIT_SECONDS = 0.2  # for all and the number of contradictions; the page has enough to say without these


class Column(NamedTuple):
    """What was published in a month or a year, and where it is drawn."""

    title: str
    since: str  # the address of what was published then
    first: int
    again: int
    x: float
    width: float
    first_y: float
    first_height: float
    again_y: float
    again_height: float
    label: str  # "" where there is no room for one


class Line(NamedTuple):
    """A line across the chart."""

    y: float
    label: str


class Bar(NamedTuple):
    """A place with the share of the longest bar, in per cent."""

    place: PlaceCount
    share: float
    address: str


def overview(visit: Visit) -> Response:
    """How the archive stands."""
    begun = time.monotonic()
    try:
        found = survey_of(visit)
    except NotYet as error:
        error.job.place = "/overview"
        return visit.to(f"/job/{error.job.id}")
    columns, lines = chart(found.months)
    return visit.render(
        "overview.html",
        found=found,
        columns=columns,
        lines=lines,
        by_year=bool(columns) and len(columns[0].title) == len("2016"),
        width=WIDTH,
        height=HEIGHT,
        left=LEFT,
        base=HEIGHT - BOTTOM,
        reused=sum(one.again for one in found.months),
        bars=bars(found.places),
        ratings={rating.value: found.ratings.get(rating.value, 0) for rating in Rating},
        contradictions=_contradictions(visit, wait=max(0.0, SHORT_WAIT_SECONDS - (time.monotonic() - begun))),
        suggested=found.reviews.get(ReviewState.SUGGESTED.value, 0),
    )


def _contradictions(visit: Visit, *, wait: float) -> int | None:
    """How many there are; None while they are looked for."""
    try:
        return len(contradictions(visit, wait=wait))
    except NotYet:
        return None


def bars(places: Sequence[PlaceCount]) -> list[Bar]:
    """Places with the lengths of their bars."""
    longest = max((place.claims for place in places), default=1)
    return [Bar(one, 100 * one.claims / longest, "/items?" + urlencode({"claimed": one.name})) for one in places]


def chart(months: Sequence[Month]) -> tuple[list[Column], list[Line]]:
    """The columns of the chart, of months or, where these are many, of years; and the lines across it."""
    spans = list(filled(months))
    if len(spans) > MOST_COLUMNS:
        spans = [_year(year, list(ones)) for year, ones in groupby(spans, key=lambda one: one.month[:4])]
    if not spans:
        return [], []
    top = _round_up(max(one.first + one.again for one in spans))
    room = (WIDTH - LEFT - RIGHT) / len(spans)
    scale = (HEIGHT - TOP - BOTTOM) / top
    every = -(-len(spans) // MOST_LABELS)
    columns = []
    for place, one in enumerate(spans):
        first, again = one.first * scale, one.again * scale
        base = HEIGHT - BOTTOM
        columns.append(
            Column(
                title=one.month,
                since="/items?" + urlencode({"since": one.month, "until": one.month}),
                first=one.first,
                again=one.again,
                x=round(LEFT + room * (place + GAP / 2), 1),
                width=round(room * (1 - GAP), 1),
                first_y=round(base - first, 1),
                first_height=round(first, 1),
                again_y=round(base - first - again, 1),
                again_height=round(again, 1),
                label=one.month if place % every == 0 else "",
            )
        )
    return columns, [Line(round(HEIGHT - BOTTOM - value * scale, 1), f"{value:,}") for value in _steps(top)]


def _year(year: str, months: Sequence[Month]) -> Month:
    return Month(year, sum(one.first for one in months), sum(one.again for one in months))


def _round_up(most: int) -> int:
    """The least of 1, 2, 5, 10, 20, ... that holds the most."""
    step = 1
    while True:
        for factor in (1, 2, 5):
            if step * factor >= most:
                return step * factor
        step *= 10


def _steps(top: int) -> list[int]:
    return sorted({0, top // 2, top}) if top > 1 else [0, top]


routes = (page("/overview", overview),)
