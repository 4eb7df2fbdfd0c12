"""People, titles, places and texts: the arguments that a model must copy.

A "side" decides what may be drawn. Names and titles are divided by hash, so that
the reserved side never appears in training; its book text comes from other books.
"""
import random
import re
import zlib
from functools import cache
from pathlib import Path

from . import french_texts, when, when_french, words, words_french

RESERVED_SHARE = 10  # one first name, last name or title in so many is reserved

# Words that would make the end of an unquoted title a matter of taste.
BOUNDARY = set("""at in on from to for with until till every by invite inviting called named titled and or of then that this
it is was be been were are am the a an my your his her our their not no but so if as i he she they we you me him them
please calendar monday tuesday wednesday thursday friday saturday sunday today tomorrow tonight yesterday morning afternoon
evening noon midnight week month year day days hour hours minute minutes next last after before between january february march
april may june july august september october november december off up out about note notes down cancel move event""".split())


RELATIONS = [name for name in words.RELATIONS if name.islower()]  # without last names, which may be reserved
# A French span does not begin with what belongs to the word before it.
ELIDED = re.compile(r"([cdjmnst]|qu)'", re.IGNORECASE)


# Of the first edition's evaluation, which divided words that serve as names less strictly.
EVALUATED = ("fancied",)


def bucket(text: str) -> int:
    return zlib.crc32(text.lower().encode()) % RESERVED_SHARE


def is_reserved(text: str) -> bool:
    return bucket(text) == 0 or text.lower() in EVALUATED


def language_of(text: str) -> str:
    """Of a book, by its commonest article."""
    return "fr" if text.count(" les ") > text.count(" the ") else "en"


