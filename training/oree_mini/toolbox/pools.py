"""Words that arguments are drawn from, English and French; a value that both languages say alike stands in "both"."""

CITIES = {
    "en": """London Vienna Rome Lisbon Warsaw Athens Brussels Geneva Copenhagen Munich Cologne Venice Naples Florence Turin Seville Moscow Beijing Cairo
    Algiers Tangier Havana Edinburgh Dover Antwerp Ghent Bucharest New_York San_Diego New_Orleans Salt_Lake_City Mexico_City Cape_Town Kansas_City St._Louis""",
    "fr": """Londres Vienne Rome Lisbonne Varsovie Athènes Bruxelles Genève Copenhague Munich Cologne Venise Naples Florence Turin Séville Moscou Pékin
    Alger Tanger Édimbourg Douvres Anvers Gand Bucarest Saint-Étienne Aix-en-Provence Châteauroux Clermont-Ferrand Besançon Saint-Malo Orléans Troyes Nîmes""",
    "both": """Paris Lyon Marseille Nantes Lille Toulouse Bordeaux Strasbourg Grenoble Rennes Dijon Angers Brest Metz Nancy Limoges Pau Annecy Quimper Vannes Berlin
    Madrid Amsterdam Dublin Oslo Stockholm Helsinki Prague Budapest Zurich Milan Bologna Porto Valencia Bilbao Tokyo Osaka Kyoto Nagoya Seoul Busan Sydney Perth
    Melbourne Auckland Toronto Vancouver Ottawa Calgary Boston Denver Seattle Portland Phoenix Houston Dallas Austin Atlanta Miami Detroit Omaha Tulsa Tampa Boise
    Memphis Nashville Cleveland Oakland Reno Nairobi Lagos Accra Dakar Tunis Casablanca Rabat Lima Quito Santiago Montevideo Caracas Recife Delhi Mumbai Chennai
    Jaipur Bangkok Hanoi Jakarta Manila Dubai Doha Amman Haifa Ankara Izmir Tbilisi Riga Vilnius Tallinn Gdansk Leeds Bristol York Oxford Cardiff Belfast Cork Galway""",
}
COUNTRIES = {
    "en": """Spain Italy Germany Sweden Norway Poland Greece Belgium Switzerland Ireland Argentina Colombia Tunisia Algeria India China Turkey Finland Austria Hungary Brazil
    Japan Mexico Egypt Peru Chile Morocco Denmark Iceland Portugal Vietnam Kenya Ghana Senegal Mongolia Nepal New_Zealand South_Africa Ukraine Romania Bulgaria""",
    "fr": """Espagne Italie Allemagne Suède Norvège Pologne Grèce Belgique Suisse Irlande Argentine Colombie Tunisie Algérie Inde Chine Turquie Finlande Autriche Hongrie Islande
    Égypte Ukraine Roumanie Bulgarie Mongolie Croatie Estonie Australie Écosse Bolivie Syrie Jordanie Thaïlande Tanzanie Zambie Slovénie Slovaquie Albanie""",
    "both": "France",
}
LANGUAGES = {
    "en": "French German Spanish Italian Portuguese Dutch Polish Russian Greek Turkish Arabic Hebrew Hindi Japanese Chinese Korean Swedish Danish Finnish Czech Welsh Latin Breton Basque Swahili Vietnamese",
    "fr": "anglais allemand espagnol italien portugais néerlandais polonais russe grec turc arabe hébreu hindi japonais chinois coréen suédois danois finnois tchèque gallois latin breton basque swahili vietnamien",
}
COMPANIES = """Northwind Acme Globex Initech Umbra Solvay Novalis Bluefin Ardent Kestrel Halcyon Meridian Lumen Petrel Quarry Tessera Orbis Fenwick Calder Brightwater Ironwood Larkspur Vantage
    Stonebridge Cobalt Marlow Pinecrest Redwing Silverline Tallgrass Westgate Zephyr Alder_&_Sons Green_Harbour Blue_Kettle Old_Mill_Foods Apex_Motors Delta_Paper Harbor_Freightways Moreau_Frères Maison_Duval"""
