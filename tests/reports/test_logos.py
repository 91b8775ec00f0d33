"""Logos are hostile until proved otherwise: each attack is refused by name, or nothing of it is left."""

from __future__ import annotations

import http.server
import io
import struct
import threading
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageFile

from app.reports.logos import MOST_BYTES, LogoRefused, read_logo
from app.reports.logos.drawing import DEEPEST, MOST_ELEMENTS
from app.reports.logos.picture import KEPT, SIGNATURE
from app.reports.logos.raster import as_picture
from app.reports.logos.values import DRAWN, LOOKS
from app.reports.pdf import Limits, lay_out
from tests.reports.logos import SHAPE, chunk, claiming, png, svg

BOMB = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY lol "lol">
<!ENTITY lol1 "&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;&lol;">
<!ENTITY lol2 "&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;&lol1;">]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><title>&lol2;</title></svg>"""
XXE = b"""<!DOCTYPE svg [<!ENTITY file SYSTEM "file:///etc/passwd">]>
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"><desc>&file;</desc></svg>"""
EXTERNAL_DTD = b"""<!DOCTYPE svg SYSTEM "http://127.0.0.1:%d/x.dtd">
<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 10 10"/>"""


def refusal(data: bytes, name: str = "logo.svg") -> str:
    with pytest.raises(LogoRefused) as caught:
        read_logo(data, name)
    return caught.value.reason


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (XXE, "logo_doctype"),
        (BOMB, "logo_doctype"),
        (EXTERNAL_DTD % 9, "logo_doctype"),
        (b'<?xml-stylesheet href="http://127.0.0.1/a.css"?>' + svg(), "logo_element"),
        (svg(b"<script>alert(1)</script>"), "logo_element"),
        (
            svg(b'<metadata><x:script xmlns:x="http://www.w3.org/2000/svg">1</x:script></metadata>'),
            "logo_element",
        ),
        (svg(b"<foreignObject><div/></foreignObject>"), "logo_element"),
        (svg(b'<image href="file:///etc/passwd"/>'), "logo_element"),
        (svg(b'<a href="javascript:alert(1)"/>'), "logo_element"),
        (svg(b'<use href="#a"/>'), "logo_element"),
        (svg(b'<animate attributeName="href" to="http://127.0.0.1/"/>'), "logo_element"),
        (svg(b"<text>Words</text>"), "logo_element"),
        (svg(b"<video/>"), "logo_element"),
        (svg(b'<blink d="M0 0"/>'), "logo_element"),
        (svg(b'<path d="M0 0h9" onload="alert(1)"/>'), "logo_attribute"),
        (svg(b'<g ONCLICK="alert(1)"/>'), "logo_attribute"),
        (svg(b'<path d="M0 0h9" href="http://127.0.0.1/"/>'), "logo_reference"),
        (
            svg(b'<g xmlns:xlink="http://www.w3.org/1999/xlink" xlink:href="file:///etc/passwd"/>'),
            "logo_reference",
        ),
        (svg(b'<g xml:base="http://127.0.0.1/"/>'), "logo_reference"),
        (svg(b'<linearGradient id="a" href="data:image/svg+xml,x"/>'), "logo_reference"),
        (svg(b'<path d="M0 0h9" fill="url(http://127.0.0.1/a.svg#b)"/>'), "logo_value"),
        (svg(b'<path d="M0 0h9" fill="url(#nowhere)"/>'), "logo_reference"),
        (svg(b'<path d="M0 0h9" style="fill:url(file:///etc/passwd)"/>'), "logo_reference"),
        (svg(b'<path d="M0 0h9" style="fill:u\\72l(x)"/>'), "logo_style"),
        (svg(b"<style>@import url(http://127.0.0.1/a.css);</style>"), "logo_style"),
        (svg(b"<style>.a{fill:red}@font-face{src:url(x)}</style>"), "logo_style"),
        (svg(b"<style>svg{background:red}</style>"), "logo_style"),
        (svg(b"<style>.a{fill:url('http://127.0.0.1/')}</style>"), "logo_reference"),
        (svg(b'<path d="M0 0 javascript:alert(1)"/>'), "logo_value"),
        (svg(b'<path d="M0 0L1e9 3"/>'), "logo_value"),
        (svg(b'<circle r="1e99"/>'), "logo_value"),
        (svg(b'<path d="M"/>'), "logo_value"),
        (svg(b'<path d="zzz 1 2 A"/>'), "logo_value"),
        (svg(b'<path d="M0 0 c1 2 3"/>'), "logo_value"),
        (svg(b'<path d="M0 0 a1 1 0 2 0 1 1"/>'), "logo_value"),
        (svg(b'<path d="M0 0z5"/>'), "logo_value"),
        (svg(b'<polygon points="1 2 3"/>'), "logo_value"),
        (svg(b'<g transform="matrix(1)"/>'), "logo_value"),
        (svg(b'<g transform="spin(1)"/>'), "logo_value"),
        (svg(b'<g transform="' + b"scale(2)" * 9 + b'"/>'), "logo_value"),
        (svg(b'<line stroke-dasharray="' + b"1 " * 17 + b'"/>'), "logo_value"),
        (svg(b'<path d="M0 0' + b"h1" * 40_000 + b'"/>'), "logo_value"),
        (svg(b'<rect width="5" height="5" fill="inherit"/>'), "logo_value"),
        (svg(b"<g>" * (DEEPEST + 1) + b"</g>" * (DEEPEST + 1)), "logo_too_deep"),
        (svg(b"<g/>" * (MOST_ELEMENTS + 1)), "logo_too_many"),
        (svg(b"<desc>" + b"<b/>" * (MOST_ELEMENTS + 1) + b"</desc>"), "logo_too_many"),
        (svg(b""), "logo_nothing"),
        (b"<svg/>", "logo_no_svg"),
        (b"<html xmlns='http://www.w3.org/1999/xhtml'/>", "logo_no_svg"),
        (svg()[:-3], "logo_no_svg"),
        (b"GIF89a" + b"\0" * 40, "logo_no_svg"),
        (svg().decode().encode("utf-16"), "logo_encoding"),
        (b'<?xml version="1.0" encoding="utf-7"?>' + svg(), "logo_encoding"),
        (svg().replace(b"0 0 120 60", b"0 0 120"), "logo_value"),
        (svg().replace(b"0 0 120 60", b"0 0 99999 99999"), "logo_dimensions"),
        (svg().replace(b"0 0 120 60", b"0 0 120 0"), "logo_dimensions"),
        (svg().replace(b"0 0 120 60", b"0 0 1200 2"), "logo_shape"),
        (svg().replace(b'viewBox="0 0 120 60"', b'width="50%" height="20"'), "logo_no_size"),
    ],
)
def test_a_drawing_that_could_do_more_than_draw_is_refused(attack: bytes, reason: str) -> None:
    assert refusal(attack) == reason


