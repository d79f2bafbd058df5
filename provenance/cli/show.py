"""``provenance show``: everything that is recorded of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, max_pixels_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.model import Appearance, Seen

MOST_CONTRADICTIONS = 6
EXAMPLES = """\b
Examples:
  provenance show m-3f9a2c
  provenance show 3f9a2c --json
  provenance show m-80c41b --frame 03:12 still.jpg
"""


@click.command("show", epilog=EXAMPLES)
@click.argument("item")
@click.option("--history", is_flag=True, help="Also what was superseded, corrected or withdrawn, and every decision.")
@click.option(
    "--frame",
    nargs=2,
    metavar="TIME FILE",
    help="Of a video: write the frame on the screen at TIME (03:12) to FILE, as PNG or JPEG, and show nothing else.",
)
@click.option("--reveal", is_flag=True, help="With --frame: write a frame marked graphic as it is. It is logged.")
@click.option("--force", is_flag=True, help="With --frame: write over a file that is there.")
@json_option
@max_pixels_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    item: str,
    history: bool,
    frame: tuple[str, str] | None,
    reveal: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Show everything that is recorded of ITEM; any unique beginning of its id will do."""
    if frame is not None:
        from provenance.cli.frame import write_frame

        write_frame(archive, item, *frame, reveal=reveal, force=force, as_json=as_json)
        return
    if reveal or force:
        from provenance.errors import BadOption

        raise BadOption(f"--{'reveal' if reveal else 'force'} goes with --frame TIME FILE")
    if as_json:
        from provenance import objects
        from provenance.exporters import plain

        click.echo(plain.line(objects.item(archive, item, history=history)))
        return
    seen = archive.show(item)
    for line in _lines(archive, seen):
        click.echo(line)
    for line in _judgements(archive, seen, history=history):
        click.echo(line)


def _lines(archive: Archive, seen: Seen) -> Iterator[str]:
    from provenance.cli.text import field, headline, printed
    from provenance.judging import missing_pillars
    from provenance.saying.answers import claim_words, fact_lines, match_words
    from provenance.saying.words import safe

    item = seen.item
    yield headline(archive.short_id(item.id), _what(seen), colour="cyan")
    if item.graphic:
        yield field("warning", "marked graphic: shown in words only")
    if item.sha256:
        yield field("sha256", item.sha256)
        kept = archive.file_of(item.id)
        gone = "" if kept is None or kept.is_file() else " (missing: put it back there)"
        yield field("file", safe(str(kept)) + gone if kept else "not kept: hashes and facts only")
    else:
        yield field("file", "none yet: known by reference only")
    if seen.file_names:
        yield field("handed in as", ", ".join(seen.file_names))
    for text, label in ((item.label, "label"), (item.note, "note")):
        if text:
            yield field(label, text)
    for date in item.dates:
        yield field(date.role.value, f"{date.text} ({date.basis})")
    for appearance in seen.appearances:
        yield from _appearance(appearance)
    yield from origin_lines(seen)
    for claim in seen.claims:
        yield field("claim", f"{archive.short_record_id(claim.id)} · {claim_words(claim)}")
        if unknown := missing_pillars(claim):
            yield field("", f"unknown: {', '.join(unknown)}")
    for other, match in archive.matches_of(item.id):
        yield field("match", f"{archive.short_id(other)}: {match_words(match)} [{match.review.value}]")
    yield from printed(fact_lines(archive.facts(item.id)))


def origin_lines(seen: Seen) -> Iterator[str]:
    """Each statement about where an item comes from, of three kinds that are never merged."""
    from provenance.cli.text import field
    from provenance.saying.words import one_line, source_words

    for origin in seen.origins:
        said = f" (“{one_line(origin.text)}”)" if origin.text else ""
        by = ", ".join(one_line(word) for word in (origin.entered_by, origin.date) if word)
        rests = f"; rests on {one_line(origin.evidence)}" if origin.evidence else ""
        yield field(
            "origin", f"{origin.kind.value}: {source_words(origin.source)}{said}{f' · {by}' if by else ''}{rests}"
        )
    if not seen.origins:
        yield field("origin", "unknown: no credit line, URL or account was recorded")


def _judgements(archive: Archive, seen: Seen, *, history: bool) -> Iterator[str]:
    """What people found, and what cannot all be true."""
    from provenance.cli.text import printed
    from provenance.saying.judged import contradiction_lines, search_lines, standing_lines, verdict_lines

    item = seen.item.id
    yield from printed(standing_lines(archive.standings(item)))
    verdicts = archive.verdicts(item, superseded=history)
    yield from printed(verdict_lines(verdicts, archive.short_id, archive.claim_texts(verdicts)))
    yield from printed(contradiction_lines(archive.contradictions(item), most=MOST_CONTRADICTIONS))
    yield from printed(search_lines(archive.searches(item)))
    if history:
        yield from _history_lines(archive, seen)


def _history_lines(archive: Archive, seen: Seen) -> Iterator[str]:
    from provenance.cli.text import field
    from provenance.saying.answers import claim_words
    from provenance.saying.words import one_line

    claims = {claim.id: claim for claim in archive.claims_of(seen.item.id, corrected=True)}
    for one in archive.corrections(list(claims)):
        became = f"superseded by {archive.short_record_id(one['by'])}" if one["by"] else "withdrawn"
        reason = f"{one['recorded_at']} {one['entered_by']}: {one_line(one['reason'] or '')}"
        yield field("was claimed", f"{claim_words(claims[one['claim'] or ''])} · {became}, {reason}")
    for review in archive.reviews(seen.item.id):
        other = review.other_id if review.item_id == seen.item.id else review.item_id
        who = one_line(review.reviewer or "nobody named")
        reason = f": {one_line(review.reason)}" if review.reason else ""
        yield field("decided", f"{review.recorded_at} {who}: {archive.short_id(other)} {review.state.value}{reason}")


def _what(seen: Seen) -> str:
    item = seen.item
    if item.sha256 is None:
        return f"{item.kind.value}, by reference"
    size = f", {item.width} × {item.height} pixels" if item.width else ""
    plain = "" if item.comparable else ", not comparable"
    return f"{item.media_type}{size}, {item.byte_size:,} bytes{plain}"


def _appearance(appearance: Appearance) -> Iterator[str]:
    from provenance.cli.text import field
    from provenance.saying.answers import publisher_words
    from provenance.saying.words import date_words, one_line

    dates = "; ".join(date_words(date) for date in appearance.dates) or "undated"
    yield field("appearance", f"{publisher_words(appearance)} · {dates}")
    for label, text in (("caption", appearance.caption), ("credit line", appearance.credit)):
        if text:
            yield field("", f"{label}: “{one_line(text)}”")
    for text in (appearance.url, appearance.note):
        if text:
            yield field("", text)
