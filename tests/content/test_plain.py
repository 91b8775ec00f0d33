from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, make_dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Any, Literal, Union

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import Limits, Rule, canonical_hash, from_plain, read_text, to_plain
from content.plain import kinds_in, shape_hash
from tests.content.kinds import SOUND, Box, Tool


@dataclass(frozen=True, slots=True)
class Entry:
    at: datetime
    on: date
    counts: Mapping[int, float]
    anything: Any = None


@dataclass(frozen=True, slots=True)
class Chain:
    name: str
    following: Chain | None = None


@dataclass(frozen=True, slots=True)
class Unsupported:
    names: set[str]


@dataclass(frozen=True, slots=True)
class Undecided:
    day_or_entry: date | Entry


@dataclass(frozen=True, slots=True)
class Disc:
    kind: Literal["disc"]
    radius: float


@dataclass(frozen=True, slots=True)
class Square:
    kind: Literal["square"]
    side: float


def thing(*fields: Any) -> type:
    return make_dataclass("Thing", fields)


def test_a_value_survives_the_way_through_json():
    box = read_text(SOUND.encode(), Box, "box.yaml")
    assert from_plain(Box, json.loads(json.dumps(to_plain(box)))) == box


def test_instants_days_and_whole_number_keys_survive_too():
    entry = Entry(datetime(2026, 3, 2, 9, tzinfo=UTC), date(2026, 3, 2), {1: 2.5}, [1, "a"])
    assert from_plain(Entry, json.loads(json.dumps(to_plain(entry)))) == entry


@given(st.lists(st.text(), max_size=4))
def test_a_kind_may_contain_itself(names):
    chain = Chain("first")
    for name in names:
        chain = Chain(name, chain)
    assert from_plain(Chain, to_plain(chain)) == chain


def test_a_field_that_the_data_lacks_takes_its_default():
    assert from_plain(Tool, {"key": "saw", "name": {"en": "Saw"}}).price == 1.0


def test_kinds_of_one_choice_are_told_apart_by_their_field_kind():
    shapes: tuple[Any, ...] = (Disc("disc", 2.0), Square("square", 3.0))
    choice: Any = Disc | Square
    for shape in shapes:
        assert from_plain(choice, to_plain(shape)) == shape
    undecided: Any = Disc | Tool
    with pytest.raises(TypeError, match="no field `kind` tells apart"):
        from_plain(undecided, to_plain(shapes[0]))


@pytest.mark.parametrize("value", [{1, 2}, Tool, object()])
def test_what_has_no_plain_form_is_refused(value):
    with pytest.raises(TypeError, match="no plain form"):
        to_plain(value)


@pytest.mark.parametrize("kind", [Unsupported, Undecided])
def test_a_kind_without_a_plain_form_is_refused(kind):
    with pytest.raises(TypeError, match="no plain form"):
        from_plain(kind, {})


def test_the_hash_depends_on_content_and_not_on_the_order_of_keys():
    assert canonical_hash({"a": 1, "b": 2}) == canonical_hash({"b": 2, "a": 1})
    assert canonical_hash({"a": 1}) != canonical_hash({"a": 2})


def test_the_hash_is_the_same_on_every_machine():
    expected = "3a41d819acac95ee05e5b9bc5d69b03c9ea661fe1a04223e3b04b73d537fa4a5"
    assert canonical_hash({"ü": [1, 2.5, None, True]}) == expected


def test_numbers_without_a_json_form_are_refused():
    with pytest.raises(ValueError, match="JSON"):
        canonical_hash(float("nan"))


@pytest.mark.parametrize(
    "other",
    [
        thing(("count", int)),
        thing(("number", str)),
        thing(("number", Annotated[int, Limits(ge=2)])),
        thing(("number", Annotated[int, Rule(bool, "not 0")])),
        thing(("number", Literal[1, 2])),
        thing(("number", int), ("more", int)),
    ],
)
def test_the_shape_changes_with_names_types_and_bounds(other):
    kinds = [thing(("number", int)), thing(("number", Annotated[int, Limits(ge=1)])), other]
    assert len({shape_hash(kind) for kind in kinds}) == 3


def test_the_shape_does_not_depend_on_how_a_type_is_spelled_or_a_rule_is_coded():
    one = thing(("number", int | None), ("even", Annotated[int, Rule(lambda n: n % 2 == 0, "even")]))
    two = thing(("number", Union[int, None]), ("even", Annotated[int, Rule(lambda n: not n % 2, "even")]))  # noqa: UP007
    assert shape_hash(one) == shape_hash(two)


def test_a_kind_names_the_kinds_it_is_made_of():
    assert kinds_in(Box) == (Box, Tool)
    assert kinds_in(Chain) == (Chain,)
