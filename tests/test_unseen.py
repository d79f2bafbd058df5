"""Texts in which nothing can be seen are refused wherever people enter them, and left out where pages hold them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from provenance import Archive, Claim
from provenance.errors import BadOption
from provenance.judgement import Finding, SearchResult, SourceNoteKind
from provenance.model import ClaimRelation, Intake, Rating, ReviewState
from provenance.unseen import is_unseen
from provenance.web.texts import refused_texts
from tests.conftest import Make
from tests.test_cli import Run, fails_in_one_line, run  # noqa: F401 - a fixture
from tests.web import app_over, visitor

UNSEEN = "\u202e\u200b"
SAID = "characters that cannot be seen"


@pytest.mark.parametrize(
    "text", ["\u200b", UNSEEN, "\u00a0", " ", "\u3164", "\u2800", "\ufe0f", "\x1b", "\u2060\U000e0100"]
)
def test_nothing_can_be_seen_in(text: str) -> None:
    assert is_unseen(text)


@pytest.mark.parametrize(
    "text", ["", "a", "\u200bа", "جسر", "می\u200cخواهم", "👍🏽", "❤️", "?", "\u0301", "\ue000", "한"]
)
def test_something_can_be_seen_in_or_nothing_is_said(text: str) -> None:
    assert not is_unseen(text)


REFUSED: dict[str, Callable[[Archive, str, str], object]] = {
    "engine": lambda desk, item, _: desk.searched(item, engine=UNSEEN, result=SearchResult.NONE, when="2026-01-05"),
    "note of a search": lambda desk, item, _: desk.searched(
        item, engine="TinEye", result=SearchResult.NONE, when="2026-01-05", note=UNSEEN
    ),
    "claim": lambda desk, item, _: desk.tell(item, Intake(kind=None, claims=(Claim(UNSEEN),))),
    "place": lambda desk, item, _: desk.tell(item, Intake(kind=None, claims=(Claim("A mill", place=UNSEEN),))),
    "speaker": lambda desk, item, _: desk.tell(item, Intake(kind=None, claims=(Claim("A mill", asserted_by=UNSEEN),))),
    "caption": lambda desk, item, _: desk.tell(item, Intake(kind=None, caption=UNSEEN)),
    "credit": lambda desk, item, _: desk.tell(item, Intake(kind=None, credit=UNSEEN)),
    "account": lambda desk, item, _: desk.tell(item, Intake(kind=None, platform="telegram", account=UNSEEN)),
    "name": lambda desk, item, _: desk.tell(item, Intake(kind=None, caption="dusk", entered_by=UNSEEN)),
    "reviewer": lambda desk, item, _: desk.judge(Finding(UNSEEN, Rating.FALSE, reason="r", claim=None), item=item),
    "reason": lambda desk, item, _: desk.judge(Finding("T", Rating.FALSE, reason=UNSEEN, claim=None), item=item),
    "evidence": lambda desk, item, _: desk.judge(
        Finding("T", Rating.FALSE, reason="r", evidence=(UNSEEN,), claim=None), item=item
    ),
    "correction": lambda desk, _, claim: desk.correct_claim(claim, None, reason=UNSEEN, entered_by="T"),
    "corrected": lambda desk, _, claim: desk.correct_with(claim, Claim(UNSEEN), reason="r", entered_by="T"),
    "relation": lambda desk, _, claim: desk.relate(
        claim, ClaimRelation.NARROWS, desk.state(Intake(None, None, claims=(Claim("x", event="y"),))).id, reason=UNSEEN
    ),
    "decision": lambda desk, item, _: desk.review(
        item, next(desk.items(limit=1)).item.id, ReviewState.CONFIRMED, reviewer=UNSEEN
    ),
    "grade": lambda desk, _, __: desk.grade_source(desk.note_new_source("x:a")[0], "E", reason=UNSEEN),
    "alias": lambda desk, _, __: desk.note_source(
        desk.note_new_source("x:a")[0], SourceNoteKind.ALIAS, "", other=UNSEEN
    ),
    "source": lambda desk, _, __: desk.note_new_source(UNSEEN),
    "origin": lambda desk, item, _: desk.establish(item, UNSEEN, reason="r", by="T"),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_looks_empty_is_not_recorded(archive: Archive, picture: Make, what: str) -> None:
    item = archive.add(picture("bridge.jpg"), claims=[Claim("A bridge")]).id
    archive.add(picture("other.jpg", seed=9))
    [claim] = archive.claims_of(item)
    with pytest.raises(BadOption, match=SAID):
        REFUSED[what](archive, item, claim.id)
    assert [one.claim.text for one in archive.claims_of(item)] == ["A bridge"]
    assert archive.verify().sound


def test_the_command_line_refuses_it_in_one_line(run: Run, picture: Make) -> None:  # noqa: F811
    assert run("add", picture("bridge.jpg"), "-q").code == 0
    item = str(run("list", "--json").objects[0]["item"]["id"])  # type: ignore[index]
    for words in (
        ("searched", item, "--engine", "\u200b", "--result", "none"),
        ("claim", "add", item, UNSEEN),
        ("add", picture("other.jpg", seed=9), "--caption", UNSEEN),
        ("add", picture("other.jpg", seed=9), "--claim", UNSEEN),
        ("verdict", item, "--rating", "false", "--reason", "r", "--by", UNSEEN),
        ("source", "grade", "x:a", "E", "--reason", UNSEEN),
    ):
        fails_in_one_line(run(*words), SAID)
    assert run("list", "--json").out.count('"m-') == run("list", "--json").out.count(item)


def test_programs_and_forms_are_told_so_with_the_name_of_the_field(archive: Archive) -> None:
    app = app_over(archive.path)
    answer = visitor(app).post("/api/claims", json={"text": "x", "event": UNSEEN})
    app.state.server.close()
    assert (answer.status_code, "event: holds only characters" in answer.text) == (400, True)
    assert refused_texts([("caption", "  ")]) == {}  # was left empty
    assert SAID in refused_texts([("caption", UNSEEN)])["caption"]


def test_an_import_leaves_such_texts_out_and_keeps_the_record(run: Run, picture: Make, tmp_path: Path) -> None:  # noqa: F811
    picture("bridge.jpg")
    manifest = tmp_path / "posts.csv"
    manifest.write_text(f"path,caption,credit,claim\nbridge.jpg,\u200b,(Agency),{UNSEEN}\n", encoding="utf-8")
    assert run("import", manifest, "-q").code == 0
    [shown] = run("list", "--json").objects
    assert [one["caption"] for one in shown["appearances"]] == [None]  # type: ignore[attr-defined]
    assert shown["claims"] == []


def test_a_source_is_no_other_name_of_itself(archive: Archive) -> None:
    source_id, _ = archive.note_new_source("x:a")
    with pytest.raises(BadOption, match="is the source itself"):
        archive.note_source(source_id, SourceNoteKind.ALIAS, "", other="x:a")
    with pytest.raises(BadOption, match="is the source itself"):
        archive.note_source(source_id, SourceNoteKind.IMPERSONATES, "", other="twitter:a")
    assert archive.source_notes(source_id) == []
    archive.note_source(source_id, SourceNoteKind.ALIAS, "", other="x:b")