@cache
def book_words(folder: str, language: str) -> tuple[list[list[str]], list[str]]:
    """Sentences of a folder's books in the language, as word lists, and their common lower-case words."""
    sentences, vocabulary = [], {}
    for path in sorted(Path(folder).glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        text = text[2000:]  # past title pages
        if language_of(text[:100000]) != language:
            continue
        text = re.sub(r"[_*\[\]]", "", text).replace("’", "'").replace("“", '"').replace("”", '"')
        for sentence in re.split(r"(?<=[.!?;:])\s+", text):
            parts = sentence.split()
            if 3 <= len(parts) <= 40:
                sentences.append(parts)
            for part in parts:
                if part.isalpha() and part.islower() and len(part) > 2:
                    vocabulary[part] = vocabulary.get(part, 0) + 1
    if not sentences:
        raise FileNotFoundError(f"{folder} holds no book in the language \"{language}\"")
    common = sorted((w for w, n in vocabulary.items() if n >= 3), key=lambda w: -vocabulary[w])
    return sentences, common


class Arguments:
    """Draws arguments of one side ("train" or "reserved") in one language ("en" or "fr")."""

    def __init__(self, rng: random.Random, side: str, book_folder: str, language: str = "en"):
        self.rng, self.side, self.language = rng, side, language
        self.sentences, self.vocabulary = book_words(book_folder, language)
        self.when = {"en": when, "fr": when_french}[language]
        self.database = None  # what the header says of one, as databases.py draws it
        self.mood = "plain"  # in which the request being written gives its orders; see phrases.py
        mine = lambda name: is_reserved(name) == (side == "reserved")
        lists = words_french if language == "fr" else words
        self.first_names = [n for n in lists.FIRST_NAMES if mine(n)]
        self.last_names = [n.replace("_", " ") for n in lists.LAST_NAMES if mine(n)]
        self.boundary = words_french.BOUNDARY if language == "fr" else BOUNDARY

    def chance(self, probability: float) -> bool:
        return self.rng.random() < probability

    def pick(self, items):
        return items[int(self.rng.random() * len(items))]

    def made_up(self) -> str:
        """A pronounceable word that is in no list."""
        onsets = "b c d f g h j k l m n p r s t v w z br cl dr fl gr kr pl sk st tr th sh ch qu zh é".split()
        nuclei = "a e i o u y ai ea ou oo ie ü ö é".split() if self.chance(0.15) else "a e i o u y ai ea ou oo ie".split()
        codas = ["", "", "", "n", "r", "l", "s", "t", "m", "x", "nd", "rk", "sh", "lt"]
        return "".join(self.pick(onsets) + self.pick(nuclei) + self.pick(codas) for _ in range(self.pick((1, 2, 2, 2, 3))))

    def book_span(self, least: int, most: int, plain: bool) -> str:
        """Consecutive words of a book; plain: only words that cannot be taken for the request's own."""
        while True:
            sentence = self.pick(self.sentences)
            n = self.rng.randint(least, most)
            start = self.rng.randrange(max(1, len(sentence) - n))
            span = sentence[start:start + n]
            if not plain:
                text = " ".join(span).strip(" .,;:!?\"'()-")
                if text and '"' not in text and "\\" not in text:
                    return text
            span = [word.strip(".,;:!?\"'()-—") for word in span]
            if all(w and re.fullmatch(r"[^\W\d]+(['-][^\W\d]+)?", w) and w.lower() not in self.boundary for w in span) and not ELIDED.match(span[0]):
                return " ".join(span)

    def random_words(self, least: int, most: int) -> str:
        limit = self.pick((300, 1500, 6000, len(self.vocabulary)))
        chosen = []
        while len(chosen) < least or (len(chosen) < most and self.chance(0.5)):
            word = self.vocabulary[int(self.rng.random() * min(limit, len(self.vocabulary)))]
            if word not in self.boundary:
                chosen.append(word)
        return " ".join(chosen)

    def cased(self, text: str) -> str:
        style = self.rng.random()
        if style < 0.25:
            return text[:1].upper() + text[1:]
        if style < 0.33:
            return text.lower()
        if style < 0.43:
            return " ".join(w[:1].upper() + w[1:] for w in text.split())
        if style < 0.45:
            return text.upper()
        return text

    # People

    def first_name(self) -> str:
        return self.pick(self.first_names)

    def person(self) -> str:
        """A person as a user would name one."""
        draw = self.rng.random()
        if draw < 0.03 and self.side == "train":
            return self.pick(words_french.RELATIONS if self.language == "fr" else RELATIONS).replace("_", " ")
        if draw < 0.42:
            return self.first_name()
        if draw < 0.80:
            return self.full_name()
        if draw < 0.90:
            return self.made_up_name() + (" " + self.made_up_name() if self.chance(0.5) else "")
        if draw < 0.95:
            while is_reserved(word := self.pick(self.vocabulary[:3000])) != (self.side == "reserved"):
                pass
            return word.capitalize() + (" " + self.pick(self.last_names) if self.chance(0.5) else "")
        forms = ("M. ", "Mme ", "Mlle ", "Dr ", "docteur ", "tante ", "oncle ", "madame ", "monsieur ", "maître ") if self.language == "fr" else (
            "Mr ", "Mrs ", "Ms ", "Dr ", "Dr. ", "Aunt ", "Uncle ", "Professor ")
        return self.pick(forms) + self.pick(self.last_names)

    def made_up_name(self) -> str:
        while is_reserved(name := self.made_up()) and self.side == "train":  # it may happen to be a name of the list
            pass
        return name.capitalize()

    def full_name(self) -> str:
        first, last = self.first_name(), self.pick(self.last_names)
        if self.chance(0.06):
            first += "-" + self.first_name()
        return f"{first} {last}"

    def phone(self) -> str:
        digit = lambda n: "".join(self.pick("0123456789") for _ in range(n))
        if self.language == "fr" and self.chance(0.7):
            return self.pick((
                lambda: f"0{digit(1)} {digit(2)} {digit(2)} {digit(2)} {digit(2)}", lambda: f"0{self.pick('67')}{digit(8)}",
                lambda: f"0{digit(1)}.{digit(2)}.{digit(2)}.{digit(2)}.{digit(2)}", lambda: f"+33 {digit(1)} {digit(2)} {digit(2)} {digit(2)} {digit(2)}",
                lambda: f"0{digit(1)}-{digit(2)}-{digit(2)}-{digit(2)}-{digit(2)}", lambda: f"+32 4{digit(2)} {digit(2)} {digit(2)} {digit(2)}"))()
        return self.pick((
            lambda: f"0{digit(1)} {digit(2)} {digit(2)} {digit(2)} {digit(2)}",
            lambda: f"+33 {digit(1)} {digit(2)} {digit(2)} {digit(2)} {digit(2)}",
            lambda: f"555-{digit(4)}", lambda: f"({digit(3)}) {digit(3)}-{digit(4)}",
            lambda: f"{digit(3)}-{digit(3)}-{digit(4)}", lambda: f"07{digit(9)}", lambda: f"+44 7{digit(3)} {digit(6)}",
            lambda: f"0{digit(9)}", lambda: digit(6), lambda: f"+{digit(11)}", lambda: f"{digit(4)} {digit(4)}"))()

    def email(self, name: str) -> str:
        plain = re.sub(r"[^a-z ]", "", name.lower()).split() or [self.made_up()]
        local = self.pick((plain[0], ".".join(plain), plain[0][:1] + plain[-1], plain[-1], plain[0] + str(self.rng.randrange(100)),
                           self.pick(self.vocabulary[:3000]), "_".join(plain)))
        host = self.pick(words.EMAIL_HOSTS) if self.chance(0.6) else self.pick(self.vocabulary[:5000]) + self.pick((".com", ".org", ".net", ".fr"))
        return f"{local}@{host}"

    # Titles and other texts

    def title(self) -> str:
        while True:
            title = self._any_title()
            if 0 < len(title) <= 60 and is_reserved(title) == (self.side == "reserved"):
                return title

    def _any_title(self) -> str:
        if self.language == "fr" and self.chance(0.88):
            return french_texts.title(self)
        if self.language == "en" and self.chance(0.05):
            return french_texts.short_title(self)
        draw, activity = self.rng.random(), self.pick(words.ACTIVITIES).replace("_", " ")
        if draw < 0.14:
            return self.cased(f"{activity} with {self.person()}")
        if draw < 0.20:
            return self.cased(activity)
        if draw < 0.24:
            return self.cased(f"{self.pick(words.TOPICS)} {activity}")
        if draw < 0.27:
            return f"{self.person()}'s {activity}"
        if draw < 0.30:
            return self.cased(f"{activity} {self.pick(('about', 'for', 'on'))} the {self.pick(words.TOPICS)}")
        if draw < 0.34:
            return self.cased(f"{self.pick(('call', 'visit', 'meet', 'see', 'pick up', 'thank', 'interview'))} {self.person()}")
        if draw < 0.37:
            return self.cased(f"{self.random_words(1, 1)} {activity}")
        if draw < 0.40:
            return self.cased(f"{activity} with {self.person()} and {self.person()}")
        if draw < 0.60:
            return self.cased(self.book_span(1, 4, plain=True))
        if draw < 0.74:
            return self.cased(" ".join(self.made_up() for _ in range(self.pick((1, 1, 2, 3)))))
        if draw < 0.87:
            return self.cased(self.random_words(1, 3))
        if draw < 0.96:
            return self.cased(self.pick(self.vocabulary[:4000]))
        if draw < 0.98:
            return self.cased(f"{activity} {self.rng.randrange(1, 100)}")
        return self.cased(f"{self.pick(words.ACTIVITIES).replace('_', ' ')} & {activity}")

    def place(self) -> str:
        if self.language == "fr":
            return french_texts.place(self)[1]
        draw = self.rng.random()
        if draw < 0.40:
            return self.pick(words.PLACES).replace("_", " ")
        if draw < 0.50:
            return f"{self.rng.randint(1, 250)} {self.pick(words.STREETS)} {self.pick(('Street', 'Road', 'Lane', 'Avenue'))}"
        if draw < 0.60:
            return f"{self.pick(('room', 'Room', 'hall', 'office', 'Building'))} {self.pick('ABCDEF') if self.chance(0.4) else self.rng.randint(1, 400)}"
        if draw < 0.70:
            return f"{self.person()}'s" + self.pick(("", " house", " place", " office"))
        if draw < 0.80:
            return "the " + self.random_words(1, 2)
        if draw < 0.90:
            return " ".join(self.made_up().capitalize() for _ in range(self.pick((1, 1, 2))))
        return self.cased(self.book_span(1, 3, plain=True))

    def town(self) -> str:
        """A place that may stand behind "in" or "à"."""
        return french_texts.town(self) if self.language == "fr" else self.place()

    def errand_of_lists(self) -> str:
        lists = words_french if self.language == "fr" else words
        return f"{self.pick(lists.NOTE_STARTS)} {self.pick(lists.NOTE_THINGS)}".replace("_", " ")

    def note(self) -> str:
        draw = self.rng.random()
        if self.language == "fr" and (draw < 0.45 or draw >= 0.92):
            text = french_texts.note(self)
        elif draw < 0.25:
            text = f"{self.pick(words.NOTE_STARTS)} {self.pick(words.NOTE_THINGS)}".replace("_", " ")
        elif draw < 0.45:
            text = self.pick(words.NOTE_FACTS.split("|")).strip().format(
                made=self.made_up() + str(self.rng.randrange(100)), number=self.rng.randrange(1, 10000), name=self.person(),
                thing=self.pick(words.NOTE_THINGS).replace("_", " "), topic=self.pick(words.TOPICS), words=self.random_words(1, 3))
        elif draw < 0.75:
            text = self.book_span(2, 14, plain=False)
        elif draw < 0.85:
            text = self.random_words(1, 5)
        elif draw < 0.92:
            text = " ".join(self.made_up() for _ in range(self.rng.randint(1, 4)))
        else:
            text = ", ".join(self.pick(words.NOTE_THINGS).replace("_", " ") for _ in range(self.rng.randint(2, 4)))
        text = text.strip(" .!?,;:")
        return self.cased(text) if self.chance(0.4) else text

    def topic(self) -> str:
        """What a note is searched for."""
        draw = self.rng.random()
        if self.language == "fr" and draw < 0.40:
            text = french_texts.topic(self)
        elif draw < 0.25:
            text = self.pick(words.NOTE_THINGS).replace("_", " ")
        elif draw < 0.40:
            text = "the " + self.pick(words.TOPICS)
        elif draw < 0.55:
            text = self.person()
        elif draw < 0.70:
            text = self.made_up()
        elif draw < 0.85:
            text = self.random_words(1, 3)
        else:
            text = self.book_span(1, 3, plain=True)
        return text
