"""Files that a command is given: read whole, or refused whole with every fault.

Most commands read one of these kinds of file, so what a kind needs is imported where it is read.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn, TypeVar

import click

from app.cli.running import REFUSED, stop
from content import MOST_FINDINGS, ContentError, Finding, from_plain, shown
from content.encoding import decode, read_bytes
from content.reading import MOST_BYTES, Problem, findings_in

if TYPE_CHECKING:
    from assessments.model import MaturityModel
    from assessments.responses import Response
    from assessments.results import MaturityResult

T = TypeVar("T")
TABLES = (".csv", ".xlsx")
CONTENT = (".yaml", ".yml")


def refuse(findings: Iterable[Finding], more: int = 0) -> NoReturn:
    """Print at most a hundred findings to standard error, count the rest, and exit with 3."""
    everything = list(findings)
    more += len(everything) - len(everything[:MOST_FINDINGS])
    lines = [str(finding) for finding in everything[:MOST_FINDINGS]]
    stop(REFUSED, *lines, *([f"… and {more} more"] if more else []))


def note_gaps(profile: Path, open_criteria: Sequence[str], consequence: str) -> None:
    """Say on standard error, by line, which criteria a profile leaves open and what follows; nothing is refused."""
    if open_criteria:
        gap = Problem(
            ("criteria",),
            f"no answer to {', '.join(open_criteria)}",
            f"0 to 4 for each; {consequence}",
            "open",
        )
        for finding in findings_in(read_bytes(profile, MOST_BYTES), str(profile), [gap]):
            click.echo(str(finding), err=True)


class Gathering:
    """Reads several files, and refuses all of them together with the faults of each."""

    def __init__(self) -> None:
        self.findings: list[Finding] = []
        self.more = 0

    def take(self, read: Callable[[], T]) -> T | None:
        """Return what is read, or None where it is refused."""
        try:
            return read()
        except ContentError as error:
            self.findings += error.findings
            self.more += error.more
            return None

    def refuse(self) -> NoReturn:
        """Print the faults and exit with 3."""
        refuse(self.findings, self.more)


def model_named(text: str) -> MaturityModel:
    """Return the maturity model of a file, or the published one of a key or "key@version".

    Raises:
        ContentError: the file has faults; no published model has the key.
    """
    from assessments.published import UnknownModel, find_model, list_models, load_model

    if text.endswith(CONTENT):
        return load_model(Path(text))
    key, _, version = text.partition("@")
    try:
        return find_model(key, version or None)
    except UnknownModel as error:
        keys = ", ".join(model.key for model in list_models())
        allowed = f"a file ending in .yaml, or a published model: {keys}"
        raise ContentError([Finding("--model", None, None, "", f"'{text}'", allowed, "model")]) from error


def responses_in(path: Path, model: MaturityModel) -> tuple[Response, ...]:
    """Return the responses of a CSV file or workbook, told apart by name and held to it by content.

    Raises:
        ContentError: with every fault, by row and column.
    """
    from app.uploads import is_workbook, read_table
    from assessments.responses import COLUMNS, MOST_BYTES, read_csv, read_responses

    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return read_responses(read_table(path, COLUMNS), model, str(path))
    data = read_bytes(path, MOST_BYTES)
    if suffix != ".csv" or is_workbook(data):
        found = "a workbook" if is_workbook(data) else f"a name ending in '{suffix}'"
        allowed = "CSV in a file ending in .csv, or a workbook in one ending in .xlsx"
        raise ContentError([Finding(str(path), None, None, "", found, allowed, "kind")])
    return read_csv(data, model, str(path))


MOST_RESULT_BYTES = 20_000_000
"""A whole report as data, with the model it rests on, has about a megabyte."""


def result_in(path: Path) -> MaturityResult:
    """Return the scores in a result.json, or in what `plumbline score --format json` printed.

    Raises:
        ContentError: it is something else.
    """
    from assessments.results import MaturityResult

    text = decode(read_bytes(path, MOST_RESULT_BYTES), str(path), MOST_RESULT_BYTES)
    try:
        data = json.loads(text)
    except (ValueError, RecursionError) as error:
        line, column = getattr(error, "lineno", None), getattr(error, "colno", None)
        found = getattr(error, "msg", "nesting too deep")
        raise ContentError([Finding(str(path), line, column, "", found, "JSON", "syntax")]) from error
    known = {"plumbline-report": "result", "plumbline-score": ""}
    kind = data.get("format") if isinstance(data, dict) else None
    if kind not in known or data.get("format_version") != 1:
        allowed = "a result.json, or what `plumbline score --format json` prints"
        raise ContentError([Finding(str(path), None, None, "format", shown(kind), allowed, "kind")])
    plain = data.get(known[kind]) if known[kind] else data
    names = set(MaturityResult.__dataclass_fields__)
    try:
        result = from_plain(MaturityResult, {name: plain[name] for name in plain if name in names})
        assert all(one.evidenced is None or 0 <= one.evidenced <= 11 for one in result.dimensions)
    except (AssertionError, AttributeError, KeyError, TypeError, ValueError) as error:
        found = "fields that are not those of a result"
        allowed = "the file as it was written"
        raise ContentError([Finding(str(path), None, None, known[kind], found, allowed, "shape")]) from error
    return result
