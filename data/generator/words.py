"""Word lists from which the invented names are composed."""

FIRST = """Anna Bernd Clara Dieter Elke Frank Gisela Hannes Ines Jonas Katrin Lukas Martina Norbert Petra Ralf Sabine
Thomas Ulrike Volker Miriam Oskar Paula Simon Tanja Uwe Verena Wolfgang Yvonne Emil Frieda Greta Heiko Iris Jochen Karla
Leonie Matthias Nadine Ole Pia Rainer Sonja Tobias Ute Vincent Wiebke Alexander Birgit Christian Doris Erwin Felix
Gudrun Holger Ilona Johanna Kilian Lena Manuel Nina Otto Philipp Regina Stefan Theresa Valentin Annika Bruno Carola
David Edith Florian Gabi Hubert Irmgard Jürgen Karin Lorenz Monika""".split()
LAST_HEAD = """Acker Berg Bren Brun Dold Eber Eck Feld Fisch Gerst Gras Gut Haber Hart Hasel Heiz Him Hof Holz Kalt
Kern Kirch Kopf Kraft Lang Lehn Lind Mager Matt Mein Mühl Neu Ober Rapp Reb Reich Rieb Ritz Rosen Sauer Schar Scher Schill
Schwein Sieg Stein Stroh Tann Vogel Wald Weg Wein Wies Winter Wolf Zell Zim Zuck""".split()
LAST_TAIL = """acker bach beck berger brunner egger er felder gruber haber hart häuser hofer huber inger ler lin maier
mann müller ner reiter schmid stein thaler wald weiler wirth""".split()
COMMON_LAST = "Maier Müller Schneider Fischer Weber Wagner Schmidt Huber Keller Vogt Ganter Kury".split()
STREET_HEAD = """Haupt Schul Kirch Bahnhof Garten Linden Wein Reb Berg Mühlen Brunnen Wiesen Rosen Rhein Kaiserstuhl
Schwarzwald Sonnen Winzer Post Feld Burg Schloss Markt Allmend Hofacker Breisgau Sport Tulpen Ring Nikolaus""".split()
STREET_TAIL = ["straße", "weg", "gasse", "straße", "straße"]
GUILD_HEAD = """Reb Wald Moor Bach Burg Dorf Fels Gassen Herd Hohl Keller Krut Lachen Mühl Nacht Nebel Ried Rhein Ruß
Schlamm Schloss Schnecken See Stroh Sumpf Tal Turm Wein Wiesen Zipfel Zwiebel Hasel Rappen Eichen Heu Korn Most Nuss""".split()
GUILD_TAIL = """hansele hexen geister teufel wiiber schrätteli deifel narren kläpperer gaischter weible trolle hüüle
schlurbi blätzli dämonen fuchser schnooge rätsche hutzle""".split()
GUILD_TYPE = ["Narrenzunft", "Narrenzunft", "Hexenzunft", "Narrengilde", "Narrenclique", "Fasnetzunft"]
GUGGE_HEAD = (
    "Schräg Kruden Blech Noten Rhy Vollgas Krach Pfnüsel Schalmei Ohren Trommel Gülle Nacht Rebberg".split()
)
GUGGE_TAIL = "schränzer ruaßer fetzer schlurbi blooser knaller tuter deifel fäger hüüler".split()
CLUB_NAME = """Harmonie Eintracht Frohsinn Concordia Cäcilia Liederkranz Lyra Germania Edelweiß Waldlust Rebstock
Alemannia Freundschaft Einigkeit""".split()
CHURCHES = """St. Martin|St. Nikolaus|St. Gallus|St. Laurentius|St. Michael|Christuskirche|Lutherkirche|Johanneskirche
|St. Peter und Paul|Mariä Himmelfahrt|St. Barbara|Friedenskirche|St. Blasius|St. Stephan|Petruskirche|St. Agatha
|Herz Jesu|Bergkirche|St. Georg|Pauluskirche""".replace("\n", "").split("|")
KITA = """Regenbogen Sonnenschein Pusteblume Schatzkiste Löwenzahn Spatzennest Zwergenland Wirbelwind Arche Rappelkiste
Schneckenhaus Sternschnuppe Sternenzelt Waldwichtel Villa-Kunterbunt Bienenkorb Rebknirpse Mäusenest Farbenfroh""".split()
PUB = """Löwen Hirschen Adler Krone Sonne Engel Rebstock Ochsen Schwanen Kreuz Lamm Rössle Bären Pflug Sternen
Blume Grüner-Baum Traube Salmen Schützen""".split()
ADJ = """Blau Rot Silber Wilde Stille Schräge Müde Goldene Kalte Wache Lange Späte Leise Schwarze Grüne Freie Rauhe
Süße Ferne Letzte Halbe Bunte""".split()
BAND_HEAD = """Kater Kiesel Nebel Rhein Mond Wurzel Kessel Tinten Lampen Kupfer Hafer Nacht Sturm Zimt Pflaumen Reb
Kobold Ziegel Honig Kraut Salz Luft Wolken Blech Distel Moos""".split()
BAND_TAIL = """brüder piraten rocker fänger express bande kapelle sisters trio connection orchester union project
affair kollektiv club gang jungs rebels""".split()
BAND_PATTERNS = [
    "{A} {B}{t}",
    "{B}{t}",
    "The {B}{t}",
    "{L} & Band",
    "{F} {L} Trio",
    "{L}s {B}{t}",
    "{B}haus {n}",
    "{F} and the {B}{t}",
]
GENRE = [
    "Blues",
    "Rock",
    "Folk",
    "Soul",
    "Swing",
    "Irish Folk",
    "Country",
    "Funk",
    "Coverrock",
    "Liedermacher",
]
ENSEMBLE = ["Trio", "Quartett", "Ensemble", "Duo", "Bläserquintett", "Kammerorchester", "Streichquartett"]
INSTRUMENT = [
    "Klavier",
    "Violine",
    "Cello",
    "Gitarre",
    "Harfe",
    "Klarinette",
    "Querflöte",
    "Akkordeon",
    "Saxofon",
    "Trompete",
]
WORK_HEAD = [
    "die Suite",
    "die Sinfonie",
    "das Oratorium",
    "die Ouvertüre",
    "das Konzertstück",
    "die Messe",
    "die Rhapsodie",
]
NOUN = """Apfel Brücke Sommer Winter Garten Koffer Schatten Mutter Bruder Fenster Fluss Hafen Himmel Insel Lüge
Nachbar Schlüssel Spiegel Stille Uhr Vogel Wind Wahrheit Zug Brief Traum Reise Haus Stern Regen Tisch Feuer Bahnhof
Tochter Wolf Lied Gewitter Honig Faden Turm Mantel Meer Herbst Katze""".split()
TITLE_ADJ = """letzte stille blaue lange verlorene fremde helle dunkle vergessene gute zweite kurze leise weite
unmögliche gestohlene halbe kleine große einsame""".split()
TITLE_PATTERNS = [
    "Das Haus am {n}",
    "Der {n} und das Meer",
    "{n} im Nebel",
    "Als der {n} kam",
    "Wer hat Angst vorm {n}?",
    "Der {a} {n}",
    "{n} ohne {m}",
    "Vom {n} zum {m}",
    "{n}, {m} und wir",
    "Im Schatten der {n}",
    "{f} und der {n}",
    "Die {a} {n}",
    "Zwei {n} für {f}",
    "Nach dem {n}",
    "Ein {n} für {f}",
    "{n}zeit",
    "{f}s {a} {n}",
    "Kein {n} in Sicht",
]
PROGRAM = [
    "{n} war gestern",
    "Alles nur {n}",
    "{n} reimt sich auf {m}",
    "Endlich {n}",
    "Mein {n} und ich",
    "{n} mit Ansage",
    "Vorsicht, {n}!",
    "{n} für Anfänger",
    "Ohne {n} geht's nicht",
    "Noch einmal {n}, bitte",
    "{n} oder nie",
    "Ganz ohne {m}",
]
PLAY = [
    "Der {n} im Heuschober",
    "Opas {a} {n}",
    "Der {n} muss weg",
    "Tante {f} und der {n}",
    "Zum {n} kein Wort",
    "Ein {n} kommt selten allein",
    "{f} räumt auf",
    "Der Bürgermeister und sein {n}",
    "Hochzeit mit {n}",
    "Zwei {n} zu viel",
]
TALE = [
    "Der {n} und die {a} Maus",
    "{f} und der {n}",
    "Wo schläft der {n}?",
    "Die {a} Katze",
    "Kasper und der {a} {n}",
    "Der kleine {n}",
    "{f} sucht den {n}",
    "Das Märchen vom {n}",
    "Wie der {n} fliegen lernte",
]
TOPIC_SUBJECT = """Patientenverfügung|Schlafstörungen|Erben und Vererben|Wärmepumpe im Altbau|Demenz|Rückenschmerzen
|Künstliche Intelligenz|Heimische Wildbienen|Pflegegrade|Arthrose|Klimawandel am Oberrhein|Kinder und Medien|Bluthochdruck
|Der Wolf im Schwarzwald|Solarstrom vom Balkon|Rebsorten der Zukunft|Bauernkrieg am Oberrhein|Auswanderer nach Amerika
|Trauer und Trost|Gesunde Ernährung|Diabetes|Fledermäuse|Streuobst|Römer am Rhein|Alemannische Mundart|Fachwerk
|Betrug am Telefon|Osteoporose|Herzschwäche|Vorsorgevollmacht|Grundsteuer|Artenvielfalt|Trinkwasser|Waldumbau
|Resilienz|Hochsensibilität|Mobbing|Pubertät|Hospizarbeit|Homöopathie|Schilddrüse|Hexenverfolgung""".replace(
    "\n", ""
).split("|")
TOPIC_ANGLE = """was tun?|was wir wissen sollten|ein Überblick|Chancen und Risiken|Mythen und Fakten|richtig vorsorgen
|Ursachen und Wege|gestern und heute|Tipps für den Alltag|neue Erkenntnisse|ein Leben lang|eine Spurensuche
|was Angehörige wissen müssen|Hilfe zur Selbsthilfe|wie geht es weiter?|eine Herausforderung""".replace(
    "\n", ""
).split("|")
COURSE_SUBJECT = """Aquarellmalerei|Spanisch|Nähen|Excel|Smartphone|Italienisch kochen|Töpfern|Brotbacken|Korbflechten
|Fotografie|Französisch|Digitale Bildbearbeitung|Sushi|Obstbaumschnitt|Schnitzen|Kalligrafie|Imkern|Gitarre|Englisch
|Goldschmieden|Filzen|Vegane Küche|Selbstverteidigung|Acrylmalerei|Wolle spinnen|Pralinen""".replace(
    "\n", ""
).split("|")
COURSE_LEVEL = [
    "für Einsteiger",
    "für Anfänger",
    "für Fortgeschrittene",
    "Grundkurs",
    "Aufbaukurs",
    "kompakt",
    "am Wochenende",
]
FITNESS = [
    "Hatha-Yoga",
    "Pilates",
    "Rückenfit",
    "Qigong",
    "Zumba",
    "Wirbelsäulengymnastik",
    "Tai Chi",
    "Faszientraining",
    "Bauch-Beine-Po",
]
FITNESS_LEVEL = [
    "",
    " für Anfänger",
    " für Fortgeschrittene",
    " 60 plus",
    " am Abend",
    " sanft",
    " für Frauen",
]
CRAFT = [
    "Masken",
    "Laternen",
    "Vogelhäuser",
    "Filztiere",
    "Ostereier",
    "Windlichter",
    "Kresseköpfe",
    "Marionetten",
    "Insektenhotels",
    "Steckenpferde",
    "Traumfänger",
    "Drachen",
]
CRAFT_VERB = ["basteln", "bauen", "gestalten", "bemalen"]
NATURE = [
    "Wildkräuter",
    "Vogelstimmen",
    "Orchideen",
    "Fledermäuse",
    "Amphibien",
    "Heilpflanzen",
    "Bärlauch",
    "Wildbienen",
    "Geologie",
    "Pilze",
    "Schmetterlinge",
    "Flechten",
]
NATURE_PLACE = [
    "in den Rebterrassen",
    "im Auwald",
    "am Lösshohlweg",
    "auf der Streuobstwiese",
    "am Baggersee",
    "im Bannwald",
    "auf dem Bergrücken",
]
TOUR = [
    "Hexen",
    "Handwerker",
    "Frauen",
    "Brunnen",
    "Stadtmauer",
    "Juden",
    "Revolution",
    "Nachtwächter",
    "Keller",
    "Klöster",
    "Gerber",
    "Silberbergbau",
    "Auswanderer",
    "Sagen",
    "Mühlen",
]
TOUR_ANGLE = [
    "in alter Zeit",
    "und ihre Geschichten",
    "im Fackelschein",
    "im Mittelalter",
    "für Neugierige",
    "Schritt für Schritt",
]
TRAVEL = [
    "Island",
    "Patagonien",
    "Georgien",
    "Nepal",
    "Namibia",
    "Kanada",
    "Vietnam",
    "Schottland",
    "Marokko",
    "Norwegen",
    "Peru",
    "Albanien",
    "Kirgistan",
    "Neuseeland",
]
TRAVEL_ANGLE = [
    "mit dem Rad",
    "zu Fuß",
    "im Kajak",
    "abseits der Wege",
    "im Winter",
    "mit Kind und Esel",
    "auf zwei Rädern",
]
PARTY = [
    "Bürgerliste",
    "Freie Union",
    "Soziale Mitte",
    "Grüne Zukunft",
    "Liberale Allianz",
    "Heimatbund",
    "Linksforum",
    "Klimaliste Süd",
    "Volksbund Mitte",
    "Neue Demokraten",
]
POLICY = [
    "Windkraft",
    "das Neubaugebiet",
    "die Ortsdurchfahrt",
    "Kitagebühren",
    "das Schwimmbad",
    "bezahlbares Wohnen",
    "den Radweg",
    "die Grundschule",
    "Hochwasserschutz",
    "die Rheintalbahn",
    "das Pflegeheim",
    "den Haushalt",
]
ADVICE = [
    "Rentenberatung",
    "Energieberatung",
    "Mietersprechstunde",
    "Schuldnerberatung",
    "Bürgermeistersprechstunde",
    "Pflegeberatung",
    "Sozialsprechstunde",
    "Notarsprechtag",
]
FOOD = [
    "Schlachtplatte",
    "Fischessen",
    "Schnitzelessen",
    "Suppensonntag",
    "Pizzaabend",
    "Spaghettiessen",
    "Sauerkrautessen",
    "Waffelnachmittag",
    "Flammkuchenabend",
    "Heringsessen",
    "Wurstsalatabend",
]
DANCE = [
    "Tanztee",
    "Ü30-Party",
    "Ü50-Party",
    "Tango-Abend",
    "Salsa-Nacht",
    "Discofox-Abend",
    "80er-Party",
    "Volkstanz",
    "Kontratanz",
]
SPORT = ["Volleyball", "Fußball", "Tischtennis", "Badminton", "Handball", "Boule", "Kegel", "Judo", "Schach"]
LEAGUE = [
    "Bezirksliga",
    "Landesliga",
    "Kreisliga A",
    "Kreisliga B",
    "Südbadenliga",
    "Bezirksklasse",
    "Verbandsliga",
]
TEAM = ["Herren", "Damen", "Herren 2", "Damen 2", "A-Junioren", "B-Junioren", "A-Juniorinnen", "C-Jugend"]
SPORT_CLUB = ["SV", "TV", "SG", "FC", "TSV", "SC", "TuS", "VfR"]
WINE = [
    "Burgunder querbeet",
    "Gutedel im Wandel",
    "Winzersekt und Käse",
    "Rotwein und Schokolade",
    "Alte Reben",
    "Sommerweine",
    "Piwi-Sorten",
    "Spätburgunder am Kamin",
]
LAND = [
    "Frankreich",
    "Deutschland",
    "Italien",
    "Dänemark",
    "Spanien",
    "Japan",
    "Großbritannien",
    "Norwegen",
    "Polen",
    "Iran",
]
GROUP = ["Käfer", "Marienkäfer", "Wichtel", "Zwerge", "Mäuse", "Frösche", "Igel", "Strolche"]
SHOP = ["Buchhandlung", "Schreibwaren", "Metzgerei", "Blumen", "Apotheke", "Bäckerei", "Elektro"]
HILL_HEAD = [
    "Rappen",
    "Hoh",
    "Schaf",
    "Kuckuck",
    "Eichel",
    "Katzen",
    "Brand",
    "Rosskopf",
    "Heid",
    "Schnee",
    "Stüben",
    "Kandel",
    "Mosen",
    "Hirz",
    "Linden",
    "Spitz",
    "Lärchen",
    "Sommer",
    "Wind",
    "Fohren",
]
HILL_TAIL = ["eck", "kopf", "berg", "felsen", "stein", "brunnen", "kreuz", "hof", "bühl", "weiher", "bad"]
HALL_HEAD = [
    "Reb",
    "Kaiserstuhl",
    "Mühlbach",
    "Schwarzwald",
    "Winzer",
    "Rhein",
    "Stein",
    "Silberberg",
    "Wein",
    "Bürger",
    "Elz",
    "Möhlin",
    "Dreisam",
    "Sonnen",
    "Wald",
    "Markgrafen",
]
