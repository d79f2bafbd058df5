"""Record a file that was checked, with its claimed origin. The same rules as ``provenance add``."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from provenance.describing import intake_of
from provenance.web.fields import EMPTY, problems_of, said_in
from provenance.web.pages.check import answer_data, question_of
from provenance.web.visits import action

if TYPE_CHECKING:
    from starlette.responses import Response

    from provenance.archive import Archive
    from provenance.model import Intake
    from provenance.web.inquiries import Inquiry
    from provenance.web.jobs import Job
    from provenance.web.uploads import Upload, Uploads
    from provenance.web.visits import Visit

WAIT_SECONDS = 2.0  # a photograph is recorded by then


def record(visit: Visit) -> Response:
    """Record the file of an answer, unless something about it cannot be understood."""
    inquiry, question = question_of(visit)
    texts = visit.form.texts(*EMPTY)
    said = said_in(visit.form)
    problems = visit.form.refused or problems_of(said, now=visit.archive.today())
    if problems:
        data = answer_data(visit, inquiry, question)
        return visit.render("answer.html", status=422, **data, said=texts, problems=problems)
    upload = question.upload
    inquiry.said.update(texts)
    work = partial(_recorded, visit.server.uploads, inquiry, upload, intake_of(said, has_file=True))
    job = visit.server.jobs.start(f"Recording {upload.name}", work)
    job.wait(WAIT_SECONDS)
    return visit.signed(visit.to(job.place if job.place and job.is_over else f"/job/{job.id}"), said.by or "")


def _recorded(uploads: Uploads, inquiry: Inquiry, upload: Upload, intake: Intake, archive: Archive, job: Job) -> None:
    """The work of the job. It ends at the item, or at the list where there are more files to record."""

    def reading(_: str, done: int, of: int) -> None:
        uploads.renew(upload.id)
        job.done, job.of = done, of  # it is not cut off: what was begun is recorded

    said = {name: value for name, value in intake._asdict().items() if name not in ("path", "kind", "claims")}
    item = archive.add(upload.path, claims=intake.claims, called=upload.name, reading=reading, **said)
    inquiry.recorded[upload.id] = item.id
    job.place = f"/check/{inquiry.id}" if len(inquiry.questions) > 1 else f"/item/{item.id}?recorded=yes"


routes = (action("/check/{inquiry}/{number}/record", record, beside=True),)
