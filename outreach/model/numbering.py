"""Numbers of the numbering plans that are told at a glance, some ten times as fast as by
``phonenumbers``, whose plans these are.

Only what can be nothing else is told: a mobile number whose country code is one country's
alone, and in which the plan strips or moves no digit. Of all others it says nothing.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from phonenumbers import COUNTRY_CODE_TO_REGION_CODE, PhoneMetadata
from phonenumbers.phonemetadata import PhoneNumberDesc

_GROUPED = re.compile(r"\+([1-9][0-9 -]{4,40})")
_UNGROUPED = str.maketrans("", "", " -")
#: A plan's numbers of these kinds are no mobile ones, even where its mobile range has them.
_BEFORE = (
    "premium_rate",
    "toll_free",
    "shared_cost",
    "voip",
    "personal_number",
    "pager",
    "uan",
    "voicemail",
)


class _Plan(NamedTuple):
    #: Digits of the country code.
    code: int
    #: Digits of a number after it.
    lengths: frozenset[int]
    mobile: re.Pattern[str]


def mobile_at_a_glance(text: str) -> str | None:
    """E.164 of a mobile number; None where that can't be told at once."""
    if not (grouped := _GROUPED.fullmatch(text)):
        return None
    digits = grouped[1].translate(_UNGROUPED)
    plan = _plan(digits[:3])
    if plan is None or len(digits) - plan.code not in plan.lengths:
        return None
    return f"+{digits}" if plan.mobile.fullmatch(digits, plan.code) else None


@cache
def _plan(start: str) -> _Plan | None:
    """By a number's first three digits; None where several countries share their code."""
    code = next((n for n in (1, 2, 3) if int(start[:n]) in _REGIONS), 0)
    regions = _REGIONS.get(int(start[:code] or 0), ())
    if len(regions) != 1 or not regions[0].isalpha():
        return None
    about = PhoneMetadata.metadata_for_region(regions[0], None)
    if about is None or about.mobile is None or about.general_desc is None:
        return None
    if not (mobile := _pattern(about.mobile)):
        return None
    others = (getattr(about, name) for name in _BEFORE)
    never = [found for desc in others if (found := _pattern(desc))]
    if stripped := about.national_prefix_for_parsing:
        never.append(f"(?:{stripped}).*")
    sure = rf"(?!(?:{'|'.join(never) or '(?!)'})\Z)(?={_pattern(about.general_desc)}\Z){mobile}"
    lengths = frozenset(
        about.mobile.possible_length or about.general_desc.possible_length
    )
    return _Plan(code, lengths, re.compile(sure))


_REGIONS = COUNTRY_CODE_TO_REGION_CODE


def _pattern(desc: PhoneNumberDesc | None) -> str | None:
    found = desc and desc.national_number_pattern
    return f"(?:{found})" if found and found != "NA" else None
