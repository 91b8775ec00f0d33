"""The executive roadmap as slides that can be edited: native charts, real tables, sources in the notes."""
