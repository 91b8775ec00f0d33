"""The bare engine: lays out the HTML of a file and prints the CPU seconds it took, imports left out.

Run as `python -m tests.bench.engine FILE VARIANT`, each time in a new process, as the product's child is new.
"""

from __future__ import annotations

import sys
import time
from pathlib import Path

from weasyprint import HTML
from weasyprint.urls import URLFetcher, URLFetcherResponse

from app.reports.assets import BASE_URL, read_asset


class Assets(URLFetcher):  # type: ignore[misc]  # the engine is untyped
    """Serves the fonts and style sheets that the document names, from where the product keeps them."""

    def fetch(self, url: str, headers: object = None) -> URLFetcherResponse:
        content, kind = read_asset(url)
        return URLFetcherResponse(url, content, {"Content-Type": kind})


if __name__ == "__main__":
    html, variant = Path(sys.argv[1]).read_text(encoding="utf-8"), sys.argv[2]
    began = time.process_time()
    HTML(string=html, base_url=BASE_URL, url_fetcher=Assets()).write_pdf(pdf_variant=variant)
    print(time.process_time() - began)
