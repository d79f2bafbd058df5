"""Named tuples as those of ``typing``, whose classes are made at once.

``typing.NamedTuple`` compiles a constructor for every class and an object for every annotation, 0.1 ms and more for
each. A cold ``check`` makes seventy such classes before it has looked at anything: a twentieth of its time (measured
with tests/benchmarks/check.py). Here all classes share one constructor, and annotations stay the text that they are.
Everything else is as there, and type checkers are told no more than that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

__all__ = ["NamedTuple"]

if TYPE_CHECKING:
    from typing import NamedTuple
else:
    from operator import itemgetter

    try:
        from _collections import _tuplegetter as _reader  # reads a field in a third of the time
    except ImportError:  # it is CPython's own

        def _reader(place: int, doc: str | None) -> property:
            return property(itemgetter(place), doc=doc)

    class _NamedTupleType(type):
        """Makes a named tuple of a class whose annotations name its fields."""

        def __new__(cls, name: str, bases: tuple[type, ...], body: dict[str, object]) -> type:
            """Put the fields' readers where their defaults stood; a class below a named tuple adds no fields."""
            if bases[0].__base__ is tuple:
                fields = tuple(body["__annotations__"])
                body["_field_defaults"] = {field: body[field] for field in fields if field in body}
                body.update((field, _reader(place, None)) for place, field in enumerate(fields))
                body["_fields"] = body["__match_args__"] = fields
                body["__slots__"] = ()
            return super().__new__(cls, name, bases, body)

    class NamedTuple(tuple, metaclass=_NamedTupleType):
        """Fields by name and by place, equal where all fields are, never changed."""

        __slots__ = ()

        def __new__(cls, *given: object, **named: object) -> NamedTuple:
            """By place, by name, or by default; TypeError for what is missing, unknown or given twice."""
            fields = cls._fields
            if not named and len(given) == len(fields):
                return tuple.__new__(cls, given)
            values = {**cls._field_defaults, **named}
            if given:
                values.update(zip(fields, given, strict=False))
            if len(values) == len(fields) and (not given or _apart(given, named, fields)):
                try:
                    return tuple.__new__(cls, map(values.__getitem__, fields))
                except KeyError:  # one was missing, and another unknown
                    pass
            raise TypeError(
                f"{cls.__name__}({', '.join(fields)}) was given {len(given)} by place and {', '.join(named)}"
            )

        def _asdict(self) -> dict[str, object]:
            return dict(zip(self._fields, self, strict=True))

        def _replace(self, **changes: object) -> NamedTuple:
            changed = tuple.__new__(type(self), map(changes.pop, self._fields, self))
            if changes:
                raise TypeError(f"{type(self).__name__} has no field {', '.join(changes)}")
            return changed

        def __repr__(self) -> str:
            """As the call that makes it."""
            return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in self._asdict().items())})"

        def __getnewargs__(self) -> tuple[object, ...]:
            """For pickle and copy."""
            return tuple(self)

    def _apart(given: tuple[object, ...], named: dict[str, object], fields: tuple[str, ...]) -> bool:
        """Whether there is a field for everything that was given by place, and it was not given by name as well."""
        return len(given) <= len(fields) and named.keys().isdisjoint(fields[: len(given)])
