"""Which of two matching pictures is the likelier ancestor, with each vote. Never more than "likely".

A vote says what speaks for one of the two having been there before the other was made from it; both may as well
come from a third picture that the archive does not have. The votes:

* *extent*: what shows more of the scene cannot come from what shows less;
* *resolution*: the shared area has more pixels in the ancestor, unless the larger one has no finer detail;
* *compression*: each saving may compress more strongly, seldom less;
* *overlay*: a frame, a caption or a mark is put on later;
* *date*: one is known to have been there before the other.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PIL.JpegPresets import presets

from provenance.matching.alterations import NAMES
from provenance.media.jpeg_tables import LUMINANCE
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.matching.alterations import Described
    from provenance.matching.overlap import Overlap
    from provenance.model import Fact

ASKED, ARCHIVED = "asked", "archived"
MORE_PIXELS = 1.1  # along a side; less comes from rounding and from the transform
PERHAPS_ENLARGED = 1.5  # up to here it cannot be told whether an asked picture was enlarged
COARSER = 1.3  # of the mean divisor of the luminance table: a step of ten in libjpeg's quality about 80
LEAST_VOTES = 2
MAJORITY = 2 / 3
PRESET = "Photoshop preset "
LIBJPEG = "libjpeg quality "


class Vote(NamedTuple):
    """One thing that speaks for one of the two."""

    about: str  # "extent", "resolution", "compression", "overlay", "date"
    favours: str  # "asked" or "archived": as the ancestor
    sentence: str


class Ancestor(NamedTuple):
    """Which of the two the other one is likelier to come from."""

    likelier: str | None  # "asked" or "archived"; None: the votes are even, few or contradict each other
    votes: tuple[Vote, ...]
    sentence: str


def likelier(
    overlap: Overlap,
    described: Described,
    *,
    asked_facts: tuple[Fact, ...] = (),
    stored_facts: tuple[Fact, ...] = (),
    asked_dates: tuple[str | None, ...] = (),
    stored_dates: tuple[str | None, ...] = (),
    names: tuple[str, str] = NAMES,
) -> Ancestor:
    """Ask every witness, and count.

    Args:
        overlap: the verified transform.
        described: what :func:`provenance.matching.alterations.describe` says of it.
        asked_facts: what the asked file says of itself, see :mod:`provenance.media.metadata`.
        stored_facts: what the archived file says of itself.
        asked_dates: instants at which the asked picture certainly was there: the latest possible bound of each
            date, as UTC text. The earliest of them counts.
        stored_dates: the same of the archived picture.
        names: what the sentences call the archived and the asked picture.
    """
    votes = tuple(
        vote
        for vote in (
            _extent(described, names),
            _resolution(overlap, described, names),
            _compression(asked_facts, stored_facts, names),
            _overlay(described, names),
            _date(asked_dates, stored_dates, names),
        )
        if vote
    )
    return _counted(votes, names)


def _counted(votes: tuple[Vote, ...], names: tuple[str, str]) -> Ancestor:
    if not votes:
        return Ancestor(None, votes, "nothing says which of the two is the likelier ancestor")
    for_asked = sum(vote.favours == ASKED for vote in votes)
    favoured = ASKED if 2 * for_asked > len(votes) else ARCHIVED
    agreeing = [vote for vote in votes if vote.favours == favoured]
    against = [vote for vote in votes if vote.favours != favoured]
    if len(votes) < LEAST_VOTES:
        sentence = f"only one vote, for {_name(favoured, names)} ({votes[0].about}): too few to say which came first"
        return Ancestor(None, votes, sentence)
    impossible = any(vote.about == "extent" for vote in against)
    if impossible or len(agreeing) < MAJORITY * len(votes):
        return Ancestor(None, votes, f"the votes contradict each other ({_tally(votes, names)}): it stays open")
    reasons = ", ".join(vote.about for vote in agreeing)
    dissent = f"; {', '.join(vote.about for vote in against)} against" if against else ""
    sentence = f"likely {_name(favoured, names)}: {len(agreeing)} votes of {len(votes)} ({reasons}{dissent})"
    return Ancestor(favoured, votes, sentence)


def _tally(votes: tuple[Vote, ...], names: tuple[str, str]) -> str:
    sides = []
    for favoured in (ARCHIVED, ASKED):
        about = ", ".join(vote.about for vote in votes if vote.favours == favoured)
        if about:
            sides.append(f"{about} for {_name(favoured, names)}")
    return "; ".join(sides)


def _name(favoured: str, names: tuple[str, str]) -> str:
    return names[1] if favoured == ASKED else names[0]


def _extent(described: Described, names: tuple[str, str]) -> Vote | None:
    if described.lacks == described.shows_more:
        return None
    favoured = ASKED if described.shows_more else ARCHIVED
    return Vote("extent", favoured, f"{_name(favoured, names)} shows more of the scene than the other one")


def _resolution(overlap: Overlap, described: Described, names: tuple[str, str]) -> Vote | None:
    stored, asked = names
    if described.enlarged:
        return Vote("resolution", ARCHIVED, f"{asked} has more pixels, but no finer detail: enlarged?")
    across = described.scale
    if 1 / MORE_PIXELS < across < PERHAPS_ENLARGED:
        return None
    favoured, times = (ASKED, across) if across > 1 else (ARCHIVED, 1 / across)
    sizes = " against ".join(f"{width} × {height}" for width, height in (overlap.asked_size, overlap.stored_size))
    sentence = f"{_name(favoured, names)} shows the same area with {times:.1f} times the pixels along a side"
    return Vote("resolution", favoured, f"{sentence} ({asked} and {stored} have {sizes} in all)")


def _compression(asked: tuple[Fact, ...], stored: tuple[Fact, ...], names: tuple[str, str]) -> Vote | None:
    theirs, ours = _tables(asked), _tables(stored)
    if theirs is None or ours is None:
        return None
    ratio = theirs[0] / ours[0]
    if 1 / COARSER < ratio < COARSER:
        return None
    favoured = ARCHIVED if ratio > 1 else ASKED
    finer, coarser = (ours[1], theirs[1]) if ratio > 1 else (theirs[1], ours[1])
    sentence = f"{_name(favoured, names)} was last saved with less compression ({finer} against {coarser})"
    return Vote("compression", favoured, sentence)


def _tables(facts: tuple[Fact, ...]) -> tuple[float, str] | None:
    """The strength of a JPEG's last compression, and how the fact names it; None where it has no known name."""
    for fact in facts:
        if fact.name == "jpeg.tables":
            strength = divisor(fact.value)
            return (strength, fact.value) if strength else None
    return None


