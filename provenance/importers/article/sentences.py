"""Paragraphs become sentences, each with its position. Abbreviations and initials end none."""

from __future__ import annotations

import re
from typing import NamedTuple

LONGEST_SENTENCE = 1_500  # characters; what is longer has lost its full stops and is not looked into

_END = re.compile(r"[.!?…؟۔]+[\"”’»)\]]*(?=\s|$)|[。！？]")
_ABBREVIATION = re.compile(
    r"(?:\b(?:Mr|Mrs|Fig|Abb|Ms|Dr|Prof|Gen|Col|Lt|Capt|Sgt|Maj|Brig|Rep|Sen|Gov|St|No|Nr|vs|etc|approx|ca|Jan|"
    r"Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|"
    r"bzw|usw|Mio|Mrd|bl|kl|ca|dvs|osv|Sr|Sra|Mme|Mlle|MM|M|art|p\. ?ex|z\. ?B|d\. ?h|u\. ?a|U\.S|U\.K|"
    r"U\.N|a\.m|p\.m|i\.e|e\.g)|\b[A-Z]|\b\d{1,2}(?=\. (?:Januar|Februar|März|April|Mai|Juni|Juli|August|"
    r"September|Oktober|November|Dezember)))\.$"
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
        piece = text[start : end.end()]
        following = text[end.end() :].lstrip()
        if _ABBREVIATION.search(piece) and following:
            continue
        if following[:1].islower() and following[:1].isascii():
            continue
        _add(found, text, start, end.end())
        start = end.end()
    _add(found, text, start, len(text))
    return found


def _add(found: list[Sentence], text: str, start: int, end: int) -> None:
    bare = text[start:end].strip()
    if bare:
        found.append(Sentence(bare, start + len(text[start:end]) - len(text[start:end].lstrip())))
