"""A maturity model as a workbook and back, for those who edit in a spreadsheet.

One sheet for each kind of thing, one column for each language. Coming back, the workbook is looked through like any
that somebody hands over, laid out as a model file and held to the same rules; what is wrong is named by sheet and cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

from app.uploads import open_book, written
from assessments.model import MaturityModel
from content import ContentError, Finding, read_text, shown, to_plain
from content.writing import to_yaml

ABOUT = ("key", "version", "minutes", "rule", "exponent", "share", "core_distance", "in_place")
RULE_FIELDS = ("exponent", "share", "core_distance", "in_place")
NUMBERS = frozenset({"minutes", "weight", "value", "at_least", "at_most", "level", "answer", *RULE_FIELDS})
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "levels": ("level",),
    "structure": ("key", "parent", "weight", "is_core", "rule", *RULE_FIELDS),
    "questions": ("key", "parent", "lens", "roles", "weight", "is_core", "level", "answers"),
    "options": ("question", "kind", "answer", "value"),
    "answer_sets": ("set", "answer", "value"),
    "criteria": ("question",),
    "conditions": ("question", "criterion", "on", "at_least", "at_most"),
    "examples": ("title", "role", "kind", "key", "value"),
}
TEXTS: Mapping[str, tuple[str, ...]] = {
    "levels": ("name", "meaning"),
    "structure": ("title", "purpose"),
    "questions": ("facet", "stem", "evidence"),
    "options": ("text", "guidance"),
    "answer_sets": ("text", "guidance"),
    "criteria": ("text",),
}
ABOUT_TEXTS = ("title", "summary", "source")

_Row = dict[str, Any]


@dataclass(slots=True)
class _Placed:
    """A model's data as it is put together, with the cell that each field came from."""

    data: dict[str, Any] = field(default_factory=dict)
    cells: dict[str, str] = field(default_factory=dict)


def workbook_of(model: MaturityModel) -> bytes:
    """Return a model as a workbook (.xlsx). Every cell holds text or a number; nothing is a formula."""
    from openpyxl import Workbook  # a third of a second, wanted for this alone

    data = to_plain(model)
    languages = _languages(data)
    book = Workbook()
    book.remove(book.active)
    _write(book, "about", ("field", "value", *languages), _about_rows(data))
    for name, rows in _tables(data, model).items():
        texts = [f"{text}.{code}" for text in TEXTS.get(name, ()) for code in languages]
        _write(book, name, (*COLUMNS[name], *texts), rows)
    stream = BytesIO()
    book.save(stream)
    return stream.getvalue()


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


def losses(source: str) -> tuple[str, ...]:
    """Return what the text of a model file says that a workbook cannot carry, as sentences."""
    remarks = [line for line in source.splitlines() if re.match(r"\s*#", line)]
    if not remarks:
        return ()
    return (f"{len(remarks)} lines of remarks (#), the first: {shown(remarks[0].strip('# '))}",)


def _languages(data: Any) -> list[str]:
    """Return the languages of every text, English first."""
    found: set[str] = set()

    def visit(value: Any) -> None:
        if isinstance(value, dict):
            if "en" in value and all(isinstance(one, str) for one in value.values()):
                found.update(value)
            for one in value.values():
                visit(one)
        elif isinstance(value, list):
            for one in value:
                visit(one)

    visit(data)
    return ["en", *sorted(found - {"en"})]


