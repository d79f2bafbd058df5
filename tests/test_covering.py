"""The mark of a graphic item follows its copies: in words, in pictures and in reports."""

from __future__ import annotations

import re
import sqlite3
import time
from contextlib import closing
from html import unescape
from typing import TYPE_CHECKING

import pytest
from PIL import Image

from provenance import Archive
from provenance.browsing import Conditions
from provenance.model import Intake, MediaKind, ReviewState
from provenance.reporting import report_on
from tests.pictures import mirrored, scene
from tests.test_web_guards import detail_of
from tests.web import app_over, visitor

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Archive]:
    """A graphic photograph, a mirrored crop of it, a copy of that crop, and another photograph."""
    grim = scene(3, (640, 480))
    crop = mirrored(grim).crop((40, 30, 610, 460))
    pictures = {"grim": grim, "crop": crop, "again": crop.resize((400, 302)), "other": scene(4, (640, 480))}
    for name, picture in pictures.items():
        picture.save(tmp_path / f"{name}.jpg", quality=88)
    with Archive(tmp_path / "desk.db") as made:
        made.add(tmp_path / "grim.jpg", graphic=True)
        for name in ("crop", "again", "other"):
            made.add(tmp_path / f"{name}.jpg")
        yield made


def ids(archive: Archive) -> dict[str, str]:
    return {seen.file_names[0].removesuffix(".jpg"): seen.item.id for seen in archive.items(limit=9)}


def test_the_mark_of_a_graphic_item_covers_its_copies_and_nothing_else(desk: Archive) -> None:
    named = ids(desk)
    assert desk.covered(named.values()) == {named[name]: named["grim"] for name in ("grim", "crop", "again")}
    shown = {seen.item.id: seen.covered_by for seen in desk.browse(Conditions()).seen}
    assert shown == {one: desk.show(one).covered_by for one in named.values()}
    assert shown[named["other"]] is None
    assert shown[named["again"]] == named["grim"]


def test_a_copy_that_a_person_rejects_is_no_longer_covered(desk: Archive) -> None:
    named = ids(desk)
    for name in ("crop", "again"):
        desk.review(named[name], named["grim"], ReviewState.REJECTED, reviewer="Lina")
    assert set(desk.covered(named.values())) == {named["grim"]}


def test_a_report_blurs_a_copy_of_a_graphic_item_and_says_why(desk: Archive) -> None:
    named = ids(desk)
    crop, other = report_on(desk, [named["crop"], named["other"]]).items
    assert crop.picture
    assert other.picture
    short = desk.short_id(named["grim"])
    assert f"{short} shows the same and is marked graphic: blurred" in crop.picture.caption
    assert "blurred" not in other.picture.caption
    assert detail_of(crop.picture.jpeg) < detail_of(other.picture.jpeg) / 4


def test_the_pages_cover_a_copy_of_a_graphic_item_until_it_is_revealed(desk: Archive) -> None:
    crop, short = ids(desk)["crop"], desk.short_id(ids(desk)["grim"])
    app = app_over(desk.path)
    client = visitor(app)
    try:
        covered = client.get(f"/item/{crop}/picture")
        assert client.get(f"/item/{crop}/file").status_code == 403
        assert f'Covered: <a href="/item/{short}">{short}</a> shows the same and is marked graphic' in (
            client.get(f"/item/{crop}").text
        )
        key = client.post(f"/item/{crop}/reveal").url.query.decode()
        assert detail_of(covered.content) < detail_of(client.get(f"/item/{crop}/picture?{key}").content) / 4
    finally:
        app.state.server.close()


def test_a_file_that_shows_a_graphic_item_comes_with_the_box_ticked_and_why(desk: Archive, tmp_path: Path) -> None:
    scene(3, (640, 480)).resize((300, 225)).save(tmp_path / "asked.jpg")
    app = app_over(desk.path)
    client = visitor(app)
    try:
        for name, ticked in (("asked.jpg", True), ("other.jpg", False)):
            page = client.post("/check", files=[("file", (name, (tmp_path / name).read_bytes(), "image/jpeg"))]).text
            assert ('name="graphic" value="yes" checked' in page) is ticked
            assert ("shows the same and is marked graphic.</p>" in page) is ticked
    finally:
        app.state.server.close()


