"""From a draft to the list and back again, as teams and the chair go through it."""

from tests.app.callers import ROUND, SCHEMES, Caller, Service, refused, values
from tests.builders import a_scheme


def test_a_draft_gets_the_next_reference_of_its_organisation(lead: Caller) -> None:
    assert [lead.draft(), lead.draft()] == ["CM24-LIVPP-001", "CM24-LIVPP-002"]


def test_a_draft_may_be_far_from_complete(lead: Caller) -> None:
    ref = lead.draft(summary=None, outcomes=None, finance_lines=None)
    scheme = values(lead.get(f"{SCHEMES}/{ref}"))
    assert (scheme["state"], scheme["version"]) == ("draft", 1)
    assert "summary" not in scheme["answers"]


def test_a_complete_scheme_is_submitted_classified_scored_and_listed(
    lead: Caller, chair: Caller
) -> None:
    answer = lead.submit(lead.draft())
    submitted = values(answer)
    assert submitted["state"] == "submitted"
    assert submitted["classification"]["tier"] == "system_priority"
    assert submitted["classification"]["score"] == "69.4"
    assert submitted["classification"]["disputed"] == []
    (line,) = values(chair.get(f"{ROUND}/ranking"))["lines"]
    assert (line["ref"], line["rank"], line["score"]) == ("CM24-LIVPP-001", 1, "69.4")


def test_an_incomplete_scheme_is_returned_with_every_reason_and_a_date(lead: Caller) -> None:
    found = values(lead.submit(lead.draft(summary=None, engagement=None)))
    assert found["state"] == "returned"
    assert found["resubmit_by"] == "2023-12-19"
    assert {reason["rule"] for reason in found["return_reasons"]} == {"R01", "R05"}
    assert {"/summary", "/engagement"} <= {item["pointer"] for item in found["missing"]}
    assert all(reason["sources"] for reason in found["return_reasons"])


def test_beside_each_missing_answer_stand_the_rules_that_ask_for_it(lead: Caller) -> None:
    found = values(lead.submit(lead.draft(summary=None, engagement=None)))
    rules = {
        item["pointer"]: [(rule["rule"], rule["title"]) for rule in item["rules"]]
        for item in found["missing"]
    }
    counting = ("R01", "Required answers are missing")
    reasons = {reason["rule"]: reason for reason in found["return_reasons"]}
    assert rules["/summary"] == [counting]
    assert rules["/engagement"] == [counting, ("R05", reasons["R05"]["title"])]
    for item in found["missing"]:
        for rule in item["rules"]:
            assert rule["sources"] == reasons[rule["rule"]]["sources"] != []


def test_a_returned_scheme_is_completed_and_submitted_again(lead: Caller, chair: Caller) -> None:
    ref = lead.submitted(summary=None)
    assert lead.change(ref, summary="Checks in pharmacies.").status_code == 200
    found = values(lead.submit(ref))
    assert (found["state"], found["version"], found["submitted_version"]) == ("submitted", 2, 2)
    assert found["resubmit_by"] is None
    assert [line["ref"] for line in values(chair.get(f"{ROUND}/ranking"))["lines"]] == [ref]


def test_while_it_is_mended_the_returned_version_stays_the_one_that_reviewers_see(
    lead: Caller, chair: Caller
) -> None:
    ref = lead.submitted(summary=None)
    lead.change(ref, title="A better title")
    seen = values(chair.get(f"{SCHEMES}/{ref}"))
    assert (seen["version"], seen["answers"]["title"]) == (1, "Blood pressure checks in pharmacies")
    assert chair.get(f"{SCHEMES}/{ref}/versions/2").status_code == 404


def test_a_returned_scheme_lapses_after_its_date_with_the_reason_in_the_ledger(
    service: Service, lead: Caller, chair: Caller
) -> None:
    ref = lead.submitted(summary=None)
    service.pass_days(15)
    lead.draft()  # any write in the round closes what has lapsed
    assert values(lead.get(f"{SCHEMES}/{ref}"))["state"] == "lapsed"
    events = values(chair.get(f"{ROUND}/ledger"))["events"]
    (lapse,) = [event for event in events if event["action"] == "lapse"]
    assert (lapse["actor"], lapse["body"]["resubmit_by"]) == ("service", "2023-12-19")
    assert refused(lead.submit(ref)) == (409, "not_now")


