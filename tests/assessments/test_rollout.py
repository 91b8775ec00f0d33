"""All that surrounds a plan, as one value."""

from assessments.profile import ProfileFacts
from assessments.roadmap import Roadmap
from assessments.rollout import plan_rollout
from content import from_plain, to_plain
from tests.assessments.rollout_cases import BANK, advised, laid_out, small_plan


def rolled_out(plan: Roadmap, **facts):
    recommendation, gaps = advised(BANK, RSK=2.0)
    return plan_rollout(plan, recommendation, gaps, ProfileFacts(**facts))


def test_a_plan_without_work_has_no_surroundings():
    assert rolled_out(laid_out(ends=())) is None


def test_champions_are_counted_from_the_people_the_pmo_serves():
    assert rolled_out(small_plan(), project_count=10, headcount=420).communication.champions == 4
    found = rolled_out(small_plan())
    assert (found.staffing, found.communication.champions) == (None, None)


def test_every_role_that_acts_has_a_name():
    found = rolled_out(small_plan(), project_count=10)
    assert [row.initiative for row in found.raci.rows] == ["RSK-2", "RSK-3"]
    assert [one.role for one in found.training] == ["QA", "PM"]
    named = {one.owner for one in (*found.communication.entries, *found.risks.risks)}
    named |= {measure.owner for phase in found.success for measure in phase.measures}
    assert named | {role.key for role in found.raci.roles} <= {role.key for role in found.roles}


def test_it_is_the_same_after_being_written_and_read():
    found = rolled_out(small_plan(), project_count=10, headcount=420, pmo_staff=2, currency="EUR")
    assert from_plain(type(found), to_plain(found)) == found
