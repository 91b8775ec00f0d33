"""Sentences of the exercises on time and earned value. Where a text names a unit, it is the author's."""

from __future__ import annotations

from typing import Any

from app.languages import lazy_gettext as _l

TIME: dict[str, Any] = {
    "three-point.tasks": _l("The tasks"),
    "three-point.lead": _l(
        "Expected value (O + 4M + P) ÷ 6 and standard deviation (P − O) ÷ 6 of each task."
    ),
    "three-point.task": _l("Task"),
    "three-point.optimistic": _l("Optimistic, %(unit)s"),
    "three-point.most-likely": _l("Most likely, %(unit)s"),
    "three-point.pessimistic": _l("Pessimistic, %(unit)s"),
    "three-point.mean": _l("Expected"),
    "three-point.deviation": _l("Deviation"),
    "three-point.mean-of": _l("Expected value: %(thing)s"),
    "three-point.deviation-of": _l("Standard deviation: %(thing)s"),
    "three-point.chain": _l("The chain"),
    "three-point.sum": _l("Expected value of the chain"),
    "three-point.chain-deviation": _l("Standard deviation of the chain"),
    "three-point.chain-chance": _l("Chance that the chain is done by %(deadline)s"),
    "three-point.single-chance": _l("Chance that “%(thing)s” alone is done within %(deadline)s"),
    "three-point.z": _l("z = %(z)s; the chance is the area of the normal curve up to it."),
    "three-point.note-likely": _l(
        "The most likely durations add up to %(likely)s, the expected ones to %(mean)s."
    ),
    "three-point.simulated": _l(
        "By the normal curve the date holds with %(normal)s %%, in 10,000 simulated chains with "
        "%(simulated)s %%."
    ),
    "triage.message": _l("Message %(number)s, from: %(sender)s"),
    "triage.message-head": _l("Message"),
    "triage.is-important": _l("Important?"),
    "triage.is-urgent": _l("Urgent?"),
    "triage.action": _l("What do you do? One sentence"),
    "triage.panel": _l("The panel: %(panel)s"),
    "triage.split": _l("The panel itself was not of one mind on %(count)s of these messages."),
    "triage.actions": _l("Your actions beside samples: judge yourself"),
    "triage.yours": _l("Yours"),
    "triage.sample": _l("A sample"),
    "triage.confusion": _l("The panel’s box by row, yours by column"),
    "triage.panel-said": _l("Panel"),
    "triage.box-do": _l("Important and urgent"),
    "triage.box-plan": _l("Important, not urgent"),
    "triage.box-delegate": _l("Urgent, not important"),
    "triage.box-drop": _l("Neither"),
    "triage.votes": _l(
        "votes: %(do)s both, %(plan)s important only, %(delegate)s urgent only, %(drop)s neither"
    ),
    "day.plan": _l("Plan the day"),
    "day.lead": _l(
        "Give each task a time, or leave it for another day. Work that needs high energy keeps "
        "%(share)s %% of its value elsewhere. Keep %(least)s to %(most)s %% of the day without "
        "meetings free."
    ),
    "day.day": _l("The day"),
    "day.tasks": _l("The tasks"),
    "day.time": _l("Time"),
    "day.energy": _l("Energy"),
    "day.appointment": _l("Appointment"),
    "day.high": _l("high"),
    "day.low": _l("lower"),
    "day.any": _l("any"),
    "day.free": _l("free"),
    "day.task": _l("Task"),
    "day.minutes": _l("Minutes"),
    "day.value": _l("Value"),
    "day.work": _l("Kind of work"),
    "day.due": _l("Done by"),
    "day.start": _l("Begins"),
    "day.start-of": _l("Begins: %(thing)s"),
    "day.not-today": _l("Not today"),
    "day.value-cell": _l("Value of the plan, against the best possible"),
    "day.rule-overlap": _l("No two tasks at once"),
    "day.rule-meetings": _l("Nothing during meetings or after the day"),
    "day.rule-due": _l("Everything done when it is due"),
    "day.broken": _l("%(count)s tasks break it"),
    "day.buffer": _l("Time left free"),
    "day.between": _l("%(least)s to %(most)s %%"),
    "day.run": _l("What happened then"),
    "day.planned": _l("Planned"),
    "day.began": _l("Began"),
    "day.ended": _l("Ended"),
    "day.outcome": _l("Outcome"),
    "day.done": _l("done"),
    "day.not-done": _l("not done that day"),
    "day.ran": _l(
        "The day ran: %(done)s of %(planned)s planned tasks were done. This is luck too, and is not graded."
    ),
    "schedule.network": _l("The network"),
    "schedule.lead": _l(
        "Every duration was drawn between its three points, the dates computed, and that %(runs)s times."
    ),
    "schedule.activity": _l("%(number)s. %(name)s"),
    "schedule.activity-head": _l("Activity"),
    "schedule.optimistic": _l("Optimistic, %(unit)s"),
    "schedule.most-likely": _l("Most likely, %(unit)s"),
    "schedule.pessimistic": _l("Pessimistic, %(unit)s"),
    "schedule.after": _l("After"),
    "schedule.risks": _l("Risks that delay"),
    "schedule.risk": _l("Risk"),
    "schedule.probability": _l("Probability, %%"),
    "schedule.delay": _l("Delay, %(unit)s"),
    "schedule.of-activity": _l("Of activity"),
    "schedule.read": _l("Read the curve"),
    "schedule.read-lead": _l("The contract says %(deadline)s %(unit)s."),
    "schedule.curve": _l("S-curve of the finish"),
    "schedule.curve-says": _l("The share of runs that are finished by each date rises from 0 to 100 %%."),
    "schedule.date": _l("Finish, %(unit)s"),
    "schedule.date-plain": _l("Finish"),
    "schedule.finished": _l("Runs finished, %%"),
    "schedule.p80": _l("By when is it finished in 80 %% of the runs (P80)?"),
    "schedule.p50": _l("By when in half of them (P50)?"),
    "schedule.chance": _l("In which share of the runs is it finished by %(deadline)s?"),
    "schedule.gap": _l("How far behind the contract’s date lies P80?"),
    "schedule.merge-title": _l("Paths that meet"),
    "schedule.merge-lead": _l(
        "%(paths)s equal tasks run side by side, each with a mean of %(mean)s. One of them is done by"
        " its mean with %(one)s %%."
    ),
    "schedule.merge": _l("With which chance are all of them done by then?"),
    "schedule.merge-why": _l("All must be in time: %(one)s %% to the power of %(paths)s."),
    "schedule.mark-deadline": _l("Contract"),
    "schedule.mark-p80": _l("P80"),
    "schedule.note": _l(
        "The most likely durations give %(likely)s, which holds in %(chance)s %% of the runs; the "
        "mean is %(mean)s."
    ),
    "schedule.note-deadline": _l(
        "The date of the contract, %(deadline)s, holds in %(chance)s %% of the runs."
    ),
    "schedule.critical": _l("How often each activity was on a longest path"),
    "schedule.on-path": _l("Share of runs, %%"),
    "path.dates": _l("Dates, float and path"),
    "path.lead": _l(
        "The first activity begins at 0, and a finish is the start plus the duration. A link without "
        "letters begins after the finish; SS counts from the start of the other. Tick the activities "
        "of the critical path."
    ),
    "path.activity": _l("%(number)s. %(name)s"),
    "path.activity-head": _l("Activity"),
    "path.duration": _l("Duration, %(unit)s"),
    "path.after": _l("After"),
    "path.es": _l("ES"),
    "path.ef": _l("EF"),
    "path.ls": _l("LS"),
    "path.lf": _l("LF"),
    "path.tf": _l("Float"),
    "path.critical": _l("Critical"),
    "path.es-of": _l("Early start: %(thing)s"),
    "path.ef-of": _l("Early finish: %(thing)s"),
    "path.ls-of": _l("Late start: %(thing)s"),
    "path.lf-of": _l("Late finish: %(thing)s"),
    "path.tf-of": _l("Total float: %(thing)s"),
    "path.critical-of": _l("On the critical path: %(thing)s"),
    "path.named": _l("The critical path"),
    "path.shorten": _l("Finish sooner"),
    "path.shorten-lead": _l("Finish %(by)s %(unit)s sooner at the least cost; open fields count as 0."),
    "path.most": _l("At most, %(unit)s"),
    "path.cost": _l("Cost of each, %(money)s"),
    "path.cut": _l("Shorten by, %(unit)s"),
    "path.cut-of": _l("Shorten by: %(thing)s"),
    "path.cost-of-cut": _l("Cost of finishing sooner"),
    "path.cut-given": _l("costs %(cost)s and finishes at %(finish)s"),
    "path.best-cut": _l("The cheapest way, by activity: %(cuts)s"),
    "path.impossible": _l("It cannot be reached, so nothing is bought."),
    "path.note": _l("The project takes %(finish)s %(unit)s. Activities without float: %(path)s."),
    "path.exact": _l("The dates"),
    "value.figure": _l("Figure"),
    "value.amount": _l("Amount"),
    "value.dashboard": _l("Dashboard: %(thing)s"),
    "value.curve-of": _l("Planned value over time: %(thing)s"),
    "value.budget": _l("Budget at completion (BAC), %(unit)s"),
    "value.planned": _l("Planned value (PV), %(unit)s"),
    "value.earned": _l("Earned value (EV), %(unit)s"),
    "value.spent": _l("Actual cost (AC), %(unit)s"),
    "value.period": _l("Time passed, %(unit)s"),
    "value.planned-periods": _l("Planned duration, %(unit)s"),
    "value.period-head": _l("Time, %(unit)s"),
    "value.money": _l("Money, %(unit)s"),
    "value.cost-variance": _l("Cost variance (CV)"),
    "value.schedule-variance": _l("Schedule variance (SV)"),
    "value.cost-index": _l("Cost performance index (CPI)"),
    "value.schedule-index": _l("Schedule performance index (SPI)"),
    "value.estimate-at-completion": _l("Estimate at completion (EAC), by the formula that fits"),
    "value.to-complete-index": _l("To-complete index (TCPI) for the budget"),
    "value.earned-schedule": _l("Earned schedule (ES)"),
    "value.time-index": _l("Time performance index, SPI(t)"),
    "value.why-cost-variance": _l("EV − AC"),
    "value.why-schedule-variance": _l("EV − PV"),
    "value.why-cost-index": _l("EV ÷ AC"),
    "value.why-schedule-index": _l("EV ÷ PV"),
    "value.why-estimate-at-completion": _l("By the formula that fits; see the question on it."),
    "value.why-to-complete-index": _l("(BAC − EV) ÷ (BAC − AC)"),
    "value.why-earned-schedule": _l("N + (EV − PV at N) ÷ (PV at N+1 − PV at N)"),
    "value.why-time-index": _l("ES ÷ time passed"),
    "value.formula": _l("Which formula fits the forecast?"),
    "value.formula-budget-over-index": _l("BAC ÷ CPI"),
    "value.formula-spent-plus-remaining": _l("AC + (BAC − EV)"),
    "value.formula-both-indices": _l("AC + (BAC − EV) ÷ (CPI × SPI)"),
    "value.note": _l(
        "%(thing)s: SPI is %(money)s, SPI(t) %(time)s. The index in money hides part of the delay."
    ),
    "value.exact": _l("The figures"),
    "value.drawing": _l("Planned, earned and spent: %(thing)s"),
    "value.drawing-says": _l(
        "The line is the plan. Earned value read across to the plan shows at which time it was due."
    ),
    "value.mark-earned": _l("Earned"),
    "value.mark-spent": _l("Spent"),
    "value.mark-time": _l("When it was due"),
}
