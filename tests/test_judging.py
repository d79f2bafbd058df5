"""What people find: claims, verdicts, reviews, sources, searches; and what follows from it for copies of a picture."""

from __future__ import annotations

import re
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from provenance import Archive, Claim
from provenance.errors import AmbiguousId, BadDate, BadOption, BadUrl, UnknownId
from provenance.exporters.timeline_svg import LABELS, MOST_TICKS, WIDTH, drawn, ticks_between
from provenance.judgement import Finding, MediaCategory, SearchResult, SourceNoteKind
from provenance.model import Answer, ClaimRelation, DateRole, Intake, OriginKind, Rating, ReviewState, Strength
from provenance.saying.answers import answer_lines
from provenance.saying.words import Line
from provenance.store import schema
from provenance.store.connection import APPLICATION_ID
from tests.conftest import Make
from tests.pictures import mirrored

ROOT = Path(__file__).resolve().parent.parent
FIRST_POST = "https://www.facebook.com/velmora.diary/posts/140803"
SECOND_POST = "https://t.me/harsad_today/512"


@pytest.fixture
def desk(archive: Archive, picture: Make) -> Archive:
    """A picture of 2014, and its mirrored copy that was posted in 2016 as another town's news."""
    archive.add(
        picture("bridge.jpg"),
        url=FIRST_POST,
        posted_at="2014-08-03T20:41+03:00",
        caption="The old bridge of Velmora",
        claims=[Claim("The bridge of Velmora at dusk", date="2014-08-03")],
        entered_by="A. Karim",
    )
    archive.add(
        picture("repost.jpg", change=mirrored),
        url=SECOND_POST,
        posted_at="2016-06-29T21:15+03:00",
        claims=[Claim("The bridge of Harsad after the battle", date="2016-06-29", attributed_to="Northern Column")],
        entered_by="B. Novak",
    )
    return archive


def ids_of(desk: Archive) -> tuple[str, str]:
    """The picture of 2014, and the copy of 2016."""
    later, earlier = (seen.item.id for seen in desk.items(limit=10))
    return earlier, later


def claim_of(desk: Archive, item: str) -> str:
    """The id of the one claim about an item."""
    [claim] = desk.claims_of(item)
    return claim.id


def found(**said: object) -> Finding:
    """A verdict of A. Karim with two sources."""
    given: dict[str, object] = {
        "reviewer": "A. Karim",
        "rating": Rating.MISPLACED,
        "reason": "It is the bridge of another town",
        "links": ("https://desk.example/1", "https://paper.example/2"),
        "claim": None,
    }
    return Finding(**(given | said))  # type: ignore[arg-type]


def test_a_finding_that_was_given_up_and_is_found_again_stands(desk: Archive) -> None:
    _, copy = ids_of(desk)
    for rating in (Rating.TRUE, Rating.FALSE, Rating.TRUE, Rating.FALSE):
        verdict, new = desk.judge(found(rating=rating), item=copy)
        again, known = desk.judge(found(rating=rating), item=copy)
        assert (new, known, again.id) == (True, False, verdict.id)
        assert [one.verdict.rating for one in desk.verdicts(copy)] == [rating]
    assert len(desk.verdicts(copy, superseded=True)) == 4
    assert desk.verify().sound


def test_two_who_judge_at_the_same_moment_leave_one_verdict_of_a_reviewer(desk: Archive) -> None:
    """Each used to look for what it supersedes before the other had written."""
    _, copy = ids_of(desk)
    code = """
import sys
from provenance import Archive
from provenance.judgement import Finding
from provenance.model import Rating
with Archive(sys.argv[1]) as archive:
    for number in range(6):
        said = Finding(reviewer="A. Karim", rating=Rating.FALSE, reason=f"{sys.argv[3]} {number}")
        archive.judge(said, item=sys.argv[2])
"""
    command = [sys.executable, "-c", code, str(desk.path), copy]
    running = [subprocess.Popen([*command, name], cwd=ROOT) for name in ("one", "two")]
    assert [process.wait() for process in running] == [0, 0]
    assert len(desk.verdicts(copy)) == 1
    assert len(desk.verdicts(copy, superseded=True)) == 12