def test_on_its_last_day_a_returned_scheme_may_still_come_back(
    service: Service, lead: Caller
) -> None:
    ref = lead.submitted(summary=None)
    service.pass_days(14)
    lead.change(ref, summary="Checks in pharmacies.")
    assert values(lead.submit(ref))["state"] == "submitted"


def test_a_submitted_scheme_cannot_be_changed_until_it_is_taken_back(lead: Caller) -> None:
    ref = lead.submitted()
    assert refused(lead.change(ref, title="Another title")) == (409, "not_now")
    assert values(lead.do("withdrawal", ref))["state"] == "withdrawn"
    assert values(lead.do("reopening", ref))["state"] == "draft"
    assert lead.change(ref, title="Another title").status_code == 200


def test_a_withdrawn_scheme_leaves_the_list(lead: Caller, chair: Caller) -> None:
    lead.do("withdrawal", lead.submitted())
    assert values(chair.get(f"{ROUND}/ranking"))["lines"] == []


def test_the_chair_takes_a_scheme_into_review_and_returns_it_with_a_reason(
    lead: Caller, chair: Caller
) -> None:
    ref = lead.submitted()
    assert values(chair.do("review", ref))["state"] == "in_review"
    back = values(chair.do("return", ref, {"reason": "Say who staffs the evening clinics."}))
    assert back["state"] == "returned"
    (line,) = values(chair.get(f"{ROUND}/ranking"))["lines"]
    assert (line["list"], line["rank"]) == ("returned", None)
    assert line["reason"] == "Returned: Say who staffs the evening clinics."
    lead.get(f"{SCHEMES}/{ref}")
    assert values(lead.submit(ref))["state"] == "submitted"


def test_after_the_closing_date_a_draft_is_kept_and_not_taken(
    service: Service, lead: Caller
) -> None:
    ref = lead.draft()
    service.pass_days(40)
    answer = lead.submit(ref)
    assert refused(answer) == (409, "not_now")
    assert "until 31 December 2023" in values(answer)["detail"]
    assert values(lead.get(f"{SCHEMES}/{ref}"))["state"] == "draft"


def test_before_the_first_day_nothing_is_taken(service: Service, lead: Caller) -> None:
    ref = lead.draft()
    service.pass_days(-60)
    answer = lead.submit(ref)
    assert refused(answer) == (409, "not_now")
    assert "from 1 November 2023" in values(answer)["detail"]


def test_only_the_chair_lets_a_scheme_in_late_and_says_why(
    service: Service, lead: Caller, chair: Caller
) -> None:
    ref = lead.draft()
    service.pass_days(40)
    late = f"{SCHEMES}/{ref}/late-permission"
    assert refused(lead.post(late, {"reason": "We were away."})) == (403, "not_permitted")
    assert refused(chair.post(late, {})) == (422, "invalid")
    assert chair.post(late, {"reason": "The system was down."}).status_code == 204
    lead.get(f"{SCHEMES}/{ref}")
    found = values(lead.submit(ref))
    assert (found["state"], found["is_late"]) == ("submitted", True)
    assert found["late_reason"] == "The system was down."


def test_a_lapsed_scheme_may_be_let_in_late(service: Service, lead: Caller, chair: Caller) -> None:
    ref = lead.submitted(summary=None)
    service.pass_days(70)
    lead.draft()
    chair.post(f"{SCHEMES}/{ref}/late-permission", {"reason": "Flood in the office."})
    lead.get(f"{SCHEMES}/{ref}")
    lead.change(ref, summary="Checks in pharmacies.")
    found = values(lead.submit(ref))
    assert (found["state"], found["is_late"]) == ("submitted", True)


def test_new_dates_let_teams_submit_again(service: Service, lead: Caller, chair: Caller) -> None:
    ref = lead.draft()
    service.pass_days(40)
    chair.get(ROUND)
    stage = {"id": "horizon_scan", "from": "2023-11-01", "until": "2024-02-29"}
    body = {"reason": "More time", "stages": [stage]}
    answer = chair.post(f"{ROUND}/dates", body, If_Match=chair.tags[ROUND])
    assert "submit" in values(answer)["allows_today"]
    assert values(lead.submit(ref))["state"] == "submitted"


