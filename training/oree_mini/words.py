"""Word lists of the generator. Whole names are reserved by hash in arguments.py."""

FIRST_NAMES = """
Ana Bob Alice Tom Maria Sofia Lucas Emma Noah Liam Olivia Ava Mia Ethan Mason Logan Jacob Aiden Ella Grace Chloe Zoe Lily
Hannah Sarah Julia Clara Anna Eva Ida Ines Inès Léa Chloé Zoé Élise Éric André René Renée François Françoise Hélène Jérôme
Benoît Cécile Amélie Mathieu Thierry Pascal Margaux Manon Camille Louis Jules Hugo Arthur Raphaël Gabriel Adèle Noémie Solène
Maëlle Loïc Gaël Yann Anaïs Björn Jürgen Günther Käthe Jörg Lars Søren Åsa Ingrid Sven Astrid Freja Mikkel Nils Håkon Øyvind
Sigrid Marta Piotr Agnieszka Krzysztof Łukasz Małgorzata Paweł Zofia Jakub Wojciech Kasia Jiří Tomáš Václav Zdeněk Božena
Dušan Željko Nikola Milan Jovana Ivana Goran Ante Luka Petra Eszter László Zoltán Gábor Ágnes István Réka Ion Ștefan Ioana
Andrei Mihai Elena Dimitri Olga Natasha Ivan Svetlana Boris Yuri Katya Igor Vera Oksana Taras Giulia Marco Luca Matteo Chiara
Francesca Paolo Giovanni Lorenzo Alessia Nicolò José María Jesús Álvaro Íñigo Begoña Núria Jordi Pablo Carmen Lucía Andrés
Sofía Martín Ramón Joaquín Beatriz João Inês Gonçalo Conceição Tiago Rita Miguel Duarte Fatima Ahmed Mohamed Youssef Karim
Leila Amina Yasmin Omar Khalid Nour Salma Hassan Zeynep Mehmet Ayşe Emre Özlem Çağla Deniz Elif Burak Ali Reza Shirin Parisa
Dariush Farah Priya Rahul Anjali Arjun Deepa Vikram Sunita Ravi Lakshmi Aarav Meera Nikhil Kavya Sanjay Wei Ling Mei Xiu Jing
Hao Jun Chen Yuki Haruto Sakura Kenji Aiko Hiroshi Naoko Takeshi Emi Ren Minjun Jiwoo Seoyeon Hyun Soo Thanh Linh Minh Hoa
Tuan Somchai Malee Putri Budi Siti Agus Chidi Ngozi Amara Kwame Ama Kofi Abena Tunde Folake Zanele Thabo Sipho Lerato Wanjiru
Kamau Achieng Otieno Makena Tariku Selam Kalani Leilani Aroha Tane Moana Siobhán Niamh Aoife Ciarán Seán Róisín Owen Rhys
Angharad Gwen Hamish Fiona Isla Ewan Duncan Rory Nigel Trevor Beryl Doris Walter Agatha Harold Edith Percy Mabel Winston
Stella George Henry Charlotte Amelia Jack Harry Oscar Charlie James William Alfie Poppy Daisy Ruby Rosie Max Sam Ben Dan Joe
Kate Amy Lucy Laura Emily Rachel Rebecca David Daniel Michael Robert Richard Peter Paul Mark Simon Stephen Andrew Philip
Martin Alan Brian Kevin Gary Susan Linda Karen Nancy Betty Helen Sandra Donna Carol Ruth Sharon Michelle Brandon Tyler
Dylan Jordan Taylor Morgan Casey Riley Quinn Avery Skyler Rowan Sage Robin Jamie Alex Chris Pat Lee Kim Jo Ming Uma Ola Bo
Tove Pia Elke Heike Uwe Dieter Anke Silke Bernd Katja Holger Maren Anneke Joost Sander Femke Daan Thijs Maud Bram Lotte Wout
Arno Tess Koen Eino Aino Väinö Päivi Mikko Sanna Jari Outi Kaisa Timo Tarmo Liis Jaan Mārtiņš Līga Rūta Jonas Eglė Vytautas
""".split()