def test_of_two_who_correct_a_claim_at_the_same_moment_one_is_told_of_the_other(desk: Archive) -> None:
    """And of the one who was late nothing is recorded, the new claim neither."""
    wrong = [desk.state(Intake(kind=None, claims=(Claim(f"shows the bridge {number}"),))) for number in range(6)]
    code = """
import sys
from provenance import Archive, Claim
from provenance.errors import BadOption
with Archive(sys.argv[1]) as archive:
    for number, claim in enumerate(sys.argv[3:]):
        try:
            new = Claim(f"shows bridge {number}, says {sys.argv[2]}")
            archive.correct_with(claim, new, reason="misread", entered_by=sys.argv[2])
        except BadOption as error:
            assert "was corrected already" in str(error), error
"""
    command = [sys.executable, "-c", code, str(desk.path)]
    names = [claim.id for claim in wrong]
    running = [subprocess.Popen([*command, name, *names], cwd=ROOT) for name in ("one", "two")]
    assert [process.wait() for process in running] == [0, 0]
    with sqlite3.connect(desk.path) as database:
        corrected = [row for (row,) in database.execute("SELECT claim FROM corrections")]
        said = [text for (text,) in database.execute("SELECT text FROM claims WHERE text LIKE '%says%'")]
    assert len(corrected) == len(set(corrected)) == len(said) == len(wrong)
    assert desk.verify().sound


@pytest.mark.parametrize("link", ["http://[", "http://", "javascript:alert(1)", "https://user:word@example.org/a"])
def test_a_link_of_a_verdict_is_a_web_address_or_nothing_is_recorded(desk: Archive, link: str) -> None:
    _, copy = ids_of(desk)
    with pytest.raises(BadUrl):
        desk.judge(found(links=(link,)), item=copy)
    if link.startswith("http"):
        with pytest.raises(BadUrl):
            desk.judge(found(evidence=(link,)), item=copy)
    assert desk.verdicts(copy) == ()
    verdict, _ = desk.judge(found(evidence=("http is the word for it", "://")), item=copy)
    assert verdict.evidence == ("http is the word for it", "://")


def test_a_place_that_is_not_understood_is_said_not_to_have_been_compared(desk: Archive, picture: Make) -> None:
    shown = desk.add(picture("c.jpg", seed=3), claims=[Claim("shows the corniche", place="Alexandria, Egypt")])
    place = "Xyzzy Street"
    answer = desk.check(picture("d.jpg", seed=3), claim=Claim("shows a street", place=place))
    assert (answer.seen[0].item.id, answer.contradictions) == (shown.id, ())
    assert [line for line in answer.not_checked if place in line] == [
        f"the place “{place}”: it is not understood, so it was held against no other"
    ]
    known = desk.check(picture("d.jpg", seed=3), claim=Claim("shows a street", place="Odesa, Ukraine"))
    assert [one.rule for one in known.contradictions] == ["places-apart"]
    assert not [line for line in known.not_checked if "place" in line]


def test_a_place_and_a_date_that_stand_only_in_the_words_of_a_claim_are_said_not_to_be_checked(
    desk: Archive, picture: Make
) -> None:
    asked = picture("asked.jpg", quality=70)

    def left(text: str, **said: str) -> list[str]:
        answer = desk.check(asked, claim=Claim(text, **said))  # type: ignore[arg-type]
        return [line for line in answer.not_checked if "words of the claim" in line]

    words = "People flee from Kyiv on 3 March 2022"
    assert left(words) == ["the place and date in the words of the claim: give --place and --date"]
    assert left(words, place="Kyiv") == ["the date in the words of the claim: give --date"]
    assert left(words, date="2022-03-03") == ["the place in the words of the claim: give --place"]
    assert left(words, place="Kyiv", date="2022-03-03") == left("People flee") == []


# -- contradictions ----------------------------------------------------------------------------------


def test_a_copy_published_before_the_claimed_event_contradicts_the_claim_decisively(desk: Archive) -> None:
    first, copy = ids_of(desk)
    [worst, *_] = desk.contradictions(copy)
    assert worst.rule == "appeared-before-event"
    assert worst.strength is Strength.DECISIVE
    assert claim_of(desk, copy) in worst.records
    assert desk.show(first).appearances[0].id in worst.records


def test_the_whole_archive_lists_each_contradiction_once(desk: Archive, picture: Make) -> None:
    desk.add(picture("other.jpg", seed=9), claims=[Claim("Something else", date="2020")])
    of_archive = {(one.rule, one.records) for one in desk.contradictions()}
    _, copy = ids_of_first_two(desk)
    assert of_archive == {(one.rule, one.records) for one in desk.contradictions(copy)}
    assert len(desk.contradictions()) == len(of_archive)


def ids_of_first_two(desk: Archive) -> tuple[str, str]:
    """The two items that were recorded first."""
    first, second = [seen.item.id for seen in desk.items(limit=10)][::-1][:2]
    return first, second


