"""Each rule by itself: that it fires, that it does not, and that it says nothing where nothing can be said."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from provenance.cli.help_ import topics
from provenance.dates import dated, parse_date
from provenance.errors import BadDate
from provenance.findings.contradictions import (
    ASKED,
    RULES,
    Case,
    FamilyMember,
    Places,
    asked_claim,
    brought_by_asked,
    contradictions_of,
    known_places,
)
from provenance.findings.contradictions.figures import figures_in
from provenance.findings.contradictions.naming import are_different_events, names_apart
from provenance.findings.contradictions.spans import gap
from provenance.judgement import ClaimLink, Verdict, retracted_by
from provenance.model import (
    Claim,
    ClaimRelation,
    Contradiction,
    DateRole,
    Fact,
    Hedge,
    Origin,
    OriginKind,
    Rating,
    Source,
    Strength,
)
from tests.benchmarks import contradictions as benchmark
from tests.benchmarks.settings import Settings
from tests.records import (
    ADDED_AT,
    COPY,
    ITEM,
    PROBABLE,
    appearance,
    case,
    claim,
    credit,
    date,
    item,
    read_path,
    relation_of,
)

DECISIVE, STRONG, WEAK = Strength.DECISIVE, Strength.STRONG, Strength.WEAK
REUTERS, LOCAL = Source(name="Reuters"), Source("facebook", "local.news")
IN_2016 = claim(when="2016-06-29", hedge=Hedge.PURPORTS, hedge_text="purports to show")


def fired(made: Case) -> list[tuple[str, Strength]]:
    """Names and strengths of what the rules find, in their order."""
    return [(one.rule, one.strength) for one in contradictions_of(made)]


def only(made: Case) -> Contradiction:
    """The one contradiction of a case."""
    [found] = contradictions_of(made)
    return found


def verdict(
    rating: Rating = Rating.MISPLACED,
    *,
    name: str = "v-1",
    of: str | None = ITEM,
    about: str | None = "c-1",
    reviewer: str = "A. K.",
    supersedes: str | None = None,
) -> Verdict:
    found = dated(parse_date("2016-07-01"), DateRole.PUBLISHED, basis="given")
    return Verdict(name, of, about, rating, (), reviewer, None, "Seen in 2014.", (), (), found, ADDED_AT, supersedes)


def link(one: str, relation: ClaimRelation, other: str, reason: str | None = None) -> ClaimLink:
    return ClaimLink(one, relation, other, reason, "A. K.", ADDED_AT)


# What was published before the claimed event


def test_a_post_before_the_claimed_event_refutes_the_claim_whatever_its_hedge() -> None:
    found = only(case(IN_2016, appearances=(appearance(posted="2014-08-03"),)))
    assert (found.rule, found.strength, found.field) == ("appeared-before-event", DECISIVE, "date")
    assert found.reason == (
        "posted 2014-08-03 by youtube:xyz, 696 days before the claimed event of 2016-06-29 "
        '(NOW Lebanon: "Fighters raise the flag"): the pixels existed before it; '
        'NOW Lebanon hedges it ("purports to show"), which changes nothing here'
    )
    assert found.records == ("a-1", "c-1")
    assert (found.a, found.b) == ("posted 2014-08-03 by youtube:xyz", "event of 2016-06-29")
    assert (found.item_id, found.newest_at) == (ITEM, ADDED_AT)


@pytest.mark.parametrize("posted", ["2016-06-29", "2016-07-03", "2016", "2016-06-28", "../2016-06-29", "2014/.."])
def test_a_post_that_may_be_as_late_as_the_event_says_nothing(posted: str) -> None:
    assert not fired(case(IN_2016, appearances=(appearance(posted=posted),)))


def test_an_appearance_or_a_claim_without_a_date_says_nothing() -> None:
    assert not fired(case(IN_2016, appearances=(appearance(),)))
    assert not fired(case(claim(), appearances=(appearance(posted="2014-08-03"),)))


def test_a_post_of_a_probable_copy_is_not_decisive_and_the_sentence_says_why() -> None:
    found = only(case(IN_2016, appearances=(appearance(of=PROBABLE, posted="2014-08-03"),)))
    assert found.strength is STRONG
    assert "provided that the pictures are the same, which is only probable" in found.reason


def test_a_probable_copy_with_both_the_post_and_the_claim_leaves_no_doubt_about_the_pixels() -> None:
    made = case(claim(of=PROBABLE, when="2016-06-29"), appearances=(appearance(of=PROBABLE, posted="2014-08-03"),))
    assert fired(made) == [("appeared-before-event", DECISIVE)]


def test_other_publications_before_the_event_are_counted_with_their_dates_apart_from_claims() -> None:
    posts = [appearance(f"a-{year}", posted=f"{year}-08-03") for year in range(2011, 2015)]
    found = only(case(IN_2016, claim("c-9", when="2016-06-29", by=LOCAL), appearances=posts))
    assert found.reason.endswith(
        "; 3 other publications, from 2012-08-03 to 2014-08-03, are also earlier than the event; "
        "1 further claim agrees with one of these on the date"
    )
    assert "of 2012-08-03 and 2013-08-03, are also earlier" in only(case(IN_2016, appearances=posts[:3])).reason


def test_the_post_of_a_certain_copy_is_named_before_an_earlier_one_of_a_probable_copy() -> None:
    posts = (appearance("a-1", of=PROBABLE, posted="2013-01-01"), appearance("a-2", of=COPY, posted="2014-08-03"))
    found = only(case(IN_2016, appearances=posts))
    assert found.strength is DECISIVE
    assert found.reason.startswith("posted 2014-08-03")


def test_what_is_only_probably_the_same_supports_nothing_decisive() -> None:
    sure, further, perhaps = (
        appearance("a-1", of=COPY, posted="2014-08-03"),
        appearance("a-2", of=COPY, posted="2015-08-03"),
        appearance("a-3", of=PROBABLE, posted="2013-01-01"),
    )
    found = only(case(IN_2016, appearances=(sure, further, perhaps)))
    assert (found.strength, found.records) == (DECISIVE, ("a-1", "c-1", "a-2"))
    assert "; 1 other publication, of 2015-08-03, is also earlier than the event" in found.reason
    doubted = only(case(IN_2016, appearances=(perhaps, perhaps._replace(id="a-4"))))
    assert (doubted.strength, doubted.records) == (STRONG, ("a-3", "c-1", "a-4"))  # all of it is in doubt


@pytest.mark.parametrize(
    ("posted", "event", "expected"),
    [
        ("2014-08-03?", "2016-06-29", STRONG),
        ("2014-08-03", "2016-06-29~", STRONG),
        ("2016-06-20?", "2016-06-29", None),  # seven days are allowed
        ("2014~", "2015-06-29", None),  # a year is
    ],
)
def test_dates_that_are_marked_as_uncertain_get_an_allowance_and_are_never_decisive(
    posted: str, event: str, expected: Strength | None
) -> None:
    made = case(claim(when=event), appearances=(appearance(posted=posted),))
    assert fired(made) == ([("appeared-before-event", expected)] if expected else [])


def test_the_same_publication_recorded_twice_counts_once() -> None:
    twice = [appearance(name, posted="2014-08-03", url="https://example.org/p/1") for name in ("a-1", "a-2")]
    assert only(case(IN_2016, appearances=tuple(twice))).records == ("a-1", "c-1")


def test_posts_of_two_accounts_with_the_same_number_are_two() -> None:
    posts = [appearance(name, posted="2014-08-03", source=Source("telegram", name)) for name in ("one", "two")]
    made = case(IN_2016, appearances=tuple(post._replace(post_id="12") for post in posts))
    assert only(made).records == ("one", "c-1", "two")


def test_the_same_claim_on_two_copies_counts_once() -> None:
    made = case(IN_2016, IN_2016._replace(item_id=COPY), appearances=(appearance(posted="2014-08-03"),))
    assert only(made).records == ("a-1", "c-1")


def test_an_archived_copy_before_the_claimed_event_refutes_the_claim() -> None:
    made = case(IN_2016, appearances=(appearance(archived="2015-01-05T10:00:00Z"),))
    assert fired(made) == [("archived-before-event", DECISIVE)]
    assert not fired(case(IN_2016, appearances=(appearance(archived="2016-07-05T10:00:00Z"),)))


def test_a_file_that_was_here_before_the_claimed_event_refutes_the_claim() -> None:
    later = claim(when="2026-05")
    assert fired(case(later, copies=False)) == [("acquired-before-event", DECISIVE)]
    assert not fired(case(later, copies=False, item=item()._replace(sha256=None)))
    assert not fired(case(claim(when="2026-03"), copies=False))


# The camera


def test_a_camera_clock_before_the_claimed_event_is_strong_and_never_decisive() -> None:
    found = only(case(IN_2016, item=item(captured=("2014-08-03T12:00:00",))))
    assert (found.rule, found.strength) == ("captured-before-event", STRONG)
    assert found.records == (ITEM, "c-1")
    said = f"the camera's clock in the file of {ITEM} says 2014-08-03T12:00:00, at least 696 days before"
    assert found.reason.startswith(said)


def test_of_a_film_it_is_said_that_its_file_was_written_then_and_a_later_copy_is_only_weak() -> None:
    early, late = (
        item()._replace(dates=(dated(parse_date(text), DateRole.CAPTURED, basis="container")._replace(text=text),))
        for text in ("2014-08-03T12:00:00.000000Z", "2018-08-03T12:00:00.000000Z")
    )
    before, after = only(case(IN_2016, item=early)), only(case(IN_2016, item=late))
    assert before.strength is STRONG
    assert before.reason.startswith(f"the file of {ITEM} says that it was written 2014-08-03T12:00:00Z, at least 695")
    assert (after.rule, after.strength) == ("captured-after-event", WEAK)
    assert "a copy that was made later has a later date" in after.reason
    assert "camera" not in before.reason + after.reason


def test_whose_clock_it_is_is_said_of_a_copy_and_of_a_file_that_is_only_asked_about() -> None:
    family = (FamilyMember(item(COPY, captured=("2014-08-03T12:00:00",))),)
    assert f"in the file of {COPY} says" in only(case(IN_2016, family=family)).reason
    asked = item(captured=("2014-08-03T12:00:00",))._replace(id=ASKED)
    said = only(case(IN_2016._replace(item_id=ASKED), item=asked)).reason
    assert said.startswith("the camera's clock in the asked file says 2014")


@pytest.mark.parametrize("captured", ["2016-06-29T12:00:00", "2016-06-27T12:00:00", "2016-07-04T12:00:00", "2016"])
def test_a_camera_clock_near_the_event_says_nothing(captured: str) -> None:
    assert not fired(case(IN_2016, item=item(captured=(captured,))))


def test_a_clock_that_was_never_set_says_nothing() -> None:
    never = dated(parse_date("2000-01-01T00:00:00"), DateRole.CAPTURED, basis="exif")
    made = item()._replace(dates=(never._replace(text="2000:01:01 00:00:00"),))
    assert not fired(case(IN_2016, item=made))


def test_a_picture_taken_long_after_the_event_cannot_show_it() -> None:
    found = only(case(IN_2016, item=item(captured=("2018-03-01T12:00:00Z",))))
    assert (found.rule, found.strength) == ("captured-after-event", STRONG)


def test_a_later_clock_says_nothing_where_the_pixels_were_published_before_it() -> None:
    posts = (appearance(of=COPY, posted="2016-06-30"),)
    assert not fired(case(IN_2016, item=item(captured=("2018-03-01T12:00:00Z",)), appearances=posts))


def test_a_later_clock_says_nothing_where_the_clock_of_a_copy_fits() -> None:
    family = (FamilyMember(item(COPY, captured=("2016-06-29T09:00:00Z",))),)
    assert not fired(case(IN_2016, item=item(captured=("2018-03-01T12:00:00Z",)), family=family))


def test_a_clock_later_than_the_publication_of_the_same_file_is_worth_a_look() -> None:
    made = case(item=item(captured=("2018-03-01T12:00:00Z",)), appearances=(appearance(posted="2016-06-30"),))
    assert fired(made) == [("captured-after-appearance", WEAK)]
    assert not fired(made._replace(appearances=(appearance(posted="2018-03-02"),)))


def test_a_position_elsewhere_contradicts_the_claimed_place() -> None:
    facts = ((ITEM, Fact("gps.position", "34.510000, 36.580000", "exif")),)
    found = only(case(claim(place="outside Al-Boukamal"), facts=facts))
    assert (found.rule, found.strength, found.field) == ("camera-place-apart", STRONG, "place")
    assert found.records == (ITEM, "c-1")
    assert not fired(case(claim(place="Homs"), facts=facts))
    assert not fired(case(claim(place="a village"), facts=facts))


@pytest.mark.parametrize("position", ["0.000000, 0.000000", "134.510000, 36.580000", "34/1 N; 36/1 E"])
def test_a_position_that_none_can_be_says_nothing(position: str) -> None:
    def read(text: str) -> object:
        return read_path("Qusayr" if text == position else text)

    facts = ((ITEM, Fact("gps.position", position, "exif")),)
    places = Places(read, relation_of)
    assert places.are_apart(position, "Al-Boukamal")
    assert not fired(case(claim(place="Al-Boukamal"), facts=facts, places=places))


def test_a_position_that_the_file_itself_makes_doubtful_is_weaker() -> None:
    facts = ((ITEM, Fact("gps.position", "34.510000, 36.580000", "exif", "the hemisphere is assumed")),)
    assert fired(case(claim(place="Al-Boukamal"), facts=facts)) == [("camera-place-apart", WEAK)]


# Claim against claim


def test_two_claimed_dates_that_cannot_be_one_are_named_with_both_speakers() -> None:
    found = only(case(IN_2016, claim("c-2", "Shelling", when="2014-08-03", by=Source("youtube", "xyz"))))
    assert (found.rule, found.strength, found.records) == ("dates-apart", STRONG, ("c-1", "c-2"))
    assert found.reason.startswith(
        'the event is dated 2016-06-29 (NOW Lebanon: "Fighters raise the flag") and '
        '2014-08-03 (youtube:xyz: "Shelling"), 696 days apart'
    )


@pytest.mark.parametrize(
    "other", ["2016-06", "2016", "2016-06-28/2016-07-02", "2016-06-30", "201X", "2016-07-03?", None]
)
def test_claimed_dates_that_can_be_one_day_say_nothing(other: str | None) -> None:
    assert not fired(case(IN_2016, claim("c-2", when=other, by=REUTERS)))


def test_a_date_that_is_one_of_a_set_reaches_from_the_first_to_the_last() -> None:
    either = claim("c-2", when="[2016-06-20,2016-06-29]", by=REUTERS)
    assert not fired(case(either, IN_2016))
    assert fired(case(either, claim(when="2016-08-01"))) == [("dates-apart", STRONG)]


def test_claims_of_one_publication_are_less_apart_than_those_of_two() -> None:
    one, other = claim(when="2016-06-29", made_in="a-1"), claim("c-2", when="2014-08-03", made_in="a-1")
    assert fired(case(one, other)) == [("dates-apart", WEAK)]
    assert fired(case(one, other._replace(appearance_id="a-2"))) == [("dates-apart", STRONG)]


def test_places_that_cannot_both_hold_contradict() -> None:
    found = only(case(claim(place="Qusayr"), claim("c-2", place="outside Al-Boukamal", by=REUTERS)))
    assert (found.rule, found.strength, found.field) == ("places-apart", STRONG, "place")
    assert '"Qusayr" (NOW Lebanon' in found.reason
    assert '"outside Al-Boukamal" (Reuters' in found.reason


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Rawa", "Anbar"),
        ("Syria", "Qusayr"),
        ("Al-Boukamal", "البوكمال"),
        ("outside Al-Boukamal", "Al-Boukamal"),
        ("Al-Boukamal", "Al-Qaim"),
        ("Qusayr", "the village"),
        ("Qusayr", None),
    ],
)
def test_places_that_can_both_hold_or_are_not_understood_say_nothing(one: str, other: str | None) -> None:
    assert not fired(case(claim(place=one), claim("c-2", place=other, by=REUTERS)))


def test_without_a_gazetteer_places_are_not_compared() -> None:
    assert not fired(case(claim(place="Qusayr"), claim("c-2", place="Rawa"), places=None))


def test_many_claims_of_two_dates_make_one_contradiction_that_lists_them_all() -> None:
    early = [claim(f"c-{number}", when="2014-08-03", by=REUTERS) for number in range(3)]
    late = [claim(f"c-{number}", when="2016-06-29", by=LOCAL) for number in range(3, 6)]
    found = only(case(*early, *late))
    assert set(found.records) == {f"c-{number}" for number in range(6)}
    assert found.records[:2] == ("c-0", "c-3")
    assert "4 further claims agree with one of these on the date" in found.reason


def test_of_hundreds_of_dates_each_is_named_once_and_what_is_asked_is_compared_with_all() -> None:
    days = [f"{2000 + number // 12}-{number % 12 + 1:02}-15" for number in range(240)]
    said = [claim(name=f"c-{day}", when=day) for day in days]
    few = [one for one in contradictions_of(case(*said[:40])) if one.rule == "dates-apart"]
    many = [one for one in contradictions_of(case(*said)) if one.rule == "dates-apart"]
    assert len(few) == 40 * 39 // 2
    assert len(many) < len(days)
    assert {name for one in many for name in one.records} == {one.id for one in said}
    asked = case(*said)._replace(asked=asked_claim(Claim("x", date="1999-01-01"), item_id=ITEM))
    assert len(brought_by_asked(contradictions_of(asked))) == len(days)


@pytest.mark.parametrize("relation", [ClaimRelation.RESTATES, ClaimRelation.NARROWS, ClaimRelation.ATTRIBUTES])
def test_a_claim_does_not_contradict_what_it_restates_narrows_or_attributes(relation: ClaimRelation) -> None:
    one, other = claim(when="2014-08-03", place="Qusayr"), claim("c-2", when="2016-06-29", place="Rawa", by=REUTERS)
    assert len(fired(case(one, other))) == 2
    assert not fired(case(one, other, links=(link("c-1", relation, "c-2"),)))
    assert not fired(case(one, other, links=(link("c-2", relation, "c-1"),)))


def test_kinship_of_claims_reaches_over_several_steps_but_not_to_siblings() -> None:
    one, other = claim(when="2014-08-03"), claim("c-3", when="2016-06-29", by=REUTERS)
    narrows = ClaimRelation.NARROWS
    assert not fired(case(one, other, links=(link("c-1", narrows, "c-2"), link("c-2", narrows, "c-3"))))
    assert fired(case(one, other, links=(link("c-1", narrows, "c-2"), link("c-3", narrows, "c-2"))))


def test_retracted_and_withdrawn_claims_do_not_count() -> None:
    one, other = claim(when="2014-08-03"), claim("c-2", when="2016-06-29", by=REUTERS)
    assert fired(case(one, other)) == [("dates-apart", STRONG)]
    assert not fired(case(one, other._replace(retracted_by="c-3")))
    assert fired(case(one, other, links=(link("c-3", ClaimRelation.RETRACTS, "c-2"),)))  # by somebody else
    assert not fired(case(one, other, set_aside=frozenset({"c-1"})))


@pytest.mark.parametrize("ring", [("c-1", "c-2"), ("c-1", "c-3", "c-2"), ("c-2", "c-3", "c-4", "c-1")])
@pytest.mark.parametrize("turned", range(4))
def test_of_claims_that_take_each_other_back_the_one_that_was_taken_back_first_counts(
    ring: tuple[str, ...], turned: int
) -> None:
    ring = (*ring[turned % len(ring) :], *ring[: turned % len(ring)])
    pairs = zip(ring, (*ring[1:], ring[0]), strict=True)
    links = [
        link(one, ClaimRelation.RETRACTS, other)._replace(recorded_at=f"2026-11-20T00:00:0{second}Z")
        for second, (one, other) in enumerate(pairs)
    ]
    assert set(ring) - retracted_by(links).keys() == {ring[1]}
    assert set(ring) - retracted_by(links[::-1]).keys() == {ring[1]}
    assert retracted_by(links[:-1]) == dict(zip(ring[1:], ring, strict=False))  # no ring yet


def test_appearances_that_were_withdrawn_do_not_count() -> None:
    made = case(IN_2016, appearances=(appearance(posted="2014-08-03"),))
    assert fired(made)
    assert not fired(made._replace(set_aside=frozenset({"a-1"})))


def test_a_claim_that_was_made_of_a_probable_copy_too_counts_as_made_of_the_certain_one() -> None:
    other = claim("c-2", when="2014-08-03", by=REUTERS)
    for order in ((PROBABLE, COPY), (COPY, PROBABLE)):
        assert fired(case(IN_2016, *(other._replace(item_id=of) for of in order))) == [("dates-apart", STRONG)]


def test_records_of_items_outside_the_family_do_not_count() -> None:
    made = case(IN_2016, appearances=(appearance(of=PROBABLE, posted="2014-08-03"),))
    assert fired(made)
    assert not fired(made._replace(family=()))


def test_actors_that_are_not_known_to_be_one_are_worth_a_look() -> None:
    one = claim(attributed_to=Source(name="New Syrian Army"))
    other = claim("c-2", by=REUTERS, attributed_to=Source(name="Ahmad al-Abdo Martyrs Forces"))
    found = only(case(one, other))
    assert (found.rule, found.strength, found.field) == ("actors-differ", WEAK, "actor")
    aliases = (("New Syrian Army", "Ahmad al-Abdo Martyrs Forces"),)
    assert not fired(case(one, other, aliases=aliases))


@pytest.mark.parametrize(
    "other", [Source("youtube"), Source("facebook", "New.Syrian.Army"), Source(name="الجيش السوري الجديد"), None]
)
def test_an_unknown_account_another_spelling_or_script_is_no_other_actor(other: Source | None) -> None:
    assert not fired(case(claim(attributed_to=Source(name="New Syrian Army")), claim("c-2", attributed_to=other)))


def test_attributions_that_are_credit_lines_are_left_to_the_rule_of_credits() -> None:
    origins = ((ITEM, credit("Photo: Reuters", name="Reuters")), (ITEM, credit("(AFP)", name="AFP")))
    made = case(claim(attributed_to=REUTERS), claim("c-2", attributed_to=Source(name="AFP")), origins=origins)
    assert fired(made) == [("credits-differ", WEAK)]


def test_two_events_are_weak_and_with_dates_or_places_apart_strong() -> None:
    one, other = claim(event="Battle of Aleppo"), claim("c-2", event="Battle of Mosul", by=REUTERS)
    assert fired(case(one, other)) == [("events-differ", WEAK)]
    one, other = (
        claim(event="Battle of Aleppo", place="Qusayr"),
        claim("c-2", event="Battle of Mosul", place="Rawa", by=REUTERS),
    )
    assert fired(case(one, other)) == [("places-apart", STRONG), ("events-differ", STRONG)]


@pytest.mark.parametrize(
    ("one", "other", "differ"),
    [
        ("Battle of Aleppo", "battle of ALEPPO", False),
        ("Battle of Aleppo", "Siege of Aleppo, 2016", False),
        ("Attack on Al-Boukamal", "Offensive on Bukamaal", False),
        ("Battle of Aleppo", "معركة حلب", False),
        ("معركة حلب", "هجوم حلب", False),
        ("معركة حلب", "معركة الموصل", True),
        ("Battle of Aleppo", "Battle of Mosul", True),
        ("Killing of five men", "New Syrian Army campaign", True),
        ("…", "Battle of Mosul", False),
    ],
)
def test_which_names_of_events_differ(one: str, other: str, differ: bool) -> None:
    assert are_different_events(one, other) is differ
    assert are_different_events(other, one) is differ


def test_weak_rules_keep_silent_about_probable_copies() -> None:
    one, other = claim(event="Battle of Aleppo"), claim("c-2", of=PROBABLE, event="Battle of Mosul", by=REUTERS)
    assert not fired(case(one, other))


# People's findings


def test_a_verdict_against_a_claim_of_a_confirmed_copy_reaches_what_is_claimed_now() -> None:
    rated = claim(of=COPY, place="Al-Boukamal")
    asked = asked_claim(Claim("Flag over the town", place="Al-Boukamal"))
    found = brought_by_asked(contradictions_of(case(rated, verdicts=(verdict(of=COPY),), asked=asked)))
    assert [(one.rule, one.strength, one.records) for one in found] == [
        ("verdict-false-or-misplaced", STRONG, ("v-1", ASKED))
    ]
    assert found[0].reason.startswith("rated misplaced by A. K. on 2016-07-01 of item m-copy")


@pytest.mark.parametrize("rating", list(Rating))
def test_only_verdicts_against_a_claim_contradict_it(rating: Rating) -> None:
    against = rating in {Rating.FALSE, Rating.MOSTLY_FALSE, Rating.MISPLACED}
    made = case(IN_2016, verdicts=(verdict(rating),))
    assert fired(made) == ([("verdict-false-or-misplaced", STRONG)] if against else [])


def test_a_verdict_does_not_reach_a_claim_of_another_place_or_date() -> None:
    rated = claim(place="Al-Boukamal", when="2016-06-29")
    true = asked_claim(Claim("Shelling", place="Qusayr"))
    found = contradictions_of(case(rated, verdicts=(verdict(),), asked=true))
    assert [one.rule for one in brought_by_asked(found)] == ["places-apart"]


def test_a_verdict_reaches_recorded_claims_that_repeat_the_rated_one_and_no_others() -> None:
    rated, again = claim(), claim("c-2", "FIGHTERS raise the flag", of=COPY, by=REUTERS)
    found = only(case(rated, again, claim("c-3", "Something else", by=LOCAL), verdicts=(verdict(),)))
    assert found.records == ("v-1", "c-1", "c-2")


def test_superseded_verdicts_and_those_on_other_items_do_not_count() -> None:
    corrected = verdict(Rating.TRUE, name="v-2", supersedes="v-1")
    assert not fired(case(IN_2016, verdicts=(verdict(), corrected)))
    assert not fired(case(IN_2016, verdicts=(verdict()._replace(superseded_by="v-2"),)))
    assert not fired(case(IN_2016, verdicts=(verdict(of="m-else"),)))


def test_a_verdict_on_a_probable_copy_is_weaker() -> None:
    made = case(asked=asked_claim(Claim("Flag")), verdicts=(verdict(of=PROBABLE, about=None),))
    assert fired(made) == [("verdict-false-or-misplaced", WEAK)]


def test_two_verdicts_on_one_claim_that_differ_are_shown() -> None:
    other = verdict(Rating.TRUE, name="v-2", reviewer="B. L.")
    assert ("verdicts-differ", STRONG) in fired(case(IN_2016, verdicts=(verdict(), other)))
    for rating in (Rating.UNPROVEN, Rating.MIXED, Rating.FALSE):
        other = verdict(rating, name="v-2", reviewer="B. L.")
        assert "verdicts-differ" not in {rule for rule, _ in fired(case(IN_2016, verdicts=(verdict(), other)))}


@pytest.mark.parametrize(
    ("reason", "strength"), [(None, STRONG), ("weak: perhaps two days", WEAK), ("so it is", STRONG)]
)
def test_what_a_person_recorded_as_contradicting_is_as_strong_as_said(reason: str | None, strength: Strength) -> None:
    sides = claim(of=None), claim("c-2", "None of it", of=None, by=REUTERS)
    contradicts = link("c-1", ClaimRelation.CONTRADICTS, "c-2", reason)
    found = only(Case(None, claims=sides, links=(contradicts, link("c-2", ClaimRelation.CONTRADICTS, "c-1", reason))))
    assert (found.rule, found.strength, found.item_id) == ("claimed-as-contradicting", strength, "")
    assert "A. K. recorded that" in found.reason


# Origins


def established(source: Source, name: str = ITEM) -> tuple[str, Origin]:
    return name, Origin(OriginKind.ESTABLISHED, source, "first upload", entered_by="A. K.")


def test_two_origins_that_people_established_differently_contradict() -> None:
    found = only(case(origins=(established(LOCAL), established(Source("youtube", "xyz"), COPY))))
    assert (found.rule, found.strength, found.field) == ("origins-established-apart", STRONG, "origin")
    assert found.records == (ITEM, COPY)


@pytest.mark.parametrize("other", [LOCAL, Source("telegram", "local_news"), Source("youtube")])
def test_the_same_publisher_elsewhere_or_an_unknown_account_is_no_other_origin(other: Source) -> None:
    assert not fired(case(origins=(established(LOCAL), established(other, COPY))))


def test_claimed_observed_and_established_origins_are_never_compared_with_each_other() -> None:
    kinds = (OriginKind.CLAIMED, OriginKind.OBSERVED, OriginKind.ESTABLISHED)
    origins = tuple((ITEM, Origin(kind, Source(name=f"Agency {kind}"), "a reason")) for kind in kinds)
    assert not fired(case(origins=origins))


def test_credit_lines_differ_but_addresses_of_reposts_do_not() -> None:
    one = (ITEM, credit("Photo: Reuters", name="Reuters"))
    assert fired(case(origins=(one, (COPY, credit("(AFP)", name="AFP"))))) == [("credits-differ", WEAK)]
    assert not fired(case(origins=(one, (COPY, credit("A. Name/Reuters", name="A. Name/Reuters")))))
    assert not fired(case(origins=(one, (COPY, credit("(YouTube)", platform="youtube")))))
    assert not fired(case(origins=(one, (PROBABLE, credit("(AFP)", name="AFP")))))
    repost = credit("https://www.facebook.com/x/posts/1", account="x", platform="facebook")
    assert not fired(case(origins=(one, (COPY, repost))))


def test_names_are_compared_by_every_alias() -> None:
    aliases = (("facebook:The.NSAy.Official", "facebook:New Syrian Army"), ("New Syrian Army", "NSyA"))
    one, other = Source("facebook", "The.NSAy.Official"), Source("facebook", "New Syrian Army")
    assert names_apart(one, other)
    assert not names_apart(one, other, aliases)
    assert not names_apart(Source("twitter", "x"), Source("twitter"))


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("government", "opposition", True),
        ("rebels", "army", True),
        ("Police", "opposition", True),
        ("district police", "Uganda Red Cross", True),
        ("Activists", "doctors", True),
        ("police", "Police", False),
        ("opposition", "opposition leader", False),
        ("group", "New Syrian Army", False),
        ("Local officials", "doctors", False),
        ("statement issued Wednesday by the group", "ISIS", False),
        ("rebels", "New Syrian Army", False),
        ("Islamic State group", "New Syrian Army", True),
        ("ISIS", "SOHR", True),
    ],
)
def test_speakers_without_a_name_are_apart_only_where_they_cannot_be_one(one: str, other: str, apart: bool) -> None:
    assert names_apart(Source(name=one), Source(name=other)) is apart
    assert names_apart(Source(name=other), Source(name=one)) is apart


# Dates of one publication


def test_a_post_id_that_gives_another_time_than_the_record_contradicts_it() -> None:
    found = only(case(appearances=(appearance(posted="2016-06-29", post_id_says="2014-08-03T10:00:00Z"),)))
    assert (found.rule, found.strength, found.records) == ("publication-dates-apart", STRONG, ("a-1",))
    assert "but 2014-08-03T10:00:00Z in another record of the same post (post id)" in found.reason
    assert not fired(case(appearances=(appearance(posted="2016-06-29", post_id_says="2016-06-29T10:00:00Z"),)))


def test_no_copy_is_older_than_what_it_is_a_copy_of() -> None:
    found = only(case(appearances=(appearance(posted="2016-06-29", archived="2014-08-03"),)))
    assert (found.rule, found.strength) == ("archived-before-published", STRONG)
    assert not fired(case(appearances=(appearance(posted="2016-06-29", archived="2016-06-29"),)))


# Numbers


def figures(one: str, other: str, *, when: str = "2016-06-29", event: str = "counterattack at AL-HAMDAN") -> list[str]:
    """Names of the rules that two sides' sentences about one event bring, without media."""
    sides = (
        claim("c-1", one, of=None, event="Counterattack at Al-Hamdan", by=Source(name="A3maq"), when="2016-06-29"),
        claim("c-2", other, of=None, event=event, by=LOCAL, when=when),
    )
    return [rule for rule, _ in fired(Case(None, claims=sides))]


