"""The words of credit lines: agencies' spellings, words that name nobody, months. Nothing is read here."""

from __future__ import annotations

import re
from functools import cache

from provenance.text import fold

# One name for each spelling. An agency that is not here keeps the name as given.
AGENCIES = {
    "Amaq": "amaq;a3maq;aamaq;amaaq;a'maq;aʿmaq;amaq agency;a3maq agency;amaq news;a3maq news;"
    "amaq news agency;a3maq news agency;aamaq news agency;اعماق;وكالة اعماق;وكالة اعماق الاخبارية;وكالة اعماق للانباء;"
    "اعماق الاخبارية;агентство амак;амак",
    "AFP": "afp;afptv;agence france presse;france presse;ا ف ب;اف ب;فرانس برس;وكالة فرانس برس",
    "AP": "ap;associated press;the associated press;associated press ap;ap images;اسوشيتد برس",
    "Reuters": "reuters;reuters news agency;رويترز;وكالة رويترز;рейтер",
    "SANA": "sana;syrian arab news agency;syrian arab news agency sana;سانا;وكالة سانا;الوكالة العربية السورية للانباء",
    "dpa": "dpa;deutsche presse agentur;dpa picture alliance;picture alliance dpa",
    "EFE": "efe;agencia efe",
    "EPA": "epa;european pressphoto agency;european pressphoto agency epa;epa efe",
    "Getty Images": "getty;getty images;getty images library",
    "Anadolu": "anadolu;anadolu agency;anadolu ajansi;anadolu images;الاناضول;وكالة الاناضول",
    "TASS": "tass;itar tass;тасс",
    "Xinhua": "xinhua;xinhua news agency;新华社",
}
# What a source is on a platform: beside a platform's name these show that the rest is an account.
_KINDS = """
chat chats page account channel profile group user handle feed blog accounts channels pages
groupe chaine compte gruppe kanal kanalen konto kontot seite grupo cuenta canal perfil pagina sida sidan
grupp gruppen profil perfiles
nutzer nutzerin nutzers user utilisateur utilisatrice internaute usuario usuaria anvandare anvandaren kontoinhaber
kanals kontos profils kontots
kanalen sidan gruppen kontot قناه صفحه حساب مجموعه مستخدم
канал страница аккаунт
"""
# What may stand between such a word and the account.
_NAMING = """
a an the this of by official verified named called his her its their le la les un une du de officiel officielle der die
das des dem den vom von offizielle offizieller offiziellen el los las del oficial den det av officiella الرسميه الرسمي
"""
# What stands before a platform's name.
_PLACING = "on in from via to auf sur على من عبر في из с со"
# The same between the thing and the platform: "skärmdump från Facebook".
_FROM = "fran aus von vom de du del desde depuis por par by av ur"
# What no name contains that is not marked off: such a line is a sentence, or has two sources.
_SENTENCE = "and or is are by from who which that then known credited originally & ;"
# Words for the thing itself, which name nobody.
_THINGS = """
photo photos photograph image images picture pictures video videos footage clip still stills
screenshot screenshots screengrab screengrabs screen shot grab grabs capture frame
readers readers' readers’ reader's reader’s leserfoto leserbild leservideo lasarbild lasarfoto
archived deleted archive archivé archivée archiviert archivado archivada arkiverad gelöscht مؤرشف مؤرشفه
social media network networks website site app handout ho file ugc courtesy supplied submitted private archive
privat skarmdump skarmbild skarmklipp bildschirmfoto archiv arkiv
ecran d'ecran d’ecran prive privee captura pantalla
archivo archives privado particular cedida cortesia dr d.r d.r. foto fotos bild bilder imagen video
provided contributed received obtained lifted grabbed user-generated ugc
tomada tomado tomadas hamtad entnommen
تسجيل تسجيلات مقطع مقاطع
موقع تطبيق منصه فيديو صوره لقطه شاشه مواقع التواصل الاجتماعي
скриншот фото видео
"""
# What else stands between such words where a line tells how the thing was come by: "from a video uploaded to".
_CHAIN = """
to at out ein eine einer einem einen eines aus bei posting
beitrag videos beitrags standbild ausschnitt bildschirmaufnahme
verbreitet veroffentlicht geteilt gepostet hochgeladen
une un dans depuis par extrait extraite image tiree tire publiee publie publiees diffusee diffuse partagee partage
postee relayee capture d'une d’une d'un d’un aux des video videos
en pa una por publicacion publicaciones difundido difundida publicado publicada compartido compartida subido subida
fotograma extraido extraida tomada
ur i via av delad delat publicerad publicerat lagts spridd spridd videoklipp klipp film inlagg stillbild
من عن على في نشره نشرته نشرها نشر عبر متداوله متداول لقطه مقطع مصور منشور
grab post posts uploaded published released reel reels story stories live thread livestream stream tweet tweets message
"""
# What was done with it.
_DEEDS = "posted published shared uploaded released captured taken was were post posts story credit source"


