"""The sentences for refusals. A service gives a key and facts; here they become words of the page's language."""

from __future__ import annotations

from typing import Any

from app.errors import Conflict, Invalid
from app.languages import lazy_gettext as _l

SENTENCES: dict[str, Any] = {
    "sign_in_failed": _l("The address and the password do not fit together."),
    "not_an_address": _l("Enter an e-mail address in the form name@example.org."),
    "taken": _l("This address is already in use."),
    "unknown_role": _l("Choose one of the roles in the list."),
    "length": _l("Use between %(shortest)s and %(longest)s characters."),
    "already_launched": _l("The assessment has been launched; its mode and questions are fixed."),
    "not_open": _l("The assessment is not open."),
    "already_closed": _l("The assessment is closed; answers can no longer change."),
    "not_closed": _l("Close the assessment first: results are computed from its final answers."),
    "nobody_invited": _l("Invite at least one respondent first."),
    "nothing_to_score": _l("Nobody has answered yet, so there is nothing to score."),
    "profile_missing": _l("Answer the PMO profile first: the recommendation rests on it."),
    "in_the_past": _l("Choose a day that is not in the past."),
    "unknown_model": _l("Choose one of the published maturity models."),
    "model_missing": _l(
        "The maturity model of this assessment, %(model)s, is not installed here. No answer is lost: "
        "ask whoever runs the site to put its file back."
    ),
    "unknown_answer": _l("The question does not take this answer."),
    "answer_needed": _l("Choose an answer, or “Don’t know”, so that your words can be saved with it."),
    "unknown_question": _l("This question is not part of your questionnaire."),
    "nothing_answered": _l("Answer at least one question before you submit."),
    "malformed": _l("This part of the form was not understood. Load the page again."),
    "target_reason_needed": _l("Say in a few words why this target fits better."),
    "reason_needed": _l("Say in a few words why the question does not apply."),
    "changed_elsewhere": _l("This answer was changed on another device in the meantime."),
    "not_being_made": _l("The report is no longer being made, so there is nothing to cancel."),
    "not_failed": _l("The report did not fail, so there is nothing to try again."),
    "too_few_to_report": _l(
        "Too few people answered: they were promised that the client sees nothing of so small a group."
    ),
    "finding_needed": _l("Write what the finding should say, or take it back to the computed text."),
    "client_in_finding": _l(
        "The client’s name is to be left out, and a finding that was written anew still holds it: %(finding)s."
    ),
    "name_needed": _l("Say who will use the link."),
    "no_report_to_release": _l("Issue a report first: the feedback rests on what was issued."),
    "feedback_not_made": _l(
        "The file could not be made just now. Try again in a minute; the page says the same."
    ),
    "not_ready": _l("The report is not ready yet."),
    "quiz_locked": _l("Read every lesson first: then it opens."),
    "attempt_waits": _l("The next attempt is not open yet; the page of the course says when it is."),
    "attempts_used": _l("All attempts have been used."),
    "already_passed": _l("This test has been passed; it is not taken twice."),
    "course_changed": _l("The course was changed in the meantime. Look again at what would change."),
    "not_looked_yet": _l("What would change is still being looked at."),
    "already_applied": _l("This has been applied; it is not applied twice."),
    "confirm_taking": _l("Confirm that passes are to be taken away."),
    "revocation_reason_needed": _l("Choose why it is revoked: whoever checks it is told so."),
    "revoked": _l("The certificate has been revoked, so no Open Badge is given out for it."),
    "file_not_made": _l(
        "The PDF could not be made just now. The certificate counts all the same; try again later."
    ),
    "not_complete": _l("The course is not complete yet."),
    "already_reviewed": _l("This question has been answered; it comes again on its day."),
    "already_submitted": _l("This attempt has already been submitted."),
    "time_over": _l("The time of this attempt is over; what was kept until then counts."),
    "already_enrolled": _l("This person already has the course."),
    "not_a_number": _l("Write a number, such as 12.5; words cannot be graded."),
    "places_needed": _l("Give each step a place of its own, from 1 to %(count)s."),
    "parts_needed": _l("Fill in all %(count)s parts."),
    "nobody_chosen": _l("Choose at least one person."),
    "unknown_course": _l("Choose one of the published courses."),
    "unknown_choice": _l("Choose from the list."),
    "no_colour": _l("Enter a colour as # and six digits or letters from A to F, such as #0B2A4A."),
    "logo_empty": _l("The file is empty. Choose a PNG or SVG file of the logo."),
    "logo_too_large": _l("The file has %(size)s kB. Choose one of at most %(most)s kB."),
    "logo_ending": _l("Choose a file that ends in .png or .svg."),
    "logo_mismatch": _l(
        "The file ends in .%(ending)s and holds something else. Save the logo anew as PNG or SVG."
    ),
    "logo_damaged": _l("The picture is damaged or cut off. Save it anew as PNG."),
    "logo_dimensions": _l(
        "The picture measures %(width)s by %(height)s. Choose one of at most %(most)s a side and 8 million dots in all."
    ),
    "logo_small": _l("The picture is too small to print. Choose one with at least %(least)s dots a side."),
    "logo_shape": _l("One side is more than %(most)s times the other. Cut away the empty edge."),
    "logo_too_detailed": _l("The logo is too detailed to be kept. Choose a simpler version of it."),
    "logo_encoding": _l("Save the SVG file in UTF-8."),
    "logo_no_svg": _l("The file is not a sound SVG drawing: look at line %(line)s, or save it anew."),
    "logo_doctype": _l(
        "The SVG file declares a document type or entities, which we do not read. Save it as plain SVG."
    ),
    "logo_element": _l(
        "The SVG file holds “%(element)s”. We take shapes and gradients: "
        "turn texts into outlines and put pictures and effects away."
    ),
    "logo_attribute": _l("The SVG file holds the instruction “%(attribute)s”. Save it as plain SVG."),
    "logo_reference": _l("The SVG file points to “%(value)s”. Save it as plain SVG with everything in it."),
    "logo_value": _l("The SVG file has a value that we do not read: %(attribute)s is “%(value)s”."),
    "logo_style": _l(
        "The SVG file has a style that we do not read, at “%(found)s”. Save it with presentation attributes."
    ),
    "logo_too_deep": _l("The SVG file nests its groups more than %(most)s deep. Ungroup the drawing."),
    "logo_too_many": _l(
        "The SVG file has more than %(most)s elements. Choose a simpler version of the logo."
    ),
    "logo_nothing": _l("The SVG file draws nothing that we read."),
    "logo_no_size": _l("The SVG file does not say how large it is. Save it with a viewBox."),
    "weights_reason_needed": _l("Say why you weigh so: the reason is printed with every advice."),
    "out_of_range": _l("Enter a number from %(lowest)s to %(highest)s."),
    "not_utf8": _l("The file is not text in UTF-8. Save it as CSV UTF-8 and choose it again."),
    "no_lines": _l("Paste at least one line, or choose a file."),
    "too_many_lines": _l("One list may hold at most %(most)s lines."),
    "faulty_lines": _l("%(count)s lines have a fault. Mend or remove them; nothing was stored."),
    "reminded_lately": _l("The last reminder went out less than a day ago."),
    "control_character": _l("This contains a character that cannot be printed."),
    "staff_of_client": _l("Consultants and administrators belong to the firm, not to a client."),
    "own_certificate": _l("It is your own certificate, so somebody else has to take the revocation back."),
    "own_account": _l("You cannot close your own account."),
    "no_number_left": _l("This dimension has no number left for another initiative of your own."),
    "initiative_needed": _l("%(by)s needs this initiative first. Change or retire that one before."),
    "initiative_unfit": _l("What this initiative needs first is retired. Restore that one before."),
    "initiative_breaks": _l("%(other)s needs this initiative first and begins at a lower level."),
    "initiative_known_key": _l("There is no initiative %(found)s."),
    "initiative_known_owner": _l("Choose from the list."),
    "initiative_prerequisite_level": _l("%(found)s begins at a higher level than this initiative."),
    "initiative_cycle": _l("These would wait for one another: %(found)s."),
    "initiative_quick_win": _l("A quick win takes at most 8 person-days and 4 weeks."),
    "shaped_elsewhere": _l("Somebody else has changed this scenario in the meantime. Load it again."),
    "nothing_to_undo": _l("Nothing has been changed yet, so there is nothing to take back."),
    "adopted": _l("This is the adopted plan. Adopt another one before you remove it."),
    "too_many_scenarios": _l("An assessment keeps at most %(most)s scenarios. Remove one first."),
    "scenario_name_needed": _l("Give the scenario a name of at most 120 characters."),
    "scenario_name_taken": _l("Another scenario has this name."),
    "outside_the_plan": _l("This day lies outside the weeks of the plan."),
    "not_a_day": _l("Enter a day, such as 2027-03-01."),
    "cannot_be_switched": _l("This cannot be switched here: %(keys)s. Choose from the lists below."),
    "begun_takes_more": _l(
        "The work that has begun was laid out with the days as agreed and takes more than these. "
        "Try fewer days before a plan begins, or leave out what has not begun."
    ),
    "no_such_plan": _l("No plan keeps all of this together. Look at what is fixed about: %(keys)s."),
    "reading_removed": _l("This reading was taken away. Put it back before you correct it."),
    "day_has_a_reading": _l("This day has a reading already. Correct that one, or choose another day."),
    "too_many_readings": _l("A plan keeps at most %(most)s readings."),
    "value_needed": _l("Enter a number, such as 72.5; digits of any script will do."),
    "not_usable": _l("This client can have no plan with: %(keys)s."),
    "nobody_works": _l("In no week of the plan is there anybody to work on it."),
    "rate_needed": _l("Say what a person-day costs, so that the plan can be held to the budget."),
    "role_days_needed": _l(
        "Only where each role has days of its own can one role be away: state them above."
    ),
    "some_role_needed": _l("Give at least one role some days a month."),
    "first_day_needed": _l("Say on which day this begins."),
    "ends_before_it_begins": _l("It cannot end before it begins."),
    "deadline_twice": _l("This initiative has a deadline already."),
    "nothing_refused": _l("This has been answered in the meantime. Look at the plan as it is now."),
    "not_adopted": _l("Adopt the plan first: then what happens can be held against it."),
    "started_needed": _l("Say on which day it began."),
    "ended_needed": _l("Say on which day it ended."),
    "before_the_plan": _l("This day lies before the first day of the plan."),
    "in_the_future": _l("Choose a day that has been; what is to come belongs into the plan."),
    "ended_before_started": _l("It cannot end before it began."),
    "too_long": _l("Shorten this to at most %(longest)s characters."),
}


def worded(error: Conflict | Invalid) -> str:
    """Return the sentence for a refusal; the key itself where no sentence is known, so that tests notice."""
    sentence = SENTENCES.get(error.reason)
    if sentence is None:
        return error.reason
    text = str(sentence)
    return text % error.facts if error.facts and "%(" in text else text


def put_on(form: Any, error: Invalid) -> None:
    """Show a service's refusal at the form's field of that name, else above the form."""
    field = form._fields.get(error.field)
    if field is None:
        form.form_errors = [*form.form_errors, worded(error)]
    else:
        field.errors = [*field.errors, worded(error)]