def divisor(tables: str) -> float | None:
    """The mean luminance divisor of named JPEG tables, in hundredths of the standard's; None for unknown ones."""
    if tables.startswith(LIBJPEG):
        digits = tables.removeprefix(LIBJPEG).split(",")[0].split(" ")[0]
        quality = min(max(int(digits), 1), 100) if digits.isdecimal() else 0
        if not quality:
            return None
        return 5000 / quality if quality < 50 else max(200.0 - 2 * quality, 100 / (sum(LUMINANCE) / 64))
    preset = presets.get(tables.removeprefix(PRESET).replace(" ", "_"))
    if preset is None or not tables.startswith(PRESET):
        return None
    luminance = list(_numbers(preset["quantization"]))[:64]
    return 100 * sum(luminance) / sum(LUMINANCE)


def _numbers(value: object) -> Iterator[int]:
    if isinstance(value, int):
        yield value
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _numbers(inner)


def _overlay(described: Described, names: tuple[str, str]) -> Vote | None:
    if bool(described.only_asked) == bool(described.only_stored):
        return None
    favoured, later, added = (
        (ARCHIVED, names[1], described.only_asked) if described.only_asked else (ASKED, names[0], described.only_stored)
    )
    words = " and ".join(alteration.value for alteration in added)
    return Vote("overlay", favoured, f"{later} has something on or around it that the other one lacks ({words})")


def _date(asked: tuple[str | None, ...], stored: tuple[str | None, ...], names: tuple[str, str]) -> Vote | None:
    theirs, ours = _earliest(asked), _earliest(stored)
    if theirs is None or ours is None or theirs[0] == ours[0]:
        return None
    favoured = ASKED if theirs[0] < ours[0] else ARCHIVED
    first, second = (theirs[1], ours[1]) if favoured == ASKED else (ours[1], theirs[1])
    sentence = f"{_name(favoured, names)} is known from {first} on at the latest, the other one from {second}"
    return Vote("date", favoured, sentence)


def _earliest(texts: tuple[str | None, ...]) -> tuple[datetime, str] | None:
    """The first of some instants in UTC, with its text."""
    return min(((datetime.fromisoformat(text), text) for text in texts if text), default=None)
