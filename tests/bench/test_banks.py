from __future__ import annotations

from courses.course import check_course, load_course
from tests.bench.banks import COURSE, large_course


def test_copies_of_a_course_are_as_sound_as_the_course_and_share_no_expression(tmp_path):
    count = large_course(tmp_path / COURSE, 200)
    found = check_course(tmp_path / COURSE)
    assert (found.faults, found.warnings) == ((), ())
    items = load_course(tmp_path / COURSE).items
    assert len(items) == count >= 200
    expressions = [item.expr for item in items if item.expr is not None]
    assert len(set(expressions)) == len(expressions) > 20
