"""Runs commands in processes of their own, forked from one that has loaded the program already.

Each has its own streams, memory and exit code, as any process has; only the second in which Python
starts, loads the program and reads the rulebook is saved. `tests/app/test_cli.py` does all of that.
"""

import atexit
import json
import os
import resource
import signal
import subprocess
import sys
import tempfile
import traceback
from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from app import commands
from app.cli import main
from rulebook.load import load, named_pack

ROOT = Path(__file__).resolve().parent.parent.parent
MOST_SECONDS = 60
load_once = cache(load)
"""A pack that was read is as good the next time: nothing changes it."""


class Runner:
    """A process that waits for commands, and forks for each."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.app.commands_run"],
            cwd=ROOT,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        limits: Mapping[str, int] | None = None,
    ) -> subprocess.CompletedProcess[str]:
        assert self._process.stdin
        assert self._process.stdout
        with tempfile.TemporaryDirectory() as folder:
            out, err = Path(folder, "out"), Path(folder, "err")
            job = [list(arguments), dict(environment), str(out), str(err), dict(limits or {})]
            self._process.stdin.write(json.dumps(job) + "\n")
            self._process.stdin.flush()
            code = int(self._process.stdout.readline())
            texts = [file.read_bytes().decode() for file in (out, err)]
        return subprocess.CompletedProcess(list(arguments), code, *texts)

    def close(self) -> None:
        self._process.communicate()  # it ends once its input does


@cache
def runner() -> Runner:
    """The one of this process of the tests."""
    one = Runner()
    atexit.register(one.close)
    return one


def run_command(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    """Runs the command as a person would, with output as text."""
    return runner().run([str(argument) for argument in arguments], environment)


def run_command_within(
    most_seconds: int, most_bytes: int, *arguments: str | Path
) -> subprocess.CompletedProcess[str]:
    """Runs the command with so much time of the processor and so much memory, and no more."""
    limits = {"RLIMIT_CPU": most_seconds, "RLIMIT_AS": most_bytes}
    return runner().run([str(argument) for argument in arguments], {}, limits)


def serve() -> None:
    """Takes a command on each line, runs it, and answers with its exit code."""
    commands.load = load_once  # type: ignore[attr-defined]  # in the place of the one it imports
    load_once(named_pack("cheshire_merseyside"))
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            _become(*json.loads(line))
        _, status = os.waitpid(child, 0)
        print(os.waitstatus_to_exitcode(status), flush=True)  # noqa: T201 it is the answer


def _become(
    arguments: list[str], environment: dict[str, str], out: str, err: str, limits: dict[str, int]
) -> Any:
    """Runs a command and ends."""
    signal.alarm(MOST_SECONDS)
    os.environ.update(environment)
    for number, name in ((0, os.devnull), (1, out), (2, err)):
        opened = os.open(name, os.O_RDWR | os.O_CREAT)
        os.dup2(opened, number)
    for name, most in limits.items():
        resource.setrlimit(getattr(resource, name), (most, most))
    code = 1
    try:
        code = main(arguments)
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else 1
    except BaseException:  # noqa: BLE001 whatever it is, it is shown as Python shows it
        traceback.print_exc()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(code)


if __name__ == "__main__":
    serve()
