"""A certificate as a file, laid out as it stands at this moment, in the brand of the day it was issued."""

from __future__ import annotations

import hashlib
import logging
from uuid import UUID

from app.errors import Conflict
from app.policy import Actor
from app.reports.certificate import Page, certificate_pdf
from app.reports.pdf import RenderFailed
from app.services import brands
from app.services.certificates import CertificateLine, my_certificate
from app.services.reports import Document
from app.translations import translations_for

log = logging.getLogger(__name__)


def certificate_file(actor: Actor, certificate_id: UUID, language: str) -> Document:
    """Return one of the actor's certificates as a PDF in a language; a revoked one says so.

    Raises:
        Hidden: as `my_certificate`.
        Conflict: this machine cannot make the file now.
    """
    line = my_certificate(actor, certificate_id)
    try:
        page = page_of(line, language)
        content = certificate_pdf(page, translations_for(language), brands.kept_brand(line.brand_id)).pdf
    except RenderFailed as error:
        log.warning("certificate %s: no file: %s", line.id, error.reason)
        raise Conflict("file_not_made") from error
    name = f"certificate-{line.achievement.course}.pdf"
    return Document(content, name, hashlib.sha256(content).hexdigest())


def page_of(line: CertificateLine, language: str) -> Page:
    """Return what is printed of a certificate."""
    done, revocation = line.achievement, line.revocation
    return Page(
        language=language,
        holder=line.holder,
        course=done.title,
        version=done.version,
        issuer=line.issuer,
        issued_on=line.issued_at.date(),
        minutes=done.minutes,
        competencies=done.competencies,
        is_exam=done.is_exam,
        share=done.share if line.prints_share else None,
        code=line.code,
        address=line.address,
        revoked_on=revocation.at.date() if revocation else None,
    )
