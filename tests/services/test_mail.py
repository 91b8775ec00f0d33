"""Mail: written with the work that asks for it, handed to a real server, tried again or given up as it says."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote

import pytest
from flask import Flask
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.outgoing import Job, Mail
from app.errors import Hidden, Invalid, Refused
from app.jobs import run_all, run_one
from app.services import mail
from app.services.jobs import MOST_TRIES
from app.surroundings import Surroundings, current
from tests.services.mail_server import CERTIFICATE, USER, WORD, MailServer, free_port, mail_server
from tests.world import World
from tests.worlds.firms import actor_of

SUBJECT = "تقييم نضج مكتب إدارة المشاريع – QEC"
BODY = "السيدة عائشة،\n\nhttp://127.0.0.1:5000/r/abcDEF\n\nTakes 10 minutes – thank you."


@dataclass
class Post:
    """Writing and sending mail of the northern firm."""

    app: Flask
    firm_id: object

    def write(self, to: str = "aisha@client.example", **more: str) -> Mail:
        with firm_scope(self.firm_id):
            row = mail.post("عائشة محمد", to, SUBJECT, BODY, "invitation", **more)
            db.session.commit()
            db.session.expunge_all()
        return row

    def send_all(self) -> int:
        return run_all(self.app)

    def mail(self, row: Mail) -> Mail:
        db.session.expunge_all()
        with firm_scope(self.firm_id):
            return db.session.scalars(select(Mail).where(Mail.id == row.id)).one()

    def job(self, row: Mail) -> Job:
        db.session.expunge_all()
        with firm_scope(self.firm_id):
            return db.session.scalars(select(Job).where(Job.dedupe == f"mail:{row.id}")).one()


@pytest.fixture
def connect(app: Flask, world: World) -> Iterator[Callable[..., Post]]:
    """Give the installation a mail server for this test: every application context then knows of it."""
    surroundings: Surroundings = app.extensions["plumbline"]
    kept = surroundings.settings

    def to(url: str, **changes: object) -> Post:
        object.__setattr__(surroundings, "settings", replace(kept, smtp_url=url, **changes))
        return Post(app, world.ids["north"])

    yield to
    object.__setattr__(surroundings, "settings", kept)


@pytest.fixture
def server() -> Iterator[MailServer]:
    with mail_server() as running:
        yield running


def test_a_mail_goes_out_whole_in_two_scripts(connect, server: MailServer) -> None:
    post = connect(server.url, mail_from="مكتب الاستشارات <pmo@north.example>")
    row = post.write()
    assert post.send_all() == 1
    (message,) = server.messages
    assert message["Subject"] == SUBJECT
    assert message.get_content().replace("\r\n", "\n").strip() == BODY
    assert message["To"].addresses[0].display_name == "عائشة محمد"
    assert message["From"].addresses[0].display_name == "مكتب الاستشارات"
    assert message["From"].addresses[0].addr_spec == "pmo@north.example"
    assert message["Message-ID"] == row.message_id
    assert parsedate_to_datetime(message["Date"]) == row.created_at.replace(microsecond=0)
    assert message.get_content_type() == "text/plain"
    assert server.recipients == ["aisha@client.example"]
    assert (post.mail(row).state, post.job(row).state) == ("sent", "done")


def test_a_reminder_is_a_reply_to_the_first_message(connect, server: MailServer) -> None:
    post = connect(server.url)
    first = post.write()
    post.write(in_reply_to=first.message_id)
    post.send_all()
    invitation, reminder = sorted(server.messages, key=lambda message: "In-Reply-To" in message)
    assert "In-Reply-To" not in invitation
    assert reminder["In-Reply-To"] == reminder["References"] == invitation["Message-ID"]
    assert reminder["Message-ID"] != invitation["Message-ID"]


def test_a_message_that_goes_out_twice_is_the_same_message(connect, server: MailServer) -> None:
    """As after a crash between the server's answer and our note of it."""
    post = connect(server.url)
    row = post.write()
    post.send_all()
    with firm_scope(post.firm_id):
        post.mail(row).state = "waiting"
        db.session.commit()
    mail.send(post.firm_id, row.id)
    assert [message["Message-ID"] for message in server.messages] == [row.message_id] * 2
    assert server.messages[0].as_bytes() == server.messages[1].as_bytes()


