"""Gardens, pets, wild animals, farms, walks and the sea."""

TABLE = """
# garden

water_plants(zone:<lawn;pelouse/beds=flower beds,beds;massifs/vegetables=vegetable patch,vegetables;potager/greenhouse;serre>, minutes:int 2 60)
Water a part of the garden. // Arrose une partie du jardin.
!water the {zone} for {minutes} minutes ~ {minutes} minutes of water for the {zone} ~ the {zone} [is|looks] dry, water it for {minutes} minutes ~ sprinkler on the {zone}, {minutes} minutes ~ !run the sprinklers on the {zone} for {minutes} min ~ it hasn't rained for days, {minutes} minutes for the {zone}
!arroser {minutes} minutes cette zone : {zone} ~ {minutes} minutes d'eau pour la zone {zone} ~ arrosage : {zone}, {minutes} minutes ~ il n'a pas plu, {minutes} minutes pour la zone {zone}

mow_lawn(height_mm?:int 20 80, when?:date)
Start the robot mower. // Lance la tondeuse robot.
!mow the lawn[ to {height_mm} mm|][ {when}|] ~ the grass is too long, mow it[ {when}|] ~ !cut the grass[ to {height_mm} millimetres|] ~ !start the mower[ {when}|] ~ mower on[, {height_mm} mm|] ~ the neighbours complain about our grass, mow[ {when}|]
!tondre la pelouse[ à {height_mm} mm|][ {when}|] ~ l'herbe est trop haute, lance la tondeuse ~ !lancer la tondeuse[ {when}|] ~ les voisins se plaignent de l'herbe, tonds[ {when}|]

get_planting_time(plant:plant, region?:city) > month:month
Tell when to plant something. // Dit quand planter.
when do I plant {plant}[ in {region}|]? ~ planting time for {plant}[, {region}|] ~ can {plant} be planted now[ in {region}|]? ~ which month is right for planting {plant}? ~ !tell me when to sow {plant}[ in {region}|] ~ I bought {plant} seeds, when do they go in the ground?
quand planter {plant}[ à {region}|] ? ~ période de plantation : {plant} ~ peut-on planter maintenant : {plant}[, à {region}|] ? ~ j'ai des graines de {plant}, quand les semer ?

identify_plant(photo:path, organ?:<leaf;feuille/flower;fleur/bark;écorce/fruit;fruit>)
Recognise a plant in a photo. // Reconnaît une plante.
what plant is in {photo}? ~ !identify the plant on {photo}[, it shows a {organ}|] ~ which plant is {photo}[ ({organ})|]? ~ name the plant in the picture {photo} ~ {photo}: plant[, {organ}|]
quelle plante est sur {photo} ? ~ !identifier la plante de {photo}[, on voit ceci : {organ}|] ~ plante de la photo {photo}[, {organ}|] ~ comment s'appelle la plante de {photo} ? ~ {photo} : quelle plante ?[ on voit ceci : {organ}|]

get_plant_care(plant:plant, topic?:<light;lumière/water=watering,water;arrosage/soil;sol/pruning;taille>)
Tell how to care for a plant. // Conseils pour une plante.
how do I look after {plant}? ~ care of {plant}[, {topic}|] ~ what {topic} does {plant} need? ~ {topic} for my {plant} ~ !tell me how to treat {plant}[: {topic}|] ~ my {plant} looks sad, how much {topic} does it want?
comment entretenir {plant} ? ~ entretien de {plant}[ : {topic}|] ~ conseils pour la plante {plant}[, {topic}|] ~ ma plante ({plant}) fait triste mine, conseils de {topic} ?

log_harvest(crop:food, kilos:num 0.2 40, date?:date)
Record a harvest. // Note une récolte.
I picked {kilos} kilos of {crop}[ {date}|] ~ !log {kilos} kg of {crop}[ {date}|] ~ harvest: {crop}, {kilos} kg ~ {kilos} kg {crop} from the garden[ {date}|] ~ !note a harvest of {kilos} kilos {crop} ~ the garden gave us {kilos} kilos of {crop}
j'ai récolté {kilos} kilos de {crop}[ {date}|] ~ !noter une récolte : {crop}, {kilos} kg ~ récolte : {crop}, {kilos} kg[, {date}|] ~ le jardin a donné {kilos} kilos de {crop}

diagnose_plant(plant:plant, signs:words)
Tell what ails a plant. // Diagnostique une plante.
my {plant} shows these signs: {signs}, what's wrong? ~ what ails a {plant} with {signs}? ~ {plant} disease: {signs} ~ !diagnose my {plant}, signs {signs} ~ {plant} with {signs}, which disease is it?
ma plante ({plant}) montre ces signes : {signs}, qu'a-t-elle ? ~ maladie de {plant} : {signs} ~ !diagnostiquer {plant}, signes : {signs}

order_seeds(plant:plant, packets:count, organic?:yes<organic;bio/not organic,ordinary;ordinaires>)
Order seeds. // Commande des graines.
!order {packets} packets of {plant} seeds[, {organic}|] ~ {packets} packets {plant}[, {organic}|] ~ I need seeds: {plant}, {packets} packets[, {organic} ones|] ~ {plant} seeds, {packets} times[, {organic}|] ~ !buy {packets} packets of [{organic}|] {plant} seeds ~ spring is coming, {packets} packets of {plant}
!commander {packets} sachets de graines de {plant}[, {organic}|] ~ {packets} sachets de {plant}[, {organic}|] ~ il me faut des graines : {plant}, {packets} sachets ~ le printemps arrive, {packets} sachets de {plant} ~ graines de {plant}, {packets} sachets

# pets

feed_pet(pet:first, grams:int 10 400)
Have the feeder feed a pet. // Nourrit un animal.
!feed {pet} {grams} grams ~ {grams} grams for {pet} ~ {pet} is hungry, give {grams} g ~ !give {pet} {grams} grams of food ~ food for {pet}: {grams} g ~ {pet} keeps meowing, {grams} grams
!nourrir {pet} avec {grams} grammes ~ {grams} grammes pour {pet} ~ {pet} a faim, donne {grams} g ~ {pet} réclame, {grams} grammes

book_vet(pet:first, reason:<vaccination;vaccination/checkup=a checkup,check-up;contrôle/injury=an injury,injury;blessure/teeth;dents>, date:date)
Book a vet for a pet. // Prend rendez-vous chez le vétérinaire.
!take {pet} to the vet {date} for {reason} ~ vet for {pet} {date}: {reason} ~ {pet} needs the vet {date}, {reason} ~ !book the vet {date}, {pet}, {reason} ~ vet appointment: {pet}, {reason}, {date} ~ {pet} doesn't eat, vet {date}, it's about {reason}
!prendre rendez-vous chez le vétérinaire pour {pet} {date} : {reason} ~ {pet} doit voir le vétérinaire {date}, {reason} ~ vétérinaire pour {pet} {date} ({reason}) ~ {pet} ne mange pas, vétérinaire {date} pour {reason}

track_pet(pet:first, minutes?:int 5 120) > place:landmark
Find a pet that wears a tracker. // Localise un animal.
where is {pet}[, our cat|, the dog|]? ~ !find my pet {pet} ~ track of {pet} over the last {minutes} minutes ~ where did {pet} go in the last {minutes} minutes? ~ !locate {pet}'s collar ~ {pet} hasn't come home, find the collar
où est {pet}, mon chat ? ~ !localiser le collier de {pet} ~ où est allé {pet} ces {minutes} dernières minutes ? ~ {pet} n'est pas rentré, localise le collier

find_pet_sitter(city:city, animal:<dog;chien/cat;chat/rabbit;lapin/bird;oiseau>, start:date, days:int 1 21)
Find someone to look after a pet. // Trouve une garde d'animal.
!find a {animal} sitter in {city} from {start} for {days} days ~ who looks after my {animal} in {city}, {days} days from {start}? ~ {animal} sitting in {city}, from {start}, {days} days ~ I need someone for my {animal} in {city} for {days} days from {start} ~ sitter for a {animal}: {city}, {start}, {days} days ~ we travel from {start} for {days} days, who minds the {animal} in {city}?
!trouver une garde pour un {animal} à {city} à partir du {start} pour {days} jours ~ qui garde mon {animal} à {city}, {days} jours à partir du {start} ? ~ garde de {animal} à {city}, du {start}, {days} jours ~ on part {days} jours à partir du {start}, qui garde le {animal} à {city} ? ~ mon {animal} reste à {city} du {start}, {days} jours, une garde

register_pet(name:first, species:<dog;chien/cat;chat/parrot;perroquet/rabbit;lapin>, breed?:breed, birth_year?:year 2005 2027, chip?:code)
Register a pet. // Enregistre un animal.
!register my {species} {name}[, a {breed}|][, born {birth_year}|][, chip {chip}|] ~ new pet: {name}, {species}[, {breed}|] ~ {name} is a {species}[ born in {birth_year}|], register {name} ~ {species} called {name}[, chip number {chip}|], please register ~ !add the {species} {name}[ with chip {chip}|] ~ we adopted a {species}, it's {name}[, chip {chip}|]
!enregistrer mon {species} {name}[, né en {birth_year}|][, puce {chip}|] ~ nouvel animal : {name}, {species}[, {breed}|] ~ {species} nommé {name} à enregistrer ~ on a adopté un {species}, c'est {name}[, puce {chip}|] ~ un {species} de plus, {name}

get_breed_info(breed:breed, aspect?:<temper=temper,temperament;caractère/size;taille/lifespan=lifespan,life span;espérance de vie>)
Get facts about a breed. // Informations sur une race.
what are {breed}s like? the breed ~ {aspect} of a {breed} ~ !tell me about the {breed} breed[, {aspect}|] ~ how is the {aspect} of the {breed}? ~ breed {breed}[: {aspect}|] ~ we think of getting a {breed}, what's its {aspect}?
à quoi ressemble la race {breed} ? ~ {aspect} de la race {breed} ~ !me renseigner sur la race {breed}[ : {aspect}|] ~ on pense prendre un {breed}, et son profil ({aspect}) ? ~ la race {breed}, c'est comment ?

log_walk(pet:first, minutes:int 5 180, distance_km?:num 0.5 15)
Record a walk with a pet. // Note une promenade.
{pet} and I walked {minutes} minutes[, {distance_km} km|] ~ !log a walk of {minutes} minutes with {pet}[, {distance_km} km|] ~ walk: {pet}, {minutes} min[, {distance_km} kilometres|] ~ I took {pet} out for {minutes} minutes ~ {minutes} minutes outside with {pet}[, {distance_km} km|] ~ back from {minutes} minutes with {pet}[, {distance_km} km|]
promenade de {minutes} minutes avec {pet}[, {distance_km} km|] ~ !noter une sortie de {minutes} minutes avec {pet} ~ {pet} et moi avons marché {minutes} minutes ~ retour de {minutes} minutes avec {pet}[, {distance_km} km|] ~ {pet} a marché {minutes} minutes

set_aquarium(temperature:num 18 30, light_hours?:int 4 14)
Set the aquarium. // Règle l'aquarium.
aquarium at {temperature} degrees[, {light_hours} hours of light|] ~ !set the fish tank to {temperature} degrees[ and {light_hours} hours of light|] ~ the aquarium should have {temperature} degrees ~ !heat the aquarium to {temperature} ~ fish tank: {temperature} degrees[, light {light_hours} hours|] ~ the fish look pale, {temperature} degrees please
aquarium à {temperature} degrés[, {light_hours} heures de lumière|] ~ !régler l'aquarium à {temperature} degrés ~ !chauffer l'aquarium à {temperature} degrés[ avec {light_hours} heures de lumière|] ~ les poissons sont pâles, {temperature} degrés ~ {temperature} degrés dans l'aquarium

# animals

report_sighting(animal:animal, place:city, count?:count, date?:date)
Report a wild animal that was seen. // Signale un animal sauvage.
I saw a {animal} in {place}[ {date}|] ~ !report {count} {animal} near {place}[ {date}|] ~ sighting: {animal}, {place}[, {count} of them|] ~ there was a {animal} at {place}[ {date}|] ~ !note a {animal} seen in {place} ~ guess what ran through {place}: a {animal}
j'ai vu un animal à {place}[ {date}|] : {animal} ~ !signaler {animal} près de {place}[, {count} individus|] ~ observation : {animal}, {place}[, {date}|] ~ devine ce qui est passé à {place} : {animal}

get_animal_facts(animal:animal, aspect?:<diet=diet,food;alimentation/habitat;habitat/lifespan=lifespan,life span;durée de vie/speed=top speed,speed;vitesse>)
Get facts about a wild animal. // Informations sur un animal sauvage.
what is the {aspect} of the {animal}? ~ !tell me about the {animal} ~ {animal}: {aspect} ~ facts about the {animal}[, {aspect}|] ~ the {aspect} of a {animal}? ~ my daughter loves the {animal}, what about its {aspect}?
!me renseigner sur l'animal {animal}[ : {aspect}|] ~ {animal} : {aspect} ~ informations sur cet animal : {animal}[, {aspect}|] ~ ma fille adore cet animal : {animal}, et côté {aspect} ?

recognise_bird_song(recording:path, region?:country)
Recognise a bird by its song. // Reconnaît un chant d'oiseau.
which bird sings in {recording}? ~ !identify the bird in {recording}[, recorded in {region}|] ~ bird song {recording}[, {region}|] ~ what bird is that in {recording}? ~ {recording}: name the bird ~ something sang this morning, I have it in {recording}
quel oiseau chante dans {recording} ? ~ !reconnaître l'oiseau de {recording}[, enregistré en {region}|] ~ chant d'oiseau {recording} ~ ça chantait ce matin, c'est dans {recording} ~ {recording}, quel oiseau ?

get_protection_status(species:animal, country?:country) > status:<endangered/vulnerable/common>
Tell whether a species is protected. // Statut de protection d'une espèce.
is the {species} endangered[ in {country}|]? ~ protection status of the {species}[, {country}|] ~ is the {species} protected[ in {country}|]? ~ how rare is the {species}[ in {country}|]? ~ !check the status of the {species}, the species ~ may I fish or hunt the {species}[ in {country}|]? is it protected
cette espèce est-elle menacée[ en {country}|] : {species} ? ~ statut de protection : {species} ~ espèce protégée ? {species}[, {country}|] ~ {species}, espèce menacée[ en {country}|] ? ~ statut de l'espèce {species}

# walks

find_trails(area:city, max_km?:num 3 30, difficulty?:<easy=easy,gentle;facile/moderate=moderate,medium;moyen/hard=hard,difficult;difficile>, loop?:yes<as a loop,circular;en boucle/one way;en aller simple>)
Find hiking trails. // Trouve des randonnées.
!find a [{difficulty}|] hike near {area}[, at most {max_km} km|] ~ trails around {area}[, {difficulty}|][, {loop}|] ~ where can we hike near {area}[, up to {max_km} kilometres|]? ~ a {difficulty} walk of {max_km} km near {area} ~ hiking near {area}[, {loop}|][, {max_km} km at most|] ~ we'd like to stretch our legs near {area}[, no more than {max_km} km|]
!trouver une randonnée près de {area}[, {max_km} km maximum|][, niveau {difficulty}|] ~ sentiers autour de {area}[, {loop}|] ~ où marcher près de {area}[, niveau {difficulty}|] ? ~ on voudrait se dégourdir les jambes près de {area}

get_avalanche_risk(range:label, date?:date) > level:int 1 5
Get the avalanche danger of mountains. // Risque d'avalanche.
how high is the avalanche danger in the {range} range[ {date}|]? ~ avalanche risk {range}[ {date}|] ~ is it safe to ski in the {range} mountains[ {date}|]? avalanches I mean ~ danger level for avalanches, {range} ~ !check the avalanche bulletin for {range}[ {date}|] ~ we plan a ski tour in {range}[ {date}|], is it dangerous?
quel est le risque d'avalanche dans le massif {range}[ {date}|] ? ~ risque d'avalanche, {range} ~ !vérifier le bulletin d'avalanche pour {range}[ {date}|] ~ on prévoit une sortie à ski dans {range}[ {date}|], est-ce dangereux ? ~ avalanches dans {range}[ {date}|]

reserve_campsite(campsite:label, arrival:date, nights:int 1 14, tents?:count, electricity?:yes<with electricity;avec électricité/without electricity;sans électricité>)
Reserve a place at a campsite. // Réserve un emplacement de camping.
!reserve the campsite {campsite} from {arrival} for {nights} nights[, {tents} tents|][ {electricity}|] ~ {nights} nights camping at {campsite} from {arrival}[, {electricity}|] ~ a place at the campsite {campsite}, {nights} nights from {arrival}[ for {tents} tents|] ~ camping {campsite}: {arrival}, {nights} nights[, {electricity}|] ~ we'd like to camp at {campsite} from {arrival}, {nights} nights ~ our tent should stand at {campsite} from {arrival}, {nights} nights
!réserver le camping {campsite} à partir du {arrival} pour {nights} nuits[, {tents} tentes|][ {electricity}|] ~ {nights} nuits au camping {campsite} à partir du {arrival} ~ camping {campsite} : {arrival}, {nights} nuits[, {electricity}|] ~ notre tente à {campsite} à partir du {arrival}, {nights} nuits

record_track(name:label, activity:<hike=hike,walk;randonnée/ride=ride,bike ride;sortie à vélo/ski=ski tour;sortie à ski/paddle;sortie en canoë>)
Start recording a track. // Enregistre une trace.
!record my {activity} as {name} ~ !start a track called {name}, {activity} ~ {activity} begins, name it {name} ~ track {name} ({activity}), start ~ new track {name}: {activity}
!enregistrer ma {activity} sous le nom {name} ~ nouvelle trace {name} : {activity} ~ la {activity} commence, nom {name}

# farm

get_crop_price(crop:food, market:city, unit?:<kilo;kilo/tonne=tonne,ton;tonne>) > price:money
Get the price of a crop at a market. // Prix d'une récolte sur un marché.
what do {crop} fetch in {market}[ per {unit}|]? ~ price of {crop} at the {market} market[ per {unit}|] ~ how much is a {unit} of {crop} in {market}? ~ {crop}, market of {market}, price ~ !check what {crop} sell for in {market} ~ should I sell my {crop} in {market} now? what's the price
quel est le prix du marché à {market} : {crop}[, par {unit}|] ? ~ cours à {market} : {crop} ~ combien vaut une {unit} de {crop} à {market} ? ~ dois-je vendre à {market} : {crop} ? le cours

plan_rotation(fields:count, crops:foods, years:int 2 6)
Plan which crop grows where for some years. // Planifie une rotation des cultures.
!plan a rotation of {crops} on {fields} fields for {years} years ~ {fields} fields, {years} years, crops {crops}: what goes where? ~ crop rotation: {crops}, {fields} fields, {years} years ~ rotate {crops} over {fields} fields in {years} years ~ I grow {crops} on {fields} fields, plan {years} years ~ nothing should grow twice in a row: {crops}, {fields} fields, {years} years
!planifier une rotation de {crops} sur {fields} parcelles pendant {years} ans ~ {fields} parcelles, {years} ans, cultures {crops} ~ rotation : {crops}, {fields} parcelles, {years} ans ~ rien deux fois de suite : {crops}, {fields} parcelles, {years} ans ~ {years} ans de rotation, {fields} parcelles, {crops}

log_milk(animal:first, litres:num 1 40, session?:<morning;matin/evening;soir>)
Record the milk an animal gave. // Note le lait d'un animal.
{animal} gave {litres} litres[ in the {session}|] ~ !log {litres} litres of milk from {animal}[, {session}|] ~ milk: {animal}, {litres} l[, {session}|] ~ {litres} litres from {animal} ~ !note that {animal} gave {litres} litres of milk ~ the bucket of {animal} holds {litres} litres
{animal} a donné {litres} litres[ ce {session}|] ~ !noter {litres} litres de lait de {animal} ~ lait : {animal}, {litres} litres[, {session}|] ~ le seau de {animal} contient {litres} litres ~ traite de {animal} : {litres} litres

measure_soil(field:code, depth_cm?:int 5 60) > moisture:percent, ph:num 4 9
Measure the soil of a field. // Mesure le sol d'une parcelle.
how wet is the soil in field {field}[ at {depth_cm} cm|]? ~ soil of {field}[, {depth_cm} cm deep|] ~ !measure the soil in field {field}[ at {depth_cm} centimetres|] ~ does field {field} need water? check the soil ~ soil moisture, field {field}[, {depth_cm} cm|] ~ my seedlings droop in {field}, is it dry?
le sol de la parcelle {field} est-il humide[ à {depth_cm} cm|] ? ~ sol de la parcelle {field} ~ !mesurer le sol de {field}[ à {depth_cm} centimètres|] ~ mes plants souffrent sur la parcelle {field}, le sol est-il sec ?

# sea

get_wave_forecast(beach:city, date?:date) > metres:num 0.1 7
Get the waves expected at a beach. // Prévision des vagues.
how high are the waves at {beach}[ {date}|]? ~ surf forecast {beach}[ {date}|] ~ can one surf in {beach}[ {date}|]? ~ waves at {beach}[ {date}|] ~ !check the swell at {beach}[ {date}|] ~ is it worth taking the board to {beach}[ {date}|]?
quelle hauteur de vagues à {beach}[ {date}|] ? ~ prévision de surf à {beach}[ {date}|] ~ !vérifier la houle à {beach}[ {date}|] ~ la planche vaut-elle le coup à {beach}[ {date}|] ?

get_water_temperature(spot:city, depth_m?:int 1 40) > celsius:num 4 30
Get the temperature of the sea or a lake. // Température de l'eau.
how [warm|cold] is the water at {spot}[ at {depth_m} metres|]? ~ water temperature in {spot}[, {depth_m} m deep|] ~ can I swim at {spot}, or is the water too cold? ~ sea temperature {spot} ~ !tell me how cold the water is in {spot}[ {depth_m} metres down|] ~ do I need a wetsuit at {spot}?
quelle est la température de l'eau à {spot}[ à {depth_m} mètres|] ? ~ température de l'eau, {spot} ~ l'eau est-elle froide à {spot} ? ~ faut-il une combinaison à {spot} ?

book_mooring(port:city, boat:label, length_m:num 4 30, arrival:date, nights?:int 1 14)
Book a berth for a boat. // Réserve un poste d'amarrage.
!book a berth in {port} for {boat}, {length_m} metres, from {arrival}[, {nights} nights|] ~ mooring at {port}: {boat}, {length_m} m, {arrival} ~ my boat {boat} is {length_m} metres, a berth in {port} from {arrival}[ for {nights} nights|] ~ {boat} ({length_m} m) comes to {port} {arrival}[ for {nights} nights|], book a berth ~ berth for {boat}, {port}, {length_m} metres, {arrival} ~ we sail in {arrival} with {boat}, {length_m} metres, to {port}
!réserver une place à {port} pour le bateau {boat}, {length_m} mètres, à partir du {arrival}[, {nights} nuits|] ~ amarrage à {port} : {boat}, {length_m} m, {arrival} ~ mon bateau {boat} fait {length_m} mètres, une place à {port} à partir du {arrival} ~ on arrive {arrival} à {port} avec {boat}, {length_m} mètres ~ place pour {boat} ({length_m} m) à {port}, {arrival}
"""
