"""Everyday words of captions, by language. A table.

Nouns above all: German writes them with a capital everywhere, all languages at the beginning of a sentence, and many
are the name of some town or river as well: "Kanal", "Puente", "Tank".
"""

from __future__ import annotations

from provenance.text import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


EVERYDAY = {
    "en": _set(
        "block floor unit above according account after aftermath again airport all also although analysis any armed"
        " army basement"
        " beach because before below boats bodies bomb border both breaking bridge building bunker burned bus camp"
        " canal candles car cars channel chief children church city click coffin crater crowds dam damage damaged"
        " debris destroyed destruction doctor drone during each eight empty evacuees even evening every exclusive"
        " families farmers field fighters file fire firefighters fishermen five flag flames flooded flowers follow"
        " footage four frame gallery gate general government grave graves gunmen handout he helicopter here hole"
        " homes hospital house houses how however i if image island it judge lake lawyer left less listen live local"
        " look many map market masked mayor meanwhile members men migrants militants minister missile monday more"
        " morning mosque most mourners much navy night nine now nurse officers one only opinion opposition page"
        " passengers people photo photos plane police port president protesters radio read rebels refugees relatives"
        " rescue residents right river road roof rubble ruins scene school screengrab screenshot sea see seven share"
        " she shell ships shops since six smoke soldiers some source station still street students survivors tank"
        " teachers temple ten that then there these they this those three today tomorrow tower town traders train"
        " trench troops truck trucks tunnel two undated until update vehicles victims video view village villagers"
        " volunteers wall watch we well what when where which while who why witness women workers yesterday you"
    ),
    "de": _set(
        "abend acht akte alle anfang angaben angriff antenne anwalt anwohner arbeiter archiv arzt auch aufnahme"
        " ausweis auto baby bach bagger bahnhof balkon basis bauer baum behörde beide beitrag berg bericht beschuss"
        " bett beweis bewohner bier bild bis blume bombe boot brand brief brot bruder brücke buche burg bus bühne"
        " bürger da dach damm dann das decke deich dem demonstranten den der die dies diese dieser dieses dom dorf"
        " dort drei drohne eiche eil ein eine einer einige eins einschlag eis ende er erde ergebnis es exklusiv"
        " explosion fabrik fahne fahrer familie feind feld fenster feuer feuerwehr film flagge fleisch flughafen"
        " flugzeug fluss flut flüchtlinge folter foto frau frauen freund front frühling fähre fünf garten gas gasse"
        " gast gebet gefängnis gericht gestern gewehr gleis grab graben granate gras grenze grube hafen haft halle"
        " handy hang hochwasser lawine murgang haus helfer herbst heute hier hilfe himmel hitze hof hubschrauber hund"
        " händler ich ihr insel jahr"
        " jede jeder jet jetzt kabel kaffee kamera kanal kapitän karte kaserne katze keller kind kinder kirche"
        " kleidung klinik koffer konto kran krankenhaus krater kreuz krieg krise kuh kälte kämpfer küche küste lage"
        " lager lampe lastwagen laut lehrer leiche leichen leitung licht linde linie liste loch logo manche mann"
        " markt mast mauer mehl mehr menschen messer milch mine minister minute mittag mitte monat mond mord morgen"
        " moschee munition mutter männer müll nach nachbar nachricht nacht neun noch nun nur nutzer obwohl opfer ort"
        " ostern paket panzer park partei pass pferd pfingsten pilot plakat plan platz polizei präsident pumpe"
        " quelle rakete rand rathaus rauch regen regierung reis retter richter ring rohr rose ruine saal salz sand"
        " sanitäter sarg satellit schaden schaf schatten schiff schild schlamm schleuse schloss schluss schnee schuh"
        " schule schutt schwester schüler sechs see seit sender sie sieben sohn soldat soldaten sommer sonne spende"
        " sprengstoff spur stadion staub stein stelle stellung stern strand straße strom student stuhl stunde sturm"
        " symbol symbolbild szene tag tank tasche tat tee teil tempel tisch tochter tor tote trauer treffer treppe"
        " trümmer tunnel turm täter tür ufer uhr urteil vater verdacht verletzte video viele vier visum vogel vor"
        " waffe wagen wahl wald wand wann warum was wasser weg weihnachten weil wein wenn wer werk wie wieder wiese"
        " wind winter wir wo woche wohnung wolke wrack während zehn zeichen zeit zeitung zelle zelt zerstörung"
        " zeugen zimmer zucker zug zwei öl"
    ),
    "fr": _set(
        "alors analyse après archives aucun aucune aujourd aussi autour avant avion avocat barrage bombe bus camion"
        " camp canal capture carte cave ce ceci cela celle celui cendres cercueil certains ces cet cette ceux champ"
        " chaque char chaîne chef chemin cinq colonel combattants comment compte corps cour côte demain depuis deux"
        " digue direct dix drapeau drone décombres désert elle elles encore enfants exclusif familles femmes feu"
        " fleuve forêt frontière fumée gare général habitants hier hommes hui huit hélicoptère hôpital ici il"
        " illustration ils image immeuble incendie infirmière je jour journaliste juge jusque lac lundi là"
        " maintenant maire maison manifestants marche marché mardi matin mer mine ministre missile moins montage"
        " montagne mosquée mur médecin neuf nous nuit obus on où page parce pendant photo place plage plus plusieurs"
        " policiers pompe pompiers pont port porte pourquoi procureur préfet président puits quand quartier quatre"
        " que qui quoi radio reste restes rien rivière route rue ruines réfugiés salle scène selon sept si six soir"
        " soldats source toit tombe tour tous tout toute toutes train trois témoin un une usine vallée victimes"
        " vidéo village ville voiture vous vue école église île"
    ),
    "es": _set(
        "abogado agentes ahora ahí alcalde algunos allí antes análisis aquel aquella aquí archivo aspecto ataúd"
        " autobús avión ayer aún bandera barrio bomba bomberos bosque cada calle camino camión campo canal captura"
        " casa cenizas cerca cinco ciudad coche columna combatientes coronel costa cuatro cuenta cuerpos cuándo cómo"
        " decenas dentro desde desierto diez directo dos dron durante día dónde edificio ella ellas ellos entonces"
        " entrada esa escena escombros escuela ese eso esta estado estas este esto estos exclusiva exterior fachada"
        " familias fiscal foto frontera fuego fuente fuera fábrica general grupo hasta helicóptero hombres hospital"
        " hoy humo iglesia imagen incendio interior isla jefe juez lago lejos lunes manifestantes mapa mar martes"
        " mañana menos mercado mezquita miles militares mina ministro misil momento montaña mujeres muro más médico"
        " nada ninguna ningún niños noche nosotros nueve ocho periodista playa plaza policías porque pozo presa"
        " presidente pueblo puente puerta puerto página quién qué radio recreación refugiados restos ruinas ruta río"
        " sala salida según seis si siete soldados sótano también tanque tarde techo testigo toda todas todo todos"
        " torre tras tren tres tumba una uno valle varias varios vecinos vista víctimas vídeo yo él"
    ),
    "sv": _set(
        "alla allt analys arkivbild askan bara barn berget bil bilden bomb borgmästare branden brandmän bron"
        " brunnen buss byggnaden byn chef dagen dalen dammen de delar demonstranter den denna dessa det detta direkt"
        " drönare där då efter eftersom elden en enligt ett exklusivt fabriken familjer fem flaggan flera floden"
        " flygplan flyktingar foto fyra fältet före gatan general graven gruvan gränsen hamnen han havet helikopter"
        " hon hur huset här idag igår imorgon invånare jag kanal kanalen karta kistan klipp konto kroppar kusten"
        " kvinnor kvällen kyrkan källa källaren lastbil lägret läkare marknaden mer minister montage morgonen moskén"
        " muren män människor måndag många natten ni nio nu när några också offer om polisen porten president radion"
        " rasmassorna resten resterna robot ruinerna räddningsarbetare rök röken scen sedan sex sida sju sjukhuset"
        " sjön skogen skolan soldater soldaterna staden stadsdelen stranden stridsvagn så taket tills tio torget"
        " tornet tre två tåg under vad var varför varje vem vi video vittne vy vägen ännu åtta öknen ön"
    ),
}
