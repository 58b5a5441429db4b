"""Where the two rule engines differ the compiled answer counts, and nobody can miss it."""

from dataclasses import replace

import pytest

from app.store.database import Database
from rulebook.classifier import classifier_for
from rulebook.engine import Engine
from rulebook.model import When
from tests.app.callers import ROUND, Caller, Service, values
from tests.builders import main_pack
from tests.rulebook.rulebooks import asks

IMPORTS = f"{ROUND}/imports?action=submit"


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    return sqlite_database


@pytest.fixture
def differing(service: Service) -> Service:
    """A service whose second engine has another rule R23, as if the library had a fault."""
    pack = main_pack()
    day = pack.calendar.judged_on
    wrong = When(all_of=(asks("footprint", "is_known", False),))
    rules = [replace(rule, when=wrong) if rule.id == "R23" else rule for rule in pack.rules]
    live = replace(classifier_for(pack, day), engine=Engine(rules, pack.facts))
    service.app.extensions["prioritise"].desk.classifiers.put((pack.sha256, day, True), live)
    return service


def disputed(service: Service) -> float:
    figures = service.app.extensions["prioritise"].figures
    found = figures.registry.get_sample_value("prioritise_disputed_classifications_total")
    return float(found)


def test_a_submission_on_which_the_engines_differ_is_marked_counted_and_recorded(
    differing: Service, lead: Caller, chair: Caller
) -> None:
    found = values(lead.submit(lead.draft()))["classification"]
    assert (found["disputed"], found["tier"]) == (["R23"], "system_priority")
    assert disputed(differing) == 1
    events = values(chair.get(f"{ROUND}/ledger"))["events"]
    assert events[-1]["body"]["disputed"] == ["R23"]


def test_an_import_counts_them_too(differing: Service, lead: Caller, chair: Caller) -> None:
    lead.submit(lead.draft())
    lead.post(
        IMPORTS,
        [
            {
                **values(lead.get(f"{ROUND}/schemes/CM24-LIVPP-001"))["answers"],
                "scheme_ref": "CM24-LIVPP-050",
            }
        ],
    ).get_data()
    assert disputed(differing) == 2


def test_engines_that_agree_leave_no_mark(service: Service, lead: Caller, chair: Caller) -> None:
    assert values(lead.submit(lead.draft()))["classification"]["disputed"] == []
    assert disputed(service) == 0
