"""What is written as YAML reads back as it was."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from assessments.model import MaturityModel
from assessments.published import list_models
from content import read_text, to_plain
from content.tree import parse
from content.writing import WIDTH, to_yaml

# What people write; the reader refuses characters that are no text, and traces of wrong conversions.
letters = st.sampled_from(
    [chr(code) for code in (*range(32, 127), *range(0x621, 0x64B))] + list("éß–’“”…€𐀀😀")
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