_NOUN = (
    r"(?:file photo|photograph|photo|image|picture|video|footage|still|screen ?shot|screen ?grab|"
    r"screen capture|frame|pic)s?"
)
_OTHER_NOUN = r"(?:foto|fotos|bild|bilder|leserfoto|leserbild|vidéo|imagen|captura|capture|skärmdump|skärmbild|снимок)"
_GIVEN = r"(?:courtesy|contributed|provided|submitted|supplied|handout)"
# What stands before the source, to be taken off one after the other.
_LEAD = (
    rf"(?:{_NOUN}|sources?|credits?|{_NOUN} (?:credits?|source|courtesy)|handout|{_OTHER_NOUN}|"
    r"المصدر|مصدر|مصدر الصورة|صورة|الصورة|تصوير|فيديو|фото|видео|источник|quelle|källa|fuente|"
    r"crédit(?: photo)?|crédito(?: de la imagen)?)\s*[:：]\s*"
    rf"|(?:{_GIVEN} )?{_NOUN}\s?[|｜]\s?(?=\S)|{_GIVEN}\s?[|｜]\s?(?=\S)"  # "PHOTO | NAME", "Submitted photo | NAME"
    rf"|(?:{_NOUN} |handout )?(?:courtesy of|courtesy|via)\s+(?=\S)"
    rf"|{_NOUN} (?:taken |captured |provided |contributed |submitted |supplied |lifted |grabbed )?(?:by|from)\s+(?=\S)"
    r"|(?:screen ?shot|screen ?grab|still)s? of\s+(?=\S)"
    rf"|(?:{_NOUN}|foto|vidéo|captura|capture|skärmdump)\s?/\s?(?=[^\s/:]{{2,20}}\s?[:：])"  # "Screenshot/TikTok: NAME"
    r"|(?:©|\(c\)|copyright)\s*"
    r"|(?:gentileza|upload(?:ed)? by)(?: del?| the)?\s*[:：]?\s+(?=\S)"
    r"|obtained (?:by [^/|]{2,40}? )?(?:from|via)\s+(?=\S)"
    r"|(?:عبر|نقلا عن|نقلاً عن|بعدسة|через)\s+(?=\S)"
)

