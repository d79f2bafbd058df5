"""What the evidence of geometry and pixels says together: a score with its parts, and one of four relations.

Three questions, each a logistic regression over a few numbers:

1. *Chance or not?* Do so many features fit one transform, spread over the shared area, as nearly as that, by
   accident? Unrelated pictures fail here.
2. *The pictures, or something on them?* Do the pixels between the features agree too, in all parts of the shared
   area, and in brightness? Shared frames, logos, captions and pages of text fail here, and are a *shared template*.
3. *The same pixels, or the same thing again?* In a copy features lie where the transform says to within a
   thousandth of the picture, the transform is affine to a tenth of a pixel unless it was photographed, and what does
   not agree still correlates a little. In another photograph of the same thing the camera has moved, and some places
   do not agree at all: perhaps the *same scene*.

Weights were fitted on attacked copies, unrelated photographs, shared artwork and pages of text (attacks.py and
artwork.py in tests/benchmarks), on photographs that neither the codebook was trained on nor the benchmark's table
is made of; those of the third question on 139 pairs of different photographs of one thing (products, a church from
two places, frames of hand-held videos seconds apart). The score is the least of the answers, each counted from
where it begins to speak for a copy, so that 0 is the border of what is reported as reuse.
"""

from __future__ import annotations

import math

from provenance.model import Relation
from provenance.named import NamedTuple

# Chance or not
GEOMETRY_INLIERS = 3.053  # of the logarithm of the inliers, up to MOST_INLIERS: more say nothing more
GEOMETRY_ERROR = -1.553  # of the logarithm of the median error in thousandths of the longer side
GEOMETRY_SPREAD = 4.939
GEOMETRY_HULL = 1.298  # of the logarithm of the hull, up to WIDE_HULL
GEOMETRY_AGREEMENT = 2.002
GEOMETRY_COVERAGE = 1.068
GEOMETRY_CONSTANT = -5.825
MOST_INLIERS = 66
WIDE_HULL = -2.0  # the logarithm: an eighth of the square
# The pictures, or something on them
CONTENT_AGREEMENT = 3.539
CONTENT_COVERAGE = 5.169
CONTENT_SPREAD = 5.201
CONTENT_TONE = 7.541
CONTENT_EVENNESS = 1.579
CONTENT_PAGE = -1.942  # of plainness above PLAIN in tenths, times how far the error is above what copies have
CONTENT_CONSTANT = -15.473
PLAIN = 0.5  # share of one grey value; pages of text have 0.75
PAGE_ERROR = 0.5  # the logarithm of the error, from below

# The same pixels, or the same thing again
SCENE_ERROR = -2.49
SCENE_BEND = -5.4  # of the bend, 0 to 1, from NO_BEND to WHOLE_BEND, by its logarithm
SCENE_REST = 7.25
SCENE_CONSTANT = 1.8
NO_BEND, WHOLE_BEND = 0.05, 0.3  # pixels; all copies but photographs and turned planes lie below a tenth
UNKNOWN_BEND = 0.1  # where too little agrees to tell

