"""What one line of a copied text is: a field of its head, a label, a date, or a part of the page around it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.facts import read_moment
from provenance.importers.article.understanding import a_date
from provenance.platforms import canonical_platform

if TYPE_CHECKING:
    from provenance.dates import DateRange

LONGEST_HEAD = 90  # characters of a line of outlet, reporter and date
LONGEST_LINE = 1_000  # of one that can be anything but a paragraph; expressions are tried on no longer ones
FIELD = re.compile(  # of a head such as "Date: ...", one line each
    r"(?i)^\W*(?:title|headline|subtitle|date|published|source|outlet|publication|publisher|author|byline|by|url|link|location|"
    r"language|section|tags|keywords|kicker|lead|summary|titel|datum|quelle|autor(?:in)?|titre|auteur|fecha|fuente|título|"
    r"rubrik|källa|författare|العنوان|التاريخ|المصدر|الكاتب|الموقع|"
    r"from|to|cc|subject|von|an|betreff|de|à|objet|para|asunto|från|till|ämne|من|إلى|الموضوع)\s*[:：]\s*\S"
)


LABEL = re.compile(
    r"^\s*[\[(<*_#>📷📸🖼🎥📹🎬▶\ufe0f-]*\s*(?P<label>(?:(?:lead|main|cover|top|file|feature|header|inset)\s)?(?:photo|"
    r"image|picture|video|figure|fig\.?|caption|photo caption|image caption|video caption|gallery|slide|"
    r"pictured|above|below|graphic|screenshot|still|"
    r"foto|bild|bildunterschrift|aufmacherbild|abbildung|légende|légende photo|image principale|vidéo|"
    r"galerie|imagen|fotografía|pie de foto|vídeo|galería|bildtext|bildspel|الصورة|صورة|تعليق الصورة|"
    r"فيديو|شرح الصورة))"
    r"(?:\s*(?:no\.?\s*)?\d{1,2}[a-h]?(?:\s?(?:/|of|von|sur|de|"
    r"av)\s?\d{1,2})?)?\s*(?:\((?P<side>[^)]{1,20})\))?\s*[\])]?\s*(?:[:：]|[–—-]\s|"
    r"\||(?<=\d)\.)\s*(?P<rest>.*?)\s*[\]>*_]*$",
    re.IGNORECASE | re.DOTALL,
)


# What stands in a mail without pictures where one was: "[Image]", with its caption on the same line or the next.
PLACEHOLDER = re.compile(
    r"(?i)^[\[(<]\s?(?:(?P<film>video|film|clip|vídeo|vidéo|videoclip|فيديو|الفيديو|مقطع(?: فيديو)?)|"
    r"image|photo|picture|bild|foto|imagen|صورة|الصورة)(?:\s?\d{1,2})?\s?[\])>]\s*"
)


# Labels for screen readers, which stand in the text when a page is copied: "Image caption, ...", "Image source, ...".
CAPTION_LABELS = (
    r"(?:image|photo|picture|video|media|gallery|audio) caption|"
    r"(?:التعليق على|تعليق على|تعليق|شرح) (?:الصورة|الفيديو|مقطع الفيديو)|"
    r"(?:pie|leyenda) de (?:la )?(?:foto(?:grafía)?|imagen|v[íi]deo)|"
    r"légende (?:de )?(?:la |l[’'])?(?:image|photo|vidéo)|bildunterschrift|bildbeschreibung|bildtext|videotext|"
    r"videobeschreibung|legenda da (?:foto|imagem)|подпись к (?:фото|видео)|didascalia|altyazı"
)
SOURCE_LABELS = (
    r"(?:image|photo|picture|video|media) (?:source|copyright|credit)|(?:صدر|مصدر|حقوق) (?:الصورة|الفيديو)|"
    r"(?:fuente|crédito|origen) de la (?:imagen|foto)|crédit (?:photo|image|vidéo)|source de (?:la photo|l[’']image)|"
    r"bildquelle|bildnachweis|bildkälla|crédito da (?:foto|imagem)|автор фото|источник фото|kaynak"
)
SAID_CAPTION = re.compile(
    rf"(?i)^\W*(?P<label>{CAPTION_LABELS})(?:\s*[,،:]\s*|\s+(?=[\"“«]?(?-i:[A-ZÀ-ÞŠŽ])))(?P<rest>\S.*)$"
)


SAID_SOURCE = re.compile(rf"(?i)^\W*(?:{SOURCE_LABELS})\s*[,،]\s*(?P<rest>\S.{{0,150}})$")
CAPTION_ALONE = re.compile(rf"(?i)^\W*(?:{CAPTION_LABELS})\s*[,،:]?\s*$")
LABEL_ALONE = re.compile(
    rf"(?i)^\W*(?:{CAPTION_LABELS}|{SOURCE_LABELS})\s*[,،:]?\s*$"
)  # its words are on the next line


# What is pressed to see a picture larger: a caption follows, credit or not.
ENLARGES = re.compile(
    r"(?i)^\W*(?:(?:view|open|see|show|enlarge|expand|zoom) (?:this |the |full )?(?:image|photo|picture)"
    r"(?: in \w+| \w+)?|"
    r"bild vergrößern|bild in detailansicht öffnen|vollbild|agrandir (?:l[’'])?(?:image|photo)|"
    r"ampliar (?:la )?(?:imagen|foto)|ver (?:la )?imagen(?: ampliada| completa)?|förstora (?:bilden?|foto)|"
    r"visa (?:större|stor) bild|(?:bild|foto|photo|image|picture|imagen|صورة)?\s?\d{1,3}\s?"
    r"(?:/|of|von|av|de|sur|من)\s?\d{1,3}|(?:toggle|hide|show) caption|تكبير الصورة|عرض الصورة)\W*$"
)


PLAYS = re.compile(
    r"(?i)^\W*(?:play (?:the )?video|video abspielen|lire la vidéo|reproducir (?:el )?v[íi]deo|spela (?:upp )?video\w*|"
    r"تشغيل الفيديو)(?:\W+(?:duration|dauer|durée|duración|längd|المدة)\W.{1,30})?\W*$"
)


NAMES_CREDIT = re.compile(
    r"(?i)^\W*(?:photo(?:graph)?s?|image|picture|foto|fotos|bild|bilder|credits?|crédits?|créditos?|quelle|source|fuente|"
    r"källa|bildquelle|(?:photo|image) credit|crédit photo|المصدر|تصوير|الصورة)\s*[:：]\W*$"
)


URL_ALONE = re.compile(
    r"^\W*(?:(?:watch|video|see|source|tweet|post|photo|image|embed(?:ded)?(?: (?:tweet|post|video))?|"
    r"vidéo|vídeo|foto|bild|فيديو)[^\n:]{0,20}:)?\s*(https?://\S+?)[\])>.,]*\s*$",
    re.IGNORECASE,
)


PUBLISHED = re.compile(
    r"(?i)^\W*(?:(?:first )?(?:published|posted|updated|date|issued|last updated|transmitted|veröffentlicht|datum|"
    r"stand|erstellt|publié(?:e)?|mis en ligne|publicado|actualizado|fecha|publicerad(?:es)?|uppdaterad|"
    r"datum|التاريخ|نشر(?:ت)?|تاريخ(?: النشر)?|نُشرت?|آخر تحديث)\b[^\d:]{0,15}:?\s*(?:on|am|le|el|den|في|"
    r"the)?\s*)(?P<date>.{4,60})$"
)


# Who else worked on an article, at its end.
REPORTERS = re.compile(
    r"(?i)^\W*(?:reporting|writing|editing|additional reporting|edited|written|translated|compiled|"
    r"with (?:reporting|files|additional)|this (?:article|story|report)|"
    r"bearbeitung|mit material|mit informationen|avec (?:afp|reuters|ap)|con información|med uppgifter|"
    r"\(?reporting by)|^\W*\((?:reporting|writing|editing|additional)|(?:wrote this report|"
    r"contributed to this (?:report|story)|translated .{3,40} material)"
)


TIME_HEADING = re.compile(  # above an entry of live coverage: "17:55 | The army answers"
    r"^\W*(?:[01]?\d|2[0-3])[:.h][0-5]\d(?: ?(?:[AaPp]\.?[Mm]\.?|Uhr|h|GMT|UTC|CET|CEST|BST))?\s*[|｜–—]\s*(?=\S)"
)
BYLINE = re.compile(r"(?i)^\W*(?:by|von|par|por|av|text|كتبه|بقلم|كتبت?)\s*:?\s+\S.{1,70}$")
ADDRESS = re.compile(r"(?i)^\W*(?:url|link|source url|original|from|canonical|permalink)?\s*:?\s*(https?://\S+)\s*$")


RELEASE = re.compile(
    r"(?i)(?:pressemitteilung|medienmitteilung|press release|media release|news release|communiqué(?: de presse)?|"
    r"comunicado(?: de prensa)?|nota de prensa|pressmeddelande|بيان(?: صحفي)?)"
)


# What a channel's page has around its posts, a newsletter around its text, and agency copy above its own.
_OF_CHANNEL = (
    r"\d[\d.,]*\s?[KMkم]?\s(?:views?|vistas?|vues?|visningar|aufrufe|مشاهدة|مشاهدات|subscribers?|suscriptores|abonnés|"
    r"abonnenten|prenumeranter|مشتركا?|مشتركين|photos?|videos?|links?|files?|fotos?|enlaces)(?:\s?edited)?(?:\s\d{1,2}:\d{2})?|"
    r"\d[\d.,]*\s?[KMkم]?\s(?:shares?|likes?|comments?|reactions?|mal geteilt|kommentare?|partages?|commentaires?|"
    r"compartidos?|comentarios?|delningar|kommentarer|min(?:utes?)? read|min\.? lesezeit|تعليقات?|مشاركات?)"
    r"(?:\s?[|·].{0,40})?|"
    r"(?:suivez-nous|síguenos|sigue a|folgen sie uns|följ oss|folgt uns)\b.{0,60}|"
    r"(?:view in|download|descarga(?:r)?|télécharger|ladda ner|تحميل|تنزيل) (?:telegram|تيليجرام|تلغرام)(?: .{1,30})?|"
    r"telegram herunterladen|ver en telegram|forwarded from .{1,60}|reenviado de .{1,60}|weitergeleitet von .{1,60}"
)
_OF_NEWSLETTER = (
    r"(?:unsubscribe|manage (?:your )?preferences|abbestellen|newsletter abbestellen|se désabonner|se désinscrire|"
    r"darse de baja|cancelar (?:la )?suscripción|avregistrera|لإلغاء الاشتراك|إلغاء الاشتراك).{0,90}|"
    r"(?:view|read|open) (?:this |the )?(?:e-?mail|newsletter|message )?\s?(?:in|on) (?:your |the )?(?:web )?browser|"
    r"(?:diese e-?mail |diesen newsletter )?im browser (?:ansehen|öffnen|lesen|anzeigen)|"
    r"diese[nr]? (?:e-?mail|newsletter) im browser (?:ansehen|öffnen|lesen|anzeigen)|"
    r"(?:voir|lire|afficher).{0,30} (?:navigateur|en ligne)|ver .{0,30} navegador|visa .{0,30} webbläsare\w*|"
    r"عرض (?:النشرة|الرسالة|البريد) في المتصفح"
)
_OF_WIRE = (
    r"(?:eds|editors|note to editors|attention editors)\b\s?[.:].{0,160}|"
    r"(?:[\w-]+ )?(?:photos?|videos?|graphics?)(?: [A-Z0-9, -]{3,40})? (?:have |has )?moved\..{0,60}"
)
# Lines of the page around the article, which a copy from the browser brings along.
_AROUND = re.compile(
    r"(?i)^\W*(?:(?:share|tweet|e-?mail|print|save|send|pin|copy link|post)(?: (?:this|on|to|via|by|it|"
    r"with)\b.{0,40})?|"
    r"(?:partager|partagez|teilen|auf \w+ teilen|dela|compartir|comparte|imprimir|drucken|imprimer|"
    r"skriv ut|مشاركة|شارك|"
    r"طباعة|انشر)(?: .{0,30})?(?:\s?[|·•].{0,60})?|"
    r"(?:related|more|recommended|popular|latest|top) (?:stories|articles?|news|posts|coverage|reading|"
    r"content|topics|on .{1,40})"
    r".{0,80}|related\b.{0,60}|(?:read|see|watch|listen|learn|find out) (?:more|also|next|on)\b.{0,120}|"
    r"(?:lire|à lire) (?:aussi|également)?.{0,120}|(?:lesen sie|mehr zum thema|läs (?:mer|också|även)|lea también|"
    r"lee también|te puede interesar|más sobre|sur le même (?:sujet|thème)|اقرأ (?:أيضا|أيضًا|أيضاً|"
    r"المزيد)|مواضيع ذات صلة|"
    r"أخبار ذات صلة|شاهد أيضا)\b.{0,120}|"
    r"(?:sign up|subscribe|newsletter|follow us|abonnez|abonnieren|suscr|prenumerera|nyhetsbrev|comments?\b|kommentare|"
    r"للاشتراك|للانضمام|الرجاء النشر|اشترك(?:وا)?|تابعونا|تابعنا|#\w+(?: #\w+)*$|"
    r"commentaires|comentarios|kommentarer|التعليقات|advertisement|anzeige|publicité|publicidad|annons|إعلان|"
    r"continue reading|story continues|tags?\s*:|topics?\s*:|filed under|skip to|back to top|log in|cookie).{0,90}|"
    rf"{_OF_CHANNEL}|{_OF_NEWSLETTER}|{_OF_WIRE}|"
    r"(?:©|\(c\)|copyright\b).{0,160}|[^.!?©/|]{2,40} © ?(?:19|20)\d\d|"
    r".{0,120}(?:all rights reserved|alle rechte vorbehalten|tous droits réservés|"
    r"todos los derechos reservados|alla rättigheter|جميع الحقوق محفوظة|حقوق النشر محفوظة).{0,80})$"
)


TEASERS = re.compile(  # headings under which other articles stand
    r"(?i)^\W*(?:(?:related|more|recommended|popular|latest|top) (?:stories|articles?|news|posts|coverage|"
    r"reading|content)|"
    r"related|(?:you )?(?:may|might) also (?:like|be interested in)|more on this(?: story| topic)?|"
    r"more (?:from|in|on) .{1,40}|mehr (?:aus|von|zu) .{1,40}|plus (?:de|sur) .{1,40}|más (?:de|en|sobre) .{1,40}|"
    r"mer (?:från|om) .{1,40}|المزيد (?:من|عن|في) .{1,40}|"
    r"(?:read|see) (?:also|more|next)|also read|don.t miss|up next|most (?:read|viewed|popular)|editors?.s? picks?|"
    r"recommended(?: for you)?|what to read next|mehr zum thema|mehr (?:dazu|lesen)|auch interessant|lesen sie auch|"
    r"das könnte sie (?:auch )?interessieren|meistgelesen\w*|sur le même (?:sujet|thème)|"
    r"(?:à )?lire (?:aussi|également)|"
    r"à voir aussi|les plus lus|nos lecteurs ont (?:aussi )?lu|te puede interesar|también te puede interesar|"
    r"le puede interesar|lee también|lea también|lo más (?:leído|visto)|más (?:noticias|información)|"
    r"läs (?:mer|också|även|vidare)|mest läst\w*|se också|mer om (?:ämnet|nyheten)|قد يهمك(?: أيضا| أيضًا| أيضاً)?|"
    r"اقرأ (?:أيضا|أيضًا|أيضاً|المزيد)|شاهد (?:أيضا|أيضًا|أيضاً)|الأكثر (?:قراءة|مشاهدة)|"
    r"مواضيع ذات صلة|أخبار ذات صلة|comments?|kommentare|commentaires|comentarios|kommentarer|"
    r"التعليقات)\W*(?:\(\d+\))?\W*$"
)


def said_in(pattern: re.Pattern[str], text: str) -> re.Match[str] | None:
    """What a pattern finds at the beginning of a line; of a longer text nothing, since it is a paragraph."""
    return pattern.match(text) if len(text) <= LONGEST_LINE else None


def is_around(text: str) -> bool:
    """Whether a line belongs to the page rather than to the article: "Share on ...", "All rights reserved"."""
    if len(text) <= LONGEST_SHARING and (_shares(text) or _is_menu(text)):
        return True
    return len(text) <= 200 and bool(_AROUND.match(text)) and not re.search(r"[^.]{30,}[.!?] .{20,}[.!?]$", text)


LONGEST_SHARING = 120  # characters of a line of buttons that share
FEWEST_SECTIONS = 4  # beside each other in a menu
LONGEST_SECTION = 3  # words
FEWEST_SHARING = 3  # platforms beside each other that name no source
_BESIDE = re.compile(r"\s*[|·•/,،]\s*")
_TO_SHARE = re.compile(
    r"(?i)\W*(?:share|follow|partage[rz]?|suive[zr]|teilen|folgen|dela|följ|compart\w+|síg\w+|شارك|مشاركة|تابع)\w*\b[^:|]{0,30}:\s*"
)


def _shares(text: str) -> bool:
    """Whether a line is a row of platforms to press: "Share: Facebook | X | WhatsApp"."""
    said = _TO_SHARE.match(text)
    row = text[said.end() if said else 0 :].strip()
    parts = _BESIDE.split(row) if _BESIDE.search(row) else row.split()
    to_press = (canonical_platform(part) or (said and _ALSO_PRESSED.fullmatch(part)) for part in parts)
    return len(parts) >= (2 if said else FEWEST_SHARING) and all(to_press)


_ALSO_PRESSED = re.compile(
    r"(?i)e-?mail|mail|print|link|copy|drucken|kopieren|imprimer|correo|imprimir|copiar|skriv ut|kopiera|pinterest|sms|"
    r"بريد|طباعة|رابط|نسخ"
)


def _is_menu(text: str) -> bool:
    """Whether a line is a row of a site's sections: "Home | World | Video | Contact"."""
    if _FIRST_OF_MENU.match(text) and not re.search(r"[.!?:؟،,]", text):
        return True
    parts = [part.strip() for part in text.split("|")]
    is_row = len(parts) >= FEWEST_SECTIONS and all(0 < len(part.split()) <= LONGEST_SECTION for part in parts)
    return is_row and any(SECTION.fullmatch(part) for part in parts)


