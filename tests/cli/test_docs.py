"""docs/cli.md against the program: every command and option is there, and every example runs."""

from __future__ import annotations

import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path

import click
import pytest

from app.cli import COMMANDS, main
from app.cli.running import DONE, FAILED, REFUSED, USAGE
from assessments.profile import ProfileFacts, read_profile
from assessments.published import find_model
from assessments.responses import COLUMNS, read_csv
from assessments.targets import read_targets
from assessments.weights import read_weights
from tests.cli.assessing import EXAMPLES, plumbline
from tests.installations import Installation

PAGE = (EXAMPLES.parent / "cli.md").read_text(encoding="utf-8")
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
PASSWORD = "a long enough password\n"


def section(command: str) -> str:
    """Return what the page says under the heading of a command, without what is under the next one."""
    found = re.search(rf"^## plumbline {command}$(.*?)(?=^## |\Z)", PAGE, re.MULTILINE | re.DOTALL)
    assert found, f"no section about plumbline {command}"
    return found[1]


def commands() -> Iterator[tuple[str, click.Command]]:
    """Yield every command that does something, with its words."""
    for name, (module, _) in COMMANDS.items():
        command = import_module(module).command
        if isinstance(command, click.Group):
            yield from ((f"{name} {inner}", command.commands[inner]) for inner in command.commands)
        else:
            yield name, command


EACH = [pytest.param(words, command, id=words) for words, command in commands()]


def fenced(language: str) -> list[str]:
    return [text for kind, text in FENCE.findall(PAGE) if kind == language]


@pytest.mark.parametrize(("words", "command"), EACH)
def test_every_command_is_described_with_all_it_takes(words: str, command: click.Command) -> None:
    text = section(words.partition(" ")[0])
    if " " in words:
        assert f"`plumbline {words}" in text or f"plumbline {words} " in text
    for parameter in command.params:
        if isinstance(parameter, click.Argument):
            assert parameter.human_readable_name.strip("[].") in text
        elif not parameter.hidden:
            assert f"`{parameter.opts[0]}" in text, f"{parameter.opts[0]} of {words} is not described"


@pytest.mark.parametrize(("words", "command"), EACH)
def test_every_option_has_a_line_of_help(words: str, command: click.Command) -> None:
    options = [parameter for parameter in command.params if isinstance(parameter, click.Option)]
    assert [option.opts for option in options if not option.help] == []


def test_no_option_is_described_that_is_not_there() -> None:
    offered = {"--help", "--version"}
    offered |= {name for _, command in commands() for parameter in command.params for name in parameter.opts}
    assert set(re.findall(r"--[a-z][a-z-]+", PAGE)) - offered == set()


def test_the_exit_codes_are_those_of_the_program() -> None:
    rows = re.findall(r"^\| (\d) \| (\w+)", PAGE, re.MULTILINE)
    assert [int(code) for code, _ in rows] == [DONE, FAILED, USAGE, REFUSED]
    assert main.__doc__ is not None
    assert "0 done" in main.__doc__


def test_every_example_runs(tmp_path: Path, monkeypatch, install: Callable[[], Installation]) -> None:
    shutil.copytree(EXAMPLES, tmp_path / "docs" / "example-files")
    monkeypatch.chdir(tmp_path)
    installation = install()
    lines = [line for block in fenced("sh") for line in block.splitlines()]
    assert len(lines) >= 9
    for line in lines:
        program, *arguments = shlex.split(line)
        assert program == "plumbline"
        done = installation.run(*arguments, typed=PASSWORD * 2)
        assert done.exit_code == 0, (line, done.output)
        if arguments[-2:] == ["--format", "json"]:
            json.loads(done.stdout)
    assert (tmp_path / "build" / "qec" / "report.pdf").is_file()


def test_the_example_of_answers_is_read_as_it_stands() -> None:
    (text,) = fenced("csv")
    first, second = read_csv(text, find_model("quick-scan"))
    assert [answer.kind for answer in first.answers.values()] == ["level", "level", "DK"]
    assert [answer.kind for answer in second.answers.values()] == ["NA"]


def test_the_example_of_a_profile_is_read_as_it_stands(tmp_path: Path) -> None:
    text, _targets, _benchmark, _weights = fenced("yaml")
    (tmp_path / "profile.yaml").write_text(text, encoding="utf-8")
    profile = read_profile(tmp_path / "profile.yaml")
    assert (profile.criteria["K01"], profile.facts.name) == (3, "Harbour Works")


def test_the_example_of_weights_is_read_as_it_stands(tmp_path: Path) -> None:
    *_, text = fenced("yaml")
    (tmp_path / "weights.yaml").write_text(text, encoding="utf-8")
    weights = read_weights(tmp_path / "weights.yaml")
    assert (weights.weights["K01"], weights.reason) == (14, "Two public clients now audit every stage.")


def test_the_example_of_targets_is_read_as_it_stands(tmp_path: Path) -> None:
    _profile, text, _benchmark, _weights = fenced("yaml")
    (tmp_path / "targets.yaml").write_text(text, encoding="utf-8")
    (target,) = read_targets(tmp_path / "targets.yaml", find_model("quick-scan")).values()
    assert (target.level, target.note) == (3.5, "The regulator asks for no more.")


def test_every_column_and_every_fact_is_described() -> None:
    text = section("assess")
    assert [name for name in COLUMNS if f"| `{name}` |" not in text] == []
    facts = set(ProfileFacts.__dataclass_fields__)
    assert {name for name in facts if f"`{name}`" not in text and f"  {name}: " not in text} == set()


def test_the_example_fault_lines_are_what_the_program_says(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("profile.yaml").write_text("# one\n# two\ncriteria:\n  K01: 7\n")
    rows = [f"r{number},pmo,GOV.1,3,,\n" for number in range(10)]
    Path("responses.csv").write_text(",".join(COLUMNS) + "\n" + "".join(rows) + "r99,pmo,GOV.1,6,,\n")
    said = plumbline("check", "profile.yaml", "responses.csv", "--model", "quick-scan").stdout.splitlines()
    assert said[:2] == fenced("text")[0].splitlines()