def test_what_programs_write_beside_the_drawing_is_left_out() -> None:
    given = svg(
        b'<!-- made by -->\n<title>Logo</title><metadata><rdf xmlns="x"><y z="1"/></rdf></metadata>'
        b'<sodipodi:namedview xmlns:sodipodi="http://sodipodi.example/" id="base"/>'
        b'<style type="text/css">/* two */ .st0{fill:#FF0000;font-family:x} .a , .b{stroke:blue}</style>'
        b'<defs><linearGradient id="g"><stop offset="0" stop-color="red"/></linearGradient></defs>'
        b'<g class="st0 a" data-name="x" id="layer">'
        b'<path class="b" d="M0 0L5 5" fill="url(#g)" style="opacity:.5"/></g>'
    )
    logo = read_logo(given, "A.SVG")
    kept = logo.content.decode()
    assert (logo.kind, logo.width, logo.height, logo.media_type) == ("svg", 120, 60, "image/svg+xml")
    assert '<g fill="#FF0000" stroke="blue">' in kept
    assert '<path d="M0 0 L5 5" fill="url(#g)" opacity=".5" stroke="blue">' in kept
    for gone in ("made by", "title", "rdf", "sodipodi", "style", "class", "data-name", "layer", "font"):
        assert gone not in kept
    assert read_logo(logo.content, "a.svg") == logo


