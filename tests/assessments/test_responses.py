from __future__ import annotations

import random
from pathlib import Path

import pytest

from assessments import responses as table
from assessments.responses import Answer, Response, answers_hash, read_csv, read_responses
from content import ContentError, Finding
from tests.assessments.questionnaires import dimension, model, question, response

MODEL = model(
    dimension("STR", [question("STR.1", roles=["executive", "pmo"]), question("STR.2")]), dimension("GOV", 1)
)
HEADER = "respondent,role,question,answer,evidence,comment\n"


def findings(source: str | bytes) -> tuple[Finding, ...]:
    with pytest.raises(ContentError) as refusal:
        read_csv(source, MODEL)
    return refusal.value.findings


def only(source: str | bytes) -> Finding:
    (finding,) = findings(source)
    return finding


def test_a_sound_file_becomes_responses_in_order_of_appearance():
    text = HEADER + (
        "b,pmo,STR.1,3,one,seen in April\na,team,STR.2,dk,,\nb,pmo,GOV.1,NA,none,no board\n\nb,pmo,STR.2,,,\n"
    )
    assert read_csv(text, MODEL) == (
        Response(
            "b",
            "pmo",
            {
                "STR.1": Answer(3, "level", "one", "seen in April"),
                "GOV.1": Answer(None, "NA", reason="no board"),
            },
        ),
        Response("a", "team", {"STR.2": Answer(None, "DK")}),
    )


def test_a_file_is_read_by_its_path_with_its_byte_order_mark(tmp_path: Path):
    path = tmp_path / "answers.csv"
    path.write_bytes(b"\xef\xbb\xbf" + (HEADER + "a,pmo,STR.1,6,,\n").encode())
    with pytest.raises(ContentError) as refusal:
        read_csv(path, MODEL)
    assert str(refusal.value) == (
        f"{path}: row 2, column answer: found '6'; allowed: a level from 1 to 5, DK or NA"
    )


@pytest.mark.parametrize("separator", [";", "\t"])
def test_the_separators_of_other_countries_are_understood(separator):
    text = (HEADER + "a,pmo,STR.1,3,several,\n").replace(",", separator)
    assert read_csv(text, MODEL)[0].answers["STR.1"].evidence == "several"


def test_columns_may_stand_in_any_order_and_case():
    text = "Comment,Evidence,Answer,Question,Role,Respondent\n,,4,STR.1,pmo,a\n"
    assert read_csv(text, MODEL)[0].answers["STR.1"].value == 4


def test_a_quoted_comment_may_span_lines_and_rows_are_counted_as_in_a_spreadsheet():
    text = HEADER + 'a,pmo,STR.1,3,,"one\ntwo"\na,pmo,STR.2,9,,\n'
    assert only(text).field == "row 3, column answer"


def test_arabic_digits_are_digits():
    assert read_csv(HEADER + "a,pmo,STR.1,٣,,\n", MODEL)[0].answers["STR.1"].value == 3


def test_a_respondent_whose_answers_are_all_empty_is_present_with_none():
    assert read_csv(HEADER + "a,pmo,STR.1,,,\n", MODEL) == (Response("a", "pmo", {}),)


def test_a_table_without_rows_has_no_responses():
    assert read_csv(HEADER, MODEL) == ()


@pytest.mark.parametrize(
    ("row", "column", "rule"),
    [
        (",pmo,STR.1,3,,", "respondent", "respondent"),
        ("a,boss,STR.1,3,,", "role", "role"),
        ("a,,STR.1,3,,", "role", "role"),
        ("a,pmo,STR.9,3,,", "question", "question"),
        ("a,pmo,,3,,", "question", "question"),
        ("a,team,STR.1,3,,", "question", "not-for-role"),
        ("a,pmo,STR.1,0,,", "answer", "answer"),
        ("a,pmo,STR.1,3.0,,", "answer", "answer"),
        ("a,pmo,STR.1,-1,,", "answer", "answer"),
        ("a,pmo,STR.1,often,,", "answer", "answer"),
        ("a,pmo,STR.1,²,,", "answer", "answer"),
        ("a,pmo,STR.1,,one,", "answer", "answer"),
        ("a,pmo,STR.1,,,why not", "answer", "answer"),
        ("a,pmo,STR.1,3,two,", "evidence", "evidence"),
        ("a,pmo,STR.1,DK,one,", "evidence", "evidence"),
        ("a,pmo,STR.1,NA,,", "comment", "reason"),
        (f"{'a' * 201},pmo,STR.1,3,,", "respondent", "length"),
        (f"a,pmo,STR.1,3,,{'a' * 4001}", "comment", "length"),
    ],
)
def test_a_wrong_cell_is_named_by_row_and_column(row, column, rule):
    finding = only(f"{HEADER}{row}\n")
    assert (finding.field, finding.rule) == (f"row 2, column {column}", rule)