_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|كانون الثاني|شباط|[اآ]ذار|نيسان|[اأ]يار|حزيران|تموز|[اآ]ب|"
    r"[اأ]يلول|تشرين ال[اأ]ول|تشرين الثاني|كانون ال[اأ]ول|يناير|فبراير|مارس|[اأإ]بريل|مايو|يونيو|يوليو|"
    r"[اأ]غسطس|سبتمبر|[اأ]كتوبر|نوفمبر|ديسمبر|января|февраля|марта|апреля|мая|июня|июля|августа|сентября|"
    r"октября|ноября|декабря|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|"
    r"décembre|januari?|februari?|märz|maj|juni|juli|augusti|oktober|dezember|enero|febrero|marzo|abril|mayo|junio|"
    r"julio|agosto|sep?tiembre|octubre|noviembre|diciembre)\.?"
)
_DAY = r"\d{1,2}(?:st|nd|rd|th|er|\.)?"
_YEAR = r"(?:19|20|١٩|٢٠)\d\d"
# A date at the end of a line, with what parts it from the rest. A lone year needs a separator.
_DATE_AT_END = (
    rf"(?:^|[\s/|,،;؛(\[–—-])({_DAY}(?: of| de)? {_MONTH},?(?: del?)? {_YEAR}|{_MONTH} {_DAY},? {_YEAR}"
    rf"|{_MONTH},? {_YEAR}|\d{{4}}-\d{{2}}-\d{{2}}|\d{{1,2}}[./-]\d{{1,2}}[./-](?:{_YEAR}|\d\d)"
    rf"|{_YEAR}[./]\d{{1,2}}[./]\d{{1,2}}"
    rf"|(?:(?<=[/|,،;(\[])|(?<=[/|,،;] )){_YEAR})[)\]]?$"
)


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(words).split())