def test_contradictions_are_listed_by_source_by_period_and_by_when_they_were_recorded(desk: Archive) -> None:
    [(telegram, _, _, _)] = desk.sources("harsad_today")
    assert desk.contradictions(source=telegram)
    desk.tell(ids_of(desk)[0], Intake(account="nobody", platform="x", url="https://x.com/nobody/status/1"))
    everything = desk.contradictions()
    assert everything
    assert desk.contradictions(recorded_since="2000-01-01T00:00:00Z") == everything
    assert not desk.contradictions(recorded_since="2100-01-01T00:00:00Z")
    for since, until in (("2014-08-01", "2014-08-09"), ("2016-06-01", "2016-07-01"), ("2010-01-01", "2030-01-01")):
        assert desk.contradictions(since=f"{since}T00:00:00Z", until=f"{until}T00:00:00Z"), since
    for item in (None, ids_of(desk)[0]):
        assert not desk.contradictions(item, since="2017-01-01T00:00:00Z", until="2030-01-01T00:00:00Z")
        assert not desk.contradictions(item, until="2014-01-01T00:00:00Z")
        assert not desk.contradictions(item, since="2015-01-01T00:00:00Z", until="2015-12-31T00:00:00Z")


def test_a_check_says_what_contradicts_the_claim_that_is_made_now(desk: Archive, picture: Make) -> None:
    asked = picture("asked.jpg", quality=70)
    said_now = desk.check(asked, claim=Claim("The bridge of Harsad", date="2016-06-29"))
    assert any("asked" in one.records and one.strength is Strength.DECISIVE for one in said_now.contradictions)
    agreeing = desk.check(asked, claim=Claim("The bridge of Velmora", date="2014-08"))
    assert not [one for one in agreeing.contradictions if "asked" in one.records and one.strength is Strength.DECISIVE]


def test_a_picture_that_was_not_seen_has_no_contradiction(desk: Archive, picture: Make) -> None:
    answer = desk.check(picture("unknown.jpg", seed=77), claim=Claim("Today", date="2026-01-01"))
    assert not answer.contradictions


def test_a_check_with_a_date_that_cannot_be_read_says_so(desk: Archive, picture: Make) -> None:
    with pytest.raises(BadDate, match="03/04/2016"):
        desk.check(picture("asked.jpg"), claim=Claim("x", date="03/04/2016"))


def test_a_withdrawn_claim_contradicts_nothing_and_stays_readable(desk: Archive) -> None:
    _, copy = ids_of(desk)
    claim = claim_of(desk, copy)
    desk.correct_claim(claim, None, reason="entered by mistake", entered_by="B. Novak")
    assert not desk.contradictions(copy)
    assert not desk.claims_of(copy)
    assert [one.id for one in desk.claims_of(copy, corrected=True)] == [claim]
    assert desk.corrections([claim])[0]["reason"] == "entered by mistake"
    assert desk.verify().sound


def test_a_corrected_claim_counts_instead_of_the_earlier_one(desk: Archive) -> None:
    _, copy = ids_of(desk)
    old = desk.claim(claim_of(desk, copy))
    new = desk.correct_with(old.id, old.claim._replace(date="2014-08-03"), reason="misread", entered_by="B. Novak")
    assert [one.id for one in desk.claims_of(copy)] == [new.id]
    assert not [one for one in desk.contradictions(copy) if one.field == "date"]
    assert desk.corrections([old.id])[0]["by"] == new.id
    assert desk.verify().sound


def test_a_correction_that_says_the_same_or_gives_no_reason_is_refused(desk: Archive) -> None:
    _, copy = ids_of(desk)
    old = desk.claim(claim_of(desk, copy))
    with pytest.raises(BadOption, match="says the same already"):
        desk.correct_with(old.id, old.claim, reason="misread", entered_by="B. Novak")
    with pytest.raises(BadOption, match="reason"):
        desk.correct_claim(old.id, None, reason=" ", entered_by="B. Novak")


# -- verdicts ----------------------------------------------------------------------------------------


def test_a_verdict_follows_the_copies_and_says_where_it_comes_from(desk: Archive, picture: Make) -> None:
    first, copy = ids_of(desk)
    verdict, new = desk.judge(found(media=(MediaCategory.DECONTEXTUALIZED,)), item=copy, claim=claim_of(desk, copy))
    assert new
    [own] = desk.verdicts(copy)
    [inherited] = desk.verdicts(first)
    assert own.inherited_from is None
    assert inherited.inherited_from == copy
    assert inherited.verdict.id == own.verdict.id == verdict.id
    [asked] = desk.check(picture("asked.jpg", quality=60)).verdicts
    assert asked.inherited_from == copy


def test_a_later_verdict_of_the_same_person_supersedes_and_both_stay_readable(desk: Archive) -> None:
    _, copy = ids_of(desk)
    first, _ = desk.judge(found(rating=Rating.UNPROVEN), item=copy)
    second, _ = desk.judge(found(rating=Rating.FALSE), item=copy)
    other, _ = desk.judge(found(reviewer="C. Diaz"), item=copy)
    assert [one.verdict.id for one in desk.verdicts(copy)] == [second.id, other.id]
    everything = {one.verdict.id: one.verdict for one in desk.verdicts(copy, superseded=True)}
    assert everything[first.id].superseded_by == second.id
    assert everything[second.id].supersedes == first.id


