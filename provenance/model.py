"""The vocabulary as immutable records and enums. No behaviour beyond saying what a record means.

One word per idea: the same words are the columns of the store, the keys of ``--json`` and the
commands. Dates that people enter are EDTF text (:mod:`provenance.dates`); instants that the program
itself records are UTC text such as ``2026-03-02T16:04:00Z``.

Records are named tuples: defining a frozen dataclass takes forty times as long, and the records of a cold ``check``
would be a tenth of its time (measured with tests/benchmarks). :mod:`provenance.named` says of which kind.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from provenance.judgement import Finding, InheritedVerdict, OutsideSearch, Standing


class MediaKind(StrEnum):
    """What a media item is."""

    IMAGE = "image"
    VIDEO = "video"


class OriginKind(StrEnum):
    """Three statements about where an item comes from, never merged."""

    CLAIMED = "claimed"  # a credit line says so
    OBSERVED = "observed"  # it was fetched there
    ESTABLISHED = "established"  # a person found it out


class DateRole(StrEnum):
    """What a date is the date of."""

    EVENT = "event"  # claimed: when the thing shown is said to have happened
    CAPTURED = "captured"  # the camera's clock, as the file says
    POSTED = "posted"
    ARCHIVED = "archived"
    CRAWLED = "crawled"
    ACQUIRED = "acquired"  # when it was recorded here
    PUBLISHED = "published"


class Hedge(StrEnum):
    """How far the speaker stands behind the claim."""

    PURPORTS = "purports"
    REPORTEDLY = "reportedly"
    SAID_TO = "said-to"
    ALLEGEDLY = "allegedly"
    UNVERIFIED = "unverified"
    CLAIMED = "claimed"


class FingerprintKind(StrEnum):
    """How a fingerprint was computed; see :mod:`provenance.fingerprints`."""

    PDQ = "pdq"
    PHASH = "phash"
    PIXELS = "pixels"  # SHA-256 of the decoded luma plane
    LOCAL = "local"  # words and signatures of small patches, with their places


class Region(StrEnum):
    """Which part of the picture a fingerprint describes."""

    WHOLE = "whole"
    TRIMMED = "trimmed"  # uniform borders left out


class Alteration(StrEnum):
    """How one item differs from another that shows the same pixels."""

    IDENTICAL = "identical"
    RE_ENCODED = "re-encoded"
    RESIZED = "resized"
    CROPPED = "cropped"
    MIRRORED = "mirrored"
    ROTATED = "rotated"
    BORDERED = "bordered"
    CAPTIONED = "captioned"
    OVERLAID = "overlaid"
    RECOLOURED = "recoloured"
    COLLAGE = "collage"
    SCREENSHOT = "screenshot"
    EXCERPT = "excerpt"
    SLOWED = "slowed"
    SPED_UP = "sped-up"
    STILL = "still"


class ReviewState(StrEnum):
    """What a person has said of a match."""

    SUGGESTED = "suggested"
    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    DISPUTED = "disputed"


class Tier(StrEnum):
    """The steps of a check, cheapest first."""

    EXACT = "exact"
    HASH = "hash"
    LOCAL = "local"  # patches of the picture, their geometry, and the pixels between them
    FRAMES = "frames"  # frames of videos, and their order
    PERSON = "person"  # no comparison: a person says so


class Relation(StrEnum):
    """What a verified match says of two pictures, strongest first. Only the first two are reuse."""

    COPY = "copy"
    PROBABLE = "probable-copy"  # a person should look
    TEMPLATE = "shared-template"  # a frame, a logo, a caption, a text: the picture between them is another
    SCENE = "same-scene"  # another photograph of the same thing, perhaps


class Outcome(StrEnum):
    """What a check ends in."""

    SEEN = "seen"
    NOT_SEEN = "not-seen"
    NOT_COMPARABLE = "not-comparable"


class ClaimRelation(StrEnum):
    """What one claim is to another."""

    RESTATES = "restates"
    NARROWS = "narrows"
    CONTRADICTS = "contradicts"
    RETRACTS = "retracts"
    ATTRIBUTES = "attributes"  # says that somebody else made the other one


class Rating(StrEnum):
    """A person's finding on a claim."""

    TRUE = "true"
    MOSTLY_TRUE = "mostly-true"
    MIXED = "mixed"
    MOSTLY_FALSE = "mostly-false"
    FALSE = "false"
    MISPLACED = "misplaced"  # the picture is of another time or place
    UNPROVEN = "unproven"


