"""Lets `python -m app.cli` do what `plumbline` does."""

from app.cli import main

main(prog_name="plumbline")
