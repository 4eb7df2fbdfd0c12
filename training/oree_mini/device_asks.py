"""Requests for reminders, units, files and databases, in the language of the arguments."""
from .ask import Ask
from .databases import draw_database
from .patterns import table
from .phrases import choose_pattern

TIMED = {"en": "pasta|eggs|the tea|cake|the pizza|laundry|rice|bread|the roast|nap|the oven|the cookies|washing machine|the soup|my break|glue|paint|dough|the game".split("|"),
         "fr": "les pâtes|les œufs|le thé|le gâteau|la pizza|le riz|le pain|le rôti|la sieste|le four|les cookies|le linge|la soupe|la pause|la colle|la peinture|la pâte|le jeu".split("|")}

# Units of one quantity, each with names that the program knows; the first name of each is its symbol.
UNITS = {
    "en": """km:kilometres:kilometers miles:mi metres:m:meters feet:ft inches cm:centimetres mm yards|kg:kilograms:kilos pounds:lb:lbs grams:g ounces:oz stone tonnes|
litres:l:liters ml:millilitres cups gallons pints tablespoons teaspoons cl fluid_ounces|°C:celsius:degrees_celsius °F:fahrenheit:degrees_fahrenheit kelvin|km/h:kph mph:miles_per_hour knots m/s|
minutes:min hours:h seconds:s days weeks|kWh joules:J kcal kJ|watts:W kW horsepower:hp|bar psi hPa atmospheres|MB:megabytes GB:gigabytes MiB GiB kB:kilobytes bytes|hectares:ha acres square_metres:m2 square_feet""",
    "fr": """km:kilomètres miles mètres:m pieds pouces cm:centimètres mm|kg:kilos:kilogrammes livres grammes:g onces tonnes|litres:l ml:millilitres cl:centilitres dl gallons pintes_:pt cups|
°C:celsius:degrés_celsius °F:fahrenheit:degrés_fahrenheit kelvins|km/h mph nœuds_:kn m/s|minutes:min heures:h secondes:s jours semaines|kWh joules:J kcal kJ|watts:W kW chevaux:ch|bars psi hPa atmosphères_:atm|
Mo_:MB Go_:GB MiB GiB kB octets|hectares:ha acres m2:mètres_carrés km2"""}
UNITS = {language: [[[name.replace("_", " ") for name in unit.split(":") if not name.endswith("_")] for unit in quantity.split()] for quantity in text.replace("\n", "").split("|")]
         for language, text in UNITS.items()}

FOLDERS = {"en": "Documents Documents/work notes Desktop projects recipes Documents/taxes letters drafts garden Downloads music/lyrics school".split(),
           "fr": "Documents Documents/travail notes Bureau projets recettes Documents/impôts lettres brouillons jardin Téléchargements école maison".split()}
ENDINGS = (".txt", ".txt", ".md", ".md", ".csv", ".log", ".json", "")


def file_name(a) -> str:
    words = a.pick((a.random_words(1, 2), a.random_words(1, 3), a.made_up(), a.pick(a.vocabulary[:3000])))
    return words.replace("'", "").replace(" ", a.pick(("_", "-", "_"))) + (str(a.rng.randint(1, 2027)) if a.chance(0.15) else "") + a.pick(ENDINGS)


def folder(a) -> str:
    return a.pick(("~/", "~/", "~/", "/home/ana/", "/data/", "/tmp/")) + (a.pick(FOLDERS[a.language]) if a.chance(0.7) else a.pick(a.vocabulary[:3000]).replace("'", ""))


def path(a) -> str:
    return f"{folder(a)}/{file_name(a)}"


def errand(a) -> str:
    """What somebody is reminded of, as said after "to" or "de"."""
    draw, french = a.rng.random(), a.language == "fr"
    if draw < 0.45:
        return a.errand_of_lists()
    if draw < 0.65:
        return f"{a.pick(('appeler', 'rappeler', 'voir', 'remercier', 'prévenir') if french else ('call', 'ring', 'email', 'thank', 'see', 'text', 'visit'))} {a.person()}"
    if draw < 0.80:
        return a.random_words(1, 3)
    if draw < 0.92:
        return a.book_span(1, 4, plain=True)
    return a.made_up() + (" " + a.made_up() if a.chance(0.5) else "")


