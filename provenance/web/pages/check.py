"""Was this seen before, and what was it said to show? Files are dropped, pasted or chosen; nothing is recorded."""

from __future__ import annotations

import hashlib
import hmac
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from starlette.exceptions import HTTPException
from starlette.responses import FileResponse, Response

from provenance.entering import asked_claim, asked_date
from provenance.errors import BadOption, InputError, MediaError, UnknownId
from provenance.findings.moments import spans_of
from provenance.model import Tier
from provenance.saying.records import held_words
from provenance.saying.seconds import seconds_of
from provenance.web.fields import EMPTY, WHAT, WHERE
from provenance.web.inquiries import is_video
from provenance.web.media import PLAYED, SANDBOX, picture_answer, reveal_key, upload_jpeg, view_answer
from provenance.web.rendering import Entry
from provenance.web.visits import action, page

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from provenance.saying.seconds import Seconds
    from provenance.viewing import Views
    from provenance.web.inquiries import Found, Inquiry, Question, Told
    from provenance.web.uploads import Upload
    from provenance.web.visits import Visit

NAVIGATION = Entry("/check", "Check", 10)
DIGITS = 4  # of the number of a file
NOW = ("claim", "place", "date", "published")  # what is being claimed of it now, and since when
WHOLE_SECONDS = 0.1  # that a page with a first answer waits for the whole one
ANY_SECONDS = 1.0  # that it waits for any answer before it shows progress
NONE: Mapping[str, str] = {}


def ask(visit: Visit) -> Response:
    """The page on which files are dropped."""
    return _form(visit, said=dict.fromkeys(NOW, ""), problems=NONE, uploads=())


def look(visit: Visit) -> Response:
    """Take files, and start looking."""
    said = visit.form.texts(*NOW)
    before = [visit.server.uploads.get(one) for one in visit.form.fields.get("upload", ())]
    uploads = (*_without(before, visit.form.files), *visit.form.files)
    problems = {name: words for name, words in visit.form.refused.items() if name in NOW}
    if not uploads:
        problems["file"] = "No file came with it. Choose one, drop it here, or paste a picture."
    claim = published = None
    try:
        about = {name: said[name] or None for name in ("place", "date")}
        claim = asked_claim(said["claim"] or None, **about, now=visit.archive.today)
    except InputError as error:
        problems.setdefault("date", str(error))
    try:
        published = asked_date(said["published"], now=visit.archive.today)
    except InputError as error:
        problems.setdefault("published", str(error))
    if problems:
        return _form(visit, said=said, problems=problems, uploads=uploads)
    inquiry = visit.server.inquiries.start(uploads, claim, published)
    return visit.to(f"/check/{inquiry.id}" + ("/1" if len(inquiry.questions) == 1 else ""))


def _without(before: Iterable[Upload], chosen: Iterable[Upload]) -> Iterator[Upload]:
    """Of files that came before those that were not chosen again."""
    again = {(file.size, _digest(file)) for file in chosen}
    for file in before:
        if again and (file.size, _digest(file)) in again:
            continue
        yield file


def _digest(file: Upload) -> bytes:
    with Path(file.path).open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").digest()


def _form(
    visit: Visit, *, said: Mapping[str, str], problems: Mapping[str, str], uploads: tuple[Upload, ...]
) -> Response:
    status = 422 if problems else 200
    items = visit.archive.item_count()
    return visit.render("check.html", status=status, said=said, problems=problems, uploads=uploads, items=items)


def answers(visit: Visit) -> Response:
    """Of several files: what was found of each, in a line."""
    inquiry = visit.server.inquiries.get(visit.path("inquiry"))
    inquiry.questions[0].job.wait_for_first(ANY_SECONDS)
    template = "answers_part.html" if visit.is_fragment else "answers.html"
    over = all(one.job.is_over for one in inquiry.questions)
    return visit.render(template, inquiry=inquiry, over=over, short=visit.archive.short_id)


def answer(visit: Visit) -> Response:
    """Of one file: the whole answer, or the first one while the whole is being looked for."""
    inquiry, question = question_of(visit)
    if not visit.is_fragment:
        question.job.wait_for_first(ANY_SECONDS)
        question.job.wait(WHOLE_SECONDS)
    elif visit.is_fragment and visit.query("shown") and not question.job.is_over:
        return Response(status_code=204)  # the page shows the first answer already, and there is no other yet
    template = "answer_part.html" if visit.is_fragment else "answer.html"
    return visit.render(
        template, **answer_data(visit, inquiry, question), said=_offered(visit, inquiry, question), problems=NONE
    )


