"""Which place names can mean one place: asks the gazetteer, each question once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.findings.contradictions.saying import quoted

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.places import PlaceReading, PlaceRelation

APART = "apart"  # the value of PlaceRelation.APART
MOST_KEPT = 100_000  # answers; then the memory is emptied, which costs time and no answer


class Places:
    """Compares places as they were written. ``read`` and ``relation`` are those of :mod:`provenance.places`.

    ``taken_for`` names the place that the first of two readings was taken for where that is in doubt, else "".
    """

    def __init__(
        self,
        read: Callable[[str], Any],
        relation: Callable[[Any, Any], str],
        taken_for: Callable[[Any, Any], str] = lambda _one, _other: "",
    ) -> None:
        self._read = read
        self._taken_for = taken_for
        self._relation = relation
        self._readings: dict[str, Any] = {}
        self._apart: dict[tuple[str, str], bool] = {}

    def are_apart(self, one: str, other: str) -> bool:
        """Whether nothing that the one text can mean is, holds, lies in or is near what the other can mean.

        False as well where that cannot be said, since one of them is not understood.
        """
        if one == other:
            return False
        pair = (one, other) if one < other else (other, one)
        if pair not in self._apart:
            _make_room(self._apart)
            self._apart[pair] = self._relation(self._reading(pair[0]), self._reading(pair[1])) == APART
        return self._apart[pair]

    def doubts(self, one: str, other: str) -> list[str]:
        """Why two places that are apart may not be: a bare name was taken for a small town somewhere else."""
        readings = self._reading(one), self._reading(other)
        taken = ((one, self._taken_for(*readings)), (other, self._taken_for(*readings[::-1])))
        return [
            f"{quoted(name)} was read as {place}, and a place of that name that the list lacks may be meant"
            for name, place in taken
            if place
        ]

    def _reading(self, text: str) -> Any:
        if text not in self._readings:
            _make_room(self._readings)
            self._readings[text] = self._read(text)
        return self._readings[text]


def known_places() -> Places:
    """Places by the gazetteer that comes with the program, which is loaded at the first question."""
    return Places(_read, _relation, _taken_for)


def _read(text: str) -> PlaceReading:
    from provenance.places import read_place

    return read_place(text)


def _relation(one: PlaceReading, other: PlaceReading) -> PlaceRelation:
    from provenance.places import relation

    return relation(one, other)


def _taken_for(one: PlaceReading, other: PlaceReading) -> str:
    from provenance.places import doubtful, gazetteer

    place = doubtful(one, other)
    country = gazetteer.by_key(place.country) if place and place.country else None
    return ", ".join(each.name for each in (place, country) if each)


def _make_room(answers: dict[Any, Any]) -> None:
    if len(answers) >= MOST_KEPT:
        answers.clear()
