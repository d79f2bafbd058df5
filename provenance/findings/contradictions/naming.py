"""Whether two names certainly mean different things: of publishers, and of events. In doubt they do not."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from provenance.model import Source

FEWEST_LETTERS = 3  # of a name that is looked for inside a longer one: "afp" in "name/afp"
# Words of event names that tell no event from another.
_GENERAL = (
    "a an and at by for from in into near of on or over the to with al el der die das des le la les de du den det och "
    "attack attacks battle battles bombing campaign clash clashes explosion fighting massacre offensive operation "
    "protest protests raid shelling siege strike strikes war angriff schlacht attaque bataille ataque batalla slaget "
    "هجوم معركة معارك قصف حملة عملية في على من"
)
# Words for a speaker whom nobody names: alone they may mean anyone ("the group", "officials") ...
_ANYONE = (
    "group organisation organization movement outlet agency channel account page statement official officials source "
    "sources spokesman spokeswoman spokesperson report reports authorities people leader leaders commander commanders "
    "groupe mouvement agence communiqué responsable responsables porte-parole autorités gruppe quellen grupo fuentes"
)
# ... and these any of the named who fight on that side, though no other such word: "the rebels", "the army".
_A_SIDE = (
    "rebels fighters militants insurgents militia militias forces troops opposition army military government regime "
    "rebelles opposition armée gouvernement rebellen armee regierung rebeldes oposición ejército gobierno"
)
_EVERYDAY = (  # and further words that a sentence may begin with
    "police activists doctors medics residents witnesses monitors protesters policía polizei ärzte médecins médicos"
)
_BY_ANYONE = re.compile(r"\b(?:by|of|from) the [a-z]+$")
_WORD = r"\w+"
_VOWELS = r"(?<=.)[aeiouy]+"
_DOUBLED = r"(.)\1+"
KEPT = 16_384


def are_different_events(one: str, other: str) -> bool:
    """Whether two names of events have each a telling word that the other lacks, spelling aside.

    "Battle of Aleppo" and "Siege of Aleppo" may be one; names in two scripts cannot be compared.
    """
    first, second = _telling(one), _telling(other)
    if not first or not second or _is_latin(first) != _is_latin(second):
        return False
    return not (first <= second or second <= first)


def names_apart(one: Source, other: Source, aliases: tuple[tuple[str, str], ...] = ()) -> bool:
    """Whether two sources are known by name and share none, as given or by an alias.

    A platform without an account is nobody yet, and a name that holds the other may be the same publisher.
    Neither are words that name nobody: "the group" may be anyone, "the rebels" any named group; "the rebels" and "the
    army" are two.
    """
    if _may_be_any(one.name, other.name) or _may_be_any(other.name, one.name):
        return False
    first, second = _names(one, aliases), _names(other, aliases)
    return bool(first and second) and not any(_could_be_one(a, b) for a in first for b in second)


@lru_cache(maxsize=KEPT)
def _may_be_any(name: str | None, other: str | None) -> bool:
    """Whether a speaker in words of no name may be the other one."""
    if not name or not other:
        return False
    head = fold(name).split()[-1:]
    if _BY_ANYONE.search(name) and head[0] in _among(_ANYONE):  # "a statement issued on Wednesday by the group"
        return True
    if not head or _is_name(name):
        return False
    return head[0] in _among(_ANYONE) or (head[0] in _among(_A_SIDE) and _is_name(other))


def _is_name(words: str) -> bool:
    """Whether there is a capital that the beginning of a sentence does not explain."""
    first, *rest = words.split() or [""]
    if any(word[:1].isupper() for word in rest) or any(letter.isupper() for letter in first[1:]):
        return True
    return not rest and first[:1].isupper() and fold(first) not in _among(f"{_ANYONE} {_A_SIDE} {_EVERYDAY}")


@lru_cache(maxsize=4)
def _among(listed: str) -> frozenset[str]:
    return frozenset(fold(listed).split())


def _names(source: Source, aliases: tuple[tuple[str, str], ...]) -> set[str]:
    names = {squeezed(name) for name in (source.account, source.name) if name}
    keys = {source.key}
    while more := {key for pair in aliases if not keys.isdisjoint(pair) for key in pair} - keys:
        keys |= more
    if len(keys) > 1:
        names |= {squeezed(key.partition(":")[2] or key) for key in keys}
    return names - {""}


def _could_be_one(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return short == long or (len(short) >= FEWEST_LETTERS and short in long) or short.isascii() != long.isascii()


@lru_cache(maxsize=KEPT)
def folded(name: str) -> str:
    """The form in which spellings are equal; remembered, since an archive says the same few names again and again."""
    return fold(name)


@lru_cache(maxsize=KEPT)
def squeezed(name: str) -> str:
    """The letters and digits of a name, folded: ``The.NSAy.Official`` and ``the nsay official`` are one."""
    return "".join(filter(str.isalnum, fold(name)))


@lru_cache(maxsize=KEPT)
def _telling(name: str) -> frozenset[str]:
    words = re.findall(_WORD, fold(name))
    telling = [word for word in words if word not in _general()]
    return frozenset(map(_skeleton, telling or words))


@lru_cache(maxsize=1)
def _general() -> frozenset[str]:
    return frozenset(fold(_GENERAL).split())


def _skeleton(word: str) -> str:
    """Without the vowels and doublings in which transcriptions differ: Boukamal, Bukamaal."""
    return re.sub(_DOUBLED, r"\1", re.sub(_VOWELS, "", word)) if word.isascii() and word.isalpha() else word


def _is_latin(words: Iterable[str]) -> bool:
    return all(word.isascii() for word in words)
