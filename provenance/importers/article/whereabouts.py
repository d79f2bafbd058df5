"""Where a caption says that something happened: the places of the gazetteer, and names that only their words show.

A name that no gazetteer knows is a place where words such as "near" or "the mosque of" stand before it; it is kept as
given and nothing is said of where it lies. What somebody or something only comes from or goes to is no such place.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from provenance.importers.article import arabic_places
from provenance.importers.article.place_words import NEAR_IT, NO_NAMES, PLACE_WORDS, SORTS, PlaceWords
from provenance.importers.article.tree import word_set
from provenance.places import PlacePrecision, PlaceRelation, relation
from provenance.places.words import ADJECTIVES, BETWEEN, BUILT_BEHIND, DAYS_AND_MONTHS, DIRECTIONS, GROUPS
from provenance.platforms import canonical_platform
from provenance.platforms.credit_words import agency
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from provenance.places import PlaceMention, PlaceReading
    from provenance.wording.spoken import SpokenDate

MOST_BETWEEN = 60  # characters between two names of one place: "Gossi, dans le centre du Mali"
WINDOW = 100  # characters before a name that may say where
MOST_WORDS = 9  # of them that are read
MOST_ADJECTIVES = 2  # unknown words between an article and a noun: "in the small besieged town of"


class Named(NamedTuple):
    """A place as a text names it."""

    start: int
    end: int
    known: bool  # to the gazetteer
    located: bool  # a word that tells where stands before it
    moved: bool = False  # something only comes from there or goes there


class _Before(NamedTuple):
    """What the words before a name say of it."""

    where: bool = False  # "near", "in the north of"
    on: bool = False  # "on": says so only of what is built
    moved: bool = False
    noun: bool = False  # a kind of place: "village of", "calle"
    bare: bool = True  # neither noun nor article stands between
    linked: bool = False  # "of" stands right before
    article: bool = False
    built: int | None = None  # where the words for what is built begin: "the |mosque of"


_CAPITAL = r"(?:(?:al|el|ad|an|ar|as|at|az|ash|ed|er|es|ez)-)?[A-ZÀ-ÞŠŽĀĪŪ][\w’'ʿ-]*"
_NAME = re.compile(
    rf"(?<![\w’'-]){_CAPITAL}(?:[ -](?:(?:al|el|as|ar|ad|an|de|del|la|sur|upon|under)[ -])?{_CAPITAL}){{0,3}}"
)
_TOKEN = re.compile(r"[dl][’']|\w[\w-]*(?:[’']s)?", re.IGNORECASE)
_HEADS = DIRECTIONS | {"old", "new", "norra", "sodra", "ostra", "vastra", "main", "central"}
# English says "Mill Street" and "the mosque of X"; only these stand before a name without "of".
_DIRECT = frozenset(("mount", "lake", "camp", "fort", "port", "hill", "highway", "mt", "river"))
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
    code = _code(text, language)
    taken = [(each.start, each.end) for each in dates]
    found = [
        _known(text, each, code)
        for each in mentions
        if not (
            _is_a_word(text, each.start, each.end)
            or _is_of_a_body(text, each.start, each.end)
            or fold(text[each.start : each.end]) in DIRECTIONS
            or (code != "ar" and _is_a_noun(text, each, PLACE_WORDS[code]))
        )
    ]
    wide = {each.start for each in mentions if _is_wide(each)}
    starts = {each.start for each in found}
    readings = {each.start: each.reading for each in mentions}
    found = [each._replace(located=each.located or _is_near_another(text, each, starts)) for each in found]
    found = [each for each in found if not _is_elsewhere(text, each, readings)]
    by_words = arabic_places.named(text) if code == "ar" else _by_words(text, code, found, wide)
    for start, end, located, moved in by_words:
        clash = [each for each in found if each.start < end and start < each.end]
        if any(each.start <= start and each.end >= end for each in clash):
            continue
        if any(a < end and start < b for a, b in taken):
            continue
        found = [each for each in found if each not in clash]
        spans = [(start, end), *((each.start, each.end) for each in clash)]
        found.append(Named(min(spans)[0], max(end for _, end in spans), bool(clash), located, moved))
    return sorted(found)


_WIDE = (PlacePrecision.COUNTRY, PlacePrecision.PROVINCE, PlacePrecision.REGION)


def _code(text: str, language: str | None) -> str:
    code = (language or "en").split("-")[0]
    if code == "ar" or re.search(r"[\u0621-\u064a]{4}", text):
        return "ar"
    return code if code in PLACE_WORDS else "en"


def _is_a_noun(text: str, mention: PlaceMention, words: PlaceWords) -> bool:
    """Whether a name of the gazetteer is an ordinary word here: "en la calle", "Vista del" at the beginning."""
    name = fold(text[mention.start : mention.end])
    kinds = words.articles | words.built | words.settled | words.parts | words.ways
    if all(word in kinds for word in name.split()):
        return True
    follows = re.match(r" (?:of|de|del|des|du|der|von|av) ", text[mention.end : mention.end + 5])
    return bool(follows) and " " not in name and _begins(text, mention.start) and not _is_wide(mention)


def _is_wide(mention: PlaceMention) -> bool:
    return any(place.precision in _WIDE for place in mention.reading.places[:1])


def _known(text: str, mention: PlaceMention, code: str) -> Named:
    if code == "ar":
        located, moved = arabic_places.said_before(text, mention.start)
    else:
        before = _before(text, mention.start, PLACE_WORDS[code])
        if code != "en" and not (before.where or before.noun or before.moved):  # an English caption among others
            before = _before(text, mention.start, PLACE_WORDS["en"])
        located, moved = before.where or before.on or (before.noun and not before.moved), before.moved
    moved = moved or _is_where_it_came_from(text, mention.start, mention.end)
    return Named(mention.start, mention.end, True, located and not moved, moved)


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
    first = next((each for each in here if each.located), here[0])
    start, end = first.start, first.end
    for other in named:
        between = text[end : other.start]
        if other.start < end or len(between) > MOST_BETWEEN:
            continue
        both = _AND.fullmatch(between) and not _OWNS.match(text[other.end :])
        if both or _JOINS.fullmatch(between) or _NEAR_IT.fullmatch(between) or _WHICH_PART.fullmatch(between):
            end = other.end
    return start, end


_WHICH_PART = re.compile(r"(?i)\s*,?\s*(?:between|zwischen|entre|mellan|بين)\s+(?:the |la |le |las |los |el )?")
_NEAR_IT = re.compile(NEAR_IT + "|" + arabic_places.NEAR_IT, re.IGNORECASE)


# ---- before a name


def _before(text: str, start: int, words: PlaceWords) -> _Before:
    """Reads the words before a name from right to left, until one says where or is of no use."""
    begin = max(0, start - WINDOW)
    tokens = list(_TOKEN.finditer(text[begin:start]))[-MOST_WORDS:]
    if tokens and begin and tokens[0].start() == 0:
        tokens = tokens[1:]  # cut off
    said, at, unread = _Before(), start - begin, 0
    for index, token in reversed(list(enumerate(tokens))):
        if text[begin + token.end() : begin + at].strip(" \u00a0"):
            break
        word, at = fold(token[0]).strip("’'"), token.start()
        if word in words.links and word not in words.where:
            said = said._replace(linked=said.linked or said.bare)
        elif word in words.articles:
            said = said._replace(article=True, bare=False)
        elif _is_noun(word, said, words):
            said = _with_noun(said, word, begin + at, words)
        elif word in words.to_from:
            return said._replace(moved=not _is_shown_there(text[begin : begin + at], tokens[:index], word, words))
        elif word in words.where or word in words.on:
            return said._replace(where=word in words.where, on=word in words.on)
        elif token[0].islower() and (
            word in BETWEEN
            or word in ADJECTIVES
            or (said.noun and unread < MOST_ADJECTIVES)
            or (
                said.linked and not unread and words in (PLACE_WORDS["fr"], PLACE_WORDS["es"])
            )  # "zone industrielle de"
        ):
            unread += 1
        else:
            break
    return said


def _is_noun(word: str, said: _Before, words: PlaceWords) -> bool:
    """Whether a word is one for a kind of place, or for a part of one, that the name belongs to."""
    if word in words.parts or word in words.settled:
        return said.linked or not said.bare or word in words.settled
    if words is PLACE_WORDS["en"]:
        return word in words.built and (said.linked or said.noun or word in _DIRECT)
    return word in words.built or word.endswith(words.endings + words.built_endings or ("\0",))


def _with_noun(said: _Before, word: str, at: int, words: PlaceWords) -> _Before:
    is_built = word in words.built or word.endswith(words.built_endings or ("\0",))
    starts = at if is_built and not said.noun and word not in words.settled | words.parts else said.built
    return said._replace(noun=True, bare=False, built=starts)


# What comes from there shows the place: a picture, smoke, a report.
_SHOWN_FROM = re.compile(
    r"(?i)\b(?:videos?|footage|clips?|films?|photos?|photographs?|images?|pictures?|stills?|(?:live)?streams?|scenes?|"
    r"views?|reports?|live|smoke|ris(?:es?|ing)|rose|billow\w*|said to be|reportedly|allegedly|aufnahmen?|bild\w*|"
    r"fotos?|vid[ée]os?|szenen?|rauch|séquences?|fumée|imágenes|imagen|fotograf[íi]as?|humo|vídeos?|filmen|klippet|röken?)\b"
    r"(?:,? (?!show|zeig|montr|muestr|visa)\w+){0,3},?\s*$"
)


def _is_shown_there(left: str, tokens: Sequence[re.Match[str]], word: str, words: PlaceWords) -> bool:
    """Whether "from X" is said of a picture, or "to X" of a road or an entrance, so that it is a place after all."""
    if tokens and fold(tokens[-1][0]) in words.ways:
        return True
    goes = word in ("to", "toward", "towards", "nach", "richtung", "vers", "hacia", "rumbo", "till", "mot", "at")
    return not goes and word not in ("for", "pour", "para") and bool(_SHOWN_FROM.search(left))


# ---- names that the gazetteer does not know


def _by_words(
    text: str, code: str, known: Sequence[Named], wide: Iterable[int]
) -> Iterator[tuple[int, int, bool, bool]]:
    """Start and end, whether a word says that it is where, and whether something only comes from there."""
    words = PLACE_WORDS[code]
    starts, wide = {each.start for each in known}, set(wide)
    after_between = {hit.start(1) for hit in _BETWEEN_TWO.finditer(text)}
    reversed_found: list[tuple[int, int, bool, bool]] = []
    for hit in reversed(list(_NAME.finditer(text))):
        start, end = _start_of_name(text, hit, words), _end_of_name(hit)
        if not _may_be_name(text, start, end, code):
            continue
        before = _before(text, start, words)
        behind = _behind(text, end, words, code)
        name = text[start:end]
        tail = _is_tail(name, words, code)
        stands = _stands(text, start, name, before, behind, tail, code) or start in after_between
        if not stands and not before.moved:
            stands = _is_explained(text, end, before, starts, wide)
        if stands or (before.moved and (behind or before.noun)):
            begin = start if before.built is None else before.built
            reversed_found.append((begin, end + len(behind), stands, before.moved and not stands))
            starts.add(start)
    yield from reversed(reversed_found)


_BETWEEN_TWO = re.compile(
    rf"(?<=\s)(?i:between|zwischen|entre|mellan)\s{_NAME.pattern}\s(?:and|und|et|y|och)\s({_NAME.pattern})"
)


def _start_of_name(text: str, hit: re.Match[str], words: PlaceWords) -> int:
    """Without the article or noun that stands before it with a capital: "The X dam", "Dorf X", "Vecinos de X"."""
    noun = re.match(r"[^ ]+ del? ", hit[0])
    if noun and _begins(text, hit.start()):
        return hit.start() + noun.end()
    start = hit.start()
    for word in list(re.finditer(r"[^ ]+ ", hit[0]))[:MOST_ADJECTIVES]:
        folded = fold(word[0]).strip()
        article = folded in words.articles and _begins(text, start)
        nouns = words is PLACE_WORDS["de"] or (words is not PLACE_WORDS["en"] and _begins(text, start))
        kind = nouns and (_is_noun(folded, _NEXT_TO, words) or folded in words.to_from)
        if not (article or kind or folded in words.ways):
            break
        start = hit.start() + word.end()
    return start


_NEXT_TO = _Before(linked=True)


def _begins(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    before = text[max(0, start - WINDOW) : start].rstrip()
    return not before or before[-1] in ".!?:"


def _end_of_name(hit: re.Match[str]) -> int:
    """Without a possessive, and without the day that may stand behind it."""
    name = hit[0]
    for word in reversed(list(re.finditer(r"[^ ]+", name))[1:]):
        if fold(word[0]) not in DAYS_AND_MONTHS:
            break
        name = name[: word.start()].rstrip()
    return hit.start() + len(re.sub(r"[’']s?$", "", name))


def _may_be_name(text: str, start: int, end: int, code: str) -> bool:
    name = text[start:end]
    first, *rest = fold(name).replace("-", " ").split() or [""]
    if len(name) < 2 or (first in NO_NAMES and not (rest and first in _HEADS)):
        return first in _HEADS and bool(_behind(text, end, PLACE_WORDS[code], code))
    if canonical_platform(name.split()[0]) or canonical_platform(name) or agency(name):
        return False
    if _OF_A_COUNTRY.fullmatch(name) or fold(name) in ADJECTIVES or _is_of_a_body(text, start, end):
        return False
    return not _is_a_group(name)


_DOING = re.compile(r" (?:crossing|pass) (?:the|an?|their|his|her|its)\b")  # a verb


def _behind(text: str, end: int, words: PlaceWords, code: str) -> str:
    """The words right behind a name that say what is built there: " airbase", " hamnen"."""
    if code == "en" and _DOING.match(text, end):
        return ""
    if code == "en":
        return _built_behind(text[end : end + WINDOW]) or _one_behind(text, end, words.built)
    found = re.match(r"[ -]([^\W\d]+)", text[end : end + WINDOW]) if code == "sv" else None
    return found[0] if found and fold(found[1]).endswith(words.built_endings) and found[1].islower() else ""


def _one_behind(text: str, end: int, nouns: frozenset[str]) -> str:
    found = re.match(r" ([a-z]+)\b(?: ([a-z]+)\b)?", text[end : end + WINDOW])
    if found and found[1] in SORTS and found[2] in nouns:
        return found[0]
    if not found or found[1] not in nouns:
        return ""
    return found[0] if found[2] in nouns else text[end : end + found.end(1)]


def _is_tail(name: str, words: PlaceWords, code: str) -> bool:
    """Whether the last word of a name says that it is built: "Zaytoun Bridge", "Majdan-Platz"."""
    last = fold(name.replace("-", " ").split()[-1])
    if code == "de":
        return "-" in name and last.endswith(words.built_endings)
    return " " in name and last in words.built and code == "en"


def _stands(text: str, start: int, name: str, before: _Before, behind: str, tail: bool, code: str) -> bool:
    """Whether the words around a name are those around a place."""
    if before.moved:
        return False
    if before.where:
        return not _is_german_noun(text, start, name, before, code)
    there = tail or behind or before.built is not None
    if (there and (before.on or before.article)) or (before.on and before.noun):
        return True
    if before.noun and (before.linked or before.built is not None or not before.bare):
        return code != "de" or not _GERMAN_NOUN.fullmatch(name)
    if code == "en" and (behind or _SETTLED_BEHIND.match(text, start + len(name))):
        return not _begins(text, start) or " " in name or not (name.endswith("s") or fold(name) in BETWEEN)
    return False


_SETTLED_BEHIND = re.compile(r" (?:province|governorate|oblast|region|county|village|municipality|township)\b")


def _is_german_noun(text: str, start: int, name: str, before: _Before, code: str) -> bool:
    """German writes nouns as it writes names: what stands behind its articles, or ends as they do, is rather one."""
    if code != "de":
        return False
    if _GERMAN_NOUN.fullmatch(name) or (before.article and not before.noun and "-" not in name):
        return True
    after = text[start + len(name) : start + len(name) + WINDOW]
    if re.match(r" (?:der|des|von|eines|einer|mit|für|auf)\b", after) and not before.noun:
        return True
    inside = re.search(r"(?i)(?:^|\s)in\s+$", text[max(0, start - 5) : start]) is not None
    return inside and not before.noun and not re.match(r"[,.(:]|\s(?:am|im|vom|an|nach|seit|in|bei|\()|\s*$", after)


def _is_near_another(text: str, each: Named, starts: set[int]) -> bool:
    """Whether what stands right behind a place says where it lies: "X, south of Mosul"."""
    near = _NEAR_IT.match(text, each.end, each.end + WINDOW)
    return not each.moved and near is not None and bool(near[0].strip(" ,،")) and near.end() in starts


def _is_elsewhere(text: str, each: Named, readings: Mapping[int, PlaceReading]) -> bool:
    """Whether a name is said to be in or at another that is far from it: then it is some other word."""
    near = _NEAR_IT.match(text, each.end, each.end + WINDOW)
    other = readings.get(near.end()) if near else None
    return other is not None and relation(readings[each.start], other) == PlaceRelation.APART


def _is_explained(text: str, end: int, before: _Before, starts: set[int], wide: set[int]) -> bool:
    """ "the wells of X, south of Mosul", "X, Syria": what follows says where the name lies, so it is a place."""
    if not before.linked and not before.on:
        return False
    near = _NEAR_ONLY.match(text, end, end + WINDOW)
    if near and near.end() in starts:
        return True
    comma = _COMMA.match(text, end)
    return comma is not None and comma.end() in wide


_COMMA = re.compile(r", (?:in )?(?:the )?")
_NEAR_ONLY = re.compile(NEAR_IT, re.IGNORECASE)


# "An agency close to X", "a monitor based in Britain": whom it is near, and where it sits, not where things happened.
_OF_A_BODY = re.compile(
    r"(?i)(?:\b(?:agenc(?:y|ies)|outlets?|accounts?|channels?|sources?|pages?|media|groups?|websites?|people|officials?)"
    r"\s(?:(?:that|which|who) (?:is|are) )?close to|\b(?:based|headquartered|registered|exiled) in)\s+(?:the\s+)?$"
)


def _is_of_a_body(text: str, start: int, end: int) -> bool:
    """Whether a name is an agency's, or says of a body whose it is or where it sits."""
    name = text[start:end]
    return bool(_OF_A_BODY.search(text[max(0, start - WINDOW) : start])) or (
        name.isupper() and agency(name) is not None
    )


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


# German writes every noun with a capital: these endings are rather those of nouns than of names.
_GERMAN_NOUN = re.compile(
    r"\w+(?:en|ung|heit|keit|schaft|tion|chen|er|ern|nis|mus|tät)|Angriff|Beginn|Ende|Kampf|Wochenende|Nacht|Tag"
)


_OF_A_COUNTRY = re.compile(r"\w+(?:ian|ish|ese|ench|raqi|emeni|raeli|stani|bani|urkish|erman|rab|urd)(?:s|ern)?")


def _built_behind(text: str) -> str:
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