def test_two_sides_numbers_of_the_same_people_are_worth_a_look() -> None:
    assert figures("40 rebels were killed", "It says that 12 rebels died there") == ["figures-differ"]
    assert figures("killing 40 rebels while capturing 15", "at most eleven rebels were killed") == ["figures-differ"]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("40 rebels were killed", "20 ISIS fighters were killed"),
        ("40 rebels were killed", "12 rebels were captured"),
        ("40 rebels were killed", "at least 12 rebels were killed"),
        ("40 rebels were killed", "about 45 rebels were killed"),
        ("up to 40 rebels were killed", "12 rebels were killed"),
        ("killed 40 fighters", "killed 20 fighters"),
        ("40 rebels were killed", "several rebels died"),
        ("40 rebels were killed", "rebels killed 12 soldiers"),
        ("40 rebels were killed", "nothing of the kind"),
    ],
)
def test_numbers_of_others_or_such_as_can_both_be_right_say_nothing(one: str, other: str) -> None:
    assert not figures(one, other)


def test_numbers_of_another_day_or_another_event_say_nothing() -> None:
    assert not figures("40 rebels were killed", "12 rebels were killed", when="2016-07-15")
    assert not figures("40 rebels were killed", "12 rebels were killed", event="Raid")


def test_two_numbers_of_one_side_say_nothing() -> None:
    sides = [claim(f"c-{n}", f"{n}0 rebels were killed", of=None, event="Raid", by=REUTERS) for n in (1, 2)]
    assert not fired(Case(None, claims=tuple(sides)))
    assert fired(Case(None, claims=(sides[0], sides[1]._replace(asserted_by=LOCAL)))) == [("figures-differ", WEAK)]


