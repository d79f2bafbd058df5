"""Intakes become records: examined, deduplicated, written in batches, matched. The only writer of imports.

A batch is written whole or not at all. What was written stays written when the run is interrupted, and
running it again adds nothing twice, since ids derive from content.
"""

from __future__ import annotations

import os
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from provenance import checking
from provenance.errors import InputError, MediaError
from provenance.fingerprints.examine import Examined, read
from provenance.importers.folder import shown
from provenance.matching.leads import around
from provenance.model import MediaKind, Problem, Recorded
from provenance.named import NamedTuple
from provenance.recording import deposit_of
from provenance.store.deposit import Deposit, Receipt
from provenance.text import readable
from provenance.workers import Examiner, KnownFile, Result, Task

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from provenance.index.hamming import HammingIndex
    from provenance.index.local import LocalIndex
    from provenance.matching.leads import Lead
    from provenance.media.image import Limits
    from provenance.model import Intake, Match
    from provenance.reading import Reading
    from provenance.store.sqlite import SqliteStore

BATCH = 64  # intakes a transaction: a fraction of a second of work is lost at most, commits cost nothing
FEATURES_AT = 512  # pictures whose features may stand in the delta: 2 MB, read in 10 ms
FRAMES_AT = 10_000  # frames of videos that may stand in the delta: 80 minutes
CACHE_AT = 1_000  # hashes that may stand in the delta before the index appends them (read in 0.3 ms)


@dataclass(slots=True)
class Report:
    """Counts of what a run did."""

    new: int = 0
    known: int = 0  # everything about them was recorded before
    extended: int = 0  # known items that an appearance, a claim or a name was added to
    claims_only: int = 0
    set_aside: int = 0  # claims that were withdrawn or corrected before, and stay so
    matched: int = 0  # new items that show pixels of an item that was here before
    problems: Counter[str] = field(default_factory=Counter)  # by error name

    @property
    def failed(self) -> int:
        """Inputs that could not be used."""
        return sum(self.problems.values())


@dataclass(frozen=True, slots=True)
class Plan:
    """How a run is to be done."""

    limits: Limits
    folder: str  # where files are kept
    keep_in: str | None  # the same, or None to keep none of this run
    workers: int
    is_known: Callable[[str], bool]
    now: Callable[[], str]
    watch: Callable[[Recorded], None] | None = None
    wrote: Callable[[int], None] | None = None  # told how many were recorded, before they are compared
    reading: Reading | None = None
    thumbnails: bool = True  # whether a small grey picture is stored of each
    called: str | None = None  # the name of the one file, where it lies under another
    by_hand: bool = False  # a person says it now: claims that were withdrawn count again


@dataclass(slots=True)
class _Step:
    """One intake on its way through a batch."""

    locator: str
    deposit: Deposit | None = None
    examined: Examined | None = None
    problem: Problem | None = None
    path: str | None = None  # of the file


def ingest(
    store: SqliteStore,
    index: HammingIndex,
    intakes: Iterable[Intake | Problem],
    plan: Plan,
    *,
    local: LocalIndex | None = None,
    frames: HammingIndex | None = None,
    phashes: HammingIndex | None = None,
) -> Report:
    """Record every intake. Problems are recorded too, and do not end the run.

    ``local``: the index of local features; None records and matches by hashes only. ``frames``: that of frames of
    videos. ``phashes``: that of pHashes, which is only kept up to date.

    Raises:
        StorageFull, ArchiveLocked, ArchiveError: the batch under way was not written.
        KeyboardInterrupt: likewise.
    """
    report = Report()
    task = Task(plan.limits, plan.keep_in, plan.is_known, with_local=local is not None)
    with Examiner(task, workers=plan.workers, reading=plan.reading) as examiner:
        steps = (_step(store, intake, result, plan) for intake, result in examiner.results(intakes))
        for batch in _batches(steps):
            for recorded in _write(store, _Indexes(index, local, frames, phashes), batch, plan):
                _count(report, recorded)
                if plan.watch:
                    plan.watch(recorded)
    return report


