"""One item: what is recorded of it, what it was said to show, where else it was seen, what cannot all be true."""

from __future__ import annotations

from collections import Counter
from functools import cache, partial
from typing import TYPE_CHECKING

from starlette.responses import Response

from provenance.exporters.report import rendered
from provenance.judgement import standing_reviews
from provenance.model import MediaKind, ReviewState
from provenance.named import NamedTuple
from provenance.redacting import Privacy
from provenance.reporting import in_words, report_on
from provenance.saying.answers import fact_lines, match_words
from provenance.saying.items import covered_words, in_brief
from provenance.saying.judged import reason_words, verdict_lines, whose_words
from provenance.saying.records import appearance_lines, history_lines, origin_lines, what_words
from provenance.saying.reviewing import decision_words
from provenance.saying.seconds import named_seconds, seconds_of
from provenance.saying.sides import named_sides, names_of
from provenance.saying.words import Line, one_line
from provenance.text import clock
from provenance.text import one_line as shortened
from provenance.web.media import MOST_STILLS, PLAYED, SANDBOX, is_revealed, reveal_key, spread
from provenance.web.pages.review import DECISIONS, last_decision
from provenance.web.turning import part, placed, window
from provenance.web.visits import page

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from provenance.archive import Archive
    from provenance.judgement import Reviewed
    from provenance.model import Contradiction, Match, Seen
    from provenance.web.visits import Visit


MOST_SAYS = 90  # columns of what is said of another item
SHOWN = 40  # at once: claims, appearances, matches, entries of the timeline
MOST_RECORDS = 8  # of one contradiction
MOST_CONFLICTS = 10  # the page of contradictions has them all


class Beside(NamedTuple):
    """Another item that shows the same, for certain or perhaps, or of which a person said that it does not."""

    id: str
    short: str
    words: str
    name: str  # what was said of it first, or what it is called
    seconds: str  # of films, which of the one are which of the other; "" otherwise
    explained: str
    review: str  # a word of ReviewState
    decided: str  # by whom, when and why; "" while nobody decided
    decisions: int  # how many there are on the match
    certain: bool


class Still(NamedTuple):
    """A key frame of a film."""

    ms: int
    at: str  # 00:07


class Conflict(NamedTuple):
    """Two records that cannot both be true, or several."""

    strength: str  # a word of Strength
    reason: str
    rule: str
    a: str  # what the one says
    b: str  # what the other says
    records: tuple[str, ...]  # short ids, first of a, then of b, as far as they are shown
    further: int  # records that are not


def item(visit: Visit) -> Response:
    """The page of an item; any unique beginning of its id will do."""
    archive = visit.archive
    seen = archive.show(visit.path("item"))
    one = seen.item
    revealed = seen.covered_by is not None and is_revealed(visit, one.id)
    contradictions, timeline = archive.contradictions(one.id), archive.timeline(one.id)
    dates = window(visit, "timeline", len(timeline.entries), SHOWN)
    told = in_words(archive, seen, Privacy.NOTHING, contradictions=contradictions, timeline=timeline, window=dates)
    published = part(visit, "appearances", seen.appearances, SHOWN)
    reviews = archive.reviews(one.id)
    decided = standing_reviews(reviews, one.id)
    decisions = Counter(review.other_than(one.id) for review in reviews)
    beside = part(visit, "matches", archive.matches_of(one.id), SHOWN)
    rejected = [said for said in decided.values() if said.state is ReviewState.REJECTED]
    apart = part(visit, "rejected", rejected, SHOWN)
    return visit.render(
        "item.html",
        seen=seen,
        told=told,
        what=what_words(one),
        recorded=bool(visit.query("recorded")),
        conflicts=list(_conflicts(archive, contradictions[:MOST_CONFLICTS], one.id)),
        conflict_count=len(contradictions),
        claims=part(visit, "claims", told.claims, SHOWN),
        dates=placed(visit, "timeline", told.rows, dates, len(timeline.entries)),
        steps=part(visit, "steps", told.steps, SHOWN),
        details=part(visit, "details", [line for line in told.details if line.label != "the file says"], SHOWN),
        published=published,
        appearances=[list(appearance_lines(appearance)) for appearance in published],
        origins=part(visit, "origins", list(origin_lines(seen)), SHOWN),
        facts=list(fact_lines(archive.facts(one.id))),
        history=part(visit, "history", list(_history(archive, seen, reviews)), SHOWN),
        beside=beside,
        matches=list(_each_beside(archive, one.id, beside.shown, decided, decisions)),
        apart=apart,
        rejected=[_rejected(archive, one.id, said, decisions) for said in apart],
        decisions=DECISIONS,
        done=last_decision(visit),
        has_file=one.sha256 is not None and one.file_kept,
        has_picture=one.sha256 is not None,
        stills=_stills(archive, seen),
        keeps_film=one.kind is MediaKind.VIDEO and one.file_kept,
        plays=one.file_kept and one.media_type in PLAYED,
        covered=seen.covered_by is not None and not revealed,
        why=covered_words(one.id, seen.covered_by, archive.short_id) if seen.covered_by else "",
        key=f"key={reveal_key(visit, one.id)}" if revealed else "",
    )


