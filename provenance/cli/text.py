"""Text for people: safe to print, in a width that fits. Knows no archive.

Captions and file names come from strangers. Control characters could move the cursor or change what a
line seems to say, and bidirectional overrides could turn it round: they are shown, not obeyed.
"""

from __future__ import annotations

import os
import re
import sys
import textwrap
from functools import cache
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from provenance.model import DateRecord, Source

LABEL_WIDTH = 16
MAX_WIDTH = 110  # longer lines are hard to read
# C0 and C1 controls but tab and newline; bidirectional embeddings, overrides and isolates; annotation marks.
_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
# Direction marks, which reorder what stands beside them, and separators that some terminals break lines at.
_MARKS = {0x200E: "", 0x200F: "", 0x061C: "", 0x2028: " ", 0x2029: " "}


def safe(text: str) -> str:
    """The text with what could steer a terminal made visible."""
    if text.isascii() and text.isprintable():  # nearly always; compiling the expression takes a millisecond
        return text
    return re.sub(_UNSAFE, lambda found: f"\\x{ord(found.group()):02x}", text.translate(_MARKS))


def one_line(text: str) -> str:
    """The text on one line, safe."""
    return safe(" ".join(text.split()))


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


def source_words(source: Source | None) -> str:
    """``Facebook, account The.NSAy.Official``; what is unknown is said to be."""
    if source is None:
        return "source unknown"
    if source.platform:
        from provenance.platforms.rules import platform_title

        account = f"account {source.account}" if source.account else "account unknown"
        name = f" ({source.name})" if source.name else ""
        return f"{platform_title(source.platform)}, {account}{name}"
    return source.name or "source unknown"


def date_words(date: DateRecord) -> str:
    """``posted 2014-08-03 (given)``, with what is not known of it."""
    zone = "" if date.zone_known or date.precision not in ("second", "minute") else ", zone unknown"
    return f"{date.role.value} {date.text} ({date.basis}{zone})"


def number(count: int, noun: str, plural: str | None = None) -> str:
    """``1 item``, ``4,212 items``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
