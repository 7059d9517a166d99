"""Measurements: `python3 dev.py bench`. Ratios in one run, medians, CPU time."""
