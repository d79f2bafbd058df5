"""``provenance claim``: what somebody says an item shows, and what claims are to each other."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from provenance.cli.groups import DefaultGroup
from provenance.cli.options import by_option, json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive
    from provenance.judgement import ClaimLink
    from provenance.model import Claim, RecordedClaim

HEDGES = ("purports", "reportedly", "said-to", "allegedly", "unverified", "claimed")
RELATIONS = ("restates", "narrows", "contradicts", "retracts", "attributes")
MOST_CONTRADICTIONS = 5  # in one answer; provenance contradictions has them all
EXAMPLES = """\b
Examples:
  provenance claim add m-3f9a2c "Fighters raise a flag" --hedge purports --place Al-Boukamal --date 2016-06-28
  provenance claim add "20 fighters were killed" --event "Battle of the airbase" --asserted-by "New Syrian Army"
  provenance claim show c-77ab01
  provenance claim relate c-77ab01 contradicts c-10fe22 --reason "the figures differ"
  provenance claim correct c-77ab01 --place "Al-Qaim" --reason "misread" --by "A. Karim"
  provenance claim withdraw c-77ab01 --reason "entered twice" --by "A. Karim"
  provenance claim link c-77ab01 m-2c5143
"""


@click.group("claim", cls=DefaultGroup, default="show", epilog=EXAMPLES)
def command() -> None:
    """Record what an item is said to show, correct it, and say what claims are to each other.

    Nothing is overwritten: a correction is a new claim that counts instead. See: provenance help claims
    """


def _fields(function: Any) -> Any:
    for option in (
        click.option("--place", help="Where the claim says that it is: a name, or LATITUDE,LONGITUDE."),
        click.option("--date", help="When the claim says that it happened; EDTF, e.g. 2016-06-28/2016-06-29."),
        click.option("--event", help="What it is part of, in a few words that other claims can share."),
        click.option("--subject", help="Who or what is to be seen."),
        click.option("--hedge", type=click.Choice(HEDGES), help="How the claim is hedged."),
        click.option("--hedge-text", help="The words that hedge, as they stand there."),
        click.option("--language", help="Of the text: en, ar, ..."),
        click.option("--asserted-by", help="Who makes the claim."),
        click.option("--attributed-to", help="Whom they attribute it to."),
        click.option("--motivation", help="Why it was published, as far as known."),
        click.option("--note", help="Anything else to know of it."),
    ):
        function = option(function)
    return function


@command.command("add")
@click.argument("words", nargs=-1, required=True, metavar="[ITEM...] TEXT")
@_fields
@by_option
@json_option
@with_archive(create=False)
def add(archive: Archive, *, words: tuple[str, ...], by: str | None, as_json: bool, **said: str | None) -> int:
    """Record a claim: TEXT word for word, of one or several ITEMs, or of an event that no medium shows."""
    from provenance.cli.options import called
    from provenance.entering import enter_claim
    from provenance.exporters import plain

    *items, text = words
    entered = enter_claim(archive, text, items=items, by=by, said=said, called=called)
    if as_json:
        against = archive.contradictions_of_claim(entered.claim.id)
        click.echo(plain.line({"claim": entered.claim, "items": entered.items, "contradictions": against}))
        return 0
    _print(archive, entered.claim, "RECORDED" if entered.new else "KNOWN ALREADY")
    return 0


@command.command("show")
@click.argument("claim")
@json_option
@with_archive(create=False)
def show(archive: Archive, *, claim: str, as_json: bool) -> int:
    """Show a claim: who makes it, of which items, its relations, its corrections, and what is not known of it."""
    from provenance.exporters import plain

    if as_json:
        from provenance import objects

        click.echo(plain.line(objects.claim(archive, claim)))
        return 0
    found = archive.claim(claim)
    _print(archive, found, archive.short_record_id(found.id))
    return 0


@command.command("relate")
@click.argument("claim")
@click.argument("relation", type=click.Choice(RELATIONS))
@click.argument("other")
@click.option("--reason", help="Why.")
@by_option
@json_option
@with_archive(create=False)
def relate(
    archive: Archive, *, claim: str, relation: str, other: str, reason: str | None, by: str | None, as_json: bool
) -> int:
    """Say what CLAIM is to OTHER: it restates, narrows, contradicts, retracts it, or attributes it to somebody."""
    from provenance.cli.text import field, headline
    from provenance.exporters import plain
    from provenance.model import ClaimRelation
    from provenance.saying.judged import link_words

    link, new = archive.relate(claim, ClaimRelation(relation), other, reason=reason, entered_by=by)
    if as_json:
        click.echo(plain.line({"relation": link, "new": new}))
        return 0
    words = f"{archive.short_record_id(link.claim_id)} {link_words(link, link.claim_id, archive.short_record_id)}"
    click.echo(headline("RECORDED" if new else "KNOWN ALREADY", words, colour="green"))
    if link.relation is ClaimRelation.RETRACTS and not archive.takes_back(link):
        click.echo(field("a dispute", _hides_nothing(archive, link)))
    return 0


@command.command("link")
@click.argument("claim")
@click.argument("items", nargs=-1, required=True, metavar="ITEM...")
@json_option
@with_archive(create=False)
def link(archive: Archive, *, claim: str, items: tuple[str, ...], as_json: bool) -> int:
    """Say that CLAIM is made of further ITEMs too."""
    from provenance.cli.text import headline
    from provenance.exporters import plain
    from provenance.saying.words import number

    claim_id = archive.link_claim(claim, items)
    now = archive.items_of_claim(claim_id)
    if as_json:
        click.echo(plain.line({"claim": claim_id, "items": now}))
        return 0
    said = f"{archive.short_record_id(claim_id)} is made of {number(len(now), 'item')}"
    click.echo(headline("LINKED", said, colour="green"))
    return 0


@command.command("correct")
@click.argument("claim")
@click.option("--text", help="The claim, word for word.")
@_fields
@click.option("--reason", required=True, help="Why it is corrected.")
@by_option
@json_option
@with_archive(create=False)
def correct(
    archive: Archive, *, claim: str, text: str | None, reason: str, by: str | None, as_json: bool, **said: str | None
) -> int:
    """Let a corrected claim count instead of CLAIM; the earlier one stays readable with show --history."""
    from provenance.errors import BadOption
    from provenance.exporters import plain

    old = archive.claim(claim)
    changes = {name: value for name, value in (said | {"text": text}).items() if value is not None}
    if not changes:
        raise BadOption("say what is to be corrected: --place, --date, --text and so on")
    if not by:
        raise BadOption("a correction needs a name: --by NAME, or PROVENANCE_BY")
    new = archive.correct_with(old.id, _changed(old.claim, changes, now=archive.today()), reason=reason, entered_by=by)
    if as_json:
        click.echo(plain.line({"claim": new, "supersedes": old.id}))
        return 0
    _print(archive, new, "CORRECTED")
    return 0


@command.command("withdraw")
@click.argument("claim")
@click.option("--reason", required=True, help="Why.")
@by_option
@json_option
@with_archive(create=False)
def withdraw(archive: Archive, *, claim: str, reason: str, by: str | None, as_json: bool) -> int:
    """Let CLAIM count no more; it stays readable with show --history."""
    from provenance.cli.text import headline
    from provenance.exporters import plain

    claim_id, _ = archive.correct_claim(claim, None, reason=reason, entered_by=by or "")
    if as_json:
        click.echo(plain.line({"withdrawn": claim_id}))
        return 0
    click.echo(headline("WITHDRAWN", archive.short_record_id(claim_id), colour="green"))
    return 0


def _changed(old: Claim, changes: dict[str, str], *, now: str) -> Claim:
    from provenance.dates import past_date
    from provenance.model import Hedge

    if "date" in changes:
        past_date(changes["date"], now=now)
    values: dict[str, Any] = dict(changes)
    if "hedge" in values:
        values["hedge"] = Hedge(values["hedge"])
    return old._replace(**values)


def _hides_nothing(archive: Archive, link: ClaimLink) -> str:
    """Why a claim that another one retracts still counts."""
    from provenance.saying.words import source_words

    ends = [archive.claim(name) for name in (link.claim_id, link.other_id)]
    by = ", ".join(
        f"{archive.short_record_id(one.id)} is by {source_words(one.asserted_by) if one.asserted_by else 'unknown'}"
        for one in ends
    )
    return f"{by}. Only its own source takes a claim back: what it contradicts is still listed"


def _unknown(claim: RecordedClaim) -> list[str]:
    from provenance.judging import missing_pillars

    return [pillar.value for pillar in missing_pillars(claim)]


def _print(archive: Archive, found: RecordedClaim, word: str) -> None:
    from provenance.cli.text import field, headline, printed
    from provenance.model import ClaimRelation
    from provenance.saying.answers import claim_words
    from provenance.saying.judged import contradiction_lines, link_words
    from provenance.saying.words import one_line

    short = archive.short_record_id
    click.echo(headline(word, one_line(found.claim.text), colour="cyan"))
    click.echo(field("claim", f"{short(found.id)} · {claim_words(found)}"))
    for label in ("event", "subject", "motivation", "language", "locator", "note"):
        if value := getattr(found.claim, label):
            click.echo(field(label, one_line(value)))
    items = archive.items_of_claim(found.id)
    click.echo(field("made of", ", ".join(map(archive.short_id, items)) or "no item: a claim about an event"))
    for one in archive.claim_links([found.id]):
        disputes = one.relation is ClaimRelation.RETRACTS and not archive.takes_back(one)
        words = link_words(one, found.id, short) + (" · a dispute: it hides nothing" if disputes else "")
        click.echo(field("relation", words))
    for change in archive.corrections([found.id]):
        became = f"superseded by {short(change['by'])}" if change["by"] else "withdrawn"
        if change["by"] == found.id:
            instead = f", instead of {short(change['claim'] or '')}" if change["claim"] != found.id else ""
            became = f"counts again{instead}"
        click.echo(
            field(
                "correction", f"{became}, {change['entered_by'] or 'nobody named'}: {one_line(change['reason'] or '')}"
            )
        )
    unknown = _unknown(found)
    if unknown:
        click.echo(field("unknown", ", ".join(unknown)))
    for line in printed(contradiction_lines(archive.contradictions_of_claim(found.id), most=MOST_CONTRADICTIONS)):
        click.echo(line)
