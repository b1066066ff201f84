"""Side-by-side timings of gradline and its peers: `python -m benchmarks` prints them as ratios."""
