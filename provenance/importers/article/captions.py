"""A caption is taken apart: what it says, the credit that it ends in, the sides that it names. Verbatim throughout.

The credit is looked for where captions have it: in brackets at the end, after a lead such as "Photo:", after a dash
or a bar, or as a last piece that names an agency. What only might be a credit stays part of the caption.
"""

from __future__ import annotations

import re

from provenance.importers.article.tree import word_set
from provenance.named import NamedTuple
from provenance.platforms import Attribution, canonical_platform, read_credit
from provenance.platforms.credit_words import SINCE, agency
from provenance.platforms.credits import account_alone
from provenance.text import fold

LONGEST_TEXT = 2_500  # characters, the last of a caption, in which its credit is sought
LONGEST_CREDIT = 180  # characters
FEWEST_WORDS = 3  # of a caption beside which the page keeps the credit; fewer are rather another name
FEWEST_BEFORE = 4  # words of a caption before a slash with its source
MOST_NAME_WORDS = 9  # of a credit that nothing but its place marks

# Agencies and holders whose name alone is a credit; those that credit lines fold into one name are in platforms.
_AGENCIES = (
    r"AFP(?:TV)?|AP|Associated Press|Agence France-Presse|Reuters|EPA|EFE|DPA|dpa|ANSA|TT|PA(?: Media|"
    r" Wire| Images)?|NTB|Ritzau|APA|Keystone|Belga|ANP|Lusa|LUSA|"
    r"CTK|MTI|Interfax|TASS|Tass|Sputnik|RIA Novosti|Ukrinform|UNIAN|IRNA|Fars|Mehr|Tasnim|ISNA|WAFA|"
    r"Wafa|Petra|NNA|MENA|QNA|SPA|WAM|SANA|Xinhua|Bloomberg|"
    r"ZUMA(?: Press)?|Shutterstock|Alamy|iStock|Imago|imago(?: images)?|IMAGO|picture[ -]alliance|"
    r"Picture Alliance|Europa Press|EuropaPress|EUROPA PRESS|Sipa(?: Press| USA)?|SIPA|Abaca|ABACA|"
    r"MAXPPP|NurPhoto|SOPA(?: Images)?|Scanpix|SCANPIX|Lehtikuva|Getty(?: Images)?|"
    r"Maxar(?: Technologies)?|Planet Labs|Anadolu(?: Agency| Ajansı| Images)?|AA|UPI|CNN|BBC|"
    r"Middle East Images|Hans Lucas|Le Pictorium|Magnum|Redux|VII|Polaris|Contrasto|LaPresse|"
    r"Camera Press|Cover Images|Bildbyrån|Storyful|Ruptly|White Helmets|Handout|"
    r"Wikimedia(?: Commons)?|Wikipedia|CC[ -]BY(?:[ -](?:SA|ND|NC))*(?: \d\.\d)?|Unsplash|Pixabay|Pexels|"
    r"Flickr|NASA|Copernicus|ESA|Google Earth|U\.?S\.? (?:Army|Navy|Air Force|Marine Corps)|DoD|DVIDS|"
    r"UN Photo|UNHCR|UNICEF"
)
_NOUNS = (
    r"file photos?|video (?:stills?|grabs?|screenshots?|clips?)|frame grabs?|photographs?|photography|"
    r"photos?|images?|pictures?|pics?|videos?|footage|stills?|"
    r"screen ?shots?|screen ?grabs?|screen captures?|graphics?|(?:photo ?|foto)?(?:c|k)ollages?|"
    r"(?:photo|foto)?montages?|(?:info)?grafik(?:en)?|infographics?|infographies?|"
    r"fotos?|bilder|bild|aufnahmen?|archivfoto|archivbild|symbolbild|bildschirmfoto|"
    r"photographies?|vid[ée]os?|captures? d[’']écran|capture|illustrations?|"
    r"satellitenbild(?:er)?|satellitenaufnahmen?|satellite (?:image|picture|photo)s?|satellite imagery|"
    r"images? satellite|im[áa]gen(?:es)? (?:satelital(?:es)?|de satélite)|satellitbild(?:er)?|صورة فضائية|"
    r"صور(?:ة)? (?:من )?(?:ال)?أقمار (?:ال)?(?:صناعية|اصطناعية)|"
    r"fotograf[íi]as?|im[áa]genes|im[áa]gen|v[íi]deos?|captura(?: de (?:pantalla|v[íi]deo|imagen))?|"
    r"film|klipp|skärmdump|skärmbild|läsarbild|leserfoto|arkivbild|arkivfoto|pressbild|bilden|foton|"
    r"الصورة|صورة|الصور|صور|فيديو|لقطة شاشة|تصوير|عدسة|بعدسة"
)
_SOURCES = (
    r"sources?|credits?|courtesy|copyright|supplied|submitted|contributed|provided(?: by)?|"
    r"cedida(?: por)?|fournie? par|zvg|"
    r"quellen?|bildquelle|bildnachweis|bildrechte|fotocredit|urheber|"
    r"cr[ée]dits?(?: photos?| image| vid[ée]o)?|fuentes?|cr[ée]ditos?|cortes[íi]a|källa|källor|bildkälla|fotograf|"
    r"المصدر|مصدر|مصدر الصورة|مصدر الصور|صدر الصورة|حقوق الصورة|حقوق النشر|عن|фото|видео|источник|"
    r"foto di|fonte|crediti|kaynak|fotoğraf|fotografije"
)
_SIDES = (
    r"left|right|top|bottom|above|below|cent(?:re|er)|middle|links|rechts|oben|unten|mitte|[àa] gauche|"
    r"[àa] droite|gauche|droite|en haut|en bas|haut|bas|"
    r"izquierda|derecha|arriba|abajo|a la izquierda|a la derecha|vänster|höger|till vänster|till höger|"
    r"t\.v\.|t\.h\.|överst|underst|ovan|nedan|"
    r"يمين|يسار|اليمين|اليسار|يمينا|يسارا|إلى اليمين|إلى اليسار|أعلى|أسفل|على اليمين|على اليسار"
)
_LEAD = re.compile(
    rf"(?:(?<=^)|(?<=[\s.|(\[–—/-]))(?:(?:(?:{_NOUNS})(?: (?:credits?|sources?|courtesy|copyright|by|de|"
    rf"von|av|from))?|{_SOURCES}|{_NOUNS}\s*/\s*(?:{_NOUNS}))\s*(?:\.\.\.|…)?\s*[:：]"
    r"|image (?:source|copyright|caption)\s*,|media source\s*,|(?:bildquelle|källa|crédit photo|"
    r"fuente de la imagen|صدر الصورة|مصدر الصورة|(?<![\u0621-\u064a]\s)الصورة)\s*[,،]|credit\s?(?:\.\.\.|…)|"
    r"(?:(?:satellite )?(?:image|photo|picture)s? )?©|\(c\)|ⓒ|"
    r"copyright(?= )|[📷📸🎥📹]\ufe0f?(?=\s))\s*",
    re.IGNORECASE,
)
# "Photo by A. Name": only where a sentence has ended before it.
_LEAD_BY = re.compile(
    rf"(?:^|(?<=[.!?…»”\"؟|)]\s))(?:(?:{_NOUNS})\s+(?:by|courtesy of|courtesy|via|from|von|vom|aus|par|"
    rf"de|del|av|från|من|بواسطة)\s+|(?:courtesy of|courtesy|via|vía|provided by|supplied by|handout(?: via|"
    rf" from)?|con cortesía de|mit freundlicher genehmigung von|تصوير|بعدسة|عدسة|نقلا عن|نقلاً عن|"
    rf"عبر)\s+)(?=\S)",
    re.IGNORECASE,
)
# Whom captions name where nobody in particular is named, and outlets that sign in Arabic.
_HOLDERS = re.compile(
    r"(?i)(?:submitted|contributed|provided|supplied|courtesy|handout) (?:photo|image|picture|video)s?|"
    r"special to (?:the )?[^.,]{3,40}|"
    r"(?:photo|picture|foto|imagen?|bild|v[íi]deo) "
    r"(?:sent(?: in)?|cedid[ao]|enviad[ao]|facilitad[ao]|envoyée?|transmise) "
    r"(?:by|por|par) [^.,]{3,40}|leser(?:foto|bild|reporter)[a-z]*|läsarbild(?:er)?|readers?[’']s? (?:photo|picture)s?|"
    r"(?:photo|image) d[’']une? (?:lecteur|lectrice|internaute)|صورة (?:من )?أحد (?:القراء|المتابعين)|"
    r"(?:photo|foto|image|video) (?:d\.?\s?r\.?|(?:de )?cortes[íi]a|courtesy|privat|privée?)|"
    r"(?:my own|own|author[’']s|eigenes?|photo de l[’']auteure?|(?:foto|imagen) del? (?:la )?autora?|egen|egna) ?"
    r"(?:photos?|pictures?|fotos?|bild(?:er)?)?|"
    r"(?:from )?social (?:media|networks)|soziale (?:medien|netzwerke)|r[ée]seaux sociaux|redes sociales|rrss|"
    r"sociala medier|d\.?\s?r\.?|privat|private|privé|particular|cedida|cortesía|especial|agencias|handout|"
    r"(?:ال)?(?:جزيرة|عربية|حدث|أناضول|ميادين|عربي الجديد)|(?:ال)?(?:جزيرة|عربية) نت|رويترز|سكاي نيوز(?: عربية)?|"
    r"التلفزيون العربي|عنب بلدي|سانا|أسوشيتد برس|(?:وكالة )?فرانس برس|غيتي(?: إيميجز)?|"
    r"(?:مواقع |وسائل |شبكات )?(?:ال)?تواصل (?:ال)?اجتماعي|ناشطون|نشطاء|عدستي|(?:صورة )?(?:من )?تصويري|"
    r"(?:ال)?إنترنت|مواقع إلكترونية|خاص(?: .{2,30})?"
)
_LEAD_AT_END = re.compile(rf"\s*(?:(?<![^\s(|–—-])(?:{_NOUNS}|{_SOURCES})\s*[:：]|©|\(c\))\s*$", re.IGNORECASE)
_BRACKETS = re.compile(
    r"\s*(?:\(((?:[^()]|\([^()]*\)){2,200})\)|\[([^\[\]]{2,200})\]|（([^（）]{2,200})）|【([^【】]{2,200})】)\s*[.。،,]?\s*$"
)
_ENDS_SENTENCE = re.compile(r"[.!?…؟۔。\"”»’]\s*$")
_TAIL_AGENCY = re.compile(
    rf"(?:^|(?<=[.!?…»”\"؟)]\s)|(?<=\s[–—|/-]\s)|"
    rf"(?<=\s))((?:[A-ZÀ-ÞŠŽ][\w.'’À-ž-]+\s){{0,4}}?(?:{_AGENCIES})(?:[ -]?(?:PHOTO|Photo|FOTO|Foto|"
    rf"Images|Archive|Archiv))?(?:\s?[/,]\s?[^\s/][^/.]{{1,40}}){{0,3}})[.]?$"
)
_TAIL_SLASHED = re.compile(
    rf"(?:^|"
    rf"(?<=[.!?…»”\"؟]\s))((?:[^\s/.]+[ .]){{0,5}}[^\s/.]+\.?\s?/\s?(?:[^/.]{{2,40}}\s?/\s?)?"
    rf"(?:{_AGENCIES})(?:[ /][^.]{{2,40}})?)[.]?$"
)
_TAIL_DASH = re.compile(r"(?<=\S)\s*(?:\s[–—-]|[|｜·•])\s*([^–—|｜]{2,120}?)[.]?$")
_TAIL_SENTENCE = re.compile(
    r"(?<=[.!?…»”\"؟])\s+((?:[A-ZÀ-ÞŠŽ]\.[ -]?){0,3}(?:[^.!?…؟]|(?<=[\w@])\.(?=[a-z0-9_])){2,90})[.]?$"
)
_NOT_CREDIT = re.compile(
    rf"^(?:{_SIDES}|from (?:left|right)(?: to (?:right|left))?|l\.?|r\.?|l-r|left to right|"
    rf"von links(?: nach rechts)?|v\.\s?l\.?(?: n\. r\.)?|de gauche à droite|de izquierda a derecha|"
    rf"från vänster|"
    r"pictured|file(?: photo| image| picture)?|archive|archivbild|archiv|archivo|archives|illustration|"
    r"symbolbild|arkivbild|arkiv|أرشيفية|أرشيف|صورة أرشيفية|تعبيرية|صورة تعبيرية|"
    r"(?:archived?|cached) (?:link|version|copy|page|post)|archive link|link(?: to archive)?|archiv(?:ierter )?-?link|"
    r"archiviert(?:e version)?|lien archivé|(?:version|page) archivée|enlace archivado|arkiverad länk|"
    r"(?:ال)?رابط(?: (?:ال)?مؤرشف| الأرشيف)?|النسخة المؤرشفة|"
    r"(?:formerly|früher|ehemals|anciennement|ex|antes|tidigare|سابق[اً]*) \S+|"
    r"(?:with|mit|avec|con|med) (?:photos?|pictures?|images?|bild(?:er|ern)?|fotos?|imágenes|v[íi]deos?|vid[ée]os?|"
    r"gra(?:f|ph)i(?:k(?:en)?|cs?))|"
    r"من اليمين(?: إلى اليسار)?|من اليسار(?: إلى اليمين)?|\d{1,3}|c\.|sic|age \d+|aged \d+|video|photo|"
    r"(?:foto|photo|image|bild|video|imagen|vid[ée]o|v[íi]deo)\s?[-–/:]\s?(?:archiv\w*|arkiv|file|privat|stock)|"
    r"(?:إعداد|تحرير|ترجمة|شارك في|كتابة)\s.*|see (?:map|photo|video|above|below).*)$",
    re.IGNORECASE,
)
_OF_ARCHIVE = re.compile(  # when a picture of the archive is from: "Archivbild vom Juni 2021", "file photo, 2019"
    r"(?i)(?:archiv(?:bild|foto|aufnahme)|symbolbild|file (?:photo|image|picture|footage)|photo d[’']archives?|"
    r"images? d[’']archives?|(?:foto|imagen) de archivo|arkiv(?:bild|foto)|صورة أرشيفية)\b[ ,:]*"
    r"(?:vom|von|aus|from|of|taken|dated|du|de|del|d[’']|från|i|med|من|في)?[^/©@|]{0,30}\d[^/©@|]{0,12}$"
)
_BY_SOMEBODY = re.compile(  # "photo transmise par un habitant", "video provided by a resident"
    rf"(?i)(?:{_NOUNS})\s+[^\W\d_]{{4,20}}\s+(?:by|par|por|von|av|من|بواسطة)\s+\S.{{2,60}}$"
)
_OWN_MADE = re.compile(  # "CP video", "Harbour Courant photo"
    rf"(?:[A-ZÀ-ÞŠŽ][\w.&’'-]*\s){{1,4}}(?i:{_NOUNS})$"
)
_FILED = re.compile(r"(?i)(?:file|archive|undated|old|recent|satellite|drone|aerial|still|stock|composite)\b")
_OF_A_THING = re.compile(  # what a still is of, rather than whose: "capture de la vidéo ..."
    r"(?:(?:la|le|les|une?|el|los|las|una|the|an?|der|die|das|dem|den|einem?|einer|en|ett) |l[’'])"
    r"(?:vid[ée]os?|v[íi]deos?|images?|photos?|clips?|film(?:ed|s)?|footage|fotos?|videon|filmen)\b(?! *[/:@])"
    r"|(?:ال)(?:منشور|فيديو|مقطع|تغريدة|صورة|ادعاء|خبر|بوست)"
)
_OF_HOW_MANY = r"\d{1,3}\s?(?:/|of|von|sur|de|av|af|di|из|من(?:\sأصل)?)\s?\d{1,3}"
_COUNTED = r"(?:(?:photo|image|picture|slide|bild|foto|imagen|vue|gallery|video|صورة|الصورة)\s*(?:n[o°.]\s?)?)?"
_COUNT = re.compile(rf"^\s*[\[(]?{_COUNTED}({_OF_HOW_MANY})(?![\d/.])[\])]?\s*[|:.·•–—-]?\s*(?=[^\s\d])", re.IGNORECASE)
_COUNT_AT_END = re.compile(
    rf"(?P<mark>[.!?…)\]»”]\s+|\s*[|·•–—-]\s*|\s+(?=[\[(])|\s)"
    rf"[\[(]?{_COUNTED}(?<![\d/])(?P<count>{_OF_HOW_MANY})[\])]?\s*$",
    re.IGNORECASE,
)
_DURATION = re.compile(r"^\s*(?:\d{1,2}:)?\d{1,2}:\d{2}\s*(?:min\.?\s*)?[|·•–—-]\s*(?=\S)")  # "01:12 - Source: NAME"
_SENTENCE_WORDS = word_set(
    """
is are was were has have had that which who after when while during their its the said says will would could can
ist sind war waren hat haben nach während wurde wurden der die das und est sont était ont après pendant dans les
des une es son fue eran tras durante los las una är var efter under och som ett den det
"""
)
_VERBISH = word_set(
    """
is are was were has have had which who after when while said says will ist sind war waren hat haben wurde wurden
est sont était ont fue eran tras är var efter
"""
)


