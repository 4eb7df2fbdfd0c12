"""Long results of tools, from which one entry is asked."""
from .render import TOOLS, signature
from .scene import Scene

MONTHS = {"en": "January February March April May June July August September October November December".split(),
          "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split()}
LIST = {"en": ["What's in my calendar?", "Show me all my events.", "List everything that is planned.", "What do I have this year?"],
        "fr": ["Qu'est-ce qu'il y a dans mon agenda ?", "Montre-moi tous mes rendez-vous.", "Liste tout ce qui est prévu.", "J'ai quoi cette année ?"]}
WHEN = {"en": ["When is {title}?", "What time is {title}?", "On which day is {title}?"], "fr": ["C'est quand, {title} ?", "À quelle heure est {title} ?", "Quel jour est {title} ?"]}
WHAT = {"en": ["What is on {day} at {hour}?", "What do I have on {day} at {hour}?"], "fr": ["Qu'est-ce que j'ai le {day} à {hour} ?", "Il y a quoi le {day} à {hour} ?"]}
CANCEL = {"en": ["Cancel the one on {day} at {hour}.", "Remove what I have on {day} at {hour}, please."], "fr": ["Annule celui du {day} à {hour}.", "Supprime ce que j'ai le {day} à {hour}, s'il te plaît."]}
NOTES = {"en": ["Look for {q} in my notes.", "What did I write down about {q}?"], "fr": ["Cherche {q} dans mes notes.", "Qu'est-ce que j'ai noté sur {q} ?"]}
ON = {"en": ["What did I note on {day} at {hour}?", "Read me the note of {day}, {hour}."], "fr": ["Qu'ai-je noté le {day} à {hour} ?", "Lis-moi la note du {day}, {hour}."]}
SUMMARY = {"en": "There are {n}.", "fr": "Il y en a {n}."}


def said(language: str, instant: str) -> tuple[str, str]:
    """Day and hour as one says them."""
    day, hour = f"{int(instant[8:10])} {MONTHS[language][int(instant[5:7]) - 1]}", int(instant[11:13])
    return day, f"{hour}h{instant[14:16]}" if language == "fr" else f"{hour}:{instant[14:16]}"


def instants(a, count: int) -> list[str]:
    drawn = set()
    while len(drawn) < count:
        drawn.add((a.rng.randint(1, 12), a.rng.randint(1, 28), a.rng.randint(7, 20), a.pick((0, 0, 15, 30, 45))))
    return [f"2026-{month:02}-{day:02}T{hour:02}:{minute:02}:00+0{1 + (3 < month < 11)}:00" for month, day, hour, minute in sorted(drawn)]


def calendar(a, language: str, characters: int) -> list[dict]:
    starts = instants(a, max(2, min(150, characters // 150)))
    titles = list({a.title(): None for _ in starts})
    events = [{"uid": "".join(a.pick("0123456789abcdef") for _ in range(12)) + "@oree", "title": title, "start": start, "end": f"{start[:11]}{int(start[11:13]) + 1:02}{start[13:]}"}
              for title, start in zip(titles, starts)]
    turns = [{"role": "user", "content": a.pick(LIST[language])}, {"role": "assistant", "calls": [{"tool": "calendar_list", "arguments": {}}]},
             {"role": "tool", "content": {"events": events}}, {"role": "assistant", "content": SUMMARY[language].format(n=len(events)), "weight": 0.1}]
    for event in a.rng.sample(events, min(len(events), a.pick((1, 2, 3)))):
        day, hour = said(language, event["start"])
        answer = f"{event['title']}, c'est le {day} à {hour}." if language == "fr" else f"{event['title']} is on {day} at {hour}."
        if a.chance(0.55):
            turns += [{"role": "user", "content": a.pick(WHEN[language]).format(title=event["title"])}, {"role": "assistant", "content": answer}]
        else:
            turns += [{"role": "user", "content": a.pick(WHAT[language]).format(day=day, hour=hour)}, {"role": "assistant", "content": answer}]
    if a.chance(0.4):
        event = a.pick(events)
        day, hour = said(language, event["start"])
        turns += [{"role": "user", "content": a.pick(CANCEL[language]).format(day=day, hour=hour)},
                  {"role": "assistant", "calls": [{"tool": "calendar_cancel", "arguments": {"event": event["title"]}}]}]
    return turns


def notes(a, language: str, characters: int) -> list[dict]:
    query = a.topic()
    found = [{"text": a.note(), "created": instant} for instant in instants(a, max(2, characters // 110))]
    turns = [{"role": "user", "content": a.pick(NOTES[language]).format(q=query)}, {"role": "assistant", "calls": [{"tool": "notes_search", "arguments": {"query": query}}]},
             {"role": "tool", "content": {"notes": found}}, {"role": "assistant", "content": SUMMARY[language].format(n=len(found)), "weight": 0.1}]
    for note in a.rng.sample(found, min(len(found), a.pick((1, 2, 3)))):
        day, hour = said(language, note["created"])
        turns += [{"role": "user", "content": a.pick(ON[language]).format(day=day, hour=hour)}, {"role": "assistant", "content": note["text"]}]
    return turns


def results_scene(a, language: str, characters: int) -> Scene:
    names = [name for name in TOOLS if name.split("_")[0] in ("calendar", "notes", "contacts") or a.chance(0.3)]
    make = calendar if a.chance(0.6) else notes
    return Scene("", [signature(TOOLS[name]) for name in names], lambda: make(a, language, characters))
