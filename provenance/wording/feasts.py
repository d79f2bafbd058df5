"""Days that a text calls by their feast, "Pfingstmontag", "New Year's Eve", "lundi de Pâques", and the day of each.

Christian feasts of the Gregorian calendar, which newsrooms in these languages date by; Easter by the method of
Meeus, Jones and Butcher (J. Meeus, Astronomical Algorithms, 1991). Feasts of the Islamic calendar are not read: their
day is set by sight, and differs from country to country.
"""

from __future__ import annotations

from datetime import date, timedelta

# Days from Easter Sunday.
_MOVABLE = {
    -48: "rosenmontag",
    -46: "ash wednesday|aschermittwoch|mercredi des cendres|miércoles de ceniza|askonsdagen",
    -7: "palm sunday|palmsonntag|dimanche des rameaux|domingo de ramos|palmsöndagen",
    -3: "maundy thursday|holy thursday|gründonnerstag|jeudi saint|jueves santo|skärtorsdagen",
    -2: "good friday|karfreitag|vendredi saint|viernes santo|långfredagen",
    -1: "holy saturday|karsamstag|ostersamstag|samedi saint|sábado santo|påskafton",
    0: "easter sunday|ostersonntag|dimanche de pâques|domingo de (?:resurrección|pascua)|påskdagen",
    1: "easter monday|ostermontag|lundi de pâques|lunes de pascua|annandag påsk",
    39: "ascension day|christi himmelfahrt|jeudi de l'ascension|kristi himmelsfärdsdag(?:en)?",
    49: "pentecost sunday|whit sunday|pfingstsonntag|dimanche de pentecôte|domingo de pentecostés|pingstdagen",
    50: "whit monday|pfingstmontag|lundi de pentecôte|lunes de pentecostés|annandag pingst",
    60: "corpus christi|fronleichnam",
}
_FIXED = {
    (1, 1): "new year's day|neujahr(?:stag|smorgen)?|jour de l'an|nyårsdagen|día de año nuevo",
    (12, 24): "christmas eve|heiligabend|heilige[rn] abend|réveillon de noël|veille de noël|nochebuena|julafton(?:en)?",
    (12, 25): "christmas day|erster weihnachtstag|ersten weihnachtstag|jour de noël|día de navidad|juldagen",
    (12, 26): "boxing day|zweiter weihnachtstag|zweiten weihnachtstag|annandag jul",
    (12, 31): "new year's eve|silvester(?:abend|nacht)?|saint-sylvestre|nochevieja|nyårsafton(?:en)?",
}
MOVABLE = {f"easter{days:+d}".replace("+", "_after_").replace("-", "_before_"): days for days in _MOVABLE}
FIXED = {f"on_{month}_{day}": (month, day) for month, day in _FIXED}


def names() -> str:
    """The names of all feasts, as a regular expression with a group for each."""
    movable = (f"(?P<{group}>{_MOVABLE[days]})" for group, days in MOVABLE.items())
    fixed = (f"(?P<{group}>{_FIXED[on]})" for group, on in FIXED.items())
    return "|".join((*movable, *fixed))


def day_of(group: str, year: int) -> date:
    """The day of a feast, by its group in :func:`names`, in a year."""
    if group in MOVABLE:
        return easter(year) + timedelta(days=MOVABLE[group])
    return date(year, *FIXED[group])


def easter(year: int) -> date:
    """Easter Sunday of a year of the Gregorian calendar."""
    golden = year % 19
    century, rest = divmod(year, 100)
    epact = (19 * golden + century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    week = (32 + 2 * (century % 4) + 2 * (rest // 4) - epact - rest % 4) % 7
    late = (golden + 11 * epact + 22 * week) // 451
    month, day = divmod(epact + week - 7 * late + 114, 31)
    return date(year, month, day + 1)
