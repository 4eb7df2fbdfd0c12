"""Which function makes a request for a tool, how often it is asked for, and requests made whole."""
from . import calendar_asks, device_asks, other_asks
from .ask import Ask
from .phrases import SLOT, finish, fragment

MAKERS = {
    "calendar_create": (calendar_asks.create, 26), "calendar_move": (calendar_asks.move, 13), "calendar_cancel": (calendar_asks.cancel, 9),
    "calendar_list": (calendar_asks.list_events, 8), "calendar_free": (calendar_asks.free, 8), "contacts_find": (other_asks.contacts_find, 7),
    "contacts_add": (other_asks.contacts_add, 10), "notes_add": (other_asks.notes_add, 11), "notes_search": (other_asks.notes_search, 7),
    "clock_now": (other_asks.clock_now, 2), "calculator": (other_asks.calculator, 7), "units_convert": (device_asks.units_convert, 6),
    "reminders_add": (device_asks.reminders_add, 14), "reminders_list": (device_asks.reminders_list, 4), "reminders_done": (device_asks.reminders_done, 5),
    "reminders_cancel": (device_asks.reminders_cancel, 5), "files_list": (device_asks.files_list, 4), "files_read": (device_asks.files_read, 5),
    "files_search": (device_asks.files_search, 6), "files_write": (device_asks.files_write, 4), "files_append": (device_asks.files_append, 4),
    "files_move": (device_asks.files_move, 4), "files_delete": (device_asks.files_delete, 4), "database_schema": (device_asks.database_schema, 3),
    "database_query": (device_asks.database_query, 10), "database_change": (device_asks.database_change, 5),
}
JOINERS = {"en": (" and ", ", and ", " and then ", ", then ", ". Then ", ". Also, ", ". Also ", " and also ", ", also ", "; ", ". ", ". And ", " plus ", ", and please "),
           "fr": (" et ", ", et ", " puis ", " et puis ", ", puis ", ". Ensuite ", ". Et ", " et aussi ", ", et aussi ", " ; ", ". ", ". Aussi, ", ", sinon ", " et ensuite ")}


def make_ask(a, tool: str, phrasing: str) -> Ask:
    return MAKERS[tool][0](a, phrasing)


def draw_tool(a, tools) -> str:
    return a.rng.choices(tools, [MAKERS[tool][1] for tool in tools])[0]


def single_request(a, ask: Ask) -> tuple[str, list[dict]]:
    slots = dict(ask.slots)
    text = finish(a, fragment(a, ask.pattern), slots)
    return text, [ask.call(slots)]


def several_requests(a, asks: list[Ask]) -> tuple[str, list[dict]]:
    """Several things in one request. What ends in a free text comes last, where its end is not in doubt."""
    asks = sorted(asks, key=lambda ask: ask.pattern.endswith("{text}"))
    text, slots = "", {}
    for index, ask in enumerate(asks):
        piece = fragment(a, ask.pattern, opening=index == 0)
        piece = SLOT.sub(lambda m: "{" + f"s{index}_{m.group(1)}" + "}", piece).rstrip(" .?!")
        slots |= {f"s{index}_{name}": value for name, value in ask.slots.items()}
        text = piece if index == 0 else text + a.pick(JOINERS[a.language]) + piece
    text = finish(a, text, slots)
    calls = []
    for index, ask in enumerate(asks):
        prefix = f"s{index}_"
        calls.append(ask.call({name[len(prefix):]: value for name, value in slots.items() if name.startswith(prefix)}))
    return text, calls


def plain_request(a, pattern: str, slots: dict) -> str:
    """A request that is not an Ask; slots may be changed by its case."""
    return finish(a, fragment(a, pattern), slots)