KINDS = _folded(_KINDS)
NAMING = KINDS | _folded(_NAMING)
PLACING = _folded(_PLACING)
LINKS = NAMING | PLACING
THINGS = _folded(_THINGS)
ASIDES = THINGS | _folded(
    """
translation translated ubersetzung ubersetzt traduction traduit traduite traduccion traducido traducida oversattning
oversatt ترجمه مترجم cropped crop detail ausschnitt extrait recorte beskuren utsnitt blurred verpixelt unkenntlich
floute floutee difuminado anonymisiert anonymised anonymized
"""
)
DEEDS = _folded(_DEEDS)
SENTENCE = DEEDS | _folded(_SENTENCE)
NOISE = LINKS | THINGS | DEEDS | _folded(_FROM)
CHAIN = NOISE | SENTENCE - _folded("and or is are ; & which who") | _folded(_CHAIN)
MAPS = (
    "Google|Google Maps|Google Earth|Mapy|Mapillary|Maxar|Planet Labs|Airbus|Sentinel|Copernicus|OpenStreetMap|"
    "Yandex|Bing|Apple Maps"
)
# What the thing is, before a name or behind it, where only a space parts them: "Photo NAME / Facebook".
THING_BEFORE = (
    r"(?:Photos?|Fotos?|Vid[ée]os?|Crédits?|Cortes[íi]a(?: de)?|Courtesy(?: of)?|PHOTOS?|FOTOS?|COURTESY) (?=[A-ZÀ-Þ@])"
)
THING_BEHIND = r"(?<=\S)(?<!\b(?:en|in|of|de|au|på|di)) (?:photo|video|image|screenshot|footage|screengrab)s?$"
# What became of the account or the post since: "NAME (account since closed)".
SINCE = (
    r"(?i)(?:(?:the )?(?:account|page|channel|profile|post|video|group)[, ]|(?:das )?(?:konto|profil)[, ]|"
    r"(?:der )?(?:kanal|beitrag)[, ]|(?:die )?seite[, ]|(?:le )?(?:compte|profil)[, ]|(?:la )?(?:page|chaîne)[, ]|"
    r"(?:la )?(?:cuenta|página)[, ]|(?:el )?(?:canal|perfil)[, ]|kontot[, ]|sidan[, ]|kanalen[, ]|"
    r"(?:ال)?(?:حساب|صفحة|قناة) )?"
    r"(?:is |was |has been )?(?:now |since |later |inzwischen |mittlerweile |seither |depuis |désormais |ya |luego |"
    r"numera |senare )?(?:been )?(?:closed|deleted|removed|suspended|renamed|private|inactive|defunct|archived|"
    r"gelöscht|"
    r"gesperrt|geschlossen|nicht mehr verfügbar|archiviert|supprimée?|fermée?|suspendue?|inactif|eliminad[ao]|"
    r"cerrad[ao]|suspendid[ao]|borrad[ao]|raderat|raderad|stängt|borttaget|borttagen|محذوفة?|مغلقة?|حُذف|حذف)"
    r"(?: since)?"
)
# That it was kept, before the day on which: "PLATFORM/NAME, archived on 1 May 2024".
KEPT_ON = (
    r"(?i)[\s,;،(/|–—-]*\b(?:archived|saved|captured|retrieved|accessed|archiviert|abgerufen|gesichert|aufgerufen|archivée?|"
    r"consultée?|capturée?|archivad[ao]|consultad[ao]|capturad[ao]|arkiverad|arkiverat|hämtad|hämtat|مؤرشفة?|أُرشف)"
    r"(?: (?:on|at|am|vom|le|du|el|den|في|بتاريخ))?\s*$"
)
# The kind of an account with its article in the word, which no name begins with: "Facebook/Gruppen NAME".
THE_KIND = (
    r"(?:(?:Gruppen|Sidan|Kontot|Kanalen|Profilen|Användaren|Gruppe|Nutzer(?:in)?) (?=[^\W\d_a-zà-ÿ]|[«“„\"@])|"
    r"(?:Kanal|Seite|Konto|Profil) (?=[^\W\d_a-zà-ÿ]\w\w|[«“„\"@]))"
)
# The kind in small letters behind a name in capitals: "Telegram: Harbour Alarm channel".
THE_KIND_BEHIND = r"(?<=[\w\"”»]) (?:channel|page|account|group|profile|user)$"
# That it may be shown, or who kept it, behind whose it is: "PLATFORM/@NAME, used with permission".
_KEEPER = r"[^/|@,;()]{2,40}"
LEAVE = (
    r"(?i)[\s,;،]+[(–—-]?\s?(?:"
    r"(?:(?:used|shown|shared|reproduced|republished|published|posted) )?(?:by|with) (?:kind |the )?"
    r"(?:(?:his|her|their|owner[’']s|author[’']s) )?(?:permission|consent)|"
    rf"(?:archived|preserved|saved) by {_KEEPER}|"
    r"(?:verwendet |veröffentlicht )?mit (?:freundlicher |ihrer |seiner )?(?:genehmigung|erlaubnis)|"
    rf"archiviert (?:von|durch) {_KEEPER}|"
    r"(?:(?:utilisée?|reproduite?|publiée?) )?avec (?:l[’']aimable |son |leur )?(?:autorisation|accord)|"
    rf"archivée? par {_KEEPER}|"
    rf"(?:(?:usad|utilizad|reproducid|publicad)[ao] )?con (?:su )?(?:permiso|autorización)|archivad[ao] por {_KEEPER}|"
    rf"(?:(?:används|publicera[ds]) )?med (?:hans |hennes |deras )?tillstånd|arkivera[dt] av {_KEEPER}|"
    r"(?:نُ?شرت? )?ب[إا]ذن(?: من)?(?: صاحبها| صاحبه| المصور)?)\s?\)?\.?$"
)
# Who worked on a picture, behind whose it is: "Facebook/NAME, Montage: NAME", "NAME/X | Screenshot: OUTLET"; and that
# it is of an archive: "Telegram/NAME | Archivbild".
_ARCHIVE = (
    r"(?:archiv|arkiv)(?:bild|foto|aufnahme|video)?|symbolbild|archives?|archivo|file (?:photo|image|picture|footage)|"
    r"archive (?:photo|image|picture|footage)|(?:photo|image|capture|vidéo)s? d[’']archives?|"
    r"(?:foto|imagen|vídeo) de archivo|(?:صورة |لقطة )?(?:من )?(?:ال)?أرشيف(?:ية)?"
)
_LICENCE = (
    r"(?:\(?CC[ -](?:BY|0)(?:[ -](?:SA|ND|NC))*(?: \d\.\d)?\)?|CC0|public domain|domaine public|gemeinfrei|"
    r"dominio público)"
)
WORK = (
    r"(?i)(?:\s?[,;،؛/|·•]|\s[–—-](?=\s))\s?(?:(?:(?:bild|foto|photo)?(?:montage|collage|kollage|montaje)|bearbeitung|"
    r"gra(?:f|ph)ik|graphics?|illustration|markierung(?:en)?|markings?|annotations?|editing|edición|translation|"
    r"übersetzung|traduction|screen ?shots?|screen ?grabs?|bildschirmfoto|captura(?: de pantalla)?|"
    rf"capture(?: d[’']écran)?|skärmdump|skärmbild|لقطة(?: شاشة)?|صورة شاشة|مونتاج|تصميم|ترجمة)"
    r"(?:\s?[:：]\s?|\s(?:by|von|vom|par|por|av|taken|made|du|del|från|aufgenommen)\s)\S.*|"
    rf"(?:{_ARCHIVE})|{_LICENCE})\.?$"
)
# Who is named where nobody in particular is: "Private via TikTok".
NOBODY = _folded(
    """
private privat prive privada unknown anonymous anonym anonyme anonimo okand unbekannt inconnu desconocido handout
various مجهول خاص ناشطون نشطاء متداول
"""
)
ARTICLES = frozenset("the a an der die das ein eine einen dem den le la les un une el los las una en ett det".split())  # noqa: SIM905 - a table
OWNED = _folded(
    "its his her their our own ihr ihrem ihrer sein seinem seiner son sa ses leur su sus sin sitt sina dess"
)
ON = _folded("on auf sur på en على في")
VIA = _folded("via عبر")