def test_what_is_read_of_numbers_in_a_sentence() -> None:
    [read] = figures_in("The A3maq agency said that IS was killing more than 1,200 rebels near the base")
    assert (read.fate, read.who, read.least) == ("killed", "rebel", 1201)
    assert read.words == "killing more than 1,200 rebels"
    assert not figures_in("Killed in 2014, 20 years ago")
    assert not figures_in("20 ISIS fighters killed him")


# All of them


def test_what_is_asked_is_compared_with_what_is_recorded_and_can_be_told_from_it() -> None:
    recorded = claim(when="2014-08-03", place="Qusayr"), claim("c-2", when="2011", by=REUTERS)
    asked = asked_claim(Claim("Flag", place="Al-Boukamal", date="2016-06-29"))
    found = contradictions_of(case(*recorded, appearances=(appearance(posted="2014-08-03"),), asked=asked))
    brought = brought_by_asked(found)
    assert [one.rule for one in brought] == ["appeared-before-event", "dates-apart", "dates-apart", "places-apart"]
    assert all("the claim asked about" in one.reason for one in brought)
    assert len(found) == len(brought) + 1


def test_a_date_that_is_asked_about_and_cannot_be_read_is_refused() -> None:
    with pytest.raises(BadDate, match="04/03/2016"):
        asked_claim(Claim("Flag", date="04/03/2016"))


