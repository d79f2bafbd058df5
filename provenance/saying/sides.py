"""The words of a stored match with the names of its two items: of two that are archived neither is "the asked one"."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from provenance.model import Match

# What is said of the asked one and of the archived one, and how it is said of one with a name.
_WHOLE = r"\bthe {} (?:one|picture|video|film)\b"
_FRAME = r"\bthe {} frame\b"
_PIXELS = r"((?:^|[ (])\d[\d,]* × \d[\d,]*(?: pixels)?) {}\b"


def named_sides(words: str, asked: str, archived: str) -> str:
    """``shown at 50 % of its size (640 × 480 pixels of m-3f9a2c, 1280 × 960 of m-77ab01)``.

    Args:
        words: of a match.
        asked: the name of the item that was recorded later, which was asked then.
        archived: the name of the other one.
    """
    for side, name in (("asked", asked), ("archived", archived)):
        words = re.sub(_WHOLE.format(side), name, words)  # ids have no backslashes
        words = re.sub(_FRAME.format(side), f"the frame of {name}", words)
        words = re.sub(_PIXELS.format(side), rf"\1 of {name}", words)
    return words.replace(" % of it shown", f" % of {archived} shown")


def names_of(match: Match, one: str, other: str, short: Callable[[str], str]) -> tuple[str, str]:
    """The short ids of two items, that of the one that was asked first: their stored match names the other one."""
    return (short(other), short(one)) if match.item_id == one else (short(one), short(other))
