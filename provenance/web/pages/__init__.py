"""The pages. One module a page, named for what it shows.

To add one:

1. Write ``pages/NAME.py`` with ``routes``, a tuple of what :func:`provenance.web.visits.page` (asks) and
   :func:`provenance.web.visits.action` (sends a form) make of plain functions ``(visit) -> Response``. They run in a
   thread; ``visit.archive`` is an archive for this request alone, borrowed when it is first asked for.
2. An action is refused by a server that only reads, unless it says ``records=False``.
3. Data goes into a template of ``templates/``, which extends ``base.html`` and fills ``title`` and ``main``:
   ``visit.render("NAME.html", ...)``. Findings are said by :mod:`provenance.saying`, with the macros ``headline`` and
   ``lines`` of ``words.html``; text from records stands in an element with ``dir="auto"``, or in a
   line through ``linked``, which isolates it. Style and script are files of ``static/``: the content policy refuses
   them in a page.
4. Errors are raised, not rendered: a :class:`provenance.errors.ProvenanceError` becomes a page with its line and the
   status that ``app.STATUS`` gives its kind.
5. For the navigation: ``NAVIGATION = Entry("/NAME", "Title", rank)``.
6. Name the module in ``MODULES`` below.

What takes long is a job (:mod:`provenance.web.jobs`): ``visit.server.jobs.start(title, work)``, then the reader is
sent to ``/job/ID``, where a reload finds it.
"""

from __future__ import annotations

from provenance.web.pages import (
    browse,
    check,
    compare,
    conflict,
    grade,
    home,
    item,
    job,
    outside,
    overview,
    published,
    record,
    review,
    sources,
    state,
)

MODULES = (
    *(home, check, record, browse, review, conflict, sources, grade, overview),
    *(item, state, published, outside, compare, job),
)
