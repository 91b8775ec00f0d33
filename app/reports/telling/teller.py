"""What every section is told with: the report, what leads it, and how words and figures are written in its language."""

from __future__ import annotations

import datetime
import html
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from gettext import NullTranslations
from typing import Any

from jinja2 import Environment
from markupsafe import Markup

from app.reports.charts import ramp_step
from app.reports.environment import environment_for
from app.reports.formats import KEPT_IN_ORDER, NOTHING, direction_of, filters_for, plain, rounded
from app.reports.story import RolloutNames, Story, name_rollout, tell_story
from app.reports.tree import Cell
from assessments.report import MaturityReport
from assessments.results import MaturityResult
from content import Text

WORDS = "reports/maturity/_words.html"
CHANGES = "reports/maturity/_changes.html"
MIX = "reports/maturity/_mix_words.html"
KPI = "kpis/_words.html"
ROLLOUT = "rollouts/_words.html"
LONGEST_WORDS = 1200
"""Characters of one text in a report, beyond which it is cut."""
MINUS = "\N{MINUS SIGN}"
RIGHT_TO_LEFT = "\N{RIGHT-TO-LEFT MARK}"


@dataclass
class Teller:
    """Words and figures of one report in its language.

    Every method returns plain text: no markup, typed text without signs that turn or hide what follows.
    """

    report: MaturityReport
    translations: NullTranslations
    story: Story = field(init=False)
    names: RolloutNames | None = field(init=False)
    _filters: Any = field(init=False)
    _environment: Environment = field(init=False)
    _modules: dict[str, Any] = field(init=False, default_factory=dict)

    def __post_init__(self) -> None:
        report = self.report
        self.story = tell_story(report)
        self._filters = filters_for(report.language)
        self._environment = environment_for(report.language, self.translations)
        self.names = (
            None
            if report.rollout is None
            else name_rollout(report.rollout, report.roadmap, report.gaps, report.profile_model.criteria)
        )

    @property
    def result(self) -> MaturityResult:
        return self.report.result

    @property
    def is_mirrored(self) -> bool:
        return direction_of(self.report.language) == "rtl"

    def _(self, message: str, /, **values: Any) -> str:
        """Return a sentence of ours in the language of the report, with its values filled in."""
        return self.translations.gettext(message) % values if values else self.translations.gettext(message)

    def ngettext(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """Return the sentence that fits a number, which it may name as %(num)s."""
        return self.translations.ngettext(one, many, count) % {"num": self.whole(count), **values}

    def word(self, template: str, macro: str, *arguments: Any) -> str:
        """Return what a macro of words says for a key, as plain text on one line."""
        module = self._modules.get(template)
        if module is None:
            module = self._modules[template] = self._environment.get_template(template).module
        return self.plainly(getattr(module, macro)(*arguments))

    def plainly(self, markup: str) -> str:
        """Return markup of our own templates as text; spans that keep an order become marks that do."""
        text = re.sub(r'<span dir="ltr">(.*?)</span>', KEPT_IN_ORDER.format(r"\1"), str(markup))
        return re.sub(r"[ \n\t]+", " ", html.unescape(re.sub(r"<[^>]*>", "", text))).strip()

    def say(self, text: Text) -> str:
        """Return the words of published content, or of a name typed by a person, in the report's language.

        Nothing published is that long; a title typed without end would take the layout for ever.
        """
        words = str(plain(self._filters["say"](text)))
        return words if len(words) <= LONGEST_WORDS else words[:LONGEST_WORDS] + "…"

    def in_a_row(self, texts: Iterable[str]) -> str:
        """Return short texts with a point between any two, which never begins a line."""
        return "\u00a0· ".join(texts)

    def with_day(self, text: str, day: datetime.date) -> str:
        """Return a text and a day in brackets on one line; its figures would else join an English text before them."""
        written = self.day(day).replace(" ", "\u00a0")
        return f"{text} {RIGHT_TO_LEFT if self.is_mirrored else ''}({written})"

    def title(self, dimension: str) -> str:
        """Return the title of a dimension; a key that the model does not have stands for itself."""
        text = self.story.titles.get(dimension)
        return self.say(text) if text else dimension

    def owner(self, key: str) -> str:
        text = self.story.owners.get(key) or (self.names.roles.get(key) if self.names else None)
        return self.say(text) if text else key

    def typed(self, text: str, length: int = 400) -> str:
        """Return what a person typed, on one line and cut to a length."""
        return str(self._filters["marked_from_left"](self._filters["brief"](plain(text), length)))

    def figure(self, kind: str, *values: Any) -> str:
        """Return a figure as one of the filters of formats.py writes it."""
        written = self._filters[kind](*values)
        if isinstance(written, Markup):
            return self.plainly(written)
        # A minus before a figure would stand behind it in a line read from right to left.
        return (
            KEPT_IN_ORDER.format(written) if self.is_mirrored and written.startswith(MINUS) else str(written)
        )

    def level(self, value: float | None) -> str:
        return self.figure("one_decimal", value)

    @staticmethod
    def rounds_apart(more: float, less: float, difference: float) -> bool:
        """Return whether a difference is printed as another than the two printed figures have.

        >>> Teller.rounds_apart(65.55, 59.7, 5.85), Teller.rounds_apart(4.5, 2.0, 2.5)
        (True, False)
        """
        return rounded(more, 1) - rounded(less, 1) != rounded(difference, 1)

    def whole(self, value: float | None) -> str:
        return self.figure("whole", value)

    def number(self, value: float | None) -> str:
        return self.figure("number", value)

    def signed(self, value: float | None) -> str:
        return self.figure("signed", value)

    def share(self, value: float | None) -> str:
        return self.figure("per_cent", value)

    def between(self, low: float | None, high: float | None) -> str:
        return self.figure("between", low, high)

    def date(self, value: datetime.date | None) -> str:
        return self.figure("date", value)

    def day(self, value: datetime.date | None) -> str:
        return self.figure("day", value)

    def weeks(self, start_week: int, end_week: int) -> str:
        """Return weeks counted from 1, of work that runs in start_week … end_week − 1."""
        return self.figure("weeks", start_week + 1, end_week)

    def role(self, key: str) -> str:
        return self.word(WORDS, "role", key)

    def type(self, key: str) -> str:
        return self.word(WORDS, "type", key)

    def type_title(self, key: str) -> str:
        return self.word(WORDS, "type_title", key)

    def rule(self, *keys: str) -> str:
        """Return the name of the rule, or rules, that something follows from."""
        if len(keys) == 1:
            return self._("rule %(key)s", key=keys[0])
        return self._("rules %(keys)s", keys=", ".join(keys))

    def source(self) -> str:
        """Return the line under an exhibit that shows answers: where from, how many, when."""
        result, closed_on = self.result, self.report.assessment.closed_on
        people = self.ngettext("%(num)s person", "%(num)s people", result.respondents)
        if closed_on is None:
            return self._("Source: answers of %(people)s to this assessment.", people=people)
        return self._(
            "Source: answers of %(people)s to this assessment, closed on %(day)s.",
            people=people,
            day=self.date(closed_on),
        )

    # Cells

    def words_cell(self, text: str, detail: str = "", **look: Any) -> Cell:
        return Cell(text or NOTHING, detail=detail, **look)

    def level_cell(self, value: float | None, *, shaded: bool = False, tone: str = "") -> Cell:
        shade = (
            ramp_step(value, self.result.lowest, self.result.highest)
            if shaded and value is not None
            else None
        )
        return Cell(self.level(value), value, shade=shade, tone=tone)

    def whole_cell(self, value: float | None, tone: str = "") -> Cell:
        return Cell(self.whole(value), value, tone=tone)

    def number_cell(self, value: float | None, tone: str = "") -> Cell:
        return Cell(self.number(value), value, tone=tone)

    def share_cell(self, value: float | None, tone: str = "") -> Cell:
        return Cell(self.share(value), value, tone=tone)

    def money_cell(self, value: float | None, currency: str | None) -> Cell:
        return Cell(self.figure("money", value, currency), value)

    def day_cell(self, value: datetime.date | None, detail: str = "") -> Cell:
        return Cell(self.day(value), value, detail)

    def week_cell(self, start_week: int, end_week: int, detail: str = "") -> Cell:
        return Cell(self.weeks(start_week, end_week), start_week + 1, detail)
