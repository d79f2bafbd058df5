"""How many dates and places of fact-check records are understood: ``python -m tests.benchmarks records FILE...``

The files are those of 5Pils, which nobody but their owner has here. A sample of what is not understood, and of what
is, is printed to be looked at, and stored nowhere. What a field leaves open ("not enough information") is not counted.
"""

from __future__ import annotations

import random
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from provenance.importers.manifest import records_of
from provenance.importers.profiles import (
    claimed_date,
    date_in_words,
    established_date,
    is_silent,
    published_on,
    row_of,
)
from provenance.model import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.importers.profiles import Row

DATES_UNDERSTOOD = 0.90  # targets, over established and claimed together
PLACES_UNDERSTOOD = 0.80
SAMPLE = 15  # lines of each kind that are printed
WIDTH = 110  # characters of a line of the sample


class Reading(NamedTuple):
    """One field of one record, and what became of it."""

    field: str
    text: str
    understood: str | None


def main(files: Sequence[str]) -> int:
    """Print the table and the samples; returns the exit code, 0 where both targets are reached."""
    if not files:
        raise SystemExit("name the files: python -m tests.benchmarks records train.json val.json test.json")
    readings = [reading for name in files for row in _rows(Path(name)) for reading in _readings(row)]
    if not readings:
        raise SystemExit("no record of 5Pils is in these files")
    for field in dict.fromkeys(reading.field for reading in readings):
        _print(field, [reading for reading in readings if reading.field == field])
    reached = [
        _share(kind, target, [reading for reading in readings if kind in reading.field])
        for kind, target in (("date", DATES_UNDERSTOOD), ("place", PLACES_UNDERSTOOD))
    ]
    return 0 if all(reached) else 1


def _rows(path: Path) -> Iterator[Row]:
    for record in records_of(path, {"claim": "claim"}):
        if not isinstance(record, Problem):
            yield row_of(record.raw)


def _readings(row: Row) -> Iterator[Reading]:
    published = published_on(row)
    date, claimed = row.get("date"), claimed_date(row)
    if date and not is_silent(date):
        yield Reading("established date", date, established_date(date, published))
    if claimed:
        yield Reading("claimed date", claimed, date_in_words(claimed, published))
    for field, key in (("established place", "location"), ("claimed place", "claimed_location")):
        place = row.get(key)
        if place and not is_silent(place):
            yield Reading(field, place, _place(place))


def _place(text: str) -> str | None:
    from provenance.places import read_place

    read = read_place(text)
    return " | ".join(f"{each.name}, {each.country} ({each.precision})" for each in read.places[:3]) or None


def _print(field: str, readings: list[Reading]) -> None:
    drawn = random.Random(1)
    known = [reading for reading in readings if reading.understood]
    unknown = [reading for reading in readings if not reading.understood]
    print(f"{field}: {len(known)} of {len(readings)} understood ({len(known) / len(readings):.1%})")
    for reading in drawn.sample(unknown, min(SAMPLE, len(unknown))):
        print(f"  not   {reading.text[:WIDTH]}")
    for reading in drawn.sample(known, min(SAMPLE, len(known))):
        print(f"  as    {reading.text[:WIDTH]}  ->  {reading.understood}")


def _share(kind: str, target: float, readings: list[Reading]) -> bool:
    share = sum(reading.understood is not None for reading in readings) / max(1, len(readings))
    print(f"{kind}s: {share:.1%} of {len(readings)} understood; target {target:.0%}")
    return share >= target