FOODS = {
    "en": """rice lentils chickpeas tomatoes onions garlic carrots leeks potatoes spinach mushrooms courgettes peppers aubergines cucumber lettuce apples pears plums cherries lemons figs bananas
    eggs butter milk cream yoghurt flour sugar honey oats walnuts almonds olives cheese tofu salmon cod tuna prawns chicken beef pork lamb bacon basil thyme parsley cinnamon ginger olive_oil
    goat_cheese sourdough_bread brown_rice red_cabbage sweet_potatoes coconut_milk""",
    "fr": """riz lentilles pois_chiches tomates oignons ail carottes poireaux épinards champignons courgettes poivrons aubergines concombre salade pommes poires prunes cerises citrons figues
    bananes œufs beurre lait crème yaourt farine sucre miel avoine noix amandes olives fromage tofu saumon cabillaud thon crevettes poulet bœuf porc agneau lardons basilic thym persil cannelle gingembre
    huile_d'olive fromage_de_chèvre patates_douces lait_de_coco chou_rouge""",
}
DISHES = {
    "en": """lasagne ratatouille risotto chilli pancakes paella moussaka goulash ramen couscous tiramisu apple_pie onion_soup lemon_tart carrot_cake fish_pie beef_stew pea_soup banana_bread shepherd's_pie
    vegetable_curry mushroom_omelette chicken_noodle_soup rice_pudding""",
    "fr": """lasagnes ratatouille risotto crêpes paella moussaka goulasch couscous tiramisu gratin_dauphinois tarte_tatin soupe_à_l'oignon quiche_lorraine blanquette_de_veau cassoulet bœuf_bourguignon
    mousse_au_chocolat soupe_au_pistou tarte_au_citron poulet_basquaise clafoutis""",
}
ANIMALS = {
    "en": "otter fox heron badger kestrel hedgehog red_squirrel grey_seal adder osprey lynx beaver puffin barn_owl wolf pine_marten hare bison dolphin sea_turtle koala elephant tiger snow_leopard emperor_penguin",
    "fr": "loutre renard héron blaireau faucon hérisson écureuil_roux phoque vipère lynx castor macareux chouette loup martre lièvre bison dauphin tortue_de_mer koala éléphant tigre panthère_des_neiges manchot",
}
PLANTS = {
    "en": "basil tomato lavender rosemary mint rose orchid fern cactus aloe ficus monstera geranium hydrangea lemon_tree fig_tree olive_tree strawberry tulip dahlia sunflower bamboo ivy peace_lily rubber_plant",
    "fr": "basilic tomate lavande romarin menthe rosier orchidée fougère cactus aloès ficus monstera géranium hortensia citronnier figuier olivier fraisier tulipe dahlia tournesol bambou lierre jasmin",
}
ROOMS = {
    "en": "kitchen bedroom bathroom hall hallway office study attic cellar garage dining_room living_room guest_room nursery laundry_room landing porch workshop conservatory kids'_room",
    "fr": "la_cuisine la_chambre la_salle_de_bain l'entrée le_couloir le_bureau le_grenier la_cave le_garage la_salle_à_manger le_salon la_chambre_d'amis la_buanderie le_palier la_véranda l'atelier la_mezzanine la_terrasse",
}
PRODUCTS = {
    "en": """kettle toaster backpack headphones desk_lamp office_chair hiking_boots raincoat bicycle_helmet keyboard coffee_grinder yoga_mat tent drill ladder mattress umbrella notebook fountain_pen
    phone_case water_bottle suitcase running_shoes winter_jacket vacuum_cleaner garden_hose bookshelf frying_pan wireless_mouse alarm_clock""",
    "fr": """bouilloire grille-pain sac_à_dos casque lampe_de_bureau chaise_de_bureau chaussures_de_marche imperméable casque_de_vélo clavier moulin_à_café tapis_de_yoga tente perceuse échelle matelas
    parapluie carnet stylo_plume gourde valise baskets manteau_d'hiver aspirateur tuyau_d'arrosage étagère poêle souris_sans_fil réveil""",
}
LANDMARKS = {
    "en": """Victoria_Station the_Town_Hall the_airport Central_Park the_British_Museum King's_Cross Union_Station the_harbour Trafalgar_Square the_university the_hospital Greenwich_Pier Waverley_Bridge the_stadium
    the_post_office Hyde_Park the_cathedral Grand_Central the_old_port the_opera_house""",
    "fr": """la_gare la_mairie l'aéroport la_place_Bellecour la_gare_de_Lyon la_tour_Eiffel l'hôpital l'université la_place_du_Capitole
    la_cathédrale l'opéra la_gare_Saint-Charles la_bibliothèque""",
}
STREETS = {
    "en": "Maple_Street High_Street Station_Road Oak_Avenue Church_Lane Park_Road Mill_Lane Queen_Street River_Road Elm_Street King_Street Bridge_Road Chapel_Street Harbour_View Rosewood_Drive Long_Acre",
    "fr": "rue_de_la_République rue_Victor-Hugo avenue_Jean-Jaurès rue_des_Lilas place_de_l'Église rue_de_la_Gare boulevard_Voltaire rue_du_Moulin chemin_des_Vignes quai_de_la_Loire rue_Pasteur avenue_Foch",
}
GENRES = {
    "en": "jazz rock classical folk blues reggae techno ambient opera soul funk punk country metal hip-hop bossa_nova flamenco disco",
    "fr": "jazz rock classique folk blues reggae techno ambient opéra soul funk punk country metal rap bossa_nova flamenco disco variété",
}
STORIES = {
    "en": "comedy drama thriller horror western romance documentary fantasy science-fiction mystery crime adventure biography historical",
    "fr": "comédie drame thriller horreur western romance documentaire fantasy science-fiction policier aventure biographie historique",
}
SPORTS = {
    "en": "football tennis rugby basketball handball hockey cricket badminton swimming cycling rowing climbing judo fencing skiing athletics golf volleyball",
    "fr": "football tennis rugby basket handball hockey cricket badminton natation cyclisme aviron escalade judo escrime ski athlétisme golf volley",
}
TEAMS = """Rovers Albion Wanderers United_Harbour Red_Foxes Blue_Herons Northern_Stars City_Hawks River_Plate_Juniors Old_Lions Grizzlies Steel_Bulls Sharks Comets Thunderbirds Wolves Mariners Royals
    Stade_Brestois Olympique_Nord Racing_Club_Sud Étoile_Bleue"""
