"""The words by which running text speaks of pictures and videos, and those that only sound so. Tables."""

from __future__ import annotations

import re

from provenance.model import MediaKind

# A word for the medium; the video words first, since "a picture from the video" is both.
VIDEO = re.compile(
    r"\b(?:videos?|video ?clips?|clips?|footage|film(?:s|ed footage)?|recordings?|livestreams?|"
    r"live ?stream|dashcam|CCTV|(?:drone|aerial|phone|mobile|video) vision|bandes de (?:vidéo|télé)surveillance|"
    r"Videos?|Video(?:aufnahmen?|material|clips?|aufzeichnung(?:en)?|film|botschaft)|Filmaufnahmen|"
    r"Aufnahmen|Clips?|Mitschnitte?s?|(?!musik|spiel)\w{3,20}videos?|"
    r"(?:handy|drohnen|überwachungs|amateur|luft|helm|körper|kamera|bord|live|film|ton-?bild-?)(?:aufnahmen|filme?|"
    r"clips?)|"
    r"vid[ée]os?|s[ée]quences?(?: vid[ée]os?)?|enregistrements?|"
    r"v[íi]deos?|grabaci(?:ón|ones)|secuencias?|videoclips?|filmaci(?:ón|ones)|"
    r"videor?(?:na)?|videoklipp(?:et|en)?|filmer(?:na)?|film(?:en|klipp(?:et)?)?|klipp(?:et|en)?|"
    r"filmsekvens(?:er)?|videofilm(?:er)?|inspelning(?:en|ar)?|rörliga bilder|"
    r"(?:mobil|drönar|övervaknings|amatör|bevakningskamera|propaganda|original|dashcam|kropps|"
    r"hjälm)(?:kamera)?(?:video|film|klipp)(?:n|en|er|et|"
    r"erna)?|bodycams?|body-?cam(?:era)? (?:video|footage)|screen recordings?|direct vidéo|"
    r"(?:transmisi(?:ón|ones)|emisi(?:ón|ones)) en (?:vivo|directo)|livesändning(?:en|ar)?|direktsändning(?:en|ar)?)\b"
    r"|(?<![\u0621-\u064a])(?:و|ب|ل)?(?:بث(?:ا|اً)? (?:حي|مباشر)(?:ا|اً)?|البث (?:الحي|المباشر)|مقطع(?:ين|ان|ي)|"
    r"فيديو(?:ين|ان)|"
    r"مشهد(?:ا|اً)(?= مدته| مصور| قصير)|المشهد المصور|مشاهد مصورة|المشاهد المصورة)(?![\u0621-\u064a])"
    r"|(?<![\u0621-\u064a])(?:و|ب|ل|ال|وال|بال)?(?:فيديو(?:هات)?|مقطع(?:ا|اً)?|مقاطع|تسجيلات|تسجيل(?:ا|"
    r"اً)|شريط(?:ا|اً)?|إصدار(?:ا|اً)?)(?![\u0621-\u064a])"
    # "تسجيل" alone is as often the counting of cases.
    r"|(?<![\u0621-\u064a])(?:(?:و|ب|ل)?التسجيل|(?:و|ب|ل)?تسجيل(?=\s(?:مصور|مرئي|فيديو|كاميرات?|قصير|طويل|آخر|جديد|"
    r"متداول|من كاميرا)))(?![\u0621-\u064a])",
    re.IGNORECASE,
)


IMAGE = re.compile(
    r"\b(?:photos?|photographs?|images?|pictures?|pics?|snapshots?|screenshots?|satellite imagery|"
    r"stills|(?<=a )still(?= (?:from|image|of|that|frame))|(?<=video )still|selfies?|"
    r"Fotos?|Fotografien?|Fotoaufnahmen?|(?<!Nahrungs)Aufnahme(?! (?:von|in|des|der) (?:Gesprächen|Verhandlungen|"
    r"Flüchtlingen|Ermittlungen|Krediten|Beziehungen|EU|Nato|NATO))|"
    r"Bilder?|Bildmaterial|Satellitenbilder?|Satellitenaufnahmen|Bildschirmfotos?|"
    r"photographies?|clichés?|images? satellites?|captures? d[’']écran|"
    r"fotograf[íi]as?|fotos?|im[áa]genes|im[áa]gen|capturas? de pantalla|instant[áa]neas?|"
    r"bild(?:en|er|erna)?|foto(?:t|n|na|grafi(?:er|et)?)?|skärmdump(?:en|ar|arna)?|"
    r"(?:satellit|flyg|drönar|press|arkiv|familje|polis|bröllops|mobil|övervaknings|viltkamera|amatör|privat|"
    r"stil)(?:bild(?:en|er|erna)?|"
    r"foto(?:t|n|na)?)|"
    r"(?!vor|welt|leit|feind|spiegel|sinn|zerr|eben|stadt|schrift)(?:luft|drohnen|handy|überwachungs|presse|archiv|"
    r"familien|pass|"
    r"hochzeits|kamera|stand|beweis|profil|klassen|gruppen|urlaubs|amateur|schwarz-?weiß-?|porträt|polizei)"
    r"(?:bild(?:er|ern|s)?|fotos?|aufnahmen?)|screen ?grabs?|fotogramas?|clich[ée]s?|photomontages?|fotomontagen?|"
    r"montages? photo)\b"
    r"|(?<![\u0621-\u064a])(?:و|ب|ل|ال|وال|بال)?(?:صور(?:ة|ا|اً)?|صورت(?:ين|ان|ي)|لقطات|لقطة|لقطتين|"
    r"صورا)(?![\u0621-\u064a])",
    re.IGNORECASE,
)


