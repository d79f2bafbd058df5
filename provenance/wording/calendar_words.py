"""Names of months, days and parts of days, per language. Data only; :mod:`provenance.wording.spoken` reads them.

Words are separated by spaces; one that ends in a point is an abbreviation, written with or without it, and
counts only beside a day or a year. ``_`` is white space inside a name, ``(…)?`` and the like are regular
expressions. Spelt as :mod:`provenance.wording.plain` spells. Arabic has the months of the Levant and Iraq,
of Egypt and the Gulf, and of the Maghreb.
"""

from __future__ import annotations

import re

MONTHS: dict[str, tuple[str, ...]] = {
    "en": (
        "January Jan.",
        "February Feb.",
        "March Mar.",
        "April Apr.",
        "May",
        "June Jun.",
        "July Jul.",
        "August Aug.",
        "September Sep. Sept.",
        "October Oct.",
        "November Nov.",
        "December Dec.",
    ),
    "de": (
        "Januar Jänner",
        "Februar Feber",
        "März Maerz Mrz.",
        "April",
        "Mai",
        "Juni",
        "Juli",
        "August",
        "September",
        "Oktober Okt.",
        "November",
        "Dezember Dez.",
    ),
    "fr": (
        "janvier janv.",
        "février fevrier févr. fév.",
        "mars",
        "avril avr.",
        "mai",
        "juin",
        "juillet juil.",
        "août aout",
        "septembre",
        "octobre",
        "novembre",
        "décembre decembre déc.",
    ),
    "es": (
        "enero ene.",
        "febrero",
        "marzo",
        "abril abr.",
        "mayo",
        "junio",
        "julio",
        "agosto ago.",
        "septiembre setiembre",
        "octubre",
        "noviembre",
        "diciembre dic.",
    ),
    "sv": (
        "januari",
        "februari",
        "mars",
        "april",
        "maj",
        "juni",
        "juli",
        "augusti",
        "september",
        "oktober okt.",
        "november",
        "december",
    ),
    "pt": (
        "janeiro",
        "fevereiro fev.",
        "março",
        "abril",
        "maio",
        "junho",
        "julho",
        "agosto",
        "setembro",
        "outubro",
        "novembro",
        "dezembro dez.",
    ),
    "it": (
        "gennaio genn.",
        "febbraio febbr.",
        "marzo",
        "aprile",
        "maggio",
        "giugno",
        "luglio",
        "agosto",
        "settembre",
        "ottobre",
        "novembre",
        "dicembre",
    ),
    "tr": (
        "Ocak",
        "Şubat",
        "Mart",
        "Nisan",
        "Mayıs",
        "Haziran",
        "Temmuz",
        "Ağustos",
        "Eylül",
        "Ekim",
        "Kasım",
        "Aralık",
    ),
    "ru": (
        "январ[ьяе] янв.",
        "феврал[ьяе] фев.",
        "марта?е?",
        "апрел[ьяе] апр.",
        "ма[йяе]",
        "июн[ьяе]",
        "июл[ьяе]",
        "августа?е? авг.",
        "сентябр[ьяе] сент.",
        "октябр[ьяе] окт.",
        "ноябр[ьяе] нояб.",
        "декабр[ьяе] дек.",
    ),
    "uk": (
        "січ(?:ень|ня|ні)",
        "лют(?:ий|ого|ому)",
        "берез(?:ень|ня|ні)",
        "квіт(?:ень|ня|ні)",
        "трав(?:ень|ня|ні)",
        "черв(?:ень|ня|ні)",
        "лип(?:ень|ня|ні)",
        "серп(?:ень|ня|ні)",
        "верес(?:ень|ня|ні)",
        "жовт(?:ень|ня|ні)",
        "листопада?і?",
        "груд(?:ень|ня|ні)",
    ),
    "ar": (
        "يناير كانون_الثاني جانفي",
        "فبراير شباط فيفري",
        "مارس اذار",
        "ابريل نيسان افريل",
        "مايو ايار ماي",
        "يونيو يونيه حزيران جوان",
        "يوليو يوليه تموز جويليه يوليوز",
        "اغسطس اب اوت غشت",
        "سبتمبر ايلول شتنبر",
        "اكتوبر تشرين_الاول",
        "نوفمبر تشرين_الثاني نونبر",
        "ديسمبر كانون_الاول دجنبر",
    ),
}

