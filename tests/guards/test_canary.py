"""Nothing of one firm shows in any output of another.

Every text of east carries a marker. Then everybody of west, the visitor and the operator fetch every page
there is, with their own ids and with east's; no marker may occur anywhere, nor in the log.
"""

from __future__ import annotations

import logging

import pytest
from flask import Flask
from sqlalchemy import JSON, String, Text, func, select

from app.db import Base, db, every_firm
from tests.guards.principals import PRINCIPALS
from tests.guards.test_access import addresses, guarded, signed_in
from tests.world import World

MARKER = "CANARYEAST"
OUTSIDE = [p for p in PRINCIPALS if p.firm != "east"]
# Texts that are keys, states, hashes or secrets of the program; nobody types them.
OF_THE_PROGRAM = {
    "role", "state", "mode", "kind", "model_key", "model_version", "model_hash", "answers_hash", "currency",
    "language", "sector", "reference", "content_hash", "file_hash", "workbook_hash", "slides_hash",
    "question", "evidence", "operation", "dedupe",
    "leased_by", "step", "problem", "due", "message_id", "in_reply_to", "first_message_id", "purpose", "course_key",
    "course_version", "modules", "because_dimension", "lesson", "actor", "action", "subject_kind", "password_hash",
    "code", "name_shown", "revoked_for", "unsubscribe", "content_version", "from_version", "to_version", "crossing",
    "part",
    "reason", "notes", "email", "to_email", "key", "kpi", "item", "how", "exercise",
    "main_colour", "accent_colour", "font", "logo_kind",
}  # fmt: skip


def test_every_text_that_people_type_carries_the_marker(app: Flask, whole_world: World) -> None:
    """A new text column joins the sweep, or is named above with the reason."""
    bare = []
    with every_firm("the test looks for texts without the marker"):
        for table in Base.metadata.sorted_tables:
            if "firm_id" not in table.c:
                continue
            for column in table.c:
                if not isinstance(column.type, (String, Text)) or column.name in OF_THE_PROGRAM:
                    continue
                mine = table.c.firm_id == whole_world.ids["east"]
                marked = select(func.count()).select_from(table).where(mine, column.contains(MARKER))
                there = db.session.scalar(select(func.count()).select_from(table).where(mine))
                if there and not db.session.scalar(marked):
                    bare.append(f"{table.name}.{column.name}")
    assert bare == []


@pytest.mark.slow
@pytest.mark.parametrize("principal", OUTSIDE, ids=lambda p: p.name)
def test_no_output_for_anybody_outside_shows_a_marker(
    app: Flask, whole_world: World, principal, caplog
) -> None:
    caplog.set_level(logging.DEBUG)
    client = signed_in(app, principal)
    with app.test_request_context():
        pages = sorted(
            {
                address
                for rule, _ in guarded(app)
                if "GET" in (rule.methods or ())
                for part in ("west.main", "east.main", "east.other")
                for address in addresses(whole_world, rule, part)
            }
        )
    assert len(pages) > 60
    for page in pages:
        response = client.get(page)
        assert MARKER.encode() not in response.data, page
        assert MARKER not in str(response.headers), page
    assert MARKER not in caplog.text


def test_the_sweep_would_notice(app: Flask, whole_world: World) -> None:
    client = signed_in(app, PRINCIPALS[3])
    assert MARKER.encode() in client.get("/engagements").data


def test_json_of_other_firms_holds_no_marker(app: Flask, whole_world: World) -> None:
    """What is stored for west was computed from west alone."""
    with every_firm("the test reads what was stored for west"):
        for table in Base.metadata.sorted_tables:
            for column in table.c:
                if "firm_id" in table.c and isinstance(column.type, JSON):
                    rows = db.session.execute(
                        select(column).where(table.c.firm_id == whole_world.ids["west"])
                    )
                    assert all(MARKER not in str(value) for (value,) in rows), f"{table.name}.{column.name}"
