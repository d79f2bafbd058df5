"""Which texts are taken, from forms and from programs alike."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.errors import BadOption
from provenance.unseen import UNSEEN, is_unseen

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 20_000  # characters of a text: a long caption, with room
TEXT = r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f]*$"  # no control characters but tab and line ends
_BROKEN = re.compile("[\ud800-\udfff]")  # halves of surrogate pairs, which no UTF-8 can hold


def refuse_text(name: str, value: str) -> None:
    """Raises BadOption for a text that is too long, holds what is no letter, or nothing that can be seen."""
    if fault := _fault(value):
        raise BadOption(f"{name}: {fault}")


def refused_texts(entries: Iterable[tuple[str, str]]) -> dict[str, str]:
    """The same for all fields of a form: what is wrong, by the field."""
    return {name: fault for name, value in entries if (fault := _fault(value))}


def _fault(value: str) -> str:
    if len(value) > LONGEST:
        return f"{len(value):,} characters, and {LONGEST:,} are the most"
    if not re.search(TEXT, value) or _BROKEN.search(value):
        return "has control characters or broken letters in it"
    return UNSEEN if value.strip() and is_unseen(value) else ""  # what is blank only was left empty
