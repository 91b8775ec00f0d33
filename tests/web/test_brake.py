from __future__ import annotations

from app.web.brake import FAILURES


def test_links_that_lead_nowhere_are_refused_after_too_many_in_a_minute(client, clock) -> None:
    for number in range(FAILURES):
        assert client.get(f"/r/guess{number:024}").status_code == 404
    refused = client.get("/r/anotherguess000000000000000")
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "60"
    clock.advance(seconds=61)
    assert client.get("/r/anotherguess000000000000000").status_code == 404


def test_the_rest_of_the_site_is_not_slowed_by_guesses_at_links(client) -> None:
    for number in range(FAILURES + 1):
        client.get(f"/shared/guess{number:024}")
    assert client.get("/sign-in").status_code == 200
