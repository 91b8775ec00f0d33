"""A whole form of answers: kept as far as it can be, in few statements, and safe to send twice."""

from __future__ import annotations

import pytest

from app.db import db
from app.db.outgoing import AuditEvent
from app.db.responses import AnswerRow
from app.errors import Conflict
from app.services import answering
from assessments.published import find_model
from assessments.responses import Answer
from tests.checked_client import counted_statements
from tests.conftest import NOW
from tests.services.answers import LEVEL, begun, close, entry, rows

# a whole form


def test_a_form_keeps_what_it_can_and_says_what_it_cannot(named) -> None:
    token = begun(named)
    answering.save(token, entry(question="GOV.1"))
    outcome = answering.save_form(
        token,
        [
            entry(operation=""),
            entry(Answer(9, "level"), question="STR.3", operation=""),
            entry(Answer(1, "level"), question="GOV.1", operation=""),
        ],
    )
    assert not outcome.is_complete
    assert {key: error.field for key, error in outcome.refused.items()} == {"STR.3": "value"}
    assert outcome.changed["GOV.1"].answer == LEVEL
    kept = answering.questionnaire(token).answers
    assert {key: stored.answer.value for key, stored in kept.items()} == {"STR.1": 3, "GOV.1": 3}


def test_a_form_sent_twice_changes_nothing_the_second_time(named) -> None:
    token = begun(named)
    form = [entry(operation=""), entry(question="GOV.1", operation="")]
    assert answering.save_form(token, form).is_complete
    assert answering.save_form(token, form).is_complete
    assert {row["revision"] for row in rows(AnswerRow, named)} == {1}
    (event,) = [e for e in rows(AuditEvent, named) if e["action"] == "answers saved"]
    assert sorted(event["detail"]["questions"]) == ["GOV.1", "STR.1"]


def test_a_form_takes_as_many_statements_for_twenty_answers_as_for_one(named) -> None:
    counts = []
    for role, keys in (("pmo", 1), ("assurance", 20)):
        token = begun(named, role)
        asked = [q.key for q in find_model("quick-scan").questions_for(role)][:keys]
        with counted_statements() as statements:
            answering.save_form(token, [entry(question=key, operation="") for key in asked])
        counts.append(len(statements))
    assert counts == [4, 4]


def test_a_form_gives_way_to_an_answer_given_after_the_form_looked(named) -> None:
    token = begun(named)

    def entries():
        yield entry(question="STR.1", operation="")
        answering.save(token, entry(Answer(5, "level"), question="GOV.1"))  # from another device
        yield entry(question="GOV.1", operation="")

    outcome = answering.save_form(token, entries())
    assert {key: stored.answer.value for key, stored in outcome.changed.items()} == {"GOV.1": 5}
    kept = answering.questionnaire(token).answers
    assert {key: stored.answer.value for key, stored in kept.items()} == {"STR.1": 3, "GOV.1": 5}
    (event,) = [e for e in rows(AuditEvent, named) if e["action"] == "answers saved"]
    assert event["detail"] == {"questions": ["STR.1"]}


def test_a_form_is_refused_whole_when_the_assessment_closes_after_it_looked(named) -> None:
    token = begun(named)
    db.session.commit()

    def entries():
        yield entry(question="STR.1", operation="")
        close(named)

    with pytest.raises(Conflict, match="already_closed"):
        answering.save_form(token, entries())
    assert rows(AnswerRow, named) == []


def test_a_form_keeps_every_part_of_an_answer_as_it_is(named) -> None:
    token = begun(named, "assurance")
    asked = [q.key for q in find_model("quick-scan").questions_for("assurance")][:4]
    given = [
        Answer(5, "level", "several", 'Ünïcode — "quoted" \\ and\nlines, \u0639\u0631\u0628\u064a, 😀', ""),
        Answer(None, "DK", "none", "nobody's", ""),
        Answer(None, "NA", "none", "", 'there is none: {"a": [1]}'),
        Answer(1, "level", "none", "null", ""),
    ]
    answering.save_form(
        token, [entry(answer, key, operation="") for key, answer in zip(asked, given, strict=True)]
    )
    kept = answering.questionnaire(token).answers
    assert [kept[key].answer for key in asked] == given
    assert {row["answered_at"] for row in rows(AnswerRow, named)} == {NOW}
    assert {(row["revision"], row["operation"]) for row in rows(AnswerRow, named)} == {(1, "")}
