"""Calls in a process of their own, so that no measurement warms or fattens another."""

from __future__ import annotations

import importlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

#: Past this something hangs: the slowest call takes two minutes on two busy cores.
LONGEST = 900


def call(function: Callable[..., Any], **values: Any) -> Any:
    """What ``function`` returns for JSON values, called in a fresh process."""
    done = subprocess.run(
        command(function, **values),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
        timeout=LONGEST,
    )
    return json.loads(done.stdout.splitlines()[-1])


def command(function: Callable[..., Any], **values: Any) -> list[str]:
    """The command line of such a process."""
    name = f"{function.__module__}:{function.__qualname__}"
    return [sys.executable, "-m", "benchmarks.fresh", name, json.dumps(values)]


def peak_memory() -> float:
    """This process's peak in MB. Unlike ``getrusage`` it counts nothing from before exec."""
    for line in Path("/proc/self/status").read_text().splitlines():
        if line.startswith("VmHWM:"):
            return int(line.split()[1]) / 1024
    raise RuntimeError("this kernel does not tell a process's peak memory")


def with_plugin(folder: Path) -> None:
    """Let this process's children find the benchmarks' gateway by its entry point."""
    about = folder / "outreach_benchmarks-0.dist-info"
    about.mkdir(parents=True)
    (about / "METADATA").write_text(
        "Metadata-Version: 2.1\nName: outreach-benchmarks\nVersion: 0\n"
    )
    (about / "entry_points.txt").write_text(
        "[outreach.gateways]\nbench = benchmarks.gateway:BenchGateway\n"
    )
    root = Path(__file__).parents[1]
    os.environ["PYTHONPATH"] = os.pathsep.join([str(folder), str(root)])


if __name__ == "__main__":
    module, _, name = sys.argv[1].partition(":")
    function = getattr(importlib.import_module(module), name)
    print(json.dumps(function(**json.loads(sys.argv[2]))))