class Caption(NamedTuple):
    """A caption and its parts, each as written."""

    text: str  # all of it, but for a count at its end
    words: str  # without the credit and the count; "" for a credit alone
    credit: str | None
    other_credit: str | None  # a second one, that stands apart from the caption
    number: str | None  # "1/5", of a gallery
    start: int  # of the words in the text


class Side(NamedTuple):
    """What a caption says of one of several media."""

    side: str  # as written: "Left", "يمين"
    text: str  # verbatim, with its own credit


def read_caption(text: str, *, apart: str | None = None) -> Caption:
    """A caption's words and its credit. ``apart``: a credit that the page keeps in an element of its own."""
    number = _COUNT.match(text)
    begin = number.end() if number else 0
    body = _UPLOADED.sub("", _without_last_count(text[begin:]))
    found = credit_in(body, surely=bool(apart))
    if apart and found and not found[0] and len(body.split()) > FEWEST_WORDS:
        found = None  # "Video: the fire from above": the credit stands elsewhere
    words, credit = (body[: found[0]].rstrip(" |–—-/·•\t📷📸🎥📹🖼\ufe0f"), found[1]) if found else (body, None)
    own = _bare(apart) if apart else None
    second: str | None = None
    if own and credit and fold(own) not in fold(credit):
        if fold(credit) in fold(own):
            credit = own
        else:
            second = own
    elif own and not credit:
        credit = own
    return Caption(text[:begin] + body, words.strip(), credit, second, number[1] if number else None, begin)


