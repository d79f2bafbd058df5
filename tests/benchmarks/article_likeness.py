"""When a value that was read from an article is the expected one. Pure functions over strings; counts nothing."""

from __future__ import annotations

import re
from calendar import monthrange
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ALIKE = 0.95  # of the letters of a caption: a lost full stop is none, a lost or an added label is
SAME_SENTENCE = 0.8  # of the letters of a sentence that mentions a medium
_LABEL = re.compile(
    r"(?:©|\(c\)|\b(?:image source|photo credit|credit photo|photo by|picture by|photographs?|photos?|pictures?|images?"
    r"|credit[os]*|sources?|film|quelle|fuentes?|kalla|foto|fotos|bild(?:rechte|quelle|nachweis)?|bilder|imagen|video|الصوره|صوره|المصدر|تصوير)\b)[\s:.,]*"
)


def caption_likeness(expected: str, found: str | None, credit_lines: Sequence[str]) -> float:
    """Of 0..1, credit lines left out on both sides."""
    return _alike(_bare(expected, credit_lines), _bare(found or "", credit_lines))


def same_caption(expected: str, found: str | None, credit_lines: Sequence[str]) -> bool:
    """Whether it is that caption, and no more and no less."""
    return caption_likeness(expected, found, credit_lines) >= ALIKE


def same_credit(expected: str, found: str) -> bool:
    """Whether both credit lines say the same, labels and brackets left out."""
    return _alike(_credit_key(expected), _credit_key(found)) >= ALIKE


def same_words(expected: str, found: str) -> bool:
    """Whether two names or addresses are the same."""
    return fold(expected).strip("@/ ") == fold(found).strip("@/ ")


def same_sentence(expected: str, found: Iterable[str]) -> bool:
    """Whether one of the texts is the sentence, or has it within."""
    wanted = fold(expected).strip(" .")
    return any(wanted in text or _alike(wanted, text) >= SAME_SENTENCE for text in map(fold, found))


def same_place(expected: str, found: str) -> bool:
    """Whether the words of the place, without what contains it, are those found, or a part of them."""
    return _within(expected.split(",")[0], found)


def containing_place(expected: str, found: str) -> bool:
    """Whether it is one of the places that contain the expected one."""
    return any(_within(part, found) for part in expected.split(",")[1:])


def same_date(expected: str, found: str) -> bool:
    """Whether two EDTF texts mean the same days; with ``~``, whether the days found are among those expected."""
    wanted, spans = _spans(expected), _spans(found)
    if expected.endswith("~"):
        return bool(spans) and all(any(a <= first and last <= b for a, b in wanted) for first, last in spans)
    return bool(spans) and spans == wanted


def is_open(date: str) -> bool:
    """Whether it is an interval without a beginning or an end."""
    return date.startswith("..") or date.endswith("..")


def _bare(caption: str, credit_lines: Iterable[str]) -> str:
    text = fold(caption)
    for credit in sorted((fold(line).strip("()[] .") for line in credit_lines), key=len, reverse=True):
        if text != credit and text.strip("()[] .").endswith(credit):
            text = text[: text.rindex(credit)]
    return text.strip(" ()[].,;:/|-–")


def _credit_key(text: str) -> str:
    key = fold(text).strip(" ()[].")
    while (label := _LABEL.match(key)) and label.end() < len(key):
        key = key[label.end() :]
    return re.sub(r"\s*/\s*", "/", key).strip(" ()[].:")


def _alike(a: str, b: str) -> float:
    return 1.0 if a == b else SequenceMatcher(None, a, b, autojunk=False).ratio()


def _within(a: str, b: str) -> bool:
    """Whether the words of the one stand, in this order, in the other."""
    short, long = sorted((re.findall(r"\w+", fold(text)) for text in (a, b)), key=len)
    return bool(short) and any(long[at : at + len(short)] == short for at in range(len(long)))


def _spans(text: str) -> frozenset[tuple[str, str]]:
    """First and last day of each member of an EDTF set; empty if it cannot be read."""
    members = text.strip().strip("[]{}").split(",")
    spans = [_span(member.strip()) for member in members]
    return frozenset(span for span in spans if span) if all(spans) else frozenset()


def _span(text: str) -> tuple[str, str] | None:
    ends = [re.sub(r"[T ].*", "", part).rstrip("?~%") for part in text.split("/")]
    if not all(re.fullmatch(r"\d{4}(-\d\d){0,2}", end) for end in ends):
        return None
    return f"{ends[0]}-01-01"[:10], _last_day(ends[-1])


def _last_day(text: str) -> str:
    year, *rest = (int(part) for part in text.split("-"))
    month = rest[0] if rest else 12
    return f"{year:04}-{month:02}-{rest[1] if len(rest) > 1 else monthrange(year, month)[1]:02}"
