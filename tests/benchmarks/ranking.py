"""Recall and precision of scores. Knows neither pictures nor methods.

Scores are one row a question and one column a gallery picture; higher is surer, ``-inf`` is no answer.
Ties are taken together: nobody can tell which of two equal scores comes first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    Scores = NDArray[np.float64]
    Rows = Sequence[int] | NDArray[np.intp]

NOTHING = -np.inf


class Ranking:
    """How one method answered: questions that have right answers, and unrelated ones that have none."""

    def __init__(self, scores: Scores, right: NDArray[np.bool_], unrelated: Rows) -> None:
        """``right`` is of the shape of the scores: whether the gallery picture is shown in the question."""
        self._scores, self._right = scores, right
        self._best_right = np.where(right, scores, NOTHING).max(axis=1, initial=NOTHING)
        self._false = np.sort(scores[unrelated].max(axis=1, initial=NOTHING))[::-1]

    def threshold(self, rate: float) -> float:
        """The score above which at most this share of the unrelated questions gets an answer."""
        allowed = int(rate * len(self._false) + 1e-9)
        return float(self._false[allowed]) if allowed < len(self._false) else NOTHING

    def recall(self, rows: Rows, rate: float) -> float:
        """The share of these questions that get a right answer above the threshold for that rate."""
        return float((self._best_right[rows] > self.threshold(rate)).mean())

    def average_precision(self, rows: Rows) -> float:
        """Micro-AP: all answers to these questions in one list, surest first; each right one to be found once."""
        recalls, precisions = self._curve(rows)
        return float(np.sum(np.diff(recalls, prepend=0.0) * precisions))

    def recall_at_precision(self, rows: Rows, precision: float) -> float:
        """The largest share of right answers that a list with at least this precision holds."""
        recalls, precisions = self._curve(rows)
        return float(recalls[precisions >= precision].max(initial=0.0))

    def _curve(self, rows: Rows) -> tuple[Scores, Scores]:
        """Recall and precision behind each score that occurs, from the highest down."""
        scores, right = self._scores[rows].ravel(), self._right[rows].ravel()
        total = int(right.sum())
        answered = scores > NOTHING
        scores, right = scores[answered], right[answered]
        order = np.argsort(-scores, kind="stable")
        scores, found = scores[order], np.cumsum(right[order])
        last = np.append(np.flatnonzero(np.diff(scores)), len(scores) - 1) if len(scores) else np.array([], np.intp)
        return found[last] / max(total, 1), found[last] / (last + 1)
