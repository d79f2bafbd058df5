"""``provenance list``: the items, newest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive
    from provenance.model import Seen

NARROWEST_SOURCE, WIDEST_SOURCE = 18, 28  # columns: most of a line is for what an item is said to show
EXAMPLES = """\b
Examples:
  provenance list
  provenance list --platform youtube --limit 100
  provenance list --without-file
  provenance list --problems
"""


@click.command("list", epilog=EXAMPLES)
@click.option("--kind", type=click.Choice(["image", "video"]), help="Only these.")
@click.option("--platform", help="Only what was published on, or is credited to, this platform.")
@click.option("--account", help="Only what this account published or is credited with.")
@click.option("--without-file", is_flag=True, help="Only items that are known by reference only.")
@click.option("--problems", is_flag=True, help="Instead: inputs that could not be used, newest first.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=50, show_default=True)
@json_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    kind: str | None,
    platform: str | None,
    account: str | None,
    without_file: bool,
    problems: bool,
    limit: int,
    as_json: bool,
) -> None:
    """List the items, newest first, with their source, date and what they are said to show."""
    if problems:
        _problems(archive, limit=limit, as_json=as_json)
        return
    from provenance.entering import platform_called
    from provenance.model import MediaKind
    from provenance.saying.words import number

    shown = 0
    for seen in archive.items(
        kind=MediaKind(kind) if kind else None,
        platform=platform_called(platform),
        account=account,
        without_file=without_file,
        limit=limit,
    ):
        shown += 1
        if as_json:
            from provenance.exporters import plain

            click.echo(plain.line(plain.seen_item(seen)))
        else:
            click.echo(item_line(seen, archive))
    if not as_json:
        total = archive.counts()["items"]
        more = "" if shown == total else f" of {total:,}"
        click.echo(f"{number(shown, 'item')}{more}.")


def item_line(seen: Seen, archive: Archive) -> str:
    """One item on one line."""
    from provenance.cli.text import width
    from provenance.saying.items import in_brief

    told = in_brief(seen)
    room = min(max(width() // 4 + 2, NARROWEST_SOURCE), WIDEST_SOURCE)
    short = archive.short_id(seen.item.id)
    line = f"{short:<10}{told.what:<10}{_cut(told.day, 11):<12}{_cut(told.who, room):<{room + 1}}{told.says}"
    return _cut(line, width())


def _cut(text: str, columns: int) -> str:
    """At most so many columns of one safe line."""
    from provenance.saying.words import safe

    line = safe(text).replace("\n", " ").replace("\t", " ")
    return line if len(line) <= columns else line[: columns - 1] + "…"


def _problems(archive: Archive, *, limit: int, as_json: bool) -> None:
    from provenance.exporters import plain
    from provenance.saying.words import one_line

    for at, problem in archive.problems(limit=limit):
        if as_json:
            click.echo(plain.line({"at": at, "problem": problem}))
        else:
            click.echo(f"{at}  {one_line(problem.locator)}  {one_line(problem.reason)}")
