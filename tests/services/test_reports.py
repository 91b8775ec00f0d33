"""Issuing a report: once, with everything it rests on, and shown again exactly as it was."""

from __future__ import annotations

import io

import openpyxl
import pytest
from pptx import Presentation

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.engagements import find_engagement
from app.db.outgoing import find_job_for
from app.db.reports import find_report
from app.errors import Conflict, Hidden, Invalid, Refused
from app.jobs import render_report, run_all
from app.reports.choice import choice_to_plain
from app.reports.pdf import RenderFailed
from app.services import conclusions, files, jobs, reports
from app.services.composing import Wanted
from assessments.report import report_to_plain
from content import canonical_hash
from tests.conftest import NOW
from tests.worlds.closed import closed_assessment
from tests.worlds.firms import actor_of


@pytest.fixture
def sponsor(closed, world):
    return actor_of(world, "keel", "sponsor", "sponsor", closed.client_id)


def finish(report_id, content=b"%PDF-1.7 pages"):
    reports.publish(report_id, files.store(content), len(content))


def test_a_report_says_what_the_assessment_has_stored(closed, consultant):
    report = reports.report_page(consultant, reports.issue_report(consultant, closed.id)).report
    row = find_assessment(closed.id)
    advice = conclusions.advice_of(row)
    assert report.result == conclusions.result_of(row)
    assert (report.recommendation, report.targets, report.gaps) == (
        advice.recommendation,
        advice.targets,
        advice.gaps,
    )
    assert (report.roadmap, report.training, report.citations) == (
        advice.roadmap,
        advice.training,
        advice.citations,
    )
    assert report.provenance.answers_hash == row.answers_hash
    assert (report.assessment.invited, report.assessment.responded) == (24, 24)


def test_numbers_of_reports_count_up(closed, consultant):
    first = reports.issue_report(consultant, closed.id)
    find_engagement(closed.engagement_id).capacity_days = 40
    db.session.flush()
    conclusions.conclude(closed.id)
    second = reports.issue_report(consultant, closed.id)
    assert [find_report(one).reference for one in (first, second)] == ["PL-2026-0001", "PL-2026-0002"]


def test_the_same_content_is_issued_once(closed, consultant, clock):
    first = reports.issue_report(consultant, closed.id)
    clock.advance(days=3)
    assert reports.issue_report(consultant, closed.id) == first
    assert len(reports.list_issued(closed.id)) == 1


def test_another_language_is_another_report(closed, consultant):
    english = reports.issue_report(consultant, closed.id)
    assert reports.issue_report(consultant, closed.id, "ar-XB") != english


def test_an_issued_report_does_not_change_with_the_assessment(closed, consultant):
    report_id = reports.issue_report(consultant, closed.id)
    before = reports.report_page(consultant, report_id)
    find_engagement(closed.engagement_id).criteria = {"K01": 0}
    db.session.flush()
    conclusions.conclude(closed.id)
    after = reports.report_page(consultant, report_id)
    assert after.report == before.report
    kept = {"choice": choice_to_plain(after.choice)}
    assert canonical_hash(report_to_plain(after.report) | kept) == before.content_hash


def test_an_unknown_language_is_refused(closed, consultant):
    with pytest.raises(Invalid):
        reports.issue_report(consultant, closed.id, "tlh")


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"is_concluded": False}, "not_closed"),
        ({"has_profile": False}, "profile_missing"),
        ({"respondents": 3}, "too_few_to_report"),
        ({"respondents": 3, "mode": "anonymous"}, "too_few_to_report"),
    ],
)
def test_what_stands_in_the_way_of_a_report_is_said(closed, world, consultant, options, reason):
    other = closed_assessment(closed.firm_id, NOW, team=(consultant.id,), **options)
    with pytest.raises(Conflict) as refusal:
        reports.issue_report(consultant, other.id)
    assert refusal.value.reason == reason


