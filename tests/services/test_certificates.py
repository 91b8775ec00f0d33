from __future__ import annotations

from uuid import UUID, uuid4

import pytest
from sqlalchemy import delete, func, select

from app.db import db
from app.db.certificates import Certificate
from app.db.enrolments import LessonDone, lock_enrolment
from app.db.outgoing import Mail
from app.errors import Conflict, Hidden, Invalid, Refused
from app.policy import Actor
from app.services import brands, certificate_checks, certificates, credentials, learning
from app.services.catalogues import finish_page
from app.services.certificate_checks import check
from app.services.certificate_files import certificate_file
from courses.certificates import fault_of, read_code
from courses.course import find_course
from tests.conftest import NOW
from tests.worlds.learning import (
    COURSE,
    LESSONS,
    Classroom,
    answers_to,
    begun,
    read_all,
    trail_of,
)


def earned(actor: Actor) -> certificates.CertificateLine:
    enrolment_id, page = begun(actor, "exam")
    learning.submit_attempt(actor, enrolment_id, page.id, answers_to(page, right=99))
    (line,) = certificates.my_certificates(actor)
    return line


def count() -> int:
    return db.session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_passing_after_the_last_lesson_earns_a_certificate(room: Classroom) -> None:
    line = earned(room.khalid)
    course = find_course(COURSE)
    assert (line.holder, line.issuer, line.issued_at) == ("Khalid", "north", NOW)
    assert (line.achievement.title, line.achievement.version) == (course.title, course.version)
    assert (line.achievement.points, line.achievement.asked) == (20, 20)
    assert fault_of(read_code(line.code)) is None
    assert (line.name_shown, line.prints_share, line.revocation) == ("none", False, None)
    assert trail_of(room.khalid, line.id) == ["certificate issued"]


def test_failing_earns_none(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid, "exam")
    learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=6))
    assert certificates.my_certificates(room.khalid) == ()
    assert certificates.certificate_of(enrolment_id) is None


def test_reading_alone_earns_none(room: Classroom) -> None:
    read_all(room.khalid, learning.enrol(room.khalid, COURSE))
    assert count() == 0


def test_passing_again_earns_no_second_one(room: Classroom) -> None:
    line = earned(room.khalid)
    again = learning.start_attempt(
        room.khalid, line.enrolment_id
    )  # the quiz, which may be taken again and again
    page = learning.attempt_page(room.khalid, line.enrolment_id, again)
    learning.submit_attempt(room.khalid, line.enrolment_id, again, answers_to(page, right=99))
    assert certificates.my_certificates(room.khalid) == (line,)


def test_an_attempt_sent_twice_earns_one_certificate_and_one_mail(room: Classroom) -> None:
    enrolment_id, page = begun(room.khalid, "exam")
    given = answers_to(page, right=99)
    learning.submit_attempt(room.khalid, enrolment_id, page.id, given)
    with pytest.raises(Conflict, match="already_submitted"):
        learning.submit_attempt(room.khalid, enrolment_id, page.id, given)
    assert count() == 1
    mails = db.session.scalars(select(Mail).where(Mail.purpose == "certificate")).all()
    assert [mail.to_email for mail in mails] == [room.khalid.email]


def test_the_mail_leads_to_the_certificate_and_to_where_it_is_checked(room: Classroom) -> None:
    line = earned(room.khalid)
    mail = db.session.scalar(select(Mail).where(Mail.purpose == "certificate"))
    assert mail is not None
    assert mail.subject == "Your certificate: PMO essentials"
    assert f"/learning/certificates/{line.id}" in mail.body
    assert line.address in mail.body