INSTRUMENTS = {
    "en": "piano guitar violin cello flute clarinet drums trumpet saxophone harp accordion bass viola oboe banjo ukulele",
    "fr": "piano guitare violon violoncelle flûte clarinette batterie trompette saxophone harpe accordéon basse alto hautbois banjo ukulélé",
}
DRUGS = "ibuprofen paracetamol aspirin amoxicillin metformin omeprazole loratadine cetirizine melatonin insulin warfarin salbutamol codeine prednisone naproxen".split()
ILLNESSES = {
    "en": "asthma migraine diabetes influenza measles anaemia eczema bronchitis tonsillitis arthritis malaria hay_fever chickenpox sciatica insomnia shingles",
    "fr": "asthme migraine diabète grippe rougeole anémie eczéma bronchite angine arthrite paludisme rhume_des_foins varicelle sciatique insomnie zona",
}
SYMPTOMS = {
    "en": "fever headache cough sore_throat nausea dizziness back_pain rash fatigue runny_nose chest_pain stomach_ache chills swollen_ankle",
    "fr": "fièvre mal_de_tête toux mal_de_gorge nausées vertiges mal_de_dos éruption fatigue nez_qui_coule douleur_thoracique mal_de_ventre frissons",
}
ELEMENTS = {
    "en": "hydrogen helium carbon nitrogen oxygen neon sodium magnesium aluminium silicon sulfur chlorine argon potassium calcium iron copper zinc silver tin gold mercury lead uranium titanium",
    "fr": "hydrogène hélium carbone azote oxygène néon sodium magnésium aluminium silicium soufre chlore argon potassium calcium fer cuivre zinc argent étain or mercure plomb uranium titane",
}
SUBSTANCES = {
    "en": "water ethanol iron copper aluminium ice steam glycerol mercury lead glass olive_oil seawater sand granite",
    "fr": "eau éthanol fer cuivre aluminium glace vapeur glycérol mercure plomb verre huile_d'olive eau_de_mer sable granit",
}
PLANETS = {"en": "Mercury Venus Mars Jupiter Saturn Uranus Neptune Pluto Titan Europa Ceres", "fr": "Mercure Vénus Mars Jupiter Saturne Uranus Neptune Pluton Titan Europe Cérès"}
STARS = {"both": "Sirius Vega Betelgeuse Rigel Altair Deneb Polaris Antares Arcturus Aldebaran Capella Spica Regulus Procyon Bellatrix"}
SUBJECTS = {
    "en": "algebra chemistry history geography biology physics grammar geometry economics music philosophy astronomy statistics literature botany electronics",
    "fr": "algèbre chimie histoire géographie biologie physique grammaire géométrie économie musique philosophie astronomie statistique littérature botanique électronique",
}
SKILLS = {
    "en": "Python welding accounting carpentry Java nursing translation teaching plumbing marketing SQL bookkeeping surveying photography cooking sales",
    "fr": "Python soudure comptabilité menuiserie Java soins_infirmiers traduction enseignement plomberie marketing SQL topographie photographie cuisine vente",
}
JOBS = {
    "en": "baker nurse electrician accountant teacher plumber surveyor software_engineer cook librarian carpenter data_analyst bus_driver pharmacist welder",
    "fr": "boulanger infirmier électricien comptable professeur plombier géomètre développeur cuisinier bibliothécaire menuisier analyste chauffeur_de_bus pharmacien soudeur",
}
EVENTS = {
    "en": "the_fall_of_Constantinople the_French_Revolution the_Battle_of_Hastings the_Great_Fire_of_London the_first_Moon_landing the_Black_Death the_Treaty_of_Utrecht the_siege_of_Orléans the_gold_rush the_Hundred_Years'_War the_Battle_of_Salamis",
    "fr": "la_chute_de_Constantinople la_Révolution_française la_bataille_de_Hastings la_peste_noire le_traité_d'Utrecht le_siège_d'Orléans la_ruée_vers_l'or la_guerre_de_Cent_Ans la_bataille_de_Salamine la_prise_de_la_Bastille",
}
FIGURES = """Marie_Curie Ada_Lovelace Isaac_Newton Galileo Kepler Voltaire Descartes Hypatia Charlemagne Cleopatra Napoleon Joan_of_Arc Saladin Leonardo_da_Vinci Rembrandt Vermeer Chopin Debussy Ravel
    Berlioz Haydn Vivaldi Molière Cervantes Goethe Tolstoy Balzac Zola Mary_Shelley Emily_Brontë Louis_Pasteur Darwin Faraday Euler Gauss""".split()
