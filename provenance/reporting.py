"""A report on items: gathers what an archive holds of them. Writes nothing but the note that something was revealed.

What could identify a witness is left out unless it is asked for: positions, serial numbers and names that the file
holds. Pictures marked graphic are blurred unless they are revealed, which is logged.
"""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING

from PIL import Image

from provenance import __version__
from provenance.errors import BadOption, MediaError
from provenance.exporters.jpeg import bare_jpeg
from provenance.exporters.proof import hidden
from provenance.exporters.report import ItemReport, Picture, Report, Row, Step
from provenance.exporters.timeline_svg import drawn
from provenance.findings import moments
from provenance.findings.families import DOUBTFUL, is_film, is_mostly_whole, is_sure
from provenance.findings.timeline import is_of_file
from provenance.judgement import standing_reviews
from provenance.judging import missing_pillars
from provenance.model import MediaKind, ReviewState
from provenance.redacting import LEFT_OUT, Privacy, dates_of, kept_facts, told_of
from provenance.saying import reports
from provenance.saying.answers import match_words, stored_words
from provenance.saying.items import covered_words
from provenance.saying.judged import search_words
from provenance.saying.reviewing import decision_words
from provenance.saying.sides import named_sides, names_of
from provenance.saying.words import Line, number, one_line, source_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from provenance.archive import Archive
    from provenance.findings.timeline import Entry, Timeline
    from provenance.judgement import Reviewed
    from provenance.model import Contradiction, Match, Seen

    Matches = Sequence[tuple[str, Match]]

PICTURE_SIDE = 900  # pixels
PROOF_WIDTH = 1200
MOST_ITEMS = 20  # in one report
MOST_DRAWN = 200  # entries of a timeline; the table has them all
MIDDLE = 0.5  # where a video's frame is taken


def report_on(
    archive: Archive, items: Sequence[str], *, privacy: Privacy = Privacy.IDENTIFYING, reveal: bool = False
) -> Report:
    """Everything that is recorded of some items, for a page that stands on its own.

    Args:
        archive: where they are.
        items: beginnings of their ids.
        privacy: what is left out.
        reveal: show pictures marked graphic as they are; it is logged.

    Raises:
        UnknownId, AmbiguousId: an item is not there.
        BadOption: there are too many.
    """
    ids = list(dict.fromkeys(archive.item(one).id for one in items))
    if len(ids) > MOST_ITEMS:
        raise BadOption(f"{len(ids)} items: a report has {MOST_ITEMS} at most. Make several")
    return Report(
        items=tuple(_item(archive, item, privacy, reveal=reveal) for item in ids),
        made_at=archive.today(),
        version=__version__,
        archive_items=archive.item_count(),
        log_head=archive.log_head(),
        calibration=archive.calibration_sentence(),
        left_out=LEFT_OUT[privacy],
    )


def _item(archive: Archive, item: str, privacy: Privacy, *, reveal: bool) -> ItemReport:
    seen = archive.show(item)
    hide = seen.covered_by is not None and not reveal
    if seen.covered_by and reveal:
        archive.reveal(item)
    picture, proof = _picture(archive, seen, hide=hide), _proof(archive, seen, hide=hide)
    return in_words(archive, seen, privacy)._replace(picture=picture, proof=proof)


