"""What is handed to the store in one piece: an item with everything that came with it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from provenance.judgement import Verdict
    from provenance.model import (
        Appearance,
        Fact,
        Fingerprint,
        MediaItem,
        Origin,
        RecordedClaim,
        Source,
        Thumbnail,
    )


class Frames(NamedTuple):
    """The frames of a video, as they are stored."""

    version: int
    decoder: str
    duration_ms: int
    packed: bytes  # all hashes with their times
    # Of each key frame: its features, its time in them, and a small grey picture.
    key_frames: tuple[tuple[Fingerprint, Thumbnail | None], ...]
    width: int  # pixels, upright
    height: int


@dataclass(frozen=True, slots=True)
class Deposit:
    """Records that belong together and are written, or not written, together.

    ``item is None`` for claims about an event without any media.
    """

    item: MediaItem | None
    fingerprints: tuple[Fingerprint, ...] = ()
    thumbnail: Thumbnail | None = None
    frames: Frames | None = None
    facts: tuple[Fact, ...] = ()
    file_name: str | None = None
    note: str | None = None  # of the item itself
    appearance: Appearance | None = None
    searchable: str = ""  # folded text of the appearance, for search
    origins: tuple[Origin, ...] = ()
    claims: tuple[RecordedClaim, ...] = ()
    claims_searchable: tuple[str, ...] = ()  # folded text of each claim, in the same order
    verdicts: tuple[Verdict, ...] = ()
    reviewers: tuple[Source, ...] = ()  # who published the verdicts
    further: tuple[Deposit, ...] = ()  # of the same item: other appearances that the record speaks of
    # A source, whom it is said to belong to, and the words that say so.
    affiliations: tuple[tuple[Source, Source, str], ...] = ()
    by_hand: bool = False  # a person says it now: claims that were withdrawn count again


class Receipt(StrEnum):
    """What became of a deposit."""

    NEW = "new"
    KNOWN_ITEM = "known-item"  # the item was there; something about it is new
    KNOWN = "known"  # everything was there


@dataclass(frozen=True, slots=True)
class Written:
    """The store's answer to one deposit."""

    item_id: str | None
    receipt: Receipt
    claims: tuple[str, ...] = ()  # ids of its claims, as they were recorded
    set_aside: int = 0  # of these claims: were withdrawn or corrected before, and stay so
