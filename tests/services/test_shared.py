"""Links to a report: they open one thing, to whoever holds them, until they end."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from app.db import db, every_firm, firm_scope
from app.db.reports import ShareLink
from app.db.scope import leave_firm
from app.errors import Conflict, Hidden, Invalid, Refused
from app.services import files, reports, shared
from tests.worlds.firms import actor_of


@pytest.fixture
def consultant(kept, app, world):
    return actor_of(world, "keel", "consultant", "consultant")


@pytest.fixture
def report_id(kept, consultant):
    with firm_scope(kept.firm_id):
        report_id = reports.issue_report(consultant, kept.id)
        reports.publish(report_id, files.store(b"%PDF-1.7 shared pages"), 21)
    return report_id


@pytest.fixture
def token(kept, consultant, report_id):
    return make_link(kept, consultant, report_id)


def make_link(kept, consultant, report_id, **options) -> str:
    with firm_scope(kept.firm_id):
        return shared.share(consultant, report_id, "Board", **options).rsplit("/", 1)[1]


def lines(kept, consultant, report_id):
    with firm_scope(kept.firm_id):
        return shared.list_links(consultant, report_id)


def test_a_link_shows_its_report_and_its_file(app, token, kept, consultant, report_id):
    page = shared.shared_page(token)
    leave_firm()
    with firm_scope(kept.firm_id):
        assert page.report == reports.report_page(consultant, report_id).report
    assert shared.shared_document(token).content == b"%PDF-1.7 shared pages"
    leave_firm()


def test_looking_at_a_link_is_not_opening_it(app, token, kept, consultant, report_id):
    shared.check_link(token)
    assert lines(kept, consultant, report_id)[0].views == 0
    for _ in range(2):
        shared.open_link(token)
        leave_firm()
    assert lines(kept, consultant, report_id)[0].views == 2


def test_only_the_digest_of_a_link_is_kept(app, token):
    with every_firm("a test looks for the secret"):
        kept_values = db.session.execute(select(ShareLink.__table__)).all()
    assert not any(token in str(value) for row in kept_values for value in row)


def test_a_link_ends_by_itself(app, kept, consultant, report_id, clock):
    token = make_link(kept, consultant, report_id, days=3)
    clock.advance(days=3, seconds=-1)
    shared.check_link(token)
    clock.advance(seconds=1)
    with pytest.raises(Hidden):
        shared.check_link(token)
    assert not lines(kept, consultant, report_id)[0].is_live


def test_a_link_can_be_ended_at_once_and_twice(app, token, kept, consultant, report_id, clock):
    link_id = lines(kept, consultant, report_id)[0].id
    with firm_scope(kept.firm_id):
        shared.revoke(consultant, report_id, link_id)
        clock.advance(days=1)
        shared.revoke(consultant, report_id, link_id)
    line = lines(kept, consultant, report_id)[0]
    assert line.revoked_at is not None
    assert line.revoked_at < clock()
    for ask in (shared.check_link, shared.open_link, shared.shared_page, shared.shared_document):
        with pytest.raises(Hidden):
            ask(token)


@pytest.mark.parametrize("token", ["", "x", "x" * 27, "../" * 9, "é" * 27, "x" * 4000])
def test_what_is_no_link_opens_nothing(app, token):
    for ask in (shared.check_link, shared.open_link, shared.shared_page, shared.shared_document):
        with pytest.raises(Hidden):
            ask(token)


def test_a_report_in_the_making_is_not_shared(app, kept, consultant):
    with firm_scope(kept.firm_id):
        report_id = reports.issue_report(consultant, kept.id)
        with pytest.raises(Conflict):
            shared.share(consultant, report_id, "Board")


def test_a_link_to_a_report_whose_file_is_gone_shows_nothing(app, token, kept, report_id):
    with firm_scope(kept.firm_id):
        reports.give_up(report_id, "crashed")
    with pytest.raises(Hidden):
        shared.shared_page(token)
    leave_firm()


@pytest.mark.parametrize(
    ("recipient", "days", "field"),
    [
        ("", 14, "recipient"),
        ("  ", 14, "recipient"),
        ("x" * 201, 14, "recipient"),
        ("Board", 0, "days"),
        ("Board", 91, "days"),
    ],
)
def test_a_link_needs_somebody_and_an_end(app, kept, consultant, report_id, recipient, days, field):
    with firm_scope(kept.firm_id), pytest.raises(Invalid) as refusal:
        shared.share(consultant, report_id, recipient, days)
    assert refusal.value.field == field


def test_only_the_team_makes_sees_and_ends_links(app, token, kept, world, consultant, report_id):
    link_id = lines(kept, consultant, report_id)[0].id
    sponsor = actor_of(world, "keel", "sponsor", "sponsor", kept.client_id)
    colleague = actor_of(world, "keel", "colleague", "consultant")
    with firm_scope(kept.firm_id):
        for actor, refusal in ((sponsor, Refused), (colleague, Hidden)):
            with pytest.raises(refusal):
                shared.share(actor, report_id, "Board")
            with pytest.raises(refusal):
                shared.list_links(actor, report_id)
            with pytest.raises(refusal):
                shared.revoke(actor, report_id, link_id)


def test_a_link_of_another_report_is_not_ended_through_this_one(app, token, kept, consultant, report_id):
    link_id = lines(kept, consultant, report_id)[0].id
    with firm_scope(kept.firm_id):
        other = reports.issue_report(consultant, kept.id, "ar-XB")
        with pytest.raises(Hidden):
            shared.revoke(consultant, other, link_id)
    shared.check_link(token)
