"""Where a caption says that something happened: the places of the gazetteer, and names that only their words show.

A name that no gazetteer knows is a place where words such as "near" or "the mosque of" stand before it; it is kept as
given and nothing is said of where it lies. What somebody or something only comes from or goes to is no such place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article import arabic_places
from provenance.importers.article.before_names import WINDOW, before_name
from provenance.importers.article.everyday import EVERYDAY
from provenance.importers.article.familiar_places import familiar_in
from provenance.importers.article.place_words import NEAR_IT, PLACE_WORDS
from provenance.importers.article.tree import word_set
from provenance.importers.article.unknown_places import (
    APPOSED,
    begins,
    built_behind,
    by_words,
    counted_behind,
    is_genitive,
    is_known,
    is_of_a_body,
)
from provenance.named import NamedTuple
from provenance.places import PlacePrecision, PlaceRelation, relation
from provenance.places.words import DIRECTIONS
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from provenance.places import PlaceMention, PlaceReading
    from provenance.wording.spoken import SpokenDate

MOST_BETWEEN = 60  # characters between two names of one place: "Gossi, dans le centre du Mali"


class Named(NamedTuple):
    """A place as a text names it."""

    start: int
    end: int
    known: bool  # to the gazetteer
    located: bool  # a word that tells where stands before it
    moved: bool = False  # something only comes from there or goes there


# What may stand between two names of one place: "Rawa, Anbar province, Iraq", "Gossi, dans le centre du Mali".
_JOINS = re.compile(
    r"\s*[,،(/]?\s*(?:(?:in|im|at|bei|vid|à|au|aux|en|i|dans|en el|en la|في|بـ?|of|de|du|del|von|och)\s+)?(?:(?:the|"
    r"der|die|das|le|la|les|el|los|las|det|den)\s+|l[’'])?"
    r"(?:(?:northern|southern|eastern|western|central|north|south|east|west|northeastern|northwestern|"
    r"southeastern|southwestern|rural|(?:nord|süd|ost|west|zentral)\w*|nord|sud|est|ouest|nord-est|"
    r"nord-ouest|sud-est|sud-ouest|centre|center|norte|sur|este|oeste|centro|"
    r"norra|södra|östra|västra|nordöstra|nordvästra|sydöstra|sydvästra|mellersta|province|provincia|"
    r"provinsen|Provinz|Region|region|région|región|governorate|countryside|ريف|محافظة|شمالي|جنوبي|شرقي|"
    r"غربي)\s*)*"
    r"(?:(?:of|de|du|del|des|von|d[’']|'s|’s)\s*(?:(?:la|the)\s+)?)?\s*|[’']s\s+|\s+(?:province|governorate|region|"
    r"district)(?:,| in)?\s*",
)


def places_in(
    text: str,
    mentions: Sequence[PlaceMention],
    dates: Iterable[SpokenDate],
    *,
    language: str | None,
    own: Collection[str] = (),
) -> list[Named]:
    """Every place that a text names, in the order of the text. ``own``: names that the article says to be places."""
    code = code_of(text, language)
    taken = [(each.start, each.end) for each in dates]
    found = [
        _known(text, each, code)
        for each in mentions
        if not (
            _is_a_word(text, each.start, each.end)
            or _is_passive_or_same(text, each.start, each.end)
            or any(start <= each.start and each.end <= end for start, end in taken)
            or is_of_a_body(text, each.start, each.end)
            or fold(text[each.start : each.end]) in DIRECTIONS
            or (counted_behind(text, each.start, each.end) if code == "en" else _is_adjective(text, each))
            or (code != "ar" and _is_a_noun(text, each, code))
        )
    ]
    wide = {each.start for each in mentions if _is_wide(each)}
    starts = {each.start for each in found}
    readings = {each.start: each.reading for each in mentions}
    found = [each._replace(located=each.located or _is_near_another(text, each, starts)) for each in found]
    found = [each for each in found if not _is_elsewhere(text, each, readings)]
    told = arabic_places.named(text) if code == "ar" else by_words(text, code, [each.start for each in found], wide)
    for start, end, located, moved in told:
        clash = [each for each in found if each.start < end and start < each.end]
        if any(each.start <= start and each.end >= end for each in clash):
            continue
        if any(a < end and start < b for a, b in taken):
            continue
        found = [each for each in found if each not in clash]
        spans = [(start, end), *((each.start, each.end) for each in clash)]
        found.append(Named(min(spans)[0], max(end for _, end in spans), bool(clash), located, moved))
    begun = {start for start, _ in taken}
    if code != "ar":
        taken_now = [*taken, *((each.start, each.end) for each in found)]
        found += [
            Named(each.start, each.end, True, each.located, each.moved)
            for each in familiar_in(text, code, own=own, taken=taken_now, dates=begun)
        ]
    else:
        for start, end, located, moved in arabic_places.named_again(text, own):
            if not any(each.start < end and start < each.end for each in found):
                found.append(Named(start, end, True, located, moved))
    return sorted(each._replace(located=each.located or _is_dateline(text, each, begun)) for each in found)


_ADJECTIVE = re.compile(r"(?!ال)\w{3,}ية")


def _is_adjective(text: str, mention: PlaceMention) -> bool:
    """Whether the Arabic name of a country is the word for what is from there: "a Turkish aircraft"."""
    if not _ADJECTIVE.fullmatch(text[mention.start : mention.end]):
        return False
    behind_word = re.search(r"[\u0621-\u064a]{3,} $", text[max(0, mention.start - WINDOW) : mention.start])
    return bool(behind_word) and arabic_places.said_before(text, mention.start) == (False, False)


_WIDE = (PlacePrecision.COUNTRY, PlacePrecision.PROVINCE, PlacePrecision.REGION)
_DATELINE = re.compile(r"\s?:\s|,?\s(?:on\s|am\s|le\s|el\s|den\s)?")


def _is_dateline(text: str, each: Named, dates: Collection[int]) -> bool:
    """Whether a caption begins with the place and its date: "X, 4 May: a street"."""
    if each.moved or text[: each.start].strip():
        return False
    gap = _DATELINE.match(text, each.end)
    return gap is not None and (":" in gap[0] or gap.end() in dates or each.end + 2 in dates)


def code_of(text: str, language: str | None) -> str:
    """The language by whose words a text's places are told: that given, Arabic by its letters, else English."""
    code = (language or "en").split("-")[0]
    if code == "ar" or re.search(r"[\u0621-\u064a]{4}", text):
        return "ar"
    return code if code in PLACE_WORDS else "en"