def test_a_message_that_went_out_is_not_sent_again(connect, server: MailServer) -> None:
    post = connect(server.url)
    row = post.write()
    post.send_all()
    mail.send(post.firm_id, row.id)
    assert len(server.messages) == 1


@pytest.mark.parametrize(
    ("phase", "answer", "problem"),
    [
        ("on_data", "451 try again later", "MailNotTaken"),
        ("on_recipient", "450 greylisted, come back in five minutes", "MailNotTaken"),
        ("on_data", "554 looks like spam", "MailNotTaken"),
    ],
    ids=["not now", "stranger", "spam"],
)
def test_a_server_that_does_not_take_it_now_is_asked_again_later(
    connect, server: MailServer, clock, phase: str, answer: str, problem: str
) -> None:
    setattr(server, phase, answer)
    post = connect(server.url)
    row = post.write()
    assert post.send_all() == 1
    job = post.job(row)
    assert (job.state, job.tries, job.problem) == ("waiting", 1, problem)
    assert job.run_after == clock() + timedelta(seconds=5)
    assert post.mail(row).state == "waiting"
    setattr(server, phase, "250 OK")
    assert post.send_all() == 0, "not before its time"
    clock.advance(seconds=5)
    assert post.send_all() == 1
    assert (post.mail(row).state, post.mail(row).problem) == ("sent", None)
    assert len(server.messages) == 1


def test_an_addressee_who_is_refused_for_good_is_not_tried_again(connect, server: MailServer) -> None:
    server.on_recipient = "550 no such user"
    post = connect(server.url)
    row = post.write()
    post.send_all()
    assert (post.mail(row).state, post.mail(row).problem) == ("failed", "550")
    assert post.job(row).state == "done"


def test_a_message_that_nobody_takes_is_given_up_and_says_why(connect, server: MailServer, clock) -> None:
    server.on_data = "451 try again later"
    post = connect(server.url)
    row = post.write()
    for _ in range(MOST_TRIES):
        assert post.send_all() == 1
        clock.advance(hours=1)
    assert post.send_all() == 0
    assert (post.job(row).state, post.job(row).tries) == ("failed", MOST_TRIES)
    assert (post.mail(row).state, post.mail(row).problem) == ("failed", "SMTPDataError 451")


def test_where_no_server_answers_the_message_waits(connect) -> None:
    post = connect(f"smtp://127.0.0.1:{free_port()}")
    row = post.write()
    with pytest.raises(mail.MailNotTaken, match="ConnectionRefusedError"):
        mail.send(post.firm_id, row.id)
    assert run_one(post.app, "worker")
    assert (post.mail(row).state, post.job(row).state) == ("waiting", "waiting")


def test_no_address_ends_in_the_log(connect, server: MailServer, caplog) -> None:
    server.on_recipient = "450 greylisted <aisha@client.example>"
    post = connect(server.url)
    post.write()
    post.send_all()
    assert "failed" in caplog.text
    assert "aisha" not in caplog.text


def test_without_a_server_the_outbox_is_where_mail_ends(connect) -> None:
    post = connect("")
    row = post.write()
    post.send_all()
    assert post.mail(row).state == "sent"
    assert post.mail(row).body == BODY


def test_in_production_the_text_with_its_link_is_not_kept(connect, server: MailServer) -> None:
    post = connect(server.url, profile="production")
    row = post.write()
    post.send_all()
    assert len(server.messages) == 1
    assert post.mail(row).body == ""


def test_the_server_is_signed_in_to_with_what_the_address_carries(connect) -> None:
    with mail_server(has_login=True) as server:
        post = connect(f"smtp://{quote(USER)}:{quote(WORD)}@127.0.0.1:{server.port}")
        post.write()
        post.send_all()
        assert len(server.messages) == 1


def test_a_wrong_password_leaves_the_message_waiting(connect) -> None:
    with mail_server(has_login=True) as server:
        post = connect(f"smtp://{quote(USER)}:wrong@127.0.0.1:{server.port}")
        row = post.write()
        with pytest.raises(mail.MailNotTaken, match="SMTPAuthenticationError 535"):
            mail.send(post.firm_id, row.id)
        assert server.messages == []


