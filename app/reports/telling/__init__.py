"""MaturityReport → Document: every section of a report as worded values. `documents.py` says which report has which."""
