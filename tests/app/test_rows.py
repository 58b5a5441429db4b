"""JSON, CSV and Markdown: stable, exact, and safe to open in whatever reads them."""

import csv
import io
import json
import re
from fractions import Fraction
from typing import Any

import pytest

from app.documents import rows
from app.documents.markdown import as_markdown
from app.domain.ranked import RankedRound
from rulebook.problem import Problem
from scoring.rank import Order
from tests.app.rounds import (
    SAMPLES,
    a_closing,
    a_hall,
    line_of,
    prioritise,
    ranked,
    ranked_halls,
    samples,
)
from tests.builders import a_scheme, main_pack, tiny_pack


def titled(title: str) -> RankedRound:
    return ranked(main_pack(), [a_scheme(title=title)])


def csv_rows(round_: RankedRound) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(rows.as_csv(round_), newline="")))


def test_the_columns_of_the_csv_are_a_promise() -> None:
    assert rows.as_csv(samples()).split("\r\n")[0] == (
        "list,rank,rank_in_tier,ref,title,organisation,tier,also_applies,score,score_if_best,"
        "fully_scored,ranked_value,gates_failed,gates_not_known,flags,"
        "attribute_list,urgency,offset_status,lead,monitored_by,approach,"
        "net_recurrent_cost_pence,net_release_pence,"
        "rules_matched,reason,missing,as_of,pack_version"
    )


def test_the_columns_of_the_csv_are_those_of_the_pack_and_not_of_the_schemes() -> None:
    one, none = (
        csv_text.split("\r\n")[0] for csv_text in map(rows.as_csv, (titled("A"), samples()))
    )
    assert one == none
    assert ",flags,ledger,season,cost_pence,rules_matched," in rows.as_csv(ranked_halls(a_hall()))


def test_a_row_holds_the_values_of_the_pack_as_ids_and_whole_pence() -> None:
    (row,) = csv_rows(ranked_halls(a_hall(cost=50_000)))
    assert (row["ledger"], row["season"], row["cost_pence"]) == ("making", "any_time", "50000")
    assert (row["as_of"], row["pack_version"]) == (
        tiny_pack().calendar.judged_on.isoformat(),
        tiny_pack().version,
    )


def test_a_returned_row_names_what_is_missing_and_leaves_what_is_not_known_empty() -> None:
    (row,) = csv_rows(ranked_halls(a_hall(cost=None, visitors=None)))
    assert (row["list"], row["missing"], row["cost_pence"]) == ("returned", "Cost; Visitors", "")


def test_every_line_of_the_csv_ends_as_rfc_4180_says_and_has_every_column() -> None:
    text = rows.as_csv(samples())
    assert text.endswith("\r\n")
    assert text.count("\n") == text.count("\r\n")
    found = list(csv.reader(io.StringIO(text, newline=""), strict=True))
    assert {len(row) for row in found} == {len(rows.headings(main_pack()))}


def test_every_scheme_has_one_row_in_the_order_of_the_lists() -> None:
    found = [(row["list"], row["ref"]) for row in csv_rows(samples())]
    expected = [(item.ranking.id, line.ref) for item in samples().lists for line in item.lines]
    expected += [("returned", line.ref) for line in samples().returned]
    assert found == expected


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@SUM(A1)", "'@SUM(A1)"),
        ("\t=1", "'=1"),
        ("\r=1", "'=1"),
        ("\uff1d1", "'\uff1d1"),
        ("a = 1", "a = 1"),
        ('say "yes", twice', 'say "yes", twice'),
        ("one\r\ntwo\nthree", "one two three"),
    ],
)
def test_a_title_can_neither_run_nor_break_the_csv(title: str, shown: str) -> None:
    (row,) = csv_rows(titled(title))
    assert row["title"] == shown
    assert row["rank"] == "1"


