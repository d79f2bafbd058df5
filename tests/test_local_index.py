"""The inverted lists against a slow search, every way in which a folder goes wrong, and processes that die."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import threading
import time
import zlib
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from provenance.fingerprints.local import RECORD, LocalFeatures, pack, unpack
from provenance.identity import canonical_json
from provenance.index import inverted
from provenance.index import local as index_local
from provenance.index.inverted import Probe
from provenance.index.local import FeatureBatch, Header, LocalStats, probe_of
from tests._local_index_process import (
    FEATURES,
    PROBES,
    SqliteFeatures,
    asked,
    index_of,
    record,
    records,
    shortcoming,
    slow_search,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from provenance.index.local import Candidate

ROOT = Path(__file__).resolve().parent.parent
posix_only = pytest.mark.skipif(os.name != "posix", reason="needs fork, user ids or file limits of POSIX")
EVERYTHING = 10**9  # candidates


class Listed:
    """A feed of rows in memory, numbered from ``first`` in steps of ``step``."""

    def __init__(self, values: Sequence[bytes], *, first: int = 1, step: int = 1) -> None:
        self.rows = dict(zip(range(first, first + step * len(values), step), values, strict=True))
        self.marks = ["begun"]

    def features_after(self, row: int, limit: int | None = None) -> FeatureBatch:
        ids = [one for one in self.rows if one > row][:limit]
        return FeatureBatch(ids, [self.rows[one] for one in ids], self.marks[-1])

    def values_of(self, ids: Sequence[int]) -> dict[int, bytes]:
        return {row: self.rows[row] for row in ids if row in self.rows}

    def recognises(self, mark: str) -> bool:
        return mark in self.marks


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "desk.db.index" / "local"


@pytest.fixture
def feed(tmp_path: Path) -> Iterator[SqliteFeatures]:
    feed = SqliteFeatures(tmp_path / "desk.db")
    feed.add(records(1, 40))
    yield feed
    feed.close()


def parts_in(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.lists"))


def header_in(folder: Path) -> Header:
    header = Header.from_bytes(folder.joinpath("header.json").read_bytes())
    assert header
    return header


# Votes


def one_feature(*, word: int = 5, signature: int = 0, size: int = 100, angle: int = 0) -> bytes:
    rows = np.zeros(1, RECORD)
    rows["word"], rows["signature"], rows["size"], rows["angle"] = word, signature, size, angle
    return rows.tobytes()


def ask(*signatures: int, words: Sequence[int] = (5, 6, 7, 8), size: int = 100, angle: int = 0) -> Probe:
    count = len(signatures)
    return Probe(
        np.array([words] * count, np.uint16).reshape(count, len(words)),
        np.array(signatures, np.uint64),
        np.full(count, size, np.uint8),
        np.full(count, angle, np.uint8),
    )


def found(values: Sequence[bytes], probe: Probe, folder: Path) -> dict[int, float]:
    """Votes by picture, numbered from 1."""
    return {one.feature_id: one.votes for one in index_of(folder, Listed(values)).search([probe], EVERYTHING)}


def low_bits(count: int) -> int:
    return (1 << count) - 1


def test_a_feature_counts_if_its_word_is_asked_for_and_its_signature_is_near(folder: Path) -> None:
    values = [
        one_feature(signature=low_bits(16)),
        one_feature(signature=low_bits(17)),
        one_feature(word=8),
        one_feature(word=9),
        one_feature(signature=low_bits(16) << 48),
    ]
    assert sorted(found(values, ask(0), folder)) == [1, 3, 5]


@pytest.mark.parametrize("bits", [0, 1, 7, 16])
def test_a_near_signature_weighs_more_and_the_turn_is_shared_between_two_bins(folder: Path, bits: int) -> None:
    middle = one_feature(signature=low_bits(bits), size=96, angle=256 - 8)  # 8 less in size, 8 more in turn: middles
    border = one_feature(signature=low_bits(bits), size=100, angle=0)
    weight = float(np.exp(-((bits / 11) ** 2)))
    assert found([middle], ask(0, size=100), folder) == {1: pytest.approx(weight)}
    assert found([border], ask(0, size=100), folder) == {1: pytest.approx(weight / 2)}


def test_a_patch_that_many_pictures_have_says_little(folder: Path) -> None:
    alone = found([one_feature()], ask(0), folder)[1]
    among = found([one_feature()] * 25, ask(0), folder)
    assert len(among) == 25
    assert among[7] == pytest.approx(alone / 5)


def test_a_repeated_pattern_votes_once_with_its_nearest_patch(folder: Path) -> None:
    near, far = one_feature(signature=low_bits(3)), one_feature(signature=low_bits(12) << 8)
    for many in (far * 5 + near + far * 5, near + far, far + near):
        assert found([many], ask(0), folder) == {1: pytest.approx(found([near], ask(0), folder)[1])}


def test_votes_for_unlike_turns_and_sizes_do_not_add_up(folder: Path) -> None:
    one = one_feature(signature=1, angle=10)
    alone = found([one], ask(1), folder)[1]

    def with_other(**changes: int) -> float:
        other = one_feature(signature=1 << 30, **{"angle": 10, **changes})
        far = ask(1, 1 << 30)
        return found([one + other], far, folder)[1] / alone

    near_none = 1 - 1e-9
    assert near_none < with_other(angle=90) < 1.01
    assert near_none < with_other(angle=138) < 1.01
    assert near_none < with_other(size=140) < 1.01
    assert with_other() > 1.99
    assert with_other(angle=0) > 1.4, "the circle has no end"
    assert with_other(size=102) > 1.4


def test_turns_are_counted_round_the_circle(folder: Path) -> None:
    for angle in range(0, 256, 16):
        turned = [one_feature(signature=1, angle=angle) + one_feature(signature=1 << 40, angle=(angle + 6) % 256)]
        votes = found(turned, ask(1, 1 << 40, angle=200), folder)[1]
        assert votes > 1.5 * found([one_feature(signature=1, angle=angle)], ask(1, angle=200), folder)[1], angle


def test_sizes_at_the_ends_of_what_can_be_stored_are_counted(folder: Path) -> None:
    for stored, wanted in ((0, 255), (255, 0), (0, 0), (255, 255)):
        assert found([one_feature(size=stored)], ask(0, size=wanted), folder)[1] > 0.4


def test_the_planted_pictures_come_first_and_absent_ones_do_not_stand_out(folder: Path) -> None:
    feed = Listed(records(1, 300))
    found = index_of(folder, feed).search(PROBES, 300)
    first, second, others = found[0], found[1], found[2:]
    assert {(one.feature_id, one.variant) for one in (first, second)} == {(4, 0), (12, 2)}
    assert second.votes > 5 * others[0].votes
    assert {one.variant for one in others[:50]} == {0, 1, 2}


def test_every_turn_and_size_of_a_planted_picture_is_found(folder: Path) -> None:
    index = index_of(folder, Listed(records(1, 60)))
    index.catch_up()
    rng = random.Random(4)
    for picture in range(1, 61, 2):
        turn, size = rng.randrange(256), rng.randint(-40, 30)
        probe = asked(record(1_000_000 + picture - 1), turn=turn, size=size, seed=900 + picture)
        best, second = index.search([probe], 2)
        assert best.feature_id == picture, (turn, size)
        assert best.votes > 2 * second.votes, (turn, size)


def test_the_search_finds_what_a_slow_search_finds(folder: Path) -> None:
    for seed, count in ((1, 1), (2, 17), (3, 120)):
        feed = Listed(records(seed, count), first=5, step=3)
        assert shortcoming(feed, index_of(folder, feed)) is None


@pytest.mark.parametrize("most", [0, 1, 2, 25])
def test_only_the_best_are_given_and_in_order(folder: Path, most: int) -> None:
    index = index_of(folder, Listed(records(1, 80)))
    everything = index.search(PROBES, EVERYTHING)
    assert len(everything) == 240
    assert index.search(PROBES, most) == everything[:most]
    assert [-one.votes for one in everything] == sorted(-one.votes for one in everything)


def test_leaving_pictures_out_early_changes_none_of_the_best() -> None:
    """Against the same votes with nothing left out, on hits of every size and of pictures with any row."""
    chance, left_out = np.random.default_rng(7), 0
    for round_ in range(60):
        count, pictures = int(chance.integers(1, 12_000)), int(chance.integers(1, 8_000))
        ends = 256 if round_ % 4 == 0 else 90  # sizes at the ends are counted twice in one bin
        apart = chance.integers(256 - ends, 256, count) - chance.integers(256 - ends, 256, count)
        hits = inverted.Hits(
            chance.integers(0, 300, count).astype(np.int32),
            (chance.integers(0, pictures, count) + (2**31 if round_ % 3 == 0 else 0)).astype(np.uint32),
            chance.integers(0, inverted.NEAR_BITS + 1, count).astype(np.uint8),
            (chance.integers(0, 256, count) * 512 + apart + 256).astype(np.int32),
        )
        every, weight = inverted.votes(hits)
        for most in (1, 25):
            best, reached = inverted.votes(hits, most)
            assert len(best) >= min(most, len(every))
            assert best[:most].tolist() == every[:most].tolist()
            assert reached[:most].tolist() == weight[:most].tolist()
            left_out += len(best) < len(every)
    assert left_out > 60


@pytest.mark.parametrize("seed", range(6))
def test_the_few_best_are_those_of_a_slow_search_though_none_stands_out(folder: Path, seed: int) -> None:
    values = records(20 + seed, 150)
    probes = [asked(record(500 + 7 * seed + number), turn=9, size=2, seed=seed) for number in range(3)]
    expected = slow_search(dict(enumerate(values, 1)), probes)
    index = index_of(folder, Listed(values))
    for most in (1, 3, 10):
        given = index.search(probes, most)
        assert [one.votes for one in given] == pytest.approx([one.votes for one in expected[:most]])
        better = {(one.picture, one.variant) for one in expected if one.votes > given[-1].votes + 1e-9}
        assert better <= {(one.feature_id, one.variant) for one in given}


def test_an_empty_archive_and_a_picture_without_features_find_nothing(folder: Path) -> None:
    assert index_of(folder, Listed([])).search(PROBES, 9) == []
    assert index_of(folder, Listed(records(1, 3))).search([ask()], 9) == []
    assert index_of(folder, Listed(records(1, 3))).search([], 9) == []


def test_the_longest_lists_are_left_out_where_too_much_would_be_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    common, rare = one_feature(word=5), one_feature(word=6)
    index = index_of(folder, Listed([common] * 30 + [rare]))
    probe = ask(0, 0, words=())._replace(words=np.array([[5], [6]], np.uint16))

    def found_by(probes: int, *, most_read: int, fewest: int = 0) -> set[int]:
        monkeypatch.setattr(index_local, "MOST_READ", most_read)
        monkeypatch.setattr(inverted, "FEWEST_LISTS", fewest)
        return {one.feature_id for one in index.search([probe] * probes, EVERYTHING)}

    assert found_by(1, most_read=31) == set(range(1, 32))
    assert found_by(1, most_read=30) == {31}
    assert found_by(3, most_read=92) == {31}, "each probe has its part of what may be read"
    assert found_by(3, most_read=93) == set(range(1, 32))
    assert found_by(1, most_read=0) == set()
    assert found_by(1, most_read=0, fewest=1) == {31}, "an archive of millions has no short lists"


def test_a_nearer_word_is_looked_up_before_a_farther_one_unless_its_list_is_much_longer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(inverted, "FEWEST_LISTS", 0)
    values = [one_feature(word=5), one_feature(word=5), one_feature(word=6)]
    lists = [index_local._lists_of(FeatureBatch([1, 2, 3], values, ""))]
    for words, first in (((5, 6), 5), ((6, 5), 6), ((9, 6), 6)):
        wanted = inverted.lists_worth_reading(lists, ask(0, words=words), 2)
        assert wanted.words.tolist() == [first]
    longer = [index_local._lists_of(FeatureBatch(list(range(1, 11)), [*values, *[one_feature(word=5)] * 7], ""))]
    assert inverted.lists_worth_reading(longer, ask(0, words=(5, 6)), 9).words.tolist() == [6]


def test_a_probe_may_be_cut_anywhere_into_chunks_and_lists_be_compared_either_way(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(folder, Listed(records(1, 40)))
    expected = index.search(PROBES, EVERYTHING)
    for chunk in (1, 2, 7, 100):
        for long in (0, 1_000):
            monkeypatch.setattr(inverted, "_CHUNK", chunk)
            monkeypatch.setattr(inverted, "_LONG", long)
            assert index.search(PROBES, EVERYTHING) == expected


def test_a_probe_is_made_in_the_steps_that_are_stored() -> None:
    features = unpack(record(3))
    probe = probe_of(features)
    rows = np.frombuffer(record(3), RECORD)
    assert np.array_equal(probe.sizes, rows["size"])
    assert np.array_equal(probe.angles, rows["angle"])
    assert np.array_equal(probe.words[:, 0], rows["word"])
    near = LocalFeatures(features.words, features.signatures, features.places, features.sizes, features.angles + 359.9)
    assert np.array_equal(probe_of(near).angles, rows["angle"]), "a turn is a turn"
    assert pack(features) == record(3)


# Parts


@pytest.mark.parametrize("seed", range(4))
def test_any_split_into_parts_and_later_rows_gives_the_same_candidates(
    folder: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    rng = random.Random(seed)
    values = records(1, 90)
    expected = index_of(folder.with_name("none"), Listed(values)).search(PROBES, EVERYTHING)
    monkeypatch.setattr(index_local, "PART_ROWS", rng.choice([3, 7, 1_000]))
    monkeypatch.setattr(index_local, "MOST_HELD", rng.choice([1, 2]))
    monkeypatch.setattr(index_local, "_MERGE_ENTRIES", rng.choice([1, 50, 1_000]))
    feed = Listed([])
    held = index_of(folder, feed)
    while len(feed.rows) < len(values):
        at = len(feed.rows)
        feed.rows.update(zip(range(at + 1, 91), values[at : at + rng.randint(1, 20)], strict=False))
        if rng.random() < 0.5:
            held.catch_up()
        if rng.random() < 0.5:
            assert shortcoming(feed, held) is None
    assert held.search(PROBES, EVERYTHING) == expected
    assert index_of(folder, feed).search(PROBES, EVERYTHING) == expected
    held.rebuild()
    assert held.stats().delta == 0
    assert held.search(PROBES, EVERYTHING) == expected


def test_nothing_is_made_until_there_are_rows_enough(feed: SqliteFeatures, folder: Path) -> None:
    index = index_of(folder, feed)
    assert shortcoming(feed, index) is None
    assert index.catch_up(at_least=41) == 0
    assert index.stats() == LocalStats(cached=0, delta=40, bytes=0)
    assert index.is_whole()
    assert not folder.parent.exists()
    assert index.catch_up(at_least=40) == 40
    assert index.catch_up() == 0
    feed.add(records(2, 2))
    assert (index.stats().cached, index.stats().delta) == (40, 2)
    assert index.catch_up() == 2
    assert shortcoming(feed, index) is None


def test_a_picture_takes_14_bytes_a_feature_and_each_part_a_table_of_words(folder: Path) -> None:
    index = index_of(folder, Listed(records(1, 50)))
    index.catch_up()
    assert index.stats().bytes == sum(path.stat().st_size for path in parts_in(folder))
    assert index.stats().bytes == 14 * 50 * FEATURES + 8 * 65_537


def test_the_files_are_little_endian_on_any_machine(folder: Path) -> None:
    value = one_feature(word=2, signature=3, size=4, angle=5)
    index_of(folder, Listed([value, one_feature(word=0, signature=6, size=7, angle=8)], first=258)).catch_up()
    (part,) = parts_in(folder)
    data = part.read_bytes()
    begins, columns = data[: 8 * 65_537], data[8 * 65_537 :]
    assert begins[:32] == b"".join(count.to_bytes(8, "little") for count in (0, 1, 1, 2))
    assert begins[-8:] == (2).to_bytes(8, "little")
    assert columns.hex() == "06000000000000000300000000000000030100000201000007040805"


def test_parts_of_like_size_become_one_so_that_there_are_few(feed: SqliteFeatures, folder: Path) -> None:
    index = index_of(folder, feed)
    index.catch_up()
    counts = []
    for number in range(30):
        feed.add(records(2 + number, 1))
        assert index.catch_up() == 1
        counts.append(len(parts_in(folder)))
        assert len(header_in(folder).parts) == counts[-1], "nothing lies about that no header names"
    assert max(counts) <= 7
    assert counts[:5] == [2, 3, 4, 2, 3]
    assert sum(part.pictures for part in header_in(folder).parts) == index.stats().cached == 70
    assert index.is_whole()
    assert shortcoming(feed, index) is None
    sizes = [part.entries for part in header_in(folder).parts]
    assert sizes == sorted(sizes, reverse=True), "the older, the larger"


def test_row_ids_may_have_gaps(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_local, "PART_ROWS", 16)
    feed = Listed(records(1, 50), first=5, step=3)
    index = index_of(folder, feed)
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 50
    assert shortcoming(feed, index) is None
    assert index.stats() == LocalStats(50, 0, index.stats().bytes)


def test_features_of_another_version_are_kept_apart(feed: SqliteFeatures, folder: Path) -> None:
    index_of(folder, feed).catch_up()
    other = index_local.LocalIndex(folder, feed, version=2)
    assert other.stats().cached == 0
    assert shortcoming(feed, other) is None
    assert other.catch_up() == 40
    assert index_of(folder, feed).stats().cached == 0


def test_parts_are_on_the_disk_before_they_are_named(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What a power cut may leave behind is decided by the order of flushing and naming."""
    flushed: dict[str, list[str]] = {}
    flush = os.fsync

    def watched(number: int) -> None:
        flush(number)
        header = folder / "header.json"
        name = Path(f"/proc/self/fd/{number}").readlink().name
        flushed[name] = [part.name for part in header_in(folder).parts] if header.exists() else []

    if not Path("/proc/self/fd").is_dir():
        pytest.skip("needs /proc to name what is flushed")
    monkeypatch.setattr(os, "fsync", watched)
    for count, before in ((5, 0), (6, 1)):
        flushed.clear()
        index_of(folder, Listed(records(1, count))).catch_up()
        new = [part.name for part in header_in(folder).parts][before:]
        assert set(flushed) == {"header.new", *(f"{name}.lists" for name in new)}
        assert all(len(named) == before for named in flushed.values())