WEEKDAYS: dict[str, tuple[str, ...]] = {  # Monday first
    "en": (
        "Monday Mon.",
        "Tuesday Tue. Tues.",
        "Wednesday Wed.",
        "Thursday Thu. Thurs.",
        "Friday Fri.",
        "Saturday Sat.",
        "Sunday Sun.",
    ),
    "de": (
        "Montag Mo.",
        "Dienstag Di.",
        "Mittwoch Mi.",
        "Donnerstag Do.",
        "Freitag Fr.",
        "(?:Samstag|Sonnabend) Sa.",
        "Sonntag So.",
    ),
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "es": ("lunes", "martes", "miércoles miercoles", "jueves", "viernes", "sábado sabado", "domingo"),
    "sv": tuple(f"{day}dag(?:en|s|ens)?" for day in ("mån", "tis", "ons", "tors", "fre", "lör", "sön")),
    "pt": ("segunda-feira", "terça-feira", "quarta-feira", "quinta-feira", "sexta-feira", "sábado", "domingo"),
    "it": ("lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato", "domenica"),
    "tr": ("Pazartesi", "Salı", "Çarşamba", "Perşembe", "Cuma", "Cumartesi", "Pazar"),
    "ru": (
        "понедельник[аеу]?",
        "вторник[аеу]?",
        "сред[ауеы]",
        "четверг[ауе]?",
        "пятниц[ауеы]",
        "суббот[ауеы]",
        "воскресень[ея]",
    ),
    "uk": (
        "понеділ(?:ок|ка|ку)",
        "вівтор(?:ок|ка|ку)",
        "серед[ауиі]",
        "четверга?у?",
        "п'ятниц[юяі]",
        "субот[ауиі]",
        "неділ[яюі]",
    ),
    "ar": ("الاثنين", "الثلاثاء", "الاربعاء", "الخميس", "الجمعه", "السبت", "الاحد"),
}

# Weekdays that are everyday words or names as well: they count only where a word for "day", "on" and so on
# stands before them, or a date beside them.
OTHER_MEANINGS = {
    "ar": ("الاثنين", "الخميس", "الجمعه", "الاحد", "السبت"),
    "tr": ("Pazar", "Salı", "Cuma"),
    "es": ("domingo",),
    "pt": ("domingo",),
    "uk": ("середі", "середи", "неділі"),
    "ru": ("среде", "среды"),
}

# What may stand before a weekday that has other meanings.
BEFORE_WEEKDAY = {
    "en": "on|last|this|next|late|early|since|until|by",
    "ar": "يوم|امس|اليوم|مساء|صباح|فجر|ظهر|ليل|ليله|عصر|منذ|حتي|بتاريخ",
    "tr": "",
    "es": "el|este|pasado",
    "pt": "no|neste|último|ao",
    "ru": "в|во|до|с",
    "uk": "у|в|до|з",
}

