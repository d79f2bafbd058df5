"""Places that only the words of an Arabic caption show: "in the quarter of", "near the crossing of", "at the market".

Arabic writes no capitals, and short words together with the next. A name begins behind a word for a kind of place, or
behind one that says where, and goes on for as long as its words belong together.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from provenance.named import NamedTuple
from provenance.places.words import ADJECTIVES, DAYS_AND_MONTHS
from provenance.text import fold

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

MOST_WORDS = 4  # of a name
LOOKED_BACK = 60  # characters before a name


def _set(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


SETTLED = _set("مدينة بلدة قرية ناحية محافظة ولاية منطقة ريف قضاء إقليم ضاحية بلدتي مدينتي قريتي عاصمة مديرية")
PARTS = _set("مدخل سفح أطراف وسط مركز محيط ضواحي مشارف ساحل شوارع سماء أجواء شمال جنوب شرق غرب قلب أحياء سكان")
BUILT = _set(
    "حي شارع معبر جبل جسر مطار مخيم قاعدة سد ميناء مرفأ جزيرة وادي سوق مسجد جامع مستشفى مشفى مدرسة دوار ساحة ميدان"
    " طريق معمل مصنع مصفاة حقل سجن كنيسة قلعة تل نهر بحيرة خليج محطة كلية جامعة مفرق حاجز منفذ مضيق حديقة برج دير صحراء"
    " كورنيش شاطئ بحر مقبرة فندق ملعب بادية فرن مخبز محكمة مبنى مقر مجمع مخفر ثكنة معسكر ضريح مقام مصرف بنك سفارة"
    " مثلث قنصلية كراج قصر متحف مسرح استاد رصيف معهد مول صوامع مستودع عيادة مركزية"
)
VAGUE = _set("مبنى مقر مسرح مول مستودع عيادة قصر مركزية")  # built, but a name only with the article behind
HOSPITALS = _set("مستشفى مشفى مجمع عيادة")  # where the wounded are brought, pictures show the arrival
ENTERED = _set("دخول دخلت دخل اقتحام اقتحمت توغل تدخل يدخل يدخلون")  # "the entry of the forces into X" is there
WHERE = _set(
    "في قرب عند خارج داخل شرقي غربي شمالي جنوبي شرق غرب شمال جنوب وسط محيط أطراف ضواحي مشارف فوق حول أمام قبالة بمحيط"
    " بالقرب ريف بريف شرقيّ بجانب ضمن"
)
DIRECTED = _set("قرب خارج شرقي غربي شمالي جنوبي شرق غرب شمال جنوب وسط محيط أطراف ضواحي مشارف ريف قبالة بمحيط بريف حول")
LIES = _set("شرقي غربي شمالي جنوبي شرق غرب شمال جنوب وسط قرب")
WIDE = _set("محافظة ولاية منطقة إقليم ريف قضاء")
ON = _set("على")
TO_FROM = _set("من إلى نحو باتجاه صوب لـ")
WAYS = _set("طريق الطريق مدخل المدخل معبر")
# Pictures: what is from there shows it.
SHOWN = _set(
    "صورة صور فيديو مقطع مقاطع مشاهد لقطات لقطة مشهد تسجيل دخان الدخان الصورة الصور المقطع الفيديو تصاعد"
    " يتصاعد جانب جانبا مشهدا تسجيلا الصورتان المشاهد اللقطات"
)
HANDED_ON = _set(
    "أنه أنها إنه إنها يزعم يقال قيل يبدو زعم التقط صورت بأنها بأنه متداولة متداول جديدة جديد التقطت نشرت مباشرة كثيف"
    " الكثيف جوية فضائية حصرية مصور مصورة أولى الأصلية الأصلي الحقيقية الحقيقي القديمة القديم الصحيحة الأولى الثانية"
    " الثالثة المتداولة المتداول المضللة المضلل المنشورة المنشور المستخدمة الأقدم الجوية الفضائية"
)
FILMED = _set("صور صورت التقط التقطت التقطه التقطها مصور مصورة تصويره تصويرها صورها صوره تصويرهما")
# What stands behind "in" too, and is no name.
EVERYDAY = _set(
    "منزل منازل غارة غارات هجوم قصف موقع مواقع مكان صورة صور فيديو مقطع مبنى مبان مزرعة مزارع أرض أراض حقول حفرة"
    " خندق شقة غرفة قاعة سيارة سيارات شاحنة حافلة قارب سفينة طائرة خيمة خيام ملجأ مأوى مركز مقر نقطة نقاط حي أحياء"
    " شارع طريق سوق متجر محل مقهى مطعم مدرسة مستشفى معركة معارك اشتباك اشتباكات مواجهات انفجار تفجير حريق حادث كمين"
    " عملية جولة زيارة مؤتمر اجتماع جنازة تظاهرة مظاهرة احتجاج عرض تدريب لقاء خطاب بيان تصريح وقت لحظة حالة طابور"
    " مقابلة رسالة منشور تغريدة حساب صفحة قناة تلك أحد إحدى"
)

# "What is left of X", "a part of X", "not far from X": there it is.
PARTITIVE = _set(
    "المتبقي المتبقية المتبقيه تبقى يتبقى بقي بقايا جزء جزءا جزءاً أجزاء جانب جانبا جانباً قسم قسما أقسام"
    " قريب قريبا قريبة"
    " القريب القريبة مقربة بالقرب القرب العديد كثير عدد أي واحدة واحد"
)
JOINED = _set(
    "دير أبو ابو أم ام بني تل رأس راس عين خان كفر بيت جبل وادي زين عبد ابن باب معرة خربة قسطل خور نهر حصن بئر شيخ الملك"
    " شهداء"
)
HEADS = _set(
    "قسطل خربة معرة خور خان كفر بني أبو دير حصن بئر شرم"
)  # with which names of towns begin, and no other phrase does
STOP = (
    _set(
        "و في من إلى على عن مع بعد قبل خلال منذ حتى أو ثم أن إن التي الذي الذين ما لا لم لن قد كان كانت هو"
        " هي يوم اليوم أمس"
        " مساء صباح ليلة ليل فجر ظهر الليلة الماضي الماضية الماضيين عام سنة شهر أسبوع الآن قبيل جراء إثر بسبب"
        " تظهر يظهر وهي وهو"
        " حيث بينما أثناء نتيجة ضد بين كما بحسب وفق حسب هذا هذه ذلك تلك أول غدا السبت الأحد الاثنين الإثنين"
        " الثلاثاء الأربعاء"
        " الخميس الجمعة"
    )
    | DAYS_AND_MONTHS
    | WHERE
    | TO_FROM
)
# Definite words that say of which kind a place is, and are no name behind an article: "the old town".
KINDS = _set(
    "المدينة البلدة القرية المنطقة الحي المطار المعبر البلاد العاصمة الحدود الطريق المكان الموقع الدولة التنظيم القوات"
    " المحافظة الولاية الجيش النظام الحكومة المعارضة السكان المدنيين العالم الناس الأرض الحرب السلطات الداخل الخارج"
)
ADJECTIVAL = _set(
    "المحاصرة المدمرة المنكوبة المحتلة المحررة الحدودية الساحلية القديمة الحالية المجاورة القريبة المحاصر"
    " المدمر المنكوب"
    " العسكري الدولي المدني الجوية البحري الحدودي المركزي الرئيسي الشمالي الجنوبي الشرقي الغربي"
)
_ADJECTIVE_BREAKS = _set("المحاصرة المدمرة المنكوبة المحتلة المحررة الحالية المجاورة القريبة المحاصر المدمر المنكوب")
NEAR_IT = (
    r"\s*[،,]?\s*(?:على\sبعد\s\S+\s\S+\s)?(?:(?:في|إلى|من)\s)?(?:ال)?(?:ب?القرب من|قرب|شمالي?|جنوبي?|شرقي?|غربي?|خارج|"
    r"قبالة|بريف|ريف|محيط|بمحيط|ضواحي|أطراف|داخل|وسط|التابعة?\sل|في|من)\s*"
    r"(?:(?:ريف|مدينة|بلدة|قرية|محافظة|ولاية|منطقة|محيط|ناحية|حي|قطاع|إقليم|دولة|أطراف|ساحل)\s+)*"
    r"|\s*[،,]?\s*(?:و?ب)?(?:ريف|مدينة|بلدة|قرية|محافظة|ولاية|منطقة|ناحية|حي|قطاع|إقليم|عاصمة)\s+"
    r"(?:(?:ريف|مدينة|محافظة|ولاية|منطقة)\s+)*|\s*[،,]?\s+ب"
)
TOPS = _set("رأس عين")  # with which names begin as well as phrases
_PHRASES = _set("السنة الهرم المال القائمة العام الحكومة السلطة الأولويات الشهر المكان الاعتبار العاصفة الجبل الحربة")
_BODY_OF = _set("بلدية تنسيقية")  # whose name is that of its town: "the municipality of X"
_WORD = re.compile(r"[\u0621-\u064a\u064b-\u0652\u0670\u0640]+")
_GLUED = re.compile(r"^[وف]?ب(?=\w{3})")
_FOR = re.compile(r"^ل(?=\w{3})")
_AND = re.compile(r"^[وف](?=\w{3})")


# Behind a word for what is built, which kind of it any is: "a dirt road", "a residential quarter". No name.
INDEFINITE = _set(
    "ترابي ترابية رئيسي رئيسية فرعي فرعية جبلي جبلية ساحلي ساحلية دولي دولية سريع سريعة صحراوي صحراوية زراعي زراعية"
    " سكني"
    " سكنية شعبي شعبية مركزي حكومي حكومية خاص خاصة عام عامة عسكري عسكرية مدني مدنية حدودي حدودية ابتدائية ثانوية"
    " إعدادية"
    " ميداني ميدانية محلي محلية كبير كبيرة صغير صغيرة قديم قديمة جديد جديدة مهجور مهجورة مدمر مدمرة مزدحم مزدحمة مجاور"
    " مجاورة مكتظ تجاري تجارية صناعي صناعية نائية نائي مكشوف مغلق مغلقة"
)
HEDGED = _set("يقال قيل يزعم تزعم يعتقد يبدو تبدو يظهر زعم تقول يقول كما")  # with which a clause goes on
# "Pulled out of the valley of X", "rescued from": it happened there.
RESCUED = _set("تتزود يتزود التزود تعبئة تملأ يملأ يعبئ انتشال انتشلت إنقاذ انقاذ إخراج سحب انتشلوا استخراج")


class _Word(NamedTuple):
    start: int
    end: int
    text: str
    folded: str


def named(text: str) -> Iterator[tuple[int, int, bool, bool]]:
    """Start and end of each name, whether a word says that it is where, whether something only comes from there."""
    words = [_Word(*hit.span(), hit[0], fold(hit[0])) for hit in _WORD.finditer(text)]
    for index, word in enumerate(words):
        cut, noun = _noun(word)
        if noun:
            yield from _behind_noun(text, words, index, cut, noun)
        elif word.folded in WHERE and index + 1 < len(words) and _begins_name(words, index + 1):
            last = _last_of_name(text, words, index + 1)
            if last is not None and last > index + 1:
                yield words[index + 1].start, words[last].end, True, False
        elif word.folded == fold("في") and (last := _in_a_name(text, words, index)) is not None:
            yield words[index + 1].start, words[last].end, True, False
        elif word.folded in DIRECTED:
            last = _last_of_name(text, words, index + 1)
            if last is not None and _noun(words[index + 1])[1] == "":
                yield words[index + 1].start, words[last].end, True, False


def _begins_name(words: list[_Word], index: int) -> bool:
    """Whether a word is one with which names of towns begin: "Khor X", "the head of the crescent" and no phrase."""
    if words[index].folded in HEADS:
        return True
    following = words[index + 1].folded if index + 1 < len(words) else ""
    return words[index].folded in TOPS and following.startswith("ال") and following not in _PHRASES


def _in_a_name(text: str, words: list[_Word], index: int) -> int | None:
    """The last word of the name in "in X, east of Y", "filmed in X"; None where no word says that it is a place."""
    last = _last_of_name(text, words, index + 1)
    if last is None or words[index + 1].folded in EVERYDAY:
        return None
    if index and words[index - 1].folded in FILMED:
        return last
    if last + 2 >= len(words):
        return None
    lies = words[last + 1].folded in LIES and _joins(text, words, last + 1) and _joins(text, words, last + 2)
    return last if lies else None


def own_names(text: str) -> Iterator[tuple[str, ...]]:
    """The words, folded, of each name that a text shows to be that of a town or village: "in the town of X"."""
    words = [_Word(*hit.span(), hit[0], fold(hit[0])) for hit in _WORD.finditer(text)]
    for index, word in enumerate(words):
        _, noun = _noun(word)
        is_of_town = noun in SETTLED and noun not in WIDE
        last = _last_of_name(text, words, index + 1) if is_of_town or _is_of_body(words, index) else None
        if last is not None:
            yield tuple(each.folded for each in words[index + 1 : last + 1])


def _is_of_body(words: list[_Word], index: int) -> bool:
    """Whether a word is one for a body that has its town's name, with an article before it."""
    return words[index].folded in _BODY_OF and index + 1 < len(words) and words[index + 1].folded.startswith("ال")


