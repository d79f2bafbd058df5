"""Words around the name of a place, by language: what says where, what is built, what only belongs to a place. Tables.

A walk from a name to the left (:mod:`provenance.importers.article.before_names`) reads them one by one, so "in the roof
of the mosque of" needs no entry of its own. All are folded (:func:`provenance.text.fold`).
"""

from __future__ import annotations

from provenance.named import NamedTuple
from provenance.text import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(word.replace("_", " ")) for word in words.split())


def _endings(words: str) -> tuple[str, ...]:
    return tuple(fold(word) for word in words.split())


class PlaceWords(NamedTuple):
    """The words of one language."""

    where: frozenset[str]  # before a name, or before an article or noun before it: there it is
    on: frozenset[str]  # the same, but only of what is built: "on the Old Bridge", not "on Mr. Hill"
    to_from: frozenset[str]  # where something comes from or goes to: no place of a picture
    ways: frozenset[str]  # with these "to X" is a place after all: the road to X, the entrance to X
    links: frozenset[str]  # between a noun and the name: "of"
    articles: frozenset[str]
    parts: frozenset[str]  # of a place: its outskirts are there too, and are no name of it
    settled: frozenset[str]  # kinds of places that have names of their own: "the town of"
    built: frozenset[str]  # kinds that belong to the name: "the mosque of", "Mill Street"
    endings: tuple[str, ...] = ()  # of compounds that are one of these kinds: "Stadtrand"
    built_endings: tuple[str, ...] = ()  # of compounds that are built: "Majdan-Platz"
    housed: frozenset[str] = frozenset()  # what belongs to a place that is named behind it, and makes no name a place


