"""Words around place names, folded, in the languages that captions are written in. Only tables.

English, German, French, Spanish, Swedish, Arabic, Russian; cheap ones of Ukrainian, Turkish, Portuguese, Italian.
"""

from __future__ import annotations

from provenance.text import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(word.replace("_", " ")) for word in words.split())


# What stands before a place; what follows is one, even where the word could be another.
LOCATIVES = _set(
    "in near outside at from around inside across toward towards to into over above beyond outskirts via throughout"
    " within between of off against bei nahe aus nach um nahe_bei ausserhalb in_der im beim nordlich sudlich ostlich"
    " westlich a à dans en au aux pres vers depuis autour hors chez en cerca desde hacia hasta fuera sobre junto"
    " entre i på pa nara vid utanfor fran till kring runt hos في قرب خارج من الى إلى بين حول شمال جنوب شرق غرب داخل"
    " نحو باتجاه بالقرب وسط على فوق в во под около возле из близ вблизи у на к до у біля під із поблизу em no na perto"
    " presso vicino da"
)
# Of these only a capitalised common word after them is a place, never "of Most" or "to Split".
WEAK_LOCATIVES = _set(
    "of to over off against a на у к до da no na على فوق entre via above i om um au aux en på pa till"
)

# What loosens a place: it is meant somewhere around, not at it.
OUTSIDE = {
    **dict.fromkeys(_set("outside outskirts ausserhalb utanfor خارج fuera hors suburbs suburb"), "outside"),
    **dict.fromkeys(
        _set(
            "near nearby nahe bei beim pres cerca nara vid kring runt قرب بالقرب около возле близ вблизи біля поблизу"
            " vicino perto presso um around close adjacent vicinity border countryside rural ريف محيط off surrounding"
        ),
        "near",
    ),
}
DIRECTIONS = _set(
    "north south east west northeast northwest southeast southwest north-east north-west south-east south-west"
    " northern southern eastern western central northwestern northeastern southwestern southeastern mid upper lower"
    " greater nord sud ost norden suden osten westen nordlich sudlich ostlich westlich nordosten nordwesten sudosten"
    " sudwesten nordost nordwest sudost sudwest nordliche nordlichen sudliche sudlichen ostliche ostlichen westliche"
    " westlichen est ouest nord-est nord-ouest sud-est sud-ouest norte sur este oeste noreste noroeste sureste"
    " suroeste norra sodra ostra vastra oster vaster soder norr nordostra nordvastra sydostra sydvastra شمال جنوب"
    " شرق غرب شمالي جنوبي شرقي غربي севернее южнее восточнее западнее"
)

# Words for a kind of place, with the precisions that they allow, finest first; "" for any.
KINDS: dict[str, str] = {}
for _kind, _words in {
    "town": "city cities town towns village villages municipality hamlet settlement suburb neighbourhood neighborhood"
    " stadt dorf ort grenzstadt hauptstadt kleinstadt ville village commune localite capitale ciudad pueblo capital"
    " aldea localidad stad staden by byn ort huvudstaden grannskap мiсто місто город городе города село села поселок"
    " селе деревня مدينه المدينه بلده البلده قريه القريه العاصمه ناحيه حي sehri kasabasi koyu cidade vila citta",
    "district": "district districts county counties woreda subcounty sub-county zone tehsil taluk tehsil upazila"
    " raion rayon"
    " kebele landkreis kreis bezirk departement distrito distrikt distriktet район районе района قضاء منطقه ilcesi"
    " kommun constituency ward subdivision",
    "province": "province provinces governorate state states oblast wilayat region regions provinz gouvernement"
    " bundesstaat"
    " provincia gobernacion estado departamento comunidad provinsen provins guvernement guvernementet delstaten lan"
    " oblasts область области областi регион محافظه ولايه اقليم الولايه المحافظه ili eyaleti krai canton division",
    "region": "valley peninsula island islands desert mountains strip plateau gebiet ebene vallee vale valle",
    "country": "country republic land pays pais landet دوله جمهوريه страна",
}.items():
    for _word in _words.split():
        KINDS.setdefault(fold(_word), _kind)

