"""The letter: in plain words, complete, and it says what to do."""

import re
from itertools import pairwise
from typing import Any

import pytest

from app.documents.letter import letter
from app.documents.names import named, ordinal, source_in_words
from app.documents.prose import WIDTH, heading, wrapped
from app.domain.ranked import SCORE, Line, RankedRound
from app.services.explaining import explain_scheme
from rulebook.model import Rule
from rulebook.words import pounds
from tests.app.rounds import SAMPLES, a_closing, a_hall, line_of, ranked, ranked_halls, samples
from tests.builders import a_scheme, main_pack

REFS = sorted(path.stem for path in SAMPLES.iterdir())
CODE_WORDS = re.compile(r"\b[a-z]+_[a-z0-9_]+\b|[{}]|\bTrue\b|\bFalse\b")


def written(round_: RankedRound, ref: str, *, is_full: bool = False) -> str:
    return letter(explain_scheme(round_, line_of(round_, ref)), is_full=is_full)


def one_line(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize("is_full", [False, True])
@pytest.mark.parametrize("ref", REFS)
def test_every_sample_is_written_in_plain_words(ref: str, is_full: bool) -> None:
    text = written(samples(), ref, is_full=is_full)
    assert [found[0] for found in CODE_WORDS.finditer(text)] == []


@pytest.mark.parametrize("ref", REFS)
def test_every_letter_fits_a_page_and_leaves_no_two_lines_blank(ref: str) -> None:
    text = written(samples(), ref)
    too_wide = [row for row in text.split("\n") if len(row) > WIDTH and " " in row.strip()]
    assert too_wide == []
    assert "\n\n\n" not in text
    assert text.endswith(".\n")


@pytest.mark.parametrize("ref", REFS)
def test_a_ranked_scheme_is_told_its_place_its_tier_and_its_parts(ref: str) -> None:
    text, line = written(samples(), ref), line_of(samples(), ref)
    is_ranked = line.rank is not None
    rows = text.split("\n")
    headings = {row for row, below in pairwise(rows) if below and set(below) == {"-"}}
    score_part = "What would be lost" if is_a_release(line) else "How it scores"
    assert "Where it stands" in headings
    assert ({score_part, "Why here"} <= headings) == is_ranked
    assert (f"It is {ordinal(line.rank or 0)} of " in text) == is_ranked
    assert ("Why that tier: " in text) == is_ranked
    assert f"as of {samples().day.isoformat()}" in one_line(text)


@pytest.mark.parametrize("ref", REFS)
def test_a_returned_scheme_is_told_each_missing_answer_and_what_to_do(ref: str) -> None:
    text, found = one_line(written(samples(), ref)), line_of(samples(), ref).classification
    assert ("returned to you. It is not turned down" in text) == found.is_returned
    assert ("What to give before you submit it again" in text) == found.is_returned
    for item in found.missing:
        assert one_line(f"{item.section}, {item.label}. {item.to_do}") in text
    for id in found.return_rules:
        rule = main_pack().rule(id)
        assert only_counts(rule) or one_line(f"{rule.to_do} ({id})") in text


def only_counts(rule: Rule) -> bool:
    """Whether a rule only counts missing answers, which the letter lists instead."""
    return {condition.fact for condition in rule.when.conditions} == {"missing_answers"}


@pytest.mark.parametrize("ref", REFS)
def test_a_held_scheme_is_told_what_would_clear_each_gate(ref: str) -> None:
    text, line = one_line(written(samples(), ref)), line_of(samples(), ref)
    is_held = line.rank is not None and bool(line.classification.failed_gates)
    assert ("It keeps its place, but it cannot be approved" in text) == is_held
    for gate, state in line.classification.gates.items():
        assert (f"To clear “{named(main_pack().gates, gate)}”" in text) == (state != "passed")


@pytest.mark.parametrize("ref", REFS)
def test_a_disinvestment_is_told_what_is_lost_and_never_what_it_scores(ref: str) -> None:
    text, is_loss = one_line(written(samples(), ref)), is_a_release(line_of(samples(), ref))
    assert ("For each £100,000 that it releases, " in text) == is_loss
    assert ("points of benefit of 100 are lost" in text) == is_loss
    if is_loss:
        assert "its score is" not in text
        assert "The score decides" not in text


def is_a_release(line: Line) -> bool:
    found = samples().list_of(line)
    return found is not None and found.ranking.rank_by != SCORE


@pytest.mark.parametrize("ref", REFS)
def test_every_matched_rule_has_its_source(ref: str) -> None:
    text = one_line(written(samples(), ref))
    for id in line_of(samples(), ref).classification.matched:
        rule = main_pack().rule(id)
        cited = rule.sources[0]
        assert one_line(source_in_words(main_pack(), cited)) in text or only_counts(rule)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "It is 1st of 1 scheme on the list “Works”."),
        ({"deed_kind": "unsure"}, "A fact that decides its list is not known, so it is not ranked"),
        ({"hall": "LOW-1"}, "It is not fully scored: some levels are open"),
        (
            {"keys__held": "not_known"},
            "Not known yet, and so not passed, is whether someone holds the keys.",
        ),
        ({"keys__held": "no"}, "A rule holds it at 1 at most."),
    ],
)
def test_the_letter_says_what_is_open(changes: dict[str, Any], words: str) -> None:
    assert words in one_line(written(ranked_halls(a_hall(**changes)), "VH-001"))


