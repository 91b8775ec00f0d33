"""What the product costs, as ratios to bare Flask measured within seconds of it; run by `./run bench`."""
