"""A statement of somebody's hours of learning on a page of A4, as a PDF for an archive (PDF/A-3a, PDF/UA-1).

It is laid out when its owner asks for it and kept nowhere. It is worded for whoever certifies professionals: what was
recorded, what of it counts and why, and what a record of this kind cannot show.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from gettext import NullTranslations

from app.reports.brand import UNBRANDED as OUR_LOOK
from app.reports.brand import Brand
from app.reports.branding import UNBRANDED, Branding
from app.reports.environment import environment_for
from app.reports.formats import direction_of, filters_for
from app.reports.pdf import LaidOut, Limits, lay_out
from app.version import VERSION
from courses.development import Rule, Scheme
from courses.ledger import Claim, CourseHours, Ledger
from courses.study_time import IDLE, MOST_TIMES_STATED

LIMITS = Limits(wall_seconds=20, cpu_seconds=15)
IDLE_MINUTES = int(IDLE.total_seconds() // 60)

CROWDED = 2
"""With more courses than this they are set smaller, so that one page holds as many as can be."""


@dataclass(frozen=True, slots=True)
class Statement:
    """What is stated, and for whom.

    Attributes:
        firm: whose site recorded it. address: where certificates are checked.
    """

    language: str
    firm: str
    ledger: Ledger
    address: str

    @property
    def courses(self) -> tuple[CourseHours, ...]:
        """The courses about which there is something to state."""
        return tuple(one for one in self.ledger.courses if one.is_evident)

    @property
    def claimed(self) -> tuple[tuple[Scheme, Rule, tuple[tuple[CourseHours, Claim], ...]], ...]:
        """The schemes under which a course gives units, each with the claims by course."""
        found = []
        for scheme, rule in self.ledger.schemes:
            claims = tuple(
                (course, claim)
                for course in self.courses
                for claim in course.claims
                if claim.scheme.key == scheme.key
            )
            if claims:
                found.append((scheme, rule, claims))
        return tuple(found)

    @property
    def made_on(self) -> date:
        return self.ledger.made_on


def grounds(language: str, translations: NullTranslations) -> tuple[str, ...]:
    """Return what the hours rest on and what they cannot show, a sentence or two each."""
    _, times = translations.gettext, filters_for(language)["number"](MOST_TIMES_STATED)
    return (
        translations.ngettext(
            "An open page tells the site, once a minute at most, that it was opened, left, or worked on with keys, "
            "pointer or scrolling. Time between two such signs counts; a pause of more than %(num)s minute does not "
            "count at all.",
            "An open page tells the site, once a minute at most, that it was opened, left, or worked on with keys, "
            "pointer or scrolling. Time between two such signs counts; a pause of more than %(num)s minutes does not "
            "count at all.",
            IDLE_MINUTES,
        )
        % {"num": IDLE_MINUTES},
        _(
            "Several windows at once count once. No lesson or test counts for more than %(times)s times the minutes "
            "stated for it, and nothing after the day on which its course was completed. “Stated” is what the course "
            "says it takes."
        )
        % {"times": times},
        _(
            "Reading away from the screen, and repetition after the lessons, are not in these figures. Without scripts "
            "in the browser only forms that were sent are seen, so less is recorded."
        ),
        _(
            "The record belongs to an account with a password. It cannot show who sat at the keyboard, nor how well "
            "anybody attended."
        ),
        _("Days are those of UTC. Minutes are rounded down on paper, and sums reckoned from seconds."),
    )


def statement_html(statement: Statement, translations: NullTranslations, brand: Brand = OUR_LOOK) -> str:
    """Return a statement as a printable page."""
    environment = environment_for(statement.language, translations)
    return environment.get_template("reports/hours.html").render(
        statement=statement,
        brand=brand,
        direction=direction_of(statement.language),
        is_crowded=len(statement.courses) > CROWDED,
        grounds=grounds(statement.language, translations),
        product=f"Plumbline {VERSION}",
    )


def statement_pdf(
    statement: Statement, translations: NullTranslations, branding: Branding = UNBRANDED
) -> LaidOut:
    """Return a statement as a file; the same values give the same bytes.

    Args:
        branding: of the firm as it is today; its colours, face, logo and foot show.

    Raises:
        RenderFailed: with the reason.
    """
    html = statement_html(statement, translations, branding.brand)
    return lay_out(html, direction=direction_of(statement.language), limits=LIMITS, assets=branding.assets)