def reminders_add(a, phrasing: str) -> Ask:
    when = a.when
    if a.chance(0.16):
        n = a.pick((2, 3, 5, 8, 10, 12, 15, 20, 25, 30, 40, 45, 90, a.rng.randint(2, 120)))
        later = a.pick((f"dans {n} minutes", f"dans {n} minutes", f"dans {n} min", "dans une heure", "dans une demi-heure") if a.language == "fr" else
                       (f"in {n} minutes", f"in {n} minutes", f"in {n} min", "in an hour", "in half an hour"))
        text = a.pick(TIMED[a.language]) if a.chance(0.7) else a.random_words(1, 2)
        return Ask("reminders_add", choose_pattern(a, table(a, "TIMER"), phrasing), {"do": text, "when": later}, lambda s: {"text": s["do"], "at": when.bare(s["when"])})
    slots = {"do": errand(a), "when": when.any_start(a).text}
    return Ask("reminders_add", choose_pattern(a, table(a, "REMIND"), phrasing), slots, lambda s: {"text": s["do"], "at": when.bare(s["when"])})


def reminders_list(a, phrasing: str) -> Ask:
    if a.chance(0.3):
        return Ask("reminders_list", choose_pattern(a, table(a, "REMINDERS_ALL"), phrasing))
    pattern, slots = span_slots(a, choose_pattern(a, table(a, "REMINDERS_LIST"), phrasing))
    return Ask("reminders_list", pattern, slots, lambda s: {"from": a.when.bare(s["span"])})


def span_slots(a, pattern: str) -> tuple[str, dict]:
    """A pattern over a day or a period, with its forms of {span} made one, and that slot."""
    when, span = a.when, a.when.span(a).text
    if a.language == "fr":
        while ("{of}" in pattern or "{span_the}" in pattern) and span.startswith("dans"):
            span = when.span(a).text
        if "{of}" in pattern:
            span = when.of(span)
        elif "{for}" in pattern and not span.startswith("pour"):
            pattern = pattern.replace("{for}", "pour {for}")
        for form in ("{of}", "{span_the}", "{for}"):
            pattern = pattern.replace(form, "{span}")
        return pattern, {"span": span}
    if "{for}" in pattern:
        preposition = a.pick(("for ", "for ", "of ")) if not span.startswith(("in ", "on ")) else a.pick(("", "for "))
        pattern = pattern.replace("{for}", preposition + "{span}")
        span = when.bare(span) if preposition else span
    if "{the_span}" in pattern:
        pattern, span = pattern.replace("{the_span}", "{span}"), when.bare(span)
    return pattern, {"span": span}


def reminders_done(a, phrasing: str) -> Ask:
    return Ask("reminders_done", choose_pattern(a, table(a, "REMINDER_DONE"), phrasing), {"reminder": errand(a)}, lambda s: {"reminder": s["reminder"]})


def reminders_cancel(a, phrasing: str) -> Ask:
    return Ask("reminders_cancel", choose_pattern(a, table(a, "REMINDER_CANCEL"), phrasing), {"reminder": errand(a)}, lambda s: {"reminder": s["reminder"]})


def units_slots(a) -> dict:
    """A quantity as it is said, the units, and the quantity as the argument ("exact": a decimal point)."""
    first, second = a.rng.sample(a.pick(UNITS[a.language]), 2)
    amount = a.pick((str(a.rng.randint(1, 99)), str(a.rng.randint(1, 20)), str(a.rng.randint(100, 5000)), f"{a.rng.randint(0, 99)}.{a.rng.randint(1, 9)}"))
    said = amount.replace(".", ",") if a.language == "fr" and a.chance(0.7) else amount
    return {"amount": said, "from": a.pick(first), "to": a.pick(second), "exact": amount}


def units_convert(a, phrasing: str) -> Ask:
    slots = units_slots(a)
    return Ask("units_convert", choose_pattern(a, table(a, "CONVERT"), phrasing), slots, lambda s: {"amount": slots["exact"], "from": s["from"], "to": s["to"]})


def files_list(a, phrasing: str) -> Ask:
    if a.chance(0.25):
        return Ask("files_list", choose_pattern(a, table(a, "FILES_ALL"), phrasing))
    return Ask("files_list", choose_pattern(a, table(a, "FILES_LIST"), phrasing), {"folder": folder(a)}, lambda s: {"folder": s["folder"]})


def files_read(a, phrasing: str) -> Ask:
    if a.chance(0.15):
        line = a.rng.randint(2, 900)
        return Ask("files_read", choose_pattern(a, table(a, "FILES_READ_FROM"), phrasing), {"path": path(a), "line": str(line)}, lambda s: {"path": s["path"], "from_line": line})
    return Ask("files_read", choose_pattern(a, table(a, "FILES_READ"), phrasing), {"path": path(a)}, lambda s: {"path": s["path"]})


def files_search(a, phrasing: str) -> Ask:
    if a.chance(0.25):
        slots = {"query": a.topic(), "folder": folder(a)}
        return Ask("files_search", choose_pattern(a, table(a, "FILES_SEARCH_IN"), phrasing), slots, lambda s: {"query": s["query"], "folder": s["folder"]})
    return Ask("files_search", choose_pattern(a, table(a, "FILES_SEARCH"), phrasing), {"query": a.topic()}, lambda s: {"query": s["query"]})