@pytest.mark.parametrize(
    ("title", "cell"),
    [
        ("a | b", r"a \| b"),
        ("one\ntwo", "one two"),
        ("back\\slash", r"back\\slash"),
        ("[x](javascript:y)", r"\[x\](javascript:y)"),
        ("<script>", r"\<script\>"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("A & B", "A & B"),
        ("*bold* `code` ~x~", r"\*bold\* \`code\` \~x\~"),
        ("_x_ snake_case", r"\_x\_ snake_case"),
    ],
)
def test_a_title_is_shown_as_it_is_in_markdown(title: str, cell: str) -> None:
    line = next(row for row in as_markdown(titled(title)).split("\n") if "LIVPP" in row)
    assert line.startswith(f"| 1 | CM24-LIVPP-001 | {cell} | ")


def test_each_table_of_markdown_has_one_number_of_columns() -> None:
    text = as_markdown(samples())
    assert [part.split("\n")[0] for part in text.split("## ")[1:]] == [
        "Investments",
        "Disinvestment offsets",
        "Returned",
    ]
    for table in text.split("## ")[1:]:
        lines = [line for line in table.split("\n") if line.startswith("|")]
        assert len({line.count("|") - line.count("\\|") for line in lines}) == 1


def test_markdown_gives_the_loss_for_each_amount_and_what_has_no_list() -> None:
    text = as_markdown(
        ranked_halls(
            a_closing("VH-001", 400_000),
            a_closing("VH-002", 0),
            a_hall("VH-003", deed_kind="unsure"),
        )
    )
    assert "| Loss | Loss for each £1,000 | Why | Notes |" in text
    assert "\nLeast benefit lost for each £1,000 released first.\n" in text
    assert "| 100.0 | 25.0 |" in text
    assert "|  | VH-002 |" in text
    assert "| nothing released |" in text
    assert "## Without a list" in text


def test_markdown_notes_the_flags_and_ends_with_what_judged_the_round() -> None:
    text = as_markdown(samples())
    row = next(row for row in text.split("\n") if "CM24-N68-001" in row)
    assert row.endswith(" | Possible harm to others |")
    assert "\nBy tier first, then score; a score is of 100, ranked by its lower end.\n" in text
    pack = main_pack()
    assert text.endswith(
        f"\n{pack.title}, version {pack.version}, as of 2023-12-01. Pack {pack.sha256[:12]}. "
        "Levels are provisional, from the answers of the teams.\n"
    )


def test_the_title_in_json_is_as_it_was_given() -> None:
    title = 'a\nb "c" =1 | [red]x[/red]'
    (line,) = json.loads(rows.as_json(titled(title)))["lists"][0]["lines"]
    assert line["title"] == title


def test_json_holds_every_scheme_and_the_pack_that_judged_it() -> None:
    found = json.loads(rows.as_json(samples()))
    listed = [line["ref"] for item in found["lists"] for line in item["lines"]]
    returned = [line["ref"] for line in found["returned"]]
    assert sorted(listed + returned) == sorted(path.stem for path in SAMPLES.iterdir())
    assert found["pack"]["sha256"] == main_pack().sha256
    assert found["as_of"] == "2023-12-01"


def test_the_parts_in_json_add_up_to_the_score() -> None:
    from_parts = json.loads(rows.as_json(samples()))["lists"][0]["lines"]
    for line in from_parts:
        ref = line_of(samples(), line["ref"])
        assert ref.score is not None
        assert sum(Fraction(part["points_exact"]) for part in line["parts"]) == ref.score.low


def test_a_part_in_json_has_its_title_and_its_points_as_people_see_them() -> None:
    by_id = {spec.id: spec for spec in main_pack().matrix.criteria}
    for item, found in zip(
        samples().lists, json.loads(rows.as_json(samples()))["lists"], strict=True
    ):
        for part in (part for line in found["lines"] for part in line["parts"]):
            spec = by_id[part["criterion"]]
            assert part["title"] == (spec.scales[item.ranking.scale].title or spec.title)
            for name in ("points", "points_if_best"):
                assert re.fullmatch(r"-?[0-9]+\.[0-9]", part[name])
                assert abs(Fraction(part[name]) - Fraction(part[f"{name}_exact"])) <= Fraction(
                    1, 20
                )


@pytest.mark.parametrize(("order", "name"), [("grouped", "tier"), ("pooled", "pooled")])
def test_the_order_in_json_has_the_name_of_the_command_line(order: Order, name: str) -> None:
    assert json.loads(rows.as_json(ranked_halls(a_hall(), order=order)))["order"] == name


def test_problems_stand_in_the_json_beside_the_schemes() -> None:
    problem = Problem("It is wrong.", "/a", "A", "invalid", "x.json", 3)
    assert json.loads(rows.as_json(samples(), [problem]))["problems"] == [
        {
            "file": "x.json",
            "line": 3,
            "pointer": "/a",
            "label": "A",
            "code": "invalid",
            "message": "It is wrong.",
        }
    ]


@pytest.mark.parametrize("format_", ["json", "csv"])
def test_two_runs_in_two_processes_give_the_same_bytes(format_: str) -> None:
    once, again = (
        prioritise("rank", SAMPLES, "--format", format_, PYTHONHASHSEED=seed)
        for seed in ("1", "4242")
    )
    assert once.returncode == 0
    assert once.stdout
    assert once.stdout == again.stdout


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"cost": None}, "Returned: Some answers are missing (1 answer)."),
        ({}, "It is a wish."),
        ({"keys__held": "no"}, "It is a wish. Held until someone holds the keys."),
    ],
)
def test_the_reason_is_a_sentence(changes: dict[str, Any], reason: str) -> None:
    round_ = ranked_halls(a_hall(**changes))
    assert rows.reason(round_.pack, line_of(round_, "VH-001")) == reason
