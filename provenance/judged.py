"""The part of :class:`provenance.archive.Archive` by which people judge: claims, verdicts, reviews, sources, searches.

Each method is a few lines over :mod:`provenance.judging` and :mod:`provenance.contradicting`, loaded when first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from provenance.browsing import Conditions, Shown
    from provenance.findings.families import Member
    from provenance.findings.timeline import Timeline
    from provenance.judgement import (
        ClaimLink,
        Finding,
        Grade,
        InheritedVerdict,
        OutsideSearch,
        Reviewed,
        SearchResult,
        SourceNote,
        SourceNoteKind,
        Standing,
        Verdict,
    )
    from provenance.judging import Pair
    from provenance.model import (
        Appearance,
        Claim,
        ClaimRelation,
        Contradiction,
        Intake,
        MediaItem,
        Origin,
        RecordedClaim,
        ReviewState,
        Source,
    )
    from provenance.store.deposit import Deposit
    from provenance.store.sqlite import SqliteStore
    from provenance.surveying import Survey

    AnyRecord = MediaItem | Appearance | RecordedClaim | Verdict


class Judged:
    """What people find, over an archive's store."""

    _store: SqliteStore
    _last_family: tuple[object, list[Member]] | None = None

    def _now(self) -> str:
        raise NotImplementedError

    def _family(self, row: int) -> list[Member]:
        """The family of an item. Whoever shows one asks several times; it stays until something is recorded."""
        from provenance import judging

        state = row, self._store.log_head()
        if self._last_family is None or self._last_family[0] != state:
            self._last_family = state, judging.family_of(self._store, row)
        return self._last_family[1]

    def today(self) -> str:
        """The moment now, as people may give dates."""
        return self._now()

    # -- asking -----------------------------------------------------------------------------------

    def browse(self, asked: Conditions, *, page: int = 1) -> Shown:
        """One page of the items that fit some conditions, newest first; see :mod:`provenance.browsing`.

        Raises:
            BadOption, BadDate: a condition cannot be understood.
        """
        from provenance import browsing

        return browsing.browse(self._store, asked, page=page)

    def refuse_unknown_place(self, place: str) -> None:
        """Of a place that items are to be browsed by.

        Raises:
            BadOption: the gazetteer has it not, and no claim names it.
        """
        from provenance import browsing

        if not browsing.is_known(place):
            browsing.places_written(self._store, place)

    def timeline(self, prefix: str) -> Timeline:
        """Every dated statement about an item and its family, in an order that never overstates.

        Raises:
            UnknownId, AmbiguousId.
        """
        from provenance import judging

        row = self._store.find_item(prefix)
        return judging.timeline_of(self._store, row, self._family(row))

    def contradictions(
        self,
        prefix: str | None = None,
        *,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        recorded_since: str | None = None,
    ) -> list[Contradiction]:
        """Records that cannot all be true: of an item and its family, its own first, then worst first; or of the
        archive, newest first.

        ``source`` is the id of a source. Of ``since`` and ``until``, UTC text, the period in which one of the records
        is said to have happened, or appeared; of ``recorded_since``, when the newest of them was recorded here.

        Raises:
            UnknownId, AmbiguousId.
        """
        from provenance import contradicting

        if prefix is not None:
            row = self._store.find_item(prefix)
            found = contradicting.of_item(self._store, row, self._family(row))
        else:
            found = contradicting.of_archive(self._store, source_id=source)
        return self.narrowed(found, since=since, until=until, recorded_since=recorded_since)

    def items_concerned(self, found: Iterable[Contradiction]) -> dict[Contradiction, tuple[str, ...]]:
        """The items that the records of each contradiction are, or are of, in the order of the records."""
        from provenance import contradicting

        return contradicting.items_concerned(self._store, found)

    def contradictions_of_claim(self, claim_id: str) -> list[Contradiction]:
        """Those that rest on a claim, by its full id."""
        from provenance import contradicting

        items = self.items_of_claim(claim_id)
        found = [one for item in items for one in self.contradictions(item)]
        found = found if items else contradicting.of_event(self._store, claim_id)
        return list(dict.fromkeys(one for one in found if claim_id in one.records))

    def narrowed(
        self,
        found: Sequence[Contradiction],
        *,
        source: str | None = None,
        since: str | None = None,
        until: str | None = None,
        recorded_since: str | None = None,
    ) -> list[Contradiction]:
        """Of contradictions of the whole archive those that :meth:`contradictions` would give."""
        from provenance import contradicting

        if source is not None:
            own = self._store.records_of_source(source)
            found = [one for one in found if one.item_id and own & set(one.records)]
        new = [one for one in found if recorded_since is None or one.newest_at >= recorded_since]
        return contradicting.in_period(self._store, new, since=since, until=until)

    def verdicts(self, prefix: str, *, superseded: bool = False) -> tuple[InheritedVerdict, ...]:
        """Verdicts on an item, and those that it inherits from copies; ``superseded`` ones as well."""
        from provenance import judging

        row = self._store.find_item(prefix)
        return judging.verdicts_of(self._store, row, self._family(row), superseded=superseded)

    def searches(self, prefix: str) -> list[OutsideSearch]:
        """What people searched for an item outside this archive."""
        return self._store.judgements.outside_searches([self._store.find_item(prefix)])

    def reviews(self, prefix: str) -> list[Reviewed]:
        """Every decision on the matches of an item, oldest first."""
        return self._store.judgements.reviews([self._store.find_item(prefix)])

    def to_review(self, *, limit: int = 20, prefix: str | None = None, offset: int = 0) -> list[Pair]:
        """Suggested matches that nobody decided on, surest first; ``offset`` of them are passed over."""
        from provenance import judging

        items = [self._store.find_item(prefix)] if prefix else []
        return judging.pairs_to_review(self._store, limit=limit, items=items, offset=offset)

    def review_counts(self) -> dict[str, int]:
        """How many matches there are in each state of review."""
        return self._store.judgements.review_counts()

    def claim(self, prefix: str) -> RecordedClaim:
        """The one claim whose id begins with ``prefix``.

        Raises:
            UnknownId, AmbiguousId.
        """
        row, _ = self._store.judgements.find("c", prefix, called="claim")
        return self._store.claims_by_row([row])[0]

    def items_of_claim(self, prefix: str) -> list[str]:
        """Ids of the items that a claim is made of."""
        row, _ = self._store.judgements.find("c", prefix, called="claim")
        return [item.id for item in self._store.items(self._store.judgements.items_of_claim(row)).values()]

    def claims_of(self, prefix: str, *, corrected: bool = False) -> list[RecordedClaim]:
        """Claims that were made of an item; ``corrected`` and withdrawn ones as well."""
        return self._store.claims([self._store.find_item(prefix)], corrected=corrected)

    def claim_texts(self, verdicts: Sequence[InheritedVerdict]) -> dict[str, str]:
        """The texts of the claims that verdicts are about, by full id."""
        return self.texts_of_claims({one.verdict.claim_id for one in verdicts if one.verdict.claim_id})

    def texts_of_claims(self, ids: Iterable[str]) -> dict[str, str]:
        """The texts of claims, by full id."""
        return {claim_id: claim.claim.text for claim_id, claim in self._store.claims_by_id(ids).items()}

    def verdicts_by(self, reviewer: str) -> list[Verdict]:
        """Verdicts of a reviewer, as named there, that stand; newest first."""
        return self._store.judgements.verdicts_by(reviewer)

    def verdicts_of_claims(self, claims: Sequence[str]) -> dict[str, list[Verdict]]:
        """Verdicts that stand on claims, by the claim's full id."""
        rows = list(self._store.claim_rows(claims).values())
        found: dict[str, list[Verdict]] = {}
        for verdict in self._store.judgements.any_of_claims(rows):
            if not verdict.superseded_by and verdict.claim_id:
                found.setdefault(verdict.claim_id, []).append(verdict)
        return found

    def claim_links(self, claims: Sequence[str]) -> list[ClaimLink]:
        """Relations from and to claims, by full ids."""
        return self._store.judgements.links(claims)

    def takes_back(self, link: ClaimLink) -> bool:
        """Whether a relation says that a source takes back what it said itself."""
        ends = (link.claim_id, link.other_id)
        return any(ends == (one.claim_id, one.other_id) for one in self._store.judgements.retractions())

    def retracted_claims(self, prefix: str | None = None) -> list[RecordedClaim]:
        """Claims that their own source took back: of an item and what shows the same, or all; withdrawn ones left out.

        Raises:
            UnknownId, AmbiguousId.
        """
        from provenance import judging

        taken_back = self._store.judgements.retracted()
        if prefix is not None:
            row = self._store.find_item(prefix)
            rows = [row, *(member.row for member in judging.family_of(self._store, row))] if taken_back else []
            taken_back = {one.id: "" for one in self._store.claims(rows) if one.id in taken_back}
        gone = self._store.judgements.set_aside()
        return list(self._store.claims_by_id(taken_back.keys() - gone).values())

    def counts_still(self, claim_id: str) -> bool:
        """Whether a claim, by its full id, was neither corrected nor withdrawn, or counts again."""
        return claim_id not in self._store.judgements.set_aside()

    def corrections(self, claims: Sequence[str]) -> list[dict[str, str | None]]:
        """What replaced claims, that they were withdrawn, or what they count again for, by full ids."""
        return self._store.judgements.corrections(claims)

    def short_record_id(self, record_id: str) -> str:
        """The shortest beginning of a claim's, verdict's or search's id that names one only."""
        return self._store.judgements.short_id(record_id)

    def grades(self, source_id: str) -> list[Grade]:
        """Every grade of a source, oldest first: the last one counts."""
        return self._store.judgements.grades([source_id])

    def survey(self) -> Survey:
        """The whole archive at a glance; reads everything once."""
        from provenance import surveying

        return surveying.survey(self._store)

    def platforms(self) -> list[str]:
        """The platforms that sources here are on."""
        return self._store.catalogue.platforms()

    def items_of_records(self, ids: Sequence[str]) -> set[str]:
        """Ids of the items that records, named by their full ids, are, or are of."""
        return self._store.catalogue.items_of_records(ids)

    def records(self, ids: Iterable[str]) -> dict[str, AnyRecord]:
        """Items, appearances, claims and verdicts by their full ids; other records are left out."""
        wanted = set(ids)
        by_letter = {letter: [one for one in wanted if one.startswith(f"{letter}-")] for letter in "macv"}
        found: dict[str, AnyRecord] = {}
        found |= self._store.items_by_id(by_letter["m"])
        found |= self._store.appearances_by_id(by_letter["a"])
        found |= self._store.claims_by_id(by_letter["c"])
        found |= {verdict.id: verdict for verdict in self._store.judgements.verdicts_by_id(by_letter["v"])}
        return found

    def source_by_id(self, prefix: str) -> tuple[str, Source]:
        """Full id and record of the one source whose id begins with ``prefix``.

        Raises:
            UnknownId, AmbiguousId.
        """
        return self._store.judgements.source(prefix)

    def source_counts(self, source_id: str) -> tuple[int, int]:
        """How many items a source published or is credited with, and how many claims are its own or attributed."""
        [(_, _, items, claims)] = self._store.sources(source_id=source_id)
        return items, claims

    def reuse_of_source(self, source_id: str, *, limit: int) -> list[tuple[str, str]]:
        """Items of a source beside others that show the same, certainly or probably: ids, newest first."""
        pairs = self._store.catalogue.reuse_of_source(source_id, limit=limit)
        items = self._store.items({row for pair in pairs for row in pair})
        return [(items[one].id, items[other].id) for one, other in pairs]

    def claims_of_source(self, source_id: str, *, limit: int) -> list[RecordedClaim]:
        """What a source claims, or what is attributed to it, newest record first."""
        return self._store.claims_of_source(source_id, limit=limit)

    def source_called(self, name: str) -> tuple[str, Source]:
        """Id and record of the one source that a name means.

        Raises:
            UnknownId, AmbiguousId: with those that come near.
        """
        from provenance import naming

        return naming.source_called(self._store, name)

    def source_notes(self, source_id: str) -> list[tuple[SourceNote, Source | None]]:
        """What is noted of a source, and of others about it, each with the other source."""
        return self._store.judgements.source_notes([source_id])

    def standings(self, prefix: str) -> list[Standing]:
        """What people hold of the sources of an item's appearances, claims and origins: grades, and what is noted."""
        from provenance import answering, judging

        row = self._store.find_item(prefix)
        return answering.standings_of(self._store, judging.seen_of(self._store, [row]).values())

    # -- recording --------------------------------------------------------------------------------

    def judge(
        self, finding: Finding, *, item: str | None = None, claim: str | None = None, knows: int | None = None
    ) -> tuple[Verdict, bool]:
        """Record a person's verdict; it supersedes an earlier one of the same reviewer. Says whether it is new.

        Raises:
            UnknownId, AmbiguousId, BadOption, BadDate: nothing was recorded.
            Overtaken: the one to supersede is none of the first ``knows`` on the item, superseded ones counted;
                nothing was recorded.
        """
        from provenance import judging

        row = self._store.find_item(item) if item else None
        return judging.judge(self._store, finding, item=row, claim=claim, knows=knows, now=self._now())

    def review(
        self,
        one: str,
        other: str,
        state: ReviewState,
        *,
        reviewer: str | None = None,
        reason: str | None = None,
        knows: int | None = None,
    ) -> Reviewed:
        """Record what a person says of the match of two items: confirmed, rejected or disputed.

        Raises:
            UnknownId, AmbiguousId, BadOption: nothing was recorded.
            Overtaken: there are more than the ``knows`` decisions on it that the person knows of; nothing was recorded.
        """
        from provenance import judging

        rows = self._store.find_item(one), self._store.find_item(other)
        now = self._now()
        return judging.review(self._store, *rows, state, reviewer=reviewer, reason=reason, knows=knows, now=now)

    def at_odds(self, one: str, other: str, state: ReviewState) -> list[tuple[str, str]]:
        """Items, in pairs, whose decisions cannot all stand beside this one on the match of two: ids.

        Raises:
            UnknownId, AmbiguousId.
        """
        from provenance import judging

        return judging.at_odds(self._store, self._store.find_item(one), self._store.find_item(other), state)

    def relate(
        self,
        one: str,
        relation: ClaimRelation,
        other: str,
        *,
        reason: str | None = None,
        entered_by: str | None = None,
    ) -> tuple[ClaimLink, bool]:
        """Record what one claim is to another; says whether that is new.

        Raises:
            UnknownId, AmbiguousId, BadOption: nothing was recorded.
        """
        from provenance import judging

        return judging.relate(self._store, one, relation, other, reason=reason, entered_by=entered_by, now=self._now())

    def link_claim(self, claim: str, items: Sequence[str]) -> str:
        """Say that a claim is made of further items; returns its full id."""
        from provenance import judging

        return judging.link_claim(self._store, claim, [self._store.find_item(item) for item in items], now=self._now())

    def state(self, intake: Intake) -> RecordedClaim:
        """Record a claim about an event that no medium is said to show; the intake has just one.

        Raises:
            InputError: nothing was recorded.
        """
        return self._recorded(self._deposit(None, intake))[0]

    def claim_about(self, prefix: str | None, intake: Intake) -> tuple[RecordedClaim, bool]:
        """Record the one claim of an intake, of an item where one is named; says whether anything of it is new.

        Raises:
            UnknownId, AmbiguousId, InputError: nothing was recorded.
        """
        from provenance.errors import BadOption

        deposit = self._deposit(prefix, intake)
        ledger = self._store.judgements
        row = self._store.find_item(prefix) if prefix is not None else None
        claim_id = ledger.id_said_again(deposit.claims[0].id, row)
        if claim_id in ledger.set_aside() and (by := ledger.became(claim_id)):
            became = f"corrected before: {ledger.short_id(by)} counts instead"
            raise BadOption(f"this claim was recorded and {became}. Change its words, or say what differs")
        return self._recorded(deposit)

    def _deposit(self, prefix: str | None, intake: Intake) -> Deposit:
        from dataclasses import replace

        from provenance.recording import deposit_of

        row = self._store.find_item(prefix) if prefix is not None else None
        item = self._store.items([row])[row] if row is not None else None
        deposit = deposit_of(intake, None, now=self._now(), kept=bool(item and item.file_kept), about=item)
        return replace(deposit, by_hand=True)

    def _recorded(self, deposit: Deposit) -> tuple[RecordedClaim, bool]:
        from provenance.store.deposit import Receipt

        [written] = self._store.write([deposit], now=self._now())
        return self.claim(written.claims[0]), written.receipt is not Receipt.KNOWN

    def correct_with(self, claim: str, new: Claim, *, reason: str, entered_by: str) -> RecordedClaim:
        """Record a claim that counts instead of an earlier one, of the same items; the earlier one stays readable.

        Raises:
            UnknownId, AmbiguousId, BadOption, InputError: nothing was recorded.
        """
        from provenance import judging
        from provenance.model import Intake

        old = self.claim(claim)
        if old.asserted_by and not new.asserted_by:  # its publisher, who is not named in the claim itself
            new = new._replace(asserted_by=old.asserted_by.key)
        now = self._now()
        deposit = self._deposit(None, Intake(kind=None, claims=(new,), entered_by=entered_by))
        _, new_id = judging.correct_claim(self._store, claim, deposit, reason=reason, entered_by=entered_by, now=now)
        return self.claim(new_id or "")

    def correct_claim(self, claim: str, by: str | None, *, reason: str, entered_by: str) -> tuple[str, str | None]:
        """Let another claim count instead of one, or withdraw it. Both stay readable.

        Raises:
            UnknownId, AmbiguousId, BadOption: nothing was recorded.
        """
        from provenance import judging

        return judging.correct_claim(self._store, claim, by, reason=reason, entered_by=entered_by, now=self._now())

    def searched(
        self,
        prefix: str,
        *,
        engine: str,
        result: SearchResult,
        when: str,
        url: str | None = None,
        operator: str | None = None,
        note: str | None = None,
    ) -> tuple[OutsideSearch, bool]:
        """Record a search for an item outside this archive; says whether it is new.

        Raises:
            UnknownId, AmbiguousId, BadDate, BadOption: nothing was recorded.
        """
        from provenance import judging

        return judging.searched(
            self._store,
            self._store.find_item(prefix),
            engine=engine,
            result=result,
            when=when,
            url=url,
            operator=operator,
            note=note,
            now=self._now(),
        )

    def grade_source(self, source_id: str, reliability: str, *, reason: str, by: str | None = None) -> Grade:
        """Record how reliable a source is held to be, A to F. It supersedes the grade before.

        Raises:
            UnknownId, BadOption: nothing was recorded.
        """
        from provenance import judging

        return judging.grade(self._store, source_id, reliability, reason=reason, by=by, now=self._now())

    def note_new_source(self, name: str) -> tuple[str, Source]:
        """Record a source that nothing here was published by, such as an impostor; returns its id and record."""
        from provenance.recording import source_named

        source = source_named(name)
        return self._store.judgements.write_source(source, now=self._now()), source

    def note_source(
        self, source_id: str, kind: SourceNoteKind, text: str, *, other: str | None = None, by: str | None = None
    ) -> SourceNote:
        """Record another name of a source, whom it impersonates, whom it is said to belong to, or a note.

        Raises:
            UnknownId, BadOption: nothing was recorded.
        """
        from provenance import judging

        return judging.note_source(self._store, source_id, kind, text, other=other, by=by, now=self._now())

    def establish(
        self,
        prefix: str,
        source: str,
        *,
        reason: str,
        by: str,
        evidence: str | None = None,
        date: str | None = None,
    ) -> Origin:
        """Record what a person found out about where an item comes from; ``source`` as credit lines name it.

        Raises:
            UnknownId, AmbiguousId, BadOption, BadDate: nothing was recorded.
        """
        from provenance import judging
        from provenance.recording import source_named

        return judging.establish(
            self._store,
            self._store.find_item(prefix),
            source_named(source),
            reason=reason,
            evidence=evidence,
            by=by,
            date=date,
            now=self._now(),
        )