# Harm


def test_deleting_the_folder_at_any_time_loses_nothing(feed: SqliteFeatures, folder: Path) -> None:
    index = index_of(folder, feed)
    index.catch_up()
    assert shortcoming(feed, index) is None  # maps the parts
    shutil.rmtree(folder)
    assert shortcoming(feed, index) is None
    assert index.stats().cached == 0
    assert index.catch_up() == 40
    assert shortcoming(feed, index) is None
    shutil.rmtree(folder.parent)
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 40


@pytest.mark.parametrize("harm", ["deleted", "cut", "emptied", "longer"])
def test_a_missing_or_short_part_makes_the_parts_absent(feed: SqliteFeatures, folder: Path, harm: str) -> None:
    index_of(folder, feed).catch_up()
    feed.add(records(2, 3))
    index_of(folder, feed).catch_up()
    part = folder / f"{header_in(folder).parts[1].name}.lists"
    if harm == "deleted":
        part.unlink()
    else:
        sizes = {"cut": part.stat().st_size - 1, "emptied": 0, "longer": part.stat().st_size + 1}
        os.truncate(part, sizes[harm])
    index = index_of(folder, feed)
    assert shortcoming(feed, index) is None
    assert index.stats().cached == 0
    assert not index.is_whole()
    assert index.catch_up() == 43
    assert index.stats().cached == 43
    assert index.is_whole()
    assert shortcoming(feed, index) is None
    assert len(parts_in(folder)) == 1


