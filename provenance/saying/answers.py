"""An answer in words: the line that says it, then the evidence, then what was not checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from provenance.findings.collage import parts_of, place_of
from provenance.findings.families import is_film
from provenance.findings.moments import spans_of
from provenance.model import Outcome, Relation, ReviewState, Stretch, Tier
from provenance.saying.items import covered_words
from provenance.saying.words import Headline, Line, Tone, date_words, number, one_line, recorded_words, source_words
from provenance.text import clock, said_speed, spans_in_words, whole_seconds

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from provenance.model import Answer, Appearance, Contradiction, EarliestKnown, Fact, Match, RecordedClaim, Seen

MOST_CLAIMS = 12
SHOWN_ID = 8  # characters of a claim's
MOST_CONTRADICTIONS = 2  # the worst: the answer itself must stay in sight
MOST_ITEMS = 8
MOST_SEGMENTS = 8  # of a video
MOST_PARTS = 4  # of a collage: what was changed of each
WHOLE = 0.96  # share of a picture's area from which nothing is called cut off; as in matching/alterations/around.py
TIERS = {
    Tier.EXACT: "bytes",
    Tier.HASH: "hashes of the whole picture",
    Tier.LOCAL: "parts of the picture",
    Tier.FRAMES: "frames of videos",
}
RELATED = {
    Relation.TEMPLATE: (
        "shared template",
        "shares a frame, a logo, a caption, a text or a table with it, and the pictures differ: no reuse",
    ),
    Relation.SCENE: ("same scene?", "perhaps another photograph of the same thing: no reuse"),
}

NOT_COMPARED = "its frames there were not all compared, so that is not decided"


def answer_lines(
    answer: Answer,
    short: Callable[[str], str],
    file_of: Callable[[str], str | None] | None,
    *,
    most_contradictions: int | None = MOST_CONTRADICTIONS,
) -> Iterator[Headline | Line]:
    """What to print; ``short`` shortens an item's id, ``file_of`` says where its kept file lies.

    Without ``file_of`` the reader sees both pictures already, is not told how to, and has no command line.
    """
    yield _headline(answer, short)
    if answer.verdicts:
        from provenance.saying.judged import verdict_lines

        texts = {claim.id: claim.claim.text for claim in answer.claims}
        yield from verdict_lines(answer.verdicts, short, texts)
    if answer.contradictions:
        from provenance.saying.judged import contradiction_lines

        found = answer.contradictions
        yield from contradiction_lines(found, most=most_contradictions, items=_concerned(answer))
    if answer.outcome is Outcome.SEEN:
        best = answer.seen[0]
        covered = next((seen for seen in answer.seen if seen.covered_by), None)
        if covered and covered.covered_by:
            why = covered_words(covered.item.id, covered.covered_by, short)
            yield Line("warning", f"{why}: look with care")
        parts = parts_of(answer.seen)
        yield from _parts(parts, short)
        for members in parts[:MOST_PARTS]:
            yield from _evidence(members[0], f"{short(members[0].item.id)}: " if len(parts) > 1 else "")
        if file_of:
            yield from _compare_with(best, answer.asked.name, short, file_of)
        yield from _earliest(answer, short)
        yield from _claims(answer, short)
        if answer.sources:
            from provenance.saying.judged import standing_lines

            yield from standing_lines(answer.sources)
        yield from _found_by_people(answer, short)
        yield from _others(answer.seen[1:], short)
        yield from _nowhere(answer)
    yield from _related(answer.related, short)
    for note in answer.asked.notes:
        yield Line("note", note)
    yield Line("compared", ", ".join(TIERS[tier] for tier in answer.tiers))
    if answer.calibration:
        yield Line("calibrated", answer.calibration)
    for position, line in enumerate(answer.not_checked if file_of else map(_without_commands, answer.not_checked)):
        yield Line("" if position else "not checked", line)


def first_headline(answer: Answer, short: Callable[[str], str]) -> Headline:
    """The line over a first answer by bytes and hashes alone, while the parts are still being compared."""
    if answer.outcome is Outcome.SEEN:
        return _headline(answer, short)
    looked = "by its bytes and a hash of the whole nothing was found so far; its parts are being compared"
    return Headline("LOOKING", f"{answer.asked.name}: {looked}", tone=Tone.LOOK)


def _concerned(answer: Answer) -> dict[Contradiction, tuple[str, ...]]:
    """The item that the records of a contradiction are of, where several were found and they are of one."""
    if len(answer.seen) < 2:
        return {}
    held: dict[str, tuple[str, ...]] = {}
    for seen in answer.seen:
        records = (seen.item.id, *(one.id for one in seen.appearances), *(one.id for one in seen.claims))
        for name in dict.fromkeys(records):
            held[name] = (*held.get(name, ()), seen.item.id)
    held |= {one.verdict.id: (one.verdict.item_id,) for one in answer.verdicts if one.verdict.item_id}
    items = {one: {item for name in one.records for item in held.get(name, ())} for one in answer.contradictions}
    return {one: tuple(of) for one, of in items.items() if len(of) == 1}


def _found_by_people(answer: Answer, short: Callable[[str], str]) -> Iterator[Line]:
    """Searches elsewhere, and what a person took out."""
    if answer.searches:
        from provenance.saying.judged import search_lines

        yield from search_lines(answer.searches)
    if answer.rejected:
        items = ", ".join(short(item) for item in answer.rejected)
        yield Line("rejected", f"{items}: looks the same, and a person said that it is not (provenance show --history)")


def fact_lines(facts: Iterable[Fact]) -> Iterator[Line]:
    """What a file says about itself; anybody can write metadata."""
    for position, fact in enumerate(facts):
        hint = f" - {fact.hint}" if fact.hint else ""
        words = f"{fact.name}: {one_line(whole_seconds(fact.value))}{hint}"
        yield Line("" if position else "the file says", words)


def _headline(answer: Answer, short: Callable[[str], str]) -> Headline:
    name = answer.asked.name
    here = f"this archive of {number(answer.archive_items, 'item')}"
    if answer.outcome is Outcome.NOT_COMPARABLE:
        return Headline("NOT COMPARABLE", f"{name}: no basis for a comparison with {here}", tone=Tone.LOOK)
    if answer.outcome is Outcome.NOT_SEEN:
        return Headline(f"NOT SEEN in {here}", name + _only_related(answer.related, short), tone=Tone.CALM)
    parts = parts_of(answer.seen)
    word, tone = ("SEEN BEFORE", Tone.ALARM) if answer.certain else ("PROBABLY SEEN BEFORE", Tone.LOOK)
    if len(parts) > 1:
        return Headline(
            word, f"{name} contains {_listed_parts(parts, short)}, each in its place: a collage?", tone=tone
        )
    best = answer.seen[0]
    verb = verb_of(best.match) if best.match else "belongs to"
    also = _also_in(answer.matches[1:], verb) + _joined_too(answer)
    return Headline(word, f"{name} {verb} {short(best.item.id)}{also}", tone=tone)


def _only_related(related: tuple[Seen, ...], short: Callable[[str], str]) -> str:
    """That something was found after all, though it is no reuse."""
    if not related or related[0].match is None:
        return ""
    first = related[0].match.relation
    what = "has a template in common with" if first is Relation.TEMPLATE else "may show the same scene as"
    more = f" and {number(len(related) - 1, 'other item')}" if len(related) > 1 else ""
    decided = all(_is_decided(seen.match) for seen in related if seen.match)
    return f": it {what} {short(related[0].item.id)}{more}, which is {'no reuse' if decided else 'not decided'}"


def _compare_with(
    best: Seen, asked: str, short: Callable[[str], str], file_of: Callable[[str], str | None]
) -> Iterator[Line]:
    """The kept file; of a moment of a video, what lays it over the other picture."""
    kept = file_of(best.item.id)
    if best.match and is_film(best.match):
        from shlex import quote

        from provenance.findings import moments

        file, item = moments.sides_of(best.match, (quote(asked), short(best.item.id)))
        yield Line("compare with", f"provenance diff {item} {file} -o proof.png")
    if kept:
        yield Line("" if best.match and is_film(best.match) else "compare with", kept)


def verb_of(match: Match) -> str:
    """What the asked picture does with the archived one, as far as the match can tell."""
    if match.tier is Tier.EXACT:
        return "is the file of"
    if match.tier is Tier.HASH and not match.is_certain:
        return "resembles"
    detail = match.detail or {}
    if match.tier is Tier.FRAMES or "frame_ms" in detail:
        return _verb_of_video(detail, certain=match.is_certain)
    return shown_words(detail.get("kept", 1.0), detail.get("covers", 1.0), certain=match.is_certain)


def _verb_of_video(detail: Mapping[str, Any], *, certain: bool) -> str:
    """What the asked file does with an archived video, or an asked video with an archived photograph."""
    if "frame_ms" in detail:
        return f"{'is' if certain else 'seems to be'} a still, at {clock(detail['frame_ms'])}, of"
    if "asked_ms" in detail:
        return f"{'shows' if certain else 'seems to show'}, at {clock(detail['asked_ms'])}, the photograph"
    whole = detail.get("kept", 0.0) >= WHOLE
    verb = "shows" if detail.get("covers", 0.0) >= WHOLE else "contains"
    seconds = "all of the video" if whole else "seconds of the video"
    return f"{verb if certain else f'seems to {verb[:-1]}'} {seconds}"


def shown_words(kept: float, covers: float, *, certain: bool) -> str:
    """``shows a part of``: from the share of the one that is shown, and the share of the other that shows it."""
    filled = covers >= WHOLE
    what = ("the picture of" if filled else "all of") if kept >= WHOLE else "a part of"
    verb = ("shows" if filled else "contains") if certain else f"seems to {'show' if filled else 'contain'}"
    return f"{verb} {what}"


def _listed_parts(parts: list[list[Seen]], short: Callable[[str], str]) -> str:
    """``m-3f9a2c, probably m-77ab01 and 2 other items``."""
    names = [f"{'' if part[0].certain else 'probably '}{short(part[0].item.id)}" for part in parts]
    if len(names) > 3:
        names[2:] = [number(len(names) - 2, "other item")]
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _also_in(others: tuple[Match, ...], verb: str) -> str:
    """That further items match: in the same way, as a whole, or in part."""
    if not others:
        return ""
    items, one = number(len(others), "other item"), len(others) == 1
    if verb.endswith(("part of", "seconds of the video")) and all(verb_of(match) == verb for match in others):
        return f" and of {items}"
    if all(_is_whole(match) for match in others):
        return f"; so {'does' if one else 'do'} {items}"
    return f"; {items} {'shows' if one else 'show'} it or parts of it"


def _joined_too(answer: Answer) -> str:
    """How many further items stored matches join, which are listed too."""
    joined = sum(one.match is None for one in answer.seen)
    return f"; {number(joined, 'item')} {'is' if joined == 1 else 'are'} joined by stored matches" if joined else ""


def _is_whole(match: Match) -> bool:
    detail = match.detail or {}
    return all(detail.get(name, 1.0) >= WHOLE for name in ("kept", "covers"))


def _evidence(seen: Seen, name: str) -> Iterator[Line]:
    """How sure the best match of a place is, and what was changed; ``name`` stands before both."""
    if seen.match:
        yield from _certainty(seen, seen.match, name)
        yield from _changes(seen.match, name)


def _certainty(seen: Seen, match: Match, name: str) -> Iterator[Line]:
    reasons = [reason for reason in match.evidence if reason not in _told(match)]
    if match.tier is Tier.EXACT:
        words = reasons[0]
    else:
        what = "the same film" if "segments" in (match.detail or {}) else "the same picture"
        what = what if seen.certain else f"only probably {what}, a person should look"
        words = f"{what}: {reasons[0]}"
    yield Line("how sure", name + words)
    if match.detail:
        for reason in reasons[1:MOST_SEGMENTS]:
            yield Line("", reason)
        if len(reasons) > MOST_SEGMENTS:
            yield Line("", f"and {number(len(reasons) - MOST_SEGMENTS, 'more segment')}; --json has them all")


def _told(match: Match) -> list[str]:
    """The sentences about what was changed: of hashes all but the first, which is the reason."""
    return list(match.detail.get("changes", ())) if match.detail else list(match.evidence[1:])


def _changes(match: Match, name: str) -> Iterator[Line]:
    if match.tier is Tier.EXACT:
        yield Line("what changed", f"{name}nothing: not a byte")
        return
    words = f"{name}at least: {', '.join(alteration.value for alteration in match.alterations)}"
    told = _told(match)
    if not match.detail:
        details = "; ".join(told)
        yield Line("what changed", words + (f" ({details})" if details else ""))
        return
    yield Line("what changed", words)
    for sentence in told:
        yield Line("", sentence)


def match_words(match: Match, *, shares: bool = False) -> str:
    """The alterations and the distance, in short; with ``shares`` how much of the archived picture is shown."""
    words = ", ".join(alteration.value for alteration in match.alterations)
    if match.tier is Tier.EXACT:
        return f"{words}; the same file"
    if match.distance_bits is not None:
        words += f"; {match.distance_bits} of 256 bits differ"
    detail = match.detail or {}
    if shares and "frame_ms" in detail:
        words += f" at {clock(detail['frame_ms'])}"
    elif shares and detail.get("kept", 1.0) < WHOLE:
        words += f"; {detail['kept'] * 100:.0f} % of it shown"
    return words


def shown_from_to_words(match: Match) -> str:
    """``shown in the asked video's 00:05–00:09``, of a photograph that a video shows; "" of all else."""
    if "asked_ms" not in (match.detail or {}):
        return ""
    spans = [_span_words(Stretch(*span)) for span in spans_of(match) or ()]
    more = f" and {number(len(spans) - 1, 'more time')}" if len(spans) > 1 else ""
    return f"shown in the asked video's {spans[0]}{more}"


