"""Games, art, parties, gifts, clubs and hobbies."""

TABLE = """
# games

start_game(game:<chess;échecs/checkers=checkers,draughts;dames/go;go/hangman;pendu>, opponent?:person, level?:int 1 10)
Start a board game. // Lance un jeu de société.
!start a game of {game}[ against {opponent}|][ at level {level}|] ~ let's play {game}[, level {level}|] ~ I want to play {game}[ with {opponent}|][ on level {level}|] ~ new {game} game[ against {opponent}|] ~ {game}[ with {opponent}|][, difficulty {level}|] ~ I'm bored, a round of {game}[ against {opponent}|]?
!lancer une partie (jeu : {game})[ contre {opponent}|][ au niveau {level}|] ~ je veux jouer : {game}[, niveau {level}|] ~ nouvelle partie, {game}[ contre {opponent}|] ~ je m'ennuie, une partie ? {game}[ contre {opponent}|]

make_move(game:code, move:<e4/d4/Nf3/c4/O-O>)
Make a move in a chess game. // Joue un coup aux échecs.
!play {move} in game {game} ~ {move} in {game} ~ my move in {game} is {move} ~ game {game}: {move} ~ I go {move} in game {game}
!jouer {move} dans la partie {game} ~ mon coup dans {game} : {move} ~ partie {game} : {move}

resign_game(game:code)
Give up a game. // Abandonne une partie.
I give up game {game} ~ !resign {game} ~ game {game} is lost, I resign ~ !end {game}, I surrender ~ !quit game {game}
j'abandonne la partie {game} ~ !abandonner {game} ~ la partie {game} est perdue, j'abandonne

roll_dice(count:count, sides?:<4/6/8/12/20>, modifier?:int 1 9)
Roll dice. // Lance des dés.
!roll {count} dice[ with {sides} sides|][ plus {modifier}|] ~ {count} dice[, {sides} sides|] ~ !throw {count} {sides}-sided dice[ and add {modifier}|] ~ {count} d{sides}[ + {modifier}|] ~ give me a roll of {count} dice ~ the game needs {count} dice[ of {sides} sides|], throw them
!lancer {count} dés[ à {sides} faces|][ plus {modifier}|] ~ {count} dés[ à {sides} faces|] ~ !jeter {count} dés ~ il me faut un jet de {count} dés

flip_coin(times?:int 2 20)
Flip a coin. // Tire à pile ou face.
heads or tails? ~ !flip a coin[ {times} times|] ~ !toss a coin[ {times} times|] ~ coin toss[, {times} times|] ~ let a coin decide ~ we can't decide, flip for us[ {times} times|]
pile ou face ? ~ !tirer à pile ou face[ {times} fois|] ~ !lancer une pièce[ {times} fois|] ~ on n'arrive pas à décider, pile ou face

draw_cards(count:count, deck?:<poker;poker/tarot;tarot/uno;uno>)
Draw cards from a deck. // Tire des cartes.
!draw {count} cards[ from a {deck} deck|] ~ {count} cards[, {deck}|] ~ !deal me {count} cards[ from the {deck} deck|] ~ !take {count} cards off the deck ~ I'd like {count} {deck} cards ~ my turn: {count} cards[ from the {deck} deck|]
!tirer {count} cartes[ d'un jeu de {deck}|] ~ {count} cartes[, {deck}|] ~ !piocher {count} cartes ~ à moi : {count} cartes

save_score(player:first, points:int 10 9000, game?:label)
Save the score of a player. // Enregistre un score.
{player} scored {points}[ in {game}|] ~ !save {points} points for {player}[ in {game}|] ~ {points} points go to {player} ~ !write down {points} for {player} ~ score of {player}: {points}[, {game}|] ~ {player} just reached {points}, keep that
{player} a marqué {points} points[ à {game}|] ~ !enregistrer {points} points pour {player} ~ score de {player} : {points}[, {game}|] ~ {points} points pour {player}[ à {game}|] ~ !noter {points} points pour {player} ~ {player} vient d'atteindre {points}, garde-le

get_leaderboard(game:label, limit?:int 3 50, period?:<today;aujourd'hui/week=this week;cette semaine/all=of all time,ever;depuis toujours>)
Get the best scores of a game. // Meilleurs scores d'un jeu.
who is best at {game}[ {period}|]? ~ leaderboard of {game}[, top {limit}|][, {period}|] ~ !show the {limit} best scores of {game}[ {period}|] ~ high scores {game} ~ top {limit} in {game}[ {period}|] ~ am I still on top in {game}[ {period}|]?
qui est le meilleur à {game}[ {period}|] ? ~ meilleurs scores de {game} ~ !montrer les {limit} meilleurs scores de {game}[ {period}|] ~ suis-je encore en tête à {game}[ {period}|] ?

create_tournament(name:label, players:people, format?:<knockout;élimination/round_robin=round robin,everyone against everyone;toutes rondes>)
Set up a tournament. // Organise un tournoi.
!set up a tournament {name} with {players}[, {format}|] ~ tournament {name}: {players}[, {format}|] ~ {players} play the tournament {name}[ as a {format}|] ~ !make a {format} tournament called {name} for {players} ~ new tournament {name}, players {players} ~ who's the best? {players} in {name}[, {format}|]
!organiser un tournoi {name} avec {players}[, {format}|] ~ tournoi {name} : {players} ~ {players} jouent le tournoi {name}[, {format}|] ~ qui est le meilleur ? {players} au tournoi {name} ~ tournoi {name}, joueurs {players}[, {format}|]

get_game_rules(game:hobby, players?:count)
Explain the rules of a game. // Explique les règles d'un jeu.
what are the rules of the game {game}[ for {players} players|]? ~ rules of {game}[, {players} players|] ~ how is {game} played[ with {players}|]? ~ !show me the rules for {game} ~ rule book of {game}
quelles sont les règles de ce jeu : {game}[ à {players}|] ? ~ règles, {game} ~ comment joue-t-on à ce jeu : {game} ? ~ !montrer les règles : {game}

buy_game_item(item:label, player:handle, amount?:count)
Buy an item in a game. // Achète un objet dans un jeu.
!buy {amount} {item} for player {player} ~ player {player} wants the item {item} ~ !get the item {item} for {player}[, {amount} of them|] ~ item {item} to {player}[, {amount} times|] ~ !purchase {item} for {player}
!acheter {amount} {item} pour le joueur {player} ~ le joueur {player} veut l'objet {item} ~ objet {item} pour {player}[, {amount} fois|]

# art

mix_colours(first:colour, second:colour, share?:percent 10 90) > colour:hex
Mix two colours. // Mélange deux couleurs.
what do {first} and {second} make[ with {share} of the first|]? ~ !mix {first} and {second}[, {share} of the first|] ~ {first} mixed with {second} ~ which colour is {first} plus {second}? ~ blend of {first} and {second}[, {share} {first}|] ~ I've only got {first} and {second} paint, what will I get?
que donnent {first} et {second}[ avec {share} du premier|] ? ~ !mélanger {first} et {second} ~ {first} mélangé à {second} ~ quelle couleur font {first} plus {second} ? ~ je n'ai que du {first} et du {second}, qu'est-ce que ça donne ?

make_palette(base:hex, count:int 2 9, scheme?:<analogous;analogue/complementary;complémentaire/triadic;triadique>)
Make a palette from a colour. // Crée une palette.
!make a palette of {count} colours from {base}[, {scheme}|] ~ {count} {scheme} colours that go with {base} ~ palette: {base}, {count} colours[, {scheme}|] ~ which {count} colours fit {base}? ~ a {scheme} palette of {count} around {base} ~ I'm painting the site around {base}, {count} colours
!créer une palette de {count} couleurs à partir de {base}[, {scheme}|] ~ {count} couleurs qui vont avec {base} ~ palette : {base}, {count} couleurs[, {scheme}|] ~ je fais un site autour de {base}, {count} couleurs ~ {count} couleurs à partir de {base}

draw_picture(subject:topic, style:<watercolour=watercolour,watercolor;aquarelle/pencil;crayon/cartoon;bande dessinée/photo=photo,photograph;photo>, width?:int 256 1024)
Generate a picture from words. // Crée une image.
!draw {subject} as a {style}[, {width} pixels wide|] ~ a {style} picture of {subject} ~ !make a {style} of {subject}[, {width} wide|] ~ picture: {subject}, {style}[, {width} px|] ~ I'd like an image of {subject}, {style} style ~ for the card I'd like {subject}, done as a {style}
!dessiner {subject} en {style}[, {width} pixels de large|] ~ une image de {subject}, style {style} ~ image : {subject}, {style}[, {width} px|] ~ pour la carte, je voudrais {subject} en {style}

find_exhibitions(city:city, artist?:figure, month?:month, free?:yes<free,for free;gratuites/paid,with a ticket;payantes>)
Find art exhibitions in a city. // Trouve des expositions.
what exhibitions are on in {city}[ in {month}|]? ~ [{free}|] exhibitions in {city}[ about {artist}|] ~ is there a show on {artist} in {city}[ in {month}|]? ~ !find {free} exhibitions in {city}[ in {month}|] ~ art shows in {city}[, {month}|][, on {artist}|] ~ it's raining in {city}, is there art to see[ in {month}|]?
quelles expositions y a-t-il à {city}[ en {month}|] ? ~ expositions [{free}|] à {city}[ sur {artist}|] ~ !trouver des expositions à {city}[ en {month}|] ~ il pleut à {city}, y a-t-il de l'art à voir ?

get_artwork(title:title, artist?:figure) > year:year, museum:company
Get facts about a work of art. // Informations sur une œuvre.
who painted {title}? ~ where does the painting {title}[ by {artist}|] hang? ~ !tell me about the artwork {title}[ by {artist}|] ~ when did {artist} paint {title}? ~ the painting {title}[, {artist}|]
qui a peint {title} ? ~ où est le tableau {title}[ de {artist}|] ? ~ !me renseigner sur l'œuvre {title}[ de {artist}|] ~ le tableau {title}[, {artist}|]

write_melody(key:<C major/A minor/G major/D minor>, bars:int 4 64, tempo?:int 50 190, instrument?:instrument)
Compose a melody. // Compose une mélodie.
!compose a melody of {bars} bars in {key}[ at {tempo} bpm|][ for {instrument}|] ~ {bars} bars in {key}[, tempo {tempo}|] ~ a tune in {key}, {bars} bars[, for the {instrument}|] ~ !write {bars} bars of music in {key}[ for {instrument}|][ at {tempo}|] ~ melody: {key}, {bars} bars ~ I'd like to hum something, {bars} bars in {key}
!composer une mélodie de {bars} mesures en {key}[ à {tempo}|] ~ {bars} mesures en {key}[, tempo {tempo}|] ~ mélodie : {key}, {bars} mesures[, {instrument}|] ~ j'aimerais fredonner quelque chose, {bars} mesures en {key} ~ un air en {key}, {bars} mesures

# parties

plan_party(occasion:<birthday;anniversaire/wedding;mariage/farewell;départ/housewarming=housewarming;crémaillère>, guests:int 4 90, date:date, budget?:money 100 5000, theme?:topic)
Plan a party. // Organise une fête.
!plan a {occasion} party for {guests} guests {date}[ with a budget of {budget}|][, theme {theme}|] ~ {occasion} party {date}, {guests} people[, {budget}|] ~ we're having a {occasion} {date} with {guests} guests[, theme: {theme}|] ~ !organise a {occasion} {date} for {guests}[ under {budget}|] ~ party: {occasion}, {date}, {guests} guests ~ we want to celebrate a {occasion} {date} with {guests} people
!organiser une fête ({occasion}) pour {guests} invités {date}[ avec un budget de {budget}|] ~ fête {occasion} {date}, {guests} personnes[, thème {theme}|] ~ nous fêtons ça {date} avec {guests} invités : {occasion} ~ on veut fêter ça {date} à {guests} : {occasion}

invite_guests(event:label, guests:people, message?:message)
Invite people to an event. // Invite des gens.
!invite {guests} to {event}[, saying {message}|] ~ {event}: invite {guests} ~ !send invitations for {event} to {guests}[ with the text {message}|] ~ {guests} should come to {event}, invite them ~ !ask {guests} to the event {event} ~ I'd love to have {guests} at {event}
!inviter {guests} à {event}[ en disant {message}|] ~ {event} : !inviter {guests} ~ !envoyer les invitations de {event} à {guests} ~ {guests} doivent venir à {event}, invite-les ~ invitation à {event} pour {guests}[ : {message}|] ~ j'aimerais avoir {guests} à {event} ~ !convier {guests} à {event} ~ {guests} sont invités à {event}, préviens-les ~ je voudrais {guests} à {event}, envoie les invitations ~ il faut inviter {guests} à {event}

answer_invitation(event:label, attending:yes<accept,say yes to;accepter/decline,say no to;décliner>, guests?:count)
Answer an invitation. // Répond à une invitation.
{attending} the invitation to {event}[, we're {guests}|] ~ I want to {attending} {event}, the invitation ~ invitation {event}: {attending} it[, {guests} people|] ~ please {attending} the invite for {event} ~ we'd like to {attending} {event}[ with {guests} persons|]
!{attending} l'invitation à {event}[, nous sommes {guests}|] ~ je veux {attending} l'invitation à {event} ~ invitation {event} : {attending}

find_gift(recipient:person, max_price:money 5 300, interests?:topics, age?:int 1 95)
Find a gift for a person. // Trouve un cadeau.
!find a gift for {recipient} under {max_price}[, likes {interests}|] ~ what can I give {recipient} for {max_price}[, who likes {interests}|]? ~ present for {recipient}, at most {max_price}[, age {age}|] ~ {recipient} turns {age}, gift ideas up to {max_price}[, interests {interests}|] ~ gift ideas: {recipient}, {max_price} ~ no idea what to get {recipient}, I have {max_price}
!trouver un cadeau pour {recipient} à moins de {max_price}[, aime {interests}|] ~ que donner à {recipient} pour {max_price} ? ~ cadeau pour {recipient}, {max_price} maximum[, {age} ans|] ~ idée de cadeau pour {recipient}, {max_price} au plus[, passions : {interests}|] ~ {recipient} a {age} ans, que lui offrir pour {max_price} ? ~ aucune idée pour {recipient}, j'ai {max_price}

order_flowers(flowers:plants, recipient:name, address:address, card?:message)
Send flowers to a person. // Envoie des fleurs.
!send {flowers} to {recipient}, {address}[, card: {card}|] ~ flowers for {recipient} at {address}: {flowers}[, card text {card}|] ~ {recipient} at {address} should get {flowers}[ with a card saying {card}|] ~ bouquet of {flowers} to {recipient}, {address} ~ !order {flowers} for {recipient}, delivery to {address}
!envoyer {flowers} à {recipient}, {address}[, carte : {card}|] ~ fleurs pour {recipient} au {address} : {flowers} ~ bouquet de {flowers} pour {recipient}, {address}[, carte : {card}|] ~ {recipient} au {address} doit recevoir {flowers}[, carte : {card}|] ~ !commander {flowers} pour {recipient}, livraison au {address}

make_seating_plan(guests:people, tables:count)
Place guests at tables. // Fait un plan de table.
!seat {guests} at {tables} tables ~ seating plan: {guests}, {tables} tables ~ who sits where? {guests}, {tables} tables ~ !spread {guests} over {tables} tables ~ {tables} tables for {guests}, make the plan
!placer {guests} à {tables} tables ~ plan de table : {guests}, {tables} tables ~ {tables} tables pour {guests}, qui s'assoit où ? ~ !répartir {guests} sur {tables} tables ~ qui s'assoit où ? {guests}, {tables} tables

# clubs

join_club(club:label, name:name, fee?:money 10 200)
Sign a person up for a club. // Inscrit à un club.
!sign {name} up for the club {club}[, fee {fee}|] ~ {name} joins {club}[ for {fee}|] ~ club {club}: new member {name}[, {fee}|] ~ !make {name} a member of {club} ~ {name} would like to be in the {club} club ~ {name} loves it, make that a membership in {club}
!inscrire {name} au club {club}[, cotisation {fee}|] ~ {name} rejoint le club {club} ~ club {club} : nouveau membre {name} ~ {name} adore ça, inscription au club {club} ~ adhésion : {name}, club {club}[, {fee}|]

book_court(sport:<tennis/squash/padel/badminton>, date:date, time:time, minutes?:int 30 120, indoor?:yes<indoors,inside;en salle/outdoors,outside;en extérieur>)
Book a sports court. // Réserve un terrain.
!book a {sport} court {date} at {time}[ for {minutes} minutes|][, {indoor}|] ~ {sport} {date} at {time}[, {indoor}|] ~ we want to play {sport} {date} at {time}[ {indoor}|] ~ a {sport} court {indoor}, {date}, {time} ~ !reserve {sport}, {date} {time}[, {minutes} minutes|] ~ the four of us feel like {sport} {date} at {time}
!réserver un terrain de {sport} {date} à {time}[ pour {minutes} minutes|][, {indoor}|] ~ {sport} {date} à {time}[, {indoor}|] ~ nous voulons jouer au {sport} {date} à {time} ~ on a envie de jouer au {sport} {date} à {time}

find_class(hobby:hobby, city:city, level?:<beginner=beginners,beginner;débutants/advanced;avancés>, weekday?:weekday)
Find a class for a hobby. // Trouve un cours de loisir.
is there a {hobby} class in {city}[ for {level}|][ on {weekday}|]? ~ !find a {hobby} course in {city}[ on {weekday}|] ~ {hobby} lessons in {city}[, {level}|][, {weekday}|] ~ I want to learn {hobby} in {city}[, {weekday} would be good|] ~ where can {level} learn {hobby} in {city}? ~ I've always wanted to try {hobby}, anything in {city}?
y a-t-il un cours ({hobby}) à {city}[ pour {level}|][ le {weekday}|] ? ~ !trouver un cours ({hobby}) à {city} ~ je veux apprendre à {city} : {hobby}[, le {weekday}|] ~ j'ai toujours voulu essayer, à {city} : {hobby}

log_collection_item(collection:label, item:label, year?:year, condition?:<mint=mint,perfect;neuf/good;bon/worn=worn,used;usé>)
Add a thing to a collection. // Ajoute à une collection.
!add {item}[ from {year}|] to my collection {collection}[, {condition} condition|] ~ new in the collection {collection}: {item}[, {year}|][, {condition}|] ~ I found a {item}[ of {year}|] for my {collection} collection ~ collection {collection}: {item}[, condition {condition}|] ~ !put {item} in the {collection} collection ~ look what I got for {collection}: {item}[ of {year}|]
!ajouter {item}[ de {year}|] à ma collection {collection}[, état {condition}|] ~ nouveau dans la collection {collection} : {item} ~ collection {collection} : {item}[, {year}|] ~ regarde, pour {collection} : {item}[ de {year}|] ~ {item} rejoint ma collection {collection}

get_horoscope(sign:<aries=Aries;Bélier/leo=Leo;Lion/virgo=Virgo;Vierge/pisces=Pisces;Poissons/libra=Libra;Balance>, day?:date)
Get the horoscope of a sign. // Horoscope d'un signe.
what's the horoscope for {sign}[ {day}|]? ~ horoscope {sign} ~ I'm a {sign}, what do the stars say[ {day}|]? ~ !read me the {sign} horoscope[ {day}|] ~ {sign} horoscope, please
quel est l'horoscope du signe {sign}[ {day}|] ? ~ horoscope {sign} ~ je suis {sign}, que disent les étoiles[ {day}|] ?

describe_personality(traits:words, test?:<big_five=Big Five;Big Five/mbti=MBTI;MBTI>)
Describe a personality from traits. // Décrit une personnalité.
I am {traits}, what type am I[ in {test}|]? ~ personality of someone who is {traits}[, {test}|] ~ !describe a person with the traits {traits} ~ {traits}: which [{test}|] personality is that? ~ what does it say about me that I'm {traits}?
je suis {traits}, quel type suis-je[ selon {test}|] ? ~ personnalité d'une personne qui est {traits} ~ !décrire une personne ayant les traits {traits}[, {test}|]
"""