def _write(book: Any, name: str, columns: Sequence[str], rows: Iterable[_Row]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter

    sheet = book.create_sheet(name)
    sheet.append(list(columns))
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    for place, column in enumerate(columns, start=1):
        is_long = "." in column or name == "about"
        sheet.column_dimensions[get_column_letter(place)].width = 60 if is_long else 14
    for row in rows:
        number = sheet.max_row + 1
        for place, column in enumerate(columns, start=1):
            value = row.get(column)
            if value is None:
                continue
            cell = sheet.cell(number, place)
            cell.value = value
            if isinstance(value, str):
                cell.data_type = "s"  # also where it begins like a formula
                cell.alignment = Alignment(wrap_text=True, vertical="top")
    sheet.freeze_panes = "B2"


def _spread(texts: Mapping[str, Any], names: Iterable[str]) -> _Row:
    return {f"{name}.{code}": words for name in names for code, words in (texts.get(name) or {}).items()}


def _rule(data: Mapping[str, Any]) -> _Row:
    rule = data["rule"]
    return {"rule": rule["name"], **{name: rule[name] for name in RULE_FIELDS}}


def _about_rows(data: Mapping[str, Any]) -> Iterator[_Row]:
    values = {"key": data["key"], "version": data["version"], "minutes": data["minutes"], **_rule(data)}
    for name in ABOUT:
        yield {"field": name, "value": values[name]}
    for name in ABOUT_TEXTS:
        yield {"field": name, **data[name]}


def _tables(data: Mapping[str, Any], model: MaturityModel) -> dict[str, list[_Row]]:
    tables: dict[str, list[_Row]] = {name: [] for name in COLUMNS}
    tables["levels"] = [{"level": one["level"], **_spread(one, TEXTS["levels"])} for one in data["levels"]]
    for shared in data["answer_sets"]:
        tables["answer_sets"] += [
            {"set": shared["key"], **_option_row(option)} for option in shared["options"]
        ]
    for dimension in data["dimensions"]:
        _table_node(dimension, "", tables, [level.level for level in model.levels])
    for example in data["examples"]:
        about = {"title": example["title"], "role": example["role"]}
        for kind in ("answers", "expect"):
            tables["examples"] += [
                {**about, "kind": kind, "key": key, "value": value} for key, value in example[kind].items()
            ]
    return tables


def _option_row(option: Mapping[str, Any]) -> _Row:
    return {
        "answer": option["answer"],
        "value": option["value"],
        **_spread(option, TEXTS["options"]),
    }


def _table_node(
    node: Mapping[str, Any], parent: str, tables: dict[str, list[_Row]], ladder: list[int]
) -> None:
    row = {"key": node["key"], "parent": parent or None, "weight": node["weight"], **_rule(node)}
    tables["structure"].append({**row, "is_core": _yes(node["is_core"]), **_spread(node, TEXTS["structure"])})
    for question in node["questions"]:
        _table_question(question, node["key"], tables, ladder)
    for part in node["parts"]:
        _table_node(part, node["key"], tables, ladder)


def _table_question(
    question: Mapping[str, Any], parent: str, tables: dict[str, list[_Row]], ladder: list[int]
) -> None:
    key = question["key"]
    tables["questions"].append(
        {
            "key": key,
            "parent": parent,
            "lens": question["lens"],
            "roles": ", ".join(question["roles"]),
            "weight": question["weight"],
            "is_core": _yes(question["is_core"]),
            "level": question["level"],
            "answers": question["answers"],
            **_spread(question, TEXTS["questions"]),
        }
    )
    tables["options"] += [
        {"question": key, "kind": "option", **_option_row(one)} for one in question["options"]
    ]
    own = {"text": question["anchors"], "guidance": question["guidance"]}
    for place in range(max(len(texts) for texts in own.values())):
        found = {name: texts[place] for name, texts in own.items() if place < len(texts)}
        answer = ladder[place] if question["anchors"] and place < len(ladder) else place
        kind = "anchor" if question["anchors"] else "guidance"
        tables["options"].append(
            {"question": key, "kind": kind, "answer": answer, **_spread(found, TEXTS["options"])}
        )
    tables["criteria"] += [
        {"question": key, **_spread({"text": one}, ("text",))} for one in question["criteria"]
    ]
    for condition in question["applies_if"]:
        named = {name: condition[name] for name in ("criterion", "at_least", "at_most")}
        tables["conditions"].append({"question": key, "on": condition["question"], **named})


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _sheets(path: Path) -> dict[str, list[_Row]]:
    """Return each sheet's rows by column name; "cell" of a row gives a column's cell.

    Raises:
        ContentError: no workbook that may be read, a sheet too many or too few, a formula, an unknown column.
    """
    file, findings = str(path), list[Finding]()
    known = {"about": ("field", "value"), **COLUMNS}
    found: dict[str, list[_Row]] = {name: [] for name in known}
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
                found[name] = [{key: _typed(key, value, name) for key, value in row.items()} for row in rows]
                findings += faults
    if findings:
        raise ContentError(findings)
    return found


def _text_of(row: _Row, name: str) -> dict[str, str] | None:
    return {
        column.partition(".")[2]: str(value) for column, value in row.items() if column.startswith(f"{name}.")
    } or None


def _read_about(rows: Sequence[_Row], placed: _Placed, file: str) -> None:
    rule: dict[str, Any] = {}
    findings = []
    for row in rows:
        name, where = str(row.get("field", "")), row["cell"]
        texts = {key: str(value) for key, value in row.items() if key not in ("field", "value", "cell")}
        if name in ABOUT_TEXTS:
            placed.data[name], placed.cells[name] = texts, f"about, {where}"
        elif name in ("rule", *RULE_FIELDS):
            if row.get("value") is not None:
                rule["name" if name == "rule" else name] = _number(name, row["value"])
                placed.cells["rule"] = f"about, {where}"
        elif name in ABOUT:
            value = row.get("value")
            placed.data[name] = _number(name, value) if name == "minutes" else str(value or "")
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


def _read_levels(rows: Mapping[str, Sequence[_Row]], placed: _Placed) -> None:
    placed.data["levels"] = []
    for row in rows["levels"]:
        placed.cells[f"levels[{len(placed.data['levels'])}]"] = f"levels, {row['cell']}"
        placed.data["levels"].append(_kept({"level": row.get("level"), **_texts(row, "levels")}))
    sets: dict[str, list[_Row]] = {}
    for row in rows["answer_sets"]:
        key = str(row.get("set", ""))
        options = sets.setdefault(key, [])
        where = f"answer_sets[{list(sets).index(key)}].options[{len(options)}]"
        placed.cells[where] = f"answer_sets, {row['cell']}"
        options.append(_option(row))
    if sets:
        placed.data["answer_sets"] = [{"key": key, "options": options} for key, options in sets.items()]


def _option(row: _Row) -> _Row:
    return _kept({"answer": row.get("answer"), "value": row.get("value"), **_texts(row, "options")})


def _texts(row: _Row, sheet: str) -> _Row:
    return {name: _text_of(row, name) for name in TEXTS[sheet]}


def _kept(row: _Row) -> _Row:
    return {name: value for name, value in row.items() if value is not None}


def _typed(column: str, value: Any, sheet: str) -> Any:
    """Return a cell's value as text or, in a column of numbers, as a number where it is one."""
    if sheet == "about" or (sheet == "examples" and column == "value"):
        return value
    return _number(column, value) if column in NUMBERS else written(value)


def _number(name: str, value: Any) -> Any:
    if isinstance(value, float) and value.is_integer():
        return int(value)
    if name not in NUMBERS or not isinstance(value, str):
        return value
    written = value.strip().replace(",", ".")
    for kind in (int, float):
        try:
            return kind(written)
        except ValueError:
            continue
    return value


def _read_tree(rows: Mapping[str, Sequence[_Row]], placed: _Placed, file: str) -> None:
    """Hang parts and questions under what holds them, in the order of their rows."""
    nodes: dict[str, tuple[_Row, str]] = {}
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


def _node(row: _Row) -> _Row:
    rule = _kept({"name": row.get("rule"), **{name: row.get(name) for name in RULE_FIELDS}})
    return _kept(
        {
            "key": row.get("key"),
            **_texts(row, "structure"),
            "weight": row.get("weight"),
            "is_core": _truth(row.get("is_core")),
            "rule": rule or None,
        }
    )


def _grouped(rows: Sequence[_Row]) -> dict[str, list[_Row]]:
    groups: dict[str, list[_Row]] = {}
    for row in rows:
        groups.setdefault(str(row.get("question", "")), []).append(row)
    return groups


def _place_question(
    row: _Row,
    beside: Mapping[str, Mapping[str, Sequence[_Row]]],
    placed: _Placed,
    questions: list[_Row],
    path: str,
) -> None:
    key = str(row.get("key"))
    placed.cells[path] = f"questions, {row['cell']}"
    lists: dict[str, list[Any]] = {"anchors": [], "options": [], "guidance": []}
    for one in beside["options"].get(key, ()):
        texts = _texts(one, "options")
        if one.get("kind") == "option":
            placed.cells[f"{path}.options[{len(lists['options'])}]"] = f"options, {one['cell']}"
            lists["options"].append(_option(one))
            continue
        for name, text in (("anchors", texts["text"]), ("guidance", texts["guidance"])):
            if text is not None:
                placed.cells[f"{path}.{name}[{len(lists[name])}]"] = f"options, {one['cell']}"
                lists[name].append(text)
    criteria = [_text_of(one, "text") for one in beside["criteria"].get(key, ())]
    conditions: list[_Row] = []
    for one in beside["conditions"].get(key, ()):
        placed.cells[f"{path}.applies_if[{len(conditions)}]"] = f"conditions, {one['cell']}"
        named = {name: one.get(name) for name in ("criterion", "at_least", "at_most")}
        conditions.append(_kept({**named, "question": one.get("on")}))
    roles = [role.strip() for role in str(row.get("roles") or "").split(",") if role.strip()]
    questions.append(
        _kept(
            {
                "key": row.get("key"),
                **_texts(row, "questions"),
                "lens": row.get("lens"),
                "roles": roles or None,
                "weight": row.get("weight"),
                "is_core": _truth(row.get("is_core")),
                "level": row.get("level"),
                "answers": row.get("answers"),
                **{name: found or None for name, found in lists.items()},
                "criteria": criteria or None,
                "applies_if": conditions or None,
            }
        )
    )


def _truth(value: Any) -> Any:
    return {"yes": True, "no": False, "": None, None: None}.get(value, value)


def _read_examples(rows: Mapping[str, Sequence[_Row]], placed: _Placed) -> None:
    examples: dict[str, _Row] = {}
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
