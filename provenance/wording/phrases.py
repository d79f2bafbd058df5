"""The phrases by which newspapers hedge, per language. Data only; :mod:`provenance.wording.hedges` finds them.

A phrase is a regular expression in one spelling (see :mod:`provenance.wording.plain`) with three shorthands:
a space is any white space, ``…`` is up to ten words of the same sentence, and what follows ``>>`` must
come after the phrase but is no part of it. Phrases match whole words, whatever the case, the longest first.
What looks like a hedge and is none ("claimed responsibility", "said to reporters") is left out by what a
phrase asks to follow or not to follow.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeAlias

from provenance.model import Hedge

if TYPE_CHECKING:
    from collections.abc import Mapping

Phrases: TypeAlias = "Mapping[Hedge, tuple[str, ...]]"

# What a picture does in a hedged sentence, and what is said of the thing shown.
_EN_SHOW = (
    "(?:show|depict|portray|picture|capture|document|feature|reveal|illustrate|see|contain|represent|prove|confirm"
    "|indicate|corroborate|suggest)"
)
_EN_BE = "(?:be|have|come|date|originate|belong|include|involve|mark|hail|stem|hold|carry|use|match)"
_EN_DO = f"(?:have been|{_EN_SHOW}|{_EN_BE})"
_EN_SHOWS = (
    "(?:show(?:s|ed|ing)?|depict(?:s|ed|ing)?|portray(?:s|ed|ing)?|captur(?:es?|ed|ing)|"
    "reveal(?:s|ed|ing)?|(?:was|were|is|are)"
    " (?:taken|filmed|shot|captured|recorded|made))"
)
_EN_IS = "(?:is|are|was|were|be|been|being)"
_EN_MANNER = "(?: also| widely| often| variously| now| all)?"
# After "claimed": what can only begin a statement; a statement has a verb, which a life, a title or a town has not.
_EN_VERB = (
    "(?:had|has|have|was|were|is|are|would|will|did|could|shows?|showed|depicts?|depicted|"
    "killed|shot|destroyed|captured"
    "|seized|fled|took|downed|hit|struck|carried|fired|used|began|left|came|portrays?)"
)
_EN_STATES = f"(?:it|they|he|she|we|there|control of|success in|[\"']\\w+|(?:[^\\s.!?;:]+ ){{1,8}}?{_EN_VERB})"
_EN_TAKEN = (
    "(?! (?:[^\\s.!?;:]+ ){0,5}?(?:responsibility|credit|lives|life|victims?|asylum|benefits|"
    "refuge|damages|titles?|crown"
    "|medals?|trophy|throne|seats?|compensation|expenses|ownership|championship|presidency)\\b)"
)
_EN_SOME = "(?:(?:local|media|press|news|early|initial|some|multiple|several|various|other|conflicting) )*"
_EN_CONFIRMED = "(?:verif(?:y|ied)|confirm(?:ed)?|authenticated?|corroborated?|substantiated?|vouch for)"
_EN_HOW = "(?: yet| immediately| be| been| independently| fully| officially| able| to| being| also| so far| always)*"

ENGLISH: Phrases = {
    Hedge.PURPORTS: (
        f"purport(?:s|ed|ing)? to {_EN_DO}",
        "purportedly",
        "purport(?:s|ed|ing)?",
        f"(?:appear|seem)(?:s|ed|ing)? to {_EN_DO}",
        "apparently",
        (
            "(?:(?<=\\ban\\x20)|(?<=\\bthe\\x20)|(?<=\\bin\\x20)|(?<=\\bof\\x20)|(?<=\\bits\\x20)|"
            "(?<=\\bhis\\x20)|(?<=\\bher\\x20)|(?<=\\btheir\\x20))apparent >>[a-z]+"
        ),
        "supposedly",
        f"{_EN_IS} supposed to >>{_EN_SHOW}",
        "supposed >>(?:video|footage|image|photo|picture|attack|proof|evidence)",
        "ostensibly",
        "seemingly",
    ),
    Hedge.REPORTEDLY: (
        "reportedly",
        f"{_EN_IS} reported to {_EN_DO}",
        f"reported to {_EN_DO}",
        (
            "(?:(?<=\\bthe\\x20)|(?<=\\ba\\x20)|(?<=\\bany\\x20)|(?<=\\bits\\x20)|(?<=\\bhis\\x20)|"
            "(?<=\\btheir\\x20))reported >>[a-z]+"
        ),
        f"{_EN_IS} reported (?:killed|dead|missing|wounded|injured|captured)",
        "it (?:is|was|has been) reported(?: that)?",
        f"{_EN_SOME}reports (?:say|said|suggest|suggested|indicate|indicated|claim|"
        "claimed|emerged|that|of|from"
        " (?:the )?(?:area|ground|scene|town|city))",
        f"(?:according to|based on) {_EN_SOME}reports",
        "rumou?red(?: to)?",
        "rumou?rs? (?:that|of|say|said|has it)",
    ),
    Hedge.SAID_TO: (
        f"{_EN_IS}{_EN_MANNER} said to {_EN_DO}",
        f"said to {_EN_DO}",
        (
            f"{_EN_IS}{_EN_MANNER} said to >>(?!the|a|an|his|her|its|their|my|our|reporters|"
            "journalists|me|him|them|us)[a-z]+"
        ),
        f"said by (?:… )?to {_EN_DO}",
        f"(?:{_EN_IS} )?(?:widely )?(?:believed|thought|understood|presumed|assumed|considered) to {_EN_DO}",
        (
            f"(?<!what\\x20he\\x20)(?<!what\\x20she\\x20)(?:says?|said) (?:{_EN_SHOWS}|is|are|was|"
            "were|came from|comes from|belongs? to)"
        ),
        "(?:say|says|said) >>(?:killed|destroyed|hit|targeted|had|has|have)",
        "it is (?:said|believed|thought|understood)(?: that)?",
        "(?:described|presented|billed|advertised|circulated|shared|captioned|labell?ed|posted|passed off) (?:by … )?as"
        " >>(?:showing|depicting|footage|proof|evidence|being|if|having)",
    ),
    Hedge.ALLEGEDLY: (
        "allegedly",
        f"(?:{_EN_IS} )?alleged to {_EN_DO}",
        "it (?:is|was|has been) alleged",
        "alleged",
        "alleg(?:es?|ing)",
    ),
    Hedge.UNVERIFIED: (
        "un(?:verified|confirmed|corroborated|substantiated|authenticated|verifiable)",
        "(?:(?:could|can|did|does|do|has|have|had|was|were|is|are) ?not|cannot|couldn't|can't|"
        "hasn't|haven't|isn't|wasn't"
        f"|weren't|aren't|didn't){_EN_HOW} {_EN_CONFIRMED}",
        (
            "(?:unable|not able|impossible|difficult|hard|no way) to(?: independently| immediately|"
            f" fully)? {_EN_CONFIRMED}"
        ),
        f"not(?: yet| been| be| independently| immediately| officially)* {_EN_CONFIRMED}",
        f"yet to(?: be)?(?: independently| officially)? {_EN_CONFIRMED}",
        "(?:no|without)(?: any)?(?: independent| official| immediate)* (?:confirmation|verification)",
        "authenticity … (?:unable|impossible|not|never|yet)(?: \\w+){0,3} to (?:establish|determine|ascertain)",
        "authenticity … (?:not|never)(?: \\w+){0,2} (?:established|determined|ascertained)",
        "of (?:unclear|unknown|disputed|doubtful|uncertain) (?:origin|authenticity|provenance)",
        "if (?:confirmed|verified|authentic|genuine|authenticated)",
    ),
    Hedge.CLAIMED: (
        f"claim(?:s|ed|ing)? to {_EN_DO}",
        f"(?:{_EN_IS}|it is|it was) claimed(?: to {_EN_DO}| that)",
        f"claimed by (?:… )?to {_EN_DO}",
        "claim(?:s|ed|ing)? >>(?:that|to|they|he|she|we)",
        r"(?<!the\x20)(?<!of\x20)(?<!these\x20)(?<!such\x20)" f"claim(?:s|ed|ing)?{_EN_TAKEN} >>{_EN_STATES}",
        f"(?:claims?|claimed|claiming) {_EN_SHOWS}",
        "claiming >>it as",
        f"what … (?:says?|said) {_EN_SHOWS}",
        "what … (?:says?|said) (?:is|are|was|were)",
    ),
}

_DE_SHOW = "(?:zeigen|darstellen|abbilden|dokumentieren|belegen|beweisen|zu sehen sein|wiedergeben)"
_DE_BE = "(?:sein|haben|liegen|stehen|stammen|handeln|kommen|befinden|gehören|entstanden sein)"
_DE_CONFIRMED = (
    "(?:zu )?(?:verifizier(?:t|en|bar)|überprüf(?:t|en|bar)|bestätig(?:t|en)|geprüft|prüfen|"
    "nachprüfbar|nachprüfen)(?:e[nrsm]?)?"
)

GERMAN: Phrases = {
    Hedge.PURPORTS: (
        "(?:scheint|scheinen|schien|schienen) >>(?:… )?zu (?:zeigen|sein|stammen|belegen|haben|handeln)",
        "zu (?:zeigen|sein|stammen|belegen) (?:scheint|scheinen|schien|schienen)",
        "(?:offenbar|anscheinend|scheinbar|augenscheinlich|(?:allem|dem) Anschein nach)",
    ),
    Hedge.REPORTEDLY: (
        "(?:(?:unbestätigten|lokalen|örtlichen|übereinstimmenden|ersten) )?(?:Berichten|Medienberichten|Presseberichten"
        "|Meldungen|Gerüchten) zufolge",
        "(?:laut|nach) (?:lokalen |örtlichen |übereinstimmenden |unbestätigten |ersten )?(?:Medienberichten|Berichten"
        "|Presseberichten|Medienangaben|Meldungen)",
        "(?:dem|vom) Vernehmen nach",
        "dem Hörensagen nach",
        "gerüchteweise",
        "soll es (?:… )?gegeben haben",
    ),
    Hedge.SAID_TO: (
        f"soll(?:en|te|ten)? >>(?:… )?{_DE_SHOW}",
        f"{_DE_SHOW} soll(?:en|te|ten)?",
        f"soll(?:en)? >>(?:… )?{_DE_BE}",
        f"{_DE_BE} soll(?:en)?",
        "(?:es )?wird (?:angenommen|vermutet|gesagt)",
        "vermutlich",
    ),
    Hedge.ALLEGEDLY: (
        "angeblich(?:e[nrsm]?)?",
        "vorgeblich(?:e[nrsm]?)?",
        "mutma(?:ß|ss)lich(?:e[nrsm]?)?",
        "vermeintlich(?:e[nrsm]?)?",
    ),
    Hedge.UNVERIFIED: (
        "(?:(?:zunächst|noch|bislang|bisher|derzeit) )?nicht(?: von)?(?: unabhängig(?:er)?|"
        " offiziell| Seite| eindeutig|"
        f" abschließend| sofort)* {_DE_CONFIRMED}",
        "un(?:bestätigt|verifiziert|überprüft|geprüft|überprüfbar)(?:e[nrsm]?)?",
        "ohne (?:unabhängige |offizielle )?(?:Bestätigung|Überprüfung)",
        "Echtheit … nicht … (?:feststell\\w+|festgestellt|klären|geklärt|sicher\\w*)",
    ),
    Hedge.CLAIMED: (
        "nach Behauptung(?:en)?",
        "was … (?:als … )?(?:bezeichnet(?:e|en)?|ausgib(?:t)|ausgaben?)",
        "behaupte(?:t|te|ten|n|nd|te[nrs])",
        "will >>(?:… )?(?:getötet|abgeschossen|zerstört|erobert|eingenommen|getroffen|vernichtet) haben",
        "(?:ge\\w+(?:t|en)|\\w+(?:iert|ört|obert|nommen)) haben (?:will|wollen)",
        "wollen >>(?:… )?(?:getötet|abgeschossen|zerstört|erobert|eingenommen|getroffen|vernichtet) haben",
    ),
}

_FR_SHOW = "(?:montrer|représenter|illustrer|être|avoir|provenir|dater|prouver|attester|indiquer|confirmer|dépeindre)"
_FR_NO_WISH = (  # the conditional of wishes and conditions, not that of hearsay
    "(?!(?:pu|dû|voulu|fallu|aimé|souhaité|besoin|possible|préférable|bien|mieux|souhaitable|dommage|temps|nécessaire"
    "|utile|prête?s?|capables?|bienvenu|judicieux|intéressant|faux|logique|absurde|impensable)(?!\\w))"
)
_FR_CONFIRMED = (
    "(?:vérifié|confirmé|authentifié|corroboré|recoupé|vérifiable|vérifier|confirmer|"
    "authentifier|corroborer|recouper)(?:e|s|es)?"
)

FRENCH: Phrases = {
    Hedge.PURPORTS: (
        f"(?:censé|sensé|supposé)e?s? {_FR_SHOW}",
        f"(?:censé|supposé)e?s?,? >>(?:… )?{_FR_SHOW}",
        f"(?:sembl(?:e|ent|ait|aient|ant)|paraît|paraissent|paraissait)(?: bien)? {_FR_SHOW}",
        "(?:il )?semble(?:rait)? (?:que|qu'il)",
        "(?:montr|représent|illustr|dat|prouv|témoign|dépeind)e?rai(?:t|ent)",
        "proviendrai(?:t|ent)",
        "apparemment",
        "vraisemblablement",
        "prétend(?:ant|ent|ait|aient)? (?:montrer|représenter|être|illustrer)",
    ),
    Hedge.REPORTEDLY: (
        f"aurai(?:t|ent)(?: également| aussi| notamment| ainsi| depuis| déjà)? >>{_FR_NO_WISH}"
        "\\w+(?:é|i|u|is|it|ert|és|ées|ée|us|ue|ues)",
        f"(?:se )?serai(?:t|ent) >>{_FR_NO_WISH}\\w+",
        "(?:s'agirait|se situerait|se trouverait|remonterait|appartiendrait|contiendrait|s'élèverait)(?:ent)?",
        (
            "(?:selon|d'après) (?:des|certaines|plusieurs|de premières|les premières|"
            "d'autres) (?:informations|rumeurs|médias)"
        ),
        "(?:selon|d'après) (?:certains|plusieurs|les|des) médias",
        "selon (?:la|les|une) rumeurs?",
    ),
    Hedge.SAID_TO: (
        "(?:présenté|décrit|donné)e?s? comme",
        "(?:il )?se dit que",
        "dit-on",
        "à en croire",
    ),
    Hedge.ALLEGEDLY: (
        "présumé(?:e|s|es|ment)?",
        "prétendu(?:e|s|es|ment)?",
        "soi-disant",
        "supposé(?:e|s|es|ment)?",
        "allégué(?:e|s|es)?",
    ),
    Hedge.UNVERIFIED: (
        f"non {_FR_CONFIRMED}",
        f"(?:selon |d'après )?(?:des |d')informations? non {_FR_CONFIRMED}",
        "(?:n'(?:a|ai|avons|ont|avait|avaient|est|sont|était|étaient|y a)|ne (?:peut|peuvent|pouvait|"
        "pouvaient|sont|pu))(?: pas| pu|"
        " encore| toujours| être| été| en mesure de| possible de| immédiatement|"
        " de manière indépendante| indépendamment|"
        f" de source indépendante| officiellement| en| l[ae]s?| l')* ?{_FR_CONFIRMED}",
        f"impossible (?:de|à) {_FR_CONFIRMED}",
        "authenticité n'(?:a|est|avait)(?: \\w+){0,3} (?:établie|démontrée|prouvée|avérée)",
        "sans (?:confirmation|vérification)(?: officielle| indépendante)?",
        "invérifiables?",
    ),
    Hedge.CLAIMED: (
        "ce (?:que|qu') ?… (?:affirm(?:e|ent|ait)|dit|disent|présente(?:nt)?) (?:être|avoir été|comme)",
        "(?:prétend(?:ent|ait|aient|ant)?|allègu(?:e|ent)|affirm(?:e|ent|ait|aient)|assur(?:e|ent)|"
        "di(?:t|sent)) >>(?:(?:l'|les )?avoir|être)",
        "(?:prétend(?:ent|ait|aient|ant)?|allègu(?:e|ent)) >>(?:que|qu')",
        "(?:a|ont) prétendu",
    ),
}

_ES_CONFIRMED = "(?:verific|confirm|corrobor|comprob|contrast)(?:ad[oa]s?|ar(?:se|lo|la|los|las)?)"

SPANISH: Phrases = {
    Hedge.PURPORTS: (
        "(?:mostraría|correspondería|probaría|retrataría|evidenciaría|dataría|demostraría)n?",
        (
            "(?:parece|parecen|parecía|parecían)(?: que)? (?:mostrar|muestra|muestran|ser|estar|"
            "haber|corresponder|indicar)"
        ),
        "al parecer",
        "aparentemente",
        "(?:pretende|pretenden|pretendía|dice|dicen) mostrar",
        (
            "(?:(?<=\\bel\\x20)|(?<=\\bla\\x20)|(?<=\\blos\\x20)|(?<=\\blas\\x20)|(?<=\\bun\\x20)|"
            "(?<=\\buna\\x20))aparentes? >>\\w+"
        ),
    ),
    Hedge.REPORTEDLY: (
        (
            "según (?:informes|reportes|informaciones|versiones|trascendió|se informó|se reportó|"
            "se informa|rumores|algunos medios)"
        ),
        "habría(?:n)? >>(?:sido|\\w+(?:ado|ido|to|cho|sto))",
        (
            "(?:se )?(?:sería|trataría|encontraría|ubicaría|estaría)n? >>(?!mejor|necesari[oa]|"
            "posible|buen[oa]?|importante"
            "|conveniente|imposible|difícil|capa[cz]|ideal|bonito|fácil|lógico|injust[oa]|absurdo|"
            "dispuest[oa]|encantad[oa]|bien)\\w+"
        ),
        "(?:tendría|operaría|estaría|incluiría)n? >>(?!que|sentido|bien|dispuest|razón)\\w+",
        "se rumorea",
        "(?:trascendió|trasciende) que",
    ),
    Hedge.SAID_TO: (
        "se (?:dice|cree|supone|presume|estima) que",
        *("según se dice", "dicen que", "(?:descrit|presentad)[oa]s? como"),
    ),
    Hedge.ALLEGEDLY: (
        "presuntamente",
        "presunt[oa]s?",
        "supuestamente",
        "(?<!por\\x20)supuest[oa]s?",
        "pretendid[oa]s?",
    ),
    Hedge.UNVERIFIED: (
        "(?:aún |todavía )?no(?: se| ha| han| está| están| fue| fueron| es| son| pudo| pudieron|"
        " puede| pueden| podido| sido|"
        " ser| sido posible| fue posible| de forma independiente| independientemente| de manera independiente|"
        f" oficialmente)* {_ES_CONFIRMED}(?: de (?:forma|manera) independiente)?",
        "sin (?:confirmar|verificar|confirmación|verificación|contrastar|corroborar)(?: oficial| independiente)?",
    ),
    Hedge.CLAIMED: (
        "lo que … (?:asegura|afirma|dice|sostiene)n? (?:que )?(?:es|son|era|eran|fue|fueron|ser|haber sido)",
        "aleg(?:a|an|ó|aron|aba|aban|ando) >>(?:que|haber|ser|tener)",
        "(?:afirma|asegura|sostiene|dice|afirmó|aseguró)n? >>(?:haber(?:l[oa]s?)?|ser|estar|tener)",
        "ha(?:n)? alegado",
    ),
}

_SV_CONFIRMED = "(?:verifier(?:at|ats|ade|ad|as|a)|bekräft(?:at|ats|ade|ad|as|a)|styrk(?:t|ts|as|a))"

SWEDISH: Phrases = {
    Hedge.PURPORTS: (
        "(?:verkar|tycks|förefaller|ser ut att|såg ut att)(?: att)? (?:visa|föreställa|vara|ha|komma|härröra)",
        "(?:till synes|tydligen|synbarligen)",
    ),
    Hedge.REPORTEDLY: (
        "enligt (?:obekräftade |lokala )?(?:uppgift|uppgifter|rapporter|medieuppgifter|medierapporter|rykten)",
        "(?:rapporteras|rapporterades|ryktas|ryktades)(?: (?:ha|vara|visa))?",
    ),
    Hedge.SAID_TO: (
        "(?:sägs|sades|uppges|uppgavs|uppgivs|tros|förmodas|troddes)"
        "(?: (?:ha|vara|visa|komma|föreställa|avbilda|härröra|dokumentera))?",
        "(?:ska|skall|skulle)(?: enligt uppgift)? (?:visa|föreställa|avbilda|härröra|dokumentera)",
        "(?:lär|anses) (?:ha|vara|visa|komma)",
        "ska(?:ll)?(?: enligt uppgift)? ha >>(?:… )?\\w+(?:ts|t)",
        "ska(?:ll)? >>enligt (?:… )?ha \\w+(?:ts|t)",
        "ska(?:ll)? vara >>(?:tagen|tagna|taget|filmad|filmade|filmat|från|inspelad)",
        "ska(?:ll)? (?:härstamma|komma från)",
    ),
    Hedge.ALLEGEDLY: (
        "(?:påstås|påstods)(?: (?:ha|vara|visa|föreställa))?",
        *("påstått", "påstådda?e?", "påstådd", "föregiv(?:en|et|na)", "förment(?:a|lig|liga)?"),
    ),
    Hedge.UNVERIFIED: (
        "o(?:verifier|bekräft)(?:ad|at|ade)",
        "overifierbara?",
        "(?:ännu |än )?(?:inte|ej)(?: kunnat| har| kunde| kan| oberoende| gått att| går att|"
        " gick att| självständigt| blivit| ha|"
        f" på oberoende väg| kunna)* {_SV_CONFIRMED}",
        "utan (?:oberoende |officiell )?bekräftelse",
    ),
    Hedge.CLAIMED: (
        "påstår",
        "påstod",
        "hävda(?:r|de|s|des|t|ts)",
        "säger sig",
        "(?:det som|vad) … (?:säger|uppger) (?:är|var|visar)",
    ),
}

_AR_THAT = "(?:ان|انه|انها|انهم|انهما|بان|بانه|بانها|بانهم)"
_AR_CHECKED = "(?:ال)?(?:تحقق|تاكد|تاكيد|تثبت)(?: من (?:صح\\w+|مصداقي\\w+|ذلك|محتو\\w+)| منها| منه)?"

ARABIC: Phrases = {
    Hedge.PURPORTS: (
        "[وف]?(?:علي ما|فيما|كما) (?:يبدو|[يت]ظهر)(?! (?:\\w+ )?(?:في|من|علي|هنا|خلال|ب\\w+|ال(?:صور|فيديو|"
        "مقطع|لقط)\\w*))",
        "[وف]?بد[اي]ت? و?ك(?:ان|انه|انها|انهم)",
        f"[وف]?(?:يبدو|تبدو) >>(?:{_AR_THAT}|و?كان)",
        f"[وف]?(?:من )?(?:يفترض|المفترض) {_AR_THAT}(?: (?:تظهر|يظهر|تصور|يصور|تعود|يعود))?",
        f"ما يبدو {_AR_THAT}",
        "ظاهريا",
    ),
    Hedge.REPORTEDLY: (
        "(?:ب?حسب|وفقا? ل|وفق) ?ما (?:ورد|ذكر|ذكرت|افادت|تردد|نقل|نقلت|افيد|يتردد|تناقل\\w*)",
        "(?:ب?حسب|وفقا? ل|وفق) ?(?:تقارير|انباء|معلومات)(?: غير مؤكد\\w*| اعلاميه)?",
        "[وف]?(?:وردت |ترددت |تواترت )?(?:انباء|تقارير|معلومات) (?:عن|تفيد|افادت|تتحدث|تشير|اشارت|ذكرت|تقول|قالت)",
        "[وف]?(?:افادت|ذكرت|تحدثت|اشارت) (?:تقارير|انباء|معلومات)",
        f"[وي]?تردد {_AR_THAT}",
        f"[وف]?(?:افيد|ذكر|ورد) {_AR_THAT}",
    ),
    Hedge.SAID_TO: (
        f"(?:ما )?[وف]?(?:يقال|قيل|يعتقد|يرجح|يظن) {_AR_THAT}",
        "[وف]?(?:يقال|قيل)",
        "لما قالوا (?:انه|انها|انهم)",
        "[وف]?(?:وصف|وصفت|وصفها|وصفه|وصفوه)(?: \\w+){0,3}? (?:بانه|بانها|بانهم)",
        "(?:قالوا|قال|قالت|يقول|تقول|يقولون) (?:\\w+ ){0,3}?(?:انها|انه) (?:تظهر|يظهر|تصور|يصور|تعود|يعود|التقطت|صورت)",
    ),
    Hedge.ALLEGEDLY: (
        "(?:[وبل]?ال|لل)?مزعوم(?:ه|ين|ون|ات)?",
        "[وب]?مزاعم",
        "(?:علي )?(?:حد|ب?حسب) زعم\\w*",
        f"[وف]?(?:يزعم|تزعم|يزعمون|زعمت|زعموا|زعم)(?: {_AR_THAT})?",
        "(?:ال)?مفترض(?:ه|ين|ون)",
    ),
    Hedge.UNVERIFIED: (
        "[وف]?(?:لم|لا) (?:يتسن|يتسني|تتسن|يمكن|نتمكن|تتمكن|يتمكن|يتم|تتاكد|يتاكد|تستطع|يستطع|نستطع)"
        f"(?: \\w+){{0,4}}? {_AR_CHECKED}",
        f"(?:دون|بدون|تعذر|يتعذر|صعوبه|يصعب|ولم يجر) {_AR_CHECKED}",
        (
            "غير (?:ال)?(?:مؤكد|موكد|موثق|محقق|متحقق|موثوق|مثبت|مؤكده|موكده|موثقه|محققه|مثبته|"
            "مؤكدين)(?: منها| منه| المصدر)?"
        ),
        "[وف]?لم (?:[تينا]تاكد|[تين]تثبت|[تين]ثبت|[تين]ؤكد|[تين]وكد|يجر التاكد)(?: من)?(?: صحت\\w+| مصداقي\\w+)?",
        "[وف]?لم (?:[تين]تحقق|يجر التحقق) (?:من (?:صح|مصداقي)\\w+|منه|منها)",
        "[وف]?(?:ليس|ليست) (?:من )?(?:ال)?(?:مؤكد|موكد|واضح)\\w* (?:ان|متي|اين|ما اذا|من)",
        "لا يمكن (?:الجزم|الوثوق)",
    ),
    Hedge.CLAIMED: (
        f"[وف]?(?:يدعي|تدعي|ادعي|ادعت|يدعون|ادعوا) {_AR_THAT}",
        f"مدع(?:يا|ين|يه|ون) {_AR_THAT}",
        "[وب]?ادعاء(?:ات)?",
        f"الادعاء (?:ب?{_AR_THAT})",
        "[وف]?(?:يدعي|تدعي|ادعي|ادعت|يدعون|ادعوا)",
    ),
}

RUSSIAN: Phrases = {
    Hedge.PURPORTS: (
        "предположительно",
        "по-видимому",
        "судя по всему",
        "видимо",
        "как представляется",
        "похоже,? что",
    ),
    Hedge.REPORTEDLY: (
        "как сообщ(?:ается|алось|ают|или)",
        "по сообщениям(?: СМИ| местных СМИ)?",
        "сообщ(?:ается|алось),? >>(?:что|о)",
        "по (?:неподтверждённым|неподтвержденным|предварительным|некоторым) данным",
        "по слухам",
    ),
    Hedge.SAID_TO: ("говорят,? что", "как говорят", "считается,? что", "как полагают"),
    Hedge.ALLEGEDLY: ("якобы", "предполагаем\\w+", "мнимы[йех]"),
    Hedge.UNVERIFIED: (
        "не(?:подтвержд[её]нн|проверенн)\\w+",
        "не (?:удалось|смог\\w*|может|могут|было|был[аио]?|возможно)(?: независимо|"
        " самостоятельно)? ?(?:проверить|подтвердить"
        "|верифицировать|подтвержд[её]н\\w*|проверен\\w*)",
        "(?:независимо|пока) не (?:подтвержд\\w+|проверен\\w*)",
    ),
    Hedge.CLAIMED: (
        "утвержда(?:ется|лось|ет|ют|ли|л|ла|я),? что",
        "утверждается",
        "по утверждению",
        "по (?:его|их|её) утверждению",
    ),
}

UKRAINIAN: Phrases = {
    Hedge.PURPORTS: ("ймовірно", "вочевидь", "схоже,? що", "судячи з усього", "очевидно"),
    Hedge.REPORTEDLY: (
        "як повідомля\\w+",
        "за повідомленнями",
        "повідомляється,? >>(?:що|про)",
        "за (?:попередніми|непідтвердженими) даними",
    ),
    Hedge.SAID_TO: ("кажуть,? що", "вважається,? що"),
    Hedge.ALLEGEDLY: ("нібито", "буцімто", "начебто", "імовірн(?:ий|а|е|і|их|ого)", "ймовірн(?:ий|а|е|і|их|ого)"),
    Hedge.UNVERIFIED: (
        "непідтверджен\\w+",
        "неперевірен\\w+",
        "не (?:вдалося|змогл\\w+)(?: незалежно)? (?:перевірити|підтвердити)",
    ),
    Hedge.CLAIMED: ("стверджу(?:ється|ють|є|вав|вали|ючи)",),
}

TURKISH: Phrases = {
    Hedge.PURPORTS: ("görünüşe göre", "anlaşılan"),
    Hedge.REPORTEDLY: ("bildiril(?:di|iyor|en|diğine göre)", "haberlere göre", "öne sürül(?:en|dü|üyor|düğü)"),
    Hedge.SAID_TO: ("söylen(?:en|iyor|di|diğine göre)", "sanılan", "düşünülen"),
    Hedge.ALLEGEDLY: ("sözde", "güya"),
    Hedge.UNVERIFIED: ("doğrulan(?:mamış|mayan|amayan|amadı|madı)", "teyit edil(?:memiş|emeyen|emedi|medi)"),
    Hedge.CLAIMED: ("iddia (?:edilen|ediliyor|edildi|edildiği|edildiğine göre|etti|ediyor|eden|ettiği)", "iddiasıyla"),
}

PORTUGUESE: Phrases = {
    Hedge.PURPORTS: (
        "(?:que )?mostrari(?:a|am)",
        "(?:parece|parecem) (?:mostrar|ser|estar|ter)",
        "aparentemente",
        "ao que (?:tudo indica|parece)",
    ),
    Hedge.REPORTEDLY: ("(?:teria|teriam)(?: sido)?", "seriam?", "segundo (?:relatos|informações|a imprensa)"),
    Hedge.SAID_TO: ("diz-se que", "acredita-se que"),
    Hedge.ALLEGEDLY: (
        "supostamente",
        "alegadamente",
        "supost[oa]s?",
        "alegad[oa]s?",
        "presum(?:ido|ida|idos|idas|ivelmente)",
    ),
    Hedge.UNVERIFIED: (
        "não (?:verificad|confirmad|comprovad)[oa]s?",
        (
            "não (?:foi|foram|pôde|puderam|é|pode)(?: possível| ser| ter sido| ainda)* (?:verificar|"
            "confirmar|(?:verificad|confirmad)[oa]s?)"
        ),
        "(?:sem|não (?:há|existe|houve)(?: ainda)?) confirmação(?: independente| oficial)?",
    ),
    Hedge.CLAIMED: ("aleg(?:a|am|ou|aram|ando) >>(?:que|ter)",),
}

ITALIAN: Phrases = {
    Hedge.PURPORTS: (
        "(?:mostr|ritrar|raffigur|riprend|document|immortal)e?r?rebbe(?:ro)?",
        "(?:sembra|sembrano|sembrerebbe|pare)(?: che)? (?:mostrare|essere|mostri|sia|ritrarre|siano)",
        "apparentemente",
        "a quanto (?:pare|sembra)",
        (
            "(?:(?<=\\bun\\x20)|(?<=\\buna\\x20)|(?<=\\bil\\x20)|(?<=\\bla\\x20)|(?<=\\bgli\\x20)|"
            "(?<=\\ble\\x20)|(?<=\\bcon\\x20)|(?<=\\bin\\x20))apparent[ei] >>\\w+"
        ),
    ),
    Hedge.REPORTEDLY: (
        "secondo (?:alcune fonti|quanto riferito|quanto riportato|fonti locali|i media)",
        "(?:sarebbe|sarebbero|avrebbe|avrebbero)(?: stat[oaie])?",
        "(?:si tratterebbe|risalirebbe|proverrebbe|risulterebbe|starebbe)(?:ro)?",
    ),
    Hedge.SAID_TO: ("si dice che", "si ritiene che"),
    Hedge.ALLEGEDLY: ("presunt[oaie]", "presumibilmente", "asserit[oaie]", "sedicente"),
    Hedge.UNVERIFIED: (
        "non (?:verificat|confermat)[oaie]",
        (
            "non (?:è stato possibile|è possibile|può|possono)(?: essere)? (?:verificar|confermar|"
            "verificat|confermat)[a-z]*"
        ),
    ),
    Hedge.CLAIMED: ("(?:sostien|pretend)(?:e|ono) >>(?:che|di)",),
}

PHRASES: Mapping[str, Phrases] = {
    "en": ENGLISH,
    "ar": ARABIC,
    "de": GERMAN,
    "fr": FRENCH,
    "es": SPANISH,
    "sv": SWEDISH,
    "ru": RUSSIAN,
    "uk": UKRAINIAN,
    "tr": TURKISH,
    "pt": PORTUGUESE,
    "it": ITALIAN,
}
