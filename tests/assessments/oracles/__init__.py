"""Our statistics beside independent implementations, on random data with missing values."""
