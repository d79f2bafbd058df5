"""Articles with expected results, and what a reader found in one; see ``articles/README.md``. Judges neither."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from provenance.model import Intake

SUFFIXES = (".html", ".htm", ".txt", ".mht", ".mhtml")
LONGEST_NAME = 1_000  # letters; longer strings of ``raw`` are pieces of the page, which name other images too
_MENTIONED = re.compile(r"mentioned(?:,| and)? not shown", re.IGNORECASE)

Choice = tuple[str | None, ...]  # each is right


class Medium(NamedTuple):
    """A medium that the article shows, as it is expected. Every value is a choice."""

    kind: Choice
    image: Choice
    caption: Choice
    credit: Choice
    platform: Choice
    account: Choice
    hedge: Choice
    places: tuple[Choice, ...]
    dates: tuple[Choice, ...]
    optional: bool


class Mention(NamedTuple):
    """A sentence that speaks of a medium, as it is expected."""

    sentence: str
    optional: bool


class Article(NamedTuple):
    """What is expected of one file."""

    name: str
    path: Path
    url: Choice
    published: Choice
    outlet: Choice
    language: Choice
    media: tuple[Medium, ...]
    mentions: tuple[Mention, ...]


class Found(NamedTuple):
    """What a reader found: one medium, shown or only mentioned."""

    names: tuple[str, ...]  # strings in which an image's name or a post's id may stand
    texts: tuple[str, ...]
    kind: str | None
    caption: str | None
    credit: str | None
    platform: str | None
    account: str | None
    hedges: tuple[str, ...]
    places: tuple[str, ...]
    dates: tuple[str, ...]
    mentioned: bool


def load(folder: Path) -> list[Article]:
    """Every article of a folder that has expectations beside it, by name."""
    paths = sorted(path for path in folder.iterdir() if path.suffix.lower() in SUFFIXES)
    return [_article(path, beside) for path in paths if (beside := path.with_suffix(".json")).is_file()]


def _article(path: Path, beside: Path) -> Article:
    said = json.loads(beside.read_text("utf-8"))
    return Article(
        name=path.stem,
        path=path,
        url=_choice(said.get("url")),
        published=_choice(said.get("published")),
        outlet=_choice(said.get("outlet")),
        language=_choice(said.get("language")),
        media=tuple(map(_medium, said["media"])),
        mentions=tuple(Mention(one["sentence"], one.get("optional", False)) for one in said["mentioned"]),
    )


def _medium(said: dict[str, Any]) -> Medium:
    return Medium(
        kind=_choice(said.get("kind")),
        image=_choice(said.get("image")),
        caption=_choice(said.get("caption")),
        credit=_choice(said.get("credit")),
        platform=_choice(said.get("platform")),
        account=_choice(said.get("account")),
        hedge=_choice(said.get("hedge")),
        places=tuple(map(_choice, said.get("places") or ())),
        dates=tuple(map(_choice, said.get("dates") or ())),
        optional=said.get("optional", False),
    )


def _choice(value: Any) -> Choice:
    return tuple(value) if isinstance(value, list) else (value,)


def found_in(intake: Intake) -> Found:
    """What one result says of a medium, with platform and account as they would be recorded."""
    platform, account = _source(intake)
    claims = intake.claims
    raw = tuple(text for text in _strings(intake.raw or {}) if len(text) <= LONGEST_NAME)
    return Found(
        names=tuple(text for text in (*raw, intake.path, intake.url) if text),
        texts=tuple(text for text in (intake.caption, intake.label, *(claim.text for claim in claims), *raw) if text),
        kind=intake.kind.value if intake.kind else None,
        caption=intake.caption,
        credit=intake.credit,
        platform=platform,
        account=account,
        hedges=unlike(claim.hedge for claim in claims),
        places=unlike(claim.place for claim in claims),
        dates=unlike(claim.date for claim in claims),
        mentioned=_MENTIONED.search(intake.note or "") is not None,
    )


def _source(intake: Intake) -> tuple[str | None, str | None]:
    """The importer's own words, in the intake or as the origin in ``raw``; else what its credit is recorded as."""
    origin = (intake.raw or {}).get("origin")
    said = origin if isinstance(origin, dict) else {}
    platform, account = intake.platform or said.get("platform"), intake.account or said.get("account")
    if platform or not intake.credit:
        return platform, account
    from provenance.platforms import canonical_platform, read_credit

    read = read_credit(intake.credit)
    if read.via and not read.account and canonical_platform(read.via):
        return read.via, account
    return read.platform, account or read.account


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _strings(inner)


def unlike(values: Iterable[str | None]) -> tuple[str, ...]:
    """What is there, each once."""
    return tuple(dict.fromkeys(str(value) for value in values if value))
