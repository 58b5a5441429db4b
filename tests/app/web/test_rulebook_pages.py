"""The rulebook as people read it: every rule, criterion and list with its sources, all in words."""

import re
from collections.abc import Iterator
from html import escape

import pytest

from app.web.presenters.citing import partial_day, shown_sources
from rulebook.model import Source
from rulebook.pack import Pack
from tests.app.rounds import made_up
from tests.app.web.visitors import Page, Visitor, World, new_world, read
from tests.builders import main_pack

PACK = main_pack()
RULES = [rule.id for rule in PACK.rules]
CRITERIA = [criterion.id for criterion in PACK.matrix.criteria]
LISTS = sorted(PACK.reference)
OVERVIEWS = [
    "/rulebook",
    "/rulebook?round=CM24",
    "/rulebook/criteria",
    "/rulebook/meanings",
    "/rulebook/lists",
    "/rulebook/packs",
]
CODES = re.compile(r"\b(?:[A-Za-z0-9]+(?:_[A-Za-z0-9]+)+|c[A-Z]\d+|CM-\d+|[a-z]+ \{\w+\})\b")
"""Words that only programs use: such as not_known, cV1 or CM-58."""
ALLOWED = {"ods_ca_mapping"}
"""Words of this kind in texts of the pack: a repository that a source names."""
ANSWERS = {
    True: "The rule matches",
    False: "The rule does not match",
    None: "It cannot be answered",
}
UNKNOWN = [
    ("/rulebook/rules/R999", "There is no such rule in this rulebook."),
    ("/rulebook/rules/r23", "There is no such rule in this rulebook."),
    ("/rulebook/criteria/cX9", "There is no such criterion in this rulebook."),
    ("/rulebook/lists/nowhere", "There is no such list in this rulebook."),
    ("/rulebook?round=NONE", "There is no round with this code."),
    ("/rulebook/rules/R23?round=NONE", "There is no round with this code."),
    ("/rulebook?pack=nowhere", "There is no such pack."),
]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A round with forty made-up schemes."""
    world = new_world(tmp_path_factory.mktemp("rulebook"))
    world.bring_in(made_up(40))
    yield world
    world.service.database.close()


@pytest.fixture(scope="module")
def chair(world: World) -> Visitor:
    return world.visitor("chair")


def look(visitor: Visitor, path: str) -> Page:
    """The page at an address with its query."""
    answer = visitor.client.get(path)
    assert answer.status_code == 200, answer.text
    return read(answer.text)


def says(page: Page, text: str) -> bool:
    """Whether a page shows a text, wherever its lines end."""
    return escape(" ".join(text.split())) in " ".join(page.html.split()).replace("&#39;", "&#x27;")


def shows_sources(page: Page, pack: Pack, sources: tuple[Source, ...]) -> bool:
    return all(
        says(page, source.place) and says(page, pack.documents[source.document].title)
        for source in sources
    )


def codes_in(page: Page) -> set[str]:
    return set(CODES.findall(page.text)) - ALLOWED


@pytest.mark.parametrize("id", RULES)
def test_a_rule_is_shown_whole_and_in_words(chair: Visitor, id: str) -> None:
    rule = PACK.rule(id)

    page = chair.page(f"/rulebook/rules/{id}", round="CM24")

    assert codes_in(page) == set()
    assert f"Rule {id}" in page.text
    assert says(page, rule.title)
    assert says(page, rule.to_do)
    assert shows_sources(page, PACK, rule.sources)
    assert all(says(page, one.name[:1].upper() + one.name[1:]) for one in rule.examples)
    answers = [row[-1] for row in page.rows[1:]]
    for answer, example in zip(answers, rule.examples, strict=True):
        assert answer.startswith(ANSWERS[example.expect])


@pytest.mark.parametrize("id", CRITERIA)
def test_a_criterion_is_shown_with_every_anchor(chair: Visitor, id: str) -> None:
    criterion = PACK.matrix.criterion(id)

    page = chair.page(f"/rulebook/criteria/{id}")

    assert codes_in(page) == set()
    assert says(page, criterion.question)
    assert f"Weight {criterion.weight} of 100" in page.text
    assert shows_sources(page, PACK, criterion.sources)
    for scale in criterion.scales.values():
        assert all(says(page, anchor) for anchor in scale.anchors)
        assert all(says(page, row.because) for row in scale.rows)
    notes = [note for ids, note in PACK.matrix.overlaps if id in ids]
    assert all(says(page, note) for note in notes)


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_shown_with_the_sources_of_every_entry(chair: Visitor, name: str) -> None:
    found = PACK.reference[name]

    answer = chair.get(f"/rulebook/lists/{name}")
    page = chair.page(f"/rulebook/lists/{name}")

    assert len(answer.data) < 300_000
    assert codes_in(page) == set()
    assert says(page, found.about)
    for entry in found.entries.values():
        assert says(page, entry.title)
        assert shows_sources(page, PACK, entry.sources)
        addresses = [source.address for source in entry.sources if source.address]
        assert all(f'href="{escape(address)}"' in page.html for address in addresses)


@pytest.mark.parametrize("path", OVERVIEWS)
def test_an_overview_has_no_code_words(chair: Visitor, path: str) -> None:
    assert codes_in(look(chair, path)) == set()


def test_the_rulebook_leads_to_every_rule_by_phase(chair: Visitor) -> None:
    page = chair.page("/rulebook")

    assert all(f"/rulebook/rules/{id}" in page.links.values() for id in RULES)
    assert all(says(page, phase.title) for phase in PACK.phases)


def test_the_overviews_lead_to_every_criterion_and_list(chair: Visitor) -> None:
    criteria = chair.page("/rulebook/criteria").links.values()
    lists = chair.page("/rulebook/lists").links.values()

    assert all(f"/rulebook/criteria/{id}" in criteria for id in CRITERIA)
    assert all(f"/rulebook/lists/{name}" in lists for name in LISTS)


def test_every_tier_gate_and_flag_has_its_meaning(chair: Visitor) -> None:
    page = chair.page("/rulebook/meanings")

    for item in (*PACK.tiers, *PACK.gates, *PACK.flags):
        assert says(page, item.title)
        assert says(page, item.about)
    assert all(says(page, document.title) for document in PACK.documents.values())
    assert all(shows_sources(page, PACK, tier.sources) for tier in PACK.tiers)


def test_a_pack_shows_its_version_its_whole_fingerprint_and_its_rounds(chair: Visitor) -> None:
    page = chair.page("/rulebook/packs")

    assert says(page, PACK.title)
    assert f"Version {PACK.version}" in page.text
    assert PACK.sha256 in page.text
    assert "/rulebook?round=CM24" in page.links.values()


@pytest.mark.parametrize(("path", "sentence"), UNKNOWN)
def test_what_is_not_there_is_not_found(chair: Visitor, path: str, sentence: str) -> None:
    answer = chair.client.get(path)

    assert answer.status_code == 404
    assert sentence in answer.text
    assert "/api/" not in answer.text.split("<main")[1].split("</main>")[0]


@pytest.mark.parametrize(
    ("name", "search", "found"),
    [
        ("national_items", "diabetes type 1", "Hybrid closed loop systems for type 1 diabetes"),
        ("national_items", "ta943", "Hybrid closed loop systems for type 1 diabetes"),
        ("organisations", "livpp", "Liverpool"),
        ("place_priorities", "cheshire east inequalities", "Narrow the gap"),
    ],
)
def test_a_search_finds_entries_that_hold_every_word(
    chair: Visitor, name: str, search: str, found: str
) -> None:
    page = chair.page(f"/rulebook/lists/{name}", search=search)

    assert found in page.text
    assert f"“{search}”" in page.text
    assert page.html.count("app-entries__one") < len(PACK.reference[name].entries)
    assert page.links["Show the whole list"] == f"/rulebook/lists/{name}"


def test_a_search_that_finds_nothing_says_so(chair: Visitor) -> None:
    page = chair.page("/rulebook/lists/places", search="<b>nowhere</b>", round="CM24")

    assert "0 entries of 9 hold “<b>nowhere</b>”" in page.text
    assert "<b>nowhere" not in page.html
    assert 'name="round" value="CM24"' in page.html


def test_dates_in_force_and_the_status_by_date_are_in_words(chair: Visitor) -> None:
    items = chair.page("/rulebook/lists/national_items", search="TA943").text
    priorities = chair.page("/rulebook/lists/system_priorities", search="stroke").text

    assert "Draft from 10 January 2023" in items
    assert "Final from 19 December 2023" in items
    assert "In force: 1 April 2021 to 31 March 2026" in priorities


def test_a_property_of_an_entry_is_named_by_its_title(chair: Visitor) -> None:
    priorities = chair.page("/rulebook/lists/place_priorities").text
    organisations = chair.page("/rulebook/lists/organisations", search="mersey care").text

    assert "Place: Cheshire East Strategy:" in priorities
    assert "E06000049" not in priorities
    assert "Home places: " in organisations


def test_what_was_not_checked_says_so(chair: Visitor) -> None:
    page = chair.page("/rulebook/lists/icss")

    assert "Not yet checked." in page.text
    assert "Read in November 2026." in page.text


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("2023-10", "October 2023"),
        ("2019-06-27", "27 June 2019"),
        ("2022", "2022"),
        ("spring", "spring"),
        ("2023-13", "2023-13"),
        ("", ""),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(chair: Visitor, given: str, shown: str) -> None:
    with chair.client.application.test_request_context("/"):
        assert partial_day(given) == shown


def test_only_addresses_of_the_web_become_links(chair: Visitor) -> None:
    bad = Source("WEB", "a page", address="javascript:alert(1)")

    with chair.client.application.test_request_context("/"):
        assert shown_sources(PACK, [bad])[0].href == ""


def test_nobody_reads_the_rulebook_without_signing_in(world: World) -> None:
    answer = world.service.app.test_client().get("/rulebook?round=CM24")

    assert answer.status_code == 302
    assert answer.headers["Location"] == "/sign-in?next=/rulebook%3Fround%3DCM24"


def test_a_condition_on_another_rule_leads_to_it(chair: Visitor) -> None:
    rule = next(rule for rule in PACK.rules if rule.when.facts & set(RULES))
    other = next(iter(rule.when.facts & set(RULES)))
    links = chair.page(f"/rulebook/rules/{rule.id}").links

    assert f"/rulebook/rules/{other}" in links.values()


@pytest.mark.parametrize(
    ("id", "leads"),
    [
        ("R23", ["This holds:"]),
        ("R22", ["All of these hold:"]),
        ("R24", ["At least one of these holds:"]),
        ("R09", ["This holds:", "And at least one of these holds:"]),
    ],
)
def test_a_rule_says_how_many_of_its_conditions_must_hold(
    chair: Visitor, id: str, leads: list[str]
) -> None:
    page = chair.page(f"/rulebook/rules/{id}")

    assert re.findall(r"[A-Z][a-z ]+ holds?:", page.text) == leads