def test_the_same_verdict_twice_is_recorded_once(desk: Archive) -> None:
    _, copy = ids_of(desk)
    assert desk.judge(found(), item=copy)[1]
    assert not desk.judge(found(), item=copy)[1]
    assert len(desk.verdicts(copy, superseded=True)) == 1


@pytest.mark.parametrize(
    ("links", "evidence", "warned"),
    [
        ((), (), True),
        (("https://desk.example/1",), (), True),
        (("https://desk.example/1", "https://www.desk.example/2"), (), True),  # one house
        (("https://desk.example/1", "https://paper.example/2"), (), False),
        (("https://desk.example/1",), ("the photographer, by telephone",), False),
    ],
)
def test_a_verdict_on_fewer_than_two_independent_sources_warns(
    desk: Archive, links: tuple[str, ...], evidence: tuple[str, ...], warned: bool
) -> None:
    verdict, _ = desk.judge(found(links=links, evidence=evidence), item=ids_of(desk)[1])
    assert any("independent" in warning for warning in verdict.warnings) is warned


def test_records_of_one_page_are_one_source(desk: Archive, picture: Make) -> None:
    first, copy = ids_of(desk)
    page = "https://paper.example/1"
    of_page = desk.add(picture("c.jpg", seed=3), url=page, claims=[Claim("A bridge", asserted_by="The Paper")]).id
    records = (of_page, desk.show(of_page).appearances[0].id)
    elsewhere = desk.show(first).appearances[0].id

    def warned(*evidence: str, link: str) -> bool:
        verdict, _ = desk.judge(found(links=(link,), evidence=evidence), item=copy)
        return any("independent" in warning for warning in verdict.warnings)

    assert warned(*records, link="https://www.paper.example/2")
    assert not warned(*records, link="https://other.example/2")
    assert not warned(*records, elsewhere, link=page)
    assert not warned(claim_of(desk, of_page), link=page)  # who asserts it is somebody else than the page


def test_a_reviewer_who_entered_the_claim_is_a_warning(desk: Archive) -> None:
    first, copy = ids_of(desk)
    own, _ = desk.judge(found(), item=first, claim=claim_of(desk, first))
    anothers, _ = desk.judge(found(), item=copy, claim=claim_of(desk, copy))
    assert any("second reader" in warning for warning in own.warnings)
    assert not anothers.warnings


def test_a_verdict_names_its_evidence_by_full_ids(desk: Archive) -> None:
    first, copy = ids_of(desk)
    appearance = desk.show(first).appearances[0].id
    verdict, _ = desk.judge(found(evidence=(first[:8], appearance[:8], "a telephone call")), item=copy)
    assert verdict.evidence == (first, appearance, "a telephone call")
    with pytest.raises(UnknownId):
        desk.judge(found(evidence=("a-ffffffffffff",)), item=copy)


def test_a_verdict_without_a_name_or_on_another_items_claim_is_refused(desk: Archive) -> None:
    first, copy = ids_of(desk)
    with pytest.raises(BadOption, match="name of the person"):
        desk.judge(found(reviewer=" "), item=copy)
    with pytest.raises(BadOption, match="not a claim about that item"):
        desk.judge(found(), item=first, claim=claim_of(desk, copy))
    with pytest.raises(BadOption, match="rating or a media category"):
        desk.judge(found(rating=None), item=copy)
    assert not desk.verdicts(copy)


def test_verdicts_that_an_import_brings_are_recorded_once(desk: Archive) -> None:
    intake = Intake(
        label="a picture that was debunked",
        url="https://x.com/somebody/status/1",
        claims=(Claim("A flood in Harsad"),),
        verdicts=(Finding("Desk of Velmora", Rating.FALSE, "Pants on fire", date="2020-01-05", claim=0),),
    )
    desk.ingest([intake])
    desk.ingest([intake])
    [item] = [seen.item for seen in desk.items(limit=1)]
    [one] = desk.verdicts(item.id, superseded=True)
    assert one.verdict.house_rating == "Pants on fire"
    assert one.verdict.claim_id == claim_of(desk, item.id)
    assert one.verdict.date is not None
    assert desk.verify().sound


# -- reviews -----------------------------------------------------------------------------------------


