"""The JSON API: what ``--json`` prints, for programs that ask over HTTP.

One table (:mod:`provenance.web.api.operations`) makes the routes, the OpenAPI description and the page that lists
them. What an operation takes is said in :mod:`provenance.web.api.fields`, what it answers with in
:mod:`provenance.web.api.shapes`.
"""

from __future__ import annotations

from provenance.web.api.routes import routes

__all__ = ["routes"]
