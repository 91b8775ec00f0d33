"""What holds for every template and style sheet, whoever writes it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.places import STATIC, TEMPLATES
from tests.style_page import environment

SHEETS = sorted((STATIC / "css").glob("*.css"))
PAGES = sorted(TEMPLATES.rglob("*.html"))
# The PDF and mails have no content security policy to keep, yet nothing in them may be marked as safe either.
SITE_PAGES = [page for page in PAGES if page.relative_to(TEMPLATES).parts[0] not in {"reports", "emails"}]

PHYSICAL = re.compile(
    r"^(?:(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right|top|bottom)(?:-.*)?"
    r"|left|right|top|bottom|(?:min-|max-)?(?:width|height)"
    r"|border-(?:top|bottom)-(?:left|right)-radius|overflow-[xy])$"
)
SIDED = {"text-align", "float", "clear", "caption-side"}
FOUR_SIDES = {"margin", "padding", "inset", "border-width", "border-color", "border-style"}


def name_of(path: Path) -> str:
    return path.relative_to(path.parents[2]).as_posix()


def declarations(sheet: Path) -> Iterator[tuple[str, str]]:
    """Yield property and value of everything a sheet declares; conditions of @media are not declarations."""
    text = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.S)
    for found in re.finditer(r"(?<=[{;])\s*([a-z-]+)\s*:\s*([^;{}]+)(?=[;}])", text):
        yield found[1], found[2].strip()


def words_of(value: str) -> list[str]:
    """Split a value at its outer spaces."""
    flat = re.sub(r"\((?:[^()]|\([^()]*\))*\)", "()", value)
    return flat.split()


@pytest.mark.parametrize("sheet", SHEETS, ids=name_of)
def test_a_style_sheet_knows_start_and_end_but_neither_left_nor_right(sheet: Path) -> None:
    wrong = []
    for name, value in declarations(sheet):
        parts = words_of(value)
        if PHYSICAL.match(name) or (name in SIDED and value in {"left", "right"}):
            wrong.append(f"{name}: {value}")
        if name in FOUR_SIDES and len(parts) == 4 and parts[1] != parts[3]:
            wrong.append(f"{name}: {value} (its ends differ: use -inline and -block)")
    assert not wrong


@pytest.mark.parametrize("sheet", [s for s in SHEETS if s.name != "tokens.css"], ids=name_of)
def test_colours_and_fonts_are_named_in_the_token_file_only(sheet: Path) -> None:
    literal = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(", re.I)
    wrong = [f"{name}: {value}" for name, value in declarations(sheet) if literal.search(value)]
    wrong += [
        f"{name}: {value}"
        for name, value in declarations(sheet)
        if name == "font-family" and not value.startswith("var(") and sheet.name != "fonts.css"
    ]
    assert not wrong


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_nothing_is_marked_as_safe(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    assert not re.search(r"\|\s*safe\b|autoescape\s+false|\bMarkup\b", text)


@pytest.mark.parametrize("page", SITE_PAGES, ids=name_of)
def test_a_page_has_no_style_script_or_handler_inside(page: Path) -> None:
    text = without_comments(page.read_text(encoding="utf-8"))
    data = r"(?![^>]*type=\"application/json\")"
    for forbidden in (
        r"\sstyle\s*=",
        r"<style\b",
        rf"<script\b(?![^>]*\ssrc=){data}",
        r"<[a-z][^>]*\son[a-z]+\s*=",
        r"javascript:",
    ):
        assert not re.search(forbidden, text, re.I), forbidden


@pytest.mark.parametrize("page", SITE_PAGES, ids=name_of)
def test_english_sentences_go_through_gettext(page: Path) -> None:
    text = without_comments(page.read_text(encoding="utf-8"))
    text = re.sub(r"\{%-?\s*trans\b.*?endtrans\s*-?%\}", " ", text, flags=re.S)
    text = re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "\x00", text, flags=re.S)
    spoken = re.findall(r"\b(?:aria-label|alt|placeholder|title)=\"([^\"\x00]*[A-Za-z]{3}[^\"\x00]*)\"", text)
    shown = re.sub(r"<(?:[^<>\"]|\"[^\"]*\")*>", "\x00", text)
    spoken += [
        part.strip() for part in shown.split("\x00") if re.search(r"[A-Za-z]{2,}\s+[A-Za-z]{2,}", part)
    ]
    assert not spoken


@pytest.mark.parametrize("page", PAGES, ids=name_of)
def test_every_macro_that_a_page_imports_exists(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    jinja = environment()
    for source, names in re.findall(r'\{%-?\s*from\s+"([^"]+)"\s+import\s+([^%]+?)\s*-?%\}', text):
        module = (TEMPLATES / source).read_text(encoding="utf-8")
        offered = set(re.findall(r"\{%-?\s*macro\s+(\w+)", module))
        wanted = {name.split(" as ")[0].strip() for name in names.split(",")} - {"with context"}
        assert wanted <= offered, source
    jinja.parse(text)


def without_comments(text: str) -> str:
    return re.sub(r"\{#.*?#\}", " ", text, flags=re.S)
