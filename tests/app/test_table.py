"""The table: plain text where it is piped, and never anything that a terminal would act on."""

import io
import re

import pytest
from rich.console import Console

from app.documents.console import MOST_PROBLEMS, console_on, in_plain_signs, print_problems
from app.documents.names import column_value, measures, score_in_words, tier_title
from app.documents.prose import one_line
from app.documents.table import print_round
from app.domain.ranked import RankedRound
from rulebook.problem import Problem
from tests.app.rounds import a_closing, a_hall, ranked, ranked_halls, samples
from tests.builders import a_scheme, main_pack

ESCAPE = "\x1b"


def plain(round_: RankedRound) -> str:
    out = io.StringIO()
    print_round(round_, console_on(out))
    return out.getvalue()


def coloured(round_: RankedRound, width: int = 120) -> str:
    out = io.StringIO()
    print_round(round_, Console(file=out, force_terminal=True, width=width, color_system="256"))
    return out.getvalue()


def test_a_piped_table_holds_no_escape_code() -> None:
    assert ESCAPE not in plain(samples())


def test_a_table_in_a_terminal_is_styled() -> None:
    assert ESCAPE in coloured(samples())


def test_every_scheme_and_every_list_is_in_the_table() -> None:
    text = plain(samples())
    assert [ref for ref in (line.ref for line in samples().lines) if ref not in text] == []
    for words in ("Investments  31 schemes", "Disinvestment offsets  7 schemes", "Returned: not"):
        assert words in text


def test_the_table_names_the_pack_and_the_day() -> None:
    assert f"as of 2023-12-01. Pack {main_pack().sha256[:12]}." in plain(samples())


@pytest.mark.parametrize(
    "title", ["[red]x[/red]", "[/]", "[link=http://a]b[/link]", ":smile:", "[bold", "a\\[b]"]
)
def test_marks_in_a_title_are_shown_as_they_are(title: str) -> None:
    round_ = ranked(main_pack(), [a_scheme(title=title)])
    assert f"CM24-LIVPP-001  {title}" in plain(round_)
    assert title in coloured(round_)
    returned = ranked(main_pack(), [a_scheme(title=title, summary=None)])
    assert returned.returned
    assert title in plain(returned)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mb", "a[31mb"),
        ("a\x9b31mb", "a31mb"),
        ("a\x07b", "ab"),
        ("a\rb\nc\td", "a b c d"),
        ("a\u202eb\u2066c", "abc"),
        ("a\u2028b\x85c", "a b c"),
        ("a\u200cb\u200dc", "a\u200cb\u200dc"),
        ("plain £5 “text”", "plain £5 “text”"),
    ],
)
def test_signs_that_control_a_terminal_are_never_printed(text: str, shown: str) -> None:
    assert one_line(text) == shown


@pytest.mark.parametrize("width", [20, 40, 80, 300])
def test_a_table_fits_a_terminal_of_any_width(width: int) -> None:
    without_styles = re.sub(r"\x1b\[[0-9;]*m", "", coloured(samples(), width))
    assert max(map(len, without_styles.split("\n"))) <= width


STYLES = re.compile(r"\x1b\[[0-9;]*m")


def figures_of(round_: RankedRound) -> list[str]:
    """Every word of the figures of a round: tiers, scores, losses and the columns of the pack."""
    pack = round_.pack
    texts = [
        text
        for item in round_.lists
        for line in item.lines
        for text in (
            tier_title(pack, line),
            *measures(item.ranking, line),
            *(column_value(pack, column.id, line) for column in item.ranking.columns),
        )
    ]
    return sorted({word for text in texts for word in text.split()})


@pytest.mark.parametrize("width", [40, 80, 100, 110, 120, 160])
def test_no_word_and_no_figure_is_cut_at_any_width(width: int) -> None:
    text = STYLES.sub("", coloured(samples(), width))
    shown = {word.rstrip(".;") for word in text.split()}
    assert "…" not in text
    assert [word for word in figures_of(samples()) if word.rstrip(".;") not in shown] == []


@pytest.mark.parametrize(("width", "is_wide"), [(119, False), (120, True)])
def test_figures_have_columns_of_their_own_where_there_is_room(width: int, is_wide: bool) -> None:
    text = STYLES.sub("", coloured(samples(), width))
    assert ("Scheme and reason" in text) is is_wide
    assert ("Nationally mandated. Score 83.4. Offset: Not needed" in text) is not is_wide


@pytest.mark.parametrize("width", [120, 160])
def test_a_range_of_scores_stands_on_one_line(width: int) -> None:
    ranges = {score_in_words(line) for item in samples().lists for line in item.lines if line.score}
    text = STYLES.sub("", coloured(samples(), width))
    assert [words for words in ranges if words not in text] == []


def test_a_narrow_table_gives_the_loss_in_a_line_under_the_title() -> None:
    halls = ranked_halls(a_closing("VH-001", 400_000), a_closing("VH-002", 0))
    text = STYLES.sub("", coloured(halls, 80))
    assert "Loss 100.0; for each £1,000 25.0." in text
    assert "Loss 100.0; nothing released." in text


def test_a_tie_is_marked_and_what_releases_nothing_says_so() -> None:
    text = plain(ranked_halls(a_hall("VH-001"), a_hall("VH-002"), a_closing("VH-003", 0)))
    assert text.count("1=") == 2
    assert "nothing released" in text
    assert "Loss for each" in text


def test_an_empty_list_has_no_table() -> None:
    assert "Partings" not in plain(ranked_halls(a_hall()))


def test_what_has_no_list_has_its_own_table() -> None:
    assert "Without a list: a fact" in plain(ranked_halls(a_hall(deed_kind="unsure")))


def printed(*problems: Problem) -> list[str]:
    out = io.StringIO()
    print_problems(problems, out)
    return out.getvalue().splitlines()


def test_a_problem_says_its_file_its_place_and_what_to_do() -> None:
    in_yaml = Problem("Correct it.", "/2/a", "A", file="x.yaml", line=7)
    in_json = Problem("Correct it.", "/2/a", "A", file="x.json")
    assert printed(in_yaml, in_json) == [
        "x.yaml, line 7: A: Correct it.",
        "x.json, at /2/a: A: Correct it.",
    ]


def test_a_problem_is_one_line_and_acts_on_no_terminal() -> None:
    assert printed(Problem("a\x1b[2J\nb", file="[red]x\r.json")) == ["[red]x .json: a[2J b"]


def test_more_problems_than_a_person_reads_are_counted() -> None:
    lines = printed(*[Problem("Wrong.")] * (MOST_PROBLEMS + 1005))
    assert len(lines) == MOST_PROBLEMS + 1
    assert lines[-1] == "… and 1,005 more."


@pytest.mark.parametrize(
    ("sign", "plain_sign"),
    [("£", "GBP "), ("“", '"'), ("–", "-"), ("…", "..."), ("é", "\\u{e9}"), ("😀", "\\u{1f600}")],
)
def test_a_terminal_that_lacks_a_sign_gets_a_plain_one(sign: str, plain_sign: str) -> None:
    error = UnicodeEncodeError("ascii", f"a{sign}b", 1, 2, "no such sign")
    assert in_plain_signs(error) == (plain_sign, 2)
