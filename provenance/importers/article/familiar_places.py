"""Names that are places elsewhere, in the gazetteer or in the same article, and here have only a weak reason.

"A video that shows X", "the attack on X", "X on 4 May": any name may stand there, a person's too. So the name must be
one that the gazetteer knows, or that the article itself says to be a place ("in X").
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article import arabic_places
from provenance.importers.article.before_names import WINDOW, before_name
from provenance.importers.article.everyday import EVERYDAY
from provenance.importers.article.place_words import PLACE_WORDS
from provenance.importers.article.unknown_places import (
    NAME,
    begins,
    built_behind,
    by_words,
    end_of_name,
    has_personal,
    is_genitive,
    is_known,
    may_be_name,
    start_of_name,
)
from provenance.named import NamedTuple
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

MOST_OWN = 2_000  # names of one article that its text says to be places
MOST_READ = 100_000  # characters of an article's text in which such names are looked for, in 1 s
MOST_LETTERS = 60  # of a name


class Familiar(NamedTuple):
    """A name that is a place elsewhere."""

    start: int
    end: int
    located: bool  # a reason says that it is where
    moved: bool


def own_places(texts: Iterable[str], language: str | None) -> frozenset[str]:
    """The names, folded, that an article's sentences show to be places: "in X", "the town of X".

    Of its first ``MOST_READ`` characters.
    """
    code = (language or "").split("-")[0]
    if code not in (*PLACE_WORDS, "ar"):
        return frozenset()
    found: set[str] = set()
    left = MOST_READ
    for text in texts:
        left -= len(text)
        if left < 0:
            break
        if code == "ar":
            found |= {" ".join(name) for name in arabic_places.own_names(text)}
            continue
        for start, end, located, _ in by_words(text, code, (), ()):
            names = NAME.findall(text[start:end]) if located else []  # the last one: "the mosque of X"
            found |= {fold(name) for name in names[-1:] if len(name) <= MOST_LETTERS}
        if len(found) > MOST_OWN:
            break
    return frozenset(found)


def familiar_in(
    text: str, code: str, *, own: Collection[str], taken: Collection[tuple[int, int]], dates: Collection[int]
) -> Iterator[Familiar]:
    """Such names outside ``taken``. ``dates``: where dates begin, which may follow a place."""
    words = PLACE_WORDS[code]
    for hit in NAME.finditer(text):
        start, end = start_of_name(text, hit, words), end_of_name(hit)
        start, end, genitive = _less_genitive(text, start, end, code)
        if any(a < end and start < b for a, b in taken) or not may_be_name(text, start, end, code):
            continue
        name = text[start:end]
        if fold(name) in EVERYDAY[code]:
            continue
        behind = built_behind(text, end + genitive, code)
        if genitive and not behind:
            continue  # "Xs president"
        is_own = fold(name) in own
        if not (is_own or is_known(name)) or (code == "en" and has_personal(text, end)):
            continue
        if _OF_PEOPLE.match(text, end) or re.match(r" \d{1,2}\b(?!\s?km)", text[end : end + 5]):  # "France 3"
            continue
        before = before_name(text, start, words)
        if before.moved:
            yield Familiar(start, end, located=False, moved=True)
            continue
        reason = bool(behind) or _is_shown(text, start, end) or _is_alone(text, start, end, dates)
        if reason or is_own:
            yield Familiar(start, end + genitive + len(behind) if behind else end, before.where or bool(behind), False)


# "X, an armed group": whom a name is said to be.
_OF_PEOPLE = re.compile(
    r"(?i),\s(?:an?|the|eine?[mnr]?|der|die|une?|le|la|una?|el|en|ett)\s(?:[\w-]{1,20}\s){0,3}(?:group|militia|army|party|leader|"
    r"man|woman|boy|girl|teacher|doctor|fighter|soldier|singer|actor|politician|minister|activist|journalist|brigade|"
    r"gruppe|miliz|anführer\w*|politiker\w*|sänger\w*|aktivist\w*|groupe|milice|chef|homme|femme|militant\w*|grupo|milicia|líder|"
    r"hombre|mujer|grupp|milis|ledare|man|kvinna)\b"
)


def _less_genitive(text: str, start: int, end: int, code: str) -> tuple[int, int, int]:
    """German and Swedish put "s" to a name: "Gomas flygplats"."""
    name = text[start:end]
    if code in ("de", "sv") and is_genitive(name):
        return start, end - 1, 1
    return start, end, 0


# What shows a place, or happens to one: right before the name.
_SHOWN = re.compile(
    r"""(?ix)(?<!\w)(?:
    (?:show(?:s|ed|ing|n)?|depict\w*|captur(?:es?|ed|ing)|leav(?:es?|ing)|reach(?:es|ed|ing)?|cross(?:es|ed|ing)
      |seiz(?:es?|ed|ing)|retak(?:es?|ing)|shell(?:s|ed|ing)|bomb(?:s|ed|ing)|captured|evacuat\w+)
    |zeig(?:t|en|e|ten|te)|verl[aä](?:ss|ß)t|verlassen|erreich(?:t|en|ten|te)|durch
    |montr(?:e|er|ent|erai(?:t|ent)|ant|ait)|quitt(?:e|ent|ant|ai(?:t|ent))|travers(?:e|ent|ant)|rejoi(?:nt|gnent|gnant)
    |atteign(?:ent|ant)
    |muestran?|mostrar[ií]an?|mostrando|mostrar|cruzan?|alcanzan?
    |visar?|lämnar?|når|intar|visade
    )\s(?:(?:angeblich|offenbar|vermutlich|mutmaßlich|angeblichen|supposedly|allegedly|reportedly|purportedly|apparently
      |supposément|prétendument|presuntamente|supuestamente|påstått|das|la|le|el)\s){0,2}$
    | (?<!\w)(?:satellit\w*|aerial|drone|overhead|panoramic|vue|view|views|blick|vista|vistas|imagen(?:es)?|images?
      |fotos?      |photos?|pictures?|footage|videos?|film|films|clip|bilden|bilder|bild|aufnahmen?|luft\w*|flyg\w*
      |drönar\w*
      |skyline|map|karte|carte|mapa|karta|aftermath|scenes?|streets|mayor|fotografía|vídeos?|vidéos?)
      (?:\s(?:satellites?|aérienn?e?s?|aéreas?|satelitales?|image|images|imagery|photo|view|shot|générale|
      general|parcial))?\s(?:of|de|d[’']|von|vom|över|av|på|über|del?)\s?$
    | (?<!\w)(?:attacks?|strikes?|airstrikes?|raids?|assaults?|offensives?|shelling|bombardment|bombing|sieges?|battles?
      |fall|capture|recapture|liberation|occupation|destruction|evacuation|fighting|advance|push|control|reconquest
      |\w*angriffe?s?|beschuss(?:es)?|belagerung|schlacht|einnahme|befreiung|bombardierung|\w*offensive|vormarsch|kämpfen?
      |frappes?|attaques?|bombardements?|si[èe]ge|batailles?|chute|prise|libération|combats?
      |ataques?|bombardeos?|asedio|batalla|ca[ií]da|toma|liberación|ofensiva|combates?|asalto|control
      |attacke[nr]?|\w*anfalle[tn]|\w*anfall|bombning\w*|belägring\w*|slaget|striderna)
      \s(?:on|of|for|against|over|auf|von|um|gegen|sur|de|d[’']|contre|pour|a|contra|por|mot|av|om)\s?$
    """
)
_SHOWN_BEHIND = re.compile(r"(?i)\s(?:zeigen|zu sehen)\b")
# Who lives there, behind the name.
_PEOPLE = re.compile(r"\s(?:residents|inhabitants|locals|villagers|townspeople)\b")


def _is_shown(text: str, start: int, end: int) -> bool:
    return bool(
        _SHOWN.search(text, max(0, start - WINDOW), start) or _SHOWN_BEHIND.match(text, end) or _PEOPLE.match(text, end)
    )


_STOP = re.compile(r"\s*(?:[,.:;(–—|/]|$)|\s+[-–—]\s")
_GOES_ON = re.compile(
    r"(?i)\s(?:under|after|before|during|since|as|is|was|on|in|at|seen|this|last|yesterday|today|am|im|nach|vor|seit|"
    r"während|unter|heute|gestern|sous|après|avant|ce|cette|le|en|vue?s?|depuis|hier|aujourd[’']hui|tras|bajo|este|esta|"
    r"el|desde|ayer|hoy|antes|después|den|efter|under|i|på|sedan|igår|idag)\b"
)


def _is_alone(text: str, start: int, end: int, dates: Collection[int]) -> bool:
    """Whether a sentence begins with the name and goes on as after a place: "X, 4 May", "X after the flood"."""
    if not begins(text, start):
        return False
    behind = text[end : end + WINDOW]
    gap = len(behind) - len(behind.lstrip())
    return end + gap in dates or bool(_STOP.match(behind) or _GOES_ON.match(behind))
