"""Benchmarks: how long the long works take against a floor that is measured in the same run.

    python -m tests.benchmarks [--sizes 1000,20000,100000] [--only NAME] [--quick] [--folder FOLDER]

Prints one JSON object. Each measurement is a process of its own, so that none inherits another's memory;
within it ours and the floor take turns, so that a busy machine slows both.
"""