class Strength(StrEnum):
    """How far a contradiction goes, strongest first."""

    DECISIVE = "decisive"  # the records cannot all be true
    STRONG = "strong"  # they cannot, unless one was read or dated wrongly
    WEAK = "weak"  # worth a look


class Orientation(NamedTuple):
    """A quarter turn, then perhaps a mirror image: what was done to the one to get the other."""

    rotated_clockwise: int = 0  # degrees: 0, 90, 180, 270
    mirrored: bool = False  # left and right exchanged, after the turn

    @property
    def is_upright(self) -> bool:
        """Whether nothing was turned or mirrored."""
        return self.rotated_clockwise == 0 and not self.mirrored


class Fingerprint(NamedTuple):
    """One comparable value of an item, with all that is needed to know what it may be compared with."""

    kind: FingerprintKind
    value: bytes
    version: int
    decoder: str  # the rule by which the file became pixels, e.g. "pillow-draft-luma-512"
    region: Region = Region.WHOLE
    quality: int | None = None  # 0..100 for PDQ
    frame_ms: int | None = None  # position in a video


class Thumbnail(NamedTuple):
    """A small grey JPEG, for people and for later pixel checks."""

    width: int  # pixels
    height: int
    jpeg: bytes


class Fact(NamedTuple):
    """One statement that a file makes about itself. Metadata can be written by anyone."""

    name: str  # dotted, e.g. "camera.model", "captured.original", "jpeg.tables"
    value: str
    source: str  # the block it was read from: "exif", "xmp", "iptc", "jpeg", "thumbnail", "container"
    hint: str | None = None  # what it may mean for verification, worded as a hint


class Source(NamedTuple):
    """Who publishes: an outlet, a channel or an account. ``account=None`` means unknown, and is shown so."""

    platform: str | None = None  # canonical word such as "facebook"; None when it is no platform
    account: str | None = None
    name: str | None = None  # of an agency, an outlet or a person

    @property
    def key(self) -> str:
        """A short text by which people name the source: ``facebook:The.NSAy.Official``, ``youtube:?``."""
        if self.platform:
            return f"{self.platform}:{self.account or '?'}"
        return self.name or "unknown"

    @property
    def is_pooled(self) -> bool:
        """Whether only the platform is known, so that uploads of many accounts are held under it."""
        return bool(self.platform) and not self.account and not self.name


class Claim(NamedTuple):
    """What somebody says an item shows.

    ``date`` is the claimed event date in EDTF notation. ``asserted_by`` makes the statement,
    ``attributed_to`` is whom they attribute it to; both are names or credit lines.
    """

    text: str
    hedge: Hedge | None = None
    hedge_text: str | None = None  # the words that hedge, verbatim
    language: str | None = None  # BCP 47
    event: str | None = None
    place: str | None = None  # as given
    date: str | None = None
    asserted_by: str | None = None
    attributed_to: str | None = None
    note: str | None = None
    subject: str | None = None  # who or what is to be seen
    motivation: str | None = None  # why it was published, as far as known
    locator: str | None = None  # where it stood in what was read, e.g. "report.html line 120"


class Intake(NamedTuple):
    """One record that an importer found: a publication of an item, or claims without any media.

    ``path`` is the file; without it the item is known by reference only. ``kind=None`` means that
    there is no media at all, only claims about an event.
    """

    path: str | None = None
    kind: MediaKind | None = MediaKind.IMAGE
    label: str | None = None  # a few words by which a person recognises an item that has no file
    url: str | None = None
    platform: str | None = None
    account: str | None = None
    publisher: str | None = None  # outlet or agency, where it is no account on a platform
    caption: str | None = None  # verbatim
    credit: str | None = None  # the credit line, verbatim
    posted_at: str | None = None  # EDTF or ISO 8601
    archived_at: str | None = None
    graphic: bool = False
    claims: tuple[Claim, ...] = ()
    observed: bool = False  # whoever records it fetched the file at that URL
    note: str | None = None
    locator: str | None = None  # where in its source the record stood, e.g. "posts.csv line 12"
    raw: Mapping[str, object] | None = None  # the record as the source gave it
    verdicts: tuple[Finding, ...] = ()  # what reviewers found, where the source says so
    entered_by: str | None = None  # the person who records it
    origin_url: str | None = None  # where whoever publishes it took it from, as an embedded post says
    origin_posted_at: str | None = None  # when it was posted there, as the embedded post says
    origin_source: str | None = None  # where it is said to come from, as a source is named: "facebook:?"


