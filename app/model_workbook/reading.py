"""A workbook into the model that it holds. It is looked through like any file that somebody hands over."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from app.model_workbook.cells import number_in, option_in, present, text_in, texts_in, truth_in, typed
from app.model_workbook.layout import ABOUT, ABOUT_TEXTS, COLUMNS, RULE_FIELDS, TEXTS, Row
from app.uploads import open_book
from assessments.model import MaturityModel
from content import ContentError, Finding, read_text, shown
from content.writing import to_yaml


@dataclass(slots=True)
class _Placed:
    """A model's data as it is put together, with the cell that each field came from."""

    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)


def model_in(path: Path) -> tuple[MaturityModel, str]:
    """Return the model that a workbook holds, and the same as the text of a model file.

    Raises:
        ContentError: no sound workbook, or no sound model; each fault names its sheet and cell.
    """
    placed, file = _Placed(), str(path)
    rows = {name: list(found) for name, found in _sheets(path).items()}
    _read_about(rows["about"], placed, file)
    _read_levels(rows, placed)
    _read_tree(rows, placed, file)
    _read_examples(rows, placed)
    text = to_yaml(placed.data)
    try:
        return read_text(text.encode(), MaturityModel, file), text
    except ContentError as error:
        raise ContentError(_at_its_cell(one, placed.cells) for one in error.findings) from error


def _sheets(path: Path) -> dict[str, list[Row]]:
    """Return each sheet's rows by column name; "cell" of a row gives a column's cell.

    Raises:
        ContentError: no workbook that may be read, a sheet too many or too few, a formula, an unknown column.
    """
    file, findings = str(path), list[Finding]()
    known = {"about": ("field", "value"), **COLUMNS}
    found: dict[str, list[Row]] = {name: [] for name in known}
    with open_book(path) as book:
        for extra in [name for name in book.names if name not in known]:
            allowed = f"one of {', '.join(known)}"
            findings.append(Finding(file, None, None, "", f"the sheet {shown(extra)}", allowed, "sheets"))
        for name in ("about", "levels", "structure", "questions"):
            if name not in book.names:
                findings.append(
                    Finding(file, None, None, "", f"no sheet '{name}'", "a sheet so named", "sheets")
                )
        for name, columns in known.items():
            if name in book.names:
                rows, faults = book.rows(name, columns, TEXTS.get(name, ()) if name != "about" else None)
                found[name] = [{key: typed(key, value, name) for key, value in row.items()} for row in rows]
                findings += faults
    if findings:
        raise ContentError(findings)
    return found


def _read_about(rows: Sequence[Row], placed: _Placed, file: str) -> None:
    rule: dict[str, Any] = {}
    findings = []
    for row in rows:
        name, where = str(row.get("field", "")), row["cell"]
        texts = {key: str(value) for key, value in row.items() if key not in ("field", "value", "cell")}
        if name in ABOUT_TEXTS:
            placed.data[name], placed.cells[name] = texts, f"about, {where}"
        elif name in ("rule", *RULE_FIELDS):
            if row.get("value") is not None:
                rule["name" if name == "rule" else name] = number_in(name, row["value"])
                placed.cells["rule"] = f"about, {where}"
        elif name in ABOUT:
            value = row.get("value")
            placed.data[name] = number_in(name, value) if name == "minutes" else str(value or "")
            placed.cells[name] = f"about, {where}"
        else:
            allowed = f"one of {', '.join((*ABOUT, *ABOUT_TEXTS))}"
            findings.append(
                Finding(file, None, None, f"about, {where}", shown(name or None), allowed, "field")
            )
    if findings:
        raise ContentError(findings)
    if rule:
        placed.data["rule"] = rule


def _read_levels(rows: Mapping[str, Sequence[Row]], placed: _Placed) -> None:
    placed.data["levels"] = []
    for row in rows["levels"]:
        placed.cells[f"levels[{len(placed.data['levels'])}]"] = f"levels, {row['cell']}"
        placed.data["levels"].append(present({"level": row.get("level"), **texts_in(row, "levels")}))
    sets: dict[str, list[Row]] = {}
    for row in rows["answer_sets"]:
        key = str(row.get("set", ""))
        options = sets.setdefault(key, [])
        where = f"answer_sets[{list(sets).index(key)}].options[{len(options)}]"
        placed.cells[where] = f"answer_sets, {row['cell']}"
        options.append(option_in(row))
    if sets:
        placed.data["answer_sets"] = [{"key": key, "options": options} for key, options in sets.items()]


