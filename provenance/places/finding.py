"""Places that running text names: captions, articles, posts, in any of the languages of :mod:`provenance.places.words`.

A word is taken for a place only with a reason: it is a country, a province or a large city; a locative word stands
before it ("outside", "قرب"); it stands beside what contains it ("Rawa, Anbar", "Iraq's Anbar"); or the text is about
its country. Names of people and groups, and ordinary words that are also villages, are left alone.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.places import facilities, words
from provenance.places.choosing import choose, contains, inhabitants
from provenance.places.folding import folded_name
from provenance.places.records import Place, PlaceMention, PlacePrecision, PlaceReading
from provenance.places.scanning import (
    Span,
    Token,
    locative_before,
    loosening_before,
    spans_from,
    tokens_of,
)
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

# Inhabitants from which a town is known well enough to be named without any further sign.
KNOWN = 100_000
GREAT = 1_000_000
KNOWN_BY_CONTEXT = 1_000  # where the text is about its country
KNOWN_AFTER_LOCATIVE = 15_000
SHORTEST = 4  # letters of a name that needs no locative; Latin and Cyrillic
SHORTEST_ARABIC = 3
TITLE_SHARE = 0.8  # of the words of a line with a capital: then capitals say nothing
_OWNING = re.compile(r"['’ʼ`]s$")
_HAS = re.compile(r"['’ʼ`]s?\s+(?P<first>[^\W\d]+)(?:\s+(?P<second>[^\W\d]+))?")
_BESIDE = re.compile(r"\s*[,،(]\s*(?:in\s+|the\s+)?|\s+in\s+(?:the\s+)?|\s*[-–]\s*|['’ʼ`]s?\s+(?:\w+\s+){0,2}")
_ARABIC = re.compile(r"[\u0600-\u06ff]")
_ADJECTIVAL = re.compile(r"[-‐‑](?=[a-zäöåéßа-я])")
_HANDLES = re.compile(r"[@#]$|[@/][\w./]*$")
LONGEST_HANDLE = 200  # characters of a handle or an address before a name that is part of it
MOST_BESIDE = 24  # characters between a place and what contains it
NEIGHBOURS = MOST_BESIDE // 2  # names on either side of one that can stand beside it
_ABBREVIATED = frozenset(
    ("us", "uk", "uae", "usa", "drc", "eu", "prc", "car", "rca", "rdc", "ksa", "png", "eau", "vae", "eeuu")
)


class Named(NamedTuple):
    """A span with what speaks for it."""

    span: Span
    kind: str  # what the text calls it: "town", "province"; "" for nothing
    locative: str
    words: tuple[str, ...]
    extent: tuple[int, int]  # tokens of it with the word for its kind


def find_places(text: str, *, countries: Collection[str] = ()) -> list[PlaceMention]:
    """The places that ``text`` names, in order. ``countries`` (alpha-2 codes) is what is known to be about.

    A mention's reading holds several places where several may be meant. Words for the kind of place are not part of
    it: "Anbar" of "Anbar province".
    """
    tokens = tokens_of(text)
    if not tokens:
        return []
    small = not any(token.text[0].isupper() for token in tokens[1:])  # a post without capitals
    named = called_after_towns(text, tokens, list(names_in(text, tokens, any_case=small)), countries)
    spoken = countries_spoken_of(tokens, named)
    homes = {item: at_home(spoken, countries, item) for item in named}
    titled = _is_titled(tokens)
    accepted = [
        item
        for item, others in _with_neighbours(named)
        if is_place(text, tokens, item, home=homes[item], titled=titled, others=others)
    ]
    return [_mention(text, item, others, homes[item]) for item, others in _with_neighbours(accepted)]


def _with_neighbours(named: Sequence[Named]) -> Iterator[tuple[Named, Sequence[Named]]]:
    """Each name with those around it, itself included: looking at all of them would take quadratic time."""
    for index, item in enumerate(named):
        yield item, named[max(0, index - NEIGHBOURS) : index + NEIGHBOURS + 1]


def names_in(text: str, tokens: Sequence[Token], *, any_case: bool) -> Iterator[Named]:
    """Every name of the gazetteer, the longest where several begin at one word, whether or not a place is meant."""
    index, previous = 0, None
    while index < len(tokens):
        span = next(
            (span for span in spans_from(text, tokens, index, any_case=any_case) if _could_be(tokens, span)), None
        )
        if span is None:
            index += 1
            continue
        kind, extent = _kind_of(text, tokens, span)
        locative = locative_before(text, tokens, span.first) or ("في" if set("بل") & set(span.glued) else "")
        loose = loosening_before(text, tokens, span.first)
        if (
            previous and not loose and text[previous.span.end : span.start] in ("-", "–")
        ):  # "near the Syria-Iraq border"
            loose, locative = previous.words, locative or previous.locative
        previous = Named(span, kind, locative, loose, extent)
        yield previous
        index = max(span.last, extent[1]) + 1


def called_after_towns(
    text: str, tokens: Sequence[Token], named: Sequence[Named], countries: Collection[str]
) -> list[Named]:
    """The names, less those of airbases, dams, streets and so on that do not say where a settlement lies."""
    kinds = [facilities.kind_of(text, tokens, item.span) for item in named]
    if not any(kinds):
        return list(named)
    others = [item for item, kind in zip(named, kinds, strict=True) if not kind]
    home = frozenset(countries) | countries_spoken_of(tokens, others).keys()
    left = []
    for item, kind in zip(named, kinds, strict=True):
        found = facilities.settlements(kind, item.span.found, home) if kind else item.span.found
        if found:
            near = item.words or (("near",) if kind else ())
            left.append(item._replace(span=item.span._replace(found=found), words=near))
    return left


def _could_be(tokens: Sequence[Token], span: Span) -> bool:
    """Not a single word for a kind of place, nor one with capitals by which it cannot be a name."""
    if span.first == span.last and tokens[span.first].folded in words.ADJECTIVES:
        after = tokens[span.last + 1].folded if span.last + 1 < len(tokens) else ""
        return words.KINDS.get(after) == "province" and not _ARABIC.match(span.name)  # "Somali region"
    words_of_it = [token.folded for token in tokens[span.first : span.last + 1]]
    if span.name.islower() and len(words_of_it) > 1 and not words.SMALL.isdisjoint(words_of_it):
        return False  # "to show a rocket": no Showa
    if all(word in words.KINDS or word in words.DIRECTIONS or word in words.BETWEEN for word in words_of_it):
        return False
    if len(words_of_it) == 1 and len(span.name) <= 3 and not span.glued and not _ARABIC.match(span.name):
        return words_of_it[0] not in _ABBREVIATED or span.name.isupper()
    return True


def _kind_of(text: str, tokens: Sequence[Token], span: Span) -> tuple[str, tuple[int, int]]:
    """The kind that stands right behind ("Anbar province") or before ("province of Anbar", "مدينة حلب")."""
    after = span.last + 1
    if after < len(tokens) and text[tokens[span.last].end : tokens[after].start] in ("", " ", "-"):
        kind = words.KINDS.get(tokens[after].folded, "")
        if kind and not _ARABIC.match(tokens[after].text):
            return kind, (span.first, after)
    before = span.first - 1
    while before >= 0 and tokens[before].folded in ("of", "de", "the", "von", "av"):
        before -= 1
    if before >= 0 and text[tokens[before].end : tokens[before + 1].start].strip() == "":
        kind = words.KINDS.get(tokens[before].folded, "")
        if kind and (before < span.first - 1 or _ARABIC.match(tokens[before].text) or tokens[before].text.islower()):
            return kind, (span.first, span.last)
    return "", (span.first, span.last)


def countries_spoken_of(tokens: Sequence[Token], named: Sequence[Named]) -> dict[str, frozenset[str]]:
    """Countries that the text names, by adjective, or by a place that needs no other sign; with the names that say so.

    A name says nothing about itself: :func:`at_home` leaves it out.
    """
    found = {words.ADJECTIVES[token.folded]: {""} for token in tokens if token.folded in words.ADJECTIVES}
    for item in named:
        name = item.span.name
        candidates = choose(item.span.found)
        place = candidates[0]
        known = place.population >= KNOWN or place.precision in (PlacePrecision.COUNTRY, PlacePrecision.PROVINCE)
        if known and len(candidates) == 1 and place.country and not is_ordinary(name) and len(name) >= SHORTEST:
            found.setdefault(place.country, set()).add(folded_name(name))
    return {country: frozenset(names) for country, names in found.items()}


def at_home(spoken: Mapping[str, frozenset[str]], countries: Collection[str], item: Named) -> frozenset[str]:
    """The countries that the rest of the text is about, and those given."""
    own = {folded_name(item.span.name)}
    return frozenset(countries) | {country for country, names in spoken.items() if not names <= own}


def is_ordinary(name: str) -> bool:
    """Whether a name is also an ordinary word or a given name."""
    folded = fold(name)
    return folded in words.ORDINARY or folded_name(name) in words.ORDINARY


def _is_titled(tokens: Sequence[Token]) -> bool:
    long = [token for token in tokens if len(token.text) >= 4 and token.text[0].isalpha()]
    return len(long) >= 5 and sum(token.capital for token in long) > TITLE_SHARE * len(long)


def is_place(
    text: str, tokens: Sequence[Token], item: Named, *, home: Collection[str], titled: bool, others: Sequence[Named]
) -> bool:
    """Whether there is a reason to take a name for a place, and none against it.

    ``others``: the names around it. ``titled``: capitals say nothing here, since most words have one.
    """
    span = item.span
    if fold(span.name) in words.NEVER or _ADJECTIVAL.match(text, span.end):
        return False
    if _HANDLES.search(text, max(0, span.start - LONGEST_HANDLE), span.start):
        return False
    if _is_of_somebody(text, tokens, item, titled=titled, others=others):
        return False
    if _is_somebody(text, item, others):
        return False
    if span.name.islower() and not _ARABIC.match(span.name) and not (item.locative or item.kind):
        return False
    beside = any(_holds_beside(text, other, item) for other in others if other is not item)
    if is_ordinary(span.name):
        strong_locative = item.locative and item.locative not in words.WEAK_LOCATIVES
        return bool(beside or item.kind or strong_locative) and _is_written_as_name(span)
    best = choose(span.found, countries=home)[0]
    short = len(folded_name(span.name)) < (SHORTEST_ARABIC if _ARABIC.match(span.name) else SHORTEST)
    if beside or _is_known(best, bare=not short):
        return True
    local = best.country in home and inhabitants(best) >= KNOWN_BY_CONTEXT
    if item.locative or item.kind:
        return local or inhabitants(best) >= KNOWN_AFTER_LOCATIVE
    return local and not short and not titled and _stands_out(text, tokens, span)


def _is_known(place: Place, *, bare: bool) -> bool:
    if place.precision == PlacePrecision.COUNTRY:
        return True
    return bare and (place.population >= KNOWN or place.precision in (PlacePrecision.PROVINCE, PlacePrecision.REGION))


def _is_written_as_name(span: Span) -> bool:
    return span.name[0].isupper() or bool(_ARABIC.match(span.name))


def _stands_out(text: str, tokens: Sequence[Token], span: Span) -> bool:
    """Whether the capital says something: not at the start of a sentence, where every word has one. Not in Arabic."""
    if _ARABIC.match(span.name):
        return len(span.name) >= SHORTEST + 1
    if span.last > span.first:
        return True
    before = text[: tokens[span.first].start].rstrip(" \"'“”‘’«»")
    return bool(before) and before[-1] not in ".!?:\n•–—-"


def _is_of_somebody(text: str, tokens: Sequence[Token], item: Named, *, titled: bool, others: Sequence[Named]) -> bool:
    """Whether the name is part of a person's or a group's: "Paris Hilton", "New Syrian Army", "Deir Ezzor 24"."""
    span = item.span
    if _ARABIC.match(span.name):
        return False
    starts = {other.span.first for other in others}
    after = item.extent[1] + 1
    if item.extent[1] == span.last and after < len(tokens):
        gap, word = text[tokens[after - 1].end : tokens[after].start], tokens[after]
        if gap in (" ", "\u00a0"):
            if word.folded in words.GROUPS and word.capital:
                return True
            if word.text.isdigit() and len(word.text) <= 2 and not item.locative:
                return True
            if _is_surname(word, titled=titled) and after not in starts and not _is_all_capitals(span.name):
                return not item.locative or item.locative in words.WEAK_LOCATIVES
    if span.first == 0 or titled or item.kind:
        return False
    if _is_article_of_thing(tokens, item):
        return True
    if item.locative:
        return False
    before = tokens[span.first - 1]
    gap = text[before.end : tokens[span.first].start]
    if before.folded in words.HONOURS and gap in (" ", ". "):
        return True
    if gap not in (" ", "-", "\u00a0") or not _is_surname(before, titled=False):
        return False
    if any(other.span.last == span.first - 1 for other in others):
        return False
    return not _begins_sentence(text, before) or before.folded not in words.LOCATIVES | words.BETWEEN


def _is_somebody(text: str, item: Named, others: Sequence[Named]) -> bool:
    """Whether what the name has is rather a person's: "Obama's house", "Houston's widow"; not "Iraq's Anbar"."""
    place = choose(item.span.found)[0]
    if item.kind or place.precision not in (PlacePrecision.TOWN, PlacePrecision.DISTRICT):
        return False
    has = _HAS.match(text, item.span.end - len("’s") if _OWNING.search(item.span.name) else item.span.end)
    if has is None or any(_holds_beside(text, other, item) for other in others if other is not item):
        return False
    if fold(has["first"]) in words.PERSONAL or fold(has["second"] or "") in words.PERSONAL:
        return True
    had = words.FACILITIES | words.KINDS.keys() | words.DIRECTIONS
    return place.population < KNOWN and fold(has["first"]) not in had and fold(has["second"] or "") not in had