def stored_words(match: Match, item_id: str) -> str:
    """A stored match as the page of one of its two items has it: which of its seconds are which of the other one's."""
    turned = match.item_id == item_id  # the other one was recorded later, and asked for this one
    detail = match.detail or {}
    words = match_words(match) if turned else match_words(match, shares=True)
    if turned and "segments" in detail and detail.get("covers", 1.0) < WHOLE:
        words += f"; {detail['covers'] * 100:.0f} % of that shown"
    elif turned and "asked_ms" in detail:
        words += f" at {clock(detail['asked_ms'])} of that"
    shared = [one for one in detail.get("segments", ()) if not one["template"]]
    if not shared:
        return words
    here, there = ("item", "query") if turned else ("query", "item")
    spans = [(shared[0][f"{side}_from_ms"], shared[0][f"{side}_to_ms"]) for side in (here, there)]
    said = "its {} is {}".format(*spans_in_words(*spans))
    said += ", mirrored" if shared[0]["mirrored"] else ""
    speed = said_speed(1 / shared[0]["speed"] if turned else shared[0]["speed"], *spans)
    said += f", at {speed:.2f} times its speed" if speed else ""
    more = f" and {number(len(shared) - 1, 'more segment')}" if len(shared) > 1 else ""
    return f"{said}{more}; {words}"


