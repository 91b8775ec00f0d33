"""Two whole firms: every kind of row in every state, built through the services, for the tests over all routes.

Ids are kept under `firm.part.argument`, such as `east.main.assessment_id`; `part` is main (the consultant's
engagement) or other (a colleague's, in the same firm).
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from flask import Flask

from app.db import db, firm_scope
from app.db.assessments import find_assessment, list_invitations
from app.db.initiatives import list_own
from app.db.outgoing import list_mails
from app.db.plan_readings import list_readings
from app.db.plans import list_scenarios
from app.db.regrades import list_in_force, lock_regrade
from app.policy import Actor
from app.services import (
    answering,
    assessments,
    brands,
    certificates,
    conclusions,
    engagements,
    exercises,
    files,
    identity,
    initiatives,
    invitations,
    learning,
    plan_aims,
    plan_limits,
    plan_readings,
    plans,
    regrades,
    regrading,
    reports,
    review_mail,
    shared,
    signing_keys,
    tokens,
)
from app.services.entries import Entry
from app.surroundings import today
from app.transactions import transaction
from assessments.catalogue import PLAN_TYPES
from assessments.plan_limits import Limits, QuietTime
from assessments.published import find_model
from assessments.responses import Answer
from content import to_plain
from courses.course import find_course
from tests.world import PASSWORD, World, people
from tests.worlds.learning import pass_exam

MODEL = "quick-scan"
ROLES = ("executive", "pmo", "project_manager", "team", "assurance")


def actor_of(world: World, firm: str, name: str, role: str, client_id: UUID | None = None) -> Actor:
    return Actor(
        id=world.ids[f"{firm}.{name}"],
        firm_id=world.ids[firm],
        client_id=client_id,
        role=role,
        name=f"{name} of {firm}",
        email=f"{name}@{firm}.example",
        language="en",
        firm_name=firm,
    )


def build_firms(app: Flask, world: World) -> None:
    """Fill both firms. Runs inside the application context and commits."""
    for firm in ("east", "west"):
        with transaction():
            firm_id = world.ids[firm] = identity.add_firm(f"{firm.title()} Consulting")
            with firm_scope(firm_id):
                people(world, firm, firm_id)
        for part, person in (("main", "consultant"), ("other", "colleague")):
            with transaction(), firm_scope(world.ids[firm]):
                build_part(world, firm, part, actor_of(world, firm, person, "consultant"))


def own_initiative(marker: str) -> initiatives.Draft:
    """Return an initiative that only this firm's plans may name."""
    lines = (f"{marker} first thing", f"{marker} second thing")
    return initiatives.Draft(
        "SVC",
        f"{marker} initiative",
        f"{marker} purpose",
        1,
        5,
        3,
        ("SVC-1",),
        ("HP",),
        lines,
        PLAN_TYPES,
        None,
        False,
    )


def scenario(lead: Actor, assessment_id: UUID, name: str) -> UUID:
    """Keep the drafted plan of an assessment as a scenario of this name."""
    row = find_assessment(assessment_id)
    assert row is not None
    advice = conclusions.advice_of(row)
    assert advice is not None
    plans.keep_drawn(assessment_id, "balanced", advice.roadmap, lead.id)
    return plans.copy(lead, list_scenarios(assessment_id)[0].id, name)


def set_looks(lead: Actor, firm: str, marker: str, engagement_id: UUID) -> None:
    """Give the firm a brand and the engagement a cover, whose logos carry the marker as far as a drawing can."""
    colour = {"east": "#0b1f4b", "west": "#fff3a0"}[firm]
    width = {"east": 121, "west": 122}[firm]
    shape = f'<path fill="{colour}" d="M0 0h9v9z"/>'
    drawn = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} 60">{shape}</svg>'
    logo = brands.Upload(drawn.encode(), "logo.svg")
    admin = replace(lead, role="firm_admin")
    brands.set_brand(admin, brands.BrandDraft(colour, "", "plex", f"{marker} foot", f"{marker} words"), logo)
    brands.set_cover(lead, engagement_id, brands.CoverDraft(f"{marker} title", f"{marker} subtitle"), logo)