_EN = PlaceWords(
    where=_set(
        "in near outside at around inside over across above off beneath under below beyond through throughout into"
        " opposite alongside along between within north south east west northeast northwest southeast southwest"
        " north-east north-west south-east south-west northern southern eastern western central downtown rural close"
        " flee flees fleeing fled enter enters entering entered approach approaches approaching overlook overlooks"
        " overlooking surround surrounds surrounding hits struck pounds pounded bombed retook recaptured besieged"
    ),
    on=_set("on by beside down up past"),
    to_from=_set("from to toward towards for"),
    ways=_set("road roads highway way route entrance gateway access path motorway street gate"),
    links=_set("of"),
    articles=_set("the a an this that"),
    parts=_set(
        "outskirts edge edges centre center streets countryside vicinity entrance entrances heart middle part parts"
        " runway runways apron tarmac hangar hangars gates gate wall walls skyline waterfront seafront"
        " rooftops promenade"
        " roof rooftop top foot slopes slope side shore shores bank banks coast jetty quay ruins rubble suburbs skies"
        " sky area areas front frontline waters mouth border borders residents remains tip surroundings north south"
        " east west outside rim grounds side kilometres kilometers miles"
    ),
    settled=_set(
        "towns villages cities hamlets provinces neighbourhoods suburbs"
        " town city village hamlet province region governorate municipality county settlement capital state oblast"
        " suburb township locality community commune department"
    ),
    built=_set(
        "district neighbourhood neighborhood quarter camp valley crossing port island dam airport airbase base bridge"
        " hospital square station prison oilfield hill hills mountain mountains mount river lake road highway street"
        " avenue mosque church cathedral temple school university factory refinery plant market bay gulf strait canal"
        " checkpoint barracks mine quarry pass park stadium harbour harbor terminal tower theatre theater monastery"
        " fort fortress castle palace cemetery junction roundabout beach peninsula desert forest reservoir depot mill"
        " bakery pharmacy embassy consulate hall courthouse monument hotel clinic tunnel boulevard lane"
        " warehouse oasis works steelworks steel farm field fields ward dock"
        " peak creek airfield airstrip compound crematorium docks jail junction kindergarten marketplace bazaar morgue"
        " orphanage pier plaza quay restaurant shelter shipyard shrine silo substation supermarket synagogue mall"
        " gate lighthouse arena museum library warehouses ruins dike dyke levee weir rail railway"
        " place drive crescent terrace trail parkway freeway expressway turnpike"
    ),
    housed=_set(
        "office offices headquarters ministry court courtroom parliament bank shop cafe café motel nursery workshop"
        " building mansion seminary laboratory outpost"
    ),
)
_DE = PlaceWords(
    where=_set(
        "in bei nahe unweit außerhalb innerhalb nördlich südlich östlich westlich nordöstlich nordwestlich südöstlich"
        " südwestlich oberhalb unterhalb über rund jenseits diesseits zwischen entlang"
    ),
    on=_set("auf an am im unter vor hinter gegenüber"),
    to_from=_set("aus nach richtung"),
    ways=_set(
        "szene szenen blick straße weg einfahrt zufahrt eingang landstraße autobahn route fahrt zugang"
        " ortseingang ausfahrt"
    ),
    links=_set("von vom der des um"),
    articles=_set("der dem den die das des einer einem eines"),
    parts=_set(
        "rand rande zentrum nähe umgebung mitte dach ufer front norden süden osten westen teil teilen umland"
        " ruinen trümmern trümmer einwohner bewohner anwohner bürger straßen vororten vorort"
        " landebahn startbahn rollfeld hangar mauer mauern tore dächer skyline"
    ),
    settled=_set(
        "stadt ort ortschaft dorf gemeinde provinz region bezirk gebiet kreis oblast gouvernement städte städten dörfer"
        " dörfern orte orten ortschaften gemeinden"
    ),
    built=_set(
        "viertel stadtteil quartier lager flughafen hafen insel brücke platz straße moschee kirche krankenhaus klinik"
        " schule universität fabrik raffinerie bahnhof staudamm damm stützpunkt kaserne gefängnis markt tal berg see"
        " rathaus kloster dom denkmal museum theater hotel fluss grenzübergang übergang tunnel park schloss"
        " burg festung kraftwerk stahlwerk zeche grube wald strand synagoge kathedrale friedhof marktplatz werk depot"
        " stadion apotheke bäckerei tankstelle kai werft turm tor leichenhalle allee station avenue boulevard kirche"
        " deich wehr"
    ),
    housed=_set(
        "gewerbegebiet industriegebiet gericht botschaft konsulat parlament wache polizeiwache präsidium supermarkt"
        " altstadt innenstadt kindergarten"
        " heim unterkunft notunterkunft gemeindehaus"
    ),
    endings=_endings(
        "stadt dorf rand zentrum nähe ort provinz region bezirk gebiet eingang ufer mitte teil umland"
        " gemeinde metropole"
    ),
    built_endings=_endings(
        "viertel lager hafen insel brücke platz straße moschee kirche krankenhaus klinik schule fabrik"
        " raffinerie bahnhof damm stützpunkt kaserne gefängnis markt allee gasse kraftwerk stahlwerk tor"
        " see übergang talsperre synagoge kathedrale theater museum stadion werk depot friedhof park station tunnel"
        " schule universität gebirge turm kai werft deich"
    ),
)
_FR = PlaceWords(
    where=_set(
        "à en près proche dans autour au-dessus au-dessous sous entre hors nord sud est ouest nord-est nord-ouest"
        " sud-est sud-ouest sur fuient fuyant fuyaient bombardent traverse surplombant"
    ),
    on=_set("au aux devant derrière"),
    to_from=_set("vers depuis pour"),
    ways=_set("route entrée chemin accès piste voie"),
    links=_set("de du des d"),
    articles=_set("le la les l un une"),
    parts=_set(
        "tarmac hangar murs mur porte portes façade toits skyline promenade"
        " ruines décombres abords environs centre sortie entrée large périphérie rues banlieue habitants extérieur"
        " intérieur nord sud"
        " est ouest hauteur littoral rives rive toit limites proximité alentours hauteurs ciel faubourgs partie pied"
        " cœur"
    ),
    settled=_set(
        "villes villages localités provinces communes quartiers"
        " ville village localité province région commune bourgade capitale préfecture hameau département cercle"
        " gouvernorat municipalité bourg wilaya oblast"
    ),
    built=_set(
        "quartier bidonville bibliothèque médiathèque camp base île port district aéroport aérodrome pont barrage"
        " poste-frontière oasis vallée hôpital"
        " gare place rue avenue boulevard mosquée église cathédrale école lycée université usine raffinerie marché"
        " prison caserne mine mont montagne colline lac rivière fleuve détroit golfe baie plage désert forêt stade"
        " zone secteur cité lotissement terminal entrepôt"
        " quai commissariat gendarmerie morgue boulangerie pharmacie dépôt musée théâtre chantier parc synagogue"
        " monastère temple collège station-service gare orphelinat maternité tour monument digue jetée"
        " tunnel rond-point carrefour palais château forteresse cimetière clinique dispensaire plateau carrière phare"
    ),
    housed=_set(
        "ambassade consulat bureau siège tribunal mairie préfecture ministère parlement restaurant hôtel supermarché"
        " foyer"
        " crèche épicerie station centrale poste centre_commercial"
    ),
)
_ES = PlaceWords(
    where=_set(
        "en cerca sobre alrededor junto entre frente bajo tras fuera dentro norte sur este oeste noreste noroeste"
        " sureste suroeste nordeste sudeste sudoeste abandonan huyen bombardean atraviesa"
    ),
    on=_set(""),
    to_from=_set("hacia desde para procedente procedentes rumbo"),
    ways=_set("carretera entrada camino acceso ruta autopista"),
    links=_set("de del a al"),
    articles=_set("la el los las lo un una"),
    parts=_set(
        "pista hangar muro muros puerta puertas fachada tejados paseo"
        " ruinas escombros afueras centro alrededores calles inmediaciones norte sur este oeste interior exterior"
        " periferia vecinos"
        " altura entrada orilla orillas costa costas azotea cercanías frontera extrarradio cielo corazón techo ladera"
        " laderas"
    ),
    settled=_set(
        "ciudades pueblos localidades provincias aldeas municipios barrios"
        " ciudad pueblo localidad provincia región municipio aldea capital gobernación departamento población villa"
        " estado comarca"
    ),
    built=_set(
        "barrio campamento base isla puerto distrito aeropuerto aeródromo puente presa paso valle plaza hospital"
        " estación calle avenida mezquita iglesia catedral escuela colegio universidad fábrica refinería mercado"
        " prisión cárcel cuartel mina monte montaña colina lago río estrecho golfo bahía playa desierto bosque"
        " zona sector urbanización colonia terminal"
        " estadio túnel rotonda palacio castillo fortaleza cementerio clínica central embalse barranco polígono"
        " campo franja comisaría depósito muelle gasolinera almacén teatro museo parque templo torre terminal"
        " sinagoga monasterio convento ermita albergue refugio morgue panadería farmacia vertedero polideportivo dique"
    ),
    housed=_set(
        "ayuntamiento consulado embajada juzgado tribunal parlamento oficina fiscalía hotel restaurante"
        " supermercado"
        " instituto guardería orfanato biblioteca residencia banco centro_comercial centro_de_salud"
    ),
)
_SV = PlaceWords(
    where=_set(
        "i nära utanför inne vid norr söder öster väster nordost nordväst sydost sydväst över runt kring närheten"
        " mellan"
        " under innanför framför bakom ovanför nedanför genom längs intill förbi flyr lämnar omringar"
    ),
    on=_set("på"),
    to_from=_set("från till mot åt"),
    ways=_set("vägen infarten entrén ingången gatan motorvägen landsvägen rutten"),
    links=_set("om av"),
    articles=_set("den det de en ett"),
    parts=_set(
        "utkanten centrum delen delar taket stranden kusten närheten norra södra östra västra mitten kanten"
        " ruinerna rasmassorna invånare invånarna boende"
        " landningsbanan startbanan hangaren muren murarna porten taken"
    ),
    settled=_set(
        "staden byn orten provinsen regionen kommunen huvudstaden länet landskapet samhället staten oblasten byarna"
        " städerna orterna"
    ),
    built=_set(
        "stadsdelen kvarteret lägret hamnen ön bron dammen flygplatsen basen torget gatan moskén kyrkan sjukhuset"
        " skolan fabriken raffinaderiet stationen fängelset marknaden dalen berget sjön floden gränsövergången"
        " kajen terminalen depån teatern museet stadion arenan klostret kyrkogården bårhuset bageriet fältet vallen"
        " universitetet tunneln slottet parken kraftverket gruvan skogen öknen sundet viken distriktet"
    ),
    endings=_endings("staden byn orten provinsen regionen området förorten kusten delen"),
    built_endings=_endings(
        "hamnen bron gatan torget vägen basen lägret sjukhuset skolan fabriken kyrkan flygplatsen"
        " stationen moskén kvarteret parken sjön verket dammen platsen plan sjukhus flygplats hamn station skola kyrka"
        " kyrkan bensinstation området torg järnvägsstation fängelse marknad kraftverk universitet terminal moské"
        " fabrik stadion arena kaj"
    ),
    housed=_set(
        "industriområdet köpcentret ambassaden konsulatet domstolen rådhuset stadshuset parlamentet kliniken"
        " mottagningen perrongen butiken"
        " hotellet"
        " förskolan skolhus skolhuset kasernen lager lägret centrum läger bårhus"
    ),
)
PLACE_WORDS = {"en": _EN, "de": _DE, "fr": _FR, "es": _ES, "sv": _SV}

