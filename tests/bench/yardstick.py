"""The two bare Flask routes that everything is compared with, in one small application.

A, `GET /`: one Jinja page with a list of 20 rows. B, `POST /rows`: one form row through Flask-SQLAlchemy into
SQLite (WAL, synchronous NORMAL), answered with 204.
"""

from __future__ import annotations

import os
from contextlib import suppress
from typing import Any

from flask import Flask, render_template, request
from flask_sqlalchemy import SQLAlchemy
from jinja2 import DictLoader
from sqlalchemy import event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{{ title }}</title></head>
<body><h1>{{ title }}</h1><ul>
{% for row in rows %}<li><b>{{ row.name }}</b> {{ row.value }}</li>
{% endfor %}</ul></body></html>"""
ROWS = [{"name": f"row number {number}", "value": number * 17} for number in range(20)]


class Base(DeclarativeBase):
    pass


class Entry(Base):
    __tablename__ = "entries"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str]
    value: Mapped[int]


db = SQLAlchemy(model_class=Base)


def create_bare() -> Flask:
    """Return the yardsticks' application; YARDSTICK_DATABASE names its file."""
    app = Flask(__name__)
    app.config["SQLALCHEMY_DATABASE_URI"] = f"sqlite:///{os.environ['YARDSTICK_DATABASE']}"
    app.jinja_loader = DictLoader({"page.html": PAGE})  # compiled once, as a file would be
    db.init_app(app)

    @app.get("/")
    def page() -> str:
        return render_template("page.html", title="Twenty rows", rows=ROWS)

    @app.post("/rows")
    def save() -> tuple[str, int]:
        db.session.add(Entry(name=request.form["name"], value=int(request.form["value"])))
        db.session.commit()
        return "", 204

    with app.app_context():
        event.listen(db.engine, "connect", _tune)
        with suppress(OperationalError):  # the other worker was first
            db.create_all()
        db.engine.dispose()  # no connection is shared with the server's children
    return app


def _tune(connection: Any, _record: object) -> None:
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=NORMAL")
