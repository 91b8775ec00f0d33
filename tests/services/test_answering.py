from __future__ import annotations

import hashlib
import random

import pytest
from sqlalchemy import text

from app.db import db, every_firm
from app.db.outgoing import AuditEvent
from app.db.responses import AnswerRow, ResponseRow
from app.errors import Conflict, Hidden, Invalid
from app.services import answering, tokens
from app.services.answering import AnswerChanged
from app.services.entries import Entry
from assessments.published import find_model
from assessments.responses import Answer
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.services.answers import LEVEL, begun, close, entry, rows
from tests.worlds.answering import open_assessment

# tokens


def test_a_reminder_carries_the_link_of_the_first_mail_except_in_anonymous_mode(named, anonymous) -> None:
    known = named.invitations["pmo"]
    assert tokens.issue_token(known, "named") == named.links["pmo"]
    assert tokens.issue_token(known, "confidential") == named.links["pmo"]
    assert tokens.issue_token(anonymous.invitations["pmo"], "anonymous") != anonymous.links["pmo"]


def test_links_of_all_modes_look_alike_and_carry_more_than_128_bits(named, anonymous) -> None:
    for token in (*named.links.values(), *anonymous.links.values()):
        assert len(token) == tokens.LENGTH
        assert tokens.has_token_shape(token)
    assert tokens.LENGTH * 6 > 128


@pytest.mark.parametrize("guess", ["", "x", "a" * 26, "a" * 28, "a" * 26 + "!", "é" * 27, "a" * 27])
def test_a_guessed_link_leads_nowhere(named, guess: str) -> None:
    for call in (answering.landing, answering.start, answering.questionnaire, answering.receipt):
        with pytest.raises(Hidden):
            call(guess)


def test_a_million_guesses_open_nothing(named) -> None:
    known = {hashlib.sha256(token.encode()).digest() for token in named.links.values()}
    draw = random.Random(20260302)
    for _ in range(20_000):  # each compared with every link; the database is asked for one by its digest only
        guess = draw.randbytes(20)
        assert hashlib.sha256(guess).digest() not in known


# landing and start


def test_the_landing_page_tells_what_awaits_and_starts_nothing(named) -> None:
    page = answering.landing(named.links["team"])
    assert page.respondent.standing == "new"
    assert (page.respondent.firm, page.respondent.client) == ("North Consulting", "Harbour Works")
    assert page.question_count == len(find_model("quick-scan").questions_for("team"))
    assert 1 <= page.minutes <= find_model("quick-scan").minutes
    assert rows(ResponseRow, named) == []


def test_starting_twice_begins_one_response(named) -> None:
    token = named.links["pmo"]
    answering.start(token)
    answering.start(token)
    found = rows(ResponseRow, named)
    assert len(found) == 1
    assert found[0]["invitation_id"] == named.invitations["pmo"]
    assert found[0]["role"] == "pmo"


def test_coming_back_leads_to_the_first_unanswered_question(named) -> None:
    token = begun(named)
    answering.save(token, entry())
    assert answering.start(token) == 2


def test_a_link_into_a_draft_leads_nowhere(app, world) -> None:
    draft = open_assessment(world.ids["north"], NOW, state="draft")
    with pytest.raises(Hidden):
        answering.landing(draft.links["pmo"])
    with pytest.raises(Hidden):
        answering.start(draft.links["pmo"])


def test_nothing_can_be_saved_before_the_start(named) -> None:
    for call in (answering.questionnaire, answering.receipt, lambda token: answering.save(token, entry())):
        with pytest.raises(Hidden):
            call(named.links["pmo"])


# saving


def test_a_saved_answer_is_there_on_the_next_visit(named) -> None:
    token = begun(named)
    saved = answering.save(token, entry())
    assert (saved.revision, saved.saved_at) == (1, NOW)
    assert answering.questionnaire(token).answers["STR.1"].answer == LEVEL


def test_each_change_raises_the_revision(named) -> None:
    token = begun(named)
    assert answering.save(token, entry()).revision == 1
    assert answering.save(token, entry(Answer(4, "level"), base=1, operation="b")).revision == 2
    assert answering.questionnaire(token).answers["STR.1"].answer.value == 4


