"""What spreadsheet and slides share: how a number looks like what was printed, and colours of native charts."""
