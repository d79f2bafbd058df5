"""Where a caption says that something happened: the places of the gazetteer, and names that only their words show.

A name that no gazetteer knows is a place where words such as "near" or "the village of" stand before it; it is kept
as given and nothing is said of where it lies.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from provenance.importers.article.tree import word_set
from provenance.places.words import BUILT_BEHIND, GROUPS
from provenance.platforms import canonical_platform
from provenance.platforms.credit_words import agency
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.places import PlaceMention
    from provenance.wording.spoken import SpokenDate

MOST_BETWEEN = 30  # characters between two names of one place: "Gossi, dans le centre du Mali"


class Named(NamedTuple):
    """A place as a text names it."""

    start: int
    end: int
    known: bool  # to the gazetteer
    located: bool  # a word that tells where stands before it


_CAPITAL = r"(?:(?:al|el|ad|an|ar|as|at|az|ash|ed|er|es|ez)-)?[A-ZÀ-ÞŠŽĀĪŪ][\w’'ʿ-]*"
_NAME = rf"(?:{_CAPITAL})(?:[ -](?:(?:al|el|as|ar|ad|an|de|del|la|sur|upon|under|i)[ -])?{_CAPITAL}){{0,3}}"
_LANDMARKS = {
    "en": "town|city|village|district|neighbou?rhood|suburb|camp|province|region|governorate|valley|"
    "border crossing|crossing|port|island|area|municipality|oasis|quarter|county|settlement|dam|airport|"
    "airbase|air base|base|bridge|hospital|square|station|prison|oilfield|hills?|mountains?|river|lake|"
    "road|highway|front(?:line)?|residents|streets|outskirts|centre|center",
    "de": "Stadt|Ort|Ortschaft|Dorf|Kleinstadt|Bezirk|Provinz|Region|Gemeinde|Insel|Hafen|Viertel|Lager|"
    "Stadtteil|Hafenstadt|Grenzort|Flughafen|Stützpunkt|Gebiet|Großstadt|Hauptstadt|Staudamm|Damm|Brücke|"
    "Rathaus|Raffinerie|Bahnhof|Vorort|Zentrum|Straßen|Krankenhaus",
    "fr": "ville|village|localité|province|région|quartier|camp|base|île|port|commune|bourgade|district|"
    "aéroport|pont|barrage|poste-frontière|oasis|vallée|banlieue|capitale|préfecture|hôpital|gare|place|"
    "habitants|rues|rue|centre",
    "es": "ciudad|pueblo|localidad|provincia|región|barrio|campamento|base|isla|puerto|municipio|aldea|"
    "distrito|aeropuerto|puente|presa|paso fronterizo|valle|capital|plaza|hospital|estación|vecinos|"
    "habitantes|residentes|calles|calle|centro|afueras",
    "sv": "staden|byn|orten|provinsen|regionen|lägret|stadsdelen|distriktet|hamnen|ön|hamnstaden|gränsstaden|"
    "flygplatsen|basen|huvudstaden|kommunen|dammen|bron",
}
_BEFORE = {
    "en": r"in|near|outside|at|around|inside|over|across|into|toward|towards|from|between|through|above|off|"
    r"(?:(?:north|south|east|west)(?:-?(?:east|west))?(?:ern)?(?: of)?)|on the (?:outskirts|edge|road|"
    r"way|front) (?:of|to|near|in)|in (?:the )?(?:northern|southern|eastern|western|central|rural)|"
    r"close to|outskirts of|countryside of|centre of|center of|streets? of|entering|leaving",
    "de": r"bei|nahe|in der Nähe von|unweit von|außerhalb von|(?:nörd|süd|öst|west|nordöst|nordwest|südöst|"
    r"südwest)lich von|über|am Rande? von|rund um|Richtung|aus",
    "fr": r"à|près de|près d[’']|aux abords de|aux environs de|au (?:nord|sud|est|ouest|nord-est|nord-ouest|"
    r"sud-est|sud-ouest|large|centre) de|dans les environs de|vers|autour de|à la périphérie de|"
    r"à l[’'](?:est|ouest|extérieur|entrée) de|sur|depuis",
    "es": r"en|cerca de|a las afueras de|en las afueras de|al (?:norte|sur|este|oeste|noreste|noroeste|sureste|"
    r"suroeste) de|hacia|desde|sobre|alrededor de|junto a|entre|frente a",
    "sv": r"i|nära|utanför|vid|norr om|söder om|öster om|väster om|från|över|mot|runt|i närheten av|utkanten av|på",
}
_LINKS = {"en": "of|at|in", "de": "von", "fr": "de|d[’']|du|des", "es": "de|del", "sv": ""}
_NOT_PLACES = re.compile(
    r"^(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday|Montag|Dienstag|Mittwoch|Donnerstag|"
    r"Freitag|Samstag|Sonnabend|Sonntag|"
    r"January|February|March|April|May|June|July|August|September|October|November|December|Januar|"
    r"Februar|März|Mai|Juni|Juli|Oktober|Dezember|"
    r"Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|Arabic|English|Russian|French|German|Spanish|Swedish|"
    r"Ramadan|Easter|Christmas|Photo|Image|Video|Picture|Foto|Bild|Left|Right|Top|Bottom|"
    r"The|A|An|This|That|These|Those|He|She|They|It|His|Her|Their|Its|One|Two|Three|Mr|Mrs|Ms|Dr|General|"
    r"President|Minister|Colonel|Captain|Armee|Menschen|Truppen|Soldaten|Netz|Internet|Social|God|Allah|"
    r"Islam)\b"
)
_ARABIC = re.compile(
    r"(?<![\u0621-\u064a])(?:في |من |إلى |على )?(?:مدينة|بلدة|قرية|ناحية|محافظة|منطقة|حي|مطار|معبر|مخيم|"
    r"قاعدة|سد|جسر|ميناء|جزيرة|وادي|جبل|بلدتي|"
    r"مدينتي)\s+((?:ال)?[\u0621-\u064a]{3,}(?:\s(?:ال)[\u0621-\u064a]{2,}){0,1})"
    r"|(?<![\u0621-\u064a])(?:قرب|خارج|داخل|شرقي|غربي|شمالي|جنوبي|شرق|غرب|شمال|جنوب|وسط|بريف|ريف|محيط|"
    r"أطراف|ضواحي|مشارف)\s+((?:ال)?[\u0621-\u064a]{3,})"
)
_ARABIC_BEFORE = re.compile(
    r"(?:في|ب|قرب|خارج|داخل|شرقي|غربي|شمالي|جنوبي|شرق|غرب|شمال|جنوب|وسط|بريف|ريف|محيط|أطراف|ضواحي|مشارف|"
    r"مدينة|بلدة|قرية|محافظة|منطقة|حي|مطار|معبر|على)\s*$"
)
_ARABIC_NOT = word_set(
    """
