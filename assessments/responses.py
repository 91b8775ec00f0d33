"""Responses: who answered what, and reading them from rows of any table."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, cast, get_args

from assessments.model import DONT_KNOW, NOT_APPLICABLE, ROLES, AnswerRefused, MaturityModel, Question
from content import ContentError, Finding, canonical_hash, shown
from content.encoding import decode, read_bytes, refused_character

Evidence = Literal["none", "one", "several"]
EVIDENCE: tuple[str, ...] = get_args(Evidence)

COLUMNS = ("respondent", "role", "question", "answer", "evidence", "comment")
"""The columns of a table of responses; their order does not matter."""

MOST_BYTES = 10_000_000
MOST_ROWS = 50_000
MOST_FAULTS = 1000
"""A table with this many faults is read no further: it is not a table of answers."""
LONGEST_CELL = 200
LONGEST_COMMENT = 4000


@dataclass(frozen=True, slots=True)
class Answer:
    """One respondent's answer to one question.

    Attributes:
        value: the level claimed; None with "DK" (don't know) and "NA" (not applicable).
        evidence: what the respondent says could be shown for the claim.
        reason: why the question does not apply; only with "NA".
    """

    value: int | None
    kind: Literal["level", "DK", "NA"]
    evidence: Evidence = "none"
    comment: str = ""
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Response:
    """One person's pass through the questionnaire: question key to answer; unanswered ones are absent."""

    respondent: str
    role: str
    answers: Mapping[str, Answer]


def answers_hash(responses: Iterable[Response]) -> str:
    """Return a hash of who answered what, independent of the order of people and answers."""
    people = sorted(responses, key=lambda response: response.respondent)
    return canonical_hash(people)


def merge_responses(files: Sequence[tuple[str, Sequence[Response]]]) -> tuple[Response, ...]:
    """Return the responses of several files as one: a respondent's answers may be spread over them.

    Args:
        files: name and responses of each.

    Raises:
        ContentError: a respondent has another role, or another answer to the same question, in a later file.
    """
    roles: dict[str, tuple[str, str]] = {}
    answers: dict[str, dict[str, tuple[str, Answer]]] = {}
    findings: list[Finding] = []
    for file, responses in files:
        for response in responses:
            name = response.respondent
            first, role = roles.setdefault(name, (file, response.role))
            if role != response.role:
                allowed = f"'{role}', as in {first}: one role for each respondent"
                field = f"respondent {shown(name)}"
                findings.append(
                    Finding(file, None, None, field, shown(response.role), allowed, "second-role")
                )
                continue
            held = answers.setdefault(name, {})
            for key, answer in response.answers.items():
                earlier, kept = held.setdefault(key, (file, answer))
                if kept != answer:
                    allowed = f"the answer given in {earlier}, or one of the two left out"
                    field = f"respondent {shown(name)}, question {key}"
                    findings.append(
                        Finding(file, None, None, field, "another answer", allowed, "second-answer")
                    )
    if findings:
        raise ContentError(findings)
    return tuple(
        Response(name, roles[name][1], {key: answer for key, (_, answer) in held.items()})
        for name, held in answers.items()
    )


def read_csv(
    source: Path | bytes | str, model: MaturityModel, file: str = "responses.csv"
) -> tuple[Response, ...]:
    """Return the responses of a CSV file, in order of first appearance.

    Args:
        source: the file, or its content. The separator is a comma or, as spreadsheets of many countries
            write it, a semicolon or tab.
        file: the name that findings carry, where the source is not a path.

    Raises:
        ContentError: every fault of encoding, table or answers, with its row as a spreadsheet counts it.
    """
    if isinstance(source, Path):
        source, file = read_bytes(source, MOST_BYTES), str(source)
    data = source.encode("utf-8", "surrogatepass") if isinstance(source, str) else source
    table = _Table(model, file)
    return table.read(_rows(decode(data, file, MOST_BYTES), table))


def read_responses(
    rows: Iterable[tuple[str, Mapping[str, str]]], model: MaturityModel, file: str
) -> tuple[Response, ...]:
    """Return the responses that the rows of a table hold, in order of first appearance.

    A row with an empty answer says that the question was not answered; the respondent counts as present.

    Args:
        rows: a reference to the row, as "row 7", with its cells by column name; every column is there.
        file: the name that findings carry.

    Raises:
        ContentError: with every fault of every row, named by row and column.
    """
    return _Table(model, file).read(rows)


class _Table:
    """The responses read so far, and what was wrong with them."""

    def __init__(self, model: MaturityModel, file: str) -> None:
        self.file = file
        self.model = model
        self.questions = {question.key: question for question in model.questions}
        self.findings: list[Finding] = []
        self.roles: dict[str, str] = {}
        self.answers: dict[str, dict[str, Answer]] = {}
        self._role_rows: dict[str, str] = {}
        self._answer_rows: dict[tuple[str, str], str] = {}

    def read(self, rows: Iterable[tuple[str, Mapping[str, str]]]) -> tuple[Response, ...]:
        for count, (reference, cells) in enumerate(rows):
            if count == MOST_ROWS:
                self.refuse(reference, None, "one row too many", f"{MOST_ROWS:,} rows at most", "rows")
                break
            if len(self.findings) >= MOST_FAULTS:
                break
            self.take(reference, {name: (cells.get(name) or "").strip() for name in COLUMNS})
        if self.findings:
            raise ContentError(self.findings)
        return tuple(Response(name, self.roles[name], answers) for name, answers in self.answers.items())

    def refuse(self, row: str, column: str | None, found: str, allowed: str, rule: str) -> None:
        place = row if column is None else f"{row}, column {column}"
        self.findings.append(Finding(self.file, None, None, place, found, allowed, rule))

    def take(self, row: str, cells: Mapping[str, str]) -> None:
        """Take one row into the responses, or note everything that is wrong with it."""
        before = len(self.findings)
        self._check_cells(row, cells)
        if len(self.findings) > before:
            return
        self._check_person(row, cells)
        question = self._question(row, cells)
        if question is None or len(self.findings) > before:
            return
        answer = self._answer(row, cells, question)
        if len(self.findings) == before:
            answers = self.answers.setdefault(cells["respondent"], {})
            if answer is not None:
                answers[question.key] = answer

    def _check_cells(self, row: str, cells: Mapping[str, str]) -> None:
        for column, cell in cells.items():
            longest = LONGEST_COMMENT if column == "comment" else LONGEST_CELL
            if len(cell) > longest:
                found, allowed = f"{len(cell):,} characters", f"{longest:,} at most"
                self.refuse(row, column, found, allowed, "length")
            if reason := refused_character(cell):
                self.refuse(row, column, reason, "printable text", "character")

    def _check_person(self, row: str, cells: Mapping[str, str]) -> None:
        respondent, role = cells["respondent"], cells["role"]
        if not respondent:
            self.refuse(row, "respondent", "nothing", "a name or code for each respondent", "respondent")
        if role not in ROLES:
            self.refuse(row, "role", shown(role or None), f"one of {', '.join(ROLES)}", "role")
            return
        first = self._role_rows.setdefault(respondent, row)
        if self.roles.setdefault(respondent, role) != role:
            allowed = f"'{self.roles[respondent]}', as in {first}: one role for each respondent"
            self.refuse(row, "role", shown(role), allowed, "second-role")

    def _question(self, row: str, cells: Mapping[str, str]) -> Question | None:
        key, pair = cells["question"], (cells["respondent"], cells["question"])
        question = self.questions.get(key)
        if question is None:
            allowed = "a question of the model, as " + ", ".join(list(self.questions)[:3])
            self.refuse(row, "question", shown(key or None), allowed, "question")
            return None
        first = self._answer_rows.setdefault(pair, row)
        if first != row:
            self.refuse(row, "question", f"'{key}' again (first in {first})", "one answer each", "duplicate")
        if cells["role"] in ROLES and cells["role"] not in question.roles:
            allowed = f"a question put to {cells['role']}; this one is put to {', '.join(question.roles)}"
            self.refuse(row, "question", f"'{key}'", allowed, "not-for-role")
        return question

    def _answer(self, row: str, cells: Mapping[str, str], question: Question) -> Answer | None:
        written, comment = cells["answer"], cells["comment"]
        evidence = cells["evidence"].lower() or "none"
        if evidence not in EVIDENCE:
            allowed = f"one of {', '.join(EVIDENCE)}, or nothing"
            self.refuse(row, "evidence", shown(cells["evidence"]), allowed, "evidence")
        if not written:
            if evidence != "none" or comment:
                allowed = "an answer, or no evidence and comment either"
                self.refuse(row, "answer", "nothing", allowed, "answer")
            return None
        value = int(written) if written.isdecimal() else written.upper()
        try:
            self.model.check_answer(question, value)
        except AnswerRefused as refused:
            self.refuse(row, "answer", shown(written), refused.allowed, "answer")
            return None
        if isinstance(value, int):
            return Answer(value, "level", cast(Evidence, evidence), comment)
        if evidence != "none":
            self.refuse(row, "evidence", shown(evidence), f"none, since the answer is {value}", "evidence")
        if value == DONT_KNOW:
            return Answer(None, "DK", comment=comment)
        if not comment:
            allowed = f"the reason why the question does not apply ({NOT_APPLICABLE})"
            self.refuse(row, "comment", "nothing", allowed, "reason")
        return Answer(None, "NA", reason=comment)


def _rows(text: str, table: _Table) -> Iterator[tuple[str, Mapping[str, str]]]:
    """Yield the rows of CSV text, counted as a spreadsheet does: the header is row 1."""
    first = text.split("\n", 1)[0]
    separator = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    number = 0
    try:
        names = [cell.strip().lower() for cell in next(reader, ())]
        if sorted(names) != sorted(COLUMNS):
            found = shown(",".join(names) or None)
            table.refuse("row 1", None, found, f"the columns {','.join(COLUMNS)}", "header")
            return
        number = 1
        for number, cells in enumerate(reader, start=2):
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) == len(names):
                yield f"row {number}", dict(zip(names, cells, strict=True))
            else:
                found, allowed = f"{len(cells)} cells", f"{len(names)}, as in the header"
                table.refuse(f"row {number}", None, found, allowed, "width")
    except csv.Error as error:
        table.refuse(f"row {number + 1}", None, str(error), "CSV as in RFC 4180", "csv")
