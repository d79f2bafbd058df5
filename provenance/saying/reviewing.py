"""A match that waits for a person's look, and what was decided, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.model import MediaKind, ReviewState
from provenance.saying.answers import match_words
from provenance.saying.sides import named_sides
from provenance.saying.words import Headline, Line, Tone, one_line

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.judgement import Reviewed
    from provenance.model import Match


def sure_words(match: Match, kinds: Iterable[MediaKind]) -> str:
    """How far the program goes: ``the same film``, ``probably the same picture``; ``kinds``: of the two items."""
    if not match.is_reuse:
        return match.relation.value
    films = sum(kind is MediaKind.VIDEO for kind in kinds)
    what = ("the same picture", "a picture of the film", "the same film")[films]
    return what if match.is_certain else f"probably {what}"


def suggestion_headline(match: Match, both: str, kinds: Iterable[MediaKind]) -> Headline:
    """The line on top of a match: what it says, and of which two items; in a tone that leaves it to a person."""
    word = f"{match.review.value}: {sure_words(match, kinds)}"
    return Headline(word[0].upper() + word[1:], both, Tone.LOOK)


def suggestion_lines(match: Match, names: tuple[str, str]) -> Iterator[Line]:
    """What was changed between the two, and how sure that is; ``names``: of the later recorded, and of the other."""
    yield Line("what changed", named_sides(match_words(match, shares=True), *names))
    if match.evidence:
        yield Line("how sure", named_sides(match.evidence[0], *names))


def at_odds_words(odd: Sequence[tuple[str, str]], state: ReviewState, short: Callable[[str], str]) -> str:
    """Which earlier decisions a decision does not go with; "" where there are none."""
    if not odd:
        return ""
    pairs = [f"{short(first)} and {short(second)}" for first, second in odd]
    word = "confirmed" if state is ReviewState.REJECTED else "rejected"
    were = f"{', and '.join(pairs)} {'was' if len(pairs) == 1 else 'were'} {word}"
    return f"not all of this can be true: {were}. Decide again on one of them"


def decided_headline(state: ReviewState, both: str) -> Headline:
    """That a decision was recorded."""
    return Headline(state.value.upper(), f"the match of {both}", Tone.CALM)


def decision_words(said: Reviewed) -> str:
    """``disputed by A. Karim, 2026-11-22: the shadows differ``."""
    reason = f": {one_line(said.reason)}" if said.reason else ""
    return f"{said.state.value} by {one_line(said.reviewer or 'nobody named')}, {said.recorded_at[:10]}{reason}"


def overtaken_words(said: Reviewed) -> str:
    """That somebody decided after the page was made from which another decision was sent: who, what and when."""
    reason = f": {one_line(said.reason)}" if said.reason else ""
    return f"{one_line(said.reviewer or 'Somebody')} {said.state.value} this match at {said.recorded_at}{reason}"


def counts_words(counts: Mapping[str, int]) -> str:
    """``Matches: 3 suggested, 2 confirmed.``"""
    said = [f"{counts[state.value]:,} {state.value}" for state in ReviewState if counts.get(state.value)]
    return f"Matches: {', '.join(said) or 'none'}."
