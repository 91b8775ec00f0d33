"""What a test reads in a page: its words, and one section of it."""

from __future__ import annotations

import html
import re


def plain(page: str) -> str:
    """Return the words of a page or of a part of one, with plain single spaces."""
    return " ".join(re.sub(r"<[^>]+>", " ", page).replace("\u00a0", " ").split())


def section(page: str, key: str) -> str:
    """Return the section whose heading has this id."""
    return page.partition(f'aria-labelledby="{key}"')[2].partition("</section>")[0]


def words(response) -> str:
    """Return all words of an answer's page as they are read, with single spaces."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.get_data(as_text=True))).split())


def text_of(response) -> str:
    """Return the words of an answer's page without its title, scripts and styles, with single spaces."""
    page = re.sub(r"<(script|style|title)\b.*?</\1>", "", response.get_data(as_text=True), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def outcome_page(browser, closed, name: str, language: str = "en") -> str:
    """Return a page of an assessment's outcome as it was sent: "roadmap", "rollout", "recommendation" and so on."""
    response = browser.get(f"/assessments/{closed.id}/{name}?lang={language}")
    assert response.status_code == 200
    return response.get_data(as_text=True)
