"""Make the pictures of docs/reports/ anew, from the demonstration case.

python -m tests.reports.gallery
"""

from __future__ import annotations

import io
from pathlib import Path

import pypdfium2
from PIL import Image

from app.reports.branding import UNBRANDED, Branding
from app.reports.choice import Choice, ReportKind
from app.reports.logos import read_logo
from app.reports.making import make_file
from app.translations import translations_for
from assessments.report import MaturityReport
from tests.reports.cases import full_model_report, qec_report
from tests.reports.logos import png, svg

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reports"
SHORT, LONG = 514, 726  # pixels of a page's sides
COLOURS = 64
OVERSAMPLED = 2

NAVY = Branding(
    "#12355b",
    "#c48a2c",
    footer="Meridian PMO Partners, Doha",
    disclaimer="For the addressee alone.",
    logo=read_logo(svg(b'<path d="M0 0h99v50H0z" fill="#c48a2c"/>'), "logo.svg"),
)
YELLOW = Branding(
    "#ffd400", None, "plex-light", footer="Pale Partners Ltd", logo=read_logo(png("#c91818"), "logo.png")
)

ROADMAP = {
    1: "01-cover",
    2: "02-verdict",
    3: "03-profile",
    4: "04-gaps",
    5: "05-kind",
    6: "06-plan",
    7: "07-decisions",
    8: "08-indicators",
}
FULL = {
    2: "02-contents",
    9: "09-agreement",
    10: "10-views",
    16: "16-dimension",
    23: "23-what-would-change-it",
}


def draw(
    report: MaturityReport, kind: ReportKind, wanted: dict[int, str], branding: Branding = UNBRANDED
) -> None:
    """Keep pictures of some pages of a report, number of the page to name of the file."""
    made = make_file(report, Choice(kind), translations_for(report.language), branding)
    document = pypdfium2.PdfDocument(made.pdf)
    for number, name in wanted.items():
        page = document[number - 1].render(scale=OVERSAMPLED).to_pil().convert("RGB")
        size = (SHORT, LONG) if page.width < page.height else (LONG, SHORT)
        small = io.BytesIO()
        page.resize(size, Image.Resampling.LANCZOS).quantize(COLOURS, dither=Image.Dither.NONE).save(
            small, "png", optimize=True
        )
        (FOLDER / f"{name}.png").write_bytes(small.getvalue())


def main() -> None:
    mirrored = {number: f"roadmap-rtl-{name}" for number, name in ROADMAP.items() if number in (2, 3, 6)}
    draw(qec_report(), "roadmap", {number: f"roadmap-{name}" for number, name in ROADMAP.items()})
    draw(qec_report("ar-XB"), "roadmap", mirrored)
    draw(qec_report(), "roadmap", {1: "brand-yellow-01-cover", 3: "brand-yellow-03-profile"}, YELLOW)
    draw(qec_report("ar-XB"), "roadmap", {1: "brand-navy-rtl-01-cover", 3: "brand-navy-rtl-03-profile"}, NAVY)
    draw(full_model_report(), "full", {number: f"full-{name}" for number, name in FULL.items()}, NAVY)
    draw(full_model_report("ar-XB"), "full", {15: "full-rtl-15-dimension"})


if __name__ == "__main__":
    main()
