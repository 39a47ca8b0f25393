"""Programs that a test starts and, whatever happens, ends; and waiting without sleeping."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

DOCS = Path(__file__).parents[2] / "docs/howto"


def free_ports(count: int) -> list[int]:
    """Ports of the loopback that nobody listens on."""
    sockets = [socket.create_server(("127.0.0.1", 0)) for _ in range(count)]
    ports = [s.getsockname()[1] for s in sockets]
    for one in sockets:
        one.close()
    return ports


@contextmanager
def running(*command: str | Path, log: Path) -> Iterator[subprocess.Popen[bytes]]:
    """The program, in a group of its own that ends with the block."""
    with log.open("ab") as out:
        process = subprocess.Popen(
            command,
            stdout=out,
            stderr=out,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
    try:
        yield process
    finally:
        end(process)


def end(process: subprocess.Popen[bytes], how: int = signal.SIGTERM) -> None:
    """End it and all that it started; a second call does nothing."""
    if process.poll() is None:
        process.send_signal(how)
    try:
        process.wait(10)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait(10)


def until(holds: Callable[[], object], what: str, seconds: float = 60) -> None:
    """Come back when it holds; it is asked again and again."""
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"after {seconds} s still not: {what}"
        time.sleep(0.02)


def listening(pid: int) -> set[str]:
    """The addresses on which a process takes connections, as the kernel writes them."""
    inodes = set()
    for link in Path(f"/proc/{pid}/fd").iterdir():
        try:
            inodes |= set(re.findall(r"socket:\[(\d+)\]", str(link.readlink())))
        except FileNotFoundError:
            continue  # closed meanwhile
    found = set()
    for table in ("tcp", "tcp6"):
        for line in Path(f"/proc/{pid}/net/{table}").read_text().splitlines()[1:]:
            _, local, _, state, *rest = line.split()
            if state == "0A" and rest[5] in inodes:
                found.add(local.partition(":")[0])
    return found


def example(page: str, starts: str, after: str = "") -> str:
    """The indented example of a how-to page that begins with the line ``starts``; the
    first one below the line ``after``, where that is given.
    """
    text = (DOCS / page).read_text("utf-8")
    lines = text[text.index(after) :].splitlines()
    first = next(n for n, line in enumerate(lines) if line.strip() == starts)
    indent = lines[first][: len(lines[first]) - len(starts)]
    taken = []
    for line in lines[first:]:
        if line.strip() and not line.startswith(indent):
            break
        taken.append(line.removeprefix(indent))
    return "\n".join(taken)
