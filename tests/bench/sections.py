"""The sections of the bench: each prepares what it measures, and returns figures by goal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from statistics import median

from flask import Flask

from app import create_app
from app.config import Settings
from app.services import schema
from tests.bench import (
    advising,
    banks,
    demo_pages,
    latency,
    learners,
    plans,
    printing,
    running,
    scoring,
    simulating,
    weight,
)
from tests.bench.answers import Person, Saves, open_questionnaires, page_request
from tests.bench.fill import LARGE, SMALL, Filled, fill
from tests.bench.goals import Figure
from tests.bench.latency import Latency
from tests.bench.processes import Server
from tests.bench.rounds import ROUNDS, paired, summary
from tests.bench.stand import BARE_GET, BARE_POST, Place, bare_get, bare_post, cpu_per_request
from tests.bench.stand import running as served
from tests.bench.visitor import FORM_TOKEN
from tests.checked_client import counted_statements

Figures = dict[str, Figure]
MOST_SENT = (
    12_000  # saves prepared for 5 s at 20 connections; a server that answers more of them is fast enough
)


def starting(place: Place) -> Figures:
    """The command line, the migrations, and the first page after a launch."""
    prepare(place, "start")
    return running.command_line(place) | running.migrations(place) | running.first_page(place, "start")


def memory(place: Place) -> Figures:
    """Master and two workers after 5,000 questionnaire pages."""
    filled = fill(prepare(place, "memory"), LARGE)
    with served(place.site("memory")) as site:
        (person, *_) = open_questionnaires(site.port, filled, most=1)
        return running.memory(place, site, page_request(person))


def answering(place: Place) -> Figures:
    """The questionnaire and its saves in a full database, beside bare Flask."""
    app = prepare(place, "answering")
    filled = fill(app, LARGE)
    with served(place.bare()) as bare, served(place.site("answering")) as site:
        people = open_questionnaires(site.port, filled)
        page = paired(lambda: page_cost(site, people), lambda: bare_get(bare))
        zipped = median(page_cost(site, people, "gzip") for _ in range(ROUNDS)) * 1000
        figures = {
            "P1": replace(page, note=f"{page.note}, {zipped:.3g} ms compressed"),
            "P2": paired(lambda: save_cost(site, app, people, filled), lambda: bare_post(bare)),
            "P3": paired(lambda: form_cost(site, app, people, filled), lambda: bare_post(bare)),
        }
        if latency.is_available():
            figures |= latencies(place, bare, site, app, people, filled)
    return figures


def growth(place: Place) -> Figures:
    """The same page and save with a hundred times the data; statements are counted without a server."""
    small, large = prepare(place, "small"), prepare(place, "large")
    few, many = fill(small, SMALL), fill(large, LARGE)
    page, save = statements(small, few)
    pages, saves = statements(large, many)
    figures = {
        "P10.page": summary([pages]),
        "P10.save": summary([saves]),
        "P10.growth": summary([max(pages - page, saves - save)]),
    }
    with served(place.site("small")) as little, served(place.site("large")) as big:
        alone = open_questionnaires(little.port, few)
        crowd = open_questionnaires(big.port, many)
        return figures | {
            "P11.page": paired(lambda: page_cost(big, crowd), lambda: page_cost(little, alone)),
            "P11.save": paired(
                lambda: save_cost(big, large, crowd, many), lambda: save_cost(little, small, alone, few)
            ),
        }


def browser(place: Place) -> Figures:
    """What the questionnaire weighs in Chromium."""
    if not weight.is_available():
        return {}
    filled = fill(prepare(place, "browser"), SMALL)
    with served(place.site("browser")) as site:
        (person, *_) = open_questionnaires(site.port, filled, most=1)
        cookies = dict(pair.split("=", 1) for pair in person.headers["Cookie"].split("; "))
        first, later = weight.weigh(f"http://127.0.0.1:{site.port}{person.address}", cookies)
    return {
        "P12.requests": summary([first.requests]),
        "P12.wire": summary([first.wire / 1000]),
        "P12.script": summary([first.script / 1000]),
        "P13.requests": summary([later.requests]),
        "P13.wire": summary([later.wire / 1000]),
    }


def reading(place: Place) -> Figures:
    """A lesson's page, and the report's PDF for the first time and again, in the demo firm."""
    app = prepare(place, "demo")
    issued = demo_pages.load(app)
    with served(place.bare()) as bare, served(place.site("demo")) as site:
        figures = demo_pages.lesson(site, bare)
        figures |= demo_pages.same_pdf(app, issued, site, bare)
    return figures | demo_pages.first_pdf(place, app, issued)


def examining(place: Place) -> Figures:
    """A quiz handed in, beside bare Flask, and a thousand exams at once."""
    app = prepare(place, "examining")
    firm, enrolled = learners.enrol(app)
    with served(place.bare()) as bare, served(place.site("examining")) as site:
        return learners.quizzes(site, bare, enrolled) | learners.exams(site, app, firm, enrolled)


def prepare(place: Place, instance: str) -> Flask:
    """Return the product in this process, on an empty migrated database in a folder of that name."""
    environment = place.site_environment(instance)
    ours = {name: value for name, value in environment.items() if name.startswith("PLUMBLINE_")}
    app = create_app(Settings.from_env(ours))
    with app.app_context():
        schema.upgrade()
    return app


def page_cost(site: Server, people: list[Person], encoding: str = "identity") -> float:
    requests = [page_request(person, encoding) for person in people]
    return cpu_per_request(site, lambda number: requests[number % len(requests)], 200)


def save_cost(site: Server, app: Flask, people: list[Person], filled: Filled) -> float:
    return cpu_per_request(site, Saves(app, people, filled.questions).answer, 200)


def form_cost(site: Server, app: Flask, people: list[Person], filled: Filled) -> float:
    return cpu_per_request(site, Saves(app, people, filled.questions).form, 303)


def latencies(
    place: Place, bare: Server, site: Server, app: Flask, people: list[Person], filled: Filled
) -> Figures:
    """p95 and rate at 20 connections, each round the yardstick first."""
    pages = [page_request(person) for person in people]
    page_pairs: list[tuple[Latency, Latency]] = []
    save_pairs: list[tuple[Latency, Latency]] = []
    for _ in range(ROUNDS):
        base = latency.measure(bare, [BARE_GET], place.folder)
        page_pairs.append((base, latency.measure(site, pages, place.folder)))
        base = latency.measure(bare, [BARE_POST], place.folder)
        sent = Saves(app, people, filled.questions).answers(MOST_SENT)
        save_pairs.append((base, latency.measure(site, sent, place.folder)))
    return {
        "P1.p95": compared(page_pairs, lambda figure: figure.p95, "ms"),
        "P2.p95": compared(save_pairs, lambda figure: figure.p95, "ms"),
        "P2.rate": compared(save_pairs, lambda figure: figure.rate, "requests/s"),
    }


def compared(pairs: list[tuple[Latency, Latency]], part: Callable[[Latency], float], unit: str) -> Figure:
    note = (
        f"{median(part(own) for _, own in pairs):.3g} against {median(part(b) for b, _ in pairs):.3g} {unit}"
    )
    return summary([part(own) / part(base) for base, own in pairs], note)


def statements(app: Flask, filled: Filled) -> tuple[int, int]:
    """Return how many SQL statements the questionnaire page and one autosave send."""
    token = filled.tokens[0]
    client = app.test_client()
    landing = client.get(f"/r/{token}").get_data(as_text=True)
    found = FORM_TOKEN.search(landing.encode())
    form_token = found[1].decode() if found else ""
    address = (
        client.post(f"/r/{token}", data={"csrf_token": form_token}).headers["Location"].partition("#")[0]
    )
    client.get(address)  # what is laid out once must not count
    with counted_statements() as read:
        assert client.get(address).status_code == 200
    entry = Saves(app, [Person(token, address, {}, form_token)], filled.questions).entry(0)
    with counted_statements() as written:
        reply = client.post(f"{address}save", json=entry, headers={"X-CSRFToken": form_token})
        assert reply.status_code == 200, reply.get_data(as_text=True)
    return len(read), len(written)


def scored(place: Place) -> Figures:
    """The measurement itself, without a server."""
    return scoring.one_assessment() | scoring.growing()


def simulated(place: Place) -> Figures:
    """The clinic's schedule, 10,000 times."""
    return simulating.clinic()


def advised(place: Place) -> Figures:
    """The recommendation itself, without a server."""
    return advising.recommendations()


def planned(place: Place) -> Figures:
    """Computed plans, without a server; how far they are from the best only where a solver is installed."""
    return plans.catalogue_plans() | plans.large_project() | plans.edited_plans()


SECTIONS: Mapping[str, Callable[[Place], Figures]] = {
    "starting": starting,
    "answering": answering,
    "growth": growth,
    "reading": reading,
    "examining": examining,
    "reports": printing.reports,
    "browser": browser,
    "memory": memory,
    "scoring": scored,
    "advising": advised,
    "planning": planned,
    "simulating": simulated,
    "checking": banks.checking,
}
