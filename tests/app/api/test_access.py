"""Who may use which route: every route of the service against every role."""

import pytest

from app.access import PERMISSIONS, PUBLIC, ROLES, SCOPES, Principal
from app.edge.permission import permission_of
from app.store.database import Database
from tests.app.callers import API, ROUND, SCHEMES, Caller, Service, refused, values

WHO_MAY = {
    "packs.read": set(ROLES),
    "schemes.evaluate": set(ROLES),
    "rounds.read": set(ROLES),
    "rounds.manage": {"chair", "administrator"},
    "schemes.read": set(ROLES) - {"board_viewer", "rulebook_editor"},
    "schemes.write": {"submitter", "lead", "administrator"},
    "schemes.write_any": {"administrator"},
    "schemes.submit_late": {"chair"},
    "schemes.review": {"assessor", "subgroup", "chair", "executive", "auditor"},
    "schemes.return": {"chair"},
    "list.read": set(ROLES),
    "list.preview": set(ROLES) - {"submitter", "lead", "board_viewer", "administrator"},
    "list.publish": {"chair"},
    "ledger.read": {"chair", "executive", "auditor"},
    "service.observe": {"auditor", "administrator"},
}
"""Written out a second time, so that a slip in the table of roles does not go unseen."""


@pytest.fixture
def database(sqlite_database: Database) -> Database:
    """One database is enough: who sees what in SQL is tested in tests/app/store."""
    return sqlite_database


def test_every_permission_is_held_by_just_these_roles() -> None:
    held = {
        permission: {role for role, allowed in ROLES.items() if permission in allowed}
        for permission in PERMISSIONS
    }
    assert held == WHO_MAY


def test_every_route_declares_a_permission_that_there_is(service: Service) -> None:
    with service.app.app_context():
        declared = {
            rule.endpoint: permission_of(rule.endpoint) for rule in service.app.url_map.iter_rules()
        }
    assert {id for id, permission in declared.items() if permission is None} == set()
    assert set(declared.values()) <= {PUBLIC, *PERMISSIONS}


@pytest.mark.parametrize("role", sorted(ROLES))
def test_a_role_reaches_what_it_is_permitted_and_nothing_else(
    service: Service, chair: Caller, role: str
) -> None:
    caller = service.caller("LIVPP", role)
    for rule in service.app.url_map.iter_rules():
        with service.app.app_context():
            permission = permission_of(rule.endpoint) or ""
        address = rule.rule.replace("<code>", "CM24").replace("<ref>", "CM24-LIVPP-001")
        address = address.replace("<int:number>", "1").replace("<id>", "none")
        address = address.replace("<name>", "none").replace("<path:filename>", "none")
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"}):
            status = caller.send(method, address, None).status_code
            allowed = permission == PUBLIC or role in WHO_MAY[permission]
            assert (status != 403) == allowed, f"{role} {method} {address}: {status}"


def test_without_a_key_only_public_routes_answer(service: Service, chair: Caller) -> None:
    client = service.app.test_client()
    for rule in service.app.url_map.iter_rules():
        with service.app.app_context():
            is_public = permission_of(rule.endpoint) == PUBLIC
        if is_public or not rule.rule.startswith(API) or "GET" not in (rule.methods or ()):
            continue
        address = rule.rule.replace("<int:number>", "1").replace("<", "").replace(">", "")
        answer = client.get(address)
        assert refused(answer) == (401, "sign_in_needed"), address
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_another_organisations_draft_is_not_there(lead: Caller, other: Caller) -> None:
    ref = lead.draft()
    for address in ("", "/versions", "/versions/1", "/classification", "/explanation"):
        assert other.get(f"{SCHEMES}/{ref}{address}").status_code == 404
    answer = other.patch(f"{SCHEMES}/{ref}", {"title": "Mine"}, If_Match='"2"')
    assert refused(answer) == (404, "not_found")
    assert other.post(f"{SCHEMES}/{ref}/submission", If_Match='"2"').status_code == 404
    assert values(other.get(SCHEMES))["schemes"] == []


def test_a_draft_is_hidden_from_reviewers_and_the_chair_too(
    service: Service, lead: Caller, chair: Caller
) -> None:
    ref = lead.draft()
    for role in ("assessor", "subgroup", "executive", "auditor", "administrator"):
        assert service.caller("QYG", role).get(f"{SCHEMES}/{ref}").status_code == 404
    assert chair.get(f"{SCHEMES}/{ref}").status_code == 404