class Problem(NamedTuple):
    """One input that could not be used, and why. A batch goes on."""

    locator: str  # path, or "manifest.csv line 12"
    reason: str  # one line, with the remedy
    error: str  # class name from provenance.errors


class DateRecord(NamedTuple):
    """One date of an item, an appearance or a claim, as the store keeps it."""

    role: DateRole
    text: str  # as given
    earliest: str  # UTC, inclusive
    latest: str  # UTC, inclusive
    precision: str
    zone_known: bool
    basis: str  # who or what says so: "given", "post id", "exif", "clock of this machine"


class MediaItem(NamedTuple):
    """One distinct picture or video; ``sha256 is None`` while it is known by reference only."""

    id: str
    kind: MediaKind
    label: str | None
    sha256: str | None
    byte_size: int | None
    media_type: str | None  # IANA, e.g. "image/jpeg"
    width: int | None  # pixels, upright
    height: int | None
    frames: int | None
    comparable: bool | None  # None while there is no file
    file_kept: bool
    graphic: bool
    added_at: str
    note: str | None = None
    dates: tuple[DateRecord, ...] = ()


class Origin(NamedTuple):
    """One statement about where an item comes from."""

    kind: OriginKind
    source: Source
    text: str | None  # the credit line, the URL, or the reason
    appearance_id: str | None = None
    evidence: str | None = None  # of an established one: what it rests on
    entered_by: str | None = None
    date: str | None = None  # EDTF: when it was found out, or fetched
    recorded_at: str | None = None  # of an established one


class Appearance(NamedTuple):
    """One publication of an item."""

    id: str
    item_id: str
    source: Source | None
    url: str | None
    post_id: str | None
    caption: str | None
    credit: str | None
    recorded_at: str
    dates: tuple[DateRecord, ...] = ()
    locator: str | None = None
    note: str | None = None
    raw: str | None = None  # JSON of the record as the importer's source gave it


class RecordedClaim(NamedTuple):
    """A claim as the archive holds it, with the item and the appearance it is linked to, if any."""

    id: str
    claim: Claim
    date: DateRecord | None
    asserted_by: Source | None
    attributed_to: Source | None
    item_id: str | None
    appearance_id: str | None
    recorded_at: str
    entered_by: str | None = None
    retracted_by: str | None = None  # id of the claim by which the same source took it back: it contradicts nothing


class Candidate(NamedTuple):
    """An index hit, not yet verified."""

    fingerprint_id: int
    query: int  # which of the query's fingerprints
    distance_bits: int


class Match(NamedTuple):
    """A verified relation: the asked picture shows the pixels of ``item_id``."""

    item_id: str
    tier: Tier
    alterations: tuple[Alteration, ...]
    orientation: Orientation
    distance_bits: int | None = None  # of 256, for the hash tier
    query_region: Region = Region.WHOLE
    item_region: Region = Region.WHOLE
    review: ReviewState = ReviewState.SUGGESTED
    evidence: tuple[str, ...] = ()  # sentences, strongest first
    relation: Relation = Relation.COPY
    score: float | None = None  # of the local tier: logit of the chance that it is a copy, see matching/score.py
    detail: Mapping[str, Any] | None = None  # of the local tier: the transform and what was changed, as plain values

    @property
    def is_certain(self) -> bool:
        """Whether it may be called the same picture without a person's look."""
        return self.relation is Relation.COPY

    @property
    def is_reuse(self) -> bool:
        """Whether the pixels, and not only a frame or a place, are the same."""
        return self.relation in (Relation.COPY, Relation.PROBABLE)

    def explain(self) -> str:
        """Why this is a match, in one line."""
        return "; ".join(self.evidence)


class Stretch(NamedTuple):
    """Some seconds of a video, in milliseconds from its beginning."""

    from_ms: int
    to_ms: int


class Joined(NamedTuple):
    """What a stored match of two films carries over: the moments of another item that show the asked pixels too."""

    item_id: str  # the item whose stored match it is
    asked: tuple[Stretch, ...]  # of the asked video; of a picture 0 to 0
    shows: tuple[Stretch, ...]  # the same seconds of the joined item


