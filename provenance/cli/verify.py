"""``provenance verify``: whether everything is as it was recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

SOUND, CHANGED = 0, 2

EXAMPLES = """\b
Examples:
  provenance verify
  provenance verify --no-files     # the log and the records only
"""


@click.command("verify", epilog=EXAMPLES)
@click.option("--no-files", is_flag=True, help="Leave out the kept files and their fingerprints.")
@json_option
@with_archive(create=False)
def command(archive: Archive, *, no_files: bool, as_json: bool) -> int:
    """Recompute the log's chain, the records, the kept files and their fingerprints.

    Exit code 2 when something is not as it was recorded. A chain proves order and integrity only up to
    its newest entry: publish the head's digest to bind it to a day.
    """
    from provenance.cli.text import field, headline
    from provenance.exporters import plain
    from provenance.saying.words import number, one_line

    done = archive.verify(with_files=not no_files)
    if as_json:
        click.echo(plain.line(plain.plain(done) | {"sound": done.sound}))
        return SOUND if done.sound else CHANGED
    if done.sound:
        click.echo(headline("AS RECORDED", str(archive.path), colour="green"))
    else:
        click.echo(headline("NOT AS RECORDED", str(archive.path), colour="red"))
        for finding in done.findings:
            click.echo(field(finding.part.value, f"{finding.subject}: {one_line(finding.reason)}"))
    looked = [number(done.log_entries, "log entry", "log entries"), number(done.records, "record")]
    if not no_files:
        looked += [number(done.files, "file"), number(done.fingerprints, "fingerprint")]
    click.echo(field("recomputed", ", ".join(looked)))
    if done.not_kept:
        click.echo(field("not kept", f"{number(done.not_kept, 'file')}: nothing to recompute"))
    if done.unreferenced:
        click.echo(field("left over", f"{number(done.unreferenced, 'file')} that no record names; harmless"))
    click.echo(field("log head", done.head))
    return SOUND if done.sound else CHANGED
