"""``provenance show``: everything that is recorded of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, max_pixels_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.model import Seen

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
    from provenance.judgement import standing_reviews
    from provenance.judging import missing_pillars
    from provenance.saying.answers import claim_words, fact_lines, stored_words
    from provenance.saying.items import covered_words
    from provenance.saying.records import appearance_lines, origin_lines, what_words
    from provenance.saying.reviewing import decision_words
    from provenance.saying.words import safe
    from provenance.text import whole_seconds

    item = seen.item
    yield headline(archive.short_id(item.id), what_words(seen.item), colour="cyan")
    if seen.covered_by:
        yield field("warning", f"{covered_words(item.id, seen.covered_by, archive.short_id)}: shown in words only")
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
        yield field(date.role.value, f"{whole_seconds(date.text)} ({date.basis})")
    for appearance in seen.appearances:
        yield from printed(appearance_lines(appearance))
    yield from printed(origin_lines(seen))
    for claim in seen.claims:
        yield field("claim", f"{archive.short_record_id(claim.id)} · {claim_words(claim)}")
        if unknown := missing_pillars(claim):
            yield field("", f"unknown: {', '.join(unknown)}")
    decided = standing_reviews(archive.reviews(item.id), item.id)
    for other, match in archive.matches_of(item.id):
        state = decision_words(decided[other]) if other in decided else match.review.value
        yield field("match", f"{archive.short_id(other)}: {stored_words(match, item.id)} [{state}]")
    yield from printed(fact_lines(archive.facts(item.id)))


def _judgements(archive: Archive, seen: Seen, *, history: bool) -> Iterator[str]:
    """What people found, and what cannot all be true."""
    from provenance.cli.text import printed
    from provenance.saying.judged import contradiction_lines, search_lines, standing_lines, verdict_lines

    item = seen.item.id
    yield from printed(standing_lines(archive.standings(item)))
    verdicts = archive.verdicts(item, superseded=history)
    yield from printed(verdict_lines(verdicts, archive.short_id, archive.claim_texts(verdicts)))
    found = archive.contradictions(item)
    items = archive.items_concerned(found)
    yield from printed(contradiction_lines(found, most=MOST_CONTRADICTIONS, items=items, own=item))
    yield from printed(search_lines(archive.searches(item)))
    if history:
        from provenance.saying.records import history_lines

        claims = archive.claims_of(item, corrected=True)
        corrections, reviews = archive.corrections([claim.id for claim in claims]), archive.reviews(item)
        short = archive.short_id, archive.short_record_id
        yield from printed(history_lines(item, claims, corrections, reviews, *short))
