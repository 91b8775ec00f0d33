"""A maturity model as a workbook and back, for those who edit in a spreadsheet.

One sheet for each kind of thing, one column for each language. Coming back, the workbook is looked through like any
that somebody hands over, laid out as a model file and held to the same rules; what is wrong is named by sheet and cell.
"""

from app.model_workbook.reading import model_in
from app.model_workbook.writing import losses, workbook_of

__all__ = ["losses", "model_in", "workbook_of"]
