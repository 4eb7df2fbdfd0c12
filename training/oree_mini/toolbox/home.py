"""Lights, heating, doors, appliances, cleaning, energy and pets' doors of a home."""

TABLE = """
# lights

switch_light(room:room, state:<on;allumée/off;éteinte>)
[Turn|Switch] the light of a room on or off. // [Allume ou éteint|Commande] la lumière d'une pièce.
!turn {state} the [light|lights] in the {room} ~ !switch the {room} [light|lights] {state} ~ [light|lights] {state} in the {room} ~ the {room} light should be {state} ~ I want the {room} lights {state} ~ {room} [light|lights] {state} ~ I'm going to bed, I'd like the {room} [light|lights] {state} ~ it's dark, can I have the {room} light {state}?
je veux la lumière {state} dans {room} ~ la lumière doit être {state} : {room} ~ lumière {state} côté {room} ~ on ne voit rien, lumière {state} dans {room}

dim_light(room:room, level:percent 1 100)
Set the brightness of a room's light in percent. // Règle l'intensité de la lumière d'une pièce.
!dim the {room} [light|lights] to {level} ~ !set the {room} [brightness|light] to {level} ~ [lights|light] in the {room} at {level} ~ !make the {room} light {level} bright ~ I'd like {level} brightness in the {room} ~ !bring the lamp in the {room} [down|up] to {level} ~ the light in the {room} is too strong, {level} would do ~ could the {room} be a bit darker, say {level}?
!régler la lumière de {room} à {level} ~ lumière à {level} : {room} ~ !mettre l'intensité de {room} à {level} ~ je voudrais {level} de luminosité côté {room} ~ c'est trop fort dans {room}, {level} suffira

set_light_color(room:room, color:colour, level?:percent 1 100)
Set the colour of a room's lights. // Change la couleur des lumières d'une pièce.
!make the {room} lights {color}[ at {level}|] ~ !turn the {room} {color}[ at {level}|] ~ !change the light in the {room} to {color}[ with {level} brightness|] ~ {color} light in the {room}[ at {level}|] ~ I'd like the {room} in {color} ~ !set the {room} bulbs to {color} ~ let's have some {color} in the {room} tonight ~ I feel like {color} light in the {room}[, about {level}|]
!mettre la lumière de {room} en {color}[ à {level}|] ~ lumière {color} : {room} ~ !changer la couleur de {room} en {color} ~ je veux du {color} dans {room} ~ une ambiance {color} dans {room}, s'il te plaît

set_scene(scene:label)
Activate a lighting scene that was saved before. // Active une ambiance lumineuse enregistrée.
!activate the scene {scene} ~ !switch to the {scene} [scene|mood] ~ lights: scene {scene} ~ [I want|give me] the {scene} lighting ~ !start the {scene} lighting scene ~ put the house in {scene} mode ~ guests are coming, {scene} lights please ~ time for {scene}, the lighting
!activer l'ambiance {scene} ~ !mettre la scène {scene} ~ je voudrais l'ambiance {scene} ~ !lancer l'éclairage {scene} ~ pour les invités, ambiance {scene}

# heating

set_thermostat(temperature:num 14 26, room?:room)
Set the target temperature of the heating. // Règle la température [voulue|de consigne] du chauffage.
!set the [heating|thermostat] to {temperature} degrees[ in the {room}|] ~ !heat the {room} to {temperature} degrees ~ make it {temperature} degrees[ in the {room}|] ~ I want {temperature} degrees[ in the {room}|] ~ [heating|thermostat] to {temperature}[ in the {room}|] ~ !put the temperature at {temperature}[ in the {room}|] ~ I'm cold, {temperature} degrees would be nice[ in the {room}|] ~ could we have it at {temperature} degrees[ in the {room}|]?
!mettre le chauffage à {temperature} degrés[ dans {room}|] ~ !chauffer {room} à {temperature} degrés ~ je veux {temperature} degrés[ dans {room}|] ~ thermostat à {temperature}[ pour {room}|] ~ j'ai froid, {temperature} degrés ce serait bien[ dans {room}|]

get_room_temperature(room:room) > temperature:num 12 28, humidity:int 20 80
Get the temperature and humidity measured in a room. // Donne la température mesurée dans une pièce.
how [warm|cold|hot] is it in the {room}? ~ what's the temperature in the {room}? ~ [is it cold|how many degrees are there] in the {room}? ~ !check the temperature of the {room} ~ how humid is the {room}? ~ {room} temperature ~ should I air the {room}? how humid is it ~ do you know the temperature in the {room}?
quelle température fait-il dans {room} ? ~ combien de degrés dans {room} ? ~ il fait combien dans {room} ? ~ !me donner la température de {room} ~ le thermomètre de {room} dit quoi ?

set_heating_mode(mode:<eco=eco,economy;éco/comfort=comfort;confort/away=away;absence/frost=frost protection,frost;hors-gel>)
Choose the mode of the heating. // Choisit le mode du chauffage.
!put the heating [in|on] {mode} mode ~ !switch the [heating|boiler] to {mode} ~ heating mode {mode} ~ the heating should run in {mode} mode ~ !change the heating mode to {mode} ~ {mode} heating ~ we're leaving, {mode} for the heating please ~ can the heating go to {mode}?
!mettre le chauffage en mode {mode} ~ !passer le chauffage en {mode} ~ chauffage en mode {mode} ~ mode {mode} pour le chauffage ~ nous partons, chauffage en {mode}

set_air_conditioning(room:room, power:yes<on;allumée/off;éteinte>, temperature?:int 16 28)
[Control|Switch] the air conditioner of a room. // Commande la climatisation d'une pièce.
!turn {power} the [AC|air conditioning|air con] in the {room} ~ !switch the {room} air conditioning {power}[ at {temperature} degrees|] ~ AC {power} in the {room}[, {temperature} degrees|] ~ I want the {room} AC {power} ~ air con {power}, {room}[, {temperature} degrees|] ~ it's stuffy in the {room}, AC {power} please
je veux la climatisation {power} dans {room}[ à {temperature} degrés|] ~ clim {power} : {room}[, {temperature} degrés|] ~ climatisation {power} dans {room} ~ il fait lourd dans {room}, clim {power}

# doors and safety

lock_door(door:<front=front,main;d'entrée/back=back,rear;de derrière/garage;du garage/cellar;de la cave>)
Lock a door. // Verrouille une porte.
!lock the {door} door ~ !make sure the {door} door is locked ~ is the {door} door shut? if not, lock it ~ {door} door: lock ~ the {door} door must be locked ~ !bolt the {door} door ~ did I forget the {door} door? lock it please ~ nobody should come in through the {door} door, lock up
!verrouiller la porte {door} ~ !fermer à clé la porte {door} ~ la porte {door} doit être verrouillée ~ la porte {door} est à verrouiller ~ je veux que la porte {door} soit fermée à clé

unlock_door(door:<front=front,main;d'entrée/back=back,rear;de derrière/garage;du garage/cellar;de la cave>, minutes?:int 1 30)
Unlock a door, for some minutes if wanted. // Déverrouille une porte.
!unlock the {door} door[ for {minutes} minutes|] ~ !let someone in by the {door} door ~ {door} door: unlock ~ the {door} door should be unlocked[ for {minutes} minutes|] ~ !release the lock of the {door} door[ for {minutes} minutes|] ~ my sister is at the {door} door, let her in ~ someone's waiting at the {door} door, unlock it[ for {minutes} minutes|]
!déverrouiller la porte {door}[ pendant {minutes} minutes|] ~ !ouvrir la serrure de la porte {door} ~ la porte {door} doit être déverrouillée ~ je veux la porte {door} déverrouillée[ pendant {minutes} minutes|] ~ porte {door} à déverrouiller[ pour {minutes} minutes|]

arm_alarm_system(mode:<home=home;présence/away=away;absence/night=night;nuit>, code?:code)
Arm the burglar alarm. // Active l'alarme anti-intrusion.
!arm the [alarm|alarm system] in {mode} mode[ with code {code}|] ~ !set the burglar alarm to {mode}[, code {code}|] ~ alarm on, {mode} mode ~ !activate the {mode} alarm[ with {code}|] ~ !protect the house: {mode} mode ~ nobody's home soon, set the alarm to {mode}[, code {code}|]
!activer l'alarme en mode {mode}[ avec le code {code}|] ~ !mettre l'alarme en mode {mode} ~ alarme en {mode}[, code {code}|] ~ plus personne à la maison, alarme en mode {mode}[, code {code}|] ~ !protéger la maison en mode {mode}

disarm_alarm_system(code:code)
Disarm the burglar alarm with its code. // Désactive l'alarme avec son code.
!disarm the alarm[ system|] with code {code} ~ !turn the burglar alarm off, the code is {code} ~ alarm off, {code} ~ !deactivate the alarm, code {code} ~ use {code} to [disarm|switch off] the alarm ~ I'm back home, {code} is the code, alarm off
!désactiver l'alarme avec le code {code} ~ !couper l'alarme, code {code} ~ alarme désactivée, code {code} ~ je suis rentré, coupe l'alarme avec {code} ~ !arrêter l'alarme, le code est {code}

get_camera_snapshot(camera:room)
Get a picture from a security camera. // Renvoie une image d'une caméra.
!show me the {camera} camera ~ what does the camera in the {camera} see? ~ !take a snapshot from the {camera} camera ~ is anybody in the {camera}? check the camera ~ picture of the {camera} camera, now ~ I heard something in the {camera}, show me
!me montrer la caméra de {camera} ~ que voit la caméra de {camera} ? ~ !prendre une image avec la caméra de {camera} ~ j'ai entendu du bruit dans {camera}, montre-moi

open_blinds(room:room, percent?:percent 10 100)
Open the blinds of a room, wholly or in part. // Ouvre les stores d'une pièce.
!open the [blinds|shutters] in the {room}[ to {percent}|] ~ !raise the {room} blinds[ to {percent}|] ~ blinds up in the {room} ~ !let some light into the {room}, open the blinds[ {percent}|] ~ I want the {room} shutters open[ {percent}|] ~ it's morning, up with the blinds in the {room}
!ouvrir les [stores|volets] de {room}[ à {percent}|] ~ !lever les volets de {room}[ à {percent}|] ~ je veux les volets de {room} ouverts ~ [stores|volets] ouverts dans {room}[ à {percent}|] ~ il fait sombre, !ouvrir les volets de {room}[ à {percent}|]

close_blinds(room:room)
Close the blinds of a room. // Ferme les stores d'une pièce.
!close the [blinds|shutters] in the {room} ~ !lower the {room} blinds ~ blinds down in the {room} ~ the sun is too strong in the {room}, close the blinds ~ !shut the blinds of the {room} ~ people can look into the {room}, close the blinds
!fermer les [stores|volets] de {room} ~ !baisser les volets de {room} ~ trop de soleil dans {room} : !fermer les stores ~ [stores|volets] fermés dans {room} ~ je veux les stores de {room} fermés

# appliances

switch_device(device:device, state:<on;allumé/off;éteint>)
Turn a plugged-in device on or off. // Allume ou éteint un appareil branché.
!turn {state} the {device} ~ !switch the {device} {state} ~ {device} {state} ~ the {device} must be {state} ~ I want the {device} {state} now ~ I forgot the {device}, it should be {state} ~ {device}: {state} please
je veux {device} {state} ~ {device} : {state} ~ l'appareil {device} doit être {state} ~ j'ai oublié {device}, il doit être {state}

get_device_state(device:device) > state:<on/off>, power_watts:int 0 2200
Tell whether a device is on and how much it draws. // Dit si un appareil est allumé.
is the {device} [on|running|off]? ~ did I leave the {device} on? ~ !check whether the {device} is on ~ what is the state of the {device}? ~ how many watts does the {device} draw? ~ I can't remember if the {device} is still running
est-ce que l'appareil {device} est allumé ? ~ dans quel état est {device} ? ~ !vérifier si l'appareil {device} est éteint ~ je ne sais plus si {device} est encore allumé

schedule_device(device:device, start:time, end?:time)
Switch a device on at a time of day, and off at another. // Programme un appareil.
!run the {device} from {start}[ to {end}|] ~ !program the {device} for {start} ~ the {device} should come on at {start}[ and go off at {end}|] ~ !schedule the {device} at {start}[ until {end}|] ~ {device} at {start}[, off at {end}|] ~ I'd like the {device} to start by itself at {start}[ and stop at {end}|]
!programmer {device} à {start}[ jusqu'à {end}|] ~ !lancer {device} à {start} ~ l'appareil {device} doit démarrer à {start}[ et s'arrêter à {end}|] ~ je voudrais que {device} démarre tout seul à {start}

start_washing(program:<cotton;coton/wool;laine/delicate;délicat/synthetic;synthétique>, temperature?:int 20 90, spin?:int 400 1600)
Start the washing machine. // Lance la machine à laver.
!start a {program} wash[ at {temperature} degrees|] ~ !run the washing machine on {program}[ at {temperature}|] ~ !wash it as {program}[ at {temperature} degrees|][ with {spin} spin|] ~ washing machine: {program}[, {temperature} degrees|] ~ !put on a {program} cycle[, {temperature} degrees|] ~ there's a load of {program} ready, wash it[ at {temperature} degrees|]
!lancer une lessive {program}[ à {temperature} degrés|] ~ !démarrer la machine à laver en {program}[ à {temperature}|] ~ lessive {program}[, {temperature} degrés|] ~ il y a du linge {program} à laver[ à {temperature} degrés|]

preheat_oven(temperature:int 80 250, mode?:<fan=fan;chaleur tournante/grill=grill;gril/conventional;convection>)
Preheat the oven. // Préchauffe le four.
!preheat the oven to {temperature}[ degrees|][ on {mode}|] ~ oven at {temperature}[ degrees|][, {mode}|] ~ !heat the oven up to {temperature}[ on {mode}|] ~ I need the oven at {temperature} degrees ~ !get the oven ready at {temperature}[ with {mode}|] ~ I'm baking soon, get the oven to {temperature} degrees
!préchauffer le four à {temperature}[ degrés|][ en {mode}|] ~ four à {temperature} degrés[, {mode}|] ~ !chauffer le four à {temperature} ~ je vais faire un gâteau, four à {temperature} degrés

brew_coffee(kind:<espresso;espresso/latte;latte/cappuccino;cappuccino/americano;allongé>, cups?:int 1 6, strong?:yes<strong,extra strong;bien fort,corsé/mild,weak;léger>)
Make coffee with the coffee machine. // Prépare un café.
!make [me|us] {cups} {strong} {kind} ~ !make me [a|one] {kind} ~ !brew {cups} cups of {kind} ~ I'd like a {kind}[, {strong}|] ~ coffee please: {kind}[, {cups} cups|] ~ !prepare {kind} for {cups}[, {strong}|] ~ I'm still sleepy, a {kind} please[, {strong}|] ~ two guests want coffee: {kind}, {cups} cups
!préparer un {kind}[ {strong}|] ~ je voudrais un {kind}[, {strong}|] ~ !faire {cups} {kind} ~ café {kind}[ pour {cups}|] ~ un {kind} pour me réveiller[, {strong}|]

start_vacuum(rooms?:rooms, mode?:<quiet;silencieux/normal;normal/turbo;turbo>)
Start the robot vacuum cleaner. // Lance l'aspirateur robot.
!vacuum the {rooms}[ in {mode} mode|] ~ !clean the {rooms}[ on {mode}|] ~ !start the robot vacuum[ in {mode} mode|] ~ the floor is dirty, vacuum the {rooms} ~ !send the robot to the {rooms} ~ robot vacuum on[, {mode} mode|] ~ there are crumbs everywhere in the {rooms}, vacuum
!passer l'aspirateur dans {rooms}[ en mode {mode}|] ~ !lancer le robot aspirateur[ en mode {mode}|] ~ !nettoyer {rooms}[ en {mode}|] ~ il y a des miettes dans {rooms}, passe l'aspirateur

dock_vacuum()
Send the robot vacuum cleaner back to its dock. // Renvoie le robot aspirateur à sa base.
!send the [robot|vacuum] [home|back] ~ !stop vacuuming and dock ~ !dock the robot vacuum ~ the vacuum should go back to its base ~ !charge the robot cleaner ~ robot, go home
!renvoyer le robot à sa base ~ !ranger le robot aspirateur ~ l'aspirateur doit rentrer à sa base ~ !arrêter d'aspirer et rentrer

list_fridge_contents() > items:foods
List what is in the fridge. // Liste ce qu'il y a dans le frigo.
what's in the fridge? ~ what [do we have|is left] in the fridge? ~ !tell me what the fridge holds ~ !list the food in the refrigerator ~ is there anything to eat in the fridge? ~ fridge contents ~ I'm hungry, what do we still have in the fridge?
qu'est-ce qu'il y a dans le frigo ? ~ que reste-t-il au frigo ? ~ !me dire ce que contient le frigo ~ contenu du réfrigérateur ~ j'ai faim, que reste-t-il dans le frigo ?

# energy

get_energy_use(period:<today;aujourd'hui/week=this week;cette semaine/month=this month;ce mois-ci/year=this year;cette année>, device?:device) > kwh:num 0.5 400
Get the electricity used in a period, of the house or of one device. // Donne la consommation d'électricité.
how much [electricity|power|energy] did [we|I] use {period}? ~ how much did the {device} consume {period}? ~ electricity use {period}[ of the {device}|] ~ what's our consumption {period}? ~ !show the energy used {period}[ by the {device}|] ~ is our power bill going to be high? show {period}'s use
combien d'électricité avons-nous consommé {period} ? ~ quelle est la consommation {period}[ de l'appareil {device}|] ? ~ !me donner la consommation {period} ~ notre facture sera-t-elle élevée ? consommation {period}

get_solar_production(date?:date) > kwh:num 0 45
Get the energy that the solar panels produced. // Donne la production des panneaux solaires.
how much did the solar panels [produce|make][ {date}|]? ~ solar production[ {date}|] ~ what did the panels yield[ {date}|]? ~ !show me the solar yield[ {date}|] ~ how much sun power did we get[ {date}|]? ~ was yesterday's sun good for our panels? the yield[ {date}|]
combien ont produit les panneaux solaires[ {date}|] ? ~ production solaire[ {date}|] ~ !me donner la production des panneaux[ {date}|] ~ nos panneaux ont-ils bien marché[ {date}|] ? ~ combien d'énergie solaire[ {date}|] ?

charge_car(target:percent 40 100, ready_by?:time)
Charge the electric car to a level. // Recharge la voiture électrique.
!charge the car to {target}[ by {ready_by}|] ~ the car needs {target} [battery|charge][ by {ready_by}|] ~ !fill the car battery up to {target}[ before {ready_by}|] ~ car charging to {target} ~ !have the car at {target} by {ready_by} ~ I have a long drive, the battery should be at {target}[ by {ready_by}|]
!charger la voiture à {target}[ pour {ready_by}|] ~ la voiture doit être à {target}[ avant {ready_by}|] ~ !recharger la voiture jusqu'à {target} ~ j'ai un long trajet, batterie à {target}[ pour {ready_by}|]

report_meter(reading:int 1000 90000, meter:<water;d'eau/gas;de gaz/electricity;d'électricité>)
Send a meter reading to the supplier. // Transmet un relevé de compteur.
the {meter} meter [shows|says|is at] {reading}, report it ~ !report {reading} for the {meter} meter ~ !send in the {meter} reading {reading} ~ {meter} meter reading: {reading} ~ !submit {reading} as our {meter} reading ~ I just read the {meter} meter: {reading}. Pass it on
le compteur {meter} indique {reading}, transmets-le ~ !transmettre {reading} pour le compteur {meter} ~ relevé du compteur {meter} : {reading} ~ je viens de lire le compteur {meter} : {reading}

# chores

assign_chore(chore:<dishes=dishes,washing-up;vaisselle/laundry;lessive/bins=bins,rubbish;poubelles/ironing;repassage>, person:person, date?:date)
Give someone a household chore. // Confie une tâche ménagère à quelqu'un.
{person} does the {chore}[ {date}|] ~ !give {person} the {chore}[ {date}|] ~ it's {person}'s turn for the {chore}[ {date}|] ~ !assign the {chore} to {person}[ {date}|] ~ !put {person} down for the {chore}[ {date}|] ~ can {person} take care of the {chore}[ {date}|]?
!confier la tâche {chore} à {person}[ {date}|] ~ c'est au tour de {person} pour la corvée {chore}[ {date}|] ~ {person} s'occupe de ça[ {date}|] : {chore} ~ {person} peut s'occuper de ça[ {date}|] : {chore} ?

get_bin_day(waste:<paper;papier/glass;verre/organic=organic,food;biodéchets/plastic;plastique>) > day:weekday
Tell when a kind of waste is collected. // Dit quand un type de déchets est ramassé.
when [is|do they collect] the {waste} [waste|rubbish] [collected|collection|]? ~ which day is {waste} collection? ~ when do I put out the {waste}? ~ next {waste} collection ~ !tell me when the {waste} bin goes out ~ do I have to put the {waste} out tonight?
quand ramasse-t-on les déchets {waste} ? ~ quel jour pour le {waste} ? ~ prochain ramassage : {waste} ~ faut-il sortir les déchets {waste} ce soir ?

report_repair(problem:text, room?:room, urgent?:yes<it's urgent,urgently;c'est urgent,en urgence/no hurry;rien ne presse>)
Report a defect to the landlord. // Signale un défaut au propriétaire.
!report to the landlord: {problem}[, {urgent}|] ~ something's broken in the {room}, tell the landlord: {problem}[, {urgent}|] ~ !file a repair: {problem}[, {room}|] ~ !tell the landlord "{problem}"[, {urgent}|] ~ repair needed: {problem} ~ the landlord has to know: {problem}[, {urgent}|]
!signaler au propriétaire : {problem}[, {urgent}|] ~ !déclarer une panne : {problem} ~ réparation à faire : {problem}[, {urgent}|] ~ le propriétaire doit savoir : {problem}[, {urgent}|]
"""