# Behind a name in the genitive of German and Swedish: "Kiews Innenstadt", "Gomas centrum".
PARTS_OF_IT = _set(
    "centrum stadskärna innerstad stadsdel förort förorter utkanter gator Zentrum Innenstadt Altstadt Vorort"
    " Vororte Vororten Straßen Stadtrand Stadtzentrum Skyline Osten Westen Norden Süden"
)
STREETS = _endings("platz straße allee gasse")
# Of German words that end so, those that are no names.
ANY_STREET = _set(
    "Platz Marktplatz Parkplatz Bahnhofsplatz Sportplatz Spielplatz Flugplatz Hauptplatz Dorfplatz Stadtplatz"
    " Arbeitsplatz Schauplatz Stellplatz Campingplatz Rathausplatz Fußballplatz Straße Hauptstraße Landstraße"
    " Seitenstraße Bundesstraße Ausfallstraße Einkaufsstraße Dorfstraße Nebenstraße Küstenstraße"
    " Verbindungsstraße Schnellstraße Allee Gasse Sackgasse Seitengasse Wasserstraße Kreuzungsplatz Übungsplatz"
    " Truppenübungsplatz"
)
# With which names of places begin in their own languages, and names of people do not.
PLACE_HEADS = _set("ain ayn tal tel tell deir dayr kafr kfar beit bayt wadi jabal puerto sankt villa")