def test_the_strongest_come_first_and_the_order_of_the_records_does_not_matter() -> None:
    claims = (IN_2016, claim("c-2", when="2014", event="Raid", by=REUTERS), claim("c-3", when="2009-01", by=LOCAL))
    posts = (appearance("a-1", posted="2014-08-03"), appearance("a-2", of=COPY, posted="2013"))
    made = case(*claims, appearances=posts)
    found = contradictions_of(made)
    assert [one.strength for one in found] == sorted((one.strength for one in found), key=list(Strength).index)
    assert len({one.rule for one in found}) > 1
    turned = made._replace(claims=claims[::-1], appearances=posts[::-1], family=made.family[::-1])
    assert set(contradictions_of(turned)) == set(found)


def test_a_rule_that_is_decisive_at_best_comes_after_what_is_stronger_here() -> None:
    posts = (appearance(of=PROBABLE, posted="2013?"),)
    found = fired(case(IN_2016, claim("c-2", when="2019", by=REUTERS), appearances=posts))
    assert found == [("dates-apart", STRONG), ("appeared-before-event", WEAK), ("appeared-before-event", WEAK)]


def test_nothing_recorded_contradicts_nothing() -> None:
    assert not fired(case())
    assert not fired(Case(None))


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("youtube", "xyz"), " by youtube:xyz,"),
        (Source("youtube"), " by youtube, account unknown,"),
        (Source("youtube", name="A. Name"), " by A. Name,"),
        (REUTERS, " by Reuters,"),
        (None, "posted 2014-08-03, 696 days"),
    ],
)
def test_a_source_is_named_as_far_as_it_is_known(source: Source | None, words: str) -> None:
    assert words in only(case(IN_2016, appearances=(appearance(posted="2014-08-03", source=source),))).reason


