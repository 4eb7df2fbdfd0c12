"""Facts that are said once and asked for much later, in English and French."""
import re
from dataclasses import dataclass

# A statement that ends in its value, and a question for it. {x}: a thing, {p}: a person; the value's kind after the bar.
TABLE = {
    "en": """
The secret number of {x} is {v}.|What is the secret number of {x}?|digits
The number of {x} is {v}.|What number does {x} have?|digits
The code of {x} is {v}.|What's the code of {x}?|digits
The code that opens {x} is {v}.|Which code opens {x}?|digits
The password of {x} is {v}.|What is the password of {x}?|word
The name of {x} is {v}.|What is {x} called?|word
The key of {x} is in {v}.|Where is the key of {x}?|place
The owner of {x} is {v}.|Who owns {x}?|person
The price of {x} is {v} euros.|What does {x} cost?|digits
In {x} there are {v} chairs.|How many chairs are there in {x}?|digits
The phone number of {p} is {v}.|What is the phone number of {p}?|phone
The favourite word of {p} is {v}.|What is the favourite word of {p}?|word
The locker of {p} is number {v}.|Which locker does {p} have?|digits
The train of {p} leaves at {v}.|When does the train of {p} leave?|hour
The new address of {p} is {v}.|What is the new address of {p}?|place
The doctor of {p} is {v}.|Who is the doctor of {p}?|person
{p} lives in {v}.|Where does {p} live?|place
{p} left the car in {v}.|Where did {p} leave the car?|place
{p} will be there at {v}.|When will {p} be there?|hour
{p} has the badge {v}.|Which badge does {p} have?|digits""",
    "fr": """
Le numéro secret de {x} est {v}.|Quel est le numéro secret de {x} ?|digits
Le nombre de {x} est {v}.|Quel est le nombre de {x} ?|digits
Le code de {x} est {v}.|C'est quoi le code de {x} ?|digits
Le code qui ouvre {x} est {v}.|Quel code ouvre {x} ?|digits
Le mot de passe de {x} est {v}.|Quel est le mot de passe de {x} ?|word
Le nom de {x} est {v}.|Comment s'appelle {x} ?|word
La clé de {x} est dans {v}.|Où est la clé de {x} ?|place
Le propriétaire de {x} est {v}.|À qui appartient {x} ?|person
Le prix de {x} est de {v} euros.|Combien coûte {x} ?|digits
Pour {x}, il y a {v} chaises.|Combien y a-t-il de chaises pour {x} ?|digits
Le téléphone de {p} est le {v}.|Quel est le téléphone de {p} ?|phone
Le mot préféré de {p} est {v}.|Quel est le mot préféré de {p} ?|word
Le casier de {p} a le numéro {v}.|Quel casier a {p} ?|digits
Le train de {p} part à {v}.|Quand part le train de {p} ?|hour
La nouvelle adresse de {p} est {v}.|Quelle est la nouvelle adresse de {p} ?|place
Le médecin de {p} est {v}.|Qui est le médecin de {p} ?|person
{p} habite à {v}.|Où habite {p} ?|place
{p} a laissé la voiture à {v}.|Où {p} a-t-il laissé la voiture ?|place
{p} arrivera à {v}.|Quand arrivera {p} ?|hour
Le badge de {p} est le {v}.|Quel badge a {p} ?|digits""",
}
NEEDLES = {"en": "The secret number of {x} is {v}.|What is the secret number of {x}?|digits",
           "fr": "Le numéro secret de {x} est {v}.|Quel est le numéro secret de {x} ?|digits"}
ADJECTIVES = """amber silver quiet northern copper hidden winter crimson hollow golden broken distant marble southern velvet narrow emerald frozen
old wooden gentle scarlet empty western bright iron pale ancient violet windy""".split()
PLACES = """harbour garden tower bridge forest library valley market castle station island mill cellar orchard lantern river
chapel theatre window lighthouse meadow kitchen canal museum stable workshop quarry cottage school pier""".split()
NOUNS_FR = """le port|le jardin|la tour|le pont|la forêt|la bibliothèque|la vallée|le marché|le château|la gare|le moulin|la cave|le verger|la lanterne|la rivière|
la chapelle|le théâtre|la fenêtre|le phare|la cuisine|le canal|le musée|la carrière|la chaumière|la jetée|le grenier""".replace("\n", "").split("|")
OF_FR = """du nord|du sud|d'argent|de marbre|des brumes|du vieux roi|de cuivre|d'hiver|du matin|des oiseaux|de l'ouest|de bois|
du capitaine|de pierre|des roses|de verre|du voisin|des ombres|de sel|du soir""".replace("\n", "").split("|")


@dataclass
class Fact:
    statement: str
    question: str
    value: str

    def stem(self) -> str:
        """The statement up to its value."""
        return self.statement[:self.statement.rindex(self.value)].rstrip()

    def rest(self) -> str:
        """From the value on, with the space before it."""
        return self.statement[len(self.stem()):]


def thing(a, language: str) -> str:
    if language == "fr":
        return a.pick(NOUNS_FR) + " " + (a.pick(OF_FR) if a.chance(0.7) else a.made_up())
    draw = a.rng.random()
    if draw < 0.5:
        return f"the {a.pick(ADJECTIVES)} {a.pick(PLACES)}"
    return f"the {a.pick(ADJECTIVES)} {a.random_words(1, 1)}" if draw < 0.7 else f"the {a.random_words(1, 1)} {a.pick(PLACES)}" if draw < 0.9 else f"the {a.made_up()} {a.made_up()}"


def contracted(text: str) -> str:
    """French "de le", "à le" and "de" before a vowel as one says them."""
    text = re.sub(r"\bde le ", "du ", re.sub(r"\bà le ", "au ", text))
    return re.sub(r"\bde (?=[aeiouâàéèêîôûœAEIOUÂÀÉÈÊÎÔŒ])", "d'", text)


def value(a, kind: str, language: str) -> str:
    if kind == "digits":
        return str(a.rng.randrange(10 ** a.pick((1, 2, 3, 4, 4)), 100000))
    if kind == "hour":
        hour, minute = a.rng.randrange(24), a.rng.randrange(0, 60, 5)
        return f"{hour}h{minute:02}" if language == "fr" else f"{hour}:{minute:02}"
    if kind == "place" and language == "fr":
        return " ".join(a.made_up().capitalize() for _ in range(a.pick((1, 1, 2))))
    if kind == "place":
        return a.made_up().capitalize() if a.chance(0.5) else a.pick(PLACES).capitalize() + " " + a.made_up().capitalize()
    return {"word": a.made_up, "person": a.full_name, "phone": a.phone}[kind]()


def facts(a, language: str, count: int) -> list[Fact]:
    """Facts of one kind or of several, never two with the same question."""
    rows = [line for line in TABLE[language].split("\n") if line]
    if a.chance(0.5):
        rows = [NEEDLES[language] if a.chance(0.5) else a.pick(rows)]
    found = {}
    while len(found) < count:
        statement, question, kind = a.pick(rows).split("|")
        slots = {"x": thing(a, language), "p": a.full_name()}
        fill = contracted if language == "fr" else str
        said = value(a, kind, language)
        ask = fill(question.format(**slots, v=said))
        ask = ask[:1].upper() + ask[1:]
        line = fill(statement.format(**slots, v=said))
        found[ask] = Fact(line[:1].upper() + line[1:], ask, said)
    return list(found.values())
