"""The living style page as the site serves it."""

from __future__ import annotations

import pytest

from tests.checked_client import CheckedClient


@pytest.mark.parametrize("language", ["en", "en-XA", "ar-XB"])
def test_the_style_page_is_served_in_every_language(client: CheckedClient, language: str) -> None:
    page = client.get(f"/style?lang={language}")
    assert page.status_code == 200
    assert f'lang="{language}"' in page.text


def test_an_address_that_leads_nowhere_gets_a_plain_page_with_a_way_on(client: CheckedClient) -> None:
    page = client.get("/nothing/here")
    assert page.status_code == 404
    assert 'href="/"' in page.text
