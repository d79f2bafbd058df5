"""``provenance check``: say whether pictures were seen before, without recording them."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, max_pixels_option, with_archive
from provenance.model import Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.archive import Archive

SEEN, NOT_SEEN, FAILED, NOT_COMPARABLE = 0, 1, 2, 3
CODES = {Outcome.SEEN: SEEN, Outcome.NOT_SEEN: NOT_SEEN, Outcome.NOT_COMPARABLE: NOT_COMPARABLE}
# Of several files the first of these that occurred is the exit code.
PRECEDENCE = (FAILED, SEEN, NOT_SEEN, NOT_COMPARABLE)

EXAMPLES = """\b
Examples:
  provenance check photo.jpg
  provenance check --json photo.jpg | jq .earliest_known
  find inbox -name '*.jpg' | provenance check -
"""


@click.command("check", epilog=EXAMPLES)
@click.argument("paths", nargs=-1, required=True, metavar="FILE...")
@click.option("--fast", is_flag=True, help="Hashes only. The default, as long as there is no other tier.")
@click.option("--facts", is_flag=True, help="Also print what the file says about itself (EXIF, XMP, IPTC).")
@click.option("-0", "--null", is_flag=True, help="With -: names end in a NUL byte, as find -print0 writes them.")
@json_option
@max_pixels_option
@with_archive(create=False)
def command(archive: Archive, *, paths: tuple[str, ...], fast: bool, facts: bool, null: bool, as_json: bool) -> int:
    """Say whether FILE was seen before, and what it was said to show. Records nothing.

    FILE may be - for a list of names on standard input, one a line. Exit code: 0 seen before, 1 not
    seen in this archive, 3 not comparable, 2 error; of several files: 2 if one could not be used,
    otherwise 0 if one was seen before.
    """
    del fast  # there is no slower tier yet to leave out
    codes = {_check_one(archive, path, facts=facts, as_json=as_json) for path in _expanded(paths, null=null)}
    return next((code for code in PRECEDENCE if code in codes), NOT_SEEN)


def _check_one(archive: Archive, path: str, *, facts: bool, as_json: bool) -> int:
    from provenance.errors import MediaError

    try:
        answer = archive.check(path)
        told = archive.facts_of_file(path) if facts else ()
    except MediaError as error:
        from provenance.cli.text import one_line

        click.echo(f"Error: {one_line(str(error))}", err=True)
        return FAILED
    if as_json:
        from provenance.exporters import plain

        click.echo(plain.line(plain.answer(answer) | ({"facts": told} if facts else {})))
    else:
        from provenance.cli.answer import answer_lines, fact_lines

        for line in (*answer_lines(answer, archive.short_id, archive.place_of_file), *fact_lines(told)):
            click.echo(line)
    return CODES[answer.outcome]


def _expanded(paths: Iterable[str], *, null: bool) -> Iterator[str]:
    for path in paths:
        if path == "-":
            yield from _listed(b"\0" if null else b"\n")
        else:
            yield path


def _listed(end: bytes) -> Iterator[str]:
    """Names on standard input; bytes that are no UTF-8 pass through."""
    if sys.stdin is None:
        from provenance.errors import BadOption

        raise BadOption("-: standard input is closed. Give the names as arguments, or through a pipe")
    for name in sys.stdin.buffer.read().split(end):
        stripped = name.rstrip(b"\r") if end == b"\n" else name
        if stripped:
            yield os.fsdecode(stripped)
