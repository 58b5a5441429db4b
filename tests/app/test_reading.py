"""Schemes are read from any mixture of files, and what is wrong says where and what to do."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from app.services import reading
from app.services.reading import Given, read_schemes
from rulebook.problem import Refused
from rulebook.schema import SchemeReader
from tests.app.rounds import a_hall
from tests.builders import tiny_pack

READER = SchemeReader(tiny_pack().template)
Write = Callable[[str, Any], Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    """Writes a value to a file, as JSON or YAML by its name; text as it is."""

    def to_file(name: str, value: Any) -> Path:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        dump = json.dumps if path.suffix.lower() == ".json" else yaml.safe_dump
        path.write_text(value if isinstance(value, str) else dump(value), "utf-8")
        return path

    return to_file


def read(*paths: Path) -> Given:
    return read_schemes(paths, READER)


def refs(given: Given) -> list[str]:
    return [scheme["scheme_ref"] for scheme in given.schemes]


@pytest.mark.parametrize("name", ["a.json", "a.yaml", "a.yml", "A.JSON"])
@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param(a_hall("VH-001"), ["VH-001"], id="one scheme"),
        pytest.param([a_hall("VH-002"), a_hall("VH-001")], ["VH-002", "VH-001"], id="a list"),
        pytest.param({"schemes": [a_hall("VH-003")]}, ["VH-003"], id="a list with its name"),
    ],
)
def test_a_file_holds_one_scheme_or_a_list(
    write: Write, name: str, value: Any, expected: list[str]
) -> None:
    given = read(write(name, value))
    assert refs(given) == expected
    assert given.problems == ()


def test_json_and_yaml_give_equal_schemes(write: Write) -> None:
    hall = a_hall(bills=[{"what": "Slates: “grey”", "year": "2024-25", "hours": 2.5}])
    as_json, as_yaml = read(write("a.json", hall)), read(write("a.yaml", hall))
    assert as_json.schemes == as_yaml.schemes


def test_a_folder_gives_the_schemes_of_its_files_by_name(write: Write, tmp_path: Path) -> None:
    write("round/b.json", a_hall("VH-001"))
    write("round/a.yaml", [a_hall("VH-003"), a_hall("VH-002")])
    write("round/notes.txt", "not a scheme")
    write("round/.hidden.yaml", "not: [a scheme")
    given = read(tmp_path / "round")
    assert refs(given) == ["VH-003", "VH-002", "VH-001"]
    assert given.problems == ()


def test_a_byte_order_mark_does_not_matter(write: Write) -> None:
    path = write("a.json", "\ufeff" + json.dumps(a_hall()))
    assert refs(read(path)) == ["VH-001"]


def test_a_reference_that_two_files_give_is_refused_and_both_are_named(write: Write) -> None:
    first, second = write("a.json", a_hall()), write("b.yaml", [a_hall("VH-002"), a_hall()])
    given = read(first, second)
    assert refs(given) == ["VH-001", "VH-002"]
    (problem,) = given.problems
    assert problem.message == (
        f"Two schemes have the reference VH-001: {first}, at /scheme_ref, and {second}, line "
        f"{problem.line}. If one is a copy, give it a new reference."
    )
    assert (problem.file, problem.pointer, problem.code) == (
        str(second),
        "/1/scheme_ref",
        "duplicate",
    )
    assert problem.line is not None


def test_a_file_that_is_named_twice_is_told_so(write: Write) -> None:
    path = write("a.yaml", a_hall())
    (problem,) = read(path.parent, path).problems
    assert problem.message == "The file is named twice, by itself or with its folder. Name it once."


def test_a_scheme_without_a_reference_is_refused(write: Write) -> None:
    (problem,) = read(write("a.json", [a_hall(scheme_ref=None)])).problems
    assert problem.pointer == "/0/scheme_ref"
    assert problem.message == "The scheme has no reference. Give it one, such as CM24-LIVPP-001."


def test_a_problem_in_yaml_has_its_file_line_pointer_and_label(write: Write) -> None:
    text = "# a comment\nschemes:\n- scheme_ref: VH-001\n  name: Roof\n  hall: UP_1\n  bills:\n"
    path = write("a.yaml", text + "  - what: Slates\n  - what: 5\n")
    (problem,) = read(path).problems
    assert (problem.file, problem.line) == (str(path), 8)
    assert (problem.pointer, problem.label) == ("/schemes/0/bills/1/what", "Bills 2 › What for")


def test_a_problem_in_json_has_its_pointer_from_the_top_of_the_file(write: Write) -> None:
    (problem,) = read(write("a.json", [a_hall(), a_hall("VH-002", visitors="many")])).problems
    assert (problem.pointer, problem.label, problem.line) == ("/1/visitors", "Visitors", None)


def test_a_name_with_a_slash_is_escaped_in_its_pointer(write: Write) -> None:
    (problem,) = read(write("a.json", {**a_hall(), "a/b~c": 1})).problems
    assert problem.pointer == "/a~1b~0c"


def test_schemes_that_can_be_read_are_kept_beside_those_that_cannot(write: Write) -> None:
    bad = write("bad.yaml", "a: [")
    given = read(bad, write("a.json", [a_hall("VH-001", cost=-1), a_hall("VH-002")]))
    assert refs(given) == ["VH-002"]
    assert [problem.file for problem in given.problems] == [str(bad), str(bad.parent / "a.json")]


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ([], "The list holds no scheme. Put one in it, or leave the file out."),
        ({"schemes": []}, "The list holds no scheme. Put one in it, or leave the file out."),
        ({"schemes": {}}, "This must be a list of schemes."),
        (
            {"schemes": [], "name": "x"},
            "Beside a list of schemes nothing else may stand in the file. Remove it.",
        ),
        ([[a_hall()]], "This must be a group of fields, each with its name."),
        (7, "This must be a group of fields, each with its name."),
    ],
)
def test_a_file_of_another_shape_is_refused(write: Write, value: Any, message: str) -> None:
    given = read(write("a.json", value))
    assert [problem.message for problem in given.problems] == [message]


def test_a_folder_without_schemes_is_refused(tmp_path: Path) -> None:
    (problem,) = read(tmp_path).problems
    assert problem.message.startswith("The folder holds no .json, .yaml or .yml file.")


@pytest.mark.parametrize(
    ("make", "message"),
    [
        pytest.param(os.mkfifo, "This is not an ordinary file. Name one that is.", id="a pipe"),
        pytest.param(
            lambda p: p.symlink_to(p),
            "The file cannot be opened: Too many levels of symbolic links. "
            "Check it, or name another one.",
            id="a link to itself",
        ),
        pytest.param(
            lambda p: p.symlink_to("/dev/zero"),
            "This is not an ordinary file. Name one that is.",
            id="an endless device",
        ),
    ],
)
@pytest.mark.parametrize("is_named", [True, False])
def test_what_is_not_a_file_is_refused_and_never_waited_for(
    tmp_path: Path, make: Callable[[Path], None], message: str, is_named: bool
) -> None:
    make(tmp_path / "a.json")
    given = read(tmp_path / "a.json" if is_named else tmp_path)
    assert [problem.message for problem in given.problems] == [message]


def test_a_file_that_is_not_there_is_told() -> None:
    (problem,) = read(Path("nowhere.json")).problems
    assert problem.message == "There is no such file. Check its name."


@pytest.mark.parametrize("name", ["scheme.xlsx", "scheme"])
def test_a_file_of_another_kind_is_refused(write: Write, name: str) -> None:
    (problem,) = read(write(name, "x")).problems
    assert problem.message == "This kind of file cannot be read. Use .json, .yaml or .yml."


def test_a_name_that_is_far_too_long_is_refused_and_cut_short() -> None:
    (problem,) = read(Path("x" * 5000 + ".json")).problems
    assert "File name too long" in problem.message
    assert len(problem.file) == reading.LONGEST_NAME


def test_a_file_name_with_control_signs_is_shown_without_them(tmp_path: Path) -> None:
    path = tmp_path / "\x1b[31mred\udcff\n.json"
    path.write_text("5")
    for paths in ([path], [tmp_path]):
        (problem,) = read(*paths).problems
        assert problem.file.isprintable()
        assert problem.file.encode()


def test_a_file_that_vanishes_is_told_and_the_others_are_read(
    write: Write, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = write("round/a.json", a_hall("VH-001"))
    write("round/b.json", a_hall("VH-002"))
    listed = sorted(gone.parent.iterdir())
    monkeypatch.setattr(Path, "iterdir", lambda path: iter(listed))
    gone.unlink()
    given = read(tmp_path / "round")
    assert refs(given) == ["VH-002"]
    assert [problem.message for problem in given.problems] == [
        "There is no such file. Check its name."
    ]


@pytest.mark.parametrize(("blocked", "is_folder"), [("open", False), ("iterdir", True)])
def test_what_may_not_be_read_is_refused(
    write: Write, monkeypatch: pytest.MonkeyPatch, blocked: str, is_folder: bool
) -> None:
    def refuse(*arguments: Any) -> Any:
        raise PermissionError(13, "Permission denied")

    path = write("round/a.json", a_hall())
    monkeypatch.setattr(Path, blocked, refuse)
    (problem,) = read(path.parent if is_folder else path).problems
    assert problem.message.startswith("The file cannot be opened: Permission denied.")


def test_a_file_is_read_no_further_than_its_limit(
    write: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    sizes: list[int] = []

    def note_size(data: bytes, file: str) -> Any:
        sizes.append(len(data))
        raise Refused([])

    monkeypatch.setitem(reading.READERS, ".json", (note_size, 10))
    read(write("a.json", "x" * 1000))
    assert sizes == [11]


@pytest.mark.parametrize("item", [1, {}, []])
def test_a_list_of_rubbish_is_given_up_after_a_thousand_problems(write: Write, item: Any) -> None:
    with pytest.raises(Refused, match="more than 1,000 problems") as refusal:
        read(write("a.json", [item] * 2000))
    assert len(refusal.value.problems) == reading.MOST_PROBLEMS + 1


def test_a_list_of_too_many_schemes_is_refused_at_once(write: Write) -> None:
    (problem,) = read(write("a.json", [1] * (reading.MOST_SCHEMES + 1))).problems
    assert problem.message == "The list holds more than 100,000 schemes. Split it."


def test_every_scheme_is_seen_by_whoever_watches(write: Write) -> None:
    seen: list[int] = []

    def watch(places: Any) -> Any:
        seen.append(len(places))
        return places

    read_schemes([write("a.json", [a_hall("VH-001"), {}])], READER, watch)
    assert seen == [2]