def in_words(
    archive: Archive,
    seen: Seen,
    privacy: Privacy,
    *,
    contradictions: Sequence[Contradiction] | None = None,
    timeline: Timeline | None = None,
    window: slice | None = None,
) -> ItemReport:
    """What is recorded of an item, without any picture.

    Args:
        archive: where it is.
        seen: the item.
        privacy: what is left out.
        contradictions: about it, where they are known already.
        timeline: its, likewise.
        window: which entries of the timeline are wanted; otherwise all, and a drawing of the first.
    """
    item, short = seen.item.id, cache(archive.short_id)
    matches = archive.matches_of(item)
    timeline = dates_of(timeline or archive.timeline(item), privacy)
    verdicts, searches = archive.verdicts(item), archive.searches(item)
    if contradictions is None:
        contradictions = archive.contradictions(item)
    contradictions = list(told_of(contradictions, privacy))
    concerned = archive.items_concerned(contradictions)
    texts, decided = archive.claim_texts(verdicts), standing_reviews(archive.reviews(item), item)
    copies = dict.fromkeys(entry.item_id for entry in timeline.entries if entry.item_id != item)
    shown = (seen, *archive.show_each(copies))
    return ItemReport(
        id=item,
        short=archive.short_id(item),
        kind="video" if seen.item.kind is MediaKind.VIDEO else "picture",
        headline=reports.summed_up(
            verdicts,
            contradictions,
            timeline,
            archive_items=archive.item_count(),
            claims=texts,
            concerned=concerned,
            has_file=seen.item.sha256 is not None,
            doubtful=len({other for other, match in matches if match.is_reuse and not is_sure(match)}),
            in_part=any(is_sure(match) and (is_film(match) or not is_mostly_whole(match)) for _, match in matches),
            rejected=sum(one.state is ReviewState.REJECTED for one in decided.values()),
            short=archive.short_id,
        ),
        picture=None,
        proof=None,
        lines=tuple(
            reports.evidence_lines(timeline, verdicts, searches, archive.standings(item), archive.short_id, texts)
        ),
        claims=tuple(_claims(archive, shown)),
        published=tuple(_published(archive, shown, timeline)),
        contradictions=tuple(reports.conflict_lines(contradictions, concerned, item)),
        timeline=drawn(timeline, short=short, window=window or slice(MOST_DRAWN)),
        rows=tuple(_row(entry, short) for entry in timeline.entries[window or slice(None)]),
        steps=tuple(sorted(_steps(archive, seen, matches, short), key=lambda step: step.at)),
        not_checked=tuple(_not_checked(seen, timeline, matches)),
        details=(*_details(archive, seen, privacy, matches, decided, short), *_reasons(archive, seen, contradictions)),
    )


def _row(entry: Entry, short: Callable[[str], str]) -> Row:
    row = Row(*reports.row_words(entry, short))
    if entry.date is None or entry.role is None:
        return row
    probable = entry.joined_by in DOUBTFUL
    return row._replace(
        earliest=entry.date.earliest,
        latest=entry.date.latest,
        role=entry.role.value,
        is_probable=probable,
        is_of_file=is_of_file(entry.date),
    )


def _claims(archive: Archive, shown: Sequence[Seen]) -> Iterator[Line]:
    """Claims of the item, the first that is shown, then those that were made of copies of it."""
    said: set[str] = set()
    for one in shown:
        published = {appearance.id: appearance for appearance in one.appearances}
        label = "claim" if one is shown[0] else f"of {archive.short_id(one.item.id)}"
        for claim in one.claims:
            if claim.id not in said:
                said.add(claim.id)
                yield reports.claim_line(label, claim, published.get(claim.appearance_id or ""))


def _published(archive: Archive, shown: Sequence[Seen], timeline: Timeline) -> Iterator[Line]:
    """Every appearance of the item and its copies, each with its address."""
    doubtful = {entry.item_id: entry.joined_by for entry in timeline.entries if entry.joined_by in DOUBTFUL}
    for one in shown:
        of = ", ".join(filter(None, (archive.short_id(one.item.id), doubtful.get(one.item.id))))
        for appearance in one.appearances:
            yield from reports.publication_lines(appearance, "appearance" if one is shown[0] else f"of {of}")


# --- pictures


def _picture(archive: Archive, seen: Seen, *, hide: bool) -> Picture | None:
    """The item itself, small enough for a page."""
    name = archive.short_id(seen.item.id)
    found = picture_of(archive, seen, PICTURE_SIDE)
    if found is None:
        return None
    image, caption = found
    why = covered_words(seen.item.id, seen.covered_by, archive.short_id) if hide and seen.covered_by else ""
    return _as_picture(image, f"{name}: {caption}", side=PICTURE_SIDE, covered=why)


