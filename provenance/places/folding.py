"""Forms in which the spellings of a place name meet: the folded name, its consonants, its Latin letters.

A name is folded for comparison of names only (:func:`provenance.text.fold` without spaces, hyphens and articles).
Its skeleton, the consonants in classes that hold across Latin, Arabic, Cyrillic and Hebrew writing, is the key under
which the gazetteer keeps it: all names that could be spellings of one another lie in one block, and a look-up reads
one block. The tables are part of the data's format: change one, and the gazetteer has to be made anew.
"""

from __future__ import annotations

import re
from functools import lru_cache

from provenance.text import fold

# The Arabic article before any letter, as transcriptions write it. "en", "et" and "la" are words of names elsewhere.
_BEFORE_ANY_LETTER = "al el ul ad ar as at az an ash ath adh ed er es ez esh eth edh the"
ARTICLES = frozenset(_BEFORE_ANY_LETTER.split())
_APART = re.compile(r"[\W_]+")
_QUIET = re.compile(r"['`´]")
_ARABIC_ARTICLE = re.compile(r"ال(?=\w{2})")
_FINAL_H = re.compile(r"(?<=[a-z]{2})ah$")  # Raqqah and Raqqa
_GLUED = re.compile(r"^(?:al|el|l)(?=b(?:u|ou|o)[^aeiou])")  # Albu Kamal: "al" and "abu" run together

_ARABIC = {
    **dict.fromkeys("اآأإٱ", "a"), **dict.fromkeys("وؤ", "u"), **dict.fromkeys("يئى", "i"), "ء": "", "ع": "a", "ه": "h",
    "ب": "b", "پ": "b", "ت": "t", "ث": "t", "ط": "t", "ج": "g", "چ": "s", "ح": "h", "خ": "x", "د": "d", "ذ": "d",
    "ض": "d", "ر": "r", "ز": "z", "ژ": "g", "ظ": "z", "س": "s", "ش": "s", "ص": "s", "غ": "g", "گ": "g", "ف": "f",
    "ڤ": "f", "ق": "k", "ك": "k", "ل": "l", "م": "m", "ن": "n",
}  # fmt: skip
_CYRILLIC = {
    "а": "a", "б": "b", "в": "f", "г": "g", "ґ": "g", "д": "d", "е": "e", "є": "ie", "ж": "g", "з": "z", "и": "i",
    "і": "i", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "b", "р": "r", "с": "s", "т": "t", "у": "u",
    "ф": "f", "х": "x", "ц": "ts", "ч": "s", "ш": "s", "щ": "s", "ы": "i", "э": "e", "ю": "iu", "я": "ia", "ь": "",
    "ъ": "", "ј": "i", "љ": "l", "њ": "n", "ћ": "s", "ђ": "g", "џ": "g", "ў": "u",
}  # fmt: skip
_HEBREW = {
    **dict.fromkeys("אע", "a"), "ו": "u", "י": "i", "ה": "h", "ב": "b", "ג": "g", "ד": "d", "ז": "z", "ח": "x",
    "ט": "t", **dict.fromkeys("כךק", "k"), "ל": "l", **dict.fromkeys("מם", "m"), **dict.fromkeys("נן", "n"), "ס": "s",
    "ש": "s", **dict.fromkeys("פף", "f"), **dict.fromkeys("צץ", "ts"), "ר": "r", "ת": "t",
}  # fmt: skip
_TO_LATIN = {ord(letter): latin for table in (_ARABIC, _CYRILLIC, _HEBREW) for letter, latin in table.items()}

# Letters of Latin spellings that write the same sound, longest first; then single letters.
_SOUNDS = (
    ("shch", "s"), ("sch", "s"), ("tch", "s"), ("tsh", "s"), ("dzh", "g"), ("kh", "x"), ("gh", "g"), ("sh", "s"),
    ("ch", "s"), ("zh", "g"), ("dj", "g"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("ck", "k"), ("qu", "k"), ("cz", "s"),
    ("sz", "s"), ("ce", "se"), ("ci", "si"), ("ou", "u"), ("oo", "u"), ("ee", "i"),
)  # fmt: skip
_LETTERS = str.maketrans({"c": "k", "q": "k", "j": "g", "p": "b", "v": "f", "w": "u", "y": "i"})
_VOWELS = str.maketrans("", "", "aeiou")
_DOUBLE = re.compile(r"(\D)\1+")


@lru_cache(maxsize=8192)
def folded_name(name: str) -> str:
    """``name`` folded, without articles, spaces, hyphens and apostrophes; "" where nothing of it is a letter."""
    words = [word for word in _APART.split(_QUIET.sub("", fold(name))) if word]
    kept = [_FINAL_H.sub("a", word) for word in words if word not in ARTICLES] or words
    return "".join(_ARABIC_ARTICLE.sub("", word, count=1) if word.startswith("ال") else word for word in kept)


@lru_cache(maxsize=8192)
def sounds(folded: str) -> str:
    """A folded name in Latin letters of one value each, with its vowels, doubles written once."""
    if folded[:1].isascii():
        return _DOUBLE.sub(r"\1", _spoken(_GLUED.sub("", folded)).translate(_LETTERS))
    return _DOUBLE.sub(r"\1", _GLUED.sub("", folded.translate(_TO_LATIN)))


def _spoken(latin: str) -> str:
    for spelling, sound in _SOUNDS:
        if spelling in latin:
            latin = latin.replace(spelling, sound)
    return latin


@lru_cache(maxsize=8192)
def skeleton(folded: str) -> str:
    """The consonants of a folded name in classes that hold across scripts; a final h, which is mute, is left out."""
    latin = sounds(folded)
    if len(latin) > 2 and latin[-1] == "h":
        latin = latin[:-1]
    return _DOUBLE.sub(r"\1", latin.translate(_VOWELS))
