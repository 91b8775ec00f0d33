"""Calculators: the arithmetic of the exercises for anybody's own numbers, from a table to a table of results."""
