from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from content import ContentError, Finding, json_schema, read, read_text
from tests.content.kinds import SOUND, Box, Tool


def findings(text: str) -> tuple[Finding, ...]:
    with pytest.raises(ContentError) as refusal:
        read_text(text.encode(), Box, "box.yaml")
    return refusal.value.findings


def only(text: str) -> Finding:
    (finding,) = findings(text)
    return finding


def test_a_sound_file_becomes_a_value_of_its_kind(tmp_path: Path):
    path = tmp_path / "box.yaml"
    path.write_text(SOUND, encoding="utf-8")
    box = read(path, Box)
    assert box.tools[0] == Tool("saw", {"en": "Saw", "ar": "منشار"}, 12.0, "small")
    assert isinstance(box.tools[0].price, float)
    assert box.by_shelf == {"top": (Tool("file", {"en": "File"}),)}
    assert (box.packed_on, box.corner, box.rating) == (date(2026, 3, 2), (3, "left"), "good")


@pytest.mark.parametrize(
    ("old", "new", "field", "place", "found", "allowed"),
    [
        ("count: 2", "count: two", "count", (2, 8), "'two'", "a whole number"),
        ("count: 2", "count: 2.5", "count", (2, 8), "2.5", "a whole number"),
        ("count: 2", "count: 10", "count", (2, 8), "10", "9 or less"),
        ("count: 2", "count: 0", "count", (2, 8), "0", "1 or more"),
        ("count: 2\n", "", "count", (1, 1), "nothing", "a value: this field is required"),
        ("title: My box", "title: 7", "title", (1, 8), "7", "text; put it in quotes if it looks like a number"),
        ("title: My box", "title: M", "title", (1, 8), "'M'", "3 characters or more"),
        ("title: My box", "title:", "title", (1, 1), "nothing", "text; put it in quotes if it looks like a number"),
        ("price: 12", "price: 0", "tools[0].price", (6, 12), "0", "more than 0"),
        ("price: 12", "price: 100", "tools[0].price", (6, 12), "100", "less than 100"),
        ("price: 12", "price: '12'", "tools[0].price", (6, 12), "'12'", "a number"),
        ("key: saw", "key: Saw", "tools[0].key", (4, 10), "'Saw'", "text of the form ^[a-z]+$"),
        ("key: saw", f"key: {'s' * 13}", "tools[0].key", (4, 10), f"'{'s' * 13}'", "12 characters or fewer"),
        ("size: small", "size: huge", "tools[0].size", (7, 11), "'huge'", "one of 'small' or 'large'"),
        ("is_sharp: true", "is_sharp: yes", "tools[1].is_sharp", (11, 15), "'yes'", "true or false"),
        ("en: Plane", "ar: Plane", "tools[1].name", (10, 7), "a mapping of 1",
         "the English words under 'en', with other languages beside them"),
        ("en: Plane", "en: ' '", "tools[1].name.en", (10, 11), "''", "words, not an empty text"),
        ("en: Saw,", "en: Saw, English: x,", "tools[0].name", (5, 21), "the key 'English'",
         "text of the form ^[a-z]{2,3}(-[A-Za-z0-9]{2,8})?$"),
        ("name: {en: File}", "name: File", "by_shelf.top[0].name", (14, 25), "'File'", "a mapping"),
        ("packed_on: 2026-03-02", "packed_on: yesterday", "packed_on", (15, 12), "'yesterday'",
         "a day written YYYY-MM-DD"),
        ("corner: [3, left]", "corner: [3]", "corner", (16, 9), "nothing", "a value: this field is required"),
        ("even: 4", "even: 3", "even", (18, 7), "3", "an even number"),
        ("key: plane", "key: saw", "tools[1].key", (8, 10), "'saw' again", "each key once"),
    ],
)  # fmt: skip
def test_a_fault_is_named_with_its_place_and_what_is_allowed(old, new, field, place, found, allowed):
    assert SOUND.count(old) == 1
    finding = only(SOUND.replace(old, new))
    assert (finding.line, finding.column) == place
    assert (finding.found, finding.allowed) == (found, allowed)
    assert finding.field.startswith(field)


def test_a_misspelt_field_is_answered_with_the_fields_there_are():
    finding = only(SOUND.replace("price: 12", "prise: 12"))
    assert (finding.line, finding.column, finding.field) == (6, 5, "tools[0]")
    assert finding.found == "the unknown field 'prise'"
    assert finding.allowed == "the fields key, name, price, size, is_sharp"


def test_a_misspelt_field_inside_a_mapping_of_lists_is_answered_too():
    finding = only(SOUND.replace("{key: file, ", "{kee: x, key: file, "))
    assert finding.field == "by_shelf.top[0]"
    assert finding.allowed == "the fields key, name, price, size, is_sharp"


def test_a_misspelt_field_at_the_top_is_answered_too():
    assert only(SOUND + "extra: 1\n").allowed.startswith("the fields title, count, tools")


def test_too_many_and_too_few_entries_are_counted():
    assert only("title: Box\ncount: 1\ntools: []\n").allowed == "1 entries or more"
    tools = "".join(f"  - {{key: {key}, name: {{en: x}}}}\n" for key in ("a", "b", "c", "d"))
    assert only(f"title: Box\ncount: 1\ntools:\n{tools}").allowed == "3 entries or fewer"


def test_a_list_of_wrong_entries_is_not_called_too_short_as_well():
    (finding,) = findings("title: Box\ncount: 1\ntools:\n  - {key: a, name: {en: x}, price: high}\n")
    assert finding.field == "tools[0].price"


def test_a_list_or_words_in_place_of_a_mapping_are_refused():
    assert only("[1]").allowed == "a mapping of fields"
    assert only("words").found == "'words'"


def test_a_choice_between_types_names_each_it_could_have_been():
    assert {finding.rule for finding in findings(SOUND.replace("rating: good", "rating: 1.5"))} == {
        "int_type",
        "string_type",
    }


def test_all_faults_are_listed_at_once_in_file_order():
    broken = (
        SOUND.replace("count: 2", "count: x").replace("price: 12", "price: x").replace("even: 4", "even: 3")
    )
    assert [finding.line for finding in findings(broken)] == [2, 6, 18]


def test_a_file_that_is_too_large_is_refused():
    assert only("a: " + "x" * 1_000_001).rule == "size"


def test_a_kind_that_lets_unknown_fields_through_is_a_mistake_of_ours():
    @dataclass(frozen=True, slots=True)
    class Open:
        name: str

    with pytest.raises(TypeError, match="lets unknown fields through"):
        read_text(b"name: x", Open, "f")


def test_the_schema_states_bounds_and_refuses_other_fields():
    schema = json_schema(Box)
    assert schema["$schema"].endswith("2020-12/schema")
    assert schema["properties"]["count"]["maximum"] == 9
    assert schema["additionalProperties"] is False
    assert schema["$defs"]["Tool"]["properties"]["key"]["pattern"] == "^[a-z]+$"
