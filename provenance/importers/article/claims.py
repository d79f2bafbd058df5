"""A caption or sentence becomes a claim: hedge, place, date, who says it and whom they name. Nothing is guessed.

What a sentence says twice (two dates, two places) is all kept in ``raw``; the claim takes what belongs together.
"""

from __future__ import annotations

import re
from itertools import islice, pairwise
from typing import TYPE_CHECKING

from provenance.importers.article.buildings import start_with_building
from provenance.importers.article.naming import Names, name_of
from provenance.importers.article.posting import is_of_posting
from provenance.importers.article.sentences import sentences
from provenance.importers.article.tree import word_set
from provenance.importers.article.understanding import Setting, Understood, is_place, understood
from provenance.importers.article.whereabouts import code_of, main_place, places_in
from provenance.model import Claim
from provenance.named import NamedTuple
from provenance.wording.almanac import NO_PUBLICATION

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from provenance.wording.hedges import HedgeFound
    from provenance.wording.spoken import SpokenDate

REACH = 200  # characters before a date or a place in which the words stand that belong to it
MOST_CORRECTIONS = 4  # sentences of a caption that may correct what stands before them
_LOOSE_BEFORE = re.compile(
    r"(?:outside(?: of)?|near|close to|around|south|north|(?:north|south)?-?(?:east|"
    r"west)(?:ern)?(?: of)?|(?:north|south)(?:ern)? of|on the outskirts of|in the outskirts of|"
    r"(?:in the )?countryside of|"
    r"nahe|bei|nördlich von|südlich von|östlich von|westlich von|außerhalb von|près d[e’']\s?|"
    r"aux abords d[e’']\s?|à l[’']extérieur d[e’']\s?|cerca de|a las afueras de|en las afueras de|nära|"
    r"utanför|norr om|söder om|öster om|väster om|"
    r"قرب|خارج|بالقرب من|على أطراف|أطراف|ريف)\s+$",
    re.IGNORECASE,
)
# Words begin at a border and have bounded lengths: else the time to seek them grows with the square of a text's length.
_LETTERS_OF_NAME = r"[\w’'.-]{0,60}"
_REST_OF_NAME = rf"(?:\s(?:(?:al|as|ash|an|ar|at|ad|az|el)[- ])?[A-ZÀ-Þ]{_LETTERS_OF_NAME}){{0,5}}"  # "Ahrar al-Sham"
# Accounts that a sentence ties to somebody: "a New Syrian Army-affiliated Facebook account", "an account close to X".
_AFFILIATED = re.compile(
    r"(?<!\w)(?P<phrase>(?:an?|the|its|one|several|"
    r"some)?\s*(?P<with>[A-ZÀ-Þ]LETTERS_OF_NAMEREST_OF_NAME?)[- ](?:affiliated|linked|aligned|"
    r"run|backed|allied|friendly|owned|controlled)\s+(?P<account>(?:[\w-]{1,60}+\s){0,3}(?:accounts?|channels?|"
    r"pages?|outlets?|agency|agencies|media|users?|groups?|websites?|news agency)))"
    r"|(?<!\w)(?P<phrase2>(?P<account2>(?:an?|the|several|some|one)?\s*(?:[\w-]{1,60}+\s){0,4}(?:accounts?|channels?|"
    r"pages?|outlets?|agency|websites?|groups?))\s(?:that is |which is |"
    r"said to be )?(?:affiliated (?:with|to)|linked (?:with|to)|close to|loyal to|run by|belonging to|"
    r"associated with|supportive of|sympathetic to|"
    r"aligned with)\s(?:the\s)?(?P<with2>[A-ZÀ-Þ]LETTERS_OF_NAMEREST_OF_NAME))"
    r"|"
    r"(?P<phrase3>(?P<with3>pro-[A-ZÀ-Þ][\w’'-]{0,60}+(?:\s[A-Z][\w’'-]{0,60}+){0,2})\s"
    r"(?P<account3>(?:[\w-]{1,60}+\s){0,3}(?:accounts?|channels?|pages?|outlets?|media|bloggers?)))"
    r"|(?<!\w)(?P<phrase4>(?P<account4>(?:ein|eine|einem|einer|der|dem)?\s*(?:[\w-]{1,60}+\s){0,2}(?:Konto|Account|"
    r"Kanal|Telegram-Kanal|Facebook-Seite|Seite))(?:,)?\s(?:der|die|"
    r"das)?\s?(?P<with4>[A-ZÄÖÜ][\w-]{0,60}+(?:\s[A-ZÄÖÜ][\w-]{0,60}+){0,4}?)\s(?:nahesteht|nahestehend(?:er|en)?|"
    r"zugerechnet wird))"
    r"|(?P<phrase5>(?P<account5>(?:un|une|des|le|la)\s(?:[\wé’-]{1,60}+\s){0,2}(?:comptes?|chaînes?|canal|"
    r"canaux|pages?)(?:\s[A-Z]\w{0,60}+)?)\s(?:affiliée?s?|liée?s?|proches?)\s(?:à|au|aux|du|de|des|de la|"
    r"à la|à l’|de l’)\s?(?P<with5>[A-ZÀ-Þ]LETTERS_OF_NAMEREST_OF_NAME))"
    r"|(?P<phrase6>(?P<account6>(?:una?|unas?|unos|la|el)\s(?:[\wáéíóúñ-]{1,60}+\s){0,2}(?:cuentas?|"
    r"canal(?:es)?|páginas?)(?:\sde\s[A-Z]\w{0,60}+)?)\s(?:afines? a|vinculad[oa]s? (?:a|con)l?|"
    r"cercan[oa]s? al?|afiliad[oa]s? al?)\s(?:la |el |"
    r"los )?(?P<with6>[A-ZÀ-Þ]LETTERS_OF_NAMEREST_OF_NAME))"
    r"|(?P<phrase7>(?P<account7>(?:حسابات?|قنوات|قناة|صفحات?|وكالة)(?:\s\S++){0,3}?)\s(?:تابعة?|مقربة?|"
    r"موالية?|محسوبة?|مرتبطة?)\s(?:ل|من|على|ب)(?P<with7>\S+(?:\s\S+)?))".replace(
        "LETTERS_OF_NAME", _LETTERS_OF_NAME
    ).replace("REST_OF_NAME", _REST_OF_NAME)
)
_SAID = (
    r"^(?:The |A |An |Meanwhile, the )?(?P<who>{name}) (?:also |later |then )?[a-z]+(?:ed|s)\b"
    r".{0,200}?, and (?:also |later )?"
    r"(?:released|published|posted|shared|uploaded|distributed|circulated)\b",
    # X said / claims / announced ...
    r"(?P<who>{name}) (?:also |later |further |has |have |had |then )?(?:said|says|claimed|claims|"
    r"announced|announces|reported|reports|stated|alleged|confirmed|denied|told|added|wrote|published|"
    r"released|posted|shared|uploaded|issued)\b",
    r"(?:according to|accord\. to|attributed to|released by|posted by|published by|uploaded by|shared by|"
    r"distributed by|issued by|circulated by|provided by|broadcast by|obtained by|filmed by|made by|"
    r"reported by|announced by) (?P<who>(?:the |a |an |local |pro-\w+ )?{name})",
    r"(?:laut|nach Angaben (?:von|der|des)|veröffentlicht von|verbreitet von|so die|so der|"
    r"gemäß) (?P<who>(?:der |die |dem |des |den )?{name})",
    r"(?:selon|d[’']après|diffusée?s? par|publiée?s? par|partagée?s? par|mise? en ligne par|"
    r"postée?s? par) (?P<who>(?:la |le |les |l[’']|des |un |une )?{name})",
    r"(?:según|de acuerdo con|difundid[oa]s? por|publicad[oa]s? por|compartid[oa]s? por|"
    r"subid[oa]s? por) (?P<who>(?:el |la |los |las |un |una )?{name})",
    r"(?:enligt|publicerad(?:e|es)? av|delad(?:e|es)? av|spridd(?:a|s)? av|utlagd(?:a)? av) (?P<who>{name})",
)
_ARTICLED = r"(?:(?:al|el|ad|an|ar|as|at|az|ed|er|ez)-)?"  # as in "Ahmad al-Abdo"
_NAME = (
    rf"(?<!\w){_ARTICLED}[A-ZÀ-ÞŠŽ]{_LETTERS_OF_NAME}+"
    rf"(?:(?: (?:of|for|de|des|du|der|för|del|and|al|the)){{0,2}} {_ARTICLED}[A-ZÀ-ÞŠŽ]{_LETTERS_OF_NAME}+){{0,6}}"
)
_SAID_BY = tuple(re.compile(pattern.replace("{name}", _NAME)) for pattern in _SAID)
_ARABIC_SAID = re.compile(
    r"(?:وفق(?:ا)?ً?(?: ل| لـ)|بحسب|حسب|نشرته?ا?|بثته?ا?|تداولته?ا?|أعلنت|أعلن|قالت|قال|ذكرت|ذكر|نقلا عن|"
    r"أفادت|أفاد)\s*(?P<who>(?:وكالة|صفحة|قناة|حساب|المرصد|الجيش|تنظيم|وزارة|فصيل|جيش|قوات|هيئة|منظمة|"
    r"مجلس|لجنة|شبكة)(?:\s[^\s،,.:؛]+){1,4})"
)
_NOT_NAMES = word_set(
    """
the a an it he she they we this that these those on in at from by but and however meanwhile photo image video
picture footage photos images videos pictures monday tuesday wednesday thursday friday saturday sunday
"""
)


