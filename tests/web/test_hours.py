"""The page of one's own hours, its file, and the beats that pages of a course send."""

from __future__ import annotations

import io
import re
from uuid import UUID

import openpyxl
import pytest

from app.db import db, firm_scope
from app.db.hours import list_times
from app.db.people import Firm
from app.reports.pdf import Limits
from app.services import learning
from app.services.reports import MEDIA
from app.web.brake import MOST_BEATS, MOST_DRAWINGS, beats, drawings
from tests.checked_client import CheckedClient
from tests.conftest import NOW
from tests.reports.reading import text_of
from tests.web.reading import words
from tests.world import World
from tests.worlds.learning import COURSE, LESSONS, Classroom, classroom, pass_exam, read_all

FIRST = LESSONS[0]


@pytest.fixture
def room(app, world: World) -> Classroom:
    beats.release()
    found = classroom(world, "north", NOW)
    db.session.commit()
    return found


def enrolled(room: Classroom, course: str = COURSE) -> UUID:
    with firm_scope(room.firm_id):
        found = learning.enrol(room.khalid, course)
        db.session.commit()
    return found


def beat(client: CheckedClient, enrolment_id: UUID, kind: str, part: str = f"lesson/{FIRST}") -> int:
    return sent(client, enrolment_id, {"kind": kind, "part": part})


def sent(client: CheckedClient, enrolment_id: UUID, form: dict[str, str]) -> int:
    return client.submit(f"/learning/{enrolment_id}/beat", form, page="/learning/hours").status_code


def times(room: Classroom, enrolment_id: UUID) -> dict[str, int]:
    with firm_scope(room.firm_id):
        return {part: seconds for _, part, _, seconds in list_times([enrolment_id])}


def test_beats_of_a_page_become_minutes_on_the_ledger(khalid, room, clock) -> None:
    mine = enrolled(room)
    assert beat(khalid, mine, "arrive") == 204
    for _ in range(12):
        clock.advance(minutes=1)
        assert beat(khalid, mine, "work") == 204
    assert times(room, mine) == {f"lesson/{FIRST}": 720}
    page = khalid.get("/learning/hours")
    row = re.search(r"<tr><th[^>]*>[^/]*What a PMO is.*?</tr>", page.text, re.DOTALL)
    assert row
    assert re.findall(r'<td class="numeric">(\d+)</td>', row.group()) == ["35", "12", "12"]
    assert len(khalid.statements) <= 14


def test_a_page_of_a_course_says_which_part_it_is(khalid, room) -> None:
    mine = enrolled(room)
    with firm_scope(room.firm_id):
        read_all(room.khalid, mine)
        attempt = learning.start_attempt(room.khalid, mine, "quiz")
        db.session.commit()
    pages = {
        f"lessons/{FIRST}": f"lesson/{FIRST}",
        "exercises/overheard": f"lesson/{FIRST}",
        f"attempts/{attempt}": "quiz",
    }
    for path, part in pages.items():
        text = khalid.get(f"/learning/{mine}/{path}").text
        assert f'data-beat="/learning/{mine}/beat" data-part="{part}"' in text
        assert beat(khalid, mine, "arrive", part) == 204


@pytest.mark.parametrize("form", [{}, {"kind": "work"}, {"kind": "stay", "part": f"lesson/{FIRST}"}])
def test_a_beat_that_says_nothing_is_refused(khalid, room, form) -> None:
    assert sent(khalid, enrolled(room), form) == 422


def test_nobody_beats_in_somebody_elses_course(room, client_for) -> None:
    mine = enrolled(room)
    for other in (room.anneke, room.faisal, room.pia):
        assert beat(client_for(other.email), mine, "work") == 404


def test_beats_are_held_back_when_there_are_too_many(khalid, room) -> None:
    mine = enrolled(room)
    for _ in range(MOST_BEATS - 1):
        beats.count(str(room.khalid.id))
    assert beat(khalid, mine, "work") == 204
    assert beat(khalid, mine, "work") == 429
    beats.release()


def test_an_answered_question_is_heard_of_without_a_script(khalid, room, clock) -> None:
    mine = enrolled(room)
    where = f"/learning/{mine}/lessons/{FIRST}"
    field = r'name="check" value="([^"]+)".*?type="radio" name="([^"]+)"[^>]*value="([^"]+)"'
    form = re.search(field, khalid.get(where).text, re.DOTALL)
    assert form
    answer = {"check": form[1], form[2]: form[3]}
    assert khalid.submit(where, answer).status_code == 200
    clock.advance(minutes=3)
    assert khalid.submit(where, answer).status_code == 200
    assert times(room, mine) == {f"lesson/{FIRST}": 180}


