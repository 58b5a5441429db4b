"""Rubbish through the real command: a clear answer, soon, in little memory, never a traceback."""

import json
from collections.abc import Callable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from rulebook.template import Field
from tests.app.commands_run import run_command, run_command_within
from tests.builders import a_scheme, main_pack

GOOD = "CM24-LIVPP-999"
MOST_SECONDS = 5
"""Of the processor: far above the one that it takes."""
MOST_BYTES = 1_500_000_000
MOST_ERROR = 70_000


def scheme(**changes: Any) -> str:
    return json.dumps({**a_scheme(), **changes})


def as_number(text: str) -> str:
    return scheme(population_affected=-77).replace("-77", text)


SMALL: dict[str, tuple[bytes | str, str]] = {
    "empty.json": (b"", "The file is empty. Fill it, or remove it."),
    "empty.yaml": (b"", "The file is empty. Fill it, or remove it."),
    "blank.yaml": (b" \n\n", "The file is empty."),
    "comment.yaml": (b"# nothing\n", "The file is empty."),
    "binary.json": (b"\x89PNG\xff\xfe\x00", "The file is not UTF-8 text. Save it as UTF-8."),
    "nul.json": (b'{"a": "\0"}', "The file holds a control character, U+0000. Remove it."),
    "nul.yaml": (b"a: '\0'", "The file holds a control character, U+0000. Remove it."),
    "utf16.json": (scheme().encode("utf-16"), "The file is UTF-16 or UTF-32. Save it as UTF-8."),
    "latin1.yaml": ("title: café".encode("latin-1"), "The file is not UTF-8 text."),
    "cut.json": (scheme()[:700], "This is not JSON"),
    "cut.yaml": ("title: [a, b", "This is not YAML"),
    "tab.yaml": ("a:\n\tb: 1\n", "a tab stands where spaces must"),
    "number.json": ("5", "This must be a group of fields"),
    "text.json": ('"x"', "This must be a group of fields"),
    "null.json": ("null", "This must be a group of fields"),
    "numbers.json": ("[1, 2]", "This must be a group of fields"),
    "texts.yaml": ("- a\n- b\n", "This must be a group of fields"),
    "nothing.json": ("{}", "Give the title."),
    "none.json": ("[]", "The list holds no scheme."),
    "laughs.yaml": ("a: &a [x, x]\nb: &b [*a, *a]\n", "Anchors and aliases are not allowed."),
    "tag.yaml": (
        'title: !!python/object/apply:os.system ["touch /tmp/owned"]\n',
        "Tags are not allowed. Write a plain value.",
    ),
    "anchor.yaml": ("title: &x hi\n", "Anchors and aliases are not allowed."),
    "twice.json": ('{"title": "a", "title": "b"}', "The key title is given twice."),
    "twice.yaml": ("title: a\ntitle: b\n", "The key title is given twice."),
    "two.yaml": ("a: 1\n---\nb: 2\n", "The file holds a second document."),
    "power.json": (as_number("1" + "0" * 400), "is too long or too large. Correct it."),
    "power.yaml": ("population_affected: 1" + "0" * 400, "must be a whole number"),
    "nan.json": (as_number("NaN"), "NaN is not a number."),
    "infinity.json": (as_number("-Infinity"), "-Infinity is not a number."),
    "exponent.json": (as_number("1e999999"), "is too long or too large."),
    "nan.yaml": ("population_affected: .nan\n", "must be a whole number"),
    "deep.json": ("[" * 900 + "]" * 900, "It is nested deeper than 12 levels."),
    "negative.json": (scheme(finance_total_gross=-5), "-5 is less than 0"),
    "huge.json": (scheme(finance_total_gross=10**18), "1,000,000,000,000,000,000 is more than"),
    "zero_day.json": (scheme(benefit_start="0000-00-00"), "is not between 1900 and 2199"),
    "last_day.json": (scheme(benefit_start="9999-12-31"), "is not between 1900 and 2199"),
    "no_day.json": (scheme(benefit_start="2024-02-30"), "is not a day of the calendar"),
    "half.json": (scheme(title="\ud800"), "This holds half a character."),
    "escape.json": (scheme(title="\x1b[31mred"), "characters that cannot be printed"),
    "escape.yaml": ('title: "\\e[31mred"\n', "characters that cannot be printed"),
    "invisible.json": (scheme(title="\u200b"), "This is blank."),
    "unknown.json": (scheme(titel="x"), "titel is not a name known here. Did you mean title?"),
    "again.json": (scheme(scheme_ref=GOOD), f"Two schemes have the reference {GOOD}"),
}


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[dict[str, Any]]]:
    """What one run says of every small file, by the name of the file."""
    folder = tmp_path_factory.mktemp("rubbish")
    first = folder / "a_good_one.json"
    first.write_text(scheme(scheme_ref=GOOD), "utf-8")
    for name, (data, _) in SMALL.items():
        (folder / name).write_bytes(data if isinstance(data, bytes) else data.encode())
    run = run_command("rank", first, *_files(folder), "--keep-going", *AS_JSON)
    assert run.returncode == 2
    assert "Traceback" not in run.stderr
    found = json.loads(run.stdout)
    assert [line["ref"] for line in found["lists"][0]["lines"]] == [GOOD]
    by_file: dict[str, list[dict[str, Any]]] = {}
    for problem in found["problems"]:
        by_file.setdefault(Path(problem["file"]).name, []).append(problem)
    return by_file


