"""What counts after corrections and findings that take each other back: never nothing, and everywhere alike."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from provenance import Archive, Claim
from provenance.errors import BadOption
from provenance.judgement import Finding, SearchResult
from provenance.model import Intake, Rating, RecordedClaim, ReviewState
from provenance.objects import claim as claim_object
from provenance.objects import item as item_object
from provenance.saying.records import history_lines
from provenance.store import schema
from provenance.store.connection import APPLICATION_ID
from tests.conftest import Make
from tests.web import app_over, visitor

BY = "B. Novak"


@pytest.fixture
def item(archive: Archive, picture: Make) -> str:
    """The id of a picture that is said to show a bridge that burns."""
    said = Claim("A bridge burns", date="2026-01-05")
    return archive.add(picture("bridge.jpg"), posted_at="2026-01-02", caption="dusk", claims=[said]).id


@pytest.fixture
def other(archive: Archive, picture: Make) -> str:
    """The id of another picture, of which nothing is claimed."""
    return archive.add(picture("other.jpg", seed=9)).id


def correct(archive: Archive, claim: RecordedClaim, text: str) -> RecordedClaim:
    """The claim that counts instead, with other words."""
    return archive.correct_with(claim.id, claim.claim._replace(text=text), reason="misread", entered_by=BY)


def withdraw(archive: Archive, claim: RecordedClaim) -> None:
    archive.correct_claim(claim.id, None, reason="entered twice", entered_by=BY)


def counting(archive: Archive, item: str) -> list[str]:
    """The words that count, after every reader of them was asked, and said the same."""
    claims = archive.claims_of(item)
    texts = sorted(claim.claim.text for claim in claims)
    shown = item_object(archive, item, history=True)
    assert sorted(one["claim"]["text"] for one in shown["claims"]) == texts
    for one in shown["history"]["claims"]:
        text = one["claim"]["text"]
        found = [claim.id for claim in archive.search(f'"{text}"')[0]]
        assert (
            (one["id"] in found) == claim_object(archive, one["id"])["counts"] == (one["id"] in {c.id for c in claims})
        )
    concerned = {record for one in archive.contradictions(item) for record in one.records if record.startswith("c-")}
    assert concerned == {claim.id for claim in claims if claim.date}
    with closing(sqlite3.connect(archive.path)) as connection:
        rows = connection.execute("SELECT claim FROM v_contradictions WHERE item = ?", [item]).fetchall()
    assert sorted(row[0] for row in rows) == sorted(claim.claim.text for claim in claims if claim.date)
    assert archive.verify().sound
    return texts


def history(archive: Archive, item: str) -> list[str]:
    claims = archive.claims_of(item, corrected=True)
    corrections = archive.corrections([claim.id for claim in claims])
    lines = history_lines(item, claims, corrections, (), archive.short_id, archive.short_record_id)
    return [f"{line.label}: {line.text.split('”')[0].strip('“')}" for line in lines]


def test_a_correction_that_is_taken_back_counts_again_with_its_history(archive: Archive, item: str) -> None:
    [first] = archive.claims_of(item)
    second = correct(archive, first, "A bridge bruns")
    assert counting(archive, item) == ["A bridge bruns"]
    assert correct(archive, second, "A bridge burns").id == first.id
    assert counting(archive, item) == ["A bridge burns"]
    assert history(archive, item) == [
        "was claimed: A bridge burns",
        "was claimed: A bridge bruns",
        "claimed again: A bridge burns",
    ]
    assert [change["by"] for change in archive.corrections([first.id])] == [second.id, first.id]
    app = app_over(archive.path)
    assert "claimed again" in visitor(app).get(f"/item/{item}").text
    app.state.server.close()
    with pytest.raises(BadOption, match=f"correct {first.id[:8]}, which counts now"):
        withdraw(archive, second)
    third = correct(archive, first, "A bridge stands")
    with pytest.raises(BadOption, match=f"correct {third.id[:8]}, which counts now"):
        withdraw(archive, second)
    withdraw(archive, third)
    assert counting(archive, item) == []


def test_of_two_claims_that_are_corrected_into_each_other_one_counts(archive: Archive, item: str) -> None:
    [first] = archive.claims_of(item)
    archive.tell(item, Intake(kind=None, claims=(first.claim._replace(text="A mill burns"),)))
    second = archive.claims_of(item)[1]
    correct(archive, first, "A mill burns")
    assert counting(archive, item) == ["A mill burns"]
    correct(archive, second, "A bridge burns")
    assert counting(archive, item) == ["A bridge burns"]
    assert [seen.item.id for seen in archive.items(limit=1) if seen.claims] == [item]


def test_a_correction_into_the_words_of_a_withdrawn_claim_counts(archive: Archive, item: str) -> None:
    [first] = archive.claims_of(item)
    archive.tell(item, Intake(kind=None, claims=(Claim("A mill burns", date="2026-01-05"),)))
    second = archive.claims_of(item)[1]
    withdraw(archive, first)
    assert correct(archive, second, "A bridge burns").id == first.id
    assert counting(archive, item) == ["A bridge burns"]
    assert history(archive, item)[-1] == "claimed again: A bridge burns"


def test_what_was_withdrawn_of_one_item_stays_so_where_the_same_is_said_of_another(
    archive: Archive, item: str, other: str
) -> None:
    [first] = archive.claims_of(item)
    withdraw(archive, first)
    archive.tell(other, Intake(kind=None, claims=(first.claim._replace(text="A mill burns"),)))
    [second] = archive.claims_of(other)
    new = correct(archive, second, "A bridge burns")
    assert new.id != first.id
    assert archive.claims_of(item) == []
    assert [claim.claim.text for claim in archive.claims_of(other)] == ["A bridge burns"]
    with pytest.raises(BadOption, match="says the same already"):
        correct(archive, new, "A bridge burns")
    again = correct(archive, correct(archive, new, "A mill burns"), "A bridge burns")
    assert (again.id, archive.claims_of(item)) == (new.id, [])
    with pytest.raises(BadOption, match="was withdrawn"):
        archive.link_claim(first.id, [other])
    assert archive.verify().sound


def test_a_picture_that_comes_with_the_words_of_a_withdrawn_claim_has_a_claim_of_its_own(
    archive: Archive, item: str, picture: Make
) -> None:
    [first] = archive.claims_of(item)
    withdraw(archive, first)
    verdict = Finding(reviewer="Desk", rating=Rating.FALSE, reason="It is a mill", links=("https://desk.example/1",))
    intake = Intake(path=str(picture("other.jpg", seed=9)), claims=(first.claim,), verdicts=(verdict,))
    for known in (0, 1):
        assert archive.ingest([intake]).known == known
        other = next(seen.item.id for seen in archive.items(limit=1))
        [own] = archive.claims_of(other)
        assert own.id != first.id
        assert [one.verdict.claim_id for one in archive.verdicts(other)] == [own.id]
    third = archive.add(picture("third.jpg", seed=5)).id
    found, new = archive.claim_about(third, Intake(kind=None, claims=(first.claim,)))
    assert (found.id, new) == (own.id, True)
    archive.claim_about(item, Intake(kind=None, claims=(first.claim,)))  # said again of the one it was withdrawn of
    assert [claim.id for claim in archive.claims_of(item)] == [first.id]
    assert archive.verify().sound


def test_a_withdrawn_claim_that_a_person_says_again_counts_again_with_its_history(
    archive: Archive, item: str, picture: Make
) -> None:
    [first] = archive.claims_of(item)
    again = Intake(kind=None, claims=(first.claim,), entered_by="A. Karim")

    def add() -> None:
        archive.add(picture("bridge.jpg"), posted_at="2026-01-02", caption="dusk", claims=[first.claim])

    for say in (lambda: archive.claim_about(item, again), lambda: archive.tell(item, again), add):
        withdraw(archive, first)
        assert counting(archive, item) == []
        say()
        assert counting(archive, item) == ["A bridge burns"]
        assert [claim.id for claim in archive.claims_of(item)] == [first.id]
        assert history(archive, item)[-1] == "claimed again: A bridge burns"
        say()  # a second time it is known
        assert history(archive, item).count("claimed again: A bridge burns") == history(archive, item).count(
            "was claimed: A bridge burns"
        )
    assert [one["by"] for one in archive.corrections([first.id])] == [None, first.id] * 3
    assert archive.verify().sound


def test_an_import_of_the_same_file_does_not_bring_back_what_a_person_withdrew(
    archive: Archive, item: str, picture: Make
) -> None:
    [first] = archive.claims_of(item)
    withdraw(archive, first)
    said = {"posted_at": "2026-01-02", "caption": "dusk"}
    report = archive.ingest([Intake(path=str(picture("bridge.jpg")), claims=(first.claim,), **said)])  # type: ignore[arg-type]
    assert report.set_aside == 1
    assert counting(archive, item) == []
    archive.claim_about(item, Intake(kind=None, claims=(first.claim,)))
    report = archive.ingest([Intake(path=str(picture("bridge.jpg")), claims=(first.claim,), **said)])  # type: ignore[arg-type]
    assert report.set_aside == 0


def test_what_was_withdrawn_of_two_pictures_and_is_said_again_of_one_counts_of_that_one(
    archive: Archive, item: str, other: str
) -> None:
    [first] = archive.claims_of(item)
    archive.link_claim(first.id, [other])
    withdraw(archive, first)
    archive.claim_about(item, Intake(kind=None, claims=(first.claim,)))
    assert counting(archive, item) == ["A bridge burns"]
    assert counting(archive, other) == []
    event = Claim("Ten dead", event="The fire")
    stated = archive.state(Intake(kind=None, claims=(event,)))
    withdraw(archive, stated)
    again, new = archive.claim_about(None, Intake(kind=None, claims=(event,)))
    assert (again.id, new, archive.counts_still(stated.id)) == (stated.id, True, True)


def test_a_claim_that_was_corrected_before_is_not_added_again_and_says_what_counts(archive: Archive, item: str) -> None:
    [first] = archive.claims_of(item)
    second = correct(archive, first, "A mill burns")
    with pytest.raises(BadOption, match=f"corrected before: {second.id[:8]} counts instead"):
        archive.claim_about(item, Intake(kind=None, claims=(first.claim,)))


TEXTS = ("A bridge burns", "A mill burns", "A ship burns")


@settings(max_examples=12, deadline=None)
@given(st.lists(st.tuples(st.sampled_from(TEXTS), st.sampled_from((*TEXTS, None))), max_size=8))
def test_whatever_is_corrected_into_what_the_words_that_were_said_last_count(
    tmp_path_factory: pytest.TempPathFactory, steps: list[tuple[str, str | None]]
) -> None:
    with Archive(tmp_path_factory.mktemp("drawn") / "desk.db") as archive:
        said = tuple(Claim(text) for text in TEXTS[:2])
        archive.ingest([Intake(label="a picture", claims=said)])
        item = next(seen.item.id for seen in archive.items(limit=1))
        expected = set(TEXTS[:2])
        for old, new in steps:
            claims = {claim.claim.text: claim for claim in archive.claims_of(item)}
            assert claims.keys() == expected
            if old not in claims or old == new:
                continue
            if new is None:
                withdraw(archive, claims[old])
            else:
                correct(archive, claims[old], new)
            expected = (expected - {old}) | ({new} if new else set())
        assert {claim.claim.text for claim in archive.claims_of(item)} == expected


def test_an_archive_in_which_corrections_made_every_claim_vanish_has_one_when_it_is_opened(tmp_path: Path) -> None:
    from sqlite_utils import Database

    path, at = tmp_path / "old.db", "2026-01-01T00:00:00Z"
    with closing(sqlite3.connect(path)) as connection:
        schema.migrations.apply(Database(connection), stop_before="m007_claims_count_again")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 6")
        connection.execute("INSERT INTO archive VALUES ('uuid', 'abc')")
        connection.executemany(
            "INSERT INTO media_items (row, id, kind, file_kept, graphic, added_at) VALUES (?, ?, 'image', 0, 0, ?)",
            [(row, f"m-{row:032}", at) for row in (1, 2)],
        )
        texts = enumerate(("burns", "bruns", "withdrawn", "into it"), start=1)
        connection.executemany(
            "INSERT INTO claims (row, id, text, recorded_at) VALUES (?, ?, ?, ?)",
            [(row, f"c-{row:032}", text, at) for row, text in texts],
        )
        linked = [(1, 1), (2, 1), (3, 2), (4, 2)]
        connection.executemany("INSERT INTO claim_links (claim, item) VALUES (?, ?)", linked)
        connection.executemany(
            'INSERT INTO corrections (claim, "by", reason, entered_by, recorded_at) VALUES (?, ?, ?, ?, ?)',
            [(old, new, "misread", BY, at) for old, new in ((1, 2), (2, 1), (3, None), (4, 3))],
        )
        connection.commit()
    with Archive(path, create=False) as archive:
        for row, text in ((1, "burns"), (2, "withdrawn")):
            assert [claim.claim.text for claim in archive.claims_of(f"m-{row:032}")] == [text]
            assert history(archive, f"m-{row:032}")[-1] == f"claimed again: {text}"


# -- verdicts, decisions, grades, searches ------------------------------------------------------------


def test_a_verdict_on_a_claim_alone_leaves_the_one_on_the_claim_of_an_item(archive: Archive, item: str) -> None:
    [claim] = archive.claims_of(item)
    said = Finding(reviewer=BY, rating=Rating.FALSE, reason="It is a mill", claim=None)
    of_item, _ = archive.judge(said, item=item, claim=claim.id)
    of_claim, _ = archive.judge(said._replace(rating=Rating.MIXED), claim=claim.id)
    assert [one.verdict.id for one in archive.verdicts(item)] == [of_item.id]
    later, _ = archive.judge(said._replace(rating=Rating.TRUE), claim=claim.id)
    assert later.supersedes == of_claim.id
    assert {one.id for one in archive.verdicts_of_claims([claim.id])[claim.id]} == {of_item.id, later.id}


def test_a_grade_a_decision_and_a_search_that_is_made_again_after_another_one_stands(
    archive: Archive, item: str, other: str
) -> None:
    source_id, _ = archive.note_new_source("facebook:velmora.diary")
    archive.review(item, other, ReviewState.CONFIRMED, reviewer=BY)
    for letter, state in zip("EDED", (ReviewState.REJECTED, ReviewState.CONFIRMED) * 2, strict=True):
        archive.grade_source(source_id, letter, reason="as seen", by=BY)
        archive.review(item, other, state, reviewer=BY)
        assert archive.grades(source_id)[-1].reliability == letter
        assert bool(archive.matches_of(other)) == (state is ReviewState.CONFIRMED)
    for result in (SearchResult.NONE, SearchResult.FOUND, SearchResult.NONE):
        archive.searched(item, engine="TinEye", result=result, when="2026-01-05")
    assert [one.result for one in archive.searches(item)] == [SearchResult.NONE, SearchResult.FOUND]