def _is_a_noun(text: str, mention: PlaceMention, code: str) -> bool:
    """Whether a name of the gazetteer is an ordinary word here: "en la calle", "Vista del" at the beginning."""
    words, name = PLACE_WORDS[code], fold(text[mention.start : mention.end])
    kinds = words.articles | words.built | words.settled | words.parts | words.ways
    if all(word in kinds for word in name.split()):
        return True
    if name in EVERYDAY[code]:
        before = before_name(text, mention.start, words)
        return not before.where or before.article or (code == "de" and not before.bare)
    follows = re.match(r" (?:of|de|del|des|du|der|von|av) ", text[mention.end : mention.end + 5])
    return bool(follows) and " " not in name and begins(text, mention.start) and not _is_wide(mention)


def _is_wide(mention: PlaceMention) -> bool:
    return any(place.precision in _WIDE for place in mention.reading.places[:1])


def _known(text: str, mention: PlaceMention, code: str) -> Named:
    if code == "ar":
        located, moved = arabic_places.said_before(text, mention.start)
        moved = moved or bool(_ARABIC_GROUP.search(text, max(0, mention.start - WINDOW), mention.start))
    else:
        before = before_name(text, mention.start, PLACE_WORDS[code])
        if code != "en" and not (before.where or before.noun or before.moved):  # an English caption among others
            before = before_name(text, mention.start, PLACE_WORDS["en"])
        located, moved = before.where or before.on or (before.noun and not before.moved), before.moved
    moved = moved or _is_where_it_came_from(text, mention.start, mention.end)
    end = mention.end
    if code in ("de", "sv") and is_genitive(text[mention.start : end]):
        behind = built_behind(text, end, code)
        owned = not behind and not located and re.match(r" \w", text[end : end + 2]) is not None
        end, located, moved = end + len(behind), located or bool(behind), moved or owned
    return Named(mention.start, end, True, located and not moved, moved)


