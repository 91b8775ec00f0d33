"""A backup taken while people work holds one moment of it, in every table and on either engine."""

from __future__ import annotations

import json
import threading
import zipfile
from pathlib import Path

from flask import Flask

from app.db import firm_scope
from app.services import backups, identity
from app.transactions import transaction
from tests.installations import Databases, inside, installation_at
from tests.world import PASSWORD

ROUNDS = 5


def firms_and_their_people(path: Path) -> tuple[set[str], set[str]]:
    """Return the firms in a backup, and the firms of the accounts in it."""
    with zipfile.ZipFile(path) as archive:
        firms = [json.loads(line) for line in archive.read("rows/firms.jsonl").splitlines()]
        users = [json.loads(line) for line in archive.read("rows/users.jsonl").splitlines()]
    return {firm["id"] for firm in firms}, {user["firm_id"] for user in users}


def test_a_backup_taken_while_people_write_never_holds_half_of_what_they_did(
    databases: Databases, tmp_path: Path
) -> None:
    """Each transaction adds a firm and an account in it: a backup has both of them or neither."""
    enough = threading.Event()

    def keep_adding(site: Flask) -> None:
        number = 0
        with site.app_context():
            while not enough.is_set():
                number += 1
                with transaction():
                    firm_id = identity.add_firm(f"Firm {number}")
                    with firm_scope(firm_id):
                        identity.add_user(firm_id, f"a{number}@x.example", "A", "firm_admin", PASSWORD)

    def take(site: Flask) -> list[int]:
        writer = threading.Thread(target=keep_adding, args=(site,))
        writer.start()
        sizes = []
        try:
            for number in range(ROUNDS):
                path = tmp_path / f"{number}.zip"
                backups.create(path)
                assert backups.verify(path).rows["firms"] == len(firms_and_their_people(path)[0])
                firms, owners = firms_and_their_people(path)
                assert firms == owners
                sizes.append(len(firms))
        finally:
            enough.set()
            writer.join()
        return sizes

    sizes = inside(installation_at(tmp_path / "data", databases.migrated()), take)
    assert sizes == sorted(sizes)
    assert sizes[-1] > sizes[0], "somebody was writing meanwhile"


def test_a_backup_does_not_hold_up_whoever_writes(databases: Databases, tmp_path: Path) -> None:
    def write_inside(site: Flask) -> int:
        with backups._snapshot() as connection:
            connection.exec_driver_sql("SELECT 1")
            with transaction():
                identity.add_firm("Written while a backup is being read")
        backups.create(tmp_path / "b.zip")
        return backups.verify(tmp_path / "b.zip").rows["firms"]

    assert inside(installation_at(tmp_path / "data", databases.migrated()), write_inside) == 1
