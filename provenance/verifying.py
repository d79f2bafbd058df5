"""Whether everything is as it was recorded: the log's chain, the records, the kept files, the fingerprints.

A chain proves order and integrity only up to its newest entry: who can write the file can write a new
chain. Publish the head's digest, or hand it to somebody, to bind it to a day.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from provenance.errors import ArchiveDamaged, MediaError
from provenance.fingerprints.examine import examine_read, read
from provenance.identity import canonical_json, digest, digest_of_bytes
from provenance.model import FingerprintKind
from provenance.store import files, records
from provenance.store.writing import FIRST_PREVIOUS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from provenance.index.hamming import HammingIndex
    from provenance.media.image import Limits
    from provenance.model import LogEntry
    from provenance.store.sqlite import FileOnRecord, SqliteStore


PAGE = 500  # log entries compared at a time
# A file may be kept later than it was recorded, and a merged record brings its label and its warning.
MAY_CHANGE = frozenset({"file_kept", "graphic", "label", "note"})
# Another version of the JPEG decoder moves a few bits; a changed picture moves many.
DECODER_BITS = {FingerprintKind.PDQ: 10, FingerprintKind.PHASH: 4}


class Part(StrEnum):
    """What a finding is about."""

    LOG = "log"
    RECORD = "record"
    FILE = "file"
    FINGERPRINT = "fingerprint"
    STORE = "store"
    INDEX = "index"


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that is not as it was recorded."""

    part: Part
    subject: str  # an id, a path or a log entry's number
    reason: str  # one line


@dataclass(slots=True)
class Verification:
    """What was looked at, and what was found."""

    log_entries: int = 0
    head: str = FIRST_PREVIOUS
    records: int = 0
    files: int = 0
    fingerprints: int = 0
    not_kept: int = 0  # items whose file is not kept: nothing to recompute
    unreferenced: int = 0  # kept files that no record names: left by a run that was cut off, harmless
    findings: list[Finding] = field(default_factory=list)

    @property
    def sound(self) -> bool:
        """Whether everything is as it was recorded."""
        return not self.findings

    def add(self, part: Part, subject: str, reason: str) -> None:
        """Note something that is not as it was recorded."""
        self.findings.append(Finding(part, subject, reason))


def verify(
    store: SqliteStore,
    index: HammingIndex,
    folder: str,
    *,
    limits: Limits,
    with_files: bool = True,
    watch: Callable[[str], None] | None = None,
) -> Verification:
    """Recompute all that can be recomputed. Reads every kept file unless told not to."""
    done = Verification()
    for reason in store.integrity_problems():
        done.add(Part.STORE, str(store.path), reason)
    merged = _chain(store, done)
    _records(store, done, merged)
    if not index.is_whole():
        done.add(Part.INDEX, "look-up cache", "was damaged. Make it anew: provenance reindex")
    if with_files:
        _files(store, folder, done, limits=limits, watch=watch)
    return done


def _chain(store: SqliteStore, done: Verification) -> dict[str, str]:
    """Recompute every digest of the log; returns which item became which."""
    merged: dict[str, str] = {}
    previous, expected = FIRST_PREVIOUS, 1
    for entry, detail in store.log_entries():
        said = {
            "seq": entry.seq,
            "at": entry.at,
            "event": entry.event,
            "subject": entry.subject,
            "detail": detail,
            "previous": entry.previous,
        }
        if entry.seq != expected:
            done.add(Part.LOG, f"entry {expected}", f"is missing; entry {entry.seq} follows")
        if entry.previous != previous:
            done.add(Part.LOG, f"entry {entry.seq}", "is not chained to the entry before it")
        if digest(said) != entry.digest:
            done.add(Part.LOG, f"entry {entry.seq}", "was changed after it was written")
        if "merged" in entry.detail:
            merged[str(entry.detail["merged"])] = entry.subject
        previous, expected = entry.digest, entry.seq + 1
        done.log_entries += 1
    done.head = previous
    return merged


