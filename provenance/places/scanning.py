"""Words of a text and the place names among them, with what stands around each. Nothing is accepted or chosen here."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.places import gazetteer, words
from provenance.places.folding import ARTICLES
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

LONGEST_NAME = 5  # words
# A letter or digit, with the marks that combine with it (Arabic vowels, accents, vowel signs of Indic scripts).
_WORD = re.compile(
    r"(?:[^\W_]|(?<=\w)[\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u0900-\u0903\u093a-\u094f\u0981-\u0983\u09bc-\u09cd])+"
)
_JOINT = re.compile(r"[ \u00a0]?|[ \u00a0]?[-‐‑’'ʼʻ`‘´][ ]?| ?& ?")  # what may stand between words of one name
_SHORTENED = re.compile(r"\. ?")  # St. Louis, Washington D.C.
_ARABIC = re.compile(r"[\u0600-\u06ff]")
# Letters written together with an Arabic name: and, so; in, for, as; "lil-" is "for the".
_GLUED = re.compile(r"[وف]?(?:[بلك](?=\w{3})|(?=ال))|[وف](?=\w{3})")
_CASE = re.compile(r"(?<=[а-яіїє]{3})(?:ом|ем|ой|ей|ою|ею|ах|ам|е|у|ю|а|я|ы|и|і|ї)$")  # endings of Slavic cases
_ENDINGS = ("", "а", "ь", "я", "о", "ы", "и", "й")  # of the names themselves
GREAT = 500_000  # inhabitants
_GLUED_LIL = re.compile(r"[وف]?لل(?=\w{2})")
_ARTICLES = ARTICLES - {"the", "ul", "adh", "eth", "edh"}


class Token(NamedTuple):
    """One word, where it stands, and its folded form."""

    start: int
    end: int
    text: str
    folded: str
    capital: bool  # begins with a capital, or the script has none


class Span(NamedTuple):
    """Words that are a name of the gazetteer."""

    first: int  # of its tokens
    last: int
    start: int  # in the text; inside the first token where letters are glued to it
    end: int
    name: str
    found: tuple[gazetteer.Found, ...]
    glued: str  # Arabic letters before it: "ب" is "in"


def tokens_of(text: str) -> list[Token]:
    """The words of a text, in order."""
    found = (match for match in _WORD.finditer(text))
    return [Token(*m.span(), m[0], fold(m[0]), _is_capital(m[0])) for m in found]


def _is_capital(word: str) -> bool:
    return word[0].isupper() or word[0].isdigit() or word[0].upper() == word[0].lower()


def spans_from(text: str, tokens: Sequence[Token], first: int, *, any_case: bool) -> Iterator[Span]:
    """Names that begin at a word, longest first."""
    article = tokens[first].folded in _ARTICLES
    if first and tokens[first - 1].folded in _ARTICLES and text[tokens[first - 1].end : tokens[first].start] == "-":
        return
    if not (any_case or tokens[first].capital or (article and _is_attached(text, tokens, first))):
        return
    for last in range(_furthest(text, tokens, first), first - 1, -1):
        if not (any_case or tokens[last].capital) or (last == first and article):
            continue
        start, end = tokens[first].start, tokens[last].end
        found = gazetteer.exact(text[start:end])
        if article:
            found = tuple(item for item in found if (item.place.country or "SY") in words.WITH_ARTICLE)
        if found:
            yield Span(first, last, start, end, text[start:end], found, "")
        elif _ARABIC.match(tokens[first].text):
            yield from _unglued(text, tokens, first, last)
        elif tokens[first].text[0].isupper():
            yield from _uninflected(text, tokens, first, last)


def _furthest(text: str, tokens: Sequence[Token], first: int) -> int:
    """The last word that could belong to a name beginning at ``first``."""
    last = first
    while last + 1 < len(tokens) and last + 1 - first < LONGEST_NAME:
        gap = text[tokens[last].end : tokens[last + 1].start]
        short = len(tokens[last].text) <= 3 and tokens[last].capital
        if not (_JOINT.fullmatch(gap) or (short and _SHORTENED.fullmatch(gap))):
            break
        last += 1
    return last


def _unglued(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[Span]:
    start, end = tokens[first].start, tokens[last].end
    word = tokens[first].text
    lil = _GLUED_LIL.match(word)
    cuts = [(lil.end(), "ال" + text[start + lil.end() : end])] if lil else []
    cuts += [(cut, text[start + cut : end]) for cut in _cuts(word)]
    for cut, name in cuts:
        found = gazetteer.exact(name)
        if found:
            yield Span(first, last, start + cut, end, name, found, word[:cut])
            return


def _uninflected(text: str, tokens: Sequence[Token], first: int, last: int) -> Iterator[Span]:
    """A name in a Slavic case ("в Харькове"), or a large one in a German or Swedish genitive ("Syriens")."""
    start, end = tokens[first].start, tokens[last].end
    name = text[start:end]
    if _CASE.search(name):
        stem = _CASE.sub("", name)
        found = next((found for ending in _ENDINGS if (found := gazetteer.exact(stem + ending))), ())
    elif len(name) > LONGEST_NAME and name[-1] == "s" and name.isascii():
        found = tuple(item for item in gazetteer.exact(name[:-1]) if item.main and item.place.population >= GREAT)
    else:
        return
    if found:
        yield Span(first, last, start, end, name, found, "")


def _is_attached(text: str, tokens: Sequence[Token], first: int) -> bool:
    """Whether a small article belongs to the next word: "al-Bab", "ez-Zor"; "as Rawa" is another "as"."""
    if first + 1 >= len(tokens):
        return False
    gap = text[tokens[first].end : tokens[first + 1].start]
    return gap in ("-", "‐", "‑") or (gap == " " and tokens[first].folded in ("al", "el"))


def _cuts(word: str) -> Iterator[int]:
    match = _GLUED.match(word)
    if match and match.end():
        yield match.end()
        if match.end() == 2:
            yield 1


def locative_before(text: str, tokens: Sequence[Token], first: int) -> str:
    """The locative word or kind of place that introduces the name at ``first``; "" for none."""
    for index in range(first - 1, max(first - 6, -1), -1):
        gap = text[tokens[index].end : tokens[index + 1].start]
        if gap.strip(" \u00a0-’'‘\"“«(") or "\n" in gap:
            return ""
        word = tokens[index].folded
        if word in words.LOCATIVES and not (word in words.WEAK_LOCATIVES and _kind_before(tokens, index)):
            return word
        if word in words.KINDS and index < first - 1 + (_ARABIC.match(word) is not None):
            return word  # "the town of X", "مدينة X"
        if word not in words.BETWEEN and word not in words.KINDS and word not in words.ADJECTIVES and word != "s":
            return ""
    return ""


def _kind_before(tokens: Sequence[Token], index: int) -> bool:
    return index > 0 and tokens[index - 1].folded in words.KINDS and tokens[index].folded in ("of", "de", "von", "av")


_UNITS = (
    r"km|kms|kilomet(?:er|re)s?|kilometern?|kilomètres?|kilómetros?|mil(?:es?)?|mi"
    r"|كم|كيلومتر\w*|км|километр\w*|кілометр\w*"
)
_DISTANCE = re.compile(rf"(\d[\d.,]*|[a-z]+)[ \u00a0-]?({_UNITS})\b", re.IGNORECASE)
_TO_TWELVE = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve")
_NUMBERS = {
    **{word: number for number, word in enumerate(_TO_TWELVE, 1)},
    **{"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80},
}


def loosening_before(text: str, tokens: Sequence[Token], first: int) -> tuple[str, ...]:
    """What puts a thing near a name or in a part of it: "outside", "near", "80 km from", "within"; often nothing."""
    index = first - 1
    while index >= 0 and _between(text, tokens, index):
        index -= 1
    if index < 0 or text[tokens[index].end : tokens[index + 1].start].strip(" \u00a0-’'"):
        return _distance(text, tokens, index + 1, first)
    word = tokens[index].folded
    if word in words.OUTSIDE and not (word in ("border", "off") and index == first - 1):
        return (words.OUTSIDE[word],)
    return _distance(text, tokens, index + 1, first)


def _between(text: str, tokens: Sequence[Token], index: int) -> bool:
    gap = text[tokens[index].end : tokens[index + 1].start]
    word = tokens[index].folded
    if gap.strip(" \u00a0-’'‘\"“") or (word in words.OUTSIDE and word != "border"):
        return False
    return word in words.BETWEEN or word in words.KINDS or word in words.ADJECTIVES


def _distance(text: str, tokens: Sequence[Token], index: int, first: int) -> tuple[str, ...]:
    """A distance in the words right before a name, or that only a direction of it is meant."""
    begin = tokens[max(0, index - 6)].start
    before = text[begin : tokens[first].start]
    cut = max(before.rfind(","), before.rfind("."), before.rfind(";"), before.rfind("("))
    matches = list(_DISTANCE.finditer(before))
    kilometres = _kilometres(matches[-1]) if matches and matches[-1].end() > cut else None
    if kilometres is not None:
        return (f"{kilometres:g} km from",)
    return _direction(text, tokens, first)


def _direction(text: str, tokens: Sequence[Token], first: int) -> tuple[str, ...]:
    """ "northern X" and "the north of X" are within X; "north of X" is beside it."""
    if first < 1 or text[tokens[first - 1].end : tokens[first].start].strip():
        return ()
    before = [token.folded for token in tokens[max(0, first - 3) : first]]
    if before[-1] in words.DIRECTIONS:
        return ("within",)
    if (
        len(before) > 1
        and before[-2] in words.DIRECTIONS
        and before[-1] in ("of", "von", "de", "du", "del", "av", "om")
    ):
        return ("within",) if len(before) > 2 and before[0] in words.BETWEEN | {"im"} else ("near",)
    return ()


def _kilometres(match: re.Match[str]) -> float | None:
    value, unit = match[1].lower(), match[2].lower()
    number = float(_NUMBERS[value]) if value in _NUMBERS else _number(value)
    return None if number is None else round(number * (1.609 if unit.startswith("mi") else 1.0), 1)


def _number(digits: str) -> float | None:
    try:
        return float(digits.rstrip(".,").replace(",", "."))
    except ValueError:
        return None