# "Forces of X", "party of X": a group is called so.
_ARABIC_GROUP = re.compile(
    r"(?:^|\s)(?:و|ل|ب)?(?:قوات|حزب|حركة|جبهة|تنظيم|جيش|وكالة|قناة|صحيفة|مرصد|إذاعة|نادي)\s(?:ال\w+\s)?$"
)
# "Crates said to come from a hangar in X": the crates are elsewhere. A picture that comes from there shows it.
_CAME_FROM = re.compile(
    r"(?i)\b(?:com(?:es?|ing)|came|originat\w+|stolen|looted|smuggled|imported|shipped|stemm\w+|proven\w+|proviennent|"
    r"provient|venue?s?|issue?s?|proced\w+|provin\w+|robad\w+|komm(?:er|it)|härrör\w*|härstamma\w*|stulna)\s"
    r"(?:from|de|du|des|d[’']|del|från)\s[^.;:]{0,40}$"
)
_CAME_FROM_GERMAN = re.compile(r"(?i)\b(?:aus|von)\s[^.;:,]{0,40}$")
_CAME = re.compile(r"(?i)\s(?:\w+\s){0,2}(?:stamm(?:en|t|ten|te)|kommen|kommt|kamen)\b")


def _is_where_it_came_from(text: str, start: int, end: int) -> bool:
    left = text[max(0, start - WINDOW) : start]
    came = _CAME_FROM.search(left) or (_CAME_FROM_GERMAN.search(left) and _CAME.match(text[end : end + WINDOW]))
    return bool(came) and not _MEDIUM.search(text, max(0, start - 3 * WINDOW), start)


_MEDIUM = re.compile(
    r"(?i)\b(?:\w*(?:video|foto|bild(?:er)?|aufnahmen?|film)|videos?|footage|clips?|photos?|photographs?|images?|pictures?|"
    r"stills?|vid[ée]os?|vídeos?|imágenes|imagen|fotos?|bilden|filmen|klippet)\b"
)


def main_place(text: str, named: Sequence[Named]) -> tuple[int, int] | None:
    """The place that the text is about: the first with a word that tells where, and what belongs to it."""
    here = [each for each in named if not each.moved]
    if not here:
        return None
    first = next(
        (
            each
            for each in here
            if each.located and not _PEOPLE_OF.search(text, max(0, each.start - WINDOW), each.start)
        ),
        None,
    )
    first = first or next((each for each in here if each.located), here[0])
    first = here[0] if _LEVEL_WITH.search(text, 0, first.start) else first
    first = _town_by_river(text, here, first) or first
    start, end = first.start, first.end
    if (other := _village_of(text, here, first)) is not None:
        first, end = other, other.end
    start = _start_of_row(text, here, first)
    for other in named:
        between = text[end : other.start]
        if other.start < end or len(between) > MOST_BETWEEN:
            continue
        both = _AND.fullmatch(between) and not _OWNS.match(text[other.end :])
        if both or _JOINS.fullmatch(between) or _NEAR_IT.fullmatch(between) or _WHICH_PART.fullmatch(between):
            end = other.end
    return start, end


# Who somebody is says where they are only if nothing else does: "residents of X on the road to Y".
_PEOPLE_OF = re.compile(
    r"(?i)(?:^|\W)(?:(?:residents|inhabitants|villagers|people|families|women|farmers|fishermen) (?:of|from)|"
    r"(?:habitants|familles|villageois|femmes|déplacés|réfugiés) d(?:e |u |es |[’'])|"
    r"(?:bewohner(?:innen)?|einwohner(?:innen)?|familien|menschen|bauern|fischer) (?:von|aus)|"
    r"(?:vecinos|habitantes|familias|pobladores|mujeres|campesinos) de|(?:invånare|familjer|boende) (?:i|från)|"
    r"(?:سكان|أهالي|أبناء|عائلات)(?: من)?)\s(?:the |la |le |les |los |der |den )?$"
)
_RIVER = re.compile(r"(?i)\b(?:rivers?|creek|stream)$")
_ITS_BANKS = re.compile(r"\s(?:has\s|had\s)?(?:burst|overflow(?:s|ed)|broke|breached|flooded|rose)\b[^.;:,]{0,40}$")


def _town_by_river(text: str, named: Sequence[Named], first: Named) -> Named | None:
    """The known town in which a river does something, which a river's name does not say: "burst its banks in X"."""
    if not _RIVER.search(text, first.start, first.end):
        return None
    return next(
        (
            each
            for each in named
            if each.known and each.located and each.start > first.end and _ITS_BANKS.match(text[first.end : each.start])
        ),
        None,
    )


