import time

from app.documents.excel.read import read_workbook
from app.documents.excel.write import filled
from tests.builders import a_scheme, main_pack

ROWS, SCHEMES = 10_000, 250
MOST_SECONDS = 30
"""Far above what it takes, so that a busy machine does not fail the test."""


def test_ten_thousand_rows_are_read_in_seconds() -> None:
    line = a_scheme()["finance_lines"][0]
    lines = [{**line, "gross_cost": 100 * n} for n in range(ROWS // SCHEMES)]
    schemes = [
        a_scheme(scheme_ref=f"CM24-LIVPP-{n:03}", finance_lines=lines) for n in range(SCHEMES)
    ]
    data = filled(main_pack(), schemes)
    started = time.monotonic()
    uploaded = read_workbook(data, main_pack())
    assert time.monotonic() - started < MOST_SECONDS
    assert uploaded.told == []
    assert sum(len(scheme.answers["finance_lines"]) for scheme in uploaded.schemes) == ROWS
