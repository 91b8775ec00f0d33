from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from assessments.model import MaturityModel
from assessments.published import LIBRARY, PUBLISHED
from content import ContentError, load, read, write_cache
from content.cache import cache_path, cache_text
from tests.content.kinds import SOUND, Box

ROOT = Path(__file__).parents[2]


@pytest.fixture
def box_file(tmp_path: Path) -> Path:
    path = tmp_path / "box.yaml"
    path.write_text(SOUND, encoding="utf-8")
    return path


def test_the_first_load_leaves_a_cache_that_gives_the_same_value(box_file):
    first = load(box_file, Box)
    assert cache_path(box_file).exists()
    assert load(box_file, Box) == first == read(box_file, Box)


def test_a_cache_that_fits_is_trusted(box_file):
    target = write_cache(box_file, Box)
    target.write_text(target.read_text().replace("My box", "Cached"))
    assert load(box_file, Box).title == "Cached"


def test_a_changed_file_is_read_anew_and_its_cache_replaced(box_file):
    before = write_cache(box_file, Box).read_text()
    box_file.write_text(SOUND.replace("My box", "Your box"), encoding="utf-8")
    assert load(box_file, Box).title == "Your box"
    assert cache_path(box_file).read_text() != before


@pytest.mark.parametrize(
    "damage",
    [
        lambda text: "",
        lambda text: text[:-20],
        lambda text: "[]",
        lambda text: "{}",
        lambda text: text.replace('"format":1', '"format":0'),
        lambda text: text.replace('"shape":"', '"shape":"0'),
        lambda text: text.replace("kinds.Box", "kinds.Tool"),
        lambda text: text.replace('"value":{', '"value":{"unknown":1,'),
        lambda text: json.dumps({**json.loads(text), "value": None}),
    ],
)
def test_a_cache_that_does_not_fit_is_replaced(box_file, damage):
    target = write_cache(box_file, Box)
    sound = target.read_text()
    target.write_text(damage(sound))
    assert load(box_file, Box) == read(box_file, Box)
    assert target.read_text() == sound


def test_where_nothing_can_be_written_the_value_is_returned_all_the_same(box_file):
    cache_path(box_file).mkdir()  # nobody can put a file in the place of a folder
    assert load(box_file, Box) == read(box_file, Box)
    assert [path.name for path in box_file.parent.iterdir() if path.is_file()] == ["box.yaml"]
    with pytest.raises(OSError, match="box"):
        write_cache(box_file, Box)


def test_a_file_that_is_refused_leaves_no_cache(box_file):
    box_file.write_text("title: x\n")
    with pytest.raises(ContentError):
        load(box_file, Box)
    assert not cache_path(box_file).exists()


def test_everybody_may_read_a_cache(box_file):
    assert write_cache(box_file, Box).stat().st_mode & 0o777 == 0o644


@pytest.mark.parametrize("name", PUBLISHED)
def test_the_published_cache_is_what_a_fresh_reading_gives(name):
    path = LIBRARY / name
    fresh = cache_text(path.read_bytes(), MaturityModel, read(path, MaturityModel))
    assert cache_path(path).read_text(encoding="utf-8") == fresh


def test_a_published_model_is_loaded_without_the_slow_libraries():
    script = (
        "import sys; from assessments.published import list_models; import assessments.scoring; list_models(); "
        "print(*sorted({'numpy', 'pydantic', 'pydantic_core', 'ruamel', 'annotated_types'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