def picture_of(archive: Archive, seen: Seen, side: int) -> tuple[Image.Image, str] | None:
    """An item in colours from its kept file, about ``side`` pixels large; else the small grey picture. With a caption.

    Of a video it is the frame in its middle. Nothing is blurred here.
    """
    item = seen.item
    try:
        if item.kind is MediaKind.VIDEO:
            from provenance.text import clock

            middle = _middle(archive, item.id)
            frame = archive.frame(item.id, clock(middle))
            return frame.image, f"the frame at {clock(frame.ms)} of the video"
        return archive.colours(item.id, side), "as recorded, made smaller"
    except (MediaError, BadOption):
        thumbnail = archive.thumbnail(item.id)
    if thumbnail is None:
        return None
    with Image.open(io.BytesIO(thumbnail.jpeg)) as small:
        return small.convert("RGB"), "the small grey picture that is kept of it"


def _middle(archive: Archive, item: str) -> int:
    return round(archive.duration_ms(item) * MIDDLE)


def _proof(archive: Archive, seen: Seen, *, hide: bool) -> Picture | None:
    """The item beside the surest other one that shows the same."""
    from provenance.comparing import draw

    stored = [pair for pair in archive.matches_of(seen.item.id) if pair[1].review is not ReviewState.REJECTED]
    for other, match in sorted(stored, key=lambda pair: not pair[1].is_certain):
        first, second = sides_of(archive, seen.item.id, other, match)
        try:
            comparison = archive.diff(first, second)
        except (MediaError, BadOption):
            continue
        if comparison.overlap is not None:
            image = draw(comparison, hide=hide or comparison.is_graphic)
            said = standing_reviews(archive.reviews(seen.item.id), seen.item.id).get(other)
            state = decision_words(said) if said else match.review.value
            words = f"{first} (A) beside {second} (B): {match_words(match, shares=True)}; {state}"
            return _as_picture(image, words, side=PROOF_WIDTH)
    return None


def sides_of(archive: Archive, item: str, other: str, match: Match) -> tuple[str, str]:
    """The earlier recorded of two items and the later one, as ``diff`` names them; a match is asked of the later."""
    earlier, later = archive.in_order(archive.item(item).id, archive.item(other).id)
    shown = moments.of_match(match)
    names = ((archive.short_id(earlier), shown.archived_ms), (archive.short_id(later), shown.asked_ms))
    first, second = (name if ms is None else moments.at(name, ms) for name, ms in names)
    return first, second


def _as_picture(image: Image.Image, caption: str, *, side: int, covered: str = "") -> Picture:
    """``covered``: why it is blurred, if it is."""
    small = image.convert("RGB")
    small.thumbnail((side, side * 4))
    if covered:
        small, caption = hidden(small), f"{caption}; {covered}: blurred"
    return Picture(bare_jpeg(small), small.width, small.height, caption)


# --- words


def _steps(archive: Archive, seen: Seen, matches: Matches, short: Callable[[str], str]) -> Iterator[Step]:
    """What was done with the item, as the records say."""
    item = seen.item
    yield Step(item.added_at, "recorded" + (" with its file" if item.sha256 else " by reference, without a file"))
    for appearance in seen.appearances:
        who = source_words(appearance.source) if appearance.source else "publisher unknown"
        yield Step(appearance.recorded_at, f"appearance recorded: {who}")
    for claim in {one.id: one for one in seen.claims}.values():
        by = f" by {one_line(claim.entered_by)}" if claim.entered_by else ""
        yield Step(claim.recorded_at, f"claim recorded{by}: {archive.short_record_id(claim.id)}")
    added_at = archive.added_at(other for other, _ in matches)
    for other, match in matches:
        later = max(item.added_at, added_at[other])
        yield Step(later, f"found to match {short(other)}: {stored_words(match, item.id)}")
    for review in archive.reviews(item.id):
        other = review.other_id if review.item_id == item.id else review.item_id
        yield Step(
            review.recorded_at, f"{one_line(review.reviewer or 'somebody')}: {short(other)} {review.state.value}"
        )
    for one in archive.verdicts(item.id, superseded=True):
        verdict = one.verdict
        rating = verdict.rating.value if verdict.rating else one_line(verdict.house_rating or "finding")
        yield Step(verdict.recorded_at, f"verdict by {one_line(verdict.reviewer)}: {rating}")
    for search in archive.searches(item.id):
        yield Step(search.recorded_at, f"searched elsewhere: {search_words([search]).split(';')[0]}")


