"""The command line: what it prints, the exit codes, and one line for everything that goes wrong."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import pytest
from PIL import Image, ImageDraw, ImageFont, ImageOps

from provenance.archive import Archive
from provenance.cli import COMMANDS, main
from tests.conftest import Make
from tests.pictures import crowd, mirrored, scene


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def objects(self) -> list[dict[str, object]]:
        """Standard output as JSON, one object a line."""
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Ran]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on an archive in a temporary folder."""
    monkeypatch.setenv("PROVENANCE_ARCHIVE", str(tmp_path / "desk.db"))

    def command(*arguments: object) -> Ran:
        capsys.readouterr()
        code = main([str(argument) for argument in arguments])
        captured = capsys.readouterr()
        return Ran(code, captured.out, captured.err)

    return command


def fails_in_one_line(ran: Ran, *words: str) -> None:
    """Exit 2, nothing on standard output, one line that names the thing and the remedy."""
    assert ran.code == 2
    assert ran.out == ""
    [line] = ran.err.strip().splitlines()
    for word in words:
        assert word in line


@pytest.mark.parametrize(
    "arguments",
    [
        ("add", "--label", "x", "--posted", "2999-05-01"),
        ("add", "--label", "x", "--claim", "A convoy", "--date", "2016/2999-05-01"),
        ("claim", "add", "A convoy", "--event", "war", "--date", "2999-05-01"),
        ("check", "PICTURE", "--date", "2999-05-01"),
        ("check", "PICTURE", "--published", "2999-05-01"),
    ],
)
def test_a_date_in_the_future_is_refused_before_anything_is_recorded(
    run: Run, picture: Make, arguments: tuple[str, ...]
) -> None:
    run("add", "--label", "known", "--credit", "(YouTube)", "--posted", "2026-02-24/..")
    before = run("list").out
    shown = picture("a.jpg")
    refused = run(*(shown if one == "PICTURE" else one for one in arguments))
    fails_in_one_line(refused, "2999-05-01", "lies in the future", "Correct the date")
    assert run("list").out == before
    assert "known" in before


def test_the_story_of_a_repost(run: Run, picture: Make) -> None:
    added = run(
        "add", picture("bridge.jpg"), "--url", "https://www.facebook.com/city.fan/posts/99", "--posted", "2014-08-03",
        "--caption", "Our bridge", "--claim", "The bridge at dusk", "--place", "Odesa", "--date", "2014-08-03",
    )  # fmt: skip
    assert added.code == 0
    assert "1 new item" in added.out
    seen = run("check", picture("repost.jpg", change=mirrored, quality=60))
    assert seen.code == 0
    assert seen.out.startswith("SEEN BEFORE")
    for words in ("mirrored", "2014-08-03", "city.fan", "The bridge at dusk", "Odesa", "not checked"):
        assert words in seen.out
    unseen = run("check", picture("other.jpg", seed=5))
    assert unseen.code == 1
    assert unseen.out.startswith("NOT SEEN in this archive of 1 item")
    assert "new" not in unseen.out.split()


def test_a_plain_picture_is_not_comparable_and_exits_with_3(run: Run, picture: Make, tmp_path: Path) -> None:
    run("add", picture("a.jpg"))
    Image.new("RGB", (300, 300), "white").save(tmp_path / "white.png")
    ran = run("check", tmp_path / "white.png")
    assert ran.code == 3
    assert ran.out.startswith("NOT COMPARABLE")
    assert "too little detail" in ran.out


def test_several_files_give_one_exit_code_and_one_block_each(run: Run, picture: Make, tmp_path: Path) -> None:
    known, other = picture("a.jpg"), picture("b.jpg", seed=2)
    run("add", known)
    assert run("check", known, other).code == 0
    assert run("check", other, other).code == 1
    ran = run("check", known, tmp_path / "missing.jpg")
    assert ran.code == 2
    assert "SEEN BEFORE" in ran.out
    assert "missing.jpg" in ran.err


def test_names_may_come_on_standard_input(picture: Make, tmp_path: Path, run: Run) -> None:
    known = picture("with space.jpg")
    run("add", known)
    for option, end in ((), b"\n"), (("-0",), b"\0"):
        done = subprocess.run(
            [sys.executable, "-m", "provenance", "check", *option, "-"],
            input=os.fsencode(known) + end,
            capture_output=True,
            env={**os.environ, "PROVENANCE_ARCHIVE": str(tmp_path / "desk.db")},
            check=False,
        )
        assert done.returncode == 0
        assert done.stdout.startswith(b"SEEN BEFORE")


