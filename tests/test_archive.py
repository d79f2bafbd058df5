"""Recording and asking, on real files in a real archive."""

from __future__ import annotations

import shutil
import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from provenance import Archive, Claim
from provenance.errors import (
    AmbiguousId,
    ArchiveMissing,
    ArchiveTooNew,
    BadOption,
    MediaMissing,
    NotAnArchive,
    UnknownId,
)
from provenance.model import (
    Alteration,
    DateRole,
    Hedge,
    Intake,
    MediaKind,
    OriginKind,
    Outcome,
    Problem,
    Recorded,
    Tier,
)
from tests.conftest import NOON, Make
from tests.pictures import halved, letterboxed, mirrored, turned

FLAG = "A fighter raises a flag outside the town"


def test_a_picture_that_was_never_recorded_is_not_seen(archive: Archive, picture: Make) -> None:
    archive.add(picture("a.jpg", seed=1))
    answer = archive.check(picture("b.jpg", seed=2))
    assert answer.outcome is Outcome.NOT_SEEN
    assert answer.archive_items == 1
    assert answer.matches == ()


def test_the_same_file_is_seen_exactly_under_any_name(archive: Archive, picture: Make, tmp_path: Path) -> None:
    first = archive.add(picture("a.jpg"))
    again = shutil.copy(tmp_path / "a.jpg", tmp_path / "renamed.bin")
    answer = archive.check(again)
    assert answer.outcome is Outcome.SEEN
    assert answer.matches[0].tier is Tier.EXACT
    assert answer.matches[0].item_id == first.id
    assert answer.matches[0].alterations == (Alteration.IDENTICAL,)


@pytest.mark.parametrize(
    ("change", "named"),
    [
        (lambda image: image, Alteration.RE_ENCODED),
        (halved, Alteration.RESIZED),
        (mirrored, Alteration.MIRRORED),
        (turned, Alteration.ROTATED),
        (letterboxed, Alteration.BORDERED),
        (lambda image: letterboxed(mirrored(image)), Alteration.MIRRORED),
    ],
    ids=["re-encoded", "halved", "mirrored", "turned", "letterboxed", "mirrored and letterboxed"],
)
def test_an_altered_copy_is_found_and_the_alteration_named(
    archive: Archive, picture: Make, change: object, named: Alteration
) -> None:
    first = archive.add(picture("a.jpg"))
    archive.add(picture("other.jpg", seed=9))
    answer = archive.check(picture("copy.jpg", change=change, quality=60))
    assert answer.outcome is Outcome.SEEN
    assert answer.certain
    assert [match.item_id for match in answer.matches] == [first.id]
    assert named in answer.matches[0].alterations


def test_a_letterboxed_copy_in_the_archive_is_found_by_the_plain_picture(archive: Archive, picture: Make) -> None:
    boxed = archive.add(picture("boxed.jpg", change=letterboxed))
    answer = archive.check(picture("plain.jpg"))
    assert [match.item_id for match in answer.matches] == [boxed.id]
    assert Alteration.BORDERED in answer.matches[0].alterations


def test_a_picture_without_detail_is_not_comparable_but_its_bytes_are(archive: Archive, tmp_path: Path) -> None:
    from PIL import Image

    flat, other = tmp_path / "flat.png", tmp_path / "other.png"
    Image.new("RGB", (400, 300), "navy").save(flat)
    Image.new("RGB", (400, 300), "teal").save(other)
    assert archive.check(flat).outcome is Outcome.NOT_COMPARABLE
    archive.add(flat)
    assert archive.check(flat).outcome is Outcome.SEEN
    assert archive.check(other).outcome is Outcome.NOT_COMPARABLE


def test_checking_records_nothing(archive: Archive, picture: Make) -> None:
    before = archive.counts()
    archive.check(picture("a.jpg"))
    assert archive.counts() == before


