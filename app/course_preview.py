"""A course as pages for its authors: the lessons as learners will see them, and every question with its key."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Flask, current_app, g

from app import create_app
from app.config import Settings
from app.languages import direction, language
from app.places import STATIC
from app.services.lessons import lesson_content
from app.templating import stylesheet
from courses.course import Course
from courses.grading import draw_item, view
from courses.items import Item

VARIANTS_SHOWN = 3
_FONTS = re.compile(r"/assets/[0-9a-f]+/fonts/")


def write_preview(course: Course, folder: Path, language_code: str) -> tuple[Path, ...]:
    """Write a course as pages into a folder, which is made, and return them; the first is the index.

    The pages are for authors: keys and feedback stand in them. No installation is needed: the site that lays them
    out is one of its own, which is gone afterwards and whose database is never asked.
    """
    with TemporaryDirectory() as nowhere, _site(Path(nowhere)).test_request_context():
        g.language = language_code  # which the site itself may not offer yet
        return _write(course, folder)


def _site(folder: Path) -> Flask:
    return create_app(
        Settings(
            profile="demo",
            instance=folder,
            database_url=f"sqlite:///{folder / 'none.sqlite3'}",
            secret_key=folder.name * 4,
            base_url="http://localhost",
            smtp_url="",
            mail_from="nobody@localhost",
            proxy_hops=0,
        )
    )


def _write(course: Course, folder: Path) -> tuple[Path, ...]:
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(STATIC / "fonts", folder / "fonts", dirs_exist_ok=True)
    css = _FONTS.sub("fonts/", stylesheet(STATIC).decode())
    (folder / "site.css").write_text(css, encoding="utf-8")
    pages = [folder / "index.html"]
    pages[0].write_text(_page("index", course=course), encoding="utf-8")
    for lesson in course.lessons:
        content = lesson_content(course, lesson.key, language())
        items = [(item, list(_puttings(item))) for item in course.items_of(lesson.key)]
        path = folder / f"{lesson.key}.html"
        path.write_text(_page("lesson", course=course, lesson=content, items=items), encoding="utf-8")
        pages.append(path)
    return tuple(pages)


def _puttings(item: Item) -> Iterator[tuple[object, Item]]:
    """Yield an item as it is put: once, or where its numbers are drawn with several of them."""
    for seed in range(VARIANTS_SHOWN if item.params else 1):
        drawn = draw_item(item, seed)
        yield view(drawn), drawn.item


def _page(kind: str, **values: object) -> str:
    values |= {
        "kind": kind,
        "language": language(),
        "direction": direction(),
        "items": values.get("items", []),
    }
    return current_app.jinja_env.get_template("learning/preview.html").render(values)