# What was done with it, or what it does.
DEED = re.compile(
    r"\b(?:releas(?:ed?|ing|es)|publish(?:ed|es|ing)?|post(?:ed|s|ing)?|shar(?:ed?|ing|es)|upload(?:ed|s|"
    r"ing)?|circulat(?:ed?|ing|es)|broadcast(?:ed|s|ing)?|air(?:ed|ing)|distribut(?:ed?|ing)|"
    r"disseminat(?:ed?|ing)|"
    r"put online|surfac(?:ed?|ing)|emerg(?:ed?|ing)|went viral|goes viral|gone viral|show(?:s|ed|ing|n)?|"
    r"purport(?:s|ed|ing|edly)?|appear(?:s|ed|ing)?|depict(?:s|ed|ing)?|captur(?:ed?|es|ing)|filmed|shot|"
    r"taken|verified|geolocated|analy[sz]ed|reviewed|examined|compared|fabricated|staged|doctored|"
    r"seen by|obtained by|"
    r"issued|leaked|claim(?:s|ed|ing)? to|said to|tweeted|reposted|published|featur(?:ed|es|ing)|"
    r"accompanied|livestreamed|recorded|streamed|carried|secured|gathered|collected|attached|(?:put|puts|"
    r"putting) (?:up|out|online)|reviewed by|spread|spreading|aired|document(?:s|"
    r"ed|ing)?|sent|received|handed|forwarded|in which|dates? (?:back|from)|proved|turned out|"
    r"in dem|in der|auf dem|auf der|geschickt|weitergeleitet|dans laquelle|sur laquelle|où l[’']on|"
    r"envoyée?s?|en (?:el|la) que|"
    r"enviad[oa]s?|tag(?:et|en|na)|tagits|skickad(?:e|es)?|där man|granska(?:s|r|de|des|ts)|tomad[oa]s?|prise?s?|"
    r"verbreite|kursiere|zeige|veröffentlich(?:t(?:e|en|es|er)?|en|ung)|verbreitet(?:e|en|es)?|verbreiten|zeig(?:t|"
    r"en|te|ten)|"
    r"gezeigt|teilt(?:e|en)|geteilt(?:e|en|es)?|kursier(?:t|en|te|ten|ende[sn]?)|hochgeladen(?:e|es|en)?|"
    r"hochlud|auftauchte|aufgetaucht(?:e|es|en)?|gepostet(?:e|es|en)?|postete|ausgestrahlt|geprüft|"
    r"ausgewertet|untersucht|belegen|belegt|gestellt|gefälscht|verglichen|Auswertung|zu sehen|"
    r"sollen? (?:\w+ ){0,6}zeigen|zirkulier(?:t|en|ten)|aufgenommen|stammen|publizierte?|online gestellt|"
    r"ins Netz gestellt|"
    r"publi(?:ée?s?|é|ait|ent|e)|(?:re)?diffus(?:ée?s?|é|ait|ent|e|ant)|partag(?:ée?s?|é|ent|eait)|circul(?:ent|"
    r"e|aient|ait|ant|é)|montr(?:ant|e|ent|ait|aient|er|ée?s?)|mise?s? en ligne|posté(?:es?|s)?|relayée?s?|"
    r"relayé|apparu(?:es?|s)?|dévoil(?:é|ée|ées|ait)|censée?s?|prétend(?:ant|ument)?|tournée?s?|"
    r"filmée?s?|"
    r"public(?:ó|aron|ad[oa]s?|a)|difundi(?:ó|eron|d[oa]s?)|compart(?:ió|ieron|id[oa]s?)|circul(?:an|a|ó|"
    r"aban|aron|ando)|muestran?|mostr(?:aba|aban|ó|aría|arían|ando|ar)|muestra|sub(?:ió|ieron|id[oa]s?)|"
    r"viraliz(?:ó|ad[oa]s?|aron)|grabad[oa]s?|emiti(?:ó|d[oa]s?|eron)|filtr(?:ó|ad[oa]s?)|supuestamente|"
    r"aparec(?:ió|e|en|ieron)|"
    r"publicera(?:de|r|t|s|des|ts)?|sprid(?:s|er|a|as|it|its|des)?|spridd(?:a|es)?|dela(?:de|r|t|s|des|"
    r"ts)?|visar|visade|visas|visat|visats|visades|uppges|sägs|påstås|lagt? upp|lagts upp|lade upp|la upp|"
    r"lägger ut|lagt ut|la(?:de)? ut|lades ut|übergab(?:en)?|übergeben|"
    r"cirkulera(?:r|de|t)|släppte?s?|släppt|uppladdad(?:e|es)?|sänd(?:e|es|s|er)|filma(?:ts|t|d|de)|"
    r"laddat? upp|laddades upp|dykt upp|ska visa)\b"
    r"|(?<![\u0621-\u064a])(?:و|ف)?(?:نشر(?:ت|ته|ه|ها|وا|نا|ناه|ناها)?|[ينت]نشر(?:ه|ها|وا|ون)?|[ينت]عرض(?:ه|ها)?|"
    r"بث(?:ت|ته|ه|ها)?|تداول(?:ت|ته|ه|ها|"
    r"وا)?|يتداول|متداول(?:ة|ه)?|تظهر|يظهر|أظهر(?:ت)?|ظهر(?:ت)?|تبين|يبين|يوثق|توثق|وثق(?:ت)?|"
    r"انتشر(?:ت)?|منتشرة|عرض(?:ت)?|شارك(?:ت|ها)?|رفع(?:ت|ها)?|يزعم|يُزعم|تزعم|قيل|يقال|يُقال|زعم(?:ت)?|"
    r"أصدر(?:ت)?|تصور|يصور|مصور|المصور|التقط(?:ت)?|التقطت|تسرب|مسرب|يُظهر|تُظهر|يُعتقد|"
    r"تُظهِر)(?![\u0621-\u064a])",
    re.IGNORECASE,
)