# Words that may stand between a locative and the name: "in the besieged town of", "in der Stadt", "في مدينة".
BETWEEN = _set(
    "the a an this that of der die das den dem des von vom le la les l du de d el los las del en ett det av och och"
    " al old new his her its their our ancient besieged rebel-held government-held occupied northern southern"
    " eastern western central border historic coastal frontline contested nearby neighbouring neighboring war-torn"
    " embattled syrian capital largest second biggest third major main small entire whole port sector area areas"
    " parts part outskirts village's city's town's and near outside"
)

# After a name: what stands there, so the name is still a place.
FACILITIES = _set(
    "international airport airfield hospital university bridge street road square station stadium prison museum"
    " mosque church temple port harbour harbor airbase base crossing border highway market school college hotel"
    " tower gate palace zoo park camp dam refinery power plant railway airstrip countryside suburbs suburb outskirts"
    " offensive operation siege battle front frontline attack attacks bombing bombings airstrike airstrikes blast"
    " explosion earthquake quake floods flood flooding protest protests massacre clashes shelling strike strikes"
    " fire fires war conflict crisis residents resident police governor mayor civilians refugees refugee victims"
    " victim children river lake beach bay coast metro massacre today yesterday cathedral garden gardens centre"
    " center downtown old hills hill forest valley desert mountains volcano flughafen krankenhaus universitat brucke"
    " bahnhof hafen hopital aeroport pont aeropuerto hospital puente flygplats sjukhus north south east west"
    " junction theatre theater cemetery monastery fort fortress embassy consulate parliament court jail barracks"
    " residence house tunnel canal mall district province governorate county city town village state region oblast"
    " island islands division sub-county zone peninsula strip rally march demonstration riots riot election"
    " elections summit airlift evacuation truce ceasefire pocket enclave corridor"
)
# Words that make a name that of something built, by what it says of the place: a site may be called after the town
# where it stands, a street is called after anything. Behind the name; and before it, where a language puts it there.
BUILT_BEHIND = {
    "site": _set(
        "airbase airbases air_base airport airfield airstrip heliport dam bridge hospital clinic crossing refinery"
        " oilfield oil_field gas_field camp barracks garrison base military_base port harbour harbor power_plant"
        " power_station railway_station train_station prison jail university stadium flughafen militarflughafen"
        " luftwaffenbasis luftwaffenstutzpunkt staudamm talsperre brucke krankenhaus klinik grenzubergang raffinerie"
        " olfeld lager fluchtlingslager stutzpunkt flygplats flygbas flygbasen damm dammen bron sjukhus sjukhuset"
        " gransovergang raffinaderi oljefalt lagret flyktinglager border_crossing border_post"
    ),
    "street": _set(
        "street road avenue boulevard square roundabout mosque church cathedral temple gate strasse platz moschee"
        " kirche gatan torget moske mosken kyrka kyrkan school barricade"
    ),
}
BUILT_BEFORE = {
    "site": _set(
        "flughafen militarflughafen luftwaffenbasis luftwaffenstutzpunkt flugplatz staudamm krankenhaus klinik"
        " grenzubergang raffinerie olfeld fluchtlingslager stutzpunkt bahnhof hafen aeroport base_aerienne aerienne"
        " barrage pont hopital poste-frontiere poste_frontiere raffinerie champ_petrolier petrolier camp camps"
        " aeropuerto aerea base_aerea presa puente hospital paso_fronterizo fronterizo refineria petrolifero"
        " campamento puerto flygplatsen flygbasen flygfaltet dammen bron sjukhuset gransovergangen raffinaderiet"
        " oljefaltet flyktinglagret مطار المطار قاعده سد جسر مستشفى مستشفي معبر مصفاه مصفي حقل مخيم ميناء سجن محطه مطار"
    ),
    "street": _set(
        "rue place avenue boulevard mosquee eglise calle plaza avenida mezquita iglesia moschee strasse platz moskeen"
        " kyrkan مسجد جامع ساحه ميدان شارع كنيسه دوار حي"
    ),
}
# After a name: somebody or something is called so.
GROUPS = _set(
    "army front observatory brigade brigades battalion battalions forces force times post herald tribune news tv"
    " radio media united fc council party coalition movement network agency press initiative agreement accord"
    " accords treaty shield union league club kings indians super telegraph chronicle gazette guardian journal daily"
    " sun star mail observer airlines airways air bank group company foundation institute committee association"
    " federation liberation revolution revolutionary martyrs militia militias command guard guards corps regiment"
    " defence defense resistance national democratic islamic monitor watch express today's outlet channel"
    " broadcasting corporation airlines' rights free people people's sabha samiti peacock ahmadinejad hilton jackson"
    " peterson tigers lions eagles knights"
)
# Before a name, with a capital: then it is somebody's or a club's.
HONOURS = _set(
    "fc cf ac real queen king prince princess lord lady sir saint dr mr mrs ms miss hms uss ss al-haj hajj agent"
)
# Titles and words that may stand, capitalised, before a place without making it a name.
TITLES = _set(
    "president king queen prime minister governor mayor photo photos video image images picture pictures foto fotos"
    " bild bilder images vidéo video source sources map breaking update watch live city town village province state"
    " district region county governorate central greater downtown north south east west northern southern eastern"
    " western northeast northwest southeast southwest northeastern northwestern southeastern southwestern upper"
    " lower old city inner outer islamist rebel rebels exclusive via credit monday tuesday wednesday thursday friday"
    " saturday sunday january february march april may june july august september october november december capital"
    " outside near inside from in at around airport hospital university bridge battle siege liberation fall of mount"
    " lake river port gulf bay sea isle isles stadt provinz ville province ciudad provincia staden"
)
DAYS_AND_MONTHS = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august"
    " september october november december montag dienstag mittwoch donnerstag freitag samstag sonntag januar februar"
    " marz mai juni juli oktober dezember janvier fevrier mars avril juin juillet aout septembre octobre novembre"
    " decembre enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre lunes martes"
    " miercoles jueves viernes sabado domingo lundi mardi mercredi jeudi vendredi samedi dimanche mandag tisdag"
    " onsdag torsdag fredag lordag sondag maj augusti يناير فبراير مارس ابريل مايو يونيو يوليو اغسطس سبتمبر اكتوبر"
    " نوفمبر ديسمبر شباط اذار نيسان ايار حزيران تموز اب ايلول الاحد الاثنين الثلاثاء الاربعاء الخميس الجمعه السبت"
)
# Ordinary words and given names that are also places: only after a locative, or beside a country or province.
ORDINARY = DAYS_AND_MONTHS | _set(
    "nice reading mobile of batman split man bar most same orange nancy tours lens bath cork hull derby lincoln"
    " male central western eastern northern southern capital federal bay mary sale mars van ordu bari como salt"
    " surprise independence enterprise temple normal buffalo phoenix eagle columbus madison jackson sharp bell"
    " university college union hope liberty freedom progress police media media victory battle creek lake river"
    " valley hill hills mountain island islands beach port ford church field green brown black white gray grey young"
    " king kings prince princess duke earl baron bishop pope major general sergeant captain chief hero nation"
    " national new old great grand first second third one two three four five six seven eight nine ten mission mercy"
    " justice law order court house home street park garden gate tower bridge castle fort camp base front line bank"
    " banks market plaza center centre middle north south east west spring summer autumn winter fall sun moon star"
    " stars sky sea ocean lake water fire earth stone rock gold silver iron steel diamond pearl ruby crystal rose"
    " lily daisy violet iris ivy olive amber ginger angel angels saint santo santa san maria anna eva elena helena"
    " julia laura sara sarah sofia clara carmen diana flora charlotte carolina virginia dakota austin chester carson"
    " clinton kennedy johnson nixon trump bush ford carter monroe pierce grant hayes garfield arthur cleveland"
    " harrison mckinley roosevelt taft wilson harding coolidge hoover eisenhower santiago diego pedro carlos juan"
    " jose luis martin leon adam alexander ali hasan hassan hussein omar salem salam nur noor amal jamal kamal karim"
    " rahim rashid said saad abbas ahmad mahmud mustafa yusuf ibrahim ismail khalid walid tariq hamza bilal zaid"
    " malik asad fahd faisal saif wad aid are was were is be have has had do does did not no yes and or but for with"
    " without this that these those here there now then when where who what why how all any some many few more less"
    " much very too also only even just still yet she he it we you they i me my your his her its our their us them"
    " him as at by from in into on onto over under up down out off about after before between during through while"
    " since until again ever never always often once twice read see look watch show shows showing said say says"
    " claim claims post posts photo photos video videos image images share shared viral fake false true fact check"
    " news report reports update live today yesterday tomorrow week month year day night morning evening time times"
    " date hour minute please like follow click link page group user users account men women people child children"
    " boy girl woman boys girls family families father mother brother sister son daughter doctor nurse teacher"
    " student students worker workers farmer farmers driver soldier soldiers army navy force forces government"
    " minister president congress party opposition leader leaders member members rally protest protests march best"
    " big bigger good better bad small little long short high low hot cold dry wet fast slow hard soft full empty"
    " open close closed deep dark bright clear clean dirty rich poor free safe dead alive ready sure right wrong"
    " left real ball game games match cup final finals team teams player players coach score goal goals win wins won"
    " lost est les des une dans pour avec sur par son ses leur aux qui que nous vous ils elle mais ou donc car und"
    " der die das ein eine mit von fur auf aus bei nach vor uber unter durch ohne gegen seit bis als wenn los las"
    " una uno por para con sin sobre entre hasta desde donde cuando como pero mas muy todo toda todos och att det"
    " som en ett den de till med av om men inte har var sin sina vid efter under essen hamm hagen halle singen baden"
    " wesel lunden mora boden ystad lund are umea marche ras imam sheikh shaikh sultan emir amir sharif shah khan"
    " raja rani singh devi ram krishna lakshmi allah islam muslim christian hindu sikh jew jewish english french"
    " german spanish arabic russian chinese face facebook twitter youtube instagram telegram google whatsapp tiktok"
    " amazon apple microsoft reuters getty covid corona virus delta omega alpha beta gamma echo ukraine's isis isil"
    " daesh nato un eu who nasa cnn bbc mali's ada ana ina ona una alma bella luna stella aurora mina lina nora vera"
    " nadia maya tara rita along around above beyond against among across behind beside besides below beneath toward"
    " upon within marie louise jean pierre paul peter john james george henry charles william robert thomas david"
    " victoria hamdan michael joseph frank albert"
    " alfred victor oscar hugo max felix bruno otto karl carl erik olaf ivan boris igor"
    " oleg anton vladimir wladimir nasser mansour mansur habib aziz latif majid hamid jalal kamil salih saleh taha"
    " zahra fatima aisha agency project council statement campaign operation sector crisis story photo reporter"
    " editor author bin ben abu umm ibn abd el al la le lo li da di du don van von der ter ten ste st mt burg berg"
    " dorf stadt tal wald see bad ober unter neu alt gross klein اليوم امس غدا الان بعد قبل عند مع هذا هذه ذلك تلك"
    " كان كانت قال قالت الله السلام النصر الثوره الحريه الشهيد الجيش النظام القوات الشعب العالم الناس الدوله الحكومه"
    " الرئيس الوزير الشيخ محمد احمد علي حسن حسين عمر خالد صالح سعيد سالم صوره فيديو المدينه البلد القريه الجبل البحر"
    " النهر الطريق الجسر السوق الباب الدار البيت العين الراس الوادي السهل الحي المنطقه الاول الثاني الثالث الكبير"
    " الصغير الجديد القديم العام الخاص الحرب السلطه الامن الشرطه الحق العدل الامل النور тут там это как что где"
    " когда мир утро день ночь город"
)
# Everyday words that are written with a capital in titles and are no place at all, locative or not.
NEVER = DAYS_AND_MONTHS | _set(
    "english french german spanish arabic russian chinese order total fact case court public office power force"
    " response support front back full part general particular addition protest god allah islam this that these"
    " those his her its their our my your the a an all any some many most same one two three facebook twitter"
    " youtube instagram telegram google whatsapp tiktok reuters getty congress parliament bjp نفس كل بعض هذا هذه ذلك"
    " حال ظل اطار سياق وقت اليوم"
)

