"""The start: the page that people come for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.web.visits import page

if TYPE_CHECKING:
    from starlette.responses import Response

    from provenance.web.visits import Visit


def home(visit: Visit) -> Response:
    """Go to the check page."""
    return visit.to("/check")


routes = (page("/", home),)
