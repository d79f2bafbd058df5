"""What people found, in words: verdicts, contradictions, searches, relations. Shared by several commands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.judgement import MediaCategory, SearchResult, SourceNoteKind
from provenance.model import Strength
from provenance.saying.words import Headline, Line, Tone, number, one_line, source_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.judgement import ClaimLink, Grade, InheritedVerdict, OutsideSearch, SourceNote, Standing, Verdict
    from provenance.model import Contradiction, Source

Short = "Callable[[str], str]"
ENGINES = ("Google Lens", "TinEye", "Yandex")  # the usual ones: those that nobody asked are named as such
FULL_ID, SHOWN_ID = 34, 8  # characters
NAMED_ITEMS = 2  # of those that a contradiction concerns; the others are counted
LABELS = {Strength.DECISIVE: "CONFLICT", Strength.STRONG: "conflict", Strength.WEAK: "conflict?"}
RELIABILITIES = {  # the Admiralty code
    "A": "completely reliable",
    "B": "usually reliable",
    "C": "fairly reliable",
    "D": "not usually reliable",
    "E": "unreliable",
    "F": "reliability cannot be judged",
}
CATEGORIES = {
    MediaCategory.DECONTEXTUALIZED: "out of context: it is of another time, place or event than is said",
    MediaCategory.EDITED_OR_CROPPED: "edited or cropped: what was cut away or left out misleads",
    MediaCategory.ORIGINAL: "unaltered: nothing shows that it was changed to mislead; what is said of it still may",
    MediaCategory.SATIRE_OR_PARODY: "satire or parody",
    MediaCategory.STAGED: "staged: acted or set up for the camera",
    MediaCategory.TRANSFORMED: "transformed: something was added, removed, exchanged or generated",
}
NOTES = {
    SourceNoteKind.ALIAS: ("also known as", "another name of"),
    SourceNoteKind.IMPERSONATES: ("passes itself off as", "is impersonated by"),
    SourceNoteKind.AFFILIATION: ("is said to belong to", "is said to have the account"),
    SourceNoteKind.NOTE: ("note", "note"),
}


def contradiction_lines(
    found: Sequence[Contradiction],
    *,
    most: int | None = None,
    items: Mapping[Contradiction, Sequence[str]] | None = None,
    own: str = "",
) -> Iterator[Line]:
    """What cannot all be true, in its order, with the rule that says so.

    ``items``: those that the records of each are of, to be named unless ``own``, the item that is shown, is one.
    """
    for one in found[:most]:
        whose = whose_words(one, (items or {}).get(one, ()), own)
        yield Line(LABELS[one.strength], f"{whose}{reason_words(one)}  [{one.rule}, {one.strength.value}]")
    if most is not None and len(found) > most:
        yield Line("", f"and {number(len(found) - most, 'more contradiction')}; --json has them all")


def whose_words(found: Contradiction, items: Sequence[str], own: str = "") -> str:
    """``m-3f9a2c: ``, the items that records are of which cannot all be true; "" where that is ``own``, or is said."""
    if own in items or all(item in found.reason for item in items):
        return ""
    return f"{listed_items(items)}: "


def listed_items(items: Sequence[str]) -> str:
    """``m-3f9a2c, m-77ab01 and 3 others``, with the beginnings of ids."""
    names = [item[:SHOWN_ID] for item in items]
    if len(names) > NAMED_ITEMS + 1:
        names[NAMED_ITEMS:] = [number(len(names) - NAMED_ITEMS, "other")]
    return " and ".join(filter(None, (", ".join(names[:-1]), names[-1])))


def reason_words(found: Contradiction) -> str:
    """Why records cannot all be true, with the beginnings of ids."""
    import re

    return re.sub(rf"\b[macv]-[0-9a-f]{{{FULL_ID - 2}}}\b", lambda one: one.group()[:SHOWN_ID], one_line(found.reason))


def verdict_words(verdict: Verdict, claims: Mapping[str, str]) -> str:
    """``misplaced (“Out of context”) · A. Karim, published 2016-07-01 · of the claim “…” · reason``.

    ``claims``: the texts of claims by their ids.
    """
    words = [verdict.rating.value] if verdict.rating else []
    if verdict.house_rating and verdict.house_rating.casefold() != (verdict.rating or ""):
        words.append(f"“{one_line(verdict.house_rating)}”")
    words += [category.value for category in verdict.media]
    said = [", ".join(words)]
    when = f"published {verdict.date.text}" if verdict.date else f"recorded {verdict.recorded_at[:10]}"
    said.append(f"{one_line(verdict.reviewer)}, {when}")
    if verdict.claim_id and verdict.claim_id in claims:
        said.append(f"of the claim “{one_line(claims[verdict.claim_id])}”")
    if verdict.reason:
        said.append(one_line(verdict.reason))
    if verdict.links:
        said.append(" ".join(one_line(link) for link in verdict.links))
    if verdict.evidence:
        said.append("rests on " + ", ".join(_evidence(entry) for entry in verdict.evidence))
    return " · ".join(said)


def _evidence(entry: str) -> str:
    """The beginning of a record's id; anything else as it is."""
    is_id = len(entry) == FULL_ID and entry[1] == "-" and set(entry[2:]) <= set("0123456789abcdef")
    return entry[:SHOWN_ID] if is_id else one_line(entry)


