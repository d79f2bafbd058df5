"""An intake, and what was examined of its file, become the records that the store writes. Pure.

Three statements about origin are kept apart: what a credit line says (claimed), where the file was
fetched by whoever records it (observed), and what a person found out (established, never made here).
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance import platforms
from provenance.dates import dated, parse_date, past_date
from provenance.errors import BadOption
from provenance.identity import canonical_json, file_id, record_id
from provenance.model import (
    Appearance,
    Claim,
    DateRecord,
    DateRole,
    Intake,
    MediaItem,
    MediaKind,
    Origin,
    OriginKind,
    RecordedClaim,
    Region,
    Source,
)
from provenance.spelling import indexed
from provenance.store.deposit import Deposit, Frames
from provenance.unseen import refuse_unseen, refuse_unseen_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.fingerprints.examine import Examined
    from provenance.fingerprints.frames import Filmed
    from provenance.judgement import Finding, Verdict

CLOCK = "clock of this machine"
GIVEN = "given"
DECODER = "pyav-luma"  # how frames of videos become planes


def deposit_of(
    intake: Intake,
    examined: Examined | None,
    *,
    now: str,
    kept: bool,
    with_thumbnail: bool = True,
    file_name: str | None = None,
    about: MediaItem | None = None,
) -> Deposit:
    """Everything that is to be written for one intake.

    ``kept``: whether the file is stored beside the archive. ``with_thumbnail``: whether a small grey picture of it
    is, which pixels are compared with later. ``about``: the intake says more of an item that
    is recorded already.

    Raises:
        BadDate, BadUrl, BadOption: the intake says something that cannot be understood.
    """
    source, url_says = _publisher(intake)
    item = about and about._replace(graphic=about.graphic or intake.graphic)
    item = item or _item(intake, examined, now=now, kept=kept)
    appearance = _appearance(intake, item, source, url_says, now=now) if item else None
    claims = tuple(
        _claim(_credited_claim(claim, intake), source, item, appearance, now=now)._replace(entered_by=intake.entered_by)
        for claim in intake.claims
    )
    refuse_unseen_in(intake)
    return Deposit(
        item=item,
        fingerprints=examined.fingerprints if examined else (),
        thumbnail=examined.thumbnail if examined and with_thumbnail else None,
        frames=_frames(examined.filmed, with_thumbnail=with_thumbnail) if examined and examined.filmed else None,
        facts=examined.facts if examined else (),
        file_name=file_name,
        note=None if appearance else intake.note,
        appearance=appearance,
        searchable=_appearance_text(intake, source) if appearance else "",
        origins=_origins(intake, source, appearance),
        claims=claims,
        claims_searchable=tuple(_claim_text(claim) for claim in claims),
        affiliations=_affiliations(intake),
        further=_posted_first(intake, item, now=now) if item and appearance else (),
        verdicts=tuple(_verdict(finding, item, claims, now=now) for finding in intake.verdicts),
        reviewers=tuple(source_named(each.reviewer) for each in intake.verdicts if each.links or each.house_rating),
    )


def _posted_first(intake: Intake, item: MediaItem, *, now: str) -> tuple[Deposit, ...]:
    """The embedded post that a record is taken from, as an appearance of its own: it has a date and an account."""
    if not _embeds_a_post(intake):
        return ()
    post = Intake(
        kind=intake.kind,
        url=intake.origin_url,
        posted_at=intake.origin_posted_at,
        note=f"embedded in {intake.url or intake.locator or 'an article'}",
        locator=intake.locator,
        entered_by=intake.entered_by,
    )
    source, url_says = _publisher(post)
    appearance = _appearance(post, item, source, url_says, now=now)
    if appearance is None:
        return ()
    text = _appearance_text(post, source)
    return (Deposit(item, appearance=appearance, searchable=text, origins=_origins(post, source, appearance)),)


def _embeds_a_post(intake: Intake) -> bool:
    """Whether its origin is one post, and no profile or player."""
    return bool(intake.origin_url and (intake.origin_posted_at or platforms.read_url(intake.origin_url).post_id))


def _frames(filmed: Filmed, *, with_thumbnail: bool) -> Frames:
    """What is stored of a video's frames."""
    from provenance.fingerprints import frames

    return Frames(
        version=frames.VERSION,
        decoder=DECODER,
        duration_ms=filmed.duration_ms,
        packed=filmed.frames.pack(),
        key_frames=tuple(  # the table of features knows no regions
            (one.features._replace(region=Region.WHOLE), one.thumbnail if with_thumbnail or one.only_leads else None)
            for one in filmed.key_frames
        ),
        width=filmed.width,
        height=filmed.height,
    )


