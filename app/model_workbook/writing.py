"""A model into its workbook."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from io import BytesIO
from typing import Any

from app.model_workbook.layout import ABOUT, ABOUT_TEXTS, COLUMNS, RULE_FIELDS, TEXTS, Row
from assessments.model import MaturityModel
from content import shown, to_plain


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


def _write(book: Any, name: str, columns: Sequence[str], rows: Iterable[Row]) -> None:
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


def _spread(texts: Mapping[str, Any], names: Iterable[str]) -> Row:
    return {f"{name}.{code}": words for name in names for code, words in (texts.get(name) or {}).items()}


def _rule(data: Mapping[str, Any]) -> Row:
    rule = data["rule"]
    return {"rule": rule["name"], **{name: rule[name] for name in RULE_FIELDS}}


def _about_rows(data: Mapping[str, Any]) -> Iterator[Row]:
    values = {"key": data["key"], "version": data["version"], "minutes": data["minutes"], **_rule(data)}
    for name in ABOUT:
        yield {"field": name, "value": values[name]}
    for name in ABOUT_TEXTS:
        yield {"field": name, **data[name]}


def _tables(data: Mapping[str, Any], model: MaturityModel) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {name: [] for name in COLUMNS}
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


def _option_row(option: Mapping[str, Any]) -> Row:
    return {
        "answer": option["answer"],
        "value": option["value"],
        **_spread(option, TEXTS["options"]),
    }


def _table_node(
    node: Mapping[str, Any], parent: str, tables: dict[str, list[Row]], ladder: list[int]
) -> None:
    row = {"key": node["key"], "parent": parent or None, "weight": node["weight"], **_rule(node)}
    tables["structure"].append({**row, "is_core": _yes(node["is_core"]), **_spread(node, TEXTS["structure"])})
    for question in node["questions"]:
        _table_question(question, node["key"], tables, ladder)
    for part in node["parts"]:
        _table_node(part, node["key"], tables, ladder)


def _table_question(
    question: Mapping[str, Any], parent: str, tables: dict[str, list[Row]], ladder: list[int]
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
