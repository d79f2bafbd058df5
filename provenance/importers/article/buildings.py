"""What is built and stands right before a place: "the police station in X", "la gare routière de X".

The building belongs to the place of a picture. Nothing here says whether a name is a place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.place_words import PLACE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterable

LONGEST = 120  # characters before a place in which its building may stand


def _nouns(code: str, *, inflected: str = "") -> str:
    """All words for what is built, as a regular expression over words as they are written."""
    words = PLACE_WORDS[code]
    accents = {
        "a": "[aáàâäåą]",
        "e": "[eéèêë]",
        "i": "[iíïî]",
        "o": "[oóôöø]",
        "u": "[uúùûü]",
        "c": "[cç]",
        "n": "[nñ]",
    }
    spelt = sorted({*words.built, *words.housed}, key=len, reverse=True)
    whole = "|".join("".join(accents.get(letter, re.escape(letter)) for letter in word) for word in spelt)
    tails = sorted({*words.built_endings, *words.housed} if inflected else words.built_endings, key=len, reverse=True)
    ends = "|".join("".join(accents.get(letter, re.escape(letter)) for letter in word) for word in tails)
    return rf"(?:(?:{whole}){inflected}" + (rf"|\w{{0,30}}(?:{ends}){inflected})" if ends else ")")


_ACCENTS = {
    "a": "[aáàâäå]",
    "e": "[eéèêë]",
    "i": "[iíïî]",
    "o": "[oóôöø]",
    "u": "[uúùûü]",
    "c": "[cç]",
    "n": "[nñ]",
}  # what folding takes away


def _spelt(folded: Iterable[str]) -> str:
    words = sorted(folded, key=lambda word: (-len(word), word))
    spelt = ("".join(_ACCENTS.get(letter, re.escape(letter)) for letter in word) for word in words)
    return "|".join(spelt).replace("ss", "(?:ss|ß)")


# Words of a building's kind before it: "bus station", "the governor's office", "Iranian consulate".
_SORTS = (
    r"bus|train|railway|police|fire|metro|power|gas|petrol|fuel|oil|grain|coal|steel|cement|chemical|nuclear|thermal|water|"
    r"pumping|primary|secondary|high|elementary|maternity|field|general|central|main|military|naval|air|army|government|"
    r"parliament|presidential|municipal|municipality|city|town|state|county|regional|ticket|post|border|refugee|"
    r"displacement|detention|transit|shopping|vegetable|fish|cattle|livestock|flea|covered|old|new|catholic|orthodox|"
    r"coptic|protestant|shia|sunni|evangelical|technical|medical|teaching|public|private|former|administration|radio|"
    r"television|tv|data|logistics|concert|exhibition|football|sports|apartment|office|industrial|printing|[a-z]+[’']s?"
)
_PROPER = r"(?-i:[A-ZÀ-Þ][\w’'-]+)"
_KIND_OF_PLACE = {
    "en": r"(?:(?:the|central|downtown|northern|southern|eastern|western|nearby|besieged|occupied|port|border|coastal|"
    r"capital|old|rebel-held|government-held|small|[a-z]+ian|[a-z]+ese)\s){0,4}"
    r"(?:(?:town|city|village|suburb|district|settlement|neighbou?rhood|region|province|capital|outskirts|centre|center|"
    r"camp)(?:\sof)?\s)?(?:the\s)?",
    "de": r"(?:(?:der|dem|den)\s)?(?:\w+(?:en|er)\s)?(?:(?:\w*stadt|Ort|Dorf|Gemeinde|Ortschaft|\w*dorf|\w*ort|"
    r"Stadtteil|Bezirk|Provinz|Region|Vorort)\s)?",
    "fr": r"(?:(?:la|le|les|l[’'])\s?)?(?:(?:ville|village|localité|commune|bourgade|région|province|cité)\s"
    r"(?:(?:\w{4,14}\s)?(?:de\s|d[’'])))?",
    "es": r"(?:(?:la|el|los|las)\s)?(?:(?:ciudad|pueblo|localidad|municipio|aldea|provincia|región)\s"
    r"(?:\w{4,14}\s)?(?:de\s)?)?",
    "sv": r"(?:(?:den|det|norra|södra|östra|västra|centrala)\s){0,2}(?:(?:staden|byn|hamnstaden|gränsstaden|"
    r"huvudstaden|orten|förorten|stadsdelen)\s)?",
}
_BEFORE_PLACE = {
    code: re.compile(pattern + _KIND_OF_PLACE[code] + "$", re.IGNORECASE)
    for code, pattern in {
        "en": rf"(?<!\w)(?:(?:(?:{_SORTS}|{_PROPER})\s){{1,3}}{_nouns('en')}|(?!building){_nouns('en')})"
        r"\s(?:in|of|at|outside|near|inside|over|across|by|beside)\s",
        "de": rf"(?<!\w)(?=\w*[A-ZÄÖÜ]){_nouns('de', inflected='(?:e?s|e|n|en)?')}(?:\s{_PROPER}){{0,2}},?"
        r"\s(?:in|im|von|vom|bei|nahe|der|des|über\s(?:den|die|das)|am|an\sder)\s",
        "fr": rf"(?<!\w){_nouns('fr')}(?:\s{_PROPER}|\s(?:de\s|du\s|des\s|d[’'])?\w{{4,16}}){{0,2}},?\s"
        r"(?:à\s|au\s|aux\s|en\s|de\s|du\s|d[’']|près\sde\s|sur\s)",
        "es": rf"(?<!\w){_nouns('es')}(?:\s{_PROPER}|\s(?:de\s|del\s)?\w{{4,16}}){{0,2}},?"
        r"\s(?:en|de|del|cerca\sde|sobre)\s",
        "sv": rf"(?<!\w){_nouns('sv')}(?:\s{_PROPER})?\s(?:i|på|utanför|vid|nära|av|över)\s",
    }.items()
}


def start_with_building(text: str, start: int, code: str) -> int:
    """Where a place begins together with the building that stands before it; ``start`` where none does."""
    pattern = _BEFORE_PLACE.get(code)
    begin = max(0, start - LONGEST)
    sentence = max(text.rfind(sign, begin, start) for sign in (". ", "! ", "? ", ": ", "; ", "("))
    found = pattern.search(text, max(begin, sentence + 1), start) if pattern else None
    if found is None:
        return start
    first = found.start()
    lead = re.match(r"(\S+)\s(?=\S+\s\S)", text[first:start])
    if code == "en" and lead and lead[1] in ("The", "A", "An"):
        return first + lead.end()
    if code == "en" and lead and _at_beginning(text, first) and not _is_sort(lead[1]):
        return first + lead.end()  # a capital that only begins the sentence: "Burned hospital in X"
    return first


def _at_beginning(text: str, start: int) -> bool:
    before = text[max(0, start - 3) : start].rstrip()
    return not before or before[-1] in ".!?:"


def _is_sort(word: str) -> bool:
    return re.fullmatch(_SORTS + r"|\w+(?:ian|ish|ese|ench)", word, re.IGNORECASE) is not None
