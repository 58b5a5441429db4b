"""Loading a pack: which files it has, how fast rubbish is refused, that it cannot be changed."""

import ast
import shutil
import time
from collections.abc import Iterator, Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from types import MappingProxyType
from typing import Any

import pytest

from rulebook.load import PACKS, load, load_files, named_pack, pack_files
from rulebook.problem import Refused
from tests.builders import TINY, edited_pack, main_pack, tiny_pack

CODE = Path(__file__).parents[2]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the tiny pack."""
    return shutil.copytree(TINY, tmp_path / "tiny")


def what_is_said_of(folder: Path) -> list[str]:
    with pytest.raises(Refused, match=r".") as refusal:
        load(folder)
    return [str(problem) for problem in refusal.value.problems]


def sha256_after(tmp_path: Path, file: str, old: str, new: str) -> str:
    return load(edited_pack(tmp_path, file, old, new)).sha256


# ── Files ────────────────────────────────────────────────────────────────────


def test_a_pack_of_our_own_is_found_by_its_name() -> None:
    assert named_pack("cheshire_merseyside") == PACKS / "cheshire_merseyside"


def test_any_other_name_is_a_folder() -> None:
    assert named_pack("some/where") == Path("some/where")


@pytest.mark.parametrize("name", ["", "..", "../packs", "nowhere"])
def test_a_name_leads_into_our_packs_only_if_it_is_one(name: str) -> None:
    assert PACKS not in named_pack(name).parents


def test_a_folder_that_is_not_there_is_refused(tmp_path: Path) -> None:
    assert what_is_said_of(tmp_path / "gone") == [
        f"{tmp_path}/gone: There is no such pack. Name a pack or its folder."
    ]


def test_an_empty_folder_lacks_every_file_that_a_pack_needs(tmp_path: Path) -> None:
    needed = ("pack", "template", "facts", "matrix", "calendar")
    assert what_is_said_of(tmp_path) == [
        f"{name}.yaml: The pack lacks this file. Add it." for name in needed
    ]


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("matirx.yaml", "A pack has no such file. Did you mean matrix.yaml? Rename or remove it."),
        ("notes.txt", "A pack has no such file. Rename or remove it."),
        ("rules/entry.yml", "Only .yaml files belong in rules. Rename or remove it."),
        ("lists/old/halls.yaml", "Only .yaml files belong in lists. Rename or remove it."),
    ],
)
def test_a_file_that_would_never_be_read_is_refused(folder: Path, name: str, message: str) -> None:
    (folder / name).parent.mkdir(exist_ok=True)
    (folder / name).write_text("phase: entry", "utf-8")
    shown = "lists/old" if "old" in name else name
    assert what_is_said_of(folder) == [f"{shown}: {message}"]


def test_hidden_files_do_not_count(folder: Path) -> None:
    (folder / ".DS_Store").write_bytes(b"\x00")
    (folder / "rules" / ".entry.yaml.swp").write_bytes(b"\x00")
    assert load(folder).sha256 == tiny_pack().sha256


def test_a_pack_needs_no_checklist(tmp_path: Path) -> None:
    folder = edited_pack(tmp_path, "template.yaml", ", items: [DEED-1]", "")
    (folder / "checklist.yaml").unlink()
    assert load(folder).checklist is None


# ── Rubbish ──────────────────────────────────────────────────────────────────

LAUGHS = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(30))
RUBBISH: list[tuple[str, bytes, str]] = [
    ("empty", b"", "The file is empty. Fill it, or remove it."),
    ("blank", b" \n\t\n", "The file is empty. Fill it, or remove it."),
    ("comments", b"# nothing\n", "The file is empty. Fill it, or remove it."),
    ("nul", b"title: a\x00b", "line 1: The file holds a control character, U+0000. Remove it."),
    ("bell", b"a: 1\nb: \x07", "line 2: The file holds a control character, U+0007. Remove it."),
    ("utf-16", "title: a".encode("utf-16"), "The file is UTF-16 or UTF-32. Save it as UTF-8."),
    ("latin-1", b"a: 1\nb: caf\xe9", "line 2: The file is not UTF-8 text. Save it as UTF-8."),
    ("alias bomb", LAUGHS.encode(), ("line 1: Anchors and aliases are not allowed. "
     "Write the value out.")),
    ("alias", b"a: *b", "line 1: Anchors and aliases are not allowed. Write the value out."),
    ("merge key", b"<<: *b", "line 1: Anchors and aliases are not allowed. Write the value out."),
    ("tag", b"a: !!python/name:os.system", "line 1: Tags are not allowed. Write a plain value."),
    ("own tag", b"a: !secret x", "line 1: Tags are not allowed. Write a plain value."),
    ("repeated key", b"a: 1\nb: 2\na: 3", "line 3: The key a is given twice. Give it once."),
    ("second document", b"a: 1\n---\nb: 2", ("line 2: The file holds a second document. "
     "Use one file for each.")),
    ("tab", b"a:\n\tb: 1", ("line 2: This is not YAML: a tab stands where spaces must; "
     "use spaces. Correct it.")),
    ("open bracket", b"a: [1, 2", ("line 1: This is not YAML: did not find expected ',' or ']'."
     " Correct it.")),
    ("deep", b"[" * 900_000, "line 1: It is nested deeper than 12 levels. Write it flatter."),
    ("huge", b"a: " + b"x" * 5_000_000, "The file is larger than 1 MB. Use JSON, or split it."),
    ("a list", b"- a\n- b", "line 1: This must be a group of fields, each with its name."),
    ("a word", b"hello", "line 1: This must be a group of fields, each with its name."),
    ("null", b"null", "line 1: This must be a group of fields, each with its name."),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "message"), [row[1:] for row in RUBBISH], ids=[r[0] for r in RUBBISH]
)
@pytest.mark.parametrize("file", ["pack.yaml", "rules/entry.yaml"])
def test_rubbish_is_refused_with_file_and_line_within_a_second(
    folder: Path, file: str, data: bytes, message: str
) -> None:
    (folder / file).write_bytes(data)
    begun = time.process_time()
    said = what_is_said_of(folder)
    assert time.process_time() - begun < 1
    place = f"{file}, {message}" if message.startswith("line") else f"{file}: {message}"
    assert said == [place]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("weight: 5", "weight: " + "9" * 25, ("This is more than 1,000,000,000, "
         "the most that is allowed.")),
        ("weight: 5", "weight: " + "9" * 5000, ("This must be a number; it is the text "
         "“99999999999999999999999999999…”.")),
        ("title: Plan", "title: " + "x" * 900_000, ("This has 900,000 characters; "
         "at most 120 are allowed. Shorten it.")),
        ("title: Plan", r'title: "a\0b"', ("This holds characters that cannot be printed. "
         "Remove them.")),
    ],
    ids=["large number", "long number", "long text", "escaped NUL"],
)  # fmt: skip
def test_a_value_out_of_all_proportion_gets_a_short_message(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    said = what_is_said_of(edited_pack(tmp_path, "matrix.yaml", old, new))
    assert len(said) == 1
    assert said[0].endswith(f": {message}")


# ── A loaded pack ────────────────────────────────────────────────────────────


def changeable_parts(value: Any, place: str = "pack") -> Iterator[str]:
    """The place of everything in a value that could be changed."""
    if isinstance(value, tuple | frozenset):
        for n, item in enumerate(value):
            yield from changeable_parts(item, f"{place}[{n}]")
    elif isinstance(value, MappingProxyType):
        for key, item in value.items():
            yield from changeable_parts(item, f"{place}[{key}]")
    elif hasattr(value, "__dataclass_fields__"):
        if not value.__dataclass_params__.frozen:
            yield place
        for name in (name for name in value.__dataclass_fields__ if not name.startswith("_")):
            yield from changeable_parts(getattr(value, name), f"{place}.{name}")
    elif not isinstance(value, str | int | Decimal | date | None):
        yield f"{place}: {type(value).__name__}"


def test_nothing_in_a_loaded_pack_can_be_changed() -> None:
    assert list(changeable_parts(tiny_pack())) == []
    assert list(changeable_parts(main_pack())) == []


def test_arguments_and_attributes_cannot_be_changed_either() -> None:
    pack = tiny_pack()
    changes: list[tuple[Mapping[str, Any], str]] = [
        (pack.facts, "gaps"),
        (pack.facts["bills_given"].arguments, "list"),
        (pack.reference["halls"].entries["LOW-1"].attributes, "roof"),
    ]
    for mapping, key in changes:
        with pytest.raises(TypeError, match="does not support item assignment"):
            mapping[key] = "other"  # type: ignore[index]


def test_attributes_have_the_type_that_their_list_declares() -> None:
    assert dict(tiny_pack().reference["halls"].entries["LOW-1"].attributes) == {
        "roof": "thatch",
        "built_on": date(1901, 5, 1),
        "seats": 80,
        "area": Decimal("0.25"),
        "is_listed": True,
        "villages": ("Lower", "Upper"),
    }


def test_entries_that_belong_to_others_say_so_and_stand_together(tmp_path: Path) -> None:
    edited_pack(
        tmp_path,
        "lists/trustees.yaml",
        "- {id: chair, title: Chair}",
        "- {id: slate, title: The slaters}\n  - {id: thatch, title: The thatchers}",
    )
    edited_pack(
        tmp_path,
        "lists/halls.yaml",
        "title: New hall",
        "title: New hall\n    attributes: {roof: slate}",
    )
    folder = edited_pack(
        tmp_path,
        "lists/halls.yaml",
        "entries:",
        "belongs_to: {attribute: roof, list: trustees}\nentries:",
    )
    labels = {
        "UP_1": "The slaters: Upper hall",
        "NEW1": "The slaters: New hall",
        "LOW-1": "The thatchers: Lower hall",
    }
    pack = load(folder)
    asked = next(field for field in pack.template.fields if field.choices_list == "halls")
    assert [(choice.id, choice.label) for choice in asked.choices] == list(labels.items())
    assert {id: entry.title for id, entry in pack.reference["halls"].entries.items()} == labels


def test_a_pack_says_its_version() -> None:
    assert tiny_pack().version == "3"


# ── Its fingerprint ──────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("pack.yaml", "id: village_halls", "# a comment\n\nid:   village_halls  # another"),
        ("pack.yaml", "title: Village hall fund", "title: 'Village hall fund'"),
        ("pack.yaml", "title: Village hall fund\nversion: '3'",
         "version: '3'\ntitle: Village hall fund"),
        ("pack.yaml", "- {id: wish, title: A wish}", "-\n    title: A wish\n    id: wish"),
        ("matrix.yaml", "weight: 2.5", "weight: 2.50"),
        ("matrix.yaml", "weight: 5", "weight: 5.0"),
        ("lists/halls.yaml", "\n", "\r\n"),
    ],
)  # fmt: skip
def test_comments_and_layout_do_not_change_the_fingerprint(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    if new == "\r\n":
        folder = shutil.copytree(TINY, tmp_path / "tiny")
        (folder / file).write_bytes((folder / file).read_bytes().replace(b"\n", b"\r\n"))
        assert load(folder).sha256 == tiny_pack().sha256
    else:
        assert sha256_after(tmp_path, file, old, new) == tiny_pack().sha256


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("pack.yaml", "version: '3'", "version: '4'"),
        ("pack.yaml", "title: Village hall fund", "title: Village hall Fund"),
        ("template.yaml", "max_length: 80", "max_length: 81"),
        ("facts.yaml", "label: the roof", "label: a roof"),
        ("rules/entry.yaml", "op: less_than, value: 1", "op: less_than, value: 2"),
        ("matrix.yaml", "weight: 2.5", "weight: 2.51"),
        ("matrix.yaml", "because: It is thatched.", "because: It is thatch."),
        ("calendar.yaml", "until: 2024-06-30", "until: 2024-06-29"),
        ("checklist.yaml", "title: Safety comes first", "title: Safety first"),
        ("lists/halls.yaml", "seats: 40", "seats: 41"),
        ("lists/trustees.yaml", "about: Who decides.", "about: Who chooses."),
    ],
)
def test_a_changed_value_changes_the_fingerprint(
    tmp_path: Path, file: str, old: str, new: str
) -> None:
    assert sha256_after(tmp_path, file, old, new) != tiny_pack().sha256


def test_the_order_of_a_list_is_part_of_the_fingerprint(tmp_path: Path) -> None:
    old, new = "[winter, any_time]", "[any_time, winter]"
    assert sha256_after(tmp_path, "matrix.yaml", old, new) != tiny_pack().sha256


def test_the_fingerprint_is_64_digits_and_the_same_each_time() -> None:
    assert load(TINY).sha256 == load(TINY).sha256
    assert len(tiny_pack().sha256) == 64


# ── The code knows no pack ───────────────────────────────────────────────────


def words_in_code() -> Iterator[tuple[str, str]]:
    """Every text constant of rulebook/ and scoring/ with its file; docstrings are no matter."""
    for folder in ("rulebook", "scoring"):
        for path in sorted((CODE / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(path.read_text("utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield node.value, path.name


def test_no_code_holds_the_name_of_a_pack_tier_rule_criterion_gate_or_flag() -> None:
    pack = main_pack()
    names = {pack.id} | {item.id for item in (*pack.tiers, *pack.gates, *pack.flags)}
    names |= {rule.id for rule in pack.rules} | {item.id for item in pack.matrix.criteria}
    assert [(word, file) for word, file in words_in_code() if word in names] == []


def test_a_pack_can_be_loaded_from_the_files_that_were_kept_of_it() -> None:
    assert load_files(pack_files(TINY)) == tiny_pack()


def test_a_kept_pack_that_lacks_a_file_is_refused_by_its_name() -> None:
    files = {name: data for name, data in pack_files(TINY).items() if name != "matrix.yaml"}
    with pytest.raises(Refused, match=r"matrix\.yaml: The pack lacks this file"):
        load_files(files)


def test_the_files_of_a_folder_that_is_not_there_are_refused() -> None:
    with pytest.raises(Refused, match="There is no such pack"):
        pack_files(TINY / "nowhere")