def _records(store: SqliteStore, done: Verification, merged: dict[str, str]) -> None:
    """Compare every record with what the log says was written."""
    logged = Counter[str]()
    for page in _batched(store.log_entries(), PAGE):
        _later_features(store, done, [entry for entry, _ in page if "fingerprints" in entry.detail])
        try:
            logged += _page(store, done, [entry.detail for entry, _ in page if entry.event == "ing"], merged)
        except (AttributeError, KeyError, TypeError, ValueError) as error:  # only tampering makes such rows
            span = f"entries {page[0][0].seq} to {page[-1][0].seq}"
            done.add(Part.RECORD, span, f"cannot be compared with the records ({type(error).__name__}: {error})")
    for table, count in store.record_counts().items():
        if count > logged[table]:
            done.add(Part.RECORD, table, f"{count - logged[table]} stand in the archive that the log does not know")
    done.records = logged.total()


def _later_features(store: SqliteStore, done: Verification, entries: list[LogEntry]) -> None:
    """Local features that were made after their item was recorded."""
    rows = store.rows_of([entry.subject for entry in entries if entry.event == "mem"])
    for entry in entries:
        if entry.event == "mem" and entry.subject in rows:
            there = [records.fingerprint_said(one) for one in store.fingerprints(rows[entry.subject])]
            if any(said not in there for said in entry.detail["fingerprints"]):
                done.add(Part.FINGERPRINT, entry.subject, "local features changed since they were logged")


def _page(
    store: SqliteStore, done: Verification, details: list[Mapping[str, Any]], merged: dict[str, str]
) -> Counter[str]:
    """Compare the records of some log entries; returns how many there were of each kind."""
    items = [detail["item"] for detail in details if "item" in detail]
    appearances = [detail["appearance"] for detail in details if "appearance" in detail]
    claims = [claim for detail in details for claim in detail.get("claims", ())]
    _compare(done, "item", items, store.items_by_id([item["id"] for item in items]))
    for appearance in appearances:
        appearance["item_id"] = _resolved(appearance["item_id"], merged)
    found = store.appearances_by_id([appearance["id"] for appearance in appearances])
    _compare(done, "appearance", appearances, found)
    for claim in claims:  # one claim may be made of several items: the log has the first
        claim.pop("item_id", None), claim.pop("appearance_id", None)
    _compare(done, "claim", claims, store.claims_by_id([claim["id"] for claim in claims]))
    for detail in details:
        if "item" in detail:
            _material(store, done, detail["item"]["id"], detail)
    return Counter(items=len(items), appearances=len(appearances), claims=len(claims))


def _compare(done: Verification, kind: str, logged: Sequence[dict[str, Any]], found: Mapping[str, Any]) -> None:
    for record in logged:
        there = found.get(record["id"])
        if there is None:
            done.add(Part.RECORD, record["id"], f"the {kind} is missing")
            continue
        now = records.said(there)
        differing = [
            key
            for key in sorted({*record, *now} - MAY_CHANGE)
            if canonical_json(record.get(key)) != canonical_json(now.get(key))
        ]
        if differing:
            done.add(Part.RECORD, record["id"], f"{', '.join(differing)} of the {kind} changed since it was logged")


def _material(store: SqliteStore, done: Verification, item_id: str, detail: Mapping[str, Any]) -> None:
    """What hangs on an item: fingerprints, facts, file name, origins, links to claims."""
    row = store.rows_of([item_id]).get(item_id)
    if row is None:
        return
    there = [records.fingerprint_said(one) for one in store.fingerprints(row)]
    missing = [entry[0] for entry in detail["fingerprints"] if entry not in there]
    if missing:
        done.add(Part.FINGERPRINT, item_id, f"{', '.join(missing)} changed since it was logged")
    frames = store.frames_of(row)
    if "frames" in detail and detail["frames"] != (digest_of_bytes(frames[1]) if frames else None):
        done.add(Part.FINGERPRINT, item_id, "the hashes of its frames changed since they were logged")
    if detail.get("facts") != store.facts_digest(row):
        done.add(Part.RECORD, item_id, "the facts changed since they were logged")
    if detail.get("file_name") and detail["file_name"] not in store.file_names(row):
        done.add(Part.RECORD, item_id, "the name of the file is missing")
    target = store.merge_target(row)
    origins = [canonical_json(records.said(origin)) for _, origin in store.origins([target])]
    if any(canonical_json(origin) not in origins for origin in detail.get("origins", ())):
        done.add(Part.RECORD, item_id, "an origin changed since it was logged")
    if set(detail.get("links", ())) - {claim.id for claim in store.claims([target], corrected=True)}:
        done.add(Part.RECORD, item_id, "a link to a claim is missing")