def test_a_rejected_match_leaves_the_family_and_does_not_come_back(desk: Archive, picture: Make) -> None:
    first, copy = ids_of(desk)
    desk.judge(found(), item=copy)
    assert desk.timeline(first).members == 2
    desk.review(first, copy, ReviewState.REJECTED, reviewer="A. Karim", reason="another bridge")
    assert desk.timeline(first).members == 1
    assert not desk.verdicts(first)
    assert {one.rule for one in desk.contradictions(copy)} == {"verdict-false-or-misplaced"}  # on its own claim
    desk.add(picture("bridge.jpg"))  # once more
    assert desk.timeline(first).members == 1
    answer = desk.check(picture("bridge.jpg"))
    assert [seen.item.id for seen in answer.seen] == [first]
    assert answer.rejected == (copy,)


def lines_of(answer: Answer) -> list[Line]:
    return [line for line in answer_lines(answer, str, None) if isinstance(line, Line)]


def test_of_a_file_that_is_recorded_a_disputed_match_is_called_so_and_no_other(desk: Archive, picture: Make) -> None:
    first, copy = ids_of(desk)
    desk.review(first, copy, ReviewState.DISPUTED, reviewer="A. Karim", reason="the shadows")
    answer = desk.check(picture("bridge.jpg"))
    assert [(one.item.id, one.match and one.match.review) for one in answer.seen] == [
        (first, ReviewState.SUGGESTED),
        (copy, ReviewState.DISPUTED),
    ]
    [also] = [line.text for line in lines_of(answer) if line.label == "also"]
    assert also.endswith("disputed: people disagree whether it shows the same as the first")
    desk.review(first, copy, ReviewState.CONFIRMED, reviewer="A. Karim")
    assert not any("disputed" in line.text for line in lines_of(desk.check(picture("bridge.jpg"))))


def test_decisions_supersede_each_other_and_all_stay_readable(desk: Archive) -> None:
    first, copy = ids_of(desk)
    for state in (ReviewState.REJECTED, ReviewState.CONFIRMED):
        desk.review(copy, first, state, reviewer="A. Karim")
    assert [one.state for one in desk.reviews(first)] == [ReviewState.REJECTED, ReviewState.CONFIRMED]
    assert desk.timeline(first).members == 2
    assert desk.review_counts() == {"confirmed": 1}


def test_what_waits_for_a_decision_is_listed_until_it_is_decided(desk: Archive) -> None:
    first, copy = ids_of(desk)
    [pair] = desk.to_review()
    assert {pair.item.item.id, pair.other.item.id} == {first, copy}
    desk.review(first, copy, ReviewState.DISPUTED)
    assert not desk.to_review()


def test_a_person_can_join_two_items_that_the_program_did_not_match_and_not_part_them(
    desk: Archive, picture: Make
) -> None:
    first, copy = ids_of(desk)
    other = desk.add(picture("other.jpg", seed=9))
    with pytest.raises(BadOption, match="no stored match"):
        desk.review(first, other.id, ReviewState.REJECTED)
    with pytest.raises(BadOption, match="one item"):
        desk.review(first, first, ReviewState.CONFIRMED)
    desk.review(first, other.id, ReviewState.CONFIRMED, reviewer="A. Karim")
    assert desk.timeline(copy).members == 3
    [(_, match)] = [one for one in desk.matches_of(other.id) if one[0] == first]
    assert match.explain() == "a person says that both show the same"


def test_a_copy_of_what_was_rejected_is_not_seen_in_the_rejected_item_either(desk: Archive, picture: Make) -> None:
    first, copy = ids_of(desk)
    desk.review(first, copy, ReviewState.REJECTED, reviewer="A. Karim")
    answer = desk.check(picture("asked.jpg", quality=60))
    assert len(answer.seen) == 1
    assert answer.rejected in ((first,), (copy,))
    assert not answer.contradictions


def test_a_claim_that_no_longer_counts_cannot_be_corrected_again(desk: Archive) -> None:
    _, copy = ids_of(desk)
    old = desk.claim(claim_of(desk, copy))
    desk.correct_with(old.id, old.claim._replace(place="Banias"), reason="misread", entered_by="B. Novak")
    with pytest.raises(BadOption, match="corrected already"):
        desk.correct_with(old.id, old.claim._replace(place="Jableh"), reason="misread", entered_by="B. Novak")
    with pytest.raises(BadOption, match="corrected already"):
        desk.correct_claim(old.id, None, reason="entered twice", entered_by="B. Novak")


def test_what_is_claimed_now_is_answered_before_what_was_recorded(desk: Archive, picture: Make) -> None:
    answer = desk.check(picture("asked.jpg", quality=60), claim=Claim("Harsad", date="2020"))
    asked = ["asked" in one.records for one in answer.contradictions]
    assert asked == sorted(asked, reverse=True)
    assert any(asked)
    plain = desk.check(picture("asked.jpg", quality=60))
    assert [seen.item.id for seen in plain.seen] == [seen.item.id for seen in answer.seen]


