"""The recommended type of PMO as the consultant sees it."""

from __future__ import annotations

import re
from dataclasses import replace

from app.db import db, firm_scope
from app.db.assessments import find_assessment
from app.db.engagements import find_engagement
from app.reports.formats import rounded
from app.services import conclusions
from content import to_plain
from tests.web.reading import outcome_page, plain, text_of
from tests.worlds.closed import advice_of

TIE = {"K01": 4, "K02": 2, "K03": 1, "K04": 1, "K05": 3, "K06": 2, "K07": 2, "K08": 2, "K09": 3, "K10": 3}
MINISTRY = TIE | {"K11": 1, "K12": 2, "K13": 1, "K14": 0, "K15": 1, "K16": 2, "K17": 3, "K18": 2}
DIRECTIVE = dict.fromkeys((f"K{number:02}" for number in range(1, 19)), 4) | {
    "K01": 1,
    "K03": 0,
    "K04": 0,
    "K07": 1,
    "K11": 0,
    "K12": 1,
    "K13": 1,
    "K14": 0,
    "K16": 1,
    "K17": 1,
}


def show(consultant, closed) -> str:
    return outcome_page(consultant, closed, "recommendation")


def answer(closed, criteria) -> None:
    """Put these answers in place of the profile and draw the advice again."""
    with firm_scope(closed.firm_id):
        find_engagement(closed.engagement_id).criteria = criteria
        db.session.flush()
        conclusions.conclude(closed.id)
        db.session.commit()


def test_the_type_and_its_scores_are_the_stored_ones(consultant, kept):
    advice, page = advice_of(kept).recommendation, show(consultant, kept)
    assert re.search(r"<h1>(.*?)</h1>", page)[1] == "The profile leans to a controlling PMO"
    table = page.partition("Fit of three types")[2].partition("</table>")[0]
    shown = re.findall(r"<strong>([\d.]+)</strong>", table)
    assert shown == [str(rounded(one.score, 1)) for one in sorted(advice.scores, key=lambda one: -one.score)]


def test_three_reasons_for_and_two_against_are_told_with_the_answer_given(consultant, kept):
    advice, page = advice_of(kept).recommendation, show(consultant, kept)
    for heading, reasons in (
        ("reasons-for", advice.reasons_for),
        ("reasons-against", advice.reasons_against),
    ):
        told = page.partition(f'aria-labelledby="{heading}"')[2].partition("</section>")[0]
        points = re.findall(r'reason-points">([+−][\d.]+) points', told)
        assert points == [f"{one.contribution:+.1f}".replace("-", "−") for one in reasons]
    assert len(advice.reasons_for) == 3
    assert len(advice.reasons_against) == 2
    assert "About half have led three or more comparable projects" in plain(page)


def test_the_margin_can_be_followed(consultant, kept):
    assert "65.55 − 59.70 = 5.85" in plain(show(consultant, kept))


def test_the_evidence_warning_stands_with_every_recommendation(consultant, kept):
    text = plain(show(consultant, kept))
    assert "no structure that works everywhere" in text
    assert "from 184 such changes" in text
    assert "Light PMOs achieve less and succeed more often" in text


def test_a_tie_proposes_the_lighter_type_first(consultant, kept, app):
    answer(kept, MINISTRY)
    advice, page = advice_of(kept).recommendation, show(consultant, kept)
    assert advice.standing == "tie"
    assert f"Begin with the lighter one, {advice.lighter_first}" in plain(page)
    assert "lighter: begin here" in page


def test_gates_are_told_in_whole_sentences(consultant, kept, app):
    answer(kept, DIRECTIVE)
    advice, page = advice_of(kept).recommendation, show(consultant, kept)
    assert {gate.key for gate in advice.gates} >= {"G1"}
    assert "The mandate cannot carry it yet" in page
    assert "a signed mandate and a named sponsor come first" in page
    assert f"Open as a {advice.start_type} PMO" in plain(page)


def test_a_thin_profile_is_flagged_and_names_what_is_open(consultant, kept, app):
    answer(kept, {"K01": 3, "K03": 1})
    page = show(consultant, kept)
    assert "The profile is too thin to advise a type of PMO" in page
    assert "Low information" in page
    assert f"/engagements/{kept.engagement_id}/profile" in page
    assert "Filled in from the assessment and the facts" in page


def headings(page: str) -> list[str]:
    return re.findall(r'<h2 id="([a-z-]+)"', page)


def test_services_come_first_the_shape_second_and_the_type_third(consultant, kept):
    page = show(consultant, kept)
    assert headings(page)[:4] == ["mix", "axes", "types", "changes"]
    assert "The customers were not asked: this is derived from the gaps" in plain(page)
    assert "Whatever the type, the sector adds: time records from the site" in plain(page)