class Affiliation(NamedTuple):
    """An account, and whom the sentence says that it belongs to: a claim about the source."""

    phrase: str  # verbatim
    account: str
    with_whom: str


class Reading(NamedTuple):
    """A claim, with everything that its text says of when, where, how surely and by whom."""

    claim: Claim
    understood: Understood
    affiliation: Affiliation | None
    unparsed: tuple[str, ...]  # what was found and not understood
    attribution: str | None = None  # the words for whom it is attributed to, where they are not simply the name


def claim_of(
    text: str,
    setting: Setting,
    *,
    asserted_by: str | None,
    attributed_to: str | None = None,
    context: str | None = None,
    names: Names | None = None,
    note: str | None = None,
) -> Reading:
    """The claim that ``text`` makes. ``attributed_to`` is the credit, where there is one.

    ``context``: text around it whose hedge applies as well, for instance "purports to show" before a quotation.
    """
    found = understood(text, setting)
    hedge = _hedge(text, found, context, setting)
    date = _date(text, found.dates)
    affiliation = affiliation_in(text)
    said = None if attributed_to else named_in(text)
    named = attributed_to or (affiliation.phrase if affiliation else None) or name_of(said, text, names=names)
    claim = Claim(
        text=text,
        hedge=hedge.hedge if hedge else None,
        hedge_text=hedge.text if hedge else None,
        language=found.language,
        place=place_of(text, found),
        date=date.edtf if date else None,
        asserted_by=asserted_by,
        attributed_to=named,
        note=note,
    )
    unread = tuple(each.text for each in found.dates if each.edtf is None)
    return Reading(claim, found, affiliation, unread, said if said and said != named else None)


