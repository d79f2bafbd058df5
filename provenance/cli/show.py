"""``provenance show``: everything that is recorded of an item."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.model import Appearance, Seen

EXAMPLES = """\b
Examples:
  provenance show m-3f9a2c
  provenance show 3f9a2c --json
"""


@click.command("show", epilog=EXAMPLES)
@click.argument("item")
@json_option
@with_archive(create=False)
def command(archive: Archive, *, item: str, as_json: bool) -> None:
    """Show everything that is recorded of ITEM; any unique beginning of its id will do."""
    seen = archive.show(item)
    if as_json:
        from provenance.exporters import plain

        whole = plain.seen_item(seen) | {
            "facts": plain.plain(archive.facts(seen.item.id)),
            "fingerprints": plain.plain(archive.fingerprints(seen.item.id)),
            "matches": [
                {"item": other, "match": plain.plain(match)} for other, match in archive.matches_of(seen.item.id)
            ],
        }
        click.echo(plain.line(whole))
        return
    for line in _lines(archive, seen):
        click.echo(line)


def _lines(archive: Archive, seen: Seen) -> Iterator[str]:
    from provenance.cli.answer import claim_words, fact_lines, match_words
    from provenance.cli.text import field, headline, one_line, safe, source_words

    item = seen.item
    yield headline(archive.short_id(item.id), _what(seen), colour="cyan")
    if item.graphic:
        yield field("warning", "marked graphic: shown in words only")
    if item.sha256:
        yield field("sha256", item.sha256)
        kept = archive.file_of(item.id)
        yield field("file", safe(str(kept)) if kept else "not kept: hashes and facts only")
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
    for origin in seen.origins:
        said = f" (“{one_line(origin.text)}”)" if origin.text else ""
        yield field("origin", f"{origin.kind.value}: {source_words(origin.source)}{said}")
    if not seen.origins:
        yield field("origin", "unknown: no credit line, URL or account was recorded")
    for claim in seen.claims:
        yield field("claim", claim_words(claim))
    for other, match in archive.matches_of(item.id):
        yield field("match", f"{archive.short_id(other)}: {match_words(match)} [{match.review.value}]")
    yield from fact_lines(archive.facts(item.id))


def _what(seen: Seen) -> str:
    item = seen.item
    if item.sha256 is None:
        return f"{item.kind.value}, by reference"
    size = f", {item.width} × {item.height} pixels" if item.width else ""
    plain = "" if item.comparable else ", not comparable"
    return f"{item.media_type}{size}, {item.byte_size:,} bytes{plain}"


def _appearance(appearance: Appearance) -> Iterator[str]:
    from provenance.cli.answer import publisher_words
    from provenance.cli.text import date_words, field, one_line

    dates = "; ".join(date_words(date) for date in appearance.dates) or "undated"
    yield field("appearance", f"{publisher_words(appearance)} · {dates}")
    for label, text in (("caption", appearance.caption), ("credit line", appearance.credit)):
        if text:
            yield field("", f"{label}: “{one_line(text)}”")
    for text in (appearance.url, appearance.note):
        if text:
            yield field("", text)
