from __future__ import annotations

import pytest

from app.services import files


def test_what_was_stored_comes_back_under_its_hash(app) -> None:
    assert files.fetch(files.store(b"pages")) == b"pages"


def test_a_file_that_was_changed_after_it_was_found_sound_is_refused(app) -> None:
    file_hash = files.store(b"the pages as issued")
    assert files.fetch(file_hash)
    path = files.folder() / file_hash[:2] / file_hash
    path.write_bytes(b"the pages as forged")
    with pytest.raises(files.FileDamaged):
        files.fetch(file_hash)


def test_a_file_that_is_gone_is_refused(app) -> None:
    file_hash = files.store(b"soon gone")
    (files.folder() / file_hash[:2] / file_hash).unlink()
    with pytest.raises(files.FileDamaged):
        files.fetch(file_hash)