def test_what_strangers_wrote_stays_on_one_line() -> None:
    hostile = claim(text="Flag\x1b[2J\n\u202eraised", when="2016-06-29", by=Source(name="A\nB"))
    reason = only(case(hostile, appearances=(appearance(posted="2014-08-03"),))).reason
    assert not re.search("[\x00-\x1f\u202e]", reason)


@pytest.mark.parametrize(
    ("first", "then", "words"),
    [
        ("2014-08-03", "2016-06-29", "696 days"),
        ("2014", "2016", "at least 366 days"),
        ("2014-08-03T23:30:00Z", "2016-06-29", "at least 695 days"),
        ("2014-08-03", "2016-06-29T01:00:00+03:00", "at least 695 days"),
        ("2016-06-28T10:00:00Z", "2016-06-28T18:30:00Z", "at least 8 hours"),
        ("2016-06-28T18:00:00Z", "2016-06-28T18:30:00Z", "less than an hour"),
        ("2016-06-28T06:00:00Z", "2016-06-29", "at least 4 hours"),
        ("2014-08-03?", "2016-06-29", "at least 689 days"),
        ("2014-08-01/2014-08-03", "2016-06-29/..", "at least 696 days"),
        ("2014-08-01T00:00:00/2014-08-03T10:00:00Z", "2016-06-29", "at least 696 days"),
    ],
)
def test_days_between_are_counted_from_the_latest_that_the_first_can_mean(first: str, then: str, words: str) -> None:
    assert gap(date(first, DateRole.POSTED), date(then, DateRole.EVENT)) == words


