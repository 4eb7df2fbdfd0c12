"""Physics, electricity, chemistry, biology, astronomy and the earth."""

TABLE = """
# physics

compute_end_speed(start_speed:num 0 50, acceleration:num 0.5 12, seconds:num 1 60) = calculator > speed:num 1 700
Compute the speed after accelerating for a time. // Vitesse après une accélération.
how fast is a car after {seconds} seconds at {acceleration} m/s² starting from {start_speed} m/s? ~ end speed: start {start_speed}, acceleration {acceleration}, {seconds} s ~ something moves at {start_speed} m/s and accelerates with {acceleration} m/s² for {seconds} seconds, how fast is it then? ~ !compute the speed reached from {start_speed} m/s with {acceleration} m/s² in {seconds} s ~ speed after {seconds} seconds of {acceleration} m/s², initially {start_speed} m/s ~ a train starts at {start_speed} m/s and gains {acceleration} m/s every second for {seconds} seconds; its speed?
quelle vitesse après {seconds} secondes à {acceleration} m/s² en partant de {start_speed} m/s ? ~ vitesse finale : départ {start_speed}, accélération {acceleration}, {seconds} s ~ !calculer la vitesse atteinte depuis {start_speed} m/s avec {acceleration} m/s² en {seconds} s ~ un train part à {start_speed} m/s et accélère de {acceleration} m/s² pendant {seconds} s, quelle vitesse ?

compute_fall_time(height:num 1 900, gravity?:num 1.6 24) > seconds:num 0.4 30
Compute how long a fall takes. // Durée d'une chute.
how long does a stone fall from {height} metres[ with gravity {gravity}|]? ~ fall time from {height} m[, g = {gravity}|] ~ I drop a ball from {height} metres, when does it land? ~ !compute the time of a fall of {height} m[ at g {gravity}|] ~ time to fall {height} metres[ with a gravity of {gravity} m/s²|] ~ how many seconds until a coin dropped from {height} metres hits the ground?
combien de temps tombe une pierre de {height} mètres[ avec une gravité de {gravity}|] ? ~ durée d'une chute de {height} m[, g = {gravity}|] ~ !calculer le temps de chute depuis {height} mètres ~ combien de secondes avant qu'une pièce lâchée de {height} mètres touche le sol ?

compute_force(mass:num 1 900, acceleration:num 0.5 30) = calculator > newtons:num 1 9000
Compute force from mass and acceleration. // Force à partir de la masse et de l'accélération.
what force moves {mass} kg at {acceleration} m/s²? ~ force: mass {mass} kg, acceleration {acceleration} ~ how many newtons for {mass} kilograms accelerated by {acceleration} m/s²? ~ !compute the force on {mass} kg with an acceleration of {acceleration} ~ {mass} kg accelerating at {acceleration} m/s², what's the force? ~ I push {mass} kg and it accelerates at {acceleration} m/s², how hard do I push?
quelle force pour {mass} kg à {acceleration} m/s² ? ~ force : masse {mass} kg, accélération {acceleration} ~ !calculer la force sur {mass} kg accélérés à {acceleration} m/s² ~ je pousse {mass} kg à {acceleration} m/s², avec quelle force ?

compute_motion_energy(mass:num 1 2000, speed:num 1 90) = calculator > joules:num 1 90000
Compute the kinetic energy of a moving body. // Énergie cinétique.
what's the kinetic energy of {mass} kg at {speed} m/s? ~ kinetic energy: {mass} kg, {speed} m/s ~ a body of {mass} kg moves at {speed} m/s, how much energy is that? ~ !compute the energy of motion for a mass of {mass} and a speed of {speed} ~ how many joules has {mass} kg moving {speed} metres a second? ~ how much energy does a {mass} kg car carry at {speed} m/s?
quelle est l'énergie cinétique de {mass} kg à {speed} m/s ? ~ énergie cinétique : {mass} kg, {speed} m/s ~ !calculer l'énergie cinétique d'une masse de {mass} kg à {speed} m/s ~ quelle énergie pour une voiture de {mass} kg à {speed} m/s ?

compute_height_energy(mass:num 1 500, height:num 1 300, gravity?:num 1.6 24) > joules:num 1 90000
Compute the potential energy of a raised body. // Énergie potentielle.
what's the potential energy of {mass} kg at {height} metres[ with g {gravity}|]? ~ potential energy: {mass} kg, {height} m[, g = {gravity}|] ~ {mass} kg lifted {height} metres, how much energy? ~ !compute the energy stored in {mass} kg {height} m up[, gravity {gravity}|] ~ how many joules to have {mass} kg at a height of {height} m?
quelle est l'énergie potentielle de {mass} kg à {height} mètres[ avec g = {gravity}|] ? ~ énergie potentielle : {mass} kg, {height} m ~ !calculer l'énergie de {mass} kg soulevés de {height} mètres

compute_density_of(mass:num 1 900, volume:num 1 300) = calculator > density:num 0.1 20
Compute density from mass and volume. // Masse volumique.
what's the density of something of {mass} grams and {volume} cm³? ~ density: mass {mass}, volume {volume} ~ {mass} grams in {volume} cubic centimetres, what density? ~ !compute the density for a mass of {mass} and a volume of {volume} ~ how dense is a thing of {mass} g filling {volume} cm³? ~ a stone weighs {mass} grams and takes up {volume} cm³, what's its density?
quelle est la masse volumique de {mass} grammes dans {volume} cm³ ? ~ densité : masse {mass}, volume {volume} ~ !calculer la masse volumique pour {mass} g et {volume} cm³ ~ une pierre pèse {mass} grammes pour {volume} cm³, quelle densité ?

get_material_property(material:substance, property:<density;masse volumique/melting_point=melting point;point de fusion/conductivity=conductivity,thermal conductivity;conductivité/hardness;dureté>) > value:num 0.1 3000
Get a property of a material. // Propriété d'un matériau.
what's the {property} of {material}? ~ {property} of {material} ~ !look up the {property} of {material} ~ how high is the {property} of {material}? ~ I need the {property} for {material} ~ I need to know how {material} behaves: its {property}
{property} : {material} ~ !chercher cette propriété de {material} : {property} ~ j'ai besoin de la propriété {property} pour {material} ~ quelle est cette propriété de {material} : {property} ? ~ matériau {material}, {property}

compute_wavelength(frequency_hz:num 20 20000, speed?:num 300 1500) > metres:num 0.01 20
Compute the wavelength of a wave. // Longueur d'onde.
what's the wavelength at {frequency_hz} hertz[ and {speed} m/s|]? ~ wavelength for {frequency_hz} Hz[, speed {speed}|] ~ how long is a wave of {frequency_hz} Hz[ at {speed} m/s|]? ~ !compute the wavelength of a {frequency_hz} Hz tone[ travelling at {speed} m/s|] ~ {frequency_hz} hertz: wavelength? ~ the tone has {frequency_hz} hertz, how long is its wave?
quelle est la longueur d'onde à {frequency_hz} hertz[ et {speed} m/s|] ? ~ longueur d'onde pour {frequency_hz} Hz ~ !calculer la longueur d'onde de {frequency_hz} Hz[ à {speed} m/s|] ~ le son fait {frequency_hz} hertz, quelle longueur d'onde ? ~ onde de {frequency_hz} Hz, quelle longueur ?

compute_pendulum_period(length:num 0.1 30, gravity?:num 1.6 24) > seconds:num 0.5 12
Compute the period of a pendulum. // Période d'un pendule.
what's the period of a {length} metre pendulum[ with g {gravity}|]? ~ pendulum of {length} m: period[ at g = {gravity}|] ~ how long does a pendulum of length {length} take for a swing[, gravity {gravity}|]? ~ !compute the swing time for a length of {length} m ~ period of a pendulum {length} m long ~ our clock's pendulum is {length} metres, how long does it swing?
quelle est la période d'un pendule de {length} mètres[ avec g = {gravity}|] ? ~ période : pendule de {length} m ~ !calculer la période d'un pendule de longueur {length} ~ le pendule de l'horloge fait {length} mètres, quelle période ? ~ pendule long de {length} m : période ?

compute_heat_needed(substance:substance, mass_kg:num 0.1 50, temperature_change:num 1 90) > joules:int 100 90000
Compute the heat needed to warm a substance. // Chaleur pour réchauffer une substance.
how much heat warms {mass_kg} kg of {substance} by {temperature_change} degrees? ~ heat for {mass_kg} kilos of {substance}, {temperature_change} degrees ~ energy to heat {mass_kg} kg of {substance} by {temperature_change} °C ~ I want to warm {mass_kg} kg {substance} by {temperature_change} degrees, how many joules? ~ !compute the heat: {substance}, {mass_kg} kg, {temperature_change} degrees ~ my bath: {mass_kg} kg of {substance}, {temperature_change} degrees warmer, how many joules?
quelle chaleur pour chauffer {mass_kg} kg de {substance} de {temperature_change} degrés ? ~ énergie pour réchauffer {mass_kg} kg de {substance} de {temperature_change} °C ~ chaleur : {substance}, {mass_kg} kg, {temperature_change} degrés ~ {mass_kg} kg de {substance} à réchauffer de {temperature_change} degrés, combien de joules ? ~ chauffer {mass_kg} kg de {substance} de {temperature_change} degrés

compute_throw_range(speed:num 2 90, angle:int 5 85, height?:num 0.5 50) > metres:num 1 800
Compute how far a thrown thing flies. // Portée d'un lancer.
how far does a ball fly at {speed} m/s and {angle} degrees[ from {height} metres|]? ~ range of a throw: {speed} m/s, {angle} degrees[, height {height}|] ~ I throw at an angle of {angle} degrees with {speed} m/s, where does it land? ~ !compute the range for {speed} m/s at {angle}°[ from a height of {height} m|] ~ throw, {angle} degrees, {speed} m/s[, {height} m up|]: distance? ~ she throws at {angle} degrees and {speed} m/s, how far?
à quelle distance va une balle lancée à {speed} m/s et {angle} degrés[ depuis {height} mètres|] ? ~ portée : {speed} m/s, {angle} degrés ~ !calculer la portée d'un lancer à {angle}° et {speed} m/s ~ elle lance à {angle} degrés et {speed} m/s, quelle distance ? ~ lancer à {speed} m/s, {angle}° : portée ?

# electricity

compute_current(voltage:num 1 400, resistance:num 1 900) = calculator > amperes:num 0.01 90
Compute the current from voltage and resistance. // Courant à partir de la tension et de la résistance.
what current flows at {voltage} volts through {resistance} ohms? ~ current: {voltage} V, {resistance} ohm ~ how many amps with {voltage} volts and {resistance} ohms? ~ !compute the current for a voltage of {voltage} and a resistance of {resistance} ~ {resistance} ohms at {voltage} V, what's the current? ~ which fuse do I need for {resistance} ohms at {voltage} volts? the current please
quel courant sous {voltage} volts avec {resistance} ohms ? ~ courant : {voltage} V, {resistance} ohms ~ !calculer le courant pour {voltage} volts et {resistance} ohms ~ quel courant traverse {resistance} ohms sous {voltage} volts ?

compute_parallel_resistance(resistances:ints) > ohms:num 1 90
Compute resistors in parallel. // Résistances en parallèle.
what's the resistance of {resistances} ohms in parallel? ~ resistors {resistances} in parallel ~ !combine {resistances} ohms in parallel ~ I put {resistances} ohm resistors side by side, what's the total? ~ parallel resistance of {resistances} ~ what replaces {resistances} ohms side by side?
quelle résistance pour {resistances} ohms en parallèle ? ~ résistances {resistances} en parallèle ~ !combiner {resistances} ohms en parallèle ~ que remplace {resistances} ohms côte à côte ? ~ {resistances} ohms en parallèle, total ?

compute_electric_force(charge1:tiny, charge2:tiny, distance:num 0.05 5) > newtons:num 0.1 90
Compute the force between two charges. // Force entre deux charges.
what's the force between charges of {charge1} and {charge2} coulombs {distance} m apart? ~ electric force: {charge1} C, {charge2} C, distance {distance} m ~ two charges, {charge1} and {charge2}, at {distance} metres: how strong is the force? ~ !compute the force of {charge1} C on {charge2} C at a distance of {distance} ~ force with charges {charge1} and {charge2}, distance {distance}
quelle force entre des charges de {charge1} et {charge2} coulombs à {distance} m ? ~ force électrique : {charge1} C, {charge2} C, distance {distance} m ~ !calculer la force entre {charge1} C et {charge2} C à {distance} mètres

compute_power_cost(watts:int 5 3000, hours:num 0.5 24, price_per_kwh:num 0.08 0.6) > cost:money
Compute what running a device costs. // Coût d'utilisation d'un appareil.
what does a {watts} watt device cost in {hours} hours at {price_per_kwh} per kWh? ~ cost of {watts} W for {hours} h, {price_per_kwh} a kilowatt hour ~ I run {watts} watts for {hours} hours, the kWh costs {price_per_kwh}, how much is it? ~ !compute the power cost: {watts} W, {hours} hours, price {price_per_kwh} ~ {watts} watts, {hours} hours, {price_per_kwh} per kWh ~ my heater has {watts} watts and ran {hours} hours, what does it cost at {price_per_kwh}?
combien coûte un appareil de {watts} watts pendant {hours} heures à {price_per_kwh} le kWh ? ~ coût : {watts} W, {hours} h, {price_per_kwh} le kWh ~ !calculer le coût de {watts} watts sur {hours} heures à {price_per_kwh} par kWh ~ mon radiateur de {watts} watts a tourné {hours} heures à {price_per_kwh} le kWh, combien ?

read_resistor_code(bands:colours) > ohms:int 10 90000
Read the colour bands of a resistor. // Lit le code couleur d'une résistance.
what resistor has the bands {bands}? ~ resistor with {bands} bands ~ !read the colour code {bands} ~ which value is {bands} on a resistor? ~ bands {bands}, how many ohms? ~ I found a resistor, it's {bands}
quelle résistance a les anneaux {bands} ? ~ résistance aux anneaux {bands} ~ !lire le code couleur {bands} ~ j'ai trouvé une résistance : {bands} ~ anneaux {bands}, combien d'ohms ?

# chemistry

compute_molar_mass(formula:compound) > grams_per_mole:num 2 400
Compute the molar mass of a compound. // Masse molaire d'un composé.
what's the molar mass of {formula}? ~ molar mass of {formula} ~ how many grams is a mole of {formula}? ~ !compute the molar mass for {formula} ~ how heavy is {formula} per mole? ~ for the lab I need the molar mass of {formula}
quelle est la masse molaire de {formula} ? ~ masse molaire de {formula} ~ !calculer la masse molaire de {formula} ~ combien de grammes dans une mole de {formula} ? ~ pour le labo, il me faut la masse molaire de {formula}

get_element_facts(element:element, fact?:<atomic_number=atomic number;numéro atomique/mass=atomic mass,mass;masse atomique/symbol;symbole/boiling_point=boiling point;point d'ébullition>)
Get facts about a chemical element. // Informations sur un élément chimique.
what's the {fact} of {element}? ~ !tell me about the element {element} ~ {fact} of {element} ~ facts about {element}, the element[: {fact}|] ~ !look up {element}[, the {fact}|] in the periodic table ~ my quiz asks for the {fact} of {element}
!me renseigner sur l'élément {element}[ : {fact}|] ~ {fact} : {element} ~ informations sur l'élément {element}[, {fact}|] ~ au quiz : {fact} de {element} ?

balance_reaction(reactants:words, products:words)
Balance a chemical reaction. // Équilibre une réaction.
!balance a reaction of {reactants} giving {products} ~ reaction: {reactants} to {products}, balance it ~ {reactants} react to {products}, what are the coefficients? ~ balanced equation with reactants {reactants} and products {products} ~ !find the coefficients for {reactants} becoming {products}
!équilibrer une réaction de {reactants} donnant {products} ~ réaction : {reactants} vers {products}, à équilibrer ~ {reactants} réagissent en {products}, quels coefficients ? ~ {reactants} donnent {products}, quels coefficients ? ~ équation équilibrée : {reactants} donnent {products}

compute_dilution(stock_concentration:num 0.1 12, target_concentration:num 0.01 2, volume_ml:int 50 2000) > stock_ml:num 1 900
Compute a dilution. // Calcule une dilution.
how much stock of {stock_concentration} mol/l for {volume_ml} ml of {target_concentration} mol/l? ~ !dilute {stock_concentration} M to {target_concentration} M, {volume_ml} ml in all ~ dilution from {stock_concentration} to {target_concentration}, {volume_ml} ml ~ I need {volume_ml} ml at {target_concentration} M from a {stock_concentration} M solution ~ !compute the dilution: stock {stock_concentration}, target {target_concentration}, volume {volume_ml} ml ~ I have {stock_concentration} M stock and want {volume_ml} ml of {target_concentration} M
!diluer {stock_concentration} M à {target_concentration} M, {volume_ml} ml en tout ~ dilution de {stock_concentration} à {target_concentration}, {volume_ml} ml ~ il me faut {volume_ml} ml à {target_concentration} M depuis une solution à {stock_concentration} M ~ j'ai du {stock_concentration} M et je veux {volume_ml} ml à {target_concentration} M

compute_acidity(concentration:tiny) > ph:num 0.5 13
Compute the pH from the concentration of hydrogen ions. // Calcule le pH.
what's the pH at a concentration of {concentration} mol/l? ~ pH for {concentration} ~ !compute the pH of a solution with {concentration} mol/l hydrogen ions ~ how acid is {concentration} mol/l? ~ hydrogen ions at {concentration}: pH? ~ is my sample sour? {concentration} mol/l, the pH
quel est le pH à {concentration} mol/l ? ~ pH pour {concentration} ~ !calculer le pH d'une solution à {concentration} mol/l ~ mon échantillon a {concentration} mol/l, quel pH ? ~ pH à {concentration} mol/l ?

find_boiling_point(substance:substance, pressure_kpa?:num 10 400) > celsius:int 20 400
Find the boiling point of a substance at a pressure. // Point d'ébullition.
when does {substance} boil[ at {pressure_kpa} kPa|]? ~ boiling point of {substance}[ at {pressure_kpa} kPa|] ~ at what temperature does {substance} boil[ under {pressure_kpa} kilopascals|]? ~ !look up where {substance} boils[, pressure {pressure_kpa} kPa|] ~ {substance} boils at what? ~ up in the mountains, when does {substance} boil[ at {pressure_kpa} kPa|]?
à quelle température bout cette substance : {substance}[ à {pressure_kpa} kPa|] ? ~ point d'ébullition : {substance}[, {pressure_kpa} kPa|] ~ !trouver le point d'ébullition de {substance} ~ en montagne, quand bout {substance}[ à {pressure_kpa} kPa|] ?

# biology

classify_species(animal:animal, level?:<order;ordre/family;famille/genus;genre>)
Get the scientific classification of an animal. // Classification d'un animal.
what's the scientific name of the {animal}? ~ which {level} does the {animal} belong to? ~ classification of the {animal}[ up to the {level}|] ~ !classify the {animal}[: {level}|] ~ {level} of the {animal} ~ what kind of creature is the {animal}, scientifically?
quel est le nom scientifique de cet animal : {animal} ? ~ classification : {animal}[, {level}|] ~ !classer cet animal : {animal}[, {level}|] ~ scientifiquement, qu'est-ce que cet animal : {animal} ?

translate_dna(sequence:sequence, frame?:int 1 3) > protein:code
Translate DNA into a protein. // Traduit l'ADN en protéine.
which protein does {sequence} make[ in frame {frame}|]? ~ !translate the DNA {sequence}[ in frame {frame}|] ~ DNA {sequence} to protein ~ amino acids of {sequence}[, frame {frame}|] ~ protein for the sequence {sequence} ~ here's a strand, {sequence}, what does it code for?
quelle protéine donne {sequence}[ dans le cadre {frame}|] ? ~ !traduire l'ADN {sequence} ~ ADN {sequence} en protéine[, cadre {frame}|] ~ voici un brin, {sequence}, que code-t-il ? ~ {sequence} en acides aminés[, cadre {frame}|]

complement_dna(sequence:sequence, reversed?:yes<reversed,read backwards;inversé/not reversed;non inversé>) > complement:sequence
Get the complementary strand of DNA. // Brin complémentaire d'ADN.
what's the complement of {sequence}[, {reversed}|]? ~ complementary strand of {sequence} ~ !build the other strand for {sequence}[, {reversed}|] ~ {sequence}: complement[, {reversed}|] ~ which strand pairs with {sequence}? ~ the partner of {sequence}, please[, {reversed}|]
quel est le complément de {sequence}[, {reversed}|] ? ~ brin complémentaire de {sequence} ~ !donner l'autre brin pour {sequence}[, {reversed}|] ~ le partenaire de {sequence}[, {reversed}|] ~ brin opposé à {sequence}

get_gene_info(gene:gene, organism?:animal)
Get facts about a gene. // Informations sur un gène.
what does the gene {gene} do[ in the {organism}|]? ~ gene {gene}[, {organism}|] ~ !tell me about {gene}[ in the {organism}|], the gene ~ where is {gene} on the chromosome? ~ function of the gene {gene}
que fait le gène {gene} ? ~ gène {gene}[, {organism}|] ~ !me renseigner sur le gène {gene} ~ fonction du gène {gene}

project_population(initial:int 10 9000, growth_rate:rate 1 20, years:int 2 40) > population:int 20 90000
Estimate a population after growing. // Estime une population.
{initial} animals growing {growth_rate} a year, how many after {years} years? ~ population of {initial} after {years} years at {growth_rate} growth ~ !estimate a population: start {initial}, {growth_rate} a year, {years} years ~ how big does a herd of {initial} get in {years} years with {growth_rate} yearly growth? ~ {years} years of {growth_rate} growth from {initial} ~ our village has {initial} people and grows {growth_rate} a year, how many in {years} years?
{initial} animaux qui augmentent de {growth_rate} par an, combien après {years} ans ? ~ population de {initial} après {years} ans à {growth_rate} ~ !estimer une population : départ {initial}, {growth_rate} par an, {years} ans ~ notre village a {initial} habitants et grandit de {growth_rate} par an, combien dans {years} ans ? ~ {initial} au départ, {growth_rate} par an, {years} ans

count_cells(doublings:int 2 24, start?:int 1 100) > cells:int 4 90000
Count cells after divisions. // Compte des cellules après des divisions.
how many cells are there after {doublings} divisions[ starting from {start}|]? ~ {doublings} doublings[ from {start} cells|] ~ cells after dividing {doublings} times ~ !count the cells after {doublings} doublings[, {start} at first|] ~ {start} cells divide {doublings} times, how many are there?
combien de cellules après {doublings} divisions[ en partant de {start}|] ? ~ {doublings} doublements[ depuis {start} cellules|] ~ !compter les cellules après {doublings} divisions

# astronomy

get_planet_facts(planet:planet, fact?:<mass;masse/diameter;diamètre/moons;lunes/day_length=length of a day;durée du jour>)
Get facts about a planet. // Informations sur une planète.
what's the {fact} of {planet}? ~ !tell me about {planet} ~ {planet}: {fact} ~ facts on {planet}[, especially its {fact}|] ~ !look up the planet {planet}[ ({fact})|] ~ I'm curious about {planet}[, its {fact}|]
!me renseigner sur {planet}[ : {fact}|] ~ {planet} : {fact} ~ informations sur la planète {planet}[, {fact}|] ~ je suis curieux de la planète {planet}[ : {fact}|]

compute_planet_distance(from:planet, to:planet, date?:date) > million_km:int 40 6000
Compute the distance between two planets. // Distance entre deux planètes.
how far is {from} from {to}[ {date}|]? ~ distance between {from} and {to}[ {date}|] ~ how many kilometres lie between {from} and {to}? ~ !compute how far {to} is from {from}[ {date}|] ~ {from} to {to}, what distance[ {date}|]? ~ how long a way is it from {from} to {to}[ {date}|], in space?
à quelle distance {from} est-il de {to}[ {date}|] ? ~ distance entre {from} et {to}[ {date}|] ~ !calculer la distance de {from} à {to} ~ quel chemin de {from} à {to}[ {date}|] ? ~ {from} - {to}, combien de kilomètres ?

compute_weight_on_planet(kilos:num 10 120, planet:planet) > weight:num 1 300
Compute what something would weigh on a planet. // Poids sur une autre planète.
what would {kilos} kilos weigh on {planet}? ~ my weight on {planet}: {kilos} kg here ~ I weigh {kilos} kg, how much is that on {planet}? ~ {kilos} kg on {planet} ~ !work out the weight of {kilos} kilograms on {planet} ~ if I weighed {kilos} kg here, how heavy would I be on {planet}?
combien pèseraient {kilos} kilos sur {planet} ? ~ mon poids sur {planet} : {kilos} kg ici ~ je pèse {kilos} kg, et sur {planet} ? ~ !calculer le poids de {kilos} kilos sur {planet} ~ {kilos} kg sur {planet}, ça pèse combien ? ~ avec {kilos} kg ici, combien pèserais-je sur {planet} ?

find_star(star:star, city?:city, time?:time) > direction:code
Tell where a star stands in the sky. // Position d'une étoile.
where is {star}[ seen from {city}|][ at {time}|]? ~ !find {star} in the sky[ over {city}|] ~ can I see {star} from {city}[ at {time}|]? ~ position of the star {star}[ at {time}|] ~ in which direction is {star}[ from {city}|]?
où est l'étoile {star}[ vue de {city}|] ? ~ !trouver {star} dans le ciel[ de {city}|] ~ peut-on voir {star} à {city}[ à {time}|] ? ~ dans quelle direction est l'étoile {star}[ depuis {city}|][ à {time}|] ? ~ position de l'étoile {star}[ à {time}|]

get_eclipses(kind:<solar=solar,sun;de Soleil/lunar=lunar,moon;de Lune>, year:year 2024 2060, country?:country)
List eclipses of a year. // Éclipses d'une année.
when is the next {kind} eclipse in {year}? ~ {kind} eclipses in {year}[ seen from {country}|] ~ are there {kind} eclipses in {year}[ in {country}|]? ~ !list the {kind} eclipses of {year} ~ which {kind} eclipses can be seen in {year}[ from {country}|]? ~ will it go dark in {year}? {kind} eclipses
quand y a-t-il une éclipse {kind} en {year} ? ~ éclipses {kind} en {year}[, {country}|] ~ !lister les éclipses {kind} de {year} ~ fera-t-il noir en {year} ? éclipses {kind} ~ prochaines éclipses {kind} en {year}

convert_light_years(value:num 0.1 900, to:<km=kilometres,kilometers;kilomètres/parsecs;parsecs/au=astronomical units;unités astronomiques>) > result:num 1 90000
Convert light years to another unit. // Convertit des années-lumière.
how many {to} are {value} light years? ~ {value} light years in {to} ~ !convert {value} light years to {to} ~ what's {value} light years in {to}? ~ {to} in {value} light years ~ the star is {value} light years off, how many {to}?
combien font {value} années-lumière en {to} ? ~ {value} années-lumière en {to} ~ !convertir {value} années-lumière en {to} ~ l'étoile est à {value} années-lumière, combien de {to} ? ~ {value} années-lumière, combien en {to} ?

track_satellite(satellite:label, city:city) > next_pass:time
Tell when a satellite passes over a city. // Passage d'un satellite.
when does the satellite {satellite} pass over {city}? ~ next pass of {satellite} over {city} ~ can I see the satellite {satellite} from {city}? ~ satellite {satellite}, {city}, when? ~ !track the satellite {satellite} above {city} ~ I'd like to wave at {satellite} from {city}, when?
quand le satellite {satellite} passe-t-il au-dessus de {city} ? ~ prochain passage du satellite {satellite} à {city} ~ !suivre le satellite {satellite} au-dessus de {city} ~ j'aimerais voir le satellite {satellite} depuis {city}, quand ? ~ {satellite} au-dessus de {city}, à quelle heure ?

# earth

list_earthquakes(region:country, min_magnitude:num 2 8, days?:int 1 60)
List recent earthquakes of a region. // Liste les séismes récents.
were there earthquakes above {min_magnitude} in {region}[ in the last {days} days|]? ~ earthquakes in {region}, magnitude {min_magnitude} and more[, {days} days|] ~ !list quakes stronger than {min_magnitude} in {region} ~ did the earth shake in {region} with more than {min_magnitude}[ these {days} days|]? ~ quakes over {min_magnitude}, {region}[, last {days} days|] ~ I felt the ground move in {region}, anything over {min_magnitude}?
y a-t-il eu des séismes de plus de {min_magnitude} en {region}[ ces {days} jours|] ? ~ séismes en {region}, magnitude {min_magnitude} et plus ~ !lister les séismes de magnitude {min_magnitude} en {region} ~ j'ai senti la terre bouger en {region}, quelque chose au-dessus de {min_magnitude} ?

get_river_level(river:label, station?:city) > centimetres:int 20 900
Get the water level of a river. // Niveau d'une rivière.
how high is the river {river}[ at {station}|]? ~ water level of the {river}[ in {station}|] ~ level of the {river} river[, {station}|] ~ is the {river} rising[ at {station}|]? ~ !check the river {river}[ at {station}|]
quel est le niveau de la rivière {river}[ à {station}|] ? ~ niveau de la rivière {river} ~ !vérifier le niveau de {river}[ à {station}|] ~ la rivière {river} monte-t-elle[ à {station}|] ? ~ hauteur de la rivière {river}[ à {station}|]

estimate_carbon(mode:<plane=plane,flight;avion/train;train/car;voiture/bus;bus>, distance_km:int 5 9000, travellers?:count) > kg_co2:num 1 3000
Estimate the carbon emitted by a trip. // Émissions d'un trajet.
how much CO2 is {distance_km} km by {mode}[ for {travellers} people|]? ~ carbon of a {mode} trip of {distance_km} km ~ emissions: {mode}, {distance_km} kilometres[, {travellers} travellers|] ~ !estimate the CO2 of {distance_km} km by {mode}[ with {travellers} people|] ~ how dirty is a {mode} ride of {distance_km} km? ~ I feel guilty about {distance_km} km by {mode}, how much CO2?
combien de CO2 pour {distance_km} km en {mode}[ à {travellers}|] ? ~ émissions : {mode}, {distance_km} kilomètres ~ !estimer le CO2 de {distance_km} km en {mode} ~ {distance_km} km en {mode}, ça pollue combien ?
"""
