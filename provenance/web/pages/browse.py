"""The items as a grid: searched, narrowed down, a page at a time. All that is asked stands in the address."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from provenance.browsing import PAGE, Conditions, is_known
from provenance.dates import parse_date
from provenance.errors import BadDate, BadOption
from provenance.model import MediaKind, Rating
from provenance.named import NamedTuple
from provenance.platforms import canonical_platform, platform_title
from provenance.saying.answers import claim_words
from provenance.saying.items import claimed_in_brief, in_brief, published_in_brief
from provenance.saying.words import Line, number, one_line
from provenance.store.catalogue import NO_VERDICT, UNJUDGED
from provenance.text import one_line as shortened
from provenance.web.pages.conflict import items_in_conflict
from provenance.web.rendering import Entry
from provenance.web.visits import page
from provenance.web.workings import NotYet

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.responses import Response

    from provenance.archive import Archive
    from provenance.browsing import Said, Shown
    from provenance.model import Seen
    from provenance.saying.items import Brief
    from provenance.surveying import Survey
    from provenance.web.visits import Visit

NAVIGATION = Entry("/items", "Items", 20)
FIELDS = ("q", "kind", "platform", "source", "place", "claimed", "since", "until", "rating", "conflict", "waiting")
YES = "yes"
DIGITS = 8  # of the number of a page
MOST_WHO, MOST_SAYS = 120, 400  # columns on a card, of which three lines are seen
RATINGS = {
    **{rating.value: rating.value for rating in Rating},
    NO_VERDICT: "no verdict yet",
    UNJUDGED: "a claim, no verdict yet",
}
KINDS = {"image": "pictures", "video": "videos"}


class Card(NamedTuple):
    """An item in the grid."""

    id: str
    short: str
    what: str
    day: str
    who: str
    says: str
    has_file: bool
    graphic: bool  # marked so, or a certain copy of what is
    ratings: tuple[str, ...]


class Chip(NamedTuple):
    """A condition that is asked, and the address without it."""

    words: str
    without: str


def browse(visit: Visit) -> Response:
    """One page of the items that fit what the address asks."""
    asked = {name: visit.query(name) for name in FIELDS}
    given = {name: value for name, value in asked.items() if value}
    if len(given) < sum(name in FIELDS for name in visit.request.query_params):
        return visit.to(address(given))  # without what was left empty: an address to be sent to others
    wrong = _mistakes(visit.archive, asked)
    shown = None
    if not wrong:
        try:
            shown = visit.archive.browse(_conditions(visit, asked), page=_page(visit.query("page")))
        except BadOption as error:
            wrong = {"q": str(error)}
        except NotYet as error:
            error.job.place = address(given)
            return visit.to(f"/job/{error.job.id}")
    return visit.render(
        "browse.html",
        status=400 if wrong else 200,
        asked=asked,
        wrong=dict.fromkeys(FIELDS, "") | wrong,
        shown=shown,
        cards=cards(visit.archive, shown) if shown else [],
        counted=counted(shown, archive_items=visit.archive.counts()["items"]) if shown else "",
        chips=_chips(given),
        claims=[Line("claim", claim_words(claim)) for claim in shown.claims] if shown else [],
        turns=turns(given, shown) if shown else None,
        kinds=KINDS,
        platforms={word: platform_title(word) for word in visit.archive.platforms()},
        ratings=RATINGS,
    )


def address(given: dict[str, str], *, at: int = 1) -> str:
    """The address of what is asked."""
    said = urlencode(given | ({"page": str(at)} if at > 1 else {}))
    return f"/items?{said}" if said else "/items"


def cards(archive: Archive, shown: Shown) -> list[Card]:
    """The items of a page in a few words each."""
    return [_card(archive, seen, shown) for seen in shown.seen]


def _card(archive: Archive, seen: Seen, shown: Shown) -> Card:
    told, item = in_brief(seen), seen.item
    if item.id in shown.said:
        told = found_in_brief(told, shown.said[item.id])
    verdicts = shown.verdicts.get(item.id, ())
    return Card(
        id=item.id,
        short=archive.short_id(item.id),
        what=told.what,
        day=one_line(told.day),
        who=shortened(told.who, MOST_WHO),
        says=shortened(told.says, MOST_SAYS),
        has_file=item.sha256 is not None,
        graphic=seen.covered_by is not None,
        ratings=tuple(dict.fromkeys(one.rating.value for one in verdicts if one.rating)),
    )


def found_in_brief(told: Brief, said: Said) -> Brief:
    """An item with the text that was found, and of whom and when that is."""
    if said.appearance:
        return published_in_brief(told, said.appearance)
    return claimed_in_brief(told, said.claim) if said.claim else told


def counted(shown: Shown, *, archive_items: int) -> str:
    """``49–96 of 1,234 items``, and of how many there are."""
    first = (shown.page - 1) * PAGE + 1
    which = f"{first:,}–{first + len(shown.seen) - 1:,} of " if shown.pages > 1 else ""
    more = "more than " if shown.is_more else ""
    of = "" if shown.total == archive_items else f", of {archive_items:,} in this archive"
    return f"{which}{more}{number(shown.total, 'item')}{of}"


def turns(given: dict[str, str], shown: Shown) -> dict[str, str]:
    """The addresses of the pages before and after."""
    there = {"before": shown.page - 1, "after": shown.page + 1}
    return {name: address(given, at=at) if 1 <= at <= shown.pages else "" for name, at in there.items()}


def _mistakes(archive: Archive, asked: dict[str, str]) -> dict[str, str]:
    """What cannot be understood, by its field."""
    wrong = {}
    readings: tuple[tuple[str, Callable[[str], object]], ...]
    readings = (("since", parse_date), ("until", parse_date), ("place", archive.refuse_unknown_place))
    for name, read in readings:
        try:
            if asked[name]:
                read(asked[name])
        except (BadDate, BadOption) as error:
            wrong[name] = str(error)
    for name, known in (("kind", KINDS), ("rating", RATINGS), ("conflict", (YES,)), ("waiting", (YES,))):
        if asked[name] and asked[name] not in known:
            wrong[name] = f"{name} is one of: {', '.join(known)}"
    return wrong


def _conditions(visit: Visit, asked: dict[str, str]) -> Conditions:
    return Conditions(
        words=asked["q"],
        kind=MediaKind(asked["kind"]) if asked["kind"] else None,
        platform=canonical_platform(asked["platform"]) or asked["platform"],
        source=asked["source"],
        place=asked["place"],
        since=asked["since"],
        until=asked["until"],
        claimed=_names(visit, asked["claimed"]) if asked["claimed"] else None,
        rating=asked["rating"],
        waiting=bool(asked["waiting"]),
        among=items_in_conflict(visit) if asked["conflict"] else None,
    )


def _names(visit: Visit, place: str) -> tuple[str, ...]:
    """The names under which the overview counts a place.

    Raises:
        NotYet: they are still being counted.
    """
    name = " ".join(place.split())
    for one in survey_of(visit).places:
        if name in (one.name, *one.others):
            return (one.name, *one.others)
    return (name,)


def survey_of(visit: Visit) -> Survey:
    """The archive at a glance.

    Raises:
        NotYet: it is still being counted.
    """
    found: Survey = visit.server.workings.result(
        "survey", "Counting what the archive holds", lambda archive: archive.survey(), state=visit.archive.log_head()
    )
    return found


def _page(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else 1


def _chips(given: dict[str, str]) -> Sequence[Chip]:
    words = {
        "q": "“{}”",
        "source": "source: {}",
        "place": "place: {}",
        "claimed": "claimed place: {}",
        "since": "since {}",
        "until": "until {}",
        "rating": "verdict: {}",
        "conflict": "has a contradiction",
        "waiting": "a match waits for review",
    }
    if not is_known(given.get("place", "")):
        words["place"] = "place, as claims write it: {}"
    said = given | {"kind": KINDS.get(given.get("kind", ""), ""), "rating": RATINGS.get(given.get("rating", ""), "")}
    if "platform" in given:
        known = canonical_platform(given["platform"])
        said["platform"] = platform_title(known) if known else given["platform"]
    return [
        Chip(words.get(name, "{}").format(one_line(said[name])), address({k: v for k, v in given.items() if k != name}))
        for name in given
    ]


routes = (page("/items", browse),)