def test_the_same_attempt_sent_again_gets_the_same_receipt(named, clock) -> None:
    token = begun(named)
    first = answering.save(token, entry())
    clock.advance(minutes=5)
    assert answering.save(token, entry()) == first
    assert len([e for e in rows(AuditEvent, named) if e["action"] == "answer saved"]) == 1


def test_an_attempt_that_others_overtook_is_refused_with_what_is_kept(named) -> None:
    token = begun(named)
    answering.save(token, entry())
    answering.save(token, entry(Answer(5, "level"), base=1, operation="b"))
    with pytest.raises(AnswerChanged) as caught:
        answering.save(token, entry(Answer(1, "level"), base=1, operation="c"))
    assert caught.value.current.answer.value == 5
    assert caught.value.current.revision == 2
    with pytest.raises(AnswerChanged):  # the first attempt, arriving again after all
        answering.save(token, entry())
    assert answering.questionnaire(token).answers["STR.1"].answer.value == 5


def test_another_answer_under_a_used_operation_is_no_repetition(named) -> None:
    token = begun(named)
    answering.save(token, entry())
    with pytest.raises(AnswerChanged):
        answering.save(token, entry(Answer(1, "level")))


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        (Answer(2, "level", "several"), Answer(2, "level", "none")),
        (Answer(None, "DK", "one", "I am new here", "no"), Answer(None, "DK", "none", "I am new here")),
        (Answer(None, "NA", "one", "", " no suppliers "), Answer(None, "NA", "none", "", "no suppliers")),
        (Answer(3, "level", "one", "a\r\nb\u0065\u0301 "), Answer(3, "level", "one", "a\nb\u00e9")),
    ],
)
def test_an_answer_is_kept_in_one_form(named, given: Answer, kept: Answer) -> None:
    token = begun(named)
    answering.save(token, entry(given))
    assert answering.questionnaire(token).answers["STR.1"].answer == kept


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (entry(question="STR.99"), "question"),
        (entry(question="'; DROP TABLE answers; --"), "question"),
        (entry(Answer(6, "level")), "value"),
        (entry(Answer(0, "level")), "value"),
        (entry(Answer(True, "level")), "value"),
        (entry(Answer(None, "level")), "value"),
        (entry(Answer(3, "maybe")), "value"),  # type: ignore[arg-type]
        (entry(Answer(3, "level", "plenty")), "evidence"),  # type: ignore[arg-type]
        (entry(Answer(None, "NA", "none", "", "  ")), "reason"),
        (entry(Answer(None, "NA", "none", "", "x" * 501)), "reason"),
        (entry(Answer(3, "level", "none", "x" * 2001)), "comment"),
        (entry(Answer(3, "level", "none", "a\x00b")), "comment"),
        (entry(Answer(3, "level", "none", "a\ud800b")), "comment"),
        (entry(base=-1), "base"),
        (entry(base=2**31), "base"),
        (entry(operation="o" * 41), "base"),
    ],
)
def test_what_the_question_does_not_take_is_refused_naming_the_field(named, wrong: Entry, field: str) -> None:
    token = begun(named)
    with pytest.raises(Invalid) as caught:
        answering.save(token, wrong)
    assert caught.value.field == field
    assert rows(AnswerRow, named) == []


def test_a_role_is_not_asked_what_is_meant_for_others(named) -> None:
    model = find_model("quick-scan")
    asked = {question.key for question in model.questions_for("team")}
    other = next(question.key for question in model.questions if question.key not in asked)
    token = begun(named, "team")
    with pytest.raises(Invalid) as caught:
        answering.save(token, entry(question=other))
    assert caught.value.field == "question"


def test_respondents_do_not_reach_each_other(named, world) -> None:
    south = open_assessment(world.ids["south"], NOW)
    mine, colleague, stranger = begun(named), begun(named, "team"), begun(south)
    answering.save(mine, entry(question="MTH.1"))
    for token in (colleague, stranger):
        assert answering.questionnaire(token).answers == {}
        answering.save(token, entry(Answer(1, "level"), question="MTH.1"))
    assert answering.questionnaire(mine).answers["MTH.1"].answer == LEVEL