def _parts(parts: list[list[Seen]], short: Callable[[str], str]) -> Iterator[Line]:
    """Of a collage: each part, where it lies, and what is recorded of its publication."""
    for position, members in enumerate(parts if len(parts) > 1 else ()):
        best = members[0]
        assert best.match is not None  # noqa: S101 - parts are made of matches
        words = [f"{short(best.item.id)}{'' if best.certain else ' (only probably, look)'}: {where_words(best.match)}"]
        words += [publication_words(appearance) for appearance in best.appearances[:1]]
        if len(members) > 1:
            words.append(f"so {'does' if len(members) == 2 else 'do'} {number(len(members) - 1, 'other item')}")
        yield Line("" if position else f"parts ({len(parts)})", " · ".join(words))


def where_words(match: Match) -> str:
    """Where in the asked picture a part lies, and how much of the archived picture that is."""
    left, top, right, bottom = place_of(match)
    across = _third((left + right) / 2, "left", "right")
    down = _third((top + bottom) / 2, "top", "bottom")
    where = " ".join(word for word in (down, across) if word) or "middle"
    size = f"{(right - left) * 100:.0f} × {(bottom - top) * 100:.0f} % of it"
    kept = (match.detail or {}).get("kept", 1.0)
    return f"{where}, {size}" + ("" if kept >= WHOLE else f"; {kept * 100:.0f} % of the archived picture")