def without_counts(credit: str) -> str:
    """A credit without what galleries and players write around it: "1 of 4", "01:12 -", "uploaded by NAME"."""
    if uploaded := _UPLOADED.search(credit):
        credit = credit[: uploaded.start()]
    for opening in (_COUNT, _DURATION):
        found = opening.match(credit)
        credit = credit[found.end() :] if found else credit
    if len(credit) <= LONGEST_COUNT and _COUNT_ALONE.fullmatch(credit):
        return ""
    return _without_last_count(credit, is_credit=True)


def _without_last_count(text: str, *, is_credit: bool = False) -> str:
    """Without the counter at its end; after a caption's words only where something parts it off."""
    found = _COUNT_AT_END.search(text, max(0, len(text) - LONGEST_COUNT))
    if not found or not (is_credit or found["mark"].strip() or text[found.end("mark")] in "[("):
        return text
    numbers = [int(number) for number in re.findall(r"\d+", found["count"])]
    return (text[: found.start()] + found["mark"].strip(" |·•–—-")).rstrip() if numbers[0] <= numbers[-1] else text


LONGEST_COUNT = 40  # characters
_UPLOADED = re.compile(  # who put it into the system, behind whose it is; and how long a player's film is
    r"(?i)(?<=\S)\s+[|·(–—-]?\s?(?:hochgeladen|eingestellt|uploaded|téléversée?|mise? en ligne|subid[ao]|uppladdad|"
    r"inlagd) (?:von|by|par|por|av)\s[^/@|]{2,60}$|"
    r"(?<=[\w)])(?<!\bat)(?<!\bby)(?<!\bum)(?<!\bkl)(?<!\bca)(?<!\bà)(?<!\blas)(?<!\bfrom)(?<!\bvers)(?<!until)"
    r"(?<!after)(?<!before)(?<!around)(?<!about)(?<!gegen)(?<!klockan)(?<!الساعة)\s(?:[0-9]{1,2}:)?[0-9]{1,2}:[0-9]{2}$"
)
_COUNT_ALONE = re.compile(rf"[\[(]?{_COUNTED}{_OF_HOW_MANY}[\])]?", re.IGNORECASE)


