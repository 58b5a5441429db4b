"""What teams forget: faults for which a scheme is returned."""

from collections.abc import Callable
from random import Random
from typing import Any

from seed.generator.draw import chance

Answers = dict[str, Any]
_FORGOTTEN = ("issue_statement", "population_affected", "senior_responsible_owner", "finance_lead",
              "prevention_level", "risks", "financial_confidence", "benefit_start")  # fmt: skip


def _leave_out_an_answer(answers: Answers, rng: Random) -> None:
    answers.pop(rng.choice(_FORGOTTEN), None)


def _leave_out_targets(answers: Answers, _: Random) -> None:
    for outcome in answers["outcomes"]:
        outcome.pop("target", None)


def _leave_out_monitoring(answers: Answers, rng: Random) -> None:
    answers.pop(rng.choice(("monitoring_body", "milestones")), None)


def _leave_out_a_year(answers: Answers, _: Random) -> None:
    """The last year is not filled in; the control total agrees with the lines that are there."""
    last = max(line["financial_year"] for line in answers["finance_lines"])
    lines = [line for line in answers["finance_lines"] if line["financial_year"] != last]
    answers["finance_lines"] = lines
    answers["finance_total_gross"] = sum(line["gross_cost"] for line in lines)


def _mistake_the_total(answers: Answers, rng: Random) -> None:
    answers["finance_total_gross"] += rng.randint(1, 90) * 100_000


def _name_another_fund(answers: Answers, _: Random) -> None:
    """The lines were moved to another fund, and the answer about the main fund was not."""
    paid_by = {line["fund"] for line in answers["finance_lines"]}
    answers["funding_source"] = "none_identified"
    for line in answers["finance_lines"]:
        line["fund"] = "baseline" if "none_identified" in paid_by else line["fund"]
        line["gross_cost"] = max(line["gross_cost"], 100)
    answers["finance_total_gross"] = sum(line["gross_cost"] for line in answers["finance_lines"])


def _leave_out_engagement(answers: Answers, rng: Random) -> None:
    answers.pop(rng.choice(("clinical_care_lead", "engagement")), None)


def _leave_inequality_unknown(answers: Answers, rng: Random) -> None:
    if chance(rng, 70):
        answers["inequality_impact"]["direction"] = "not_known"
    else:
        answers.pop("inequality_impact", None)


def _leave_out_interface(answers: Answers, _: Random) -> None:
    answers["primary_secondary_interface"].pop("explanation", None)


def _leave_out_wider_determinants(answers: Answers, _: Random) -> None:
    answers["wider_determinants"].pop("answer", None)


def _leave_out_options(answers: Answers, _: Random) -> None:
    """A material change, so that options are asked for, and none are given."""
    answers["material_service_change"] = "yes"
    answers.setdefault("significant_change_duty", "yes")
    answers.pop("options_considered", None)


def _leave_out_the_review(answers: Answers, rng: Random) -> None:
    """It continues an earlier scheme, and nothing says what that one achieved."""
    earlier = f"OLD-{answers['submitting_org']}-{rng.randint(1, 400):03d}"
    answers.setdefault("previous_scheme_ref", earlier)
    answers.pop("prior_investment_review", None)


_FAULTS: tuple[Callable[[Answers, Random], None], ...] = (
    _leave_out_an_answer,
    _leave_out_targets,
    _leave_out_monitoring,
    _leave_out_a_year,
    _mistake_the_total,
    _name_another_fund,
    _leave_out_engagement,
    _leave_inequality_unknown,
    _leave_out_interface,
    _leave_out_wider_determinants,
    _leave_out_options,
    _leave_out_the_review,
)


def spoil(answers: Answers, rng: Random) -> None:
    """Puts one or two faults into a complete scheme."""
    for fault in rng.sample(_FAULTS, 2 if chance(rng, 25) else 1):
        fault(answers, rng)