def agency(name: str) -> str | None:
    """The one name of an agency that is known under this spelling; hyphens, points, apostrophes do not matter."""
    return _agencies().get(_key(name))


# The expressions are compiled when first needed: they would be a good part of every command's start.
@cache
def lead() -> re.Pattern[str]:
    """Words at the beginning that lead to the source."""
    return re.compile(_LEAD, re.IGNORECASE)


_ANY_PLATFORM = (
    r"(?:Facebook|Instagram|Telegram|TikTok|YouTube|Twitter|X|Bluesky|Snapchat|VK|Threads|WhatsApp|"
    r"فيسبوك|فايسبوك|فيس بوك|إنستغرام|انستغرام|إنستجرام|"
    r"تلغرام|تليغرام|تيليغرام|تيك توك|تيكتوك|يوتيوب|تويتر|إكس|اكس|سناب شات)"
)
_ACCOUNT_KIND = (
    r"(?:channel|page|account|user|group|profile|handle|Kanal(?:s|en)?|Seite|Konto(?:s)?|Gruppe|Nutzer(?:in)?|chaîne|page|compte|groupe|"
    r"utilisateur|canal|página|cuenta|grupo|usuario|perfil|kanalen|sidan|kontot|gruppen|användaren|"
    r"[بل]?(?:ل|ال)?(?:قناة|صفحة|حساب|مستخدم|مجموعة))"
)
# How a caption tells whose the medium is. A name without quotation marks begins with capitals, and ends with them.
_POST = (
    r"(?:posts?|tweets?|videos?|clips?|reels?|stor(?:y|ies)|threads?|beitrags?|tuits?|publi(?:cation|cación)|vidéo|vídeo|"
    r"inlägg(?:et)?|منشور|تغريدة|مقطع|فيديو)"
)
_TOLD_BY = (
    r"(?P<deed>(?:posted|shared|published|released|uploaded|distributed|gepostet|geteilt|veröffentlicht|verbreitet|"
    r"hochgeladen|publiée?s?|partagée?s?|diffusée?s?|postée?s?|publicad[ao]s?|compartid[ao]s?|difundid[ao]s?|subid[ao]s?|"
    r"delades?|publicerades?|delats|publicerats|spridd|نشر(?:ه|ها|هما|ته|تها|تهما)?|بث(?:ه|ها|ته|تها)?)"
    r"(?: (?:by|on|to|via|auf|bei|von|vom|sur|par|en|por|på|av|i|de|على|عبر))?"
    r"(?: (?:the|its|der|die|das|la|le|les|un|une|el))? )?(?:"
    rf"\b(?P<on>{_ANY_PLATFORM})(?: by|[ -])(?: ?(?:the )?{_ACCOUNT_KIND})?(?: by)? ?@(?P<handle>[\w.-]{{2,40}})"
    rf"|\b(?P<of>{_ANY_PLATFORM})(?:[ -]|,? (?:by|av|von|vom|par|por) (?:the |der |die |das |dem |la |le |el )?)"
    rf"{_ACCOUNT_KIND} (?:of |de |von |av )?"
    rf"(?:[«“„\"](?P<quoted>[^»”“\"]{{2,60}})[»”“\"]|(?P<named>[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ0-9][\w’'-]*){{1,4}}))"
    rf"|{_ACCOUNT_KIND} (?:[«“„\"])?@?(?P<signed>(?<=[«“„\"])[^»”“\"@]{{2,60}}|(?<=@)[\w.-]{{2,40}})[»”“\"]?"
    rf" (?:on|auf|bei|sur|en|på|على|عبر|في) (?:منصة |موقع |تطبيق )?(?P<at>{_ANY_PLATFORM})\b"
    rf"|\b(?P<where>{_ANY_PLATFORM})\b[^.!?«“„\"@]{{0,60}}? (?:by|von|vom|par|por|av|från) "
    rf"(?:the |der |dem |die |la |le |el |un |une )?(?:{_ACCOUNT_KIND} [«“„\"] ?(?P<whose>[^»”“\"]{{2,60}}?) ?[»”“\"]"
    rf"|(?:{_ACCOUNT_KIND} )?@(?P<whose_handle>\w[\w.-]{{0,38}}\w))"
    rf"|{_ACCOUNT_KIND} (?:de |du |d[’']|on )?(?P<its>{_ANY_PLATFORM}) "
    rf"(?:@(?P<its_handle>[\w.-]{{2,40}})|[«“„\"] ?(?P<its_name>[^»”“\"]{{2,60}}?) ?[»”“\"])"
    rf"|(?i:\b{_POST}) (?:by|from|von|vom|de|du|par|av|من|ل) ?@(?P<poster>[\w.-]{{2,40}}),? "
    rf"(?:on|auf|bei|sur|en|på|على|عبر) (?:منصة |موقع )?(?P<there>{_ANY_PLATFORM})\b)"
)


