"""The workbook, opened, edited and saved by LibreOffice as a team without Excel would do it."""

import os
import re
import shutil
import subprocess
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from app.documents.excel.read import read_workbook
from app.documents.excel.write import filled
from rulebook.schema import plain
from tests.app.documents.excel.test_round_trip import same
from tests.app.documents.excel.workbooks import (
    halls_workbook,
    parts_of,
    read_halls,
    sheet_part,
    with_answer,
)
from tests.app.rounds import a_hall, samples
from tests.builders import main_pack

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
SECONDS = 120
"""For a machine with much else to do; it takes about five."""

pytestmark = pytest.mark.skipif(
    SOFFICE is None and os.environ.get("CI") != "true",
    reason="LibreOffice is not installed. On Debian or Ubuntu: apt-get install libreoffice-calc",
)


def saved_again(data: bytes, folder: Path) -> bytes:
    """The workbook after LibreOffice has opened it and saved it."""
    assert SOFFICE, "LibreOffice is not installed: apt-get install libreoffice-calc"
    (folder / "in.xlsx").write_bytes(data)
    (folder / "out").mkdir()
    subprocess.run(
        [SOFFICE, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless",
         "--convert-to", "xlsx", "--outdir", str(folder / "out"), str(folder / "in.xlsx")],
        check=True, timeout=SECONDS, capture_output=True,
    )  # fmt: skip
    return (folder / "out" / "in.xlsx").read_bytes()


def test_answers_rules_and_protection_are_the_same_after_libreoffice(tmp_path: Path) -> None:
    lines = list(samples().lines)[:12]
    given = [plain(line.scheme) for line in lines]
    data = saved_again(filled(main_pack(), given), tmp_path)
    uploaded = read_workbook(data, main_pack())
    assert [str(told) for told in uploaded.told] == []
    assert (uploaded.notes, uploaded.version_note) == ((), "")
    assert same([scheme.answers for scheme in uploaded.schemes]) == same(given)
    _check_rules(data)


def _check_rules(data: bytes) -> None:
    """Drop-downs and limits, messages, protection and hidden sheets of the sheet Schemes."""
    parts = parts_of(data)
    xml = unescape(parts[sheet_part(parts, "Schemes")].decode())
    assert len(re.findall(r'<dataValidation [^>]*type="list"', xml)) > 20
    assert re.search(r"<formula1>Lists!\$[A-Z]+\$1:", xml)
    assert re.search(r'<dataValidation [^>]*type="textLength"', xml)
    assert "What is the scheme called?" in xml
    assert re.search(r'<sheetProtection [^>]*sheet="(true|1)"', xml)
    assert 'state="hidden"' in parts["xl/workbook.xml"].decode()
    assert _locks(parts["xl/styles.xml"].decode(), xml) == {"A2": True, "C4": False, "C999": False}


def _locks(styles: str, sheet: str) -> dict[str, bool]:
    """Whether a heading, a cell with an answer and one for another scheme are locked."""
    formats = re.findall(r"<xf .*?</xf>", styles.partition("<cellXfs")[2], re.DOTALL)
    column = re.search(r'<col [^>]*max="3"[^>]*min="3"[^>]*style="([0-9]+)"', sheet)
    assert column, "column C has no style of its own"
    found = {"C999": column[1]}
    for cell in ("A2", "C4"):
        style = re.search(rf'<c r="{cell}" s="([0-9]+)"', sheet)
        assert style, f"{cell} has no style"
        found[cell] = style[1]
    unlocked = re.compile(r'locked="(false|0)"')
    return {cell: not unlocked.search(formats[int(style)]) for cell, style in found.items()}


def test_an_edit_before_libreoffice_saves_it_is_read(tmp_path: Path) -> None:
    data = with_answer(halls_workbook(), "Name of the work", "Paint the hall = no, the roof")
    data = with_answer(data, "Cost", "£1.5k")
    data = with_answer(data, "Keys: Since", "31/03/2021")
    uploaded = read_halls(saved_again(data, tmp_path))
    assert uploaded.told == []
    expected: dict[str, Any] = a_hall(name="Paint the hall = no, the roof", cost=150_000)
    expected["keys"]["since"] = "2021-03-31"
    assert uploaded.schemes[0].answers == expected