# "Men described as mercenaries are said to have been filmed": this hedges a noun; the sentence's own is meant.
_OF_A_NOUN = re.compile(
    r"(?i)^(?:described|presented|billed|labell?ed|présenté|décrit|donné|descrit|presentad|beskriv|وصف)\w*\b"
)


# "Amid reports of a withdrawal, the group claimed ...": this hedges the circumstance, not what the sentence says.
_OPENING = re.compile(r"(?i)^\W*(?:amid(?:st)?|despite|following|after)\s(?:[\w-]{1,30}\s){0,3}$")


def _hedge(text: str, found: Understood, context: str | None, setting: Setting) -> HedgeFound | None:
    if found.hedges:
        own = [each for each in found.hedges if not _OF_A_NOUN.match(each.text)]
        said = [each for each in own if not _OPENING.match(text[: each.start][:REACH])]
        return next(iter(said or own or found.hedges))
    around = understood(context, setting).hedges if context else ()
    return around[0] if around else None


def _date(text: str, dates: tuple[SpokenDate, ...]) -> SpokenDate | None:
    """The date that says most: one with a day before one with only a year, else the first; none of a publication."""
    read = [each for each in dates if each.edtf and not is_of_posting(text, each)]
    first = text.find(";") if ";" in text else len(text)
    before = (each for each in read if each.start <= first)
    if of_medium := next(
        (each for each in before if _OF_A_MEDIUM.search(text, max(0, each.start - REACH), each.start)), None
    ):
        return of_medium
    exact = [each for each in read if len((each.edtf or "").strip("[]?~")) >= 10]
    return next(iter(exact or read), None)


