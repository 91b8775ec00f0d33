"""The fictional clients, and the example files that are made from the first of them."""

from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

from assessments.demo_case import CASES, DemoCase, UnknownCase, demo_responses, load_demo_case, responses_csv
from assessments.profile import read_profile
from assessments.published import find_model
from assessments.responses import read_csv
from content import ContentError, read

MODEL = find_model("quick-scan")
QEC = load_demo_case("qec")
NORDVIK = load_demo_case("nordvik")
EXAMPLES = Path(__file__).parents[2] / "docs" / "example-files"

both_cases = pytest.mark.parametrize("case", [QEC, NORDVIK], ids=lambda case: case.key)


def test_an_unknown_case_is_not_found():
    with pytest.raises(UnknownCase):
        load_demo_case("acme")


def test_a_case_cannot_be_declared_real(tmp_path):
    claimed = tmp_path / "qec.yaml"
    text = (CASES / "qec.yaml").read_text(encoding="utf-8")
    claimed.write_text(text.replace("is_synthetic: true", "is_synthetic: false"), encoding="utf-8")
    with pytest.raises(ContentError, match="is_synthetic"):
        read(claimed, DemoCase)


@both_cases
def test_everybody_has_an_address_that_no_mail_can_reach(case: DemoCase):
    people = [*case.respondents, *case.firm.consultants]
    assert all(person.email.endswith(".example") and person.email.isascii() for person in people)
    assert len({person.email for person in people}) == len(people)
    assert [person.key for person in case.respondents] == [
        f"r{number:02d}" for number in range(1, len(case.respondents) + 1)
    ]


@both_cases
def test_a_case_has_a_level_for_each_dimension_and_an_answer_for_each_criterion(case: DemoCase):
    assert list(case.levels) == [dimension.key for dimension in MODEL.dimensions]
    assert list(case.criteria) == [f"K{number:02d}" for number in range(1, 19)]
    assert case.profile["K01"] == case.criteria["K01"].answer


def test_the_contractor_has_twenty_four_respondents_in_five_role_groups():
    groups = Counter(person.role for person in QEC.respondents)
    assert groups == {"executive": 4, "pmo": 5, "project_manager": 6, "team": 5, "assurance": 4}


def test_who_is_only_invited_has_no_answers_and_who_has_started_has_half_of_them():
    given = {response.respondent: len(response.answers) for response in demo_responses(NORDVIK, MODEL)}
    assert given == {"r01": 13, "r02": 20, "r03": 20, "r04": 10, "r05": 6}


def test_responses_written_as_a_table_are_read_back_the_same():
    responses = demo_responses(QEC, MODEL)
    assert read_csv(responses_csv(responses), MODEL) == responses


def test_another_seed_gives_the_contractor_other_answers():
    assert demo_responses(replace(QEC, seed=1), MODEL) != demo_responses(QEC, MODEL)


def test_the_example_responses_are_what_the_generator_gives():
    published = (EXAMPLES / "responses.csv").read_bytes().decode("utf-8")
    assert published == responses_csv(demo_responses(QEC, MODEL))


def test_the_example_profile_is_that_of_the_contractor():
    profile = read_profile(EXAMPLES / "profile.yaml")
    client, facts = QEC.client, profile.facts
    assert profile.criteria == QEC.profile
    assert (facts.name, facts.sector, facts.headcount) == (client.name, client.sector, client.headcount)
    assert (facts.project_count, facts.yearly_value) == (client.project_count, client.yearly_value)
    assert (facts.currency, facts.pmo_staff) == (client.currency, client.pmo_staff)
    assert facts.languages == client.languages
