"""What is said around the tools: instructions, small talk, follow-ups, and requests that no tool of a table can do."""
from ..phrases import choose_pattern

INSTRUCTIONS = {
    "en": ["You are a helpful assistant.", "You are an assistant with tools.", "Use the tools to help the user.", "Answer briefly.", "You help people on this device. Call a tool when one fits, otherwise say that none does.",
           "You are Orée, an agent on this device.", "Be concise and polite.", "Call tools only when they fit the request.", "You are the assistant of a small company.", "You run on a device at home."],
    "fr": ["Tu es un assistant utile.", "Vous êtes un assistant qui dispose d'outils.", "Réponds brièvement.", "Utilise les outils pour aider la personne.", "Tu es Orée, un agent sur cet appareil.", "Sois bref et poli.",
           "Appelle un outil quand il convient, sinon dis qu'aucun ne convient."],
}
SMALL_TALK = {
    "en": [("[hello|hi|hey|good morning|good evening|good afternoon|hi there]", "Hello! What can I do for you?"), ("[thanks|thank you|thanks a lot|many thanks|cheers|great, thanks|perfect]", "You're welcome."),
           ("how are you[ today|]?", "Fine, thank you. What can I do for you?"), ("[who|what] are you?", "I am Orée, an agent on this device."), ("what can you do?", "I can help with what my tools allow."), ("[bye|goodbye|good night|see you]", "Goodbye!"),
           ("[nice|good|well done|great job|cool]", "You're welcome."), ("what's your name?", "I am Orée, an agent on this device.")],
    "fr": [("[bonjour|salut|bonsoir|coucou|bonjour à toi]", "Bonjour ! Que puis-je faire pour vous ?"), ("[merci|merci beaucoup|merci bien|super, merci|parfait, merci]", "Je vous en prie."), ("[comment ça va|ça va|comment vas-tu|comment allez-vous] ?", "Bien, merci. Que puis-je faire pour vous ?"),
           ("[qui es-tu|qui êtes-vous|tu es qui] ?", "Je suis Orée, un agent sur cet appareil."), ("[que sais-tu faire|que peux-tu faire|qu'est-ce que tu sais faire] ?", "Je peux aider avec ce que permettent mes outils."), ("[au revoir|à bientôt|bonne nuit|à plus|bonne journée]", "Au revoir !")],
}
FOLLOW_UPS = {
    "en": {"again": ["and {in}{x}?", "what about {x}?", "and {x}?", "how about {x}?", "same [thing|] for {x}", "[now|then] {in}{x}", "do the same {in}{x}", "the same with {x}, please", "also {in}{x}", "[can you|could you] do it for {x} too?", "and what about {x}?"],
           "correction": ["no, {x}", "no, I meant {x}", "sorry, {x}", "[actually|wait], {in}{x}", "I meant {x}, not that", "make it {x}", "{x} instead", "[oops|sorry], it should be {x}"]},
    "fr": {"again": ["et {in}{x} ?", "et {x} ?", "et pour {x} ?", "même chose [pour|avec] {x}", "maintenant {in}{x}", "[fais|faites] pareil avec {x}", "pareil pour {x}", "la même chose {in}{x}", "et qu'en est-il de {x} ?"],
           "correction": ["non, {x}", "non, je voulais dire {x}", "pardon, {x}", "[en fait|attends], {in}{x}", "plutôt {x}", "{x} plutôt", "[oups|désolé], c'est {x}", "je voulais dire {x}"]},
}
# Knowledge, opinions, feats: nothing that a tool of the tables does.
OFF_TOPIC = {
    "en": ["who invented {topic}?", "why is {topic} so [popular|expensive|hard|important]?", "what do you think [of|about] {topic}?", "!tell me a joke[ about {topic}|]", "!write [a poem|an essay|a short story|a song] about {topic}", "who wrote about {topic}?", "what is the meaning of life?", "how do I [repair|build|draw|clean] {topic}?",
           "what was {person} famous for?", "what did {person} [discover|believe|invent]?", "who was the [teacher|wife|rival] of {person}?", "what caused {event}?", "why did {event} happen?", "who [won|led|started] {event}?", "is {topic} better than {topic}?", "!explain {topic} to [me|a child]", "what are the [main|different] [kinds|types|parts] of {topic}?",
           "how does {topic} work?", "what are the benefits of {topic}?", "what colour is [the sky|snow|an emerald|the {animal}]?", "how many legs does a {animal} have?", "do you [like|love|know] {topic}?", "!sing [me|] something", "what is the secret of {topic}?", "who is the [president|king|mayor] of {country}?", "!cook me dinner", "!argue [for|against] {topic}",
           "which [actor|actress|painter] is [the best|your favourite]?", "what [rhymes with|smells like] {topic}?", "!fetch me a [coffee|beer|sandwich]", "are you [alive|human|a robot]?", "what should I do with my life?", "can you [drive|swim|dance|see me]?", "who founded {city}?", "what language do they speak in {country}?", "what is {city} [known|famous] for?",
           "how are {topic} and {animal} [related|connected]?", "!give me [advice|your opinion] on {topic}", "what is the smallest {animal} [ever|in the world]?", "!summarise the life of {person}", "what was life like before {event}?", "where does the word {topic} come from?", "!teach me {topic}", "!draw me a {animal}", "who is [stronger|faster], a {animal} or a {animal}?",
           "why do people [like|hate|fear] {topic}?", "what [happens|happened] after {event}?", "!debug my life", "what is the [best|worst] thing about {topic}?", "!carry my bags to {city}", "who painted {topic}?", "!lend me some money", "!predict the future of {topic}", "what is the moral of {topic}?", "how old is {topic}?", "!prove that {topic} exists"],
    "fr": ["qui a inventé {topic} ?", "pourquoi {topic}, c'est si [cher|difficile|connu|important] ?", "que penses-tu de {topic} ?", "!me raconter une blague[ sur {topic}|]", "!écrire [un poème|une chanson|une rédaction] sur {topic}", "quel est le sens de la vie ?", "comment [réparer|construire|dessiner|nettoyer] {topic} ?",
           "pourquoi {person} est-[il|elle] célèbre ?", "qu'a découvert {person} ?", "qui était le maître de {person} ?", "pourquoi {event} a eu lieu ?", "qui a gagné {event} ?", "!m'expliquer {topic}", "comment marche {topic} ?", "quels sont les [avantages|types|dangers] de {topic} ?", "combien de pattes a {animal} ?", "tu aimes {topic} ?",
           "!me chanter quelque chose", "qui est le [président|roi|maire] de {city} ?", "!me préparer à dîner", "quel est ton [acteur|peintre|film] préféré ?", "qu'est-ce qui rime avec {topic} ?", "!m'apporter un [café|sandwich]", "es-tu [vivant|humain|un robot] ?", "qui a fondé {city} ?", "quelle langue parle-t-on en {country} ?", "pourquoi {city} est-elle connue ?",
           "!me donner ton avis sur {topic}", "d'où vient le mot {topic} ?", "!m'apprendre {topic}", "!me dessiner {animal}", "pourquoi les gens [aiment|détestent|craignent] {topic} ?", "qui a peint {topic} ?", "!me prêter de l'argent", "!prédire l'avenir de {topic}", "quelle est la morale de {topic} ?", "que dois-je faire de ma vie ?",
           "sais-tu [nager|danser|conduire] ?", "!porter mes bagages jusqu'à {city}", "que s'est-il passé après {event} ?"],
}
# Tools that could answer each other's requests: a header has one of them, and a request to another is not refused.
ALIKE = [set(group.split()) for group in """get_weather_now get_weather_forecast get_rain_chance
plan_route estimate_travel_time measure_distance
search_trains get_departures
find_dishes explain_recipe plan_meals
convert_kitchen_measure convert_weight
get_order_state track_parcel
list_sights create_itinerary find_exhibitions
get_animal_facts classify_species get_protection_status
define_word get_etymology
get_figure_biography list_events_of_year date_event
send_text send_mail send_group_message
dial_number call_contact
set_alarm start_timer create_task set_pill_reminder
add_list_item create_task
check_spelling define_word spell_word
switch_device switch_light set_air_conditioning
search_jobs apply_for_job
get_plant_care get_planting_time diagnose_plant
get_illness_facts check_symptoms
get_film_details find_showtimes recommend_films
compute_combinations compute_dice_chance
get_headlines get_company_news
check_interactions get_side_effects""".split("\n")]
# What a header of these domains might answer after all.
ANSWERED_BY = {"{event}": {"history"}, "{person}": {"history", "art"}, "{country}": {"geography", "history", "offices"}, "{city}": {"geography", "trips"}, "{animal}": {"animals", "biology", "pets"},
               "word": {"words"}, "raw": {"art", "games"}, "essin": {"art"}, "paint": {"art"}, "peint": {"art"}, "song": {"music", "art"}, "chanson": {"music", "art"}, "mot ": {"words"}, "cook": {"cooking"}, "dîner": {"cooking", "restaurants"},
               "coffee": {"appliances", "restaurants"}, "café": {"appliances", "restaurants"}, "aning": {"words"}, "actor": {"films"}, "acteur": {"films"}, "money": {"banking", "loans"}, "argent": {"banking", "loans"}, "teach": {"school"}, "apprendre": {"school"},
               "carry": {"trips"}, "explain": {"school"}, "xpliquer": {"school"}, "poem": {"texts"}, "repair": {"workshop", "chores"}, "réparer": {"workshop", "chores"}, "favourite": {"films", "art"}}