def _stills(archive: Archive, seen: Seen) -> list[Still]:
    """The key frames of a film, evenly over it."""
    if seen.item.kind is not MediaKind.VIDEO or seen.item.sha256 is None:
        return []
    return [Still(ms, clock(ms)) for ms, _ in spread(archive.key_frames(seen.item.id), MOST_STILLS)]


def _each_beside(
    archive: Archive,
    item: str,
    matches: Sequence[tuple[str, Match]],
    decided: Mapping[str, Reviewed],
    decisions: Mapping[str, int],
) -> Iterator[Beside]:
    shown = {seen.item.id: seen for seen in archive.show_each([other for other, _ in matches])}
    for other, match in matches:
        yield _beside(archive, item, shown[other], match, decided.get(other), decisions.get(other, 0))


def _beside(archive: Archive, item: str, beside: Seen, match: Match, said: Reviewed | None, decisions: int) -> Beside:
    other = beside.item.id
    earlier, later = archive.in_order(item, other)
    seconds = seconds_of(match)
    names = names_of(match, item, other, archive.short_id)
    explained = named_sides(match.explain(), *names)
    turned = match.item_id == item and "segments" in (match.detail or {})  # its seconds come second there
    return Beside(
        id=other,
        short=archive.short_id(other),
        words=named_sides(match_words(match, shares=True), *names),
        name=shortened(in_brief(beside).says, MOST_SAYS),
        seconds=named_seconds(seconds, archive.short_id(later), archive.short_id(earlier)) if seconds else "",
        explained=f"seen from {archive.short_id(other)}: {explained}" if turned else explained,
        review=match.review.value,
        decided=decision_words(said) if said else "",
        decisions=decisions,
        certain=match.is_certain,
    )


def _rejected(archive: Archive, item: str, said: Reviewed, decisions: Mapping[str, int]) -> Beside:
    other = said.other_than(item)
    short, words = archive.short_id(other), decision_words(said)
    return Beside(other, short, "", "", "", "", said.state.value, words, decisions[other], certain=False)


def _conflicts(archive: Archive, found: Sequence[Contradiction], item: str) -> Iterator[Conflict]:
    """Each with the copies whose records contradict, where none of the item itself does."""
    concerned = archive.items_concerned(found)
    short = cache(partial(_short, archive))  # many name the same records
    for one in found:
        records = tuple(map(short, one.records[:MOST_RECORDS]))
        a, b, further = one_line(one.a), one_line(one.b), len(one.records) - len(records)
        reason = whose_words(one, concerned[one], item) + reason_words(one)
        yield Conflict(one.strength.value, reason, one.rule, a, b, records, further)


def _short(archive: Archive, name: str) -> str:
    return archive.short_id(name) if name.startswith("m-") else archive.short_record_id(name) if "-" in name else name


def _history(archive: Archive, seen: Seen, reviews: Sequence[Reviewed]) -> Iterator[Line]:
    """What no longer counts: verdicts that were superseded, claims that were corrected; and every decision."""
    item_id = seen.item.id
    old = [one for one in archive.verdicts(item_id, superseded=True) if one.verdict.superseded_by]
    yield from verdict_lines(old, archive.short_id, archive.claim_texts(old))
    claims = archive.claims_of(item_id, corrected=True)
    corrections = archive.corrections([claim.id for claim in claims])
    short = archive.short_id, archive.short_record_id
    yield from history_lines(item_id, claims, corrections, reviews, *short)


def report(visit: Visit) -> Response:
    """The report on an item, to be saved: one file, without what could identify a witness; ``redact``: in any field."""
    archive = visit.archive
    short = archive.short_id(archive.item(visit.path("item")).id)
    privacy = Privacy.EVERYTHING if visit.query("redact") else Privacy.IDENTIFYING
    called = f"report-{short}{'-redacted' if visit.query('redact') else ''}.html"
    headers = {"content-disposition": f'attachment; filename="{called}"', "content-security-policy": SANDBOX}
    return Response(rendered(report_on(archive, [short], privacy=privacy)), media_type="text/html", headers=headers)


routes = (page("/item/{item}", item), page("/item/{item}/report", report, name="item_report"))
