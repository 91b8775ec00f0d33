"""Reports for tests, made by the same functions as a real one: the demonstration case and its awkward relatives."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from typing import Any

from assessments.demo_case import DemoCase, demo_responses, load_demo_case
from assessments.gaps import TargetOverride
from assessments.model import MaturityModel
from assessments.profile import Profile, ProfileFacts
from assessments.published import find_model
from assessments.report import AssessmentFacts, ClientFacts, MaturityReport, advise, build_report
from assessments.responses import Response, answers_hash
from assessments.results import Mode
from assessments.scoring import score_assessment

START_ON = date(2026, 2, 2)
ISSUED_ON = date(2026, 1, 23)

# Profiles of the fact sheet, answers to K01 … K18.
IN_DISTRESS = (2, 4, 1, 1, 4, 3, 4, 4, 2, 4, 1, 3, 3, 0, 4, 2, 2, 2)
SCALE_UP = (0, 1, 3, 2, 1, 1, 1, 2, 1, 0, 4, 2, 1, 4, 1, 2, 3, 1)
MINISTRY = (4, 2, 1, 1, 3, 2, 2, 2, 3, 3, 1, 2, 1, 0, 1, 2, 3, 2)
HOLDING = (2, 2, 2, 2, 2, 2, 1, 2, 3, 1, 3, 2, 2, 2, 1, 4, 2, 2)
ALL_MIDDLE = (2,) * 18


def profile_of(answers: Sequence[int]) -> Profile:
    return {f"K{number:02}": answer for number, answer in enumerate(answers, 1)}


def quick_scan() -> MaturityModel:
    return find_model("quick-scan")


@cache
def demo(key: str = "qec") -> tuple[DemoCase, tuple[Response, ...]]:
    case = load_demo_case(key)
    return case, demo_responses(case, quick_scan())


def report_of(
    responses: Sequence[Response],
    profile: Profile,
    *,
    language: str = "en",
    mode: Mode = "confidential",
    invited: Mapping[str, int] | None = None,
    facts: ProfileFacts | None = None,
    client: ClientFacts | None = None,
    target: float | None = None,
    firm: str = "Meridian PMO Partners",
    consultant: str = "Leila Haddad",
    reference: str = "QEC-2026-01",
    model: MaturityModel | None = None,
    **about: Any,
) -> MaturityReport:
    """Return a report of these answers; `target` sets the same target for every dimension."""
    model = model or quick_scan()
    result = score_assessment(model, responses, mode=mode, invited=invited)
    overrides = None
    if target is not None:
        overrides = {one.key: TargetOverride(target, "agreed with the sponsor") for one in model.dimensions}
    advice = advise(
        result,
        profile,
        facts or ProfileFacts(headcount=420, project_count=10, pmo_staff=6, sector="construction"),
        start_on=START_ON,
        available_courses=("pmo-essentials",),
        overrides=overrides,
    )
    title = about.get("title", "PMO maturity, first measurement")
    scope = about.get("scope", "The PMO and the ten live projects of the contracting division.")
    return build_report(
        reference=reference,
        language=language,
        firm=firm,
        consultant=consultant,
        issued_on=ISSUED_ON,
        client=client or ClientFacts("Qantara Engineering & Contracting (QEC)", "construction", 420, 10),
        assessment=AssessmentFacts(
            title=title,
            opened_on=date(2025, 12, 8),
            closed_on=date(2026, 1, 16),
            mode=mode,
            invited=sum(invited.values()) if invited else None,
            responded=len(responses),
            scope=scope,
            is_synthetic=True,
        ),
        model=model,
        result=result,
        advice=advice,
        answers_hash=answers_hash(responses),
        product_version="0.1.0",
    )


@cache
def qec_report(language: str = "en") -> MaturityReport:
    """Return the report of the demonstration case."""
    case, responses = demo()
    return report_of(
        responses,
        case.profile,
        language=language,
        mode=case.engagement.mode,
        invited=Counter(person.role for person in case.respondents),
        client=ClientFacts(
            case.client.name, case.client.sector, case.client.headcount, case.client.project_count
        ),
    )


MARKUP = '<script>alert(1)</script><img src="https://evil.example/a.png"><b>bold</b>'
STYLE = '"></style><style>*{display:none}@import url(file:///etc/passwd)</style>{{ 7*7 }}{% raw %}'
TURNED = "abc\u202edef\u202c\u2066ghi\u2069\x00\x07end"
LONG_WORD = "x" * 5000


def hostile_report() -> MaturityReport:
    """Return a report whose every typed text tries to be something else than text."""
    case, responses = demo()
    return report_of(
        responses,
        case.profile,
        client=ClientFacts(MARKUP, STYLE, 420, 10, 1e6, "XX</td>"),
        firm=STYLE,
        consultant=TURNED,
        reference="REF<>&\"'%s%(x)s",
        title=LONG_WORD,
        scope=f"{MARKUP} {TURNED} {LONG_WORD}",
    )


@cache
def full_model_report(language: str = "en") -> MaturityReport:
    """Return the report of the demonstration case over the full model, its profile and client as they are."""
    case, _ = demo()
    model = find_model("full-model")
    return report_of(
        demo_responses(case, model),
        case.profile,
        language=language,
        mode="confidential",
        model=model,
        invited=Counter(person.role for person in case.respondents),
    )
