"""The chair lets a draft in late without seeing it."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.app.callers import SCHEMES, values
from tests.app.web.visitors import World, new_world, read

LATE = "/rounds/CM24/late"


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    made = new_world(tmp_path)
    yield made
    made.service.database.close()


def test_a_draft_that_was_let_in_can_be_submitted_after_the_closing_date(world: World) -> None:
    ref = world.service.caller("LIVPP", "lead").draft(title="Falls service")
    world.service.pass_days(60)
    lead = world.service.caller("LIVPP", "lead")
    assert lead.submit(ref).status_code == 409
    chair = world.visitor("chair")
    assert chair.page("/rounds/CM24/schemes").links["Let a scheme in late"] == LATE

    answer = chair.post(LATE, ref=f" {ref.lower()} ", reason="The trust was hit by a flood.")

    assert answer.status_code == 303
    assert f"{ref} may come in late." in chair.page(answer.headers["Location"]).text
    assert values(lead.get(f"{SCHEMES}/{ref}"))["late_reason"] == "The trust was hit by a flood."
    lead.tags.clear()
    assert lead.submit(ref).status_code == 200


@pytest.mark.parametrize(
    ("ref", "reason", "told"),
    [
        ("CM24-LIVPP-999", "Because.", "There is no scheme with this reference in the round."),
        ("", "Because.", "There is no scheme with this reference in the round."),
        ("submitted", "Because.", "is submitted, so it cannot be let in late."),
        ("draft", " ", "Write the reason. The team reads it."),
    ],
)
def test_what_is_refused_is_told_and_nothing_typed_is_lost(
    world: World, ref: str, reason: str, told: str
) -> None:
    lead = world.service.caller("LIVPP", "lead")
    refs = {"draft": lead.draft(), "submitted": lead.submitted()}

    answer = world.visitor("chair").post(LATE, ref=refs.get(ref, ref), reason=reason)

    assert answer.status_code == 422
    assert told in read(answer.text).text
    assert f'value="{refs.get(ref, ref)}"' in answer.text
    assert reason.strip() in answer.text


def test_it_is_for_those_who_may_let_schemes_in(world: World) -> None:
    assert world.visitor("liverpool-lead").get(LATE).status_code == 403
    assert "Let a scheme in late" not in world.visitor("assessor").page("/rounds/CM24/schemes").text
