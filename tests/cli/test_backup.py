"""`plumbline backup`: what comes back is what was there, on either engine, or nothing comes back."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import select, text

from app import jobs
from app.db import db, every_firm, firm_scope
from app.db.people import User
from app.policy import Actor
from app.services import brands, files, identity
from app.services.brands import BrandDraft, Upload
from app.services.demo import PASSWORD
from app.transactions import transaction
from tests.cli.workbooks import changed
from tests.installations import Databases, Installation, inside, installation_at
from tests.reports.logos import png

CONSULTANT = "tomas.ferreira@meridian.example"


@pytest.fixture(scope="module")
def filled(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The demo firm with a brand of its own, its mails sent and its report rendered."""
    made = installation_at(tmp_path_factory.mktemp("filled"), databases.migrated())
    assert made.run("demo").exit_code == 0
    inside(made, set_a_brand)
    assert inside(made, jobs.run_all) > 0
    return made


def set_a_brand(site: object) -> None:
    with transaction():
        with every_firm("the test looks for the demo firm"):
            wanted = select(User.id, User.firm_id).where(User.email == CONSULTANT)
            user_id, firm_id = db.session.execute(wanted).one()
        with firm_scope(firm_id):
            actor = Actor(user_id, firm_id, None, "firm_admin", "Tomas", CONSULTANT, "en", "Meridian")
            brands.set_brand(actor, BrandDraft("#0b1f4b"), Upload(png(), "logo.png"))


@pytest.fixture(scope="module")
def archive(filled: Installation) -> Path:
    """A backup of the demo firm."""
    path = filled.folder / "backup.zip"
    created = filled.run("backup", "create", str(path))
    assert created.exit_code == 0, created.stderr
    return path


@pytest.fixture
def empty(databases: Databases, tmp_path: Path) -> Installation:
    return installation_at(tmp_path / "empty", databases.empty())


def manifest(path: Path) -> dict[str, Any]:
    with zipfile.ZipFile(path) as archive:
        read: dict[str, Any] = json.loads(archive.read("manifest.json"))
    return read


def files_in(path: Path) -> list[str]:
    """Return the hashes of the three files of the one report: its pages, its workbook and its slides."""
    held: list[str] = sorted(manifest(path)["files"])
    assert len(held) == 3
    return held


def copy_of(path: Path, tmp_path: Path, data: bytes) -> Path:
    copy = tmp_path / path.name
    copy.write_bytes(data)
    return copy


def test_a_backup_holds_every_table_and_every_file(archive: Path) -> None:
    held = manifest(archive)
    assert set(held["rows"]) == set(db.metadata.tables)
    assert held["rows"]["answers"] > 500
    assert held["rows"]["firm_brands"] == 1
    assert len(files_in(archive)) == 3
    assert [path.name for path in archive.parent.glob("*.partial")] == []


def test_what_is_restored_is_what_was_there(archive: Path, empty: Installation, tmp_path: Path) -> None:
    restored = empty.run("backup", "restore", str(archive))
    assert restored.exit_code == 0, restored.stderr
    assert restored.stdout.startswith(f"restored {archive}: ")
    again = tmp_path / "again.zip"
    assert empty.run("backup", "create", str(again)).exit_code == 0
    for part in ("rows", "digests", "files", "schema"):
        assert manifest(again)[part] == manifest(archive)[part]


def test_people_can_sign_in_and_reports_be_read_where_they_were_restored(
    archive: Path, empty: Installation
) -> None:
    empty.run("backup", "restore", str(archive))
    held = files_in(archive)

    def use(site: object) -> tuple[str, list[bytes]]:
        with transaction():
            return identity.sign_in(CONSULTANT, PASSWORD, "192.0.2.1"), [files.fetch(one) for one in held]

    token, found = inside(empty, use)
    assert token
    assert sorted(content[:4] for content in found) == [b"%PDF", b"PK\x03\x04", b"PK\x03\x04"]


def test_a_backup_moves_from_one_engine_to_the_other_and_back(
    archive: Path, databases: Databases, empty: Installation, tmp_path: Path
) -> None:
    embedded = installation_at(tmp_path / "embedded", databases.embedded())
    there, back = tmp_path / "there.zip", tmp_path / "back.zip"
    assert embedded.run("backup", "restore", str(archive)).exit_code == 0
    assert embedded.run("backup", "create", str(there)).exit_code == 0
    assert empty.run("backup", "restore", str(there)).exit_code == 0
    assert empty.run("backup", "create", str(back)).exit_code == 0
    assert manifest(back)["digests"] == manifest(there)["digests"] == manifest(archive)["digests"]


def test_verify_says_what_an_archive_holds(archive: Path, filled: Installation) -> None:
    said = json.loads(filled.run("backup", "verify", str(archive), "--format", "json").stdout)
    assert said == manifest(archive)
    assert filled.run("backup", "verify", str(archive)).stdout.startswith(f"verified {archive}: ")


def test_a_file_that_is_there_is_not_overwritten(filled: Installation, archive: Path) -> None:
    before = archive.read_bytes()
    refused = filled.run("backup", "create", str(archive))
    assert refused.exit_code == 3
    assert refused.stderr == f"{archive}: there is a file already; it was left as it is\n"
    assert archive.read_bytes() == before


