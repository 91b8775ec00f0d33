"""The product's side of printing: lays out the given HTML files in turn, and says what each took.

Run as `python -m tests.bench.pages FILE…`; JSON tells the seconds, the CPU of the child and the pages of each.
"""

from __future__ import annotations

import json
import sys
import time
from pathlib import Path

from app.reports.pdf import Limits, lay_out

AT_WORK = Limits(wall_seconds=1200, cpu_seconds=1200, memory_bytes=4 << 30)

if __name__ == "__main__":
    told = []
    for name in sys.argv[1:]:
        html = Path(name).read_text(encoding="utf-8")
        began = time.perf_counter()
        made = lay_out(html, limits=AT_WORK)
        told.append([time.perf_counter() - began, made.cpu_seconds, made.pages])
    print(json.dumps(told))