def _third(middle: float, first: str, last: str) -> str:
    return first if middle < 0.4 else last if middle > 0.6 else ""


def publication_words(appearance: Appearance) -> str:
    """``posted 2014-08-03 (given) · Facebook, account velmora.diary``."""
    return " · ".join([*(date_words(date) for date in appearance.dates[:1]), publisher_words(appearance)])


def _related(related: tuple[Seen, ...], short: Callable[[str], str]) -> Iterator[Line]:
    """What is no reuse, and is said to be none."""
    for position, seen in enumerate(related[:MOST_ITEMS]):
        if seen.match is None:
            continue
        label, words = _related_words(seen.match)
        before = related[position - 1].match if position else None
        again = before is not None and before.relation is seen.match.relation
        yield Line("" if again else label, f"{short(seen.item.id)} {words}")
    if len(related) > MOST_ITEMS:
        yield Line("", f"and {number(len(related) - MOST_ITEMS, 'more item')}")


def _related_words(match: Match) -> tuple[str, str]:
    """What no reuse is said to be; of a film whose frames there were not compared, that it is not decided."""
    label, words = RELATED[match.relation]
    if _is_decided(match):
        return label, words
    moment = clock((match.detail or {})["frame_ms"])
    return label, f"{words.removesuffix(': no reuse')}, at {moment}: {NOT_COMPARED}"


