"""Lays out an HTML file in a process of its own, the short way or the engine's own, and prints the hash of the bytes.

Run as `python -m tests.reports.both_ways FILE short|long`.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from app.reports.assets import BASE_URL, STYLE_SHEETS
from app.reports.finisher import finish

if __name__ == "__main__":
    html = Path(sys.argv[1]).read_text(encoding="utf-8")
    is_short = sys.argv[2] == "short"
    if is_short:  # as the press does, before anything else loads the engine
        from app.reports.shortcuts.starting import load_engine

        load_engine()
    from weasyprint import HTML

    from tests.bench.engine import Assets

    if is_short:
        from app.reports.shortcuts import take_shortcuts

        if not take_shortcuts():
            sys.exit("the shortcuts are written for another version of the engine")
        from app.reports.shortcuts.sheets import prepare

        prepare(STYLE_SHEETS, BASE_URL, Assets())
    content = HTML(string=html, base_url=BASE_URL, url_fetcher=Assets()).write_pdf(
        pdf_variant="pdf/a-3a", finisher=lambda _document, pdf: finish(pdf, "ltr")
    )
    print(hashlib.sha256(content).hexdigest())
