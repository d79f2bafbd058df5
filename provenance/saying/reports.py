"""What a report says of an item, in words: the line on top, the evidence, claims, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.findings.earliest import ROLES
from provenance.findings.families import DOUBTFUL
from provenance.findings.timeline import WRITTEN, is_of_file
from provenance.model import DateRole, Rating, Strength
from provenance.saying.answers import attributed_words, publication_words
from provenance.saying.judged import (
    listed_items,
    reason_words,
    search_lines,
    standing_lines,
    verdict_lines,
    whose_words,
)
from provenance.saying.words import Headline, Line, Tone, date_words, number, one_line, recorded_words, source_words
from provenance.text import one_line as shortened
from provenance.text import whole_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.findings.timeline import Entry, Timeline
    from provenance.judgement import InheritedVerdict, OutsideSearch, Standing
    from provenance.model import Appearance, Contradiction, RecordedClaim

ALARMING = frozenset({Rating.FALSE, Rating.MOSTLY_FALSE, Rating.MISPLACED})

AT_ODDS = "CANNOT ALL BE TRUE"
CLAIM_WIDTH = 90  # columns of a claim in the line on top
MOST_RECORDS = 12  # that are named of one contradiction


def summed_up(
    verdicts: Sequence[InheritedVerdict],
    contradictions: Sequence[Contradiction],
    timeline: Timeline,
    *,
    archive_items: int,
    claims: Mapping[str, str],
    concerned: Mapping[Contradiction, Sequence[str]] | None = None,
    has_file: bool = True,
    doubtful: int = 0,
    in_part: bool = False,
    rejected: int = 0,
    short: Callable[[str], str] = str,
) -> Headline:
    """The line on top: a person's finding first, then records that cannot all be true, then where it was seen.

    ``claims``: texts of the claims that verdicts are of, by id. Of copies other things may be said than of the
    item, so that a copy is named; ``short`` shortens its id. ``concerned``: the items that the records of each
    contradiction are of. ``rejected``: matches of which a person said that they are none. ``doubtful``: how many of
    the other items no certain or confirmed match joins to it; ``in_part``: whether some show only a part of it.
    """
    # a verdict on a film that shares moments with this one is listed, and does not name it
    rated = [one for one in verdicts if (one.verdict.rating or one.verdict.house_rating) and not one.partly]
    if rated:
        inherited = max(rated, key=lambda one: one.verdict.recorded_at)
        newest = inherited.verdict
        word = (
            newest.rating.value.replace("-", " ").upper()
            if newest.rating
            else f"“{one_line(newest.house_rating or '')}”"
        )
        others = f", and {number(len(rated) - 1, 'other verdict')}" if len(rated) > 1 else ""
        tone = Tone.ALARM if newest.rating in ALARMING else Tone.LOOK
        claim = claims.get(newest.claim_id or "")
        of_copy = f" made of {short(inherited.inherited_from)}" if inherited.inherited_from else ""
        said = f"is the claim “{shortened(claim, CLAIM_WIDTH)}”{of_copy}, " if claim else ""
        return Headline(word, f"{said}according to {one_line(newest.reviewer)}{others}", tone)
    worst = [one for one in contradictions if one.strength is not Strength.WEAK]
    if worst:
        return _at_odds(worst, concerned or {}, timeline.item_id)
    appeared = any(entry.role not in (DateRole.EVENT, DateRole.CAPTURED) for entry in timeline.entries)
    if timeline.members > 1:
        return _others(timeline, doubtful=doubtful, in_part=in_part, short=short)
    if not has_file:
        return Headline(
            "KNOWN BY REFERENCE ONLY", "there is no file, so it cannot be compared with anything", Tone.CALM
        )
    if appeared:
        here = f"this archive of {number(archive_items, 'item')}"
        if rejected:
            here += f", less {number(rejected, 'match', 'matches')} that a person rejected"
        return Headline("NO OTHER COPY", f"in {here}: that says nothing of what was published elsewhere", Tone.CALM)
    return Headline("NO APPEARANCE", "is recorded of it: where it was published is unknown", Tone.CALM)


def _others(timeline: Timeline, *, doubtful: int, in_part: bool, short: Callable[[str], str]) -> Headline:
    """How many other items show it; "before" only where the earliest known appearance is of one of these."""
    earliest, own, count = timeline.earliest, timeline.item_id, timeline.members - 1
    if doubtful >= count:
        said = f"{number(count, 'other item')} of this archive may show it: no match is certain, or it is disputed"
        return Headline("PERHAPS SEEN BEFORE" if _earlier(timeline) else "PERHAPS ALSO SEEN", said, Tone.LOOK)
    sure = count - doubtful
    it = "it, or a part of it" if in_part else "it"
    said = f"{number(sure, 'other item')} of this archive {'shows' if sure == 1 else 'show'} {it}"
    said += f", and {doubtful} more may" if doubtful else ""
    first = earliest.appearance.item_id if earliest else own
    if first == own or any(one.is_earlier_perhaps and one.item_id == own for one in timeline.entries):
        if not doubtful and (before := _earlier(timeline)):  # what shows a part only is no copy with its dates
            return Headline("SEEN BEFORE", f"{said}; {short(before)} was published earlier", Tone.ALARM)
        return Headline("ALSO SEEN", f"{said}; none is known to be earlier", Tone.LOOK)
    return Headline("SEEN BEFORE", f"{said}; the earliest known appearance is of {short(first)}", Tone.ALARM)


def _earlier(timeline: Timeline) -> str | None:
    """The other item that was published first of those that were before anything that is known of this one."""
    dated = [(one.item_id, one.date) for one in timeline.entries if one.date and one.role in ROLES]
    own = min((date.earliest for item, date in dated if item == timeline.item_id), default="~")
    before = [(date.latest, item) for item, date in dated if item != timeline.item_id and date.latest < own]
    return min(before)[1] if before else None


def _at_odds(worst: Sequence[Contradiction], concerned: Mapping[Contradiction, Sequence[str]], own: str) -> Headline:
    """How many contradictions there are, and of whom; what lies within the records of one copy raises no alarm."""
    of_copies = [one for one in worst if concerned.get(one, (own,)) and own not in concerned.get(one, (own,))]
    count = len(worst) - len(of_copies)
    copies = list(dict.fromkeys(item for one in of_copies for item in concerned[one]))
    of = f"{'a copy' if len(copies) == 1 else 'copies'} of it, {listed_items(copies)}" if copies else ""
    if count:
        more = f", and {len(of_copies)} among what is said of {of}" if of else ""
        return Headline(AT_ODDS, f"{number(count, 'contradiction')} among what is said of it{more}", Tone.ALARM)
    alone = all(len(concerned[one]) == 1 for one in of_copies)
    said = f"{number(len(of_copies), 'contradiction')} among what is said of {of}"
    return Headline(AT_ODDS, said, Tone.LOOK if alone else Tone.ALARM)


def evidence_lines(
    timeline: Timeline,
    verdicts: Sequence[InheritedVerdict],
    searches: Sequence[OutsideSearch],
    standings: Iterable[Standing],
    short: Callable[[str], str],
    claims: Mapping[str, str],
) -> Iterator[Line]:
    """What the line on top rests on."""
    if timeline.earliest:
        appearance = timeline.earliest.appearance
        who = source_words(appearance.source) if appearance.source else "publisher unknown"
        yield Line("earliest known", f"{date_words(timeline.earliest.date)} · {who} · {short(appearance.item_id)}")
        if appearance.url:
            yield Line("", one_line(appearance.url))
    else:
        yield Line("earliest known", "no dated appearance")
    yield from verdict_lines(verdicts, short, claims)
    yield from standing_lines(standings)
    yield from search_lines(searches)
    if not searches:
        yield Line("searched", "nowhere else: no search outside this archive is recorded")


def publication_lines(appearance: Appearance, label: str) -> Iterator[Line]:
    """One publication: when and who, then its address in a line of its own, to be copied or followed."""
    unknown = "" if appearance.url else " · no address is recorded"
    yield Line(label, publication_words(appearance) + unknown)
    if appearance.url:
        yield Line("", one_line(appearance.url))


def conflict_lines(
    contradictions: Sequence[Contradiction], items: Mapping[Contradiction, Sequence[str]], own: str
) -> Iterator[Line]:
    """All that cannot be true together, in its order; the rules are for specialists.

    ``items``: those that the records of each are of, to be named unless ``own``, the item of the report, is one.
    """
    for one in contradictions:
        yield Line(f"conflict, {one.strength.value}", whose_words(one, items.get(one, ()), own) + reason_words(one))


def rule_lines(contradictions: Sequence[Contradiction], short: Callable[[str], str]) -> Iterator[Line]:
    """Which rule says so of which records."""
    for position, one in enumerate(contradictions):
        records = ", ".join(short(name) for name in one.records[:MOST_RECORDS])
        more = f" and {len(one.records) - MOST_RECORDS:,} more" if len(one.records) > MOST_RECORDS else ""
        yield Line("" if position else "rules", f"{one.rule}, {one.strength.value}: {records}{more}")


def missing_lines(missing: Sequence[tuple[str, Sequence[str]]]) -> Iterator[Line]:
    """What is not known of claims, each by its short id."""
    for position, (claim, unknown) in enumerate(missing):
        yield Line("" if position else "unknown", f"of {claim}: {', '.join(unknown)}")


def claim_line(label: str, recorded: RecordedClaim, published: Appearance | None) -> Line:
    """A claim: the text, then who, when and where."""
    claim = recorded.claim
    who = recorded_words(recorded.asserted_by, claim.asserted_by) if recorded.asserted_by else "unknown"
    when = f", {date_words(published.dates[0])}" if published and published.dates else ""
    words = [f"“{one_line(claim.text)}”", f"asserted by {who}{when}"]
    if recorded.attributed_to:
        words.append(f"attributed to {attributed_words(recorded)}")
    for name, value in (("place", claim.place), ("event", claim.date), ("hedged", claim.hedge_text or claim.hedge)):
        if value:
            words.append(f"{name}: {one_line(value)}")
    return Line(label, " · ".join(words))


def entry_source_words(entry: Entry) -> str:
    """Who says a line of the timeline; a credit line alone says nothing of who published, and is called one."""
    if entry.source:
        return recorded_words(entry.source, entry.source_text)
    return f"credit line: “{one_line(entry.credit)}”" if entry.credit else ""


def row_words(entry: Entry, short: Callable[[str], str]) -> tuple[str, str, str, str, str, str]:
    """A line of the timeline: when, what, who, which item, what it said, marks."""
    when = whole_seconds(entry.date.text) if entry.date else "undated"
    zone = ", zone unknown" if entry.date and not entry.date.zone_known else ""
    role = WRITTEN if entry.date and is_of_file(entry.date) else entry.role.value if entry.role else ""
    what = f"{role} ({entry.date.basis}{zone})" if role and entry.date else "appearance"
    who = entry_source_words(entry)
    said = one_line(entry.caption) if entry.caption else ""
    mark = "earliest known" if entry.is_earliest else "might be earlier" if entry.is_earlier_perhaps else ""
    mark = mark or (entry.joined_by if entry.joined_by in DOUBTFUL else "")
    return when, what, who, short(entry.item_id), said, mark