def test_the_answer_brings_every_claim_and_the_earliest_appearance(archive: Archive, picture: Make) -> None:
    archive.add(
        picture("late.jpg"),
        url="https://example.org/2016/flag",
        posted_at="2016-06-29",
        claims=[Claim(FLAG, place="Al-Boukamal", date="2016-06-28", hedge=Hedge.PURPORTS)],
    )
    early = archive.add(
        picture("early.jpg", quality=70),
        platform="youtube",
        account="river_watch",
        posted_at="2014-08-03",
        caption="The bridge at dusk",
        claims=[Claim("The bridge at dusk", place="Odesa", date="2014-08")],
    )
    answer = archive.check(picture("asked.jpg", change=mirrored))
    assert {claim.claim.place for claim in answer.claims} == {"Al-Boukamal", "Odesa"}
    assert answer.earliest
    assert answer.earliest.appearance.item_id == early.id
    assert answer.earliest.date.text == "2014-08-03"
    assert answer.earliest.date.role is DateRole.POSTED


def test_earliest_known_goes_by_the_latest_possible_instant(archive: Archive, picture: Make) -> None:
    archive.add(picture("vague.jpg"), platform="facebook", account="a", posted_at="2014")
    archive.add(picture("exact.jpg", quality=80), platform="facebook", account="b", posted_at="2014-05-01")
    earliest = archive.check(picture("asked.jpg", quality=50)).earliest
    assert earliest
    assert earliest.date.text == "2014-05-01"
    assert [other.dates[0].text for other in earliest.perhaps_earlier] == ["2014"]


def test_adding_the_same_thing_twice_adds_nothing(archive: Archive, picture: Make) -> None:
    said: dict[str, Any] = {"url": "https://example.org/1", "caption": "c", "posted_at": "2020", "claims": [Claim("x")]}
    first = archive.add(picture("a.jpg"), **said)
    before = archive.counts()
    assert archive.add(picture("a.jpg"), **said).id == first.id
    assert archive.counts() == before


def test_a_second_appearance_of_a_known_file_is_added_to_it(archive: Archive, picture: Make) -> None:
    path = picture("a.jpg")
    archive.add(path, url="https://example.org/1", caption="one")
    item = archive.add(path, url="https://example.org/2", caption="two")
    assert archive.counts()["items"] == 1
    assert [appearance.caption for appearance in archive.show(item.id).appearances] == ["one", "two"]


def test_a_reference_and_its_file_become_one_without_losing_anything(archive: Archive, picture: Make) -> None:
    archive.ingest(
        [
            Intake(
                label="flag photo",
                caption="Flag",
                credit="(Facebook/The.NSAy.Official)",
                posted_at="2016-06-29",
                claims=(Claim(FLAG, place="Al-Boukamal"),),
            )
        ]
    )
    [reference] = [seen.item for seen in archive.items(limit=10)]
    assert reference.sha256 is None
    known = archive.add(picture("a.jpg"), url="https://example.org/1", caption="The bridge")
    joined = archive.attach(reference.id, picture("a.jpg"))
    assert joined.id == known.id
    assert archive.counts()["items"] == 1
    seen = archive.show(reference.id)  # the old id still names it
    assert seen.item.id == known.id
    assert {appearance.caption for appearance in seen.appearances} == {"Flag", "The bridge"}
    assert [claim.claim.text for claim in seen.claims] == [FLAG]
    assert (OriginKind.CLAIMED, "The.NSAy.Official") in [(o.kind, o.source.account) for o in seen.origins]
    assert archive.verify().sound


def test_a_reference_gets_a_file_that_was_not_known(archive: Archive, picture: Make) -> None:
    archive.ingest([Intake(label="flag photo", credit="(YouTube)")])
    [reference] = [seen.item for seen in archive.items(limit=10)]
    joined = archive.attach(reference.id, picture("a.jpg"))
    assert joined.sha256
    assert archive.show(reference.id).item.id == joined.id
    with pytest.raises(BadOption, match="has a file already"):
        archive.attach(joined.id, picture("b.jpg", seed=2))


def test_a_picture_does_not_become_the_file_of_a_video(archive: Archive, picture: Make) -> None:
    archive.ingest([Intake(kind=MediaKind.VIDEO, label="convoy video", credit="(YouTube)")])
    [reference] = [seen.item for seen in archive.items(limit=10)]
    with pytest.raises(BadOption, match=r"is a video, and .* is an image"):
        archive.attach(reference.id, picture("a.jpg"))
    assert archive.counts()["items"] == 1


