"""The start: where to go."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.web.visits import page

if TYPE_CHECKING:
    from starlette.responses import Response

    from provenance.web.visits import Visit


def home(visit: Visit) -> Response:
    """What the archive holds."""
    return visit.render("home.html", counts=visit.archive.counts())


routes = (page("/", home),)