# Parts of a day around a weekday or a date; they stay in the text that is kept.
DAY_PARTS_BEFORE = {
    "en": "(?:late|early|(?:the )?(?:night|morning|evening|afternoon) of|(?:mid-?|late |"
    "early )?(?:morning|afternoon|night"
    "|evening)|mid-?day|noon|midnight|overnight|(?:at )?dawn)(?: on)?",
    "de": (
        "(?:am )?(?:späten |frühen )?(?:Abend|Morgen|Vormittag|Nachmittag|Mittag)(?: des)?|"
        "(?:in der )?Nacht (?:auf|zum|zu)"
    ),
    "fr": "(?:dans )?la (?:nuit|soirée|matinée|journée) (?:de|du)|(?:le )?(?:matin|soir) du",
    "es": "(?:la )?(?:noche|mañana|tarde|madrugada) (?:del|de este|de)",
    "sv": "(?:natten|kvällen|morgonen) (?:till|mot|den)|sent på|tidigt på",
    "ar": "(?:مساء|صباح|فجر|ظهر|ليل|ليله|عصر)(?: يوم| امس)?|يوم|امس|اليوم",
    "ru": "(?:утром|вечером|в ночь на|ночью|днём|днем)(?: в)?",
}
DAY_PARTS_AFTER = {
    "en": "(?:late |early )?(?:morning|afternoon|evening|night|mid-?day|noon|midnight|overnight|dawn)",
    "de": "(?:abend|morgen|nacht|mittag|vormittag|nachmittag|früh)s?|(?:früh|abends|morgens|nachts|mittags)",
    "fr": "(?:matin|soir|après-midi|midi|dans la nuit)",
    "es": "(?:por|en) la (?:mañana|noche|tarde|madrugada)|de madrugada",
    "sv": "(?:kväll|morgon|natt|eftermiddag|förmiddag)(?:en)?",
    "pt": "(?:à noite|de manhã|à tarde|pela manhã)",
    "it": "(?:mattina|sera|notte|pomeriggio)",
    "tr": "(?:günü|sabahı|akşamı|gecesi)",
    "ar": "(?:مساء|صباحا|فجرا|ليلا|ظهرا)",
    "ru": "(?:утром|вечером|ночью|днём|днем)",
}
LAST_BEFORE = {
    "en": "last|this past",
    "de": "(?:am )?(?:vergangenen|letzten|vorigen)",
    "sv": "i(?= \\w+dags)|förra|i",
    "ru": "(?:в )?прошл(?:ый|ую|ое)",
    "es": "(?:el )?pasado",
    "pt": "(?:na )?última",
    "it": "(?:lo )?scors[oa]",
    "uk": "минул(?:ого|ої|у)",
}
LAST_AFTER = {
    "fr": "dernier|passé",
    "es": "pasado|último",
    "pt": "passad[oa]",
    "it": "scors[oa]",
    "ar": "الماضي|الفائت|المنصرم",
    "en": "last",
}
DOUBTFUL_LAST = frozenset({"en"})  # where "last Tuesday" may be that of the week before
WEEK_BEFORE = {"en": "(?:of )?last week", "de": "(?:der )?vergangene[rn] Woche", "fr": "de la semaine dernière"}
NEXT_BEFORE = {
    "en": "next|this coming|coming",
    "de": "(?:am )?(?:kommenden|nächsten)",
    "sv": "nästa",
    "ru": "(?:в )?следующ(?:ий|ую|ее)",
}
NEXT_AFTER = {
    "fr": "prochain",
    "es": "próximo|que viene",
    "pt": "que vem|próxim[oa]",
    "it": "prossim[oa]",
    "ar": "المقبل|القادم",
}

# Early, middle and late in a month or a year.
EARLY = {
    "en": "early(?: in)?[ -]|(?:beginning|start|first (?:half|days|week)) of ",
    "de": "Anfang ",
    "fr": "début (?:du mois )?(?:de |d')?",
    "es": "(?:principios|comienzos|inicios) de ",
    "sv": "början av |tidigt i ",
    "ar": "(?:مطلع|اوائل|بدايه|بدايات)(?: شهر)? ",
    "ru": "начал[ео] ",
    "pt": "(?:início|começo) de ",
    "it": "inizio (?:di )?|inizi di ",
    "uk": "початку ",
}
MIDDLE = {
    "en": "mid(?:dle of)?[ -]|middle of ",
    "de": "Mitte ",
    "fr": "mi-|milieu (?:de |d')",
    "es": "mediados de ",
    "sv": "mitten av ",
    "ar": "(?:منتصف|اواسط|وسط)(?: شهر)? ",
    "ru": "середин[ае] ",
    "pt": "meados de ",
    "it": "metà (?:di )?",
    "uk": "середині ",
}
LATE = {
    "en": "late(?: in)?[ -]|(?:end|close|last (?:days|week|half)) of ",
    "de": "Ende ",
    "fr": "fin (?:du mois )?(?:de |d')?",
    "es": "(?:finales|fines) de ",
    "sv": "slutet av |sent i ",
    "ar": "(?:اواخر|نهايه|ختام)(?: شهر)? ",
    "ru": "конц[ае] ",
    "pt": "(?:fim|final) de ",
    "it": "fine (?:di )?",
    "uk": "(?:наприкінці|в кінці) ",
}