# "in an image of 2021": when the medium is from, whatever else the caption dates.
_OF_A_MEDIUM = re.compile(
    r"(?i)(?<!\w)(?:in|on|this|from|auf|in|dans|sur|en|på|i|في) (?:an?|this|einem?|einer|une?|un|una|ett?|en)\s"
    r"(?:[a-zà-ÿ-]{4,14} )?(?:image|photo|photograph|picture|video|foto|bild|aufnahme|photographie|vidéo|imagen|"
    r"fotografía|v[íi]deo|film)\s(?:[a-zà-ÿ]{4,12} )?(?:of|from|taken in|taken on|aus|vom|von|de|du|del|från|i|den)"
    r"(?: (?:the year|dem jahr|el))?\s$"
    r"|(?<!\w)(?:صورة|صور|فيديو|مقطع) (?:من|تعود إلى|تعود الى) (?:عام |سنة )?$"
)
# Between two dates of one list: "in May 2021 and on 18 June 2022", "on the left on 2 May and on the right on 9 May".
_AND_ON = re.compile(
    r"\s*(?:[(\[][^()\[\]]{1,20}[)\]]\s*)?[,،;]?\s*(?:(?:and|und|et|puis|y|och|sowie|&|then|ثم)\b|و)\s*,?\s*"
    r"(?:(?:on|in|at|to|the|again|taken|of|left|right|above|below|top|bottom|am|im|vom|zum|links|rechts|oben|unten|wieder|"
    r"le|la|l[’']|en|du|à|au|gauche|droite|haut|bas|el|a|de|izquierda|derecha|arriba|abajo|i|den|till|på|vänster|höger|ovan|"
    r"nedan|في|إلى|من|على|يوم|بتاريخ|اليمين|اليسار|يمين|يسار|الأعلى|الأسفل|أعلى|أسفل)(?!\w)[,:،\s]*){0,6}",
    re.IGNORECASE,
)


def on_other_days(reading: Reading) -> Iterator[Claim]:
    """The same claim for each further date of a list: "the track in November 2021 and on 18 June 2022"."""
    text, dates = reading.claim.text, reading.understood.dates
    for before, each in pairwise(dates):
        if not (before.edtf and each.edtf) or is_of_posting(text, before) or is_of_posting(text, each):
            continue
        if _AND_ON.fullmatch(text, before.end, each.start):
            for edtf in (before.edtf, each.edtf):
                if edtf != reading.claim.date:
                    yield reading.claim._replace(date=edtf)


def published_in(reading: Reading) -> tuple[str, ...]:
    """The dates, in EDTF notation, of which the text says that the medium was published then."""
    read = (each for each in reading.understood.dates if is_of_posting(reading.claim.text, each))
    return tuple(dict.fromkeys(each.edtf for each in read if each.edtf))


def place_of(text: str, found: Understood) -> str | None:
    """The place that the text is about, with what stands around it: "outside Rawa, Anbar, Iraq"."""
    named = places_in(text, found.places, found.dates, language=found.language, own=found.own)
    span = main_place(text, named)
    if span is None:
        return None
    start, end = span
    wider = start_with_building(text, start, code_of(text, found.language))
    if wider < start and (is_place(text[wider:end]) or not is_place(text[start:end])):
        start = wider
    before = _LOOSE_BEFORE.search(text, max(0, start - REACH), start)
    return text[before.start() if before else start : end].strip()


# What says that the words before it are wrong: strongly by itself, weakly only after a hedge.
_CORRECTS = re.compile(
    r"(?i)\b(?:in (?:actual )?fact|in reality|actually|en réalité|en fait|tatsächlich|in Wirklichkeit|in Wahrheit|"
    r"en realidad|en verdad|i själva verket|i verkligheten|egentligen)\b|في الواقع|في الحقيقة|والحقيقة|وفي الواقع"
)
_CORRECTS_AFTER_HEDGE = re.compile(
    r"^(?:(?:It|They|This|The (?:photo|image|picture|video|footage|clip)) (?:really |in fact )?(?:dates?|"
    r"shows?|was taken|"
    r"was filmed|were taken|comes? from|is from|are from)\b|(?:Es|Sie|Das (?:Foto|Bild|Video)|Die Aufnahme) (?:stammt|"
    r"entstand|zeigt)\b|(?:Elle|Il|La (?:photo|vidéo)|L[’']image) (?:date|provient|montre|a été)\b|"
    r"(?:Data de|Es de|Fue "
    r"tomada|La (?:foto|imagen)|El v[íi]deo)\b|(?:Den|Det|Bilden|Filmen|Videon) (?:är|togs|visar)\b)"
    r"|^(?:و)?(?:تعود|يعود|التقطت)\b"
)


