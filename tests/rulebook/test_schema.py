"""Checking a scheme against a template: what is read, what is refused and where, and back again."""

import json
import time
from collections.abc import Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rulebook.missing import missing_answers
from rulebook.problem import ListedIn, Problem, Refused
from rulebook.reader import Document, read_json, read_yaml
from rulebook.schema import (
    MOST_PROBLEMS,
    SchemeReader,
    labels_of,
    plain,
    restored,
    submission_problems,
)
from rulebook.template import Field, Template
from tests.builders import a_scheme, main_pack, tiny_pack
from tests.rulebook.samples import read_samples

READER = SchemeReader(main_pack().template)
TINY = SchemeReader(tiny_pack().template)
SMALLEST = {"name": "New roof", "hall": "LOW-1"}


def problems_of(scheme: Any, reader: SchemeReader = READER) -> tuple[Problem, ...]:
    with pytest.raises(Refused, match=r".") as refusal:
        reader.read(scheme, "file.json")
    return refusal.value.problems


def said_of(scheme: Any, reader: SchemeReader = READER) -> list[tuple[str, str, str]]:
    """The pointer, label and message of each problem."""
    return [(p.pointer, p.label, p.message) for p in problems_of(scheme, reader)]


def a_line(**changes: Any) -> list[dict[str, Any]]:
    """Three finance lines, the last one changed."""
    lines = a_scheme()["finance_lines"]
    return [*lines[:2], {**lines[2], **changes}]


# ── What is read ─────────────────────────────────────────────────────────────


def test_a_complete_scheme_is_read_with_dates_decimals_and_tuples() -> None:
    answers = READER.read(a_scheme(workforce_effect=[a_scheme()["workforce_effect"][0]]))
    assert answers["benefit_start"] == date(2024, 7, 1)
    assert answers["outcomes"][0]["baseline"] == Decimal(64)
    assert type(answers["outcomes"][0]["baseline"]) is Decimal
    assert answers["partner_orgs"] == ("PCLIV", "CABLIV")
    assert answers["finance_lines"][0]["gross_cost"] == 18_000_000
    assert answers["declaration"]["accurate"] is True
    assert answers["engagement"]["dates"][0]["date"] == date(2023, 10, 18)


def test_what_a_draft_needs_is_enough_to_be_read() -> None:
    assert TINY.read(SMALLEST) == {"name": "New roof", "hall": "LOW-1", "tongue": "english"}


def test_a_default_holds_only_where_nothing_is_given() -> None:
    assert READER.read(a_scheme())["language_of_submission"] == "en"
    given = READER.read(a_scheme(language_of_submission="cy"))
    assert given["language_of_submission"] == "cy"


def test_the_scheme_that_was_given_is_left_as_it_was() -> None:
    scheme = a_scheme()
    READER.read(scheme)
    assert scheme == a_scheme()


# ── What is refused ──────────────────────────────────────────────────────────

