"""The shorter ways through the engine change nothing in the file, whatever a document holds."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import cssselect2
import pytest
import tinyhtml5
from cssselect2 import compiler, parser

from app.places import TEMPLATES
from app.reports.assets import BRANDED, read_asset
from app.reports.choice import Choice
from app.reports.paper import document_html
from app.reports.shortcuts.declared import DECLARED
from app.reports.shortcuts.selectors import compiled
from app.reports.shortcuts.starting import Libraries
from app.reports.telling.documents import tell_document
from app.translations import translations_for
from tests.reports.cases import qec_report
from tools.declarations import MODULE, declarations, declared_module

CHECKOUT = Path(__file__).resolve().parents[2]

# What our reports do not use, or hardly, and a shortcut could get wrong: it goes the long way or ends up alike.
UNUSUAL = Path(__file__).with_name("unusual.html").read_text(encoding="utf-8")


def hash_of(html: str, way: str, folder: Path) -> str:
    page = folder / "page.html"
    page.write_text(html, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "tests.reports.both_ways", str(page), way],
        cwd=CHECKOUT,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return done.stdout


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_report_has_the_same_bytes_both_ways(language: str, tmp_path: Path) -> None:
    translations = translations_for(language)
    document = tell_document(qec_report(language), translations, Choice("roadmap"))
    html = document_html(document, translations)
    assert hash_of(html, "short", tmp_path) == hash_of(html, "long", tmp_path)


def test_what_our_reports_hardly_use_has_the_same_bytes_both_ways(tmp_path: Path) -> None:
    assert hash_of(UNUSUAL, "short", tmp_path) == hash_of(UNUSUAL, "long", tmp_path)


def test_no_shortcut_is_taken_through_another_version() -> None:
    """In a process of its own, since the engine changes how the whole process reads pictures."""
    program = (
        "from app.reports import shortcuts; shortcuts.WRITTEN_FOR['weasyprint'] = '69.9'; "
        "print(shortcuts.take_shortcuts())"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, check=True, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout == "False\n"


def test_colours_of_a_sheet_are_settled_save_those_of_a_brand() -> None:
    content, kind = read_asset("https://assets.invalid/exhibits.css")
    source = (TEMPLATES / "reports" / "exhibits.css").read_text("utf-8")
    assert kind == "text/css"
    assert "var(--rule)" in source
    assert "var(--accent)" in source
    settled = content.decode()
    assert "var(--rule)" not in settled
    assert "#d5dce4" in settled
    assert "var(--accent)" in settled
    assert "accent" in BRANDED


def test_what_the_engine_declares_is_what_was_written_down() -> None:
    declared = declarations()
    assert "pango_layout_new" in declared
    assert declared_module(declared) == MODULE.read_text("utf-8")


def test_other_declarations_are_parsed_as_they_always_were() -> None:
    libraries = Libraries()
    libraries.cdef("int abs(int value);")
    assert libraries.dlopen(None).abs(-3) == 3
    assert len(DECLARED) == 64


def test_what_is_hardly_used_is_loaded_when_it_is_asked_for_with_what_the_engine_set_in_it() -> None:
    """In a process of its own, where nothing has loaded it before."""
    program = """
import sys
from app.reports.shortcuts.starting import load_engine
load_engine()
hardly = ("ssl", "PIL.Image", "PIL.ImageCms", "fontTools.ttLib", "fontTools.subset")
print([name for name in hardly if name in sys.modules])
from importlib import resources
from io import BytesIO
from weasyprint import css, html, images
from weasyprint.pdf import fonts
profile = (resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()
known = css.ImageCmsProfile(BytesIO(profile))
print(known.tobytes() == profile, "PIL._imagingcms" in sys.modules)
from PIL import ImageCms
other = css.ImageCmsProfile(BytesIO(ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ")).tobytes()))
print(known.profile.model == ImageCms.ImageCmsProfile(BytesIO(profile)).profile.model, other.profile.xcolor_space)
print(images.Image.new("L", (1, 1)).size, fonts.TTFont().tables)
from PIL import EpsImagePlugin, ImageFile
print(ImageFile.LOAD_TRUNCATED_IMAGES, EpsImagePlugin.gs_binary)
print(len(html.UA) > 10000, html.PH == html.UA_FORM == "")
"""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=CHECKOUT, check=True, stdout=subprocess.PIPE, text=True
    )
    assert done.stdout.splitlines() == [
        "[]",
        "True False",
        "True XYZ ",
        "(1, 1) {}",
        "True False",
        "True True",
    ]


@pytest.mark.parametrize(
    "selector",
    [
        ".a",
        ".b",
        "p.a > em",
        "[data-x='it\\'s']",
        "[data-x='it\\'s'] em.a",
        "[data-y='\\\\']",
        "[data-x*='t'] em[class~='a']",
        "p:not(.b) em:first-child",
        "[lang|=en] em",
    ],
)
def test_a_selector_of_a_known_shape_finds_what_it_always_found(selector: str) -> None:
    text = (
        "<p class='a' data-x=\"it's\" data-y='\\'><em class='a b'>x</em><em>y</em></p>"
        "<p class='b' lang='en'><em>z</em></p>"
    )
    page = cssselect2.ElementWrapper.from_html_root(tinyhtml5.parse(f"<!doctype html><title>a</title>{text}"))
    found = [
        [element.test(one) for one in page.iter_subtree()]
        for element in cssselect2.compile_selector_list(selector)
    ]
    names = {"split_whitespace": compiler.split_whitespace, "ascii_lower": compiler.ascii_lower}
    again = [
        [bool(compiled(f"lambda el: {source_of(one)}", names, {})(place)) for place in page.iter_subtree()]
        for one in parser.parse(selector)
    ]
    assert again == [[bool(one) for one in row] for row in found]
    assert any(map(any, again))


def source_of(selector: Any) -> str:
    return compiler._compile_node(selector.parsed_tree)
