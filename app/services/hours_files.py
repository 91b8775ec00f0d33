"""One's own hours as files to hand to somebody: a statement on paper, and a workbook with what it rests on."""

from __future__ import annotations

import hashlib
import logging

from app.errors import Conflict
from app.policy import Actor
from app.reports.hours import Statement, statement_pdf
from app.reports.hours_workbook import statement_workbook
from app.reports.pdf import RenderFailed
from app.services import brands
from app.services.hours import hours_page
from app.services.reports import MEDIA, Document
from app.surroundings import settings
from app.translations import translations_for

log = logging.getLogger(__name__)


def statement_file(actor: Actor, language: str) -> Document:
    """Return the actor's hours as a PDF in a language and in the firm's brand.

    Raises:
        Refused: as `hours_page`.
        Conflict: this machine cannot make the file now.
    """
    statement = statement_of(actor, language)
    try:
        content = statement_pdf(statement, translations_for(language), brands.brand_of_firm()).pdf
    except RenderFailed as error:
        log.warning("hours of %s: no file: %s", actor.id, error.reason)
        raise Conflict("file_not_made") from error
    return _document(content, "my-hours.pdf", MEDIA["pdf"])


def workbook_file(actor: Actor, language: str) -> Document:
    """Return the actor's hours as XLSX, with every day, test, exercise and unit; numbers are numbers.

    Raises:
        Refused: as `hours_page`.
    """
    statement = statement_of(actor, language)
    content = statement_workbook(statement, translations_for(language), brands.brand_of_firm().brand)
    return _document(content, "my-hours.xlsx", MEDIA["xlsx"])


def statement_of(actor: Actor, language: str) -> Statement:
    """Return what is stated of the actor.

    Raises:
        Refused: as `hours_page`.
    """
    address = f"{settings().base_url}/certificates"
    return Statement(language, actor.firm_name, hours_page(actor), address)


def _document(content: bytes, name: str, media: str) -> Document:
    return Document(content, name, hashlib.sha256(content).hexdigest(), media)