def test_a_save_takes_two_statements_however_much_is_stored(named) -> None:
    token = begun(named)
    answering.save(token, entry(question="GOV.1"))
    for role in ("executive", "team", "assurance"):
        other = begun(named, role)
        for question in find_model("quick-scan").questions_for(role)[:5]:
            answering.save(other, entry(question=question.key))
    with counted_statements() as statements:
        answering.save(token, entry())
    assert len(statements) == 2


# submitting and closing


def test_submitting_asks_first_when_questions_are_unanswered(named) -> None:
    token = begun(named)
    with pytest.raises(Conflict, match="nothing_answered"):
        answering.submit(token, is_confirmed=True)
    answering.save(token, entry())
    assert answering.submit(token, is_confirmed=False) is False
    receipt = answering.receipt(token)
    assert receipt.respondent.standing == "begun"
    assert receipt.asked - len(receipt.missing) == 1
    assert receipt.missing[0][0] == 2


def test_submitting_twice_is_the_same_as_once(named, clock) -> None:
    token = begun(named)
    answering.save(token, entry())
    assert answering.submit(token, is_confirmed=True)
    clock.advance(days=1)
    assert answering.submit(token, is_confirmed=True)
    assert answering.receipt(token).submitted_on == NOW.date()
    assert len([e for e in rows(AuditEvent, named) if e["action"] == "response submitted"]) == 1


def test_answers_may_change_after_submitting_and_stay_submitted(named) -> None:
    token = begun(named)
    answering.save(token, entry())
    answering.submit(token, is_confirmed=True)
    answering.save(token, entry(Answer(5, "level"), base=1, operation="b"))
    assert answering.receipt(token).respondent.standing == "submitted"


def test_after_the_close_everything_can_be_seen_as_closed_and_nothing_written(named) -> None:
    token, late = begun(named), named.links["team"]
    answering.save(token, entry())
    close(named)
    db.session.commit()  # a refused form rolls back what the request did, here everything that is not kept
    for attempt in (
        lambda: answering.start(late),
        lambda: answering.save(token, entry(Answer(1, "level"), base=1, operation="b")),
        lambda: answering.save_form(token, [entry(question="GOV.1")]),
        lambda: answering.submit(token, is_confirmed=True),
    ):
        with pytest.raises(Conflict, match="already_closed"):
            attempt()
    assert answering.landing(late).respondent.standing == "closed"
    assert answering.receipt(token).respondent.standing == "closed"
    assert [row["value"] for row in rows(AnswerRow, named)] == [3]


# what is kept of a person


def test_the_trail_of_named_answers_tells_the_question_and_never_the_value(named) -> None:
    token = begun(named)
    answering.save(token, entry())
    answering.submit(token, is_confirmed=True)
    events = [e for e in rows(AuditEvent, named) if e["actor"] == "respondent"]
    assert sorted(e["action"] for e in events) == ["answer saved", "response started", "response submitted"]
    assert [e["detail"] for e in events if e["action"] == "answer saved"] == [{"question": "STR.1"}]


def test_nothing_stored_of_an_anonymous_answer_leads_to_the_invitation(anonymous) -> None:
    before = rows(AuditEvent, anonymous)
    token = begun(anonymous)
    answering.save(token, entry())
    answering.save_form(token, [entry(question="GOV.1", operation="")])
    answering.submit(token, is_confirmed=True)
    (response,), answers = rows(ResponseRow, anonymous), rows(AnswerRow, anonymous)
    assert response["invitation_id"] is None
    assert {answer["answered_at"] for answer in answers} == {None}
    assert rows(AuditEvent, anonymous) == before
    with every_firm("the test joins what it can"):
        shared = db.session.execute(
            text(
                "SELECT count(*) FROM invitations i JOIN responses r ON r.firm_id = i.firm_id AND "
                "(r.access_hash = i.token_hash OR r.id = i.id OR r.invitation_id = i.id) "
                "WHERE i.firm_id = :firm"
            ).bindparams(firm=anonymous.firm_id)
        ).scalar()
    assert shared == 0
    assert token.encode() not in response["access_hash"]