def test_a_lesson_read_last_issues_it_too(room: Classroom) -> None:
    """Nobody reaches the exam before the lessons; a course whose test opens at once ends with a lesson."""
    enrolment_id, page = begun(room.khalid, "exam")
    learning.submit_attempt(room.khalid, enrolment_id, page.id, answers_to(page, right=99))
    db.session.delete(db.session.scalar(select(Certificate)))
    last = (LessonDone.firm_id == room.firm_id, LessonDone.enrolment_id == enrolment_id)
    db.session.execute(delete(LessonDone).where(*last, LessonDone.lesson == LESSONS[-1]))
    place = lock_enrolment(enrolment_id)
    assert place is not None
    place.completed_at = None
    db.session.flush()
    learning.finish_lesson(room.khalid, enrolment_id, LESSONS[-1])
    assert count() == 1


def test_what_the_holder_agrees_to_is_what_a_check_shows(room: Classroom) -> None:
    line = earned(room.khalid)
    code = read_code(line.code)
    assert check(code).name == ""
    certificates.choose(room.khalid, line.id, "initials", prints_share=True)
    assert check(code).name == "K."
    certificates.choose(room.khalid, line.id, "full", prints_share=False)
    found = check(code)
    assert (found.name, found.code, found.issuer) == ("Khalid", line.code, "north")
    with pytest.raises(Invalid):
        certificates.choose(room.khalid, line.id, "nickname", prints_share=False)
    assert trail_of(room.khalid, line.id).count("certificate shown") == 2


def test_a_check_holds_nothing_else() -> None:
    names = set(certificate_checks.Checked.__dataclass_fields__)
    assert names == {
        "code",
        "name",
        "course",
        "version",
        "issued_at",
        "issuer",
        "revoked_at",
        "revoked_for",
    }


def test_an_unknown_code_is_hidden(room: Classroom) -> None:
    earned(room.khalid)
    with pytest.raises(Hidden):
        check("0000000000000000000000010508")


def test_nobody_sees_somebody_elses(room: Classroom) -> None:
    line = earned(room.khalid)
    for other in (room.anneke, room.faisal, room.consultant):
        with pytest.raises(Hidden):
            certificates.my_certificate(other, line.id)
        with pytest.raises(Hidden):
            credentials.signed_credential(other, line.id)


def test_staff_revoke_with_a_reason_and_take_it_back(room: Classroom, clock) -> None:
    line = earned(room.khalid)
    code = read_code(line.code)
    clock.advance(days=3)
    certificates.revoke(room.consultant, room.assessment_id, line.id, "wrong details", " the name ")
    seen = certificates.my_certificate(room.khalid, line.id).revocation
    assert seen is not None
    assert (seen.reason, seen.note) == ("wrong details", "the name")
    found = check(code)
    assert (found.revoked_at, found.revoked_for) == (seen.at, "wrong details")
    assert credentials.revocation_list(room.firm_id)["revokedCredential"] == [line.id.urn]
    clock.advance(days=1)
    certificates.revoke(room.admin, room.assessment_id, line.id, "mistake")
    assert certificates.my_certificate(room.khalid, line.id).revocation == seen
    certificates.restore(room.consultant, room.assessment_id, line.id)
    certificates.restore(room.consultant, room.assessment_id, line.id)
    assert check(code).revoked_at is None
    assert credentials.revocation_list(room.firm_id)["revokedCredential"] == []
    assert sorted(trail_of(room.khalid, line.id)) == [
        "certificate issued",
        "certificate restored",
        "certificate revoked",
    ]


@pytest.mark.parametrize(("reason", "note"), [("because", ""), ("mistake", "x" * 501)])
def test_a_revocation_says_why_in_few_words(room: Classroom, reason: str, note: str) -> None:
    line = earned(room.khalid)
    with pytest.raises(Invalid):
        certificates.revoke(room.consultant, room.assessment_id, line.id, reason, note)


