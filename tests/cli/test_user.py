"""`plumbline user add`: the first accounts of an installation."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.installations import Installation

PASSWORD = "a long enough password"


def add(installation: Installation, **changes: str):
    options = {
        "firm": "North",
        "email": "ana@north.example",
        "name": "Ana",
        "role": "firm_admin",
        "password": PASSWORD,
    }
    return installation.run(
        "user", "add", *(f"--{name}={value}" for name, value in (options | changes).items())
    )


def test_an_account_and_its_firm_are_made(install: Callable[[], Installation]) -> None:
    installation = install()
    assert add(installation).stdout == "ana@north.example can sign in as firm_admin of North.\n"
    assert add(installation, email="ben@north.example", role="consultant").exit_code == 0


def test_an_address_that_has_an_account_is_refused(install: Callable[[], Installation]) -> None:
    installation = install()
    add(installation)
    refused = add(installation, email="ANA@north.example", firm="South")
    assert refused.exit_code == 3
    assert refused.stderr.startswith("email: ")


@pytest.mark.parametrize(
    ("field", "value"), [("password", "short"), ("email", "no address"), ("password", "x" * 129)]
)
def test_a_fault_names_its_field_and_makes_nothing(
    install: Callable[[], Installation], field: str, value: str
) -> None:
    installation = install()
    refused = add(installation, **{field: value})
    assert refused.exit_code == 3
    assert refused.stderr.startswith(f"{field}: ")
    assert value not in refused.stderr or field == "email"
    assert add(installation).exit_code == 0


def test_only_staff_accounts_are_made_here(install: Callable[[], Installation]) -> None:
    refused = add(install(), role="learner")
    assert refused.exit_code == 2
    assert "'operator', 'firm_admin', 'consultant'" in refused.stderr
