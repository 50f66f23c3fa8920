"""Where each region stands on a map of equal squares: west to east, north to south, neighbours beside each other."""

# ISO code → (column from the west, row from the north).
PLACES = {
    "KZ-59": (3, 0),  # North Kazakhstan
    "KZ-27": (0, 1),  # West Kazakhstan
    "KZ-39": (2, 1),  # Kostanay
    "KZ-11": (3, 1),  # Akmola
    "KZ-71": (4, 1),  # Astana
    "KZ-55": (5, 1),  # Pavlodar
    "KZ-23": (0, 2),  # Atyrau
    "KZ-15": (1, 2),  # Aktobe
    "KZ-62": (3, 2),  # Ulytau
    "KZ-35": (4, 2),  # Karaganda
    "KZ-10": (5, 2),  # Abai
    "KZ-63": (6, 2),  # East Kazakhstan
    "KZ-47": (0, 3),  # Mangystau
    "KZ-43": (2, 3),  # Kyzylorda
    "KZ-61": (3, 3),  # Turkestan
    "KZ-31": (4, 3),  # Zhambyl
    "KZ-19": (5, 3),  # Almaty oblast
    "KZ-33": (6, 3),  # Zhetysu
    "KZ-79": (3, 4),  # Shymkent
    "KZ-75": (5, 4),  # Almaty
}

# Words that name no region: a square has no room for them. A city keeps a sign of what it is, because one of them
# bears the name of an oblast.
GENERIC = {"область ": "", " область": "", "город ": "г. ", " облысы": "", " қаласы": " қ."}


def short_name(name: str) -> str:
    for words, instead in GENERIC.items():
        name = name.replace(words, instead)
    return name
