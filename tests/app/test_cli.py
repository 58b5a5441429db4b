"""The command line as a person uses it: its answers, its exit codes, its manners."""

import json
import os
import pty
import subprocess
import sys
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest

from app.cli import main
from app.commands import MANY
from tests.app.commands_run import load_once, run_command
from tests.app.rounds import ROOT, SAMPLES, made_up
from tests.builders import a_scheme

SAMPLE = SAMPLES / "CM24-LIVPP-001.yaml"
MADE_UP = "These schemes are made up: their teams, costs and local figures are invented.\n"
REF = SAMPLE.stem
PROGRAM = f'"{sys.executable}" -m app.cli'


def shell(command: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["bash", "-c", command],
        cwd=ROOT,
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        timeout=60,
        check=False,
    )


@pytest.fixture(autouse=True)
def _one_pack(monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands that run in this process read the rulebook once."""
    monkeypatch.setattr("app.commands.load", load_once)


@pytest.fixture
def bad_file(tmp_path: Path) -> Path:
    path = tmp_path / "bad.yaml"
    path.write_text("title: [", "utf-8")
    return path


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        pytest.param(["rank", SAMPLE], "1 scheme, by tier first", id="rank"),
        pytest.param(["rank", SAMPLE, "--order", "pooled"], "all tiers together", id="pooled"),
        pytest.param(["rank", SAMPLE, "--as-of", "2024-06-01"], "as of 2024-06-01", id="as of"),
        pytest.param(["rank", SAMPLE, "--format", "csv"], "list,rank,", id="csv"),
        pytest.param(["rank", SAMPLE, "--format", "markdown"], "## Investments", id="markdown"),
        pytest.param(["explain", SAMPLE, REF], "Where it stands", id="explain"),
        pytest.param(["explain", SAMPLE, REF, "--all"], "do not match, and why", id="all"),
        pytest.param(["explain", SAMPLE, REF, "--format", "json"], '"findings"', id="as json"),
        pytest.param(["template"], "Scheme reference", id="template"),
        pytest.param(["explain", SAMPLE, REF.lower()], "Where it stands", id="other capitals"),
        pytest.param(["template", "--list"], "organisations", id="names of lists"),
        pytest.param(
            ["template", "--list", "places"],
            "E06000049  Cheshire East (from 2009-04-01)",
            id="a list",
        ),
        pytest.param(["template", "--format", "json-schema"], '"$schema"', id="json schema"),
        pytest.param(["generate", "1", "--seed", "5"], '"scheme_ref":"GEN24', id="generate"),
    ],
)
def test_a_command_that_goes_well_answers_and_ends_with_0(
    arguments: list[str | Path], expected: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(map(str, arguments))) == 0
    out, err = capsys.readouterr()
    assert expected in out
    assert err in ("", MADE_UP)


def test_what_is_generated_is_said_to_be_made_up(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["generate", "1"]) == 0
    assert capsys.readouterr().err == MADE_UP


def test_generated_schemes_can_be_ranked_as_they_come(tmp_path: Path) -> None:
    made = run_command("generate", "30")
    (tmp_path / "made.json").write_text(made.stdout, "utf-8")
    ranked = json.loads(run_command("rank", tmp_path / "made.json", "--format", "json").stdout)
    assert sum(len(item["lines"]) for item in ranked["lists"]) + len(ranked["returned"]) == 30


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["rank", "nowhere.json"], "nowhere.json: There is no such file. Check its name."),
        (["rank", SAMPLE, "--pack", "nope"], "nope: There is no such pack."),
        (["explain", SAMPLE, "CM24-LIVPP-01"], "Did you mean CM24-LIVPP-001?"),
        (["explain", SAMPLE, "cm24-livpp-01"], "Did you mean CM24-LIVPP-001?"),
        (["explain", REF, SAMPLE], "The reference comes last: prioritise explain FILE REF\n"),
        (["explain", REF.lower(), SAMPLES], "The reference comes last: prioritise explain FILE"),
        (["template", "--list", "place"], "There is no list place. Did you mean places? The lists"),
        (
            ["rank", SAMPLE, "--as-of", "2023-09-30"],
            "The rules apply from 2023-10-01. Choose that day or a later one.\n",
        ),
        (["explain", SAMPLE, "zzz"], "zzz: No scheme has this reference. Check it in the"),
        (["explain", SAMPLE, "x" * 5000], "xxx…: No scheme has this reference."),
        (["check", "/nowhere"], "/nowhere: There is no such pack."),
        (["template", "--pack", "x" * 5000], "File name too long"),
    ],
)
def test_what_cannot_be_used_is_told_with_2_and_nothing_is_printed(
    arguments: list[str | Path], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(list(map(str, arguments))) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert message in err
    assert len(err) < 1000


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ([], "COMMAND"),
        (["rank"], "FILE"),
        (["rank", SAMPLE, "--as-of", "2024-02-30"], "2024-02-30 is not a day of the calendar\n"),
        (["rank", SAMPLE, "--as-of", "2023-13-20"], "2023-13-20 is not a day of the calendar\n"),
        (["rank", SAMPLE, "--as-of", "1/12/2023"], "1/12/2023 is not a date such as 2023-12-01"),
        (["rank", SAMPLE, "--as-of", "9" * 5000], "999… is not a date such as 2023-12-01"),
        (["rank", SAMPLE, "--order", "best"], "invalid choice: 'best'"),
        (["generate", "0"], "0 is not a whole number from 1"),
        (["generate", "²"], "² is not a whole number from 1"),
        (["generate", "1e9"], "1e9 is not a whole number from 1"),
    ],
)
def test_a_command_that_is_not_understood_ends_with_2(
    arguments: list[str | Path], message: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit, match="2"):
        main(list(map(str, arguments)))
    assert message in capsys.readouterr().err


def test_a_pack_with_faults_ends_with_1_and_a_sound_one_with_0(tmp_path: Path) -> None:
    tiny = ROOT / "tests" / "packs" / "tiny"
    copy = tmp_path / "tiny"
    subprocess.run(["cp", "-r", tiny, copy], check=True)
    rules = copy / "rules" / "standing.yaml"
    text = rules.read_text("utf-8")
    rules.write_text(
        text.replace("facts: {gaps: 3}, expect: matched", "facts: {gaps: 3}, expect: unknown")
    )
    found = run_command("check", copy)
    assert found.returncode == 1
    assert "To be mended" in found.stdout
    assert "S2" in found.stdout


def test_the_version_is_shown(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit, match="0"):
        main(["--version"])
    assert capsys.readouterr().out == f"prioritise {version('scheme-prioritiser')}\n"


@pytest.mark.parametrize("day", ["2023-10-01", "9999-12-31"])
def test_any_day_from_the_first_rule_on_can_be_judged(
    day: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rank", str(SAMPLES), "--as-of", day]) == 0
    assert f"as of {day}" in capsys.readouterr().out


def test_good_schemes_are_ranked_beside_bad_ones_when_asked(bad_file: Path) -> None:
    kept = run_command("rank", SAMPLE, bad_file, "--keep-going")
    refused = run_command("rank", SAMPLE, bad_file)
    assert (kept.returncode, refused.returncode) == (2, 2)
    assert REF in kept.stdout
    assert refused.stdout == ""
    assert kept.stderr == refused.stderr
    assert kept.stderr.startswith(f"{bad_file}, line 1: This is not YAML")


def test_a_word_that_is_in_no_list_is_told_with_the_command_that_shows_the_list(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "gardens.json"
    file.write_text(json.dumps(a_scheme(theme="gardens")), "utf-8")

    assert main(["rank", str(file)]) == 2
    (line,) = capsys.readouterr().err.splitlines()
    said, _, command = line.partition(" See the list: prioritise ")
    assert said.endswith("Planning theme: gardens is not in the list themes.")
    assert main(command.split()) == 0
    assert "mental_health" in capsys.readouterr().out


def test_a_scheme_can_be_explained_beside_bad_ones_when_asked(bad_file: Path) -> None:
    kept = run_command("explain", SAMPLE, bad_file, REF, "--keep-going")
    assert kept.returncode == 2
    assert "Where it stands" in kept.stdout
    assert str(bad_file) in kept.stderr


def test_nothing_is_ranked_when_nothing_can_be_read(bad_file: Path) -> None:
    found = run_command("rank", bad_file, "--keep-going")
    assert (found.returncode, found.stdout) == (2, "")


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("many") / "many.json"
    path.write_text(json.dumps(made_up(MANY)), "utf-8")
    return path


@pytest.mark.parametrize("format_", ["table", "json"])
def test_a_reader_who_stops_reading_is_no_fault(many: Path, format_: str) -> None:
    line = f"{PROGRAM} rank {many} --format {format_} | head -1 >/dev/null; echo ${{PIPESTATUS[*]}}"
    found = shell(line)
    assert found.stdout == "0 0\n"
    assert found.stderr == ""


@pytest.mark.parametrize("command", [f"rank '{SAMPLE}'", f"explain '{SAMPLE}' {REF}", "template"])
def test_a_full_disk_is_told_in_words(command: str) -> None:
    found = shell(f"{PROGRAM} {command} >/dev/full")
    assert found.returncode == 2
    assert found.stderr == "The output cannot be written: No space left on device.\n"


@pytest.mark.parametrize("closed", [">&-", "2>&-", ">&- 2>&-"])
def test_closed_streams_do_no_harm(closed: str) -> None:
    found = shell(f"{PROGRAM} rank '{SAMPLE}' {closed}")
    assert (found.returncode, found.stderr) == (0, "")


@pytest.mark.parametrize("command", [f"rank '{SAMPLES}'", f"explain '{SAMPLES}' CM24-WARPP-001"])
@pytest.mark.parametrize("environment", [{"PYTHONIOENCODING": "ascii"}, {"LC_ALL": "C"}])
def test_a_terminal_with_few_signs_can_show_it(command: str, environment: dict[str, str]) -> None:
    found = shell(f"{PROGRAM} {command}", **environment)
    assert found.returncode == 0
    assert found.stderr == ""
    assert "GBP 100,000" in found.stdout or "£100,000" in found.stdout


@pytest.mark.parametrize("format_", ["json", "csv", "markdown"])
def test_what_programs_read_is_in_utf_8_whatever_the_terminal_has(
    tmp_path: Path, format_: str
) -> None:
    path = tmp_path / "scheme.json"
    path.write_text(json.dumps(a_scheme(title="Café for £5")), "utf-8")
    found = shell(f"{PROGRAM} rank {path} --format {format_}", PYTHONIOENCODING="ascii")
    assert "Café for £5" in found.stdout


def read_all(end: int) -> Iterator[bytes]:
    while True:
        try:
            part = os.read(end, 65536)
        except OSError:  # Linux says so when the other end is closed
            return
        if not part:
            return
        yield part


def in_terminal(*arguments: str | Path) -> str:
    """What a person sees on the error stream of a command when that is a terminal."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "app.cli", *map(str, arguments)],
        cwd=ROOT,
        env={**os.environ, "TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    ) as process:
        os.close(theirs)
        seen = b"".join(read_all(ours)).decode()
        os.close(ours)
        assert process.wait(60) == 0
    return seen


def test_many_schemes_show_a_bar_in_a_terminal_and_few_do_not(many: Path) -> None:
    assert "Reading the schemes" in in_terminal("rank", many, "--format", "csv")
    assert in_terminal("rank", SAMPLE) == ""


def test_no_bar_is_shown_where_there_is_no_terminal(
    many: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["rank", str(many), "--format", "csv"]) == 0
    assert capsys.readouterr().err == ""


def test_it_starts_without_what_it_does_not_need() -> None:
    code = "import app.cli, sys; print(*sorted(sys.modules))"
    loaded = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    slow = {"numpy", "hypothesis", "asyncio", "scoring.many", "rich.markdown", "pygments"}
    assert slow & set(loaded) == set()
