"""What one assessment asks: a model and its modules, told apart again when it is scored."""

from __future__ import annotations

import pytest

from assessments.instrument import MODULES, find_instrument, list_modules, module_questions, modules_of
from assessments.model import ROLES
from assessments.published import find_model
from assessments.service_needs import load_service_module
from assessments.vignettes import load_vignette_pack


def test_without_modules_the_instrument_is_the_model():
    assert find_instrument("full-model", "1.0.0") is find_model("full-model", "1.0.0")


@pytest.mark.parametrize("role", ROLES)
def test_modules_come_after_the_model_and_stories_last(role):
    model = find_model("quick-scan")
    instrument = find_instrument("quick-scan", model.version, MODULES)
    keys = [question.key for question in instrument.questions_for(role)]
    own = [question.key for question in model.questions_for(role)]
    services = [item.key for item in load_service_module().questions if role in item.roles]
    stories = [item.key for item in load_vignette_pack().questions]
    assert keys[: len(own)] == own
    assert sorted(keys[len(own) : len(own) + len(services)]) == sorted(services)
    assert keys[len(own) + len(services) :] == stories


def test_need_and_quality_of_a_service_are_asked_one_after_the_other_and_what_it_is_is_told_once():
    instrument = find_instrument("quick-scan", "1.0.0", ("services",))
    keys = [question.key for question in instrument.questions]
    place = keys.index("V01.need")
    assert keys[place + 1] == "V01.quality"
    service = load_service_module().service("V01")
    assert instrument.question("V01.need").stem["en"].startswith(service.description["en"])
    assert service.description["en"] not in instrument.question("V01.quality").stem["en"]


def test_every_answer_keeps_its_own_value():
    instrument = find_instrument("quick-scan", "1.0.0", MODULES)
    assert [one.answer for one in instrument.options_of(instrument.question("V01.need"))] == [0, 1, 2, 3]
    assert [one.answer for one in instrument.options_of(instrument.question("V01.quality"))] == [
        0,
        1,
        2,
        3,
        4,
        5,
    ]
    assert [one.answer for one in instrument.options_of(instrument.question("vignette.own"))] == [
        1,
        2,
        3,
        4,
        5,
    ]


def test_no_key_is_used_twice_and_all_added_ones_are_known():
    model, instrument = find_model("full-model"), find_instrument("full-model", "1.0.0", MODULES)
    keys = [question.key for question in instrument.questions]
    assert len(keys) == len(set(keys))
    assert set(keys) - {question.key for question in model.questions} == module_questions(MODULES)


def test_the_time_grows_with_the_modules():
    minutes = find_model("quick-scan").minutes
    added = {one.key: one.minutes for one in list_modules()}
    assert find_instrument("quick-scan", "1.0.0", ("services",)).minutes == minutes + added["services"]
    assert find_instrument("quick-scan", "1.0.0", MODULES).minutes == minutes + sum(added.values())


@pytest.mark.parametrize(
    ("kept", "found"), [("", ()), ("services", ("services",)), ("vignettes services", MODULES), ("other", ())]
)
def test_a_stored_choice_is_read_in_the_order_of_asking(kept, found):
    assert modules_of(kept) == found