def test_in_records_like_those_of_an_archive_all_that_is_planted_is_found_and_nothing_else(tmp_path: Path) -> None:
    rows = benchmark.measure(Settings((), tmp_path, tmp_path, quick=True))
    assert [row.reached(quick=True) for row in rows] == [None, True, True]


def test_the_help_page_lists_every_rule_with_its_strength_in_their_order() -> None:
    listed = re.findall(r"^    ([a-z-]+) +(decisive|strong|weak) ", topics()["contradictions"], re.MULTILINE)
    assert listed == [(rule.name, rule.strength.value) for rule in RULES]


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("Al-Boukamal", "Aleppo", True),
        ("34.510000, 36.580000", "outside Al-Boukamal", True),
        ("34.451000, 40.920000", "outside Al-Boukamal", False),
        ("Rawa", "in Iraq's Anbar", False),
        ("البوكمال", "Albu Kamal", False),
        ("a place that nobody knows", "Aleppo", False),
    ],
)
def test_the_gazetteer_that_comes_with_the_program_tells_places_apart(one: str, other: str, apart: bool) -> None:
    made = case(claim(place=one), claim("c-2", place=other, by=REUTERS), places=known_places())
    assert fired(made) == ([("places-apart", STRONG)] if apart else [])


def test_a_bare_name_taken_for_a_small_town_elsewhere_is_weak_and_says_what_it_was_taken_for() -> None:
    def of(one: str, other: str) -> Contradiction:
        claims = claim(place=one, event="Fire"), claim("c-2", place=other, event="Raid", by=REUTERS)
        places, events = contradictions_of(case(*claims, places=known_places()))
        assert (places.rule, events.rule, events.strength) == ("places-apart", "events-differ", places.strength)
        return places

    for one, other in (("Burkina Faso", "Solhan"), ("Solhan", "Ouagadougou"), ("near Bwera", "Uganda")):
        assert of(one, other).strength == WEAK
    assert '"Solhan" was read as Solhan, Turkey' in of("Solhan", "Burkina Faso").reason
    for one, other in (("Solhan", "Ankara"), ("Solhan, Turkey", "Burkina Faso"), ("Rawa", "Kyiv"), ("Kasese", "Kenya")):
        assert of(one, other).strength == STRONG


def test_a_position_in_a_country_without_its_villages_is_weak_against_a_bare_name() -> None:
    for position, strength in (("13.900000, 0.050000", WEAK), ("34.510000, 36.580000", STRONG)):
        facts = ((ITEM, Fact("gps.position", position, "exif")),)
        made = case(claim(place="Solhan"), facts=facts, places=known_places())
        assert fired(made) == [("camera-place-apart", strength)]
