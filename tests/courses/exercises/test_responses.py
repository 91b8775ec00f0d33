"""What a browser sent, read field by field."""

from __future__ import annotations

from courses.exercises.responses import LONGEST_TEXT, read_response
from courses.exercises.sheets import YES_NO, Field, Part, Sheet
from courses.exercises.words import said

FIELDS = (
    Field("n", "number", said("x")),
    Field("m", "number", said("x"), is_optional=True),
    Field("c", "choice", said("x"), YES_NO),
    Field("t", "tick", said("x")),
    Field("w", "text", said("x"), is_optional=True),
)
SHEET = Sheet((Part("p", said("x"), fields=FIELDS),))


def test_numbers_are_read_by_the_readers_decimal_sign() -> None:
    for decimal, value in ((".", 3145.0), (",", 3.145)):
        assert read_response(SHEET, {"n": "3,145"}, decimal=decimal).values["n"] == value
    assert read_response(SHEET, {"n": "٣٫١٤٥"}).values["n"] == 3.145
    assert read_response(SHEET, {"n": "12 %"}).values["n"] == 12


def test_what_is_open_unreadable_or_unknown_is_told_apart() -> None:
    reading = read_response(SHEET, {"n": "much", "c": "maybe", "t": "on", "w": "a " * 3000, "other": "1"})
    assert reading.unreadable == ("n",)
    assert reading.left_open == ("c",)
    assert reading.values["t"] == "yes"
    assert len(reading.typed["w"]) == LONGEST_TEXT
    assert set(reading.typed) == {"n", "t", "w"}
    assert read_response(SHEET, {}).left_open == ("n", "c")
    assert read_response(SHEET, {"c": "no"}).values == {"c": "no"}
    assert read_response(SHEET, {"m": "x"}).unreadable == ("m",)