def named_again(text: str, own: Collection[str]) -> Iterator[tuple[int, int, bool, bool]]:
    """The same of such names where no word for a kind of place stands before them."""
    words = [_Word(*hit.span(), hit[0], fold(hit[0])) for hit in _WORD.finditer(text)] if own else []
    for index, word in enumerate(words):
        cuts = (0, *(hit.end() for hit in (_GLUED.match(word.text),) if hit))
        for cut in cuts:
            first = fold(word.text[cut:])
            for count in range(MOST_WORDS, 0, -1):
                name = " ".join((first, *(each.folded for each in words[index + 1 : index + count])))
                if name in own and index + count <= len(words):
                    located, moved = (True, False) if cut else said_before(text, word.start)
                    yield word.start + cut, words[index + count - 1].end, located, moved
                    break


def _behind_noun(
    text: str, words: list[_Word], index: int, cut: int, noun: str
) -> Iterator[tuple[int, int, bool, bool]]:
    word = words[index]
    last = _last_of_name(text, words, index + 1)
    if last is None:
        return
    is_built = noun in BUILT or noun.removeprefix("ال") in BUILT
    located, moved = (True, False) if cut else said_before(text, word.start)
    if word.text.startswith("ل") and not word.folded.startswith(noun):  # "a picture of X airport"
        located, moved = _is_pictured(words[:index]), not _is_pictured(words[:index])
    follows = text[words[last].end : words[last].end + 5]
    placed = located or follows.startswith((" في ", " ب"))
    if noun.startswith("ال") and not (placed and words[index + 1].folded.startswith("ال")):
        return  # "the market" alone is any; "in the great market" is a name
    if noun in VAGUE and not words[index + 1].folded.startswith("ال"):
        return
    start = word.start + cut if is_built else words[index + 1].start
    yield start, words[last].end, located or (not moved and noun not in PARTS), moved