CODES = "CM24-LIVPP-001"
REFUSED: list[tuple[dict[str, Any], str, str, str]] = [
    ({"title": None}, "/title", "Title", "Give the title."),
    ({"title": ""}, "/title", "Title", "This is blank. Give an answer, or leave the field out."),
    ({"title": "x" * 121}, "/title", "Title",
     "This has 121 characters; at most 120 are allowed. Shorten it."),
    ({"title": "a\x00b"}, "/title", "Title",
     "This holds characters that cannot be printed. Remove them."),
    ({"title": "a\ud800"}, "/title", "Title", "This holds half a character. Type it again."),
    ({"titel": "x"}, "/titel", "", ("titel is not a name known here. Did you mean title? "
     "Correct or remove it.")),
    ({"x/y~z": 1}, "/x~1y~0z", "", "x/y~z is not a name known here. Correct or remove it."),
    ({"": 1}, "/", "", " is not a name known here. Correct or remove it."),
    ({"_schema": 1}, "/_schema", "", "_schema is not a name known here. Correct or remove it."),
    ({"scheme_ref": "one"}, "/scheme_ref", "Scheme reference",
     ("one does not have the expected form. The round, the organisation and a number, "
     "such as CM24-LIVPP-001. The service gives it.")),
    ({"scheme_kind": "Investments"}, "/scheme_kind", "Kind of scheme",
     "Investments is not one of the choices. Did you mean investment?"),
    ({"lead_place": "Liverpool"}, "/lead_place", "Lead place",
     "Liverpool is not in the list places. Did you mean E08000012 (Liverpool)?"),
    ({"material_service_change": True}, "/material_service_change", "Material service change",
     "This must be one of the choices; it is true or false."),
    ({"partner_orgs": "PCLIV"}, "/partner_orgs", "Partner organisations",
     "This must be a list of choices; it is the text “PCLIV”."),
    ({"partner_orgs": ["PCLIV", "PCLIX"]}, "/partner_orgs/1", "Partner organisations 2",
     ("PCLIX is not in the list organisations. Did you mean PCLIV (General practice and primary "
      "care networks, Liverpool)?")),
    ({"partner_orgs": ["PCLIV", "PCLIV"]}, "/partner_orgs/1", "Partner organisations 2",
     "PCLIV is given twice. Give it once."),
    ({"service_at_risk": ["none", "safety"]}, "/service_at_risk", "Service or duty at risk",
     "none stands alone. Remove it or the others."),
    ({"population_affected": "6000"}, "/population_affected", "People affected a year",
     "This must be a whole number; it is the text “6000”."),
    ({"population_affected": "6,000"}, "/population_affected", "People affected a year",
     "This must be a whole number; it is the text “6,000”. Write 6000."),
    ({"population_affected": True}, "/population_affected", "People affected a year",
     "This must be a whole number; it is true or false."),
    ({"population_affected": 3_000_001}, "/population_affected", "People affected a year",
     "3,000,001 is more than 3,000,000, the most that is allowed."),
    ({"benefit_start": "2023-02-29"}, "/benefit_start", "Start of benefits",
     "2023-02-29 is not a day of the calendar. Check it."),
    ({"benefit_start": "01/07/2024"}, "/benefit_start", "Start of benefits",
     "01/07/2024 is not a date such as 2024-03-31. Write 2024-07-01."),
    ({"inequality_impact": []}, "/inequality_impact", "Effect on health inequalities",
     "This must be a group of fields, each with its name."),
    ({"inequality_impact": None, "inequality_impacts": {}}, "/inequality_impacts", "",
     ("inequality_impacts is not a name known here. Did you mean inequality_impact? "
     "Correct or remove it.")),
    ({"inequality_impact__direction": "up"}, "/inequality_impact/direction",
     "Effect on health inequalities › Direction", ("up is not one of the choices. "
     "Choose one of: positive, neutral, negative, not_known.")),
    ({"inequality_impact__direcshun": "up"}, "/inequality_impact/direcshun",
     "Effect on health inequalities",
     "direcshun is not a name known here. Did you mean direction? Correct or remove it."),
    ({"declaration__accurate": False}, "/declaration/accurate", "Declaration › It is accurate",
     "This must be confirmed. Set it to true once it is so."),
    ({"finance_lines": {}}, "/finance_lines", "Finance lines",
     "This must be a list. Begin each item with a dash or put them in brackets."),
    ({"finance_lines": [5]}, "/finance_lines/0", "Finance lines 1",
     "This must be a group of fields, each with its name."),
    ({"finance_lines": [{}] * 61}, "/finance_lines", "Finance lines",
     "This has 61 items; at most 60 may be given. Leave some out."),
    ({"finance_lines": a_line(gross_cost="5")}, "/finance_lines/2/gross_cost",
     "Finance lines 3 › Gross cost", ("This must be a whole number; it is the text “5”. "
     "Money is given in whole pence: £12.50 is 1250.")),
    ({"finance_lines": a_line(gross_cost=Decimal("5.5"))}, "/finance_lines/2/gross_cost",
     "Finance lines 3 › Gross cost", ("This must be a whole number; it is 5.5. "
     "Money is given in whole pence: £12.50 is 1250.")),
    ({"finance_lines": a_line(gross_cost=Decimal("3100.00"))}, "/finance_lines/2/gross_cost",
     "Finance lines 3 › Gross cost",
     "Money is given in whole pence, without a point: £3,100.00 is 310000."),
    ({"finance_lines": a_line(gross_cost=-1)}, "/finance_lines/2/gross_cost",
     "Finance lines 3 › Gross cost", "-1 is less than 0, the least that is allowed."),
    ({"finance_lines": a_line(financial_year="2024-26")}, "/finance_lines/2/financial_year",
     "Finance lines 3 › Financial year", "2024-26 is not a financial year such as 2024-25."),
    ({"finance_lines": a_line(found="baseline")}, "/finance_lines/2/found", "Finance lines 3",
     "found is not a name known here. Did you mean fund? Correct or remove it."),
    ({"intelligence_used": [{"value": 5}]}, "/intelligence_used/0/value",
     "Local intelligence 1 › Our value", "This must be text, in quotes; it is a number."),
    ({"engagement__dates": [{"date": "today"}]}, "/engagement/dates/0/date",
     "Engagement › Engagement record 1 › Date", "today is not a date such as 2024-03-31."),
]  # fmt: skip


