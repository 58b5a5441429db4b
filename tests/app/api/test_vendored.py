"""What others made and pages use: kept here as it was taken, and asked of nobody else."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from app.api.reference import PAGE
from app.edge.headers import CSP
from tests.app.callers import API, Caller

ROOT = Path(__file__).resolve().parents[3]
STATIC = ROOT / "app" / "static"
MANIFESTS = sorted([*STATIC.rglob("MANIFEST.json"), *(ROOT / "tests").rglob("MANIFEST.json")])
VENDOR = ROOT / "script" / "vendor"


@pytest.mark.parametrize("manifest", MANIFESTS, ids=lambda path: path.parent.name)
def test_every_file_is_the_one_in_the_manifest_which_the_script_names(manifest: Path) -> None:
    said = json.loads(manifest.read_text("utf-8"))
    found = {
        path.name: hashlib.sha256(path.read_bytes()).hexdigest()
        for path in manifest.parent.iterdir()
        if path != manifest
    }
    assert found == said["sha256"]
    assert any(name.startswith("LICEN") for name in found)
    assert f"vendor {said['name']} {said['version']} " in VENDOR.read_text("utf-8")


def test_the_page_of_the_api_holds_no_script_and_no_style_of_its_own() -> None:
    assert "style=" not in PAGE
    assert "<style" not in PAGE
    assert re.findall(r"<script[^>]*>([^<]*)</script>", PAGE) == ["", ""]


def test_the_page_of_the_api_is_under_the_same_policy_as_all_others(lead: Caller) -> None:
    answer = lead.client.get(f"{API}/docs")
    assert answer.status_code == 200
    assert answer.headers["Content-Security-Policy"] == CSP
    for address in re.findall(r'(?:src|href)="(/[^"]*)"', PAGE):
        with lead.client.get(address) as file:
            assert file.status_code == 200


def test_nothing_is_taken_from_another_host() -> None:
    assert re.findall(r'(?:src|href)="(?:https?:)?//', PAGE) == []
    for style in STATIC.rglob("*.css"):
        text = style.read_text("utf-8")
        assert re.findall(r"(?:url\(|@import )[\"']?(?:https?:)?//", text) == []
        for address in re.findall(r"url\([\"']?(?!data:|#)([^)\"']+)", text):
            assert (style.parent / address).is_file()


def test_neither_the_font_nor_the_logo_of_the_nhs_is_kept() -> None:
    kept = sorted((STATIC / "nhsuk").iterdir())
    style = (STATIC / "nhsuk" / "nhsuk-frontend.min.css").read_text("utf-8")

    assert "font-family:arial,sans-serif" in style
    assert re.findall(r"@font-face|frutiger|https?:|sourceMappingURL", style, re.IGNORECASE) == []
    assert [path.name for path in kept if "favicon" in path.name or "logo" in path.name] == []
