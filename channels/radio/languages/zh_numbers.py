"""Chinese numbers: figures in groups of four, and 两 for two things that are counted."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

import regex

from channels.radio.patterns import any_of
from channels.radio.speech import in_range, listed
from outreach.model.errors import CannotCarry

DIGITS = "零一二三四五六七八九"
_UNITS = ("千", "百", "十", "")
#: Groups of four figures, the highest first.
_GROUPS = ((100_000_000, "亿"), (10_000, "万"), (1, ""))
#: What is counted with 两: measure words, and the nouns that need none.
_COUNTED = listed(
    "个 名 位 人 人次 天 年 周 周年 次 场 家 本 张 份 套 种 项 条 件 间 所 座 辆 台 只 户 口 支 篇 步 "
    "批 轮 遍 倍 小时 分钟 秒 秒钟 星期 夜 岁 米 公里 千米 厘米 克 千克 公斤 斤 吨 升 亩 公顷 平方米 "
    "万 亿 千 元 美元 欧元 英镑 先令 法郎 卢比 卢布 比索 雷亚尔 兰特 奈拉 塞地 比尔"
)
#: What is numbered with 二: the figure says which one, not how many.
_NUMBERED = listed("号 号楼 楼 室 班 日 月 月份 级 年级 等 等奖 路 线 单元 厅")
_TAKES = MappingProxyType(
    dict.fromkeys(_COUNTED, "两") | dict.fromkeys(_NUMBERED, "二")
)
_FOLLOWING = regex.compile(rf" ?({any_of(_TAKES)})")
#: Before the number of a part: annex two.
_LABELLED = regex.compile(r"(?:第|附件|表|图|编号|房间|会议室|教室|页|邮编|信箱)$")
_LONGEST_LABEL = 3


def cardinal(n: int) -> str:
    """As one counts: 二, 十二, 两千零二十七; two leads 千, 万 and 亿 as 两."""
    words = _spelt(in_range(n))
    return f"两{words[1:]}" if regex.match("二[千万亿]", words) else words


def counted(n: int) -> str:
    """Before a measure word: 两个."""
    return "两" if n == 2 else cardinal(n)


def ordinal(n: int, _gender: str = "m") -> str:
    """第二, 第二十一: never with 两."""
    if n < 1:
        raise CannotCarry(f"{n} has no ordinal. Write it in words.")
    return f"第{_spelt(in_range(n))}"


def count(n: int, before: str, after: str) -> str:
    """Two is 两 or 二 by what follows it; no other number changes."""
    if n != 2 or _LABELLED.search(before[-_LONGEST_LABEL:]):
        return cardinal(n)
    if known := _FOLLOWING.match(after):
        return _TAKES[known[1]]
    if noun := regex.match(r" ?(\p{Han}{1,4})", after):
        raise CannotCarry(
            f"The 2 before “{noun[1]}” is 二 or 两 in Chinese, which is not known. "
            "Write the number in words."
        )
    return cardinal(n)


def by_digit(figures: str) -> str:
    """Each figure by its name: 二零二七."""
    return "".join(DIGITS[int(figure)] for figure in figures)


def digits(group: str) -> str:
    """A phone's digits, one as 幺 (yāo), as announcers in mainland China read it."""
    return by_digit(group).replace("一", "幺")


def _spelt(n: int) -> str:
    """Without 一 before the first 十: ten is 十, a hundred and ten 一百一十."""
    return regex.sub("^一(?=十)", "", "".join(_parts(n))) or DIGITS[0]


def _parts(n: int) -> Iterator[str]:
    """Each group of four; 零 stands for all noughts before its first figure."""
    begun = skipped = False
    for size, unit in _GROUPS:
        group = n // size % 10_000
        if group and begun and (skipped or group < 1000):
            yield DIGITS[0]
        if group:
            yield _of_four(group) + unit
        begun = begun or group > 0
        skipped = begun and not group


def _of_four(group: int) -> str:
    words = "".join(
        DIGITS[int(figure)] + unit if figure != "0" else DIGITS[0]
        for figure, unit in zip(f"{group:04}", _UNITS, strict=True)
    )
    return regex.sub("零+", "零", words).strip("零")
