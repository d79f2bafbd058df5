"""Names that only their words show to be places: "near X", "the mosque of X", "X airbase"."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING

from provenance.importers.article.before_names import MOST_ADJECTIVES, NEXT_TO, WINDOW, Before, before_name, is_noun
from provenance.importers.article.buildings import start_with_building
from provenance.importers.article.everyday import EVERYDAY
from provenance.importers.article.place_words import (
    ANY_STREET,
    NEAR_IT,
    NO_NAMES,
    PARTS_OF_IT,
    PLACE_HEADS,
    PLACE_WORDS,
    SORTS,
    STREETS,
    PlaceWords,
)
from provenance.places import gazetteer
from provenance.places.finding import is_ordinary
from provenance.places.records import PlacePrecision
from provenance.places.words import ADJECTIVES, BETWEEN, BUILT_BEHIND, DAYS_AND_MONTHS, DIRECTIONS, GROUPS, PERSONAL
from provenance.platforms import canonical_platform
from provenance.platforms.credit_words import agency
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_CAPITAL = r"(?:(?:al|el|ad|an|ar|as|at|az|ash|ed|er|es|ez)-)?[A-ZÀ-ÞŠŽĀĪŪ][\w’'ʿ-]*"
NAME = re.compile(
    rf"(?<![\w’'-]){_CAPITAL}(?:[ -](?:(?:al|el|as|ar|ad|an|de|del|la|sur|upon|under)[ -])?{_CAPITAL}){{0,3}}"
)
KNOWN = 5_000  # inhabitants of a town whose name is believed with a weak reason
_HEADS = DIRECTIONS | {"old", "new", "norra", "sodra", "ostra", "vastra", "main", "central"}


def by_words(text: str, code: str, known: Iterable[int], wide: Iterable[int]) -> Iterator[tuple[int, int, bool, bool]]:
    """Start and end, whether a word says that it is where, and whether something only comes from there.

    ``known``, ``wide``: where the names of known places begin, and of those that contain others.
    """
    words = PLACE_WORDS[code]
    starts, wide = set(known), set(wide)
    after_between = {hit.start(1) for hit in _BETWEEN_TWO.finditer(text)}
    reversed_found: list[tuple[int, int, bool, bool]] = []
    for hit in reversed(list(NAME.finditer(text))):
        start, end = start_of_name(text, hit, words), end_of_name(hit)
        if not may_be_name(text, start, end, code):
            continue
        before = before_name(text, start, words)
        if code == "de" and _OF_ANY.search(text, max(0, start - MOST_OF_ARTICLE), start):
            continue
        counted = counted_behind(text, start, end) if code == "en" else None
        end = counted or end
        if code == "en" and has_personal(text, end):
            continue
        behind = built_behind(text, end, code)
        name = text[start:end]
        tail = _is_tail(name, words, code)
        stands = _stands(text, start, name, before, behind, tail, code) or start in after_between
        stands = stands or bool(counted and not before.moved and _LIES_BEHIND.match(text, end))
        if not stands and not before.moved:
            stands = _is_explained(text, start, end, before, starts, wide)
        if before.noun and (number := _NUMBER.match(text, end)):
            end = number.end()
        if stands or (before.moved and (behind or before.noun)):
            begin = start if before.built is None else before.built
            reversed_found.append((begin, end + len(behind), stands, before.moved and not stands))
            starts.add(start)
    yield from reversed(reversed_found)
    if code == "de":
        yield from _of_towns(text)


_HAS = re.compile(r"[’']s? (\w+)")


def has_personal(text: str, end: int) -> bool:
    """Whether the name that ends there has what only persons have: "near X's house"."""
    has = _HAS.match(text, end)
    return has is not None and fold(has[1]) in PERSONAL


_NUMBERED = re.compile(
    r"(?:Lock|Highway|Route|Exit|Gate|Pier|Block|Building|Road|Interstate|Junction|Terminal|Platform|Sector|Ward|"
    r"Kebele|Unit|Camp|School|Zone|Mile|Bridge|Dam|Shaft|Mine|Berth|Checkpoint)$"
)
_ITS_NUMBER = re.compile(r" (?:No\. ?)?\d{1,4}[A-Z]?(?!\w)")
_LIES_BEHIND = re.compile(
    r"(?: (?:at|in|near|outside|(?:north|south)?(?:east|west)? of|(?:north|south) of)|,(?! (?:Mon|Tue|Wed|Thu|Fri|Sat|"
    r"Sun|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec))) (?:the )?[A-Z]"
)


def counted_behind(text: str, start: int, end: int) -> int | None:
    """The end of the number of what is built and has no other name: "Lock 14", "Highway 7"."""
    found = _ITS_NUMBER.match(text, end) if _NUMBERED.fullmatch(text[start:end]) else None
    return found.end() if found else None


MOST_OF_ARTICLE = 8  # characters
_OF_ANY = re.compile(r"(?i)(?<!\w)(?:k?eine[mrs]?)\s$")  # "the bridge of a freighter": no name stands there
_NUMBER = re.compile(r" \d{1,3}(?=[,.;:)]?(?:\s|$))(?! (?:de|of|people|Menschen|personnes|personas|personer)\b)")
_BETWEEN_TWO = re.compile(
    rf"(?<=\s)(?i:between|zwischen|entre|mellan)\s{NAME.pattern}\s(?:and|und|et|y|och)\s({NAME.pattern})"
)


_FIRST_WORDS = re.compile(r"(?<![^ ])[^ ]++ ")  # from their beginnings only: else the time grows with their square


def start_of_name(text: str, hit: re.Match[str], words: PlaceWords) -> int:
    """Where a name begins: without the word before it that has a capital too: "The X dam", "Dorf X", "Über X"."""
    noun = re.match(r"[^ ]+ del? ", hit[0])
    if noun and begins(text, hit.start()):
        return hit.start() + noun.end()
    start = hit.start()
    for word in islice(_FIRST_WORDS.finditer(hit[0]), MOST_ADJECTIVES):
        folded = fold(word[0]).strip()
        article = folded in words.articles and begins(text, start)
        nouns = words is PLACE_WORDS["de"] or (words is not PLACE_WORDS["en"] and begins(text, start))
        kind = nouns and (is_noun(folded, NEXT_TO, words) or folded in words.to_from)
        leads = begins(text, start) and folded in words.where | words.on | words.to_from and folded not in _HEADS
        of_town = words is PLACE_WORDS["de"] and _is_of_town(word[0].strip())
        if not (article or kind or leads or of_town or folded in words.ways):
            break
        start = hit.start() + word.end()
    return start


def _is_of_town(word: str) -> bool:
    """Whether a German word says of which town something is: "Kiewer", "Charkiwer"."""
    return len(word) > 5 and word.endswith("er") and not is_known(word) and is_known(word[:-2])


def _of_towns(text: str) -> Iterator[tuple[int, int, bool, bool]]:
    """Towns in German words such as "in der Charkiwer Innenstadt": start, end, located, moved."""
    words = PLACE_WORDS["de"]
    for hit in _OF_TOWN.finditer(text):
        noun = fold(hit["noun"])
        part = noun in PARTS_OF_IT | words.parts | words.settled or noun.endswith(words.endings)
        built = noun in words.built | words.housed or noun.endswith(words.built_endings)
        if not (part or built) or not _is_of_town(hit["town"] + "er"):
            continue
        if _NAME_BEHIND.match(text, hit.end()):
            continue  # "im Kiewer Stadtteil Obolon": that is the place
        before = before_name(text, hit.start(), words)
        yield hit.start(), hit.end() if built and not part else hit.end("town"), not before.moved, before.moved


_NAME_BEHIND = re.compile(r" [A-ZÄÖÜ]")
_OF_TOWN = re.compile(r"(?<!\w)(?P<town>[A-ZÄÖÜ]\w{2,30})er (?P<noun>[A-ZÄÖÜ]\w+)")


def begins(text: str, start: int) -> bool:
    """Whether a sentence begins there."""
    before = text[max(0, start - WINDOW) : start].rstrip()
    return not before or before[-1] in ".!?:"


def end_of_name(hit: re.Match[str]) -> int:
    """Where a name ends: without a possessive, and without the day that may stand behind it."""
    name = hit[0]
    for word in reversed(list(re.finditer(r"[^ ]+", name))[1:]):
        if fold(word[0]) not in DAYS_AND_MONTHS:
            break
        name = name[: word.start()].rstrip()
    return hit.start() + len(re.sub(r"[’']s?$", "", name))


def may_be_name(text: str, start: int, end: int, code: str) -> bool:
    """Whether a place can be called so: no platform, agency, people, group, day or everyday word."""
    name = text[start:end]
    first, *rest = fold(name).replace("-", " ").split() or [""]
    if code == "es" and rest and first in _GALICIAN and not begins(text, start):
        return True
    if len(name) < 2 or (first in NO_NAMES and not (rest and first in _HEADS)):
        return first in _HEADS and bool(built_behind(text, end, code))
    if fold(name) in EVERYDAY[code] and not built_behind(text, end, code):
        return False
    if canonical_platform(re.split(r"[ -]", name)[0]) or canonical_platform(name) or agency(name):
        return False
    if _OF_A_COUNTRY.fullmatch(name) or fold(name) in ADJECTIVES or is_of_a_body(text, start, end):
        return False
    return not _is_a_group(name)


_GALICIAN = frozenset({"a", "o", "as", "os"})  # articles with a capital in names: "A Lanzada"
_DOING = re.compile(r" (?:crossing|pass) (?:the|an?|their|his|her|its)\b")  # a verb


def built_behind(text: str, end: int, code: str) -> str:
    """The words right behind a name that say what is built there: " airbase", " hamnen"."""
    words = PLACE_WORDS[code]
    if code == "en" and _DOING.match(text, end):
        return ""
    if code == "en":
        return _english_behind(text[end : end + WINDOW]) or _one_behind(text, end, words.built)
    genitive = text[end - 1 : end] == "s" or text[end : end + 1] == "s"
    found = _NOUN_BEHIND[code].match(text, end, end + WINDOW) if code in _NOUN_BEHIND else None
    if not found or (code == "de" and not genitive):
        return ""
    noun = fold(found["noun"])
    if noun.endswith(_NO_GROUND):
        return ""
    said = noun.endswith(words.built_endings) or (genitive and noun in words.built | words.housed | PARTS_OF_IT)
    return found[0] if said else ""


_NO_GROUND = ("flygplan", "stridsplan", "husvagn")  # that end as what is built does
_NOUN_BEHIND = {
    "sv": re.compile(r"s?[ -](?:(?:norra|södra|östra|västra|gamla|nya|centrala|stora)\s)?(?P<noun>[a-zåäöé]+)"),
    "de": re.compile(
        r"s? (?:(?:alte[rnms]?|zentrale[rnms]?|nördliche[rnms]?|historische[rnms]?)\s)?(?P<noun>[A-ZÄÖÜ]\w+)"
    ),
}


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
    if " " in name and last in PLACE_WORDS["en"].built:
        return True
    if code == "de":
        street = last.endswith(STREETS) and last not in ANY_STREET and " " not in name
        return ("-" in name and last.endswith(words.built_endings)) or street
    return code == "sv" and last.endswith(words.built_endings) and len(last) > len("flygplatsen")


def _stands(text: str, start: int, name: str, before: Before, behind: str, tail: bool, code: str) -> bool:
    """Whether the words around a name are those around a place."""
    if before.moved:
        return False
    if before.where:
        return not _is_german_noun(text, start, name, before, code)
    if (
        code == "de"
        and before.on
        and before.bare
        and _AT_SEA.search(text)
        and _OFF.search(text, max(0, start - 5), start)
    ):
        return True
    there = tail or behind or before.built is not None
    if (there and (before.on or before.article)) or (before.on and before.noun):
        return True
    if before.noun and (before.linked or before.built is not None or not before.bare):
        return code != "de" or not _GERMAN_NOUN.fullmatch(name)
    if (
        _SHELLED.search(text, max(0, start - WINDOW), start)
        or _ABOVE.search(text, max(0, start - WINDOW), start)
        or APPOSED.match(text, start + len(name))
    ):
        return True
    if behind and code in ("de", "sv"):
        return name.endswith("s")
    if code == "en" and (behind or _SETTLED_BEHIND.match(text, start + len(name))):
        return not begins(text, start) or " " in name or not (_ADJECTIVE.fullmatch(name) or fold(name) in BETWEEN)
    return False


# Ships lie off a place, in German "before" it, as nothing on land does.
_OFF = re.compile(r"(?i)(?<!\w)vor\s$")
_AT_SEA = re.compile(
    r"(?i)boot|schiff|tanker|frachter|fähre|yacht|jacht|kutter|küste|seenot|an bord|rettungsinsel|wrack|"
    r"kapitän|hafen|matrose|bohrinsel|fregatte|meer|marine|flotte|korvette|kreuzer|ankert|reede"
)
# Words with a capital only because they begin a sentence: "Flooded fields", "Local hospital", "Residents' camp".
_ADJECTIVE = re.compile(
    r"(?i)\w+(?:s|ed|ing|y|al|ous|ic|ive|less|ful|ent|ant|ern|ar|ian|ble|ten|en|wn)|large|huge|whole|some|new|old|"
    r"remote|another|every|each|inside|public|private|white|black|red|green|blue"
)
# What happens to towns, and to no person.
_SHELLED = re.compile(
    r"(?i)\b(?:(?:shelling|bombardment|siege) of|battle (?:for|of)|(?:beschuss|bombardierung|belagerung) (?:von|"
    r"der stadt)|"
    r"schlacht um|(?:bombardements?|siège|pilonnage) d[e’']|bataille (?:de|d[’']|pour)|(?:bombardeos?|asedio|"
    r"sitio) (?:de|a|contra)|"
    r"batalla (?:de|por)|(?:beskjutning|bombning|belägring)(?:en)? av|slaget om)\s?$"
)
# Pictures from above show no person.
_ABOVE = re.compile(
    r"(?i)\b(?:(?:satellite|aerial|drone|overhead) (?:images?|imagery|photos?|photographs?|pictures?|views?|footage|"
    r"shots?|videos?|films?|clips?|stills?) "
    r"of|\w*(?:satelliten|luft|drohnen)(?:bild\w*|aufnahmen?|foto\w*) (?:von|aus)|"
    r"(?:images?|photos?|vues?|clichés?|vid[ée]os?) (?:satellites?|satellitaires?|aériennes?) d[e’']|"
    r"(?:im[áa]gen(?:es)?|fotos?|vistas?|v[íi]deos?) (?:de satélite|satelitale?s?|aéreas?|de dron) de|"
    r"(?:satellit|flyg|drönar)(?:bild|bilder|bilden|foto|foton|fotot|film|filmen) (?:av|över|från|på))\s?$"
)
# "X, a village east of Y", "X and Y, two towns in the north".
APPOSED = re.compile(
    r"(?: (?:and|und|et|y|och) [A-ZÀ-Þ][\w’'-]{1,30})?,\s(?:an?|the|one|two|three|both|eine?[mnrs]?|der|die|das|"
    r"zwei|drei|une?|"
    r"deux|trois|la|le|l[’']|"
    r"una?|dos|tres|ett|en|två|tre)?\s?(?:[\w-]{1,20}\s){0,2}(?:villages?|towns?|cit(?:y|ies)|hamlets?|suburbs?|"
    r"neighbou?rhoods?|districts?|settlements?|\w*(?:[Dd]orf|[Ss]tadt|[Oo]rt|[Dd]örfer|[Oo]rte|[Ss]tädte|[Ss]tadtteil|[Vv]orort)|"
    r"villes?|localités?|communes?|bourgades?|quartiers?|pueblos?|ciudad(?:es)?|localidad(?:es)?|aldeas?|barrios?|"
    r"municipios?|by|byar|stad|städer|orter?|förorter?|stadsdel(?:ar)?)"
    r"(?=[,.;:)]|$|\s(?:in|of|near|east|west|north|south|on|outside|close|just|some|where|which|that|about|\d|nahe|bei|"
    r"östlich|westlich|nördlich|südlich|im|am|près|à|au|dans|en|de|du|situé|cerca|a|al|del|i|nära|utanför|söder|norr|öster|"
    r"väster|vid|på))"
)


_SETTLED_BEHIND = re.compile(r" (?:province|governorate|oblast|region|county|village|municipality|township)\b")


def _is_german_noun(text: str, start: int, name: str, before: Before, code: str) -> bool:
    """German writes nouns as it writes names: what stands behind its articles, or ends as they do, is rather one."""
    if code != "de" or (is_known(name) and not before.article):
        return False
    if start_with_building(text, start, code) < start and not _GERMAN_NOUN.fullmatch(name):
        return False
    if _GERMAN_TOWN.fullmatch(name) and not before.article:
        return False
    if _GERMAN_NOUN.fullmatch(name) or (before.article and not before.noun and "-" not in name):
        return True
    after = text[start + len(name) : start + len(name) + WINDOW]
    if re.match(r" (?:der|des|von|eines|einer|mit|für|auf)\b", after) and not before.noun:
        return True
    inside = re.search(r"(?i)(?:^|\s)in\s+$", text[max(0, start - 5) : start]) is not None
    return inside and not before.noun and not re.match(r"[,.(:]|\s(?:am|im|vom|an|nach|seit|in|bei|\()|\s*$", after)


def _is_explained(text: str, start: int, end: int, before: Before, starts: set[int], wide: set[int]) -> bool:
    """ "the wells of X, south of Mosul", "X, Syria": what follows says where the name lies, so it is a place."""
    if begins(text, start) and _IN_ITS_COUNTRY.match(text, end, end + WINDOW):
        comma = _COMMA.match(text, end)
        return comma is not None and comma.end() in wide
    if not before.linked and not before.on:
        return False
    near = _NEAR_ONLY.match(text, end, end + WINDOW)
    if near and near.end() in starts:
        return True
    comma = _COMMA.match(text, end)
    return comma is not None and comma.end() in wide


_IN_ITS_COUNTRY = re.compile(  # and not "X, Ukraine's minister"
    r", (?:in )?(?:the )?[A-ZÀ-Þ][\w-]*(?: [A-ZÀ-Þ][\w-]*){0,2}(?=[,.;:)]|$|\s(?:on|in|at|after|before|during|this|"
    r"last|am|im|"
    r"nach|vor|le|ce|en|après|el|tras|den|i|efter|\d))"
)
_COMMA = re.compile(r", (?:in )?(?:the )?")
_NEAR_ONLY = re.compile(NEAR_IT, re.IGNORECASE)


@lru_cache(maxsize=2_048)
def is_known(name: str) -> bool:
    """Whether the gazetteer has a place of that name that is large enough, and the name is no ordinary word."""
    if len(name) < 4 or is_ordinary(name):
        return False
    head, _, rest = fold(name).replace("-", " ").partition(" ")
    if head in PLACE_HEADS and rest:
        return True
    return any(
        found.place.precision is not PlacePrecision.TOWN or found.place.population >= KNOWN
        for found in gazetteer.exact(name)
    )


def is_genitive(name: str) -> bool:
    """Whether a name is a known one with the "s" of German and Swedish: "Gomas", "Syriens"."""
    return len(name) > 4 and name.endswith("s") and not is_known(name) and is_known(name[:-1])


# "An agency close to X", "a monitor based in Britain": whom it is near, and where it sits, not where things happened.
_OF_A_BODY = re.compile(
    r"(?i)(?:\b(?:agenc(?:y|ies)|outlets?|accounts?|channels?|sources?|pages?|media|groups?|websites?|people|officials?)"
    r"\s(?:(?:that|which|who) (?:is|are) )?close to|\b(?:based|headquartered|registered|exiled) in)\s+(?:the\s+)?$"
)


def is_of_a_body(text: str, start: int, end: int) -> bool:
    """Whether a name is an agency's, or says of a body whose it is or where it sits."""
    name = text[start:end]
    return bool(_OF_A_BODY.search(text[max(0, start - WINDOW) : start])) or (
        name.isupper() and agency(name) is not None
    )


# German writes every noun with a capital: these endings are rather those of nouns than of names.
_GERMAN_NOUN = re.compile(
    r"\w+(?:en|ung|heit|keit|schaft|tion|chen|er|ern|nis|mus|tät)|Angriff|Beginn|Ende|Kampf|Wochenende|Nacht|Tag"
)


# How towns end and nouns do not, although both end in "-en": "Kiefersfelden".
_GERMAN_TOWN = re.compile(
    r"\w{2,}(?:felden|hausen|kirchen|hofen|stetten|münden|hagen|brücken|weiler|bronn|brunn|walde|rode)"
)


_OF_A_COUNTRY = re.compile(r"\w+(?:ian|ish|ese|ench|raqi|emeni|raeli|stani|bani|urkish|erman|rab|urd)(?:s|ern)?")


def _english_behind(text: str) -> str:
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
