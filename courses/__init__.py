"""Courses: what is taught, and what counts as learnt."""