# What stands before a month without day and year, or before a year alone, that makes it a date.
BEFORE_MONTH = {
    "en": "in|since|until|till|during|from|through|last|this|in late|month of|back in|between|as of|as early as",
    "de": "im|seit|vom|bis|bis zum|im Monat|im vergangenen|ab",
    "fr": "en|depuis|jusqu'en|au mois de|au mois d'|fin|mi|dès",
    "es": "en|desde|hasta|en el mes de|del mes de|el pasado|este",
    "sv": "i|sedan|under|i slutet av|sen",
    "pt": "em|desde|até|no mês de",
    "it": "a|ad|in|da|nel mese di|lo scorso|dal",
    "tr": "",
    "ru": "в|с|до",
    "uk": "у|в|з|до",
    "ar": "في|منذ|حتي|خلال|شهر|من شهر|في شهر|مطلع|اواخر|منتصف",
}
BEFORE_YEAR = {
    "en": "in|since|until|till|during|from|of|by|before|after|circa|c\\.|ca\\.|around|about|year|"
    "back in|to|dated|dating|as of|and|or|early|late|mid"
    "|throughout",
    "de": "in|seit|von|ab|Jahr|Jahre|Jahres|bis|vor|nach|um|Anfang|Ende|Mitte|aus dem Jahr",
    "fr": "en|depuis|de|dès|année|l'an|jusqu'en|vers|avant|après|début|fin|mi",
    "es": "en|desde|de|del|año|hasta|hacia|antes de|después de|a principios de|a finales de",
    "sv": "år|sedan|från|under|i|omkring|cirka|före|efter",
    "pt": "em|desde|de|ano|até|ano de",
    "it": "nel|dal|del|anno|nell'anno|fino al",
    "tr": "",
    "ru": "в|с|до|году",
    "uk": "у|в|з|до",
    "ar": "عام|في عام|سنه|العام|منذ|منذ عام|في|عامي|لعام",
}

# A day counted from the publication: (days before the first, days before the last).
DAYS_AWAY: dict[str, dict[str, tuple[int, int]]] = {
    "en": {
        "yesterday(?: (?:morning|afternoon|evening|night))?": (1, 1),
        "today": (0, 0),
        "(?:the )?day before yesterday": (2, 2),
        "tonight": (0, 0),
        "this (?:morning|afternoon|evening)|earlier (?:today|in the day)": (0, 0),
        "last night|overnight": (1, 0),
        "tomorrow": (-1, -1),
        "(?:in |over |during |within )?the (?:last|past) (?:24 hours|day)": (1, 0),
        "(?:in |over )?the (?:last|past) (?:48 hours|two days)": (2, 0),
        "(?:in |over |during )?the (?:last|past) (?:seven days|week)": (7, 0),
    },
    "de": {
        "gestern(?:abend| Abend| früh| Nacht| Morgen| Nachmittag)?": (1, 1),
        "vorgestern": (2, 2),
        "heute(?: früh| Morgen| Abend| Nacht)?": (0, 0),
        "über Nacht|vergangene Nacht|(?:in der )?(?:Nacht auf heute|vergangenen Nacht)": (1, 0),
    },
    "fr": {
        "hier(?: (?:matin|soir|après-midi))?": (1, 1),
        "avant-hier": (2, 2),
        "aujourd'hui|ce (?:matin|soir)": (0, 0),
        "(?:dans la nuit|la nuit dernière|cette nuit)": (1, 0),
    },
    "es": {
        "ayer(?: por la (?:mañana|tarde|noche))?": (1, 1),
        "anteayer|antier|antes de ayer": (2, 2),
        "hoy|esta (?:mañana|tarde)": (0, 0),
        "anoche": (1, 0),
        "esta (?:noche|madrugada)": (1, 0),
    },
    "sv": {
        "i går(?: kväll| morse)?|igår": (1, 1),
        "i förrgår|förrgår": (2, 2),
        "i dag|idag|i morse": (0, 0),
        "i natt|under natten": (1, 0),
    },
    "pt": {"ontem(?: à noite)?": (1, 1), "anteontem": (2, 2), "hoje": (0, 0)},
    "it": {
        "ieri(?: (?:sera|mattina))?": (1, 1),
        "l'altro ieri": (2, 2),
        "oggi|stamattina": (0, 0),
        "(?:la notte scorsa|nella notte|stanotte)": (1, 0),
    },
    "tr": {"dün(?: (?:akşam|gece|sabah))?": (1, 1), "bugün": (0, 0), "önceki gün": (2, 2)},
    "ru": {
        "вчера(?: вечером| утром)?": (1, 1),
        "позавчера": (2, 2),
        "сегодня(?: утром| вечером| ночью)?": (0, 0),
        "минувшей ночью|прошлой ночью": (1, 0),
    },
    "uk": {"вчора|учора": (1, 1), "позавчора": (2, 2), "сьогодні": (0, 0), "минулої ночі": (1, 0)},
    "ar": {
        "(?:مساء |صباح |فجر |ليل )?(?:يوم )?امس": (1, 1),
        "البارحه|ليله امس": (1, 1),
        "(?:قبل|منذ) يومين": (2, 2),
        "(?:صباح|مساء|فجر|ظهر|عصر|ليل) (?:هذا )?اليوم": (0, 0),
        "اول امس|امس الاول|اول من امس": (2, 2),
        "اليوم|صباح اليوم|مساء اليوم|فجر اليوم|هذا اليوم": (0, 0),
        "الليله الماضيه": (1, 0),
    },
}