def test_what_would_change_it_is_worded_with_the_answers_of_the_profile(consultant, kept):
    text = plain(show(consultant, kept))
    assert (
        "If Competence of project managers were answered “Most lead a project for the first time and beside "
        "another job” instead of “About half have led three or more comparable projects and were trained”, "
        "a directive PMO would come first." in text
    )
    assert (
        "It would take 6 weights at once, each moved by as much as half, to put a directive PMO first" in text
    )


def test_a_change_of_several_answers_is_listed_and_one_weight_is_told_in_a_sentence(consultant, kept, app):
    answer(kept, dict.fromkeys(DIRECTIVE, 4) | DIRECTIVE | {"K12": 4, "K13": 4})
    advice, page = advice_of(kept).recommendation, show(consultant, kept)
    count = len(advice.answer_flip.changes)
    assert count > 1
    assert f"come first only if these {count} answers were all different" in plain(page)
    assert page.partition('<ul class="changes">')[2].partition("</ul>")[0].count("<li>") == count
    assert "No weights between half and one and a half times their own" in plain(page)


def test_every_rule_that_is_named_is_explained(consultant, kept, app, repository):
    stated = consultant.get("/methods/recommendation").get_data(as_text=True)
    page = (repository / "docs" / "methods-planning.md").read_text(encoding="utf-8")
    named = set()
    for criteria in (None, MINISTRY, DIRECTIVE, {"K01": 3, "K03": 1}):
        if criteria is not None:
            answer(kept, criteria)
        named |= set(
            re.findall(r'class="rule" href="/methods/recommendation#([a-z0-9-]+)"', show(consultant, kept))
        )
    assert {"rec-1", "rec-3", "rec-4", "rec-7", "rec-8", "g1", "b3", "f1", "smx-2", "tgt-1"} <= named
    keys = set(re.findall(r'<tr id="([a-z0-9-]+)">', stated))
    assert named <= keys
    assert {
        key for key in keys if key.startswith(("rec", "tgt")) and f"| {key.upper()} |" not in page
    } == set()


def test_every_sentence_of_the_advice_shows_its_rule(consultant, kept):
    page = show(consultant, kept)
    for section in ("mix", "axes"):
        body = page.partition(f'aria-labelledby="{section}"')[2].partition("</section>")[0]
        rows = re.findall(r'<tr><th scope="row".*?</tr>', body, re.DOTALL)
        assert rows
        assert all('class="rule"' in row for row in rows)
    told = page.partition('aria-labelledby="changes"')[2].partition("<details")[0]
    assert all('class="rule"' in one for one in re.findall(r"<p>.*?</p>", told, re.DOTALL))


def test_what_rests_on_grade_d_is_to_be_verified_first(consultant, kept):
    with firm_scope(kept.firm_id):
        row = find_assessment(kept.id)
        advice = conclusions.advice_of(row)
        assert not any(one.verify_first for one in advice.services.services)
        mix = replace(
            advice.services,
            services=tuple(replace(one, verify_first=True) for one in advice.services.services),
        )
        row.conclusion = to_plain(replace(advice, services=mix))
        db.session.commit()
    body = show(consultant, kept).partition('aria-labelledby="mix"')[2].partition("</section>")[0]
    assert "verify first" in body
    assert "#rec-13" in body


def test_every_target_shows_how_it_came_about(consultant, kept):
    with firm_scope(kept.firm_id):
        targets = conclusions.advice_of(find_assessment(kept.id)).targets
    page = show(consultant, kept)
    table = page.partition("Targets and how each came about")[2].partition("</table>")[0]
    assert re.findall(r"<strong>([\d.]+)</strong>", table) == [f"{one.level:.1f}" for one in targets]
    assert "Regulatory and audit burden +1.0" in table


def test_without_a_profile_the_page_leads_to_it(consultant, kept, app):
    answer(kept, {})
    response = consultant.get(f"/assessments/{kept.id}/recommendation")
    assert "A few facts about the organisation are missing" in text_of(response)
    assert f"/engagements/{kept.engagement_id}/profile" in response.get_data(as_text=True)


def test_the_page_takes_few_statements(consultant, kept):
    show(consultant, kept)
    assert len(consultant.statements) <= 10


def test_the_page_reads_from_right_to_left(consultant, kept):
    page = consultant.get(f"/assessments/{kept.id}/recommendation?lang=ar-XB").get_data(as_text=True)
    assert 'dir="rtl"' in page
    assert "The profile leans" not in page
