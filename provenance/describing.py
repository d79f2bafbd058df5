"""What a person says of a file, as fields of text, becomes an intake. The command line and the pages ask alike.

Every mistake is found before anything is recorded, and each names its field.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from provenance.dates import past_date
from provenance.errors import BadOption, InputError
from provenance.model import Claim, Hedge, Intake, MediaKind
from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

ABOUT_A_CLAIM = ("place", "date", "hedge", "asserted_by", "attributed_to")


class Said(NamedTuple):
    """The fields; what was left empty is None."""

    url: str | None = None
    account: str | None = None
    platform: str | None = None
    publisher: str | None = None
    caption: str | None = None
    credit: str | None = None
    posted: str | None = None
    claims: tuple[str, ...] = ()
    place: str | None = None
    date: str | None = None
    hedge: str | None = None
    asserted_by: str | None = None
    attributed_to: str | None = None
    label: str | None = None
    kind: str | None = None
    graphic: bool = False
    by: str | None = None


class Mistake(NamedTuple):
    """What cannot be recorded as it was said."""

    field: str  # of :class:`Said`
    error: InputError


def mistakes(said: Said, *, called: Callable[[str], str], now: str) -> Iterator[Mistake]:
    """Whatever is wrong, in the order in which it is best told; ``called`` gives the name by which people know a field.

    ``claims`` is called by ``claim``. ``now``, UTC text: what is said to have been cannot lie in the future.
    """
    from provenance.platforms import canonical_platform, read_url  # a check of what is claimed now needs neither

    for name in Said._fields:
        held = getattr(said, name)
        word = called("claim" if name == "claims" else name)
        for text in held if isinstance(held, tuple) else (held,):
            yield from _caught(name, partial(_refuse_unseen, word), text)
    for name in ("posted", "date"):
        text = getattr(said, name)
        if text:
            yield from _caught(name, partial(past_date, now=now), text)
    if said.url:
        yield from _caught("url", read_url, said.url)
    if said.platform and not canonical_platform(said.platform):
        words = f"{said.platform!r} is no platform that is known. Give {called('url')} or {called('credit')} instead"
        yield Mistake("platform", BadOption(f"{words}, or see: provenance help platforms"))
    if any(not text.strip() for text in said.claims):
        yield Mistake("claims", BadOption(f"{called('claim')} is empty: say what the picture is said to show"))
    about = [name for name in ABOUT_A_CLAIM if getattr(said, name)]
    if about and not (said.claims or said.caption):
        words = f"belongs to a claim: say with {called('claim')} (or {called('caption')}) what is claimed"
        yield Mistake(about[0], BadOption(f"{called(about[0])} {words}"))
    hedges = [hedge.value for hedge in Hedge]
    if said.hedge and said.hedge not in hedges:
        yield Mistake("hedge", BadOption(f"{called('hedge')} {said.hedge!r}: use one of {', '.join(hedges)}"))


def _refuse_unseen(word: str, text: object) -> None:
    from provenance.unseen import refuse_unseen

    refuse_unseen([(word, text)])


def _caught(field: str, read: Callable[[str], object], text: str) -> Iterator[Mistake]:
    try:
        read(text)
    except InputError as error:
        yield Mistake(field, error)


def intake_of(said: Said, *, has_file: bool) -> Intake:
    """The intake that says the same; :func:`mistakes` found none in it."""
    return Intake(
        kind=MediaKind(said.kind or "image"),
        label=said.label,
        url=said.url,
        platform=said.platform,
        account=said.account,
        publisher=said.publisher,
        caption=said.caption,
        credit=said.credit,
        posted_at=said.posted,
        graphic=said.graphic,
        observed=has_file and bool(said.url),
        claims=tuple(_claims(said)),
        entered_by=said.by,
    )


def says_something(intake: Intake) -> bool:
    """Whether there is anything to record of an item that is there already."""
    return any((intake.url, intake.account, intake.publisher, intake.caption, intake.credit, intake.claims))


def _claims(said: Said) -> Iterator[Claim]:
    """One for each text; what is said of a claim without a text is said of the caption."""
    texts = said.claims
    if not texts and said.caption and any(getattr(said, name) for name in ABOUT_A_CLAIM):
        texts = (said.caption,)
    for text in texts:
        yield Claim(
            text,
            hedge=Hedge(said.hedge) if said.hedge else None,
            place=said.place,
            date=said.date,
            asserted_by=said.asserted_by,
            attributed_to=said.attributed_to,
        )