def test_a_part_that_vanishes_beneath_a_process_does_not_stop_it(feed: SqliteFeatures, folder: Path) -> None:
    index = index_of(folder, feed)
    index.catch_up()
    assert index.stats().cached == 40
    parts_in(folder)[0].unlink()
    for number in range(5):  # the fourth append would merge
        feed.add(records(2 + number, 12))
        index.catch_up()
        assert shortcoming(feed, index) is None
    fresh = index_of(folder, feed)
    fresh.catch_up()
    assert fresh.stats().cached == 100
    assert shortcoming(feed, fresh) is None


def test_a_header_with_any_byte_changed_is_not_believed(feed: SqliteFeatures, folder: Path) -> None:
    index_of(folder, feed).catch_up()
    header = folder / "header.json"
    whole = header.read_bytes()
    index = index_of(folder, feed)
    assert index.stats().cached == 40
    rng = random.Random(5)
    for place in range(len(whole)):
        other = rng.choice([byte for byte in b'0123456789abcdef"{}:,\xff' if byte != whole[place]])
        header.write_bytes(whole[:place] + bytes([other]) + whole[place + 1 :])
        assert index.stats().cached == 0, place
    for data in (
        b"",
        whole[:-1],
        whole + b"\n",
        whole + bytes(80_000),
        b"null",
        b"[]",
        b"{}",
        b"\xff\xfe",
        b"[" * 9_999,
    ):
        header.write_bytes(data)
        assert index.stats().cached == 0, data
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 40
    assert shortcoming(feed, index) is None


