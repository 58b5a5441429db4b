"""The engine: what the pack's own examples say, and that nothing gets out of its fence."""

import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from rulebook.compile import book_for, compile_conditions
from rulebook.engine import Engine, EngineFailed, WrongFact, engine_for, side_by_side
from rulebook.engine_rules import Unusable
from rulebook.limits import LARGEST_NUMBER
from rulebook.model import Choice, Facts, FactSpec, Rule, When
from tests.builders import main_pack
from tests.rulebook.rulebooks import SPECS, a_rule, an_engine, asks, compares, expected

ROOT = Path(__file__).resolve().parents[2]
DAY = date(2025, 10, 1)
EXAMPLES = [(rule, example) for rule in main_pack().rules for example in rule.examples]

HAS_BEDS = a_rule("has_beds", asks("beds", "at_least", 1))
IS_NEW = a_rule("is_new_too", asks("is_new", "is", True))


@pytest.mark.parametrize(
    ("rule", "example"), EXAMPLES, ids=[f"{rule.id}: {item.name}" for rule, item in EXAMPLES]
)
def test_every_example_of_every_rule_comes_out_as_it_says(rule: Rule, example: Any) -> None:
    (compiled,) = compile_conditions([(rule.id, rule.when)])(example.facts)
    matched = Engine([rule], main_pack().facts).matched(example.facts)
    assert compiled is example.expect
    assert matched == ((rule.id,) if example.expect else ())


def test_the_rules_that_match_are_in_the_order_of_the_book() -> None:
    rules = [a_rule(id, asks("beds", "at_least", 0)) for id in ("z", "a", "m")]
    assert an_engine(*rules).matched({"beds": 0}) == ("z", "a", "m")


def test_a_rule_asks_whether_an_earlier_one_is_sure_not_to_match() -> None:
    later = a_rule("later", asks("has_beds", "is", False), phase="second")
    engine = an_engine(HAS_BEDS, later)
    assert engine.matched({"beds": 1}) == ("has_beds",)
    assert engine.matched({"beds": 0}) == ("later",)
    assert engine.matched({}) == ()


def test_a_denial_of_a_denial_needs_the_answers_of_both() -> None:
    middle = a_rule("middle", asks("has_beds", "is", True), phase="second")
    last = a_rule("last", asks("middle", "is", False), phase="third")
    assert an_engine(HAS_BEDS, middle, last).matched({"beds": 0}) == ("last",)
    assert an_engine(HAS_BEDS, middle, last).matched({}) == ()


def test_a_finding_that_is_given_for_a_rule_of_the_book_is_not_believed() -> None:
    later = a_rule("later", asks("has_beds", "is", True), phase="second")
    assert an_engine(HAS_BEDS, later).matched({"has_beds": True}) == ()


def test_a_finding_of_a_rule_outside_the_book_is_believed() -> None:
    later = a_rule("later", asks("elsewhere", "is", True))
    assert an_engine(later).matched({"elsewhere": True}) == ("later",)


def test_the_largest_numbers_are_told_apart_to_the_last_digit() -> None:
    largest = LARGEST_NUMBER - 1
    engine = an_engine(a_rule("largest", asks("cost_pence", "at_least", largest)))
    assert engine.matched({"cost_pence": largest}) == ("largest",)
    assert engine.matched({"cost_pence": largest - 1}) == ()
    assert engine.matched({"cost_pence": -largest}) == ()


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("beds", True),
        ("beds", "1"),
        ("beds", 1.0),
        ("beds", None),
        ("beds", LARGEST_NUMBER),
        ("is_new", 1),
        ("is_new", "true"),
        ("is_new", None),
        ("colour", "purple"),
        ("colour", 1),
        ("colour", frozenset({"red"})),
        ("colours", "red"),
        ("colours", ["red"]),
        ("colours", frozenset({"purple"})),
    ],
)
def test_a_fact_of_the_wrong_type_is_refused_by_name(fact: str, value: Any) -> None:
    engine = an_engine(a_rule("asked", asks(fact, "is_known", True)))
    with pytest.raises(WrongFact, match=f"{fact} is of the type .* and cannot be "):
        engine.matched({fact: value})


def test_a_fact_that_no_rule_asks_about_is_not_looked_at() -> None:
    facts: dict[str, Any] = {"beds": 1, "notes": object()}
    assert an_engine(HAS_BEDS).matched(facts) == ("has_beds",)