def _is_article_of_thing(tokens: Sequence[Token], item: Named) -> bool:
    """ "the Orion spacecraft": a town takes no article but for what stands behind it, "the Aleppo countryside"."""
    if tokens[item.span.first - 1].folded != "the":
        return False
    after = item.extent[1] + 1
    if after < len(tokens) and (tokens[after].folded in words.FACILITIES or tokens[after].folded in words.KINDS):
        return False
    place = choose(item.span.found)[0]
    return place.precision == PlacePrecision.TOWN and place.population < GREAT


def _is_surname(word: Token, *, titled: bool) -> bool:
    """Whether a word beside a place could be part of a person's name with it."""
    if not word.text[0].isupper() or (word.text.isupper() and len(word.text) > 1):
        return False
    known = words.FACILITIES | words.TITLES | words.LOCATIVES | words.DAYS_AND_MONTHS | words.DIRECTIONS
    return (
        not titled
        and word.folded not in known
        and word.folded not in words.ADJECTIVES
        and word.folded not in words.KINDS
    )


def _is_all_capitals(name: str) -> bool:
    return name.isupper() and len(name) >= SHORTEST


def _begins_sentence(text: str, token: Token) -> bool:
    before = text[: token.start].rstrip(" \"'“”‘’«»(")
    return not before or before[-1] in ".!?:;\n•–—"


def _holds_beside(text: str, other: Named, item: Named) -> bool:
    """Whether ``other`` stands right beside ``item`` and contains what it can mean."""
    first, second = (other, item) if other.span.start < item.span.start else (item, other)
    end = first.span.end
    if first.extent[1] > first.span.last:
        end = _end_of_extent(text, first)
    gap = text[end : second.span.start]
    if len(gap) > MOST_BESIDE or not _BESIDE.fullmatch(gap):
        return False
    return any(contains(outer.place, inner.place) for outer in other.span.found for inner in item.span.found)


def _end_of_extent(text: str, item: Named) -> int:
    match = re.compile(r"[ -]?\w+").match(text, item.span.end)
    return match.end() if match else item.span.end


def _mention(text: str, item: Named, accepted: Sequence[Named], home: Collection[str]) -> PlaceMention:
    inside = [
        found.place
        for other in accepted
        if other is not item and _holds_beside(text, other, item)
        for found in other.span.found
    ]
    places = choose(item.span.found, kind=item.kind, inside=inside, countries=home)
    return PlaceMention(
        item.span.start, item.span.end, PlaceReading(text[item.span.start : item.span.end], places, item.words)
    )
