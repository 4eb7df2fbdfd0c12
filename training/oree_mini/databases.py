"""Small databases for requests to ask about: a table or two each, with columns that hold names, places and numbers."""
from dataclasses import dataclass

# Table: columns with "t" (text), "n" (number), "d" (date).
ENGLISH = """orders: customer t, product t, total n, day d|customers: name t, city t, age n|invoices: client t, amount n, due d, status t|
books: title t, author t, year n, pages n|employees: name t, team t, salary n, city t|sales: region t, product t, amount n, month t|
trips: destination t, distance n, cost n|recipes: name t, category t, minutes n|members: name t, level t, fee n|plants: name t, bed t, height n|
repairs: machine t, cost n, technician t|readings: sensor t, value n, day d|students: name t, course t, grade n|products: name t, category t, price n, stock n|
expenses: category t, amount n, day d|songs: title t, artist t, seconds n|animals: name t, species t, weight n|visits: patient t, doctor t, fee n|
tickets: subject t, owner t, priority n|rooms: name t, floor n, seats n|runs: route t, km n, minutes n|cars: make t, model t, price n"""
FRENCH = """commandes: client t, produit t, total n, jour d|clients: nom t, ville t, age n|factures: client t, montant n, statut t|livres: titre t, auteur t, annee n, pages n|
employes: nom t, equipe t, salaire n, ville t|ventes: region t, produit t, montant n, mois t|voyages: destination t, distance n, cout n|recettes: nom t, categorie t, minutes n|
membres: nom t, niveau t, cotisation n|plantes: nom t, parcelle t, hauteur n|reparations: machine t, cout n, technicien t|mesures: capteur t, valeur n, jour d|
eleves: nom t, cours t, note n|produits: nom t, categorie t, prix n, stock n|depenses: categorie t, montant n, jour d|animaux: nom t, espece t, poids n|salles: nom t, etage n, places n"""
TYPES = {"t": "TEXT", "n": "REAL", "d": "TEXT"}


@dataclass
class Table:
    name: str
    columns: dict[str, str]  # name to kind

    def of(self, kind: str) -> list[str]:
        return [name for name, found in self.columns.items() if found == kind]

    def described(self) -> str:
        return f"{self.name}(id INTEGER, " + ", ".join(f"{name} {TYPES[kind]}" for name, kind in self.columns.items()) + ")"


def tables_of(text: str) -> list[Table]:
    found = []
    for entry in text.replace("\n", "").split("|"):
        name, columns = entry.split(": ")
        found.append(Table(name, dict(column.split(" ") for column in columns.split(", "))))
    return found


TABLES = {"en": tables_of(ENGLISH), "fr": tables_of(FRENCH)}


@dataclass
class Database:
    name: str
    tables: list[Table]

    def suffix(self) -> str:
        """What the header says of it behind a tool's description."""
        return f" Tables of {self.name}: " + "; ".join(table.described() for table in sorted(self.tables, key=lambda t: t.name)) + "."


def draw_database(a) -> Database:
    names = TABLES["en" if a.language == "en" or a.chance(0.3) else "fr"]
    return Database(a.pick(("data", "data", "sales", "shop", "garden", "db", "club", "base")), a.rng.sample(names, a.pick((1, 1, 2, 2, 3))))
