"""What can be asked and recorded: one table. The routes, the description and the page of the API are made from it."""

from __future__ import annotations

from enum import StrEnum
from itertools import islice
from typing import TYPE_CHECKING, Any

from provenance import objects
from provenance.asking import Question, answer
from provenance.contradicting import at_least
from provenance.dates import bound
from provenance.entering import (
    asked_claim,
    asked_date,
    enter_claim,
    enter_review,
    enter_verdict,
    platform_called,
)
from provenance.exporters import plain
from provenance.judgement import MediaCategory
from provenance.looking_up import HashKind, asked_hash
from provenance.model import Hedge, MediaKind, Rating, ReviewState, Strength
from provenance.named import NamedTuple
from provenance.web.api import shapes
from provenance.web.api.fields import Field, Place, Sort

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.archive import Archive
    from provenance.web.api.fields import Values
    from provenance.web.uploads import Upload

MOST_LISTED = 1_000
ITEMS_LISTED = 50
FOUND_LISTED = 20


class Asks(NamedTuple):
    """A request as the function that answers it sees it."""

    archive: Archive
    values: Values
    upload: Upload | None = None  # the file that came, where one is taken


class Reply(NamedTuple):
    """What it answers with; ``body`` as :mod:`provenance.exporters.plain` writes it."""

    body: Any
    new: bool = False  # something was recorded that was not there


class Does(StrEnum):
    """What an operation does to the archive."""

    READS = "reads"
    COMPARES = "compares"  # reads, and takes long enough to have a place of its own
    RECORDS = "records"


class Operation(NamedTuple):
    """One row of the table."""

    name: str
    path: str
    title: str
    says: str
    fields: tuple[Field, ...]
    answers: Any  # a shape or a type of :mod:`provenance.web.api.shapes`
    function: Callable[[Asks], Reply]
    does: Does = Does.READS
    takes_file: bool = False
    posts: bool = False

    @property
    def method(self) -> str:
        """``GET`` or ``POST``."""
        return "POST" if self.posts else "GET"

    def fields_in(self, place: Place) -> tuple[Field, ...]:
        """Its fields that stand there."""
        return tuple(field for field in self.fields if field.place is place)


def called(field: str) -> str:
    """What programs call a field of a record."""
    return {"item": "items"}.get(field, field)


# -- what is asked ------------------------------------------------------------------------------------


def check(asks: Asks) -> Reply:
    """As ``provenance check --json``."""
    said, upload = asks.values, asks.upload
    assert upload is not None  # noqa: S101 - the operation takes a file
    today = asks.archive.today
    claim = asked_claim(said["claim"], place=said["place"], date=said["date"], now=today)
    published = asked_date(said["published"], now=today)
    question = Question(fast=said["fast"], facts=said["facts"], claim=claim, published=published)
    found = answer(asks.archive, question, upload.path)
    if isinstance(found, Exception):
        raise type(found)(str(found).replace(upload.path, upload.name)) from found
    asked = found.answer.asked._replace(name=upload.name)
    body = plain.answer(found.answer._replace(asked=asked))
    return Reply(body | {"facts": plain.plain(found.facts)} if question.facts else body)


def look_up(asks: Asks) -> Reply:
    """The same of a hash."""
    asked = asked_hash(asks.values["kind"], asks.values["value"], asks.values["radius"])
    return Reply(objects.hash_answer(asked, asks.archive.look_up(asked)))


def items(asks: Asks) -> Reply:
    """As ``provenance list --json``, a page at a time."""
    said, most = asks.values, asks.values["limit"]
    found = asks.archive.items(
        after=said["after"],
        kind=MediaKind(said["kind"]) if said["kind"] else None,
        platform=platform_called(said["platform"]),
        account=said["account"],
        without_file=said["without_file"],
        limit=most + 1,
    )
    page = list(islice(found, most))
    following = page[-1].item.id if page and next(found, None) is not None else None
    return Reply({"items": [plain.seen_item(seen) for seen in page], "next": following})


def item(asks: Asks) -> Reply:
    """As ``provenance show --json``."""
    return Reply(objects.item(asks.archive, asks.values["item"], history=asks.values["history"]))


def claims(asks: Asks) -> Reply:
    """The claims of ``provenance show --json``."""
    found = asks.archive.claims_of(asks.values["item"], corrected=asks.values["corrected"])
    return Reply({"claims": found})