_FIRST_OF_MENU = re.compile(r"(?i)(?:startseite|accueil|inicio|portada|الرئيسية) \S+ \S+(?: \S+){1,9}$")
# Sections of a site, which stand beside its name or in the path to the article.
SECTION = re.compile(
    r"(?i)(?:home|start(?:seite|sida)?|accueil|inicio|portada|الرئيسية|world|news|international|politics|"
    r"middle east|africa|"
    r"asia|europe|americas|investigations?|fact.?check\w*|ausland|politik|welt|nachrichten|panorama|monde|politique|"
    r"afrique|proche-orient|actualités?|mundo|internacional|política|actualidad|noticias|utrikes|världen|nyheter|inrikes|"
    r"العالم|سياسة|أخبار|عربي|تحقيقات|عربي ودولي|دولي|محليات|دولية)"
)


PATH = re.compile(r"\s*(?:>|›|»|/|\||·|•|«|‹)\s*")


def is_path(text: str) -> bool:
    """Whether a line is the path to the article: "Home > World > Africa"."""
    parts = PATH.split(text) if len(text) <= LONGEST_HEAD else []
    return bool(parts) and bool(SECTION.fullmatch(parts[0].strip()))


def date_within(text: str, language: str | None) -> DateRange | None:
    """The one day that a short line names somewhere."""
    from provenance.dates import parse_date
    from provenance.wording.spoken import find_dates

    days = [each for each in find_dates(text, language=language) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", each.edtf or "")]
    return parse_date(days[0].edtf or "") if len(days) == 1 and not days[0].relative else None


def is_date_line(text: str, language: str | None) -> bool:
    return 0 < len(text) <= LONGEST_HEAD and date_in(text, language=language) is not None


def is_place_alone(text: str) -> bool:
    from provenance.importers.article.understanding import is_place

    return is_place(text)


def date_in(text: str, *, language: str | None) -> DateRange | None:
    """The day that a short line of outlet, reporter and date names."""
    from provenance.dates import parse_date
    from provenance.errors import BadDate

    for piece in _pieces(_TWO_NAMES.sub("", text) if text else text):
        if moment := read_moment(piece):
            return moment
        spoken = a_date(piece, language=language)
        if spoken and spoken.edtf and not spoken.relative and re.match(r"\d{4}-\d{2}-\d{2}", spoken.edtf):
            try:
                return parse_date(spoken.edtf)
            except BadDate:
                continue
    return None


_TWO_NAMES = re.compile(r"[\u0621-\u064a]+[12]?/(?=[\u0621-\u064a]+ )")  # of a month: "تشرين2/نوفمبر"


def _pieces(text: str | None) -> list[str]:
    """The whole, and what stands between bars and commas in a line of outlet, reporter and date."""
    if not text or not re.search(r"\d|[٠-٩]", text):
        return []
    bare = re.sub(
        r"(?i)[,\s]*(?:at|um|à|kl\.?|a las|الساعة)?\s*\d{1,2}[:.h]\d{2}(?:\s?(?:am|pm|a\.m\.|p\.m\.|uhr|"
        r"h|gmt|utc|[A-Z]{2,4}))*\s*$",
        "",
        text.strip(),
    )
    parts = re.split(r"\s*[|•·–—]\s*|\s-\s", bare)
    said = (_DATE_LABEL.sub("", part).strip(" .,:") for part in (bare, *parts))
    return list(dict.fromkeys(part for part in said if part))


_DATE_LABEL = re.compile(
    r"(?i)^\W*(?:(?:first )?published|posted|updated|stand|veröffentlicht|erstellt|publié(?:e)?|"
    r"mis(?:e)? (?:en ligne|à jour)|"
    r"publicado|actualizado|publicerad(?:es)?|uppdaterad|نشرت?|نُشر|تاريخ النشر)\b\s*:?\s*(?:on|am|vom|le|"
    r"el|den|في|يوم)?\s+"
)