def _batches(steps: Iterator[_Step]) -> Iterator[list[_Step]]:
    batch = []
    for step in steps:
        batch.append(step)
        if len(batch) == BATCH or (step.examined and step.examined.filmed):  # minutes of reading are not put at risk
            yield batch
            batch = []
    if batch:
        yield batch


def _step(store: SqliteStore, intake: Intake | Problem, result: Result, plan: Plan) -> _Step:
    if isinstance(intake, Problem):
        return _Step(intake.locator, problem=intake)
    locator = plan.called or _locator(intake)
    if isinstance(result, Problem):
        reason = result.reason.replace(intake.path or "", plan.called) if plan.called else result.reason
        return _Step(locator, problem=Problem(locator, reason, result.error))
    name = os.path.basename(intake.path) if intake.path else None  # noqa: PTH119 - bytes that are no UTF-8 survive
    name = plan.called or name
    if name:
        name = readable(name)
    try:
        examined = _examined_before(store, result) if isinstance(result, KnownFile) else result
        deposit = deposit_of(
            intake,
            examined,
            now=plan.now(),
            kept=plan.keep_in is not None,
            with_thumbnail=plan.thumbnails,
            file_name=name,
        )
    except InputError as error:
        return _Step(locator, problem=Problem(locator, str(error), type(error).__name__))
    if plan.by_hand:
        deposit = replace(deposit, by_hand=True)
    return _Step(locator, deposit, result if isinstance(result, Examined) else None, path=intake.path)


def _locator(intake: Intake) -> str:
    """Where the record stood, and which file it names."""
    place = intake.locator or intake.path or intake.label or "record"
    name = shown(os.path.basename(intake.path or ""))  # noqa: PTH119 - as below
    return readable(place if name in shown(place) else f"{place} ({name})")


def _examined_before(store: SqliteStore, known: KnownFile) -> Examined:
    """What is needed of a known file to say something more of it; nothing of it is written again."""
    row = store.item_by_digest(known.sha256)
    item = store.items([row])[row] if row is not None else None
    return Examined(
        sha256=known.sha256,
        byte_size=known.byte_size,
        media_type=(item and item.media_type) or "",
        kind=item.kind if item else MediaKind.IMAGE,
        comparable=bool(item and item.comparable),
    )


class _Indexes(NamedTuple):
    """What new items are looked up in."""

    hashes: HammingIndex
    local: LocalIndex | None
    frames: HammingIndex | None
    phashes: HammingIndex | None  # only kept up to date here: look-ups by other tools' hashes ask it


def _write(store: SqliteStore, indexes: _Indexes, batch: list[_Step], plan: Plan) -> Iterator[Recorded]:
    deposits = [step.deposit for step in batch if step.deposit]
    written = iter(store.write(deposits, now=plan.now()))
    problems = [step.problem for step in batch if step.problem]
    if problems:
        store.write_problems(problems, now=plan.now())
    if plan.wrote:
        plan.wrote(len(batch))
    outcomes = [(step, next(written) if step.deposit else None) for step in batch]
    fresh = [
        (step, wrote.item_id)
        for step, wrote in outcomes
        if wrote and wrote.receipt is Receipt.NEW and wrote.item_id and step.examined
    ]
    matches = _match(store, indexes, fresh, plan)
    for step, wrote in outcomes:
        if wrote is None:
            yield Recorded(step.locator, None, is_new=False, adds=False, problem=step.problem)
            continue
        new = wrote.receipt is Receipt.NEW
        yield Recorded(
            step.locator,
            wrote.item_id,
            is_new=new,
            adds=wrote.receipt is not Receipt.KNOWN,
            matches=matches.get(wrote.item_id or "", ()) if new else (),
            set_aside=wrote.set_aside,
        )


