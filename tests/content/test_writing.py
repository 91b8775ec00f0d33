"""What is written as YAML reads back as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.model import MaturityModel
from assessments.published import list_models
from content import read_text, to_plain
from content.tree import parse
from content.writing import WIDTH, to_yaml

# What a content file can hold: printable text, numbers of a sensible size.
letters = st.characters(
    blacklist_categories=("Cs", "Cc", "Co", "Cn"), blacklist_characters="\ufeff\ufffd\u2028\u2029"
)
texts = st.text(letters, max_size=200) | st.text(alphabet="ab :-#'\"|>&*é\n,[]{}", max_size=150)
scalars = (
    st.none() | st.booleans() | st.integers(-(10**9), 10**9) | st.integers(-4000, 4000).map(lambda n: n / 8)
)
keys = st.text(alphabet="abcK.1 _-é:#", min_size=1, max_size=10)
trees = st.recursive(
    scalars | texts,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(keys, trees, min_size=1, max_size=4))
def test_any_data_comes_back(data):
    assert parse(to_yaml(data), "written").plain() == data


def test_a_published_model_comes_back_in_lines_that_can_be_read():
    for model in list_models():
        written = to_yaml(to_plain(model))
        assert read_text(written.encode(), MaturityModel, "written").hash == model.hash
        assert max(map(len, written.splitlines())) <= WIDTH + 2