AS_JSON = ("--format", "json")


def _files(folder: Path) -> list[Path]:
    return sorted(folder / name for name in SMALL)


@pytest.mark.parametrize("name", SMALL)
def test_rubbish_is_told_with_its_file_and_what_is_wrong(
    told: dict[str, list[dict[str, Any]]], name: str
) -> None:
    messages = [problem["message"] for problem in told[name]]
    assert any(SMALL[name][1] in message for message in messages), messages
    assert all(len(message) < 300 for message in messages)


def test_no_tag_is_ever_run(told: dict[str, list[dict[str, Any]]]) -> None:
    assert told["tag.yaml"]
    assert not Path("/tmp/owned").exists()  # noqa: S108 the path that the tag would make


BIG: dict[str, tuple[Callable[[], str], str]] = {
    "title.json": (lambda: scheme(title="x" * 5_000_000), "This has 5,000,000 characters"),
    "title.yaml": (lambda: "title: " + "x" * 5_000_000, "The file is larger than 1 MB."),
    "key.json": (lambda: json.dumps({"k" * 5_000_000: 1}), "is not a name known here."),
    "choice.json": (lambda: scheme(theme="x" * 5_000_000), "is not in the list themes."),
    "digits.json": (lambda: as_number("9" * 5_000_000), "is too long or too large."),
    "lists.json": (lambda: "[" * 100_000 + "]" * 100_000, "deeper than 12 levels"),
    "groups.json": (lambda: '{"a":' * 100_000 + "1" + "}" * 100_000, "deeper than 12 levels"),
    "lists.yaml": (lambda: "[" * 100_000 + "]" * 100_000, "deeper than 12 levels"),
    "dashes.yaml": (lambda: "- " * 100_000 + "x", "deeper than 12 levels"),
    "groups.yaml": (lambda: "{a: " * 100_000 + "1" + "}" * 100_000, "deeper than 12 levels"),
    "marks.yaml": (lambda: "? " * 100_000 + "x", "A key must be a word."),
    "items.json": (lambda: scheme(partner_orgs=["PCLIV"] * 1_000_000), "1,000,000 choices"),
    "parts.json": (lambda: scheme(outcomes=[{}] * 1_000_000), "1,000,000 items"),
    "schemes.json": (lambda: json.dumps([{}] * 1_000_000), "more than 100,000 schemes"),
    "empty_ones.json": (lambda: json.dumps([{}] * 90_000), "… and 801 more."),
    "names.json": (
        lambda: scheme(**{f"titl{n}": n for n in range(50_000)}),
        "titl0 is not a name known here. Did you mean title?",
    ),
    "schemes_of_names.json": (
        lambda: json.dumps([{f"titl{n}_{m}": n for n in range(500)} for m in range(90)]),
        "is not a name known here.",
    ),
    "laughs.yaml": (
        lambda: "a: &a [" + "x," * 9 + "x]\n" + "b: &b [" + "*a," * 200_000 + "*a]\n",
        "Anchors and aliases are not allowed.",
    ),
}


