"""``provenance review``: what a person says of the matches that the program suggests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from provenance.cli.options import by_option, json_option, with_archive

if TYPE_CHECKING:
    from provenance.archive import Archive
    from provenance.judging import Pair
    from provenance.model import ReviewState

EXAMPLES = """\b
Examples:
  provenance review                                        # walk through what is suggested
  provenance review --list
  provenance review m-3f9a2c m-2c5143 --confirm --by "A. Karim"
  provenance review m-3f9a2c m-2c5143 --reject --reason "another bridge of the same type"
"""
KEYS = {"c": "confirmed", "r": "rejected", "d": "disputed"}


@click.command("review", epilog=EXAMPLES)
@click.argument("items", nargs=-1, metavar="[ITEM [OTHER]]")
@click.option("--confirm", is_flag=True, help="Both show the same. Also of two that the program did not match.")
@click.option("--reject", is_flag=True, help="They do not; the match does not come back by itself.")
@click.option("--dispute", is_flag=True, help="People disagree.")
@click.option("--reason", help="Why.")
@click.option("--list", "listed", is_flag=True, help="Print what waits for a decision, and ask nothing.")
@click.option("--limit", type=click.IntRange(1, 1_000_000), default=20, show_default=True)
@by_option
@json_option
@with_archive(create=False)
def command(
    archive: Archive,
    *,
    items: tuple[str, ...],
    confirm: bool,
    reject: bool,
    dispute: bool,
    reason: str | None,
    listed: bool,
    limit: int,
    by: str | None,
    as_json: bool,
) -> int:
    """Decide on suggested matches: confirm, reject or dispute, one by one or for two named items.

    Without a decision it walks through them, surest first, and asks. A confirmed match makes the items one family;
    a rejected one leaves it, and checks leave the item out. A later decision supersedes, and show --history lists all.
    """
    from provenance.errors import BadOption

    chosen = [name for name, given in zip(KEYS.values(), (confirm, reject, dispute), strict=True) if given]
    decision = chosen[0] if chosen else None
    if len(chosen) > 1:
        raise BadOption("decide on one thing: --confirm, --reject or --dispute")
    if len(items) > 2:
        raise BadOption("name one ITEM, or the two of a match")
    if len(items) == 2:
        if decision is None:
            raise BadOption("say what you decide: --confirm, --reject or --dispute")
        return _decide(archive, items, decision, reason=reason, by=by, as_json=as_json)
    if decision:
        raise BadOption("a decision needs both items: provenance review ITEM OTHER --confirm")
    waiting = archive.to_review(limit=limit, prefix=items[0] if items else None)
    if listed or as_json:
        return _listed(archive, waiting, as_json=as_json)
    return _walk(archive, waiting, by=by)


def _decide(
    archive: Archive, items: tuple[str, ...], decision: str, *, reason: str | None, by: str | None, as_json: bool
) -> int:
    from provenance import objects
    from provenance.cli.options import called
    from provenance.cli.text import headline
    from provenance.entering import enter_review
    from provenance.exporters import plain

    said = enter_review(archive, items[0], items[1], decision, by=by, reason=reason, called=called)
    if as_json:
        click.echo(plain.line(objects.reviewed(archive, said)))
        return 0
    both = f"{archive.short_id(said.item_id)} and {archive.short_id(said.other_id)}"
    click.echo(headline(said.state.value.upper(), f"the match of {both}", colour="green"))
    _warn(archive, said.item_id, said.other_id, said.state)
    return 0


def _warn(archive: Archive, one: str, other: str, state: ReviewState) -> None:
    """Say which earlier decisions a decision does not go with."""
    from provenance.cli.text import field
    from provenance.saying.reviewing import at_odds_words

    if words := at_odds_words(archive.at_odds(one, other, state), state, archive.short_id):
        click.echo(field("WARNING", words))


def _listed(archive: Archive, waiting: list[Pair], *, as_json: bool) -> int:
    from provenance import objects
    from provenance.exporters import plain

    for pair in waiting:
        if as_json:
            click.echo(plain.line(objects.pair(pair)))
        else:
            _print(archive, pair)
    if not as_json:
        click.echo(_state(archive))
    return 0 if waiting else 1


def _walk(archive: Archive, waiting: list[Pair], *, by: str | None) -> int:
    from provenance.errors import BadOption
    from provenance.model import ReviewState

    if waiting and not by:
        raise BadOption("decisions need a name: --by NAME, or PROVENANCE_BY. To look only: --list")
    done = 0
    for pair in waiting:
        _print(archive, pair)
        key = click.prompt(
            "  [c]onfirm, [r]eject, [d]ispute, [s]kip, [q]uit",
            type=click.Choice([*KEYS, "s", "q"], case_sensitive=False),
            default="s",
            show_choices=False,
        )
        if key == "q":
            break
        if key in KEYS:
            reason = click.prompt("  reason", default="", show_default=False)
            state = ReviewState(KEYS[key])
            archive.review(pair.item.item.id, pair.other.item.id, state, reviewer=by, reason=reason or None)
            _warn(archive, pair.item.item.id, pair.other.item.id, state)
            done += 1
    from provenance.saying.words import number

    click.echo(f"{number(done, 'decision')}. {_state(archive)}")
    return 0


def _print(archive: Archive, pair: Pair) -> None:
    from provenance.cli.list_ import item_line
    from provenance.cli.text import field, headline, printed
    from provenance.findings.moments import sides_of
    from provenance.saying.reviewing import suggestion_lines, sure_words
    from provenance.saying.sides import names_of

    short = archive.short_id
    both = f"{short(pair.item.item.id)} {short(pair.other.item.id)}"
    kinds = pair.item.item.kind, pair.other.item.kind
    click.echo(headline(both, sure_words(pair.match, kinds), colour="cyan"))
    names = names_of(pair.match, pair.item.item.id, pair.other.item.id, short)
    for line in printed(suggestion_lines(pair.match, names)):
        click.echo(line)
    for seen in (pair.item, pair.other):
        click.echo("  " + item_line(seen, archive))
        place = archive.place_of_file(seen.item.id)
        if place and not seen.covered_by:
            click.echo(field("", place))
    later, earlier = sides_of(pair.match, (short(pair.item.item.id), short(pair.other.item.id)))
    click.echo(field("look", f"provenance diff {earlier} {later} -o proof.png"))


def _state(archive: Archive) -> str:
    from provenance.saying.reviewing import counts_words

    return counts_words(archive.review_counts())