def written(a, pattern: str) -> tuple[str, dict]:
    """A text for a file, in quotes where its end would be a matter of taste."""
    if not pattern.endswith("{text}") and a.chance(0.6):
        pattern = pattern.replace("{text}", '"{text}"' if a.language == "en" or a.chance(0.5) else "« {text} »")
    return pattern, {"text": a.note(), "path": path(a)}


def files_write(a, phrasing: str) -> Ask:
    pattern, slots = written(a, choose_pattern(a, table(a, "FILES_WRITE"), phrasing))
    return Ask("files_write", pattern, slots, lambda s: {"path": s["path"], "text": s["text"]})


def files_append(a, phrasing: str) -> Ask:
    pattern, slots = written(a, choose_pattern(a, table(a, "FILES_APPEND"), phrasing))
    return Ask("files_append", pattern, slots, lambda s: {"path": s["path"], "text": s["text"]})


def files_move(a, phrasing: str) -> Ask:
    where = folder(a)
    here = f"{where}/{file_name(a)}"
    there = a.pick((f"{where}/{file_name(a)}", path(a), f"{folder(a)}/{here.split('/')[-1]}"))
    return Ask("files_move", choose_pattern(a, table(a, "FILES_MOVE"), phrasing), {"path": here, "to_path": there}, lambda s: {"path": s["path"], "to": s["to_path"]})


def files_delete(a, phrasing: str) -> Ask:
    return Ask("files_delete", choose_pattern(a, table(a, "FILES_DELETE"), phrasing), {"path": path(a)}, lambda s: {"path": s["path"]})


# Databases: a.database is what the scene's header describes.

def asked_table(a):
    if a.database is None:
        a.database = draw_database(a)
    return a.pick(a.database.tables)


def quoted(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"


def a_value(a, column: str) -> str:
    if column in ("name", "customer", "client", "author", "nom", "auteur", "patient", "doctor", "technician", "technicien", "owner", "artist"):
        return a.person()
    return a.pick((a.random_words(1, 1), a.made_up(), a.pick(a.vocabulary[:3000]), a.random_words(1, 2)))


def database_schema(a, phrasing: str) -> Ask:
    return Ask("database_schema", choose_pattern(a, table(a, "TABLES_OF"), phrasing), {"table": asked_table(a).name})


QUERIES = {
    "SQL_COUNT": "SELECT count(*) FROM {t}", "SQL_COUNT_WHERE": "SELECT count(*) FROM {t} WHERE {c} = {v}", "SQL_SUM": "SELECT sum({n}) FROM {t}", "SQL_AVERAGE": "SELECT avg({n}) FROM {t}",
    "SQL_MOST": "SELECT max({n}) FROM {t}", "SQL_LEAST": "SELECT min({n}) FROM {t}", "SQL_LIST": "SELECT * FROM {t}", "SQL_WHERE": "SELECT * FROM {t} WHERE {c} = {v}",
    "SQL_TOP": "SELECT * FROM {t} ORDER BY {n} DESC LIMIT {k}", "SQL_GROUP": "SELECT {c}, count(*) FROM {t} GROUP BY {c}"}
CHANGES = {"SQL_INSERT": "INSERT INTO {t} ({c}, {d}) VALUES ({v}, {w})", "SQL_UPDATE": "UPDATE {t} SET {d} = {w} WHERE {c} = {v}", "SQL_DELETE": "DELETE FROM {t} WHERE {c} = {v}"}


def sql(a, tool: str, kinds: dict, phrasing: str) -> Ask:
    kind, chosen = a.pick(tuple(kinds)), asked_table(a)
    column = a.pick(chosen.of("t"))
    others = [name for name in chosen.of("t") + chosen.of("n") if name != column]
    second = a.pick(others)
    number = str(a.rng.randint(1, 9999))
    slots = {"table": chosen.name, "column": column, "number_column": a.pick(chosen.of("n")), "value": a_value(a, column), "column2": second,
             "value2": number if second in chosen.of("n") else a_value(a, second), "n": str(a.pick((2, 3, 5, 10, 20)))}

    def build(s: dict) -> dict:
        # A name of the schema is written as the schema has it, a value as it was said.
        w = s["value2"] if second in chosen.of("n") else quoted(s["value2"])
        return {"sql": kinds[kind].format(t=chosen.name, c=column, d=second, n=slots["number_column"], v=quoted(s["value"]), w=w, k=s["n"])}
    return Ask(tool, choose_pattern(a, table(a, kind), phrasing), slots, build)


def database_query(a, phrasing: str) -> Ask:
    return sql(a, "database_query", QUERIES, phrasing)


def database_change(a, phrasing: str) -> Ask:
    return sql(a, "database_change", CHANGES, phrasing)