def test_a_place_that_cannot_be_written_to_is_one_line(filled: Installation, tmp_path: Path) -> None:
    failed = filled.run("backup", "create", str(tmp_path / "none" / "b.zip"))
    assert failed.exit_code == 1
    assert failed.stderr == f"{tmp_path}/none/b.zip: no such file or directory\n"


def test_a_backup_with_a_damaged_file_is_not_made(
    filled: Installation, archive: Path, tmp_path: Path
) -> None:
    file_hash = files_in(archive)[0]
    stored = filled.folder / "files" / file_hash[:2] / file_hash
    content = stored.read_bytes()
    stored.write_bytes(content[:-1])
    try:
        failed = filled.run("backup", "create", str(tmp_path / "b.zip"))
    finally:
        stored.write_bytes(content)
    assert failed.exit_code == 1
    assert file_hash in failed.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("part", "said"),
    [("rows/answers.jsonl", "do not fit the manifest"), ("manifest.json", "not the manifest of a backup")],
)
def test_a_changed_part_is_found(
    archive: Path, empty: Installation, tmp_path: Path, part: str, said: str
) -> None:
    copy = copy_of(archive, tmp_path, changed(archive.read_bytes(), part, lambda content: content[1:]))
    for verb in ("verify", "restore"):
        refused = empty.run("backup", verb, str(copy))
        assert refused.exit_code == 3
        assert said in refused.stderr


def test_a_changed_file_is_found(archive: Path, filled: Installation, tmp_path: Path) -> None:
    file_hash = files_in(archive)[0]
    data = changed(archive.read_bytes(), f"files/{file_hash}", lambda content: content + b" ")
    refused = filled.run("backup", "verify", str(copy_of(archive, tmp_path, data)))
    assert refused.exit_code == 3
    assert refused.stderr == f"files/{file_hash}: content does not fit its name\n"


@pytest.mark.parametrize("data", [b"", b"not an archive", b"PK\x03\x04"], ids=["empty", "text", "beginning"])
def test_what_is_no_archive_is_refused(filled: Installation, tmp_path: Path, data: bytes) -> None:
    path = copy_of(Path("backup.zip"), tmp_path, data)
    refused = filled.run("backup", "verify", str(path))
    assert refused.exit_code == 3
    assert refused.stderr.startswith(f"{path}: ")


def test_an_archive_of_something_else_is_refused(filled: Installation, tmp_path: Path) -> None:
    page = BytesIO()
    with zipfile.ZipFile(page, "w") as other:
        other.writestr("readme.txt", "hello")
    refused = filled.run("backup", "verify", str(copy_of(Path("other.zip"), tmp_path, page.getvalue())))
    assert refused.exit_code == 3
    assert refused.stderr.startswith("manifest.json: not the manifest of a backup")


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("schema", "1999_01_01_older", "the backup is of schema 1999_01_01_older"),
        ("format", 99, "format 99, this version reads 1"),
    ],
)
def test_a_backup_of_another_version_is_refused(
    archive: Path, empty: Installation, tmp_path: Path, name: str, value: object, said: str
) -> None:
    def relabel(content: bytes) -> bytes:
        return json.dumps(json.loads(content) | {name: value}).encode()

    data = changed(archive.read_bytes(), "manifest.json", relabel)
    refused = empty.run("backup", "restore", str(copy_of(archive, tmp_path, data)))
    assert refused.exit_code == 3
    assert said in refused.stderr


def test_nothing_is_restored_over_what_is_there(
    archive: Path, install: Callable[[], Installation], tmp_path: Path
) -> None:
    used = install()
    options = [
        "--firm=F",
        "--email=a@f.example",
        "--name=A",
        "--role=operator",
        "--password=long enough it is",
    ]
    assert used.run("user", "add", *options).exit_code == 0
    refused = used.run("backup", "restore", str(archive))
    assert refused.exit_code == 3
    assert refused.stderr.startswith("the database is not empty: ")
    assert rows_in(used, "answers") == 0


def test_a_restore_that_breaks_off_leaves_nothing(archive: Path, empty: Installation, tmp_path: Path) -> None:
    """The archive fits its own manifest, and yet one of its rows refers to a firm that does not exist."""

    def orphan(content: bytes) -> bytes:
        first, _, rest = content.partition(b"\n")
        return (
            json.dumps(json.loads(first) | {"firm_id": uuid4().hex}, sort_keys=True).encode() + b"\n" + rest
        )

    data = changed(archive.read_bytes(), "rows/answers.jsonl", orphan)
    with zipfile.ZipFile(BytesIO(data)) as opened:
        digest = hashlib.sha256(opened.read("rows/answers.jsonl")).hexdigest()

    def relabel(content: bytes) -> bytes:
        held = json.loads(content)
        held["digests"]["answers"] = digest
        return json.dumps(held).encode()

    copy = copy_of(archive, tmp_path, changed(data, "manifest.json", relabel))
    refused = empty.run("backup", "restore", str(copy))
    assert refused.exit_code == 3
    assert "answers" in refused.stderr
    assert rows_in(empty, "firms") == 0


def rows_in(installation: Installation, table: str) -> int:
    def count(site: object) -> int:
        with every_firm("the test counts"), db.engine.connect() as connection:
            return int(connection.scalar(text(f"SELECT count(*) FROM {table}")) or 0)

    return inside(installation, count)
