"""Captions of two pictures, "Left: ... (A). Right: ... (B).": each half has its own credit, place, day and hedge."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from provenance.importers.article import read_article
from provenance.importers.article.captions import read_caption, sides_of
from provenance.model import Hedge, Intake

if TYPE_CHECKING:
    from pathlib import Path

ARTICLES = {
    "en": "Residents of the valley said on Friday that the shelling had stopped, and that the road was open again.",
    "de": "Die Bewohner des Tals sagten am Freitag, dass der Beschuss aufgehört habe und die Straße wieder frei sei.",
    "fr": "Les habitants de la vallée ont dit vendredi que les tirs avaient cessé et que la route était rouverte.",
    "es": "Los vecinos del valle dijeron el viernes que los disparos habían cesado y que el camino estaba abierto.",
    "sv": "Invånarna i dalen sade i fredags att beskjutningen hade upphört och att vägen åter var öppen för alla.",
    "ar": "قال سكان الوادي يوم الجمعة إن القصف توقف وإن الطريق عاد مفتوحا أمام الجميع بعد أسابيع من الإغلاق الكامل.",
}
OF_TWO = [
    (
        "en",
        "Left: a lorry in Gao on 3 May 2023 (@dune_log/X). Right: a lorry, allegedly in Mopti (Gao Now/Facebook).",
    ),
    (
        "en",
        "(Left) a lorry in Gao on 3 May 2023 (@dune_log/X). (Right) a lorry, allegedly in Mopti (Gao Now/Facebook).",
    ),
    (
        "en",
        "A lorry in Gao on 3 May 2023 (left, @dune_log/X) and one allegedly in Mopti (right, Gao Now/Facebook).",
    ),
    (
        "de",
        "Links: Laster in Gao am 3. Mai 2023 (Foto: @dune_log/X). Rechts: angeblich Mopti (Foto: Gao Now/Facebook).",
    ),
    (
        "fr",
        "A gauche : un camion à Gao le 3 mai 2023 (@dune_log/X). A droite : prétendument à Mopti (Gao Now/Facebook).",
    ),
    (
        "es",
        "A la izquierda, un camión en Gao el 3 de mayo de 2023 (@dune_log/X); a la derecha, presuntamente en Mopti "
        "(Gao Now/Facebook).",
    ),
    (
        "sv",
        "T.v. en lastbil i Gao den 3 maj 2023 (Foto: @dune_log/X). T.h. påstås visa Mopti (Foto: Gao Now/Facebook).",
    ),
    (
        "ar",
        "يمين: شاحنة في غاو في 3 مايو 2023 (إكس/@dune_log). يسار: شاحنة يُزعم أنها في موبتي (صفحة Gao Now/فيسبوك).",
    ),
]


def records(tmp_path: Path, caption: str, language: str, files: int) -> list[Intake]:
    """The records of a figure of as many files."""
    text = f"<p>{ARTICLES[language]}</p>"
    pictures = "".join(f'<img src="/lorry-{number}.jpg">' for number in range(files))
    path = tmp_path / "page.html"
    path.write_text(
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"></head><body><article><h1>Quiet</h1>'
        f"{text}<figure>{pictures}<figcaption>{caption}</figcaption></figure>{text}</article></body></html>",
        "utf-8",
    )
    found = list(read_article(path, published="2024-06-11"))
    return [each for each in found if isinstance(each, Intake) and each.kind]


@pytest.mark.parametrize("files", [1, 2])
@pytest.mark.parametrize(("language", "caption"), OF_TWO)
def test_each_half_of_a_caption_has_its_own_account_day_and_hedge(
    language: str, caption: str, files: int, tmp_path: Path
) -> None:
    first, second = records(tmp_path, caption, language, files)
    said = [(each.raw or {}).get("origin") for each in (first, second)]
    assert said == [{"platform": "x", "account": "dune_log"}, {"platform": "facebook", "account": "Gao Now"}]
    assert [each.caption for each in (first, second)] == [caption, caption]
    assert [each.claims[0].date for each in (first, second)] == ["2023-05-03", None]
    assert [each.claims[0].hedge for each in (first, second)] == [None, Hedge.ALLEGEDLY]


def test_halves_that_only_name_sources_are_still_one_credit() -> None:
    caption = read_caption("The square from both sides. Left: A. Harbour/AFP. Right: Telegram/gao_live")
    assert caption.words == "The square from both sides."
    assert caption.credit == "Left: A. Harbour/AFP. Right: Telegram/gao_live"


def test_what_else_stands_in_the_brackets_of_a_side_makes_no_half() -> None:
    assert sides_of("The tower in the video (left, yellow) and in an aerial picture of the town (right)") == ()