def test_a_completed_course_has_units_and_evidence(khalid, room, clock) -> None:
    mine = enrolled(room)
    assert "Units appear when a course is completed." in words(khalid.get("/learning/hours"))
    for lesson in LESSONS:
        beat(khalid, mine, "arrive", f"lesson/{lesson}")
        for _ in range(5):
            clock.advance(minutes=4)
            beat(khalid, mine, "work", f"lesson/{lesson}")
    with firm_scope(room.firm_id):
        read_all(room.khalid, mine)
        pass_exam(room.khalid, mine)
        db.session.commit()
    text = words(khalid.get("/learning/hours"))
    assert "1.5 PDU units from completed courses" in text  # 100 minutes are six quarters
    assert "Business Acumen 1" in text
    assert "Ways of Working 0.5" in text
    assert "check with it before you claim" in text
    assert "Passed" in text
    assert "Certificate" in text
    file = khalid.get("/learning/hours/export.csv")
    assert file.mimetype == "text/csv"
    assert "my-hours.csv" in file.headers["Content-Disposition"]
    assert "Business Acumen" in file.get_data(as_text=True)


def test_the_hours_are_saved_as_a_statement_and_as_a_workbook(khalid, room, clock) -> None:
    mine = enrolled(room)
    beat(khalid, mine, "arrive")
    clock.advance(minutes=4)
    beat(khalid, mine, "work")
    page = khalid.get("/learning/hours").text
    for address, media, name in (
        ("/learning/hours/statement.pdf", "application/pdf", "my-hours.pdf"),
        ("/learning/hours/workbook.xlsx", MEDIA["xlsx"], "my-hours.xlsx"),
    ):
        assert f'href="{address}"' in page
        file = khalid.get(address)
        assert file.mimetype == media
        assert f'filename="{name}"' in file.headers["Content-Disposition"]
        assert file.headers["Cache-Control"] == "private, no-cache"
        again = khalid.get(address, headers={"If-None-Match": file.headers["ETag"]})
        assert (again.status_code, again.data) == (304, b"")
    text = text_of(khalid.get("/learning/hours/statement.pdf").data)
    assert room.khalid.name in text
    assert "PMO essentials" in text
    assert f"The training site of {db.session.get_one(Firm, room.firm_id).name} recorded" in text
    book = openpyxl.load_workbook(io.BytesIO(khalid.get("/learning/hours/workbook.xlsx").data))
    assert [row[3] for row in book["3 Day by day"].iter_rows(min_row=4, max_row=4, values_only=True)] == [4]


def test_a_statement_holds_nobodys_hours_but_ones_own(khalid, room, clock, client_for) -> None:
    mine = enrolled(room)
    beat(khalid, mine, "arrive")
    clock.advance(minutes=4)
    beat(khalid, mine, "work")
    for other in (room.anneke, room.consultant, room.admin, room.faisal):
        text = text_of(client_for(other.email).get("/learning/hours/statement.pdf").data)
        assert other.name in text
        assert "PMO essentials" not in text
        assert "No time was recorded up to this day." in text


def test_a_statement_that_cannot_be_laid_out_in_time_is_refused_in_words(khalid, room, monkeypatch) -> None:
    monkeypatch.setattr("app.reports.hours.LIMITS", Limits(wall_seconds=0.001, cpu_seconds=1))
    refused = khalid.get("/learning/hours/statement.pdf")
    assert refused.status_code == 409
    assert refused.mimetype == "text/html"


@pytest.mark.parametrize("file", ["statement.pdf", "workbook.xlsx"])
def test_files_are_held_back_when_there_are_too_many(khalid, room, file) -> None:
    drawings.release()
    for _ in range(MOST_DRAWINGS):
        drawings.count(str(room.khalid.id))
    assert khalid.get(f"/learning/hours/{file}").status_code == 429
    drawings.release()


def test_somebody_without_a_course_learns_what_will_come(khalid) -> None:
    text = words(khalid.get("/learning/hours"))
    assert "Once you have taken a course, your hours appear here." in text
    assert 'href="/learning/hours"' in khalid.get("/learning").text