def test_more_can_be_said_of_an_item_by_its_id(archive: Archive, picture: Make) -> None:
    item = archive.add(picture("a.jpg"))
    archive.tell(item.id, Intake(credit="(YouTube)", claims=(Claim(FLAG),)))
    archive.tell(item.id, Intake(credit="(YouTube)", claims=(Claim(FLAG),)))
    seen = archive.show(item.id)
    assert [claim.claim.text for claim in seen.claims] == [FLAG]
    assert [origin.source.key for origin in seen.origins] == ["youtube:?"]
    assert archive.verify().sound


def test_the_log_agrees_with_the_records_whatever_the_clock_does(tmp_path: Path, picture: Make) -> None:
    ticking = (NOON + timedelta(seconds=second) for second in range(10_000))
    with Archive(tmp_path / "ticking.db", clock=lambda: next(ticking)) as archive:
        for seed in range(5):
            archive.add(
                picture(f"{seed}.jpg", seed=seed, size=(90, 60)), caption=str(seed), claims=[Claim(f"claim {seed}")]
            )
        archive.ingest([Intake(kind=None, claims=(Claim("x", date="2016"),))])
        assert archive.verify().findings == []


def test_a_post_id_that_disagrees_with_the_given_date_is_shown_and_not_overstated(
    archive: Archive, picture: Make
) -> None:
    """TikTok 7106594312292453675 was made on 7 June 2022, whatever the record says."""
    url = "https://www.tiktok.com/@abc/video/7106594312292453675"
    archive.add(picture("a.jpg"), url=url, posted_at="2016-07")
    earliest = archive.check(picture("b.jpg", quality=60)).earliest
    assert earliest
    assert earliest.date.text.startswith("2022-06-07")
    assert [date.text for date in earliest.disputed_by] == ["2016-07"]


def test_a_source_named_via_a_platform_is_found_there(archive: Archive) -> None:
    archive.ingest([Intake(label="x", credit="Source: Some Person via Telegram")])
    [seen] = archive.items(limit=5, platform="telegram")
    assert (seen.origins[0].source.platform, seen.origins[0].source.name) == ("telegram", "Some Person")


def test_three_statements_of_origin_stay_apart(archive: Archive, picture: Make) -> None:
    item = archive.add(
        picture("a.jpg"), url="https://www.facebook.com/page.one/posts/123", credit="Source: Amaq via Telegram"
    )
    origins = archive.show(item.id).origins
    assert (origins[0].kind, origins[0].source.platform) == (OriginKind.OBSERVED, "facebook")
    assert origins[1].kind is OriginKind.CLAIMED


def test_an_unknown_account_stays_visible(archive: Archive) -> None:
    archive.ingest([Intake(kind=MediaKind.VIDEO, label="convoy", credit="(YouTube)")])
    [seen] = archive.items(limit=1)
    assert seen.origins[0].source.key == "youtube:?"


def test_claims_without_media_are_recorded_and_found(archive: Archive) -> None:
    claim = Claim("Forty fighters were killed", asserted_by="A3maq", place="Al-Hamdan", date="2016-06-29")
    archive.ingest([Intake(kind=None, claims=(claim,))])
    assert archive.counts()["items"] == 0
    claims, _ = archive.search("hamdan killed")
    assert [found.claim.text for found in claims] == ["Forty fighters were killed"]
    assert claims[0].asserted_by
    assert claims[0].asserted_by.name == "Amaq"


def test_search_reads_other_spellings_of_the_same_letters(archive: Archive) -> None:
    archive.ingest([Intake(kind=None, claims=(Claim("معركة البُوكمال", place="البوكمال"), Claim("Café in Odesa")))])
    assert len(archive.search("البوكمال")[0]) == 1
    assert len(archive.search("cafe")[0]) == 1
    archive.ingest([Intake(kind=None, claims=(Claim("غارة", place="معرة النعمان"),))])
    for name in ("maarat al-numan", "Maarrat al-Numan", "ma'arat al numan"):
        assert [found.claim.text for found in archive.search(name)[0]] == ["غارة"]
        assert [found.claim.text for found in archive.search("", place=name)[0]] == ["غارة"]
    with pytest.raises(BadOption):
        archive.search("  ")