def test_a_stage_that_is_given_twice_is_refused(chair: Caller) -> None:
    stage = {"id": "horizon_scan", "from": "2023-11-01", "until": "2024-02-29"}
    chair.get(ROUND)
    body = {"reason": "More time", "stages": [stage, stage]}
    answer = chair.post(f"{ROUND}/dates", body, If_Match=chair.tags[ROUND])
    assert refused(answer) == (422, "invalid")
    assert values(answer)["errors"][0]["pointer"] == "/stages/1/id"


def test_an_address_with_a_slash_too_many_is_not_there(chair: Caller) -> None:
    assert refused(chair.get(f"{ROUND}//schemes")) == (404, "not_found")


def test_a_claim_made_first_goes_first_whatever_day_a_team_types(
    service: Service, lead: Caller
) -> None:
    lines = [{**line, "cash_releasing_saving": 20_000_000} for line in a_scheme()["finance_lines"]]
    giver = lead.submitted(title="Saves money", finance_lines=lines)
    claim = {"scheme_ref": giver, "amount": 20_000_000, "certainty": "agreed"}
    claims = [{**claim, "financial_year": "2024-25"}]
    first = lead.draft(title="First", offset_pairs=claims)
    second = lead.draft(title="Second", offset_pairs=claims)
    lead.change(second, declaration={"declared_on": "2023-01-01"})
    lead.submit(first)
    service.pass_days(1)
    found = values(lead.submit(second))["classification"]["facts"]
    assert found["offset_overclaimed_pence"] > 0
    explained = values(lead.get(f"{SCHEMES}/{first}/explanation"))["scheme"]["facts"]
    assert explained["offset_overclaimed_pence"] < found["offset_overclaimed_pence"]


def test_every_version_stays_as_it_was(lead: Caller) -> None:
    ref = lead.draft(title="First")
    lead.change(ref, title="Second")
    lead.change(ref, title="Third")
    address = f"{SCHEMES}/{ref}/versions"
    numbers = [item["version"] for item in values(lead.get(address))["versions"]]
    titles = [values(lead.get(f"{address}/{n}"))["answers"]["title"] for n in numbers]
    assert titles == ["First", "Second", "Third"]


def test_the_classification_of_each_submission_is_kept(lead: Caller) -> None:
    ref = lead.submitted(summary=None)
    lead.change(ref, summary="Checks in pharmacies.")
    lead.submit(ref)
    address = f"{SCHEMES}/{ref}/versions"
    first = values(lead.get(f"{address}/1/classification"))["classification"]
    second = values(lead.get(f"{address}/2/classification"))["classification"]
    assert first["return_rules"] == ["R01"]
    assert (second["return_rules"], second["tier"]) == ([], "system_priority")
    assert values(lead.get(f"{SCHEMES}/{ref}/classification"))["classification"] == second


def test_an_explanation_names_rules_sources_and_the_nearest_change(lead: Caller) -> None:
    ref = lead.submitted()
    found = values(lead.get(f"{SCHEMES}/{ref}/explanation"))
    (tier,) = [finding for finding in found["findings"] if finding["rule"] == "R23"]
    assert tier["answer"] == "matched"
    assert tier["sources"]
    changes = values(lead.get(f"{SCHEMES}/{ref}/nearest-changes"))["nearest_changes"]
    assert changes == found["nearest_changes"]
    assert changes


def test_a_submission_is_judged_beside_those_that_stand_already(lead: Caller) -> None:
    """The giver releases nothing, so the whole claim is too much: that shows only beside it."""
    giver = lead.submitted()
    claim = {"scheme_ref": giver, "amount": 100, "financial_year": "2024-25", "certainty": "agreed"}
    found = values(lead.submit(lead.draft(title="Another", offset_pairs=[claim])))
    assert found["classification"]["facts"]["offset_overclaimed_pence"] == 100
    assert found["classification"]["gates"]["offset_counted_once"] == "failed"