LAST_NAMES = """
Smith Jones Brown Taylor Wilson Evans Thomas Johnson Roberts Walker Wright Robinson Thompson White Hughes Edwards Green Hall
Wood Harris Lewis Martin Jackson Clarke Clark Turner Hill Scott Cooper Morris Ward Moore King Watson Baker Harrison Morgan
Patel Young Allen Mitchell Anderson Phillips Lee Bell Parker Davis Bennett Miller Cook Shaw Cox Marshall Collins Carter
Dubois Durand Leroy Moreau Lefèvre Girard Rousseau Blanc Guérin Muller Faure Mercier Legrand Garnier Chevalier François
Müller Schmidt Schneider Fischer Weber Meyer Wagner Becker Schulz Hoffmann Schäfer Koch Bauer Köhler Schröder Krüger
Rossi Ferrari Esposito Bianchi Romano Colombo Ricci Marino Greco Conti Costa Giordano Mancini Lombardi Moretti Barbieri
García Fernández González Rodríguez López Martínez Sánchez Pérez Gómez Díaz Muñoz Álvarez Jiménez Ruiz Hernández Torres
Silva Santos Ferreira Pereira Oliveira Rodrigues Sousa Gonçalves Almeida Carvalho Ribeiro Araújo Magalhães Simões
Jensen Nielsen Hansen Pedersen Andersen Larsen Sørensen Rasmussen Jørgensen Lindqvist Bergström Öberg Åkesson Nyström
Kowalski Nowak Wiśniewski Wójcik Kamiński Lewandowski Zieliński Szymański Woźniak Dąbrowski Novák Svoboda Dvořák Černý
Horváth Nagy Szabó Tóth Kovács Popescu Ionescu Dumitru Popa Ivanov Petrov Smirnov Kuznetsov Volkov Shevchenko Kovalenko
Papadopoulos Nikolaidis Georgiou Yılmaz Kaya Demir Çelik Şahin Öztürk Hosseini Ahmadi Karimi Haddad Khoury Mansour Nasser
Khan Ahmed Hussain Malik Sharma Gupta Singh Kumar Reddy Iyer Nair Chatterjee Banerjee Desai Joshi Kapoor Wang Li Zhang Liu
Chen Yang Huang Zhao Wu Zhou Tanaka Suzuki Sato Takahashi Watanabe Ito Yamamoto Nakamura Kobayashi Kim Park Choi Jung Kang
Nguyen Tran Pham Hoang Vo Santoso Wijaya Okafor Adeyemi Balogun Eze Mensah Owusu Boateng Nkosi Dlamini Khumalo Mwangi
Kariuki Odhiambo Bekele Tesfaye O'Brien O'Connor Murphy Kelly Byrne Ryan Doyle McCarthy McDonald MacLeod Campbell Stewart
Fraser Lloyd Price Griffiths Pritchard Fitzgerald Blackwood Ashworth Thornton Whitaker Hollis Sinclair Beaumont Delacroix
van_Dijk de_Vries Bakker Visser Jansen de_Boer van_den_Berg Virtanen Korhonen Mäkinen Nieminen Tamm Kask Bērziņš Kazlauskas
""".split()

RELATIONS = """mum mom dad grandma grandpa granny my_sister my_brother aunt_Rose uncle_Jim the_boss the_landlord the_plumber
the_electrician Dr._Patel Dr._Weiss Dr_Moreau Mrs._Lind Mr._Okoro Ms._Tan Professor_Hale the_team the_kids the_neighbours""".split()

ACTIVITIES = """
lunch dinner breakfast brunch coffee tea drinks meeting call visit training lesson class workshop seminar interview review
appointment check-up dentist doctor optician haircut massage physio yoga pilates gym swim run jog walk hike ride match game
practice rehearsal concert gig opera theatre play cinema film movie exhibition museum tour trip journey flight train party
birthday wedding funeral christening anniversary reunion picnic barbecue baking cooking cleaning laundry shopping groceries
gardening painting drawing reading writing study homework exam test quiz lecture tutorial presentation demo pitch talk speech
standup retro retrospective sprint planning kickoff sync catch-up check-in one-on-one 1:1 brainstorm handover deadline
delivery pickup collection repair service inspection installation moving viewing audit budget payroll invoice report
interviewing therapy session podcast recording photoshoot choir band chess tennis football rugby cricket golf badminton
climbing bowling karate judo boxing fencing rowing sailing skiing surfing dancing ballet salsa piano guitar violin singing
Spanish French German Japanese pottery knitting sewing babysitting school nursery playdate parents' evening vet boiler car
MOT insurance bank tax mortgage lawyer notary passport visa blood_test vaccination X-ray scan surgery
launch release webinar conference summit panel ceremony festival fair market auction volunteering blood_donation book_club
board_meeting team_lunch dress_fitting dog_walk night_shift early_shift day_off holiday parents'_evening school_run film_night
game_night date_night quarterly_review design_review code_review status_update all-hands town_hall fire_drill house_viewing
driving_lesson swimming_lesson piano_lesson eye_test job_interview phone_call video_call oil_change tyre_change window_cleaning
""".split()

TOPICS = """budget roadmap garden kitchen project contract website house party trip wedding thesis novel app team hiring
strategy marketing sales launch design brand logo office lease loan charity school choir play show menu recipe film album
survey report grant patent server database backup release bug garage roof bathroom fence visa boat bike piano band course
exam essay paper poster newsletter podcast translation inventory warehouse delivery safety security rent heating insurance""".split()

