"""The list in charts: headlines by hand, figures of the list, pictures that fit their page."""

import re
from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from app.documents.charts.described import Dots
from app.domain.ledger import EMPTY
from app.domain.listing import Entry, Listing, entries_of
from app.domain.ranked import RankedRound
from app.store.database import Database
from app.web.presenters.chart import Shape
from app.web.presenters.chart_value import is_scored, value_figure
from app.web.presenters.charts_page import kinds_of
from tests.app.callers import values
from tests.app.rounds import a_closing, a_hall, ranked_halls, samples
from tests.app.web.visitors import HOSTILE, Page, Visitor, World, code_words, full_world, new_world
from tests.builders import a_scheme, main_pack

CHARTS = "/rounds/CM24/charts"
LIST = "/rounds/CM24/list"
LIVERPOOL, WIRRAL = "E08000012", "E08000015"
EVERY_PLACE = (
    *("E06000006", "E06000007", "E06000049", "E06000050", "E08000011", "E08000012"),
    *("E08000013", "E08000014", "E08000015"),
)


def costing(pounds: int) -> list[dict[str, Any]]:
    """Finance lines of three years that add up to an amount in pounds."""
    each = a_scheme()["finance_lines"]
    return [{**line, "gross_cost": pounds * 100 // len(each)} for line in each]


def investment(number: int, pounds: int, *places: str, **changes: Any) -> dict[str, Any]:
    return a_scheme(
        scheme_ref=f"CM24-LIVPP-00{number}",
        title=f"Scheme {number}",
        finance_lines=costing(pounds),
        finance_total_gross=pounds * 100,
        places_covered=list(places),
        lead_place=places[0],
        **changes,
    )


BY_HAND = (
    investment(1, 300_000, LIVERPOOL),
    investment(2, 600_000, LIVERPOOL, theme="maternity"),
    investment(3, 1_200_000, WIRRAL),
    investment(4, 900_000, LIVERPOOL, WIRRAL),
    investment(5, 6_000_000, *EVERY_PLACE),
    investment(6, 0, WIRRAL),
)


@pytest.fixture(scope="module")
def by_hand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Six schemes that ask for £9m together."""
    world = new_world(tmp_path_factory.mktemp("by hand"))
    world.bring_in(BY_HAND)
    yield world
    world.service.database.close()


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """Sixty made-up schemes, and some with hostile titles."""
    world = full_world(tmp_path_factory.mktemp("charts"))
    yield world
    world.service.database.close()


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[World]:
    world = new_world(tmp_path)
    yield world
    world.service.database.close()


def pictures_of(page: Page) -> list[str]:
    return [
        address.replace("&amp;", "&")
        for address in re.findall(r'(?:src|srcset)="([^"]+\.svg[^"]*)"', page.html)
    ]


def row_of(page: Page, name: str) -> list[str]:
    return next(row for row in page.rows if row and row[0] == name)


def drawn_in(database: Database) -> list[str]:
    rows = database.read(lambda tx: tx.rows("SELECT name FROM charts"))
    return sorted(row["name"] for row in rows)


HEADLINES = [
    "Of 5 schemes, the 3 that score 68.2 or more ask for £1.8m: 20% of the money.",
    "No scheme stands on this list.",
    "Of single places Wirral asks for most: £1.2m, 13%.",
    "Schemes for more places than one ask for £6.9m, 77% of all.",
    "“Primary and community care” asks for the most: £8.4m, 93% of all.",
    "Not drawn: 1 scheme whose amount is zero, which this scale does not have.",
]


def test_what_a_chart_says_is_what_a_hand_works_out(by_hand: World) -> None:
    text = by_hand.visitor("chair").page(CHARTS).text

    assert [sentence for sentence in HEADLINES if sentence not in text] == []


def test_the_table_of_places_counts_each_scheme_once(by_hand: World) -> None:
    page = by_hand.visitor("chair").page(CHARTS)

    assert row_of(page, "Liverpool") == ["Liverpool", "2", "£900,000", "10%", "£7,800,000"]
    assert row_of(page, "Wirral") == ["Wirral", "2", "£1,200,000", "13%", "£8,100,000"]
    several = row_of(page, "Several places together")
    assert several == ["Several places together", "1", "£900,000", "10%", "–"]
    every = row_of(page, "All 9 places together")
    assert every == ["All 9 places together", "1", "£6,000,000", "67%", "–"]
    assert row_of(page, "All together")[:4] == ["All together", "6", "£9,000,000", "100%"]


def added_up(page: Page) -> int:
    """Pounds of all years that the totals of a list say of investments."""
    row = next(row for row in page.rows if row and row[0] == "Investments")
    return sum(int(re.sub(r"\D", "", cell)) for cell in row[2:5])


@pytest.mark.parametrize(("place", "id"), [("Liverpool", LIVERPOOL), ("Sefton", "E08000014")])
def test_a_place_links_to_a_list_that_adds_up_to_its_last_column(
    world: World, place: str, id: str
) -> None:
    chair = world.visitor("chair")
    page = chair.page(CHARTS)

    filtered = chair.page(page.links[place].partition("?")[0], list="investment", place=id)

    assert page.links[place] == f"{LIST}?list=investment&place={id}"
    assert row_of(page, place)[-1] == f"£{added_up(filtered):,}"


@pytest.mark.parametrize("kind", ["tier", "theme"])
def test_the_shares_add_up_to_what_the_list_does(world: World, kind: str) -> None:
    chair = world.visitor("chair")
    page, whole = chair.page(CHARTS), chair.page(LIST)
    links = {
        text: href for text, href in page.links.items() if f"{kind}=" in href and text in page.text
    }

    amounts = {name: int(re.sub(r"\D", "", row_of(page, name)[2])) for name in links}

    assert sum(amounts.values()) == added_up(whole)
    for name, href in list(links.items())[:2]:
        path, _, query = href.partition("?")
        given = dict(part.split("=") for part in query.split("&"))
        assert added_up(chair.page(path, **given)) == amounts[name]


def test_the_table_has_every_scheme_with_the_score_of_the_list(world: World) -> None:
    page = world.visitor("chair").page(CHARTS)
    lines = values(world.chair.get("/api/v1/rounds/CM24/ranking?limit=200"))["lines"]

    for line in lines:
        if line["list"] in ("investment", "disinvestment_offset"):
            row = next(row for row in page.rows if row and row[0].endswith(line["ref"]))
            assert row[2].split(" to ")[0] == str(line["score"])


def test_hostile_titles_are_text_and_whole_in_the_table(world: World) -> None:
    page = world.visitor("chair").page(CHARTS)

    assert "<script>alert" not in page.html
    for n, title in enumerate(HOSTILE):
        assert row_of(page, f"{' '.join(title[:120].split())} CM24-LIVPP-9{n:02}")
    assert code_words(page) == []


def test_every_picture_is_drawn_kept_and_drawn_no_more(world: World) -> None:
    chair = world.visitor("chair")
    page = chair.page(CHARTS)
    addresses = pictures_of(page)

    first = [chair.client.get(address) for address in addresses]
    again = [chair.client.get(address) for address in addresses]

    assert len(addresses) == 10
    for answer in first:
        assert answer.content_type == "image/svg+xml; charset=utf-8"
        assert ET.fromstring(answer.text).attrib["role"] == "img"
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert [answer.data for answer in again] == [answer.data for answer in first]
    names = [name for name in drawn_in(world.service.database) if not name.startswith("score")]
    assert len(names) == 10
    tag = {"If-None-Match": first[0].headers["ETag"]}
    assert chair.client.get(addresses[0], headers=tag).status_code == 304


def test_a_picture_shows_what_its_page_says_also_when_the_list_has_changed(fresh: World) -> None:
    fresh.bring_in([investment(1, 300_000, LIVERPOOL)])
    chair = fresh.visitor("chair")
    before = chair.page(CHARTS)
    fresh.bring_in([investment(2, 600_000, WIRRAL)])
    after = chair.page(CHARTS)

    def texts(page: Page) -> str:
        address = next(one for one in pictures_of(page) if "/place/wide" in one)
        return chair.client.get(address).text

    assert "£300k, 100%" in texts(before)
    assert "Wirral" not in texts(before)
    assert "£600k, 67%" in texts(after)
    assert "£300k, 100%" in texts(before)


def test_what_changes_no_figure_is_not_drawn_again(fresh: World) -> None:
    fresh.bring_in([investment(1, 300_000, LIVERPOOL)])
    chair = fresh.visitor("chair")
    for address in pictures_of(chair.page(CHARTS)):
        chair.client.get(address)
    before = drawn_in(fresh.service.database)
    fresh.bring_in([a_scheme(scheme_ref="CM24-LIVPP-008", title="A draft")], "draft")

    for address in pictures_of(chair.page(CHARTS)):
        chair.client.get(address)

    assert drawn_in(fresh.service.database) == before


def test_who_may_not_preview_sees_charts_of_the_published_list_alone(fresh: World) -> None:
    fresh.bring_in([investment(1, 300_000, LIVERPOOL)])
    board = fresh.visitor("board-viewer")
    assert "nothing to draw" in board.page(CHARTS).text
    assert board.get(f"{CHARTS}/tier/wide.svg").status_code == 404
    fresh.publish()
    fresh.bring_in([investment(2, 600_000, WIRRAL)])

    page = board.page(CHARTS)

    assert "This is the published list" in page.text
    assert "Scheme 2" not in page.text
    assert [board.get(one).status_code for one in pictures_of(page)] == [200] * 8
    newest = pictures_of(fresh.visitor("chair").page(CHARTS))[0]
    assert board.get(newest).status_code == 403


def test_nobody_sees_a_chart_without_signing_in(world: World) -> None:
    client = world.service.app.test_client()

    for path in (CHARTS, f"{CHARTS}/tier/wide.svg"):
        assert client.get(path).status_code == 302


@pytest.mark.parametrize(
    "path",
    [
        f"{CHARTS}/nothing/wide.svg",
        f"{CHARTS}/tier/huge.svg",
        f"{CHARTS}/value-returned/wide.svg",
        "/rounds/XX99/charts",
        "/rounds/CM24/schemes/CM24-LIVPP-001/score/wide.svg?position=999999",
        "/rounds/CM24/schemes/NOTHING/score/wide.svg?position=1",
    ],
)
def test_a_chart_that_there_is_not_is_not_found(world: World, path: str) -> None:
    assert world.visitor("chair").client.get(path).status_code == 404


def test_an_empty_round_says_so(fresh: World) -> None:
    page = fresh.visitor("chair").page(CHARTS)

    assert "No scheme has been submitted in this round yet." in page.text
    assert pictures_of(page) == []


def test_the_list_and_its_charts_lead_to_each_other(world: World) -> None:
    chair = world.visitor("chair")

    assert chair.page(LIST).links["The list in charts"] == CHARTS
    assert chair.page(CHARTS).links["All schemes of “Investments”"] == f"{LIST}?list=investment"
    assert chair.page(CHARTS).links["The list"] == LIST


def score_page(visitor: Visitor, ref: str) -> Page:
    return visitor.page(f"/rounds/CM24/schemes/{ref}")


def test_a_scheme_has_its_score_by_criterion_as_a_picture(by_hand: World) -> None:
    chair = by_hand.visitor("chair")
    page = score_page(chair, "CM24-LIVPP-001")
    total = row_of(page, "All together")[-1]

    wide, narrow = sorted(pictures_of(page), reverse=True)
    picture = ET.fromstring(chair.client.get(wide).text)

    assert f"{total} of 100 points." in page.text
    texts = [element.text or "" for element in picture.iter() if element.tag.endswith("text")]
    points = [
        row for row in page.rows if len(row) == 4 and row[1].startswith("Level ") and ":" in row[1]
    ]
    assert len(points) == 15
    for row in points:
        assert f"{row[3]} of {row[2]}" in texts
    assert chair.client.get(narrow).status_code == 200


def test_the_picture_of_a_scheme_is_for_those_who_may_read_it(by_hand: World) -> None:
    address = pictures_of(score_page(by_hand.visitor("chair"), "CM24-LIVPP-001"))[0]

    assert by_hand.visitor("liverpool-lead").get(address).status_code == 200
    assert by_hand.visitor("wirral-lead").get(address).status_code == 404
    assert by_hand.visitor("board-viewer").get(address).status_code == 403


def listing_of(round_: RankedRound) -> Listing:
    entries = tuple(
        Entry(id, line, line.classification.tier or "", "", "", frozenset(), "")
        for id, line in entries_of(round_)
    )
    return Listing(round_, EMPTY, entries)


@pytest.mark.parametrize(
    ("list_id", "counts", "may_be", "told"),
    [
        ("investment", 10, 30, "The one scheme here scores 10.0 and asks for £"),
        ("disinvestment_offset", 30, 10, "The one scheme here has a loss of 30.0 and releases £"),
    ],
)
def test_of_a_score_the_lower_end_counts_and_of_a_loss_the_upper(
    world: World, list_id: str, counts: int, may_be: int, told: str
) -> None:
    entry = next(entry for entry in listing_of(samples()).entries if entry.list == list_id)
    assert entry.line.score is not None
    score = replace(entry.line.score, low=Fraction(10), high=Fraction(30))
    still_open = replace(entry, line=replace(entry.line, score=score))
    shape = Shape("CM24", Listing(samples(), EMPTY, (still_open,)), (still_open,))
    ranking = next(item for item in main_pack().lists if item.id == list_id)

    with world.service.app.test_request_context():
        figure = value_figure(shape, ranking)

    assert isinstance(figure.chart, Dots)
    assert [(dot.counts, dot.may_be) for dot in figure.chart.dots] == [(counts, may_be)]
    assert figure.headline.startswith(told)
    assert any("may end" in note for note in figure.notes)


def test_what_is_not_known_is_told_and_not_drawn(world: World) -> None:
    """The halls of the small pack give no cost by year, and one of them has nothing scored."""
    listing = listing_of(ranked_halls(a_hall("VH-001"), a_closing("VH-002", 100)))
    shape = Shape("VH", listing, listing.entries)

    with world.service.app.test_request_context():
        works, partings = (value_figure(shape, item) for item in listing.ranked.pack.lists)

    assert works.chart is None
    assert works.headline == "No scheme has both a score and a cost yet."
    assert works.notes == ("Not drawn: 1 scheme whose amount is not known.",)
    assert partings.headline == ("No scheme says yet both what would be lost and what it releases.")
    assert kinds_of(listing)[-1] == "tier"  # the pack has neither places nor themes
    assert all(is_scored(entry) for entry in listing.entries)
