"""The report of a check: what must be mended, what overlaps, what is covered."""

from app.documents.check_report import report
from rulebook.check import Report
from rulebook.coverage import Coverage
from tests.builders import tiny_pack

NOTHING = Coverage({}, {}, ())
COVERED = Coverage(
    {"D-1": ("rule E1",), "D-2": ("rule S1",)}, {"D-2": "part 3", "D-3": "part 4"}, ()
)


def text(
    problems: tuple[str, ...] = (),
    notes: tuple[str, ...] = (),
    coverage: Coverage = NOTHING,
    *,
    with_coverage: bool = False,
) -> str:
    found = Report(9, problems, notes, coverage)
    return report(tiny_pack(), found, with_coverage=with_coverage)


def test_it_names_the_pack_and_counts_its_parts() -> None:
    pack = tiny_pack()
    head = text().split("\n")[:2]
    assert head[0] == f"Village hall fund, version 3, SHA-256 {pack.sha256}"
    fields = len(list(pack.template.fields))
    assert head[1] == (
        f"{len(pack.rules)} rules, {len(pack.facts)} facts, {fields} fields, 3 criteria, "
        "9 examples, all run."
    )


def test_it_says_when_nothing_has_to_be_mended() -> None:
    assert "Nothing has to be mended" in text()


def test_what_must_be_mended_stands_before_what_overlaps() -> None:
    found = text(problems=("Rule A1 cannot match.",), notes=("A1 and A2 overlap.",))
    assert "Nothing has to be mended" not in found
    assert found.index("- Rule A1 cannot match.") < found.index("- A1 and A2 overlap.")


def test_a_pack_without_a_checklist_says_so() -> None:
    assert "The pack has no checklist." in text()


def test_it_counts_what_is_covered_and_names_what_is_left() -> None:
    found = " ".join(text(coverage=COVERED).split())
    assert "2 of 3 items are cited by the pack, 2 are left to later parts" in found
    assert "- D-2: left in part to part 3" in found
    assert "- D-3: left to part 4" in found
    assert "rule E1" not in found


def test_what_covers_each_item_is_shown_when_it_is_asked_for() -> None:
    assert "- D-1: rule E1" in text(coverage=COVERED, with_coverage=True)
