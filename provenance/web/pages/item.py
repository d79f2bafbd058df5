"""One item: everything that is recorded of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.reporting import Privacy, in_words
from provenance.web.media import is_revealed
from provenance.web.visits import page

if TYPE_CHECKING:
    from starlette.responses import Response

    from provenance.web.visits import Visit


def item(visit: Visit) -> Response:
    """The page of an item; any unique beginning of its id will do."""
    seen = visit.archive.show(visit.path("item"))
    revealed = seen.item.graphic and is_revealed(visit, seen.item.id)
    told = in_words(visit.archive, seen, Privacy.NOTHING)
    return visit.render("item.html", seen=seen, told=told, covered=seen.item.graphic and not revealed)


routes = (page("/item/{item}", item),)
