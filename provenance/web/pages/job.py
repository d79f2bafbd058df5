"""Long work: how far it is, and what it came to. A reload finds it again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.web.visits import page

if TYPE_CHECKING:
    from starlette.responses import Response

    from provenance.web.visits import Visit

WAIT_SECONDS = 0.5  # for a job that is nearly done


def job(visit: Visit) -> Response:
    """The progress of a job; when it is done, the page that shows what it came to."""
    found = visit.server.jobs.get(visit.path("job"))
    found.wait(WAIT_SECONDS)
    if found.is_over and found.place:
        if not visit.is_fragment:
            return visit.to(found.place)
        answer = visit.render("job_part.html", job=found)
        answer.headers["hx-redirect"] = found.place
        return answer
    return visit.render("job_part.html" if visit.is_fragment else "job.html", job=found)


def jobs(visit: Visit) -> Response:
    """All that the server works at, and worked at within the last hour."""
    return visit.render("jobs.html", jobs=visit.server.jobs.all())


routes = (page("/job/{job}", job), page("/jobs", jobs))