@pytest.mark.parametrize(
    "changed",
    [
        *({"version": version} for version in (2, "1", None)),
        *({"last_row": row} for row in (-1, 1 << 70, "300", None, 40.0, True, [40])),
        *({"mark": mark} for mark in ("other", 5, None, ["begun"])),
    ],
    ids=str,
)
def test_a_whole_header_that_speaks_of_something_else_is_not_believed(
    feed: SqliteFeatures, folder: Path, changed: dict[str, object]
) -> None:
    index_of(folder, feed).catch_up()
    header = header_in(folder)._replace(**changed)  # type: ignore[arg-type]
    folder.joinpath("header.json").write_bytes(header.to_bytes())
    index = index_of(folder, feed)
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 40
    assert index.stats().cached == 40


@pytest.mark.parametrize(
    "changed",
    [
        *({"name": name} for name in ("../aside/0123456789abcdef", "/etc/passwd", 5, None, "", "0123456789ABCDEF")),
        *({"entries": count} for count in (-1, 0, 1_201, 1 << 62, 1 << 70, "1200", 1200.0, None, True, [1200])),
        *({"pictures": count} for count in (-40, "40", None, 40.0, 1 << 70)),
        *({"crc32": crc} for crc in ("1", None, -1, [1], 1.0)),
    ],
    ids=str,
)
def test_a_whole_header_whose_parts_are_of_another_kind_is_not_believed(
    feed: SqliteFeatures, folder: Path, changed: dict[str, object]
) -> None:
    index_of(folder, feed).catch_up()
    (part,) = header_in(folder).parts
    assert part.entries == 40 * FEATURES
    header = header_in(folder)._replace(parts=(part._replace(**changed),))  # type: ignore[arg-type]
    folder.joinpath("header.json").write_bytes(header.to_bytes())
    index = index_of(folder, feed)
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None
    index.is_whole()
    assert index.catch_up() == 40
    assert index.stats().cached == 40
    assert index.is_whole()


