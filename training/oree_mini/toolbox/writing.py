"""Translation, words, texts, documents, poems' forms, speech and notes of others."""

TABLE = """
# translation

put_into_language(text:text, target:language, formal?:yes<formally,in a formal tone;en langage soutenu/informally,in a casual tone;en langage familier>)
Translate a text into a language. // Traduit un texte.
!translate "{text}" into {target}[ {formal}|] ~ how do you say {text} in {target}? ~ {text} in {target}, please ~ what is "{text}" in {target}? ~ !translate to {target}: {text} ~ I need this in {target}[, {formal}|]: {text} ~ !put {text} into {target} ~ my neighbour speaks {target}, how do I tell her "{text}"? ~ I'm writing a card in {target}: {text}
!traduire « {text} » en {target}[ {formal}|] ~ comment dit-on {text} en {target} ? ~ {text} en {target} ~ !traduire en {target} : {text} ~ il me faut ceci en {target} : {text} ~ mon voisin parle {target}, comment lui dire « {text} » ?

detect_language(text:text) > language:language
Tell which language a text is in. // Reconnaît la langue d'un texte.
what language is "{text}"? ~ in which language is this written: {text} ~ !detect the language of {text} ~ {text} - what language is that? ~ I got a letter that says "{text}", which language is it? ~ a stranger wrote "{text}", what language might it be?
en quelle langue est « {text} » ? ~ quelle est la langue de : {text} ~ !reconnaître la langue de « {text} » ~ « {text} », c'est quelle langue ? ~ un inconnu a écrit « {text} », quelle langue ?

translate_file(file:path, target:language, keep_layout?:yes<keeping the layout,with the same layout;en gardant la mise en page/as plain text;en texte brut>)
Translate a whole file. // Traduit un fichier entier.
!translate the file {file} into {target}[ {keep_layout}|] ~ {file} in {target}[, {keep_layout}|] ~ I need {file} in {target} ~ !make a {target} version of {file}[, {keep_layout}|] ~ !turn the document {file} into {target} ~ my colleagues only read {target}, give them {file}
!traduire le fichier {file} en {target}[ {keep_layout}|] ~ il me faut le fichier {file} en {target} ~ !faire une version en {target} de {file}[ {keep_layout}|] ~ mes collègues ne lisent que le {target}, traduis {file} ~ {file} à traduire en {target}

pronounce_word(word:word, language?:language)
Say how a word is pronounced. // Donne la prononciation d'un mot.
how is {word} pronounced[ in {language}|]? ~ pronunciation of {word}[ in {language}|] ~ how do I pronounce {word}? ~ !say the word {word}[ in {language}|] aloud ~ !let me hear how {word} sounds[ in {language}|]
comment se prononce {word}[ en {language}|] ? ~ prononciation de {word} ~ comment prononcer le mot {word} ? ~ !prononcer {word}[ en {language}|]

# words

define_word(word:word, language?:language)
Get the definition of a word. // Définition d'un mot.
what does {word} mean? ~ !define {word} ~ definition of {word}[ in {language}|] ~ meaning of the word {word} ~ what's a {word}? I need the definition ~ !look up {word} in the dictionary[ ({language})|] ~ I came across the word {word}, what is that?
que veut dire {word} ? ~ !définir {word} ~ définition de {word} ~ que signifie le mot {word} ? ~ !chercher {word} dans le dictionnaire ~ je suis tombé sur le mot {word}, ça veut dire quoi ?

find_synonyms(word:word, count?:count)
Find words with the same meaning. // Trouve des synonymes.
what's another word for {word}? ~ synonyms of {word}[, {count} of them|] ~ !give me {count} synonyms for {word} ~ words that mean the same as {word} ~ how else can I say {word}? ~ I've used {word} too often, give me something else
quel est un autre mot pour {word} ? ~ synonymes de {word} ~ !me donner {count} synonymes de {word} ~ comment dire autrement {word} ? ~ j'ai trop employé {word}, un autre mot ?

find_antonyms(word:word)
Find words with the opposite meaning. // Trouve des antonymes.
what's the opposite of {word}? ~ antonyms of {word} ~ opposite of {word} ~ which word means the contrary of {word}? ~ !find an antonym for {word} ~ if it isn't {word}, what is it? the opposite please
quel est le contraire de {word} ? ~ contraire de {word} ~ antonymes de {word} ~ !trouver le contraire de {word}

find_rhymes(word:word, syllables?:int 1 4)
Find words that rhyme. // Trouve des rimes.
what rhymes with {word}? ~ rhymes for {word}[ with {syllables} syllables|] ~ !find words rhyming with {word}[, {syllables} syllables|] ~ I need a rhyme on {word} ~ {syllables} syllable rhymes with {word}
qu'est-ce qui rime avec le mot {word} ? ~ rimes en {word} ~ !trouver des rimes avec {word}[ de {syllables} syllabes|] ~ il me faut une rime pour {word}

spell_word(word:word)
Spell a word letter by letter. // Épelle un mot.
how do you spell {word}? ~ !spell {word} ~ spelling of {word} ~ how is {word} written? ~ !spell out {word} for me ~ I never know how to write {word}
comment s'écrit {word} ? ~ !épeler {word} ~ orthographe de {word} ~ comment épelle-t-on {word} ? ~ je ne sais jamais écrire {word}

get_etymology(word:word)
Tell where a word comes from. // Étymologie d'un mot.
what's the origin of the word {word}? ~ etymology of {word} ~ from which language does {word} come? ~ !trace the word {word} back ~ history of the word {word} ~ who came up with the word {word}, where is it from?
quelle est l'origine du mot {word} ? ~ étymologie de {word} ~ de quelle langue vient {word} ? ~ d'où nous vient le mot {word} ? ~ {word}, quelle étymologie ?

conjugate_verb(verb:word, tense:<present=present;présent/past=past;passé/future;futur>, language?:language)
Conjugate a verb. // Conjugue un verbe.
!conjugate {verb} in the {tense} tense[ in {language}|] ~ {verb}, {tense} tense ~ what are the {tense} forms of {verb}? ~ {tense} tense of the verb {verb}[, {language}|] ~ how is {verb} conjugated in the {tense}? ~ I keep mixing up the {tense} of {verb}
!conjuguer {verb} au {tense} ~ {verb} au {tense} ~ conjugaison de {verb} au {tense} ~ je me trompe toujours au {tense} de {verb}

solve_anagram(letters:made, min_length?:int 3 8)
Find words made of given letters. // Trouve des anagrammes.
which words can I make from {letters}[ with at least {min_length} letters|]? ~ anagrams of {letters}[, {min_length} letters or more|] ~ !find words in the letters {letters} ~ I have the letters {letters}, what words? ~ !unscramble {letters} ~ I'm stuck with {letters} in my word game
quels mots faire avec {letters}[ d'au moins {min_length} lettres|] ? ~ anagrammes de {letters} ~ !trouver des mots avec les lettres {letters} ~ je bloque avec {letters} au jeu de lettres ~ mots possibles avec {letters}

# texts

count_words(text:text) > words:int 2 40
Count the words of a text. // Compte les mots d'un texte.
how many words are in "{text}"? ~ !count the words: {text} ~ word count of {text} ~ length in words of "{text}" ~ how long is this text in words: {text} ~ my essay reads "{text}", is it long enough? count the words
combien de mots dans « {text} » ? ~ !compter les mots : {text} ~ nombre de mots de « {text} » ~ ma phrase : « {text} », combien de mots ?

check_spelling(text:text, language?:language)
Find spelling mistakes. // Corrige l'orthographe.
is this spelled right: {text} ~ !check the spelling of "{text}"[ in {language}|] ~ spelling mistakes in {text}? ~ !proofread[ in {language}|]: {text} ~ are there typos in "{text}"? ~ before I send it, is "{text}" free of mistakes?
y a-t-il des fautes dans « {text} » ? ~ !vérifier l'orthographe : {text} ~ !corriger « {text} »[ en {language}|] ~ avant l'envoi, « {text} » est-il sans faute ?

change_case(text:text, case:<upper=upper case,capitals;majuscules/lower=lower case,small letters;minuscules/title=title case;casse de titre>)
Change the case of letters in a text. // Change la casse d'un texte.
!write "{text}" in {case} ~ {text} in {case} ~ !convert to {case}: {text} ~ !make {text} {case} ~ I want "{text}" in {case} ~ the title "{text}" should be in {case}
!écrire « {text} » en {case} ~ {text} en {case} ~ !mettre en {case} : {text} ~ le titre « {text} » doit être en {case}

reverse_string(text:text)
Write a text backwards. // Écrit un texte à l'envers.
!write {text} backwards ~ what's "{text}" backwards? ~ !reverse the letters of {text} ~ {text}, spelled backwards ~ backwards: {text} ~ the message should be unreadable: {text}, backwards
!écrire {text} à l'envers ~ que donne « {text} » à l'envers ? ~ !inverser les lettres de {text} ~ le message doit être illisible : {text}, à l'envers ~ {text} à l'envers

replace_words(text:text, find:word, replacement:word)
Replace a word in a text. // Remplace un mot dans un texte.
!replace {find} with {replacement} in "{text}" ~ in "{text}", change {find} to {replacement} ~ !swap {find} for {replacement} in the text "{text}" ~ every {find} should become {replacement} in "{text}" ~ !put {replacement} instead of {find} in "{text}" ~ I was wrong in "{text}": not {find} but {replacement}
!remplacer {find} par {replacement} dans « {text} » ~ dans « {text} », !changer {find} en {replacement} ~ !mettre {replacement} au lieu de {find} dans « {text} » ~ je me suis trompé dans « {text} » : pas {find} mais {replacement} ~ « {text} » avec {replacement} au lieu de {find}

shorten_text(text:text, max_words:int 5 60, style?:<plain=plain;simple/formal;soutenu/bullet=bullet points;liste>)
Summarise a text in few words. // Résume un texte.
!summarise in {max_words} words[, {style}|]: {text} ~ !shorten "{text}" to {max_words} words[ as {style}|] ~ "{text}" in at most {max_words} words ~ !sum this up in {max_words} words: {text} ~ a {max_words} word summary of "{text}"[, {style}|] ~ nobody will read all of "{text}", {max_words} words must do
!résumer en {max_words} mots[, {style}|] : {text} ~ !raccourcir « {text} » à {max_words} mots ~ « {text} » en {max_words} mots au plus ~ personne ne lira tout « {text} », {max_words} mots suffisent

rate_sentiment(text:text) > mood:<positive/negative/neutral>
Tell whether a text is positive or negative. // Dit si un texte est positif.
is "{text}" positive or negative? ~ sentiment of {text} ~ what's the mood of this: {text} ~ !judge the tone of "{text}" ~ does "{text}" sound happy? ~ a customer wrote "{text}", is he angry?
« {text} » est-il positif ou négatif ? ~ quel est le ton de : {text} ~ !juger le ton de « {text} » ~ un client a écrit « {text} », est-il content ?

compare_texts(first:text, second:text) > similarity:percent
Tell how alike two texts are. // Compare deux textes.
how similar are "{first}" and "{second}"? ~ !compare "{first}" with "{second}" ~ is "{first}" the same as "{second}"? ~ difference between "{first}" and "{second}" ~ similarity: "{first}" / "{second}" ~ did he copy? "{first}" against "{second}"
« {first} » et « {second} » se ressemblent-ils ? ~ !comparer « {first} » et « {second} » ~ différence entre « {first} » et « {second} » ~ a-t-il copié ? « {first} » face à « {second} » ~ « {first} », « {second} » : se ressemblent-ils ?

generate_password(length:int 8 40, symbols?:yes<with symbols,with special characters;avec des symboles/without symbols,letters and digits only;sans symboles>)
Make a random password. // Crée un mot de passe.
!make a password of {length} characters[ {symbols}|] ~ {length} character password[, {symbols}|] ~ I need a new password, {length} long[, {symbols}|] ~ !generate a password with {length} letters[, {symbols}|] ~ random password, {length} characters ~ a new account needs a secret of {length} characters[, {symbols}|]
!créer un mot de passe de {length} caractères[ {symbols}|] ~ il me faut un mot de passe de {length} caractères ~ mot de passe, {length} caractères[, {symbols}|] ~ il me faut un mot secret de {length} caractères[, {symbols}|]

encode_text(text:text, scheme:<base64=base64;base64/morse=Morse,Morse code;morse/rot13=ROT13;ROT13/hex=hexadecimal,hex;hexadécimal>)
Encode a text. // Encode un texte.
!encode "{text}" in {scheme} ~ {text} in {scheme} ~ what's {text} in {scheme}? ~ !turn {text} into {scheme} ~ !write "{text}" as {scheme} ~ nobody should understand {text}, put it in {scheme}
!encoder « {text} » en {scheme} ~ {text} en {scheme} ~ que donne {text} en {scheme} ? ~ personne ne doit comprendre {text}, mets-le en {scheme} ~ !chiffrer {text} en {scheme}

speak_text(text:text, voice?:<female=female,a woman's;féminine/male=male,a man's;masculine>, speed?:num 0.5 2)
Read a text aloud. // Lit un texte à voix haute.
!read aloud: {text} ~ !say "{text}"[ with {voice} voice|] ~ !speak {text}[ at speed {speed}|] ~ I want to hear "{text}"[ at {speed} times the speed|] ~ !read me "{text}"[ in {voice} voice|] ~ my eyes are tired, read "{text}" to me
!lire à voix haute : {text} ~ !dire « {text} »[ avec une voix {voice}|] ~ je veux entendre « {text} »[ à la vitesse {speed}|] ~ mes yeux fatiguent, lis-moi « {text} »

transcribe_audio(file:path, language?:language, speakers?:count)
Write down what is said in a recording. // Transcrit un enregistrement.
!transcribe {file}[ in {language}|][, {speakers} speakers|] ~ what is said in {file}? ~ text of the recording {file}[, {speakers} people talking|] ~ !write down the recording {file}[ in {language}|] ~ I need {file} as text[, it's {language}|] ~ I recorded the interview as {file}, put it in writing
!transcrire {file}[ en {language}|][, {speakers} voix|] ~ que dit-on dans {file} ? ~ il me faut le texte de l'enregistrement {file} ~ l'entretien est dans {file}, mets-le par écrit

# documents

merge_pdfs(files:paths, output:path)
Join PDF files into one. // Fusionne des PDF.
!merge {files} into {output} ~ !join {files}, call the result {output} ~ {output} from {files} ~ !put {files} together as {output} ~ one PDF {output} made of {files} ~ I have {files} and want just one, {output}
!fusionner {files} dans {output} ~ !réunir {files} sous le nom {output} ~ {output} à partir de {files} ~ un seul PDF {output} avec {files} ~ !mettre {files} ensemble dans {output} ~ j'ai {files} et je n'en veux qu'un, {output}

extract_pages(file:path, first:int 1 20, last:int 21 90)
Take pages out of a PDF. // Extrait des pages d'un PDF.
!extract pages {first} to {last} of {file} ~ pages {first}-{last} of {file} ~ I only need pages {first} to {last} from {file} ~ !take out pages {first} through {last} of {file} ~ {file}: pages {first} until {last} ~ my teacher wants pages {first} to {last} from {file}
!extraire les pages {first} à {last} de {file} ~ pages {first} à {last} de {file} ~ il me faut les pages {first} à {last} de {file} ~ mon prof veut les pages {first} à {last} de {file} ~ de {file}, garde les pages {first} à {last}

sign_document(file:path, signer:name, page?:int 1 30)
Have a person sign a document. // Fait signer un document.
{signer} signs {file}[ on page {page}|] ~ !have {file} signed by {signer}[, page {page}|] ~ !send {file} to {signer} for signature ~ signature of {signer} on {file}[, page {page}|] ~ I need {signer} to sign {file}[ on page {page}|] ~ {file} isn't valid until {signer} signs
!faire signer {file} par {signer}[ à la page {page}|] ~ {signer} doit signer {file} ~ signature de {signer} sur {file}[, page {page}|] ~ {file} n'est pas valable sans la signature de {signer} ~ {signer} signe {file}[, page {page}|]

fill_template(template:label, values:fields)
Fill a template with values. // Remplit un modèle.
!fill the template {template} with {values} ~ template {template}: {values} ~ !use the template {template}, {values} ~ !complete {template} with {values} ~ !make a document from {template}: {values}
!remplir le modèle {template} avec {values} ~ modèle {template} : {values} ~ !utiliser le modèle {template}, {values}

print_document(file:path, copies:count, colour?:yes<in colour;en couleur/in black and white;en noir et blanc>, two_sided?:yes<two-sided,on both sides;recto verso/one-sided,on one side;recto>)
Print a document. // Imprime un document.
!print {copies} copies of {file}[ {colour}|][, {two_sided}|] ~ {file}, {copies} copies[, {colour}|] ~ I need {file} on paper, {copies} times[, {two_sided}|] ~ !print {file} {copies} times[ {colour}|] ~ {copies} prints of {file}[, {colour}|][, {two_sided}|] ~ the meeting needs {copies} of {file}[, {colour}|]
!imprimer {copies} exemplaires de {file}[ {colour}|][, {two_sided}|] ~ {file}, {copies} exemplaires[, {colour}|] ~ il me faut {file} sur papier, {copies} fois ~ pour la réunion, {copies} fois {file}[, {colour}|]

scan_page(name:label, resolution?:<150/300/600>, format?:<pdf=PDF;PDF/png=PNG;PNG>)
Scan the page in the scanner. // Numérise une page.
!scan this as {name}[ in {format}|][ at {resolution} dpi|] ~ !scan the page and name it {name} ~ scan: {name}[, {resolution} dpi|][, {format}|] ~ !digitise this page, call it {name}[, {format}|] ~ new scan called {name}[ with {resolution} dpi|] ~ I need a copy of this paper, {name}[, as {format}|]
!numériser la page sous le nom {name}[ en {format}|] ~ !scanner ceci, nom {name}[, {resolution} dpi|] ~ numérisation : {name}[, {format}|] ~ il me faut une copie de ce papier, {name}[, en {format}|] ~ copie numérique nommée {name}

cite_source(title:title, author:name, year:year, style?:<apa=APA;APA/mla=MLA;MLA/chicago=Chicago;Chicago>)
Make a bibliographic reference. // Fait une référence bibliographique.
!cite {title} by {author}, {year}[ in {style} style|] ~ reference: {author}, {title}, {year}[, {style}|] ~ how do I cite {title} ({author}, {year})[ in {style}|]? ~ !make a citation of {title}, written by {author} in {year} ~ {style} reference for {title} by {author}, {year} ~ my thesis quotes {author}'s {title} of {year}, how do I write that[ in {style}|]?
!citer {title} de {author}, {year}[ au format {style}|] ~ référence : {author}, {title}, {year} ~ comment citer {title} de {author} ({year})[ en {style}|] ? ~ mon mémoire cite {title} de {author} ({year}), comment l'écrire[ en {style}|] ? ~ {author}, {title}, {year}, en référence[ {style}|]
"""