def test_three_people_under_their_names_may_be_reported(closed, consultant):
    other = closed_assessment(closed.firm_id, NOW, team=(consultant.id,), respondents=3, mode="named")
    report = reports.report_page(consultant, reports.issue_report(consultant, other.id)).report
    assert not report.result.is_organisation_result


def test_a_report_in_the_making_is_not_there_for_the_sponsor(closed, consultant, sponsor):
    report_id = reports.issue_report(consultant, closed.id)
    with pytest.raises(Refused):
        reports.report_page(sponsor, report_id)
    finish(report_id)
    page = reports.report_page(sponsor, report_id)
    assert page.state == "ready"
    assert not page.may_share


def test_others_do_not_see_that_there_is_a_report(closed, world, consultant):
    report_id = reports.issue_report(consultant, closed.id)
    finish(report_id)
    for ask in (reports.report_page, reports.document, reports.rendering_status, reports.render_again):
        with pytest.raises(Hidden):
            ask(actor_of(world, "keel", "colleague", "consultant"), report_id)


def test_a_sponsor_issues_nothing(closed, consultant, sponsor):
    with pytest.raises(Refused):
        reports.issue_report(sponsor, closed.id)
    report_id = reports.issue_report(consultant, closed.id)
    with pytest.raises(Refused):
        reports.render_again(sponsor, report_id)


def test_the_file_is_the_stored_one_under_a_plain_name(closed, consultant):
    report_id = reports.issue_report(consultant, closed.id)
    finish(report_id, b"%PDF-1.7 these very bytes")
    document = reports.document(consultant, report_id)
    assert document.content == b"%PDF-1.7 these very bytes"
    assert document.name == "PL-2026-0001-qantara-engineering-contracting-qec.pdf"


@pytest.mark.parametrize(
    ("client", "name"),
    [
        ('../../etc/"passwd"\r\nX: y', "PL-2026-0001-etc-passwd-x-y.pdf"),
        ("شركة القنطرة", "PL-2026-0001.pdf"),
        ("Żółw & Søn", "PL-2026-0001-zow-sn.pdf"),
        ("a" * 200, f"PL-2026-0001-{'a' * 60}.pdf"),
    ],
)
def test_no_name_of_a_client_bends_the_name_of_a_file(client, name):
    assert reports.file_name("PL-2026-0001", client) == name


def test_there_is_no_file_before_it_is_made(closed, consultant):
    report_id = reports.issue_report(consultant, closed.id)
    with pytest.raises(Conflict) as refusal:
        reports.document(consultant, report_id)
    assert refusal.value.reason == "not_ready"


def test_the_status_follows_the_job(closed, consultant):
    report_id = reports.issue_report(consultant, closed.id)
    assert reports.rendering_status(consultant, report_id).state == "waiting"
    finish(report_id)
    assert reports.rendering_status(consultant, report_id).state == "done"
    reports.give_up(report_id, "timeout")
    failed = reports.rendering_status(consultant, report_id)
    assert (failed.state, failed.problem) == ("failed", "timeout")


def test_a_failed_report_can_be_tried_again_and_keeps_its_number(closed, consultant):
    report_id = reports.issue_report(consultant, closed.id)
    with pytest.raises(Conflict):
        reports.render_again(consultant, report_id)
    reports.give_up(report_id, "memory")
    reports.render_again(consultant, report_id)
    assert find_report(report_id).state == "queued"
    reports.give_up(report_id, "memory")
    assert reports.issue_report(consultant, closed.id) == report_id
    assert find_report(report_id).state == "queued"


def test_rendering_a_report_that_is_gone_makes_no_file(app, closed, world):
    with pytest.raises(RenderFailed):
        reports.render_apart(closed.firm_id, world.ids["keel.consultant"], lambda share, step: None)


