"""The command line: rank, explain, check, template, generate."""

import argparse
import codecs
import io
import os
import re
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import date
from importlib import metadata
from pathlib import Path
from pkgutil import resolve_name
from typing import Any, NoReturn

from app.documents.console import PLAIN, in_plain_signs, print_problems
from app.documents.prose import one_line
from app.errors import ServiceError, StoreError
from rulebook.problem import Problem, Refused, shorten

PACK = "cheshire_merseyside"
PACK_HELP = "a pack of the project, or the folder of one"
PLAIN_COMMANDS = (
    ("migrate", "app.operations:migrate_store", "bring the tables of the store up to date"),
    ("verify", "app.operations:verify_store", "check that nothing recorded was changed"),
)
"""Commands without arguments. What a command needs is loaded only when it runs."""
REFUSED, STOPPED = 2, 130
"""The exit codes when something that was given cannot be used, and when a person stops it."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs one command: 0 if all went well, 1 if a check found faults, 2 if input is bad."""
    _make_ready()
    options = _parser().parse_args(arguments)
    try:
        code: int = resolve_name(options.run)(options)
        sys.stdout.flush()
    except Refused as refusal:
        print_problems(refusal.problems, sys.stderr)
        return REFUSED
    except StoreError as error:
        reason = f" ({one_line(str(error.__cause__))})" if error.__cause__ else ""
        print_problems([Problem(f"{error}{reason}", label="DATABASE_URL")], sys.stderr)
        return REFUSED
    except ServiceError as error:
        print_problems(error.problems or [Problem(str(error))], sys.stderr)
        return REFUSED
    except BrokenPipeError:  # nobody reads on, as with `| head`: that is their right
        _drop_output()
        return 0
    except OSError as error:
        _drop_output()
        print_problems([Problem(f"The output cannot be written: {error.strerror}.")], sys.stderr)
        return REFUSED
    except KeyboardInterrupt:
        _drop_output()
        return STOPPED
    return code


def _make_ready() -> None:
    """Gives both streams a place to go, and plain signs to one that lacks the printed ones."""
    codecs.register_error(PLAIN, in_plain_signs)
    for name in ("stdout", "stderr"):
        if getattr(sys, name) is None:  # closed by whoever called
            setattr(sys, name, io.TextIOWrapper(io.BytesIO()))
        if isinstance(stream := getattr(sys, name), io.TextIOWrapper):
            stream.reconfigure(errors=PLAIN)


def _drop_output() -> None:
    """What is still to be written goes nowhere, so that the end of the program does not fail."""
    with suppress(OSError), Path(os.devnull).open("w") as nowhere:
        os.dup2(nowhere.fileno(), sys.stdout.fileno())


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="prioritise",
        description="Classifies, scores, ranks and explains schemes by a declared rulebook.",
    )
    parser.add_argument("--version", action=_Version, nargs=0, help="show the version and stop")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_rank(commands.add_parser("rank", help="rank the schemes of files and folders"))
    _add_explain(commands.add_parser("explain", help="say why one scheme stands where it does"))
    _add_check(commands.add_parser("check", help="check a pack: rules, examples, sources"))
    _add_template(commands.add_parser("template", help="show the questions a scheme answers"))
    _add_generate(commands.add_parser("generate", help="make any number of made-up schemes"))
    _add_serve(commands.add_parser("serve", help="serve the pages and the API"))
    _add_keys(commands.add_parser("keys", help="make, list and revoke API keys"))
    _add_backup(commands.add_parser("backup", help="write a checked copy of the store"))
    _add_restore(commands.add_parser("restore", help="fill an empty store from a backup"))
    _add_demo(commands.add_parser("demo", help="fill the store with a round to look at"))
    for name, run, about in PLAIN_COMMANDS:
        commands.add_parser(name, help=about).set_defaults(run=run)
    return parser


class _Version(argparse.Action):
    """Shows the version; it is looked up only when asked for, because that takes time."""

    def __call__(self, parser: argparse.ArgumentParser, *others: Any, **named: Any) -> NoReturn:
        print(f"{parser.prog} {metadata.version('scheme-prioritiser')}")
        parser.exit()


def _add_rank(parser: argparse.ArgumentParser) -> None:
    _add_schemes(parser)
    parser.add_argument("--format", choices=["table", "json", "csv", "markdown"], default="table")
    parser.set_defaults(run="app.commands:rank_files")


