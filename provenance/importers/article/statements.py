"""Claims about the event without any media: figures of casualties and seizures, each with the side that gives it.

A sentence counts where it names who says so and gives a number or says what was taken. Two sides' figures stay two.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.sentences import LONGEST_SENTENCE, sentences
from provenance.importers.article.tree import word_set
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

_NUMBER = (
    r"\d[\d.,\u00a0 ]*|[٠-٩]+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens?|scores|"
    r"hundreds|thousands|several|at least|a number of|"
    r"zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|elf|zwölf|dutzende|hunderte|tausende|mehrere|mindestens|"
    r"deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|des dizaines|des centaines|plusieurs|au moins|"
    r"dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|once|doce|decenas|cientos|varios|al menos|"
    r"två|tre|fyra|fem|sex|sju|åtta|nio|tio|elva|tolv|dussintals|hundratals|flera|minst|"
    r"no|none|nobody|keine[rn]?|niemand|aucune?|personne|ning[uú]n[oa]?|nadie|inga|ingen|"
    r"عشرات|مئات|ثلاثة|أربعة|خمسة|ستة|سبعة|ثمانية|تسعة|عشرة|شخصان|مقتل"
)
_TOLL = (
    r"kill(?:ed|ing|s)?|dead|deaths?|died|wound(?:ed|ing)|injur(?:ed|ies|ing)|casualt(?:y|ies)|"
    r"captur(?:ed|ing)|seiz(?:ed|ing|ure)|destroy(?:ed|ing)|shot down|downed|detained|arrested|"
    r"took control|taken control|recaptured|displaced|martyr(?:s|ed)|missing|hostages?|taken (?:prisoner|"
    r"captive|hostage)|"
    r"getötet(?:e|en|er)?|tote[nr]?|gestorben|verletzt(?:e|en|er)?|verwundet(?:e|en)?|gefangen|"
    r"eingenommen|erobert|zerstört(?:e|en)?|abgeschossen|festgenommen|opfer|"
    r"tué(?:e?s?)?|morts?|mort(?:e|es)|blessé(?:e?s?)?|captur(?:é(?:e?s?)?)|détruits?|détruites?|"
    r"abattu(?:e?s?)?|arrêté(?:e?s?)?|s[’']est emparée?|pris le contrôle|victimes?|"
    r"muert[oa]s?|murieron|herid[oa]s?|abatid[oa]s?|capturad[oa]s?|destruid[oa]s?|derribad[oa]s?|"
    r"detenid[oa]s?|tomado el control|víctimas|fallecid[oa]s?|mat(?:ó|aron|ado)|"
    r"döda(?:de|des|ts|t)?|dog|dött|skada(?:de|des|ts|t)?|sårad(?:e|es)?|sårats|tillfånga\w*|"
    r"förstör(?:de|ts|t|des)|nedskjut\w*|gripit?s?|gripna|intagit|offer|"
    r"قتل(?:ى|وا|ت)?|مقتل|جرح(?:ى)?|إصابة|أصيب|أسر|تدمير|دمر|سيطر(?:ت|ة)?|السيطرة|ضحايا|شهداء|استشهاد|إسقاط|اعتقال"
)
_COUNTED = re.compile(rf"(?<!\w)(?:{_NUMBER})(?!\w)", re.IGNORECASE)
_TOLLED = re.compile(rf"(?<!\w)(?:{_TOLL})(?!\w)", re.IGNORECASE)
_TAKEN = re.compile(
    r"\b(?:seized|airdropped|landed (?:[\w-]{1,30} ){0,4}?(?:troops|forces|fighters|soldiers|men)|"
    r"facilitated the advance|"
    r"took (?:over )?(?:the )?(?:(?-i:[A-Z])[\w’'-]{0,30} ){1,3}?(?:airport|airbase|base|town|village|city|district|"
    r"crossing|bridge|dam|hill|camp)|captured|recaptured|took control|taken control|shot down|withdr[ae]w|"
    r"pushed .{0,40}back|retaken|liberated|repelled|eroberte?|eingenommen|s[’']est emparée?|"
    r"pris le contrôle|tomó el control|tomado el control|tog kontroll|intagit|erövrat)\b|سيطر(?:ت)?|"
    r"استعاد(?:ت)?",
    re.IGNORECASE,
)
_WORD = r"[\w’'.-]+"
_CAPITAL = r"[A-ZÀ-ÞŠŽ][\w’'.-]*"
_NAME = rf"(?:{_CAPITAL})(?:,? (?:of|for|and|de|du|des|la|der|die|für|och|för|del|al|{_CAPITAL})){{0,8}}"
_SUBJECT = (
    rf"(?:(?:the|a|an|its|local|US-backed|pro-\w+|der|die|das|den|la|le|les|l[’']|el|los|las|"
    rf"{_CAPITAL}-\w+)\s?)?(?:[a-zà-ÿ][\w’'-]*\s){{0,4}}?(?:{_NAME})(?:[’']s)?(?:\s(?:spokes(?:man|woman|"
    rf"person)|news agency|ministry|agency|group|army|officials?|sources?|police|Ministerium|Sprecher(?:in)?|"
    rf"statement))?"
)
_GENERIC = (
    r"[A-ZÀ-ÞŠŽ][\w-]+[’']s (?:[\w-]+ ){0,3}?[\w-]+|"
    r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Ll]ocal|[Ss]ecurity|[Mm]edical|[Mm]ilitary|[Ss]everal|[Oo]ne|[Ee]l|"
    r"[Ll][aeo]s?|[Uu]n[aoe]?s?|[Dd]er|[Dd]ie|[Dd]as|[Ee]in[er]*|[Dd]en|[Dd]et|[Dd]e|[Ee]tt) "
    r"(?:[\w’'-]+ ){0,5}?[\w’'-]+|[Ll][’'][\w-]+(?: [\w-]+){0,3}?|[Aa]ctivists|[Oo]fficials|[Rr]esidents|"
    r"[Pp]olice|[Rr]ebels|[Mm]edics|[Mm]onitors|[Aa]ktivisten|[Rr]ettungskräfte|[Pp]olisen|"
    r"[Mm]yndigheterna|[Mm]yndigheter"
)
_TO_COMMA = r"(?P<who>[^,;:.،]{3,70}?)"
_VERB_NEXT = (
    r"(?=[,;:.]|$| (?:wurde[n]?|sind|ist|haben|hat|seien|sei|kamen|starben|gab|gibt|liegt|soll(?:en)?|"
    r"war(?:en)?|döda|dödades|skadades|har|hade|är|var|ska|dog|togs|greps|förstördes|ont|a été|ont été|est|"
    r"sont|murieron|fueron|han|hay|hubo|resultaron|had|has|have|was|were|is|are)\b)"
)
# What may stand between a side and its verb: "The opposition, however, says", "L'opposition, elle, affirme".
_ASIDE = (
    r"(?:,? (?:however|meanwhile|though|in turn|instead|by contrast|in contrast|conversely|on the other hand|too|"
    r"for (?:its|their|his|her) (?:own )?part|on (?:its|their|his|her) part|nevertheless|likewise|"
    r"elles?|lui|eux|quant à (?:elles?|lui|eux)|de (?:son|leur) côté|pour (?:sa|leur) part|en revanche|toutefois|"
    r"cependant|por su (?:parte|lado)|en cambio|sin embargo|a su vez|jedoch|dagegen|hingegen|wiederum|ihrerseits|"
    r"seinerseits|allerdings|å (?:sin|andra) sida[n]?|däremot|dock|i sin tur),?)?"
)
_PATTERNS = tuple(
    re.compile(pattern.replace("{S}", f"(?P<who>{_SUBJECT}|{_GENERIC}){_ASIDE}"))
    for pattern in (
        r"(?:^|(?<=[,;:—–]\s)|(?<=\s))(?:[Tt]he )?{S}(?: itself| themselves)?,? (?:also |later |further |"
        r"has |had |have |then |earlier |separately )*(?:said|says|saying|claimed|claims|claiming|"
        r"announced|announces|reported|reports(?! (?:emerged|surfaced|of|suggest|indicate|came|circulated))|stated|"
        r"alleged|confirmed|denied|told|added|put|issued a statement|acknowledged|boasted|insisted|estimated|counted|"
        r"documented|recorded)\b",
        rf"(?:^|(?<=[;—–]\s))(?:[Tt]he )?(?P<who>{_NAME}), (?:an?|the|which|citing|quoting)\b[^,;]{{3,90}}, "
        r"(?:also |later )?(?:said|says|claimed|claims|announced|reported|reports|stated|put|told|confirmed|"
        r"counted|estimated)\b",
        rf"(?:[Aa]ccording to|[Aa]s reported by) {_TO_COMMA}{_VERB_NEXT}",
        r"(?:said|reported|announced|claimed|added|told|confirmed),? (?:by )?{S}(?=[,.]|$| on| in| late| early)",
        rf"(?:[Ll]aut|[Nn]ach (?:Angaben|Darstellung|Einschätzung) (?:von|der|des)|[Gg]emäß) (?:der |"
        rf"die |dem |des |den )?{_TO_COMMA}{_VERB_NEXT}",
        r"(?:^|(?<=\s))(?:[Dd]er |[Dd]ie |[Dd]as )?{S}(?: in \w+)? (?:meldete[n]?|meldet|meldeten|"
        r"spricht|sprechen|nannte|nannten|zählte[n]?|teilte[n]?|erklärte[n]?|behauptete[n]?|"
        r"berichtete[n]?|sprach(?:en)?|bezifferte[n]?|gab(?:en)?)\b",
        rf"(?:[Ss]elon|[Dd][’']après) (?:la |le |les |l[’'])?{_TO_COMMA}{_VERB_NEXT}",
        r"(?:^|(?<=\s))(?:[LlDd][ea]s? |[Ll][’'])?{S} (?:a annoncé|ont annoncé|a affirmé|ont affirmé|"
        r"a déclaré|a revendiqué|affirme|affirment|a indiqué|ont indiqué|disent|rapporte|rapportent|"
        r"évoque|évoquent|ont fait état|revendique|a fait état|assure|assurent)\b",
        rf"(?:[Ss]egún|[Dd]e acuerdo con) (?:el |la |los |las )?{_TO_COMMA}{_VERB_NEXT}",
        r"(?:^|(?<=\s))(?:[EeLl][la]s? |[Ll]os )?{S} (?:afirmó|aseguró|anunció|dijo|informó|cifró|"
        r"reivindicó|sostuvo|afirmaron|aseguraron|denunció|denunciaron|informaron|informa|reportó|"
        r"reportaron|dijeron|anunciaron|confirmó|confirmaron|elevó|elevaron|afirma|asegura)\b",
        rf"(?:[Ee]nligt) {_TO_COMMA}{_VERB_NEXT}",
        r"(?:^|(?<=\s))(?:[Dd]e [\w]+ )?{S} (?:uppgav|uppger|hävdade?|hävdar|meddelade?|meddelar|sade|"
        r"säger|rapporterade?|rapporterar|bekräftade?|bekräftar|talar om|talade om)\b",
    )
)
_ARABIC = re.compile(
    r"(?:وفق(?:ا|اً)?\s?ل?(?:ما\s\S+\s)?|بحسب(?:\sما\s\S+)?|حسب(?:\sما\s\S+)?|أعلنت|أعلن|قالت|قال|ذكرت|"
    r"ذكر|أفادت|أفاد|أكدت|أكد|زعمت|زعم|ادعت|ادعى|"
    r"وثق(?:ت)?)\s+(?P<who>[^\s،,.؛:]+(?:\s[^\s،,.؛:]+){0,4}?)(?=\s(?:أن|إن|عن|مقتل|في|بأن|إنها|إنه|أنها|"
    r"من (?:جهت|جانب)ه(?:ا|م)?|أنه|سيطرت?|قتل|يوم|اليوم)|[،,.؛:]|$)"
)
_SKIP = word_set(
    """