@pytest.mark.slow
def test_the_worker_makes_pdf_workbook_and_slides_and_makes_the_same_bytes_again(kept, app, world):
    with firm_scope(kept.firm_id):
        consultant = actor_of(world, "keel", "consultant", "consultant")
        report_id = reports.issue_report(consultant, kept.id)
        db.session.commit()
    run_all(app)
    with firm_scope(kept.firm_id):
        first = reports.document(consultant, report_id)
        assert first.content.startswith(b"%PDF-")
        page = reports.report_page(consultant, report_id)
        assert page.file_size == len(first.content)
        workbook, slides = (reports.document(consultant, report_id, form) for form in ("xlsx", "pptx"))
        assert openpyxl.load_workbook(io.BytesIO(workbook.content)).sheetnames[0] == "Contents"
        assert len(Presentation(io.BytesIO(slides.content)).slides) >= 8
        assert [one.name.rpartition(".")[2] for one in (first, workbook, slides)] == ["pdf", "xlsx", "pptx"]
    again = reports.render_apart(kept.firm_id, report_id, lambda share, step: None)
    hashes = (again.file_hash, again.workbook_hash, again.slides_hash)
    assert hashes == (page.file_hash, page.workbook_hash, page.slides_hash)
    assert len(set(hashes)) == 3


def test_a_report_whose_job_was_given_up_counts_as_failed_and_can_be_tried_again(closed, consultant):
    """The worker was killed so often that nobody was left to say that the report failed."""
    report_id = reports.issue_report(consultant, closed.id)
    job = find_job_for(f"render:{report_id}")
    job.state, job.problem = "failed", "gave_up"
    db.session.flush()
    assert find_report(report_id).state == "queued"
    assert reports.report_page(consultant, report_id).state == "failed"
    reports.render_again(consultant, report_id)
    assert find_job_for(f"render:{report_id}").state == "waiting"


@pytest.mark.slow
def test_a_report_cancelled_while_it_is_laid_out_leaves_nothing_and_can_be_made_again(kept, app, world):
    with firm_scope(kept.firm_id):
        consultant = actor_of(world, "keel", "consultant", "consultant")
        report_id = reports.issue_report(consultant, kept.id, wanted=Wanted(kind="roadmap"))
        db.session.commit()
    before = sorted(files.folder().rglob("*"))
    claim = jobs.claim("a worker")

    def cancel_meanwhile(share: float, step: str) -> None:
        jobs.progress(claim, share, step)
        if step == "laying out":
            with firm_scope(kept.firm_id):
                reports.cancel_rendering(consultant, report_id)
                db.session.commit()

    with pytest.raises(jobs.LeaseLost):
        render_report.run(claim, cancel_meanwhile)
    with firm_scope(kept.firm_id):
        page = reports.report_page(consultant, report_id)
        assert (page.state, page.problem, page.is_cancelled_by_reader) == ("cancelled", "cancelled", True)
        assert page.file_hash is None
        assert sorted(files.folder().rglob("*")) == before
        with pytest.raises(Conflict):
            reports.cancel_rendering(consultant, report_id)
        reports.render_again(consultant, report_id)
        db.session.commit()
    run_all(app)
    with firm_scope(kept.firm_id):
        assert reports.document(consultant, report_id).content.startswith(b"%PDF-")


def test_a_file_that_was_done_too_late_does_not_undo_the_cancelling(closed, consultant):
    report_id = reports.issue_report(consultant, closed.id)
    reports.cancel_rendering(consultant, report_id)
    reports.publish(report_id, files.store(b"%PDF-1.7 late"), 13)
    assert reports.report_page(consultant, report_id).state == "cancelled"


def test_what_was_cancelled_by_somebody_else_is_not_said_to_be_by_the_reader(closed, consultant, world):
    report_id = reports.issue_report(consultant, closed.id)
    reports.cancel_rendering(consultant, report_id)
    admin = actor_of(world, "keel", "admin", "firm_admin")
    page = reports.report_page(admin, report_id)
    assert (page.state, page.is_cancelled_by_reader) == ("cancelled", False)
