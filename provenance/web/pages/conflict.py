"""Records that cannot all be true, each with what the records say; and the list that other pages narrow down by."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from provenance.contradicting import at_least
from provenance.dates import bound
from provenance.errors import InputError, RecordError
from provenance.findings.contradictions.siding import sides_of
from provenance.model import Appearance, MediaItem, RecordedClaim, Strength
from provenance.named import NamedTuple
from provenance.saying.answers import claim_words, publication_words
from provenance.saying.judged import contradictions_headline, reason_words, verdict_words
from provenance.saying.records import what_words
from provenance.saying.words import one_line
from provenance.web.rendering import Entry
from provenance.web.visits import page
from provenance.web.workings import WAIT_SECONDS, NotYet

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from starlette.responses import Response

    from provenance.archive import Archive
    from provenance.judged import AnyRecord
    from provenance.model import Contradiction
    from provenance.web.visits import Visit

NAVIGATION = Entry("/contradictions", "Contradictions", 40)
FIELDS = ("item", "source", "since", "until", "recorded", "strength")
PAGE = 20  # contradictions
MOST_RECORDS = 8  # of each
STRENGTHS = {
    "decisive": "decisive: they cannot all be true",
    "strong": "strong and decisive",
    "weak": "all, those that are worth a look as well",
}


class Record(NamedTuple):
    """One of the records that a contradiction rests on."""

    kind: str
    short: str
    words: str
    side: str  # "a" or "b": the statement that it makes; "" where it makes both, or may make either


class Conflict(NamedTuple):
    """Records that cannot all be true."""

    strength: str  # a word of Strength
    reason: str
    rule: str
    field: str
    a: str  # what the one says
    b: str  # what the other says
    records: tuple[Record, ...]
    further: int  # records that are not shown
    item: str  # its id; "" for claims about an event that no medium shows
    short: str
    has_picture: bool
    is_doubt: bool


class Held(NamedTuple):
    """What cannot all be true in the whole archive."""

    found: list[Contradiction]  # worst first, of the same strength newest first
    items: tuple[str, ...]  # ids of those that one of the records is, or is of


def contradictions(visit: Visit, *, wait: float = WAIT_SECONDS) -> list[Contradiction]:
    """All of the archive, worst first, of the same strength newest first; ``wait`` so many seconds for them.

    Raises:
        NotYet: they are still being looked for.
    """
    return _held(visit, wait=wait).found


def items_in_conflict(visit: Visit) -> tuple[str, ...]:
    """Ids of the items of which records cannot all be true.

    Raises:
        NotYet: contradictions are still being looked for.
    """
    return _held(visit).items


def _held(visit: Visit, *, wait: float = WAIT_SECONDS) -> Held:
    held: Held = visit.server.workings.result(
        "contradictions", "Looking for contradictions", _looked_for, state=visit.archive.log_head(), wait=wait
    )
    return held


def _looked_for(archive: Archive) -> Held:
    order = list(Strength)
    found = sorted(archive.contradictions(), key=lambda one: order.index(one.strength))
    ids = {one.item_id for one in found} | {record for one in found for record in one.records}
    return Held(found, tuple(sorted(archive.items_of_records(sorted(ids)))))


def listed(visit: Visit) -> Response:
    """Those that fit what the address asks, a page at a time."""
    asked = {name: visit.query(name) for name in FIELDS}
    given = {name: value for name, value in asked.items() if value}
    if len(given) < sum(name in FIELDS for name in visit.request.query_params):
        return visit.to(_address(given))
    wrong: dict[str, str] = {}
    try:
        found, wrong = _found(visit, asked)
    except NotYet as error:
        error.job.place = _address(given)
        return visit.to(f"/job/{error.job.id}")
    pages = max(1, -(-len(found) // PAGE))
    at = min(max(1, _number(visit.query("page"))), pages)
    archive = visit.archive
    return visit.render(
        "contradictions.html",
        status=400 if wrong else 200,
        asked=asked,
        wrong=dict.fromkeys(FIELDS, "") | wrong,
        is_wrong=bool(wrong),
        is_narrowed=bool(given),
        headline=contradictions_headline(len(found), _where(visit, asked)),
        conflicts=list(conflicts(archive, found[(at - 1) * PAGE : at * PAGE])),
        strengths=STRENGTHS,
        page=at,
        pages=pages,
        before=_address(given, at=at - 1) if at > 1 else "",
        after=_address(given, at=at + 1) if at < pages else "",
    )


def conflicts(archive: Archive, found: Sequence[Contradiction]) -> Iterator[Conflict]:
    """Contradictions with what their records say."""
    names = {name for one in found for name in one.records[:MOST_RECORDS]}
    records = archive.records(names | {one.item_id for one in found if one.item_id})
    for one in found:
        item, sides, shown = records.get(one.item_id), sides_of(one, records), one.records[:MOST_RECORDS]
        yield Conflict(
            strength=one.strength.value,
            reason=reason_words(one),
            rule=one.rule,
            field=one.field,
            a=one_line(one.a),
            b=one_line(one.b),
            records=tuple(_record(archive, name, records.get(name))._replace(side=sides[name]) for name in shown),
            further=len(one.records) - len(shown),
            item=one.item_id,
            short=archive.short_id(one.item_id) if one.item_id else "",
            has_picture=isinstance(item, MediaItem) and item.sha256 is not None,
            is_doubt=one.strength is Strength.WEAK,
        )


def _record(archive: Archive, name: str, record: AnyRecord | None) -> Record:
    if record is None:
        return Record("record", name, "", "")
    if isinstance(record, MediaItem):
        return Record("item", archive.short_id(name), what_words(record), "")
    short = archive.short_record_id(name)
    if isinstance(record, Appearance):
        said = (f"“{one_line(record.caption)}”" if record.caption else "", one_line(record.url or ""))
        words = [publication_words(record), *filter(None, said), archive.short_id(record.item_id)]
        return Record("appearance", short, " · ".join(words), "")
    if isinstance(record, RecordedClaim):
        return Record("claim", short, claim_words(record), "")
    return Record("verdict", short, verdict_words(record, {}), "")


def _found(visit: Visit, asked: dict[str, str]) -> tuple[list[Contradiction], dict[str, str]]:
    """Those that fit, or what is wrong with what is asked, by its field."""
    archive, wrong = visit.archive, dict[str, str]()
    said: dict[str, str] = {}
    readings: dict[str, Callable[[str], str]] = {
        "item": lambda text: archive.item(text).id,
        "source": lambda text: archive.source_called(text)[0],
        "since": lambda text: bound(text, first=True),
        "until": lambda text: bound(text, first=False),
        "recorded": lambda text: bound(text, first=True),
        "strength": lambda text: Strength(text).value,
    }
    for name, reading in readings.items():
        try:
            if asked[name]:
                said[name] = reading(asked[name])
        except (InputError, RecordError) as error:
            wrong[name] = str(error)
        except ValueError:
            wrong[name] = f"{name} is one of: {', '.join(STRENGTHS)}"
    if wrong:
        return [], wrong
    narrowed = {"since": said.get("since"), "until": said.get("until"), "recorded_since": said.get("recorded")}
    if "item" in said:
        found = archive.contradictions(said["item"], **narrowed)
    else:
        found = archive.narrowed(contradictions(visit), source=said.get("source"), **narrowed)
    return at_least(found, Strength(said["strength"])) if "strength" in said else found, {}


def _where(visit: Visit, asked: dict[str, str]) -> str:
    """``about m-3f9a2c, since 2016``, as the command says it."""
    words = f"about {one_line(asked['item'])}" if asked["item"] else f"in {visit.archive.path.name}"
    further = (("source", "of"), ("since", "since"), ("until", "until"), ("recorded", "recorded since"))
    return words + "".join(f", {word} {one_line(asked[name])}" for name, word in further if asked[name])


def _address(given: dict[str, str], *, at: int = 1) -> str:
    said = urlencode(given | ({"page": str(at)} if at > 1 else {}))
    return f"/contradictions?{said}" if said else "/contradictions"


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 8 else 1


def of_source(visit: Visit, source_id: str, *, most: int) -> tuple[Iterable[Conflict], int]:
    """The worst of a source, and how many there are.

    Raises:
        NotYet: they are still being looked for.
    """
    found = visit.archive.narrowed(contradictions(visit), source=source_id)
    return list(conflicts(visit.archive, found[:most])), len(found)


routes = (page("/contradictions", listed, name="contradictions"),)
