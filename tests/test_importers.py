"""Folders and manifests become intakes and problems: nothing lost silently, nothing read from elsewhere."""

from __future__ import annotations

import codecs
import csv
import io
import json
import os
import random
import socket
import stat
import tempfile
import tracemalloc
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from itertools import islice, pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from provenance.errors import BadManifest, BadOption, MediaMissing
from provenance.identity import canonical_json
from provenance.importers.folder import MEDIA_ENDINGS, read_folder
from provenance.importers.lines import LONGEST_RECORD
from provenance.importers.manifest import SYNONYMS, read_manifest, unused_columns
from provenance.importers.quoting import Quoting
from provenance.media.formats import HEAD_BYTES, sniff
from provenance.model import Claim, Hedge, Intake, MediaKind, Problem

PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(100)  # as far as first bytes go
FILM = b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42isom" + bytes(64)


def put(folder: Path, *names: str, content: bytes = PICTURE) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def names(found: Iterable[Intake | Problem]) -> list[str]:
    return [str(each.locator) for each in found if isinstance(each, Intake)]


def problems(found: Iterable[Intake | Problem]) -> dict[str, Problem]:
    return {each.locator: each for each in found if isinstance(each, Problem)}


# a folder


def test_pictures_and_videos_are_told_by_content_not_by_name(tmp_path: Path) -> None:
    Image.new("RGB", (8, 8)).save(tmp_path / "holiday", "JPEG")
    put(tmp_path, "clip.dat", content=FILM)
    put(tmp_path, "notes.txt", content=b"a bridge")
    reading = read_folder(tmp_path)
    found = [each for each in reading if isinstance(each, Intake)]
    assert [(each.locator, each.kind) for each in found] == [
        ("clip.dat", MediaKind.VIDEO),
        ("holiday", MediaKind.IMAGE),
    ]
    assert found[0].path == str(tmp_path / "clip.dat")
    assert reading.passed_over == 1


def test_the_order_is_that_of_the_names_on_the_way_down(tmp_path: Path) -> None:
    wanted = ["a/z.png", "a/zz/1.png", "a b.png", "b.png", "c/1.png", "c/10.png", "c/2.png"]
    for name in random.Random(3).sample(wanted, len(wanted)):
        put(tmp_path, name)
    by_parts = sorted(wanted, key=lambda name: name.split("/"))
    assert names(read_folder(tmp_path)) == by_parts == names(read_folder(tmp_path))


def test_without_recursion_only_the_folder_itself_is_read(tmp_path: Path) -> None:
    put(tmp_path, "a.png", "below/b.png")
    assert names(read_folder(tmp_path, recursive=False)) == ["a.png"]


def test_a_file_named_like_a_picture_that_is_none_is_a_problem(tmp_path: Path) -> None:
    put(tmp_path, "log-in.jpg", content=b"<!DOCTYPE html><html>")
    put(tmp_path, "notes.MP4", content=b"a film about a bridge")
    put(tmp_path, "nothing.png", content=b"")
    put(tmp_path, "program.ts", content=b"export const bridge = 1")
    found = problems(read_folder(tmp_path))
    assert {name: problem.error for name, problem in found.items()} == {
        "log-in.jpg": "MediaUnknown",
        "notes.MP4": "MediaUnknown",
        "nothing.png": "MediaDamaged",
    }
    assert "web page" in found["log-in.jpg"].reason
    assert all("\n" not in problem.reason for problem in found.values())


def test_hidden_files_clutter_and_the_archives_companions_are_passed_over(tmp_path: Path) -> None:
    put(tmp_path, ".hidden.png", ".thumbnails/a.png", "Thumbs.db", ".DS_Store", "._a.png", "desktop.ini")
    put(tmp_path, "desk.db", content=b"SQLite format 3\0")
    put(tmp_path, "desk.db.files/ab/abcdef.png", "desk.db.index/x.png", "a.png")
    reading = read_folder(tmp_path)
    assert (names(reading), reading.passed_over) == (["a.png"], 1)


def test_a_folder_of_pictures_that_is_called_files_is_not_passed_over(tmp_path: Path) -> None:
    put(tmp_path, "received.files/a.png")
    assert names(read_folder(tmp_path)) == ["received.files/a.png"]


def test_links_inside_the_folder_are_followed_and_all_others_are_problems(tmp_path: Path) -> None:
    outside, root = tmp_path / "outside", tmp_path / "root"
    put(outside, "secret.png")
    put(root, "a.png", "album/b.png")
    (root / "same.png").symlink_to("a.png")
    (root / "up").symlink_to(root)
    (root / "album" / "circle").symlink_to("circle")
    (root / "out.png").symlink_to(outside / "secret.png")
    (root / "out").symlink_to(outside)
    (root / "gone.png").symlink_to("was-here.png")
    (root / "album again").symlink_to("album")
    reading = read_folder(root)
    found = list(reading)
    assert names(found) == ["a.png", "album/b.png", "same.png"]
    assert set(problems(found)) == {"album/circle", "gone.png", "out", "out.png", "up"}
    assert problems(found)["gone.png"].error == "MediaMissing"
    assert reading.passed_over == 1  # "album again": its content is met in the album