def _publisher(intake: Intake) -> tuple[Source | None, platforms.Attribution | None]:
    """Who published: what was said outright first, then what the URL says."""
    says = platforms.read_url(intake.url) if intake.url else None
    platform = intake.platform and platforms.canonical_platform(intake.platform)
    if intake.platform and not platform:
        raise BadOption(
            f"{intake.platform!r} is no platform that is known. Give --url or --credit instead, "
            "or see: provenance help platforms"
        )
    platform = platform or (says.platform if says else None)
    account = platforms.account_name(intake.account or "", platform) or (says.account if says else None)
    if intake.publisher or platform or account:
        return Source(platform, account, intake.publisher), says
    return (platforms.source_of(says) if says else None), says


def _item(intake: Intake, examined: Examined | None, *, now: str, kept: bool) -> MediaItem | None:
    recorded = dated(parse_date(now), DateRole.ACQUIRED, basis=CLOCK)
    if examined:
        return MediaItem(
            id=file_id(examined.sha256),
            kind=examined.kind,
            label=intake.label,
            sha256=examined.sha256,
            byte_size=examined.byte_size,
            media_type=examined.media_type,
            width=examined.width,
            height=examined.height,
            frames=examined.frames,
            comparable=examined.comparable,
            file_kept=kept,
            graphic=intake.graphic,
            added_at=now,
            note="; ".join((*examined.notes, *((intake.note,) if intake.note else ()))) or None,
            dates=(*examined.captured, recorded),
        )
    if intake.kind is None:
        return None
    return MediaItem(
        id=_reference_id(intake, intake.kind),
        kind=intake.kind,
        label=intake.label,
        sha256=None,
        byte_size=None,
        media_type=None,
        width=None,
        height=None,
        frames=None,
        comparable=None,
        file_kept=False,
        graphic=intake.graphic,
        added_at=now,
        note=intake.note,
        dates=(recorded,),
    )


def _reference_id(intake: Intake, kind: MediaKind) -> str:
    said = {
        name: getattr(intake, name)
        for name in ("label", "url", "platform", "account", "publisher", "caption", "credit", "posted_at")
    }
    if not any(value and value.strip() for value in said.values()):
        raise BadOption("an item without a file needs a label, a caption, a URL, an account or a credit line")
    return record_id("m", said | {"kind": kind.value})


def _appearance(
    intake: Intake,
    item: MediaItem,
    source: Source | None,
    url_says: platforms.Attribution | None,
    *,
    now: str,
) -> Appearance | None:
    said = {
        "url": intake.url,
        "source": source.key if source else None,
        "caption": intake.caption,
        "credit": intake.credit,
        "posted_at": intake.posted_at,
        "archived_at": intake.archived_at,
    }
    if not any(said.values()) and not intake.origin_source:
        return None
    return Appearance(
        id=record_id("a", said | {"item": item.id}),
        item_id=item.id,
        source=source,
        url=intake.url,
        post_id=url_says.post_id if url_says else None,
        caption=intake.caption,
        credit=intake.credit,
        recorded_at=now,
        dates=_publication_dates(intake, source, url_says, now=now),
        locator=intake.locator,
        note=intake.note,
        raw=canonical_json(dict(intake.raw)) if intake.raw else None,
    )


def _publication_dates(
    intake: Intake, source: Source | None, url_says: platforms.Attribution | None, *, now: str
) -> tuple[DateRecord, ...]:
    """What is said of when it appeared; nothing appears in the future."""
    on_platform = source is not None and source.platform is not None
    role = DateRole.POSTED if on_platform else DateRole.PUBLISHED
    dates = []
    if intake.posted_at:
        dates.append(dated(past_date(intake.posted_at, now=now), role, basis=GIVEN))
    if intake.archived_at:
        dates.append(dated(past_date(intake.archived_at, now=now), DateRole.ARCHIVED, basis=GIVEN))
    if url_says and url_says.posted:
        dates.append(dated(url_says.posted, DateRole.POSTED, basis=url_says.posted_basis or "post id"))
    if url_says and url_says.archived:
        dates.append(dated(url_says.archived, DateRole.ARCHIVED, basis="time stamp in the archive's URL"))
    return tuple(dates)