def test_staff_revoke_only_what_their_clients_people_hold(room: Classroom) -> None:
    line = earned(room.pia)  # of another client
    for actor, certificate_id in ((room.consultant, line.id), (room.consultant, uuid4())):
        with pytest.raises(Hidden):
            certificates.revoke(actor, room.assessment_id, certificate_id, "mistake")
    own = earned(room.khalid)
    with pytest.raises(Hidden):
        certificates.revoke(room.colleague, room.assessment_id, own.id, "mistake")
    with pytest.raises(Hidden):
        certificates.held_page(room.colleague, room.assessment_id, own.id)
    assert certificates.held_page(room.admin, room.assessment_id, own.id).line == own


def test_the_finish_page_knows_the_certificate(room: Classroom) -> None:
    line = earned(room.khalid)
    assert finish_page(room.khalid, line.enrolment_id).certificate_id == line.id
    assert isinstance(line.id, UUID)


def test_the_administrator_revokes_what_the_firms_own_people_hold(room: Classroom) -> None:
    line, clients = earned(room.colleague), earned(room.khalid)
    assert certificates.held_by_staff(room.admin) == (line,)
    page = certificates.held_page(room.admin, None, line.id)
    assert (page.line, page.held, page.is_own) == (line, None, False)
    with pytest.raises(Hidden):  # the team's way leads to people of the client alone
        certificates.held_page(room.admin, room.assessment_id, line.id)
    for found in (line, clients):
        certificates.revoke(room.admin, None, found.id, "rules broken")
        assert check(read_code(found.code)).revoked_for == "rules broken"
        certificates.restore(room.admin, None, found.id)
        assert check(read_code(found.code)).revoked_at is None


def test_only_the_administrator_revokes_what_the_firms_people_hold(room: Classroom) -> None:
    line = earned(room.colleague)
    for other in (room.consultant, room.colleague, room.faisal, room.khalid):
        with pytest.raises(Refused):
            certificates.held_by_staff(other)
        with pytest.raises(Refused):
            certificates.revoke(other, None, line.id, "mistake")
    with pytest.raises(Hidden):
        certificates.revoke(room.admin, None, uuid4(), "mistake")


def test_nobody_takes_the_revocation_of_their_own_back(room: Classroom) -> None:
    line = earned(room.admin)
    certificates.revoke(room.admin, None, line.id, "mistake")
    assert certificates.held_page(room.admin, None, line.id).is_own
    with pytest.raises(Conflict, match="own_certificate"):
        certificates.restore(room.admin, None, line.id)
    assert check(read_code(line.code)).revoked_for == "mistake"


def test_a_certificate_mail_is_framed_as_the_others(room: Classroom) -> None:
    earned(room.khalid)
    mail = db.session.scalar(select(Mail).where(Mail.purpose == "certificate"))
    assert mail is not None
    assert mail.body.startswith("Dear Khalid,\n\nyou have completed the course PMO essentials")
    assert mail.body.endswith("\n\nKind regards\nnorth")


def test_a_certificate_keeps_the_brand_of_its_day(room: Classroom) -> None:
    """Reissued, it is the same file, whatever the firm's reports look like by then."""
    admin = room.admin
    brands.set_brand(admin, brands.BrandDraft("#0b1f4b", "", "source-serif", "North Ltd", "For one reader."))
    line = earned(room.khalid)
    kept = brands.kept_brand(line.brand_id)
    assert (kept.main, kept.font, kept.footer) == ("#0b1f4b", "source-serif", "North Ltd")
    assert kept.disclaimer == ""  # it is of reports
    first = certificate_file(room.khalid, line.id, "en")
    assert brands.keep_brand(room.firm_id) == line.brand_id  # one copy, however many certificates
    brands.set_brand(admin, brands.BrandDraft("#7a0b0b"))
    assert brands.keep_brand(room.firm_id) != line.brand_id
    assert certificate_file(room.khalid, line.id, "en") == first
    brands.remove_brand(admin)
    assert brands.keep_brand(room.firm_id) is None
    assert certificate_file(room.khalid, line.id, "en") == first


def test_a_certificate_of_a_firm_without_a_brand_has_our_look(room: Classroom) -> None:
    assert earned(room.khalid).brand_id is None
