"""Music, films, radio, books and libraries, pictures, podcasts and television."""

TABLE = """
# music

play_song(title:title, artist?:artist, room?:room)
Play a song. // Joue une chanson.
!play {title}[ by {artist}|][ in the {room}|] ~ !put on the song {title}[ by {artist}|] ~ I want to hear {title}[ by {artist}|][ in the {room}|] ~ {title} by {artist}, please ~ !start {title} by {artist}[ in the {room}|] ~ song: {title} ~ I can't get {title}[ by {artist}|] out of my head, play it ~ could we hear {title}[ by {artist}|]?
!jouer {title}[ de {artist}|][ dans {room}|] ~ !mettre la chanson {title}[ de {artist}|] ~ je veux écouter {title}[ de {artist}|] ~ !lancer le morceau {title}[ dans {room}|] ~ on peut écouter {title}[ de {artist}|] ?

play_genre(genre:genre, minutes?:int 10 120, shuffle?:yes<shuffled,in random order;en aléatoire,au hasard/in order;dans l'ordre>)
Play music of a genre. // Joue de la musique d'un genre.
!play some {genre}[ for {minutes} minutes|][ {shuffle}|] ~ !put on {genre} music[ {shuffle}|] ~ I'm in the mood for {genre} ~ {genre} please[, {minutes} minutes|] ~ !start {genre} music[ for {minutes} minutes|] ~ let's hear {genre}[ {shuffle}|] ~ something {genre} would be nice[, for {minutes} minutes|] ~ I need {genre} to work
!mettre du {genre}[ pendant {minutes} minutes|][ {shuffle}|] ~ !jouer un peu de {genre} ~ j'ai envie de {genre} ~ musique {genre}[ {shuffle}|] ~ un peu de {genre} pour travailler

pause_music(room?:room)
Pause what is playing. // Met la lecture en pause.
!pause the music[ in the {room}|] ~ !stop playing[ in the {room}|] for a moment ~ music off[ in the {room}|] ~ quiet[ in the {room}|] please ~ !halt the song ~ the phone rings, stop the music[ in the {room}|]
!mettre la musique en pause[ dans {room}|] ~ !arrêter la musique[ dans {room}|] ~ silence[ dans {room}|] ~ pause ~ le téléphone sonne, coupe la musique[ dans {room}|]

skip_song(count?:count)
Skip to the next song. // Passe à la chanson suivante.
!skip [this song|this one] ~ next song ~ !skip {count} songs ~ [I don't like this one|not this], next ~ !jump {count} songs ahead
chanson suivante ~ !passer cette chanson ~ !sauter {count} chansons ~ !passer au morceau suivant

set_volume(level:int 0 100, room?:room)
Set the volume of the speakers. // Règle le volume des enceintes.
!set the volume to {level}[ in the {room}|] ~ volume {level}[ in the {room}|] ~ !turn the [sound|music] [up|down] to {level}[ in the {room}|] ~ !make it {level} loud ~ !put the {room} speakers at {level} ~ I can't hear anything, {level} please ~ it's too loud[ in the {room}|], {level} is enough
!mettre le volume à {level}[ dans {room}|] ~ volume à {level}[ dans {room}|] ~ !monter le son à {level} ~ !régler les enceintes à {level} ~ c'est trop fort[ dans {room}|], {level} suffit

make_playlist(name:label, genre?:genre, songs?:count)
Create a new empty or filled playlist. // Crée une liste de lecture.
!make a playlist called {name}[ with {songs} {genre} songs|] ~ new playlist {name} ~ !create the playlist {name}[ of {genre}|] ~ I want a {genre} playlist named {name} ~ !start a playlist, name it {name} ~ I'd like to collect songs under {name}[, mostly {genre}|]
!créer une playlist {name}[ de {genre}|] ~ nouvelle liste de lecture {name} ~ !faire une playlist nommée {name}[ avec {songs} titres de {genre}|] ~ je veux rassembler des chansons sous {name}

add_to_playlist(song:title, playlist:label)
Add a song to a playlist. // Ajoute une chanson à une liste.
!add {song} to [the playlist|my playlist] {playlist} ~ !put {song} on the playlist {playlist} ~ {song} belongs on the playlist {playlist} ~ !save the song {song} in {playlist} ~ playlist {playlist}: add {song} ~ I love {song}, keep it in {playlist}
!ajouter {song} à la playlist {playlist} ~ !mettre la chanson {song} dans la liste {playlist} ~ playlist {playlist} : ajouter {song} ~ j'adore {song}, garde-la dans {playlist}

remove_playlist(name:label)
Delete a playlist for good. // Supprime une liste de lecture.
!delete the playlist {name} ~ !remove my {name} playlist ~ I don't need the playlist {name} any more ~ !throw away the playlist {name} ~ !get rid of playlist {name} ~ nobody listens to {name}, the playlist can go
!supprimer la playlist {name} ~ !effacer la liste de lecture {name} ~ plus besoin de la playlist {name} ~ personne n'écoute {name}, la playlist peut partir ~ !jeter la playlist {name}

find_lyrics(title:title, artist?:artist)
Find the words of a song. // Trouve les paroles d'une chanson.
what are the [lyrics|words] of {title}[ by {artist}|]? ~ !show me the lyrics of {title}[ by {artist}|] ~ lyrics {title}[, {artist}|] ~ how does the song {title} by {artist} go? ~ !find the words to {title} ~ I want to sing {title}[ by {artist}|], what are the words?
quelles sont les paroles de {title}[ de {artist}|] ? ~ paroles de {title} ~ !trouver les paroles de {title}[ de {artist}|] ~ je veux chanter {title}, quelles sont les paroles ?

identify_song(seconds?:int 5 30) > title:title, artist:artist
Listen and tell which song is playing. // Reconnaît la chanson qui passe.
what [song|tune] is this? ~ who sings this? ~ !listen for {seconds} seconds and tell me the song ~ !name that tune ~ what's playing here? ~ I know this tune, but what's it called?
quelle est cette chanson ? ~ qui chante ça ? ~ !écouter {seconds} secondes et reconnaître la chanson ~ je connais cet air, comment s'appelle-t-il ?

find_concerts(artist:artist, city?:city, month?:month)
Search for concerts of an artist. // Cherche les concerts d'un artiste.
when does {artist} play[ in {city}|][ in {month}|]? ~ concerts of {artist}[ in {city}|] ~ is {artist} on tour[ in {month}|]? ~ !find {artist} gigs[ in {city}|][ in {month}|] ~ where can I see {artist} live[ in {month}|]? ~ I'd love to see {artist} on stage[ in {city}|]
quand {artist} joue-t-il[ à {city}|] ? ~ concerts de {artist}[ à {city}|] ~ !chercher les concerts de {artist}[ en {month}|] ~ j'aimerais voir {artist} sur scène[ à {city}|]

transpose_chords(chords:words, semitones:int 1 11)
Transpose chords by semitones. // Transpose des accords.
!transpose {chords} by {semitones} semitones ~ !shift the chords {chords} up {semitones} semitones ~ {chords}, {semitones} semitones higher ~ what are {chords} moved up {semitones} semitones? ~ !raise {chords} by {semitones} half steps ~ my voice is too low for {chords}, {semitones} semitones up
!transposer {chords} de {semitones} demi-tons ~ !monter les accords {chords} de {semitones} demi-tons ~ {chords}, {semitones} demi-tons plus haut ~ {chords} est trop grave, {semitones} demi-tons de plus ~ transposition : {chords}, {semitones} demi-tons

open_tuner(instrument:instrument, pitch?:int 415 446)
Start the tuner for an instrument. // Lance l'accordeur.
!tune my {instrument}[ to {pitch} hertz|] ~ I want to tune the {instrument}[ at {pitch}|] ~ tuner for {instrument}[, A = {pitch}|] ~ !help me tune a {instrument} ~ !start the {instrument} tuner[ at {pitch} Hz|] ~ the {instrument} sounds off, the tuner please
!accorder mon instrument ({instrument})[ à {pitch} hertz|] ~ accordeur pour {instrument}[ à {pitch} Hz|] ~ !lancer l'accordeur pour {instrument} ~ {instrument} sonne faux, l'accordeur ~ !ouvrir l'accordeur ({instrument})[ à {pitch}|]

start_metronome(bpm:int 40 208, beats?:int 2 7)
Start a metronome. // Lance un métronome.
metronome at {bpm} ~ !start [the|a] metronome at {bpm}[ bpm|][ with {beats} beats a bar|] ~ !give me {bpm} beats per minute ~ !tick at {bpm}[, {beats} beats|] ~ I need {bpm} bpm ~ I practise slowly, {bpm} beats a minute
métronome à {bpm} ~ !lancer le métronome à {bpm}[ avec {beats} temps|] ~ !battre la mesure à {bpm} ~ je travaille lentement, {bpm} battements par minute ~ il me faut {bpm} à la noire

# films

find_showtimes(film:title, city:city, date?:date) > times:tags
Find when a film is shown in the cinemas of a city. // Trouve les séances d'un film.
when is {film} on in {city}[ {date}|]? ~ showtimes of {film} in {city}[ {date}|] ~ what time can I see {film} in {city}[ {date}|]? ~ which cinemas in {city} show {film}? ~ !find screenings of {film} in {city}[ {date}|] ~ we'd like to watch {film} in a cinema in {city}[ {date}|], when does it start?
à quelle heure passe {film} à {city}[ {date}|] ? ~ séances de {film} à {city}[ {date}|] ~ !chercher les séances de {film} à {city} ~ on voudrait voir {film} au cinéma à {city}, à quelle heure ?

book_cinema_seats(film:title, seats:count, time:time, row?:code)
Reserve seats in a cinema. // Réserve des places de cinéma.
!book {seats} seats for {film} at {time} ~ {seats} tickets for {film} at {time} ~ !reserve {seats} cinema seats for {film}, {time} ~ I'd like {seats} places for {film} at {time}[ in row {row}|] ~ !get {seats} tickets to {film} at {time}[, row {row}|] ~ {seats} of us want to see {film} at {time}
!réserver {seats} places pour {film} à {time} ~ {seats} billets pour {film} à {time} ~ je voudrais {seats} places pour {film} à {time}[ au rang {row}|] ~ nous sommes {seats} à vouloir voir {film} à {time}

get_film_details(title:title, year?:year) > director:name, minutes:int 70 200
Get facts about a film. // Donne des informations sur un film.
who directed the film {title}[ from {year}|]? ~ what is the film {title}[ of {year}|] about? ~ how long is the film {title}? ~ !tell me about the movie {title}[ from {year}|] ~ details of the film {title}[ ({year})|] ~ is {title}[ from {year}|] long? tell me about that film
qui a réalisé le film {title}[ de {year}|] ? ~ de quoi parle le film {title} ? ~ !me renseigner sur le film {title}[ de {year}|] ~ combien de temps dure le film {title} ? ~ c'est quoi le film {title}[ de {year}|] ?

recommend_films(genre:story, decade?:int 1950 2020, count?:count)
Suggest films of a genre. // Conseille des films d'un genre.
!recommend a {genre} film ~ !suggest {count} {genre} films[ from the {decade}s|] ~ any good {genre} films[ from the {decade}s|]? ~ what {genre} should I watch tonight? ~ I feel like watching a {genre} film[ of the {decade}s|] ~ what {genre} would you suggest for tonight?
!conseiller un film de {genre} ~ !proposer {count} films de {genre}[ des années {decade}|] ~ quel film de {genre} regarder ce soir ? ~ que regarder ce soir en {genre} ?

rate_film(title:title, stars:int 1 5, comment?:text)
Save your rating of a film. // Enregistre ta note pour un film.
!give {title} {stars} stars ~ {stars} stars for {title}[, comment: {comment}|] ~ !rate the film {title} {stars}[ and say {comment}|] ~ my rating of {title} is {stars} ~ I'd give {title} {stars} out of five ~ I watched {title} and give it {stars} stars
!donner {stars} étoiles à {title} ~ {stars} étoiles pour {title}[, commentaire : {comment}|] ~ !noter le film {title} {stars} sur cinq ~ j'ai vu {title}, {stars} étoiles

add_to_watchlist(title:title, service?:company)
Put a film or series on the watchlist. // Ajoute à la liste des films à voir.
!put {title} on my watchlist ~ I want to watch {title} some day[ on {service}|] ~ !remember the film {title} for later ~ watchlist: {title} ~ !save {title} from {service} to watch later
!mettre {title} dans ma liste à voir ~ je veux voir {title} un jour ~ !garder {title} pour plus tard ~ à voir : {title}

# television

record_programme(title:title, channel?:company, time?:time)
Record a television programme. // Enregistre une émission.
!record {title}[ on {channel}|][ at {time}|] ~ I can't watch {title}, record it[ at {time}|] ~ !tape {title}[ on {channel}|] ~ recording of {title}[ at {time}|][, {channel}|] ~ !make the box record {title} ~ I'll be out[ at {time}|], keep {title} for me[ from {channel}|]
!enregistrer {title}[ sur {channel}|][ à {time}|] ~ enregistrement de {title}[ à {time}|] ~ je ne peux pas regarder {title}, enregistre-le ~ je serai absent, garde-moi {title}[ sur {channel}|]

get_tv_guide(channel:company, date?:date) > programmes:tags
Get what is on a television channel. // Programme d'une chaîne.
what's on {channel}[ {date}|]? ~ programme of {channel}[ {date}|] ~ !show the guide for {channel}[ {date}|] ~ is there anything good on {channel}[ {date}|]? ~ TV listings {channel}[ {date}|] ~ what can I watch on {channel}[ {date}|]? ~ what does {channel} show[ {date}|]? ~ {channel} schedule[ {date}|]
qu'est-ce qui passe sur {channel}[ {date}|] ? ~ programme de {channel}[ {date}|] ~ !afficher le programme de {channel}

change_channel(channel:company)
Switch the television to a channel. // Change de chaîne.
!switch to {channel} ~ !put on {channel} ~ TV to {channel} ~ !change the channel to {channel} ~ I want to watch {channel} ~ this is boring, over to {channel}
!mettre {channel} ~ !passer sur la chaîne {channel} ~ je veux regarder {channel} ~ c'est ennuyeux, mets {channel} ~ télé sur {channel}

set_subtitles(language:language, size?:<small;petits/medium;moyens/large=large,big;grands>)
Choose the subtitles of what is playing. // Choisit les sous-titres.
!show {language} subtitles ~ subtitles in {language}[, {size}|] ~ !turn on {size} subtitles in {language} ~ I need {language} subtitles[, {size} ones|] ~ !switch the subtitles to {language} ~ grandpa can't hear well, {language} subtitles[, {size}|]
!mettre les sous-titres en {language} ~ sous-titres en {language}[, {size}|] ~ !afficher de {size} sous-titres en {language} ~ papi entend mal, sous-titres en {language}

# radio and podcasts

play_radio(station:company, room?:room)
Play a radio station. // Écoute une station de radio.
!play the radio station {station}[ in the {room}|] ~ radio {station}[ in the {room}|] ~ !tune in to {station} ~ !put on {station} radio[ in the {room}|] ~ let's listen to radio {station} ~ I'd like the news on {station} radio
!mettre la radio {station}[ dans {room}|] ~ radio {station} ~ !écouter la station {station}[ dans {room}|] ~ je voudrais les infos sur la radio {station}

play_podcast(show:title, episode?:int 1 200, speed?:num 0.8 2)
Play a podcast. // Joue un podcast.
!play the podcast {show}[, episode {episode}|] ~ !continue my podcast {show}[ at {speed} times speed|] ~ episode {episode} of {show}[ at speed {speed}|] ~ podcast {show} ~ I'd like to hear the podcast {show}[ at {speed}x|] ~ on the way to work I want {show}[, episode {episode}|]
!lancer le podcast {show}[, épisode {episode}|] ~ épisode {episode} de {show}[ à la vitesse {speed}|] ~ !écouter le podcast {show} ~ en route, le podcast {show}[, épisode {episode}|]

subscribe_podcast(show:title)
Subscribe to a podcast. // Abonne à un podcast.
!subscribe to the podcast {show} ~ !follow {show} ~ I don't want to miss episodes of {show}, subscribe me ~ podcast subscription: {show} ~ !sign me up for the podcast {show} ~ {show} is great, I want every new episode
!m'abonner au podcast {show} ~ !suivre le podcast {show} ~ abonnement au podcast {show} ~ {show} est super, je veux chaque épisode ~ abonne-moi à {show}

search_podcasts(topic:topic, language?:language)
Search for podcasts about a subject. // Cherche des podcasts sur un sujet.
!find [a podcast|podcasts] about {topic}[ in {language}|] ~ are there {language} podcasts on {topic}? ~ podcasts on {topic} ~ which podcasts talk about {topic}? ~ !search podcasts for {topic}[, in {language}|] ~ I'd like to hear people talk about {topic}
!chercher des podcasts sur {topic}[ en {language}|] ~ y a-t-il des podcasts sur {topic} ? ~ podcasts au sujet de {topic} ~ j'aimerais entendre parler de {topic}, des podcasts ?

# libraries

find_book(title:title, author?:name) > shelf:code, available:yes<yes/no>
Find a book in the library's catalogue. // Cherche un livre au catalogue.
do you have the book {title}[ by {author}|]? ~ is {title} in the library? ~ !look for the book {title}[ by {author}|] ~ where does {title} by {author} stand? ~ library: find {title}[, {author}|] ~ I'm looking for {title}[ by {author}|], do you have a copy?
avez-vous le livre {title}[ de {author}|] ? ~ !chercher le livre {title}[ de {author}|] ~ où se trouve le livre {title} ? ~ je cherche {title}[ de {author}|], l'avez-vous en rayon ?

reserve_book(title:title, branch?:city, card?:code)
Reserve a book at the library. // Réserve un livre.
!reserve {title}[ at the {branch} branch|][ on card {card}|] ~ !put a hold on {title} ~ keep the book {title} for me[ in {branch}|] ~ hold {title}[ for card {card}|] ~ I'd like to borrow {title}, reserve it[ in {branch}|] ~ keep {title} aside for me[ at {branch}|]
!réserver le livre {title}[ à {branch}|] ~ !mettre de côté le livre {title}[ pour la carte {card}|] ~ réservation du livre {title} ~ garde-moi {title}[ à {branch}|]

renew_loan(title:title, weeks?:int 1 6)
Renew the loan of a book. // Prolonge un prêt.
!renew {title}[ for {weeks} weeks|] ~ I need the book {title} {weeks} weeks longer ~ !extend my loan of {title}[ by {weeks} weeks|] ~ [I haven't finished|I'm still reading] {title}, renew it ~ keep {title} {weeks} more weeks ~ can I have {title} {weeks} weeks longer?
!prolonger le prêt de {title}[ de {weeks} semaines|] ~ je garde {title} {weeks} semaines de plus ~ !renouveler l'emprunt de {title} ~ puis-je garder {title} {weeks} semaines de plus ?

get_library_fines(card:code) > amount:money
Get the fees owed on a library card. // Donne les amendes d'une carte.
what do I owe on library card {card}? ~ fines on card {card} ~ are there fees on {card}? ~ how much are the library fines of card {card}? ~ !check the fines for card {card} ~ did I return things late? card {card}
combien dois-je sur la carte {card} ? ~ amendes de la carte {card} ~ y a-t-il des frais sur la carte {card} ? ~ ai-je rendu en retard ? carte {card} ~ que dois-je payer à la bibliothèque, carte {card} ?

get_opening_hours(library:place, day?:weekday) > opens:time, closes:time
Get the opening hours of a library. // Horaires d'une bibliothèque.
when does the library at {library} open[ on {day}|]? ~ opening hours of the library at {library} ~ is the {library} library open on {day}? ~ how late is the library at {library} open[ on {day}|]? ~ until when can I bring books back at {library}? ~ can I still return a book at {library} on {day}?
quand ouvre la bibliothèque de {library}[ le {day}|] ? ~ horaires de la bibliothèque de {library} ~ la bibliothèque de {library} est-elle ouverte le {day} ? ~ à quelle heure ferme la bibliothèque de {library}[ le {day}|] ? ~ bibliothèque de {library}, heures d'ouverture[ le {day}|] ~ puis-je encore rendre un livre à {library} le {day} ?

log_reading(title:title, pages:int 5 300)
Record how many pages were read. // Note les pages lues.
I read {pages} pages of {title} ~ {pages} pages of {title} today ~ !log {pages} pages for {title} ~ add {pages} pages to my reading of {title} ~ !note that I've read {pages} pages in {title} ~ got through {pages} pages of {title}
j'ai lu {pages} pages de {title} ~ {pages} pages de {title} aujourd'hui ~ !noter {pages} pages lues pour {title} ~ {pages} pages de {title}, c'est lu ~ avancé de {pages} pages dans {title}

# images

resize_image(file:path, width:int 100 4000, height?:int 100 4000)
Resize a picture. // Redimensionne une image.
!resize {file} to {width}[ by {height}|][ pixels|] ~ !make {file} {width} pixels wide ~ !scale {file} to {width}x{height} ~ {file} should be {width} by {height} ~ shrink {file} to a width of {width} ~ {file} is too big for my site, {width} pixels wide is enough
!redimensionner {file} à {width}[ par {height}|][ pixels|] ~ !mettre {file} en {width} x {height} ~ {file} doit faire {width} pixels de large ~ {file} est trop grand, {width} pixels de large suffisent

rotate_image(file:path, degrees:int 5 270, direction?:<left=left,to the left,counterclockwise;vers la gauche/right=right,to the right,clockwise;vers la droite>)
Rotate a picture. // Fait tourner une image.
!rotate {file} by {degrees} degrees[ {direction}|] ~ !turn {file} {degrees} degrees[ {direction}|] ~ {file} is askew, rotate it {degrees} degrees ~ !spin the picture {file} {degrees} degrees {direction} ~ {file}: rotate {degrees} ~ the photo {file} lies on its side, turn it by {degrees} degrees[ {direction}|]
!tourner {file} de {degrees} degrés[ {direction}|] ~ !faire pivoter {file} de {degrees} degrés[ {direction}|] ~ {file} : rotation de {degrees} degrés ~ la photo {file} est de travers, tourne-la de {degrees} degrés

crop_image(file:path, x:int 0 500, y:int 0 500, width:int 50 2000, height:int 50 2000)
Cut a rectangle out of a picture. // Rogne une image.
!crop {file} to {width}x{height} at {x}, {y} ~ !cut {width} by {height} out of {file}, starting at {x}, {y} ~ crop {file}: x {x}, y {y}, width {width}, height {height} ~ !keep the {width} by {height} rectangle at {x} {y} of {file} ~ !trim {file} from {x}, {y}, size {width}x{height}
!rogner {file} à {width}x{height} en {x}, {y} ~ !couper {width} par {height} dans {file} à partir de {x}, {y} ~ rognage de {file} : x {x}, y {y}, largeur {width}, hauteur {height} ~ dans {file}, garde {width} sur {height} à partir de {x}, {y} ~ !découper {file} : x {x}, y {y}, largeur {width}, hauteur {height}

convert_image(file:path, format:<png=PNG;PNG/jpeg=JPEG,JPG;JPEG/webp=WebP;WebP/gif=GIF;GIF>, quality?:int 40 100)
Convert a picture to another format. // Convertit une image dans un autre format.
!convert {file} to {format}[ with quality {quality}|] ~ !save {file} as {format} ~ {file} to {format}[, quality {quality}|] ~ I need {file} in {format} ~ !turn {file} into a {format}[ at {quality}|] ~ my printer only takes {format}, can you change {file}?
!convertir {file} en {format}[ avec une qualité de {quality}|] ~ !enregistrer {file} en {format} ~ il me faut {file} en {format} ~ {file} doit être en {format}[, qualité {quality}|] ~ {file} en {format}[, qualité {quality}|] ~ il me faut du {format}, change {file}

add_watermark(file:path, text:label, opacity?:percent 10 90)
Write a watermark over a picture. // Ajoute un filigrane.
!put the watermark {text} on {file}[ at {opacity}|] ~ !watermark {file} with {text}[, {opacity} opacity|] ~ {file} needs the watermark {text} ~ !stamp {text} over {file}[ with {opacity} opacity|] ~ watermark {text} for {file} ~ nobody should steal {file}, write {text} over it
!ajouter le filigrane {text} à {file}[ à {opacity}|] ~ filigrane {text} sur {file} ~ !marquer {file} avec {text} ~ que personne ne vole {file}, écris {text} dessus ~ {file} avec le filigrane {text}

search_photos(person?:first, place?:city, year?:year 2000 2027)
Search the photo library. // Cherche des photos.
!show me photos of {person}[ in {place}|][ from {year}|] ~ photos from {place}[ in {year}|] ~ !find the pictures of {place} from {year} ~ pictures of {person} in {year} ~ which photos [did I take|are there] of {place}? ~ do we have pictures of {person}[ in {place}|]?
!montrer les photos de {person}[ à {place}|][ en {year}|] ~ photos de {place}[ en {year}|] ~ !trouver les images de {person} en {year} ~ avons-nous des photos de {person}[ à {place}|] ?

create_album(name:label, photos?:paths)
Create a photo album. // Crée un album photo.
!create a photo album called {name}[ with {photos}|] ~ new album {name}[: {photos}|] ~ !make the album {name} from {photos} ~ !put {photos} in a new album {name} ~ album {name}, please ~ I'd like to keep {photos} together as {name}
!créer un album photo {name}[ avec {photos}|] ~ nouvel album {name} ~ !mettre {photos} dans un nouvel album {name} ~ je veux garder {photos} ensemble sous {name} ~ album {name}[ : {photos}|]

tag_photo(file:path, tags:tags)
Put tags on a photo. // Étiquette une photo.
!tag {file} with {tags} ~ !label the photo {file} {tags} ~ {file}: tags {tags} ~ !add the tags {tags} to {file} ~ the picture {file} is about {tags} ~ so I find it again: {file} is {tags}
!étiqueter {file} avec {tags} ~ !ajouter les étiquettes {tags} à {file} ~ {file} : étiquettes {tags} ~ pour la retrouver, {file} : {tags} ~ la photo {file} parle de {tags}

trim_video(file:path, start:int 0 300, end:int 301 900)
Cut a part out of a video, in seconds. // Coupe une vidéo.
!trim {file} from second {start} to {end} ~ !cut {file} between {start} and {end} seconds ~ keep seconds {start} to {end} of {file} ~ {file}: from {start} s to {end} s ~ !shorten {file} to the part from {start} to {end} seconds ~ the start of {file} is boring, keep {start} to {end} seconds
!couper {file} de {start} à {end} secondes ~ !garder {file} de la seconde {start} à {end} ~ {file} : de {start} s à {end} s ~ le début de {file} est ennuyeux, garde de {start} à {end} secondes ~ extrait de {file}, {start} s à {end} s

extract_audio(file:path, format?:<mp3=MP3;MP3/wav=WAV;WAV/flac=FLAC;FLAC>)
Get the sound of a video as a file. // Extrait le son d'une vidéo.
!extract the [audio|sound] from {file}[ as {format}|] ~ I only need the sound of {file}[ in {format}|] ~ !get the audio track of {file}[ as {format}|] ~ {file} to {format}, sound only ~ !pull the music out of {file} ~ I'd like to listen to {file} without the picture[, as {format}|]
!extraire le son de {file}[ en {format}|] ~ il me faut juste le son de {file}[ en {format}|] ~ !récupérer l'audio de {file} ~ je veux écouter {file} sans l'image[, en {format}|] ~ le son seul de {file}
"""
