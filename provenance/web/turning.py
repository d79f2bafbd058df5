"""Long lists of a page, a part at a time. Which part is shown stands in the address, one number for each list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.web.visits import Visit

DIGITS = 8  # of the number of a part


class Part(NamedTuple):
    """A part of a list. In a template it can be gone through like a list."""

    shown: Sequence[Any]
    first: int  # position of the first one that is shown, from 1
    total: int
    before: str  # the address of the part before; "" where there is none
    after: str

    def __iter__(self) -> Iterator[Any]:
        return iter(self.shown)

    def __len__(self) -> int:
        return len(self.shown)

    @property
    def words(self) -> str:
        """``51–100 of 5,000``."""
        return f"{self.first:,}–{self.first + len(self.shown) - 1:,} of {self.total:,}"


def window(visit: Visit, name: str, total: int, size: int) -> slice:
    """Which entries of a list are asked for: of so many, in parts of this size."""
    at = min(number_of(visit.query(name)), max(1, -(-total // size)))
    return slice((at - 1) * size, at * size)


def part(visit: Visit, name: str, entries: Sequence[Any], size: int) -> Part:
    """The part of a list that the address asks for, under the list's name, which is its place on the page as well."""
    asked = window(visit, name, len(entries), size)
    return placed(visit, name, entries[asked], asked, len(entries))


def placed(visit: Visit, name: str, shown: Sequence[Any], asked: slice, total: int) -> Part:
    """The same where only that part was made."""
    size, at = asked.stop - asked.start, asked.stop // (asked.stop - asked.start)

    def turn(to: int) -> str:
        if not 1 <= to <= -(-total // size):
            return ""
        kept = {
            key: value for key, value in visit.request.query_params.items() if key not in (name, "recorded", "done")
        }
        return "?" + urlencode(kept | {name: str(to)}) + f"#{name}"

    return Part(shown, asked.start + 1, total, turn(at - 1), turn(at + 1))


def number_of(text: str) -> int:
    """The number of a part; the first where it is none."""
    return max(1, int(text)) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 1