def _resolved(item_id: str, merged: Mapping[str, str]) -> str:
    while item_id in merged:
        item_id = merged[item_id]
    return item_id


def _files(
    store: SqliteStore,
    folder: str,
    done: Verification,
    *,
    limits: Limits,
    watch: Callable[[str], None] | None,
) -> None:
    """Read every kept file again: its digest, and the fingerprints that follow from it."""
    named: set[str] = set()
    for file in store.files_on_record():
        if not file.kept:
            done.not_kept += 1
            continue
        try:
            place = Path(files.place_of(folder, file.sha256, file.media_type))
        except ArchiveDamaged as error:
            done.add(Part.FILE, file.item_id, str(error))
            continue
        named.add(place.name)
        _one_file(store, place, file, done, limits)
        if watch:
            watch(file.item_id)
    done.unreferenced = sum(path.name not in named for path in files.all_in(folder))


def _one_file(store: SqliteStore, place: Path, file: FileOnRecord, done: Verification, limits: Limits) -> None:
    if not place.is_file():
        done.add(Part.FILE, file.item_id, f"{place.name} is missing")
        return
    try:
        read_again = read(str(place), limits=limits)
    except MediaError as error:
        done.add(Part.FILE, file.item_id, str(error))
        return
    done.files += 1
    if read_again.sha256 != file.sha256:
        done.add(Part.FILE, file.item_id, f"{place.name} was changed: its SHA-256 is not the recorded one")
        return
    try:
        _frames_again(store, place, file, done, limits)
        again = examine_read(read_again._replace(path=None), limits=limits, with_facts=False)
    except MediaError as error:
        done.add(Part.FINGERPRINT, file.item_id, f"cannot be recomputed: {error}")
        return
    now = {(f.kind, f.version, f.decoder, f.region): f.value for f in again.fingerprints}
    for stored in store.fingerprints(file.item):
        allowed = DECODER_BITS.get(stored.kind)
        recomputed = now.get((stored.kind, stored.version, stored.decoder, stored.region))
        if allowed is None or recomputed is None:
            continue
        done.fingerprints += 1
        bits = (int.from_bytes(stored.value) ^ int.from_bytes(recomputed)).bit_count()
        if bits > allowed:
            done.add(Part.FINGERPRINT, file.item_id, f"{stored.kind.value} differs in {bits} bits when recomputed")


def _frames_again(store: SqliteStore, place: Path, file: FileOnRecord, done: Verification, limits: Limits) -> None:
    """Read the frames of a video again, and compare those of the same times."""
    recorded = store.frames_of(file.item)
    if recorded is None:
        return
    from provenance.fingerprints.filming import film
    from provenance.fingerprints.frames import FrameHashes

    then = FrameHashes.unpack(recorded[1])
    now = film(str(place), limits=limits, with_local=False).frames
    _, at_then, at_now = np.intersect1d(then.times_ms, now.times_ms, return_indices=True)
    if not at_then.size:
        return
    done.fingerprints += int(at_then.size)
    bits = np.bitwise_count(then.hashes[at_then] ^ now.hashes[at_now]).sum(axis=1, dtype=np.int64)
    bits = bits[then.comparable[at_then]]
    if bits.size and float(np.median(bits)) > DECODER_BITS[FingerprintKind.PDQ]:
        differ = f"half of them in {np.median(bits):.0f} bits or more"
        done.add(Part.FINGERPRINT, file.item_id, f"its frames differ when recomputed, {differ}")


def _batched(entries: Iterable[tuple[LogEntry, str]], size: int) -> Iterator[list[tuple[LogEntry, str]]]:
    """Lists of up to ``size`` entries (``itertools.batched`` came with Python 3.12)."""
    iterator = iter(entries)
    while page := list(islice(iterator, size)):
        yield page
