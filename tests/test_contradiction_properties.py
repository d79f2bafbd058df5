"""A thousand generated cases a rule: none fires where records are compatible, and every planted one is found.

What is compatible is known from how a case is made, and not from the code that is tested: all dates of an event are
written around one instant, all places along one path, all numbers around one number.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from itertools import product
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from provenance.findings.contradictions import RULES, Case, Places, contradictions_of
from provenance.judgement import ClaimLink, Verdict
from provenance.model import (
    Appearance,
    ClaimRelation,
    DateRole,
    Fact,
    Hedge,
    MediaItem,
    Origin,
    OriginKind,
    Rating,
    RecordedClaim,
    Source,
    Strength,
)
from tests.records import ADDED_AT, COPY, ITEM, PROBABLE, Reading, case, claim, credit, date, item, relation_of

CASES = settings(max_examples=1000, deadline=None)
PLANTED = settings(max_examples=200, deadline=None)
REUTERS = Source(name="Reuters")
SECOND, HOUR, DAY = timedelta(seconds=1), timedelta(hours=1), timedelta(days=1)
SLACK = 3 * DAY  # more than the 26 hours between the ends of the world, and than a camera's clock is allowed

# How a date may be written: days that it spans, and days that are allowed if it is marked, as the help pages say.
SPANS = {"zoned": 0, "bare": 0, "day": 1, "month": 31, "year": 366, "interval": 21, "set": 21}
ALLOWED = {"zoned": 7, "bare": 7, "day": 7, "month": 31, "year": 366, "interval": 24, "set": 24}
MOMENTS = ("zoned", "bare")


class Writing(NamedTuple):
    """One way to write down an instant."""

    form: str
    zone: timezone
    mark: str

    def of(self, moment: datetime) -> str:
        """A text that the instant is one meaning of."""
        local = moment.astimezone(self.zone)
        first, last = (local - 10 * DAY).date(), (local + 10 * DAY).date()
        return {
            "zoned": f"{local:%Y-%m-%dT%H:%M:%S}{local:%z}",
            "bare": f"{local:%Y-%m-%dT%H:%M:%S}",
            "day": f"{local:%Y-%m-%d}",
            "month": f"{local:%Y-%m}",
            "year": f"{local:%Y}",
            "interval": f"{first}/{last}",
            "set": f"[{first},{local:%Y-%m-%d},{last}]",
            "before": f"../{last}",
            "after": f"{first}{self.mark}/..",
            "decade": f"{local:%Y}"[:3] + "X",
        }[self.form] + ("" if self.form in ("set", "after") else self.mark)

    @property
    def reach(self) -> timedelta:
        """How far from the instant the text can still be read to lie."""
        return DAY * (SPANS[self.form] + (ALLOWED[self.form] if self.mark else 0))


def written(*forms: str, marks: tuple[str, ...] = ("", "", "?", "~")) -> st.SearchStrategy[Writing]:
    zones = [timezone(hours * HOUR) for hours in range(-12, 15)]
    return st.sampled_from([Writing(*parts) for parts in product(forms, zones, marks)])  # one draw is quickest


MOMENT = st.integers(0, 25 * 366 * 86_400).map(lambda seconds: datetime(1999, 1, 1, tzinfo=UTC) + seconds * SECOND)
WRITTEN = written(*SPANS, "before", "after", "decade")
BOUNDED = written(*SPANS)
BY_CLOCK = written(*MOMENTS, marks=("",))
LATER = st.integers(0, 800 * 86_400).map(lambda seconds: seconds * SECOND)
CERTAINTY = st.sampled_from([ITEM, COPY, PROBABLE])
HEDGES = st.sampled_from([None, *Hedge])


def rules_of(made: Case) -> set[str]:
    """Names of the rules that fire."""
    return {found.rule for found in contradictions_of(made)}


def published(role: DateRole, *texts: str, of: str = ITEM, name: str = "a-1") -> Appearance:
    dates = tuple(date(text, role, basis=f"account {number}") for number, text in enumerate(texts))
    return Appearance(name, of, None, f"https://example.org/{name}", None, None, None, ADDED_AT, dates)


def taken(name: str, *captured: str, acquired: str = ADDED_AT) -> MediaItem:
    return item(name, captured=captured, acquired=acquired)


# Dates


@given(
    MOMENT,
    st.tuples(WRITTEN, WRITTEN, WRITTEN, WRITTEN, WRITTEN, BY_CLOCK),
    st.tuples(LATER, LATER, LATER),
    st.integers(-24, 7 * 24),
    CERTAINTY,
    HEDGES,
)
@CASES
def test_no_rule_fires_on_the_dates_of_one_possible_history(
    event: datetime,
    writings: tuple[Writing, ...],
    passed: tuple[timedelta, ...],
    hours: int,
    other: str,
    hedge: Hedge | None,
) -> None:
    one, two, post, post_id, archive, clock = writings
    captured = event + hours * HOUR
    posted = max(event, captured) + passed[0]
    archived, acquired = posted + passed[1], posted + passed[1] + passed[2]
    claims = (
        claim(when=one.of(event), hedge=hedge),
        claim("c-2", of=other, when=two.of(event), by=REUTERS),
    )
    page = published(DateRole.POSTED, post.of(posted), post_id.of(posted), of=other)
    copy = published(DateRole.ARCHIVED, archive.of(archived), name="a-2")
    both = page._replace(id="a-3", url="https://example.org/a-3", dates=(*page.dates, *copy.dates))
    made = case(
        *claims,
        item=taken(ITEM, clock.of(captured), acquired=f"{acquired:%Y-%m-%dT%H:%M:%SZ}"),
        appearances=(page, copy, both),
    )
    assert not rules_of(made)


@given(
    st.sampled_from([DateRole.POSTED, DateRole.PUBLISHED, DateRole.ARCHIVED, DateRole.CRAWLED]),
    MOMENT,
    st.tuples(BOUNDED, BOUNDED),
    LATER,
    CERTAINTY,
    HEDGES,
)
@PLANTED
def test_every_planted_appearance_before_the_event_is_found(
    role: DateRole, event: datetime, writings: tuple[Writing, Writing], more: timedelta, of: str, hedge: Hedge | None
) -> None:
    claimed, found = writings
    before = event - claimed.reach - found.reach - SLACK - more
    pages = (published(role, found.of(before), of=of),)
    rule = "appeared-before-event" if role in (DateRole.POSTED, DateRole.PUBLISHED) else "archived-before-event"
    [one] = contradictions_of(case(claim(when=claimed.of(event), hedge=hedge), appearances=pages))
    assert (one.rule, one.records) == (rule, ("a-1", "c-1"))
    marks = any(writing.mark and writing.form != "set" for writing in writings)
    assert list(Strength).index(one.strength) == marks + (of == PROBABLE)


@given(MOMENT, BOUNDED, LATER)
@PLANTED
def test_every_planted_file_that_was_here_before_the_event_is_found(
    event: datetime, claimed: Writing, more: timedelta
) -> None:
    before = event - claimed.reach - SLACK - more
    made = case(claim(when=claimed.of(event)), item=taken(ITEM, acquired=f"{before:%Y-%m-%dT%H:%M:%SZ}"))
    assert rules_of(made) == {"acquired-before-event"}


@given(MOMENT, st.tuples(BOUNDED, BOUNDED), LATER, CERTAINTY, HEDGES)
@PLANTED
def test_every_planted_pair_of_dates_is_found(
    event: datetime, writings: tuple[Writing, Writing], more: timedelta, of: str, hedge: Hedge | None
) -> None:
    one, two = writings
    other = event + one.reach + two.reach + SLACK + more
    made = case(claim(when=one.of(event), hedge=hedge), claim("c-2", of=of, when=two.of(other), by=REUTERS))
    assert rules_of(made) == {"dates-apart"}


@given(MOMENT, BOUNDED, BY_CLOCK, LATER)
@PLANTED
def test_every_planted_camera_date_is_found(event: datetime, claimed: Writing, clock: Writing, more: timedelta) -> None:
    before, after = event - claimed.reach - SLACK - more, event + claimed.reach + SLACK + 7 * DAY + more
    one = claim(when=claimed.of(event))
    assert rules_of(case(one, item=taken(ITEM, clock.of(before)))) == {"captured-before-event"}
    assert rules_of(case(one, item=taken(ITEM, clock.of(after)))) == {"captured-after-event"}


@given(MOMENT, st.tuples(BOUNDED, BOUNDED), BY_CLOCK, LATER)
@PLANTED
def test_every_planted_pair_of_dates_of_one_publication_is_found(
    moment: datetime, writings: tuple[Writing, Writing], clock: Writing, more: timedelta
) -> None:
    one, two = writings
    before = moment - one.reach - two.reach - SLACK - more
    page = published(DateRole.POSTED, one.of(moment), two.of(before))
    assert rules_of(case(appearances=(page,))) == {"publication-dates-apart"}
    copied = page._replace(dates=(page.dates[0], date(two.of(before), DateRole.ARCHIVED)))
    assert rules_of(case(appearances=(copied,))) == {"archived-before-published"}
    late = clock.of(moment + one.reach + SLACK + more)
    made = case(item=taken(ITEM, late), appearances=(published(DateRole.POSTED, one.of(moment)),))
    assert rules_of(made) == {"captured-after-appearance"}


# Places: paths such as A/B/C, from the country down


def read_slashes(text: str) -> Reading:
    """Reads a path; of a position the one that :func:`position` hides in it; nothing of a word in small letters."""
    if text.startswith("1."):
        text = "/".join(text[2:8].rstrip("0").translate(str.maketrans("123", "ABC")))
    bare = text.removeprefix("outside ")
    return Reading(tuple(bare.split("/")) if bare.isupper() else (), bare != text)


def position(path: list[str]) -> Fact:
    """A fact of a position that :func:`read_slashes` reads as the path."""
    return Fact(
        "gps.position", "1." + "".join(path).translate(str.maketrans("ABC", "123")).ljust(6, "0") + ", 0.0", "exif"
    )


PATH = st.lists(st.sampled_from("ABC"), min_size=1, max_size=4)
PATHS = Places(read_slashes, relation_of)


@given(PATH, st.integers(1, 4), st.integers(1, 4), st.sampled_from(["", "outside ", "?"]), CERTAINTY, HEDGES)
@CASES
def test_no_rule_fires_on_places_along_one_path(
    path: list[str], first: int, second: int, around: str, of: str, hedge: Hedge | None
) -> None:
    one, two = "/".join(path[:first]), "/".join(path[:second])
    other = "some village" if around == "?" else around + two
    made = case(
        claim(place=one, hedge=hedge),
        claim("c-2", of=of, place=other, by=REUTERS),
        facts=((ITEM, position(path[:second])), (of, position(path))),
        places=PATHS,
    )
    assert not rules_of(made)


@given(PATH, PATH, st.sampled_from(["AB", "BC", "CA"]), PATH, st.sampled_from(["", "outside "]), CERTAINTY)
@PLANTED
def test_every_planted_pair_of_places_is_found(
    stem: list[str], one: list[str], parting: str, other: list[str], around: str, of: str
) -> None:
    first = [*stem[:1], parting[0], *one[:2]]
    second = [*stem[:1], parting[1], *other[:2]]
    places = "/".join(first), around + "/".join(second)
    claims = claim(place=places[0]), claim("c-2", of=of, place=places[1], by=REUTERS)
    assert rules_of(case(*claims, places=PATHS)) == {"places-apart"}
    made = case(claims[0], facts=((of, position(second)),), places=PATHS)
    assert rules_of(made) == {"camera-place-apart"}


# Names


CITIES = ("Aleppo", "Mosul", "Kyiv", "Gaza", "Khartoum", "Odesa", "Tripoli", "Sanaa", "Beirut", "Donetsk")
GENERAL = ("battle of", "siege of", "the attack on", "offensive:", "fighting in", "")
NAMES = ("New Syrian Army", "Reuters", "Deir ezZor 24", "Local News", "Syrian Observatory", "Euphrates Shield")
SPELLINGS = (str, str.upper, lambda name: name.replace(" ", "."), lambda name: f"@{name}", lambda name: f"A. B/{name}")


@given(
    st.sampled_from(NAMES),
    st.sampled_from(SPELLINGS),
    st.sampled_from(SPELLINGS[:4]),
    st.sampled_from([None, "facebook", "youtube"]),
    st.sampled_from(["same", "alias", "nobody", "script"]),
    st.sampled_from(CITIES),
    st.tuples(st.sampled_from(GENERAL), st.sampled_from(GENERAL)),
)
@CASES
def test_no_rule_fires_on_names_that_can_be_one(
    name: str,
    spelt: object,
    again: object,
    platform: str | None,
    kind: str,
    city: str,
    general: tuple[str, str],
) -> None:
    assert callable(spelt)
    assert callable(again)
    one = Source(platform, *((spelt(name), None) if platform else (None, spelt(name))))
    other = {
        "same": Source(None, None, again(name)),
        "alias": Source(name="Somebody Else"),
        "nobody": Source("telegram"),
        "script": Source(name="وكالة"),
    }[kind]
    aliases = ((one.key, other.key),) if kind == "alias" else ()
    claims = (
        claim(event=f"{general[0]} {city}", attributed_to=one),
        claim("c-2", event=f"{general[1]} {city.upper()}", attributed_to=other, by=REUTERS),
    )
    assert not rules_of(case(*claims, aliases=aliases))
    for origin in (OriginKind.CLAIMED, OriginKind.ESTABLISHED):
        said = tuple((at, Origin(origin, source, f"({at})")) for at, source in ((ITEM, one), (COPY, other)))
        assert not rules_of(case(origins=said, aliases=aliases))


@given(
    st.permutations(NAMES),
    st.permutations(CITIES),
    st.sampled_from(SPELLINGS),
    st.tuples(st.sampled_from(GENERAL), st.sampled_from(GENERAL)),
    st.sampled_from([ITEM, COPY]),
)
@PLANTED
def test_every_planted_pair_of_names_is_found(
    names: list[str], cities: list[str], spelt: object, general: tuple[str, str], of: str
) -> None:
    assert callable(spelt)
    one, other = Source(name=spelt(names[0])), Source("facebook", names[1])
    events = [
        claim(event=f"{general[0]} {cities[0]}"),
        claim("c-2", of=of, event=f"{general[1]} {cities[1]}", by=REUTERS),
    ]
    assert rules_of(case(*events)) == {"events-differ"}
    actors = [claim(attributed_to=one), claim("c-2", of=of, attributed_to=other, by=REUTERS)]
    assert rules_of(case(*actors)) == {"actors-differ"}
    lines = ((ITEM, credit("one", name=one.name)), (of, credit("two", account=names[1], platform="facebook")))
    assert rules_of(case(origins=lines)) == {"credits-differ"}
    established = tuple((at, origin._replace(kind=OriginKind.ESTABLISHED)) for at, origin in lines)
    assert rules_of(case(origins=established)) == {"origins-established-apart"}


# Verdicts and relations

AGAINST = (Rating.FALSE, Rating.MOSTLY_FALSE, Rating.MISPLACED)
FOR = (Rating.TRUE, Rating.MOSTLY_TRUE)
NEITHER = (Rating.MIXED, Rating.UNPROVEN)


def verdict(rating: Rating, *, name: str = "v-1", of: str = ITEM, about: str | None = "c-1") -> Verdict:
    return Verdict(name, of, about, rating, (), f"Reviewer of {name}", None, "", (), (), None, ADDED_AT)


@given(
    st.sampled_from([*FOR, *NEITHER]),
    st.sampled_from([*FOR, *NEITHER]),
    st.sampled_from(AGAINST),
    st.sampled_from(["superseded", "elsewhere", "told apart", "none"]),
    st.sampled_from([relation for relation in ClaimRelation if relation is not ClaimRelation.CONTRADICTS]),
    CERTAINTY,
)
@CASES
def test_no_rule_fires_on_verdicts_and_relations_that_go_together(
    one: Rating, other: Rating, against: Rating, kind: str, relation: ClaimRelation, of: str
) -> None:
    claims: list[RecordedClaim] = [claim(place="A/B"), claim("c-2", "Fighters raise a flag", place="A", by=REUTERS)]
    verdicts = [verdict(one), verdict(other, name="v-2", of=of)]
    if kind == "superseded":
        verdicts += [verdict(against, name="v-0")._replace(superseded_by="v-1")]
    elif kind == "elsewhere":
        verdicts += [verdict(against, name="v-0", of="m-else", about="c-9")]
    elif kind == "told apart":
        verdicts += [verdict(against, name="v-0", about="c-0")]
        claims = [claim("c-0", place="B"), *claims]
    links = (ClaimLink("c-1", relation, "c-2", None, None, ADDED_AT),)
    made = case(*claims, verdicts=tuple(verdicts), links=links, places=PATHS)
    rated_itself = {"verdict-false-or-misplaced", "places-apart"} if kind == "told apart" else set()
    assert rules_of(made) == rated_itself
    assert not [found for found in contradictions_of(made) if "v-0" in found.records and "c-0" not in found.records]


@given(st.sampled_from(AGAINST), st.sampled_from(FOR), CERTAINTY, st.booleans())
@PLANTED
def test_every_planted_verdict_and_relation_is_found(against: Rating, other: Rating, of: str, whole: bool) -> None:
    one, two = claim(of=of), claim("c-2", "None of it", by=REUTERS)
    against_it = verdict(against, of=of, about=None if whole else "c-1")
    assert rules_of(case(one, verdicts=(against_it,))) == {"verdict-false-or-misplaced"}
    for_it = verdict(other, name="v-2", of=of, about=against_it.claim_id)
    assert "verdicts-differ" in rules_of(case(one, verdicts=(against_it, for_it)))
    links = (ClaimLink("c-1", ClaimRelation.CONTRADICTS, "c-2", None, None, ADDED_AT),)
    assert rules_of(case(one, two, links=links)) == {"claimed-as-contradicting"}


# Numbers

SENTENCES = ("{} rebels were killed", "The army says that it killed {} rebels in the town", "{} rebels dead: sources")


def saying(number: int, bound: str, slack: int) -> str:
    """A way to give a number that holds for ``number``."""
    said = {"at least": number - slack, "up to": number + slack, "more than": number - slack - 1}.get(bound, number)
    return f"{bound} {max(said, 0):,}".strip()


@given(
    st.integers(1, 20_000),
    st.tuples(*[st.sampled_from(["", "at least", "up to", "more than", "about"])] * 2),
    st.tuples(st.integers(0, 50), st.integers(0, 50)),
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES)),
)
@CASES
def test_no_rule_fires_on_ways_to_give_one_number(
    number: int, bounds: tuple[str, str], slack: tuple[int, int], sentences: tuple[str, str]
) -> None:
    texts = [
        sentence.format(saying(number, bound, less))
        for sentence, bound, less in zip(sentences, bounds, slack, strict=True)
    ]
    assert not rules_of(two_sides(*texts))


@given(
    st.integers(1, 20_000),
    st.integers(1, 20_000),
    st.sampled_from([("", ""), ("up to", ""), ("", "at least"), ("up to", "more than")]),
    st.tuples(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES)),
)
@PLANTED
def test_every_planted_pair_of_numbers_is_found(
    number: int, more: int, bounds: tuple[str, str], sentences: tuple[str, str]
) -> None:
    numbers = (f"{bounds[0]} {number:,}", f"{bounds[1]} {number + more:,}")
    texts = [sentence.format(said.strip()) for sentence, said in zip(sentences, numbers, strict=True)]
    assert rules_of(two_sides(*texts)) == {"figures-differ"}


def two_sides(one: str, other: str) -> Case:
    """What two sides say of one event, without media."""
    claims = (
        claim("c-1", one, of=None, event="Counterattack", by=Source(name="A3maq")),
        claim("c-2", other, of=None, event="counterattack", by=REUTERS),
    )
    return Case(None, claims=claims)


def test_every_rule_is_among_those_that_are_planted_here() -> None:
    source = Path(__file__).read_text("utf-8")
    for rule in RULES:
        assert f'"{rule.name}"' in source, rule.name
