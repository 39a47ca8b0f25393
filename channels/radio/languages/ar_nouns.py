"""A number among the words of an Arabic text: the noun it counts, and its case."""

from __future__ import annotations

from types import MappingProxyType

import regex

from channels.radio.agreement import genders
from channels.radio.languages.ar_money import DUALS
from channels.radio.languages.ar_numbers import number, oblique
from channels.radio.speech import in_range, listed
from outreach.model.errors import CannotCarry

#: After three to ten comes a plural, whose number goes by the gender of its singular.
_PLURALS = MappingProxyType(
    genders(
        "رجال أيام أشهر شهور أسابيع أعوام أشخاص أفراد شبان شباب أطفال أولاد أعضاء مشاركين "
        "ممثلين مندوبين خبراء قادة مزارعين معلمين طلاب صحفيين متطوعين عمال موظفين متحدثين "
        "نواب وزراء شركاء مدربين مسؤولين اجتماعات مؤتمرات مشاريع مشروعات مقاعد أماكن مراكز "
        "بلدان أقاليم أحياء مواقع أبواب كيلومترات أمتار دولارات دنانير جنيهات مواضيع أسئلة "
        "برامج تقارير قرارات كتب أقسام مكاتب مسارات أهداف بنود وفود مجتمعات بيوت منازل "
        "آلاف ملايين مليارات صناديق دروس أجزاء تدريبات تمارين معارض أسواق أنهار",
        "نساء فتيات بنات سيدات أمهات ساعات دقائق ثوان ثواني سنوات مرات منظمات جمعيات شبكات "
        "مؤسسات هيئات وكالات دول مدن قرى محافظات ولايات مقاطعات مناطق جلسات دورات ندوات ورش "
        "حلقات لجان مدارس جامعات كليات أسر عائلات غرف قاعات نسخ صفحات كلمات رسائل طالبات "
        "مشاركات ممثلات مندوبات عضوات معلمات خبيرات لغات قضايا بعثات مجموعات آبار نقاط مراحل",
    )
)
#: After eleven and more comes a singular; one in ة is feminine without being here.
_SINGULARS = MappingProxyType(
    genders(
        "رجل شخص فرد طفل ولد شاب عضو يوم شهر عام أسبوع مقعد مكان مركز مشارك ممثل مندوب خبير "
        "قائد مزارع معلم طالب صحفي متطوع عامل موظف متحدث نائب وزير شريك مدرب مسؤول اجتماع "
        "مؤتمر مشروع بلد إقليم حي موقع باب كيلومتر متر لتر كيلوغرام دولار دينار جنيه درهم "
        "ريال شلن فرنك يورو موضوع سؤال برنامج تقرير قرار كتاب قسم مكتب مسار هدف بند وفد مجتمع "
        "قرن طابق ألف مليون مليار بيت منزل صندوق درس جزء تدريب معرض سوق نهر فريق حزب",
        "ذكرى أرض بئر دار نفس بنت أم",
    )
)
_NOUNS = MappingProxyType({**_PLURALS, **_SINGULARS})
#: Words before which a number stands on its own.
_NO_NOUN = frozenset(
    listed(
        "في إلى على عن مع حتى أو ثم بعد قبل هو هي هم هن أن إن لا لم قد كما حيث خلال عند لدى "
        "كل هذا هذه ذلك تلك التي الذي الذين لكل فقط منها منهم منهن منه"
    )
)
#: Words after which a number is a name: room three, page five.
_LABELS = frozenset(listed("رقم قاعة غرفة صفحة مادة بند طابق مرحلة نسخة خط باب"))
#: Words of which what follows is the predicate, in the nominative.
_SUBJECTS = frozenset(listed("قدره قدرها وقدره وقدرها قيمته قيمتها"))
#: Words that put what follows into the genitive.
_PREPOSITIONS = frozenset(
    listed(
        "من إلى في على عن مع حتى منذ خلال بعد قبل نحو حوالي قرابة زهاء بين لدى عند دون فوق "
        "تحت حول ضمن كل لكل نسبة بنسبة مبلغ بمبلغ مدة لمدة سن عام سنة لعام لسنة بحوالي بنحو "
        "لنحو أكثر وفي ومن وإلى وعلى بعدد بقيمة قيمة"
    )
)
_YEARS = MappingProxyType(
    genders("عام لعام وعام بعام العام", "سنة لسنة وسنة بسنة السنة")
)
_DUALS = DUALS | {"كيلومتران", "كيلوغرامان"}
_WORD_AFTER = regex.compile(r" ([^\W\d_][\w]*)(?: (\w+))?")
_MARKS_OF_VOWELS = regex.compile(r"[\u064b-\u0652\u0670]")
#: How far back the word that governs a number is looked for.
NEAR = 60
_STARTS = (".", ":", "؟", "!", "؛", "\n")


