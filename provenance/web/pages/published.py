"""The form for another appearance of an item. The same rules, and the same call, as ``provenance add --item``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.describing import intake_of, says_something
from provenance.errors import InputError
from provenance.web.fields import EMPTY, WHAT, WHERE, about_item, problems_of, said_in
from provenance.web.visits import action, page, refuse_if_read_only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from provenance.web.visits import Visit

NOTHING = "Say where it was published: an address, an account, an outlet, a caption or a credit line."


def appearance_form(visit: Visit) -> Response:
    """The form for where an item was published as well."""
    refuse_if_read_only(visit.settings)
    return _form(visit, EMPTY, {})


def record_appearance(visit: Visit) -> Response:
    """Record what the form says, unless something of it cannot be understood."""
    archive, said = visit.archive, said_in(visit.form)
    item = archive.item(visit.path("item"))
    problems = visit.form.refused or problems_of(said, now=archive.today())
    if not problems:
        intake = intake_of(said, has_file=False)
        try:
            if says_something(intake):
                archive.tell(item.id, intake)
                return visit.signed(visit.to(f"/item/{item.id}#appearances"), said.by or "")
            problems = {"url": NOTHING}
        except InputError as error:
            problems = {"url": str(error)}
    return _form(visit, visit.form.texts(*EMPTY), problems)


def _form(visit: Visit, said: Mapping[str, str], problems: Mapping[str, str]) -> Response:
    return visit.render(
        "appearance.html",
        status=422 if problems else 200,
        **about_item(visit),
        said=said,
        problems=problems,
        where=WHERE,
        what=WHAT,
    )


routes = (
    page("/item/{item}/appearance", appearance_form),
    action("/item/{item}/appearance", record_appearance, beside=True),
)
