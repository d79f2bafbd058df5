"""What is held of a source, in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.saying.judged import grade_words, note_words
from provenance.saying.words import Headline, Line, Tone, number, source_words

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from provenance.judgement import Grade, SourceNote
    from provenance.model import Source


def source_headline(source: Source, items: int, claims: int) -> Headline:
    """Its name, and how much is held of it."""
    counts = f"{number(items, 'item')}, {number(claims, 'claim')}"
    if source.is_pooled:
        from provenance.platforms.rules import platform_title

        title = platform_title(source.platform or "")
        every = f"every upload on {title} of which the account is unknown, so no single account"
        return Headline(source.key, f"{every}: {counts}", Tone.LOOK)
    return Headline(source.key, f"{source_words(source)}: {counts}", Tone.CALM)


def pooled_lines() -> Iterator[Line]:
    """Why some things are left out of what is held of many accounts at once."""
    yield Line("left out", "reuse and contradictions: they would blame one account for what others published")


def reliability_words(grades: Sequence[Grade]) -> str:
    """The grade that counts, and those before it."""
    if not grades:
        return "not graded here"
    before = f"; before: {', '.join(grade.reliability for grade in grades[:-1])}" if grades[1:] else ""
    return f"{grade_words(grades[-1])}{before}"


def held_lines(
    source_id: str, grades: Sequence[Grade], notes: Sequence[tuple[SourceNote, Source | None]]
) -> Iterator[Line]:
    """How reliable people hold it to be, and what they noted."""
    yield Line("reliability", reliability_words(grades))
    for note, other in notes:
        yield Line("noted", note_words(note, other, source_id))