RELATED = 2.2  # answer to the first question from which anything is said; unrelated photographs reach 1.3
SURE = 3.5  # from which a copy may be called one
COPY = 0.2  # answer to the second question: 97 of 100 copies lie above
PROBABLE = -2.2  # below it, only a template is shared; all copies are above, nine of ten templates below
SAME_PIXELS = 0.5  # answer to the third question: above it lie 97 of 100 copies and 1 of 100 pairs of one scene
ANOTHER_PHOTO = -2.0  # below it, only the scene is the same: 1 of 100 copies, half of the pairs
WEAKLY_ANOTHER = -1.0  # the same, where the pixels speak against a copy too
BENT = 0.8  # agreement from which it is only probably another photo: a copy through a lens lies beside, but agrees
BENT_SCORE = 0.5
# Another photograph of a flat thing from the same place: the camera bends a little, and the light on the ground is not
# the same. Of 305 copies only photographs of the picture have both.
ANOTHER_BEND, ANOTHER_GROUND = 0.08, 0.8
# Another moment: parts of the picture moved, each its own way, or something has gone and something else has come.
# None of 354 edited copies has either; of 39 frames of films that were called copies of others, 18.
MOVED_PARTS, MOVED = 4, 0.065
EXCHANGED = 0.015
MOMENT = "perhaps another photograph, taken a moment apart"
LEAST_AGREEMENT = 0.58  # to be called a copy: watermarks all over two pictures make half of their cells agree,
COVERED_TONE, COVERED_EVENNESS, COVERED_PARTS = 0.93, 0.1, 0.55  # unless all that is not covered does, everywhere
TEXT_PLAIN, TEXT_ERROR = 0.6, 0.3  # a page of text, not quite where it should be: another page of the same layout,
TEXT_COPY = 2.5  # unless the second answer is as clear as this
LEAST_HULL = 0.08  # squares of the longer side that the inliers must span in either picture to be called a copy
SLACK = 1.0  # a better transform finds some more inliers
SMALL_HULL = 0.045  # to be called a probable one,
# unless there is nothing else to be seen in either: a bird, an aircraft, a pencil before a plain ground. A logo in the
# corner of two photographs has a like hull, and all else differs.
ALL_SPREAD, ALL_COVERAGE, ALL_AGREEMENT, ALL_INLIERS, ALL_HULL = 0.6, 0.8, 0.85, 10, 0.012
# The same where something lies over the ground: all that the archived picture has agrees, and nothing of it is gone.
LAID_SPREAD, LAID_EVENNESS, LAID_TONE, LAID_EXCHANGED, LAID_AGREEMENT = 0.8, 0.8, 0.95, 0.01, 0.4
LAID_INLIERS, LAID_HULL = 20, 0.03
TINY_HULL = 0.005  # below it nothing is said: inliers along one border span no more


class Evidence(NamedTuple):
    """All that was measured of one candidate. Shares are 0 to 1."""

    inliers: int  # counted once a cell of both pictures
    possible: int  # archived features within the asked picture
    error: float  # median, in units of the asked picture's longer side
    spread: float  # share of the parts of the shared area that have inliers
    hull: float  # area of the inliers' convex hull, in squares of the longer side, of the picture where it is larger
    cells: int = 0  # textured cells compared; 0 where there is no thumbnail
    agreeing: float = 0.0  # share of them that correlate by 0.8
    correlation: float = 0.0  # median, signed
    coverage: float = 0.0  # share of the parts of the shared area whose cells agree
    rest: float = 0.0  # mean correlation of the other cells
    changed: float = 0.0  # share of cells with texture in one picture only
    agreement: float = 0.0  # share of agreeing cells among those with texture in either picture
    exchanged: float = 0.0  # share of cells that lost texture, or of those that gained it, whichever is less
    drift: float = 0.0  # pixels of the thumbnail
    tone: float = 1.0  # correlation of the brightness of agreeing cells
    evenness: float = 1.0  # share of comparable cells that agree, in all but the worst parts
    bend: float = 0.0  # pixels of the thumbnail by which the transform is beside the nearest affine one
    ground: float = 0.0  # grey values by which plain cells are beside what the others let expect
    moved_parts: int = 0  # parts of the picture that agree beside where the transform puts them
    moved: float = 0.0  # the share of all parts that they are
    frame: bool = False  # of a film: what moves in it is in other frames of the same film
    plainness: float = 0.0  # of the archived picture, as far as it looks like a page of writing

    @property
    def ratio(self) -> float:
        """The share of the archived features within the asked picture that were found there."""
        return self.inliers / max(1, self.possible)


class Judgement(NamedTuple):
    """What is concluded."""

    relation: Relation | None  # None: nothing is said
    score: float  # above 0: reuse
    parts: dict[str, float]  # what the score is made of
    sentence: str
    another_moment: str | None = None  # what says so, where it may be another photograph, of one camera a moment apart