def _offered(visit: Visit, inquiry: Inquiry, question: Question) -> Mapping[str, str]:
    """What the form for recording says already: that it is graphic, what was said of the file that was recorded before
    it, and above that what was claimed when it was asked.
    """
    told = _told(visit, question)
    said = {**EMPTY, **inquiry.said, "graphic": told.why_graphic if told else ""}
    if question.published:
        said["posted"] = question.published
    if claim := question.claim:
        said |= {"claim": claim.text, "place": claim.place or "", "date": claim.date or ""}
        if claim == asked_claim(None, place=claim.place, date=claim.date, now=visit.archive.today):
            said["claim"] = ""  # nobody's words: it was made of the place and the date
    return said


def answer_data(visit: Visit, inquiry: Inquiry, question: Question) -> dict[str, Any]:
    """What the template of an answer shows."""
    number = inquiry.questions.index(question) + 1
    job = question.job.now  # before the answer: a page that says that nothing more comes has the last one
    told = _told(visit, question)
    revealed = _is_revealed(visit, question, told)
    known = told.recorded if told else None
    beside = _beside(visit, told)
    return {
        "inquiry": inquiry,
        "question": question,
        "job": job,
        "told": told,
        "number": number,
        "place": f"/check/{inquiry.id}/{number}",
        "again": urlencode({"with": visit.query("with"), "key": visit.query("key"), "shown": "yes" if told else ""}),
        "others": len(inquiry.questions) - 1,
        "known": (visit.archive.short_id(known.item.id), held_words(known)) if known else None,
        "recorded": inquiry.recorded.get(question.upload.id, ""),
        "covered": told is not None and told.is_graphic and not revealed,
        "key": f"&key={_key(visit, question, told)}" if told and revealed else "",
        "beside": beside,
        "seconds": _seconds(told, beside),
        "players": _players(visit, inquiry, question, told, beside),
        "where": WHERE,
        "what": WHAT,
    }


def _seconds(told: Told | None, beside: Found | None) -> Seconds | None:
    """Which seconds of both are the same; the asked film is at least as long as what is known of its seconds."""
    if told is None or beside is None or beside.match is None:
        return None
    ends = [end for one in told.found if one.match for _, end in spans_of(one.match) or ()]
    ends += [one.to_ms for one in told.answer.found_nowhere]
    return seconds_of(beside.match, asked_ms=max(ends, default=0), archived_ms=beside.length_ms)


def _players(
    visit: Visit, inquiry: Inquiry, question: Question, told: Told | None, beside: Found | None
) -> tuple[str, str]:
    """The addresses of both films, as far as a browser plays them; "" for one that is none, or that is covered."""
    revealed = _is_revealed(visit, question, told)
    if told is None or beside is None or (told.is_graphic and not revealed):
        return "", ""
    number = inquiry.questions.index(question) + 1
    own = f"?key={_key(visit, question, told)}" if revealed else ""
    asked = f"/check/{inquiry.id}/{number}/video{own}" if _plays(told, question) else ""
    item = beside.item
    key = f"?key={reveal_key(visit, item.id)}" if revealed and beside.covered else ""
    archived = f"/item/{item.id}/video{key}" if item.file_kept and item.media_type in PLAYED else ""
    return asked, archived


def _plays(told: Told, question: Question) -> bool:
    return told.answer.asked.media_type in PLAYED and is_video(question.upload.path)


def _told(visit: Visit, question: Question) -> Told | None:
    """The newest answer, covered as its items are marked by now."""
    told = question.told
    return told.as_marked(visit.archive) if told else None


def question_of(visit: Visit) -> tuple[Inquiry, Question]:
    """The inquiry and the file that the path names.

    Raises:
        UnknownId: there is none.
    """
    inquiry = visit.server.inquiries.get(visit.path("inquiry"))
    number = visit.path("number")
    is_number = number.isascii() and number.isdigit() and len(number) <= DIGITS
    if not (is_number and 0 < int(number) <= len(inquiry.questions)):
        raise UnknownId("There is no such file in this inquiry")
    return inquiry, inquiry.questions[int(number) - 1]