def build_part(world: World, firm: str, part: str, lead: Actor) -> None:
    """One client with an engagement, an assessment in each state, a report, a link, people and a course."""
    ids, prefix = world.ids, f"{firm}.{part}"
    marker = f"CANARY{firm.upper()}{part.upper()}"
    client = engagements.ClientFacts(f"{marker} client", "other", 300, ("en",), 12, Decimal(9_000_000), "USD")
    engagement_id = engagements.create_engagement(lead, client, f"{marker} engagement", today(), 4.0)
    client_id = engagements.client_of(engagement_id)
    ids[f"{prefix}.engagement_id"], ids[f"{prefix}.client"] = engagement_id, client_id
    for role in ("sponsor", "learner"):
        ids[f"{prefix}.{role}"] = identity.add_user(
            lead.firm_id, f"{role}@{firm}-{part}.example", f"{marker} {role}", role, PASSWORD, client_id
        )
    ids[f"{prefix}.user_id"] = ids[f"{prefix}.learner"]
    key = initiatives.add(actor_of(world, firm, "admin", "firm_admin"), own_initiative(marker))
    ids[f"{prefix}.initiative_id"] = next(row.id for row in list_own() if row.key == key)
    engagements.save_profile(lead, engagement_id, {f"K{n:02}": (n * 7) % 5 for n in range(1, 19)})
    for state in ("draft", "open", "closed"):
        add_assessment(world, prefix, marker, lead, state)
    set_looks(lead, firm, marker, engagement_id)
    plan_and_follow(world, prefix, marker, lead)
    report(world, prefix, marker, lead)
    learn(world, firm, part, lead)
    ids[f"{prefix}.firm_id"] = lead.firm_id
    world.texts[f"{prefix}.key_id"] = signing_keys.current_key().id


def plan_and_follow(world: World, prefix: str, marker: str, lead: Actor) -> None:
    """Adopt a plan for the closed assessment, with limits, an aim and a sponsor's reading."""
    ids, closed = world.ids, world.ids[f"{prefix}.closed"]
    quiet = QuietTime(today() + timedelta(days=90), today() + timedelta(days=95), f"{marker} feast")
    plan_limits.keep_limits(lead, closed, Limits(quiet=(quiet,)))
    ids[f"{prefix}.scenario_id"] = scenario(lead, closed, f"{marker} scenario")
    plans.adopt(lead, ids[f"{prefix}.scenario_id"])
    sponsor = replace(lead, id=ids[f"{prefix}.sponsor"], client_id=ids[f"{prefix}.client"], role="sponsor")
    kpi = plan_readings.readings_page(lead, closed).followed[0].kpi.key
    plan_aims.set_aims(lead, closed, {kpi: 4.0})
    plan_readings.record(sponsor, closed, kpi, 3.0, today(), f"{marker} note")
    ids[f"{prefix}.reading_id"] = list_readings(closed)[0][0].id


def report(world: World, prefix: str, marker: str, lead: Actor) -> None:
    """Issue and publish the report on the closed assessment, and share it by a link."""
    ids = world.ids
    report_id = reports.issue_report(lead, ids[f"{prefix}.closed"])
    content = b"%PDF-1.7 a stand-in for the pages of " + marker.encode()
    office = files.store(b"PK a stand-in for workbook and slides of " + marker.encode())
    reports.publish(report_id, files.store(content), len(content), workbook_hash=office, slides_hash=office)
    address = shared.share(lead, report_id, f"{marker} board")
    ids[f"{prefix}.report_id"] = report_id
    ids[f"{prefix}.link_id"] = shared.list_links(lead, report_id)[0].id
    world.texts[f"{prefix}.shared"] = address.rsplit("/", 1)[1]