# -- timeline ----------------------------------------------------------------------------------------


def test_a_timeline_is_sorted_by_the_latest_moment_that_a_date_can_mean(desk: Archive) -> None:
    first, copy = ids_of(desk)
    desk.tell(first, Intake(url="https://example.org/album", posted_at="2014", caption="Album of the year"))
    desk.tell(copy, Intake(url="https://example.org/undated", caption="Undated"))
    timeline = desk.timeline(copy)
    dated = [entry.date.latest for entry in timeline.entries if entry.date]
    assert dated == sorted(dated)
    assert timeline.entries[-1].date is None
    [earliest] = [entry for entry in timeline.entries if entry.is_earliest]
    assert earliest.url == FIRST_POST
    [perhaps] = [entry for entry in timeline.entries if entry.is_earlier_perhaps]
    assert perhaps.caption == "Album of the year"  # "2014" may mean January, and counts as December
    assert {entry.role for entry in timeline.entries} >= {DateRole.POSTED, DateRole.EVENT, None}


def test_a_drawn_timeline_is_an_svg_that_shows_every_entry_and_loads_nothing(desk: Archive) -> None:
    first, _ = ids_of(desk)
    desk.tell(first, Intake(url="https://example.org/open", posted_at="../2015", caption="<b>&amp; صورة</b>"))
    text = drawn(desk.timeline(first), short=desk.short_id)
    root = ElementTree.fromstring(text)  # noqa: S314 - what the test itself drew
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    words = " ".join(element.text or "" for element in root.iter())
    assert "<b>&amp; صورة</b>" in words
    assert "href" not in text
    assert "<script" not in text
    bars = [element for element in root.iter("{http://www.w3.org/2000/svg}rect") if element.get("rx")]
    arrows = list(root.iter("{http://www.w3.org/2000/svg}path"))
    assert len(arrows) == 1
    [open_bar] = [bar for bar in bars if float(bar.get("x") or 0) == min(float(one.get("x") or 0) for one in bars)]
    assert float(open_bar.get("width") or 0) > 0.1 * (WIDTH - LABELS)
    assert "An arrow: no end is known." in words
    assert len(bars) == sum(entry.date is not None for entry in desk.timeline(first).entries)


def test_the_axis_of_a_drawn_timeline_has_whole_years_months_days_or_hours(desk: Archive) -> None:
    first, _ = ids_of(desk)
    labels = re.findall(r">(\d{4}(?:-\d\d){0,2})</text>", drawn(desk.timeline(first), short=desk.short_id))
    assert labels == sorted(labels)
    assert 2 <= len(labels) <= MOST_TICKS
    assert {len(label) for label in labels} == {4} or {label[5:] for label in labels} <= {"01", "04", "07", "10"}


@given(st.datetimes(timezones=st.just(UTC)), st.timedeltas(timedelta(hours=24), timedelta(days=4_000_000)))
def test_between_any_two_moments_there_are_few_ticks_and_each_is_whole(begin: datetime, span: timedelta) -> None:
    end = begin + min(span, datetime.max.replace(tzinfo=UTC) - begin)
    ticks = ticks_between(begin, end)
    assert len(ticks) <= MOST_TICKS
    for moment, label in ticks:
        assert begin <= moment <= end
        assert (moment.minute, moment.second) == (0, 0)
        assert ":" in label or moment.hour == 0
        assert label.count("-") or (moment.month, moment.day) == (1, 1)


# -- claims ------------------------------------------------------------------------------------------


def test_relations_of_claims_are_recorded_once_and_read_from_both_sides(desk: Archive) -> None:
    first, copy = ids_of(desk)
    one, other = claim_of(desk, first), claim_of(desk, copy)
    link, new = desk.relate(other[:8], ClaimRelation.CONTRADICTS, one[:8], reason="other towns", entered_by="A. Karim")
    assert new
    assert not desk.relate(other, ClaimRelation.CONTRADICTS, one)[1]
    assert desk.claim_links([one]) == desk.claim_links([other]) == [link]
    assert any(found.rule == "claimed-as-contradicting" for found in desk.contradictions(copy))
    with pytest.raises(BadOption, match="itself"):
        desk.relate(one, ClaimRelation.RESTATES, one)


