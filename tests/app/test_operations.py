"""The commands for those who run the service, as they use them: answers, exit codes, manners."""

import os
import re
import socket
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from subprocess import CompletedProcess

import pytest

from app.cli import main
from tests.app.callers import API
from tests.app.commands_run import run_command
from tests.app.faults.stores import at_this_time
from tests.app.servers import opened
from tests.app.services.test_verifying import live_through

KEY_OF_SERVICE = "x" * 32


Run = Callable[..., CompletedProcess[str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command in this process; what it does not catch fails the test."""

    def run_here(*arguments: str | Path, **settings: str) -> CompletedProcess[str]:
        given = [str(argument) for argument in arguments]
        with monkeypatch.context() as environment:
            environment.setenv("SECRET_KEY", KEY_OF_SERVICE)
            for name, value in settings.items():
                environment.setenv(name, value)
            capsys.readouterr()
            try:
                code = main(given)
            except SystemExit as end:  # what argparse refuses
                code = int(str(end.code))
        out, err = capsys.readouterr()
        return CompletedProcess(given, code, out, err)

    return run_here


def in_a_process(*arguments: str | Path, **settings: str) -> CompletedProcess[str]:
    done = run_command(*arguments, **{"SECRET_KEY": KEY_OF_SERVICE, **settings})
    assert "Traceback" not in done.stderr
    return done


def make_key(run: Run, url: str, *more: str) -> CompletedProcess[str]:
    given = ["--label", "Finance", "--organisation", "LIVPP", "--role", "lead"]
    return run("keys", "make", *given, *more, DATABASE_URL=url)


def status_with(url: str, key: str) -> int:
    """The status of the answer that the bearer of a key gets from the service."""
    database = opened(url)
    client = at_this_time(database).app.test_client()
    answer = client.get(f"{API}/rounds", headers={"Authorization": f"Bearer {key}"})
    database.close()
    return answer.status_code


@pytest.fixture
def lived_url(sqlite_url: str) -> str:
    """A store in which a round was lived through."""
    database = opened(sqlite_url)
    live_through(database)
    database.close()
    return sqlite_url


def file_of(url: str) -> Path:
    return Path(url.removeprefix("sqlite:///"))


def test_a_key_is_shown_once_holds_and_is_listed_without_its_secret(
    run: Run, sqlite_url: str
) -> None:
    made = make_key(run, sqlite_url)
    key = made.stdout.strip()
    prefix, _, secret = key.partition(".")
    assert (made.returncode, made.stdout) == (0, f"{key}\n")
    assert "not shown again" in made.stderr
    assert status_with(sqlite_url, key) == 200
    listed = run("keys", "list", DATABASE_URL=sqlite_url)
    assert listed.returncode == 0
    assert all(word in listed.stdout for word in (prefix, "Finance", "LIVPP", "lead", "write"))
    assert secret not in listed.stdout + listed.stderr


def test_a_label_is_listed_as_it_was_written(run: Run, sqlite_url: str) -> None:
    assert make_key(run, sqlite_url, "--label", "[red]").returncode == 0
    assert "[red]" in run("keys", "list", DATABASE_URL=sqlite_url).stdout


def test_a_key_that_is_revoked_no_longer_holds(run: Run, sqlite_url: str) -> None:
    key = make_key(run, sqlite_url).stdout.strip()
    prefix = key.partition(".")[0]
    assert run("keys", "revoke", prefix, DATABASE_URL=sqlite_url).returncode == 0
    assert status_with(sqlite_url, key) == 401
    assert "revoked" in run("keys", "list", DATABASE_URL=sqlite_url).stdout
    again = run("keys", "revoke", prefix, DATABASE_URL=sqlite_url)
    assert again.returncode == 2
    assert "was revoked already" in again.stderr
    assert run("verify", DATABASE_URL=sqlite_url).returncode == 0


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (["--role", "king"], "roles: Give roles among"),
        (["--days", "367"], "days: Give 1 to 366 days."),
        (["--label", " "], "label: Give it."),
        (["--label", "a\x1b[31m"], "label: Give up to 200 characters that can be printed."),
        (["--label", "x" * 201], "label: Give up to 200 characters"),
        (["--label", "\udcff"], "--label: it is not UTF-8 text"),
        (["--organisation", "../../"], "organisation: Give a code of 2 to 12 capitals"),
        (["--role", "\udcff"], "--role: it is not UTF-8 text"),
        (["--days", "0"], "0 is not a whole number"),
        (["--scope", "all"], "invalid choice: 'all'"),
    ],
)
def test_a_key_that_cannot_be_made_is_refused_with_the_reason(
    run: Run, sqlite_url: str, given: list[str], expected: str
) -> None:
    done = make_key(run, sqlite_url, *given)
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr


def test_a_store_that_nobody_touched_is_verified(run: Run, lived_url: str) -> None:
    done = run("verify", DATABASE_URL=lived_url)
    assert (done.returncode, done.stdout) == (0, "")
    assert done.stderr == "All is as it was recorded.\n"


def test_a_flipped_byte_is_found_with_its_place(run: Run, lived_url: str) -> None:
    """In the file itself, in the middle of what a team wrote."""
    file = file_of(lived_url)
    content = file.read_bytes()
    at = content.index(b'"title":"First"') + len(b'"title":"F')
    file.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    with closing(sqlite3.connect(file)) as connection:
        query = 'SELECT scheme_id FROM scheme_versions WHERE answers LIKE \'%"title":"Fhrst"%\''
        ((changed,),) = connection.execute(query).fetchall()
    done = run("verify", DATABASE_URL=lived_url)
    assert done.returncode == 1
    assert f"scheme_versions {changed}/1: the row was changed" in done.stdout
    assert done.stderr.endswith(" faults.\n")
    backup = run("backup", file.with_name("copy.db"), DATABASE_URL=lived_url)
    assert backup.returncode == 2
    assert f"scheme_versions {changed}/1" in backup.stderr
    assert list(file.parent.glob("copy*")) == []


def test_a_backup_is_restored_into_a_new_store_and_nowhere_else(
    run: Run, lived_url: str, tmp_path: Path
) -> None:
    file, new = tmp_path / "backup.db", f"sqlite:///{tmp_path / 'folder' / 'new.db'}"
    made = run("backup", file, DATABASE_URL=lived_url)
    assert (made.returncode, made.stdout) == (0, "")
    assert made.stderr == f"Wrote {file}: {file.stat().st_size:,} bytes, checked.\n"
    again = run("backup", file, DATABASE_URL=lived_url)
    assert again.returncode == 2
    assert "There is a file of this name already." in again.stderr

    done = run("restore", file, DATABASE_URL=new)
    assert done.returncode == 0
    assert done.stderr.startswith("Restored 3 schemes and ")
    assert run("verify", DATABASE_URL=new).returncode == 0
    over = run("restore", file, DATABASE_URL=new)
    assert over.returncode == 2
    assert over.stderr.startswith("DATABASE_URL: This store holds something.")


def test_a_store_is_not_restored_from_itself(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = run("restore", "same.db", DATABASE_URL=f"sqlite:///{tmp_path / 'same.db'}")
    assert done.returncode == 2
    assert "This is the store itself." in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [("backup",), ("restore",), ("keys", "revoke")])
def test_a_name_that_is_not_text_is_refused(run: Run, command: tuple[str, ...]) -> None:
    done = run(*command, "\udcff")
    assert done.returncode == 2
    assert "it is not UTF-8 text" in done.stderr


def test_the_tables_are_made_once(run: Run, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'new.db'}"
    first, second = run("migrate", DATABASE_URL=url), run("migrate", DATABASE_URL=url)
    assert (first.returncode, second.returncode) == (0, 0)
    assert "0001_first_tables" in first.stderr
    assert second.stderr == ""
    assert run("verify", DATABASE_URL=url).returncode == 0


def test_the_demonstration_is_filled_once_and_each_time_gives_keys(
    run: Run, tmp_path: Path
) -> None:
    url = f"sqlite:///{tmp_path / 'demo.db'}"
    run = in_a_process
    first = run("demo", DATABASE_URL=url, DEMO="true")
    assert first.returncode == 0, first.stderr
    assert "made-up schemes is ready." in first.stderr
    second = run("demo", DATABASE_URL=url, DEMO="true")
    assert second.returncode == 0
    assert "is ready" not in second.stderr
    keys = re.findall(r"[0-9a-f]{12}\.[\w-]{43}", first.stdout + second.stdout)
    assert len(keys) == 4
    assert {status_with(url, key) for key in keys} == {200}
    assert run("verify", DATABASE_URL=url).returncode == 0


BAD_SETTINGS = {
    "no secret": ({"SECRET_KEY": ""}, "SECRET_KEY: Set at least 32 secret characters"),
    "a short secret": ({"SECRET_KEY": "short"}, "SECRET_KEY: Set at least 32 secret"),
    "another database": ({"DATABASE_URL": "mysql://x"}, "DATABASE_URL: Use sqlite:///a/file.db"),
    "no yes or no": ({"DEMO": "perhaps"}, "DEMO: This must be true or false."),
    "no number": ({"PROXIES": "-1"}, "PROXIES: This must be a whole number of 0 or more."),
    "half of sign-in": ({"OIDC_ISSUER": "https://x"}, "OIDC_CLIENT_ID: Sign-in needs this"),
}


@pytest.mark.parametrize("name", BAD_SETTINGS)
def test_a_service_with_a_bad_setting_does_not_start_and_names_it(
    run: Run, sqlite_url: str, name: str
) -> None:
    settings, expected = BAD_SETTINGS[name]
    done = run("serve", **{"DATABASE_URL": sqlite_url, **settings})
    assert (done.returncode, done.stdout) == (2, "")
    assert expected in done.stderr
    assert "short" not in done.stderr, "a secret is not repeated"


@pytest.fixture
def taken_port() -> Iterator[int]:
    with socket.create_server(("127.0.0.1", 0), reuse_port=True) as other:
        yield other.getsockname()[1]


def test_a_service_does_not_share_a_port_with_another(sqlite_url: str, taken_port: int) -> None:
    """The server would, and each of the two would get some of the requests."""
    done = in_a_process("serve", "--port", str(taken_port), DATABASE_URL=sqlite_url)
    assert done.returncode == 2
    assert f"127.0.0.1, port {taken_port}, cannot be used: Address already in use." in done.stderr


@pytest.mark.parametrize(
    ("host", "shown"), [("999.1.1.1", "999.1.1.1"), ("x" * 300, "x" * 59 + "…")]
)
def test_a_host_that_is_not_there_is_refused(sqlite_url: str, host: str, shown: str) -> None:
    done = in_a_process("serve", "--host", host, DATABASE_URL=sqlite_url)
    assert done.returncode == 2
    assert done.stderr.startswith(f"--host, --port: {shown}, port 8000, cannot be used: ")


@pytest.mark.parametrize(
    "command", [["serve", "--port", "59999"], ["migrate"], ["verify"], ["keys", "list"]]
)
def test_a_store_that_cannot_be_opened_is_named_by_its_setting(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    (tmp_path / "no.db").write_text("This is not a database, though it has some length to it.")
    if command[0] == "serve":  # in a process of its own: it sends all that is noted to its streams
        run = in_a_process
    for url in (f"sqlite:///{tmp_path / 'no.db'}", f"sqlite:///{tmp_path}", "sqlite:////proc/x/y"):
        done = run(*command, DATABASE_URL=url)
        assert (done.returncode, done.stdout) == (2, "")
        assert done.stderr.startswith("DATABASE_URL: ")


@pytest.mark.parametrize(
    "command", [["verify"], ["keys", "list"], ["keys", "revoke", "x"], ["backup", "copy.db"]]
)
def test_a_command_that_looks_makes_no_store_under_a_misspelt_name(
    run: Run, tmp_path: Path, command: list[str]
) -> None:
    file = tmp_path / "misspelt.db"
    done = run(*command, DATABASE_URL=f"sqlite:///{file}")
    assert done.returncode == 2
    assert done.stderr.startswith(f"DATABASE_URL: There is no store at {file}.")
    assert os.listdir(tmp_path) == []  # noqa: PTH208 names are enough