المدينة البلدة القرية المنطقة الحي المطار المعبر البلاد العاصمة الحدود الطريق المكان الموقع السورية العراقية
الدولة التنظيم القوات
"""
)
# What may stand between two names of one place: "Rawa, Anbar province, Iraq", "Gossi, dans le centre du Mali".
_JOINS = re.compile(
    r"\s*[,،(/]?\s*(?:(?:in|im|à|au|aux|en|i|dans|en el|en la|في|بـ?|of|de|du|del|von|och)\s+)?(?:(?:the|"
    r"der|die|das|le|la|les|el|los|las|det|den)\s+|l[’'])?"
    r"(?:(?:northern|southern|eastern|western|central|north|south|east|west|northeastern|northwestern|"
    r"southeastern|southwestern|rural|(?:nord|süd|ost|west|zentral)\w*|nord|sud|est|ouest|nord-est|"
    r"nord-ouest|sud-est|sud-ouest|centre|center|norte|sur|este|oeste|centro|"
    r"norra|södra|östra|västra|nordöstra|nordvästra|sydöstra|sydvästra|mellersta|province|provincia|"
    r"provinsen|Provinz|Region|region|région|región|governorate|countryside|ريف|محافظة|شمالي|جنوبي|شرقي|"
    r"غربي)\s*)*"
    r"(?:(?:of|de|du|del|des|von|d[’']|'s|’s)\s*)?\s*|[’']s\s+|\s+(?:province|governorate|region|"
    r"district)(?:,| in)?\s*",
)


def places_in(
    text: str, mentions: Sequence[PlaceMention], dates: Iterable[SpokenDate], *, language: str | None
) -> list[Named]:
    """Every place that a text names, in the order of the text."""
    taken = [(each.start, each.end) for each in dates]
    found = [
        Named(each.start, each.end, True, _is_located(text, each.start, language))
        for each in mentions
        if not (_is_a_word(text, each.start, each.end) or _is_of_a_body(text, each.start, each.end))
    ]
    for start, end in _by_words(text, language):
        clash = next((each for each in found if each.start < end and start < each.end), None)
        if clash and clash.start <= start and clash.end >= end:
            continue
        if any(a < end and start < b for a, b in taken):
            continue
        if clash:
            found.remove(clash)
        found.append(
            Named(min(start, clash.start) if clash else start, max(end, clash.end) if clash else end, bool(clash), True)
        )
    return sorted(found)


# "An agency close to X", "a monitor based in Britain": whom it is near, and where it sits, not where things happened.
_OF_A_BODY = re.compile(
    r"(?i)(?:\b(?:agenc(?:y|ies)|outlets?|accounts?|channels?|sources?|pages?|media|groups?|websites?|people|officials?)"
    r"\s(?:(?:that|which|who) (?:is|are) )?close to|\b(?:based|headquartered|registered|exiled) in)\s+(?:the\s+)?$"
)


def _is_of_a_body(text: str, start: int, end: int) -> bool:
    """Whether a name is an agency's, or says of a body whose it is or where it sits."""
    name = text[start:end]
    return bool(_OF_A_BODY.search(text[:start])) or (name.isupper() and agency(name) is not None)