def verdict_lines(
    verdicts: Iterable[InheritedVerdict], short: Callable[[str], str], claims: Mapping[str, str]
) -> Iterator[Line]:
    """Verdicts, those that come from another item said to do so, each with what weakens it."""
    for position, one in enumerate(verdicts):
        words = verdict_words(one.verdict, claims)
        if one.inherited_from:
            sure = "which a person confirmed shows the same" if one.confirmed else "which shows the same picture"
            sure = "which shares moments of the film, and may be about others" if one.partly else sure
            words += f" · inherited from {short(one.inherited_from)}, {sure}"
        if one.verdict.superseded_by:
            words = f"superseded: {words}"
        yield Line("" if position else "verdicts", words)
        for warning in one.verdict.warnings:
            yield Line("", f"WARNING: {warning}")


def search_words(searches: Sequence[OutsideSearch]) -> str:
    """``TinEye 2026-11-20: none; Google Lens, Yandex: not searched``; a search that found nothing proves nothing."""
    said = []
    for one in searches:
        found = f" ({one_line(one.url)})" if one.url else ""
        note = f", {one_line(one.note)}" if one.note else ""
        said.append(f"{one_line(one.engine)} {one.date.text}: {one.result.value}{found}{note}")
    asked = {one.engine.casefold().replace(" ", "") for one in searches}
    left = [engine for engine in ENGINES if not any(name in engine.casefold().replace(" ", "") for name in asked)]
    if left:
        said.append(f"{', '.join(left)}: not searched")
    return "; ".join(said)


def search_lines(searches: Sequence[OutsideSearch]) -> Iterator[Line]:
    """What was looked for elsewhere, and that finding nothing there proves nothing."""
    if searches:
        found = any(one.result is SearchResult.FOUND for one in searches)
        yield Line("searched", ("" if found else "not proof of origin: ") + search_words(searches))


def link_words(link: ClaimLink, claim_id: str, short: Callable[[str], str]) -> str:
    """``contradicts c-77ab01 (A. Karim: the towns are 300 km apart)``, from the side of ``claim_id``."""
    said = f"{link.relation.value} {short(link.other_id)}"
    if link.claim_id != claim_id:
        said = f"{short(link.claim_id)} {link.relation.value} it"
    reason = ": ".join(one_line(word) for word in (link.entered_by, link.reason) if word)
    return said + (f" ({reason})" if reason else "")


def note_words(note: SourceNote, other: Source | None, source_id: str) -> str:
    """What is noted of a source, from its side."""
    forward, backward = NOTES[note.kind]
    text = one_line(note.text)
    if note.kind is SourceNoteKind.NOTE or other is None:
        said = text
    else:
        word = forward if note.source_id == source_id else backward
        said = f"{word} {source_words(other)}" + (f": {text}" if text else "")
    by = (
        f" ({one_line(note.entered_by)}, {note.recorded_at[:10]})" if note.entered_by else f" ({note.recorded_at[:10]})"
    )
    return said + by


def grade_words(grade: Grade) -> str:
    """``E, unreliable (A. Karim, 2026-11-22): agency of a party to the conflict``."""
    by = f"{one_line(grade.graded_by)}, " if grade.graded_by else ""
    words = RELIABILITIES[grade.reliability]
    return f"{grade.reliability}, {words} ({by}{grade.recorded_at[:10]}): {one_line(grade.reason)}"


def standing_lines(standings: Iterable[Standing]) -> Iterator[Line]:
    """What people hold of the sources: how reliable each is, and what is noted of it, as that it is an impostor."""
    position = 0
    for one in standings:
        key = one_line(one.source.key)
        said = [f"{key}: reliability {grade_words(one.grade)}"] if one.grade else []
        for note, other in one.notes:
            warning = "WARNING: " if note.kind is SourceNoteKind.IMPERSONATES else ""
            said.append(f"{warning}{key}: {note_words(note, other, one.source_id)}")
        for words in said:
            yield Line("" if position else "sources", words)
            position += 1


def contradictions_headline(count: int, where: str) -> Headline:
    """The line that says how many there are."""
    if count:
        return Headline(number(count, "CONTRADICTION", "CONTRADICTIONS"), where, tone=Tone.ALARM)
    return Headline("NO CONTRADICTION FOUND", f"{where}: that is no proof of anything", tone=Tone.CALM)
