"""The smallest words: text from strangers made safe, sources, dates, numbers; and what lines of an answer are.

Captions and file names come from strangers. Control characters could move the cursor or change what a
line seems to say, and bidirectional overrides could turn it round: they are shown, not obeyed.
"""

from __future__ import annotations

import re
from enum import StrEnum
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.text import whole_seconds

if TYPE_CHECKING:
    from provenance.model import DateRecord, Source

# C0 and C1 controls but tab and newline; bidirectional embeddings, overrides and isolates; annotation marks.
_UNSAFE = "[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb]"
# Direction marks, which reorder what stands beside them, and separators that some terminals break lines at.
_MARKS = {0x200E: "", 0x200F: "", 0x061C: "", 0x2028: " ", 0x2029: " "}


class Tone(StrEnum):
    """How much a headline asks for a look."""

    ALARM = "alarm"  # reuse, or records that cannot all be true
    LOOK = "look"  # a person should look
    CALM = "calm"  # nothing was found


class Headline(NamedTuple):
    """The line that says it: a word or a few, and the rest."""

    word: str
    rest: str
    tone: Tone


class Line(NamedTuple):
    """A labelled paragraph; without a label it belongs to the one before."""

    label: str
    text: str


def safe(text: str) -> str:
    """The text with what could steer a terminal made visible."""
    if text.isascii() and text.isprintable():  # nearly always; compiling the expression takes a millisecond
        return text
    return re.sub(_UNSAFE, lambda found: f"\\x{ord(found.group()):02x}", text.translate(_MARKS))


def one_line(text: str) -> str:
    """The text on one line, safe."""
    return safe(" ".join(text.split()))


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


def recorded_words(source: Source | None, text: str | None) -> str:
    """``Amaq (“أعماق”)``: a source, with the words of the record where its name is not in them."""
    words = source_words(source)
    return f"{words}{_beside(source, text)}"


def key_words(source: Source, text: str | None) -> str:
    """The same by the source's key; what is unknown is said to be. Not made safe, like the key."""
    key = f"{source.platform}, account unknown" if source.platform and not source.account else source.key
    return f"{key}{_beside(source, text)}"


def _beside(source: Source | None, text: str | None) -> str:
    from provenance.text import names_otherwise

    return f" (“{one_line(text)}”)" if text and source and names_otherwise(text, source.name) else ""


def date_words(date: DateRecord) -> str:
    """``posted 2014-08-03 (given)``, with what is not known of it."""
    zone = "" if date.zone_known or date.precision not in ("second", "minute") else ", zone unknown"
    return f"{date.role.value} {whole_seconds(date.text)} ({date.basis}{zone})"


def number(count: int, noun: str, plural: str | None = None) -> str:
    """``1 item``, ``4,212 items``."""
    return f"{count:,} {noun if count == 1 else plural or noun + 's'}"
