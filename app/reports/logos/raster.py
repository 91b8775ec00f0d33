"""A logo as dots, for files that take no drawings: an SVG of ours is laid out in the child and then counted out."""

from __future__ import annotations

import io

from app.reports.logos.logo import Logo
from app.reports.pdf import Limits, lay_out

WIDTH_POINTS = 300.0
DOTS_A_POINT = 3
LIMITS = Limits(wall_seconds=50, cpu_seconds=10, file_bytes=8 << 20)


def as_picture(logo: Logo) -> bytes:
    """Return a logo as PNG, whatever it is kept as.

    Raises:
        RenderFailed: the drawing could not be laid out.
    """
    if logo.kind == "png":
        return logo.content
    # Slow to import, and wanted only where a drawing has to become a picture.
    import pypdfium2

    scale = WIDTH_POINTS / max(logo.width, logo.height)
    width, height = max(8.0, logo.width * scale), max(8.0, logo.height * scale)
    page = (
        '<!doctype html><html lang="en"><head><title>Logo</title><style>'
        f"@page {{ size: {width:.2f}pt {height:.2f}pt; margin: 0 }} body {{ margin: 0 }}"
        f"img {{ display: block; width: {width:.2f}pt; height: {height:.2f}pt }}"
        '</style></head><body><img src="logo.svg" alt="Logo"></body></html>'
    )
    made = lay_out(page, limits=LIMITS, assets={"logo.svg": logo.content})
    document = pypdfium2.PdfDocument(made.pdf)
    try:
        drawn = document[0].render(scale=DOTS_A_POINT, fill_color=(255, 255, 255, 0), rev_byteorder=True)
        picture = drawn.to_pil().convert("RGBA")
    finally:
        document.close()
    held = io.BytesIO()
    picture.save(held, "PNG", optimize=True)
    return held.getvalue()
