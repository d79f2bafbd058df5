"""``provenance timeline``: every dated statement about an item and its copies, in order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.findings.timeline import Entry, Timeline

DAY = 10  # characters of a date that give the day
EXAMPLES = """\b
Examples:
  provenance timeline m-3f9a2c
  provenance timeline m-3f9a2c --svg timeline.svg
  provenance timeline m-3f9a2c --json | jq .entries
"""


@click.command("timeline", epilog=EXAMPLES)
@click.argument("item")
@click.option("--svg", type=click.Path(dir_okay=False), metavar="FILE", help="Draw it into this file.")
@click.option("--force", is_flag=True, help="With --svg: replace a file that is there.")
@json_option
@with_archive(create=False)
def command(archive: Archive, *, item: str, svg: str | None, force: bool, as_json: bool) -> int:
    """Show every appearance of ITEM and of its copies, with cameras' clocks and claimed events, in order.

    Sorted by the latest moment that a date can mean, so that nothing is called earlier than it is known to be.
    Copies are items that certain or confirmed matches join; those that are only probable are marked, and do not
    count for the earliest known appearance.
    """
    found = archive.timeline(item)
    if svg:
        _write(found, svg, archive, force=force)
    if as_json:
        from provenance.exporters import plain

        click.echo(plain.line(found))
        return 0
    for line in _lines(found, archive):
        click.echo(line)
    if svg:
        from provenance.cli.text import field

        click.echo(field("drawn", svg))
    return 0


def _write(found: Timeline, place: str, archive: Archive, *, force: bool) -> None:
    from pathlib import Path

    from provenance.errors import BadOption
    from provenance.exporters.timeline_svg import drawn

    path = Path(place)
    if path.exists() and not force:
        raise BadOption(f"{place}: is there already. Name another file, or replace it with --force")
    path.write_text(drawn(found, short=archive.short_id), encoding="utf-8")


def _lines(found: Timeline, archive: Archive) -> Iterator[str]:
    from provenance.cli.text import field, headline
    from provenance.saying.words import number

    others = found.members - 1
    also = f" and {number(others, 'other item')} that {'shows' if others == 1 else 'show'} it" if others else ""
    dated = sum(entry.date is not None for entry in found.entries)
    yield headline(
        "TIMELINE", f"{archive.short_id(found.item_id)}{also}: {number(dated, 'dated statement')}", colour="cyan"
    )
    for entry in found.entries:
        yield field(*_entry(entry, archive))
        if entry.caption:
            yield field("", f"“{_plain(entry.caption)}”")
        if entry.credit:
            yield field("", f"credit line: {_plain(entry.credit)}")
        if entry.url:
            yield field("", entry.url)
    if not found.entries:
        yield field("", "nothing dated is recorded of it")
    yield field("earliest known", _earliest(found, archive))
    yield field("says nothing of", "who made it, nor of what was published elsewhere before")


def _entry(entry: Entry, archive: Archive) -> tuple[str, str]:
    from provenance.cli.text import LABEL_WIDTH
    from provenance.saying.reports import entry_source_words
    from provenance.text import whole_seconds

    item = archive.short_id(entry.item_id)
    who = entry_source_words(entry) if entry.source else None
    if entry.date is None:
        words = [item, "undated appearance", who or "publisher unknown"]
        label = "undated"
    else:
        zone = "" if entry.date.zone_known else ", zone unknown"
        words = [item, f"{_role(entry)} ({entry.date.basis}{zone})", who or ""]
        label = whole_seconds(entry.date.text)
        if len(label) >= LABEL_WIDTH:
            label = label[:DAY]
            words.insert(0, whole_seconds(entry.date.text))
    marks = [mark for mark, is_so in _marks(entry) if is_so]
    return label, " · ".join(word for word in (*words, *marks) if word)


def _role(entry: Entry) -> str:
    from provenance.findings.timeline import WRITTEN, is_of_file
    from provenance.model import DateRole

    if entry.date and is_of_file(entry.date):
        return WRITTEN
    words = {DateRole.CAPTURED: "captured, by the camera's clock", DateRole.EVENT: "event, as claimed"}
    return words.get(entry.role, entry.role.value) if entry.role else ""


def _marks(entry: Entry) -> tuple[tuple[str, bool], ...]:
    from provenance.findings.families import CONFIRMED, DOUBTFUL

    return (
        ("EARLIEST KNOWN", entry.is_earliest),
        ("might be earlier", entry.is_earlier_perhaps),
        (entry.joined_by, entry.joined_by in (CONFIRMED, *DOUBTFUL)),
    )


def _plain(text: str) -> str:
    from provenance.saying.words import one_line

    return one_line(text)


def _earliest(found: Timeline, archive: Archive) -> str:
    from provenance.saying.words import date_words

    if found.earliest is None:
        return "no dated appearance"
    return f"{date_words(found.earliest.date)} · {archive.short_id(found.earliest.appearance.item_id)}"