def _beside(visit: Visit, told: Told | None) -> Found | None:
    """The item that is shown beside the file: the one that the reader chose, or the best match that is another file."""
    matched = [one for one in told.found if one.match] if told else []
    chosen = visit.query("with")
    others = [one for one in matched if one.match and one.match.tier is not Tier.EXACT]
    return next((one for one in matched if one.item.id == chosen), next(iter(others or matched), None))


# --- pictures


def picture(visit: Visit) -> Response:
    """The file that came in, as a JPEG of this program's making."""
    _, question = question_of(visit)
    hide, _ = _hidden(visit, question)
    key = f"upload {question.upload.id} {hide}"
    path = Path(question.upload.path)
    made = visit.server.shelf.get(key, lambda: {"": upload_jpeg(visit, path, hide=hide)})
    return picture_answer(made[""])


def _hidden(visit: Visit, question: Question) -> tuple[bool, Told | None]:
    """Whether the file is covered, and the answer that says so: until everything was compared, nobody knows what else
    that is graphic it may show.
    """
    is_over, told = question.job.is_over, _told(visit, question)  # in this order: the answer may come in between
    is_shown = told is not None and is_over and (not told.is_graphic or _is_revealed(visit, question, told))
    return not is_shown, told


def video(visit: Visit) -> Response:
    """The video that came in, for the player."""
    _, question = question_of(visit)
    is_over, told = question.job.is_over, _told(visit, question)
    if told is None or not is_over or not _plays(told, question):
        raise HTTPException(404, "It is no video that a browser plays.")
    if told.is_graphic and not _is_revealed(visit, question, told):
        raise HTTPException(403, "What was found is marked graphic. Reveal it on the page of the answer first.")
    served_as = PLAYED[told.answer.asked.media_type]
    return FileResponse(question.upload.path, media_type=served_as, headers={"content-security-policy": SANDBOX})


def view(visit: Visit) -> Response:
    """The file beside an item: outlined, cut to what both show, or the proof picture."""
    _, question = question_of(visit)
    hide, told = _hidden(visit, question)
    beside = _beside(visit, told)
    if told is None or beside is None or beside.match is None:
        raise HTTPException(404, "Nothing was found to lay beside it.")
    match, upload = beside.match, question.upload
    key = f"views {upload.id} {beside.item.id} {told.is_first} {hide}"

    def made() -> Views:
        try:
            return visit.archive.views(upload.path, match, hide=hide)
        except (MediaError, BadOption) as error:
            raise HTTPException(404, str(error).replace(upload.path, upload.name)) from error

    return view_answer(visit, key, visit.path("which"), made)


# --- graphic ones


def reveal(visit: Visit) -> Response:
    """Note in the log that graphic items are shown, and show the answer with the key to them."""
    inquiry, question = question_of(visit)
    told = _told(visit, question)
    if told is None or not told.is_graphic:
        raise BadOption("Nothing that was found is marked graphic")
    for item in _graphic(told):
        visit.archive.reveal(item)
    number = inquiry.questions.index(question) + 1
    return visit.to(f"/check/{inquiry.id}/{number}?key={_key(visit, question, told)}")


def _graphic(told: Told) -> list[str]:
    """Ids of the items of an answer that are covered, each once."""
    return sorted({one.item.id for one in told.found if one.covered})


def _key(visit: Visit, question: Question, told: Told) -> str:
    """It is that of one file and of all that is covered of its answer: what is found or marked later needs another."""
    return visit.settings.key(f"reveal upload {question.upload.id} {' '.join(_graphic(told))}")


def _is_revealed(visit: Visit, question: Question, told: Told | None) -> bool:
    """Whether something of an answer is covered, and the request bears the key of all of it."""
    if told is None or not told.is_graphic:
        return False
    return hmac.compare_digest(visit.query("key").encode(), _key(visit, question, told).encode())


routes = (
    page("/check", ask),
    action("/check", look, records=False, files=True, beside=True),
    page("/check/{inquiry}", answers),
    page("/check/{inquiry}/{number}", answer),
    page("/check/{inquiry}/{number}/picture", picture, name="asked_picture"),
    page("/check/{inquiry}/{number}/video", video, name="asked_video"),
    page("/check/{inquiry}/{number}/view/{which}", view),
    action("/check/{inquiry}/{number}/reveal", reveal, name="reveal_answer"),
)
