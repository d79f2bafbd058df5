"""The form for how reliable a source is held to be. Rules and call are those of ``provenance source grade``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.errors import InputError
from provenance.saying.judged import RELIABILITIES
from provenance.saying.sources import reliability_words
from provenance.stating import grade_mistakes
from provenance.web.fields import by_field
from provenance.web.visits import action, page, refuse_if_read_only

if TYPE_CHECKING:
    from collections.abc import Mapping

    from starlette.responses import Response

    from provenance.web.visits import Visit

GRADE = ("reliability", "reason", "by")
LETTERS = {letter: f"{letter}: {words}" for letter, words in RELIABILITIES.items()}
CALLED = {"reliability": "choose one of the list", "reason": "say why, in a sentence or two"}


def grade_form(visit: Visit) -> Response:
    """The form for a grade of a source."""
    refuse_if_read_only(visit.settings)
    return _form(visit, dict.fromkeys(GRADE, "") | {"by": visit.name}, {})


def record_grade(visit: Visit) -> Response:
    """Record a grade, unless something of it cannot be understood."""
    archive, said = visit.archive, visit.form.texts(*GRADE)
    source_id, _ = archive.source_by_id(visit.path("source"))
    called = grade_mistakes(said["reliability"], said["reason"], called=lambda name: CALLED.get(name, name))
    wrong = visit.form.refused or by_field(called)
    if not wrong:
        try:
            archive.grade_source(source_id, said["reliability"], reason=said["reason"], by=said["by"] or None)
        except InputError as error:
            wrong = {"reason": str(error)}
    return _form(visit, said, wrong) if wrong else visit.signed(visit.to(f"/source/{source_id}"), said["by"])


def _form(visit: Visit, said: Mapping[str, str], wrong: Mapping[str, str]) -> Response:
    archive = visit.archive
    source_id, source = archive.source_by_id(visit.path("source"))
    return visit.render(
        "grade.html",
        status=422 if wrong else 200,
        source=source_id,
        key=source.key,
        before=reliability_words(archive.grades(source_id)),
        said=said,
        wrong=dict.fromkeys(GRADE, "") | dict(wrong),
        letters=LETTERS,
    )


routes = (
    page("/source/{source}/grade", grade_form),
    action("/source/{source}/grade", record_grade, beside=True),
)
