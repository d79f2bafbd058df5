"""The items as a grid: searched, narrowed down, a page at a time. All that is asked stands in the address."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import Response

from provenance.browsing import OLDEST, PAGE, PUBLISHED, Conditions, is_known
from provenance.dates import parse_date
from provenance.errors import BadDate, BadOption
from provenance.exporters import plain
from provenance.model import MediaKind, Rating
from provenance.named import NamedTuple
from provenance.platforms import canonical_platform, platform_title
from provenance.saying.answers import claim_words
from provenance.saying.items import claimed_in_brief, in_brief, published_in_brief
from provenance.saying.words import Line, number, one_line
from provenance.store.catalogue import MOST, NO_VERDICT, UNJUDGED
from provenance.text import one_line as shortened
from provenance.web.media import SANDBOX
from provenance.web.pages.conflict import items_in_conflict
from provenance.web.rendering import Entry
from provenance.web.visits import page
from provenance.web.workings import NotYet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.archive import Archive
    from provenance.browsing import Said, Shown
    from provenance.model import Seen
    from provenance.saying.items import Brief
    from provenance.surveying import Survey
    from provenance.web.visits import Visit

NAVIGATION = Entry("/items", "Items", 20)
FIELDS = (
    "q",
    "kind",
    "platform",
    "source",
    "place",
    "claimed",
    "since",
    "until",
    "rating",
    "conflict",
    "waiting",
    "reference",
    "order",
)
YES = "yes"
DIGITS = 8  # of the number of a page
MOST_WHO, MOST_SAYS = 120, 400  # columns on a card, of which three lines are seen
RATINGS = {
    **{rating.value: rating.value for rating in Rating},
    NO_VERDICT: "no verdict yet",
    UNJUDGED: "a claim, no verdict yet",
}
ORDERS_IN_WORDS = {OLDEST: "recorded first", PUBLISHED: "published first"}
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
        orders=ORDERS_IN_WORDS,
        saved={ending: _saved(given, ending) for ending in WRITERS},
        most_saved=MOST,
    )


def save(visit: Visit) -> Response:
    """The items that fit what the address asks, in one file."""
    ending = visit.path("ending")
    if ending not in WRITERS:
        raise HTTPException(404, f"A list is saved as one of: {', '.join(WRITERS)}.")
    asked = {name: visit.query(name) for name in FIELDS}
    if wrong := _mistakes(visit.archive, asked):
        raise BadOption("; ".join(wrong.values()))
    try:
        conditions = _conditions(visit, asked)
    except NotYet as error:
        error.job.place = address({name: value for name, value in asked.items() if value})
        return visit.to(f"/job/{error.job.id}")
    write, media_type = WRITERS[ending]
    headers = {"content-disposition": f'attachment; filename="items.{ending}"', "content-security-policy": SANDBOX}
    return Response(write(visit.archive, list(_all(visit.archive, conditions))), media_type=media_type, headers=headers)


def _all(archive: Archive, conditions: Conditions) -> Iterator[Seen]:
    """As many as are counted, of every page."""
    shown = archive.browse(conditions, page=1)
    for at in range(1, min(shown.pages, MOST // PAGE) + 1):
        yield from (shown if at == 1 else archive.browse(conditions, page=at)).seen


def _as_json(archive: Archive, items: Sequence[Seen]) -> str:
    del archive
    return "[" + ",\n".join(plain.line(plain.seen_item(seen)) for seen in items) + "]\n"


def _as_csv(archive: Archive, items: Sequence[Seen]) -> str:
    """A table for people; a cell that a table program would take for a formula is text."""
    out = io.StringIO()
    table = csv.writer(out)
    table.writerow(COLUMNS)
    for seen in items:
        told, first = in_brief(seen), next(iter(seen.appearances), None)
        claims = " | ".join(one_line(one.claim.text) for one in seen.claims)
        places = " | ".join(dict.fromkeys(one_line(one.claim.place) for one in seen.claims if one.claim.place))
        url = one_line(first.url or "") if first else ""
        cells = (archive.short_id(seen.item.id), told.what, told.day, told.who, told.says, url, claims, places)
        files = " | ".join(map(one_line, seen.file_names))
        table.writerow([_plain_cell(one_line(cell)) for cell in (*cells, files, seen.item.sha256 or "", seen.item.id)])
    return out.getvalue()


def _plain_cell(text: str) -> str:
    return f"'{text}" if text.startswith(("=", "+", "-", "@")) else text


COLUMNS = ("item", "what", "day", "who", "says", "address", "claims", "claimed places", "files", "sha256", "full id")
WRITERS: dict[str, tuple[Callable[[Archive, Sequence[Seen]], str], str]] = {
    "csv": (_as_csv, "text/csv; charset=utf-8"),
    "json": (_as_json, "application/json"),
}


def _saved(given: dict[str, str], ending: str) -> str:
    said = urlencode(given)
    return f"/items/saved.{ending}" + (f"?{said}" if said else "")


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
    ticks = ((name, (YES,)) for name in ("conflict", "waiting", "reference"))
    for name, known in (("kind", KINDS), ("rating", RATINGS), ("order", ORDERS_IN_WORDS), *ticks):
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
        without_file=bool(asked["reference"]),
        order=asked["order"],
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
        "reference": "known by reference only",
        "order": "{}",
    }
    if not is_known(given.get("place", "")):
        words["place"] = "place, as claims write it: {}"
    said = given | {"kind": KINDS.get(given.get("kind", ""), ""), "rating": RATINGS.get(given.get("rating", ""), "")}
    said["order"] = ORDERS_IN_WORDS.get(given.get("order", ""), "")
    if "platform" in given:
        known = canonical_platform(given["platform"])
        said["platform"] = platform_title(known) if known else given["platform"]
    return [
        Chip(words.get(name, "{}").format(one_line(said[name])), address({k: v for k, v in given.items() if k != name}))
        for name in given
    ]


routes = (page("/items", browse), page("/items/saved.{ending}", save, name="saved_items"))