@pytest.mark.parametrize("parts", [None, 5, "ab", [5], [[]], [["0123456789abcdef", 1, 1, 1, 1]], {"a": 1}], ids=str)
def test_a_whole_header_with_a_strange_list_of_parts_is_not_believed(
    feed: SqliteFeatures, folder: Path, parts: object
) -> None:
    index_of(folder, feed).catch_up()
    said = {"magic": index_local.MAGIC, "format": index_local.FORMAT, **header_in(folder)._asdict(), "parts": parts}
    signed = {**said, "header_crc32": zlib.crc32(canonical_json(said).encode())}
    data = canonical_json(signed).encode() + b"\n"
    folder.joinpath("header.json").write_bytes(data)
    assert Header.from_bytes(data) is None
    assert index_of(folder, feed).stats().cached == 0


@pytest.mark.parametrize("change", ["FORMAT", "MAGIC"])
def test_another_format_is_not_believed_even_with_the_right_checksum(
    feed: SqliteFeatures, folder: Path, change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = index_of(folder, feed)
    monkeypatch.setattr(index_local, change, 2)
    index.catch_up()
    monkeypatch.undo()
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None


@posix_only
@pytest.mark.parametrize("name", ["header.json", "*.lists"])
@pytest.mark.parametrize("place", ["pipe", "device", "folder"])
def test_what_is_no_file_is_neither_waited_for_nor_read(
    feed: SqliteFeatures, folder: Path, name: str, place: str
) -> None:
    index_of(folder, feed).catch_up()
    (path,) = folder.glob(name)
    path.unlink()
    if place == "pipe":
        os.mkfifo(path)
    elif place == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    index = index_of(folder, feed)
    assert index.stats().cached == 0
    assert index.is_whole() == (name == "header.json"), "without a header there are no parts"
    assert shortcoming(feed, index) is None


def test_a_changed_byte_in_a_part_is_noticed_when_asked(feed: SqliteFeatures, folder: Path) -> None:
    index = index_of(folder, feed)
    index.catch_up()
    feed.add(records(2, 3))
    index.catch_up()
    assert len(parts_in(folder)) == 2
    rng = random.Random(9)
    for part in parts_in(folder):
        whole = part.read_bytes()
        for place in (0, 8 * 65_537, len(whole) - 1, *(rng.randrange(len(whole)) for _ in range(6))):
            part.write_bytes(whole[:place] + bytes([whole[place] ^ 4]) + whole[place + 1 :])
            assert not index_of(folder, feed).is_whole(), place
        part.write_bytes(whole)
    assert index_of(folder, feed).is_whole()


@pytest.mark.parametrize("begin", [0, 8 * 65_537], ids=["all", "columns"])
def test_a_part_overwritten_with_random_bytes_is_passed_over(feed: SqliteFeatures, folder: Path, begin: int) -> None:
    index_of(folder, feed).catch_up()
    (part,) = parts_in(folder)
    whole = part.read_bytes()
    part.write_bytes(whole[:begin] + random.Random(1).randbytes(len(whole) - begin))
    index = index_of(folder, feed)
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None
    assert index.catch_up() == 40
    assert index.is_whole()


def test_a_part_of_another_archive_is_passed_over(feed: SqliteFeatures, folder: Path, tmp_path: Path) -> None:
    other = SqliteFeatures(tmp_path / "other.db")
    other.add(records(7, 40))
    elsewhere = tmp_path / "other.db.index" / "local"
    index_of(elsewhere, other).catch_up()
    other.close()
    index = index_of(folder, feed)
    index.catch_up()
    assert index.stats().cached == 40
    (ours,), (theirs,) = parts_in(folder), parts_in(elsewhere)
    shutil.copy(theirs, ours)
    index = index_of(folder, feed)
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None
    shutil.rmtree(folder)
    shutil.copytree(elsewhere, folder)
    assert index_of(folder, feed).stats().cached == 0
    assert index.catch_up() == 40
    assert shortcoming(feed, index) is None


def test_parts_with_a_row_that_the_archive_lacks_are_passed_over(feed: SqliteFeatures, folder: Path) -> None:
    index_of(folder, feed).catch_up()
    for row in range(1, 11):  # a quarter: some of the entries that are compared are theirs
        feed.remove(row)
    index = index_of(folder, feed)
    assert index.stats().cached == 0
    assert shortcoming(feed, index) is None


def test_a_rebuild_forgets_rows_that_are_gone(feed: SqliteFeatures, folder: Path) -> None:
    index = index_of(folder, feed)
    index.catch_up()
    feed.remove(17)
    assert index.rebuild() == 39
    assert shortcoming(feed, index) is None


def test_a_restored_backup_is_searched_as_it_is(feed: SqliteFeatures, folder: Path, tmp_path: Path) -> None:
    feed.backup(tmp_path / "backup.db")
    feed.add(records(2, 5))
    index_of(folder, feed).catch_up()
    restored = SqliteFeatures(tmp_path / "backup.db")
    index = index_of(folder, restored)
    assert shortcoming(restored, index) is None
    restored.add(records(3, 8))  # the same row ids, other features
    assert shortcoming(restored, index) is None
    assert (index.stats().cached, index.stats().delta) == (0, 48)
    assert index.catch_up() == 48
    assert index.stats().cached == 48
    assert shortcoming(restored, index) is None
    restored.close()


def test_later_rows_that_were_read_are_forgotten_with_the_history_that_they_were_of(
    feed: SqliteFeatures, folder: Path, tmp_path: Path
) -> None:
    """One process keeps its index while the archive beneath it is restored from a backup."""

    class Exchanged:
        now = feed

        def __getattr__(self, name: str) -> object:
            return getattr(self.now, name)

    feed.backup(tmp_path / "backup.db")
    feed.add(records(2, 5))
    exchanged = Exchanged()
    index = index_of(folder, exchanged)  # type: ignore[arg-type]
    assert shortcoming(feed, index) is None  # reads 45 rows
    restored = exchanged.now = SqliteFeatures(tmp_path / "backup.db")
    restored.add(records(3, 5))
    assert shortcoming(restored, index) is None
    restored.close()


# Several at once


class Interrupted(Listed):
    """A feed during whose n-th reading something happens."""

    def __init__(self, values: Sequence[bytes], happening: Callable[[], object], *, reading: int) -> None:
        super().__init__(values)
        self._happening = happening
        self._until = reading

    def features_after(self, row: int, limit: int | None = None) -> FeatureBatch:
        batch = super().features_after(row, limit)
        self._until -= 1
        if self._until == 0:
            self._happening()
        return batch


def test_parts_are_not_published_over_others_that_were_made_meanwhile(folder: Path) -> None:
    values = records(1, 40)

    def begin_anew() -> None:
        shutil.rmtree(folder)
        assert index_of(folder, Listed(values)).catch_up() == 40

    late = index_of(folder, Interrupted(values[:30], begin_anew, reading=2))
    late.catch_up()
    feed = Listed(values)
    index = index_of(folder, feed)
    assert index.stats().cached == 40
    assert shortcoming(feed, index) is None


def test_parts_are_not_published_when_the_archive_was_exchanged_meanwhile(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_local, "PART_ROWS", 16)

    def exchange() -> None:
        exchanged.marks[:] = ["another history"]
        exchanged.rows[3] = record(99)  # one picture among 40: no comparison of some entries is sure to meet it

    exchanged = Interrupted(records(1, 40), exchange, reading=3)
    index = index_of(folder, exchanged)
    assert index.catch_up() == 0
    assert index.stats().cached == 0
    assert shortcoming(exchanged, index) is None
    assert index.catch_up() == 40
    assert index.stats().cached == 40
    assert shortcoming(exchanged, index) is None


def test_a_folder_that_vanishes_while_it_is_written_is_no_error(folder: Path) -> None:
    feed = Interrupted(records(1, 40), lambda: shutil.rmtree(folder), reading=2)
    index = index_of(folder, feed)
    assert index.catch_up() == 0
    assert index.catch_up() == 40


def test_a_place_that_can_hold_no_folder_is_no_error(feed: SqliteFeatures, tmp_path: Path) -> None:
    tmp_path.joinpath("file").write_bytes(b"")
    for place in (tmp_path / "file", tmp_path / "file" / "index", tmp_path / "file" / "index" / "local"):
        index = index_of(place, feed)
        assert index.catch_up() == 0
        assert shortcoming(feed, index) is None


def test_a_folder_may_be_named_from_where_one_is(
    feed: SqliteFeatures, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    index = index_of(Path("lists"), feed)
    assert index.catch_up() == 40
    assert tmp_path.joinpath("lists", "header.json").exists()
    assert shortcoming(feed, index) is None


def test_a_reader_goes_on_while_another_rebuilds_and_appends(feed: SqliteFeatures, folder: Path) -> None:
    reader, writer = index_of(folder, feed), index_of(folder, feed)
    writer.catch_up()
    assert shortcoming(feed, reader) is None
    before = set(folder.iterdir())
    assert writer.rebuild() == 40
    assert len(before & set(folder.iterdir())) == 2, "only the header and the lock keep their names"
    assert shortcoming(feed, reader) is None
    for number in range(5):
        feed.add(records(2 + number, 12))
        assert shortcoming(feed, reader) is None
        writer.catch_up()
        assert shortcoming(feed, reader) is None
    assert reader.stats().cached == 100


def test_a_reader_that_comes_too_late_for_a_part_reads_the_next(
    feed: SqliteFeatures, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    index_of(folder, feed).catch_up()
    mapped = index_local._mapped

    def slow(path: Path, entries: int) -> inverted.Lists:
        monkeypatch.undo()
        index_of(folder, feed).rebuild()
        return mapped(path, entries)

    monkeypatch.setattr(index_local, "_mapped", slow)
    reader = index_of(folder, feed)
    assert reader.stats().cached == 40, "and not the whole archive"
    assert shortcoming(feed, reader) is None


def test_threads_may_share_an_index(folder: Path) -> None:
    index = index_of(folder, Listed(records(1, 60)))
    expected = index.search(PROBES, EVERYTHING)
    wrong: list[tuple[int, list[Candidate]]] = []

    def work(number: int) -> None:
        for _ in range(8):
            index.rebuild() if number == 0 else index.catch_up()
            if (found := index.search(PROBES, EVERYTHING)) != expected:
                wrong.append((number, found))

    threads = [threading.Thread(target=work, args=(number,)) for number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def start(role: str, *arguments: object) -> subprocess.Popen[str]:
    path = os.pathsep.join([str(ROOT), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-m", "tests._local_index_process", role, *map(str, arguments)],
        stdout=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1"},
    )


def told(role: str, *arguments: object) -> str:
    with start(role, *arguments) as process:
        said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said
    return said.strip()


def test_the_lock_of_another_process_is_respected_and_ends_with_it(feed: SqliteFeatures, folder: Path) -> None:
    index = index_of(folder, feed)
    folder.parent.mkdir()
    with start("hold", folder) as holder:
        assert holder.stdout
        assert holder.stdout.readline() == "ready\n"
        assert index.catch_up() == 0
        assert index.rebuild() == 0
        assert shortcoming(feed, index) is None
        holder.kill()
    assert folder.joinpath("lock").exists()
    assert index.catch_up() == 40


def test_a_killed_writer_loses_no_row_and_doubles_none(feed: SqliteFeatures, folder: Path, tmp_path: Path) -> None:
    rng = random.Random(6)
    index = index_of(folder, feed)
    for attempt in range(8):
        with start("write", tmp_path / "desk.db", folder, attempt, 0) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == "ready\n"
            time.sleep(rng.random() * 0.06)
            writer.kill()
        assert writer.returncode != 0
        assert shortcoming(feed, index) is None, attempt
    feed.add(records(9, 1))
    index.catch_up()
    assert index.stats().delta == 0
    assert index.is_whole()
    assert shortcoming(feed, index) is None
    assert len(parts_in(folder)) == len(header_in(folder).parts), "what the dead left behind is gone"


@posix_only
def test_dying_before_any_file_operation_loses_no_row(tmp_path: Path) -> None:
    crashes = int(told("crash_at_each_step", tmp_path / "desk.db", tmp_path / "index"))
    assert crashes > 12


def test_two_writers_and_a_reader_at_once(feed: SqliteFeatures, folder: Path, tmp_path: Path) -> None:
    index = index_of(folder, feed)
    writers = [start("write", tmp_path / "desk.db", folder, seed, 25) for seed in (1, 2)]
    looks = 0
    while any(writer.poll() is None for writer in writers):
        known = feed.features_after(0)
        wanted = slow_search(dict(zip(known.ids, known.values, strict=True)), PROBES[:1])
        given = [one.feature_id for one in index.search(PROBES[:1], EVERYTHING)]
        assert len(given) == len(set(given))
        assert {one.picture for one in wanted} <= set(given)
        looks += 1
    for writer in writers:
        writer.communicate(timeout=60)
        assert writer.returncode == 0
    assert looks > 5
    assert shortcoming(feed, index) is None
    index.catch_up()
    assert index.is_whole()
    assert index.stats().delta == 0
    assert shortcoming(feed, index) is None


@posix_only
def test_a_folder_that_may_only_be_read_is_read(feed: SqliteFeatures, folder: Path, tmp_path: Path) -> None:
    index_of(folder, feed).catch_up()
    feed.add(records(8, 5))
    for path in (tmp_path, folder.parent):
        path.chmod(0o755)
    folder.chmod(0o555)
    for path in folder.iterdir():
        path.chmod(0o444)
    assert told("as_nobody", tmp_path / "desk.db", folder) == "0; 40 covered; None"
    folder.chmod(0o755)
    shutil.rmtree(folder)
    folder.parent.chmod(0o555)
    assert told("as_nobody", tmp_path / "desk.db", folder) == "0; 0 covered; None"


@posix_only
def test_a_full_disk_is_said_and_leaves_the_parts_as_they_were(
    feed: SqliteFeatures, folder: Path, tmp_path: Path
) -> None:
    table = 8 * 65_537
    for limit in (1_000, table - 1, table + 100):  # not even the table of words; not the columns
        full = told("with_short_files", tmp_path / "desk.db", folder, limit)
        assert full.startswith("StorageFull: ")
        assert full.endswith("; 0 covered; None")
        assert sorted(path.name for path in folder.iterdir()) == ["lock"], "what could not be used is gone"
    index = index_of(folder, feed)
    index.catch_up()
    feed.add(records(9, 10))
    full = told("with_short_files", tmp_path / "desk.db", folder, table + 100)
    assert full.startswith("StorageFull: ")
    assert full.endswith("; 40 covered; None")
    assert len(parts_in(folder)) == 1
    assert index.stats().cached == 40
    assert index.catch_up() == 10
    assert shortcoming(feed, index) is None
