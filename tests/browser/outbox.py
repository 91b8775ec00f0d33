"""The links that respondents got, as the outbox of the demo shows them."""

from __future__ import annotations

import re

from tests.browser.site import Site

MAIL = re.compile(r'<a href="(/outbox/[^"]+)"><bdi>([^<]*): your view')
LINK = re.compile(r'<a href="http://[^/"]+(/r/[^"]+)">')
RECIPIENT = re.compile(r"&lt;([^&]+)&gt;")


def links_to(site: Site, wanted: str) -> dict[str, str]:
    """Return the address of each person invited, to the path of the link in the invitation.

    Args:
        wanted: the name of the assessment or of the client, as the invitation has it.
    """
    email, password = site.account("consultant")
    visitor = site.visitor()
    visitor.get("/sign-in")
    visitor.post("/sign-in", {"email": email, "password": password})
    links = {}
    for path, _ in MAIL.findall(visitor.get("/outbox").body.decode()):
        text = visitor.get(path).body.decode()
        link, recipient = LINK.search(text), RECIPIENT.search(text)
        if wanted in text and link and recipient:
            links[recipient[1]] = link[1]
    return links
