"""`plumbline course regrade` in an installation with attempts."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from app.db import db, firm_scope
from app.db.enrolments import Enrolment
from app.db.regrades import AttemptGrade, list_later
from app.db.reviews import lock_card
from app.services import identity, reviews
from app.transactions import transaction
from tests.conftest import NOW
from tests.courses.folders import change, copy_sound
from tests.installations import Installation, inside
from tests.world import build_world
from tests.worlds.corrections import COURSE, FAILS, PASSES, REASON, Shelf, correct, enrolled, take_exam
from tests.worlds.learning import classroom
from tests.worlds.started import started_anew


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    (tmp_path / "own").mkdir()
    with started_anew():
        yield Shelf(tmp_path / "own")


@dataclass(frozen=True, slots=True)
class Filled:
    """An installation with one firm at work."""

    installation: Installation
    firm_id: UUID

    def run(self, *arguments: str) -> Result:
        return self.installation.run("course", "regrade", *arguments)

    def later_grades(self) -> list[tuple[str, int, int]]:
        """Return reason, points before and since of every later grade, by points."""

        def read(site: Flask) -> list[tuple[str, int, int]]:
            with firm_scope(self.firm_id):
                attempts = db.session.scalars(select(AttemptGrade.attempt_id)).all()
                later = [one for attempt in attempts for one in list_later(attempt)]
                return sorted((one.reason, one.was_points, one.points) for one in later)

        return inside(self.installation, read)


@pytest.fixture
def filled(install: Callable[[], Installation], shelf: Shelf) -> Filled:
    """Khalid failed the exam by the key of the day, Anneke passed it."""
    made = install()
    made = replace(made, environment=made.environment | {"PLUMBLINE_COURSES": str(shelf.folder.parent)})

    def fill(site: Flask) -> UUID:
        world = build_world()
        with transaction():
            room = classroom(world, "north", NOW)
        for actor, given in ((room.khalid, FAILS), (room.anneke, PASSES)):
            with firm_scope(room.firm_id):
                take_exam(actor, enrolled(actor), given)
        return room.firm_id

    return Filled(made, inside(made, fill))


def test_a_dry_run_says_who_and_why_and_writes_nothing(filled: Filled, shelf: Shelf) -> None:
    correct(shelf)
    done = filled.run(COURSE)
    assert done.exit_code == 0, done.output
    assert done.stdout.splitlines() == [
        "North Consulting: 2 attempts of 2 people, by small-risk 1.3.0",
        "  would pass 1, fall short 1, more right 1, fewer right 1, only told otherwise 0, left as they are 0",
        "  loss.exam-apply: another answer – gained 1, lost 1, told otherwise 0",
        *sorted(
            ("  Khalid: exam 1, 2/4 → 3/4, gains", "  Anneke: exam 1, 2/4 → 1/4, short"),
            key=done.stdout.index,
        ),
        "  nothing was written; --apply with --reason does it",
    ]
    assert filled.later_grades() == []


def test_applied_it_says_what_was_written_and_repeated_there_is_nothing_left(
    filled: Filled, shelf: Shelf
) -> None:
    correct(shelf)
    done = filled.run(COURSE, "--apply", "--reason", REASON, "--format", "json")
    assert done.exit_code == 0, done.output
    (found,) = json.loads(done.stdout)
    assert (found["firm"], found["version"], found["applied"]) == (
        "North Consulting",
        "1.3.0",
        {"gains": 1, "keeps": 1},
    )
    assert {(one["person"], one["direction"]) for one in found["movers"]} == {
        ("Khalid", "gains"),
        ("Anneke", "short"),
    }
    assert filled.later_grades() == [(REASON, 2, 1), (REASON, 2, 3)]
    again = filled.run(COURSE, "--apply", "--reason", REASON)
    assert "nothing was written; only passes could be taken" in again.stdout


def test_reviews_and_pass_marks_that_change_are_told(filled: Filled, shelf: Shelf) -> None:
    def answer(site: Flask) -> None:
        with firm_scope(filled.firm_id):
            enrolment_id, user_id = db.session.execute(
                select(Enrolment.id, Enrolment.user_id).where(Enrolment.firm_id == filled.firm_id).limit(1)
            ).one()
            actor = identity.actor_of(user_id)
            assert actor is not None
            with transaction():
                given = ("old=cause", "fails=event", "late=effect")
                card = lock_card(enrolment_id, "parts.which")
                assert card is not None
                card.due_on = date(2020, 1, 1)
                db.session.flush()
                reviews.answer_review(actor, enrolment_id, "parts.which", given)

    inside(filled.installation, answer)
    shelf.change(
        ("course.yaml", 'version: "1.2.0"', 'version: "1.3.0"'),
        ("course.yaml", "\n  pass_share: 0.5\n", "\n  pass_share: 0.75\n"),
        ("quizzes/three-parts.yaml", "crane is old }, target: cause", "crane is old }, target: effect"),
    )
    done = filled.run(COURSE)
    assert done.exit_code == 0, done.output
    assert "  exam: 75% pass, 50% did" in done.stdout.splitlines()
    assert "  review questions that come again sooner 1, later or no more 0" in done.stdout.splitlines()


def test_a_course_that_is_nowhere_published_is_not_applied(
    filled: Filled, shelf: Shelf, tmp_path: Path
) -> None:
    folder = copy_sound(tmp_path / "elsewhere")
    done = filled.run(str(folder), "--apply", "--reason", REASON)
    assert done.exit_code == 3
    assert "this content is not published" in done.stderr


def test_passes_are_taken_where_that_is_said(filled: Filled, shelf: Shelf) -> None:
    correct(shelf)
    arguments = (COURSE, "--apply", "--reason", REASON, "--take-passes")
    assert "written: 2 later grades (1 gains, 1 loses)" in filled.run(*arguments).stdout
    assert "every grade stays as it is" in filled.run(*arguments).stdout


def test_content_is_tried_from_a_folder_and_not_applied(filled: Filled, shelf: Shelf, tmp_path: Path) -> None:
    tried = Path(shutil.copytree(shelf.folder, tmp_path / "tried"))
    change(tried, "course.yaml", "pass_share: 0.5\n  numeric", "pass_share: 0.75\n  numeric")
    done = filled.run(str(tried))
    assert done.exit_code == 0, done.output
    assert "  exam: 75% pass, 50% did" in done.stdout.splitlines()
    refused = filled.run(str(tried), "--apply", "--reason", REASON)
    assert (refused.exit_code, "not published" in refused.stderr) == (3, True)
    assert filled.later_grades() == []


def test_only_the_firm_and_the_version_that_are_named(filled: Filled, shelf: Shelf) -> None:
    correct(shelf)
    elsewhere = filled.run(COURSE, "--firm", "South Consulting")
    assert elsewhere.stdout == "small-risk 1.3.0: no attempts\n"
    other = filled.run(COURSE, "--firm", "North Consulting", "--version", "1.3.0")
    assert other.stdout.startswith("North Consulting: 0 attempts of 0 people")


def test_without_a_reason_nothing_is_applied(filled: Filled, shelf: Shelf) -> None:
    correct(shelf)
    for reason in ((), ("--reason", "short")):
        done = filled.run(COURSE, "--apply", *reason)
        assert (done.exit_code, "--reason: say why" in done.stderr) == (3, True)
    assert filled.later_grades() == []


def test_a_course_that_is_not_there_is_refused_with_what_there_is(
    install: Callable[[], Installation],
) -> None:
    done = install().run("course", "regrade", "gone")
    assert (done.exit_code, "pmo-essentials" in done.stderr) == (3, True)
