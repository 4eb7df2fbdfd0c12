"""Law, property, history, geography, offices of the state, news and elections, emergencies and charities."""

TABLE = """
# law

search_court_cases(party:company, court?:city, year?:year 1950 2027, kind?:<civil;civil/criminal;pénal/labour=labour,employment;prud'homal>)
Search for court cases of a party. // Cherche des affaires de justice.
!find [{kind}|] cases against {party}[ in {court}|][ from {year}|] ~ lawsuits of {party}[ in {year}|] ~ was {party} ever sued[ in {court}|][ in {year}|]? ~ court cases: {party}[, {court}|][, {year}|] ~ which {kind} cases involve {party}? ~ has {party} been in court[ in {court}|][ in {year}|]?
!chercher les affaires contre {party}[ à {court}|][ en {year}|] ~ procès de {party}[ en {year}|] ~ {party} a-t-il été poursuivi[ à {court}|] ? ~ affaires [{kind}|] de {party}[ en {year}|] ~ quelles affaires concernent {party}[ à {court}|] ? ~ {party} est-il déjà passé devant un tribunal[ en {year}|] ?

get_case_status(case:code) > state:<open/closed/appealed>, next_hearing:date
Get the state of a court case. // État d'une affaire.
what's the status of case {case}? ~ case {case}, state ~ is case {case} still open? ~ when is the next hearing in case {case}? ~ !look up the court case {case} ~ any news on case {case}?
où en est l'affaire {case} ? ~ statut de l'affaire {case} ~ l'affaire {case} est-elle close ? ~ !consulter l'affaire {case} ~ du nouveau dans l'affaire {case} ?

get_sentence_range(offence:crime, country:country) > years:int 0 20
Get the punishment for an offence. // Peine prévue pour une infraction.
what's the punishment for {offence} in {country}? ~ sentence for {offence}, {country} ~ how many years does one get for {offence} in {country}? ~ !look up the penalty for {offence} in {country} ~ how is {offence} punished in {country}? ~ what can happen to someone caught for {offence} in {country}?
quelle peine pour {offence} en {country} ? ~ peine prévue pour {offence}, {country} ~ combien d'années pour {offence} en {country} ? ~ que risque-t-on pour {offence} en {country} ?

find_lawyer(city:city, specialty:<divorce;divorce/tax=tax;fiscalité/labour=labour,employment;travail/immigration;immigration>, max_fee?:money 50 500, language?:language)
Find a lawyer. // Trouve un avocat.
!find a {specialty} lawyer in {city}[ under {max_fee} an hour|] ~ I need a lawyer for {specialty} in {city}[ who speaks {language}|] ~ {specialty} attorney, {city}[, at most {max_fee}|] ~ who does {specialty} law in {city}[ in {language}|]? ~ lawyers for {specialty} in {city} ~ I need legal help with {specialty} in {city}
!trouver un avocat ({specialty}) à {city}[ à moins de {max_fee} de l'heure|] ~ il me faut un avocat en {specialty} à {city}[ qui parle {language}|] ~ avocat {specialty}, {city} ~ j'ai besoin d'aide juridique à {city}, {specialty}

get_law_text(law:label, article:int 1 900, country?:country)
Get the text of an article of a law. // Texte d'un article de loi.
what does article {article} of the {law} act say? ~ article {article}, {law}[, {country}|] ~ !show me article {article} of {law}[ in {country}|] ~ text of {law}, article {article} ~ !read article {article} of the law {law} ~ my landlord quotes article {article} of {law}, what is in it?
que dit l'article {article} de la loi {law} ? ~ article {article}, loi {law}[, {country}|] ~ !afficher l'article {article} de la loi {law} ~ mon propriétaire cite l'article {article} de {law}, que dit-il ? ~ texte de l'article {article}, {law}

register_trademark(name:label, owner:company, classes:ints)
Register a trademark. // Dépose une marque.
!register the trademark {name} for {owner} in classes {classes} ~ trademark {name}, owner {owner}, classes {classes} ~ {owner} wants to protect the name {name} in the classes {classes} ~ !protect {name} for {owner}, classes {classes} ~ !file {name} as a mark of {owner}, classes {classes}
!déposer la marque {name} pour {owner} dans les classes {classes} ~ marque {name}, titulaire {owner}, classes {classes} ~ {owner} veut protéger le nom {name}, classes {classes}

draft_contract(kind:<rental=rental,lease;location/sale=sale,sales;vente/employment=employment,work;travail/loan;prêt>, party_a:name, party_b:name, start?:date)
Draft a contract between two parties. // Rédige un contrat.
!draft a {kind} contract between {party_a} and {party_b}[ starting {start}|] ~ {kind} contract, {party_a} with {party_b}[, from {start}|] ~ I need a {kind} contract for {party_a} and {party_b} ~ !write up a {kind} agreement between {party_a} and {party_b}[, start {start}|] ~ contract ({kind}): {party_a}, {party_b} ~ {party_a} and {party_b} agreed on a {kind}, put it in writing
!rédiger un contrat de {kind} entre {party_a} et {party_b}[ à partir du {start}|] ~ contrat de {kind}, {party_a} avec {party_b} ~ il me faut un contrat de {kind} pour {party_a} et {party_b} ~ {party_a} et {party_b} sont d'accord pour une {kind}, rédige le contrat

# property

search_homes(city:city, rooms:int 1 8, max_price?:money 400 900000, kind?:<flat=flat,apartment;appartement/house;maison/studio;studio>, garden?:yes<with a garden;avec jardin/without a garden;sans jardin>)
Search for homes to rent or buy. // Cherche des logements.
!find a {kind} with {rooms} rooms in {city}[ under {max_price}|][ {garden}|] ~ {rooms} rooms in {city}[ for less than {max_price}|][, {garden}|] ~ I'm looking for {rooms} rooms in {city}[, at most {max_price}|] ~ homes in {city}: {rooms} rooms[, {kind}|][, {garden}|] ~ is there a {kind} {garden} in {city} with {rooms} rooms? ~ we're moving to {city} and need {rooms} rooms[, {garden}|]
!trouver un logement de {rooms} pièces à {city}[ à moins de {max_price}|][ {garden}|] ~ {kind} de {rooms} pièces à {city} ~ je cherche {rooms} pièces à {city}[, {max_price} maximum|][, {garden}|] ~ on déménage à {city}, il faut {rooms} pièces[, {garden}|]

estimate_home_value(address:address, surface:int 15 300, year_built?:year 1850 2024) > value:money
Estimate the value of a home. // Estime la valeur d'un logement.
what is {address} worth with {surface} square metres[, built in {year_built}|]? ~ value of {address}, {surface} m²[, from {year_built}|] ~ !estimate the price of my place at {address}: {surface} square metres ~ I'm selling {address}, {surface} m²[, built {year_built}|], what can I ask? ~ how much is a home of {surface} m² at {address}? ~ grandma's place at {address} has {surface} square metres, what could it sell for?
que vaut le {address} avec {surface} mètres carrés[, construit en {year_built}|] ? ~ valeur du {address}, {surface} m² ~ !estimer mon logement au {address} : {surface} m²[, de {year_built}|] ~ la maison au {address} fait {surface} m², à combien la vendre ?

schedule_viewing(listing:code, date:date, time:time, visitors?:count)
Arrange to view a home. // Organise une visite.
!arrange a viewing of {listing} {date} at {time}[ for {visitors}|] ~ we'd like to see {listing} {date} at {time} ~ viewing: {listing}, {date}, {time}[, {visitors} people|] ~ can we visit {listing} {date} at {time}? ~ !book a visit to {listing} {date} at {time} ~ {listing} looks nice, could we come {date} at {time}?
!organiser une visite du bien {listing} {date} à {time}[ pour {visitors}|] ~ nous aimerions voir {listing} {date} à {time} ~ visite : {listing}, {date}, {time} ~ peut-on visiter {listing} {date} à {time} ? ~ !réserver une visite de {listing} {date} à {time} ~ {listing} nous plaît, peut-on venir {date} à {time} ?

compute_rent_increase(rent:money 300 3000, percent:percent 1 10) > new_rent:money
Compute a rent after an increase. // Calcule un loyer après hausse.
what's my rent of {rent} after {percent} more? ~ rent {rent} plus {percent} ~ !raise a rent of {rent} by {percent} ~ {percent} increase on {rent} rent, how much is it then? ~ new rent after {percent} on {rent} ~ my landlord adds {percent} to my {rent}, what do I pay then?
que devient un loyer de {rent} après {percent} de hausse ? ~ loyer {rent} plus {percent} ~ !augmenter un loyer de {rent} de {percent} ~ le propriétaire ajoute {percent} à mes {rent}, combien vais-je payer ? ~ {rent} de loyer, hausse de {percent}

get_property_taxes(address:address, year:year 2015 2027) > amount:money
Get the property tax of an address. // Taxe foncière d'une adresse.
what's the property tax for {address} in {year}? ~ property tax {year}, {address} ~ how much tax is due on {address} for {year}? ~ !look up the {year} property tax of {address} ~ {address}: tax in {year} ~ I bought {address}, what did it cost in tax in {year}?
quelle est la taxe foncière du {address} en {year} ? ~ taxe foncière {year}, {address} ~ combien de taxe pour {address} en {year} ? ~ j'ai acheté au {address}, quelle taxe en {year} ? ~ taxe {year} pour {address}

find_flatmate(city:city, max_rent:money 200 1200, smoker?:yes<smoker,smoking;fumeur/non-smoker,not smoking;non-fumeur>, from?:date)
Find someone to share a flat with. // Trouve un colocataire.
!find a flatmate in {city} paying up to {max_rent}[, {smoker}|] ~ flatmate wanted in {city}, rent {max_rent}[, {smoker}|][, from {from}|] ~ I have a room in {city} for {max_rent}[ from {from}|], who wants it? ~ roommate in {city}, {max_rent} at most[, {smoker}|] ~ !look for someone to share my place in {city}, {max_rent} ~ our room in {city} is free, {max_rent} a month[, {smoker}|], find somebody
!trouver un colocataire à {city} jusqu'à {max_rent}[, {smoker}|] ~ colocation à {city}, loyer {max_rent}[, à partir du {from}|] ~ j'ai une chambre à {city} pour {max_rent}, qui la veut ? ~ notre chambre à {city} est libre, {max_rent} par mois, trouve quelqu'un

# history

date_event(event:event) > year:year
Get when a historical event happened. // Date d'un événement historique.
when was {event}? ~ in which year did {event} happen? ~ date of {event} ~ what year was {event}? ~ !tell me when {event} took place ~ I forgot when {event} was
quand a eu lieu {event} ? ~ en quelle année, {event} ? ~ date de {event} ~ !me dire quand s'est passée {event} ~ j'ai oublié quand a eu lieu {event}

get_figure_biography(person:figure, part?:<childhood;enfance/works=works,work;œuvres/death;mort>)
Get the life of a historical person. // Vie d'un personnage historique.
who was {person}? ~ !tell me about the {part} of {person} ~ biography of {person}[, {part}|] ~ life of {person}[: {part}|] ~ what do we know about {person}'s {part}? ~ my essay is on {person}, what should I know?
qui était {person} ? ~ biographie de {person}[, {part}|] ~ !me raconter la vie de {person} ~ vie de {person}[ : {part}|] ~ mon exposé porte sur {person}, que faut-il savoir ?

list_events_of_year(year:year 800 2000, region?:country)
List what happened in a year. // Événements d'une année.
what happened in {year}[ in {region}|]? ~ events of {year}[, {region}|] ~ !list the events of the year {year}[ in {region}|] ~ the year {year} in history[, {region}|] ~ what was going on in {region} in {year}? ~ my house was built in {year}, what else happened then?
que s'est-il passé en {year}[ en {region}|] ? ~ événements de {year} ~ !lister les événements de l'année {year}[ en {region}|] ~ l'année {year}, que s'y est-il passé[ en {region}|] ? ~ qu'est-il arrivé en {year}[ en {region}|] ? ~ ma maison date de {year}, que s'est-il passé cette année-là ?

get_ruler(country:country, year:year 800 2020) > ruler:name
Tell who ruled a country in a year. // Qui gouvernait un pays.
who ruled {country} in {year}? ~ ruler of {country} in {year} ~ who was in power in {country} in {year}? ~ {country} {year}: who governed? ~ !find out who led {country} in {year} ~ whose face was on the coins of {country} in {year}? who ruled
qui gouvernait la nation {country} en {year} ? ~ dirigeant en {year}, {country} ~ qui était au pouvoir en {country} en {year} ? ~ qui dirigeait ce pays en {year} : {country} ? ~ {country} en {year}, qui gouvernait ? ~ quel souverain en {country} en {year} ?

find_artifact(museum:company, period:<antiquity;Antiquité/medieval=Middle Ages,medieval;Moyen Âge/renaissance=Renaissance;Renaissance/modern;moderne>, material?:<gold;or/stone;pierre/wood;bois/glass;verre>)
Search objects of a museum. // Cherche des objets de musée.
which {period} objects does the {museum} have[ in {material}|]? ~ {material} things from the {period} at {museum} ~ !find [{material}|] pieces of the {period} in the museum {museum} ~ objects in {museum}, {period}[, {material}|] ~ !search the {museum} collection for {period}[ {material}|]
quels objets ({period}) a le musée {museum}[ en {material}|] ? ~ objets du musée {museum}, {period}[, {material}|] ~ !chercher dans la collection {museum} : {period}

# geography

get_capital(country:country) > capital:city
Get the capital of a country. // Capitale d'un pays.
what's the capital of {country}? ~ capital of {country} ~ which city is the capital of {country}? ~ {country}: capital? ~ !name the capital of {country} ~ which is the main city of {country}, the capital?
quelle est la capitale, pays {country} ? ~ capitale : {country} ~ pays {country}, quelle capitale ? ~ !me donner la capitale : {country} ~ le siège du gouvernement, pays {country} : quelle capitale ?

get_inhabitants(place:city, year?:year 1950 2027) > inhabitants:int 9000 900000
Get the number of inhabitants of a place. // Population d'un lieu.
how many people live in {place}? ~ population of {place}[ in {year}|] ~ how big is {place}[, in {year}|]? I mean inhabitants ~ inhabitants of {place}[ {year}|] ~ how many inhabitants did {place} have in {year}? ~ is {place} a big town? how many people
combien d'habitants à {place}[ en {year}|] ? ~ population de {place} ~ combien de gens vivent à {place} ? ~ nombre d'habitants de {place}[ en {year}|] ~ {place} est-elle une grande ville ? combien d'habitants

list_neighbours(country:country) > countries:tags
List the countries that border a country. // Pays voisins.
which countries border {country}? ~ neighbours of {country} ~ what lies next to {country}? ~ !list the neighbouring countries of {country} ~ with whom does {country} share a border? ~ I'm driving out of {country}, which countries come next?
quels pays touchent ce pays : {country} ? ~ voisins de {country} ~ !lister les pays voisins de {country} ~ pays frontaliers, {country} ~ en sortant de ce pays, {country}, où arrive-t-on ?

find_highest_mountain(region:country, count?:count)
Find the highest mountains of a region. // Plus hautes montagnes.
what's the highest mountain in {region}? ~ {count} highest peaks of {region} ~ highest mountains, {region}[, top {count}|] ~ which mountain in {region} is the tallest? ~ !list the {count} tallest mountains in {region} ~ I want to climb the tallest peak in {region}
quelle est la plus haute montagne, région {region} ? ~ les {count} plus hauts sommets de {region} ~ plus hautes montagnes, {region}[, les {count} premières|] ~ je veux gravir le plus haut sommet, région {region}

get_border_length(first:country, second:country) > km:int 10 5000
Get the length of a border. // Longueur d'une frontière.
how long is the border between {first} and {second}? ~ border {first}-{second} ~ length of the border of {first} with {second} ~ how many kilometres of border do {first} and {second} share? ~ !look up the border length, {first} and {second}
quelle est la longueur de la frontière {first}-{second} ? ~ frontière {first} et {second}, longueur ~ combien de kilomètres de frontière entre {first} et {second} ?

# offices

book_office_appointment(service:<passport;passeport/id_card=identity card,ID card;carte d'identité/marriage;mariage/driving=driving licence;permis de conduire>, city:city, date:date)
Book an appointment at the town hall. // Prend rendez-vous à la mairie.
!book a town hall appointment in {city} {date} for a {service} ~ appointment for {service} in {city} {date} ~ I need a new {service}, town hall of {city}, {date} ~ {service} appointment {date}, {city} ~ can I come {date} for the {service} in {city}? ~ my papers are expiring, a {service} appointment in {city} {date}
!prendre rendez-vous à la mairie de {city} {date} pour le dossier {service} ~ rendez-vous {service} à {city} {date} ~ mairie de {city}, {date} : {service} ~ mes papiers expirent, rendez-vous {service} à {city} {date}

report_street_problem(kind:<pothole;nid-de-poule/lamp=broken lamp,dark street lamp;lampadaire en panne/graffiti;graffiti/litter=litter,rubbish;déchets>, street:street, city?:city)
Report a problem in the street to the city. // Signale un problème de voirie.
there's {kind} in {street}[, {city}|] ~ !report {kind} at {street}[ in {city}|] ~ {kind}: {street}[, {city}|] ~ !tell the city about {kind} in {street} ~ {street} has {kind}[, {city}|], report it ~ I nearly fell over {kind} in {street}, tell the council
il y a ceci dans la {street}[, {city}|] : {kind} ~ !signaler {kind}, {street}[ à {city}|] ~ {kind} : {street}[, {city}|] ~ j'ai failli tomber, {street}, à signaler : {kind}

get_polling_place(address:address, election?:year 2024 2030) > place:landmark
Find where to vote. // Trouve le bureau de vote.
where do I vote? I live at {address} ~ polling place for {address}[ in {election}|] ~ which polling station belongs to {address}? ~ voting place, {address}[, election of {election}|] ~ !find my polling place: {address} ~ Sunday is election day, I'm at {address}, where do I go?
où dois-je voter ? j'habite au {address} ~ bureau de vote pour {address}[ en {election}|] ~ !trouver mon bureau de vote : {address} ~ c'est jour de vote, j'habite {address}, où aller ? ~ bureau de vote, {address}

get_election_results(country:country, year:year 1950 2027, kind?:<presidential;présidentielle/parliament=parliamentary,general;législative/local=local,municipal;municipale>)
Get the results of an election. // Résultats d'une élection.
who won the {kind} election in {country} in {year}? ~ results of the {year} election in {country} ~ {country} {year}, [{kind}|] election results ~ how did {country} vote in {year}[ in the {kind} election|]? ~ !show the {kind} results of {year}, {country} ~ which party came first in {country} in {year}[, {kind}|]?
résultats de l'élection [{kind}|] en {country} en {year} ~ comment a voté le pays {country} en {year} ? ~ !montrer les résultats de {year}, {country}[, {kind}|] ~ quel parti est arrivé en tête en {country} en {year} ? ~ vote de {year} en {country}, les résultats

check_permit(plate:plate, zone:code) > valid:yes<yes/no>
Check whether a car has a parking permit. // Vérifie un droit de stationnement.
may {plate} park in zone {zone}? ~ !check the permit of {plate} for {zone} ~ permit: {plate}, zone {zone} ~ does the car {plate} have a permit in {zone}? ~ is {plate} allowed in zone {zone}?
{plate} a-t-il le droit de se garer en zone {zone} ? ~ !vérifier le permis de {plate} pour la zone {zone} ~ autorisation : {plate}, zone {zone}

# news

get_headlines(topic:topic, count?:count, language?:language, since?:date)
Get news headlines about a topic. // Titres de l'actualité.
what's the news about {topic}? ~ headlines on {topic}[ in {language}|][ since {since}|] ~ !show me {count} headlines about {topic} ~ anything new on {topic}[ since {since}|]? ~ latest on {topic}[, {count} items|][, in {language}|] ~ what's going on with {topic}?
quelles nouvelles sur {topic} ? ~ titres sur {topic}[ en {language}|] ~ !montrer {count} titres sur {topic} ~ quoi de neuf au sujet de {topic}[ depuis {since}|] ? ~ que se passe-t-il avec {topic} ?

check_claim(claim:text) > verdict:<true/false/unclear>
Check whether a claim is true. // Vérifie une affirmation.
is it true that {claim}? ~ !fact-check: {claim} ~ someone said "{claim}", is that right? ~ !verify the claim "{claim}" ~ true or false: {claim} ~ my uncle says {claim}, can that be right?
est-il vrai que {claim} ? ~ !vérifier l'affirmation « {claim} » ~ vrai ou faux : {claim} ~ on m'a dit « {claim} », est-ce exact ? ~ mon oncle dit {claim}, est-ce exact ?

post_update(network:<mastodon=Mastodon;Mastodon/bluesky=Bluesky;Bluesky/blog=the blog,my blog;le blog>, text:message, image?:path, tags?:tags)
Publish a post. // Publie un message.
!post on {network}: {text}[ with the picture {image}|] ~ !publish "{text}" on {network}[, tags {tags}|] ~ new post for {network}: {text}[, image {image}|] ~ !put this on {network}: {text}[, tagged {tags}|] ~ {network} post: {text} ~ share this on {network}: {text}
!publier sur {network} : {text}[ avec l'image {image}|] ~ nouveau message pour {network} : {text}[, étiquettes {tags}|] ~ !poster « {text} » sur {network} ~ partage ça sur {network} : {text}

get_followers(account:handle, network?:<mastodon=Mastodon;Mastodon/bluesky=Bluesky;Bluesky>) > followers:int 3 90000
Get the followers of an account. // Abonnés d'un compte.
how many followers does {account} have[ on {network}|]? ~ followers of {account}[, {network}|] ~ who follows {account}[ on {network}|]? ~ !count the followers of {account} ~ is {account} popular[ on {network}|]? followers please ~ I run {account}, is it growing? followers
combien d'abonnés a {account}[ sur {network}|] ? ~ abonnés de {account} ~ !compter les abonnés de {account}[ sur {network}|] ~ je tiens {account}, combien d'abonnés ? ~ abonnés : {account}[, {network}|]

# help

call_emergency(kind:<ambulance;ambulance/fire=fire brigade,firefighters;pompiers/police;police>, address:address, injured?:count)
Call an emergency service to an address. // Appelle les secours.
!send {kind} to {address}[, {injured} injured|] ~ we need the {kind} at {address}[, {injured} people hurt|] ~ {kind} to {address}, quick ~ emergency at {address}: {kind}[, {injured} injured|] ~ !call the {kind} for {address} ~ someone collapsed at {address}, {kind} please
!envoyer une équipe ({kind}) au {address}[, {injured} blessés|] ~ urgence au {address} : {kind}[, {injured} blessés|] ~ {kind} au {address}, vite ~ quelqu'un est tombé au {address}, {kind} vite

find_shelter(city:city, people:count, pets?:yes<with pets,with a pet;avec animaux/without pets;sans animaux>)
Find an emergency shelter. // Trouve un hébergement d'urgence.
!find shelter in {city} for {people} people[ {pets}|] ~ emergency shelter, {city}, {people}[, {pets}|] ~ {people} of us need a shelter in {city}[, {pets}|] ~ where can {people} people stay in {city} in an emergency? ~ shelter for {people} in {city}[ {pets}|] ~ our house is flooded, {people} of us, {city}[, {pets}|]
!trouver un hébergement d'urgence à {city} pour {people} personnes[ {pets}|] ~ abri à {city} pour {people} personnes ~ {people} personnes ont besoin d'un abri à {city}[, {pets}|] ~ notre maison est inondée, on est {people} à {city}[, {pets}|] ~ {people} personnes cherchent un abri à {city}

make_donation(charity:company, amount:money, monthly?:yes<every month,monthly;chaque mois/once,one time;une seule fois>)
Give money to a charity. // Fait un don.
!donate {amount} to {charity}[ {monthly}|] ~ {amount} for {charity}[, {monthly}|] ~ I'd like to give {charity} {amount}[ {monthly}|] ~ donation: {amount}, {charity} ~ !support {charity} with {amount}[ {monthly}|] ~ {charity} does good work, {amount} from me[ {monthly}|]
!donner {amount} à {charity}[ {monthly}|] ~ don de {amount} à {charity} ~ je voudrais soutenir {charity} avec {amount}[ {monthly}|] ~ {charity} fait du bon travail, {amount} de ma part

register_volunteer(name:name, activity:hobby, day?:weekday)
Register a volunteer. // Inscrit un bénévole.
{name} wants to help with {activity}[ on {day}|] ~ !register {name} as a volunteer for {activity}[ on {day}|] ~ volunteer {name}: {activity}[, {day}|] ~ !put {name} on the volunteer list for {activity} ~ {name} volunteers for {activity}[ every {day}|] ~ {name} has time[ on {day}|] and likes {activity}
{name} veut aider à l'activité {activity}[ le {day}|] ~ !inscrire {name} comme bénévole pour {activity} ~ bénévole {name} : {activity}[, {day}|] ~ {name} a du temps[ le {day}|] pour {activity} ~ bénévolat : {name}, {activity}
"""
