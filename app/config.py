"""Settings: one frozen value, read once from the environment; every mistake is named at once."""

from __future__ import annotations

import contextlib
import os
import re
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import urlsplit

PROFILES = ("demo", "production", "test")
KNOWN = frozenset(
    {
        "PLUMBLINE_PROFILE",
        "PLUMBLINE_INSTANCE",
        "PLUMBLINE_DATABASE_URL",
        "PLUMBLINE_SECRET_KEY",
        "PLUMBLINE_BASE_URL",
        "PLUMBLINE_SMTP_URL",
        "PLUMBLINE_MAIL_FROM",
        "PLUMBLINE_PROXY_HOPS",
        "PLUMBLINE_MODELS",
        "PLUMBLINE_COURSES",
        "PLUMBLINE_TEST_DATABASE",
        "PLUMBLINE_TEST_POSTGRES",
        "PLUMBLINE_SCREENS",
    }
)
SHORTEST_SECRET = 32


class ConfigurationError(Exception):
    """The environment cannot be used as it is; `problems` says each reason in a line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("; ".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Settings:
    """Everything that differs between installations.

    `instance` is the folder that holds the embedded database, the files and the generated secret.
    `smtp_url` is `smtp://user:password@host:port`, `smtps://…` or empty: then mail stays in the outbox.
    `models` and `courses` are folders with maturity models and courses of the installation's own.
    """

    profile: str
    instance: Path
    database_url: str
    secret_key: str = field(repr=False)
    base_url: str
    smtp_url: str = field(repr=False)
    mail_from: str
    proxy_hops: int
    models: Path | None = None
    courses: Path | None = None

    @property
    def is_demo(self) -> bool:
        return self.profile == "demo"

    @property
    def is_production(self) -> bool:
        return self.profile == "production"

    @property
    def uses_sqlite(self) -> bool:
        return self.database_url.startswith("sqlite")

    @property
    def is_secure(self) -> bool:
        """True where cookies may be marked Secure, that is, where people reach the site by https."""
        return self.base_url.startswith("https://")

    @classmethod
    def from_env(cls, environment: Mapping[str, str] | None = None) -> Settings:
        """Return the settings that the environment asks for.

        Raises:
            ConfigurationError: with every problem found, not only the first.
        """
        env = os.environ if environment is None else environment
        problems = [
            f"{name}: unknown setting; known are {', '.join(sorted(KNOWN))}"
            for name in sorted(env)
            if name.startswith("PLUMBLINE_") and name not in KNOWN
        ]
        profile = env.get("PLUMBLINE_PROFILE", "demo")
        if profile not in PROFILES:
            problems.append(f"PLUMBLINE_PROFILE: found '{profile}', allowed is one of {', '.join(PROFILES)}")
        instance = Path(env.get("PLUMBLINE_INSTANCE", "instance")).absolute()
        database_url = env.get("PLUMBLINE_DATABASE_URL") or f"sqlite:///{instance / 'plumbline.db'}"
        if not database_url.startswith(("sqlite:///", "postgresql://", "postgresql+psycopg://")):
            problems.append("PLUMBLINE_DATABASE_URL: allowed are sqlite:///PATH and postgresql://…")
        port = env.get("PORT", "5000")
        if not (port.isascii() and port.isdigit() and 0 < int(port) < 65536):
            problems.append(f"PORT: found '{port}', allowed is a whole number from 1 to 65535")
            port = "5000"  # a second fault that only follows from this one says nothing
        base_url = env.get("PLUMBLINE_BASE_URL", f"http://127.0.0.1:{port}").rstrip("/")
        problems += _base_url_problems(base_url, profile)
        smtp_url = env.get("PLUMBLINE_SMTP_URL", "")
        if smtp_url and not _is_address(smtp_url, {"smtp", "smtps"}):
            problems.append("PLUMBLINE_SMTP_URL: allowed are smtp://HOST:PORT and smtps://HOST:PORT")
        if profile == "production" and not smtp_url:
            problems.append("PLUMBLINE_SMTP_URL: missing; production sends mail through a real server")
        mail_from = env.get("PLUMBLINE_MAIL_FROM", "Plumbline <plumbline@localhost.localdomain>")
        if not re.fullmatch(r"[^@\s]+@[^@\s]+", parseaddr(mail_from)[1]) or not mail_from.isprintable():
            problems.append(f"PLUMBLINE_MAIL_FROM: found '{mail_from}', allowed is NAME <ADDRESS>")
        hops = env.get("PLUMBLINE_PROXY_HOPS", "0")
        if not (hops.isascii() and hops.isdigit() and int(hops) <= 5):
            problems.append(f"PLUMBLINE_PROXY_HOPS: found '{hops}', allowed is a whole number from 0 to 5")
        models = Path(env["PLUMBLINE_MODELS"]).absolute() if env.get("PLUMBLINE_MODELS") else None
        if models is not None and not models.is_dir():
            problems.append(f"PLUMBLINE_MODELS: found '{models}', allowed is a folder of model files")
        courses = Path(env["PLUMBLINE_COURSES"]).absolute() if env.get("PLUMBLINE_COURSES") else None
        if courses is not None and not courses.is_dir():
            problems.append(f"PLUMBLINE_COURSES: found '{courses}', allowed is a folder of course folders")
        secret = env.get("PLUMBLINE_SECRET_KEY", "")
        if secret and len(secret) < SHORTEST_SECRET:
            problems.append(f"PLUMBLINE_SECRET_KEY: shorter than {SHORTEST_SECRET} characters")
        if problems := problems or _folder_problems(instance):
            raise ConfigurationError(problems)
        return cls(
            profile=profile,
            instance=instance,
            database_url=database_url,
            secret_key=secret or _kept_secret(instance),
            base_url=base_url,
            smtp_url=smtp_url,
            mail_from=mail_from,
            proxy_hops=int(hops),
            models=models,
            courses=courses,
        )


def _folder_problems(instance: Path) -> list[str]:
    """Make the folder of the installation's data; what keeps it from being made is a problem."""
    try:
        instance.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        return [f"PLUMBLINE_INSTANCE: the folder {instance} cannot be made: {error.strerror}"]
    return []


