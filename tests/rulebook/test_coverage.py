"""Every item of the checklist is cited by the pack, or left to a later part by name."""

from dataclasses import replace
from pathlib import Path

import pytest

from rulebook.coverage import Coverage, coverage_of
from rulebook.load import load
from tests.builders import edited_pack, main_pack, tiny_pack


def test_no_item_of_the_planning_document_is_open() -> None:
    assert coverage_of(main_pack()).open == ()


def test_every_item_of_the_planning_document_is_looked_at() -> None:
    pack = main_pack()
    assert pack.checklist is not None
    found = coverage_of(pack)
    assert found.covered.keys() | found.later.keys() == pack.checklist.entries.keys()
    assert len(pack.checklist.entries) == 105


def test_what_is_left_to_later_parts_is_named_and_little() -> None:
    left = coverage_of(main_pack()).later
    assert all(part.strip() for part in left.values())
    assert len(left) <= 11


def test_each_item_names_all_that_cite_it() -> None:
    found = coverage_of(tiny_pack())
    assert found.covered == {
        "DEED-1": ("rule E1", "field name"),
        "DEED-2": ("rule S1", "field dangers", "fact dangers"),
    }
    assert (found.later, found.open) == ({}, ())


def test_an_item_that_nothing_cites_is_open(tmp_path: Path) -> None:
    folder = edited_pack(
        tmp_path,
        "checklist.yaml",
        "  - {id: DEED-2, title: Safety comes first}",
        "  - {id: DEED-2, title: Safety comes first}\n  - {id: DEED-3, title: Halls are kept warm}",
    )
    assert coverage_of(load(folder)).open == ("DEED-3",)


def test_an_item_that_is_left_to_a_later_part_is_not_open() -> None:
    pack = tiny_pack()
    assert pack.checklist is not None
    entry = replace(pack.checklist.entries["DEED-2"], id="DEED-3", attributes={"later": "heating"})
    entries = {**pack.checklist.entries, "DEED-3": entry}
    found = coverage_of(replace(pack, checklist=replace(pack.checklist, entries=entries)))
    assert (found.later, found.open) == ({"DEED-3": "heating"}, ())


def test_a_pack_without_a_checklist_has_nothing_to_cover() -> None:
    assert coverage_of(replace(tiny_pack(), checklist=None)) == Coverage({}, {}, ())


@pytest.mark.parametrize("kind", ["rule", "field", "fact", "criterion", "list", "stage"])
def test_every_kind_of_part_of_the_pack_covers_something(kind: str) -> None:
    names = [name for cited in coverage_of(main_pack()).covered.values() for name in cited]
    assert any(name.startswith(f"{kind} ") for name in names)
