"""A certificate on one page of A4, as a PDF for an archive (PDF/A-3a) that everybody can read (PDF/UA-1).

It is laid out when it is asked for: it takes about a second, is the same letter for letter as long as nothing has
changed, and shows at once what has, such as a revocation. So no file of it is kept.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import NullTranslations

from app.reports.brand import UNBRANDED as OUR_LOOK
from app.reports.brand import Brand
from app.reports.branding import UNBRANDED, Branding
from app.reports.environment import environment_for
from app.reports.formats import direction_of
from app.reports.pdf import LaidOut, Limits, lay_out
from app.version import VERSION
from content.text import Text, say

LIMITS = Limits(wall_seconds=75, cpu_seconds=15)
QUIET_ZONE = 4
"""Empty modules around a QR code, as ISO/IEC 18004 asks."""

CROWDED = 7
"""With more competencies than this they are set smaller, so that one page holds them."""


LONG = 45
"""So they are with one that has more signs than this."""


@dataclass(frozen=True, slots=True)
class Page:
    """What stands on a certificate.

    Attributes:
        share: right answers of the final test, 0 to 1; None where the holder does not want it printed.
        code: in groups. address: where it is checked, with the code.
        revoked_on: since when it no longer counts; None while it does.
    """

    language: str
    holder: str
    course: Text
    version: str
    issuer: str
    issued_on: date
    minutes: int
    competencies: tuple[Text, ...]
    is_exam: bool
    share: float | None
    code: str
    address: str
    revoked_on: date | None


@dataclass(frozen=True, slots=True)
class Square:
    """A QR code: how many modules wide with its quiet zone, and its dark modules as an SVG path."""

    size: int
    path: str


def draw_square(text: str) -> Square:
    """Return the QR code of a text; a quarter of it may be damaged and it can still be read (level Q)."""
    import segno  # needed for certificates alone

    rows = segno.make(text, error="q", micro=False, boost_error=False).matrix
    runs = []
    for y, row in enumerate(rows):
        x = 0
        while x < len(row):
            end = x
            while end < len(row) and row[end]:
                end += 1
            if end > x:
                runs.append(f"M{x + QUIET_ZONE} {y + QUIET_ZONE}h{end - x}v1h-{end - x}z")
            x = max(end, x + 1)
    return Square(len(rows) + 2 * QUIET_ZONE, "".join(runs))


def certificate_html(page: Page, translations: NullTranslations, brand: Brand = OUR_LOOK) -> str:
    """Return a certificate as a printable page."""
    environment = environment_for(page.language, translations)
    titles = [say(one, page.language) for one in page.competencies]
    return environment.get_template("reports/certificate.html").render(
        page=page,
        brand=brand,
        square=draw_square(page.address),
        direction=direction_of(page.language),
        is_crowded=len(titles) > CROWDED or any(len(one) > LONG for one in titles),
        product=f"Plumbline {VERSION}",
    )


def certificate_pdf(page: Page, translations: NullTranslations, branding: Branding = UNBRANDED) -> LaidOut:
    """Return a certificate as a file.

    Args:
        branding: the issuer's as it was kept; its colours, face, logo and foot show.

    Raises:
        RenderFailed: with the reason.
    """
    html = certificate_html(page, translations, branding.brand)
    return lay_out(html, direction=direction_of(page.language), limits=LIMITS, assets=branding.assets)