MEMBERS = tuple(f"word{number}" for number in range(61))
WIDE = {"words": FactSpec("words", "", "", "choices", choices=tuple(Choice(m, m) for m in MEMBERS))}
# Two names with one hash of 32 bits, by which the library knows them.
TWINS = ("offset_year_ward_team", "trust_people_bed_bed")


@pytest.mark.parametrize(
    ("rules", "why"),
    [
        ([a_rule(f"r{n}", asks("beds", "is", n)) for n in range(65)], "more than 64 rules"),
        ([a_rule("wide", asks("words", "includes_any", frozenset(MEMBERS)))], "too much at once"),
        ([a_rule("empty", asks("colour", "one_of", frozenset()))], "without a list of values"),
        ([a_rule("lost", asks("bedz", "at_least", 1))], "there is no such fact"),
        ([HAS_BEDS, a_rule("same", asks("has_beds", "is", True))], "which no earlier phase finds"),
        ([a_rule("own", asks("own", "is", True))], "which no earlier phase finds"),
        ([a_rule("twins", *(asks(twin, "is", 1) for twin in TWINS))], "Rename one of them"),
    ],
)
def test_rules_that_the_library_would_get_wrong_are_refused(rules: list[Rule], why: str) -> None:
    specs = {**SPECS, **WIDE, **{id: FactSpec(id, "", "", "integer") for id in TWINS}}
    with pytest.raises(Unusable, match=why):
        Engine(rules, specs)


def test_a_full_phase_of_which_every_rule_matches_in_every_way_is_answered() -> None:
    ways = [asks("beds", "is", 1), asks("wards", "is", 1), asks("is_new", "is", True)]
    rules = [a_rule(f"r{n}", any_of=[*ways, asks("cost_pence", "is", n)]) for n in range(64)]
    facts: Facts = {"beds": 1, "wards": 1, "is_new": True, "cost_pence": 1}
    assert an_engine(*rules).matched(facts) == tuple(rule.id for rule in rules)