amid but and while after before however meanwhile he she it they we this that who which i you one there these
those
"""
)
_PRONOUN = re.compile(
    r"^(?:he|she|they|we|it|i|er|sie|il|elle|ils|él|ella|han|hon|de|however|but|and|meanwhile)$", re.IGNORECASE
)


class Statement(NamedTuple):
    """One sentence with a figure or a gain, and who gives it."""

    text: str  # verbatim
    start: int  # in the paragraph
    attributed_to: str | None  # verbatim; None where the sentence only says that it is reported


def statements_in(text: str) -> Iterator[Statement]:
    """The sentences of a paragraph that report what a side says of losses or gains; of two sides, each its clause."""
    for sentence in sentences(text):
        if len(sentence.text) > LONGEST_SENTENCE:
            continue
        clauses = [(text, start, who) for text, start in _clauses(sentence.text) if (who := _counted(text))]
        if len(clauses) == 1:
            yield Statement(sentence.text, sentence.start, clauses[0][2])
        elif clauses:
            for clause, start, who in clauses:
                yield Statement(clause, sentence.start + start, who)
        elif who := _counted(sentence.text):
            yield Statement(sentence.text, sentence.start, who)
        elif _REPORTED_GAIN.search(sentence.text):
            yield Statement(sentence.text, sentence.start, None)


_REPORTED_GAIN = re.compile(
    r"\breportedly (?:been )?(?:airdropped|seized|captured|recaptured|retaken|retook|withdr[ae]wn?|shot down)\b"
)


def _counted(text: str) -> str | None:
    """Who gives the figure or tells the gain; None where there is none, or nobody."""
    bare = _MARKS.sub("", text)
    if _TAKEN.search(bare) or (_TOLLED.search(bare) and _COUNTED.search(bare)):
        return _who(text)
    return None


def _clauses(text: str) -> Iterator[tuple[str, int]]:
    start = 0
    for found in _AGAINST.finditer(text):
        yield text[start : found.start()].strip(), start
        start = found.end()
    yield text[start:].strip(), start


_MARKS = re.compile("[\u064b-\u0652]")  # vowel signs, which Arabic may write or leave out
_AGAINST = re.compile(
    r";\s+|,\s+(?:while|whereas|but|mientras(?: que)?|während|wohingegen|aber|tandis que|alors que|mais|"
    r"pero|medan|men)\s+|\s+(?:بينما|فيما|في حين)\s+"
)


_OF_A_DAY = re.compile(r"\b(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$")  # "By Wednesday, however, reports emerged"
_BEFORE_NAME = re.compile(r"^(?:with|that|as|from|by|of|in|on|at|and|but|when|after)\s+(?:the\s+)?(?=\S)")


def _who(text: str) -> str | None:
    hits = [found for pattern in _PATTERNS for found in pattern.finditer(text)]
    for found in sorted(hits, key=lambda hit: hit.start("who")):
        who = _BEFORE_NAME.sub("", found["who"].strip(" ,."))
        if who and not _PRONOUN.match(who) and not _OF_A_DAY.search(who) and who.split()[0].lower() not in _SKIP:
            return who
    arabic = _ARABIC.search(text)
    return arabic["who"].strip() if arabic else None