def count(n: int, before: str, after: str) -> str:
    """Agreeing with the noun after it, in the case that the word before it asks for."""
    last = last_word(before)
    if last in _YEARS and 1000 <= n < 3000:
        return oblique(number(n, _YEARS[last]))
    noun = noun_after(after)
    return inflected(beside(in_range(n), noun), before, counts=noun is not None)


def beside(n: int, noun: str | None) -> str:
    """In the nominative, agreeing with its noun; as one counts if there is none."""
    if noun is None:
        return number(n)
    rest = n % 100
    if rest in (1, 2) or not n:
        raise CannotCarry(
            f"“{n} {noun}” is not how Arabic counts: one and two have forms of their own. "
            "Write the number and its noun in words."
        )
    if rest == 0:
        return number(n, bound=True)
    return in_gender(n, noun, bound=True)


def in_gender(n: int, noun: str, *, bound: bool) -> str:
    """A number in the gender that its noun asks for; refused where it can't be told."""
    masculine, feminine = (number(n, gender, bound=bound) for gender in "mf")
    gender = _NOUNS.get(noun) or ("f" if noun.endswith("ة") else None)
    if gender is None and masculine != feminine:
        raise CannotCarry(
            f"The number before “{noun}” changes with that word's gender in Arabic, which "
            "is not known. Write the number in words."
        )
    return feminine if gender == "f" else masculine


def gender_of(noun: str) -> str | None:
    """The gender of a singular with or without its article; None if it can't be told."""
    bare = _bare(regex.sub(r"^[ولبكف]?(?:ال|لل)", "", noun))
    return _NOUNS.get(bare) or ("f" if bare.endswith("ة") else None)


def noun_after(after: str) -> str | None:
    """The counted noun without vowel marks and tanwin; None where no noun follows."""
    found = _WORD_AFTER.match(after)
    if not found:
        return None
    word, following = found[1], found[2] or ""
    if word == "من":  # five of the women
        return _bare(following.removeprefix("ال")) or None
    bare = _bare(word)
    if bare in _NOUNS:
        return bare
    return None if _stands_alone(word) else bare


def _stands_alone(word: str) -> bool:
    """Whether a word belongs to no number or noun before it."""
    return word in _NO_NOUN or word.startswith(("ال", "و", "لل", "بال"))


def _bare(word: str) -> str:
    bare = _MARKS_OF_VOWELS.sub("", word)
    return bare[:-1] if bare[:-1] in _SINGULARS else bare


def last_word(before: str) -> str:
    """The word just before a figure; empty where a mark stands between."""
    found = regex.search(r"(\w+) $", before[-NEAR:])
    return _MARKS_OF_VOWELS.sub("", found[1]) if found else ""


def and_more(n: int, noun: str, before: str, after: str) -> str | None:
    """Hundreds and one or two, which say their noun again: مئتا امرأة وامرأة, ألف ليلة
    وليلتان. None where the noun is not surely a singular that stands alone.
    """
    rest, hundreds = n % 100, n - n % 100
    bare = _bare(_MARKS_OF_VOWELS.sub("", noun))
    surely = bare in _SINGULARS or (bare.endswith("ة") and bare not in _NOUNS)
    following = _WORD_AFTER.match(after)
    if not hundreds or rest not in (1, 2) or not surely or bare.endswith("ى"):
        return None
    if following and not _stands_alone(following[1]):
        return None
    stem = f"{bare[:-1]}ت" if bare.endswith("ة") else bare
    words = f"{number(hundreds, bound=True)} {bare} و"
    said, changed = (bare, bare) if rest == 1 else (f"{stem}ان", f"{stem}ين")
    return inflected(words + said, before, changed=oblique(words) + changed)


def inflected(
    words: str, before: str, *, counts: bool = True, changed: str | None = None
) -> str:
    """Number words after ``before``, where they may be ``changed``; one that does not count
    may be a name.

    Raises CannotCarry where their case can't be told.
    """
    before = before[-NEAR:]
    changed = obliquely(words) if changed is None else changed
    if changed == words:
        return words
    if governs(before):
        return changed
    last = last_word(before)
    opens = not before.strip() or before.rstrip(" ").endswith(_STARTS)
    named = not counts and (last in _LABELS or last.startswith("ال"))
    if opens or named or last in _SUBJECTS:
        return words
    raise CannotCarry(
        f"“{words}” changes with its place in the sentence in Arabic ({changed}), and after "
        f"“{last or before.strip()[-20:]}” that can't be told. Write the number in words."
    )


def governs(before: str) -> bool:
    """Whether the word just before puts what follows into the genitive."""
    return last_word(before) in _PREPOSITIONS


def obliquely(words: str) -> str:
    """Number words and the dual of a currency as they stand after a preposition."""
    said = (
        f"{w[:-2]}ين" if w.removeprefix("و") in _DUALS else w for w in words.split(" ")
    )
    return oblique(" ".join(said))
