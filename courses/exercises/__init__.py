"""Exercises that compute: each kind an engine of pure functions over the data of one file.

An engine is a module with

    SLIPS                             names of the errors that it recognises in an answer
    make(seed, data, variation)       the task with the numbers of a seed; `CASE_SEED` leaves those of the file
    sheet(task)                       what a learner sees before answering: no key
    evaluate(task, response)          the graded cells, and what there is to learn from them

`format.engine_of` finds the engine of a kind, the module of its name.
"""