# What was done with it by those who saw it, and what became of it. Of "the picture" this is also said figuratively.
HANDLED = re.compile(
    r"\b(?:sends?|sending|hands? over|possess(?:es|ed)?|owns?|holds on to|see|saw|seen|watch(?:ed|ing)?|"
    r"view(?:ed|ing)?|look(?:ed)? at|obtained|provided|passed on|access to|"
    r"reproduce|exists?|survives?|delet(?:ed|es)|removed|kept|lost|seized|buried|erased|destroyed|withheld|unpublished|"
    r"made public|taken down|in the hands of|under lock|to release|(?:took|takes)(?! (?:pictures?|photos?|"
    r"videos?) of (?:her|his|their|my|our))|screened|hangs?|tape|confiscated|"
    r"filming|identified|checked|played|plays|"
    r"hear[ds]?|cop(?:y|ies)|forwards?|ma(?:de|king) the rounds|doing the rounds|generated|"
    r"(?:is|are|was|were) (?:not )?from|"
    r"verfüg(?:t|en|te|ten) über|auswerten|beigefügt|angefordert|hochzuladen|freigeben|freigegeben|angesehen worden|"
    r"herumgeschickt|weitergeschickt|(?:ging|gingen|geht|gehen) [^.;]{0,40}durch|erstellt|(?:ist|sind) nicht aus|"
    r"dispos(?:e|ent|ait) d(?:e |es |[’'])|demandées?|généré[es]{0,2}|circulent|"
    r"disponen? de|cuentan? con|difundan?|(?:están?|vienen?) (?:pasando|reenviando|compartiendo)|reenví(?:an?|en)|"
    r"desm(?:entimos|intió|intieron)|cread[oa]s? con|generad[oa]s?|(?:tampoco|no) (?:es|son) de|"
    r"spreds|spreddes|har tillgång till|förfogar över|är (?:inte )?från|inspelade?|skapa[dt]e?s?|"
    r"schick(?:t|te|ten|en)|send(?:et|ete|eten|en)|gesendet|zusandten?|besitz(?:t|en|e)|besaß|behielt(?:en)?|"
    r"aufgehoben|"
    r"gesehen|sah(?:en)?|sieht|sehen|einsehen|vorlieg(?:t|en)|lieg(?:t|en) (?:\w+ ){0,4}vor|zugespielt|zugeschickt|"
    r"erhalten|erhielt|überlassen|herumreichten?|herumgereicht|vorgeführt|aufbewahrt|gelöscht|gedreht|fotografiert|"
    r"entstand(?:en)?|"
    r"liege|lägen|gesichert|sichergestellt|ausgehändigt|gelöscht|entfernt|angehängt|verlinkt|gesammelt|hängt|hing|"
    r"hält|halten|unter Verschluss|abgenommen|beschlagnahmt|lieg(?:t|en) (?:\w+ ){0,3}bei|machten?|vernichtet|verloren|"
    r"hören|hört|nachprüfen|zuordnen|zuzuordnen|verifiziert|übergeben|vorgelegt|"
    r"remis|remet(?:tent)?|retirée?s?|authentifi(?:er|ée?s?|é)|vérifi(?:er|ée?s?|é)|récupérée?s?|recueillie?s?|"
    r"exploitée?s?|"
    r"versée?s?|joint(?:es?|s)?|rest(?:e|ent|ait)|accroché(?:e|es|s)?|visionnent|visionne|"
    r"entre les mains|pris(?:es?)?|prit|prennent|refus(?:e|ent|é|ait)|saisie?s?|perdue?s?|détruite?s?|"
    r"envo(?:ie|ient|yé|yait|yer)|transmet(?:tent)?|possèden?t?|détien(?:t|nent)|gardée?s?|rendue?s? publi(?:c|que)s?|"
    r"vue?s?|voit|visionn(?:er|ée?s?)|consult(?:er|ée?s?)|accès|obtenue?s?|transmise?s?|remise?s?|reçue?s?|"
    r"supprimée?s?|"
    r"effacée?s?|entend|existe|devine|reproduire|conserve|analysée?s?|examinée?s?|"
    r"adjunt(?:ó|aron|ad[oa]s?)|recopil(?:ó|aron|ad[oa]s?)|reuni(?:ó|eron)|retir(?:ó|aron|ad[oa]s?)|cuelga|"
    r"colgad[oa]s?|"
    r"verific(?:ar|ó|ad[oa]s?)|aport(?:ó|ad[oa]s?)|custodia|requis(?:ó|ad[oa]s?)|"
    r"en manos de|en poder de|tom(?:ó|aron|a)|niegan?|incautad[oa]s?|perdi(?:ó|eron)|destruid[oa]s?|"
    r"env(?:ía|ían|ió|iaron|iar)|mand(?:a|an|ó|aron)|posee[n]?|guarda[n]?|conserva[n]?|"
    r"vist[oa]s?|ven?|ver|visionado|acceso|reproduce|obtuvo|obtenid[oa]s?|recibid[oa]s?|recibió|enseñ(?:a|an|ó|aron)|"
    r"borr(?:ó|ad[oa]s?)|eliminad[oa]s?|entreg(?:ó|ad[oa]s?)|oyen?|escucha|analizad[oa]s?|conserva|distingue|"
    r"tagit|säkrat|säkrats|sparats|samlat|samlats|bifogat|bifogats|hänger|hängde|går igenom|gå igenom|gått igenom|"
    r"begärt|"
    r"begär|lämnas? ut|lämnats? (?:in|ut)|tagits bort|tog bort|tas bort|"
    r"tog|tar|finns hos|vägra(?:r|de|t)|beslagtagits?|beslagtogs?|förstört?s?|hittat|"
    r"skicka(?:r|de|t|ts|s|des)?|sänder|äger|sparar|bevarat|"
    r"sett|såg|ses|syns|synas|hörs|höra|tagit del|fått|fick|överlämnat|raderat|raderades|visa|finns|sparat|"
    r"spelats? in|analyserat)\b"
    r"|(?<![\u0621-\u064a])(?:و|ف)?(?:اطلع(?:ت|نا)?|شاهد(?:ت|نا)?|وصل(?:نا|ت|تنا)?|حصل(?:ت|نا)?|تلق(?:ى|ت|ينا)|"
    r"حذف(?:ت|ته|تها)?|أرسل(?:ت|ه|ها|وا)?|[ينت]رسل|سلم(?:ت|ته|تها|ه|ها)?|[ينت]ملك|[ينت]حتفظ|بحوزت\w+|سجل(?:ت|ه|ها)?|"
    r"صور(?:ه|ها)|صور(?= (?:فيديو|مقطع))|التقط(?:ه|ها|ته|تها|وا)|جمع(?:ت|ه|ها|وا|ته|تها|ناها)?|[ينت]ستند|استند(?:ت)?|"
    r"أرفق(?:ت|وا)?|مرفق(?:ة|ا)?|[ينت]عود|[ست]?تعلق|معلق(?:ة|ا)?|علق(?:ت|وا)?|"
    r"رد(?:ت|وا)?(?= \S+ ?(?:\S+ ){0,4}ب(?:فيديو|مقطع|صور))|وصلت|فحص(?:ت|نا)?|راجع(?:ت|نا)?|أزيل(?:ت)?|أزال(?:ت)?|"
    r"صادر(?:ت|وا|ته|تها)?|بحوزة|طي الكتمان|"
    r"رفض(?:ت|وا)?|[ينت]رفض|أتلف(?:ت)?|فقد(?:ت)?|نمتنع|يسمع|تسمع|احتفظ(?:ت)?)(?![\u0621-\u064a])",
    re.IGNORECASE,
)


