"""Tests of finding the layout of a sheet."""
