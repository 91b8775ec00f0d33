"""A long document laid out in parts that begin on pages of their own, side by side, and joined into one file."""