# Before the noun: whose it is.
HAS = re.compile(
    r"(?i)\b(?:has|have|had|keeps?|kept|carr(?:y|ies|ied)|hat|hatte|behält|behielt|trägt|garde|gardait|possède|"
    r"guarda|tiene|tenía|"
    r"conserva|lleva|har|hade|sparar|bär)\s(?:[\w’']+\s){0,5}(?:an?|eine?[nm]?|une?|una?|en|ett|two|three|several|"
    r"zwei|mehrere|"
    r"deux|plusieurs|dos|varios|varias|två|flera)\s(?:[\w-]+\s){0,2}$"
    r"|\b(?:disponen? de|cuentan? con|dispose(?:nt)? d(?:es?\s|[’'])|verfüg(?:t|en|te|ten) über|förfogar över|"
    r"har tillgång till|in possession of|has obtained)\s?(?:[\w-]+\s){0,3}$"
)


FIGURATIVE = re.compile(r"(?i)^(?:Aufnahme|picture|image|bild(?:en|er)?|imagen|imágenes|images|pictures|film(?:en)?)$")


# Before the noun: what says that it is one more, or of which kind; such a medium needs no deed.
ONE_MORE = re.compile(
    r"(?i)\b(?:another|a (?:second|third|fourth|further|single|short|longer|brief|grainy|blurr\w+|shaky)|"
    r"ein(?:e[nmr]?)? (?:zweite|dritte|weitere|andere|kurze|längere|verwackelte|unscharfe)[smnr]?|"
    r"une? (?:autre|deuxième|second|seconde|troisième|courte?|longue)|otr[oa]s?|un[oa]? (?:segund[oa]|tercer[oa]?|"
    r"breve|cort[oa])|en (?:annan|andra|tredje|kort|längre|suddig)|ett (?:annat|andra|tredje|kort|längre|suddigt))"
    r"\s(?:[\w-]+\s){0,2}$"
)


