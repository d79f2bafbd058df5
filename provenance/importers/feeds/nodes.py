"""JSON-LD as it is found: a value may be a text, an object, a list of either, or a reference to an object elsewhere."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

Node = dict[str, object]
DEEPEST = 16  # levels that are searched; a review in a feed stands at the fifth
_NAMESPACES = ("http://schema.org/", "https://schema.org/", "schema:")


def types_of(node: Mapping[str, object]) -> tuple[str, ...]:
    """The types of an object, without namespace: ``("ClaimReview",)``."""
    given = node.get("@type", node.get("type"))
    names = given if isinstance(given, list) else [given]
    return tuple(_bare(name) for name in names if isinstance(name, str))


def found_in(value: object, wanted: Collection[str], *, deepest: int = DEEPEST) -> Iterator[Node]:
    """Every object of a wanted type below ``value``, not looking into those that are found."""
    if deepest == 0:
        return
    if isinstance(value, dict):
        if not set(types_of(value)).isdisjoint(wanted):
            yield value
        else:
            for each in value.values():
                yield from found_in(each, wanted, deepest=deepest - 1)
    elif isinstance(value, list):
        for each in value:
            yield from found_in(each, wanted, deepest=deepest - 1)


def named_in(value: object, *, deepest: int = DEEPEST) -> dict[str, Node]:
    """Objects that others refer to, by their ``@id``."""
    named: dict[str, Node] = {}
    if deepest == 0:
        return named
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for each in below:
        named |= named_in(each, deepest=deepest - 1)
    if isinstance(value, dict) and isinstance(name := value.get("@id"), str) and len(value) > 1:
        named[name] = value
    return named


class Graph:
    """Reads values of objects, following references within one document."""

    def __init__(self, document: object) -> None:
        self._named = named_in(document)

    def nodes(self, node: Mapping[str, object], *keys: str) -> list[Node]:
        """The objects under these keys, in order."""
        return [
            self._named.get(str(each.get("@id")), each) if len(each) == 1 else each
            for key in keys
            for each in _listed(node.get(key))
            if isinstance(each, dict)
        ]

    def texts(self, node: Mapping[str, object], *keys: str) -> list[str]:
        """The texts under these keys, in order; of an object its ``@id`` or ``@value``."""
        found = []
        for key in keys:
            for each in _listed(node.get(key)):
                said = (each.get("@value") or each.get("@id")) if isinstance(each, dict) else each
                if isinstance(said, str) and said.strip():
                    found.append(said)
        return found

    def text(self, node: Mapping[str, object], *keys: str) -> str | None:
        """The first of :meth:`texts`, as given."""
        return next(iter(self.texts(node, *keys)), None)

    def name(self, node: Mapping[str, object], *keys: str) -> str | None:
        """Who is named under these keys: the text, or the name of the first object that has one."""
        for key in keys:
            for each in _listed(node.get(key)):
                if isinstance(each, str) and each.strip():
                    return each.strip()
            for person in self.nodes(node, key):
                if named := self.text(person, "name", "alternateName", "legalName"):
                    return named.strip()
        return None


def _bare(name: str) -> str:
    for namespace in _NAMESPACES:
        name = name.removeprefix(namespace)
    return name


def _listed(value: object) -> list[object]:
    return value if isinstance(value, list) else [value]