def main_place(text: str, named: Sequence[Named]) -> tuple[int, int] | None:
    """The place that the text is about: the first with a word that tells where, and what belongs to it."""
    if not named:
        return None
    first = next((each for each in named if each.located), named[0])
    start, end = first.start, first.end
    for other in named:
        between = text[end : other.start]
        if other.start < end or len(between) > MOST_BETWEEN:
            continue
        if _JOINS.fullmatch(between) or (_AND.fullmatch(between) and not _OWNS.match(text[other.end :])):
            end = other.end
    return start, end


# Two places of one picture: "the road between Tangmarg and Gulmarg". Which of them it is stays open.
_AND = re.compile(
    r"\s*(?:and|und|et|y|e|och|or|oder|ou|o|eller|&|to|bis|nach)\s+(?:(?:in|near|at|im|bei|à|en|i|nära|the|la|el|le)\s+)?"
    r"|\s*[،,]?\s+(?:و|أو\s)(?:في\s|مدينة\s|بلدة\s)?"
)
_OWNS = re.compile(r"[’']s?\s|\s(?:said|says|officials|forces|sagte|déclar|dijo|sade)\b")
# Arabic words that are places' names only with the article or a word such as "the town of" before them.
_ARABIC_WORDS = word_set(
    """
باحة سوق ساحة جسر سد تل قلعة باب جامع مسجد كنيسة دير بيت عين رأس وادي جبل حي شارع طريق ميدان برج مرفأ ميناء مطار
مخيم قرية بلدة مدينة حصن خان خربة مزرعة نهر بحر بحيرة جزيرة سهل حقل بئر مركز مبنى مدرسة مستشفى معبر حدود ريف ضاحية
مقر قصر حديقة دوار مفرق حاجز ملعب مقبرة كراج محطة مصنع صالة قاعة منزل منازل شمال جنوب شرق غرب وسط نصر سلام عودة
"""
)


def _is_a_word(text: str, start: int, end: int) -> bool:
    """Whether an Arabic mention is an ordinary word, which a gazetteer has as a name as well."""
    if text[start:end].strip() not in _ARABIC_WORDS:
        return False
    return not re.search(r"(?:مدينة|بلدة|قرية|منطقة|ناحية|محافظة)\s$", text[:start])


def _is_located(text: str, start: int, language: str | None) -> bool:
    code = (language or "en").split("-")[0]
    if code == "ar" or re.search(r"[\u0621-\u064a]\s*$", text[:start]):
        return bool(_ARABIC_BEFORE.search(text[:start]))
    words = _BEFORE.get(code, _BEFORE["en"]) + "|" + _BEFORE["en"] + "|in|im|i|en|à"
    marks = _LANDMARKS.get(code, _LANDMARKS["en"])
    links = _LINKS.get(code) or "of"
    return bool(
        re.search(
            rf"(?:^|[\s(])(?:{words})(?: the| der| dem| den| la| le| el| les|"
            rf" los)?(?: (?:{marks}))?(?: (?:{links}))?\s*$",
            text[:start],
            re.IGNORECASE,
        )
    )


