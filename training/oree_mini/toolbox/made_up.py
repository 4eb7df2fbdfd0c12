"""Tools that nobody could know: invented verbs and nouns, which only the header explains."""
from .naming import plain_letters
from .table import Choice, Parameter, Tool

KIND_CHOICES = ["made", "made", "int", "num", "person", "city", "label", "word", "words", "colour", "code", "ints", "date"]
PATTERNS = {
    "en": ["!{verb} the {noun} {first}{tail}", "!{verb} {first}{tail}", "!run {verb} on {first}{tail}", "can {first} be {verb}ed{tail}?", "!{verb} a {noun}: {first}{tail}", "I want the {noun} {first} to be {verb}ed{tail}",
           "{first} needs a {verb}{tail}", "!do a {verb} of the {noun} {first}{tail}", "what is the {verb} of {first}{tail}?", "!use {verb} for the {noun} {first}{tail}", "{verb} {first}{tail}", "!give me the {verb} {noun} for {first}{tail}"],
    "fr": ["!lancer {verb} sur {first}{tail}", "!faire un {verb} du {noun} {first}{tail}", "!utiliser {verb} pour {first}{tail}", "quel est le {verb} de {first}{tail} ?", "je veux un {verb} pour le {noun} {first}{tail}", "{verb} {first}{tail}",
           "!me donner le {noun} {verb} de {first}{tail}", "il faut un {verb} de {first}{tail}", "!exécuter {verb} avec {first}{tail}"],
}
DESCRIPTIONS = ["[Perform|Run|Do] a {verb} [of|on] a {noun}.", "{Verb} a {noun}.", "[Get|Compute] the {verb} of a {noun}.", "{Verb} one {noun} [of the system|in the store|]."]


def make_tool(a) -> Tool:
    verb, noun = plain_letters(a.made_up()), plain_letters(a.made_up() if a.chance(0.7) else a.random_words(1, 1))
    names, parameters = set(), []
    for index in range(a.pick((1, 1, 2, 2, 3, 4))):
        name = plain_letters(a.made_up() if a.chance(0.7) else a.random_words(1, 1))
        if name in names:
            continue
        names.add(name)
        draw = a.rng.random()
        if draw < 0.15 and index:
            words = [a.made_up().lower() for _ in range(3)]
            parameters.append(Parameter(name, "enum", (), tuple(Choice(word, (word,), (word,)) for word in dict.fromkeys(words)), a.chance(0.5)))
        elif draw < 0.22 and index:
            parameters.append(Parameter(name, "boolean", (), (Choice(True, (f"with {name}",), (f"avec {name}",)), Choice(False, (f"without {name}",), (f"sans {name}",))), False))
        else:
            parameters.append(Parameter(name, a.pick(KIND_CHOICES), (), (), index == 0 or a.chance(0.5)))
    patterns = {language: [] for language in PATTERNS}
    for language, forms in PATTERNS.items():
        for form in forms:
            tail = ""
            for parameter in parameters[1:]:
                mark = "{" + parameter.name + "}"
                said = f" {mark}" if parameter.kind == "boolean" else a.pick((f" with {parameter.name} {mark}", f", {parameter.name} {mark}", f" and {parameter.name} {mark}") if language == "en" else
                                                                            (f" avec {parameter.name} {mark}", f", {parameter.name} {mark}", f" et {parameter.name} {mark}"))
                tail += said if parameter.required else f"[{said}|]"
            patterns[language].append(form.replace("{verb}", verb).replace("{noun}", noun).replace("{first}", "{" + parameters[0].name + "}").replace("{tail}", tail))
    text = a.pick(DESCRIPTIONS).replace("{verb}", verb).replace("{noun}", noun).replace("{Verb}", verb.capitalize())
    return Tool(f"{verb}_{noun}", noun, tuple(parameters), (), {"en": text, "fr": text}, patterns)
