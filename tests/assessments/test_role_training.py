"""Which role needs which training, and by when."""

from dataclasses import replace

from assessments.catalogue import OwnerRole, load_catalogue
from assessments.milestones import milestones_of
from assessments.responsibilities import load_responsibilities
from assessments.role_training import load_modules, train_roles
from assessments.training import load_training_map
from courses.course import find_course
from tests.assessments.planning_cases import DIMENSIONS
from tests.assessments.rollout_cases import BANK, advised, laid_out, small_plan, work

LIBRARY = load_modules()
ROLES = (*load_catalogue().owners, *load_responsibilities().groups)


def trained(plan, roles=ROLES, available=(), sector=None, **levels):
    _, gaps = advised(BANK, **levels)
    found = train_roles(plan, milestones_of(plan), gaps, roles, available, sector=sector, library=LIBRARY)
    return {one.role: one for one in found}


def test_the_example_of_modules():
    found = trained(small_plan(), RSK=2.0)
    assert list(found) == ["QA", "PM"]
    (need,) = found["PM"].modules
    assert (need.key, need.gap, need.course, need.is_available) == ("T09", 2.0, "risk-foundations", False)
    assert str(need.before) == "2026-03-16"  # RSK-2 begins in week 2
    assert found["PM"].hours == 3


def test_every_dimension_is_taught_to_somebody_by_a_course_that_is_known():
    assert list(LIBRARY.problems()) == []
    assert {one.dimension for one in LIBRARY.modules} == set(DIMENSIONS)
    courses = {one.key for one in load_training_map().courses}
    assert {one.course for one in LIBRARY.modules if one.course} <= courses
    lessons = {lesson.key for lesson in find_course("pmo-essentials").lessons}
    named = {key for one in LIBRARY.modules if one.course == "pmo-essentials" for key in one.lessons}
    assert named <= lessons
    assert {role for one in LIBRARY.modules for role in one.roles} <= {role.key for role in ROLES}


def test_only_roles_of_the_plan_are_named():
    managers = OwnerRole("PM", {"en": "Project managers"})
    assert list(trained(small_plan(), roles=(managers,), RSK=2.0)) == ["PM"]


def test_a_gap_below_a_level_and_a_dimension_without_a_score_ask_for_nothing():
    assert trained(small_plan(), RSK=3.5) == {}
    assert trained(small_plan(), RSK=None) == {}


def test_without_work_in_the_dimension_it_is_needed_before_the_pilot():
    (need,) = trained(laid_out(work("SVC-2", 0, 2)), RSK=2.0)["PM"].modules
    assert str(need.before) == "2026-04-13"
    (need,) = trained(laid_out(work("SVC-2", 0, 2), ends=(2, 6, 6, 6, 26)), RSK=2.0)["PM"].modules
    assert need.before is None


def test_a_module_of_one_sector_stays_there():
    def keys(sector):
        return [one.key for one in trained(small_plan(), sector=sector, CTL=2.0)["PC"].modules]

    assert keys("construction") == ["T07", "T08", "T14"]
    assert keys("finance") == ["T07", "T14"]


def test_a_published_course_can_be_assigned():
    found = trained(small_plan(), available=("risk-foundations",), RSK=2.0)
    assert found["PM"].modules[0].is_available


def test_a_module_twice_and_lessons_without_a_course_are_problems():
    one = LIBRARY.modules[0]
    broken = replace(LIBRARY, modules=(one, replace(one, course=None)))
    assert [problem.rule for problem in broken.problems()] == ["unique-key", "lessons-of-course"]