def test_only_its_own_source_takes_a_claim_back_and_nothing_that_another_says_hides_a_conflict(desk: Archive) -> None:
    first, copy = ids_of(desk)
    one, other = claim_of(desk, first), claim_of(desk, copy)
    before = desk.contradictions(copy)
    assert any(found.strength is Strength.DECISIVE for found in before)
    dispute, _ = desk.relate(one, ClaimRelation.RETRACTS, other)
    assert not desk.takes_back(dispute)
    assert desk.contradictions(copy) == before
    assert set(desk.contradictions()) == set(before)
    assert desk.claim(other).retracted_by is None
    said = Claim("We were wrong", event="The battle", asserted_by="telegram:harsad_today")
    own = desk.state(Intake(kind=None, claims=(said,)))
    assert desk.takes_back(desk.relate(own.id, ClaimRelation.RETRACTS, other)[0])
    assert desk.claim(other).retracted_by == own.id
    assert [claim.id for claim in desk.retracted_claims()] == [other]
    assert [claim.id for claim in desk.retracted_claims(first)] == [other]  # of what shows the same
    assert not desk.contradictions(copy)
    assert not desk.contradictions()
    desk.correct_claim(own.id, None, reason="a fake", entered_by="B. Novak")  # then it takes back nothing
    assert desk.claim(other).retracted_by is None
    assert desk.contradictions(copy) == before


def test_a_claim_of_nobody_known_takes_nothing_back(desk: Archive) -> None:
    first, copy = ids_of(desk)
    nobody = [desk.state(Intake(kind=None, claims=(Claim(text, event="The battle"),))) for text in ("1 dead", "2 dead")]
    assert not desk.takes_back(desk.relate(nobody[0].id, ClaimRelation.RETRACTS, nobody[1].id)[0])
    assert not desk.takes_back(desk.relate(nobody[0].id, ClaimRelation.RETRACTS, claim_of(desk, copy))[0])
    assert desk.contradictions(first)


def test_a_claim_about_an_event_needs_no_medium_and_one_claim_can_be_made_of_several(desk: Archive) -> None:
    first, copy = ids_of(desk)
    stated = desk.state(Intake(kind=None, claims=(Claim("20 fighters were killed", event="Battle of Harsad"),)))
    assert desk.items_of_claim(stated.id) == []
    desk.link_claim(stated.id, [first, copy])
    assert sorted(desk.items_of_claim(stated.id)) == sorted([first, copy])
    assert stated.id in {claim.id for claim in desk.claims_of(copy)}


def test_ids_of_claims_may_be_shortened_as_long_as_they_are_unique(desk: Archive) -> None:
    claim = claim_of(desk, ids_of(desk)[0])
    assert desk.claim(desk.short_record_id(claim)).id == claim
    for number in range(17):  # more than there are digits, so two ids begin alike
        desk.state(Intake(kind=None, claims=(Claim(f"Claim {number}", event="Battle"),)))
    beginnings = [desk.claim(one.id).id[:3] for one in desk.search("claim", limit=50)[0]]
    [shared, *_] = [one for one in beginnings if beginnings.count(one) > 1]
    with pytest.raises(AmbiguousId, match="begin so"):
        desk.claim(shared)
    with pytest.raises(UnknownId, match="c-3f9a2c"):
        desk.claim("c-nothing")


# -- sources, origins, searches ----------------------------------------------------------------------


def test_the_last_grade_of_a_source_counts_and_the_earlier_ones_stay(desk: Archive) -> None:
    [(telegram, _, _, _)] = desk.sources("harsad_today")
    desk.grade_source(telegram, "c", reason="mixed record", by="A. Karim")
    for _ in range(2):  # as a form that is sent twice
        desk.grade_source(telegram, "E", reason="reposted old pictures", by="A. Karim")
    assert [grade.reliability for grade in desk.grades(telegram)] == ["C", "E"]
    for letter, reason in (("G", "why"), ("A", " "), ("AB", "why")):
        with pytest.raises(BadOption):
            desk.grade_source(telegram, letter, reason=reason)


def test_an_affiliation_is_noted_as_what_somebody_says_and_is_read_from_both_sides(desk: Archive) -> None:
    [(telegram, _, _, _)] = desk.sources("harsad_today")
    note = desk.note_source(
        telegram, SourceNoteKind.AFFILIATION, "says the paper of Harsad", other="Northern Column", by="A. Karim"
    )
    [(of_account, column)] = desk.source_notes(telegram)
    assert column is not None
    assert column.name == "Northern Column"
    assert note.other_id is not None
    assert [one for one, _ in desk.source_notes(note.other_id)] == [of_account]
    with pytest.raises(BadOption, match="name the other source"):
        desk.note_source(telegram, SourceNoteKind.ALIAS, "")


