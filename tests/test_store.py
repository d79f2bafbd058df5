"""The store: append-only where it says so, and every change behind its back is noticed."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from provenance import Archive, Claim
from provenance.browsing import Conditions
from provenance.identity import digest
from provenance.judgement import Finding
from provenance.model import Intake, MediaKind, Rating
from provenance.store import schema
from provenance.store.connection import APPLICATION_ID, PAGE_BYTES, SCHEMA_VERSION
from provenance.store.writing import FIRST_PREVIOUS
from provenance.verifying import Part, Verification
from tests.conftest import Make
from tests.pictures import mirrored


@pytest.fixture
def desk(archive: Archive, picture: Make) -> Archive:
    """An archive with two pictures, an appearance and a claim."""
    archive.add(
        picture("a.jpg"),
        url="https://www.facebook.com/page.one/posts/123",
        posted_at="2016-06-29",
        caption="A flag",
        claims=[Claim("A flag is raised", place="Al-Boukamal", date="2016-06-28")],
    )
    archive.add(picture("b.jpg", change=mirrored))
    return archive


def behind_its_back(archive: Archive, *statements: str) -> None:
    """Change the file with plain SQL, as somebody would who wants to rewrite history."""
    connection = sqlite3.connect(archive.path)
    connection.execute("PRAGMA foreign_keys = OFF")
    for statement in statements:
        connection.execute(statement)
    connection.commit()
    connection.close()


def subjects(done: Verification) -> set[Part]:
    return {finding.part for finding in done.findings}


def test_the_version_in_the_file_is_the_number_of_migrations(desk: Archive) -> None:
    assert len(schema.migrations._migrations) == SCHEMA_VERSION
    connection = sqlite3.connect(desk.path)
    assert connection.execute("PRAGMA user_version").fetchone()[0] == SCHEMA_VERSION
    connection.close()


def test_an_archive_as_it_was_recorded_is_sound(desk: Archive) -> None:
    done = desk.verify()
    assert done.sound, done.findings
    assert (done.log_entries, done.files) == (3, 2)
    assert done.head == (desk.log_head() or (0, ""))[1]


@pytest.mark.parametrize("statement", ["UPDATE log SET detail = '{}'", "DELETE FROM log WHERE seq = 2"])
def test_the_log_refuses_to_be_changed(desk: Archive, statement: str) -> None:
    with pytest.raises(sqlite3.IntegrityError, match="append-only"):
        behind_its_back(desk, statement)


@pytest.mark.parametrize(
    ("statements", "part"),
    [
        (("UPDATE claims SET text = 'Nothing happened'",), Part.RECORD),
        (("UPDATE appearances SET caption = 'Another flag'",), Part.RECORD),
        (("UPDATE dates SET text = '2012' WHERE appearance IS NOT NULL",), Part.RECORD),
        (("UPDATE media_items SET width = 1",), Part.RECORD),
        (("DELETE FROM claim_links", "DELETE FROM dates WHERE claim IS NOT NULL", "DELETE FROM claims"), Part.RECORD),
        (("UPDATE fingerprints SET value = zeroblob(32) WHERE kind = 'pdq'",), Part.FINGERPRINT),
        (("DELETE FROM origins",), Part.RECORD),
        (("DELETE FROM claim_links",), Part.RECORD),
        (("DELETE FROM file_names",), Part.RECORD),
        (("UPDATE facts SET body = '[]'",), Part.RECORD),
        (("UPDATE media_items SET kind = 'song'",), Part.RECORD),
        (("DROP TRIGGER log_refuses_update", "UPDATE log SET detail = '[' WHERE seq = 2"), Part.LOG),
        (("DROP TRIGGER log_refuses_delete", "DELETE FROM log WHERE seq = 2"), Part.LOG),
        (("DROP TRIGGER log_refuses_update", "UPDATE log SET at = '2001-01-01T00:00:00Z' WHERE seq = 2"), Part.LOG),
        (("DELETE FROM media_items WHERE row = 1",), Part.RECORD),
        (("UPDATE media_items SET sha256 = '../../etc/passwd' WHERE row = 1",), Part.FILE),
        (
            (
                "INSERT INTO claims (id, text, recorded_at, searchable) "
                "VALUES ('c-0', 'slipped in', '2001-01-01T00:00:00Z', '')",
            ),
            Part.RECORD,
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else value[-1][:40],
)
def test_a_change_behind_its_back_is_found(desk: Archive, statements: tuple[str, ...], part: Part) -> None:
    behind_its_back(desk, *statements)
    assert part in subjects(desk.verify())


def test_a_chain_that_was_made_anew_has_another_head(desk: Archive) -> None:
    """A rewritten log can be consistent in itself; only its published head gives it away."""
    before = desk.verify().head
    connection = sqlite3.connect(desk.path)
    connection.execute("DROP TRIGGER log_refuses_update")
    previous = FIRST_PREVIOUS
    rows = connection.execute("SELECT seq, at, event, subject, detail FROM log ORDER BY seq").fetchall()
    for seq, at, event, subject, detail in rows:
        moved = at.replace("2026", "2020")
        entry = {"seq": seq, "at": moved, "event": event, "subject": subject, "detail": detail, "previous": previous}
        connection.execute(
            "UPDATE log SET at = ?, previous = ?, digest = ? WHERE seq = ?", [moved, previous, digest(entry), seq]
        )
        previous = digest(entry)
    connection.commit()
    connection.close()
    done = desk.verify()
    assert Part.LOG not in subjects(done)
    assert done.head != before


def test_a_changed_or_missing_file_is_found(desk: Archive) -> None:
    first, second = (desk.file_of(seen.item.id) for seen in desk.items(limit=2))
    assert first
    assert second
    first.chmod(0o644)
    first.write_bytes(first.read_bytes() + b"x")
    second.unlink()
    assert [finding.part for finding in desk.verify().findings] == [Part.FILE, Part.FILE]
    assert desk.verify(with_files=False).sound


def test_a_file_left_over_by_a_run_that_was_cut_off_is_counted_and_harmless(desk: Archive) -> None:
    folder = desk.path.with_name("desk.db.files") / "ab"
    folder.mkdir(exist_ok=True)
    (folder / ("c" * 62 + ".jpg")).write_bytes(b"left over")
    done = desk.verify()
    assert done.sound
    assert done.unreferenced == 1


def test_a_new_archive_has_large_pages_and_an_older_one_keeps_its_own(tmp_path: Path) -> None:
    old, new = tmp_path / "old.db", tmp_path / "new.db"
    with closing(sqlite3.connect(old)) as connection:
        connection.execute("PRAGMA user_version = 0")
        connection.executescript(f"PRAGMA application_id = {APPLICATION_ID}; VACUUM;")
    for path, expected in ((old, 4_096), (new, PAGE_BYTES)):
        Archive(path).close()
        with closing(sqlite3.connect(path)) as connection:
            assert connection.execute("PRAGMA page_size").fetchone()[0] == expected
            assert connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"


def test_every_view_can_be_read(desk: Archive) -> None:
    [first] = [seen.item.id for seen in desk.items(limit=5) if seen.claims]
    desk.judge(Finding("A. Karim", Rating.FALSE, reason="looked", claim=None), item=first)
    desk.tell(first, Intake(kind=None, claims=(Claim("Raised again", date="2019"),)))
    connection = sqlite3.connect(desk.path)
    names = [row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'view'")]
    assert names == ["v_appearances", "v_facts", "v_reuse", "v_earliest_known", "v_verdicts", "v_contradictions"]
    filled = {name: connection.execute(f"SELECT COUNT(*) FROM {name}").fetchone()[0] for name in names}  # noqa: S608 - our own names
    connection.close()
    assert all(filled.values()), filled


def test_an_archive_whose_making_was_cut_off_can_be_made_again(tmp_path: Path, picture: Make) -> None:
    """The tables are made in one transaction: killed anywhere, there are all of them or none."""
    path = tmp_path / "cut.db"
    code = (
        "import os, sys, sqlite3; from sqlite_utils.db import Table; from provenance import Archive\n"
        "made = Table.create\n"
        "def create(self, *args, **kwargs):\n"
        "    if self.name == 'claims': os.kill(os.getpid(), 9)\n"
        "    return made(self, *args, **kwargs)\n"
        "Table.create = create\n"
        "Archive(sys.argv[1])\n"
    )
    done = subprocess.run([sys.executable, "-c", code, str(path)], capture_output=True, check=False)
    assert done.returncode == -9, done.stderr
    with Archive(path) as again:
        assert again.add(picture("a.jpg")).sha256
        assert again.verify().sound


def test_names_that_differ_in_case_or_accents_stay_apart_and_are_found_together(archive: Archive) -> None:
    names = ("Foo", "FOO", "Zürich", "Zurich", "🔥", "★")
    archive.ingest([Intake(label=name, publisher=name) for name in names])
    assert archive.verify().findings == []
    assert {source.name for _, source, _, _ in archive.sources()} == set(names)
    assert {source.name for _, source, _, _ in archive.sources("zurich")} == {"Zürich", "Zurich"}


def test_what_is_said_later_of_a_known_item_is_taken_where_nothing_was_said(archive: Archive, picture: Make) -> None:
    archive.add(picture("a.jpg"))
    item = archive.add(picture("a.jpg"), graphic=True, label="flag", note="from a reader")
    assert (item.graphic, item.label, item.note) == (True, "flag", "from a reader")
    again = archive.add(picture("a.jpg"), label="another")
    assert again.label == "flag"
    assert archive.verify().sound


def test_no_name_of_an_archive_is_taken_for_memory_or_a_uri(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in (":memory:", "file:q.db?mode=memory"):
        with Archive(name) as archive:
            archive.ingest([Intake(label="x")])
        with Archive(name, create=False) as again:
            assert again.counts()["items"] == 1


def test_the_same_file_has_the_same_id_in_every_archive(tmp_path: Path, picture: Make) -> None:
    photo = picture("a.jpg")
    with Archive(tmp_path / "one.db") as one, Archive(tmp_path / "two.db") as two:
        assert one.add(photo, caption="c", posted_at="2016").id == two.add(photo, caption="c", posted_at="2016").id
        reference = Intake(label="flag", credit="(YouTube)", claims=(Claim("x"),))
        one.ingest([reference])
        two.ingest([reference])
        claims = [[claim.id for claim in archive.search("x")[0]] for archive in (one, two)]
        assert claims[0] == claims[1]


def test_writers_in_two_processes_wait_for_each_other(tmp_path: Path) -> None:
    path = tmp_path / "desk.db"
    Archive(path).close()
    code = (
        "import sys; from provenance import Archive, Intake\n"
        "with Archive(sys.argv[1]) as archive:\n"
        "    for number in range(60): archive.ingest([Intake(label=f'{sys.argv[2]} {number}')])\n"
    )
    running = [
        subprocess.Popen([sys.executable, "-c", code, str(path), name], stderr=subprocess.PIPE, env=os.environ)
        for name in "ab"
    ]
    for process in running:
        _, error = process.communicate(timeout=100)
        assert process.returncode == 0, error
    with Archive(path) as archive:
        assert archive.counts()["items"] == 120
        assert archive.verify().sound


def test_an_archive_of_the_schema_before_the_catalogue_opens_and_is_browsed(desk: Archive, tmp_path: Path) -> None:
    from sqlite_utils import Database

    path = tmp_path / "old.db"
    with closing(sqlite3.connect(path)) as connection:
        schema.migrations.apply(Database(connection), stop_before="m005_catalogue")
        connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
        connection.execute("PRAGMA user_version = 4")
        connection.execute("INSERT INTO archive VALUES ('uuid', 'abc')")
        connection.execute(
            "INSERT INTO media_items (row, id, kind, file_kept, graphic, added_at) "
            "VALUES (1, 'm-00000000000000000000000000000001', 'image', 0, 0, '2026-01-01T00:00:00Z')"
        )
        connection.commit()
    with Archive(path, create=False) as archive:
        assert [seen.item.id[-1] for seen in archive.browse(Conditions(kind=MediaKind.IMAGE)).seen] == ["1"]
    indexes = {}
    for archive_path in (path, desk.path):
        with closing(sqlite3.connect(archive_path)) as connection:
            indexes[archive_path] = set(connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'"))
    assert indexes[path] == indexes[desk.path]
