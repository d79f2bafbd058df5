"""Local web pages over the same :class:`provenance.archive.Archive`, in the same words as the command line.

``make_app(settings)`` gives a Starlette application; ``serving.serve`` runs it on the loopback address. How a page is
added stands in :mod:`provenance.web.pages`; what is refused before any page is reached, in
:mod:`provenance.web.guards`.
"""
