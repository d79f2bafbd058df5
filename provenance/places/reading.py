"""A whole place string as somebody gave it: "outside Al-Boukamal", "Rawa, Anbar, Iraq", "34.45, 40.92", "near Kyiv".

Here every word is meant as a place, so small towns and unknown spellings are read that running text would not be
trusted with. A part that is not understood leaves the reading at what contains it, marked "within".
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.places import gazetteer, words
from provenance.places.choosing import choose, contains, distance, inhabitants
from provenance.places.coordinates import read_coordinates
from provenance.places.finding import (
    Named,
    at_home,
    called_after_towns,
    countries_spoken_of,
    is_ordinary,
    is_place,
    names_in,
)
from provenance.places.folding import folded_name, skeleton
from provenance.places.records import Place, PlacePrecision, PlaceReading
from provenance.places.scanning import Span, Token, loosening_before, tokens_of
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterator, Sequence

MOST_CHARACTERS = 400  # of a place string; a longer one is a text
MOST_BUILT = 4  # words of a building and what joins it to its place
MOST_PLACES = 16
KNOWN = 250_000  # inhabitants of a town that is believed beside places that do not contain it
KNOWN_ORDINARY = 100_000  # inhabitants of a town that is believed although its name is an ordinary word
KNOWN_ALONE = 50_000  # inhabitants of a town that is believed under an unknown spelling of the same sound, alone
KNOWN_ALONE_TRANSCRIBED = 15_000  # the same, where every newsroom transcribes in its own way
NAMESAKES_UNLISTED = 100_000  # inhabitants below which a town is not the one that everybody means by its bare name
LONG_ALONE = 4  # consonants of such a spelling
LIKE_ALONE = 80.0  # per cent
RENAMED = 2_000_000  # inhabitants of a city whose other names are as good as its own: Bombay, Peking
SIDE_BY_SIDE_KM = 75.0  # a small town named beside a large one is near it, or is not meant
_GROUPS = re.compile(r"[;\n|]|\s/\s|(?<=\w)/(?=\w)|\b\d\)")
_PARTS = re.compile(r"[^,،()\[\]–—:]+")
_WIDE = (PlacePrecision.PROVINCE, PlacePrecision.COUNTRY, PlacePrecision.REGION, PlacePrecision.DISTRICT)


class _Read(NamedTuple):
    """A name and the places that it may mean here."""

    named: Named
    places: tuple[Place, ...]
    whole: bool  # it is all that its part of the string says


def read_place(text: str, *, countries: Collection[str] = ()) -> PlaceReading:
    """What a place string means. ``countries`` (alpha-2 codes) decide between namesakes where they can.

    Parts that name what contains another part narrow the choice and are not places of the reading themselves; a list
    ("Berlin, Minsk") has several. No place at all: not understood.
    """
    point = read_coordinates(text)
    if point:
        return PlaceReading(text, (point,))
    if len(text) > MOST_CHARACTERS or fold(text).strip(" .") in words.UNKNOWN_PLACES:
        return PlaceReading(text)
    places: dict[Place, None] = {}
    loosened: dict[str, None] = {}
    bare = True
    for group in _GROUPS.split(text):
        found, around, held = _read_group(group, countries)
        bare = bare and not held
        places.update(dict.fromkeys(found))
        loosened.update(dict.fromkeys(around))
    bare = bare and bool(places) and all(map(_has_namesakes, places))
    return PlaceReading(text, tuple(places)[:MOST_PLACES], tuple(loosened), bare)


def _has_namesakes(place: Place) -> bool:
    """Whether a place is so small that others of its name may be meant, which the gazetteer need not have."""
    small = place.precision in (PlacePrecision.TOWN, PlacePrecision.DISTRICT) and place.population < NAMESAKES_UNLISTED
    return small and gazetteer.surroundings(place).namesake is None


def _read_group(group: str, countries: Collection[str]) -> tuple[list[Place], list[str], bool]:
    """Places of one entry of a list, what loosens them, and whether it says in what they lie."""
    tokens = tokens_of(group)
    if not tokens:
        return [], [], False
    abbreviated = _abbreviations(group, tokens)
    names = list(names_in(group, tokens, any_case=not any(character.isupper() for character in group)))
    named = [
        item
        for item in called_after_towns(group, tokens, names, countries)
        if all(item.span.start != other.span.start for other in abbreviated)
    ] + abbreviated
    named.sort(key=lambda item: item.span.start)
    spoken = countries_spoken_of(tokens, named)
    parts = [match.span() for match in _PARTS.finditer(group)]
    wholes = {item.span.start for item in named if _is_whole(tokens, item, parts)}
    accepted = [
        item
        for item in named
        if _is_meant(item, len(parts), whole=item.span.start in wholes, building=_is_building(tokens, item))
        or is_place(
            group,
            tokens,
            item,
            home=at_home(spoken, countries, item),
            titled=_is_great(tokens, item, named),
            others=named,
        )
    ]
    accepted += _respelt(group, tokens, parts, accepted, {*countries, *spoken})
    read = _narrowed(accepted, wholes, lambda item: countries or at_home(spoken, countries, item))
    leaves = [item for item in read if not _holds_another(item, read)]
    places = list(dict.fromkeys(place for item in leaves for place in item.places))
    loosened = list(dict.fromkeys(word for item in leaves for word in item.named.words))
    if places and not loosened and _says_more(tokens, read):
        loosened.append("within")
    held = bool(countries) or len(leaves) < len(read) or any(place.country in spoken for place in places)
    return places, loosened if places else [], held


def _is_great(tokens: Sequence[Token], item: Named, named: Sequence[Named]) -> bool:
    """A city or country so large that words with capitals behind it name something in it: "Mumbai Congress office"."""
    before = tokens[item.span.first - 1] if item.span.first else None
    follows = any(other.span.last == item.span.first - 1 for other in named)
    if before and before.capital and not _is_idle(before) and not follows:
        return False
    place = choose(item.span.found)[0]
    return place.population >= KNOWN and not is_ordinary(item.span.name)


def _abbreviations(group: str, tokens: Sequence[Token]) -> list[Named]:
    """ "UP" and the like, of which only the capitals say that they are provinces."""
    found = []
    for index, token in enumerate(tokens):
        place = gazetteer.by_key(words.ABBREVIATIONS[token.text]) if token.text in words.ABBREVIATIONS else None
        if place and len(tokens) > 1:
            name = gazetteer.Found(place, True)
            span = Span(index, index, token.start, token.end, token.text, (name,), "")
            found.append(Named(span, "", "in", loosening_before(group, tokens, index), (index, index)))
    return found


def _part_of(parts: Sequence[tuple[int, int]], start: int) -> tuple[int, int]:
    return next(((begin, end) for begin, end in parts if begin <= start < end), (0, 0))


def _is_whole(tokens: Sequence[Token], item: Named, parts: Sequence[tuple[int, int]]) -> bool:
    begin, end = _part_of(parts, item.span.start)
    first, last = item.extent
    built = _building_before(tokens, first, begin)
    return all(
        first <= index <= last
        or index in built
        or _is_idle(token)
        or (index > last and token.folded in words.FACILITIES)
        for index, token in enumerate(tokens)
        if begin <= token.start < end
    )


def _building_before(tokens: Sequence[Token], first: int, begin: int) -> range:
    """The few small words that name a building before a place: "petrol station in X", "ayuntamiento de X"."""
    if first < 2 or tokens[first - 1].folded not in words.LOCATIVES:
        return range(0)
    start = next((at for at, token in enumerate(tokens) if token.start >= begin), first)
    small = all(not token.capital for token in tokens[start:first])
    return range(start, first) if small and first - start <= MOST_BUILT else range(0)


def _is_building(tokens: Sequence[Token], item: Named) -> bool:
    """ "Union Street": what follows makes the name that of a street or house."""
    after = item.extent[1] + 1
    return after < len(tokens) and tokens[after].folded in words.FACILITIES


def _is_idle(token: Token) -> bool:
    word = token.folded
    return (
        word in words.BETWEEN
        or word in words.LOCATIVES
        or word in words.KINDS
        or word in words.DIRECTIONS
        or word in words.OUTSIDE
        or word in words.ADJECTIVES
        or word in words.IDLE
        or word.isdigit()
    )


def _is_meant(item: Named, parts: int, *, whole: bool, building: bool) -> bool:
    """Whether a name that is all of its part is a place: always, but for ordinary words that are villages too."""
    if not whole or fold(item.span.name) in words.NEVER:
        return False
    if "within" in item.words and _is_small(choose(item.span.found)[0]):
        return False  # "North Shewa" is no part of a village called Shewa
    if not is_ordinary(item.span.name):
        return True
    if building:
        return False
    large = choose(item.span.found)[0]
    return (
        parts > 1
        or bool(item.kind or item.locative)
        or (large.population >= KNOWN_ORDINARY and _is_own_name(item, large))
    )


def _respelt(
    group: str,
    tokens: Sequence[Token],
    parts: Sequence[tuple[int, int]],
    accepted: Sequence[Named],
    home: Collection[str],
) -> Iterator[Named]:
    """Parts of which nothing was read, as another spelling of a name: in what the rest says, or of a large town."""
    around = [place for item in accepted for place in choose(item.span.found)]
    taken = {_part_of(parts, item.span.start) for item in accepted}
    for begin, end in parts:
        inside = [(index, token) for index, token in enumerate(tokens) if begin <= token.start < end]
        rest = [(index, token) for index, token in inside if not _is_idle(token)]
        rest = _less_building(tokens, rest)
        if (begin, end) in taken or not rest or rest[-1][0] - rest[0][0] >= 3 or len(rest) > 3:
            continue
        first, last = rest[0][0], rest[-1][0]
        name = group[tokens[first].start : tokens[last].end]
        if is_ordinary(name) or not (tokens[first].capital or group == group.lower()):
            continue
        found = tuple(item for item in gazetteer.close(name) if _is_believable(item, name, around, home))
        if found:
            span = Span(first, last, tokens[first].start, tokens[last].end, name, found, "")
            yield Named(span, "", "in", loosening_before(group, tokens, first), (first, last))


def _less_building(tokens: Sequence[Token], rest: list[tuple[int, Token]]) -> list[tuple[int, Token]]:
    """Without the small words before a name with a capital: "ayuntamiento de X"."""
    named = next((at for at, (_, token) in enumerate(rest) if token.capital), 0)
    first = rest[named][0] if rest else 0
    return rest[named:] if named and tokens[first - 1].folded in words.LOCATIVES | words.BETWEEN else rest


def _is_believable(found: gazetteer.Found, name: str, around: Sequence[Place], home: Collection[str]) -> bool:
    place = found.place
    if around:
        return any(_is_beside(outer, place) for outer in around)
    if len(skeleton(folded_name(name))) < LONG_ALONE or found.likeness < LIKE_ALONE:
        return False
    if place.country in home or place.population >= KNOWN:
        return True
    enough = KNOWN_ALONE_TRANSCRIBED if place.country in words.WITH_ARTICLE | {"UA", "RU"} else KNOWN_ALONE
    return found.heard and inhabitants(place) >= enough


def _is_beside(outer: Place, place: Place) -> bool:
    """Whether a small place fits what it is named with: lies in it, or near it where that is a town."""
    if outer.precision in _WIDE:
        return contains(outer, place)
    return distance(outer, place) <= SIDE_BY_SIDE_KM


def _narrowed(
    accepted: Sequence[Named], wholes: Collection[int], home_of: Callable[[Named], Collection[str]]
) -> list[_Read]:
    """What each name means beside the others; small places elsewhere than in what the others say are left out."""
    read = []
    for item in accepted:
        others = [other for other in accepted if other is not item]
        held = [found.place for other in others for found in other.span.found if found.place.precision in _WIDE]
        inside = [place for place in held if any(contains(place, found.place) for found in item.span.found)]
        places = choose(item.span.found, kind=item.kind, inside=inside, countries=home_of(item))
        sure = not _is_small(places[0]) and _is_own_name(item, places[0])
        if inside or not others or sure or _fits_beside(places[0], others):
            read.append(_Read(item, places, item.span.start in wholes))
    return read


def _is_own_name(item: Named, place: Place) -> bool:
    """Whether a place is commonly called so: "Terminus" is Atlanta for historians only."""
    return place.population >= RENAMED or any(found.main for found in item.span.found if found.place == place)


def _is_small(place: Place) -> bool:
    return place.precision in (PlacePrecision.TOWN, PlacePrecision.DISTRICT) and place.population < KNOWN


def _fits_beside(place: Place, others: Sequence[Named]) -> bool:
    """Whether a small place can be meant beside others that do not contain it: near one, or where all are small."""
    around = [other for item in others for other in choose(item.span.found)[:1]]
    sure = [other for other in around if not _is_small(other)]
    return not sure or any(_is_beside(other, place) or contains(place, other) for other in sure)


def _holds_another(item: _Read, read: Sequence[_Read]) -> bool:
    """Whether it only says where another one lies."""
    return any(
        other is not item and any(_places_it(outer, inner) for outer in item.places for inner in other.places)
        for other in read
    )


def _places_it(outer: Place, inner: Place) -> bool:
    """Whether ``outer`` says where ``inner`` lies; "Kashmir, India" is Kashmir, though not all of it is India's."""
    if contains(outer, inner):
        return True
    if outer.precision != PlacePrecision.COUNTRY or inner.precision != PlacePrecision.REGION:
        return False
    return any(code.lstrip("~").startswith(outer.country or "-") for code in gazetteer.surroundings(inner).covers)


def _says_more(tokens: Sequence[Token], read: Sequence[_Read]) -> bool:
    """Whether words are left that name something smaller: "State House, Nairobi"."""
    read_words = {index for item in read for index in range(item.named.extent[0], item.named.extent[1] + 1)}
    return any(index not in read_words and not _is_idle(token) for index, token in enumerate(tokens))