class Seen(NamedTuple):
    """An item of the asked picture's family, with what is recorded of it."""

    item: MediaItem
    match: Match | None  # None: it does not match the asked picture itself, but an item that does
    certain: bool  # False: a person should look before it is called the same picture
    appearances: tuple[Appearance, ...]
    claims: tuple[RecordedClaim, ...]
    origins: tuple[Origin, ...]
    file_names: tuple[str, ...] = ()
    covered_by: str | None = (
        None  # the item marked graphic that it is, or is a certain copy of: not to be shown unasked
    )
    joined: Joined | None = None  # by which moments, where a stored match of films says that


class Asked(NamedTuple):
    """The file that a check was asked about."""

    name: str
    sha256: str
    byte_size: int
    media_type: str
    kind: MediaKind
    width: int | None
    height: int | None
    quality: int | None  # of the PDQ hash; None where there is none
    notes: tuple[str, ...] = ()


class EarliestKnown(NamedTuple):
    """The appearance with the lowest latest-possible date, and those that might be earlier."""

    appearance: Appearance
    date: DateRecord
    perhaps_earlier: tuple[Appearance, ...] = ()
    disputed_by: tuple[DateRecord, ...] = ()  # dates of the same appearance that cannot be the same moment


class DatedStretch(NamedTuple):
    """Some seconds of an asked video that were found, and the earliest known appearance of these."""

    from_ms: int
    to_ms: int
    earliest_known: EarliestKnown | None  # None: none of the items that show them has a date


class Contradiction(NamedTuple):
    """Records that cannot all be true, with the rule that says so and why."""

    rule: str  # short stable name, e.g. "appeared-before-event"
    strength: Strength
    item_id: str  # the item whose pixels are claimed to show it; "" for claims about an event without media
    field: str  # "date", "place", "actor", "event", "verdict", "origin", "claim", "figure"
    a: str  # what the first record says
    b: str  # what the second record says
    reason: str  # one sentence for people
    records: tuple[str, ...]  # ids of the claims, appearances, items, verdicts it rests on; first a, then b
    newest_at: str  # when the newest of these was recorded; lists are sorted by it


class Answer(NamedTuple):
    """What a check found. Records nothing."""

    asked: Asked
    outcome: Outcome
    certain: bool
    seen: tuple[Seen, ...]  # nearest first; items that only belong to the family last
    earliest: EarliestKnown | None
    archive_items: int
    tiers: tuple[Tier, ...]
    not_checked: tuple[str, ...]
    related: tuple[Seen, ...] = ()  # no reuse: a shared template, perhaps the same scene; strongest first
    calibration: str | None = None  # how often this archive answered wrongly when it was tried, with its bound
    contradictions: tuple[Contradiction, ...] = ()  # records of these pixels that cannot all be true, worst first
    verdicts: tuple[InheritedVerdict, ...] = ()  # on the item itself, or on copies of it
    searches: tuple[OutsideSearch, ...] = ()  # what people looked for elsewhere
    rejected: tuple[str, ...] = ()  # items that look the same, and of which a person said that they are not
    found_nowhere: tuple[Stretch, ...] = ()  # of a video, some seconds of which are found: those that are not
    stretches: tuple[DatedStretch, ...] = ()  # of a video: those found, where not all have one earliest appearance
    sources: tuple[Standing, ...] = ()  # those of its appearances and claims that people graded or noted something of

    @property
    def matches(self) -> tuple[Match, ...]:
        """The items that show the asked pixels, nearest first."""
        return tuple(seen.match for seen in self.seen if seen.match)

    @property
    def claims(self) -> tuple[RecordedClaim, ...]:
        """Every claim that was made of these pixels, each once."""
        return tuple({claim.id: claim for seen in self.seen for claim in seen.claims}.values())


class Recorded(NamedTuple):
    """What became of one intake."""

    locator: str
    item_id: str | None
    is_new: bool  # the item was not in the archive
    adds: bool  # something was written
    matches: tuple[Match, ...] = ()  # items that were here before and show the same pixels
    problem: Problem | None = None
    set_aside: int = 0  # claims of it that were withdrawn or corrected before, and stay so


class LogEntry(NamedTuple):
    """One line of the append-only log; ``digest`` covers ``previous`` and everything else."""

    seq: int
    at: str
    event: str  # a PREMIS event type code
    subject: str
    detail: Mapping[str, Any]
    previous: str
    digest: str
