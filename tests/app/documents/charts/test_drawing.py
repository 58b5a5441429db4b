"""Pictures of charts: nothing in them but what is seen, and the same for the same figures."""

import os
import re
import signal
import subprocess
import sys
from hashlib import sha256
from xml.etree import ElementTree as ET

import pytest

from app.documents.charts.cleaning import cleaned
from app.documents.charts.described import SIZES, WIDTHS, Bar, Bars, Chart, Dot, Dots, Part, Parts
from app.documents.charts.drawing import digest_of, draw
from tests.app.rounds import ROOT
from tests.app.web.visitors import HOSTILE

BARS = Bars("By place", "Liverpool.", (Bar("Liverpool", 900, "£9, 90%"), Bar("Wirral", 100, "£1")))
DOTS = Dots(
    "Value",
    "Of two.",
    "Gross cost",
    "Score of 100",
    ("Mandated", "Priority"),
    (Dot(5_000_000, 61.6, 70.0, 0), Dot(900_000_000, 20.0, 20.0, 1)),
)
PARTS = Parts(
    "Score", "50.", (Part("Evidence", 5, 10, 20, "5 to 10 of 20"), Part("Use", 0, 0, 5, "0"))
)
CHARTS: list[Chart] = [BARS, DOTS, PARTS]
SVG = "{http://www.w3.org/2000/svg}"
TAGS = {"svg", "title", "desc", "g", "path", "line", "rect", "text", "tspan"}


def hostile(text: str) -> list[Chart]:
    return [
        Bars(text, text, (Bar(text, 1, text),)),
        Dots(text, text, text, text, (text, text), (Dot(100, 1.0, 2.0, 0), Dot(100, 1.0, 2.0, 1))),
        Parts(text, text, (Part(text, 1.0, 2.0, 3.0, text),)),
    ]


def names_of(picture: ET.Element) -> set[str]:
    return {element.tag.removeprefix(SVG) for element in picture.iter()}


def attributes_of(picture: ET.Element) -> dict[str, str]:
    return {name: value for element in picture.iter() for name, value in element.attrib.items()}


def texts_of(picture: ET.Element) -> list[str]:
    return [element.text or "" for element in picture.iter(f"{SVG}text")]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("text", HOSTILE)
def test_what_people_wrote_is_text_and_nothing_else(text: str, size: str) -> None:
    for chart in hostile(text):
        picture = ET.fromstring(draw(chart, size))

        assert names_of(picture) <= TAGS
        for name, value in attributes_of(picture).items():
            assert not re.match(r"on|style|class|href|.*\}", name), name
            assert "url(" not in value, value
        assert all(len(shown) <= 40 for shown in texts_of(picture))
        assert picture.attrib["width"] == str(WIDTHS[size])


def test_long_names_are_cut_where_there_is_no_room_and_whole_in_the_title() -> None:
    picture = ET.fromstring(draw(Bars("w" * 600, "w" * 600, (Bar("w " * 300, 1, "£1"),)), "wide"))

    assert picture.findtext(f"{SVG}title") == "w" * 600
    assert [text for text in texts_of(picture) if text.endswith("…")]


def test_a_name_of_two_lines_is_shown_whole() -> None:
    name = "Voluntary, community, faith and social enterprise sector"

    picture = ET.fromstring(draw(Bars("By theme", "", (Bar(name, 1, "£1"),)), "wide"))

    assert " ".join(texts_of(picture)[:2]) == name


@pytest.mark.parametrize("chart", CHARTS)
def test_it_has_a_name_and_a_meaning_for_those_who_do_not_see_it(chart: Chart) -> None:
    pictures = [ET.fromstring(draw(chart, size)) for size in SIZES]

    for picture in pictures:
        assert picture.attrib["role"] == "img"
        ids = [element.attrib["id"] for element in picture.iter() if "id" in element.attrib]
        assert picture.attrib["aria-labelledby"].split() == ids
        assert picture.findtext(f"{SVG}title") == chart.title
        assert picture.findtext(f"{SVG}desc") == chart.about
    wide, narrow = (picture.attrib["aria-labelledby"] for picture in pictures)
    assert wide != narrow


def test_bars_are_as_long_as_what_they_stand_for() -> None:
    picture = ET.fromstring(draw(BARS, "wide"))

    lengths = [
        float(found[1])
        for path in picture.iter(f"{SVG}path")
        if (found := re.match(r"M[\d.]+,[\d.]+h([\d.]+)v", path.attrib["d"]))
    ]
    assert lengths[0] == pytest.approx(9 * lengths[1])
    assert {"Liverpool", "£9, 90%"} <= set(texts_of(picture))


def test_tiers_differ_by_colour_and_by_shape() -> None:
    picture = ET.fromstring(draw(DOTS, "wide"))

    marks = [path for path in picture.iter(f"{SVG}path") if path.get("opacity") == "0.85"]
    assert len({mark.attrib["fill"] for mark in marks}) == 2
    shapes = {re.sub(r"[-\d.,]+", "", mark.attrib["d"]) for mark in marks}
    assert len(shapes) == 2


IN_ANOTHER_PROCESS = f"""
from hashlib import sha256
from app.documents.charts.described import SIZES, Bar, Bars, Dot, Dots, Part, Parts
from app.documents.charts.drawing import draw
drawn = "".join(draw(chart, size) for chart in {CHARTS!r} for size in SIZES)
print(sha256(drawn.encode()).hexdigest())
"""


def test_another_process_draws_the_same_bytes() -> None:
    ours = "".join(draw(chart, size) for chart in CHARTS for size in SIZES)

    program = [sys.executable, "-c", IN_ANOTHER_PROCESS]
    theirs = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True).stdout

    assert theirs.strip() == sha256(ours.encode()).hexdigest()


def test_whatever_is_seen_makes_another_hash() -> None:
    another = Bars(BARS.title, BARS.about, (*BARS.bars[:1], Bar("Wirral", 101, "£1")))
    told = Bars(BARS.title, "Wirral.", BARS.bars)
    hashes = [digest_of(chart, size) for chart in (BARS, another, told) for size in SIZES]

    assert len(set(hashes)) == len(hashes)
    assert digest_of(BARS, "wide") == digest_of(Bars(BARS.title, BARS.about, BARS.bars), "wide")


@pytest.mark.filterwarnings("ignore:This process")  # that it is multi-threaded is what is tried
def test_a_process_that_was_forked_says_so_instead_of_waiting_for_ever() -> None:
    draw(BARS, "wide")
    reading, writing = os.pipe()
    child = os.fork()
    if not child:
        signal.alarm(20)  # ends it, should it wait after all
        try:
            draw(BARS, "wide")
        except Exception as error:  # noqa: BLE001 whatever it is, it is told
            os.write(writing, type(error).__name__.encode())
        finally:
            os._exit(0)
    os.close(writing)

    assert os.read(reading, 100) == b"CannotDraw"
    os.waitpid(child, 0)


def test_what_is_not_needed_to_see_a_picture_is_taken_out() -> None:
    drawn = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" viewBox="0 0 9 9">'
        '<style>x</style><script>x</script><a href="http://x"><path d="M0"/></a>'
        '<image href="x"/><foreignObject/><path d="M1" onload="x" style="x" class="x" fill="red"/>'
        "</svg>"
    )

    picture = ET.fromstring(cleaned(drawn, "A", "B", "n"))

    paths = [element.attrib for element in picture.iter(f"{SVG}path")]
    assert paths == [{"d": "M1", "fill": "red"}]
    assert names_of(picture) == {"svg", "title", "desc", "path"}
