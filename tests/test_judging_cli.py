"""The commands by which people judge: what they print, their exit codes, and one line for what goes wrong."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from provenance.cli import main
from tests.conftest import Make
from tests.pictures import mirrored
from tests.test_cli import Ran, Run, fails_in_one_line, run  # noqa: F401 - a fixture

ROOT = Path(__file__).resolve().parent.parent
FIRST, COPY = "https://www.facebook.com/velmora.diary/posts/140803", "https://t.me/harsad_today/512"
Desk = Callable[..., Ran]


@pytest.fixture
def desk(run: Run, picture: Make, monkeypatch: pytest.MonkeyPatch) -> Desk:  # noqa: F811
    """Commands on an archive with a picture of 2014 and its copy that was posted in 2016 as other news."""
    monkeypatch.setenv("COLUMNS", "110")
    said = ("--posted", "2014-08-03", "--claim", "The bridge of Velmora", "--place", "Velmora", "--date", "2014-08-03")
    assert run("add", picture("bridge.jpg"), "--url", FIRST, *said, "-q").code == 0
    said = ("--posted", "2016-06-29", "--claim", "The bridge of Harsad", "--place", "Harsad", "--date", "2016-06-29")
    assert run("add", picture("repost.jpg", change=mirrored), "--url", COPY, *said, "-q").code == 0
    return run


def words(text: str) -> str:
    """The text without its line breaks, which depend on the width."""
    return " ".join(text.split())


def items(desk: Desk) -> tuple[str, str]:
    """The picture of 2014, and the copy of 2016."""
    copy, first = (str(one["item"]["id"]) for one in desk("list", "--json").objects)  # type: ignore[index]
    return first, copy


def claim_of(desk: Desk, item: str) -> str:
    """The id of the claim about an item."""
    [shown] = desk("show", item, "--json").objects
    claims: list[dict[str, object]] = shown["claims"]  # type: ignore[assignment]
    assert len(claims) == 1
    return str(claims[0]["id"])


def test_a_check_prints_the_contradiction_on_top_and_a_verdict_with_where_it_comes_from(
    desk: Desk, picture: Make
) -> None:
    _, copy = items(desk)
    given = ("--claim", claim_of(desk, copy), "--rating", "misplaced", "--by", "A. Karim", "--reason", "Velmora's")
    assert desk("verdict", copy, *given, "--media", "DecontextualizedContent").code == 0
    ran = desk("check", picture("asked.jpg", quality=70))
    assert ran.code == 0
    assert ran.out.startswith("SEEN BEFORE")
    assert ran.out.index("CONFLICT") < ran.out.index("how sure")
    assert "[appeared-before-event, decisive]" in words(ran.out)
    assert "misplaced, DecontextualizedContent · A. Karim" in words(ran.out)
    assert f"inherited from {copy[:8]}" in words(ran.out)
    assert "WARNING: no source is named" in words(ran.out)


def test_a_check_of_what_is_claimed_now_names_what_is_recorded_against_it(desk: Desk, picture: Make) -> None:
    asked = picture("asked.jpg", quality=70)
    ran = desk("check", asked, "--date", "2020-01-01", "--json")
    [answer] = ran.objects
    assert any("asked" in one["records"] for one in answer["contradictions"])  # type: ignore[attr-defined]
    fails_in_one_line(desk("check", asked, "--date", "03/04/2016"), "03/04/2016")


def test_contradictions_are_listed_with_rule_and_records_and_none_is_exit_code_one(
    desk: Desk, picture: Make, tmp_path: Path
) -> None:
    first, copy = items(desk)
    ran = desk("contradictions", copy)
    assert ran.code == 0
    assert "appeared-before-event, decisive; records: a-" in words(ran.out)
    assert desk("contradictions").code == 0
    assert desk("contradictions", "--since", "2100").code == 1
    assert desk("contradictions", "--strength", "decisive", "--json").objects[0]["rule"] == "appeared-before-event"
    assert desk("contradictions", "--source", "telegram:harsad_today").code == 0
    fails_in_one_line(desk("contradictions", "--source", "nobody"), "nobody")
    other = tmp_path / "other.db"
    assert desk("add", picture("b.jpg", seed=4), "-a", other, "-q").code == 0
    none = desk("contradictions", "-a", other)
    assert none.code == 1
    assert "no proof of anything" in words(none.out)
    assert first


def test_a_timeline_is_printed_in_order_and_drawn_and_never_replaces_a_file_unasked(desk: Desk, tmp_path: Path) -> None:
    first, copy = items(desk)
    place = tmp_path / "line.svg"
    ran = desk("timeline", copy, "--svg", place)
    assert ran.code == 0
    assert ran.out.index("2014-08-03") < ran.out.index("2016-06-29")
    assert "EARLIEST KNOWN" in ran.out
    assert f"and 1 other item that shows it" in words(ran.out)  # noqa: F541
    assert place.read_text("utf-8").startswith("<svg")
    fails_in_one_line(desk("timeline", copy, "--svg", place), "--force")
    assert desk("timeline", copy, "--svg", place, "--force").code == 0
    [timeline] = desk("timeline", first, "--json").objects
    assert len(timeline["entries"]) >= 4  # type: ignore[arg-type]


def test_reviews_are_listed_decided_and_walked_through(desk: Desk) -> None:
    first, copy = items(desk)
    listed = desk("review", "--list")
    assert listed.code == 0
    assert "1 suggested" in listed.out
    fails_in_one_line(desk("review", first, copy), "--confirm")
    fails_in_one_line(desk("review", first, "--confirm"), "both items")
    rejected = desk("review", first, copy, "--reject", "--reason", "another bridge", "--by", "A. Karim")
    assert rejected.out.startswith("REJECTED")
    assert desk("review", "--list").code == 1
    history = desk("show", first, "--history")
    assert "A. Karim: m-" in history.out
    assert "rejected: another bridge" in words(history.out)


def test_walking_through_the_matches_asks_and_keeps_what_was_decided(
    desk: Desk, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"x\nc\nit is the same railing\n"), "utf-8"))
    assert main(["review", "--by", "A. Karim"]) == 0
    printed = capsys.readouterr().out
    assert "1 decision" in printed
    assert "1 confirmed" in printed
    [shown] = desk("show", items(desk)[0], "--history", "--json").objects
    [review] = shown["history"]["reviews"]  # type: ignore[index]
    assert (review["reviewer"], review["reason"]) == ("A. Karim", "it is the same railing")


def test_claims_are_added_shown_related_corrected_and_withdrawn(desk: Desk) -> None:
    first, copy = items(desk)
    added = desk("claim", "add", first, copy, "A crane stands there", "--subject", "a crane", "--json").objects[0]
    claim = str(added["claim"]["id"])  # type: ignore[index]
    shown = desk("claim", claim[:10])
    assert "unknown source, date, place, motivation" in words(shown.out)
    assert f"{first[:8]}, {copy[:8]}" in words(shown.out) or f"{copy[:8]}, {first[:8]}" in words(shown.out)
    assert desk("claim", "relate", claim, "contradicts", claim_of_text(desk, copy, "Harsad")).code == 0
    corrected = desk("claim", "correct", claim, "--date", "2014", "--reason", "found out", "--by", "A. Karim", "--json")
    [new] = corrected.objects
    assert new["supersedes"] == claim
    assert desk("claim", "withdraw", str(new["claim"]["id"]), "--reason", "wrong", "--by", "A. Karim").code == 0  # type: ignore[index]
    history = words(desk("show", first, "--history").out)
    assert "superseded by c-" in history
    assert "withdrawn" in history
    assert "A crane" not in desk("show", first).out
    fails_in_one_line(desk("claim", "correct", claim, "--reason", "x", "--by", "A. Karim"), "what is to be corrected")
    fails_in_one_line(desk("claim", "add", "A text about nothing"), "--event")
    fails_in_one_line(desk("claim", "show", "c-nothing"), "c-3f9a2c")


def claim_of_text(desk: Desk, item: str, text: str) -> str:
    """The id of the claim whose text holds ``text``."""
    [shown] = desk("show", item, "--json").objects
    return next(str(claim["id"]) for claim in shown["claims"] if text in str(claim))  # type: ignore[attr-defined]


def test_decisions_that_cannot_all_be_true_are_named_when_the_last_one_is_made(desk: Desk, picture: Make) -> None:
    a, b = items(desk)
    assert desk("add", picture("third.jpg", seed=8), "-q").code == 0
    [c] = [str(one["item"]["id"]) for one in desk("list", "--json").objects if one["item"]["id"] not in (a, b)]  # type: ignore[index]
    by = ("--by", "A. Karim")
    assert "WARNING" not in desk("review", a, b, "--confirm", *by).out
    assert "WARNING" not in desk("review", a, c, "--confirm", *by).out
    assert desk("review", b, c, "--confirm", *by).code == 0
    warned = words(desk("review", b, c, "--reject", *by).out)
    assert f"{b[:8]} and {a[:8]}, and {a[:8]} and {c[:8]} were confirmed" in warned
    assert "WARNING" not in desk("review", a, b, "--reject", *by).out
    again = words(desk("review", a, b, "--confirm", *by).out)
    assert "were rejected" not in again
    assert "was rejected. Decide again" in again


def test_a_line_of_the_list_is_mostly_for_what_an_item_is_said_to_show(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("provenance.cli.text.width", lambda: 80)
    assert any("The bridge of Harsad" in line for line in desk("list").out.splitlines())
    assert all(len(line) <= 80 for line in desk("list").out.splitlines())


def test_a_claim_about_an_event_without_media_is_recorded(desk: Desk) -> None:
    ran = desk("claim", "add", "20 fighters were killed", "--event", "Battle", "--asserted-by", "New Syrian Army")
    assert ran.code == 0
    assert "no item: a claim about an event" in words(ran.out)
    assert desk("search", "fighters").code == 0


def test_whoever_records_is_told_at_once_what_it_contradicts(desk: Desk, picture: Make) -> None:
    first, _ = items(desk)
    ran = desk("claim", "add", first, "The bridge of Harsad", "--date", "2017")
    assert "appeared-before-event, decisive" in words(ran.out)
    [said] = desk("claim", "add", first, "The bridge of Harsad", "--date", "2018", "--json").objects
    assert said["contradictions"]
    assert all(said["claim"]["id"] in one["records"] for one in said["contradictions"])  # type: ignore[attr-defined,index]
    known = ("add", picture("bridge.jpg"), "--claim", "The bridge today", "--date", "2019")
    assert "CONFLICT" in desk(*known).out
    assert "CONFLICT" not in desk(*known).out  # nothing is new


def test_two_sides_figures_are_a_conflict_when_the_second_is_recorded(desk: Desk) -> None:
    about = ("--event", "Battle of the airbase", "--asserted-by")
    assert "conflict" not in desk("claim", "add", "20 civilians were killed", *about, "New Syrian Army").out
    assert "conflict" in desk("claim", "add", "40 civilians were killed", *about, "Amaq").out


def test_an_item_is_shown_with_who_decided_on_its_matches(desk: Desk) -> None:
    first, copy = items(desk)
    assert "[suggested]" in words(desk("show", first).out)
    desk("review", first, copy, "--dispute", "--by", "A. Karim", "--reason", "the shadows differ")
    for item in (first, copy):
        shown = words(desk("show", item).out)
        assert "[disputed by A. Karim, 20" in shown
        assert ": the shadows differ]" in shown


def test_a_source_is_shown_with_its_record_its_grade_and_its_other_names(desk: Desk) -> None:
    name = "telegram:harsad_today"
    assert "not graded here" in desk("source", "show", name).out
    assert desk("source", "grade", name, "E", "--reason", "reposts old pictures", "--by", "A. Karim").code == 0
    assert desk("source", "note", name, "--alias", "x:harsad_today").code == 0
    shown = words(desk("source", name).out)
    assert "E, unreliable (A. Karim" in shown
    assert "also known as X (Twitter), account harsad_today" in shown
    assert "the same picture as m-" in shown
    assert "appeared-before-event" in shown
    [record] = desk("source", name, "--json").objects
    assert set(record) >= {"published", "claimed", "reuse", "contradictions", "verdicts", "grades", "notes"}
    fails_in_one_line(desk("source", "grade", name, "Z", "--reason", "x"), "A (completely)")
    fails_in_one_line(desk("source", "grade", "nobody", "A", "--reason", "x"), "nobody")
    fails_in_one_line(desk("source", "note", name), "--alias")


def test_answers_print_how_reliable_the_sources_are_and_who_passes_itself_off_as_whom(
    desk: Desk, picture: Make
) -> None:
    first, copy = items(desk)
    asked = picture("asked.jpg", quality=70)
    assert "sources" not in desk("check", asked).out
    assert desk("source", "grade", "telegram:harsad_today", "D", "--reason", "a mixed record").code == 0
    said = ("--reason", "reposts old pictures", "--by", "A. Karim")
    assert desk("source", "grade", "telegram:harsad_today", "E", *said).code == 0
    warned = ("--impersonates", "Harsad News Agency", "--text", "warned of by the agency")
    assert desk("source", "note", "telegram:harsad_today", *warned).code == 0
    today = desk("source", "telegram:harsad_today", "--json").objects[0]["grades"][-1]["recorded_at"][:10]  # type: ignore[index]
    for ran in (desk("check", asked), desk("show", copy)):
        said_of = words(ran.out).partition(" sources ")[2]
        assert said_of.startswith(f"telegram:harsad_today: reliability E, unreliable (A. Karim, {today}): reposts old")
        assert "WARNING: telegram:harsad_today: passes itself off as Harsad News Agency: warned of by" in said_of
        assert "mixed record" not in said_of
    assert "reliability" not in desk("show", first).out
    for ran in (desk("check", asked, "--json"), desk("show", copy, "--json")):
        [source] = ran.objects[0]["sources"]  # type: ignore[misc]
        assert source["grade"]["reliability"] == "E"  # type: ignore[has-type]
        assert [note["kind"] for note, _ in source["notes"]] == ["impersonates"]  # type: ignore[has-type]
    assert "is impersonated by Telegram, account harsad_today" in words(desk("source", "Harsad News Agency").out)


def test_a_source_is_found_by_any_name_and_script_of_its_agency(desk: Desk) -> None:
    assert desk("claim", "add", "40 were killed", "--event", "Battle", "--asserted-by", "Amaq").code == 0
    for name in ("Amaq", "A3maq", "أعماق"):
        assert desk("source", name).out.startswith("Amaq"), name


def test_a_search_elsewhere_is_recorded_and_printed_with_the_engines_that_nobody_asked(
    desk: Desk, picture: Make
) -> None:
    first, _ = items(desk)
    given = ("--engine", "TinEye", "--result", "none", "--when", "2024-11-20")
    assert desk("searched", first, *given).code == 0
    ran = desk("check", picture("asked.jpg", quality=70))
    assert "not proof of origin: TinEye 2024-11-20: none; Google Lens, Yandex: not searched" in words(ran.out)
    assert desk("searched", first, *given).out.startswith("KNOWN ALREADY")


def test_what_was_established_is_shown_apart_from_what_is_claimed(desk: Desk) -> None:
    first, _ = items(desk)
    fails_in_one_line(desk("origin", first, "--established", "facebook:velmora.diary", "--by", "A. Karim"), "--reason")
    said = ("--by", "A. Karim", "--reason", "has the raw file", "--date", "2016-07-01")
    assert desk("origin", first, "--established", "facebook:velmora.diary", *said).code == 0
    shown = words(desk("show", first).out)
    assert "observed: Facebook, account velmora.diary" in shown
    assert "established: Facebook, account velmora.diary (“has the raw file”) · A. Karim, 2016-07-01" in shown


def test_a_verdict_needs_a_name_and_a_reason_and_history_lists_what_was_superseded(desk: Desk) -> None:
    _, copy = items(desk)
    fails_in_one_line(desk("verdict", copy, "--rating", "false", "--reason", "x"), "PROVENANCE_BY")
    fails_in_one_line(desk("verdict", copy, "--rating", "false", "--by", "A. Karim"), "--reason")
    both = ("--media", "OriginalMediaContent", "--media", "TransformedContent")
    fails_in_one_line(desk("verdict", copy, *both, "--by", "A", "--reason", "x"), "exclude")
    for rating in ("unproven", "false"):
        assert desk("verdict", copy, "--rating", rating, "--by", "A. Karim", "--reason", "looked").code == 0
    assert "unproven" not in desk("verdict", copy).out
    assert "superseded: unproven" in words(desk("verdict", copy, "--history").out)
    assert desk("verdict", copy, "--json").objects[0]["verdict"]["rating"] == "false"  # type: ignore[index]


def test_a_search_finds_names_in_other_spellings_and_scripts_and_is_narrowed_by_filters(desk: Desk) -> None:
    said = ("--caption", "فيديو من وكالة أعماق في البوكمال", "--url", "https://t.me/somewhere/9")
    assert desk("add", "--label", "clip", "--kind", "video", *said, "-q").code == 0
    for query in ("Amaq", "a3maq", "Abu Kamal", "Al-Boukamal", "البوكمال", "بوكمال"):
        ran = desk("search", query, "--json")
        assert ran.code == 0, query
        assert any("somewhere" in json.dumps(one) for one in ran.objects), query
    assert desk("search", "bridge", "--platform", "telegram", "--json").objects
    assert desk("search", "bridge", "--platform", "youtube").code == 1
    assert len(desk("search", "bridge", "--since", "2016", "--json").objects) == 1
    assert desk("search", "--place", "Abu Kamal").code == 0
    assert desk("search", "xyzzy abu kamal").code == 1  # every word, also beside a place that is typed in small letters
    fails_in_one_line(desk("search"), "at least one word")
    assert desk("search", "--place", "Xyzzyville").code == 1  # neither the gazetteer nor a claim has it
    desk("claim", "add", "The mill burns", "--event", "Fire", "--place", "Xyzzyville, east side")
    assert "The mill burns" in words(desk("search", "--place", "xyzzyville").out)
    assert desk("search", "bridge", "--place", "Xyzzyville").code == 1
    fails_in_one_line(desk("search", "--place", "?!"), "no place")


def test_a_retraction_says_whether_it_hides_anything_and_is_named_beside_the_claim(desk: Desk, picture: Make) -> None:
    first, copy = items(desk)
    one, other = claim_of(desk, first), claim_of(desk, copy)
    assert "a dispute" in desk("claim", "relate", one, "retracts", other).out
    assert "a dispute: it hides nothing" in words(desk("claim", "show", other).out)
    assert desk("contradictions", copy).code == 0
    said = ("claim", "add", "We were wrong", "--event", "Battle", "--asserted-by", "telegram:harsad_today", "--json")
    own = desk(*said).objects[0]["claim"]["id"]  # type: ignore[index]
    assert "dispute" not in desk("claim", "relate", str(own), "retracts", other).out
    mark = f"retracted by {str(own)[:8]}"
    asked = picture("asked.jpg", quality=70)
    for command in (("show", copy), ("claim", "show", other), ("check", asked), ("contradictions", copy)):
        assert mark in words(desk(*command).out)
    assert mark in words(desk("contradictions").out)


def test_a_claim_that_was_withdrawn_and_is_said_again_counts_again_but_not_by_an_import(
    desk: Desk, picture: Make, tmp_path: Path
) -> None:
    first, _ = items(desk)
    claim = json.loads(desk("claim", "add", first, "A bridge", "--json").out)["claim"]["id"]
    assert desk("claim", "withdraw", claim, "--by", "A. Karim", "--reason", "misread").code == 0
    lines = tmp_path / "old.csv"
    lines.write_text(f"file,claim\n{picture('bridge.jpg')},A bridge\n", "utf-8")
    imported = words(desk("import", lines).out)
    assert "1 claim was withdrawn or corrected here before; that stays so." in imported
    assert "A bridge”" not in desk("show", first).out
    added = desk("claim", "add", first, "A bridge", "--by", "A. Karim")
    assert added.out.startswith("RECORDED")
    assert "counts again, A. Karim: said again" in words(added.out)
    assert "claimed again" in desk("show", first, "--history").out
    desk("claim", "withdraw", claim, "--by", "A. Karim", "--reason", "misread")
    assert "withdrawn" not in desk("add", picture("bridge.jpg"), "--claim", "A bridge").out
    assert "A bridge”" in desk("show", first).out


def test_a_search_without_end_is_refused_at_once(desk: Desk) -> None:
    fails_in_one_line(desk("search", "in Paris " * 300), "2,000 characters")
    fails_in_one_line(desk("search", "--place", "Paris, " * 300), "2,000 characters")


def test_a_message_repeats_no_more_of_the_input_than_fits_a_screen(desk: Desk, tmp_path: Path) -> None:
    endless = tmp_path / "endless.jsonl"
    endless.write_text(json.dumps({"claims": [{"text": "A bridge", "date": "1" * 400_000}]}) + "\n")
    for ran in (desk("import", endless, "--dry-run"), desk("import", endless), desk("search", "--until", "1" * 50_000)):
        assert ran.code == 2
        [line] = ran.err.strip().splitlines()
        assert len(line) < 1_200
        assert "Write it like" in line


def test_a_file_that_may_not_grow_is_one_line_with_the_remedy(tmp_path: Path, picture: Make) -> None:
    code = """
import resource, sys
resource.setrlimit(resource.RLIMIT_FSIZE, (50_000, 50_000))
from provenance.cli import main
sys.exit(main(sys.argv[1:]))
"""
    pytest.importorskip("resource")
    command = [sys.executable, "-c", code, "-a", str(tmp_path / "small.db"), "add", str(picture("bridge.jpg"))]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    [line] = done.stderr.strip().splitlines()
    assert (done.returncode, done.stdout) == (2, "")
    assert "small.db: cannot be read or written" in line
    assert "Check the disk" in line


def test_an_empty_name_does_not_import_the_current_folder(
    desk: Desk, picture: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(picture("private.jpg").parent)
    fails_in_one_line(desk("import", ""), "is empty")
    assert len(desk("list", "--json").objects) == 2
