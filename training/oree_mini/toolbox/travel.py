"""Maps, trains, flights, hotels, cars, parking and trips."""

TABLE = """
# maps

plan_route(origin:point, destination:point, mode?:<car=by car,driving;en voiture/bike=by bike,cycling;à vélo/walk=on foot,walking;à pied/transit=by public transport;en transports en commun>)
Plan a route between two places. // Calcule un itinéraire.
how do I get from {origin} to {destination}[ {mode}|]? ~ [directions|route] from {origin} to {destination}[ {mode}|] ~ !take me from {origin} to {destination}[ {mode}|] ~ what's the best way to {destination} from {origin}[ {mode}|]? ~ !plan a route from {origin} to {destination}[, {mode}|] ~ I'm in {origin} and have to go to {destination}[ {mode}|] ~ I'm lost in {origin}, how do I reach {destination}[ {mode}|]? ~ how would I go to {destination} starting at {origin}[ {mode}|]?
comment aller de {origin} à {destination}[ {mode}|] ? ~ itinéraire de {origin} à {destination}[ {mode}|] ~ !calculer la route de {origin} à {destination}[ {mode}|] ~ je suis à {origin} et je dois aller à {destination}[ {mode}|] ~ je pars de {origin}, comment rejoindre {destination}[ {mode}|] ?

measure_distance(from:city, to:city, unit?:<km=kilometres,kilometers,km;kilomètres,km/miles;miles>) > distance:int 3 9000
Measure the distance between two cities. // Distance entre deux villes.
how far is [it from|] {from} [to|from] {to}[ in {unit}|]? ~ distance from {from} to {to}[ in {unit}|] ~ how many {unit} are there from {from} to {to}? ~ what's the distance between {from} and {to}? ~ {from} to {to}, how far? ~ how many {unit} separate {from} and {to}? ~ is it far from {from} to {to}?
quelle distance entre {from} et {to}[ en {unit}|] ? ~ distance de {from} à {to} ~ combien de {unit} de {from} à {to} ? ~ {from} est à combien de {to} ? ~ c'est loin de {from} à {to} ?

estimate_travel_time(from:point, to:point, departure?:time) > minutes:int 5 900
Estimate how long a drive takes. // Estime la durée d'un trajet en voiture.
how long does it take from {from} to {to}[ leaving at {departure}|]? ~ travel time from {from} to {to}[ at {departure}|] ~ when will I be in {to} if I leave {from} at {departure}? ~ how long is the drive from {from} to {to}? ~ !estimate the time to {to} from {from} ~ will I make it from {from} to {to} in time[ if I go at {departure}|]?
combien de temps de {from} à {to}[ en partant à {departure}|] ? ~ durée du trajet de {from} à {to} ~ si je pars de {from} à {departure}, quand serai-je à {to} ? ~ en combien de temps va-t-on de {from} à {to} ?

find_nearby(kind:<pharmacy=pharmacy,chemist's;pharmacie/bank=bank,cash machine;banque/bakery=bakery,baker's;boulangerie/fuel=petrol station,gas station;station-service/supermarket=supermarket,grocery shop;supermarché>, near:place, radius_km?:num 0.5 10)
Find shops and services near a place. // Trouve un commerce près d'un lieu.
where is the [nearest|next] {kind} near {near}? ~ !find a {kind} near {near}[ within {radius_km} km|] ~ is there a {kind} around {near}? ~ {kind} close to {near} ~ I need a {kind} near {near}[, at most {radius_km} km away|] ~ I feel ill, is there a {kind} near {near}? ~ we're at {near} and need a {kind}
où trouver une {kind} près de {near} ? ~ !chercher une {kind} près de {near}[ à moins de {radius_km} km|] ~ y a-t-il une {kind} près de {near} ? ~ {kind} près de {near} ~ on est près de {near}, où y a-t-il une {kind} ?

locate_address(address:address) > latitude:lat, longitude:lon
Get the coordinates of an address. // Coordonnées d'une adresse.
what are the coordinates of {address}? ~ !geocode {address} ~ latitude and longitude of {address} ~ where on the map is {address}? ~ coordinates for {address} ~ put a pin on {address}, where exactly is it?
quelles sont les coordonnées du {address} ? ~ latitude et longitude du {address} ~ !localiser {address} ~ place {address} sur la carte, coordonnées ~ où se trouve exactement {address} ?

reverse_geocode(latitude:lat, longitude:lon) > address:address
Get the address at coordinates. // Adresse à des coordonnées.
what is at latitude {latitude} and longitude {longitude}? ~ address at {latitude}, {longitude} ~ which place is {latitude}, {longitude}? ~ !find the address of the point {latitude} {longitude} ~ I'm at {latitude}, {longitude}, where is that?
qu'y a-t-il à la latitude {latitude} et à la longitude {longitude} ? ~ adresse au point {latitude}, {longitude} ~ où se trouve le point {latitude}, {longitude} ? ~ quelle adresse correspond à {latitude}, {longitude} ? ~ je suis à la latitude {latitude}, longitude {longitude}, c'est où ?

get_traffic(road:street, city?:city) > delay_minutes:int 0 60
Get the traffic on a road. // État de la circulation sur une route.
how's the traffic on {road}[ in {city}|]? ~ is {road} [jammed|busy|blocked][ in {city}|]? ~ traffic on {road} ~ are there jams on {road}[ in {city}|]? ~ !check the traffic along {road} ~ any delays on {road}[ in {city}|]? ~ how is {road} moving[ in {city}|]? ~ can I take {road}[ in {city}|] or is it jammed?
comment est la circulation sur {road}[ à {city}|] ? ~ y a-t-il des bouchons sur {road} ? ~ circulation sur {road}[ à {city}|] ~ je dois passer par {road}, ça roule ?

save_place(name:label, address:address)
Save an address under a name. // Enregistre une adresse sous un nom.
!save {address} as {name} ~ !remember {name} is at {address} ~ store the place {name}: {address} ~ {address} is {name}, save that ~ !keep the address {address} under {name} ~ I'll often need {address}, call it {name}
!enregistrer {address} sous le nom {name} ~ !retenir que {name} est au {address} ~ {name} : {address}, à enregistrer ~ !garder l'adresse {address} sous {name} ~ le lieu {name} est au {address}, garde-le ~ j'aurai souvent besoin du {address}, appelle-le {name}

get_elevation(place:city) > metres:int 0 3800
Get the height above sea level of a place. // Altitude d'un lieu.
how high is {place} above sea level? ~ elevation of {place} ~ what's the altitude of {place}? ~ at what height does {place} lie? ~ !tell me the elevation of {place}
quelle est l'altitude de {place} ? ~ à quelle hauteur se trouve {place} ? ~ altitude de {place} ~ {place} est à quelle altitude ? ~ à combien de mètres d'altitude est {place} ?

# trains and buses

search_trains(from:city, to:city, date?:date, time?:time)
Search for train connections. // Cherche des trains.
!find a train from {from} to {to}[ {date}|][ at {time}|] ~ trains from {from} to {to}[ {date}|] ~ when [does the|is the next] train to {to} leave {from}[ {date}|]? ~ I want to go from {from} to {to} by train[ {date}|] ~ which trains run from {from} to {to}[ {date}|][ at {time}|]? ~ I have to be in {to} {date}, which trains leave {from}?
!chercher un train de {from} à {to}[ {date}|][ à {time}|] ~ trains de {from} à {to}[ {date}|] ~ je veux aller de {from} à {to} en train[ {date}|] ~ quels trains vont de {from} à {to} ? ~ je dois être à {to} {date}, quels trains de {from} ?

buy_train_ticket(from:city, to:city, date:date, class?:<first=first class;première classe/second=second class;seconde classe>, passengers?:count)
Buy a train ticket. // Achète un billet de train.
!buy a train ticket from {from} to {to} {date}[, {class}|] ~ {passengers} train tickets from {from} to {to} {date}[, {class}|] ~ !get me a {class} ticket to {to} from {from} {date} ~ I need a ticket {from} to {to} {date}[ for {passengers}|] ~ !book the train from {from} to {to} {date} ~ {passengers} of us travel from {from} to {to} {date}, get the tickets[ in {class}|]
!acheter un billet de train de {from} à {to} {date}[ en {class}|] ~ {passengers} billets de {from} à {to} {date}[ en {class}|] ~ il me faut un billet de {from} à {to} {date} ~ nous sommes {passengers} de {from} à {to} {date}, prends les billets

get_departures(station:city, limit?:count) > departures:tags
Get the next departures of a station. // Prochains départs d'une gare.
what are the next [trains|departures] from {station}? ~ departures {station}[, next {limit}|] ~ !show the next {limit} departures at {station} ~ which trains leave {station} now? ~ departure board of {station} ~ I'm at {station}, what leaves next?
quels sont les prochains départs de {station} ? ~ départs à {station} ~ !afficher les {limit} prochains départs de {station} ~ je suis à {station}, quel est le prochain départ ?

get_bus_arrival(stop:street, line?:int 1 99) > minutes:int 1 30
Tell when the next bus comes to a stop. // Prochain passage du bus à un arrêt.
when does the [next|] bus [come|arrive] at {stop}? ~ when is bus {line} at {stop}? ~ next {line} bus at {stop} ~ how long until bus {line} reaches {stop}? ~ is bus {line} late at {stop}? ~ it's cold at {stop}, how long till line {line}?
quand passe le [prochain|] bus à l'arrêt {stop} ? ~ quand arrive le bus {line} à {stop} ? ~ prochain bus {line} à {stop} ~ il fait froid à {stop}, dans combien de temps le {line} ?

report_delay(train:code, minutes:int 5 120)
Report that a train is late. // Signale le retard d'un train.
train {train} is {minutes} minutes late, report it ~ !report a delay of {minutes} minutes for train {train} ~ {minutes} minutes delay on train {train} ~ !note that {train} runs {minutes} minutes late ~ delay: train {train}, {minutes} minutes
le train {train} a {minutes} minutes de retard, signale-le ~ !signaler {minutes} minutes de retard pour le train {train} ~ retard du train {train} : {minutes} minutes ~ !noter que le train {train} a {minutes} minutes de retard ~ train {train}, retard de {minutes} minutes

# flights

search_flights(from:city, to:city, date:date, return_date?:date, cabin?:<economy=economy;économique/business=business;affaires/first=first class;première>)
Search for flights. // Cherche des vols.
!find flights from {from} to {to} {date}[, {cabin}|] ~ flights {from} to {to} {date}[, back {return_date}|] ~ I want to fly from {from} to {to} {date}[ in {cabin}|] ~ are there {cabin} flights from {from} to {to} {date}? ~ !look for a flight to {to} from {from} {date}[, returning {return_date}|] ~ my mother wants to fly from {from} to {to} {date}, what is there? ~ cheapest way by air from {from} to {to} {date}?
!chercher un vol de {from} à {to} {date}[ en {cabin}|] ~ vols de {from} à {to} {date}[, retour {return_date}|] ~ je veux un avion de {from} à {to} {date} ~ ma mère veut voler de {from} à {to} {date}, qu'y a-t-il ?

get_flight_state(flight:flight, date?:date) > gate:code, state:<on time/delayed/boarding/landed>
Get the status of a flight. // État d'un vol.
is flight {flight} on time[ {date}|]? ~ status of {flight}[ {date}|] ~ has {flight} landed? ~ which gate does {flight} leave from[ {date}|]? ~ !check flight {flight}[ {date}|] ~ I'm picking someone up from {flight}, is it late?
le vol {flight} est-il à l'heure[ {date}|] ? ~ statut du vol {flight}[ {date}|] ~ le vol {flight} a-t-il atterri ? ~ !vérifier le vol {flight} ~ je vais chercher quelqu'un du vol {flight}, est-il en retard ?

check_in_flight(booking:code, name:name, seat?:<window=a window seat;côté hublot/aisle=an aisle seat;côté couloir>)
Check in for a flight. // Enregistre pour un vol.
!check in {name} with booking {booking}[, {seat}|] ~ check-in: booking {booking}, name {name} ~ !check me in, booking {booking}, {name}[, {seat} please|] ~ I'd like to check in, reference {booking}, passenger {name}[, {seat}|] ~ online check-in {booking} {name} ~ we fly tomorrow, {name}, booking {booking}[, {seat}|], check in
!enregistrer {name} pour la réservation {booking}[, {seat}|] ~ enregistrement : dossier {booking}, nom {name}[, {seat}|] ~ je veux m'enregistrer, dossier {booking}, passager {name} ~ nous volons demain, {name}, dossier {booking}, enregistre ~ enregistre {name}, dossier {booking}[, {seat}|]

change_flight_date(booking:code, date:date)
Move a booked flight to another day. // Change la date d'un vol réservé.
!move booking {booking} to {date} ~ !change the flight of booking {booking} to {date} ~ I'd rather fly {date}, booking {booking} ~ booking {booking}: new date {date} ~ !rebook {booking} for {date} ~ something came up, {booking} should leave {date}
!déplacer la réservation {booking} au {date} ~ !changer le vol {booking} pour {date} ~ dossier {booking} : nouvelle date {date} ~ un imprévu, le vol {booking} doit partir {date} ~ !reporter le vol {booking} au {date}

add_baggage(booking:code, bags:count, weight_kg?:int 10 32)
Add bags to a flight booking. // Ajoute des bagages à une réservation.
!add {bags} bags to booking {booking}[, {weight_kg} kilos each|] ~ {bags} [more|extra] bags for {booking} ~ booking {booking}: {bags} suitcases[ of {weight_kg} kg|] ~ I'm bringing {bags} bags, booking {booking} ~ !put {bags} pieces of luggage on {booking} ~ we've packed too much, {bags} more bags on {booking}
!ajouter {bags} bagages à la réservation {booking}[ de {weight_kg} kilos|] ~ {bags} valises pour le dossier {booking} ~ dossier {booking} : {bags} bagages ~ on a trop de choses, {bags} bagages de plus pour {booking} ~ {bags} bagages en plus sur le dossier {booking}

# hotels

search_hotels(city:city, check_in:date, nights?:int 1 14, max_price?:money 50 400)
Search for hotels in a city. // Cherche des hôtels dans une ville.
!find [me|] a hotel in {city} from {check_in}[ for {nights} nights|][ under {max_price}|] ~ hotels in {city} from {check_in}[, {nights} nights|] ~ I need somewhere to sleep in {city} from {check_in}[ for at most {max_price}|] ~ where can I stay in {city} from {check_in}[ for {nights} nights|]? ~ rooms in {city} from {check_in}[ below {max_price}|] ~ we need a bed in {city} from {check_in}[ for {nights} nights|]
!trouver un hôtel à {city} à partir du {check_in}[ pour {nights} nuits|][ à moins de {max_price}|] ~ hôtels à {city} du {check_in}[, {nights} nuits|] ~ où dormir à {city} à partir du {check_in} ? ~ il nous faut un lit à {city} à partir du {check_in}

reserve_room(hotel:company, arrival:date, nights:int 1 14, room_type?:<single;simple/double;double/suite;suite>, breakfast?:yes<with breakfast;avec petit-déjeuner/without breakfast;sans petit-déjeuner>)
Reserve a room at a hotel. // Réserve une chambre d'hôtel.
!reserve a [{room_type}|] room at the {hotel} {arrival} for {nights} nights[ {breakfast}|] ~ {nights} nights at hotel {hotel} from {arrival}[, {room_type} room|][, {breakfast}|] ~ I'd like a {room_type} at {hotel}, {nights} nights from {arrival}[, {breakfast}|] ~ !book hotel {hotel} for {nights} nights from {arrival}[ {breakfast}|] ~ room at {hotel}, arrival {arrival}, {nights} nights ~ we'd like to stay at the {hotel} from {arrival}, {nights} nights[, {breakfast}|]
!réserver une chambre [{room_type}|] à l'hôtel {hotel} {arrival} pour {nights} nuits[ {breakfast}|] ~ {nights} nuits à l'hôtel {hotel} à partir du {arrival}[, chambre {room_type}|][, {breakfast}|] ~ chambre à l'hôtel {hotel}, arrivée {arrival}, {nights} nuits ~ nous aimerions dormir à l'hôtel {hotel} à partir du {arrival}, {nights} nuits[, {breakfast}|] ~ hôtel {hotel} : {nights} nuits dès le {arrival}[, {room_type}|]

cancel_room(booking:code)
Cancel a hotel reservation. // Annule une réservation d'hôtel.
!cancel [my|the] hotel booking {booking} ~ I won't need room reservation {booking} ~ !drop the hotel reservation {booking} ~ hotel booking {booking}: cancel ~ we're not coming, cancel hotel booking {booking} ~ our trip is off, cancel {booking}, the hotel
!annuler la réservation d'hôtel {booking} ~ je n'ai plus besoin de la chambre, dossier {booking} ~ hôtel, dossier {booking} : annulation ~ le voyage tombe à l'eau, annule l'hôtel {booking}

request_late_checkout(booking:code, time:time)
Ask the hotel for a later departure. // Demande un départ tardif.
!ask for late checkout at {time}, booking {booking} ~ can we stay until {time}? booking {booking} ~ booking {booking}: checkout at {time} ~ we'd like to leave at {time}, reservation {booking} ~ !move my checkout to {time} for {booking} ~ we want to sleep in, {booking}, until {time}
!demander un départ à {time}, dossier {booking} ~ peut-on rester jusqu'à {time} ? dossier {booking} ~ dossier {booking} : départ à {time} ~ on veut dormir tard, dossier {booking}, jusqu'à {time} ~ départ tardif à {time} pour {booking}

# cars and parking

rent_car(city:city, start:date, days:int 1 21, category?:<small=small;petite/family=family;familiale/van=van;utilitaire>, automatic?:yes<automatic;automatique/manual;manuelle>)
Rent a car. // Loue une voiture.
!rent a [{category}|] car in {city} from {start} for {days} days[, {automatic}|] ~ I need a {category} car in {city}, {days} days from {start} ~ car hire in {city} from {start}, {days} days[, {automatic}|] ~ !hire me a car in {city} for {days} days from {start} ~ {days} days with a rental car in {city} from {start}[, {automatic} please|] ~ we need wheels in {city} from {start} for {days} days
!louer une voiture [{category}|] à {city} à partir du {start} pour {days} jours[, {automatic}|] ~ location de voiture à {city} du {start}, {days} jours[, {automatic}|] ~ il me faut une voiture à {city} pendant {days} jours à partir du {start} ~ il nous faut une voiture à {city} du {start}, {days} jours

find_parking(place:place, hours?:int 1 24, covered?:yes<covered,indoors;couvert/outdoors;en plein air>)
Find parking near a place. // Trouve un parking près d'un lieu.
where can I park near {place}[ for {hours} hours|]? ~ !find [{covered}|] parking near {place}[ for {hours} hours|] ~ parking at {place}[, {covered}|] ~ is there a car park near {place}? ~ I need to leave the car near {place}[ for {hours} hours|] ~ I'm driving to {place}, where do I leave the car[ for {hours} hours|]?
où se garer près de {place}[ pendant {hours} heures|] ? ~ !trouver un parking [{covered}|] près de {place} ~ parking près de {place}[ pour {hours} heures|] ~ je vais en voiture près de {place}, où la laisser ?

pay_parking(plate:plate, zone:code, minutes:int 15 240)
Pay for parking. // Paie le stationnement.
!pay {minutes} minutes of parking in zone {zone} for {plate} ~ parking zone {zone}, car {plate}, {minutes} minutes ~ !park {plate} in {zone} for {minutes} minutes ~ {plate} stays {minutes} minutes in zone {zone} ~ !start a parking ticket: {plate}, zone {zone}, {minutes} minutes ~ I've left {plate} in zone {zone}, pay for {minutes} minutes
!payer {minutes} minutes de stationnement en zone {zone} pour {plate} ~ stationnement zone {zone}, voiture {plate}, {minutes} minutes ~ {plate} reste {minutes} minutes en zone {zone} ~ j'ai laissé {plate} en zone {zone}, paie {minutes} minutes ~ parking : {plate}, {zone}, {minutes} minutes

get_fuel_prices(fuel:<diesel;gazole/petrol=petrol,unleaded;sans-plomb/lpg=LPG;GPL>, city:city) > price:num 1.2 2.2
Get the price of fuel in a city. // Prix du carburant.
what does {fuel} cost in {city}? ~ {fuel} price in {city} ~ where is {fuel} cheapest in {city}? ~ how much is {fuel} in {city} right now? ~ !compare {fuel} prices in {city} ~ the tank is empty, what's {fuel} in {city}?
combien coûte le {fuel} à {city} ? ~ prix du {fuel} à {city} ~ où le {fuel} est-il le moins cher à {city} ? ~ le réservoir est vide, combien le {fuel} à {city} ?

book_car_service(plate:plate, service:<oil=oil change;vidange/tyres=tyre change,new tyres;changement de pneus/brakes=brake check;contrôle des freins/inspection;révision>, date:date)
Book a garage appointment for a car. // Prend rendez-vous au garage.
!book a {service} for {plate} {date} ~ {plate} needs a {service} {date} ~ garage appointment {date}: {service}, car {plate} ~ !get {plate} in for a {service} {date} ~ I want a {service} {date} for my car {plate} ~ something squeaks on {plate}, {service} {date}
!prendre rendez-vous au garage {date} pour {plate} : {service} ~ {plate} a besoin de ça {date} : {service} ~ rendez-vous garage {date}, {service}, voiture {plate} ~ ça grince sur {plate}, au garage {date} : {service} ~ garage pour {plate} {date}, {service}

compute_fuel_use(distance_km:num 20 1500, litres:num 2 100) > per_100_km:num 3 14
Compute the fuel used per 100 km. // Consommation aux 100 km.
I drove {distance_km} km with {litres} litres, what's my consumption? ~ {litres} litres for {distance_km} kilometres, how much is that per 100? ~ fuel use: {distance_km} km, {litres} l ~ how thirsty is my car: {litres} litres in {distance_km} km? ~ !work out the consumption for {litres} litres and {distance_km} km ~ did we drive economically, {litres} litres on {distance_km} km?
j'ai fait {distance_km} km avec {litres} litres, quelle est ma consommation ? ~ {litres} litres pour {distance_km} kilomètres, ça fait combien aux 100 ? ~ consommation : {distance_km} km, {litres} litres ~ avons-nous roulé sobre, {litres} litres pour {distance_km} km ?

get_car_value(model:car, year:year 2000 2025, mileage_km?:int 1000 220000) > value:money
Estimate what a used car is worth. // Estime la valeur d'une voiture d'occasion.
what is a {model} from {year} worth[ with {mileage_km} km|]? ~ value of a {year} {model}[ with {mileage_km} kilometres|] ~ how much can I get for my {model} of {year}[, {mileage_km} km|]? ~ !estimate the price of a used {model}, {year}[, {mileage_km} km|] ~ I'm selling a {model} from {year}, what's the price? ~ I want to get rid of my {year} {model}, what could I ask?
que vaut une {model} de {year}[ avec {mileage_km} km|] ? ~ valeur d'une {model} de {year}[ avec {mileage_km} kilomètres|] ~ combien pour ma {model} de {year}[, {mileage_km} km|] ? ~ je veux me séparer de ma {model} de {year}, à quel prix ?

order_taxi(pickup:point, destination:point, time?:time, passengers?:count)
Order a taxi. // Commande un taxi.
!order a taxi from {pickup} to {destination}[ at {time}|][ for {passengers}|] ~ taxi from {pickup} to {destination}[ at {time}|] ~ I need a cab to {destination} from {pickup}[ for {passengers} people|] ~ !get me a taxi to {destination}, I'm at {pickup} ~ a car from {pickup} to {destination}[, {time}|] ~ I'm at {pickup} and my train leaves from {destination}, send a cab
!commander un taxi de {pickup} à {destination}[ à {time}|][ pour {passengers}|] ~ taxi de {pickup} à {destination}[ à {time}|] ~ il me faut un taxi pour {destination}, je suis à {pickup} ~ je suis à {pickup}, envoie un taxi pour {destination}

# trips

create_itinerary(destination:city, days:int 2 21, interests?:topics, budget?:money 200 5000)
Plan a trip day by day. // Planifie un voyage jour par jour.
!plan {days} days in {destination}[ with {interests}|][ for {budget}|] ~ a {days}-day trip to {destination}[, budget {budget}|] ~ what should I do in {destination} for {days} days[ if I like {interests}|]? ~ !make an itinerary for {destination}, {days} days[, interested in {interests}|] ~ we're going to {destination} for {days} days[ with {budget}|], plan it ~ we have {days} days in {destination}[ and {budget}|], what's the plan?
!planifier {days} jours à {destination}[ avec {interests}|][ pour {budget}|] ~ un voyage de {days} jours à {destination}[, budget {budget}|] ~ que faire à {destination} pendant {days} jours[ si j'aime {interests}|] ? ~ on a {days} jours à {destination}[ et {budget}|], quel programme ?

get_visa_rules(country:country, nationality:language, days?:int 5 90) > visa_needed:yes<yes/no>
Tell whether a visa is needed. // Dit s'il faut un visa.
do {nationality} citizens need a visa for {country}[ for {days} days|]? ~ visa for {country} with a {nationality} passport[, {days} days|] ~ can a {nationality} citizen enter {country} without a visa? ~ visa rules: {country}, {nationality}[, {days} days|] ~ I have a {nationality} passport, do I need a visa for {country}? ~ I hold a {nationality} passport and want to see {country}
faut-il un visa pour {country} avec un passeport {nationality}[ pour {days} jours|] ? ~ visa {country}, nationalité {nationality} ~ j'ai un passeport {nationality}, faut-il un visa pour {country} ? ~ j'ai un passeport {nationality} et je veux voir ce pays : {country}

make_packing_list(destination:city, days:int 2 21, season?:<summer=summer,in summer;en été/winter=winter,in winter;en hiver>)
Make a list of what to pack. // Fait une liste de bagages.
what should I pack for {days} days in {destination}[ {season}|]? ~ packing list for {destination}, {days} days[, {season}|] ~ !make a packing list: {days} days, {destination} ~ what do I need to bring to {destination} for {days} days[ {season}|]? ~ I leave for {destination} for {days} days, what goes in the suitcase?
que mettre dans ma valise pour {days} jours à {destination}[ {season}|] ? ~ liste de bagages pour {destination}, {days} jours[, {season}|] ~ !faire une liste de bagages pour {days} jours à {destination} ~ je pars {days} jours à {destination}[ {season}|], qu'est-ce que j'emporte ? ~ qu'emporter à {destination} pour {days} jours[ {season}|] ? ~ bagages : {destination}, {days} jours[, {season}|]

list_sights(city:city, kind?:<museum=museums;musées/church=churches;églises/park=parks;parcs/monument=monuments;monuments>, count?:count)
List the sights of a city. // Liste les curiosités d'une ville.
what is there to see in {city}? ~ !show me {kind} in {city} ~ {count} {kind} in {city} ~ which {kind} should I visit in {city}? ~ sights of {city}[, {kind} only|] ~ !list the {kind} of {city} ~ what shouldn't I miss in {city}?
que voir à {city} ? ~ !montrer les {kind} de {city} ~ quels {kind} visiter à {city} ? ~ !lister {count} {kind} à {city} ~ que ne faut-il pas rater à {city} ?

buy_museum_ticket(museum:company, date:date, adults:count, children?:count)
Buy museum tickets. // Achète des billets de musée.
!buy {adults} tickets for the {museum} museum {date}[ and {children} for children|] ~ {adults} adults[ and {children} children|] to the museum {museum} {date} ~ museum {museum} {date}: {adults} adults[, {children} children|] ~ I'd like to visit the {museum} museum {date}, {adults} tickets ~ !get museum tickets: {museum}, {date}, {adults} adults ~ we'd love to see the {museum}, {adults} adults[ and {children} kids|], {date}
!acheter {adults} billets pour le musée {museum} {date}[ et {children} pour enfants|] ~ {adults} adultes[ et {children} enfants|] au musée {museum} {date} ~ musée {museum}, {date} : {adults} adultes ~ on voudrait voir le musée {museum} {date}, {adults} adultes ~ billets du musée {museum} {date}, {adults} adultes[, {children} enfants|]
"""
