"""What the README shows is what the commands print."""

from pathlib import Path

from app.documents.letter import letter
from app.services.explaining import explain_scheme
from tests.app.rounds import line_of, samples

README = Path(__file__).parents[1] / "README.md"
COMMAND = "$ script/run explain seed/samples CM24-DIABNET-001\n"


def test_the_letter_in_the_readme_begins_as_the_command_prints_it() -> None:
    shown = README.read_text("utf-8").split(COMMAND)[1].split("\n```")[0]
    printed = letter(explain_scheme(samples(), line_of(samples(), "CM24-DIABNET-001")))
    assert len(shown.splitlines()) > 5
    assert printed.startswith(shown)
