"""Doctors, medicines, the body's numbers, sport and training, sleep and food diaries."""

TABLE = """
# doctors

book_doctor(specialty:<dentist;dentiste/dermatologist;dermatologue/cardiologist;cardiologue/gp=GP,family doctor;généraliste/eye_doctor=eye doctor,optician;ophtalmologue>, date:date, time?:time, patient?:first)
Book an appointment with a doctor. // Prend rendez-vous chez un médecin.
!book a {specialty} appointment {date}[ at {time}|][ for {patient}|] ~ I need to see a {specialty} {date}[ at {time}|] ~ {patient} has to go to the {specialty} {date} ~ {specialty} {date}[, {time}|], please ~ !get {patient} an appointment with a {specialty} {date}[ at {time}|] ~ can I see a {specialty} {date}? ~ {patient} isn't well and should see a {specialty} {date} ~ my back hurts, a {specialty} {date} please[ at {time}|]
!prendre rendez-vous chez un {specialty} {date}[ à {time}|][ pour {patient}|] ~ je dois voir un {specialty} {date}[ à {time}|] ~ rendez-vous {specialty} {date}[ pour {patient}|] ~ {patient} doit aller chez le {specialty} {date} ~ {patient} ne va pas bien, un {specialty} {date}

cancel_doctor(appointment:code)
Cancel a doctor's appointment. // Annule un rendez-vous médical.
!cancel [my|the] doctor's appointment {appointment} ~ I can't come to appointment {appointment} at the doctor's ~ medical appointment {appointment}: cancel ~ no doctor today, drop appointment {appointment} ~ !call off my appointment {appointment} with the doctor ~ I feel better, no need for {appointment} at the doctor's
!annuler le rendez-vous médical {appointment} ~ je ne peux pas venir chez le médecin, rendez-vous {appointment} ~ rendez-vous médical {appointment} à annuler ~ je vais mieux, annule le médecin, {appointment} ~ plus besoin du rendez-vous médical {appointment}

check_symptoms(symptoms:symptoms, age?:int 1 90, days?:int 1 14)
Tell what symptoms may mean. // Interprète des symptômes.
what could {symptoms} be? ~ I have {symptoms}[ for {days} days|], what is it? ~ {symptoms}[, age {age}|] ~ I've had {symptoms} for {days} days[ and I'm {age}|] ~ !check these symptoms: {symptoms}[, since {days} days|] ~ is it serious to have {symptoms}[ at {age}|]? ~ I feel awful: {symptoms}[, since {days} days|] ~ should I worry about {symptoms}[ after {days} days|]?
j'ai {symptoms}[ depuis {days} jours|], qu'est-ce que c'est ? ~ que peuvent signifier {symptoms}[ à {age} ans|] ? ~ !vérifier les symptômes {symptoms}[, {days} jours|] ~ {symptoms}[ depuis {days} jours|] : c'est grave ? ~ mes symptômes : {symptoms}[, {age} ans|] ~ dois-je m'inquiéter de {symptoms}[ après {days} jours|] ?

get_illness_facts(illness:illness, detail?:<causes;causes/treatment=treatment,treatments;traitement/prevention;prévention>)
Get facts about an illness. // Informations sur une maladie.
what is {illness}? ~ {detail} of {illness} ~ !tell me about the {detail} of {illness} ~ what do I need to know about {illness}? ~ how about the {detail} for {illness}? ~ information on {illness} ~ my aunt has {illness}, what is that? ~ how can one get {illness}? the {detail}
qu'est-ce que c'est, {illness} ? ~ {detail} : {illness} ~ informations sur la maladie {illness}[ : {detail}|] ~ ma tante a ceci : {illness}, qu'est-ce que c'est ?

find_hospital(city:city, department?:<emergency=emergency,emergency room;urgences/maternity;maternité/children=children's,pediatric;pédiatrie>)
Find a hospital. // Trouve un hôpital.
where is the [next|nearest] hospital in {city}? ~ hospital with {department} in {city} ~ !find a {department} ward in {city} ~ is there a {department} department in {city}? ~ I need a hospital in {city}[, {department}|] ~ I broke my arm in {city}, where do I go?
où est l'hôpital le plus proche à {city} ? ~ hôpital avec {department} à {city} ~ !trouver un service de {department} à {city} ~ je me suis cassé le bras à {city}, où aller ?

get_vaccine_schedule(country:country, age_months:int 1 72) > vaccines:tags
Get the vaccinations due at an age. // Vaccins à un âge donné.
which vaccines are due at {age_months} months in {country}? ~ my baby is {age_months} months old, what vaccines in {country}? ~ vaccination schedule {country}, {age_months} months ~ vaccines for a child of {age_months} months in {country} ~ !list the jabs at {age_months} months, {country} ~ we live in {country}, our son is {age_months} months, which shots now?
quels vaccins à {age_months} mois en {country} ? ~ mon bébé a {age_months} mois, quels vaccins en {country} ? ~ calendrier des vaccins {country}, {age_months} mois ~ nous vivons en {country}, notre fils a {age_months} mois, quels vaccins ? ~ vaccins dus à {age_months} mois, {country}

# medicines

set_pill_reminder(medicine:drug, times:words, dose_mg?:int 5 1000) = reminders_add
Remind of a medicine at times of day. // Rappelle de prendre un médicament.
!remind me to take {medicine} at these moments: {times} ~ {medicine}[ {dose_mg} mg|], moments {times}, remind me ~ I take {medicine}[, {dose_mg} milligrams|] at {times} ~ pill reminder: {medicine}, {times}[, {dose_mg} mg|] ~ !set a reminder for {medicine}: {times}
!me rappeler de prendre {medicine} à ces moments : {times} ~ {medicine}[ {dose_mg} mg|], moments : {times} ~ rappel de médicament : {medicine}, {times}

check_interactions(drugs:drugs)
Tell whether medicines go together. // Dit si des médicaments vont ensemble.
can I take {drugs} together? ~ interactions of {drugs} ~ do {drugs} go together? ~ is it safe to combine {drugs}? ~ !check {drugs} for interactions ~ my doctor gave me {drugs}, is that a good mix?
puis-je prendre {drugs} ensemble ? ~ interactions entre {drugs} ~ est-ce dangereux de combiner {drugs} ? ~ on m'a prescrit {drugs}, est-ce un bon mélange ?

compute_dose(drug:drug, weight_kg:num 3 90, per_kg:num 0.5 15) > dose_mg:int 5 1200
Compute the dose of a medicine by body weight. // Calcule une dose selon le poids.
how much {drug} for {weight_kg} kilos at {per_kg} mg per kilo? ~ dose of {drug}: {weight_kg} kg, {per_kg} mg/kg ~ the child weighs {weight_kg} kg, {drug} at {per_kg} mg per kg, how much? ~ !work out the {drug} dose for {weight_kg} kg with {per_kg} mg per kilogram ~ {drug} {per_kg} mg/kg for {weight_kg} kg ~ the vet says {per_kg} mg per kilo of {drug}, my dog has {weight_kg} kg
combien de {drug} pour {weight_kg} kilos à {per_kg} mg par kilo ? ~ dose de {drug} : {weight_kg} kg, {per_kg} mg/kg ~ l'enfant pèse {weight_kg} kg, {drug} à {per_kg} mg par kg, combien ? ~ le vétérinaire dit {per_kg} mg par kilo de {drug}, mon chien fait {weight_kg} kg ~ {drug}, {weight_kg} kg, {per_kg} mg/kg : quelle dose ?

reorder_prescription(number:code, pharmacy?:place)
Order the medicines of a prescription again. // Renouvelle une ordonnance.
!refill prescription {number}[ at the pharmacy {pharmacy}|] ~ I'm out of pills, prescription {number} ~ prescription {number} again[, pick up at {pharmacy}|] ~ !renew {number}[ at {pharmacy}|], my prescription ~ !reorder the medicines of prescription {number} ~ my box is empty, number {number} again[ at {pharmacy}|]
!renouveler l'ordonnance {number}[ à la pharmacie {pharmacy}|] ~ je n'ai plus de médicaments, ordonnance {number} ~ ordonnance {number} à renouveler ~ ma boîte est vide, ordonnance {number} ~ de nouveau les médicaments de l'ordonnance {number}

get_side_effects(drug:drug) > effects:symptoms
List the side effects of a medicine. // Effets secondaires d'un médicament.
what are the side effects of {drug}? ~ does {drug} have side effects? ~ side effects {drug} ~ what can {drug} do to me? ~ !list the unwanted effects of {drug} ~ can {drug} make me feel unwell? ~ what unwanted effects does {drug} have? ~ which side effects are known for {drug}? ~ I've been dizzy since I take {drug}, is that known?
quels sont les effets secondaires de {drug} ? ~ effets indésirables de {drug} ~ {drug} a-t-il des effets secondaires ? ~ j'ai la tête qui tourne depuis que je prends {drug}, est-ce connu ?

# body

compute_body_mass_index(weight_kg:num 40 130, height_cm:int 140 205) > bmi:num 16 40
Compute the body mass index. // Calcule l'indice de masse corporelle.
what's my BMI at {weight_kg} kilos and {height_cm} cm? ~ I weigh {weight_kg} kg and am {height_cm} cm tall, what's my body mass index? ~ BMI for {height_cm} cm, {weight_kg} kg ~ !compute the BMI of someone {height_cm} centimetres tall weighing {weight_kg} kilograms ~ am I too heavy with {weight_kg} kg at {height_cm} cm? ~ am I overweight? {height_cm} cm, {weight_kg} kg ~ I'm {height_cm} cm and {weight_kg} kilos, is my weight healthy?
quel est mon IMC avec {weight_kg} kilos et {height_cm} cm ? ~ je pèse {weight_kg} kg et mesure {height_cm} cm, quel est mon IMC ? ~ IMC pour {height_cm} cm, {weight_kg} kg ~ !calculer l'indice de masse corporelle : {weight_kg} kg, {height_cm} cm ~ suis-je en surpoids ? {height_cm} cm, {weight_kg} kg

log_weight(kilos:num 40 130, date?:date)
Record the body weight. // Note le poids.
I weigh {kilos} kilos[ {date}|] ~ !log my weight: {kilos}[ kg|] ~ weight {kilos} kg[ {date}|] ~ the scales say {kilos} ~ !note {kilos} kg as my weight[ {date}|] ~ just got off the scales, {kilos} kilos
je pèse {kilos} kilos[ {date}|] ~ !noter mon poids : {kilos} kg ~ poids {kilos} kg[ {date}|] ~ la balance indique {kilos} ~ je descends de la balance, {kilos} kilos

log_blood_pressure(systolic:int 95 180, diastolic:int 55 110, pulse?:int 45 140)
Record the blood pressure. // Note la tension.
my blood pressure is {systolic} over {diastolic}[, pulse {pulse}|] ~ !log {systolic}/{diastolic}[, pulse {pulse}|] ~ blood pressure {systolic} to {diastolic}[ with pulse {pulse}|] ~ I measured {systolic} over {diastolic} ~ !note a pressure of {systolic} over {diastolic}[ and a pulse of {pulse}|] ~ the cuff showed {systolic} over {diastolic}[, {pulse} beats|]
ma tension est de {systolic} sur {diastolic}[, pouls {pulse}|] ~ !noter {systolic}/{diastolic}[, pouls {pulse}|] ~ tension {systolic} sur {diastolic} ~ le tensiomètre dit {systolic} sur {diastolic}[, pouls {pulse}|] ~ tension mesurée : {systolic}/{diastolic}

log_water(millilitres:int 100 1500)
Record what was drunk. // Note l'eau bue.
I drank {millilitres} ml of water ~ !log {millilitres} millilitres of water ~ {millilitres} ml water ~ just had {millilitres} ml to drink ~ !add {millilitres} ml to my water ~ another {millilitres} ml down
j'ai bu {millilitres} ml d'eau ~ !noter {millilitres} millilitres d'eau ~ {millilitres} ml d'eau ~ encore {millilitres} ml de bus

compute_daily_calories(weight_kg:num 45 120, height_cm:int 145 200, age:int 18 80, sex:<female=woman,female;femme/male=man,male;homme>, activity?:<low;faible/medium;moyenne/high;élevée>) > kcal:int 1300 3600
Compute the energy a person needs a day. // Besoins caloriques par jour.
how many calories does a {age} year old {sex} of {weight_kg} kg and {height_cm} cm need? ~ daily calories: {sex}, {age}, {weight_kg} kg, {height_cm} cm[, {activity} activity|] ~ I'm a {sex}, {age} years, {weight_kg} kilos, {height_cm} cm[, activity {activity}|], how much should I eat? ~ energy need of a {sex} aged {age}, {height_cm} cm, {weight_kg} kg ~ !compute the calories for a {sex} of {age}, {weight_kg} kg, {height_cm} cm[ with {activity} activity|]
combien de calories pour une personne ({sex}) de {age} ans, {weight_kg} kg et {height_cm} cm ? ~ besoins par jour : {sex}, {age} ans, {weight_kg} kg, {height_cm} cm[, activité {activity}|] ~ {sex} de {age} ans, {weight_kg} kilos, {height_cm} cm : combien de calories ?

get_heart_rate(period:<now=now,right now;maintenant/resting=at rest,resting;au repos/max=at most,maximum;au maximum>) > bpm:int 45 180
Get the heart rate that the watch measured. // Fréquence cardiaque mesurée.
what's my heart rate {period}? ~ heart rate {period} ~ how fast does my heart beat {period}? ~ !show my pulse {period} ~ my pulse {period}?
quel est mon rythme cardiaque {period} ? ~ mon pouls {period} ? ~ fréquence cardiaque {period} ~ combien de battements par minute {period} ? ~ !afficher mon pouls {period}

get_sleep(date?:date) > hours:num 4 10, quality:<poor/fair/good>
Get how one slept. // Donne le sommeil d'une nuit.
how did I sleep[ {date}|]? ~ how long did I sleep[ {date}|]? ~ my sleep[ {date}|] ~ !show my sleep data[ {date}|] ~ was my night good[ {date}|]?
comment ai-je dormi[ {date}|] ? ~ combien de temps ai-je dormi[ {date}|] ? ~ mon sommeil[ {date}|] ~ ai-je bien dormi[ {date}|] ? ~ !afficher mon sommeil[ {date}|]

log_meal(meal:<breakfast;petit-déjeuner/lunch;déjeuner/dinner;dîner/snack;goûter>, foods:foods, calories?:int 100 1200)
Record what was eaten. // Note un repas.
I had {foods} for {meal}[, {calories} calories|] ~ {meal}: {foods}[, {calories} kcal|] ~ !log {foods} as my {meal} ~ for {meal} I ate {foods}[, about {calories} calories|] ~ !put {foods} in my food diary, {meal} ~ my {meal} was {foods}[, {calories} calories|]
j'ai mangé {foods} au {meal}[, {calories} calories|] ~ {meal} : {foods} ~ !noter {foods} comme {meal}[, {calories} kcal|] ~ au {meal}, j'ai pris {foods}[, environ {calories} calories|] ~ repas ({meal}) : {foods}[, {calories} kcal|] ~ mon {meal} : {foods}

# training

log_run(distance_km:num 1 42, minutes:int 5 300, shoes?:company)
Record a run. // Note une course à pied.
I ran {distance_km} km in {minutes} minutes[ in my {shoes} shoes|] ~ run: {distance_km} kilometres, {minutes} minutes ~ !log a run of {distance_km} km, {minutes} min[, shoes {shoes}|] ~ {distance_km} km jogging in {minutes} minutes ~ !record my {minutes} minute run of {distance_km} km ~ finished a run: {distance_km} km, it took {minutes} minutes
j'ai couru {distance_km} km en {minutes} minutes ~ course : {distance_km} kilomètres, {minutes} minutes[, chaussures {shoes}|] ~ !noter une course de {distance_km} km en {minutes} minutes ~ retour de footing : {distance_km} km en {minutes} minutes

start_workout(kind:<strength=strength,weights;musculation/cardio;cardio/yoga;yoga/stretching;étirements>, minutes:int 5 90, intensity?:<easy=easy,gentle;facile/medium;moyenne/hard=hard,tough;difficile>)
Start a guided workout. // Lance une séance guidée.
!start a {minutes} minute {kind} workout[, {intensity}|] ~ {minutes} minutes of {kind}[, {intensity} please|] ~ I want to do {minutes} minutes of {kind}[, {intensity}|] ~ let's do a {intensity} {kind} session of {minutes} minutes ~ {kind} workout, {minutes} minutes[, {intensity}|] ~ I've got {minutes} minutes for {kind}, let's go
!lancer {minutes} minutes de {kind}[, intensité {intensity}|] ~ séance {kind}, {minutes} minutes ~ je veux faire {minutes} minutes de {kind}[, {intensity}|] ~ j'ai {minutes} minutes pour {kind}, allons-y

log_set(exercise:<squat=squats;squats/bench=bench presses,bench press;développés couchés/deadlift=deadlifts;soulevés de terre/pull_up=pull-ups;tractions>, repetitions:int 1 30, weight_kg?:num 5 200)
Record a set of an exercise. // Note une série.
{repetitions} {exercise}[ with {weight_kg} kg|] ~ I did {repetitions} {exercise}[ at {weight_kg} kilos|] ~ !log {repetitions} {exercise}[, {weight_kg} kg|] ~ one set: {repetitions} {exercise}[, {weight_kg} kg|] ~ !note {repetitions} reps of {exercise} ~ done: {repetitions} {exercise}[ with {weight_kg} kilos|]
j'ai fait {repetitions} {exercise}[ à {weight_kg} kilos|] ~ !noter {repetitions} {exercise}[, {weight_kg} kg|] ~ série : {repetitions} {exercise} ~ fini : {repetitions} {exercise}[ à {weight_kg} kg|] ~ {repetitions} {exercise} de plus

set_step_goal(steps:int 3000 20000)
Set the daily goal of steps. // Fixe l'objectif de pas.
!set my step goal to {steps} ~ I want to walk {steps} steps a day ~ {steps} steps should be my goal ~ daily goal: {steps} steps ~ !change the step goal to {steps} ~ from now on I'd like {steps} steps every day
!fixer mon objectif à {steps} pas ~ je veux faire {steps} pas par jour ~ objectif : {steps} pas ~ désormais {steps} pas tous les jours

compute_pace(distance_km:num 1 42, minutes:int 10 300) > pace:time
Compute the pace of a run. // Calcule l'allure.
what's my pace for {distance_km} km in {minutes} minutes? ~ pace: {distance_km} km, {minutes} min ~ how fast is {distance_km} kilometres in {minutes} minutes per km? ~ !work out the pace of {minutes} minutes over {distance_km} km ~ minutes per kilometre for {distance_km} km in {minutes} minutes ~ I managed {distance_km} km in {minutes} minutes, how fast was that?
quelle est mon allure pour {distance_km} km en {minutes} minutes ? ~ allure : {distance_km} km, {minutes} min ~ combien de minutes au kilomètre pour {distance_km} km en {minutes} minutes ? ~ j'ai tenu {distance_km} km en {minutes} minutes, quelle allure ? ~ {minutes} minutes pour {distance_km} km, allure ?

make_training_plan(race:<5k=5k,five k;5 km/10k=10k,ten k;10 km/half_marathon=half marathon;semi-marathon/marathon;marathon>, weeks:int 4 20, days_per_week?:int 2 6)
Make a training plan for a race. // Fait un plan d'entraînement.
!make a {weeks} week plan for a {race}[, {days_per_week} days a week|] ~ I'm running a {race} in {weeks} weeks, plan my training ~ {race} training, {weeks} weeks[, {days_per_week} runs a week|] ~ how do I train for a {race} in {weeks} weeks[ with {days_per_week} days a week|]? ~ training plan: {race}, {weeks} weeks ~ in {weeks} weeks I want to finish a {race}[, I can run {days_per_week} days|]
!faire un plan de {weeks} semaines pour un {race}[, {days_per_week} jours par semaine|] ~ je cours un {race} dans {weeks} semaines, prépare mon entraînement ~ entraînement {race}, {weeks} semaines ~ dans {weeks} semaines je veux finir un {race} ~ plan pour un {race} en {weeks} semaines[, {days_per_week} sorties|]

# sport results

get_match_result(team:team, opponent?:team, date?:date) > score:code
Get the result of a match. // Résultat d'un match.
how did {team} play[ against {opponent}|][ {date}|]? ~ result of {team}[ against {opponent}|][ {date}|] ~ did {team} win[ against {opponent}|]? ~ what was the score of {team} against {opponent}[ {date}|]? ~ {team} - {opponent}, how did it end? ~ I missed the game of {team}[ against {opponent}|][ {date}|], who won?
combien a fait {team}[ contre {opponent}|][ {date}|] ? ~ résultat de {team}[ contre {opponent}|] ~ est-ce que {team} a gagné[ contre {opponent}|] ? ~ j'ai raté le match de {team}, qui a gagné ?

get_standings(league:company, season?:year 2000 2027)
Get the table of a league. // Classement d'un championnat.
what's the {league} table? ~ standings of {league}[ in {season}|] ~ who leads the {league}[ {season}|]? ~ !show the {league} ranking[ of {season}|] ~ table of the {league} league ~ are we still first in {league}? show the table
quel est le classement de {league}[ en {season}|] ? ~ classement {league} ~ qui est premier de {league} ? ~ sommes-nous encore premiers en {league} ?

get_fixtures(team:team, count?:count)
Get the next matches of a team. // Prochains matchs d'une équipe.
when does {team} play [next|]? ~ next {count} matches of {team} ~ fixtures of {team} ~ who does {team} play next? ~ !list the coming {count} games of {team} ~ I'd like to see {team} live, when is their next game?
quand joue {team} ? ~ {count} prochains matchs de {team} ~ contre qui joue {team} ? ~ je veux voir jouer {team}, c'est quand le prochain match ?

get_athlete_stats(athlete:name, sport?:sport, season?:year 1990 2027)
Get the statistics of an athlete. // Statistiques d'un sportif.
how many points did {athlete} score in {season}? ~ statistics of {athlete}[ in {season}|] ~ !show me {athlete}'s numbers[ for {season}|] ~ stats: {athlete}[, {sport}|][, {season}|] ~ how good was {athlete} at {sport}[ in {season}|]? ~ I'm a fan of {athlete}, what are the figures[ for {season}|]?
statistiques de {athlete}[ en {season}|] ~ combien de points {athlete} a-t-il marqués en {season} ? ~ !montrer les chiffres de {athlete}[, {sport}|] ~ je suis fan de {athlete}, quels chiffres[ en {season}|] ? ~ chiffres de {athlete}[, {sport}|]
"""