def _is_pictured(before: list[_Word]) -> bool:
    return any(each.folded in SHOWN for each in before[-4:])


def _noun(word: _Word) -> tuple[int, str]:
    """The word for a kind of place that a word is, without the letters glued to it; and how many those are."""
    for cut in (0, *(hit.end() for hit in (_GLUED.match(word.text) or _FOR.match(word.text),) if hit), *_and(word)):
        folded = fold(word.text[cut:])
        if folded in SETTLED or folded in BUILT:
            return (cut if word.text[cut - 1 : cut] in ("ب", "ل") else 0) if cut else 0, folded
        if folded.startswith("ال") and folded[2:] in BUILT:
            return cut, folded
    return 0, ""


def _and(word: _Word) -> tuple[int, ...]:
    hit = _AND.match(word.text)
    return (hit.end(),) if hit else ()


def _last_of_name(text: str, words: list[_Word], first: int) -> int | None:
    """The last word of a name that begins with a word; None where none begins there."""
    if first >= len(words) or not _joins(text, words, first) or not _may_begin(words[first]):
        return None
    last = first
    while last + 1 < len(words) and last + 1 - first < MOST_WORDS and _joins(text, words, last + 1):
        word, following = words[last], words[last + 1]
        if (
            (following.folded in STOP and not _is_ali(word, following))
            or following.folded in ADJECTIVES
            or following.folded in _ADJECTIVE_BREAKS
        ):
            break
        if not (word.folded in JOINED or (following.folded.startswith("ال") and following.folded not in KINDS)):
            break
        last += 1
    return last


