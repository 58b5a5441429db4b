"""Where text is printed: in colour on a terminal, plain and wide anywhere else."""

import sys
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TextIO

from rich.console import Console
from rich.text import Text

from app.documents.prose import one_line
from rulebook.problem import Problem

PLAIN_WIDTH = 160
"""The width of a table that is not shown in a terminal."""
MOST_PROBLEMS = 200
"""More problems than this are counted and not printed."""
PLAIN = "plain_signs"
"""The name under which a stream finds `in_plain_signs`."""
_PLAIN_SIGNS = {"£": "GBP ", "“": '"', "”": '"', "’": "'", "–": "-", "…": "...", "›": ">"}


class Output(Console):
    """A console that leaves it to its caller what happens when nobody reads on."""

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console_on(stream: TextIO) -> Console:
    """A console that is plain and wide where it is not a terminal."""
    console = Output(file=stream, highlight=False, emoji=False)
    if console.is_terminal:
        return console
    return Output(file=stream, highlight=False, emoji=False, width=PLAIN_WIDTH, color_system=None)


def print_note(text: str) -> None:
    """A remark beside what a program reads: on the error stream."""
    _print_lines([text], console_on(sys.stderr))


def print_problems(problems: Sequence[Problem], stream: TextIO) -> None:
    """One line for each problem, as many as a person reads, and how many more there are."""
    hidden = len(problems) - MOST_PROBLEMS
    more = [f"… and {hidden:,} more."] if hidden > 0 else []
    _print_lines((*map(_in_words, problems[:MOST_PROBLEMS]), *more), console_on(stream))


def _in_words(problem: Problem) -> str:
    """The problem on one line; in a file without lines its pointer says where it is."""
    if problem.listed_in:
        see = f"{problem.message} See the list: prioritise template --list {problem.listed_in.name}"
        return _in_words(replace(problem, message=see, listed_in=None))
    if problem.line or not problem.label or not problem.pointer:
        return one_line(str(problem))
    return one_line(str(replace(problem, file=f"{problem.file}, at {problem.pointer}")))


def _print_lines(lines: Iterable[str], console: Console) -> None:
    for line in lines:
        console.print(Text(line), soft_wrap=True)


def in_plain_signs(error: UnicodeError) -> tuple[str, int]:
    """Puts a plain sign, or else its code, for a sign that a stream cannot print."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    sign = error.object[error.start]
    return _PLAIN_SIGNS.get(sign, f"\\u{{{ord(sign):x}}}"), error.start + 1