def test_what_shows_a_small_part_of_a_graphic_item_is_covered_and_its_neighbour_in_a_collage_is_not(
    desk: Archive, tmp_path: Path
) -> None:
    sheet = Image.new("RGB", (1280, 480))
    sheet.paste(scene(3, (640, 480)), (0, 0))
    sheet.paste(scene(4, (640, 480)), (640, 0))
    sheet.save(tmp_path / "collage.jpg", quality=90)
    collage = desk.add(tmp_path / "collage.jpg").id
    named = ids(desk)
    assert {other for other, match in desk.matches_of(collage) if match.is_certain} >= {named["grim"], named["other"]}
    covered = desk.covered([collage, named["other"]])
    assert covered == {collage: named["grim"]}


def middle_of(picture: Image.Image, share: float) -> Image.Image:
    """Its middle, at the size of the whole."""
    width, height = picture.size
    left, top = round(width * (1 - share) / 2), round(height * (1 - share) / 2)
    return picture.crop((left, top, width - left, height - top)).resize(picture.size, Image.Resampling.LANCZOS)


def test_a_part_of_a_part_of_a_graphic_item_is_covered_though_the_two_do_not_match(
    desk: Archive, tmp_path: Path
) -> None:
    grim = ids(desk)["grim"]
    picture, parts = scene(3, (640, 480)), []
    for number in range(3):
        picture = middle_of(picture, 0.5)
        picture.save(tmp_path / f"part-{number}.jpg", quality=90)
        parts.append(desk.add(tmp_path / f"part-{number}.jpg").id)
    assert grim not in {other for other, match in desk.matches_of(parts[1]) if match.is_certain}
    assert grim not in {other for other, match in desk.matches_of(parts[2]) if match.is_certain}
    assert desk.covered(parts) == dict.fromkeys(parts, grim)
    assert desk.show(parts[2]).covered_by == grim
    desk.review(parts[2], parts[1], ReviewState.REJECTED, reviewer="Lina")
    assert parts[2] not in desk.covered(parts)


def test_a_part_of_a_page_is_covered_where_the_page_shows_a_graphic_item_and_nowhere_else(
    desk: Archive, tmp_path: Path
) -> None:
    """The part of the page that is one of the graphic picture shares too little with it to match, as it were."""
    named = ids(desk)
    page = Image.new("RGB", (1280, 480))
    for number, seed in enumerate((3, 14)):
        page.paste(scene(seed, (640, 480)), (640 * number, 0))
    page.save(tmp_path / "page.jpg", quality=92)
    shown = desk.add(tmp_path / "page.jpg").id
    parts = {}
    for name, left in {"grim part": 100, "else": 700}.items():
        page.crop((left, 50, left + 500, 425)).save(tmp_path / f"{name}.jpg", quality=92)
        parts[name] = desk.add(tmp_path / f"{name}.jpg").id
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as made_up:
        made_up.execute(
            "DELETE FROM matches WHERE (SELECT row FROM media_items WHERE id = ?) IN (item, other) "
            "AND (SELECT row FROM media_items WHERE id = ?) NOT IN (item, other)",
            (parts["grim part"], shown),
        )
    assert [other for other, _ in desk.matches_of(parts["grim part"])] == [shown]
    assert shown in {other for other, match in desk.matches_of(parts["else"]) if match.is_certain}
    covered = desk.covered([shown, *parts.values(), named["other"]])
    assert covered == dict.fromkeys((shown, parts["grim part"]), named["grim"])


def test_chains_of_probable_matches_cover_nothing(desk: Archive) -> None:
    named = ids(desk)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as made_up:
        rows = dict(made_up.execute("SELECT id, row FROM media_items"))
        add = (
            "INSERT INTO matches (item, other, tier, alterations, review, found_at, relation) "
            "VALUES (?, ?, 'local', '[]', 'suggested', '2026-01-01T00:00:00Z', ?)"
        )
        for relation in ("probable-copy", "shared-template", "same-scene"):
            made_up.execute(add, (rows[named["other"]], rows[named["crop"]], relation))
            assert named["other"] not in desk.covered(named.values())
            made_up.execute("DELETE FROM matches WHERE item = ?", (rows[named["other"]],))


