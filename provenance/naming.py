"""Which source a name means: an account in full, a part of a name, a platform or an agency by any of its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import AmbiguousId, UnknownId
from provenance.text import fold

if TYPE_CHECKING:
    from provenance.model import Source
    from provenance.store.sqlite import SqliteStore

    Found = list[tuple[str, Source, int, int]]  # as SqliteStore.sources gives them


def searched(name: str) -> str:
    """The name as sources are searched by; a platform or an agency may be called by any of its names."""
    from provenance.platforms import account_name, canonical_platform
    from provenance.platforms.credit_words import agency

    if known_agency := agency(name):
        return known_agency

    platform, colon, account = name.partition(":")
    known = canonical_platform(platform)
    if known:
        said = (
            account_name(account, known) if account != "?" else None
        )  # "youtube:?" is the key of what is unknown there
        return f"{known} {said or ''}".strip()
    return name.replace(":", " ") if colon else name.removeprefix("@")


def sources_called(store: SqliteStore, name: str) -> Found:
    """The sources that a name may mean: the one whose key it is, else all whose name holds it; busiest first."""
    found = store.sources(fold(searched(name)))
    for key in (name, name.replace(":@", ":", 1).removeprefix("@")):
        if exact := [one for one in found if one[1].key.casefold() == key.casefold()]:
            return exact
    return found


def source_called(store: SqliteStore, name: str) -> tuple[str, Source]:
    """Id and record of the one source that is called so.

    Raises:
        UnknownId, AmbiguousId: with those that come near.
    """
    found = sources_called(store, name)
    if len(found) == 1:
        source_id, source, _, _ = found[0]
        return source_id, source
    if not found:
        raise UnknownId(f"{name}: no source is called so. See: provenance source")
    some = ", ".join(source.key for _, source, _, _ in found[:5])
    raise AmbiguousId(f"{name}: several sources are called so ({some}). Name one of them in full.")
