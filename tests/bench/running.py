"""What starting and running cost: the command line, the first page, the migrations, memory."""

from __future__ import annotations

from itertools import count

from tests.bench.client import compose, hammer
from tests.bench.goals import Figure
from tests.bench.processes import Server, memory_mebibytes, run
from tests.bench.rounds import paired, summary
from tests.bench.stand import BARE_GET, CHECKOUT, PYTHON, Place, always, cold_start, running

REQUESTS = 5000
SETTLED = 1000  # requests after which memory may no longer grow
FRONT_PAGE = compose("GET", "/sign-in")


def command_line(place: Place) -> dict[str, Figure]:
    """Compare `plumbline --help` with a Python that only imports Flask, in CPU, byte code present."""

    def cpu(*arguments: str) -> float:
        ended = run((PYTHON, *arguments), place.environment(), CHECKOUT)
        if ended.status != 0:
            raise RuntimeError(f"{' '.join(arguments)} exited with {ended.status}")
        return ended.cpu

    help_page = ("-m", "app.cli", "--help")
    imports = ("-c", "import flask")
    cpu(*help_page), cpu(*imports)  # the first run writes the byte code
    return {"CLI": paired(lambda: cpu(*help_page), lambda: cpu(*imports), rounds=11)}


def first_page(place: Place, instance: str) -> dict[str, Figure]:
    """Compare the CPU from the launch to the first answer, with the database migrated."""
    bare = place.bare("bare-start")
    numbers = count()

    def site() -> float:
        return cold_start(_renamed(place.site(instance), next(numbers)), FRONT_PAGE)

    site(), cold_start(bare, BARE_GET)
    return {"P15": paired(site, lambda: cold_start(bare, BARE_GET))}


def _renamed(server: Server, number: int) -> Server:
    server.log = server.log.with_name(f"start-{number}.log")
    return server


def migrations(place: Place) -> dict[str, Figure]:
    """Compare the CPU of all migrations on an empty database with a bare cold start."""
    bare = place.bare("bare-migrations")
    numbers = count()

    def upgrade() -> float:
        environment = place.site_environment(f"empty-{next(numbers)}")
        ended = run((PYTHON, "-m", "app.cli", "db", "upgrade"), environment, place.folder)
        if ended.status != 0:
            raise RuntimeError(f"plumbline db upgrade exited with {ended.status}")
        return ended.cpu

    upgrade(), cold_start(bare, BARE_GET)
    return {"P16": paired(upgrade, lambda: cold_start(bare, BARE_GET))}


def memory(place: Place, site: Server, page: bytes) -> dict[str, Figure]:
    """Compare the memory of master and two workers after 5,000 requests, and how much the last 4,000 added.

    `site` must have been started for this and asked nothing yet; `page` is the request to repeat.
    """
    with running(place.bare("bare-memory")) as bare:
        hammer(bare.port, always(BARE_GET), connections=2, requests=REQUESTS).only(200)
        bare_size = memory_mebibytes(bare.pid)
    hammer(site.port, always(page), connections=2, requests=SETTLED).only(200)
    site.wait_until_idle()
    settled = memory_mebibytes(site.pid)
    hammer(site.port, always(page), connections=2, requests=REQUESTS - SETTLED).only(200)
    site.wait_until_idle()
    size = memory_mebibytes(site.pid)
    return {
        "P14": summary([size / bare_size], f"{size:.0f} against {bare_size:.0f} MiB"),
        "P14.growth": summary([size / settled - 1], f"{settled:.1f} to {size:.1f} MiB"),
    }
