"""``python -m benchmarks [NAME …]``: measure, compare with the bars, exit 1 if one is missed."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
from importlib import import_module
from pathlib import Path

from benchmarks import fresh, machine
from benchmarks.ratio import NotRun, Ratio

BENCHMARKS = (
    "fanout_sqlite",
    "fanout_postgres",
    "cycle_sqlite",
    "cycle_postgres",
    "form_while_sending",
    "twilio",
    "sms_count",
    "sending_memory",
    "labels",
    "importing",
    "pages",
    "report",
    "audience_preview",
    "radio_timing",
    "radio_numbers",
    "radio_scripts",
)
RESULTS = Path(__file__).with_name("RESULTS.md")


def main() -> int:
    """0 if every bar is met, and nothing that was asked for by name could not be run."""
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    named = parser.parse_args().names
    chosen = named or BENCHMARKS
    if unknown := set(chosen) - set(BENCHMARKS):
        parser.error(f"no benchmark is called {', '.join(sorted(unknown))}")
    about, found, missing = machine.described(), [], []
    print(about, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        fresh.with_plugin(Path(folder))
        for name in chosen:
            load = os.getloadavg()[0]
            try:
                found += [(ratio, load) for ratio in _run(name)]
            except NotRun as why:
                print(f"NOT RUN: {name}: {why}", flush=True)
                missing.append(f"{name} was not run: {why}")
    if tuple(chosen) == BENCHMARKS:
        RESULTS.write_text(_page(about, found, missing), "utf-8")
    met = all(ratio.met for ratio, _ in found)
    return 0 if met and not (named and missing) else 1


def measured(name: str) -> list[dict[str, object]] | str:
    """What one benchmark measures, as JSON, or why it could not be run."""
    try:
        ratios = import_module(f"benchmarks.{name}").measure()
    except NotRun as why:
        return str(why)
    return [ratio.as_json() for ratio in ratios]


def _run(name: str) -> list[Ratio]:
    from benchmarks import __main__ as here

    answer = fresh.call(here.measured, name=name)
    if isinstance(answer, str):
        raise NotRun(answer)
    ratios = [Ratio(**values) for values in answer]
    for ratio in ratios:
        print(_said(ratio), flush=True)
    return ratios


def _said(ratio: Ratio) -> str:
    return (
        f"{ratio.verdict}: {ratio.what}: {ratio.ours:,.4g} {ratio.unit} to "
        f"{ratio.limit:,.4g} {ratio.unit} = {ratio.value:.2f} ({ratio.bar}) {ratio.note}"
    )


_IN_A_CELL = {"met": "yes", "MISSED": "**no**", "reported": ""}


def _page(about: str, found: list[tuple[Ratio, float]], missing: list[str]) -> str:
    rows = [
        f"| {r.what} | {r.ours:,.4g} {r.unit} | {r.limit:,.4g} {r.unit} | {r.value:.2f} "
        f"| {r.bar} | {_IN_A_CELL[r.verdict]} | {load:.1f} | {r.note} |"
        for r, load in found
    ]
    return "\n".join(
        [
            "# Results of `make bench`",
            "",
            "Written by the last full run. A limit was measured in the same run as the "
            "figure beside it; medians, with their spread in the last column.",
            "",
            about,
            "",
            "| what | ours | limit | ratio | bar | met | load | |",
            "|---|---|---|---|---|---|---|---|",
            *rows,
            "",
            *(f"{line}\n" for line in missing),
        ]
    )


if __name__ == "__main__":
    sys.exit(main())