def test_a_drawing_without_a_view_has_the_size_that_it_states() -> None:
    plain = svg().replace(b'viewBox="0 0 120 60"', b'width="30mm" height="20"')
    assert b'viewBox="0 0 30 20"' in read_logo(plain, "a.svg").content


PIECES = """<g> | </g> | <path d='M0 0 | h9'/> | onload='x' |  style='fill:red' | <style> | </style> | .a{fill:red} |
url(#a) | <script> | &amp; | &x; | <![CDATA[ | ]]> | <!-- | -->"""
fragments = st.sampled_from([*(one.encode() for one in PIECES.split("|")), b"\xff"])


@given(st.lists(fragments, max_size=14))
@settings(max_examples=300, deadline=None)
def test_whatever_is_taken_holds_only_what_draws(parts: list[bytes]) -> None:
    try:
        logo = read_logo(svg(SHAPE + b"".join(parts)), "a.svg")
    except LogoRefused:
        return
    for one in ElementTree.fromstring(logo.content).iter():  # written by us
        name = one.tag.removeprefix("{http://www.w3.org/2000/svg}")
        assert set(one.attrib) <= DRAWN[name] | LOOKS
        assert not (one.text or "").strip()


def test_a_picture_is_encoded_anew_with_its_pixels_alone() -> None:
    sound = png()
    hidden = sound[:33] + chunk(b"tEXt", b"Comment\0<script>alert(1)</script>") + sound[33:]
    polyglot = hidden + b"PK\x03\x04<html><script>alert(2)</script></html>"
    logo = read_logo(polyglot, "logo.png")
    assert b"script" not in logo.content
    assert b"tEXt" not in logo.content
    assert logo.content.endswith(b"IEND\xaeB`\x82")
    with Image.open(io.BytesIO(logo.content)) as again:
        assert (again.size, again.mode, again.getpixel((5, 5))) == ((400, 120), "RGBA", (11, 31, 75, 255))


def test_a_picture_with_more_dots_than_paper_shows_is_made_smaller() -> None:
    logo = read_logo(png(size=(2400, 800)), "a.png")
    assert (logo.width, logo.height) == (1200, 400)
    assert logo.width <= KEPT[0]


@pytest.mark.parametrize(
    ("attack", "reason"),
    [
        (claiming(60_000, 60_000), "logo_dimensions"),
        (claiming(3900, 3900, b"\0" * 1000), "logo_dimensions"),
        (claiming(2000, 2000, b"\0" * 50), "logo_damaged"),
        (claiming(0, 10), "logo_damaged"),
        (claiming(8, 8), "logo_small"),
        (claiming(2000, 20), "logo_shape"),
        (png()[:200], "logo_damaged"),
        (png()[:20], "logo_damaged"),
        (SIGNATURE, "logo_damaged"),
        (SIGNATURE + chunk(b"IDAT", b"x") * 4, "logo_damaged"),
        (png().replace(b"IDAT", b"IDAX", 1), "logo_damaged"),
        (b"", "logo_empty"),
        (b"\xff\xd8\xff\xe0" + b"\0" * 100, "logo_mismatch"),
        (svg(), "logo_mismatch"),
        (b"x" * (MOST_BYTES + 1), "logo_too_large"),
    ],
)
def test_a_picture_that_is_none_or_too_large_is_refused(attack: bytes, reason: str) -> None:
    assert refusal(attack, "logo.png") == reason


def test_a_picture_that_unpacks_to_gigabytes_is_refused_before_it_is_unpacked() -> None:
    packed = zlib.compress(b"\0" * 30_000_000, 9)
    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    bomb = SIGNATURE + chunk(b"IHDR", header) + chunk(b"IDAT", packed) + chunk(b"IEND", b"")
    assert len(bomb) < 100_000
    assert refusal(bomb, "a.png") == "logo_dimensions"
    text = png()[:33] + chunk(b"zTXt", b"a\0\0" + packed) + png()[33:]
    assert refusal(text, "a.png") == "logo_damaged"


