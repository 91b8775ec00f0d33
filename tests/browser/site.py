"""The real site on an instance of its own, with its worker and the demo, and the ways into it."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from app.services.demo import PASSWORD, SignInLine, sign_ins
from assessments.responses import Response
from tests.bench.processes import Server, free_port
from tests.bench.visitor import Visitor

ROOT = Path(__file__).parent.parent.parent


@dataclass(frozen=True, slots=True)
class Site:
    """A site that runs. `address` has no slash at its end, `instance` is the folder of its data."""

    address: str
    port: int
    instance: Path

    def account(self, role: str) -> tuple[str, str]:
        """Return address and password of the demo firm's person in a role."""
        line: SignInLine = next(line for line in sign_ins() if line.role == role)
        return line.email, PASSWORD

    def visitor(self) -> Visitor:
        """Return somebody who comes without a browser: no script, no style, only forms."""
        return Visitor(self.port)


class RunningSite:
    """Starts `plumbline serve` as a user would, and stops everything that it started."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(f"http://127.0.0.1:{(port := free_port())}", port, folder / "instance")
        foreign = re.compile(r"PLUMBLINE_|PORT$")
        self._environment = {
            **{name: value for name, value in os.environ.items() if not foreign.match(name)},
            "PLUMBLINE_PROFILE": "demo",
            "PLUMBLINE_INSTANCE": str(self.site.instance),
            "PLUMBLINE_BASE_URL": self.site.address,
        }
        command = self._command("serve", "--port", str(port))
        self._server = Server("site", command, {**self._environment, "PYTHONPATH": str(ROOT)}, folder, port)

    def __enter__(self) -> Site:
        self._run("db", "upgrade")
        self._run("demo")
        self._server.start()
        return self.site

    def __exit__(self, *_: object) -> None:
        self._server.stop()

    def log(self) -> str:
        """Return what the server has printed: nothing but its address, if all went well."""
        return self._server.log.read_text()

    def _command(self, *arguments: str) -> list[str]:
        return [sys.executable, "-m", "app.cli", *arguments]

    def _run(self, *arguments: str) -> None:
        done = subprocess.run(
            self._command(*arguments), cwd=ROOT, env=self._environment, capture_output=True, text=True
        )
        if done.returncode:
            raise RuntimeError(f"plumbline {' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")


def answer_without_a_browser(site: Site, link: str, response: Response) -> None:
    """Open the path of an invitation's link, fill in the whole form and submit it, as without scripts."""
    visitor = site.visitor()
    visitor.get(link)
    visitor.post(visitor.path, {})
    form = {"confirmed": "yes", "then": "submit"}
    for key, answer in response.answers.items():
        form[f"{key}.choice"] = answer.kind if answer.value is None else str(answer.value)
        form[f"{key}.evidence"] = answer.evidence
        form[f"{key}.comment"] = answer.comment
        form[f"{key}.reason"] = answer.reason
        form[f"{key}.seen"] = "0"
    visitor.post(visitor.path, form)
    assert b"Thank you" in visitor.page.body