def credit_in(text: str, *, surely: bool = False) -> tuple[int, str] | None:
    """Where the credit at the end of a caption begins (with its bracket or dash), and the credit as written.

    ``surely``: only one that brackets or a lead mark, since the page has another in a place of its own.
    """
    if len(text) > LONGEST_TEXT:
        cut = len(text) - LONGEST_TEXT
        tail = credit_in(text[cut:], surely=surely)
        return (tail[0] + cut, tail[1]) if tail and tail[0] else None
    if notes := _AGENCY_NOTES.search(text):
        return credit_in(text[: notes.start()].rstrip(), surely=surely)
    if halves := _of_halves(text):
        return halves
    for find in (_in_brackets, _after_via, _after_lead, _after_by, *(() if surely else (_at_end,))):
        found = find(text)
        if found and (credit := without_counts(found[1].strip(" /|–—-·•"))) and len(credit) <= LONGEST_CREDIT:
            return found[0], credit
    return None


def _of_halves(text: str) -> tuple[int, str] | None:
    """A credit that names a source for each half: "... from both sides. Left: A. Name. Right: Telegram/NAME"."""
    for place in reversed(list(_FIRST_SIDE.finditer(text, max(0, len(text) - LONGEST_CREDIT)))):
        bare = text[place.start(1) :].strip()
        bare = bare.removesuffix(")") if place[0].strip() else bare
        halves = [half.text.strip(" .;") for half in sides_of(bare)]
        if len(halves) > MOST_HALVES or any(_has_own_credit(half) for half in halves):
            return None
        known = [_is_of_platform_or_agency(half) for half in halves]
        named = (known[at] or (place.start() > 0 and _is_short_name(half)) for at, half in enumerate(halves))
        if len(halves) > 1 and any(known) and all(named):
            return place.start(), bare
    return None


def _is_of_platform_or_agency(text: str) -> bool:
    says = read_credit(_without_lead(text))
    return bool(says.platform or agency(says.name or "")) and not re.search(r"[(\[][^)\]]*$", text)


def _has_own_credit(half: str) -> bool:
    """Whether a half says what it shows before its own credit, so that it is no credit: "the lorry at X (Y/Z)"."""
    found = _BRACKETS.search(half)
    words = half[: found.start()].strip() if found else ""
    return len(words.split()) > 1 and not _is_short_name(words) and credit_in(half) is not None


def _is_short_name(text: str) -> bool:
    return bool(re.match(r"[A-ZÀ-ÞŠŽ@]", text)) and _is_source_or_short_name(text)


MOST_HALVES = 6  # of one picture; a longer list is junk
_FIRST_SIDE = re.compile(
    rf"(?i)(?:^|(?<=[.!?…»”\"؟)])\s+|\s*[(\[])(?=[(\[]?(?:{_SIDES})[)\]]?\s?[:：]|[(\[](?:{_SIDES})[)\]]\s)()"
)
_AGENCY_NOTES = re.compile(  # what agencies write behind the credit, in capitals, for those who print the picture
    r"(?:\s|\s?[/=]\s?)(?:THIS (?:IMAGE|PICTURE|PHOTO|VIDEO|HANDOUT)|MANDATORY CREDIT|NO (?:RE)?SALES?|NO ARCHIVES?|"
    r"EDITORIAL USE ONLY|RESTRICTED TO EDITORIAL USE|S[OÓ]LO (?:PARA )?USO EDITORIAL|S[OÓ]LO DISPONIBLE|NO VENTAS|"
    r"NO ARCHIVOS?|CRÉDITO OBLIGATORIO|USAGE ÉDITORIAL|"
    r"ATTENTION EDITORS|BEST QUALITY AVAILABLE|TPX IMAGES OF THE DAY|REFILE)[^a-zà-ÿ]*$"
    r"|(?:\s|\s?[/=–—-]\s?)(?:ACHTUNG|ATTENTION|HINWEIS|OBS|ATENCIÓN|NOTE):\s.{4,160}$"
    r"|\s(?i:(?:purchase|acquire) licensing rights(?:, opens new tab)?)\s*$"
)


def ends_in_credit(text: str) -> bool:
    """Whether a line ends as captions do."""
    return credit_in(text) is not None


def without_lead_at_end(text: str) -> str:
    """A caption without "Photo:" or "©" at its end, whose credit the page keeps in an element of its own."""
    bare = _LEAD_AT_END.sub("", text) if len(text) <= LONGEST_TEXT else text
    return bare.rstrip(" |–—·•/")


def is_name_alone(text: str) -> bool:
    """Whether a few words can be nothing but names: of a person, an agency, a body, and not of a place."""
    words = text.split()
    if not 1 < len(words) <= MOST_NAME_WORDS or re.search(r"\d|[.!?:;…؟]\s*$|[\u0600-\u06ff]", text):
        return False
    return _is_capitalised(text) and _is_name_like(text) and not _is_place(text) and not _NOT_CREDIT.match(text)


def origin_of(credit: str) -> Attribution:
    """Platform, account and name that a credit says, as far as they can be told apart."""
    line = _AGENCY_NOTES.sub("", credit)
    if (sent := _SENT.fullmatch(line)) and (platform := canonical_platform(sent[1])):
        return Attribution(platform=platform)
    bare = _without_lead(line)
    says = read_credit(bare, is_marked=True)
    if not says.platform and (halves := sides_of(line)):
        read = (read_credit(_without_lead(half.text)) for half in halves)
        return next((each for each in read if each.platform), says)
    return says


def announces_other(line: str) -> bool:
    """Whether words behind "Video:" are a headline, and no name: "Video: How the flood came"."""
    bare = _without_lead(line)
    return bare != line.strip() and len(bare.split()) > 2 and not _is_capitalised(bare) and not _is_source(bare)


def _without_lead(credit: str) -> str:
    line = credit.strip()
    for _ in range(3):
        found = _LEAD.match(line) or _LEAD_BY.match(line)
        if not found or found.end() >= len(line):
            break
        line = line[found.end() :]
    return line