def parts_of(text: str, setting: Setting) -> tuple[str, ...]:
    """A caption in two, where its end corrects what its beginning reports: "Said to be Rawa; in fact Mosul, 2017."."""
    for found in _CORRECTS.finditer(text):
        begin = (
            max(text.rfind(sign, 0, found.start()) for sign in (". ", "; ", ": ", " – ", " — ", ", ", "، ", "؛ ")) + 2
        )
        parts = text[:begin].strip(), text[begin:].strip()
        if begin > 1 and all(len(part) > 5 for part in parts):
            return parts
    corrects = ((before, each) for before, each in pairwise(sentences(text)) if _CORRECTS_AFTER_HEDGE.match(each.text))
    for before, each in islice(corrects, MOST_CORRECTIONS):  # all that stands before each is read again
        if understood(text[: each.start], setting).hedges:
            return text[: before.start + len(before.text)], text[each.start :]
    return (text,)


_LEADS = re.compile(r"(?i)^(?:according to|as reported by|citing|quoting|said|by)\s+")


def affiliation_in(text: str) -> Affiliation | None:
    """What a sentence says of whom an account belongs to; None where it says nothing."""
    found = _AFFILIATED.search(text)
    if not found:
        return None
    said = {name: value.strip() for name, value in found.groupdict().items() if value}
    phrase = _LEADS.sub("", next(value for name, value in said.items() if name.startswith("phrase")))
    account = _LEADS.sub("", next((value for name, value in said.items() if name.startswith("account")), ""))
    whom = next((value for name, value in said.items() if name.startswith("with")), "")
    return Affiliation(phrase, account, whom)


def named_in(text: str) -> str | None:
    """Whom a sentence names as the one who says or publishes it, verbatim."""
    hits = [found for pattern in _SAID_BY for found in pattern.finditer(text)]
    for found in sorted(hits, key=lambda hit: hit.start("who")):
        who = found["who"].strip(" ,.")
        words = [word for word in who.split() if word.lower() not in _NOT_NAMES]
        if words and len(who) > 2:
            return who
    arabic = _ARABIC_SAID.search(text)
    return arabic["who"].strip() if arabic else None


def undated_in(raw: Mapping[str, object]) -> tuple[str, ...]:
    """Words for dates, verbatim, that only the date of publication would date; ``raw`` holds :func:`found_in`."""
    dates = raw.get("dates")
    found = dates if isinstance(dates, list) else []
    return tuple(each["text"] for each in found if not each["edtf"] and each["reason"] == NO_PUBLICATION)


def found_in(reading: Reading) -> Mapping[str, object]:
    """What a text says, as plain values for ``raw``: every date, place and hedge with its position."""
    read = reading.understood
    said: dict[str, object] = {}
    if read.hedges:
        said["hedges"] = [{"text": each.text, "hedge": each.hedge.value, "at": each.start} for each in read.hedges]
    if read.dates:
        said["dates"] = [
            {"text": each.text, "edtf": each.edtf, "relative": each.relative, "reason": each.reason, "at": each.start}
            | ({"of": "publication"} if is_of_posting(reading.claim.text, each) else {})
            for each in read.dates
        ]
    if read.places:
        said["places"] = [
            {
                "text": each.reading.text,
                "means": [place.key for place in each.reading.places[:5]],
                "at": each.start,
            }
            for each in read.places
        ]
    text = reading.claim.text
    named = places_in(text, read.places, read.dates, language=read.language, own=read.own)
    if unknown := [text[each.start : each.end] for each in named if not each.known]:
        said["places_unknown"] = unknown
    if reading.affiliation:
        said["affiliation"] = {
            "account": reading.affiliation.account,
            "with": reading.affiliation.with_whom,
            "text": reading.affiliation.phrase,
        }
    if reading.attribution:
        said["attribution"] = reading.attribution
    if reading.unparsed:
        said["unparsed"] = list(reading.unparsed)
    return said