# German writes every noun with a capital: these endings are rather those of nouns than of names.
_GERMAN_NOUN = re.compile(
    r"\w+(?:en|ung|heit|keit|schaft|tion|chen|er|ern|nis|mus|tät)|Angriff|Beginn|Ende|Kampf|Wochenende|Nacht|Tag"
)


_OF_A_COUNTRY = re.compile(r"\w+(?:ian|ish|ese|ench|raqi|emeni|raeli|stani|bani|urkish|erman|rab|urd)(?:s|ern)?")


@cache
def _patterns(code: str) -> tuple[re.Pattern[str], ...]:
    before, marks = _BEFORE[code], _LANDMARKS[code]
    links = f"(?:(?:{_LINKS[code]})\\s?)?" if _LINKS[code] else ""
    article = r"(?:the |der |dem |den |die |das |la |le |les |l[’']|el |los |las )?"
    found = [
        re.compile(rf"(?:(?:^|(?<=[.!?]\s))(?i:{marks})|(?<=[\s(])(?:{marks}))\s{links}(?:von |of |de )?({_NAME})"),
        re.compile(rf"(?:^|(?<=[\s(]))(?i:{before})\s?{article}({_NAME})"),
    ]
    found.append(re.compile(rf"(?<=\s)(?i:between|zwischen|entre|mellan)\s{_NAME}\s(?:and|und|et|y|och)\s({_NAME})"))
    if code == "en":
        found.append(re.compile(rf"(?:^|(?<=\s))(?:[Tt]he )?({_NAME}) (?:{marks})\b"))
    if code == "de":
        found[1] = re.compile(rf"(?:^|(?<=[\s(]))(?i:{before})\s({_NAME})")
        found.append(
            re.compile(
                r"(?:^|"
                r"(?<=\s))[Ii]n ([A-ZÄÖÜ][\w-]{3,}(?<!en)(?<!ung)(?<!heit)(?<!keit)(?<!chaft)(?<!er))(?=[,.(]|"
                r"\s(?:am|im|vom|an|nach|seit|in)\b|$)"
            )
        )
    return tuple(found)


def _by_words(text: str, language: str | None) -> list[tuple[int, int]]:
    code = (language or "en").split("-")[0]
    if code == "ar" or re.search(r"[\u0621-\u064a]{4}", text):
        return _arabic(text)
    found = []
    for pattern in _patterns(code if code in _BEFORE else "en"):
        for hit in pattern.finditer(text):
            start, end = hit.span(1)
            name = text[start:end]
            if (
                _NOT_PLACES.match(name)
                or canonical_platform(name.split()[0])
                or canonical_platform(name)
                or agency(name)
            ):
                continue
            if _OF_A_COUNTRY.fullmatch(name) or _is_of_a_body(text, start, end) or _is_a_group(name):
                continue
            if code == "de" and _GERMAN_NOUN.fullmatch(name):
                continue
            name = re.sub(r"(?:[’']s?)$", "", name)
            found.append((start, start + len(name)))
    return sorted(dict.fromkeys(found))


def built_behind(text: str) -> str:
    """The words with which a text goes on, where they say that the name before is that of something built."""
    found = re.match(r"[ -](?P<first>[^\W\d]+)(?: (?P<second>[^\W\d]+))?", text)
    if not found:
        return ""
    nouns = frozenset().union(*BUILT_BEHIND.values())
    first, second = fold(found["first"]), fold(found["second"] or "")
    if f"{first} {second}" in nouns or (first in ("military", "international") and second in nouns):
        return found[0]
    return text[: found.end("first")] if first in nouns else ""


def _is_a_group(name: str) -> bool:
    """ "New Syrian Army", "Islamic State": no gazetteer knows them, and their last word says what they are."""
    words = fold(name).split()
    return len(words) > 1 and (words[-1] in GROUPS or words == ["islamic", "state"])


def _arabic(text: str) -> list[tuple[int, int]]:
    found = []
    for hit in _ARABIC.finditer(text):
        group = 1 if hit[1] else 2
        if hit[group] not in _ARABIC_NOT:
            found.append(hit.span(group))
    return found
