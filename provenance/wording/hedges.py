"""Where a text stands back from what it says: "purports to show", "reportedly", "angeblich", "يُزعم".

Only the words that hedge. Whom a statement is attributed to ("according to the group") is no hedge of it,
and neither is what an outlet itself reports. The phrases are in :mod:`provenance.wording.phrases`.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.wording.language import language_of, scripts_of
from provenance.wording.phrases import PHRASES
from provenance.wording.plain import Plain, plain

if TYPE_CHECKING:
    from provenance.model import Hedge

_OF_SCRIPT = {"ARABIC": ("ar",), "CYRILLIC": ("ru", "uk"), "LATIN": ("en", "de", "fr", "es", "sv", "pt", "it", "tr")}
_GAP = r"(?:[^\s.!?;:]+ ){0,14}?"  # German puts the verb last


class HedgeFound(NamedTuple):
    """One hedge in a text; ``text`` is verbatim and stands at ``start`` up to ``end``."""

    hedge: Hedge
    text: str
    start: int
    end: int
    language: str


def find_hedges(text: str, *, language: str | None = None) -> list[HedgeFound]:
    """The hedges of ``text`` in the order in which they stand, none inside another.

    ``language`` (BCP 47) is the text's; without it :func:`~provenance.wording.language.language_of` guesses,
    and where that is unsure the phrases of every language of the text's scripts are looked for. English ones
    always are. The first call for a language compiles its phrases, which takes some milliseconds; a guess for
    text in Latin letters loads py3langid once (its cost is stated there).
    """
    spelt = plain(text)
    found = [hit for code in _languages(text, language) for hit in _hits(text, spelt, code)]
    found.sort(key=lambda hit: (hit.start, hit.start - hit.end))
    kept: list[HedgeFound] = []
    for hit in found:
        if not kept or hit.start >= kept[-1].end:
            kept.append(hit)
    return kept


def _languages(text: str, language: str | None) -> tuple[str, ...]:
    if language is None and (guess := language_of(text)):
        language = guess.code
    code = (language or "").split("-")[0].lower()
    if code in PHRASES:
        return tuple(dict.fromkeys((code, "en")))
    scripts = scripts_of(text)
    known = (code for script, codes in _OF_SCRIPT.items() if scripts[script] for code in codes)
    return tuple(known) if not code else ("en",)


def _hits(text: str, spelt: Plain, code: str) -> list[HedgeFound]:
    found = []
    for hedge, pattern in _patterns(code):
        for hit in pattern.finditer(spelt.text):
            start, end = spelt.span(*hit.span())
            found.append(HedgeFound(hedge, text[start:end], start, end, code))
    return found


@lru_cache(maxsize=32)
def _patterns(code: str) -> tuple[tuple[Hedge, re.Pattern[str]], ...]:
    return tuple(
        (hedge, re.compile(_expression(phrase), re.IGNORECASE))
        for hedge, phrases in PHRASES[code].items()
        for phrase in phrases
    )


def _expression(phrase: str) -> str:
    """The regular expression that a phrase of the table stands for."""
    words, _, after = plain(phrase.replace("…", "\N{BULLET}")).text.partition(" >>")
    whole = rf"(?<!\w)(?:{words})(?!\w)" + (rf"(?= (?:{after})(?!\w))" if after else "")
    return whole.replace("\N{BULLET} ", _GAP).replace(" ", r"\s+")
