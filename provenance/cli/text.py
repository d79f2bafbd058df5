"""Text for people on a terminal: safe to print, in a width that fits. Knows no archive."""

from __future__ import annotations

import os
import sys
import textwrap
from functools import cache
from typing import TYPE_CHECKING

import click

from provenance.saying.words import Headline, Tone, one_line, safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from provenance.saying.words import Line

LABEL_WIDTH = 16
LONGEST_LINE = 1_000  # characters of a message; the remedy stands at its end
MAX_WIDTH = 110  # longer lines are hard to read


def brief(text: str) -> str:
    """The text on one line, safe, with its middle left out where what it repeats of the input is without end."""
    line = one_line(text)
    return line if len(line) <= LONGEST_LINE else f"{line[: LONGEST_LINE // 2]} … {line[-LONGEST_LINE // 2 :]}"


def say(text: str, *, err: bool = False) -> None:
    """Print a line that may hold what strangers wrote."""
    click.echo(safe(text), err=err)


@cache
def width() -> int:
    """Columns to fill: COLUMNS, otherwise the terminal's, otherwise 80."""
    given = os.environ.get("COLUMNS", "")
    if given.isdecimal() and len(given) < 6 and int(given):
        return min(int(given), MAX_WIDTH)
    try:
        return min(os.get_terminal_size(sys.__stdout__.fileno()).columns or 80, MAX_WIDTH)  # type: ignore[union-attr]
    except (AttributeError, OSError, ValueError):  # no terminal
        return 80


def field(label: str, text: str) -> str:
    """A labelled paragraph: the label once, further lines below its text."""
    indent = " " * (LABEL_WIDTH + 2)
    lines = textwrap.wrap(
        safe(text),
        width=max(width(), 40),
        initial_indent=f"  {label:<{LABEL_WIDTH}}",
        subsequent_indent=indent,
        break_long_words=False,
        break_on_hyphens=False,
    )
    return "\n".join(lines) or f"  {label}"


def headline(word: str, rest: str, *, colour: str) -> str:
    """The line that says it."""
    word = one_line(word)
    lines = textwrap.wrap(
        f"{word}  {safe(rest)}",
        width=max(width(), 40),
        subsequent_indent="  ",
        break_long_words=False,
        break_on_hyphens=False,
    )
    text = "\n".join(lines)
    return click.style(word, bold=True, fg=colour) + text[len(word) :]


COLOURS = {Tone.ALARM: "red", Tone.LOOK: "yellow", Tone.CALM: "cyan"}


def printed(said: Iterable[Headline | Line]) -> Iterator[str]:
    """Lines of an answer as they are printed."""
    for line in said:
        if isinstance(line, Headline):
            yield headline(line.word, line.rest, colour=COLOURS[line.tone])
        else:
            yield field(line.label, line.text)