def _add_explain(parser: argparse.ArgumentParser) -> None:
    _add_schemes(parser)
    parser.add_argument("ref", metavar="REF", help="the reference of the scheme")
    parser.add_argument("--all", action="store_true", help="say why each other rule does not match")
    parser.add_argument("--format", choices=["letter", "json"], default="letter")
    parser.set_defaults(run="app.commands:explain_one")


def _add_check(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("pack", metavar="PACK", nargs="?", default=PACK, help=PACK_HELP)
    parser.add_argument("--coverage", action="store_true", help="show what covers each item")
    parser.set_defaults(run="app.commands:check_pack")


def _add_template(parser: argparse.ArgumentParser) -> None:
    formats = ["markdown", "yaml", "json-schema"]
    parser.add_argument("--format", choices=formats, default="markdown")
    parser.add_argument("--pack", default=PACK, help=PACK_HELP)
    parser.add_argument(
        "--list",
        metavar="NAME",
        nargs="?",
        const="",
        help="show the ids and titles of a reference list, or the names of the lists",
    )
    parser.set_defaults(run="app.commands:show_template")


def _add_generate(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("count", type=_count, metavar="COUNT")
    parser.add_argument("--seed", type=int, default=1, help="the same seed, the same schemes")
    parser.add_argument("--pack", default=PACK, help=PACK_HELP)
    parser.set_defaults(run="app.commands:generate_many")


def _add_serve(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--host", type=_text, default="127.0.0.1", help="the address to listen on")
    parser.add_argument("--port", type=_port, default=8000)
    parser.add_argument("--workers", type=_count, default=1, help="processes that serve")
    parser.set_defaults(run="app.operations:serve")


def _add_demo(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--port", type=_port, default=8000, help="where it will be served")
    parser.set_defaults(run="app.operations:fill_demonstration")


def _add_keys(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(required=True, metavar="ACTION")
    make = actions.add_parser("make", help="make a key and print it, once")
    make.add_argument("--label", type=_text, required=True, help="what the key is for")
    make.add_argument(
        "--organisation", type=_text, required=True, metavar="CODE", help="for whom it acts"
    )
    make.add_argument(
        "--role", type=_text, required=True, action="append", help="may be given several times"
    )
    make.add_argument("--scope", choices=["read", "write"], default="write")
    make.add_argument("--days", type=_count, default=90, help="how long it holds, 366 at most")
    make.set_defaults(run="app.operations:make_api_key")
    listing = actions.add_parser("list", help="show every key without its secret")
    listing.set_defaults(run="app.operations:list_api_keys")
    revoke = actions.add_parser("revoke", help="end a key at once")
    revoke.add_argument(
        "prefix", metavar="PREFIX", type=_text, help="the part of the key before the point"
    )
    revoke.set_defaults(run="app.operations:revoke_api_key")


def _add_backup(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=_file, help="a file that is not there yet")
    parser.set_defaults(run="app.operations:back_up_store")


def _add_restore(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=_file, help="a backup")
    parser.set_defaults(run="app.operations:restore_store")


def _add_schemes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "files", metavar="FILE", nargs="+", type=Path, help="JSON, YAML or a folder"
    )
    parser.add_argument("--pack", default=PACK, help=PACK_HELP)
    parser.add_argument(
        "--as-of", type=_day, metavar="DATE", help="the day to judge on; the pack names one"
    )
    parser.add_argument(
        "--order", choices=["tier", "pooled"], default="tier", help="tier first, or all together"
    )
    parser.add_argument(
        "--keep-going", action="store_true", help="go on with the schemes that can be read"
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        is_written_well = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", text)
        kind = "day of the calendar" if is_written_well else "date such as 2023-12-01"
        message = f"{shorten(text)} is not a {kind}"
        raise argparse.ArgumentTypeError(message) from None


def _text(text: str) -> str:
    """Text that can be kept: the shell passes on any bytes."""
    try:
        text.encode()
    except UnicodeEncodeError:
        raise argparse.ArgumentTypeError("it is not UTF-8 text; write it in UTF-8") from None
    return text


def _file(text: str) -> Path:
    return Path(_text(text))


def _port(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 5 and 0 < int(text) < 65536:
        return int(text)
    raise argparse.ArgumentTypeError(f"{shorten(text)} is not a port from 1 to 65535")


def _count(text: str) -> int:
    if text.isascii() and text.isdigit() and len(text) <= 7 and int(text) > 0:
        return int(text)
    raise argparse.ArgumentTypeError(f"{shorten(text)} is not a whole number from 1 to 9999999")


if __name__ == "__main__":
    sys.exit(main())
