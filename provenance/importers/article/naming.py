"""Whom a sentence names: its words become a name where that is certain, and nothing otherwise.

"The group", "local officials", "a statement issued by the group" name nobody: such words are kept as they are said.
"The Observatory" does, where the article has named one observatory in full before.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.tree import word_set
from provenance.platforms.credit_words import agency

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST_NAME = 90  # characters
MOST_NAMES = 1_000  # that an article gives in full; the longest live reports have some hundreds
_ARTICLED = r"(?:(?:al|el|ad|an|ar|as|at|az|ash|ed|er|es)-)?"
_CAPITAL = rf"{_ARTICLED}[A-ZÀ-ÞŠŽ][\w’'.-]*"
_LINK = r"(?:of|for|de|des|du|del|der|für|för|al|d’|d')(?:\s(?:the|la|las|los|le|les|der|die|das|den))?"
_FULL = re.compile(rf"(?<![\w’'-]){_CAPITAL}(?:(?:\s{_LINK})?\s{_CAPITAL})*")
_ARTICLE = re.compile(
    r"^(?:the|an?|der|die|das|dem|den|des|ein(?:e[rmns]?)?|la|le|les|un|une|el|los|las|una|en|ett|de|det)\s+|^l[’']",
    re.IGNORECASE,
)
_BY = re.compile(r"(?i)\b(?:by|from|of|von|par|de|por|av|with)\s+(?:the\s+)?(?=[A-ZÀ-ÞŠŽ])")
_OF_A_PLACE = re.compile(r"\w+(?:ian|ish|ese|ench|raqi|emeni|raeli|stani|bani|urkish|erman|rab|gypt|udi|uwaiti)s?")
# Kinds of bodies: alone, even with a capital, they name none.
_KINDS = word_set(
    """
observatory ministry army group council front force forces brigade brigades militia militias government police
coastguard authority authorities agency agencies office party movement organisation organization union committee
commission command coalition official officials residents activists medics rebels spokesman spokeswoman spokesperson
president minister governor mayor general colonel statement report reports post channel account page source sources
witness witnesses monitor monitors team video image images footage hospital company network local medical security
military several one many other others state regional opposition he she they it who this that these those there
user users media photo caption
observatoire ministère armée groupe conseil gouvernement police autorités préfecture état-major
observatorio ministerio ejército grupo consejo gobierno policía autoridades
myndigheterna polisen regeringen armén regionen kommunen
"""
)
_ARABIC_KINDS = re.compile(
    r"^(?:ال)?(?:مجموعة|تنظيم|جيش|قوات|وزارة|وكالة|صفحة|قناة|حساب|مرصد|مجلس|لجنة|شبكة|هيئة|منظمة|فصيل|مصدر|مصادر|"
    r"ناشطون|نشطاء|سكان|شهود|مسؤول|مسؤولون|حكومة|شرطة|بيان)$"
)
_ARABIC_TAIL = re.compile(
    r"\s(?:مقطع|فيديو|تسجيلا?|مصورا?|صورة?ا?|قالت?|إن|أن|على|في|عن|يوم|أنها?|إنها?|مقاطع|لقطات|شريطا?|بيانا?)(?=\s|$).*$"
)


class Names:
    """The names that an article gives in full, so that a later short form can be told."""

    def __init__(self, texts: Iterable[str]) -> None:
        self._full: dict[str, None] = {}
        self._known: dict[str, str | None] = {}  # what was asked before
        for text in texts:
            names = (_bare(found[0]) for found in _FULL.finditer(text[:5_000]) if len(found[0]) <= LONGEST_NAME)
            self._full |= dict.fromkeys(name for name in names if " " in name)
            if len(self._full) > MOST_NAMES:
                break

    def full(self, short: str) -> str | None:
        """The one longer name that a short one stands for; None where there is none, or more than one."""
        if short not in self._known:
            self._known[short] = self._longest(short)
        return self._known[short]

    def _longest(self, short: str) -> str | None:
        said = re.compile(rf"(?<!\w){re.escape(short)}(?!\w)")
        longer = {name for name in self._full if name != short and said.search(name)}
        longest = {name for name in longer if not any(name != other and name in other for other in longer)}
        return longest.pop() if len(longest) == 1 else None


def name_of(words: str | None, sentence: str, *, names: Names | None = None) -> str | None:
    """The name in the words for whoever says something; None where they name nobody, or it is not certain whom."""
    if not words or len(words) > LONGEST_NAME:
        return None
    bare = re.sub(r"^\w+[’']s?\s(?=[A-Z]\S+\s[A-Z])", "", _bare(words))  # "the opposition's Media Office"
    if re.search(r"[\u0621-\u064a]", bare):
        return _arabic(bare)
    if agency(bare) or re.match(r"\S+[- ](?:affiliated|linked|aligned|controlled|run) \S", bare):
        return bare
    last = bare.rpartition(" ")[2]
    if last.isupper() and agency(last):  # "the state news agency SANA"
        return last
    if not re.match(rf"{_CAPITAL}", bare):
        by = _BY.search(bare)
        core = _FULL.search(bare, by.end()) if by else None
        return _checked(core[0], names) if core and " " in core[0] and core.end() == len(bare) else None
    first = sentence.lstrip('“"«„( ').startswith(words) and bare == words
    return _checked(bare, names, first=first)


def as_said(words: str | None) -> str | None:
    """The words for whoever says something as they stand, without their article: "The opposition leader" is one."""
    if not words or len(words) > LONGEST_NAME:
        return None
    bare = _bare(words)
    return None if not bare or ". " in bare or _NO_SPEAKER.match(bare) else bare


_NO_SPEAKER = re.compile(r"(?:ما|به)(?:\s|$)|(?i:second|third|other|another)\s")  # "as was said by", "the second item"


def _checked(name: str, names: Names | None, *, first: bool = False) -> str | None:
    """The name, if it is one. ``first``: it begins the sentence, so that its capital says nothing."""
    parts = [part.strip("’'.,") for part in name.split()]
    kinds = [part.lower() in _KINDS for part in parts]
    if all(kinds):
        return names.full(name) if names and not first else None
    capital = [bool(re.match(_CAPITAL, part)) for part in parts]
    if first and not any(capital[1:]):
        return name if (len(parts) == 1 and name.isupper()) or _OF_A_PLACE.fullmatch(parts[0]) else None
    if len(parts) == 1:
        return (names.full(name) if names else None) or (None if _is_common(name) else name)
    return name


def _is_common(word: str) -> bool:
    """Whether one capitalised word may be a noun of German, which gives every noun a capital."""
    return (
        bool(
            re.search(
                r"(?:ministerium|stabs?|wehr|meister(?:in)?|organisation(?:en)?|regierung|behörden?|armee|polizei|"
                r"verwaltung|kräfte[n]?|gruppe|leute|er|en|ung|schaft|heit)$",
                word,
            )
        )
        and not word.isupper()
    )


def _arabic(words: str) -> str | None:
    bare = _ARABIC_TAIL.sub("", words).strip()
    return None if not bare or _ARABIC_KINDS.match(bare) else bare


def _bare(words: str) -> str:
    bare = words.strip(" ,.;:")
    for _ in range(2):
        bare = _ARTICLE.sub("", bare).strip()
    return re.sub(r"[’']s?$", "", bare)
