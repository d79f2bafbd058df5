"""``provenance verdict``: a person's finding on an item under a claim."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import by_option, json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive

RATINGS = ("true", "mostly-true", "mixed", "mostly-false", "false", "misplaced", "unproven")
MEDIA = (
    "DecontextualizedContent",
    "EditedOrCroppedContent",
    "OriginalMediaContent",
    "SatireOrParodyContent",
    "StagedContent",
    "TransformedContent",
)
CALLED = {"by": "--by NAME, or PROVENANCE_BY", "reason": "--reason TEXT"}
EXAMPLES = """\b
Examples:
  provenance verdict m-3f9a2c --claim c-77ab01 --rating misplaced --media DecontextualizedContent \\
      --by "A. Karim" --reason "The bridge is Velmora's; published there in 2014" \\
      --link https://example.org/check --evidence a-10fe22
  provenance verdict m-3f9a2c                     # the verdicts that there are
  provenance verdict m-3f9a2c --history           # those that were superseded, too
"""


@click.command("verdict", epilog=EXAMPLES)
@click.argument("item", required=False)
@click.option("--claim", metavar="CLAIM", help="The claim that it is about, by its id; see provenance show ITEM.")
@click.option("--rating", type=click.Choice(RATINGS), help="What was found of the claim.")
@click.option("--media", type=click.Choice(MEDIA), multiple=True, help="What the medium is, as it was published there.")
@click.option("--house-rating", metavar="WORD", help="The rating in your desk's own word.")
@click.option("--reason", default="", help="Why, in a sentence or two.")
@click.option(
    "--link", "links", multiple=True, metavar="URL", help="Where the finding, or what it rests on, is published."
)
@click.option(
    "--evidence", multiple=True, metavar="RECORD", help="What it rests on: ids of appearances, items, claims; or words."
)
@click.option("--date", metavar="DATE", help="When the finding was published.")
@click.option("--history", is_flag=True, help="Also verdicts that were superseded.")
@by_option
@json_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    item: str | None,
    claim: str | None,
    rating: str | None,
    media: tuple[str, ...],
    house_rating: str | None,
    reason: str,
    links: tuple[str, ...],
    evidence: tuple[str, ...],
    date: str | None,
    history: bool,
    by: str | None,
    as_json: bool,
) -> int:
    """Record what a named person found of ITEM under a claim, or show the verdicts that there are.

    A later verdict of the same person supersedes the earlier one, which stays readable (--history). Verdicts follow
    copies: an answer about a copy says that they are inherited.
    """
    if not (rating or media or house_rating):
        return _show(archive, item, history=history, as_json=as_json)
    from provenance.cli.options import called
    from provenance.cli.text import field, headline
    from provenance.entering import enter_verdict
    from provenance.exporters import plain
    from provenance.saying.judged import verdict_words

    verdict, new = enter_verdict(
        archive,
        item=item,
        claim=claim,
        rating=rating,
        media=media,
        by=by,
        reason=reason,
        house_rating=house_rating,
        links=links,
        evidence=evidence,
        date=date,
        called=called,
    )
    if as_json:
        click.echo(plain.line({"verdict": verdict, "new": new}))
        return 0
    instead = f", instead of {archive.short_record_id(verdict.supersedes)}" if verdict.supersedes and new else ""
    word = "RECORDED" if new else "KNOWN ALREADY"
    click.echo(headline(word, archive.short_record_id(verdict.id) + instead, colour="green"))
    claims = {verdict.claim_id: archive.claim(verdict.claim_id).claim.text} if verdict.claim_id else {}
    click.echo(field("verdict", verdict_words(verdict, claims)))
    for warning in verdict.warnings:
        click.echo(field("WARNING", warning))
    return 0


def _show(archive: Archive, item: str | None, *, history: bool, as_json: bool) -> int:
    from provenance.cli.text import field, headline, printed
    from provenance.errors import BadOption
    from provenance.exporters import plain
    from provenance.saying.judged import verdict_lines
    from provenance.saying.words import number

    if item is None:
        raise BadOption("name an ITEM, or a claim and a rating: --claim CLAIM --rating RATING")
    found = archive.verdicts(item, superseded=history)
    if as_json:
        for one in found:
            click.echo(plain.line(one))
        return 0 if found else 1
    said = number(len(found), "verdict") + " on it and on copies of it"
    click.echo(headline(archive.short_id(archive.item(item).id), said, colour="cyan"))
    for line in printed(verdict_lines(found, archive.short_id, archive.claim_texts(found))):
        click.echo(line)
    if not found:
        click.echo(field("verdicts", "none here, nor on a copy of it"))
    return 0 if found else 1
