"""The wheel, installed into an empty environment, gives a working site from any folder."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.request import urlopen

import pytest

pytestmark = pytest.mark.slow

# Room in the checkout, and where its files are in the wheel.
DATA = {
    "templates": "app/data/templates",
    "app/static": "app/static",
    "app/migrations": "app/migrations",
    "app/translations": "app/translations",
    "assessments/library": "assessments/library",
    "courses/library": "courses/library",
}


@pytest.fixture(scope="module")
def wheel(repository: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel, built offline by the build backend of the test environment."""
    out = tmp_path_factory.mktemp("wheel")
    options = ["--no-deps", "--no-build-isolation", "--no-index", "--quiet", "--wheel-dir", str(out)]
    subprocess.run([sys.executable, "-m", "pip", "wheel", *options, str(repository)], check=True)
    (path,) = out.glob("plumbline-*.whl")
    return path


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs' folder of an environment that holds the wheel, and borrows only its dependencies."""
    folder = tmp_path_factory.mktemp("environment")
    subprocess.run([sys.executable, "-m", "venv", "--without-pip", str(folder)], check=True)
    python = folder / "bin" / "python"
    options = ["--no-deps", "--no-index", "--quiet", "--disable-pip-version-check"]
    subprocess.run(
        [sys.executable, "-m", "pip", "--python", str(python), "install", *options, str(wheel)], check=True
    )
    (site,) = folder.glob("lib/python3*/site-packages")
    # A path file inside a borrowed folder is not read again, so the checkout stays out of reach.
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    return folder / "bin"


@pytest.fixture
def surroundings(tmp_path: Path) -> dict[str, str]:
    kept = {
        name: value for name, value in os.environ.items() if not name.startswith(("PLUMBLINE_", "PYTHON"))
    }
    return kept | {"PLUMBLINE_INSTANCE": str(tmp_path / "instance")}


@pytest.fixture
def address(installed: Path, surroundings: dict[str, str], tmp_path: Path) -> Iterator[str]:
    """The address of a site served by the installed program, from a folder that is not the checkout."""
    program = str(installed / "plumbline")
    subprocess.run([program, "db", "upgrade"], cwd=tmp_path, env=surroundings, check=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = str(probe.getsockname()[1])
    server = subprocess.Popen([program, "serve", "--port", port], cwd=tmp_path, env=surroundings)
    try:
        for _ in range(300):
            with socket.socket() as client:
                if client.connect_ex(("127.0.0.1", int(port))) == 0:
                    break
            assert server.poll() is None, "the server ended before it answered"
            time.sleep(0.1)
        yield f"http://127.0.0.1:{port}"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(timeout=30)


def test_the_wheel_carries_every_file_that_the_product_reads(wheel: Path, repository: Path) -> None:
    packed = set(zipfile.ZipFile(wheel).namelist())
    expected = {
        f"{target}/{path.relative_to(repository / source)}"
        for source, target in DATA.items()
        for path in (repository / source).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert expected - packed == set()


def test_the_wheel_carries_nothing_but_the_product(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.endswith(".dist-info")} == {
        "app",
        "assessments",
        "content",
        "courses",
    }


def test_the_version_of_the_wheel_is_the_one_that_the_product_prints(
    wheel: Path, installed: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    printed = _printed([installed / "plumbline", "--version"], surroundings, tmp_path)
    assert wheel.name.split("-")[1] in printed


def test_the_installed_program_serves_its_first_page_with_its_styles(address: str) -> None:
    with urlopen(f"{address}/sign-in") as reply:
        page = reply.read().decode()
    (style, *_) = re.findall(r'<link[^>]+rel="stylesheet"[^>]+href="([^"]+)"', page)
    with urlopen(f"{address}{style}") as reply:
        assert reply.headers.get_content_type() == "text/css"


def test_the_installed_packages_find_their_models_and_courses(
    installed: Path, surroundings: dict[str, str], tmp_path: Path
) -> None:
    script = (
        "from assessments.published import list_models; from courses.course import list_courses; import app; "
    )
    script += "print(len(list_models()), len(list_courses()), app.__file__)"
    models, courses, place = _printed([installed / "python", "-c", script], surroundings, tmp_path).split()
    assert int(models) >= 1
    assert int(courses) >= 1
    assert place.startswith(str(installed.parent))


def _printed(command: list[str | Path], environment: dict[str, str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, env=environment, check=True, stdout=subprocess.PIPE, text=True)
    return done.stdout
