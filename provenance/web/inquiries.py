"""What was asked of files that came in: a job for each, its answer in words, and the pictures that go with it.

Two answers: at once by bytes and hashes of the whole picture, then by everything. Nothing is recorded.
"""

from __future__ import annotations

import secrets
import threading
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import MediaError, ProvenanceError, UnknownId
from provenance.media.formats import HEAD_BYTES, sniff
from provenance.model import MediaKind, Outcome, Tier
from provenance.named import NamedTuple
from provenance.saying.answers import (
    MOST_CONTRADICTIONS,
    answer_lines,
    fact_lines,
    first_headline,
    joined_words,
    match_words,
)
from provenance.saying.items import covered_words, in_brief
from provenance.saying.seconds import first_seconds, seconds_of
from provenance.saying.words import Headline, Line, one_line
from provenance.text import one_line as shortened

if TYPE_CHECKING:
    from collections.abc import Sequence

    from provenance.archive import Archive
    from provenance.model import Answer, Claim, Match, MediaItem, Seen
    from provenance.web.jobs import Job, Jobs
    from provenance.web.settings import Settings
    from provenance.web.uploads import Upload, Uploads


MOST_SAYS = 60  # columns of what is said of an item in a list
MOST_TOLD = 40  # contradictions of one answer
FIRST = ("verdicts", "conflict")  # labels of what an answer says first


class Found(NamedTuple):
    """An item that an answer names."""

    item: MediaItem
    short: str
    match: Match | None
    words: str  # what was changed, in short
    certain: bool
    covered: str  # why its picture is covered; empty where it is not
    says: str  # what was said of it first, or what it is called
    seconds: str  # ``00:05–00:08 ↔ 00:02–00:05``, of films; "" otherwise
    length_ms: int  # of a film
    laid: bool  # whether there are pictures to lay beside each other


class Told(NamedTuple):
    """An answer as a page shows it."""

    answer: Answer
    headline: Headline
    top: tuple[Line, ...]  # above the pictures: verdicts, and the worst of what cannot all be true
    rest: tuple[Line, ...]  # below them
    facts: tuple[Line, ...]  # what the file says about itself
    found: tuple[Found, ...]  # items that show the same, nearest first
    is_first: bool  # more is to come

    def as_marked(self, archive: Archive) -> Told:
        """The same, covered as its items are marked by now: a mark may be newer than the answer."""
        marked = archive.covered([one.item.id for one in self.found])
        covers = {item: covered_words(item, by, archive.short_id) for item, by in marked.items()}
        return self._replace(found=tuple(one._replace(covered=covers.get(one.item.id, "")) for one in self.found))

    @property
    def is_graphic(self) -> bool:
        """One picture: what is said of a copy goes for all."""
        return any(one.covered for one in self.found)

    @property
    def why_graphic(self) -> str:
        """Why the file itself should be covered once it is recorded; empty where only a doubtful match is graphic."""
        found = next((one for one in self.found if one.covered and one.certain), None)
        if found is None:
            return ""
        return f"{found.short} shows the same and is marked graphic" if found.item.graphic else found.covered

    @property
    def recorded(self) -> Seen | None:
        """What is recorded of this very file, if anything is."""
        return next((one for one in self.answer.seen if one.item.sha256 == self.answer.asked.sha256), None)


class Question(NamedTuple):
    """One file of an inquiry."""

    upload: Upload
    claim: Claim | None
    published: str | None  # when, where it was found
    job: Job

    @property
    def told(self) -> Told | None:
        """The newest answer; where the whole one failed, the first one only if it found something."""
        newest = self.job.result or self.job.first
        if not isinstance(newest, Told) or (self.job.problem and newest.answer.outcome is not Outcome.SEEN):
            return None
        return newest


class Inquiry(NamedTuple):
    """Some files that were asked about together."""

    id: str
    questions: tuple[Question, ...]
    recorded: dict[str, str]  # of those that were recorded since: ids of the items, by those of the uploads
    said: dict[str, str]  # what the form said of the one that was recorded last


