"""The entry script: what it offers, which Python it takes, and what it says where it may not install."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

TOOLS = (
    *("sh", "bash", "dash", "cat", "cksum", "chmod", "dirname", "env", "grep", "ls", "mkdir", "printf"),
    *("rm", "sed", "tail", "tr", "uname", "basename"),
)
BROKEN_SHIM = "#!/bin/sh\necho 'python3: command not found' >&2\nexit 127\n"
# Answers as an apt that knows every package, and writes down what it is asked.
APT = '#!/bin/sh\nprintf "%s %s\\n" "$(basename "$0")" "$*" >>"$APT_LOG"\n'
APT_CACHE = "#!/bin/sh\necho '  Candidate: 9.9'\n"
ORDINARY_PERSON = "#!/bin/sh\necho 1000\n"
ROOT = "#!/bin/sh\necho 0\n"

Machine = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture
def checkout(repository: Path, tmp_path: Path) -> Path:
    """A checkout without an environment: only what the script itself reads."""
    folder = tmp_path / "check out"  # people do have spaces in their folders
    (folder / "tools").mkdir(parents=True)
    shutil.copy(repository / "run", folder)
    shutil.copy(repository / "tools" / "probe.py", folder / "tools")
    (folder / "requirements.lock").write_text("")
    return folder


@pytest.fixture
def machine(checkout: Path, tmp_path: Path) -> Machine:
    """Run the script where only the named programs exist: the usual small tools, and those given as scripts."""

    def run(*arguments: str, **programs: str) -> subprocess.CompletedProcess[str]:
        path = tmp_path / "bin"
        path.mkdir()
        for name in TOOLS:
            found = shutil.which(name)
            if found:
                (path / name).symlink_to(found)
        for name, text in programs.items():
            program = path / name.replace("_", "-").replace("python3-", "python3.")
            program.write_text(text)
            program.chmod(0o755)
        environment = {"PATH": str(path), "HOME": str(tmp_path), "APT_LOG": str(tmp_path / "apt.log")}
        return subprocess.run(
            [str(checkout / "run"), *arguments],
            env=environment,
            cwd=tmp_path,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )

    return run


def real_python() -> str:
    return f'#!/bin/sh\nexec "{os.path.realpath(sys.executable)}" "$@"\n'


def test_help_needs_nothing_but_a_shell(machine: Machine) -> None:
    done = machine("help")
    assert done.returncode == 0
    assert done.stdout.startswith("usage: ./run")


def test_an_unknown_command_is_wrong_usage_and_shows_the_list(machine: Machine) -> None:
    done = machine("frobnicate")
    assert done.returncode == 2
    assert "unknown command 'frobnicate'" in done.stderr
    assert "usage: ./run" in done.stderr


def test_without_python_or_permission_it_names_one_command(machine: Machine) -> None:
    done = machine("setup", apt_get=APT, apt_cache=APT_CACHE, id=ORDINARY_PERSON)
    assert done.returncode == 1
    (command,) = [line.strip() for line in done.stderr.splitlines() if "apt-get" in line]
    assert command.startswith("sudo apt-get update && sudo apt-get install -y")
    assert {"python3", "python3-venv", "libpango-1.0-0", "libpangoft2-1.0-0"} <= set(command.split())


def test_a_person_at_no_terminal_is_never_asked_for_a_password(machine: Machine, tmp_path: Path) -> None:
    sudo = '#!/bin/sh\n[ "$1" = -n ] && exit 1\necho asked >>"$APT_LOG"\n'
    done = machine("setup", apt_get=APT, apt_cache=APT_CACHE, id=ORDINARY_PERSON, sudo=sudo)
    assert done.returncode == 1
    assert not (tmp_path / "apt.log").exists()


def test_root_installs_exactly_what_is_missing(machine: Machine, tmp_path: Path) -> None:
    machine("setup", apt_get=APT, apt_cache=APT_CACHE, id=ROOT)
    installed = [line for line in (tmp_path / "apt.log").read_text().splitlines() if " install " in line]
    assert set(installed[0].split()) - {"ca-certificates", "libharfbuzz-subset0", "libfontconfig1"} == {
        "apt-get",
        "install",
        "-y",
        "--no-install-recommends",
        "python3",
        "python3-venv",
        "libpango-1.0-0",
        "libpangoft2-1.0-0",
    }


def test_on_an_unknown_system_it_says_in_words_what_is_needed(machine: Machine) -> None:
    done = machine("setup", id=ORDINARY_PERSON)
    assert done.returncode == 1
    assert "install Python 3.11 or newer with venv" in done.stderr


@pytest.mark.slow
def test_a_shim_that_refuses_is_passed_over(machine: Machine, checkout: Path) -> None:
    versioned = f"python3_{sys.version_info.minor}"
    done = machine("setup", id=ORDINARY_PERSON, python3=BROKEN_SHIM, **{versioned: real_python()})
    # The lock of this checkout is empty, so that the environment is ready at once.
    assert done.returncode == 0, done.stderr
    assert (checkout / ".venv" / "bin" / "plumbline").exists()


@pytest.mark.slow
def test_a_second_setup_installs_nothing(machine: Machine, checkout: Path) -> None:
    first = machine("setup", id=ORDINARY_PERSON, python3=real_python())
    assert "Installing" in first.stderr
    again = subprocess.run(
        [str(checkout / "run"), "setup"],
        env={"PATH": os.environ["PATH"]},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Installing" not in again.stderr


@pytest.mark.slow
def test_an_environment_whose_python_is_gone_is_made_anew(machine: Machine, checkout: Path) -> None:
    (checkout / ".venv" / "bin").mkdir(parents=True)
    (checkout / ".venv" / "bin" / "python").symlink_to("/nowhere/python3")
    (checkout / ".venv" / "ready").write_text("whatever an older setup wrote")
    done = machine("setup", id=ORDINARY_PERSON, python3=real_python())
    assert done.returncode == 0, done.stderr
    assert os.access(checkout / ".venv" / "bin" / "python", os.X_OK)


def test_make_offers_the_same_commands(repository: Path) -> None:
    script = (repository / "run").read_text()
    offered = set(re.findall(r"^  ([a-z]+) {2,}\S", script, re.MULTILINE))
    (line,) = re.findall(r"^COMMANDS = (.*)$", (repository / "Makefile").read_text(), re.MULTILINE)
    assert set(line.split()) == offered


def test_every_offered_command_is_one_that_the_script_takes(repository: Path) -> None:
    script = (repository / "run").read_text()
    offered = set(re.findall(r"^  ([a-z]+) {2,}\S", script, re.MULTILINE))
    taken = {
        word
        for line in re.findall(r"^    ([a-z |-]+)\) ", script, re.MULTILINE)
        for word in line.split(" | ")
    }
    assert offered <= taken
