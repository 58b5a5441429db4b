import pytest
from werkzeug.http import parse_options_header

from app.web.rendering import sent_file


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("schemes.xlsx", "schemes.xlsx"),
        ("Plan “B” 5%, final.xlsx", "Plan B 5%, final.xlsx"),
        ("Cynllun tŷ'r plant.xlsx", "Cynllun ty'r plant.xlsx"),
        ("計画-comments.xlsx", "comments.xlsx"),
        ('A "B"; c.xlsx', 'A "B"; c.xlsx'),
    ],
)
def test_a_file_has_its_name_in_any_script_and_a_plain_one_beside_it(name: str, plain: str) -> None:
    header = sent_file(b"", name).headers["Content-Disposition"]

    assert header.isascii()
    assert parse_options_header(header) == ("attachment", {"filename": name})
    before = header.partition("; filename*")[0]
    assert parse_options_header(before) == ("attachment", {"filename": plain})
