"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
import sqlite3
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path


def described() -> str:
    """The machine, its load, the date and the versions, in a few lines."""
    load = " ".join(f"{value:.2f}" for value in os.getloadavg())
    packages = ", ".join(
        f"{name} {version(name)}"
        for name in ("SQLAlchemy", "psycopg", "procrastinate", "fastapi", "uvicorn")
    )
    return "\n".join(
        [
            f"- {datetime.now(UTC):%d %B %Y %H:%M} UTC",
            f"- {_processor()}, {os.cpu_count()} cores, {_memory()}, {platform.system()} {platform.release()}",
            f"- load average before: {load}",
            f"- Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, {packages}",
        ]
    )


def _processor() -> str:
    return _line("/proc/cpuinfo", "model name") or platform.machine()


def _memory() -> str:
    kilobytes = _line("/proc/meminfo", "MemTotal").removesuffix(" kB")
    return f"{int(kilobytes) / 2**20:.0f} GiB"


def _line(file: str, name: str) -> str:
    for line in Path(file).read_text().splitlines():
        if line.startswith(name):
            return line.partition(":")[2].strip()
    return ""