HOBBIES = {
    "en": "chess pottery knitting birdwatching sailing origami gardening archery juggling fishing embroidery magic calligraphy stargazing",
    "fr": "échecs poterie tricot ornithologie voile origami jardinage tir_à_l'arc jonglage pêche broderie magie calligraphie",
}
TAGS = {
    "en": "urgent draft home work family travel recipes ideas receipts health garden school music invoices holiday private bug docs design backend",
    "fr": "urgent brouillon maison travail famille voyage recettes idées factures santé jardin école musique vacances privé bogue docs",
}
DEVICES = {
    "en": "desk_lamp ceiling_fan coffee_machine dishwasher dehumidifier heater humidifier air_purifier printer speaker projector aquarium_pump towel_rail television router floor_lamp washing_machine",
    "fr": "lampe_de_bureau ventilateur cafetière lave-vaisselle déshumidificateur chauffage humidificateur purificateur imprimante enceinte projecteur télévision routeur lampadaire lave-linge",
}
COLOURS = {
    "en": "red blue green yellow orange purple pink white black grey turquoise crimson olive navy beige teal",
    "fr": "rouge bleu vert jaune orange violet rose blanc noir gris turquoise bordeaux beige marron",
}
CRIMES = {"en": "theft fraud burglary arson perjury trespassing forgery bribery smuggling vandalism", "fr": "vol fraude cambriolage parjure faux corruption contrebande vandalisme"}
BREEDS = {"en": "beagle poodle whippet corgi labrador spaniel dachshund Siamese Persian greyhound terrier", "fr": "beagle caniche lévrier corgi labrador épagneul teckel siamois persan terrier"}
CARS = "Clio Corolla Golf Civic Panda Fiesta Octavia Model_3 Kangoo Berlingo Zoe Twingo Leaf Polo Outback Mustang Defender".split()
TABLE_NAMES = "orders customers users products invoices sessions events payments employees shipments suppliers tickets".split()
COLUMNS = "name email price created_at status total country quantity birth_date score city updated_at".split()
HOSTS = "web-01 db-2 mail gateway api-prod cache-3 nas build-7 staging backup-01 proxy auth-west printserver".split()
SERVICES = "nginx postgres redis sshd cron mosquitto grafana apache2 docker samba mailer scheduler".split()
BRANCHES = "main develop feature/login fix/typo release-2.4 hotfix/cache experiment refactor-parser docs-update".split()
REPOSITORIES = "atlas harbor-api kitchen-sink lantern mossy paperboy quill river-ui static-site tinybox wren".split()
TICKERS = "NWD ACM GLX TSR KST HLC LMN PTL QRY ORB FNW CLD ZPH VNT MRD".split()
ZONES = "Europe/Paris Asia/Tokyo America/New_York UTC Australia/Sydney America/Lima Africa/Nairobi Asia/Kolkata".split()
FILES = "report.pdf notes.txt photo_2041.jpg budget.xlsx draft-3.docx logo.png backup.tar.gz holiday.mp4 index.html data.csv scan.tiff song.flac config.yaml letter.odt invoice_77.pdf".split()
FORMULAS = "x^2 + 3x - 4|2x + 5|x^3 - 2x|sin(x)|3x^2|5x - 7|e^x|x^2 - 9|cos(2x)|4x^3 + x|ln(x)|x^4 - 16".split("|")
COMPOUNDS = "H2O NaCl CO2 CH4 C6H12O6 NH3 H2SO4 CaCO3 C2H5OH HCl KNO3 Fe2O3 O2".split()
GENES = "BRCA1 TP53 CFTR HBB APOE MTHFR FOXP2 EGFR".split()
