"""Other names for the same tools, so that a header has to be read and cannot be remembered."""
import re
import unicodedata

VERBS = {
    "get": "get fetch retrieve read show lookup query", "find": "find search lookup locate", "search": "search find lookup query", "list": "list get show fetch all",
    "create": "create add make new", "add": "add create insert register", "delete": "delete remove erase drop", "remove": "remove delete drop",
    "set": "set update change adjust configure", "update": "update edit modify change", "calculate": "calculate compute calc work_out", "compute": "compute calculate calc",
    "convert": "convert transform", "send": "send dispatch deliver", "start": "start begin launch run", "stop": "stop end halt", "check": "check verify test get", "book": "book reserve",
    "cancel": "cancel revoke", "open": "open", "close": "close", "play": "play start", "track": "track follow trace", "estimate": "estimate predict assess", "translate": "translate", "log": "log record save track",
    "show": "show display get", "order": "order buy purchase", "rename": "rename relabel", "count": "count tally", "generate": "generate create make produce", "recommend": "recommend suggest propose", "suggest": "suggest recommend", "compare": "compare",
}
NAMES = {
    "city": "city town location place city_name", "country": "country nation country_name", "person": "person who name contact", "name": "name full_name label title", "title": "title name heading", "text": "text content body input",
    "message": "message text body content", "recipient": "recipient to receiver contact", "amount": "amount sum value total", "date": "date day on when", "time": "time at when hour", "duration": "duration length period", "room": "room zone area location",
    "from": "from origin start source", "to": "to destination end target", "origin": "origin from start departure start_location", "destination": "destination to end arrival end_location", "query": "query q search keywords term", "topic": "topic subject about theme",
    "path": "path file filename file_path", "folder": "folder directory dir", "number": "number n value", "numbers": "numbers values data list", "url": "url link address", "email": "email mail email_address", "phone": "phone phone_number tel",
    "count": "count number n quantity", "quantity": "quantity count amount qty", "guests": "guests people party_size n_guests", "people": "people persons guests", "language": "language lang target_language", "unit": "unit units", "mode": "mode setting", "color": "color colour",
    "colour": "colour color", "rate": "rate interest_rate annual_rate", "years": "years n_years term duration_years", "item": "item product article", "product": "product item article product_name", "items": "items products things", "tags": "tags labels keywords", "tag": "tag label keyword",
    "genre": "genre category style", "artist": "artist performer musician singer", "station": "station stop", "address": "address location street_address", "place": "place location spot", "id": "id identifier ref", "level": "level value", "device": "device appliance device_name",
    "state": "state status", "status": "status state", "minutes": "minutes duration_minutes mins", "hours": "hours n_hours duration_hours", "days": "days n_days num_days", "year": "year yr", "radius": "radius r", "height": "height h", "width": "width w", "weight": "weight mass",
    "temperature": "temperature temp degrees", "speed": "speed velocity", "mass": "mass m", "distance": "distance d", "limit": "limit max max_results", "company": "company business company_name", "team": "team team_name club", "reason": "reason why note", "note": "note comment remark",
    "symptoms": "symptoms signs complaints", "author": "author writer", "branch": "branch branch_name ref", "host": "host server hostname machine", "service": "service unit service_name", "table": "table table_name", "ingredients": "ingredients foods items", "price": "price cost",
}
DESCRIPTION_WORDS = {
    "Get": "Get|Fetch|Retrieve|Return|Show|Look up", "Find": "Find|Search for|Look up|Locate", "Calculate": "Calculate|Compute|Work out|Computes|Calculates", "Create": "Create|Make|Add|Set up", "Delete": "Delete|Remove|Erase", "Set": "Set|Change|Adjust",
    "List": "List|Show|Get", "Add": "Add|Put|Insert", "Send": "Send|Sends|Deliver", "Convert": "Convert|Converts|Change", "Start": "Start|Begin|Launch", "Stop": "Stop|End|Halt", "Search": "Search|Look through|Query", "Estimate": "Estimate|Predict|Estimates", "Book": "Book|Reserve", "Check": "Check|Verify|Tell",
    "Remove": "Remove|Delete|Take out", "Update": "Update|Change|Edit", "Show": "Show|Display|Get",
}
# Words of names and descriptions that mean the same there.
WORDS = [group.split("|") for group in """film|movie|picture
picture|image|photo
photo|picture|image
share|stock
shares|stocks
parcel|package|shipment
parcels|packages
shop|store
medicine|drug|medication
medicines|drugs|medications
car|vehicle
song|track|tune
songs|tracks
repository|repo|project
device|appliance
e-mail|email|mail
mail|email|message
home|house
price|cost
amount|sum
folder|directory
trip|journey
illness|disease|condition
employee|worker|staff_member
customer|client
student|pupil|learner
task|to-do|todo
light|lamp
route|itinerary|way
numbers|values
text|string
document|paper
speed|velocity
area|surface
surface|area
length|distance
picture|photo
people|persons
city|town
country|nation
doctor|physician
animal|creature
restaurant|eatery
hotel|inn
ticket|issue
meeting|conference
branch|branch_name
host|server|machine
server|host
money|funds
bill|invoice
invoice|bill
loan|credit
tax|levy
insurance|cover
workout|exercise
run|jog
message|note
user|account
password|passphrase
colour|color
colours|colors
holiday|vacation
flat|apartment
tool|instrument
mark|grade
quiz|test
game|match
match|game
party|celebration
gift|present
plant|crop
pet|animal
beach|shore
boat|vessel
book|volume
room|chamber
road|street
street|road
album|collection
playlist|list_of_songs
timer|countdown
alarm|alarm_clock
forecast|prediction
distance|way_length
temperature|warmth
recipe|cooking_instructions
dish|meal
order|purchase
product|article|item
products|articles|items
cart|basket
review|rating
file|document
page|sheet
translation|rendering
synonyms|similar_words
definition|meaning
password|secret
commit|change
container|box
customer|buyer
salary|pay|wage
leave|time_off""".split("\n")]
WORDS = {group[0]: group[1:] for group in WORDS}
FRENCH_NAMES = {"city": "ville", "person": "personne", "amount": "montant", "name": "nom", "title": "titre", "text": "texte", "time": "heure", "number": "nombre", "days": "jours", "hours": "heures", "country": "pays", "address": "adresse", "topic": "sujet",
                "room": "piece", "quantity": "quantite", "color": "couleur", "email": "courriel", "language": "langue", "file": "fichier", "folder": "dossier", "product": "produit", "from": "depart", "to": "arrivee", "price": "prix", "year": "annee",
                "word": "mot", "people": "personnes", "weeks": "semaines", "nights": "nuits", "radius": "rayon", "height": "hauteur", "width": "largeur", "company": "entreprise", "plant": "plante", "team": "equipe", "place": "lieu", "start": "debut",
                "end": "fin", "destination": "destination", "origin": "origine", "recipient": "destinataire", "reason": "motif", "account": "compte", "level": "niveau", "minutes": "minutes", "mode": "mode", "numbers": "nombres", "month": "mois", "day": "jour"}
