"""How well articles are read: precision and recall per field, beside those of a naive reader.

``python -m tests.benchmarks articles [FOLDER…] [--verbose]``. What is expected, and how it is compared, is written in
``articles/README.md``; this module pairs and counts, and decides nothing about articles.
"""

from __future__ import annotations

import argparse
import re
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from functools import partial
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING

from provenance.errors import ProvenanceError
from provenance.model import Claim, Hedge, Intake, MediaKind, Problem
from tests.benchmarks import article_likeness as likeness
from tests.benchmarks.article_cases import found_in, load, unlike

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from tests.benchmarks.article_cases import Article, Choice, Found, Medium

    Reader = Callable[[Path], Iterable[Intake | Problem]]
    Same = Callable[[str, str], bool]  # what is expected, what was found

OWN = Path(__file__).resolve().parent / "articles"
SAME_CAPTION = 0.6  # enough to pair two media of a plain text; whether the caption is right is another question
IMAGE_WEIGHT = 2.0  # a medium's image says more than its caption
CREDIT_WEIGHT = 0.1  # tells apart two media under one caption
TARGETS: dict[str, tuple[float | None, float]] = {
    "media": (0.95, 0.90),
    "caption": (0.95, 0.90),
    "credit": (0.90, 0.90),
    "platform": (0.95, 0.90),
    "account": (0.95, 0.90),
    "hedge": (0.90, 0.85),
    "places": (0.85, 0.80),
    "dates": (0.90, 0.85),
    "mentioned": (None, 0.70),
}
FIELDS = (*TARGETS, "kind", "url", "published", "outlet", "language")
NAIVE_HEDGES = {
    "purport": Hedge.PURPORTS,
    "reported": Hedge.REPORTEDLY,
    "alleged": Hedge.ALLEGEDLY,
    "claim": Hedge.CLAIMED,
    "said to": Hedge.SAID_TO,
    "unverified": Hedge.UNVERIFIED,
}


@dataclass
class Count:
    """Of one field: how many were found and are right, how many were expected and met."""

    found: int = 0
    right: int = 0
    expected: int = 0
    met: int = 0

    @property
    def precision(self) -> float | None:
        """Of 0..1; None where nothing was found."""
        return self.right / self.found if self.found else None

    @property
    def recall(self) -> float | None:
        """Of 0..1; None where nothing was expected."""
        return self.met / self.expected if self.expected else None

    def add(self, other: Count) -> None:
        """Takes in what was counted elsewhere."""
        self.found += other.found
        self.right += other.right
        self.expected += other.expected
        self.met += other.met


@dataclass
class Score:
    """All counts of one or more articles, and in words what was missed or is false."""

    counts: dict[str, Count] = field(default_factory=lambda: defaultdict(Count))
    errors: list[str] = field(default_factory=list)

    def add(self, other: Score) -> None:
        """Takes in another score."""
        for name, count in other.counts.items():
            self.counts[name].add(count)
        self.errors += other.errors

    def expect(self, name: str, *, met: bool, error: str) -> None:
        """One more value was expected."""
        self.counts[name].add(Count(expected=1, met=int(met)))
        self.errors += () if met else (f"{name} missed: {error}",)

    def find(self, name: str, *, right: bool, error: str) -> None:
        """One more value was found."""
        self.counts[name].add(Count(found=1, right=int(right)))
        self.errors += () if right else (f"{name} false: {error}",)


def main(arguments: Sequence[str], *, reader: Reader | None = None) -> int:
    """Score the folders and print the tables; returns the exit code. ``reader`` stands in for the importer."""
    given = _parser().parse_args(arguments)
    articles = [article for folder in given.folders or [OWN] for article in load(folder)]
    if not articles:
        raise SystemExit(
            "no article with its .json beside it in these folders; see tests/benchmarks/articles/README.md"
        )
    ours, naive = scored(articles, reader or _importer()), scored(articles, read_naively)
    print(f"articles: {len(articles)}; media shown: {sum(len(article.media) for article in articles)}\n")
    print(summary(ours[""], naive[""]))
    for language in sorted(set(ours) - {""}):
        print(f"\n{language}\n{summary(ours[language], naive[language])}")
    if given.verbose:
        print("", *ours[""].errors, sep="\n")
    return 0


def _importer() -> Reader:
    from provenance.importers.article import read_article

    return read_article


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks articles", description=__doc__)
    parser.add_argument("folders", nargs="*", type=Path, metavar="FOLDER", help="default: tests/benchmarks/articles")
    parser.add_argument("--verbose", action="store_true", help="list each value that was missed or is false")
    return parser


