"""``provenance contradictions``: records that cannot all be true."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive
    from provenance.model import Contradiction

FOUND, NONE = 0, 1

EXAMPLES = """\b
Examples:
  provenance contradictions
  provenance contradictions m-3f9a2c
  provenance contradictions --source telegram:harsad_today
  provenance contradictions --since 2016-06 --until 2016-07 --strength decisive
  provenance contradictions --recorded-since 2026-11-20
"""


@click.command("contradictions", epilog=EXAMPLES)
@click.argument("item", required=False)
@click.option("--source", metavar="SOURCE", help="Only of what this source published or is credited with.")
@click.option("--since", metavar="DATE", help="Only where one of the two is said to have happened, or appeared, since.")
@click.option(
    "--until", metavar="DATE", help="Only where one of them is said to have happened, or appeared, until then."
)
@click.option("--recorded-since", metavar="DATE", help="Only where the newest record concerned was made here since.")
@click.option(
    "--strength", type=click.Choice(["decisive", "strong", "weak"]), help="Only these, and those that are stronger."
)
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True)
@json_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    item: str | None,
    source: str | None,
    since: str | None,
    until: str | None,
    recorded_since: str | None,
    strength: str | None,
    limit: int,
    as_json: bool,
) -> int:
    """List records that cannot all be true: of ITEM and its copies, or of the whole archive, newest first.

    Each names its rule, its strength and its reason; see: provenance help contradictions. Exit code 1: none found.
    """
    from provenance.cli.text import field, printed
    from provenance.contradicting import at_least
    from provenance.dates import bound
    from provenance.exporters import plain
    from provenance.model import Strength
    from provenance.saying.answers import claim_words
    from provenance.saying.judged import contradictions_headline

    found = archive.contradictions(
        item,
        source=archive.source_called(source)[0] if source else None,
        since=bound(since, first=True) if since else None,
        until=bound(until, first=False) if until else None,
        recorded_since=bound(recorded_since, first=True) if recorded_since else None,
    )
    found = at_least(found, Strength(strength)) if strength else found
    if as_json:
        for one in found[:limit]:
            click.echo(plain.line(one))
        return FOUND if found else NONE
    where = f"about {archive.short_id(archive.item(item).id)}" if item else f"in {archive.path}"
    where += "".join(
        f", {word} {value}"
        for word, value in (("of", source), ("since", since), ("until", until), ("recorded since", recorded_since))
        if value
    )
    for line in printed([contradictions_headline(len(found), where)]):
        click.echo(line)
    for one in found[:limit]:
        for line in _lines(archive, one):
            click.echo(line)
    if not any((source, since, until, recorded_since)):
        for claim in archive.retracted_claims(item)[:limit]:
            click.echo(field("retracted", f"{archive.short_record_id(claim.id)} · {claim_words(claim)}"))
    if len(found) > limit:
        click.echo(f"  and {len(found) - limit:,} more: --limit {len(found)}")
    return FOUND if found else NONE


def _lines(archive: Archive, one: Contradiction) -> list[str]:
    from provenance.cli.text import field
    from provenance.saying.judged import LABELS, reason_words

    names = {name: _short(archive, name) for name in one.records}
    about = archive.short_id(one.item_id) if one.item_id else "an event without media"
    return [
        field(LABELS[one.strength], f"{about}: {reason_words(one)}"),
        field("", f"{one.rule}, {one.strength.value}; records: {', '.join(names.values())}"),
    ]


def _short(archive: Archive, name: str) -> str:
    return archive.short_id(name) if name.startswith("m-") else archive.short_record_id(name) if "-" in name else name
