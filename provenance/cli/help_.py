"""``provenance help``: a page per topic."""

from __future__ import annotations

from importlib import resources

import click

from provenance.errors import BadOption

EXAMPLES = """\b
Examples:
  provenance help
  provenance help dates
"""


@click.command("help", epilog=EXAMPLES)
@click.argument("topic", required=False)
def command(*, topic: str | None) -> None:
    """Explain TOPIC, or list the topics."""
    pages = topics()
    if topic is None:
        click.echo("Topics, each shown by: provenance help TOPIC\n")
        for name, text in pages.items():
            click.echo(f"  {name:<16}{text.splitlines()[0].lstrip('# ')}")
        click.echo("\nOptions of a command: provenance COMMAND --help")
        return
    if topic not in pages:
        raise BadOption(f"there is no topic {topic!r}. Topics: {', '.join(pages)}")
    click.echo(pages[topic].rstrip())


def topics() -> dict[str, str]:
    """The pages by name, sorted."""
    folder = resources.files("provenance") / "help"
    pages = {
        page.name.removesuffix(".md"): page.read_text("utf-8") for page in folder.iterdir() if page.name.endswith(".md")
    }
    return dict(sorted(pages.items()))
