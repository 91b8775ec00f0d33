"""Sentences of the exercises on risks. Where a text names a unit, it is the author's."""

from __future__ import annotations

from typing import Any

from app.languages import lazy_gettext as _l

RISK: dict[str, Any] = {
    "matrix.place": _l("Place and rank"),
    "matrix.lead": _l(
        "Choose both levels of each risk by the scales, and give each a rank of its own: 1 for the "
        "one to look at first."
    ),
    "matrix.risks": _l("The risks"),
    "matrix.scales": _l("The scales"),
    "matrix.level": _l("Level"),
    "matrix.probability-to": _l("Probability up to, %%"),
    "matrix.cost-from": _l("Cost from, %(unit)s"),
    "matrix.days-from": _l("Delay from, days"),
    "matrix.risk": _l("Risk"),
    "matrix.probability": _l("Probability, %%"),
    "matrix.cost": _l("Cost, %(unit)s"),
    "matrix.days": _l("Delay, days"),
    "matrix.probability-level": _l("Level of probability"),
    "matrix.impact-level": _l("Level of impact"),
    "matrix.rank": _l("Rank"),
    "matrix.probability-level-of": _l("Level of probability: %(thing)s"),
    "matrix.impact-level-of": _l("Level of impact: %(thing)s"),
    "matrix.rank-of": _l("Rank: %(thing)s"),
    "matrix.cell": _l("probability %(p)s, impact %(i)s"),
    "matrix.ranking": _l("Your ranking against expected cost"),
    "matrix.tau": _l("Kendall’s tau %(tau)s"),
    "matrix.by-expected-cost": _l("ordered by expected cost: tau 1"),
    "matrix.score": _l("Score"),
    "matrix.expected-cost": _l("Expected cost, %(unit)s"),
    "matrix.exact": _l("The exact figures, dearest first"),
    "matrix.tied": _l(
        "Of all pairs of these risks the score ties %(share)s %%: it cannot tell which comes first."
    ),
    "matrix.same-cell": _l(
        "“%(high)s” and “%(low)s” share a cell, and one costs %(ratio)s times as much on average as "
        "the other."
    ),
    "matrix.drawing": _l("The matrix with the risks in their cells"),
    "matrix.drawing-says": _l(
        "Impact grows to the right, probability upwards; each number is a risk of the list."
    ),
    "critique.find": _l("Find the faults"),
    "critique.lead": _l("Read all lines first. Then tick each fault in its line; a sound line stays empty."),
    "critique.register": _l("The lines"),
    "critique.line": _l("Line"),
    "critique.pair": _l("Line %(line)s: %(fault)s"),
    "critique.ticked": _l("ticked"),
    "critique.not-ticked": _l("not ticked"),
    "critique.there": _l("there is this fault"),
    "critique.not-there": _l("there is no such fault"),
    "critique.count": _l("%(hits)s of %(planted)s faults found, %(alarms)s false alarms."),
    "calibration.statements": _l("How sure are you that it is true?"),
    "calibration.statements-lead": _l(
        "From 0 (surely not) to 100 (surely). 50 says that you do not know; what stays open counts as 50."
    ),
    "calibration.statement": _l("Statement"),
    "calibration.forecast": _l("Probability, %%"),
    "calibration.forecast-of": _l("Probability in per cent: %(thing)s"),
    "calibration.ranges": _l("Ranges that hold the truth nine times in ten"),
    "calibration.ranges-lead": _l(
        "Choose each range so that you would be surprised once in ten to be wrong."
    ),
    "calibration.quantity": _l("Quantity"),
    "calibration.low": _l("At least"),
    "calibration.high": _l("At most"),
    "calibration.low-of": _l("At least: %(thing)s"),
    "calibration.high-of": _l("At most: %(thing)s"),
    "calibration.unit": _l("Unit"),
    "calibration.reference": _l("With and without a reference class"),
    "calibration.class": _l("The class, by size"),
    "calibration.rank": _l("No."),
    "calibration.ratio": _l("Actual ÷ planned"),
    "calibration.without": _l("By feeling alone, what holds with %(share)s %%?"),
    "calibration.with": _l("By the reference class, what holds with %(share)s %%?"),
    "calibration.skill": _l("Skill of the forecasts"),
    "calibration.skill-of": _l("skill %(skill)s"),
    "calibration.above-0": _l("above 0"),
    "calibration.coverage": _l("Ranges that held"),
    "calibration.hits": _l("%(hits)s of %(of)s"),
    "calibration.hits-needed": _l("%(hits)s or more"),
    "calibration.percent": _l("%(share)s %%"),
    "calibration.true": _l("true"),
    "calibration.false": _l("not true"),
    "calibration.source": _l("Source: %(source)s"),
    "calibration.range": _l("%(low)s to %(high)s"),
    "calibration.uplift": _l("The plan, %(planned)s, times the ratio at this certainty, %(ratio)s."),
    "calibration.brier": _l(
        "Brier score %(score)s; somebody who always gives the base rate has %(base)s. Lower is "
        "better, 0 is best."
    ),
    "calibration.interval": _l(
        "Interval score, as a multiple of the true value: %(score)s on average. Lower is better; it "
        "grows with width and with misses."
    ),
    "calibration.inside": _l(
        "By feeling you said %(without)s, for a plan of %(planned)s. Which of the two would you sign?"
    ),
    "calibration.parts": _l("The Brier score in its parts"),
    "calibration.part": _l("Part"),
    "calibration.value": _l("Value"),
    "calibration.part-score": _l("Brier score"),
    "calibration.part-reliability": _l("Reliability, added"),
    "calibration.part-resolution": _l("Resolution, taken off"),
    "calibration.part-uncertainty": _l("Uncertainty, added"),
    "calibration.part-skill": _l("Skill against the base rate"),
    "calibration.drawing": _l("What you said and what came true"),
    "calibration.drawing-says": _l(
        "On the straight line things come true as often as was said; below it somebody was too sure."
    ),
    "calibration.said": _l("Said, %%"),
    "calibration.came": _l("Came true, %%"),
    "calibration.yours": _l("Yours"),
    "calibration.ideal": _l("As often as said"),
    "budget.choose": _l("Choose responses"),
    "budget.lead": _l(
        "There are %(budget)s %(unit)s to spend. Tick what you buy, and name the kind of every "
        "response. Duties must be among them."
    ),
    "budget.risks": _l("Risks and the response to each"),
    "budget.risk": _l("Risk"),
    "budget.probability": _l("Probability, %%"),
    "budget.cost": _l("Cost, %(unit)s"),
    "budget.response": _l("Response"),
    "budget.price": _l("Its price, %(unit)s"),
    "budget.probability-after": _l("Probability after, %%"),
    "budget.cost-after": _l("Cost after, %(unit)s"),
    "budget.secondary": _l("Secondary risks, expected, %(unit)s"),
    "budget.duty": _l("Duty"),
    "budget.take": _l("Buy"),
    "budget.strategy": _l("Kind"),
    "budget.take-of": _l("Buy the response: %(thing)s"),
    "budget.strategy-of": _l("Kind of response: %(thing)s"),
    "budget.brings": _l("What your choice brings, against the best"),
    "budget.spent": _l("brings %(brought)s for %(spent)s"),
    "budget.best": _l("The best choice has %(count)s responses."),
    "budget.reserve": _l(
        "The chance that the risks cost more than the reserve of %(reserve)s falls from %(before)s %% to"
        " %(after)s %%."
    ),
    "budget.exact": _l("What each response brings"),
    "budget.before": _l("Expected before, %(unit)s"),
    "budget.after": _l("Expected after, %(unit)s"),
    "budget.benefit": _l("Net benefit, %(unit)s"),
    "budget.chosen": _l("You chose it"),
    "budget.in-best": _l("In the best choice"),
    "strategy.avoid": _l("Avoid"),
    "strategy.transfer": _l("Transfer"),
    "strategy.mitigate": _l("Mitigate"),
    "strategy.accept": _l("Accept"),
    "strategy.escalate": _l("Escalate"),
    "strategy.exploit": _l("Exploit"),
    "strategy.enhance": _l("Enhance"),
    "strategy.share": _l("Share"),
    "tree.acts": _l("Without finding out more"),
    "tree.lead": _l("Fold back from the end: the expected value of each act, then the better one."),
    "tree.payoffs": _l("What comes of each act"),
    "tree.state": _l("State"),
    "tree.probability": _l("Probability, %%"),
    "tree.value": _l("Expected value: %(thing)s"),
    "tree.best": _l("Which act is better on average?"),
    "tree.evpi": _l("What would it be worth to know the state before (EVPI)?"),
    "tree.evpi-why": _l("With perfect knowledge %(perfect)s is expected, without it %(best)s."),
    "tree.likelihoods": _l("How often the test says what, %%"),
    "tree.test-lead": _l(
        "%(test)s costs %(cost)s %(unit)s. Work out what it says how often, and what is best then."
    ),
    "tree.chance": _l("Probability of “%(thing)s”"),
    "tree.posterior": _l("Probability of “%(state)s” after “%(thing)s”"),
    "tree.worth": _l("Value of the best act after “%(thing)s”"),
    "tree.with-test": _l("Expected value with the test, its price taken off"),
    "tree.buy": _l("Is the test bought?"),
    "tree.buy-why": _l("With the test %(with_test)s is expected, without it %(without)s."),
    "tree.attitude": _l("Attitude to risk"),
    "tree.tolerance": _l(
        "Somebody has a risk tolerance of %(tolerance)s. Certainty equivalent: −R ln Σ p exp(−x ÷ R)."
    ),
    "tree.sure": _l("Certainty equivalent: %(thing)s"),
    "tree.cautious": _l("Which act do they choose?"),
    "tree.note-best": _l(
        "“%(act)s” is best without the test, with %(value)s. Knowing everything would be worth %(evpi)s."
    ),
    "tree.note-test": _l("What the test finds out is worth %(worth)s; it costs %(cost)s."),
    "reserve.setting": _l("Set the contingency"),
    "reserve.lead": _l(
        "The work costs %(base)s %(unit)s without any risk. Find the whole cost that is kept with "
        "%(share)s %% and take the base off."
    ),
    "reserve.risks": _l("The risks"),
    "reserve.risk": _l("Risk"),
    "reserve.probability": _l("Probability, %%"),
    "reserve.cost": _l("Cost, %(unit)s"),
    "reserve.contingency": _l("Contingency that holds with %(share)s %%"),
    "reserve.contingency-why": _l("The whole cost at this certainty, %(quantile)s, less the base, %(base)s."),
    "reserve.curve": _l("Chance to keep the whole cost"),
    "reserve.curve-says": _l("The curve rises from the cost without risks to the cost where all occur."),
    "reserve.whole-cost": _l("Whole cost, %(unit)s"),
    "reserve.chance": _l("Chance not to exceed it, %%"),
    "reserve.periods": _l("Period by period"),
    "reserve.rule": _l(
        "Take off what occurred; add up probability × cost of the risks still open. Rule: reserve ÷ "
        "exposure under %(below)s calls for more, over %(above)s releases, else hold. Your decision "
        "changes no figure of the next period."
    ),
    "reserve.period": _l("Period"),
    "reserve.happened": _l("What happened"),
    "reserve.left": _l("Reserve left, %(unit)s"),
    "reserve.exposure": _l("Remaining exposure, %(unit)s"),
    "reserve.decision": _l("Decision"),
    "reserve.left-of": _l("Reserve left: %(thing)s"),
    "reserve.exposure-of": _l("Remaining exposure: %(thing)s"),
    "reserve.decision-of": _l("Decision: %(thing)s"),
    "reserve.hold": _l("Hold"),
    "reserve.release": _l("Release some"),
    "reserve.call": _l("Call for more"),
    "reserve.nothing": _l("Nothing"),
    "reserve.ratio": _l("Reserve %(left)s against exposure %(exposure)s."),
    "reserve.fired": _l("Occurred, %(unit)s"),
    "reserve.exact": _l("The figures, period by period"),
    "reserve.note": _l(
        "Expected are %(mean)s, which are kept with %(kept)s %%; the contingency at the wanted "
        "certainty is %(quantile)s."
    ),
    "reserve.end": _l("At the end %(left)s are left."),
    "reserve.burn-down": _l("Reserve and exposure, period by period"),
    "reserve.burn-down-says": _l(
        "The reserve falls when risks occur, the exposure when they occur or can no longer occur."
    ),
    "reserve.money": _l("Money, %(unit)s"),
    "reserve.left-line": _l("Reserve left"),
    "reserve.exposure-line": _l("Remaining exposure"),
}
