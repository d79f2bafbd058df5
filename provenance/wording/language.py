"""Which language a caption or an article is in. The script decides first; letter statistics only within a script.

A guess with a score, for a person to overrule: short captions full of names are often guessed wrongly,
so a text that is too short has no language here.
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from provenance.named import NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

FEWEST_LETTERS = 20  # below, letter statistics are wrong about every other time on names and places
SURE_ENOUGH = 0.6  # of the classifier; see tests/test_wording.py for what it keeps and drops
SCRIPT_ALONE = 0.5  # score where only the script speaks, and one language writes most of what is in it
LETTERS_OF_ONE_LANGUAGE = 0.9  # score where letters occur that only one language of the script has
MAIN_SHARE = 0.6  # of the letters, for a script to be the text's script
MOST_CHARACTERS = 4000  # of a long text; more adds time and no certainty

# Scripts that (nearly) one living language writes, as unicodedata names their letters.
_SCRIPT_LANGUAGE = {
    "HEBREW": "he",
    "GREEK": "el",
    "HANGUL": "ko",
    "THAI": "th",
    "GEORGIAN": "ka",
    "ARMENIAN": "hy",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "CJK": "zh",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "SINHALA": "si",
    "BENGALI": "bn",
    "KHMER": "km",
    "LAO": "lo",
    "MYANMAR": "my",
    "TIBETAN": "bo",
    "ETHIOPIC": "am",
    "ORIYA": "or",
    "SYRIAC": "syr",
    "THAANA": "dv",
}
# Scripts of several languages, with those that the classifier may name for them.
_SHARED = {
    "ARABIC": ("ar", "fa", "ur", "ps", "ug", "ku", "sdh", "ckb"),
    "CYRILLIC": ("ru", "uk", "bg", "sr", "mk", "be", "kk", "ky", "mn", "tg"),
    "DEVANAGARI": ("hi", "mr", "ne"),
}
# Letters that only some languages of the script have; the first rule of which two letters occur decides.
_TELLING_LETTERS = (
    ("ckb", "ڕڵۆێ"),
    ("ur", "ٹڈڑںے"),
    ("ps", "ټډړښږڼۍې"),
    ("fa", "پچژگ"),
    ("uk", "іїєґ"),
    ("be", "ў"),
    ("sr", "ђћ"),
    ("mk", "ѓќѕ"),
    ("ru", "ыэё"),
)
_PERSIAN_SHAPES = "یک"  # Persian forms of ya and kaf; Arabic keyboards do not write them
_CLASSIFIER_NAMES = {"nb": "no", "nn": "no"}


class LanguageGuess(NamedTuple):
    """A language and how sure the guess is, 0 to 1."""

    code: str  # BCP 47
    score: float


def language_of(text: str) -> LanguageGuess | None:
    """The language that most of ``text`` is in; ``None`` for under 20 letters or where nothing is sure.

    Some scripts name their language by themselves, however short the text. For Latin, Cyrillic and
    Devanagari py3langid is asked; its first call in a process loads the model, which takes about half a
    second, each later one about a millisecond.
    """
    sample = text[:MOST_CHARACTERS]
    letters, script = _main_script(sample)
    if not script:
        return None
    if script in _SCRIPT_LANGUAGE:
        return LanguageGuess(_SCRIPT_LANGUAGE[script], LETTERS_OF_ONE_LANGUAGE)
    if told := _told_by_letters(sample, script):
        return LanguageGuess(told, LETTERS_OF_ONE_LANGUAGE)
    if script == "ARABIC":
        return LanguageGuess("ar", LETTERS_OF_ONE_LANGUAGE if letters >= FEWEST_LETTERS else SCRIPT_ALONE)
    if letters < FEWEST_LETTERS:
        return None
    return _classified(sample, script)


def scripts_of(text: str) -> Counter[str]:
    """How many letters of each script ``text`` has; scripts are named as in Unicode's character names."""
    found: Counter[str] = Counter()
    for character, times in Counter(filter(str.isalpha, text)).items():
        found[unicodedata.name(character, "UNKNOWN").split()[0].split("-")[0]] += times
    return found


def _main_script(text: str) -> tuple[int, str | None]:
    """Number of letters in the script that most letters are of, and that script."""
    found = scripts_of(text)
    if not found:
        return 0, None
    if found["HIRAGANA"] + found["KATAKANA"] and found["CJK"]:
        found["HIRAGANA"] += found.pop("CJK")
    script, letters = found.most_common(1)[0]
    return letters, script if letters >= MAIN_SHARE * found.total() else None


def _told_by_letters(text: str, script: str) -> str | None:
    counted = Counter(text.lower())
    for code, telling in _TELLING_LETTERS:
        of_this_script = unicodedata.name(telling[0]).startswith(script)
        if of_this_script and sum(counted[letter] for letter in telling) >= 2:
            return code
    if script == "ARABIC" and sum(counted[letter] for letter in _PERSIAN_SHAPES) >= 3:
        return "fa"
    return None


def _classified(text: str, script: str) -> LanguageGuess | None:
    code, score = _classifier()(text)
    code = _CLASSIFIER_NAMES.get(code, code)
    if script in _SHARED and code not in _SHARED[script]:
        return None
    return LanguageGuess(code, round(score, 3)) if score >= SURE_ENOUGH else None


@lru_cache(maxsize=1)
def _classifier() -> Callable[[str], tuple[str, float]]:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)

    def classify(text: str) -> tuple[str, float]:
        code, score = model.classify(text)
        return str(code), float(score)

    return classify