_RECORDED = (
    r"(?:record(?:ed|s)|captur(?:ed|es)|film(?:ed|s)|caught|picked up|shows?|showed|aufgezeichnet|gefilmt|festgehalten|"
    r"(?:took|taken) (?:\w+ ){0,2}(?:pictures|photos|images)|(?:tagit|tog) (?:\w+ ){0,2}(?:bilder|foton)|"
    r"pri(?:s|t|se?s) (?:en photo|des (?:images|photos|clichés))|(?:tomó|tomaron|tomado) (?:imágenes|fotos|"
    r"fotografías)|"
    r"erfasst|aufgenommen|lieferten?|zeigten?|filmten?|zeichneten?|enregistr(?:é|e|ait)|film(?:é|e|ait)|capt(?:é|e)|"
    r"saisi|grab(?:ó|aron|ado)|capt(?:ó|aron)|"
    r"registr(?:ó|aron)|film(?:ó|aron)|filma(?:t|de)|fånga(?:t|de)|spela(?:t|de) in|registrera(?:t|de))"
)


CAMERA = re.compile(
    r"\b(?P<noun>cameras?|dashcams?|(?:\w+)?kameras?|caméras?|cámaras?|(?:\w+)?kamera(?:n|or|orna)?)\b"
    rf"[^.;:]{{0,90}}?\b{_RECORDED}\b"
    rf"|\b{_RECORDED}\b[^.;:]{{0,90}}?\b(?:with|on|using|avec|sur|au moyen d[’']|mit|con|desde|med|"
    rf"på)\s(?:[\w’']+\s){{0,4}}?"
    r"(?P<by>(?:\w{2,20}[- ])?(?:cameras?|phones?|smartphones?|iphones?|gopros?|drones?|kameras?|handys?|"
    r"telefon|drohnen?|"
    r"caméras?|téléphones?|portables?|cámaras?|móvil(?:es)?|celular(?:es)?|teléfonos?|dron|kameror|mobil(?:en|er)?|"
    r"drönare)(?![\w-]| (?:numbers?|calls?|lines?)))"
    r"|(?<![\u0621-\u064a])(?:و|ف)?(?:صور|سجل|وثق)(?:ت|ه|ها|وا|وه|ته|تها|نا)?\s(?:[\u0621-\u064a]+\s){0,8}?"
    r"(?P<with>ب(?:هاتف|جوال|كاميرا|موبايل|طائرة مسيرة)[\u0621-\u064a]*)"
    r"|(?<![\u0621-\u064a])(?:و|ف)?(?:رصدت|سجلت|وثقت|التقطت|صورت)\s(?P<arabic>كاميرا(?:ت)?)",
    re.IGNORECASE,
)


SOUND_BEFORE = re.compile(r"(?i)\b(?:audio|sound|voice|radio|phone|telephone|ton|vocale?|ljud|röst)[\s-]+$")
SOUND_BEHIND = re.compile(
    r"(?i)^(?:\s|-)?(?:audio|sonores?|vocale?s?|de (?:audio|voz|sonido)|صوتي\w*)(?!\w)|^ (?:صوتي)"
)


RECORDING = re.compile(
    r"(?i)^(?:recordings?|mitschnitt|aufnahmen?|enregistrements?|grabaci(?:ón|ones)|inspelning(?:en|ar)?|"
    r"و?(?:ال)?تسجيل\w*)$"
)


OF_A_CALL = re.compile(
    r"(?i)^\s(?:of|from|eines|einer|des|der|den|von|de|de los|del|d[’']|av|"
    r"ل\w*)\s?(?:[\w’'-]+\s){0,2}?(?:l[’'])?(?:calls?|phone|"
    r"telephone|conversations?|radio|loudspeaker|voices?|speech|songs?|telefon\w*|gespräch\w*|anruf\w*|funk\w*|appels?|"
    r"conversation|llamada|tirs|coups de feu|gunfire|gunshots|shots|schüsse\w*|schüssen|disparos|skott\w*|"
    r"conversación|\w*samtal\w*)\b"
)


FALSE = re.compile(
    r"(?:video|bild)[- ]?(?:conference|call|link|game|conferencia|conférence|konferenz|schalte|samtal|"
    r"länk|spiel|spel|juego|message board)|press photograph|"
    r"(?:pictures?|photos?) of the (?:day|week|month|year)|(?:bild|foto)s? (?:des|der) (?:tages|woche|jahres)|"
    r"(?:photo|image)s? du jour|(?:fotos?|imagen) del (?:día|año)|(?:dagens|veckans|årets) (?:bild|foto)|صورة اليوم|"
    r"big(?:ger)? picture|bigger picture|clear(?:er)? picture|grim picture|bleak picture|"
    r"picture of (?:what|how|life|a country)|paints? a|paint(?:ed|ing) a|(?:public|own|self|brand|"
    r"tarnish\w*|improve|its|his|her|their|country.s|damage[ds]? the) image(?: of| as| and|"
    r"\b(?= (?:abroad|at home)))|"
    r"film (?:festival|director|industry|maker|critic|star|crew|company|studio|school|producer)|"
    r"(?:photo|video) (?:studio|shop|store|exhibition|agency|editor|journalist|rental|art)|im bilde|ein bild (?:davon|"
    r"von der lage)\b machen|bild der (?:lage|verwüstung)|spiegelbild|bildschirm\b|vorbild|bildung|"
    r"ett (?:finger|bild) av|helhetsbild|bilden av (?:sig|landet)|hotbild|lägesbild|filmfestival|filmregissör|"
    r"festival de cine|à l[’']image de|a imagen de|la imagen de(?:l)? (?:país|gobierno|presidente)|"
    r"image de marque|l[’']image (?:du|de la) (?:pays|France|gouvernement)|"
    r"(?:without|no|ohne|sans|sin|utan) (?:a |any |an )?(?:pictures?|images?|video|bild(?:er)?|imagen(?:es)?)\b|"
    r"(?:ger|ger oss|gibt|ergibt|zeichnet|zeichnen|offers?|paints?|gives?|donne|offre|da|ofrece|dibuja) (?:an?|ein|"
    r"une?|una|en)"
    r" (?:[\w-]+ )?(?:bild|picture|image|imagen)|بلا صورة|بدون صورة|صورة الوضع|"
    r"في صورة ما|بصورة|صورة واضحة|على صورة|بث مباشر ل",
    re.IGNORECASE,
)


