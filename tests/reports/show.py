"""Print the demonstration reports in both directions, with a picture of every page, to be looked at.

python -m tests.reports.show OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2

from app.reports.choice import KINDS, Choice
from app.reports.making import make_file
from app.translations import translations_for
from tests.reports.cases import full_model_report, qec_report

SCALE = 75 / 72


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for kind in KINDS:
        for language in ("en", "ar", "ar-XB"):
            report = full_model_report(language) if kind == "full" else qec_report(language)
            printed = make_file(report, Choice(kind), translations_for(language))
            path = folder / f"{kind}-{language}.pdf"
            path.write_bytes(printed.pdf)
            document = pypdfium2.PdfDocument(printed.pdf)
            for number, page in enumerate(document, 1):
                page.render(scale=SCALE).to_pil().save(folder / f"{kind}-{language}-{number:02}.png")
            size = len(printed.pdf) // 1024
            print(f"{path}: {printed.pages} pages, {printed.cpu_seconds:.1f} s of CPU, {size} KiB")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
