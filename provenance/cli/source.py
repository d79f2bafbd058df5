"""``provenance source``: who publishes, and what is held of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.groups import DefaultGroup
from provenance.cli.options import by_option, json_option, with_archive

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.archive import Archive
    from provenance.model import Source

MOST_CONTRADICTIONS = 10
MOST_VERDICTS = 5  # that a source published itself
EXAMPLES = """\b
Examples:
  provenance source                                     # all of them
  provenance source facebook:The.NSAy.Official
  provenance source grade amaq E --reason "agency of a party to the conflict" --by "A. Karim"
  provenance source note facebook:The.NSAy.Official --alias "facebook:New Syrian Army"
  provenance source note telegram:amaq_news1 --impersonates Amaq --text "warned of by the agency itself"
"""


@click.group("source", cls=DefaultGroup, default="show", epilog=EXAMPLES)
def command() -> None:
    """List sources, or show one: items, claims, reuse, contradictions, verdicts, reliability, other names."""


def _known_or_new(archive: Archive, name: str) -> tuple[str, Source]:
    """The source of that name; one named in full as ``platform:account`` may be new."""
    from provenance.errors import UnknownId
    from provenance.naming import searched

    try:
        return archive.source_called(name)
    except UnknownId:
        if ":" not in name or not searched(name).partition(" ")[2]:
            raise
        return archive.note_new_source(name)


@command.command("show")
@click.argument("name", required=False)
@json_option
@with_archive(create=False)
def show(archive: Archive, *, name: str | None, as_json: bool) -> int:
    """List the sources, or show what those whose name holds NAME published and claim, and what is held of them."""
    from provenance.cli.text import say
    from provenance.exporters import plain
    from provenance.naming import searched
    from provenance.saying.words import number, one_line

    wanted = searched(name) if name else None
    found = archive.sources(wanted)
    for source_id, source, items, claims in found:
        if as_json:
            held: dict[str, object] = {"id": source_id, "source": source, "key": source.key}
            held |= {"items": items, "claims": claims}
            if name:
                held |= _record(archive, source_id, source)
            click.echo(plain.line(held))
        elif not name:
            say(f"{one_line(source.key):<40}  {number(items, 'item')}, {number(claims, 'claim')}")
        else:
            for line in _lines(archive, source_id, source, items, claims):
                click.echo(line)
    if not found:
        say(f"No source holds {name!r}." if name else "No sources yet.", err=True)
        return 1
    return 0


def _record(archive: Archive, source_id: str, source: Source) -> dict[str, object]:
    published, claimed = archive.source(source_id)
    return {
        "published": [item.id for item in published],
        "claimed": claimed,
        "reuse": {
            item.id: [other for other, match in archive.matches_of(item.id) if match.is_reuse] for item in published
        },
        "contradictions": archive.contradictions(source=source_id),
        "verdicts": [one for item in published for one in archive.verdicts(item.id)],
        "reviewed": archive.verdicts_by(source.name or source.key),
        "grades": archive.grades(source_id),
        "notes": [note for note, _ in archive.source_notes(source_id)],
    }


def _lines(archive: Archive, source_id: str, source: Source, items: int, claims: int) -> Iterator[str]:
    from provenance.cli.list_ import item_line
    from provenance.cli.text import field, printed
    from provenance.saying.answers import claim_words
    from provenance.saying.judged import contradiction_lines, verdict_lines
    from provenance.saying.sources import held_lines, pooled_lines, source_headline

    yield from printed([source_headline(source, items, claims), *(pooled_lines() if source.is_pooled else ())])
    yield from printed(held_lines(source_id, archive.grades(source_id), archive.source_notes(source_id)))
    published, claimed = archive.source(source_id)
    for item in published:
        yield f"  {item_line(archive.show(item.id), archive)}"
        others = [archive.short_id(other) for other, match in archive.matches_of(item.id) if match.is_reuse]
        if others and not source.is_pooled:
            yield field("", f"the same picture as {', '.join(others)}")
    for claim in claimed:
        yield field("claim", claim_words(claim, archive.short_id))
    yield from _reviewed(archive, source)
    if not source.is_pooled:
        yield from printed(contradiction_lines(archive.contradictions(source=source_id), most=MOST_CONTRADICTIONS))
    for item in published:
        verdicts = archive.verdicts(item.id)
        yield from printed(verdict_lines(verdicts, archive.short_id, archive.claim_texts(verdicts)))


def _reviewed(archive: Archive, source: Source) -> Iterator[str]:
    """The newest verdicts that a source published."""
    from provenance.cli.text import field
    from provenance.saying.judged import verdict_words
    from provenance.saying.words import number

    given = archive.verdicts_by(source.name or source.key)
    texts = archive.texts_of_claims({one.claim_id for one in given[:MOST_VERDICTS] if one.claim_id})
    for position, verdict in enumerate(given[:MOST_VERDICTS]):
        yield field("" if position else f"reviewed ({len(given)})", verdict_words(verdict, texts))
    if len(given) > MOST_VERDICTS:
        yield field("", f"and {number(len(given) - MOST_VERDICTS, 'more verdict')}; --json has them all")


@command.command("grade")
@click.argument("name")
@click.argument("reliability", metavar="A-F")
@click.option("--reason", required=True, help="Why.")
@by_option
@json_option
@with_archive(create=False)
def grade(archive: Archive, *, name: str, reliability: str, reason: str, by: str | None, as_json: bool) -> int:
    """Say how reliable a source is held to be: A completely, B usually, C fairly, D not usually, E not, F not known."""
    from provenance.cli.text import field, headline
    from provenance.exporters import plain
    from provenance.saying.sources import reliability_words

    source_id, source = _known_or_new(archive, name)
    given = archive.grade_source(source_id, reliability, reason=reason, by=by)
    if as_json:
        click.echo(plain.line({"grade": given}))
        return 0
    click.echo(headline("GRADED", source.key, colour="green"))
    click.echo(field("reliability", reliability_words(archive.grades(source_id))))
    return 0


@command.command("note")
@click.argument("name")
@click.option("--alias", metavar="SOURCE", help="Another name or account of the same publisher.")
@click.option("--impersonates", metavar="SOURCE", help="Whom it passes itself off as.")
@click.option(
    "--affiliated-with", metavar="SOURCE", help="Whom somebody says that it belongs to. A claim, and no fact."
)
@click.option("--text", default="", help="In words: who says so, where, since when.")
@by_option
@json_option
@with_archive(create=False)
def note(
    archive: Archive,
    *,
    name: str,
    alias: str | None,
    impersonates: str | None,
    affiliated_with: str | None,
    text: str,
    by: str | None,
    as_json: bool,
) -> int:
    """Note another name of a source, whom it passes itself off as, whom it is said to belong to, or anything else."""
    from provenance.cli.text import field, headline
    from provenance.errors import BadOption
    from provenance.exporters import plain
    from provenance.judgement import SourceNoteKind
    from provenance.saying.judged import note_words

    given = [
        (SourceNoteKind.ALIAS, alias),
        (SourceNoteKind.IMPERSONATES, impersonates),
        (SourceNoteKind.AFFILIATION, affiliated_with),
    ]
    said = [(kind, other) for kind, other in given if other]
    if len(said) > 1 or not (said or text.strip()):
        raise BadOption("say one thing: --alias, --impersonates, --affiliated-with, or only --text")
    kind, other = said[0] if said else (SourceNoteKind.NOTE, None)
    source_id, source = _known_or_new(archive, name)
    recorded = archive.note_source(source_id, kind, text.strip(), other=other, by=by)
    if as_json:
        click.echo(plain.line({"note": recorded}))
        return 0
    click.echo(headline("NOTED", source.key, colour="green"))
    for one, that in archive.source_notes(source_id):
        click.echo(field("noted", note_words(one, that, source_id)))
    return 0
