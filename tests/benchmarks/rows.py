"""One measured number, its target, and the table and JSON of many. Measures nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

HEADINGS = ("measurement", "what", "measured", "target", "reached", "note")
MEASURED = HEADINGS.index("measured")
NOT_INSTALLED = "not installed"


class Goal(NamedTuple):
    """A limit that a number should keep."""

    limit: float
    at_least: bool = False  # otherwise: at most
    timed: bool = True  # depends on the machine and the size: not judged in a quick run

    def allows(self, measured: float) -> bool:
        """Whether the number keeps the limit."""
        return measured >= self.limit if self.at_least else measured <= self.limit


class Row(NamedTuple):
    """What was measured, and what it should be."""

    measurement: str  # the module's name
    what: str
    measured: float | None  # None: could not be measured here; ``note`` says why
    unit: str = "x"  # "x": a ratio
    goal: Goal | None = None  # None: for information
    note: str = ""

    def reached(self, *, quick: bool) -> bool | None:
        """Whether the target is reached; None where that cannot be said."""
        if self.goal is None or self.measured is None or (quick and self.goal.timed):
            return None
        return self.goal.allows(self.measured)


def at_most(limit: float, *, timed: bool = True) -> Goal:
    """A target from above."""
    return Goal(limit, timed=timed)


def at_least(limit: float, *, timed: bool = True) -> Goal:
    """A target from below."""
    return Goal(limit, at_least=True, timed=timed)


def absent(measurement: str, what: str, peer: str, goal: Goal | None = None) -> Row:
    """The row of a comparison whose peer is not there."""
    return Row(measurement, what, None, goal=goal, note=f"{peer}: {NOT_INSTALLED}")


def table(rows: Iterable[Row], *, quick: bool = False) -> str:
    """Aligned text, one line a row."""
    cells = [HEADINGS, *(_cells(row, quick=quick) for row in rows)]
    widths = [max(len(line[column]) for line in cells) for column in range(len(HEADINGS) - 1)]
    return "\n".join(_line(line, widths) for line in cells)


def plain(row: Row, *, quick: bool) -> dict[str, Any]:
    """A row for JSON."""
    return {
        "measurement": row.measurement,
        "what": row.what,
        "measured": row.measured,
        "unit": row.unit,
        "target": _target(row),
        "reached": row.reached(quick=quick),
        "note": row.note,
    }


def number(value: float, unit: str) -> str:
    """Three or four significant digits, whole numbers whole, with the unit."""
    if float(value).is_integer() or abs(value) >= 100:
        text = f"{value:,.0f}"
    else:
        text = f"{value:.1f}" if unit == "%" else f"{value:.2f}" if abs(value) >= 0.1 else f"{value:.2g}"
    return text + ("" if not unit else unit if unit in ("x", "%") else f" {unit}")


def _target(row: Row) -> str | None:
    if row.goal is None:
        return None
    return f"{'>=' if row.goal.at_least else '<='} {number(row.goal.limit, row.unit)}"


def _cells(row: Row, *, quick: bool) -> tuple[str, ...]:
    reached = {True: "yes", False: "NO", None: "-" if row.goal is None else "not judged"}[row.reached(quick=quick)]
    measured = "-" if row.measured is None else number(row.measured, row.unit)
    return (row.measurement, row.what, measured, _target(row) or "-", reached, row.note)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    padded = [cell.ljust(width) for cell, width in zip(cells[:-1], widths, strict=True)]
    padded[MEASURED] = cells[MEASURED].rjust(widths[MEASURED])
    return "  ".join((*padded, cells[-1])).rstrip()
