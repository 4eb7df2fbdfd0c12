"""The phrasings of each language, by the name of their list."""
from . import patterns_devices, patterns_english, patterns_first, patterns_french, patterns_french_more


def merged(*modules) -> dict[str, tuple]:
    lists: dict[str, tuple] = {}
    for module in modules:
        for name, value in vars(module).items():
            if name.isupper() and isinstance(value, (list, tuple)):
                lists[name] = lists.get(name, ()) + tuple(value)
    return lists


TABLES = {"en": merged(patterns_first, patterns_english, patterns_devices.ENGLISH),
          "fr": merged(patterns_french, patterns_french_more, patterns_devices.FRENCH)}


def table(a, name: str) -> tuple:
    return TABLES[a.language][name]