def _read_tree(rows: Mapping[str, Sequence[Row]], placed: _Placed, file: str) -> None:
    """Hang parts and questions under what holds them, in the order of their rows."""
    nodes: dict[str, tuple[Row, str]] = {}
    findings: list[Finding] = []
    placed.data["dimensions"] = []
    for row in rows["structure"]:
        where, parent = f"structure, {row['cell']}", row.get("parent")
        holder = placed.data["dimensions"], "dimensions"
        if parent is not None:
            if parent not in nodes:
                allowed = "the key of a row above, or nothing for a dimension"
                findings.append(Finding(file, None, None, where, shown(parent), allowed, "parent"))
                continue
            above, path = nodes[parent]
            holder = above.setdefault("parts", []), f"{path}.parts"
        node = _node(row)
        path = f"{holder[1]}[{len(holder[0])}]"
        holder[0].append(node)
        placed.cells[path] = where
        nodes[str(row.get("key"))] = node, path
    beside = {name: _grouped(rows[name]) for name in ("options", "criteria", "conditions")}
    asked = {str(row.get("key")) for row in rows["questions"]}
    for name, groups in beside.items():
        for key, group in groups.items():
            if key not in asked:
                where = f"{name}, {group[0]['cell']}"
                allowed = "the key of a row of the sheet 'questions'"
                findings.append(Finding(file, None, None, where, shown(key), allowed, "question"))
    for row in rows["questions"]:
        where, parent = f"questions, {row['cell']}", str(row.get("parent", ""))
        if parent not in nodes:
            allowed = "the key of a row of the sheet 'structure'"
            findings.append(Finding(file, None, None, where, shown(parent or None), allowed, "parent"))
            continue
        above, path = nodes[parent]
        questions = above.setdefault("questions", [])
        _place_question(row, beside, placed, questions, f"{path}.questions[{len(questions)}]")
    if findings:
        raise ContentError(findings)


def _node(row: Row) -> Row:
    rule = present({"name": row.get("rule"), **{name: row.get(name) for name in RULE_FIELDS}})
    return present(
        {
            "key": row.get("key"),
            **texts_in(row, "structure"),
            "weight": row.get("weight"),
            "is_core": truth_in(row.get("is_core")),
            "rule": rule or None,
        }
    )


def _grouped(rows: Sequence[Row]) -> dict[str, list[Row]]:
    groups: dict[str, list[Row]] = {}
    for row in rows:
        groups.setdefault(str(row.get("question", "")), []).append(row)
    return groups


def _place_question(
    row: Row,
    beside: Mapping[str, Mapping[str, Sequence[Row]]],
    placed: _Placed,
    questions: list[Row],
    path: str,
) -> None:
    key = str(row.get("key"))
    placed.cells[path] = f"questions, {row['cell']}"
    lists: dict[str, list[Any]] = {"anchors": [], "options": [], "guidance": []}
    for one in beside["options"].get(key, ()):
        texts = texts_in(one, "options")
        if one.get("kind") == "option":
            placed.cells[f"{path}.options[{len(lists['options'])}]"] = f"options, {one['cell']}"
            lists["options"].append(option_in(one))
            continue
        for name, text in (("anchors", texts["text"]), ("guidance", texts["guidance"])):
            if text is not None:
                placed.cells[f"{path}.{name}[{len(lists[name])}]"] = f"options, {one['cell']}"
                lists[name].append(text)
    criteria = [text_in(one, "text") for one in beside["criteria"].get(key, ())]
    conditions: list[Row] = []
    for one in beside["conditions"].get(key, ()):
        placed.cells[f"{path}.applies_if[{len(conditions)}]"] = f"conditions, {one['cell']}"
        named = {name: one.get(name) for name in ("criterion", "at_least", "at_most")}
        conditions.append(present({**named, "question": one.get("on")}))
    roles = [role.strip() for role in str(row.get("roles") or "").split(",") if role.strip()]
    questions.append(
        present(
            {
                "key": row.get("key"),
                **texts_in(row, "questions"),
                "lens": row.get("lens"),
                "roles": roles or None,
                "weight": row.get("weight"),
                "is_core": truth_in(row.get("is_core")),
                "level": row.get("level"),
                "answers": row.get("answers"),
                **{name: found or None for name, found in lists.items()},
                "criteria": criteria or None,
                "applies_if": conditions or None,
            }
        )
    )


def _read_examples(rows: Mapping[str, Sequence[Row]], placed: _Placed) -> None:
    examples: dict[str, Row] = {}
    for row in rows["examples"]:
        title, kind = str(row.get("title", "")), str(row.get("kind", ""))
        example = examples.setdefault(title, {"title": title, "answers": {}, "expect": {}})
        if row.get("role") is not None:
            example["role"] = row["role"]
        place = list(examples).index(title)
        placed.cells[f"examples[{place}]"] = f"examples, {row['cell']}"
        value = row.get("value")
        whole = isinstance(value, float) and value.is_integer() and kind == "answers"
        example.setdefault(kind, {})[str(row.get("key"))] = int(value) if whole else value  # type: ignore[arg-type]
    if examples:
        placed.data["examples"] = list(examples.values())


def _at_its_cell(finding: Finding, cells: Mapping[str, str]) -> Finding:
    """Return a finding with the cell that the field came from in place of its line."""
    path = finding.field
    while path and path not in cells:
        path = path[: max(path.rfind("."), path.rfind("["), 0)]
    rest = finding.field[len(path) :].lstrip(".")
    where = cells.get(path, "")
    named = f"{where} ({rest})" if where and rest else where or finding.field
    return replace(finding, line=None, column=None, field=named)