def test_no_keep_leaves_a_small_grey_picture_and_no_file(archive: Archive, picture: Make) -> None:
    item = archive.add(picture("a.jpg"), keep=False)
    assert archive.file_of(item.id) is None
    small = archive.thumbnail(item.id)
    assert small
    assert (small.width, small.height) == (160, 120)
    assert not list(archive.path.parent.glob("desk.db.files/**/*.jpg"))


def test_an_archive_may_hold_no_picture_at_all(archive: Archive, picture: Make) -> None:
    item = archive.add(picture("a.jpg"), keep=False, thumbnails=False)
    assert archive.file_of(item.id) is None
    assert archive.thumbnail(item.id) is None
    assert not list(archive.path.parent.glob("desk.db.files/**/*.jpg"))
    assert archive.check(picture("copy.jpg", change=mirrored)).outcome is Outcome.SEEN
    kept = archive.add(picture("a.jpg"))
    assert kept.file_kept
    assert archive.file_of(item.id)
    assert archive.verify().sound


def test_kept_files_are_read_only_copies(archive: Archive, picture: Make) -> None:
    source = picture("a.jpg")
    kept = archive.file_of(archive.add(source).id)
    assert kept
    assert kept.read_bytes() == source.read_bytes()
    assert kept.stat().st_mode & 0o222 == 0


def test_a_batch_goes_on_after_a_problem_and_records_it(archive: Archive, picture: Make, tmp_path: Path) -> None:
    (tmp_path / "broken.jpg").write_bytes(picture("whole.jpg").read_bytes()[:700])
    seen: list[Recorded] = []
    report = archive.ingest(
        [
            Intake(path=str(tmp_path / "broken.jpg")),
            Intake(path=str(tmp_path / "missing.jpg")),
            Problem("list.csv line 3", "no", "BadManifest"),
            Intake(label="x", posted_at="31.12.2015"),
            Intake(path=str(picture("good.jpg", seed=4))),
        ],
        watch=seen.append,
    )
    assert (report.new, report.failed) == (1, 4)
    assert report.problems["BadDate"] == report.problems["MediaMissing"] == 1
    assert [bool(recorded.problem) for recorded in seen] == [True, True, True, True, False]
    assert len(archive.problems()) == 4


def test_an_import_over_many_files_uses_workers_and_gives_the_same(tmp_path: Path, picture: Make) -> None:
    paths = [str(picture(f"in/{seed}.jpg", seed=seed, size=(200, 150))) for seed in range(20)]
    intakes = [Intake(path=path) for path in paths]
    with Archive(tmp_path / "one.db") as one, Archive(tmp_path / "two.db") as two:
        assert one.ingest(intakes, workers=2).new == 20
        for intake in intakes:
            two.ingest([intake])
        assert [s.item.id for s in one.items(limit=99)] == [s.item.id for s in two.items(limit=99)]
        assert one.ingest(intakes, workers=2).known == 20
        assert one.verify().sound


def test_adding_tells_which_new_items_were_seen_before(archive: Archive, picture: Make) -> None:
    first = archive.add(picture("a.jpg"))
    seen: list[Recorded] = []
    archive.ingest([Intake(path=str(picture("b.jpg", change=mirrored)))], watch=seen.append)
    assert [match.item_id for match in seen[0].matches] == [first.id]
    assert archive.matches_of(first.id)[0][0] == seen[0].item_id


def test_two_copies_in_one_batch_find_each_other_once(archive: Archive, picture: Make) -> None:
    paths = [picture("a.jpg"), picture("b.jpg", quality=50)]
    archive.ingest([Intake(path=str(path)) for path in paths])
    assert archive.counts()["matches"] == 1


