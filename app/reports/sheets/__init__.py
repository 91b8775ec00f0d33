"""The report as a workbook: every figure as a real number beside the chart that draws it."""
