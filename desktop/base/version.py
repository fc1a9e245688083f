"""The version of the program, for `--version`, reports and files."""

VERSION = "0.1.0"