def _is_decided(match: Match) -> bool:
    """Whether all that could make it reuse was compared: of a film, the frames around the moment."""
    return bool((match.detail or {}).get("frames_compared", True))


def explanation_lines(answer: Answer, short: Callable[[str], str]) -> Iterator[Line]:
    """What the score of each match by parts is made of; above 0 it is reuse."""
    scored = [seen for seen in (*answer.seen, *answer.related) if seen.match and seen.match.score is not None]
    if not scored:
        yield Line("score", "none: no match was found by parts")
    for seen in scored:
        if seen.match and seen.match.detail:
            yield Line("score", f"{short(seen.item.id)}: {seen.match.score:.2f}, as {seen.match.relation.value}")
            yield from _score_parts(seen.match.detail.get("score_parts", {}))


def _score_parts(parts: Mapping[str, float]) -> Iterator[Line]:
    """The parts of each of the two questions, largest first, with their sum."""
    by_question: dict[str, list[tuple[str, float]]] = {}
    for name, value in parts.items():
        question, _, part = name.partition(": ")
        by_question.setdefault(question, []).append((part, value))
    for question, values in by_question.items():
        ordered = sorted(values, key=lambda one: -one[1])
        total = sum(value for _, value in values)
        yield Line(
            "", f"{question} {total:+.2f} = " + " ".join(f"{value:+.2f} {part}," for part, value in ordered)[:-1]
        )


