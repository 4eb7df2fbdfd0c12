"""Dialogues and texts of thousands of tokens, in which something far back is asked for.

`tokens` says how long one shall be, roughly; a scene of a few hundred tokens is of use too, since the trainer lets
positions skip ahead between its parts.
"""
from . import built_in
from .facts import Fact, facts
from .long_results import results_scene
from .scene import Scene

CHARACTERS = 2.2          # of a token, about
TEXT_WEIGHT = 0.05        # of the running text around a needle
# What is told is declined to be saved: the same words without that are a call.
TELL = {"en": ["Just for this conversation: {s}", "{s} Just keep that in mind, there is nothing to save.", "No need to note it: {s}", "Note for later, no need to save it: {s}", "{s} Don't write it down, just remember it for now.", "You needn't save this: {s}"],
        "fr": ["Juste pour cette conversation : {s}", "{s} Garde-le juste en tête, il n'y a rien à enregistrer.", "Pas besoin de le noter : {s}", "À retenir pour la suite, sans l'enregistrer : {s}", "{s} Ne le note pas, retiens-le juste pour l'instant.", "Inutile d'enregistrer ceci : {s}"]}
TOLD = {"en": "I will remember it.", "fr": "Je m'en souviendrai."}
READ = {"en": ["Read this text and answer my question.", "Here is a text.", "I have pasted a text below; I'll ask about it.", "Look at this:", "From a book:"],
        "fr": ["Lis ce texte et réponds à ma question.", "Voici un texte.", "Je colle un texte ci-dessous, j'aurai une question.", "Regarde ceci :", "Extrait d'un livre :"]}
