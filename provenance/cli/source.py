"""``provenance source``: who publishes."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

EXAMPLES = """\b
Examples:
  provenance source
  provenance source facebook:The.NSAy.Official
  provenance source amaq
"""


def searched(name: str) -> str:
    """The name as sources are searched by; a platform may be called by any of its names."""
    from provenance.platforms import canonical_platform

    platform, colon, account = name.partition(":")
    known = canonical_platform(platform)
    if known:
        return f"{known} {account}".strip()
    return name.replace(":", " ") if colon else name


@click.command("source", epilog=EXAMPLES)
@click.argument("name", required=False)
@json_option
@with_archive(create=False)
def command(archive: Archive, *, name: str | None, as_json: bool) -> int:
    """List the sources, or show what those whose name holds NAME published and claim."""
    from provenance.cli.answer import claim_words
    from provenance.cli.list_ import item_line
    from provenance.cli.text import field, headline, number, one_line, say, source_words
    from provenance.exporters import plain

    wanted = searched(name) if name else None
    found = archive.sources(wanted)
    for source_id, source, items, claims in found:
        if as_json:
            held: dict[str, object] = {"id": source_id, "source": source, "key": source.key}
            held |= {"items": items, "claims": claims}
            click.echo(plain.line(held))
            continue
        counts = f"{number(items, 'item')}, {number(claims, 'claim')}"
        if not name:
            say(f"{one_line(source.key):<40}  {counts}")
            continue
        click.echo(headline(source.key, f"{source_words(source)}: {counts}", colour="cyan"))
        published, claimed = archive.source(source_id)
        for item in published:
            say(f"  {item_line(archive.show(item.id), archive)}")
        for claim in claimed:
            click.echo(field("claim", claim_words(claim, archive.short_id)))
    if not found:
        say(f"No source holds {name!r}." if name else "No sources yet.", err=True)
        return 1
    return 0