# Words about a medium that was shown already, or about media as such.
NOT_ONE = re.compile(
    r"(?:could not|cannot|unable to) (?:be )?(?:independently )?verif|see (?:the )?(?:photo|video)|"
    r"watch the video|more (?:photos|videos)|"  # and what a reader is asked to agree to before a player loads
    r"\b(?:data|daten|données|datos|uppgifter)\b.{0,60}\b(?:transferred|transmitted|übertragen|übermittelt|transmises|"
    r"transférées|transmiten|transfieren|transmitidos|överförs|skickas)\b",
    re.IGNORECASE,
)


PLATFORM_WORD = re.compile(
    r"(?<!\w)(Facebook|YouTube|Telegram|Twitter|Instagram|TikTok|WhatsApp|Snapchat|VKontakte|VK|Weibo|"
    r"Vimeo|Dailymotion|Reddit|Bluesky|Threads|LiveLeak|(?<=on )X(?=[ ,.;])|(?<=auf )X(?=[ ,.;])|"
    r"(?<=sur )X(?=[ ,.;])|(?<=på )X(?=[ ,.;])|(?<=en )X(?=[ ,.;])"
    r"|فيسبوك|فايسبوك|يوتيوب|تلغرام|تيليغرام|تلجرام|تويتر|انستغرام|إنستغرام|تيك توك|واتساب|إكس)(?!\w)"
)


HANDLE = re.compile(r"(?<![\w@])@([A-Za-z]\w[\w.]{1,28}\w)")
IT_SHOWS = re.compile(
    r"\b(?:it|they|which) (?:purports?|claims?|appears?|is said|was said|are said|allegedly|"
    r"reportedly) (?:to )?(?:show|depict)|"
    r"\b(?:es|sie|darauf|darin) (?:soll(?:en)? \w+.{0,60} zeigen|zeigt angeblich)|\bil montrerait|"
    r"elle montrerait|ils? (?:est|sont) censée?s? montrer|"
    r"\bmostraría|supuestamente muestra|\bden (?:uppges|påstås|sägs) visa|ويُزعم أنه يظهر",
    re.IGNORECASE,
)


# "He handed it to the police; it was never published": said of what the sentence before spoke of.
IT_WENT = re.compile(
    r"(?:\bit (?:was|has|had)(?: \w+){0,3} (?:published|released|broadcast|shown|deleted|removed|shared|"
    r"posted|handed|leaked|"
    r"made public|filmed|recorded|taken down)|\bthey (?:were|have been)(?: \w+)? (?:published|released|posted|"
    r"filmed|leaked|"
    r"recorded|made public)|\b(?:publish|broadcast|post|upload|delete)(?:e?d|s)? (?:it|them)\b"
    r"|\b(?:release|share|hand|g[ia]ve|show|sen[dt])(?:e?d|s)? it\b"
    r"|\bes\b[^.;]{0,80}\b(?:übergeben|veröffentlicht|gelöscht|gezeigt|geschickt|überlassen|weitergegeben|verbreitet|"
    r"vorgelegt)\b|\b(?:veröffentlicht|gezeigt|gelöscht|ausgestrahlt) (?:wurden? (?:es|sie)|(?:haben|"
    r"hat) (?:wir|er|sie) "
    r"(?:es|sie))\b|\bveröffentlichen (?:wir )?(?:es|sie|ihn) nicht\b"
    r"|\b(?:ils?|elles?) (?:n[’'])?(?:a|ont)(?: \w+)? été (?:\w+ )?(?:publiée?s?|diffusée?s?|supprimée?s?|"
    r"montrée?s?|remise?s?|"
    r"transmise?s?|partagée?s?|retirée?s?)\b|\bl[’'](?:a|ont|avons|avait) (?:pas |jamais )?(?:publiée?|"
    r"remise?|transmise?|"
    r"montrée?|envoyée?|diffusée?)\b|\bne (?:la|le|les) (?:publions|montrons|diffusons)\b"
    r"|\bl[oa]s? (?:ha |han |hemos )?(?:publicó|publicaron|publicamos|entregó|entregaron|borró|envió|difundió|"
    r"publicado|"
    r"entregado|borrado|enviado|difundido)\b|\b(?:nunca|no|jamás) se (?:ha |han )?(?:public|difund|emit)\w+"
    r"|\b(?:den|det|de) (?:har|hade|blev)(?: \w+){0,3} (?:publicerats?|publicerad|raderats?|raderad|visats|"
    r"delats|spridits|"
    r"överlämnats)\b|\b(?:publicerar|visar|delar|överlämnade|skickade|raderade) (?:vi )?(?:den|dem) (?:inte|till)\b)"
    r"|(?<![\u0621-\u064a])(?:و|ف)?(?:لم|لن|لا) [ينت](?:نشر|عرض|بث)(?:ه|ها)?(?![\u0621-\u064a])"
    r"|(?<![\u0621-\u064a])(?:و|ف|س|وس)?(?:سلم(?:ه|ها|ته|تها|ناه|ناها)|نسلم(?:ه|ها)|حذف(?:ه|ها|ته|"
    r"تها))(?![\u0621-\u064a])",
    re.IGNORECASE,
)


