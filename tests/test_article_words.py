"""What captions and sentences of articles say of where, how surely, and of media that are not shown."""

from __future__ import annotations

from provenance.dates import parse_date
from provenance.importers.article.claims import Reading, claim_of
from provenance.importers.article.understanding import Setting
from provenance.model import Hedge

PUBLISHED = parse_date("2023-05-19")


def read(text: str, language: str) -> Reading:
    return claim_of(text, Setting(language, PUBLISHED), asserted_by="Quiet Post")


def test_the_hedge_of_a_sentence_goes_before_that_of_a_noun_in_it() -> None:
    text = "Des hommes présentés comme des bergers auraient été filmés près du pont."
    assert read(text, "fr").claim.hedge == Hedge.REPORTEDLY
    assert read("A clip described as showing a shepherd", "en").claim.hedge == Hedge.SAID_TO