def test_a_neighbour_whose_name_begins_alike_is_outside(tmp_path: Path) -> None:
    put(tmp_path / "case-2", "a.png")
    (tmp_path / "case").mkdir()
    (tmp_path / "case" / "link.png").symlink_to(tmp_path / "case-2" / "a.png")
    assert set(problems(read_folder(tmp_path / "case"))) == {"link.png"}


def test_a_root_that_is_itself_a_link_is_read(tmp_path: Path) -> None:
    put(tmp_path / "real", "a.png")
    (tmp_path / "real" / "again.png").symlink_to("a.png")
    (tmp_path / "link").symlink_to("real")
    assert names(read_folder(tmp_path / "link")) == ["a.png", "again.png"]


def test_pipes_and_sockets_are_problems_and_are_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with socket.socket(socket.AF_UNIX) as server, working_in(tmp_path):
        server.bind("socket.png")
    found = problems(read_folder(tmp_path))
    assert "named pipe" in found["pipe.png"].reason
    assert "socket" in found["socket.png"].reason


@contextmanager
def working_in(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)


def test_a_folder_and_a_file_that_may_not_be_read_are_named() -> None:
    with as_nobody() as root:
        put(root, "a.png", "closed/b.png", "sealed.png")
        (root / "closed").chmod(0)
        (root / "sealed.png").chmod(0)
        found = list(read_folder(root))
        (root / "closed").chmod(stat.S_IRWXU)
    assert names(found) == ["a.png"]
    assert {name: problem.error for name, problem in problems(found).items()} == {
        "closed": "MediaMissing",
        "sealed.png": "MediaMissing",
    }
    assert "Permission denied" in problems(found)["closed"].reason


@contextmanager
def as_nobody() -> Iterator[Path]:
    """A folder of one's own, as somebody whom permissions bind; the superuser becomes another for a while."""
    superuser = os.geteuid() == 0
    with tempfile.TemporaryDirectory() as made:
        if superuser:
            os.chown(made, 65534, 65534)
            os.seteuid(65534)
        try:
            yield Path(made)
        finally:
            if superuser:
                os.seteuid(0)


def test_names_that_are_no_unicode_can_be_opened_shown_and_stored(tmp_path: Path) -> None:
    raw = os.fsencode(tmp_path) + b"/caf\xe9\n.png"
    Path(os.fsdecode(raw)).write_bytes(PICTURE)
    put(tmp_path, "جسر\u200cها.png")
    found = [each for each in read_folder(tmp_path) if isinstance(each, Intake)]
    assert [each.locator for each in found] == ["caf\\udce9\\n.png", "جسر\u200cها.png"]
    assert Path(str(found[0].path)).read_bytes() == PICTURE
    for each in found:
        canonical_json({"locator": each.locator}).encode()


