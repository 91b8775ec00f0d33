"""Somebody with a browser's memory: keeps cookies, sends the form's token, follows a redirect."""

from __future__ import annotations

import re
from collections.abc import Mapping

from tests.bench.client import Reply, ask, compose

FORM_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')
REDIRECTS = {301, 302, 303, 307, 308}


class Visitor:
    """One person at one site; `page` is the last reply."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.cookies: dict[str, str] = {}
        self.page = Reply(0, {}, (), b"")
        self.path = "/"

    @property
    def headers(self) -> dict[str, str]:
        return {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())}

    @property
    def form_token(self) -> str:
        found = FORM_TOKEN.search(self.page.body)
        if found is None:
            raise RuntimeError(f"{self.path} holds no form")
        return found[1].decode()

    def get(self, path: str) -> Reply:
        return self._send("GET", path, None)

    def post(self, path: str, form: Mapping[str, str]) -> Reply:
        return self._send("POST", path, {"csrf_token": self.form_token, **form})

    def _send(self, method: str, path: str, form: Mapping[str, str] | None) -> Reply:
        self.path = path
        self.page = ask(self.port, compose(method, path, headers=self.headers, form=form))
        for cookie in self.page.cookies:
            name, _, value = cookie.partition("=")
            self.cookies[name] = value
        if self.page.status in REDIRECTS:
            target = re.sub(r"^https?://[^/]+|#.*$", "", self.page.headers["location"])
            return self._send("GET", target, None)
        if self.page.status >= 400:
            raise RuntimeError(f"{method} {path} answered {self.page.status}")
        return self.page
