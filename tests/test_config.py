"""Settings: read once, and refused with every fault at once."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from app.config import ConfigurationError, Settings

SECRET = "a secret for tests that is long enough"


def read(tmp_path: Path, **environment: str) -> Settings:
    return Settings.from_env({"PLUMBLINE_INSTANCE": str(tmp_path / "data"), **environment})


def problems(tmp_path: Path, **environment: str) -> list[str]:
    with pytest.raises(ConfigurationError) as refused:
        read(tmp_path, **environment)
    return refused.value.problems


def test_an_empty_environment_gives_a_demo_on_the_loopback_address(tmp_path: Path) -> None:
    settings = read(tmp_path)
    assert settings.is_demo
    assert settings.database_url == f"sqlite:///{tmp_path}/data/plumbline.db"
    assert settings.base_url == "http://127.0.0.1:5000"
    assert (settings.smtp_url, settings.proxy_hops) == ("", 0)


def test_the_port_moves_the_address_in_mails(tmp_path: Path) -> None:
    assert read(tmp_path, PORT="8080").base_url == "http://127.0.0.1:8080"


def test_a_production_installation_is_read_whole(tmp_path: Path) -> None:
    settings = read(
        tmp_path,
        PLUMBLINE_PROFILE="production",
        PLUMBLINE_DATABASE_URL="postgresql://plumbline@db.example/plumbline",
        PLUMBLINE_SECRET_KEY=SECRET,
        PLUMBLINE_BASE_URL="https://pmo.example/",
        PLUMBLINE_SMTP_URL="smtps://user:word@mail.example:465",
        PLUMBLINE_MAIL_FROM="المكتب <pmo@pmo.example>",
        PLUMBLINE_PROXY_HOPS="1",
    )
    assert settings.is_production
    assert settings.is_secure
    assert not settings.uses_sqlite
    assert settings.base_url == "https://pmo.example"


def test_every_fault_of_an_environment_is_named_at_once(tmp_path: Path) -> None:
    found = problems(
        tmp_path,
        PLUMBLINE_PROFILE="staging",
        PLUMBLINE_DATABSE_URL="sqlite:///x.db",
        PLUMBLINE_DATABASE_URL="mysql://x",
        PLUMBLINE_SECRET_KEY="short",
        PLUMBLINE_BASE_URL="ftp://pmo.example",
        PLUMBLINE_SMTP_URL="mail.example:25",
        PLUMBLINE_MAIL_FROM="nobody",
        PLUMBLINE_PROXY_HOPS="many",
        PORT="http",
    )
    assert {line.partition(":")[0] for line in found} == {
        "PLUMBLINE_PROFILE",
        "PLUMBLINE_DATABSE_URL",
        "PLUMBLINE_DATABASE_URL",
        "PLUMBLINE_SECRET_KEY",
        "PLUMBLINE_BASE_URL",
        "PLUMBLINE_SMTP_URL",
        "PLUMBLINE_MAIL_FROM",
        "PLUMBLINE_PROXY_HOPS",
        "PORT",
    }


def test_a_refused_environment_leaves_no_folder_behind(tmp_path: Path) -> None:
    problems(tmp_path, PLUMBLINE_PROFILE="staging")
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PLUMBLINE_BASE_URL", "http://"),
        ("PLUMBLINE_BASE_URL", "http://[::1"),
        ("PLUMBLINE_BASE_URL", "http://pmo.example:port"),
        ("PLUMBLINE_SMTP_URL", "smtp://"),
        ("PLUMBLINE_SMTP_URL", "smtp://mail.example:99999"),
        ("PLUMBLINE_MAIL_FROM", "Somebody <>"),
        ("PLUMBLINE_MAIL_FROM", "Somebody\r\nBcc: all@x.example <a@b.example>"),
        ("PLUMBLINE_PROXY_HOPS", "-1"),
        ("PLUMBLINE_PROXY_HOPS", "²"),
        ("PLUMBLINE_MODELS", "/there/is/no/such/folder"),
        ("PLUMBLINE_COURSES", "/there/is/no/such/folder"),
        ("PORT", "0"),
        ("PORT", "65536"),
    ],
)
def test_a_value_that_only_looks_right_is_refused(tmp_path: Path, name: str, value: str) -> None:
    (only,) = problems(tmp_path, **{name: value})
    assert only.startswith(f"{name}: ")


@pytest.mark.parametrize(
    ("environment", "name"),
    [
        ({"PLUMBLINE_SMTP_URL": "smtp://mail.example"}, "PLUMBLINE_BASE_URL"),
        ({"PLUMBLINE_BASE_URL": "https://pmo.example"}, "PLUMBLINE_SMTP_URL"),
    ],
    ids=["plain http", "no mail server"],
)
def test_production_asks_for_more(tmp_path: Path, environment: dict[str, str], name: str) -> None:
    base = {"PLUMBLINE_PROFILE": "production", "PLUMBLINE_BASE_URL": "http://pmo.example"}
    assert [line.partition(":")[0] for line in problems(tmp_path, **base | environment)] == [name]


def test_a_password_in_an_address_is_not_shown(tmp_path: Path) -> None:
    found = problems(
        tmp_path, PLUMBLINE_DATABASE_URL="mysql://u:hush@x", PLUMBLINE_SMTP_URL="imap://u:hush@x"
    )
    assert "hush" not in "\n".join(found)
    settings = read(tmp_path, PLUMBLINE_SMTP_URL="smtp://u:hush@x", PLUMBLINE_SECRET_KEY=SECRET)
    assert "hush" not in repr(settings)
    assert SECRET not in repr(settings)


def test_the_secret_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    first, second = read(tmp_path), read(tmp_path)
    kept = tmp_path / "data" / "secret-key"
    assert first.secret_key == second.secret_key == kept.read_text()
    assert stat.S_IMODE(kept.stat().st_mode) == 0o600
    assert [path.name for path in kept.parent.iterdir()] == ["secret-key"]


@pytest.mark.parametrize("content", [b"", b"short", b"\xff" * 64])
def test_a_damaged_secret_is_not_used(tmp_path: Path, content: bytes) -> None:
    read(tmp_path)
    (tmp_path / "data" / "secret-key").write_bytes(content)
    (only,) = problems(tmp_path)
    assert "secret-key" in only


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file is in the way")
    (only,) = problems(tmp_path)
    assert only.startswith("PLUMBLINE_INSTANCE: ")
