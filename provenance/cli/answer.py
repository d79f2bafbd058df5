"""An answer in words: the line that says it, then the evidence, then what was not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.cli.text import date_words, field, headline, number, one_line, source_words
from provenance.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.model import Answer, Appearance, Fact, Match, RecordedClaim, Seen

MOST_CLAIMS = 12
MOST_ITEMS = 8


def answer_lines(answer: Answer, short: Callable[[str], str], file_of: Callable[[str], object]) -> Iterator[str]:
    """What to print; ``short`` shortens an item's id, ``file_of`` says where its kept file lies."""
    yield _headline(answer, short)
    if answer.outcome is Outcome.SEEN:
        best = answer.seen[0]
        if any(seen.item.graphic for seen in answer.seen):
            yield field("warning", "marked graphic: look with care")
        if best.match:
            yield field("how sure", _certainty(best, best.match))
            yield field("what changed", _changes(best.match))
        if kept := file_of(best.item.id):
            yield field("compare with", str(kept))
        yield from _earliest(answer, short)
        yield from _claims(answer, short)
        yield from _others(answer.seen[1:], short)
    for note in answer.asked.notes:
        yield field("note", note)
    for position, line in enumerate(answer.not_checked):
        yield field("" if position else "not checked", line)


def fact_lines(facts: Iterable[Fact]) -> Iterator[str]:
    """What a file says about itself; anybody can write metadata."""
    for position, fact in enumerate(facts):
        hint = f" - {fact.hint}" if fact.hint else ""
        yield field("" if position else "the file says", f"{fact.name}: {one_line(fact.value)}{hint}")


def _headline(answer: Answer, short: Callable[[str], str]) -> str:
    name = answer.asked.name
    here = f"this archive of {number(answer.archive_items, 'item')}"
    if answer.outcome is Outcome.NOT_COMPARABLE:
        return headline("NOT COMPARABLE", f"{name}: no basis for a comparison with {here}", colour="yellow")
    if answer.outcome is Outcome.NOT_SEEN:
        return headline(f"NOT SEEN in {here}", f"{name}", colour="cyan")
    best = answer.seen[0]
    more = len(answer.matches) - 1
    others = f" and {number(more, 'other item')}" if more else ""
    if not answer.certain:
        return headline("PROBABLY SEEN BEFORE", f"{name} resembles {short(best.item.id)}{others}", colour="yellow")
    others = f"; so {'does' if more == 1 else 'do'} {number(more, 'other item')}" if more else ""
    if best.match and best.match.distance_bits is None:
        others = others.replace("so do", "the same picture is in").replace("so does", "the same picture is in")
        return headline("SEEN BEFORE", f"{name} is the file of {short(best.item.id)}{others}", colour="red")
    return headline("SEEN BEFORE", f"{name} shows the picture of {short(best.item.id)}{others}", colour="red")


def _certainty(seen: Seen, match: Match) -> str:
    if match.distance_bits is None:
        return match.evidence[0]
    if seen.certain:
        return f"the same picture: {match.evidence[0]}"
    return f"only probably the same picture, a person should look: {match.evidence[0]}"


def _changes(match: Match) -> str:
    if match.distance_bits is None:
        return "nothing: not a byte"
    words = ", ".join(alteration.value for alteration in match.alterations)
    details = "; ".join(match.evidence[1:])
    return f"at least: {words}" + (f" ({details})" if details else "")


def match_words(match: Match) -> str:
    """The alterations and the distance, in short."""
    bits = match.distance_bits
    words = ", ".join(alteration.value for alteration in match.alterations)
    return f"{words}; " + ("the same file" if bits is None else f"{bits} of 256 bits differ")


