"""The look: contrast of every pair of colours that meet, one block and one sample per component, what is vendored."""

from __future__ import annotations

import gzip
import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path

import html5lib
import pytest

from app.places import STATIC, TEMPLATES
from app.templating import stylesheet
from tests.style_page import environment, frame, style_page

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = json.loads((STATIC / "vendor/manifest.json").read_text(encoding="utf-8"))
COMPONENTS = sorted((TEMPLATES / "components").glob("*.html"))
LARGEST_STYLE_SHEET = 13_000  # bytes, gzipped: with it a first questionnaire page stays below 60 kB
LARGEST_FIRST_FONTS = 26_000  # bytes, the two files that every English page loads

GROUNDS = ("paper", "panel", "tint")
TEXT_PAIRS = [
    *((text, ground) for text in ("ink", "quiet", "accent-strong") for ground in GROUNDS),
    *(("ink", f"{mood}-ground") for mood in ("good", "warn", "bad")),
    *(("accent-strong", f"{mood}-ground") for mood in ("good", "warn", "bad")),
    *((mood, f"{mood}-ground") for mood in ("warn", "bad")),
    *((text, "paper") for text in ("accent", "target", "good", "warn", "bad")),
    ("accent", "panel"),
    ("on-action", "action"),
    ("on-action", "action-hover"),
    ("on-cover", "cover"),
    ("on-cover-quiet", "cover"),
    *((f"on-level-{level}", f"level-{level}") for level in range(1, 6)),
]
SHAPE_PAIRS = [
    ("edge", "paper"),
    ("edge", "panel"),
    ("edge", "tint"),
    ("accent", "paper"),
    ("accent", "tint"),
    ("target", "paper"),
    ("focus", "paper"),
    ("focus", "tint"),
    ("good", "good-ground"),
    ("level-4", "paper"),
]


@lru_cache
def tokens() -> dict[str, dict[str, str]]:
    """Return the tokens of the light set, and of the dark one as the system's and as the page's wish."""
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "css/tokens.css").read_text(encoding="utf-8"), flags=re.S)

    def block(selector: str) -> dict[str, str]:
        body = text.split(f"{selector} {{", 1)[1].split("}", 1)[0]
        return dict(re.findall(r"--([a-z0-9-]+):\s*([^;]+);", body))

    light = block(":root")
    return {
        "light": light,
        "dark": light | block(':root:not([data-theme="light"])'),
        "dark by wish": light | block(':root[data-theme="dark"]'),
    }


def luminance(colour: str) -> float:
    """Return the relative luminance of a hex colour. Source: WCAG 2.2, definition of relative luminance."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("text", "ground"), TEXT_PAIRS)
def test_text_can_be_read_on_its_ground(theme: str, text: str, ground: str) -> None:
    assert contrast(tokens()[theme][text], tokens()[theme][ground]) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPE_PAIRS)
def test_edges_and_marks_stand_out_from_their_ground(theme: str, shape: str, ground: str) -> None:
    assert contrast(tokens()[theme][shape], tokens()[theme][ground]) >= 3


def test_the_dark_set_is_the_same_by_the_systems_wish_and_by_the_pages() -> None:
    assert tokens()["dark"] == tokens()["dark by wish"]


def test_every_colour_has_a_dark_counterpart_or_is_meant_for_both() -> None:
    shared = {"on-cover", "on-cover-quiet"}
    light, dark = tokens()["light"], tokens()["dark"]
    colours = {name for name, value in light.items() if value.startswith("#")}
    assert {name for name in colours if light[name] == dark[name]} <= shared


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_maturity_ramp_goes_one_way(theme: str) -> None:
    steps = [luminance(tokens()[theme][f"level-{level}"]) for level in range(1, 6)]
    assert steps == sorted(steps, reverse=theme == "light")


def test_every_token_that_is_used_is_defined() -> None:
    text = stylesheet(STATIC).decode()
    used = set(re.findall(r"var\(--([a-z0-9-]+)", text))
    defined = set(re.findall(r"--([a-z0-9-]+)\s*:", text))
    assert used <= defined


def test_the_style_sheet_is_small() -> None:
    assert len(gzip.compress(stylesheet(STATIC), mtime=0)) <= LARGEST_STYLE_SHEET


def test_a_style_sheet_is_sent_without_its_comments() -> None:
    assert b"/*" not in stylesheet(STATIC)


def test_a_first_page_loads_two_small_fonts() -> None:
    head = (TEMPLATES / "layouts/_head.html").read_text(encoding="utf-8")
    fonts = re.findall(r"asset\('(fonts/[^']+)'\)", head)
    assert len(fonts) == 2
    assert sum((STATIC / font).stat().st_size for font in fonts) <= LARGEST_FIRST_FONTS


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_says_what_it_is_and_is_shown(component: Path) -> None:
    text = component.read_text(encoding="utf-8")
    assert re.search(rf"\{{#.*\b{component.stem}\(.*#\}}", text.split("{% macro")[0], re.S), "no description"
    assert re.search(rf"\{{%-?\s*macro {component.stem}\(", text), "no macro of the file's name"
    shown = "".join(page.read_text(encoding="utf-8") for page in (TEMPLATES / "style").glob("*.html"))
    assert re.search(rf"\b{component.stem}\(", shown), "not on the style page"


@pytest.mark.parametrize("component", COMPONENTS, ids=lambda path: path.stem)
def test_a_component_has_its_block_of_style(component: Path) -> None:
    sources = "\n".join(path.read_text(encoding="utf-8") for path in (STATIC / "css").glob("*.css"))
    titles = re.findall(r"/\*(.*?)\*/", sources, re.S)
    assert any(re.search(rf"\b{component.stem}\b", title) for title in titles)


@pytest.mark.parametrize("direction", ["ltr", "rtl"])
def test_the_style_page_is_valid(direction: str) -> None:
    page = style_page(direction)
    html5lib.HTMLParser(strict=True).parse(page)
    assert page.count("<h1>") == 1
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    targets = re.findall(r'\s(?:aria-describedby|for)="([^"]+)"', page)
    assert {name for target in targets for name in target.split()} <= set(ids)


@pytest.mark.parametrize("status", [400, 401, 403, 404, 405, 409, 413, 422, 429, 500, 503])
def test_every_error_has_words_and_a_way_on(status: int) -> None:
    page = (
        environment()
        .get_template("errors/error.html")
        .render(status=status, reason=None, sentence=None, **frame("ltr"))
    )
    assert re.search(r"<h1>\S[^<]{8,}</h1>", page)
    assert re.search(r'<p class="lead">\S[^<]{8,}</p>', page)
    assert 'href="/"' in page


@pytest.mark.parametrize("row", MANIFEST, ids=lambda row: row["file"])
def test_a_vendored_file_is_the_one_that_was_taken(row: dict[str, str]) -> None:
    assert hashlib.sha256((ROOT / row["file"]).read_bytes()).hexdigest() == row["sha256"]


def test_every_font_that_ships_is_vendored_with_its_licence() -> None:
    known = {row["file"] for row in MANIFEST}
    fonts = [*STATIC.rglob("*.woff2"), *(ROOT / "app/reports/fonts").glob("*.ttf")]
    assert {font.relative_to(ROOT).as_posix() for font in fonts} <= known
    assert (ROOT / "app/reports/fonts/LICENSE.txt").is_file()
    assert all(row["licence"] for row in MANIFEST)