# Units, singular and plural, for "N … ago", "last …", "this …".
UNITS = {
    "uk": {
        "hour": "годин[иу]?",
        "day": "д(?:ень|ні|нів)",
        "week": "тиж(?:день|ні|нів|ня)",
        "month": "місяц(?:ь|і|ів|я)",
        "year": "р(?:ік|оки|оків|оку)",
    },
    "tr": {"hour": "saat", "day": "gün", "week": "hafta", "month": "ay", "year": "yıl"},
    "en": {"hour": "hours?", "day": "days?", "week": "weeks?", "month": "months?", "year": "years?"},
    "de": {
        "hour": "Stunden?",
        "day": "Tag(?:e|en)?",
        "week": "Wochen?",
        "month": "Monat(?:e|en|s)?",
        "year": "Jahr(?:e|en|es)?",
    },
    "fr": {"hour": "heures?", "day": "jours?", "week": "semaines?", "month": "mois", "year": "an(?:s|née|nées)?"},
    "es": {"hour": "horas?", "day": "días?", "week": "semanas?", "month": "mes(?:es)?", "year": "años?"},
    "sv": {
        "hour": "timm(?:e|ar)",
        "day": "dag(?:ar)?",
        "week": "veck(?:a|or|an)",
        "month": "månad(?:er|en)?",
        "year": "år(?:et)?",
    },
    "pt": {"hour": "horas?", "day": "dias?", "week": "semanas?", "month": "m[êe]s(?:es)?", "year": "anos?"},
    "it": {"hour": "or[ae]", "day": "giorn[oi]", "week": "settiman[ae]", "month": "mes[ei]", "year": "ann[oi]"},
    "ru": {
        "hour": "час(?:а|ов)?",
        "day": "д(?:ень|ня|ней)",
        "week": "недел[иьюея]",
        "month": "месяц(?:а|ев|е)?",
        "year": "(?:год[ау]?|лет)",
    },
    "ar": {
        "hour": "ساع(?:ه|ات|تين)",
        "day": "(?:يوم|ايام|يومين)",
        "week": "(?:ا?ال)?(?:اسبوع|اسابيع|اسبوعين)",
        "month": "(?:ال)?(?:شهر|اشهر|شهور|شهرين)",
        "year": "(?:ال)?(?:عام|عامين|اعوام|سنه|سنوات|سنتين)",
    },
}
FEW = {
    "en": "a few|several|some",
    "de": "wenigen|einigen|ein paar|mehreren",
    "fr": "quelques|plusieurs",
    "es": "unos|unas|pocos|pocas|varios|varias|algunos|algunas",
    "sv": "några|ett par|flera",
    "pt": "alguns|algumas|poucos|poucas|vários|várias",
    "it": "alcuni|alcune|pochi|poche|qualche",
    "ru": "несколько",
    "uk": "кілька|декілька",
    "tr": "birkaç",
    "ar": "عده|بضع|بضعه",
}
AGO = {  # {n} is the number, {u} the unit
    "en": "{n} {u} ago",
    "de": "vor {n} {u}",
    "fr": "il y a {n} {u}",
    "es": "hace {n} {u}",
    "sv": "för {n} {u} sedan",
    "pt": "há {n} {u}",
    "it": "{n} {u} fa",
    "ru": "{n} {u} назад",
    "uk": "{n} {u} тому",
    "tr": "{n} {u} önce",
    "ar": "(?:قبل|منذ) {n} {u}",
}
LAST_UNIT = {  # the one before this
    "en": "last {u}",
    "de": "(?:in der |im |am )?(?:vergangene[nrms]?|letzte[nrms]?|vorige[nrms]?) {u}",
    "fr": "(?:la |le |l')?{u} (?:dernière?|passée?)",
    "es": "(?:la |el )?{u} pasad[oa]|(?:la |el )pasad[oa] {u}",
    "sv": "förra {u}",
    "pt": "(?:na |no )?{u} passad[oa]",
    "it": "(?:la |lo |il )?(?:{u} scors[oa]|scors[oa] {u})",
    "ru": "(?:на |в )?прошл(?:ой|ом|ую|ый) {u}",
    "uk": "(?:на |в |у )?минул(?:ого|ому) {u}",
    "tr": "geçen {u}",
    "ar": "{u} (?:الماضي|الماضيه|الفائت|المنصرم)",
}
THIS_UNIT = {
    "en": "(?:earlier |later |late |early )?this {u}",
    "de": "(?:in )?diese[rmsn]? {u}",
    "fr": "cette {u}|ce {u}(?! de)",
    "es": "est[ae] {u}",
    "sv": "denna {u}|den här {u}|i {u}",
    "ar": "هذا {u}|{u} (?:الحالي|الجاري)",
    "ru": "(?:на |в )?эт(?:ой|ом) {u}",
}
NUMBERS = {
    "uk": "- два|дві три чотири п'ять шість сім вісім дев'ять десять",
    "tr": "bir iki üç dört beş altı yedi sekiz dokuz on",
    "en": "a|an|one two three four five six seven eight nine ten eleven twelve",
    "de": "eine[mnr]? zwei drei vier fünf sechs sieben acht neun zehn elf zwölf",
    "fr": "une? deux trois quatre cinq six sept huit neuf dix onze douze",
    "es": "una? dos tres cuatro cinco seis siete ocho nueve diez once doce",
    "sv": "en|ett två tre fyra fem sex sju åtta nio tio elva tolv",
    "pt": "uma? dois|duas três quatro cinco seis sete oito nove dez onze doze",
    "it": "una? due tre quattro cinque sei sette otto nove dieci undici dodici",
    "ru": "- два|две три четыре пять шесть семь восемь девять десять",
    "ar": "- - ثلاثه|ثلاث اربعه|اربع خمسه|خمس سته|ست سبعه|سبع ثمانيه|ثماني تسعه|تسع عشره|عشر",
}