def verdicts(asks: Asks) -> Reply:
    """As ``provenance verdict ITEM --json``."""
    return Reply({"verdicts": asks.archive.verdicts(asks.values["item"], superseded=asks.values["history"])})


def timeline(asks: Asks) -> Reply:
    """As ``provenance timeline --json``."""
    return Reply(asks.archive.timeline(asks.values["item"]))


def contradictions(asks: Asks) -> Reply:
    """As ``provenance contradictions --json``, of an item or of the archive."""
    said = asks.values
    found = asks.archive.contradictions(
        said.get("item"),
        source=asks.archive.source_called(said["source"])[0] if said.get("source") else None,
        since=_moment(said["since"], first=True),
        until=_moment(said["until"], first=False),
        recorded_since=_moment(said["recorded_since"], first=True),
    )
    strong = at_least(found, Strength(said["strength"])) if said["strength"] else found
    return Reply({"contradictions": strong[: said["limit"]], "total": len(strong)})


def _moment(text: str | None, *, first: bool) -> str | None:
    return bound(text, first=first) if text else None


def claim(asks: Asks) -> Reply:
    """As ``provenance claim show --json``."""
    return Reply(objects.claim(asks.archive, asks.values["claim"]))


def search(asks: Asks) -> Reply:
    """As ``provenance search --json``."""
    said = asks.values
    found, appearances = asks.archive.search(
        said["words"] or "",
        place=said["place"],
        limit=said["limit"],
        platform=platform_called(said["platform"]),
        account=said["account"],
        since=_moment(said["since"], first=True),
        until=_moment(said["until"], first=False),
        rating=said["rating"],
    )
    body = {
        "claims": objects.found_claims(asks.archive, found),
        "appearances": objects.found_appearances(appearances),
    }
    return Reply(body)


def waiting(asks: Asks) -> Reply:
    """As ``provenance review --list --json``."""
    found = asks.archive.to_review(limit=asks.values["limit"], prefix=asks.values["item"])
    return Reply({"waiting": [objects.pair(pair) for pair in found]})


# -- what is recorded ---------------------------------------------------------------------------------


def new_claim(asks: Asks) -> Reply:
    """As ``provenance claim add --json``."""
    said = {name: asks.values[name] for name in ABOUT_CLAIMS}
    entered = enter_claim(
        asks.archive,
        asks.values["text"],
        items=asks.values["items"],
        by=asks.values["by"],
        said=said,
        called=called,
    )
    return Reply({"claim": entered.claim, "items": entered.items}, entered.new)


def new_verdict(asks: Asks) -> Reply:
    """As ``provenance verdict --json``."""
    verdict, new = enter_verdict(asks.archive, **asks.values, called=called)  # its fields are those of the operation
    return Reply({"verdict": verdict, "new": new}, new)


def new_review(asks: Asks) -> Reply:
    """As ``provenance review --json``."""
    before = asks.archive.log_head()
    said = enter_review(
        asks.archive,
        asks.values["item"],
        asks.values["other"],
        asks.values["state"],
        by=asks.values["by"],
        reason=asks.values["reason"],
        called=called,
    )
    return Reply(objects.reviewed(asks.archive, said), new=asks.archive.log_head() != before)


# -- the table ----------------------------------------------------------------------------------------

_ITEM = Field("item", "The item, by any unique beginning of its id.", Place.PATH)
_PLATFORM = Field("platform", "Only what was published on, or is credited to, this platform.")
_ACCOUNT = Field("account", "Only what this account published or is credited with.")
_BY = Field("by", "Who says so: your name, or that of your desk.", Place.BODY)
_LIMIT = Field("limit", "How many at most.", sort=Sort.WHOLE, default=FOUND_LISTED, least=1, most=MOST_LISTED)
_HISTORY = Field("history", "Also what was superseded.", sort=Sort.FLAG, default=False)
_PERIOD = (
    Field("since", "Only what may have been on this day or later, as a date in EDTF: 2016-06-28."),
    Field("until", "Only what may have been on this day or earlier."),
)
_CONFLICTS = (
    *_PERIOD,
    Field("recorded_since", "Only where the newest record concerned was made here since this day."),
    Field("strength", "Only these, and those that are stronger.", choices=tuple(Strength)),
    _LIMIT._replace(default=ITEMS_LISTED),
)
_CLAIM_FIELDS = (
    Field("place", "Where the claim says that it is: a name, or LATITUDE,LONGITUDE.", Place.BODY),
    Field("date", "When the claim says that it happened, in EDTF: 2016-06-28/2016-06-29.", Place.BODY),
    Field("event", "What it is part of, in a few words that other claims can share.", Place.BODY),
    Field("subject", "Who or what is to be seen.", Place.BODY),
    Field("hedge", "How the claim is hedged.", Place.BODY, choices=tuple(Hedge)),
    Field("hedge_text", "The words that hedge, as they stand there.", Place.BODY),
    Field("language", "Of the text: en, ar and so on.", Place.BODY),
    Field("asserted_by", "Who makes the claim.", Place.BODY),
    Field("attributed_to", "Whom they attribute it to.", Place.BODY),
    Field("motivation", "Why it was published, as far as known.", Place.BODY),
    Field("note", "Anything else to know of it.", Place.BODY),
)
ABOUT_CLAIMS = tuple(field.name for field in _CLAIM_FIELDS)

OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "check",
        "/api/check",
        "Was this file seen before?",
        "Says whether a picture or video was seen before, and what it was said to show. Records nothing. Send the file "
        "as the body, with the fields in the address; or as a form (multipart/form-data) with one file in it.",
        (
            Field("claim", "What is being claimed of it now: the answer says what here contradicts it."),
            Field("place", "Where it is claimed to be, now."),
            Field("date", "When it is claimed to have happened, now, in EDTF."),
            Field("published", "When the file was published where you found it, in EDTF."),
            Field("fast", "Bytes and hashes of the whole only: no crops, no collages.", sort=Sort.FLAG, default=False),
            Field("facts", "Also what the file says about itself.", sort=Sort.FLAG, default=False),
            Field("name", "What the file is called, for the answer."),
        ),
        shapes.CHECKED,
        check,
        Does.COMPARES,
        takes_file=True,
        posts=True,
    ),
    Operation(
        "look_up_hash",
        "/api/hashes/{kind}/{value}",
        "Is this hash known?",
        "The items that have this hash, or one near to it, with all that is recorded of them. Says less than a check "
        "of the file: mirrored and turned copies, crops and collages are not found.",
        (
            Field("kind", "Of the hash.", Place.PATH, choices=tuple(HashKind)),
            Field(
                "value",
                "Its hexadecimal digits: 64 of a PDQ or SHA-256, 16 of a pHash.",
                Place.PATH,
                pattern=r"^([0-9A-Fa-f]{16}|[0-9A-Fa-f]{64})$",
            ),
            Field(
                "radius",
                "How many bits may differ: of PDQ 31 unless given, 40 at most; of pHash 8 and 10; of SHA-256 none.",
                sort=Sort.WHOLE,
                least=0,
                most=256,
            ),
        ),
        shapes.LOOKED_UP,
        look_up,
    ),
    Operation(
        "list_items",
        "/api/items",
        "Which items are there?",
        "Items with what is recorded of them, newest first. The answer's next, given as after, brings the next ones.",
        (
            Field("kind", "Only these.", choices=tuple(MediaKind)),
            _PLATFORM,
            _ACCOUNT,
            Field("without_file", "Only what is known by reference only.", sort=Sort.FLAG, default=False),
            _LIMIT._replace(default=ITEMS_LISTED),
            Field("after", "The id of an item: those that were recorded before it."),
        ),
        shapes.ITEMS,
        items,
    ),
    Operation(
        "show_item",
        "/api/items/{item}",
        "What is recorded of an item?",
        "Everything, as provenance show ITEM --json prints it.",
        (_ITEM, _HISTORY),
        shapes.ITEM,
        item,
    ),
    Operation(
        "list_claims",
        "/api/items/{item}/claims",
        "What is an item said to show?",
        "Every claim that was made of it, oldest record first.",
        (_ITEM, Field("corrected", "Corrected and withdrawn ones as well.", sort=Sort.FLAG, default=False)),
        shapes.CLAIMS,
        claims,
    ),
    Operation(
        "list_verdicts",
        "/api/items/{item}/verdicts",
        "What did people find of an item?",
        "Verdicts on it, then those that it inherits from copies.",
        (_ITEM, _HISTORY),
        shapes.VERDICTS,
        verdicts,
    ),
    Operation(
        "show_timeline",
        "/api/items/{item}/timeline",
        "When was it seen, and where?",
        "Every dated statement about an item and its copies, in an order that never overstates how early one was.",
        (_ITEM,),
        shapes.TIMELINE,
        timeline,
    ),
    Operation(
        "list_contradictions_of_item",
        "/api/items/{item}/contradictions",
        "What of an item's records cannot all be true?",
        "Contradictions among what is recorded of an item and its copies, worst first.",
        (_ITEM, *_CONFLICTS),
        shapes.CONTRADICTIONS,
        contradictions,
    ),
    Operation(
        "list_contradictions",
        "/api/contradictions",
        "Which records cannot all be true?",
        "Contradictions of the whole archive, newest first. Takes longer than the others in a large archive.",
        (Field("source", "Only of what this source published or is credited with."), *_CONFLICTS),
        shapes.CONTRADICTIONS,
        contradictions,
        Does.COMPARES,
    ),
    Operation(
        "show_claim",
        "/api/claims/{claim}",
        "What is recorded of a claim?",
        "The claim with its items, relations and corrections, whether it counts, and what is not known of it.",
        (Field("claim", "The claim, by any unique beginning of its id.", Place.PATH),),
        shapes.CLAIM,
        claim,
    ),
    Operation(
        "record_claim",
        "/api/claims",
        "Record a claim",
        "Records what somebody says that one or several items show, or of an event that no medium shows.",
        (
            Field("text", "The claim, word for word.", Place.BODY, required=True),
            Field("items", "Those that it is about, by any unique beginnings of their ids.", Place.BODY, many=True),
            *_CLAIM_FIELDS,
            _BY,
        ),
        shapes.NEW_CLAIM,
        new_claim,
        Does.RECORDS,
        posts=True,
    ),
    Operation(
        "record_verdict",
        "/api/verdicts",
        "Record a verdict",
        "Records what a named person found of an item, under a claim or whatever is claimed of it. A later verdict of "
        "the same person supersedes the earlier one, which stays readable.",
        (
            Field("item", "The item that it is about, by any unique beginning of its id.", Place.BODY),
            Field("claim", "The claim that it is about, likewise.", Place.BODY),
            Field("rating", "What was found of the claim.", Place.BODY, choices=tuple(Rating)),
            Field(
                "media",
                "What the medium is, as it was published there.",
                Place.BODY,
                choices=tuple(MediaCategory),
                many=True,
            ),
            Field("house_rating", "The rating in your desk's own word.", Place.BODY),
            _BY._replace(required=True),
            Field("reason", "Why, in a sentence or two.", Place.BODY, required=True),
            Field("links", "URLs where the finding, or what it rests on, is published.", Place.BODY, many=True),
            Field("evidence", "What it rests on: ids of appearances, items, claims; or words.", Place.BODY, many=True),
            Field("date", "When the finding was published, in EDTF.", Place.BODY),
        ),
        shapes.NEW_VERDICT,
        new_verdict,
        Does.RECORDS,
        posts=True,
    ),
    Operation(
        "search",
        "/api/search",
        "Which claims and captions hold these words?",
        "Across accents, letter forms, scripts and spellings of names; what is spelt as it was typed comes first.",
        (
            Field("words", 'All of them must occur; "quoted" ones as a phrase, and * stands for any ending.'),
            Field("place", "Only what names this place, under any of its names."),
            _PLATFORM,
            _ACCOUNT,
            *_PERIOD,
            Field("rating", "Only what has a verdict with this rating.", choices=tuple(Rating)),
            _LIMIT,
        ),
        shapes.FOUND,
        search,
    ),
    Operation(
        "list_reviews_to_do",
        "/api/reviews",
        "Which matches wait for a decision?",
        "Suggested matches that nobody decided on, surest first.",
        (Field("item", "Only those of this item, by any unique beginning of its id."), _LIMIT),
        shapes.WAITING,
        waiting,
    ),
    Operation(
        "record_review",
        "/api/reviews",
        "Decide on a match",
        "Records what a named person says of the match of two items. A confirmed match makes them one family; checks "
        "leave out what was rejected. A later decision supersedes.",
        (
            Field("item", "One of the two, by any unique beginning of its id.", Place.BODY, required=True),
            Field("other", "The other one.", Place.BODY, required=True),
            Field(
                "state",
                "What you decide.",
                Place.BODY,
                choices=tuple(state for state in ReviewState if state is not ReviewState.SUGGESTED),
                required=True,
            ),
            _BY._replace(required=True),
            Field("reason", "Why.", Place.BODY),
        ),
        shapes.REVIEW,
        new_review,
        Does.RECORDS,
        posts=True,
    ),
)
