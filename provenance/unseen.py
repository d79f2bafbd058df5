"""Text that looks empty: characters are there, and none of them can be seen. The one place where it is refused.

What is left out is no text at all, and fine. A zero-width space in place of a name would be a record that nobody can
read or name, and that looks like one without a name.
"""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING, Any, TypeVar

from provenance.errors import BadOption

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Claim, Intake

UNSEEN = "holds only characters that cannot be seen. Write what it says, or leave it out"
Said = TypeVar("Said", "Claim", "Intake")
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")  # controls, marks of direction and joiners, spaces
# Letters, marks and symbols by their category that Unicode or its fonts draw as nothing: fillers of Hangul, the blank
# pattern of Braille, inherent vowels of Khmer, the grapheme joiner, variation selectors (DerivedCoreProperties.txt,
# Default_Ignorable_Code_Point, and U+2800).
_BLANK = frozenset(
    map(chr, (0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0, *range(0x180B, 0x1810)))
).union(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))


def is_unseen(text: str) -> bool:
    """Whether a text that is not empty has nothing in it that can be seen."""
    return bool(text) and all(character in _BLANK or unicodedata.category(character) in _UNSEEN for character in text)


def refuse_unseen(texts: Iterable[tuple[str, object]]) -> None:
    """Refuse records that would look empty; ``texts`` are names of fields with what they hold, texts or not.

    Raises:
        BadOption: a text has nothing in it that can be seen.
    """
    for name, text in texts:
        if isinstance(text, str) and is_unseen(text):
            field = name.replace("_", " ")
            raise BadOption(f"{field}: {UNSEEN}")


def refuse_unseen_in(intake: Intake) -> None:
    """The same of what is said of an item, its claims and its verdicts.

    Raises:
        BadOption: a text has nothing in it that can be seen.
    """
    refuse_unseen((name, text) for name, text in intake._asdict().items() if name != "path")
    for claim in intake.claims:
        refuse_unseen(claim._asdict().items())
    for finding in intake.verdicts:
        refuse_unseen(finding._asdict().items())


def without_unseen(intake: Intake) -> Intake:
    """An intake that others wrote, without such texts: pages hold them where a caption is missing."""
    claims = intake.claims
    if not intake.verdicts:  # which name claims by their position
        claims = tuple(_without(claim) for claim in claims if not is_unseen(claim.text))
    return _without(intake)._replace(claims=claims)


def _without(said: Said) -> Said:
    """The record with nothing in place of texts that cannot be seen."""
    left: dict[str, Any] = {name: None for name, text in said._asdict().items() if name != "path" and _is_blank(text)}
    return said._replace(**left) if left else said


def _is_blank(text: object) -> bool:
    return isinstance(text, str) and is_unseen(text)