def test_that_an_agency_is_affiliated_is_recorded_as_a_claim_about_the_source_and_not_as_its_name(
    desk: Archive,
) -> None:
    said = Claim("40 were killed", event="Battle", attributed_to="the ISIS-affiliated A3maq news agency")
    for _ in range(2):
        desk.ingest([Intake(kind=None, claims=(said,))])
    [(amaq, source, _, claims)] = desk.sources("amaq")
    assert (source.name, claims) == ("Amaq", 1)
    [(note, whom)] = desk.source_notes(amaq)
    assert note.kind is SourceNoteKind.AFFILIATION
    assert note.text == "the ISIS-affiliated A3maq news agency"
    assert whom is not None
    assert whom.name == "ISIS"
    account = Claim("Troops", event="Battle", attributed_to="a New Syrian Army-affiliated Facebook account")
    desk.ingest([Intake(kind=None, claims=(account,))])
    [(page, _, _, _)] = [one for one in desk.sources("facebook") if one[1].key == "facebook:?"]
    assert not desk.source_notes(page)  # every unknown account would inherit it


def test_what_a_person_established_is_kept_apart_from_what_is_claimed_and_observed(desk: Archive) -> None:
    first, _ = ids_of(desk)
    desk.establish(first, "facebook:velmora.diary", reason="has the raw file", by="A. Karim", date="2016-07-01")
    kinds = {origin.kind: origin for origin in desk.show(first).origins}
    assert kinds[OriginKind.OBSERVED].text == FIRST_POST
    assert kinds[OriginKind.ESTABLISHED].source.account == "velmora.diary"
    assert kinds[OriginKind.ESTABLISHED].entered_by == "A. Karim"
    for reason, by in (("", "A. Karim"), ("has the raw file", "")):
        with pytest.raises(BadOption):
            desk.establish(first, "x:somebody", reason=reason, by=by)
    assert desk.verify().sound


def test_a_search_elsewhere_is_part_of_every_answer_about_the_picture(desk: Archive, picture: Make) -> None:
    first, _ = ids_of(desk)
    _, new = desk.searched(first, engine="TinEye", result=SearchResult.NONE, when="2026-02-20")
    assert new
    assert not desk.searched(first, engine="TinEye", result=SearchResult.NONE, when="2026-02-20")[1]
    [search] = desk.check(picture("asked.jpg", quality=60)).searches
    assert (search.engine, search.result, search.date.text) == ("TinEye", SearchResult.NONE, "2026-02-20")
    with pytest.raises(BadDate):
        desk.searched(first, engine="TinEye", result=SearchResult.NONE, when="yesterday")
    with pytest.raises(BadDate, match="lies in the future"):
        desk.searched(first, engine="TinEye", result=SearchResult.NONE, when="2026-03-05")


def test_everything_that_people_record_stands_in_the_log_and_the_archive_stays_sound(desk: Archive) -> None:
    first, copy = ids_of(desk)
    [(telegram, _, _, _)] = desk.sources("harsad_today")
    before = desk.log_head()
    desk.judge(found(), item=copy)
    desk.review(first, copy, ReviewState.CONFIRMED)
    desk.relate(claim_of(desk, copy), ClaimRelation.CONTRADICTS, claim_of(desk, first))
    desk.grade_source(telegram, "D", reason="mixed")
    desk.note_source(telegram, SourceNoteKind.NOTE, "renamed in 2015")
    desk.establish(first, "x:somebody", reason="asked him", by="A. Karim")
    desk.searched(first, engine="Yandex", result=SearchResult.FOUND, when="2026-02", url="https://example.org")
    after = desk.log_head()
    assert before is not None
    assert after is not None
    assert after[0] - before[0] == 7
    assert desk.verify().sound


# -- older archives ----------------------------------------------------------------------------------


def test_an_archive_of_the_schema_before_judgements_opens_with_its_claims(tmp_path: Path) -> None:
    from sqlite_utils import Database

    path = tmp_path / "old.db"
    connection = sqlite3.connect(path)
    schema.migrations.apply(Database(connection), stop_before="m003_judgements")
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute("PRAGMA user_version = 2")
    connection.execute("INSERT INTO archive VALUES ('uuid', 'abc')")
    connection.execute(
        "INSERT INTO media_items (row, id, kind, file_kept, graphic, added_at) "
        "VALUES (1, 'm-00000000000000000000000000000001', 'image', 0, 0, '2026-01-01T00:00:00Z')"
    )
    connection.execute(
        "INSERT INTO claims (row, id, text, recorded_at) "
        "VALUES (1, 'c-00000000000000000000000000000001', 'A flag', '2026-01-01T00:00:00Z')"
    )
    connection.execute("INSERT INTO claim_links (row, claim, item) VALUES (1, 1, 1)")
    connection.commit()
    connection.close()
    with Archive(path, create=False) as archive:
        assert [claim.claim.text for claim in archive.claims_of("m-00000000")] == ["A flag"]
        archive.judge(found(), item="m-00000000")
        assert len(archive.verdicts("m-00000000")) == 1
