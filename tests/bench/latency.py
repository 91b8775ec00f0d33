"""Latency and rate at 20 connections, measured by wrk where the machine has it."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.bench.processes import Server

CONNECTIONS = 20
SECONDS = 5

# wrk calls `request` once to try it, then for each request, and `done` at the end; the requests are sent in turn.
SCRIPT = """
local requests = {}
for line in io.lines('%s') do
  table.insert(requests, (line:gsub('%%x%%x', function(pair) return string.char(tonumber(pair, 16)) end)))
end
local number = -1
request = function()
  number = number + 1
  return requests[(number - 1) %% #requests + 1]
end
done = function(summary, latency, _)
  io.write(string.format('\\n{"p95": %%d, "answered": %%d, "microseconds": %%d, "faults": %%d}\\n',
    latency:percentile(95.0), summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.timeout))
end
"""


@dataclass(frozen=True, slots=True)
class Latency:
    """p95 in milliseconds and answers a second."""

    p95: float
    rate: float


def is_available() -> bool:
    return shutil.which("wrk") is not None


def measure(server: Server, requests: Sequence[bytes], folder: Path) -> Latency:
    """Send the requests in turn over 20 connections for 5 s.

    Raises:
        RuntimeError: some answers were refusals or did not come.
    """
    script = folder / "wrk.lua"
    lines = folder / "wrk.requests"
    lines.write_text("\n".join(request.hex() for request in requests) + "\n")
    script.write_text(SCRIPT % lines)
    options = ("--threads", "1", "--connections", str(CONNECTIONS), "--duration", f"{SECONDS}s")
    done = subprocess.run(
        ["wrk", *options, "--timeout", "20s", "--script", str(script), f"http://127.0.0.1:{server.port}/"],
        check=True,
        capture_output=True,
        text=True,
    )
    figures = json.loads(done.stdout.rstrip().rpartition("\n")[2])
    server.wait_until_idle()
    if figures["faults"]:
        raise RuntimeError(f"{server.name}: {figures['faults']} of {figures['answered']} answers were faults")
    return Latency(figures["p95"] / 1000, figures["answered"] / figures["microseconds"] * 1_000_000)
