"""Media that running text speaks of without showing them: "released a video purporting to show its troops ...".

A sentence counts where a word for a picture or video stands beside what was done with it, or what it shows. A video
conference, a press photographer or a picture painted of somebody's situation is none.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.importers.article.mention_words import (
    AS_SUCH,
    CAMERA,
    COUNTED,
    DEED,
    DEFINITE,
    FALSE,
    FIGURATIVE,
    FILMING,
    HANDLE,
    HANDLED,
    HAS,
    IMAGE,
    IT_SHOWS,
    IT_WENT,
    MOVING_TOO,
    NO_PICTURE,
    NOT_ONE,
    OF_A_CALL,
    OF_A_THING,
    OF_A_TRADE,
    OF_ANOTHER,
    OF_WHAT,
    ONE_MORE,
    ONE_OF,
    PLAIN,
    PLATFORM_WORD,
    POINTS_BACK,
    RECORDING,
    SAYS_WHICH,
    SOUND_BEFORE,
    SOUND_BEHIND,
    STILL_ABOUT_IT,
    SUFFIXED,
    VIDEO,
)
from provenance.importers.article.sentences import LONGEST_SENTENCE, Sentence, sentences
from provenance.model import MediaKind
from provenance.named import NamedTuple
from provenance.platforms import canonical_platform

if TYPE_CHECKING:
    from collections.abc import Iterable


LAST_OF_LATIN = "\u024f"


class Mention(NamedTuple):
    """One medium of which a sentence speaks."""

    kind: MediaKind
    sentence: str  # verbatim
    start: int  # in the paragraph
    noun: str  # the word for it, as written
    platform: str | None  # canonical word, where the sentence names one
    account: str | None  # a handle, where it gives one
    again: bool = False  # "the video", "das Video": one that was spoken of before, if any was


def mentions_in(text: str, *, before: Mention | None = None) -> list[Mention]:
    """The media that a paragraph speaks of, one a sentence and kind.

    ``before``: the last one of the text before it, to which "the video" may point back.
    """
    found: list[Mention] = []
    known, last, previous = before, list[Mention](), ""
    for sentence in sentences(text):
        if len(sentence.text) > LONGEST_SENTENCE:
            continue
        here = list(_in_sentence(sentence.text, sentence.start)) or _pointing_back(sentence, known)
        here = here or _of_the_one_before(sentence, previous)
        here = here or _handled_after(sentence, last) or _one_of(sentence, last)
        here = [_of_kind(each, known) for each in here]
        found += here
        known = here[-1] if here else known
        previous = sentence.text
        last = here or (last if STILL_ABOUT_IT.match(sentence.text) else [])
    return found


def _of_kind(here: Mention, known: Mention | None) -> Mention:
    """With the kind of the medium that it points back to, where the word for it says none."""
    is_same = known is not None and here.again and MOVING_TOO.match(here.noun)
    return here._replace(kind=known.kind) if known and is_same else here


def _pointing_back(sentence: Sentence, known: Mention | None) -> list[Mention]:
    """Of "The clip is three years old", after a sentence that speaks of a clip."""
    if known is None or AS_SUCH.search(sentence.text):
        return []
    text = _MARKS.sub("", sentence.text)
    false = [hit.span() for hit in FALSE.finditer(text)]
    for pattern in (VIDEO, IMAGE):
        for noun in pattern.finditer(text):
            if _HEARD.match(noun[0]) and not RECORDING.match(known.noun):
                continue  # rather one of sound
            if any(a <= noun.start() < b for a, b in false) or _is_sound(text, noun):
                continue
            points = DEFINITE.search(text, max(0, noun.start() - 40), noun.start()) or SUFFIXED.search(noun[0])
            if points and not OF_ANOTHER.match(text[noun.end() : noun.end() + 40]):
                where = _where(sentence.text)
                return [Mention(known.kind, sentence.text, sentence.start, noun[0], *where, again=True)]
    return []


_HEARD = re.compile(r"(?i)recordings?$|enregistrements?$|grabaci(?:ón|ones)$|inspelning(?:en|ar)?$")


def _handled_after(sentence: Sentence, last: list[Mention]) -> list[Mention]:
    """What became of the medium of the sentence before, which this one calls only "it"."""
    if not last or last[-1].sentence == sentence.text or not IT_WENT.search(sentence.text):
        return []
    where = _where(sentence.text)
    return [Mention(last[-1].kind, sentence.text, sentence.start, last[-1].noun, *where, again=True)]


def _one_of(sentence: Sentence, last: list[Mention]) -> list[Mention]:
    if not last or not ONE_OF.match(sentence.text):
        return []
    return [Mention(last[-1].kind, sentence.text, sentence.start, last[-1].noun, *_where(sentence.text))]


def _of_the_one_before(sentence: Sentence, before: str) -> list[Mention]:
    """Of "It purports to show ...", after a sentence that names the medium."""
    if not IT_SHOWS.search(sentence.text):
        return []
    for kind, pattern in ((MediaKind.VIDEO, VIDEO), (MediaKind.IMAGE, IMAGE)):
        noun = pattern.search(before)
        if noun and not FALSE.search(before):
            return [Mention(kind, sentence.text, sentence.start, noun[0], *_where(sentence.text))]
    return []


_MARKS = re.compile("[\u064b-\u0652\u0670\u0640]")  # Arabic vowels, which some newsrooms write


def _in_sentence(verbatim: str, start: int) -> Iterable[Mention]:
    found = [each._replace(sentence=verbatim) for each in _of_nouns(_MARKS.sub("", verbatim), start)]
    yield from found
    if found or FALSE.search(verbatim):
        return
    for kind, filming in FILMING:
        if did := filming.search(verbatim):
            word = next(filter(None, did.groups())).strip()
            yield Mention(kind, verbatim, start, word, *_where(verbatim))
            return


def _of_nouns(text: str, start: int) -> Iterable[Mention]:
    false = [hit.span() for hit in FALSE.finditer(text)]
    if AS_SUCH.search(text):
        return
    if NOT_ONE.search(text) and not re.search(r"\b(?:released|posted|published|shared|uploaded|circulat)", text):
        return
    seen = False
    for kind, pattern in ((MediaKind.VIDEO, VIDEO), (MediaKind.IMAGE, IMAGE)):
        nouns = (hit for hit in pattern.finditer(text) if not any(a <= hit.start() < b for a, b in false))
        noun = next((hit for hit in nouns if not _is_sound(text, hit)), None)
        if noun is None or (seen and not _both(text)):
            continue
        if not _is_spoken_of(text, noun):
            continue
        seen = True
        yield Mention(kind, text, start, noun[0], *_where(text), again=_is_again(text, noun))
    if not seen and not NO_PICTURE.search(text) and (camera := CAMERA.search(text)):
        yield Mention(MediaKind.VIDEO, text, start, next(filter(None, camera.groups())), *_where(text))


def _is_sound(text: str, noun: re.Match[str]) -> bool:
    """Whether a recording is one to be heard only."""
    behind = text[noun.end() : noun.end() + 60]
    if SOUND_BEFORE.search(text[max(0, noun.start() - 20) : noun.start()]) or SOUND_BEHIND.match(behind):
        return True
    return bool(RECORDING.match(noun[0])) and bool(OF_A_CALL.match(behind))


def _is_spoken_of(text: str, noun: re.Match[str]) -> bool:
    """Whether something is said to have been done with it, or it is one more."""
    if any(_near(noun, hit) for hit in DEED.finditer(text)):
        return True
    before = text[max(0, noun.start() - 60) : noun.start()]
    if PLAIN.match(noun[0]) and not OF_A_TRADE.match(text, noun.end()):
        is_arabic = noun[0][-1] > LAST_OF_LATIN
        if is_arabic or COUNTED.search(before):
            return True
    if ONE_MORE.search(before):
        return True
    if HAS.search(before):
        return True
    shown = OF_A_THING.search(before) or OF_WHAT.match(text, noun.end())
    figurative = FIGURATIVE.match(noun[0]) and not shown
    return not figurative and any(_near(noun, hit) for hit in HANDLED.finditer(text))


def _is_again(text: str, noun: re.Match[str]) -> bool:
    """Whether the words speak of a medium that was spoken of before: "The video shows", "in that clip"."""
    points_back = POINTS_BACK.search(text[: noun.start()]) or SUFFIXED.search(noun[0])
    return bool(points_back) and not SAYS_WHICH.match(text[noun.end() :])


def _near(noun: re.Match[str], deed: re.Match[str]) -> bool:
    """Whether what was done stands close enough to be done with the medium, and is another word."""
    gap = max(noun.start() - deed.end(), deed.start() - noun.end())
    return gap >= 0 and gap <= 110


def _both(text: str) -> bool:
    """Whether a sentence speaks of pictures and of videos: "photos and videos"."""
    return bool(
        re.search(
            r"(?:photos?|images?|pictures?|fotos?|bilder|imágenes|صور) (?:and|und|et|y|och|و) ?(?:a |"
            r"ein |une? |un |ett )?(?:videos?|footage|vidéos?|vídeos?|filmer|فيديو|مقاطع)|(?:videos?|"
            r"footage|vidéos?|vídeos?|filmer) (?:and|und|et|y|och) (?:photos?|images?|pictures?|fotos?|"
            r"bilder|imágenes)",
            text,
            re.IGNORECASE,
        )
    )


def _where(text: str) -> tuple[str | None, str | None]:
    platform = PLATFORM_WORD.search(text)
    handle = HANDLE.search(text)
    word = canonical_platform(platform[1]) if platform else None
    return word, handle[1].rstrip(".") if handle else None