def test_json_holds_the_answer_in_the_words_of_the_vocabulary(run: Run, picture: Make) -> None:
    run("add", picture("a.jpg"), "--credit", "(YouTube)", "--claim", "x", "--posted", "2015")
    [answer] = run("check", "--json", picture("b.jpg", change=mirrored)).objects
    assert answer["outcome"] == "seen"
    assert set(answer) == {
        "asked", "outcome", "certain", "earliest_known", "seen", "related", "claims", "archive_items", "tiers",
        "not_checked", "calibration", "contradictions", "verdicts", "searches", "rejected", "found_nowhere",
        "stretches", "sources",
    }  # fmt: skip
    assert "mirrored" in answer["seen"][0]["match"]["alterations"]  # type: ignore[index]
    [shown] = run("show", "--json", answer["seen"][0]["item"]["id"]).objects  # type: ignore[index]
    assert {fingerprint["kind"] for fingerprint in shown["fingerprints"]} >= {"pdq", "phash"}  # type: ignore[attr-defined]


def part(image: Image.Image) -> Image.Image:
    """The middle of a picture, mirrored."""
    width, height = image.size
    return ImageOps.mirror(image.crop((width // 5, height // 6, width * 5 // 6, height * 5 // 6)))


def lower_third(image: Image.Image) -> Image.Image:
    """With a bar of letters that many pictures of one station carry."""
    width, height = image.size
    drawn = image.copy()
    pen = ImageDraw.Draw(drawn)
    pen.rectangle((0, height * 4 // 5, width, height), fill=(20, 30, 120))
    pen.text((20, height * 4 // 5 + 8), "BREAKING NEWS", fill="white", font=ImageFont.load_default(height // 11))
    pen.text((20, height * 9 // 10 + 6), "Channel 7 live from the scene", fill="white", font=ImageFont.load_default(24))
    return drawn


def test_a_mirrored_crop_is_found_and_what_was_cut_off_is_said(run: Run, picture: Make) -> None:
    run("add", picture("a.jpg"), "--caption", "Our bridge", "--posted", "2015", "--account", "x")
    run("add", picture("other.jpg", seed=2))
    ran = run("check", picture("crop.jpg", change=part, quality=60))
    assert ran.code == 0
    assert ran.out.startswith("SEEN BEFORE")
    said = " ".join(ran.out.split())
    for words in ("shows a part of m-", "cropped", "mirrored left to right", "cut off", "Our bridge", "parts of the"):
        assert words in said
    fast = run("check", "--fast", picture("crop.jpg", change=part, quality=60))
    assert fast.code == 1
    assert fast.out.startswith("NOT SEEN")
    assert "crops, collages" in fast.out


def test_json_of_a_match_by_parts_says_where_and_how_sure(run: Run, picture: Make) -> None:
    run("add", picture("a.jpg"))
    [answer] = run("check", "--json", picture("crop.jpg", change=part)).objects
    assert answer["tiers"] == ["exact", "hash", "local"]
    match = answer["seen"][0]["match"]  # type: ignore[index]
    assert (match["tier"], match["relation"]) == ("local", "copy")
    assert match["score"] > 0
    detail = match["detail"]
    assert detail["shows"] == pytest.approx([1 / 5, 1 / 6, 5 / 6, 5 / 6], abs=0.02)
    assert detail["place"] == pytest.approx([0, 0, 1, 1], abs=0.02)
    assert set(detail["changes"]) < set(match["evidence"])


def test_a_collage_names_all_its_parts(run: Run, picture: Make) -> None:
    added = run("add", "--json", picture("a.jpg"), picture("b.jpg", seed=2), picture("c.jpg", seed=3)).objects
    first, second, third = (str(one["item_id"])[:8] for one in added[:3])

    def beside(image: Image.Image) -> Image.Image:
        page = Image.new("RGB", (1000, 420), "white")
        page.paste(image.resize((490, 400)), (5, 10))
        page.paste(part(scene(2)).resize((490, 400)), (505, 10))
        return page

    ran = run("check", picture("collage.jpg", change=beside))
    assert ran.code == 0
    headline = ran.out.split("how sure")[0]
    assert "a collage?" in headline
    assert first in headline
    assert second in headline
    assert third not in ran.out
    assert "left," in headline
    assert "right," in headline


def test_a_collage_in_the_archive_does_not_mix_up_what_was_said_of_its_parts(run: Run, picture: Make) -> None:
    run("add", picture("a.jpg"), "--claim", "A bridge at dusk")
    run("add", picture("b.jpg", seed=2), "--claim", "A market in spring")

    def beside(image: Image.Image) -> Image.Image:
        page = Image.new("RGB", (1280, 480))
        page.paste(image, (0, 0))
        page.paste(scene(2), (640, 0))
        return page

    assert "and 1 more" in run("add", picture("collage.jpg", change=beside)).out
    ran = run("check", picture("again.jpg", change=mirrored))
    assert "A bridge at dusk" in ran.out
    assert "A market in spring" not in ran.out


def test_a_shared_bar_of_letters_is_no_reuse(run: Run, picture: Make) -> None:
    for seed in range(2):
        run("add", picture(f"{seed}.jpg", seed=seed, change=lower_third))
    ran = run("check", "--json", picture("asked.jpg", seed=9, change=lower_third))
    [answer] = ran.objects
    assert not answer["seen"]
    assert ran.code == 1
    assert {seen["match"]["relation"] for seen in answer["related"]} == {"shared-template"}  # type: ignore[attr-defined]
    words = run("check", picture("asked.jpg", seed=9, change=lower_third))
    assert words.code == 1
    assert words.out.startswith("NOT SEEN")
    assert "shared template" in words.out
    assert " ".join(words.out.split()).count("no reuse") == 3


def test_proof_pictures_are_drawn_and_never_written_over(run: Run, picture: Make, tmp_path: Path) -> None:
    run("add", picture("a.jpg"))
    asked = picture("crop.jpg", change=part)
    for expected in (1, 2):
        ran = run("check", asked, "--proof", tmp_path / "proofs")
        assert ran.code == 0
        assert "proofs/crop-m-" in ran.out
        pages = sorted((tmp_path / "proofs").iterdir())
        assert len(pages) == expected
    for page in pages:
        with Image.open(page) as opened:
            assert opened.format == "PNG"
            assert opened.width == 1600
            assert 600 < opened.height < 2400
    fails_in_one_line(run("check", asked, "--proof", asked), "--proof")
    fails_in_one_line(run("check", asked, "--reveal"), "--proof")


def test_the_proof_of_an_item_without_its_file_shows_the_thumbnail_and_says_so(
    run: Run, picture: Make, tmp_path: Path
) -> None:
    run("add", "--no-keep", "--graphic", picture("a.jpg"))
    ran = run("check", picture("crop.jpg", change=part), "--proof", tmp_path / "proofs")
    assert "grey picture is shown" in ran.out
    assert "--reveal shows it" in " ".join(ran.out.split())
    [answer] = run("check", "--json", picture("crop.jpg", change=part), "--proof", tmp_path / "p", "--reveal").objects
    assert [(one["of_thumbnail"], one["hidden"]) for one in answer["proofs"]] == [(True, False)]  # type: ignore[attr-defined]
    assert run("verify").code == 0


def test_explain_prints_what_the_score_is_made_of(run: Run, picture: Make) -> None:
    run("add", picture("a.jpg"))
    ran = run("check", "--explain", picture("crop.jpg", change=part))
    assert "geometry +" in ran.out
    assert "inliers" in ran.out
    assert "no match was found by parts" in run("check", "--explain", picture("b.jpg", seed=4)).out


def test_many_files_are_answered_by_processes_as_by_one(run: Run, picture: Make, tmp_path: Path) -> None:
    run("add", picture("a.jpg"), picture("b.jpg", seed=2))
    asked = [
        picture("crop.jpg", change=part),
        picture("new.jpg", seed=7),
        tmp_path / "no.jpg",
        picture("b.jpg", seed=2),
    ]
    alone, together = (run("check", *asked, "--workers", workers) for workers in (1, 2))
    assert alone == together
    assert together.code == 2
    assert together.out.count("SEEN BEFORE") == 2
    assert "no.jpg" in together.err


def test_ctrl_c_while_a_module_is_loading_is_no_error_of_the_program() -> None:
    """Python 3.11 wraps what is raised while a class is made."""
    code = """
import sys
class Interrupting:
    def __set_name__(self, owner, name):
        raise KeyboardInterrupt
from provenance import cli
def invoked(*arguments, **options):
    type("Loading", (), {"attribute": Interrupting()})
cli.cli.main = invoked
sys.exit(cli.main(["list"]))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (130, "Interrupted.")


def test_ctrl_c_while_a_record_is_made_ends_with_the_code_of_ctrl_c(tmp_path: Path) -> None:
    """Python remembers one in code that is made from text, and would end by the signal itself."""
    (tmp_path / "interrupted.py").write_text("""
import multiprocessing
from provenance import cli
from provenance.__main__ import run
def interrupt():
    raise KeyboardInterrupt
cli.cli.main = lambda *arguments, **options: eval("interrupt()", {"interrupt": interrupt})
run()
""")
    command = [sys.executable, "-m", "interrupted"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr.strip()) == (130, "Interrupted.")


def test_a_ctrl_c_that_python_only_reports_is_heard_a_moment_later(tmp_path: Path) -> None:
    """What weak references call, as the import system does for its locks, cannot raise anything."""
    (tmp_path / "interrupted.py").write_text("""
import time
import weakref
from provenance import cli
from provenance.__main__ import run
class Lock: pass
def interrupt(_):
    raise KeyboardInterrupt
def command(*arguments, **options):
    lock = Lock()
    watched = weakref.ref(lock, interrupt)
    del lock
    time.sleep(60)
cli.cli.main = command
run()
""")
    command = [sys.executable, "-m", "interrupted"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False, timeout=30)
    assert (done.returncode, done.stderr.strip()) == (130, "Interrupted.")


@pytest.mark.skipif(os.name != "posix", reason="process groups are needed")
@pytest.mark.parametrize("moment", [0.3, 0.9, 1.5])
def test_ctrl_c_while_processes_check_ends_in_words(picture: Make, tmp_path: Path, moment: float) -> None:
    with Archive(tmp_path / "desk.db") as made:
        made.add(picture("a.jpg"))
    asked = [str(picture(f"in/{seed}.jpg", seed=seed)) for seed in range(12)] * 60  # more than can be answered before
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "provenance", "--version"], check=True, stdout=subprocess.DEVNULL)
    start = time.monotonic() - begun  # before that Python itself is interrupted, which nobody can put into words
    process = subprocess.Popen(
        [sys.executable, "-m", "provenance", "check", *asked, "-a", str(tmp_path / "desk.db")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(start + moment - 0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode == 130, error
    assert "Traceback" not in error


def test_reindex_makes_the_parts_of_what_was_recorded_fast(run: Run, picture: Make) -> None:
    added = run("add", "--fast", picture("a.jpg"))
    assert "provenance reindex" in added.out
    run("add", "--fast", "--no-keep", picture("b.jpg", seed=2))
    asked = picture("crop.jpg", change=part)
    before = run("check", asked)
    assert before.code == 1
    assert "provenance reindex" in before.out
    [made] = run("reindex", "--json").objects
    assert made["features"] == {"made": 1, "not_kept": 1, "too_plain": 0}
    assert run("check", asked).code == 0
    assert run("verify").code == 0
    [again] = run("reindex", "--json").objects
    assert again["features"] == {"made": 0, "not_kept": 1, "too_plain": 0}


def test_features_that_were_changed_after_they_were_made_are_named(run: Run, picture: Make, tmp_path: Path) -> None:
    run("add", "--fast", picture("a.jpg"))
    run("reindex")
    with sqlite3.connect(tmp_path / "desk.db") as connection:
        connection.execute("UPDATE features SET value = zeroblob(length(value))")
    connection.close()
    ran = run("verify")
    assert ran.code == 2
    assert "local features changed" in ran.out


def test_without_any_thumbnail_a_crop_is_only_probable(run: Run, picture: Make) -> None:
    run("add", "--no-thumbnail", picture("a.jpg"))
    ran = run("check", picture("crop.jpg", change=part))
    assert ran.code == 0
    assert ran.out.startswith("PROBABLY SEEN BEFORE")
    assert "no thumbnail is kept" in " ".join(ran.out.split())


def test_a_new_crop_of_what_is_there_is_said_when_it_is_added(run: Run, picture: Make) -> None:
    run("add", picture("a.jpg"))
    ran = run("add", picture("crop.jpg", change=part))
    assert "SEEN BEFORE: m-" in ran.out
    assert "% of it shown)" in ran.out
    assert "1 of them seen before" in ran.out


@pytest.mark.parametrize("arguments", [("list",), ("search", "bridge"), ("source",), ("verify",), ("reindex",)])
def test_every_look_up_has_json_of_one_object_a_line(run: Run, picture: Make, arguments: tuple[str, ...]) -> None:
    run("add", picture("a.jpg"), "--caption", "a bridge", "--account", "x", "--platform", "facebook")
    ran = run(*arguments, "--json")
    assert ran.code == 0
    assert ran.objects


def test_add_and_import_have_json_too(run: Run, picture: Make) -> None:
    added = run("add", "--json", picture("in/a.jpg")).objects
    assert added[0]["is_new"]
    assert added[-1]["summary"]["new"] == 1  # type: ignore[index]
    imported = run("import", "--json", picture("in/a.jpg").parent).objects
    assert imported[-1]["summary"]["known"] == 1  # type: ignore[index]


def test_a_folder_is_added_with_everything_below_it(run: Run, picture: Make) -> None:
    for seed in range(3):
        picture(f"in/deeper/{seed}.jpg", seed=seed)
    folder = picture("in/top.png", seed=8).parent
    (folder / "notes.txt").write_text("no picture")
    ran = run("add", folder, "--credit", "(YouTube)")
    assert ran.code == 0
    assert "4 new items" in ran.out
    assert len(run("list", "--json", "--platform", "youtube").objects) == 4


def test_an_item_is_recorded_by_reference_and_gets_its_file_later(run: Run, picture: Make) -> None:
    run("add", "--label", "flag photo", "--credit", "(Facebook/The.NSAy.Official)")
    [listed] = run("list", "--json", "--without-file").objects
    reference = listed["item"]["id"]  # type: ignore[index]
    assert "account The.NSAy.Official" in run("show", reference).out
    attached = run("add", picture("a.jpg"), "--item", reference)
    assert attached.code == 0
    assert "is now m-" in attached.out
    assert run("list", "--json", "--without-file").out == ""


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("check", "nowhere.jpg"), ("nowhere.jpg",)),
        (("show", "m-ffffff"), ("m-ffffff", "provenance list")),
        (("show", "zz"), ("zz",)),
        (("add", "a.jpg", "--posted", "29.06.2016"), ("29.06.2016", "2016-06-29")),
        (("add", "a.jpg", "--claim", "x", "--date", "2016-02-31"), ("2016-02-31",)),
        (("add", "a.jpg", "--url", "facebook.com/page"), ("facebook.com/page",)),
        (("add", "a.jpg", "--url", "ftp://example.org/a"), ("ftp://example.org/a",)),
        (("add", "a.jpg", "--place", "Odesa"), ("--claim",)),
        (("add", "a.jpg", "--claim", "x", "--hedge", "maybe"), ("maybe", "purports")),
        (("add",), ("FILE",)),
        (("import", "nowhere.csv"), ("nowhere.csv",)),
        (("import", "a.jpg", "--map", "caption"), ("FIELD=COLUMN",)),
        (("help", "nothing"), ("nothing", "dates")),
        (("search", "  "), ("word",)),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, tuple) else None,
)
def test_bad_input_ends_in_one_line_that_names_it(
    run: Run, picture: Make, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(picture("a.jpg").parent)
    run("add", picture("known.jpg", seed=7))
    before = run("list", "--json").out
    fails_in_one_line(run(*arguments), *words)
    assert run("list", "--json").out == before


def test_wrong_use_exits_with_2_and_names_the_nearest_command(run: Run) -> None:
    assert run("chekc", "a.jpg").code == 2
    assert "check" in run("chekc").err
    assert run("check").code == 2
    assert run("list", "--limit", "many").code == 2


def test_a_command_that_only_reads_makes_no_archive(run: Run, tmp_path: Path, picture: Make) -> None:
    fails_in_one_line(run("check", picture("a.jpg")), "desk.db", "provenance add")
    assert not (tmp_path / "desk.db").exists()


def test_a_file_that_is_no_archive_is_named_and_untouched(run: Run, picture: Make) -> None:
    photo = picture("a.jpg")
    before = photo.read_bytes()
    fails_in_one_line(run("list", "-a", photo), "a.jpg", "not an archive")
    fails_in_one_line(run("add", photo, "-a", photo), "not an archive")
    assert photo.read_bytes() == before


def test_a_folder_that_cannot_be_read_is_named(run: Run, picture: Make) -> None:
    if os.geteuid() == 0:
        pytest.skip("the superuser can read every folder")
    closed = picture("in/closed/a.jpg").parent
    picture("in/open.jpg", seed=3)
    closed.chmod(0)
    try:
        ran = run("add", closed.parent)
    finally:
        closed.chmod(0o755)
    assert ran.code == 2
    assert "1 new item" in ran.out
    assert "closed" in ran.err


def test_an_archive_that_another_process_holds_is_named(picture: Make, tmp_path: Path, archive: Archive) -> None:
    archive.add(picture("a.jpg"))
    holder = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
    holder.execute("BEGIN IMMEDIATE")
    from provenance.errors import ArchiveLocked

    with (
        Archive(tmp_path / "desk.db", busy_seconds=0.2) as waiting,
        pytest.raises(ArchiveLocked, match="another process"),
    ):
        waiting.add(picture("b.jpg", seed=2))
    holder.close()
    assert archive.counts()["items"] == 1


def test_more_is_said_of_an_item_by_its_id(run: Run, picture: Make) -> None:
    [added, _] = run("add", "--json", picture("a.jpg")).objects
    assert run("add", "--item", added["item_id"], "--claim", "A convoy leaves the town").code == 0
    assert "A convoy leaves the town" in run("check", picture("a.jpg")).out


def test_a_file_given_to_a_reference_tells_what_it_was_seen_as_before(run: Run, picture: Make) -> None:
    run("add", picture("early.jpg"))
    [added, _] = run("add", "--json", "--label", "flag photo", "--credit", "(YouTube)").objects
    assert "SEEN BEFORE" in run("add", picture("late.jpg", change=mirrored), "--item", added["item_id"]).out


def test_an_article_that_names_its_address_is_not_recorded_twice_under_another_one(run: Run, tmp_path: Path) -> None:
    body = "<figure><img src=/x/hill.jpg width=800 height=500><figcaption>Smoke over Rawa. (AFP)</figcaption></figure>"
    article = tmp_path / "page.html"
    article.write_text(f'<link rel=canonical href="https://a.example/news/1"><h1>Rawa</h1><article>{body}</article>')
    assert run("import", article, "--published", "2016-07-01").code == 0
    again = run("import", article, "--published", "2016-07-01", "--url", "https://mirror.example/copy")
    assert again.code == 0
    assert "page.html names its own address, https://a.example/news/1: --url is passed over" in again.err
    assert len(run("list", "--json").objects) == 1
    [item] = run("list", "--json").objects
    assert [one["url"] for one in item["appearances"]] == ["https://a.example/news/1"]  # type: ignore[attr-defined]
    text = tmp_path / "text.txt"
    text.write_text("Fight for Rawa\n\nBEIRUT - Fighters advance on Rawa.\n\nFighters near Rawa. (YouTube)\n")
    assert "names its own" not in run("import", text, "--url", "https://b.example/2").err


def test_an_article_without_a_date_says_which_dates_it_left_out_and_how_to_have_them(run: Run, tmp_path: Path) -> None:
    text = tmp_path / "text.txt"
    text.write_text(
        "Fight for Rawa\n\nOn Tuesday, 20 soldiers were killed in Rawa, the army said.\n\n"
        "Fighters near Rawa on Tuesday. (YouTube)\n\nA flag over Rawa on 4 May 2016. (AFP)\n"
    )
    hint = (
        "text.txt names no date of publication: 1 date left out (“Tuesday”). To have them counted from it: --published"
    )
    for ran in (run("import", text, "--dry-run"), run("import", text)):
        assert hint in " ".join(ran.err.split())
    ran = run("import", text, "--dry-run", "--published", "2016-06-30")
    assert "date of publication" not in ran.err
    assert [claim.get("date") for one in ran.objects for claim in one["claims"]] == [  # type: ignore[attr-defined]
        "2016-06-28",
        "2016-06-28",
        "2016-05-04",
    ]


def test_a_dry_run_records_nothing_and_prints_what_import_takes(run: Run, picture: Make, tmp_path: Path) -> None:
    picture("a.jpg")
    (tmp_path / "posts.csv").write_text("file,text,posted,Ort,claim\na.jpg,hello,2016-06-29,Paris,A flag\n", "utf-8")
    dry = run("import", tmp_path / "posts.csv", "--dry-run")
    assert dry.code == 0
    assert "Ort" in dry.err
    assert run("list", "--json").out == ""
    (tmp_path / "posts.jsonl").write_text(dry.out, "utf-8")
    assert "1 new item" in run("import", tmp_path / "posts.jsonl").out
    [listed] = run("list", "--json").objects
    assert listed["claims"][0]["claim"]["text"] == "A flag"  # type: ignore[index]
    assert "1 known already" in run("import", tmp_path / "posts.csv").out


def test_files_that_are_no_media_are_counted(run: Run, picture: Make) -> None:
    folder = picture("in/a.jpg").parent
    (folder / "notes.txt").write_text("no picture")
    assert "1 file passed over" in run("add", folder).out


def test_the_archive_may_be_named_before_or_behind_the_command(run: Run, picture: Make, tmp_path: Path) -> None:
    run("-a", tmp_path / "other.db", "add", picture("a.jpg"))
    assert run("-a", tmp_path / "other.db", "list").out == run("list", "-a", tmp_path / "other.db").out
    assert not (tmp_path / "desk.db").exists()


def test_a_graphic_item_is_flagged(run: Run, picture: Make) -> None:
    run("add", picture("a.jpg"), "--graphic")
    assert "graphic" in run("check", picture("a.jpg")).out


def test_topics_may_be_written_as_the_readme_writes_them(run: Run) -> None:
    assert run("help", "Exit", "codes").out == run("help", "exit-codes").out
    assert run("help", "JSON").code == 0


def test_debug_shows_the_trace(run: Run) -> None:
    assert "Traceback" in run("--debug", "check", "nowhere.jpg", "-a", "nowhere.db").err


def test_what_strangers_wrote_cannot_steer_the_terminal(run: Run, picture: Make) -> None:
    run("add", picture("a.jpg"), "--caption", "\x1b[2Jred \x1b[31m‮gnp.exe", "--posted", "2015", "--account", "a\x07b")
    for arguments in (("list",), ("show", "m-"), ("check", picture("a.jpg")), ("search", "red"), ("source",)):
        out = run(*arguments).out
        assert "\x1b[2J" not in out
        assert "‮" not in out
        assert "\x07" not in out


def test_no_name_or_source_steers_the_terminal(run: Run, picture: Make, tmp_path: Path) -> None:
    run("add", picture("a\nSEEN BEFORE forged.jpg"), "--publisher", "p\x1b]0;T\x07\u202e\u2028", "--label", "\u200fl")
    (tmp_path / "z\u202e.db").touch()
    commands = (("list",), ("source",), ("source", "p"), ("list", "x\u202e"), ("list", "-a", tmp_path / "z\u202e.db"))
    for arguments in commands:
        ran = run(*arguments)
        for letter in "\x1b\x07\u202e\u2028\u200f":
            assert letter not in ran.out + ran.err
    assert len([line for line in run("list").out.splitlines() if "SEEN BEFORE" in line]) <= 1
    checked = run("check", tmp_path / "a\nSEEN BEFORE forged.jpg").out
    assert not checked.splitlines()[1].startswith("SEEN BEFORE")
    assert run("list", "--json").out.isascii()


@pytest.mark.parametrize("option", ["--caption", "--claim", "--publisher", "--credit", "--label", "--account"])
def test_text_that_is_not_utf_8_is_refused_in_one_line(run: Run, picture: Make, option: str) -> None:
    run("add", picture("known.jpg", seed=3))
    fails_in_one_line(run("add", picture("a.jpg"), option, os.fsdecode(b"caf\xe9"), "--platform", "x"), "UTF-8")
    assert len(run("list", "--json").objects) == 1


def test_a_file_name_that_is_not_utf_8_can_be_recorded_and_can_fail(run: Run, picture: Make, tmp_path: Path) -> None:
    good = os.fsencode(tmp_path) + b"/caf\xe9.jpg"
    Path(os.fsdecode(good)).write_bytes(picture("a.jpg").read_bytes())
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/bad\xff.jpg")).write_bytes(b"\xff\xd8\xff\xe0 broken")
    ran = run("add", tmp_path)
    assert ran.code == 2
    assert "1 problem" in ran.out
    assert run("list", "--problems").code == 0
    assert run("check", os.fsdecode(good)).code == 0


def test_a_name_that_no_system_can_have_costs_only_itself(run: Run, picture: Make) -> None:
    ran = run("add", picture("a.jpg"), "x" * 300)
    assert ran.code == 2
    assert "1 new item" in ran.out


def test_a_command_that_fails_leaves_no_empty_archive(run: Run, picture: Make, tmp_path: Path) -> None:
    run("add", picture("a.jpg"), "--posted", "soon")
    run("import", picture("in/a.jpg").parent, "--dry-run")
    assert not (tmp_path / "desk.db").exists()


def test_an_empty_claim_is_refused(run: Run, picture: Make) -> None:
    fails_in_one_line(run("add", picture("a.jpg"), "--claim", " "), "--claim")


def test_options_have_environment_variables(run: Run, picture: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    run("add", picture("a.jpg"))
    monkeypatch.setenv("PROVENANCE_CHECK_JSON", "1")
    assert run("check", picture("a.jpg")).objects


def test_a_file_of_the_users_beside_the_archive_is_never_touched(run: Run, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "pipe.probe").write_text("mine")
    (tmp_path / "desk.db.probe").write_text("mine")
    run("list", "-a", tmp_path)
    assert (tmp_path / "pipe.probe").read_text() == (tmp_path / "desk.db.probe").read_text() == "mine"


def shell(line: str, archive: Path) -> subprocess.CompletedProcess[str]:
    """Run a line with ``P`` for the command."""
    ready = line.replace("P ", f"{sys.executable} -m provenance ")
    environment = {**os.environ, "PROVENANCE_ARCHIVE": str(archive)}
    return subprocess.run(
        ["/bin/sh", "-c", ready], capture_output=True, text=True, env=environment, timeout=60, check=False
    )


@pytest.mark.skipif(os.name != "posix", reason="a shell is needed")
def test_a_reader_that_has_enough_does_not_stop_a_recording(picture: Make, tmp_path: Path) -> None:
    for seed in range(12):
        picture(f"in/{seed}.jpg", seed=seed, size=(160, 120))
    done = shell(f"P add {tmp_path / 'in'} --json --workers 1 | head -n 1", tmp_path / "desk.db")
    assert "Traceback" not in done.stderr
    assert _items(tmp_path / "desk.db") == 12


@pytest.mark.skipif(os.name != "posix", reason="a shell is needed")
@pytest.mark.parametrize("line", ["P list >&-", "P list 2>&-", "P check - <&-", "P list --json | true"])
def test_closed_streams_end_without_a_trace(picture: Make, tmp_path: Path, line: str) -> None:
    with Archive(tmp_path / "desk.db") as made:
        made.add(picture("a.jpg"))
    done = shell(line, tmp_path / "desk.db")
    assert "Traceback" not in done.stderr
    assert "unexpected" not in done.stderr


@pytest.mark.skipif(not Path("/proc").is_dir(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_no_worker_outlives_its_parent(tmp_path: Path, picture: Make, number: signal.Signals) -> None:
    for seed in range(100):  # more than one transaction takes
        picture(f"in/{seed:03}.jpg", seed=seed, size=(160, 120))
    command = [sys.executable, "-m", "provenance", "add", str(tmp_path / "in"), "-a", str(tmp_path / "desk.db")]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline and _items(tmp_path / "desk.db") == 0:
        time.sleep(0.02)
    process.send_signal(number)
    process.communicate(timeout=20)  # would wait for as long as a worker holds the pipe
    assert process.returncode in (0, -number)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of pictures that take some seconds to record."""
    folder = tmp_path_factory.mktemp("many")
    crowd(folder, 40, (700, 500))
    return folder


@pytest.mark.skipif(os.name != "posix", reason="process groups are needed")
@pytest.mark.parametrize("moment", [0.25, 0.45, 0.65, 0.85])
def test_ctrl_c_at_any_moment_ends_in_words(many: Path, tmp_path: Path, moment: float) -> None:
    """As a terminal sends it: to the whole group, workers that are just starting among them."""
    begun = time.monotonic()
    subprocess.run([sys.executable, "-m", "provenance", "--version"], check=True, stdout=subprocess.DEVNULL)
    start = time.monotonic() - begun  # as above
    process = subprocess.Popen(
        [sys.executable, "-m", "provenance", "add", str(many), "-a", str(tmp_path / "desk.db")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    time.sleep(start + moment - 0.2)
    os.killpg(process.pid, signal.SIGINT)
    _, error = process.communicate(timeout=30)
    assert process.returncode in (0, 130), error
    assert "Traceback" not in error


def test_every_command_has_help_with_an_example(run: Run) -> None:
    for name in COMMANDS:
        shown = run(name, "--help")
        assert shown.code == 0
        assert f"provenance {name}" in shown.out.split("Example", 1)[1]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A file system of eight megabytes, so that a full disk is a full disk."""
    place = tmp_path / "small"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(place)]
    if not shutil.which("mount") or subprocess.run(mount, capture_output=True, check=False).returncode:
        pytest.skip("no small file system can be mounted here")
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.mark.parametrize("keep", [True, False], ids=["files kept", "hashes only"])
def test_a_full_disk_is_named_and_what_came_before_is_safe(
    run: Run, picture: Make, small_disk: Path, keep: bool
) -> None:
    desk = small_disk / "desk.db"
    assert run("add", picture("first.jpg", size=(200, 150)), "-a", desk).code == 0
    before = run("list", "-a", desk).out
    filler = small_disk / "filler"
    _fill(filler)
    option = () if keep else ("--no-keep",)
    ran = run("add", picture("big.jpg", seed=2, size=(1600, 1200), quality=95), *option, "-a", desk)
    fails_in_one_line(ran, "disk is full", "Make room")
    filler.unlink()
    assert run("list", "-a", desk).out == before
    assert run("add", picture("big.jpg", seed=2, size=(1600, 1200), quality=95), *option, "-a", desk).code == 0
    assert run("verify", "-a", desk).code == 0


def test_a_full_temporary_folder_keeps_nothing_from_being_recorded(
    run: Run, picture: Make, tmp_path: Path, small_disk: Path
) -> None:
    desk = tmp_path / "desk.db"
    assert run("add", picture("first.jpg", size=(200, 150)), "-a", desk).code == 0
    [item] = re.findall(r"m-[0-9a-f]{6}", run("list", "-a", desk).out)
    _fill(small_disk / "filler")
    ran = subprocess.run(  # SQLite looks where its own temporary files go when a process begins
        [sys.executable, "-m", "provenance", "claim", "add", item, "It burns", "--date", "2016", "-a", str(desk)],
        env={**os.environ, "TMPDIR": str(small_disk), "SQLITE_TMPDIR": str(small_disk)},
        capture_output=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, b"")


def test_an_interrupted_import_keeps_what_was_committed_and_goes_on(tmp_path: Path, picture: Make) -> None:
    for seed in range(120):
        picture(f"in/{seed:03}.jpg", seed=seed, size=(240, 180))
    environment = {**os.environ, "PROVENANCE_ARCHIVE": str(tmp_path / "desk.db")}
    command = [sys.executable, "-m", "provenance", "import", str(tmp_path / "in"), "--workers", "1"]
    process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and process.poll() is None and _items(tmp_path / "desk.db") == 0:
        time.sleep(0.01)
    process.send_signal(signal.SIGINT)
    _, error = process.communicate(timeout=60)
    assert process.returncode == 130, error
    assert "nothing is recorded twice" in error
    assert "Traceback" not in error
    kept = _items(tmp_path / "desk.db")
    assert 0 < kept < 120
    again = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)
    assert again.returncode == 0, again.stderr
    assert f"{kept:,} known already" in again.stdout
    assert _items(tmp_path / "desk.db") == 120
    with Archive(tmp_path / "desk.db") as archive:
        assert archive.verify().sound


def test_an_import_killed_at_any_moment_leaves_a_sound_archive(tmp_path: Path, picture: Make) -> None:
    for seed in range(100):
        picture(f"in/{seed:03}.jpg", seed=seed, size=(160, 120))
    command = [sys.executable, "-m", "provenance", "add", str(tmp_path / "in"), "-a", str(tmp_path / "desk.db")]
    for wait in (0.6, 0.9, 1.2):
        process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(wait)
        process.kill()
        process.wait()
    subprocess.run(command, check=True, capture_output=True)
    with Archive(tmp_path / "desk.db") as archive:
        assert archive.counts()["items"] == 100
        assert archive.verify().sound
        assert archive.check(tmp_path / "in" / "099.jpg").matches


def test_two_imports_at_once_record_everything_once(tmp_path: Path, picture: Make) -> None:
    for seed in range(70):  # two transactions of each
        picture(f"in/{seed:03}.jpg", seed=seed, size=(160, 120))
    command = [sys.executable, "-m", "provenance", "add", str(tmp_path / "in"), "-a", str(tmp_path / "desk.db")]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) for _ in range(2)]
    for process in running:
        _, error = process.communicate(timeout=100)
        assert process.returncode == 0, error
    with Archive(tmp_path / "desk.db") as archive:
        assert archive.counts()["items"] == 70
        assert archive.verify().sound


def _fill(filler: Path) -> None:
    """Write until nothing more fits."""
    with filler.open("wb", buffering=0) as file, suppress(OSError):
        while True:
            file.write(b"x" * 4096)


def _items(archive: Path) -> int:
    try:
        connection = sqlite3.connect(f"{archive.as_uri()}?mode=ro", uri=True)
        try:
            return int(connection.execute("SELECT COUNT(*) FROM media_items").fetchone()[0])
        finally:
            connection.close()
    except sqlite3.Error:
        return 0
