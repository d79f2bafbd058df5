"""The archive as people and pages use it: joins the store, the index and the matching.

A façade: each method is a few lines that say in which order things happen. What deserves a test of its
own lies below. Modules that only writing needs are loaded when something is written.
"""

from __future__ import annotations

import os
from contextlib import closing, suppress
from functools import partial
from typing import TYPE_CHECKING, Any, Self

from provenance import checking
from provenance.errors import BadOption, ProvenanceError, UnknownId
from provenance.fingerprints import pdq
from provenance.fingerprints.examine import examine, examine_read, read
from provenance.index.hamming import HammingIndex
from provenance.judged import Judged
from provenance.media.image import DEFAULT_LIMITS
from provenance.model import FingerprintKind, Intake, MediaKind, Problem
from provenance.store.connection import BUSY_SECONDS
from provenance.store.sqlite import KnownFiles, SqliteStore
from provenance.stored_hashes import StoredHashes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import datetime
    from pathlib import Path
    from types import TracebackType

    from PIL import Image

    from provenance.comparing import Comparison, Proof, Side
    from provenance.featuring import FeaturesAdded
    from provenance.findings.calibrated import Calibration
    from provenance.fingerprints.examine import Examined, FileBytes
    from provenance.framing import Frame
    from provenance.index.hamming import IndexStats
    from provenance.index.local import LocalIndex
    from provenance.ingesting import Report
    from provenance.looking_up import HashAsked
    from provenance.matching.leads import Lead, Looked, Rewatched
    from provenance.matching.masks import Mask
    from provenance.media.image import Limits
    from provenance.model import (
        Answer,
        Appearance,
        Claim,
        Fact,
        Fingerprint,
        Match,
        MediaItem,
        Recorded,
        RecordedClaim,
        Seen,
        Source,
        Thumbnail,
    )
    from provenance.reading import Reading
    from provenance.verifying import Verification
    from provenance.viewing import Views

MOST_WORKERS = 8  # beyond it the one writer, not the decoding, sets the pace


def _utc_now() -> datetime:
    from datetime import UTC, datetime

    return datetime.now(tz=UTC)