def test_what_releases_nothing_is_told_why_it_has_no_rank() -> None:
    round_ = ranked_halls(a_closing("VH-001", 0), a_closing("VH-002", 100))
    text = one_line(written(round_, "VH-001"))
    assert "It is on the list “Partings”, but it releases no money, so it has no rank." in text
    assert "share a rank" not in text


def test_schemes_that_share_a_rank_are_told_so() -> None:
    text = one_line(written(ranked_halls(a_hall("VH-001"), a_hall("VH-002")), "VH-001"))
    assert "It is 1st of 2 schemes on the list “Works”, level with VH-002." in text
    assert "The two share a rank." in text


def test_a_title_cannot_act_on_a_terminal_or_break_the_letter() -> None:
    title = "a\nb\rc [red]x[/red]"
    text = written(ranked(main_pack(), [a_scheme(title=title)]), "CM24-LIVPP-001")
    assert text.split("\n")[0] == "CM24-LIVPP-001 a b c [red]x[/red]"


def test_rules_that_do_not_match_are_named_and_explained_when_asked_for() -> None:
    short = written(ranked_halls(a_hall()), "VH-001")
    full = written(ranked_halls(a_hall()), "VH-001", is_full=True)
    assert "rules do not match. Ask for --all" in one_line(short)
    assert "Rules that do not match, and why" in full
    assert "It asks that nobody holds the keys; the keys are held." in one_line(full)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        *((1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th")),
        *((13, "13th"), (21, "21st"), (111, "111th"), (122, "122nd"), (1003, "1,003rd")),
    ],
)
def test_places_are_written_as_people_say_them(number: int, words: str) -> None:
    assert ordinal(number) == words


def test_a_heading_is_underlined_and_a_text_has_its_indent() -> None:
    assert heading("Why") == "Why\n---"
    assert wrapped("word " * 20, "  ", "- ").split("\n")[1].startswith("  word")


def test_money_in_a_letter_is_in_pounds() -> None:
    assert pounds(100_000) in written(ranked_halls(a_closing("VH-001", 5)), "VH-001")


def test_what_leaves_a_level_open_is_said_with_its_reason() -> None:
    text = one_line(written(samples(), "CM24-SEFPP-002"))
    assert "as a share of its baseline? (every baseline is 0, of which nothing is a share)" in text


def test_a_sum_that_is_wrong_stays_a_change_beside_an_answer_that_is_missing() -> None:
    scheme = a_scheme(finance_total_gross=1)
    del scheme["finance_lines"][0]["kind"], scheme["clinical_care_lead"]
    text = one_line(written(ranked(main_pack(), [scheme]), "CM24-LIVPP-001"))
    changes = text.split("To be complete, ")[1].split("To clear")[0]
    assert changes.startswith("2 changes would do it")
    assert "Correct the finance lines or their control total" in changes
    assert "Name the clinical or care professional" not in changes


@pytest.mark.parametrize(
    ("lacking", "words"),
    [
        ("income", "1. Fill in “Finance lines 2 › Income”."),
        ("financial_year", "1. Fill in “Finance lines 2 › Financial year”."),
    ],
)
def test_what_settles_a_fact_is_named_by_the_answers_that_are_missing(
    lacking: str, words: str
) -> None:
    scheme = a_scheme()
    del scheme["finance_lines"][1][lacking]
    text = one_line(written(ranked(main_pack(), [scheme]), "CM24-LIVPP-001"))
    assert words in text.split("To clear “An offset is shown”")[1]


def test_where_nothing_is_missing_the_questions_that_settle_a_fact_are_named() -> None:
    scheme = a_scheme()
    scheme["finance_lines"][2]["financial_year"] = scheme["finance_lines"][1]["financial_year"]
    text = one_line(written(ranked(main_pack(), [scheme]), "CM24-LIVPP-001"))
    assert "Complete “Finance lines”, to settle: What is the highest recurrent cost" in text