def _base_url_problems(base_url: str, profile: str) -> list[str]:
    if not _is_address(base_url, {"http", "https"}):
        return [f"PLUMBLINE_BASE_URL: found '{base_url}', allowed is http(s)://HOST[:PORT]"]
    parts = urlsplit(base_url)
    local = parts.hostname in {"127.0.0.1", "::1", "localhost"}
    if profile == "production" and parts.scheme == "http" and not local:
        return ["PLUMBLINE_BASE_URL: plain http is allowed on the loopback address only"]
    return []


def _is_address(url: str, schemes: set[str]) -> bool:
    """Return whether the text is an address with one of the schemes, a host and, if any, a port number."""
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _kept_secret(instance: Path) -> str:
    """Return the secret of this installation, made at the first start and readable by its owner alone.

    Raises:
        ConfigurationError: the file cannot be made or read, or has been cut short.
    """
    path = instance / "secret-key"
    try:
        if not path.exists():
            _make_secret(path)
        secret = path.read_text().strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError([f"{path}: cannot be made or read: {type(error).__name__}"]) from error
    if len(secret) < SHORTEST_SECRET:
        raise ConfigurationError([f"{path}: damaged; put back the copy that is kept with the backups"])
    return secret


def _make_secret(path: Path) -> None:
    """Make the file whole in one step: of two processes that start at once, both read the same secret."""
    partial = path.with_name(f"{path.name}.{secrets.token_hex(8)}.partial")
    try:
        with os.fdopen(os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            file.write(secrets.token_urlsafe(48))
        with contextlib.suppress(FileExistsError):
            os.link(partial, path)
    finally:
        partial.unlink(missing_ok=True)
