"""``provenance import``: record a folder or a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli.options import json_option, max_pixels_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.model import Intake, Problem

EXAMPLES = """\b
Examples:
  provenance import inbox/
  provenance import posts.csv
  provenance import export.csv --map caption=Message --map posted_at="Post Created" --map path=Image
  provenance import records.jsonl --root media/
  provenance import posts.csv --dry-run > posts.jsonl     # look, correct, then import posts.jsonl
"""


@click.command("import", epilog=EXAMPLES)
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Their column for our field.")
@click.option("--root", type=click.Path(path_type=Path), help="Folder that file names are relative to.")
@click.option("--dry-run", is_flag=True, help="Record nothing: print what would be, as JSON Lines that import takes.")
@click.option("--no-keep", is_flag=True, help="Do not store files: fingerprints, facts and small grey pictures only.")
@click.option(
    "--no-thumbnail", is_flag=True, help="Like --no-keep, and no small grey pictures: the archive holds none."
)
@click.option("--fast", is_flag=True, help="Hashes of whole pictures only; provenance reindex makes the rest later.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that decode. Default: one a core.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no line for each record.")
@json_option
@max_pixels_option
@with_archive(create=True)
def command(
    archive: Archive,
    *,
    path: Path,
    mapping: tuple[str, ...],
    root: Path | None,
    dry_run: bool,
    no_keep: bool,
    no_thumbnail: bool,
    fast: bool,
    workers: int | None,
    quiet: bool,
    as_json: bool,
) -> int:
    """Record every picture and video in a folder, or every record of a CSV or JSON Lines manifest.

    A record may name a file, or be known by reference only; see: provenance help manifests.
    Importing the same thing twice adds nothing.
    """
    from provenance.cli.recording import record

    columns = _columns(mapping)
    _name_unused(path, columns)
    if dry_run:
        return _show(_intakes(path, columns, root))
    return record(
        archive,
        _intakes(path, columns, root),
        keep=not (no_keep or no_thumbnail),
        thumbnails=not no_thumbnail,
        fast=fast,
        workers=workers,
        total=_total(path),
        quiet=quiet,
        as_json=as_json,
        again=f"provenance import {path}",
    )


def _columns(mapping: tuple[str, ...]) -> dict[str, str]:
    from provenance.errors import BadOption

    columns = dict(pair.split("=", 1) for pair in mapping if "=" in pair)
    if len(columns) != len(mapping):
        raise BadOption("--map takes FIELD=COLUMN, for instance --map caption=Message; each field once")
    return columns


def _intakes(path: Path, columns: dict[str, str], root: Path | None) -> Iterator[Intake | Problem]:
    from provenance.errors import BadOption, MediaMissing
    from provenance.importers.folder import read_folder
    from provenance.importers.manifest import read_manifest

    if path.is_dir():
        if columns:
            raise BadOption(f"--map is for manifests, and {path} is a folder")
        return read_folder(path)
    if not path.exists():
        raise MediaMissing(f"{path}: there is no such file or folder")
    return read_manifest(path, columns=columns or None, root=root)


def _name_unused(path: Path, columns: dict[str, str]) -> None:
    """Say which columns no field takes, before something is lost in silence."""
    from provenance.cli.text import one_line
    from provenance.importers.manifest import unused_columns

    unused = unused_columns(path, columns=columns) if path.is_file() else ()
    if unused:
        names = ", ".join(one_line(name) for name in unused)
        click.echo(f"Columns that no field takes: {names}. If they matter: --map FIELD=COLUMN", err=True)


def _show(intakes: Iterator[Intake | Problem]) -> int:
    """What would be recorded; problems on standard error."""
    from provenance.cli.text import one_line
    from provenance.exporters import plain
    from provenance.model import Problem

    failed = False
    for intake in intakes:
        if isinstance(intake, Problem):
            failed = True
            click.echo(f"problem   {one_line(intake.locator)}: {one_line(intake.reason)}", err=True)
        else:
            click.echo(plain.readable_line(plain.intake(intake)).encode())  # UTF-8, whatever the terminal's encoding
    return 2 if failed else 0


def _total(path: Path) -> int | None:
    """How many records there are, roughly, for the progress bar."""
    from provenance.cli.recording import files_below

    if path.is_dir():
        return files_below(str(path))
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