def test_there_must_be_a_folder(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    with pytest.raises(MediaMissing, match="no such folder"):
        read_folder(tmp_path / "none")
    with pytest.raises(MediaMissing, match="not a folder"):
        read_folder(tmp_path / "a.png")


def test_a_folder_of_many_files_is_read_as_it_is_asked_for(tmp_path: Path) -> None:
    for number in range(40):
        put(tmp_path, *(f"{number:02}/{index}.png" for index in range(5)))
    reading = read_folder(tmp_path)
    assert len(list(islice(reading, 3))) == 3
    (tmp_path / "39" / "0.png").unlink()
    assert len(list(reading)) == 200 - 3 - 1  # what went away meanwhile was not in any list


def test_every_file_of_the_corpus_is_yielded_or_accounted_for(corpus: Path) -> None:
    reading = read_folder(corpus)
    found = list(reading)
    files = [path for path in corpus.rglob("*") if path.is_file()]
    seen = [path for path in files if not any(part.startswith(".") for part in path.relative_to(corpus).parts)]
    assert len(found) + reading.passed_over == len(seen)
    by_content = {str(path.relative_to(corpus)) for path in seen if sniff(path.read_bytes()[:HEAD_BYTES])}
    assert {each.locator for each in found if isinstance(each, Intake)} == by_content
    named = {str(path.relative_to(corpus)) for path in seen if path.suffix.lower() in MEDIA_ENDINGS}
    assert set(problems(found)) == named - by_content


# a manifest


def write(folder: Path, name: str, text: str, encoding: str = "utf-8") -> Path:
    path = folder / name
    path.write_bytes(text.encode(encoding))
    return path


def only(found: Iterator[Intake | Problem]) -> Intake:
    (intake,) = list(found)
    assert isinstance(intake, Intake), intake
    return intake


def reason(found: Iterator[Intake | Problem]) -> str:
    (problem,) = list(found)
    assert isinstance(problem, Problem), problem
    assert "\n" not in problem.reason
    return f"{problem.locator}: {problem.reason}"


FULL_CSV = """\
File,Link,Platform,Page,Text,Posted at,Claim,Claim place,Claim date,Hedge,Event,Asserted by,Attributed to,\
Language,Label,Kind,Graphic,Note,Credit,Publisher,Archived at,Likes
a.png,https://example.org/p/1,facebook,cityfan,"The bridge, today",2026-03-02T18:04+02:00,Bridge hit,Odesa,\
2026-03-02,Said to,Attack,Desk,cityfan,en,Bridge,photo,yes,seen by M.,FB/cityfan,Courier,2026-03-03,17
"""
FULL = Intake(
    path="a.png",
    kind=MediaKind.IMAGE,
    label="Bridge",
    url="https://example.org/p/1",
    platform="facebook",
    account="cityfan",
    publisher="Courier",
    caption="The bridge, today",
    credit="FB/cityfan",
    posted_at="2026-03-02T18:04+02:00",
    archived_at="2026-03-03",
    graphic=True,
    claims=(
        Claim(
            "Bridge hit",
            hedge=Hedge.SAID_TO,
            language="en",
            event="Attack",
            place="Odesa",
            date="2026-03-02",
            asserted_by="Desk",
            attributed_to="cityfan",
        ),
    ),
    note="seen by M.",
)


def without_source(intake: Intake, root: Path) -> Intake:
    path = str(Path(intake.path).relative_to(root)) if intake.path else None
    return intake._replace(path=path, locator=None, raw=None)


def test_a_spreadsheet_with_friendly_names_fills_every_field(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    intake = only(read_manifest(write(tmp_path, "posts.csv", FULL_CSV)))
    assert without_source(intake, tmp_path) == FULL
    assert intake.locator == "posts.csv line 2"
    assert intake.raw is not None
    assert (intake.raw["Likes"], intake.raw["Hedge"]) == ("17", "Said to")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_delimiters_and_encodings_are_recognised(tmp_path: Path, delimiter: str, encoding: str) -> None:
    text = f'url{delimiter}caption\r\nhttps://example.org/1{delimiter}"البوكمال, 2; \t fin"\r\n'
    intake = only(read_manifest(write(tmp_path, "posts.csv", text, encoding)))
    assert (intake.url, intake.caption) == ("https://example.org/1", "البوكمال, 2; \t fin")


def test_big_endian_utf_16_is_recognised(tmp_path: Path) -> None:
    path = tmp_path / "posts.tsv"
    path.write_bytes(codecs.BOM_UTF16_BE + "label\tcaption\nجسر\tx\n".encode("utf-16-be"))
    assert only(read_manifest(path)).label == "جسر"


def test_excels_first_line_says_the_delimiter(tmp_path: Path) -> None:
    path = write(tmp_path, "posts.csv", "sep=|\nlabel|caption\nBridge|At dusk\n")
    assert only(read_manifest(path)).caption == "At dusk"


def test_line_breaks_inside_quotes_belong_to_the_caption(tmp_path: Path) -> None:
    path = write(tmp_path, "posts.csv", 'label,caption\nA,"one\r\n""two""\n\nthree"\n\n,\nB,four\n')
    first, second = list(read_manifest(path))
    assert isinstance(first, Intake)
    assert isinstance(second, Intake)
    assert (first.caption, first.locator) == ('one\r\n"two"\n\nthree', "posts.csv line 2")
    assert (second.caption, second.locator) == ("four", "posts.csv line 8")


CELLS = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=40)


@given(rows=st.lists(st.tuples(CELLS, CELLS), max_size=8))
def test_captions_come_back_as_the_csv_module_wrote_them(rows: list[tuple[str, str]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "posts.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(["url", "caption", "credit"])
            writer.writerows([f"https://example.org/{n}", *row] for n, row in enumerate(rows))
        found = [each for each in read_manifest(path) if isinstance(each, Intake)]
    wanted = [(row[0] if row[0].strip() else None, row[1] if row[1].strip() else None) for row in rows]
    assert [(each.caption, each.credit) for each in found] == wanted


def test_columns_can_be_mapped_to_any_name(tmp_path: Path) -> None:
    path = write(tmp_path, "export.csv", "Message;Post Created;text\nAt dusk;2014-08-03;not this\n")
    intake = only(read_manifest(path, columns={"caption": "Message", "posted_at": "post created"}))
    assert (intake.caption, intake.posted_at) == ("At dusk", "2014-08-03")


def test_a_date_beside_a_column_that_says_when_it_was_posted_is_that_of_the_event(tmp_path: Path) -> None:
    both, alone = tmp_path / "both.csv", tmp_path / "alone.csv"
    both.write_text("url,posted,claim,date\nhttps://example.org/1,2021-05-05,A bridge fell,2020\n", "utf-8")
    alone.write_text("url,claim,date\nhttps://example.org/1,A bridge fell,2020\n", "utf-8")
    said, bare = only(read_manifest(both)), only(read_manifest(alone))
    assert (said.posted_at, said.claims[0].date) == ("2021-05-05", "2020")
    assert (bare.posted_at, bare.claims[0].date) == ("2020", None)


def test_a_mapped_column_that_is_missing_is_named_with_those_that_there_are(tmp_path: Path) -> None:
    path = write(tmp_path, "export.csv", "Message,Link\nx,https://example.org\n")
    with pytest.raises(BadManifest, match=r"export\.csv: has no column 'Text' \(for caption\).*Message, Link"):
        list(read_manifest(path, columns={"caption": "Text"}))


def test_a_field_that_does_not_exist_cannot_be_mapped(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="did you mean 'caption'"):
        read_manifest(tmp_path / "export.csv", columns={"captoin": "Message"})


def test_a_table_in_which_nothing_is_recognised_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "budget.csv", "Item,Cost\nPaper,3\n")
    with pytest.raises(BadManifest, match=r"no column is recognised among: Item, Cost\. Call one path"):
        list(read_manifest(path))


def test_a_column_that_stands_twice_is_refused_unless_nobody_reads_it(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="two columns called 'url'"):
        list(read_manifest(write(tmp_path, "a.csv", "url,URL\n1,2\n")))
    intake = only(read_manifest(write(tmp_path, "b.csv", "label,Tag,Tag\nBridge,x,y\n")))
    assert intake.raw == {"label": "Bridge", "Tag": "x", "Tag (2)": "y"}


def test_a_misspelt_column_is_reported_and_the_rest_is_read(tmp_path: Path) -> None:
    path = write(tmp_path, "posts.csv", "label,captoin,_caption,x\nBridge,At dusk,y,z\n")
    intake, complaint = list(read_manifest(path))
    assert isinstance(intake, Intake)
    assert isinstance(complaint, Problem)
    assert intake.caption is None
    assert "'captoin' is not read: did you mean 'caption'?" in complaint.reason


def test_every_other_name_belongs_to_one_field_only_but_a_date() -> None:
    others = [name for names in SYNONYMS.values() for name in names]
    assert [name for name in others if others.count(name) > 1] == ["date", "date"]
    assert not set(others) & set(SYNONYMS)


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("https://example.org,At dusk,2014-08-03,x,y", "has 5 values for 3 columns"),
        ("ftp://example.org,,", "BadUrl"),
        (",Bridge,29/06/2016", "posted_at: '29/06/2016' is not a date"),
        (",,2014", "names no file, no address and no claim"),
        (',"At "dusk",', "quotation mark"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_and_the_next_is_read(tmp_path: Path, row: str, said: str) -> None:
    path = write(tmp_path, "posts.csv", f"url,caption,posted_at\n,first,\n{row}\n,last,\n")
    first, problem, last = list(read_manifest(path))
    assert isinstance(first, Intake)
    assert isinstance(last, Intake)
    assert isinstance(problem, Problem)
    assert problem.locator == "posts.csv line 3"
    assert said in f"{problem.error}: {problem.reason}"
    assert last.caption == "last"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        ("Bridge hit,,perhaps,,", "'perhaps' is no hedge that is known. Use one of: purports"),
        ("Bridge hit,yesterday,,,", "claim_date: 'yesterday' is not a date"),
        (",2014,,,", "claim_date is given, but no claim"),
        ("Bridge hit,,,maybe,", "graphic must be yes or no"),
        ("Bridge hit,,,,sound", "'sound' is no kind of media"),
    ],
)
def test_claims_in_columns_are_checked(tmp_path: Path, cells: str, said: str) -> None:
    path = write(tmp_path, "posts.csv", f"claim,claim_date,hedge,graphic,kind\n{cells}\n")
    assert said in reason(read_manifest(path))


def test_a_row_with_only_a_claim_is_of_no_item(tmp_path: Path) -> None:
    intake = only(read_manifest(write(tmp_path, "claims.csv", "claim,outlet\nBridge hit,Courier\n")))
    assert (intake.kind, intake.claims, intake.publisher) == (None, (Claim("Bridge hit"),), "Courier")


def test_a_language_without_a_claim_does_no_harm(tmp_path: Path) -> None:
    assert only(read_manifest(write(tmp_path, "a.csv", "caption,lang\nx,en\n"))).claims == ()


def test_seconds_since_1970_are_a_moment_and_a_year_is_a_year(tmp_path: Path) -> None:
    path = write(tmp_path, "a.csv", "caption,timestamp\nx,1407084301\ny,2014\n")
    assert [each.posted_at for each in read_manifest(path) if isinstance(each, Intake)] == [
        "2014-08-03T16:45:01Z",
        "2014",
    ]


def test_the_last_row_of_a_file_that_was_cut_off_is_a_problem(tmp_path: Path) -> None:
    whole = "url,caption,note\nhttps://example.org/1,At dusk,x\n"
    assert "cut off" in reason(read_manifest(write(tmp_path, "a.csv", "url,caption,note\nhttps://exam")))
    only(read_manifest(write(tmp_path, "b.csv", whole.rstrip("\n"))))
    only(read_manifest(write(tmp_path, "c.csv", "url,caption,note\nhttps://example.org/1\n")))  # Excel drops the rest


def test_a_quotation_mark_left_open_costs_one_problem_that_says_how_far(tmp_path: Path) -> None:
    path = write(tmp_path, "posts.csv", 'label,caption\nA,"one\nB,two\nC,three\n')
    assert "line 2" in (said := reason(read_manifest(path)))
    assert "lines 2 to 4 were passed over" in said


def test_a_caption_as_long_as_a_record_may_be_is_read_whole(tmp_path: Path) -> None:
    caption = 'He said "x", then\nlabel,caption\n' * 20_000  # 600,000 characters, as one field and in many lines
    path = tmp_path / "posts.csv"
    with path.open("w", newline="") as file:
        csv.writer(file).writerows([["label", "caption"], ["A", caption], ["B", "x" * 900_000], ["C", "last"]])
    found = [each for each in read_manifest(path) if isinstance(each, Intake)]
    assert [each.caption for each in found] == [caption, "x" * 900_000, "last"]


def test_importing_never_lowers_the_limit_that_others_have_set(tmp_path: Path) -> None:
    before = csv.field_size_limit(5_000_000)
    try:
        list(read_manifest(write(tmp_path, "posts.csv", "label\nA\n")))
        assert csv.field_size_limit() == 5_000_000
    finally:
        csv.field_size_limit(before)


INJECTED = b"\nINJECTED,never said\n"


@pytest.mark.parametrize("name", ["posts.csv", "posts.txt"])
@pytest.mark.parametrize(
    "inside",
    [
        b"x" * (LONGEST_RECORD + 1) + INJECTED,
        b"x" * (3 * LONGEST_RECORD) + b'""' + INJECTED,
        (b"x" * 99 + b"\n") * (LONGEST_RECORD // 90) + INJECTED,
        b"caf\xe9" + INJECTED,
        b"caf\xe9" + INJECTED + b"caf\xe9" + INJECTED,
        b"nul\0" + INJECTED,
        b'nul\0""' + INJECTED + b'""\n"",""' + INJECTED,
        b'" x,"open' + INJECTED,
        b'" "x ","open' + INJECTED + b'""\r\r\n' + INJECTED,
    ],
    ids=lambda inside: repr(inside[:20]),
)
def test_words_inside_a_quoted_field_never_become_a_record(tmp_path: Path, name: str, inside: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(b'label,caption\nfirst,a\nbad,"' + inside + b'"\n,last\nINNOCENT,"b"\n')
    found = list(read_manifest(path))
    assert [each.label or each.caption for each in found if isinstance(each, Intake)] == ["first", "last", "INNOCENT"]
    (problem,) = problems(found).values()
    assert problem.locator == f"{name} line 3"
    lines = len(inside.replace(b"\r\n", b"\n").replace(b"\r", b"\n").split(b"\n"))
    assert f"lines 3 to {2 + lines} were passed over" in problem.reason


@given(text=st.text('",;\r\nx ', max_size=60), delimiter=st.sampled_from(",; "), cuts=st.sets(st.integers(0, 60)))
def test_quotation_marks_are_followed_as_the_csv_module_does_where_it_is_not_strict(
    text: str, delimiter: str, cuts: set[int]
) -> None:
    lines = list(io.StringIO(text, newline=""))
    reader, taken = csv.reader(lines, delimiter=delimiter), set()
    for _ in reader:
        taken.add(reader.line_num)  # where each record ends
    quoting, ended = Quoting(delimiter), set()
    for number, line in enumerate(lines, 1):
        places = sorted({0, len(line)} | {cut for cut in cuts if cut < len(line)})
        for start, end in pairwise(places):
            quoting.follow(line[start:end])
        if not quoting.is_open():
            ended.add(number)
    assert taken - {len(lines)} == ended - {len(lines)}


# files that a manifest names


def test_files_are_found_beside_the_manifest_or_below_the_root(tmp_path: Path) -> None:
    put(tmp_path, "media/a.png", "b.png")
    manifest = write(tmp_path, "posts.csv", "path\nmedia/a.png\nmedia\\a.png\nmedia/../b.png\n")
    paths = [each.path for each in read_manifest(manifest) if isinstance(each, Intake)]
    assert [Path(str(path)).resolve() for path in paths] == [
        tmp_path / "media/a.png",
        tmp_path / "media/a.png",
        tmp_path / "b.png",
    ]
    manifest = write(tmp_path, "posts.csv", f"path\na.png\n{tmp_path}/media/a.png\n")
    found = list(read_manifest(manifest, root=tmp_path / "media"))
    assert {Path(str(each.path)) for each in found if isinstance(each, Intake)} == {tmp_path / "media/a.png"}


def test_a_manifest_cannot_fetch_files_from_elsewhere(tmp_path: Path) -> None:
    put(tmp_path, "secret.png", "case-2/near.png")
    case = tmp_path / "case"
    put(case, "a.png")
    (case / "link.png").symlink_to("../secret.png")
    (case / "away").symlink_to("..")
    outside = ["../secret.png", str(tmp_path / "secret.png"), "link.png", "away/secret.png", "../case-2/near.png"]
    manifest = write(case, "posts.jsonl", "".join(json.dumps({"path": name}) + "\n" for name in outside))
    found = list(read_manifest(manifest))
    assert len(problems(found)) == len(found) == len(outside)
    assert all("leads out of" in problem.reason for problem in problems(found).values())
    again = list(read_manifest(manifest, root=tmp_path))  # whoever means it can say so
    assert [type(each) for each in again] == [Problem, Intake, Problem, Problem, Problem]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.png", "no such file"),
        ("folder", "is a folder"),
        ("pipe", "is a device"),
        ("a" * 5000, "cannot be read"),
        ("circle", "circle"),
        ("a\0b.png", "NUL"),
    ],
)
def test_a_file_that_is_none_is_a_problem(tmp_path: Path, name: str, said: str) -> None:
    (tmp_path / "folder").mkdir()
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "circle").symlink_to("circle")
    path = write(tmp_path, "posts.jsonl", json.dumps({"path": name}) + "\n")
    assert said in reason(read_manifest(path))


