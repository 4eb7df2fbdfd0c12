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
           ("[nice|good|well done|great job|cool|ok|okay|all right]", "You're welcome."), ("what's your name?", "I am Orée, an agent on this device.")],
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
# Tools that can stand for each other: a request to one is not refused where the other is in the header.
SAME = [set(group.split()) for group in """set_alarm set_reminder create_reminder
convert_units convert_temperature convert_length
send_message send_email send_text""".split("\n")]


def same(one: str, other: str) -> bool:
    return any(one in group and other in group for group in SAME)


def off_topic(a, language: str, phrasing: str) -> str:
    return choose_pattern(a, OFF_TOPIC[language], phrasing)


def instructions(a, language: str) -> str:
    if a.chance(0.55):
        return ""
    return a.pick(INSTRUCTIONS["en" if a.chance(0.3) else language])