def _earliest(answer: Answer, short: Callable[[str], str]) -> Iterator[Line]:
    earliest = answer.earliest
    if earliest is None:
        first = min((seen for seen in answer.seen if seen.certain), key=_recorded, default=None)
        if first is None:
            yield Line("earliest known", "not said: no match is certain enough")
        else:
            yield Line(
                "earliest known",
                f"no dated appearance; recorded here on {first.item.added_at[:10]} as {short(first.item.id)}"
                + (f" ({', '.join(first.file_names)})" if first.file_names else ""),
            )
        return
    appearance = earliest.appearance
    yield Line("earliest known", f"{_of_its(answer, appearance.id)}{_known_words(earliest, short)}")
    yield from _appearance_details(appearance)
    for other in earliest.disputed_by:
        yield Line("", f"CONFLICT: the same appearance is also {date_words(other)}")
    for rival in earliest.perhaps_earlier[:3]:
        dates = "; ".join(date_words(date) for date in rival.dates)
        yield Line("", f"might be earlier: {dates} · {publisher_words(rival)}")
    others = {one.earliest_known.appearance.id if one.earliest_known else "": one for one in answer.stretches}
    for which, stretch in others.items():
        if which != appearance.id:
            known = stretch.earliest_known
            yield Line("", _of_its(answer, which) + (_known_words(known, short) if known else "no dated appearance"))


def _known_words(known: EarliestKnown, short: Callable[[str], str]) -> str:
    """``posted 2014-08-03 (given) · Facebook, account velmora.diary · m-3f9a2c``."""
    appearance = known.appearance
    return f"{date_words(known.date)} · {publisher_words(appearance)} · {short(appearance.item_id)}"


def _of_its(answer: Answer, appearance_id: str) -> str:
    """``of its 00:05–00:10: ``: the seconds of which this appearance is the earliest; "" where that is all there is."""
    spans = [
        _span_words(Stretch(one.from_ms, one.to_ms))
        for one in answer.stretches
        if (one.earliest_known.appearance.id if one.earliest_known else "") == appearance_id
    ]
    return f"of its {', '.join(spans)}: " if spans else ""


def _recorded(seen: Seen) -> str:
    return seen.item.added_at


def publisher_words(appearance: Appearance) -> str:
    """Who published; a credit line alone says nothing of that."""
    return source_words(appearance.source) if appearance.source else "publisher unknown"


def _appearance_details(appearance: Appearance) -> Iterator[Line]:
    if appearance.caption:
        yield Line("", f"caption: “{one_line(appearance.caption)}”")
    if appearance.credit:
        yield Line("", f"credit line: {one_line(appearance.credit)}")
    if appearance.url:
        yield Line("", appearance.url)


def _claims(answer: Answer, short: Callable[[str], str]) -> Iterator[Line]:
    """Every claim, in the order in which they were published; undated ones last."""
    published = {
        appearance.id: min(appearance.dates, key=lambda date: date.latest)
        for seen in answer.seen
        for appearance in seen.appearances
        if appearance.dates
    }

    def order(claim: RecordedClaim) -> str:
        date = published.get(claim.appearance_id or "")
        return date.latest if date else "9999"

    claims = sorted(answer.claims, key=order)
    if not claims:
        yield Line("claims", "none recorded of these pixels")
        return
    for position, claim in enumerate(claims[:MOST_CLAIMS]):
        date = published.get(claim.appearance_id or "")
        said = f"{date.role.value} {date.text}" if date else ""
        yield Line("" if position else f"claims ({len(claims)})", claim_words(claim, short, said))
    if len(claims) > MOST_CLAIMS:
        yield Line("", f"and {len(claims) - MOST_CLAIMS} more: provenance show {short(answer.seen[0].item.id)}")


def claim_words(recorded: RecordedClaim, short: Callable[[str], str] | None = None, said: str = "") -> str:
    """A claim with who makes it, where and when it is said to be."""
    claim = recorded.claim
    asserted = recorded_words(recorded.asserted_by, claim.asserted_by) if recorded.asserted_by else "unknown"
    words = [f"“{one_line(claim.text)}”"]
    if claim.place or claim.date:
        words += [f"place: {claim.place or 'unknown'}", f"event: {claim.date or 'date unknown'}"]
    words += [
        f"asserted by {asserted}" + (f", {said}" if said else ""),
    ]
    if recorded.attributed_to:
        words.append(f"attributed to {attributed_words(recorded)}")
    if claim.hedge:
        words.append(f"hedged: {claim.hedge_text or claim.hedge.value}")
    if recorded.retracted_by:
        words.append(f"retracted by {recorded.retracted_by[:SHOWN_ID]}")
    if short and recorded.item_id:
        words.append(short(recorded.item_id))
    return " · ".join(words)