def test_the_root_must_be_a_folder(tmp_path: Path) -> None:
    with pytest.raises(BadOption, match="no such folder"):
        read_manifest(tmp_path / "posts.csv", root=tmp_path / "none")


# JSON Lines


def test_json_lines_fill_every_field(tmp_path: Path) -> None:
    put(tmp_path, "a.png")
    claim = {"text": "Bridge hit", "hedge": "said-to", "language": "en", "event": "Attack", "place": "Odesa"}
    claim |= {"date": "2026-03-02", "asserted_by": "Desk", "attributed_to": "cityfan"}
    names_ = ("path", "label", "url", "platform", "account", "publisher", "caption", "credit")
    record: dict[str, object] = {name: getattr(FULL, name) for name in (*names_, "posted_at", "archived_at", "note")}
    record |= {"kind": "image", "graphic": True, "claims": [claim], "x-likes": 17, "_row": {"deep": [1.5]}}
    intake = only(read_manifest(write(tmp_path, "posts.jsonl", json.dumps(record) + "\n")))
    assert without_source(intake, tmp_path) == FULL
    assert intake.raw == record


def test_null_is_absent_but_for_the_kind(tmp_path: Path) -> None:
    line = '{"kind": null, "account": null, "claims": [{"text": "Bridge hit", "date": null}], "graphic": null}'
    intake = only(read_manifest(write(tmp_path, "a.jsonl", line)))
    assert (intake.kind, intake.account, intake.claims) == (None, None, (Claim("Bridge hit"),))
    line = '{"kind": null, "caption": "Words only", "claims": [{"text": "Bridge hit"}]}'
    assert only(read_manifest(write(tmp_path, "b.jsonl", line))).kind is None


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ('{"captoin": "x"}', "'captoin' is no field: did you mean 'caption'?"),
        ('{"text": "x"}', "'text' is no field: did you mean 'caption'?"),
        ('{"locator": "x"}', "'locator' is no field"),
        ('{"caption": 5}', "caption must be text, not a number"),
        ('{"caption": ["x"]}', "caption must be text, not a list"),
        ('{"label": "x", "graphic": 1}', "graphic must be yes or no, not a number"),
        ('{"label": "x", "kind": "sound"}', "no kind of media"),
        ('{"claims": "x"}', "claims must be a list, not text"),
        ('{"claims": {"text": "x"}}', "claims must be a list, not an object"),
        ('{"claims": ["x"]}', "claim 1 must be an object"),
        ('{"claims": [{"text": "x"}, {"place": "Odesa"}]}', "claim 2: has no text"),
        ('{"claims": [{"text": "x", "plcae": "Odesa"}]}', "claim 1: 'plcae' is no field: did you mean 'place'?"),
        ('{"claims": [{"text": "x", "date": "2.3.2026"}]}', "claim 1: date: '2.3.2026'"),
        ('{"claims": [{"text": "x", "hedge": "perhaps"}]}', "claim 1: 'perhaps' is no hedge"),
        ("{}", ""),
        ('{"label": "x", "label": "y"}', "a key stands twice"),
        ('{"label": "x", "x-n": NaN}', "NaN is no number"),
        ('{"label": "x", "x-n": 1e999}', "1e999 is too large"),
        ('{"label": "\\ud800"}', "half a surrogate pair"),
        ('{"label": "x"', "is no JSON: Expecting ',' delimiter at character"),
        ('["label"]', "is no JSON object"),
        ("[" * 100_000, "nested too deeply"),
        ('{"label": "a\\u0000b"}', "NUL"),
    ],
)
def test_a_json_line_that_cannot_be_used_says_why(tmp_path: Path, line: str, said: str) -> None:
    path = write(tmp_path, "posts.jsonl", f'{{"label": "first"}}\n{line}\n\n{{"label": "last"}}\n')
    found = list(read_manifest(path))
    assert [each.label for each in found if isinstance(each, Intake)] == ["first", "last"]
    if not said:  # nothing was said, nothing was lost
        assert len(found) == 2
        return
    assert said in problems(found)["posts.jsonl line 2"].reason


