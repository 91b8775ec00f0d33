"""The state of a background job as the page that watches it reads it."""

from __future__ import annotations

from typing import Any

from app.languages import gettext as _
from app.languages import lazy_gettext as _l
from app.services.jobs import JobStatus

STEPS = {
    "": _l("Waiting for the worker"),
    "grading": _l("Grading the attempts"),
    "scoring": _l("Computing the scores"),
    "drawing": _l("Looking for the best plan"),
    "proving": _l("Improving the plan, and proving how good it is"),
    "dating": _l("Trying what happens if efforts turn out otherwise"),
    "conflicts": _l("Looking for what stands in the way"),
    "composing": _l("Composing the pages"),
    "laying out": _l("Laying out the pages"),
    "writing": _l("Writing the file"),
    "done": _l("Storing the file"),
}
PROBLEMS = {
    "timeout": _l("It took longer than allowed and was stopped."),
    "memory": _l("It needed more memory than allowed and was stopped."),
    "crashed": _l("The renderer stopped unexpectedly."),
    "cancelled": _l("It was cancelled."),
    "blocked": _l("It asked for a file that no report may read, and was stopped."),
    "too large": _l("It is larger than a report may be."),
    "gave_up": _l("The worker stopped several times while it was at it."),
    "course_changed": _l("The course was changed in the meantime: look again at what would change."),
    "unavailable": _l("The PDF engine is not installed on this machine: run `plumbline doctor`."),
}


def step_text(job: JobStatus | None) -> str:
    """Return what is being done, in words."""
    return str(STEPS.get(job.step if job else "", STEPS[""]))


def problem_text(problem: str | None) -> str:
    """Return what went wrong, in words."""
    return str(PROBLEMS.get(problem or "", _("The work could not be finished. Trying again may help.")))


def job_json(job: JobStatus | None, next_url: str) -> dict[str, Any]:
    """Return the answer to a page that polls: state, share, text, and where to go when it is done."""
    if job is None or job.state == "done":
        return {"state": "done", "share": 1.0, "text": _("Done"), "url": next_url}
    text = problem_text(job.problem) if job.state == "failed" else step_text(job)
    return {"state": job.state, "share": job.progress, "text": text, "url": None}