def _is_ali(word: _Word, following: _Word) -> bool:
    """Whether a word that folds to "on" is the name Ali, behind a word that names begin with."""
    return word.folded in JOINED and following.text == "علي"


def _joins(text: str, words: list[_Word], index: int) -> bool:
    return index > 0 and text[words[index - 1].end : words[index].start] in (" ", "\u00a0")


def _may_begin(word: _Word) -> bool:
    folded = word.folded
    if folded in INDEFINITE or folded in HEDGED:
        return False
    if folded in STOP or folded in KINDS or folded in ADJECTIVES or folded in ADJECTIVAL or len(folded) < 3:
        return False
    return folded not in SETTLED and folded not in PARTS and not _GLUED_NOUN.match(word.text)


def _is_hospital(text: str, start: int) -> bool:
    word = _WORD.match(text, start)
    return word is not None and fold(word[0]) in HOSPITALS


def _noun_at(text: str, start: int) -> bool:
    word = _WORD.match(text, start)
    return word is not None and fold(word[0]) in BUILT


_GLUED_NOUN = re.compile(r"^[وف]?ب(?:ال)?(?:مدينة|بلدة|قرية|محافظة|منطقة|ريف|حي|ولاية|ناحية)$")


def said_before(text: str, start: int) -> tuple[bool, bool]:
    """Whether the words before a name say that it is where something is, and whether something comes from there."""
    begin = max(0, start - LOOKED_BACK)
    words = [_Word(*hit.span(), hit[0], fold(hit[0])) for hit in _WORD.finditer(text[begin:start])]
    if not words:
        return False, False
    if words[-1].end == start - begin:  # letters glued to the name itself
        return words[-1].text.lstrip("وف").startswith("ب"), words[-1].text.lstrip("وف").startswith("ل")
    for index in range(len(words) - 1, max(-1, len(words) - 5), -1):
        gap = text[begin + words[index].end : begin + words[index + 1].start] if index + 1 < len(words) else " "
        if gap.strip():
            break
        word = words[index]
        cut, noun = _noun(word)
        if cut and word.text.startswith("ل"):
            shown = _is_pictured(words[:index])
            return shown, not shown
        if word.folded in WHERE or word.folded in ON or cut:
            return True, False
        if word.folded in TO_FROM:
            before = [each.folded for each in words[:index] if each.folded not in HANDED_ON][-1:]
            entered = word.folded == fold("إلى") and not ENTERED.isdisjoint(each.folded for each in words[:index])
            brought = word.folded == fold("إلى") and index == len(words) - 1 and _is_hospital(text, start)
            if entered or brought:
                return True, False
            rescued = not RESCUED.isdisjoint(each.folded for each in words[:index]) and _noun_at(text, start)
            shown = (rescued or not (SHOWN | PARTITIVE).isdisjoint(before)) and word.folded == fold("من")
            on_way = not WAYS.isdisjoint(before) and fold("من") not in [each.folded for each in words[:index]]
            return (True, False) if shown or on_way else (False, True)
        if not (noun or word.folded in PARTS):
            break
    return bool(_noun(words[-1])[1]), False