# Words that no name without capitals is made of.
SMALL = _set("a an the to of in is it and or at on by as was were be that this with for from not no")

# What persons have and say, and towns do not: "Houston's widow", "Obama's house".
PERSONAL = _set(
    "widow widower wife husband son daughter mother father parents brother sister sons daughters family house home"
    " houses villa mansion claim claims statement tweet post speech words remarks comments death funeral coffin grave"
    " body corpse face lawyer lawyers aide aides adviser spokesman spokeswoman spokesperson son-in-law nephew niece"
    " cousin uncle aunt grandfather grandmother grandson friend friends fiancee girlfriend boyfriend arrest trial"
    " car convoy motorcade portrait memoir memoirs book account page profile birthday wedding visit trip"
)

# Adjectives by country: they name no place, but say which country a text is about.
ADJECTIVES: dict[str, str] = {}
for _country, _words in {
    "SY": "syrian syrians syrisch syrische syrischen syrien syrienne sirio siria syrisk syriska سوري سوريه"
    " السوري السوريه"
    " السوريين сирийский сирийской сирийские",
    "IQ": "iraqi iraqis irakisch irakische irakischen irakien irakienne iraqui iraki irakisk irakiska عراقي"
    " عراقيه العراقي"
    " العراقيه иракский иракской",
    "LB": "lebanese libanesisch libanesische libanais libanaise libanes libanesisk اللبناني اللبنانيه لبناني",
    "JO": "jordanian jordanisch jordanien jordano jordansk الاردني الاردنيه",
    "TR": "turkish turks turkisch turkische turkischen turc turque turco turkisk turkiska التركي التركيه تركي"
    " турецкий турецкой",
    "LY": "libyan libysch libysche libyen libyenne libio libysk الليبي الليبيه ليبي",
    "YE": "yemeni yemenis jemenitisch jemenitische yemenite jemenitisk اليمني اليمنيه يمني houthi houthis",
    "PS": "palestinian palestinians palastinensisch palastinensische palestinien palestinienne palestino palestinsk"
    " palestinska الفلسطيني الفلسطينيه فلسطيني gazan gazans",
    "IL": "israeli israelis israelisch israelische israelien israelienne israelsk israeliska الاسرائيلي الاسرائيليه",
    "EG": "egyptian egyptians agyptisch agyptische egyptien egyptienne egipcio egyptisk المصري المصريه مصري",
    "UA": "ukrainian ukrainians ukrainisch ukrainische ukrainischen ukrainien ukrainienne ucraniano ukrainsk"
    " ukrainska"
    " украинский украинской украинские український الاوكراني الاوكرانيه",
    "RU": "russian russians russisch russische russischen russe ruso rysk ryska российский российской русский"
    " الروسي الروسيه",
    "SD": "sudanese sudanesisch soudanais sudanes sudanesisk السوداني السودانيه",
    "AF": "afghan afghans afghani afghanisch afghanische afgano afghansk الافغاني الافغانيه",
    "IR": "iranian iranians iranisch iranische iranien iranienne irani iransk الايراني الايرانيه",
    "ET": "ethiopian ethiopians athiopisch athiopische ethiopien etiope etiopisk tigrayan amharan oromo",
    "ER": "eritrean eritreans",
    "IN": "indian indians indisch indische indien indienne indio indisk",
    "PK": "pakistani pakistanis pakistanisch pakistanais pakistansk",
    "BD": "bangladeshi bangladeshis",
    "MM": "burmese myanmarese rohingya",
    "CN": "chinese chinesisch chinesische chinois chinoise chino kinesisk",
    "NG": "nigerian nigerians nigerianisch",
    "KE": "kenyan kenyans kenianisch kenyane",
    "UG": "ugandan ugandans",
    "SO": "somali somalis somalian",
    "GB": "british briton britons britisch britische britannique britanico brittisk scottish welsh",
    "US": "american americans amerikanisch amerikanische americain americaine estadounidense amerikansk"
    " الامريكي الامريكيه",
    "FR": "french franzosisch franzosische francais francaise frances fransk",
    "DE": "german germans deutsch deutsche deutschen allemand allemande aleman tysk tyska",
    "ES": "spanish spanisch espagnol espagnole espanol spansk",
    "IT": "italian italians italienisch italien italienne italiano italiensk",
    "SE": "swedish schwedisch suedois sueco svensk svenska",
    "PH": "filipino philippine", "ID": "indonesian", "MY": "malaysian", "TH": "thai", "VN": "vietnamese",
    "JP": "japanese", "KR": "korean", "NP": "nepali nepalese", "LK": "lankan", "BR": "brazilian", "MX": "mexican",
    "VE": "venezuelan", "CO": "colombian", "AR": "argentine argentinian", "CL": "chilean", "PE": "peruvian",
    "GH": "ghanaian", "RW": "rwandan", "TZ": "tanzanian", "ZW": "zimbabwean", "ML": "malian", "TD": "chadian",
    "TN": "tunisian", "DZ": "algerian", "MA": "moroccan", "SA": "saudi", "QA": "qatari", "KW": "kuwaiti",
    "BH": "bahraini", "OM": "omani", "AE": "emirati", "AZ": "azerbaijani azeri", "AM": "armenian", "GE": "georgian",
    "BY": "belarusian", "PL": "polish", "GR": "greek", "RS": "serbian", "HR": "croatian", "BA": "bosnian",
    "XK": "kosovar", "AL": "albanian", "HU": "hungarian", "RO": "romanian", "BG": "bulgarian", "CZ": "czech",
    "SK": "slovak", "NL": "dutch", "BE": "belgian", "AU": "australian", "CA": "canadian", "CU": "cuban",
    "HT": "haitian", "CM": "cameroonian", "SN": "senegalese", "KZ": "kazakh",
}.items():  # fmt: skip
    for _word in _words.split():
        ADJECTIVES.setdefault(fold(_word), _country)
del ADJECTIVES["syrien"], ADJECTIVES["siria"], ADJECTIVES["libyen"], ADJECTIVES["italien"]
del ADJECTIVES["indien"], ADJECTIVES["jordanien"], ADJECTIVES["سوريه"]

# Countries where names carry the Arabic article, so that "Al-Hamdan" is not Handan in China.
_ARABIC_AND_AROUND = (
    "SY IQ LB JO LY YE PS IL EG SD SS AF IR TR SA AE QA KW BH OM TN DZ MA MR SO DJ TD ER ET EH KM ML PK NE"
)
WITH_ARTICLE = frozenset(_ARABIC_AND_AROUND.split())
# Words of a place string that neither name a place nor hide one.
IDLE = _set(
    "image images photo photos picture pictures first second third fourth other in s various places locations"
    " including from and or also likely probably possibly originally exact location unclear somewhere currently"
    " formerly etc"
)
UNKNOWN_PLACES = _set("unknown various multiple n/a none unclear undisclosed unspecified online internet")
ABBREVIATIONS = {
    "UP": "admin1:IN.36",
    "MP": "admin1:IN.35",
    "AP": "admin1:IN.02",
    "HP": "admin1:IN.11",
    "TN": "admin1:IN.25",
}
