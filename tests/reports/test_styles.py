"""Paper and screen share their colours, and neither assumes a direction of reading."""

from __future__ import annotations

import re

from app.places import STATIC, TEMPLATES
from app.reports.assets import FONTS

REPORT = (TEMPLATES / "reports" / "report.css").read_text()
EXHIBITS = (TEMPLATES / "reports" / "exhibits.css").read_text()
TOKEN = re.compile(r"(--[\w-]+):\s*([^;]+);")


def test_the_tokens_of_paper_are_those_of_the_site_in_the_light() -> None:
    site = (STATIC / "css" / "tokens.css").read_text()
    light = dict(TOKEN.findall(site[site.index(":root {") : site.index("}")]))
    paper = dict(
        TOKEN.findall(REPORT[REPORT.index(":root {") : REPORT.index("\n}", REPORT.index(":root {"))])
    )
    assert len(paper) >= 20
    assert {name: value for name, value in paper.items() if light.get(name) != value} == {}


def test_shared_exhibits_take_every_token_from_somewhere() -> None:
    known = {name for name, _ in TOKEN.findall((STATIC / "css" / "tokens.css").read_text())}
    assert set(re.findall(r"var\((--[\w-]+)\)", EXHIBITS)) <= known
    printed = EXHIBITS[: EXHIBITS.index("@media screen")]
    assert set(re.findall(r"var\((--[\w-]+)\)", printed + REPORT)) <= {
        name for name, _ in TOKEN.findall(REPORT)
    }


def test_shared_exhibits_know_no_left_and_right() -> None:
    assert not re.search(r"[^-](left|right)\b|margin-(top|bottom)|padding-(top|bottom)|float:", EXHIBITS)


def test_every_font_of_the_report_is_there_with_its_licence() -> None:
    asked = set(re.findall(r'url\("fonts/([^"]+)"\)', REPORT))
    assert len(asked) == 6
    assert asked <= {path.name for path in FONTS.glob("*.ttf")}
    assert (FONTS / "LICENSE.txt").is_file()
