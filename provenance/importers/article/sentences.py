"""Paragraphs become sentences, each with its position. Abbreviations and initials end none."""

from __future__ import annotations

import re

from provenance.named import NamedTuple

LONGEST_SENTENCE = 1_500  # characters; what is longer has lost its full stops and is not looked into
_AROUND = 40  # characters before and after a full stop that say whether it ends a sentence

# Before a space; before a footnote's number; or between words that were run together, "the town.The army".
_END = re.compile(
    r"(?<![.!?…؟۔])[.!?…؟۔]+[\"”’»)\]]*(?:\[\d{1,3}\])*(?=\s|$)|[。！？]|(?<=[a-zà-ÿ]{3})[.!?](?=[A-ZÀ-ÞŠŽ][a-zà-ÿ]*\s)"
)
_SMALL_NAME = re.compile(r"(?:al|el|ad|an|ar|as|at|az|ash|ed|er|es|ez)[-‐‑][A-Z]")  # as in "al-Nusra"
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Fig|Abb|Ms|Dr|Prof|Gen|Col|Lt|Capt|Sgt|Maj|Brig|Rep|Sen|Gov|St|No|Nr|vs|etc|approx|ca|Jan|"
    r"Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"bzw|usw|Mio|Mrd|bl|kl|ca|dvs|osv|z|Jr|Sr|Sra|Mme|Mlle|MM|M|art|p\. ?ex|z\. ?B|d\. ?h|u\. ?a|U\.S|U\.K|"
    r"U\.N|a\.m|p\.m|i\.e|e\.g)|\b[A-Z])\.$"
)
# German and the Nordic languages write ordinals with a point: "am 6. Juni", "der 82. Brigade".
_NUMERO = re.compile(r"(?i)\b(?:no|nos|nr|fig|pp?)\.$")  # before a number only
_NUMBERED = re.compile(r"(?:^|[\s(])\d{1,3}\.$")
_AFTER_NUMBER = re.compile(
    r"(?:Jan|Feb|Mär|Mar|Apr|Mai|Maj|Jun|Jul|Aug|Sep|Okt|Oct|Nov|Dez|Dec|Jänner|Brigade|Division|Armee|Jahr|"
    r"Regiment|Bataillon|Stock|Tag|Mal|Kalenderwoche)\w*"
)
_BEFORE_NUMBER = re.compile(
    r"(?i)(?:^|\s)(?:am|der|die|das|dem|den|des|vom|zum|beim|im|bis|seit|ab|und|nach|vor) \d{1,2}\.$"
)


class Sentence(NamedTuple):
    """One sentence; ``start`` is its position in the text that it was taken from."""

    text: str
    start: int


def sentences(text: str) -> list[Sentence]:
    """The sentences of a paragraph."""
    found: list[Sentence] = []
    start = 0
    for end in _END.finditer(text):
        piece = text[max(start, end.end() - _AROUND) : end.end()]  # looking at all of it would take quadratic time
        following = text[end.end() : end.end() + _AROUND].lstrip()
        if _ABBREVIATION.search(piece) and following:
            continue
        if (following[:1].islower() and not _SMALL_NAME.match(following)) or _is_ordinal(piece, following):
            continue
        _add(found, text, start, end.end())
        start = end.end()
    _add(found, text, start, len(text))
    return found


def _is_ordinal(piece: str, following: str) -> bool:
    """Whether a point only makes the number before it an ordinal."""
    if _NUMERO.search(piece) and following[:1].isdigit():
        return True
    if not _NUMBERED.search(piece) or not following:
        return False
    return bool(_AFTER_NUMBER.match(following) or _BEFORE_NUMBER.search(piece))


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    bare = text[start:end].strip()
    if bare:
        found.append(Sentence(bare, start + len(text[start:end]) - len(text[start:end].lstrip())))
