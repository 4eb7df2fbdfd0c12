"""Weather, clocks, alarms, lists, letters and calls: what a day is made of."""

TABLE = """
# weather

get_weather_now(city:city, unit?:<celsius=Celsius,degrees Celsius;degrés Celsius,Celsius/fahrenheit=Fahrenheit,degrees Fahrenheit;degrés Fahrenheit,Fahrenheit>) > temperature:int -10 38, sky:<clear/cloudy/rain/snow>
Get the current weather [in|of] a [city|town]. // [Donne la météo|Le temps] actuel d'une ville.
what's the weather [like|] in {city}[ in {unit}|]? ~ how [warm|cold] is it in {city}[ in {unit}|]? ~ weather {city} ~ current weather in {city}[, {unit}|] ~ what's it like outside in {city}? ~ !give me the temperature in {city}[ in {unit}|] ~ I'm in {city}, how's the weather? ~ do I need a coat in {city} right now? ~ should I wear shorts in {city}? ~ I'm about to go out in {city}, what's it like? ~ is it [raining|sunny|windy|snowing] in {city}?
quel temps fait-il à {city} ? ~ météo {city} ~ il fait combien à {city}[ en {unit}|] ? ~ !me donner la météo à {city}[ en {unit}|] ~ quelle température à {city}[ en {unit}|] ? ~ je sors à {city}, il fait quel temps ? ~ est-ce qu'il pleut à {city} ?

get_weather_forecast(city:city, days?:int 2 10, date?:date) > high:int -5 38, low:int -15 20, sky:<sunny/cloudy/rain/snow>
Get the weather forecast for the coming days. // Prévisions météo des prochains jours.
what will the weather be [like|] in {city} {date}? ~ {days}-day forecast for {city} ~ forecast for {city}[ {date}|] ~ will it be nice in {city} {date}? ~ what's the outlook for {city} for the next {days} days? ~ !show me the weather forecast of {city}[ for {days} days|] ~ how will the weather in {city} be {date}? ~ we're having a picnic in {city} {date}, will the weather hold? ~ I'm travelling to {city}, what weather should I expect[ {date}|]?
quel temps fera-t-il à {city} {date} ? ~ prévisions à {days} jours pour {city} ~ quelle est la météo prévue à {city}[ {date}|] ? ~ !me donner les prévisions pour {city}[ sur {days} jours|] ~ on fait un pique-nique à {city} {date}, il fera beau ?

get_rain_chance(place:city, date:date) > percent:int 0 100
Get the probability of rain. // Donne la probabilité de pluie.
will it rain in {place} {date}? ~ how likely is rain in {place} {date}? ~ do I need an umbrella {date} in {place}? ~ chance of rain {date} in {place} ~ is there rain coming in {place} {date}? ~ can I hang the washing out in {place} {date}?
va-t-il pleuvoir à {place} {date} ? ~ quel est le risque de pluie à {place} {date} ? ~ faut-il un parapluie à {place} {date} ? ~ puis-je étendre le linge à {place} {date} ?

measure_air_quality(city:city, pollutant?:<ozone;ozone/pm10=PM10,particles;particules/no2=NO2,nitrogen dioxide;dioxyde d'azote>) > index:int 5 180
Get how clean the air of a city is. // Donne la qualité de l'air d'une ville.
how [good|bad|clean] is the air in {city}? ~ air quality in {city}[ for {pollutant}|] ~ what's the {pollutant} level in {city}? ~ is the air in {city} polluted? ~ !check the pollution in {city} ~ my daughter has asthma, is the air in {city} fine?
quelle est la qualité de l'air à {city} ? ~ l'air est-il pollué à {city} ? ~ taux de {pollutant} à {city} ~ !me dire si l'air est bon à {city} ~ peut-on courir dehors à {city}, l'air est-il bon ?

get_uv_level(city:city) > uv:int 0 11
Get the ultraviolet index. // Donne l'indice UV.
what's the UV [index|level] in {city}? ~ do I need sunscreen in {city}? ~ UV in {city} ~ how strong is the sun in {city}? ~ !tell me the UV index for {city} ~ will I get sunburnt in {city}? UV please
quel est l'indice UV à {city} ? ~ faut-il de la crème solaire à {city} ? ~ indice UV {city} ~ vais-je prendre un coup de soleil à {city} ? l'UV ~ le soleil tape-t-il fort à {city} ?

get_sun_times(city:city, date?:date) > sunrise:time, sunset:time
Get the times of sunrise and sunset. // Heures du lever et du coucher du soleil.
when does the sun [rise|set|come up|go down] in {city}[ {date}|]? ~ sunrise and sunset in {city}[ {date}|] ~ what time is sunset in {city}[ {date}|]? ~ how long is it light in {city}[ {date}|]? ~ !tell me when it gets dark in {city}[ {date}|] ~ when is it dark in {city}[ {date}|]? ~ sunset {city}[ {date}|] ~ at what time does the sun come up in {city}[ {date}|]? ~ how late can I hike in {city} before it's dark[ {date}|]?
à quelle heure se [lève|couche] le soleil à {city}[ {date}|] ? ~ lever et coucher du soleil à {city}[ {date}|] ~ quand fait-il nuit à {city} ? ~ jusqu'à quand fait-il jour à {city}[ {date}|] ?

get_tide_times(port:city, date?:date) > high:time, low:time
Get high and low tide at a port. // Heures des marées d'un port.
when is [high|low] tide in {port}[ {date}|]? ~ tides in {port}[ {date}|] ~ !look up the tide table of {port}[ {date}|] ~ what time is the tide [in|out] at {port}[ {date}|]? ~ !give me the tides for {port} ~ when can we walk on the sand at {port}[ {date}|]? the tides
à quelle heure est la marée [haute|basse] à {port}[ {date}|] ? ~ marées à {port}[ {date}|] ~ !me donner les horaires des marées à {port} ~ quand la mer se retire-t-elle à {port}[ {date}|] ? ~ horaires de marée à {port}[ {date}|]

subscribe_weather_alert(city:city, event:<storm=storms,storm;tempête/frost;gel/heat=heat waves,heat;canicule/flood=floods,flooding;inondation>)
Subscribe to warnings of bad weather. // Abonne aux alertes météo.
!warn me of {event} in {city} ~ !alert me when there is {event} in {city} ~ I want {event} warnings for {city} ~ !sign me up for {event} alerts in {city} ~ tell me whenever {event} is announced for {city} ~ I'm afraid of {event} in {city}, keep me warned
!m'avertir en cas de {event} à {city} ~ je veux les alertes {event} pour {city} ~ !m'abonner aux alertes {event} de {city} ~ je crains ceci à {city} : {event}, tiens-moi au courant ~ préviens-moi s'il y a {event} à {city}

get_snow_depth(resort:city) > centimetres:int 0 260
Get the depth of snow at a ski resort. // Donne l'enneigement d'une station.
how much snow is there in {resort}? ~ snow depth at {resort} ~ is there [enough|any] snow in {resort}? ~ !check the snow at {resort} ~ how deep is the snow in {resort}? ~ is skiing possible in {resort}? how much snow
combien de neige y a-t-il à {resort} ? ~ enneigement à {resort} ~ y a-t-il de la neige à {resort} ? ~ peut-on skier à {resort} ? combien de neige ~ quelle épaisseur de neige à {resort} ?

# clocks

set_alarm(time:time, label?:label, repeat?:<daily=every day,daily;tous les jours/weekdays=on weekdays,on working days;en semaine/weekends=on weekends,at weekends;le week-end>) = reminders_add
Set an alarm clock. // Règle un réveil.
!set an alarm for {time}[ {repeat}|] ~ !wake me [up|] at {time}[ {repeat}|] ~ alarm at {time}[ called {label}|] ~ I have to get up at {time}[ {repeat}|] ~ !make an alarm named {label} at {time} ~ I want to be woken at {time} ~ my train is early, ring at {time} ~ don't let me sleep past {time}[ {repeat}|]
!mettre un réveil à {time}[ {repeat}|] ~ !me réveiller à {time}[ {repeat}|] ~ réveil à {time}[ nommé {label}|] ~ je dois me lever à {time}[ {repeat}|] ~ !programmer une alarme à {time}[ {repeat}|] ~ réveil {time}[ {repeat}|] ~ je ne dois pas dormir après {time}[ {repeat}|]

delete_alarm(time:time)
Delete an alarm that was set. // Supprime un réveil.
!delete the {time} alarm ~ !remove the alarm at {time} ~ I don't need to be woken at {time} any more ~ !turn off my {time} alarm ~ !cancel the alarm for {time} ~ tomorrow I sleep in, no alarm at {time}
!supprimer le réveil de {time} ~ !annuler le réveil de {time} ~ plus besoin du réveil de {time} ~ je fais la grasse matinée, enlève le réveil de {time}

list_alarms() > alarms:tags
List the alarms that are set. // Liste les réveils.
what alarms [do I have|are set]? ~ !show my alarms ~ !list all alarms ~ when do I get woken? ~ is any alarm set? ~ did I set anything for the morning? alarms please
quels réveils sont réglés ? ~ !afficher mes réveils ~ à quelle heure sonnent mes réveils ? ~ ai-je mis un réveil ? montre-les ~ liste de mes réveils

snooze_alarm(minutes?:int 2 30)
Let the ringing alarm ring again later. // Fait sonner le réveil plus tard.
snooze[ for {minutes} minutes|] ~ [let me sleep|ring again in] {minutes} minutes more ~ !snooze the alarm[ for {minutes} minutes|] ~ {minutes} more minutes of sleep ~ not yet, snooze ~ leave me alone[ for {minutes} minutes|], snooze
!répéter l'alarme dans {minutes} minutes ~ encore {minutes} minutes de sommeil ~ !repousser le réveil[ de {minutes} minutes|] ~ laisse-moi dormir encore {minutes} minutes ~ pas encore, répète l'alarme[ dans {minutes} minutes|]

start_timer(minutes:int 1 90, name?:food) = reminders_add
Start a kitchen timer. // Lance un minuteur.
!set a timer for {minutes} minutes[ for the {name}|] ~ timer, {minutes} minutes ~ !count down {minutes} minutes[ for the {name}|] ~ !time {minutes} minutes ~ {minutes} minutes on the timer[ for {name}|] ~ [tell|call] me in {minutes} minutes when the {name} is done ~ the {name} has to cook {minutes} minutes, tell me when ~ ping me in {minutes} minutes
!lancer un minuteur de {minutes} minutes[ pour {name}|] ~ minuteur {minutes} minutes ~ !compter {minutes} minutes[ pour {name}|] ~ !mettre {minutes} minutes au minuteur ~ {name} doit cuire {minutes} minutes, préviens-moi

pause_timer(name?:food)
Pause a running timer. // Met un minuteur en pause.
!pause the [timer|countdown] ~ !hold the {name} timer ~ !pause the timer for the {name} ~ !freeze the timer for a moment ~ timer: pause ~ somebody is at the door, hold the timer
!mettre le minuteur en pause ~ !suspendre le minuteur de {name} ~ minuteur en pause ~ on sonne, arrête le minuteur un instant ~ !interrompre le minuteur[ de {name}|]

get_time_in_city(city:city) > time:time, zone:zone
Get the local time of a city. // Donne l'heure locale d'une ville.
what time is it in {city}? ~ current time in {city} ~ !tell me the time in {city} ~ is it already night in {city}? ~ what's the local time of {city}? ~ how late is it in {city}? ~ can I call someone in {city} now, or is it night?
quelle heure est-il à {city} ? ~ heure locale à {city} ~ !me donner l'heure à {city} ~ il est quelle heure à {city} ? ~ est-ce la nuit à {city} en ce moment ?

convert_time_zone(time:time, from:zone, to:zone) > time:time
Convert a time of day from one zone to another. // Convertit une heure d'un fuseau à l'autre.
what is {time} {from} in {to}? ~ !convert {time} from {from} to {to} ~ when it is {time} in {from}, what time is it in {to}? ~ {time} {from} to {to} ~ !translate {time} in {from} into {to} time ~ my call is at {time} {from}, when is that for people in {to}?
quelle heure est-il en {to} quand il est {time} en {from} ? ~ !convertir {time} de {from} en {to} ~ {time} en {from}, ça fait quoi en {to} ? ~ mon appel est à {time} en {from}, c'est quand en {to} ? ~ !traduire {time} de {from} vers {to}

count_days_between(start:date, end:date) > days:int 1 700
Count the days between two dates. // Compte les jours entre deux dates.
how many days are there from {start} to {end}? ~ days from {start} until {end} ~ !count the days since {start} until {end} ~ how long is it from {start} to {end}? ~ number of days from {start} to {end} ~ how many sleeps from {start} to {end}?
combien de jours du {start} au {end} ? ~ nombre de jours du {start} au {end} ~ !compter les jours du {start} au {end} ~ combien de nuits du {start} au {end} ?

get_public_holidays(country:country, year:year 2024 2032) > holidays:tags
List the public holidays of a country. // Jours fériés d'un pays.
what are the [public|bank] holidays in {country} in {year}? ~ !list the holidays of {country} for {year} ~ public holidays {country} {year} ~ which days are off in {country} in {year}? ~ when are the {year} holidays in {country}? ~ are shops closed for holidays in {country} in {year}? list the days
quels sont les jours fériés en {country} en {year} ? ~ jours fériés {country} {year} ~ !lister les jours fériés de {country} pour {year} ~ quels jours sont chômés en {country} en {year} ?

get_moon_phase(date?:date) > phase:<new/waxing/full/waning>
Get the phase of the moon. // Phase de la lune.
what's the moon phase[ {date}|]? ~ is it [a full|a new] moon[ {date}|]? ~ phase of the moon[ {date}|] ~ how full is the moon[ {date}|]? ~ what will the moon look like[ {date}|]? ~ is the night bright[ {date}|]? moon phase
quelle est la phase de la lune[ {date}|] ? ~ est-ce la pleine lune[ {date}|] ? ~ phase de la lune[ {date}|] ~ la nuit sera-t-elle claire[ {date}|] ? phase de la lune ~ comment est la lune[ {date}|] ?

# lists

add_list_item(item:food, list?:label, quantity?:int 2 12)
Put an item on a shopping list. // Ajoute un article à la liste de courses.
!add {item} to [the|my] [shopping list|groceries] ~ !put {quantity} {item} on the {list} list ~ we [need|are out of] {item} ~ !add {quantity} {item}[ to the list {list}|] ~ !write {item} on the shopping list ~ I have to buy {item} ~ we've run out of {item} ~ don't let me forget {item} at the shop[, {quantity} of them|]
!ajouter {item} à la liste[ {list}|] ~ il n'y a plus de {item} ~ !mettre {quantity} {item} sur la liste ~ !noter {item} sur la liste de courses ~ plus de {item} à la maison ~ il faut racheter {item}

remove_list_item(item:food, list?:label)
Take an item off a shopping list. // Enlève un article de la liste.
!take {item} off the [shopping list|list] ~ !remove {item} from [the {list} list|the list|my groceries] ~ we don't need {item} any more ~ !cross out {item} ~ I already bought {item} ~ somebody bought {item} already, take it off
!enlever {item} de la liste[ {list}|] ~ plus besoin de {item} ~ !rayer {item} de la liste ~ {item}, c'est déjà acheté, enlève de la liste

show_list(list:label) > items:foods
Show what is on a list. // Montre une liste.
what's on the [list|] {list}? ~ !show [me|] the {list} list ~ !read [me|] the list {list} ~ what did I put on {list}? ~ open the list called {list} ~ what do I still have to get from {list}?
qu'y a-t-il sur la liste {list} ? ~ !afficher la liste {list} ~ !me lire la liste {list} ~ que me reste-t-il sur {list} ?

clear_list(list:label)
Delete everything on a list. // Vide une liste.
!clear the {list} list ~ !empty the list {list} ~ !remove everything from {list} ~ !wipe {list} ~ start the {list} list again from nothing ~ we bought everything on {list}, empty it
!vider la liste {list} ~ !tout effacer de la liste {list} ~ la liste {list} doit être vide ~ on a tout acheté de {list}, vide la liste ~ plus rien ne doit rester sur {list}

create_task(title:label, due?:date, priority?:<low;basse/normal;normale/high;haute>) = reminders_add
Create a task on the to-do list. // Crée une tâche.
!create a [{priority} priority|] task called {title}[ due {due}|] ~ new task: {title}[, {priority} priority|] ~ !add {title} to my to-dos[ with {priority} priority|] ~ I have to do {title}[ {due}|], make a task ~ task {title}[, due {due}|][, priority {priority}|] ~ I mustn't forget {title}[, it's {priority} priority|]
!créer une tâche {title}[ pour {due}|] ~ nouvelle tâche : {title}[, priorité {priority}|] ~ !ajouter {title} à mes tâches[, priorité {priority}|] ~ je ne dois pas oublier {title}, crée une tâche

complete_task(title:label)
Mark a task as done. // Marque une tâche comme faite.
!mark {title} as done ~ I finished {title} ~ !tick off {title} ~ the task {title} is done ~ !check {title} off my to-do list ~ {title} is done at last
!marquer {title} comme fait ~ j'ai fini la tâche {title} ~ la tâche {title} est faite ~ ça y est, {title} est terminé

postpone_task(title:label, days:int 1 14)
Put a task off by some days. // Repousse une tâche de quelques jours.
!postpone {title} by {days} days ~ !push the task {title} back {days} days ~ I'll do {title} {days} days later ~ !move {title} {days} days on ~ give me {days} more days for {title}
!repousser {title} de {days} jours ~ !décaler la tâche {title} de {days} jours ~ {days} jours de plus pour {title} ~ la tâche {title} attendra {days} jours ~ je ferai {title} dans {days} jours de plus, décale la tâche

# messages

send_text(recipient:person, message:message)
Send a text message to a person. // Envoie un SMS à quelqu'un.
!text {recipient} {message} ~ !send {recipient} a [text|message]: {message} ~ !tell {recipient} that {message} ~ !message {recipient} "{message}" ~ !let {recipient} know: {message} ~ text to {recipient}: {message} ~ !write {recipient} that {message} ~ {recipient} should know: {message} ~ can you let {recipient} know that {message}?
!envoyer un message à {recipient} : {message} ~ !dire à {recipient} que {message} ~ !écrire à {recipient} « {message} » ~ SMS pour {recipient} : {message} ~ {recipient} doit savoir que {message} ~ préviens {recipient} que {message}

send_group_message(group:label, message:message, silent?:yes<silently,without a sound;sans notification/with a sound,with notification;avec notification>)
Send a message to a group chat. // Envoie un message à un groupe.
!post in the group {group}: {message} ~ !tell the {group} group {message}[ {silent}|] ~ !write "{message}" to the group {group}[ {silent}|] ~ group message to {group}: {message} ~ !send {message} to everyone in {group} ~ everyone in {group} should read this: {message}
!écrire au groupe {group} : {message} ~ !envoyer « {message} » au groupe {group}[ {silent}|] ~ message au groupe {group} : {message} ~ tout le monde dans {group} doit lire ceci : {message}

read_messages(sender?:person, unread?:yes<unread,new;non lus/read,old;déjà lus>) > messages:tags
Read messages that came in. // Lit les messages reçus.
!read me [my|the] {unread} messages[ from {sender}|] ~ what did {sender} write? ~ any [messages|news] from {sender}? ~ !show the messages of {sender} ~ do I have {unread} messages[ from {sender}|]? ~ has {sender} answered yet?
!me lire les messages[ de {sender}|] ~ qu'a écrit {sender} ? ~ !afficher les messages {unread}[ de {sender}|] ~ {sender} a-t-il répondu ?

block_sender(person:person)
Block a person from calling and writing. // Bloque un correspondant.
!block {person} ~ I don't want messages from {person} any more ~ !stop {person} from contacting me ~ {person} should be blocked ~ !put {person} on the block list ~ {person} keeps bothering me, block them
!bloquer {person} ~ je ne veux plus de messages de {person} ~ {person} doit être bloqué ~ {person} me harcèle, bloque ce contact

dial_number(number:phone)
Call a telephone number. // Appelle un numéro.
!call {number} ~ !dial {number} ~ !ring {number} ~ phone call to {number} ~ connect me with {number} ~ there's a missed call from {number}, ring back
!appeler le {number} ~ !composer le {number} ~ appel au {number} ~ j'ai un appel manqué du {number}, rappelle ~ !téléphoner au {number}

call_contact(person:person, video?:yes<by video,on video;en vidéo/audio only,voice only;en audio>)
Call a person of the address book. // Appelle un contact.
!call {person}[ {video}|] ~ !ring {person} ~ !phone {person}[, {video}|] ~ get {person} on the [line|phone][ {video}|] ~ I want to talk to {person}[ {video}|] ~ get me {person}[ {video}|], please ~ I need to speak with {person}
!appeler {person}[ {video}|] ~ !téléphoner à {person}[ {video}|] ~ je veux parler à {person}[ {video}|] ~ appel à {person}[ {video}|] ~ !joindre {person} au téléphone[ {video}|] ~ passe-moi {person}[ {video}|] ~ il faut que je parle à {person}[ {video}|]

set_do_not_disturb(until?:time, allow?:people)
Silence calls and notifications. // Coupe les appels et les notifications.
do not disturb[ until {until}|] ~ !silence my phone until {until} ~ no calls until {until}[ except from {allow}|] ~ !mute everything[ until {until}|] ~ nobody may call me but {allow}
ne pas déranger[ jusqu'à {until}|] ~ !couper les appels jusqu'à {until}[ sauf {allow}|] ~ silence jusqu'à {until} ~ personne ne m'appelle jusqu'à {until}[, sauf {allow}|] ~ !activer le mode silencieux[ jusqu'à {until}|]

send_mail(to:emails, subject:label, body:message, attachment?:path)
Send an e-mail. // Envoie un courriel.
!email {to} about {subject}: {body} ~ !send an email to {to} with subject {subject} and text {body} ~ !write to {to}, subject {subject}: {body} ~ mail {to}, subject "{subject}", saying {body} ~ !send {to} a mail titled {subject} with {attachment} attached: {body} ~ let {to} know by mail: subject {subject}, {body}
!envoyer un mail à {to}, objet {subject} : {body} ~ !écrire à {to}, sujet {subject} : {body} ~ courriel à {to}, objet « {subject} », texte {body} ~ préviens {to} par mail, objet {subject} : {body}

search_mail(query?:topic, sender?:person, since?:date) > messages:tags
Search the mailbox. // Cherche dans les courriels.
!find [the|] [emails|mails] about {query}[ from {sender}|] ~ !search my mail for {query}[ since {since}|] ~ what mails came from {sender}[ since {since}|]? ~ did {sender} write to me about {query}? ~ mails about {query} since {since} ~ I got something from {sender} about {query}, where is it?
!chercher les mails sur {query}[ de {sender}|] ~ quels courriels de {sender}[ depuis {since}|] ? ~ !trouver les mails au sujet de {query} ~ où est le mail de {sender} sur {query} ?

archive_mail(id:code)
Move an e-mail to the archive. // Archive un courriel.
!archive [mail|email|message] {id} ~ !put email {id} away ~ !move {id} to the archive ~ message {id} can be archived ~ mail {id}: archive ~ I'm done with {id}, out of my inbox
!archiver le mail {id} ~ !ranger le courriel {id} dans les archives ~ le message {id} est à archiver ~ j'en ai fini avec le mail {id}, aux archives ~ le courriel {id} peut être archivé

create_mail_rule(sender:email, folder:label)
Create a rule that sorts mails of a sender into a folder. // Crée une règle de tri des courriels.
!put mails from {sender} in[to|] the folder {folder} ~ everything from {sender} goes to {folder} ~ !sort {sender} into {folder} ~ !make a rule: {sender} to {folder} ~ !move all future mail from {sender} to {folder} ~ I want to see {sender} only in {folder} from now on
!mettre les mails de {sender} dans le dossier {folder} ~ tout ce qui vient de {sender} va dans {folder} ~ !créer une règle : {sender} vers {folder} ~ je ne veux voir {sender} que dans {folder} ~ les mails de {sender} vont dans {folder}

unsubscribe_list(sender:email)
Unsubscribe from a newsletter. // Désabonne d'une lettre d'information.
!unsubscribe [me|] from {sender} ~ I don't want the newsletter of {sender} any more ~ !stop the mails from {sender} ~ no more newsletters from {sender} ~ !take me off the list of {sender} ~ {sender} writes every day, I'm fed up, unsubscribe
!me désabonner de {sender} ~ je ne veux plus la lettre de {sender} ~ plus de courriels de {sender} ~ {sender} m'écrit tous les jours, désabonne-moi ~ je ne veux plus rien recevoir de {sender}
"""