def test_a_server_of_this_machine_is_believed_with_any_certificate(connect) -> None:
    with mail_server(has_tls=True) as server:
        post = connect(server.url)
        post.write()
        post.send_all()
        assert server.secured == [True]


elsewhere = pytest.mark.skipif(sys.platform != "linux", reason="127.0.0.2 answers on Linux only")


@elsewhere
@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_another_machine_must_prove_who_it_is(connect, monkeypatch) -> None:
    with mail_server("127.0.0.2", has_tls=True) as server:
        post = connect(server.url)
        row = post.write()
        with pytest.raises(mail.MailNotTaken, match="SSLCertVerificationError"):
            mail.send(post.firm_id, row.id)
        assert server.messages == []
        monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
        mail.send(post.firm_id, row.id)
        assert server.secured == [True]


@elsewhere
@pytest.mark.allow_hosts(["127.0.0.1", "127.0.0.2"])
def test_a_password_does_not_leave_the_machine_unencrypted(connect) -> None:
    with mail_server("127.0.0.2", has_login=True) as server:
        post = connect(f"smtp://{quote(USER)}:{quote(WORD)}@127.0.0.2:{server.port}")
        row = post.write()
        with pytest.raises(mail.MailNotTaken, match="SMTPNotSupportedError"):
            mail.send(post.firm_id, row.id)
        assert server.messages == []


@pytest.mark.parametrize(
    ("field", "values"),
    [
        ("name", ("A\r\nBcc: all@x.example", "a@x.example", "S")),
        ("email", ("A", "a@x.example\nBcc: b@x.example", "S")),
        ("subject", ("A", "a@x.example", "S\r\n\r\nbody")),
        ("subject", ("A", "a@x.example", "S\x7f")),
    ],
)
def test_nothing_typed_becomes_a_header(connect, field: str, values: tuple[str, str, str]) -> None:
    post = connect("")
    with firm_scope(post.firm_id), pytest.raises(Invalid) as refused:
        mail.post(*values, "body", "invitation")
    assert refused.value.field == field


def test_a_name_full_of_signs_is_a_name(connect, server: MailServer) -> None:
    post = connect(server.url)
    with firm_scope(post.firm_id):
        mail.post('Ann "A" <x@y.example>, Bo; (PMO)', "ann@client.example", "S", "body", "invitation")
        db.session.commit()
    post.send_all()
    (address,) = server.messages[0]["To"].addresses
    assert (address.display_name, address.addr_spec) == (
        'Ann "A" <x@y.example>, Bo; (PMO)',
        "ann@client.example",
    )


def test_the_outbox_shows_the_newest_first_with_its_links(connect, world: World, clock) -> None:
    post = connect("")
    post.write("first@client.example")
    clock.advance(minutes=1)
    second = post.write("second@client.example")
    reader = actor_of(world, "north", "consultant", "consultant")
    with firm_scope(post.firm_id):
        lines = mail.outbox(reader)
        page = mail.read_mail(reader, second.id)
    assert [line.to_email for line in lines[:2]] == ["second@client.example", "first@client.example"]
    assert ("http://127.0.0.1:5000/r/abcDEF", True) in page.parts
    assert "".join(text for text, _ in page.parts) == BODY


def test_the_outbox_is_for_staff_and_there_is_none_in_production(connect, world: World) -> None:
    post = connect("")
    row = post.write()
    reader = actor_of(world, "north", "consultant", "consultant")
    with firm_scope(post.firm_id), pytest.raises(Refused):
        mail.outbox(replace(reader, role="learner"))
    token = current.set(
        replace(current.get(), settings=replace(current.get().settings, profile="production"))
    )
    try:
        with firm_scope(post.firm_id), pytest.raises(Hidden):
            mail.outbox(reader)
        with firm_scope(post.firm_id), pytest.raises(Hidden):
            mail.read_mail(reader, row.id)
    finally:
        current.reset(token)


def test_a_mail_of_another_firm_is_not_there(connect, world: World) -> None:
    row = connect("").write()
    with firm_scope(world.ids["south"]), pytest.raises(Hidden):
        mail.read_mail(actor_of(world, "south", "consultant", "consultant"), row.id)


def test_the_certificate_of_the_tests_is_for_nobody_else() -> None:
    assert Path(CERTIFICATE).read_text().startswith("A certificate for 127.0.0.2")