@pytest.mark.parametrize("name", ["logo.jpg", "logo", "logo.svg.exe", "logo.svgz", ""])
def test_a_file_of_another_kind_is_refused_by_its_name(name: str) -> None:
    assert refusal(svg(), name) == "logo_ending"


def test_a_file_named_otherwise_than_it_is_is_refused() -> None:
    assert refusal(png(), "logo.svg") == "logo_mismatch"


@contextmanager
def counting() -> Iterator[tuple[int, list[str]]]:
    """Serve on the loopback and note who asks for what."""
    hits: list[str] = []

    class Counter(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            hits.append(self.path)
            self.send_response(404)
            self.end_headers()

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Counter) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield server.server_address[1], hits
        server.shutdown()


def test_nothing_is_fetched_for_a_logo_whatever_it_names() -> None:
    with counting() as (port, hits):
        where = b"http://127.0.0.1:%d/" % port
        for attack in (
            EXTERNAL_DTD % port,
            b'<!DOCTYPE s [<!ENTITY a SYSTEM "%sa">]><svg xmlns="http://www.w3.org/2000/svg">&a;</svg>'
            % where,
            svg(b'<image href="%s"/>' % where),
            svg(b"<style>@import url(%s);</style>" % where),
            svg(b'<path d="M0 0" fill="url(%s#a)"/>' % where),
        ):
            refusal(attack)
        harmless = read_logo(svg(SHAPE + b'<metadata><x y="%s"/></metadata>' % where), "a.svg")
        assert where not in harmless.content
        page = '<html lang="en"><title>x</title><body><img src="logo.svg" alt="Logo"></body></html>'
        made = lay_out(page, assets={"logo.svg": harmless.content})
        assert made.fetched == ("logo.svg",)
        assert hits == []


numbers = st.sampled_from(["0", "-1.5", "1e3", ".5", "-99999", "1e-9"])
commands = st.tuples(st.sampled_from("MmZzLlHhVvCcSsQqTtAa"), st.lists(numbers, max_size=14)).map(
    lambda one: one[0] + " ".join(one[1])
)


@pytest.mark.slow
@given(
    st.lists(commands, max_size=5), st.sampled_from(["", "scale(0)", "rotate(5 1 2)", "matrix(0 0 0 0 0 0)"])
)
@settings(max_examples=60, deadline=None)
def test_no_drawing_that_is_taken_stops_a_report(path: list[str], turned: str) -> None:
    inside = f'<g transform="{turned}">' if turned else "<g>"
    inside += f'<path stroke="red" d="M1 1{"".join(path)}"/><rect width="-5" height="3" rx="9"/></g>'
    try:
        logo = read_logo(svg(SHAPE + inside.encode()), "a.svg")
    except LogoRefused:
        return
    page = '<html lang="en"><title>x</title><body><p>Words</p><img src="logo.svg" alt="Logo"></body></html>'
    assert lay_out(page, limits=Limits(wall_seconds=10), assets={"logo.svg": logo.content}).pages == 1


def test_a_drawing_becomes_a_picture_for_files_that_take_no_drawings() -> None:
    logo = read_logo(svg(), "a.svg")
    with Image.open(io.BytesIO(as_picture(logo))) as picture:
        assert picture.size[0] == 2 * picture.size[1]
        near, empty = picture.getpixel((30, 30)), picture.getpixel((picture.width - 10, 30))
        assert near == (0, 170, 85, 255)
        assert isinstance(empty, tuple)
        assert empty[3] == 0
    same = read_logo(png(), "a.png")
    assert as_picture(same) == same.content


def test_a_logo_that_is_cut_off_is_refused_where_the_process_would_take_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(ImageFile, "LOAD_TRUNCATED_IMAGES", True)  # as the PDF engine leaves it
    assert refusal(png()[:300], "a.png") == "logo_damaged"
