"""Everyday nouns of captions, by language. A table.

Languages write them with a capital (German everywhere, all at the beginning of a sentence), and many are the name of
some town or river as well: "Kanal", "Puente", "Tank".
"""

from __future__ import annotations

from provenance.text import fold


def _set(words: str) -> frozenset[str]:
    return frozenset(map(fold, words.split()))


EVERYDAY = {
    "en": _set(
        "above account aftermath airport armed army basement beach below boats bodies bomb border bridge building"
        " bunker burned bus camp canal candles car cars channel chief children church city coffin crater crowds dam"
        " damage damaged debris destroyed destruction doctor drone empty evacuees evening families farmers field"
        " fighters file fire firefighters fishermen flag flames flooded flowers footage frame gate general"
        " government grave graves gunmen handout helicopter hole homes hospital house houses image island judge lake"
        " lawyer left local map market masked mayor members men migrants militants minister missile monday morning"
        " mosque mourners navy night nurse officers opposition page passengers people photo plane police port"
        " president protesters radio rebels refugees relatives rescue residents right river road roof rubble ruins"
        " scene school screengrab screenshot sea shell ships shops smoke soldiers source station still street"
        " students survivors tank teachers temple tower town traders train trench troops truck trucks tunnel undated"
        " vehicles victims video view village villagers volunteers wall well witness women workers"
    ),
    "de": _set(
        "abend akte angriff antenne anwalt anwohner arbeiter arzt aufnahme ausweis auto baby bach bagger bahnhof"
        " balkon basis bauer baum behörde beitrag berg bericht beschuss bett beweis bewohner bier bild blume bombe"
        " boot brand brief brot bruder brücke buche burg bus bühne bürger dach damm decke deich demonstranten dom"
        " dorf drohne eiche einschlag eis erde explosion fabrik fahne fahrer familie feind feld fenster feuer"
        " feuerwehr film flagge fleisch flughafen flugzeug fluss flut flüchtlinge folter foto frau frauen freund"
        " front frühling fähre garten gas gasse gast gebet gefängnis gericht gewehr gleis grab graben granate gras"
        " grenze grube hafen haft halle handy haus helfer herbst hilfe himmel hitze hof hubschrauber hund händler"
        " insel jahr jet kabel kaffee kamera kanal kapitän karte kaserne katze keller kind kinder kirche kleidung"
        " klinik koffer konto kran krankenhaus krater kreuz krieg kuh kälte kämpfer küche küste lager lampe"
        " lastwagen lehrer leitung licht linde linie liste loch logo mann markt mast mauer mehl menschen messer"
        " milch mine minister minute mittag monat mond mord morgen moschee munition mutter männer müll nachbar"
        " nachricht nacht nutzer opfer ostern paket panzer park partei pass pferd pfingsten pilot plakat plan platz"
        " polizei präsident pumpe quelle rakete rathaus rauch regen regierung reis retter richter ring rohr rose"
        " ruine saal salz sand sanitäter sarg satellit schaden schaf schatten schiff schild schlamm schleuse schloss"
        " schnee schuh schule schutt schwester schüler see sender sohn soldat soldaten sommer sonne spende"
        " sprengstoff spur stadion staub stein stellung stern strand straße strom student stuhl stunde sturm symbol"
        " szene tag tank tasche tat tee tempel tisch tochter tor tote trauer treffer treppe trümmer tunnel turm"
        " täter tür ufer uhr urteil vater verdacht verletzte video visum vogel waffe wagen wahl wald wand wasser weg"
        " weihnachten wein werk wiese wind winter woche wohnung wolke zeichen zeit zeitung zelle zelt zerstörung"
        " zeugen zimmer zucker zug öl"
    ),
    "fr": _set(
        "avion avocat barrage bombe bus camion camp canal capture carte cave cendres cercueil champ char chaîne"
        " chef chemin colonel combattants compte corps cour côte digue drapeau drone décombres désert enfants"
        " familles femmes feu fleuve forêt frontière fumée gare général habitants hommes hélicoptère hôpital image"
        " immeuble incendie infirmière jour journaliste juge lac lundi maire maison manifestants marche marché mardi"
        " matin mer mine ministre missile montagne mosquée mur médecin nuit obus page photo place plage policiers"
        " pompe pompiers pont port porte procureur préfet président puits quartier radio rivière route rue ruines"
        " réfugiés salle scène soir soldats source toit tombe tour train témoin usine vallée victimes vidéo village"
        " ville voiture vue école église île"
    ),
    "es": _set(
        "abogado agentes alcalde aspecto ataúd autobús avión bandera barrio bomba bomberos bosque calle camino"
        " camión campo canal captura casa cenizas ciudad coche columna combatientes coronel costa cuenta cuerpos"
        " decenas desierto dron día edificio entrada escena escombros escuela estado exterior fachada familias"
        " fiscal foto frontera fuego fuente fábrica general grupo helicóptero hombres hospital humo iglesia imagen"
        " incendio interior isla jefe juez lago lunes manifestantes mapa mar martes mañana mercado mezquita miles"
        " militares mina ministro misil momento montaña mujeres muro médico niños noche periodista playa plaza"
        " policías pozo presa presidente pueblo puente puerta puerto página radio refugiados restos ruinas ruta río"
        " sala salida soldados sótano tanque tarde techo testigo torre tren tumba valle varios vecinos vista"
        " víctimas vídeo"
    ),
    "sv": _set(
        "askan barn berget bil bilden bomb borgmästare branden brandmän bron brunnen buss byggnaden byn chef dagen"
        " dalen dammen demonstranter drönare elden en ett fabriken familjer flaggan floden flygplan flyktingar foto"
        " fältet gatan general graven gruvan gränsen hamnen havet helikopter huset här invånare kanal kanalen karta"
        " kistan klipp konto kroppar kusten kvinnor kvällen kyrkan källa källaren lastbil lägret läkare marknaden"
        " minister morgonen moskén muren män människor måndag natten offer polisen porten president radion"
        " rasmassorna resterna robot ruinerna räddningsarbetare rök röken scen sida sjukhuset sjön skogen skolan"
        " soldater soldaterna staden stadsdelen stranden stridsvagn så taket torget tornet två tåg video vittne vy"
        " vägen öknen ön"
    ),
}
