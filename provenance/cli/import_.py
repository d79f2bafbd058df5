"""``provenance import``: record a folder or a manifest."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from provenance.cli.options import by_option, json_option, max_pixels_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.model import Intake, Problem

MOST_DATES = 3  # that a hint quotes
EXAMPLES = """\b
Examples:
  provenance import inbox/
  provenance import posts.csv
  provenance import export.csv --map caption=Message --map posted_at="Post Created" --map path=Image
  provenance import records.jsonl --root media/
  provenance import claimreviews.json                     # published fact-checks; provenance help fact-checks
  provenance import train.json --profile 5pils
  provenance import report.html --dry-run > report.jsonl  # a saved article: its media and claims; look first
  provenance import report.txt --url https://example.org/r --published 2016-06-29
  provenance import posts.csv --dry-run > posts.jsonl     # look, correct, then import posts.jsonl
"""


def _named(_context: click.Context, _parameter: click.Parameter, given: str) -> Path:
    """The path; an empty one, as an unset variable gives it, would be the current folder."""
    if not given:
        raise click.BadParameter("is empty. Name a file or a folder; the current one is .")
    return Path(given)


@click.command("import", epilog=EXAMPLES)
@click.argument("path", type=click.Path(), callback=_named)
@click.option("--map", "mapping", multiple=True, metavar="FIELD=COLUMN", help="Their column for our field.")
@click.option("--profile", metavar="NAME", help="A known kind of file: 5pils, verite, verite-articles, crowdtangle.")
@click.option("--root", type=click.Path(path_type=Path), help="Folder that file names are relative to.")
@click.option("--url", help="Of an article: its address, where the file does not say it.")
@click.option("--published", metavar="DATE", help="Of an article: when it was published; EDTF. Wins over what it says.")
@click.option("--dry-run", is_flag=True, help="Record nothing: print what would be, as JSON Lines that import takes.")
@click.option("--no-keep", is_flag=True, help="Do not store files: fingerprints, facts and small grey pictures only.")
@click.option(
    "--no-thumbnail", is_flag=True, help="Like --no-keep, and no small grey pictures: the archive holds none."
)
@click.option("--fast", is_flag=True, help="Hashes of whole pictures only; provenance reindex makes the rest later.")
@click.option("--workers", type=click.IntRange(1, 64), help="Processes that decode. Default: one a core.")
@click.option("-q", "--quiet", is_flag=True, help="No progress bar and no line for each record.")
@by_option
@json_option
@max_pixels_option
@with_archive(create=True)
def command(
    archive: Archive,
    *,
    path: Path,
    mapping: tuple[str, ...],
    profile: str | None,
    root: Path | None,
    url: str | None,
    published: str | None,
    dry_run: bool,
    no_keep: bool,
    no_thumbnail: bool,
    fast: bool,
    workers: int | None,
    quiet: bool,
    by: str | None,
    as_json: bool,
) -> int:
    """Record every picture and video in a folder, or every record of a CSV or JSON manifest or feed of fact-checks.

    A saved article (HTML, MHTML, text) gives the media that it shows or mentions and the claims that it makes; see:
    provenance help articles. A record may name a file, or be known by reference only; see: provenance help manifests.
    Importing the same thing twice adds nothing.
    """
    from provenance.cli.recording import record
    from provenance.model import Intake
    from provenance.unseen import without_unseen

    columns = _columns(mapping)
    article = _is_article(path, columns, profile)
    _refuse_misplaced(article=article, url=url, published=published, root=root)
    if not profile and not article:
        _name_profile(path, columns)
        _name_unused(path, columns)

    def intakes() -> Iterator[Intake | Problem]:
        if article:
            found = _article(path, url, published)
            found = found if published else _hinted(found, path)
        else:
            found = _intakes(path, columns, root, profile)
        found = (without_unseen(one) if isinstance(one, Intake) else one for one in found)
        return (_entered(intake, by) for intake in found) if by else found

    if dry_run:
        return _show(intakes(), root or (path if path.is_dir() else path.parent))
    return record(
        archive,
        intakes(),
        keep=not (no_keep or no_thumbnail),
        thumbnails=not no_thumbnail,
        fast=fast,
        workers=workers,
        total=None if article else _total(path),
        quiet=quiet,
        as_json=as_json,
        again=f"provenance import {path}",
    )


def _entered(found: Intake | Problem, by: str) -> Intake | Problem:
    """With the name of who records it, where the record itself names nobody."""
    from provenance.model import Intake

    return found._replace(entered_by=by) if isinstance(found, Intake) and not found.entered_by else found


def _columns(mapping: tuple[str, ...]) -> dict[str, str]:
    from provenance.errors import BadOption

    columns = dict(pair.split("=", 1) for pair in mapping if "=" in pair)
    if len(columns) != len(mapping):
        raise BadOption("--map takes FIELD=COLUMN, for instance --map caption=Message; each field once")
    return columns


def _intakes(path: Path, columns: dict[str, str], root: Path | None, profile: str | None) -> Iterator[Intake | Problem]:
    from provenance.errors import BadOption, MediaMissing
    from provenance.importers.folder import read_folder
    from provenance.importers.manifest import read_manifest

    if path.is_dir():
        if columns or profile:
            raise BadOption(f"{'--map' if columns else '--profile'} is for manifests, and {path} is a folder")
        return read_folder(path)
    if not path.exists():
        raise MediaMissing(f"{path}: there is no such file or folder")
    if profile:
        from provenance.importers.profiles import read_profile

        return read_profile(path, profile, columns=columns, root=root)
    if _is_feed(path, columns):
        from provenance.importers.feeds import read_feed

        return read_feed(path)
    return read_manifest(path, columns=columns or None, root=root)


def _is_article(path: Path, columns: dict[str, str], profile: str | None) -> bool:
    """Whether it is a saved article; not where somebody says what its columns are."""
    if columns or profile or not path.is_file():
        return False
    from provenance.importers.article import is_article

    return is_article(path)


def _article(path: Path, url: str | None, published: str | None) -> Iterator[Intake | Problem]:
    """What the article says; first the fact-checks that its page publishes as data."""
    from itertools import chain

    from provenance.importers.article import read_article
    from provenance.importers.feeds import is_feed, read_feed

    found = read_article(path, url=url, published=published)
    if url:
        _say_which_address(path, url)
    return chain(read_feed(path), found) if is_feed(path) else found


def _hinted(found: Iterator[Intake | Problem], path: Path) -> Iterator[Intake | Problem]:
    """The same; at the end says which dates were left out for want of the date of publication."""
    from provenance.importers.article.claims import undated_in
    from provenance.model import Intake
    from provenance.saying.words import number, one_line

    left: dict[str, None] = {}
    for each in found:
        if isinstance(each, Intake):
            left |= dict.fromkeys(undated_in(each.raw or {}))
        yield each
    if left:
        some = ", ".join(f"“{one_line(words)}”" for words in list(left)[:MOST_DATES]) + (
            ", ..." * (len(left) > MOST_DATES)
        )
        click.echo(
            f"{one_line(path.name)} names no date of publication: {number(len(left), 'date')} left out ({some}). "
            "To have them counted from it: --published DATE",
            err=True,
        )


def _say_which_address(path: Path, url: str) -> None:
    """That the address given does not count where the article names its own."""
    from provenance.importers.article.facts import names_a_page
    from provenance.importers.article.records import own_address
    from provenance.saying.words import one_line

    own = own_address(path)
    if own and own != url and names_a_page(own):
        click.echo(f"{one_line(path.name)} names its own address, {one_line(own)}: --url is passed over", err=True)


def _refuse_misplaced(*, article: bool, url: str | None, published: str | None, root: Path | None) -> None:
    """Raises BadOption for an option that says nothing of this kind of file."""
    from provenance.errors import BadOption

    if not article and (url or published):
        raise BadOption(f"{'--url' if url else '--published'} is for a saved article (HTML, MHTML or text)")
    if article and root:
        raise BadOption("--root is for manifests; the pictures of a saved article are sought beside it")


def _is_feed(path: Path, columns: dict[str, str]) -> bool:
    """Whether it holds published fact-checks; not where somebody says what its columns are."""
    if columns or path.suffix.lower() in (".csv", ".tsv"):
        return False
    from provenance.importers.feeds import is_feed

    return is_feed(path)


def _name_profile(path: Path, columns: dict[str, str]) -> None:
    """Say that a file looks like one of a known kind."""
    from provenance.importers.profiles import PROFILES, likely_profile
    from provenance.saying.words import one_line

    known = likely_profile(path) if path.is_file() and not columns else None
    if known:
        what = f"{one_line(path.name)} looks like {PROFILES[known].about}"
        click.echo(f"{what}. To have it read as that: --profile {known}", err=True)


def _name_unused(path: Path, columns: dict[str, str]) -> None:
    """Say which columns no field takes, before something is lost in silence."""
    from provenance.importers.manifest import unused_columns
    from provenance.saying.words import one_line

    unused = unused_columns(path, columns=columns) if path.is_file() and not _is_feed(path, columns) else ()
    if unused:
        names = ", ".join(one_line(name) for name in unused)
        click.echo(f"Columns that no field takes: {names}. If they matter: --map FIELD=COLUMN", err=True)


def _show(intakes: Iterator[Intake | Problem], root: Path) -> int:
    """What would be recorded; problems on standard error."""
    from provenance.cli.text import brief
    from provenance.exporters import plain
    from provenance.model import Problem
    from provenance.saying.words import one_line

    failed = named = False
    for intake in intakes:
        if isinstance(intake, Problem):
            failed = True
            click.echo(f"problem   {one_line(intake.locator)}: {brief(intake.reason)}", err=True)
        else:
            named |= bool(intake.path)
            below = intake._replace(path=_below(intake.path, root)) if intake.path else intake
            said = plain.intake(below) | plain.found(below)
            click.echo(plain.readable_line(said).encode())  # UTF-8, whatever the terminal's encoding
    if named:
        place = one_line(str(root))
        click.echo(
            f"File names are relative to {place}: save the lines there, or import them with --root {place}", err=True
        )
    return 2 if failed else 0


def _below(name: str, root: Path) -> str:
    """A file's name as it is from ``root``; as given where it is not below it."""
    path = Path(name)
    return str(path.relative_to(root)) if path.is_relative_to(root) else name


def _total(path: Path) -> int | None:
    """How many records there are, roughly, for the progress bar."""
    from provenance.cli.recording import files_below

    if path.is_dir():
        return files_below(str(path))
    if not path.is_file():
        return None
    with path.open("rb") as file:
        return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