DAYS = {"en": "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split(), "fr": "lundi mardi mercredi jeudi vendredi samedi dimanche".split()}
MENTION = {"en": ["My {title} is {when}, no need to save it yet.", "Don't add it yet: {title} is {when}.", "I have {title} {when}, nothing to do yet.", "{title} will be {when}, but leave my calendar alone for now."],
           "fr": ["{title}, c'est {when}, ne l'ajoute pas encore.", "J'ai {title} {when}, rien à faire pour l'instant.", "N'ajoute rien encore : {title} est {when}.", "{title} aura lieu {when}, mais laisse mon agenda tel quel pour l'instant."]}
ADD_IT = {"en": ["Now put {title} in my calendar as I told you.", "Add the {title} that I mentioned to my calendar, please.", "You can save {title} now, at the time I said."],
          "fr": ["Mets {title} dans mon agenda comme je te l'ai dit.", "Ajoute {title}, dont je t'ai parlé, à mon agenda.", "Tu peux enregistrer {title} maintenant, à l'heure que j'ai dite."]}
WHEN_IS = {"en": ["When did I say {title} was?", "When is {title}, as I told you?", "What day and time did I give for {title}?"],
           "fr": ["Quand est-ce que j'ai dit que c'était, {title} ?", "C'est quand déjà, {title} ?", "Quel jour et quelle heure ai-je donnés pour {title} ?"]}
FIRST = {"en": ["Cancel the first thing I mentioned today.", "Drop the very first appointment of this conversation.", "The first event I told you about is off, cancel it."],
         "fr": ["Annule le premier rendez-vous dont j'ai parlé.", "Supprime le tout premier événement de cette conversation.", "Le premier événement que j'ai cité tombe à l'eau, annule-le."]}


def hay(a, characters: int) -> list[str]:
    """Running sentences of a book, each with a space before it."""
    start, found = a.rng.randrange(len(a.sentences)), []
    while characters > 0:
        found.append(" " + " ".join(a.sentences[start % len(a.sentences)]))
        characters -= len(found[-1])
        start += 1
    return found


def among(a, things: list, more: list) -> list:
    """`more` put into `things` at random places, in a random order."""
    places = sorted(a.rng.randrange(len(things) + 1) for _ in more)
    for place, one in reversed(list(zip(places, a.rng.sample(more, len(more))))):
        things.insert(place, one)
    return things


def joined(parts: list[str], most: int = 6) -> list[str]:
    """The same text in fewer parts."""
    step = -(-len(parts) // most)
    return ["".join(parts[i:i + step]) for i in range(0, len(parts), step)]


def asked(a, known: list[Fact]) -> list[Fact]:
    return a.rng.sample(known, min(len(known), a.pick((1, 2, 3, 4))))


def needle_text(a, language: str, tokens: int) -> list[dict]:
    """Facts within a text, continued at its end by the same words."""
    known = facts(a, language, a.pick((1, 1, 2, 4, 6)))
    parts = joined(among(a, hay(a, int(tokens * CHARACTERS) - 90 * len(known)), [" " + fact.statement for fact in known]))
    turns = [{"role": "text", "content": part.lstrip() if i == 0 else part, "weight": TEXT_WEIGHT} for i, part in enumerate(parts)]
    for fact in asked(a, known):
        turns.append({"role": "text", "content": "\n" + fact.stem(), "weight": 0.0})
        turns.append({"role": "text", "content": fact.rest(), "weight": 1.0, "joined": True})
    return turns


def key_values(a, language: str, tokens: int) -> list[dict]:
    """Lines of keys and values, some asked for again at the end."""
    separator, style = a.pick((": ", " = ", " -> ", ", ", "\t")), a.pick(("word", "two", "name", "number"))
    key = {"word": a.made_up, "two": lambda: f"{a.made_up()}_{a.made_up()}", "name": a.full_name, "number": lambda: str(a.rng.randrange(1000, 99999))}[style]
    content = a.pick((a.made_up, lambda: str(a.rng.randrange(100, 99999)), a.phone))
    pairs, size = {}, 0
    while size < tokens * CHARACTERS * 0.7:
        name = key()
        pairs[name] = content()
        size += len(name) + len(pairs[name]) + 4
    lines = [f"{name}{separator}{value}\n" for name, value in pairs.items()]
    turns = [{"role": "text", "content": part, "weight": 0.0} for part in joined(lines)]
    for name in a.rng.sample(list(pairs), min(len(pairs), a.pick((2, 4, 6, 8)))):
        turns.append({"role": "text", "content": f"\n{name}{separator.rstrip()}", "weight": 0.0})
        turns.append({"role": "text", "content": separator[len(separator.rstrip()):] + pairs[name], "weight": 1.0, "joined": True})
    return turns


def questions(a, known: list[Fact], first: str = "") -> list[dict]:
    turns = []
    for fact in asked(a, known):
        turns += [{"role": "user", "content": fact.question}, {"role": "assistant", "content": fact.statement}]
    return turns


def pasted(a, language: str, tokens: int) -> list[dict]:
    """A long text within a request, and a question before or after it."""
    known = facts(a, language, a.pick((1, 2, 4)))
    parts = joined(among(a, hay(a, int(tokens * CHARACTERS) - 90 * len(known)), [" " + fact.statement for fact in known]))
    parts[0] = a.pick(READ[language]) + "\n\n" + parts[0].lstrip()
    turns = questions(a, known)
    parts.append("\n\n" + turns[0]["content"])
    return [{"role": "user", "content": "".join(parts), "parts": parts}] + turns[1:]


def size_of(turns: list[dict]) -> int:
    return sum(len(str(turn.get("content") or turn["calls"])) + 8 for turn in turns)


def filler(a, inner: Scene, characters: int) -> list[list[dict]]:
    """Other dialogues between what is told and what is asked, each a list of turns."""
    found = []
    while characters > 0:
        found.append(inner.draw())
        characters -= size_of(found[-1])
    return found


def told(a, language: str, inner: Scene, tokens: int) -> list[dict]:
    """Facts told in the course of a conversation about other things."""
    known = facts(a, language, a.pick((1, 2, 3)))
    tell = [[{"role": "user", "content": a.pick(TELL[language]).format(s=fact.statement)}, {"role": "assistant", "content": TOLD[language]}] for fact in known]
    between = filler(a, inner, int(tokens * CHARACTERS))
    early = len(between) // 2 + 1
    return sum(among(a, between[:early], tell) + between[early:], []) + questions(a, known)


def mentioned(a, language: str, inner: Scene, tokens: int) -> list[dict]:
    """Appointments that were only mentioned, and later saved, asked for or dropped."""
    clock = lambda: f"{a.rng.randrange(7, 22)}h{a.rng.randrange(0, 60, 15):02}" if language == "fr" else f"{a.rng.randrange(7, 22)}:{a.rng.randrange(0, 60, 15):02}"
    plans = {a.title(): f"{a.pick(DAYS[language])} {'à' if language == 'fr' else 'at'} {clock()}" for _ in range(a.pick((1, 2, 3)))}
    lead = "" if language == "fr" else "on "
    tell = []
    for title, when in plans.items():
        said = a.pick(MENTION[language]).format(title=title, when=lead + when)
        tell.append([{"role": "user", "content": said[:1].upper() + said[1:] if not said.startswith(title) else said}, {"role": "assistant", "content": TOLD[language]}])
    turns = sum(tell, []) + sum(filler(a, inner, int(tokens * CHARACTERS)), [])
    title, when = a.pick(list(plans.items()))
    end = a.rng.random()
    if end < 0.5:
        ask, call = a.pick(ADD_IT[language]).format(title=title), {"tool": "calendar_create", "arguments": {"title": title, "start": when}}
        return turns + [{"role": "user", "content": ask}, {"role": "assistant", "calls": [call]}]
    if end < 0.7:
        return turns + [{"role": "user", "content": a.pick(FIRST[language])}, {"role": "assistant", "calls": [{"tool": "calendar_cancel", "arguments": {"event": next(iter(plans))}}]}]
    answer = f"{title} : {when}." if language == "fr" else f"{title} is {lead}{when}."
    return turns + [{"role": "user", "content": a.pick(WHEN_IS[language]).format(title=title)}, {"role": "assistant", "content": answer}]


def draw_scene(arguments, language: str, phrasing: str, tokens: int) -> Scene:
    a, kind = arguments, arguments.rng.random()
    if kind < 0.35:
        make = needle_text if a.chance(0.75) else key_values
        return Scene("", [], lambda: make(a, language, tokens))
    if kind < 0.75:
        while True:
            inner = built_in.draw_scene(a, language, phrasing)
            if all(any(line.startswith(f"{tool}(") for line in inner.lines) for tool in ("calendar_create", "calendar_cancel")):
                break
        make = told if a.chance(0.5) else mentioned
        return Scene(inner.system, inner.lines, lambda: make(a, language, inner, tokens))
    if kind < 0.88:
        return results_scene(a, language, int(tokens * CHARACTERS))
    inner = built_in.draw_scene(a, language, phrasing)
    return Scene(inner.system, inner.lines, lambda: pasted(a, language, tokens))