PLACES = """
Paris Lyon London Berlin Madrid Rome Lisbon Porto Kraków Zürich Genève München Köln Malmö Århus Oslo Helsinki Tallinn Riga
Dublin Cork Edinburgh Glasgow Cardiff Leeds York Bath Bristol Oxford Cambridge Brighton Boston Chicago Denver Seattle Austin
Toronto Montréal Québec Sydney Perth Auckland Tokyo Osaka Seoul Hanoi Bangkok Delhi Mumbai Nairobi Lagos Accra Cairo Tunis
home school church work town
the_office the_library the_park the_gym the_pool the_station the_museum the_café the_bakery the_town_hall the_clinic
the_hospital the_stadium the_theatre the_cinema the_harbour the_airport the_old_mill the_garden the_studio the_workshop
the_canteen the_lobby the_boardroom the_conference_room the_meeting_room the_pub the_market the_church the_beach the_zoo
my_place our_place Mum's_house Grandma's the_dentist's the_Red_Lion Central_Café Café_de_la_Gare Chez_Marcel Luigi's
Bella_Napoli The_Golden_Fork La_Bodega Green_Dragon Joe's_Diner Blue_Note King's_Cross Victoria_Station Gare_du_Nord
Hyde_Park Regent's_Park Central_Park City_Hall St_Mary's_Hospital St_John's_Church Riverside_Hall Meadow_Lane Elm_Street
""".split()

STREETS = """Baker High Church Mill Park Station Victoria King Queen Bridge Elm Oak Maple Cedar Rose Garden River Lake North
South Market Castle Abbey Chapel Orchard Spring Hill Meadow Harbour Canal Albert George""".split()

EMAIL_HOSTS = """example.com example.org gmail.com mail.fr posteo.de proton.me outlook.com free.fr work.co.uk uni.edu
orange.fr firma.de studio.io acme.com lab.net city.gov school.edu home.pl post.cz""".split()

NOTE_STARTS = """buy call check ask fix send return bring book pay water clean print read find order pick_up feed renew
replace measure collect write_to thank sell paint wash charge update cancel review learn repair""".split()

NOTE_THINGS = """milk bread eggs the_plants the_cat the_bike the_lamp new_shoes the_rent the_electricity_bill tickets
the_library_books a_birthday_card flour_and_sugar the_window_in_the_attic the_spare_key the_blue_folder the_wifi_password
olive_oil the_passport batteries light_bulbs the_car_keys stamps paper a_gift_for_Léa the_garden_hose tomato_seeds cheese
the_printer the_dishwasher the_gutter the_meter_reading the_insurance_papers the_tax_form dog_food the_train_times""".split()

NOTE_FACTS = """the wifi password is {made} | the door code is {number} | {name} likes {thing} | {name} is allergic to {thing} |
the spare key is under {thing} | locker number {number} | size {number} for {name} | the parking space is number {number} |
the {topic} costs {number} euros | {name} owes me {number} euros | the recipe needs {number} grams of {thing} |
the {topic} meeting went well | idea for the {topic}: {words} | {name}'s favourite colour is {words} | the train leaves from platform {number} |
gate code {number} | the {topic} is due soon | flight number AF{number} | {words} | the book is called {words}"""

SYSTEM_PROMPTS = """You are a helpful assistant.|You are a calm assistant. Answer briefly.|Be brief.|You help with the calendar.
Answer in one sentence.|You are Orée, a private assistant on this device.|Use the tools when they fit.|Keep answers short and friendly.
You manage the user's day.|You are an assistant for a small office.|Never invent anything.|Be polite.|Help the user with dates and people.
You work without a network.|Ask when something is missing.|You are a personal secretary.|Use British English.|Do what the user asks."""

# Tools that no request of the generator asks for, so that a header with one never contradicts the dialogue below it.
OTHER_TOOLS = """battery_level(): Tell how full the battery is.
steps_count(day?, unit?: "steps"|"km"): Count the steps walked in a day.
plants_water(bed, litres: number): Water a bed of the greenhouse.
printer_status(printer?): Tell what the printer is doing.
backup_start(folder, full?: boolean): Copy a folder to the backup disk.
parcel_track(number, days?: integer): Follow a parcel on its way.
compost_turn(bin: integer): Turn a bin of compost.
kiln_status(kiln?, unit?: "celsius"|"cone"): Tell how hot the kiln is.
badge_lookup(code): Find who wears a badge.
tide_table(harbour, days?: integer): List high and low water.
loom_pattern(name, rows?: integer): Load a weaving pattern.
aquarium_feed(tank, grams: number): Feed the fish of a tank.
hive_weight(hive): Tell what a beehive weighs.
ledger_close(month, dry_run?: boolean): Close a month of the ledger.
telescope_point(object, minutes?: integer): Point the telescope.""".split("\n")