class Inquiries:
    """Those of one server. Thread safe."""

    def __init__(self, settings: Settings, uploads: Uploads, jobs: Jobs) -> None:
        self._settings, self._uploads, self._jobs = settings, uploads, jobs
        self._held: dict[str, Inquiry] = {}
        self._lock = threading.Lock()

    def start(self, uploads: Sequence[Upload], claim: Claim | None, published: str | None = None) -> Inquiry:
        """Ask about some uploads."""
        inquiry_id = secrets.token_hex(16)
        questions = []
        for number, upload in enumerate(uploads, 1):
            job = self._jobs.start(f"Check of {upload.name}", partial(self._look, upload, claim, published))
            job.place = f"/check/{inquiry_id}/{number}"
            questions.append(Question(upload, claim, published, job))
        inquiry = Inquiry(inquiry_id, tuple(questions), {}, {})
        with self._lock:
            known = {job.id for job in self._jobs.all()}
            gone = [old.id for old in self._held.values() if not known & {one.job.id for one in old.questions}]
            for old in gone:
                del self._held[old]
            self._held[inquiry_id] = inquiry
        return inquiry

    def get(self, inquiry_id: str) -> Inquiry:
        """An inquiry of the last hour.

        Raises:
            UnknownId: there is none.
        """
        with self._lock:
            found = self._held.get(inquiry_id)
        if found is None:
            raise UnknownId("This answer is no longer here: answers stay for an hour. Choose the file again")
        return found

    def _look(self, upload: Upload, claim: Claim | None, published: str | None, archive: Archive, job: Job) -> Told:
        """The work of a job."""

        def watch(done: int, of: int) -> None:
            self._uploads.renew(upload.id)
            job.step(done, of)

        try:
            if not is_video(upload.path):
                first = archive.check(upload.path, fast=True, claim=claim, published=published)
                job.tell(told(archive, first, upload, is_first=True))
            full = archive.check(upload.path, claim=claim, published=published, watch=watch)
            return told(archive, full, upload, is_first=False)
        except MediaError as error:
            raise type(error)(str(error).replace(upload.path, upload.name)) from error


def is_video(path: str) -> bool:
    """Whether the first bytes of a file are those of a video."""
    with Path(path).open("rb") as file:
        found = sniff(file.read(HEAD_BYTES))
    return found is not None and found.kind is MediaKind.VIDEO


def told(archive: Archive, answer: Answer, upload: Upload, *, is_first: bool) -> Told:
    """An answer in words, with the name that the file came under."""
    answer = answer._replace(asked=answer.asked._replace(name=one_line(upload.name)))
    said = list(answer_lines(answer, archive.short_id, None, most_contradictions=MOST_TOLD))
    headline = next(line for line in said if isinstance(line, Headline))
    if is_first:
        headline = first_headline(answer, archive.short_id)
    seen = answer.outcome is Outcome.SEEN
    lines = [_on_a_page(line) for line in said if isinstance(line, Line) and (seen or not is_first)]
    above = _above(lines)
    return Told(
        answer=answer,
        headline=headline,
        top=tuple(lines[:above]),
        rest=tuple(lines[above:]),
        facts=() if is_first else tuple(_facts(archive, upload)),
        found=tuple(_found(archive, one) for one in answer.seen),
        is_first=is_first,
    )


def _on_a_page(line: Line) -> Line:
    """Without what an option of the command would say more."""
    return line._replace(text=line.text.removesuffix("; --json has them all"))


def _above(lines: Sequence[Line]) -> int:
    """How many lines stand above the pictures; ``check`` says verdicts and contradictions first."""
    conflicts = 0
    for position, line in enumerate(lines):
        conflicts += line.label.lower().startswith("conflict")
        if conflicts > MOST_CONTRADICTIONS or (line.label and line.label.lower().rstrip("?") not in FIRST):
            return position
    return len(lines)


def _facts(archive: Archive, upload: Upload) -> Sequence[Line]:
    """Of a picture; a video's would cost reading it once more."""
    if is_video(upload.path):
        return ()
    try:
        return list(fact_lines(archive.facts_of_file(upload.path)))
    except ProvenanceError:
        return ()


def _found(archive: Archive, seen: Seen) -> Found:
    words = match_words(seen.match, shares=True) if seen.match else joined_words(seen, archive.short_id)
    short = archive.short_id(seen.item.id)
    covered = covered_words(seen.item.id, seen.covered_by, archive.short_id) if seen.covered_by else ""
    length = archive.duration_ms(seen.item.id) if seen.item.kind is MediaKind.VIDEO else 0
    seconds = seconds_of(seen.match, archived_ms=length) if seen.match else None
    return Found(
        item=seen.item,
        short=short,
        match=seen.match,
        words=words,
        certain=seen.certain,
        covered=covered,
        says=shortened(in_brief(seen).says, MOST_SAYS),
        seconds=first_seconds(seconds) if seconds else "",
        length_ms=length,
        laid=_can_be_laid(archive, seen),
    )


def _can_be_laid(archive: Archive, seen: Seen) -> bool:
    """Not of the same film, byte for byte, which no moment is named of; nor where nothing of an item is kept."""
    if seen.match is None:
        return False
    if seen.item.kind is MediaKind.VIDEO:
        return seen.match.tier is not Tier.EXACT
    return seen.item.file_kept or archive.thumbnail(seen.item.id) is not None
