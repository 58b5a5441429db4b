"""Schemes in the store: who may know of which, how each stands, and texts that come back whole."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from uuid import uuid4

import orjson
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.domain.ledger import MadeRow, sha256_of
from app.domain.scheme import STATES, Scheme
from app.store.database import Database, Row
from app.store.schemes import (
    Viewer,
    add_classification,
    add_scheme,
    add_version,
    all_versions,
    classification_of,
    find_scheme,
    last_ref,
    list_schemes,
    overdue,
    put_state,
    submitted_answers,
    versions_of,
)
from tests.app.store.acts import (
    HOSTILE_TEXTS,
    ROUND,
    a_stored_scheme,
    keep_schemes,
    one_database_for_all_examples,
    rows_of,
    texts,
)

OWN = Viewer("LIVPP", is_reviewer=False)
OTHER = Viewer("WIRPP", is_reviewer=False)
REVIEWER = Viewer("ICB", is_reviewer=True)
NOBODY = Viewer("", is_reviewer=False)

VISIBLE = [
    # state, own organisation, another one, a reviewer of another
    ("draft", True, False, False),
    ("submitted", True, False, True),
    ("returned", True, False, True),
    ("in_review", True, False, True),
    ("withdrawn", True, False, False),
    ("lapsed", True, False, True),
]


def _find(database: Database, ref: str, viewer: Viewer = OWN) -> Scheme | None:
    return database.read(lambda t: find_scheme(t, ROUND, ref, viewer))


def _refs(database: Database, viewer: Viewer, state: str = "", round_id: str = ROUND) -> list[str]:
    found = database.read(lambda t: list_schemes(t, round_id, viewer, "", 1000, state))
    return [scheme.ref for scheme in found]


def _assert_marks(mark: MadeRow, row: Row) -> None:
    """The ledger holds the hash of the row as it is in the table, every column counted."""
    assert mark.sha256 == sha256_of(dict(row))


def test_the_table_of_who_sees_what_names_every_state() -> None:
    assert [row[0] for row in VISIBLE] == list(STATES)


@pytest.mark.parametrize(("state", "own", "other", "reviewer"), VISIBLE, ids=STATES)
def test_who_may_know_of_a_scheme_depends_on_its_state(
    database: Database, state: str, own: bool, other: bool, reviewer: bool
) -> None:
    keep_schemes(database, a_stored_scheme("A-1", state=state))
    seen = {OWN: own, OTHER: other, REVIEWER: reviewer, NOBODY: False}
    for viewer, is_seen in seen.items():
        assert (_find(database, "A-1", viewer) is not None) == is_seen
        assert _refs(database, viewer) == (["A-1"] if is_seen else [])
        assert _refs(database, viewer, state) == (["A-1"] if is_seen else [])


def test_a_reviewer_sees_the_drafts_of_their_own_organisation(database: Database) -> None:
    keep_schemes(database, a_stored_scheme("A-1"), a_stored_scheme("A-2", owner="WIRPP"))
    assert _refs(database, Viewer("LIVPP", is_reviewer=True)) == ["A-1"]


def test_a_scheme_is_found_in_its_own_round_only(database: Database) -> None:
    keep_schemes(database, a_stored_scheme("A-1"))
    assert _refs(database, OWN, round_id="another") == []
    assert database.read(lambda t: find_scheme(t, "another", "A-1", OWN)) is None
    assert _find(database, "A-2") is None


def test_a_state_picks_from_the_list(database: Database) -> None:
    keep_schemes(
        database,
        a_stored_scheme("A-1"),
        a_stored_scheme("A-2", state="submitted"),
        a_stored_scheme("A-3", state="submitted", owner="WIRPP"),
    )
    assert _refs(database, OWN, "submitted") == ["A-2"]
    assert _refs(database, REVIEWER, "submitted") == ["A-2", "A-3"]
    assert _refs(database, OWN, "' OR 1 = 1 --") == []


def test_pages_together_are_the_whole_list_in_order(database: Database) -> None:
    refs = [f"A-{number:03}" for number in range(25)] + ["a-001", "Z", "Ä-001", "A_1", "A-0"]
    keep_schemes(database, *(a_stored_scheme(ref) for ref in reversed(refs)))
    keep_schemes(database, a_stored_scheme("A-hidden", owner="WIRPP"))

    def page_after(ref: str) -> list[str]:
        found = database.read(lambda t: list_schemes(t, ROUND, OWN, ref, 7))
        return [scheme.ref for scheme in found]

    pages = [page_after("")]
    while pages[-1]:
        pages.append(page_after(pages[-1][-1]))
    assert [len(page) for page in pages] == [7, 7, 7, 7, 2, 0]
    assert [ref for page in pages for ref in page] == sorted(refs)


def test_the_last_reference_has_the_highest_number_and_not_the_last_text(
    database: Database,
) -> None:
    begin_so = ["CM24-LIV-1000", "CM24-LIV-002", "CM24-LIV-999"]
    others = ["CM24-LIV", "CM24-LIVE-001", "CM24-LI_-001", "CM24-WIR-001", "cm24-LIV-001"]
    keep_schemes(database, *(a_stored_scheme(ref) for ref in begin_so + others))
    keep_schemes(database, a_stored_scheme("CM24-LIV-003", round_id="another"))
    assert database.read(lambda t: last_ref(t, ROUND, "CM24-LIV-")) == "CM24-LIV-1000"
    assert database.read(lambda t: last_ref(t, ROUND, "CM24-NONE-")) is None


def test_a_scheme_is_overdue_from_the_day_after_its_date(database: Database) -> None:
    day = date(2026, 2, 28)
    keep_schemes(
        database,
        a_stored_scheme("B", state="returned", resubmit_by=day),
        a_stored_scheme("A", state="returned", resubmit_by=day),
        a_stored_scheme("C", state="returned", resubmit_by=date(2026, 3, 1)),
        a_stored_scheme("D", state="lapsed", resubmit_by=day),
        a_stored_scheme("E", state="returned", resubmit_by=day, round_id="another"),
    )

    def refs(today: date) -> list[str]:
        return [scheme.ref for scheme in database.read(lambda t: overdue(t, ROUND, today))]

    assert refs(day) == []
    assert refs(day + timedelta(days=1)) == ["A", "B"]
    assert refs(date(2027, 1, 1)) == ["A", "B", "C"]


schemes = st.builds(
    a_stored_scheme,
    owner=texts,
    state=st.sampled_from(list(STATES)),
    version=st.integers(1, 10_000),
    submitted_version=st.integers(0, 10_000),
    resubmit_by=st.none() | st.dates(date(2000, 1, 1)),
    return_reason=texts | st.sampled_from(HOSTILE_TEXTS),
    is_late=st.booleans(),
    changed_at=st.integers(2, 2**40),
)


@one_database_for_all_examples(40)
@given(first=schemes, then=schemes)
def test_a_scheme_and_its_states_come_back_as_they_went_in(
    database: Database, first: Scheme, then: Scheme
) -> None:
    new = f"{uuid4()}"
    first = replace(first, ref=new, scheme_id=new, changed_at=1)
    then = replace(then, ref=first.ref, scheme_id=first.scheme_id, owner=first.owner)
    owner = Viewer(first.owner, is_reviewer=False)
    marks = [database.write(lambda t: add_scheme(t, first))]
    assert _find(database, first.ref, owner) == first
    marks.append(database.write(lambda t: put_state(t, then)))
    assert _find(database, first.ref, owner) == then
    states = [s for s in rows_of(database, "scheme_states") if s["scheme_id"] == first.scheme_id]
    for mark, row in zip(marks, sorted(states, key=lambda s: s["changed_at"]), strict=True):
        _assert_marks(mark, row)
        assert mark.key == f"{first.scheme_id}/{row['changed_at']}"


def test_a_state_is_put_on_one_scheme_alone(database: Database) -> None:
    scheme, other = a_stored_scheme("A-1"), a_stored_scheme("A-2")
    elsewhere = replace(scheme, round_id="another")
    keep_schemes(database, scheme, other, elsewhere)
    database.write(lambda t: put_state(t, replace(scheme, state="withdrawn", changed_at=2)))
    assert _find(database, "A-2") == other
    assert database.read(lambda t: find_scheme(t, "another", "A-1", OWN)) == elsewhere


def _keep_versions(database: Database, scheme: Scheme, answers: Sequence[str]) -> list[MadeRow]:
    numbered = enumerate(answers, start=1)
    return database.write(
        lambda t: [
            add_version(t, replace(scheme, version=n), text, f"author {n}", f"time {n}")
            for n, text in numbered
        ]
    )


@one_database_for_all_examples(30)
@given(given_texts=st.lists(texts, min_size=1, max_size=6))
@example(given_texts=list(HOSTILE_TEXTS))
def test_versions_come_back_byte_for_byte(database: Database, given_texts: list[str]) -> None:
    scheme = a_stored_scheme(scheme_id=f"{uuid4()}")
    answers = [orjson.dumps({"title": text, text: [text]}).decode() for text in given_texts]
    marks = _keep_versions(database, scheme, answers)
    wanted = [(scheme.scheme_id, n) for n in range(len(answers) + 2)]
    found = database.read(lambda t: versions_of(t, ROUND, wanted))
    assert list(found) == wanted[1:-1]
    assert [row["answers"].encode() for row in found.values()] == [a.encode() for a in answers]
    for mark, row in zip(marks, found.values(), strict=True):
        _assert_marks(mark, row)


def test_the_versions_of_a_scheme_are_listed_in_order(database: Database) -> None:
    scheme = a_stored_scheme()
    _keep_versions(database, scheme, ["{}"] * 11)
    _keep_versions(database, replace(scheme, round_id="another"), ["{}"])
    found = database.read(lambda t: all_versions(t, ROUND, scheme.scheme_id))
    expected = [
        {"version": n, "made_by": f"author {n}", "made_at": f"time {n}"} for n in range(1, 12)
    ]
    assert list(found) == expected


def test_what_was_found_is_kept_beside_the_version_that_was_submitted(database: Database) -> None:
    scheme = a_stored_scheme(version=3, submitted_version=2)
    _keep_versions(database, scheme, ["{}", '{"a":2}', "{}"])
    mark = database.write(lambda t: add_classification(t, scheme, 17, '{"tier":"I"}'))
    (row,) = rows_of(database, "classifications")
    _assert_marks(mark, row)
    found = database.read(
        lambda t: [classification_of(t, ROUND, scheme.scheme_id, n) for n in (1, 2, 3)]
    )
    assert found == [None, {"position": 17, "content": '{"tier":"I"}'}, None]
    answers = database.read(lambda t: submitted_answers(t, ROUND))
    assert {key: row["answers"] for key, row in answers.items()} == {
        (scheme.scheme_id, 2): '{"a":2}'
    }
    assert database.read(lambda t: submitted_answers(t, "another")) == {}
