"""Which claims count, and under which id a claim is recorded.

Corrections are only ever added, and the newest one that names a claim decides: as the one that is corrected or
withdrawn it is set aside, as the one that counts instead it counts, again if need be. So of claims that were corrected
into each other one counts, whatever their order. A withdrawn claim that a person says again counts again: the
correction then names it as both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.identity import record_id

if TYPE_CHECKING:
    from collections.abc import Iterator

    from provenance.store.connection import Connection


def set_aside(claim: str) -> str:
    """In SQL: that a claim was corrected or withdrawn; ``claim`` is the column, or the parameter, with its row."""
    return (
        f"EXISTS (SELECT 1 FROM corrections gone WHERE gone.claim = {claim} "
        "AND gone.by IS NOT gone.claim AND NOT EXISTS "
        "(SELECT 1 FROM corrections back WHERE back.by = gone.claim AND back.row > gone.row))"
    )


def counts(claim: str) -> str:
    """In SQL: that a claim was neither corrected nor withdrawn, or counts again."""
    return f"NOT {set_aside(claim)}"


def is_withdrawn(connection: Connection, row: int) -> bool:
    """Whether a claim does not count, and nothing instead of it."""
    newest: int | None = row
    while newest is not None:  # each step leads to a later correction
        if connection.value(f"SELECT {counts('?1')}", [newest]):
            return False
        newest = connection.value('SELECT "by" FROM corrections WHERE claim = ? ORDER BY row DESC LIMIT 1', [newest])
    return True


def of_same_words(connection: Connection, claim_id: str) -> Iterator[tuple[int | None, str]]:
    """Row and id of each claim that says the same, first the one whose id follows from the words; then a free id.

    There are several where one was set aside and the same was said of other items: of these it counts.
    """
    while True:
        row = connection.value("SELECT row FROM claims WHERE id = ?", [claim_id])
        yield row, claim_id
        if row is None:
            return
        claim_id = record_id("c", {"again": claim_id})


def id_of_item(connection: Connection, claim_id: str, item: int) -> str:
    """The id of a claim of an item; its own where the claim of these words was set aside, and made of others.

    What was corrected or withdrawn was said of those: here it is said of this one. Where it was said of this one too,
    and nothing else of these words counts, that stays as it is.
    """
    made_of_it = f"SELECT {counts('claim_links.claim')} FROM claim_links WHERE claim = ? AND item = ?"
    own = free = None
    for row, found in of_same_words(connection, claim_id):
        is_counted = connection.value(made_of_it, [row, item]) if row is not None else None
        if is_counted:
            return found
        if is_counted is not None:
            own = own or found
        elif row is None or connection.value(f"SELECT {counts('?1')}", [row]):
            free = free or found
    return own or free or claim_id


def id_said_again(connection: Connection, claim_id: str, item: int | None) -> str:
    """The id of a claim of an item that a person says now: as :func:`id_of_item`, but for what was withdrawn.

    It is to count again where it was made of nothing else; where it was, what is said now is a claim of its own.
    """
    found = id_of_item(connection, claim_id, item) if item is not None else claim_id
    row = connection.value("SELECT row FROM claims WHERE id = ?", [found])
    of_others = "SELECT 1 FROM claim_links WHERE claim = ? AND item IS NOT ?"
    if row is None or not is_withdrawn(connection, row) or not connection.value(of_others, [row, item]):
        return found
    ids = of_same_words(connection, claim_id)
    return next(one for row, one in ids if row is None or connection.value(f"SELECT {counts('?1')}", [row]))


def id_instead_of(connection: Connection, claim_id: str, corrected: int) -> str:
    """The id of a claim that is to count instead of another one, and of its items.

    One of the same words that was set aside is taken, to count again, only where it was made of no other items.
    """
    made_of_others = (
        "SELECT 1 FROM claim_links WHERE claim = ?1 AND item NOT IN "
        f"(SELECT item FROM claim_links WHERE claim = ?2) AND {set_aside('?1')}"
    )
    ids = of_same_words(connection, claim_id)
    return next(found for row, found in ids if row is None or not connection.value(made_of_others, [row, corrected]))