def _match(
    store: SqliteStore, indexes: _Indexes, fresh: list[tuple[_Step, str]], plan: Plan
) -> dict[str, tuple[Match, ...]]:
    """Find, and store as suggestions, the items that were here before and show the same pixels."""
    looked = [(step.examined, item_id) for step, item_id in fresh if step.examined]
    paths = [step.path for step, _ in fresh if step.examined]
    if not looked:
        return {}
    rows = store.rows_of(item_id for _, item_id in looked)
    found = checking.matches_of(store, indexes.hashes, [examined for examined, _ in looked])
    films = indexes.frames is not None and store.has_frames()
    led: list[list[Lead]] = [[] for _ in looked]
    if indexes.local is not None:
        from provenance import partial

        closer = [
            partial.matches_of_new(store, indexes.local, new, row=rows[item_id], led=leads if films else None)
            for (new, item_id), leads in zip(looked, led, strict=True)
        ]
        found = [checking.joined(hashed, parts) for hashed, parts in zip(found, closer, strict=True)]
    if films:
        from provenance import cards

        shown = [_by_frames(store, indexes, new, before=rows[item_id]) for new, item_id in looked]
        found = [checking.with_frames(others, frames) for others, frames in zip(found, shown, strict=True)]
        found = [
            _looked_at_again(store, new, path, leads, hits, plan)
            for (new, _), path, leads, hits in zip(looked, paths, led, found, strict=True)
        ]
        found = [cards.told_apart(store, hits, new.plane) for (new, _), hits in zip(looked, found, strict=True)]
    matches: dict[str, tuple[Match, ...]] = {}
    stored = []
    for (_, item_id), hits in zip(looked, found, strict=True):
        earlier = {row: match for row, match in hits.items() if row < rows[item_id] and match.is_reuse}
        stored += [(rows[item_id], row, match) for row, match in earlier.items()]
        matches[item_id] = tuple(earlier.values())
    store.write_matches(stored, now=plan.now())
    indexes.hashes.catch_up(at_least=CACHE_AT)
    if indexes.phashes is not None:
        indexes.phashes.catch_up(at_least=CACHE_AT)
    if indexes.local is not None:
        indexes.local.catch_up(at_least=FEATURES_AT)
    if indexes.frames is not None:
        indexes.frames.catch_up(at_least=FRAMES_AT)
    return matches


def _by_frames(store: SqliteStore, indexes: _Indexes, new: Examined, *, before: int) -> dict[int, Match]:
    from provenance import watching

    assert indexes.frames is not None  # noqa: S101 - asked for only where there is one
    return watching.matches_of(store, indexes.frames, indexes.hashes, new, local=indexes.local, before=before)


def _looked_at_again(
    store: SqliteStore, new: Examined, path: str | None, led: list[Lead], found: dict[int, Match], plan: Plan
) -> dict[int, Match]:
    """The matches, with what kept films that may show a still say between their recorded frames.

    A check also looks where nothing but a rough likeness leads to a film: one picture in ten, a second each.
    """
    moments = {row: _moment(match) for row, match in found.items() if not match.is_certain}
    led = led + [around(row, ms) for row, ms in moments.items() if ms is not None]
    if not led or path is None or new.kind is not MediaKind.IMAGE:
        return found
    from provenance.rewatching import closer

    try:
        file = read(path, limits=plan.limits)
    except MediaError:  # it is gone since it was recorded
        return found
    return closer(store, found, led, file, new, folder=plan.folder, limits=plan.limits).matches


def _moment(match: Match) -> int | None:
    """Where in a film a still was found."""
    ms = (match.detail or {}).get("frame_ms")
    return None if ms is None else int(ms)


def _count(report: Report, recorded: Recorded) -> None:
    report.set_aside += recorded.set_aside
    if recorded.problem:
        report.problems[recorded.problem.error] += 1
    elif recorded.item_id is None:
        report.claims_only += recorded.adds
        report.known += not recorded.adds
    elif recorded.is_new:
        report.new += 1
        report.matched += bool(recorded.matches)
    elif recorded.adds:
        report.extended += 1
    else:
        report.known += 1