def sides_of(text: str) -> tuple[Side, ...]:
    """The parts of a caption that names sides: "Left: ... Right: ..."; () for any other."""
    if len(text) > LONGEST_TEXT:
        return ()
    marker = rf"(?:^|(?<=[\s.;,|(\[)\]]))[(\[]?({_SIDES}|L|R)[)\]]?\s*[:：]\s*"
    places = list(re.finditer(marker, text, re.IGNORECASE))
    if len(places) < 2 and _SIDE_BEFORE.match(text):
        places = list(_SIDE_BEFORE.finditer(text))
    for marked in (_SIDE_AND_COMMA, _SIDE_SHORT):
        places = places if len(places) > 1 else list(marked.finditer(text))
    if len(places) < 2:
        return _sides_in_brackets(text)
    ends = [*(place.start() for place in places[1:]), len(text)]
    parts = [Side(place[1], text[place.end() : end].strip(" ;|")) for place, end in zip(places, ends, strict=True)]
    return tuple(parts) if all(part.text for part in parts) else ()


_SIDE_BEFORE = re.compile(rf"(?i)(?:^|(?<=[;.|,]\s))[(\[]({_SIDES})[)\]]\s+(?=\S)")  # "(Left) NAME; (right) NAME"
_SIDE_AND_COMMA = re.compile(  # "Left, a street in X. Right, the same street."
    r"(?:^|(?<=[.;؛|]\s)|(?<=[;؛]\s(?:y|e)\s)|(?<=[;؛]\s(?:and|und|och)\s)|(?<=[;؛]\set\s))"
    r"((?i:(?:on the )?(?:left|right)|top|bottom|above|below|cent(?:er|re)|links|rechts|oben|unten|"
    r"[àa] gauche|[àa] droite|en haut|en bas|izquierda|derecha|arriba|abajo|"
    r"a la izquierda|a la derecha|till vänster|till höger|överst|underst|"
    r"يمين|يسار|إلى اليمين|إلى اليسار|على اليمين|على اليسار|أعلى|أسفل))\s*[,،]\s+"
)
_SIDE_SHORT = re.compile(r"(?i)(?:^|(?<=[.;|)]\s))(t\.\s?[vh]\.)\s+(?=\S)")  # "T.v. the bridge. T.h. the road."


def _sides_in_brackets(text: str) -> tuple[Side, ...]:
    """The same where the sides follow in brackets: "A street in X (left) and a school in Y (right)."""
    places = list(
        re.finditer(
            rf"\s*[(\[](?:(?:photo|bild|foto|image) )?({_SIDES}|L|R)"
            r"(?:[)\]]|[,:،]\s*(?P<credit>[^()\[\]]{2,80})[)\]])\s*(?:and|und|et|y|och|و|,|;|\.)?\s*",
            text,
            re.IGNORECASE,
        )
    )
    places = [place for place in places if not place["credit"] or _is_source(place["credit"])]
    if len(places) < 2:
        return ()
    starts = [0, *(place.end() for place in places[:-1])]
    parts = [
        Side(place[1], f"{text[start : place.start()].strip(' ,;')}{_in_its_brackets(place)}")
        for start, place in zip(starts, places, strict=True)
    ]
    return tuple(parts) if all(len(part.text) > 3 for part in parts) else ()


def _in_its_brackets(place: re.Match[str]) -> str:
    """What stands beside the side in its brackets, as written: "(left, AFP)"."""
    return f" ({place['credit'].strip()})" if place["credit"] else ""


# ---- where credits stand


def _in_brackets(text: str) -> tuple[int, str] | None:
    found = _BRACKETS.search(text)
    if not found:
        return None
    inner = next(group for group in found.groups() if group is not None).strip()
    before = text[: found.start()]
    ended = bool(_ENDS_SENTENCE.search(before)) or not before.strip()
    square = text[found.start() :].lstrip().startswith(("[", "【"))
    if _NOT_CREDIT.match(inner) or _OF_ARCHIVE.match(inner) or (" " in inner and re.fullmatch(SINCE, inner)):
        earlier = _in_brackets(before) or _after_lead(before)
        return (earlier[0], earlier[1]) if earlier else None
    if _is_source(inner):
        return _wider(before, inner, found.start())
    if before.strip() and not inner.startswith("@") and account_alone(inner) and "(" not in inner:
        return found.start(), inner
    if before.strip() and (_BY_SOMEBODY.match(inner) or (_OWN_MADE.match(inner) and not _FILED.match(inner))):
        return found.start(), inner
    if _is_gloss(inner, before) or not _is_name_like(inner):
        return None
    dated = bool(re.search(r"(?:\d{4}|[٠-٩]{4})\s*$", before))
    if (ended or square or dated) and len(inner.split()) <= MOST_NAME_WORDS:
        return found.start(), inner
    if len(inner.split()) >= 2 and len(before.split()) >= 4 and _is_capitalised(inner) and not _is_place(inner):
        return found.start(), inner
    return None


_STILL_OF = re.compile(  # a last sentence that says of what a still is
    rf"(?i)(?:^|(?<=[.!?…»”\"؟]\s))(?P<whole>(?:{_NOUNS}|standbild|stillbild|fotogram[ae])\s(?:from|of|aus|von|d[eu’']|tirée?|ur|från|"
    r"من|del?)\b[^.!?؟]{4,90})$"
)


def _wider(before: str, inner: str, start: int) -> tuple[int, str]:
    """With a lead or a name just before the bracket: "Photo: A. Name (AFP)", "... on Monday. A. NAME (AFP)"."""
    still = _STILL_OF.search(before.rstrip()) if inner.startswith("@") else None
    if still and any(canonical_platform(word) for word in still["whole"].split()):
        return still.start("whole"), f"{still['whole'].strip()} ({inner})"
    lead = _after_lead(before) if len(before) - before.rfind(".") < 90 else None
    named = _without_lead(lead[1]) if lead else ""
    if lead and inner.startswith("@") and canonical_platform(named):  # "Picture: X (@account)"
        return lead[0], f"{before[lead[0] :].strip()} ({inner})"
    if lead and _KIND_AND_NAME.match(named) and len(named.split()) <= MOST_NAME_WORDS:
        return lead[0], f"{before[lead[0] :].strip()} ({inner})"
    is_named = _is_name_like(named) or re.fullmatch(r"[\w.-]{3,40}", named)
    if lead and len(lead[1].split()) <= 6 and is_named:
        return lead[0], f"{before[lead[0] :].strip()} ({inner})".strip()
    dashed = _PLATFORM_AT_END.search(before)
    if dashed and inner.startswith("@") and canonical_platform(dashed[1]):
        return dashed.start(), f"{dashed[1]} ({inner})"
    handle = _HANDLE_AT_END.search(before)
    if handle:
        return handle.start(1), f"{handle[1]} ({inner})"
    person = _PERSON_AFTER_SENTENCE.search(before)
    if person and not _NOT_CREDIT.match(person[1]):
        return person.start(1), f"{person[1].strip()} ({inner})"
    return start, inner