@pytest.mark.parametrize(("changes", "pointer", "label", "message"), REFUSED)
def test_a_wrong_answer_is_told_with_its_pointer_its_label_and_what_to_do(
    changes: dict[str, Any], pointer: str, label: str, message: str
) -> None:
    left_out = {name: None for name, value in changes.items() if value is None}
    given = {name: value for name, value in changes.items() if name not in left_out}
    scheme = a_scheme(**left_out)
    for name, value in given.items():
        group, _, part = name.partition("__")
        if part and group:
            scheme[group][part] = value
        else:
            scheme[name] = value
    assert said_of(scheme) == [(pointer, label, message)]


def test_a_problem_names_the_list_that_its_answer_is_taken_from() -> None:
    scheme = a_scheme(
        title=5, theme="x", partner_orgs=["x"], finance_lines=a_line(fund="x", kind="x")
    )
    reader = SchemeReader(main_pack().template, "a_pack", "7")
    with pytest.raises(Refused, match=r"x is not in the list themes[.]") as refusal:
        reader.read(scheme)
    assert {problem.pointer: problem.listed_in for problem in refusal.value.problems} == {
        "/title": None,
        "/theme": ListedIn("themes", "a_pack", "7"),
        "/partner_orgs/0": ListedIn("organisations", "a_pack", "7"),
        "/finance_lines/2/kind": None,
        "/finance_lines/2/fund": ListedIn("funds", "a_pack", "7"),
    }


def test_pence_with_a_point_are_whole_if_nothing_stands_behind_it() -> None:
    answers = READER.read(a_scheme(finance_lines=a_line(gross_cost=Decimal("5.0"))))
    assert answers["finance_lines"][2]["gross_cost"] == 5


@pytest.mark.parametrize("scheme", [None, 5, "text", [], [{}], True])
def test_what_is_no_scheme_at_all_is_refused_as_a_whole(scheme: Any) -> None:
    message = "This must be a group of fields, each with its name."
    assert said_of(scheme) == [("", "", message)]


def test_everything_that_is_wrong_is_told_at_once_names_not_known_last() -> None:
    scheme = a_scheme(
        title=5, zebra=1, aardvark=1, theme="x", finance_lines=a_line(gross_cost="5", kind="x")
    )
    assert [problem.pointer for problem in problems_of(scheme)] == [
        "/title",
        "/theme",
        "/finance_lines/2/kind",
        "/finance_lines/2/gross_cost",
        "/aardvark",
        "/zebra",
    ]


def test_a_problem_reads_as_file_label_and_message() -> None:
    (problem,) = problems_of(a_scheme(finance_lines=a_line(gross_cost="5")))
    assert str(problem).startswith("file.json: Finance lines 3 › Gross cost: This must be a whole")
    assert problem.code == "invalid_answer"


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "x" * 5_000_000},
        {"theme": "x" * 5_000_000},
        {"x" * 5_000_000: 1},
        {"partner_orgs": ["x" * 5_000_000]},
        {"partner_orgs": ["x"] * 500_000},
        {"finance_lines": [{}] * 500_000},
        {"finance_lines": ["x"] * 60},
        {f"name{n}": n for n in range(50_000)},
        {"partner_orgs": [f"PCLI{n}" for n in range(100)]},
    ],
    ids=range(9),
)
def test_masses_are_refused_within_a_second_and_in_few_words(changes: dict[str, Any]) -> None:
    scheme = {**a_scheme(), **changes}
    begun = time.process_time()
    problems = problems_of(scheme)
    assert time.process_time() - begun < 1
    assert len(problems) <= MOST_PROBLEMS + 1
    assert max(len(str(problem)) for problem in problems) < 300


def test_of_very_many_problems_the_first_are_told() -> None:
    problems = problems_of({**a_scheme(), **{f"name{n}": n for n in range(500)}})
    assert len(problems) == MOST_PROBLEMS + 1
    assert problems[-1].message == (
        "There are more than 200 problems. Correct the first ones first."
    )


# ── From a file ──────────────────────────────────────────────────────────────


def test_a_scheme_in_a_file_of_many_is_told_by_line_and_pointer_from_the_top() -> None:
    text = b"schemes:\n- {name: A, hall: LOW-1}\n- name: B\n  hall: NEW1\n  visitors: many\n"
    document = read_yaml(text, "two.yaml")
    assert TINY.read_from(document, ("schemes", 0))["name"] == "A"
    with pytest.raises(Refused, match=r".") as refusal:
        TINY.read_from(document, ("schemes", 1))
    (problem,) = refusal.value.problems
    assert (problem.line, problem.pointer, problem.label) == (5, "/schemes/1/visitors", "Visitors")