def _origins(intake: Intake, source: Source | None, appearance: Appearance | None) -> tuple[Origin, ...]:
    if appearance is None:
        return ()
    origins = []
    by = intake.entered_by
    if source and (intake.url or intake.account or intake.platform):
        kind = OriginKind.OBSERVED if intake.observed and intake.url else OriginKind.CLAIMED
        origins.append(Origin(kind, source, intake.url, appearance.id, entered_by=by))
    if intake.credit:
        origins.append(
            Origin(OriginKind.CLAIMED, _credited(intake.credit), intake.credit, appearance.id, entered_by=by)
        )
    if intake.origin_url and not _embeds_a_post(intake):  # a post is an appearance, with the origin in it
        origin = platforms.source_of(platforms.read_url(intake.origin_url))
        origins.append(Origin(OriginKind.CLAIMED, origin, intake.origin_url, appearance.id, entered_by=by))
    if intake.origin_source:
        origins.append(
            Origin(OriginKind.CLAIMED, source_named(intake.origin_source), None, appearance.id, entered_by=by)
        )
    return tuple(origins)


def _credited_claim(claim: Claim, intake: Intake) -> Claim:
    """A claim that nobody is named for stands with the credit line, where there is one."""
    nobody = not (claim.asserted_by or claim.attributed_to or intake.publisher or intake.account or intake.platform)
    return claim._replace(attributed_to=intake.credit) if nobody and intake.credit and not intake.url else claim


def _claim(
    claim: Claim,
    publisher: Source | None,
    item: MediaItem | None,
    appearance: Appearance | None,
    *,
    now: str,
) -> RecordedClaim:
    if not claim.text.strip():
        raise BadOption("a claim needs a text: say what the picture is said to show")
    asserted = _named(claim.asserted_by) or publisher
    attributed = _named(claim.attributed_to)
    said = {
        "text": claim.text,
        "hedge": claim.hedge.value if claim.hedge else None,
        "hedge_text": claim.hedge_text,
        "language": claim.language,
        "event": claim.event,
        "place": claim.place,
        "date": claim.date,
        "asserted_by": asserted.key if asserted else None,
        "attributed_to": attributed.key if attributed else None,
    }
    further = {"subject": claim.subject, "motivation": claim.motivation}
    said |= {name: value for name, value in further.items() if value}  # ids of version 0.1 stay as they were
    return RecordedClaim(
        id=record_id("c", said),
        claim=claim,
        date=dated(parse_date(claim.date), DateRole.EVENT, basis=GIVEN) if claim.date else None,
        asserted_by=asserted,
        attributed_to=attributed,
        item_id=item.id if item else None,
        appearance_id=appearance.id if appearance else None,
        recorded_at=now,
    )


def _verdict(finding: Finding, item: MediaItem | None, claims: Sequence[RecordedClaim], *, now: str) -> Verdict:
    """What a reviewer found, as the source of the intake gives it."""
    if finding.claim is not None and not 0 <= finding.claim < len(claims):
        raise BadOption(f"a verdict is about claim {finding.claim + 1}, and there are {len(claims)} claims")
    claim = claims[finding.claim] if finding.claim is not None else None
    return verdict_of(finding, item_id=item.id if item else None, claim_id=claim.id if claim else None, now=now)