def may_be_related(evidence: Evidence) -> bool:
    """Whether pixels that agree could still make more than chance of what geometry says. Spares comparing them."""
    best = evidence._replace(agreement=1.0, coverage=1.0)
    return sum(_geometry(best).values()) >= RELATED - SLACK and evidence.hull >= TINY_HULL / 2


def judge(evidence: Evidence, *, whole: bool = True) -> Judgement:
    """The relation of two pictures, with a score and what it is made of.

    ``whole``: the evidence is of all that the two share, and not of a part that was chosen because it agrees.
    """
    answers = {"geometry": _geometry(evidence), "pixels": _content(evidence), "scene": _scene(evidence)}
    parts = {f"{answer}: {name}": value for answer, values in answers.items() for name, value in values.items()}
    by_chance, by_content, by_scene = (sum(values.values()) for values in answers.values())
    relation = _relation(evidence, by_chance, by_content, by_scene, whole=whole)
    score = by_chance - SURE
    if evidence.cells:
        scene = 2 * (by_scene - ANOTHER_PHOTO)
        scene = max(scene, BENT_SCORE) if evidence.agreement >= BENT else scene
        score = min(by_chance - RELATED, by_content - PROBABLE, scene)
    rounded = {name: round(value, 2) for name, value in parts.items()}
    return Judgement(relation, score, rounded, _sentence(evidence), another_moment(evidence, whole=whole))


def of_one_moment(judgement: Judgement) -> Judgement:
    """The same; only a probable copy where it may be another photograph, of the same camera a moment apart."""
    sure = judgement.relation is Relation.COPY and judgement.another_moment
    return judgement._replace(relation=Relation.PROBABLE) if sure else judgement


def has_moved(evidence: Evidence) -> bool:
    """Whether parts of the picture that agree lie beside their places, each its own way."""
    return evidence.moved_parts >= MOVED_PARTS and evidence.moved >= MOVED


def another_moment(evidence: Evidence, *, whole: bool) -> str | None:
    """What says that two pictures may be photographs of one camera, a moment apart; None where nothing does.

    ``whole``: see :func:`judge`. Beyond a rectangle that was chosen another picture may begin: there nothing has gone.
    Nor is anything gone from what is mostly covered.
    """
    if evidence.frame:
        return None
    if has_moved(evidence):
        share = f"{evidence.moved * 100:.0f} % of the parts that agree"
        return f"{MOMENT}, or parts of it were moved: in {share} what is shown lies a little beside its place"
    if whole and evidence.exchanged >= EXCHANGED and evidence.agreement >= LEAST_AGREEMENT:
        return f"{MOMENT}: something is gone, and something else is there"
    return None


def _geometry(evidence: Evidence) -> dict[str, float]:
    return {
        "inliers": GEOMETRY_INLIERS * math.log1p(min(evidence.inliers, MOST_INLIERS)),
        "error": GEOMETRY_ERROR * _log_error(evidence),
        "spread": GEOMETRY_SPREAD * evidence.spread,
        "hull": GEOMETRY_HULL * _log_hull(evidence),
        "agreement": GEOMETRY_AGREEMENT * evidence.agreement,
        "coverage": GEOMETRY_COVERAGE * evidence.coverage,
        "constant": GEOMETRY_CONSTANT,
    }


def _content(evidence: Evidence) -> dict[str, float]:
    page = 10 * max(0.0, evidence.plainness - PLAIN) * max(0.0, _log_error(evidence) + PAGE_ERROR)
    return {
        "agreement": CONTENT_AGREEMENT * evidence.agreement,
        "coverage": CONTENT_COVERAGE * evidence.coverage,
        "spread": CONTENT_SPREAD * evidence.spread,
        "tone": CONTENT_TONE * evidence.tone,
        "evenness": CONTENT_EVENNESS * evidence.evenness,
        "page of text": CONTENT_PAGE * page,
        "constant": CONTENT_CONSTANT,
    }