def _without_commands(line: str) -> str:
    """What was not checked without the command that would say more."""
    import re

    return re.sub(r"[:;] (?:(?:see )?provenance (?:help|diff)\b|give --).*$", "", line)


def attributed_words(recorded: RecordedClaim) -> str:
    """Whom a claim is attributed to, with what stands there where the source alone says less, as of an affiliation."""
    from provenance.text import fold

    text, source = recorded.claim.attributed_to, recorded.attributed_to
    words = recorded_words(source, text)
    if not text or source is None or source.account or len(text.split()) < 3 or words != source_words(source):
        return words
    return words if source.name and fold(source.name) == fold(text) else f"{words} (“{one_line(text)}”)"


def spans_words(match: Match) -> str:
    """``the asked video's 00:05–00:13 is 00:02–00:08``: the first of the seconds that both share."""
    shared = [one for one in (match.detail or {}).get("segments", ()) if not one["template"]]
    if not shared:
        return ""
    more = f" and {number(len(shared) - 1, 'more segment')}" if len(shared) > 1 else ""
    return f"the asked video's {match.evidence[0].partition(': ')[0].removeprefix('its ')}{more}"


def joined_words(seen: Seen, short: Callable[[str], str]) -> str:
    """``joined by a stored match with m-3f9a2c: the asked video's 00:05–00:13 is 00:02–00:08``, or ``at 00:07``."""
    if seen.joined is None:
        return "joined by a stored match to one of the others"
    by = f"joined by a stored match with {short(seen.joined.item_id)}"
    shown, asked = seen.joined.shows[0], seen.joined.asked[0]
    if shown.from_ms == shown.to_ms:
        return f"{by}, at {clock(shown.from_ms)}"
    more = f" and {number(len(seen.joined.shows) - 1, 'more segment')}" if len(seen.joined.shows) > 1 else ""
    asked_words, shown_words = spans_in_words((asked.from_ms, asked.to_ms), (shown.from_ms, shown.to_ms))
    return f"{by}: the asked video's {asked_words} is {shown_words}{more}"


def _span_words(span: Stretch) -> str:
    return spans_in_words((span.from_ms, span.to_ms))[0]


def _nowhere(answer: Answer) -> Iterator[Line]:
    """The seconds of a compilation that nothing explains."""
    spans = [_span_words(one) for one in answer.found_nowhere]  # as those that were found, so that they meet
    if spans:
        more = (
            f" and {number(len(spans) - MOST_SEGMENTS, 'more stretch', 'more stretches')}"
            if len(spans) > MOST_SEGMENTS
            else ""
        )
        yield Line("not found", f"its {', '.join(spans[:MOST_SEGMENTS])}{more}: nothing here shows these seconds")


def _doubt(match: Match, *, certain: bool) -> str:
    """What keeps a further match from being taken for granted."""
    if match.review is ReviewState.DISPUTED:
        return " - disputed: people disagree whether it shows the same as the first"
    return "" if certain else " - only probably, look"


def _others(seen: tuple[Seen, ...], short: Callable[[str], str]) -> Iterator[Line]:
    for position, other in enumerate(seen[:MOST_ITEMS]):
        if other.match:
            words = match_words(other.match, shares=True) + _doubt(other.match, certain=other.certain)
            if spans := spans_words(other.match) or shown_from_to_words(other.match):
                words = f"{spans}; {words}"
        else:
            words = joined_words(other, short)
        yield Line("" if position else "also", f"{short(other.item.id)}: {words}")
    if len(seen) > MOST_ITEMS:
        yield Line("", f"and {number(len(seen) - MOST_ITEMS, 'more item')}")