class Archive(Judged):
    """Media items, what was claimed of them, and the look-up by picture. A context manager."""

    def __init__(
        self,
        path: str | Path,
        *,
        create: bool = True,
        clock: Callable[[], datetime] = _utc_now,
        limits: Limits = DEFAULT_LIMITS,
        busy_seconds: float = BUSY_SECONDS,
    ) -> None:
        """Open the archive, by default making it where there is none.

        Raises:
            ArchiveError: one of its kinds, naming the file and the remedy.
        """
        self._path = os.fspath(path)
        self._clock = clock
        self._limits = limits
        self._store = SqliteStore(
            self._path, create=create, now=self._now() if create else "", busy_seconds=busy_seconds
        )
        self._index = HammingIndex(
            self._path + ".index",
            StoredHashes(self._store, FingerprintKind.PDQ, pdq.VERSION, pdq.MIN_QUALITY),
            kind=f"{FingerprintKind.PDQ.value} of quality {pdq.MIN_QUALITY}",
            version=pdq.VERSION,
        )
        self._local_index: LocalIndex | None = None
        self._frame_index: HammingIndex | None = None
        self._phash_index: HammingIndex | None = None

    @property
    def _local(self) -> LocalIndex:
        """The index of local features, made when first asked for."""
        if self._local_index is None:
            from provenance.fingerprints import local
            from provenance.index.local import LocalIndex
            from provenance.partial import StoredFeatures

            folder = os.path.join(self._path + ".index", "local")  # noqa: PTH118 - pathlib is slow to load
            self._local_index = LocalIndex(folder, StoredFeatures(self._store, local.VERSION), version=local.VERSION)
        return self._local_index

    @property
    def _frames(self) -> HammingIndex:
        """The index of frames of videos, made when first asked for."""
        if self._frame_index is None:
            from provenance.fingerprints import frames
            from provenance.stored_hashes import StoredFrames

            self._frame_index = HammingIndex(
                os.path.join(self._path + ".index", "frames"),  # noqa: PTH118 - pathlib is slow to load
                StoredFrames(self._store, frames.VERSION, pdq.MIN_QUALITY),
                kind=f"frames of quality {pdq.MIN_QUALITY}",
                version=frames.VERSION,
                within=True,
            )
        return self._frame_index

    @property
    def _phashes(self) -> HammingIndex:
        """The index of pHashes, made when first asked for."""
        if self._phash_index is None:
            from provenance.fingerprints import perceptual
            from provenance.stored_hashes import StoredPHashes

            self._phash_index = HammingIndex(
                os.path.join(self._path + ".index", "phash"),  # noqa: PTH118 - pathlib is slow to load
                StoredPHashes(self._store, FingerprintKind.PHASH, perceptual.VERSION),
                kind="pHash, four times over",
                version=perceptual.VERSION,
                within=True,
            )
        return self._phash_index

    @property
    def path(self) -> Path:
        """The archive file."""
        from pathlib import Path  # with what it loads a fiftieth of a cold check, so only where it is asked for

        return Path(self._path)

    @property
    def limits(self) -> Limits:
        """What decoding a file may cost."""
        return self._limits

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the file. Idempotent."""
        self._store.close()

    def remove_if_empty(self) -> bool:
        """Delete the archive if nothing was ever recorded in it; says whether it did."""
        counts = self._store.counts()
        if any(counts[name] for name in ("items", "claims", "problems", "sources")):
            return False
        from pathlib import Path

        self.close()
        for ending in ("", "-wal", "-shm"):
            with suppress(OSError):
                Path(self._path + ending).unlink()
        return True

    # -- asking -----------------------------------------------------------------------------------

    def check(
        self,
        path: str | Path,
        *,
        fast: bool = False,
        claim: Claim | None = None,
        published: str | None = None,
        watch: Callable[[int, int], None] | None = None,
    ) -> Answer:
        """Whether the file was seen before, and what it was said to show. Records nothing.

        ``fast`` leaves the local tier out: hashes of the whole picture only. ``claim`` is what is being claimed of
        the picture now, ``published`` when the file that is asked about was published; the answer says what of the
        archive contradicts them. ``watch`` is told, of a video, how many milliseconds are done, and of how many; 0
        where it does not say.

        Raises:
            MediaError: the file cannot be used.
            BadDate: the date of the claim, or of the publication, cannot be read.
        """
        file = read(os.fspath(path), limits=self._limits)
        asked = examine_read(file, limits=self._limits, with_facts=False, with_local=not fast, watch=watch)
        by_parts = None if fast else partial(self._by_parts, file)
        films = asked.filmed is not None or asked.kind is MediaKind.VIDEO or self._store.has_frames()
        by_frames = partial(self._by_frames, os.fspath(path), fast=fast) if films else None
        again = partial(self._again, file) if films and not fast else None
        answer = checking.answer_for(
            self._store, self._index, asked, name=os.fspath(path), by_parts=by_parts, by_frames=by_frames, again=again
        )
        if not (claim or published or answer.claims or (answer.seen and self._store.has_judgements())):
            return answer
        from provenance.answering import judged

        captured = asked.captured  # a video's are read with its frames
        if (claim or published) and not asked.filmed:
            captured = examine_read(file, limits=self._limits).captured
        return judged(self._store, answer, claim=claim, published=published, captured=captured)

    def look_up(self, asked: HashAsked) -> Answer:
        """What is recorded of the items that have this hash, or one near to it. Records nothing.

        It says less than a check of the picture: only whole pictures in the same orientation are found.
        """
        from provenance import looking_up

        answer = looking_up.answer_for(self._store, looking_up.Indexes(self._index, self._phashes), asked)
        if not answer.claims and not (answer.seen and self._store.has_judgements()):
            return answer
        from provenance.answering import judged

        return judged(self._store, answer)

    def _by_parts(self, file: FileBytes, asked: Examined) -> Looked | None:
        from provenance import partial as tier
        from provenance.colouring import Colours
        from provenance.store import files

        colours = Colours(file, files.folder_of(self._path), self._limits)
        return tier.matches_of(self._store, self._local, self._index, file, asked, limits=self._limits, colours=colours)

    def _again(self, file: FileBytes, asked: Examined, found: dict[int, Match], leads: Sequence[Lead]) -> Rewatched:
        from provenance.rewatching import closer
        from provenance.store import files

        return closer(self._store, found, leads, file, asked, folder=files.folder_of(self._path), limits=self._limits)

    def _by_frames(self, path: str, asked: Examined, *, fast: bool) -> Looked:
        from provenance import watching

        looked = watching.looked(self._store, self._frames, self._index, asked, local=self._local)
        if fast or asked.filmed is None or asked.kind is MediaKind.IMAGE:
            return looked
        from provenance import resampling, standing
        from provenance.store import files

        finer = resampling.matches_of(
            self._store, self._frames, asked.filmed, looked.matches, path=path, limits=self._limits
        )

        as_picture = standing.matches_of(
            self._store, self._frames, self._index, self._local, asked.filmed,
            path=path, folder=files.folder_of(self._path), limits=self._limits,
        )  # fmt: skip
        return looked._replace(matches=as_picture | finer)

    def recorded_as(self, sha256: str) -> str | None:
        """The full id of the item that has a file with this SHA-256, in hexadecimal."""
        row = self._store.item_by_digest(sha256)
        return None if row is None else self._store.items([row])[row].id

    def diff(self, a: str | Path, b: str | Path) -> Comparison:
        """What the second picture changes against the first; each is a file, or the beginning of an item's id.

        A frame of a video is named ``clip.mp4@03:12``, or ``m-3f9a2c@03:12``; of two without such a moment those are
        compared that their match names, the stored one or one that is found now.

        Raises:
            MediaError, UnknownId, AmbiguousId: one of them cannot be used.
            BadOption: one is a video of which no frame is named or found, or nothing of it is kept.
        """
        from provenance import pairing
        from provenance.comparing import compare

        paired = pairing.with_moments(self, os.fspath(a), os.fspath(b))
        return compare(self._side(paired.a), self._side(paired.b))._replace(moments=paired.why)

    def proof(self, path: str | Path, match: Match, *, hide: bool = False) -> Proof:
        """The proof picture of a match that :meth:`check` found of the file; ``hide`` makes it unrecognisable.

        Raises:
            MediaError, BadOption: as :meth:`diff`.
        """
        from provenance.comparing import Proof, draw_match
        from provenance.findings import moments

        shown = moments.of_match(match)
        archived = self._side(match.item_id, at_ms=shown.archived_ms)
        asked = self._side(os.fspath(path), at_ms=shown.asked_ms)
        return Proof(draw_match(match, archived, asked, hide=hide), of_thumbnail=archived.is_thumbnail)

    def views(self, path: str | Path, match: Match, *, hide: bool = False) -> Views:
        """The file beside an item that :meth:`check` found of it, in every way in which they can be looked at.

        Raises:
            MediaError, BadOption: as :meth:`diff`.
        """
        from provenance.findings import moments
        from provenance.viewing import views_of_match

        shown = moments.of_match(match)
        archived = self._side(match.item_id, at_ms=shown.archived_ms)
        return views_of_match(match, archived, self._side(os.fspath(path), at_ms=shown.asked_ms), hide=hide)

    def colours(self, prefix: str, side: int) -> Image.Image:
        """The kept file of a picture in colours, upright, at most ``side`` pixels wide and high, or a little more.

        Raises:
            UnknownId, AmbiguousId, MediaError: it cannot be used.
            BadOption: its file is not kept.
        """
        from provenance.media.image import open_image

        place = self.place_of_file(prefix)
        file = read(place, limits=self._limits) if place else None
        if file is None or file.data is None:
            raise BadOption(f"{prefix}: its file is not kept, or no picture")
        return open_image(file.data, name=prefix, limits=self._limits).colours(side)

    def duration_ms(self, prefix: str) -> int:
        """How long a video is, as far as its frames are known; else 0."""
        found = self._store.frames_of(self._store.find_item(prefix))
        return found[0] if found else 0

    def key_frames(self, prefix: str) -> list[tuple[int, bytes]]:
        """Of a video the frames of which a small grey picture is kept, as JPEG, with their times in milliseconds."""
        kept = self._store.key_frames_of(self._store.find_item(prefix))
        return [(one.frame_ms, one.jpeg) for one in kept if one.jpeg]

    def frame(self, prefix: str, at: str) -> Frame:
        """The frame of an item that is on the screen at ``at``: ``03:12``, ``1:02:03`` or ``03:12.5``.

        Raises:
            UnknownId, AmbiguousId, MediaError: it cannot be used.
            BadOption: there is no such moment, or nothing of the item is kept.
        """
        from provenance import framing
        from provenance.store import files

        ms = framing.milliseconds(at)
        row = self._store.find_item(prefix)
        return framing.frame_of_item(
            self._store, row, ms, folder=files.folder_of(self._path), name=prefix, limits=self._limits
        )

    def _side(self, name: str, *, at_ms: int | None = None) -> Side:
        side = self._uncovered(name, at_ms=at_ms)
        if side.item is not None:
            side.covered_by = self.covered([side.item.id]).get(side.item.id)
        return side

    def _uncovered(self, name: str, *, at_ms: int | None) -> Side:
        from provenance import comparing, framing
        from provenance.store import files

        base, moment = (name, at_ms) if at_ms is not None else framing.named(name)
        if not comparing.is_id(base):
            return comparing.side_of_file(name, limits=self._limits, store=self._store, at_ms=at_ms)
        row = self._store.find_item(base)
        folder = files.folder_of(self._path)
        return comparing.side_of_item(self._store, row, folder, name=base, limits=self._limits, at_ms=moment)

    def facts_of_file(self, path: str | Path) -> tuple[Fact, ...]:
        """What a file that need not be recorded says about itself."""
        return examine(os.fspath(path), limits=self._limits, with_facts=True).facts

    def item(self, prefix: str) -> MediaItem:
        """The one item whose id begins with ``prefix``.

        Raises:
            UnknownId, AmbiguousId.
        """
        row = self._store.find_item(prefix)
        return self._store.items([row])[row]

    def show(self, prefix: str) -> Seen:
        """An item with its appearances, claims and origins."""
        return self._recorded_of(self._store.find_item(prefix))

    def show_each(self, ids: Iterable[str]) -> list[Seen]:
        """The same of several items, named by full ids, in this order; at once, which of many is quicker."""
        from provenance.judging import seen_of

        wanted = list(ids)
        rows = self._store.rows_of(wanted)
        seen = seen_of(self._store, list(rows.values()))
        return [seen[rows[one]] for one in wanted if rows.get(one) in seen]

    def _recorded_of(self, row: int) -> Seen:
        from provenance.covering import marks
        from provenance.model import Seen

        item = self._store.items([row])[row]
        return Seen(
            item=item,
            match=None,
            certain=True,
            appearances=tuple(self._store.appearances([row])),
            claims=tuple(self._store.claims([row])),
            origins=tuple(origin for _, origin in self._store.origins([row])),
            file_names=self._store.file_names(row),
            covered_by=marks(self._store, [row]).get(row),
        )

    def facts(self, prefix: str) -> tuple[Fact, ...]:
        """What an item's file says about itself."""
        return self._store.facts(self._store.find_item(prefix))

    def fingerprints(self, prefix: str) -> tuple[Fingerprint, ...]:
        """All fingerprints of an item."""
        return self._store.fingerprints(self._store.find_item(prefix))

    def thumbnail(self, prefix: str) -> Thumbnail | None:
        """The small grey picture of an item, if its file is kept."""
        return self._store.thumbnail(self._store.find_item(prefix))

    def file_of(self, prefix: str) -> Path | None:
        """The kept file of an item."""
        from pathlib import Path

        place = self.place_of_file(prefix)
        return Path(place) if place else None

    def place_of_file(self, prefix: str) -> str | None:
        """Where the kept file of an item lies."""
        from provenance.store import files

        item = self.item(prefix)
        if not (item.sha256 and item.file_kept):
            return None
        return files.place_of(files.folder_of(self._path), item.sha256, item.media_type)

    def matches_of(self, prefix: str) -> list[tuple[str, Match]]:
        """Stored matches of an item: the other item's id, and the match."""
        row = self._store.find_item(prefix)
        stored = self._store.matches([row])
        others = self._store.items({other if item == row else item for item, other, _ in stored})
        return [(others[other if item == row else item].id, match) for item, other, match in stored]

    def in_order(self, *ids: str) -> list[str]:
        """Items, named by full ids, in the order in which they were recorded, also those of one second."""
        rows = self._store.rows_of(ids)
        return sorted(ids, key=lambda one: rows[one])

    def added_at(self, ids: Iterable[str]) -> dict[str, str]:
        """When some items, named by full ids, were recorded."""
        return self._store.added_at(ids)

    def covered(self, ids: Iterable[str]) -> dict[str, str]:
        """Of some items, named by full ids, those whose pictures are covered: the id of the item marked graphic.

        That is the item itself, or one that certainly shows the same; see :mod:`provenance.covering`.
        """
        from provenance.covering import marks

        rows = self._store.rows_of(ids)
        found = marks(self._store, list(rows.values()))
        return {item_id: found[row] for item_id, row in rows.items() if row in found}

    def short_id(self, item_id: str) -> str:
        """The shortest beginning of an id that names one item only."""
        return self._store.short_id(item_id)

    def items(self, *, after: str | None = None, **filters: Any) -> Iterator[Seen]:
        """Items, newest first; the filters are those of :meth:`SqliteStore.list_rows`.

        ``after`` is the id of an item: only those that were recorded before it.

        Raises:
            UnknownId: there is no such item.
        """
        if after is not None:
            rows = self._store.rows_of([after])
            if after not in rows:
                raise UnknownId(f"{after}: no item has this id, so that nothing comes after it")
            filters["before"] = rows[after]
        for row in self._store.list_rows(**filters):
            yield self._recorded_of(row)

    def search(
        self, text: str, *, place: str | None = None, limit: int = 20, **narrowed: Any
    ) -> tuple[list[RecordedClaim], list[Appearance]]:
        """Claims and appearances that hold these words, or names spelt otherwise, in any script.

        What is spelt as it was typed comes first. The further keywords are the fields of
        :class:`provenance.store.sqlite.Sought`; with one of them, or ``place``, ``text`` may be empty.

        Raises:
            BadOption: there is nothing to search for, or ``place`` is not known.
        """
        from provenance.searching import search

        return search(self._store, text, place=place, limit=limit, narrowed=narrowed)

    def sources(self, text: str | None = None) -> list[tuple[str, Source, int, int]]:
        """Sources whose name holds ``text``: id, source, number of items and of claims."""
        from provenance.text import fold

        return self._store.sources(fold(text) if text else None)

    def source(self, source_id: str) -> tuple[list[MediaItem], list[RecordedClaim]]:
        """What a source published or is credited with, and what it claims."""
        items = self._store.items(self._store.items_of_source(source_id))
        return list(items.values()), self._store.claims_of_source(source_id)

    def counts(self) -> dict[str, int]:
        """How many records there are of each kind."""
        return self._store.counts()

    def item_count(self) -> int:
        """How many items there are; quicker than all counts."""
        return self._store.item_count()

    def problems(self, *, limit: int = 50) -> list[tuple[str, Problem]]:
        """The newest inputs that could not be used, each with its time."""
        return self._store.problems(limit=limit)

    def log_head(self) -> tuple[int, str] | None:
        """Number and digest of the newest log entry."""
        return self._store.log_head()

    # -- recording --------------------------------------------------------------------------------

    def add(
        self,
        path: str | Path,
        *,
        keep: bool = True,
        thumbnails: bool = True,
        claims: Iterable[Claim] = (),
        called: str | None = None,
        reading: Reading | None = None,
        **said: Any,
    ) -> MediaItem:
        """Record one file with what is said of it; the keywords are the fields of :class:`Intake`.

        Without ``keep`` the file is not stored, and without ``thumbnails`` no small grey picture of it either.
        ``called`` is the name that the file was handed in under, where it lies under another; for ``reading`` see
        :meth:`ingest`.

        Raises:
            MediaError, InputError: nothing was recorded.
        """
        said.setdefault("observed", said.get("url") is not None)  # whoever adds a file with a URL found it there
        intake = Intake(path=os.fspath(path), claims=tuple(claims), **said)
        recorded: list[Recorded] = []
        watch = recorded.append
        self.ingest(
            [intake], keep=keep, thumbnails=thumbnails, watch=watch, called=called, reading=reading, by_hand=True
        )
        problem = recorded[0].problem
        if problem:
            raise _as_error(problem)
        assert recorded[0].item_id is not None  # noqa: S101 - an intake with a file makes an item
        return self.item(recorded[0].item_id)

    def attach(self, prefix: str, path: str | Path, *, keep: bool = True, thumbnails: bool = True) -> MediaItem:
        """Give an item that was known by reference only its file; a file known already makes the two one.

        Raises:
            UnknownId, AmbiguousId, MediaError; BadOption when the item has another file.
        """
        reference = self._store.find_item(prefix)
        before = self._store.items([reference])[reference]
        found = read(os.fspath(path), limits=self._limits).format
        if found and found.kind is not before.kind:
            raise BadOption(
                f"{self.short_id(before.id)}: is {_a(before.kind)}, and {path} is {_a(found.kind)}. "
                "Another kind of file is an item of its own: provenance add FILE"
            )
        if before.sha256:
            raise BadOption(
                f"{self.short_id(before.id)}: has a file already. Another file is another item: provenance add FILE"
            )
        item = self.add(path, keep=keep, thumbnails=thumbnails)
        row = self._store.rows_of([item.id])[item.id]
        self._store.merge(reference, row, now=self._now())
        return self.item(item.id)

    def tell(self, prefix: str, intake: Intake) -> MediaItem:
        """Record what else is said of an item: an appearance, a credit line, claims. Any file is left aside.

        Raises:
            UnknownId, AmbiguousId, InputError: nothing was recorded.
        """
        from dataclasses import replace

        from provenance.recording import deposit_of

        item = self.item(prefix)
        deposit = deposit_of(intake, None, now=self._now(), kept=item.file_kept, about=item)
        self._store.write([replace(deposit, by_hand=True)], now=self._now())
        return self.item(item.id)

    def ingest(
        self,
        intakes: Iterable[Intake | Problem],
        *,
        keep: bool = True,
        thumbnails: bool = True,
        fast: bool = False,
        workers: int | None = None,
        watch: Callable[[Recorded], None] | None = None,
        wrote: Callable[[int], None] | None = None,
        reading: Reading | None = None,
        called: str | None = None,
        by_hand: bool = False,
    ) -> Report:
        """Record every intake in batches; problems are recorded and do not end the run.

        ``watch`` is told what became of each; ``wrote`` how many were just recorded, which are compared then;
        ``reading``, of a video, its path, how many milliseconds are done, and
        of how many, 0 where it does not say.

        ``fast`` makes and compares hashes of whole pictures only; :meth:`add_features` can follow later. Without
        ``thumbnails`` no small grey picture is stored, and a match by parts is never more than probable. ``called`` is
        the name of the one file, where it lies under another. ``by_hand``: a person says it now, so that claims that
        were withdrawn count again; what an import brings once more stays withdrawn.
        """
        from provenance.ingesting import Plan, ingest
        from provenance.store import files

        known = KnownFiles(self._path, must_be_kept=keep)
        plan = Plan(
            limits=self._limits,
            folder=files.folder_of(self._path),
            keep_in=files.folder_of(self._path) if keep else None,
            workers=workers or min(os.cpu_count() or 1, MOST_WORKERS),
            is_known=known,
            now=self._now,
            watch=watch,
            wrote=wrote,
            reading=reading,
            thumbnails=thumbnails,
            called=called,
            by_hand=by_hand,
        )
        with closing(known):
            frames = self._frames if not fast or self._store.has_frames() else None
            local = None if fast else self._local
            return ingest(self._store, self._index, intakes, plan, local=local, frames=frames, phashes=self._phashes)

    def learn_mask(self, source_id: str) -> tuple[Mask, ...]:
        """Learn what a source puts on all that it publishes, and discount it from now on; see matching/masks.py.

        Raises:
            BadOption: there is nothing to learn from, or nothing in common.
        """
        from provenance.masking import learn_mask

        return learn_mask(self._store, source_id, now=self._now())

    def reveal(self, prefix: str) -> None:
        """Note in the log that a picture marked graphic was shown.

        Raises:
            UnknownId, AmbiguousId.
        """
        self._store.log_access(self.item(prefix).id, now=self._now())

    # -- upkeep -----------------------------------------------------------------------------------

    def reindex(self) -> int:
        """Make the indexes anew from the store; returns the number of hashes."""
        self._local.rebuild()
        self._frames.rebuild()
        self._phashes.rebuild()
        return self._index.rebuild()

    def add_features(
        self, *, workers: int | None = None, watch: Callable[[int, int], None] | None = None
    ) -> FeaturesAdded:
        """Make the local features that are missing, of pictures whose files are kept.

        ``watch`` is told how many files were looked at, and of how many.
        """
        from provenance.featuring import add_features
        from provenance.store import files

        return add_features(
            self._store,
            self._local,
            files.folder_of(self._path),
            limits=self._limits,
            workers=workers or min(os.cpu_count() or 1, MOST_WORKERS),
            now=self._now,
            watch=watch,
        )

    def index_stats(self) -> IndexStats:
        """What the index covers."""
        return self._index.stats()

    def calibrate(
        self, *, sample: int = 100, seed: int = 0, watch: Callable[[int, int], None] | None = None
    ) -> Calibration:
        """Try the archive on edits of its own pictures, and on each as if it were not there; store the rates.

        ``watch`` is told how many questions were asked, and of how many.

        Raises:
            ArchiveError: too few pictures can be tried.
        """
        from provenance.calibrating import Tried, calibrate
        from provenance.store import files

        tried = Tried(self._store, self._index, self._local, files.folder_of(self._path), self._limits)
        done = calibrate(tried, sample=sample, seed=seed, now=self._now(), watch=watch)
        self._store.write_calibration(done.to_body(), now=done.at)
        return done

    def calibration_sentence(self) -> str | None:
        """How often the archive answered wrongly when it was tried last."""
        return checking.calibration_of(self._store)

    def calibration(self) -> Calibration | None:
        """The newest stored calibration."""
        from provenance.findings.calibrated import Calibration

        body = self._store.newest_calibration()
        return Calibration.from_body(body) if body else None

    def verify(self, *, with_files: bool = True, watch: Callable[[str], None] | None = None) -> Verification:
        """Recompute the log's chain, the records, the kept files and their fingerprints."""
        from provenance.store import files
        from provenance.verifying import verify

        folder = files.folder_of(self._path)
        return verify(self._store, self._index, folder, limits=self._limits, with_files=with_files, watch=watch)

    def _now(self) -> str:
        from provenance.dates import utc_text

        return utc_text(self._clock())


def _a(kind: MediaKind) -> str:
    return "an image" if kind is MediaKind.IMAGE else "a video"


def _as_error(problem: Problem) -> ProvenanceError:
    """The error that a problem stands for, for callers that handed in one file."""
    from provenance import errors

    kind = getattr(errors, problem.error, ProvenanceError)
    error: ProvenanceError = kind(problem.reason)
    return error