def _scene(evidence: Evidence) -> dict[str, float]:
    bend = math.log(max(evidence.bend, NO_BEND) / NO_BEND) / math.log(WHOLE_BEND / NO_BEND)
    return {
        "error": SCENE_ERROR * _log_error(evidence),
        "bend": SCENE_BEND * min(1.0, bend),
        "rest": SCENE_REST * evidence.rest,
        "constant": SCENE_CONSTANT,
    }


def _log_hull(evidence: Evidence) -> float:
    return min(WIDE_HULL, math.log(evidence.hull + 1e-4))


def _log_error(evidence: Evidence) -> float:
    return math.log(evidence.error * 1000 + 0.1)


def _relation(
    evidence: Evidence, by_chance: float, by_content: float, by_scene: float, *, whole: bool
) -> Relation | None:
    if by_chance < RELATED or evidence.hull < TINY_HULL:
        return None
    if not evidence.cells:  # no pixels to compare: never more than probable
        return Relation.PROBABLE if by_chance >= SURE else None
    may_be_text = evidence.plainness >= TEXT_PLAIN
    is_beside = may_be_text and _log_error(evidence) >= TEXT_ERROR
    if by_content < (TEXT_COPY if is_beside else PROBABLE):
        return Relation.TEMPLATE
    unlike = by_scene < (ANOTHER_PHOTO if by_content >= 0 else WEAKLY_ANOTHER)
    if unlike and evidence.agreement < BENT:
        return Relation.SCENE
    clear = by_content >= (TEXT_COPY if may_be_text else COPY)
    another = evidence.bend >= ANOTHER_BEND and evidence.ground >= ANOTHER_GROUND
    sure = by_chance >= SURE and clear and by_scene >= SAME_PIXELS and not another
    if sure and evidence.hull >= LEAST_HULL and (evidence.agreement >= LEAST_AGREEMENT or _is_covered(evidence)):
        return Relation.COPY
    return Relation.PROBABLE if evidence.hull >= SMALL_HULL or (whole and _is_all_there_is(evidence)) else None


def _is_all_there_is(evidence: Evidence) -> bool:
    """Whether nothing but what agrees can be seen in the area that both show, and it is enough to tell."""
    bare = (
        evidence.spread >= ALL_SPREAD
        and evidence.coverage >= ALL_COVERAGE
        and evidence.agreement >= ALL_AGREEMENT
        and evidence.inliers >= ALL_INLIERS
        and evidence.hull >= ALL_HULL
    )
    laid_over = (
        evidence.spread >= LAID_SPREAD
        and evidence.evenness >= LAID_EVENNESS
        and evidence.tone >= LAID_TONE
        and evidence.exchanged <= LAID_EXCHANGED
        and evidence.agreement >= LAID_AGREEMENT
        and evidence.inliers >= LAID_INLIERS
        and evidence.hull >= LAID_HULL
    )
    return bare or laid_over


def _is_covered(evidence: Evidence) -> bool:
    """Whether so little agrees because something lies over a copy: erased, written over, faded."""
    return (
        evidence.tone >= COVERED_TONE and evidence.evenness >= COVERED_EVENNESS and evidence.coverage >= COVERED_PARTS
    )


def _sentence(evidence: Evidence) -> str:
    found = (
        f"{evidence.inliers} of {evidence.possible} features of the archived picture lie where one transform puts them"
    )
    if not evidence.cells:
        return f"{found}; its pixels were not compared, since no thumbnail is kept"
    agreeing = round(evidence.agreeing * evidence.cells)
    parts = "all" if evidence.coverage == 1 else f"{evidence.coverage * 100:.0f} % of the"
    return (
        f"{found}, and the pixels agree in {agreeing:,} of {evidence.cells:,} compared cells, "
        f"in {parts} parts of the shared area"
    )