def same(one: str, other: str) -> bool:
    return any(one in group and other in group for group in ALIKE)


def off_topic(a, language: str, phrasing: str, domains: set[str]) -> str:
    """A request for nothing that a tool of these domains does."""
    while True:
        pattern = choose_pattern(a, OFF_TOPIC[language], phrasing)
        if not any(mark in pattern and domains & answering for mark, answering in ANSWERED_BY.items()):
            return pattern


# What a person says around a request; it changes nothing about it.
BEFORE = {
    "en": """I'm in a hurry.|My boss is waiting for this.|We talked about it yesterday.|I'm getting ready for the weekend.|{name} asked me to sort this out.|I'm at work until {n}.|It's been a long day.|I keep forgetting this.|There are {n} of us in the office today.|I'm writing a report.|My sister {name} told me about it.
I'm studying for an exam.|I have to leave in {n} minutes.|The last time it took {n} minutes.|I don't have my glasses with me.|I'm not at home right now.|I need your help with something.|We are {n} people at home.|I just got up.|My phone is nearly empty.|I've been meaning to do this since {day}.|{name} and I are planning something.|I hope you can help.
It's for a friend.|It's for my daughter, she's {n}.|I'm doing my homework.|I was talking with {name} about this.|My neighbour {name} is curious.|I'm new to this.|This is for school.|I'm working on a project.|A colleague wants to know.|I've got {n} things to do today.|You've been very helpful so far.|Let me think.|Here is what I need.|I have a question.|Our guests arrive on {day}.""",
    "fr": """Je suis pressé.|Mon chef attend ça.|On en a parlé hier.|{name} m'a demandé de m'en occuper.|Je suis au travail jusqu'à {n} heures.|J'oublie toujours ça.|Nous sommes {n} au bureau.|J'écris un rapport.|Ma sœur {name} m'en a parlé.|Je révise un examen.|Je pars dans {n} minutes.|Je ne suis pas chez moi.|J'ai besoin d'aide.
On est {n} à la maison.|Je viens de me lever.|Mon téléphone est presque vide.|{name} et moi préparons quelque chose.|C'est pour un ami.|C'est pour ma fille, elle a {n} ans.|Je fais mes devoirs.|J'en parlais avec {name}.|Mon voisin {name} est curieux.|C'est pour l'école.|Un collègue veut savoir.|J'ai {n} choses à faire.|Voilà ce qu'il me faut.|J'ai une question.|Nos invités arrivent {day}.""",
}
BEFORE = {language: text.replace("\n", "|").split("|") for language, text in BEFORE.items()}


def remark(a, weekday: str) -> str:
    """A sentence beside the request, with names and numbers that belong to no argument."""
    return a.pick(BEFORE[a.language]).replace("{name}", a.first_name()).replace("{n}", str(a.rng.randint(2, 30))).replace("{day}", weekday)


def instructions(a, language: str) -> str:
    if a.chance(0.55):
        return ""
    return a.pick(INSTRUCTIONS["en" if a.chance(0.3) else language])