def test_a_scheme_in_json_has_a_pointer_and_no_line() -> None:
    document = read_json(json.dumps([SMALLEST | {"visitors": "²"}]).encode(), "one.json")
    with pytest.raises(Refused, match=r"^one\.json: Visitors: This must be a whole number"):
        TINY.read_from(document, (0,))


# ── Back again ───────────────────────────────────────────────────────────────

reasonable_text = st.text(st.characters(codec="utf-8", categories=["L", "N", "P"]), min_size=1)
BY_TYPE: Mapping[str, Any] = {
    "text": reasonable_text.map(lambda text: text[:20]),
    "reference": st.from_regex(r"VH-[0-9]{3}", fullmatch=True, alphabet="VH-0123456789"),
    "integer": st.integers(0, 5000),
    "money": st.integers(0, 10_000_000),
    "decimal": st.decimals(0, 1000, places=1),
    "date": st.integers(0, 70_000).map(lambda n: (date(1950, 1, 1) + timedelta(n)).isoformat()),
    "financial_year": st.integers(2000, 2098).map(lambda y: f"{y}-{(y + 1) % 100:02}"),
    "yes_no": st.sampled_from(["yes", "no", "not_known"]),
    "confirm": st.just(value=True),
}


def answers_to(field: Field) -> st.SearchStrategy[Any]:
    ids = [choice.id for choice in field.choices if choice.id != field.exclusive]
    if field.type == "choice":
        return st.sampled_from(ids)
    if field.type == "choices":
        return st.lists(st.sampled_from(ids), unique=True)
    if field.type == "group":
        return groups_of(field.fields)
    if field.type == "list":
        return st.lists(groups_of(field.fields), max_size=3)
    return BY_TYPE[field.type]  # type: ignore[no-any-return]


def groups_of(fields: tuple[Field, ...]) -> st.SearchStrategy[dict[str, Any]]:
    needed = {field.id: answers_to(field) for field in fields if field.required == "draft"}
    others = {field.id: answers_to(field) for field in fields if field.required != "draft"}
    return st.fixed_dictionaries(needed, optional=others)


def schemes_of(template: Template) -> st.SearchStrategy[dict[str, Any]]:
    return groups_of(tuple(template.fields))


@settings(deadline=None)
@given(schemes_of(tiny_pack().template))
def test_what_was_read_can_be_written_and_read_again(scheme: dict[str, Any]) -> None:
    read = TINY.read(scheme)
    written = json.dumps(plain(read))
    assert TINY.read(json.loads(written)) == read
    assert TINY.read(read_json(written.encode(), "").value) == read


def test_a_complete_scheme_can_be_written_and_read_again() -> None:
    read = READER.read(a_scheme())
    assert READER.read(plain(read)) == read
    assert plain(read) == {**a_scheme(), "language_of_submission": "en"}


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=10),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=9), inner),
    max_leaves=5,
)


@settings(deadline=None)
@given(st.sampled_from(sorted(a_scheme())), json_values)
def test_any_answer_at_all_is_read_or_refused_and_nothing_else(name: str, value: Any) -> None:
    try:
        READER.read({**a_scheme(), name: value})
    except Refused as refusal:
        assert all(problem.message for problem in refusal.problems)  # noqa: PT017 may be read


# ── Choices and submission ───────────────────────────────────────────────────


def test_choices_of_a_list_are_narrowed_by_attributes() -> None:
    dangers = tiny_pack().reference["dangers"]
    assert labels_of(dangers, {"asked": False}) == {"flood": "A flood"}
    assert list(labels_of(dangers, {})) == ["fire", "fall", "flood", "none"]


def test_a_missing_answer_is_a_problem_of_a_submission() -> None:
    missing = missing_answers(TINY.template, TINY.read(SMALLEST), {})
    first = submission_problems(missing, "a.json")[0]
    assert first == Problem("Give it.", "/deed_kind", "Kind of work", "missing_answer", "a.json")


def test_a_document_may_be_the_scheme_itself() -> None:
    assert TINY.read_from(Document("", SMALLEST)) == TINY.read(SMALLEST)


@pytest.mark.parametrize("scheme", read_samples(), ids=lambda scheme: scheme["scheme_ref"])
def test_what_was_checked_and_kept_comes_back_without_a_second_check(scheme: Any) -> None:
    kept = json.loads(json.dumps(plain(scheme)))
    back = restored(main_pack().template, kept)
    assert back == scheme
    assert repr(back) == repr(READER.read(kept))  # a Decimal is a Decimal, a tuple a tuple