_KIND_AND_NAME = re.compile(  # "canal NAME (YouTube)"
    r"(?:channel|page|account|user|group|kanal|seite|konto|gruppe|chaîne|compte|groupe|canal|página|cuenta|perfil|grupo|"
    r"kanalen|sidan|kontot|gruppen)\s(?:[«“„\"@]|[^\W\d_a-zà-ÿ])"
)
_PLATFORM_AT_END = re.compile(r"(?:\s[–—-]|[|.])\s*([^\W\d_]{2,12})\s*$")  # "... on 12 October. — TikTok (@account)"
_HANDLE_AT_END = re.compile(r"(?:^|(?<=[\s.]))(@[\w.-]{2,40})\s*$")
_PERSON_AFTER_SENTENCE = re.compile(
    r"(?:(?<=[.!?…»”\"|])\s+|(?<=[a-zà-ÿ][.!?…]))((?:[A-ZÀ-ÞŠŽ][\w.'’-]*\s+){1,3}[A-ZÀ-ÞŠŽ][\w'’-]+)\s*$"
)


def _after_lead(text: str) -> tuple[int, str] | None:
    """After the last lead that is followed by a source and nothing else."""
    for found in reversed(list(_LEAD.finditer(text))):
        rest = text[found.end() :].strip()
        if not rest or len(rest) > 140 or _OF_A_GALLERY.search(text[: found.start()]):
            continue
        if found.start() == 0 and not _is_source_or_short_name(rest):
            return None
        if _reads_as_sentence(rest):
            return None
        start = _with_one_before(text, found.end() if found[0][0] in "📷📸🎥📹" else found.start())
        credit = text[start:].strip()
        opened = text[:start].rstrip()
        if opened.endswith(("(", "[")) and not rest.endswith((")", "]")):
            return None
        return start, credit.rstrip(" .") if not re.search(r"\b\w\.$", credit) else credit
    return None


_OF_A_GALLERY = re.compile(r"(?i)(?:^|\s)(?:in|en|i)\s$")  # "In pictures: the road", "En images : la route"


def _with_one_before(text: str, start: int) -> int:
    """Where the credit begins if another stands before it: "Photo: A. Name | Video: B. Name"."""
    if not text[:start].rstrip().endswith(("|", "/", ";", "·", "•")):
        return start
    before = next(reversed(list(_LEAD.finditer(text, 0, start))), None)
    name = text[before.end() : start].strip(" |/;·•") if before else ""
    is_name = 0 < len(name.split()) <= MOST_NAME_WORDS and _is_name_like(name) and _is_capitalised(name)
    return before.start() if before and is_name else start


_VIA_HANDLE = re.compile(
    r"(?i)(?:^|[\s,;.–—-]\s?)((?:(?:images?|photos?|pictures?|videos?|footage|screenshot|clip) )?"
    r"via @[\w.]{2,40}(?:\s?(?:/|,| on | auf | sur | en | på ) ?[\w. ]{1,20})?)\.?$"
)


def _after_via(text: str) -> tuple[int, str] | None:
    """An account at the end: "Smoke over the silo, via @account"."""
    found = _VIA_HANDLE.search(text, max(0, len(text) - 90))
    return (found.start(), found[1]) if found else None


def _after_by(text: str) -> tuple[int, str] | None:
    for found in reversed(list(_LEAD_BY.finditer(text))):
        rest = text[found.end() :].strip()
        if rest and len(rest) <= 100 and not _reads_as_sentence(rest):
            if found.start() == 0 and (_OF_A_THING.match(rest) or not _is_source_or_short_name(rest)):
                return None
            if found.start() == 0 and (last := _TAIL_SENTENCE.search(text)) and read_credit(last[1].strip()).account:
                return None  # "Captura del video que muestra ... TikTok: @NAME"
            return found.start(), text[found.start() :].strip().rstrip(" .")
    return None


_TAIL_PAGE = re.compile(  # "من صفحة NAME على فيسبوك": from the page NAME on Facebook
    r"(?:^|[.،,؛]\s*|\s[-–—]\s)((?:من|عن|عبر|نشرت?ه?ا?|بثت?ه?ا?) (?:صفحة|حساب|قناة|مجموعة) "
    r".{2,60}? على [^\s.،]{2,12})[.]?$"
)
_TAIL_PICTURE_OF = re.compile(  # "..., صورة من صفحة «NAME»": a picture of the page
    r"[.،,؛]\s*((?:صورة|الصورة|صور|لقطة|مقطع|المقطع|فيديو|الفيديو) (?:من|عن|ل?نشرته?ا?) "
    r"(?:صفحة|حساب|قناة|مجموعة) [«“\"][^»”\"]{2,60}[»”\"](?: على [^\s.،]{2,12})?)[.]?$"
)
_TELLS = re.compile(  # how a sentence on a thing or a person begins, rather than a credit
    r"(?i)(?:this|these|that|dieses|diese[rsmn]?|cette|ces?|este|esta|estos|denna|detta|det här|هذا|هذه)\s|"
    r"[^/|@:]{3,40}, (?:owner|founder|head|chief|chef|gründer|patron|dueño|fundador|ägare|grundare) "
)
_ARABIC_BODY = re.compile(  # who hands out pictures, in a script that has no capitals
    r"(?:ال)?(?:إعلام|وكالة|صفحة|قناة|مكتب|شبكة|مديرية|وزارة|دفاع المدني|مركز|منصة|خلية|موقع|مرصد|تنسيقية|هيئة|منظمة|"
    r"بلدية|مراسل)(?:\s\S+){0,6}$"
)
_GOES_ON = re.compile(r"(?i)[”\"»)]\s+(?:on|via|auf|sur|en|på|على|في|عبر)\s")  # "the page «NAME» on Facebook"
_INVITES = re.compile(  # how outlets ask their readers to write, or to follow them
    r"(?i)\W*(?:contact|connect|"
    r"follow|join|subscribe|write to|send|reach|tips?|folg|kontakt|suivez|rejoign|abonn|contáct|"
    r"s[ií]gue|escr[ií]b|env[ií]|m[aá]nd[ae]|únete|följ|tipsa|للتواصل|تواصل|أرسل|انضم|تابع|اشترك|راسل)|.*://"
)
_TAIL_BARS = re.compile(  # "... in the valley. PHOTO | NAME | TELEGRAM"
    rf"(?:^|(?<=[.!?…»”\"؟)]\s))((?:(?:submitted|contributed|provided|courtesy) )?(?:{_NOUNS}|courtesy|handout)"
    r"\s?[|｜]\s?[^.!?…؟]{2,90})[.]?$",
    re.IGNORECASE,
)
_TAIL_CAPITALS = re.compile(  # "PHOTO A. NAME, THE COURIER", and "... on Monday. / A. NAME"
    r"(?<=[.!?…»”\"؟)])\s+(?:/\s)?((?:(?:PHOTO|FOTO|VIDÉO|VIDEO|BILD) )?(?:[A-ZÀ-ÞŠŽ][A-ZÀ-ÞŠŽ.'’-]+\s?){2,4}"
    r"(?:, [A-ZÀ-ÞŠŽ][A-ZÀ-ÞŠŽ .'’/-]{2,40})?)$"
)
_TAIL_SLASH = re.compile(
    r"(?<=\S)\s/\s([^/]{4,90}(?:\s?/\s?[^/]{2,40})?)[.]?$"
)  # "... 4 November 2024 / NAME on Facebook"