def test_somebody_elses_json_lines_are_read_by_their_keys(tmp_path: Path) -> None:
    path = write(tmp_path, "posts.ndjson", '{"body": "At dusk", "likes": 3}\n{"likes": 4, "body": "Dawn"}\n')
    found = [each for each in read_manifest(path, columns={"caption": "body"}) if isinstance(each, Intake)]
    assert [each.caption for each in found] == ["At dusk", "Dawn"]
    assert found[0].raw == {"body": "At dusk", "likes": 3}


def test_a_mapped_key_that_no_record_has_is_a_problem(tmp_path: Path) -> None:
    path = write(tmp_path, "posts.jsonl", '{"label": "x"}\n')
    _, complaint = list(read_manifest(path, columns={"caption": "Message"}))
    assert isinstance(complaint, Problem)
    assert "no record has the key 'Message'" in complaint.reason


@pytest.mark.parametrize(
    "text", ['[\n {"label": "x"}\n]\n', '{\n "label": "x"\n}\n', '[{"label": "x"}]', '{\n"first": {"label": "x"}}']
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_json_that_is_not_one_object_a_line_is_read_as_well(tmp_path: Path, text: str, encoding: str) -> None:
    (tmp_path / "posts.json").write_bytes(text.encode(encoding))
    [found] = read_manifest(tmp_path / "posts.json")
    assert isinstance(found, Intake)
    assert (found.label, found.raw) == ("x", {"label": "x"})
    assert unused_columns(tmp_path / "posts.json") == ()


def test_a_record_of_a_list_that_cannot_be_used_does_not_cost_the_others(tmp_path: Path) -> None:
    path = write(tmp_path, "posts.json", '[{"label": "a"},\n 5,\n {"lable": "b"}, {"label": "c"}]')
    found = list(read_manifest(path))
    assert [each.label for each in found if isinstance(each, Intake)] == ["a", "c"]
    assert "is no JSON object" in problems(found)["posts.json line 2"].reason
    assert "did you mean 'label'?" in problems(found)["posts.json line 3"].reason


def test_a_list_that_is_cut_off_gives_what_stands_before_the_cut(tmp_path: Path) -> None:
    found = list(read_manifest(write(tmp_path, "posts.json", '[{"label": "a"}, {"lab')))
    assert [each.label for each in found if isinstance(each, Intake)] == ["a"]
    assert "is no JSON" in problems(found)["posts.json line 1"].reason


# whatever is given


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\xef\xbb\xbf \r\n\n", "is empty"),
        (b"sep=;\n", "is empty"),
        (b"label\0,caption\nx,y\n", "NUL"),
        ("label,caption\nx,y\n".encode("utf-16-le"), "NUL"),
        (b"\xff\xfel\x00a\x00b\x00e\x00l\x00\n\x00\x00\xd8\n\x00", "damaged text"),
        (b"b\xe9ton\nx\n", "is not in UTF-8"),
        (PICTURE, "is not in UTF-8"),
    ],
)
def test_a_file_that_is_no_manifest_ends_in_one_line(tmp_path: Path, content: bytes, said: str) -> None:
    path = tmp_path / "posts.csv"
    path.write_bytes(content)
    with pytest.raises(BadManifest) as caught:
        list(read_manifest(path))
    assert str(caught.value).startswith(f"{path}: ")
    assert said in str(caught.value)


