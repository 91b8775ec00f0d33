"""The sentences of exercises: an engine gives a code with what it names; here it becomes words of the page."""

from __future__ import annotations

from typing import Any

from flask_babel import format_decimal

from app.languages import gettext as _
from app.languages import language
from app.languages import lazy_gettext as _l
from app.web.exercise_risk_words import RISK
from app.web.exercise_time_words import TIME
from content import say
from courses.exercises.words import Words

COMMON: dict[str, Any] = {
    "nothing": _l("–"),
    "yes": _l("Yes"),
    "no": _l("No"),
    "percent": _l("%%"),
    "percent-of": _l("%(share)s %%"),
    "one-question": _l("One question"),
    "quoted": _l("%(words)s"),
    "slip.boundary": _l("The figure lies on a bound. Look again at which level the bound belongs to."),
    "slip.other-impact": _l("Two impacts count by the higher of their levels; this is the lower one."),
    "slip.ticks-everything": _l(
        "More ticks were wrong than right. A critique helps by what it leaves alone as much as by "
        "what it finds."
    ),
    "slip.sum-of-deviations": _l("Here deviations were added. Add their squares and take the root."),
    "slip.divisor": _l("The divisor is another one: the range has six deviations, the weights sum to six."),
    "slip.unweighted": _l("This is the plain mean of the three points. The most likely counts four times."),
    "slip.test-cost-forgotten": _l("The price of the test is missing."),
    "slip.prior-kept": _l("This is the probability from before the test. Bayes’ rule changes it."),
    "slip.overconfident": _l(
        "Fewer ranges held than somebody who is right at 90 %% reaches: they are too narrow."
    ),
    "slip.reddest-first": _l(
        "This buys down the list by expected cost. What counts is what a response saves for its price."
    ),
    "slip.over-budget": _l("The choice costs more than there is, so it cannot be had."),
    "slip.urgent-is-important": _l(
        "It is urgent to somebody. That alone does not make it important for the project."
    ),
    "slip.no-buffer": _l("There is no room left: the first surprise takes the plan with it."),
    "slip.expected-value": _l("This is the expected cost. It is kept in about half of all cases only."),
    "slip.merge-ignored": _l("This is the chance of one path. All of them must be in time."),
    "slip.mean-for-quantile": _l("This is the mean. A date that holds in 80 %% of cases lies later."),
    "slip.first-predecessor": _l("This is when the first of them lets it begin. It waits for the last."),
    "slip.inverted": _l("The fraction stands upside down: what was earned comes on top."),
    "slip.sign": _l("The sign is turned: earned comes first, so below zero is bad."),
    "slip.money-for-time": _l(
        "This is the index in money. The one in time divides earned schedule by the time passed."
    ),
}
SENTENCES = COMMON | RISK | TIME
_LONG, _WHOLE = 100, 1


def number_of(value: float, *, is_percent: bool = False) -> str:
    """Return a figure with as many decimals as its size deserves, as the page's language writes it.

    Args:
        is_percent: it stands in a sentence as a percentage, where a tenth of a point is all that anybody reads.
    """
    few = is_percent or abs(value) >= _LONG
    pattern = "#,##0.#" if few else "#,##0.##" if abs(value) >= _WHOLE else "#,##0.###"
    return str(format_decimal(value, format=pattern)).replace("-", "−")


def sentence(words: Words) -> str:
    """Return what an engine or an author says, in the page's language."""
    if words.text is not None:
        return say(words.text, language())
    named: dict[str, str] = {name: say(text, language()) for name, text in words.texts.items()}
    wording = str(SENTENCES.get(words.code, ""))
    for name, value in words.values.items():
        if isinstance(value, float | int):
            named[name] = number_of(value, is_percent=f"%({name})s %%" in wording)
        else:
            named[name] = value
    if words.code == "number":
        return named["number"]
    if words.code == "value.of":
        return f"{SENTENCES['value.' + named['figure']]} – {named['thing']}"
    if words.code == "reserve.events":
        return _events(named)
    return str(SENTENCES[words.code]) % {"unit": "", "money": "", **named}


def _events(named: dict[str, str]) -> str:
    """Return what happened in a period, risk by risk."""
    found: list[str] = []
    while (place := len(found)) < sum(name.startswith("thing") for name in named):
        thing, cost = named[f"thing{place}"], named[f"cost{place}"]
        if named[f"kind{place}"] == "fires":
            found.append(_("%(thing)s: occurred, %(cost)s", thing=thing, cost=cost))
        else:
            found.append(_("%(thing)s: can no longer occur", thing=thing))
    return "; ".join(found)