# Between an English name and what is built there: "Saltivka metro station".
SORTS = _set(
    "hydroelectric hydropower hydro chemical pumping metro grain power train bus police refugee railway fire"
    " military international border oil gas coal water steel"
    " cement thermal nuclear air naval displacement subway tram ferry container fishing fish vegetable shopping street"
)
# Capitalised words that no name is made of alone: what a place is called after, or something that has no ground.
NO_NAMES = _set(
    "monday tuesday wednesday thursday friday saturday sunday montag dienstag mittwoch donnerstag freitag samstag"
    " sonnabend sonntag january february march april may june july august september october november december januar"
    " februar märz mai juni juli oktober dezember jan feb mar apr jun jul aug sep sept oct nov dec arabic english"
    " russian french german spanish swedish ramadan easter christmas photo image video picture foto bild left right"
    " top bottom the a an this that these those he she they it his her their its one two three mr mrs ms dr general"
    " president minister colonel captain armee menschen truppen soldaten netz internet social god allah islam armée"
    " parliament congress senate court ministry army navy police government parlement sénat congrès gouvernement"
    " ministère état parlamento congreso senado gobierno ejército ministerio policía fiscalía tribunal consejo"
    " regeringen polisen armén riksdagen bundestag regierung polizei militär ministerium gericht soldiers military"
    " refugee rebel rebels fire train power railway bus metro border market detention naval air oil gas water nuclear"
    " main central old new north south east west northern southern eastern western residents protesters people norra"
    " södra östra västra nebel regen schnee sonnenaufgang sonnenuntergang dunkelheit nacht tag morgen abend mittag"
    " protest demonstration angriff beginn ende kampf wochenende bild foto video telegramm brand krieg alarm"
    " nato un uno onu eu ue isis who here there what when where i we you my our"
)
_DISTANCE = (
    r"(?:(?:about|some|around|roughly|nearly|almost|just|etwa|rund|knapp|environ|quelque|à|a|unos|apenas|cirka|omkring|"
    r"ungefär|drygt|على بعد|نحو|حوالي)\s+){0,2}(?:\d[\d.,]*|two|three|four|five|six|seven|eight|nine|ten|twelve|"
    r"fifteen|twenty|thirty|forty|fifty)[\s-]?(?:nautical )?(?:km|kilomet\w+|miles?|mil|met(?:er|re)s?|m|"
    r"Kilometer\w*|Metern?|kilomètres|mètres|kilómetros|metros|Meilen|كيلومتر\w*|كم|متر\w*)\s+(?:de\s+)?"
)
# Between two names of one place: the second says where the first lies.
NEAR_IT = (
    rf"\s*,?\s*(?:{_DISTANCE})?(?:(?:à|au|a|al|in|en|i|to|im|dans|zu|aux|à\sl[’']|på)\s*(?:the|la|las|les|le|der)?\s*)?"
    r"(?:near|outside|off|close to|just outside|(?:(?:north|south)?-?(?:east|west)|north|south)(?:ern)?(?: \w{4,12})? "
    r"of|outskirts of|countryside of|nahe|bei|unweit|in der Nähe|"
    r"(?:nörd|süd|öst|west|nordöst|nordwest|südöst|südwest)lich|außerhalb|"
    r"près|proche|banlieue|périphérie|faubourgs|nord|sud|est|ouest|nord-est|nord-ouest|sud-est|sud-ouest|large|abords|environs|l[’']est|l[’']ouest|"
    r"cerca|norte|sur|este|oeste|noreste|noroeste|sureste|suroeste|afueras|junto|"
    r"nära|utanför|norr|söder|öster|väster|nordost|nordväst|sydost|sydväst)"
    r"(?:\s+(?:de|von|om|of|a|to))?(?:\s+|\s+d[’'])(?:(?:the|la|le|el)\s+)?"
)