SMALL_WORDS = set("a an the of in on to for and or with from by at its it is as whether how that which out into one some given per le la les un une des du de d l et ou a au en dans sur pour par avec".split())
TAILS = {
    "en": ["Requires an account.", "Returns JSON.", "Read only.", "Results are cached for a minute.", "Metric units.", "Use this for one request at a time.", "Works offline.", "Beta.", "See the manual for limits.", "Times are local."],
    "fr": ["Nécessite un compte.", "Renvoie du JSON.", "Lecture seule.", "Unités métriques.", "Fonctionne hors ligne.", "Version d'essai."],
}
LEADS = ["This tool can ", "Use it to ", "Tool to ", "A function to ", "Lets you "]
SERVERS = "my app api core svc home box lib hub city office data cloud local acme desk panel maps".split()
OPAQUE = "tool fn action op cmd func task skill endpoint".split()


def plain_letters(text: str) -> str:
    """A name of letters that programs write."""
    bare = unicodedata.normalize("NFKD", text.lower().replace("œ", "oe").replace("æ", "ae")).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", bare).strip("_")


def server_name(a) -> str:
    return a.pick(SERVERS) if a.chance(0.6) else plain_letters(a.made_up())


def camel(words: list[str], pascal: bool = False) -> str:
    return "".join(word if index == 0 and not pascal else word[:1].upper() + word[1:] for index, word in enumerate(words))


def verb_of(name: str) -> str:
    return name.split("_")[0]


def other_word(a, word: str, probability: float) -> str:
    """A word that means the same, now and then; "_" stands for a space."""
    return a.pick(WORDS[word]) if word in WORDS and a.chance(probability) else word