# A sentence on what is to be seen there, behind which "it" still is the same medium.
STILL_ABOUT_IT = re.compile(
    r"(?i)^(?:it (?:shows|lasts|runs)|they show|in it,?|es (?:zeigt|dauert)|darauf|darin|(?:il|"
    r"elle) (?:montre|dure)|on y (?:voit|"
    r"entend)|se (?:ve|ven|oye)|(?:muestra|dura)|en él|en ella|(?:den|det) (?:visar|varar)|man (?:ser|hör|sieht|hört)|"
    r"(?:و)?[يت]ظهر (?:فيه|فيها))\b"
)


# "In one of them a man is seen": one of the media of the sentence before.
ONE_OF = re.compile(
    r"(?i)^\W*(?:(?:in|on) (?:one|another|both|two|the (?:other|first|second|third|longer|latest))(?: of (?:them|"
    r"these|those))?,?\s|"
    r"(?:in|auf) (?:einem|einer) (?:davon|von ihnen|anderen)|dans l[’']une? (?:d[’']elles|d[’']eux|d[’']entre)|"
    r"(?:dans|sur) (?:un|une) autre|"
    r"en (?:un[oa]|otr[oa]) (?:de ell[oa]s)?|i (?:en|ett) (?:av dem|annan|annat)|و?في (?:أحدها|إحداها|أحدهما|"
    r"إحداهما|آخر|أخرى))"
)


# Somebody films or photographs something, whatever becomes of it.
FILMING = (
    (
        MediaKind.VIDEO,
        re.compile(
            r"(?i)\b(?P<noun>(?:filmed|livestreamed|videoed|videotaped) (?=the|it|them|him|her|his|their|what|how|as|"
            r"an?\b)"
            r"|filmten? (?=den|die|das|ihn|sie|es|wie|nach)|(?:a|ont|avait) filmé (?=la|le|les|l[’']|son|sa|ce)"
            r"|(?:grab(?:ó|aron)|film(?:ó|aron)) (?=la|el|los|las|lo|cómo|su)|filmade (?=\w))|(?P<arabic>صوّر(?:ت|"
            r"وا)?) (?=\S+ ?ال)"
        ),
    ),
    (
        MediaKind.IMAGE,
        re.compile(
            r"(?i)\b(?P<noun>photographed (?=the|it|them|him|her|his|their|what|how|an?\b)|"
            r"fotografierten? (?=den|die|das|"
            r"ihn|sie|es)"
            r"|(?:a|ont|avait) photographié (?=la|le|les|l[’']|son|sa)|fotografi(?:ó|aron) (?=la|el|los|las|lo|su)"
            r"|fotograferade (?=\w))|(?P<arabic>\0)"
        ),
    ),
)


NO_PICTURE = re.compile(
    r"(?i)\b(?:without|no|ohne|sans|sin|utan) (?:an? |any )?(?:pictures?|images?|video|bild(?:er)?|imagen(?:es)?)\b|"
    r"بلا صورة|بدون صورة"
)


# A picture that is one of several, or of something: it is meant as such.
OF_A_THING = re.compile(
    r"(?i)\b(?:an?|eine?[mnr]?|une?|una|en|ett|took|takes|machten?|tog|[\w-]+[’']s|his|her|their|s(?:ein|ihr)e?n?)"
    r"\s(?:[\w-]+\s){0,2}$"
)


OF_WHAT = re.compile(
    r"(?i) (?:of the|of a|from (?:the|an?|his|her|their|\w+ cameras?)|på|från|aus|vom|von dem|von der|von (?:einer|"
    r"seiner|ihrer)|"
    r"(?:der|einer|ihrer|seiner) \w*kamera|de (?:la|las|una|su|sus) (?:cámaras?|móvil|teléfono)|"
    r"de (?:la|sa|leur|leurs|ses|cette|une) caméras?|de (?:vidéo|télé)?surveillance|de videovigilancia)\b"
)


# Before the noun: what points back. Behind it: what says which one is meant, so that it may be another.
POINTS_BACK = re.compile(
    r"(?i)(?:^|[\s(“\"«„])(?:the(?: same)?|this|that(?: same)?|these|those|das(?: gleiche)?|dasselbe|diese[srmn]?|"
    r"dem|den|der|la(?: même)?|cette|ces?|cet|les|l[’']|la misma|el(?: mismo)?|l[ao]s|est[aeo]s?|es[aeo]s?|samma|den|"
    r"det|denna|detta|dessa)\s?$"
)


