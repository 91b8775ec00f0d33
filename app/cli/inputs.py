"""Files that a command is given: read whole, or refused whole with every fault."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from app.cli.running import REFUSED, stop
from content import MOST_FINDINGS, ContentError, Finding

if TYPE_CHECKING:
    from assessments.model import MaturityModel
    from assessments.responses import Response

TABLES = (".csv", ".xlsx")
CONTENT = (".yaml", ".yml")


def refuse(findings: Iterable[Finding], more: int = 0) -> NoReturn:
    """Print at most a hundred findings to standard error, count the rest, and exit with 3."""
    everything = list(findings)
    more += len(everything) - len(everything[:MOST_FINDINGS])
    lines = [str(finding) for finding in everything[:MOST_FINDINGS]]
    stop(REFUSED, *lines, *([f"… and {more} more"] if more else []))


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
    from content.encoding import read_bytes

    suffix = path.suffix.lower()
    if suffix == ".xlsx":
        return read_responses(read_table(path, COLUMNS), model, str(path))
    data = read_bytes(path, MOST_BYTES)
    if suffix != ".csv" or is_workbook(data):
        found = "a workbook" if is_workbook(data) else f"a name ending in '{suffix}'"
        allowed = "CSV in a file ending in .csv, or a workbook in one ending in .xlsx"
        raise ContentError([Finding(str(path), None, None, "", found, allowed, "kind")])
    return read_csv(data, model, str(path))