def test_what_follows_damage_in_a_wide_encoding_is_one_problem(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    rows = "".join(f"item {number}\n" for number in range(5000))
    path.write_bytes(f"label\n{rows}".encode("utf-16") + b"\x00\xd8\n\x00" + "more\n".encode("utf-16-le"))
    *before, last = list(read_manifest(path))
    assert isinstance(last, Problem)
    assert "damaged text, and so may be all that follows" in last.reason
    assert [each.label for each in before if isinstance(each, Intake)] == [f"item {n}" for n in range(len(before))]
    assert last.locator == f"posts.csv line {len(before) + 2}"


def read_or_refused(path: Path) -> list[Intake | Problem] | str:
    try:
        return list(read_manifest(path))
    except BadManifest as error:
        return str(error)


def test_a_folder_and_a_missing_file_are_no_manifest(tmp_path: Path) -> None:
    with pytest.raises(BadManifest, match="is a folder"):
        list(read_manifest(tmp_path))
    with pytest.raises(BadManifest, match="cannot be read"):
        list(read_manifest(tmp_path / "none.csv"))


def refusals(path: Path) -> list[str]:
    """What each way of reading a manifest says of it."""
    said = []
    for read in (lambda: list(read_manifest(path)), lambda: unused_columns(path)):
        with pytest.raises(BadManifest) as caught:
            read()
        said.append(str(caught.value))
    return said


@pytest.mark.parametrize("content", [b"", b"caf\xe9\n", PICTURE, b"label,label\n", b"x" * (2 * LONGEST_RECORD)])
def test_both_ways_of_reading_a_manifest_name_the_file(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "blank.png"
    path.write_bytes(content)
    first, second = refusals(path)
    assert first == second
    assert first.startswith(f"{path}: ")


@pytest.mark.skipif(os.name != "posix", reason="needs pipes and devices")
def test_what_is_no_file_is_neither_waited_for_nor_read_as_a_manifest(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "link.csv").symlink_to("/dev/zero")
    (tmp_path / "circle").symlink_to("circle")
    for path, said in (
        (tmp_path / "pipe", "is a named pipe, not a file"),
        (tmp_path / "link.csv", "is a device, not a file"),
        (Path("/dev/zero"), "is a device, not a file"),
        (tmp_path, "is a folder"),
        (tmp_path / "none", "cannot be read (No such file or directory)"),
        (tmp_path / "none" / "none", "cannot be read (No such file or directory)"),
        (tmp_path / "circle", "cannot be read (Too many levels of symbolic links)"),
        (tmp_path / ("x" * 300), "cannot be read (File name too long)"),
        (tmp_path / "nul\0", "cannot be read (embedded null byte)"),
    ):
        assert [line.partition(": ")[2].startswith(said) for line in refusals(path)] == [True, True], path


@pytest.mark.skipif(not Path("/proc/self/mem").exists(), reason="needs a file that cannot be read")
def test_a_file_of_which_no_byte_can_be_read_is_refused() -> None:
    assert refusals(Path("/proc/self/mem")) == ["/proc/self/mem: cannot be read (Input/output error)"] * 2


@pytest.mark.skipif(os.name != "posix", reason="needs pipes and devices")
def test_what_is_no_folder_is_not_read_as_one(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "file").write_bytes(b"")
    (tmp_path / "circle").symlink_to("circle")
    for path, said in (
        (tmp_path / "pipe", "is a named pipe, not a folder"),
        (tmp_path / "file", "is a file, not a folder"),
        (Path("/dev/zero"), "is a device, not a folder"),
        (tmp_path / "circle", "cannot be read (Too many levels of symbolic links)"),
        (tmp_path / ("x" * 300), "cannot be read (File name too long)"),
        (tmp_path / "nul\0", "there is no such folder"),
        (tmp_path / "file" / "below", "there is no such folder"),
    ):
        with pytest.raises(MediaMissing) as caught:
            read_folder(path)
        assert str(caught.value).partition(": ")[2] == said
    with pytest.raises(BadOption, match="File name too long"):
        read_manifest(tmp_path / "posts.csv", root=tmp_path / ("x" * 300))


def test_all_that_is_said_of_names_that_are_no_unicode_can_be_stored(tmp_path: Path) -> None:
    folder = Path(os.fsdecode(os.fsencode(tmp_path) + b"/f\xe9"))
    strange = [os.fsdecode(name) for name in (b"caf\xe9.png", b"caf\xe9.jpg", b"l\xe9.png", b"d\xe9.png")]
    put(folder, strange[0])
    put(folder, strange[1], content=b"no picture")
    (folder / strange[2]).symlink_to("..")
    (folder / strange[3] / strange[0]).mkdir(parents=True)
    manifest = folder / os.fsdecode(b"p\xe9.csv")
    outside = "path,caption,note\nnone.png,,\n../x.png,,\nd,,\n,,x\n,good,\n,a,b,c\n,cut"
    manifest.write_text(outside)
    found = [*read_folder(folder), *read_manifest(manifest)]
    assert len(found) == 3 + 7
    for each in found:
        said = [each.locator, each.reason] if isinstance(each, Problem) else [each.locator]
        canonical_json({"said": said}).encode()
    assert [each.path for each in found if isinstance(each, Intake)] == [str(folder / strange[0]), None]
    for path, read in ((manifest / "below", read_manifest), (manifest, read_folder)):
        with pytest.raises((BadManifest, MediaMissing)) as caught:
            list(read(path))
        str(caught.value).encode()
    with pytest.raises(BadOption) as refused:
        read_manifest(manifest, root=manifest)
    str(refused.value).encode()
    with pytest.raises(BadManifest) as unread:
        list(read_manifest(manifest, columns={"caption": strange[0]}))
    str(unread.value).encode()


@pytest.mark.parametrize("name", ["posts.csv", "posts.jsonl"])
def test_lines_that_are_no_text_or_endless_cost_only_themselves(tmp_path: Path, name: str) -> None:
    first, last = (
        (b"label\nfirst\n", b"last\n") if name == "posts.csv" else (b'{"label":"first"}\n', b'{"label":"last"}')
    )
    path = tmp_path / name
    path.write_bytes(first + b"caf\xe9\n" + b"x" * (10 * LONGEST_RECORD) + b"\nnul\0\n" + last)
    found = list(read_manifest(path))
    assert [each.label for each in found if isinstance(each, Intake)] == ["first", "last"]
    start = 3 if name == "posts.csv" else 2
    reasons = problems(found)
    assert "UTF-8" in reasons[f"{name} line {start}"].reason
    assert "longer than 1,000,000 characters" in reasons[f"{name} line {start + 1}"].reason
    assert "NUL" in reasons[f"{name} line {start + 2}"].reason


def test_a_record_that_never_ends_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    with path.open("w") as file:
        file.write("label,caption\nA,")
        file.writelines('"x\n",' for _ in range(LONGEST_RECORD // 2))
    said = reason(islice(read_manifest(path), 1))
    assert "longer than 1,000,000 characters" in said


def test_a_line_of_ten_megabytes_and_a_hundred_thousand_records_need_little_memory(tmp_path: Path) -> None:
    path = tmp_path / "posts.csv"
    with path.open("w") as file:
        file.write("label,caption\n" + "x" * 10_000_000 + "\n")
        file.writelines(f"item {number},{'c' * 50}\n" for number in range(100_000))
    count = 0
    tracemalloc.start()
    for found in islice(read_manifest(path), 20_000):
        count += isinstance(found, Intake)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert count == 20_000 - 1
    assert peak < 15_000_000  # bytes: a line of the longest kind, in four-byte characters, and room


@pytest.mark.parametrize("name", ["posts.csv", "posts.jsonl"])
def test_reading_twice_gives_the_same_intakes(tmp_path: Path, name: str) -> None:
    text = FULL_CSV if name == "posts.csv" else '{"path":"a.png","claims":[{"text":"x"}]}\n{"label":"y"}\n'
    put(tmp_path, "a.png")
    path = write(tmp_path, name, text)
    assert list(read_manifest(path)) == list(read_manifest(path))


@given(content=st.binary(max_size=300), name=st.sampled_from(["a.csv", "a.jsonl", "a.txt"]))
def test_whatever_the_bytes_there_are_records_or_reasons(content: bytes, name: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        path.write_bytes(b"caption,path,claim\n" * (name == "a.txt") + content)
        found = read_or_refused(path)
    if isinstance(found, str):
        assert "\n" not in found
        return
    for each in found:
        assert isinstance(each, Intake | Problem)
        assert str(each.locator).startswith(name)


def test_the_claims_of_real_fact_checks_are_read_whole(corpus: Path) -> None:
    table = corpus / "claims" / "stevejpapad_image-text-verification" / "VERITE_articles.csv"
    tables = [table] if table.exists() else sorted(table.parent.rglob("*.csv"))
    for path in tables:
        with path.open(encoding="utf-8", newline="") as file:
            rows = list(csv.DictReader(file))
        column = next(name for name in rows[0] if "caption" in name)
        found = [each for each in read_manifest(path, columns={"caption": column}) if isinstance(each, Intake)]
        assert [each.caption for each in found] == [row[column] for row in rows if row[column].strip()]