# How a caption tells who posted what is embedded: "uploaded on Friday by the channel NAME".
_POSTED_BY = (
    r"(?i:posted|shared|published|released|uploaded|gepostet|geteilt|veröffentlicht|verbreitet|hochgeladen|publiée?s?|"
    r"partagée?s?|diffusée?s?|postée?s?|mise? en ligne|publicad[ao]s?|compartid[ao]s?|difundid[ao]s?|subid[ao]s?|"
    r"delade?s?|delats?|publicera[dt]e?s?|publicerats|lades upp|upplagd|نشر(?:ه|ها|ته|تها|ت)?)"
    r"(?: [^.!?«“„\"@]{1,40}?)? (?:by|von|vom|par|por|av|från|قبل) (?:the |der |dem |die |la |le |el )?"
    rf"(?:{_ACCOUNT_KIND} (?:[«“„\"] ?(?P<quoted>[^»”“\"]{{2,60}}?) ?[»”“\"]|"
    r"(?P<named>[A-ZÀ-Þ][\w’'-]*(?: [A-ZÀ-Þ0-9][\w’'-]*){0,4}))|@(?P<handle>\w[\w.-]{0,38}\w))"
)


@cache
def posted_by() -> re.Pattern[str]:
    """How a caption tells which account posted what it shows."""
    return re.compile(_POSTED_BY)


@cache
def told_by() -> re.Pattern[str]:
    """How a caption tells whose the medium is: the platform in group "on", "of" or "at", beside the account."""
    return re.compile(_TOLD_BY)


@cache
def date_at_end() -> re.Pattern[str]:
    """A date at the end, in group 1."""
    return re.compile(_DATE_AT_END, re.IGNORECASE)


@cache
def _agencies() -> dict[str, str]:
    return {_key(spelling): name for name, spellings in AGENCIES.items() for spelling in spellings.split(";")}


def _key(name: str) -> str:
    return "".join(filter(str.isalnum, fold(name)))
