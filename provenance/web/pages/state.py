"""Forms on an item: what somebody says it shows, and what a person found of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from provenance.entering import enter_claim
from provenance.errors import InputError, Overtaken, RecordError
from provenance.model import Hedge, Rating
from provenance.saying.judged import CATEGORIES
from provenance.saying.words import one_line
from provenance.stating import Found, claim_mistakes, finding_of, verdict_mistakes
from provenance.web.fields import about_item, by_field
from provenance.web.visits import action, page, refuse_if_read_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.responses import Response

    from provenance.archive import Archive
    from provenance.web.visits import Visit

SHORT = 90  # characters of a claim in the list to choose from
MOST_OFFERED = 200  # claims in that list
RATINGS = {rating.value: rating.value for rating in Rating}
HEDGES = {hedge.value: hedge.value for hedge in Hedge}
VERDICT = ("claim", "rating", "house_rating", "reason", "links", "evidence", "date", "by")
CLAIM = ("place", "date", "event", "subject", "hedge", "hedge_text", "language", "asserted_by", "attributed_to")
FURTHER = ("motivation", "note")  # of a claim
CALLED = {
    "rating": "choose a rating, say what the medium is, or use your desk’s own word",
    "by": "fill in your name",
    "reason": "say why, in a sentence or two",
    "text": "what is said, word for word",
}


def verdict_form(visit: Visit) -> Response:
    """The form for a verdict on an item."""
    refuse_if_read_only(visit.settings)
    claim = visit.query("claim")
    return _verdict(visit, dict.fromkeys(VERDICT, "") | {"by": visit.name, "claim": claim}, ())


def record_verdict(visit: Visit) -> Response:
    """Record a verdict, unless something about it cannot be understood."""
    archive, texts = visit.archive, visit.form.texts(*VERDICT)
    item = archive.item(visit.path("item"))
    media = tuple(visit.form.fields.get("media", ()))
    said = Found(
        by=texts["by"],
        rating=texts["rating"],
        media=media,
        house_rating=texts["house_rating"],
        reason=texts["reason"],
        links=_each(texts["links"]),
        evidence=_each(texts["evidence"]),
        date=texts["date"],
    )
    wrong = dict(visit.form.refused) or by_field(verdict_mistakes(said, called=_called, now=archive.today()))
    if texts["claim"] and texts["claim"] not in {claim.id for claim in archive.claims_of(item.id)}:
        wrong["claim"] = "That is no claim about this item. Choose one of the list."
    if not wrong:
        try:
            known = visit.form.number("knows")
            archive.judge(finding_of(said), item=item.id, claim=texts["claim"] or None, knows=known)
        except Overtaken as error:
            words = f"Not recorded: after this page was made, {error}. Send it again if yours is to count instead."
            return _verdict(visit, texts, media, wrong={"claim": words}, status=409)
        except RecordError as error:  # an id that looks like one of a record here
            wrong["evidence"] = str(error)
        except InputError as error:
            wrong["reason"] = str(error)
    if wrong:
        return _verdict(visit, texts, media, wrong=wrong)
    return visit.signed(visit.to(f"/item/{item.id}"), texts["by"])


def _verdict(
    visit: Visit,
    said: Mapping[str, str],
    media: Iterable[str],
    *,
    wrong: Mapping[str, str] | None = None,
    status: int = 422,
) -> Response:
    about = about_item(visit)
    own = [one for one in visit.archive.verdicts(about["item"], superseded=True) if not one.inherited_from]
    return visit.render(
        "verdict.html",
        status=status if wrong else 200,
        **about,
        said=said,
        media=set(media),
        knows=len(own),
        wrong=dict.fromkeys((*VERDICT, "media"), "") | dict(wrong or {}),
        claims=_claims(visit.archive, about["item"], said["claim"]),
        ratings=RATINGS,
        categories=CATEGORIES,
    )


def claim_form(visit: Visit) -> Response:
    """The form for a claim about an item."""
    refuse_if_read_only(visit.settings)
    return _claim(visit, dict.fromkeys(("text", *CLAIM, *FURTHER), "") | {"by": visit.name})


def record_new_claim(visit: Visit) -> Response:
    """Record a claim, unless something about it cannot be understood."""
    texts = visit.form.texts("text", *CLAIM, *FURTHER, "by")
    item = visit.archive.item(visit.path("item"))
    about = {name: texts[name] or None for name in (*CLAIM, *FURTHER)}
    wrong = dict(visit.form.refused) or by_field(
        claim_mistakes(texts["text"], about, called=_called, now=visit.archive.today())
    )
    if not wrong:
        by = texts["by"] or None
        try:
            enter_claim(visit.archive, texts["text"], items=[item.id], by=by, said=about, called=_called)
        except InputError as error:
            wrong["text"] = str(error)
    if wrong:
        return _claim(visit, texts, wrong=wrong)
    return visit.signed(visit.to(f"/item/{item.id}"), texts["by"])


def _claim(visit: Visit, said: Mapping[str, str], *, wrong: Mapping[str, str] | None = None) -> Response:
    return visit.render(
        "claim.html",
        status=422 if wrong else 200,
        **about_item(visit),
        said=said,
        wrong=dict.fromkeys(("text", *CLAIM, *FURTHER, "by"), "") | dict(wrong or {}),
        hedges=HEDGES,
    )


def _called(field: str) -> str:
    return CALLED.get(field, field)


def _claims(archive: Archive, item: str, chosen: str) -> dict[str, str]:
    """Claims about an item, by their full ids: the newest where there are many, and the chosen one."""
    claims = archive.claims_of(item)
    first = len(claims) - MOST_OFFERED
    found = {}
    for position, claim in enumerate(claims):
        if position >= first or claim.id == chosen:
            words = one_line(claim.claim.text)
            short = words if len(words) <= SHORT else words[: SHORT - 1] + "…"
            found[claim.id] = f"{archive.short_record_id(claim.id)}: {short}"
    return found


def _each(text: str) -> tuple[str, ...]:
    """One entry a line."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


routes = (
    page("/item/{item}/verdict", verdict_form),
    action("/item/{item}/verdict", record_verdict, beside=True),
    page("/item/{item}/claim", claim_form),
    action("/item/{item}/claim", record_new_claim, beside=True),
)