def learn(world: World, firm: str, part: str, lead: Actor) -> None:
    """Assign a course to the learner, who passes its exam; grade that again, and begin what can be begun."""
    ids, prefix = world.ids, f"{firm}.{part}"
    marker = f"CANARY{firm.upper()}{part.upper()}"
    closed, learner_id, client_id = (ids[f"{prefix}.{name}"] for name in ("closed", "learner", "client"))
    learning.assign(lead, closed, "pmo-essentials", [learner_id], "GOV", today() + timedelta(days=30))
    learner = Actor(
        learner_id, lead.firm_id, client_id, "learner", marker, f"learner@{firm}-{part}.example", "en", firm
    )
    ids[f"{prefix}.enrolment_id"] = enrolment = learning.my_courses(learner).courses[0].id
    for lesson in learning.course_page(learner, enrolment).lessons:
        learning.finish_lesson(learner, enrolment, lesson.key)
        world.texts[f"{prefix}.lesson"] = lesson.key
    world.texts[f"{prefix}.item"] = learning.lesson_questions(learner, enrolment, lesson.key)[0].key
    ids[f"{prefix}.certificate_id"] = certificate(replace(learner, firm_name=f"{marker} firm"), enrolment)
    if part == "main":
        certificates.revoke(lead, closed, ids[f"{prefix}.certificate_id"], "mistake", f"{marker} note")
    admin = actor_of(world, firm, "admin", "firm_admin")
    ids[f"{prefix}.regrade_id"] = graded_again(admin, enrolment, f"{marker} reason for grading again")
    ids[f"{prefix}.attempt_id"] = learning.start_attempt(learner, enrolment)
    world.texts[f"{prefix}.exercise"] = exercise = next(iter(find_course("pmo-essentials").exercises))
    page = exercises.exercise_page(learner, enrolment, exercise, 0, "en")
    reading = exercises.read(page, {"clinic.cost-index": "0.91"}, ".")
    ids[f"{prefix}.try_id"] = exercises.submit(learner, enrolment, exercise, 0, reading)
    review_mail.switch(learner, wanted=False)
    ids[f"{prefix}.mail_id"] = list_mails()[0].id


def certificate(learner: Actor, enrolment: UUID) -> UUID:
    """Let somebody who has read everything pass the exam, and return the certificate that this earns."""
    pass_exam(learner, enrolment)
    return certificates.my_certificates(learner)[0].id


def graded_again(admin: Actor, enrolment: UUID, reason: str) -> UUID:
    """Grade what was handed in again without one of its questions, and return the regrade."""
    regrade_id = regrades.start(admin, "pmo-essentials", None)
    batch, course = list_in_force([enrolment]), find_course("pmo-essentials")
    gone = batch[0].drawn[0]["item"]
    banks = tuple(
        replace(bank, items=tuple(item for item in bank.items if item.key != gone)) for bank in course.banks
    )
    course = replace(course, banks=banks)
    row = lock_regrade(regrade_id)
    assert row is not None
    count = regrading.Count()
    for one in batch:
        count.add(course, one)
    row.state, row.preview = "looked", to_plain(count.preview())
    db.session.flush()
    regrades.apply(admin, regrade_id, reason)
    regrading.keep(row, course, regrading.changes_in(course, batch, takes_passes=False))
    row.state = "applied"
    db.session.flush()
    return regrade_id


def add_assessment(world: World, prefix: str, marker: str, lead: Actor, state: str) -> None:
    """Add an assessment and bring it to its state, with answers of ten people where it was opened."""
    assessment_id = assessments.create_assessment(
        lead,
        world.ids[f"{prefix}.engagement_id"],
        f"{marker} {state} assessment",
        MODEL,
        "confidential",
        today() + timedelta(days=20),
        f"{marker} scope",
    )
    world.ids[f"{prefix}.{state}"] = assessment_id
    people = [(role, number) for role in ROLES for number in range(2)]
    lines = "\n".join(
        f"{marker} {role} {number}, {role}{number}.{prefix}@{state}.example, {role}"
        for role, number in people
    )
    invitations.invite(lead, assessment_id, lines)
    rows = list_invitations(assessment_id)
    world.ids[f"{prefix}.invitation_id"] = rows[0].id
    if state == "draft":
        return
    assessments.launch(lead, assessment_id)
    invitations.send_invitations(assessment_id)
    model = find_model(MODEL)
    for number, row in enumerate(rows):
        token = tokens.issue_token(row.id, "confidential")
        world.texts[f"{prefix}.token"] = token
        answering.start(token)
        for place, question in enumerate(model.questions_for(row.role)):
            answer = Answer(1 + (number + place) % 5, "level", "one", f"{marker} comment", "")
            answering.save(token, Entry(question.key, answer, base=0))
        answering.submit(token, is_confirmed=True)
    if state == "closed":
        assessments.close(lead, assessment_id)
        conclusions.conclude(assessment_id)
