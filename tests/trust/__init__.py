"""The promises of the program, each proved by running it: `python -m tests.trust` prints figures."""