def test_what_is_hidden_is_answered_like_what_is_not_there(lead: Caller, other: Caller) -> None:
    hidden = values(other.get(f"{SCHEMES}/{lead.draft()}"))
    missing = values(other.get(f"{SCHEMES}/CM24-LIVPP-999"))
    for answer in (hidden, missing):
        answer.pop("instance")
        answer.pop("request_id")
    assert hidden == missing


def test_reviewers_read_what_was_submitted_and_cannot_change_it(
    service: Service, lead: Caller
) -> None:
    ref = lead.submitted()
    assessor = service.caller("QYG", "assessor")
    assert values(assessor.get(f"{SCHEMES}/{ref}"))["state"] == "submitted"
    assert refused(assessor.do("withdrawal", ref)) == (403, "not_permitted")


def test_a_submitted_scheme_is_still_hidden_from_other_teams(lead: Caller, other: Caller) -> None:
    assert other.get(f"{SCHEMES}/{lead.submitted()}").status_code == 404


def test_nobody_writes_for_another_organisation(lead: Caller, other: Caller) -> None:
    answer = other.post(
        SCHEMES,
        {
            "title": "A",
            "scheme_kind": "investment",
            "submitting_org": "LIVPP",
            "submitter_type": "place_partnership",
        },
    )
    assert refused(answer) == (403, "not_permitted")
    assert values(answer)["errors"][0]["pointer"] == "/submitting_org"


def test_teams_read_the_list_once_it_is_published_and_as_it_was_then(
    lead: Caller, other: Caller, chair: Caller
) -> None:
    ref = lead.submitted()
    assert refused(other.get(f"{ROUND}/ranking")) == (404, "not_found")
    assert chair.post(f"{ROUND}/publications").status_code == 200
    lead.submitted(title="A later one")
    assert [line["ref"] for line in values(other.get(f"{ROUND}/ranking"))["lines"]] == [ref]
    assert refused(other.get(f"{ROUND}/ranking?position=1")) == (403, "not_permitted")
    assert len(values(chair.get(f"{ROUND}/ranking"))["lines"]) == 2


def test_before_publication_a_team_sees_its_own_place_and_not_its_neighbours(
    lead: Caller, other: Caller, chair: Caller
) -> None:
    ref = lead.submitted()
    other.submitted(
        submitting_org="WIRPP",
        lead_place="E08000015",
        places_covered=["E08000015"],
        place_priority_ref=[],
        title="Another",
    )
    mine = values(lead.get(f"{SCHEMES}/{ref}/explanation"))
    assert (mine["above"], mine["below"]) == (None, None)
    theirs = values(chair.get(f"{SCHEMES}/{ref}/explanation"))
    assert (theirs["above"] or theirs["below"]) is not None


def test_the_changes_feed_shows_each_what_it_may_know(
    service: Service, lead: Caller, other: Caller, chair: Caller
) -> None:
    ref = lead.draft()
    feed = f"{ROUND}/changes"
    assert [c["action"] for c in values(lead.get(feed))["changes"]] == ["create"]
    assert values(chair.get(feed))["changes"] == []
    lead.submit(ref)
    assert [c["action"] for c in values(chair.get(feed))["changes"]] == ["submit"]
    assert values(other.get(feed))["changes"] == []


def test_a_key_for_reading_does_not_write(service: Service, chair: Caller) -> None:
    reader = service.caller("LIVPP", "lead", scope="read")
    assert reader.get(SCHEMES).status_code == 200
    assert refused(reader.post(SCHEMES, {})) == (403, "not_permitted")


def test_a_scope_or_role_that_there_is_not_allows_nothing() -> None:
    assert Principal("x", "QYG", ("king",)).permissions == frozenset()
    assert Principal("x", "QYG", ("chair",), "everything").permissions == frozenset()
    assert set(SCOPES) == {"read", "write"}


@pytest.mark.parametrize(
    "header", ["Bearer", "Bearer nonsense", "Basic abc", "Bearer a.b", "bearer  ", "Bearer é.x"]
)
def test_a_key_that_does_not_hold_is_refused(service: Service, header: str) -> None:
    client = service.app.test_client()
    answer = client.get(f"{API}/packs", headers={"Authorization": header})
    assert refused(answer) == (401, "sign_in_needed")


def test_a_key_ends_on_its_day(service: Service, lead: Caller) -> None:
    service.pass_days(365.9)
    assert lead.get(f"{API}/packs").status_code == 200
    service.pass_days(0.2)
    assert refused(lead.get(f"{API}/packs")) == (401, "sign_in_needed")
