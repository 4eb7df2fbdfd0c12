"""What tools return, and what the assistant then says."""
from .drawn import DrawnParameter, DrawnTool, draw_value
from .kinds import KINDS, work_title
from .naming import verb_of
from .values import COPIED, Rate

CANNOT = {
    "en": ["I can't do that with my tools.", "I can't do that with my tools.", "None of my tools can do that.", "I have no tool for that."],
    "fr": ["Je ne peux pas faire cela avec mes outils.", "Je ne peux pas faire cela avec mes outils.", "Aucun de mes outils ne peut faire cela.", "Je n'ai pas d'outil pour cela."],
}
DONE = {"en": ["Done.", "Done.", "It is done.", "All set."], "fr": ["C'est fait.", "C'est fait.", "Voilà, c'est fait.", "Fait."]}
FAILED = {"en": "That did not work: {error}.", "fr": "Cela n'a pas marché : {error}."}
ERRORS = ["not found", "no such {word}", "the service is not reachable", "timeout", "permission denied", "refused by the user", "invalid value for {name}", "too many requests", "no connection", "{name} is out of range", "internal error {number}", "the account is locked"]
SEARCHES = ("find", "search", "list", "recommend", "suggest", "browse", "show")
ASKS = ("get", "calculate", "compute", "convert", "estimate", "check", "count", "compare", "solve", "read", "translate", "predict")


def drawn_result(a, drawn: DrawnTool, language: str) -> dict:
    if drawn.tool.result:
        return {p.name: result_value(a, p, language) for p in drawn.tool.result}
    verb = verb_of(drawn.tool.name)
    if verb in SEARCHES:
        return {a.pick(("results", "items", "found")): [work_title(a, language) for _ in range(a.pick((0, 1, 2, 2, 3)))]}
    if verb in ASKS:
        return {"result": a.pick((a.rng.randint(1, 5000), round(a.rng.uniform(0, 500), 2), a.made_up()))}
    if not drawn.tool.result and drawn.tool.domain == drawn.tool.name.partition("_")[2] and a.chance(0.5):
        return {a.pick(("result", "value", a.made_up().lower())): a.pick((a.rng.randint(1, 500), a.made_up()))}
    return a.pick(({"ok": True}, {"status": "done"}, {"done": True}, {"success": True}, {"ok": True, "id": a.made_up() + str(a.rng.randint(1, 999))}))


def result_value(a, parameter, language: str):
    said = draw_value(a, DrawnParameter(parameter, parameter.name, {"type": "any"}, True), language)
    if isinstance(said.value, Rate):
        return said.value.percent
    return said.argument(said.text) if KINDS.get(parameter.kind, KINDS["made"]).type == "string" or said.spans else said.value if said.value is not COPIED else said.text


def listed(items: list[str], language: str) -> str:
    if len(items) < 2:
        return "".join(items)
    return ", ".join(items[:-1]) + (" and " if language == "en" else " et ") + items[-1]


def spoken(value, language: str) -> str:
    if isinstance(value, bool):
        return {"en": ("no", "yes"), "fr": ("non", "oui")}[language][value]
    if isinstance(value, list):
        return listed([spoken(item, language) for item in value], language)
    if isinstance(value, float) and language == "fr":
        return str(value).replace(".", ",")
    return str(value)


def answer(a, result: dict, language: str) -> str:
    english = language == "en"
    if "error" in result:
        return FAILED[language].format(error=result["error"])
    if any(key in result for key in ("ok", "status", "done", "success")) and len(result) <= 2 and all(value in (True, "done") for key, value in result.items() if key != "id"):
        return a.pick(DONE[language])
    if len(result) == 1:
        key, value = next(iter(result.items()))
        if isinstance(value, list):
            if not value:
                return "I found nothing." if english else "Je n'ai rien trouvé."
            return ("I found " if english else "J'ai trouvé ") + spoken(value, language) + "."
        if key == "result":
            return f"The result is {spoken(value, language)}." if english else f"Le résultat est {spoken(value, language)}."
        if isinstance(value, bool):
            return spoken(value, language).capitalize() + "."
        words = key.replace("_", " ")
        if english and words.endswith("s"):
            return f"{words.capitalize()}: {spoken(value, language)}."
        return f"The {words} is {spoken(value, language)}." if english else f"Résultat ({words}) : {spoken(value, language)}."
    parts = [f"{key.replace('_', ' ')}: {spoken(value, language)}" if english else f"{key.replace('_', ' ')} : {spoken(value, language)}" for key, value in result.items()]
    text = (", " if english else ", ").join(parts)
    return text[:1].upper() + text[1:] + "."


def result_and_answer(a, drawn: DrawnTool, call: dict, language: str) -> tuple[dict, str]:
    if a.chance(0.08):
        error = a.pick(ERRORS).format(word=a.random_words(1, 1).lower(), name=a.pick(list(call["arguments"]) or ["input"]), number=a.rng.randint(100, 599))
        return {"error": error}, answer(a, {"error": error}, language)
    result = drawn_result(a, drawn, language)
    return result, answer(a, result, language)
