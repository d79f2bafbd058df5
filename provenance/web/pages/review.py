"""Suggested matches, one after the other: both items side by side, and a person's decision."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote, unquote, urlencode

from provenance.errors import BadOption, Overtaken
from provenance.model import ReviewState
from provenance.named import NamedTuple
from provenance.saying import reviewing
from provenance.saying.answers import claim_words
from provenance.saying.items import in_brief
from provenance.saying.records import appearance_lines
from provenance.saying.words import Headline, Line, one_line
from provenance.web.pages.compare import seconds_between
from provenance.web.rendering import Entry
from provenance.web.visits import action, page

if TYPE_CHECKING:
    from collections.abc import Iterator

    from starlette.responses import Response

    from provenance.archive import Archive
    from provenance.judgement import Reviewed
    from provenance.model import Match, Seen
    from provenance.web.visits import Visit

NAVIGATION = Entry("/review", "Review", 30)
REASON_COOKIE = "provenance-reason"  # offered again until the browser is closed
LONGEST_REASON = 500  # characters that are offered again
MOST_CLAIMS = 6  # of each item; the rest stands on its page
MOST_NAMES = 3  # under which a file was handed in
MOST_SKIPPED = 1_000_000
DECISIONS = {
    "confirmed": ("c", "Confirm", "both show the same"),
    "rejected": ("r", "Reject", "they do not"),
    "disputed": ("d", "Dispute", "people disagree"),
}


class Sheet(NamedTuple):
    """One of the two items."""

    id: str
    short: str
    says: str
    lines: tuple[Line, ...]
    has_picture: bool
    graphic: bool


class Done(NamedTuple):
    """The decision that was recorded last."""

    headline: Headline
    warning: str
    again: str  # where it can be decided anew


def queue(visit: Visit) -> Response:
    """The surest match that nobody decided on; ``skip`` of them are passed over."""
    skip, of = _number(visit.query("skip")), visit.query("of")
    pairs = visit.archive.to_review(limit=1, offset=skip, prefix=of or None)
    if not pairs:
        return _nothing(visit, skip, of)
    [pair] = pairs
    return _shown(visit, pair.item, pair.other, pair.match, skip=skip, of=of, problem="")


def pair(visit: Visit) -> Response:
    """One match, whatever was decided of it."""
    one, other = visit.archive.show(visit.path("item")), visit.archive.show(visit.path("other"))
    return _shown(visit, one, other, _match(visit.archive, one, other), skip=None, of="", problem="")


def decide(visit: Visit) -> Response:
    """Record a decision, and go on to the next match, or back to the page of the item from which it was made."""
    form, archive = visit.form, visit.archive
    one, other = archive.show(form.text("item")), archive.show(form.text("other"))
    state = form.text("state")
    if state not in DECISIONS:
        raise BadOption(f"{state!r} is no decision. Decide on one: {', '.join(DECISIONS)}")
    skip = None if form.text("skip") == "" else _number(form.text("skip"))
    if not form.text("by"):
        problem = "A decision needs a name: yours, or that of your desk."
        return _shown(visit, one, other, _match(archive, one, other), skip=skip, of=form.text("of"), problem=problem)
    reason = form.text("reason")
    said = {"reviewer": form.text("by"), "reason": reason or None}
    try:
        archive.review(one.item.id, other.item.id, ReviewState(state), **said, knows=form.number("knows"))
    except Overtaken:
        match = _match(archive, one, other)
        return _shown(visit, one, other, match, skip=skip, of=form.text("of"), problem="", sent=DECISIONS[state][1])
    done = f"{one.item.id}.{other.item.id}"
    back = next((seen.item.id for seen in (one, other) if seen.item.id == form.text("back")), "")
    answer = visit.to(f"/item/{back}?done={done}#matches" if back else _address(skip or 0, form.text("of"), done=done))
    answer.set_cookie(REASON_COOKIE, quote(reason[:LONGEST_REASON]), httponly=True, samesite="strict")
    return visit.signed(answer, form.text("by"))


def _shown(
    visit: Visit,
    one: Seen,
    other: Seen,
    match: Match | None,
    *,
    skip: int | None,
    of: str,
    problem: str,
    sent: str = "",
) -> Response:
    """The page of a match; ``sent``: the decision that was not recorded, because somebody else decided meanwhile."""
    archive = visit.archive
    later, earlier = (other, one) if archive.in_order(one.item.id, other.item.id)[0] == one.item.id else (one, other)
    both = f"{archive.short_id(later.item.id)} and {archive.short_id(earlier.item.id)}"
    decided = decisions_on(archive, one.item.id, other.item.id)
    return visit.render(
        "review.html",
        status=422 if problem else 409 if sent else 200,
        headline=reviewing.suggestion_headline(match, both, (one.item.kind, other.item.kind)) if match else None,
        both=both,
        lines=list(
            reviewing.suggestion_lines(match, (archive.short_id(later.item.id), archive.short_id(earlier.item.id)))
        )
        if match
        else [],
        sheets=[_sheet(archive, later), _sheet(archive, earlier)],
        seconds=seconds_between(archive, match, earlier.item, later.item) if match else None,
        item=one.item.id,
        other=other.item.id,
        decided=decided,
        decisions=DECISIONS,
        skip=skip,
        of=of,
        sent=sent,
        overtaken=reviewing.overtaken_words(decided[-1]) if sent else "",
        onward=_address((skip or 0) + (0 if sent else 1), of) if skip is not None else "/review",
        by=visit.form.text("by") or visit.name,
        reason=visit.form.text("reason"),
        back=visit.form.text("back"),
        last_reason=unquote(visit.request.cookies.get(REASON_COOKIE, "")),
        problem=problem,
        done=last_decision(visit),
        counts=reviewing.counts_words(archive.review_counts()),
    )


def _nothing(visit: Visit, skip: int, of: str) -> Response:
    counts = visit.archive.review_counts()
    return visit.render(
        "review_done.html",
        skipped=bool(skip) and bool(counts.get(ReviewState.SUGGESTED.value)),
        of=of,
        done=last_decision(visit),
        counts=reviewing.counts_words(counts),
    )


def last_decision(visit: Visit) -> Done | None:
    """What was decided of the two items that ``done`` in the address names."""
    one, _, other = visit.query("done").partition(".")
    if not other:
        return None
    archive = visit.archive
    one, other = archive.item(one).id, archive.item(other).id
    decided = decisions_on(archive, one, other)
    if not decided:
        return None
    state = decided[-1].state
    return Done(
        reviewing.decided_headline(state, f"{archive.short_id(one)} and {archive.short_id(other)}"),
        reviewing.at_odds_words(archive.at_odds(one, other, state), state, archive.short_id),
        f"/review/{one}/{other}",
    )


def decisions_on(archive: Archive, one: str, other: str) -> list[Reviewed]:
    """Every decision on the match of two items, oldest first."""
    return [review for review in archive.reviews(one) if {review.item_id, review.other_id} == {one, other}]


def _sheet(archive: Archive, seen: Seen) -> Sheet:
    item = seen.item
    return Sheet(
        id=item.id,
        short=archive.short_id(item.id),
        says=one_line(in_brief(seen).says),
        lines=tuple(_said_of(seen)),
        has_picture=item.sha256 is not None,
        graphic=seen.covered_by is not None,
    )


def _said_of(seen: Seen) -> Iterator[Line]:
    for appearance in seen.appearances[:MOST_CLAIMS]:
        yield from appearance_lines(appearance)
    for claim in seen.claims[:MOST_CLAIMS]:
        yield Line("claim", claim_words(claim))
    if seen.file_names or seen.item.label:
        yield Line("called", one_line(", ".join(filter(None, (seen.item.label, *seen.file_names[:MOST_NAMES])))))
    if not (seen.appearances or seen.claims):
        yield Line("said of it", "nothing is recorded")


def _match(archive: Archive, one: Seen, other: Seen) -> Match | None:
    return next((match for item, match in archive.matches_of(one.item.id) if item == other.item.id), None)


def _address(skip: int, of: str, *, done: str = "") -> str:
    said = {name: value for name, value in (("skip", str(skip) if skip else ""), ("of", of), ("done", done)) if value}
    return f"/review?{urlencode(said)}" if said else "/review"


def _number(text: str) -> int:
    return (
        min(int(text), MOST_SKIPPED) if text.isascii() and text.isdigit() and len(text) <= len(str(MOST_SKIPPED)) else 0
    )


routes = (
    page("/review", queue, name="review"),
    action("/review", decide),
    page("/review/{item}/{other}", pair, name="review_pair"),
)