def test_a_phase_may_ask_about_more_facts_than_a_message_holds() -> None:
    specs = {f"n{n}": FactSpec(f"n{n}", "", "", "integer") for n in range(320)}
    rules = [
        a_rule(f"r{r}", *(asks(f"n{5 * r + n}", "is", r) for n in range(5))) for r in range(64)
    ]
    facts = {f"n{n}": n // 5 for n in range(320)}
    assert Engine(rules, specs).matched(facts) == tuple(rule.id for rule in rules)


def test_one_engine_answers_eight_threads_at_once() -> None:
    rules = [HAS_BEDS, IS_NEW, a_rule("fewer", compares("beds", "less_than", "wards"))]
    engine = an_engine(*rules)
    numbers = (None, 0, 1, 2)
    schemes: list[Facts] = [
        {id: value for id, value in (("beds", b), ("wards", w), ("is_new", n)) if value is not None}
        for b in numbers
        for w in numbers
        for n in (None, True, False)
    ]
    wanted = [expected(rules, facts) for facts in schemes]
    with ThreadPoolExecutor(8) as pool:
        rounds = [pool.submit(lambda: [*map(engine.matched, schemes)]) for _ in range(40)]
    assert all(answers.result() == wanted for answers in rounds)


def test_it_starts_no_threads_of_its_own() -> None:
    before = set(threading.enumerate())
    an_engine(a_rule("alone", asks("wards", "is", 1))).matched({"wards": 1})
    assert set(threading.enumerate()) == before


FORKS = """
import os, signal, threading
from tests.rulebook.rulebooks import a_rule, an_engine, asks

engine = an_engine(*(a_rule(f"r{n}", asks("beds", "at_least", n)) for n in range(20)))
wanted = engine.matched({"beds": 9})
done = threading.Event()

def hammer():
    while not done.is_set():
        engine.matched({"beds": 19})

threading.Thread(target=hammer).start()
children = []
for _ in range(10):
    child = os.fork()
    if not child:
        signal.alarm(20)
        os._exit(0 if len(wanted) == 10 and engine.matched({"beds": 9}) == wanted else 1)
    children.append(child)
states = [os.waitpid(child, 0)[1] for child in children]
done.set()
raise SystemExit(any(states))
"""


def test_a_fork_in_the_middle_of_an_inference_leaves_the_child_an_engine_of_its_own() -> None:
    program = [sys.executable, "-W", "ignore::DeprecationWarning", "-c", FORKS]
    ended = subprocess.run(program, cwd=ROOT, timeout=60, capture_output=True, check=False)
    assert (ended.returncode, ended.stderr.decode()) == (0, "")


def raising(error: BaseException) -> Callable[..., None]:
    def fail(*_: object) -> None:
        raise error

    return fail


@pytest.mark.parametrize(
    ("call", "broken", "why"),
    [
        ("assert_fact", raising(OSError("no memory")), "broke off: no memory"),
        ("retract_fact", raising(OSError("no memory")), "broke off: no memory"),
        ("update_state", raising(OSError("no memory")), "broke off: no memory"),
        ("complete_and_start_action", lambda *_: None, "come to the end of its rules"),
        ("start_action_for_state", lambda *_: None, "come to the end of its rules"),
    ],
)
def test_a_library_that_breaks_off_is_reported_and_replaced(
    monkeypatch: pytest.MonkeyPatch, call: str, broken: Callable[..., None], why: str
) -> None:
    engine = an_engine(HAS_BEDS, IS_NEW)
    facts: Facts = {"beds": 1, "is_new": True}
    engine.matched(facts)
    with monkeypatch.context() as patch:
        patch.setattr(f"durable_rules_engine.{call}", broken)
        with pytest.raises(EngineFailed, match=why):
            engine.matched(facts)
    assert engine.matched(facts) == ("has_beds", "is_new_too")


class Grenade(str):
    """The id of a rule that cannot be noted down while there are errors to raise."""

    __slots__ = ("errors",)
    errors: list[BaseException]

    def __hash__(self) -> int:
        if self.errors:
            raise self.errors.pop()
        return super().__hash__()


@pytest.mark.parametrize("error", [ValueError("boom"), KeyboardInterrupt("boom")])
def test_an_exception_in_what_a_rule_sets_off_is_raised_and_the_next_answer_is_whole(
    error: BaseException,
) -> None:
    grenade = Grenade("grenade")
    grenade.errors = []
    engine = an_engine(a_rule(grenade, asks("beds", "is", 1)), IS_NEW)
    engine.matched({"beds": 1})
    grenade.errors = [error]
    with pytest.raises((EngineFailed, KeyboardInterrupt), match="boom"):
        engine.matched({"beds": 1, "is_new": True})
    assert engine.matched({"is_new": True}) == ("is_new_too",)


def test_the_same_rules_share_one_engine_and_others_do_not() -> None:
    pack = main_pack()
    first = pack.rules[0]
    changed = replace(pack, rules=(replace(first, when=When(first.when.all_of * 2)),))
    assert engine_for(pack, DAY) is engine_for(replace(pack, title="Other"), date(2025, 10, 2))
    assert engine_for(changed, DAY) is not engine_for(replace(pack, rules=(first,)), DAY)


AGED = replace(main_pack(), rules=(HAS_BEDS, IS_NEW), facts=SPECS)


def test_side_by_side_both_agree_on_the_pack() -> None:
    pack = main_pack()
    agreed = side_by_side(pack, book_for(pack, DAY), engine_for(pack, DAY), {"missing_answers": 1})
    assert (agreed.disagreements, agreed.failure) == ((), "")
    assert agreed.findings["R01"] is True


def test_where_the_two_differ_the_compiled_answer_holds_and_the_rule_is_named() -> None:
    other = an_engine(a_rule("has_beds", asks("beds", "at_least", 5)), IS_NEW)
    agreed = side_by_side(AGED, book_for(AGED, DAY), other, {"beds": 3, "is_new": True})
    assert agreed.findings == {"has_beds": True, "is_new_too": True}
    assert agreed.disagreements == ("has_beds",)


def test_a_rule_that_only_the_engine_has_is_named_too() -> None:
    other = an_engine(HAS_BEDS, IS_NEW, a_rule("stray", asks("beds", "is", 3)))
    agreed = side_by_side(AGED, book_for(AGED, DAY), other, {"beds": 3})
    assert agreed.disagreements == ("stray",)


def test_an_engine_without_an_answer_disputes_every_rule_and_says_why() -> None:
    facts: dict[str, Any] = {"beds": 3, "is_new": "yes"}
    agreed = side_by_side(AGED, book_for(AGED, DAY), engine_for(AGED, DAY), facts)
    assert agreed.findings["has_beds"] is True
    assert agreed.disagreements == ("has_beds", "is_new_too")
    assert "is_new is of the type boolean" in agreed.failure