def _not_checked(seen: Seen, timeline: Timeline, matches: Matches) -> Iterator[str]:
    if not seen.item.sha256:
        yield "the pixels: no file is recorded, so nothing was compared"
    elif seen.item.comparable is False:
        yield "likeness: it has too little detail for a statement, so only its bytes were compared"
    if seen.item.kind is MediaKind.VIDEO:
        yield "its sound"
    yield "small edits (a face, a sign, a word): look at the pictures at full size"
    suggested = [match for _, match in matches if match.review is ReviewState.SUGGESTED]
    if suggested:
        yield f"{number(len(suggested), 'suggested match', 'suggested matches')}: no person has decided on them"
    undated = sum(entry.date is None for entry in timeline.entries)
    if undated:
        yield f"{number(undated, 'appearance')} without a date: when is unknown"
    yield "anything outside this archive, but for the searches named above"


def _details(
    archive: Archive,
    seen: Seen,
    privacy: Privacy,
    matches: Matches,
    decided: Mapping[str, Reviewed],
    short: Callable[[str], str],
) -> Iterator[Line]:
    item = seen.item
    yield Line("id", item.id)
    if item.sha256:
        size = f"{item.media_type}, {item.byte_size:,} bytes" + (
            f", {item.width} × {item.height} pixels" if item.width else ""
        )
        yield Line("file", size)
        yield Line("sha256", item.sha256)
    if seen.file_names and privacy is not Privacy.EVERYTHING:
        yield Line("handed in as", ", ".join(seen.file_names))
    for position, fingerprint in enumerate(archive.fingerprints(item.id)):
        if len(fingerprint.value) <= 32:
            of = f", quality {fingerprint.quality} of 100" if fingerprint.quality is not None else ""
            made = f"{fingerprint.version} ({fingerprint.decoder}, {fingerprint.region.value}{of})"
            words = f"{fingerprint.kind.value} {made}: {fingerprint.value.hex()}"
            yield Line("" if position else "fingerprints", words)
    for other, match in matches:
        state = decision_words(decided[other]) if other in decided else match.review.value
        explained = named_sides(match.explain(), *names_of(match, item.id, other, short))
        yield Line("match", f"{short(other)}: {explained} [{match.tier.value}, {state}]")
        if match.score is not None:
            parts = (match.detail or {}).get("score_parts", {}).items()
            yield Line("", f"score {match.score:.2f}: " + ", ".join(f"{name} {value:+.2f}" for name, value in parts))
    kept, left = kept_facts(archive.facts(item.id), privacy)
    for position, fact in enumerate(kept):
        hint = f" - {fact.hint}" if fact.hint else ""
        yield Line("" if position else "the file says", f"{fact.name}: {one_line(fact.value)}{hint}")
    if left:
        yield Line("left out", f"{number(left, 'statement')} of the file that could identify somebody")


def _reasons(archive: Archive, seen: Seen, contradictions: Sequence[Contradiction]) -> Iterator[Line]:
    """The rules behind contradictions, and what is not known of each claim."""

    @cache
    def short(name: str) -> str:
        return archive.short_id(name) if name.startswith("m-") else archive.short_record_id(name)

    yield from reports.rule_lines(contradictions, short)
    claims = {claim.id: claim for claim in seen.claims}.values()
    unknown = [(short(claim.id), [pillar.value for pillar in missing_pillars(claim)]) for claim in claims]
    yield from reports.missing_lines([one for one in unknown if one[1]])