def _earliest(answer: Answer, short: Callable[[str], str]) -> Iterator[str]:
    earliest = answer.earliest
    if earliest is None:
        first = min((seen for seen in answer.seen if seen.certain), key=_recorded, default=None)
        if first is None:
            yield field("earliest known", "not said: no match is certain enough")
        else:
            yield field(
                "earliest known",
                f"no dated appearance; recorded here on {first.item.added_at[:10]} as {short(first.item.id)}"
                + (f" ({', '.join(first.file_names)})" if first.file_names else ""),
            )
        return
    appearance = earliest.appearance
    yield field(
        "earliest known",
        f"{date_words(earliest.date)} · {publisher_words(appearance)} · {short(appearance.item_id)}",
    )
    yield from _appearance_details(appearance)
    for other in earliest.disputed_by:
        yield field("", f"CONFLICT: the same appearance is also {date_words(other)}")
    for rival in earliest.perhaps_earlier[:3]:
        dates = "; ".join(date_words(date) for date in rival.dates)
        yield field("", f"might be earlier: {dates} · {publisher_words(rival)}")


def _recorded(seen: Seen) -> str:
    return seen.item.added_at


def publisher_words(appearance: Appearance) -> str:
    """Who published; a credit line alone says nothing of that."""
    return source_words(appearance.source) if appearance.source else "publisher unknown"


def _appearance_details(appearance: Appearance) -> Iterator[str]:
    if appearance.caption:
        yield field("", f"caption: “{one_line(appearance.caption)}”")
    if appearance.credit:
        yield field("", f"credit line: {one_line(appearance.credit)}")
    if appearance.url:
        yield field("", appearance.url)


def _claims(answer: Answer, short: Callable[[str], str]) -> Iterator[str]:
    """Every claim, in the order in which they were published; undated ones last."""
    published = {
        appearance.id: min(appearance.dates, key=lambda date: date.latest)
        for seen in answer.seen
        for appearance in seen.appearances
        if appearance.dates
    }

    def order(claim: RecordedClaim) -> str:
        date = published.get(claim.appearance_id or "")
        return date.latest if date else "9999"

    claims = sorted(answer.claims, key=order)
    if not claims:
        yield field("claims", "none recorded of these pixels")
        return
    for position, claim in enumerate(claims[:MOST_CLAIMS]):
        date = published.get(claim.appearance_id or "")
        said = f"{date.role.value} {date.text}" if date else ""
        yield field("" if position else f"claims ({len(claims)})", claim_words(claim, short, said))
    if len(claims) > MOST_CLAIMS:
        yield field("", f"and {len(claims) - MOST_CLAIMS} more: provenance show {short(answer.seen[0].item.id)}")


def claim_words(recorded: RecordedClaim, short: Callable[[str], str] | None = None, said: str = "") -> str:
    """A claim with who makes it, where and when it is said to be."""
    claim = recorded.claim
    asserted = source_words(recorded.asserted_by) if recorded.asserted_by else "nobody named"
    words = [f"“{one_line(claim.text)}”"]
    if claim.place or claim.date:
        words += [f"place: {claim.place or 'unknown'}", f"event: {claim.date or 'date unknown'}"]
    words += [
        f"asserted by {asserted}" + (f", {said}" if said else ""),
    ]
    if recorded.attributed_to:
        words.append(f"attributed to {source_words(recorded.attributed_to)}")
    if claim.hedge:
        words.append(f"hedged: {claim.hedge_text or claim.hedge.value}")
    if short and recorded.item_id:
        words.append(short(recorded.item_id))
    return " · ".join(words)


def _others(seen: tuple[Seen, ...], short: Callable[[str], str]) -> Iterator[str]:
    for position, other in enumerate(seen[:MOST_ITEMS]):
        if other.match:
            words = match_words(other.match) + ("" if other.certain else " - only probably, look")
        else:
            words = "joined by a stored match to one of the above"
        yield field("" if position else "also", f"{short(other.item.id)}: {words}")
    if len(seen) > MOST_ITEMS:
        yield field("", f"and {number(len(seen) - MOST_ITEMS, 'more item')}")