@pytest.mark.parametrize(
    ("second", "column", "rule"),
    [
        ("a,pmo,STR.1,4,,", "question", "duplicate"),
        ("a,executive,STR.2,4,,", "role", "second-role"),
    ],
)
def test_a_row_that_contradicts_an_earlier_one_names_it(second, column, rule):
    finding = only(f"{HEADER}a,pmo,STR.1,3,,\n{second}\n")
    assert (finding.field, finding.rule) == (f"row 3, column {column}", rule)
    assert "row 2" in finding.found + finding.allowed


def test_every_wrong_row_is_listed():
    text = HEADER + "a,boss,STR.9,3,,\nb,pmo,STR.1,9,two,\nc,pmo,STR.1,3\n"
    assert [finding.field for finding in findings(text)] == [
        "row 2, column role",
        "row 2, column question",
        "row 3, column evidence",
        "row 3, column answer",
        "row 4",
    ]


@pytest.mark.parametrize(
    "header",
    [
        "",
        "respondent,role,question,answer,evidence",
        "a,b,c,d,e,f",
        HEADER.strip() + ",mood",
        HEADER.strip() + ",role",
    ],
)
def test_a_wrong_header_is_answered_with_the_right_one(header):
    finding = only(f"{header}\nx\n" if header else "")
    assert (finding.field, finding.rule) == ("row 1", "header")
    assert "respondent,role,question" in finding.allowed


@pytest.mark.parametrize("text", [HEADER + 'a,pmo,STR.1,3,,"open\n', HEADER + 'a,pmo,STR.1,3,,"x"y\n', '"'])
def test_broken_quotes_are_refused(text):
    assert only(text).rule == "csv"


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        ((HEADER + "é").encode("latin-1"), "encoding"),
        (HEADER.encode("utf-16"), "encoding"),
        (HEADER.encode() + b"a,pmo,STR.1,3,,\x00\n", "character"),
        (b"PK\x03\x04 a spreadsheet", "character"),
    ],
)
def test_what_is_not_utf8_text_is_refused(data, rule):
    assert findings(data)[0].rule == rule


def test_a_lone_surrogate_in_text_is_refused():
    assert only(HEADER + "a,pmo,STR.1,3,,\ud800\n").rule == "encoding"


def test_rows_of_any_table_can_be_read_and_missing_cells_are_empty():
    rows = [("Answers!7", {"respondent": "a", "role": "pmo", "question": "STR.1", "answer": "2"})]
    assert read_responses(rows, MODEL, "answers.xlsx")[0].answers["STR.1"].value == 2
    rows = [("Answers!7", {"respondent": "a\x07", "role": "pmo", "question": "STR.1", "answer": "2"})]
    with pytest.raises(ContentError) as refusal:
        read_responses(rows, MODEL, "answers.xlsx")
    assert refusal.value.findings[0].field == "Answers!7, column respondent"


def test_an_endless_table_is_refused():
    def rows():
        number = 0
        while True:
            number += 1
            yield f"row {number}", {"respondent": str(number), "role": "pmo", "question": "STR.1"}

    with pytest.raises(ContentError) as refusal:
        read_responses(rows(), MODEL, "endless")
    assert refusal.value.findings[0].field == f"row {table.MOST_ROWS + 1}"


def test_the_hash_does_not_depend_on_the_order_of_people_or_answers():
    people = [response(name, "pmo", {"STR.1": 3, "STR.2": "DK", "GOV.1": (4, "one")}) for name in "abc"]
    shuffled = [Response(p.respondent, p.role, dict(reversed(p.answers.items()))) for p in people]
    random.Random(1).shuffle(shuffled)
    assert answers_hash(shuffled) == answers_hash(people)
    assert answers_hash(people[:2]) != answers_hash(people)