def test_ids_may_be_shortened_while_they_name_one_item(archive: Archive, picture: Make) -> None:
    item = archive.add(picture("a.jpg"))
    short = archive.short_id(item.id)
    assert len(short) == len("m-") + 6
    assert archive.item(short).id == archive.item(short.removeprefix("m-")).id == item.id
    with pytest.raises(UnknownId):
        archive.item("m-000000000")
    with pytest.raises(UnknownId):
        archive.item("../etc")
    for seed in range(2, 40):
        archive.add(picture(f"{seed}.jpg", seed=seed, size=(64, 64)), keep=False)
    digits = [seen.item.id[2] for seen in archive.items(limit=99)]
    shared = next(digit for digit in digits if digits.count(digit) > 1)
    with pytest.raises(AmbiguousId, match="Type more digits"):
        archive.item(f"m-{shared}")


def test_opening_what_is_no_archive_names_it_and_the_remedy(tmp_path: Path, picture: Make) -> None:
    with pytest.raises(ArchiveMissing, match="provenance add"):
        Archive(tmp_path / "none.db", create=False)
    with pytest.raises(NotAnArchive):
        Archive(picture("a.jpg"))
    with pytest.raises(NotAnArchive):
        Archive(tmp_path)
    other = sqlite3.connect(tmp_path / "other.db")
    other.execute("CREATE TABLE t (x)")
    other.close()
    with pytest.raises(NotAnArchive, match="something else"):
        Archive(tmp_path / "other.db")


def test_an_archive_of_a_later_version_is_refused_untouched(archive: Archive, tmp_path: Path) -> None:
    archive.close()
    later = sqlite3.connect(tmp_path / "desk.db")
    later.execute("PRAGMA user_version = 99")
    later.close()
    with pytest.raises(ArchiveTooNew, match="Upgrade"):
        Archive(tmp_path / "desk.db")


def test_an_archive_that_cannot_be_written_can_be_asked(archive: Archive, picture: Make, tmp_path: Path) -> None:
    archive.add(picture("a.jpg"))
    archive.close()
    copy = tmp_path / "medium"
    copy.mkdir()
    shutil.copy(tmp_path / "desk.db", copy / "desk.db")
    (copy / "desk.db").chmod(0o444)
    copy.chmod(0o555)
    try:
        with Archive(copy / "desk.db", create=False) as locked:
            assert locked.check(picture("b.jpg", change=mirrored)).outcome is Outcome.SEEN
    finally:
        copy.chmod(0o755)


def test_a_missing_file_is_named(archive: Archive, tmp_path: Path) -> None:
    with pytest.raises(MediaMissing, match=r"nowhere\.jpg"):
        archive.check(tmp_path / "nowhere.jpg")
    with pytest.raises(MediaMissing):
        archive.add(tmp_path / "nowhere.jpg")
    assert archive.counts()["items"] == 0


def test_what_the_program_records_is_dated_by_its_clock(archive: Archive, picture: Make) -> None:
    item = archive.add(picture("a.jpg"))
    assert item.added_at == NOON.strftime("%Y-%m-%dT%H:%M:%SZ")
    assert DateRole.ACQUIRED in {date.role for date in item.dates}


def test_a_kept_file_that_is_gone_is_kept_again_when_it_is_added_again(
    archive: Archive, picture: Make, tmp_path: Path
) -> None:
    path = picture("a.jpg", seed=1)
    archive.add(path)
    [kept] = (tmp_path / "desk.db.files").glob("*/*")
    kept.unlink()
    assert not archive.verify().sound
    archive.add(path)
    assert kept.read_bytes() == Path(path).read_bytes()
    assert archive.verify().sound
    assert archive.item_count() == 1


def test_a_record_that_was_posted_in_the_future_is_a_problem_and_the_others_are_recorded(tmp_path: Path) -> None:
    intakes = [
        Intake(url="https://example.org/1", posted_at="2999-01-01", locator="line 2"),
        Intake(url="https://example.org/2", archived_at="2999", locator="line 3"),
        Intake(url="https://example.org/3", posted_at="2016-06-29", locator="line 4"),
    ]
    told: list[Recorded] = []
    with Archive(tmp_path / "desk.db") as archive:
        report = archive.ingest(intakes, watch=told.append)
    problems = [one.problem for one in told if one.problem]
    assert (report.new, report.failed) == (1, 2)
    assert [one.locator for one in problems] == ["line 2", "line 3"]
    assert all("lies in the future" in one.reason for one in problems)