def verdict_of(finding: Finding, *, item_id: str | None, claim_id: str | None, now: str) -> Verdict:
    """A finding as a record, with the id that follows from what it says.

    Raises:
        BadOption, BadDate: it names no reviewer, or no rating and no category, or is about nothing.
    """
    from provenance.judgement import Verdict

    if not finding.reviewer.strip():
        raise BadOption("a verdict needs the name of the person or desk that found it")
    if not (finding.rating or finding.media or finding.house_rating):
        raise BadOption("a verdict needs a rating or a media category")
    if not (item_id or claim_id):
        raise BadOption("a verdict needs an item or a claim that it is about")
    refuse_unseen([*finding._asdict().items(), *(("evidence", entry) for entry in finding.evidence)])
    said = finding._asdict() | {"claim": claim_id, "item": item_id, "media": [one.value for one in finding.media]}
    return Verdict(
        id=record_id("v", said | {"rating": finding.rating.value if finding.rating else None}),
        item_id=item_id,
        claim_id=claim_id,
        rating=finding.rating,
        media=finding.media,
        reviewer=finding.reviewer,
        house_rating=finding.house_rating,
        reason=finding.reason,
        links=finding.links,
        evidence=finding.evidence,
        date=dated(parse_date(finding.date), DateRole.PUBLISHED, basis=GIVEN) if finding.date else None,
        recorded_at=now,
    )


def source_named(text: str) -> Source:
    """The source that people name so: ``facebook:The.NSAy.Official``, a credit line, or just a name.

    Raises:
        BadOption: the name cannot be seen.
    """
    refuse_unseen([("name of a source", text)])
    platform, colon, account = text.partition(":")
    known = platforms.canonical_platform(platform) if colon else None
    if known:
        return Source(known, platforms.account_name(account, known) if account.strip() != "?" else None)
    return _credited(text)


def _named(text: str | None) -> Source | None:
    return source_named(text) if text else None


# "the ISIS-affiliated A3maq news agency": who belongs to whom is a claim about the source, and no part of its name.
_AFFILIATED = re.compile(
    r"(?:the |an? )?(?P<whom>\S.*?)[-‐‑ ](?:affiliated|linked|aligned|controlled|run) (?P<source>\S.*)", re.IGNORECASE
)
# "an account affiliated with Ahrar al-Sham", "Qasioun, which is close to the opposition".
_BELONGS = re.compile(
    r"(?:the |an? )?(?P<source>\S.*?),? (?:(?:that|which|who) is |said to be )?"
    r"(?:affiliated (?:with|to)|linked (?:with|to)|"
    r"aligned with|close to|loyal to|run by|controlled by|belonging to) (?:the )?(?P<whom>\S.*)",
    re.IGNORECASE,
)


def affiliation_in(text: str) -> tuple[str, str] | None:
    """The source that a text names, and whom the text says that it belongs to; None where it says nothing of that."""
    found = _BELONGS.fullmatch(text.strip()) or _AFFILIATED.fullmatch(text.strip())
    return (found["source"], found["whom"]) if found else None


def _affiliations(intake: Intake) -> tuple[tuple[Source, Source, str], ...]:
    """What the texts say of whom a source belongs to, where they name the source and not only its platform."""
    texts = [intake.credit, *(name for claim in intake.claims for name in (claim.asserted_by, claim.attributed_to))]
    found = []
    for text in dict.fromkeys(filter(None, texts)):
        affiliated = affiliation_in(text)
        source = _credited(text) if affiliated else None
        if affiliated and source and (source.account or source.name):
            found.append((source, Source(name=affiliated[1]), text))
    return tuple(found)


def _credited(text: str) -> Source:
    """Whom a credit line names, on the platform that it came by; the line itself where it is not understood."""
    affiliated = affiliation_in(text)
    read = platforms.read_credit(affiliated[0] if affiliated else text)
    source = platforms.source_of(read)
    if read.via and not read.account and platforms.canonical_platform(read.via):
        said = source.name or (platforms.platform_title(source.platform) if source.platform else None)
        return Source(read.via, None, said)
    return source if any(source) else Source(name=text)


def _source_words(source: Source | None) -> list[str]:
    return [word for word in (source.platform, source.account, source.name) if word] if source else []


def _appearance_text(intake: Intake, source: Source | None) -> str:
    words = [intake.caption, intake.credit, intake.label, *_source_words(source)]
    return indexed(" ".join(word for word in words if word))


def _claim_text(recorded: RecordedClaim) -> str:
    claim = recorded.claim
    words = [claim.text, claim.place, claim.event, claim.asserted_by, claim.attributed_to]
    words += [*_source_words(recorded.asserted_by), *_source_words(recorded.attributed_to)]
    return indexed(" ".join(word for word in words if word))