_TAIL_PHOTO = re.compile(  # how regional dailies sign: "... on Monday. Photo Jane DOE", "... Foto Jane Doe/LVN"
    r"(?<=[.!?…»”\"])\s+((?:Photos?|Fotos?|Vidéo|Video|Bild) "
    r"((?:[A-ZÀ-ÞŠŽ][\w.’'-]*\s){1,3}[A-ZÀ-ÞŠŽ][\w.’'-]*)(?:\s?/\s?[^./]{2,30})?)\.?$"
)
_SENT = re.compile(  # how a medium came: "Photo sent to the editors via WhatsApp"
    r"(?i)(?:photos?|fotos?|videos?|vid[ée]os?|v[íi]deos?|bild(?:er)?|imagen(?:es)?|images?|"
    r"صورة|الصورة|فيديو|مقطع) (?:sent|submitted|enviad[ao]s?|recibid[ao]s?|envoyée?s?|reçue?s?|zugeschickt|zugesandt|"
    r"geschickt|eingesandt|skicka[dt]e?s?|insända?|وصلت?|أرسلت?|مرسلة?)(?: [^\s.!?]+){0,7}? "
    r"(?:via|by|por|par|per|über|عبر|على) (\w{2,12})\.?"
)
_TAIL_SENT = re.compile(rf"(?<=[.!?…»”\"؟)])\s+({_SENT.pattern[4:]})$", re.IGNORECASE)
_TAIL_PLATFORM = re.compile(  # "... of a digger, Facebook/NAME"
    r"(?<=\S)[,،]\s+(([^\W\d_]{1,12})\s?/\s?@?[^\s/,،;:][^/,،;:]{1,40}?)\.?$"
)
_TAIL_BRIGADE = re.compile(
    r"(?<=[.!?…»”\"])\s+((?:Photos?|Fotos?|Vidéo|Video|Bild) [A-ZÀ-Þ]{2,6} \d{1,3})\.?$"
)  # "Photo SDIS 26"
_ARCHIVED = re.compile(r"(?i)\s*[-–—(,]\s*(?:أرشيف(?:ية)?|archives?|archivo|archiv|arkiv)\)?$")
_CALLS = word_set(
    "READ CLICK WATCH SEE LIVE MORE HERE BREAKING UPDATE UPDATED LEE VER MÁS LIRE VOIR MEHR LESEN HIER LÄS"
)


def _is_signed(before: str, name: str) -> bool:
    """Whether two or three words in capitals behind a caption in small letters are a photographer's name."""
    words = re.findall(r"[A-ZÀ-ÞŠŽ.'’-]+", name)
    is_name = len(words) in (2, 3) and "," not in name and name[-1] != "." and not any(word in _CALLS for word in words)
    return is_name and len(before.split()) >= FEWEST_BEFORE and any(letter.islower() for letter in before)


def _behind_comma(text: str) -> tuple[int, str] | None:
    """A platform with its account behind the comma of a caption; None where it is the second of several sources."""
    found = _TAIL_PLATFORM.search(text, max(0, len(text) - LONGEST_CREDIT))
    if not found or not canonical_platform(found[2]) or _at_end(text[: found.start()]):
        return None
    return found.start(), found[1]


def _at_end(text: str) -> tuple[int, str] | None:
    if (found := _TAIL_PAGE.search(text, max(0, len(text) - LONGEST_CREDIT))) and _is_source(found[1]):
        return found.start(1), found[1]
    if found := _TAIL_PICTURE_OF.search(text, max(0, len(text) - LONGEST_CREDIT)):
        return found.start(), found[1]
    if (found := _TAIL_PHOTO.search(text, max(0, len(text) - LONGEST_CREDIT))) and is_name_alone(found[2]):
        return found.start(1), found[1].strip()
    if (found := _TAIL_SENT.search(text)) and canonical_platform(found[2]):
        return found.start(1), found[1]
    if behind := _behind_comma(text):
        return behind
    if found := _TAIL_BRIGADE.search(text):
        return found.start(1), found[1]
    if (found := _TAIL_BARS.search(text)) and not _reads_as_sentence(found[1]):
        return found.start(1), found[1].strip()
    if (found := _TAIL_CAPITALS.search(text)) and (
        re.match(r"\s+/|\s+(?:PHOTO|FOTO|VID|BILD)", found[0]) or _is_signed(text[: found.start()], found[1])
    ):
        return found.start(), found[1].strip()
    for found in _TAIL_SLASH.finditer(text) if " / " in text else ():
        says = read_credit(found[1])
        is_known = (says.platform and says.account) or _HOLDERS.fullmatch(_ARCHIVED.sub("", found[1]))
        if is_known and len(text[: found.start()].split()) >= FEWEST_BEFORE:
            return found.start(), found[1].strip()
    if found := _TAIL_DASH.search(text):
        piece = found[1].strip()
        is_behind_bar = text[found.start() : found.start(1)].strip() in ("|", "｜") and (
            is_name_alone(piece) or bool(_ARABIC_BODY.match(piece))
        )
        if is_behind_bar or (_is_source(piece) and not _reads_as_sentence(piece)):
            return found.start(), piece
    if found := _TAIL_SLASHED.search(text):
        return found.start(1), found[1].strip()
    if (found := _TAIL_SENTENCE.search(text)) and not _GOES_ON.match(text, found.start() - 1):
        piece = found[1].strip()
        if _is_source(piece) and not _reads_as_sentence(piece) and not _INVITES.match(piece):
            return found.start(1), piece
    if found := _TAIL_AGENCY.search(text):
        before = text[: found.start(1)]
        alone = not before.strip() or _ENDS_SENTENCE.search(before) or re.search(r"[–—|/-]\s*$", before)
        if alone or re.match(rf"(?:{_AGENCIES})\s?(?:/|Photo\b|PHOTO\b)", found[1]):
            return found.start(1), found[1].strip()
    is_short = len(text.split()) <= 8 and not _reads_as_sentence(text) and not _TELLS.match(text)
    is_short = is_short and not ((by := _LEAD_BY.match(text)) and _OF_A_THING.match(text[by.end() :]))
    is_short = is_short and not _INVITES.match(re.split(r"[.!?؟]\s", text)[-1])
    if is_short and _is_source(text.strip()):
        return 0, text.strip()
    return None


