"""Our named tuples behave as those of typing do: every act here is done to both."""

from __future__ import annotations

import copy
import pickle
import typing
from typing import TYPE_CHECKING, Any

import pytest

from provenance import named

if TYPE_CHECKING:
    from collections.abc import Callable


class Ours(named.NamedTuple):
    """A record with and without defaults."""

    place: str
    year: int = 2016
    words: tuple[str, ...] = ()

    def said(self) -> str:
        """What it says."""
        return f"{self.place}, {self.year}"


class Theirs(typing.NamedTuple):
    """The same, by the standard library."""

    place: str
    year: int = 2016
    words: tuple[str, ...] = ()

    def said(self) -> str:
        """What it says."""
        return f"{self.place}, {self.year}"


class Below(Ours):
    """A class below a record, with a place for what it has once worked out."""

    noted = ""


BOTH = (Ours, Theirs)


def in_order(record: Any) -> str:
    match record:
        case Ours(place, year) | Theirs(place, year):
            return f"{place} {year}"
    return "no match"


@pytest.mark.parametrize(
    "act",
    [
        lambda kind: tuple(kind("Rawa")),
        lambda kind: tuple(kind("Rawa", 2017)),
        lambda kind: tuple(kind(year=2017, place="Rawa", words=("a",))),
        lambda kind: tuple(kind("Rawa", words=("a",))),
        lambda kind: tuple(kind("Rawa")._replace(year=1)),
        lambda kind: kind("Rawa")._asdict(),
        lambda kind: kind("Rawa").said(),
        lambda kind: kind("Rawa") == ("Rawa", 2016, ()),
        lambda kind: kind("Rawa") == kind("Rawa", 2017),
        lambda kind: len({kind("Rawa"), kind("Rawa")}),
        lambda kind: sorted([kind("b"), kind("a", 2), kind("a", 1)]) == [("a", 1, ()), ("a", 2, ()), ("b", 2016, ())],
        lambda kind: repr(kind("Rawa", words=("a",))).replace(kind.__name__, "Kind"),
        lambda kind: (kind("Rawa")[0], kind("Rawa")[-1], [*kind("Rawa")]),
        lambda kind: in_order(kind("Rawa")),
        lambda kind: (kind._fields, kind._field_defaults, kind.__match_args__),
        lambda kind: type(pickle.loads(pickle.dumps(kind("Rawa")))) is kind,  # noqa: S301 - our own bytes
        lambda kind: pickle.loads(pickle.dumps(kind("Rawa", 2017), protocol=0)),  # noqa: S301
        lambda kind: copy.deepcopy(kind("Rawa", 2017)),
        lambda kind: typing.get_type_hints(kind),
        lambda kind: hasattr(kind("Rawa"), "__dict__"),
    ],
)
def test_what_a_record_answers_is_what_the_standard_library_s_answers(act: Callable[[Any], object]) -> None:
    ours, theirs = map(act, BOTH)
    assert ours == theirs


@pytest.mark.parametrize(
    "act",
    [
        lambda kind: kind(),
        lambda kind: kind("Rawa", 2016, (), 4),
        lambda kind: kind("Rawa", place="Ana"),
        lambda kind: kind("Rawa", month=4),
        lambda kind: kind(month=4),
        lambda kind: kind(year=4, month=4),
        lambda kind: kind("Rawa", 1, (), month=4),
    ],
)
def test_a_field_that_is_missing_unknown_or_given_twice_is_refused(act: Callable[[Any], object]) -> None:
    for kind in BOTH:
        with pytest.raises(TypeError, match=f"{kind.__name__}|__new__"):
            act(kind)


@pytest.mark.parametrize("kind", BOTH)
def test_a_record_cannot_be_changed(kind: Any) -> None:
    record = kind("Rawa")
    for name in ("place", "month"):
        with pytest.raises(AttributeError):
            setattr(record, name, "Ana")
    with pytest.raises((TypeError, ValueError)):
        record._replace(month=4)


def test_a_class_below_a_record_keeps_its_fields_and_its_kind() -> None:
    below = Below("Rawa")
    assert tuple(below) == ("Rawa", 2016, ())
    assert type(below._replace(year=1)) is Below
    assert repr(below) == "Below(place='Rawa', year=2016, words=())"
