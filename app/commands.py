"""What each command does: load, read, call a service, print a document."""

import gc
import re
import sys
from argparse import Namespace
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TypeVar

import orjson
from rich.progress import track

from app.documents import check_report, explanation_json, rows, template_text
from app.documents.console import console_on, print_note, print_problems
from app.documents.letter import letter
from app.documents.markdown import as_markdown
from app.documents.table import print_round
from app.domain.ranked import Line, RankedRound
from app.services.explaining import explain_scheme
from app.services.ranking import rank_schemes
from app.services.reading import Given, read_schemes
from app.services.vocabulary import vocabulary_from
from rulebook.check import check
from rulebook.classifier import classifier_for
from rulebook.load import load, named_pack
from rulebook.pack import Pack
from rulebook.problem import Problem, Refused, shorten
from rulebook.schema import SchemeReader
from rulebook.suggest import nearest, no_such_list
from scoring.rank import Order
from seed.generator.schemes import generate

MANY = 500
"""From this many schemes on a bar shows progress, and the compiled rules alone classify."""

Item = TypeVar("Item")

ORDERS: dict[str, Order] = {name: order for order, name in rows.ORDER_NAMES.items()}
REFERENCE = "scheme_ref"


def rank_files(options: Namespace) -> int:
    ranked, given = _ranked_round(options)
    if options.format == "json":
        _write(rows.as_json(ranked, given.problems))
    elif options.format == "csv":
        _write(rows.as_csv(ranked).encode())
    elif options.format == "markdown":
        _write(as_markdown(ranked).encode())
    else:
        print_round(ranked, console_on(sys.stdout))
    return _tell(given)


def explain_one(options: Namespace) -> int:
    _check_ref_is_last(options)
    ranked, given = _ranked_round(options)
    line = _find(ranked, options.ref)
    if line is None:
        raise Refused([*given.problems, _no_such_scheme(options.ref, ranked.lines)])
    explanation = explain_scheme(ranked, line)
    if options.format == "json":
        _write(explanation_json.as_json(explanation))
    else:
        sys.stdout.write(letter(explanation, is_full=options.all))
    return _tell(given)


def check_pack(options: Namespace) -> int:
    pack = load(named_pack(options.pack))
    report = check(pack)
    sys.stdout.write(check_report.report(pack, report, with_coverage=options.coverage))
    return 1 if report.problems else 0


def show_template(options: Namespace) -> int:
    pack = load(named_pack(options.pack))
    if options.list is None:
        sys.stdout.write(template_text.render(pack.template, options.format))
    elif options.list == "":
        sys.stdout.write(template_text.list_names(pack.reference))
    elif options.list in pack.reference:
        sys.stdout.write(template_text.list_text(pack.reference[options.list]))
    else:
        raise Refused([Problem(no_such_list(options.list, pack.reference), code="missing")])
    return 0


def generate_many(options: Namespace) -> int:
    pack = load(named_pack(options.pack))
    try:
        vocabulary = vocabulary_from(pack, pack.calendar.judged_on)
    except KeyError as missing:
        message = f"Schemes cannot be made up for this pack: it has no list {missing}."
        raise Refused([Problem(message, file=options.pack)]) from None
    _write(orjson.dumps(list(generate(vocabulary, options.count, options.seed))) + b"\n")
    print_note("These schemes are made up: their teams, costs and local figures are invented.")
    return 0


def _write(data: bytes) -> None:
    """Writes what programs read: in UTF-8, whatever the terminal is set to."""
    sys.stdout.flush()
    sys.stdout.buffer.write(data)


def _ranked_round(options: Namespace) -> tuple[RankedRound, Given]:
    pack = load(named_pack(options.pack))
    day = options.as_of or pack.calendar.judged_on
    _check_day(pack, day)
    given = read_schemes(options.files, SchemeReader(pack.template), _with_bar)
    if given.problems and not (options.keep_going and given.schemes):
        raise Refused(given.problems)
    gc.freeze()  # what was read stays: nothing is won by looking through it again
    classifier = classifier_for(pack, day, is_live=len(given.schemes) < MANY)
    return rank_schemes(classifier, given.schemes, ORDERS[options.order]), given


def _check_day(pack: Pack, day: date) -> None:
    """Refuses a day on which no rule is in force yet."""
    first = min((rule.in_force_from for rule in pack.rules), default=day)
    if day < first:
        raise Refused([Problem(f"The rules apply from {first}. Choose that day or a later one.")])


def _check_ref_is_last(options: Namespace) -> None:
    """Refuses a reference that stands where files do, when a file stands where it should."""
    field = load(named_pack(options.pack)).template.find(REFERENCE)
    form = re.compile(field.pattern if field and field.pattern else r"\S+")
    looks_like_ref = any(
        form.fullmatch(str(path).upper()) and not _exists(path) for path in options.files
    )
    if looks_like_ref and _exists(Path(options.ref)):
        message = "The reference comes last: prioritise explain FILE REF"
        raise Refused([Problem(message, code="order")])


def _exists(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # as for a name that is too long
        return False


def _find(ranked: RankedRound, ref: str) -> Line | None:
    """The scheme with a reference; in other capitals only where none has it as it is written."""
    wanted = ref.casefold()
    exact = ranked.find(ref)
    return exact or next((line for line in ranked.lines if line.ref.casefold() == wanted), None)


def _with_bar(items: Sequence[Item]) -> Iterable[Item]:
    """The items, with a bar on a terminal when there are many."""
    console = console_on(sys.stderr)
    if len(items) < MANY or not console.is_terminal:
        return items
    return track(items, description="Reading the schemes", console=console)


def _no_such_scheme(ref: str, lines: Iterator[Line]) -> Problem:
    by_capitals = {line.ref.upper(): line.ref for line in lines}
    hint = nearest(ref.upper(), by_capitals)
    message = f"No scheme has this reference.{hint or ' Check it in the ranked list.'}"
    return Problem(message, label=shorten(ref), code="missing")


def _tell(given: Given) -> int:
    """Says on the error stream what could not be read; 2 when there was something."""
    print_problems(given.problems, sys.stderr)
    return 2 if given.problems else 0