# ---- what a credit looks like


# An agency by its initials in Arabic, of which any may be known to its readers: "أ.ف.أ", "د ب أ".
_INITIALS = re.compile(r"[\u0621-\u064a](?:[. ]+[\u0621-\u064a]){1,3}\.?")
_NEWS_AGENCY = (
    re.compile(  # of an armed group, too, whose name no list has: "Dawn News Agency", "Dawn-Nachrichtenagentur"
        r"(?:[A-ZÀ-Þ][\w’'-]*[ -]){1,4}(?:(?:News|Press|Media) Agency|Nachrichtenagentur|Presseagentur)|"
        r"(?:[Aa]gence de presse|[Aa]gencia de noticias|[Nn]yhetsbyrån) (?:[A-ZÀ-Þ][\w’'-]*[ -]?){1,4}|"
        r"\w+-(?:Nachrichtenagentur|Presseagentur)"
    )
)
_COLLECTION = re.compile(  # who owns the print
    r"(?i)(?:from the )?(?:private |family |personal )?(?:collection|coll\.|fonds|samling|sammlung|colección|álbum) "
    r"(?:of|de|du|des|d[’']|privée|particular|privat|von|av)\b|(?:sammlung|samling|collection|fonds) (?-i:[A-ZÀ-Þ])"
)
_SOURCES_NAMED = re.compile(r"(?i)(?:quellen?|sources?|fuentes?|källa|källor|المصدر|المصادر) ?:")


def _is_source(text: str) -> bool:
    """Whether words name a platform, an agency that is known, or a name and an agency."""
    bare = _without_lead(text).strip(" .")
    if not bare or len(bare) > LONGEST_CREDIT:
        return False
    if bare != text.strip(" .") and not _reads_as_sentence(bare) and not _OF_A_THING.match(bare):
        return True
    if (
        _NEWS_AGENCY.fullmatch(bare)
        or _HOLDERS.fullmatch(bare)
        or _INITIALS.fullmatch(bare)
        or _COLLECTION.match(bare)
        or _SOURCES_NAMED.match(bare)
    ):
        return True
    if re.fullmatch(
        rf"(?:[A-ZÀ-Þ][\w.'’-]+ ){{0,4}}(?:{_AGENCIES})(?:[ ,/-].{{0,60}})?", bare
    ) and not _reads_as_sentence(bare):
        return True
    if _FOR_OUTLET.fullmatch(bare) or re.fullmatch(r"[^\s,;].{1,60}\svia\s[A-Z]{2,5}", bare):
        return True
    says = read_credit(bare)
    if says.platform:
        return len(bare.split()) <= 14
    if agency(bare) or (says.via and says.name):
        return True
    if (
        re.search(rf"(?:/|, | via | för | for )\s?(?:{_AGENCIES})\b", bare)
        and len(bare.split()) <= 12
        and not _reads_as_sentence(bare)
    ):
        return True
    if re.fullmatch(r"[^/]{2,60}\s?/\s?[^/]{2,60}(?:\s?/\s?[^/]{2,40})?", bare) and not re.search(r"\d\s?/\s?\d", bare):
        return _is_capitalised(bare.replace("/", " ")) and len(bare.split()) <= 9
    if re.search(r"(?:^|\s)@\w{2,}", bare) and len(bare.split()) <= 6:
        return True
    return (
        any(canonical_platform(word.strip("()[],.:/")) for word in bare.split())
        and len(bare.split()) <= 6
        and not _reads_as_sentence(bare)
        and len(bare) > 2
    )


_FOR_OUTLET = re.compile(  # "A. Name for The Examiner"
    r"(?:[A-ZÀ-ÞŠŽ][\w.'’-]*\s){2,4}(?:for|für|pour|para|för)\s(?:[Tt]he\s|l[ea]\s|el\s)?"
    r"(?:L['’]\w+\s\w+|[A-ZÀ-ÞŠŽ][\w.'’-]*(?:\s[A-ZÀ-ÞŠŽ][\w.'’-]*){0,4})"
)


def _is_source_or_short_name(text: str) -> bool:
    return _is_source(text) or (len(text.split()) <= 5 and _is_name_like(text) and _is_capitalised(text))


def _is_name_like(text: str) -> bool:
    words = text.split()
    if len(words) > MOST_NAME_WORDS or _reads_as_sentence(text) or re.search(r"[;:?!]", text):
        return False
    return (bool(re.search(r"[^\W\d_]{2}", text)) and not re.match(r"[a-zà-ÿ]", words[0])) or "/" in text


def _is_capitalised(text: str) -> bool:
    """Whether most words begin with a capital, or the script has none."""
    words = [word.strip("\"'’“”«»().,") for word in text.split()]
    letters = [word[0] for word in words if word and word[0].isalpha()]
    if not letters:
        return False
    cased = [letter for letter in letters if letter.lower() != letter.upper()]
    small = [letter for letter in cased if letter.islower()]
    return not cased or len(small) * 3 <= len(cased)


def _reads_as_sentence(text: str) -> bool:
    words = [word.strip(",.;:\"'()").lower() for word in text.split()]
    if len(words) > 16:
        return True
    return (sum(word in _VERBISH for word in words) >= 1 and len(words) > 4) or bool(
        re.search(r"[a-zà-ÿ]{3,}\. +[A-ZÀ-Þ][a-zà-ÿ]+ [a-zà-ÿ]+ [a-zà-ÿ]+", text)
    )


def _is_gloss(inner: str, before: str) -> bool:
    """An abbreviation of the words before it, a year, an age, a number."""
    if re.fullmatch(r"[\d\s.,:/–-]+", inner):
        return True
    if re.fullmatch(r"[A-Z][A-Za-z.]{1,6}", inner):
        initials = "".join(word[0] for word in re.findall(r"[A-Za-z]+", before)[-8:])
        small = "".join(letter for letter in inner if letter.isupper())
        return small.lower() in initials.lower() and not agency(inner)
    return bool(re.fullmatch(r"(?:born |died |c\. )?\d{1,4}.{0,12}", inner))


def _is_place(text: str) -> bool:
    from provenance.importers.article.understanding import is_place

    return is_place(text)


def _bare(credit: str) -> str | None:
    line = without_counts(re.sub(r"^[\s|–—·•,:-]+|[\s|–—·•,:-]+$", "", credit))
    found = re.fullmatch(r"[(\[](.*)[)\]]\.?", line)
    line = found[1].strip() if found and not re.search(r"[()\[\]]", found[1]) else line
    return line or None
