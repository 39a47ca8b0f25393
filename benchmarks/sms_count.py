"""Counting segments: the function and the command, beside smsutil and sms-counter.

Each answer is compared with a packing that goes character by character and does nothing
else, written after 3GPP TS 23.040 9.2.3.24.1 for this page alone.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeAlias

from benchmarks import fresh
from benchmarks.ratio import Ratio, middle, spread

REPEATS = 3
#: Each text so often through the command, so that its start weighs little.
TIMES = 60
ARTICLES = Path(__file__).parents[1] / "tests" / "typesetting" / "udhr_article1.json"
#: Around the borders of one, two and three parts, where counters go wrong.
LENGTHS = (
    0,
    1,
    66,
    67,
    68,
    70,
    71,
    133,
    134,
    135,
    152,
    153,
    154,
    159,
    160,
    161,
    305,
    306,
    307,
    459,
    460,
)
#: What a border may fall into: nothing, an escape pair, a surrogate pair.
CORES = ("", "€", "[", "😀", "𞤀")
PEERS = ("smsutil", "sms_counter")
_BASIC = (
    "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?"
    "¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà"
)
_EXTENSION = "\f^{}\\[~]|€"


def measure() -> list[Ratio]:
    """Texts per second of each, in the same run; ours must be faster than every peer."""
    rounds = [
        {
            f"{name} {how}": fresh.call(run, name=name)
            for how, run in (("call", _calls), ("lines", _lines))
            for name in ("ours", *PEERS)
        }
        for _ in range(REPEATS)
    ]
    wrong = {name: fresh.call(_wrong, name=name) for name in ("ours", *PEERS)}
    return [
        Ratio(
            what=f"Counting segments, {what}, beside {peer}",
            ours=middle(rounds, f"ours {how}"),
            limit=middle(rounds, f"{peer} {how}"),
            unit="texts/s",
            at_least=1,
            note=f"{spread(rounds, f'ours {how}')} and {spread(rounds, f'{peer} {how}')}; "
            f"wrong of {len(texts()):,}: {wrong['ours']} and {wrong[peer]}",
        )
        for how, what in (
            ("call", "one call a text"),
            ("lines", "JSON Lines in and out"),
        )
        for peer in PEERS
    ]


def texts() -> list[str]:
    """The first article of the Universal Declaration in 26 languages, cut and spiked."""
    articles = json.loads(ARTICLES.read_text("utf-8"))
    return [
        (article["text"] * 9)[:length] + core + tail
        for article in articles.values()
        for length in LENGTHS
        for core in CORES
        for tail in ("", "a")
    ]


Counter: TypeAlias = Callable[[str], tuple[bool, int]]


def _counter(name: str) -> Counter:
    """Whether a text is in the phone alphabet, and its segments, as ``name`` counts."""
    return {"ours": _ours, "smsutil": _smsutil, "sms_counter": _sms_counter}[name]()


def _ours() -> Counter:
    from channels.sms.segments import count

    def counted(text: str) -> tuple[bool, int]:
        found = count(text)
        return found.encoding == "gsm7", found.segments

    return counted


def _smsutil() -> Counter:
    import smsutil

    def counted(text: str) -> tuple[bool, int]:
        found = smsutil.split(text)
        return found.encoding == "gsm0338", len(found.parts)

    return counted


def _sms_counter() -> Counter:
    warnings.simplefilter("ignore")  # it is written for an older pydantic
    from sms.counter import SMSCounter

    counter = SMSCounter()

    def counted(text: str) -> tuple[bool, int]:
        found = counter.count(text)
        return found.encoding != "UTF16", found.segment

    return counted


def _calls(name: str) -> float:
    counter, given = _counter(name), texts()
    start = time.perf_counter()
    for text in given:
        counter(text)
    return len(given) / (time.perf_counter() - start)


def _lines(name: str) -> float:
    """Texts per second of a whole process, its start included."""
    given = "".join(json.dumps({"text": text}) + "\n" for text in texts() * TIMES)
    command = (
        [str(Path(sys.executable).with_name("outreach")), "sms", "count"]
        if name == "ours"
        else fresh.command(_answer_lines, name=name)
    )
    start = time.perf_counter()
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, check=True
    )
    seconds = time.perf_counter() - start
    answers = len(done.stdout.splitlines())
    if answers < len(texts()) * TIMES:
        raise RuntimeError(f"{name} answered {answers:,} lines")
    return answers / seconds


def _answer_lines(name: str) -> None:
    """What the command does, with a peer's counting."""
    counter = _counter(name)
    for line in sys.stdin:
        alphabet, segments = counter(json.loads(line)["text"])
        print(json.dumps({"gsm7": alphabet, "segments": segments}))


def _wrong(name: str) -> int:
    counter = _counter(name)
    return sum(counter(text) != _packed(text) for text in texts())


def _packed(text: str) -> tuple[bool, int]:
    alphabet = set(text) <= set(_BASIC + _EXTENSION)
    single, multi = (160, 153) if alphabet else (70, 67)
    costs = [1 + (c in _EXTENSION if alphabet else ord(c) > 0xFFFF) for c in text]
    if sum(costs) <= single:
        return alphabet, 1
    segments, used = 1, 0
    for cost in costs:
        if used + cost > multi:
            segments, used = segments + 1, 0
        used += cost
    return alphabet, segments
