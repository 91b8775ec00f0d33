"""What a person fixes about a plan, one thing at a time for each initiative."""

from __future__ import annotations

from assessments.wishes import Wishes


def test_the_last_word_about_an_initiative_counts():
    wishes = Wishes().lock("SVC-1", 4)
    assert wishes.starts == {"SVC-1": 4}
    assert wishes.hold("SVC-1", 6) == Wishes(not_before={"SVC-1": 6})
    assert wishes.drop("SVC-1") == Wishes(dropped=("SVC-1",))
    assert wishes.drop("SVC-1").add("SVC-1") == Wishes(added=("SVC-1",))
    assert wishes.release("SVC-1") == Wishes()


def test_what_is_fixed_is_listed_by_key():
    wishes = Wishes().lock("STR-1", 3).hold("GOV-1", 5).drop("SVC-2").add("BEN-1")
    assert wishes.touched() == ("BEN-1", "GOV-1", "STR-1", "SVC-2")


def test_two_sets_of_wishes_differ_in_what_they_fix():
    before = Wishes().lock("STR-1", 3).drop("SVC-2")
    after = Wishes().lock("STR-1", 4).drop("SVC-2").add("BEN-1")
    assert list(before.differences(after)) == ["BEN-1", "STR-1"]
    assert list(before.differences(before)) == []
