"""Print the demonstration report in both directions, with a picture of every page, to be looked at.

python -m tests.reports.show OUT
"""

from __future__ import annotations

import sys
from pathlib import Path

import pypdfium2

from tests.reports.cases import qec_report
from tests.reports.conftest import print_report

SCALE = 75 / 72


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for language in ("en", "ar", "ar-XB"):
        printed = print_report(qec_report(language))
        path = folder / f"report-{language}.pdf"
        path.write_bytes(printed.pdf)
        document = pypdfium2.PdfDocument(printed.pdf)
        for number, page in enumerate(document, 1):
            page.render(scale=SCALE).to_pil().save(folder / f"report-{language}-{number:02}.png")
        print(
            f"{path}: {printed.pages} pages, {printed.cpu_seconds:.1f} s of CPU, {len(printed.pdf) // 1024} KiB"
        )


if __name__ == "__main__":
    main(Path(sys.argv[1]))
