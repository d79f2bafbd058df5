"""The form for a search outside this archive. The same rules, and the same call, as ``provenance searched``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.judgement import SearchResult
from provenance.stating import search_mistakes
from provenance.web.fields import about_item, by_field
from provenance.web.visits import action, page, refuse_if_read_only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from provenance.web.visits import Visit

SEARCH = ("engine", "result", "when", "url", "note", "by")
RESULTS = {
    SearchResult.NONE.value: "none: nothing was found there",
    SearchResult.FOUND.value: "found: it is there as well",
    SearchResult.UNCLEAR.value: "unclear: perhaps",
}
CALLED = {"engine": "name the engine, the archive or the place", "result": "choose one of the list"}


def search_form(visit: Visit) -> Response:
    """The form for where an item was looked for elsewhere."""
    refuse_if_read_only(visit.settings)
    return _form(visit, dict.fromkeys(SEARCH, "") | {"by": visit.name}, {})


def record_search(visit: Visit) -> Response:
    """Record what the form says, unless something of it cannot be understood."""
    archive, said = visit.archive, visit.form.texts(*SEARCH)
    item = archive.item(visit.path("item"))
    wrong = visit.form.refused or by_field(
        search_mistakes(said, called=lambda name: CALLED.get(name, name), now=archive.today())
    )
    if not wrong:
        try:
            archive.searched(
                item.id,
                engine=said["engine"],
                result=SearchResult(said["result"]),
                when=said["when"] or archive.today(),
                url=said["url"] or None,
                operator=said["by"] or None,
                note=said["note"] or None,
            )
        except InputError as error:
            wrong = {"engine": str(error)}
    return _form(visit, said, wrong) if wrong else visit.signed(visit.to(f"/item/{item.id}"), said["by"])


def _form(visit: Visit, said: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    return visit.render(
        "outside.html",
        status=422 if wrong else 200,
        **about_item(visit),
        said=said,
        wrong=dict.fromkeys(SEARCH, "") | dict(wrong),
        results=RESULTS,
    )


routes = (
    page("/item/{item}/search", search_form),
    action("/item/{item}/search", record_search, beside=True),
)