def scored(articles: Iterable[Article], reader: Reader) -> dict[str, Score]:
    """The scores by language, and that of all under "". An article that cannot be read has no results."""
    scores: dict[str, Score] = {"": Score()}
    for article in articles:
        score = score_of(article, list(_read(reader, article.path)))
        scores[""].add(score)
        scores.setdefault(article.language[0] or "?", Score()).add(score)
    return scores


def score_of(article: Article, results: Sequence[Intake | Problem]) -> Score:
    """What one article's results are worth."""
    score = Score()
    intakes = [result for result in results if isinstance(result, Intake)]
    found = [found_in(intake) for intake in intakes if intake.kind is not None]
    _score_media(score, article.media, [one for one in found if not one.mentioned])
    _score_mentions(score, article, [one for one in found if one.mentioned])
    _score_page(score, article, intakes)
    problems = [f"problem: {result.reason}" for result in results if isinstance(result, Problem)]
    score.errors = [f"{article.name}: {error}" for error in (*problems, *score.errors)]
    return score


def summary(ours: Score, naive: Score) -> str:
    """Aligned text, one line a field: precision and recall with their counts, the targets, the naive reader's."""
    lines = [
        ("field", "precision", "recall", "target", "reached", "naive"),
        *(_line(name, ours, naive) for name in FIELDS),
    ]
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    padded = ("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in lines)
    return "\n".join(line.rstrip() for line in padded)


def read_naively(path: Path) -> Iterator[Intake]:
    """The baseline: a figcaption, or a line that ends in brackets, is a caption; its last brackets are the credit."""
    text = path.read_text("utf-8")
    if path.suffix.lower() == ".txt":
        yield from (_naive(line, None) for line in text.splitlines() if line.rstrip().endswith(")"))
        return
    from selectolax.lexbor import LexborHTMLParser

    for figure in LexborHTMLParser(text).css("figure"):
        image, caption = figure.css_first("img"), figure.css_first("figcaption")
        yield _naive(caption.text() if caption else "", image.attributes.get("src") if image else None)


def _naive(text: str, image: str | None) -> Intake:
    line = " ".join(text.split())
    brackets = re.search(r"\s*\(([^()]*)\)$", line)
    caption = line[: brackets.start()] if brackets else line
    hedge = next((hedge for word, hedge in NAIVE_HEDGES.items() if word in caption), None)
    claims = (Claim(caption, hedge=hedge),) if caption else ()
    credit = brackets.group(1) if brackets else None
    return Intake(kind=MediaKind.IMAGE, caption=caption or None, credit=credit, claims=claims, raw={"image": image})


def _read(reader: Reader, path: Path) -> Iterator[Intake | Problem]:
    try:
        yield from reader(path)
    except ProvenanceError as error:
        yield Problem(str(path), str(error), type(error).__name__)


def _score_media(score: Score, media: Sequence[Medium], found: Sequence[Found]) -> None:
    pairs = _paired(media, found)
    expected_of = {number: media[at] for at, number in pairs.items()}
    for at, medium in enumerate(media):
        if medium.optional:
            continue
        one = found[pairs[at]] if at in pairs else None
        score.expect("media", met=one is not None, error=str(medium.caption[0] or medium.image[0]))
        _score_values(score, medium, one)
    for number, one in enumerate(found):
        if number in expected_of and expected_of[number].optional:
            continue
        score.find("media", right=number in expected_of, error=str(one.caption or one.names))
        if number not in expected_of:
            _score_values(score, None, one)


def _paired(media: Sequence[Medium], found: Sequence[Found]) -> dict[int, int]:
    """Places of expected and found media that belong together: likeliest pairs first, then those nearest in order."""
    weighed = [
        (weight, -abs(a - b), -a, -b)
        for (a, medium), (b, one) in product(enumerate(media), enumerate(found))
        if (weight := _likeness(medium, one))
    ]
    pairs: dict[int, int] = {}
    for _, _, a, b in sorted(weighed, reverse=True):
        if -a not in pairs and -b not in pairs.values():
            pairs[-a] = -b
    return pairs


def _likeness(medium: Medium, one: Found) -> float:
    image = any(piece in name for piece in medium.image if piece for name in one.names)
    lines = [line for line in (*medium.credit, one.credit) if line]
    captions = (likeness.caption_likeness(text, one.caption, lines) for text in medium.caption if text)
    caption = max(captions, default=0.0)
    if not image and caption < (likeness.ALIKE if medium.image[0] else SAME_CAPTION):
        return 0.0
    credit = any(likeness.same_credit(text, one.credit or "") for text in medium.credit if text)
    return IMAGE_WEIGHT * image + caption + CREDIT_WEIGHT * credit


def _parted_credits(medium: Medium | None, one: Found | None) -> list[str]:
    """The credit lines that a caption may still contain: none, unless the reader has told the credit from it."""
    if not medium or not one or not one.credit:
        return []
    expected = [line for line in medium.credit if line]
    return [one.credit, *(expected if any(likeness.same_credit(line, one.credit) for line in expected) else ())]


def _score_values(score: Score, medium: Medium | None, one: Found | None) -> None:
    """Every field of one medium; ``medium`` is None for one that is not there, ``one`` for one that was not found."""
    same_caption = partial(_same_caption, credit_lines=_parted_credits(medium, one))
    for name, same in (
        ("caption", same_caption),
        ("credit", likeness.same_credit),
        ("platform", likeness.same_words),
        ("account", likeness.same_words),
    ):
        _score_set(score, name, _single(medium, name), unlike([getattr(one, name, None)]), same)
    _score_set(score, "hedge", _single(medium, "hedge"), one.hedges if one else (), likeness.same_words)
    if medium and medium.kind[0]:
        _score_set(score, "kind", [medium.kind], unlike([one.kind if one else None]), likeness.same_words)
    dates = [date for date in (one.dates if one else ()) if not likeness.is_open(date)]
    _score_set(score, "dates", medium.dates if medium else (), dates, likeness.same_date)
    wanted = medium.places if medium else ()
    _score_set(score, "places", wanted, _without_containing(wanted, one.places if one else ()), likeness.same_place)


def _same_caption(expected: str, found: str, *, credit_lines: Sequence[str]) -> bool:
    return likeness.same_caption(expected, found, credit_lines)


def _single(medium: Medium | None, name: str) -> list[Choice]:
    choice: Choice = getattr(medium, name, (None,))
    return [choice] if any(choice) else []


def _without_containing(entries: Sequence[Choice], places: Iterable[str]) -> list[str]:
    """The places found, less those that only contain an expected one."""
    wanted = [choice for entry in entries for choice in entry if choice]
    return [
        place
        for place in places
        if any(likeness.same_place(one, place) for one in wanted)
        or not any(likeness.containing_place(one, place) for one in wanted)
    ]


def _score_set(score: Score, name: str, entries: Sequence[Choice], values: Sequence[str], same: Same) -> None:
    """Values found against those expected. An entry that may be left out counts neither met nor missed."""
    for entry in entries:
        if None not in entry:
            met = any(same(choice, value) for choice in entry if choice for value in values)
            score.expect(name, met=met, error=f"{entry[0]!r}, found {list(values)}")
    for value in values:
        fitting = [entry for entry in entries if any(same(choice, value) for choice in entry if choice)]
        if not any(None in entry for entry in fitting):
            wanted = [entry[0] for entry in entries]
            score.find(name, right=bool(fitting), error=f"{value!r}, expected {wanted}")


def _score_mentions(score: Score, article: Article, found: Sequence[Found]) -> None:
    optional_of: dict[int, bool] = {}
    for mention in article.mentions:
        fitting = [n for n, one in enumerate(found) if likeness.same_sentence(mention.sentence, one.texts)]
        optional_of |= dict.fromkeys(fitting[:1], mention.optional)
        if not mention.optional:
            score.expect("mentioned", met=bool(fitting), error=mention.sentence)
    for number, one in enumerate(found):
        if not optional_of.get(number):
            score.find("mentioned", right=number in optional_of, error=" | ".join(one.texts[:1]))


def _score_page(score: Score, article: Article, intakes: Sequence[Intake]) -> None:
    """What is said of the article itself: the commonest value of its results. Nothing, where there are none."""
    values: dict[str, list[str | None]] = {
        "url": [intake.url for intake in intakes],
        "published": [intake.posted_at and intake.posted_at[:10] for intake in intakes],
        "outlet": [intake.publisher for intake in intakes],
        "language": [claim.language for intake in intakes for claim in intake.claims],
    }
    for name, said in values.items() if intakes else ():
        expected: Choice = getattr(article, name)
        commonest = [value for value, _ in Counter(value for value in said if value).most_common(1)]
        _score_set(score, name, [expected] if any(expected) else [], commonest, likeness.same_words)


def _line(name: str, ours: Score, naive: Score) -> tuple[str, ...]:
    count, other = ours.counts[name], naive.counts[name]
    target = TARGETS.get(name)
    return (
        name,
        f"{_ratio(count.precision)} ({count.right}/{count.found})",
        f"{_ratio(count.recall)} ({count.met}/{count.expected})",
        f"{_ratio(target[0])} / {_ratio(target[1])}" if target else "-",
        _reached(count, target),
        f"{_ratio(other.precision)} / {_ratio(other.recall)}",
    )


def _ratio(ratio: float | None) -> str:
    return "-" if ratio is None else f"{ratio:.2f}"


def _reached(count: Count, target: tuple[float | None, float] | None) -> str:
    if target is None or count.recall is None:
        return "-"
    precise = target[0] is None or (count.precision or 0.0) >= target[0]
    return "yes" if precise and count.recall >= target[1] else "NO"
