"""Dates that say when a picture or video was published, in a sentence about it: not when what it shows happened."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from provenance.wording.spoken import SpokenDate

REACH = 250  # characters before and after a date in which words say that it is one of a publication
LONGEST_OPENING = 2  # words before a date with which a sentence begins: "On Tuesday", "Am Dienstag", "Earlier on"
# Before or after a date that only says when something was published.
_POSTED_BEFORE = re.compile(
    r"(?i)\b(?:(?:re)?posted|published|shared|uploaded|released|circulated|circulating|distributed|issued|tweeted|"
    r"aired|broadcast|forwarded|provided|obtained|(?:put|placed) (?:online|up)|made public|went viral|going viral|"
    r"veröffentlicht\w*|geteilt\w*|verbreitet\w*|hochgeladen\w*|"
    r"gepostet\w*|online gestellt\w*|mise? en ligne|mises? en ligne|publiée?s?|"
    r"diffusée?s?|partagée?s?|relayée?s?|postée?s?|publicad[oa]s?|difundid[oa]s?|"
    r"compartid[oa]s?|subid[oa]s?|publicera\w*|delad\w*|delat\w*|spridd\w*|spreds|sprids|lades|lagts)"
    r"(?:\s+(?!(?:shows?|showing|purport|said|taken|zeigt|montrant|mostrando|visar))[\w@/.-]+){0,5}?\s*,?\s*$"
    r"|(?:نشرت?ه?ا?|نُشرت?|منشورة?|متداولة?|تداولها|بثت?ه?ا?|وزعت?ه?ا?)(?:\s+\S+){0,4}?\s*$"
)
_POSTED_AFTER = re.compile(
    r"(?i)^\s*(?:(?:auf|bei|von|über|in|im|på|av)\s+[\w@/.-]+\s+){0,2}(?:veröffentlich|geteilt|verbreitet|hochgeladen|"
    r"gepostet|online gestellt|publicera[dt]|dela[dt]|spridd)"
)
# "A video that emerged on Sunday": of media only, since protests emerge as well.
_EMERGED_BEFORE = re.compile(
    r"(?i)\b(?:videos?|footage|clips?|films?|photos?|photographs?|images?|pictures?|recordings?|bild\w*|aufnahmen?|"
    r"fotos?|vid[ée]os?|vídeos?|images?|imágenes|imagen|filmer?|klipp\w*)\b"
    r"[^.;:]{0,40}\b(?:emerg(?:ed|ing)|surfac(?:ed|ing)|"
    r"appeared|auftauchten?|aufgetaucht\w*|apparue?s?|surgi(?:ó|eron)|aparecid[oa]s?|apareci(?:ó|eron)|"
    r"dök upp|dykt upp)"
    r"(?:\s+(?!(?:to|in)\b)[\w@/.-]+){0,3}?\s*,?\s*$"
)
# "On June 29, activists posted a video": nothing was done before the posting.
_POSTED_LATER = re.compile(
    r"(?i)^\s*,?\s+(?:(?!(?:and|und|et|y|och|as|when|after|before|while)\b|(?<!-)\b\w+ed\b(?!\s+(?:news|account|"
    r"page|channel|media|group|agency|outlet)))[\w@.’'/-]+\s+){0,6}?(?:(?:re)?posted|published|released|shared|uploaded|"
    r"circulated|distributed|tweeted|aired|broadcast|put online|(?:ont|a|avaient|avait) (?:publié|diffusé|partagé|"
    r"posté|"
    r"relayé|mis en ligne)|public(?:ó|aron)|difundi(?:ó|eron)|compart(?:ió|ieron)|sub(?:ió|ieron)|publicerade|"
    r"delade|spred|"
    r"lade upp|veröffentlichten?|verbreiteten?|teilten?|posteten?)\b[^.;:]{0,60}?\b(?:videos?|footage|clips?|films?|"
    r"photos?|photographs?|images?|pictures?|recordings?|bild\w*|aufnahmen?|fotos?|vid[ée]os?|vídeos?|imágenes|imagen|filmer?|"
    r"klipp\w*)\b"
    r"|^\s*,?\s+(?:hat|haben|wurden?) (?:[\w-]+\s+){1,6}?(?:videos?|fotos?|bilder|bild|aufnahmen|filmaufnahmen)\b"
    r"[^.;:]{0,40}\b(?:veröffentlicht|verbreitet|geteilt|gepostet|hochgeladen)"
    r"|^\s*،?\s*(?:نشرت?|بثت?|تداولت?|تداول|شاركت?)\s"
)


@lru_cache(maxsize=1_024)  # asked for the date, for further dates and for the date of publication of one text
def is_of_posting(text: str, date: SpokenDate) -> bool:
    """Whether a date of a sentence or caption is that of a publication, by the words around it."""
    clause = re.split(r"[.;(:]\s", text[max(0, date.start - REACH) : date.start])[-1]
    after = text[date.end : date.end + REACH]
    if _POSTED_BEFORE.search(clause) or _EMERGED_BEFORE.search(clause) or _POSTED_AFTER.match(after):
        return True
    begins = len(clause.split()) <= LONGEST_OPENING
    return begins and bool(_POSTED_LATER.match(after))