@pytest.mark.parametrize("name", BIG)
def test_big_rubbish_is_refused_soon_in_few_words_and_in_little_memory(
    tmp_path: Path, name: str
) -> None:
    make, expected = BIG[name]
    (tmp_path / name).write_text(make(), "utf-8")
    run = run_command_within(MOST_SECONDS, MOST_BYTES, "rank", tmp_path)
    assert (run.returncode, run.stdout) == (2, "")
    assert run.stderr.startswith(str(tmp_path / name)[:50])
    assert expected in run.stderr
    assert "Traceback" not in run.stderr
    assert len(run.stderr) < MOST_ERROR


VALUES: dict[str, Any] = {
    "a number": 7,
    "a text": "x",
    "no text": "",
    "a list": ["x"],
    "a list of groups": [{}],
    "no list": [],
    "a group": {"x": 1},
    "no group": {},
    "null": None,
    "true": True,
}


def _paths(fields: tuple[Field, ...], before: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Every answer of the template: of a list, that of its first item."""
    for field in fields:
        path = (*before, field.id)
        yield path
        yield from _paths(field.fields, (*path, 0) if field.type == "list" else path)


def _with_value(path: tuple[Any, ...], value: Any, number: int) -> dict[str, Any]:
    """A complete scheme with one answer replaced, or added where it has none."""
    changed: Any = a_scheme(scheme_ref=f"CM24-LIVPP-{number:03}")
    inside = changed
    for step, after in pairwise(path):
        if step == 0:
            inside = inside[0]
        else:
            inside[step] = inside.get(step) or ([{}] if after == 0 else {})
            inside = inside[step]
    inside[path[-1]] = value
    return dict(changed)


@pytest.mark.parametrize("kind", VALUES)
def test_a_value_of_any_type_in_any_answer_is_judged_or_refused(tmp_path: Path, kind: str) -> None:
    paths = list(_paths(tuple(main_pack().template.fields)))
    schemes = [_with_value(path, VALUES[kind], n) for n, path in enumerate(paths)]
    schemes.append(a_scheme(scheme_ref=GOOD))
    (tmp_path / "all.json").write_text(json.dumps(schemes), "utf-8")
    run = run_command("rank", tmp_path, "--keep-going", *AS_JSON)
    assert "Traceback" not in run.stderr
    assert run.returncode == 2
    found = json.loads(run.stdout)
    refused = {int(problem["pointer"].split("/")[1]) for problem in found["problems"]}
    for problem in found["problems"]:
        path = paths[int(problem["pointer"].split("/")[1])]
        assert f"/{path[0]}" in problem["pointer"], problem
        assert problem["message"]
    listed = [line for item in found["lists"] for line in item["lines"]]
    judged = len(listed) + len(found["returned"]) + len(found["unplaced"])
    assert judged + len(refused) == len(schemes)


def _linked(ref: str, *others: str) -> dict[str, Any]:
    """A scheme that depends on others and claims their release."""
    pairs = [{**pair, "scheme_ref": others[0]} for pair in a_scheme()["offset_pairs"]]
    needs = [{"scheme_ref": other, "kind": "needs"} for other in others]
    return a_scheme(scheme_ref=ref, offset_pairs=pairs, dependencies=needs)


@pytest.mark.parametrize(
    "links",
    [
        pytest.param({"001": ["001"]}, id="to itself"),
        pytest.param({"001": ["002"], "002": ["001"]}, id="round in a circle"),
        pytest.param({"001": ["999"]}, id="to nothing"),
        pytest.param({f"{n:03}": [f"{n - 1:03}"] for n in range(1, 60)}, id="in a long chain"),
    ],
)
def test_schemes_that_refer_to_each_other_in_any_way_are_judged(
    tmp_path: Path, links: dict[str, list[str]]
) -> None:
    schemes = [
        _linked(f"CM24-LIVPP-{ref}", *(f"CM24-LIVPP-{other}" for other in others))
        for ref, others in links.items()
    ]
    (tmp_path / "linked.json").write_text(json.dumps(schemes), "utf-8")
    run = run_command("rank", tmp_path)
    assert (run.returncode, run.stderr) == (0, "")
    for ref in links:
        assert f"CM24-LIVPP-{ref}" in run.stdout


@pytest.mark.parametrize("name", ["/dev/null", "/dev/zero", "/dev/tty", "/proc/self/mem"])
def test_a_place_that_holds_no_scheme_is_refused(name: str) -> None:
    run = run_command("rank", name)
    assert run.returncode == 2
    assert run.stderr.startswith(f"{name}: ")
    assert len(run.stderr.splitlines()) == 1