# The same with up to one word between: "the grainy clip", "die kurze Aufnahme".
DEFINITE = re.compile(
    r"(?i)(?:^|[\s(“\"«„])(?:the|this|that|these|those|said|das|die|der|dem|den|diese[srmn]?|jene[srmn]?|"
    r"besagte[srmn]?|"
    r"la|le|les|cette|ces|ce|cet|dudit|ladite|du|des|el|los|las|del|est[aeo]s?|es[aeo]s?|dich[ao]s?|den|det|de|denna|"
    r"detta|dessa|"
    r"(?:l|d)[’']|هذه|هذا|تلك|ذلك)\s?(?:same |[\w-]{3,14} )?$"
)


# Words for pictures that are moving ones where a video was spoken of: "les images", "die Aufnahme".
MOVING_TOO = re.compile(r"(?i)^(?:aufnahmen?|bilder|images?|imágenes|bilderna|(?:و|ب)?(?:ال)?(?:صور|لقطات))$")
# Behind the noun: that another one is meant than the one before, "the photograph that everybody shares".
OF_ANOTHER = re.compile(
    r"(?i)^\s*,?\s*(?:that (?!is|was|the)\w+|which \w+|(?:on|auf|sur|en|på|على) (?:the|dem|der|la|el|les|den|"
    r"det)?\s?[A-ZÀ-Þ]|above|below|"
    r"(?:here|oben|unten|ci-dessus|de arriba|ovan)\b|budgets?|industr\w+|rights)"
)
# Words that mean a medium and nothing else, where one of them or several are meant; they need no deed.
PLAIN = re.compile(
    r"(?i)^(?:video(?:s|n)?|videoclips?|clips?|footage|dashcam|vid[ée]os?|v[íi]deos?|\w{3,20}videos?|klipp(?:et|en)?|"
    r"videoklipp(?:et|en)?|"
    r"photos?|photographs?|screenshots?|screen ?grabs?|selfies?|fotos?|fotografien?|\w{3,12}(?:fotos?|aufnahmen?|"
    r"filme?)|"
    r"bildschirmfotos?|photographies?|clichés?|captures? d[’']écran|fotograf[íi]as?|capturas? de pantalla|"
    r"grabaci(?:ón|ones)|"
    r"\w{3,20}(?:foto(?:t|n|na)?|film(?:en|er|erna)?|klipp(?:et)?)|skärmdump(?:en|ar|arna)?|"
    r"[وبل]?(?:فيديو(?:هات)?|مقطع(?:ا|اً)?|مقطعين|مقاطع|صورتين|لقطة|لقطات))$"
)
COUNTED = re.compile(  # before the noun, which one or how many, with up to two words between
    r"(?i)(?:^|[\s(“\"«„’'])(?:an?|one|two|three|four|five|six|several|some|both|another|other|each|his|her|their|"
    r"its|our|my|\d{1,4}|dozens of|"
    r"eine?[mnrs]?|zwei|drei|vier|fünf|mehrere[rn]?|einige[rn]?|beide[rn]?|s?ein(?:e[mnrs]?)?|ihr(?:e[mnrs]?)?|"
    r"une?|deux|trois|quatre|plusieurs|des|son|sa|ses|leurs?|"
    r"una?|unos|unas|dos|tres|cuatro|varios|varias|sus?|en|ett|två|tre|fyra|flera|sin|sitt|sina|hans|hennes|deras)"
    r"\s(?:[\w’'-]{2,20}\s){0,2}$|(?:[\w-]{2,}[’']s)\s(?:[\w-]{2,20}\s)?$"
)
# Behind the noun: that it is only part of a name or a trade.
OF_A_TRADE = re.compile(
    r"(?i)^[-\s](?:op(?:portunit\w+|s)?|editors?|desk|albums?|credits?|librar\w+|shoots?|series|projects?|contests?|"
    r"exhibition\w*|galler\w+|"
    r"agenc\w+|players?|games?|calls?|links?|conferenc\w+|channels?|platforms?|apps?|artists?|producers?|makers?|"
    r"journalis\w+|"
    r"stud\w+|shops?|stores?|services?|cameras?|art|equipment|walls?|teams?|units?|finish|id|ids|caption\w*|"
    r"surveillance|"
    r"assistant\w*|referees?|review\b|evidence)\b"
)
# A sentence about media as such, or about making them for a living.
AS_SUCH = re.compile(
    r"(?i)\b(?:how (?:to|we) (?:verif|check)\w*|(?:send|share|e-?mail|upload) (?:us |in )?your|send us|"
    r"your (?:photos?|videos?|pictures?)|"
    r"deine|ihre fotos an|envoyez|"
    r"envíe(?:n)?|skicka (?:in )?(?:dina|bilder)|akzeptieren|accept (?:the|our)|data protection|privacy|"
    r"datenschutz\w*|cookies?)\b"
)


SUFFIXED = re.compile(r"(?i)(?:(?:video|film)(?:en|erna)|klippe[tn]|bilde[nr]na|bilden|fotot)$|^(?:و|ب)?ال")
SAYS_WHICH = re.compile(
    r"(?i)^\s*,?\s*(?:released|published|posted|shared|uploaded|by|from|of|obtained|circulat\w+|von|vom|des|der|de|"
    r"du|del|av|från|من)\b"
)