# Seasons, beside a year.
SEASONS = {
    "spring": "spring|Frühjahr|Frühling|printemps|primavera|våren|весн(?:а|ой|ы|і)|весною|الربيع|ربيع",
    "summer": "summer|Sommer|été|verano|sommaren|verão|estate|лето|летом|літо|влітку|الصيف|صيف",
    "autumn": "autumn|fall|Herbst|automne|otoño|hösten|outono|autunno|осень|осенью|осінь|восени|الخريف|خريف",
    "winter": "winter|hiver|invierno|vintern|inverno|зима|зимой|взимку|الشتاء|شتاء",
}
YEAR_WORDS = "the year|the month of|Jahr|Jahre|l'année|l'an|el año|año|år|o ano|el mes de|год|году|عام|العام|سنه|شهر"

# Words before a date that make it a bound.
BEFORE = {
    "en": "before|prior to|until|till|up to|earlier than|no later than|not later than",
    "de": "vor dem|bis zum|bis",
    "fr": "avant le|avant|jusqu'au|jusqu'en",
    "es": "antes del|antes de|hasta el|hasta",
    "sv": "före den|före|fram till|innan",
    "ar": "قبل|حتي",
    "ru": "до",
    "pt": "antes de|até",
    "it": "prima del|fino al",
    "uk": "до",
}
AFTER = {
    "en": "after|since|later than|from at least|ever since",
    "de": "nach dem|seit dem|seit|ab dem|ab",
    "fr": "après le|après|depuis le|depuis|dès le|à partir du",
    "es": "después del|después de|tras el|desde el|desde",
    "sv": "efter den|efter|sedan den|sedan",
    "ar": "بعد|منذ",
    "ru": "после|с",
    "pt": "depois de|desde|após",
    "it": "dopo il|dal",
    "uk": "після|з",
}
# Languages whose readers take 04/03/2016 for the fourth of March.
DAY_FIRST = frozenset(
    "ar bg cs da de el es fi fr he hi hr id it nl no pl pt ro ru sk sl sr sv tr uk vi".split()  # noqa: SIM905 - readable
)