def name_of_description(a, text: str) -> str:
    """A name made of a description's words: "Set the brightness of a room's light" - set_brightness_room."""
    words = [word for word in plain_letters(text).split("_") if word not in SMALL_WORDS and len(word) > 1]
    return "_".join(words[:a.pick((2, 3, 3))])


def tool_name(a, name: str, domain: str, style: str) -> str:
    """style: of the whole header, so that the tools of one server look alike: plain, dashed (what stands for a dot), camel,
    pascal, kebab, prefixed by the domain, or "server:" and the server's name."""
    draw = a.rng.random()
    if draw < 0.02:
        return f"{a.pick(OPAQUE)}_{a.rng.randint(1, 40)}"
    verb, *noun = name.split("_")
    if verb in VERBS and a.chance(0.6):
        verb = a.pick(VERBS[verb].split())
    verb_words = verb.split("_")
    noun = [part for word in noun for part in other_word(a, word, 0.2).replace("-", "_").split("_")]
    if noun and len(noun) > 1 and a.chance(0.12):
        noun = noun[1:] if a.chance(0.3) else noun
    if not noun:
        words = verb_words
    elif a.chance(0.25) and style != "dashed":
        words = noun + verb_words
    else:
        words = verb_words + noun
    if style == "dashed":
        if noun and a.chance(0.4):
            return "_".join(noun) + "-" + "_".join(verb_words)
        return domain.split(" ")[0] + "-" + (camel(words) if a.chance(0.3) else "_".join(words))
    if style.startswith("server:"):
        return style[7:] + "_" + (camel(words) if a.chance(0.2) else "_".join(words))
    if style == "camel":
        return camel(words)
    if style == "pascal":
        return camel(words, True)
    if style == "kebab":
        return "-".join(words)
    if style == "prefixed":
        return domain.split(" ")[0] + "_" + "_".join(words)
    return "_".join(words)


def parameter_name(a, name: str, style: str, language: str) -> str:
    if language == "fr" and name in FRENCH_NAMES and a.chance(0.6):
        return FRENCH_NAMES[name]
    if a.chance(0.35) and name in NAMES:
        name = a.pick(NAMES[name].split())
    elif a.chance(0.02):
        name = a.pick("abcdefghkmnpqrsvwxyz") if a.chance(0.4) else a.pick(("arg_", "p_", "the_", "my_", "user_", "target_")) + name
    return camel(name.split("_")) if style in ("camel", "pascal") and "_" in name else name


ALTERNATIVES = re.compile(r"\[([^\[\]]*)\]")


def listed(words: list[str]) -> str:
    words = ["the " + word.replace("_", " ") for word in words]
    return words[0] if len(words) == 1 else ", ".join(words[:-1]) + " and " + words[-1]


def description(a, text: str, language: str, needed: list[str]) -> str:
    """needed: names of the required parameters, which some descriptions repeat."""
    while "[" in text:
        text = ALTERNATIVES.sub(lambda m: a.pick(m.group(1).split("|")), text, count=1)
    text = text.rstrip(".")
    if language == "en":
        text = re.sub(r"[a-z-]{3,}", lambda m: other_word(a, m.group(), 0.18).replace("_", " "), text)
        verb, _, rest = text.partition(" ")
        if verb in ("Get", "Find", "Compute", "List", "Show", "Estimate") and rest.startswith(("the ", "a ")) and a.chance(0.12):
            rest = rest.partition(" ")[2] if a.chance(0.6) else rest
            text = rest[:1].upper() + rest[1:]
        first, _, rest = text.partition(" ")
        if first in DESCRIPTION_WORDS and a.chance(0.6):
            text = a.pick(DESCRIPTION_WORDS[first].split("|")) + " " + rest
        if first in DESCRIPTION_WORDS and text.startswith(first + " ") and a.chance(0.12):
            text = a.pick(LEADS) + text[:1].lower() + text[1:]
        text = re.sub(r"\ba(?= [aeio])", "an", re.sub(r"\ban(?= [^aeiou])", "a", text))
        needed = [word for word in needed if len(word) > 2 and not word.startswith(("my_", "the_"))]
        if needed and a.chance(0.16):
            text += a.pick((" based on {x}", ", given {x}", " using {x}", ". Takes {x}", ". Needs {x}", " by {x}")).replace("{x}", listed(needed))
    draw = a.rng.random()
    if draw < 0.07:
        text = text[:1].lower() + text[1:]
    if draw > 0.9:
        return text
    text += "."
    return text + " " + a.pick(TAILS[language]) if a.chance(0.07) else text