def test_the_way_from_mark_to_item_is_bounded(desk: Archive) -> None:
    """Two hundred pages that all share parts with each other, none of them marked, are answered within a moment."""
    named = ids(desk)
    with closing(sqlite3.connect(desk.path, isolation_level=None)) as made_up:
        rows = dict(made_up.execute("SELECT id, row FROM media_items"))
        made_up.execute("BEGIN")
        columns = [row[1] for row in made_up.execute("PRAGMA table_info(media_items)") if row[1] not in ("row", "id")]
        names = ", ".join(columns)
        for number in range(200):
            made_up.execute(
                f"INSERT INTO media_items (id, {names}) SELECT ?, {names.replace('sha256', 'NULL')} "  # noqa: S608
                "FROM media_items WHERE id = ?",
                (f"m-{number:032x}", named["other"]),
            )
        new = [row for [row] in made_up.execute("SELECT row FROM media_items WHERE row > ?", (max(rows.values()),))]
        detail = '{"kept": 0.3, "covers": 0.3}'
        made_up.executemany(
            "INSERT INTO matches (item, other, tier, alterations, review, found_at, relation, detail) "
            "VALUES (?, ?, 'local', '[]', 'suggested', '2026-01-01T00:00:00Z', 'copy', ?)",
            [(one, other, detail) for one in new for other in [rows[named["other"]], *new] if other < one],
        )
        made_up.execute("COMMIT")
    begun = time.perf_counter()
    assert named["other"] not in desk.covered(named.values())
    assert time.perf_counter() - begun < 1.0


def test_an_item_is_marked_graphic_afterwards_on_its_page(desk: Archive) -> None:
    other = ids(desk)["other"]
    app = app_over(desk.path)
    client = visitor(app)
    try:
        page = client.post(f"/item/{other}/graphic").text
        assert "Covered: marked graphic" in page
        assert "Mark it graphic" not in page
        assert desk.item(other).graphic
        assert desk.verify().sound
    finally:
        app.state.server.close()


def test_two_items_without_a_match_stand_side_by_side_as_they_are(desk: Archive) -> None:
    named = ids(desk)
    app = app_over(desk.path)
    client = visitor(app)
    try:
        for page in (f"/compare/{named['grim']}/{named['other']}", f"/review/{named['grim']}/{named['other']}"):
            shown = client.get(page).text
            addresses = re.findall(r'<img[^>]* src="([^"]+)"', shown)
            assert len(addresses) == 2
            assert {client.get(unescape(one)).status_code for one in addresses} == {200}
            assert "outlined" not in shown
            assert "No match of the two" in shown
    finally:
        app.state.server.close()


def test_what_is_marked_after_the_item_beside_it_was_revealed_stays_covered(desk: Archive) -> None:
    named = ids(desk)
    app = app_over(desk.path)
    client = visitor(app)
    pair = f"/compare/{named['grim']}/{named['other']}"
    try:
        key = client.post(f"{pair}/reveal").url.query.decode()
        assert unescape(client.get(f"{pair}?{key}").text).count("&key=") == 1  # that of the one
        desk.tell(named["other"], Intake(graphic=True))
        page = client.get(f"{pair}?{key}").text
        assert "the pictures are covered" in page
        assert "key=" not in page
    finally:
        app.state.server.close()


def test_a_graphic_item_without_a_file_has_nothing_to_show(desk: Archive) -> None:
    desk.ingest([Intake(label="a killing", kind=MediaKind.VIDEO, graphic=True)])
    reference = next(seen.item.id for seen in desk.items(limit=9) if seen.item.sha256 is None)
    app = app_over(desk.path)
    try:
        page = visitor(app).get(f"/item/{reference}").text
    finally:
        app.state.server.close()
    assert "there is nothing to show" in page
    assert "/reveal" not in page


def test_items_of_one_second_keep_the_order_in_which_they_were_recorded(desk: Archive) -> None:
    recorded = [ids(desk)[name] for name in ("grim", "crop", "again", "other")]
    assert desk.in_order(*sorted(recorded)) == recorded == desk.in_order(*sorted(recorded, reverse=True))