REACH_OF_NEXT_DAY = 70  # characters before a date in which such words stand
_WHAT_HAPPENED = r"(?:[^\W\d_][\w-]*\s+){0,4}"
# Before a date: the day that follows it, or the one before it. What happened on the date may stand between.
NEXT_DAY = re.compile(
    r"(?<!\w)(?:(?:the |a |one )?(?:day|morning) (?:after|(?P<before>before)|following)\s+(?:the |an? )?"
    rf"(?:{_WHAT_HAPPENED}(?:of|on)\s+)?(?:the )?"
    r"|(?:am|einen) (?:tage?|morgen) (?:nach|danach)\s+(?:dem |der |den )?"
    rf"(?:{_WHAT_HAPPENED}(?:vom|am|von)\s+)?(?:dem )?"
    rf"|(?:au |le )?lendemain\s+(?:de |du |des |d')(?:la |l')?(?:{_WHAT_HAPPENED}(?:du|de)\s+)?"
    rf"|(?:al|el|un) día (?:siguiente|después)\s+(?:de |del |a )(?:la |los |las )?(?:{_WHAT_HAPPENED}(?:del|de)\s+)?"
    rf"|dagen efter\s+(?:den )?(?:{_WHAT_HAPPENED}(?:den|i|av)\s+)?"
    r"|(?:غداه|في اليوم التالي ل|بعد يوم (?:من|علي))\s*(?:[^\W\d_]+\s+){0,3})$",
    re.IGNORECASE,
)
# Before or behind a date without a year: a street, a quarter or a school that is called so.
NAMED_BY_A_DAY = re.compile(
    r"(?<!\w)(?:barrio|calle|plaza|avenida|colonia|parque|colegio|escuela|estadio|puente|ciudadela|urbanización|"
    r"cooperativa|hospital|sector|rua|praça|rue|place|boulevard|pont|stade|école|lycée|"
    r"(?:straße|platz|allee|brücke|park) des|"
    r"شارع|ساحه|جسر|ميدان|حي|مدرسه|معسكر|ملعب|مستشفي|جامعه|قاعده)\s+(?:del?\s|du\s|l')?$",
    re.IGNORECASE,
)
NAMED_BEHIND_A_DAY = re.compile(
    r"\s(?:Bridge|Street|Square|Avenue|Boulevard|Stadium|Camp|Neighbou?rhood|Quarter|District|Mosque|Hospital|School|"
    r"University|Movement|Brigade|Dam|Park)\b"
)
