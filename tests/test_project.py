"""Guards over the project itself: what its files hold, how long they are, what its scripts call."""

import ast
import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = ("app", "rulebook", "scoring", "seed")
LOCKS = sorted(ROOT.glob("*.lock"))
SCRIPTS = sorted((ROOT / "script").iterdir())

# A package index is known by its path, whoever serves it; a file of a source repository is not one.
INDEX_ADDRESS = re.compile(
    r"://[^\s\"'<>)]*(/simple\b|\bregistry\b|(?<!/blob/main)/packages/|\.whl\b|\.tgz\b)"
)
# A file that installs things names packages and nothing else.
INSTALLING = ("*.lock", "*.toml", "*.cfg", "*.conf", "script/*", ".ci/*", ".pre-commit-config.yaml")
PLACE_SETTINGS = re.compile(
    r"https?:|(?<!no-emit-)index-url|find-links|trusted-host", re.IGNORECASE
)
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "managers", "misc"}


def files_git_knows() -> list[Path]:
    """Files in git, and those it would add; none where there is no git."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    if not shutil.which("git"):
        return []
    names = subprocess.run(listing, cwd=ROOT, capture_output=True, check=False).stdout.split(b"\0")
    return [ROOT / os.fsdecode(name) for name in names if name]


def files_in_sight() -> list[Path]:
    """Files outside hidden folders, that of CI excepted."""
    return [
        path
        for path in ROOT.rglob("*")
        if not any(p.startswith(".") and p != ".ci" for p in path.relative_to(ROOT).parts[:-1])
    ]


def project_files() -> list[Path]:
    return sorted(path for path in files_git_knows() or files_in_sight() if path.is_file())


def code_files() -> list[Path]:
    return sorted(path for folder in CODE for path in (ROOT / folder).rglob("*.py"))


def lines_matching(pattern: re.Pattern[str], paths: list[Path]) -> list[str]:
    return [
        f"{path.relative_to(ROOT)}:{number}"
        for path in paths
        for number, line in enumerate(path.read_text("utf-8", "replace").splitlines(), start=1)
        if pattern.search(line)
    ]


def functions_in(path: Path) -> Iterator[tuple[str, int]]:
    """Each function in the file with its length in lines, decorators not counted."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or node.lineno) - node.lineno + 1


def test_no_file_holds_the_address_of_a_package_index() -> None:
    assert lines_matching(INDEX_ADDRESS, project_files()) == []


def test_files_that_install_things_say_what_and_never_from_where() -> None:
    installing = [
        path
        for path in project_files()
        if any(path.relative_to(ROOT).match(pattern) for pattern in INSTALLING)
    ]
    assert installing
    assert lines_matching(PLACE_SETTINGS, installing) == []


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_a_version_and_a_hash(lock: Path) -> None:
    packages = re.split(r"\n(?=[a-z0-9])", lock.read_text("utf-8"))[1:]
    assert packages
    assert [p.split()[0] for p in packages if "==" not in p or "--hash=sha256:" not in p] == []


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [path for path in code_files() if {path.stem, path.parent.name} & EMPTY_NAMES] == []


def test_every_file_of_code_is_under_300_lines() -> None:
    lengths = {path: len(path.read_text("utf-8").splitlines()) for path in code_files()}
    assert [f"{path.relative_to(ROOT)}: {n}" for path, n in lengths.items() if n >= 300] == []


def test_no_function_is_over_40_lines() -> None:
    found = [
        f"{path.relative_to(ROOT)} {name}: {length}"
        for path in code_files()
        for name, length in functions_in(path)
        if length > 40
    ]
    assert found == []


def test_the_rule_and_scoring_code_names_no_pack() -> None:
    packs = [path.name for path in (ROOT / "rulebook" / "packs").iterdir() if path.is_dir()]
    pure = [path for path in code_files() if path.relative_to(ROOT).parts[0] in CODE[1:3]]
    assert packs
    assert lines_matching(re.compile("|".join(map(re.escape, packs))), pure) == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda path: path.name)
def test_every_script_is_plain_sh_can_be_started_and_says_what_it_does(script: Path) -> None:
    lines = script.read_text("utf-8").splitlines()
    assert lines[0] == "#!/bin/sh"
    assert lines[1].startswith("# ")
    assert os.access(script, os.X_OK)


def test_ci_calls_the_test_script_and_nothing_else() -> None:
    lines = (ROOT / ".ci" / "run").read_text("utf-8").splitlines()
    commands = [line for line in lines if not line.startswith(("#", "set "))]
    assert commands == ['exec "$(dirname -- "${BASH_SOURCE[0]}")/../script/test"']