_VILLAGE_OF = re.compile(r"\s(?:[a-z]+\s)?(?:villages?|towns?|cit(?:y|ies)|districts?|suburbs?|ports?|hamlets?)\sof\s")


def _village_of(text: str, named: Sequence[Named], first: Named) -> Named | None:
    """The place that one only describes: "the Lake Chad village of X"."""
    return next((each for each in named if _VILLAGE_OF.fullmatch(text, first.end, each.start)), None)


_ARABIC = re.compile(r"[\u0621-\u064a]")


def _start_of_row(text: str, named: Sequence[Named], first: Named) -> int:
    """Where the places begin that the first place which a word locates only contains: "X, Ukraine", "X, in Mali"."""
    start = first.start
    for other in reversed([each for each in named if each.end <= first.start]):
        if start - other.end > MOST_BETWEEN:
            break
        between = text[other.end : start]
        joined = _JOINS.fullmatch(between) or _NEAR_IT.fullmatch(between) or APPOSED.match(text, other.end, start)
        if _ARABIC.match(text, other.start) and not (other.located or "،" in between):
            break
        name = text[other.start : other.end]
        if not between.strip() or not joined or (name.endswith("s") and is_known(name[:-1]) and not is_known(name)):
            break  # "attack on Amharas in X"
        start = other.start
    return start


_LEVEL_WITH = re.compile(r"(?i)\b(?:altura|hauteur) d(?:e |[’'])$")  # on a road that is named before: "at X's height"
_WHICH_PART = re.compile(r"(?i)\s*,?\s*(?:between|zwischen|entre|mellan|بين)\s+(?:the |la |le |las |los |el )?")
_NEAR_IT = re.compile(NEAR_IT + "|" + arabic_places.NEAR_IT, re.IGNORECASE)


def _is_near_another(text: str, each: Named, starts: set[int]) -> bool:
    """Whether what stands right behind a place says where it lies: "X, south of Mosul"."""
    near = _NEAR_IT.match(text, each.end, each.end + WINDOW)
    return not each.moved and near is not None and bool(near[0].strip(" ,،")) and near.end() in starts


def _is_elsewhere(text: str, each: Named, readings: Mapping[int, PlaceReading]) -> bool:
    """Whether a name is said to be in or at another that is far from it: then it is some other word."""
    near = _NEAR_IT.match(text, each.end, each.end + WINDOW)
    other = readings.get(near.end()) if near else None
    return other is not None and relation(readings[each.start], other) == PlaceRelation.APART


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
مقر صورة صور فيديو مشهد قصر
حديقة دوار مفرق حاجز ملعب مقبرة كراج محطة مصنع صالة قاعة منزل منازل شمال جنوب شرق غرب وسط نصر سلام عودة
"""
)


_PASSIVE = re.compile(  # "was filmed", as its vowels say: what folds to the name of a town
    r"[\u0621-\u064a]\u064f[\u0621-\u064a](?:\u0651\u0650?|\u0650\u0651?)[\u0621-\u064a]"
)
_THE_SAME = re.compile(r"\s(?:نفس|ذات)(?:ه|ها)\b")  # "in the same quarter": "Al-Hay" is a town, too


def _is_passive_or_same(text: str, start: int, end: int) -> bool:
    """Whether what folds to an Arabic name is a verb by its vowels, or a noun that points back."""
    return _PASSIVE.fullmatch(text[start:end]) is not None or _THE_SAME.match(text, end) is not None


# Words whose first letter is not the "in" before a name: stalls, remains, barrels.
_AS_IF_IN = re.compile(
    r"(?<![\u0621-\u064a])(?:بسطات|بسطة|بقايا|برك|بنات|بيوت|بضائع|بواخر|بنادق|بساتين|براميل|بطاريات|بطارية|بوابات)$"
)


def _is_a_word(text: str, start: int, end: int) -> bool:
    """Whether an Arabic mention is an ordinary word, which a gazetteer has as a name as well."""
    if _AS_IF_IN.search(text, max(0, start - 2), end):
        return True
    if text[start:end].strip() not in _ARABIC_WORDS:
        return False
    return not re.search(r"(?:مدينة|بلدة|قرية|منطقة|ناحية|محافظة)\s$", text[:start])
